/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card-column-private.h"

#define SCROLL_EDGE 40
#define SCROLL_STEP 9.0
#define FLASH_MS 450

/**
 * yb_card_column_scroll_to:
 * @position: an index in the list
 *
 * Scrolls as little as needed to have a card in view.
 */
void
yb_card_column_scroll_to (YbCardColumn *self, guint position)
{
  double page, top;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  page = _yb_card_column_get_page (self);
  if (self->vadjustment == NULL || page <= 0)
    return;

  top = (double) position * self->row_height;
  _yb_card_column_configure (self);
  gtk_adjustment_clamp_page (self->vadjustment, top, top + self->row_height + YB_CARD_MARGIN);
}

/**
 * yb_card_column_focus_position:
 * @position: an index in the list
 *
 * Gives the focus to a card, scrolling there if needed.
 *
 * Returns: whether there is such a card
 */
gboolean
yb_card_column_focus_position (YbCardColumn *self, guint position)
{
  g_autoptr (GObject) item = NULL;
  YbCard *card;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), FALSE);

  if (position >= self->n_items)
    return FALSE;

  item = g_list_model_get_item (self->model, position);
  _yb_item_track_set (&self->focus, item, position);
  yb_card_column_scroll_to (self, position);
  self->pinned = TRUE;
  _yb_card_column_sync (self);
  self->pinned = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));

  card = yb_card_column_get_card (self, item);
  g_assert (card != NULL);
  if (!gtk_widget_is_focus (GTK_WIDGET (card)))
    return gtk_widget_grab_focus (GTK_WIDGET (card));

  g_signal_emit (self, _yb_card_column_signals[YB_CARD_COLUMN_CARD_FOCUSED], 0, item);

  return TRUE;
}

/**
 * yb_card_column_focus_item:
 * @item: (type GObject): an item that has been selected, focused or visible before
 *
 * Gives the focus to the card of an item, wherever it stands now.
 *
 * Returns: %FALSE if the item is not in the list
 */
gboolean
yb_card_column_focus_item (YbCardColumn *self, gpointer item)
{
  YbCard *card;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), FALSE);

  if (item == NULL)
    return FALSE;
  if (item == (gpointer) self->selected.item && self->selected.index < self->n_items)
    return yb_card_column_focus_position (self, self->selected.index);
  if (item == (gpointer) self->focus.item && self->focus.index < self->n_items)
    return yb_card_column_focus_position (self, self->focus.index);

  _yb_card_column_sync (self);
  card = yb_card_column_get_card (self, item);
  if (card != NULL)
    return yb_card_column_focus_position (self, yb_card_get_position (card));

  return FALSE;
}

/**
 * yb_card_column_get_focus_item:
 *
 * Returns: (transfer none) (nullable): the item of the card that has the focus
 */
gpointer
yb_card_column_get_focus_item (YbCardColumn *self)
{
  GtkWidget *child;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  child = _yb_card_column_get_focus_card (self);

  return YB_IS_CARD (child) ? yb_card_get_item (YB_CARD (child)) : NULL;
}

/**
 * yb_card_column_set_selected:
 * @item: (type GObject) (nullable): the selected item of the board, which may stand in another column
 *
 * Shows the card of @item as selected, and follows @item through the changes of the list.
 */
void
yb_card_column_set_selected (YbCardColumn *self, gpointer item)
{
  YbCard *card;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  if (item == (gpointer) self->selected.item)
    return;

  card = item != NULL ? yb_card_column_get_card (self, item) : NULL;
  _yb_item_track_set (&self->selected, item,
                      card != NULL ? yb_card_get_position (card) : YB_ITEM_TRACK_NOWHERE);
  _yb_card_column_apply_marks (self);
}

/**
 * yb_card_column_has_selected:
 *
 * Returns: whether the selected item is known to stand in this list
 */
gboolean
yb_card_column_has_selected (YbCardColumn *self)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), FALSE);

  return self->selected.item != NULL && self->selected.index < self->n_items;
}

/**
 * yb_card_column_set_mark:
 * @item: (type GObject): an item
 * @mark: why its card is dimmed
 * @on: whether it is
 *
 * Dims the card of an item as long as the mark is on.
 */
void
yb_card_column_set_mark (YbCardColumn *self, gpointer item, YbCardMark mark, gboolean on)
{
  guint marks;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));
  g_return_if_fail (G_IS_OBJECT (item));

  marks = GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, item));
  marks = on ? marks | mark : marks & ~mark;
  if (marks != 0)
    g_hash_table_insert (self->marks, g_object_ref (item), GUINT_TO_POINTER (marks));
  else
    g_hash_table_remove (self->marks, item);
  _yb_card_column_apply_marks (self);
}

