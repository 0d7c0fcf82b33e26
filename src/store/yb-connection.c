/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-seal-private.h"

#include <inttypes.h>
#include <errno.h>
#include <glib/gi18n-lib.h>

/* An own busy handler: the one of SQLite sleeps ever longer and starves (reliability.md 0.4). */
#define BUSY_DEADLINE_US (10 * G_USEC_PER_SEC)
#define BUSY_SLEEP_MIN_US 200
#define BUSY_SLEEP_MAX_US 2000

#define CACHE_SIZE_KIB 65536

static int
busy_cb (void *data, int n_calls)
{
  static GPrivate deadline_key = G_PRIVATE_INIT (g_free);
  gint64 *deadline = g_private_get (&deadline_key);
  YbConnection *connection = data;

  if (deadline == NULL)
    {
      deadline = g_new0 (gint64, 1);
      g_private_set (&deadline_key, deadline);
    }

  if (n_calls == 0)
    {
      *deadline = g_get_monotonic_time () + BUSY_DEADLINE_US;
      if (connection->waiting_since != NULL)
        __atomic_store_n (connection->waiting_since, g_get_monotonic_time (), __ATOMIC_RELAXED);
    }
  else if (g_get_monotonic_time () > *deadline)
    return 0;

  g_usleep (g_random_int_range (BUSY_SLEEP_MIN_US, BUSY_SLEEP_MAX_US));
  return 1;
}

static YbStoreError
classify (int code, int system_errno)
{
  switch (code & 0xff)
    {
    case SQLITE_CONSTRAINT:
      return YB_STORE_ERROR_CONSTRAINT;
    case SQLITE_FULL:
      return YB_STORE_ERROR_FULL;
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        return YB_STORE_ERROR_UNSYNCED;
      /* A quota or a limit on the size of files stops a write in this way; errno may be another one by now. */
      return code == SQLITE_IOERR_WRITE || system_errno == ENOSPC || system_errno == EDQUOT ||
                     system_errno == EFBIG
                 ? YB_STORE_ERROR_FULL
                 : YB_STORE_ERROR_SQL;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return YB_STORE_ERROR_BUSY;
    case SQLITE_READONLY:
      return YB_STORE_ERROR_READ_ONLY;
    case SQLITE_NOTADB:
      return YB_STORE_ERROR_NOT_OURS;
    case SQLITE_CORRUPT:
      return YB_STORE_ERROR_DAMAGED;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return YB_STORE_ERROR_OPEN;
    default:
      return YB_STORE_ERROR_SQL;
    }
}

static const char *
sentence (YbStoreError error, int code)
{
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY)
    return _ ("Other records belong to this one. Take those back first.");
  if (code == SQLITE_CONSTRAINT_UNIQUE)
    return _ ("This number is used already.");

  switch (error)
    {
    case YB_STORE_ERROR_CONSTRAINT:
      return _ ("The entry contradicts another record, for instance a number that is used twice.");
    case YB_STORE_ERROR_FULL:
      return _ ("The disk is full. Free some space, then try again; nothing was lost.");
    case YB_STORE_ERROR_BUSY:
      return _ ("Another program is using the file. Try again in a moment; nothing was lost.");
    case YB_STORE_ERROR_READ_ONLY:
      return _ ("The file may only be read. Ask the administrator for the right to write it.");
    case YB_STORE_ERROR_NOT_OURS:
      return _ ("The file is not a Yingbin file.");
    case YB_STORE_ERROR_DAMAGED:
      return _ ("The file is damaged. Stop working with it and restore the newest backup.");
    case YB_STORE_ERROR_OPEN:
      return _ ("The file cannot be opened. Check that it exists and that you may read and write it.");
    case YB_STORE_ERROR_UNSYNCED:
      return _ ("The disk did not confirm what was written. Have it examined; this change was not saved.");
    case YB_STORE_ERROR_SQL:
    case YB_STORE_ERROR_TOO_NEW:
    case YB_STORE_ERROR_REMOTE:
    case YB_STORE_ERROR_MOVED:
    case YB_STORE_ERROR_NOT_FOUND:
    case YB_STORE_ERROR_STALE:
    case YB_STORE_ERROR_LOCKED:
    default:
      return _ ("The database reports trouble; nothing was changed.");
    }
}

/**
 * _yb_connection_set_error:
 * @self: a connection whose last call failed
 * @error: set
 *
 * Returns: %FALSE
 */
