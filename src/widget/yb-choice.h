/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define YB_TYPE_CHOICE (yb_choice_get_type ())
G_DECLARE_FINAL_TYPE (YbChoice, yb_choice, YB, CHOICE, GObject)

YbChoice *yb_choice_new (gint64 id, const char *code, const char *label);
gint64 yb_choice_get_id (YbChoice *self);
const char *yb_choice_get_code (YbChoice *self);

G_END_DECLS
