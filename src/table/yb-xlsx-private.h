/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "yb-table-private.h"

G_BEGIN_DECLS

/* A small file must not become a large one: caps against "zip bombs". A real workbook packs to a tenth or so. */
#define YB_XLSX_MAX_BYTES (G_GUINT64_CONSTANT (1024) * 1024 * 1024)
#define YB_XLSX_FREE_BYTES (64 * 1024 * 1024) /* so much is never too much, whatever the ratio */
#define YB_XLSX_MAX_RATIO 200
#define YB_XLSX_MAX_PARTS 10000
#define YB_XLSX_MAX_STRINGS 5000000

/* The zip file. Parts are unpacked and parsed in pieces, so that none lies unpacked in memory. */
typedef struct
{
  GBytes *bytes;
  YbTableBuilder *builder;
  GHashTable *parts; /* lower-case name -> name */
  guint64 n_unpacked;
  double from; /* the share of the whole work that the next part is */
  double to;
} YbXlsxPackage;

/* Names are without their namespace. A handler that gives FALSE has set the error, and ends the parsing. */
typedef struct
{
  gboolean (*start) (gpointer user_data, const char *name, const char **attributes, GError **error);
  gboolean (*end) (gpointer user_data, const char *name, GError **error);
  gboolean (*text) (gpointer user_data, const char *text, gsize length, GError **error);
} YbXlsxHandlers;

/* yb-xlsx-package.c */
gboolean _yb_xlsx_package_open (YbXlsxPackage *self, YbTableBuilder *builder, GBytes *bytes, GError **error);
void _yb_xlsx_package_clear (YbXlsxPackage *self);
gboolean _yb_xlsx_package_has (YbXlsxPackage *self, const char *part);
gboolean _yb_xlsx_package_parse (YbXlsxPackage *self,
                                 const char *part,
                                 const YbXlsxHandlers *handlers,
                                 gpointer user_data,
                                 GError **error);
gboolean _yb_xlsx_refuse_damaged (const char *what, GError **error);
const char *_yb_xlsx_attribute (const char **attributes, const char *name);

/* yb-xlsx-number.c */
typedef enum
{
  YB_XLSX_FORMAT_NUMBER,
  YB_XLSX_FORMAT_DATE,
  YB_XLSX_FORMAT_DATE_TIME,
  YB_XLSX_FORMAT_TIME,
  YB_XLSX_FORMAT_DURATION,
} YbXlsxFormat;

#define YB_XLSX_NUMBER_SIZE 64

YbXlsxFormat _yb_xlsx_find_format (guint id, const char *code);
void _yb_xlsx_format_number (double value, char *text);
gboolean _yb_xlsx_format_serial (double value, YbXlsxFormat format, gboolean since_1904, char *text);

/* yb-xlsx-sheet.c */
typedef struct
{
  YbXlsxPackage *package;
  YbTableBuilder *builder;
  gboolean since_1904;
  GArray *strings; /* guint32, offsets into the table's text */
  GArray *formats; /* guint8, YbXlsxFormat by cell style */
} YbXlsxBook;

gboolean _yb_xlsx_read_strings (YbXlsxBook *book, const char *part, GError **error);
gboolean _yb_xlsx_read_styles (YbXlsxBook *book, const char *part, GError **error);
gboolean _yb_xlsx_read_sheet (YbXlsxBook *book, const char *part, GError **error);

G_END_DECLS
