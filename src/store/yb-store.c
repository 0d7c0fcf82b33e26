/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-care-private.h"
#include "yb-keys-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* How soon other processes' changes show: well within the second that R-board promises. */
#define POLL_INTERVAL_MS 400

enum
{
  SIGNAL_CHANGED,
  SIGNAL_TROUBLES_CHANGED,
  N_SIGNALS
};

enum
{
  PROP_0,
  PROP_LOCKED,
  N_PROPERTIES
};

static guint signals[N_SIGNALS];
static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (YbStore, yb_store, G_TYPE_OBJECT)

/* ---- telling about changes, in the thread that made the store ---- */

/* (transfer full) changes */
static void
note_own_news (YbStore *self, gint64 seq, GHashTable *changes)
{
  g_mutex_lock (&self->news_lock);
  if (seq > self->seen_audit)
    {
      gint64 *key = g_new (gint64, 1);

      *key = seq;
      g_hash_table_insert (self->own_news, key, g_steal_pointer (&changes));
    }
  g_mutex_unlock (&self->news_lock);
  /* The poll was faster and has told it from the audit row. */
  g_clear_pointer (&changes, g_hash_table_unref);
}

static gboolean
take_own_news (YbStore *self, gint64 seq, GHashTable *changes)
{
  GHashTable *own;
  gboolean found;

  g_mutex_lock (&self->news_lock);
  self->seen_audit = seq;
  own = g_hash_table_lookup (self->own_news, &seq);
  found = own != NULL;
  if (found)
    {
      _yb_changes_add_all (changes, own);
      g_hash_table_remove (self->own_news, &seq);
    }
  g_mutex_unlock (&self->news_lock);
  return found;
}

/* What every commit since the last time changed, of this process and of others, as far as the snapshot of the reader
 * knows them. */
static GHashTable *
collect_news (YbStore *self)
{
  GHashTable *changes = _yb_changes_new ();
  YbStatement *since = yb_connection_query (self->reader, YB_SQL_STORE_AUDIT_SINCE);

  yb_statement_bind_number (since, 1, self->seen_audit);
  while (yb_statement_step (since, NULL))
    {
      gint64 seq = yb_statement_number (since, 0);

      if (!take_own_news (self, seq, changes))
        {
          _yb_changes_add (changes, "audit", seq);
          _yb_changes_add_json (changes, yb_statement_text (since, 1), NULL);
        }
    }

  return changes;
}

static void
emit_changes (YbStore *self, GHashTable *changes)
{
  GHashTableIter iter;
  gpointer table, ids;

  /* Two rounds: a list that orders by one table may show rows of another. */
  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &table, &ids))
    _yb_row_cache_refresh (self->cache, self->reader, table, ids);

  g_hash_table_iter_init (&iter, changes);
  while (g_hash_table_iter_next (&iter, &table, &ids))
    g_signal_emit (self, signals[SIGNAL_CHANGED], g_quark_from_string (table), table, ids);
}

/* In one snapshot: a list finds the places of changed rows by comparing them with others, which must not have changed
 * without being in the news too. */
void
_yb_store_tell_news (YbStore *self)
{
  _yb_store_follow_keys (self);
  self->tell_again = TRUE;
  if (self->snapshots > 0)
    return; /* the snapshot does not know them yet; the news follow when it is released */

  g_object_ref (self);
  while (self->tell_again)
    {
      g_autoptr (GHashTable) changes = NULL;

      self->tell_again = FALSE;
      _yb_store_hold_snapshot (self);
      changes = collect_news (self);
      emit_changes (self, changes);
      _yb_store_release_snapshot (self);
    }
  g_object_unref (self);
}

