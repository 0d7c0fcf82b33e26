/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YbProgressWindow:
 *
 * A small window with a progress bar and Cancel, for work that takes long. It shows up only if the work
 * lasts.
 */
#define YB_TYPE_PROGRESS_WINDOW (yb_progress_window_get_type ())
G_DECLARE_FINAL_TYPE (YbProgressWindow, yb_progress_window, YB, PROGRESS_WINDOW, AdwWindow)

YbProgressWindow *yb_progress_window_new (GtkWidget *before, const char *title, GCancellable *cancellable);
void yb_progress_window_step (double fraction, gpointer self);
void yb_progress_window_finish (YbProgressWindow *self);

G_END_DECLS
