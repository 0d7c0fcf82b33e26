/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-sheet-private.h"

#include <errno.h>
#include <string.h>
#include <time.h>
#include <xlsxwriter.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"

#define MAX_CELL_CHARACTERS 32767

typedef struct
{
  lxw_workbook *workbook;
  lxw_worksheet *sheet;
  lxw_format *formats[YB_CELL_REAL + 1];
  lxw_format *head_format;
  lxw_row_t row;
  guint n_columns;
  char *path;
  char *remark;
  lxw_error code;
} XlsxFile;

static void
set_properties (XlsxFile *self, const char *author, const char *remark)
{
  lxw_doc_properties properties = {
      .title = (char *) "Yingbin",
      .author = (char *) author,
      .comments = (char *) remark,
      .created = (time_t) (yb_time_now () / 1000),
  };

  workbook_set_properties (self->workbook, &properties);
  workbook_set_custom_property_string (self->workbook, "Exported by", author);
  workbook_set_custom_property_string (self->workbook, "Export", remark);
}

static void
make_formats (XlsxFile *self)
{
  static const char *const number_formats[] = {
      [YB_CELL_NUMBER] = "0",        [YB_CELL_MONEY] = "#,##0.00",
      [YB_CELL_DATE] = "yyyy-mm-dd", [YB_CELL_TIME] = "yyyy-mm-dd hh:mm",
      [YB_CELL_REAL] = "0.####",
  };

  for (guint i = 0; i < G_N_ELEMENTS (number_formats); i++)
    if (number_formats[i] != NULL)
      {
        self->formats[i] = workbook_add_format (self->workbook);
        format_set_num_format (self->formats[i], number_formats[i]);
      }
  self->head_format = workbook_add_format (self->workbook);
  format_set_bold (self->head_format);
  format_set_bottom (self->head_format, LXW_BORDER_THIN);
}

static gboolean
has_nonchars (const char *text)
{
  return strstr (text, "\xef\xbf\xbe") != NULL || strstr (text, "\xef\xbf\xbf") != NULL;
}

/* Characters that XML cannot hold: one of them, in one name, and no program would open the workbook any more. Control
 * characters have an escape in cells, but not in the properties of a file. */
static char *
without_nonchars (const char *text, gboolean also_controls)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *clean = g_string_new (NULL);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gboolean is_bad = c == 0xfffe || c == 0xffff || (also_controls && c < ' ');

      g_string_append_unichar (clean, is_bad ? 0xfffd : c);
    }

  return g_string_free (clean, FALSE);
}

static gpointer
xlsx_open (const char *path, const char *author, const char *remark, GError **error)
{
  g_autofree char *clean_author = without_nonchars (author, TRUE);
  g_autofree char *clean_remark = without_nonchars (remark, TRUE);
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE};
  lxw_workbook *workbook = workbook_new_opt (path, &options);
  XlsxFile *self;

  if (workbook == NULL)
    {
      _yb_sheet_set_write_error (path, ENOMEM, error);
      return NULL;
    }

  self = g_new0 (XlsxFile, 1);
  self->workbook = workbook;
  self->path = g_strdup (path);
  self->remark = g_strdup (clean_remark);
  set_properties (self, clean_author, clean_remark);
  make_formats (self);
  return self;
}

static void
keep_error (XlsxFile *self, lxw_error code)
{
  if (self->code == LXW_NO_ERROR)
    self->code = code;
}

/* "_x0041_" in a text is an escape of the format and would be read as "A": its first character is escaped. */
static char *
escape_escapes (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (p[0] == '_' && p[1] == 'x' && g_ascii_isxdigit (p[2]) && g_ascii_isxdigit (p[3]) &&
          g_ascii_isxdigit (p[4]) && g_ascii_isxdigit (p[5]) && p[6] == '_')
        g_string_append (escaped, "_x005F");
      g_string_append_c (escaped, *p);
    }

  return g_string_free (escaped, FALSE);
}

