/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Arguments that contradict each other are refused in words, not dropped; and who may be responsible for a deal. */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

/* A new customer beside a known one: one of the two would be dropped. */
static void
test_known_or_new_customer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_new_deal (fixture);
  g_autoptr (YbDeal) row = fixture_deal (fixture, deal);
  const char *const facts[] = {"name", "phone", "wechat", "company"};

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *message = fixture_refused (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.create",
                                                  "{'customer':%d,'%s':'13800001111'}", (int) row->customer,
                                                  facts[i]);

      g_assert_nonnull (strstr (message, facts[i]));
    }
  fixture_do (fixture, "sc", "deal.create", "{'customer':%d,'name':'','duplicates_checked':false}",
              (int) row->customer);
}

/* Found by name and phone: what was given besides must agree with the record. */
static void
test_found_customer (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 first = fixture_do (fixture, "sc", "deal.create",
                             "{'name':'王伟','phone':'13800001111','wechat':'wei','company':'甲公司'}");
  gint64 second = fixture_do (fixture, "sc", "deal.create",
                              "{'name':'王伟','phone':'138 0000 1111','wechat':'wei'}");
  g_autoptr (YbDeal) one = fixture_deal (fixture, first);
  g_autoptr (YbDeal) two = fixture_deal (fixture, second);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;

  g_assert_cmpint (one->customer, ==, two->customer);
  answer = fixture_try (fixture, "sc", &error, "deal.create",
                        "{'name':'王伟','phone':'13800001111','company':'乙公司'}");
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED);
  g_assert_null (answer);
  g_assert_nonnull (yb_desk_error_get_details (error));
}

static void
test_validity_without_amount (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_deal_in (fixture, YB_STAGE_NEGOTIATE);

  fixture_do (fixture, "sc", "deal.offer", "{'deal':%d,'amount':100000}", (int) deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.accept-offer",
                 "{'deal':%d,'valid_until':'2199-01-01'}", (int) deal);
  fixture_do (fixture, "sc", "deal.accept-offer", "{'deal':%d,'amount':90000,'valid_until':'2199-01-01'}",
              (int) deal);
}

static void
test_visit_not_reached (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_new_deal (fixture);

  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "deal.log-contact",
                 "{'deal':%d,'channel':'visit','reached':false}", (int) deal);
  fixture_do (fixture, "sc", "deal.log-contact", "{'deal':%d,'channel':'visit'}", (int) deal);
}

/* The reason of a move forward is not asked for, but kept. */
static void
test_reason_forward (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_new_deal (fixture);
  g_autoptr (GPtrArray) history = NULL;
  YbDealHistory *last;

  fixture_supply_up_to (fixture, deal, YB_STAGE_RECEPTION);
  fixture_do (fixture, "sc", "deal.move", "{'deal':%d,'stage':'RECEPTION','reason':'other'}", (int) deal);
  history = fixture_history (fixture, deal);
  last = g_ptr_array_index (history, history->len - 1);
  g_assert_cmpstr (last->reason, ==, "other");
}

/* Deals belong to people who work here and whose roles work on deals (rights.ini): sc and sm. */
static void
test_consultants (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = fixture_do (fixture, "rc", "deal.create", "{'name':'王五'}");
  const char *const others[] = {"rc", "ca", "fin", "gm", "ad", "mkt"};
  g_autofree char *message = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    {
      fixture_fails (fixture, "sm", YB_DESK_ERROR_REFUSED, "deal.create", "{'name':'甲','consultant':'%s'}",
                     others[i]);
      fixture_fails (fixture, "rc", YB_DESK_ERROR_REFUSED, "deal.assign", "{'deal':%d,'consultant':'%s'}",
                     (int) deal, others[i]);
    }
  fixture_do (fixture, "rc", "deal.create", "{'name':'乙','consultant':'sm'}");

  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'sc2'}");
  message = fixture_refused (fixture, "rc", YB_DESK_ERROR_REFUSED, "deal.assign",
                             "{'deal':%d,'consultant':'sc2'}", (int) deal);
  g_assert_nonnull (strstr (message, "any more"));
  fixture_fails (fixture, "rc", YB_DESK_ERROR_REFUSED, "deal.create", "{'name':'丙','consultant':'sc2'}");
  fixture_do (fixture, "ad", "staff.activate", "{'staff':'sc2'}");
  fixture_do (fixture, "rc", "deal.assign", "{'deal':%d,'consultant':'sc2'}", (int) deal);
}

static void
test_account_opened_again (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GError) error = NULL;

  fixture_do (fixture, "ad", "staff.create",
              "{'code':'zhao','name':'赵','roles':'sc','password':'a long password'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.activate", "{'staff':'zhao'}");
  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'zhao'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.deactivate", "{'staff':'zhao'}");
  g_assert_false (yb_desk_sign_in (desk, "zhao", "a long password", &error));
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_clear_error (&error);

  fixture_fails (fixture, "sm", YB_DESK_ERROR_FORBIDDEN, "staff.activate", "{'staff':'zhao'}");
  fixture_do (fixture, "ad", "staff.activate", "{'staff':'zhao'}");
  g_assert_true (yb_desk_sign_in (desk, "zhao", "a long password", &error));
  g_assert_no_error (error);
}

