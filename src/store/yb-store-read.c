/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading: on a worker with a connection of its own, or on the thread that made the store. */

#include "config.h"

#include "yb-store-private.h"

#include <glib/gi18n-lib.h>

YbConnection *
_yb_store_borrow_reader (YbStore *self, GError **error)
{
  YbConnection *reader;

  g_mutex_lock (&self->readers_lock);
  reader = g_queue_pop_head (&self->idle_readers);
  g_mutex_unlock (&self->readers_lock);

  if (reader != NULL)
    return reader;
  if (_yb_wal_is_still_there (self->wal))
    return _yb_store_open_reader (self->path, error);

  /* What has the name now is another file. */
  g_set_error_literal (
      error, YB_STORE_ERROR, YB_STORE_ERROR_MOVED,
      _ ("The file was moved, replaced or deleted while it was open. Put it back, or close the "
         "program and open the right file."));
  return NULL;
}

void
_yb_store_return_reader (YbStore *self, YbConnection *reader)
{
  gboolean keep;

  /* A statement left in the middle would keep an old snapshot alive for the next borrower. */
  _yb_connection_reset_all (reader);
  _yb_connection_set_keys (reader, NULL);
  g_mutex_lock (&self->readers_lock);
  keep = self->idle_readers.length < YB_MAX_READERS;
  if (keep)
    g_queue_push_head (&self->idle_readers, reader);
  g_mutex_unlock (&self->readers_lock);

  if (!keep)
    _yb_connection_close (reader);
}

/**
 * yb_store_read:
 * @self: a store
 * @func: what to read
 * @data: closure of @func
 * @error: as @func sets it
 *
 * Runs @func on this thread with a reader of its own, in one snapshot.
 *
 * Returns: (transfer full) (nullable): what @func returns
 */
gpointer
yb_store_read (YbStore *self, YbReadFunc func, gpointer data, GError **error)
{
  g_autoptr (YbKeys) keys = NULL;
  YbConnection *reader;
  gpointer result = NULL;

  g_return_val_if_fail (YB_IS_STORE (self) && func != NULL, NULL);

  reader = _yb_store_borrow_reader (self, error);
  if (reader == NULL)
    return NULL;

  keys = yb_store_dup_keys (self);
  _yb_connection_set_keys (reader, keys);
  if (_yb_connection_run (reader, YB_SQL_STORE_BEGIN, error))
    {
      result = func (reader, data, NULL, error);
      _yb_connection_run (reader, YB_SQL_STORE_COMMIT, NULL);
    }
  _yb_store_return_reader (self, reader);
  return result;
}

typedef struct
{
  YbReadFunc func;
  gpointer data;
  GDestroyNotify data_destroy;
  GDestroyNotify result_destroy;
  YbStore *store;
  YbKeys *keys; /* of the moment when it was asked for */
  GAsyncReadyCallback callback;
  gpointer user_data;
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  if (job->data_destroy != NULL)
    job->data_destroy (job->data);
  g_clear_pointer (&job->keys, yb_keys_unref);
  g_free (job);
}

/* The reference to the store is dropped here and not with the job: the worker must not be the one that ends the store. */
static void
read_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ReadJob *job = user_data;

  if (job->callback != NULL)
    job->callback (NULL, result, job->user_data);
  g_clear_object (&job->store);
}

void
_yb_store_read_in_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  ReadJob *job = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  YbConnection *reader;
  gpointer result = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;

  reader = _yb_store_borrow_reader (job->store, &error);
  if (reader != NULL)
    _yb_connection_set_keys (reader, job->keys);
  if (reader != NULL && _yb_connection_run (reader, YB_SQL_STORE_BEGIN, &error))
    {
      result = job->func (reader, job->data, g_task_get_cancellable (task), &error);
      _yb_connection_run (reader, YB_SQL_STORE_COMMIT, NULL);
    }
  if (reader != NULL)
    _yb_store_return_reader (job->store, reader);

  if (error != NULL)
    {
      if (result != NULL && job->result_destroy != NULL)
        job->result_destroy (result);
      g_task_return_error (task, g_steal_pointer (&error));
    }
  else
    g_task_return_pointer (task, result, job->result_destroy);
}

/**
 * yb_store_read_async:
 * @self: a store
 * @func: what to read; runs on a worker thread
 * @data: closure of @func
 * @data_destroy: (nullable): frees @data, on any thread
 * @result_destroy: (nullable): frees a result that nobody takes
 * @cancellable: (nullable): handed to @func
 * @callback: called in the thread-default context of the caller
 * @user_data: closure of @callback
 *
 * As yb_store_read(). A few are at it at a time, the others wait for their turn. The task has no source object: a worker
 * must not drop the last reference of a widget.
 */
