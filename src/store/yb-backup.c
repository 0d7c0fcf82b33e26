/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making a copy while others work: a snapshot into a file beside the database that then loses its name, checked and encrypted at the same time
 * on different threads, synced, read back from the disk, and only then given its name. */

#include "config.h"

#include "yb-backup-folder.h"
#include "yb-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"

/* A step ends soon enough for Cancel. The snapshot is held, so no writer makes it begin again. */
#define PAGES_PER_STEP 4096
/* Opcodes of SQLite between two looks at Cancel. */
#define OPCODES_PER_LOOK 100000
/* What is written goes to the disk while the rest is encrypted: the sync at the end is short. */
#define BYTES_PER_FLUSH (8 * 1024 * 1024)

#define SHARE_OF_COPY 0.3
#define SHARE_OF_SEALING 0.35
#define SHARE_OF_READING 0.35

typedef struct
{
  YbStore *store;
  YbKeys *keys;
  const char *target;
  YbBackup *backup;
  YbBackupProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;
  double done;

  char *content;  /* the snapshot, while it has a name */
  char *part;     /* the copy before it has its name */
  int descriptor; /* of the content */
  YbConnection *source;
  YbConnection *integrity; /* of the content, each for one thread */
  YbConnection *references;
  YbBackupFacts facts;
  GError *integrity_error;
  GError *sealing_error;
} Making;

