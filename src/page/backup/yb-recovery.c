/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The steps of a recovery, on workers. */

#include "config.h"

#include "yb-recovery-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"

YbRecovery *
_yb_recovery_new (const char *database)
{
  YbRecovery *self = g_atomic_rc_box_new0 (YbRecovery);

  self->database = g_strdup (database);
  self->lost = -1;
  return self;
}

YbRecovery *
_yb_recovery_ref (YbRecovery *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear_secret (YbRecovery *self)
{
  if (self->secret != NULL)
    explicit_bzero (self->secret, strlen (self->secret));
  g_clear_pointer (&self->secret, g_free);
}

static void
clear (gpointer data)
{
  YbRecovery *self = data;

  clear_secret (self);
  g_clear_object (&self->backup);
  g_clear_pointer (&self->keys, yb_keys_unref);
  g_free (self->database);
  g_free (self->damaged_copy);
  g_free (self->fresh);
  g_free (self->list);
  g_free (self->text);
  g_free (self->kept);
}

void
_yb_recovery_unref (YbRecovery *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* The newest one of what the file was last: a copy that was taken before a restore is of a state that somebody gave up. Where
 * the file can still be asked, its own trail decides. */
static void
choose_backup (YbRecovery *self, GPtrArray *backups)
{
  YbBackup *newest = NULL, *kept = NULL;

  for (guint i = 0; i < backups->len; i++)
    {
      YbBackup *backup = backups->pdata[i];
      gint64 lost = backup->trust != YB_BACKUP_DAMAGED ? yb_restore_count_lost (self->damaged_copy, backup)
                                                       : -1;

      if (lost >= 0)
        {
          self->backup = g_object_ref (backup);
          self->lost = lost;
          return;
        }
      if (backup->trust != YB_BACKUP_DAMAGED && newest == NULL)
        newest = backup;
      if (backup->trust != YB_BACKUP_DAMAGED && kept == NULL && backup->reason != YB_BACKUP_BEFORE_RESTORE)
        kept = backup;
    }

  self->backup = kept != NULL ? g_object_ref (kept) : newest != NULL ? g_object_ref (newest) : NULL;
}

/* Copies the damaged file aside and looks for the newest backup of it. */
gboolean
_yb_recovery_look (YbRecovery *self, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = yb_backup_folder_of (self->database);
  g_autoptr (GPtrArray) backups = yb_backup_list (folder, self->database, NULL);
  g_autoptr (GPtrArray) copies = yb_damaged_keep_copy (self->database, error);

  if (copies == NULL)
    return FALSE;

  self->damaged_copy = g_strdup (copies->pdata[0]);
  choose_backup (self, backups);
  return TRUE;
}

gboolean
_yb_recovery_unlock (YbRecovery *self, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&self->keys, yb_keys_unref);
  self->keys = yb_backup_unlock (self->backup, self->secret, error);
  clear_secret (self);
  return self->keys != NULL;
}

gboolean
_yb_recovery_restore (YbRecovery *self, GCancellable *cancellable, GError **error)
{
  g_auto (YbRestore)
      restore = {.staff = self->staff, .workstation = g_get_host_name (), .damaged_copy = self->damaged_copy};

  if (!yb_restore_run (&restore, self->backup, self->keys, self->database, self->progress,
                       self->progress_data, cancellable, error))
    return FALSE;

  self->lost = restore.lost;
  g_free (self->kept);
  self->kept = g_steal_pointer (&restore.kept);
  return TRUE;
}

gboolean
_yb_recovery_rescue (YbRecovery *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (YbSalvage) salvage = NULL;

  g_free (self->fresh);
  self->fresh = g_strconcat (self->damaged_copy, ".rescued", NULL);
  g_unlink (self->fresh);
  salvage = yb_salvage_run (self->damaged_copy, self->fresh, self->progress, self->progress_data, cancellable,
                            error);
  if (salvage == NULL)
    return FALSE;

  g_free (self->text);
  self->text = yb_salvage_to_text (salvage);
  g_free (self->list);
  self->list = g_strconcat (self->fresh, ".txt", NULL);
  return g_file_set_contents_full (self->list, self->text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600, error);
}

gboolean
_yb_recovery_use_rescued (YbRecovery *self, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&self->kept, g_free);
  return yb_restore_swap (self->fresh, self->database, TRUE, &self->kept, error);
}

/* ---- running one ---- */

typedef struct
{
  YbRecovery *recovery;
  YbRecoveryStep step;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  _yb_recovery_unref (job->recovery);
  g_free (job);
}

static void
run_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;

  if (job->step (job->recovery, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
_yb_recovery_run_async (YbRecovery *self,
                        YbRecoveryStep step,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new (Job, 1);

  *job = (Job){_yb_recovery_ref (self), step};
  g_task_set_source_tag (task, _yb_recovery_run_async);
  /* What was exchanged is exchanged, also for somebody who cancelled meanwhile. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, run_thread);
}

gboolean
_yb_recovery_run_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
