/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail cannot be changed without being found out, neither by a full check nor by the one at the start. */

#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/file.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "yb-audit.h"

#include "store-fixture.h"

#define N_ROWS 12

static void
tamper (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  char *message = NULL;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_exec (db, sql, NULL, NULL, &message);
  g_assert_cmpstr (message, ==, NULL);
  sqlite3_close (db);
}

static gboolean
is_refused (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  int code;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  code = sqlite3_exec (db, sql, NULL, NULL, NULL);
  sqlite3_close (db);
  return code != SQLITE_OK;
}

static gint64
ask (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  gint64 answer;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  answer = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);
  return answer;
}

static void
add_rows (Fixture *f, int n)
{
  for (int i = 0; i < n; i++)
    fixture_add_customer (f->store, "Li Na");
}

/* Something else than what was there before: with the same key and at the same time the same is written again. */
static void
add_others (Fixture *f, int n)
{
  for (int i = 0; i < n; i++)
    fixture_set_text (f->store, &yb_customer_row_type, 1, "note", i % 2 == 0 ? "called" : "called again");
}

static void
close_store (Fixture *f)
{
  for (int i = 0; G_OBJECT (f->store)->ref_count > 1 && i < 5000; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_assert_finalize_object (f->store);
  f->store = NULL;
}

static void
open_store (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
}

/* As “yingbinctl check”. */
static GPtrArray *
check (Fixture *f, GPtrArray *notes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) more = g_ptr_array_new_with_free_func (g_free);
  GPtrArray *problems = yb_store_check (f->store, FALSE, &error);

  g_assert_no_error (error);
  yb_store_check_anchor (f->store, problems, notes != NULL ? notes : more, &error);
  g_assert_no_error (error);
  return problems;
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

static void
result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* As the window, when somebody has signed in. */
static GPtrArray *
check_at_start (Fixture *f, gint64 n_rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  GPtrArray *problems;

  yb_store_check_audit_async (f->store, n_rows, NULL, result_cb, &result);
  fixture_wait (has_result, &result);
  problems = yb_store_check_audit_finish (f->store, result, &error);
  g_assert_no_error (error);
  return problems;
}

static gboolean
mentions (GPtrArray *problems, const char *text)
{
  for (guint i = 0; i < problems->len; i++)
    {
      g_test_message ("%s", (char *) problems->pdata[i]);
      if (strstr (problems->pdata[i], text) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
assert_clean (Fixture *f)
{
  g_autoptr (GPtrArray) before = check (f, NULL);
  g_autoptr (GPtrArray) at_start = check_at_start (f, YB_AUDIT_ROWS_AT_START);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) problems = check (f, notes);

  g_assert_false (mentions (before, ""));
  g_assert_false (mentions (at_start, ""));
  g_assert_false (mentions (problems, ""));
  g_assert_false (mentions (notes, ""));
}

/* ---- attacks ---- */

typedef struct
{
  const char *sql;
  const char *found;
} Attack;

static const Attack edits[] = {
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET arguments = '{\"x\":1}' WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET changes = changes || ' ' WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET at = at + 1 WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET staff = NULL, approver = 1 WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET workstation = 'other' WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET undoable = 1 - undoable WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET verb = verb || char (0) || 'x' WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET hash = zeroblob (32) WHERE seq = 9", "at no. 9"},
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET hash = NULL WHERE seq = 9", "no. 9"},
};

static const Attack deletions[] = {
    {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq = 9", "before no. 10"},
    {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq BETWEEN 8 AND 9", "before no. 10"},
    /* and the numbers closed up again */
    {"DROP TRIGGER audit_is_not_deleted; DROP TRIGGER audit_is_kept; DELETE FROM audit WHERE seq = 9;"
     "UPDATE audit SET seq = seq - 1 WHERE seq > 9",
     "at no. 9"},
    /* and the first rows */
    {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq < 4", "before no. 4"},
};

static const Attack reorderings[] = {
    {"DROP TRIGGER audit_is_kept; UPDATE audit SET seq = -1 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE "
     "seq = 9;"
     "UPDATE audit SET seq = 9 WHERE seq = -1",
     "at no. 8"},
};

static const Attack truncations[] = {
    {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq = (SELECT max (seq) FROM audit)",
     "its end was cut off"},
    {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq > 6", "its end was cut off"},
    {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit", "its end was cut off"},
};

/* Rows that only a file can bear in which no sealed row stands behind them. */
static const Attack forgeries[] = {
    {"INSERT INTO audit (seq, at, workstation, verb, arguments, changes, undoable)"
     " SELECT max (seq) + 1, 1, '', 'deal.move', '{}', '[]', 0 FROM audit",
     "past the program"},
    {"INSERT INTO audit (seq, at, workstation, verb, arguments, changes, undoable, hash)"
     " SELECT max (seq) + 1, 1, '', 'deal.move', '{}', '[]', 0, zeroblob (32) FROM audit",
     "at no. 14"},
    {"INSERT INTO audit (seq, at, staff, workstation, verb, arguments, changes, undoable)"
     " SELECT max (seq) + 1, 1, 1, '', 'staff.sign-in', '{}', '[]', 0 FROM audit",
     "past the program"},
};

static const struct
{
  const char *name;
  const Attack *attacks;
  guint n_attacks;
} kinds[] = {
    {"edit", edits, G_N_ELEMENTS (edits)},
    {"delete", deletions, G_N_ELEMENTS (deletions)},
    {"reorder", reorderings, G_N_ELEMENTS (reorderings)},
    {"truncate", truncations, G_N_ELEMENTS (truncations)},
    {"forge", forgeries, G_N_ELEMENTS (forgeries)},
};

static void
attack_one (const Attack *attack)
{
  Fixture f = {0};
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) at_start = NULL;
  g_autoptr (GPtrArray) still = NULL;

  fixture_set_up (&f, NULL);
  add_rows (&f, N_ROWS);
  assert_clean (&f);
  close_store (&f); /* which remembers how far it came */

  tamper (&f, attack->sql);
  open_store (&f);
  problems = check (&f, NULL);
  at_start = check_at_start (&f, YB_AUDIT_ROWS_AT_START);
  g_assert_true (mentions (problems, attack->found));
  g_assert_true (mentions (at_start, attack->found));

  /* Working on does not hide it, and neither does the next start. */
  add_rows (&f, 3);
  close_store (&f);
  open_store (&f);
  still = check_at_start (&f, YB_AUDIT_ROWS_AT_START);
  g_assert_cmpuint (still->len, >, 0);
  fixture_tear_down (&f, NULL);
}

static void
test_attack (gconstpointer data)
{
  guint kind = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < kinds[kind].n_attacks; i++)
    {
      g_test_message ("%s", kinds[kind].attacks[i].sql);
      attack_one (&kinds[kind].attacks[i]);
    }
}

static char *
read_file (const char *path, gsize *length)
{
  g_autoptr (GError) error = NULL;
  char *content = NULL;

  g_file_get_contents (path, &content, length, &error);
  g_assert_no_error (error);
  return content;
}

/* Works on after the copy was put back: to be told from the trail that was seen, however long it gets. */
static void
test_old_copy (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = NULL;
  gsize length = 0;

  add_rows (f, N_ROWS);
  close_store (f);
  copy = read_file (f->path, &length);
  open_store (f);
  add_rows (f, 5);
  assert_clean (f);
  close_store (f);

  g_file_set_contents (f->path, copy, length, NULL);
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (GPtrArray) problems = NULL;
      g_autoptr (GPtrArray) at_start = NULL;

      open_store (f);
      problems = check (f, NULL);
      at_start = check_at_start (f, YB_AUDIT_ROWS_AT_START);
      g_assert_true (mentions (problems, i < 2 ? "its end was cut off" : "is not the one"));
      g_assert_true (mentions (at_start, i < 2 ? "its end was cut off" : "is not the one"));
      add_others (f, i == 0 ? 1 : 5);
      close_store (f);
    }
  open_store (f);
}

/* ---- what is no attack ---- */

static void
test_untouched (Fixture *f, gconstpointer data)
{
  assert_clean (f);
  for (int i = 0; i < 3; i++)
    {
      add_rows (f, 4);
      assert_clean (f);
      close_store (f);
      open_store (f);
      assert_clean (f);
    }
  /* the end alone */
  g_assert_cmpuint (check_at_start (f, 2)->len, ==, 0);
}

/* What stands right behind where the walk begins is looked at as well. */
static void
test_begun_in_the_middle (Fixture *f, gconstpointer data)
{
  static const Attack attacks[] = {
      {"DROP TRIGGER audit_is_kept; UPDATE audit SET arguments = '{\"x\":1}' WHERE seq = 4", "at no. 4"},
      {"DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq IN (4, 5)", "before no. 6"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      Fixture own = {0};
      g_autoptr (GPtrArray) problems = NULL;

      fixture_set_up (&own, NULL);
      add_rows (&own, N_ROWS - 1);
      tamper (&own, attacks[i].sql);
      problems = check_at_start (&own, N_ROWS - 3); /* from no. 4 on */
      g_assert_true (mentions (problems, attacks[i].found));
      fixture_tear_down (&own, NULL);
    }
}

/* No number is so great that nobody can begin anew after it. */
static void
test_last_epoch (void)
{
  const YbAuditAnchor here = {.epoch = G_MAXINT64};

  g_assert_cmpint (yb_audit_new_epoch (&here, NULL), ==, G_MAXINT64);
}

static void
test_refused_by_the_file (Fixture *f, gconstpointer data)
{
  static const char *const refused[] = {
      "UPDATE audit SET verb = 'x' WHERE seq = 3",
      "DELETE FROM audit WHERE seq = 3",
      "DELETE FROM audit",
      "INSERT OR REPLACE INTO audit SELECT seq, at, staff, approver, workstation, 'x', arguments, changes, "
      "undoable,"
      " undo_of, hash FROM audit WHERE seq = 3",
      "INSERT INTO audit_seal (seq, hash) VALUES (3, zeroblob (32))",
  };

  add_rows (f, 5);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_true (is_refused (f, refused[i]));
  assert_clean (f);
}

/* No path of the store deletes a trail, whatever happens to the record. */
static void
test_trail_outlives_the_record (Fixture *f, gconstpointer data)
{
  gint64 customer = fixture_add_customer (f->store, "Wang Wei"), rows;

  fixture_set_text (f->store, &yb_customer_row_type, customer, "note", "called");
  rows = ask (f, "SELECT count (*) FROM audit WHERE instr (changes, '\"table\":\"customer\",\"id\":1,') > 0");
  g_assert_cmpint (rows, ==, 2);
  fixture_delete (f->store, &yb_customer_row_type, customer);
  g_assert_cmpint (ask (f, "SELECT count (*) FROM customer"), ==, 0);
  g_assert_cmpint (
      ask (f, "SELECT count (*) FROM audit WHERE instr (changes, '\"table\":\"customer\",\"id\":1,') > 0"),
      ==, 3);
  g_assert_cmpint (ask (f, "SELECT count (*) FROM audit WHERE instr (changes, 'Wang Wei') > 0"), ==, 1);
  assert_clean (f);
}

/* What the file gives back is compared before the commit. */
static void
test_self_check (Fixture *f, gconstpointer data)
{
  YbRow *row = yb_row_new (&yb_customer_row_type);

  add_rows (f, 2);
  tamper (f, "DROP TRIGGER audit_is_kept; CREATE TRIGGER evil AFTER INSERT ON audit BEGIN"
             " UPDATE audit SET at = at + 1 WHERE seq = new.seq; END");
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (fixture_try_insert (f->store, row, &error));
    g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED);
  }
  tamper (f, "DROP TRIGGER evil");
  g_assert_cmpint (ask (f, "SELECT count (*) FROM customer"), ==, 2);
  add_rows (f, 1);
  assert_clean (f);
  g_object_unref (row);
}

/* ---- restored and accepted trails ---- */

static gboolean
epoch_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autofree char *arguments = g_strdup_printf ("{\"epoch\":%d}", GPOINTER_TO_INT (data));
  const YbAuditEntry entry = {
      .at = FIXTURE_NOW, .workstation = "test", .verb = YB_AUDIT_RESTORED, .arguments = arguments};

  yb_transaction_set_audit (transaction, &entry);
  return TRUE;
}

static void
test_restored (Fixture *f, gconstpointer data)
{
  g_autofree char *copy = NULL;
  gsize length = 0;
  YbAuditAnchor lost, restored, after;
  g_autoptr (GError) error = NULL;
  gint64 epoch;

  add_rows (f, N_ROWS);
  close_store (f);
  copy = read_file (f->path, &length);
  open_store (f);
  add_rows (f, 5);
  g_assert_true (yb_audit_anchor_put (f->store, &error));
  g_assert_true (yb_audit_anchor_get (f->store, &lost));
  g_assert_cmpint (lost.seq, ==, N_ROWS + 6);
  close_store (f);

  g_file_set_contents (f->path, copy, length, NULL);
  open_store (f);
  g_assert_true (yb_audit_anchor_read (yb_store_get_reader (f->store), NULL, &restored, &error));
  g_assert_cmpint (restored.seq, ==, N_ROWS + 1);
  g_assert_cmpint (restored.count, ==, N_ROWS + 1);
  epoch = yb_audit_new_epoch (&restored, &lost);
  g_assert_cmpint (epoch, ==, 1);
  g_assert_true (yb_store_write (f->store, epoch_cb, GINT_TO_POINTER (epoch), &error));

  assert_clean (f);
  g_assert_true (yb_audit_anchor_get (f->store, &after));
  g_assert_cmpint (after.epoch, ==, 1);
  g_assert_cmpint (after.seq, ==, N_ROWS + 2);
  close_store (f);
  open_store (f);
  assert_clean (f);

  /* … and from then on the old copy is an old copy again. */
  add_rows (f, 3);
  close_store (f);
  g_file_set_contents (f->path, copy, length, NULL);
  open_store (f);
  {
    g_autoptr (GPtrArray) problems = check (f, NULL);

    g_assert_true (mentions (problems, "its end was cut off"));
  }
}

/* Who writes the row without the key has not restored anything. */
static void
test_restoring_cannot_be_forged (Fixture *f, gconstpointer data)
{
  add_rows (f, N_ROWS);
  close_store (f);
  tamper (f, "DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE seq > 8;"
             "INSERT INTO audit (seq, at, workstation, verb, arguments, changes, undoable, hash)"
             " VALUES (9, 1, '', 'backup.restore', '{\"epoch\":7}', '[]', 0, randomblob (32))");
  open_store (f);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) problems = check (f, NULL);
      g_autoptr (GPtrArray) at_start = check_at_start (f, YB_AUDIT_ROWS_AT_START);

      g_assert_true (mentions (problems, "its end was cut off"));
      g_assert_true (mentions (at_start, "its end was cut off"));
    }
}

static void
test_anchor_moves_forward (Fixture *f, gconstpointer data)
{
  YbAuditAnchor before, after, same;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) cut = NULL;

  add_rows (f, 3);
  g_assert_true (yb_audit_anchor_put (f->store, NULL));
  g_assert_true (yb_audit_anchor_get (f->store, &before));
  g_assert_true (yb_audit_anchor_put (f->store, NULL));
  add_rows (f, 2);
  g_assert_true (yb_audit_anchor_put (f->store, NULL));
  g_assert_true (yb_audit_anchor_get (f->store, &after));
  g_assert_cmpint (after.seq, ==, before.seq + 2);
  g_assert_cmpint (after.count, ==, before.count + 2);

  bytes = yb_audit_anchor_to_bytes (&after);
  g_assert_true (yb_audit_anchor_from_bytes (bytes, &same, NULL));
  g_assert_cmpmem (&same, sizeof same, &after, sizeof after);
  cut = g_bytes_new_from_bytes (bytes, 0, g_bytes_get_size (bytes) - 1);
  g_assert_false (yb_audit_anchor_from_bytes (cut, &same, NULL));
}

