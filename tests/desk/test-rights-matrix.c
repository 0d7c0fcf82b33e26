/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The permission matrix of security.md, written down a second time: every verb and every read for every role. A verb or a
 * kind of record that has no row here fails the test, so that nobody adds one without saying who may use it. */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>
#include <glib/gstdio.h>

#include "yb-desk-export.h"
#include "yb-house.h"
#include "yb-rights.h"

#define CANARY_PHONE "13700019999"
#define CANARY_ID "11010519491231002X"

/* The order of the letters below. */
static const char *const roles[] = {"rc", "sc", "sm",  "sa",  "svm", "disp", "te", "tl", "qc",
                                    "pk", "ca", "fin", "fvp", "cc",  "mkt",  "gm", "ad"};

/* Those of them whom the fixture does not have. */
static const char *const further_roles[] = {"svm", "disp", "tl", "qc", "pk", "fvp"};

/*
 * "-": refused whatever it is about. "o": only what one is responsible for or entered. "t": only what the team is
 * responsible for. "A": everything. "*": everybody, also without a right ("undo" and the own password).
 * "P": only the program.
 */
static const struct
{
  const char *verb;
  const char *who; /* rc sc sm sa svm disp te tl qc pk ca fin fvp cc mkt gm ad */
} verbs[] = {
    {"staff.create", "----------------A"},      {"staff.set-roles", "----------------A"},
    {"staff.set-team", "----------------A"},    {"staff.set-password", "*****************"},
    {"staff.set-pin", "*****************"},     {"staff.deactivate", "----------------A"},
    {"staff.activate", "----------------A"},    {"customer.create", "AAAAA--------A---"},
    {"customer.update", "Aotot--------A---"},   {"customer.consent", "Aotot--------A---"},
    {"customer.reveal", "Aotot-----A--A-A-"},   {"vehicle.create", "Aotot--------A---"},
    {"vehicle.update", "Aotot--------A---"},    {"deal.create", "AAA----------A---"},
    {"deal.update", "-ot--------------"},       {"deal.move", "-ot--------------"},
    {"deal.assign", "A-t--------------"},       {"deal.log-contact", "-ot--------------"},
    {"deal.plan-contact", "-ot--------------"}, {"deal.needs", "-ot--------------"},
    {"deal.choose-model", "-ot--------------"}, {"deal.test-drive", "-ot--------------"},
    {"deal.waive-drive", "-ot--------------"},  {"deal.demand", "-ot--------------"},
    {"deal.objection", "-ot--------------"},    {"deal.resolve-objection", "-ot--------------"},
    {"deal.offer", "-ot--------------"},        {"deal.accept-offer", "-ot--------------"},
    {"deal.buyer", "-ot--------------"},        {"deal.allocate", "-ot--------------"},
    {"deal.contract", "-ot--------------"},     {"deal.cancel-contract", "--t------------A-"},
    {"deal.payment", "----------AA-----"},      {"deal.deliver", "-ot--------------"},
    {"deal.lose", "-ot--------------"},         {"deal.confirm-loss", "--t------------A-"},
    {"deal.refuse-loss", "--t------------A-"},  {"deal.dormant", "-ot--------------"},
    {"deal.reopen", "-ot--------------"},       {"deal.reveal", "-oto------A----A-"},
    {"deal.wake", "PPPPPPPPPPPPPPPPP"},         {"deal.archive", "PPPPPPPPPPPPPPPPP"},
    {"rule.set", "----------------A"},          {"undo", "*****************"},
    {"import.customers", "--A-------------A"},  {"import.deals", "--A-------------A"},
    {"import.staff", "--A-------------A"},      {"import.undo", "--A-------------A"},
    {"audit.accept", "---------------AA"},      {"backup.make", "---------------AA"},
    {"backup.restore", "---------------AA"},    {"backup.set-folder", "---------------AA"},
    {"key.change", "---------------AA"},        {"key.renew-recovery", "---------------AA"},
    {"right.propose", "----------------A"},     {"right.confirm", "---------------A-"},
    {"right.refuse", "---------------A-"},      {"right.withdraw", "----------------A"},
    {"export.start", "--A---------A--A-"},      {"export.finish", "PPPPPPPPPPPPPPPPP"},
};

/* Who may read what. In the house of this test everybody else is there, so the administrator reads nothing of customers. */
static const struct
{
  const char *kind;
  const char *who;
} reads[] = {
    {"staff", "AAAAAAAAAAAAAAAAA"},        {"customer", "Aotot-----AAAA-A-"},
    {"vehicle", "Aotot-----AAAA-A-"},      {"consent", "Aotot-----AAAA-A-"},
    {"deal", "Aot-------AAAo-A-"},         {"deal_card", "Aot-------AAAo-A-"},
    {"closed_deal", "Aot-------AAAo-A-"},  {"contact", "Aot-------AAAo-A-"},
    {"objection", "Aot-------AAAo-A-"},    {"payment", "-ot-------AAA--A-"},
    {"deal_history", "Aot-------AAAo-A-"}, {"rule", "--A-A-------A--AA"},
    {"role_right", "---------------AA"},   {"right_change", "---------------AA"},
    {"import_run", "--A-------------A"},   {"reveal", "-otot-----o--o-A-"},
    {"export_run", "-otot-----o--o-A-"},   {"audit", "-otot-----o--o-A-"},
};