static void
end_flash (gpointer user_data)
{
  g_autoptr (YbCard) card = user_data;

  gtk_widget_remove_css_class (GTK_WIDGET (card), "returned");
}

static gboolean
flash_cb (gpointer user_data)
{
  YbCardColumn *self = user_data;

  self->flash_id = 0;
  g_clear_pointer (&self->flash_card, end_flash);

  return G_SOURCE_REMOVE;
}

/**
 * yb_card_column_flash_item:
 * @item: (type GObject): an item
 *
 * Shakes the card of an item shortly, unless the user has switched animations off.
 */
void
yb_card_column_flash_item (YbCardColumn *self, gpointer item)
{
  YbCard *card;
  gboolean animate;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  card = yb_card_column_get_card (self, item);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
  if (card == NULL || !animate)
    return;

  g_clear_handle_id (&self->flash_id, g_source_remove);
  g_clear_pointer (&self->flash_card, end_flash);
  self->flash_card = g_object_ref (card);
  gtk_widget_add_css_class (GTK_WIDGET (card), "returned");
  self->flash_id = g_timeout_add (FLASH_MS, flash_cb, self);
}

/**
 * yb_card_column_get_card_at:
 * @x: in coordinates of the column
 * @y: likewise
 *
 * Returns: (transfer none) (nullable): the card at a point
 */
YbCard *
yb_card_column_get_card_at (YbCardColumn *self, double x, double y)
{
  GtkWidget *picked;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return YB_IS_CARD (picked) && yb_card_get_item (YB_CARD (picked)) != NULL ? YB_CARD (picked) : NULL;
}

/**
 * yb_card_column_get_card:
 * @item: (type GObject): an item
 *
 * Returns: (transfer none) (nullable): the card that shows @item, if it has one now
 */
YbCard *
yb_card_column_get_card (YbCardColumn *self, gpointer item)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  for (guint i = 0; item != NULL && i < self->cards->len; i++)
    if (yb_card_get_item (self->cards->pdata[i]) == item)
      return self->cards->pdata[i];

  return NULL;
}

/**
 * yb_card_column_get_row_at:
 * @y: in coordinates of the column
 *
 * Returns: the index of the card nearest to @y, -1 in an empty list
 */
int
yb_card_column_get_row_at (YbCardColumn *self, double y)
{
  double row;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), -1);

  if (self->n_items == 0)
    return -1;

  row = (y + _yb_card_column_get_value (self) - YB_CARD_MARGIN - self->gap) / MAX (self->row_height, 1);

  return (int) CLAMP (row, 0, (double) self->n_items - 1);
}

/**
 * yb_card_column_get_middle:
 * @card: a card of this column
 *
 * Returns: the vertical middle of the card in coordinates of the column, kept inside what is visible
 */
double
yb_card_column_get_middle (YbCardColumn *self, YbCard *card)
{
  double y;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), 0);
  g_return_val_if_fail (YB_IS_CARD (card), 0);

  y = YB_CARD_MARGIN + self->gap + (yb_card_get_position (card) + 0.5) * self->row_height -
      _yb_card_column_get_value (self);

  return CLAMP (y, 0, MAX (_yb_card_column_get_page (self), 0));
}

/**
 * yb_card_column_get_n_cards:
 *
 * Returns: how many card widgets exist, for tests
 */
guint
yb_card_column_get_n_cards (YbCardColumn *self)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), 0);

  return self->cards->len;
}

static gboolean
drag_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  double step = 0;

  if (self->drag_y < SCROLL_EDGE)
    step = -SCROLL_STEP;
  else if (self->drag_y > _yb_card_column_get_page (self) - SCROLL_EDGE)
    step = SCROLL_STEP;
  if (step != 0 && self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, _yb_card_column_get_value (self) + step);

  return G_SOURCE_CONTINUE;
}

/**
 * yb_card_column_set_gap:
 * @open: whether a card is held over the list
 *
 * Opens a gap at the head of the list: the order is by urgency and a card dropped here does not stay where
 * it is put.
 */
void
yb_card_column_set_gap (YbCardColumn *self, gboolean open)
{
  int height;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  height = open ? self->row_height : 0;
  if (self->gap == height)
    return;

  self->gap = height;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * yb_card_column_set_drag_position:
 * @y: where a drag hovers, in coordinates of the column; -1 when it has left
 *
 * Scrolls while a drag is near an edge.
 */
void
yb_card_column_set_drag_position (YbCardColumn *self, double y)
{
  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  self->drag_y = y;
  if (y >= 0 && self->tick_id == 0)
    {
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), drag_tick_cb, NULL, NULL);
    }
  else if (y < 0 && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}
