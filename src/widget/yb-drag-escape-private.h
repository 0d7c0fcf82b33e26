/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void _yb_drag_escape_watch (GtkDragSource *source);
void _yb_drag_escape_unwatch (GtkDragSource *source);

G_END_DECLS
