/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-calendar.h"

#include <locale.h>
#include <string.h>

#include "yb-model-error.h"

#ifndef YB_NO_VALUE
#define YB_NO_VALUE G_MININT64
#endif

#define HOUR_MS ((gint64) 3600 * 1000)
/* 2026-11-22T10:00:00+08:00 */
#define NOW_MS (G_GINT64_CONSTANT (1795312800) * 1000)

static gint64
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 ms = YB_NO_VALUE;

  if (!yb_time_parse (text, &ms, &error))
    g_error ("%s refused: %s", text, error->message);
  g_assert_no_error (error);
  return ms;
}

static void
check_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_parse_good (void)
{
  g_assert_cmpint (parse ("1970-01-01T00:00:00Z"), ==, 0);
  g_assert_cmpint (parse ("2026-11-22T10:00:00+08:00"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22T02:00:00Z"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22t02:00:00z"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-21T21:00:00-05:00"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22T07:30:00+05:30"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22T10:00:00+0800"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22T10:00:00+08"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22T10:00+08:00"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22 10:00"), ==, NOW_MS);
  g_assert_cmpint (parse (" 2026-11-22 10:00:00 "), ==, NOW_MS);
  g_assert_cmpint (parse ("２０２６－１１－２２　１０：００"), ==, NOW_MS);
  g_assert_cmpint (parse ("2026-11-22T10:00:00.1+08:00"), ==, NOW_MS + 100);
  g_assert_cmpint (parse ("2026-11-22T10:00:00.123999"), ==, NOW_MS + 123);
  g_assert_cmpint (parse ("2026-11-22"), ==, NOW_MS - 10 * HOUR_MS);
  g_assert_cmpint (parse ("1969-12-31T23:59:59.5Z"), ==, -500);

  yb_time_set_fixed_now (NOW_MS + 7);
  g_assert_cmpint (parse ("now"), ==, NOW_MS + 7);
  g_assert_cmpint (parse ("NOW"), ==, NOW_MS + 7);
  yb_time_set_fixed_now (0);
}

static void
test_parse_bad (void)
{
  static const char *const texts[] = {
      NULL,
      "",
      " ",
      "tomorrow",
      "2026",
      "2026-11",
      "2026-1-2",
      "2026-02-29",
      "2026-13-01",
      "2026-00-10",
      "2026-04-31",
      "1899-12-31",
      "2200-01-01",
      "02026-11-22",
      "-026-11-22",
      "2026/11/22",
      "2026-11-22T",
      "2026-11-22T10",
      "2026-11-22T24:00",
      "2026-11-22T10:60",
      "2026-11-22T10:00:60",
      "2026-11-22T10:00:",
      "2026-11-22T10:00:00.",
      "2026-11-22T10:00:00+",
      "2026-11-22T10:00:00+8",
      "2026-11-22T10:00:00+08:",
      "2026-11-22T10:00:00+08:6",
      "2026-11-22T10:00:00+24:00",
      "2026-11-22T10:00:00+08:60",
      "2026-11-22T10:00:00Zx",
      "2026-11-22T10:00:00Z+08:00",
      "2026-11-22X10:00",
      "2026-11-22 10:00x",
      "2026-11-22x",
      "\xff",
      "２０２６年",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 ms = 4711;

      if (yb_time_parse (texts[i], &ms, &error))
        g_error ("%s taken", texts[i]);
      g_assert_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "2026-11-22 10:00"));
      g_assert_cmpint (ms, ==, 4711);
    }
}

