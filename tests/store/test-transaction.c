/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "store-fixture.h"
#include "yb-house.h"

#include <sqlite3.h>

#define DEAL &yb_deal_row_type
#define CUSTOMER &yb_customer_row_type

static const YbField *
field (const YbRowType *type, const char *name)
{
  return yb_row_type_find_field (type, name);
}

static YbDeal *
get_deal (YbTransaction *transaction, gint64 id)
{
  return yb_connection_get (yb_transaction_get_connection (transaction), DEAL, id, NULL);
}

/* What the file holds, looked at from outside. */
static gint64
ask (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  gint64 answer;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  answer = sqlite3_column_int64 (stmt, 0);
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return answer;
}

static char *
ask_text (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *stmt = NULL;
  char *answer;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &stmt, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (stmt), ==, SQLITE_ROW);
  answer = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_finalize (stmt);
  sqlite3_close (db);
  return answer;
}

/* Returns whether SQLite refused. */
static gboolean
tamper (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  int code;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  code = sqlite3_exec (db, sql, NULL, NULL, NULL);
  sqlite3_close (db);
  return code != SQLITE_OK;
}

static gint64
last_audit (Fixture *f)
{
  return ask (f, "SELECT max (seq) FROM audit");
}

/* ---- rows ---- */

static void
test_insert (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Li \"Na\" \\ \n\t\001 李娜");
  gint64 deal = fixture_add_deal (f->store, customer, YB_STAGE_LEAD, 0);
  g_autoptr (YbCustomer) read = yb_store_get_row (f->store, CUSTOMER, customer);
  g_autoptr (YbDeal) read_deal = yb_store_get_row (f->store, DEAL, deal);

  g_assert_cmpstr (read->name, ==, "Li \"Na\" \\ \n\t\001 李娜");
  g_assert_cmpint (((YbRow *) read)->revision, ==, 1);
  g_assert_cmpint (((YbRow *) read)->created_at, ==, FIXTURE_NOW);
  g_assert_cmpint (((YbRow *) read)->updated_at, ==, FIXTURE_NOW);
  g_assert_cmpint (((YbRow *) read)->created_by, ==, 0);
  g_assert_cmpint (read_deal->stage, ==, YB_STAGE_LEAD);
  g_assert_cmpint (read_deal->next_contact_at, ==, 0);
  /* "not stated" is NULL for numbers and '' for texts and codes */
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal WHERE next_contact_at IS NULL AND needs_budget IS NULL"
                           " AND consultant IS NULL AND note = '' AND grade = '' AND needs_confirmed = 0"),
                   ==, 1);
  fixture_assert_clean (f->store);
}

static void
test_update (Fixture *f, gconstpointer data)
{
  gint64 deal = fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  g_autofree char *changes = NULL;

  fixture_set_number (f->store, DEAL, deal, "stage", YB_STAGE_NEEDS);
  changes = ask_text (f, "SELECT changes FROM audit ORDER BY seq DESC LIMIT 1");
  g_assert_cmpstr (changes, ==,
                   "[{\"table\":\"deal\",\"id\":1,\"revision\":2,\"before\":{\"stage\":\"LEAD\"},"
                   "\"after\":{\"stage\":\"NEEDS\"}}]");
  g_assert_cmpint (ask (f, "SELECT revision FROM deal"), ==, 2);
  fixture_assert_clean (f->store);
}

static gboolean
update_nothing_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbDeal) deal = get_deal (transaction, 1);

  fixture_audit (transaction, "test.nothing");
  g_assert_true (yb_transaction_update (transaction, (YbRow *) deal, error));
  g_assert_cmpint (((YbRow *) deal)->revision, ==, 1);
  return TRUE;
}

