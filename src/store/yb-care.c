/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Keeps an eye on the ground that an open file stands on: before and after every change, and several times a second while
 * a window shows it (reliability.md 2). */

#include "config.h"

#include "yb-care-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"
#include "yb-place.h"

/* With less than this the reserve is given up, before anybody is refused something. */
#define FULL_BYTES (G_GINT64_CONSTANT (8) * 1024 * 1024)
#define RESERVE_INTERVAL_US (10 * G_USEC_PER_SEC)
/* What a change has to wait for another program until it is said. */
#define WAIT_TOLD_US G_USEC_PER_SEC

YbCare *
_yb_care_new (const char *path, gboolean read_only)
{
  YbCare *self = g_new0 (YbCare, 1);
  const char *name;
  GStatBuf info;

  g_mutex_init (&self->lock);
  self->is_doubtful = _yb_place_of (path, &name) == YB_PLACE_DOUBTFUL;
  self->troubles = read_only ? YB_TROUBLE_READ_ONLY : YB_TROUBLE_NONE;
  self->is_unlocked = read_only && _yb_store_is_unlocked_view (path);
  self->viewed_mtime = self->is_unlocked && g_stat (path, &info) == 0 ? (gint64) info.st_mtime : 0;
  self->reserve_next = g_get_monotonic_time ();
  return self;
}

void
_yb_care_free (YbCare *self)
{
  g_free (self->rescued);
  g_free (self->holder);
  g_free (self->backup_warning);
  g_mutex_clear (&self->lock);
  g_free (self);
}

static gboolean
take_flag (YbCare *self, const gboolean *flag)
{
  gboolean value;

  g_mutex_lock (&self->lock);
  value = *flag;
  g_mutex_unlock (&self->lock);
  return value;
}

static void
set_flag (YbCare *self, gboolean *flag, gboolean value)
{
  g_mutex_lock (&self->lock);
  *flag = value;
  g_mutex_unlock (&self->lock);
}

/* ---- around a change ---- */

/* Before the first byte: what would only fail, or be acknowledged in vain, is not begun. */
gboolean
_yb_store_prepare_write (YbStore *self, GError **error)
{
  gint64 free_bytes;

  if (_yb_wal_take_unsynced (self->wal))
    set_flag (self->care, &self->care->is_unsynced, TRUE);
  if (take_flag (self->care, &self->care->is_unsynced) && !_yb_store_recover (self, error))
    return FALSE;

  free_bytes = _yb_place_free_bytes (self->path);
  if (free_bytes >= 0 && free_bytes < FULL_BYTES)
    _yb_reserve_release (self->path);
  return TRUE;
}

/* (nullable): the sentence for a file that another program holds */
static char *
explain_lock (YbStore *self)
{
  g_autofree char *holder = _yb_lock_holder (self->path);

  if (holder == NULL)
    return NULL;

  return g_strdup_printf (
      _ ("Another program is using the file: %s. Try again in a moment; nothing was lost."), holder);
}

/* (nullable): what became of the file that was taken away */
static char *
explain_move (YbStore *self)
{
  g_autofree char *rescued = NULL;

  _yb_store_rescue (self);
  rescued = yb_store_dup_rescued_path (self);
  if (rescued == NULL)
    return NULL;

  return g_strdup_printf (_ ("The file was moved, replaced or deleted while it was open; this change was not "
                             "saved. Everything that was saved before is kept as %s."),
                          rescued);
}

/* The old connection is not used again, whatever the next sync would say. */
static char *
explain_sync (YbStore *self)
{
  set_flag (self->care, &self->care->is_unsynced, TRUE);
  if (!_yb_store_recover (self, NULL))
    return NULL;

  return g_strdup (
      _ ("The disk did not confirm what was written. The file was opened anew and checked: it is "
         "sound. Look whether your last change is there, and have the disk examined."));
}

/**
 * _yb_store_explain_failure:
 * @self: a store whose writer's lock is held
 * @error: (inout): why a change was not saved
 *
 * Does what has to be done at once, and says it.
 */
void
_yb_store_explain_failure (YbStore *self, GError **error)
{
  g_autofree char *text = NULL;

  if ((*error)->domain != YB_STORE_ERROR)
    return;

  switch ((*error)->code)
    {
    case YB_STORE_ERROR_FULL:
      _yb_reserve_release (self->path);
      set_flag (self->care, &self->care->is_full, TRUE);
      break;
    case YB_STORE_ERROR_BUSY:
      text = explain_lock (self);
      break;
    case YB_STORE_ERROR_MOVED:
      text = explain_move (self);
      break;
    case YB_STORE_ERROR_UNSYNCED:
      text = explain_sync (self);
      break;
    default:
      break;
    }
  if (text == NULL)
    return;

  g_free ((*error)->message);
  (*error)->message = g_steal_pointer (&text);
}

void
_yb_store_note_written (YbStore *self)
{
  set_flag (self->care, &self->care->is_full, FALSE);
}

/* ---- a worker for what takes time ---- */

typedef struct
{
  YbStore *store; /* dropped where it was made */
  gboolean rescues;
} Work;

static void
work_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  YbStore *self = work->store;

  if (!work->rescues)
    _yb_reserve_make (self->path);
  else
    {
      g_mutex_lock (&self->write_lock);
      _yb_store_rescue (self);
      g_mutex_unlock (&self->write_lock);
    }
  g_task_return_boolean (task, TRUE);
}

static void
work_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Work *work = user_data;

  set_flag (work->store->care, &work->store->care->is_working, FALSE);
  g_object_unref (work->store);
  g_free (work);
}

