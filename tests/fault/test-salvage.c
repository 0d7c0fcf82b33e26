/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is rescued from a damaged file: every row of every table that was not hit, into a file that passes every check; and the
 * damaged file is as it was. */

#include "config.h"

#include "fault-house.h"
#include "yb-restore.h"
#include "yb-salvage.h"

#include <string.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#define PAGE 4096
#define MOVES 120

/* ---- the house, and which pages belong to which table ---- */

typedef struct
{
  char *folder;
  char *path;
  GByteArray *content;
  GPtrArray *tables; /* names */
  GPtrArray *pages;  /* GArray of page numbers (guint) for each */
} House;

static GByteArray *
read_file (const char *path)
{
  char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  return g_byte_array_new_take ((guint8 *) content, length);
}

static sqlite3 *
open_plain (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  return db;
}

static void
find_pages (House *house)
{
  sqlite3 *db = open_plain (house->path);
  sqlite3_stmt *rows = NULL;

  g_assert_cmpint (
      sqlite3_prepare_v2 (db,
                          "SELECT s.name, d.pageno FROM sqlite_schema s JOIN dbstat d ON d.name = s.name"
                          " WHERE s.type = 'table' AND s.name NOT LIKE 'board\\_%' ESCAPE '\\'"
                          " AND s.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY s.name",
                          -1, &rows, NULL),
      ==, SQLITE_OK);
  while (sqlite3_step (rows) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (rows, 0);
      guint page = sqlite3_column_int (rows, 1);
      GArray *pages;

      if (house->tables->len == 0 || !g_str_equal (house->tables->pdata[house->tables->len - 1], name))
        {
          g_ptr_array_add (house->tables, g_strdup (name));
          g_ptr_array_add (house->pages, g_array_new (FALSE, FALSE, sizeof (guint)));
        }
      pages = house->pages->pdata[house->pages->len - 1];
      g_array_append_val (pages, page);
    }
  sqlite3_finalize (rows);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
  g_assert_cmpuint (house->tables->len, >, 10);
}

static House *
house_new (void)
{
  House *house = g_new0 (House, 1);

  house->folder = fault_folder_new ();
  house->path = g_build_filename (house->folder, "whole.yingbin", NULL);
  house->tables = g_ptr_array_new_with_free_func (g_free);
  house->pages = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  fault_copy_house (house->path);
  {
    g_autoptr (GError) error = NULL;
    g_autoptr (YbDesk) desk = fault_desk_open (house->path, &error);

    g_assert_no_error (error);
    for (guint i = 1; i <= MOVES; i++)
      g_assert_true (fault_move (desk, i, &error));
  }
  find_pages (house);
  house->content = read_file (house->path);
  g_assert_cmpuint (house->content->len, >, 60 * PAGE);
  return house;
}

static void
house_free (House *house)
{
  g_ptr_array_unref (house->tables);
  g_ptr_array_unref (house->pages);
  g_byte_array_unref (house->content);
  g_free (house->path);
  fault_folder_free (house->folder);
  g_free (house);
}

/* ---- damage ---- */

static void
damage (GByteArray *file, guint kind)
{
  gsize at = g_test_rand_int_range (0, file->len);
  gsize page = g_test_rand_int_range (0, file->len / PAGE);
  gsize length = MIN ((gsize) g_test_rand_int_range (1, 3 * PAGE), file->len - at);

  switch (kind % 6)
    {
    case 0: /* a piece of something else */
      for (gsize i = at; i < at + length; i++)
        file->data[i] = g_test_rand_int_range (0, 256);
      break;
    case 1: /* a sector that cannot be read */
      memset (file->data + page * PAGE, 0, PAGE);
      break;
    case 2: /* written to the wrong place */
      memmove (file->data + page * PAGE, file->data + g_test_rand_int_range (0, file->len / PAGE) * PAGE,
               PAGE);
      break;
    case 3: /* cut off */
      g_byte_array_set_size (file, at);
      break;
    case 4: /* the head of a page */
      file->data[page * PAGE + g_test_rand_int_range (0, 12)] ^= g_test_rand_int_range (1, 256);
      break;
    case 5: /* the head of the file, and the list of tables behind it */
      memset (file->data, g_test_rand_int_range (0, 256), g_test_rand_int_range (1, 2 * PAGE));
      break;
    default:
      g_assert_not_reached ();
    }
}

