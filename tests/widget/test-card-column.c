/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "demo-list.h"
#include "widget-test.h"
#include "yb-card-column.h"
#include "yb-deal-face.h"

typedef struct
{
  GtkWidget *window;
  YbCardColumn *column;
  DemoList *list;
  GtkAdjustment *adjustment;
} Fixture;

static void
set_up (Fixture *f, gconstpointer n_items)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  f->column = YB_CARD_COLUMN (yb_card_column_new ());
  f->list = demo_list_new (0, GPOINTER_TO_UINT (n_items));
  yb_card_column_set_face_func (f->column, yb_deal_face_fill, NULL);
  yb_card_column_set_model (f->column, G_LIST_MODEL (f->list));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (f->column));
  f->adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  f->window = widget_test_show (scroller, 200, 500);
}

static void
tear_down (Fixture *f, gconstpointer n_items)
{
  g_object_add_weak_pointer (G_OBJECT (f->column), (gpointer *) &f->column);
  widget_test_close (f->window);
  g_assert_null (f->column);
  g_assert_finalize_object (f->list);
}

static YbCard *
card_of (Fixture *f, gint64 id)
{
  g_autoptr (YbDealCard) deal = demo_deal (id);

  return yb_card_column_get_card (f->column, deal);
}

static gint64
focused_id (Fixture *f)
{
  gpointer item = yb_card_column_get_focus_item (f->column);

  return item != NULL ? YB_ROW (item)->id : 0;
}

static void
test_only_visible (Fixture *f, gconstpointer data)
{
  guint before = demo_list_n_made ();

  /* The card with the focus would be kept out of view too. */
  gtk_window_set_focus (GTK_WINDOW (f->window), NULL);
  g_assert_cmpuint (yb_card_column_get_n_cards (f->column), >=, 5);
  g_assert_cmpuint (yb_card_column_get_n_cards (f->column), <=, 9);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (card_of (f, 10000))), >, 40);

  /* A jump binds what is in view and makes no more widgets. */
  gtk_adjustment_set_value (f->adjustment, gtk_adjustment_get_upper (f->adjustment));
  widget_test_settle ();
  g_assert_nonnull (card_of (f, 19999));
  g_assert_null (card_of (f, 10000));
  g_assert_cmpuint (yb_card_column_get_n_cards (f->column), <=, 9);
  g_assert_cmpuint (demo_list_n_made () - before, <=, 12);
}

static void
test_accessible (Fixture *f, gconstpointer data)
{
  YbCard *card = card_of (f, 10001);

  gtk_test_accessible_assert_role (card, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, yb_card_get_face (card)->label);
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                       yb_card_get_face (card)->description);
  gtk_test_accessible_assert_relation (card, GTK_ACCESSIBLE_RELATION_POS_IN_SET, 2);
}

static void
test_notify (Fixture *f, gconstpointer data)
{
  g_autoptr (YbDealCard) deal = demo_deal (10002);
  YbCard *card = card_of (f, 10002);

  demo_set_text (deal, "customer_name", "改名");
  demo_set_number (deal, "grade", 3);
  widget_test_settle ();
  g_assert_true (card == card_of (f, 10002));
  g_assert_cmpstr (yb_card_get_face (card)->title, ==, "改名");
  gtk_test_accessible_assert_property (card, GTK_ACCESSIBLE_PROPERTY_LABEL, "改名, A");
}

/* A move within the list keeps the card, the focus and the place in view. */
static void
test_move (Fixture *f, gconstpointer data)
{
  YbCard *card = card_of (f, 10003);

  g_assert_true (yb_card_column_focus_position (f->column, 3));
  g_assert_cmpint (focused_id (f), ==, 10003);
  demo_list_remove (f->list, 3);
  demo_list_insert (f->list, 1, 10003);
  widget_test_settle ();
  g_assert_true (card == card_of (f, 10003));
  g_assert_cmpuint (yb_card_get_position (card), ==, 1);
  g_assert_cmpint (focused_id (f), ==, 10003);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (card)));
}

/* What goes away hands the focus to the card that takes its slot, the last one to the one before. */
static void
test_remove (Fixture *f, gconstpointer data)
{
  yb_card_column_focus_position (f->column, 1);
  demo_list_remove (f->list, 1);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10002);
  demo_list_remove (f->list, 0);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10002);
  demo_list_remove (f->list, 1);
  demo_list_remove (f->list, 0);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 0);
  g_assert_true (gtk_widget_is_focus (GTK_WIDGET (f->column)));
}

/* A focused card that is scrolled out of view stays focused, and is kept when the list changes above it. */
static void
test_scrolled_focus (Fixture *f, gconstpointer data)
{
  double before;

  yb_card_column_focus_position (f->column, 500);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10500);
  before = gtk_adjustment_get_value (f->adjustment);
  g_assert_cmpfloat (before, >, 1000);
  demo_list_remove (f->list, 2);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10500);
  g_assert_cmpuint (yb_card_get_position (card_of (f, 10500)), ==, 499);
  /* The view stays on the same cards. */
  g_assert_cmpfloat (gtk_adjustment_get_value (f->adjustment), <, before);

  gtk_adjustment_set_value (f->adjustment, 0);
  widget_test_settle ();
  g_assert_cmpint (focused_id (f), ==, 10500);
  g_assert_nonnull (card_of (f, 10000));
}

static void
test_gap (Fixture *f, gconstpointer data)
{
  GtkWidget *card = GTK_WIDGET (card_of (f, 10000));
  graphene_rect_t before, after;

  g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (f->column), &before));
  yb_card_column_set_gap (f->column, TRUE);
  widget_test_settle ();
  g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (f->column), &after));
  g_assert_cmpfloat (after.origin.y, >=, before.origin.y + before.size.height);
  yb_card_column_set_gap (f->column, FALSE);
  widget_test_settle ();
  g_assert_true (gtk_widget_compute_bounds (card, GTK_WIDGET (f->column), &after));
  g_assert_cmpfloat (after.origin.y, ==, before.origin.y);
}

/* It scrolls as long as the card is held near the edge: how far in which time is up to the machine. */
static void
test_auto_scroll (Fixture *f, gconstpointer data)
{
  gint64 end;

  yb_card_column_set_drag_position (f->column, gtk_widget_get_height (GTK_WIDGET (f->column)) - 10);
  widget_test_settle ();
  g_assert_cmpfloat (gtk_adjustment_get_value (f->adjustment), >, 0);

  yb_card_column_set_drag_position (f->column, 10);
  end = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;
  while (gtk_adjustment_get_value (f->adjustment) > 0 && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  g_assert_cmpfloat (gtk_adjustment_get_value (f->adjustment), ==, 0);
  yb_card_column_set_drag_position (f->column, -1);
}

#define ADD(name, n, func) g_test_add (name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  if (!widget_test_init (&argc, &argv))
    return 0;

  ADD ("/card-column/only-visible", 10000, test_only_visible);
  ADD ("/card-column/accessible", 10, test_accessible);
  ADD ("/card-column/notify", 10, test_notify);
  ADD ("/card-column/move", 10, test_move);
  ADD ("/card-column/remove", 4, test_remove);
  ADD ("/card-column/scrolled-focus", 10000, test_scrolled_focus);
  ADD ("/card-column/gap", 3, test_gap);
  ADD ("/card-column/auto-scroll", 100, test_auto_scroll);

  return g_test_run ();
}
