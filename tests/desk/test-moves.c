/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

static const char *
code_of (gint64 stage)
{
  return yb_enum_code (&yb_stage_enum, stage);
}

static gboolean
is_unmet (const GError *error, const char *gate)
{
  GPtrArray *unmet = yb_desk_error_get_unmet (error);

  for (guint i = 0; unmet != NULL && i < unmet->len; i++)
    {
      const YbUnmet *item = g_ptr_array_index (unmet, i);

      if (g_str_equal (item->gate, gate))
        {
          g_assert_cmpstr (item->text, !=, "");
          g_assert_nonnull (item->definition);
          return TRUE;
        }
    }

  return FALSE;
}

static guint
try_move (Fixture *fixture, gint64 deal, YbStage to, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (JsonObject) answer = fixture_try (fixture, "sc", &local_error, "deal.move",
                                               "{'deal':%d,'stage':'%s'}", (int) deal, code_of (to));
  guint n_unmet;

  if (answer != NULL)
    return 0;
  g_assert_error (local_error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED);
  g_assert_nonnull (yb_desk_error_get_unmet (local_error));
  n_unmet = yb_desk_error_get_unmet (local_error)->len;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return n_unmet;
}

/* A deal about which nothing is known: nobody responsible, no contact. */
static gint64
bare_deal (Fixture *fixture)
{
  return fixture_do (fixture, "sm", "deal.create", "{'name':'李四'}");
}

/* Each gate is named while its evidence is missing, and not any more when exactly that is supplied; the
 * stage is entered when the last one holds. */
static void
test_gates (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = bare_deal (fixture);
  guint n_gates, i = 0;
  const YbGate *gates = yb_gates (&n_gates);

  fixture_supply (fixture, deal, "consultant");
  fixture_do (fixture, "sc", "deal.objection", "{'deal':%d,'kind':'blocker','text':'Colour'}", (int) deal);
  for (YbStage stage = YB_STAGE_RECEPTION; stage <= YB_STAGE_FOLLOWUP; stage++)
    {
      for (; i < n_gates && gates[i].stage == stage; i++)
        {
          g_autoptr (GError) before = NULL;
          g_autoptr (GError) after = NULL;
          guint n_before, n_after;

          if (g_str_equal (gates[i].code, "consultant"))
            continue;
          n_before = try_move (fixture, deal, stage, &before);
          g_assert_true (is_unmet (before, gates[i].code));
          fixture_supply (fixture, deal, gates[i].code);
          n_after = try_move (fixture, deal, stage, &after);
          g_assert_cmpuint (n_after, ==, n_before - 1);
          g_assert_true (n_after == 0 || !is_unmet (after, gates[i].code));
        }

      g_autoptr (YbDeal) row = fixture_deal (fixture, deal);
      g_assert_cmpint (row->stage, ==, stage);
      g_assert_cmpint (row->stage_since, ==, FIXTURE_NOW);
    }
  g_assert_cmpuint (i, ==, n_gates);
}

static void
test_nobody_is_responsible (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = bare_deal (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;

  /* A deal of nobody is not the consultant's own. */
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.move", "{'deal':%d,'stage':'RECEPTION'}",
                 (int) deal);
  answer = fixture_try (fixture, "sm", &error, "deal.move", "{'deal':%d,'stage':'RECEPTION'}", (int) deal);
  g_assert_null (answer);
  g_assert_true (is_unmet (error, "consultant"));
}

/* What flows.md 3.1 says about every pair of stages. */
static gboolean
is_possible (YbStage from, YbStage to)
{
  if (from == to || from == YB_STAGE_FOLLOWUP)
    return FALSE;
  if (from == YB_STAGE_DELIVERY)
    return to == YB_STAGE_FOLLOWUP || to == YB_STAGE_CLOSE;
  if (from == YB_STAGE_CLOSE)
    return to <= YB_STAGE_DELIVERY;

  return to <= YB_STAGE_CLOSE;
}

static void
force_stage (YbDeal *deal, YbStage stage)
{
  deal->stage = stage;
  deal->outcome = YB_OUTCOME_OPEN;
}

/* Every gate is fulfilled for every stage: what remains is the table of moves. */
static gboolean
write_stage (YbTransaction *transaction, gpointer data, GError **error)
{
  const gint64 *order = data;
  YbAuditEntry entry = {.at = FIXTURE_NOW, .verb = "test", .arguments = "{}"};
  g_autoptr (YbDeal) deal = NULL;

  yb_transaction_set_audit (transaction, &entry);
  deal = yb_connection_get (yb_transaction_get_connection (transaction), &yb_deal_row_type, order[0], error);
  if (deal == NULL)
    return FALSE;

  force_stage (deal, order[1]);
  return yb_transaction_update (transaction, YB_ROW (deal), error);
}