static gboolean
page_is_same (const House *house, GByteArray *damaged, guint page)
{
  gsize start = (gsize) (page - 1) * PAGE;

  return damaged->len >= start + PAGE &&
         memcmp (damaged->data + start, house->content->data + start, PAGE) == 0;
}

static gboolean
table_is_same (const House *house, GByteArray *damaged, const char *table)
{
  for (guint i = 0; i < house->tables->len; i++)
    if (g_str_equal (house->tables->pdata[i], table))
      {
        GArray *pages = house->pages->pdata[i];

        for (guint p = 0; p < pages->len; p++)
          if (!page_is_same (house, damaged, g_array_index (pages, guint, p)))
            return FALSE;
        return TRUE;
      }

  g_assert_not_reached ();
}

/* ---- the proof ---- */

typedef struct
{
  guint n_files;
  guint n_nothing; /* nothing could be rescued */
  guint n_whole;   /* it says that nothing is missing */
  guint n_tables;  /* that were not hit */
  guint n_rows_short;
} Score;

static gint64
rows_missing (sqlite3 *db, const char *table)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT count(*) FROM (SELECT * FROM whole.\"%s\" EXCEPT SELECT * FROM main.\"%s\")", table, table);
  sqlite3_stmt *count = NULL;
  gint64 missing;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &count, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (count), ==, SQLITE_ROW);
  missing = sqlite3_column_int64 (count, 0);
  sqlite3_finalize (count);
  return missing;
}

