/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Revealed numbers, changes of rights, hand-overs and exports: what is counted, approved and written down. */

#include "config.h"

#include "desk-fixture.h"

#include <string.h>

#include "yb-calendar.h"
#include "yb-desk-export.h"
#include "yb-house.h"
#include "yb-rights.h"

#define PHONE "13812345678"

static int
make_deal (Fixture *fixture, const char *code)
{
  return (int) fixture_do (fixture, code, "deal.create",
                           "{'name':'张三','phone':'" PHONE "','source':'web'}");
}

static int
customer_of (Fixture *fixture, gint64 deal)
{
  g_autoptr (YbDeal) row = fixture_deal (fixture, deal);

  return (int) row->customer;
}

static void
test_reveal (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = make_deal (fixture, "sc");
  int customer = customer_of (fixture, deal);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (YbReveal) row = NULL;

  fixture_fails (fixture, "sc2", YB_DESK_ERROR_FORBIDDEN, "customer.reveal",
                 "{'customer':%d,'reason':'call'}", customer);
  fixture_fails (fixture, "te", YB_DESK_ERROR_FORBIDDEN, "customer.reveal", "{'customer':%d,'reason':'call'}",
                 customer);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "customer.reveal", "{'customer':%d}", customer);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "customer.reveal", "{'customer':%d,'reason':'other'}",
                 customer);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "customer.reveal",
                 "{'customer':%d,'field':'wechat','reason':'call'}", customer);
  answer = fixture_try (fixture, "sc", &error, "customer.reveal",
                        "{'customer':%d,'reason':'other','text':'Test'}", customer);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (answer, "value"), ==, PHONE);
  g_assert_cmpint (json_object_get_int_member (answer, "left_today"), ==, 59);

  row = yb_connection_get (yb_store_get_reader (fixture->store), &yb_reveal_row_type,
                           json_object_get_int_member (answer, "id"), &error);
  g_assert_no_error (error);
  g_assert_cmpint (row->customer, ==, customer);
  g_assert_cmpint (row->staff, ==, YB_ROW (yb_desk_get_staff (fixture_desk (fixture, "sc")))->id);
  g_assert_cmpint (row->reason, ==, YB_REVEAL_OTHER);
  g_assert_cmpstr (row->text, ==, "Test");
  g_assert_false (row->is_unusual);
  /* Looking is not taken back, and who was looked at does not vanish. */
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "undo", "{}");
}

/* RC 40 a day; the tenth is more than three times of what nobody has done so far. */
static void
test_limit (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int customer = customer_of (fixture, make_deal (fixture, "sc"));
  YbConnection *reader = yb_store_get_reader (fixture->store);
  g_autofree char *text = NULL;

  for (guint i = 1; i <= 40; i++)
    {
      gint64 id = fixture_do (fixture, "rc", "customer.reveal", "{'customer':%d,'reason':'visit'}", customer);
      g_autoptr (YbReveal) row = yb_connection_get (reader, &yb_reveal_row_type, id, NULL);

      g_assert_cmpint (row->is_unusual, ==, i > 9);
    }
  text = fixture_refused (fixture, "rc", YB_DESK_ERROR_REFUSED, "customer.reveal",
                          "{'customer':%d,'reason':'visit'}", customer);
  g_assert_nonnull (strstr (text, "40"));
  /* Everybody has a day of their own. */
  fixture_do (fixture, "sm", "customer.reveal", "{'customer':%d,'reason':'visit'}", customer);

  /* The next day begins anew, and what is usual now is 40 a day: three times as many would be unusual. */
  yb_time_set_fixed_now (FIXTURE_NOW + FIXTURE_DAY);
  for (guint i = 1; i <= 12; i++)
    {
      gint64 id = fixture_do (fixture, "rc", "customer.reveal", "{'customer':%d,'reason':'visit'}", customer);
      g_autoptr (YbReveal) row = yb_connection_get (reader, &yb_reveal_row_type, id, NULL);

      g_assert_false (row->is_unusual);
    }
  yb_time_set_fixed_now (FIXTURE_NOW);
}

