/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The open recipe of reliability.md 2. */

#include "config.h"

#include "yb-care-private.h"
#include "yb-keys-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/statvfs.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-place.h"

#define FOREIGN_DATABASE                                                                                     \
  N_ ("“%s” is a database of another program. Lists from other programs are taken in with Import.")

static gboolean
check_presence (const char *path, YbStoreFlags flags, GError **error)
{
  gboolean exists = g_file_test (path, G_FILE_TEST_EXISTS);
  gboolean is_regular = g_file_test (path, G_FILE_TEST_IS_REGULAR);

  if ((flags & YB_STORE_CREATE) && exists)
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN,
                 _ ("“%s” exists already. Choose another name, or open it; it is never overwritten."), path);
  else if (!(flags & YB_STORE_CREATE) && !exists)
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN,
                 _ ("There is no file “%s”. Check the name, or connect the disk it lies on."), path);
  else if (exists && !is_regular)
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS, _ ("“%s” is not a file."), path);
  else
    return TRUE;

  return FALSE;
}

static char *
immutable_uri (const char *path)
{
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  return g_strconcat (uri, "?immutable=1", NULL);
}

/**
 * _yb_store_is_unlocked_view:
 * @path: (type filename): a file
 *
 * A file with a write-ahead log needs a place for its index beside it, even for reading. Where we cannot write, on a DVD, a
 * read-only mount or in the folder of somebody else, it is read without, as long as nobody has it open.
 *
 * Returns: whether it has to be read so
 */
gboolean
_yb_store_is_unlocked_view (const char *path)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *index = g_strconcat (path, "-shm", NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  struct statvfs info;
  int system_error;

  if (g_file_test (log, G_FILE_TEST_EXISTS) || g_file_test (index, G_FILE_TEST_EXISTS))
    return FALSE;

  return (statvfs (path, &info) == 0 && (info.f_flag & ST_RDONLY) != 0) ||
         !_yb_place_is_writable (folder, &system_error);
}

static char *
name_to_open (const char *path)
{
  return _yb_store_is_unlocked_view (path) ? immutable_uri (path) : g_strdup (path);
}

/* Looks at the first page without locks, logs or recovery, so that another program's file is not touched by the
 * question whose it is. -1: no answer that way. */
static gint64
peek_application_id (const char *path)
{
  g_autofree char *uri = immutable_uri (path);
  g_autoptr (YbConnection) connection = _yb_connection_open (uri, SQLITE_OPEN_READONLY, NULL);

  return connection != NULL ? _yb_connection_pragma (connection, "PRAGMA application_id") : -1;
}

static gboolean
refuse_foreign (const char *path, GError **error)
{
  gint64 application = peek_application_id (path);

  if (application == -1 || application == YB_APPLICATION_ID_NUMBER)
    return TRUE; /* check_identity() tells more */

  g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS, _ (FOREIGN_DATABASE), path);
  return FALSE;
}

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                       _ ("The file is damaged. Stop working with it and restore the newest backup."));
  return FALSE;
}

static gboolean
check_identity (YbConnection *connection, const char *path, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 application, version;

  /* The first look into the file: it tells text files and torn files apart from databases. */
  if (!_yb_connection_exec (connection, "SELECT count(*) FROM sqlite_schema", &local_error))
    {
      if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS))
        g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS,
                     _ ("“%s” is not a Yingbin file. Lists from other programs are taken in with Import."),
                     path);
      else
        g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  application = _yb_connection_pragma (connection, "PRAGMA application_id");
  version = _yb_connection_pragma (connection, "PRAGMA user_version");
  if (application != YB_APPLICATION_ID_NUMBER)
    {
      g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS, _ (FOREIGN_DATABASE), path);
      return FALSE;
    }
  if (version < 0)
    return set_damaged (error);
  if (version > yb_sql_n_schema)
    {
      g_set_error (
          error, YB_STORE_ERROR, YB_STORE_ERROR_TOO_NEW,
          _ ("“%s” was written by a newer version of Yingbin (format %d, this one knows %u). Update this "
             "program; the file was not touched."),
          path, (int) version, yb_sql_n_schema);
      return FALSE;
    }

  return TRUE;
}