static void
test_no_op (Fixture *f, gconstpointer data)
{
  fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  g_assert_true (yb_store_write (f->store, update_nothing_cb, NULL, NULL));
  g_assert_cmpint (ask (f, "SELECT revision FROM deal"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT changes = '[]' FROM audit ORDER BY seq DESC LIMIT 1"), ==, 1);
}

static gboolean
update_stale_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbRow *seen = data;

  fixture_audit (transaction, "test.stale");
  yb_row_set_number (seen, field (DEAL, "amount"), 1);
  return yb_transaction_update (transaction, seen, error);
}

static gboolean
delete_stale_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  fixture_audit (transaction, "test.stale");
  return yb_transaction_delete (transaction, data, error);
}

static void
test_stale (Fixture *f, gconstpointer data)
{
  gint64 id = fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  g_autoptr (YbRow) seen = yb_connection_get (yb_store_get_reader (f->store), DEAL, id, NULL);
  g_autoptr (GError) update_error = NULL;
  g_autoptr (GError) delete_error = NULL;
  gint64 audit;

  fixture_set_number (f->store, DEAL, id, "stage", YB_STAGE_NEEDS);
  audit = last_audit (f);
  g_assert_false (yb_store_write (f->store, update_stale_cb, seen, &update_error));
  g_assert_error (update_error, YB_STORE_ERROR, YB_STORE_ERROR_STALE);
  g_assert_false (yb_store_write (f->store, delete_stale_cb, seen, &delete_error));
  g_assert_error (delete_error, YB_STORE_ERROR, YB_STORE_ERROR_STALE);
  g_assert_cmpint (last_audit (f), ==, audit);
  g_assert_cmpint (ask (f, "SELECT amount FROM deal"), ==, 20000000);
}

static gboolean
update_missing_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) row = yb_row_new (DEAL);

  fixture_audit (transaction, "test.missing");
  row->id = 4711;
  return yb_transaction_update (transaction, row, error);
}

static void
test_missing_row (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (yb_store_write (f->store, update_missing_cb, NULL, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "4711"));
}

static void
test_delete (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Li Na");
  gint64 deal = fixture_add_deal (f->store, customer, YB_STAGE_LEAD, 0);

  fixture_delete (f->store, DEAL, deal);
  fixture_delete (f->store, CUSTOMER, customer);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal"), ==, 0);
  g_assert_cmpint (ask (f, "SELECT changes LIKE '%\"deleted\":{%\"name\":\"Li Na\"%' FROM audit"
                           " ORDER BY seq DESC LIMIT 1"),
                   ==, 1);
  fixture_assert_clean (f->store);
}

/* ---- rules of the schema ---- */

static gboolean
delete_customer_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) row = yb_connection_get (yb_transaction_get_connection (transaction), CUSTOMER, 1, error);

  fixture_audit (transaction, "test.delete");
  return yb_transaction_delete (transaction, row, error);
}

static gboolean
second_code_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) row = yb_row_new (&yb_staff_row_type);

  fixture_audit (transaction, "test.staff");
  yb_row_set_text (row, field (&yb_staff_row_type, "code"), "sc");
  return yb_transaction_insert (transaction, row, error);
}

static gboolean
orphan_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbDeal) deal = fixture_new_deal (4711, YB_STAGE_LEAD, 0);

  fixture_audit (transaction, "test.orphan");
  return yb_transaction_insert (transaction, (YbRow *) deal, error);
}

static void
test_constraints (Fixture *f, gconstpointer data)
{
  static const YbWriteFunc forbidden[] = {delete_customer_cb, second_code_cb, orphan_cb};
  gint64 audit;

  fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  audit = last_audit (f);
  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (yb_store_write (f->store, forbidden[i], NULL, &error));
      g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_CONSTRAINT);
    }
  g_assert_cmpint (last_audit (f), ==, audit);
  fixture_assert_clean (f->store);
}

static gboolean
unaudited_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbStatement *set = yb_connection_query (yb_transaction_get_connection (transaction), YB_SQL_STORE_META_SET);

  yb_statement_bind_text (set, 1, "test");
  yb_statement_bind_text (set, 2, "1");
  return yb_statement_run (set, error);
}

