/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A live list over a query. It holds only ids (8 bytes a row); items are made on demand, a page at a time, and shared
 * by all lists of the store. The lessons behind it are in style.md, "The live list, measured". */

#include "config.h"

#include "yb-row-list.h"

#include "yb-store-private.h"

/* Read at once, so that the first frame has rows; the rest comes from a worker. */
#define HEAD_ROWS 256
#define PAGE_SIZE 64
/* The rest of the ids shall not share the processors with the first frame. */
#define REST_DELAY_MS 60
#define MAX_PAGES 16
/* Above this, reading all ids again is cheaper than finding each one's place. */
#define MAX_SINGLE_CHANGES 64
#define MAX_PARAMETERS 12

struct _YbRowList
{
  GObject parent_instance;

  YbStore *store;
  const YbListQuery *query;
  YbListParameter parameters[MAX_PARAMETERS];
  char *texts[MAX_PARAMETERS];
  guint n_parameters;

  GArray *ids;  /* gint64 */
  GQueue pages; /* GPtrArray of rows kept alive, newest first */
  GCancellable *cancellable;
  guint rest_id;
  gboolean loading;
  gboolean stale; /* a commit fell into a load */
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (YbRowList,
                               yb_row_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static void reload (YbRowList *self);

static inline gint64
get_id (YbRowList *self, guint position)
{
  return g_array_index (self->ids, gint64, position);
}

/* ---- items ---- */

static gpointer
lookup_or_get (YbRowList *self, gint64 id)
{
  return _yb_row_cache_get (_yb_store_get_cache (self->store), yb_store_get_reader (self->store),
                            self->query->type, id);
}

static void
read_page (YbRowList *self, guint position)
{
  guint start = position - position % PAGE_SIZE;
  guint end = MIN (start + PAGE_SIZE, self->ids->len);
  GPtrArray *page = g_ptr_array_new_full (end - start, g_object_unref);

  _yb_row_cache_get_many (_yb_store_get_cache (self->store), yb_store_get_reader (self->store),
                          self->query->type, &g_array_index (self->ids, gint64, start), end - start, page);
  g_queue_push_head (&self->pages, page);
  while (self->pages.length > MAX_PAGES)
    g_ptr_array_unref (g_queue_pop_tail (&self->pages));
}

static GType
get_item_type (GListModel *model)
{
  return YB_ROW_LIST (model)->query->type->get_type ();
}

static guint
get_n_items (GListModel *model)
{
  return YB_ROW_LIST (model)->ids->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  YbRowList *self = YB_ROW_LIST (model);
  gpointer row;

  if (position >= self->ids->len)
    return NULL;

  row = _yb_row_cache_lookup (_yb_store_get_cache (self->store), self->query->type, get_id (self, position));
  if (row != NULL)
    return row;

  read_page (self, position);
  row = lookup_or_get (self, get_id (self, position));
  if (row == NULL)
    {
      /* The record went away in another process and its change has not been told yet: an empty one stands in, and the
       * list drops it with the next poll. */
      row = yb_row_new (self->query->type);
      ((YbRow *) row)->id = get_id (self, position);
    }

  return row;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

/* ---- reading ids ---- */

static void
bind_parameters (YbStatement *statement, const YbListParameter *parameters, guint n_parameters)
{
  for (guint i = 0; i < n_parameters; i++)
    if (parameters[i].is_null)
      yb_statement_bind_null (statement, i + 3);
    else if (parameters[i].text != NULL)
      yb_statement_bind_text (statement, i + 3, parameters[i].text);
    else
      yb_statement_bind_number (statement, i + 3, parameters[i].number);
}

static GArray *
read_ids (YbConnection *connection,
          YbSql sql,
          const YbListParameter *parameters,
          guint n_parameters,
          gint64 limit,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (connection, sql);

  yb_statement_bind_number (statement, 1, limit);
  bind_parameters (statement, parameters, n_parameters);
  while (!g_cancellable_is_cancelled (cancellable) && yb_statement_step (statement, &local_error))
    {
      gint64 id = yb_statement_number (statement, 0);

      g_array_append_val (ids, id);
    }
  yb_statement_reset (statement);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return g_steal_pointer (&ids);
}

/* 1: before, 0: not before, -1: one of the rows is not in the list */
static int
stands_before (YbRowList *self, gint64 a, gint64 b)
{
  YbStatement *statement = yb_connection_query (yb_store_get_reader (self->store), self->query->before);
  int result = -1;

  yb_statement_bind_number (statement, 1, a);
  yb_statement_bind_number (statement, 2, b);
  bind_parameters (statement, self->parameters, self->n_parameters);
  if (yb_statement_step (statement, NULL))
    result = yb_statement_number (statement, 0) != 0;
  yb_statement_reset (statement);
  return result;
}

/* SQLite compares, so that NULL and texts rank as in ORDER BY: about 20 probes in a million rows. */
static guint
find_insert_position (YbRowList *self, gint64 id)
{
  guint low = 0, high = self->ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (stands_before (self, get_id (self, middle), id) == 1)
        low = middle + 1;
      else
        high = middle;
    }

  return low;
}

/* ---- changes ---- */

static void
emit (YbRowList *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static gboolean
keeps_its_place (YbRowList *self, guint position, gint64 id)
{
  return (position == 0 || stands_before (self, get_id (self, position - 1), id) == 1) &&
         (position + 1 == self->ids->len || stands_before (self, id, get_id (self, position + 1)) == 1);
}

/* A short move goes out as one span, so that a selection follows; a long span would make views ask for every row in
 * it, so it goes out as a removal and an insertion. */
static void
move_row (YbRowList *self, guint position, gint64 id)
{
  guint target, from, n;

  g_array_remove_index (self->ids, position);
  target = find_insert_position (self, id);
  from = MIN (position, target);
  n = MAX (position, target) - from + 1;
  if (n <= PAGE_SIZE)
    {
      g_array_insert_val (self->ids, target, id);
      emit (self, from, n, n);
    }
  else
    {
      emit (self, position, 1, 0);
      g_array_insert_val (self->ids, target, id);
      emit (self, target, 0, 1);
    }
}

static void
apply_change (YbRowList *self, gint64 id)
{
  guint position = 0;
  gboolean listed = yb_row_list_find (self, id, &position);
  gboolean belongs = stands_before (self, id, id) != -1;

  if (listed && belongs && !keeps_its_place (self, position, id))
    move_row (self, position, id);
  else if (listed && !belongs)
    {
      g_array_remove_index (self->ids, position);
      emit (self, position, 1, 0);
    }
  else if (!listed && belongs)
    {
      position = find_insert_position (self, id);
      g_array_insert_val (self->ids, position, id);
      emit (self, position, 0, 1);
    }
}

static void
remove_at (YbRowList *self, guint position)
{
  g_array_remove_index (self->ids, position);
  emit (self, position, 1, 0);
}

/* Takes out what no longer belongs where it stands, until every neighbour of a changed row was compared: taking one out
 * makes two others neighbours. */
static void
take_out (YbRowList *self, GArray *changed)
{
  gboolean again = TRUE;

  while (again)
    {
      again = FALSE;
      for (guint i = 0; i < changed->len; i++)
        {
          gint64 id = g_array_index (changed, gint64, i);
          guint position;

          if (!yb_row_list_find (self, id, &position) ||
              (stands_before (self, id, id) != -1 && keeps_its_place (self, position, id)))
            continue;
          remove_at (self, position);
          again = TRUE;
        }
    }
}

/* Several rows at once: a search among rows that stand wrong themselves would go astray, so they are all taken out
 * before the first is put in. */
static void
apply_changes (YbRowList *self, GArray *changed)
{
  take_out (self, changed);
  for (guint i = 0; i < changed->len; i++)
    apply_change (self, g_array_index (changed, gint64, i));
}

static void
store_changed_cb (YbRowList *self, const char *table, GArray *ids)
{
  if (self->loading)
    self->stale = TRUE; /* the worker may have read before or after this commit */
  else if (ids->len > MAX_SINGLE_CHANGES)
    reload (self);
  else if (ids->len == 1)
    apply_change (self, g_array_index (ids, gint64, 0));
  else
    apply_changes (self, ids);
}

/* ---- loading ---- */

/* (transfer full) ids. Emits only the span between the equal head and the equal tail. */
static void
take_ids (YbRowList *self, GArray *ids)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);
  guint prefix = 0, suffix = 0, removed, added;
  guint limit = MIN (old->len, ids->len);

  while (prefix < limit && g_array_index (old, gint64, prefix) == g_array_index (ids, gint64, prefix))
    prefix++;
  while (suffix + prefix < limit && g_array_index (old, gint64, old->len - suffix - 1) ==
                                        g_array_index (ids, gint64, ids->len - suffix - 1))
    suffix++;
  removed = old->len - prefix - suffix;
  added = ids->len - prefix - suffix;

  if (removed > 0 && added > PAGE_SIZE)
    {
      /* Removal first: with both numbers large, a selection in the span would ask for all added items. */
      self->ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), prefix + suffix);
      g_array_append_vals (self->ids, old->data, prefix);
      g_array_append_vals (self->ids, (gint64 *) (gpointer) old->data + old->len - suffix, suffix);
      emit (self, prefix, removed, 0);
      g_array_unref (self->ids);
      removed = 0;
    }

  self->ids = ids;
  if (removed > 0 || added > 0)
    emit (self, prefix, removed, added);
}

