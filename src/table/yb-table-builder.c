/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

void
_yb_table_builder_init (YbTableBuilder *self,
                        const YbTableOptions *options,
                        GCancellable *cancellable,
                        gsize text_size)
{
  YbTable *table = g_new0 (YbTable, 1);

  g_atomic_ref_count_init (&table->ref_count);
  table->text_size = MAX (text_size, 64);
  table->text = g_malloc (table->text_size);
  table->text[0] = '\0';
  table->text_length = 1;
  table->cells = g_array_new (FALSE, FALSE, sizeof (guint32));
  table->lines = g_array_new (FALSE, FALSE, sizeof (guint32));
  table->ragged = g_array_new (FALSE, FALSE, sizeof (guint32));
  table->problems = g_array_new (FALSE, FALSE, sizeof (YbTableProblem));

  *self = (YbTableBuilder){
      .table = table,
      .record = g_array_new (FALSE, FALSE, sizeof (guint32)),
      .options = options,
      .cancellable = cancellable,
      .last_percent = -1,
  };
}

void
_yb_table_builder_clear (YbTableBuilder *self)
{
  g_clear_pointer (&self->table, yb_table_unref);
  g_clear_pointer (&self->record, g_array_unref);
}

void
_yb_table_builder_append (YbTableBuilder *self, const char *text, gsize length)
{
  YbTable *table = self->table;

  if (G_UNLIKELY (table->text_length + length > table->text_size))
    {
      table->text_size = MAX (table->text_size + table->text_size / 2, table->text_length + length + 64);
      table->text = g_realloc (table->text, table->text_size);
    }
  memcpy (table->text + table->text_length, text, length);
  table->text_length += length;
}

/* Ends the text that began at @start and gives its offset. An empty text takes no room. */
guint32
_yb_table_builder_close_text (YbTableBuilder *self, gsize start)
{
  if (self->table->text_length == start)
    return 0;
  _yb_table_builder_append (self, "", 1);
  return (guint32) start;
}

void
_yb_table_builder_begin_record (YbTableBuilder *self, guint line)
{
  self->line = line;
  g_array_set_size (self->record, 0);
}

/* Puts the cell into the 0-based @column of the record; columns that were jumped over are empty. */
gboolean
_yb_table_builder_add_cell (YbTableBuilder *self, guint column, guint32 offset, GError **error)
{
  static const guint32 empty = 0;

  if (G_UNLIKELY (column >= YB_TABLE_MAX_COLUMNS))
    {
      g_set_error (
          error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
          _ ("Line %u has more than %u columns. Delete the columns that are not needed, and try again."),
          self->line, (guint) YB_TABLE_MAX_COLUMNS);
      return FALSE;
    }
  while (self->record->len < column)
    g_array_append_val (self->record, empty);
  if (self->record->len == column)
    g_array_append_val (self->record, offset);
  else
    g_array_index (self->record, guint32, column) = offset;
  return TRUE;
}

void
_yb_table_builder_take_problem (
    YbTableBuilder *self, guint line, guint column, YbTableProblemCode code, char *message)
{
  YbTableProblem problem = {line, column, code, message};

  if (self->table->problems->len < YB_TABLE_MAX_PROBLEMS)
    g_array_append_val (self->table->problems, problem);
  else
    {
      self->table->n_problems_left_out++;
      g_free (message);
    }
}

static char *
describe_nameless (const char *name)
{
  return g_strdup_printf (_ ("The column has no name; it is called “%s” here."), name);
}

/* Trimmed, and unlike every name before it: the mapping file refers to columns by name. */
static guint32
take_header (YbTableBuilder *self, GHashTable *taken, guint column, guint32 offset)
{
  g_autofree char *name = g_strstrip (g_strdup (self->table->text + offset));
  g_autofree char *unique = NULL;
  gsize start = self->table->text_length;

  if (*name == '\0')
    {
      g_free (name);
      /* Not translated: a mapping file saved in one language has to work in the other. */
      name = g_strdup_printf ("#%u", column + 1);
      if (column < self->n_named)
        _yb_table_builder_take_problem (self, self->line, column + 1, YB_TABLE_PROBLEM_HEADER_EMPTY,
                                        describe_nameless (name));
    }
  unique = g_strdup (name);
  for (guint n = 2; g_hash_table_contains (taken, unique); n++)
    {
      g_free (unique);
      unique = g_strdup_printf ("%s (%u)", name, n);
    }
  if (strcmp (unique, name) != 0)
    _yb_table_builder_take_problem (
        self, self->line, column + 1, YB_TABLE_PROBLEM_HEADER_DUPLICATE,
        g_strdup_printf (_ ("The column name “%s” stands there twice; this one is called “%s” here."), name,
                         unique));

  _yb_table_builder_append (self, unique, strlen (unique));
  g_hash_table_add (taken, g_steal_pointer (&unique));
  return _yb_table_builder_close_text (self, start);
}

