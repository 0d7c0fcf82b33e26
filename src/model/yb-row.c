/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-row.h"

#include <string.h>

/* Texts that are not stated share this one, so that a member of a record is never NULL. */
static char empty_text[] = "";

static const YbField base_fields[] = {
    YB_FIELD (YbRow, id, INTEGER, NULL, .flags = YB_FIELD_INTERNAL),
    YB_FIELD (YbRow, revision, INTEGER, NULL, .flags = YB_FIELD_INTERNAL),
    YB_FIELD (YbRow, created_at, TIME, NULL, .flags = YB_FIELD_INTERNAL),
    YB_FIELD (YbRow,
              created_by,
              REFERENCE,
              NULL,
              .flags = YB_FIELD_INTERNAL,
              .refers = "staff",
              .code_field = "code"),
    YB_FIELD (YbRow, updated_at, TIME, NULL, .flags = YB_FIELD_INTERNAL),
    YB_FIELD (YbRow,
              updated_by,
              REFERENCE,
              NULL,
              .flags = YB_FIELD_INTERNAL,
              .refers = "staff",
              .code_field = "code"),
};

static gpointer parent_class;

static inline gint64 *
number_at (YbRow *self, const YbField *field)
{
  return G_STRUCT_MEMBER_P (self, field->offset);
}

static inline char **
text_at (YbRow *self, const YbField *field)
{
  return G_STRUCT_MEMBER_P (self, field->offset);
}

static void
free_text (char *text)
{
  if (text != empty_text)
    g_free (text);
}

static const YbField *
field_of_property (YbRow *self, guint property_id)
{
  const YbRowType *type = YB_ROW_GET_CLASS (self)->type;

  if (property_id <= G_N_ELEMENTS (base_fields))
    return &base_fields[property_id - 1];

  return &type->fields[property_id - 1 - G_N_ELEMENTS (base_fields)];
}

static void
get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  YbRow *self = YB_ROW (object);
  const YbField *field = field_of_property (self, property_id);

  if (yb_field_is_text (field))
    g_value_set_string (value, *text_at (self, field));
  else
    g_value_set_int64 (value, *number_at (self, field));
}

static void
notify_field (YbRow *self, const YbField *field)
{
  const YbRowClass *klass = YB_ROW_GET_CLASS (self);
  gboolean is_base = field >= base_fields && field < base_fields + G_N_ELEMENTS (base_fields);

  g_object_notify_by_pspec (G_OBJECT (self), is_base ? klass->base_properties[field - base_fields]
                                                     : klass->properties[field - klass->type->fields]);
}

static void
finalize (GObject *object)
{
  YbRow *self = YB_ROW (object);
  const YbRowType *type = YB_ROW_GET_CLASS (self)->type;

  for (guint i = 0; i < type->n_fields; i++)
    if (yb_field_is_text (&type->fields[i]))
      free_text (*text_at (self, &type->fields[i]));

  G_OBJECT_CLASS (parent_class)->finalize (object);
}

static void
dispose (GObject *object)
{
  YbRow *self = YB_ROW (object);

  if (self->owner != NULL)
    self->forget (self->owner, self);
  self->owner = NULL;

  G_OBJECT_CLASS (parent_class)->dispose (object);
}

static void
base_class_init (gpointer klass, gpointer data)
{
  parent_class = g_type_class_peek_parent (klass);
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

/* GObject hands the class of the real type to the initialiser of a base type: the field table is known here. */
static void
base_init (GTypeInstance *instance, gpointer klass)
{
  const YbRowType *type = ((YbRowClass *) klass)->type;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];

      if (yb_field_is_text (field))
        *text_at ((YbRow *) instance, field) = empty_text;
      else
        *number_at ((YbRow *) instance, field) = yb_field_no_value (field);
    }
}

GType
yb_row_get_type (void)
{
  static gsize type_id;

  if (g_once_init_enter (&type_id))
    {
      GType id = g_type_register_static_simple (G_TYPE_OBJECT, g_intern_static_string ("YbRow"),
                                                sizeof (YbRowClass), (GClassInitFunc) base_class_init,
                                                sizeof (YbRow), base_init, G_TYPE_FLAG_ABSTRACT);
      g_once_init_leave (&type_id, id);
    }

  return type_id;
}

static GParamSpec *
make_property (const YbField *field)
{
  /* Not STATIC_NAME: GObject turns the underscores of a copied name into hyphens. */
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_NICK | G_PARAM_STATIC_BLURB;

  if (yb_field_is_text (field))
    return g_param_spec_string (field->name, NULL, NULL, "", flags);

  return g_param_spec_int64 (field->name, NULL, NULL, G_MININT64, G_MAXINT64, yb_field_no_value (field),
                             flags);
}

