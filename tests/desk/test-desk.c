/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-rights.h"
#include "yb-rules.h"

/* ---- arguments ---- */

static void
test_arguments (void)
{
  static const struct
  {
    int code;
    const char *verb;
    const char *arguments; /* %d: the deal */
    const char *names;
  } cases[] = {
      {YB_DESK_ERROR_INVALID, "deal.fly", "{'deal':%d}", "deal.fly"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'colur':'red'}", "colur"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'note':'%d'}", "deal"},
      {YB_DESK_ERROR_INVALID, "deal.move", "{'deal':%d}", "stage"},
      {YB_DESK_ERROR_INVALID, "deal.move", "{'deal':%d,'stage':''}", "stage"},
      {YB_DESK_ERROR_INVALID, "deal.move", "{'deal':%d,'stage':null}", "stage"},
      {YB_DESK_ERROR_INVALID, "deal.move", "{'deal':%d,'stage':'MOON'}", "RECEPTION"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'amount':'12,5x'}", "amount"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'note':{'a':1}}", "note"},
      {YB_DESK_ERROR_INVALID, "deal.plan-contact", "{'deal':%d,'at':'soon'}", "at"},
      {YB_DESK_ERROR_INVALID, "deal.needs", "{'deal':%d,'planned_on':'2026-02-30'}", "planned_on"},
      {YB_DESK_ERROR_INVALID, "deal.needs", "{'deal':%d,'confirmed':'maybe'}", "confirmed"},
      {YB_DESK_ERROR_INVALID, "deal.test-drive", "{'deal':%d,'state':'done','score':6}", "score"},
      {YB_DESK_ERROR_INVALID, "deal.test-drive", "{'deal':%d,'state':'waived'}", "state"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':'%dx'}", "deal"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':[1],'note':'%d'}", "deal"},
      {YB_DESK_ERROR_NOT_FOUND, "deal.update", "{'deal':99999%d}", "99999"},
      {YB_DESK_ERROR_INVALID, "deal.demand", "{'deal':%d}", "amount"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'revision':'x'}", "revision"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'amount':true}", "amount"},
      {YB_DESK_ERROR_INVALID, "deal.update", "{'deal':%d,'note':true}", "note"},
      {YB_DESK_ERROR_STALE, "deal.update", "{'deal':%d,'revision':7,'note':'N'}", ""},
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) parts = g_strsplit (cases[i].arguments, "%d", 2);
      g_autofree char *number = g_strdup_printf ("%d", deal);
      g_autofree char *arguments = g_strjoin (number, parts[0], parts[1], NULL);
      g_autofree char *text = fixture_refused (fixture, "sm", cases[i].code, cases[i].verb, "%s", arguments);

      if (strstr (text, cases[i].names) == NULL)
        g_error ("%s %s: “%s” does not name “%s”", cases[i].verb, arguments, text, cases[i].names);
    }
}

static void
test_values (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_new_deal (fixture);
  g_autoptr (YbDeal) numbers = NULL;
  g_autoptr (YbDeal) texts = NULL;
  g_autoptr (YbDeal) cleared = NULL;

  fixture_do (fixture, "sc", "deal.needs",
              "{'verb':'deal.needs','deal':'%d','revision':1,'budget':1234.1,'confirmed':true}", deal);
  numbers = fixture_deal (fixture, deal);
  g_assert_cmpint (numbers->needs_budget, ==, 123410);
  g_assert_cmpint (numbers->needs_confirmed, ==, 1);
  g_assert_cmpint (numbers->parent_instance.revision, ==, 2);

  fixture_do (fixture, "sc", "deal.needs", "{'deal':%d,'budget':'99.05','confirmed':'no','use':'family'}",
              deal);
  texts = fixture_deal (fixture, deal);
  g_assert_cmpint (texts->needs_budget, ==, 9905);
  g_assert_cmpint (texts->needs_confirmed, ==, 0);

  /* What is not named stays; null clears. */
  fixture_do (fixture, "sc", "deal.needs", "{'deal':%d,'budget':null}", deal);
  cleared = fixture_deal (fixture, deal);
  g_assert_cmpint (cleared->needs_budget, ==, YB_NO_VALUE);
  g_assert_cmpstr (yb_enum_code (&yb_needs_use_enum, cleared->needs_use), ==, "family");
}

/* ---- the audit trail ---- */

