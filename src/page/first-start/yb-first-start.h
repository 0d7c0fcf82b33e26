/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YbFirstStart:
 *
 * The assistant of the first start: a demo, or the own dealership with its name, hours, administrator, place and recovery
 * key. Nothing is there before the last step; going back or away leaves nothing behind.
 *
 * Signals: "demo": a demo is wanted; "finished" (char *path): the file is there; "left": back to
 * what was open before.
 */
#define YB_TYPE_FIRST_START (yb_first_start_get_type ())
G_DECLARE_FINAL_TYPE (YbFirstStart, yb_first_start, YB, FIRST_START, AdwBin)

GtkWidget *yb_first_start_new (const char *path, gboolean can_leave);

G_END_DECLS