/* synchronous = EXTRA comes before the switch to WAL: otherwise a power cut can bring the journal of the switch back
 * and empty the new file (reliability.md 0.3). */
static gboolean
set_durability (YbConnection *writer, gboolean is_new, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *mode;
  gboolean is_wal;

  if (!_yb_connection_exec (writer, "PRAGMA synchronous = EXTRA", error))
    return FALSE;
  /* At once, so that a file whose making was cut short is known as ours, and finished when it is opened again. */
  if (is_new &&
      !_yb_connection_exec (writer, "PRAGMA application_id = " G_STRINGIFY (YB_APPLICATION_ID_NUMBER), error))
    return FALSE;

  mode = _yb_connection_prepare_text (writer, "PRAGMA journal_mode = WAL");
  is_wal = yb_statement_step (mode, &local_error) && g_str_equal (yb_statement_text (mode, 0), "wal");
  yb_statement_reset (mode);
  if (!is_wal)
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error_literal (
            error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN,
            _ ("This disk cannot keep the file safe (no write-ahead log). Use another disk."));
      return FALSE;
    }

  /* Checkpoints run from a worker, never on the path of a drop: the commit hook of the store asks for them. */
  return _yb_connection_exec (writer,
                              "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;"
                              "PRAGMA journal_size_limit = 4194304",
                              error);
}

/* A file of ours is in WAL mode. One that is not was cut short while it was made, or is damaged at its head: it is looked
 * through before the switch to WAL writes into it. */
static gboolean
check_before_switch (YbConnection *writer, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *mode = _yb_connection_prepare_text (writer, "PRAGMA journal_mode");
  gboolean ok = yb_statement_step (mode, &local_error) && g_str_equal (yb_statement_text (mode, 0), "wal");
  YbStatement *check;

  yb_statement_reset (mode);
  if (!ok && local_error == NULL)
    {
      check = _yb_connection_prepare_text (writer, "PRAGMA quick_check (1)");
      ok = yb_statement_step (check, &local_error) && g_str_equal (yb_statement_text (check, 0), "ok");
      yb_statement_reset (check);
    }
  if (ok)
    return TRUE;

  if (local_error == NULL)
    return set_damaged (error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A copy beside the file before its format changes, so that the old version of the program can go on with it. */
static gboolean
copy_before_migration (YbConnection *writer, const char *path, gint64 version, GError **error)
{
  g_autofree char *copy = g_strdup_printf ("%s.format-%d-backup", path, (int) version);

  if (_yb_connection_copy (writer, copy))
    return TRUE;

  g_set_error (
      error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN,
      _ ("The file has an older format, and no copy “%s” could be made before changing it. Free some space "
         "and open it again; nothing was changed."),
      copy);
  return FALSE;
}

/* Connections that no store owns yet: opening waits for the disk, so it can be done on any thread. */
typedef struct
{
  char *path;
  YbStoreFlags flags;
  gboolean read_only;
  YbConnection *writer;
  YbConnection *reader;
  YbKeys *keys; /* made, or remembered by this computer */
  char *recovery_key;
} Opening;

static Opening *
opening_new (const char *path, YbStoreFlags flags)
{
  Opening *opening = g_new0 (Opening, 1);

  opening->path = g_canonicalize_filename (path, NULL);
  opening->flags = flags;
  return opening;
}

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_clear_pointer (&opening->reader, _yb_connection_close);
  g_clear_pointer (&opening->writer, _yb_connection_close);
  g_clear_pointer (&opening->keys, yb_keys_unref);
  g_clear_pointer (&opening->recovery_key, _yb_free_secret_text);
  g_free (opening->path);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static gboolean
run_steps (Opening *opening, YbConnection *writer, GError **error)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u",
                                            YB_APPLICATION_ID_NUMBER, yb_sql_n_schema);
  gint64 version;

  if (!_yb_connection_exec (writer, "BEGIN IMMEDIATE", error))
    return FALSE;

  /* Again, now that nobody else can write: another process may have been at it. */
  version = _yb_connection_pragma (writer, "PRAGMA user_version");
  for (; version < yb_sql_n_schema; version++)
    if (!_yb_connection_exec (writer, yb_sql_schema[version], error))
      break;
  if (version == yb_sql_n_schema && _yb_connection_exec (writer, stamp, error) &&
      _yb_file_begin_keys (writer, &opening->keys, &opening->recovery_key, error) &&
      _yb_connection_exec (writer, "COMMIT", error))
    return TRUE;

  _yb_connection_reset_all (writer);
  if (!sqlite3_get_autocommit (writer->db))
    _yb_connection_exec (writer, "ROLLBACK", NULL);
  return FALSE;
}