static gboolean
insert_unaudited_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbDeal) deal = fixture_new_deal (1, YB_STAGE_LEAD, 0);

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*has_audit*");
  g_assert_false (yb_transaction_insert (transaction, (YbRow *) deal, error));
  g_test_assert_expected_messages ();
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "refused");
  return FALSE;
}

static void
test_missing_audit (Fixture *f, gconstpointer data)
{
  g_autofree char *value = NULL;

  fixture_add_customer (f->store, "Li Na");
  g_assert_false (yb_store_write (f->store, insert_unaudited_cb, NULL, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal"), ==, 0);
  /* what the store remembers about itself is no action of anybody */
  g_assert_true (yb_store_write (f->store, unaudited_cb, NULL, NULL));
  value = yb_store_dup_meta (f->store, "test");
  g_assert_cmpstr (value, ==, "1");
}

/* ---- the audit trail ---- */

static gboolean
two_things_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Fixture *f = data;
  const YbAuditEntry entry = {.at = FIXTURE_NOW + 5,
                              .staff = f->staff,
                              .workstation = "front desk",
                              .verb = "test.two",
                              .arguments = "{\"a\":1}",
                              .undoable = TRUE};
  g_autoptr (YbDeal) deal = fixture_new_deal (1, YB_STAGE_LEAD, 0);

  yb_transaction_set_audit (transaction, &entry);
  g_assert_cmpint (yb_transaction_get_audit_seq (transaction), ==, 3);
  return yb_transaction_insert (transaction, (YbRow *) deal, error) &&
         yb_row_set_number ((YbRow *) deal, field (DEAL, "paid"), YB_NO_VALUE) == FALSE &&
         yb_row_set_number ((YbRow *) deal, field (DEAL, "amount"), YB_NO_VALUE) &&
         yb_transaction_update (transaction, (YbRow *) deal, error);
}

static void
test_audit_row (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *row = NULL;

  fixture_add_customer (f->store, "Li Na");
  yb_store_write (f->store, two_things_cb, f, &error);
  g_assert_no_error (error);
  row = ask_text (
      f, "SELECT seq || '|' || at || '|' || staff || '|' || workstation || '|' || verb || '|' || arguments"
         " || '|' || undoable || '|' || coalesce (undo_of, '-') || '|' || length (hash) || '|' || changes"
         " FROM audit ORDER BY seq DESC LIMIT 1");
  g_assert_cmpstr (row, ==,
                   "3|1767225600005|1|front desk|test.two|{\"a\":1}|1|-|32|"
                   "[{\"table\":\"deal\",\"id\":1,\"revision\":2,\"before\":{\"amount\":20000000},"
                   "\"after\":{\"amount\":null}},{\"table\":\"deal\",\"id\":1,\"inserted\":true}]");
  g_assert_cmpint (ask (f, "SELECT updated_by FROM deal"), ==, f->staff);
  fixture_assert_clean (f->store);
}

static void
test_chain (Fixture *f, gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    fixture_add_customer (f->store, "Li Na");
  fixture_assert_clean (f->store);

  /* the file refuses by itself … */
  g_assert_true (tamper (f, "UPDATE audit SET verb = 'x' WHERE seq = 5"));
  g_assert_true (tamper (f, "DELETE FROM audit WHERE seq = 5"));
  /* … and who gets round that is found out */
  for (int i = 0; i < 2; i++)
    {
      static const char *const attacks[] = {
          "DROP TRIGGER audit_is_kept; UPDATE audit SET arguments = '{\"x\":1}' WHERE seq = 5",
          "DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq = 7",
      };
      static const char *const found[] = {"no. 5", "before no. 8"};
      g_autoptr (GPtrArray) problems = NULL;

      g_assert_false (tamper (f, attacks[i]));
      problems = yb_store_check (f->store, FALSE, NULL);
      g_assert_cmpuint (problems->len, >, 0);
      g_assert_nonnull (strstr (g_ptr_array_index (problems, MIN (i, problems->len - 1)), found[i]));
    }
}

static void
test_check_finds_wrong_sums (Fixture *f, gconstpointer data)
{
  static const char *const attacks[] = {
      "UPDATE board_summary SET deals = deals + 1",
      "UPDATE board_due SET deals = 7",
      "UPDATE deal SET paid = 5",
      "UPDATE deal SET open_blockers = 1",
      "PRAGMA foreign_keys = OFF; UPDATE deal SET customer = 4711",
  };
  static const char *const undo[] = {
      "UPDATE board_summary SET deals = deals - 1",
      "UPDATE board_due SET deals = 1",
      "UPDATE deal SET paid = NULL",
      "UPDATE deal SET open_blockers = NULL",
      "UPDATE deal SET customer = 1",
  };

  fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, FIXTURE_NOW);
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autoptr (GPtrArray) problems = NULL;

      g_assert_false (tamper (f, attacks[i]));
      problems = yb_store_check (f->store, FALSE, NULL);
      g_assert_cmpuint (problems->len, ==, i == 0 || i == 1 ? 2 : 1);
      g_assert_false (tamper (f, undo[i]));
      fixture_assert_clean (f->store);
    }
}

