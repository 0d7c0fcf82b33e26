/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-private.h"

#include "yb-drag-escape-private.h"

#define SCROLL_EDGE 40
#define SCROLL_STEP 12.0

struct _YbBoardDrag
{
  GObject parent_instance;

  GObject *item;
  guint from;
};

G_DEFINE_FINAL_TYPE (YbBoardDrag, _yb_board_drag, G_TYPE_OBJECT)

static void
yb_board_drag_finalize (GObject *object)
{
  g_clear_object (&YB_BOARD_DRAG (object)->item);

  G_OBJECT_CLASS (_yb_board_drag_parent_class)->finalize (object);
}

static void
_yb_board_drag_class_init (YbBoardDragClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yb_board_drag_finalize;
}

static void
_yb_board_drag_init (YbBoardDrag *self)
{
}

/* Asks whether a card may land; while it is carried, the answer of the drag's begin holds. */
void
_yb_board_get_landing (YbBoard *self, gpointer item, guint column, YbLanding *landing)
{
  const YbLanding *shown = yb_board_column_get_landing (self->columns->pdata[column]);

  if (shown != NULL)
    *landing = (YbLanding){shown->state, shown->n_missing, g_strdup (shown->reason)};
  else if (self->landing_func != NULL)
    self->landing_func (item, column, landing, self->landing_data);
}

static guint
index_of (YbBoard *self, gpointer column)
{
  guint index;

  return g_ptr_array_find (self->columns, column, &index) ? index : YB_BOARD_NO_COLUMN;
}

static guint
index_of_list (YbBoard *self, GtkWidget *list)
{
  return index_of (self, gtk_widget_get_ancestor (list, YB_TYPE_BOARD_COLUMN));
}

static void
show_landings (YbBoard *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      g_auto (YbLanding) landing = {0};

      if (i == self->drag->from)
        continue;
      _yb_board_get_landing (self, self->drag->item, i, &landing);
      yb_board_column_set_landing (self->columns->pdata[i], &landing);
    }
}

static void
stop_scrolling (YbBoard *self)
{
  if (self->drag_tick != 0)
    gtk_widget_remove_tick_callback (self->scroller, self->drag_tick);
  self->drag_tick = 0;
}

static void
end_drag (YbBoard *self)
{
  stop_scrolling (self);
  if (self->drag_source != NULL)
    _yb_drag_escape_unwatch (self->drag_source);
  self->drag_source = NULL;
  if (self->drag == NULL)
    return;

  for (guint i = 0; i < self->columns->len; i++)
    {
      yb_board_column_set_hovered (self->columns->pdata[i], FALSE, 0, 0);
      yb_board_column_set_landing (self->columns->pdata[i], NULL);
    }
  yb_card_column_set_mark (_yb_board_list (self, self->drag->from), self->drag->item, YB_CARD_MARK_CARRIED,
                           FALSE);
  g_clear_object (&self->drag);
}

static GdkContentProvider *
prepare_cb (YbBoard *self, double x, double y, GtkDragSource *source)
{
  GtkWidget *list = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  YbCard *card = yb_card_column_get_card_at (YB_CARD_COLUMN (list), x, y);
  g_autoptr (GdkPaintable) live = NULL, picture = NULL;
  double card_x, card_y;

  if (card == NULL || g_hash_table_contains (self->moves, yb_card_get_item (card)))
    return NULL;

  end_drag (self);
  self->drag = g_object_new (YB_TYPE_BOARD_DRAG, NULL);
  self->drag->item = g_object_ref (yb_card_get_item (card));
  self->drag->from = index_of_list (self, list);

  live = gtk_widget_paintable_new (GTK_WIDGET (card));
  picture = gdk_paintable_get_current_image (live);
  gtk_widget_translate_coordinates (list, GTK_WIDGET (card), x, y, &card_x, &card_y);
  gtk_drag_source_set_icon (source, picture, (int) card_x, (int) card_y);

  return gdk_content_provider_new_typed (YB_TYPE_BOARD_DRAG, self->drag);
}

