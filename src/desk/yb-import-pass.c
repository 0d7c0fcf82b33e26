/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One reading of a table: columns, dates, rows and what is wrong with them. The kinds (customers, deals,
 * staff) say what becomes of a row. */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-calendar.h"

#define CHECK_CANCELLED_EVERY 256

static void
column_free (gpointer data)
{
  YbImportColumn *column = data;

  g_clear_pointer (&column->codes, g_hash_table_unref);
  g_free (column);
}

YbImportPass *
_yb_import_pass_new (YbImport *import, gboolean skip_bad)
{
  YbImportPass *self = g_new0 (YbImportPass, 1);

  self->import = yb_import_ref (import);
  self->skip_bad = skip_bad;
  self->result = _yb_import_result_new (yb_table_get_n_rows (import->table));
  self->columns = g_ptr_array_new_with_free_func (column_free);
  self->readers = g_ptr_array_new_with_free_func ((GDestroyNotify) yb_date_reader_free);
  self->made = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
_yb_import_pass_free (YbImportPass *self)
{
  g_clear_pointer (&self->result, yb_import_result_free);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->readers);
  g_hash_table_unref (self->made);
  g_hash_table_unref (self->lines);
  g_free (self->today);
  yb_import_unref (self->import);
  g_free (self);
}

/* ---- columns ---- */

static gboolean
refuse_map (GError **error, const char *message)
{
  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, message);
  return FALSE;
}

static gboolean
check_map (YbImportPass *self, GPtrArray *fields, GError **error)
{
  YbImport *import = self->import;
  const YbImportKind *kind = import->kind;
  g_autofree const char **names = g_new0 (const char *, fields->len + 1);

  if (g_strcmp0 (yb_import_map_get_kind (import->map), kind->name) != 0)
    {
      g_autofree char *message = g_strdup_printf (
          _ ("The mapping is for “%s”, not for “%s”. Take another mapping file."),
          yb_import_map_get_kind (import->map), kind->name);
      return refuse_map (error, message);
    }

  for (guint i = 0; i < fields->len; i++)
    names[i] = ((const YbField *) g_ptr_array_index (fields, i))->name;
  if (!yb_import_map_check_fields (import->map, names, error) ||
      !yb_import_map_check_columns (import->map, import->table, error))
    return FALSE;

  for (guint i = 0; kind->required[i] != NULL; i++)
    if (yb_import_map_get_column (import->map, kind->required[i]) == NULL)
      {
        g_autofree char *message = g_strdup_printf (_ ("No column is chosen for “%s”."), kind->required[i]);
        return refuse_map (error, message);
      }

  return TRUE;
}

static void
add_columns (YbImportPass *self, GPtrArray *fields)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const YbField *field = g_ptr_array_index (fields, i);
      const char *header = yb_import_map_get_column (self->import->map, field->name);
      YbImportColumn *column;

      if (header == NULL)
        continue;
      column = g_new0 (YbImportColumn, 1);
      column->field = field;
      column->column = yb_table_find_column (self->import->table, header);
      if (field->kind == YB_FIELD_ENUM)
        column->codes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_ptr_array_add (self->columns, column);
    }
}

/**
 * _yb_import_pass_find:
 * @self: the pass
 * @field: name of one of our fields
 *
 * Returns: (nullable): the column that feeds it
 */
YbImportColumn *
_yb_import_pass_find (YbImportPass *self, const char *field)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      YbImportColumn *column = g_ptr_array_index (self->columns, i);

      if (g_str_equal (column->field->name, field))
        return column;
    }

  return NULL;
}

/**
 * _yb_import_pass_cell:
 * @self: the pass
 * @column: (nullable): a column
 *
 * Returns: (nullable): what stands there in this row, %NULL when it says nothing
 */
const char *
_yb_import_pass_cell (YbImportPass *self, const YbImportColumn *column)
{
  const char *cell;

  if (column == NULL)
    return NULL;

  cell = yb_table_get_cell (self->import->table, self->row, column->column);
  return yb_import_map_is_null (self->import->map, cell) ? NULL : cell;
}

/* ---- dates ---- */

static gboolean
has_dates (const YbImportColumn *column)
{
  return column->field->kind == YB_FIELD_DATE || column->field->kind == YB_FIELD_TIME;
}

static void
look_at (YbImportPass *self, YbImportColumn *column, YbDateReader *reader)
{
  for (self->row = 0; self->row < self->result->rows; self->row++)
    {
      const char *cell = _yb_import_pass_cell (self, column);

      if (cell != NULL)
        yb_date_reader_look (reader, cell);
    }
  self->row = 0;
}

static YbDateReader *
add_reader (YbImportPass *self, GError **error)
{
  YbDateReader *reader = yb_date_reader_new (yb_import_map_get_date_format (self->import->map), error);

  if (reader != NULL)
    g_ptr_array_add (self->readers, reader);
  return reader;
}

