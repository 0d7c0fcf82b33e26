/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new data key: every sealed value, every look-up and every copy of the key is written anew, in one transaction. The old
 * key stays, sealed with the new one, for what the audit trail holds. */

#include "config.h"

#include "yb-seal-private.h"

#include <string.h>
#include <sodium.h>

#include "yb-house.h"
#include "yb-transaction-private.h"

#define ROWS_AT_A_TIME 256

/* One row with its sealed fields in clear; empty ones and those that do not open are left out. */
typedef struct
{
  gint64 id;
  char **texts;
} ClearRow;

static void
clear_row_free (gpointer data)
{
  ClearRow *row = data;

  g_strfreev (row->texts);
  g_free (row);
}

static GPtrArray *
sealed_fields (const YbRowType *type)
{
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < type->n_fields; i++)
    if (yb_field_is_sealed (&type->fields[i]))
      g_ptr_array_add (fields, (gpointer) &type->fields[i]);

  return fields;
}

static YbStatement *
prepare_read (YbConnection *connection, const YbRowType *type, GPtrArray *fields)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id");

  for (guint i = 0; i < fields->len; i++)
    g_string_append_printf (sql, ", %s", ((const YbField *) fields->pdata[i])->name);
  g_string_append_printf (sql, " FROM %s WHERE id > ?1 ORDER BY id LIMIT %d", type->table, ROWS_AT_A_TIME);
  return _yb_connection_prepare_text (connection, sql->str);
}

static char *
read_text (
    YbConnection *connection, YbStatement *row, const YbRowType *type, const YbField *field, int column)
{
  const YbCell cell = {type->table, yb_statement_number (row, 0), field->name};
  gsize length = sqlite3_column_bytes (row->stmt, column);

  return length > 0 ? _yb_unseal (connection, &cell, sqlite3_column_blob (row->stmt, column), length) : NULL;
}

/* Up to ROWS_AT_A_TIME rows behind an id, which moves on. */
static GPtrArray *
read_rows (YbConnection *connection, const YbRowType *type, GPtrArray *fields, gint64 *last, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (clear_row_free);
  g_autoptr (GError) local_error = NULL;
  YbStatement *read = prepare_read (connection, type, fields);
  gint64 after = *last;

  *last = 0;
  yb_statement_bind_number (read, 1, after);
  while (yb_statement_step (read, &local_error))
    {
      ClearRow *row = g_new0 (ClearRow, 1);

      *last = row->id = yb_statement_number (read, 0);
      row->texts = g_new0 (char *, fields->len + 1);
      for (guint i = 0; i < fields->len; i++)
        {
          row->texts[i] = read_text (connection, read, type, fields->pdata[i], i + 1);
          if (row->texts[i] == NULL)
            row->texts[i] = g_strdup ("");
        }
      g_ptr_array_add (rows, row);
    }
  if (local_error == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static YbStatement *
prepare_write (YbConnection *connection, const YbRowType *type, const YbField *field)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "UPDATE %s SET %s = ?2", type->table, field->name);
  if (field->flags & YB_FIELD_LOOKED_UP)
    g_string_append_printf (sql, ", %s_hash = ?3, %s_tail = ?4", field->name, field->name);
  g_string_append (sql, " WHERE id = ?1");
  return _yb_connection_prepare_text (connection, sql->str);
}

static gboolean
write_text (YbConnection *connection,
            YbKeys *keys,
            const YbRowType *type,
            gint64 id,
            const YbField *field,
            const char *text,
            GError **error)
{
  const YbCell cell = {type->table, id, field->name};
  YbStatement *write = prepare_write (connection, type, field);
  guint8 hash[YB_PHONE_HASH_BYTES];
  guint8 *sealed;
  gint64 tail;
  gsize length;

  if (write->stmt == NULL)
    return yb_statement_run (write, error);

  yb_statement_bind_number (write, 1, id);
  sealed = _yb_seal_bytes (keys, &cell, (const guint8 *) text, strlen (text), &length);
  sqlite3_bind_blob (write->stmt, 2, sealed, length, g_free);
  if ((field->flags & YB_FIELD_LOOKED_UP) && _yb_phone_hash (keys, text, hash))
    sqlite3_bind_blob (write->stmt, 3, hash, sizeof hash, SQLITE_TRANSIENT);
  if ((field->flags & YB_FIELD_LOOKED_UP) && _yb_phone_tail (keys, text, &tail))
    yb_statement_bind_number (write, 4, tail);
  return yb_statement_run (write, error);
}

