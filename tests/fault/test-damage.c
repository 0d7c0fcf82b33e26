/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Damaged files: the program never crashes on one, never changes it by looking, and never takes one for good that
 * SQLite's own quick_check does not. */

#include "config.h"

#include "fault-house.h"

#include <string.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#define PAGE 4096
#define AT_APPLICATION_ID 68
#define AT_USER_VERSION 60

typedef struct
{
  guint n_files;
  guint n_refused;
  guint n_found;  /* opened, and yb_store_check() told what is wrong */
  guint n_sound;  /* nothing is wrong, for SQLite neither: the damage hit what is not used */
  guint n_silent; /* taken for good, and is not */
} Score;

/* ---- damage ---- */

static void
scribble (GByteArray *file)
{
  gsize at = g_test_rand_int_range (0, file->len);
  gsize length = MIN ((gsize) g_test_rand_int_range (1, 2 * PAGE), file->len - at);

  for (gsize i = at; i < at + length; i++)
    file->data[i] = g_test_rand_int_range (0, 256);
}

static void
flip_bits (GByteArray *file)
{
  int n = g_test_rand_int_range (1, 30);

  for (int i = 0; i < n; i++)
    file->data[g_test_rand_int_range (0, file->len)] ^= 1 << g_test_rand_int_range (0, 8);
}

static void
clear_page (GByteArray *file)
{
  memset (file->data + (gsize) g_test_rand_int_range (0, file->len / PAGE) * PAGE, 0, PAGE);
}

/* As a disk does that writes to the wrong place. */
static void
copy_page (GByteArray *file)
{
  gsize from = g_test_rand_int_range (0, file->len / PAGE);
  gsize to = g_test_rand_int_range (0, file->len / PAGE);

  memmove (file->data + to * PAGE, file->data + from * PAGE, PAGE);
}

static void
cut_off (GByteArray *file)
{
  g_byte_array_set_size (file, g_test_rand_int_range (0, file->len));
}

/* Where the page says what is in it: what damage is most dangerous. */
static void
hit_page_head (GByteArray *file)
{
  gsize page = g_test_rand_int_range (1, file->len / PAGE);

  file->data[page * PAGE + g_test_rand_int_range (0, 40)] = g_test_rand_int_range (0, 256);
}

static void
hit_file_head (GByteArray *file)
{
  file->data[g_test_rand_int_range (0, 100)] = g_test_rand_int_range (0, 256);
}

static void
damage (GByteArray *file)
{
  static void (*const kinds[]) (GByteArray * file) = {
      scribble, flip_bits, clear_page, copy_page, cut_off, hit_page_head, hit_file_head,
  };

  kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))](file);
}

/* ---- files ---- */

static GByteArray *
read_file (const char *path)
{
  char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_byte_array_new_take ((guint8 *) content, length);
}

static void
write_file (const char *path, GByteArray *content)
{
  g_autoptr (GError) error = NULL;

  fault_remove_house (path);
  g_file_set_contents_full (path, (const char *) content->data, content->len, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

static gboolean
is_unchanged (const char *path, GByteArray *content)
{
  g_autoptr (GByteArray) now = read_file (path);

  return now->len == content->len && memcmp (now->data, content->data, now->len) == 0;
}

/* Without any of our code. */
static gboolean
is_sound_for_sqlite (const char *path)
{
  g_autofree char *uri = g_strdup_printf ("file:%s?immutable=1", path);
  sqlite3_stmt *check = NULL;
  sqlite3 *db = NULL;
  gboolean ok;

  ok = sqlite3_open_v2 (uri, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL) == SQLITE_OK &&
       sqlite3_prepare_v2 (db, "PRAGMA quick_check", -1, &check, NULL) == SQLITE_OK &&
       sqlite3_step (check) == SQLITE_ROW &&
       strcmp ((const char *) sqlite3_column_text (check, 0), "ok") == 0;
  sqlite3_finalize (check);
  sqlite3_close (db);
  return ok;
}

/* ---- looking, and working all the same ---- */

static void
look (const char *path, gboolean full, Score *score)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_autoptr (GPtrArray) problems = NULL;

  score->n_files++;
  if (store == NULL)
    {
      fault_assert_told (error);
      score->n_refused++;
      return;
    }

  problems = yb_store_check (store, full, &error);
  if (problems == NULL)
    {
      fault_assert_told (error);
      score->n_found++;
    }
  else if (problems->len > 0)
    score->n_found++;
  else if (is_sound_for_sqlite (path))
    score->n_sound++;
  else
    score->n_silent++;
}

/* What it gives back does not matter, as long as it comes back. */
static void
work (const char *path)
{
  g_autoptr (YbDesk) desk = fault_desk_open (path, NULL);
  YbStore *store = desk != NULL ? yb_desk_get_store (desk) : NULL;
  static const YbRowType *const types[] = {&yb_deal_row_type, &yb_staff_row_type};

  for (gint64 id = 1; desk != NULL && id <= FAULT_DEALS; id++)
    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
      {
        g_autoptr (YbRow) row = yb_store_get_row (store, types[i], id);

        if (row != NULL)
          json_object_unref (yb_desk_row_to_json (desk, row));
      }
  for (guint i = 1; desk != NULL && i <= 2 * FAULT_DEALS; i++)
    fault_move (desk, i, NULL);
  if (store != NULL)
    yb_store_checkpoint (store, NULL);
}

static void
try_file (const char *path, GByteArray *content, gboolean full, Score *score)
{
  guint n_silent = score->n_silent;

  write_file (path, content);
  look (path, full, score);
  if (!is_unchanged (path, content) || score->n_silent > n_silent)
    {
      g_autofree char *kept = g_build_filename (g_get_tmp_dir (), "yb-fault-damaged.yingbin", NULL);

      write_file (kept, content);
      g_test_message ("The file is kept as %s", kept);
      g_error ("%s", score->n_silent > n_silent ? "a damaged file was taken for good"
                                                : "looking at a damaged file has changed it");
    }
  work (path);
}

static void
report (const Score *score)
{
  g_test_message ("%u files: %u refused, %u told by the check, %u sound, %u silently accepted",
                  score->n_files, score->n_refused, score->n_found, score->n_sound, score->n_silent);
}

static void
test_own (void)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "damaged.yingbin", NULL);
  g_autoptr (GByteArray) house = read_file (fault_house ());
  guint n = g_test_slow () ? 1000 : 100;
  Score score = {0};

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GByteArray) content = g_byte_array_new ();

      g_byte_array_append (content, house->data, house->len);
      damage (content);
      try_file (path, content, i % 2 == 0, &score);
    }
  report (&score);
  /* The control: there was damage to be found, and the undamaged file is none. */
  g_assert_cmpuint (score.n_refused, >, 0);
  g_assert_cmpuint (score.n_found, >, 0);
  try_file (path, house, TRUE, &score);
  g_assert_cmpuint (score.n_files, ==, n + 1);
  fault_folder_free (folder);
}

