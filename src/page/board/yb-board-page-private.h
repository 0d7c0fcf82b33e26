/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-board-page.h"

#include "yb-board.h"
#include "yb-deal-panel.h"
#include "yb-gate-sheet.h"
#include "yb-row-list.h"

G_BEGIN_DECLS

struct _YbBoardPage
{
  YbPage parent_instance;

  GtkBox *filter_bar;
  GtkToggleButton *mine_button;
  GtkToggleButton *all_button;
  GtkDropDown *grade;
  GtkDropDown *source;
  GtkToggleButton *overdue_button;
  GtkSearchEntry *text;
  GtkButton *clear_button;
  AdwBin *board_bin;
  GtkRevealer *panel_revealer;
  YbDealPanel *panel;

  YbBoard *board;
  GtkWidget *empty;
  GtkLabel *empty_title;
  GtkLabel *empty_text;
  GMenu *card_menu;
  YbRowList *lists[YB_N_STAGES];
  gulong changed_id;
  guint heads_id;
  guint heads_generation;
  guint text_id;
  guint minute_id;
  YbGateSheet *sheet;
  GObject *carried;
  GtkFileChooserNative *chooser;
  GCancellable *export_cancellable;
};

/* yb-board-page-filters.c */
void _yb_board_page_setup_filters (YbBoardPage *self);
void _yb_board_page_apply_filters (YbBoardPage *self);
void _yb_board_page_queue_heads (YbBoardPage *self);
void _yb_board_page_class_init_filters (GtkWidgetClass *widget_class);

/* yb-board-page-moves.c */
void _yb_board_page_setup_moves (YbBoardPage *self);
void _yb_board_page_move_to (YbBoardPage *self, YbDealCard *card, YbStage to);

/* yb-board-page-actions.c */
void _yb_board_page_class_init_actions (GtkWidgetClass *widget_class);
void _yb_board_page_fill_menu (YbBoardPage *self, YbDealCard *card);

/* yb-board-page-export.c */
void _yb_board_page_export (YbBoardPage *self);
void _yb_board_page_stop_export (YbBoardPage *self);

G_END_DECLS
