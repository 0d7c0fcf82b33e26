/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-private.h"

static gboolean
is_password (YbRow *row, const YbField *field)
{
  return yb_row_get_row_type (row) == &yb_staff_row_type && field->kind == YB_FIELD_SECRET;
}

static char *
code_of_staff (YbDesk *self, gint64 id)
{
  g_autoptr (YbStaff) staff = NULL;

  if (id == 0)
    return NULL;

  staff = yb_store_get_row (yb_desk_get_store (self), &yb_staff_row_type, id);
  return staff != NULL ? g_strdup (staff->code) : NULL;
}

/**
 * yb_desk_format_field:
 * @self: a desk
 * @row: a stored record
 * @field: a field of it
 *
 * Returns: (transfer full): the value for the signed-in person: personal data masked unless the right
 *   to read it says "full" (security.md), a reference to the staff as the name, "" when not stated
 */
char *
yb_desk_format_field (YbDesk *self, YbRow *row, const YbField *field)
{
  g_return_val_if_fail (YB_IS_DESK (self) && YB_IS_ROW (row) && field != NULL, NULL);

  if (is_password (row, field))
    return g_strdup ("");
  if (yb_field_is_personal (field) && !yb_desk_sees_personal (self, row))
    return yb_field_mask (field, yb_row_get_text (row, field));
  if (field->kind == YB_FIELD_REFERENCE && g_strcmp0 (field->refers, "staff") == 0 &&
      yb_row_has_value (row, field))
    {
      g_autoptr (YbStaff) staff = yb_store_get_row (yb_desk_get_store (self), &yb_staff_row_type,
                                                    yb_row_get_number (row, field));

      return g_strdup (staff != NULL ? staff->name : "");
    }

  return yb_row_format (row, field);
}

static JsonNode *
text_node (const char *text)
{
  JsonNode *node = json_node_new (text != NULL ? JSON_NODE_VALUE : JSON_NODE_NULL);

  if (text != NULL)
    json_node_set_string (node, text);
  return node;
}

static JsonNode *
number_node (gint64 value)
{
  return json_node_init_int (json_node_alloc (), value);
}

static JsonNode *
reference_node (YbDesk *self, const YbField *field, gint64 id)
{
  g_autofree char *code = NULL;

  if (field->code_field == NULL)
    return number_node (id);

  code = code_of_staff (self, id);
  return code != NULL ? text_node (code) : number_node (id);
}

static JsonNode *
field_node (YbDesk *self, YbRow *row, const YbField *field, gboolean masked)
{
  g_autofree char *text = NULL;

  if (field->kind == YB_FIELD_FLAG)
    return json_node_init_boolean (json_node_alloc (), yb_row_get_number (row, field) != 0);
  if (!yb_row_has_value (row, field))
    return text_node (NULL);
  if (masked && yb_field_is_personal (field))
    {
      text = yb_field_mask (field, yb_row_get_text (row, field));
      return text_node (text);
    }

  switch (field->kind)
    {
    case YB_FIELD_INTEGER:
      return number_node (yb_row_get_number (row, field));
    case YB_FIELD_REFERENCE:
      return reference_node (self, field, yb_row_get_number (row, field));
    case YB_FIELD_SECRET:
    case YB_FIELD_TEXT:
    case YB_FIELD_DATE:
      return text_node (yb_row_get_text (row, field));
    case YB_FIELD_MONEY:
    case YB_FIELD_BASIS_POINTS:
    case YB_FIELD_TIME:
    case YB_FIELD_ENUM:
    case YB_FIELD_FLAG:
    case YB_FIELD_LIST:
    default:
      text = yb_field_to_plain (field, yb_row_get_number (row, field), NULL);
      return text_node (text);
    }
}

/**
 * yb_desk_row_to_json:
 * @self: a desk
 * @row: a stored record
 *
 * Returns: (transfer full): the record as contract.md shows it: names of the field table, codes, money as a
 *   decimal text, times as RFC 3339, null for what is not stated, personal data masked without the right to
 *   see it
 */
JsonObject *
yb_desk_row_to_json (YbDesk *self, YbRow *row)
{
  const YbRowType *type;
  JsonObject *object;
  gboolean masked;

  g_return_val_if_fail (YB_IS_DESK (self) && YB_IS_ROW (row), NULL);

  type = yb_row_get_row_type (row);
  masked = !yb_desk_sees_personal (self, row);
  object = json_object_new ();
  json_object_set_int_member (object, "id", row->id);
  json_object_set_int_member (object, "revision", row->revision);
  for (guint i = 0; i < type->n_fields; i++)
    if (!is_password (row, &type->fields[i]))
      json_object_set_member (object, type->fields[i].name, field_node (self, row, &type->fields[i], masked));

  if (type == &yb_deal_row_type)
    {
      g_autoptr (YbCustomer) customer = yb_store_get_row (yb_desk_get_store (self), &yb_customer_row_type,
                                                          YB_DEAL (row)->customer);

      json_object_set_member (object, "customer_name", text_node (customer != NULL ? customer->name : NULL));
    }

  return object;
}
