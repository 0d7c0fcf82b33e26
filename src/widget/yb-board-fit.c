/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-private.h"

/* What the style sheet puts around the row of columns, at both ends together. */
#define ROW_PADDING 4

static int
least_width (YbBoard *self)
{
  int width = 0;

  for (guint i = 0; i < self->columns->len; i++)
    width = MAX (width, yb_board_column_get_least_width (self->columns->pdata[i]));

  return width;
}

static int
strip_width (YbBoardColumn *column)
{
  int width;

  gtk_widget_measure (GTK_WIDGET (column), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);

  return width;
}

/*
 * A column that shows by a few pixels only cannot be read and looks like a mistake: where not all columns fit, those
 * that do share the room.
 */
static void
fit_columns (YbBoard *self)
{
  int least = least_width (self), room = gtk_widget_get_width (self->scroller) - ROW_PADDING;
  guint n_fit = 0, n_expanded = 0, shared = 0, more = 0;

  for (; n_fit < self->columns->len; n_fit++)
    {
      YbBoardColumn *column = self->columns->pdata[n_fit];
      gboolean collapsed = yb_board_column_get_collapsed (column);
      int width = collapsed ? strip_width (column) : least;

      if (width > room)
        break;
      room -= width;
      n_expanded += !collapsed;
    }

  if (n_fit < self->columns->len && n_expanded > 0)
    {
      shared = room / n_expanded;
      more = room % n_expanded;
    }
  for (guint i = 0; i < self->columns->len; i++)
    {
      YbBoardColumn *column = self->columns->pdata[i];
      guint one = more > 0 && !yb_board_column_get_collapsed (column);

      yb_board_column_set_width (column, least + shared + one);
      more -= one;
    }
}

static gboolean
fit_cb (gpointer user_data)
{
  YbBoard *self = user_data;

  self->fit_id = 0;
  fit_columns (self);

  return G_SOURCE_REMOVE;
}

/* The room changes while it is handed out, when nothing may ask for another size. */
static void
room_changed_cb (YbBoard *self)
{
  if (self->fit_id == 0)
    self->fit_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, fit_cb, self, NULL);
}

void
_yb_board_fit_init (YbBoard *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  g_signal_connect_object (adjustment, "changed", G_CALLBACK (room_changed_cb), self, G_CONNECT_SWAPPED);
}

/* How cards come into a column is said once, and only where there are cards to take. */
static void
empty_changed_cb (YbBoard *self)
{
  YbBoardColumn *first_empty = NULL;
  gboolean has_cards = FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      YbBoardColumn *column = self->columns->pdata[i];

      if (!yb_board_column_is_empty (column))
        has_cards = TRUE;
      else if (first_empty == NULL && !yb_board_column_get_collapsed (column))
        first_empty = column;
    }

  for (guint i = 0; i < self->columns->len; i++)
    yb_board_column_set_hint_visible (self->columns->pdata[i],
                                      has_cards && self->columns->pdata[i] == first_empty);
}

void
_yb_board_fit_add_column (YbBoard *self, YbBoardColumn *column)
{
  g_signal_connect_swapped (column, "empty-changed", G_CALLBACK (empty_changed_cb), self);
  g_signal_connect_swapped (column, "toggle", G_CALLBACK (empty_changed_cb), self);
}

void
_yb_board_fit_clear (YbBoard *self)
{
  g_clear_handle_id (&self->fit_id, g_source_remove);
}
