/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-rights.h"

static GAsyncResult *async_result;

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  async_result = g_object_ref (result);
}

static void
test_sign_in (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) closed = NULL;
  g_autoptr (GError) error = NULL;
  gint64 audit = fixture_n_audit (fixture);

  g_assert_null (yb_desk_get_staff (desk));
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.read"), ==, YB_SCOPE_NONE);
  g_assert_false (yb_desk_sign_in (desk, "nobody", FIXTURE_PASSWORD, &unknown));
  g_assert_error (unknown, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_assert_false (yb_desk_sign_in (desk, "sc", "wrong", &wrong));
  /* The sentence must not tell which codes exist. */
  g_assert_cmpstr (unknown->message, ==, wrong->message);
  g_assert_cmpint (fixture_n_audit (fixture), ==, audit + 2);

  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'sc2'}");
  g_assert_false (yb_desk_sign_in (desk, "sc2", FIXTURE_PASSWORD, &closed));
  g_assert_cmpstr (closed->message, ==, wrong->message);
  g_assert_null (yb_desk_get_staff (desk));

  yb_desk_sign_in_async (desk, "sc", FIXTURE_PASSWORD, NULL, signed_in_cb, NULL);
  while (async_result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (yb_desk_sign_in_finish (desk, async_result, &error));
  g_clear_object (&async_result);
  g_assert_no_error (error);
  g_assert_cmpstr (yb_desk_get_staff (desk)->code, ==, "sc");
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.work"), ==, YB_SCOPE_OWN);
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.read"), ==, YB_SCOPE_OWN);
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.create"), ==, YB_SCOPE_ALL);
  yb_desk_sign_out (desk);
  g_assert_null (yb_desk_get_staff (desk));
}

static void
test_too_many_attempts (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GError) sync = NULL;
  g_autoptr (GError) async = NULL;
  gint64 audit = fixture_n_audit (fixture);

  for (guint i = 0; i < 5; i++)
    g_assert_false (yb_desk_sign_in (desk, "sc", "guess", NULL));
  g_assert_cmpint (fixture_n_audit (fixture), ==, audit + 5);
  g_assert_false (yb_desk_sign_in (desk, "sc", FIXTURE_PASSWORD, &sync));
  g_assert_nonnull (strstr (sync->message, "Wait"));
  yb_desk_sign_in_async (desk, "sc", FIXTURE_PASSWORD, NULL, signed_in_cb, NULL);
  while (async_result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (yb_desk_sign_in_finish (desk, async_result, &async));
  g_clear_object (&async_result);
  g_assert_error (async, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_assert_null (yb_desk_get_staff (desk));
}

static void
test_nobody_may_nothing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GPtrArray) verbs = yb_verbs_list ();

  for (guint i = 0; i < verbs->len; i++)
    {
      const YbVerb *verb = g_ptr_array_index (verbs, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonObject) answer = yb_desk_do (desk, verb->name, NULL, &error);

      g_assert_null (answer);
      g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
    }
}

/* Who may use which right, as the permission matrix of security.md has it: "-" none, "o" own, "A" all; "t" team, which
 * is all in a house with one team. */
static const struct
{
  const char *right;
  const char *scopes; /* rc sc sm sa ca fin cc gm mkt te ad */
} matrix[] = {
    {"customer.read", "AotoAAAA---"},
    {"customer.look-up", "AAAAA-AA---"},
    {"customer.write", "Aoto--A----"},
    {"customer.consent", "Aoto--A----"},
    {"personal.reveal", "AotoA-AA---"},
    {"identity.reveal", "-otoA--A---"},
    {"reveal.read", "-otoo-oA---"},
    {"deal.read", "Aot-AAoA---"},
    {"deal.create", "AAA---A----"},
    {"deal.work", "-ot--------"},
    {"deal.assign", "A-t--------"},
    {"deal.reassign", "--t--------"},
    {"deal.payment", "----AA-----"},
    {"deal.refund", "----AA-----"},
    {"payment.read", "-ot-AA-A---"},
    {"deal.confirm-loss", "--t----A---"},
    {"deal.return-delivery", "--t--------"},
    {"deal.cancel-contract", "--t----A---"},
    {"deal.clock", "-----------"},
    {"figure.read", "--t--A-AA--"},
    {"export", "--t----A---"},
    {"export.personal", "-------A---"},
    {"export.approve", "--A----A---"},
    {"export.uncapped", "-------A---"},
    {"import.run", "--A-------A"},
    {"right.read", "-------A--A"},
    {"right.propose", "----------A"},
    {"right.confirm", "-------A---"},
    {"staff.read", "AAAAAAAAAAA"},
    {"staff.manage", "----------A"},
    {"rule.read", "--A----A--A"},
    {"rule.set", "----------A"},
    {"backup.make", "-------A--A"},
    {"backup.restore", "-------A--A"},
    {"audit.read", "-otoo-oA---"},
    {"audit.verify", "-------A--A"},
    {"key.manage", "-------A--A"},
};

