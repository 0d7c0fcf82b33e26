/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which rows of which tables changed: interned table name -> GArray of ids. */

#include "config.h"

#include "yb-transaction-private.h"

#include <json-glib/json-glib.h>

#include "yb-house.h"

/* No transaction makes more rows than this. */
#define MAX_RUN 100000000

GHashTable *
_yb_changes_new (void)
{
  return g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
}

void
_yb_changes_add (GHashTable *changes, const char *table, gint64 id)
{
  const char *key = g_intern_string (table);
  GArray *ids = g_hash_table_lookup (changes, key);

  if (ids == NULL)
    {
      ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_insert (changes, (gpointer) key, ids);
    }

  /* A row is often written several times in a row. */
  if (ids->len == 0 || g_array_index (ids, gint64, ids->len - 1) != id)
    g_array_append_val (ids, id);
}

void
_yb_changes_add_all (GHashTable *changes, GHashTable *others)
{
  GHashTableIter iter;
  gpointer table, ids;

  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &table, &ids))
    for (guint i = 0; i < ((GArray *) ids)->len; i++)
      _yb_changes_add (changes, table, g_array_index ((GArray *) ids, gint64, i));
}

/* Reads the column "changes" of an audit row, as another process wrote it. The file may be damaged or tampered with:
 * nothing of it is taken for granted. */
gboolean
_yb_changes_add_json (GHashTable *changes, const char *json, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (json, error);
  JsonArray *array;

  if (root == NULL || !JSON_NODE_HOLDS_ARRAY (root))
    return FALSE;

  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      JsonObject *change = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;
      const char *table;
      gint64 first, last;

      if (change == NULL)
        continue;
      table = json_object_get_string_member_with_default (change, "table", NULL);
      first = json_object_get_int_member_with_default (change, "id", 0);
      last = json_object_get_int_member_with_default (change, "last", first);
      if (table == NULL || yb_row_type_by_kind (table) == NULL || last - first > MAX_RUN)
        continue;
      for (gint64 id = first; id <= last; id++)
        _yb_changes_add (changes, table, id);
    }

  return TRUE;
}
