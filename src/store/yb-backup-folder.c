/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The folder of copies beside the file, a second one on another disk, and which copies are kept. */

#include "config.h"

#include "yb-backup-folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/file.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-backup-private.h"
#include "yb-calendar.h"

/* The ladder of reliability.md 2. */
#define KEPT_HOURS 24
#define KEPT_DAYS 14
#define KEPT_MONTHS 12
/* Copies that were not made by the clock are kept for as long as the days of the ladder, the newest of them. */
#define KEPT_SPECIAL 24

#define SCHEDULE_MS YB_MS_PER_HOUR
/* Before an import: a copy that is so fresh will do, so that ten small imports do not take ten copies. */
#define FRESH_MS (10 * YB_MS_PER_MINUTE)
#define FRESH_ACTIONS 50

#define LOCK_NAME ".lock"
/* Tells a second folder apart from the empty folder in which its disk is mounted. */
#define MARK_NAME ".yingbin-backups"
#define LOCK_POLL_US 100000

/**
 * yb_backup_folder_of:
 * @database: (type filename): a file
 *
 * Returns: (transfer full) (type filename): where its copies lie
 */
char *
yb_backup_folder_of (const char *database)
{
  g_return_val_if_fail (database != NULL, NULL);

  return g_strconcat (database, "-backups", NULL);
}

/**
 * yb_backup_same_disk:
 * @a: (type filename): a file or folder
 * @b: (type filename): another
 *
 * Returns: whether one broken disk takes both; %TRUE when that cannot be told
 */
gboolean
yb_backup_same_disk (const char *a, const char *b)
{
  GStatBuf info_a, info_b;

  g_return_val_if_fail (a != NULL && b != NULL, TRUE);

  return g_stat (a, &info_a) != 0 || g_stat (b, &info_b) != 0 || info_a.st_dev == info_b.st_dev;
}

/* ---- the list ---- */

static char *
stem_of (const char *database)
{
  char *stem = g_path_get_basename (database);
  char *dot = strrchr (stem, '.');

  if (dot != NULL && dot != stem)
    *dot = '\0';
  return stem;
}

/* STEM-YYYYMMDD-HHMMSS[-n].ybbackup: another file in the same folder may be called after this one ("yingbin-demo"). */
static gboolean
is_name_of_copy (const char *name, const char *stem)
{
  static const char form[] = "-########-######";
  const char *c;

  if (!g_str_has_prefix (name, stem))
    return FALSE;

  c = name + strlen (stem);
  for (const char *f = form; *f != '\0'; f++, c++)
    if (*f == '#' ? !g_ascii_isdigit (*c) : *c != *f)
      return FALSE;
  if (*c == '-' && g_ascii_isdigit (c[1]))
    for (c++; g_ascii_isdigit (*c); c++)
      ;
  return g_str_equal (c, YB_BACKUP_SUFFIX);
}

static YbBackup *
open_listed (const char *path, YbKeys *keys)
{
  g_autoptr (GError) error = NULL;
  YbBackup *backup = yb_backup_open (path, keys, &error);
  GStatBuf info;

  if (backup != NULL)
    return backup;

  backup = g_object_new (YB_TYPE_BACKUP, NULL);
  backup->path = g_strdup (path);
  backup->trust = YB_BACKUP_DAMAGED;
  backup->problem = g_strdup (error->message);
  if (g_stat (path, &info) == 0)
    {
      backup->size = info.st_size;
      backup->at = (gint64) info.st_mtime * 1000;
    }
  return backup;
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  const YbBackup *first = *(YbBackup *const *) a;
  const YbBackup *second = *(YbBackup *const *) b;

  if (first->at != second->at)
    return first->at < second->at ? 1 : -1;
  return first->audit_seq != second->audit_seq ? (first->audit_seq < second->audit_seq ? 1 : -1)
                                               : strcmp (second->path, first->path);
}