static const char *const roles[] = {"rc", "sc", "sm", "sa", "ca", "fin", "cc", "gm", "mkt", "te", "ad"};

static YbScope
scope_of (const char *right, guint role)
{
  for (guint i = 0; i < G_N_ELEMENTS (matrix); i++)
    if (g_str_equal (matrix[i].right, right))
      return strchr ("At", matrix[i].scopes[role]) != NULL ? YB_SCOPE_ALL
             : matrix[i].scopes[role] == 'o'               ? YB_SCOPE_OWN
                                                           : YB_SCOPE_NONE;

  g_error ("%s does not stand in the matrix", right);
}

static void
test_matrix (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (matrix); i++)
    for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
      if (yb_desk_get_scope (fixture_desk (fixture, roles[r]), matrix[i].right) !=
          scope_of (matrix[i].right, r))
        g_error ("%s of %s is wrong", matrix[i].right, roles[r]);
}

/* Every verb with every role: who lacks the right is told so before anything else is looked at. */
static void
test_every_verb_and_role (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GPtrArray) verbs = yb_verbs_list ();

  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    for (guint i = 0; i < verbs->len; i++)
      {
        const YbVerb *verb = g_ptr_array_index (verbs, i);
        g_autoptr (JsonObject) arguments = json_object_new ();
        g_autoptr (JsonObject) answer = NULL;
        g_autoptr (GError) error = NULL;

        if (verb->right == NULL)
          continue;
        json_object_set_string_member (arguments, "no such argument", "x");
        answer = yb_desk_do (fixture_desk (fixture, roles[r]), verb->name, arguments, &error);
        g_assert_null (answer);
        if (scope_of (verb->right, r) == YB_SCOPE_NONE)
          g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
        else
          g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
      }
}

/* Where the right reaches only own deals, those of others are out of reach, whichever verb is used. */
static void
test_own_deals_only (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GPtrArray) verbs = yb_verbs_list ();
  int deal = fixture_new_deal (fixture);
  guint n_tried = 0;

  for (guint i = 0; i < verbs->len; i++)
    {
      const YbVerb *verb = g_ptr_array_index (verbs, i);
      g_autoptr (JsonObject) arguments = json_object_new ();
      g_autoptr (JsonObject) answer = NULL;
      g_autoptr (GError) error = NULL;

      if (verb->right == NULL || scope_of (verb->right, 1) != YB_SCOPE_OWN || verb->n_arguments == 0 ||
          !g_str_equal (verb->arguments[0].name, "deal"))
        continue;
      json_object_set_int_member (arguments, "deal", deal);
      for (guint a = 1; a < verb->n_arguments; a++)
        {
          const YbField *field = &verb->arguments[a];

          if (!(field->flags & YB_FIELD_REQUIRED))
            continue;
          if (field->kind == YB_FIELD_ENUM)
            json_object_set_string_member (arguments, field->name, field->enumeration->values[0].code);
          else if (field->kind == YB_FIELD_DATE || field->kind == YB_FIELD_TIME)
            json_object_set_string_member (arguments, field->name, FIXTURE_TODAY);
          else
            json_object_set_string_member (arguments, field->name, "12345");
        }
      answer = yb_desk_do (fixture_desk (fixture, "sc2"), verb->name, arguments, &error);
      g_assert_null (answer);
      g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
      n_tried++;
    }
  g_assert_cmpuint (n_tried, >=, 20);
}

static void
test_own_customers_only (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int customer = fixture_do (fixture, "rc", "customer.create", "{'name':'王五','phone':'13800000001'}");

  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "customer.update", "{'customer':%d,'note':'X'}",
                 customer);
  fixture_do (fixture, "rc", "deal.create", "{'customer':%d,'consultant':'sc'}", customer);
  fixture_do (fixture, "sc", "customer.update", "{'customer':%d,'note':'X'}", customer);
  fixture_fails (fixture, "sc2", YB_DESK_ERROR_FORBIDDEN, "customer.update", "{'customer':%d,'note':'X'}",
                 customer);
}

static void
test_changes_hold_at_once (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);

  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'sc','roles':['te']}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.update", "{'deal':%d,'note':'X'}", deal);
  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'sc','roles':'sc te'}");
  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'note':'X'}", deal);
  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'sc'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.update", "{'deal':%d,'note':'Y'}", deal);
}

