/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "yb-enum.h"

G_BEGIN_DECLS

/**
 * YB_NO_VALUE:
 *
 * "Not stated" in a field of kind money, integer or basis points, where 0 is a value of its own. In times, references,
 * enumerations and flags "not stated" is 0; in texts and dates it is "".
 */
#ifndef YB_NO_VALUE
#define YB_NO_VALUE G_MININT64
#endif

/**
 * YbFieldKind:
 * @YB_FIELD_TEXT: UTF-8 text
 * @YB_FIELD_SECRET: personal data as text: masked for those who lack the right to see it
 * @YB_FIELD_MONEY: fen
 * @YB_FIELD_INTEGER: a whole number
 * @YB_FIELD_BASIS_POINTS: a share in 1/100 %
 * @YB_FIELD_TIME: UTC milliseconds
 * @YB_FIELD_DATE: a day, "YYYY-MM-DD"
 * @YB_FIELD_ENUM: one of the values of an enumeration
 * @YB_FIELD_FLAG: 0 or 1
 * @YB_FIELD_REFERENCE: the id of another record
 * @YB_FIELD_LIST: (verb arguments only) a list of objects
 */
typedef enum
{
  YB_FIELD_TEXT,
  YB_FIELD_SECRET,
  YB_FIELD_MONEY,
  YB_FIELD_INTEGER,
  YB_FIELD_BASIS_POINTS,
  YB_FIELD_TIME,
  YB_FIELD_DATE,
  YB_FIELD_ENUM,
  YB_FIELD_FLAG,
  YB_FIELD_REFERENCE,
  YB_FIELD_LIST,
} YbFieldKind;

/**
 * YbFieldFlags:
 * @YB_FIELD_REQUIRED: must have a value
 * @YB_FIELD_INTERNAL: kept by the program: not imported, not typed by people
 * @YB_FIELD_IMPORTED: a column of an import may feed it
 * @YB_FIELD_MULTILINE: a text of several lines
 * @YB_FIELD_CONCEALED: a password: what is typed is not shown
 * @YB_FIELD_PERSONAL: personal data that is no plain text (a birthday); a secret is personal by its kind
 * @YB_FIELD_LOOKED_UP: a sealed phone number that is found by its whole and by its last four digits: the store keeps
 *   NAME_hash and NAME_tail beside it
 * @YB_FIELD_HASHED: a secret that is kept as a hash (a password): it is needed before there is a key, and never sealed
 */
typedef enum
{
  YB_FIELD_NO_FLAGS = 0,
  YB_FIELD_REQUIRED = 1 << 0,
  YB_FIELD_INTERNAL = 1 << 1,
  YB_FIELD_IMPORTED = 1 << 2,
  YB_FIELD_MULTILINE = 1 << 3,
  YB_FIELD_PERSONAL = 1 << 4,
  YB_FIELD_LOOKED_UP = 1 << 5,
  YB_FIELD_HASHED = 1 << 6,
  YB_FIELD_CONCEALED = 1 << 7,
} YbFieldFlags;

/**
 * YbFieldCheck:
 * @text: a value that is not empty
 *
 * Returns: (transfer none) (nullable): what looks wrong, translated, or %NULL. A warning: it lets the value through.
 */
typedef const char *(*YbFieldCheck) (const char *text);

/**
 * YbField:
 * @name: column, property, import and export name, JSON name
 * @label: English source string
 * @kind: what it holds
 * @flags: see #YbFieldFlags
 * @offset: where it lies in the record's struct; unused in a table of verb arguments
 * @enumeration: (nullable): the values, for kind enum
 * @refers: (nullable): the record kind it points to, for kind reference
 * @code_field: (nullable): for a reference: the field of the other record that scripts and files write instead of
 *   its id, for instance "code" of the staff
 * @aliases: (nullable): further column names an import may meet, separated by ";"
 * @check: (nullable): a warning for values that look wrong
 *
 * One fact of a record type, or one argument of a verb. Everything that treats fields alike (storage, properties, JSON,
 * import, export, forms) reads this table.
 */
typedef struct
{
  const char *name;
  const char *label;
  YbFieldKind kind;
  YbFieldFlags flags;
  gsize offset;
  const YbEnum *enumeration;
  const char *refers;
  const char *code_field;
  const char *aliases;
  YbFieldCheck check;
} YbField;

#define YB_FIELD(TYPE, NAME, KIND, LABEL, ...)                                                               \
  {                                                                                                          \
    .name = #NAME, .label = LABEL, .kind = YB_FIELD_##KIND, .offset = G_STRUCT_OFFSET (TYPE, NAME),          \
    __VA_ARGS__                                                                                              \
  }
#define YB_ARGUMENT(NAME, KIND, LABEL, ...)                                                                  \
  {                                                                                                          \
    .name = NAME, .label = LABEL, .kind = YB_FIELD_##KIND, __VA_ARGS__                                       \
  }

/**
 * yb_field_is_text:
 * @field: a field
 *
 * Returns: whether its value is a string; otherwise it is a number
 */
static inline gboolean
yb_field_is_text (const YbField *field)
{
  return field->kind == YB_FIELD_TEXT || field->kind == YB_FIELD_SECRET || field->kind == YB_FIELD_DATE;
}

/**
 * yb_field_is_personal:
 * @field: a field
 *
 * Returns: whether it holds personal data, which those without the right to see it only see masked (security.md)
 */
static inline gboolean
yb_field_is_personal (const YbField *field)
{
  return field->kind == YB_FIELD_SECRET || (field->flags & YB_FIELD_PERSONAL) != 0;
}

/**
 * yb_field_is_sealed:
 * @field: a field of a record
 *
 * Returns: whether the store keeps its value sealed: all personal texts (security.md 4)
 */
static inline gboolean
yb_field_is_sealed (const YbField *field)
{
  return yb_field_is_personal (field) && yb_field_is_text (field) && (field->flags & YB_FIELD_HASHED) == 0;
}

const YbField *yb_field_find (const YbField *fields, guint n_fields, const char *name);
const char *yb_field_label (const YbField *field);
gint64 yb_field_no_value (const YbField *field);
gboolean
yb_field_parse (const YbField *field, const char *text, gint64 *number, char **string, GError **error);
char *yb_field_format (const YbField *field, gint64 number, const char *string) G_GNUC_WARN_UNUSED_RESULT;
char *yb_field_to_plain (const YbField *field, gint64 number, const char *string) G_GNUC_WARN_UNUSED_RESULT;
char *yb_field_mask (const YbField *field, const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