static void
test_papers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = fixture_deal_in (fixture, YB_STAGE_DELIVERY);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = NULL;

  answer = fixture_try (fixture, "sc", &error, "deal.reveal", "{'deal':%d,'reason':'paper'}", deal);
  g_assert_no_error (error);
  g_assert_cmpstr (json_object_get_string_member (answer, "value"), ==, "11010519491231002X");
  fixture_fails (fixture, "rc", YB_DESK_ERROR_FORBIDDEN, "deal.reveal", "{'deal':%d,'reason':'paper'}", deal);
  fixture_fails (fixture, "sc2", YB_DESK_ERROR_FORBIDDEN, "deal.reveal", "{'deal':%d,'reason':'paper'}",
                 deal);
  /* security.md: the consultant until delivery. */
  fixture_do (fixture, "sc", "deal.deliver", "{'deal':%d,'delivered_on':'2026-03-02'}", deal);
  fixture_fails (fixture, "sc", YB_DESK_ERROR_REFUSED, "deal.reveal", "{'deal':%d,'reason':'paper'}", deal);
  fixture_do (fixture, "sm", "deal.reveal", "{'deal':%d,'reason':'paper'}", deal);
}

static void
test_change_of_rights (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 change;
  g_autoptr (YbRightChange) row = NULL;

  fixture_fails (fixture, "gm", YB_DESK_ERROR_FORBIDDEN, "right.propose",
                 "{'role':'rc','right':'figure.read','scope':'all'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "right.propose",
                 "{'role':'boss','right':'figure.read','scope':'all'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "right.propose",
                 "{'role':'rc','right':'deal.clock','scope':'all'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "right.propose",
                 "{'role':'rc','right':'import.run','scope':'own'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "right.propose",
                 "{'role':'rc','right':'export','scope':'own','access':'full'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "right.propose",
                 "{'role':'rc','right':'deal.work','scope':'own','per_day':3}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "right.propose",
                 "{'role':'rc','right':'figure.read','scope':'none'}");

  change = fixture_do (fixture, "ad", "right.propose", "{'role':'rc','right':'figure.read','scope':'all'}");
  g_assert_cmpint (yb_desk_get_scope (fixture_desk (fixture, "rc"), "figure.read"), ==, YB_SCOPE_NONE);
  fixture_fails (fixture, "ad", YB_DESK_ERROR_FORBIDDEN, "right.confirm", "{'change':%d}", (int) change);
  fixture_do (fixture, "gm", "right.confirm", "{'change':%d}", (int) change);
  g_assert_cmpint (yb_desk_get_scope (fixture_desk (fixture, "rc"), "figure.read"), ==, YB_SCOPE_ALL);
  fixture_fails (fixture, "gm", YB_DESK_ERROR_REFUSED, "right.confirm", "{'change':%d}", (int) change);

  /* A later wish takes the place of one that waits. */
  change = fixture_do (fixture, "ad", "right.propose", "{'role':'rc','right':'figure.read','scope':'team'}");
  fixture_do (fixture, "ad", "right.propose", "{'role':'rc','right':'figure.read','scope':'none'}");
  fixture_fails (fixture, "gm", YB_DESK_ERROR_REFUSED, "right.confirm", "{'change':%d}", (int) change);
  fixture_do (fixture, "gm", "right.refuse", "{'change':%d}", (int) change + 1);
  g_assert_cmpint (yb_desk_get_scope (fixture_desk (fixture, "rc"), "figure.read"), ==, YB_SCOPE_ALL);
  row = yb_connection_get (yb_store_get_reader (fixture->store), &yb_right_change_row_type, change, NULL);
  g_assert_cmpint (row->state, ==, YB_CHANGE_WITHDRAWN);
}

/* One person with both rights is still one person. */
static void
test_four_eyes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 change;

  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'ad','roles':'ad gm'}");
  change = fixture_do (fixture, "ad", "right.propose", "{'role':'rc','right':'figure.read','scope':'all'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "right.confirm", "{'change':%d}", (int) change);
  fixture_do (fixture, "gm", "right.confirm", "{'change':%d}", (int) change);
}

