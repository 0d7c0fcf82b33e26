/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "yb-table.h"

G_BEGIN_DECLS

/* All cells lie in one text, each ended by a NUL; a cell is the offset of its first byte. Offset 0 is the empty
 * cell. So a million rows of eight cells cost 4 bytes a cell besides the text itself. */
struct _YbTable
{
  gatomicrefcount ref_count;

  char *text;
  gsize text_length;
  gsize text_size;

  guint n_columns;
  guint stride; /* cells a row in the store: empty columns without a name at the end are not shown */
  guint32 *headers;
  GArray *cells;  /* guint32, stride a row */
  GArray *lines;  /* guint32, one a row */
  GArray *ragged; /* guint32 row numbers, rising */

  GArray *problems; /* YbTableProblem */
  guint n_problems_left_out;

  const char *encoding; /* static */
  char delimiter[2];
  GStrv sheets;
  char *sheet;
};

/* The record that is being read, and the reading's surroundings. */
typedef struct
{
  YbTable *table;
  GArray *record; /* guint32 */
  guint line;
  gboolean has_header;
  guint header_line;
  guint n_header_problems;
  guint n_named;  /* columns up to the last one with a name */
  guint n_filled; /* columns up to the last one with a cell */
  gboolean pads;  /* short records are no fault: a workbook leaves out empty cells */
  const YbTableOptions *options;
  GCancellable *cancellable;
  int last_percent;
} YbTableBuilder;

/* yb-table-builder.c */
void _yb_table_builder_init (YbTableBuilder *self,
                             const YbTableOptions *options,
                             GCancellable *cancellable,
                             gsize text_size);
void _yb_table_builder_clear (YbTableBuilder *self);
YbTable *_yb_table_builder_finish (YbTableBuilder *self, GError **error);
void _yb_table_builder_append (YbTableBuilder *self, const char *text, gsize length);
guint32 _yb_table_builder_close_text (YbTableBuilder *self, gsize start);
void _yb_table_builder_begin_record (YbTableBuilder *self, guint line);
gboolean _yb_table_builder_add_cell (YbTableBuilder *self, guint column, guint32 offset, GError **error);
gboolean _yb_table_builder_end_record (YbTableBuilder *self, GError **error);
void _yb_table_builder_take_problem (
    YbTableBuilder *self, guint line, guint column, YbTableProblemCode code, char *message);
gboolean _yb_table_builder_tick (YbTableBuilder *self, double fraction, GError **error);

/* yb-table-kind.c */
typedef enum
{
  YB_TABLE_KIND_TEXT,
  YB_TABLE_KIND_ZIP,
} YbTableKind;

gboolean _yb_table_find_kind (const guchar *data, gsize length, YbTableKind *kind, GError **error);

/* yb-table-file.c */
GFileInputStream *_yb_table_open (GFile *file,
                                  const char *folder,
                                  const char *odd,
                                  goffset *size,
                                  GCancellable *cancellable,
                                  GError **error);

/* yb-table-encoding.c */
typedef gboolean (*YbTextSink) (
    const char *text, gsize length, gsize raw_position, gpointer user_data, GError **error);

const char *
_yb_encoding_find (const guchar *data, gsize length, const char *wish, gsize *bom_length, GError **error);
gboolean _yb_encoding_decode (const guchar *data,
                              gsize length,
                              gsize start,
                              const char *encoding,
                              YbTextSink sink,
                              gpointer user_data,
                              GError **error);

/* yb-csv.c, yb-xlsx.c */
gboolean _yb_csv_read (YbTableBuilder *builder, GBytes *bytes, GError **error);
gboolean _yb_xlsx_read (YbTableBuilder *builder, GBytes *bytes, GError **error);

G_END_DECLS