/* A format that never was, or an older one than the tables have. */
static void
test_format (void)
{
  static const gint32 formats[] = {G_MININT32, -2013265919, -1, 0, G_MAXINT32};
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "format.yingbin", NULL);
  g_autoptr (GByteArray) content = read_file (fault_house ());
  Score score = {0};

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      gint32 format = GINT32_TO_BE (formats[i]);

      memcpy (content->data + AT_USER_VERSION, &format, sizeof format);
      try_file (path, content, TRUE, &score);
    }
  g_assert_cmpuint (score.n_refused, ==, G_N_ELEMENTS (formats));
  fault_folder_free (folder);
}

/* ---- the files with which others broke SQLite ---- */

/* As they are they belong to another program; with our marks in their heads they get further. */
static void
put_marks (GByteArray *content, GByteArray *house)
{
  static const gsize marks[] = {AT_APPLICATION_ID, AT_USER_VERSION};

  for (guint i = 0; i < G_N_ELEMENTS (marks) && content->len >= marks[i] + sizeof (guint32); i++)
    memcpy (content->data + marks[i], house->data + marks[i], sizeof (guint32));
}

static void
try_foreign (const char *source, gboolean marked)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "foreign.yingbin", NULL);
  g_autoptr (GByteArray) house = read_file (fault_house ());
  g_autoptr (GDir) dir = g_dir_open (source, 0, NULL);
  Score score = {0};
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *from = g_build_filename (source, name, NULL);
      g_autoptr (GByteArray) content = NULL;

      if (!g_str_has_suffix (name, ".db"))
        continue;
      content = read_file (from);
      if (marked)
        put_marks (content, house);
      try_file (path, content, TRUE, &score);
    }
  fault_folder_free (folder);

  report (&score);
  g_assert_cmpuint (score.n_files, >, 0);
  /* They hold none of our tables. */
  g_assert_cmpuint (score.n_sound, ==, 0);
  g_assert_true (marked || score.n_refused == score.n_files);
}

static void
test_foreign (gconstpointer marked)
{
  g_autofree char *source = g_build_filename (g_getenv ("YB_FOREIGN_DATA"), "sqlite-corrupt", NULL);

  if (g_file_test (source, G_FILE_TEST_IS_DIR))
    try_foreign (source, GPOINTER_TO_INT (marked));
  else
    g_test_message ("../shared/data/sqlite-corrupt is not beside the checkout");
}

int
main (int argc, char *argv[])
{
  fault_init (&argc, &argv);
  g_test_add_func ("/fault/damage/own-files", test_own);
  g_test_add_func ("/fault/damage/format", test_format);
  g_test_add_data_func ("/fault/damage/foreign-files", GINT_TO_POINTER (FALSE), test_foreign);
  g_test_add_data_func ("/fault/damage/foreign-files-marked", GINT_TO_POINTER (TRUE), test_foreign);
  return g_test_run ();
}
