/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void yb_widget_init (void);
void yb_widget_scroll_to (GtkWidget *widget);
void yb_widget_scroll_to_both (GtkWidget *heading, GtkWidget *widget);

G_END_DECLS