/* Closing the manager's account, or getting into it, does not make the administrator alone. */
static void
test_manager_is_not_put_aside (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 change;

  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "staff.set-password",
                 "{'staff':'gm','password':'chosen for you','temporary':false}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "staff.create",
                 "{'name':'X','code':'gm2','roles':'gm','password':'chosen for you','temporary':false}");
  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'gm'}");
  change = fixture_do (fixture, "ad", "right.propose", "{'role':'rc','right':'figure.read','scope':'all'}");
  g_assert_cmpint (yb_desk_get_scope (fixture_desk (fixture, "rc"), "figure.read"), ==, YB_SCOPE_NONE);
  fixture_do (fixture, "ad", "staff.activate", "{'staff':'gm'}");
  fixture_do (fixture, "gm", "right.confirm", "{'change':%d}", (int) change);
  g_assert_cmpint (yb_desk_get_scope (fixture_desk (fixture, "rc"), "figure.read"), ==, YB_SCOPE_ALL);
}

/* Another administrator gives more roles, not oneself; fewer is one's own matter. */
static void
test_own_roles (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'ad','roles':'ad sm'}");
  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'te','roles':'ad te'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.set-roles",
                 "{'staff':'ad','roles':'ad gm sm'}");
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "staff.set-roles", "{'staff':'ad','roles':'ad gm'}");
  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'ad','roles':'ad'}");
  fixture_do (fixture, "te", "staff.set-roles", "{'staff':'ad','roles':'ad gm'}");
}

static void
test_nobody_locks_the_house (void)
{
  static const char *const needed[] = {"staff.manage", "right.propose", "right.read"};
  g_autoptr (Fixture) fixture = fixture_new ();

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      int change = (int) fixture_do (fixture, "ad", "right.propose",
                                     "{'role':'ad','right':'%s','scope':'none'}", needed[i]);

      if (g_str_equal (needed[i], "right.read")) /* the general manager has it, too */
        fixture_do (fixture, "gm", "right.confirm", "{'change':%d}", change);
      else
        fixture_fails (fixture, "gm", YB_DESK_ERROR_REFUSED, "right.confirm", "{'change':%d}", change);
    }
}

/* Before anybody else is there, the administrator decides alone and may check what was imported. */
static void
test_new_house (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "ad");
  static const char *const others[] = {"rc", "sm", "ca", "fin", "cc", "gm", "mkt"};
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (yb_desk_get_scope (desk, "customer.read"), ==, YB_SCOPE_NONE);
  /* A closed account of a manager counts. */
  fixture_do (fixture, "ad", "staff.set-roles", "{'staff':'gm','roles':'mkt'}");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'%s'}", others[i]);
  g_assert_cmpint (yb_desk_get_scope (desk, "customer.read"), ==, YB_SCOPE_ALL);
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.read"), ==, YB_SCOPE_ALL);

  answer = fixture_try (fixture, "ad", &error, "right.propose",
                        "{'role':'te','right':'rule.read','scope':'all'}");
  g_assert_no_error (error);
  g_assert_true (json_object_get_boolean_member (answer, "effective"));
  g_assert_cmpint (yb_desk_get_scope (fixture_desk (fixture, "te"), "rule.read"), ==, YB_SCOPE_ALL);
  fixture_do (fixture, "ad", "staff.activate", "{'staff':'rc'}");
  g_assert_cmpint (yb_desk_get_scope (desk, "customer.read"), ==, YB_SCOPE_NONE);
}

/* flows.md 3.1: who had the deal before reads on for seven days, and nothing more. */
static void
test_hand_over (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = make_deal (fixture, "sc");
  g_autoptr (YbDeal) row = NULL;
  g_autoptr (YbRow) customer = NULL;
  YbDesk *before = fixture_desk (fixture, "sc");

  fixture_do (fixture, "sm", "deal.assign", "{'deal':%d,'consultant':'sc2','reason':'Leave'}", deal);
  row = fixture_deal (fixture, deal);
  customer = YB_ROW (fixture_customer (fixture, row->customer));
  /* Who entered the customer keeps it; of a customer that somebody else entered only the deal counts. */
  g_assert_true (yb_desk_may_see (before, YB_ROW (row)));
  g_assert_false (yb_desk_may (before, "deal.work", YB_ROW (row)));
  g_assert_false (yb_desk_may (before, "deal.reveal", YB_ROW (row)));
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.update", "{'deal':%d,'note':'X'}", deal);
  yb_time_set_fixed_now (FIXTURE_NOW + 7 * FIXTURE_DAY);
  g_assert_true (yb_desk_may_see (before, YB_ROW (row)));
  yb_time_set_fixed_now (FIXTURE_NOW + 7 * FIXTURE_DAY + 1);
  g_assert_false (yb_desk_may_see (before, YB_ROW (row)));
  g_assert_true (yb_desk_may_see (fixture_desk (fixture, "sc2"), YB_ROW (row)));
  yb_time_set_fixed_now (FIXTURE_NOW);
}

