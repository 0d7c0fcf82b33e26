/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The statements that carry a record to and from its table. They follow from the field table alone, so that a new
 * field needs no SQL here. */

#include "config.h"

#include "yb-seal-private.h"

/* A view shows what it names; who made the row and when is asked of the record itself. */
#define N_BASE_OF_VIEW 2

/* Parameter of the first changed column of an update. */
#define FIRST_CHANGED 5

static const YbField *
stored_base_fields (const YbRowType *type, guint *n_base)
{
  const YbField *base = yb_row_base_fields (n_base);

  if (type->source != type->table && !g_str_equal (type->source, type->table))
    *n_base = N_BASE_OF_VIEW;
  return base;
}

static guint
append_columns (GString *sql, const YbRowType *type, const char *separator)
{
  guint n_base;
  const YbField *base = stored_base_fields (type, &n_base);

  for (guint i = 0; i < n_base; i++)
    g_string_append_printf (sql, "%s%s", i > 0 ? separator : "", base[i].name);
  for (guint i = 0; i < type->n_fields; i++)
    g_string_append_printf (sql, "%s%s", separator, type->fields[i].name);

  return n_base + type->n_fields;
}

/* Beside a number that is looked up stand its hashes. */
static guint
append_look_ups (GString *sql, const YbField *field)
{
  if ((field->flags & YB_FIELD_LOOKED_UP) == 0)
    return 0;

  g_string_append_printf (sql, ", %s_hash, %s_tail", field->name, field->name);
  return 2;
}

/* A page is joined to a list of values: SQLite makes a sorted table of an IN list first, which costs a sixth more. */
static void
append_page (GString *sql, const YbRowType *type)
{
  g_string_append (sql, " FROM (VALUES ");
  for (guint i = 1; i <= YB_ROWS_PER_PAGE; i++)
    g_string_append_printf (sql, "%s(?%u)", i > 1 ? ", " : "", i);
  g_string_append_printf (sql, ") CROSS JOIN %s ON id = column1", type->source);
}

static YbStatement *
cached_select (YbConnection *self, GHashTable *cache, const YbRowType *type)
{
  g_autoptr (GString) sql = NULL;
  YbStatement *select = g_hash_table_lookup (cache, type);

  if (select != NULL)
    return _yb_connection_ready (select);

  sql = g_string_new ("SELECT ");
  append_columns (sql, type, ", ");
  if (cache == self->page_selects)
    append_page (sql, type);
  else
    g_string_append_printf (sql, " FROM %s WHERE id = ?1", type->source);
  select = _yb_connection_prepare_text (self, sql->str);
  if (select->stmt != NULL)
    g_hash_table_insert (cache, (gpointer) type, select);
  return select;
}

/* ?1 is the id */
YbStatement *
_yb_row_sql_select (YbConnection *self, const YbRowType *type)
{
  return cached_select (self, self->selects, type);
}

/* ?1 to ?64 are ids; those that stay NULL give no row. Half the time of one statement per row. */
YbStatement *
_yb_row_sql_select_page (YbConnection *self, const YbRowType *type)
{
  return cached_select (self, self->page_selects, type);
}

YbStatement *
_yb_row_sql_insert (YbConnection *self, const YbRowType *type)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  YbStatement *insert = g_hash_table_lookup (self->inserts, type);
  guint n_columns;

  if (insert != NULL)
    return _yb_connection_ready (insert);

  g_string_append_printf (sql, "INSERT INTO %s (", type->table);
  n_columns = append_columns (sql, type, ", ");
  for (guint i = 0; i < type->n_fields; i++)
    n_columns += append_look_ups (sql, &type->fields[i]);
  g_string_append (sql, ") VALUES (");
  for (guint i = 1; i <= n_columns; i++)
    g_string_append_printf (sql, "%s?%u", i > 1 ? ", " : "", i);
  g_string_append_c (sql, ')');
  insert = _yb_connection_prepare_text (self, sql->str);
  if (insert->stmt != NULL)
    g_hash_table_insert (self->inserts, (gpointer) type, insert);
  return insert;
}