static gboolean
news_cb (gpointer data)
{
  YbStore *self = data;

  g_source_set_ready_time (self->news_source, -1);
  _yb_store_tell_news (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_news (GSource *source, GSourceFunc callback, gpointer data)
{
  return callback (data);
}

static GSourceFuncs news_funcs = {.dispatch = dispatch_news};

/* One source for the whole life, woken by its time: making one for each commit costs the thread that writes more. */
static void
attach_news_source (YbStore *self)
{
  self->news_source = g_source_new (&news_funcs, sizeof (GSource));
  g_source_set_static_name (self->news_source, "yingbin news");
  g_source_set_callback (self->news_source, news_cb, self, NULL);
  g_source_attach (self->news_source, self->context);
}

static void
tell (YbStore *self)
{
  if (g_thread_self () == self->thread)
    _yb_store_tell_news (self);
  else
    g_source_set_ready_time (self->news_source, 0);
}

/* ---- checkpoints ---- */

/**
 * yb_store_checkpoint:
 * @self: a store
 * @error: trouble of the database
 *
 * Carries the write-ahead log over into the file, on a connection of its own. Readers and the writer go on. Any thread
 * may call it; not for the main thread of the window.
 *
 * Returns: whether it ran, here or by somebody who was at it already
 */
gboolean
yb_store_checkpoint (YbStore *self, GError **error)
{
  g_return_val_if_fail (YB_IS_STORE (self), FALSE);

  return self->read_only || _yb_wal_checkpoint (self->wal, error);
}

/* ---- writing ---- */

static gboolean
write_locked (YbStore *self, YbWriteFunc func, gpointer data, GError **error)
{
  g_autoptr (YbTransaction) transaction = _yb_transaction_begin (self->writer, error);
  g_autoptr (GHashTable) changes = NULL;
  gint64 seq;

  _yb_wal_end_waiting (self->wal);
  if (transaction == NULL)
    return FALSE;
  if (!func (transaction, data, error) || !_yb_transaction_commit (transaction, error))
    {
      _yb_transaction_rollback (transaction);
      return FALSE;
    }

  /* Without an audit row nothing was changed. */
  changes = _yb_transaction_steal_changes (transaction);
  seq = _yb_transaction_get_written_audit (transaction);
  if (seq != 0)
    note_own_news (self, seq, g_steal_pointer (&changes));
  if (seq != 0 && self->keeper != NULL)
    _yb_audit_keeper_note (self->keeper, FALSE);
  return TRUE;
}

/* The job has changed the data key, or found that another process has. */
static void
settle_keys (YbStore *self, YbKeys *before, gboolean committed)
{
  g_autofree char *uuid = _yb_file_dup_meta (self->writer, "uuid");

  if (committed && self->writer->keys != NULL)
    _yb_store_adopt_keys (self, self->writer->keys);
  else if (!committed && before != NULL && uuid != NULL && _yb_file_has_keys (self->writer, before))
    _yb_key_cache_store (uuid, before);
}

/* A job has the keys of the moment when it was asked for, also when the store is locked meanwhile. */
static gboolean
write_with_keys (YbStore *self, YbKeys *keys, YbWriteFunc func, gpointer data, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gboolean prepared, ok;

  if (self->read_only)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_READ_ONLY,
                           _ ("The file may only be read. Ask the administrator for the right to write it."));
      return FALSE;
    }

  g_mutex_lock (&self->write_lock);
  ok = prepared = _yb_store_prepare_write (self, &local_error);
  if (ok)
    {
      _yb_connection_set_keys (self->writer, keys);
      ok = write_locked (self, func, data, &local_error);
      if (self->writer != NULL && self->writer->keys != keys)
        settle_keys (self, keys, ok);
      if (self->writer != NULL)
        _yb_connection_set_keys (self->writer, NULL);
    }
  if (ok)
    _yb_store_note_written (self);
  else if (prepared && local_error != NULL)
    _yb_store_explain_failure (self, &local_error);
  g_mutex_unlock (&self->write_lock);
  if (!ok)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  tell (self);
  _yb_wal_checkpoint_if_due (self->wal);
  return TRUE;
}

/**
 * yb_store_write:
 * @self: a store
 * @func: what to do
 * @data: closure of @func
 * @error: what @func sets, or trouble of the database: YB_STORE_ERROR_READ_ONLY, _FULL, _BUSY, _MOVED, …
 *
 * Runs @func in a transaction on this thread, after other writers of this process. All of it is durable when %TRUE
 * comes back, and nothing of it happened otherwise.
 *
 * Returns: whether it was committed
 */
gboolean
yb_store_write (YbStore *self, YbWriteFunc func, gpointer data, GError **error)
{
  g_autoptr (YbKeys) keys = NULL;

  g_return_val_if_fail (YB_IS_STORE (self) && func != NULL, FALSE);

  keys = yb_store_dup_keys (self);
  return write_with_keys (self, keys, func, data, error);
}

typedef struct
{
  YbWriteFunc func;
  gpointer data;
  GDestroyNotify destroy;
  YbStore *store;
  YbKeys *keys;
  GAsyncReadyCallback callback;
  gpointer user_data;
} WriteJob;

static void
write_job_free (gpointer data)
{
  WriteJob *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_pointer (&job->keys, yb_keys_unref);
  g_free (job);
}

