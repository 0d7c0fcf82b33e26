/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Imports as verbs: the desk's door opens the transaction, checks the right and writes the audit row. */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-verbs-private.h"

#define CHANGED_SHOWN 5

/* ---- taking over ---- */

static void
answer_result (YbCall *call, const YbImportResult *result)
{
  JsonObject *answer = yb_call_get_answer (call);

  json_object_set_int_member (answer, "rows", result->rows);
  json_object_set_int_member (answer, "imported", result->imported);
  json_object_set_int_member (answer, "updated", result->updated);
  json_object_set_int_member (answer, "skipped", result->skipped);
}

static gboolean
note_run (YbCall *call, YbImportPass *pass, GError **error)
{
  g_autoptr (YbImportRun) run = YB_IMPORT_RUN (yb_row_new (&yb_import_run_row_type));
  YbImportResult *result = pass->result;

  yb_row_set_text (YB_ROW (run), yb_row_type_find_field (&yb_import_run_row_type, "kind"),
                   pass->import->kind->name);
  yb_row_set_text (YB_ROW (run), yb_row_type_find_field (&yb_import_run_row_type, "file_name"),
                   yb_call_text (call, "file"));
  yb_row_set_text (YB_ROW (run), yb_row_type_find_field (&yb_import_run_row_type, "file_hash"),
                   yb_call_text (call, "hash"));
  run->rows = result->rows;
  run->imported = result->imported;
  run->updated = result->updated;
  run->skipped = result->skipped;
  run->audit = yb_transaction_get_audit_seq (yb_call_get_transaction (call));
  if (!yb_call_insert (call, run, error))
    return FALSE;

  result->run = YB_ROW (run)->id;
  yb_call_answer_id (call, YB_ROW (run)->id);
  return TRUE;
}

static gboolean
run_import (YbCall *call, GError **error)
{
  YbImportPass *pass = yb_call_get_data (call);

  if (pass == NULL)
    return yb_call_invalid (error, "file",
                            _ ("A file is imported by the assistant or by “yingbinctl import”."));
  if (pass->import->kind == &_yb_import_staff && !yb_call_require (call, "staff.manage", error))
    return FALSE;
  if (!_yb_import_pass_run (pass, yb_call_get_connection (call), call, error))
    return FALSE;
  if (pass->result->n_errors > 0 && !pass->skip_bad)
    return yb_call_refuse (error, _ ("Some rows have errors. Nothing was imported."));

  answer_result (call, pass->result);
  return pass->result->imported + pass->result->updated == 0 || note_run (call, pass, error);
}

/* ---- taking back ---- */

/* Records that people changed since. */
typedef struct
{
  GHashTable *ids; /* of the table that is looked at */
  guint n;
  GString *shown;
} Changed;

static gint64 *
boxed (gint64 value)
{
  return g_memdup2 (&value, sizeof value);
}

/* Rows that the import itself changed: id -> revision it left. */
static GHashTable *
list_own_changes (JsonArray *changes, const char *table)
{
  GHashTable *revisions = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      if (json_object_has_member (change, "revision") &&
          g_str_equal (json_object_get_string_member (change, "table"), table))
        g_hash_table_insert (revisions, boxed (json_object_get_int_member (change, "id")),
                             boxed (json_object_get_int_member (change, "revision")));
    }
  return revisions;
}

static void
note_changed (Changed *changed, const YbRowType *type, gint64 id)
{
  if (!g_hash_table_add (changed->ids, boxed (id)))
    return;

  changed->n++;
  if (changed->n <= CHANGED_SHOWN)
    g_string_append_printf (changed->shown, "%s%s %" G_GINT64_FORMAT, changed->n > 1 ? ", " : "",
                            g_dgettext (GETTEXT_PACKAGE, type->label), id);
}

