/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-window-private.h"

#include <glib/gi18n.h>

#include "yb-verb-dialog.h"

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbPage *page = _yb_window_get_page (YB_WINDOW (widget));

  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), "page.new", NULL);
}

static void
filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbPage *page = _yb_window_get_page (YB_WINDOW (widget));

  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), "page.filter", NULL);
}

static void
go_and_activate (YbWindow *self, const char *name, const char *action)
{
  const YbPageInfo *info = yb_page_info_find (name);

  if (info == NULL || !_yb_window_may_open (self, info))
    return;

  gtk_widget_activate_action (GTK_WIDGET (_yb_window_show_page (self, info)), action, NULL);
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_and_activate (YB_WINDOW (widget), "pipeline", "page.export");
}

static void
import_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  go_and_activate (YB_WINDOW (widget), "imports", "page.new");
}

typedef struct
{
  YbWindow *window;
  char *text; /* (nullable): what is taken back */
} Undo;

static void
undo_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Undo *undo = user_data;
  g_autoptr (YbWindow) self = undo->window;
  g_autofree char *what = undo->text;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);
  g_autofree char *done = NULL;
  const char *text;

  if (self->desk == NULL)
    return;

  /* Translators: what people did, for instance "Move deal: Li Na" */
  done = what != NULL ? g_strdup_printf (_ ("Undone: %s"), what) : g_strdup (_ ("Undone"));
  text = answer != NULL ? done : error->message;
  _yb_window_toast (self, text, FALSE);
  _yb_window_announce (self, text);
}

/* In a field of text, Ctrl+Z takes back what was typed. */
static void
undo_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbWindow *self = YB_WINDOW (widget);
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (self));
  g_autoptr (JsonObject) arguments = json_object_new ();
  Undo *undo;

  if (focus != NULL && (GTK_IS_TEXT (focus) || GTK_IS_TEXT_VIEW (focus)) &&
      gtk_widget_activate_action (focus, "text.undo", NULL))
    return;

  undo = g_new (Undo, 1);
  *undo = (Undo){g_object_ref (self), yb_desk_dup_undo_text (self->desk)};
  yb_desk_do_async (self->desk, "undo", arguments, self->cancellable, undo_done_cb, undo);
}

static void
sign_out_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  yb_desk_sign_out (YB_WINDOW (widget)->desk);
}

/* What concerns the signed-in person alone stands in the menu of the person. */
static void
present_own (YbWindow *self, const char *verb, const char *only)
{
  YbPage *page = _yb_window_get_page (self);
  g_autoptr (JsonObject) fixed = json_object_new ();
  YbVerbDialog *dialog;

  if (page == NULL || !_yb_window_is_signed_in (self))
    return;

  dialog = yb_verb_dialog_new (page, verb, only, fixed);
  yb_verb_dialog_set_subject (dialog, yb_desk_get_staff (self->desk)->name);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
change_password_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  present_own (YB_WINDOW (widget), "staff.set-password", "current password");
}

static void
set_pin_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  present_own (YB_WINDOW (widget), "staff.set-pin", "password pin");
}

static void
menu_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_menu_button_popup (YB_WINDOW (widget)->menu_button);
}

static void
next_pane_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbWindow *self = YB_WINDOW (widget);
  YbPage *page = _yb_window_get_page (self);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->navigation);

  if (page != NULL && yb_page_next_pane (page))
    return;
  if (row != NULL && gtk_widget_get_mapped (GTK_WIDGET (row)))
    gtk_widget_grab_focus (GTK_WIDGET (row));
  else if (page != NULL)
    gtk_widget_child_focus (GTK_WIDGET (page), GTK_DIR_TAB_FORWARD);
}

static void
toggle_sidebar_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkToggleButton *button = YB_WINDOW (widget)->sidebar_button;

  gtk_toggle_button_set_active (button, !gtk_toggle_button_get_active (button));
}

static void
retry_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  yb_application_retry (_yb_window_get_application (YB_WINDOW (widget)));
}

static void
audit_problems_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  _yb_window_show_audit_problems (YB_WINDOW (widget));
}

static void
open_copy_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  _yb_window_open_copy (YB_WINDOW (widget));
}

static void
open_response_cb (GtkNativeDialog *dialog, int response, YbWindow *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        yb_application_open (_yb_window_get_application (self), path);
    }
  g_clear_object (&self->chooser);
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbWindow *self = YB_WINDOW (widget);

  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Open a database"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (open_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

/* Built when it is asked for: GTK itself would do it at every start, which costs 10 ms. */
static void
shortcuts_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkBuilder) builder = gtk_builder_new_from_resource ("/cn/yingbin/Yingbin/ui/shortcuts.ui");
  GtkWindow *shortcuts = GTK_WINDOW (gtk_builder_get_object (builder, "help_overlay"));

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (widget));
  gtk_window_present (shortcuts);
}

static void
set_up_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  yb_application_set_up (_yb_window_get_application (YB_WINDOW (widget)), YB_WINDOW (widget));
}

static void
open_folder_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GFile) file = g_file_new_for_path (g_variant_get_string (parameter, NULL));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *uri = folder != NULL ? g_file_get_uri (folder) : NULL;

  if (uri != NULL)
    gtk_show_uri (GTK_WINDOW (widget), uri, GDK_CURRENT_TIME);
}

void
_yb_window_update_actions (YbWindow *self)
{
  gboolean signed_in = _yb_window_is_signed_in (self);
  gboolean may_new = signed_in && self->info != NULL && self->info->new_label != NULL &&
                     (self->info->new_right == NULL ||
                      yb_desk_get_scope (self->desk, self->info->new_right) != YB_SCOPE_NONE);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.new", may_new);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.undo",
                                 signed_in && !yb_store_is_read_only (yb_desk_get_store (self->desk)));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", signed_in);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.change-password", signed_in && self->info != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.set-pin", signed_in && self->info != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.export",
                                 signed_in && yb_desk_get_scope (self->desk, "export") != YB_SCOPE_NONE);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.import",
                                 signed_in && yb_desk_get_scope (self->desk, "import.run") != YB_SCOPE_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->new_button), may_new);
  gtk_widget_set_visible (GTK_WIDGET (self->sidebar_button), signed_in);
  gtk_widget_set_visible (GTK_WIDGET (self->person_button), signed_in);
  if (may_new)
    gtk_label_set_text (self->new_label, yb_page_info_text (self->info->new_label));
}

void
_yb_window_class_init_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "win.filter", NULL, filter_cb);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_cb);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_cb);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, sign_out_cb);
  gtk_widget_class_install_action (widget_class, "win.change-password", NULL, change_password_cb);
  gtk_widget_class_install_action (widget_class, "win.set-pin", NULL, set_pin_cb);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_cb);
  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, next_pane_cb);
  gtk_widget_class_install_action (widget_class, "win.toggle-sidebar", NULL, toggle_sidebar_cb);
  gtk_widget_class_install_action (widget_class, "win.retry", NULL, retry_cb);
  gtk_widget_class_install_action (widget_class, "win.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "win.open-copy", NULL, open_copy_cb);
  gtk_widget_class_install_action (widget_class, "win.set-up", NULL, set_up_cb);
  gtk_widget_class_install_action (widget_class, "win.audit-problems", NULL, audit_problems_cb);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_cb);
  gtk_widget_class_install_action (widget_class, "win.open-folder", "s", open_folder_cb);
}