/* ---- taking back ---- */

typedef struct
{
  gint64 audit;
  const char *const *kept;
} Undo;

static gboolean
revert_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Undo *undo = data;
  const YbAuditEntry entry = {.at = FIXTURE_NOW + 1,
                              .workstation = "test",
                              .verb = "test.undo",
                              .arguments = "{}",
                              .undo_of = undo->audit};

  yb_transaction_set_audit (transaction, &entry);
  return yb_transaction_revert (transaction, undo->audit, undo->kept, error);
}

static void
revert (Fixture *f, gint64 audit)
{
  g_autoptr (GError) error = NULL;
  Undo undo = {audit, NULL};

  yb_store_write (f->store, revert_cb, &undo, &error);
  g_assert_no_error (error);
  fixture_assert_clean (f->store);
}

static void
test_revert_update (Fixture *f, gconstpointer data)
{
  gint64 deal = fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  gint64 audit;

  fixture_set_text (f->store, DEAL, deal, "note", "quotes \" and \\ and \n");
  fixture_set_text (f->store, DEAL, deal, "note", "other");
  audit = last_audit (f);
  revert (f, audit);
  g_assert_cmpint (ask (f, "SELECT note = 'quotes \" and \\ and ' || char (10) FROM deal"), ==, 1);
  /* and the taking back is taken back */
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT note = 'other' FROM deal"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT revision FROM deal"), ==, 5);

  fixture_set_number (f->store, DEAL, deal, "needs_budget", 100);
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT needs_budget IS NULL FROM deal"), ==, 1);
  fixture_set_number (f->store, DEAL, deal, "grade", YB_GRADE_A);
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT grade = '' FROM deal"), ==, 1);
}

static void
test_revert_insert (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Li Na");

  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM customer"), ==, 0);
  /* back again, with its number, content and times, and a revision that nobody has seen */
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT id FROM customer WHERE name = 'Li Na'"), ==, customer);
  g_assert_cmpint (ask (f, "SELECT revision FROM customer"), ==, 2);
  g_assert_cmpint (ask (f, "SELECT created_at FROM customer"), ==, FIXTURE_NOW);
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM customer"), ==, 0);
}

static void
test_revert_delete (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Li Na");
  g_autoptr (YbRow) row = NULL;

  fixture_set_text (f->store, CUSTOMER, customer, "phone", "13800000000");
  fixture_delete (f->store, CUSTOMER, customer);
  revert (f, last_audit (f));
  row = yb_connection_get (yb_store_get_reader (f->store), CUSTOMER, customer, NULL);
  g_assert_nonnull (row);
  g_assert_cmpstr (yb_row_get_text (row, yb_row_type_find_field (CUSTOMER, "phone")), ==, "13800000000");
  g_assert_cmpint (row->revision, ==, 3);
}

