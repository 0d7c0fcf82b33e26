/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back a transaction: the audit row knows what every row was before. */

#include "config.h"

#include "yb-seal-private.h"
#include "yb-transaction-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "yb-house.h"

typedef struct
{
  YbTransaction *transaction;
  gint64 audit_seq;
  const char *const *kept_tables;
  GHashTable
      *inserted; /* "table id" of the rows that the transaction made -> their revision after it, or GONE */
  GHashTable *restored; /* "table id" of the rows that are put back already */
} Revert;

/* Instead of a revision: the transaction itself has deleted its new row again. */
#define GONE (-1)

static char *
key_of (const char *table, gint64 id)
{
  return g_strdup_printf ("%s %" G_GINT64_FORMAT, table, id);
}

static gboolean
set_from_sealed (YbConnection *connection, YbRow *row, const YbField *field, JsonNode *value, GError **error)
{
  const char *base64 = json_node_get_string (value);
  g_autofree char *text = base64 != NULL
                              ? yb_connection_open_sealed (connection, yb_row_get_row_type (row)->table,
                                                           row->id, field->name, base64)
                              : NULL;

  if (text != NULL)
    {
      yb_row_set_text (row, field, text);
      return TRUE;
    }

  if (_yb_connection_require_keys (connection, error))
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                         _ ("The audit trail cannot be read."));
  return FALSE;
}

static void
set_from_json (YbRow *row, const YbField *field, JsonNode *value)
{
  if (yb_field_is_text (field))
    yb_row_set_text (row, field, json_node_get_string (value));
  else if (field->kind == YB_FIELD_ENUM)
    yb_row_set_number (row, field,
                       MAX (0, yb_enum_from_code (field->enumeration, json_node_get_string (value))));
  else if (JSON_NODE_HOLDS_NULL (value))
    yb_row_set_number (row, field, yb_field_no_value (field));
  else
    yb_row_set_number (row, field, json_node_get_int (value));
}

/* Puts the values of an audit row into a record. Whoever does not ask for errors gets what can be read. */
gboolean
_yb_changes_read_values (YbConnection *connection, YbRow *row, JsonObject *values, GError **error)
{
  const YbRowType *type = yb_row_get_row_type (row);

  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];
      JsonNode *value = json_object_get_member (values, field->name);

      if (value == NULL)
        continue;
      if (!yb_field_is_sealed (field))
        set_from_json (row, field, value);
      else if (!set_from_sealed (connection, row, field, value, error) && error != NULL)
        return FALSE;
    }

  return TRUE;
}

/* A history row stays, unless the very record it tells about is taken back with it. */
static gboolean
is_kept (Revert *self, YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);

  if (self->kept_tables == NULL || !g_strv_contains (self->kept_tables, type->table))
    return FALSE;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];
      g_autofree char *key = NULL;

      if (field->kind != YB_FIELD_REFERENCE || !yb_row_has_value (row, field))
        continue;
      key = key_of (field->refers, yb_row_get_number (row, field));
      if (g_hash_table_contains (self->inserted, key))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_changed_since (YbRow *row, GError **error)
{
  g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_STALE,
               /* Translators: kind of record, number */
               _ ("This cannot be taken back: %s no. %" PRId64 " was changed since."),
               g_dgettext (GETTEXT_PACKAGE, yb_row_get_row_type (row)->label), row->id);
  return FALSE;
}

/* A row whose revision has gone on is as the transaction left it if all that was done to it since was
 * taken back too: that is how one undo after the other goes back step by step. */
