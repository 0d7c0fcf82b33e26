/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-window-private.h"

#include <glib/gi18n.h>

#include "yb-first-start.h"

static void
demo_cb (YbWindow *self)
{
  yb_application_start_demo (_yb_window_get_application (self));
}

/* The administrator is the only one there is. */
static void
finished_cb (YbWindow *self, const char *path)
{
  GSettings *settings = yb_application_get_settings (_yb_window_get_application (self));

  if (settings != NULL)
    g_settings_set_string (settings, "last-person", "ad");
  yb_application_open (_yb_window_get_application (self), path);
}

static void
left_cb (YbWindow *self)
{
  yb_application_retry (_yb_window_get_application (self));
}

/**
 * yb_window_show_first_start:
 * @path: where a new file is to lie, if nobody chooses another place
 * @can_leave: whether there is a file to go back to
 *
 * Asks what to begin with.
 */
void
yb_window_show_first_start (YbWindow *self, const char *path, gboolean can_leave)
{
  GtkWidget *page;

  g_return_if_fail (YB_IS_WINDOW (self) && path != NULL);

  page = yb_first_start_new (path, can_leave);
  g_signal_connect_object (page, "demo", G_CALLBACK (demo_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "finished", G_CALLBACK (finished_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "left", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_spinner_set_spinning (self->wait_spinner, FALSE);
  adw_bin_set_child (self->sign_in_bin, page);
  gtk_stack_set_visible_child_name (self->states, "sign-in");
  adw_window_title_set_title (self->title, _ ("Yingbin"));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Yingbin"));
  _yb_window_update_actions (self);
}
