/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup.h"

G_BEGIN_DECLS

/* Key of meta: the second folder for copies, on another disk. */
#define YB_BACKUP_SECOND_FOLDER "backup.second-folder"

/* Copies on another disk that are older than this are worth a warning (reliability.md 2, Backup). */
#define YB_BACKUP_WARN_AFTER_MS (24 * G_GINT64_CONSTANT (3600000))

char *yb_backup_folder_of (const char *database) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_backup_same_disk (const char *a, const char *b);
gboolean yb_backup_mark_folder (const char *folder, GError **error);
char *yb_store_dup_second_backup_folder (YbStore *self) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray *yb_backup_list (const char *folder, const char *database, YbKeys *keys) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *yb_store_list_backups (YbStore *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *yb_backup_ladder (GPtrArray *backups) G_GNUC_WARN_UNUSED_RESULT;

/**
 * YbBackupOutcome:
 * @backup: (nullable): the copy in the first folder; %NULL when none was needed
 * @second_error: (nullable): why there is none in the second folder
 */
typedef struct
{
  YbBackup *backup;
  GError *second_error;
} YbBackupOutcome;

void yb_backup_outcome_free (YbBackupOutcome *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbBackupOutcome, yb_backup_outcome_free)

YbBackupOutcome *yb_store_back_up_if_due (YbStore *self,
                                          YbBackupReason reason,
                                          YbBackupProgress progress,
                                          gpointer progress_data,
                                          GCancellable *cancellable,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