static void
test_every_pair (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_deal_in (fixture, YB_STAGE_CLOSE);
  guint n_possible = 0;

  fixture_supply (fixture, deal, "first-payment");
  for (YbStage from = YB_STAGE_LEAD; from <= YB_STAGE_FOLLOWUP; from++)
    for (YbStage to = YB_STAGE_LEAD; to <= YB_STAGE_FOLLOWUP; to++)
      {
        gint64 order[] = {deal, from};
        g_autoptr (GError) error = NULL;
        g_autoptr (YbMovePreview) preview = NULL;
        g_autoptr (JsonObject) answer = NULL;

        yb_store_write (fixture->store, write_stage, order, &error);
        g_assert_no_error (error);
        preview = yb_desk_preview_move (fixture_desk (fixture, "sm"), deal, to, &error);
        g_assert_no_error (error);
        answer = fixture_try (fixture, "sm", &error, "deal.move",
                              "{'deal':%d,'stage':'%s','reason':'wrong_move','waive':"
                              "[{'gate':'test-drive','reason':'declined'}]}",
                              (int) deal, code_of (to));

        /* What is left is refused by the table, or for gates; never by anything else. */
        g_assert_true (answer != NULL || g_error_matches (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED));
        g_assert_cmpint (preview->refusal == NULL, ==, is_possible (from, to));
        if (is_possible (from, to))
          {
            g_assert_true (answer != NULL || yb_desk_error_get_unmet (error) != NULL);
            g_assert_cmpint (preview->needs_reason, ==, to < from);
            g_assert_cmpint (answer != NULL, ==, preview->unmet->len == 0);
            n_possible++;
          }
        else
          {
            g_assert_null (answer);
            g_assert_null (yb_desk_error_get_unmet (error));
          }
      }
  g_assert_cmpuint (n_possible, ==, 6 * 6 + 7 + 2);
}

static void
test_jump (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_new_deal (fixture);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  /* The gates of all stages in between are asked for at once. */
  try_move (fixture, deal, YB_STAGE_PRESENT, &error);
  g_assert_true (is_unmet (error, "source"));
  g_assert_true (is_unmet (error, "privacy-notice"));
  g_assert_true (is_unmet (error, "needs-survey"));
  g_assert_false (is_unmet (error, "model-chosen"));

  fixture_supply_up_to (fixture, deal, YB_STAGE_PRESENT);
  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'PRESENT'}", (int) deal);
  history = fixture_history (fixture, deal);
  g_assert_cmpuint (history->len, ==, 4);
  for (guint i = 1; i < history->len; i++)
    {
      YbDealHistory *row = g_ptr_array_index (history, i);

      g_assert_cmpint (row->from_stage, ==, i);
      g_assert_cmpint (row->to_stage, ==, i + 1);
    }
}

static void
test_waiver (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 id = fixture_new_deal (fixture);
  g_autoptr (YbDeal) deal = NULL;
  g_autoptr (GPtrArray) history = NULL;

  fixture_supply_up_to (fixture, id, YB_STAGE_PRESENT);
  fixture_supply (fixture, id, "model-chosen");
  fixture_supply (fixture, id, "price-demand");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.move",
                 "{'deal':%d,'stage':'NEGOTIATE','waive':[{'gate':'test-drive','reason':'rain'}]}", (int) id);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.move",
                 "{'deal':%d,'stage':'NEGOTIATE','waive':[{'gate':'nothing','reason':'other'}]}", (int) id);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.move",
                 "{'deal':%d,'stage':'NEGOTIATE','waive':[{'gate':'needs-survey','reason':'other'}]}",
                 (int) id);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.move",
                 "{'deal':%d,'stage':'NEGOTIATE','waive':'test-drive'}", (int) id);
  fixture_do (fixture, "sc", "deal.move",
              "{'deal':%d,'stage':'NEGOTIATE','waive':[{'gate':'test-drive','reason':'no_licence'}]}",
              (int) id);

  deal = fixture_deal (fixture, id);
  g_assert_cmpint (deal->drive_state, ==, YB_DRIVE_WAIVED);
  g_assert_cmpstr (yb_enum_code (&yb_drive_waiver_enum, deal->drive_waiver), ==, "no_licence");
  history = fixture_history (fixture, id);
  g_assert_cmpstr (((YbDealHistory *) g_ptr_array_index (history, history->len - 1))->waived, ==,
                   "test-drive:no_licence");
}