static void
test_audit (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  gint64 before;

  fixture_deal_in (fixture, YB_STAGE_FOLLOWUP);
  before = fixture_n_audit (fixture);
  fixture_new_deal (fixture);
  g_assert_cmpint (fixture_n_audit (fixture), ==, before + 1);
  fixture_do (fixture, "sc", "undo", "{}");
  g_assert_cmpint (fixture_n_audit (fixture), ==, before + 2);
  problems = yb_store_check (fixture->store, TRUE, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

static gboolean
audit_mentions (Fixture *fixture, const char *text)
{
  YbStatement *all = yb_connection_query (yb_store_get_reader (fixture->store), YB_SQL_STORE_AUDIT_CHAIN);
  gboolean found = FALSE;

  yb_statement_bind_number (all, 1, 0);
  while (yb_statement_step (all, NULL))
    found = found || strstr (yb_statement_text (all, 6), text) != NULL;
  yb_statement_reset (all);
  return found;
}

static void
test_passwords_stay_out_of_the_audit (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  fixture_do (fixture, "sc", "staff.set-password",
              "{'current':'" FIXTURE_PASSWORD "','password':'my little secret'}");
  fixture_do (fixture, "ad", "staff.create",
              "{'code':'new','name':'New One','roles':'sc','password':'another secret'}");
  g_assert_false (audit_mentions (fixture, "secret"));
  g_assert_true (audit_mentions (fixture, "New One"));
  g_assert_false (audit_mentions (fixture, FIXTURE_PASSWORD));

  /* Nor does a password that was typed where the code belongs. */
  g_assert_false (yb_desk_sign_in (fixture_desk (fixture, "sc"), "third secret", "sc", NULL));
  g_assert_false (audit_mentions (fixture, "third"));
}

/* ---- async ---- */

typedef struct
{
  GAsyncResult *result;
  guint n_done;
} Async;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Async *async = user_data;

  async->result = g_object_ref (result);
}

static void
done_cb (YbDesk *desk, const char *verb, JsonObject *answer, Async *async)
{
  g_assert_cmpstr (verb, ==, "customer.create");
  g_assert_cmpint (json_object_get_int_member (answer, "id"), >, 0);
  async->n_done++;
}

static void
test_async (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (JsonObject) none = NULL;
  g_autoptr (GError) error = NULL;
  Async async = {0};

  g_signal_connect (desk, "done", G_CALLBACK (done_cb), &async);
  json_object_set_string_member (arguments, "name", "赵六");
  yb_desk_do_async (desk, "customer.create", arguments, NULL, ready_cb, &async);
  while (async.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  answer = yb_desk_do_finish (desk, async.result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (json_object_get_int_member (answer, "id"), >, 0);
  g_assert_cmpuint (async.n_done, ==, 1);
  g_clear_object (&async.result);

  json_object_remove_member (arguments, "name");
  yb_desk_do_async (desk, "customer.create", arguments, NULL, ready_cb, &async);
  while (async.result == NULL)
    g_main_context_iteration (NULL, TRUE);
  none = yb_desk_do_finish (desk, async.result, &error);
  g_assert_null (none);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
  g_assert_cmpstr (yb_desk_error_code (error), ==, "invalid");
  g_assert_cmpuint (async.n_done, ==, 1);
  g_clear_object (&async.result);
  g_signal_handlers_disconnect_by_data (desk, &async);
}

/* ---- customers ---- */

static void
test_customers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_do (fixture, "rc", "customer.create", "{'name':'重庆','phone':'+86 138-0013 8000'}");
  g_autoptr (YbCustomer) row = fixture_customer (fixture, id);
  g_autoptr (JsonObject) twin = NULL;
  g_autoptr (YbCustomer) renamed = NULL;

  g_assert_cmpstr (row->phone, ==, "13800138000");
  g_assert_cmpstr (row->initials, !=, "");
  g_assert_cmpstr (row->pinyin, !=, "");

  /* Families share phones: told, not forbidden. */
  twin = fixture_try (fixture, "rc", NULL, "customer.create",
                      "{'name':'李雷','phone2':'13800138001','phone':'13800138000'}");
  g_assert_nonnull (twin);
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (twin, "duplicates"), 0), ==, id);
  fixture_fails (fixture, "rc", YB_DESK_ERROR_INVALID, "customer.update", "{'customer':%d,'name':' '}", id);
  fixture_fails (fixture, "rc", YB_DESK_ERROR_INVALID, "customer.update", "{'customer':%d,'phone':'unknown'}",
                 id);
  fixture_do (fixture, "rc", "customer.update", "{'customer':%d,'name':'Ann Lee','phone':''}", id);
  renamed = fixture_customer (fixture, id);
  g_assert_cmpstr (renamed->phone, ==, "");
  g_assert_cmpstr (renamed->pinyin, !=, row->pinyin);
}

