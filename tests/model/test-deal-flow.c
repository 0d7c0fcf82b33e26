/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "yb-deal-flow.h"

#define TODAY "2026-03-15"

static const YbDealEvidence *
evidence (YbDeal *deal, YbCustomer *customer)
{
  static YbDealEvidence value;

  value = (YbDealEvidence){deal, customer, TODAY};
  return &value;
}

static void
set (gpointer row, const char *name, const char *text)
{
  const YbField *field = yb_row_type_find_field (yb_row_get_row_type (row), name);
  g_autofree char *string = NULL;
  gint64 number;

  g_assert_nonnull (field);
  g_assert_true (yb_field_parse (field, text, &number, &string, NULL));
  if (yb_field_is_text (field))
    yb_row_set_text (row, field, string);
  else
    yb_row_set_number (row, field, number);
}

/* A deal with the evidence for every gate, and only just. */
static YbDeal *
complete_deal (void)
{
  static const char *const values[][2] = {
      {"source", "walk_in"},
      {"two_way_contacts", "1"},
      {"needs_budget", "0"},
      {"needs_planned_on", "2026-04-01"},
      {"needs_confirmed", "1"},
      {"model", "A"},
      {"trim", "B"},
      {"model_agreed", "1"},
      {"drive_score", "1"},
      {"demand_not_stated", "1"},
      {"offer_amount", "100"},
      {"offer_valid_until", TODAY},
      {"buyer_name", "李娜"},
      {"buyer_id_number", "1"},
      {"contract_number", "HS-202603-0001"},
      {"contract_signed_on", TODAY},
      {"delivery_on", "2026-04-01"},
      {"first_payment", "5000"},
      {"paid", "5000"},
      {"delivered_on", TODAY},
      {"advisor_present", "1"},
  };
  YbDeal *deal = YB_DEAL (yb_row_new (&yb_deal_row_type));

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (strcmp (values[i][0], "source") != 0)
      set (deal, values[i][0], values[i][1]);
  deal->source = deal->consultant = deal->visit_purpose = deal->needs_purpose = 1;
  deal->needs_use = deal->needs_decision_maker = deal->buyer_id_kind = deal->car_choice = 1;
  deal->contact_channel = deal->offer_accepted_at = 1;
  deal->open_blockers = 0;
  deal->drive_state = YB_DRIVE_DONE;
  deal->stage = YB_STAGE_LEAD;
  deal->outcome = YB_OUTCOME_OPEN;
  return deal;
}

static YbCustomer *
complete_customer (void)
{
  YbCustomer *customer = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));

  set (customer, "name", "李娜");
  set (customer, "phone", "13800138000");
  customer->privacy_notice = YB_DECISION_REFUSED;
  return customer;
}

/* flows.md 3.1, the table of moves, row by row and not as the program has it: f forward with gates, b back with a
 * reason, m back by the sales manager, . never. From the rows, to the columns. */
static const char *const moves[YB_N_STAGES] = {
    /*  123456789 */
    ".ffffff..", /* 1 lead: any later stage up to 7 */
    "b.fffff..", /* 2 reception */
    "bb.ffff..", /* 3 needs */
    "bbb.fff..", /* 4 presentation */
    "bbbb.ff..", /* 5 test drive */
    "bbbbb.f..", /* 6 negotiation */
    "bbbbbb.f.", /* 7 closing: back while the contract is not effective; on to delivery */
    "......m.f", /* 8 delivery: refused, car exchanged; on to follow-up */
    ".........", /* 9 follow-up: no way back */
};

static void
test_all_pairs (void)
{
  g_autoptr (YbDeal) deal = complete_deal ();
  g_autoptr (YbCustomer) customer = complete_customer ();

  /* neither contract nor delivery stand against a move back here */
  set (deal, "contract_number", "");
  set (deal, "delivered_on", "");
  for (int from = 1; from <= YB_N_STAGES; from++)
    for (int to = 1; to <= YB_N_STAGES; to++)
      {
        const char move = moves[from - 1][to - 1];
        const YbTransition *transition = yb_deal_find_transition (from, to);
        const char *refusal;

        deal->stage = from;
        refusal = yb_deal_refusal (evidence (deal, customer), to);
        if (move == '.')
          {
            g_assert_nonnull (refusal);
            g_assert_cmpuint (strlen (refusal), >, 10);
            if (from != to)
              g_assert_null (transition);
            continue;
          }
        g_assert_null (refusal);
        g_assert_nonnull (transition);
        g_assert_cmpint (transition->forward, ==, move == 'f');
        if (move == 'm')
          g_assert_nonnull (transition->right);
        else
          g_assert_null (transition->right);
      }
}