/* A waiver for a gate that holds anyway must not wipe out the evidence. */
static void
test_needless_waiver (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 id = fixture_new_deal (fixture);
  g_autoptr (YbDeal) deal = NULL;

  fixture_supply_up_to (fixture, id, YB_STAGE_NEGOTIATE);
  fixture_do (fixture, "sc", "deal.move",
              "{'deal':%d,'stage':'NEGOTIATE','waive':[{'gate':'test-drive','reason':'declined'}]}",
              (int) id);
  deal = fixture_deal (fixture, id);
  g_assert_cmpint (deal->drive_state, ==, YB_DRIVE_DONE);
  g_assert_cmpint (deal->drive_waiver, ==, 0);
}

static void
test_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 id = fixture_new_deal (fixture);
  g_autoptr (YbDeal) deal = NULL;
  g_autoptr (YbDeal) lower = NULL;
  g_autoptr (GPtrArray) history = NULL;
  YbDealHistory *last;

  fixture_supply_up_to (fixture, id, YB_STAGE_CLOSE);
  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'CLOSE'}", (int) id);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.move", "{'deal':%d,'stage':'NEGOTIATE'}",
                 (int) id);
  fixture_do (fixture, "sc", "deal.move",
              "{'deal':%d,'stage':'NEGOTIATE','reason':'budget_changed','note':'Less'}", (int) id);
  deal = fixture_deal (fixture, id);
  g_assert_cmpint (deal->back_moves, ==, 1);
  g_assert_cmpint (deal->offer_accepted_at, !=, 0);
  g_assert_cmpint (deal->car_choice, ==, 0);

  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'NEEDS','reason':'need_unclear'}", (int) id);
  lower = fixture_deal (fixture, id);
  g_assert_cmpint (lower->back_moves, ==, 2);
  g_assert_cmpint (lower->offer_accepted_at, ==, 0);
  g_assert_cmpint (lower->needs_confirmed, ==, 1);
  history = fixture_history (fixture, id);
  last = g_ptr_array_index (history, history->len - 1);
  g_assert_cmpint (last->from_stage, ==, YB_STAGE_NEGOTIATE);
  g_assert_cmpint (last->to_stage, ==, YB_STAGE_NEEDS);
  g_assert_cmpstr (last->reason, ==, "need_unclear");
}

static void
test_delivery_and_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 id = fixture_deal_in (fixture, YB_STAGE_DELIVERY);
  g_autoptr (YbMovePreview) preview = NULL;
  g_autofree char *text = NULL;
  g_autoptr (YbDeal) deal = NULL;

  /* Only the manager, whom the consultant may fetch; and not any more when the customer has signed. */
  preview = yb_desk_preview_move (fixture_desk (fixture, "sc"), id, YB_STAGE_CLOSE, NULL);
  g_assert_null (preview->refusal);
  g_clear_pointer (&preview, yb_move_preview_free);
  preview = yb_desk_preview_move (fixture_desk (fixture, "rc"), id, YB_STAGE_CLOSE, NULL);
  g_assert_nonnull (preview->refusal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.move",
                 "{'deal':%d,'stage':'CLOSE','reason':'other'}", (int) id);
  fixture_do (fixture, "sm", "deal.move", "{'deal':%d,'stage':'CLOSE','reason':'other'}", (int) id);
  fixture_do (fixture, "sm", "deal.move", "{'deal':%d,'stage':'DELIVERY'}", (int) id);
  fixture_supply_up_to (fixture, id, YB_STAGE_FOLLOWUP);
  text = fixture_refused (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.move",
                          "{'deal':%d,'stage':'CLOSE','reason':'other'}", (int) id);
  g_assert_nonnull (strstr (text, "signed"));

  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'FOLLOWUP'}", (int) id);
  deal = fixture_deal (fixture, id);
  g_assert_cmpint (deal->grade, ==, YB_GRADE_D);
  g_assert_cmpint (deal->next_contact_at, ==, FIXTURE_NOW + 2 * FIXTURE_DAY);
  g_assert_cmpint (deal->on_board, ==, 1);
  g_assert_cmpint (deal->outcome, ==, YB_OUTCOME_WON);
}

