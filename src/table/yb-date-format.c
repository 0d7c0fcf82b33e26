/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-date-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-table.h"

/* So much of a cell is repeated in a message. */
#define SHOWN_CHARACTERS 40
/* Serial days of a spreadsheet: 3 October 1954 to 10 January 2119. */
#define SERIAL_FIRST 20000
#define SERIAL_LAST 80000
/* g_date_set_julian() of the day 0 of a spreadsheet. */
#define SERIAL_EPOCH 693594
/* Two-digit years, as POSIX strptime reads them: 69–99 are 19xx, 00–68 are 20xx. */
#define CENTURY_PIVOT 69
/* Days that a record can hold (yb_date_is_valid()); others are slips of the pen. */
#define FIRST_YEAR 1900
#define LAST_YEAR 2199

typedef enum
{
  FORM_NONE,
  FORM_YEAR_FIRST, /* nothing to decide */
  FORM_YEAR_LAST,  /* day/month/year or month/day/year */
  FORM_SHORT_YEAR,
  FORM_SERIAL,
} Form;

typedef struct
{
  Form form;
  int first;
  int second;
  int year;
} Reading;

struct _YbDateReader
{
  char *format; /* NULL: find out */
  gboolean allow_serial;
  GRegex *time;

  guint n_seen;
  guint n_serial;
  char *day_first;   /* a cell that can only be read with the day first */
  char *month_first; /* and one that can only be read with the month first */
  char *undecided;   /* one that can be read both ways */
};

/* What may follow a date: a time of day, also as Chinese programs write it. */
#define TIME_PATTERN                                                                                                  \
  "^(?:T|\\s+)(?:(?:上午|下午|中午|凌晨|早上|晚上|[AP]M)\\s*)?(?:[01]?\\d|2[0-4])\\s*[:时]\\s*[0-5]?\\d" \
  "(?:\\s*[:分](?:\\s*[0-6]?\\d(?:[.,]\\d+)?\\s*秒?)?)?(?:\\s*[AP]M)?(?:\\s*(?:Z|UTC|[+-]\\d{2}:?\\d{2}))?$"

/* Trimmed, and with full-width digits and signs made plain. */
static char *
normalize (const char *cell)
{
  g_autofree char *plain = NULL;

  if (g_str_is_ascii (cell))
    plain = g_strdup (cell);
  else
    plain = g_utf8_normalize (cell, -1, G_NORMALIZE_NFKC);
  return plain != NULL ? g_strstrip (g_steal_pointer (&plain)) : g_strdup ("");
}

static char *
shorten (const char *cell)
{
  if (g_utf8_strlen (cell, -1) <= SHOWN_CHARACTERS)
    return g_strdup (cell);
  return g_strdup_printf ("%.*s…", (int) (g_utf8_offset_to_pointer (cell, SHOWN_CHARACTERS) - cell), cell);
}

static gboolean
refuse (const char *sentence, const char *cell, GError **error)
{
  g_autofree char *shown = shorten (cell);

  g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE, sentence, shown);
  return FALSE;
}

static int
take_digits (const char **text, int max, int *n_digits)
{
  int value = 0;

  for (*n_digits = 0; *n_digits < max && g_ascii_isdigit (**text); (*text)++, (*n_digits)++)
    value = value * 10 + (**text - '0');
  return value;
}

static gboolean
skip (const char **text, const char *what)
{
  gsize length = strlen (what);

  if (strncmp (*text, what, length) != 0)
    return FALSE;
  *text += length;
  return TRUE;
}

/* Digits only: "20250304", or the serial day of a spreadsheet. */
static gboolean
look_at_digits (const char *text, Reading *reading)
{
  gsize length = strspn (text, "0123456789");
  const char *p = text;
  int n, value;

  if (text[length] != '\0' || (length != 8 && length != 5))
    return FALSE;
  value = take_digits (&p, 8, &n);
  if (length == 8)
    *reading = (Reading){FORM_YEAR_FIRST, value / 100 % 100, value % 100, value / 10000};
  else if (value >= SERIAL_FIRST && value <= SERIAL_LAST)
    *reading = (Reading){FORM_SERIAL, value, 0, 0};
  else
    return FALSE;
  return TRUE;
}

