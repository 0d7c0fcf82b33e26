/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-date-format.h"

#include <string.h>

#include "yb-table.h"

/* Reads a column, its cells between bars, and gives the days between bars; a cell that is none gives "!". */
static char *
read_column (const char *format, const char *column, gboolean allow_serial, GError **error)
{
  g_autoptr (YbDateReader) reader = yb_date_reader_new (format, error);
  g_auto (GStrv) cells = g_strsplit (column, "|", -1);
  g_autoptr (GString) out = g_string_new (NULL);

  if (reader == NULL)
    return NULL;
  yb_date_reader_set_allow_serial (reader, allow_serial);
  for (guint i = 0; cells[i] != NULL; i++)
    yb_date_reader_look (reader, cells[i]);
  if (!yb_date_reader_settle (reader, error))
    return NULL;
  for (guint i = 0; cells[i] != NULL; i++)
    {
      g_autoptr (GError) problem = NULL;
      char iso[YB_DATE_READER_ISO_SIZE];
      gboolean is_date = yb_date_reader_read (reader, cells[i], iso, &problem);

      g_assert_true (is_date == (problem == NULL));
      if (!is_date)
        g_assert_error (problem, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE);
      g_string_append_printf (out, "%s%s", i > 0 ? "|" : "", is_date ? iso : "!");
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

typedef struct
{
  const char *format;
  const char *column;
  const char *expected;
} Case;

static void
check_cases (const Case *cases, gsize n_cases, gboolean allow_serial)
{
  for (gsize i = 0; i < n_cases; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *days = read_column (cases[i].format, cases[i].column, allow_serial, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (days, ==, cases[i].expected);
    }
}

static void
test_forms (void)
{
  static const Case cases[] = {
      {"auto", "2025-03-04|2025/3/4|2025.3.4|2025年3月4日|20250304",
       "2025-03-04|2025-03-04|2025-03-04|2025-03-04|2025-03-04"},
      {"auto", " 2025-03-04 |２０２５－０３－０４|2025年03月04号|2025年3月4",
       "2025-03-04|2025-03-04|2025-03-04|2025-03-04"},
      {"auto", "13/4/2025|3/4/2025", "2025-04-13|2025-04-03"},
      {"auto", "4/13/2025|3/4/2025", "2025-04-13|2025-03-04"},
      {"auto", "25.12.2024|1-2-2025", "2024-12-25|2025-02-01"},
      {"auto", "3/3/2025|12/12/2025", "2025-03-03|2025-12-12"},
      {"auto", "2025-02-29|2024-02-29|2025-13-01|2025-00-10|2025-1-0", "!|2024-02-29|!|!|!"},
      {"auto", "29/02/2024|29/02/2025", "2024-02-29|!"},
      {"auto", "unknown||2025-3|2025-03-04x|3/4|1e5|99999999|123456789", "!|!|!|!|!|!|!|!"},
      {"auto", "03/04/25|25年3月4日|2025-03/04", "!|!|!"},
      {NULL, "2025-03-04", "2025-03-04"},
  };

  check_cases (cases, G_N_ELEMENTS (cases), FALSE);
}

static void
test_times (void)
{
  static const Case cases[] = {
      {"auto", "2016-10-20 08:51|2016-10-20T08:51:12|2013-11-23T02:30:31-08:00|2019-11-01 08:51:12.402",
       "2016-10-20|2016-10-20|2013-11-23|2019-11-01"},
      {"auto", "31/1/2019 2:30:36 PM|2025年3月4日 下午2:30|2025/3/4 14时30分|2025-03-04T00:00:00Z",
       "2019-01-31|2025-03-04|2025-03-04|2025-03-04"},
      {"auto", "2025-03-04 25:00|2025-03-04 12|2025-03-04 soon|2025-03-0412:00", "!|!|!|!"},
      {"%d/%m/%Y", "3/4/2025 12:00", "2025-04-03"},
  };

  check_cases (cases, G_N_ELEMENTS (cases), FALSE);
}

static void
test_formats (void)
{
  static const Case cases[] = {
      {"%d/%m/%Y", "3/4/2025|03/04/2025|13/04/2025|4/13/2025|2025-04-03",
       "2025-04-03|2025-04-03|2025-04-13|!|!"},
      {"%m/%d/%Y", "3/4/2025|4/13/2025|13/4/2025", "2025-03-04|2025-04-13|!"},
      {"%d-%m-%y", "03-04-25|03-04-68|03-04-69|03-04-2025|3-4-5", "2025-04-03|2068-04-03|1969-04-03|!|!"},
      {"%Y%m%d", "20250304|2025034", "2025-03-04|2025-03-04"},
      {"%Y年%m月%d日", "2025年3月4日", "2025-03-04"},
      {"%d %b %Y", "4 Mar 2025|04 march 2025|4 Mär 2025", "2025-03-04|2025-03-04|!"},
      {"%B %d, %Y", "September 4, 2025|Sep 4, 2025", "2025-09-04|2025-09-04"},
      {"%F %T", "2025-03-04 12:30:00|2025-03-04", "2025-03-04|!"},
      {"%m/%d/%Y %I:%M %p", "3/4/2025 2:30 PM|3/4/2025 2:30", "2025-03-04|!"},
  };

  check_cases (cases, G_N_ELEMENTS (cases), FALSE);
}

static void
test_serials (void)
{
  static const Case allowed[] = {
      {"auto", "45720|45292", "2025-03-04|2024-01-01"},
      {"auto", "20000|80000||", "1954-10-03|2119-01-11|!|!"},
      {"auto", "45720|2025-03-04", "!|2025-03-04"},
      {"auto", "45720|19999", "!|!"},
      /* Nor what a record cannot hold. */
      {"auto", "1/13/4927|1/13/1899|1899-12-31|2200-01-01|2199-12-31", "!|!|!|!|2199-12-31"},
  };
  static const Case forbidden[] = {{"auto", "45720|45292", "!|!"}};

  check_cases (allowed, G_N_ELEMENTS (allowed), TRUE);
  check_cases (forbidden, G_N_ELEMENTS (forbidden), FALSE);
}

static void
assert_unsettled (const char *column, const char *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (read_column ("auto", column, TRUE, &error));
  g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_AMBIGUOUS);
  if (strstr (error->message, message) == NULL)
    g_error ("“%s” does not say “%s”", error->message, message);
}

static void
test_ambiguous (void)
{
  assert_unsettled ("03/04/2025",
                    "“03/04/2025” can be 3 April or 4 March; choose the order of day and month.");
  assert_unsettled ("2025-01-31|3-4-2025|12/12/2025", "“3-4-2025” can be 3 April or 4 March");
  assert_unsettled ("01.02.2025 10:00", "1 February or 2 January");
  assert_unsettled ("13/04/2025|04/13/2025|1/2/2025", "mixes two orders");
}

/* Without a look no order is settled: a cell that has two readings is not read. */
static void
test_unseen (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbDateReader) reader = yb_date_reader_new ("auto", NULL);
  char iso[YB_DATE_READER_ISO_SIZE];

  g_assert_true (yb_date_reader_settle (reader, NULL));
  g_assert_true (yb_date_reader_read (reader, "2025-03-04", iso, NULL));
  g_assert_true (yb_date_reader_read (reader, "13/3/2025", iso, NULL));
  g_assert_cmpstr (iso, ==, "2025-03-13");
  g_assert_false (yb_date_reader_read (reader, "4/3/2025", iso, &error));
  g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE);
}

