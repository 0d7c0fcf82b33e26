/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether the audit trail is as this program left it, looked at when somebody has signed in (reliability.md 0.10). It is
 * told in the window until somebody with the right to do so has accepted it, with a reason. */

#include "config.h"

#include "yb-window-private.h"

#include <glib/gi18n.h>

#include "yb-audit.h"
#include "yb-verb-dialog.h"

#define MAX_TOLD 5

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = yb_store_check_audit_finish (NULL, result, &error);
  g_autofree char *text = NULL;

  if (problems == NULL || self->desk == NULL || self->audit_problems == NULL)
    {
      if (error != NULL)
        g_info ("The audit trail was not looked at: %s", error->message);
      return;
    }

  g_ptr_array_unref (self->audit_problems);
  self->audit_problems = g_ptr_array_ref (problems);
  if (problems->len == 0)
    {
      yb_banner_hide (self->audit_banner);
      return;
    }

  text = g_strdup_printf (_ ("The audit trail is not as this program left it. %s"),
                          (const char *) g_ptr_array_index (problems, 0));
  yb_banner_set_button (self->audit_banner, _ ("_Details…"), "win.audit-problems");
  yb_banner_show (self->audit_banner, text, TRUE, TRUE);
}

/* In the background; some milliseconds of a worker. */
void
_yb_window_check_audit (YbWindow *self)
{
  if (self->audit_problems == NULL)
    self->audit_problems = g_ptr_array_new_with_free_func (g_free);
  yb_store_check_audit_async (yb_desk_get_store (self->desk), YB_AUDIT_ROWS_AT_START, self->cancellable,
                              checked_cb, g_object_ref (self));
}

void
_yb_window_forget_audit (YbWindow *self)
{
  g_clear_pointer (&self->audit_problems, g_ptr_array_unref);
  yb_banner_hide (self->audit_banner);
}

static void
accepted_cb (YbWindow *self)
{
  if (self->desk != NULL)
    _yb_window_check_audit (self);
}

static void
ask_to_accept (YbWindow *self)
{
  g_autoptr (JsonObject) fixed = json_object_new ();
  YbVerbDialog *dialog;

  json_object_set_int_member (fixed, "epoch", yb_audit_next_epoch (yb_desk_get_store (self->desk)));
  dialog = yb_verb_dialog_new (_yb_window_get_page (self), YB_AUDIT_ACCEPTED, "reason", fixed);
  g_signal_connect_object (dialog, "done", G_CALLBACK (accepted_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
ask_to_accept_cb (gpointer user_data)
{
  YbWindow *self = user_data;

  if (_yb_window_is_signed_in (self) && _yb_window_get_page (self) != NULL)
    ask_to_accept (self);
  return G_SOURCE_REMOVE;
}

static void
response_cb (YbWindow *self, const char *response)
{
  const YbPageInfo *info = yb_page_info_find ("audit");

  if (!_yb_window_is_signed_in (self))
    return;
  if (g_str_equal (response, "read"))
    _yb_window_show_page (self, info);
  /* Not at once: GTK is still handing the click to the question. */
  if (g_str_equal (response, "accept"))
    g_idle_add_full (G_PRIORITY_DEFAULT, ask_to_accept_cb, g_object_ref (self), g_object_unref);
}

/* What was found, and the ways out. */
void
_yb_window_show_audit_problems (YbWindow *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GtkWidget *dialog;
  gboolean may_accept;

  if (!_yb_window_is_signed_in (self) || self->audit_problems == NULL || self->audit_problems->len == 0)
    return;

  for (guint i = 0; i < MIN (self->audit_problems->len, MAX_TOLD); i++)
    g_string_append_printf (text, "%s\n\n", (const char *) g_ptr_array_index (self->audit_problems, i));
  may_accept = yb_desk_get_scope (self->desk, yb_verb_find (YB_AUDIT_ACCEPTED)->right) != YB_SCOPE_NONE;
  g_string_append (
      text,
      may_accept
          ? _ ("Find out who had the file in hands. If it is an old or a changed copy, restore the newest "
               "backup. If you know why and want to go on with this file, accept it with a reason: that "
               "is written down.")
          : _ ("Tell the general manager or the administrator before you go on working."));

  dialog = adw_message_dialog_new (GTK_WINDOW (self), _ ("The audit trail does not fit"), text->str);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  if (_yb_window_may_open (self, yb_page_info_find ("audit")))
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "read", _ ("_Read the audit trail"));
  if (may_accept)
    adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "accept", _ ("_Accept…"));
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
