/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a column holds; decides format and alignment in a workbook. */
typedef enum
{
  YB_CELL_TEXT,
  YB_CELL_NUMBER,
  YB_CELL_MONEY,
  YB_CELL_DATE,
  YB_CELL_TIME,
  YB_CELL_REAL,
} YbCellKind;

typedef struct
{
  const char *title;
  YbCellKind kind;
  int width;
} YbSheetColumn;

/*
 * A table file being written: .xlsx or .csv, by the name. Rows are written in order and leave the memory at
 * once. The file appears under its name when it is complete and synced, never before. Texts always stay texts
 * (security.md).
 */
typedef struct _YbSheet YbSheet;

/* A kind of file: how it is written. Every function may fail; row and column count from 0. */
typedef struct
{
  const char *suffix;
  gpointer (*open) (const char *path, const char *author, const char *remark, GError **error);
  gboolean (*begin) (
      gpointer file, const char *title, const YbSheetColumn *columns, guint n_columns, GError **error);
  void (*text) (gpointer file, guint column, const char *text);
  void (*number) (gpointer file, guint column, gint64 value);
  void (*real) (gpointer file, guint column, double value);
  void (*money) (gpointer file, guint column, gint64 fen);
  void (*date) (gpointer file, guint column, const char *date);
  void (*time) (gpointer file, guint column, gint64 ms);
  gboolean (*end_row) (gpointer file, GError **error);
  void (*note) (gpointer file, const char *text);
  gboolean (*close) (gpointer file, GError **error);
  void (*drop) (gpointer file);
} YbSheetFormat;

extern const YbSheetFormat _yb_sheet_csv;
extern const YbSheetFormat _yb_sheet_xlsx;

YbSheet *_yb_sheet_new (const char *path, const char *author, const char *remark, GError **error);
gboolean _yb_sheet_begin (
    YbSheet *self, const char *title, const YbSheetColumn *columns, guint n_columns, GError **error);
void _yb_sheet_text (YbSheet *self, guint column, const char *text);
void _yb_sheet_number (YbSheet *self, guint column, gint64 value);
void _yb_sheet_real (YbSheet *self, guint column, double value);
void _yb_sheet_money (YbSheet *self, guint column, gint64 fen);
void _yb_sheet_date (YbSheet *self, guint column, const char *date);
char *_yb_sheet_time_text (gint64 ms) G_GNUC_WARN_UNUSED_RESULT;
void _yb_sheet_time (YbSheet *self, guint column, gint64 ms);
gboolean _yb_sheet_end_row (YbSheet *self, GError **error);
void _yb_sheet_note (YbSheet *self, const char *text);
gboolean _yb_sheet_finish (YbSheet *self, GError **error);
void _yb_sheet_free (YbSheet *self);
gboolean _yb_sheet_set_write_error (const char *path, int code, GError **error);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbSheet, _yb_sheet_free)

G_END_DECLS