/* A file is written in one way: a day beyond the 12th in one column settles the others too. */
static gboolean
settle_together (YbImportPass *self, GError **error)
{
  YbDateReader *reader = add_reader (self, error);

  if (reader == NULL)
    return FALSE;
  for (guint i = 0; i < self->columns->len; i++)
    {
      YbImportColumn *column = g_ptr_array_index (self->columns, i);

      if (!has_dates (column))
        continue;
      look_at (self, column, reader);
      column->reader = reader;
    }
  return yb_date_reader_settle (reader, error);
}

static gboolean
settle_apart (YbImportPass *self, GError **error)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      YbImportColumn *column = g_ptr_array_index (self->columns, i);
      g_autoptr (GError) local_error = NULL;

      if (!has_dates (column))
        continue;
      column->reader = add_reader (self, error);
      if (column->reader == NULL)
        return FALSE;
      look_at (self, column, column->reader);
      if (!yb_date_reader_settle (column->reader, &local_error))
        {
          g_set_error (error, local_error->domain, local_error->code, _ ("Column “%s”: %s"),
                       yb_table_get_header (self->import->table, column->column), local_error->message);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
settle_dates (YbImportPass *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (settle_together (self, &local_error))
    return TRUE;
  if (!g_error_matches (local_error, YB_TABLE_ERROR, YB_TABLE_ERROR_AMBIGUOUS))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return settle_apart (self, error);
}

/**
 * _yb_import_pass_prepare:
 * @self: the pass
 * @error: the table as a whole cannot be imported in this way
 *
 * Checks the mapping against the table, and settles how its dates are written, before anything else is read.
 *
 * Returns: whether the pass may run
 */
gboolean
_yb_import_pass_prepare (YbImportPass *self, GError **error)
{
  g_autoptr (GPtrArray) fields = yb_import_list_fields (self->import->kind->name);

  if (!check_map (self, fields, error))
    return FALSE;

  add_columns (self, fields);
  if (self->columns->len == 0)
    return refuse_map (error, _ ("No column of the table is chosen for a field."));

  _yb_import_pass_add_table_problems (self);
  return settle_dates (self, error);
}

/* ---- cells ---- */

static void
tell_unreadable (YbImportPass *self, const YbImportColumn *column, GError *reason)
{
  _yb_import_pass_error (self, column, reason->message);
}

static gboolean
read_code (YbImportPass *self, const YbImportColumn *column, const char *cell, gint64 *number)
{
  gpointer known = g_hash_table_lookup (column->codes, cell);
  const char *ours;

  if (known != NULL)
    {
      *number = GPOINTER_TO_INT (known) - 1;
      return TRUE;
    }

  ours = yb_import_map_map_value (self->import->map, column->field->name, cell);
  *number = _yb_import_read_enum (column->field->enumeration, ours != NULL ? ours : cell);
  /* A mapping may say that a value means nothing. */
  if (*number == 0 && (ours == NULL || *ours != '\0'))
    {
      _yb_import_pass_unknown_value (self, column);
      return FALSE;
    }
  g_hash_table_insert (column->codes, g_strdup (cell), GINT_TO_POINTER ((int) *number + 1));
  return TRUE;
}

static gboolean
read_date (YbImportPass *self, const YbImportColumn *column, const char *cell, YbRow *row)
{
  g_autoptr (GError) error = NULL;
  char iso[YB_DATE_READER_ISO_SIZE];
  gint64 time;

  /* A time may carry its clock: only a plain day needs the reader. */
  if (column->field->kind == YB_FIELD_TIME && yb_time_parse (cell, &time, NULL))
    {
      yb_row_set_number (row, column->field, time);
      return TRUE;
    }
  if (!yb_date_reader_read (column->reader, cell, iso, &error))
    {
      tell_unreadable (self, column, error);
      return FALSE;
    }
  if (column->field->kind == YB_FIELD_DATE)
    yb_row_set_text (row, column->field, iso);
  else
    yb_row_set_number (row, column->field, yb_date_to_time (iso));
  return TRUE;
}

/**
 * _yb_import_pass_read:
 * @self: the pass
 * @column: a column
 * @row: the record to fill
 *
 * Reads the cell into the field of the column. An empty cell says nothing: the field stays as it is. What
 * cannot be read is told as an error of the row.
 */
void
_yb_import_pass_read (YbImportPass *self, const YbImportColumn *column, YbRow *row)
{
  const YbField *field = column->field;
  const char *cell = _yb_import_pass_cell (self, column);
  const char *ours;
  g_autofree char *string = NULL;
  g_autoptr (GError) error = NULL;
  gint64 number;

  if (cell == NULL)
    return;
  if (has_dates (column))
    {
      read_date (self, column, cell, row);
      return;
    }
  if (field->kind == YB_FIELD_ENUM)
    {
      if (read_code (self, column, cell, &number))
        yb_row_set_number (row, field, number);
      return;
    }

  ours = yb_import_map_map_value (self->import->map, field->name, cell);
  if (!yb_field_parse (field, ours != NULL ? ours : cell, &number, &string, &error))
    tell_unreadable (self, column, error);
  else if (yb_field_is_text (field))
    yb_row_set_text (row, field, string);
  else
    yb_row_set_number (row, field, number);
}

/**
 * _yb_import_pass_is_repeated:
 * @self: the pass
 * @column: the column of the number of the other system
 * @number: the number in this row
 *
 * Returns: whether an earlier row has the same number; told as an error
 */
gboolean
_yb_import_pass_is_repeated (YbImportPass *self, const YbImportColumn *column, const char *number)
{
  guint line = GPOINTER_TO_UINT (g_hash_table_lookup (self->lines, number));
  g_autofree char *message = NULL;

  if (line == 0)
    {
      g_hash_table_insert (self->lines, g_strdup (number),
                           GUINT_TO_POINTER (yb_table_get_line (self->import->table, self->row)));
      return FALSE;
    }

  message = g_strdup_printf (_ ("The same number stands in line %u already."), line);
  _yb_import_pass_error (self, column, message);
  return TRUE;
}

/* ---- records ---- */

/**
 * _yb_import_pass_insert:
 * @self: the pass
 * @row: a new record; gets an id, a negative one in a dry pass
 * @error: trouble of the database
 *
 * Returns: whether it was stored (or would be)
 */
gboolean
_yb_import_pass_insert (YbImportPass *self, YbRow *row, GError **error)
{
  if (self->dry)
    {
      row->id = -(++self->n_made);
      return TRUE;
    }
  return yb_transaction_insert (yb_call_get_transaction (self->call), row, error);
}

/**
 * _yb_import_pass_change:
 * @self: the pass
 * @stored: the record of the store
 * @read: what the file says; fields that are not stated there stay
 * @changed: (out): whether the file says anything new
 * @error: trouble of the database
 *
 * Returns: whether the store now agrees with the file (or would)
 */
gboolean
_yb_import_pass_change (YbImportPass *self, YbRow *stored, YbRow *read, gboolean *changed, GError **error)
{
  const YbRowType *type = yb_row_get_row_type (stored);

  *changed = FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];

      if (!(field->flags & YB_FIELD_IMPORTED) || !yb_row_has_value (read, field) ||
          yb_row_field_equal (stored, read, field))
        continue;
      *changed = TRUE;
      if (yb_field_is_text (field))
        yb_row_set_text (stored, field, yb_row_get_text (read, field));
      else
        yb_row_set_number (stored, field, yb_row_get_number (read, field));
    }

  return !*changed || self->dry ||
         yb_transaction_update (yb_call_get_transaction (self->call), stored, error);
}