static void
test_duplicates_of_a_deal (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int known = fixture_do (fixture, "rc", "customer.create", "{'name':'张三','phone':'13800138000'}");
  int deal = fixture_do (fixture, "sc", "deal.create", "{'name':'张三','phone':'138 0013 8000'}");
  g_autoptr (YbDeal) row = fixture_deal (fixture, deal);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) refused = NULL;
  g_autoptr (JsonObject) checked = NULL;
  JsonObject *details;

  g_assert_cmpint (row->customer, ==, known);
  refused = fixture_try (fixture, "sc", &error, "deal.create", "{'name':'李四','phone':'13800138000'}");
  g_assert_null (refused);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED);
  details = yb_desk_error_get_details (error);
  g_assert_cmpint (json_array_get_int_element (json_object_get_array_member (details, "duplicates"), 0), ==,
                   known);
  checked = fixture_try (fixture, "sc", NULL, "deal.create",
                         "{'name':'李四','phone':'13800138000','duplicates_checked':true}");
  g_assert_cmpint (json_object_get_int_member (checked, "customer"), !=, known);
}

static void
test_consent (void)
{
  static const struct
  {
    const char *given;
    YbConsentState state;
  } steps[] = {
      {"false", YB_DECISION_REFUSED}, {"true", YB_DECISION_GIVEN}, {"false", YB_DECISION_WITHDRAWN},
      {"false", YB_DECISION_REFUSED}, {"true", YB_DECISION_GIVEN},
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  int id = fixture_do (fixture, "rc", "customer.create", "{'name':'张三'}");

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (YbCustomer) row = NULL;

      fixture_do (fixture, "rc", "customer.consent", "{'customer':%d,'purpose':'privacy_notice','given':%s}",
                  id, steps[i].given);
      row = fixture_customer (fixture, id);
      g_assert_cmpint (row->privacy_notice, ==, steps[i].state);
    }
  fixture_fails (fixture, "rc", YB_DESK_ERROR_INVALID, "customer.consent", "{'customer':%d}", id);
}

static void
test_vehicles (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int customer = fixture_do (fixture, "rc", "customer.create", "{'name':'张三'}");
  int id = fixture_do (fixture, "rc", "vehicle.create", "{'customer':%d,'plate':'京a·12345','vin':''}",
                       customer);
  g_autoptr (YbVehicle) row = NULL;

  row = yb_connection_get (yb_store_get_reader (fixture->store), &yb_vehicle_row_type, id, NULL);
  g_assert_cmpstr (row->plate, ==, "京A12345");
  g_assert_cmpint (row->customer, ==, customer);
  fixture_fails (fixture, "rc", YB_DESK_ERROR_INVALID, "vehicle.create", "{'customer':%d}", customer);
  fixture_fails (fixture, "rc", YB_DESK_ERROR_INVALID, "vehicle.update", "{'vehicle':%d,'plate':''}", id);
}

/* ---- staff, rules ---- */

static void
test_staff (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStaff) row = NULL;
  int id;

  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.create",
                 "{'code':'sc','name':'X','roles':'sc'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "staff.create",
                 "{'code':'a b','name':'X','roles':'sc'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "staff.create",
                 "{'code':'x','name':'X','roles':'king'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "staff.create",
                 "{'code':'x','name':'X','roles':'sc','password':'abc'}");
  id = fixture_do (fixture, "ad", "staff.create", "{'code':'x','name':'X','roles':'sm, sc sc'}");
  row = yb_connection_get (yb_store_get_reader (fixture->store), &yb_staff_row_type, id, NULL);
  g_assert_cmpstr (row->roles, ==, "sc sm");

  /* Without a password nobody gets in, not even with an empty one. */
  g_assert_false (yb_desk_sign_in (desk, "x", "", NULL));
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "staff.set-password",
                 "{'staff':'x','password':'uvw-12345'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "staff.set-password",
                 "{'staff':'x','password':'12345678','temporary':false}");
  fixture_do (fixture, "ad", "staff.set-password", "{'staff':'x','password':'uvw-12345'}");
  g_assert_true (yb_desk_sign_in (desk, "x", "uvw-12345", &error));
  g_assert_no_error (error);

  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.deactivate", "{'staff':'ad'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.set-roles", "{'staff':'ad','roles':'gm'}");
}

