/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-sheet-private.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"
#include "yb-money.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

typedef struct
{
  FILE *file;
  char *path;
  GPtrArray *cells;
} CsvFile;

static gpointer
csv_open (const char *path, const char *author, const char *remark, GError **error)
{
  FILE *file = g_fopen (path, "we");
  CsvFile *self;

  if (file == NULL)
    {
      _yb_sheet_set_write_error (path, errno, error);
      return NULL;
    }

  self = g_new0 (CsvFile, 1);
  self->file = file;
  self->path = g_strdup (path);
  self->cells = g_ptr_array_new_with_free_func (g_free);
  fputs (BYTE_ORDER_MARK, file);
  return self;
}

static void
take_cell (CsvFile *self, guint column, char *text)
{
  g_assert (column < self->cells->len);

  g_free (g_ptr_array_index (self->cells, column));
  g_ptr_array_index (self->cells, column) = text;
}

/* A spreadsheet would take these for the start of a formula (security.md, exports). */
static gboolean
starts_like_a_formula (const char *text)
{
  static const char *const starts[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (text, starts[i]))
      return TRUE;

  return FALSE;
}

static void
csv_text (gpointer file, guint column, const char *text)
{
  take_cell (file, column, g_strconcat (starts_like_a_formula (text) ? "'" : "", text, NULL));
}

static void
csv_number (gpointer file, guint column, gint64 value)
{
  take_cell (file, column, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

static void
csv_real (gpointer file, guint column, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  take_cell (file, column, g_strdup (g_ascii_formatd (text, sizeof text, "%.10g", value)));
}

static void
csv_money (gpointer file, guint column, gint64 fen)
{
  take_cell (file, column, yb_money_to_plain (fen));
}

static void
csv_date (gpointer file, guint column, const char *date)
{
  csv_text (file, column, date);
}

static void
csv_time (gpointer file, guint column, gint64 ms)
{
  take_cell (file, column, _yb_sheet_time_text (ms));
}

static void
put_quoted (FILE *file, const char *text)
{
  putc ('"', file);
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        putc ('"', file);
      putc (*p, file);
    }
  putc ('"', file);
}

static gboolean
csv_end_row (gpointer file, GError **error)
{
  CsvFile *self = file;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *text = g_ptr_array_index (self->cells, i);

      if (i > 0)
        putc (',', self->file);
      put_quoted (self->file, text != NULL ? text : "");
      g_clear_pointer (&g_ptr_array_index (self->cells, i), g_free);
    }
  fputs ("\r\n", self->file);

  return !ferror (self->file) || _yb_sheet_set_write_error (self->path, errno, error);
}

static gboolean
csv_begin (gpointer file, const char *title, const YbSheetColumn *columns, guint n_columns, GError **error)
{
  CsvFile *self = file;

  g_ptr_array_set_size (self->cells, n_columns);
  for (guint i = 0; i < n_columns; i++)
    csv_text (self, i, columns[i].title);

  return csv_end_row (self, error);
}

/* A table that other programs read holds nothing but the table. */
static void
csv_note (gpointer file, const char *text)
{
}

static void
csv_free (CsvFile *self)
{
  g_ptr_array_unref (self->cells);
  g_free (self->path);
  g_free (self);
}

static gboolean
csv_close (gpointer file, GError **error)
{
  CsvFile *self = file;
  gboolean had_error = ferror (self->file);
  gboolean done = fclose (self->file) == 0 && !had_error;

  if (!done)
    _yb_sheet_set_write_error (self->path, errno, error);
  csv_free (self);
  return done;
}

static void
csv_drop (gpointer file)
{
  CsvFile *self = file;

  fclose (self->file);
  csv_free (self);
}

const YbSheetFormat _yb_sheet_csv = {
    .suffix = ".csv",
    .open = csv_open,
    .begin = csv_begin,
    .text = csv_text,
    .number = csv_number,
    .real = csv_real,
    .money = csv_money,
    .date = csv_date,
    .time = csv_time,
    .end_row = csv_end_row,
    .note = csv_note,
    .close = csv_close,
    .drop = csv_drop,
};
