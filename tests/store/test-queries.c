/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "store-fixture.h"

/* Tables that grow with every working day. */
static const char *const growing[] = {
    "customer",  "vehicle", "consent",      "deal",  "contact",
    "objection", "payment", "deal_history", "audit", NULL,
};

/* Queries that read a growing table as a whole, and why they may. */
static const struct
{
  const char *name;
  const char *reason;
} exceptions[] = {
    {"store/audit-epochs.sql", "reads an index of few rows"},
    {"store/audit-last.sql", "stops after the newest row"},
    {"store/audit-newest.sql", "stops after 200 rows"},
    {"store/audit-sealed.sql", "stops after the newest sealed row"},
    {"store/check-due.sql", "yingbinctl check: recomputes everything"},
    {"store/check-paid.sql", "yingbinctl check: recomputes everything"},
    {"store/check-summary.sql", "yingbinctl check: recomputes everything"},
};

static gboolean
is_exception (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (exceptions); i++)
    if (g_str_equal (exceptions[i].name, name))
      return TRUE;

  return FALSE;
}

/* The aliases by which a query calls a table: "FROM deal d", "JOIN deal AS d". */
static gboolean
is_alias_of (const char *sql, const char *alias, const char *table)
{
  g_autofree char *pattern = g_strdup_printf ("\\b%s\\s+(?:AS\\s+)?%s\\b", table, alias);

  return g_str_equal (alias, table) || g_regex_match_simple (pattern, sql, G_REGEX_CASELESS, 0);
}

static gboolean
scans_growing_table (const char *sql, const char *step)
{
  g_auto (GStrv) words = g_strsplit (step, " ", 3);

  if (!g_str_equal (words[0], "SCAN") || words[1] == NULL)
    return FALSE;

  for (guint i = 0; growing[i] != NULL; i++)
    if (is_alias_of (sql, words[1], growing[i]))
      return TRUE;

  return FALSE;
}

static void
test_plan (Fixture *f, gconstpointer data)
{
  guint n_exceptions = 0;

  for (int sql = 0; sql < YB_N_SQL; sql++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) steps = yb_store_explain (f->store, sql, &error);
      gboolean scans = FALSE;

      if (error != NULL)
        g_test_message ("%s: %s", yb_sql_names[sql], error->message);
      g_assert_no_error (error);
      for (guint i = 0; i < steps->len; i++)
        if (scans_growing_table (yb_sql_texts[sql], g_ptr_array_index (steps, i)))
          {
            scans = TRUE;
            if (!is_exception (yb_sql_names[sql]))
              {
                g_test_message ("%s: %s", yb_sql_names[sql], (char *) g_ptr_array_index (steps, i));
                g_test_fail ();
              }
          }
      n_exceptions += scans;
    }
  g_test_message ("%d statements, %u of them read a whole table", YB_N_SQL, n_exceptions);
}

/* An exception that no query needs any more hides the next fault. */
static void
test_exceptions_are_needed (Fixture *f, gconstpointer data)
{
  for (guint e = 0; e < G_N_ELEMENTS (exceptions); e++)
    {
      gboolean needed = FALSE;

      g_assert_cmpuint (strlen (exceptions[e].reason), >, 10);
      for (int sql = 0; sql < YB_N_SQL; sql++)
        if (g_str_equal (yb_sql_names[sql], exceptions[e].name))
          {
            g_autoptr (GPtrArray) steps = yb_store_explain (f->store, sql, NULL);

            for (guint i = 0; i < steps->len; i++)
              needed = needed || scans_growing_table (yb_sql_texts[sql], g_ptr_array_index (steps, i));
          }
      if (!needed)
        {
          g_test_message ("%s scans nothing: take it out of the list", exceptions[e].name);
          g_test_fail ();
        }
    }
}

/* The test must see a scan when there is one. */
static void
test_finds_scans (void)
{
  g_assert_true (scans_growing_table ("SELECT 1 FROM deal", "SCAN deal"));
  g_assert_true (scans_growing_table ("SELECT 1 FROM customer c JOIN deal AS d", "SCAN d"));
  g_assert_true (scans_growing_table ("SELECT 1 FROM deal d", "SCAN d USING COVERING INDEX deal_opened_on"));
  g_assert_false (scans_growing_table ("SELECT 1 FROM staff s JOIN deal d", "SCAN s"));
  g_assert_false (scans_growing_table ("SELECT 1 FROM deal d", "SEARCH d USING INDEX deal_board (stage=?)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/queries/finds-scans", test_finds_scans);
  g_test_add ("/queries/plan", Fixture, NULL, fixture_set_up, test_plan, fixture_tear_down);
  g_test_add ("/queries/exceptions-are-needed", Fixture, NULL, fixture_set_up, test_exceptions_are_needed,
              fixture_tear_down);
  return g_test_run ();
}