/* A cell of a workbook holds 32,767 characters; a longer text ends in an ellipsis. */
static void
xlsx_text (gpointer file, guint column, const char *text)
{
  XlsxFile *self = file;
  g_autofree char *valid = g_utf8_validate (text, -1, NULL) && !has_nonchars (text)
                               ? NULL
                               : without_nonchars (text, FALSE);
  g_autofree char *cut = NULL;
  g_autofree char *escaped = NULL;
  const char *shown = valid != NULL ? valid : text;

  if (strlen (shown) > MAX_CELL_CHARACTERS && g_utf8_strlen (shown, -1) > MAX_CELL_CHARACTERS)
    {
      g_autofree char *start = g_utf8_substring (shown, 0, MAX_CELL_CHARACTERS - 1);

      shown = cut = g_strconcat (start, "…", NULL);
    }
  if (strstr (shown, "_x") != NULL)
    shown = escaped = escape_escapes (shown);
  keep_error (self, worksheet_write_string (self->sheet, self->row, column, shown, NULL));
}

static void
write_value (XlsxFile *self, guint column, double value, YbCellKind kind)
{
  keep_error (self, worksheet_write_number (self->sheet, self->row, column, value, self->formats[kind]));
}

static void
xlsx_number (gpointer file, guint column, gint64 value)
{
  write_value (file, column, (double) value, YB_CELL_NUMBER);
}

static void
xlsx_real (gpointer file, guint column, double value)
{
  write_value (file, column, value, YB_CELL_REAL);
}

static void
xlsx_money (gpointer file, guint column, gint64 fen)
{
  write_value (file, column, (double) fen / 100.0, YB_CELL_MONEY);
}

static int
digits (const char *text, int n)
{
  int value = 0;

  for (int i = 0; i < n; i++)
    value = value * 10 + (text[i] - '0');
  return value;
}

/* Workbooks know no day before 1900 and a wrong leap day in that year: older days stay texts. */
static gboolean
has_excel_date (const char *date)
{
  return yb_date_is_valid (date) && strcmp (date, "1900-03-01") >= 0;
}

static void
xlsx_date (gpointer file, guint column, const char *date)
{
  XlsxFile *self = file;

  if (has_excel_date (date))
    {
      lxw_datetime day = {
          .year = digits (date, 4), .month = digits (date + 5, 2), .day = digits (date + 8, 2)};

      keep_error (
          self, worksheet_write_datetime (self->sheet, self->row, column, &day, self->formats[YB_CELL_DATE]));
    }
  else
    xlsx_text (self, column, date);
}

/* The time of day in the store, as people there read it. */
static void
xlsx_time (gpointer file, guint column, gint64 ms)
{
  XlsxFile *self = file;
  g_autofree char *text = yb_time_to_rfc3339 (ms);
  g_autofree char *day = g_strndup (text, 10);

  if (has_excel_date (day))
    {
      lxw_datetime moment = {
          .year = digits (text, 4),
          .month = digits (text + 5, 2),
          .day = digits (text + 8, 2),
          .hour = digits (text + 11, 2),
          .min = digits (text + 14, 2),
          .sec = digits (text + 17, 2),
      };

      keep_error (self, worksheet_write_datetime (self->sheet, self->row, column, &moment,
                                                  self->formats[YB_CELL_TIME]));
    }
  else
    {
      g_autofree char *shown = _yb_sheet_time_text (ms);

      xlsx_text (self, column, shown);
    }
}

static gboolean
refuse (XlsxFile *self, GError **error)
{
  if (self->code == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
    g_set_error_literal (
        error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
        _ ("A workbook holds 1,048,576 rows and this has more; choose a shorter period or a .csv file"));
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("The workbook cannot be written: %s"),
                 lxw_strerror (self->code));
  return FALSE;
}

static gboolean
xlsx_end_row (gpointer file, GError **error)
{
  XlsxFile *self = file;

  self->row++;
  return self->code == LXW_NO_ERROR || refuse (self, error);
}

