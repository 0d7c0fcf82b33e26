/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "demo-list.h"
#include "widget-test.h"
#include "yb-board.h"
#include "yb-deal-face.h"

#define N 4

typedef struct
{
  GtkWidget *window;
  YbBoard *board;
  DemoList *lists[N];
  GString *log;
  GSimpleActionGroup *actions;
  guint n_landings;
} Fixture;

static char *
id_text (gpointer item)
{
  return item != NULL ? g_strdup_printf ("%" G_GINT64_FORMAT, YB_ROW (item)->id) : g_strdup ("none");
}

static void
moved_cb (Fixture *f, GObject *item, guint from, guint to, gboolean by_keyboard)
{
  g_autofree char *id = id_text (item);

  g_string_append_printf (f->log, "moved %s %u %u %s;", id, from, to, by_keyboard ? "key" : "drop");
}

static void
refused_cb (Fixture *f, GObject *item, guint column, const char *reason)
{
  g_autofree char *id = id_text (item);

  g_string_append_printf (f->log, "refused %s %u %s;", id, column, reason);
}

static void
selected_cb (Fixture *f, GObject *item)
{
  g_autofree char *id = id_text (item);

  g_string_append_printf (f->log, "selected %s;", id);
}

static void
activated_cb (Fixture *f, GObject *item)
{
  g_autofree char *id = id_text (item);

  g_string_append_printf (f->log, "activated %s;", id);
}

static void
menu_cb (Fixture *f, GObject *item, guint column, GtkWidget *card, double x, double y)
{
  g_autofree char *id = id_text (item);

  g_assert_true (YB_IS_CARD (card));
  g_string_append_printf (f->log, "menu %s %u;", id, column);
}

static void
collapsed_cb (Fixture *f, guint column, gboolean collapsed)
{
  g_string_append_printf (f->log, "collapsed %u %d;", column, collapsed);
}

/* Column 2 wants two things, column 3 takes nothing. */
static void
landing_cb (gpointer item, guint column, YbLanding *landing, gpointer user_data)
{
  Fixture *f = user_data;

  f->n_landings++;
  if (column == 2)
    *landing = (YbLanding){YB_LANDING_MISSING, 2, NULL};
  else if (column == 3)
    *landing = (YbLanding){YB_LANDING_FORBIDDEN, 0, g_strdup ("Not paid yet")};
}

static void
set_up (Fixture *f, gconstpointer data)
{
  static const char *const titles[N] = {"Lead", "Reception", "Drive", "Delivery"};
  g_autoptr (GMenu) menu = g_menu_new ();

  f->log = g_string_new (NULL);
  f->board = YB_BOARD (yb_board_new ());
  yb_board_set_face_func (f->board, yb_deal_face_fill, NULL, NULL);
  yb_board_set_landing_func (f->board, landing_cb, f, NULL);
  for (guint i = 0; i < N; i++)
    {
      yb_board_add_column (f->board, titles[i]);
      f->lists[i] = demo_list_new (i, i == 1 ? 0 : 5);
      yb_board_set_column_model (f->board, i, G_LIST_MODEL (f->lists[i]));
    }
  g_menu_append (menu, "Open", "test.open");
  yb_board_set_menu_model (f->board, G_MENU_MODEL (menu));
  g_signal_connect_swapped (f->board, "card-moved", G_CALLBACK (moved_cb), f);
  g_signal_connect_swapped (f->board, "card-refused", G_CALLBACK (refused_cb), f);
  g_signal_connect_swapped (f->board, "card-selected", G_CALLBACK (selected_cb), f);
  g_signal_connect_swapped (f->board, "card-activated", G_CALLBACK (activated_cb), f);
  g_signal_connect_swapped (f->board, "card-menu", G_CALLBACK (menu_cb), f);
  g_signal_connect_swapped (f->board, "column-collapsed", G_CALLBACK (collapsed_cb), f);
  f->window = widget_test_show (GTK_WIDGET (f->board), 800, 600);
  gtk_widget_grab_focus (GTK_WIDGET (f->board));
  g_string_truncate (f->log, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->board), (gpointer *) &f->board);
  widget_test_close (f->window);
  g_assert_null (f->board);
  for (guint i = 0; i < N; i++)
    g_assert_finalize_object (f->lists[i]);
  g_string_free (f->log, TRUE);
}

