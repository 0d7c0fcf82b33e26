/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

#include "yb-calendar.h"

static const char *
code_of (gint64 stage)
{
  return yb_enum_code (&yb_stage_enum, stage);
}

static void
test_move (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_new_deal (fixture);
  g_autoptr (YbDeal) before = NULL;
  g_autoptr (YbDeal) after = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autofree char *text = NULL;
  YbDealHistory *last;

  fixture_supply_up_to (fixture, id, YB_STAGE_RECEPTION);
  before = fixture_deal (fixture, id);
  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'RECEPTION'}", id);
  text = yb_desk_dup_undo_text (fixture_desk (fixture, "sc"));
  g_assert_cmpstr (text, ==, "Move deal: 张三");

  g_assert_cmpint (fixture_do (fixture, "sc", "undo", "{}"), ==, id);
  after = fixture_deal (fixture, id);
  for (guint i = 0; i < yb_deal_row_type.n_fields; i++)
    g_assert_true (yb_row_field_equal (YB_ROW (before), YB_ROW (after), &yb_deal_row_type.fields[i]));

  /* The move stays in the history, and so does that it was taken back. */
  history = fixture_history (fixture, id);
  last = g_ptr_array_index (history, history->len - 1);
  g_assert_cmpstr (yb_enum_code (&yb_history_kind_enum, last->kind), ==, "undone");
  g_assert_cmpstr (code_of (last->from_stage), ==, "RECEPTION");
  g_assert_cmpstr (code_of (last->to_stage), ==, "LEAD");
  g_assert_cmpuint (history->len, ==, 3);
}

/* Every undoable verb on a deal leaves it as it was. */
static void
test_each_verb (void)
{
  static const char *const calls[][2] = {
      {"deal.update", "{'deal':%d,'note':'N','model':'Q'}"},
      {"deal.move", "{'deal':%d,'stage':'PRESENT','reason':'other'}"},
      {"deal.assign", "{'deal':%d,'consultant':'sm','reason':'R'}"},
      {"deal.log-contact", "{'deal':%d,'channel':'visit'}"},
      {"deal.plan-contact", "{'deal':%d,'at':'2026-04-04T10:00:00+08:00'}"},
      {"deal.needs", "{'deal':%d,'budget':'1'}"},
      {"deal.choose-model", "{'deal':%d,'model':'Z'}"},
      {"deal.test-drive", "{'deal':%d,'state':'done','score':1}"},
      {"deal.demand", "{'deal':%d,'amount':'3'}"},
      {"deal.objection", "{'deal':%d,'kind':'blocker','text':'B'}"},
      {"deal.offer", "{'deal':%d,'amount':'5'}"},
      {"deal.accept-offer", "{'deal':%d,'amount':'5'}"},
      {"deal.buyer", "{'deal':%d,'name':'Other'}"},
      {"deal.allocate", "{'deal':%d,'choice':'allocated'}"},
      {"deal.contract", "{'deal':%d,'number':'C','signed_on':'2026-03-02','delivery_on':'2026-03-20'}"},
      {"deal.payment", "{'deal':%d,'kind':'earnest','amount':'7','method':'cash'}"},
      {"deal.lose", "{'deal':%d,'reason':'price','text':'Too dear'}"},
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_deal_in (fixture, YB_STAGE_CLOSE);
  g_autoptr (YbDeal) before = fixture_deal (fixture, id);

  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_auto (GStrv) parts = g_strsplit (calls[i][1], "%d", 2);
      g_autofree char *number = g_strdup_printf ("%d", id);
      g_autofree char *arguments = g_strjoin (number, parts[0], parts[1], NULL);
      g_autoptr (YbDeal) changed = NULL;
      g_autoptr (YbDeal) after = NULL;
      const char *who;

      who = g_str_equal (calls[i][0], "deal.payment") ? "ca" : "sm";
      fixture_do (fixture, who, calls[i][0], "%s", arguments);
      changed = fixture_deal (fixture, id);
      g_assert_cmpint (changed->parent_instance.revision, >, before->parent_instance.revision);
      fixture_do (fixture, who, "undo", "{}");
      after = fixture_deal (fixture, id);
      for (guint f = 0; f < yb_deal_row_type.n_fields; f++)
        if (!yb_row_field_equal (YB_ROW (before), YB_ROW (after), &yb_deal_row_type.fields[f]))
          g_error ("%s: undo left %s changed", calls[i][0], yb_deal_row_type.fields[f].name);
    }
}

