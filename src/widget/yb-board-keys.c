/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-private.h"

#define MENU_OFFSET 24

/* The column that has the focus, on a card or on the empty list. */
static guint
get_focus_column (YbBoard *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      YbCardColumn *list = _yb_board_list (self, i);

      if (yb_card_column_get_focus_item (list) != NULL || gtk_widget_is_focus (GTK_WIDGET (list)))
        return i;
    }

  return YB_BOARD_NO_COLUMN;
}

static gpointer
get_focus_item (YbBoard *self, guint *column)
{
  *column = get_focus_column (self);
  if (*column == YB_BOARD_NO_COLUMN)
    return NULL;

  return yb_card_column_get_focus_item (_yb_board_list (self, *column));
}

static int
get_step (YbBoard *self, GVariant *arguments)
{
  int step = g_variant_get_int32 (arguments);

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -step : step;
}

/* Left and Right: the card at the same height in the next column that has cards to show. */
static gboolean
focus_neighbour (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbBoard *self = YB_BOARD (widget);
  int step = get_step (self, arguments);
  guint column;
  gpointer item = get_focus_item (self, &column);
  double y = 0;

  if (column == YB_BOARD_NO_COLUMN)
    return FALSE;

  if (item != NULL)
    {
      YbCardColumn *list = _yb_board_list (self, column);

      y = yb_card_column_get_middle (list, yb_card_column_get_card (list, item));
    }
  for (int i = (int) column + step; i >= 0 && i < (int) self->columns->len; i += step)
    {
      int row = yb_card_column_get_row_at (_yb_board_list (self, i), y);

      if (row >= 0 && !yb_board_get_column_collapsed (self, i))
        return yb_card_column_focus_position (_yb_board_list (self, i), row);
    }

  return TRUE;
}

static gboolean
move_step (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbBoard *self = YB_BOARD (widget);
  guint column;
  gpointer item = get_focus_item (self, &column);
  int to;

  if (item == NULL)
    return FALSE;

  to = (int) column + get_step (self, arguments);
  if (to >= 0 && to < (int) self->columns->len)
    _yb_board_request_move (self, item, column, to, TRUE);

  return TRUE;
}

static gboolean
move_to_number (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbBoard *self = YB_BOARD (widget);
  guint column, to = g_variant_get_int32 (arguments);
  gpointer item = get_focus_item (self, &column);

  if (item == NULL)
    return FALSE;

  if (to < self->columns->len)
    _yb_board_request_move (self, item, column, to, TRUE);

  return TRUE;
}

static gboolean
activate_card (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbBoard *self = YB_BOARD (widget);
  guint column;
  gpointer item = get_focus_item (self, &column);

  if (item == NULL)
    return FALSE;

  _yb_board_emit_activated (self, item);

  return TRUE;
}

static void
open_menu (YbBoard *self, guint column, YbCard *card, double x, double y)
{
  g_autoptr (GObject) item = g_object_ref (yb_card_get_item (card));
  double board_x = 0, board_y = 0;

  gtk_widget_translate_coordinates (GTK_WIDGET (card), GTK_WIDGET (self), x, y, &board_x, &board_y);
  _yb_board_emit_menu (self, item, column, GTK_WIDGET (card), board_x, board_y);
  if (self->menu == NULL)
    return;

  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle){(int) board_x, (int) board_y, 1, 1});
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static gboolean
open_menu_by_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbBoard *self = YB_BOARD (widget);
  guint column;
  gpointer item = get_focus_item (self, &column);
  YbCard *card;

  if (item == NULL)
    return FALSE;

  card = yb_card_column_get_card (_yb_board_list (self, column), item);
  open_menu (self, column, card, MENU_OFFSET, gtk_widget_get_height (GTK_WIDGET (card)) / 2.0);

  return TRUE;
}

static const struct
{
  guint key;
  int step;
} arrows[] = {
    {GDK_KEY_Left, -1},
    {GDK_KEY_KP_Left, -1},
    {GDK_KEY_Right, 1},
    {GDK_KEY_KP_Right, 1},
};

/* Ctrl+Left and Ctrl+Right also scroll a GtkScrolledWindow, and those around the cards would take them first:
   the board has to see them on their way down. */
void
_yb_board_keys_init (YbBoard *self)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    {
      GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (arrows[i].key, GDK_CONTROL_MASK),
                                                gtk_callback_action_new (move_step, NULL, NULL));

      gtk_shortcut_set_arguments (shortcut, g_variant_new_int32 (arrows[i].step));
      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

void
_yb_board_keys_install (GtkWidgetClass *widget_class)
{
  static const guint enter_keys[] = {GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter};

  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    gtk_widget_class_add_binding (widget_class, arrows[i].key, 0, focus_neighbour, "i", arrows[i].step);
  for (int i = 0; i < 9; i++)
    {
      gtk_widget_class_add_binding (widget_class, GDK_KEY_1 + i, 0, move_to_number, "i", i);
      gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_1 + i, 0, move_to_number, "i", i);
    }
  for (guint i = 0; i < G_N_ELEMENTS (enter_keys); i++)
    gtk_widget_class_add_binding (widget_class, enter_keys[i], 0, activate_card, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, open_menu_by_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, open_menu_by_key, NULL);
}

static YbCardColumn *
list_of (GtkGesture *gesture)
{
  return YB_CARD_COLUMN (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

static guint
column_of (YbBoard *self, YbCardColumn *list)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (_yb_board_list (self, i) == list)
      return i;

  return YB_BOARD_NO_COLUMN;
}

/* The focus moves on release: had it moved on press, a scrolled board would begin a drag by itself. */
static void
clicked_cb (YbBoard *self, int n_press, double x, double y, GtkGesture *gesture)
{
  YbCardColumn *list = list_of (gesture);
  YbCard *card = yb_card_column_get_card_at (list, x, y);

  if (card == NULL)
    return;

  gtk_widget_grab_focus (GTK_WIDGET (card));
  if (n_press == 2)
    _yb_board_emit_activated (self, yb_card_get_item (card));
}

/* On release: a menu that opens on press loses its first choice (GTK 4.8 on X11). */
static void
menu_released_cb (YbBoard *self, int n_press, double x, double y, GtkGesture *gesture)
{
  YbCardColumn *list = list_of (gesture);
  YbCard *card = yb_card_column_get_card_at (list, x, y);
  double card_x = 0, card_y = 0;

  if (card == NULL)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (card));
  gtk_widget_translate_coordinates (GTK_WIDGET (list), GTK_WIDGET (card), x, y, &card_x, &card_y);
  open_menu (self, column_of (self, list), card, card_x, card_y);
}

void
_yb_board_keys_add_column (YbBoard *self, YbBoardColumn *column)
{
  GtkWidget *list = GTK_WIDGET (yb_board_column_get_list (column));
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_PRIMARY);
  g_signal_connect_swapped (click, "released", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (menu, "released", G_CALLBACK (menu_released_cb), self);
  gtk_widget_add_controller (list, GTK_EVENT_CONTROLLER (menu));
}
