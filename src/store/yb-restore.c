/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy takes the place of the file: decrypted into a new file beside it, checked, marked in its own audit trail, and only then
 * exchanged. The file that was there is kept; at every moment one of the two stands under the name. */

#include "config.h"

#include "yb-restore.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "yb-audit.h"
#include "yb-backup-private.h"
#include "yb-calendar.h"

#define SHARE_OF_READING 0.6

/**
 * yb_restore_clear:
 * @self: a restore
 *
 * Frees what came of it.
 */
void
yb_restore_clear (YbRestore *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->kept, g_free);
}

/* "…/yingbin.db.WORD-20261122-142301", not used yet. (transfer full) */
static char *
dated_name (const char *database, const char *word)
{
  g_autofree char *time = yb_time_to_rfc3339 (yb_time_now ());
  g_autoptr (GString) digits = g_string_new (NULL);
  char *name = NULL;

  for (const char *c = time; *c != '\0' && digits->len < strlen ("20261122-142301"); c++)
    if (g_ascii_isdigit (*c))
      g_string_append_c (digits, *c);
    else if (*c == 'T')
      g_string_append_c (digits, '-');

  for (guint i = 1; name == NULL || g_file_test (name, G_FILE_TEST_EXISTS); i++)
    {
      g_free (name);
      name = i == 1 ? g_strdup_printf ("%s.%s-%s", database, word, digits->str)
                    : g_strdup_printf ("%s.%s-%s-%u", database, word, digits->str, i);
    }
  return name;
}

/* ---- what is lost ---- */

static gint64
count_after (YbConnection *connection, YbBackup *backup)
{
  YbStatement *same = _yb_connection_prepare_text (connection, "SELECT hash FROM audit WHERE seq = ?1");
  YbStatement *after = _yb_connection_prepare_text (connection, "SELECT count(*) FROM audit WHERE seq > ?1");
  gsize size = 0;
  const void *hash = g_bytes_get_data (backup->audit_hash, &size);
  gint64 lost = -1;

  yb_statement_bind_number (same, 1, backup->audit_seq);
  yb_statement_bind_number (after, 1, backup->audit_seq);
  /* Of another history, nothing can be said. */
  if (yb_statement_step (same, NULL) && (gsize) sqlite3_column_bytes (same->stmt, 0) == size &&
      (size == 0 || memcmp (sqlite3_column_blob (same->stmt, 0), hash, size) == 0) &&
      yb_statement_step (after, NULL))
    lost = yb_statement_number (after, 0);
  yb_statement_reset (same);
  yb_statement_reset (after);
  return lost;
}

/**
 * yb_restore_count_lost:
 * @database: (type filename): the file as it is
 * @backup: a copy of it
 *
 * On a worker.
 *
 * Returns: how many actions are in the file and not in the copy; -1 when that cannot be told, because the file is damaged
 *   or has another history
 */
gint64
yb_restore_count_lost (const char *database, YbBackup *backup)
{
  g_autoptr (YbConnection) connection = NULL;

  g_return_val_if_fail (database != NULL && YB_IS_BACKUP (backup), -1);

  connection = _yb_store_open_reader (database, NULL);
  if (connection == NULL)
    return -1;

  /* Looking changes nothing, not even by carrying a log over. */
  sqlite3_db_config (connection->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  return count_after (connection, backup);
}

static gpointer
look_for_damage_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return _yb_connection_check (connection, YB_CHECK_INTEGRITY, data, error) ? data : NULL;
}

/**
 * yb_store_is_damaged:
 * @self: a store
 *
 * Looks through the whole file, at 250 MB a second or so: on a worker.
 *
 * Returns: whether something is wrong with it; then nothing shall be written any more
 */
gboolean
yb_store_is_damaged (YbStore *self)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_return_val_if_fail (YB_IS_STORE (self), FALSE);

  return yb_store_read (self, look_for_damage_cb, problems, &error) == NULL
             ? g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED)
             : problems->len > 0;
}

