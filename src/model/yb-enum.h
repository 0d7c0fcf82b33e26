/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * YbEnumValue:
 * @code: the stable text in the database, in files and in scripts
 * @label: the English source string shown to people; translated with @context
 *
 * One value of an enumeration.
 */
typedef struct
{
  const char *code;
  const char *label;
} YbEnumValue;

/**
 * YbEnum:
 * @name: the name of the enumeration, also the message context of its labels
 * @values: @n_values values; the value with index i has the number i + 1, 0 means "not set"
 *
 * A constant table of codes and labels. Only codes are stored; numbers and labels never leave the program.
 */
typedef struct
{
  const char *name;
  const YbEnumValue *values;
  guint n_values;
} YbEnum;

#define YB_ENUM(NAME, VALUES)                                                                                \
  {                                                                                                          \
    .name = NAME, .values = VALUES, .n_values = G_N_ELEMENTS (VALUES)                                        \
  }

int yb_enum_from_code (const YbEnum *type, const char *code);
const char *yb_enum_code (const YbEnum *type, int value);
const char *yb_enum_label (const YbEnum *type, int value);
char *yb_enum_list_codes (const YbEnum *type) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