static void
making_clear (Making *self)
{
  g_clear_pointer (&self->source, _yb_connection_close);
  g_clear_pointer (&self->integrity, _yb_connection_close);
  g_clear_pointer (&self->references, _yb_connection_close);
  if (self->descriptor >= 0)
    close (self->descriptor);
  if (self->content != NULL)
    _yb_backup_remove_database (self->content);
  if (self->part != NULL)
    g_unlink (self->part);
  g_free (self->content);
  g_free (self->part);
  g_clear_error (&self->integrity_error);
  g_clear_error (&self->sealing_error);
  g_clear_object (&self->backup);
  g_clear_pointer (&self->keys, yb_keys_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Making, making_clear)

static void
tell (Making *self, double fraction)
{
  if (self->progress != NULL)
    self->progress (MIN (1, fraction), self->progress_data);
}

static char *
name_in (const char *folder, const char *target, const char *suffix)
{
  static int number;
  g_autofree char *base = g_path_get_basename (target);
  g_autofree char *name = g_strdup_printf (".%s.%d-%d%s", base, (int) getpid (),
                                           g_atomic_int_add (&number, 1), suffix);

  return g_build_filename (folder, name, NULL);
}

static int
look_at_cancel_cb (void *data)
{
  return g_cancellable_is_cancelled (data);
}

static gboolean
copy_pages (Making *self, YbConnection *target, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (target->db, "main", self->source->db, "main");
  int code = SQLITE_OK;

  if (backup == NULL)
    return _yb_connection_set_error (target, error);

  while (code == SQLITE_OK && !g_cancellable_is_cancelled (self->cancellable))
    {
      code = sqlite3_backup_step (backup, PAGES_PER_STEP);
      self->backup->content_size = sqlite3_backup_pagecount (backup);
      tell (self, SHARE_OF_COPY * (1 - (double) sqlite3_backup_remaining (backup) /
                                           MAX (1, sqlite3_backup_pagecount (backup))));
    }
  sqlite3_backup_finish (backup);
  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (code == SQLITE_DONE)
    return TRUE;

  /* Of the two ends, the one that reports trouble. */
  return _yb_connection_set_error (sqlite3_errcode (self->source->db) != SQLITE_OK ? self->source : target,
                                   error);
}

static gboolean
open_target (Making *self, YbConnection **target, GError **error)
{
  /* What is not encrypted stays beside the file itself: the target may be a stick that is given away. In the folder of
   * copies only with its lock, under which leftovers are removed. */
  g_autofree char *copies = yb_backup_folder_of (self->store->path);
  g_autofree char *beside = g_path_get_dirname (self->store->path);
  g_autofree char *folder = g_path_get_dirname (self->target);

  self->content = name_in (g_str_equal (folder, copies) ? copies : beside, self->target, ".content");
  self->descriptor = _yb_backup_make_file (self->content, error);
  if (self->descriptor < 0)
    return FALSE;

  *target = _yb_connection_open (self->content, SQLITE_OPEN_READWRITE, error);
  return *target != NULL &&
         _yb_connection_exec (
             *target, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -8192",
             error);
}

/* The content loses its name as soon as SQLite allows it (it writes only to what has one): nothing of it stays on the disk,
 * whatever happens from here on. */
static gboolean
open_content (Making *self, GError **error)
{
  self->integrity = _yb_backup_open_content (self->content, self->keys, error);
  self->references = self->integrity != NULL ? _yb_backup_open_content (self->content, self->keys, error)
                                             : NULL;
  _yb_backup_remove_database (self->content);
  g_clear_pointer (&self->content, g_free);
  if (self->references == NULL)
    return FALSE;

  sqlite3_progress_handler (self->integrity->db, OPCODES_PER_LOOK, look_at_cancel_cb, self->cancellable);
  sqlite3_progress_handler (self->references->db, OPCODES_PER_LOOK, look_at_cancel_cb, self->cancellable);
  return TRUE;
}

/* What the file says of itself in the same snapshot: _yb_backup_facts_equal() with the copy. */
static gboolean
take_snapshot (Making *self, GError **error)
{
  g_autoptr (YbConnection) target = NULL;

  self->source = _yb_store_open_reader (self->store->path, error);
  if (self->source == NULL || !open_target (self, &target, error))
    return FALSE;
  if (!_yb_connection_run (self->source, YB_SQL_STORE_BEGIN, error))
    return FALSE;

  g_free (self->backup->store);
  self->backup->store = _yb_file_dup_meta (self->source, "uuid");
  self->backup->wraps = yb_key_wraps_export (self->source, error);
  if (self->backup->wraps == NULL || !copy_pages (self, target, error))
    return FALSE;

  self->backup->content_size *= _yb_connection_pragma (self->source, "PRAGMA page_size");
  g_clear_pointer (&target, _yb_connection_close);
  return open_content (self, error);
}

/* ---- the checks ---- */

static gpointer
check_integrity_thread (gpointer data)
{
  Making *self = data;
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  if (_yb_connection_check (self->integrity, YB_CHECK_INTEGRITY | YB_CHECK_FULL, problems,
                            &self->integrity_error))
    _yb_backup_refuse_problems (problems, &self->integrity_error);
  return NULL;
}

static gboolean
check_references (Making *self, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  YbBackupFacts facts;

  if (!_yb_connection_check (self->references, YB_CHECK_REFERENCES | YB_CHECK_SUMS, problems, error) ||
      !_yb_backup_refuse_problems (problems, error) || !_yb_backup_read_facts (self->source, &facts, error))
    return FALSE;
  if (_yb_backup_facts_equal (&facts, &self->facts))
    return TRUE;

  g_set_error_literal (
      error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
      _ ("The copy differs from the file. Nothing was kept; try again, on another disk if it "
         "happens once more."));
  return FALSE;
}

static gboolean
fill_head (Making *self, GError **error)
{
  YbBackup *backup = self->backup;

  if (!_yb_backup_read_facts (self->references, &self->facts, error) ||
      !_yb_backup_check_trail (self->references, &backup->chain_broken, error))
    return FALSE;

  backup->format = self->facts.format;
  backup->audit_seq = self->facts.audit_seq;
  backup->audit_count = self->facts.audit_count;
  backup->audit_hash = g_bytes_new (self->facts.audit_hash, YB_AUDIT_HASH_BYTES);
  backup->n_rows = self->facts.n_rows;
  return TRUE;
}

/* ---- sealing ---- */

static gboolean
read_chunk (int descriptor, guint8 *buffer, gsize size, GError **error)
{
  gsize got = 0;

  while (got < size)
    {
      gssize n = read (descriptor, buffer + got, size - got);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return _yb_backup_set_file_error (error, n < 0 ? errno : EIO, _ ("backup"));
      got += n;
    }

  return TRUE;
}

static gboolean
seal_chunks (Making *self, YbBackupSink *sink, int part, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (YB_BACKUP_CHUNK);
  gint64 total = self->backup->content_size, done = 0;

  while (done < total)
    {
      gsize size = MIN (YB_BACKUP_CHUNK, total - done);

      if (g_cancellable_set_error_if_cancelled (self->cancellable, error) ||
          !read_chunk (self->descriptor, buffer, size, error) ||
          !_yb_backup_sink_write (sink, buffer, size, done + (gint64) size == total, error))
        return FALSE;
      done += size;
      if (done % BYTES_PER_FLUSH == 0)
        sync_file_range (part, 0, 0, SYNC_FILE_RANGE_WRITE);
      tell (self, SHARE_OF_COPY + SHARE_OF_SEALING * done / total);
    }

  return TRUE;
}

static gboolean
write_part (Making *self, GError **error)
{
  g_autoptr (GByteArray) head = _yb_backup_make_head (self->backup);
  g_autoptr (YbBackupSink) sink = NULL;
  int part = _yb_backup_make_file (self->part, error);
  gboolean ok;

  if (part < 0)
    return FALSE;

  sink = _yb_backup_sink_new (part, head, yb_keys_get (self->keys, YB_KEY_BACKUP), error);
  ok = sink != NULL && seal_chunks (self, sink, part, error) && _yb_backup_sync (part, self->part, error);
  /* What is read back shall come from the disk. */
  posix_fadvise (part, 0, 0, POSIX_FADV_DONTNEED);
  close (part);
  return ok;
}

static void
reading_cb (double fraction, gpointer data)
{
  tell (data, SHARE_OF_COPY + SHARE_OF_SEALING + SHARE_OF_READING * fraction);
}

static gpointer
seal_thread (gpointer data)
{
  Making *self = data;
  g_autoptr (YbBackupSource) source = NULL;

  if (!write_part (self, &self->sealing_error))
    return NULL;

  source = _yb_backup_source_new (self->part, yb_keys_get (self->keys, YB_KEY_BACKUP), &self->sealing_error);
  if (source != NULL)
    _yb_backup_read_content (source, NULL, reading_cb, self, self->cancellable, &self->sealing_error);
  return NULL;
}

/* ---- all of it ---- */

static gboolean
take_error (GError **from, GError **error)
{
  if (*from == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (from));
  return FALSE;
}

/* Both threads end before this returns. */
static gboolean
check_and_seal (Making *self, GError **error)
{
  GThread *integrity = g_thread_new ("check", check_integrity_thread, self);
  GThread *sealing = NULL;
  gboolean ok = fill_head (self, error);

  if (ok)
    {
      sealing = g_thread_new ("seal", seal_thread, self);
      ok = check_references (self, error);
    }
  g_thread_join (integrity);
  if (sealing != NULL)
    g_thread_join (sealing);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_error (error);
      return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
    }
  return ok && take_error (&self->integrity_error, error) && take_error (&self->sealing_error, error);
}