/**
 * yb_backup_list:
 * @folder: (type filename): where to look
 * @database: (type filename): whose copies
 * @keys: (nullable): of the store
 *
 * Reads the heads of all copies. On a worker: a stick may be slow.
 *
 * Returns: (transfer full) (element-type YbBackup): the copies, the newest first; damaged ones are among them
 */
GPtrArray *
yb_backup_list (const char *folder, const char *database, YbKeys *keys)
{
  GPtrArray *backups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *stem = NULL;
  gboolean elsewhere;
  const char *name;

  g_return_val_if_fail (folder != NULL && database != NULL, backups);

  stem = stem_of (database);
  elsewhere = !yb_backup_same_disk (folder, database);
  dir = g_dir_open (folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      YbBackup *backup;

      if (*name == '.' || !is_name_of_copy (name, stem))
        continue;

      backup = open_listed (path, keys);
      backup->elsewhere = elsewhere;
      g_ptr_array_add (backups, backup);
    }

  g_ptr_array_sort (backups, compare_newest_first);
  return backups;
}

static gpointer
read_second_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return _yb_file_dup_meta (connection, YB_BACKUP_SECOND_FOLDER);
}

/**
 * yb_store_dup_second_backup_folder:
 * @self: a store
 *
 * Returns: (transfer full) (nullable) (type filename): the folder on another disk, %NULL when none was chosen
 */
char *
yb_store_dup_second_backup_folder (YbStore *self)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  folder = yb_store_read (self, read_second_cb, NULL, NULL);
  return folder != NULL && *folder != '\0' ? g_steal_pointer (&folder) : NULL;
}

/**
 * yb_backup_mark_folder:
 * @folder: (type filename): a folder that a person chose for copies
 * @error: why it cannot be used
 *
 * Leaves a mark in it, by which the folder is known again: where a disk is not connected, its place may still be there.
 *
 * Returns: whether it can be used
 */
gboolean
yb_backup_mark_folder (const char *folder, GError **error)
{
  g_autofree char *mark = NULL;
  int descriptor;

  g_return_val_if_fail (folder != NULL, FALSE);

  mark = g_build_filename (folder, MARK_NAME, NULL);
  if (g_file_test (mark, G_FILE_TEST_EXISTS) && g_access (folder, W_OK) == 0)
    return TRUE;

  descriptor = _yb_backup_make_file (mark, error);
  if (descriptor < 0)
    return FALSE;

  close (descriptor);
  return _yb_backup_sync_folder (mark, error);
}

/**
 * yb_store_list_backups:
 * @self: a store
 *
 * Returns: (transfer full) (element-type YbBackup): the copies in both folders, the newest first. On a worker.
 */
GPtrArray *
yb_store_list_backups (YbStore *self)
{
  g_autofree char *folder = NULL;
  g_autofree char *second = NULL;
  YbKeys *keys;
  GPtrArray *backups;

  g_return_val_if_fail (YB_IS_STORE (self), g_ptr_array_new ());

  keys = yb_store_find_keys (self);
  folder = yb_backup_folder_of (self->path);
  second = yb_store_dup_second_backup_folder (self);
  backups = yb_backup_list (folder, self->path, keys);
  if (second != NULL)
    {
      g_autoptr (GPtrArray) more = yb_backup_list (second, self->path, keys);

      for (guint i = 0; i < more->len; i++)
        g_ptr_array_add (backups, g_object_ref (more->pdata[i]));
      g_ptr_array_sort (backups, compare_newest_first);
    }
  g_clear_pointer (&keys, yb_keys_unref);
  return backups;
}

/* ---- what is kept ---- */

