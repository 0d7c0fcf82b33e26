/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <string.h>
#include <adwaita.h>

#include "desk-fixture.h"
#include "yb-page.h"
#include "yb-verb-form.h"

G_BEGIN_DECLS

/* A page in a window, on a house in a temporary file. */
typedef struct
{
  Fixture *house;
  YbDesk *desk;
  GtkWidget *window;
  YbPage *page;
  GPtrArray *toasts;
  gboolean with_undo;
  char *announced;
} PageTest;

gboolean page_test_init (int *argc, char ***argv);
PageTest *page_test_new (const char *code, GType type);
void page_test_show (PageTest *self, GType type);
void page_test_close (PageTest *self);
void page_test_free (PageTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PageTest, page_test_free)

void page_test_settle (void);
const char *page_test_last_toast (PageTest *self);
gpointer page_test_find (gpointer widget, GType type, guint nth);
gpointer page_test_toplevel (GType type);
gpointer page_test_wait_toplevel (GType type);
void page_test_wait_gone (GType type);
GtkWidget *page_test_find_button (gpointer widget, const char *label);
gboolean page_test_shows (gpointer widget, const char *part);

#define page_test_wait(CONDITION)                                                                            \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    gint64 end_ = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;                                             \
    while (!(CONDITION) && g_get_monotonic_time () < end_)                                                   \
      if (!g_main_context_iteration (NULL, FALSE))                                                           \
        g_usleep (1000);                                                                                     \
    if (!(CONDITION))                                                                                        \
      g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #CONDITION);                             \
  }                                                                                                          \
  G_STMT_END

G_END_DECLS