/**
 * yb_row_class_install_fields:
 * @klass: the class of a record type
 * @type: its description; the field table must be constant
 *
 * Makes one readable property per field. Called by YB_DEFINE_ROW().
 */
void
yb_row_class_install_fields (gpointer klass, const YbRowType *type)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  YbRowClass *self = klass;

  g_return_if_fail (type != NULL);

  self->type = type;
  object_class->get_property = get_property;

  /* Kept, as the class is: a lookup by name would cost more than reading the row. */
  self->base_properties = g_new (GParamSpec *, G_N_ELEMENTS (base_fields));
  for (guint i = 0; i < G_N_ELEMENTS (base_fields); i++)
    {
      self->base_properties[i] = make_property (&base_fields[i]);
      g_object_class_install_property (object_class, i + 1, self->base_properties[i]);
    }
  self->properties = g_new (GParamSpec *, type->n_fields);
  for (guint i = 0; i < type->n_fields; i++)
    {
      self->properties[i] = make_property (&type->fields[i]);
      g_object_class_install_property (object_class, G_N_ELEMENTS (base_fields) + i + 1, self->properties[i]);
    }
}

/**
 * yb_row_new:
 * @type: a record type
 *
 * Returns: (transfer full): an empty record that is not stored yet
 */
YbRow *
yb_row_new (const YbRowType *type)
{
  g_return_val_if_fail (type != NULL, NULL);

  return g_object_new (type->get_type (), NULL);
}

/**
 * yb_row_get_row_type:
 * @self: a record
 *
 * Returns: (transfer none): its description
 */
const YbRowType *
yb_row_get_row_type (YbRow *self)
{
  g_return_val_if_fail (YB_IS_ROW (self), NULL);

  return YB_ROW_GET_CLASS (self)->type;
}

/**
 * yb_row_set_owner:
 * @self: a record
 * @owner: (nullable): whoever keeps it in an index without holding a reference
 * @forget: (nullable): called with @owner when @self goes
 *
 * A weak reference for one holder, at a tenth of the price of g_object_weak_ref().
 */
void
yb_row_set_owner (YbRow *self, gpointer owner, void (*forget) (gpointer owner, YbRow *self))
{
  g_return_if_fail (YB_IS_ROW (self));

  self->owner = owner;
  self->forget = forget;
}

/**
 * yb_row_get_number:
 * @self: a record
 * @field: a field of it that holds a number
 *
 * Returns: the value in the unit of the field's kind
 */
gint64
yb_row_get_number (YbRow *self, const YbField *field)
{
  g_return_val_if_fail (YB_IS_ROW (self) && field != NULL && !yb_field_is_text (field), 0);

  return *number_at (self, field);
}

/**
 * yb_row_get_text:
 * @self: a record
 * @field: a field of it that holds a text
 *
 * Returns: (transfer none): the text, "" when not stated
 */
const char *
yb_row_get_text (YbRow *self, const YbField *field)
{
  g_return_val_if_fail (YB_IS_ROW (self) && field != NULL && yb_field_is_text (field), "");

  return *text_at (self, field);
}

/**
 * yb_row_set_number:
 * @self: a record
 * @field: a field of it that holds a number
 * @value: the new value
 *
 * Changes the object only, not the database; notifies if the value really changed.
 *
 * Returns: whether it changed
 */
gboolean
yb_row_set_number (YbRow *self, const YbField *field, gint64 value)
{
  g_return_val_if_fail (YB_IS_ROW (self) && field != NULL && !yb_field_is_text (field), FALSE);

  if (*number_at (self, field) == value)
    return FALSE;

  *number_at (self, field) = value;
  notify_field (self, field);
  return TRUE;
}

/**
 * yb_row_set_text:
 * @self: a record
 * @field: a field of it that holds a text
 * @value: (nullable): the new text, copied
 *
 * Changes the object only, not the database; notifies if the text really changed.
 *
 * Returns: whether it changed
 */
gboolean
yb_row_set_text (YbRow *self, const YbField *field, const char *value)
{
  char **text;

  g_return_val_if_fail (YB_IS_ROW (self) && field != NULL && yb_field_is_text (field), FALSE);

  text = text_at (self, field);
  if (value == NULL)
    value = "";
  if (strcmp (*text, value) == 0)
    return FALSE;

  free_text (*text);
  *text = *value == '\0' ? empty_text : g_strdup (value);
  notify_field (self, field);
  return TRUE;
}