/* Three numbers with the same sign between them. @text is left behind them. */
static gboolean
look_at_parts (const char **text, Reading *reading)
{
  static const char *const signs[] = {"-", "/", ".", "年"};
  int n_first, n_second, n_third;
  int first = take_digits (text, 4, &n_first);
  const char *sign = NULL;
  int second, third;
  gboolean chinese;

  for (gsize i = 0; i < G_N_ELEMENTS (signs) && sign == NULL; i++)
    if (skip (text, signs[i]))
      sign = signs[i];
  if (n_first == 0 || sign == NULL)
    return FALSE;
  chinese = strcmp (sign, "年") == 0;
  second = take_digits (text, 2, &n_second);
  if (n_second == 0 || !skip (text, chinese ? "月" : sign))
    return FALSE;
  third = take_digits (text, 4, &n_third);
  if (chinese && !skip (text, "日"))
    skip (text, "号");
  if (n_third == 0)
    return FALSE;

  if (n_first == 4 && n_third <= 2)
    *reading = (Reading){FORM_YEAR_FIRST, second, third, first};
  else if (n_first <= 2 && n_third == 4 && !chinese)
    *reading = (Reading){FORM_YEAR_LAST, first, second, third};
  else if (n_first <= 2 && n_third <= 2)
    *reading = (Reading){FORM_SHORT_YEAR, first, second, third};
  else
    return FALSE;
  return TRUE;
}

/* Only months and days that can be such count as a reading. */
static Reading
look_at (YbDateReader *self, const char *text)
{
  Reading reading = {FORM_NONE};

  if (look_at_digits (text, &reading))
    return reading;
  if (look_at_parts (&text, &reading) && (*text == '\0' || g_regex_match (self->time, text, 0, NULL)))
    return reading;
  return (Reading){FORM_NONE};
}

static gboolean
is_day (int year, int month, int day)
{
  return month >= 1 && month <= 12 && day >= 1 && year >= FIRST_YEAR && year <= LAST_YEAR &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
give (int year, int month, int day, const char *cell, char *iso, GError **error)
{
  if (!is_day (year, month, day))
    return refuse (_ ("“%s” is not a day that exists."), cell, error);
  g_snprintf (iso, YB_DATE_READER_ISO_SIZE, "%04u-%02u-%02u", (guint) year % 10000, (guint) month % 100,
              (guint) day % 100);
  return TRUE;
}

static gboolean
check_format (const char *format, GError **error)
{
  int n_years = 0, n_months = 0, n_days = 0;

  for (const char *p = format; *p != '\0'; p++)
    {
      if (*p != '%')
        continue;
      p++;
      if (*p == '\0' || strchr ("YymbBhdeFHIMSpTR%", *p) == NULL)
        {
          g_set_error (
              error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE,
              _ ("“%s” is not a date format. Use %%Y or %%y for the year, %%m for the month and %%d for the "
                 "day, such as %%d/%%m/%%Y, or “auto”."),
              format);
          return FALSE;
        }
      n_years += strchr ("YyF", *p) != NULL;
      n_months += strchr ("mbBhF", *p) != NULL;
      n_days += strchr ("deF", *p) != NULL;
    }
  if (n_years == 1 && n_months == 1 && n_days == 1)
    return TRUE;
  g_set_error (
      error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE,
      _ ("The date format “%s” has to hold the year, the month and the day, each once, such as %%d/%%m/%%Y."),
      format);
  return FALSE;
}

/**
 * yb_date_reader_new:
 * @format: (nullable): "auto" or %NULL to find out, else %Y %y %m %d and so on as in strptime()
 * @error: set if @format is none
 *
 * Reads the dates of one column. Show it all cells by yb_date_reader_look() first, then settle, then read (contract.md,
 * "import": auto refuses a file whose dates can be read in two ways). Month names (%b) are English in every language.
 * Two-digit years are only read by a format with %y: 69–99 are 19xx, 00–68 are 20xx. A time of day behind the date is
 * passed over.
 *
 * Returns: (transfer full) (nullable): the reader
 */
YbDateReader *
yb_date_reader_new (const char *format, GError **error)
{
  YbDateReader *self;
  gboolean automatic = format == NULL || g_ascii_strcasecmp (format, "auto") == 0;

  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!automatic && !check_format (format, error))
    return NULL;
  self = g_new0 (YbDateReader, 1);
  self->format = automatic ? NULL : g_strdup (format);
  self->time = g_regex_new (TIME_PATTERN, G_REGEX_CASELESS | G_REGEX_OPTIMIZE, 0, NULL);
  return self;
}

/**
 * yb_date_reader_free:
 * @self: (transfer full): a reader
 */
void
yb_date_reader_free (YbDateReader *self)
{
  g_return_if_fail (self != NULL);

  g_regex_unref (self->time);
  g_free (self->day_first);
  g_free (self->month_first);
  g_free (self->undecided);
  g_free (self->format);
  g_free (self);
}

/**
 * yb_date_reader_set_allow_serial:
 * @self: a reader
 * @allow_serial: whether a column of whole numbers from 20000 to 80000 may be days counted from 1900
 *
 * Spreadsheets give such numbers when a date cell lost its format. Only for columns that cannot be anything else.
 */
