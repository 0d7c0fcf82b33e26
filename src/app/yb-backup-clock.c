/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-backup-clock.h"

#include "yb-backup-jobs.h"
#include "yb-restore.h"
#include "yb-trouble.h"

/* When the first page is on the screen and the first clicks are done. */
#define FIRST_LOOK_SECONDS 20
#define FIRST_BACKUP_SECONDS 120
/* Whether the hourly one is due: another program may have made it. */
#define LOOK_SECONDS 600

struct _YbBackupClock
{
  YbDesk *desk; /* (nullable): %NULL once it is over */
  GCancellable *cancellable;
  YbDamageFunc damaged;
  gpointer user_data;
  guint look_id;
  guint backup_id;
  gboolean running;
};

static void
unref (YbBackupClock *self)
{
  g_rc_box_release (self);
}

static void
watched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YbBackupClock *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackupState) state = yb_desk_watch_backups_finish (YB_DESK (source), result, &error);

  self->running = FALSE;
  if (self->desk != NULL && state != NULL)
    yb_store_set_backup_warning (yb_desk_get_store (self->desk), state->is_hint ? NULL : state->warning);
  else if (self->desk != NULL && g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED))
    self->damaged (self->user_data);
  else if (self->desk != NULL)
    yb_store_set_backup_warning (yb_desk_get_store (self->desk), error->message);
  unref (self);
}

static void
watch (YbBackupClock *self)
{
  if (self->running || yb_store_is_read_only (yb_desk_get_store (self->desk)))
    return;

  self->running = TRUE;
  yb_desk_watch_backups_async (self->desk, self->cancellable, watched_cb, g_rc_box_acquire (self));
}

static gboolean
watch_cb (gpointer user_data)
{
  watch (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
first_watch_cb (gpointer user_data)
{
  YbBackupClock *self = user_data;

  self->backup_id = g_timeout_add_seconds (LOOK_SECONDS, watch_cb, self);
  watch (self);
  return G_SOURCE_REMOVE;
}

/* ---- damage ---- */

static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_task_return_boolean (task, yb_store_is_damaged (task_data));
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YbBackupClock *self = user_data;
  gboolean damaged = g_task_propagate_boolean (G_TASK (result), NULL);

  if (damaged && self->desk != NULL)
    self->damaged (self->user_data);
  unref (self);
}

/* Where the task was begun: the worker must not be the one that ends the store. */
static gboolean
look_cb (gpointer user_data)
{
  YbBackupClock *self = user_data;
  g_autoptr (GTask) task = g_task_new (yb_desk_get_store (self->desk), self->cancellable, looked_cb,
                                       g_rc_box_acquire (self));

  self->look_id = 0;
  g_task_set_task_data (task, yb_desk_get_store (self->desk), NULL);
  g_task_run_in_thread (task, look_thread);
  return G_SOURCE_REMOVE;
}

/**
 * yb_backup_clock_new:
 * @desk: a desk of the database
 * @damaged: called when the file is damaged
 * @user_data: for @damaged
 *
 * Returns: (transfer full): the clock, running
 */
YbBackupClock *
yb_backup_clock_new (YbDesk *desk, YbDamageFunc damaged, gpointer user_data)
{
  YbBackupClock *self = g_rc_box_new0 (YbBackupClock);

  self->desk = g_object_ref (desk);
  self->cancellable = g_cancellable_new ();
  self->damaged = damaged;
  self->user_data = user_data;
  self->look_id = g_timeout_add_seconds (FIRST_LOOK_SECONDS, look_cb, self);
  self->backup_id = g_timeout_add_seconds (FIRST_BACKUP_SECONDS, first_watch_cb, self);
  return self;
}

/**
 * yb_backup_clock_free:
 * @self: (transfer full): a clock
 *
 * Stops it; a copy that is being made is given up.
 */
void
yb_backup_clock_free (YbBackupClock *self)
{
  g_return_if_fail (self != NULL);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_handle_id (&self->backup_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->desk);
  unref (self);
}
