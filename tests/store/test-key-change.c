/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A new data key: everything opens as before, for everybody, in every process, and nothing opens with the old one. */

#include "config.h"

#include <string.h>
#include <glib/gstdio.h>

#include "store-fixture.h"
#include "yb-key-wrap.h"

#define CANARY "13899990000"
#define PASSWORD "迎宾 password"

static const YbField *
phone_field (void)
{
  return yb_row_type_find_field (&yb_customer_row_type, "phone");
}

static gboolean
give_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbPassKey) pass = yb_pass_key_new (PASSWORD, NULL);

  fixture_audit (transaction, "test.key");
  return yb_key_wrap_set (transaction, *(gint64 *) data, pass, error);
}

static gboolean
change_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  fixture_audit (transaction, "key.change");
  if (!yb_transaction_change_keys (transaction, error))
    return FALSE;
  if (data != NULL)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_FULL, "the control");
  return data == NULL;
}

static void
change_keys (YbStore *store)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (yb_store_write (store, change_cb, NULL, &error));
  g_assert_no_error (error);
}

static gint64
add_canary (Fixture *f)
{
  gint64 id = fixture_add_customer (f->store, "陈洁");

  fixture_set_text (f->store, &yb_customer_row_type, id, "phone", CANARY);
  return id;
}

static void
assert_phone (YbStore *store, gint64 id, const char *expected)
{
  g_autoptr (YbRow) row = yb_connection_get (yb_store_get_reader (store), &yb_customer_row_type, id, NULL);

  g_assert_nonnull (row);
  g_assert_cmpstr (yb_row_get_text (row, phone_field ()), ==, expected);
}

static guint
n_found (YbStore *store, const char *phone)
{
  YbStatement *find = yb_connection_query (yb_store_get_reader (store), YB_SQL_DESK_CUSTOMERS_BY_PHONE);
  guint n = 0;

  yb_statement_bind_text (find, 1, phone);
  while (yb_statement_step (find, NULL))
    n++;
  return n;
}

static guint
version_of (YbStore *store)
{
  g_autoptr (YbKeys) keys = yb_store_dup_keys (store);

  return keys != NULL ? yb_keys_get_version (keys) : 0;
}

static void
test_change (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f);
  char *recovery = yb_store_take_recovery_key (f->store);
  g_autoptr (YbKeys) first = yb_store_dup_keys (f->store);
  g_autoptr (YbKeys) third = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (yb_store_write (f->store, give_cb, &f->staff, &error));
  change_keys (f->store);
  change_keys (f->store);
  g_assert_cmpuint (version_of (f->store), ==, 3);
  third = yb_store_dup_keys (f->store);
  g_assert_cmpint (
      memcmp (yb_keys_get (first, YB_KEY_FIELDS), yb_keys_get (third, YB_KEY_FIELDS), YB_KEY_BYTES), !=, 0);
  /* The trail is one chain from the first row on. */
  g_assert_cmpint (
      memcmp (yb_keys_get (first, YB_KEY_AUDIT), yb_keys_get (third, YB_KEY_AUDIT), YB_KEY_BYTES), ==, 0);

  assert_phone (f->store, id, CANARY);
  g_assert_cmpuint (n_found (f->store, CANARY), ==, 1);
  fixture_assert_clean (f->store);

  yb_store_lock (f->store);
  g_assert_true (yb_store_unlock_from_cache (f->store));
  yb_store_lock (f->store);
  g_assert_true (yb_store_unlock_with_password (f->store, f->staff, PASSWORD, &error));
  yb_store_lock (f->store);
  g_assert_true (yb_store_unlock_with_recovery (f->store, recovery, &error));
  g_assert_no_error (error);
  assert_phone (f->store, id, CANARY);
  yb_recovery_key_free (recovery);

  /* With the key of before nothing is seen, nor written. */
  yb_store_unlock_with_keys (f->store, first);
  assert_phone (f->store, id, "");
}

typedef struct
{
  gint64 seq;
} Undo;

static gboolean
revert_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbAuditEntry entry = {.at = FIXTURE_NOW, .verb = "test.undo", .arguments = "{}"};

  entry.undo_of = ((Undo *) data)->seq;
  yb_transaction_set_audit (transaction, &entry);
  return yb_transaction_revert (transaction, entry.undo_of, NULL, error);
}

