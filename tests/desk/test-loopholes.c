/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ways round the rules that were open once: each stays closed. */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

#include "yb-calendar.h"

static gint64
lost_at (Fixture *fixture, YbStage stage)
{
  gint64 deal = stage == YB_STAGE_LEAD ? fixture_new_deal (fixture) : fixture_deal_in (fixture, stage);

  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'postponed','text':'明年再说吧'}", (int) deal);
  fixture_do (fixture, "sm", "deal.confirm-loss", "{'deal':%d}", (int) deal);
  return deal;
}

/* Losing a deal and re-activating it is no way past the gates of reception and needs. */
static void
test_reopen_past_gates (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = lost_at (fixture, YB_STAGE_LEAD);
  int further = lost_at (fixture, YB_STAGE_PRESENT);
  g_autofree char *text = NULL;
  g_autoptr (YbDeal) row = NULL;

  text = fixture_refused (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.reopen",
                          "{'deal':%d,'stage':'NEEDS','text':'Called'}", deal);
  g_assert_nonnull (strstr (text, "purpose of the visit"));
  fixture_do (fixture, "sc", "deal.reopen", "{'deal':%d,'stage':'LEAD','text':'Called'}", deal);

  fixture_do (fixture, "sc", "deal.reopen", "{'deal':%d,'stage':'NEEDS','text':'Called'}", further);
  row = fixture_deal (fixture, further);
  g_assert_cmpint (row->stage, ==, YB_STAGE_NEEDS);
}

/* Money that comes in while a manager thinks about the loss has to be paid back first. */
static void
test_loss_with_money (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_NEGOTIATE);

  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'price','text':'Too dear'}", deal);
  fixture_do (fixture, "ca", "deal.payment", "{'deal':%d,'kind':'earnest','amount':'1000','method':'cash'}",
              deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.confirm-loss", "{'deal':%d}", deal);
  fixture_do (fixture, "ca", "deal.payment", "{'deal':%d,'kind':'refund','amount':'1000','method':'cash'}",
              deal);
  fixture_do (fixture, "sm", "deal.confirm-loss", "{'deal':%d}", deal);
}

/* What closing asked for must still stand when the contract is signed. */
static void
test_contract_without_offer (void)
{
  static const char contract[] = "{'deal':%d,'number':'C','signed_on':'%s','delivery_on':'2026-03-20'}";
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_CLOSE);
  g_autoptr (YbDeal) won = NULL;

  fixture_do (fixture, "sc", "deal.offer", "{'deal':%d,'amount':'5'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.contract", contract, deal, FIXTURE_TODAY);
  fixture_do (fixture, "sc", "deal.accept-offer", "{'deal':%d,'amount':'199000'}", deal);
  fixture_do (fixture, "sc", "deal.objection", "{'deal':%d,'kind':'blocker','text':'The colour'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.contract", contract, deal, FIXTURE_TODAY);
  fixture_do (fixture, "sc", "deal.resolve-objection", "{'deal':%d,'answer':'Repainted'}", deal);
  fixture_do (fixture, "sc", "deal.contract", contract, deal, FIXTURE_TODAY);
  won = fixture_deal (fixture, deal);
  g_assert_cmpint (won->outcome, ==, YB_OUTCOME_WON);
}

/* The price of a contract is changed by another contract, not by a note. */
static void
test_amount_of_a_contract (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_DELIVERY);
  g_autoptr (YbDeal) row = NULL;

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.update", "{'deal':%d,'amount':'1'}", deal);
  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'amount':'199000','note':'Same price'}", deal);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->amount, ==, 19900000);
  g_assert_cmpstr (row->note, ==, "Same price");

  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.deliver",
                 "{'deal':%d,'delivered_on':'2026-03-01'}", deal);
  fixture_do (fixture, "sc", "deal.deliver", "{'deal':%d,'delivered_on':'2026-03-02'}", deal);
  /* Not even the day of the win is moved into another month then. */
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.contract",
                 "{'deal':%d,'number':'C-1','signed_on':'2026-02-28','delivery_on':'2026-03-20'}", deal);
}