/* All steps and the new version number are one transaction: killed in the middle, the file is as it was. */
static gboolean
migrate (Opening *opening, YbConnection *writer, gboolean is_new, GError **error)
{
  gint64 version = is_new ? 0 : _yb_connection_pragma (writer, "PRAGMA user_version");

  if (version == yb_sql_n_schema)
    return TRUE;
  if (!is_new && !copy_before_migration (writer, opening->path, version, error))
    return FALSE;

  return run_steps (opening, writer, error);
}

/* The file is made before SQLite opens it: never over another one, and for the owner alone from its first byte; the log
 * beside it takes over the mode. */
static gboolean
make_file (const char *path, GError **error)
{
  int descriptor = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (descriptor >= 0)
    {
      close (descriptor);
      return TRUE;
    }

  g_set_error (error, YB_STORE_ERROR,
               errno == ENOSPC || errno == EDQUOT ? YB_STORE_ERROR_FULL : YB_STORE_ERROR_OPEN,
               _ ("“%s” cannot be made: %s. Choose another folder or name."), path, g_strerror (errno));
  return FALSE;
}

/* What is left of a file that could not be finished would only stand in the way of the next try. */
static void
remove_unfinished (const char *path)
{
  static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static YbConnection *
create (Opening *opening, GError **error)
{
  g_autoptr (YbConnection) writer = NULL;
  const char *path = opening->path;

  if (!make_file (path, error))
    return NULL;

  writer = _yb_connection_open (path, SQLITE_OPEN_READWRITE, error);
  if (writer != NULL && set_durability (writer, TRUE, error) && migrate (opening, writer, TRUE, error))
    return g_steal_pointer (&writer);

  g_clear_pointer (&writer, _yb_connection_close);
  remove_unfinished (path);
  return NULL;
}

static gboolean
refuse_old_format (YbConnection *connection, const char *path, GError **error)
{
  if (_yb_connection_pragma (connection, "PRAGMA user_version") == yb_sql_n_schema)
    return TRUE;

  g_set_error (
      error, YB_STORE_ERROR, YB_STORE_ERROR_READ_ONLY,
      _ ("“%s” has an older format, and the file may only be read. Open it once with the right to write it."),
      path);
  return FALSE;
}

static YbConnection *
open_writer (Opening *opening, GError **error)
{
  g_autoptr (YbConnection) writer = NULL;
  g_autofree char *name = NULL;
  const char *path = opening->path;
  YbStoreFlags flags = opening->flags;
  gboolean ok;

  if (!check_presence (path, flags, error) || !_yb_place_check (path, error))
    return NULL;
  if (flags & YB_STORE_CREATE)
    return create (opening, error);
  if (!refuse_foreign (path, error))
    return NULL;

  name = name_to_open (path);
  writer = _yb_connection_open (
      name, flags & YB_STORE_READ_ONLY ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, error);
  if (writer == NULL)
    return NULL;
  /* A damaged file stays as it is, also when its log stands beside it: closing it would carry that over. */
  sqlite3_db_config (writer->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!check_identity (writer, path, error))
    return NULL;

  /* SQLite opens a file that may not be written read-only by itself. */
  opening->read_only = sqlite3_db_readonly (writer->db, "main") == 1;
  if (opening->read_only)
    ok = refuse_old_format (writer, path, error);
  else
    ok = check_before_switch (writer, error) && set_durability (writer, FALSE, error) &&
         migrate (opening, writer, FALSE, error);
  if (ok)
    sqlite3_db_config (writer->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return ok ? g_steal_pointer (&writer) : NULL;
}

/* As at the first opening; (nullable): also when it may only be read by now. */
YbConnection *
_yb_store_open_writer (const char *path, GError **error)
{
  g_autoptr (Opening) opening = opening_new (path, YB_STORE_NO_FLAGS);
  g_autoptr (YbConnection) writer = open_writer (opening, error);

  return opening->read_only ? NULL : g_steal_pointer (&writer);
}

YbConnection *
_yb_store_open_reader (const char *path, GError **error)
{
  g_autofree char *name = name_to_open (path);
  g_autoptr (YbConnection) reader = _yb_connection_open (name, SQLITE_OPEN_READWRITE, error);

  if (reader == NULL || !_yb_connection_exec (reader, "PRAGMA query_only = ON", error))
    return NULL;

  return g_steal_pointer (&reader);
}

/* ---- the store ---- */

static gboolean
connect (Opening *opening, GError **error)
{
  opening->writer = open_writer (opening, error);
  if (opening->writer == NULL)
    return FALSE;

  opening->reader = _yb_store_open_reader (opening->path, error);
  if (opening->reader == NULL)
    return FALSE;

  if (opening->keys == NULL)
    opening->keys = _yb_file_find_cached_keys (opening->reader);
  return TRUE;
}

static YbStore *
make_store (Opening *opening)
{
  YbStore *store = _yb_store_new (g_steal_pointer (&opening->path), opening->read_only,
                                  g_steal_pointer (&opening->writer), g_steal_pointer (&opening->reader));

  store->recovery_key = g_steal_pointer (&opening->recovery_key);
  _yb_store_set_keys (store, opening->keys);
  return store;
}

/**
 * yb_store_open:
 * @path: (type filename): the file
 * @flags: see #YbStoreFlags
 * @error: YB_STORE_ERROR with a sentence that says what is wrong and what to do
 *
 * Opens the file with the settings of reliability.md 2, and brings an older format up to date after making a copy. A
 * file that may not be written is opened for reading only. What is no Yingbin file is refused untouched.
 *
 * Returns: (transfer full) (nullable): the store
 */
YbStore *
yb_store_open (const char *path, YbStoreFlags flags, GError **error)
{
  g_autoptr (Opening) opening = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  opening = opening_new (path, flags);
  return connect (opening, error) ? make_store (opening) : NULL;
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (connect (data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * yb_store_open_async:
 * @path: (type filename): the file
 * @flags: see #YbStoreFlags
 * @cancellable: (nullable): gives up waiting
 * @callback: calls yb_store_open_finish()
 * @user_data: for @callback
 *
 * As yb_store_open(), on a worker thread: a slow disk or an old format never freezes the window.
 */
void
yb_store_open_async (const char *path,
                     YbStoreFlags flags,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (path != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_store_open_async);
  g_task_set_task_data (task, opening_new (path, flags), opening_free);
  g_task_run_in_thread (task, open_in_thread);
}

/**
 * yb_store_open_finish:
 * @result: given to the callback
 * @error: as yb_store_open()
 *
 * Returns: (transfer full) (nullable): the store; it belongs to this thread
 */
YbStore *
yb_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_boolean (G_TASK (result), error)
             ? make_store (g_task_get_task_data (G_TASK (result)))
             : NULL;
}
