/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whoever walks away leaves no customer on the screen (security.md "Login"): after some minutes without a touch the
 * window shows who has to sign in again. Pages and dialogs wait hidden, as they were. */

#include "config.h"

#include "yb-window-private.h"

#include <glib/gi18n.h>

#define CHECK_SECONDS 5
#define LOCK_RULE "sign-in.lock-minutes"
/* When the rule cannot be read: rather locked than open. */
#define LOCK_FALLBACK 3

static gboolean
belongs_to (GtkWindow *window, GtkWindow *main)
{
  while (window != NULL && window != main)
    window = gtk_window_get_transient_for (window);

  return window == main;
}

static void
hide_dialogs (YbWindow *self)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (toplevels, i);

      if (window == GTK_WINDOW (self) || !belongs_to (window, GTK_WINDOW (self)) ||
          !gtk_widget_get_visible (GTK_WIDGET (window)))
        continue;
      gtk_widget_set_visible (GTK_WIDGET (window), FALSE);
      g_ptr_array_add (self->hidden, g_object_ref (window));
    }
}

static gboolean
is_alive (GtkWindow *window)
{
  GListModel *toplevels = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (toplevels); i++)
    {
      g_autoptr (GtkWindow) toplevel = g_list_model_get_item (toplevels, i);

      if (toplevel == window)
        return TRUE;
    }

  return FALSE;
}

/* One whose verb ended meanwhile has destroyed itself. */
static void
show_dialogs (YbWindow *self)
{
  for (guint i = 0; i < self->hidden->len; i++)
    if (is_alive (g_ptr_array_index (self->hidden, i)))
      gtk_window_present (g_ptr_array_index (self->hidden, i));
  g_ptr_array_set_size (self->hidden, 0);
}

/* Somebody else is here now. */
void
_yb_window_forget_hidden (YbWindow *self)
{
  for (guint i = 0; i < self->hidden->len; i++)
    gtk_window_destroy (g_ptr_array_index (self->hidden, i));
  g_ptr_array_set_size (self->hidden, 0);
}

static void
locked_cb (YbWindow *self, gboolean locked)
{
  if (locked)
    {
      gtk_menu_button_popdown (self->person_button);
      if (self->toast != NULL)
        adw_toast_dismiss (self->toast);
      hide_dialogs (self);
      _yb_window_show_sign_in (self);
      yb_application_leave_keys (_yb_window_get_application (self));
      return;
    }

  if (yb_desk_get_staff (self->desk)->must_change)
    {
      _yb_window_show_new_password (self);
      return;
    }

  adw_bin_set_child (self->sign_in_bin, NULL);
  gtk_stack_set_visible_child_name (self->states, "main");
  if (self->info != NULL)
    _yb_window_show_page (self, self->info);
  show_dialogs (self);
}

/* After the window has shown who is there now. Whoever is put out of the door is told why. */
static void
person_cb (YbWindow *self)
{
  YbStaff *staff = yb_desk_get_staff (self->desk);

  if (staff == NULL)
    yb_application_leave_keys (_yb_window_get_application (self));
  if (staff == NULL && self->person != NULL && !self->person->active)
    _yb_window_toast (self, _ ("This account was closed. Ask the administrator."), FALSE);
  g_set_object (&self->person, staff);
}

static gboolean
check_cb (gpointer user_data)
{
  YbWindow *self = user_data;
  gint64 idle = yb_application_get_idle_seconds (_yb_window_get_application (self)) / 60;
  gint64 minutes;

  if (idle == 0 || !_yb_window_is_signed_in (self))
    return G_SOURCE_CONTINUE;

  minutes = yb_desk_get_rule_number (self->desk, LOCK_RULE, LOCK_FALLBACK);
  if (minutes > 0 && idle >= minutes)
    yb_desk_lock (self->desk);

  return G_SOURCE_CONTINUE;
}

/* For a desk that was just made. */
void
_yb_window_watch_lock (YbWindow *self)
{
  g_clear_object (&self->person);
  g_signal_connect_object (self->desk, "locked", G_CALLBACK (locked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "signed-in", G_CALLBACK (person_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  if (self->lock_id == 0)
    self->lock_id = g_timeout_add_seconds (CHECK_SECONDS, check_cb, self);
}

void
_yb_window_stop_lock (YbWindow *self)
{
  g_clear_handle_id (&self->lock_id, g_source_remove);
  g_clear_object (&self->person);
}

/**
 * yb_window_is_used:
 *
 * Returns: whether somebody is signed in and has not gone away
 */
gboolean
yb_window_is_used (YbWindow *self)
{
  g_return_val_if_fail (YB_IS_WINDOW (self), FALSE);

  return _yb_window_is_signed_in (self);
}

/**
 * yb_window_lock:
 *
 * Hides everything until somebody signs in.
 */
void
yb_window_lock (YbWindow *self)
{
  g_return_if_fail (YB_IS_WINDOW (self));

  if (self->desk != NULL)
    yb_desk_lock (self->desk);
}
