/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether every sealed value opens, and is found by the number that it holds. */

#include "config.h"

#include "yb-seal-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-house.h"

typedef struct
{
  YbConnection *connection;
  void (*tell) (gpointer, const char *);
  gpointer data;
} Look;

static YbStatement *
prepare (YbConnection *connection, const YbRowType *type)
{
  g_autoptr (GString) sql = g_string_new ("SELECT id");

  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];

      if (!yb_field_is_sealed (field))
        continue;
      g_string_append_printf (sql, ", %s", field->name);
      if (field->flags & YB_FIELD_LOOKED_UP)
        g_string_append_printf (sql, ", %s_hash, %s_tail", field->name, field->name);
    }
  g_string_append_printf (sql, " FROM %s", type->table);
  return _yb_connection_prepare_text (connection, sql->str);
}

static gboolean
is_found (Look *self, YbStatement *row, int column, const char *text)
{
  guint8 hash[YB_PHONE_HASH_BYTES];
  gint64 tail;
  gboolean has_hash = _yb_phone_hash (self->connection->keys, text, hash);
  gboolean has_tail = _yb_phone_tail (self->connection->keys, text, &tail);

  if (yb_statement_is_null (row, column) == has_hash || yb_statement_is_null (row, column + 1) == has_tail)
    return FALSE;
  if (has_hash && (sqlite3_column_bytes (row->stmt, column) != sizeof hash ||
                   memcmp (sqlite3_column_blob (row->stmt, column), hash, sizeof hash) != 0))
    return FALSE;

  return !has_tail || yb_statement_number (row, column + 1) == tail;
}

static void
tell (Look *self, const YbCell *cell, const char *format)
{
  g_autofree char *sentence = g_strdup_printf (format, cell->table, cell->id, cell->column);

  self->tell (self->data, sentence);
}

/* Returns: the columns that belong to the field */
static int
look_at (Look *self, YbStatement *row, const YbRowType *type, const YbField *field, int column)
{
  const YbCell cell = {type->table, yb_statement_number (row, 0), field->name};
  gsize length = sqlite3_column_bytes (row->stmt, column);
  g_autofree char *text = length == 0 ? g_strdup ("")
                                      : _yb_unseal (self->connection, &cell,
                                                    sqlite3_column_blob (row->stmt, column), length);
  gboolean is_looked_up = (field->flags & YB_FIELD_LOOKED_UP) != 0;

  if (text == NULL)
    /* Translators: table, number, column */
    tell (self, &cell,
          _ ("A sealed value does not open: %s no. %" PRId64 ", %s. It was damaged or tampered with."));
  else if (is_looked_up && !is_found (self, row, column + 1, text))
    /* Translators: table, number, column */
    tell (self, &cell, _ ("A number is not found by its look-up: %s no. %" PRId64 ", %s."));
  return is_looked_up ? 3 : 1;
}

static gboolean
look_through (Look *self, const YbRowType *type, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *row = prepare (self->connection, type);

  while (yb_statement_step (row, &local_error))
    {
      int column = 1;

      for (guint i = 0; i < type->n_fields; i++)
        if (yb_field_is_sealed (&type->fields[i]))
          column += look_at (self, row, type, &type->fields[i], column);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * _yb_seal_check:
 * @connection: a connection; without keys there is nothing to see
 * @tell: called with a translated sentence for each problem
 * @data: for @tell
 * @error: trouble of the database
 *
 * Returns: whether it looked through all of it
 */
gboolean
_yb_seal_check (YbConnection *connection,
                void (*tell_cb) (gpointer, const char *),
                gpointer data,
                GError **error)
{
  Look look = {connection, tell_cb, data};
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  if (connection->keys == NULL)
    return TRUE;

  for (guint i = 0; i < n_types; i++)
    if (yb_row_type_is_sealed (types[i]) && !look_through (&look, types[i], error))
      return FALSE;

  return TRUE;
}
