/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-card-column.h"
#include "yb-item-track-private.h"

G_BEGIN_DECLS

#define YB_CARD_SPACING 4
#define YB_CARD_MARGIN 4

/* The recycler: card widgets for what is visible only, of one fixed height, so that any length of list
   costs the same (performance.md, section 5). Cards are bound by identity: a card whose item moves stays
   its card. */
struct _YbCardColumn
{
  GtkWidget parent_instance;

  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  GtkScrollablePolicy hscroll_policy;
  GtkScrollablePolicy vscroll_policy;

  GListModel *model;
  YbCardFaceFunc func;
  gpointer user_data;
  GPtrArray *cards;
  GHashTable *marks;
  YbItemTrack focus;
  YbItemTrack selected;
  int row_height;
  guint n_items;
  guint settle_id;
  guint tick_id;
  double drag_y;
  int gap;
  gboolean pinned;
  guint flash_id;
  YbCard *flash_card;
};

enum
{
  YB_CARD_COLUMN_CARD_FOCUSED,
  YB_CARD_COLUMN_FOCUS_LOST,
  YB_CARD_COLUMN_SELECTED_CHANGED,
  YB_CARD_COLUMN_N_SIGNALS
};

extern guint _yb_card_column_signals[YB_CARD_COLUMN_N_SIGNALS];

double _yb_card_column_get_value (YbCardColumn *self);
double _yb_card_column_get_page (YbCardColumn *self);
GtkWidget *_yb_card_column_get_focus_card (YbCardColumn *self);
gboolean _yb_card_column_holds_focus (YbCardColumn *self);
void _yb_card_column_measure_row (YbCardColumn *self);
void _yb_card_column_configure (YbCardColumn *self);
void _yb_card_column_apply_marks (YbCardColumn *self);
void _yb_card_column_sync (YbCardColumn *self);
void _yb_card_column_queue_settle (YbCardColumn *self);
void _yb_card_column_items_changed_cb (
    YbCardColumn *self, guint position, guint removed, guint added, GListModel *model);

G_END_DECLS
