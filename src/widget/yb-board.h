/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-board-column.h"
#include "yb-card-face.h"
#include "yb-landing.h"

G_BEGIN_DECLS

#define YB_TYPE_BOARD (yb_board_get_type ())
G_DECLARE_FINAL_TYPE (YbBoard, yb_board, YB, BOARD, GtkWidget)

GtkWidget *yb_board_new (void);

void yb_board_add_column (YbBoard *self, const char *title);
YbBoardColumn *yb_board_get_column (YbBoard *self, guint column);
void yb_board_set_column_model (YbBoard *self, guint column, GListModel *model);
void
yb_board_set_column_summary (YbBoard *self, guint column, gint64 count, gint64 amount_fen, gint64 overdue);
void yb_board_set_column_collapsed (YbBoard *self, guint column, gboolean collapsed);
gboolean yb_board_get_column_collapsed (YbBoard *self, guint column);

void yb_board_set_face_func (YbBoard *self, YbCardFaceFunc func, gpointer user_data, GDestroyNotify destroy);
void
yb_board_set_landing_func (YbBoard *self, YbLandingFunc func, gpointer user_data, GDestroyNotify destroy);
void yb_board_set_menu_model (YbBoard *self, GMenuModel *menu);
void yb_board_refresh (YbBoard *self);

gpointer yb_board_get_selected (YbBoard *self);
void yb_board_move_item (YbBoard *self, gpointer item, guint to);
void yb_board_finish_move (YbBoard *self, gpointer item, gboolean moved);

G_END_DECLS
