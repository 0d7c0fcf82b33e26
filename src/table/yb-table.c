/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-table.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "yb-table-private.h"

#define READ_BLOCK (1024 * 1024)
/* Reading the bytes is the smaller part of the work. */
#define READ_SHARE 0.2

G_DEFINE_QUARK (yb - table - error - quark, yb_table_error)
G_DEFINE_BOXED_TYPE (YbTable, yb_table, yb_table_ref, yb_table_unref)

static gboolean
refuse_large (GError **error)
{
  g_set_error (
      error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
      _ ("The file is larger than %u MB. Divide it into smaller files, and import one after the other."),
      (guint) (YB_TABLE_MAX_FILE_BYTES / (1024 * 1024)));
  return FALSE;
}

static GBytes *
load (GFile *file, const YbTableOptions *options, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree guchar *data = NULL;
  goffset expected = 0;
  gsize size, length = 0;

  stream = _yb_table_open (file, _ ("This is a folder. Choose a CSV or Excel file in it."),
                           _ ("This is no ordinary file. Choose a CSV or Excel file."), &expected,
                           cancellable, error);
  if (stream == NULL)
    return NULL;
  if (expected > YB_TABLE_MAX_FILE_BYTES)
    {
      refuse_large (error);
      return NULL;
    }

  /* One byte more than expected, so that the end is met without growing. */
  size = (gsize) expected + 1;
  data = g_malloc (size);
  for (;;)
    {
      gssize got = g_input_stream_read (G_INPUT_STREAM (stream), data + length,
                                        MIN (size - length, READ_BLOCK), cancellable, error);

      if (got < 0)
        return NULL;
      if (got == 0)
        break;
      length += (gsize) got;
      /* The file may grow while it is read, and a pipe has no size at all. */
      if (length > YB_TABLE_MAX_FILE_BYTES)
        {
          refuse_large (error);
          return NULL;
        }
      if (length == size)
        data = g_realloc (data, size += MAX (size / 2, READ_BLOCK));
      if (options->progress != NULL && expected > 0)
        options->progress (MIN (READ_SHARE, READ_SHARE * (double) length / (double) expected),
                           options->user_data);
    }
  return g_bytes_new_take (g_steal_pointer (&data), length);
}

typedef struct
{
  YbTableProgress progress;
  gpointer user_data;
} SecondPart;

static void
second_part_cb (double fraction, gpointer user_data)
{
  SecondPart *part = user_data;

  part->progress (READ_SHARE + fraction * (1 - READ_SHARE), part->user_data);
}

/**
 * yb_table_read_full:
 * @file: a CSV file or an xlsx workbook
 * @options: (nullable): how to read it
 * @cancellable: (nullable): to call it off
 * @error: why not, in words for the person who chose the file
 *
 * Reads the whole table into memory. Nothing of the file is kept open.
 *
 * Returns: (transfer full) (nullable): the table
 */
YbTable *
yb_table_read_full (GFile *file, const YbTableOptions *options, GCancellable *cancellable, GError **error)
{
  YbTableOptions own = {0};
  SecondPart part = {0};
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (options != NULL)
    own = *options;
  bytes = load (file, &own, cancellable, error);
  if (bytes == NULL)
    return NULL;
  if (own.progress != NULL)
    {
      part = (SecondPart){own.progress, own.user_data};
      own.progress = second_part_cb;
      own.user_data = &part;
    }
  return yb_table_read_bytes (bytes, &own, cancellable, error);
}

/**
 * yb_table_read:
 * @file: a CSV file or an xlsx workbook
 * @encoding: (nullable): the encoding of a CSV file; %NULL finds out
 * @sheet: (nullable): the sheet of a workbook; %NULL is the first that is not hidden
 * @progress: (nullable): told how far it is, in this thread
 * @user_data: for @progress
 * @cancellable: (nullable): to call it off
 * @error: why not, in words for the person who chose the file
 *
 * Reads the whole table into memory; see yb_table_read_full() for a chosen delimiter.
 *
 * Returns: (transfer full) (nullable): the table
 */
YbTable *
yb_table_read (GFile *file,
               const char *encoding,
               const char *sheet,
               YbTableProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  YbTableOptions options = {
      .encoding = encoding, .sheet = sheet, .progress = progress, .user_data = user_data};

  return yb_table_read_full (file, &options, cancellable, error);
}

/**
 * yb_table_read_bytes:
 * @bytes: what stands in the file
 * @options: (nullable): how to read it
 * @cancellable: (nullable): to call it off
 * @error: why not
 *
 * As yb_table_read_full(), from memory.
 *
 * Returns: (transfer full) (nullable): the table
 */
YbTable *
yb_table_read_bytes (GBytes *bytes, const YbTableOptions *options, GCancellable *cancellable, GError **error)
{
  static const YbTableOptions defaults = {0};
  YbTableBuilder builder;
  YbTableKind kind;
  YbTable *table = NULL;
  gsize length;
  const guchar *data;
  gboolean done;

  g_return_val_if_fail (bytes != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length > YB_TABLE_MAX_FILE_BYTES)
    {
      refuse_large (error);
      return NULL;
    }
  if (length == 0)
    {
      g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_EMPTY, _ ("The file is empty."));
      return NULL;
    }
  if (!_yb_table_find_kind (data, length, &kind, error))
    return NULL;

  _yb_table_builder_init (&builder, options != NULL ? options : &defaults, cancellable, length + length / 8);
  if (kind == YB_TABLE_KIND_ZIP)
    done = _yb_xlsx_read (&builder, bytes, error);
  else
    done = _yb_csv_read (&builder, bytes, error);
  if (done)
    table = _yb_table_builder_finish (&builder, error);
  _yb_table_builder_clear (&builder);
  return table;
}