static void
test_conditions (void)
{
  g_autoptr (YbDeal) deal = complete_deal ();
  g_autoptr (YbCustomer) customer = complete_customer ();

  /* 7 -> 6 or less only while the contract is not effective */
  deal->stage = YB_STAGE_CLOSE;
  g_assert_nonnull (yb_deal_refusal (evidence (deal, customer), YB_STAGE_NEGOTIATE));
  set (deal, "contract_signed_on", "");
  g_assert_null (yb_deal_refusal (evidence (deal, customer), YB_STAGE_NEGOTIATE));

  /* 8 -> 7 only while the delivery is not signed */
  deal->stage = YB_STAGE_DELIVERY;
  g_assert_nonnull (yb_deal_refusal (evidence (deal, customer), YB_STAGE_CLOSE));
  set (deal, "delivered_on", "");
  g_assert_null (yb_deal_refusal (evidence (deal, customer), YB_STAGE_CLOSE));

  /* what is closed does not move, what is won does; a loss under decision stands */
  deal->stage = YB_STAGE_LEAD;
  for (YbOutcome outcome = YB_OUTCOME_OPEN; outcome <= YB_OUTCOME_CANCELLED; outcome++)
    {
      gboolean moves_on = outcome == YB_OUTCOME_OPEN || outcome == YB_OUTCOME_WON;

      deal->outcome = outcome;
      g_assert_cmpint (yb_deal_refusal (evidence (deal, customer), YB_STAGE_RECEPTION) == NULL, ==, moves_on);
    }
  deal->outcome = YB_OUTCOME_OPEN;
  deal->loss_requested_at = 1;
  g_assert_nonnull (yb_deal_refusal (evidence (deal, customer), YB_STAGE_RECEPTION));
}

static void
assert_unmet (YbDeal *deal, YbCustomer *customer, YbStage to, const char *expected)
{
  g_autoptr (GPtrArray) unmet = yb_deal_unmet_gates (evidence (deal, customer), to);
  g_autoptr (GString) codes = g_string_new (NULL);

  for (guint i = 0; i < unmet->len; i++)
    g_string_append_printf (codes, "%s%s", i > 0 ? " " : "",
                            ((const YbGate *) g_ptr_array_index (unmet, i))->code);
  g_assert_cmpstr (codes->str, ==, expected);
}

static void
test_nothing_and_everything (void)
{
  g_autoptr (YbDeal) empty = YB_DEAL (yb_row_new (&yb_deal_row_type));
  g_autoptr (YbCustomer) nobody = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));
  g_autoptr (YbDeal) deal = complete_deal ();
  g_autoptr (YbCustomer) customer = complete_customer ();
  g_autoptr (GPtrArray) unmet = NULL;
  guint n_gates, n_texts = 0;
  const YbGate *gates = yb_gates (&n_gates);

  assert_unmet (deal, customer, YB_STAGE_FOLLOWUP, "");
  /* nothing fulfils no gate but that of the objections */
  empty->stage = YB_STAGE_LEAD;
  empty->open_blockers = 0;
  unmet = yb_deal_unmet_gates (evidence (empty, nobody), YB_STAGE_FOLLOWUP);
  g_assert_cmpuint (unmet->len, ==, n_gates - 1);

  for (guint i = 0; i < n_gates; i++)
    {
      g_assert_true (yb_gate_find (gates[i].code) == &gates[i]);
      g_assert_cmpint (gates[i].stage, >, YB_STAGE_LEAD);
      if (i > 0)
        g_assert_cmpint (gates[i].stage, >=, gates[i - 1].stage);
      n_texts += *yb_gate_text (&gates[i]) != '\0';
    }
  g_assert_cmpuint (n_texts, ==, n_gates);
  g_assert_null (yb_gate_find ("elephant"));
  /* only the test drive may be waived */
  for (guint i = 0; i < n_gates; i++)
    g_assert_cmpint (gates[i].waiver != NULL, ==, g_str_has_prefix (gates[i].code, "test-drive"));
}