static char *
anchor_path (Fixture *f)
{
  g_autofree char *uuid = yb_store_dup_meta (f->store, "uuid");
  g_autofree char *name = g_strconcat (uuid, ".anchor", NULL);

  return g_build_filename (g_get_user_state_dir (), "yingbin", "keys", name, NULL);
}

/* The keyring has the anchor and does not answer now: the present end does not take its place. */
static void
test_anchor_without_answer (Fixture *f, gconstpointer data)
{
  static const char kept[] = "secret-service\n";
  g_autofree char *path = anchor_path (f);
  g_autofree char *still = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) problems = NULL;
  YbAuditAnchor anchor;

  add_rows (f, 3);
  g_assert_true (g_file_set_contents (path, kept, -1, NULL));
  g_assert_true (yb_audit_anchor_put (f->store, NULL));
  g_assert_false (yb_audit_anchor_get (f->store, &anchor));
  g_assert_true (g_file_get_contents (path, &still, NULL, NULL));
  g_assert_cmpstr (still, ==, kept);
  problems = check (f, notes);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_true (mentions (notes, "does not answer"));
}

/* Another program holds the memory: nobody waits long. */
static void
test_anchor_is_held (Fixture *f, gconstpointer data)
{
  g_autofree char *path = anchor_path (f);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *lock_path = g_build_filename (folder, "anchor.lock", NULL);
  YbAuditAnchor before, after;
  int lock;

  g_assert_true (yb_audit_anchor_put (f->store, NULL));
  g_assert_true (yb_audit_anchor_get (f->store, &before));
  lock = g_open (lock_path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  g_assert_cmpint (flock (lock, LOCK_EX), ==, 0);
  add_rows (f, 1);
  g_assert_true (yb_audit_anchor_put (f->store, NULL));
  close_store (f); /* ends */
  open_store (f);
  g_assert_true (yb_audit_anchor_get (f->store, &after));
  g_assert_cmpint (after.seq, ==, before.seq);
  close (lock);
}

/* Some seconds after a commit, without anybody asking. */
static gboolean
has_come (gpointer data)
{
  Fixture *f = data;
  YbAuditAnchor anchor = {0};

  yb_audit_anchor_get (f->store, &anchor);
  return anchor.seq == 4;
}

static gboolean
again_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
test_anchor_by_itself (Fixture *f, gconstpointer data)
{
  guint source = g_timeout_add (20, again_cb, NULL);

  add_rows (f, 3);
  yb_audit_anchor_soon (f->store);
  fixture_wait (has_come, f);
  g_source_remove (source);
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
      {"/audit/old-copy", test_old_copy},
      {"/audit/untouched", test_untouched},
      {"/audit/begun-in-the-middle", test_begun_in_the_middle},
      {"/audit/refused-by-the-file", test_refused_by_the_file},
      {"/audit/trail-outlives-the-record", test_trail_outlives_the_record},
      {"/audit/self-check", test_self_check},
      {"/audit/restored", test_restored},
      {"/audit/restoring-cannot-be-forged", test_restoring_cannot_be_forged},
      {"/audit/anchor-moves-forward", test_anchor_moves_forward},
      {"/audit/anchor-without-answer", test_anchor_without_answer},
      {"/audit/anchor-is-held", test_anchor_is_held},
      {"/audit/anchor-by-itself", test_anchor_by_itself},
  };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit/last-epoch", test_last_epoch);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/audit/attack/", kinds[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_attack);
    }
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].test, fixture_tear_down);
  return g_test_run ();
}