void
yb_store_read_async (YbStore *self,
                     YbReadFunc func,
                     gpointer data,
                     GDestroyNotify data_destroy,
                     GDestroyNotify result_destroy,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  GTask *task;
  ReadJob *job;

  g_return_if_fail (YB_IS_STORE (self) && func != NULL);

  job = g_new0 (ReadJob, 1);
  *job = (ReadJob){
      func,     data,     data_destroy, result_destroy, g_object_ref (self), yb_store_dup_keys (self),
      callback, user_data};
  task = g_task_new (NULL, cancellable, read_done_cb, job);
  g_task_set_source_tag (task, yb_store_read_async);
  g_task_set_task_data (task, job, read_job_free);
  g_thread_pool_push (self->read_pool, task, NULL);
}

/**
 * yb_store_read_finish:
 * @self: (nullable): a store
 * @result: given to the callback
 * @error: as the function set it; G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the result
 */
gpointer
yb_store_read_finish (YbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * yb_store_get_reader:
 * @self: a store
 *
 * Returns: (transfer none): the reader of the thread that made the store, for short reads
 */
YbConnection *
yb_store_get_reader (YbStore *self)
{
  g_return_val_if_fail (YB_IS_STORE (self), NULL);
  g_return_val_if_fail (g_thread_self () == self->thread, NULL);

  return self->reader;
}

void
_yb_store_hold_snapshot (YbStore *self)
{
  if (self->snapshots++ == 0)
    _yb_connection_run (self->reader, YB_SQL_STORE_BEGIN, NULL);
}

void
_yb_store_release_snapshot (YbStore *self)
{
  if (--self->snapshots == 0)
    _yb_connection_run (self->reader, YB_SQL_STORE_COMMIT, NULL);
}

/**
 * yb_store_begin_snapshot:
 * @self: a store
 *
 * All that this thread reads until yb_store_end_snapshot() is the state of one moment: figures and the rows below them
 * agree. May be nested. News are told after the end. Never go back to the main loop in between.
 */
void
yb_store_begin_snapshot (YbStore *self)
{
  g_return_if_fail (YB_IS_STORE (self));
  g_return_if_fail (g_thread_self () == self->thread);

  _yb_store_hold_snapshot (self);
}

/**
 * yb_store_end_snapshot:
 * @self: a store
 *
 * See yb_store_begin_snapshot().
 */
void
yb_store_end_snapshot (YbStore *self)
{
  g_return_if_fail (YB_IS_STORE (self) && self->snapshots > 0);
  g_return_if_fail (g_thread_self () == self->thread);

  _yb_store_release_snapshot (self);
  if (self->snapshots == 0 && self->tell_again)
    _yb_store_tell_news (self);
}

/**
 * yb_store_get_row:
 * @self: a store
 * @type: what it is
 * @id: the id
 *
 * Returns: (transfer full) (type YbRow) (nullable): the shared, live object of the record: a commit of anybody
 *   refreshes it. %NULL if there is no such record. Only on the thread that made the store.
 */
gpointer
yb_store_get_row (YbStore *self, const YbRowType *type, gint64 id)
{
  g_return_val_if_fail (YB_IS_STORE (self) && type != NULL, NULL);
  g_return_val_if_fail (g_thread_self () == self->thread, NULL);

  return id > 0 ? _yb_row_cache_get (self->cache, self->reader, type, id) : NULL;
}

/**
 * yb_store_get_rows:
 * @self: a store
 * @type: what they are
 * @ids: (array length=n_ids): different ids
 * @n_ids: how many
 *
 * As yb_store_get_row() for many records, in half the time.
 *
 * Returns: (transfer full) (element-type YbRow): the objects in any order; ids without a record are left out
 */
GPtrArray *
yb_store_get_rows (YbStore *self, const YbRowType *type, const gint64 *ids, guint n_ids)
{
  GPtrArray *rows = g_ptr_array_new_full (n_ids, g_object_unref);

  g_return_val_if_fail (YB_IS_STORE (self) && type != NULL, rows);
  g_return_val_if_fail (g_thread_self () == self->thread, rows);

  _yb_row_cache_get_many (self->cache, self->reader, type, ids, n_ids, rows);
  return rows;
}

YbRowCache *
_yb_store_get_cache (YbStore *self)
{
  return self->cache;
}

/**
 * yb_store_dup_meta:
 * @self: a store
 * @key: what the file remembers about itself ("demo")
 *
 * Returns: (transfer full) (nullable): its value
 */
char *
yb_store_dup_meta (YbStore *self, const char *key)
{
  YbStatement *statement;
  char *value = NULL;

  g_return_val_if_fail (YB_IS_STORE (self) && key != NULL, NULL);

  statement = yb_connection_query (yb_store_get_reader (self), YB_SQL_STORE_META_GET);
  yb_statement_bind_text (statement, 1, key);
  if (yb_statement_step (statement, NULL))
    value = g_strdup (yb_statement_text (statement, 0));
  yb_statement_reset (statement);
  return value;
}