/* One thing missing, and exactly its gate says so; asked for by the stage that has it, not by the one before. */
static void
test_each_gate (void)
{
  static const struct
  {
    const char *field; /* "c:" of the customer */
    const char *value;
    YbStage stage;
    const char *gate;
  } cases[] = {
      {"c:name", "", YB_STAGE_RECEPTION, "contact-data"},
      {"c:phone", "", YB_STAGE_RECEPTION, "contact-data"},
      {"source", "", YB_STAGE_RECEPTION, "source"},
      {"consultant", "", YB_STAGE_RECEPTION, "consultant"},
      {"two_way_contacts", "0", YB_STAGE_RECEPTION, "two-way-contact"},
      {"two_way_contacts", "", YB_STAGE_RECEPTION, "two-way-contact"},
      {"visit_purpose", "", YB_STAGE_NEEDS, "visit-purpose"},
      {"c:privacy_notice", "", YB_STAGE_NEEDS, "privacy-notice"},
      {"needs_purpose", "", YB_STAGE_PRESENT, "needs-survey"},
      {"needs_budget", "", YB_STAGE_PRESENT, "needs-survey"},
      {"needs_use", "", YB_STAGE_PRESENT, "needs-survey"},
      {"needs_planned_on", "", YB_STAGE_PRESENT, "needs-survey"},
      {"needs_decision_maker", "", YB_STAGE_PRESENT, "needs-survey"},
      {"needs_confirmed", "0", YB_STAGE_PRESENT, "needs-survey"},
      {"model", "", YB_STAGE_DRIVE, "model-chosen"},
      {"trim", "", YB_STAGE_DRIVE, "model-chosen"},
      {"model_agreed", "0", YB_STAGE_DRIVE, "model-chosen"},
      {"drive_state", "", YB_STAGE_DRIVE, "test-drive-planned"},
      {"drive_state", "booked", YB_STAGE_NEGOTIATE, "test-drive"},
      {"drive_score", "", YB_STAGE_NEGOTIATE, "test-drive"},
      {"demand_not_stated", "0", YB_STAGE_NEGOTIATE, "price-demand"},
      {"offer_amount", "", YB_STAGE_CLOSE, "offer-accepted"},
      {"offer_accepted_at", "", YB_STAGE_CLOSE, "offer-accepted"},
      {"open_blockers", "1", YB_STAGE_CLOSE, "no-blocker"},
      {"buyer_name", "", YB_STAGE_CLOSE, "buyer"},
      {"buyer_id_kind", "", YB_STAGE_CLOSE, "buyer"},
      {"buyer_id_number", "", YB_STAGE_CLOSE, "buyer"},
      {"car_choice", "", YB_STAGE_CLOSE, "car"},
      {"contract_number", "", YB_STAGE_DELIVERY, "contract"},
      {"contract_signed_on", "", YB_STAGE_DELIVERY, "contract"},
      {"delivery_on", "", YB_STAGE_DELIVERY, "contract"},
      {"paid", "", YB_STAGE_DELIVERY, "first-payment"},
      {"paid", "4999.99", YB_STAGE_DELIVERY, "first-payment"},
      {"delivered_on", "", YB_STAGE_FOLLOWUP, "delivery-signed"},
      {"advisor_present", "0", YB_STAGE_FOLLOWUP, "advisor-present"},
      {"contact_channel", "", YB_STAGE_FOLLOWUP, "contact-channel"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (YbDeal) deal = complete_deal ();
      g_autoptr (YbCustomer) customer = complete_customer ();

      if (g_str_has_prefix (cases[i].field, "c:"))
        set (customer, cases[i].field + 2, cases[i].value);
      else
        set (deal, cases[i].field, cases[i].value);
      if (cases[i].stage > YB_STAGE_RECEPTION)
        assert_unmet (deal, customer, cases[i].stage - 1, "");
      deal->stage = cases[i].stage - 1;
      if (g_str_equal (cases[i].field, "drive_state") && *cases[i].value == '\0')
        assert_unmet (deal, customer, cases[i].stage, "test-drive-planned");
      else
        assert_unmet (deal, customer, cases[i].stage, cases[i].gate);
      /* who is past it is not asked again */
      deal->stage = cases[i].stage;
      assert_unmet (deal, customer, cases[i].stage, "");
    }
}

/* Each of the ways that flows.md names opens the gate. */
static void
test_alternatives (void)
{
  static const char *const contacts[] = {"phone", "phone2", "wechat"};
  g_autoptr (YbDeal) deal = complete_deal ();

  for (guint i = 0; i < G_N_ELEMENTS (contacts); i++)
    {
      g_autoptr (YbCustomer) customer = complete_customer ();

      set (customer, "phone", "");
      assert_unmet (deal, customer, YB_STAGE_RECEPTION, "contact-data");
      set (customer, contacts[i], "x");
      assert_unmet (deal, customer, YB_STAGE_RECEPTION, "");
    }
  {
    g_autoptr (YbCustomer) customer = complete_customer ();

    deal->drive_state = YB_DRIVE_WAIVED;
    deal->drive_score = YB_NO_VALUE;
    assert_unmet (deal, customer, YB_STAGE_NEGOTIATE, "");
    deal->drive_state = YB_DRIVE_DONE;
    assert_unmet (deal, customer, YB_STAGE_NEGOTIATE, "test-drive");
    set (deal, "drive_feedback", "quiet");
    assert_unmet (deal, customer, YB_STAGE_NEGOTIATE, "");

    deal->demand_not_stated = 0;
    assert_unmet (deal, customer, YB_STAGE_NEGOTIATE, "price-demand");
    deal->demand_amount = 0;
    assert_unmet (deal, customer, YB_STAGE_NEGOTIATE, "");
    deal->demand_amount = YB_NO_VALUE;
    set (deal, "demand_terms", "winter tyres");
    assert_unmet (deal, customer, YB_STAGE_NEGOTIATE, "");

    /* the last day of an offer counts; a signed contract outlives it; one without an end does not expire */
    set (deal, "contract_signed_on", "");
    assert_unmet (deal, customer, YB_STAGE_CLOSE, "");
    set (deal, "offer_valid_until", "2026-03-14");
    assert_unmet (deal, customer, YB_STAGE_CLOSE, "offer-accepted");
    set (deal, "offer_valid_until", "");
    assert_unmet (deal, customer, YB_STAGE_CLOSE, "");
    set (deal, "offer_valid_until", "2026-03-14");
    set (deal, "contract_signed_on", TODAY);
    assert_unmet (deal, customer, YB_STAGE_CLOSE, "");

    /* without an agreed sum any payment is the first one */
    set (deal, "first_payment", "");
    set (deal, "paid", "0.01");
    assert_unmet (deal, customer, YB_STAGE_DELIVERY, "");
    set (deal, "paid", "0");
    assert_unmet (deal, customer, YB_STAGE_DELIVERY, "first-payment");
  }
}

/* A jump passes the gates of all stages between, in their order. */
static void
test_jump (void)
{
  g_autoptr (YbDeal) deal = complete_deal ();
  g_autoptr (YbCustomer) customer = complete_customer ();

  deal->visit_purpose = 0;
  deal->car_choice = 0;
  set (deal, "model", "");
  assert_unmet (deal, customer, YB_STAGE_CLOSE, "visit-purpose model-chosen car");
  assert_unmet (deal, customer, YB_STAGE_PRESENT, "visit-purpose");
  deal->stage = YB_STAGE_PRESENT;
  assert_unmet (deal, customer, YB_STAGE_CLOSE, "model-chosen car");
  deal->stage = YB_STAGE_CLOSE;
  assert_unmet (deal, customer, YB_STAGE_LEAD, "");
}

static void
test_verbs (void)
{
  static const struct
  {
    YbStage stage;
    YbOutcome outcome;
    gboolean loss_requested;
    const char *verb;
    gboolean takes;
  } cases[] = {
      {YB_STAGE_NEEDS, YB_OUTCOME_OPEN, FALSE, "deal.log-contact", TRUE},
      {YB_STAGE_NEEDS, YB_OUTCOME_LOST, FALSE, "deal.log-contact", FALSE},
      {YB_STAGE_CLOSE, YB_OUTCOME_OPEN, FALSE, "deal.lose", TRUE},
      {YB_STAGE_DELIVERY, YB_OUTCOME_OPEN, FALSE, "deal.lose", FALSE},
      {YB_STAGE_CLOSE, YB_OUTCOME_WON, FALSE, "deal.lose", FALSE},
      {YB_STAGE_NEEDS, YB_OUTCOME_OPEN, TRUE, "deal.lose", FALSE},
      {YB_STAGE_NEEDS, YB_OUTCOME_OPEN, TRUE, "deal.confirm-loss", TRUE},
      {YB_STAGE_NEEDS, YB_OUTCOME_OPEN, FALSE, "deal.confirm-loss", FALSE},
      {YB_STAGE_NEGOTIATE, YB_OUTCOME_OPEN, FALSE, "deal.dormant", TRUE},
      {YB_STAGE_CLOSE, YB_OUTCOME_OPEN, FALSE, "deal.dormant", FALSE},
      {YB_STAGE_NEEDS, YB_OUTCOME_DORMANT, FALSE, "deal.reopen", TRUE},
      {YB_STAGE_NEEDS, YB_OUTCOME_CANCELLED, FALSE, "deal.reopen", FALSE},
      {YB_STAGE_CLOSE, YB_OUTCOME_WON, FALSE, "deal.cancel-contract", TRUE},
      {YB_STAGE_DELIVERY, YB_OUTCOME_WON, FALSE, "deal.cancel-contract", FALSE},
      {YB_STAGE_CLOSE, YB_OUTCOME_OPEN, FALSE, "deal.cancel-contract", FALSE},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (yb_deal_takes_verb (cases[i].stage, cases[i].outcome, cases[i].loss_requested, cases[i].verb) !=
        cases[i].takes)
      g_error ("case %u: %s", i, cases[i].verb);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deal-flow/all-pairs", test_all_pairs);
  g_test_add_func ("/deal-flow/conditions", test_conditions);
  g_test_add_func ("/deal-flow/nothing-and-everything", test_nothing_and_everything);
  g_test_add_func ("/deal-flow/each-gate", test_each_gate);
  g_test_add_func ("/deal-flow/alternatives", test_alternatives);
  g_test_add_func ("/deal-flow/jump", test_jump);
  g_test_add_func ("/deal-flow/verbs", test_verbs);
  return g_test_run ();
}
