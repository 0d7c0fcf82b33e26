/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup.h"
#include "yb-keys-private.h"
#include "yb-store-private.h"

G_BEGIN_DECLS

/* Bytes of content in a chunk. */
#define YB_BACKUP_CHUNK (64 * 1024)

/* ---- the file: magic, format, head, wrapped file key, chunks ---- */

GByteArray *_yb_backup_make_head (YbBackup *self);

/**
 * YbBackupSink:
 *
 * Writes a copy: the head, then the content, chunk by chunk.
 */
typedef struct _YbBackupSink YbBackupSink;

YbBackupSink *_yb_backup_sink_new (int descriptor, GByteArray *head, const guint8 *key, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean
_yb_backup_sink_write (YbBackupSink *self, const guint8 *data, gsize size, gboolean is_last, GError **error);
void _yb_backup_sink_free (YbBackupSink *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbBackupSink, _yb_backup_sink_free)

/**
 * YbBackupSource:
 *
 * Reads a copy back. What it gives is authentic; only an end that was marked as one is taken for the end.
 */
typedef struct _YbBackupSource YbBackupSource;

YbBackupSource *
_yb_backup_source_new (const char *path, const guint8 *key, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbBackup *_yb_backup_source_get_backup (YbBackupSource *self);
gssize _yb_backup_source_read (YbBackupSource *self, const guint8 **data, GError **error);
void _yb_backup_source_free (YbBackupSource *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbBackupSource, _yb_backup_source_free)

/* ---- files ---- */

/* Who wants to know how far it is, and may stop it. */
typedef struct
{
  YbBackupProgress progress;
  gpointer data;
  GCancellable *cancellable;
} YbBackupMonitor;

gboolean _yb_backup_copy_file (const char *source, const char *target, gboolean durable, GError **error);
int _yb_backup_make_file (const char *path, GError **error);
gboolean _yb_backup_write_all (int descriptor, const guint8 *data, gsize size, GError **error);
gboolean _yb_backup_sync (int descriptor, const char *path, GError **error);
gboolean _yb_backup_sync_folder (const char *path, GError **error);
gboolean _yb_backup_set_file_error (GError **error, int system_errno, const char *path);
void _yb_backup_remove_database (const char *path);
gboolean _yb_backup_read_content (YbBackupSource *source,
                                  const char *path,
                                  YbBackupProgress progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GError **error);

/* ---- what a copy has to agree with ---- */

/**
 * YbBackupFacts:
 * @format: user_version
 * @audit_seq: number of the last action
 * @audit_count: how many actions there are
 * @audit_hash: hash of the last one
 * @n_rows: rows of all tables
 */
typedef struct
{
  gint64 format;
  gint64 audit_seq;
  gint64 audit_count;
  guint8 audit_hash[YB_AUDIT_HASH_BYTES];
  gint64 n_rows;
} YbBackupFacts;

GPtrArray *_yb_connection_list_tables (YbConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbConnection *
_yb_backup_open_content (const char *path, YbKeys *keys, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_backup_refuse_problems (GPtrArray *problems, GError **error);
gboolean _yb_backup_check_trail (YbConnection *connection, gboolean *chain_broken, GError **error);
gboolean _yb_backup_read_facts (YbConnection *connection, YbBackupFacts *facts, GError **error);
gboolean _yb_backup_facts_equal (const YbBackupFacts *a, const YbBackupFacts *b);
gboolean _yb_backup_check_content (YbConnection *connection,
                                   YbBackupFacts *facts,
                                   gboolean *chain_broken,
                                   GError **error);

G_END_DECLS
