/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>

static void
problem_free (gpointer data)
{
  YbImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->value);
  g_free (problem->message);
  g_free (problem->codes);
  g_free (problem);
}

YbImportResult *
_yb_import_result_new (guint n_rows)
{
  YbImportResult *result = g_new0 (YbImportResult, 1);

  result->rows = n_rows;
  result->errors = g_ptr_array_new_with_free_func (problem_free);
  result->warnings = g_ptr_array_new_with_free_func (problem_free);
  return result;
}

void
yb_import_result_free (YbImportResult *result)
{
  g_return_if_fail (result != NULL);

  g_ptr_array_unref (result->errors);
  g_ptr_array_unref (result->warnings);
  g_free (result);
}

/**
 * yb_import_result_summarise:
 * @result: the outcome of a check or an import
 *
 * Returns: (transfer full): its counts as a sentence
 */
char *
yb_import_result_summarise (const YbImportResult *result)
{
  g_autofree char *rows = NULL;
  g_autofree char *imported = NULL;
  g_autofree char *updated = NULL;
  g_autofree char *skipped = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *warnings = NULL;

  g_return_val_if_fail (result != NULL, NULL);

  rows = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u row", "%u rows", result->rows), result->rows);
  imported = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u new", "%u new", result->imported),
                              result->imported);
  updated = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u changed", "%u changed", result->updated),
                             result->updated);
  skipped = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u skipped", "%u skipped", result->skipped),
                             result->skipped);
  errors = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u error", "%u errors", result->n_errors),
                            result->n_errors);
  warnings = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u warning", "%u warnings", result->n_warnings),
                              result->n_warnings);
  /* Translators: 5 rows: 3 new, 1 changed, 1 skipped. 1 error, 0 warnings. */
  return g_strdup_printf (_ ("%s: %s, %s, %s. %s, %s."), rows, imported, updated, skipped, errors, warnings);
}