/* The newest copy of each of the last n periods that have one; a period is what the first characters of the time say. */
static void
keep_periods (GPtrArray *backups, GHashTable *kept, gsize n_characters, guint n_periods)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < backups->len && g_hash_table_size (seen) < n_periods; i++)
    {
      YbBackup *backup = backups->pdata[i];
      g_autofree char *time = yb_time_to_rfc3339 (backup->at);

      if (backup->trust == YB_BACKUP_DAMAGED)
        continue;
      time[MIN (n_characters, strlen (time))] = '\0';
      if (g_hash_table_add (seen, g_steal_pointer (&time)))
        g_hash_table_add (kept, backup);
    }
}

/**
 * yb_backup_ladder:
 * @backups: (element-type YbBackup): the copies in one folder, the newest first
 *
 * The ladder of reliability.md 2: the newest of each of the last 24 hours, 14 days and 12 months that have one. What was not
 * made by the clock is kept for 14 days, the newest 24 of them. The newest copy with an unbroken audit trail always stays.
 *
 * Returns: (transfer container) (element-type YbBackup): those that may go
 */
GPtrArray *
yb_backup_ladder (GPtrArray *backups)
{
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  GPtrArray *gone = g_ptr_array_new ();
  gint64 newest = 0;
  guint n_special = 0;
  gboolean has_whole = FALSE;

  g_return_val_if_fail (backups != NULL, gone);

  keep_periods (backups, kept, strlen ("2026-11-22T14"), KEPT_HOURS);
  keep_periods (backups, kept, strlen ("2026-11-22"), KEPT_DAYS);
  keep_periods (backups, kept, strlen ("2026-11"), KEPT_MONTHS);
  for (guint i = 0; i < backups->len; i++)
    {
      YbBackup *backup = backups->pdata[i];

      if (backup->trust == YB_BACKUP_DAMAGED)
        {
          g_hash_table_add (kept, backup); /* somebody may want to look at it; it stands in nobody's way */
          continue;
        }
      newest = MAX (newest, backup->at);
      if (backup->reason != YB_BACKUP_SCHEDULED && backup->at > newest - KEPT_DAYS * YB_MS_PER_DAY &&
          n_special++ < KEPT_SPECIAL)
        g_hash_table_add (kept, backup);
      if (!backup->chain_broken && !has_whole)
        has_whole = g_hash_table_add (kept, backup) || TRUE;
    }

  for (guint i = 0; i < backups->len; i++)
    if (!g_hash_table_contains (kept, backups->pdata[i]))
      g_ptr_array_add (gone, backups->pdata[i]);
  return gone;
}

/* Only copies of this very file, whose heads the keys have proved, count and may go: in a folder that several houses share
 * another one may be called the same, and what cannot be read may be all that somebody has. */
static void
remove_what_may_go (const char *folder, const char *database, const char *uuid, YbKeys *keys)
{
  g_autoptr (GPtrArray) backups = yb_backup_list (folder, database, keys);
  g_autoptr (GPtrArray) own = g_ptr_array_new ();
  g_autoptr (GPtrArray) gone = NULL;

  for (guint i = 0; i < backups->len; i++)
    {
      YbBackup *backup = backups->pdata[i];

      if (backup->trust >= YB_BACKUP_PROVED && backup->trust != YB_BACKUP_DAMAGED &&
          g_strcmp0 (backup->store, uuid) == 0)
        g_ptr_array_add (own, backup);
    }
  gone = yb_backup_ladder (own);

  for (guint i = 0; i < gone->len; i++)
    g_unlink (((YbBackup *) gone->pdata[i])->path);
}

/* ---- one process at a time ---- */

/* -1: somebody else is at it, or error is set */
static int
take_lock (const char *folder, gboolean wait, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_NAME, NULL);
  int descriptor = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

  if (descriptor < 0)
    {
      _yb_backup_set_file_error (error, errno, path);
      return -1;
    }
  while (flock (descriptor, LOCK_EX | LOCK_NB) != 0)
    {
      if (!wait || g_cancellable_set_error_if_cancelled (cancellable, error))
        {
          close (descriptor);
          return -1;
        }
      g_usleep (LOCK_POLL_US);
    }

  return descriptor;
}

