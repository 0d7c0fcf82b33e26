/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a row of the audit trail says about records, for people. */

#include "config.h"

#include "yb-audit-changes.h"

#include <json-glib/json-glib.h>

#include "yb-house.h"
#include "yb-transaction-private.h"

static void
change_free (gpointer data)
{
  YbAuditChange *change = data;

  g_clear_object (&change->before);
  g_clear_object (&change->after);
  g_ptr_array_unref (change->fields);
  g_free (change);
}

static JsonObject *
get_object (JsonObject *change, const char *member)
{
  JsonNode *node = json_object_get_member (change, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static YbRow *
read_values (YbConnection *connection, const YbRowType *type, gint64 id, JsonObject *values)
{
  YbRow *row = yb_row_new (type);

  row->id = id;
  _yb_changes_read_values (connection, row, values, NULL);
  return row;
}

static YbAuditChange *
read_change (YbConnection *connection, JsonObject *object)
{
  const char *table = json_object_get_string_member_with_default (object, "table", "");
  const YbRowType *type = yb_row_type_by_kind (table);
  JsonObject *before = get_object (object, "before");
  JsonObject *after = get_object (object, "after");
  YbAuditChange *change;

  if (type == NULL)
    return NULL;
  if (before == NULL)
    before = get_object (object, "deleted");

  change = g_new0 (YbAuditChange, 1);
  change->type = type;
  change->first = json_object_get_int_member_with_default (object, "id", 0);
  change->last = json_object_get_int_member_with_default (object, "last", change->first);
  change->fields = g_ptr_array_new ();
  for (guint i = 0; before != NULL && i < type->n_fields; i++)
    if (json_object_has_member (before, type->fields[i].name))
      g_ptr_array_add (change->fields, (gpointer) &type->fields[i]);
  if (before != NULL)
    change->before = read_values (connection, type, change->first, before);
  if (after != NULL)
    change->after = read_values (connection, type, change->first, after);
  return change;
}

/**
 * yb_audit_changes_read:
 * @connection: where to read
 * @seq: number of the row
 * @limit: at most so many
 * @error: trouble of the database
 *
 * The file may have been tampered with: what cannot be read is left out.
 *
 * Returns: (transfer full) (element-type YbAuditChange) (nullable): what the row says that was changed
 */
GPtrArray *
yb_audit_changes_read (YbConnection *connection, gint64 seq, guint limit, GError **error)
{
  YbStatement *statement;
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func (change_free);
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) local_error = NULL;
  JsonArray *array = NULL;

  g_return_val_if_fail (connection != NULL, NULL);

  statement = yb_connection_query (connection, YB_SQL_STORE_AUDIT_CHANGES);
  yb_statement_bind_number (statement, 1, seq);
  if (yb_statement_step (statement, &local_error))
    root = json_from_string (yb_statement_text (statement, 0), NULL);
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  if (root != NULL && JSON_NODE_HOLDS_ARRAY (root))
    array = json_node_get_array (root);
  for (guint i = 0; array != NULL && i < json_array_get_length (array) && changes->len < limit; i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      YbAuditChange *change = NULL;

      if (JSON_NODE_HOLDS_OBJECT (element))
        change = read_change (connection, json_node_get_object (element));
      if (change != NULL)
        g_ptr_array_add (changes, change);
    }
  return g_steal_pointer (&changes);
}