/* A waiver does not replace a drive that took place without feedback. */
static void
test_waive_what_was_driven (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_DRIVE);
  g_autoptr (YbDeal) row = NULL;

  fixture_supply (fixture, deal, "price-demand");
  fixture_do (fixture, "sc", "deal.test-drive", "{'deal':%d,'state':'done','on':'2026-03-02'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.move",
                 "{'deal':%d,'stage':'NEGOTIATE','waive':[{'gate':'test-drive','reason':'declined'}]}", deal);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->drive_state, ==, YB_DRIVE_DONE);
}

/* The reception gives deals out; only a manager takes one away from a consultant. */
static void
test_reception_does_not_reassign (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_do (fixture, "rc", "deal.create", "{'name':'王五'}");

  fixture_do (fixture, "rc", "deal.assign", "{'deal':%d,'consultant':'sc'}", deal);
  fixture_fails (fixture, "rc", YB_DESK_ERROR_FORBIDDEN, "deal.assign",
                 "{'deal':%d,'consultant':'sc2','reason':'Holiday'}", deal);
  fixture_do (fixture, "sm", "deal.assign", "{'deal':%d,'consultant':'sc2','reason':'Holiday'}", deal);
}

/* A script may write an id as a text: undo, and whose deal it is, must not depend on that. */
static void
test_undo_of_a_written_id (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_NEEDS);
  g_autoptr (YbDeal) row = NULL;

  fixture_do (fixture, "sc", "deal.move", "{'deal':'%d','stage':'LEAD','reason':'other'}", deal);
  g_assert_cmpint (fixture_do (fixture, "sc", "undo", "{}"), ==, deal);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->stage, ==, YB_STAGE_NEEDS);
}

static void
test_amounts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);

  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'amount':'-5'}", deal);
  /* Two of these would not fit into the sum of a column. */
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.update",
                 "{'deal':%d,'amount':'90000000000000000'}", deal);
  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'amount':'9,999,999,999.99'}", deal);
}

/* Guessing with a new process for every guess: another desk on the same file has to wait too. */
static void
test_guesses_of_many_processes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) other = yb_desk_new (fixture->store);
  g_autoptr (GError) waiting = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);

      g_assert_false (yb_desk_sign_in (desk, "sc", "guess", NULL));
    }
  g_assert_false (yb_desk_sign_in (other, "sc", FIXTURE_PASSWORD, &waiting));
  g_assert_error (waiting, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_assert_nonnull (strstr (waiting->message, "30"));
  for (guint i = 0; i < 6; i++)
    {
      g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
      g_autoptr (GError) unknown = NULL;

      g_assert_false (yb_desk_sign_in (desk, "nobody", "guess", &unknown));
      if (i == 5)
        g_assert_cmpstr (unknown->message, ==, waiting->message);
    }
  /* Only that account waits, and not for ever; not longer either when the clock is set back. */
  g_assert_nonnull (fixture_desk (fixture, "sc2"));
  yb_time_set_fixed_now (FIXTURE_NOW + 31 * 1000);
  g_assert_true (yb_desk_sign_in (other, "sc", FIXTURE_PASSWORD, &error));
  g_assert_no_error (error);
  yb_time_set_fixed_now (FIXTURE_NOW - FIXTURE_DAY);
  g_assert_true (yb_desk_sign_in (other, "sc", FIXTURE_PASSWORD, &error));
  g_assert_no_error (error);
  yb_time_set_fixed_now (FIXTURE_NOW);
}

static void
test_blanks_of_a_password (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GError) error = NULL;

  fixture_do (fixture, "ad", "staff.set-password", "{'staff':'sc','password':' two  blanks '}");
  g_assert_true (yb_desk_sign_in (desk, "sc", " two  blanks ", &error));
  g_assert_no_error (error);
}