static void
assert_log (Fixture *f, const char *expected)
{
  g_assert_cmpstr (f->log->str, ==, expected);
  g_string_truncate (f->log, 0);
}

static YbCardColumn *
list_of (Fixture *f, guint column)
{
  return yb_board_column_get_list (yb_board_get_column (f->board, column));
}

static YbCard *
card_of (Fixture *f, guint column, gint64 id)
{
  g_autoptr (YbDealCard) deal = demo_deal (id);

  return yb_card_column_get_card (list_of (f, column), deal);
}

static gint64
focused_id (Fixture *f)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (f->window));

  return YB_IS_CARD (focus) ? YB_ROW (yb_card_get_item (YB_CARD (focus)))->id : 0;
}

/* Runs the key bindings of the board and of its columns as a key press on the focused card would. */
static void
press (Fixture *f, guint key, GdkModifierType modifiers)
{
  g_autofree char *name = gtk_accelerator_name (key, modifiers);
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (name);

  for (GtkWidget *w = gtk_root_get_focus (GTK_ROOT (f->window)); w != NULL; w = gtk_widget_get_parent (w))
    {
      g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (w);

      for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
        {
          g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

          for (guint j = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) &&
                            j < g_list_model_get_n_items (G_LIST_MODEL (controller));
               j++)
            {
              g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), j);

              if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted) &&
                  gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, w,
                                                gtk_shortcut_get_arguments (shortcut)))
                return;
            }
        }
    }
  g_error ("nothing is bound to %s", name);
}

static GtkEventController *
begin_drag (Fixture *f, guint column, gint64 id, GValue *value)
{
  GtkWidget *list = GTK_WIDGET (list_of (f, column));
  GtkEventController *source = widget_test_controller (list, GTK_TYPE_DRAG_SOURCE, 0);
  YbCard *card = card_of (f, column, id);
  g_autoptr (GdkContentProvider) provider = NULL;
  g_autoptr (GdkContentFormats) formats = NULL;
  gsize n_types;
  double x, y;

  g_assert_true (gtk_widget_translate_coordinates (GTK_WIDGET (card), list, 20, 20, &x, &y));
  g_signal_emit_by_name (source, "prepare", x, y, &provider);
  g_assert_nonnull (provider);
  formats = gdk_content_provider_ref_formats (provider);
  g_value_init (value, gdk_content_formats_get_gtypes (formats, &n_types)[0]);
  g_assert_true (gdk_content_provider_get_value (provider, value, NULL));
  g_signal_emit_by_name (source, "drag-begin", NULL);

  return source;
}

static GdkDragAction
hover (Fixture *f, guint column)
{
  GdkDragAction action = 0;

  g_signal_emit_by_name (
      widget_test_controller (yb_board_get_column (f->board, column), GTK_TYPE_DROP_TARGET, 0), "motion",
      20.0, 200.0, &action);

  return action;
}

static gboolean
drop (Fixture *f, guint column, GValue *value)
{
  gboolean taken = FALSE;
  GtkEventController *target = widget_test_controller (yb_board_get_column (f->board, column),
                                                       GTK_TYPE_DROP_TARGET, 0);

  g_assert_true (gdk_content_formats_contain_gtype (gtk_drop_target_get_formats (GTK_DROP_TARGET (target)),
                                                    G_VALUE_TYPE (value)));
  g_signal_emit_by_name (target, "drop", value, 20.0, 200.0, &taken);

  return taken;
}

static void
assert_no_marks (Fixture *f)
{
  for (guint i = 0; i < N; i++)
    {
      GtkWidget *column = GTK_WIDGET (yb_board_get_column (f->board, i));

      g_assert_null (yb_board_column_get_landing (YB_BOARD_COLUMN (column)));
      g_assert_false (gtk_widget_has_css_class (column, "landing-free"));
      g_assert_false (gtk_widget_has_css_class (column, "landing-missing"));
      g_assert_false (gtk_widget_has_css_class (column, "landing-forbidden"));
      g_assert_false (gtk_widget_has_css_class (column, "hovered"));
    }
}

static void
move_in_model (Fixture *f, guint from, guint to, gint64 id)
{
  demo_list_remove (f->lists[from], demo_list_find (f->lists[from], id));
  demo_list_insert (f->lists[to], 0, id);
}

