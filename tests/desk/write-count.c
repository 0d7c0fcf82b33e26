/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Counts every write by triggers of the file itself, whatever path it took, and asks whether the audit row of the same
 * transaction names the record (reliability.md 5, Audit). Every test of the desk does so. */

#include "config.h"

#include "write-count.h"

#include <sqlite3.h>

/* The number that the audit row of the running transaction will have: it is written last. */
#define NEXT_SEQ "(SELECT coalesce (max (seq), 0) + 1 FROM audit)"

/* Tables that are no records: kept by triggers, or part of the trail and the keys. */
#define RECORDS                                                                                              \
  "SELECT m.name FROM sqlite_schema m WHERE m.type = 'table' AND m.name <> 'touched'"                        \
  " AND EXISTS (SELECT 1 FROM pragma_table_info (m.name) WHERE name = 'revision')"

static sqlite3 *
open_file (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (db, 10000);
  return db;
}

static void
run (sqlite3 *db, const char *sql)
{
  char *message = NULL;

  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
}

static int
add_triggers_cb (void *data, int n_columns, char **values, char **names)
{
  static const char *const events[] = {"INSERT", "UPDATE", "DELETE"};

  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autofree char *sql = g_strdup_printf ("CREATE TRIGGER touched_%s_%s AFTER %s ON %s BEGIN"
                                              " INSERT INTO touched VALUES (" NEXT_SEQ ", '%s', %s.id); END",
                                              values[0], events[i], events[i], values[0], values[0],
                                              i == 2 ? "old" : "new");

      run (data, sql);
    }
  return 0;
}

/* path: a file that nobody has open */
void
write_count_begin (const char *path)
{
  sqlite3 *db = open_file (path);

  run (db, "CREATE TABLE touched (seq INTEGER NOT NULL, kind TEXT NOT NULL, id INTEGER NOT NULL)");
  g_assert_cmpint (sqlite3_exec (db, RECORDS, add_triggers_cb, db, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static int
told_cb (void *data, int n_columns, char **values, char **names)
{
  g_error ("%s no. %s was written without an audit row that says so (no. %s)", values[1], values[2],
           values[0]);
  return 1;
}

void
write_count_check (const char *path)
{
  /* Every change of every audit row once, with an index: an import names thousands in one row. */
  static const char named[] =
      "CREATE TEMP TABLE named AS SELECT a.seq, json_extract (c.value, '$.table') AS kind,"
      " json_extract (c.value, '$.id') AS id, json_extract (c.value, '$.last') AS last"
      " FROM audit a, json_each (a.changes) c;"
      "CREATE INDEX temp.named_one ON named (seq, kind, id);"
      "CREATE INDEX temp.named_run ON named (seq, kind) WHERE last IS NOT NULL";
  static const char unnamed[] =
      "SELECT t.seq, t.kind, t.id FROM (SELECT DISTINCT seq, kind, id FROM touched) t"
      " WHERE NOT EXISTS (SELECT 1 FROM named WHERE seq = t.seq AND kind = t.kind AND id = t.id)"
      " AND NOT EXISTS (SELECT 1 FROM named WHERE seq = t.seq AND kind = t.kind AND last IS NOT NULL"
      " AND id <= t.id AND last >= t.id)";
  sqlite3 *db = open_file (path);

  run (db, named);
  g_assert_cmpint (sqlite3_exec (db, unnamed, told_cb, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}