static void
test_rules (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "ad");
  guint n_rules;
  const YbRuleInfo *rules = yb_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    {
      g_autofree char *value = yb_desk_dup_rule (desk, rules[i].key);
      gint64 number = yb_desk_get_rule_number (desk, rules[i].key, -1);

      g_assert_nonnull (value);
      g_assert_cmpint (number, >=, rules[i].minimum);
      g_assert_cmpint (number, <=, rules[i].maximum);
      g_assert_cmpstr (yb_rule_info_label (&rules[i]), !=, "");
    }

  g_assert_cmpint (yb_desk_get_rule_number (desk, "no.such.rule", 5), ==, 5);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_FORBIDDEN, "rule.set", "{'key':'undo.minutes','value':'1'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "rule.set", "{'key':'no.such.rule','value':'1'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "rule.set", "{'key':'undo.minutes','value':'ten'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "rule.set", "{'key':'undo.minutes','value':-1}");

  /* The newest day that has come holds. */
  fixture_do (fixture, "ad", "rule.set", "{'key':'deal.dormant-days','value':30,'valid_from':'2026-03-03'}");
  g_assert_cmpint (yb_desk_get_rule_number (desk, "deal.dormant-days", -1), ==, 90);
  yb_time_set_fixed_now (FIXTURE_NOW + FIXTURE_DAY);
  g_assert_cmpint (yb_desk_get_rule_number (desk, "deal.dormant-days", -1), ==, 30);
  fixture_do (fixture, "ad", "rule.set", "{'key':'deal.dormant-days','value':40}");
  g_assert_cmpint (yb_desk_get_rule_number (desk, "deal.dormant-days", -1), ==, 40);
  fixture_do (fixture, "ad", "undo", "{}");
  g_assert_cmpint (yb_desk_get_rule_number (desk, "deal.dormant-days", -1), ==, 30);
}