static void
test_bad_formats (void)
{
  static const char *const formats[] = {"",           "%", "%Q", "%d/%m", "%d/%m/%Y %Y", "%Y-%m-%d %F",
                                        "dd/mm/yyyy", "%x"};

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (yb_date_reader_new (formats[i], &error));
      g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE);
    }
}

/* Whatever stands in a cell: a day that exists, or a refusal. */
static void
test_random (void)
{
  static const char *const pieces[] = {
      "2025", "25", "1", "13", "31",   "00", "-",  "/",        ".", "年", "月",
      "日",   " ",  "T", ":",  "上午", "PM", "９", "\xc2\xa0", "x", "%d", "99999999999999999999"};
  g_autoptr (GRand) random = g_rand_new_with_seed (5);

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (YbDateReader) reader = yb_date_reader_new (i % 3 == 0 ? "%d.%m.%y" : "auto", NULL);
      g_autoptr (GString) cell = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      char iso[YB_DATE_READER_ISO_SIZE];
      int n = g_rand_int_range (random, 0, 9);

      while (n-- > 0)
        g_string_append (cell, pieces[g_rand_int_range (random, 0, G_N_ELEMENTS (pieces))]);
      yb_date_reader_look (reader, cell->str);
      if (!yb_date_reader_settle (reader, NULL))
        continue;
      if (yb_date_reader_read (reader, cell->str, iso, &error))
        {
          GDate date;

          g_assert_cmpuint (strlen (iso), ==, 10);
          g_date_clear (&date, 1);
          g_date_set_parse (&date, iso);
          g_assert_true (g_date_valid (&date));
        }
      else
        g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/date-format/forms", test_forms);
  g_test_add_func ("/table/date-format/times", test_times);
  g_test_add_func ("/table/date-format/formats", test_formats);
  g_test_add_func ("/table/date-format/serials", test_serials);
  g_test_add_func ("/table/date-format/ambiguous", test_ambiguous);
  g_test_add_func ("/table/date-format/unseen", test_unseen);
  g_test_add_func ("/table/date-format/bad-formats", test_bad_formats);
  g_test_add_func ("/table/date-format/random", test_random);
  return g_test_run ();
}