gboolean
_yb_connection_set_error (YbConnection *self, GError **error)
{
  int code = sqlite3_extended_errcode (self->db);
  YbStoreError kind = classify (code, sqlite3_system_errno (self->db));

  if (self->refusal != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->refusal));
      return FALSE;
    }

  g_debug ("SQLite: %s (%d)", sqlite3_errmsg (self->db), code);
  if (kind == YB_STORE_ERROR_SQL)
    g_set_error (error, YB_STORE_ERROR, kind, "%s (SQLite %d)", sentence (kind, code), code);
  else
    g_set_error_literal (error, YB_STORE_ERROR, kind, sentence (kind, code));
  return FALSE;
}

static void
statement_free (YbStatement *self)
{
  sqlite3_finalize (self->stmt);
  g_clear_error (&self->error);
  g_free (self);
}

/* The open recipe of reliability.md 2, as far as it concerns every connection. */
static gboolean
configure (YbConnection *self, GError **error)
{
  static const struct
  {
    int option;
    int value;
  } settings[] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_DQS_DDL, 0},
      {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
  };

  for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
    if (sqlite3_db_config (self->db, settings[i].option, settings[i].value, NULL) != SQLITE_OK)
      return _yb_connection_set_error (self, error);

  return _yb_connection_exec (self,
                              "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;"
                              "PRAGMA cache_size = -" G_STRINGIFY (CACHE_SIZE_KIB),
                              error);
}

/**
 * _yb_connection_open:
 * @path: the file, or a URI of SQLite
 * @flags: of sqlite3_open_v2()
 * @error: set when it fails
 *
 * Returns: (transfer full) (nullable): a connection with the safe settings
 */
YbConnection *
_yb_connection_open (const char *path, int flags, GError **error)
{
  g_autoptr (YbConnection) self = g_new0 (YbConnection, 1);
  static gsize configured;

  /* Counting every allocation under a lock is worth a tenth of a move. */
  if (g_once_init_enter (&configured))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&configured, 1);
    }

  self->stepped = g_ptr_array_new ();
  self->selects = g_hash_table_new (NULL, NULL);
  self->page_selects = g_hash_table_new (NULL, NULL);
  self->inserts = g_hash_table_new (NULL, NULL);
  self->row_statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                                (GDestroyNotify) statement_free);
  if (sqlite3_open_v2 (path, &self->db, flags | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOMUTEX,
                       NULL) != SQLITE_OK)
    {
      _yb_connection_set_error (self, error);
      return NULL;
    }

  if (!_yb_seal_add_functions (self))
    {
      _yb_connection_set_error (self, error);
      return NULL;
    }
  sqlite3_busy_handler (self->db, busy_cb, self);
  /* What cannot be read is left as it is, with the log beside it. */
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!configure (self, error))
    return NULL;
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);

  return g_steal_pointer (&self);
}

void
_yb_connection_close (YbConnection *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->queries); i++)
    g_clear_pointer (&self->queries[i], statement_free);
  g_clear_pointer (&self->selects, g_hash_table_unref);
  g_clear_pointer (&self->page_selects, g_hash_table_unref);
  g_clear_pointer (&self->inserts, g_hash_table_unref);
  g_clear_pointer (&self->row_statements, g_hash_table_unref);
  g_clear_pointer (&self->stepped, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_hash_table_unref);
  _yb_connection_set_keys (self, NULL);
  g_clear_error (&self->refusal);
  sqlite3_close (self->db);
  g_free (self);
}

/* Ends every statement that was left in the middle: it would keep an old snapshot alive. Only those that gave a row can
 * be; looking at all of them costs a short transaction two hundredths of its time. */
void
_yb_connection_reset_all (YbConnection *self)
{
  for (guint i = 0; i < self->stepped->len; i++)
    {
      YbStatement *statement = g_ptr_array_index (self->stepped, i);

      sqlite3_reset (statement->stmt);
      statement->stepped = FALSE;
    }
  g_ptr_array_set_size (self->stepped, 0);
}

/* Writes into a file that was moved away still succeed, in the wrong place (reliability.md 0.5). */
gboolean
_yb_connection_has_moved (YbConnection *self)
{
  int moved = 0;

  return sqlite3_file_control (self->db, "main", SQLITE_FCNTL_HAS_MOVED, &moved) == SQLITE_OK && moved;
}

gboolean
_yb_connection_exec (YbConnection *self, const char *sql, GError **error)
{
  if (sqlite3_exec (self->db, sql, NULL, NULL, NULL) != SQLITE_OK)
    return _yb_connection_set_error (self, error);

  return TRUE;
}