static void
start_work (YbStore *self, gboolean rescues)
{
  g_autoptr (GTask) task = NULL;
  Work *work;

  /* Only for those who come back to the main loop. */
  if (self->poll_source == 0 || take_flag (self->care, &self->care->is_working))
    return;

  set_flag (self->care, &self->care->is_working, TRUE);
  work = g_new (Work, 1);
  *work = (Work){g_object_ref (self), rescues};
  task = g_task_new (NULL, NULL, work_done_cb, work);
  g_task_set_task_data (task, work, NULL);
  g_task_run_in_thread (task, work_in_thread);
}

/* ---- looking ---- */

static YbTrouble
look_at_place (YbStore *self)
{
  gboolean has_moved = _yb_connection_has_moved (self->reader);

  g_mutex_lock (&self->care->lock);
  self->care->has_moved = has_moved;
  g_mutex_unlock (&self->care->lock);
  if (!has_moved)
    {
      set_flag (self->care, &self->care->rescue_tried, FALSE);
      return YB_TROUBLE_NONE;
    }
  if (!take_flag (self->care, &self->care->rescue_tried))
    start_work (self, TRUE);
  return YB_TROUBLE_MOVED;
}

static YbTrouble
look_at_space (YbStore *self)
{
  gint64 free_bytes = _yb_place_free_bytes (self->path);
  gint64 now = g_get_monotonic_time ();

  if (free_bytes < 0)
    return YB_TROUBLE_NONE;
  if (free_bytes < FULL_BYTES)
    return YB_TROUBLE_FULL;
  if (free_bytes < YB_LOW_SPACE_BYTES)
    return take_flag (self->care, &self->care->is_full) ? YB_TROUBLE_FULL : YB_TROUBLE_LOW_SPACE;

  set_flag (self->care, &self->care->is_full, FALSE);
  if (free_bytes >= YB_LOW_SPACE_BYTES + YB_RESERVE_BYTES && now >= self->care->reserve_next)
    {
      self->care->reserve_next = now + RESERVE_INTERVAL_US;
      if (!_yb_reserve_exists (self->path))
        start_work (self, FALSE);
    }
  return YB_TROUBLE_NONE;
}

static YbTrouble
look_at_lock (YbStore *self)
{
  gint64 since = _yb_wal_get_waiting_since (self->wal);
  gboolean waits = since != 0 && g_get_monotonic_time () - since > WAIT_TOLD_US;
  char *holder = waits ? _yb_lock_holder (self->path) : NULL;

  g_mutex_lock (&self->care->lock);
  g_free (self->care->holder);
  self->care->holder = holder;
  g_mutex_unlock (&self->care->lock);
  return waits ? YB_TROUBLE_BUSY : YB_TROUBLE_NONE;
}

/* The newest of the last entries, not the last one: whoever works on with a wrong clock is told so all the time. */
static YbTrouble
look_at_clock (YbStore *self)
{
  YbCare *care = self->care;

  if (care->clock_checked_at != self->seen_audit || care->newest_at == 0)
    {
      YbStatement *newest = yb_connection_query (self->reader, YB_SQL_STORE_AUDIT_NEWEST);

      care->newest_at = yb_statement_step (newest, NULL) ? yb_statement_number (newest, 0) : 0;
      yb_statement_reset (newest);
      care->clock_checked_at = self->seen_audit;
    }
  return yb_time_now () < care->newest_at - YB_CLOCK_TOLERANCE_MS ? YB_TROUBLE_CLOCK : YB_TROUBLE_NONE;
}

static YbTrouble
look_at_view (YbStore *self)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);
  GStatBuf info;
  gboolean is_old;

  if (!self->care->is_unlocked)
    return YB_TROUBLE_READ_ONLY;

  is_old = g_stat (self->path, &info) == 0 && (gint64) info.st_mtime != self->care->viewed_mtime;
  return YB_TROUBLE_READ_ONLY | (is_old || g_file_test (log, G_FILE_TEST_EXISTS) ? YB_TROUBLE_OLD_VIEW : 0);
}

static YbTrouble
look (YbStore *self)
{
  YbTrouble found = look_at_place (self) | look_at_clock (self);

  if (self->care->is_doubtful)
    found |= YB_TROUBLE_DOUBTFUL;
  if (self->care->backup_warning != NULL)
    found |= YB_TROUBLE_BACKUP;
  if (self->read_only)
    return found | look_at_view (self);

  found |= look_at_lock (self);
  if (!(found & YB_TROUBLE_MOVED))
    found |= look_at_space (self);
  g_mutex_lock (&self->care->lock);
  if (self->care->is_unsynced)
    found |= YB_TROUBLE_UNSYNCED;
  else if (self->care->unsynced_at != 0)
    found |= YB_TROUBLE_WAS_UNSYNCED;
  g_mutex_unlock (&self->care->lock);
  return found;
}

/**
 * yb_store_look_after:
 * @self: a store
 *
 * Looks whether the file can still be kept safe: some calls that take microseconds. A store that is watched does it by
 * itself, twice a second. #YbStore::troubles-changed follows when something has changed.
 *
 * Returns: what is wrong
 */
YbTrouble
yb_store_look_after (YbStore *self)
{
  YbTrouble found;
  gboolean is_new;

  g_return_val_if_fail (YB_IS_STORE (self), YB_TROUBLE_NONE);
  g_return_val_if_fail (g_thread_self () == self->thread, YB_TROUBLE_NONE);

  found = look (self);
  g_mutex_lock (&self->care->lock);
  is_new = found != self->care->troubles;
  self->care->troubles = found;
  g_mutex_unlock (&self->care->lock);
  if (is_new || (found & (YB_TROUBLE_MOVED | YB_TROUBLE_BUSY)))
    g_signal_emit_by_name (self, "troubles-changed");
  return found;
}
