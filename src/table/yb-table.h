/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Limits: what lies beyond is refused in words (security.md, imports). */
#define YB_TABLE_MAX_FILE_BYTES (200 * 1024 * 1024)
#define YB_TABLE_MAX_CELL_BYTES (64 * 1024)
#define YB_TABLE_MAX_COLUMNS 256
#define YB_TABLE_MAX_ROWS 5000000
#define YB_TABLE_MAX_CELLS 50000000
/* Only so many problems are kept with their text; the others are counted. */
#define YB_TABLE_MAX_PROBLEMS 1000

/**
 * YbTableError:
 * @YB_TABLE_ERROR_TOO_LARGE: the file, a cell, the number of rows or columns is beyond a limit
 * @YB_TABLE_ERROR_ENCODING: the bytes are not text in the encoding, or the encoding is unknown
 * @YB_TABLE_ERROR_NOT_A_TABLE: the file is another thing (a picture, an old workbook, …)
 * @YB_TABLE_ERROR_MALFORMED: a table that is broken (open quotation mark, NUL byte, damaged workbook)
 * @YB_TABLE_ERROR_EMPTY: nothing in it
 * @YB_TABLE_ERROR_SHEET: the workbook has no such sheet
 * @YB_TABLE_ERROR_DATE: a cell is not a date, or a date format is not one
 * @YB_TABLE_ERROR_AMBIGUOUS: the dates of a column can be read in two ways
 * @YB_TABLE_ERROR_MAP: a mapping file is wrong; the message names the line
 */
typedef enum
{
  YB_TABLE_ERROR_TOO_LARGE,
  YB_TABLE_ERROR_ENCODING,
  YB_TABLE_ERROR_NOT_A_TABLE,
  YB_TABLE_ERROR_MALFORMED,
  YB_TABLE_ERROR_EMPTY,
  YB_TABLE_ERROR_SHEET,
  YB_TABLE_ERROR_DATE,
  YB_TABLE_ERROR_AMBIGUOUS,
  YB_TABLE_ERROR_MAP,
} YbTableError;

#define YB_TABLE_ERROR (yb_table_error_quark ())
GQuark yb_table_error_quark (void);

/**
 * YbTableProblemCode:
 * @YB_TABLE_PROBLEM_HEADER_EMPTY: a column without a name; it is called "#N"
 * @YB_TABLE_PROBLEM_HEADER_DUPLICATE: a name stood twice; the later one is called "name (2)"
 * @YB_TABLE_PROBLEM_TOO_FEW_CELLS: the row ends early; the missing cells are empty
 * @YB_TABLE_PROBLEM_TOO_MANY_CELLS: the row has filled cells beyond the last column; they are left out
 * @YB_TABLE_PROBLEM_STRAY_QUOTE: text after a closing quotation mark; it was kept
 * @YB_TABLE_PROBLEM_CELL_ERROR: the workbook shows an error there, such as #N/A
 * @YB_TABLE_PROBLEM_NO_RESULT: a formula whose result the file does not hold
 * @YB_TABLE_PROBLEM_CUT_NUMBER: a number of 16 or more digits, of which a workbook keeps only 15
 *
 * The first two are about the table as a whole; the others are about one row.
 */
typedef enum
{
  YB_TABLE_PROBLEM_HEADER_EMPTY,
  YB_TABLE_PROBLEM_HEADER_DUPLICATE,
  YB_TABLE_PROBLEM_TOO_FEW_CELLS,
  YB_TABLE_PROBLEM_TOO_MANY_CELLS,
  YB_TABLE_PROBLEM_STRAY_QUOTE,
  YB_TABLE_PROBLEM_CELL_ERROR,
  YB_TABLE_PROBLEM_NO_RESULT,
  YB_TABLE_PROBLEM_CUT_NUMBER,
} YbTableProblemCode;

/**
 * YbTableProblem:
 * @line: the line of the file (CSV) or the row of the sheet, from 1
 * @column: the column, from 1, or 0 for the whole row
 * @code: what it is
 * @message: a translated sentence, without the place
 */
typedef struct
{
  guint line;
  guint column;
  YbTableProblemCode code;
  char *message;
} YbTableProblem;

typedef struct _YbTable YbTable;

/**
 * YbTableProgress:
 * @fraction: from 0 to 1, never falling
 * @user_data: as given
 *
 * Called in the thread that reads, at most about a hundred times.
 */
typedef void (*YbTableProgress) (double fraction, gpointer user_data);

/**
 * YbTableOptions:
 * @encoding: (nullable): "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5", "windows-1252"; %NULL finds out
 * @sheet: (nullable): name of the sheet of a workbook; %NULL is the first that is not hidden
 * @delimiter: 0 finds out, else ',', ';', '|' or a tab
 * @progress: (nullable): told how far the reading is
 * @user_data: for @progress
 */
typedef struct
{
  const char *encoding;
  const char *sheet;
  char delimiter;
  YbTableProgress progress;
  gpointer user_data;
} YbTableOptions;

#define YB_TYPE_TABLE (yb_table_get_type ())
GType yb_table_get_type (void);

YbTable *yb_table_read (GFile *file,
                        const char *encoding,
                        const char *sheet,
                        YbTableProgress progress,
                        gpointer user_data,
                        GCancellable *cancellable,
                        GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbTable *yb_table_read_full (GFile *file,
                             const YbTableOptions *options,
                             GCancellable *cancellable,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbTable *yb_table_read_bytes (GBytes *bytes,
                              const YbTableOptions *options,
                              GCancellable *cancellable,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_table_explain_file_error (GError **error);
YbTable *yb_table_ref (YbTable *self);
void yb_table_unref (YbTable *self);

guint yb_table_get_n_columns (YbTable *self);
guint yb_table_get_n_rows (YbTable *self);
const char *yb_table_get_header (YbTable *self, guint column);
int yb_table_find_column (YbTable *self, const char *header);
const char *yb_table_get_cell (YbTable *self, guint row, guint column);
guint yb_table_get_line (YbTable *self, guint row);
gboolean yb_table_row_is_ragged (YbTable *self, guint row);
guint yb_table_get_n_problems (YbTable *self);
const YbTableProblem *yb_table_get_problem (YbTable *self, guint index);
guint yb_table_get_n_problems_left_out (YbTable *self);
const char *yb_table_get_encoding (YbTable *self);
const char *yb_table_get_delimiter (YbTable *self);
GStrv yb_table_get_sheets (YbTable *self);
const char *yb_table_get_sheet (YbTable *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbTable, yb_table_unref)

G_END_DECLS