/**
 * _yb_import_pass_made:
 * @self: the pass
 * @key: what a record is found by
 *
 * Returns: the id that was noted for it, 0 for none
 */
gint64
_yb_import_pass_made (YbImportPass *self, const char *key)
{
  const gint64 *id = g_hash_table_lookup (self->made, key);

  return id != NULL ? *id : 0;
}

/**
 * _yb_import_pass_note_made:
 * @self: the pass
 * @key: (transfer full): what the record is found by
 * @id: its id
 */
void
_yb_import_pass_note_made (YbImportPass *self, char *key, gint64 id)
{
  gint64 *value = g_new (gint64, 1);

  *value = id;
  g_hash_table_insert (self->made, key, value);
}

/* ---- rows ---- */

static gboolean
take_row (YbImportPass *self, GError **error)
{
  self->bad = FALSE;
  if (yb_table_row_is_ragged (self->import->table, self->row))
    _yb_import_pass_error (self, NULL, _ ("The row has more or fewer cells than the table has columns."));
  else if (!self->import->kind->row (self, error))
    return FALSE;

  if (self->bad)
    {
      self->result->skipped++;
      self->result->n_bad++;
      /* Nothing of this file will be kept: go on reading only for the list of errors. */
      if (!self->skip_bad)
        self->dry = TRUE;
    }
  return TRUE;
}

static gboolean
take_rows (YbImportPass *self, GError **error)
{
  guint step = MAX (1, self->result->rows / 100);

  for (self->row = 0; self->row < self->result->rows; self->row++)
    {
      if (self->row % CHECK_CANCELLED_EVERY == 0 &&
          g_cancellable_set_error_if_cancelled (self->cancellable, error))
        return FALSE;
      if (self->progress != NULL && self->row % step == 0)
        self->progress ((double) self->row / self->result->rows, self->progress_data);
      if (!take_row (self, error))
        return FALSE;
    }

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

/**
 * _yb_import_pass_run:
 * @self: a prepared pass
 * @connection: where to look for records
 * @call: (nullable): the verb that writes, %NULL for a check
 * @error: trouble of the database, or cancelled
 *
 * Returns: whether all rows were read; look at the result for their errors
 */
gboolean
_yb_import_pass_run (YbImportPass *self, YbConnection *connection, YbCall *call, GError **error)
{
  const YbImportKind *kind = self->import->kind;
  gboolean done;

  self->connection = connection;
  self->call = call;
  self->dry = call == NULL;
  self->today = call != NULL ? g_strdup (yb_call_get_today (call)) : yb_date_today ();
  done = kind->begin (self, error) && take_rows (self, error);
  if (kind->end != NULL)
    kind->end (self);
  if (done && self->progress != NULL)
    self->progress (1.0, self->progress_data);
  self->call = NULL;
  return done;
}