static void
test_landing (Fixture *f, gconstpointer data)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GtkEventController *source = begin_drag (f, 0, 10001, &value);
  gboolean kept = FALSE;

  g_assert_cmpuint (f->n_landings, ==, N - 1);
  g_assert_null (yb_board_column_get_landing (yb_board_get_column (f->board, 0)));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (yb_board_get_column (f->board, 1)), "landing-free"));
  g_assert_true (
      gtk_widget_has_css_class (GTK_WIDGET (yb_board_get_column (f->board, 2)), "landing-missing"));
  g_assert_true (
      gtk_widget_has_css_class (GTK_WIDGET (yb_board_get_column (f->board, 3)), "landing-forbidden"));
  gtk_test_accessible_assert_property (yb_board_get_column (f->board, 3), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Delivery, 0 deals, Not paid yet");
  gtk_test_accessible_assert_property (yb_board_get_column (f->board, 2), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Drive, 0 deals, 2 things missing");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 0, 10001)), "carried"));

  g_assert_cmpint (hover (f, 1), ==, GDK_ACTION_MOVE);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (yb_board_get_column (f->board, 1)), "hovered"));
  g_signal_emit_by_name (source, "drag-cancel", NULL, GDK_DRAG_CANCEL_USER_CANCELLED, &kept);
  assert_no_marks (f);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 0, 10001)), "carried"));
  assert_log (f, "selected 10001;");
  g_signal_emit_by_name (source, "drag-end", NULL, FALSE);
  assert_no_marks (f);
}

static void
test_drop (Fixture *f, gconstpointer data)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (YbDealCard) deal = demo_deal (10001);

  begin_drag (f, 0, 10001, &value);
  g_string_truncate (f->log, 0);
  g_assert_true (drop (f, 1, &value));
  assert_no_marks (f);
  assert_log (f, "moved 10001 0 1 drop;");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 0, 10001)), "pending"));

  move_in_model (f, 0, 1, 10001);
  yb_board_finish_move (f->board, deal, TRUE);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10001);
  g_assert_nonnull (card_of (f, 1, 10001));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 1, 10001)), "pending"));
  g_assert_true (yb_board_get_selected (f->board) == deal);
  assert_log (f, "");
}

/* The list may show the card before or long after the verb says that it is done. */
static void
test_drop_order (Fixture *f, gconstpointer data)
{
  g_autoptr (YbDealCard) first = demo_deal (10001), second = demo_deal (10002);

  yb_board_move_item (f->board, first, 1);
  move_in_model (f, 0, 1, 10001);
  widget_test_settle ();
  yb_board_finish_move (f->board, first, TRUE);
  g_assert_cmpint (focused_id (f), ==, 10001);

  yb_card_column_focus_item (list_of (f, 0), second);
  yb_board_move_item (f->board, second, 2);
  demo_list_remove (f->lists[0], demo_list_find (f->lists[0], 10002));
  yb_board_finish_move (f->board, second, TRUE);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10003);
  demo_list_insert (f->lists[2], 2, 10002);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10002);
  g_assert_true (yb_board_get_selected (f->board) == second);
}

static void
test_failed (Fixture *f, gconstpointer data)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (YbDealCard) deal = demo_deal (10002);

  begin_drag (f, 0, 10002, &value);
  g_assert_true (drop (f, 2, &value));
  yb_board_finish_move (f->board, deal, FALSE);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10002);
  g_assert_cmpuint (yb_card_get_position (card_of (f, 0, 10002)), ==, 2);
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 0, 10002)), "pending"));
}

static void
test_refused (Fixture *f, gconstpointer data)
{
  g_auto (GValue) value = G_VALUE_INIT, again = G_VALUE_INIT;

  begin_drag (f, 0, 10001, &value);
  g_string_truncate (f->log, 0);
  g_assert_false (drop (f, 3, &value));
  assert_log (f, "refused 10001 3 Not paid yet;");
  assert_no_marks (f);

  begin_drag (f, 0, 10001, &again);
  g_assert_true (drop (f, 0, &again));
  assert_log (f, "");
  assert_no_marks (f);
}

static void
test_collapsed (Fixture *f, gconstpointer data)
{
  g_auto (GValue) value = G_VALUE_INIT;
  YbBoardColumn *column = yb_board_get_column (f->board, 2);

  yb_board_set_column_collapsed (f->board, 2, TRUE);
  widget_test_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (column)), <, 60);
  begin_drag (f, 0, 10001, &value);
  g_string_truncate (f->log, 0);
  g_assert_cmpint (hover (f, 2), ==, GDK_ACTION_MOVE);
  g_assert_true (yb_board_get_column_collapsed (f->board, 2));
  g_assert_true (drop (f, 2, &value));
  assert_log (f, "moved 10001 0 2 drop;");
  g_signal_emit_by_name (column, "toggle", FALSE);
  g_assert_false (yb_board_get_column_collapsed (f->board, 2));
  assert_log (f, "collapsed 2 0;");
}

