/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "table-testing.h"

#include <string.h>

YbTable *
test_read_text (const char *text, gsize length, const YbTableOptions *options, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);

  return yb_table_read_bytes (bytes, options, NULL, error);
}

/* Writes the table as one line: cells between bars, rows between slashes; the header first. */
char *
test_flatten (YbTable *table)
{
  GString *out = g_string_new (NULL);

  for (guint column = 0; column < yb_table_get_n_columns (table); column++)
    g_string_append_printf (out, "%s%s", column > 0 ? "|" : "", yb_table_get_header (table, column));
  for (guint row = 0; row < yb_table_get_n_rows (table); row++)
    {
      g_string_append_c (out, '/');
      for (guint column = 0; column < yb_table_get_n_columns (table); column++)
        g_string_append_printf (out, "%s%s", column > 0 ? "|" : "", yb_table_get_cell (table, row, column));
    }
  return g_string_free (out, FALSE);
}

void
test_assert_refused (
    const char *text, gsize length, const YbTableOptions *options, int code, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = test_read_text (text, length, options, &error);

  if (table != NULL)
    {
      g_autofree char *flat = test_flatten (table);

      g_error ("not refused with “%s”: %.200s", part, flat);
    }
  g_assert_error (error, YB_TABLE_ERROR, code);
  if (strstr (error->message, part) == NULL)
    g_error ("“%s” does not say “%s”", error->message, part);
}
