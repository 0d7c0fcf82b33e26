/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbPage:
 *
 * The base of all pages: it has a desk, one #GCancellable that ends with it, and two ways to tell what
 * happened.
 *
 * Signals: "announce" (char *text): a sentence for the status line; "toast" (char *text, gboolean
 * with_undo): something
 * happened that may be taken back; "exported" (char *text, char *path): a file was written.
 */
#define YB_TYPE_PAGE (yb_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (YbPage, yb_page, YB, PAGE, AdwBin)

/**
 * YbPageClass:
 * @start: the desk is there and somebody is signed in
 * @next_pane: moves the focus to the next pane of the page; %FALSE when it was in the last one
 */
struct _YbPageClass
{
  AdwBinClass parent_class;

  void (*start) (YbPage *self);
  gboolean (*next_pane) (YbPage *self);
};

YbDesk *yb_page_get_desk (YbPage *self);
GCancellable *yb_page_get_cancellable (YbPage *self);
void yb_page_announce (YbPage *self, const char *text);
void yb_page_toast (YbPage *self, const char *text, gboolean with_undo);
void yb_page_exported (YbPage *self, const char *text, const char *path);
void yb_page_show_error (YbPage *self, const char *what, const GError *error);
gboolean yb_page_next_pane (YbPage *self);

void yb_page_init_library (void);

G_END_DECLS
