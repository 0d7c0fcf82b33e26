/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-seal-private.h"
#include "yb-transaction-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-audit-private.h"
#include "yb-keys-private.h"

/* Insertions of one table so far: runs of ids, so that an import of a million rows stays a short audit row. */
typedef struct
{
  const char *table;
  gint64 first;
  gint64 last;
} InsertRun;

struct _YbTransaction
{
  YbConnection *connection;
  GHashTable *touched; /* told to the lists after the commit; from the update hook */
  GString *changes;    /* JSON objects, separated by commas, for the audit row */
  GHashTable *runs;    /* interned table name -> InsertRun, not yet in changes */

  gboolean has_audit;
  YbAuditEntry audit;
  char *workstation;
  char *verb;
  char *arguments;
  gboolean has_head;
  YbAuditHead head; /* the row before, after the commit the new one */
};

/* ---- the audit row ---- */

static gboolean
read_audit_head (YbTransaction *self, GError **error)
{
  const YbConnection *connection = self->connection;

  if (self->has_head)
    return TRUE;

  self->has_head = TRUE;
  if (connection->audit_head.seq != 0 &&
      connection->audit_version == _yb_connection_get_version (self->connection))
    self->head = connection->audit_head;
  else
    self->has_head = _yb_audit_read_head (self->connection, &self->head, error);
  return self->has_head;
}

static void
begin_change (YbTransaction *self, const char *table, gint64 id)
{
  g_string_append_printf (self->changes, "%s{\"table\":\"%s\",\"id\":%" G_GINT64_FORMAT,
                          self->changes->len > 0 ? "," : "", table, id);
}

static void
flush_run (YbTransaction *self, const InsertRun *run)
{
  begin_change (self, run->table, run->first);
  if (run->last != run->first)
    g_string_append_printf (self->changes, ",\"last\":%" G_GINT64_FORMAT, run->last);
  g_string_append (self->changes, ",\"inserted\":true}");
}

static void
note_insert (YbTransaction *self, const char *table, gint64 id)
{
  const char *key = g_intern_string (table);
  InsertRun *run = g_hash_table_lookup (self->runs, key);

  if (run != NULL && run->last + 1 == id)
    {
      run->last = id;
      return;
    }
  if (run != NULL)
    flush_run (self, run);

  run = g_new (InsertRun, 1);
  *run = (InsertRun){key, id, id};
  g_hash_table_insert (self->runs, (gpointer) key, run);
}

static gboolean
write_audit (YbTransaction *self, GError **error)
{
  GHashTableIter iter;
  gpointer run;

  g_hash_table_iter_init (&iter, self->runs);
  while (g_hash_table_iter_next (&iter, NULL, &run))
    flush_run (self, run);
  g_hash_table_remove_all (self->runs);
  /* What changed nothing cannot be taken back: undo shall find the action before it. */
  self->audit.undoable = self->audit.undoable && self->changes->len > 0;
  g_string_prepend_c (self->changes, '[');
  g_string_append_c (self->changes, ']');

  return read_audit_head (self, error) &&
         _yb_audit_append (self->connection, &self->head, &self->audit, self->changes->str, error);
}

/**
 * yb_transaction_set_audit:
 * @self: the open transaction
 * @entry: who does what; copied
 *
 * Must be called once by whoever changes anything; the row is written just before the commit.
 */
void
yb_transaction_set_audit (YbTransaction *self, const YbAuditEntry *entry)
{
  g_return_if_fail (self != NULL && entry != NULL);
  g_return_if_fail (entry->verb != NULL && entry->arguments != NULL);

  g_free (self->workstation);
  g_free (self->verb);
  g_free (self->arguments);
  self->workstation = g_strdup (entry->workstation != NULL ? entry->workstation : "");
  self->verb = g_strdup (entry->verb);
  self->arguments = g_strdup (entry->arguments);
  self->audit = *entry;
  self->audit.workstation = self->workstation;
  self->audit.verb = self->verb;
  self->audit.arguments = self->arguments;
  self->has_audit = TRUE;
}

/**
 * yb_transaction_set_approver:
 * @self: an open transaction whose audit entry is set
 * @staff: id of who allowed it
 *
 * That a second person was needed shows only while a verb runs.
 */
void
yb_transaction_set_approver (YbTransaction *self, gint64 staff)
{
  g_return_if_fail (self != NULL && self->has_audit);

  self->audit.approver = staff;
}

/**
 * yb_transaction_unlock:
 * @self: the open transaction
 * @keys: (nullable): keys that a password has just opened, or that this computer remembers
 *
 * Whoever signs in writes that down with the very key that the sign-in gives. Does nothing when the store is open.
 */