static void
test_teams (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  int deal = make_deal (fixture, "sc");
  g_autoptr (YbDeal) row = fixture_deal (fixture, deal);
  g_autoptr (YbCustomer) customer = fixture_customer (fixture, row->customer);
  YbDesk *desk = fixture_desk (fixture, "sm");
  int nobodys;

  g_assert_cmpint (yb_desk_get_scope (desk, "deal.work"), ==, YB_SCOPE_ALL);
  fixture_do (fixture, "ad", "staff.set-team", "{'staff':'sc','team':'甲'}");
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.work"), ==, YB_SCOPE_TEAM);
  g_assert_false (yb_desk_may_see (desk, YB_ROW (row)));
  g_assert_false (yb_desk_may_see (desk, YB_ROW (customer)));
  fixture_fails (fixture, "sm", YB_DESK_ERROR_FORBIDDEN, "deal.update", "{'deal':%d,'note':'X'}", deal);
  fixture_fails (fixture, "sm", YB_DESK_ERROR_FORBIDDEN, "deal.assign",
                 "{'deal':%d,'consultant':'sc2','reason':'X'}", deal);

  /* What nobody has is every team's; but it is not given to another team. */
  nobodys = (int) fixture_do (fixture, "rc", "deal.create", "{'name':'李四','source':'web'}");
  fixture_fails (fixture, "sm", YB_DESK_ERROR_FORBIDDEN, "deal.assign", "{'deal':%d,'consultant':'sc'}",
                 nobodys);
  fixture_do (fixture, "sm", "deal.assign", "{'deal':%d,'consultant':'sc2'}", nobodys);

  fixture_do (fixture, "ad", "staff.set-team", "{'staff':'sm','team':'甲'}");
  g_assert_true (yb_desk_may_see (desk, YB_ROW (row)));
  g_assert_true (yb_desk_may_see (desk, YB_ROW (customer)));
  fixture_do (fixture, "sm", "deal.update", "{'deal':%d,'note':'X'}", deal);
}

static YbExportRun *
last_run (Fixture *fixture, gint64 id)
{
  g_autoptr (GError) error = NULL;
  YbExportRun *run = yb_connection_get (yb_store_get_reader (fixture->store), &yb_export_run_row_type, id,
                                        &error);

  g_assert_no_error (error);
  return run;
}

static void
test_export (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = g_build_filename (fixture->folder, "deals.csv", NULL);
  g_autofree char *hash = NULL, *content = NULL;
  YbExportRequest request = {.kind = "deals", .path = path, .from = "2026-01-01"};
  YbExportRequest customers = {.kind = "customers", .path = path};
  g_autoptr (GError) error = NULL, denied = NULL;
  g_autoptr (YbExportRun) run = NULL;
  gsize length;
  guint n_rows = 0;

  make_deal (fixture, "sc");
  g_assert_true (yb_desk_export (fixture_desk (fixture, "gm"), &request, NULL, NULL, NULL, &n_rows, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_rows, ==, 1);
  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  g_assert_nonnull (strstr (content, "138****5678"));
  hash = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) content, length);
  run = last_run (fixture, 1);
  g_assert_cmpstr (run->file_hash, ==, hash);
  g_assert_cmpint (run->rows, ==, 1);
  g_assert_cmpint (run->finished_at, ==, FIXTURE_NOW);
  g_assert_cmpstr (run->filter, ==, "{\"from\":\"2026-01-01\"}");
  g_assert_cmpstr (run->file_name, ==, "deals.csv");

  g_assert_false (yb_desk_export (fixture_desk (fixture, "sc"), &request, NULL, NULL, NULL, NULL, &denied));
  g_assert_error (denied, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_clear_error (&denied);
  /* A team's manager has no list of all customers, as long as there are other teams. */
  g_assert_true (yb_desk_export (fixture_desk (fixture, "sm"), &customers, NULL, NULL, NULL, NULL, &error));
  fixture_do (fixture, "ad", "staff.set-team", "{'staff':'sc','team':'甲'}");
  g_assert_false (yb_desk_export (fixture_desk (fixture, "sm"), &customers, NULL, NULL, NULL, NULL, &denied));
  g_assert_error (denied, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  /* Nobody completes a trace but the program. */
  fixture_fails (fixture, "gm", YB_DESK_ERROR_FORBIDDEN, "export.finish", "{'export':1,'rows':0,'hash':'x'}");
}

static gboolean
export_personal (Fixture *fixture,
                 const char *code,
                 const char *name,
                 const char *purpose,
                 const char *approver,
                 const char *password,
                 GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  YbExportRequest request = {.kind = "customers",
                             .path = path,
                             .is_personal = TRUE,
                             .purpose = purpose,
                             .approver = approver,
                             .approver_password = password};
  gboolean done = yb_desk_export (fixture_desk (fixture, code), &request, NULL, NULL, NULL, NULL, error);

  g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, done);
  return done;
}

