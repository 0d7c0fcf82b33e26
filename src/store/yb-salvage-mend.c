/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes what could be rescued a file in which every reference leads somewhere and every kept sum is right. */

#include "config.h"

#include "yb-salvage-private.h"

#include <glib/gi18n-lib.h>

/* A row that stands in for a lost one may refer to another lost one. */
#define MAX_ROUNDS 8

typedef struct
{
  char *table;
  gint64 row;
  char *parent;
  gint64 key; /* of the references of the table */
} Dangling;

static void
dangling_clear (gpointer data)
{
  Dangling *self = data;

  g_free (self->table);
  g_free (self->parent);
}

static GArray *
find_dangling (YbConnection *connection, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Dangling));
  g_autoptr (GError) local_error = NULL;
  YbStatement *rows = _yb_connection_prepare_text (connection, "PRAGMA foreign_key_check");

  g_array_set_clear_func (found, dangling_clear);
  while (yb_statement_step (rows, &local_error))
    {
      Dangling dangling = {g_strdup (yb_statement_text (rows, 0)), yb_statement_number (rows, 1),
                           g_strdup (yb_statement_text (rows, 2)), yb_statement_number (rows, 3)};

      g_array_append_val (found, dangling);
    }
  if (local_error == NULL)
    return g_steal_pointer (&found);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* The number that is referred to, 0: it cannot be told */
static gint64
missing_number (YbConnection *connection, const Dangling *dangling)
{
  g_autofree char *list = g_strdup_printf (
      "SELECT \"from\" FROM pragma_foreign_key_list ('%s') WHERE id = %d", dangling->table,
      (int) dangling->key);
  YbStatement *columns = _yb_connection_prepare_text (connection, list);
  g_autofree char *column = NULL;
  g_autofree char *sql = NULL;
  YbStatement *value;
  gint64 number = 0;

  if (yb_statement_step (columns, NULL))
    column = g_strdup (yb_statement_text (columns, 0));
  yb_statement_reset (columns);
  if (column == NULL)
    return 0;

  sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE rowid = ?1", column, dangling->table);
  value = _yb_connection_prepare_text (connection, sql);
  yb_statement_bind_number (value, 1, dangling->row);
  if (yb_statement_step (value, NULL))
    number = yb_statement_number (value, 0);
  yb_statement_reset (value);
  return number;
}

/* A colleague whose account is closed, a customer without a number, a deal that was lost: what belongs to them is kept. A lost
 * row of the audit trail leaves one that says so; its seal fits to nothing. */
static const struct
{
  const char *table;
  const char *sql;
} stand_ins[] = {
    {"staff", "INSERT INTO staff (id, revision, created_at, updated_at, code, name)"
              " VALUES (?1, 1, 0, 0, 'lost-' || ?1, ?2)"},
    {"customer",
     "INSERT INTO customer (id, revision, created_at, updated_at, name) VALUES (?1, 1, 0, 0, ?2)"},
    {"deal", "INSERT INTO deal (id, revision, created_at, updated_at, customer, stage, outcome, note)"
             " VALUES (?1, 1, 0, 0, 1000000000 + ?1, 'LEAD', 'lost', ?2)"},
    {"audit", "INSERT INTO audit (seq, at, workstation, verb, arguments, changes, undoable, hash)"
              " VALUES (?1, 0, ?2, 'salvage.lost', '{}', '[]', 0, zeroblob (32))"},
};

/* Of every other record that needs nothing but its number. */
static YbStatement *
stand_in_statement (YbConnection *connection, const char *table)
{
  g_autofree char *sql = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (stand_ins); i++)
    if (g_str_equal (stand_ins[i].table, table))
      return _yb_connection_prepare_text (connection, stand_ins[i].sql);

  sql = g_strdup_printf ("INSERT INTO \"%s\" (id, revision, created_at, updated_at) VALUES (?1, 1, 0, 0)",
                         table);
  return _yb_connection_prepare_text (connection, sql);
}

static gboolean
add_stand_in (YbRescue *self, const Dangling *dangling)
{
  gint64 number = missing_number (self->fresh, dangling);
  /* Translators: name of a customer or colleague whose record was lost in a damaged file; number */
  g_autofree char *name = g_strdup_printf (_ ("(lost, no. %d)"), (int) number);
  YbStatement *insert;

  if (number <= 0)
    return FALSE;

  insert = stand_in_statement (self->fresh, dangling->parent);
  yb_statement_bind_number (insert, 1, number);
  yb_statement_bind_text (insert, 2, name);
  if (!yb_statement_run (insert, NULL))
    return FALSE;

  _yb_salvage_note (self, _ ("%s no. %d was lost; “%s” stands in for it."), dangling->parent, (int) number,
                    name);
  return TRUE;
}

static void
drop_row (YbRescue *self, const Dangling *dangling)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM \"%s\" WHERE rowid = ?1", dangling->table);
  YbStatement *statement = _yb_connection_prepare_text (self->fresh, sql);

  yb_statement_bind_number (statement, 1, dangling->row);
  if (yb_statement_run (statement, NULL) && sqlite3_changes (self->fresh->db) == 1)
    {
      self->result->n_taken--;
      _yb_salvage_note (self, _ ("%s no. %d was left out: it belongs to a lost record of %s."),
                        dangling->table, (int) dangling->row, dangling->parent);
    }
}

static gboolean
mend_references (YbRescue *self, GError **error)
{
  for (guint round = 0; round < MAX_ROUNDS; round++)
    {
      g_autoptr (GArray) found = find_dangling (self->fresh, error);

      if (found == NULL)
        return FALSE;
      if (found->len == 0)
        return TRUE;
      for (guint i = 0; i < found->len; i++)
        {
          const Dangling *dangling = &g_array_index (found, Dangling, i);

          /* It may be there since the row before this one: what still dangles in the second half goes. */
          if (!add_stand_in (self, dangling) && round >= MAX_ROUNDS / 2)
            drop_row (self, dangling);
        }
    }

  g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                       _ ("What could be rescued contradicts itself. Restore the newest backup."));
  return FALSE;
}

static gboolean
mend_sums (YbRescue *self, GError **error)
{
  static const char *const mends[] = {
      "UPDATE deal SET paid = (SELECT sum (p.amount) FROM payment p WHERE p.deal = deal.id)"
      " WHERE coalesce (paid, 0) <> coalesce ((SELECT sum (p.amount) FROM payment p WHERE p.deal = deal.id), "
      "0)",
      "UPDATE deal SET open_blockers = (SELECT count(*) FROM objection o WHERE o.deal = deal.id"
      " AND o.kind = 'blocker' AND o.resolved_at IS NULL)"
      " WHERE coalesce (open_blockers, 0) <> (SELECT count(*) FROM objection o WHERE o.deal = deal.id"
      " AND o.kind = 'blocker' AND o.resolved_at IS NULL)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (mends); i++)
    {
      if (!_yb_connection_exec (self->fresh, mends[i], error))
        return FALSE;
      if (sqlite3_changes (self->fresh->db) > 0)
        _yb_salvage_note (self,
                          _ ("The sums of %d deals were counted anew: payments or objections were lost."),
                          sqlite3_changes (self->fresh->db));
    }

  return TRUE;
}

gboolean
_yb_salvage_mend (YbRescue *self, GError **error)
{
  return mend_references (self, error) && mend_sums (self, error);
}