/* A customer with a deal that is changed, a second deal that comes and goes, and an old deal changed and deleted. */
static gboolean
many_things_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) customer = yb_row_new (CUSTOMER);
  g_autoptr (YbDeal) deal = NULL;
  g_autoptr (YbDeal) passing = NULL;
  g_autoptr (YbDeal) old = get_deal (transaction, 1);

  fixture_audit (transaction, "test.many");
  g_assert_true (yb_transaction_insert (transaction, customer, NULL));
  deal = fixture_new_deal (customer->id, YB_STAGE_LEAD, 0);
  g_assert_true (yb_transaction_insert (transaction, (YbRow *) deal, NULL));
  deal->stage = YB_STAGE_NEEDS;
  g_assert_true (yb_transaction_update (transaction, (YbRow *) deal, NULL));
  deal->stage = YB_STAGE_DRIVE;
  g_assert_true (yb_transaction_update (transaction, (YbRow *) deal, NULL));
  passing = fixture_new_deal (customer->id, YB_STAGE_LEAD, 0);
  g_assert_true (yb_transaction_insert (transaction, (YbRow *) passing, NULL));
  g_assert_true (yb_transaction_delete (transaction, (YbRow *) passing, NULL));
  old->amount = 5;
  g_assert_true (yb_transaction_update (transaction, (YbRow *) old, NULL));
  old->amount = 6;
  g_assert_true (yb_transaction_update (transaction, (YbRow *) old, NULL));
  g_assert_true (yb_transaction_delete (transaction, (YbRow *) old, NULL));
  return TRUE;
}

static void
test_revert_mixture (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  yb_store_write (f->store, many_things_cb, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal WHERE stage = 'DRIVE'"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal WHERE id = 1"), ==, 0);
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM customer"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT amount FROM deal WHERE id = 1"), ==, 20000000);
}

static gboolean
thousand_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  fixture_audit (transaction, "test.thousand");
  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (YbRow) customer = yb_row_new (CUSTOMER);
      g_autoptr (YbDeal) deal = NULL;

      if (!yb_transaction_insert (transaction, customer, error))
        return FALSE;
      deal = fixture_new_deal (customer->id, YB_STAGE_LEAD, 0);
      if (!yb_transaction_insert (transaction, (YbRow *) deal, error))
        return FALSE;
    }

  return TRUE;
}

static void
test_runs (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *changes = NULL;

  fixture_add_customer (f->store, "Li Na");
  yb_store_write (f->store, thousand_cb, NULL, &error);
  g_assert_no_error (error);
  changes = ask_text (f, "SELECT changes FROM audit ORDER BY seq DESC LIMIT 1");
  g_assert_cmpuint (strlen (changes), <, 150);
  g_assert_nonnull (strstr (changes, "{\"table\":\"customer\",\"id\":2,\"last\":1001,\"inserted\":true}"));
  g_assert_nonnull (strstr (changes, "{\"table\":\"deal\",\"id\":1,\"last\":1000,\"inserted\":true}"));

  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM customer"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal"), ==, 0);
  revert (f, last_audit (f));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal"), ==, 1000);
}