static gboolean
look_at_range (YbConnection *connection,
               const YbRowType *type,
               YbSql sql,
               JsonObject *change,
               GHashTable *own,
               Changed *changed,
               GError **error)
{
  gint64 first = json_object_get_int_member (change, "id");
  YbStatement *statement = yb_connection_query (connection, sql);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (statement, 1, first);
  yb_statement_bind_number (statement, 2, json_object_get_int_member_with_default (change, "last", first));
  while (yb_statement_step (statement, &local_error))
    {
      gint64 id = yb_statement_number (statement, 0);
      const gint64 *left = g_hash_table_lookup (own, &id);

      if (left == NULL || *left != yb_statement_number (statement, 1))
        note_changed (changed, type, id);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/* Everything of one table that the import made or changed. */
static gboolean
look_at_table (YbConnection *connection,
               const YbRowType *type,
               YbSql sql,
               JsonArray *changes,
               Changed *changed,
               GError **error)
{
  g_autoptr (GHashTable) own = list_own_changes (changes, type->table);

  g_hash_table_remove_all (changed->ids);
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);

      if (g_str_equal (json_object_get_string_member (change, "table"), type->table) &&
          !look_at_range (connection, type, sql, change, own, changed, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
was_inserted (JsonArray *changes, const char *table, gint64 id)
{
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      gint64 first = json_object_get_int_member (change, "id");

      if (json_object_has_member (change, "inserted") &&
          g_str_equal (json_object_get_string_member (change, "table"), table) && id >= first &&
          id <= json_object_get_int_member_with_default (change, "last", first))
        return TRUE;
    }
  return FALSE;
}

/* Records that people added since to customers that the import made. */
static gboolean
look_at_dependents (YbConnection *connection,
                    const YbRowType *type,
                    YbSql sql,
                    JsonArray *changes,
                    Changed *changed,
                    GError **error)
{
  YbStatement *statement = yb_connection_query (connection, sql);
  /* The import may have given a record that was there before to a customer it made; look_at_table() has judged it. */
  g_autoptr (GHashTable) own = list_own_changes (changes, type->table);
  g_autoptr (GError) local_error = NULL;

  g_hash_table_remove_all (changed->ids);
  for (guint i = 0; i < json_array_get_length (changes) && local_error == NULL; i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      gint64 first = json_object_get_int_member (change, "id");

      if (!json_object_has_member (change, "inserted") ||
          !g_str_equal (json_object_get_string_member (change, "table"), yb_customer_row_type.table))
        continue;
      yb_statement_bind_number (statement, 1, first);
      yb_statement_bind_number (statement, 2,
                                json_object_get_int_member_with_default (change, "last", first));
      while (yb_statement_step (statement, &local_error))
        {
          gint64 id = yb_statement_number (statement, 0);

          if (!g_hash_table_contains (own, &id) && !was_inserted (changes, type->table, id))
            note_changed (changed, type, id);
        }
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static JsonNode *
read_changes (YbConnection *connection, gint64 audit, GError **error)
{
  YbStatement *statement = yb_connection_query (connection, YB_SQL_STORE_AUDIT_CHANGES);
  JsonNode *changes = NULL;

  yb_statement_bind_number (statement, 1, audit);
  if (yb_statement_step (statement, error))
    changes = json_from_string (yb_statement_text (statement, 0), error);
  yb_statement_reset (statement);
  return changes;
}

static gboolean
check_untouched (YbCall *call, YbImportRun *run, GError **error)
{
  static const struct
  {
    const YbRowType *type;
    YbSql sql;
  } tables[] = {
      {&yb_deal_row_type, YB_SQL_IMPORT_DEALS_CHANGED},
      {&yb_customer_row_type, YB_SQL_IMPORT_CUSTOMERS_CHANGED},
      {&yb_vehicle_row_type, YB_SQL_IMPORT_VEHICLES_CHANGED},
      {&yb_staff_row_type, YB_SQL_IMPORT_STAFF_CHANGED},
  };
  YbConnection *connection = yb_call_get_connection (call);
  g_autoptr (JsonNode) changes = read_changes (connection, run->audit, error);
  g_autoptr (GString) shown = g_string_new (NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *message = NULL;
  Changed changed = {ids, 0, shown};

  if (changes == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FAILED,
                             _ ("The audit trail cannot be read."));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (!look_at_table (connection, tables[i].type, tables[i].sql, json_node_get_array (changes), &changed,
                        error))
      return FALSE;
  if (!look_at_dependents (connection, &yb_deal_row_type, YB_SQL_IMPORT_DEALS_OF_CUSTOMERS,
                           json_node_get_array (changes), &changed, error) ||
      !look_at_dependents (connection, &yb_vehicle_row_type, YB_SQL_IMPORT_VEHICLES_OF_CUSTOMERS,
                           json_node_get_array (changes), &changed, error))
    return FALSE;
  if (changed.n == 0)
    return TRUE;

  if (changed.n > CHANGED_SHOWN)
    g_string_append (shown, ", …");
  /* Translators: number of records, their kinds and numbers */
  message = g_strdup_printf (
      g_dngettext (
          GETTEXT_PACKAGE,
          "%u record of this import was changed or added to since (%s). It cannot be taken back as a whole.",
          "%u records of this import were changed or added to since (%s). It cannot be taken back as a "
          "whole.",
          changed.n),
      changed.n, shown->str);
  return yb_call_refuse (error, message);
}

static gboolean
run_undo (YbCall *call, GError **error)
{
  static const char *const kept[] = {"import_run", NULL};
  g_autoptr (YbImportRun)
      run = yb_call_get_row (call, &yb_import_run_row_type, yb_call_number (call, "import"), error);

  if (run == NULL)
    return FALSE;
  if (run->undone_at != 0)
    return yb_call_refuse (error, _ ("This import was taken back already."));
  if (g_str_equal (run->kind, "staff") && !yb_call_require (call, "staff.manage", error))
    return FALSE;
  if (!check_untouched (call, run, error) ||
      !yb_transaction_revert (yb_call_get_transaction (call), run->audit, kept, error))
    return FALSE;

  run->undone_at = yb_call_get_now (call);
  yb_call_answer_id (call, YB_ROW (run)->id);
  return yb_call_update (call, run, error);
}

/* ---- the table ---- */

static const YbField import_arguments[] = {
    YB_ARGUMENT ("file", TEXT, N_ ("File")),
    YB_ARGUMENT ("hash", TEXT, N_ ("Checksum")),
    YB_ARGUMENT ("rows", INTEGER, N_ ("Rows")),
    YB_ARGUMENT ("map", TEXT, N_ ("Mapping"), .flags = YB_FIELD_MULTILINE),
    YB_ARGUMENT ("skip_bad", FLAG, N_ ("Skip rows with errors")),
};

static const YbField undo_arguments[] = {
    YB_ARGUMENT ("import", REFERENCE, N_ ("Import"), .flags = YB_FIELD_REQUIRED, .refers = "import_run"),
};

static const YbVerb import_verbs[] = {
    {.name = "import.customers",
     .label = N_ ("Import customers"),
     YB_VERB_ARGUMENTS (import_arguments),
     .right = "import.run",
     .run = run_import},
    {.name = "import.deals",
     .label = N_ ("Import deals"),
     YB_VERB_ARGUMENTS (import_arguments),
     .right = "import.run",
     .run = run_import},
    {.name = "import.staff",
     .label = N_ ("Import staff"),
     YB_VERB_ARGUMENTS (import_arguments),
     .right = "import.run",
     .run = run_import},
    {.name = "import.undo",
     .label = N_ ("Take back an import"),
     YB_VERB_ARGUMENTS (undo_arguments),
     .right = "import.run",
     .run = run_undo},
};

const YbVerbTable _yb_import_verbs = YB_VERB_TABLE (import_verbs);
