/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-private.h"

#include <glib/gi18n-lib.h>

enum
{
  CARD_MOVED,
  CARD_REFUSED,
  CARD_ACTIVATED,
  CARD_SELECTED,
  CARD_MENU,
  COLUMN_COLLAPSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbBoard, yb_board, GTK_TYPE_WIDGET)

void
_yb_board_emit_moved (YbBoard *self, gpointer item, guint from, guint to, gboolean by_keyboard)
{
  g_signal_emit (self, signals[CARD_MOVED], 0, item, from, to, by_keyboard);
}

void
_yb_board_emit_refused (YbBoard *self, gpointer item, guint column, const char *reason)
{
  g_signal_emit (self, signals[CARD_REFUSED], 0, item, column, reason);
}

void
_yb_board_emit_activated (YbBoard *self, gpointer item)
{
  g_signal_emit (self, signals[CARD_ACTIVATED], 0, item);
}

void
_yb_board_emit_selected (YbBoard *self, gpointer item)
{
  g_signal_emit (self, signals[CARD_SELECTED], 0, item);
}

void
_yb_board_emit_menu (YbBoard *self, gpointer item, guint column, GtkWidget *card, double x, double y)
{
  g_signal_emit (self, signals[CARD_MENU], 0, item, column, card, x, y);
}

static void
toggle_cb (YbBoard *self, gboolean collapsed, YbBoardColumn *column)
{
  guint index;

  if (!g_ptr_array_find (self->columns, column, &index))
    return;

  yb_board_column_set_collapsed (column, collapsed);
  g_signal_emit (self, signals[COLUMN_COLLAPSED], 0, index, collapsed);
}

static gboolean
yb_board_grab_focus (GtkWidget *widget)
{
  YbBoard *self = YB_BOARD (widget);
  guint column = self->selected != NULL ? _yb_board_find_column (self, self->selected) : YB_BOARD_NO_COLUMN;

  if (column != YB_BOARD_NO_COLUMN && !yb_board_get_column_collapsed (self, column) &&
      yb_card_column_focus_item (_yb_board_list (self, column), self->selected))
    return TRUE;

  for (guint i = 0; i < self->columns->len; i++)
    if (!yb_board_get_column_collapsed (self, i) &&
        yb_card_column_focus_position (_yb_board_list (self, i), 0))
      return TRUE;

  return gtk_widget_child_focus (self->row, GTK_DIR_TAB_FORWARD);
}

static void
yb_board_dispose (GObject *object)
{
  YbBoard *self = YB_BOARD (object);

  _yb_board_dnd_clear (self);
  _yb_board_fit_clear (self);
  _yb_board_moves_clear (self);
  g_ptr_array_set_size (self->columns, 0);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  self->row = NULL;

  G_OBJECT_CLASS (yb_board_parent_class)->dispose (object);
}

