/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-preview.h"

#include <glib/gi18n-lib.h>

#define PREVIEW_ROWS 50
#define PREVIEW_COLUMNS 40

/* A line of texts: a row of the file, or a problem. */
#define YB_TYPE_TEXT_LINE (yb_text_line_get_type ())
G_DECLARE_FINAL_TYPE (YbTextLine, yb_text_line, YB, TEXT_LINE, GObject)

struct _YbTextLine
{
  GObject parent_instance;

  GStrv texts;
};

G_DEFINE_FINAL_TYPE (YbTextLine, yb_text_line, G_TYPE_OBJECT)

static void
yb_text_line_finalize (GObject *object)
{
  g_strfreev (YB_TEXT_LINE (object)->texts);

  G_OBJECT_CLASS (yb_text_line_parent_class)->finalize (object);
}

static void
yb_text_line_class_init (YbTextLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yb_text_line_finalize;
}

static void
yb_text_line_init (YbTextLine *self)
{
}

static void
append_line (GListStore *lines, GStrvBuilder *builder)
{
  g_autoptr (YbTextLine) line = g_object_new (YB_TYPE_TEXT_LINE, NULL);

  line->texts = g_strv_builder_end (builder);
  g_list_store_append (lines, line);
}

static char *
line_text (gpointer item, gpointer user_data)
{
  return g_strdup (YB_TEXT_LINE (item)->texts[GPOINTER_TO_UINT (user_data)]);
}

/**
 * yb_import_preview_setup:
 * @preview: the table of the file's first rows
 * @problems: the table of errors
 *
 * Names the tables and makes the columns that are always the same.
 */
void
yb_import_preview_setup (YbTableView *preview, YbTableView *problems)
{
  const char *const titles[] = {_ ("Line"), _ ("Column"), _ ("Value"), _ ("What is wrong")};

  yb_table_view_set_label (preview, _ ("First rows of the file"));
  yb_table_view_set_empty (preview, "yb-import-symbolic", _ ("No file yet"),
                           _ ("Choose a CSV or Excel file. Its first rows show up here."));
  yb_table_view_set_model (preview, NULL);
  yb_table_view_set_label (problems, _ ("Errors"));
  yb_table_view_set_empty (problems, "emblem-ok-symbolic", _ ("No errors"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    yb_table_view_add_column (problems, titles[i], line_text, GUINT_TO_POINTER (i), i == 3, i == 0);
  yb_table_view_set_model (problems, NULL);
}

/**
 * yb_import_preview_fill:
 * @preview: the table
 * @table: (nullable): what was read
 *
 * Shows the first rows, as the chosen encoding reads them.
 */
void
yb_import_preview_fill (YbTableView *preview, YbTable *table)
{
  g_autoptr (GListStore) lines = NULL;
  guint n_columns;

  yb_table_view_set_model (preview, NULL);
  yb_table_view_clear_columns (preview);
  if (table == NULL)
    return;

  n_columns = MIN (yb_table_get_n_columns (table), PREVIEW_COLUMNS);
  for (guint i = 0; i < n_columns; i++)
    yb_table_view_add_column (preview, yb_table_get_header (table, i), line_text, GUINT_TO_POINTER (i), FALSE,
                              FALSE);

  lines = g_list_store_new (YB_TYPE_TEXT_LINE);
  for (guint row = 0; row < MIN (yb_table_get_n_rows (table), PREVIEW_ROWS); row++)
    {
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

      for (guint i = 0; i < n_columns; i++)
        {
          const char *cell = yb_table_get_cell (table, row, i);
          g_autofree char *shown = g_utf8_substring (cell != NULL ? cell : "", 0,
                                                     MIN (60, g_utf8_strlen (cell != NULL ? cell : "", -1)));

          g_strv_builder_add (builder, shown);
        }
      append_line (lines, builder);
    }
  yb_table_view_set_model (preview, G_LIST_MODEL (lines));
}

static void
add_problems (GListStore *lines, GPtrArray *problems, gboolean errors)
{
  for (guint i = 0; i < problems->len; i++)
    {
      YbImportProblem *problem = g_ptr_array_index (problems, i);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_autofree char *line = problem->line > 0 ? g_strdup_printf ("%u", problem->line) : g_strdup ("");
      g_autofree char *message = errors ? g_strdup (problem->message)
                                        /* Translators: a sentence */
                                        : g_strdup_printf (_ ("Warning: %s"), problem->message);

      g_strv_builder_add (builder, line);
      g_strv_builder_add (builder, problem->column != NULL ? problem->column : "");
      g_strv_builder_add (builder, problem->value != NULL ? problem->value : "");
      g_strv_builder_add (builder, message);
      append_line (lines, builder);
    }
}

/**
 * yb_import_preview_fill_problems:
 * @problems: the table
 * @result: (nullable): the outcome of a check or an import
 *
 * Shows what is wrong, by line and column; errors before warnings.
 */
void
yb_import_preview_fill_problems (YbTableView *problems, YbImportResult *result)
{
  g_autoptr (GListStore) lines = g_list_store_new (YB_TYPE_TEXT_LINE);

  if (result != NULL)
    {
      add_problems (lines, result->errors, TRUE);
      add_problems (lines, result->warnings, FALSE);
    }
  yb_table_view_set_model (problems, G_LIST_MODEL (lines));
}
