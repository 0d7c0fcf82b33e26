/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The ground that an open file stands on: what is refused, what is told, and what is saved when it gives way. */

#include "config.h"

#include "yb-care-private.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "store-fixture.h"
#include "yb-store-private.h"
#include "yb-calendar.h"
#include "yb-place.h"

#define FUSE 0x65735546

static const char *program;
static char *data_folder;

/* Conditions are looked at anew at every turn of the main loop. */
static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

/* ---- places ---- */

static void
test_places (void)
{
  static const struct
  {
    guint32 magic;
    const char *mount_type;
    gboolean is_remote;
    const char *path;
    YbPlace place;
  } cases[] = {
      {0xef53, "ext4", FALSE, "/home/li/yingbin.db", YB_PLACE_LOCAL},
      {0x01021994, "tmpfs", FALSE, "/tmp/a.db", YB_PLACE_LOCAL},
      {0x6969, NULL, FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {0x517b, NULL, FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {0xff534d42, NULL, FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {0xfe534d42, NULL, FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {0x01021997, NULL, FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {0x5346414f, NULL, FALSE, "/afs/a.db", YB_PLACE_NETWORK},
      {0x00c36400, NULL, FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {0x73757245, NULL, FALSE, "/coda/a.db", YB_PLACE_NETWORK},
      {FUSE, "fuse.sshfs", FALSE, "/mnt/a.db", YB_PLACE_NETWORK},
      {FUSE, "fuse.gvfsd-fuse", FALSE, "/run/user/1000/gvfs/a.db", YB_PLACE_NETWORK},
      {FUSE, "fuse.something", TRUE, "/mnt/a.db", YB_PLACE_NETWORK},
      {FUSE, "fuse.something", FALSE, "/mnt/a.db", YB_PLACE_DOUBTFUL},
      {FUSE, "fuseblk", FALSE, "/media/stick/a.db", YB_PLACE_DOUBTFUL},
      {0xef53, "ext4", FALSE, "/home/li/Dropbox/a.db", YB_PLACE_SYNCHRONISED},
      {0xef53, "ext4", FALSE, "/home/li/Dropbox (Personal)/sub/a.db", YB_PLACE_SYNCHRONISED},
      {0xef53, "ext4", FALSE, "/home/li/OneDrive - 4S 店/a.db", YB_PLACE_SYNCHRONISED},
      {0xef53, "ext4", FALSE, "/home/li/我的坚果云/a.db", YB_PLACE_SYNCHRONISED},
      {0xef53, "ext4", FALSE, "/home/li/坚果云/店/a.db", YB_PLACE_SYNCHRONISED},
      {0xef53, "ext4", FALSE, "/home/li/nutstore/a.db", YB_PLACE_SYNCHRONISED},
      {0xef53, "ext4", FALSE, "/home/li/Dropboxes/a.db", YB_PLACE_LOCAL},
      /* the name of the file itself says nothing */
      {0xef53, "ext4", FALSE, "/home/li/Dropbox", YB_PLACE_LOCAL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *name = NULL;
      YbPlace place = _yb_place_judge (cases[i].magic, cases[i].mount_type, cases[i].is_remote, cases[i].path,
                                       &name);

      g_test_message ("%s on %s", cases[i].path,
                      cases[i].mount_type != NULL ? cases[i].mount_type : "a network");
      g_assert_cmpint (place, ==, cases[i].place);
      g_assert_true (place == YB_PLACE_LOCAL || name != NULL);
    }
}

/* A folder that a program copies need not be called after it. */
static void
test_marked_folder (Fixture *f, gconstpointer data)
{
  g_autofree char *mark = g_build_filename (f->folder, ".stfolder", NULL);
  g_autofree char *below = g_build_filename (f->folder, "house", NULL);
  g_autofree char *path = g_build_filename (below, "new.yingbin", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (mark, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (below, 0700), ==, 0);
  g_assert_null (yb_store_open (path, YB_STORE_CREATE, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_REMOTE);
  g_assert_nonnull (strstr (error->message, "Syncthing"));
}

/* ---- taken away ---- */

static gboolean
add_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  g_autoptr (YbRow) row = yb_row_new (&yb_customer_row_type);

  fixture_audit (transaction, "test.add");
  yb_row_set_text (row, yb_row_type_find_field (&yb_customer_row_type, "name"), "Wang Wu");
  return yb_transaction_insert (transaction, row, error);
}

static gpointer
count_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 *count = data;

  for (*count = 0;; ++*count)
    {
      g_autoptr (YbRow) row = yb_connection_get (connection, &yb_customer_row_type, *count + 1, NULL);

      if (row == NULL)
        return count;
    }
}

static gint64
count_customers (YbStore *store)
{
  gint64 count;

  g_assert_nonnull (yb_store_read (store, count_cb, &count, NULL));
  return count;
}

static gboolean
has_rescued (gpointer store)
{
  g_autofree char *path = NULL;

  yb_store_look_after (store); /* as a store that is watched does */
  path = yb_store_dup_rescued_path (store);
  return path != NULL;
}

static void
assert_holds (const char *path, gint64 n_customers)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);

  g_assert_no_error (error);
  g_assert_cmpint (count_customers (store), ==, n_customers);
  fixture_assert_clean (store);
}

static void
test_moved (Fixture *f, gconstpointer data)
{
  g_autofree char *elsewhere = g_strconcat (f->path, ".moved", NULL);
  g_autofree char *rescued = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;

  fixture_add_customer (f->store, "Li Na");
  fixture_add_customer (f->store, "Zhang San");
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_NONE);
  g_assert_cmpint (g_rename (f->path, elsewhere), ==, 0);

  yb_store_watch (f->store, TRUE);
  g_assert_true (yb_store_look_after (f->store) & YB_TROUBLE_MOVED);
  fixture_wait (has_rescued, f->store);
  yb_store_watch (f->store, FALSE);
  rescued = yb_store_dup_rescued_path (f->store);
  g_assert_true (g_str_has_prefix (rescued, data_folder));
  text = yb_store_dup_trouble_text (f->store, YB_TROUBLE_MOVED);
  g_assert_nonnull (strstr (text, rescued));
  assert_holds (rescued, 2);

  /* refused, with the place of the copy */
  g_assert_false (yb_store_write (f->store, add_cb, NULL, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_MOVED);
  g_assert_nonnull (strstr (error->message, rescued));

  /* put back, everybody works on */
  g_assert_cmpint (g_rename (elsewhere, f->path), ==, 0);
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_NONE);
  g_assert_true (yb_store_write (f->store, add_cb, NULL, NULL));
  g_assert_cmpint (count_customers (f->store), ==, 3);
}

/* Another house under the same name: nothing of ours gets into it, nothing of it is shown as ours. */
static void
test_replaced (Fixture *f, gconstpointer data)
{
  g_autofree char *other = g_strconcat (f->path, ".other", NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize length_before, length_after;
  g_autoptr (YbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  store = yb_store_open (other, YB_STORE_CREATE, &error);
  g_assert_no_error (error);
  g_assert_finalize_object (g_steal_pointer (&store));
  g_assert_true (g_file_get_contents (other, &before, &length_before, NULL));

  fixture_add_customer (f->store, "Li Na");
  g_assert_cmpint (g_rename (other, f->path), ==, 0);
  g_assert_false (yb_store_write (f->store, add_cb, NULL, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_MOVED);
  g_assert_true (has_rescued (f->store));
  g_assert_null (yb_store_read (f->store, count_cb, &(gint64){0}, NULL));
  g_assert_true (yb_store_checkpoint (f->store, NULL));
  g_assert_finalize_object (g_steal_pointer (&f->store));

  g_assert_true (g_file_get_contents (f->path, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
}

/* ---- space ---- */

static gboolean
has_reserve (gpointer path)
{
  return _yb_reserve_exists (path);
}

static void
test_reserve (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  if (_yb_place_free_bytes (f->path) < 2 * YB_LOW_SPACE_BYTES)
    {
      g_assert_true (yb_store_look_after (f->store) & (YB_TROUBLE_LOW_SPACE | YB_TROUBLE_FULL));
      g_assert_false (_yb_reserve_exists (f->path));
      return;
    }

  yb_store_watch (f->store, TRUE);
  fixture_wait (has_reserve, f->path);
  yb_store_watch (f->store, FALSE);
  g_assert_true (_yb_reserve_release (f->path));
  g_assert_false (_yb_reserve_exists (f->path));
  g_assert_false (_yb_reserve_release (f->path));
  text = yb_store_dup_trouble_text (f->store, YB_TROUBLE_FULL | YB_TROUBLE_LOW_SPACE);
  g_assert_nonnull (strstr (text, "B are left"));
}

/* ---- another program ---- */

static int
hold (const char *path)
{
  sqlite3 *db = NULL;
  char byte = 'r';

  if (sqlite3_open (path, &db) != SQLITE_OK ||
      sqlite3_exec (db, "BEGIN IMMEDIATE", NULL, NULL, NULL) != SQLITE_OK ||
      write (STDOUT_FILENO, &byte, 1) != 1)
    return 3;
  /* until the parent lets go */
  if (read (STDIN_FILENO, &byte, 1) < 0)
    return 4;
  sqlite3_close (db);
  return 0;
}

static void
keep_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
has_result (gpointer result)
{
  return *(GAsyncResult **) result != NULL;
}

static gboolean
waits (gpointer store)
{
  return yb_store_look_after (store) & YB_TROUBLE_BUSY;
}

/* Says that it waits and for whom, and goes on by itself. */
static void
test_lock (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *text = NULL, *number = NULL;
  g_autoptr (GSubprocess)
      child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                program, "--hold", f->path, NULL);
  char byte;

  g_assert_no_error (error);
  g_assert_cmpint (g_input_stream_read (g_subprocess_get_stdout_pipe (child), &byte, 1, NULL, NULL), ==, 1);
  yb_store_write_async (f->store, add_cb, NULL, NULL, NULL, keep_result_cb, &result);
  fixture_wait (waits, f->store);
  text = yb_store_dup_trouble_text (f->store, YB_TROUBLE_BUSY);
  number = g_strdup_printf ("test-care (process %s", g_subprocess_get_identifier (child));
  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, number));
  g_assert_null (result);

  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL));
  g_assert_true (g_subprocess_wait_check (child, NULL, &error));
  fixture_wait (has_result, &result);
  g_assert_true (yb_store_write_finish (f->store, result, &error));
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_NONE);
}

/* ---- a sync that failed ---- */

static void
tamper (Fixture *f, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (f->path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static gboolean
write_after_failed_sync (Fixture *f, GError **error)
{
  f->store->care->is_unsynced = TRUE;
  return yb_store_write (f->store, add_cb, NULL, error);
}

/* A trail that was changed, salvaged or accepted says nothing about the disk: the file can be written again. */
static void
test_unsynced (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) broken = NULL;

  g_assert_true (write_after_failed_sync (f, &error));
  g_assert_no_error (error);
  tamper (f, "DROP TRIGGER audit_is_kept; UPDATE audit SET at = at + 1 WHERE seq = 1");
  problems = yb_store_check (f->store, FALSE, NULL);
  g_assert_cmpuint (problems->len, >, 0);
  g_assert_true (write_after_failed_sync (f, &error));
  g_assert_no_error (error);
  g_assert_true (yb_store_look_after (f->store) & YB_TROUBLE_WAS_UNSYNCED);

  /* What a lost page leaves behind does. */
  tamper (f, "UPDATE customer SET created_by = 999 WHERE id = 1");
  g_assert_false (write_after_failed_sync (f, &broken));
  g_assert_error (broken, YB_STORE_ERROR, YB_STORE_ERROR_UNSYNCED);
}

/* ---- the clock ---- */

static gint64
last_number (YbStore *store)
{
  YbStatement *last = yb_connection_query (yb_store_get_reader (store), YB_SQL_STORE_AUDIT_LAST);
  gint64 seq = yb_statement_step (last, NULL) ? yb_statement_number (last, 0) : 0;

  yb_statement_reset (last);
  return seq;
}

static void
test_clock (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  gint64 last;

  yb_time_set_fixed_now (FIXTURE_NOW);
  fixture_add_customer (f->store, "Li Na");
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_NONE);
  /* within what the clocks of two computers may differ */
  yb_time_set_fixed_now (FIXTURE_NOW - 60 * 1000);
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_NONE);
  yb_time_set_fixed_now (FIXTURE_NOW - FIXTURE_DAY);
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_CLOCK);
  text = yb_store_dup_trouble_text (f->store, YB_TROUBLE_CLOCK);
  g_assert_nonnull (strstr (text, "clock"));
  /* nobody is kept from working; what is written is marked by what the entries before it say */
  g_assert_true (yb_store_write (f->store, add_cb, NULL, NULL));
  last = last_number (f->store);
  g_assert_true (yb_store_has_late_clock (f->store, last, FIXTURE_NOW - FIXTURE_DAY));
  g_assert_false (yb_store_has_late_clock (f->store, last, FIXTURE_NOW - 60 * 1000));
  g_assert_false (yb_store_has_late_clock (f->store, 1, FIXTURE_NOW - FIXTURE_DAY));
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_CLOCK);
  yb_time_set_fixed_now (FIXTURE_NOW + 1000);
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_NONE);
  yb_time_set_fixed_now (0);
}