/* ---- the new file ---- */

typedef struct
{
  YbRestore *restore;
  YbBackup *backup;
  const char *kept;
  YbStore *store; /* the new file */
} Note;

static gboolean
write_note (YbTransaction *transaction, gpointer data, GError **error)
{
  Note *note = data;
  g_autofree char *base = g_path_get_basename (note->backup->path);
  g_autofree char *kept = g_path_get_basename (note->kept);
  g_autofree char *at = yb_time_to_rfc3339 (note->backup->at);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *arguments = NULL;
  YbStatement *staff;
  YbAuditEntry entry = {
      .at = yb_time_now (), .workstation = note->restore->workstation, .verb = YB_AUDIT_RESTORED};

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "backup");
  json_builder_add_string_value (builder, base);
  json_builder_set_member_name (builder, "at");
  json_builder_add_string_value (builder, at);
  json_builder_set_member_name (builder, "lost");
  json_builder_add_int_value (builder, note->restore->lost);
  json_builder_set_member_name (builder, "epoch");
  json_builder_add_int_value (builder, yb_audit_next_epoch (note->store));
  json_builder_set_member_name (builder, "kept");
  json_builder_add_string_value (builder, kept);
  /* What this and other computers remember of the trail that is given up shall not alarm. */
  json_builder_set_member_name (builder, "epoch");
  json_builder_add_int_value (builder,
                              _yb_audit_epoch_after_restore (yb_transaction_get_connection (transaction)));
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  arguments = json_to_string (node, FALSE);

  /* Who was hired after the copy was made is not in it. */
  staff = _yb_connection_prepare_text (yb_transaction_get_connection (transaction),
                                       "SELECT 1 FROM staff WHERE id = ?1");
  yb_statement_bind_number (staff, 1, note->restore->staff);
  if (yb_statement_step (staff, NULL))
    entry.staff = note->restore->staff;
  yb_statement_reset (staff);

  entry.arguments = arguments;
  yb_transaction_set_audit (transaction, &entry);
  return TRUE;
}

/* Opened as any file: an old format is brought up to date. Closed again, so that nothing stands beside it. */
static gboolean
note_in_trail (const char *fresh, Note *note, YbKeys *keys, GError **error)
{
  g_autoptr (YbStore) store = yb_store_open (fresh, YB_STORE_NO_FLAGS, error);
  g_autofree char *log = g_strconcat (fresh, "-wal", NULL);

  if (store == NULL)
    return FALSE;
  yb_store_unlock_with_keys (store, keys);
  note->store = store;
  if (!yb_store_write (store, write_note, note, error))
    return FALSE;

  yb_store_close (g_steal_pointer (&store));
  return !g_file_test (log, G_FILE_TEST_EXISTS) || _yb_backup_set_file_error (error, EBUSY, log);
}

static gboolean
make_fresh (YbBackup *backup, YbKeys *keys, const char *fresh, const YbBackupMonitor *monitor, GError **error)
{
  g_autoptr (YbBackupSource)
      source = _yb_backup_source_new (backup->path, yb_keys_get (keys, YB_KEY_BACKUP), error);
  g_autoptr (YbConnection) connection = NULL;
  YbBackupFacts facts;
  gboolean chain_broken;

  _yb_backup_remove_database (fresh);
  if (source == NULL ||
      !_yb_backup_read_content (source, fresh, monitor->progress, monitor->data, monitor->cancellable, error))
    return FALSE;

  connection = _yb_backup_open_content (fresh, keys, error);
  return connection != NULL && _yb_backup_check_content (connection, &facts, &chain_broken, error);
}

/* ---- the exchange ---- */

