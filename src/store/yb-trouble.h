/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-store.h"

G_BEGIN_DECLS

/**
 * YbTrouble:
 * @YB_TROUBLE_MOVED: the file was moved, replaced or deleted while it is open: nothing is saved
 * @YB_TROUBLE_UNSYNCED: the disk did not confirm what was written: nothing is saved until the file was checked
 * @YB_TROUBLE_FULL: the disk is full
 * @YB_TROUBLE_BUSY: another program holds the file, a change waits for it
 * @YB_TROUBLE_READ_ONLY: the file may only be read: view mode
 * @YB_TROUBLE_OLD_VIEW: view mode, and somebody else writes the file: what is shown is old
 * @YB_TROUBLE_CLOCK: the clock of this computer stands before entries that were made already
 * @YB_TROUBLE_LOW_SPACE: less than 500 MiB are left on the disk
 * @YB_TROUBLE_WAS_UNSYNCED: as YB_TROUBLE_UNSYNCED; the file was opened anew since and is sound
 * @YB_TROUBLE_DOUBTFUL: the file lies on a file system of some program (FUSE)
 * @YB_TROUBLE_BACKUP: there is no fresh verified backup on another disk
 *
 * What is wrong around an open file (reliability.md 2), the worst first.
 */
typedef enum
{
  YB_TROUBLE_NONE = 0,
  YB_TROUBLE_MOVED = 1 << 0,
  YB_TROUBLE_UNSYNCED = 1 << 1,
  YB_TROUBLE_FULL = 1 << 2,
  YB_TROUBLE_BUSY = 1 << 3,
  YB_TROUBLE_READ_ONLY = 1 << 4,
  YB_TROUBLE_OLD_VIEW = 1 << 5,
  YB_TROUBLE_CLOCK = 1 << 6,
  YB_TROUBLE_LOW_SPACE = 1 << 7,
  YB_TROUBLE_WAS_UNSYNCED = 1 << 8,
  YB_TROUBLE_DOUBTFUL = 1 << 9,
  YB_TROUBLE_BACKUP = 1 << 10,
} YbTrouble;

/* People may close the message about these: nothing is refused because of them. */
#define YB_TROUBLE_MAY_BE_CLOSED                                                                             \
  (YB_TROUBLE_CLOCK | YB_TROUBLE_LOW_SPACE | YB_TROUBLE_WAS_UNSYNCED | YB_TROUBLE_DOUBTFUL |                 \
   YB_TROUBLE_BACKUP)

YbTrouble yb_store_look_after (YbStore *self);
YbTrouble yb_store_get_troubles (YbStore *self);
char *yb_store_dup_trouble_text (YbStore *self, YbTrouble troubles) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_store_has_late_clock (YbStore *self, gint64 seq, gint64 at);
void yb_store_set_backup_warning (YbStore *self, const char *text);
char *yb_store_dup_rescued_path (YbStore *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
