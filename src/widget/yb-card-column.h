/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-card.h"

G_BEGIN_DECLS

/**
 * YbCardMark:
 * @YB_CARD_MARK_CARRIED: the card is being dragged
 * @YB_CARD_MARK_PENDING: the card waits for the outcome of a move
 *
 * Why a card is dimmed.
 */
typedef enum
{
  YB_CARD_MARK_NONE = 0,
  YB_CARD_MARK_CARRIED = 1 << 0,
  YB_CARD_MARK_PENDING = 1 << 1,
} YbCardMark;

#define YB_TYPE_CARD_COLUMN (yb_card_column_get_type ())
G_DECLARE_FINAL_TYPE (YbCardColumn, yb_card_column, YB, CARD_COLUMN, GtkWidget)

GtkWidget *yb_card_column_new (void);

void yb_card_column_set_model (YbCardColumn *self, GListModel *model);
GListModel *yb_card_column_get_model (YbCardColumn *self);
void yb_card_column_set_face_func (YbCardColumn *self, YbCardFaceFunc func, gpointer user_data);
void yb_card_column_refresh (YbCardColumn *self);

gboolean yb_card_column_focus_item (YbCardColumn *self, gpointer item);
gboolean yb_card_column_focus_position (YbCardColumn *self, guint position);
gpointer yb_card_column_get_focus_item (YbCardColumn *self);
void yb_card_column_scroll_to (YbCardColumn *self, guint position);
void yb_card_column_set_selected (YbCardColumn *self, gpointer item);
gboolean yb_card_column_has_selected (YbCardColumn *self);
void yb_card_column_set_mark (YbCardColumn *self, gpointer item, YbCardMark mark, gboolean on);
void yb_card_column_flash_item (YbCardColumn *self, gpointer item);

YbCard *yb_card_column_get_card_at (YbCardColumn *self, double x, double y);
YbCard *yb_card_column_get_card (YbCardColumn *self, gpointer item);
int yb_card_column_get_row_at (YbCardColumn *self, double y);
double yb_card_column_get_middle (YbCardColumn *self, YbCard *card);
guint yb_card_column_get_n_cards (YbCardColumn *self);

void yb_card_column_set_gap (YbCardColumn *self, gboolean open);
void yb_card_column_set_drag_position (YbCardColumn *self, double y);

G_END_DECLS