static gboolean
publish (Making *self, GError **error)
{
  struct stat info;

  if (g_rename (self->part, self->target) != 0)
    return _yb_backup_set_file_error (error, errno, self->target);

  g_clear_pointer (&self->part, g_free);
  if (g_stat (self->target, &info) == 0)
    self->backup->size = info.st_size;
  self->backup->path = g_strdup (self->target);
  self->backup->trust = YB_BACKUP_VERIFIED;
  return _yb_backup_sync_folder (self->target, error);
}

/**
 * yb_store_backup:
 * @self: a store, unlocked
 * @target: (type filename): the file to make; one that is there is replaced once the new one is verified
 * @reason: why
 * @progress: (nullable): told how far it is, on other threads
 * @progress_data: closure
 * @cancellable: (nullable): stops it
 * @error: YB_STORE_ERROR_FULL, _DAMAGED (the file itself is damaged), _LOCKED, _OPEN; G_IO_ERROR_CANCELLED
 *
 * Makes an encrypted copy of the state of one moment while others go on working (reliability.md 2, Backup). The copy is
 * checked (integrity, references, kept sums, audit trail, numbers of rows against the file), synced, read back and
 * decrypted before it gets its name. Call it on a worker.
 *
 * Returns: (transfer full) (nullable): the copy; %NULL leaves nothing behind
 */
YbBackup *
yb_store_backup (YbStore *self,
                 const char *target,
                 YbBackupReason reason,
                 YbBackupProgress progress,
                 gpointer progress_data,
                 GCancellable *cancellable,
                 GError **error)
{
  g_auto (Making) making = {.store = self, .descriptor = -1};
  g_autofree char *folder = NULL;

  g_return_val_if_fail (YB_IS_STORE (self) && target != NULL, NULL);

  making.keys = yb_store_find_keys (self);
  if (making.keys == NULL)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED,
                           _ ("The file is locked. Sign in once, then a backup can be made."));
      return NULL;
    }

  making.target = target;
  folder = g_path_get_dirname (target);
  making.part = name_in (folder, target, ".part");
  making.progress = progress;
  making.progress_data = progress_data;
  making.cancellable = cancellable;
  making.backup = g_object_new (YB_TYPE_BACKUP, NULL);
  g_free (making.backup->app_version);
  making.backup->app_version = g_strdup (YB_VERSION);
  making.backup->at = yb_time_now ();
  making.backup->reason = reason;
  if (!take_snapshot (&making, error) || !check_and_seal (&making, error) || !publish (&making, error))
    return NULL;

  tell (&making, 1);
  return g_steal_pointer (&making.backup);
}