static char
letter_of_verb (const char *verb, guint role)
{
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (g_str_equal (verbs[i].verb, verb))
      return verbs[i].who[role];

  g_error ("%s has no row in the matrix: say which roles may use it", verb);
}

static char
letter_of_read (const char *kind, guint role)
{
  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    if (g_str_equal (reads[i].kind, kind))
      return reads[i].who[role];

  g_error ("%s has no row in the matrix: say which roles may read it", kind);
}

/* A house with two teams and everybody in it: "sc" and "sm" are in one, "sc2" is in the other, and so is what the records
 * of the test are about. */
typedef struct
{
  Fixture *fixture;
  gint64 own_deal;     /* of "sc", in the team of "sm" */
  gint64 foreign_deal; /* of "sc2" */
  gint64 own_customer;
  gint64 foreign_customer;
} House;

static gint64
make_deal (Fixture *fixture, const char *code, const char *name, const char *phone, gint64 *customer)
{
  gint64 deal = fixture_do (fixture, code, "deal.create", "{'name':'%s','phone':'%s','source':'web'}", name,
                            phone);
  g_autoptr (YbDeal) row = fixture_deal (fixture, deal);

  *customer = row->customer;
  fixture_do (fixture, code, "customer.consent", "{'customer':%d,'given':true}", (int) *customer);
  fixture_do (fixture, code, "vehicle.create", "{'customer':%d,'plate':'沪A12345'}", (int) *customer);
  fixture_do (fixture, code, "deal.log-contact", "{'deal':%d,'channel':'phone','text':'X'}", (int) deal);
  fixture_do (fixture, code, "deal.objection", "{'deal':%d,'kind':'concern','text':'X'}", (int) deal);
  fixture_do (fixture, code, "deal.buyer",
              "{'deal':%d,'name':'X','id_kind':'id_card','id_number':'" CANARY_ID "'}", (int) deal);
  fixture_do (fixture, "ca", "deal.payment", "{'deal':%d,'kind':'earnest','amount':'1','method':'cash'}",
              (int) deal);
  fixture_do (fixture, code, "customer.reveal", "{'customer':%d,'reason':'call'}", (int) *customer);
  return deal;
}

static House *
house_new (void)
{
  House *self = g_new0 (House, 1);

  self->fixture = fixture_new ();
  for (guint r = 0; r < G_N_ELEMENTS (further_roles); r++)
    fixture_employ (self->fixture, further_roles[r]);
  self->own_deal = make_deal (self->fixture, "sc", "自己的", CANARY_PHONE, &self->own_customer);
  self->foreign_deal = make_deal (self->fixture, "sc2", "别人的", "13700018888", &self->foreign_customer);
  fixture_do (self->fixture, "ad", "right.propose", "{'role':'pk','right':'rule.read','scope':'all'}");
  /* Only now: before, every team is the house. */
  fixture_do (self->fixture, "ad", "staff.set-team", "{'staff':'sc2','team':'乙'}");
  return self;
}

static void
house_free (House *self)
{
  fixture_free (self->fixture);
  g_free (self);
}

/* Signing everybody in takes its time; only the verbs themselves change what the other tests look at. */
static House *
shared_house (void)
{
  static House *house;

  if (house == NULL)
    house = house_new ();
  return house;
}

/* Everything that is required, so that only the right can refuse; or a mistake in the values, which comes later. */
static void
fill_in_arguments (JsonObject *arguments, const YbVerb *verb, gint64 deal, gint64 customer)
{
  for (guint i = 0; i < verb->n_arguments; i++)
    {
      const YbField *field = &verb->arguments[i];

      if (g_str_equal (field->name, "deal"))
        json_object_set_int_member (arguments, "deal", deal);
      else if (g_str_equal (field->name, "customer"))
        json_object_set_int_member (arguments, "customer", customer);
      else if (g_str_equal (field->name, "vehicle")) /* made one after the other with the deals */
        json_object_set_int_member (arguments, "vehicle", deal);
      else if (g_str_equal (field->name, "consultant"))
        json_object_set_string_member (arguments, "consultant", "sm");
      else if ((field->flags & YB_FIELD_REQUIRED) == 0)
        continue;
      else if (field->kind == YB_FIELD_ENUM)
        json_object_set_string_member (arguments, field->name, field->enumeration->values[0].code);
      else if (field->kind == YB_FIELD_FLAG)
        json_object_set_boolean_member (arguments, field->name, TRUE);
      else if (field->kind == YB_FIELD_DATE || field->kind == YB_FIELD_TIME)
        json_object_set_string_member (arguments, field->name, FIXTURE_TODAY);
      else
        json_object_set_string_member (arguments, field->name, "12345");
    }
}

