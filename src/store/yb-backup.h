/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-keys.h"
#include "yb-store.h"

G_BEGIN_DECLS

/* What a copy is called. */
#define YB_BACKUP_SUFFIX ".ybbackup"

/**
 * YbBackupReason:
 * @YB_BACKUP_ON_DEMAND: a person asked for it
 * @YB_BACKUP_SCHEDULED: the hourly one
 * @YB_BACKUP_BEFORE_IMPORT: taken before an import
 * @YB_BACKUP_BEFORE_RESTORE: the state that a restore replaced
 *
 * Why a copy was made.
 */
typedef enum
{
  YB_BACKUP_ON_DEMAND,
  YB_BACKUP_SCHEDULED,
  YB_BACKUP_BEFORE_IMPORT,
  YB_BACKUP_BEFORE_RESTORE,
} YbBackupReason;

/**
 * YbBackupTrust:
 * @YB_BACKUP_UNREAD: its head was read, and cannot be proved without the keys
 * @YB_BACKUP_PROVED: its head is authentic: it was made and verified by this house
 * @YB_BACKUP_VERIFIED: all of it was read again and is whole
 * @YB_BACKUP_DAMAGED: it is of no use
 */
typedef enum
{
  YB_BACKUP_UNREAD,
  YB_BACKUP_PROVED,
  YB_BACKUP_VERIFIED,
  YB_BACKUP_DAMAGED,
} YbBackupTrust;

/**
 * YbBackup:
 * @path: (type filename): the file
 * @size: bytes of the file
 * @trust: how far it was looked at
 * @problem: (nullable): why it is of no use, translated
 * @app_version: the program that made it
 * @store: UUID of the store
 * @at: when, UTC ms
 * @reason: why
 * @format: user_version of the content
 * @audit_seq: number of the last action in it
 * @audit_count: how many actions it holds
 * @audit_hash: hash of the last action
 * @n_rows: rows of all tables
 * @content_size: bytes of the content
 * @chain_broken: the audit trail had been changed when it was made
 * @wraps: the wrapped keys (yb_key_wraps_open())
 * @elsewhere: it lies on another disk than the file
 *
 * A copy, as its head describes it.
 */
#define YB_TYPE_BACKUP (yb_backup_get_type ())
G_DECLARE_FINAL_TYPE (YbBackup, yb_backup, YB, BACKUP, GObject)

struct _YbBackup
{
  GObject parent_instance;

  char *path;
  gint64 size;
  YbBackupTrust trust;
  char *problem;
  char *app_version;
  char *store;
  gint64 at;
  YbBackupReason reason;
  gint64 format;
  gint64 audit_seq;
  gint64 audit_count;
  GBytes *audit_hash;
  gint64 n_rows;
  gint64 content_size;
  gboolean chain_broken;
  GBytes *wraps;
  gboolean elsewhere;
};

const char *yb_backup_reason_label (YbBackupReason reason);

/**
 * YbBackupProgress:
 * @fraction: from 0 to 1
 * @user_data: closure
 *
 * On the worker.
 */
typedef void (*YbBackupProgress) (double fraction, gpointer user_data);

/* ---- reading ---- */

YbBackup *yb_backup_parse (const guint8 *data, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbBackup *yb_backup_open (const char *path, YbKeys *keys, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbKeys *yb_backup_unlock (YbBackup *self, const char *secret, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_backup_verify (YbBackup *self,
                           YbKeys *keys,
                           gboolean deep,
                           YbBackupProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error);

/* ---- making ---- */

YbBackup *yb_store_backup (YbStore *self,
                           const char *target,
                           YbBackupReason reason,
                           YbBackupProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
