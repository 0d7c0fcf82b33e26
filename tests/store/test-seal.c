/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Personal data in the file: what is written, who can read it, and what happens to a cell that is moved. */

#include "config.h"

#include <sqlite3.h>
#include <string.h>
#include <glib/gstdio.h>

#include "store-fixture.h"
#include "yb-house.h"

#define CANARY "13899990000"
#define CANARY_ID "11010119900307774X"
#define CANARY_DAY "1990-03-07"

static const YbField *
field_of (const char *name)
{
  return yb_row_type_find_field (&yb_customer_row_type, name);
}

static gint64
add_canary (YbStore *store)
{
  gint64 id = fixture_add_customer (store, "陈洁");

  fixture_set_text (store, &yb_customer_row_type, id, "phone", CANARY);
  fixture_set_text (store, &yb_customer_row_type, id, "id_number", CANARY_ID);
  fixture_set_text (store, &yb_customer_row_type, id, "birthday", CANARY_DAY);
  return id;
}

static gboolean
file_holds (const char *path, const char *text)
{
  g_autofree char *content = NULL;
  gsize length;

  return g_file_get_contents (path, &content, &length, NULL) &&
         memmem (content, length, text, strlen (text)) != NULL;
}

static void
assert_hidden (Fixture *f)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};
  static const char *const canaries[] = {CANARY, CANARY_ID, CANARY_DAY, "99990000"};

  for (guint s = 0; s < G_N_ELEMENTS (suffixes); s++)
    for (guint c = 0; c < G_N_ELEMENTS (canaries); c++)
      {
        g_autofree char *path = g_strconcat (f->path, suffixes[s], NULL);

        g_assert_false (file_holds (path, canaries[c]));
      }
}

static void
execute (Fixture *f, const char *sql)
{
  sqlite3 *db;

  g_assert_cmpint (sqlite3_open (f->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static char *
text_of (YbStore *store, gint64 id, const char *field)
{
  g_autoptr (YbRow) row = yb_connection_get (yb_store_get_reader (store), &yb_customer_row_type, id, NULL);

  g_assert_nonnull (row);
  return g_strdup (yb_row_get_text (row, field_of (field)));
}

static void
assert_text (YbStore *store, gint64 id, const char *field, const char *expected)
{
  g_autofree char *text = text_of (store, id, field);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_canary (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f->store);

  assert_hidden (f);
  g_assert_true (yb_store_checkpoint (f->store, NULL));
  assert_hidden (f);
  assert_text (f->store, id, "phone", CANARY);
  assert_text (f->store, id, "birthday", CANARY_DAY);
  assert_text (f->store, id, "wechat", "");

  /* The control: the test sees what is in clear. */
  fixture_set_text (f->store, &yb_customer_row_type, id, "note", CANARY);
  g_assert_true (yb_store_checkpoint (f->store, NULL));
  g_assert_true (file_holds (f->path, CANARY));
}

typedef struct
{
  gint64 seq;
  gint64 id;
} Undo;

static gboolean
revert_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Undo *undo = data;
  YbAuditEntry entry = {.at = FIXTURE_NOW, .verb = "test.undo", .arguments = "{}", .undo_of = undo->seq};

  yb_transaction_set_audit (transaction, &entry);
  return yb_transaction_revert (transaction, undo->seq, NULL, error);
}

static gint64
last_audit (YbStore *store)
{
  YbStatement *last = yb_connection_query (yb_store_get_reader (store), YB_SQL_STORE_AUDIT_LAST);
  gint64 seq;

  g_assert_true (yb_statement_step (last, NULL));
  seq = yb_statement_number (last, 0);
  yb_statement_reset (last);
  return seq;
}

/* What the trail keeps sealed comes back as it was, be it a changed or a deleted row. */
static void
test_undo (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f->store);
  g_autoptr (GError) error = NULL;
  Undo undo = {0};

  fixture_set_text (f->store, &yb_customer_row_type, id, "phone", "13800000001");
  undo.seq = last_audit (f->store);
  g_assert_true (yb_store_write (f->store, revert_cb, &undo, &error));
  g_assert_no_error (error);
  assert_text (f->store, id, "phone", CANARY);

  fixture_delete (f->store, &yb_customer_row_type, id);
  undo.seq = last_audit (f->store);
  g_assert_true (yb_store_write (f->store, revert_cb, &undo, &error));
  g_assert_no_error (error);
  assert_text (f->store, id, "phone", CANARY);
  assert_text (f->store, id, "id_number", CANARY_ID);
  assert_hidden (f);
  fixture_assert_clean (f->store);
}

static guint
n_problems (YbStore *store)
{
  g_autoptr (GPtrArray) problems = yb_store_check (store, FALSE, NULL);

  g_assert_nonnull (problems);
  return problems->len;
}

/* Somebody who can write the file moves a phone number to another customer, or into another column. */
static void
test_moved_cells (Fixture *f, gconstpointer data)
{
  gint64 first = add_canary (f->store);
  gint64 second = fixture_add_customer (f->store, "王伟");

  g_assert_cmpint (first, ==, 1);
  g_assert_cmpint (second, ==, 2);
  g_assert_cmpuint (n_problems (f->store), ==, 0);
  execute (f, "UPDATE customer SET phone = (SELECT phone FROM customer WHERE id = 1) WHERE id = 2");
  assert_text (f->store, second, "phone", "");
  g_assert_cmpuint (n_problems (f->store), ==, 1);

  execute (
      f, "UPDATE customer SET phone = x'', wechat = (SELECT phone FROM customer WHERE id = 1) WHERE id = 1");
  assert_text (f->store, first, "wechat", "");
  /* The moved value twice, and a look-up that finds a number that is not there. */
  g_assert_cmpuint (n_problems (f->store), ==, 3);
}

static void
test_damaged_cells (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f->store);

  for (guint byte = 1; byte <= 40; byte += 3)
    {
      g_autofree char *flip = g_strdup_printf ("UPDATE customer SET phone = CAST (substr (phone, 1, %u - 1)"
                                               " || CASE substr (phone, %u, 1) WHEN x'5a' THEN x'a5' ELSE "
                                               "x'5a' END || substr (phone, %u + 1) AS BLOB)",
                                               byte, byte, byte);

      fixture_set_text (f->store, &yb_customer_row_type, id, "phone", "13800000001");
      fixture_set_text (f->store, &yb_customer_row_type, id, "phone", CANARY);
      execute (f, flip);
      assert_text (f->store, id, "phone", "");
      g_assert_cmpuint (n_problems (f->store), ==, 1);
      execute (f, "UPDATE customer SET phone = x''");
      fixture_set_text (f->store, &yb_customer_row_type, id, "phone", CANARY);
    }
}