static void
test_create (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_new_deal (fixture);
  g_autoptr (YbDeal) before = fixture_deal (fixture, id);
  g_autoptr (YbDeal) gone = NULL;
  g_autoptr (YbCustomer) customer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) customer_error = NULL;

  fixture_do (fixture, "sc", "undo", "{}");
  gone = yb_connection_get (yb_store_get_reader (fixture->store), &yb_deal_row_type, id, &error);
  g_assert_null (gone);
  customer = yb_connection_get (yb_store_get_reader (fixture->store), &yb_customer_row_type, before->customer,
                                &customer_error);
  g_assert_null (customer);
}

static void
test_after_a_colleague (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_deal_in (fixture, YB_STAGE_RECEPTION);
  g_autofree char *text = NULL;
  g_autoptr (YbDeal) deal = NULL;

  fixture_do (fixture, "sm", "deal.update", "{'deal':%d,'note':'Seen by the manager'}", id);
  text = fixture_refused (fixture, "sc", YB_DESK_ERROR_REFUSED, "undo", "{}");
  g_assert_nonnull (strstr (text, "sm"));
  g_assert_nonnull (strstr (text, "Change deal"));
  deal = fixture_deal (fixture, id);
  g_assert_cmpint (deal->stage, ==, YB_STAGE_RECEPTION);
  g_assert_cmpstr (deal->note, ==, "Seen by the manager");
}

static void
test_no_undo_of_undo (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *text = NULL;
  int id = fixture_new_deal (fixture);
  g_autoptr (YbDeal) deal = NULL;

  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'note':'One'}", id);
  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'note':'Two'}", id);
  fixture_do (fixture, "sc", "undo", "{}");
  fixture_do (fixture, "sc", "undo", "{}");
  deal = fixture_deal (fixture, id);
  g_assert_cmpstr (deal->note, ==, "");
  fixture_do (fixture, "sc", "undo", "{}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "undo", "{}");
  text = yb_desk_dup_undo_text (fixture_desk (fixture, "sc"));
  g_assert_null (text);
}

/* Own actions only. */
static void
test_not_those_of_others (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  fixture_new_deal (fixture);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "undo", "{}");
}

static void
test_needs_the_right (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_new_deal (fixture);

  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'note':'X'}", id);
  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'sc','roles':'mkt'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "undo", "{}");
}

static void
test_only_for_a_while (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  fixture_new_deal (fixture);
  yb_time_set_fixed_now (FIXTURE_NOW + 9 * FIXTURE_HOUR);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "undo", "{}");
  yb_time_set_fixed_now (FIXTURE_NOW + 7 * FIXTURE_HOUR);
  fixture_do (fixture, "sc", "undo", "{}");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/undo/move", test_move);
  g_test_add_func ("/desk/undo/each-verb", test_each_verb);
  g_test_add_func ("/desk/undo/create", test_create);
  g_test_add_func ("/desk/undo/after-a-colleague", test_after_a_colleague);
  g_test_add_func ("/desk/undo/no-undo-of-undo", test_no_undo_of_undo);
  g_test_add_func ("/desk/undo/not-those-of-others", test_not_those_of_others);
  g_test_add_func ("/desk/undo/needs-the-right", test_needs_the_right);
  g_test_add_func ("/desk/undo/only-for-a-while", test_only_for_a_while);

  return g_test_run ();
}
