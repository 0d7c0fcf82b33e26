/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl.h"
#include "yb-import.h"

typedef struct
{
  char *map;
  char *encoding;
  gboolean dry_run;
  gboolean skip_bad;
} Options;

/* A mapping file needs codes where people need words. */
static char *
explain (const YbImportProblem *problem)
{
  return problem->codes[0] != '\0'
             /* Translators: a sentence, the name of a field, codes */
             ? g_strdup_printf (_ ("%s In a mapping file, under [values:%s]: %s."), problem->message,
                                problem->field, problem->codes)
             : g_strdup (problem->message);
}

static JsonArray *
describe_problems (GPtrArray *problems)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < problems->len; i++)
    {
      const YbImportProblem *problem = problems->pdata[i];
      JsonObject *object = json_object_new ();
      g_autofree char *message = explain (problem);

      json_object_set_int_member (object, "line", problem->line);
      json_object_set_string_member (object, "column", problem->column);
      json_object_set_string_member (object, "value", problem->value);
      json_object_set_string_member (object, "message", message);
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
print_json (const YbImportResult *result)
{
  g_autoptr (JsonObject) object = json_object_new ();

  json_object_set_int_member (object, "rows", result->rows);
  json_object_set_int_member (object, "imported", result->imported);
  json_object_set_int_member (object, "updated", result->updated);
  json_object_set_int_member (object, "skipped", result->skipped);
  json_object_set_boolean_member (object, "written", result->written);
  json_object_set_int_member (object, "error_count", result->n_errors);
  json_object_set_int_member (object, "warning_count", result->n_warnings);
  json_object_set_array_member (object, "errors", describe_problems (result->errors));
  json_object_set_array_member (object, "warnings", describe_problems (result->warnings));
  yb_ctl_print_object (object);
}

static void
print_problems (const char *path, GPtrArray *problems, guint n_all)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const YbImportProblem *problem = problems->pdata[i];
      g_autofree char *place = problem->line == 0 ? g_strdup (path)
                               : problem->column[0] != '\0'
                                   /* Translators: line number, column name */
                                   ? g_strdup_printf (_ ("line %u, “%s”"), problem->line, problem->column)
                                   : g_strdup_printf (_ ("line %u"), problem->line);
      g_autofree char *message = explain (problem);
      g_autofree char *why = problem->value[0] != '\0'
                                 ? g_strdup_printf (_ ("%s (found: “%s”)"), message, problem->value)
                                 : g_strdup (message);

      yb_ctl_warn (place, why);
    }
  if (n_all > problems->len)
    {
      guint n = n_all - problems->len;
      g_autofree char *rest = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                            "%u more of the kind is not shown",
                                                            "%u more of the kind are not shown", n),
                                               n);

      yb_ctl_warn ("import", rest);
    }
}

static void
print_result (YbCtl *ctl, const YbImportResult *result)
{
  g_autofree char *summary = NULL;

  print_problems (ctl->arguments[1], result->errors, result->n_errors);
  if (ctl->json)
    {
      print_json (result);
      return;
    }

  print_problems (ctl->arguments[1], result->warnings, result->n_warnings);
  summary = yb_import_result_summarise (result);
  g_print ("%s\n", summary);
  if (!result->written)
    g_print ("%s\n", _ ("Nothing was written."));
}

static YbImportMap *
load_map (const char *path, const char *kind, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (path);
  g_autoptr (YbImportMap) map = yb_import_map_load (file, NULL, error);

  if (map == NULL)
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }
  if (g_strcmp0 (yb_import_map_get_kind (map), kind) != 0)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   /* Translators: file name, two kinds of records */
                   _ ("%s: the mapping is for “%s”, not for “%s”"), path, yb_import_map_get_kind (map), kind);
      return NULL;
    }

  return g_steal_pointer (&map);
}

static YbTable *
read_table (YbCtl *ctl, GFile *file, const Options *options, YbImportMap *map, GError **error)
{
  const YbTableOptions how = {
      .encoding = options->encoding != NULL ? options->encoding
                  : map != NULL             ? yb_import_map_get_encoding (map)
                                            : NULL,
      .sheet = map != NULL ? yb_import_map_get_sheet (map) : NULL,
      .delimiter = map != NULL ? yb_import_map_get_delimiter (map) : 0,
  };

  return yb_table_read_full (file, &how, ctl->cancellable, error);
}

static YbImportResult *
import (YbCtl *ctl, const Options *options, GError **error)
{
  const char *kind = ctl->arguments[0];
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (ctl->arguments[1]);
  g_autoptr (YbImportMap) map = NULL;
  g_autoptr (YbTable) table = NULL;
  g_autoptr (YbImport) run = NULL;
  YbCtlProgress progress;
  YbImportResult *result;

  if (!yb_ctl_sign_in (ctl, error))
    return NULL;
  if (options->map != NULL && (map = load_map (options->map, kind, error)) == NULL)
    return NULL;
  table = read_table (ctl, file, options, map, error);
  if (table == NULL)
    {
      g_prefix_error (error, "%s: ", ctl->arguments[1]);
      return NULL;
    }

  if (map == NULL)
    map = yb_import_suggest_map (table, kind);
  run = yb_import_new (ctl->desk, kind, table, map);
  yb_import_set_file (run, file);
  yb_ctl_progress_start (&progress);
  result = options->dry_run
               ? yb_import_check (run, yb_ctl_progress, &progress, ctl->cancellable, error)
               : yb_import_run (run, options->skip_bad, yb_ctl_progress, &progress, ctl->cancellable, error);
  yb_ctl_progress_end (&progress);
  return result;
}

/**
 * yb_ctl_import:
 * @ctl: the call
 *
 * Takes over a table (contract.md, import). With errors nothing is written, unless --skip-bad.
 *
 * Returns: the exit code
 */
int
yb_ctl_import (YbCtl *ctl)
{
  g_autofree char *map = NULL;
  g_autofree char *encoding = NULL;
  Options options = {NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) result = NULL;
  const GOptionEntry entries[] = {
      {"map", 0, 0, G_OPTION_ARG_STRING, &map, N_ ("which column feeds which field; else by their names"),
       "FILE.ini"},
      {"encoding", 0, 0, G_OPTION_ARG_STRING, &encoding, N_ ("for example GB18030; else found out"), "E"},
      {"dry-run", 0, 0, G_OPTION_ARG_NONE, &options.dry_run, N_ ("only say what would be done"), NULL},
      {"skip-bad", 0, 0, G_OPTION_ARG_NONE, &options.skip_bad, N_ ("leave rows with errors out"), NULL},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 2, 2);

  if (code != YB_CTL_GO_ON)
    return code;
  if (!yb_import_kind_is_known (ctl->arguments[0]))
    {
      g_autofree char *kinds = g_strjoinv (", ", (GStrv) yb_import_kinds ());

      return yb_ctl_usage (ctl, _ ("“%s” cannot be imported; there are: %s"), ctl->arguments[0], kinds);
    }

  options.map = map;
  options.encoding = encoding;
  result = import (ctl, &options, &error);
  if (result == NULL)
    return yb_ctl_fail (ctl, error);

  print_result (ctl, result);
  return result->n_errors > 0 && (options.dry_run || !options.skip_bad) ? YB_CTL_FAILED : YB_CTL_DONE;
}