/* What a killed process has left. With the lock. */
static void
remove_leftovers (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (*name == '.' && strstr (name, YB_BACKUP_SUFFIX ".") != NULL)
      {
        g_autofree char *path = g_build_filename (folder, name, NULL);

        g_unlink (path);
      }
}

/* ---- making ---- */

/* Durable, as far as the folder above it allows: without it there are no copies, which is told. */
static gboolean
make_folder (const char *folder, GError **error)
{
  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (g_mkdir (folder, 0700) != 0)
    return _yb_backup_set_file_error (error, errno, folder);

  return _yb_backup_sync_folder (folder, error);
}

static char *
new_name (const char *folder, const char *database)
{
  g_autofree char *stem = stem_of (database);
  g_autofree char *time = yb_time_to_rfc3339 (yb_time_now ());
  g_autoptr (GString) digits = g_string_new (NULL);
  char *path = NULL;

  for (const char *c = time; *c != '\0' && digits->len < strlen ("20261122-142301"); c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
    else if (*c == 'T')
      g_string_append_c (digits, '-');

  for (guint i = 1; path == NULL || g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_autofree char *more = i > 1 ? g_strdup_printf ("-%u", i) : g_strdup ("");
      g_autofree char *name = g_strconcat (stem, "-", digits->str, more, YB_BACKUP_SUFFIX, NULL);

      g_free (path);
      path = g_build_filename (folder, name, NULL);
    }
  return path;
}

static YbBackup *
newest_good (GPtrArray *backups)
{
  for (guint i = 0; i < backups->len; i++)
    if (((YbBackup *) backups->pdata[i])->trust >= YB_BACKUP_PROVED &&
        ((YbBackup *) backups->pdata[i])->trust != YB_BACKUP_DAMAGED)
      return backups->pdata[i];

  return NULL;
}

static gboolean
is_due (YbBackupReason reason, const YbBackup *newest, gint64 audit_seq)
{
  gint64 age = newest != NULL ? ABS (yb_time_now () - newest->at) : 0;
  gint64 actions = newest != NULL ? audit_seq - newest->audit_seq : 0;

  if (newest == NULL || actions < 0)
    return TRUE;

  switch (reason)
    {
    case YB_BACKUP_SCHEDULED:
      return age >= SCHEDULE_MS && actions > 0;
    case YB_BACKUP_BEFORE_IMPORT:
      return actions > 0 && (age >= FRESH_MS || actions > FRESH_ACTIONS);
    case YB_BACKUP_ON_DEMAND:
    case YB_BACKUP_BEFORE_RESTORE:
    default:
      return TRUE;
    }
}

static gboolean
verify_part (const char *part, YbKeys *keys, GCancellable *cancellable, GError **error)
{
  g_autoptr (YbBackupSource) source = _yb_backup_source_new (part, yb_keys_get (keys, YB_KEY_BACKUP), error);

  return source != NULL && _yb_backup_read_content (source, NULL, NULL, NULL, cancellable, error);
}

/* The copy is encrypted already: it is copied, read back, and then gets its name. */
static gboolean
copy_to_second (
    const YbBackup *backup, const char *folder, YbKeys *keys, GCancellable *cancellable, GError **error)
{
  g_autofree char *base = g_path_get_basename (backup->path);
  g_autofree char *target = g_build_filename (folder, base, NULL);
  g_autofree char *mark = g_build_filename (folder, MARK_NAME, NULL);
  g_autofree char *part = g_strdup_printf ("%s" G_DIR_SEPARATOR_S ".%s.%d.part", folder, base,
                                           (int) getpid ());

  if (!g_file_test (mark, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN,
                   _ ("The second folder for backups, “%s”, is not there. Connect its disk, or choose "
                      "another folder."),
                   folder);
      return FALSE;
    }
  if (g_file_test (target, G_FILE_TEST_EXISTS))
    return TRUE;

  if (!_yb_backup_copy_file (backup->path, part, TRUE, error))
    return FALSE;
  if (!verify_part (part, keys, cancellable, error))
    {
      g_unlink (part);
      return FALSE;
    }
  if (g_rename (part, target) != 0)
    {
      _yb_backup_set_file_error (error, errno, target);
      g_unlink (part);
      return FALSE;
    }

  return _yb_backup_sync_folder (target, error);
}

/**
 * yb_backup_outcome_free:
 * @self: (transfer full): an outcome
 */
void
yb_backup_outcome_free (YbBackupOutcome *self)
{
  g_return_if_fail (self != NULL);

  g_clear_object (&self->backup);
  g_clear_error (&self->second_error);
  g_free (self);
}

static gpointer
read_seq_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *seq = data;
  YbStatement *last = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LAST);

  *seq = yb_statement_step (last, error) ? yb_statement_number (last, 0) : 0;
  yb_statement_reset (last);
  return data;
}