static void
test_stale_revert (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Li Na");
  gint64 deal = fixture_add_deal (f->store, customer, YB_STAGE_LEAD, 0);
  Undo undo = {0, NULL};
  gint64 audit;

  fixture_set_number (f->store, DEAL, deal, "stage", YB_STAGE_NEEDS);
  undo.audit = last_audit (f);
  fixture_set_number (f->store, DEAL, deal, "amount", 1);
  audit = last_audit (f);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (yb_store_write (f->store, revert_cb, &undo, &error));
      if (i < 2)
        g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_STALE);
      else
        g_assert_error (error, YB_STORE_ERROR,
                        YB_STORE_ERROR_CONSTRAINT); /* the customer's deal is still there */
      undo.audit--;                                 /* the insertion of the deal, then of the customer */
    }
  g_assert_cmpint (last_audit (f), ==, audit);
  g_assert_cmpint (ask (f, "SELECT stage = 'NEEDS' AND amount = 1 AND revision = 3 FROM deal"), ==, 1);
  fixture_assert_clean (f->store);
}

static gboolean
deal_with_history_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) history = yb_row_new (&yb_deal_history_row_type);
  g_autoptr (YbDeal) deal = NULL;

  fixture_audit (transaction, "test.history");
  if (data != NULL)
    {
      deal = get_deal (transaction, 1);
      deal->stage = YB_STAGE_NEEDS;
      g_assert_true (yb_transaction_update (transaction, (YbRow *) deal, NULL));
    }
  else
    {
      deal = fixture_new_deal (1, YB_STAGE_LEAD, 0);
      g_assert_true (yb_transaction_insert (transaction, (YbRow *) deal, NULL));
    }
  yb_row_set_number (history, field (&yb_deal_history_row_type, "deal"), ((YbRow *) deal)->id);
  return yb_transaction_insert (transaction, history, error);
}

/* History stays when a move is taken back, and goes with the deal that it tells about. */
static void
test_kept_tables (Fixture *f, gconstpointer data)
{
  static const char *const kept[] = {"deal_history", NULL};
  g_autoptr (GError) error = NULL;
  Undo undo = {0, kept};

  fixture_add_customer (f->store, "Li Na");
  g_assert_true (yb_store_write (f->store, deal_with_history_cb, NULL, NULL));
  undo.audit = last_audit (f);
  g_assert_true (yb_store_write (f->store, revert_cb, &undo, NULL));
  g_assert_cmpint (ask (f, "SELECT (SELECT count(*) FROM deal) + (SELECT count(*) FROM deal_history)"), ==,
                   0);

  g_assert_true (yb_store_write (f->store, deal_with_history_cb, NULL, NULL));
  g_assert_true (yb_store_write (f->store, deal_with_history_cb, f, NULL));
  undo.audit = last_audit (f);
  g_assert_true (yb_store_write (f->store, revert_cb, &undo, NULL));
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal WHERE stage = 'LEAD'"), ==, 1);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM deal_history"), ==, 2);

  /* once only */
  g_assert_false (yb_store_write (f->store, revert_cb, &undo, &error));
  g_assert_nonnull (error);
  fixture_assert_clean (f->store);
}

static void
test_revert_nothing (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Undo undo = {4711, NULL};

  g_assert_false (yb_store_write (f->store, revert_cb, &undo, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND);
}

/* ---- the sums of the board ---- */

static void
test_summaries (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Li Na");
  g_autoptr (GArray) deals = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (int step = 0; step < 400; step++)
    {
      guint i = deals->len > 0 ? g_test_rand_int_range (0, deals->len) : 0;
      gint64 deal = deals->len > 0 ? g_array_index (deals, gint64, i) : 0;
      gint64 at = g_test_rand_bit () ? 0 : FIXTURE_NOW + g_test_rand_int_range (0, 5) * FIXTURE_DAY;

      switch (deal == 0 ? 0 : g_test_rand_int_range (0, 8))
        {
        case 0:
        case 1:
          deal = fixture_add_deal (f->store, customer, g_test_rand_int_range (1, 10), at);
          g_array_append_val (deals, deal);
          break;
        case 2:
          fixture_set_number (f->store, DEAL, deal, "stage", g_test_rand_int_range (1, 10));
          break;
        case 3:
          fixture_set_number (f->store, DEAL, deal, "on_board", g_test_rand_bit ());
          break;
        case 4:
          fixture_set_number (f->store, DEAL, deal, "consultant", g_test_rand_bit () ? f->staff : 0);
          break;
        case 5:
          fixture_set_number (f->store, DEAL, deal, "amount",
                              g_test_rand_bit () ? YB_NO_VALUE : g_test_rand_int_range (0, 1000));
          break;
        case 6:
          fixture_set_number (f->store, DEAL, deal, "next_contact_at", at);
          break;
        default:
          fixture_delete (f->store, DEAL, deal);
          g_array_remove_index (deals, i);
        }
      if (step % 10 == 0)
        fixture_assert_clean (f->store);
    }
  fixture_assert_clean (f->store);
}

/* ---- several writers ---- */

typedef struct
{
  Fixture *f;
  guint n_done;
} Order;

static gboolean
all_done (gpointer data)
{
  return ((Order *) data)->n_done == 200;
}

static gboolean
note_number_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) customer = yb_row_new (CUSTOMER);

  fixture_audit (transaction, "test.order");
  yb_row_set_text (customer, field (CUSTOMER, "name"), data);
  return yb_transaction_insert (transaction, customer, error);
}

