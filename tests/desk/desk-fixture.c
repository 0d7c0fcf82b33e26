/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "desk-fixture.h"

#include <glib/gstdio.h>

#include "write-count.h"
#include "yb-calendar.h"

/* The manager last: then nobody may choose a lasting password for somebody else any more. */
static const char *const people[][2] = {
    {"rc", "rc"}, {"sc", "sc"},   {"sm", "sm"}, {"sa", "sa"},  {"ca", "ca"}, {"fin", "fin"},
    {"cc", "cc"}, {"mkt", "mkt"}, {"te", "te"}, {"sc2", "sc"}, {"gm", "gm"},
};

static char *template_path;

static JsonObject *
parse (const char *format, va_list arguments)
{
  g_autofree char *text = g_strdup_vprintf (format, arguments);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  g_strdelimit (text, "'", '"');
  node = json_from_string (text, &error);
  g_assert_no_error (error);
  return json_object_ref (json_node_get_object (node));
}

static void
make_template (void)
{
  g_autoptr (YbStore) store = NULL;
  g_autoptr (YbDesk) desk = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("yb-desk-XXXXXX", &error);

  g_assert_no_error (error);
  template_path = g_build_filename (folder, "house.yingbin", NULL);
  yb_desk_create_house (template_path, "管理员", FIXTURE_PASSWORD, &error);
  g_assert_no_error (error);

  store = yb_store_open (template_path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  desk = yb_desk_new (store);
  g_assert_true (yb_desk_sign_in (desk, "ad", FIXTURE_PASSWORD, &error));
  for (guint i = 0; i < G_N_ELEMENTS (people); i++)
    {
      const char *code = people[i][0];
      const char *role = people[i][1];
      g_autoptr (JsonObject) arguments = json_object_new ();
      g_autoptr (JsonObject) answer = NULL;

      json_object_set_string_member (arguments, "code", code);
      json_object_set_string_member (arguments, "name", code);
      json_object_set_string_member (arguments, "roles", role);
      json_object_set_string_member (arguments, "password", FIXTURE_PASSWORD);
      json_object_set_boolean_member (arguments, "temporary", FALSE);
      answer = yb_desk_do (desk, "staff.create", arguments, &error);
      g_assert_no_error (error);
    }
  g_clear_object (&desk);
  yb_store_close (g_steal_pointer (&store));
  write_count_begin (template_path);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
}

static void
remove_template (void)
{
  g_autofree char *folder = g_path_get_dirname (template_path);

  remove_folder (folder);
  g_free (template_path);
}

Fixture *
fixture_new (void)
{
  Fixture *self = g_new0 (Fixture, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GFile) from = NULL;
  g_autoptr (GFile) to = NULL;

  yb_time_set_fixed_now (FIXTURE_NOW);
  if (template_path == NULL)
    {
      make_template ();
      atexit (remove_template);
    }

  self->folder = g_dir_make_tmp ("yb-desk-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->folder, "house.yingbin", NULL);
  from = g_file_new_for_path (template_path);
  to = g_file_new_for_path (path);
  g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  self->store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  self->desks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  return self;
}

void
fixture_free (Fixture *self)
{
  g_autofree char *path = NULL;

  g_hash_table_unref (self->desks);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  /* A reading worker may still hold the store for a moment. */
  for (int i = 0; G_OBJECT (self->store)->ref_count > 1 && i < 5000; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  path = g_strdup (yb_store_get_path (self->store));
  g_assert_finalize_object (self->store);
  write_count_check (path);
  remove_folder (self->folder);
  g_free (self->folder);
  g_free (self);
}

YbDesk *
fixture_desk (Fixture *self, const char *code)
{
  YbDesk *desk = g_hash_table_lookup (self->desks, code);
  g_autoptr (GError) error = NULL;

  if (desk != NULL)
    return desk;

  desk = yb_desk_new (self->store);
  yb_desk_sign_in (desk, code, FIXTURE_PASSWORD, &error);
  g_assert_no_error (error);
  g_hash_table_insert (self->desks, (gpointer) g_intern_string (code), desk);
  return desk;
}

JsonObject *
fixture_try (Fixture *self, const char *code, GError **error, const char *verb, const char *format, ...)
{
  g_autoptr (JsonObject) arguments = NULL;
  va_list list;

  va_start (list, format);
  arguments = parse (format, list);
  va_end (list);
  return yb_desk_do (fixture_desk (self, code), verb, arguments, error);
}

gint64
fixture_do (Fixture *self, const char *code, const char *verb, const char *format, ...)
{
  g_autoptr (JsonObject) arguments = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;

  va_start (list, format);
  arguments = parse (format, list);
  va_end (list);
  answer = yb_desk_do (fixture_desk (self, code), verb, arguments, &error);
  g_assert_no_error (error);
  return json_object_get_int_member_with_default (answer, "id", 0);
}

char *
fixture_refused (Fixture *self, const char *code, int error_code, const char *verb, const char *format, ...)
{
  g_autoptr (JsonObject) arguments = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  gint64 audit = fixture_n_audit (self);
  va_list list;

  va_start (list, format);
  arguments = parse (format, list);
  va_end (list);
  fixture_desk (self, code);
  audit = fixture_n_audit (self);
  answer = yb_desk_do (fixture_desk (self, code), verb, arguments, &error);
  if (answer != NULL)
    g_error ("%s should have failed for %s", verb, code);
  g_assert_error (error, YB_DESK_ERROR, error_code);
  /* What was not done leaves no trace. */
  g_assert_cmpint (fixture_n_audit (self), ==, audit);
  return g_strdup (error->message);
}

YbDeal *
fixture_deal (Fixture *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  YbDeal *deal = yb_connection_get (yb_store_get_reader (self->store), &yb_deal_row_type, id, &error);

  g_assert_no_error (error);
  return deal;
}

YbCustomer *
fixture_customer (Fixture *self, gint64 id)
{
  g_autoptr (GError) error = NULL;
  YbCustomer *customer = yb_connection_get (yb_store_get_reader (self->store), &yb_customer_row_type, id,
                                            &error);

  g_assert_no_error (error);
  return customer;
}

/* In the order in which they were written. */
GPtrArray *
fixture_history (Fixture *self, gint64 deal)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  YbConnection *reader = yb_store_get_reader (self->store);

  for (gint64 id = 1;; id++)
    {
      YbDealHistory *row = yb_connection_get (reader, &yb_deal_history_row_type, id, NULL);

      if (row == NULL)
        break;
      if (row->deal == deal)
        g_ptr_array_add (rows, row);
      else
        g_object_unref (row);
    }

  return rows;
}

gint64
fixture_n_audit (Fixture *self)
{
  YbStatement *last = yb_connection_query (yb_store_get_reader (self->store), YB_SQL_STORE_AUDIT_LAST);
  gint64 seq = yb_statement_step (last, NULL) ? yb_statement_number (last, 0) : 0;

  yb_statement_reset (last);
  return seq;
}

/* Somebody new, who has chosen the password. */
void
fixture_employ (Fixture *self, const char *code)
{
  g_autoptr (YbDesk) desk = yb_desk_new (self->store);
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  fixture_do (self, "ad", "staff.create", "{'code':'%s','name':'%s','roles':'%s','password':'given'}", code,
              code, code);
  g_assert_true (yb_desk_sign_in (desk, code, "given", &error));
  json_object_set_string_member (arguments, "password", FIXTURE_PASSWORD);
  answer = yb_desk_do (desk, "staff.set-password", arguments, &error);
  g_assert_no_error (error);
}

void
fixture_grant (Fixture *self, const char *role, const char *right, const char *scope, const char *access)
{
  g_autofree char *more = access != NULL ? g_strdup_printf (",'access':'%s'", access) : g_strdup ("");
  gint64 change = fixture_do (self, "ad", "right.propose", "{'role':'%s','right':'%s','scope':'%s'%s}", role,
                              right, scope, more);

  fixture_do (self, "gm", "right.confirm", "{'change':%d}", (int) change);
}

gint64
fixture_new_deal (Fixture *self)
{
  return fixture_do (self, "sc", "deal.create", "{'name':'张三'}");
}

/* Exactly what one gate asks for. */
const FixtureEvidence *
fixture_evidence (const char *gate)
{
  static const FixtureEvidence evidence[] = {
      {"contact-data", "sc", "customer.update", "{'customer':%d,'phone':'13800138000'}"},
      {"source", "sc", "deal.update", "{'deal':%d,'source':'walk_in'}"},
      {"consultant", "sm", "deal.assign", "{'deal':%d,'consultant':'sc'}"},
      {"two-way-contact", "sc", "deal.log-contact", "{'deal':%d,'channel':'phone','reached':true}"},
      {"visit-purpose", "sc", "deal.update", "{'deal':%d,'visit_purpose':'look'}"},
      {"privacy-notice", "sc", "customer.consent", "{'customer':%d,'channel':'visit','given':false}"},
      {"needs-survey", "sc", "deal.needs",
       "{'deal':%d,'purpose':'first','budget':'200000','use':'family','planned_on':'2026-04-01',"
       "'decision_maker':'self','confirmed':true}"},
      {"model-chosen", "sc", "deal.choose-model", "{'deal':%d,'model':'M','trim':'T','agreed':true}"},
      {"test-drive-planned", "sc", "deal.test-drive", "{'deal':%d,'state':'booked','on':'2026-03-03'}"},
      {"test-drive", "sc", "deal.test-drive", "{'deal':%d,'state':'done','on':'2026-03-02','score':5}"},
      {"price-demand", "sc", "deal.demand", "{'deal':%d,'not_stated':true}"},
      {"offer-accepted", "sc", "deal.accept-offer",
       "{'deal':%d,'amount':'199000','valid_until':'2026-03-10'}"},
      {"no-blocker", "sc", "deal.resolve-objection", "{'deal':%d,'answer':'Solved'}"},
      {"buyer", "sc", "deal.buyer",
       "{'deal':%d,'name':'张三','id_kind':'id_card','id_number':'11010519491231002x'}"},
      {"car", "sc", "deal.allocate", "{'deal':%d,'choice':'to_order'}"},
      {"contract", "sc", "deal.contract",
       "{'deal':%d,'number':'C-1','signed_on':'2026-03-02','delivery_on':'2026-03-20','first_payment':'5000'"
       "}"},
      {"first-payment", "ca", "deal.payment", "{'deal':%d,'kind':'first','amount':'5000','method':'card'}"},
      {"delivery-signed", "sc", "deal.deliver", "{'deal':%d,'delivered_on':'2026-03-02'}"},
      {"advisor-present", "sc", "deal.deliver", "{'deal':%d,'advisor_present':true}"},
      {"contact-channel", "sc", "deal.deliver", "{'deal':%d,'contact_channel':'wechat'}"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (evidence); i++)
    if (g_str_equal (evidence[i].gate, gate))
      return &evidence[i];

  g_error ("no evidence for the gate %s", gate);
}

/* The arguments with the number of the deal, or of its customer. */
JsonObject *
fixture_evidence_arguments (Fixture *self, gint64 deal, const FixtureEvidence *evidence)
{
  g_autoptr (YbDeal) row = fixture_deal (self, deal);
  gint64 id = g_str_has_prefix (evidence->verb, "customer.") ? row->customer : deal;
  g_autofree char *text = g_strdelimit (g_strdup (evidence->arguments), "'", '"');
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_auto (GStrv) parts = g_strsplit (text, "%d", 2);
  g_autofree char *json = g_strjoin (number, parts[0], parts[1], NULL);
  g_autoptr (JsonNode) node = json_from_string (json, NULL);

  g_assert_nonnull (node);
  return json_node_dup_object (node);
}

void
fixture_supply (Fixture *self, gint64 deal, const char *gate)
{
  const FixtureEvidence *evidence = fixture_evidence (gate);
  g_autoptr (JsonObject) arguments = fixture_evidence_arguments (self, deal, evidence);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject)
      answer = yb_desk_do (fixture_desk (self, evidence->staff), evidence->verb, arguments, &error);

  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

gboolean
fixture_gate_holds (Fixture *self, gint64 id, const YbGate *gate)
{
  g_autoptr (YbDeal) deal = fixture_deal (self, id);
  g_autoptr (YbCustomer) customer = fixture_customer (self, deal->customer);
  YbDealEvidence evidence = {deal, customer, FIXTURE_TODAY};

  return gate->holds (&evidence);
}

void
fixture_supply_up_to (Fixture *self, gint64 deal, YbStage stage)
{
  guint n_gates;
  const YbGate *gates = yb_gates (&n_gates);

  for (guint i = 0; i < n_gates; i++)
    if (gates[i].stage <= stage && !fixture_gate_holds (self, deal, &gates[i]))
      fixture_supply (self, deal, gates[i].code);
}

gint64
fixture_deal_in (Fixture *self, YbStage stage)
{
  gint64 deal = fixture_new_deal (self);

  for (YbStage next = YB_STAGE_CLOSE; next <= stage; next++)
    {
      fixture_supply_up_to (self, deal, next);
      fixture_do (self, "sc", "deal.move", "{'deal':%d,'stage':'%s'}", (int) deal,
                  yb_enum_code (&yb_stage_enum, next));
    }
  if (stage < YB_STAGE_CLOSE && stage > YB_STAGE_LEAD)
    {
      fixture_supply_up_to (self, deal, stage);
      fixture_do (self, "sc", "deal.move", "{'deal':%d,'stage':'%s'}", (int) deal,
                  yb_enum_code (&yb_stage_enum, stage));
    }

  return deal;
}
