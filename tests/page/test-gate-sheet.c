/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"
#include "yb-board-page.h"
#include "yb-gate-group.h"
#include "yb-gate-sheet.h"

/* A deal that lacks nothing but a contact for the next stage. */
static gint64
new_lead (PageTest *test)
{
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_LEAD);

  fixture_supply (test->house, deal, "contact-data");
  fixture_supply (test->house, deal, "source");

  return deal;
}

static YbGateSheet *
open_sheet (PageTest *test, gint64 deal, YbStage to)
{
  g_autoptr (YbMovePreview) preview = yb_desk_preview_move (test->desk, deal, to, NULL);
  YbGateSheet *sheet;

  g_assert_nonnull (preview);
  g_assert_null (preview->refusal);
  sheet = yb_gate_sheet_new (test->page, deal, to, preview);
  gtk_window_present (GTK_WINDOW (sheet));

  return sheet;
}

static YbStage
stage_of (PageTest *test, gint64 deal)
{
  g_autoptr (YbDeal) row = fixture_deal (test->house, deal);

  return row->stage;
}

/* A jump over several stages asks for all of them, each verb once. */
static void
test_one_form_per_verb (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = new_lead (test);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_NEGOTIATE);
  g_autoptr (YbMovePreview) preview = yb_desk_preview_move (test->desk, deal, YB_STAGE_NEGOTIATE, NULL);
  g_autoptr (GHashTable) verbs = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < preview->unmet->len; i++)
    g_hash_table_add (verbs, (gpointer) ((YbGate *) g_ptr_array_index (preview->unmet, i))->verb);
  g_assert_cmpuint (yb_gate_sheet_get_n_groups (sheet), ==, g_hash_table_size (verbs));
  g_assert_cmpuint (g_hash_table_size (verbs), <, preview->unmet->len);
  g_assert_nonnull (yb_gate_sheet_get_form (sheet, "deal.test-drive"));
  gtk_window_destroy (GTK_WINDOW (sheet));
}

static void
test_missing_field_stays (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = new_lead (test);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_RECEPTION);

  yb_gate_sheet_save (sheet);
  page_test_settle ();
  g_assert_true (page_test_toplevel (YB_TYPE_GATE_SHEET) == sheet);
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_LEAD);

  yb_verb_form_set_text (YB_VERB_FORM (yb_gate_sheet_get_form (sheet, "deal.log-contact")), "channel",
                         "wechat");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_RECEPTION);
}

/* What was saved stays saved when a later form is wrong. */
static void
test_saved_stays (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = new_lead (test);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_NEEDS);
  g_autoptr (YbDeal) row = NULL;

  yb_verb_form_set_text (YB_VERB_FORM (yb_gate_sheet_get_form (sheet, "deal.log-contact")), "channel",
                         "phone");
  yb_gate_sheet_save (sheet);
  page_test_settle ();
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->two_way_contacts, ==, 1);

  /* Nobody has asked the customer yet: the sheet does not answer in their name. */
  g_assert_nonnull (page_test_toplevel (YB_TYPE_GATE_SHEET));
  yb_verb_form_set_text (YB_VERB_FORM (yb_gate_sheet_get_form (sheet, "customer.consent")), "given", "0");
  yb_gate_sheet_save (sheet);
  page_test_settle ();

  /* What is still missing is asked for again. */
  g_assert_nonnull (page_test_toplevel (YB_TYPE_GATE_SHEET));
  yb_verb_form_set_text (YB_VERB_FORM (yb_gate_sheet_get_form (sheet, "deal.update")), "visit_purpose",
                         "look");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_NEEDS);
  g_clear_object (&row);
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->two_way_contacts, ==, 1);
}

static void
test_waiver (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_PRESENT);
  g_autoptr (YbDeal) row = NULL;
  YbGateSheet *sheet;
  GtkWidget *group;
  GtkCheckButton *waive = NULL;

  fixture_supply (test->house, deal, "model-chosen");
  sheet = open_sheet (test, deal, YB_STAGE_DRIVE);
  g_assert_cmpuint (yb_gate_sheet_get_n_groups (sheet), ==, 1);
  group = page_test_find (sheet, YB_TYPE_GATE_GROUP, 0);
  for (guint i = 0; waive == NULL; i++)
    {
      GtkCheckButton *check = page_test_find (group, GTK_TYPE_CHECK_BUTTON, i);

      g_assert_nonnull (check);
      if (g_strcmp0 (gtk_check_button_get_label (check), "_Waive instead") == 0)
        waive = check;
    }
  gtk_check_button_set_active (waive, TRUE);
  g_assert_false (gtk_widget_get_visible (yb_gate_sheet_get_form (sheet, "deal.test-drive")));
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->stage, ==, YB_STAGE_DRIVE);
  g_assert_cmpint (row->drive_waiver, !=, 0);
}

/* A move back asks for its reason, and for nothing else. */
static void
test_back_move (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_PRESENT);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_RECEPTION);
  g_autoptr (GPtrArray) history = NULL;
  GtkWidget *form = yb_gate_sheet_get_form (sheet, "deal.move");

  g_assert_cmpuint (yb_gate_sheet_get_n_groups (sheet), ==, 0);
  g_assert_true (gtk_widget_get_mapped (form));
  yb_gate_sheet_save (sheet);
  page_test_settle ();
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_PRESENT);

  yb_verb_form_set_text (YB_VERB_FORM (form), "reason", "budget_changed");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_RECEPTION);
  history = fixture_history (test->house, deal);
  g_assert_cmpuint (history->len, >, 0);
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/gate-sheet/one-form-per-verb", test_one_form_per_verb);
  g_test_add_func ("/gate-sheet/missing-field-stays", test_missing_field_stays);
  g_test_add_func ("/gate-sheet/saved-stays", test_saved_stays);
  g_test_add_func ("/gate-sheet/waiver", test_waiver);
  g_test_add_func ("/gate-sheet/back-move", test_back_move);

  return g_test_run ();
}