static char *
phone_as_seen (Fixture *fixture, const char *code, gint64 customer)
{
  g_autoptr (YbCustomer) row = fixture_customer (fixture, customer);
  g_autoptr (JsonObject) object = yb_desk_row_to_json (fixture_desk (fixture, code), YB_ROW (row));
  g_autofree char *shown = yb_desk_format_field (fixture_desk (fixture, code), YB_ROW (row),
                                                 yb_row_type_find_field (&yb_customer_row_type, "phone"));

  g_assert_cmpstr (shown, ==, json_object_get_string_member (object, "phone"));
  return g_strdup (shown);
}

static void
test_masks (void)
{
  static const char *const people[] = {"sc", "sc2", "sm", "rc", "gm", "ad"};
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_do (fixture, "sc", "deal.create",
                         "{'name':'张三','phone':'13812345678','wechat':'zhang3'}");
  g_autoptr (YbDeal) row = NULL;
  g_autoptr (JsonObject) seen = NULL;
  g_autoptr (YbCustomer) customer = NULL;
  g_autoptr (JsonObject) masked = NULL;

  fixture_supply (fixture, deal, "buyer");
  row = fixture_deal (fixture, deal);
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autofree char *phone = phone_as_seen (fixture, people[i], row->customer);

      g_assert_cmpstr (phone, ==, "138****5678");
    }

  seen = yb_desk_row_to_json (fixture_desk (fixture, "ad"), YB_ROW (row));
  g_assert_null (strstr (json_object_get_string_member (seen, "buyer_id_number"), "19491231"));
  customer = fixture_customer (fixture, row->customer);
  masked = yb_desk_row_to_json (fixture_desk (fixture, "ad"), YB_ROW (customer));
  g_assert_cmpstr (json_object_get_string_member (masked, "wechat"), ==, "•••");
  g_assert_true (json_object_get_null_member (masked, "email"));
}

static void
test_json (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_do (fixture, "sc", "deal.create", "{'name':'张三','amount':'1234.5','source':'web'}");
  g_autoptr (YbDeal) row = fixture_deal (fixture, deal);
  g_autoptr (JsonObject) object = yb_desk_row_to_json (fixture_desk (fixture, "sc"), YB_ROW (row));
  g_autoptr (JsonObject) staff = NULL;

  g_assert_cmpint (json_object_get_int_member (object, "id"), ==, deal);
  g_assert_cmpint (json_object_get_int_member (object, "revision"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (object, "customer"), ==, row->customer);
  g_assert_cmpstr (json_object_get_string_member (object, "customer_name"), ==, "张三");
  g_assert_cmpstr (json_object_get_string_member (object, "consultant"), ==, "sc");
  g_assert_cmpstr (json_object_get_string_member (object, "amount"), ==, "1234.50");
  g_assert_cmpstr (json_object_get_string_member (object, "stage"), ==, "LEAD");
  g_assert_cmpstr (json_object_get_string_member (object, "outcome"), ==, "open");
  g_assert_cmpstr (json_object_get_string_member (object, "stage_since"), ==, "2026-03-02T10:00:00+08:00");
  g_assert_cmpstr (json_object_get_string_member (object, "opened_on"), ==, FIXTURE_TODAY);
  g_assert_true (json_object_get_null_member (object, "closed_on"));
  g_assert_true (json_object_get_null_member (object, "needs_budget"));
  g_assert_true (json_object_get_boolean_member (object, "on_board"));

  staff = yb_desk_row_to_json (fixture_desk (fixture, "ad"),
                               YB_ROW (yb_desk_get_staff (fixture_desk (fixture, "sc"))));
  g_assert_cmpstr (json_object_get_string_member (staff, "code"), ==, "sc");
  g_assert_false (json_object_has_member (staff, "password"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/rights/sign-in", test_sign_in);
  g_test_add_func ("/desk/rights/too-many-attempts", test_too_many_attempts);
  g_test_add_func ("/desk/rights/nobody-may-nothing", test_nobody_may_nothing);
  g_test_add_func ("/desk/rights/matrix", test_matrix);
  g_test_add_func ("/desk/rights/every-verb-and-role", test_every_verb_and_role);
  g_test_add_func ("/desk/rights/own-deals-only", test_own_deals_only);
  g_test_add_func ("/desk/rights/own-customers-only", test_own_customers_only);
  g_test_add_func ("/desk/rights/changes-hold-at-once", test_changes_hold_at_once);
  g_test_add_func ("/desk/rights/masks", test_masks);
  g_test_add_func ("/desk/rights/json", test_json);

  return g_test_run ();
}
