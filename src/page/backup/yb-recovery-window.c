/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-recovery-window.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-recovery-private.h"

#define POLL_MS 100
/* What pages and workers need to let go of a database. */
#define RELEASE_PATIENCE_MS 20000

struct _YbRecoveryWindow
{
  AdwWindow parent_instance;

  GtkStack *stack;
  GtkButton *cancel_button;
  GtkButton *go_button;
  GtkLabel *heading;
  GtkLabel *explanation;
  GtkWidget *options;
  GtkCheckButton *restore_option;
  GtkCheckButton *rescue_option;
  GtkCheckButton *view_option;
  GtkLabel *restore_text;
  GtkWidget *password_box;
  GtkPasswordEntry *password;
  GtkLabel *error_label;
  GtkButton *other_button;
  GtkLabel *work_label;
  GtkProgressBar *bar;
  GtkTextView *report;
  GtkLabel *report_label;
  AdwStatusPage *done;

  YbRecovery *recovery;
  YbDesk *desk; /* (nullable): of the database that is open */
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;
  guint poll_id;
  guint patience_id;
  YbStore *awaited;     /* not owned: the restore begins when it is gone */
  gboolean is_released; /* the database was closed for it */
  gboolean running;
  gboolean is_destroyed;
  /* In thousandths: written by the worker, read by the window. */
  int fraction;
};

G_DEFINE_FINAL_TYPE (YbRecoveryWindow, yb_recovery_window, ADW_TYPE_WINDOW)

static gboolean
is_shown (YbRecoveryWindow *self, const char *name)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), name) == 0;
}

static void
program_action (YbRecoveryWindow *self, const char *name, const char *parameter)
{
  GtkWindow *before = gtk_window_get_transient_for (GTK_WINDOW (self));
  GtkApplication *application = before != NULL ? gtk_window_get_application (before) : NULL;

  if (application != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (application), name,
                                    parameter != NULL ? g_variant_new_string (parameter) : NULL);
}

/* ---- what it shows ---- */

static void
describe_restore (YbRecoveryWindow *self)
{
  YbBackup *backup = self->recovery->backup;
  g_autofree char *at = backup != NULL ? yb_time_format (backup->at) : NULL;
  g_autofree char *lost = NULL;
  g_autofree char *text = NULL;

  if (backup == NULL)
    text = g_strdup (_ ("There is no backup beside the file. Choose one from another disk."));
  else
    {
      lost = self->recovery->lost < 0
                 ? g_strdup (_ ("What was done after it is lost; how much that is cannot be told."))
             : self->recovery->lost == 0
                 ? g_strdup (_ ("Nothing was done after it: nothing is lost."))
                 : g_strdup_printf (ngettext ("%d action that was done after it is lost.",
                                              "%d actions that were done after it are lost.",
                                              (int) self->recovery->lost),
                                    (int) self->recovery->lost);
      /* Translators: time of a backup, sentence about what is lost */
      text = g_strdup_printf (_ ("The backup of %s (%d actions). %s"), at, (int) backup->audit_count, lost);
    }
  gtk_label_set_text (self->restore_text, text);
}

/* The file that was open has been given back, and with it the person who may restore: no second try from this window. */
static gboolean
is_spent (YbRecoveryWindow *self)
{
  return self->desk == NULL && self->recovery->staff != 0;
}

static void
update (YbRecoveryWindow *self)
{
  gboolean damaged = self->recovery->damaged_copy != NULL;
  gboolean restores = gtk_check_button_get_active (self->restore_option);
  gboolean needs_secret = restores && self->recovery->backup != NULL && self->recovery->keys == NULL;

  gtk_widget_set_visible (self->options, damaged);
  gtk_widget_set_visible (GTK_WIDGET (self->other_button), damaged && restores);
  gtk_widget_set_visible (self->password_box, needs_secret);
  gtk_button_set_label (self->go_button, restores                                            ? _ ("_Restore")
                                         : gtk_check_button_get_active (self->rescue_option) ? _ ("_Rescue")
                                                                                             : _ ("_Look"));
  if (is_shown (self, "report"))
    gtk_button_set_label (self->go_button, _ ("_Use this file"));
  gtk_widget_set_visible (GTK_WIDGET (self->go_button),
                          is_shown (self, "choice") || is_shown (self, "report"));
  gtk_widget_set_sensitive (
      GTK_WIDGET (self->go_button),
      !self->running && !is_spent (self) &&
          (is_shown (self, "report") || !restores ||
           (self->recovery->backup != NULL &&
            (!needs_secret || *gtk_editable_get_text (GTK_EDITABLE (self->password)) != '\0'))));
  gtk_button_set_label (self->cancel_button, is_shown (self, "done") ? _ ("_Close") : _ ("_Cancel"));
}

