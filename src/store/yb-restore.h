/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup.h"

G_BEGIN_DECLS

/**
 * YbRestore:
 * @staff: id of the acting person, 0 when nobody is signed in
 * @workstation: (nullable): name of the computer
 * @damaged_copy: (nullable) (type filename): the file is damaged, and this is its copy (yb_damaged_keep_copy())
 * @lost: (out): how many actions the file that was replaced had after the copy, -1 when that cannot be told
 * @kept: (out) (nullable) (type filename): the file that was replaced
 *
 * A restore: who does it, and what came of it.
 */
typedef struct
{
  gint64 staff;
  const char *workstation;
  const char *damaged_copy;
  gint64 lost;
  char *kept;
} YbRestore;

void yb_restore_clear (YbRestore *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YbRestore, yb_restore_clear)

gint64 yb_restore_count_lost (const char *database, YbBackup *backup);
gboolean yb_restore_run (YbRestore *self,
                         YbBackup *backup,
                         YbKeys *keys,
                         const char *database,
                         YbBackupProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error);
gboolean
yb_restore_swap (const char *fresh, const char *database, gboolean is_damaged, char **kept, GError **error);

gboolean yb_store_is_damaged (YbStore *self);
GPtrArray *yb_damaged_keep_copy (const char *database, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
