/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Remembers outside the file how far the audit trail has come: some seconds after a commit, on a thread of its own,
 * because a write to the same disk would hold up the next move; and when the store is closed. */

#include "config.h"

#include "yb-audit-private.h"

#include <glib/gi18n-lib.h>

#include "yb-keys-private.h"
#include "yb-store-private.h"

#define INTERVAL_US (10 * G_USEC_PER_SEC)

struct _YbAuditKeeper
{
  char *path;
  char *uuid;
  YbWal *wal;
  YbConnection *connection; /* of the thread */

  GMutex lock; /* guards the following */
  GCond wake;
  GThread *thread;
  gboolean pending; /* something was committed since */
  gint64 next;      /* monotonic: when it is remembered */
  gboolean at_once;
  gboolean over;
};

/* Moves the anchor on to the end of the trail, if what is remembered fits to the file: an anchor that alarms stays. One
 * that the trail itself has left behind only moves where the seal of that row could be checked. What cannot be read now
 * stays, and so does what another program is about to move. */
gboolean
_yb_audit_advance (YbConnection *connection, const char *uuid, GError **error)
{
  YbAuditAnchor known, anchor;
  YbAnchorState state = YB_ANCHOR_FITS;
  YbRecall recall;
  gboolean ok, is_known;
  int lock;

  if (!_yb_audit_memory_lock (&lock))
    return TRUE;

  recall = _yb_audit_recall (uuid, &known);
  if (recall == YB_RECALL_NO_ANSWER)
    {
      _yb_audit_memory_unlock (lock);
      return TRUE;
    }

  is_known = recall == YB_RECALL_FOUND;
  ok = !is_known || _yb_audit_compare (connection, &known, &state, error);
  if (ok &&
      (state == YB_ANCHOR_FITS || (state == YB_ANCHOR_SUPERSEDED && _yb_audit_get_key (connection) != NULL)))
    {
      ok = yb_audit_anchor_read (connection, is_known && state == YB_ANCHOR_FITS ? &known : NULL, &anchor,
                                 error);
      if (ok && anchor.seq > 0 &&
          (!is_known || state == YB_ANCHOR_SUPERSEDED || anchor.seq > known.seq ||
           anchor.epoch > known.epoch))
        ok = _yb_audit_remember (uuid, &anchor);
    }
  _yb_audit_memory_unlock (lock);
  return ok;
}

/* For the first row of a restored file, from what this computer remembers of the trail that is given up. */
gint64
_yb_audit_epoch_after_restore (YbConnection *connection)
{
  g_autofree char *uuid = _yb_file_dup_meta (connection, "uuid");
  YbAuditAnchor here = {0}, lost;
  gboolean is_known = uuid != NULL && _yb_audit_recall (uuid, &lost) == YB_RECALL_FOUND;

  yb_audit_anchor_read (connection, is_known ? &lost : NULL, &here, NULL);
  return yb_audit_new_epoch (&here, is_known ? &lost : NULL);
}

static void
advance (YbAuditKeeper *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uuid = NULL;

  /* Another file under the same name must not be opened beside the log of this one. */
  if (!_yb_wal_is_still_there (self->wal))
    return;
  if (self->connection == NULL)
    self->connection = _yb_store_open_reader (self->path, &error);
  if (self->connection == NULL || !_yb_connection_run (self->connection, YB_SQL_STORE_BEGIN, &error))
    {
      g_debug ("Anchor: %s", error->message);
      return;
    }

  /* Somebody may have put another file into its place. */
  uuid = _yb_file_dup_meta (self->connection, "uuid");
  if (g_strcmp0 (uuid, self->uuid) == 0 && !_yb_audit_advance (self->connection, uuid, &error))
    g_debug ("Anchor: %s", error != NULL ? error->message : "not written");
  _yb_connection_reset_all (self->connection);
  _yb_connection_run (self->connection, YB_SQL_STORE_COMMIT, NULL);
}

static gpointer
keep (gpointer data)
{
  YbAuditKeeper *self = data;

  g_mutex_lock (&self->lock);
  while (!self->over || self->pending)
    {
      if (!self->pending)
        g_cond_wait (&self->wake, &self->lock);
      else if (!self->over && !self->at_once && g_get_monotonic_time () < self->next)
        g_cond_wait_until (&self->wake, &self->lock, self->next);
      else
        {
          self->pending = self->at_once = FALSE;
          g_mutex_unlock (&self->lock);
          advance (self);
          g_mutex_lock (&self->lock);
        }
    }
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&self->connection, _yb_connection_close);
  return NULL;
}

YbAuditKeeper *
_yb_audit_keeper_new (const char *path, const char *uuid, YbWal *wal)
{
  YbAuditKeeper *self = g_new0 (YbAuditKeeper, 1);

  self->path = g_strdup (path);
  self->uuid = g_strdup (uuid);
  self->wal = _yb_wal_ref (wal);
  g_mutex_init (&self->lock);
  g_cond_init (&self->wake);
  return self;
}

/* Remembers what was committed last. */
void
_yb_audit_keeper_free (YbAuditKeeper *self)
{
  if (self->thread != NULL)
    {
      g_mutex_lock (&self->lock);
      self->over = TRUE;
      g_cond_signal (&self->wake);
      g_mutex_unlock (&self->lock);
      g_thread_join (self->thread);
    }
  g_cond_clear (&self->wake);
  g_mutex_clear (&self->lock);
  _yb_wal_unref (self->wal);
  g_free (self->path);
  g_free (self->uuid);
  g_free (self);
}

/* Something was committed. Any thread; never waits. */
void
_yb_audit_keeper_note (YbAuditKeeper *self, gboolean at_once)
{
  g_mutex_lock (&self->lock);
  /* No thread to be had: with the next commit, then. */
  if (self->thread == NULL)
    self->thread = g_thread_try_new ("audit-anchor", keep, self, NULL);
  /* Not together with the commit, which waits for the same disk. */
  if (!self->pending)
    self->next = g_get_monotonic_time () + INTERVAL_US;
  if (!self->pending || at_once)
    g_cond_signal (&self->wake);
  self->pending = TRUE;
  self->at_once = self->at_once || at_once;
  g_mutex_unlock (&self->lock);
}