static void
compare (const House *house, GByteArray *damaged, const char *fresh, guint number, Score *score)
{
  sqlite3 *db = open_plain (fresh);
  g_autofree char *attach = g_strdup_printf ("ATTACH '%s' AS whole", house->path);

  g_assert_cmpint (sqlite3_exec (db, attach, NULL, NULL, NULL), ==, SQLITE_OK);
  for (guint i = 0; i < house->tables->len; i++)
    {
      const char *table = house->tables->pdata[i];
      gint64 missing;

      /* Its sums follow what is left of the payments and objections. */
      if (!table_is_same (house, damaged, table) ||
          (g_str_equal (table, "deal") &&
           !(table_is_same (house, damaged, "payment") && table_is_same (house, damaged, "objection"))))
        continue;
      score->n_tables++;
      missing = rows_missing (db, table);
      if (missing > 0)
        g_test_message ("file %u: %d rows of %s are missing", number, (int) missing, table);
      score->n_rows_short += missing;
    }
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
try_damage (const House *house, guint number, Score *score)
{
  g_autofree char *path = g_build_filename (house->folder, "damaged.yingbin", NULL);
  g_autofree char *fresh = g_build_filename (house->folder, "fresh.yingbin", NULL);
  g_autoptr (GByteArray) content = g_byte_array_new ();
  g_autoptr (GByteArray) after = NULL;
  g_autoptr (YbSalvage) salvage = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_byte_array_append (content, house->content->data, house->content->len);
  damage (content, number);
  fault_remove_house (path);
  fault_remove_house (fresh);
  g_assert_true (g_file_set_contents (path, (const char *) content->data, content->len, NULL));

  score->n_files++;
  salvage = yb_salvage_run (path, fresh, NULL, NULL, NULL, &error);
  after = read_file (path);
  g_assert_cmpmem (after->data, after->len, content->data, content->len);
  if (salvage == NULL)
    {
      fault_assert_told (error);
      g_assert_false (g_file_test (fresh, G_FILE_TEST_EXISTS));
      score->n_nothing++;
      g_test_message ("file %u, damage %u, %u bytes of %u: %s", number, number % 6, content->len,
                      house->content->len, error->message);
      return;
    }

  score->n_whole += yb_salvage_is_whole (salvage);
  text = yb_salvage_to_text (salvage);
  g_assert_true (g_utf8_validate (text, -1, NULL) && *text != '\0');
  compare (house, content, fresh, number, score);
}

/* It opens, everything but the audit trail is right, and work goes on. */
static void
test_salvage (void)
{
  House *house = house_new ();
  Score score = {0};
  guint n = g_test_slow () ? 1000 : 60;

  for (guint i = 0; i < n; i++)
    try_damage (house, i, &score);
  g_test_message (
      "%u files: nothing to rescue from %u, nothing missing in %u; of %u tables that were not hit %u rows "
      "are missing",
      score.n_files, score.n_nothing, score.n_whole, score.n_tables, score.n_rows_short);
  g_assert_cmpuint (score.n_files, ==, n);
  g_assert_cmpuint (score.n_rows_short, ==, 0);
  g_assert_cmpuint (score.n_tables, >, 5 * n);
  /* Only what was cut off within the first pages. */
  g_assert_cmpuint (score.n_nothing, <, n / 6);
  house_free (house);
}

/* A control: the comparison sees a row that is gone. */
static void
test_control (void)
{
  House *house = house_new ();
  g_autofree char *fresh = g_build_filename (house->folder, "fresh.yingbin", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbSalvage) salvage = yb_salvage_run (house->path, fresh, NULL, NULL, NULL, &error);
  Score score = {0};
  sqlite3 *db;

  g_assert_no_error (error);
  g_assert_true (yb_salvage_is_whole (salvage));
  compare (house, house->content, fresh, 0, &score);
  g_assert_cmpuint (score.n_rows_short, ==, 0);
  db = open_plain (fresh);
  g_assert_cmpint (sqlite3_exec (db, "DELETE FROM deal_history WHERE id = 3", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  sqlite3_close (db);
  compare (house, house->content, fresh, 0, &score);
  g_assert_cmpuint (score.n_rows_short, ==, 1);
  house_free (house);
}

/* The way of a user: the damaged file is kept, the rescued one takes its place, and it goes on. */
static void
test_go_on (void)
{
  House *house = house_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *fresh = g_build_filename (house->folder, "fresh.yingbin", NULL);
  g_autofree char *kept = NULL;
  g_autoptr (GPtrArray) copies = NULL;
  g_autoptr (YbSalvage) salvage = NULL;
  g_autoptr (YbDesk) desk = NULL;
  g_autoptr (GByteArray) damaged = g_byte_array_new ();
  g_autoptr (GByteArray) after = NULL;

  g_byte_array_append (damaged, house->content->data, house->content->len);
  memset (damaged->data, 0, PAGE);
  g_assert_true (g_file_set_contents (house->path, (const char *) damaged->data, damaged->len, NULL));
  copies = yb_damaged_keep_copy (house->path, &error);
  g_assert_no_error (error);
  salvage = yb_salvage_run (copies->pdata[0], fresh, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (salvage->used_known_plan);
  g_assert_true (yb_restore_swap (fresh, house->path, TRUE, &kept, &error));
  g_assert_no_error (error);
  after = read_file (kept);
  g_assert_cmpmem (after->data, after->len, damaged->data, damaged->len);

  desk = fault_desk_open (house->path, &error);
  g_assert_no_error (error);
  g_assert_true (fault_move (desk, MOVES + 1, &error));
  g_assert_no_error (error);
  g_clear_object (&desk);
  house_free (house);
}

int
main (int argc, char *argv[])
{
  fault_init (&argc, &argv);
  g_test_add_func ("/fault/salvage/control", test_control);
  g_test_add_func ("/fault/salvage/go-on", test_go_on);
  g_test_add_func ("/fault/salvage/random", test_salvage);
  return g_test_run ();
}