static void
ordered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Order *order = user_data;

  g_assert_true (source == G_OBJECT (order->f->store));
  g_assert_true (yb_store_write_finish (order->f->store, result, NULL));
  order->n_done++;
  /* the row is there and told by now */
  {
    g_autoptr (YbCustomer) row = yb_store_get_row (order->f->store, CUSTOMER, order->n_done);

    g_assert_cmpint (g_ascii_strtoll (row->name, NULL, 10), ==, order->n_done);
  }
}

static void
test_async_keeps_order (Fixture *f, gconstpointer data)
{
  Order order = {f, 0};

  for (int i = 1; i <= 200; i++)
    yb_store_write_async (f->store, note_number_cb, g_strdup_printf ("%d", i), g_free, NULL, ordered_cb,
                          &order);
  fixture_wait (all_done, &order);
}

static void
cancelled_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (yb_store_write_finish (YB_STORE (source), result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

static void
test_cancelled_before_it_begins (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean done = FALSE;

  g_cancellable_cancel (cancellable);
  yb_store_write_async (f->store, note_number_cb, g_strdup ("1"), g_free, cancellable, cancelled_cb, &done);
  fixture_wait (is_true, &done);
  g_assert_cmpint (ask (f, "SELECT count(*) FROM customer"), ==, 0);
}

static gboolean
increment_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbDeal) deal = get_deal (transaction, 1);

  fixture_audit (transaction, "test.increment");
  deal->amount++;
  return yb_transaction_update (transaction, (YbRow *) deal, error);
}

static gpointer
increment_thread (gpointer data)
{
  for (int i = 0; i < 1000; i++)
    {
      g_autoptr (GError) error = NULL;

      yb_store_write (data, increment_cb, NULL, &error);
      g_assert_no_error (error);
    }

  return NULL;
}

static void
test_two_threads (Fixture *f, gconstpointer data)
{
  g_autoptr (YbDealCard) card = NULL;
  GThread *threads[2];

  fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  card = yb_store_get_row (f->store, &yb_deal_card_row_type, 1);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("increment", increment_thread, f->store);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (ask (f, "SELECT amount FROM deal"), ==, 20002000);
  g_assert_cmpint (card->amount, ==, 20002000);
  fixture_assert_clean (f->store);
}

/* data: how it ends, %FALSE takes it back */
static gboolean
keep_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbConnection *connection = yb_transaction_get_connection (transaction);
  g_autoptr (YbRow) customer = yb_row_new (CUSTOMER);

  yb_connection_keep (connection, "test", g_strdup ("kept"), g_free);
  fixture_audit (transaction, "test.keep");
  if (!GPOINTER_TO_INT (data))
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_STALE, "taken back");
      return FALSE;
    }
  return yb_transaction_insert (transaction, customer, error);
}

