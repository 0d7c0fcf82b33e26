/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies: whole, encrypted, and refused as soon as one byte is not what it was; kept by the ladder; and brought back. */

#include "config.h"

#include "store-fixture.h"
#include "yb-backup-folder.h"
#include "yb-calendar.h"
#include "yb-restore.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#define CUSTOMERS 400
#define CANARY "Canary-4711-Wang"

static void
fill (Fixture *f)
{
  gint64 customer = 0;

  for (guint i = 0; i < CUSTOMERS; i++)
    customer = fixture_add_customer (f->store, CANARY);
  fixture_add_deal (f->store, customer, YB_STAGE_LEAD, FIXTURE_NOW);
}

static YbBackup *
make (Fixture *f, const char *name)
{
  g_autofree char *path = g_build_filename (f->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  YbBackup *backup = yb_store_backup (f->store, path, YB_BACKUP_ON_DEMAND, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return backup;
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

static void
hash_table (sqlite3 *db, const char *table, gint64 up_to, GChecksum *checksum)
{
  gboolean is_audit = g_str_equal (table, "audit");
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\" %s ORDER BY 1, 2", table,
                                          is_audit ? "WHERE seq <= ?1" : "");
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &rows, NULL), ==, SQLITE_OK);
  if (is_audit)
    sqlite3_bind_int64 (rows, 1, up_to);
  g_checksum_update (checksum, (const guchar *) table, -1);
  while (sqlite3_step (rows) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (rows); i++)
      {
        int type = sqlite3_column_type (rows, i), size = sqlite3_column_bytes (rows, i);

        g_checksum_update (checksum, (const guchar *) &type, sizeof type);
        g_checksum_update (checksum, (const guchar *) &size, sizeof size);
        if (size > 0)
          g_checksum_update (checksum, sqlite3_column_blob (rows, i), size);
      }
  sqlite3_finalize (rows);
}

/* Of every row of every table; of the audit trail up to a number. */
static char *
content_hash (const char *path, gint64 up_to)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  sqlite3_stmt *tables = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_prepare_v2 (db, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY 1", -1, &tables,
                      NULL);
  while (sqlite3_step (tables) == SQLITE_ROW)
    hash_table (db, (const char *) sqlite3_column_text (tables, 0), up_to, checksum);
  sqlite3_finalize (tables);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  return g_strdup (g_checksum_get_string (checksum));
}