static void
show_error (YbRecoveryWindow *self, const char *page, const GError *error)
{
  gtk_stack_set_visible_child_name (self->stack, page);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gtk_label_set_text (self->error_label, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->error_label),
                          !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED));
}

static gboolean
poll_cb (gpointer user_data)
{
  YbRecoveryWindow *self = user_data;

  gtk_progress_bar_set_fraction (self->bar, g_atomic_int_get (&self->fraction) / 1000.0);
  return G_SOURCE_CONTINUE;
}

static void
progress_cb (double fraction, gpointer user_data)
{
  g_atomic_int_set (&YB_RECOVERY_WINDOW (user_data)->fraction, (int) (CLAMP (fraction, 0, 1) * 1000));
}

static void
set_running (YbRecoveryWindow *self, const char *what)
{
  self->running = what != NULL;
  if (what != NULL)
    {
      gtk_label_set_text (self->work_label, what);
      gtk_stack_set_visible_child_name (self->stack, "work");
      gtk_widget_set_visible (GTK_WIDGET (self->error_label), FALSE);
      if (self->poll_id == 0)
        self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
    }
  else
    g_clear_handle_id (&self->poll_id, g_source_remove);
  update (self);
}

static void
run (YbRecoveryWindow *self, YbRecoveryStep step, const char *what, GAsyncReadyCallback callback)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_running (self, what);
  _yb_recovery_run_async (self->recovery, step, self->cancellable, callback, g_object_ref (self));
}

/* Whether the window is still there. */
static gboolean
ended (YbRecoveryWindow *self, GAsyncResult *result, GError **error, gboolean *ok)
{
  *ok = _yb_recovery_run_finish (result, error);
  if (self->is_destroyed)
    return FALSE;
  self->running = FALSE;
  g_clear_handle_id (&self->poll_id, g_source_remove);
  return TRUE;
}

/* The database opens again, whatever came of it. */
static void
reopen (YbRecoveryWindow *self)
{
  if (self->is_released || self->recovery->damaged_copy != NULL)
    program_action (self, "reopen-database", NULL);
  self->is_released = FALSE;
}

static void
show_done (YbRecoveryWindow *self, const char *title)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *escaped = NULL;

  if (self->recovery->lost > 0 && self->recovery->fresh == NULL)
    g_string_append_printf (text,
                            ngettext ("%d action that was done after the backup is lost.\n",
                                      "%d actions that were done after the backup are lost.\n",
                                      (int) self->recovery->lost),
                            (int) self->recovery->lost);
  if (self->recovery->kept != NULL)
    g_string_append_printf (text, _ ("The file that was there is kept: %s"), self->recovery->kept);
  escaped = g_markup_escape_text (text->str, -1);
  adw_status_page_set_title (self->done, title);
  adw_status_page_set_description (self->done, escaped);
  gtk_stack_set_visible_child_name (self->stack, "done");
  update (self);
}

/* ---- restoring ---- */

static void
restored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!ended (self, result, &error, &ok))
    return;
  if (ok || self->is_released)
    reopen (self);
  if (ok)
    show_done (self, _ ("The file is restored"));
  else
    {
      show_error (self, "choice", error);
      update (self);
    }
}

static void
restore_now (YbRecoveryWindow *self)
{
  run (self, _yb_recovery_restore, _ ("Restoring"), restored_cb);
}

static void
store_gone_cb (gpointer user_data, GObject *store)
{
  YbRecoveryWindow *self = user_data;

  self->awaited = NULL;
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (!self->is_destroyed)
    restore_now (self);
  g_object_unref (self);
}

/* A page or a worker does not let go: nothing was changed. */
static gboolean
patience_cb (gpointer user_data)
{
  YbRecoveryWindow *self = user_data;
  g_autoptr (GError) error = g_error_new_literal (
      YB_STORE_ERROR, YB_STORE_ERROR_BUSY,
      _ ("The file is still in use. Try again in a moment; nothing was changed."));

  self->patience_id = 0;
  g_object_weak_unref (G_OBJECT (self->awaited), store_gone_cb, self);
  self->awaited = NULL;
  g_object_unref (self); /* of the weak reference; the window has another one */
  set_running (self, NULL);
  show_error (self, "choice", error);
  reopen (self);
  update (self);
  return G_SOURCE_REMOVE;
}