/* -1 when it cannot be read */
gint64
_yb_connection_pragma (YbConnection *self, const char *sql)
{
  sqlite3_stmt *stmt = NULL;
  gint64 value = -1;

  if (sqlite3_prepare_v2 (self->db, sql, -1, &stmt, NULL) == SQLITE_OK && sqlite3_step (stmt) == SQLITE_ROW)
    value = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  return value;
}

static YbStatement *
statement_new (YbConnection *connection, const char *sql)
{
  YbStatement *self = g_new0 (YbStatement, 1);

  self->connection = connection;
  if (sqlite3_prepare_v3 (connection->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &self->stmt, NULL) != SQLITE_OK)
    _yb_connection_set_error (connection, &self->error);

  return self;
}

/* At its start and with all parameters NULL. */
YbStatement *
_yb_connection_ready (YbStatement *self)
{
  if (self->stmt != NULL)
    {
      sqlite3_reset (self->stmt);
      sqlite3_clear_bindings (self->stmt);
    }

  return self;
}

/* A statement that could not be prepared is tried again, so that a passing trouble does not stay. */
YbStatement *
_yb_connection_prepare_text (YbConnection *self, const char *sql)
{
  YbStatement *statement = g_hash_table_lookup (self->row_statements, sql);

  if (statement == NULL || statement->stmt == NULL)
    {
      statement = statement_new (self, sql);
      g_hash_table_insert (self->row_statements, g_strdup (sql), statement);
    }

  return _yb_connection_ready (statement);
}

/**
 * yb_connection_query:
 * @self: a connection
 * @sql: name of a file below data/sql/query
 *
 * A failure to prepare is told by the first yb_statement_step() or yb_statement_run().
 *
 * Returns: (transfer none): the statement, at its start and with all parameters NULL. Only one use of a statement at a
 *   time per connection.
 */
YbStatement *
yb_connection_query (YbConnection *self, YbSql sql)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (sql < YB_N_SQL, NULL);

  if (self->queries[sql] != NULL && self->queries[sql]->stmt == NULL)
    g_clear_pointer (&self->queries[sql], statement_free);
  if (self->queries[sql] == NULL)
    self->queries[sql] = statement_new (self, yb_sql_texts[sql]);

  return _yb_connection_ready (self->queries[sql]);
}

/* A statement without parameters and rows, prepared once: parsing BEGIN and COMMIT anew is a tenth of a short
 * transaction. */
gboolean
_yb_connection_run (YbConnection *self, YbSql sql, GError **error)
{
  return yb_statement_run (yb_connection_query (self, sql), error);
}

/**
 * yb_statement_bind_number:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: its value
 */
void
yb_statement_bind_number (YbStatement *self, int index, gint64 value)
{
  g_return_if_fail (self != NULL);

  if (self->stmt != NULL)
    sqlite3_bind_int64 (self->stmt, index, value);
}

/**
 * yb_statement_bind_text:
 * @self: a statement
 * @index: of the parameter, from 1
 * @value: (nullable): its value, copied
 */
void
yb_statement_bind_text (YbStatement *self, int index, const char *value)
{
  g_return_if_fail (self != NULL);

  if (self->stmt != NULL)
    sqlite3_bind_text (self->stmt, index, value, -1, SQLITE_TRANSIENT);
}

/**
 * yb_statement_bind_null:
 * @self: a statement
 * @index: of the parameter, from 1
 */
void
yb_statement_bind_null (YbStatement *self, int index)
{
  g_return_if_fail (self != NULL);

  if (self->stmt != NULL)
    sqlite3_bind_null (self->stmt, index);
}

/**
 * yb_statement_step:
 * @self: a statement
 * @error: set when the database reports trouble
 *
 * Returns: whether there is a further row. %FALSE without an error is the end; the statement is then reset.
 */
gboolean
yb_statement_step (YbStatement *self, GError **error)
{
  int code;

  g_return_val_if_fail (self != NULL, FALSE);

  if (self->stmt == NULL)
    {
      if (error != NULL)
        *error = g_error_copy (self->error);
      return FALSE;
    }

  code = sqlite3_step (self->stmt);
  if (code == SQLITE_ROW)
    {
      if (!self->stepped)
        g_ptr_array_add (self->connection->stepped, self);
      self->stepped = TRUE;
      return TRUE;
    }
  if (code != SQLITE_DONE)
    _yb_connection_set_error (self->connection, error);

  sqlite3_reset (self->stmt);
  return FALSE;
}