static guint
n_found (YbStore *store, YbSql sql, const char *text, GError **error)
{
  YbStatement *find = yb_connection_query (yb_store_get_reader (store), sql);
  guint n = 0;

  yb_statement_bind_text (find, 1, text);
  while (yb_statement_step (find, error))
    n++;
  return n;
}

static void
test_look_up (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f->store);
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, CANARY, NULL), ==, 1);
  g_assert_cmpuint (n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, "0086 " CANARY, NULL), ==, 1);
  g_assert_cmpuint (n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, "13899990001", NULL), ==, 0);
  g_assert_cmpuint (n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, "", NULL), ==, 0);
  fixture_set_text (f->store, &yb_customer_row_type, id, "phone2", "13877770000");
  g_assert_cmpuint (n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, "13877770000", NULL), ==, 1);
  fixture_set_text (f->store, &yb_customer_row_type, id, "phone", "");
  g_assert_cmpuint (n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, CANARY, NULL), ==, 0);
  fixture_assert_clean (f->store);

  /* That a number is not there is never said without having looked. */
  yb_store_lock (f->store);
  n_found (f->store, YB_SQL_DESK_CUSTOMERS_BY_PHONE, CANARY, &error);
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
}

static gboolean
set_phone_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbRow *row = data;

  fixture_audit (transaction, "test.set");
  return row->id != 0 ? yb_transaction_update (transaction, row, error)
                      : yb_transaction_insert (transaction, row, error);
}

static gboolean
delete_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  fixture_audit (transaction, "test.delete");
  return yb_transaction_delete (transaction, data, error);
}