static void
saved_before_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackupOutcome) outcome = yb_desk_back_up_finish (YB_DESK (source), result, &error);
  YbStore *store;

  if (self->is_destroyed)
    return;
  if (outcome == NULL)
    {
      set_running (self, NULL);
      show_error (self, "choice", error);
      update (self);
      return;
    }

  self->awaited = store = yb_desk_get_store (self->desk);
  self->is_released = TRUE;
  self->patience_id = g_timeout_add (RELEASE_PATIENCE_MS, patience_cb, self);
  g_object_weak_ref (G_OBJECT (store), store_gone_cb, g_object_ref (self));
  g_clear_object (&self->desk);
  program_action (self, "release-database", NULL);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (self->is_destroyed)
    return;
  if (answer == NULL)
    {
      set_running (self, NULL);
      show_error (self, "choice", error);
      update (self);
      return;
    }

  yb_desk_back_up_async (self->desk, YB_BACKUP_BEFORE_RESTORE, progress_cb, self, self->cancellable,
                         saved_before_cb, g_object_ref (self));
}

/* With the keys. An open file is backed up and closed first. */
static void
begin_restore (YbRecoveryWindow *self)
{
  g_autofree char *base = g_path_get_basename (self->recovery->backup->path);
  g_autoptr (JsonObject) arguments = NULL;

  if (self->desk == NULL)
    {
      restore_now (self);
      return;
    }

  arguments = json_object_new ();
  json_object_set_string_member (arguments, "file", base);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  set_running (self, _ ("Backing up the present state"));
  yb_desk_do_async (self->desk, "backup.restore", arguments, self->cancellable, noted_cb,
                    g_object_ref (self));
}

static void
unlocked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!ended (self, result, &error, &ok))
    return;
  if (ok)
    begin_restore (self);
  else
    {
      show_error (self, "choice", error);
      gtk_widget_grab_focus (GTK_WIDGET (self->password));
      update (self);
    }
}

/* ---- rescuing ---- */

static void
rescued_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  gboolean ok;

  if (!ended (self, result, &error, &ok))
    return;
  if (!ok)
    show_error (self, "choice", error);
  else
    {
      gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->report), self->recovery->text, -1);
      label = g_strdup_printf (_ ("This list is also in %s"), self->recovery->list);
      gtk_label_set_text (self->report_label, label);
      gtk_stack_set_visible_child_name (self->stack, "report");
    }
  update (self);
}

static void
used_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!ended (self, result, &error, &ok))
    return;
  if (ok)
    {
      reopen (self);
      show_done (self, _ ("Work goes on with what was rescued"));
    }
  else
    show_error (self, "report", error);
  update (self);
}

/* ---- buttons ---- */

static void
go_cb (YbRecoveryWindow *self)
{
  YbRecovery *recovery = self->recovery;

  if (is_shown (self, "report"))
    run (self, _yb_recovery_use_rescued, _ ("Exchanging the files"), used_cb);
  else if (gtk_check_button_get_active (self->rescue_option))
    run (self, _yb_recovery_rescue, _ ("Rescuing what can be read"), rescued_cb);
  else if (gtk_check_button_get_active (self->view_option))
    {
      program_action (self, "view-database", recovery->damaged_copy);
      gtk_window_destroy (GTK_WINDOW (self));
    }
  else if (recovery->keys != NULL)
    begin_restore (self);
  else
    {
      g_free (recovery->secret);
      recovery->secret = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->password)));
      gtk_editable_set_text (GTK_EDITABLE (self->password), "");
      run (self, _yb_recovery_unlock, _ ("Opening the backup"), unlocked_cb);
    }
}

static void
password_activate_cb (YbRecoveryWindow *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->go_button)))
    go_cb (self);
}

