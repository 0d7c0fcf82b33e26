/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Carries the write-ahead log over into the file, away from whoever writes. What a running checkpoint needs lives on
 * without the store, so that closing never waits for the disk. */

#include "config.h"

#include "yb-store-private.h"

#include <glib/gstdio.h>

/* Pages in the log after which a checkpoint is worth its writes. */
#define CHECKPOINT_PAGES 1000
/* A log that is carried over to its end starts anew, and overwriting a file syncs in half the time of growing one. What
 * was written during a pass takes a further, short one. */
#define MAX_PASSES 8

struct _YbWal
{
  char *path;
  GStatBuf file; /* which file it was */
  gint64
      waiting_since; /* atomic: when the writer began to wait for another program, monotonic; 0: it does not */
  int unsynced;      /* atomic: the disk did not confirm a checkpoint */
  int n_pages;       /* atomic: in the log */
  int n_carried;     /* atomic: of these, already in the file */
  int checkpointing; /* atomic: a thread is at it */
  GMutex lock;
  GCond done; /* checkpointing has become 0; under lock */
};

static int
log_grew_cb (void *data, sqlite3 *db, const char *schema, int n_pages)
{
  YbWal *self = data;

  /* A shorter log is a new one: the old one was carried over to its end. */
  if (n_pages < g_atomic_int_get (&self->n_pages))
    g_atomic_int_set (&self->n_carried, 0);
  g_atomic_int_set (&self->n_pages, n_pages);
  return SQLITE_OK;
}

void
_yb_wal_attach (YbWal *self, YbConnection *writer)
{
  sqlite3_wal_hook (writer->db, log_grew_cb, self);
  writer->waiting_since = &self->waiting_since;
}

/* (transfer full): must live as long as writer is used */
YbWal *
_yb_wal_new (const char *path, YbConnection *writer)
{
  YbWal *self = g_atomic_rc_box_new0 (YbWal);

  self->path = g_strdup (path);
  g_mutex_init (&self->lock);
  g_cond_init (&self->done);
  g_stat (path, &self->file);
  _yb_wal_attach (self, writer);
  return self;
}

/* Whether the disk did not confirm a checkpoint since the last time this was asked. */
gboolean
_yb_wal_take_unsynced (YbWal *self)
{
  return g_atomic_int_exchange (&self->unsynced, 0) != 0;
}

gint64
_yb_wal_get_waiting_since (YbWal *self)
{
  return __atomic_load_n (&self->waiting_since, __ATOMIC_RELAXED);
}

void
_yb_wal_end_waiting (YbWal *self)
{
  __atomic_store_n (&self->waiting_since, 0, __ATOMIC_RELAXED);
}

/* The log lies beside the name: into another file that has this name by now it would carry foreign pages. */
gboolean
_yb_wal_is_still_there (YbWal *self)
{
  GStatBuf now;

  return g_stat (self->path, &now) == 0 && now.st_ino == self->file.st_ino && now.st_dev == self->file.st_dev;
}

static void
clear (gpointer data)
{
  YbWal *self = data;

  g_free (self->path);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->done);
}

YbWal *
_yb_wal_ref (YbWal *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
_yb_wal_unref (YbWal *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

/* On a connection of its own, without waiting for anybody. */
gboolean
_yb_wal_checkpoint (YbWal *self, GError **error)
{
  g_autoptr (YbConnection) connection = NULL;
  int n_logged = 0, n_carried = 0;

  if (!_yb_wal_is_still_there (self))
    return TRUE; /* whoever writes is told */

  connection = _yb_connection_open (self->path, SQLITE_OPEN_READWRITE, error);
  if (connection == NULL || !_yb_connection_exec (connection, "PRAGMA synchronous = FULL", error))
    return FALSE;
  for (int i = 0; i == 0 || (i < MAX_PASSES && n_carried < n_logged); i++)
    {
      int code = sqlite3_wal_checkpoint_v2 (connection->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &n_logged,
                                            &n_carried);

      if ((code & 0xff) == SQLITE_BUSY)
        return TRUE; /* another thread or program is at it: no trouble, and nothing to add */
      if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        g_atomic_int_set (&self->unsynced, 1);
      if (code != SQLITE_OK)
        return _yb_connection_set_error (connection, error);
    }

  g_atomic_int_set (&self->n_carried, MAX (0, n_carried));
  return TRUE;
}

static void
end_checkpointing (YbWal *self)
{
  g_mutex_lock (&self->lock);
  g_atomic_int_set (&self->checkpointing, 0);
  g_cond_broadcast (&self->done);
  g_mutex_unlock (&self->lock);
}

/* Until no worker has the file open any more. */
void
_yb_wal_wait (YbWal *self)
{
  g_mutex_lock (&self->lock);
  while (g_atomic_int_get (&self->checkpointing))
    g_cond_wait (&self->done, &self->lock);
  g_mutex_unlock (&self->lock);
}

static gpointer
checkpoint_thread (gpointer data)
{
  YbWal *self = data;
  g_autoptr (GError) error = NULL;

  /* A checkpoint that fails is tried again after the next commit; the log holds everything until then. */
  if (!_yb_wal_checkpoint (self, &error))
    g_debug ("Checkpoint: %s", error->message);
  end_checkpointing (self);
  _yb_wal_unref (self);
  return NULL;
}

void
_yb_wal_checkpoint_if_due (YbWal *self)
{
  GThread *thread;

  if (g_atomic_int_get (&self->n_pages) - g_atomic_int_get (&self->n_carried) < CHECKPOINT_PAGES ||
      !g_atomic_int_compare_and_exchange (&self->checkpointing, 0, 1))
    return;

  thread = g_thread_try_new ("checkpoint", checkpoint_thread, _yb_wal_ref (self), NULL);
  if (thread != NULL)
    {
      g_thread_unref (thread);
      return;
    }

  /* No thread to be had: after the next commit, then. */
  end_checkpointing (self);
  _yb_wal_unref (self);
}
