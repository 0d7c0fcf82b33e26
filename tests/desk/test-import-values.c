/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the words of other systems are taken for: columns, values, and what a value may be said to mean. */

#include "config.h"

#include "desk-fixture.h"
#include "yb-calendar.h"
#include "yb-import.h"

#include <string.h>

static YbTable *
read_table (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  YbTable *table = yb_table_read_bytes (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static YbImportResult *
run (Fixture *fixture, const char *text, const char *values)
{
  g_autoptr (YbTable) table = read_table (text);
  g_autoptr (GError) error = NULL;
  g_autofree char *map_text = g_strconcat (
      "[import]\nkind=deals\n[columns]\nexternal_id=id\ncustomer=account\nstage=stage\n[values:stage]\n",
      values, NULL);
  g_autoptr (YbImportMap) map = values != NULL ? yb_import_map_load_from_data (map_text, -1, &error) : NULL;
  g_autoptr (YbImport) import = yb_import_new (fixture_desk (fixture, "ad"), "deals", table, map);
  YbImportResult *result = yb_import_run (import, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return result;
}

static const YbField *
stage_field (void)
{
  return yb_row_type_find_field (&yb_deal_row_type, "stage");
}

static YbImportChoice *
find_choice (GPtrArray *choices, const char *code)
{
  for (guint i = 0; i < choices->len; i++)
    if (g_str_equal (((YbImportChoice *) g_ptr_array_index (choices, i))->code, code))
      return g_ptr_array_index (choices, i);

  return NULL;
}

/* Nine stages, and how deals end: nothing is won before the contract, nobody has to choose among lost stages. */
static void
test_choices (void)
{
  g_autoptr (YbImportMap) map = yb_import_map_new ("deals");
  g_autoptr (GPtrArray) choices = yb_import_list_choices (stage_field (), map);
  g_autoptr (GPtrArray) more = NULL;

  g_assert_cmpuint (choices->len, ==, YB_N_STAGES + 5);
  for (guint i = 1; i <= YB_N_STAGES; i++)
    g_assert_nonnull (find_choice (choices, yb_enum_code (&yb_stage_enum, i)));
  g_assert_nonnull (find_choice (choices, "FOLLOWUP,won"));
  g_assert_nonnull (find_choice (choices, "NEGOTIATE,lost"));
  g_assert_nonnull (find_choice (choices, "LEAD,dormant"));
  g_assert_null (find_choice (choices, "LEAD,won"));
  g_assert_null (find_choice (choices, "NEEDS,lost"));

  /* What a mapping file says can be chosen, too; what makes no sense cannot. */
  yb_import_map_set_value (map, "stage", "gone", "NEEDS, lost");
  yb_import_map_set_value (map, "stage", "odd", "LEAD,won");
  more = yb_import_list_choices (stage_field (), map);
  g_assert_cmpuint (more->len, ==, choices->len + 1);
  g_assert_cmpstr (find_choice (more, "NEEDS,lost")->label, ==, "Lost (Needs consultation)");
}

static void
test_guesses (void)
{
  static const struct
  {
    const char *theirs;
    const char *code;
  } words[] = {
      {"线索", "LEAD"},
      {"意向", "NEEDS"},
      {"跟进中", "NEEDS"},
      {"需求分析", "NEEDS"},
      {"试驾", "DRIVE"},
      {"报价", "NEGOTIATE"},
      {"洽谈中", "NEGOTIATE"},
      {" 签约 ", "CLOSE"},
      {"交付", "DELIVERY"},
      {"成交", "FOLLOWUP,won"},
      {"已成交", "FOLLOWUP,won"},
      {"已交车", "FOLLOWUP,won"},
      {"战败", "NEGOTIATE,lost"},
      {"流失", "NEGOTIATE,lost"},
      {"休眠", "LEAD,dormant"},
      {"needs", "NEEDS"},
      {"FOLLOWUP,won", "FOLLOWUP,won"},
      {"Needs consultation", "NEEDS"},
      {"frob", NULL},
      {"LEAD,won", NULL},
  };
  g_autoptr (YbImportMap) map = yb_import_map_new ("deals");
  g_autoptr (GPtrArray) choices = yb_import_list_choices (stage_field (), map);
  g_autofree char *mapped = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *code = yb_import_guess_value (stage_field (), map, words[i].theirs);

      g_assert_cmpstr (code, ==, words[i].code);
      g_assert_true (code == NULL || find_choice (choices, code) != NULL);
    }
  yb_import_map_set_value (map, "stage", "成交", "DELIVERY,won");
  mapped = yb_import_guess_value (stage_field (), map, "成交");
  g_assert_cmpstr (mapped, ==, "DELIVERY,won");
}

static void
test_columns (void)
{
  g_autoptr (YbTable) table = read_table (
      "客户名称,联系电话,意向车型,销售顾问,客户来源,录入日期,销售阶段,成交价,预算\n王伟,1,a,b,c,d,e,f,g\n");
  g_autoptr (YbTable)
      other = read_table ("客户姓名,手机号,车型,顾问,渠道,创建日期,状态,金额\n王伟,1,a,b,c,d,e,f\n");
  g_autoptr (YbImportMap) map = yb_import_suggest_map (table, "deals");
  g_autoptr (YbImportMap) second = yb_import_suggest_map (other, "deals");
  static const char *const expected[][3] = {
      {"customer", "客户名称", "客户姓名"}, {"phone", "联系电话", "手机号"},
      {"model", "意向车型", "车型"},        {"consultant", "销售顾问", "顾问"},
      {"source", "客户来源", "渠道"},       {"opened_on", "录入日期", "创建日期"},
      {"stage", "销售阶段", "状态"},        {"amount", "成交价", "金额"},
      {"needs_budget", "预算", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_assert_cmpstr (yb_import_map_get_column (map, expected[i][0]), ==, expected[i][1]);
      g_assert_cmpstr (yb_import_map_get_column (second, expected[i][0]), ==, expected[i][2]);
    }
}

/* People read labels, mapping files are written in codes. */
static void
test_unknown_stage (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) result = run (fixture, "id,account,stage\n1,a,frob\n", NULL);
  const YbImportProblem *problem;

  g_assert_cmpuint (result->n_errors, ==, 1);
  problem = g_ptr_array_index (result->errors, 0);
  g_assert_nonnull (strstr (problem->message, "Lead development, Reception, "));
  g_assert_null (strstr (problem->message, "LEAD"));
  g_assert_true (g_str_has_prefix (problem->codes, "LEAD, RECEPTION, "));
  g_assert_cmpstr (problem->field, ==, "stage");
}

/* A deal that sleeps is off the board and comes back by itself; the same file once more changes nothing. */
static void
test_dormant (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  const char *text = "id,account,stage\n1,a,zzz\n2,b,休眠\n";
  g_autoptr (YbImportResult) first = run (fixture, text, "zzz=NEEDS,dormant\n");
  g_autoptr (YbImportResult) again = run (fixture, text, "zzz=NEEDS,dormant\n");
  g_autoptr (YbImportResult) late = NULL;
  g_autoptr (YbDeal) deal = NULL;
  g_autoptr (YbDeal) awake = NULL;
  g_autofree char *today = yb_date_today ();

  g_assert_cmpuint (first->imported, ==, 2);
  g_assert_cmpuint (first->n_warnings, ==, 0);
  g_assert_cmpuint (again->skipped, ==, 2);
  deal = fixture_deal (fixture, 1);
  g_assert_cmpint (deal->outcome, ==, YB_OUTCOME_DORMANT);
  g_assert_cmpint (deal->stage, ==, YB_STAGE_NEEDS);
  g_assert_false (deal->on_board);
  g_assert_cmpint (yb_date_days_between (today, deal->dormant_until), >, 90);
  g_assert_cmpint (deal->next_contact_at, ==, yb_date_to_time (deal->dormant_until));

  late = run (fixture, text, "zzz=PRESENT\n");
  g_assert_cmpuint (late->updated, ==, 1);
  awake = fixture_deal (fixture, 1);
  g_assert_cmpint (awake->outcome, ==, YB_OUTCOME_OPEN);
  g_assert_cmpstr (awake->dormant_until, ==, "");
  g_assert_true (awake->on_board);
}

/* No file brings a deal into a state that no verb leads to (flows.md 3.1). */
static void
test_impossible_standings (void)
{
  static const char *const impossible[] = {"DELIVERY,lost",    "FOLLOWUP,lost", "CLOSE,dormant",
                                           "DELIVERY,dormant", "NEGOTIATE,won", "LEAD,cancelled"};
  static const char *const possible[] = {"CLOSE,lost", "LEAD,lost", "NEGOTIATE,dormant", "CLOSE,won",
                                         "FOLLOWUP,won"};

  for (guint i = 0; i < G_N_ELEMENTS (impossible) + G_N_ELEMENTS (possible); i++)
    {
      gboolean ok = i >= G_N_ELEMENTS (impossible);
      const char *standing = ok ? possible[i - G_N_ELEMENTS (impossible)] : impossible[i];
      g_autoptr (Fixture) fixture = fixture_new ();
      g_autofree char *values = g_strdup_printf ("x=%s\n", standing);
      g_autoptr (YbImportResult) result = run (fixture, "id,account,stage\n1,a,x\n", values);

      g_test_message ("%s", standing);
      g_assert_cmpuint (result->n_errors, ==, ok ? 0 : 1);
      g_assert_cmpint (result->written, ==, ok);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-values/choices", test_choices);
  g_test_add_func ("/import-values/guesses", test_guesses);
  g_test_add_func ("/import-values/columns", test_columns);
  g_test_add_func ("/import-values/unknown-stage", test_unknown_stage);
  g_test_add_func ("/import-values/dormant", test_dormant);
  g_test_add_func ("/import-values/impossible-standings", test_impossible_standings);
  return g_test_run ();
}
