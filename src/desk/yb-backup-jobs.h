/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup-folder.h"
#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbBackupState:
 * @backups: (element-type YbBackup): the copies in both folders, the newest first
 * @second: (nullable) (type filename): the second folder
 * @warning: (nullable): what is to be worried about, translated
 * @is_hint: the warning is a piece of advice only
 *
 * How it stands with the copies of a file.
 */
typedef struct
{
  GPtrArray *backups;
  char *second;
  char *warning;
  gboolean is_hint;
} YbBackupState;

void yb_backup_state_free (YbBackupState *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbBackupState, yb_backup_state_free)

char *yb_backup_warning (GPtrArray *backups, const char *second, gint64 audit_seq, gboolean *is_hint)
    G_GNUC_WARN_UNUSED_RESULT;

void yb_desk_load_backups_async (YbDesk *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
YbBackupState *
yb_desk_load_backups_finish (YbDesk *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void yb_desk_watch_backups_async (YbDesk *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
YbBackupState *
yb_desk_watch_backups_finish (YbDesk *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void yb_desk_back_up_async (YbDesk *self,
                            YbBackupReason reason,
                            YbBackupProgress progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
YbBackupOutcome *
yb_desk_back_up_finish (YbDesk *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

void yb_desk_verify_backup_async (YbDesk *self,
                                  YbBackup *backup,
                                  YbBackupProgress progress,
                                  gpointer progress_data,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
gboolean yb_desk_verify_backup_finish (YbDesk *self, GAsyncResult *result, GError **error);

G_END_DECLS