static gboolean
check_as_left (Revert *self, YbRow *row, gint64 revision, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *mark = NULL;
  YbStatement *standing;
  gboolean touched = FALSE;

  if (row->revision == revision)
    return TRUE;

  /* As begin_change() of yb-transaction.c writes it; much cheaper than reading a day's JSON. */
  mark = g_strdup_printf ("{\"table\":\"%s\",\"id\":%" G_GINT64_FORMAT ",", yb_row_get_row_type (row)->table,
                          row->id);
  standing = yb_connection_query (yb_transaction_get_connection (self->transaction),
                                  YB_SQL_STORE_AUDIT_STANDING);
  yb_statement_bind_number (standing, 1, self->audit_seq);
  while (!touched && yb_statement_step (standing, &local_error))
    touched = strstr (yb_statement_text (standing, 0), mark) != NULL;
  yb_statement_reset (standing);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return !touched || set_changed_since (row, error);
}

static gboolean
remove_inserted (Revert *self, const YbRowType *type, gint64 id, GError **error)
{
  g_autofree char *key = key_of (type->table, id);
  int revision = GPOINTER_TO_INT (g_hash_table_lookup (self->inserted, key));
  g_autoptr (YbRow) row = NULL;

  if (revision == GONE)
    return TRUE;
  row = yb_connection_get (yb_transaction_get_connection (self->transaction), type, id, error);
  if (row == NULL)
    return FALSE;
  if (is_kept (self, row))
    return TRUE;

  return check_as_left (self, row, revision, error) && yb_transaction_delete (self->transaction, row, error);
}

static gboolean
restore_updated (Revert *self, const YbRowType *type, gint64 id, JsonObject *change, GError **error)
{
  g_autoptr (YbRow)
      row = yb_connection_get (yb_transaction_get_connection (self->transaction), type, id, error);
  g_autofree char *key = key_of (type->table, id);

  if (row == NULL)
    return FALSE;
  if (!g_hash_table_contains (self->restored, key) &&
      !check_as_left (self, row, json_object_get_int_member (change, "revision"), error))
    return FALSE;

  if (!_yb_changes_read_values (yb_transaction_get_connection (self->transaction), row,
                                json_object_get_object_member (change, "before"), error) ||
      !yb_transaction_update (self->transaction, row, error))
    return FALSE;

  g_hash_table_add (self->restored, g_steal_pointer (&key));
  return TRUE;
}

static gboolean
restore_deleted (Revert *self, const YbRowType *type, gint64 id, JsonObject *change, GError **error)
{
  g_autoptr (YbRow) row = yb_row_new (type);

  row->id = id;
  row->revision = json_object_get_int_member (change, "revision") + 1;
  row->created_at = json_object_get_int_member (change, "created_at");
  row->created_by = json_object_get_int_member (change, "created_by");
  if (!_yb_changes_read_values (yb_transaction_get_connection (self->transaction), row,
                                json_object_get_object_member (change, "deleted"), error) ||
      !_yb_transaction_restore (self->transaction, row, error))
    return FALSE;

  /* The same transaction may have changed it before deleting it. */
  g_hash_table_add (self->restored, key_of (type->table, id));
  return TRUE;
}

/* Changes to a row that goes away as a whole need not be put back. */
static gboolean
put_back (Revert *self, const YbRowType *type, gint64 id, JsonObject *change, GError **error)
{
  g_autofree char *key = key_of (type->table, id);

  if (g_hash_table_contains (self->inserted, key))
    return TRUE;

  return json_object_has_member (change, "before") ? restore_updated (self, type, id, change, error)
                                                   : restore_deleted (self, type, id, change, error);
}

static gboolean
revert_change (Revert *self, JsonObject *change, gboolean insertions, GError **error)
{
  const YbRowType *type = yb_row_type_by_kind (json_object_get_string_member (change, "table"));
  gint64 first = json_object_get_int_member (change, "id");
  gint64 last = json_object_get_int_member_with_default (change, "last", first);

  if (type == NULL)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_SQL, _ ("The audit trail cannot be read."));
      return FALSE;
    }
  if (json_object_has_member (change, "inserted") != insertions)
    return TRUE;
  if (!insertions)
    return put_back (self, type, first, change, error);

  for (gint64 id = last; id >= first; id--)
    if (!remove_inserted (self, type, id, error))
      return FALSE;

  return TRUE;
}

