/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbBackupClock:
 *
 * Looks after the backups of an open database: the hourly one, the warning when none on another disk is fresh, and, soon after
 * the start, whether the file is damaged.
 */
typedef struct _YbBackupClock YbBackupClock;

/**
 * YbDamageFunc:
 * @user_data: closure
 *
 * The file is damaged: nothing shall be written any more.
 */
typedef void (*YbDamageFunc) (gpointer user_data);

YbBackupClock *
yb_backup_clock_new (YbDesk *desk, YbDamageFunc damaged, gpointer user_data) G_GNUC_WARN_UNUSED_RESULT;
void yb_backup_clock_free (YbBackupClock *self);

G_END_DECLS
