/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-calendar.h"
#include "yb-date-words.h"

static void
test_date (void)
{
  static const struct
  {
    const char *text;
    const char *date;
  } cases[] = {
      {"", ""},
      {"  ", ""},
      {"2026-11-22", "2026-11-22"},
      {"2026/1/5", "2026-01-05"},
      {"20261122", "2026-11-22"},
      {"11-25", "2026-11-25"},
      {"today", "2026-11-22"},
      {"Today", "2026-11-22"},
      {"今天", "2026-11-22"},
      {"明天", "2026-11-23"},
      {"+3", "2026-11-25"},
      {"＋３", "2026-11-25"},
      {"-1", "2026-11-21"},
      {"+40", "2027-01-01"},
      {"2026-02-30", NULL},
      {"soon", NULL},
      {"3", NULL},
      {"+", NULL},
      {"+3x", NULL},
      {"2026-11-22x", NULL},
      {"2026-11-22-1", NULL},
      {"99-99", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *date = yb_date_words_parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (date, ==, cases[i].date);
    }
}

static void
test_clock (void)
{
  static const struct
  {
    const char *text;
    const char *clock;
  } cases[] = {
      {"", ""},          {"9", "09:00"},          {"930", "09:30"}, {"9:30", "09:30"}, {"1430", "14:30"},
      {"14:5", "14:05"}, {"１４：３０", "14:30"}, {"24", NULL},     {"9:60", NULL},    {"9:", NULL},
      {"noon", NULL},    {"12345", NULL},         {"-1", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clock = yb_clock_words_parse (cases[i].text);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpstr (clock, ==, cases[i].clock);
    }
}

int
main (int argc, char **argv)
{
  gint64 now;

  g_test_init (&argc, &argv, NULL);
  yb_calendar_set_zone ("Asia/Shanghai");
  g_assert_true (yb_time_parse ("2026-11-22 10:00", &now, NULL));
  yb_time_set_fixed_now (now);

  g_test_add_func ("/date-words/date", test_date);
  g_test_add_func ("/date-words/clock", test_clock);

  return g_test_run ();
}
