/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"
#include "yb-board-page.h"
#include "yb-calendar.h"
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

static YbVerbForm *
form_of (YbGateSheet *sheet, const char *verb)
{
  return YB_VERB_FORM (yb_gate_sheet_get_form (sheet, verb));
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

  yb_verb_form_set_text (form_of (sheet, "deal.log-contact"), "channel", "wechat");
  yb_verb_form_set_text (form_of (sheet, "deal.log-contact"), "reached", "1");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_RECEPTION);
}

/* Nothing is written before everything that is needed is there, and the sheet answers nothing by itself. */
static void
test_empty_is_not_sent (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = new_lead (test);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_PRESENT);
  YbFieldForm *contact = yb_verb_form_get_fields (form_of (sheet, "deal.log-contact"));
  GtkWidget *reached = yb_field_form_get_control (contact, "reached");
  g_autoptr (GError) error = NULL;
  guint n_audit = fixture_n_audit (test->house);

  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (reached)));
  yb_verb_form_set_text (form_of (sheet, "deal.log-contact"), "channel", "phone");
  /* Nobody has said yet that the customer was reached. */
  g_assert_false (gtk_check_button_get_active (GTK_CHECK_BUTTON (reached)));
  g_assert_false (yb_verb_form_check (form_of (sheet, "deal.log-contact"), &error));
  g_assert_cmpstr (error->message, ==, "This has to be ticked.");
  g_assert_true (gtk_widget_has_css_class (reached, "error"));
  yb_verb_form_set_text (form_of (sheet, "deal.log-contact"), "reached", "1");
  yb_verb_form_set_text (form_of (sheet, "customer.consent"), "given", "0");
  yb_verb_form_set_text (form_of (sheet, "deal.update"), "visit_purpose", "look");
  yb_gate_sheet_save (sheet);
  page_test_settle ();
  g_assert_true (page_test_toplevel (YB_TYPE_GATE_SHEET) == sheet);
  g_assert_cmpuint (fixture_n_audit (test->house), ==, n_audit);
  g_assert_false (yb_verb_form_check (form_of (sheet, "deal.needs"), NULL));
  g_assert_true (yb_verb_form_check (form_of (sheet, "deal.update"), NULL));
  gtk_window_destroy (GTK_WINDOW (sheet));
}

/* What a gate insists on are arguments of its verb that its sheet shows. */
static void
test_needed_is_asked_for (void)
{
  guint n_gates;
  const YbGate *gates = yb_gates (&n_gates);

  for (guint i = 0; i < n_gates; i++)
    {
      const YbVerb *verb = yb_verb_find (gates[i].verb);
      g_auto (GStrv) asked = g_strsplit (gates[i].arguments != NULL ? gates[i].arguments : "", " ", -1);
      g_auto (GStrv) needed = g_strsplit_set (gates[i].needed != NULL ? gates[i].needed : "", " |", -1);

      for (guint j = 0; needed[j] != NULL; j++)
        {
          g_auto (GStrv) parts = g_strsplit (needed[j], "=", 2);
          const YbField *field;

          if (parts[0] == NULL)
            continue;
          g_test_message ("%s: %s", gates[i].code, needed[j]);
          field = yb_field_find (verb->arguments, verb->n_arguments, parts[0]);
          g_assert_nonnull (field);
          g_assert_true (gates[i].arguments == NULL ||
                         g_strv_contains ((const char *const *) asked, parts[0]));
          g_assert_true (parts[1] == NULL || yb_enum_from_code (field->enumeration, parts[1]) > 0);
        }
    }
}

/* What was saved stays saved when the desk refuses a later form. */
static void
test_saved_stays (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_DRIVE);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_NEGOTIATE);
  g_autofree char *today = yb_date_today ();
  g_autoptr (YbDeal) row = NULL;
  guint n_audit;

  yb_verb_form_set_text (form_of (sheet, "deal.test-drive"), "state", "done");
  yb_verb_form_set_text (form_of (sheet, "deal.test-drive"), "on", today);
  yb_verb_form_set_text (form_of (sheet, "deal.test-drive"), "score", "5");
  yb_verb_form_set_text (form_of (sheet, "deal.demand"), "amount", "100000");
  yb_verb_form_set_text (form_of (sheet, "deal.demand"), "not_stated", "1");
  yb_gate_sheet_save (sheet);
  page_test_settle ();
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->drive_score, ==, 5);
  g_assert_cmpint (row->stage, ==, YB_STAGE_DRIVE);
  g_assert_true (page_test_toplevel (YB_TYPE_GATE_SHEET) == sheet);

  n_audit = fixture_n_audit (test->house);
  yb_verb_form_set_text (form_of (sheet, "deal.demand"), "not_stated", "0");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  g_assert_cmpint (stage_of (test, deal), ==, YB_STAGE_NEGOTIATE);
  g_assert_cmpuint (fixture_n_audit (test->house), ==, n_audit + 2);
}