static void
cancel_cb (YbRecoveryWindow *self)
{
  if (self->running)
    g_cancellable_cancel (self->cancellable);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
close_request_cb (YbRecoveryWindow *self)
{
  cancel_cb (self);
  return TRUE;
}

static void
other_chosen_cb (GtkNativeDialog *dialog, int response, YbRecoveryWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;
  YbBackup *backup = response == GTK_RESPONSE_ACCEPT && path != NULL ? yb_backup_open (path, NULL, &error)
                                                                     : NULL;

  if (backup != NULL)
    {
      g_set_object (&self->recovery->backup, backup);
      g_object_unref (backup);
      self->recovery->lost = yb_restore_count_lost (self->recovery->damaged_copy, backup);
      describe_restore (self);
    }
  else if (error != NULL)
    show_error (self, "choice", error);
  g_clear_object (&self->chooser);
  update (self);
}

static void
other_cb (YbRecoveryWindow *self)
{
  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Open a backup"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (other_chosen_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRecoveryWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean ok;

  if (!ended (self, result, &error, &ok))
    return;

  gtk_stack_set_visible_child_name (self->stack, "choice");
  if (!ok)
    {
      show_error (self, "choice", error);
      gtk_widget_set_sensitive (self->options, FALSE);
    }
  gtk_check_button_set_active (self->recovery->backup != NULL ? self->restore_option : self->rescue_option,
                               TRUE);
  describe_restore (self);
  update (self);
  if (gtk_widget_get_visible (self->password_box))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

/* ---- the window ---- */

static void
yb_recovery_window_dispose (GObject *object)
{
  YbRecoveryWindow *self = YB_RECOVERY_WINDOW (object);

  self->is_destroyed = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  g_clear_object (&self->chooser);
  g_clear_object (&self->desk);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_RECOVERY_WINDOW);

  G_OBJECT_CLASS (yb_recovery_window_parent_class)->dispose (object);
}

static void
yb_recovery_window_finalize (GObject *object)
{
  YbRecoveryWindow *self = YB_RECOVERY_WINDOW (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->recovery, _yb_recovery_unref);

  G_OBJECT_CLASS (yb_recovery_window_parent_class)->finalize (object);
}

static void
yb_recovery_window_class_init (YbRecoveryWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_recovery_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = yb_recovery_window_finalize;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/dialog/yb-recovery-window.ui");
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, go_button);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, explanation);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, options);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, restore_option);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, rescue_option);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, view_option);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, restore_text);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, password_box);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, password);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, error_label);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, other_button);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, work_label);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, report);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, report_label);
  gtk_widget_class_bind_template_child (widget_class, YbRecoveryWindow, done);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
}

static void
yb_recovery_window_init (YbRecoveryWindow *self)
{
  /* Signals of the template look at it. */
  self->recovery = _yb_recovery_new ("");
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static YbRecoveryWindow *
window_new (GtkWindow *before, const char *database)
{
  YbRecoveryWindow *self = g_object_new (YB_TYPE_RECOVERY_WINDOW, "transient-for", before, NULL);

  _yb_recovery_unref (self->recovery);
  self->recovery = _yb_recovery_new (database);
  self->recovery->progress = progress_cb;
  self->recovery->progress_data = self;
  return self;
}

/**
 * yb_recovery_window_new_restore:
 * @before: the window of the program
 * @desk: of the database that is open; the person needs the right backup.restore
 * @backup: what shall take its place
 *
 * Returns: (transfer none): a window that asks once, backs the present state up, and restores
 */
GtkWidget *
yb_recovery_window_new_restore (GtkWindow *before, YbDesk *desk, YbBackup *backup)
{
  YbStore *store = yb_desk_get_store (desk);
  YbRecoveryWindow *self = window_new (before, yb_store_get_path (store));

  self->desk = g_object_ref (desk);
  self->recovery->backup = g_object_ref (backup);
  self->recovery->staff = yb_desk_get_staff (desk) != NULL ? YB_ROW (yb_desk_get_staff (desk))->id : 0;
  self->recovery->lost = yb_restore_count_lost (self->recovery->database, backup);
  if (backup->trust != YB_BACKUP_UNREAD)
    self->recovery->keys = yb_store_dup_keys (store);
  gtk_window_set_default_size (GTK_WINDOW (self), 560, 320);
  gtk_window_set_title (GTK_WINDOW (self), _ ("Restore a backup"));
  gtk_label_set_text (self->heading, _ ("Restore this backup?"));
  gtk_label_set_text (self->explanation,
                      _ ("The present state is backed up first, and the present file is kept "
                         "beside the new one. Everybody has to sign in again."));
  describe_restore (self);
  update (self);
  return GTK_WIDGET (self);
}

/**
 * yb_recovery_window_new_damaged:
 * @before: the window of the program
 * @database: (type filename): a file that is damaged and not open
 *
 * Returns: (transfer none): a window that offers what can be done; the file is copied aside first and never changed
 */
GtkWidget *
yb_recovery_window_new_damaged (GtkWindow *before, const char *database)
{
  YbRecoveryWindow *self = window_new (before, database);

  gtk_window_set_title (GTK_WINDOW (self), _ ("This file is damaged"));
  gtk_label_set_text (self->heading, _ ("This file is damaged"));
  gtk_label_set_text (
      self->explanation,
      _ ("A copy of it was put aside; it stays as it is, whatever you choose. The newest backup is "
         "mostly the best way."));
  run (self, _yb_recovery_look, _ ("Putting a copy aside"), looked_cb);
  return GTK_WIDGET (self);
}
