/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The work on copies, on workers. The rights are checked here too: looking at copies is no verb. */

#include "config.h"

#include "yb-backup-jobs.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"

/* ---- what is to be worried about ---- */

static const YbBackup *
newest_of (GPtrArray *backups, gboolean elsewhere)
{
  for (guint i = 0; i < backups->len; i++)
    {
      const YbBackup *backup = backups->pdata[i];

      if ((backup->trust == YB_BACKUP_PROVED || backup->trust == YB_BACKUP_VERIFIED) &&
          (!elsewhere || backup->elsewhere))
        return backup;
    }

  return NULL;
}

static gboolean
is_old (const YbBackup *backup, gint64 audit_seq)
{
  return backup == NULL ||
         (audit_seq > backup->audit_seq && yb_time_now () - backup->at > YB_BACKUP_WARN_AFTER_MS);
}

/**
 * yb_backup_warning:
 * @backups: (element-type YbBackup): the copies, the newest first
 * @second: (nullable): the second folder
 * @audit_seq: number of the last action in the file
 * @is_hint: (out): it is a piece of advice only
 *
 * A verified copy on another disk must not be older than a day, unless nothing was done since (reliability.md 2, Backup).
 *
 * Returns: (transfer full) (nullable): what is to be worried about, translated
 */
char *
yb_backup_warning (GPtrArray *backups, const char *second, gint64 audit_seq, gboolean *is_hint)
{
  const YbBackup *newest, *elsewhere;
  g_autofree char *when = NULL;

  g_return_val_if_fail (backups != NULL && is_hint != NULL, NULL);

  newest = newest_of (backups, FALSE);
  elsewhere = newest_of (backups, TRUE);
  *is_hint = second == NULL;
  if (is_old (newest, audit_seq))
    {
      *is_hint = newest == NULL && second == NULL;
      when = newest != NULL ? yb_time_format (newest->at) : NULL;
      return when != NULL ? g_strdup_printf (_ ("The last backup is more than a day old (%s)."), when)
                          : g_strdup (_ ("There is no backup yet."));
    }
  if (second == NULL)
    return elsewhere != NULL
               ? NULL
               : g_strdup (_ ("All backups lie on the same disk as the file. Choose a second folder on "
                              "another disk, for instance a USB drive."));
  if (!is_old (elsewhere, audit_seq))
    return NULL;

  when = elsewhere != NULL ? yb_time_format (elsewhere->at) : NULL;
  return when != NULL
             ? g_strdup_printf (_ ("The last verified backup on another disk is more than a day old (%s). "
                                   "Connect the disk."),
                                when)
             : g_strdup (_ (
                   "There is no backup on another disk: the second folder is not connected, or lies on the "
                   "same disk as the file."));
}

/**
 * yb_backup_state_free:
 * @self: (transfer full): how it stands
 */
void
yb_backup_state_free (YbBackupState *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->backups);
  g_free (self->second);
  g_free (self->warning);
  g_free (self);
}

/* ---- jobs ---- */

typedef struct
{
  YbStore *store;
  YbBackup *backup;
  YbBackupReason reason;
  gint64 audit_seq;
  YbBackupProgress progress;
  gpointer progress_data;
} Job;

/* The store is dropped where the job was begun: a worker must not be the one that ends it. */
static gboolean
drop_cb (gpointer store)
{
  g_object_unref (store);
  return G_SOURCE_REMOVE;
}

static void
job_free (gpointer data)
{
  Job *job = data;

  g_main_context_invoke (NULL, drop_cb, job->store);
  g_clear_object (&job->backup);
  g_free (job);
}

static gint64
last_seq (YbStore *store)
{
  YbStatement *last = yb_connection_query (yb_store_get_reader (store), YB_SQL_STORE_AUDIT_LAST);
  gint64 seq = yb_statement_step (last, NULL) ? yb_statement_number (last, 0) : 0;

  yb_statement_reset (last);
  return seq;
}

static gboolean
require (YbDesk *self, GTask *task)
{
  if (yb_desk_get_scope (self, "backup.make") != YB_SCOPE_NONE && !yb_desk_is_locked (self))
    return TRUE;

  g_task_return_new_error (task, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN, "%s",
                           _ ("You do not have the right to look after backups. Ask the administrator."));
  return FALSE;
}

static void
start (YbDesk *self, GTask *task, const Job *template, GTaskThreadFunc func)
{
  Job *job = g_memdup2 (template, sizeof *template);

  job->store = g_object_ref (yb_desk_get_store (self));
  job->audit_seq = last_seq (job->store);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, func);
}

static void
load_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  YbBackupState *state = g_new0 (YbBackupState, 1);

  state->backups = yb_store_list_backups (job->store);
  state->second = yb_store_dup_second_backup_folder (job->store);
  state->warning = yb_backup_warning (state->backups, state->second, job->audit_seq, &state->is_hint);
  g_task_return_pointer (task, state, (GDestroyNotify) yb_backup_state_free);
}

/**
 * yb_desk_load_backups_async:
 * @self: a desk
 * @cancellable: (nullable): gives up
 * @callback: calls yb_desk_load_backups_finish()
 * @user_data: for @callback
 *
 * Reads how it stands with the copies. Needs the right backup.make.
 */