static void
test_locked (Fixture *f, gconstpointer data)
{
  gint64 id = add_canary (f->store);
  g_autoptr (YbRow) shown = yb_store_get_row (f->store, &yb_customer_row_type, id);
  g_autoptr (YbRow) row = NULL;
  g_autoptr (YbRow) fresh = yb_row_new (&yb_customer_row_type);
  g_autoptr (YbRow) filled = NULL;
  g_autoptr (GError) error = NULL;

  yb_store_lock (f->store);
  g_assert_cmpuint (n_problems (f->store), ==, 0);
  assert_text (f->store, id, "phone", "");
  assert_text (f->store, id, "name", "陈洁");

  /* Nothing is written that the audit trail could not seal; the secrets stay what they were. */
  row = yb_connection_get (yb_store_get_reader (f->store), &yb_customer_row_type, id, NULL);
  yb_row_set_text (row, field_of ("note"), "called");
  g_assert_false (yb_store_write (f->store, set_phone_cb, row, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  g_clear_error (&error);
  row->revision = shown->revision;
  g_assert_false (yb_store_write (f->store, delete_cb, row, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  g_clear_error (&error);

  yb_row_set_text (row, field_of ("phone"), "13800000002");
  g_assert_false (yb_store_write (f->store, set_phone_cb, row, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  g_clear_error (&error);
  yb_row_set_text (fresh, field_of ("phone"), "13800000002");
  g_assert_false (yb_store_write (f->store, set_phone_cb, fresh, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  g_assert_cmpint (fresh->id, ==, 0);

  filled = yb_store_get_row (f->store, &yb_customer_row_type, id);
  g_assert_true (filled == shown);
  g_assert_true (yb_store_unlock_from_cache (f->store));
  g_assert_cmpstr (yb_row_get_text (shown, field_of ("phone")), ==, CANARY);
  g_assert_cmpstr (yb_row_get_text (shown, field_of ("note")), ==, "");
  fixture_assert_clean (f->store);
}

typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean started;
  gboolean go_on;
  gboolean done;
} Job;

static gboolean
long_job_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (YbRow) row = yb_row_new (&yb_customer_row_type);

  g_mutex_lock (&job->lock);
  job->started = TRUE;
  g_cond_broadcast (&job->cond);
  while (!job->go_on)
    g_cond_wait (&job->cond, &job->lock);
  g_mutex_unlock (&job->lock);

  fixture_audit (transaction, "test.insert");
  yb_row_set_text (row, field_of ("phone"), CANARY);
  return yb_transaction_insert (transaction, row, error);
}

static void
job_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  yb_store_write_finish (YB_STORE (source), result, &error);
  g_assert_no_error (error);
  ((Job *) data)->done = TRUE;
}

static gboolean
is_done (gpointer data)
{
  return ((Job *) data)->done;
}

/* An import that runs while the screen is locked goes on. */
static void
test_lock_during_job (Fixture *f, gconstpointer data)
{
  Job job = {0};

  g_mutex_init (&job.lock);
  g_cond_init (&job.cond);
  yb_store_write_async (f->store, long_job_cb, &job, NULL, NULL, job_done_cb, &job);
  g_mutex_lock (&job.lock);
  while (!job.started)
    g_cond_wait (&job.cond, &job.lock);
  yb_store_lock (f->store);
  job.go_on = TRUE;
  g_cond_broadcast (&job.cond);
  g_mutex_unlock (&job.lock);
  fixture_wait (is_done, &job);
  g_assert_true (yb_store_unlock_from_cache (f->store));
  assert_text (f->store, 1, "phone", CANARY);
  g_mutex_clear (&job.lock);
  g_cond_clear (&job.cond);
}

/* Views and the order of columns: a record that is sealed is read from its own table. */
static void
test_types (void)
{
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  for (guint i = 0; i < n_types; i++)
    if (yb_row_type_is_sealed (types[i]))
      g_assert_cmpstr (types[i]->table, ==, types[i]->source);
  g_assert_true (yb_row_type_is_sealed (&yb_customer_row_type));
  g_assert_false (yb_row_type_is_sealed (&yb_staff_row_type));
}

static gboolean
many_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  fixture_audit (transaction, "test.many");
  for (int i = 0; i < GPOINTER_TO_INT (data); i++)
    {
      g_autoptr (YbRow) row = yb_row_new (&yb_customer_row_type);
      g_autofree char *phone = g_strdup_printf ("139%08d", i);

      yb_row_set_text (row, field_of ("name"), "陈洁");
      yb_row_set_text (row, field_of ("phone"), phone);
      yb_row_set_text (row, field_of ("id_number"), CANARY_ID);
      yb_row_set_text (row, field_of ("address"), "广西桂林市象山区中山中路 1 号");
      if (!yb_transaction_insert (transaction, row, error))
        return FALSE;
    }

  return TRUE;
}

static void
test_many (Fixture *f, gconstpointer data)
{
  int n = g_test_slow () ? 50000 : 2000;
  g_autoptr (GError) error = NULL;
  double seconds;

  g_test_timer_start ();
  g_assert_true (yb_store_write (f->store, many_cb, GINT_TO_POINTER (n), &error));
  seconds = g_test_timer_elapsed ();
  g_test_message ("%d customers sealed and written in %.3f s", n, seconds);
  g_test_timer_start ();
  fixture_assert_clean (f->store);
  g_test_message ("checked in %.3f s", g_test_timer_elapsed ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/seal/types", test_types);
#define ADD(NAME, FUNCTION)                                                                                  \
  g_test_add ("/seal/" NAME, Fixture, NULL, fixture_set_up, FUNCTION, fixture_tear_down)
  ADD ("canary", test_canary);
  ADD ("undo", test_undo);
  ADD ("moved-cells", test_moved_cells);
  ADD ("damaged-cells", test_damaged_cells);
  ADD ("look-up", test_look_up);
  ADD ("locked", test_locked);
  ADD ("lock-during-job", test_lock_during_job);
  ADD ("many", test_many);
  return g_test_run ();
}
