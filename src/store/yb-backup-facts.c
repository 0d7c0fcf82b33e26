/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a copy has to agree with, and the check of its content. */

#include "config.h"

#include "yb-backup-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#define TABLES                                                                                               \
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"

static gint64
read_number (YbConnection *connection, const char *sql, GError **error)
{
  YbStatement *statement = _yb_connection_prepare_text (connection, sql);
  gint64 number = yb_statement_step (statement, error) ? yb_statement_number (statement, 0) : 0;

  yb_statement_reset (statement);
  return number;
}

/* (transfer full): also tables that a later version of the program adds */
GPtrArray *
_yb_connection_list_tables (YbConnection *connection, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) local_error = NULL;
  YbStatement *names = _yb_connection_prepare_text (connection, TABLES);

  while (yb_statement_step (names, &local_error))
    g_ptr_array_add (tables, g_strdup (yb_statement_text (names, 0)));
  if (local_error == NULL)
    return g_steal_pointer (&tables);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
count_rows (YbConnection *connection, gint64 *n_rows, GError **error)
{
  g_autoptr (GPtrArray) tables = _yb_connection_list_tables (connection, error);
  g_autoptr (GError) local_error = NULL;

  *n_rows = 0;
  for (guint i = 0; tables != NULL && local_error == NULL && i < tables->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count(*) FROM \"%s\"", (char *) tables->pdata[i]);

      *n_rows += read_number (connection, sql, &local_error);
    }
  if (local_error == NULL)
    return tables != NULL;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* Best in a snapshot. */
gboolean
_yb_backup_read_facts (YbConnection *connection, YbBackupFacts *facts, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *last = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LAST);

  memset (facts, 0, sizeof *facts);
  facts->format = _yb_connection_pragma (connection, "PRAGMA user_version");
  if (yb_statement_step (last, &local_error))
    {
      facts->audit_seq = yb_statement_number (last, 0);
      if (sqlite3_column_bytes (last->stmt, 1) == YB_AUDIT_HASH_BYTES)
        memcpy (facts->audit_hash, sqlite3_column_blob (last->stmt, 1), YB_AUDIT_HASH_BYTES);
    }
  yb_statement_reset (last);
  if (local_error == NULL)
    facts->audit_count = read_number (connection, "SELECT count(*) FROM audit", &local_error);
  if (local_error == NULL)
    return count_rows (connection, &facts->n_rows, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
_yb_backup_facts_equal (const YbBackupFacts *a, const YbBackupFacts *b)
{
  return a->format == b->format && a->audit_seq == b->audit_seq && a->audit_count == b->audit_count &&
         a->n_rows == b->n_rows && memcmp (a->audit_hash, b->audit_hash, YB_AUDIT_HASH_BYTES) == 0;
}

/* A file that nobody else has open, in WAL mode and without a log: read without locks, so that none is made beside it. */
YbConnection *
_yb_backup_open_content (const char *path, YbKeys *keys, GError **error)
{
  g_autofree char *absolute = g_canonicalize_filename (path, NULL);
  g_autofree char *uri = g_filename_to_uri (absolute, NULL, error);
  g_autofree char *name = uri != NULL ? g_strconcat (uri, "?immutable=1", NULL) : NULL;
  YbConnection *connection = name != NULL ? _yb_connection_open (name, SQLITE_OPEN_READONLY, error) : NULL;

  if (connection != NULL)
    _yb_connection_set_keys (connection, keys);
  return connection;
}

gboolean
_yb_backup_refuse_problems (GPtrArray *problems, GError **error)
{
  if (problems->len == 0)
    return TRUE;

  g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
               /* Translators: what is wrong */
               _ ("The content does not pass the check: %s"), (char *) problems->pdata[0]);
  return FALSE;
}

/* The audit trail is told apart from the rest: a copy of a file whose trail was changed is better than none. */
gboolean
_yb_backup_check_trail (YbConnection *connection, gboolean *chain_broken, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  if (!_yb_connection_check (connection, YB_CHECK_AUDIT, problems, error))
    return FALSE;

  *chain_broken = problems->len > 0;
  return TRUE;
}

/* All of it, on one thread. The facts are those that the head has to tell. */
gboolean
_yb_backup_check_content (YbConnection *connection,
                          YbBackupFacts *facts,
                          gboolean *chain_broken,
                          GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);

  return _yb_connection_check (connection,
                               YB_CHECK_INTEGRITY | YB_CHECK_FULL | YB_CHECK_REFERENCES | YB_CHECK_SUMS,
                               problems, error) &&
         _yb_backup_refuse_problems (problems, error) && _yb_backup_read_facts (connection, facts, error) &&
         _yb_backup_check_trail (connection, chain_broken, error);
}
