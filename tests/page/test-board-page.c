/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"
#include "yb-board-page.h"
#include "yb-board.h"
#include "yb-gate-sheet.h"
#include "yb-new-deal.h"

/* A deal that lacks nothing but a contact for the next stage. */
static gint64
new_lead (PageTest *test)
{
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_LEAD);

  fixture_supply (test->house, deal, "contact-data");
  fixture_supply (test->house, deal, "source");

  return deal;
}

static YbBoard *
get_board (PageTest *test)
{
  return page_test_find (test->page, YB_TYPE_BOARD, 0);
}

static GListModel *
get_list (PageTest *test, YbStage stage)
{
  return yb_card_column_get_model (
      yb_board_column_get_list (yb_board_get_column (get_board (test), stage - 1)));
}

static gboolean
is_in (PageTest *test, gint64 deal, YbStage stage)
{
  GListModel *list = get_list (test, stage);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (YbRow) row = g_list_model_get_item (list, i);

      if (row->id == deal)
        return TRUE;
    }

  return FALSE;
}

static YbDealCard *
get_card (PageTest *test, gint64 deal)
{
  return yb_store_get_row (test->house->store, &yb_deal_card_row_type, deal);
}

/* What a drop does. */
static void
drop (PageTest *test, gint64 deal, YbStage from, YbStage to)
{
  g_autoptr (YbDealCard) card = get_card (test, deal);

  g_signal_emit_by_name (get_board (test), "card-moved", card, from - 1, to - 1, FALSE);
}

static void
test_free_move (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = new_lead (test);
  g_autoptr (JsonObject) answer = NULL, arguments = json_object_new ();

  fixture_supply_up_to (test->house, deal, YB_STAGE_RECEPTION);
  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));

  drop (test, deal, YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  page_test_wait (is_in (test, deal, YB_STAGE_RECEPTION));
  page_test_wait (test->toasts->len == 1);
  g_assert_true (test->with_undo);
  g_assert_nonnull (strstr (page_test_last_toast (test), yb_enum_label (&yb_stage_enum, YB_STAGE_RECEPTION)));
  g_assert_cmpstr (test->announced, ==, page_test_last_toast (test));
  g_assert_null (page_test_toplevel (YB_TYPE_GATE_SHEET));

  answer = yb_desk_do (test->desk, "undo", arguments, NULL);
  g_assert_nonnull (answer);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));
  g_assert_false (is_in (test, deal, YB_STAGE_RECEPTION));
}

static void
test_refused (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = new_lead (test);

  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));

  drop (test, deal, YB_STAGE_LEAD, YB_STAGE_FOLLOWUP);
  page_test_wait (test->toasts->len == 1);
  g_assert_false (test->with_undo);
  g_assert_null (page_test_toplevel (YB_TYPE_GATE_SHEET));
  g_assert_true (is_in (test, deal, YB_STAGE_LEAD));
  g_assert_false (is_in (test, deal, YB_STAGE_FOLLOWUP));
}

/* Who may only look gets the words of the desk, and the card is back. */
static void
test_forbidden (void)
{
  g_autoptr (PageTest) test = page_test_new ("fin", G_TYPE_NONE);
  gint64 deal = new_lead (test);

  fixture_supply_up_to (test->house, deal, YB_STAGE_RECEPTION);
  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));

  drop (test, deal, YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  page_test_wait (test->toasts->len == 1);
  g_assert_false (test->with_undo);
  page_test_settle ();
  g_assert_true (is_in (test, deal, YB_STAGE_LEAD));
}

static void
test_gate_sheet (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = new_lead (test);
  YbGateSheet *sheet;
  GtkWidget *form;

  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));

  drop (test, deal, YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  sheet = page_test_wait_toplevel (YB_TYPE_GATE_SHEET);
  form = yb_gate_sheet_get_form (sheet, "deal.log-contact");
  g_assert_nonnull (form);
  yb_verb_form_set_text (YB_VERB_FORM (form), "channel", "phone");
  yb_verb_form_set_text (YB_VERB_FORM (form), "reached", "1");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  page_test_wait (is_in (test, deal, YB_STAGE_RECEPTION));
  g_assert_true (test->with_undo);
}

static void
test_gate_sheet_given_up (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = new_lead (test);
  guint n_audit;

  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));
  n_audit = fixture_n_audit (test->house);

  drop (test, deal, YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  gtk_window_close (page_test_wait_toplevel (YB_TYPE_GATE_SHEET));
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  page_test_settle ();
  g_assert_true (is_in (test, deal, YB_STAGE_LEAD));
  g_assert_cmpuint (test->toasts->len, ==, 0);
  g_assert_nonnull (test->announced);
  g_assert_cmpuint (fixture_n_audit (test->house), ==, n_audit);
}

