/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-card-face.h"

G_BEGIN_DECLS

typedef struct _YbCardDrawing YbCardDrawing;

YbCardDrawing *yb_card_drawing_new (GtkWidget *widget);
void yb_card_drawing_free (YbCardDrawing *self);
void yb_card_drawing_set_face (YbCardDrawing *self, const YbCardFace *face);
void yb_card_drawing_restyle (YbCardDrawing *self);
int yb_card_drawing_get_height (YbCardDrawing *self);
int yb_card_drawing_get_least_width (YbCardDrawing *self);
gboolean yb_card_drawing_is_cut (YbCardDrawing *self);
void yb_card_drawing_snapshot (YbCardDrawing *self, GtkSnapshot *snapshot, int width, int height);

G_END_DECLS