/* Only changed columns are set: SQLite then leaves the indexes over the others alone. */
YbStatement *
_yb_row_sql_update (YbConnection *self, const YbRowType *type, const YbField *const *changed, guint n_changed)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  guint next = n_changed + FIRST_CHANGED;

  g_string_append_printf (sql, "UPDATE %s SET revision = revision + 1, updated_at = ?3, updated_by = ?4",
                          type->table);
  for (guint i = 0; i < n_changed; i++)
    g_string_append_printf (sql, ", %s = ?%u", changed[i]->name, i + FIRST_CHANGED);
  for (guint i = 0; i < n_changed; i++)
    if (changed[i]->flags & YB_FIELD_LOOKED_UP)
      {
        g_string_append_printf (sql, ", %s_hash = ?%u, %s_tail = ?%u", changed[i]->name, next,
                                changed[i]->name, next + 1);
        next += 2;
      }
  g_string_append (sql, " WHERE id = ?1 AND revision = ?2");
  return _yb_connection_prepare_text (self, sql->str);
}

YbStatement *
_yb_row_sql_delete (YbConnection *self, const YbRowType *type)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "DELETE FROM %s WHERE id = ?1 AND revision = ?2", type->table);
  return _yb_connection_prepare_text (self, sql->str);
}

static gboolean
bind_sealed (YbStatement *statement, int index, YbRow *row, const YbField *field, GError **error)
{
  const YbCell cell = {yb_row_get_row_type (row)->table, row->id, field->name};
  const char *text = yb_row_get_text (row, field);
  guint8 *sealed;
  gsize length;

  if (statement->stmt == NULL)
    return TRUE; /* told when it runs */
  if (*text == '\0')
    {
      sqlite3_bind_zeroblob (statement->stmt, index, 0);
      return TRUE;
    }

  sealed = _yb_seal (statement->connection, &cell, text, &length, error);
  if (sealed != NULL)
    sqlite3_bind_blob (statement->stmt, index, sealed, length, g_free);
  return sealed != NULL;
}

static int
bind_look_ups (YbStatement *statement, int index, YbRow *row, const YbField *field)
{
  YbKeys *keys = statement->connection->keys;
  const char *text;
  guint8 hash[YB_PHONE_HASH_BYTES];
  gint64 tail;

  if ((field->flags & YB_FIELD_LOOKED_UP) == 0)
    return index;

  text = yb_row_get_text (row, field);
  yb_statement_bind_null (statement, index);
  yb_statement_bind_null (statement, index + 1);
  if (statement->stmt != NULL && keys != NULL && _yb_phone_hash (keys, text, hash))
    sqlite3_bind_blob (statement->stmt, index, hash, sizeof hash, SQLITE_TRANSIENT);
  if (keys != NULL && _yb_phone_tail (keys, text, &tail))
    yb_statement_bind_number (statement, index + 1, tail);
  return index + 2;
}

/* Binds the value as the schema stores it: codes for enumerations, NULL for numbers that are not stated. */
static gboolean
bind_field (YbStatement *statement, int index, YbRow *row, const YbField *field, GError **error)
{
  gint64 number;

  if (yb_field_is_sealed (field))
    return bind_sealed (statement, index, row, field, error);
  if (yb_field_is_text (field))
    {
      yb_statement_bind_text (statement, index, yb_row_get_text (row, field));
      return TRUE;
    }

  number = yb_row_get_number (row, field);
  if (field->kind == YB_FIELD_ENUM)
    yb_statement_bind_text (statement, index, yb_enum_code (field->enumeration, number));
  else if (field->kind != YB_FIELD_FLAG && number == yb_field_no_value (field))
    yb_statement_bind_null (statement, index);
  else
    yb_statement_bind_number (statement, index, number);
  return TRUE;
}

/* The number that SQLite would give the next row. */
gboolean
_yb_row_sql_next_id (YbConnection *self, const YbRowType *type, gint64 *id, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT coalesce (max (id), 0) + 1 FROM %s", type->table);
  YbStatement *next = _yb_connection_prepare_text (self, sql);

  if (!yb_statement_step (next, error))
    return FALSE;

  *id = yb_statement_number (next, 0);
  yb_statement_reset (next);
  return TRUE;
}

/**
 * _yb_row_sql_bind_insert:
 * @insert: a statement of _yb_row_sql_insert()
 * @row: a record; when any of its values is sealed, it has its id
 * @error: YB_STORE_ERROR_LOCKED
 *
 * Returns: whether all of it is bound
 */
gboolean
_yb_row_sql_bind_insert (YbStatement *insert, YbRow *row, GError **error)
{
  const YbRowType *type = yb_row_get_row_type (row);
  guint n_base;
  const YbField *base = yb_row_base_fields (&n_base);
  int next;

  for (guint i = 0; i < n_base; i++)
    bind_field (insert, i + 1, row, &base[i], NULL);
  if (row->id == 0)
    yb_statement_bind_null (insert, 1);
  for (guint i = 0; i < type->n_fields; i++)
    if (!bind_field (insert, n_base + i + 1, row, &type->fields[i], error))
      return FALSE;

  next = n_base + type->n_fields + 1;
  for (guint i = 0; i < type->n_fields; i++)
    next = bind_look_ups (insert, next, row, &type->fields[i]);
  return TRUE;
}