void
yb_date_reader_set_allow_serial (YbDateReader *self, gboolean allow_serial)
{
  g_return_if_fail (self != NULL);

  self->allow_serial = allow_serial;
}

static void
keep_first (char **place, const char *cell)
{
  if (*place == NULL)
    *place = g_strdup (cell);
}

/**
 * yb_date_reader_look:
 * @self: a reader
 * @cell: a cell of the column; empty ones are passed over
 *
 * Learns from the cell in which order day and month stand.
 */
void
yb_date_reader_look (YbDateReader *self, const char *cell)
{
  g_autofree char *text = NULL;
  Reading reading;
  gboolean day_first, month_first;

  g_return_if_fail (self != NULL);
  g_return_if_fail (cell != NULL);

  if (self->format != NULL)
    return;
  text = normalize (cell);
  if (*text == '\0')
    return;
  self->n_seen++;
  reading = look_at (self, text);
  if (reading.form == FORM_SERIAL)
    self->n_serial++;
  if (reading.form != FORM_YEAR_LAST)
    return;
  day_first = is_day (reading.year, reading.second, reading.first);
  month_first = is_day (reading.year, reading.first, reading.second);
  if (day_first && month_first)
    {
      if (reading.first != reading.second)
        keep_first (&self->undecided, text);
    }
  else if (day_first)
    keep_first (&self->day_first, text);
  else if (month_first)
    keep_first (&self->month_first, text);
}

static char *
name_day (int year, int month, int day)
{
  g_autoptr (GDateTime) date = g_date_time_new_utc (year, month, day, 0, 0, 0);

  /* TRANSLATORS: a day and its month, in the format of g_date_time_format(); in Chinese %-m月%-d日 */
  return g_date_time_format (date, C_ ("date", "%-d %B"));
}

/**
 * yb_date_reader_settle:
 * @self: a reader that has looked at every cell
 * @error: %YB_TABLE_ERROR_AMBIGUOUS
 *
 * Decides in which order day and month stand. One day beyond the 12th settles the order for the column.
 *
 * Returns: %FALSE if both orders fit everything seen, or if the cells contradict each other
 */
gboolean
yb_date_reader_settle (YbDateReader *self, GError **error)
{
  Reading reading;
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (self->day_first != NULL && self->month_first != NULL)
    {
      g_set_error (
          error, YB_TABLE_ERROR, YB_TABLE_ERROR_AMBIGUOUS,
          _ ("The column mixes two orders: in “%s” the day stands first, in “%s” the month. Choose the order "
             "of day and month, and correct the other cells."),
          self->day_first, self->month_first);
      return FALSE;
    }
  if (self->undecided == NULL || self->day_first != NULL || self->month_first != NULL)
    return TRUE;

  reading = look_at (self, self->undecided);
  one = name_day (reading.year, reading.second, reading.first);
  other = name_day (reading.year, reading.first, reading.second);
  g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_AMBIGUOUS,
               _ ("“%s” can be %s or %s; choose the order of day and month."), self->undecided, one, other);
  return FALSE;
}