static void
drag_begin_cb (YbBoard *self, GdkDrag *drag, GtkDragSource *source)
{
  if (self->drag == NULL)
    return;

  self->drag_source = source;
  _yb_drag_escape_watch (source);
  yb_card_column_focus_item (_yb_board_list (self, self->drag->from), self->drag->item);
  _yb_board_select (self, self->drag->item);
  yb_card_column_set_mark (_yb_board_list (self, self->drag->from), self->drag->item, YB_CARD_MARK_CARRIED,
                           TRUE);
  show_landings (self);
}

static gboolean
drag_cancel_cb (YbBoard *self, GdkDrag *drag, GdkDragCancelReason reason, GtkDragSource *source)
{
  end_drag (self);

  return FALSE;
}

static void
drag_end_cb (YbBoard *self, GdkDrag *drag, gboolean delete_data, GtkDragSource *source)
{
  end_drag (self);
}

static GdkDragAction
hover_cb (YbBoard *self, double x, double y, GtkDropTarget *target)
{
  GtkWidget *column = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  if (self->drag == NULL)
    return 0;

  yb_board_column_set_hovered (YB_BOARD_COLUMN (column), TRUE, x, y);

  return GDK_ACTION_MOVE;
}

static void
leave_cb (YbBoard *self, GtkDropTarget *target)
{
  GtkWidget *column = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));

  yb_board_column_set_hovered (YB_BOARD_COLUMN (column), FALSE, 0, 0);
}

static gboolean
drop_cb (YbBoard *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  GtkWidget *column = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  g_autoptr (YbBoardDrag) drag = g_value_dup_object (value);
  guint to = index_of (self, column);
  g_auto (YbLanding) landing = {0};

  if (drag == NULL || drag != self->drag)
    return FALSE;

  if (to != drag->from)
    _yb_board_get_landing (self, drag->item, to, &landing);
  end_drag (self);
  if (to == drag->from)
    return TRUE;
  if (landing.state == YB_LANDING_FORBIDDEN)
    {
      _yb_board_emit_refused (self, drag->item, to, landing.reason);
      return FALSE;
    }
  _yb_board_request_move (self, drag->item, drag->from, to, FALSE);

  return TRUE;
}

void
_yb_board_dnd_add_column (YbBoard *self, YbBoardColumn *column)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (YB_TYPE_BOARD_DRAG, GDK_ACTION_MOVE);

  /* One source per column and not per card: it outlives cards that are bound anew while a drag scrolls. */
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (prepare_cb), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (source, "drag-cancel", G_CALLBACK (drag_cancel_cb), self);
  g_signal_connect_swapped (source, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (yb_board_column_get_list (column)), GTK_EVENT_CONTROLLER (source));

  g_signal_connect_swapped (target, "enter", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (target, "motion", G_CALLBACK (hover_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (column), GTK_EVENT_CONTROLLER (target));
}

static gboolean
scroll_tick_cb (GtkWidget *scroller, GdkFrameClock *clock, gpointer user_data)
{
  YbBoard *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scroller));
  double step = 0;

  if (self->drag_x < SCROLL_EDGE)
    step = -SCROLL_STEP;
  else if (self->drag_x > gtk_widget_get_width (scroller) - SCROLL_EDGE)
    step = SCROLL_STEP;
  if (step != 0)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step);

  return G_SOURCE_CONTINUE;
}

static void
board_motion_cb (YbBoard *self, double x, double y, GtkDropControllerMotion *controller)
{
  self->drag_x = x;
  if (self->drag != NULL && self->drag_tick == 0)
    self->drag_tick = gtk_widget_add_tick_callback (self->scroller, scroll_tick_cb, self, NULL);
}

void
_yb_board_dnd_add_scroller (YbBoard *self)
{
  GtkEventController *motion = gtk_drop_controller_motion_new ();

  g_signal_connect_swapped (motion, "motion", G_CALLBACK (board_motion_cb), self);
  g_signal_connect_swapped (motion, "leave", G_CALLBACK (stop_scrolling), self);
  gtk_widget_add_controller (self->scroller, motion);
}

void
_yb_board_dnd_clear (YbBoard *self)
{
  if (self->scroller != NULL)
    end_drag (self);
}
