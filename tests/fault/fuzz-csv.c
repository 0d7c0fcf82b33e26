/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any bytes are a table or an error in words; a table that is written as CSV is read back the same. */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "yb-table.h"

static void
append_cell (GString *csv, const char *cell, gboolean is_last)
{
  g_autofree char *copy = g_strdup (cell);
  g_auto (GStrv) parts = g_strsplit (copy, "\"", -1);
  g_autofree char *quoted = g_strjoinv ("\"\"", parts);

  g_assert_true (g_utf8_validate (cell, -1, NULL));
  g_string_append_printf (csv, "\"%s\"%s", quoted, is_last ? "\r\n" : ",");
}

/* A record without a cell is no row; one whose only cells lie beyond the last column is told as a problem. */
static gboolean
is_empty (YbTable *table, guint row)
{
  for (guint column = 0; column < yb_table_get_n_columns (table); column++)
    if (*yb_table_get_cell (table, row, column) != '\0')
      return FALSE;

  return TRUE;
}

static char *
write_csv (YbTable *table)
{
  GString *csv = g_string_new (NULL);
  guint n_columns = yb_table_get_n_columns (table);

  for (guint column = 0; column < n_columns; column++)
    append_cell (csv, yb_table_get_header (table, column), column + 1 == n_columns);
  for (guint row = 0; row < yb_table_get_n_rows (table); row++)
    for (guint column = 0; !is_empty (table, row) && column < n_columns; column++)
      append_cell (csv, yb_table_get_cell (table, row, column), column + 1 == n_columns);
  return g_string_free (csv, FALSE);
}

static YbTable *
read_table (const void *data, gsize length, const YbTableOptions *options)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GError) error = NULL;
  YbTable *table = yb_table_read_bytes (bytes, options, NULL, &error);

  g_assert_true ((table == NULL) == (error != NULL));
  g_assert_true (error == NULL || (error->domain == YB_TABLE_ERROR && *error->message != '\0'));
  return table;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const YbTableOptions options = {.encoding = "UTF-8", .delimiter = ','};
  g_autoptr (YbTable) table = read_table (data, size, NULL);
  g_autoptr (YbTable) again = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *csv_again = NULL;

  if (table == NULL)
    return 0;

  for (guint i = 0; i < yb_table_get_n_problems (table); i++)
    g_assert_true (*yb_table_get_problem (table, i)->message != '\0');
  csv = write_csv (table);
  again = read_table (csv, strlen (csv), &options);
  g_assert_nonnull (again);
  csv_again = write_csv (again);
  g_assert_cmpstr (csv, ==, csv_again);
  fuzz_planted (1, yb_table_get_n_rows (table) > 1 && yb_table_get_n_columns (table) > 1);
  return 0;
}
