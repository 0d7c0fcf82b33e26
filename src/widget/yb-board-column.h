/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-card-column.h"
#include "yb-landing.h"

G_BEGIN_DECLS

#define YB_TYPE_BOARD_COLUMN (yb_board_column_get_type ())
G_DECLARE_FINAL_TYPE (YbBoardColumn, yb_board_column, YB, BOARD_COLUMN, GtkWidget)

GtkWidget *yb_board_column_new (const char *title);

YbCardColumn *yb_board_column_get_list (YbBoardColumn *self);
void yb_board_column_set_model (YbBoardColumn *self, GListModel *model);
void yb_board_column_set_short_title (YbBoardColumn *self, const char *title);
gboolean yb_board_column_is_empty (YbBoardColumn *self);
void yb_board_column_set_hint_visible (YbBoardColumn *self, gboolean visible);
int yb_board_column_get_least_width (YbBoardColumn *self);
void yb_board_column_set_width (YbBoardColumn *self, int width);
void yb_board_column_set_summary (YbBoardColumn *self, gint64 count, gint64 amount, gint64 overdue);
void yb_board_column_set_collapsed (YbBoardColumn *self, gboolean collapsed);
gboolean yb_board_column_get_collapsed (YbBoardColumn *self);
void yb_board_column_set_landing (YbBoardColumn *self, const YbLanding *landing);
const YbLanding *yb_board_column_get_landing (YbBoardColumn *self);
void yb_board_column_set_hovered (YbBoardColumn *self, gboolean hovered, double x, double y);

G_END_DECLS
