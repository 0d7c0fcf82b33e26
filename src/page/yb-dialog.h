/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbDialog:
 *
 * The base of the windows in which a page asks for one decision. It goes with its page, asks before it
 * throws away what was typed, and waits while a verb runs: Cancel then gives up if the verb has not begun.
 *
 * Subclasses bind body, save_button and spinner in their own layout and hand them over by
 * yb_dialog_set_up(); "Cancel" calls yb_dialog_cancel().
 */
#define YB_TYPE_DIALOG (yb_dialog_get_type ())
G_DECLARE_DERIVABLE_TYPE (YbDialog, yb_dialog, YB, DIALOG, AdwWindow)

/**
 * YbDialogClass:
 * @is_changed: whether something stands in the dialog that closing it would lose
 */
struct _YbDialogClass
{
  AdwWindowClass parent_class;

  gboolean (*is_changed) (YbDialog *self);
};

void
yb_dialog_set_up (YbDialog *self, YbPage *page, GtkWidget *body, GtkWidget *save_button, GtkSpinner *spinner);
YbPage *yb_dialog_get_page (YbDialog *self);
GCancellable *yb_dialog_get_cancellable (YbDialog *self);
void yb_dialog_set_running (YbDialog *self, gboolean running);
gboolean yb_dialog_is_running (YbDialog *self);
void yb_dialog_cancel (YbDialog *self);

G_END_DECLS