static void
test_rfc3339 (void)
{
  check_text (yb_time_to_rfc3339 (NOW_MS), "2026-11-22T10:00:00+08:00");
  check_text (yb_time_to_rfc3339 (NOW_MS + 999), "2026-11-22T10:00:00+08:00");
  check_text (yb_time_to_rfc3339 (0), "1970-01-01T08:00:00+08:00");
  check_text (yb_time_to_rfc3339 (-1), "1970-01-01T07:59:59+08:00");
  check_text (yb_time_to_rfc3339 (YB_NO_VALUE), "");
  check_text (yb_time_to_rfc3339 (G_MAXINT64), "");
  /* Shanghai kept local mean time, +08:05:43, up to the end of 1900. */
  check_text (yb_time_to_rfc3339 (parse ("1900-06-01T00:00:00Z")), "1900-06-01T00:00:00+00:00");

  yb_calendar_set_zone ("America/New_York");
  check_text (yb_time_to_rfc3339 (NOW_MS), "2026-11-21T21:00:00-05:00");
  yb_calendar_set_zone ("Asia/Kolkata");
  check_text (yb_time_to_rfc3339 (NOW_MS), "2026-11-22T07:30:00+05:30");
  yb_calendar_set_zone ("Asia/Shanghai");
}

static void
test_round_trip (void)
{
  static const char *const zones[] = {"Asia/Shanghai", "America/New_York", "Asia/Kolkata", "Asia/Urumqi",
                                      "UTC"};
  gint64 first = parse ("1902-01-01T00:00:00Z") / 1000, last = parse ("2199-12-30T00:00:00Z") / 1000;

  for (int i = 0; i < 10000; i++)
    {
      gint64 ms = (gint64) g_test_rand_double_range (first, last) * 1000;
      g_autofree char *text = NULL;
      g_autofree char *day = NULL;

      yb_calendar_set_zone (zones[i % G_N_ELEMENTS (zones)]);
      text = yb_time_to_rfc3339 (ms);
      g_assert_cmpint (parse (text), ==, ms);
      day = yb_time_to_date (ms);
      g_assert_true (yb_date_is_valid (day));
      /* Old local mean times are written in UTC, then the day may differ. */
      if (!g_str_has_suffix (text, "+00:00"))
        g_assert_true (g_str_has_prefix (text, day));
      /* Days begin at their midnight and have at most 25 hours, also where clocks change. */
      g_assert_cmpint (yb_date_to_time (day), <=, ms);
      g_assert_cmpint (ms - yb_date_to_time (day), <, 25 * HOUR_MS);
    }
  yb_calendar_set_zone ("Asia/Shanghai");
}

static void
test_zone (void)
{
  g_assert_cmpstr (yb_calendar_get_zone (), ==, "Asia/Shanghai");
  g_assert_true (yb_calendar_zone_is_known ("Asia/Urumqi"));
  g_assert_false (yb_calendar_zone_is_known ("Asia/Nowhere"));
  g_assert_false (yb_calendar_zone_is_known (""));
  g_assert_false (yb_calendar_zone_is_known (NULL));

  /* An unknown zone changes nothing. */
  yb_calendar_set_zone ("Asia/Nowhere");
  g_assert_cmpstr (yb_calendar_get_zone (), ==, "Asia/Shanghai");
  check_text (yb_time_to_date (NOW_MS), "2026-11-22");

  /* The computer's zone does not matter: the day is the store's. */
  check_text (yb_time_to_date (parse ("2026-11-21T15:59:59Z")), "2026-11-21");
  check_text (yb_time_to_date (parse ("2026-11-21T16:00:00Z")), "2026-11-22");

  yb_calendar_set_zone ("America/New_York");
  g_assert_cmpstr (yb_calendar_get_zone (), ==, "America/New_York");
  check_text (yb_time_to_date (NOW_MS), "2026-11-21");
  /* Days of 23 and 25 hours. */
  g_assert_cmpint (yb_date_to_time ("2026-03-09") - yb_date_to_time ("2026-03-08"), ==, 23 * HOUR_MS);
  g_assert_cmpint (yb_date_to_time ("2026-11-02") - yb_date_to_time ("2026-11-01"), ==, 25 * HOUR_MS);
  yb_calendar_set_zone ("Asia/Shanghai");

  /* China has had no summer time since 1991: every day has 24 hours. */
  for (int i = 0; i < 366 * 10; i++)
    {
      g_autofree char *day = yb_date_add_days ("2020-01-01", i);
      g_autofree char *next = yb_date_add_days (day, 1);

      g_assert_cmpint (yb_date_to_time (next) - yb_date_to_time (day), ==, 24 * HOUR_MS);
    }
}

