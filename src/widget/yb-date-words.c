/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-date-words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-width.h"

static char *
days_from_today (int days)
{
  g_autofree char *today = yb_date_today ();

  return yb_date_add_days (today, days);
}

static gboolean
is_word (const char *text, const char *const *words, const char *translated)
{
  return g_strv_contains (words, text) || g_str_equal (text, translated);
}

static gboolean
is_end (const char *text, int length)
{
  return length > 0 && text[length] == '\0';
}

static char *
valid_or_null (int year, int month, int day)
{
  char date[32];

  if (year < 0 || year > 9999 || month < 0 || month > 99 || day < 0 || day > 99)
    return NULL;
  g_snprintf (date, sizeof date, "%04d-%02d-%02d", year, month, day);

  return yb_date_is_valid (date) ? g_strdup (date) : NULL;
}

static char *
parse_numbers (const char *text)
{
  g_autofree char *today = yb_date_today ();
  int year, month, day, end = 0;

  if (sscanf (text, "%4d%*1[-/.]%2d%*1[-/.]%2d%n", &year, &month, &day, &end) == 3 && is_end (text, end))
    return valid_or_null (year, month, day);
  if (strlen (text) == 8 && sscanf (text, "%4d%2d%2d%n", &year, &month, &day, &end) == 3 &&
      is_end (text, end))
    return valid_or_null (year, month, day);

  year = (int) g_ascii_strtoll (today, NULL, 10);
  if (sscanf (text, "%2d%*1[-/.]%2d%n", &month, &day, &end) == 2 && is_end (text, end))
    return valid_or_null (year, month, day);

  return NULL;
}

/**
 * yb_date_words_parse:
 * @text: a day as people type it
 *
 * Reads "2026-11-22", "2026/11/22", "20261122", "11-22" (this year), "today", "tomorrow", "+3" and "-1"
 * (days from today), in English and in the language of the user, with full-width digits too.
 *
 * Returns: (transfer full) (nullable): the day, "YYYY-MM-DD"; "" for an empty text; %NULL when it cannot be
 * read
 */
char *
yb_date_words_parse (const char *text)
{
  static const char *const today[] = {"today", "今天", NULL};
  static const char *const tomorrow[] = {"tomorrow", "明天", NULL};
  g_autofree char *folded = NULL, *small = NULL;
  gint64 days;

  g_return_val_if_fail (text != NULL, NULL);

  folded = yb_width_fold (text);
  small = g_strstrip (g_utf8_strdown (folded, -1));
  if (*small == '\0')
    return g_strdup ("");
  if (is_word (small, today, C_ ("day", "today")))
    return days_from_today (0);
  if (is_word (small, tomorrow, C_ ("day", "tomorrow")))
    return days_from_today (1);
  if ((*small == '+' || *small == '-') && g_ascii_string_to_signed (small + 1, 10, 0, 36500, &days, NULL))
    return days_from_today ((int) (*small == '-' ? -days : days));

  return parse_numbers (small);
}

/**
 * yb_clock_words_parse:
 * @text: a time of day as people type it
 *
 * Reads "9", "930", "9:30", "09:30" and "1430".
 *
 * Returns: (transfer full) (nullable): "HH:MM"; "" for an empty text; %NULL when it cannot be read
 */
char *
yb_clock_words_parse (const char *text)
{
  g_autofree char *folded = NULL;
  int hour = -1, minute = 0, end = 0;
  const char *p;

  g_return_val_if_fail (text != NULL, NULL);

  folded = yb_width_fold (text);
  p = g_strstrip (folded);
  if (*p == '\0')
    return g_strdup ("");
  if (strspn (p, "0123456789:.") != strlen (p))
    return NULL;

  if (!(sscanf (p, "%2d%*1[:.]%2d%n", &hour, &minute, &end) == 2 && is_end (p, end)))
    {
      if (strchr (p, ':') != NULL || strchr (p, '.') != NULL || strlen (p) > 4)
        return NULL;
      hour = atoi (p);
      minute = strlen (p) > 2 ? hour % 100 : 0;
      hour = strlen (p) > 2 ? hour / 100 : hour;
    }
  if (hour > 23 || minute > 59)
    return NULL;

  return g_strdup_printf ("%02d:%02d", hour, minute);
}