typedef struct
{
  YbSql sql;
  YbListParameter parameters[MAX_PARAMETERS];
  guint n_parameters;
} LoadJob;

static LoadJob *
load_job_new (YbRowList *self)
{
  LoadJob *job = g_new0 (LoadJob, 1);

  job->sql = self->query->ids;
  job->n_parameters = self->n_parameters;
  for (guint i = 0; i < self->n_parameters; i++)
    {
      job->parameters[i] = self->parameters[i];
      job->parameters[i].text = g_strdup (self->parameters[i].text);
    }

  return job;
}

static void
load_job_free (gpointer data)
{
  LoadJob *job = data;

  for (guint i = 0; i < job->n_parameters; i++)
    g_free ((char *) job->parameters[i].text);
  g_free (job);
}

static gpointer
load_in_worker (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  LoadJob *job = data;

  return read_ids (connection, job->sql, job->parameters, job->n_parameters, -1, cancellable, error);
}

static void
loaded_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *link = user_data;
  g_autoptr (YbRowList) self = g_weak_ref_get (link);
  g_autoptr (GError) error = NULL;
  GArray *ids = yb_store_read_finish (NULL, result, &error);

  g_weak_ref_clear (link);
  g_free (link);
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_pointer (&ids, g_array_unref);
      return; /* the list is gone, or a newer load is under way */
    }

  self->loading = FALSE;
  if (ids != NULL)
    take_ids (self, ids);
  /* With trouble on the disk the rows shown stay; the next change loads again. */
  if (self->stale)
    {
      self->stale = FALSE;
      reload (self);
    }
}