void
yb_desk_load_backups_async (YbDesk *self,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const Job job = {0};

  g_return_if_fail (YB_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_load_backups_async);
  if (require (self, task))
    start (self, task, &job, load_thread);
}

/**
 * yb_desk_load_backups_finish:
 * @self: a desk
 * @result: given to the callback
 * @error: YB_DESK_ERROR_FORBIDDEN, G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): how it stands
 */
YbBackupState *
yb_desk_load_backups_finish (YbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The program itself: the hourly copy, and what is to be worried about. */
static void
watch_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  g_autoptr (YbBackupOutcome) outcome = NULL;

  if (!yb_store_is_locked (job->store) && !yb_store_is_read_only (job->store))
    outcome = yb_store_back_up_if_due (job->store, YB_BACKUP_SCHEDULED, NULL, NULL, cancellable, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    load_thread (task, source, task_data, cancellable);
}

/**
 * yb_desk_watch_backups_async:
 * @self: a desk, also when nobody is signed in
 * @cancellable: (nullable): stops it
 * @callback: calls yb_desk_watch_backups_finish()
 * @user_data: for @callback
 *
 * Makes the hourly copy if it is due, and sees how it stands. For the clock of the program: the list goes to nobody.
 */
void
yb_desk_watch_backups_async (YbDesk *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const Job job = {0};

  g_return_if_fail (YB_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_watch_backups_async);
  start (self, task, &job, watch_thread);
}

/**
 * yb_desk_watch_backups_finish:
 * @self: a desk
 * @result: given to the callback
 * @error: as yb_store_back_up_if_due()
 *
 * Returns: (transfer full) (nullable): how it stands
 */
YbBackupState *
yb_desk_watch_backups_finish (YbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
back_up_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  YbBackupOutcome *outcome = yb_store_back_up_if_due (job->store, job->reason, job->progress,
                                                      job->progress_data, cancellable, &error);

  if (outcome != NULL)
    g_task_return_pointer (task, outcome, (GDestroyNotify) yb_backup_outcome_free);
  else
    g_task_return_error (task, error);
}

static void
noted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbDesk *self = YB_DESK (source);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (self, result, &error);
  Job *job = g_task_get_task_data (task);

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  job->audit_seq = last_seq (job->store);
  g_task_run_in_thread (task, back_up_thread);
}

/**
 * yb_desk_back_up_async:
 * @self: a desk
 * @reason: why; by a person on demand, it stands in the audit trail
 * @progress: (nullable): told how far it is, on other threads
 * @progress_data: closure
 * @cancellable: (nullable): stops it
 * @callback: calls yb_desk_back_up_finish()
 * @user_data: for @callback
 *
 * Makes a copy beside the file and carries it over to the second folder. On demand it needs the right backup.make.
 */
void
yb_desk_back_up_async (YbDesk *self,
                       YbBackupReason reason,
                       YbBackupProgress progress,
                       gpointer progress_data,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  Job *job;

  g_return_if_fail (YB_IS_DESK (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_back_up_async);
  job = g_new0 (Job, 1);
  *job = (Job){g_object_ref (yb_desk_get_store (self)), NULL, reason, 0, progress, progress_data};
  g_task_set_task_data (task, job, job_free);
  if (reason == YB_BACKUP_ON_DEMAND)
    yb_desk_do_async (self, "backup.make", NULL, cancellable, noted_cb, task);
  else
    {
      g_task_run_in_thread (task, back_up_thread);
      g_object_unref (task);
    }
}

/**
 * yb_desk_back_up_finish:
 * @self: a desk
 * @result: given to the callback
 * @error: as yb_store_back_up_if_due(); YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: (transfer full) (nullable): what was done
 */
YbBackupOutcome *
yb_desk_back_up_finish (YbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
verify_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  g_autoptr (YbKeys) keys = yb_store_find_keys (job->store);
  GError *error = NULL;

  if (keys == NULL)
    g_task_return_new_error (task, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED, "%s",
                             _ ("The file is locked. Sign in once more."));
  else if (yb_backup_verify (job->backup, keys, TRUE, job->progress, job->progress_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * yb_desk_verify_backup_async:
 * @self: a desk
 * @backup: a copy; its trust is set
 * @progress: (nullable): told how far it is, on other threads
 * @progress_data: closure
 * @cancellable: (nullable): stops it
 * @callback: calls yb_desk_verify_backup_finish()
 * @user_data: for @callback
 *
 * Reads all of a copy again. Needs the right backup.make.
 */
void
yb_desk_verify_backup_async (YbDesk *self,
                             YbBackup *backup,
                             YbBackupProgress progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  const Job job = {NULL, g_object_ref (backup), YB_BACKUP_ON_DEMAND, 0, progress, progress_data};

  g_return_if_fail (YB_IS_DESK (self) && YB_IS_BACKUP (backup));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_verify_backup_async);
  if (require (self, task))
    start (self, task, &job, verify_thread);
  else
    g_object_unref (backup);
}

/**
 * yb_desk_verify_backup_finish:
 * @self: a desk
 * @result: given to the callback
 * @error: as yb_backup_verify(); YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether it can be restored
 */
gboolean
yb_desk_verify_backup_finish (YbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
