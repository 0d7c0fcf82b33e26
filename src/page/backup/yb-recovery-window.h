/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-backup.h"
#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbRecoveryWindow:
 *
 * Puts a backup into the place of the file, or gets the most out of a damaged one: the newest backup, what can be rescued row
 * by row, or a look at what is left. It outlives the pages of the database, which is closed meanwhile: the program has
 * the actions app.release-database, app.reopen-database and app.view-database for it.
 */
#define YB_TYPE_RECOVERY_WINDOW (yb_recovery_window_get_type ())
G_DECLARE_FINAL_TYPE (YbRecoveryWindow, yb_recovery_window, YB, RECOVERY_WINDOW, AdwWindow)

GtkWidget *yb_recovery_window_new_restore (GtkWindow *before, YbDesk *desk, YbBackup *backup);
GtkWidget *yb_recovery_window_new_damaged (GtkWindow *before, const char *database);

G_END_DECLS
