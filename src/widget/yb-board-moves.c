/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-private.h"

/* How long the focus waits for a moved card to show up in its new column. */
#define FOLLOW_US (2 * G_USEC_PER_SEC)

typedef struct
{
  guint from;
  guint to;
} YbBoardMove;

void
_yb_board_moves_init (YbBoard *self)
{
  self->moves = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  self->follow_column = YB_BOARD_NO_COLUMN;
}

void
_yb_board_moves_clear (YbBoard *self)
{
  g_hash_table_remove_all (self->moves);
  g_clear_object (&self->follow);
  g_clear_object (&self->selected);
}

static gboolean
is_following (YbBoard *self)
{
  if (self->follow != NULL && g_get_monotonic_time () > self->follow_until)
    g_clear_object (&self->follow);

  return self->follow != NULL;
}

/* The column where an item is known to stand: it is in view, focused or selected there. */
guint
_yb_board_find_column (YbBoard *self, gpointer item)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (yb_card_column_get_card (_yb_board_list (self, i), item) != NULL)
      return i;
  for (guint i = 0; item == (gpointer) self->selected && i < self->columns->len; i++)
    if (yb_card_column_has_selected (_yb_board_list (self, i)))
      return i;

  return YB_BOARD_NO_COLUMN;
}

void
_yb_board_select (YbBoard *self, gpointer item)
{
  if (item == (gpointer) self->selected)
    return;

  g_set_object (&self->selected, item);
  for (guint i = 0; i < self->columns->len; i++)
    yb_card_column_set_selected (_yb_board_list (self, i), item);
  _yb_board_emit_selected (self, item);
}

void
_yb_board_card_focused_cb (YbBoard *self, GObject *item, YbCardColumn *list)
{
  /* The focus stands in for a moved card that is about to show up elsewhere: that one stays selected. */
  if (self->falling_back)
    {
      self->falling_back = FALSE;
      return;
    }

  _yb_board_select (self, item);
}

static gboolean
focus_in_column (YbBoard *self, guint column, gpointer item)
{
  if (yb_board_get_column_collapsed (self, column))
    return FALSE;

  return yb_card_column_focus_item (_yb_board_list (self, column), item);
}

gboolean
_yb_board_focus_lost_cb (YbBoard *self, GObject *item, YbCardColumn *list)
{
  if (item == self->selected)
    for (guint i = 0; i < self->columns->len; i++)
      if (_yb_board_list (self, i) != list && yb_card_column_has_selected (_yb_board_list (self, i)) &&
          focus_in_column (self, i, item))
        {
          g_clear_object (&self->follow);
          return TRUE;
        }

  self->falling_back = is_following (self) && g_list_model_get_n_items (yb_card_column_get_model (list)) > 0;

  return FALSE;
}

void
_yb_board_selected_changed_cb (YbBoard *self, YbCardColumn *list)
{
  if (is_following (self))
    {
      if (self->follow_column != YB_BOARD_NO_COLUMN && list == _yb_board_list (self, self->follow_column) &&
          yb_card_column_has_selected (list) && focus_in_column (self, self->follow_column, self->follow))
        g_clear_object (&self->follow);
      return;
    }

  for (guint i = 0; i < self->columns->len; i++)
    if (yb_card_column_has_selected (_yb_board_list (self, i)))
      return;
  _yb_board_select (self, NULL);
}

static void
follow (YbBoard *self, gpointer item, guint column)
{
  g_set_object (&self->follow, item);
  self->follow_column = column;
  self->follow_until = g_get_monotonic_time () + FOLLOW_US;
}

static void
mark_pending (YbBoard *self, gpointer item, const YbBoardMove *move, gboolean on)
{
  yb_card_column_set_mark (_yb_board_list (self, move->from), item, YB_CARD_MARK_PENDING, on);
  yb_card_column_set_mark (_yb_board_list (self, move->to), item, YB_CARD_MARK_PENDING, on);
}

/* The one way of a card into another column: by drop, key and menu. */
void
_yb_board_request_move (YbBoard *self, gpointer item, guint from, guint to, gboolean by_keyboard)
{
  g_autoptr (GObject) kept G_GNUC_UNUSED = g_object_ref (item);
  g_auto (YbLanding) landing = {0};
  YbBoardMove *move;

  if (from == to || g_hash_table_contains (self->moves, item))
    return;

  _yb_board_get_landing (self, item, to, &landing);
  if (landing.state == YB_LANDING_FORBIDDEN)
    {
      _yb_board_emit_refused (self, item, to, landing.reason);
      return;
    }

  move = g_new0 (YbBoardMove, 1);
  move->from = from;
  move->to = to;
  g_hash_table_insert (self->moves, g_object_ref (item), move);
  mark_pending (self, item, move, TRUE);
  _yb_board_select (self, item);
  follow (self, item, YB_BOARD_NO_COLUMN);
  self->follow_until = G_MAXINT64;
  _yb_board_emit_moved (self, item, from, to, by_keyboard);
}

/**
 * yb_board_get_selected:
 *
 * Returns: (transfer none) (nullable): the item of the card that was focused or clicked last
 */
gpointer
yb_board_get_selected (YbBoard *self)
{
  g_return_val_if_fail (YB_IS_BOARD (self), NULL);

  return self->selected;
}

/**
 * yb_board_move_item:
 * @item: (type GObject): an item whose card is in view, focused or selected
 * @to: index of the column it goes to
 *
 * Asks for a move as the keys do, for the context menu: emits #YbBoard::card-moved or #YbBoard::card-refused.
 */
void
yb_board_move_item (YbBoard *self, gpointer item, guint to)
{
  guint from;

  g_return_if_fail (YB_IS_BOARD (self));
  g_return_if_fail (G_IS_OBJECT (item));
  g_return_if_fail (to < self->columns->len);

  from = _yb_board_find_column (self, item);
  if (from != YB_BOARD_NO_COLUMN)
    _yb_board_request_move (self, item, from, to, TRUE);
}

/**
 * yb_board_finish_move:
 * @item: (type GObject): the item of a #YbBoard::card-moved
 * @moved: whether it was moved
 *
 * Tells the outcome of a move. When it failed, the card is back in its column and slot and has the focus;
 * else the focus follows it into its new column as soon as the list has it there (ux.md, Drag and drop).
 */
void
yb_board_finish_move (YbBoard *self, gpointer item, gboolean moved)
{
  g_autoptr (GObject) kept = NULL;
  YbBoardMove move, *found;

  g_return_if_fail (YB_IS_BOARD (self));
  g_return_if_fail (G_IS_OBJECT (item));

  found = g_hash_table_lookup (self->moves, item);
  if (found == NULL)
    return;

  kept = g_object_ref (item);
  move = *found;
  g_hash_table_remove (self->moves, item);
  mark_pending (self, item, &move, FALSE);

  /* The user has gone on to another card meanwhile. */
  if (self->selected != item)
    {
      if (self->follow == item)
        g_clear_object (&self->follow);
      return;
    }
  if (!moved)
    {
      g_clear_object (&self->follow);
      focus_in_column (self, move.from, item);
      yb_card_column_flash_item (_yb_board_list (self, move.from), item);
      return;
    }

  follow (self, item, move.to);
  if (yb_card_column_has_selected (_yb_board_list (self, move.to)) && focus_in_column (self, move.to, item))
    g_clear_object (&self->follow);
}