/* Fixed heading, filter arrows over what was written. */
static void
end_table (XlsxFile *self)
{
  if (self->sheet != NULL && self->n_columns > 0)
    worksheet_autofilter (self->sheet, 0, 0, MAX (self->row, 1) - 1, self->n_columns - 1);
}

static void
set_up_sheet (XlsxFile *self)
{
  g_auto (GStrv) pieces = g_strsplit (self->remark, "&", -1);
  g_autofree char *escaped = g_strjoinv ("&&", pieces);
  g_autofree char *footer = g_strconcat ("&L", escaped, "&R&P / &N", NULL);

  worksheet_freeze_panes (self->sheet, 1, 0);
  worksheet_set_landscape (self->sheet);
  worksheet_set_paper (self->sheet, 9);
  worksheet_fit_to_pages (self->sheet, 1, 0);
  worksheet_repeat_rows (self->sheet, 0, 0);
  if (g_utf8_strlen (footer, -1) < 255)
    {
      worksheet_set_header (self->sheet, footer);
      worksheet_set_footer (self->sheet, footer);
    }
}

static gboolean
xlsx_begin (gpointer file, const char *title, const YbSheetColumn *columns, guint n_columns, GError **error)
{
  XlsxFile *self = file;

  end_table (self);
  self->sheet = workbook_add_worksheet (self->workbook, title);
  if (self->sheet == NULL)
    {
      self->code = LXW_ERROR_MEMORY_MALLOC_FAILED;
      return refuse (self, error);
    }

  self->row = 0;
  self->n_columns = n_columns;
  set_up_sheet (self);
  for (guint i = 0; i < n_columns; i++)
    {
      worksheet_set_column (self->sheet, i, i, columns[i].width, NULL);
      keep_error (self, worksheet_write_string (self->sheet, 0, i, columns[i].title, self->head_format));
    }

  return xlsx_end_row (self, error);
}

/* Below the table, parted by an empty row. */
static void
xlsx_note (gpointer file, const char *text)
{
  XlsxFile *self = file;

  end_table (self);
  self->n_columns = 0;
  self->row++;
  xlsx_text (self, 0, text);
  self->row++;
}

static void
xlsx_free (XlsxFile *self)
{
  g_free (self->path);
  g_free (self->remark);
  g_free (self);
}

/* The library does not look whether its temporary files could be written: without this a full disk would give
 * a workbook that lacks rows. */
static gboolean
temporary_files_are_whole (XlsxFile *self)
{
  lxw_worksheet *sheet;

  STAILQ_FOREACH (sheet, self->workbook->worksheets, list_pointers)
  if (sheet->optimize_tmpfile != NULL &&
      (fflush (sheet->optimize_tmpfile) != 0 || ferror (sheet->optimize_tmpfile)))
    return FALSE;

  return TRUE;
}

static gboolean
xlsx_close (gpointer file, GError **error)
{
  XlsxFile *self = file;
  gboolean is_whole, done;
  int code;

  end_table (self);
  errno = 0;
  is_whole = temporary_files_are_whole (self);
  code = errno;
  keep_error (self, workbook_close (self->workbook));
  if (!is_whole)
    done = _yb_sheet_set_write_error (self->path, code != 0 ? code : ENOSPC, error);
  else
    done = self->code == LXW_NO_ERROR || refuse (self, error);

  xlsx_free (self);
  return done;
}

static void
xlsx_drop (gpointer file)
{
  XlsxFile *self = file;

  lxw_workbook_free (self->workbook);
  xlsx_free (self);
}

const YbSheetFormat _yb_sheet_xlsx = {
    .suffix = ".xlsx",
    .open = xlsx_open,
    .begin = xlsx_begin,
    .text = xlsx_text,
    .number = xlsx_number,
    .real = xlsx_real,
    .money = xlsx_money,
    .date = xlsx_date,
    .time = xlsx_time,
    .end_row = xlsx_end_row,
    .note = xlsx_note,
    .close = xlsx_close,
    .drop = xlsx_drop,
};
