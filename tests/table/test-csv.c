/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "table-testing.h"

#include <glib/gstdio.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define read_literal(text, options, error) test_read_text (text, sizeof (text) - 1, options, error)

static void
assert_reads (const char *text, gsize length, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = test_read_text (text, length, NULL, &error);
  g_autofree char *flat = NULL;

  g_assert_no_error (error);
  flat = test_flatten (table);
  g_assert_cmpstr (flat, ==, expected);
}

#define assert_literal(text, expected) assert_reads (text, sizeof (text) - 1, expected)
#define refuse_literal(text, code, part) test_assert_refused (text, sizeof (text) - 1, NULL, code, part)

static void
test_quotes (void)
{
  assert_literal ("a,b\n1,2\n", "a|b/1|2");
  assert_literal ("a,b\n\"1,5\",\"he said \"\"hi\"\"\"\n", "a|b/1,5|he said \"hi\"");
  assert_literal ("a,b\n\"two\r\nlines\",2\n", "a|b/two\r\nlines|2");
  assert_literal ("a,b\n5\" pipe,2\n", "a|b/5\" pipe|2");
  assert_literal ("a,b\n\"\",\"\"\n1,\n", "a|b/1|");
  assert_literal ("a,b\n 1 , 2 \n", "a|b/ 1 | 2 ");
  assert_literal ("a,b\n\"x\" ,\"y\"  \n", "a|b/x|y");
  assert_literal ("\"a\",\"b\"", "a|b");
}

static void
test_line_ends (void)
{
  assert_literal ("a,b\r\n1,2\r\n3,4", "a|b/1|2/3|4");
  assert_literal ("a,b\r1,2\r3,4\r", "a|b/1|2/3|4");
  assert_literal ("a,b\n1,2\r\n3,4\r5,6\n", "a|b/1|2/3|4/5|6");
}

static void
test_lines (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable)
      table = read_literal ("\r\n\na,b\r\n,\r\n1,\"x\ny\r\nz\rw\"\r\n\r\n2,3\r\r4,5", NULL, &error);
  g_autofree char *flat = NULL;

  g_assert_no_error (error);
  flat = test_flatten (table);
  g_assert_cmpstr (flat, ==, "a|b/1|x\ny\r\nz\rw/2|3/4|5");
  g_assert_cmpuint (yb_table_get_line (table, 0), ==, 5);
  g_assert_cmpuint (yb_table_get_line (table, 1), ==, 10);
  g_assert_cmpuint (yb_table_get_line (table, 2), ==, 12);
}

