/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-calendar.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-model-error.h"
#include "yb-width.h"

#define DEFAULT_ZONE "Asia/Shanghai"
/* China has had no summer time since 1991: right also where the system has no zone data. */
#define DEFAULT_OFFSET "+08:00"
#define FIRST_YEAR 1900
#define LAST_YEAR 2199
#define MS_PER_SECOND 1000

/* Both are read by worker threads (reports, lists) while the main thread may set them. */
static GMutex zone_lock;
static GTimeZone *zone;
static const char *zone_name; /* interned; NULL: the default */
static gint64 fixed_now;      /* atomic; 0: the real clock */

static GTimeZone *
open_zone (const char *identifier)
{
  GTimeZone *found = g_time_zone_new_identifier (identifier);

  if (found == NULL && g_str_equal (identifier, DEFAULT_ZONE))
    found = g_time_zone_new_identifier (DEFAULT_OFFSET);
  return found;
}

static GTimeZone *
ref_zone (void)
{
  GTimeZone *current;

  g_mutex_lock (&zone_lock);
  if (zone == NULL)
    zone = open_zone (DEFAULT_ZONE);
  current = g_time_zone_ref (zone);
  g_mutex_unlock (&zone_lock);

  return current;
}

/**
 * yb_calendar_zone_is_known:
 * @identifier: (nullable): a name such as "Asia/Shanghai"
 *
 * Returns: whether yb_calendar_set_zone() would take @identifier
 */
gboolean
yb_calendar_zone_is_known (const char *identifier)
{
  g_autoptr (GTimeZone) found = NULL;

  if (identifier == NULL || *identifier == '\0')
    return FALSE;
  found = open_zone (identifier);
  return found != NULL;
}

/**
 * yb_calendar_set_zone:
 * @identifier: a name such as "Asia/Shanghai"
 *
 * Sets the time zone of the store: days begin and end there, wherever the computer stands. An unknown name
 * changes nothing; yb_calendar_zone_is_known() tells beforehand.
 */
void
yb_calendar_set_zone (const char *identifier)
{
  GTimeZone *found;

  g_return_if_fail (identifier != NULL);

  found = *identifier != '\0' ? open_zone (identifier) : NULL;
  if (found == NULL)
    return;

  g_mutex_lock (&zone_lock);
  g_clear_pointer (&zone, g_time_zone_unref);
  zone = found;
  zone_name = g_intern_string (identifier);
  g_mutex_unlock (&zone_lock);
}

/**
 * yb_calendar_get_zone:
 *
 * Returns: (transfer none): the name of the store's time zone, valid for ever
 */
const char *
yb_calendar_get_zone (void)
{
  const char *name;

  g_mutex_lock (&zone_lock);
  name = zone_name;
  g_mutex_unlock (&zone_lock);
  return name != NULL ? name : DEFAULT_ZONE;
}

/**
 * yb_time_now:
 *
 * Returns: the time, UTC milliseconds: the clock, or what yb_time_set_fixed_now() set
 */
gint64
yb_time_now (void)
{
  gint64 fixed = __atomic_load_n (&fixed_now, __ATOMIC_RELAXED);

  return fixed != 0 ? fixed : g_get_real_time () / MS_PER_SECOND;
}

/**
 * yb_time_set_fixed_now:
 * @ms: UTC milliseconds; 0: the clock again
 *
 * Stops the program's clock, for tests and for the demonstration data.
 */
void
yb_time_set_fixed_now (gint64 ms)
{
  __atomic_store_n (&fixed_now, ms, __ATOMIC_RELAXED);
}

/* Reads exactly @n digits. */
static gboolean
read_digits (const char **rest, int n, int *value)
{
  *value = 0;
  for (int i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*rest)[i]))
        return FALSE;
      *value = *value * 10 + ((*rest)[i] - '0');
    }
  *rest += n;
  return TRUE;
}

