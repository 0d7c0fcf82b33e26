/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-xlsx-private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Beyond this Excel itself shows no date (31 December 9999). */
#define MAX_SERIAL 2958466.0
#define DAY_SECONDS 86400
/* g_date_set_julian() of the day before day 1 of each calendar; that of 1900 is one more before its false
 * 29 February. */
#define EPOCH_1900 693594
#define EPOCH_1904 695056
#define FALSE_LEAP_DAY 60

/* The formats that a workbook may use without writing them down, those of Chinese and Japanese Excel included. */
static YbXlsxFormat
find_built_in (guint id)
{
  switch (id)
    {
    case 14 ... 17:
    case 27 ... 31:
    case 36:
    case 50 ... 54:
    case 57 ... 58:
      return YB_XLSX_FORMAT_DATE;
    case 22:
      return YB_XLSX_FORMAT_DATE_TIME;
    case 18 ... 21:
    case 32 ... 35:
    case 45:
    case 47:
    case 55 ... 56:
      return YB_XLSX_FORMAT_TIME;
    case 46:
      return YB_XLSX_FORMAT_DURATION;
    default:
      return YB_XLSX_FORMAT_NUMBER;
    }
}

/* "[hh]" counts hours beyond the day; "[Red]" and "[$-804]" say nothing about dates. */
static gboolean
is_elapsed (const char *bracket, gsize length)
{
  char first = g_ascii_tolower (bracket[0]);

  if (length == 0 || strchr ("hms", first) == NULL)
    return FALSE;
  for (gsize i = 1; i < length; i++)
    if (g_ascii_tolower (bracket[i]) != first)
      return FALSE;
  return TRUE;
}

static YbXlsxFormat
judge_code (const char *code)
{
  gboolean day = FALSE, month = FALSE, time = FALSE, elapsed = FALSE;

  for (const char *p = code; *p != '\0' && *p != ';'; p++)
    {
      const char *end;

      switch (g_ascii_tolower (*p))
        {
        case '"':
          end = strchr (p + 1, '"');
          p = end != NULL ? end : p + strlen (p) - 1;
          break;
        case '[':
          end = strchr (p, ']');
          if (end == NULL)
            return YB_XLSX_FORMAT_NUMBER;
          elapsed = elapsed || is_elapsed (p + 1, (gsize) (end - p - 1));
          p = end;
          break;
        case '\\':
        case '_':
        case '*':
          if (p[1] != '\0')
            p++;
          break;
        case 'y':
        case 'd':
          day = TRUE;
          break;
        case 'm':
          month = TRUE;
          break;
        case 'h':
        case 's':
          time = TRUE;
          break;
        default:
          break;
        }
    }
  if (elapsed)
    return YB_XLSX_FORMAT_DURATION;
  if (day)
    return time ? YB_XLSX_FORMAT_DATE_TIME : YB_XLSX_FORMAT_DATE;
  if (time)
    return YB_XLSX_FORMAT_TIME;
  return month ? YB_XLSX_FORMAT_DATE : YB_XLSX_FORMAT_NUMBER;
}

/* What a number in a cell of this format is. @code is the format's own text, or %NULL if the id stands alone. */
YbXlsxFormat
_yb_xlsx_find_format (guint id, const char *code)
{
  return code != NULL ? judge_code (code) : find_built_in (id);
}

/* The shortest decimal text that gives @value again, without an exponent where people would not write one. */
void
_yb_xlsx_format_number (double value, char *text)
{
  char digits[32];
  char *exponent_mark;
  g_autoptr (GString) plain = NULL;
  int exponent, n_digits = 0;

  for (int precision = 14; precision <= 16; precision++)
    {
      char format[8];

      g_snprintf (format, sizeof format, "%%.%de", precision);
      g_ascii_formatd (digits, sizeof digits, format, value);
      if (g_ascii_strtod (digits, NULL) == value)
        break;
    }
  exponent_mark = strchr (digits, 'e');
  if (exponent_mark == NULL || value == 0)
    {
      g_strlcpy (text, value == 0 ? "0" : digits, YB_XLSX_NUMBER_SIZE);
      return;
    }
  exponent = atoi (exponent_mark + 1);
  if (exponent > 20 || exponent < -10)
    {
      g_ascii_formatd (text, YB_XLSX_NUMBER_SIZE, "%.17g", value);
      return;
    }

  plain = g_string_new (NULL);
  for (char *p = digits; p < exponent_mark; p++)
    if (g_ascii_isdigit (*p))
      digits[n_digits++] = *p;
  while (n_digits > 1 && digits[n_digits - 1] == '0')
    n_digits--;
  if (value < 0)
    g_string_append_c (plain, '-');
  if (exponent < 0)
    g_string_append (plain, "0.");
  for (int i = exponent; i < -1; i++)
    g_string_append_c (plain, '0');
  for (int i = 0; i < MAX (n_digits, exponent + 1); i++)
    {
      if (i > 0 && i == exponent + 1)
        g_string_append_c (plain, '.');
      g_string_append_c (plain, i < n_digits ? digits[i] : '0');
    }
  g_strlcpy (text, plain->str, YB_XLSX_NUMBER_SIZE);
}

static void
format_clock (gint64 seconds, char *text, gsize size)
{
  g_snprintf (text, size, "%02" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT ":%02" G_GINT64_FORMAT, seconds / 3600,
              seconds / 60 % 60, seconds % 60);
}

/* A serial day as "YYYY-MM-DD", with " HH:MM:SS" if it has a time. FALSE if the number is no day; 29 February 1900,
 * which Excel believes in, is none. */
gboolean
_yb_xlsx_format_serial (double value, YbXlsxFormat format, gboolean since_1904, char *text)
{
  GDate date;
  gint64 day, seconds;

  if (!(value >= 0 && value < MAX_SERIAL))
    return FALSE;
  day = (gint64) floor (value);
  seconds = (gint64) floor ((value - (double) day) * DAY_SECONDS + 0.5);
  if (format == YB_XLSX_FORMAT_DURATION || (format == YB_XLSX_FORMAT_TIME && day == 0))
    {
      format_clock (day * DAY_SECONDS + seconds, text, YB_XLSX_NUMBER_SIZE);
      return TRUE;
    }
  if (seconds == DAY_SECONDS)
    {
      day++;
      seconds = 0;
    }
  if (!since_1904 && (day == 0 || day == FALSE_LEAP_DAY))
    return FALSE;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (day + (since_1904             ? EPOCH_1904
                                              : day < FALSE_LEAP_DAY ? EPOCH_1900 + 1
                                                                     : EPOCH_1900)));
  g_snprintf (text, YB_XLSX_NUMBER_SIZE, "%04u-%02u-%02u", (guint) g_date_get_year (&date),
              (guint) g_date_get_month (&date), (guint) g_date_get_day (&date));
  if (seconds > 0 || format != YB_XLSX_FORMAT_DATE)
    {
      char *end = text + strlen (text);

      *end++ = ' ';
      format_clock (seconds, end, YB_XLSX_NUMBER_SIZE - (gsize) (end - text));
    }
  return TRUE;
}
