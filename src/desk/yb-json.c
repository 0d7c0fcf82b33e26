/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What json-glib leaves to its users. */

#include "config.h"

#include "yb-desk-private.h"

#include <string.h>

static JsonNode *
copy_node (JsonNode *node)
{
  JsonNode *copy;

  switch (JSON_NODE_TYPE (node))
    {
    case JSON_NODE_OBJECT:
      copy = json_node_new (JSON_NODE_OBJECT);
      json_node_take_object (copy, _yb_json_copy_object (json_node_get_object (node)));
      return copy;
    case JSON_NODE_ARRAY:
      {
        JsonArray *from = json_node_get_array (node);
        JsonArray *to = json_array_sized_new (json_array_get_length (from));

        for (guint i = 0; i < json_array_get_length (from); i++)
          json_array_add_element (to, copy_node (json_array_get_element (from, i)));
        copy = json_node_new (JSON_NODE_ARRAY);
        json_node_take_array (copy, to);
        return copy;
      }
    default:
      return json_node_copy (node);
    }
}

/**
 * _yb_json_copy_object:
 * @object: a JSON object
 *
 * JSON objects do not belong to two threads, and json_node_copy() shares what lies deeper. A copy costs a third of
 * writing a text and reading it again.
 *
 * Returns: (transfer full): an object that shares nothing with @object
 */
JsonObject *
_yb_json_copy_object (JsonObject *object)
{
  JsonObject *copy = json_object_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    json_object_set_member (copy, name, copy_node (node));

  return copy;
}

static gboolean
node_can_be_kept (JsonNode *node)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_OBJECT (node))
    return _yb_json_can_be_kept (json_node_get_object (node));
  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (!node_can_be_kept (json_array_get_element (array, i)))
          return FALSE;
      return TRUE;
    }
  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return TRUE;

  g_ascii_dtostr (text, sizeof text, json_node_get_double (node));
  return strspn (text, "-.0123456789") == strlen (text);
}

/**
 * _yb_json_can_be_kept:
 * @object: a JSON object
 *
 * What json-glib writes of a number with an exponent it does not read: the audit row could not be read back.
 *
 * Returns: whether the text of @object can be read again
 */
gboolean
_yb_json_can_be_kept (JsonObject *object)
{
  JsonObjectIter iter;
  JsonNode *node;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &node))
    if (!node_can_be_kept (node))
      return FALSE;

  return TRUE;
}
