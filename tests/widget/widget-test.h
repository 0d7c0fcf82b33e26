/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

gboolean widget_test_init (int *argc, char ***argv);
void widget_test_settle (void);
GtkWidget *widget_test_show (GtkWidget *child, int width, int height);
void widget_test_close (GtkWidget *window);
GtkEventController *widget_test_controller (gpointer widget, GType type, guint button);

G_END_DECLS