void
yb_transaction_unlock (YbTransaction *self, YbKeys *keys)
{
  g_return_if_fail (self != NULL);

  if (self->connection->keys == NULL && keys != NULL)
    _yb_connection_set_keys (self->connection, keys);
}

/**
 * yb_transaction_get_audit_seq:
 * @self: the open transaction
 *
 * Returns: the number that the audit row of this transaction will have; 0 when the database reports trouble
 */
gint64
yb_transaction_get_audit_seq (YbTransaction *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return read_audit_head (self, NULL) ? self->head.seq + 1 : 0;
}

/* ---- begin and end ---- */

/* Runs inside sqlite3_step(): only remembers, never touches the connection. */
static void
row_changed_cb (void *data, int operation, const char *schema, const char *table, sqlite3_int64 id)
{
  YbTransaction *self = data;

  _yb_changes_add (self->touched, table, id);
  _yb_connection_note_change (self->connection, table);
}

YbTransaction *
_yb_transaction_begin (YbConnection *connection, GError **error)
{
  YbTransaction *self;

  if (!_yb_connection_run (connection, YB_SQL_STORE_BEGIN_WRITING, error))
    return NULL;

  self = g_new0 (YbTransaction, 1);
  self->connection = connection;
  self->touched = _yb_changes_new ();
  self->changes = g_string_new (NULL);
  self->runs = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  sqlite3_update_hook (connection->db, row_changed_cb, self);
  _yb_connection_begin_memory (connection);
  return self;
}

/* After an error SQLite may have rolled back by itself. */
void
_yb_transaction_rollback (YbTransaction *self)
{
  sqlite3_update_hook (self->connection->db, NULL, NULL);
  _yb_connection_reset_all (self->connection);
  if (!sqlite3_get_autocommit (self->connection->db))
    _yb_connection_run (self->connection, YB_SQL_STORE_ROLLBACK, NULL);
  _yb_connection_end_memory (self->connection, FALSE);
  g_hash_table_remove_all (self->touched);
}

gboolean
_yb_transaction_commit (YbTransaction *self, GError **error)
{
  if (g_hash_table_size (self->touched) > 0 && !self->has_audit)
    {
      g_critical ("A transaction changed rows without saying who did what");
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_SQL, "no audit entry");
      return FALSE;
    }
  if (self->has_audit && !write_audit (self, error))
    return FALSE;

  if (_yb_connection_has_moved (self->connection))
    {
      g_set_error_literal (
          error, YB_STORE_ERROR, YB_STORE_ERROR_MOVED,
          _ ("The file was moved, replaced or deleted while it was open. Put it back, or close the "
             "program and open the right file; this change was not saved."));
      return FALSE;
    }

  /* A statement left in the middle would keep the writer in an old snapshot, in which it may not write any more once
   * another process has written. */
  _yb_connection_reset_all (self->connection);
  if (!_yb_connection_run (self->connection, YB_SQL_STORE_COMMIT, error))
    return FALSE;

  _yb_connection_end_memory (self->connection, TRUE);
  if (self->has_audit)
    {
      self->connection->audit_version = _yb_connection_get_version (self->connection);
      self->connection->audit_head = self->head;
    }
  return TRUE;
}

GHashTable *
_yb_transaction_steal_changes (YbTransaction *self)
{
  sqlite3_update_hook (self->connection->db, NULL, NULL);
  return g_steal_pointer (&self->touched);
}

/* 0 if nothing was written */
gint64
_yb_transaction_get_written_audit (YbTransaction *self)
{
  return self->has_audit ? self->head.seq : 0;
}

void
_yb_transaction_free (YbTransaction *self)
{
  g_clear_pointer (&self->touched, g_hash_table_unref);
  g_clear_pointer (&self->runs, g_hash_table_unref);
  g_string_free (self->changes, TRUE);
  g_free (self->workstation);
  g_free (self->verb);
  g_free (self->arguments);
  g_free (self);
}

/**
 * yb_transaction_get_connection:
 * @self: the open transaction
 *
 * Returns: (transfer none): the writer, for reading what the transaction has written so far
 */
YbConnection *
yb_transaction_get_connection (YbTransaction *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->connection;
}

/* ---- rows ---- */

static void
append_json_text (GString *json, const char *text)
{
  g_string_append_c (json, '"');
  for (const char *p = text; *p != '\0'; p++)
    if (*p == '"' || *p == '\\')
      g_string_append_printf (json, "\\%c", *p);
    else if ((guchar) *p < 0x20)
      g_string_append_printf (json, "\\u%04x", (guint) *p);
    else
      g_string_append_c (json, *p);
  g_string_append_c (json, '"');
}