/* Four eyes, a purpose and a workbook; more than 200 rows only with the general manager. */
static void
test_personal_export (void)
{
  static const struct
  {
    const char *code, *name, *purpose, *approver, *password;
  } refused[] = {
      {"sm", "a.xlsx", "Recall", "gm", FIXTURE_PASSWORD}, {"gm", "a.csv", "Recall", "sm", FIXTURE_PASSWORD},
      {"gm", "a.xlsx", NULL, "sm", FIXTURE_PASSWORD},     {"gm", "a.xlsx", "Recall", NULL, NULL},
      {"gm", "a.xlsx", "Recall", "gm", FIXTURE_PASSWORD}, {"gm", "a.xlsx", "Recall", "sm", "guess"},
      {"gm", "a.xlsx", "Recall", "sc", FIXTURE_PASSWORD},
  };
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (YbExportRun) run = NULL;

  make_deal (fixture, "sc");
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) why = NULL;

      g_assert_false (export_personal (fixture, refused[i].code, refused[i].name, refused[i].purpose,
                                       refused[i].approver, refused[i].password, &why));
      g_assert_nonnull (why);
    }
  g_assert_true (export_personal (fixture, "gm", "a.xlsx", "Recall", "sm", FIXTURE_PASSWORD, &error));
  g_assert_no_error (error);
  run = last_run (fixture, 1);
  g_assert_true (run->is_personal);
  g_assert_cmpstr (run->purpose, ==, "Recall");
  g_assert_cmpint (run->approved_by, ==, YB_ROW (yb_desk_get_staff (fixture_desk (fixture, "sm")))->id);
}

static void
test_row_cap (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GError) error = NULL, fine = NULL;

  for (guint i = 0; i < 201; i++)
    fixture_do (fixture, "rc", "customer.create", "{'name':'C%u'}", i);
  fixture_grant (fixture, "fvp", "export.personal", "all", NULL);
  fixture_employ (fixture, "fvp");
  g_assert_false (export_personal (fixture, "fvp", "a.xlsx", "Recall", "sm", FIXTURE_PASSWORD, &error));
  g_assert_nonnull (strstr (error->message, "200"));
  g_assert_true (export_personal (fixture, "fvp", "a.xlsx", "Recall", "gm", FIXTURE_PASSWORD, &fine));
  g_assert_no_error (fine);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/desk/reveal/reveal", test_reveal);
  g_test_add_func ("/desk/reveal/limit", test_limit);
  g_test_add_func ("/desk/reveal/papers", test_papers);
  g_test_add_func ("/desk/rights/change", test_change_of_rights);
  g_test_add_func ("/desk/rights/four-eyes", test_four_eyes);
  g_test_add_func ("/desk/rights/manager-is-not-put-aside", test_manager_is_not_put_aside);
  g_test_add_func ("/desk/rights/own-roles", test_own_roles);
  g_test_add_func ("/desk/rights/nobody-locks-the-house", test_nobody_locks_the_house);
  g_test_add_func ("/desk/rights/new-house", test_new_house);
  g_test_add_func ("/desk/rights/hand-over", test_hand_over);
  g_test_add_func ("/desk/rights/teams", test_teams);
  g_test_add_func ("/desk/export/trace", test_export);
  g_test_add_func ("/desk/export/personal", test_personal_export);
  g_test_add_func ("/desk/export/row-cap", test_row_cap);

  return g_test_run ();
}