static void
test_date_valid (void)
{
  static const char *const good[] = {"1900-01-01", "2199-12-31", "2024-02-29", "2000-02-29", "2026-11-22"};
  static const char *const bad[] = {
      "",           "1899-12-31", "2200-01-01",  "2026-02-29",  "1900-02-29",
      "2100-02-29", "2026-04-31", "2026-00-01",  "2026-01-00",  "2026-1-1",
      "2026-01-1",  "26-01-01",   "2026-01-01 ", " 2026-01-01", "2026-01-01T00:00",
      "2026/01/01", "20260101",   "2026-01-0x",  "+026-01-01",  "２０２６-01-01",
      "not a date",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (yb_date_is_valid (good[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (yb_date_is_valid (bad[i]));
  g_assert_false (yb_date_is_valid (NULL));
}

static void
test_date_arithmetic (void)
{
  g_assert_cmpint (yb_date_days_between ("2024-02-28", "2024-03-01"), ==, 2);
  g_assert_cmpint (yb_date_days_between ("2026-02-28", "2026-03-01"), ==, 1);
  g_assert_cmpint (yb_date_days_between ("2026-03-01", "2026-02-28"), ==, -1);
  g_assert_cmpint (yb_date_days_between ("2026-11-22", "2026-11-22"), ==, 0);
  g_assert_cmpint (yb_date_days_between ("1900-01-01", "2199-12-31"), ==, 109572);
  g_assert_cmpint (yb_date_days_between ("", "2026-11-22"), ==, 0);
  g_assert_cmpint (yb_date_days_between ("2026-11-22", NULL), ==, 0);

  check_text (yb_date_add_days ("2024-02-28", 1), "2024-02-29");
  check_text (yb_date_add_days ("2024-02-28", 2), "2024-03-01");
  check_text (yb_date_add_days ("2026-01-01", -1), "2025-12-31");
  check_text (yb_date_add_days ("2026-01-01", 365), "2027-01-01");
  check_text (yb_date_add_days ("2199-12-31", 1), "");
  check_text (yb_date_add_days ("1900-01-01", -1), "");
  check_text (yb_date_add_days ("1900-01-01", 109572), "2199-12-31");
  check_text (yb_date_add_days ("2026-01-01", G_MAXINT), "");
  check_text (yb_date_add_days ("2026-01-01", G_MININT), "");
  check_text (yb_date_add_days ("2026-02-30", 1), "");
  check_text (yb_date_add_days (NULL, 1), "");

  g_assert_cmpint (yb_date_to_time ("2026-11-22"), ==, NOW_MS - 10 * HOUR_MS);
  g_assert_cmpint (yb_date_to_time ("2026-11-31"), ==, 0);
  g_assert_cmpint (yb_date_to_time (NULL), ==, 0);
  g_assert_cmpint (yb_date_to_time ("2026-11-22T10:00"), ==, 0);

  for (int i = 0; i < 10000; i++)
    {
      int from = g_test_rand_int_range (0, 109573), days = g_test_rand_int_range (0, 109573) - from;
      g_autofree char *day = yb_date_add_days ("1900-01-01", from);
      g_autofree char *moved = yb_date_add_days (day, days);

      g_assert_true (yb_date_is_valid (moved));
      g_assert_cmpint (yb_date_days_between (day, moved), ==, days);
      g_assert_cmpint (strcmp (day, moved) < 0, ==, days > 0);
    }
}

static void
test_people (void)
{
  gint64 before, after;

  yb_time_set_fixed_now (NOW_MS);
  g_assert_cmpint (yb_time_now (), ==, NOW_MS);
  check_text (yb_date_today (), "2026-11-22");
  check_text (yb_time_format (NOW_MS), "11-22 10:00");
  check_text (yb_time_format (parse ("2025-11-22 09:05")), "2025-11-22 09:05");
  check_text (yb_time_format (parse ("2027-01-01 00:00")), "2027-01-01 00:00");
  check_text (yb_time_format (0), "");
  check_text (yb_time_format (YB_NO_VALUE), "");
  check_text (yb_date_format ("2026-01-31"), "01-31");
  check_text (yb_date_format ("1990-05-04"), "1990-05-04");
  check_text (yb_date_format (""), "");
  check_text (yb_date_format (NULL), "");

  g_assert_cmpint (yb_time_days_since (NOW_MS), ==, 0);
  g_assert_cmpint (yb_time_days_since (parse ("2026-11-22 00:00")), ==, 0);
  g_assert_cmpint (yb_time_days_since (parse ("2026-11-21 23:59")), ==, 1);
  g_assert_cmpint (yb_time_days_since (parse ("2025-11-22 12:00")), ==, 365);
  g_assert_cmpint (yb_time_days_since (parse ("2026-11-23 00:00")), ==, -1);
  g_assert_cmpint (yb_time_days_since (0), ==, 0);

  /* New year's eve: the year is that of the store's day. */
  yb_time_set_fixed_now (parse ("2026-12-31T16:30:00Z"));
  check_text (yb_date_today (), "2027-01-01");
  check_text (yb_date_format ("2026-12-31"), "2026-12-31");

  yb_time_set_fixed_now (0);
  before = g_get_real_time () / 1000;
  after = yb_time_now ();
  g_assert_cmpint (after, >=, before);
  g_assert_cmpint (after - before, <, 60000);
}

static void
test_random_bytes (void)
{
  static const char letters[] = "0123456789-:T+Z. ";

  for (int i = 0; i < 20000; i++)
    {
      char text[32] = "2026-11-22T10:00:00+08:00";
      gint64 ms = YB_NO_VALUE;
      int n = g_test_rand_int_range (0, 4);

      for (int k = 0; k < n; k++)
        text[g_test_rand_int_range (0, 25)] = i % 2 == 0
                                                  ? letters[g_test_rand_int_range (0, sizeof letters - 1)]
                                                  : (char) g_test_rand_int_range (0, 256);
      if (yb_time_parse (text, &ms, NULL))
        {
          g_autofree char *again = yb_time_to_rfc3339 (ms);

          g_assert_cmpint (parse (again), ==, ms - (ms % 1000 + 1000) % 1000);
        }
      else
        g_assert_cmpint (ms, ==, YB_NO_VALUE);
      yb_date_is_valid (text);
      g_free (yb_date_format (text));
    }
}

static gpointer
read_days (gpointer data)
{
  for (int i = 0; i < 5000; i++)
    {
      g_autofree char *day = yb_time_to_date (NOW_MS);

      g_assert_true (g_str_equal (day, "2026-11-22") || g_str_equal (day, "2026-11-21"));
    }
  return NULL;
}

/* Reports read days in a thread while somebody changes the zone in the settings. */
static void
test_threads (void)
{
  GThread *threads[2];

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", read_days, NULL);
  for (int i = 0; i < 500; i++)
    yb_calendar_set_zone (i % 2 == 0 ? "America/New_York" : "Asia/Shanghai");
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpstr (yb_calendar_get_zone (), ==, "Asia/Shanghai");
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  /* The zone of the computer must never show. */
  g_setenv ("TZ", "America/Los_Angeles", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/calendar/parse/good", test_parse_good);
  g_test_add_func ("/calendar/parse/bad", test_parse_bad);
  g_test_add_func ("/calendar/parse/random", test_random_bytes);
  g_test_add_func ("/calendar/rfc3339", test_rfc3339);
  g_test_add_func ("/calendar/round-trip", test_round_trip);
  g_test_add_func ("/calendar/zone", test_zone);
  g_test_add_func ("/calendar/date-valid", test_date_valid);
  g_test_add_func ("/calendar/date-arithmetic", test_date_arithmetic);
  g_test_add_func ("/calendar/people", test_people);
  g_test_add_func ("/calendar/threads", test_threads);

  return g_test_run ();
}
