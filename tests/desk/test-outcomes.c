/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

#include "yb-calendar.h"

static YbDealHistory *
last_history (Fixture *fixture, gint64 deal)
{
  g_autoptr (GPtrArray) history = fixture_history (fixture, deal);

  return g_object_ref (g_ptr_array_index (history, history->len - 1));
}

static void
assert_history (Fixture *fixture, gint64 deal, const char *kind, YbOutcome from, YbOutcome to)
{
  g_autoptr (YbDealHistory) row = last_history (fixture, deal);

  g_assert_cmpstr (yb_enum_code (&yb_history_kind_enum, row->kind), ==, kind);
  g_assert_cmpint (row->from_outcome, ==, from);
  g_assert_cmpint (row->to_outcome, ==, to);
  g_assert_cmpint (row->at, ==, yb_time_now ());
  g_assert_cmpstr (row->workstation, ==, g_get_host_name ());
}

static void
test_loss (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_NEEDS);
  g_autoptr (YbDeal) requested = NULL;
  g_autoptr (YbDeal) lost = NULL;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.lose", "{'deal':%d,'text':'Too dear'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.lose",
                 "{'deal':%d,'reason':'price','text':'四个字呀'}", deal);
  fixture_do (fixture, "sc", "deal.lose",
              "{'deal':%d,'reason':'other_brand','text':'买了别的车','lost_to':'X3'}", deal);
  assert_history (fixture, deal, "loss_requested", YB_OUTCOME_OPEN, YB_OUTCOME_OPEN);
  requested = fixture_deal (fixture, deal);
  g_assert_cmpint (requested->loss_requested_at, ==, FIXTURE_NOW);
  g_assert_cmpint (requested->outcome, ==, YB_OUTCOME_OPEN);
  g_assert_cmpint (requested->on_board, ==, 1);

  /* While the manager has to decide, nothing moves. */
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.move", "{'deal':%d,'stage':'RECEPTION'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.confirm-loss", "{'deal':%d}", deal);
  fixture_do (fixture, "sm", "deal.confirm-loss", "{'deal':%d}", deal);
  assert_history (fixture, deal, "lost", YB_OUTCOME_OPEN, YB_OUTCOME_LOST);
  lost = fixture_deal (fixture, deal);
  g_assert_cmpint (lost->on_board, ==, 0);
  g_assert_cmpint (lost->loss_requested_at, ==, 0);
  g_assert_cmpstr (lost->closed_on, ==, FIXTURE_TODAY);
  g_assert_cmpint (lost->next_contact_at, ==, FIXTURE_NOW + 90 * FIXTURE_DAY);
  g_assert_cmpstr (lost->lost_to, ==, "X3");
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.confirm-loss", "{'deal':%d}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.needs", "{'deal':%d,'use':'family'}", deal);
}

static void
test_loss_sent_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  g_autoptr (YbDeal) row = NULL;

  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'unreachable','text':'打不通电话'}", deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_INVALID, "deal.refuse-loss", "{'deal':%d}", deal);
  fixture_do (fixture, "sm", "deal.refuse-loss", "{'deal':%d,'text':'Try WeChat'}", deal);
  assert_history (fixture, deal, "loss_refused", YB_OUTCOME_OPEN, YB_OUTCOME_OPEN);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->loss_requested_at, ==, 0);
  g_assert_cmpint (row->lost_reason, ==, 0);
  g_assert_cmpint (row->outcome, ==, YB_OUTCOME_OPEN);
}

static void
test_no_loss_while_money_is_held (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  g_autofree char *text = NULL;

  fixture_do (fixture, "ca", "deal.payment", "{'deal':%d,'kind':'earnest','amount':500.5,'method':'wechat'}",
              deal);
  text = fixture_refused (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.lose",
                          "{'deal':%d,'reason':'price','text':'Too dear'}", deal);
  g_assert_nonnull (strstr (text, "refund"));
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.payment",
                 "{'deal':%d,'kind':'refund','amount':'500.50','method':'wechat'}", deal);
  fixture_fails (fixture, "ca", YB_DESK_ERROR_REFUSED, "deal.payment",
                 "{'deal':%d,'kind':'refund','amount':'500.51','method':'wechat'}", deal);
  fixture_do (fixture, "ca", "deal.payment",
              "{'deal':%d,'kind':'refund','amount':'500.50','method':'wechat'}", deal);
  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'price','text':'Too dear'}", deal);
}