/* What does not open stays as it is: it is told by the check, before and after. */
static gboolean
seal_again (YbConnection *connection, YbKeys *keys, const YbRowType *type, GError **error)
{
  g_autoptr (GPtrArray) fields = sealed_fields (type);
  gint64 last = 0;

  do
    {
      g_autoptr (GPtrArray) rows = read_rows (connection, type, fields, &last, error);

      if (rows == NULL)
        return FALSE;
      for (guint r = 0; r < rows->len; r++)
        {
          const ClearRow *row = rows->pdata[r];

          for (guint i = 0; i < fields->len; i++)
            if (*row->texts[i] != '\0' &&
                !write_text (connection, keys, type, row->id, fields->pdata[i], row->texts[i], error))
              return FALSE;
        }
    }
  while (last != 0);

  return TRUE;
}

static gboolean
keep_key (YbConnection *connection, YbKeys *keys, YbKeys *old, GError **error)
{
  const YbCell cell = {"key_old", yb_keys_get_version (old), "sealed"};
  YbStatement *keep = yb_connection_query (connection, YB_SQL_STORE_KEY_OLD_SET);
  guint8 packed[YB_KEYS_PACKED_BYTES];
  guint8 *sealed;
  gsize length;

  _yb_keys_pack (old, packed);
  sealed = _yb_seal_bytes (keys, &cell, packed, sizeof packed, &length);
  sodium_memzero (packed, sizeof packed);
  yb_statement_bind_number (keep, 1, cell.id);
  if (keep->stmt != NULL)
    sqlite3_bind_blob (keep->stmt, 2, sealed, length, SQLITE_TRANSIENT);
  g_free (sealed);
  return yb_statement_run (keep, error);
}

/* The newest of the old ones opens those before it. */
static gboolean
keep_old_keys (YbConnection *connection, YbKeys *keys, GError **error)
{
  for (guint version = yb_keys_get_version (connection->keys); version >= 1; version--)
    {
      YbKeys *old = _yb_connection_find_keys (connection, version);

      /* One that is missing cannot be kept, and opens nothing now either. */
      if (old != NULL && !keep_key (connection, keys, old, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * yb_transaction_change_keys:
 * @self: the open transaction
 * @error: YB_STORE_ERROR_LOCKED, or trouble of the database
 *
 * Gives the file a new data key. Everybody who could open it still can, with the same password or recovery key.
 *
 * Returns: whether all of it is written
 */
gboolean
yb_transaction_change_keys (YbTransaction *self, GError **error)
{
  YbConnection *connection;
  g_autoptr (YbKeys) keys = NULL;
  g_autofree char *uuid = NULL;
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  g_return_val_if_fail (self != NULL, FALSE);

  connection = yb_transaction_get_connection (self);
  if (!_yb_connection_require_keys (connection, error) || !_yb_connection_check_keys (connection, error))
    return FALSE;

  keys = _yb_keys_new_version (connection->keys);
  for (guint i = 0; i < n_types; i++)
    if (yb_row_type_is_sealed (types[i]) && !seal_again (connection, keys, types[i], error))
      return FALSE;
  if (!keep_old_keys (connection, keys, error) || !_yb_file_wrap_again (connection, keys, error) ||
      !_yb_file_note_keys (connection, keys, error))
    return FALSE;

  /* Before the commit, after which another process looks for it there. */
  uuid = _yb_file_dup_meta (connection, "uuid");
  _yb_key_cache_store (uuid, keys);
  _yb_connection_set_keys (connection, keys);
  return TRUE;
}

/**
 * yb_transaction_renew_recovery_key:
 * @self: the open transaction
 * @recovery_key: (out) (transfer full): the new key on paper; free it with yb_recovery_key_free()
 * @error: YB_STORE_ERROR_LOCKED, or trouble of the database
 *
 * The one before opens nothing any more.
 *
 * Returns: whether it is written
 */
gboolean
yb_transaction_renew_recovery_key (YbTransaction *self, char **recovery_key, GError **error)
{
  YbConnection *connection;

  g_return_val_if_fail (self != NULL && recovery_key != NULL, FALSE);

  connection = yb_transaction_get_connection (self);
  return _yb_connection_require_keys (connection, error) && _yb_connection_check_keys (connection, error) &&
         _yb_file_set_recovery (connection, connection->keys, recovery_key, error);
}