/* A form marks the field; people read its label, scripts its name. */
static void
test_named_argument (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  static const struct
  {
    const char *verb;
    const char *arguments;
    const char *argument;
    const char *message;
  } cases[] = {
      {"deal.offer", "{'deal':1,'amount':'-5'}", "amount", " (amount): "},
      {"deal.plan-contact", "{'deal':1,'at':'tomorrow'}", "at", " (at): "},
      {"deal.log-contact", "{'deal':1,'channel':'visit','reached':false}", "reached", " (reached): "},
  };

  g_assert_cmpint (fixture_do (fixture, "sc", "deal.create", "{'name':'王五'}"), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) copy = NULL;
      g_autoptr (JsonObject)
          answer = fixture_try (fixture, "sc", &error, cases[i].verb, "%s", cases[i].arguments);
      const char *reason = NULL;

      g_assert_null (answer);
      g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
      copy = g_error_copy (error);
      g_assert_cmpstr (yb_desk_error_get_argument (copy, &reason), ==, cases[i].argument);
      g_assert_nonnull (strstr (error->message, cases[i].message));
      g_assert_true (g_str_has_suffix (error->message, reason));
    }
}

/* What looks wrong is told, not refused: real people have odd papers (rules.md 2.7). */
static void
test_warnings (void)
{
  static const struct
  {
    const char *verb;
    const char *argument;
    const char *value;
    gboolean warned;
  } cases[] = {
      {"deal.buyer", "id_number", "11010519491231002X", FALSE},
      {"deal.buyer", "id_number", "11010519491231002x", FALSE},
      {"deal.buyer", "id_number", "110105194912310021", TRUE},
      {"deal.buyer", "id_number", "1101051949123100", TRUE},
      {"deal.buyer", "id_number", "E12345678", FALSE},
      {"deal.buyer", "id_number", "H12345678", FALSE},
      {"customer.update", "id_number", "110105194912310021", TRUE},
      {"deal.create", "phone", "139 0013 9000", FALSE},
      {"deal.create", "phone", "021-62345678", FALSE},
      {"deal.create", "phone", "1390013900", TRUE},
      {"customer.create", "phone2", "none", TRUE},
  };
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deal = fixture_new_deal (f);
  g_autoptr (YbDeal) row = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const YbVerb *verb = yb_verb_find (cases[i].verb);
      const YbField *field = yb_field_find (verb->arguments, verb->n_arguments, cases[i].argument);

      g_test_message ("%s", cases[i].value);
      g_assert_true ((field->check (cases[i].value) != NULL) == cases[i].warned);
    }

  fixture_do (f, "sm", "deal.buyer", "{'deal':%d,'id_kind':'id_card','id_number':'110105194912310021'}",
              (int) deal);
  row = fixture_deal (f, deal);
  g_assert_cmpstr (row->buyer_id_number, ==, "110105194912310021");
}

/* json-glib writes 1e+20 and cannot read it: the audit row could not be read back. */
static void
test_exponent (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deal = fixture_new_deal (f);
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  json_object_set_int_member (arguments, "deal", deal);
  json_object_set_double_member (arguments, "amount", 1e20);
  answer = yb_desk_do (fixture_desk (f, "sm"), "deal.update", arguments, &error);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
  g_assert_null (answer);
}

static void
take_result_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* The caller may go on with its arguments while the verb is on its way, also with lists inside of them. */
static void
test_arguments_are_copied (void)
{
  g_autoptr (Fixture) f = fixture_new ();
  gint64 deal = fixture_new_deal (f);
  g_autoptr (JsonNode) node = json_from_string ("{\"note\": \"before\"}", NULL);
  JsonObject *arguments = json_node_get_object (node);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbDeal) row = NULL;

  json_object_set_int_member (arguments, "deal", deal);
  yb_desk_do_async (fixture_desk (f, "sm"), "deal.update", arguments, NULL, take_result_cb, &result);
  json_object_set_string_member (arguments, "note", "after");
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = yb_desk_do_finish (fixture_desk (f, "sm"), result, &error);
  g_assert_no_error (error);
  row = fixture_deal (f, deal);
  g_assert_cmpstr (row->note, ==, "before");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/arguments/known-or-new-customer", test_known_or_new_customer);
  g_test_add_func ("/arguments/found-customer", test_found_customer);
  g_test_add_func ("/arguments/validity-without-amount", test_validity_without_amount);
  g_test_add_func ("/arguments/warnings", test_warnings);
  g_test_add_func ("/arguments/visit-not-reached", test_visit_not_reached);
  g_test_add_func ("/arguments/reason-forward", test_reason_forward);
  g_test_add_func ("/arguments/consultants", test_consultants);
  g_test_add_func ("/arguments/named", test_named_argument);
  g_test_add_func ("/arguments/account-opened-again", test_account_opened_again);
  g_test_add_func ("/arguments/exponent", test_exponent);
  g_test_add_func ("/arguments/copied", test_arguments_are_copied);
  return g_test_run ();
}