static void
test_keys (Fixture *f, gconstpointer data)
{
  g_assert_cmpint (focused_id (f), ==, 10000);
  press (f, GDK_KEY_Down, 0);
  assert_log (f, "selected 10001;");
  /* The empty column is passed over; the card at the same height gets the focus. */
  press (f, GDK_KEY_Right, 0);
  g_assert_cmpint (focused_id (f), ==, 30001);
  press (f, GDK_KEY_End, 0);
  g_assert_cmpint (focused_id (f), ==, 30004);
  press (f, GDK_KEY_Left, 0);
  g_assert_cmpint (focused_id (f), ==, 10004);
  press (f, GDK_KEY_Home, 0);
  g_assert_cmpint (focused_id (f), ==, 10000);
  g_string_truncate (f->log, 0);
  press (f, GDK_KEY_Return, 0);
  assert_log (f, "activated 10000;");
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  assert_log (f, "moved 10000 0 1 key;");
  /* While a move is under way the card takes no other. */
  press (f, GDK_KEY_3, 0);
  assert_log (f, "");
  press (f, GDK_KEY_Down, 0);
  g_string_truncate (f->log, 0);
  press (f, GDK_KEY_3, 0);
  assert_log (f, "moved 10001 0 2 key;");
  press (f, GDK_KEY_Down, 0);
  g_string_truncate (f->log, 0);
  press (f, GDK_KEY_4, 0);
  assert_log (f, "refused 10002 3 Not paid yet;");
  press (f, GDK_KEY_9, 0);
  press (f, GDK_KEY_1, 0);
  assert_log (f, "");
}

static void
test_rtl (Fixture *f, gconstpointer data)
{
  gtk_widget_set_direction (GTK_WIDGET (f->board), GTK_TEXT_DIR_RTL);
  press (f, GDK_KEY_Left, 0);
  g_assert_cmpint (focused_id (f), ==, 30000);
  g_string_truncate (f->log, 0);
  press (f, GDK_KEY_Right, GDK_CONTROL_MASK);
  assert_log (f, "moved 30000 2 1 key;");
}

static void
test_menu (Fixture *f, gconstpointer data)
{
  GtkWidget *list = GTK_WIDGET (list_of (f, 2)), *menu = gtk_widget_get_last_child (GTK_WIDGET (f->board));
  GtkEventController *gesture = widget_test_controller (list, GTK_TYPE_GESTURE_CLICK, GDK_BUTTON_SECONDARY);
  double x, y;

  g_assert_true (GTK_IS_POPOVER_MENU (menu));
  gtk_widget_translate_coordinates (GTK_WIDGET (card_of (f, 2, 30001)), list, 10, 10, &x, &y);
  g_signal_emit_by_name (gesture, "pressed", 1, x, y);
  g_assert_false (gtk_widget_get_visible (menu));
  g_signal_emit_by_name (gesture, "released", 1, x, y);
  assert_log (f, "selected 30001;menu 30001 2;");
  g_assert_true (gtk_widget_get_visible (menu));
  gtk_popover_popdown (GTK_POPOVER (menu));
  widget_test_settle ();
  yb_card_column_focus_position (list_of (f, 2), 1);
  press (f, GDK_KEY_F10, GDK_SHIFT_MASK);
  assert_log (f, "menu 30001 2;");
  gtk_popover_popdown (GTK_POPOVER (menu));
}

static void
test_click (Fixture *f, gconstpointer data)
{
  GtkWidget *list = GTK_WIDGET (list_of (f, 2));
  GtkEventController *gesture = widget_test_controller (list, GTK_TYPE_GESTURE_CLICK, GDK_BUTTON_PRIMARY);
  double x, y;

  gtk_widget_translate_coordinates (GTK_WIDGET (card_of (f, 2, 30002)), list, 10, 10, &x, &y);
  g_signal_emit_by_name (gesture, "released", 1, x, y);
  assert_log (f, "selected 30002;");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 2, 30002)), "selected"));
  g_signal_emit_by_name (gesture, "released", 2, x, y);
  assert_log (f, "activated 30002;");
}