static void
take_headers (YbTableBuilder *self)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  YbTable *table = self->table;
  const guint32 *record = (const guint32 *) (gpointer) self->record->data;

  table->stride = self->record->len;
  table->headers = g_new0 (guint32, table->stride);
  for (guint i = 0; i < table->stride; i++)
    table->headers[i] = take_header (self, taken, i, record[i]);
  self->has_header = TRUE;
  self->header_line = self->line;
  self->n_header_problems = table->problems->len;
}

/* Spreadsheets like to write empty columns behind the last one: without a name and without a cell they are none. */
static void
drop_empty_columns (YbTableBuilder *self)
{
  YbTable *table = self->table;

  table->n_columns = MAX (self->n_named, self->n_filled);
  for (guint column = self->n_named; column < table->n_columns; column++)
    {
      YbTableProblem problem = {self->header_line, column + 1, YB_TABLE_PROBLEM_HEADER_EMPTY,
                                describe_nameless (table->text + table->headers[column])};

      g_array_insert_val (table->problems, self->n_header_problems++, problem);
    }
}

static void
note_ragged (YbTableBuilder *self, guint width)
{
  YbTable *table = self->table;
  guint n_columns = width < self->n_named ? self->n_named : table->stride;
  guint32 row = table->lines->len;
  char *message;

  g_array_append_val (table->ragged, row);
  if (width < n_columns)
    message = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                            "The row has %u cell, but the table has %u columns.",
                                            "The row has %u cells, but the table has %u columns.", width),
                               width, n_columns);
  else
    message = g_strdup_printf (
        _ ("The row has %u cells, but the table has only %u columns. Is a cell with a delimiter not quoted?"),
        width, n_columns);
  _yb_table_builder_take_problem (
      self, self->line, MIN (width, n_columns) + 1,
      width < n_columns ? YB_TABLE_PROBLEM_TOO_FEW_CELLS : YB_TABLE_PROBLEM_TOO_MANY_CELLS, message);
}

static gboolean
check_size (YbTableBuilder *self, GError **error)
{
  YbTable *table = self->table;

  if (G_LIKELY (table->lines->len < YB_TABLE_MAX_ROWS &&
                table->cells->len + table->stride <= YB_TABLE_MAX_CELLS))
    return TRUE;
  g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
               _ ("The table has too many rows: reading stopped at line %u. Divide it into smaller files."),
               self->line);
  return FALSE;
}

/* The first record that holds anything is the header. Records without any text are passed over. */
gboolean
_yb_table_builder_end_record (YbTableBuilder *self, GError **error)
{
  static const guint32 empty = 0;
  YbTable *table = self->table;
  guint width = self->record->len;
  guint filled = width;

  while (filled > 0 && g_array_index (self->record, guint32, filled - 1) == 0)
    filled--;
  if (filled == 0)
    return TRUE;

  if (!self->has_header)
    {
      self->n_named = filled;
      take_headers (self);
      return TRUE;
    }
  if (!check_size (self, error))
    return FALSE;

  if (filled > table->stride)
    note_ragged (self, filled);
  else if (width < self->n_named && !self->pads)
    note_ragged (self, width);
  if (width > table->stride)
    g_array_set_size (self->record, table->stride);
  self->n_filled = MAX (self->n_filled, MIN (filled, table->stride));
  g_array_append_vals (table->cells, self->record->data, self->record->len);
  for (guint i = self->record->len; i < table->stride; i++)
    g_array_append_val (table->cells, empty);
  g_array_append_val (table->lines, self->line);
  return TRUE;
}

/* Tells how far it is and looks whether the reading was called off. */
gboolean
_yb_table_builder_tick (YbTableBuilder *self, double fraction, GError **error)
{
  int percent = (int) (CLAMP (fraction, 0, 1) * 100);

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  if (self->options->progress != NULL && percent > self->last_percent)
    {
      self->last_percent = percent;
      self->options->progress (percent / 100.0, self->options->user_data);
    }
  return TRUE;
}

YbTable *
_yb_table_builder_finish (YbTableBuilder *self, GError **error)
{
  YbTable *table = self->table;

  if (!self->has_header)
    {
      g_set_error_literal (
          error, YB_TABLE_ERROR, YB_TABLE_ERROR_EMPTY,
          _ ("There is nothing in the table. The first line has to hold the names of the columns."));
      return NULL;
    }
  if (!_yb_table_builder_tick (self, 1.0, error))
    return NULL;
  drop_empty_columns (self);
  table->text = g_realloc (table->text, table->text_length);
  table->text_size = table->text_length;
  self->table = NULL;
  return table;
}
