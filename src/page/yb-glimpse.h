/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * YbGlimpse:
 *
 * A revealed number, for ten seconds: then, and as soon as its widget is hidden or its window is left, it is gone
 * (security.md, Screens). It is in the accessible tree only while it is on the screen.
 *
 * Signals: "changed": it is there, or gone.
 */
#define YB_TYPE_GLIMPSE (yb_glimpse_get_type ())
G_DECLARE_FINAL_TYPE (YbGlimpse, yb_glimpse, YB, GLIMPSE, GObject)

#define YB_GLIMPSE_SECONDS 10

YbGlimpse *yb_glimpse_new (GtkWidget *widget) G_GNUC_WARN_UNUSED_RESULT;
void yb_glimpse_show (YbGlimpse *self, const char *value);
void yb_glimpse_hide (YbGlimpse *self);
const char *yb_glimpse_get_value (YbGlimpse *self);

G_END_DECLS