/**
 * yb_statement_run:
 * @self: a statement that gives no rows, or whose rows do not matter
 * @error: set when the database reports trouble
 *
 * Returns: whether it ran to its end
 */
gboolean
yb_statement_run (YbStatement *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  while (yb_statement_step (self, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * yb_statement_reset:
 * @self: a statement
 *
 * Ends it before its last row. A statement left in the middle keeps an old state of the database alive.
 */
void
yb_statement_reset (YbStatement *self)
{
  g_return_if_fail (self != NULL);

  if (self->stmt != NULL)
    sqlite3_reset (self->stmt);
}

/**
 * yb_statement_number:
 * @self: a statement that stands on a row
 * @column: from 0
 *
 * Returns: the value, 0 for NULL
 */
gint64
yb_statement_number (YbStatement *self, int column)
{
  g_return_val_if_fail (self != NULL && self->stmt != NULL, 0);

  return sqlite3_column_int64 (self->stmt, column);
}

/**
 * yb_statement_text:
 * @self: a statement that stands on a row
 * @column: from 0
 *
 * Returns: (transfer none): the value, "" for NULL; valid until the next step
 */
const char *
yb_statement_text (YbStatement *self, int column)
{
  const char *text;

  g_return_val_if_fail (self != NULL && self->stmt != NULL, "");

  text = (const char *) sqlite3_column_text (self->stmt, column);
  return text != NULL ? text : "";
}

/**
 * yb_statement_is_null:
 * @self: a statement that stands on a row
 * @column: from 0
 *
 * Returns: whether the value is NULL
 */
gboolean
yb_statement_is_null (YbStatement *self, int column)
{
  g_return_val_if_fail (self != NULL && self->stmt != NULL, TRUE);

  return sqlite3_column_type (self->stmt, column) == SQLITE_NULL;
}

/* (nullable): stands on the row with this id */
static YbStatement *
select_row (YbConnection *self, const YbRowType *type, gint64 id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = _yb_row_sql_select (self, type);

  yb_statement_bind_number (statement, 1, id);
  if (yb_statement_step (statement, &local_error))
    return statement;

  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND,
                 /* Translators: kind of record, number */
                 _ ("%s no. %" PRId64 " does not exist."), g_dgettext (GETTEXT_PACKAGE, type->label), id);
  return NULL;
}

/**
 * yb_connection_load:
 * @self: a connection
 * @row: (inout): a record object of the wanted type
 * @id: the id
 * @error: YB_STORE_ERROR_NOT_FOUND, or trouble of the database
 *
 * Fills @row from the database; one notification per property that really changed.
 *
 * Returns: whether there is such a record
 */
gboolean
yb_connection_load (YbConnection *self, YbRow *row, gint64 id, GError **error)
{
  YbStatement *statement;

  g_return_val_if_fail (self != NULL && YB_IS_ROW (row), FALSE);

  statement = select_row (self, yb_row_get_row_type (row), id, error);
  if (statement == NULL)
    return FALSE;

  _yb_connection_fill_row (statement, row);
  yb_statement_reset (statement);
  return TRUE;
}

/**
 * yb_connection_get:
 * @self: a connection
 * @type: what it is
 * @id: the id
 * @error: YB_STORE_ERROR_NOT_FOUND, or trouble of the database
 *
 * Returns: (transfer full) (type YbRow) (nullable): a record object of one's own
 */
gpointer
yb_connection_get (YbConnection *self, const YbRowType *type, gint64 id, GError **error)
{
  YbStatement *statement;
  YbRow *row;

  g_return_val_if_fail (self != NULL && type != NULL, NULL);

  statement = select_row (self, type, id, error);
  if (statement == NULL)
    return NULL;

  row = yb_row_new (type);
  _yb_connection_fill_new_row (statement, row);
  yb_statement_reset (statement);
  return row;
}

/**
 * yb_connection_find:
 * @self: a connection
 * @sql: a query with one text parameter that gives ids
 * @text: the parameter
 * @error: trouble of the database
 *
 * Returns: the first id, 0 when there is none
 */
gint64
yb_connection_find (YbConnection *self, YbSql sql, const char *text, GError **error)
{
  YbStatement *statement;
  gint64 id;

  g_return_val_if_fail (self != NULL && text != NULL, 0);

  statement = yb_connection_query (self, sql);
  yb_statement_bind_text (statement, 1, text);
  if (!yb_statement_step (statement, error))
    return 0;

  id = yb_statement_number (statement, 0);
  yb_statement_reset (statement);
  return id;
}