/* Holds the file alone. */
static gboolean
lock_old (const char *database, YbConnection **lock, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (YbConnection) connection = NULL;

  if (!g_file_test (database, G_FILE_TEST_EXISTS))
    return TRUE;

  connection = _yb_connection_open (database, SQLITE_OPEN_READWRITE, &local_error);
  /* Leaving WAL carries the log over and needs that nobody else has the file open. */
  if (connection != NULL &&
      _yb_connection_exec (connection,
                           "SELECT count(*) FROM sqlite_schema; PRAGMA locking_mode = EXCLUSIVE;"
                           "PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE",
                           &local_error))
    {
      *lock = g_steal_pointer (&connection);
      return TRUE;
    }
  /* SQLite can do nothing with it, so nobody works in it: it is moved as it is. Any other trouble may be over soon, and
   * the file may be in use. */
  if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED) ||
      g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS))
    return TRUE;
  if (!g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_BUSY))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_set_error_literal (
      error, YB_STORE_ERROR, YB_STORE_ERROR_BUSY,
      _ ("Another program has the file open. Close it in all windows and on all sessions of this "
         "computer, then try again; nothing was changed."));
  return FALSE;
}

static const char *const log_suffixes[] = {"-wal", "-shm", "-journal"};

/* The log of the old file would be taken for one of the new file. A file that is held alone has carried its log over, and an
 * empty journal is left of that. */
static gboolean
keep_log (const char *database, const char *kept, gboolean is_held, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (log_suffixes); i++)
    {
      g_autofree char *from = g_strconcat (database, log_suffixes[i], NULL);
      g_autofree char *to = g_strconcat (kept, log_suffixes[i], NULL);

      if ((is_held ? g_unlink (from) : g_rename (from, to)) != 0 && errno != ENOENT)
        return _yb_backup_set_file_error (error, errno, from);
    }

  return TRUE;
}

/* The exchange failed: the old file has its name and its log again. */
static void
put_back (const char *database, const char *kept)
{
  gboolean is_there = g_file_test (database, G_FILE_TEST_EXISTS);

  for (guint i = 0; i < G_N_ELEMENTS (log_suffixes); i++)
    {
      g_autofree char *from = g_strconcat (kept, log_suffixes[i], NULL);
      g_autofree char *to = g_strconcat (database, log_suffixes[i], NULL);

      g_rename (from, to);
    }
  if (is_there)
    g_unlink (kept); /* the second name */
  else
    g_rename (kept, database);
  _yb_backup_sync_folder (database, NULL);
}

/* A second name for the old file, or the new name where the disk knows no second names (FAT). */
static gboolean
keep_old (const char *database, const char *kept, GError **error)
{
  if (link (database, kept) == 0)
    return TRUE;
  if (errno == ENOENT)
    return TRUE;

  return g_rename (database, kept) == 0 || _yb_backup_set_file_error (error, errno, database);
}

static gboolean
give_name (const char *fresh, const char *database, GError **error)
{
  return g_rename (fresh, database) == 0 || _yb_backup_set_file_error (error, errno, fresh);
}

/**
 * yb_restore_swap:
 * @fresh: (type filename): a whole file that nobody has open, in the same folder
 * @database: (type filename): the name it shall have
 * @is_damaged: the old file is damaged: it is moved as it is, and SQLite does not touch it
 * @kept: (inout) (transfer full): the name that the old file gets, %NULL for a new one
 * @error: YB_STORE_ERROR_BUSY when somebody has the old file open; trouble of the disk
 *
 * Puts a file into the place of another, which is kept beside it. Whenever the power fails, one of the two stands there.
 *
 * Returns: whether the fresh one has the name
 */
gboolean
yb_restore_swap (const char *fresh, const char *database, gboolean is_damaged, char **kept, GError **error)
{
  g_autoptr (YbConnection) lock = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (fresh != NULL && database != NULL && kept != NULL, FALSE);

  name = *kept != NULL ? g_strdup (*kept) : dated_name (database, "before-restore");
  if ((!is_damaged && !lock_old (database, &lock, error)) || !keep_old (database, name, error))
    return FALSE;
  if (!_yb_backup_sync_folder (database, error) || !keep_log (database, name, lock != NULL, error) ||
      !_yb_backup_sync_folder (database, error) || !give_name (fresh, database, error))
    {
      put_back (database, name);
      return FALSE;
    }

  g_free (*kept);
  *kept = g_steal_pointer (&name);
  return _yb_backup_sync_folder (database, error);
}