static void
test_whole (Fixture *f, gconstpointer data)
{
  g_autoptr (YbBackup) backup = NULL;
  g_autoptr (YbBackup) again = NULL;
  g_autoptr (YbKeys) keys = yb_store_dup_keys (f->store);
  g_autoptr (GError) error = NULL;
  g_autofree char *bytes = NULL;
  gsize size;
  guint before;

  fill (f);
  before = count_files (f->folder);
  backup = make (f, "copy.ybbackup");
  g_assert_cmpuint (count_files (f->folder), ==, before + 1);
  g_assert_cmpint (backup->audit_seq, ==, CUSTOMERS + 2);
  g_assert_cmpint (backup->audit_count, ==, CUSTOMERS + 2);
  g_assert_cmpint (backup->trust, ==, YB_BACKUP_VERIFIED);

  again = yb_backup_open (backup->path, keys, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->trust, ==, YB_BACKUP_PROVED);
  g_assert_cmpint (again->audit_seq, ==, backup->audit_seq);
  g_assert_cmpint (again->size, ==, backup->size);
  g_assert_cmpint (again->at, ==, backup->at);
  g_assert_true (g_bytes_equal (again->audit_hash, backup->audit_hash));
  g_assert_true (yb_backup_verify (again, keys, TRUE, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (again->trust, ==, YB_BACKUP_VERIFIED);
  g_assert_cmpuint (count_files (f->folder), ==, before + 1);

  /* Nothing of it can be read: not even a name, which is in clear in the file. */
  g_assert_true (g_file_get_contents (backup->path, &bytes, &size, NULL));
  g_assert_null (memmem (bytes, size, CANARY, strlen (CANARY)));
  g_assert_null (memmem (bytes, size, "SQLite format", strlen ("SQLite format")));
}

static void
assert_refused (const char *path, YbKeys *keys, const guint8 *bytes, gsize size, const char *what, gsize at)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackup) backup = NULL;
  gboolean ok;

  g_assert_true (g_file_set_contents (path, (const char *) bytes, size, NULL));
  backup = yb_backup_open (path, keys, &error);
  ok = backup != NULL && yb_backup_verify (backup, keys, FALSE, NULL, NULL, NULL, &error);
  if (ok)
    g_error ("%s at %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " was not seen", what, at, size);
  g_assert_nonnull (error);
  g_assert_true (error->domain == YB_STORE_ERROR && *error->message != '\0');
}

/* Every kind of damage to every part of the file. */
static void
test_damage (Fixture *f, gconstpointer data)
{
  g_autoptr (YbBackup) backup = NULL;
  g_autoptr (YbKeys) keys = yb_store_dup_keys (f->store);
  g_autofree char *path = g_build_filename (f->folder, "bad.ybbackup", NULL);
  g_autofree guint8 *good = NULL;
  gsize size;

  fill (f);
  backup = make (f, "copy.ybbackup");
  g_assert_true (g_file_get_contents (backup->path, (char **) &good, &size, NULL));
  g_assert_cmpuint (size, >, 2 * 64 * 1024);

  for (guint i = 0; i < 400; i++)
    {
      gsize at = i < 200 ? i * 4 : (gsize) g_test_rand_int_range (0, size);
      g_autofree guint8 *bad = g_memdup2 (good, size + 1);

      bad[at] ^= 1 << g_test_rand_int_range (0, 8);
      assert_refused (path, keys, bad, size, "a flipped bit", at);
      assert_refused (path, keys, good, at, "a cut", at);
    }
  /* A cut between two chunks, something behind the end, two chunks exchanged. */
  {
    gsize chunk = 64 * 1024 + 17;
    g_autofree guint8 *longer = g_memdup2 (good, size + 1);
    g_autofree guint8 *mixed = g_memdup2 (good, size);

    for (gsize cut = size - chunk; cut > chunk; cut -= chunk)
      assert_refused (path, keys, good, cut, "a cut", cut);
    longer[size] = 0;
    assert_refused (path, keys, longer, size + 1, "a longer file", size);
    memcpy (mixed + 2000, good + 2000 + chunk, chunk);
    memcpy (mixed + 2000 + chunk, good + 2000, chunk);
    assert_refused (path, keys, mixed, size, "exchanged chunks", 2000);
  }
}

static void
cancel_cb (double fraction, gpointer data)
{
  if (fraction > 0.4)
    g_cancellable_cancel (data);
}

static void
test_cancel (Fixture *f, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (f->folder, "copy.ybbackup", NULL);
  guint before = count_files (f->folder);

  fill (f);
  g_assert_null (
      yb_store_backup (f->store, path, YB_BACKUP_ON_DEMAND, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (f->folder), ==, before);
}

static gboolean
has_plain (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".content"))
      return TRUE;
  return FALSE;
}

typedef struct
{
  const char *stick;
  const char *beside;
  guint n_on_stick;
  guint n_beside;
} Watch;

/* Told at every step of the copying, while the content has a name. */
static void
watch_cb (double fraction, gpointer data)
{
  Watch *watch = data;

  watch->n_on_stick += has_plain (watch->stick);
  watch->n_beside += has_plain (watch->beside);
}