static void
test_delimiters (void)
{
  static const struct
  {
    const char *text;
    const char *delimiter;
    guint n_columns;
  } cases[] = {
      {"name;price\nA;1,5\nB;2,75\n", ";", 2},
      {"name\tnote\nA\tx, y; z\nB\t,,,\n", "\t", 2},
      {"a|b|c\n1|2|3\n", "|", 3},
      {"a,b\n1,x;y;z\n", ",", 2},
      {"\"a;b\",c\n\"1;2\",3\n", ",", 2},
      {"name\nMiller, John\nSmith; Anna\n", ",", 1},
      {"name,phone,note\nA,1\nB,2,3,4\nC,5,6\n", ",", 3},
      {"one\n", ",", 1},
      {"sep=|\na|b,c,d\n1|2,2,2\n", "|", 2},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (YbTable) table = test_read_text (cases[i].text, strlen (cases[i].text), NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (yb_table_get_delimiter (table), ==, cases[i].delimiter);
      g_assert_cmpuint (yb_table_get_n_columns (table), ==, cases[i].n_columns);
    }
}

static void
test_wished_delimiter (void)
{
  g_autoptr (GError) error = NULL;
  YbTableOptions options = {.delimiter = ';'};
  g_autoptr (YbTable) table = read_literal ("a,b\n1,2\n", &options, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (yb_table_get_n_columns (table), ==, 1);
  g_assert_cmpstr (yb_table_get_cell (table, 0, 0), ==, "1,2");
  options.delimiter = 'x';
  test_assert_refused ("a\n", 2, &options, YB_TABLE_ERROR_MALFORMED, "delimiter");
}

static void
test_ragged (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = read_literal ("a,b,c\n1,2\n1,2,3\n1,2,3,\n1,2,3,4\n", NULL, &error);
  g_autofree char *flat = NULL;
  const YbTableProblem *problem;

  g_assert_no_error (error);
  flat = test_flatten (table);
  g_assert_cmpstr (flat, ==, "a|b|c/1|2|/1|2|3/1|2|3/1|2|3");
  g_assert_true (yb_table_row_is_ragged (table, 0));
  g_assert_false (yb_table_row_is_ragged (table, 1));
  g_assert_false (yb_table_row_is_ragged (table, 2));
  g_assert_true (yb_table_row_is_ragged (table, 3));
  g_assert_cmpuint (yb_table_get_n_problems (table), ==, 2);
  problem = yb_table_get_problem (table, 0);
  g_assert_cmpuint (problem->line, ==, 2);
  g_assert_cmpuint (problem->column, ==, 3);
  g_assert_cmpint (problem->code, ==, YB_TABLE_PROBLEM_TOO_FEW_CELLS);
  problem = yb_table_get_problem (table, 1);
  g_assert_cmpuint (problem->line, ==, 5);
  g_assert_cmpuint (problem->column, ==, 4);
  g_assert_cmpint (problem->code, ==, YB_TABLE_PROBLEM_TOO_MANY_CELLS);
}

static void
test_many_problems (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_autoptr (YbTable) table = NULL;

  for (guint i = 0; i < YB_TABLE_MAX_PROBLEMS + 7; i++)
    g_string_append (text, "1\n");
  table = test_read_text (text->str, text->len, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (yb_table_get_n_problems (table), ==, YB_TABLE_MAX_PROBLEMS);
  g_assert_cmpuint (yb_table_get_n_problems_left_out (table), ==, 7);
  g_assert_true (yb_table_row_is_ragged (table, YB_TABLE_MAX_PROBLEMS + 6));
}

static void
test_headers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = read_literal ("name, name ,,name (2),,\n1,2,3,4,,\n", NULL, &error);
  g_autofree char *flat = NULL;

  g_assert_no_error (error);
  flat = test_flatten (table);
  g_assert_cmpstr (flat, ==, "name|name (2)|#3|name (2) (2)/1|2|3|4");
  g_assert_cmpint (yb_table_find_column (table, "#3"), ==, 2);
  g_assert_cmpint (yb_table_find_column (table, "NAME"), ==, -1);
  g_assert_cmpuint (yb_table_get_n_problems (table), ==, 3);
  g_assert_cmpint (yb_table_get_problem (table, 0)->code, ==, YB_TABLE_PROBLEM_HEADER_DUPLICATE);
  g_assert_cmpint (yb_table_get_problem (table, 1)->code, ==, YB_TABLE_PROBLEM_HEADER_EMPTY);
  g_assert_cmpuint (yb_table_get_problem (table, 1)->column, ==, 3);

  assert_literal ("a,b,,\n1,2,,\n3,4\n", "a|b/1|2/3|4");
  assert_literal ("a,b,,\n1,2,5,\n3,4\n", "a|b|#3/1|2|5/3|4|");
}

static void
test_stray_quote (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = read_literal ("a,b\n1,2\n\"big\" red,\"x\"y\"\n5,6\n", NULL, &error);
  g_autofree char *flat = NULL;

  g_assert_no_error (error);
  flat = test_flatten (table);
  g_assert_cmpstr (flat, ==, "a|b/1|2/big red|xy\"/5|6");
  g_assert_cmpuint (yb_table_get_n_problems (table), ==, 2);
  g_assert_cmpint (yb_table_get_problem (table, 1)->code, ==, YB_TABLE_PROBLEM_STRAY_QUOTE);
  g_assert_cmpuint (yb_table_get_problem (table, 1)->line, ==, 3);
  g_assert_cmpuint (yb_table_get_problem (table, 1)->column, ==, 2);
}

static void
test_refusals (void)
{
  g_autofree char *long_cell = g_strnfill (YB_TABLE_MAX_CELL_BYTES + 1, 'x');
  g_autofree char *long_text = g_strdup_printf ("a,b\n1,2\n3,%s\n", long_cell);
  g_autofree char *open_text = g_strdup_printf ("a,b\n1,2\n3,\"%s\n%s", long_cell, long_cell);
  g_autofree char *fitting_text = g_strdup_printf ("a,b\n1,%.*s\n", YB_TABLE_MAX_CELL_BYTES, long_cell);
  g_autofree char *commas = g_strnfill (YB_TABLE_MAX_COLUMNS, ',');
  g_autofree char *wide = g_strdup_printf ("a,b\n1%s2\n", commas);
  g_autofree char *expected = g_strdup_printf ("a|b/1|%.*s", YB_TABLE_MAX_CELL_BYTES, long_cell);

  refuse_literal ("", YB_TABLE_ERROR_EMPTY, "empty");
  refuse_literal ("\r\n\n,,,\n", YB_TABLE_ERROR_EMPTY, "nothing");
  refuse_literal ("\xef\xbb\xbf", YB_TABLE_ERROR_EMPTY, "nothing");
  refuse_literal ("a,b\n1,\"x\ny\"\n\n3,\"never\n\nclosed\n", YB_TABLE_ERROR_MALFORMED, "line 5, column 2");
  refuse_literal ("a,b\n1,\"x\ny\",\"z\n3,4\n", YB_TABLE_ERROR_MALFORMED, "line 3, column 3");
  refuse_literal ("a,b\n1,2\n3,x\0y\n", YB_TABLE_ERROR_MALFORMED, "line 3 (byte 12 ");
  test_assert_refused (long_text, strlen (long_text), NULL, YB_TABLE_ERROR_TOO_LARGE, "line 3, column 2");
  test_assert_refused (open_text, strlen (open_text), NULL, YB_TABLE_ERROR_TOO_LARGE, "line 3 is not closed");
  test_assert_refused (wide, strlen (wide), NULL, YB_TABLE_ERROR_TOO_LARGE,
                       "Line 2 has more than 256 columns");
  assert_reads (fitting_text, strlen (fitting_text), expected);
}

static void
test_other_files (void)
{
  static const char compound[] = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 W\0o\0r\0k\0b\0o\0o\0k\0";
  static const char encrypted[] =
      "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";

  refuse_literal (compound, YB_TABLE_ERROR_NOT_A_TABLE, "old Excel 97 file");
  refuse_literal (encrypted, YB_TABLE_ERROR_NOT_A_TABLE, "password");
  refuse_literal ("%PDF-1.7\n", YB_TABLE_ERROR_NOT_A_TABLE, "PDF");
  refuse_literal ("\x89PNG\r\n\x1a\n", YB_TABLE_ERROR_NOT_A_TABLE, "picture");
  refuse_literal ("\xff\xd8\xff\xe0", YB_TABLE_ERROR_NOT_A_TABLE, "picture");
  refuse_literal ("SQLite format 3\0", YB_TABLE_ERROR_NOT_A_TABLE, "database");
  refuse_literal ("\x1f\x8b\x08", YB_TABLE_ERROR_NOT_A_TABLE, "compressed");
  refuse_literal ("\xef\xbb\xbf  <HTML><table>", YB_TABLE_ERROR_NOT_A_TABLE, "web page");
  refuse_literal ("<?xml version=\"1.0\"?><Workbook/>", YB_TABLE_ERROR_NOT_A_TABLE, "XML");
  refuse_literal ("PK\3\4 no archive", YB_TABLE_ERROR_MALFORMED, "damaged");
}

/* 姓名,电话\n王小明,138\n */
#define GB_TEXT "\xd0\xd5\xc3\xfb,\xb5\xe7\xbb\xb0\n\xcd\xf5\xd0\xa1\xc3\xf7,138\n"
#define BIG5_TEXT "\xa9\x6d\xa6\x57,\xb9\x71\xb8\xdc\n\xa4\xfd\xa4\x70\xa9\xfa,138\n"
#define CHINESE "姓名|电话/王小明|138"

static void
assert_encoding (const char *text, gsize length, const char *wish, const char *encoding, const char *expected)
{
  g_autoptr (GError) error = NULL;
  YbTableOptions options = {.encoding = wish};
  g_autoptr (YbTable) table = test_read_text (text, length, &options, &error);
  g_autofree char *flat = NULL;

  g_assert_no_error (error);
  flat = test_flatten (table);
  g_assert_cmpstr (flat, ==, expected);
  g_assert_cmpstr (yb_table_get_encoding (table), ==, encoding);
}

static void
test_encodings (void)
{
  static const char utf8[] = "姓名,电话\n王小明,138\n";
  gsize n_le, n_be;
  g_autofree char *le = g_convert (utf8, -1, "UTF-16LE", "UTF-8", NULL, &n_le, NULL);
  g_autofree char *be = g_convert (utf8, -1, "UTF-16BE", "UTF-8", NULL, &n_be, NULL);
  g_autofree char *le_bom = g_malloc (n_le + 2);
  g_autofree char *be_bom = g_malloc (n_be + 2);

  memcpy (le_bom, "\xff\xfe", 2);
  memcpy (le_bom + 2, le, n_le);
  memcpy (be_bom, "\xfe\xff", 2);
  memcpy (be_bom + 2, be, n_be);
  assert_encoding (utf8, strlen (utf8), NULL, "UTF-8", CHINESE);
  assert_encoding ("\xef\xbb\xbf"
                   "a,b\n1,2",
                   10, NULL, "UTF-8", "a|b/1|2");
  assert_encoding ("\xef\xbb\xbf"
                   "a,b\n1,2",
                   10, "utf-8", "UTF-8", "a|b/1|2");
  assert_encoding (GB_TEXT, sizeof (GB_TEXT) - 1, NULL, "GB18030", CHINESE);
  assert_encoding (GB_TEXT, sizeof (GB_TEXT) - 1, "gbk", "GB18030", CHINESE);
  assert_encoding (le, n_le, NULL, "UTF-16LE", CHINESE);
  assert_encoding (be, n_be, NULL, "UTF-16BE", CHINESE);
  assert_encoding (le_bom, n_le + 2, NULL, "UTF-16LE", CHINESE);
  assert_encoding (be_bom, n_be + 2, NULL, "UTF-16BE", CHINESE);
  assert_encoding (be_bom, n_be + 2, "UTF-16BE", "UTF-16BE", CHINESE);
  assert_encoding (BIG5_TEXT, sizeof (BIG5_TEXT) - 1, "Big5", "Big5", "姓名|電話/王小明|138");
  assert_encoding ("a,b\nM\xfcller,\x80\n", 13, "windows-1252", "windows-1252", "a|b/Müller|€");
}

static void
test_wrong_encodings (void)
{
  YbTableOptions utf8 = {.encoding = "UTF-8"};
  YbTableOptions wide = {.encoding = "UTF-16LE"};
  YbTableOptions gb = {.encoding = "GB18030"};
  YbTableOptions unknown = {.encoding = "EBCDIC"};

  test_assert_refused (GB_TEXT, sizeof (GB_TEXT) - 1, &utf8, YB_TABLE_ERROR_ENCODING, "GB18030");
  test_assert_refused ("a,b\n1,2\r\n3,\xff\n", 13, &utf8, YB_TABLE_ERROR_ENCODING, "line 3 (byte 12 ");
  test_assert_refused ("a,b\n1,2\r\n3,\xff\n", 13, NULL, YB_TABLE_ERROR_ENCODING, "windows-1252");
  test_assert_refused ("a,b\n1,\xff\xff\n", 9, &gb, YB_TABLE_ERROR_ENCODING, "line 2 (byte 7 ");
  test_assert_refused ("a\0,\0b\0\n\0"
                       "1\0,\0\0\xdc\n\0",
                       16, &wide, YB_TABLE_ERROR_ENCODING, "line 2 (byte 13 ");
  test_assert_refused ("a\0,\0b\0\n\0"
                       "1\0,\0\0\0\n\0",
                       16, &wide, YB_TABLE_ERROR_MALFORMED, "line 2, column 2");
  test_assert_refused ("a\n", 2, &unknown, YB_TABLE_ERROR_ENCODING, "EBCDIC");
  /* Valid GB18030 throughout, but rare characters only: not taken for it silently. */
  test_assert_refused (BIG5_TEXT, sizeof (BIG5_TEXT) - 1, NULL, YB_TABLE_ERROR_ENCODING, "Big5");
  test_assert_refused ("name,town\nM\xfcller,K\xf6ln\n", 22, NULL, YB_TABLE_ERROR_ENCODING, "windows-1252");
  test_assert_refused ("\xff\xfe\0\0a\0\0\0", 8, NULL, YB_TABLE_ERROR_ENCODING, "UTF-32");
}

/* Text longer than a decoder's block, with a character outside of the first plane over every possible seam. */
static void
test_long_text (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n");
  static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (text, "%u,王😀𠀀\n", i);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GError) error = NULL;
      YbTableOptions options = {.encoding = names[i]};
      gsize length;
      g_autofree char *data = g_convert (text->str, -1, names[i], "UTF-8", NULL, &length, NULL);
      g_autoptr (YbTable) table = test_read_text (data, length, &options, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (yb_table_get_n_rows (table), ==, 100000);
      for (guint row = 0; row < 100000; row++)
        {
          if (strcmp (yb_table_get_cell (table, row, 1), "王😀𠀀") != 0)
            g_error ("%s, row %u: %s", names[i], row, yb_table_get_cell (table, row, 1));
        }
    }
}

static void
progress_cb (double fraction, gpointer user_data)
{
  GArray *seen = user_data;

  g_assert_cmpfloat (fraction, >=, 0);
  g_assert_cmpfloat (fraction, <=, 1);
  if (seen->len > 0)
    g_assert_cmpfloat (fraction, >=, g_array_index (seen, double, seen->len - 1));
  g_array_append_val (seen, fraction);
}

static void
cancel_cb (double fraction, gpointer user_data)
{
  if (fraction > 0.4)
    g_cancellable_cancel (user_data);
}

static void
test_file (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GString) text = g_string_new ("a,b\n");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) folder = g_file_new_for_path (g_get_tmp_dir ());
  g_autoptr (YbTable) table = NULL;
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  int fd = g_file_open_tmp ("yb-table-XXXXXX.csv", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "1234567890,abcdefghij\n");
  g_assert_true (g_file_set_contents (path, text->str, (gssize) text->len, NULL));
  file = g_file_new_for_path (path);
  table = yb_table_read (file, NULL, NULL, progress_cb, seen, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (yb_table_get_n_rows (table), ==, 200000);
  g_assert_cmpuint (seen->len, >, 10);
  g_assert_cmpuint (seen->len, <, 200);
  g_assert_cmpfloat (g_array_index (seen, double, seen->len - 1), ==, 1.0);

  g_assert_null (yb_table_read (file, NULL, NULL, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  /* A hole: as large as the limit forbids without room on the disk. */
  fd = g_open (path, O_WRONLY, 0);
  g_assert_cmpint (ftruncate (fd, (off_t) YB_TABLE_MAX_FILE_BYTES + 1), ==, 0);
  g_close (fd, NULL);
  g_assert_null (yb_table_read (file, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE);
  g_clear_error (&error);

  g_unlink (path);
  g_assert_null (yb_table_read (file, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (yb_table_read (folder, NULL, NULL, NULL, NULL, NULL, &error));
  g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_NOT_A_TABLE);
}

/* 20,000 short inputs of the bytes that matter: each is read into valid UTF-8 or refused in words. */
static void
test_random (void)
{
  static const char alphabet[] = "a1,;\t|\"\"\"\r\n\n \0\xd0\xd5\xe5\xa7\x81\x30\xff\xfe\xef\xbb\xbf<PK=";
  static const char *const encodings[] = {NULL, NULL, "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5"};
  g_autoptr (GRand) random = g_rand_new_with_seed (20260101);
  guint n_read = 0;

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (YbTable) table = NULL;
      char data[64];
      gsize length = (gsize) g_rand_int_range (random, 0, sizeof data);
      YbTableOptions options = {.encoding = encodings[i % G_N_ELEMENTS (encodings)]};

      for (gsize j = 0; j < length; j++)
        data[j] = i % 2 ? (char) g_rand_int (random)
                        : alphabet[g_rand_int_range (random, 0, sizeof (alphabet) - 1)];
      table = test_read_text (data, length, &options, &error);
      g_assert_true ((table == NULL) == (error != NULL));
      if (table == NULL)
        {
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }
      n_read++;
      g_assert_cmpuint (yb_table_get_n_columns (table), >, 0);
      for (guint row = 0; row < yb_table_get_n_rows (table); row++)
        for (guint column = 0; column < yb_table_get_n_columns (table); column++)
          g_assert_true (g_utf8_validate (yb_table_get_cell (table, row, column), -1, NULL));
    }
  g_test_message ("%u of 20000 were tables", n_read);
  g_assert_cmpuint (n_read, >, 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/csv/quotes", test_quotes);
  g_test_add_func ("/table/csv/line-ends", test_line_ends);
  g_test_add_func ("/table/csv/lines", test_lines);
  g_test_add_func ("/table/csv/delimiters", test_delimiters);
  g_test_add_func ("/table/csv/wished-delimiter", test_wished_delimiter);
  g_test_add_func ("/table/csv/ragged", test_ragged);
  g_test_add_func ("/table/csv/many-problems", test_many_problems);
  g_test_add_func ("/table/csv/headers", test_headers);
  g_test_add_func ("/table/csv/stray-quote", test_stray_quote);
  g_test_add_func ("/table/csv/refusals", test_refusals);
  g_test_add_func ("/table/csv/other-files", test_other_files);
  g_test_add_func ("/table/csv/encodings", test_encodings);
  g_test_add_func ("/table/csv/wrong-encodings", test_wrong_encodings);
  g_test_add_func ("/table/csv/long-text", test_long_text);
  g_test_add_func ("/table/csv/file", test_file);
  g_test_add_func ("/table/csv/random", test_random);
  return g_test_run ();
}