static void
stop_loading (YbRowList *self)
{
  g_clear_handle_id (&self->rest_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
}

static void
reload (YbRowList *self)
{
  GWeakRef *link = g_new0 (GWeakRef, 1);

  stop_loading (self);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->loading = TRUE;
  g_weak_ref_init (link, self);
  yb_store_read_async (self->store, load_in_worker, load_job_new (self), load_job_free,
                       (GDestroyNotify) g_array_unref, self->cancellable, loaded_cb, link);
}

static gboolean
rest_cb (gpointer data)
{
  YbRowList *self = data;

  self->rest_id = 0;
  self->stale = FALSE; /* what was committed meanwhile is in what is read now */
  reload (self);
  return G_SOURCE_REMOVE;
}

static void
load (YbRowList *self)
{
  GArray *ids = read_ids (yb_store_get_reader (self->store), self->query->ids, self->parameters,
                          self->n_parameters, HEAD_ROWS, NULL, NULL);
  gboolean complete = ids != NULL && ids->len < HEAD_ROWS;

  stop_loading (self);
  self->loading = !complete;
  self->stale = FALSE;
  take_ids (self, ids != NULL ? ids : g_array_new (FALSE, FALSE, sizeof (gint64)));
  if (!complete)
    self->rest_id = g_timeout_add (REST_DELAY_MS, rest_cb, self);
}

static void
set_parameters (YbRowList *self, const YbListParameter *parameters, guint n_parameters)
{
  for (guint i = 0; i < self->n_parameters; i++)
    g_clear_pointer (&self->texts[i], g_free);

  self->n_parameters = n_parameters;
  for (guint i = 0; i < n_parameters; i++)
    {
      self->parameters[i] = parameters[i];
      self->parameters[i].text = self->texts[i] = g_strdup (parameters[i].text);
    }
}

/* ---- public ---- */

/**
 * yb_row_list_set_query:
 * @self: a list
 * @query: another query over the same table; must be constant
 * @parameters: (array length=n_parameters): values of ?3 and on; copied
 * @n_parameters: at most 10
 *
 * Shows something else. The first rows are there at once, unless the query scans; the others follow; only the
 * differing span is emitted.
 */
void
yb_row_list_set_query (YbRowList *self,
                       const YbListQuery *query,
                       const YbListParameter *parameters,
                       guint n_parameters)
{
  g_return_if_fail (YB_IS_ROW_LIST (self));
  g_return_if_fail (query != NULL && (self->query == NULL || self->query->type == query->type));
  g_return_if_fail (n_parameters <= MAX_PARAMETERS);

  self->query = query;
  set_parameters (self, parameters, n_parameters);
  if (query->scans)
    reload (self);
  else
    load (self);
}

/**
 * yb_row_list_get_loading:
 * @self: a list
 *
 * Returns: whether further rows are on their way
 */
gboolean
yb_row_list_get_loading (YbRowList *self)
{
  g_return_val_if_fail (YB_IS_ROW_LIST (self), FALSE);

  return self->loading;
}

/**
 * yb_row_list_find:
 * @self: a list
 * @id: id of a row
 * @position: (out) (optional): where it stands
 *
 * Returns: whether it is in the list
 */
gboolean
yb_row_list_find (YbRowList *self, gint64 id, guint *position)
{
  g_return_val_if_fail (YB_IS_ROW_LIST (self), FALSE);

  for (guint i = 0; i < self->ids->len; i++)
    if (get_id (self, i) == id)
      {
        if (position != NULL)
          *position = i;
        return TRUE;
      }

  return FALSE;
}

static void
yb_row_list_dispose (GObject *object)
{
  YbRowList *self = YB_ROW_LIST (object);

  stop_loading (self);
  g_clear_object (&self->cancellable);
  g_queue_clear_full (&self->pages, (GDestroyNotify) g_ptr_array_unref);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (yb_row_list_parent_class)->dispose (object);
}

static void
yb_row_list_finalize (GObject *object)
{
  YbRowList *self = YB_ROW_LIST (object);

  set_parameters (self, NULL, 0);
  g_clear_pointer (&self->ids, g_array_unref);

  G_OBJECT_CLASS (yb_row_list_parent_class)->finalize (object);
}

static void
yb_row_list_class_init (YbRowListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yb_row_list_dispose;
  object_class->finalize = yb_row_list_finalize;
}

static void
yb_row_list_init (YbRowList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_queue_init (&self->pages);
}

/**
 * yb_row_list_new:
 * @store: a store, on the thread that made it
 * @query: what to list; must be constant
 * @parameters: (array length=n_parameters): values of ?3 and on; copied
 * @n_parameters: at most 10
 *
 * Never wrap it in GtkSortListModel or GtkFilterListModel: they ask for every row (6 to 12 s at a million).
 *
 * Returns: (transfer full): a live list
 */
YbRowList *
yb_row_list_new (YbStore *store,
                 const YbListQuery *query,
                 const YbListParameter *parameters,
                 guint n_parameters)
{
  YbRowList *self;
  g_autofree char *signal = NULL;

  g_return_val_if_fail (YB_IS_STORE (store) && query != NULL, NULL);

  self = g_object_new (YB_TYPE_ROW_LIST, NULL);
  self->store = g_object_ref (store);
  signal = g_strconcat ("changed::", query->type->table, NULL);
  g_signal_connect_object (store, signal, G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  yb_row_list_set_query (self, query, parameters, n_parameters);
  return self;
}