static void
fill_in_payment (YbGateSheet *sheet, const char *amount)
{
  YbVerbForm *form = form_of (sheet, "deal.payment");

  g_assert_nonnull (form);
  yb_verb_form_set_text (form, "kind", "deposit");
  yb_verb_form_set_text (form, "amount", amount);
  yb_verb_form_set_text (form, "method", "transfer");
}

/* A first payment below the agreed one: the sheet says what is booked and what is missing, and asks for that only. */
static void
test_paid_in_part (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 role G_GNUC_UNUSED = fixture_do (test->house, "ad", "staff.set-roles",
                                          "{'staff':'sm','roles':'ca sm'}");
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_CLOSE);
  YbGateSheet *sheet = open_sheet (test, deal, YB_STAGE_DELIVERY);
  g_autofree char *today = yb_date_today ();
  YbVerbForm *form;
  g_autoptr (YbDeal) row = NULL;

  g_assert_true (page_test_shows (sheet, "2 things are missing"));
  form = form_of (sheet, "deal.contract");
  yb_verb_form_set_text (form, "number", "HT-1");
  yb_verb_form_set_text (form, "signed_on", today);
  yb_verb_form_set_text (form, "delivery_on", today);
  yb_verb_form_set_text (form, "first_payment", "50000");
  fill_in_payment (sheet, "10000");
  yb_gate_sheet_save (sheet);
  page_test_wait (page_test_shows (sheet, "¥10,000 is booked already"));
  page_test_settle ();
  g_assert_true (page_test_shows (sheet, "Still missing: ¥40,000."));
  g_assert_true (page_test_shows (sheet, "1 thing is missing"));
  g_assert_true (page_test_shows (sheet, "What is ticked off is saved already."));
  /* Contract and first part stay, ticked off; the rest has a form of its own. */
  g_assert_cmpuint (yb_gate_sheet_get_n_groups (sheet), ==, 3);
  g_assert_null (form_of (sheet, "deal.contract"));
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->paid, ==, 1000000);

  fill_in_payment (sheet, "40000");
  yb_gate_sheet_save (sheet);
  page_test_wait_gone (YB_TYPE_GATE_SHEET);
  g_clear_object (&row);
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->paid, ==, 5000000);
  g_assert_cmpint (row->stage, ==, YB_STAGE_DELIVERY);
}

/* The controls of all groups stand in one line. */
static void
test_labels_align (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  YbGateSheet *sheet = open_sheet (test, new_lead (test), YB_STAGE_CLOSE);
  int first = -1;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (sheet));
  for (guint i = 0; i < yb_gate_sheet_get_n_groups (sheet); i++)
    {
      GtkWidget *form = page_test_find (sheet, YB_TYPE_FIELD_FORM, i);
      GtkWidget *grid = gtk_widget_get_first_child (form);
      graphene_rect_t bounds;

      g_assert_true (gtk_widget_compute_bounds (gtk_grid_get_child_at (GTK_GRID (grid), 1, 0),
                                                GTK_WIDGET (sheet), &bounds));
      if (first < 0)
        first = bounds.origin.x;
      g_assert_cmpint ((int) bounds.origin.x, ==, first);
    }
  gtk_window_destroy (GTK_WINDOW (sheet));
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
  g_test_add_func ("/gate-sheet/empty-is-not-sent", test_empty_is_not_sent);
  g_test_add_func ("/gate-sheet/needed-is-asked-for", test_needed_is_asked_for);
  g_test_add_func ("/gate-sheet/saved-stays", test_saved_stays);
  g_test_add_func ("/gate-sheet/paid-in-part", test_paid_in_part);
  g_test_add_func ("/gate-sheet/labels-align", test_labels_align);
  g_test_add_func ("/gate-sheet/waiver", test_waiver);
  g_test_add_func ("/gate-sheet/back-move", test_back_move);

  return g_test_run ();
}