/**
 * yb_row_put_number:
 * @self: a record that nobody watches yet
 * @field: a field of it that holds a number
 * @value: the value
 *
 * As yb_row_set_number() without a notification: for filling new records, where that is half of the time.
 */
void
yb_row_put_number (YbRow *self, const YbField *field, gint64 value)
{
  *number_at (self, field) = value;
}

/**
 * yb_row_put_text:
 * @self: a record that nobody watches yet
 * @field: a field of it that holds a text
 * @value: the text, copied
 *
 * As yb_row_set_text() without a notification.
 */
void
yb_row_put_text (YbRow *self, const YbField *field, const char *value)
{
  char **text = text_at (self, field);

  free_text (*text);
  *text = *value == '\0' ? empty_text : g_strdup (value);
}

/**
 * yb_row_has_value:
 * @self: a record
 * @field: a field of it
 *
 * Returns: whether the field is stated
 */
gboolean
yb_row_has_value (YbRow *self, const YbField *field)
{
  g_return_val_if_fail (YB_IS_ROW (self) && field != NULL, FALSE);

  if (yb_field_is_text (field))
    return **text_at (self, field) != '\0';

  return *number_at (self, field) != yb_field_no_value (field);
}

/**
 * yb_row_field_equal:
 * @self: a record
 * @other: another record of the same type
 * @field: a field
 *
 * Returns: whether both hold the same value
 */
gboolean
yb_row_field_equal (YbRow *self, YbRow *other, const YbField *field)
{
  g_return_val_if_fail (YB_IS_ROW (self) && YB_IS_ROW (other) && field != NULL, FALSE);

  if (yb_field_is_text (field))
    return strcmp (*text_at (self, field), *text_at (other, field)) == 0;

  return *number_at (self, field) == *number_at (other, field);
}

/**
 * yb_row_copy_from:
 * @self: a record
 * @other: another record of the same type
 *
 * Takes over all values; one notification per property that really changed.
 */
void
yb_row_copy_from (YbRow *self, YbRow *other)
{
  const YbRowType *type;

  g_return_if_fail (YB_IS_ROW (self) && YB_IS_ROW (other));
  g_return_if_fail (G_OBJECT_TYPE (self) == G_OBJECT_TYPE (other));

  type = yb_row_get_row_type (self);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < G_N_ELEMENTS (base_fields); i++)
    yb_row_set_number (self, &base_fields[i], *number_at (other, &base_fields[i]));
  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];

      if (yb_field_is_text (field))
        yb_row_set_text (self, field, *text_at (other, field));
      else
        yb_row_set_number (self, field, *number_at (other, field));
    }
  g_object_thaw_notify (G_OBJECT (self));
}

/**
 * yb_row_format:
 * @self: a record
 * @field: a field of it
 *
 * Returns: (transfer full): the value for people, "" when not stated
 */
char *
yb_row_format (YbRow *self, const YbField *field)
{
  g_return_val_if_fail (YB_IS_ROW (self) && field != NULL, NULL);

  if (yb_field_is_text (field))
    return yb_field_format (field, 0, *text_at (self, field));

  return yb_field_format (field, *number_at (self, field), NULL);
}

/**
 * yb_row_type_is_sealed:
 * @type: a record type
 *
 * Returns: whether any of its fields is kept sealed
 */
gboolean
yb_row_type_is_sealed (const YbRowType *type)
{
  g_return_val_if_fail (type != NULL, FALSE);

  for (guint i = 0; i < type->n_fields; i++)
    if (yb_field_is_sealed (&type->fields[i]))
      return TRUE;

  return FALSE;
}

/**
 * yb_row_type_find_field:
 * @type: a record type
 * @name: a name; fields of #YbRow are found too
 *
 * Returns: (transfer none) (nullable): the field
 */
const YbField *
yb_row_type_find_field (const YbRowType *type, const char *name)
{
  const YbField *field;

  g_return_val_if_fail (type != NULL && name != NULL, NULL);

  field = yb_field_find (type->fields, type->n_fields, name);
  return field != NULL ? field : yb_field_find (base_fields, G_N_ELEMENTS (base_fields), name);
}

/**
 * yb_row_base_fields:
 * @n_fields: (out): how many
 *
 * Returns: (transfer none): the fields that every record has
 */
const YbField *
yb_row_base_fields (guint *n_fields)
{
  g_return_val_if_fail (n_fields != NULL, NULL);

  *n_fields = G_N_ELEMENTS (base_fields);
  return base_fields;
}