/* The reference to the store is dropped here and not with the job: the worker may be the one that frees the job, and
 * must not be the one that ends the store. */
static void
write_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  WriteJob *job = user_data;
  g_autoptr (YbStore) store = g_steal_pointer (&job->store);

  if (job->callback != NULL)
    job->callback (G_OBJECT (store), result, job->user_data);
}

static void
write_in_pool (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  WriteJob *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (write_with_keys (job->store, job->keys, job->func, job->data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * yb_store_write_async:
 * @self: a store
 * @func: what to do; runs on the writer thread
 * @data: closure of @func
 * @destroy: (nullable): frees @data, on any thread
 * @cancellable: (nullable): stops it before it begins; once begun it runs to its end
 * @callback: called in the thread-default context of the caller, after the lists were told
 * @user_data: closure of @callback
 *
 * As yb_store_write(). Calls run one after the other in the order of the calls.
 */
void
yb_store_write_async (YbStore *self,
                      YbWriteFunc func,
                      gpointer data,
                      GDestroyNotify destroy,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;
  WriteJob *job;

  g_return_if_fail (YB_IS_STORE (self) && func != NULL);

  job = g_new0 (WriteJob, 1);
  *job = (WriteJob){func, data, destroy, g_object_ref (self), yb_store_dup_keys (self), callback, user_data};
  task = g_task_new (NULL, cancellable, write_done_cb, job);
  g_task_set_source_tag (task, yb_store_write_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, job, write_job_free);
  g_thread_pool_push (self->write_pool, task, NULL);
}

/**
 * yb_store_write_finish:
 * @self: a store
 * @result: given to the callback
 * @error: as yb_store_write()
 *
 * Returns: whether it was committed
 */
gboolean
yb_store_write_finish (YbStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- other processes ---- */

static gint64
read_last_audit (YbConnection *reader)
{
  YbStatement *last = yb_connection_query (reader, YB_SQL_STORE_AUDIT_LAST);
  gint64 seq = yb_statement_step (last, NULL) ? yb_statement_number (last, 0) : 0;

  yb_statement_reset (last);
  return seq;
}

/**
 * yb_store_poll:
 * @self: a store
 *
 * Looks whether another process has written, and tells the lists. Cheap when nobody has.
 */
void
yb_store_poll (YbStore *self)
{
  gint64 version;

  g_return_if_fail (YB_IS_STORE (self));
  g_return_if_fail (g_thread_self () == self->thread);

  version = _yb_connection_pragma (self->reader, "PRAGMA data_version");
  if (version == self->data_version)
    return;

  self->data_version = version;
  _yb_store_check_keys (self);
  _yb_store_tell_news (self);
}

static gboolean
poll_cb (gpointer data)
{
  yb_store_poll (data);
  yb_store_look_after (data);
  return G_SOURCE_CONTINUE;
}

/**
 * yb_store_watch:
 * @self: a store
 * @watch: whether to look regularly for changes by other processes
 *
 * They show within half a second, and so does trouble around the file (yb_store_look_after()).
 */
void
yb_store_watch (YbStore *self, gboolean watch)
{
  g_return_if_fail (YB_IS_STORE (self));

  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (watch)
    self->poll_source = g_timeout_add (POLL_INTERVAL_MS, poll_cb, self);
}

/* ---- life ---- */

static void
yb_store_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_LOCKED)
    g_value_set_boolean (value, yb_store_is_locked (YB_STORE (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
yb_store_dispose (GObject *object)
{
  YbStore *self = YB_STORE (object);

  g_clear_handle_id (&self->poll_source, g_source_remove);
  if (self->news_source != NULL)
    g_source_destroy (self->news_source);
  g_clear_pointer (&self->news_source, g_source_unref);

  G_OBJECT_CLASS (yb_store_parent_class)->dispose (object);
}

static void
yb_store_finalize (GObject *object)
{
  YbStore *self = YB_STORE (object);

  /* Jobs hold a reference to the store until their callback: none can be left. */
  g_thread_pool_free (self->write_pool, FALSE, FALSE);
  g_thread_pool_free (self->read_pool, FALSE, FALSE);
  g_clear_pointer (&self->keeper, _yb_audit_keeper_free);
  g_clear_pointer (&self->cache, _yb_row_cache_free);
  g_clear_pointer (&self->reader, _yb_connection_close);
  g_queue_clear_full (&self->idle_readers, (GDestroyNotify) _yb_connection_close);
  g_clear_pointer (&self->writer, _yb_connection_close);
  g_clear_pointer (&self->own_news, g_hash_table_unref);
  g_clear_pointer (&self->wal, _yb_wal_unref);
  g_clear_pointer (&self->care, _yb_care_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->keys, yb_keys_unref);
  g_clear_pointer (&self->recovery_key, yb_recovery_key_free);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->uuid, g_free);
  g_mutex_clear (&self->write_lock);
  g_mutex_clear (&self->readers_lock);
  g_mutex_clear (&self->news_lock);
  g_mutex_clear (&self->keys_lock);

  G_OBJECT_CLASS (yb_store_parent_class)->finalize (object);
}

static void
yb_store_class_init (YbStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = yb_store_get_property;
  object_class->dispose = yb_store_dispose;
  object_class->finalize = yb_store_finalize;

  /**
   * YbStore:locked:
   *
   * Whether personal data can neither be read nor written.
   */
  properties[PROP_LOCKED] = g_param_spec_boolean ("locked", NULL, NULL, TRUE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * YbStore::changed:
   * @self: a store
   * @table: the table, also the detail of the signal
   * @ids: (element-type gint64): ids of rows that were added, changed or removed
   *
   * Once per table after a commit of this or another process, in the thread that made the store.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", YB_TYPE_STORE, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_ARRAY);

  /**
   * YbStore::troubles-changed:
   * @self: a store
   *
   * yb_store_get_troubles() or what is said about them is another, in the thread that made the store.
   */
  signals[SIGNAL_TROUBLES_CHANGED] = g_signal_new ("troubles-changed", YB_TYPE_STORE, G_SIGNAL_RUN_LAST, 0,
                                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
yb_store_init (YbStore *self)
{
  g_mutex_init (&self->write_lock);
  g_mutex_init (&self->readers_lock);
  g_mutex_init (&self->news_lock);
  g_mutex_init (&self->keys_lock);
  g_queue_init (&self->idle_readers);
  self->context = g_main_context_ref_thread_default ();
  self->thread = g_thread_self ();
  self->cache = _yb_row_cache_new ();
  self->own_news = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free,
                                          (GDestroyNotify) g_hash_table_unref);
  attach_news_source (self);
  self->write_pool = g_thread_pool_new (write_in_pool, NULL, 1, FALSE, NULL);
  self->read_pool = g_thread_pool_new (_yb_store_read_in_pool, NULL, YB_MAX_READERS, FALSE, NULL);
}

/* The store belongs to the thread that comes here. (transfer full): path and connections */
YbStore *
_yb_store_new (char *path, gboolean read_only, YbConnection *writer, YbConnection *reader)
{
  YbStore *self = g_object_new (YB_TYPE_STORE, NULL);

  self->path = path;
  self->read_only = read_only;
  self->writer = writer;
  self->reader = reader;
  self->wal = _yb_wal_new (self->path, self->writer);
  self->care = _yb_care_new (self->path, read_only);
  self->data_version = _yb_connection_pragma (self->reader, "PRAGMA data_version");
  self->seen_audit = read_last_audit (self->reader);
  self->uuid = _yb_file_dup_meta (self->reader, "uuid");
  if (self->uuid != NULL && !g_uuid_string_is_valid (self->uuid))
    g_clear_pointer (&self->uuid, g_free); /* it names files */
  if (!read_only && self->uuid != NULL)
    self->keeper = _yb_audit_keeper_new (self->path, self->uuid, self->wal);
  return self;
}

/**
 * yb_store_close:
 * @self: (transfer full): a store of which this is the last reference
 *
 * Drops the store and waits until the file is one file again: a worker may still be carrying the log over. For whoever
 * then moves, copies or removes the file; not for the window's thread.
 */
void
yb_store_close (YbStore *self)
{
  YbWal *wal;

  g_return_if_fail (YB_IS_STORE (self));

  wal = _yb_wal_ref (self->wal);
  g_object_unref (self);
  _yb_wal_wait (wal);
  _yb_wal_unref (wal);
}

/**
 * yb_store_get_path:
 * @self: a store
 *
 * Returns: (transfer none) (type filename): the file, as an absolute path
 */
const char *
yb_store_get_path (YbStore *self)
{
  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  return self->path;
}

/**
 * yb_store_is_read_only:
 * @self: a store
 *
 * Returns: whether every change will be refused
 */
gboolean
yb_store_is_read_only (YbStore *self)
{
  g_return_val_if_fail (YB_IS_STORE (self), TRUE);

  return self->read_only;
}
