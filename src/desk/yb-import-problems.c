/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong with the rows that a pass reads, with the place and the way out. */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>

#define VALUE_CHARACTERS 60

static char *
shorten (const char *value)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (value, -1) <= VALUE_CHARACTERS)
    return g_strdup (value);

  start = g_utf8_substring (value, 0, VALUE_CHARACTERS);
  return g_strconcat (start, "…", NULL);
}

static void
add_problem (
    GPtrArray *problems, guint *n, guint line, const char *column, const char *value, const char *message)
{
  YbImportProblem *problem;

  (*n)++;
  if (problems->len >= YB_IMPORT_MAX_PROBLEMS)
    return;

  problem = g_new (YbImportProblem, 1);
  problem->line = line;
  problem->column = g_strdup (column);
  problem->value = shorten (value);
  problem->message = g_strdup (message);
  problem->field = "";
  problem->codes = g_strdup ("");
  g_ptr_array_add (problems, problem);
}

static void
add_row_problem (
    YbImportPass *self, GPtrArray *problems, guint *n, const YbImportColumn *column, const char *message)
{
  YbTable *table = self->import->table;

  add_problem (problems, n, yb_table_get_line (table, self->row),
               column != NULL ? yb_table_get_header (table, column->column) : "",
               column != NULL ? yb_table_get_cell (table, self->row, column->column) : "", message);
}

/**
 * _yb_import_pass_error:
 * @self: the pass
 * @column: (nullable): where, %NULL for the row as a whole
 * @message: what is wrong, translated
 *
 * The row will not be taken over.
 */
void
_yb_import_pass_error (YbImportPass *self, const YbImportColumn *column, const char *message)
{
  self->bad = TRUE;
  add_row_problem (self, self->result->errors, &self->result->n_errors, column, message);
}

static char *
list_labels (const YbEnum *enumeration)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 1; i <= enumeration->n_values; i++)
    /* Translators: between the entries of a list */
    g_string_append_printf (text, "%s%s", i > 1 ? _ (", ") : "", yb_enum_label (enumeration, i));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * _yb_import_pass_unknown_value:
 * @self: the pass
 * @column: a column that feeds an enumeration
 *
 * Tells that what stands there is none of our values, and which ones there are.
 */
void
_yb_import_pass_unknown_value (YbImportPass *self, const YbImportColumn *column)
{
  g_autofree char *labels = list_labels (column->field->enumeration);
  /* Translators: a field, the labels of its values */
  g_autofree char *message = g_strdup_printf (
      _ ("%s: this is not known here. Say which of these it means: %s."), yb_field_label (column->field),
      labels);
  GPtrArray *errors = self->result->errors;
  guint before = errors->len;
  YbImportProblem *problem;

  _yb_import_pass_error (self, column, message);
  if (errors->len == before)
    return;

  problem = g_ptr_array_index (errors, before);
  problem->field = column->field->name;
  g_free (problem->codes);
  problem->codes = yb_enum_list_codes (column->field->enumeration);
}

/**
 * _yb_import_pass_warn:
 * @self: the pass
 * @column: (nullable): where
 * @message: what looks wrong, translated
 *
 * The row is taken over nevertheless (rules.md 2.7: validation is a warning).
 */
void
_yb_import_pass_warn (YbImportPass *self, const YbImportColumn *column, const char *message)
{
  add_row_problem (self, self->result->warnings, &self->result->n_warnings, column, message);
}

/* What the reader of the file found. Ragged rows are told again row by row, as errors. */
void
_yb_import_pass_add_table_problems (YbImportPass *self)
{
  YbTable *table = self->import->table;

  if (self->result->rows == 0)
    add_problem (self->result->warnings, &self->result->n_warnings, 0, "", "",
                 _ ("The file has no rows below its header. There is nothing to import."));
  for (guint i = 0; i < yb_table_get_n_problems (table); i++)
    {
      const YbTableProblem *problem = yb_table_get_problem (table, i);
      guint column = problem->column;

      if (problem->code == YB_TABLE_PROBLEM_TOO_FEW_CELLS || problem->code == YB_TABLE_PROBLEM_TOO_MANY_CELLS)
        continue;
      add_problem (self->result->warnings, &self->result->n_warnings, problem->line,
                   column > 0 && column <= yb_table_get_n_columns (table)
                       ? yb_table_get_header (table, column - 1)
                       : "",
                   "", problem->message);
    }
}