/* What is not encrypted never gets to where the copy goes. */
static void
test_plain_stays (Fixture *f, gconstpointer data)
{
  g_autofree char *stick = g_build_filename (f->folder, "stick", NULL);
  g_autofree char *path = g_build_filename (stick, "copy.ybbackup", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackup) backup = NULL;
  Watch watch = {stick, f->folder, 0, 0};

  g_mkdir (stick, 0700);
  backup = yb_store_backup (f->store, path, YB_BACKUP_ON_DEMAND, watch_cb, &watch, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (watch.n_on_stick, ==, 0);
  g_assert_cmpuint (watch.n_beside, >, 0);
  g_assert_false (has_plain (f->folder));
}

/* ---- the ladder ---- */

static void
test_ladder (void)
{
  g_autoptr (GPtrArray) backups = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 now = FIXTURE_NOW;
  guint n_kept = 0, n_young = 0;

  /* Two years, a copy every hour; each copy is judged when it is made, as the program does. */
  for (gint64 hour = 2 * 365 * 24; hour >= 0; hour--)
    {
      YbBackup *backup = g_object_new (YB_TYPE_BACKUP, NULL);
      g_autoptr (GPtrArray) gone = NULL;

      backup->at = now - hour * YB_MS_PER_HOUR;
      backup->reason = YB_BACKUP_SCHEDULED;
      backup->trust = YB_BACKUP_PROVED;
      backup->path = g_strdup_printf ("%" G_GINT64_FORMAT, hour);
      g_ptr_array_insert (backups, 0, backup);
      gone = yb_backup_ladder (backups);
      for (guint i = 0; i < gone->len; i++)
        g_ptr_array_remove (backups, gone->pdata[i]);
      g_assert_cmpuint (backups->len, <=, 24 + 14 + 12);
    }

  for (guint i = 0; i < backups->len; i++)
    {
      YbBackup *backup = backups->pdata[i];

      n_kept++;
      n_young += backup->at > now - 24 * YB_MS_PER_HOUR;
    }
  g_assert_cmpuint (n_young, ==, 24);
  /* Twelve months: this one, which is a day old, and the last day of the eleven before it. */
  g_assert_cmpuint (n_kept, >=, 24 + 12 + 10);
  g_assert_cmpint (((YbBackup *) backups->pdata[n_kept - 1])->at, <, now - 300 * YB_MS_PER_DAY);
}

static YbBackup *
ladder_add (GPtrArray *backups, gint64 days, YbBackupReason reason, gboolean chain_broken)
{
  YbBackup *backup = g_object_new (YB_TYPE_BACKUP, NULL);

  backup->at = FIXTURE_NOW - days * YB_MS_PER_DAY;
  backup->reason = reason;
  backup->trust = YB_BACKUP_PROVED;
  backup->chain_broken = chain_broken;
  backup->path = g_strdup_printf ("%u", backups->len);
  g_ptr_array_add (backups, backup);
  return backup;
}

/* The last copy with an unbroken trail stays, however old; one before an import stays for two weeks. */
static void
test_ladder_keeps (void)
{
  g_autoptr (GPtrArray) backups = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) gone = NULL;
  YbBackup *special, *whole;

  for (gint64 days = 0; days < 13; days++)
    for (guint i = 0; i < 3; i++)
      ladder_add (backups, days, YB_BACKUP_SCHEDULED, TRUE);
  special = ladder_add (backups, 12, YB_BACKUP_BEFORE_IMPORT, TRUE);
  for (gint64 months = 1; months < 30; months++)
    ladder_add (backups, 30 * months, YB_BACKUP_SCHEDULED, TRUE);
  whole = ladder_add (backups, 900, YB_BACKUP_SCHEDULED, FALSE);
  gone = yb_backup_ladder (backups);
  g_assert_cmpuint (gone->len, >, 20);
  g_assert_false (g_ptr_array_find (gone, special, NULL));
  g_assert_false (g_ptr_array_find (gone, whole, NULL));
}

/* ---- folders ---- */

static YbBackupOutcome *
back_up (Fixture *f, YbBackupReason reason)
{
  g_autoptr (GError) error = NULL;
  YbBackupOutcome *outcome = yb_store_back_up_if_due (f->store, reason, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return outcome;
}

static void
assert_made (Fixture *f, YbBackupReason reason, gboolean made)
{
  g_autoptr (YbBackupOutcome) outcome = back_up (f, reason);

  g_assert_true ((outcome->backup != NULL) == made);
  g_assert_no_error (outcome->second_error);
}

static void
test_due (Fixture *f, gconstpointer data)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autofree char *folder = yb_backup_folder_of (f->path);
  g_autofree char *left = g_build_filename (folder, ".a-1.ybbackup.12-3.part", NULL);

  yb_time_set_fixed_now (FIXTURE_NOW);
  assert_made (f, YB_BACKUP_SCHEDULED, TRUE);
  fixture_add_customer (f->store, "a");
  assert_made (f, YB_BACKUP_SCHEDULED, FALSE);     /* within the hour */
  assert_made (f, YB_BACKUP_BEFORE_IMPORT, FALSE); /* young enough, one action behind */
  for (guint i = 0; i < 60; i++)
    fixture_add_customer (f->store, "b");
  assert_made (f, YB_BACKUP_BEFORE_IMPORT, TRUE);
  yb_time_set_fixed_now (FIXTURE_NOW + YB_MS_PER_HOUR);
  assert_made (f, YB_BACKUP_SCHEDULED, FALSE); /* nothing was done since */
  fixture_add_customer (f->store, "c");
  g_assert_true (g_file_set_contents (left, "x", 1, NULL));
  assert_made (f, YB_BACKUP_SCHEDULED, TRUE);
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  assert_made (f, YB_BACKUP_ON_DEMAND, TRUE);
  /* The clock was set back: the copy from the future does not keep the next one from being made. */
  yb_time_set_fixed_now (FIXTURE_NOW - YB_MS_PER_DAY);
  fixture_add_customer (f->store, "d");
  assert_made (f, YB_BACKUP_SCHEDULED, TRUE);
  yb_time_set_fixed_now (0);

  list = yb_store_list_backups (f->store);
  g_assert_cmpuint (list->len, ==, 4); /* the one before the import stands for its hour */
  for (guint i = 0; i < list->len; i++)
    g_assert_cmpint (((YbBackup *) list->pdata[i])->trust, ==, YB_BACKUP_PROVED);
}