/* Two windows of one program: the other one sees the move. */
static void
test_other_window (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = new_lead (test);
  YbPage *first;
  GtkWidget *first_window;

  fixture_supply_up_to (test->house, deal, YB_STAGE_RECEPTION);
  page_test_show (test, YB_TYPE_BOARD_PAGE);
  first = test->page;
  first_window = test->window;
  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (is_in (test, deal, YB_STAGE_LEAD));

  drop (test, deal, YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  page_test_wait (is_in (test, deal, YB_STAGE_RECEPTION));
  page_test_close (test);
  test->page = first;
  test->window = first_window;
  page_test_wait (is_in (test, deal, YB_STAGE_RECEPTION));
  g_assert_false (is_in (test, deal, YB_STAGE_LEAD));
}

static void
test_filters (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 first = fixture_new_deal (test->house);
  gint64 second = fixture_do (test->house, "sm", "deal.create",
                              "{'name':'欧阳海燕','phone':'13987654321','source':'web','grade':'H'}");
  GtkEditable *text;

  g_assert_cmpint (first, !=, second);
  page_test_show (test, YB_TYPE_BOARD_PAGE);
  text = GTK_EDITABLE (gtk_widget_get_template_child (GTK_WIDGET (test->page), YB_TYPE_BOARD_PAGE, "text"));
  page_test_wait (g_list_model_get_n_items (get_list (test, YB_STAGE_LEAD)) == 2);

  for (guint i = 0; i < 3; i++)
    {
      const char *const texts[] = {"欧阳", "ouyang", "4321"};

      gtk_editable_set_text (text, texts[i]);
      page_test_wait (g_list_model_get_n_items (get_list (test, YB_STAGE_LEAD)) == 1);
      g_assert_true (is_in (test, second, YB_STAGE_LEAD));
      page_test_settle ();
      gtk_editable_set_text (text, "");
      page_test_wait (g_list_model_get_n_items (get_list (test, YB_STAGE_LEAD)) == 2);
    }

  gtk_editable_set_text (text, "nobody is called so");
  page_test_wait (g_list_model_get_n_items (get_list (test, YB_STAGE_LEAD)) == 0);
  g_signal_emit_by_name (
      gtk_widget_get_template_child (GTK_WIDGET (test->page), YB_TYPE_BOARD_PAGE, "clear_button"), "clicked");
  page_test_wait (g_list_model_get_n_items (get_list (test, YB_STAGE_LEAD)) == 2);
  g_assert_cmpstr (gtk_editable_get_text (text), ==, "");
}

static void
test_new_deal (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  YbNewDeal *dialog;
  YbVerbForm *form;
  GtkWidget *phone;

  fixture_do (test->house, "sm", "deal.create", "{'name':'王芳','phone':'13812345678','source':'web'}");
  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.new", NULL);
  dialog = page_test_wait_toplevel (YB_TYPE_NEW_DEAL);
  form = page_test_find (dialog, YB_TYPE_VERB_FORM, 0);
  phone = yb_field_form_get_control (yb_verb_form_get_fields (form), "phone");
  gtk_editable_set_text (GTK_EDITABLE (phone), "138 1234 5678");
  page_test_settle ();

  g_signal_emit_by_name (page_test_find_button (dialog, "Use 王芳"), "clicked");
  page_test_settle ();
  form = page_test_find (dialog, YB_TYPE_VERB_FORM, 0);
  g_assert_null (yb_field_form_get_control (yb_verb_form_get_fields (form), "phone"));
  yb_verb_form_set_text (form, "source", "call");
  g_signal_emit_by_name (form, "activate");
  page_test_wait_gone (YB_TYPE_NEW_DEAL);
  page_test_wait (g_list_model_get_n_items (get_list (test, YB_STAGE_LEAD)) == 2);
  g_assert_true (test->with_undo);
}

static gboolean
says (PageTest *test, const char *text)
{
  GtkWidget *label;

  for (guint i = 0; (label = page_test_find (test->page, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_get_mapped (label) && g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
      return TRUE;

  return FALSE;
}

/* A board without cards says why: there are none, or the filters let none through. */
static void
test_empty (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  GtkWidget *overdue;

  page_test_show (test, YB_TYPE_BOARD_PAGE);
  page_test_wait (says (test, "No deals yet"));
  fixture_new_deal (test->house);
  page_test_wait (!says (test, "No deals yet"));

  overdue = page_test_find_button (test->page, "Overdue only");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (overdue), TRUE);
  page_test_wait (says (test, "No deal matches the filters"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (overdue), FALSE);
  page_test_wait (!says (test, "No deal matches the filters"));
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/board-page/free-move", test_free_move);
  g_test_add_func ("/board-page/refused", test_refused);
  g_test_add_func ("/board-page/forbidden", test_forbidden);
  g_test_add_func ("/board-page/gate-sheet", test_gate_sheet);
  g_test_add_func ("/board-page/gate-sheet-given-up", test_gate_sheet_given_up);
  g_test_add_func ("/board-page/other-window", test_other_window);
  g_test_add_func ("/board-page/filters", test_filters);
  g_test_add_func ("/board-page/new-deal", test_new_deal);
  g_test_add_func ("/board-page/empty", test_empty);

  return g_test_run ();
}
