/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-audit-private.h"
#include "yb-seal-private.h"
#include "yb-store-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#define MAX_PROBLEMS 100

typedef struct
{
  gboolean full;
  GPtrArray *problems;
} Check;

static void add_problem (Check *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_problem (Check *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (self->problems->len < MAX_PROBLEMS)
    g_ptr_array_add (self->problems, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
tell_cb (gpointer check, const char *sentence)
{
  add_problem (check, "%s", sentence);
}

static gboolean
check_integrity (Check *self, YbConnection *connection, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = _yb_connection_prepare_text (connection, self->full ? "PRAGMA integrity_check (20)"
                                                                               : "PRAGMA quick_check (20)");

  while (yb_statement_step (statement, &local_error))
    if (!g_str_equal (yb_statement_text (statement, 0), "ok"))
      add_problem (self, _ ("The file is damaged: %s"), yb_statement_text (statement, 0));

  /* Damage in the pages that the check itself needs is a finding, not a failure of the check. */
  if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED))
    add_problem (self, "%s", local_error->message);
  else if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return TRUE;
}

static gboolean
check_references (Check *self, YbConnection *connection, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = _yb_connection_prepare_text (connection, "PRAGMA foreign_key_check");

  while (yb_statement_step (statement, &local_error))
    add_problem (self, _ ("%s no. %" PRId64 " refers to a missing record of %s."),
                 yb_statement_text (statement, 0), yb_statement_number (statement, 1),
                 yb_statement_text (statement, 2));

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_query (Check *self, YbConnection *connection, YbSql sql, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *row = yb_connection_query (connection, sql);

  while (yb_statement_step (row, &local_error))
    add_problem (self, _ ("A kept sum differs from the records behind it: %s"), yb_statement_text (row, 0));

  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gpointer
explain_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *sql = g_strconcat ("EXPLAIN QUERY PLAN ", yb_sql_texts[*(const YbSql *) data], NULL);
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  YbStatement *plan = _yb_connection_prepare_text (connection, sql);

  while (yb_statement_step (plan, &local_error))
    g_ptr_array_add (steps, g_strdup (yb_statement_text (plan, 3)));
  if (local_error == NULL)
    return g_steal_pointer (&steps);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * yb_store_explain:
 * @self: a store
 * @sql: name of a file below data/sql/query
 * @error: why the statement cannot be prepared
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the steps of the plan by which SQLite would run it ("SCAN
 *   deal", "SEARCH deal USING INDEX …"); for the test that no query reads a whole table
 */
GPtrArray *
yb_store_explain (YbStore *self, YbSql sql, GError **error)
{
  g_return_val_if_fail (YB_IS_STORE (self) && sql < YB_N_SQL, NULL);

  return yb_store_read (self, explain_cb, &sql, error);
}

/**
 * _yb_connection_check:
 * @self: a connection, best in a snapshot
 * @parts: what to look at
 * @problems: (element-type utf8): what was found is added here, translated
 * @error: trouble that kept the check from running
 *
 * Any thread that owns the connection. Damage ends the check: what a damaged file says about its content is worth
 * nothing.
 *
 * Returns: whether the check ran
 */
gboolean
_yb_connection_check (YbConnection *self, YbCheckParts parts, GPtrArray *problems, GError **error)
{
  Check check = {(parts & YB_CHECK_FULL) != 0, problems};
  guint before = problems->len;

  if ((parts & YB_CHECK_INTEGRITY) && !check_integrity (&check, self, error))
    return FALSE;
  if (problems->len > before)
    return TRUE;

  return (!(parts & YB_CHECK_SEALS) || _yb_seal_check (self, tell_cb, &check, error)) &&
         (!(parts & YB_CHECK_REFERENCES) || check_references (&check, self, error)) &&
         (!(parts & YB_CHECK_AUDIT) || _yb_audit_check (self, 0, problems, error)) &&
         (!(parts & YB_CHECK_SUMS) || (check_query (&check, self, YB_SQL_STORE_CHECK_SUMMARY, error) &&
                                       check_query (&check, self, YB_SQL_STORE_CHECK_DUE, error) &&
                                       check_query (&check, self, YB_SQL_STORE_CHECK_PAID, error)));
}

static gpointer
check_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Check *self = data;
  YbCheckParts parts = YB_CHECK_INTEGRITY | YB_CHECK_REFERENCES | YB_CHECK_AUDIT | YB_CHECK_SUMS |
                       YB_CHECK_SEALS;

  return _yb_connection_check (connection, self->full ? parts | YB_CHECK_FULL : parts, self->problems, error)
             ? self->problems
             : NULL;
}

/**
 * yb_store_check:
 * @self: a store
 * @full: look at every index entry too; slower
 * @error: trouble that kept the check from running
 *
 * Integrity of the file, references, the chain of the audit trail, and the kept sums against the records behind them.
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the problems found, translated; empty when all is well
 */
GPtrArray *
yb_store_check (YbStore *self, gboolean full, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  Check check = {full, problems};

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  return yb_store_read (self, check_cb, &check, error) != NULL ? g_steal_pointer (&problems) : NULL;
}