static void
test_effects_at_the_beginning (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 web = fixture_do (fixture, "sc", "deal.create",
                           "{'name':'甲','phone':'13900000001','source':'autohome'}");
  gint64 walk_in = fixture_do (fixture, "sc", "deal.create", "{'name':'乙','source':'walk_in'}");
  g_autoptr (YbDeal) a = fixture_deal (fixture, web);
  g_autoptr (YbDeal) b = fixture_deal (fixture, walk_in);

  g_assert_cmpint (a->next_contact_at, ==, FIXTURE_NOW + FIXTURE_HOUR / 2);
  g_assert_cmpint (b->next_contact_at, ==, FIXTURE_NOW + 2 * FIXTURE_HOUR);
  g_assert_cmpint (a->grade, ==, YB_GRADE_N);
  g_assert_cmpint (a->stage, ==, YB_STAGE_LEAD);
  g_assert_cmpint (a->outcome, ==, YB_OUTCOME_OPEN);
  g_assert_cmpint (a->on_board, ==, 1);
  g_assert_cmpint (a->cycle, ==, 1);
  g_assert_cmpstr (a->opened_on, ==, FIXTURE_TODAY);
  g_assert_cmpint (a->consultant, ==, yb_desk_get_staff (fixture_desk (fixture, "sc"))->parent_instance.id);
}

/* Fast enough to be asked for nine columns while a card is carried. */
static void
test_preview_is_fast (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_new_deal (fixture);
  YbDesk *desk = fixture_desk (fixture, "sc");
  gint64 start;

  start = g_get_monotonic_time ();
  for (guint i = 0; i < 200; i++)
    {
      g_autoptr (YbMovePreview) preview = yb_desk_preview_move (desk, deal, YB_STAGE_CLOSE, NULL);

      g_assert_cmpuint (preview->unmet->len, >, 10);
    }
  g_test_message ("preview: %.4f ms", (g_get_monotonic_time () - start) / 200.0 / 1000.0);
  /* The limit of 0.3 ms is measured by ./dev bench; here, with sanitizers, ten times that. */
  g_assert_cmpint ((g_get_monotonic_time () - start) / 200, <, 3000);
}

/* Removes what a word of a gate's list of needed fields asks for; %FALSE when the evidence does not state it. */
static gboolean
drop (JsonObject *arguments, const char *word)
{
  g_auto (GStrv) names = g_strsplit_set (word, "|=", -1);
  gboolean dropped = FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    if (json_object_has_member (arguments, names[i]))
      {
        json_object_remove_member (arguments, names[i]);
        dropped = TRUE;
      }

  return dropped;
}

/* The gate sheet insists on what the gate's row says is needed: without each of it the gate must not hold. Otherwise the
 * sheet would ask for what nobody needs. */
static void
test_needed_is_needed (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  guint n_gates, n_dropped = 0;
  const YbGate *gates = yb_gates (&n_gates);

  for (guint i = 0; i < n_gates; i++)
    {
      const FixtureEvidence *evidence = fixture_evidence (gates[i].code);
      g_auto (GStrv) words = g_strsplit (gates[i].needed != NULL ? gates[i].needed : "", " ", -1);

      for (guint w = 0; words[w] != NULL; w++)
        {
          gint64 deal = fixture_deal_in (f, gates[i].stage - 1);
          g_autoptr (JsonObject) arguments = fixture_evidence_arguments (f, deal, evidence);
          g_autoptr (JsonObject) answer = NULL;

          g_test_message ("%s without %s", gates[i].code, words[w]);
          if (!drop (arguments, words[w]))
            continue;

          n_dropped++;
          answer = yb_desk_do (fixture_desk (f, evidence->staff), evidence->verb, arguments, NULL);
          g_assert_false (fixture_gate_holds (f, deal, &gates[i]));
          fixture_supply (f, deal, gates[i].code);
          g_assert_true (fixture_gate_holds (f, deal, &gates[i]));
        }
    }

  g_assert_cmpuint (n_dropped, >, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/moves/gates", test_gates);
  g_test_add_func ("/desk/moves/nobody-is-responsible", test_nobody_is_responsible);
  g_test_add_func ("/desk/moves/every-pair", test_every_pair);
  g_test_add_func ("/desk/moves/needed-is-needed", test_needed_is_needed);
  g_test_add_func ("/desk/moves/jump", test_jump);
  g_test_add_func ("/desk/moves/waiver", test_waiver);
  g_test_add_func ("/desk/moves/needless-waiver", test_needless_waiver);
  g_test_add_func ("/desk/moves/back", test_back);
  g_test_add_func ("/desk/moves/delivery-and-back", test_delivery_and_back);
  g_test_add_func ("/desk/moves/effects-at-the-beginning", test_effects_at_the_beginning);
  g_test_add_func ("/desk/moves/preview-is-fast", test_preview_is_fast);

  return g_test_run ();
}
