/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-card-face.h"

G_BEGIN_DECLS

/* The position of a card that shows nothing. */
#define YB_CARD_NO_POSITION G_MAXUINT

#define YB_TYPE_CARD (yb_card_get_type ())
G_DECLARE_FINAL_TYPE (YbCard, yb_card, YB, CARD, GtkWidget)

GtkWidget *yb_card_new (YbCardFaceFunc func, gpointer user_data);

void yb_card_set_item (YbCard *self, gpointer item);
gpointer yb_card_get_item (YbCard *self);
const YbCardFace *yb_card_get_face (YbCard *self);
void yb_card_set_place (YbCard *self, guint position, guint n_items);
guint yb_card_get_position (YbCard *self);
void yb_card_refresh (YbCard *self);

G_END_DECLS