/* data: (out): whether it is still known */
static gboolean
recall_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  const char *kept = yb_connection_recall (yb_transaction_get_connection (transaction), "test");

  *(gboolean *) data = g_strcmp0 (kept, "kept") == 0;
  return TRUE;
}

static gboolean
is_kept (Fixture *f)
{
  gboolean kept = FALSE;

  g_assert_true (yb_store_write (f->store, recall_cb, &kept, NULL));
  return kept;
}

static gboolean
forget_within_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbConnection *connection = yb_transaction_get_connection (transaction);
  g_autoptr (YbRow) person = yb_row_new (&yb_staff_row_type);

  fixture_audit (transaction, "test.person");
  g_assert_nonnull (yb_connection_recall (connection, "test"));
  yb_row_set_text (person, field (&yb_staff_row_type, "code"), "new");
  g_assert_true (yb_transaction_insert (transaction, person, error));
  g_assert_null (yb_connection_recall (connection, "test"));
  yb_connection_keep (connection, "test", g_strdup ("kept"), g_free);
  g_assert_null (yb_connection_recall (connection, "test"));
  return TRUE;
}

/* What a verb knows of people and rights must be gone the moment that somebody changes them, here or elsewhere. */
static void
test_memory (Fixture *f, gconstpointer data)
{
  YbConnection *reader = yb_store_get_reader (f->store);

  g_assert_false (is_kept (f));
  g_assert_true (yb_store_write (f->store, keep_cb, GINT_TO_POINTER (TRUE), NULL));
  g_assert_true (is_kept (f));
  fixture_add_customer (f->store, "a table of the day");
  g_assert_true (is_kept (f));

  g_assert_true (yb_store_write (f->store, forget_within_cb, NULL, NULL));
  g_assert_false (is_kept (f));

  g_assert_true (yb_store_write (f->store, keep_cb, GINT_TO_POINTER (TRUE), NULL));
  {
    g_autoptr (YbStore) other = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);

    fixture_add_customer (other, "of another connection");
  }
  g_assert_false (is_kept (f));

  g_assert_true (yb_store_write (f->store, keep_cb, GINT_TO_POINTER (TRUE), NULL));
  g_assert_false (yb_store_write (f->store, keep_cb, GINT_TO_POINTER (FALSE), NULL));
  g_assert_false (is_kept (f));

  yb_connection_keep (reader, "test", g_strdup ("kept"), g_free);
  g_assert_null (yb_connection_recall (reader, "test"));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
      {"/transaction/insert", test_insert},
      {"/transaction/update", test_update},
      {"/transaction/no-op", test_no_op},
      {"/transaction/stale", test_stale},
      {"/transaction/missing-row", test_missing_row},
      {"/transaction/delete", test_delete},
      {"/transaction/constraints", test_constraints},
      {"/transaction/missing-audit", test_missing_audit},
      {"/transaction/audit-row", test_audit_row},
      {"/transaction/chain", test_chain},
      {"/transaction/check-finds-wrong-sums", test_check_finds_wrong_sums},
      {"/transaction/revert-update", test_revert_update},
      {"/transaction/revert-insert", test_revert_insert},
      {"/transaction/revert-delete", test_revert_delete},
      {"/transaction/revert-mixture", test_revert_mixture},
      {"/transaction/runs", test_runs},
      {"/transaction/stale-revert", test_stale_revert},
      {"/transaction/kept-tables", test_kept_tables},
      {"/transaction/revert-nothing", test_revert_nothing},
      {"/transaction/summaries", test_summaries},
      {"/transaction/async-keeps-order", test_async_keeps_order},
      {"/transaction/cancelled-before-it-begins", test_cancelled_before_it_begins},
      {"/transaction/two-threads", test_two_threads},
      {"/transaction/memory", test_memory},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  return g_test_run ();
}
