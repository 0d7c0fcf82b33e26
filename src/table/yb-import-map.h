/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "yb-table.h"

G_BEGIN_DECLS

/* The left-hand side that stands for every value that is not listed. */
#define YB_IMPORT_MAP_ANY "*"

typedef struct _YbImportMap YbImportMap;

/**
 * YbImportField:
 * @name: our field, as in the mapping file
 * @label: (nullable): what people read
 * @aliases: (nullable): other names that columns have, ended by %NULL
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *const *aliases;
} YbImportField;

YbImportMap *yb_import_map_new (const char *kind) G_GNUC_WARN_UNUSED_RESULT;
YbImportMap *
yb_import_map_load (GFile *file, GCancellable *cancellable, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbImportMap *
yb_import_map_load_from_data (const char *text, gssize length, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_import_map_save (YbImportMap *self, GFile *file, GError **error);
char *yb_import_map_to_data (YbImportMap *self) G_GNUC_WARN_UNUSED_RESULT;
void yb_import_map_free (YbImportMap *self);

const char *yb_import_map_get_kind (YbImportMap *self);
const char *yb_import_map_get_date_format (YbImportMap *self);
const char *yb_import_map_get_encoding (YbImportMap *self);
const char *yb_import_map_get_sheet (YbImportMap *self);
char yb_import_map_get_delimiter (YbImportMap *self);
gboolean yb_import_map_get_create_staff (YbImportMap *self);
gboolean yb_import_map_is_null (YbImportMap *self, const char *cell);

void yb_import_map_set_kind (YbImportMap *self, const char *kind);
void yb_import_map_set_date_format (YbImportMap *self, const char *date_format);
void yb_import_map_set_encoding (YbImportMap *self, const char *encoding);
void yb_import_map_set_sheet (YbImportMap *self, const char *sheet);
void yb_import_map_set_delimiter (YbImportMap *self, char delimiter);
void yb_import_map_set_create_staff (YbImportMap *self, gboolean create_staff);
void yb_import_map_set_null (YbImportMap *self, const char *const *spellings);

const char *yb_import_map_get_column (YbImportMap *self, const char *field);
void yb_import_map_set_column (YbImportMap *self, const char *field, const char *column);
GStrv yb_import_map_list_fields (YbImportMap *self) G_GNUC_WARN_UNUSED_RESULT;

gboolean yb_import_map_has_values (YbImportMap *self, const char *field);
const char *yb_import_map_map_value (YbImportMap *self, const char *field, const char *theirs);
void yb_import_map_set_value (YbImportMap *self, const char *field, const char *theirs, const char *ours);
GStrv yb_import_map_list_values (YbImportMap *self, const char *field) G_GNUC_WARN_UNUSED_RESULT;
void yb_import_map_split_outcome (const char *ours, char **value, char **outcome);

gboolean yb_import_map_check_fields (YbImportMap *self, const char *const *fields, GError **error);
gboolean yb_import_map_check_columns (YbImportMap *self, YbTable *table, GError **error);
guint yb_import_map_suggest (YbImportMap *self, YbTable *table, const YbImportField *fields, guint n_fields);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbImportMap, yb_import_map_free)

G_END_DECLS