static void
test_dormant (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_PRESENT);
  YbDesk *desk = fixture_desk (fixture, "sc");
  g_autoptr (YbDeal) asleep = NULL;
  g_autoptr (YbDeal) awake = NULL;
  gint64 audit;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.dormant", "{'deal':%d,'until':'2026-05-31'}",
                 deal);
  fixture_do (fixture, "sc", "deal.dormant", "{'deal':%d,'until':'2026-06-01','text':'Moves house'}", deal);
  assert_history (fixture, deal, "dormant", YB_OUTCOME_OPEN, YB_OUTCOME_DORMANT);
  asleep = fixture_deal (fixture, deal);
  g_assert_cmpint (asleep->outcome, ==, YB_OUTCOME_DORMANT);
  g_assert_cmpint (asleep->on_board, ==, 0);

  /* Not before its day, and only once. */
  audit = fixture_n_audit (fixture);
  yb_desk_run_clocks (desk);
  g_assert_false (g_main_context_pending (NULL));
  g_assert_cmpint (fixture_n_audit (fixture), ==, audit);

  yb_time_set_fixed_now (FIXTURE_NOW + 91 * FIXTURE_DAY);
  yb_desk_run_clocks (desk);
  while (fixture_n_audit (fixture) == audit)
    g_main_context_iteration (NULL, FALSE);
  assert_history (fixture, deal, "reopened", YB_OUTCOME_DORMANT, YB_OUTCOME_OPEN);
  awake = fixture_deal (fixture, deal);
  g_assert_cmpint (awake->outcome, ==, YB_OUTCOME_OPEN);
  g_assert_cmpint (awake->stage, ==, YB_STAGE_PRESENT);
  g_assert_cmpint (awake->on_board, ==, 1);
  g_assert_cmpint (awake->cycle, ==, 1);
  g_assert_cmpstr (awake->dormant_until, ==, "");
  audit = fixture_n_audit (fixture);
  yb_desk_run_clocks (desk);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpint (fixture_n_audit (fixture), ==, audit);
}

static void
test_archive (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_FOLLOWUP);
  YbDesk *desk = fixture_desk (fixture, "sc");
  gint64 audit = fixture_n_audit (fixture);
  g_autoptr (YbDeal) row = NULL;

  yb_time_set_fixed_now (FIXTURE_NOW + 29 * FIXTURE_DAY);
  yb_desk_run_clocks (desk);
  g_assert_cmpint (fixture_n_audit (fixture), ==, audit);

  yb_time_set_fixed_now (FIXTURE_NOW + 31 * FIXTURE_DAY);
  yb_desk_run_clocks (desk);
  while (fixture_n_audit (fixture) == audit)
    g_main_context_iteration (NULL, FALSE);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->on_board, ==, 0);
  g_assert_cmpint (row->outcome, ==, YB_OUTCOME_WON);
  assert_history (fixture, deal, "archived", YB_OUTCOME_WON, YB_OUTCOME_WON);
}

static void
test_reopen (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_NEEDS);
  g_autoptr (YbDeal) row = NULL;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.reopen",
                 "{'deal':%d,'stage':'LEAD','text':'Called'}", deal);
  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'postponed','text':'明年再说吧'}", deal);
  fixture_do (fixture, "sm", "deal.confirm-loss", "{'deal':%d}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.reopen",
                 "{'deal':%d,'stage':'PRESENT','text':'X'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.reopen", "{'deal':%d,'stage':'LEAD'}", deal);
  fixture_do (fixture, "sc", "deal.reopen", "{'deal':%d,'stage':'RECEPTION','text':'Came back'}", deal);
  assert_history (fixture, deal, "reopened", YB_OUTCOME_LOST, YB_OUTCOME_OPEN);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->cycle, ==, 2);
  g_assert_cmpint (row->stage, ==, YB_STAGE_RECEPTION);
  g_assert_cmpint (row->on_board, ==, 1);
  g_assert_cmpstr (row->closed_on, ==, "");
  g_assert_cmpint (row->lost_reason, ==, 0);
}

