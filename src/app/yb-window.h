/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-application.h"

G_BEGIN_DECLS

#define YB_TYPE_WINDOW (yb_window_get_type ())
G_DECLARE_FINAL_TYPE (YbWindow, yb_window, YB, WINDOW, AdwApplicationWindow)

YbWindow *yb_window_new (YbApplication *application);
void yb_window_show_wait (YbWindow *self);
void yb_window_show_start (YbWindow *self, double fraction);
void yb_window_show_problem (YbWindow *self, const char *message);
void yb_window_show_first_start (YbWindow *self, const char *path, gboolean can_leave);
gboolean yb_window_is_used (YbWindow *self);
void yb_window_show_store (YbWindow *self);
void yb_window_lock (YbWindow *self);
void yb_window_forget_store (YbWindow *self);

G_END_DECLS