static gboolean
read_character (const char **rest, char c)
{
  if (**rest != c)
    return FALSE;
  (*rest)++;
  return TRUE;
}

/* Reads YYYY-MM-DD off the front of @rest into @date; FALSE when it is no real day. */
static gboolean
read_date (const char **rest, GDate *date)
{
  int year, month, day;

  if (!read_digits (rest, 4, &year) || !read_character (rest, '-') || !read_digits (rest, 2, &month) ||
      !read_character (rest, '-') || !read_digits (rest, 2, &day))
    return FALSE;
  if (year < FIRST_YEAR || year > LAST_YEAR || !g_date_valid_dmy (day, month, year))
    return FALSE;

  g_date_clear (date, 1);
  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

static gboolean
parse_date (const char *text, GDate *date)
{
  return text != NULL && read_date (&text, date) && *text == '\0';
}

/* Reads :SS and .fraction, both optional. */
static gboolean
read_seconds (const char **rest, int *second, int *ms)
{
  int scale = 100;

  *second = 0;
  *ms = 0;
  if (!read_character (rest, ':'))
    return TRUE;
  if (!read_digits (rest, 2, second) || *second > 59)
    return FALSE;
  if (!read_character (rest, '.'))
    return TRUE;
  if (!g_ascii_isdigit (**rest))
    return FALSE;
  for (; g_ascii_isdigit (**rest); (*rest)++, scale /= 10)
    *ms += (**rest - '0') * scale;
  return TRUE;
}

/* Reads Z, +08:00, +0800 or +08; nothing at all means the store's zone. */
static gboolean
read_zone (const char **rest, GTimeZone **result)
{
  int hours, minutes = 0;
  gboolean west;

  if (**rest == '\0')
    {
      *result = ref_zone ();
      return TRUE;
    }
  if (**rest == 'Z' || **rest == 'z')
    {
      (*rest)++;
      *result = g_time_zone_new_utc ();
      return TRUE;
    }

  west = **rest == '-';
  if (**rest != '+' && **rest != '-')
    return FALSE;
  (*rest)++;
  if (!read_digits (rest, 2, &hours))
    return FALSE;
  if (**rest != '\0')
    {
      read_character (rest, ':');
      if (!read_digits (rest, 2, &minutes))
        return FALSE;
    }
  if (hours > 23 || minutes > 59)
    return FALSE;
  *result = g_time_zone_new_offset ((hours * 60 + minutes) * (west ? -60 : 60));
  return TRUE;
}

static gboolean
parse_time (const char *text, gint64 *ms)
{
  const char *rest = text;
  GDate date;
  int hour = 0, minute = 0, second = 0, fraction = 0;
  g_autoptr (GTimeZone) given = NULL;
  g_autoptr (GDateTime) time = NULL;

  if (!read_date (&rest, &date))
    return FALSE;
  if (*rest == '\0')
    given = ref_zone ();
  else
    {
      if (*rest != 'T' && *rest != 't' && *rest != ' ')
        return FALSE;
      rest++;
      if (!read_digits (&rest, 2, &hour) || !read_character (&rest, ':') ||
          !read_digits (&rest, 2, &minute) || hour > 23 || minute > 59)
        return FALSE;
      if (!read_seconds (&rest, &second, &fraction) || !read_zone (&rest, &given) || *rest != '\0')
        return FALSE;
    }

  time = g_date_time_new (given, g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date),
                          hour, minute, second);
  if (time == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (time) * MS_PER_SECOND + fraction;
  return TRUE;
}

/**
 * yb_time_parse:
 * @text: (nullable): a time
 * @ms: (out): UTC milliseconds
 * @error: return location of an error
 *
 * Reads RFC 3339 ("2026-11-22T10:00:00+08:00"), the same without seconds or zone ("2026-11-22 10:00", in the
 * store's zone), a day ("2026-11-22", its midnight in the store's zone) and "now". An hour that the change to
 * summer time skips becomes the hour after it.
 *
 * Returns: %FALSE with %YB_MODEL_ERROR_INVALID when @text is none of these
 */
gboolean
yb_time_parse (const char *text, gint64 *ms, GError **error)
{
  g_autofree char *folded = yb_width_fold (text);

  g_return_val_if_fail (ms != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (g_ascii_strcasecmp (folded, "now") == 0)
    {
      *ms = yb_time_now ();
      return TRUE;
    }
  if (parse_time (folded, ms))
    return TRUE;

  if (*folded == '\0')
    g_set_error_literal (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID,
                         _ ("The time is missing. Type it as year-month-day hour:minute, for example "
                            "2026-11-22 10:00."));
  else
    g_set_error (
        error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID,
        _ ("“%s” is not a time. Type it as year-month-day hour:minute, for example 2026-11-22 10:00."),
        folded);
  return FALSE;
}

/* @ms in the store's zone; %NULL outside the years 1 to 9999, thus for YB_NO_VALUE as well. */
static GDateTime *
to_local (gint64 ms)
{
  gint64 seconds = ms / MS_PER_SECOND - (ms % MS_PER_SECOND < 0 ? 1 : 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (seconds);
  g_autoptr (GTimeZone) current = NULL;

  if (utc == NULL)
    return NULL;
  current = ref_zone ();
  return g_date_time_to_timezone (utc, current);
}

/* GDateTime does not pad the year. */
static char *
local_day (GDateTime *local)
{
  return g_strdup_printf ("%04d-%02d-%02d", g_date_time_get_year (local), g_date_time_get_month (local),
                          g_date_time_get_day_of_month (local));
}

/**
 * yb_time_to_rfc3339:
 * @ms: UTC milliseconds
 *
 * Writes a time for machines, to the second, with the offset of the store's zone:
 * "2026-11-22T10:00:00+08:00".
 *
 * Returns: (transfer full): the text, "" when @ms is no time (%YB_NO_VALUE)
 */
char *
yb_time_to_rfc3339 (gint64 ms)
{
  g_autoptr (GDateTime) local = to_local (ms);
  g_autofree char *day = NULL;
  int offset;

  if (local == NULL)
    return g_strdup ("");

  offset = g_date_time_get_utc_offset (local) / G_TIME_SPAN_SECOND;
  if (offset % 60 != 0)
    {
      /* Local mean time of old days (Shanghai before 1901: +08:05:43) has no RFC 3339 form. */
      g_autoptr (GDateTime) utc = g_date_time_to_utc (local);

      g_date_time_unref (local);
      local = g_steal_pointer (&utc);
      offset = 0;
    }

  day = local_day (local);
  return g_strdup_printf ("%sT%02d:%02d:%02d%c%02d:%02d", day, g_date_time_get_hour (local),
                          g_date_time_get_minute (local), g_date_time_get_second (local),
                          offset < 0 ? '-' : '+', ABS (offset) / 3600, ABS (offset) / 60 % 60);
}

/**
 * yb_time_to_date:
 * @ms: UTC milliseconds
 *
 * Returns: (transfer full): the day in the store's zone, "YYYY-MM-DD"; "" when @ms is no time (%YB_NO_VALUE)
 */
char *
yb_time_to_date (gint64 ms)
{
  g_autoptr (GDateTime) local = to_local (ms);

  return local != NULL ? local_day (local) : g_strdup ("");
}

/**
 * yb_date_is_valid:
 * @date: (nullable): a text
 *
 * Returns: whether @date is a real day of the years 1900 to 2199, written exactly as "YYYY-MM-DD"
 */
gboolean
yb_date_is_valid (const char *date)
{
  GDate parsed;

  return parse_date (date, &parsed);
}

/**
 * yb_date_to_time:
 * @date: a day, "YYYY-MM-DD"
 *
 * Returns: the midnight with which @date begins in the store's zone, UTC milliseconds; 0 ("not stated") when
 *   @date is no valid day
 */
gint64
yb_date_to_time (const char *date)
{
  gint64 ms = 0;

  return yb_date_is_valid (date) && parse_time (date, &ms) ? ms : 0;
}

/**
 * yb_date_days_between:
 * @from: a day, "YYYY-MM-DD"
 * @to: a day
 *
 * Returns: the days from @from to @to, negative when @to is earlier; 0 when one of them is no valid day
 */
int
yb_date_days_between (const char *from, const char *to)
{
  GDate first, last;

  if (!parse_date (from, &first) || !parse_date (to, &last))
    return 0;
  return g_date_days_between (&first, &last);
}

/**
 * yb_date_add_days:
 * @date: a day, "YYYY-MM-DD"
 * @days: how many days later; negative: earlier
 *
 * Returns: (transfer full): that day; "" when @date is no valid day or the result lies outside 1900 to 2199
 */
char *
yb_date_add_days (const char *date, int days)
{
  GDate parsed;
  gint64 julian;
  g_autofree char *moved = NULL;

  if (!parse_date (date, &parsed))
    return g_strdup ("");
  /* All of 1900 to 2199 is less than 110,000 days: more cannot end there, and must not overflow GDate. */
  julian = (gint64) g_date_get_julian (&parsed) + days;
  if (julian < 1 || ABS ((gint64) days) > 110000)
    return g_strdup ("");

  g_date_set_julian (&parsed, (guint32) julian);
  moved = g_strdup_printf ("%04d-%02d-%02d", g_date_get_year (&parsed), g_date_get_month (&parsed),
                           g_date_get_day (&parsed));
  return yb_date_is_valid (moved) ? g_steal_pointer (&moved) : g_strdup ("");
}

/**
 * yb_date_today:
 *
 * Returns: (transfer full): today in the store's zone, "YYYY-MM-DD"
 */
char *
yb_date_today (void)
{
  return yb_time_to_date (yb_time_now ());
}

/**
 * yb_date_format:
 * @date: (nullable): a day, "YYYY-MM-DD"
 *
 * Writes a day for people: "11-22" in this year, else "2025-11-22".
 *
 * Returns: (transfer full): the text; a text that is no day as it is; "" for %NULL
 */
char *
yb_date_format (const char *date)
{
  g_autofree char *today = NULL;

  if (!yb_date_is_valid (date))
    return g_strdup (date != NULL ? date : "");
  today = yb_date_today ();
  return g_strdup (strncmp (date, today, strlen ("YYYY-")) == 0 ? date + strlen ("YYYY-") : date);
}

/**
 * yb_time_format:
 * @ms: UTC milliseconds; 0: not stated
 *
 * Writes a time for people, in the store's zone: "11-22 10:00" in this year, else "2025-11-22 10:00".
 *
 * Returns: (transfer full): the text, "" when not stated
 */
char *
yb_time_format (gint64 ms)
{
  g_autoptr (GDateTime) local = ms != 0 ? to_local (ms) : NULL;
  g_autofree char *day = NULL;
  g_autofree char *shown = NULL;

  if (local == NULL)
    return g_strdup ("");
  day = local_day (local);
  shown = yb_date_format (day);
  return g_strdup_printf ("%s %02d:%02d", shown, g_date_time_get_hour (local),
                          g_date_time_get_minute (local));
}

/**
 * yb_time_days_since:
 * @ms: UTC milliseconds; 0: not stated
 *
 * Counts calendar days of the store: from 23:59 to 00:01 is one day.
 *
 * Returns: the days from @ms to now, negative when @ms lies in days to come; 0 when not stated
 */
int
yb_time_days_since (gint64 ms)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;

  if (ms == 0)
    return 0;
  from = yb_time_to_date (ms);
  to = yb_date_today ();
  return yb_date_days_between (from, to);
}