/* The trail holds secrets as they are stored: sealed. */
static gboolean
append_json_sealed (YbTransaction *self, YbRow *row, const YbField *field, GError **error)
{
  const YbCell cell = {yb_row_get_row_type (row)->table, row->id, field->name};
  const char *text = yb_row_get_text (row, field);
  g_autofree char *sealed = *text != '\0' ? _yb_seal_base64 (self->connection, &cell, text, error)
                                          : g_strdup ("");

  if (sealed == NULL)
    return FALSE;

  append_json_text (self->changes, sealed);
  return TRUE;
}

static gboolean
append_json_field (YbTransaction *self, YbRow *row, const YbField *field, GError **error)
{
  GString *json = self->changes;

  append_json_text (json, field->name);
  g_string_append_c (json, ':');
  if (yb_field_is_sealed (field))
    return append_json_sealed (self, row, field, error);
  if (yb_field_is_text (field))
    append_json_text (json, yb_row_get_text (row, field));
  else if (field->kind == YB_FIELD_ENUM)
    append_json_text (json, yb_enum_code (field->enumeration, yb_row_get_number (row, field)));
  else if (!yb_row_has_value (row, field) && field->kind != YB_FIELD_FLAG)
    g_string_append (json, "null");
  else
    g_string_append_printf (json, "%" G_GINT64_FORMAT, yb_row_get_number (row, field));
  return TRUE;
}

static gboolean
append_json_fields (YbTransaction *self,
                    const char *member,
                    YbRow *row,
                    const YbField *const *fields,
                    guint n_fields,
                    GError **error)
{
  g_string_append_printf (self->changes, ",\"%s\":{", member);
  for (guint i = 0; i < n_fields; i++)
    {
      if (i > 0)
        g_string_append_c (self->changes, ',');
      if (!append_json_field (self, row, fields[i], error))
        return FALSE;
    }
  g_string_append_c (self->changes, '}');
  return TRUE;
}

static gboolean
has_secret (YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);

  for (guint i = 0; i < type->n_fields; i++)
    if (yb_field_is_sealed (&type->fields[i]) && *yb_row_get_text (row, &type->fields[i]) != '\0')
      return TRUE;

  return FALSE;
}

static gboolean
insert_row (YbTransaction *self, YbRow *row, GError **error)
{
  const YbRowType *type = yb_row_get_row_type (row);
  gboolean gets_id = row->id == 0;
  YbStatement *insert;

  /* What is sealed is bound to the number of its row. */
  if (gets_id && has_secret (row) && !_yb_row_sql_next_id (self->connection, type, &row->id, error))
    return FALSE;

  insert = _yb_row_sql_insert (self->connection, type);
  if (_yb_row_sql_bind_insert (insert, row, error) && yb_statement_run (insert, error))
    {
      row->id = sqlite3_last_insert_rowid (self->connection->db);
      return TRUE;
    }

  if (gets_id)
    row->id = 0;
  return FALSE;
}

gboolean
_yb_transaction_restore (YbTransaction *self, YbRow *row, GError **error)
{
  row->updated_at = self->audit.at;
  row->updated_by = self->audit.staff;
  if (!insert_row (self, row, error))
    return FALSE;

  begin_change (self, yb_row_get_row_type (row)->table, row->id);
  g_string_append_printf (self->changes, ",\"revision\":%" G_GINT64_FORMAT ",\"inserted\":true}",
                          row->revision);
  return TRUE;
}

/**
 * yb_transaction_insert:
 * @self: the open transaction
 * @row: (inout): a new record; its id (unless set before), revision and times are filled in
 * @error: YB_STORE_ERROR_CONSTRAINT, or trouble of the database
 *
 * yb_transaction_set_audit() must have been called: it says who and when.
 *
 * Returns: whether it was stored
 */
gboolean
yb_transaction_insert (YbTransaction *self, YbRow *row, GError **error)
{
  g_return_val_if_fail (self != NULL && YB_IS_ROW (row), FALSE);
  g_return_val_if_fail (self->has_audit, FALSE);

  row->revision = 1;
  row->created_at = row->updated_at = self->audit.at;
  row->created_by = row->updated_by = self->audit.staff;
  if (!insert_row (self, row, error))
    return FALSE;

  note_insert (self, yb_row_get_row_type (row)->table, row->id);
  return TRUE;
}