static gboolean
take_month_name (const char **text, int *month)
{
  static const char *const names[] = {"January", "February", "March",     "April",   "May",      "June",
                                      "July",    "August",   "September", "October", "November", "December"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (gsize length = strlen (names[i]); length >= 3; length = length > 3 ? 3 : 0)
      if (g_ascii_strncasecmp (*text, names[i], length) == 0)
        {
          *text += length;
          *month = (int) i + 1;
          return TRUE;
        }
  return FALSE;
}

typedef struct
{
  int year;
  int month;
  int day;
  gboolean has_time;
} Parts;

static gboolean
take_time_number (const char **text, int last)
{
  int n;

  return take_digits (text, 2, &n) <= last && n > 0;
}

static gboolean
take_day_part (char directive, const char **text, Parts *parts)
{
  int n = 1;
  gboolean found = TRUE;

  switch (directive)
    {
    case 'Y':
      parts->year = take_digits (text, 4, &n);
      return n == 4;
    case 'y':
      parts->year = take_digits (text, 2, &n);
      parts->year += parts->year < CENTURY_PIVOT ? 2000 : 1900;
      return n == 2;
    case 'm':
      parts->month = take_digits (text, 2, &n);
      break;
    case 'd':
    case 'e':
      parts->day = take_digits (text, 2, &n);
      break;
    default:
      found = take_month_name (text, &parts->month);
      break;
    }
  return found && n > 0;
}

/* One directive, matched strictly: what follows %Y has to be four digits. */
static gboolean
take_directive (char directive, const char **text, Parts *parts)
{
  switch (directive)
    {
    case '%':
      return skip (text, "%");
    case 'F':
      return take_day_part ('Y', text, parts) && skip (text, "-") && take_day_part ('m', text, parts) &&
             skip (text, "-") && take_day_part ('d', text, parts);
    case 'Y':
    case 'y':
    case 'm':
    case 'b':
    case 'B':
    case 'h':
    case 'd':
    case 'e':
      return take_day_part (directive, text, parts);
    default:
      break;
    }
  parts->has_time = TRUE;
  switch (directive)
    {
    case 'H':
    case 'I':
      return take_time_number (text, 24);
    case 'M':
    case 'S':
      return take_time_number (text, 60);
    case 'p':
      return g_ascii_strncasecmp (*text, "AM", 2) == 0 || g_ascii_strncasecmp (*text, "PM", 2) == 0
                 ? (*text += 2, TRUE)
                 : skip (text, "上午") || skip (text, "下午");
    case 'R':
      return take_time_number (text, 24) && skip (text, ":") && take_time_number (text, 60);
    case 'T':
    default:
      return take_time_number (text, 24) && skip (text, ":") && take_time_number (text, 60) &&
             skip (text, ":") && take_time_number (text, 60);
    }
}

static gboolean
read_by_format (YbDateReader *self, const char *text, char *iso, GError **error)
{
  Parts parts = {0};
  const char *at = text;

  for (const char *p = self->format; *p != '\0'; p++)
    {
      gboolean fits;

      if (*p == '%')
        fits = take_directive (*++p, &at, &parts);
      else if (g_ascii_isspace (*p))
        {
          at += strspn (at, " \t\r\n");
          fits = TRUE;
        }
      else
        fits = *at == *p ? (at++, TRUE) : FALSE;
      if (!fits)
        break;
      if (p[1] == '\0' && (*at == '\0' || (!parts.has_time && g_regex_match (self->time, at, 0, NULL))))
        return give (parts.year, parts.month, parts.day, text, iso, error);
    }
  {
    g_autofree char *shown = shorten (text);

    g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_DATE, _ ("“%s” is not a date of the form %s."), shown,
                 self->format);
  }
  return FALSE;
}

static gboolean
read_year_last (YbDateReader *self, const Reading *reading, const char *text, char *iso, GError **error)
{
  gboolean day_first = self->day_first != NULL;

  if (self->day_first == NULL && self->month_first == NULL)
    {
      day_first = is_day (reading->year, reading->second, reading->first);
      if (day_first && reading->first != reading->second &&
          is_day (reading->year, reading->first, reading->second))
        return refuse (_ ("“%s” can be read in two ways; choose the order of day and month."), text, error);
    }
  return day_first ? give (reading->year, reading->second, reading->first, text, iso, error)
                   : give (reading->year, reading->first, reading->second, text, iso, error);
}

static gboolean
read_serial (YbDateReader *self, const Reading *reading, const char *text, char *iso, GError **error)
{
  GDate date;

  if (!self->allow_serial || self->n_serial != self->n_seen)
    return refuse (
        _ ("“%s” is not a date. If it comes from a spreadsheet, format the column as a date there."), text,
        error);
  g_date_clear (&date, 1);
  g_date_set_julian (&date, (guint32) (SERIAL_EPOCH + reading->first));
  return give (g_date_get_year (&date), (int) g_date_get_month (&date), g_date_get_day (&date), text, iso,
               error);
}

/**
 * yb_date_reader_read:
 * @self: a reader that has settled
 * @cell: a cell that is not empty
 * @iso: (out caller-allocates): the day as YYYY-MM-DD, as it is written, whatever the time zone behind it
 * @error: %YB_TABLE_ERROR_DATE
 *
 * Returns: whether the cell is a date
 */
gboolean
yb_date_reader_read (YbDateReader *self, const char *cell, char iso[YB_DATE_READER_ISO_SIZE], GError **error)
{
  g_autofree char *text = NULL;
  Reading reading;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (cell != NULL, FALSE);
  g_return_val_if_fail (iso != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  text = normalize (cell);
  if (self->format != NULL)
    return read_by_format (self, text, iso, error);
  reading = look_at (self, text);
  switch (reading.form)
    {
    case FORM_YEAR_FIRST:
      return give (reading.year, reading.first, reading.second, text, iso, error);
    case FORM_YEAR_LAST:
      return read_year_last (self, &reading, text, iso, error);
    case FORM_SERIAL:
      return read_serial (self, &reading, text, iso, error);
    case FORM_SHORT_YEAR:
      return refuse (_ ("The year in “%s” has only two digits; choose the date format."), text, error);
    case FORM_NONE:
    default:
      return refuse (_ ("“%s” is not a date."), text, error);
    }
}
