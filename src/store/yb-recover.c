/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is done when the ground gives way: a disk that does not confirm what was written, and a file that is taken away
 * while it is open. */

#include "config.h"

#include "yb-care-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"

/* ---- a sync that failed ---- */

static gboolean
set_unsynced (GError **error)
{
  g_set_error_literal (
      error, YB_STORE_ERROR, YB_STORE_ERROR_UNSYNCED,
      _ ("The disk did not confirm what was written, and the file could not be opened anew. Nothing is "
         "saved. Have the disk examined before you go on working."));
  return FALSE;
}

/* The log begins anew: what a later commit is written behind must not be something that the disk may have dropped. */
static gboolean
empty_log (YbConnection *writer)
{
  int n_logged = 0, n_carried = 0;

  return sqlite3_wal_checkpoint_v2 (writer->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, &n_logged, &n_carried) ==
         SQLITE_OK;
}

static void
close_idle_readers (YbStore *self)
{
  g_mutex_lock (&self->readers_lock);
  g_queue_clear_full (&self->idle_readers, (GDestroyNotify) _yb_connection_close);
  g_mutex_unlock (&self->readers_lock);
}

/**
 * _yb_store_recover:
 * @self: a store whose writer's lock is held
 * @error: YB_STORE_ERROR_UNSYNCED
 *
 * After a sync failed, a second one may succeed although the pages were dropped ("fsyncgate", reliability.md 1). So
 * nothing is tried again on the old connection: the file is opened anew, the log is carried over and emptied, and what a
 * lost page breaks is checked: the file itself and its references. An audit trail with a gap that somebody has accepted,
 * or that was salvaged, says nothing about the disk.
 *
 * Returns: whether the file is sound and may be written again
 */
gboolean
_yb_store_recover (YbStore *self, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  g_clear_pointer (&self->writer, _yb_connection_close);
  close_idle_readers (self);
  self->writer = _yb_store_open_writer (self->path, NULL);
  if (self->writer == NULL)
    return set_unsynced (error);

  _yb_wal_attach (self->wal, self->writer);
  if (!empty_log (self->writer) ||
      !_yb_connection_check (self->writer, YB_CHECK_INTEGRITY | YB_CHECK_REFERENCES, problems, NULL) ||
      problems->len > 0)
    {
      g_clear_pointer (&self->writer, _yb_connection_close);
      return set_unsynced (error);
    }

  g_mutex_lock (&self->care->lock);
  self->care->is_unsynced = FALSE;
  self->care->unsynced_at = yb_time_now ();
  g_mutex_unlock (&self->care->lock);
  return TRUE;
}

/* ---- a file that was taken away ---- */

static char *
choose_name (YbStore *self)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *name = g_strdup_printf ("%s-%s", stamp, base);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "yingbin", "rescued", NULL);

  return g_mkdir_with_parents (folder, 0700) == 0 ? g_build_filename (folder, name, NULL) : NULL;
}

/**
 * _yb_store_rescue:
 * @self: a store whose writer's lock is held, and whose file was moved, replaced or deleted
 *
 * Copies what the open connection still reaches to a place of our own, once: behind a deleted file it is gone when the
 * program ends.
 */
void
_yb_store_rescue (YbStore *self)
{
  g_autofree char *path = NULL;
  gboolean is_done;

  g_mutex_lock (&self->care->lock);
  is_done = self->care->rescue_tried;
  self->care->rescue_tried = TRUE;
  self->care->has_moved = TRUE;
  g_mutex_unlock (&self->care->lock);
  if (is_done || self->writer == NULL)
    return;

  path = choose_name (self);
  if (path != NULL && !_yb_connection_copy (self->writer, path))
    g_clear_pointer (&path, g_free);
  g_mutex_lock (&self->care->lock);
  g_free (self->care->rescued);
  self->care->rescued = g_steal_pointer (&path);
  g_mutex_unlock (&self->care->lock);
}