/**
 * yb_table_ref:
 * @self: a table
 *
 * Tables do not change once read and may be shared between threads.
 *
 * Returns: (transfer full): @self
 */
YbTable *
yb_table_ref (YbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * yb_table_unref:
 * @self: (transfer full): a table
 *
 * Gives up a reference; with the last one the memory is freed.
 */
void
yb_table_unref (YbTable *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < self->problems->len; i++)
    g_free (g_array_index (self->problems, YbTableProblem, i).message);
  g_array_unref (self->problems);
  g_array_unref (self->cells);
  g_array_unref (self->lines);
  g_array_unref (self->ragged);
  g_strfreev (self->sheets);
  g_free (self->sheet);
  g_free (self->headers);
  g_free (self->text);
  g_free (self);
}

/**
 * yb_table_get_n_columns:
 * @self: a table
 *
 * Returns: the number of columns, at least 1
 */
guint
yb_table_get_n_columns (YbTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_columns;
}

/**
 * yb_table_get_n_rows:
 * @self: a table
 *
 * Returns: the number of data rows, without the header and without rows that are empty throughout
 */
guint
yb_table_get_n_rows (YbTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->lines->len;
}

/**
 * yb_table_get_header:
 * @self: a table
 * @column: from 0
 *
 * Returns: (transfer none): the name of the column, trimmed and unlike that of every other column
 */
const char *
yb_table_get_header (YbTable *self, guint column)
{
  g_return_val_if_fail (self != NULL, "");
  g_return_val_if_fail (column < self->n_columns, "");

  return self->text + self->headers[column];
}

/**
 * yb_table_find_column:
 * @self: a table
 * @header: the name of a column as yb_table_get_header() gives it
 *
 * Returns: the column from 0, or -1
 */
int
yb_table_find_column (YbTable *self, const char *header)
{
  g_return_val_if_fail (self != NULL, -1);
  g_return_val_if_fail (header != NULL, -1);

  for (guint i = 0; i < self->n_columns; i++)
    if (strcmp (self->text + self->headers[i], header) == 0)
      return (int) i;
  return -1;
}

/**
 * yb_table_get_cell:
 * @self: a table
 * @row: from 0
 * @column: from 0
 *
 * Returns: (transfer none): the text, valid UTF-8 as it stood in the file, "" when empty or missing
 */
const char *
yb_table_get_cell (YbTable *self, guint row, guint column)
{
  g_return_val_if_fail (self != NULL, "");
  g_return_val_if_fail (row < self->lines->len, "");
  g_return_val_if_fail (column < self->n_columns, "");

  return self->text + g_array_index (self->cells, guint32, (gsize) row * self->stride + column);
}

/**
 * yb_table_get_line:
 * @self: a table
 * @row: from 0
 *
 * Returns: the line of the file where the row begins (CSV), or the row's number in the sheet; from 1
 */
guint
yb_table_get_line (YbTable *self, guint row)
{
  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (row < self->lines->len, 0);

  return g_array_index (self->lines, guint32, row);
}

static int
compare_rows (const void *a, const void *b)
{
  guint32 left = *(const guint32 *) a;
  guint32 right = *(const guint32 *) b;

  return left < right ? -1 : left > right;
}

/**
 * yb_table_row_is_ragged:
 * @self: a table
 * @row: from 0
 *
 * Returns: whether the row has fewer or more cells than the table has columns
 */
gboolean
yb_table_row_is_ragged (YbTable *self, guint row)
{
  guint32 key = row;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (row < self->lines->len, FALSE);

  return self->ragged->len > 0 &&
         bsearch (&key, self->ragged->data, self->ragged->len, sizeof (guint32), compare_rows) != NULL;
}

/**
 * yb_table_get_n_problems:
 * @self: a table
 *
 * Returns: how many problems yb_table_get_problem() can tell; at most %YB_TABLE_MAX_PROBLEMS
 */
guint
yb_table_get_n_problems (YbTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->problems->len;
}

/**
 * yb_table_get_problem:
 * @self: a table
 * @index: from 0
 *
 * Returns: (transfer none): something that is wrong but leaves the table readable, in the order of the file
 */
const YbTableProblem *
yb_table_get_problem (YbTable *self, guint index)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (index < self->problems->len, NULL);

  return &g_array_index (self->problems, YbTableProblem, index);
}

/**
 * yb_table_get_n_problems_left_out:
 * @self: a table
 *
 * Returns: how many problems there are besides those that were kept
 */
guint
yb_table_get_n_problems_left_out (YbTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_problems_left_out;
}

/**
 * yb_table_get_encoding:
 * @self: a table
 *
 * Returns: (transfer none): the encoding it was read in; "UTF-8" for a workbook
 */
const char *
yb_table_get_encoding (YbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->encoding;
}

/**
 * yb_table_get_delimiter:
 * @self: a table
 *
 * Returns: (transfer none): one character, or "" for a workbook
 */
const char *
yb_table_get_delimiter (YbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->delimiter;
}

/**
 * yb_table_get_sheets:
 * @self: a table
 *
 * Returns: (transfer none) (nullable): the sheets of the workbook in their order, %NULL for CSV
 */
GStrv
yb_table_get_sheets (YbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sheets;
}

/**
 * yb_table_get_sheet:
 * @self: a table
 *
 * Returns: (transfer none) (nullable): the sheet that was read, %NULL for CSV
 */
const char *
yb_table_get_sheet (YbTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sheet;
}
