/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup-jobs.h"
#include "yb-recovery-window.h"
#include "yb-restore.h"
#include "yb-salvage.h"

G_BEGIN_DECLS

/* What is done next; each ends with its own callback in the main thread. */
typedef struct
{
  char *database;
  char *damaged_copy; /* (nullable) */
  YbBackup *backup;   /* (nullable) */
  gint64 lost;
  char *fresh; /* (nullable): what a rescue made */
  char *list;  /* (nullable): where its list stands */
  char *text;  /* (nullable): its list */
  gint64 staff;
  char *secret; /* (nullable) */
  YbKeys *keys; /* (nullable) */
  char *kept;   /* (nullable): the file that was replaced */
  YbBackupProgress progress;
  gpointer progress_data;
} YbRecovery;

YbRecovery *_yb_recovery_new (const char *database);
YbRecovery *_yb_recovery_ref (YbRecovery *self);
void _yb_recovery_unref (YbRecovery *self);

/* Each runs on a worker; only one at a time. */
typedef gboolean (*YbRecoveryStep) (YbRecovery *self, GCancellable *cancellable, GError **error);

gboolean _yb_recovery_look (YbRecovery *self, GCancellable *cancellable, GError **error);
gboolean _yb_recovery_unlock (YbRecovery *self, GCancellable *cancellable, GError **error);
gboolean _yb_recovery_restore (YbRecovery *self, GCancellable *cancellable, GError **error);
gboolean _yb_recovery_rescue (YbRecovery *self, GCancellable *cancellable, GError **error);
gboolean _yb_recovery_use_rescued (YbRecovery *self, GCancellable *cancellable, GError **error);

void _yb_recovery_run_async (YbRecovery *self,
                             YbRecoveryStep step,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
gboolean _yb_recovery_run_finish (GAsyncResult *result, GError **error);

G_END_DECLS