/* ---- looking only ---- */

static void
test_view (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_object (&f->store);
  f->store = yb_store_open (f->path, YB_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (yb_store_get_troubles (f->store), ==, YB_TROUBLE_READ_ONLY);
  g_assert_cmpint (yb_store_look_after (f->store), ==, YB_TROUBLE_READ_ONLY);
  text = yb_store_dup_trouble_text (f->store, YB_TROUBLE_READ_ONLY);
  g_assert_true (g_str_has_prefix (text, "View mode"));
}

/* No trouble without words. */
static void
test_texts (Fixture *f, gconstpointer data)
{
  for (guint bit = 1; bit <= YB_TROUBLE_DOUBTFUL; bit <<= 1)
    {
      g_autofree char *text = yb_store_dup_trouble_text (f->store, bit);

      g_assert_nonnull (text);
      g_assert_cmpuint (strlen (text), >, 20);
      g_assert_null (strchr (text, '\n'));
    }
  g_assert_null (yb_store_dup_trouble_text (f->store, YB_TROUBLE_NONE));
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
      {"/care/marked-folder", test_marked_folder},
      {"/care/moved", test_moved},
      {"/care/replaced", test_replaced},
      {"/care/reserve", test_reserve},
      {"/care/lock", test_lock},
      {"/care/unsynced", test_unsynced},
      {"/care/clock", test_clock},
      {"/care/view", test_view},
      {"/care/texts", test_texts},
  };
  int status;

  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    return hold (argv[2]);

  data_folder = g_dir_make_tmp ("yb-care-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", data_folder, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/care/places", test_places);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  g_timeout_add (20, tick_cb, NULL);
  status = g_test_run ();
  fixture_remove_folder (data_folder);
  g_free (data_folder);
  return status;
}
