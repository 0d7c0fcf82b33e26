/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "yb-import-map.h"

G_BEGIN_DECLS

typedef struct
{
  char *key;
  char *value;
  guint line; /* in the file, 0 if it was set in memory */
} YbMapEntry;

/* Pairs in their order. Short: looked through from the front, except for values. */
typedef struct
{
  char *name; /* the field, for values */
  guint line;
  GPtrArray *entries; /* YbMapEntry */
  GHashTable *by_key; /* of the entries' own keys */
} YbMapSection;

struct _YbImportMap
{
  char *kind;
  char *date_format;
  char *encoding;
  char *sheet;
  char delimiter;
  gboolean create_staff;
  GStrv null;
  YbMapSection *columns; /* field -> column */
  GPtrArray *values;     /* YbMapSection: their value -> ours */
};

YbMapSection *_yb_map_section_new (const char *name, guint line);
void _yb_map_section_free (YbMapSection *self);
YbMapEntry *_yb_map_section_find (YbMapSection *self, const char *key);
void _yb_map_section_set (YbMapSection *self, const char *key, const char *value, guint line);
YbMapSection *_yb_import_map_find_values (YbImportMap *self, const char *field);

G_END_DECLS
