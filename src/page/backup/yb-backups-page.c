/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-backups-page.h"

#include <glib/gi18n-lib.h>

#include "yb-backup-jobs.h"
#include "yb-calendar.h"
#include "yb-progress-window.h"
#include "yb-recovery-window.h"
#include "yb-table-view.h"

struct _YbBackupsPage
{
  YbPage parent_instance;

  GtkLabel *warning;
  GtkLabel *second_label;
  GtkButton *verify_button;
  GtkButton *restore_button;
  GtkButton *folder_button;
  GtkButton *forget_button;
  YbTableView *table;

  GListStore *list;
  GCancellable *job;
  YbProgressWindow *progress;
  GtkFileChooserNative *chooser;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (YbBackupsPage, yb_backups_page, YB_TYPE_PAGE)

/* ---- the list ---- */

static char *
at_text (gpointer item, gpointer user_data)
{
  return yb_time_format (((YbBackup *) item)->at);
}

static char *
reason_text (gpointer item, gpointer user_data)
{
  YbBackup *backup = item;

  return g_strdup (backup->trust == YB_BACKUP_DAMAGED ? "" : yb_backup_reason_label (backup->reason));
}

static char *
actions_text (gpointer item, gpointer user_data)
{
  YbBackup *backup = item;

  return backup->trust == YB_BACKUP_DAMAGED ? g_strdup ("")
                                            : g_strdup_printf ("%" G_GINT64_FORMAT, backup->audit_count);
}

static char *
size_text (gpointer item, gpointer user_data)
{
  return g_format_size (((YbBackup *) item)->size);
}

static char *
where_text (gpointer item, gpointer user_data)
{
  YbBackup *backup = item;
  g_autofree char *folder = g_path_get_dirname (backup->path);

  return backup->elsewhere ? g_strdup_printf (_ ("other disk: %s"), folder)
                           : g_strdup (_ ("same disk as the file"));
}

static char *
trust_text (gpointer item, gpointer user_data)
{
  YbBackup *backup = item;

  switch (backup->trust)
    {
    case YB_BACKUP_VERIFIED:
      return g_strdup (_ ("✓ verified just now"));
    case YB_BACKUP_PROVED:
      return g_strdup (backup->chain_broken ? _ ("✓ verified; its audit trail had been changed")
                                            : _ ("✓ verified when it was made"));
    case YB_BACKUP_DAMAGED:
      return g_strdup_printf (_ ("✗ of no use: %s"), backup->problem != NULL ? backup->problem : "");
    case YB_BACKUP_UNREAD:
    default:
      return g_strdup (_ ("made with other keys; its password or recovery key opens it"));
    }
}

static void
update_buttons (YbBackupsPage *self)
{
  YbBackup *backup = yb_table_view_get_selected (self->table);
  gboolean may = yb_desk_get_scope (yb_page_get_desk (YB_PAGE (self)), "backup.restore") != YB_SCOPE_NONE;

  gtk_widget_set_sensitive (GTK_WIDGET (self->verify_button),
                            backup != NULL && backup->trust != YB_BACKUP_UNREAD);
  gtk_widget_set_sensitive (GTK_WIDGET (self->restore_button),
                            backup != NULL && backup->trust != YB_BACKUP_DAMAGED && may);
}

static void
show_state (YbBackupsPage *self, const YbBackupState *state)
{
  g_autofree char *text = NULL;

  g_list_store_splice (self->list, 0, g_list_model_get_n_items (G_LIST_MODEL (self->list)),
                       state->backups->pdata, state->backups->len);
  gtk_label_set_text (self->warning, state->warning != NULL ? state->warning : "");
  gtk_widget_set_visible (GTK_WIDGET (self->warning), state->warning != NULL);
  if (state->is_hint)
    gtk_widget_remove_css_class (GTK_WIDGET (self->warning), "warning");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->warning), "warning");
  text = state->second != NULL ? g_strdup_printf (_ ("Second folder: %s"), state->second)
                               : g_strdup (_ ("No second folder"));
  gtk_label_set_text (self->second_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->forget_button), state->second != NULL);
  update_buttons (self);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackupState) state = yb_desk_load_backups_finish (YB_DESK (source), result, &error);

  if (self->list == NULL)
    return;
  if (state != NULL)
    show_state (self, state);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    yb_page_show_error (YB_PAGE (self), _ ("The backups cannot be listed"), error);
}

static void
load (YbBackupsPage *self)
{
  yb_desk_load_backups_async (yb_page_get_desk (YB_PAGE (self)), yb_page_get_cancellable (YB_PAGE (self)),
                              loaded_cb, g_object_ref (self));
}

/* ---- work with progress and Cancel ---- */

static gboolean
begin (YbBackupsPage *self, const char *title)
{
  if (self->job != NULL)
    return FALSE;

  self->job = g_cancellable_new ();
  self->progress = yb_progress_window_new (GTK_WIDGET (self), title, self->job);
  return TRUE;
}

/* Whether the page is still there. */
static gboolean
end (YbBackupsPage *self)
{
  yb_progress_window_finish (self->progress);
  g_clear_object (&self->progress);
  g_clear_object (&self->job);
  return self->list != NULL;
}

