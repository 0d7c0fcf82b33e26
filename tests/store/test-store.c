/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <glib/gstdio.h>

#include "yb-connection-private.h"
#include "yb-sql.h"

#define KILL_ROUNDS 20
#define APPLICATION_ID 0x59424e31

static const char *program;

/* ---- helpers ---- */

static void
execute (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static char *
hash_of (const char *path)
{
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) content, length);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Opening path must fail with code, say something, and leave the file and its folder as they were. */
static void
assert_refused (const char *path, YbStoreFlags flags, int code)
{
  g_autofree char *folder = g_path_get_dirname (path);
  gboolean is_file = g_file_test (path, G_FILE_TEST_IS_REGULAR);
  g_autofree char *before = is_file ? hash_of (path) : NULL;
  guint n_files = count_files (folder);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, flags, &error);
  g_autofree char *after = is_file ? hash_of (path) : NULL;

  g_assert_null (store);
  g_assert_error (error, YB_STORE_ERROR, code);
  g_assert_cmpuint (strlen (error->message), >, 20);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpuint (count_files (folder), ==, n_files);
}

static gint64
count_customers (YbStore *store)
{
  gint64 n = 0;
  g_autoptr (YbRow) row = NULL;

  while ((row = yb_store_get_row (store, &yb_customer_row_type, n + 1)) != NULL)
    {
      g_clear_object (&row);
      n++;
    }

  return n;
}

static gboolean
add_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) row = yb_row_new (&yb_customer_row_type);

  fixture_audit (transaction, "test.add");
  yb_row_set_text (row, yb_row_type_find_field (&yb_customer_row_type, "note"), data);
  return yb_transaction_insert (transaction, row, error);
}

static GSubprocess *
spawn (const char *mode, const char *path, GSubprocessFlags flags)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *child = g_subprocess_new (flags, &error, program, "--child", mode, path, NULL);

  g_assert_no_error (error);
  return child;
}

/* ---- the other process ---- */

static gint64
child_add (YbStore *store)
{
  static gint64 n;

  if (!yb_store_write (store, add_cb, (gpointer) "child", NULL))
    exit (3);
  return ++n;
}

static gboolean
child_increment_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbDeal)
      deal = yb_connection_get (yb_transaction_get_connection (transaction), &yb_deal_row_type, 1, error);

  fixture_audit (transaction, "test.increment");
  deal->amount++;
  return yb_transaction_update (transaction, (YbRow *) deal, error);
}

static int
run_child (const char *mode, const char *path)
{
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, NULL);

  if (store == NULL)
    return 2;

  if (g_str_equal (mode, "forever"))
    for (;;)
      {
        g_autofree char *acknowledged = g_strdup_printf ("%" G_GINT64_FORMAT "\n", child_add (store));

        if (write (STDOUT_FILENO, acknowledged, strlen (acknowledged)) < 0)
          return 4;
      }
  else if (g_str_equal (mode, "increment"))
    for (int i = 0; i < 300; i++)
      if (!yb_store_write (store, child_increment_cb, NULL, NULL))
        return 5;
  if (g_str_equal (mode, "view"))
    return yb_store_is_read_only (store) && count_customers (store) == 1 ? 0 : 6;
  if (g_str_equal (mode, "rename"))
    fixture_set_text (store, &yb_customer_row_type, 1, "name", "renamed elsewhere");

  return 0;
}

/* ---- opening ---- */

