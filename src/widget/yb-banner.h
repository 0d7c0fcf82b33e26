/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define YB_TYPE_BANNER (yb_banner_get_type ())
G_DECLARE_FINAL_TYPE (YbBanner, yb_banner, YB, BANNER, GtkWidget)

void yb_banner_show (YbBanner *self, const char *text, gboolean is_serious, gboolean may_be_closed);
void yb_banner_hide (YbBanner *self);
void yb_banner_set_button (YbBanner *self, const char *label, const char *action);

G_END_DECLS