static gboolean
is_about_a_record (const YbVerb *verb)
{
  return verb->n_arguments > 0 && !g_str_equal (verb->name, "deal.create") &&
         (g_str_equal (verb->arguments[0].name, "deal") ||
          g_str_equal (verb->arguments[0].name, "customer") ||
          g_str_equal (verb->arguments[0].name, "vehicle"));
}

/* Whether the person is refused for lack of a right. What was done is nobody's concern here: it is a house of the test. */
static gboolean
is_forbidden (
    House *house, const char *code, const YbVerb *verb, gint64 deal, gint64 customer, gboolean valid)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  fill_in_arguments (arguments, verb, deal, customer);
  if (!valid)
    json_object_set_string_member (arguments, "no such argument", "x");
  answer = yb_desk_do (fixture_desk (house->fixture, code), verb->name, arguments, &error);
  return g_error_matches (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
}

static guint n_asserts;

static void
expect (gboolean is, gboolean should_be, const char *role, const char *what, const char *when)
{
  n_asserts++;
  if (is != should_be)
    g_error ("%s, %s%s: should%s be possible, but is%s", role, what, when, should_be ? "" : " not",
             is ? "" : " not");
}

/* Each verb with each role: refused at once, or not for that reason. */
static void
test_verbs (void)
{
  House *house = house_new ();
  g_autoptr (GPtrArray) list = yb_verbs_list ();

  n_asserts = 0;
  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    for (guint i = 0; i < list->len; i++)
      {
        const YbVerb *verb = g_ptr_array_index (list, i);
        char letter = letter_of_verb (verb->name, r);

        expect (!is_forbidden (house, roles[r], verb, house->own_deal, house->own_customer, FALSE),
                strchr ("otA*", letter) != NULL, roles[r], verb->name, "");
      }
  g_test_message ("%u asserts on verbs", n_asserts);
  g_assert_cmpuint (n_asserts, >=, 600);
  for (guint i = 0; i < G_N_ELEMENTS (verbs); i++)
    g_assert_nonnull (yb_verb_find (verbs[i].verb));
  house_free (house);
}

/* Where the right has a reach: a record within and one beyond. The person of the role "sc" is responsible for the one
 * within; of the other roles with "o" nobody is, so both are beyond. */
static void
test_reach_of_verbs (void)
{
  House *house = shared_house ();
  g_autoptr (GPtrArray) list = yb_verbs_list ();

  n_asserts = 0;
  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    for (guint i = 0; i < list->len; i++)
      {
        const YbVerb *verb = g_ptr_array_index (list, i);
        char letter = letter_of_verb (verb->name, r);

        if (strchr ("ot", letter) == NULL || !is_about_a_record (verb))
          continue;
        expect (!is_forbidden (house, roles[r], verb, house->foreign_deal, house->foreign_customer, TRUE),
                FALSE, roles[r], verb->name, " beyond");
        expect (!is_forbidden (house, roles[r], verb, house->own_deal, house->own_customer, TRUE),
                letter == 't' || g_str_equal (roles[r], "sc"), roles[r], verb->name, " within");
      }
  g_test_message ("%u asserts on the reach of verbs", n_asserts);
  g_assert_cmpuint (n_asserts, >=, 100);
}

/* Each kind of record with each role, record by record: what the lists of yingbinctl, show and the panel ask. */
static void
test_reads (void)
{
  House *house = shared_house ();
  YbConnection *reader = yb_store_get_reader (house->fixture->store);
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  n_asserts = 0;
  for (guint t = 0; t < n_types; t++)
    for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
      {
        YbDesk *desk = fixture_desk (house->fixture, roles[r]);
        char letter = letter_of_read (types[t]->kind, r);

        expect (yb_desk_get_scope (desk, types[t]->right) != YB_SCOPE_NONE, letter != '-', roles[r],
                types[t]->kind, "");
        /* Its first rows are about neither. */
        for (gint64 id = 1; id <= 2 && !g_str_equal (types[t]->kind, "audit"); id++)
          {
            g_autoptr (YbRow) row = yb_connection_get (reader, types[t], id, NULL);
            gboolean reached = letter == 'A' || (id == 1 && (letter == 't' || g_str_equal (roles[r], "sc")));

            if (row == NULL)
              continue;
            expect (yb_desk_may_see (desk, row), letter != '-' && reached, roles[r], types[t]->kind,
                    id == 1 ? " within" : " beyond");
            expect (yb_desk_sees_personal (desk, row), FALSE, roles[r], types[t]->kind, " unmasked");
          }
      }
  g_test_message ("%u asserts on reads", n_asserts);
  g_assert_cmpuint (n_asserts, >=, 600);
}