/**
 * _yb_row_sql_bind_update:
 * @update: a statement of _yb_row_sql_update()
 * @row: the record
 * @changed: the fields that it writes
 * @n_changed: how many
 * @error: YB_STORE_ERROR_LOCKED
 *
 * Binds the changed values; the revision and who did it are for the caller.
 *
 * Returns: whether all of them are bound
 */
gboolean
_yb_row_sql_bind_update (
    YbStatement *update, YbRow *row, const YbField *const *changed, guint n_changed, GError **error)
{
  int next = n_changed + FIRST_CHANGED;

  for (guint i = 0; i < n_changed; i++)
    if (!bind_field (update, i + FIRST_CHANGED, row, changed[i], error))
      return FALSE;
  for (guint i = 0; i < n_changed; i++)
    next = bind_look_ups (update, next, row, changed[i]);
  return TRUE;
}

static const char *
column_text (sqlite3_stmt *stmt, int column)
{
  const char *text = (const char *) sqlite3_column_text (stmt, column);

  return text != NULL ? text : "";
}

static gint64
column_number (sqlite3_stmt *stmt, int column, const YbField *field)
{
  gint64 number;

  if (field->kind == YB_FIELD_ENUM)
    /* A code that a damaged or newer file brings along counts as not stated. */
    return MAX (0, yb_enum_from_code (field->enumeration, column_text (stmt, column)));

  number = sqlite3_column_int64 (stmt, column);
  return number == 0 && sqlite3_column_type (stmt, column) == SQLITE_NULL ? yb_field_no_value (field)
                                                                          : number;
}

/* What is locked, or does not belong there, reads as empty: no update writes what it did not change. */
static char *
read_sealed (YbStatement *statement, int column, YbRow *row, const YbField *field)
{
  const YbCell cell = {yb_row_get_row_type (row)->table, row->id, field->name};
  gsize length = sqlite3_column_bytes (statement->stmt, column);

  return length > 0 ? _yb_unseal (statement->connection, &cell, sqlite3_column_blob (statement->stmt, column),
                                  length)
                    : NULL;
}

static void
fill_field (YbStatement *statement, int column, YbRow *row, const YbField *field)
{
  if (yb_field_is_sealed (field))
    {
      g_autofree char *text = read_sealed (statement, column, row, field);

      yb_row_set_text (row, field, text != NULL ? text : "");
    }
  else if (yb_field_is_text (field))
    yb_row_set_text (row, field, column_text (statement->stmt, column));
  else
    yb_row_set_number (row, field, column_number (statement->stmt, column, field));
}

static void
fill_new_field (YbStatement *statement, int column, YbRow *row, const YbField *field)
{
  if (yb_field_is_sealed (field))
    {
      g_autofree char *text = read_sealed (statement, column, row, field);

      yb_row_put_text (row, field, text != NULL ? text : "");
    }
  else if (yb_field_is_text (field))
    yb_row_put_text (row, field, column_text (statement->stmt, column));
  else
    yb_row_put_number (row, field, column_number (statement->stmt, column, field));
}

/**
 * _yb_connection_fill_new_row:
 * @statement: a statement of _yb_row_sql_select() that stands on a row
 * @row: a record that nobody watches yet
 *
 * As _yb_connection_fill_row(), without notifications.
 */
void
_yb_connection_fill_new_row (YbStatement *statement, YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);
  guint n_base;
  const YbField *base = stored_base_fields (type, &n_base);

  for (guint i = 0; i < n_base; i++)
    fill_new_field (statement, i, row, &base[i]);
  for (guint i = 0; i < type->n_fields; i++)
    fill_new_field (statement, n_base + i, row, &type->fields[i]);
}

/**
 * _yb_connection_fill_row:
 * @statement: a statement of _yb_row_sql_select() that stands on a row
 * @row: the record to fill
 */
void
_yb_connection_fill_row (YbStatement *statement, YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);
  guint n_base;
  const YbField *base = stored_base_fields (type, &n_base);

  g_object_freeze_notify (G_OBJECT (row));
  for (guint i = 0; i < n_base; i++)
    fill_field (statement, i, row, &base[i]);
  for (guint i = 0; i < type->n_fields; i++)
    fill_field (statement, n_base + i, row, &type->fields[i]);
  g_object_thaw_notify (G_OBJECT (row));
}