static gboolean
set_stale (YbRow *row, GError **error)
{
  g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_STALE,
               /* Translators: kind of record, number */
               _ ("Somebody else has just changed this record (%s no. %" PRId64 "). Look at it again."),
               g_dgettext (GETTEXT_PACKAGE, yb_row_get_row_type (row)->label), row->id);
  return FALSE;
}

/**
 * yb_transaction_update:
 * @self: the open transaction
 * @row: (inout): a changed record; its revision must be the stored one, and is counted up
 * @error: YB_STORE_ERROR_STALE when somebody changed it since, YB_STORE_ERROR_NOT_FOUND, YB_STORE_ERROR_CONSTRAINT
 *
 * Writes only the columns that changed; nothing when none did.
 *
 * Returns: whether the database now holds @row
 */
gboolean
yb_transaction_update (YbTransaction *self, YbRow *row, GError **error)
{
  g_autoptr (YbRow) before = NULL;
  const YbRowType *type;
  g_autofree const YbField **changed = NULL;
  YbStatement *update;
  guint n_changed = 0;

  g_return_val_if_fail (self != NULL && YB_IS_ROW (row), FALSE);
  g_return_val_if_fail (self->has_audit, FALSE);

  type = yb_row_get_row_type (row);
  before = yb_connection_get (self->connection, type, row->id, error);
  if (before == NULL)
    return FALSE;
  if (before->revision != row->revision)
    return set_stale (row, error);

  changed = g_new (const YbField *, type->n_fields);
  for (guint i = 0; i < type->n_fields; i++)
    if (!yb_row_field_equal (row, before, &type->fields[i]))
      changed[n_changed++] = &type->fields[i];
  if (n_changed == 0)
    return TRUE;

  update = _yb_row_sql_update (self->connection, type, changed, n_changed);
  yb_statement_bind_number (update, 1, row->id);
  yb_statement_bind_number (update, 2, row->revision);
  yb_statement_bind_number (update, 3, self->audit.at);
  if (self->audit.staff != 0)
    yb_statement_bind_number (update, 4, self->audit.staff);
  if (!_yb_row_sql_bind_update (update, row, changed, n_changed, error) || !yb_statement_run (update, error))
    return FALSE;

  row->revision++;
  row->updated_at = self->audit.at;
  row->updated_by = self->audit.staff;
  begin_change (self, type->table, row->id);
  g_string_append_printf (self->changes, ",\"revision\":%" G_GINT64_FORMAT, row->revision);
  if (!append_json_fields (self, "before", before, changed, n_changed, error) ||
      !append_json_fields (self, "after", row, changed, n_changed, error))
    return FALSE;
  g_string_append_c (self->changes, '}');
  return TRUE;
}

/**
 * yb_transaction_delete:
 * @self: the open transaction
 * @row: a record; its revision must be the stored one
 * @error: YB_STORE_ERROR_STALE, YB_STORE_ERROR_CONSTRAINT when other records refer to it
 *
 * Only for taking back what was made by mistake; the audit row keeps the whole content.
 *
 * Returns: whether it is gone
 */
gboolean
yb_transaction_delete (YbTransaction *self, YbRow *row, GError **error)
{
  const YbRowType *type;
  g_autofree const YbField **fields = NULL;
  YbStatement *statement;

  g_return_val_if_fail (self != NULL && YB_IS_ROW (row), FALSE);
  g_return_val_if_fail (self->has_audit, FALSE);

  type = yb_row_get_row_type (row);
  /* What cannot be read cannot be kept in the trail. */
  if (yb_row_type_is_sealed (type) && !_yb_connection_require_keys (self->connection, error))
    return FALSE;

  statement = _yb_row_sql_delete (self->connection, type);
  yb_statement_bind_number (statement, 1, row->id);
  yb_statement_bind_number (statement, 2, row->revision);
  if (!yb_statement_run (statement, error))
    return FALSE;
  if (sqlite3_changes (self->connection->db) != 1)
    return set_stale (row, error);

  fields = g_new (const YbField *, type->n_fields);
  for (guint i = 0; i < type->n_fields; i++)
    fields[i] = &type->fields[i];
  begin_change (self, type->table, row->id);
  g_string_append_printf (self->changes,
                          ",\"revision\":%" G_GINT64_FORMAT ",\"created_at\":%" G_GINT64_FORMAT
                          ",\"created_by\":%" G_GINT64_FORMAT,
                          row->revision, row->created_at, row->created_by);
  if (!append_json_fields (self, "deleted", row, fields, type->n_fields, error))
    return FALSE;
  g_string_append_c (self->changes, '}');
  return TRUE;
}