static void
note_inserted (Revert *self, JsonArray *changes)
{
  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      gint64 first = json_object_get_int_member (change, "id");
      gint64 last = json_object_get_int_member_with_default (change, "last", first);

      if (json_object_has_member (change, "inserted"))
        for (gint64 id = first; id <= last; id++)
          g_hash_table_insert (
              self->inserted, key_of (json_object_get_string_member (change, "table"), id),
              GINT_TO_POINTER (json_object_get_int_member_with_default (change, "revision", 1)));
    }

  for (guint i = 0; i < json_array_get_length (changes); i++)
    {
      JsonObject *change = json_array_get_object_element (changes, i);
      g_autofree char *key = key_of (json_object_get_string_member (change, "table"),
                                     json_object_get_int_member (change, "id"));

      if (!g_hash_table_contains (self->inserted, key))
        continue;
      if (json_object_has_member (change, "before"))
        g_hash_table_insert (self->inserted, g_steal_pointer (&key),
                             GINT_TO_POINTER (json_object_get_int_member (change, "revision")));
      else if (json_object_has_member (change, "deleted"))
        g_hash_table_insert (self->inserted, g_steal_pointer (&key), GINT_TO_POINTER (GONE));
    }
}

static gboolean
revert_all (Revert *self, JsonArray *changes, GError **error)
{
  for (int insertions = 0; insertions <= 1; insertions++)
    for (guint i = json_array_get_length (changes); i > 0; i--)
      if (!revert_change (self, json_array_get_object_element (changes, i - 1), insertions, error))
        return FALSE;

  return TRUE;
}

static JsonNode *
read_changes (YbConnection *connection, gint64 audit_seq, GError **error)
{
  YbStatement *statement = yb_connection_query (connection, YB_SQL_STORE_AUDIT_CHANGES);
  JsonNode *changes = NULL;

  yb_statement_bind_number (statement, 1, audit_seq);
  if (yb_statement_step (statement, error))
    {
      changes = json_from_string (yb_statement_text (statement, 0), error);
      yb_statement_reset (statement);
      if (changes != NULL && !JSON_NODE_HOLDS_ARRAY (changes))
        {
          g_clear_pointer (&changes, json_node_unref);
          g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_SQL,
                               _ ("The audit trail cannot be read."));
        }
    }
  else if (error == NULL || *error == NULL)
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND, _ ("There is nothing to take back."));

  return changes;
}

/**
 * yb_transaction_revert:
 * @self: the open transaction
 * @audit_seq: number of the audit row of what is to be taken back
 * @kept_tables: (nullable) (array zero-terminated=1): tables whose new rows stay (histories), unless the
 *   record they belong to was made by the same transaction
 * @error: YB_STORE_ERROR_STALE when a row was changed since
 *
 * Puts every row back as it was before: changed fields get their old values, new rows are deleted, deleted
 * rows come back. References are checked at the commit.
 *
 * Returns: whether all of it could be put back
 */
gboolean
yb_transaction_revert (YbTransaction *self, gint64 audit_seq, const char *const *kept_tables, GError **error)
{
  YbConnection *connection;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GHashTable) inserted = NULL;
  g_autoptr (GHashTable) restored = NULL;
  JsonArray *changes;
  Revert revert;

  g_return_val_if_fail (self != NULL, FALSE);

  connection = yb_transaction_get_connection (self);
  root = read_changes (connection, audit_seq, error);
  if (root == NULL || !_yb_connection_exec (connection, "PRAGMA defer_foreign_keys = ON", error))
    return FALSE;

  changes = json_node_get_array (root);
  inserted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  restored = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  revert = (Revert){self, audit_seq, kept_tables, inserted, restored};
  note_inserted (&revert, changes);
  return revert_all (&revert, changes, error);
}