static void
yb_board_finalize (GObject *object)
{
  YbBoard *self = YB_BOARD (object);

  g_ptr_array_unref (self->columns);
  g_hash_table_unref (self->moves);
  if (self->face_destroy != NULL)
    self->face_destroy (self->face_data);
  if (self->landing_destroy != NULL)
    self->landing_destroy (self->landing_data);

  G_OBJECT_CLASS (yb_board_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  /**
   * YbBoard::card-moved:
   * @item: what is to be moved
   * @from: index of its column
   * @to: index of the column it goes to
   * @by_keyboard: whether it was moved without the pointer
   *
   * Asks for a move. The card is shown as pending until yb_board_finish_move() is called.
   */
  signals[CARD_MOVED] = g_signal_new ("card-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                      4, G_TYPE_OBJECT, G_TYPE_UINT, G_TYPE_UINT, G_TYPE_BOOLEAN);
  /**
   * YbBoard::card-refused:
   * @item: what was to be moved
   * @column: index of the column that does not take it
   * @reason: (nullable): why, as the landing function said
   */
  signals[CARD_REFUSED] = g_signal_new ("card-refused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 3, G_TYPE_OBJECT, G_TYPE_UINT, G_TYPE_STRING);
  /**
   * YbBoard::card-activated:
   * @item: what is to be opened: Enter or a double click
   */
  signals[CARD_ACTIVATED] = g_signal_new ("card-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_OBJECT);
  /**
   * YbBoard::card-selected:
   * @item: (nullable): the item of the card that was focused or clicked; %NULL when it has left the board
   */
  signals[CARD_SELECTED] = g_signal_new ("card-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_OBJECT);
  /**
   * YbBoard::card-menu:
   * @item: the item of the card whose menu opens
   * @column: index of its column
   * @card: the card
   * @x: where, in coordinates of the board
   * @y: likewise
   *
   * Emitted before the menu opens, so that its actions can be enabled for @item.
   */
  signals[CARD_MENU] = g_signal_new ("card-menu", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                     5, G_TYPE_OBJECT, G_TYPE_UINT, GTK_TYPE_WIDGET, G_TYPE_DOUBLE,
                                     G_TYPE_DOUBLE);
  /**
   * YbBoard::column-collapsed:
   * @column: index of the column
   * @collapsed: what the user made it
   */
  signals[COLUMN_COLLAPSED] = g_signal_new ("column-collapsed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_BOOLEAN);
}

static void
yb_board_class_init (YbBoardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_board_dispose;
  object_class->finalize = yb_board_finalize;
  widget_class->grab_focus = yb_board_grab_focus;

  install_signals (G_TYPE_FROM_CLASS (klass));
  _yb_board_keys_install (widget_class);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "deal-board");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
yb_board_init (YbBoard *self)
{
  self->columns = g_ptr_array_new ();
  _yb_board_moves_init (self);

  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->row, "board-row");
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->row);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Board"), -1);
  _yb_board_dnd_add_scroller (self);
  _yb_board_fit_init (self);
  _yb_board_keys_init (self);
}

YbCardColumn *
_yb_board_list (YbBoard *self, guint column)
{
  g_assert (column < self->columns->len);

  return yb_board_column_get_list (self->columns->pdata[column]);
}

/**
 * yb_board_new:
 *
 * Returns: a board without columns
 */
GtkWidget *
yb_board_new (void)
{
  return g_object_new (YB_TYPE_BOARD, NULL);
}

/**
 * yb_board_add_column:
 * @title: what people call it, translated
 *
 * Adds a column at the end; the first one has the index 0 and the key 1.
 */
void
yb_board_add_column (YbBoard *self, const char *title)
{
  GtkWidget *column;
  YbCardColumn *list;

  g_return_if_fail (YB_IS_BOARD (self));
  g_return_if_fail (title != NULL);

  column = yb_board_column_new (title);
  list = yb_board_column_get_list (YB_BOARD_COLUMN (column));
  yb_card_column_set_face_func (list, self->face_func, self->face_data);
  g_signal_connect_swapped (column, "toggle", G_CALLBACK (toggle_cb), self);
  g_signal_connect_swapped (list, "card-focused", G_CALLBACK (_yb_board_card_focused_cb), self);
  g_signal_connect_swapped (list, "focus-lost", G_CALLBACK (_yb_board_focus_lost_cb), self);
  g_signal_connect_swapped (list, "selected-changed", G_CALLBACK (_yb_board_selected_changed_cb), self);
  g_ptr_array_add (self->columns, column);
  _yb_board_dnd_add_column (self, YB_BOARD_COLUMN (column));
  _yb_board_fit_add_column (self, YB_BOARD_COLUMN (column));
  _yb_board_keys_add_column (self, YB_BOARD_COLUMN (column));
  gtk_box_append (GTK_BOX (self->row), column);
}

/**
 * yb_board_get_column:
 * @column: index of a column
 *
 * Returns: (transfer none): the column
 */
YbBoardColumn *
yb_board_get_column (YbBoard *self, guint column)
{
  g_return_val_if_fail (YB_IS_BOARD (self), NULL);
  g_return_val_if_fail (column < self->columns->len, NULL);

  return self->columns->pdata[column];
}

/**
 * yb_board_set_column_model:
 * @column: index of a column
 * @model: (nullable): its items, in the order they are shown
 *
 * Sets what stands in a column.
 */
void
yb_board_set_column_model (YbBoard *self, guint column, GListModel *model)
{
  g_return_if_fail (YB_IS_BOARD (self));
  g_return_if_fail (column < self->columns->len);

  yb_board_column_set_model (self->columns->pdata[column], model);
}

/**
 * yb_board_set_column_summary:
 * @column: index of a column
 * @count: how many cards
 * @amount_fen: their sum, fen
 * @overdue: how many are late
 *
 * Sets the figures of a column's header.
 */
void
yb_board_set_column_summary (YbBoard *self, guint column, gint64 count, gint64 amount_fen, gint64 overdue)
{
  g_return_if_fail (YB_IS_BOARD (self));
  g_return_if_fail (column < self->columns->len);

  yb_board_column_set_summary (self->columns->pdata[column], count, amount_fen, overdue);
}

/**
 * yb_board_set_column_collapsed:
 * @column: index of a column
 * @collapsed: whether it is a narrow strip
 *
 * Collapses or expands a column without emitting #YbBoard::column-collapsed.
 */
void
yb_board_set_column_collapsed (YbBoard *self, guint column, gboolean collapsed)
{
  g_return_if_fail (YB_IS_BOARD (self));
  g_return_if_fail (column < self->columns->len);

  yb_board_column_set_collapsed (self->columns->pdata[column], collapsed);
}

/**
 * yb_board_get_column_collapsed:
 * @column: index of a column
 *
 * Returns: whether it is a narrow strip
 */
gboolean
yb_board_get_column_collapsed (YbBoard *self, guint column)
{
  g_return_val_if_fail (YB_IS_BOARD (self), FALSE);
  g_return_val_if_fail (column < self->columns->len, FALSE);

  return yb_board_column_get_collapsed (self->columns->pdata[column]);
}

/**
 * yb_board_set_face_func:
 * @func: makes the face of an item
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets what the cards show.
 */
void
yb_board_set_face_func (YbBoard *self, YbCardFaceFunc func, gpointer user_data, GDestroyNotify destroy)
{
  GDestroyNotify old_destroy;
  gpointer old_data;

  g_return_if_fail (YB_IS_BOARD (self));

  old_destroy = self->face_destroy;
  old_data = self->face_data;
  self->face_func = func;
  self->face_data = user_data;
  self->face_destroy = destroy;
  for (guint i = 0; i < self->columns->len; i++)
    yb_card_column_set_face_func (_yb_board_list (self, i), func, user_data);
  if (old_destroy != NULL)
    old_destroy (old_data);
}

/**
 * yb_board_set_landing_func:
 * @func: tells whether a card may land in a column; without one, every column is free
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who is asked when a drag begins and when a card is moved by key.
 */
void
yb_board_set_landing_func (YbBoard *self, YbLandingFunc func, gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (YB_IS_BOARD (self));

  if (self->landing_destroy != NULL)
    self->landing_destroy (self->landing_data);
  self->landing_func = func;
  self->landing_data = user_data;
  self->landing_destroy = destroy;
}

/**
 * yb_board_set_menu_model:
 * @menu: (nullable): the context menu of the cards
 *
 * Sets the menu. Its actions are looked up from the board upwards; they act on yb_board_get_selected().
 */
void
yb_board_set_menu_model (YbBoard *self, GMenuModel *menu)
{
  g_return_if_fail (YB_IS_BOARD (self));

  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (menu == NULL)
    return;

  /* Nested: after a sliding sub-menu the window gets no keys (GTK 4.8). */
  self->menu = gtk_popover_menu_new_from_model_full (menu, GTK_POPOVER_MENU_NESTED);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->menu), GTK_POS_BOTTOM);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

/**
 * yb_board_refresh:
 *
 * Makes the faces of all visible cards anew: to be called when time has passed, for what is late changes
 * with it.
 */
void
yb_board_refresh (YbBoard *self)
{
  g_return_if_fail (YB_IS_BOARD (self));

  for (guint i = 0; i < self->columns->len; i++)
    yb_card_column_refresh (_yb_board_list (self, i));
}