static void
expect_no_canary (const char *text, const char *role, const char *where)
{
  n_asserts++;
  if (text != NULL && (strstr (text, CANARY_PHONE) != NULL || strstr (text, CANARY_ID) != NULL))
    g_error ("%s: a hidden number in %s: %s", role, where, text);
}

/* Every record as every role gets it, as a text and as JSON: no number in full. */
static void
test_canaries_in_records (void)
{
  House *house = shared_house ();
  YbConnection *reader = yb_store_get_reader (house->fixture->store);
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  n_asserts = 0;
  for (guint t = 0; t < n_types; t++)
    for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
      {
        YbDesk *desk = fixture_desk (house->fixture, roles[r]);
        g_autoptr (YbRow) row = yb_connection_get (reader, types[t], 1, NULL);
        g_autoptr (JsonNode) node = NULL;
        g_autofree char *json = NULL;

        if (row == NULL)
          continue;
        node = json_node_new (JSON_NODE_OBJECT);
        json_node_take_object (node, yb_desk_row_to_json (desk, row));
        json = json_to_string (node, FALSE);
        expect_no_canary (json, roles[r], types[t]->kind);
        for (guint f = 0; f < types[t]->n_fields; f++)
          {
            g_autofree char *text = yb_desk_format_field (desk, row, &types[t]->fields[f]);

            expect_no_canary (text, roles[r], types[t]->kind);
          }
      }
  g_test_message ("%u texts looked at", n_asserts);
}

/* The second paths of the desk: the undo text of the menu, the preview of a move, and a file. */
static void
test_second_paths (void)
{
  House *house = shared_house ();
  g_autofree char *path = g_build_filename (house->fixture->folder, "deals.csv", NULL);

  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    {
      YbDesk *desk = fixture_desk (house->fixture, roles[r]);
      g_autoptr (YbMovePreview)
          preview = yb_desk_preview_move (desk, house->foreign_deal, YB_STAGE_RECEPTION, NULL);
      YbExportRequest request = {.kind = "deals", .path = path};
      g_autofree char *text = yb_desk_dup_undo_text (desk);
      g_autofree char *content = NULL;
      gboolean may = letter_of_verb ("export.start", r) != '-';

      expect_no_canary (text, roles[r], "the undo text");
      g_assert_nonnull (preview->refusal);
      expect (yb_desk_export (desk, &request, NULL, NULL, NULL, NULL, NULL), may, roles[r], "export", "");
      if (!may)
        {
          g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
          continue;
        }
      g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
      expect_no_canary (content, roles[r], "an exported file");
      expect (strstr (content, "别人的") != NULL, !g_str_equal (roles[r], "sm"), roles[r], "the other team",
              "");
      g_assert_nonnull (strstr (content, "自己的"));
      g_remove (path);
    }
}

/* The reveal itself leaves the number nowhere: not in the audit, not in its own row. */
static void
test_canaries_in_the_trail (void)
{
  House *house = shared_house ();
  g_autoptr (YbReveal)
      reveal = yb_connection_get (yb_store_get_reader (house->fixture->store), &yb_reveal_row_type, 1, NULL);
  YbStatement *audit = yb_connection_query (yb_store_get_reader (house->fixture->store),
                                            YB_SQL_STORE_AUDIT_CHANGES);
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (reveal);
  g_assert_cmpstr (reveal->field, ==, "phone");
  answer = fixture_try (house->fixture, "sc", &error, "customer.reveal", "{'customer':%d,'reason':'call'}",
                        (int) house->own_customer);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (answer, "value"), ==, CANARY_PHONE);
  yb_statement_bind_number (audit, 1, fixture_n_audit (house->fixture));
  g_assert_true (yb_statement_step (audit, NULL));
  g_assert_nonnull (strstr (yb_statement_text (audit, 0), "reveal"));
  expect_no_canary (yb_statement_text (audit, 0), "sc", "the audit row of the reveal");
  yb_statement_reset (audit);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/matrix/verbs", test_verbs);
  g_test_add_func ("/desk/matrix/reads", test_reads);
  g_test_add_func ("/desk/matrix/canaries-in-records", test_canaries_in_records);
  g_test_add_func ("/desk/matrix/second-paths", test_second_paths);
  g_test_add_func ("/desk/matrix/canaries-in-the-trail", test_canaries_in_the_trail);
  g_test_add_func ("/desk/matrix/reach-of-verbs", test_reach_of_verbs);

  result = g_test_run ();
  house_free (shared_house ());
  return result;
}