static void
test_create (Fixture *f, gconstpointer data)
{
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  struct stat info;

  g_assert_cmpstr (yb_store_get_path (f->store), ==, f->path);
  g_assert_false (yb_store_is_read_only (f->store));
  /* personal data: for the owner alone, in the log too */
  g_assert_cmpint (stat (f->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (log, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  fixture_add_customer (f->store, "Li Na");
  g_assert_finalize_object (f->store);
  f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);
  g_assert_nonnull (f->store);
  g_assert_cmpint (count_customers (f->store), ==, 1);
  fixture_assert_clean (f->store);
}

static void
test_refusals (Fixture *f, gconstpointer data)
{
  g_autofree char *other = g_build_filename (f->folder, "other", NULL);
  g_autofree char *cloud = g_build_filename (f->folder, "OneDrive", NULL);
  g_autofree char *clouded = g_build_filename (cloud, "a.yingbin", NULL);
  g_autofree char *nowhere = g_build_filename (f->folder, "no", "such", "folder", NULL);
  g_autofree char *too_new = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u;"
                                              "CREATE TABLE x (y)",
                                              APPLICATION_ID, yb_sql_n_schema + 1);

  g_clear_object (&f->store);
  assert_refused (f->path, YB_STORE_CREATE, YB_STORE_ERROR_OPEN);
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_OPEN);
  /* a folder; not that of the fixture, beside which other tests make theirs */
  g_mkdir (other, 0700);
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_NOT_OURS);
  g_rmdir (other);

  g_assert_true (g_file_set_contents (other, "name;phone\nLi Na;138\n", -1, NULL));
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_NOT_OURS);
  g_assert_true (g_file_set_contents (other, "", 0, NULL));
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_NOT_OURS);
  g_unlink (other);

  execute (other, "CREATE TABLE x (y); PRAGMA journal_mode = WAL; PRAGMA application_id = 17");
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_NOT_OURS);
  g_unlink (other);
  execute (other, "CREATE TABLE x (y); PRAGMA journal_mode = WAL");
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_NOT_OURS);
  g_unlink (other);

  execute (other, too_new);
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_TOO_NEW);
  g_unlink (other);

  g_mkdir (cloud, 0700);
  assert_refused (clouded, YB_STORE_CREATE, YB_STORE_ERROR_REMOTE);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (yb_store_open (nowhere, YB_STORE_CREATE, &error));
    g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN);
  }
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* What was opened on a worker belongs to the thread that takes it. */
static void
test_open_async (Fixture *f, gconstpointer data)
{
  g_autoptr (GAsyncResult) opened = NULL, refused = NULL, ignored = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = NULL;

  yb_store_open_async (f->path, YB_STORE_NO_FLAGS, NULL, keep_result_cb, &opened);
  fixture_wait (has_result, &opened);
  store = yb_store_open_finish (opened, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (yb_store_get_path (store), ==, f->path);
  fixture_add_customer (f->store, "Li Na");
  g_assert_cmpint (count_customers (store), ==, 1);
  fixture_add_customer (store, "Wang Wei");
  g_assert_cmpint (count_customers (f->store), ==, 2);

  yb_store_open_async (f->folder, YB_STORE_NO_FLAGS, NULL, keep_result_cb, &refused);
  fixture_wait (has_result, &refused);
  g_assert_null (yb_store_open_finish (refused, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS);

  /* nobody takes it: the connections are closed with the task */
  yb_store_open_async (f->path, YB_STORE_NO_FLAGS, NULL, keep_result_cb, &ignored);
  fixture_wait (has_result, &ignored);
}

static void
test_other_programs_log (Fixture *f, gconstpointer data)
{
  g_autofree char *other = g_build_filename (f->folder, "other", NULL);
  g_autofree char *log = g_strconcat (other, "-wal", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  sqlite3 *db = NULL;

  /* a database that another program has open, with news in its log */
  g_assert_cmpint (sqlite3_open (other, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = WAL; CREATE TABLE x (y)", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  before = hash_of (log);
  assert_refused (other, YB_STORE_NO_FLAGS, YB_STORE_ERROR_NOT_OURS);
  after = hash_of (log);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (sqlite3_exec (db, "INSERT INTO x VALUES (1)", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* Files that crash careless programs: whatever comes back, it comes back in words. */
static void
test_corrupt_files (Fixture *f, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (
      g_getenv ("YB_FOREIGN_DATA") ? g_getenv ("YB_FOREIGN_DATA") : "", "sqlite-corrupt", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *copy = g_build_filename (f->folder, "copy.db", NULL);
  const char *name;
  guint n = 0;

  if (dir == NULL)
    {
      g_test_skip ("the foreign data is not beside the checkout");
      return;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (!g_str_has_suffix (name, ".db"))
        continue;
      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      for (int ours = 0; ours <= 1; ours++)
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (YbStore) store = NULL;

          /* once as it is, once as if it were ours: application id and version of the first page */
          if (ours && length > 100)
            {
              const guint32 id = GUINT32_TO_BE (APPLICATION_ID), version = GUINT32_TO_BE (yb_sql_n_schema);

              memcpy (content + 68, &id, sizeof id);
              memcpy (content + 60, &version, sizeof version);
            }
          g_assert_true (g_file_set_contents (copy, content, length, NULL));
          store = yb_store_open (copy, YB_STORE_NO_FLAGS, &error);
          if (store != NULL)
            {
              g_autoptr (GPtrArray) problems = yb_store_check (store, TRUE, &error);
              g_autoptr (YbRow) row = yb_store_get_row (store, &yb_deal_card_row_type, 1);

              /* none of them has our tables */
              g_assert_null (row);
              g_assert_true (error != NULL || problems->len > 0);
            }
          else
            {
              g_assert_nonnull (error);
              g_assert_cmpuint (error->domain, ==, YB_STORE_ERROR);
            }
        }
      n++;
    }
  g_test_message ("%u damaged files", n);
  g_assert_cmpuint (n, >, 0);
}

/* A file of ours, damaged afterwards at random. */
static void
test_damage (Fixture *f, gconstpointer data)
{
  g_autofree char *content = NULL;
  g_autofree char *copy = g_build_filename (f->folder, "copy.yingbin", NULL);
  gsize length;
  guint n_refused = 0, n_found = 0;

  for (int i = 0; i < 100; i++)
    fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, FIXTURE_NOW);
  g_clear_object (&f->store);
  g_assert_true (g_file_get_contents (f->path, &content, &length, NULL));
  for (int round = 0; round < 60; round++)
    {
      g_autofree char *damaged = g_memdup2 (content, length);
      g_autoptr (GError) error = NULL;
      g_autoptr (YbStore) store = NULL;

      for (int i = 0; i < 16; i++)
        damaged[g_test_rand_int_range (round % 2 == 0 ? 100 : 0, length)] ^= 1
                                                                             << g_test_rand_int_range (0, 8);
      g_assert_true (g_file_set_contents (copy, damaged, length, NULL));
      store = yb_store_open (copy, YB_STORE_NO_FLAGS, &error);
      if (store != NULL)
        {
          g_autoptr (GPtrArray) problems = yb_store_check (store, TRUE, &error);

          n_found += problems == NULL || problems->len > 0;
        }
      else
        {
          g_assert_cmpuint (error->domain, ==, YB_STORE_ERROR);
          n_refused++;
        }
    }
  g_test_message ("%u refused, %u found by the check, of 60", n_refused, n_found);
  g_assert_cmpuint (n_refused + n_found, >=, 30);
}

static void
test_older_format (Fixture *f, gconstpointer data)
{
  g_autofree char *old = g_build_filename (f->folder, "old.yingbin", NULL);
  g_autofree char *copy = g_strconcat (old, ".format-0-backup", NULL);
  g_autofree char *sql = g_strdup_printf (
      "PRAGMA application_id = %d; CREATE TABLE before (x); DROP TABLE before;", APPLICATION_ID);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = NULL;
  struct stat info;

  execute (old, sql);
  assert_refused (old, YB_STORE_READ_ONLY, YB_STORE_ERROR_READ_ONLY);
  store = yb_store_open (old, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture_add_customer (store, "Li Na"), ==, 1);
  fixture_assert_clean (store);
  /* the copy is a database, for the owner alone */
  g_assert_cmpint (stat (copy, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (info.st_size, >=, 512);
}

/* ---- settings ---- */

static gint64
config (YbConnection *connection, int option)
{
  int value = -1;

  sqlite3_db_config (connection->db, option, -1, &value);
  return value;
}

static gboolean
look_at_writer_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  YbConnection *writer = yb_transaction_get_connection (transaction);
  YbStatement *mode = _yb_connection_prepare_text (writer, "PRAGMA journal_mode");

  g_assert_true (yb_statement_step (mode, NULL));
  g_assert_cmpstr (yb_statement_text (mode, 0), ==, "wal");
  yb_statement_reset (mode);
  g_assert_cmpint (_yb_connection_pragma (writer, "PRAGMA synchronous"), ==, 2); /* FULL */
  g_assert_cmpint (_yb_connection_pragma (writer, "PRAGMA wal_autocheckpoint"), ==, 0);
  g_assert_cmpint (_yb_connection_pragma (writer, "PRAGMA application_id"), ==, APPLICATION_ID);
  g_assert_cmpint (_yb_connection_pragma (writer, "PRAGMA user_version"), ==, yb_sql_n_schema);
  return TRUE;
}

static void
look_at_any (YbConnection *connection)
{
  g_assert_cmpint (_yb_connection_pragma (connection, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (_yb_connection_pragma (connection, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (_yb_connection_pragma (connection, "PRAGMA cell_size_check"), ==, 1);
  g_assert_cmpint (_yb_connection_pragma (connection, "PRAGMA temp_store"), ==, 2);
  g_assert_cmpint (config (connection, SQLITE_DBCONFIG_DEFENSIVE), ==, 1);
  g_assert_cmpint (config (connection, SQLITE_DBCONFIG_DQS_DML), ==, 0);
  g_assert_cmpint (config (connection, SQLITE_DBCONFIG_DQS_DDL), ==, 0);
  g_assert_cmpint (config (connection, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION), ==, 0);
}

static gboolean
look_at_any_writer_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  look_at_any (yb_transaction_get_connection (transaction));
  return TRUE;
}

static void
test_settings (Fixture *f, gconstpointer data)
{
  YbConnection *reader = yb_store_get_reader (f->store);

  g_assert_true (yb_store_write (f->store, look_at_writer_cb, NULL, NULL));
  g_assert_true (yb_store_write (f->store, look_at_any_writer_cb, NULL, NULL));
  look_at_any (reader);
  g_assert_cmpint (_yb_connection_pragma (reader, "PRAGMA query_only"), ==, 1);
  g_assert_cmpint (sqlite3_exec (reader->db, "DELETE FROM deal", NULL, NULL, NULL), ==, SQLITE_READONLY);
}

/* ---- trouble while it is open ---- */

static void
assert_write_fails (YbStore *store, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (yb_store_write (store, add_cb, (gpointer) "x", &error));
  g_assert_error (error, YB_STORE_ERROR, code);
}

static void
test_read_only_flag (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_add_customer (f->store, "Li Na");
  g_clear_object (&f->store);
  f->store = yb_store_open (f->path, YB_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_true (yb_store_is_read_only (f->store));
  g_assert_cmpint (count_customers (f->store), ==, 1);
  assert_write_fails (f->store, YB_STORE_ERROR_READ_ONLY);
  g_assert_true (yb_store_checkpoint (f->store, NULL));
  fixture_assert_clean (f->store);
}

/* root may write everything: such a test says nothing then. */
static gboolean
become_nobody (void)
{
  const uid_t nobody = 65534;

  return geteuid () != 0 || (setegid (nobody) == 0 && seteuid (nobody) == 0);
}

static void
become_oneself (void)
{
  g_assert_cmpint (seteuid (getuid ()), ==, 0);
  g_assert_cmpint (setegid (getgid ()), ==, 0);
}

static void
test_read_only_file (Fixture *f, gconstpointer data)
{
  g_autofree char *index = g_strconcat (f->path, "-shm", NULL);
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  g_autoptr (GError) error = NULL;

  fixture_add_customer (f->store, "Li Na");
  g_clear_object (&f->store);
  g_assert_cmpint (g_chmod (f->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (f->folder, 0777), ==, 0);
  if (!become_nobody ())
    {
      g_test_skip ("cannot give up the rights of root here");
      return;
    }

  f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  g_assert_true (yb_store_is_read_only (f->store));
  g_assert_cmpint (count_customers (f->store), ==, 1);
  assert_write_fails (f->store, YB_STORE_ERROR_READ_ONLY);
  g_assert_finalize_object (f->store);
  become_oneself ();

  /* not even the folder, for the index of the log: it is read without */
  g_assert_cmpint (g_unlink (index), ==, 0);
  g_assert_cmpint (g_unlink (log), ==, 0);
  g_assert_cmpint (g_chmod (f->folder, 0555), ==, 0);
  g_assert_true (become_nobody ());
  f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  g_assert_true (yb_store_is_read_only (f->store));
  g_assert_cmpint (count_customers (f->store), ==, 1);
  assert_write_fails (f->store, YB_STORE_ERROR_READ_ONLY);
  g_assert_finalize_object (f->store);
  become_oneself ();
  g_assert_cmpint (g_chmod (f->folder, 0700), ==, 0);
  f->store = NULL;
}

/* A mount that nobody can write, in a name space of its own. */
static void
test_read_only_mount (Fixture *f, gconstpointer data)
{
  g_autofree char *command = g_strdup_printf (
      "mount --bind '%s' '%s' && mount -o remount,ro,bind '%s' || exit 77; exec '%s' --child view '%s'",
      f->folder, f->folder, f->folder, program, f->path);
  const char *argv[] = {"unshare", "-Urm", "sh", "-c", command, NULL};
  int status = 0;

  fixture_add_customer (f->store, "Li Na");
  g_clear_object (&f->store);
  if (!g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                     NULL, NULL, &status, NULL) ||
      (WIFEXITED (status) && (WEXITSTATUS (status) == 77 || WEXITSTATUS (status) == 1)))
    {
      g_test_skip ("no mount name spaces for this user here");
      return;
    }
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, 0);
}

static void
test_moved (Fixture *f, gconstpointer data)
{
  g_autofree char *elsewhere = g_strconcat (f->path, ".moved", NULL);

  fixture_add_customer (f->store, "Li Na");
  g_assert_cmpint (g_rename (f->path, elsewhere), ==, 0);
  assert_write_fails (f->store, YB_STORE_ERROR_MOVED);
  /* another file in its place is no better */
  g_assert_true (g_file_set_contents (f->path, "x", 1, NULL));
  assert_write_fails (f->store, YB_STORE_ERROR_MOVED);
  g_assert_cmpint (g_unlink (f->path), ==, 0);
  assert_write_fails (f->store, YB_STORE_ERROR_MOVED);

  g_assert_cmpint (g_rename (elsewhere, f->path), ==, 0);
  g_assert_cmpint (count_customers (f->store), ==, 1);
  g_assert_true (yb_store_write (f->store, add_cb, (gpointer) "x", NULL));
  g_assert_cmpint (count_customers (f->store), ==, 2);
  fixture_assert_clean (f->store);
}

static void
test_disk_full (Fixture *f, gconstpointer data)
{
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  g_autofree char *note = g_strnfill (20000, 'x');
  struct sigaction ignore = {.sa_handler = SIG_IGN}, old_action;
  struct rlimit old_limit, limit;
  struct stat info;
  g_autoptr (GError) error = NULL;
  gint64 n_acknowledged = 0;

  g_assert_cmpint (stat (log, &info), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = info.st_size + 200000;
  g_assert_cmpint (sigaction (SIGXFSZ, &ignore, &old_action), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  while (n_acknowledged < 1000 && yb_store_write (f->store, add_cb, note, &error))
    n_acknowledged++;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  sigaction (SIGXFSZ, &old_action, NULL);

  g_assert_cmpint (n_acknowledged, >, 2);
  g_assert_cmpint (n_acknowledged, <, 1000);
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_FULL);
  /* what was acknowledged is there, reading went on, and there is room again */
  g_assert_cmpint (count_customers (f->store), ==, n_acknowledged);
  g_assert_true (yb_store_write (f->store, add_cb, note, NULL));
  g_assert_cmpint (count_customers (f->store), ==, n_acknowledged + 1);
  fixture_assert_clean (f->store);
}

/* A new file on a full disk leaves nothing behind that would stand in the way of the next try. */
static void
test_create_on_full_disk (Fixture *f, gconstpointer data)
{
  g_autofree char *path = g_build_filename (f->folder, "b.yingbin", NULL);
  struct sigaction ignore = {.sa_handler = SIG_IGN}, old_action;
  struct rlimit old_limit, limit;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = NULL;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  limit = old_limit;
  limit.rlim_cur = 33000;
  g_assert_cmpint (sigaction (SIGXFSZ, &ignore, &old_action), ==, 0);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  store = yb_store_open (path, YB_STORE_CREATE, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &old_limit), ==, 0);
  sigaction (SIGXFSZ, &old_action, NULL);

  g_assert_null (store);
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_FULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  store = yb_store_open (path, YB_STORE_CREATE, &error);
  g_assert_no_error (error);
}

static void
test_checkpoint (Fixture *f, gconstpointer data)
{
  g_autofree char *note = g_strnfill (100000, 'x');
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  struct stat info;
  int n_tries = 0;

  /* the log grows while somebody writes without a pause, and is short again after the first pause */
  for (int i = 0; i < 300; i++)
    g_assert_true (yb_store_write (f->store, add_cb, note, NULL));
  do
    {
      g_usleep (20000);
      g_assert_true (yb_store_checkpoint (f->store, NULL));
      g_assert_true (yb_store_write (f->store, add_cb, (gpointer) "x", NULL));
      g_assert_cmpint (stat (log, &info), ==, 0);
    }
  while (info.st_size > 5000000 && n_tries++ < 100);
  g_assert_cmpint (info.st_size, <=, 5000000);
  fixture_assert_clean (f->store);
}

/* ---- two at once ---- */

static void
changed_cb (YbStore *store, const char *table, GArray *ids, GString *log)
{
  g_string_append_printf (log, "%s:%u ", table, ids->len);
}

static gboolean
has_log (gpointer data)
{
  return ((GString *) data)->len > 0;
}

static void
test_two_stores (Fixture *f, gconstpointer data)
{
  g_autoptr (YbStore) other = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);
  g_autoptr (YbCustomer) row = NULL;
  g_autoptr (YbCustomer) twin = NULL;
  g_autoptr (GString) log = g_string_new (NULL);
  gint64 start;

  fixture_add_customer (f->store, "Li Na");
  yb_store_poll (other);
  row = yb_store_get_row (other, &yb_customer_row_type, 1);
  g_signal_connect (other, "changed::customer", G_CALLBACK (changed_cb), log);
  yb_store_watch (other, TRUE);

  start = g_get_monotonic_time ();
  fixture_set_text (f->store, &yb_customer_row_type, 1, "name", "Wang Fang");
  fixture_wait (has_log, log);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_USEC_PER_SEC);
  g_assert_cmpstr (log->str, ==, "customer:1 ");
  g_assert_cmpstr (row->name, ==, "Wang Fang");
  yb_store_watch (other, FALSE);

  /* each told once, also those that come while nobody looks; own changes are not told a second time */
  g_string_truncate (log, 0);
  fixture_set_text (f->store, &yb_customer_row_type, 1, "name", "A");
  fixture_set_text (other, &yb_customer_row_type, 1, "phone", "1");
  yb_store_poll (other);
  yb_store_poll (other);
  g_assert_cmpstr (log->str, ==, "customer:1 ");
  g_assert_cmpstr (row->name, ==, "A");

  /* each store has its own objects */
  twin = yb_store_get_row (f->store, &yb_customer_row_type, 1);
  g_assert_true (twin != row);
}

static void
test_two_processes (Fixture *f, gconstpointer data)
{
  g_autoptr (GString) log = g_string_new (NULL);
  g_autoptr (YbCustomer) row = NULL;
  g_autoptr (GSubprocess) child = NULL;

  fixture_add_customer (f->store, "Li Na");
  row = yb_store_get_row (f->store, &yb_customer_row_type, 1);
  g_signal_connect (f->store, "changed::customer", G_CALLBACK (changed_cb), log);
  yb_store_watch (f->store, TRUE);
  child = spawn ("rename", f->path, G_SUBPROCESS_FLAGS_NONE);
  fixture_wait (has_log, log);
  g_assert_cmpstr (row->name, ==, "renamed elsewhere");
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
  yb_store_watch (f->store, FALSE);
}

static void
test_writers_in_two_processes (Fixture *f, gconstpointer data)
{
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (YbDeal) deal = NULL;

  fixture_add_deal (f->store, fixture_add_customer (f->store, "Li Na"), YB_STAGE_LEAD, 0);
  child = spawn ("increment", f->path, G_SUBPROCESS_FLAGS_NONE);
  for (int i = 0; i < 300; i++)
    {
      g_autoptr (GError) error = NULL;

      yb_store_write (f->store, child_increment_cb, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_true (g_subprocess_wait_check (child, NULL, NULL));
  yb_store_poll (f->store);
  deal = yb_store_get_row (f->store, &yb_deal_row_type, 1);
  g_assert_cmpint (deal->amount, ==, 20000600);
  fixture_assert_clean (f->store);
}

/* ---- kill -9 ---- */

static gint64
last_acknowledged (GSubprocess *child)
{
  g_autoptr (GDataInputStream) pipe = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  gint64 last = 0;
  char *line;

  while ((line = g_data_input_stream_read_line (pipe, NULL, NULL, NULL)) != NULL)
    {
      last = MAX (last, g_ascii_strtoll (line, NULL, 10));
      g_free (line);
    }

  return last;
}

static void
test_kill (Fixture *f, gconstpointer data)
{
  gint64 n_before = 0, n_all = 0;

  g_clear_object (&f->store);
  for (int round = 0; round < KILL_ROUNDS; round++)
    {
      g_autoptr (GSubprocess) child = spawn ("forever", f->path, G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      gint64 acknowledged, n;

      g_usleep (g_test_rand_int_range (20000, 90000));
      g_subprocess_force_exit (child);
      acknowledged = last_acknowledged (child);
      g_subprocess_wait (child, NULL, NULL);

      f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);
      g_assert_nonnull (f->store);
      n = count_customers (f->store) - n_before;
      g_assert_cmpint (n, >=, acknowledged);
      /* at most one was in without being acknowledged yet */
      g_assert_cmpint (n, <=, acknowledged + 1);
      fixture_assert_clean (f->store);
      g_assert_finalize_object (f->store);
      f->store = NULL;
      n_before += n;
      n_all += acknowledged;
    }
  g_test_message ("%d kills, %" G_GINT64_FORMAT " acknowledged, none lost", KILL_ROUNDS, n_all);
  g_assert_cmpint (n_all, >, KILL_ROUNDS);
}

/* ---- threads and life ---- */

static gpointer
slow_read_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_usleep (20000);
  return g_strdup ("done");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *answer = yb_store_read_finish (NULL, result, NULL);

  g_assert_cmpstr (answer, ==, "done");
  (*(int *) user_data)++;
}

static gboolean
three_done (gpointer data)
{
  return *(int *) data == 3;
}

/* The store lives until its jobs have answered, and ends in the thread that made it. */
static void
test_dropped_with_jobs (Fixture *f, gconstpointer data)
{
  gpointer alive = f->store;
  int n_done = 0;

  g_object_add_weak_pointer (alive, &alive);
  for (int i = 0; i < 3; i++)
    yb_store_read_async (f->store, slow_read_cb, NULL, NULL, g_free, NULL, read_cb, &n_done);
  g_clear_object (&f->store);
  g_assert_nonnull (alive);
  fixture_wait (three_done, &n_done);
  g_assert_null (alive);
}

static gpointer
leave_statement_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  YbStatement *statement = yb_connection_query (connection, YB_SQL_STORE_AUDIT_CHAIN);

  yb_statement_bind_number (statement, 1, 0);
  g_assert_true (yb_statement_step (statement, NULL));
  return statement;
}

static gboolean
leave_statement_in_writer_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  return leave_statement_cb (yb_transaction_get_connection (transaction), NULL, NULL, error) != NULL &&
         add_cb (transaction, (gpointer) "x", error);
}

static gpointer
count_audits_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  YbStatement *statement = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LAST);

  g_assert_true (yb_statement_step (statement, NULL));
  return GINT_TO_POINTER (yb_statement_number (statement, 0));
}

/* A careless reader must not freeze what the next one sees, nor keep the writer from writing. */
static void
test_forgotten_statements (Fixture *f, gconstpointer data)
{
  g_autoptr (YbStore) other = yb_store_open (f->path, YB_STORE_NO_FLAGS, NULL);

  yb_store_read (f->store, leave_statement_cb, NULL, NULL);
  g_assert_true (yb_store_write (f->store, leave_statement_in_writer_cb, NULL, NULL));
  g_assert_true (yb_store_write (other, add_cb, (gpointer) "x", NULL));
  g_assert_true (yb_store_write (f->store, add_cb, (gpointer) "x", NULL));
  g_assert_cmpint (GPOINTER_TO_INT (yb_store_read (f->store, count_audits_cb, NULL, NULL)), ==, 4);
}

static void
test_passwords (void)
{
  g_autofree char *hash = yb_password_hash ("迎宾 demo");

  g_assert_true (yb_password_verify (hash, "迎宾 demo"));
  g_assert_false (yb_password_verify (hash, "迎宾 demo "));
  g_assert_false (yb_password_verify (hash, ""));
  g_assert_false (yb_password_verify ("", "迎宾 demo"));
  g_assert_null (strstr (hash, "demo"));
}

/* A worker that still carries the log over would leave it beside the old name of a file that is moved afterwards. The
 * last change before closing is so large that a worker is at it. */
static void
test_close (Fixture *f, gconstpointer data)
{
  g_autofree char *log = g_strconcat (f->path, "-wal", NULL);
  g_autofree char *note = g_strnfill (12 * 1024 * 1024, 'x');

  for (int round = 0; round < 10; round++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (yb_store_write (f->store, add_cb, note, NULL));
      yb_store_close (g_steal_pointer (&f->store));
      g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
      f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, &error);
      g_assert_no_error (error);
    }
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
      {"/store/create", test_create},
      {"/store/refusals", test_refusals},
      {"/store/open-async", test_open_async},
      {"/store/other-programs-log", test_other_programs_log},
      {"/store/corrupt-files", test_corrupt_files},
      {"/store/damage", test_damage},
      {"/store/older-format", test_older_format},
      {"/store/settings", test_settings},
      {"/store/read-only-flag", test_read_only_flag},
      {"/store/read-only-file", test_read_only_file},
      {"/store/read-only-mount", test_read_only_mount},
      {"/store/moved", test_moved},
      {"/store/disk-full", test_disk_full},
      {"/store/create-on-full-disk", test_create_on_full_disk},
      {"/store/checkpoint", test_checkpoint},
      {"/store/close", test_close},
      {"/store/two-stores", test_two_stores},
      {"/store/two-processes", test_two_processes},
      {"/store/writers-in-two-processes", test_writers_in_two_processes},
      {"/store/kill", test_kill},
      {"/store/dropped-with-jobs", test_dropped_with_jobs},
      {"/store/forgotten-statements", test_forgotten_statements},
  };

  if (argc == 4 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store/passwords", test_passwords);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  return g_test_run ();
}