static void
test_birthdays_are_masked (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  const YbField *field = yb_row_type_find_field (&yb_customer_row_type, "birthday");
  gint64 id = fixture_do (fixture, "sc", "customer.create", "{'name':'王五','birthday':'1980-01-31'}");
  g_autoptr (YbCustomer) row = fixture_customer (fixture, id);
  g_autofree char *own = yb_desk_format_field (fixture_desk (fixture, "sc"), YB_ROW (row), field);
  g_autofree char *opened = NULL;
  g_autofree char *masked = yb_desk_format_field (fixture_desk (fixture, "ad"), YB_ROW (row), field);
  g_autoptr (JsonObject) object = yb_desk_row_to_json (fixture_desk (fixture, "ad"), YB_ROW (row));

  g_assert_cmpstr (own, ==, "•••");
  g_assert_cmpstr (masked, ==, "•••");
  g_assert_cmpstr (json_object_get_string_member (object, "birthday"), ==, "•••");
  g_assert_true (yb_desk_may (fixture_desk (fixture, "sc"), "customer.read", YB_ROW (row)));
  g_assert_false (yb_desk_may (fixture_desk (fixture, "sc2"), "customer.read", YB_ROW (row)));

  /* A house may decide otherwise, for own ones. */
  fixture_grant (fixture, "sc", "customer.read", "own", "full");
  opened = yb_desk_format_field (fixture_desk (fixture, "sc"), YB_ROW (row), field);
  g_assert_nonnull (strstr (opened, "1980"));
}

/* "Own" means the same for a deal, for the other views of it, and for what hangs on it. */
static void
test_own_is_own_everywhere (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_RECEPTION);
  YbConnection *reader = yb_store_get_reader (fixture->store);
  gint64 by_manager = fixture_do (fixture, "sm", "deal.objection", "{'deal':%d,'kind':'concern','text':'X'}",
                                  deal);
  const YbRowType *const types[] = {&yb_deal_row_type, &yb_deal_card_row_type, &yb_closed_deal_row_type,
                                    &yb_objection_row_type, &yb_contact_row_type};

  g_assert_cmpint (by_manager, ==, deal);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (YbRow) row = yb_connection_get (reader, types[i], i < 3 ? deal : 1, &error);

      g_assert_no_error (error);
      if (!yb_desk_may (fixture_desk (fixture, "sc"), "deal.work", row) ||
          yb_desk_may (fixture_desk (fixture, "sc2"), "deal.work", row) ||
          !yb_desk_may (fixture_desk (fixture, "sm"), "deal.work", row))
        g_error ("whose the %s is", types[i]->kind);
    }
}

/* Counting up numbers of records opens nobody's record: somebody else's customer is found by phone, or not at all. */
static void
test_customers_by_number (void)
{
  static const char known[] = "{'customer':%d,'phone':'%s'}";
  g_autoptr (Fixture) fixture = fixture_new ();
  int customer = fixture_do (fixture, "rc", "customer.create", "{'name':'王五','phone':'13800000001'}");
  int silent = fixture_do (fixture, "rc", "customer.create", "{'name':'赵六'}");

  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.create", "{'customer':%d}", customer);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.create", known, customer, "13800000002");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.create", "{'customer':%d,'phone':''}", silent);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "customer.reveal", "{'customer':%d,'reason':'call'}",
                 customer);
  fixture_fails (fixture, "rc", YB_DESK_ERROR_INVALID, "deal.create", known, customer, "13800000002");
  fixture_do (fixture, "sc", "deal.create", known, customer, "138 0000 0001");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/loopholes/reopen-past-gates", test_reopen_past_gates);
  g_test_add_func ("/desk/loopholes/loss-with-money", test_loss_with_money);
  g_test_add_func ("/desk/loopholes/contract-without-offer", test_contract_without_offer);
  g_test_add_func ("/desk/loopholes/amount-of-a-contract", test_amount_of_a_contract);
  g_test_add_func ("/desk/loopholes/waive-what-was-driven", test_waive_what_was_driven);
  g_test_add_func ("/desk/loopholes/reception-does-not-reassign", test_reception_does_not_reassign);
  g_test_add_func ("/desk/loopholes/undo-of-a-written-id", test_undo_of_a_written_id);
  g_test_add_func ("/desk/loopholes/amounts", test_amounts);
  g_test_add_func ("/desk/loopholes/guesses-of-many-processes", test_guesses_of_many_processes);
  g_test_add_func ("/desk/loopholes/blanks-of-a-password", test_blanks_of_a_password);
  g_test_add_func ("/desk/loopholes/birthdays-are-masked", test_birthdays_are_masked);

  g_test_add_func ("/desk/loopholes/own-is-own-everywhere", test_own_is_own_everywhere);
  g_test_add_func ("/desk/loopholes/customers-by-number", test_customers_by_number);

  return g_test_run ();
}
