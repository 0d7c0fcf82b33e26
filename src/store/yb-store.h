/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"
#include "yb-key-wrap.h"
#include "yb-transaction.h"

G_BEGIN_DECLS

/**
 * YbStoreFlags:
 * @YB_STORE_CREATE: make a new file; an existing file is refused, never overwritten
 * @YB_STORE_READ_ONLY: only look
 */
typedef enum
{
  YB_STORE_NO_FLAGS = 0,
  YB_STORE_CREATE = 1 << 0,
  YB_STORE_READ_ONLY = 1 << 1,
} YbStoreFlags;

#define YB_TYPE_STORE (yb_store_get_type ())
G_DECLARE_FINAL_TYPE (YbStore, yb_store, YB, STORE, GObject)

YbStore *yb_store_open (const char *path, YbStoreFlags flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_store_open_async (const char *path,
                          YbStoreFlags flags,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
YbStore *yb_store_open_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_store_close (YbStore *self);
const char *yb_store_get_path (YbStore *self);
gboolean yb_store_is_read_only (YbStore *self);
YbConnection *yb_store_get_reader (YbStore *self);
void yb_store_begin_snapshot (YbStore *self);
void yb_store_end_snapshot (YbStore *self);

gboolean yb_store_write (YbStore *self, YbWriteFunc func, gpointer data, GError **error);
void yb_store_write_async (YbStore *self,
                           YbWriteFunc func,
                           gpointer data,
                           GDestroyNotify destroy,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean yb_store_write_finish (YbStore *self, GAsyncResult *result, GError **error);

/**
 * YbReadFunc:
 * @connection: a reader of its own, in one snapshot for the whole call
 * @data: closure
 * @cancellable: (nullable): look at it now and then
 * @error: set when it returns %NULL
 *
 * Runs on a worker thread.
 *
 * Returns: (transfer full) (nullable): the result
 */
typedef gpointer (*YbReadFunc) (YbConnection *connection,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error);

gpointer yb_store_read (YbStore *self, YbReadFunc func, gpointer data, GError **error);
void yb_store_read_async (YbStore *self,
                          YbReadFunc func,
                          gpointer data,
                          GDestroyNotify data_destroy,
                          GDestroyNotify result_destroy,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gpointer yb_store_read_finish (YbStore *self, GAsyncResult *result, GError **error);

gpointer yb_store_get_row (YbStore *self, const YbRowType *type, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *yb_store_get_rows (YbStore *self, const YbRowType *type, const gint64 *ids, guint n_ids)
    G_GNUC_WARN_UNUSED_RESULT;
void yb_store_watch (YbStore *self, gboolean watch);
void yb_store_poll (YbStore *self);
gboolean yb_store_checkpoint (YbStore *self, GError **error);
GPtrArray *yb_store_check (YbStore *self, gboolean full, GError **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *yb_store_explain (YbStore *self, YbSql sql, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *yb_store_dup_meta (YbStore *self, const char *key);

YbKeys *yb_store_dup_keys (YbStore *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_store_is_locked (YbStore *self);
void yb_store_lock (YbStore *self);
void yb_store_unlock_with_keys (YbStore *self, YbKeys *keys);
gboolean yb_store_unlock_with_password (YbStore *self, gint64 staff, const char *password, GError **error);
gboolean yb_store_unlock_with_recovery (YbStore *self, const char *text, GError **error);
gboolean yb_store_unlock_from_cache (YbStore *self);
void yb_store_forget_keys (YbStore *self);
YbKeys *yb_store_find_keys (YbStore *self) G_GNUC_WARN_UNUSED_RESULT;
char *yb_store_take_recovery_key (YbStore *self) G_GNUC_WARN_UNUSED_RESULT;
void yb_recovery_key_free (char *text);
gboolean yb_recovery_key_is_complete (const char *text);

char *yb_password_hash (const char *password) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_password_verify (const char *hash, const char *password);

G_END_DECLS