/* With the lock. */
static gboolean
make_if_due (YbStore *self,
             const char *folder,
             YbBackupReason reason,
             const YbBackupMonitor *monitor,
             YbBackupOutcome *outcome,
             GError **error)
{
  g_autofree char *second = yb_store_dup_second_backup_folder (self);
  g_autofree char *target = new_name (folder, self->path);
  g_autoptr (YbKeys) keys = yb_store_find_keys (self);
  g_autoptr (GPtrArray) backups = yb_backup_list (folder, self->path, keys);
  YbBackup *newest = newest_good (backups);
  gint64 seq = 0;

  remove_leftovers (folder);
  if (yb_store_read (self, read_seq_cb, &seq, error) == NULL)
    return FALSE;
  if (is_due (reason, newest, seq))
    {
      outcome->backup = yb_store_backup (self, target, reason, monitor->progress, monitor->data,
                                         monitor->cancellable, error);
      if (outcome->backup == NULL)
        return FALSE;
      newest = outcome->backup;
      remove_what_may_go (folder, self->path, self->uuid, keys);
    }
  if (second != NULL && newest != NULL && keys != NULL)
    {
      remove_leftovers (second);
      if (copy_to_second (newest, second, keys, monitor->cancellable, &outcome->second_error))
        remove_what_may_go (second, self->path, self->uuid, keys);
    }

  return TRUE;
}

/**
 * yb_store_back_up_if_due:
 * @self: a store, unlocked
 * @reason: the clock (when an hour has passed and something was done since), an import (unless the newest copy is younger
 *   than ten minutes and at most 50 actions behind), or a person or a restore (always)
 * @progress: (nullable): told how far it is, on other threads
 * @progress_data: closure
 * @cancellable: (nullable): stops it
 * @error: as yb_store_backup()
 *
 * Makes a copy in the folder beside the file and carries it over to the second folder; then removes those that the ladder
 * does not keep. One process at a time: the clock leaves it to another one, everybody else waits. On a worker.
 *
 * Returns: (transfer full) (nullable): what was done
 */
YbBackupOutcome *
yb_store_back_up_if_due (YbStore *self,
                         YbBackupReason reason,
                         YbBackupProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (YbBackupOutcome) outcome = g_new0 (YbBackupOutcome, 1);
  g_autoptr (GError) local_error = NULL;
  YbBackupMonitor monitor = {progress, progress_data, cancellable};
  g_autofree char *folder = NULL;
  gboolean ok;
  int lock;

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  folder = yb_backup_folder_of (self->path);
  if (!make_folder (folder, error))
    return NULL;
  lock = take_lock (folder, reason != YB_BACKUP_SCHEDULED, cancellable, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  if (lock < 0)
    return g_steal_pointer (&outcome);

  ok = make_if_due (self, folder, reason, &monitor, outcome, error);
  close (lock);
  return ok ? g_steal_pointer (&outcome) : NULL;
}
