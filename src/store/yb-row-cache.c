/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Identity is the pointer: whoever shows a record shows the same object, and a commit refills it once for all views.
 * The cache holds no reference: an object lives as long as somebody shows it. Main thread only. */

#include "config.h"

#include "yb-store-private.h"

#include "yb-house.h"

typedef struct
{
  const YbRowType *type;
  GHashTable *rows; /* gint64* (the id inside the row) -> YbRow, weak */
} TypeCache;

struct _YbRowCache
{
  GHashTable *types; /* YbRowType -> TypeCache */
};

static void
forget (gpointer rows, YbRow *row)
{
  g_hash_table_remove (rows, &row->id);
}

static gboolean
forget_each_cb (gpointer key, gpointer row, gpointer rows)
{
  yb_row_set_owner (row, NULL, NULL);
  return TRUE;
}

static void
type_cache_free (TypeCache *self)
{
  g_hash_table_foreach_remove (self->rows, forget_each_cb, self->rows);
  g_hash_table_unref (self->rows);
  g_free (self);
}

YbRowCache *
_yb_row_cache_new (void)
{
  YbRowCache *self = g_new0 (YbRowCache, 1);

  self->types = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) type_cache_free);
  return self;
}

void
_yb_row_cache_free (YbRowCache *self)
{
  g_hash_table_unref (self->types);
  g_free (self);
}

static TypeCache *
get_type_cache (YbRowCache *self, const YbRowType *type)
{
  TypeCache *cache = g_hash_table_lookup (self->types, type);

  if (cache == NULL)
    {
      cache = g_new0 (TypeCache, 1);
      cache->type = type;
      cache->rows = g_hash_table_new (g_int64_hash, g_int64_equal);
      g_hash_table_insert (self->types, (gpointer) type, cache);
    }

  return cache;
}

/* (transfer full) (nullable): only if somebody shows it already */
gpointer
_yb_row_cache_lookup (YbRowCache *self, const YbRowType *type, gint64 id)
{
  YbRow *row = g_hash_table_lookup (get_type_cache (self, type)->rows, &id);

  return row != NULL ? g_object_ref (row) : NULL;
}

static void
remember (TypeCache *cache, YbRow *row)
{
  g_hash_table_insert (cache->rows, &row->id, row);
  yb_row_set_owner (row, cache->rows, forget);
}

/* (transfer full) (nullable): NULL if there is no such record */
gpointer
_yb_row_cache_get (YbRowCache *self, YbConnection *reader, const YbRowType *type, gint64 id)
{
  YbRow *row = _yb_row_cache_lookup (self, type, id);

  if (row != NULL)
    return row;

  row = yb_connection_get (reader, type, id, NULL);
  if (row != NULL)
    remember (get_type_cache (self, type), row);
  return row;
}

static void
read_page (TypeCache *cache, YbConnection *reader, const gint64 *ids, guint n_ids, GPtrArray *rows)
{
  YbStatement *select = _yb_row_sql_select_page (reader, cache->type);

  for (guint i = 0; i < n_ids; i++)
    yb_statement_bind_number (select, i + 1, ids[i]);
  while (yb_statement_step (select, NULL))
    {
      YbRow *row = yb_row_new (cache->type);

      _yb_connection_fill_new_row (select, row);
      remember (cache, row);
      g_ptr_array_add (rows, row);
    }
}

/* Adds references to the records with these ids to rows, in any order; those that do not exist are left out. */
void
_yb_row_cache_get_many (YbRowCache *self,
                        YbConnection *reader,
                        const YbRowType *type,
                        const gint64 *ids,
                        guint n_ids,
                        GPtrArray *rows)
{
  TypeCache *cache = get_type_cache (self, type);
  gint64 missing[YB_ROWS_PER_PAGE];
  guint n_missing = 0;

  for (guint i = 0; i < n_ids; i++)
    {
      YbRow *row = g_hash_table_lookup (cache->rows, &ids[i]);

      if (row != NULL)
        g_ptr_array_add (rows, g_object_ref (row));
      else
        missing[n_missing++] = ids[i];
      if (n_missing == YB_ROWS_PER_PAGE)
        {
          read_page (cache, reader, missing, n_missing, rows);
          n_missing = 0;
        }
    }
  if (n_missing > 0)
    read_page (cache, reader, missing, n_missing, rows);
}

static void
refresh_row (YbConnection *reader, YbRow *row)
{
  /* A record that is gone keeps its last content while somebody still shows it; the lists drop it. */
  yb_connection_load (reader, row, row->id, NULL);
}

static void
refresh_all (TypeCache *cache, YbConnection *reader)
{
  g_autoptr (GList) rows = g_hash_table_get_values (cache->rows);

  g_list_foreach (rows, (GFunc) (GCallback) g_object_ref, NULL);
  for (GList *l = rows; l != NULL; l = l->next)
    {
      refresh_row (reader, l->data);
      g_object_unref (l->data);
    }
}

static void
refresh_dependents (TypeCache *cache, YbConnection *reader, const YbField *reference, GArray *ids)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;

  for (guint i = 0; i < ids->len; i++)
    g_hash_table_add (wanted, &g_array_index (ids, gint64, i));

  g_hash_table_iter_init (&iter, cache->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      gint64 id = yb_row_get_number (row, reference);

      if (g_hash_table_contains (wanted, &id))
        g_ptr_array_add (rows, g_object_ref (row));
    }
  for (guint i = 0; i < rows->len; i++)
    refresh_row (reader, g_ptr_array_index (rows, i));
}

static void
refresh_type (TypeCache *cache, YbConnection *reader, const char *table, GArray *ids)
{
  if (g_str_equal (cache->type->table, table))
    for (guint i = 0; i < ids->len; i++)
      {
        YbRow *row = g_hash_table_lookup (cache->rows, &g_array_index (ids, gint64, i));

        if (row != NULL)
          {
            g_object_ref (row);
            refresh_row (reader, row);
            g_object_unref (row);
          }
      }

  for (const YbRowDependency *d = cache->type->depends; d != NULL && d->table != NULL; d++)
    if (g_str_equal (d->table, table))
      refresh_dependents (cache, reader, yb_row_type_find_field (cache->type, d->field), ids);
}

/* Refills every shown object that a commit touched; each object notifies only what really changed. */
void
_yb_row_cache_refresh (YbRowCache *self, YbConnection *reader, const char *table, GArray *ids)
{
  g_autoptr (GList) caches = g_hash_table_get_values (self->types);

  for (GList *l = caches; l != NULL; l = l->next)
    refresh_type (l->data, reader, table, ids);
}

/* Personal data that was filled in while the store was locked. */
void
_yb_row_cache_refresh_secrets (YbRowCache *self, YbConnection *reader)
{
  g_autoptr (GList) caches = g_hash_table_get_values (self->types);

  for (GList *l = caches; l != NULL; l = l->next)
    if (yb_row_type_is_sealed (((TypeCache *) l->data)->type))
      refresh_all (l->data, reader);
}
