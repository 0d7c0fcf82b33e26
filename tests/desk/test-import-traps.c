/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that an import once stumbled over, or that went round a rule. */

#include "config.h"

#include "desk-fixture.h"
#include "yb-import.h"

#include <string.h>

/* As the administrator. */
static YbImportResult *
run (Fixture *fixture, const char *kind, const char *text, const char *map_text, gboolean skip_bad)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = yb_table_read_bytes (bytes, NULL, NULL, &error);
  g_autoptr (YbImportMap) map = NULL;
  g_autoptr (YbImport) import = NULL;
  YbImportResult *result;

  g_assert_no_error (error);
  if (map_text != NULL)
    map = yb_import_map_load_from_data (map_text, -1, &error);
  g_assert_no_error (error);
  import = yb_import_new (fixture_desk (fixture, "ad"), kind, table, map);
  result = yb_import_run (import, skip_bad, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

static void
check_counts (const YbImportResult *result, guint imported, guint updated, guint skipped, guint n_errors)
{
  g_assert_cmpuint (result->imported, ==, imported);
  g_assert_cmpuint (result->updated, ==, updated);
  g_assert_cmpuint (result->skipped, ==, skipped);
  g_assert_cmpuint (result->n_errors, ==, n_errors);
}

static void
check_problem (GPtrArray *problems, guint line, const char *column, const char *value)
{
  const YbImportProblem *problem;

  g_assert_cmpuint (problems->len, >, 0);
  problem = g_ptr_array_index (problems, 0);
  g_assert_cmpuint (problem->line, ==, line);
  g_assert_cmpstr (problem->column, ==, column);
  g_assert_cmpstr (problem->value, ==, value);
}

/* "无" is how many lists say that there is no phone. */
static void
test_words_for_nothing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) customers = NULL;
  g_autoptr (YbImportResult) deals = NULL;
  g_autoptr (YbCustomer) first = NULL;

  customers = run (fixture, "customers", "name,phone,phone2,id_number,plate\n张三,无,n/a,！,？\n李四,-,,,\n",
                   NULL, FALSE);
  check_counts (customers, 2, 0, 0, 0);
  g_assert_cmpuint (customers->n_warnings, >=, 3);
  first = fixture_customer (fixture, 1);
  g_assert_cmpstr (first->phone, ==, "");

  deals = run (fixture, "deals", "account,phone,stage\n张三,无,LEAD\n,？,LEAD\n", NULL, FALSE);
  check_counts (deals, 2, 0, 0, 0);
  g_assert_cmpuint (deals->n_warnings, ==, 2);
}

/* Won means that a contract is effective: nothing is won in a stage before the contract. */
static void
test_won_too_early (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) result = NULL;

  result = run (fixture, "deals", "account,stage\n张三,x\n李四,y\n",
                "[import]\nkind=deals\n[columns]\ncustomer=account\nstage=stage\n"
                "[values:stage]\nx=NEGOTIATE,won\ny=CLOSE,won\n",
                TRUE);
  check_counts (result, 1, 0, 1, 1);
  check_problem (result->errors, 2, "stage", "x");
  /* It told no contract, and is no more to be moved back for that. */
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.move",
                 "{'deal':1,'stage':'LEAD','reason':'other'}");
}

/* An import that gives a deal of an earlier one to a new customer is its own doing, and can be taken back. */
static void
test_undo_of_a_new_customer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) first = run (fixture, "deals", "id,account,stage\n1,张三,LEAD\n", NULL, FALSE);
  g_autoptr (YbImportResult)
      second = run (fixture, "deals", "id,account,stage\n1,李四,NEEDS\n2,李四,LEAD\n", NULL, FALSE);
  g_autoptr (YbDeal) row = NULL;

  g_assert_true (first->written);
  check_counts (second, 1, 1, 0, 0);
  fixture_do (fixture, "ad", "import.undo", "{'import':%d}", (int) second->run);
  row = fixture_deal (fixture, 1);
  g_assert_cmpint (row->stage, ==, YB_STAGE_LEAD);
  g_assert_cmpint (row->customer, ==, 1);
  g_assert_null (yb_connection_get (yb_store_get_reader (fixture->store), &yb_deal_row_type, 2, NULL));
}

/* The price of a contract that was signed here is not that of an older file. */
static void
test_contract_stays (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_DELIVERY);
  g_autoptr (YbImportResult) result = NULL;
  g_autoptr (YbDeal) row = NULL;

  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'external_id':'X1'}", deal);
  result = run (fixture, "deals", "id,close_value,备注\nX1,1,old\n", NULL, FALSE);
  check_counts (result, 0, 1, 0, 0);
  check_problem (result->warnings, 2, "close_value", "1");
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->amount, ==, 19900000);
  g_assert_cmpstr (row->note, ==, "old");
}

/* The one who imports stays: somebody must be able to let people in. */
static void
test_own_account (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) closed = run (fixture, "staff", "code,name,active\nad,Admin,no\n", NULL, FALSE);
  g_autoptr (YbImportResult) robbed = run (fixture, "staff", "code,name,roles\nad,Admin,sc\n", NULL, FALSE);

  check_problem (closed->errors, 2, "active", "no");
  check_problem (robbed->errors, 2, "roles", "sc");
  g_assert_false (closed->written || robbed->written);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/import-traps/words-for-nothing", test_words_for_nothing);
  g_test_add_func ("/import-traps/won-too-early", test_won_too_early);
  g_test_add_func ("/import-traps/undo-of-a-new-customer", test_undo_of_a_new_customer);
  g_test_add_func ("/import-traps/contract-stays", test_contract_stays);
  g_test_add_func ("/import-traps/own-account", test_own_account);

  return g_test_run ();
}