/* What somebody else moves keeps the selection; what leaves the board does not. */
static void
test_selection (Fixture *f, gconstpointer data)
{
  yb_card_column_focus_position (list_of (f, 0), 1);
  move_in_model (f, 0, 2, 10001);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10001);
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (card_of (f, 2, 10001)), "selected"));
  g_string_truncate (f->log, 0);

  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  demo_list_remove (f->lists[2], 0);
  widget_test_settle ();
  assert_log (f, "selected none;");
  g_assert_null (yb_board_get_selected (f->board));
}

static void
test_summary (Fixture *f, gconstpointer data)
{
  yb_board_set_column_summary (f->board, 0, 12, 158000000, 3);
  gtk_test_accessible_assert_role (yb_board_get_column (f->board, 0), GTK_ACCESSIBLE_ROLE_LIST);
  gtk_test_accessible_assert_property (yb_board_get_column (f->board, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Lead, 12 deals, 1.6M, 3 overdue");
  yb_board_set_column_summary (f->board, 0, 1, 0, 0);
  gtk_test_accessible_assert_property (yb_board_get_column (f->board, 0), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Lead, 1 deal");
}

#define ADD(name, func) g_test_add ("/board/" name, Fixture, NULL, set_up, func, tear_down)

static void
column_edges (Fixture *f, guint column, double *left, double *right)
{
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (yb_board_get_column (f->board, column)),
                                            GTK_WIDGET (f->board), &bounds));
  *left = bounds.origin.x;
  *right = bounds.origin.x + bounds.size.width;
}

/* In a window that is too narrow for all, the columns that fit fill it, and none shows by a few pixels. */
static void
test_whole_columns (Fixture *f, gconstpointer data)
{
  double width, left, right, first;

  gtk_window_set_default_size (GTK_WINDOW (f->window), 470, 600);
  widget_test_settle ();
  width = gtk_widget_get_width (GTK_WIDGET (f->board));
  g_assert_cmpfloat (width, <, 500);
  column_edges (f, 0, &left, &first);
  first -= left;
  column_edges (f, 2, &left, &right);
  g_assert_cmpfloat (right, <=, width);
  g_assert_cmpfloat_with_epsilon (right - left, first, 1.5);
  column_edges (f, 3, &left, &right);
  g_assert_cmpfloat (left, >=, width);

  yb_board_set_column_collapsed (f->board, 1, TRUE);
  widget_test_settle ();
  column_edges (f, 3, &left, &right);
  g_assert_cmpfloat (right, <=, width);
}

static gboolean
has_hint (Fixture *f, guint column)
{
  GtkWidget *overlay = GTK_WIDGET (yb_board_column_get_list (yb_board_get_column (f->board, column)));

  while (!GTK_IS_OVERLAY (overlay))
    overlay = gtk_widget_get_parent (overlay);
  for (GtkWidget *child = gtk_widget_get_first_child (overlay); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_has_css_class (child, "column-empty"))
      return gtk_widget_get_visible (child);

  g_assert_not_reached ();
}

/* How cards come into a column is said once, and not at all on a board without cards. */
static void
test_one_hint (Fixture *f, gconstpointer data)
{
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (has_hint (f, i), ==, i == 1);

  yb_board_set_column_model (f->board, 0, NULL);
  for (guint i = 0; i < N; i++)
    g_assert_cmpint (has_hint (f, i), ==, i == 0);

  for (guint i = 0; i < N; i++)
    yb_board_set_column_model (f->board, i, NULL);
  for (guint i = 0; i < N; i++)
    g_assert_false (has_hint (f, i));
}

int
main (int argc, char **argv)
{
  if (!widget_test_init (&argc, &argv))
    return 0;

  ADD ("landing", test_landing);
  ADD ("drop", test_drop);
  ADD ("drop-order", test_drop_order);
  ADD ("failed", test_failed);
  ADD ("refused", test_refused);
  ADD ("collapsed", test_collapsed);
  ADD ("keys", test_keys);
  ADD ("rtl", test_rtl);
  ADD ("menu", test_menu);
  ADD ("click", test_click);
  ADD ("selection", test_selection);
  ADD ("summary", test_summary);
  ADD ("whole-columns", test_whole_columns);
  ADD ("one-hint", test_one_hint);

  return g_test_run ();
}