/* What the trail holds keeps the key of its time, also after two changes and in a file that was opened anew. */
static void
test_undo_across_a_change (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f);
  YbStatement *last;
  Undo undo;
  g_autoptr (GError) error = NULL;

  fixture_set_text (f->store, &yb_customer_row_type, id, "phone", "13800000001");
  last = yb_connection_query (yb_store_get_reader (f->store), YB_SQL_STORE_AUDIT_LAST);
  g_assert_true (yb_statement_step (last, NULL));
  undo.seq = yb_statement_number (last, 0);
  yb_statement_reset (last);
  change_keys (f->store);
  change_keys (f->store);
  g_clear_object (&f->store);
  f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  g_assert_true (yb_store_write (f->store, revert_cb, &undo, &error));
  g_assert_no_error (error);
  assert_phone (f->store, id, CANARY);
}

/* Taken back in the middle: the file, this process and what the computer remembers are as before. */
static void
test_rollback (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f);
  g_autoptr (YbStore) again = NULL;

  g_assert_false (yb_store_write (f->store, change_cb, f, NULL));
  g_assert_cmpuint (version_of (f->store), ==, 1);
  assert_phone (f->store, id, CANARY);
  again = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);
  g_assert_false (yb_store_is_locked (again));
  assert_phone (again, id, CANARY);
  fixture_assert_clean (f->store);
}

/* Another process, which had the file open meanwhile. */
static void
test_two_processes (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f);
  g_autoptr (YbStore) other = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);
  g_autoptr (YbRow) shown = yb_store_get_row (other, &yb_customer_row_type, id);

  change_keys (f->store);
  /* It writes before it has heard of it: with the new key, never with the old one. */
  fixture_set_text (other, &yb_customer_row_type, id, "phone2", "13877770000");
  g_assert_cmpuint (version_of (other), ==, 2);
  fixture_assert_clean (f->store);

  change_keys (f->store);
  yb_store_poll (other);
  g_assert_cmpuint (version_of (other), ==, 3);
  g_assert_cmpstr (yb_row_get_text (shown, phone_field ()), ==, CANARY);
  g_assert_cmpuint (n_found (other, CANARY), ==, 1);

  /* Where the computer has forgotten it, it is locked, and nothing is lost. */
  change_keys (f->store);
  yb_store_forget_keys (f->store);
  yb_store_poll (other);
  g_assert_true (yb_store_is_locked (other));
  assert_phone (f->store, id, CANARY);
}

static gboolean
renew_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  fixture_audit (transaction, "key.renew-recovery");
  return yb_transaction_renew_recovery_key (transaction, data, error);
}

static void
test_renew_recovery (Fixture *f, gconstpointer data)
{
  char *before = yb_store_take_recovery_key (f->store);
  char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (yb_store_write (f->store, renew_cb, &after, &error));
  yb_store_lock (f->store);
  g_assert_false (yb_store_unlock_with_recovery (f->store, before, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  g_clear_error (&error);
  g_assert_true (yb_store_unlock_with_recovery (f->store, after, &error));
  g_assert_no_error (error);
  yb_recovery_key_free (before);
  yb_recovery_key_free (after);
}

/* The program goes on without a person, with what the computer remembers. */
static void
test_unattended (Fixture *f, gconstpointer data)
{
  g_autoptr (YbKeys) keys = NULL;

  yb_store_lock (f->store);
  keys = yb_store_find_keys (f->store);
  g_assert_nonnull (keys);
  g_assert_true (yb_store_is_locked (f->store));
  yb_store_forget_keys (f->store);
  g_assert_null (yb_store_find_keys (f->store));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(NAME, FUNCTION)                                                                                  \
  g_test_add ("/key-change/" NAME, Fixture, NULL, fixture_set_up, FUNCTION, fixture_tear_down)
  ADD ("change", test_change);
  ADD ("undo-across-a-change", test_undo_across_a_change);
  ADD ("rollback", test_rollback);
  ADD ("two-processes", test_two_processes);
  ADD ("renew-recovery", test_renew_recovery);
  ADD ("unattended", test_unattended);
  return g_test_run ();
}