static void
backed_up_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackupOutcome) outcome = yb_desk_back_up_finish (YB_DESK (source), result, &error);

  if (!end (self))
    return;
  if (outcome == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    yb_page_toast (YB_PAGE (self), _ ("The backup was cancelled."), FALSE);
  else if (outcome == NULL)
    yb_page_show_error (YB_PAGE (self), _ ("No backup was made"), error);
  else if (outcome->second_error != NULL)
    yb_page_show_error (YB_PAGE (self), _ ("The backup was made, but not on the other disk"),
                        outcome->second_error);
  else
    yb_page_toast (YB_PAGE (self), _ ("The backup was made and verified."), FALSE);
  load (self);
}

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbBackupsPage *self = YB_BACKUPS_PAGE (widget);

  if (begin (self, _ ("Backing up")))
    yb_desk_back_up_async (yb_page_get_desk (YB_PAGE (self)), YB_BACKUP_ON_DEMAND, yb_progress_window_step,
                           self->progress, self->job, backed_up_cb, g_object_ref (self));
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok = yb_desk_verify_backup_finish (YB_DESK (source), result, &error);
  guint n;

  if (!end (self))
    return;
  if (ok)
    yb_page_toast (YB_PAGE (self), _ ("The backup is whole and can be restored."), FALSE);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    yb_page_show_error (YB_PAGE (self), _ ("This backup is of no use"), error);

  /* What it says about itself has changed. */
  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (item == (GObject *) yb_table_view_get_selected (self->table))
        g_list_store_splice (self->list, i, 1, (gpointer *) &item, 1);
    }
  update_buttons (self);
}

static void
verify_cb (YbBackupsPage *self)
{
  YbBackup *backup = yb_table_view_get_selected (self->table);

  if (backup != NULL && begin (self, _ ("Verifying the backup")))
    yb_desk_verify_backup_async (yb_page_get_desk (YB_PAGE (self)), backup, yb_progress_window_step,
                                 self->progress, self->job, verified_cb, g_object_ref (self));
}

static void
restore_cb (YbBackupsPage *self)
{
  YbBackup *backup = yb_table_view_get_selected (self->table);

  if (backup != NULL)
    gtk_window_present (GTK_WINDOW (yb_recovery_window_new_restore (
        GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), yb_page_get_desk (YB_PAGE (self)), backup)));
}

/* ---- the second folder ---- */

static void
folder_set_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbBackupsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (self->list == NULL)
    return;
  if (answer == NULL)
    yb_page_show_error (YB_PAGE (self), _ ("This folder cannot be used"), error);
  load (self);
}

static void
set_folder (YbBackupsPage *self, const char *folder)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  json_object_set_string_member (arguments, "folder", folder);
  yb_desk_do_async (yb_page_get_desk (YB_PAGE (self)), "backup.set-folder", arguments,
                    yb_page_get_cancellable (YB_PAGE (self)), folder_set_cb, g_object_ref (self));
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, YbBackupsPage *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    set_folder (self, path);
  g_clear_object (&self->chooser);
}

static void
folder_cb (YbBackupsPage *self)
{
  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (
      _ ("A folder on another disk"), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
      GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Use"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
forget_cb (YbBackupsPage *self)
{
  set_folder (self, "");
}

/* ---- the page ---- */

static void
yb_backups_page_start (YbPage *page)
{
  YbBackupsPage *self = YB_BACKUPS_PAGE (page);

  yb_table_view_set_label (self->table, _ ("Backups"));
  yb_table_view_set_empty (
      self->table, "yb-backup-symbolic", _ ("No backup yet"),
      _ ("The program makes one every hour in which something was done, encrypted and verified. "
         "Make the first one now, and choose a second folder on another disk."));
  yb_table_view_add_column (self->table, _ ("When"), at_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Why"), reason_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Actions in it"), actions_text, NULL, FALSE, TRUE);
  yb_table_view_add_column (self->table, _ ("Size"), size_text, NULL, FALSE, TRUE);
  yb_table_view_add_column (self->table, _ ("Where"), where_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("State"), trust_text, NULL, TRUE, FALSE);
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
  g_signal_connect_object (self, "map", G_CALLBACK (load), self, 0);
  update_buttons (self);
  load (self);
}

static void
yb_backups_page_dispose (GObject *object)
{
  YbBackupsPage *self = YB_BACKUPS_PAGE (object);

  g_cancellable_cancel (self->job);
  g_clear_object (&self->list);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_BACKUPS_PAGE);

  G_OBJECT_CLASS (yb_backups_page_parent_class)->dispose (object);
}

static void
yb_backups_page_class_init (YbBackupsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_backups_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_backups_page_start;
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/page/yb-backups-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, warning);
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, second_label);
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, verify_button);
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, restore_button);
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, folder_button);
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, forget_button);
  gtk_widget_class_bind_template_child (widget_class, YbBackupsPage, table);
  gtk_widget_class_bind_template_callback (widget_class, verify_cb);
  gtk_widget_class_bind_template_callback (widget_class, restore_cb);
  gtk_widget_class_bind_template_callback (widget_class, folder_cb);
  gtk_widget_class_bind_template_callback (widget_class, forget_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
yb_backups_page_init (YbBackupsPage *self)
{
  self->list = g_list_store_new (YB_TYPE_BACKUP);
  gtk_widget_init_template (GTK_WIDGET (self));
}
