/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "yb-field.h"

G_BEGIN_DECLS

typedef struct _YbRow YbRow;
typedef struct _YbRowClass YbRowClass;

/**
 * YbRowDependency:
 * @table: another table whose columns show in this row
 * @field: the reference field of this row that points there
 */
typedef struct
{
  const char *table;
  const char *field;
} YbRowDependency;

/**
 * YbRowType:
 * @kind: the singular name: table in the database, argument of verbs ("deal")
 * @plural: the name in list, import and export ("deals")
 * @label: English source string
 * @table: the table whose ids it carries; equal to @kind except for views
 * @source: table or view it is read from
 * @fields: its own fields, without those of #YbRow
 * @n_fields: how many
 * @depends: (nullable): for views: other tables shown in it, ended by a %NULL table
 * @get_type: its GType
 * @right: the right that opens lists of it, or %NULL
 * @settled: read at every turn and seldom changed: people, rights, rules. Whoever writes may keep what follows from
 *   such tables alone (yb_connection_keep())
 *
 * A noun of the dealership.
 */
typedef struct
{
  const char *kind;
  const char *plural;
  const char *label;
  const char *table;
  const char *source;
  const YbField *fields;
  guint n_fields;
  const YbRowDependency *depends;
  GType (*get_type) (void);
  const char *right;
  gboolean settled;
} YbRowType;

/**
 * YbRow:
 * @id: primary key, 0 while it is not stored
 * @revision: counts the changes; a change of a row names the revision it saw
 * @created_at: UTC ms
 * @created_by: staff id, 0 for the program
 * @updated_at: UTC ms
 * @updated_by: staff id, 0 for the program
 *
 * @owner: (internal): who keeps it in an index without a reference, see yb_row_set_owner()
 * @forget: (internal): tells @owner that it goes
 *
 * The base of every record. Rows that lists and forms show belong to the main thread and are shared (one object per
 * record and store); verbs work on rows of their own.
 */
struct _YbRow
{
  GObject parent_instance;

  gint64 id;
  gint64 revision;
  gint64 created_at;
  gint64 created_by;
  gint64 updated_at;
  gint64 updated_by;

  gpointer owner;
  void (*forget) (gpointer owner, YbRow *self);
};

struct _YbRowClass
{
  GObjectClass parent_class;

  const YbRowType *type;
  GParamSpec **base_properties;
  GParamSpec **properties;
};

#define YB_TYPE_ROW (yb_row_get_type ())
#define YB_ROW(object) (G_TYPE_CHECK_INSTANCE_CAST ((object), YB_TYPE_ROW, YbRow))
#define YB_IS_ROW(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), YB_TYPE_ROW))
#define YB_ROW_GET_CLASS(object) (G_TYPE_INSTANCE_GET_CLASS ((object), YB_TYPE_ROW, YbRowClass))
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbRow, g_object_unref)

GType yb_row_get_type (void);

YbRow *yb_row_new (const YbRowType *type) G_GNUC_WARN_UNUSED_RESULT;
const YbRowType *yb_row_get_row_type (YbRow *self);
void yb_row_set_owner (YbRow *self, gpointer owner, void (*forget) (gpointer owner, YbRow *self));

gint64 yb_row_get_number (YbRow *self, const YbField *field);
const char *yb_row_get_text (YbRow *self, const YbField *field);
gboolean yb_row_set_number (YbRow *self, const YbField *field, gint64 value);
gboolean yb_row_set_text (YbRow *self, const YbField *field, const char *value);
void yb_row_put_number (YbRow *self, const YbField *field, gint64 value);
void yb_row_put_text (YbRow *self, const YbField *field, const char *value);
gboolean yb_row_has_value (YbRow *self, const YbField *field);
gboolean yb_row_field_equal (YbRow *self, YbRow *other, const YbField *field);
void yb_row_copy_from (YbRow *self, YbRow *other);
char *yb_row_format (YbRow *self, const YbField *field) G_GNUC_WARN_UNUSED_RESULT;

gboolean yb_row_type_is_sealed (const YbRowType *type);
const YbField *yb_row_type_find_field (const YbRowType *type, const char *name);
const YbField *yb_row_base_fields (guint *n_fields);

void yb_row_class_install_fields (gpointer klass, const YbRowType *type);

/**
 * YB_DECLARE_ROW:
 *
 * In the header of a record type, after its struct, whose first member is "YbRow parent_instance".
 */
#define YB_DECLARE_ROW(TypeName, type_name, TYPE_NAME)                                                       \
  GType type_name##_get_type (void);                                                                         \
  extern const YbRowType type_name##_row_type;                                                               \
  typedef struct                                                                                             \
  {                                                                                                          \
    YbRowClass parent_class;                                                                                 \
  } TypeName##Class;                                                                                         \
  G_DEFINE_AUTOPTR_CLEANUP_FUNC (TypeName, g_object_unref)                                                   \
  static inline TypeName *TYPE_NAME (gpointer object)                                                        \
  {                                                                                                          \
    return G_TYPE_CHECK_INSTANCE_CAST (object, type_name##_get_type (), TypeName);                           \
  }

/**
 * YB_DEFINE_ROW:
 *
 * In the .c file of a record type, after its YbRowType. Texts are freed by the base class, which finds them in the
 * field table.
 */
#define YB_DEFINE_ROW(TypeName, type_name)                                                                   \
  G_DEFINE_TYPE (TypeName, type_name, YB_TYPE_ROW)                                                           \
  static void type_name##_class_init (TypeName##Class *klass)                                                \
  {                                                                                                          \
    yb_row_class_install_fields (klass, &type_name##_row_type);                                              \
  }                                                                                                          \
  static void type_name##_init (TypeName *self)                                                              \
  {                                                                                                          \
  }

G_END_DECLS