static void
test_contract_wins_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_NEGOTIATE);
  g_autoptr (YbDeal) won = NULL;
  g_autoptr (YbDeal) again = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.contract",
                 "{'deal':%d,'number':'C','signed_on':'2026-03-01','delivery_on':'2026-03-20'}", deal);
  fixture_supply_up_to (fixture, deal, YB_STAGE_CLOSE);
  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'CLOSE'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.contract",
                 "{'deal':%d,'number':'C','signed_on':'2026-03-03','delivery_on':'2026-03-20'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.contract",
                 "{'deal':%d,'number':'C','signed_on':'2026-03-01','delivery_on':'2026-02-20'}", deal);
  fixture_do (fixture, "sc", "deal.contract",
              "{'deal':%d,'number':'C','signed_on':'2026-03-01','delivery_on':'2026-03-20'}", deal);
  assert_history (fixture, deal, "won", YB_OUTCOME_OPEN, YB_OUTCOME_WON);
  won = fixture_deal (fixture, deal);
  g_assert_cmpint (won->grade, ==, YB_GRADE_O);
  g_assert_cmpstr (won->closed_on, ==, "2026-03-01");
  g_assert_cmpint (won->amount, ==, 19900000);
  g_assert_cmpint (won->on_board, ==, 1);

  before = fixture_history (fixture, deal);
  fixture_do (fixture, "sc", "deal.contract",
              "{'deal':%d,'number':'C2','signed_on':'2026-03-01','delivery_on':'2026-03-25'}", deal);
  after = fixture_history (fixture, deal);
  g_assert_cmpuint (after->len, ==, before->len);
  again = fixture_deal (fixture, deal);
  g_assert_cmpstr (again->delivery_on, ==, "2026-03-25");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.lose",
                 "{'deal':%d,'reason':'price','text':'Too dear'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.offer", "{'deal':%d,'amount':1}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.move",
                 "{'deal':%d,'stage':'NEGOTIATE','reason':'other'}", deal);
}

static void
test_cancel_contract (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_DELIVERY);
  g_autoptr (YbDeal) row = NULL;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.cancel-contract", "{'deal':%d,'reason':'X'}",
                 deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.cancel-contract", "{'deal':%d,'reason':'X'}",
                 deal);
  fixture_do (fixture, "sm", "deal.move", "{'deal':%d,'stage':'CLOSE','reason':'other'}", deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.cancel-contract", "{'deal':%d,'reason':'X'}",
                 deal);
  fixture_do (fixture, "ca", "deal.payment", "{'deal':%d,'kind':'refund','amount':'5000','method':'card'}",
              deal);
  fixture_do (fixture, "sm", "deal.cancel-contract", "{'deal':%d,'reason':'Loan refused'}", deal);
  assert_history (fixture, deal, "cancelled", YB_OUTCOME_WON, YB_OUTCOME_OPEN);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->stage, ==, YB_STAGE_NEGOTIATE);
  g_assert_cmpint (row->grade, ==, YB_GRADE_T);
  g_assert_cmpint (row->paid, ==, 0);
  g_assert_cmpstr (row->closed_on, ==, "");
  g_assert_cmpstr (row->contract_signed_on, ==, "");
  g_assert_cmpint (row->next_contact_at, ==, FIXTURE_NOW + 3 * FIXTURE_DAY);
  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'finance_refused','text':'贷款被拒了'}", deal);
}

static void
test_offers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  g_autoptr (YbDeal) accepted = NULL;
  g_autoptr (YbDeal) superseded = NULL;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.accept-offer", "{'deal':%d}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.offer", "{'deal':%d,'amount':'0'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.offer",
                 "{'deal':%d,'amount':'100','valid_until':'2026-03-01'}", deal);
  fixture_do (fixture, "sc", "deal.offer", "{'deal':%d,'amount':'188888.88','valid_until':'2026-03-02'}",
              deal);
  yb_time_set_fixed_now (FIXTURE_NOW + FIXTURE_DAY);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.accept-offer", "{'deal':%d}", deal);
  yb_time_set_fixed_now (FIXTURE_NOW);
  fixture_do (fixture, "sc", "deal.accept-offer", "{'deal':%d}", deal);
  accepted = fixture_deal (fixture, deal);
  g_assert_cmpint (accepted->offer_accepted_at, ==, FIXTURE_NOW);
  g_assert_cmpint (accepted->amount, ==, 18888888);
  fixture_do (fixture, "sc", "deal.offer", "{'deal':%d,'amount':'180000'}", deal);
  superseded = fixture_deal (fixture, deal);
  g_assert_cmpint (superseded->offer_accepted_at, ==, 0);
}