static gboolean
set_second (YbTransaction *transaction, gpointer data, GError **error)
{
  YbStatement *set = yb_connection_query (yb_transaction_get_connection (transaction), YB_SQL_STORE_META_SET);

  fixture_audit (transaction, "test.meta");
  yb_statement_bind_text (set, 1, YB_BACKUP_SECOND_FOLDER);
  yb_statement_bind_text (set, 2, data);
  return yb_statement_run (set, error);
}

static void
test_second (Fixture *f, gconstpointer data)
{
  g_autofree char *second = g_build_filename (f->folder, "stick", NULL);
  g_autofree char *unplugged = g_build_filename (f->folder, "pulled out", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_mkdir (second, 0700);
  g_assert_true (yb_store_write (f->store, set_second, second, &error));
  {
    g_autoptr (YbBackupOutcome) outcome = back_up (f, YB_BACKUP_ON_DEMAND);

    g_assert_nonnull (outcome->backup);
    g_assert_error (outcome->second_error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN); /* without its mark */
  }
  g_assert_true (yb_backup_mark_folder (second, &error));
  g_assert_no_error (error);
  assert_made (f, YB_BACKUP_SCHEDULED, FALSE); /* carries the copy of before over */
  list = yb_backup_list (second, f->path, NULL);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_cmpint (((YbBackup *) list->pdata[0])->trust, ==, YB_BACKUP_UNREAD);
  g_assert_false (((YbBackup *) list->pdata[0])->elsewhere);

  /* Where the stick was, an empty folder is left: nothing is put there. */
  g_assert_cmpint (g_rename (second, unplugged), ==, 0);
  g_mkdir (second, 0700);
  {
    g_autoptr (YbBackupOutcome) outcome = back_up (f, YB_BACKUP_ON_DEMAND);

    g_assert_nonnull (outcome->backup);
    g_assert_error (outcome->second_error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN);
    g_assert_cmpuint (count_files (second), ==, 0);
  }
}

/* A folder that several houses share: what is of another one, or cannot be read, is neither listed nor removed. */
static void
test_shared_folder (Fixture *f, gconstpointer data)
{
  static const char *const others[] = {"-demo-20200101-010101", "-20200101", "-20200101-010101-x", "-2020"};
  g_autofree char *folder = yb_backup_folder_of (f->path);
  g_autofree char *base = g_path_get_basename (f->path);
  g_autofree char *stem = g_strndup (base, strcspn (base, "."));
  g_autofree char *unread = g_strdup_printf ("%s/%s-20200101-010101.ybbackup", folder, stem);
  g_autofree char *content = NULL;
  g_autoptr (GPtrArray) list = NULL;
  Fixture other = {0};
  gsize length = 0;

  /* A copy of another house, under the name that one of this would have. */
  fixture_set_up (&other, NULL);
  {
    g_autoptr (YbBackup) backup = make (&other, "copy.ybbackup");

    g_assert_true (g_file_get_contents (backup->path, &content, &length, NULL));
  }
  fixture_tear_down (&other, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (unread, content, length, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/%s%s.ybbackup", folder, stem, others[i]);

      g_assert_true (g_file_set_contents (path, content, length, NULL));
    }

  yb_time_set_fixed_now (FIXTURE_NOW);
  for (guint i = 0; i < 3; i++)
    {
      fixture_add_customer (f->store, "a");
      assert_made (f, YB_BACKUP_ON_DEMAND, TRUE);
    }
  yb_time_set_fixed_now (0);
  list = yb_store_list_backups (f->store);
  g_assert_cmpuint (list->len, ==, 3 + 1);
  g_assert_true (g_file_test (unread, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (folder), >=, 3 + 1 + G_N_ELEMENTS (others));
}

/* ---- restore ---- */

static void
test_restore (Fixture *f, gconstpointer data)
{
  g_autoptr (YbBackup) backup = NULL;
  g_autoptr (YbKeys) keys = yb_store_dup_keys (f->store);
  g_auto (YbRestore) restore = {.staff = f->staff, .workstation = "test"};
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL, *after = NULL, *kept = NULL;

  fill (f);
  backup = make (f, "copy.ybbackup");
  before = content_hash (f->path, backup->audit_seq);
  for (guint i = 0; i < 7; i++)
    fixture_add_customer (f->store, "lost");

  /* Somebody has the file open. */
  g_assert_false (yb_restore_run (&restore, backup, keys, f->path, NULL, NULL, NULL, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_BUSY);
  g_clear_error (&error);
  fixture_add_customer (f->store, "lost"); /* and works on */

  g_clear_object (&f->store);
  kept = content_hash (f->path, G_MAXINT64);
  g_assert_true (yb_restore_run (&restore, backup, keys, f->path, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (restore.lost, ==, 8);
  after = content_hash (f->path, backup->audit_seq);
  g_assert_cmpstr (after, ==, before);
  g_free (after);
  after = content_hash (restore.kept, G_MAXINT64);
  g_assert_cmpstr (after, ==, kept);

  f->store = yb_store_open (f->path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  fixture_assert_clean (f->store);
  fixture_add_customer (f->store, "and on it goes");
  fixture_assert_clean (f->store);
}

/* When the new file cannot take the name, the old one has its log again. */
static void
test_swap_fails (Fixture *f, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (f->folder, "missing", NULL);
  g_autofree char *database = g_build_filename (f->folder, "old.db", NULL);
  g_autofree char *log = g_strconcat (database, "-wal", NULL);
  g_autofree char *kept = NULL, *content = NULL;
  g_autoptr (GError) error = NULL;
  guint before;

  g_assert_true (g_file_set_contents (database, "damaged", -1, NULL));
  g_assert_true (g_file_set_contents (log, "log", -1, NULL));
  before = count_files (f->folder);
  g_assert_false (yb_restore_swap (missing, database, TRUE, &kept, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN);
  g_assert_true (g_file_get_contents (log, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "log");
  g_assert_true (g_file_test (database, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (count_files (f->folder), ==, before);
  g_assert_null (kept);
}

/* Trouble of the disk is not taken for damage: the file stays where it is. */
static void
test_swap_unreadable (Fixture *f, gconstpointer data)
{
  g_autofree char *fresh = g_build_filename (f->folder, "fresh", NULL);
  g_autofree char *database = g_build_filename (f->folder, "folder.db", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fresh, "new", -1, NULL));
  g_assert_cmpint (g_mkdir (database, 0700), ==, 0); /* which SQLite cannot open */
  g_assert_false (yb_restore_swap (fresh, database, FALSE, &kept, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN);
  g_assert_true (g_file_test (database, G_FILE_TEST_IS_DIR));
}

/* The password of somebody who is not in it. */
static void
test_wrong_password (Fixture *f, gconstpointer data)
{
  g_autoptr (YbBackup) backup = make (f, "copy.ybbackup");
  g_autoptr (GError) error = NULL;
  g_autoptr (YbKeys) keys = yb_backup_unlock (backup, "something else", &error);

  g_assert_null (keys);
  g_assert_nonnull (error);
  g_assert_cmpstr (error->message, !=, "");
}

int
main (int argc, char *argv[])
{
  static const struct
  {
    const char *name;
    void (*func) (Fixture *f, gconstpointer data);
  } tests[] = {
      {"/backup/whole", test_whole},
      {"/backup/damage", test_damage},
      {"/backup/cancel", test_cancel},
      {"/backup/plain-stays", test_plain_stays},
      {"/backup/due", test_due},
      {"/backup/second", test_second},
      {"/backup/shared-folder", test_shared_folder},
      {"/backup/restore", test_restore},
      {"/backup/swap-fails", test_swap_fails},
      {"/backup/swap-unreadable", test_swap_unreadable},
      {"/backup/wrong-password", test_wrong_password},
  };

  g_test_init (&argc, &argv, NULL);
  yb_calendar_set_zone ("Asia/Shanghai");
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].name, Fixture, NULL, fixture_set_up, tests[i].func, fixture_tear_down);
  g_test_add_func ("/backup/ladder", test_ladder);
  g_test_add_func ("/backup/ladder-keeps", test_ladder_keeps);
  return g_test_run ();
}
