/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-audit-private.h"
#include "yb-connection-private.h"
#include "yb-store.h"
#include "yb-transaction-private.h"

G_BEGIN_DECLS

/* "YBN1": tells a file of this program from any other SQLite file. */
#define YB_APPLICATION_ID_NUMBER 0x59424e31

YbConnection *_yb_store_open_reader (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbConnection *_yb_store_open_writer (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_store_is_unlocked_view (const char *path);

/* ---- the check ---- */

/* What _yb_connection_check() looks at. FULL: every index entry too. */
typedef enum
{
  YB_CHECK_INTEGRITY = 1 << 0,
  YB_CHECK_FULL = 1 << 1,
  YB_CHECK_REFERENCES = 1 << 2,
  YB_CHECK_AUDIT = 1 << 3,
  YB_CHECK_SUMS = 1 << 4,
  YB_CHECK_SEALS = 1 << 5,
} YbCheckParts;

gboolean _yb_connection_check (YbConnection *self, YbCheckParts parts, GPtrArray *problems, GError **error);

/* ---- the write-ahead log ---- */

typedef struct _YbWal YbWal;

YbWal *_yb_wal_new (const char *path, YbConnection *writer) G_GNUC_WARN_UNUSED_RESULT;
void _yb_wal_attach (YbWal *self, YbConnection *writer);
YbWal *_yb_wal_ref (YbWal *self) G_GNUC_WARN_UNUSED_RESULT;
void _yb_wal_unref (YbWal *self);
void _yb_wal_wait (YbWal *self);
gboolean _yb_wal_is_still_there (YbWal *self);
gboolean _yb_wal_take_unsynced (YbWal *self);
gint64 _yb_wal_get_waiting_since (YbWal *self);
void _yb_wal_end_waiting (YbWal *self);
gboolean _yb_wal_checkpoint (YbWal *self, GError **error);
void _yb_wal_checkpoint_if_due (YbWal *self);

/* ---- the row cache: one object per record and store ---- */

typedef struct _YbRowCache YbRowCache;

YbRowCache *_yb_row_cache_new (void);
void _yb_row_cache_free (YbRowCache *self);
gpointer _yb_row_cache_lookup (YbRowCache *self, const YbRowType *type, gint64 id);
gpointer _yb_row_cache_get (YbRowCache *self, YbConnection *reader, const YbRowType *type, gint64 id);
void _yb_row_cache_get_many (YbRowCache *self,
                             YbConnection *reader,
                             const YbRowType *type,
                             const gint64 *ids,
                             guint n_ids,
                             GPtrArray *rows);
void _yb_row_cache_refresh_secrets (YbRowCache *self, YbConnection *reader);
void _yb_row_cache_refresh (YbRowCache *self, YbConnection *reader, const char *table, GArray *ids);

/* ---- the store ---- */

/* Workers that read at the same time, each with a connection. Further ones would wait for the same processors. */
#define YB_MAX_READERS 3

struct _YbStore
{
  GObject parent_instance;

  char *path;
  char *uuid; /* NULL: the file has no name of its own */
  gboolean read_only;
  GMainContext *context;
  GThread *thread;

  GMutex write_lock; /* guards writer */
  YbConnection *writer;
  GThreadPool *write_pool;
  GThreadPool *read_pool;
  YbWal *wal;
  struct _YbCare *care;
  gint64 next_epoch;     /* under news_lock: as the last look at the audit trail found it */
  YbAuditKeeper *keeper; /* NULL: nothing is written */

  GMutex keys_lock; /* guards keys */
  YbKeys *keys;     /* (nullable): %NULL while locked */
  char *recovery_key;

  YbConnection *reader; /* of the thread that made the store */
  GMutex readers_lock;  /* guards idle_readers */
  GQueue idle_readers;
  YbRowCache *cache;

  GSource *news_source; /* wakes the thread that made the store after a commit of another one */
  guint poll_source;
  gint64 data_version;
  guint snapshots; /* how often the reader's snapshot is held */
  gboolean tell_again;
  GMutex news_lock;     /* guards seen_audit and own_news */
  gint64 seen_audit;    /* up to here the lists were told */
  GHashTable *own_news; /* audit number -> what changed; commits of this process that were not told yet */
};

YbStore *_yb_store_new (char *path, gboolean read_only, YbConnection *writer, YbConnection *reader)
    G_GNUC_WARN_UNUSED_RESULT;
YbConnection *_yb_store_borrow_reader (YbStore *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void _yb_store_return_reader (YbStore *self, YbConnection *reader);
void _yb_store_read_in_pool (gpointer data, gpointer user_data);
void _yb_store_hold_snapshot (YbStore *self);
void _yb_store_release_snapshot (YbStore *self);
void _yb_store_tell_news (YbStore *self);
void _yb_store_set_keys (YbStore *self, YbKeys *keys);
void _yb_store_adopt_keys (YbStore *self, YbKeys *keys);
void _yb_store_follow_keys (YbStore *self);
void _yb_store_check_keys (YbStore *self);
YbRowCache *_yb_store_get_cache (YbStore *self);

G_END_DECLS