typedef struct
{
  YbBackupProgress func;
  gpointer data;
} Share;

static void
share_cb (double fraction, gpointer data)
{
  Share *share = data;

  if (share->func != NULL)
    share->func (fraction * SHARE_OF_READING, share->data);
}

/**
 * yb_restore_run:
 * @self: (inout): who does it; what came of it
 * @backup: a copy
 * @keys: its keys
 * @database: (type filename): the file whose place it takes; it need not exist
 * @progress: (nullable): told how far it is
 * @progress_data: closure
 * @cancellable: (nullable): stops it, until the exchange begins
 * @error: YB_STORE_ERROR_BUSY (somebody has the file open), _DAMAGED, _NOT_OURS (other keys), _FULL; G_IO_ERROR_CANCELLED
 *
 * Every store of this process on @database must be closed. On a worker. Take a copy of the present state before, if it can
 * be read (yb_store_back_up_if_due()).
 *
 * Returns: whether the file is now what the copy holds, and one audit row that says so; otherwise it is as it was
 */
gboolean
yb_restore_run (YbRestore *self,
                YbBackup *backup,
                YbKeys *keys,
                const char *database,
                YbBackupProgress progress,
                gpointer progress_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *fresh = NULL;
  g_autofree char *kept = NULL;
  Share share = {progress, progress_data};
  const YbBackupMonitor monitor = {share_cb, &share, cancellable};
  Note note = {self, backup};
  gboolean ok;

  g_return_val_if_fail (self != NULL && YB_IS_BACKUP (backup) && keys != NULL && database != NULL, FALSE);

  fresh = g_strconcat (database, ".restoring", NULL);
  note.kept = kept = dated_name (database, "before-restore");
  self->lost = yb_restore_count_lost (self->damaged_copy != NULL ? self->damaged_copy : database, backup);
  ok = make_fresh (backup, keys, fresh, &monitor, error) &&
       !g_cancellable_set_error_if_cancelled (cancellable, error) &&
       note_in_trail (fresh, &note, keys, error) &&
       yb_restore_swap (fresh, database, self->damaged_copy != NULL, &kept, error);
  if (!ok)
    {
      _yb_backup_remove_database (fresh);
      return FALSE;
    }

  g_free (self->kept);
  self->kept = g_file_test (kept, G_FILE_TEST_EXISTS) ? g_steal_pointer (&kept) : NULL;
  if (progress != NULL)
    progress (1, progress_data);
  return TRUE;
}

/**
 * yb_damaged_keep_copy:
 * @database: (type filename): a damaged file that no process has open
 * @error: trouble of the disk
 *
 * Copies the file and its log aside, as "FILE.damaged-DATE", so that every attempt to rescue something works on a copy.
 *
 * Returns: (transfer full) (element-type filename) (nullable): the copies, that of the file itself first
 */
GPtrArray *
yb_damaged_keep_copy (const char *database, GError **error)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  g_autoptr (GPtrArray) copies = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *name = NULL;

  g_return_val_if_fail (database != NULL, NULL);

  name = dated_name (database, "damaged");
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from = g_strconcat (database, suffixes[i], NULL);
      g_autofree char *to = g_strconcat (name, suffixes[i], NULL);

      if (i > 0 && !g_file_test (from, G_FILE_TEST_EXISTS))
        continue;
      if (!_yb_backup_copy_file (from, to, TRUE, error))
        return NULL;
      g_ptr_array_add (copies, g_steal_pointer (&to));
    }

  return _yb_backup_sync_folder (database, error) ? g_steal_pointer (&copies) : NULL;
}
