/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-board.h"

G_BEGIN_DECLS

#define YB_BOARD_NO_COLUMN G_MAXUINT

/* What is carried while a drag is under way: the type of the content that drag sources offer and columns
   take. */
#define YB_TYPE_BOARD_DRAG (_yb_board_drag_get_type ())
G_DECLARE_FINAL_TYPE (YbBoardDrag, _yb_board_drag, YB, BOARD_DRAG, GObject)

struct _YbBoard
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *row;
  GPtrArray *columns;
  GtkWidget *menu;

  YbCardFaceFunc face_func;
  gpointer face_data;
  GDestroyNotify face_destroy;
  YbLandingFunc landing_func;
  gpointer landing_data;
  GDestroyNotify landing_destroy;

  GObject *selected;
  /* Moves whose outcome is not known: item -> YbBoardMove. */
  GHashTable *moves;
  /* A moved item that gets the focus as soon as its new column has it. */
  GObject *follow;
  guint follow_column;
  gint64 follow_until;
  gboolean falling_back;

  YbBoardDrag *drag;
  GtkDragSource *drag_source;
  double drag_x;
  guint drag_tick;
  guint fit_id;
};

/* yb-board-moves.c */
void _yb_board_request_move (YbBoard *self, gpointer item, guint from, guint to, gboolean by_keyboard);
void _yb_board_select (YbBoard *self, gpointer item);
guint _yb_board_find_column (YbBoard *self, gpointer item);
gboolean _yb_board_focus_lost_cb (YbBoard *self, GObject *item, YbCardColumn *list);
void _yb_board_card_focused_cb (YbBoard *self, GObject *item, YbCardColumn *list);
void _yb_board_selected_changed_cb (YbBoard *self, YbCardColumn *list);
void _yb_board_moves_init (YbBoard *self);
void _yb_board_moves_clear (YbBoard *self);

/* yb-board-fit.c */
void _yb_board_fit_init (YbBoard *self);
void _yb_board_fit_add_column (YbBoard *self, YbBoardColumn *column);
void _yb_board_fit_clear (YbBoard *self);

/* yb-board-dnd.c */
void _yb_board_dnd_add_column (YbBoard *self, YbBoardColumn *column);
void _yb_board_dnd_add_scroller (YbBoard *self);
void _yb_board_dnd_clear (YbBoard *self);
void _yb_board_get_landing (YbBoard *self, gpointer item, guint column, YbLanding *landing);

/* yb-board-keys.c */
void _yb_board_keys_init (YbBoard *self);
void _yb_board_keys_install (GtkWidgetClass *widget_class);
void _yb_board_keys_add_column (YbBoard *self, YbBoardColumn *column);
YbCardColumn *_yb_board_list (YbBoard *self, guint column);

void _yb_board_emit_moved (YbBoard *self, gpointer item, guint from, guint to, gboolean by_keyboard);
void _yb_board_emit_refused (YbBoard *self, gpointer item, guint column, const char *reason);
void _yb_board_emit_activated (YbBoard *self, gpointer item);
void _yb_board_emit_selected (YbBoard *self, gpointer item);
void _yb_board_emit_menu (YbBoard *self, gpointer item, guint column, GtkWidget *card, double x, double y);

G_END_DECLS