static void
test_create_house (void)
{
  g_autofree char *folder = g_dir_make_tmp ("yb-desk-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "new.yingbin", NULL);
  g_autoptr (GError) no_name = NULL;
  g_autoptr (GError) short_password = NULL;
  g_autoptr (GError) exists = NULL;

  g_assert_false (yb_desk_create_house (path, "", "long enough", &no_name));
  g_assert_error (no_name, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
  g_assert_false (yb_desk_create_house (path, "Admin", "abc", &short_password));
  g_assert_error (short_password, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  g_file_set_contents (path, "not ours", -1, NULL);
  g_assert_false (yb_desk_create_house (path, "Admin", "long enough", &exists));
  g_assert_error (exists, YB_DESK_ERROR, YB_DESK_ERROR_FAILED);
  g_remove (path);
  g_rmdir (folder);
}

/* ---- the tables ---- */

static const YbField *
find_argument (const YbVerb *verb, const char *name)
{
  for (guint i = 0; i < verb->n_arguments; i++)
    if (g_str_equal (verb->arguments[i].name, name))
      return &verb->arguments[i];

  return NULL;
}

/* The sheet of a gate asks for arguments that its verb really has, and waives by reasons that exist. */
static void
test_gates_name_real_verbs (void)
{
  guint n_gates;
  const YbGate *gates = yb_gates (&n_gates);

  for (guint i = 0; i < n_gates; i++)
    {
      const YbVerb *verb = yb_verb_find (gates[i].verb);
      g_auto (GStrv) names = g_strsplit (gates[i].arguments != NULL ? gates[i].arguments : "", " ", -1);

      g_assert_nonnull (verb);
      for (guint n = 0; names[n] != NULL; n++)
        if (*names[n] != '\0' && find_argument (verb, names[n]) == NULL)
          g_error ("%s: %s has no argument %s", gates[i].code, gates[i].verb, names[n]);
    }
}

static void
test_verb_tables (void)
{
  g_autoptr (GPtrArray) verbs = yb_verbs_list ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_rights;
  const YbRight *rights = yb_rights (&n_rights);

  for (guint i = 0; i < verbs->len; i++)
    {
      const YbVerb *verb = g_ptr_array_index (verbs, i);
      gboolean known = verb->right == NULL;

      g_assert_true (g_hash_table_add (seen, (gpointer) verb->name));
      g_assert_true (yb_verb_find (verb->name) == verb);
      g_assert_cmpstr (yb_verb_label (verb), !=, "");
      for (guint r = 0; r < n_rights && !known; r++)
        known = g_str_equal (rights[r].name, verb->right);
      if (!known)
        g_error ("%s needs an unknown right %s", verb->name, verb->right);

      for (guint a = 0; a < verb->n_arguments; a++)
        {
          const YbField *field = &verb->arguments[a];

          g_assert_true (find_argument (verb, field->name) == field);
          g_assert_nonnull (field->label);
          g_assert_cmpint (field->enumeration != NULL, ==, field->kind == YB_FIELD_ENUM);
          g_assert_cmpint (field->refers != NULL, ==, field->kind == YB_FIELD_REFERENCE);
          g_assert_true (field->refers == NULL || yb_row_type_by_kind (field->refers) != NULL);
        }
    }
}

static void
test_rights_of_the_house (void)
{
  g_autoptr (GPtrArray) defaults = yb_right_defaults ();
  guint n_types, n_rights;
  const YbRowType *const *types = yb_row_types (&n_types);
  const YbRight *rights = yb_rights (&n_rights);

  for (guint i = 0; i < defaults->len; i++)
    {
      const YbRightDefault *item = g_ptr_array_index (defaults, i);

      g_assert_nonnull (yb_role_label (item->role));
      g_assert_cmpstr (yb_right_label (item->right), !=, item->right);
      g_assert_cmpint (item->scope, >=, YB_SCOPE_VALUE_OWN);
      g_assert_cmpint (item->scope, <=, YB_SCOPE_VALUE_ALL);
      g_assert_cmpint (item->access, !=, YB_ACCESS_FULL);
    }
  for (guint t = 0; t < n_types; t++)
    {
      gboolean known = types[t]->right == NULL;

      for (guint r = 0; r < n_rights && !known; r++)
        known = g_str_equal (rights[r].name, types[t]->right);
      g_assert_true (known);
    }
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Who went away does nothing; the same person goes on, somebody else begins anew (security.md "Login"). */
static void
test_lock (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  gint64 deal = fixture_new_deal (fixture);
  guint n_locked = 0, n_signed_in = 0;

  g_signal_connect_swapped (desk, "locked", G_CALLBACK (count_cb), &n_locked);
  g_signal_connect_swapped (desk, "signed-in", G_CALLBACK (count_cb), &n_signed_in);
  yb_desk_lock (desk);
  yb_desk_lock (desk);
  g_assert_true (yb_desk_is_locked (desk));
  g_assert_cmpuint (n_locked, ==, 1);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.update", "{'deal':%d,'source':'web'}",
                 (int) deal);

  g_assert_false (yb_desk_sign_in (desk, "sc", "wrong", NULL));
  g_assert_true (yb_desk_is_locked (desk));
  g_assert_true (yb_desk_sign_in (desk, "sc", FIXTURE_PASSWORD, NULL));
  g_assert_false (yb_desk_is_locked (desk));
  g_assert_cmpuint (n_locked, ==, 2);
  g_assert_cmpuint (n_signed_in, ==, 0);
  fixture_do (fixture, "sc", "deal.update", "{'deal':%d,'source':'web'}", (int) deal);

  yb_desk_lock (desk);
  g_assert_true (yb_desk_sign_in (desk, "sm", FIXTURE_PASSWORD, NULL));
  g_assert_false (yb_desk_is_locked (desk));
  g_assert_cmpuint (n_signed_in, ==, 1);
  yb_desk_lock (desk);
  yb_desk_sign_out (desk);
  g_assert_false (yb_desk_is_locked (desk));
  g_assert_null (yb_desk_get_staff (desk));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/arguments", test_arguments);
  g_test_add_func ("/desk/values", test_values);
  g_test_add_func ("/desk/audit", test_audit);
  g_test_add_func ("/desk/passwords-stay-out-of-the-audit", test_passwords_stay_out_of_the_audit);
  g_test_add_func ("/desk/async", test_async);
  g_test_add_func ("/desk/customers", test_customers);
  g_test_add_func ("/desk/duplicates-of-a-deal", test_duplicates_of_a_deal);
  g_test_add_func ("/desk/consent", test_consent);
  g_test_add_func ("/desk/vehicles", test_vehicles);
  g_test_add_func ("/desk/staff", test_staff);
  g_test_add_func ("/desk/rules", test_rules);
  g_test_add_func ("/desk/create-house", test_create_house);
  g_test_add_func ("/desk/gates-name-real-verbs", test_gates_name_real_verbs);
  g_test_add_func ("/desk/verb-tables", test_verb_tables);
  g_test_add_func ("/desk/rights-of-the-house", test_rights_of_the_house);
  g_test_add_func ("/desk/lock", test_lock);

  return g_test_run ();
}
