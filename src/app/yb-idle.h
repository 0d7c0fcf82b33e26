/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define YB_TYPE_IDLE (yb_idle_get_type ())
G_DECLARE_FINAL_TYPE (YbIdle, yb_idle, YB, IDLE, GObject)

YbIdle *yb_idle_new (void) G_GNUC_WARN_UNUSED_RESULT;
gint64 yb_idle_get_seconds (YbIdle *self);

G_END_DECLS