static void
test_contacts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  g_autoptr (YbDeal) missed = NULL;
  g_autoptr (YbDeal) reached = NULL;
  g_autoptr (YbDeal) visited = NULL;

  fixture_do (fixture, "sc", "deal.log-contact",
              "{'deal':%d,'channel':'phone','reached':false,'text':'Busy'}", deal);
  missed = fixture_deal (fixture, deal);
  g_assert_cmpint (MAX (missed->two_way_contacts, 0), ==, 0);
  g_assert_cmpint (missed->last_contact_at, ==, 0);
  g_assert_cmpint (missed->next_contact_at, ==, FIXTURE_NOW + 4 * FIXTURE_HOUR);

  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'grade':'H'}", deal);
  fixture_do (fixture, "sc", "deal.log-contact",
              "{'deal':%d,'channel':'wechat','reached':true,'at':'2026-03-01T09:00:00+08:00'}", deal);
  reached = fixture_deal (fixture, deal);
  g_assert_cmpint (reached->two_way_contacts, ==, 1);
  g_assert_cmpint (reached->last_contact_at, ==, FIXTURE_NOW - 25 * FIXTURE_HOUR);
  g_assert_cmpint (reached->next_contact_at, ==, FIXTURE_NOW + 2 * FIXTURE_DAY);

  /* Who visits is there; a planned date wins over the interval. */
  fixture_do (fixture, "sc", "deal.log-contact",
              "{'deal':%d,'channel':'visit','at':'now','next_at':'2026-03-05T10:00:00+08:00'}", deal);
  visited = fixture_deal (fixture, deal);
  g_assert_cmpint (visited->two_way_contacts, ==, 2);
  g_assert_cmpint (visited->next_contact_at, ==, FIXTURE_NOW + 3 * FIXTURE_DAY);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.log-contact",
                 "{'deal':%d,'channel':'phone','at':'2026-03-02T10:00:01+08:00'}", deal);
}

static void
test_objections (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  int other = fixture_new_deal (fixture);
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (YbDeal) two = NULL;
  g_autoptr (YbDeal) one = NULL;
  g_autoptr (YbDeal) none = NULL;
  int objection;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.resolve-objection", "{'deal':%d,'answer':'Yes'}",
                 deal);
  answer = fixture_try (fixture, "sc", NULL, "deal.objection", "{'deal':%d,'kind':'blocker','text':'Price'}",
                        deal);
  objection = json_object_get_int_member (answer, "objection");
  fixture_do (fixture, "sc", "deal.objection", "{'deal':%d,'kind':'blocker','text':'Wife'}", deal);
  fixture_do (fixture, "sc", "deal.objection", "{'deal':%d,'kind':'concern','text':'Colour'}", deal);
  two = fixture_deal (fixture, deal);
  g_assert_cmpint (two->open_blockers, ==, 2);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.resolve-objection",
                 "{'deal':%d,'objection':%d,'answer':'Yes'}", other, objection);
  fixture_do (fixture, "sc", "deal.resolve-objection", "{'deal':%d,'objection':%d,'answer':'Yes'}", deal,
              objection);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.resolve-objection",
                 "{'deal':%d,'objection':%d,'answer':'Yes'}", deal, objection);
  one = fixture_deal (fixture, deal);
  g_assert_cmpint (one->open_blockers, ==, 1);
  fixture_do (fixture, "sc", "deal.resolve-objection", "{'deal':%d,'answer':'All'}", deal);
  none = fixture_deal (fixture, deal);
  g_assert_cmpint (none->open_blockers, ==, 0);
}

static void
test_assign (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  g_autoptr (YbDeal) row = NULL;
  g_autoptr (YbDealHistory) history = NULL;

  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.assign", "{'deal':%d,'consultant':'sc2'}", deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.assign",
                 "{'deal':%d,'consultant':'te','reason':'Holiday'}", deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_NOT_FOUND, "deal.assign",
                 "{'deal':%d,'consultant':'nobody','reason':'Holiday'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.assign",
                 "{'deal':%d,'consultant':'sc2','reason':'Holiday'}", deal);
  fixture_do (fixture, "sm", "deal.assign", "{'deal':%d,'consultant':'sc2','reason':'Holiday'}", deal);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->consultant, ==,
                   yb_desk_get_staff (fixture_desk (fixture, "sc2"))->parent_instance.id);
  history = last_history (fixture, deal);
  g_assert_cmpstr (history->note, ==, "Holiday");
  g_assert_cmpstr (history->reason, ==, "sc2");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.update", "{'deal':%d,'note':'Mine'}", deal);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/outcomes/loss", test_loss);
  g_test_add_func ("/desk/outcomes/loss-sent-back", test_loss_sent_back);
  g_test_add_func ("/desk/outcomes/no-loss-while-money-is-held", test_no_loss_while_money_is_held);
  g_test_add_func ("/desk/outcomes/dormant", test_dormant);
  g_test_add_func ("/desk/outcomes/archive", test_archive);
  g_test_add_func ("/desk/outcomes/reopen", test_reopen);
  g_test_add_func ("/desk/outcomes/contract-wins-once", test_contract_wins_once);
  g_test_add_func ("/desk/outcomes/cancel-contract", test_cancel_contract);
  g_test_add_func ("/desk/outcomes/offers", test_offers);
  g_test_add_func ("/desk/outcomes/contacts", test_contacts);
  g_test_add_func ("/desk/outcomes/objections", test_objections);
  g_test_add_func ("/desk/outcomes/assign", test_assign);

  return g_test_run ();
}
