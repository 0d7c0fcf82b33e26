/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define YB_TYPE_VERTICAL_LABEL (yb_vertical_label_get_type ())
G_DECLARE_FINAL_TYPE (YbVerticalLabel, yb_vertical_label, YB, VERTICAL_LABEL, GtkWidget)

GtkWidget *yb_vertical_label_new (const char *text);

G_END_DECLS
