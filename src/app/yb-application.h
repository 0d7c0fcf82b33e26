/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-desk.h"

G_BEGIN_DECLS

#define YB_TYPE_APPLICATION (yb_application_get_type ())
G_DECLARE_FINAL_TYPE (YbApplication, yb_application, YB, APPLICATION, AdwApplication)

typedef struct _YbWindow YbWindow;

YbApplication *yb_application_new (void);
YbStore *yb_application_get_store (YbApplication *self);
GSettings *yb_application_get_settings (YbApplication *self);
void yb_application_open (YbApplication *self, const char *path);
gboolean yb_application_is_damaged (YbApplication *self);
void yb_application_retry (YbApplication *self);
void yb_application_set_up (YbApplication *self, YbWindow *window);
void yb_application_leave_keys (YbApplication *self);
void yb_application_start_demo (YbApplication *self);
char *yb_application_take_sign_in (YbApplication *self);
const char *yb_application_get_first_page (YbApplication *self);
gint64 yb_application_get_idle_seconds (YbApplication *self);
void yb_application_new_window (YbApplication *self);

G_END_DECLS
