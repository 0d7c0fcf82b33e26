/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "desk-fixture.h"
#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-audit-row.h"
#include "yb-import.h"

/* Rows are looked for until so many ids in a row are missing. */
#define DUMP_GAP 20

#define CRM_MAP                                                                                              \
  "[import]\n"                                                                                               \
  "kind=deals\n"                                                                                             \
  "date-format=auto\n"                                                                                       \
  "create-staff=yes\n"                                                                                       \
  "[columns]\n"                                                                                              \
  "external_id=opportunity_id\n"                                                                             \
  "customer=account\n"                                                                                       \
  "consultant=sales_agent\n"                                                                                 \
  "opened_on=engage_date\n"                                                                                  \
  "closed_on=close_date\n"                                                                                   \
  "amount=close_value\n"                                                                                     \
  "model=product\n"                                                                                          \
  "stage=deal_stage\n"                                                                                       \
  "[values:stage]\n"                                                                                         \
  "Prospecting=LEAD\n"                                                                                       \
  "Engaging=NEEDS\n"                                                                                         \
  "Won=FOLLOWUP,won\n"                                                                                       \
  "Lost=NEGOTIATE,lost\n"

/* ---- helpers ---- */

static YbTable *
table_of (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  YbTable *table = yb_table_read_bytes (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static YbImportMap *
map_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  YbImportMap *map = NULL;

  if (text == NULL)
    return NULL;
  map = yb_import_map_load_from_data (text, -1, &error);
  g_assert_no_error (error);
  return map;
}

static YbImport *
import_of (Fixture *fixture, const char *code, const char *kind, const char *table_text, const char *map_text)
{
  g_autoptr (YbTable) table = table_of (table_text);
  g_autoptr (YbImportMap) map = map_of (map_text);

  return yb_import_new (fixture_desk (fixture, code), kind, table, map);
}

static YbImportResult *
run (Fixture *fixture, const char *kind, const char *table_text, const char *map_text, gboolean skip_bad)
{
  g_autoptr (YbImport) import = import_of (fixture, "ad", kind, table_text, map_text);
  g_autoptr (GError) error = NULL;
  YbImportResult *result = yb_import_run (import, skip_bad, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
  return result;
}

static char *
failure (Fixture *fixture, const char *kind, const char *table_text, const char *map_text)
{
  g_autoptr (YbImport) import = import_of (fixture, "ad", kind, table_text, map_text);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) checked = NULL;
  g_autoptr (YbImportResult) result = NULL;

  checked = yb_import_check (import, NULL, NULL, NULL, &error);
  g_assert_null (checked);
  g_assert_nonnull (error);
  g_clear_error (&error);
  result = yb_import_run (import, TRUE, NULL, NULL, NULL, &error);
  g_assert_null (result);
  g_assert_nonnull (error);
  return g_strdup (error->message);
}

static void
check_counts (const YbImportResult *result, guint imported, guint updated, guint skipped, guint n_errors)
{
  for (guint i = 0; i < MIN (result->errors->len, 10) && n_errors == 0; i++)
    {
      const YbImportProblem *problem = g_ptr_array_index (result->errors, i);

      g_test_message ("line %u, %s, “%s”: %s", problem->line, problem->column, problem->value,
                      problem->message);
    }
  g_assert_cmpuint (result->imported, ==, imported);
  g_assert_cmpuint (result->updated, ==, updated);
  g_assert_cmpuint (result->skipped, ==, skipped);
  g_assert_cmpuint (result->n_errors, ==, n_errors);
  g_assert_cmpuint (result->imported + result->updated + result->skipped, ==, result->rows);
}

static void
check_problem (GPtrArray *problems, guint index, guint line, const char *column, const char *value)
{
  const YbImportProblem *problem;

  g_assert_cmpuint (index, <, problems->len);
  problem = g_ptr_array_index (problems, index);
  g_assert_cmpuint (problem->line, ==, line);
  g_assert_cmpstr (problem->column, ==, column);
  g_assert_cmpstr (problem->value, ==, value);
  g_assert_cmpstr (problem->message, !=, "");
}

static GPtrArray *
list_rows (Fixture *fixture, const YbRowType *type)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  YbConnection *reader = yb_store_get_reader (fixture->store);
  guint missing = 0;

  for (gint64 id = 1; missing < DUMP_GAP; id++)
    {
      YbRow *row = yb_connection_get (reader, type, id, NULL);

      missing = row == NULL ? missing + 1 : 0;
      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  return rows;
}

static guint
count_rows (Fixture *fixture, const YbRowType *type)
{
  g_autoptr (GPtrArray) rows = list_rows (fixture, type);

  return rows->len;
}

/* Every field of every record but what is written down about the imports themselves. */
static char *
dump (Fixture *fixture)
{
  GString *text = g_string_new (NULL);
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  for (guint t = 0; t < n_types; t++)
    {
      g_autoptr (GPtrArray) rows = NULL;

      if (types[t] == &yb_deal_card_row_type || types[t] == &yb_import_run_row_type ||
          types[t] == &yb_audit_row_type)
        continue;
      rows = list_rows (fixture, types[t]);
      for (guint i = 0; i < rows->len; i++)
        {
          YbRow *row = g_ptr_array_index (rows, i);

          g_string_append_printf (text, "%s %" G_GINT64_FORMAT, types[t]->kind, row->id);
          for (guint f = 0; f < types[t]->n_fields; f++)
            if (yb_field_is_text (&types[t]->fields[f]))
              g_string_append_printf (text, "|%s", yb_row_get_text (row, &types[t]->fields[f]));
            else
              g_string_append_printf (text, "|%" G_GINT64_FORMAT,
                                      yb_row_get_number (row, &types[t]->fields[f]));
          g_string_append_c (text, '\n');
        }
    }
  return g_string_free (text, FALSE);
}

/* Like g_assert_cmpstr() of long texts, but shows only the first line that differs. */
static void
assert_same_lines (const char *one, const char *other)
{
  g_auto (GStrv) lines = g_strsplit (one, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other, "\n", -1);
  guint i = 0;

  while (lines[i] != NULL && others[i] != NULL && g_str_equal (lines[i], others[i]))
    i++;
  g_assert_cmpstr (lines[i], ==, others[i]);
}

static void
check_house (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = yb_store_check (fixture->store, TRUE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

static char *
foreign (const char *name)
{
  char *path = g_build_filename (g_getenv ("YB_FOREIGN_DATA") != NULL ? g_getenv ("YB_FOREIGN_DATA") : "",
                                 name, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return path;

  g_test_message ("%s is not there: this case was left out", path);
  g_free (path);
  return NULL;
}

static char *
unpack (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFileInputStream) packed = g_file_read (file, NULL, &error);
  g_autoptr (GZlibDecompressor) decompressor = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) plain = NULL;
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_assert_no_error (error);
  plain = g_converter_input_stream_new (G_INPUT_STREAM (packed), G_CONVERTER (decompressor));
  g_output_stream_splice (out, plain, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (out)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (out)));
}

/* ---- the deals of another system ---- */

static void
check_crm (Fixture *fixture)
{
  g_autoptr (GPtrArray) deals = list_rows (fixture, &yb_deal_row_type);
  g_autoptr (GPtrArray) customers = list_rows (fixture, &yb_customer_row_type);
  guint counts[YB_N_STAGES + 1][YB_OUTCOME_LOST + 1] = {0};
  guint on_board = 0, nameless = 0;
  gint64 nobody = 0, won = 0, days = 0;

  for (guint i = 0; i < customers->len; i++)
    if (g_str_equal (YB_CUSTOMER (customers->pdata[i])->external_id, "import:no-name"))
      nobody = YB_ROW (customers->pdata[i])->id;
  for (guint i = 0; i < deals->len; i++)
    {
      YbDeal *deal = deals->pdata[i];

      g_assert_cmpint (deal->outcome, <=, YB_OUTCOME_LOST);
      counts[deal->stage][deal->outcome]++;
      on_board += deal->on_board;
      nameless += deal->customer == nobody;
      if (deal->outcome == YB_OUTCOME_WON)
        {
          won += deal->amount;
          days += yb_date_days_between (deal->opened_on, deal->closed_on);
        }
    }

  g_assert_cmpuint (deals->len, ==, 4382);
  g_assert_cmpuint (counts[YB_STAGE_LEAD][YB_OUTCOME_OPEN], ==, 242);
  g_assert_cmpuint (counts[YB_STAGE_NEEDS][YB_OUTCOME_OPEN], ==, 797);
  g_assert_cmpuint (counts[YB_STAGE_FOLLOWUP][YB_OUTCOME_WON], ==, 2099);
  g_assert_cmpuint (counts[YB_STAGE_NEGOTIATE][YB_OUTCOME_LOST], ==, 1244);
  g_assert_cmpuint (on_board, ==, 242 + 797);
  g_assert_cmpuint (nameless, ==, 707);
  g_assert_cmpint (won, ==, G_GINT64_CONSTANT (488438000));
  /* Mean 50.0129 days. */
  g_assert_cmpint (days * 10000 / 2099, ==, 500128);
}

static void
test_crm (gconstpointer name)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = foreign (name);
  g_autofree char *text = NULL;
  g_autofree char *before = NULL;
  g_autofree char *imported = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *after = NULL;
  g_autoptr (YbImportResult) first = NULL;
  g_autoptr (YbImportResult) second = NULL;
  gint64 start;

  if (path == NULL)
    return;

  text = unpack (path);
  before = dump (fixture);
  start = g_get_monotonic_time ();
  first = run (fixture, "deals", text, CRM_MAP, FALSE);
  g_test_message ("%u rows in %.3f s", first->rows, (g_get_monotonic_time () - start) / 1e6);
  check_counts (first, 4382, 0, 0, 0);
  g_assert_true (first->written);
  check_crm (fixture);
  check_house (fixture);
  imported = dump (fixture);

  second = run (fixture, "deals", text, CRM_MAP, FALSE);
  check_counts (second, 0, 0, 4382, 0);
  g_assert_false (second->written);
  g_assert_cmpuint (count_rows (fixture, &yb_import_run_row_type), ==, 1);
  twice = dump (fixture);
  assert_same_lines (twice, imported);

  fixture_do (fixture, "ad", "import.undo", "{'import': %" G_GINT64_FORMAT "}", first->run);
  after = dump (fixture);
  assert_same_lines (after, before);
  check_house (fixture);
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "import.undo", "{'import': %" G_GINT64_FORMAT "}",
                 first->run);
}

/* The check says the same as the run will do, and writes nothing. */
static void
test_check (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = foreign ("crm-maven/sales_pipeline_mdy.csv.gz");
  g_autofree char *text = NULL;
  g_autofree char *before = dump (fixture);
  g_autofree char *after = NULL;
  g_autoptr (YbImport) import = NULL;
  g_autoptr (YbImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;

  text = unpack (path);
  import = import_of (fixture, "ad", "deals", text, CRM_MAP);
  result = yb_import_check (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_counts (result, 4382, 0, 0, 0);
  g_assert_false (result->written);
  after = dump (fixture);
  assert_same_lines (after, before);
}

/* ---- dates, stages, amounts ---- */

static void
test_ambiguous_dates (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *message = NULL;
  g_autoptr (YbImportResult) named = NULL;
  g_autoptr (YbImportResult) settled = NULL;
  g_autoptr (YbDeal) deal = NULL;

  message = failure (fixture, "deals", "id,account,engage_date\nA1,张三,03/04/2025\nA2,李四,05/06/2025\n",
                     NULL);
  g_assert_nonnull (strstr (message, "03/04/2025"));
  g_assert_cmpuint (count_rows (fixture, &yb_deal_row_type), ==, 0);

  named = run (fixture, "deals", "id,account,engage_date\nA1,张三,03/04/2025\n",
               "[import]\nkind=deals\ndate-format=%d/%m/%Y\n[columns]\n"
               "external_id=id\ncustomer=account\nopened_on=engage_date\n",
               FALSE);
  check_counts (named, 1, 0, 0, 0);
  deal = fixture_deal (fixture, 1);
  g_assert_cmpstr (deal->opened_on, ==, "2025-04-03");

  /* The 13th in one column settles the other one. */
  settled = run (fixture, "deals", "id,account,engage_date,close_date\nB1,张三,03/04/2025,04/13/2025\n", NULL,
                 FALSE);
  check_counts (settled, 1, 0, 0, 0);
  g_clear_object (&deal);
  deal = fixture_deal (fixture, 2);
  g_assert_cmpstr (deal->opened_on, ==, "2025-03-04");
  g_assert_cmpstr (deal->closed_on, ==, "2025-04-13");
}

static const char bad_table[] = "id,客户,sales_agent,金额,阶段,建档日期,来源\n"
                                "1,张三,sc,100,LEAD,2025-01-31,walk_in\n"
                                "2,李四,nobody,100,LEAD,2025-01-31,walk_in\n"
                                "3,王五,sc,a lot,LEAD,2025-01-31,walk_in\n"
                                "4,赵六,sc,100,SOMEWHERE,2025-01-31,walk_in\n"
                                "5,孙七,sc,100,LEAD,2025-02-30,walk_in\n"
                                "6,周八,sc,100,LEAD,2025-01-31,telepathy\n"
                                "7,吴九,sc,100,LEAD\n"
                                "1,郑十,sc,100,LEAD,2025-01-31,walk_in\n"
                                "9,冯一,sc,-5,LEAD,2025-01-31,walk_in\n";

static void
test_bad_values (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *before = dump (fixture);
  g_autofree char *after = NULL;
  g_autoptr (YbImportResult) refused = run (fixture, "deals", bad_table, NULL, FALSE);
  g_autoptr (YbImportResult) skipped = NULL;

  g_assert_false (refused->written);
  g_assert_cmpuint (refused->n_errors, ==, 8);
  check_problem (refused->errors, 0, 3, "sales_agent", "nobody");
  check_problem (refused->errors, 1, 4, "金额", "a lot");
  check_problem (refused->errors, 2, 5, "阶段", "SOMEWHERE");
  check_problem (refused->errors, 3, 6, "建档日期", "2025-02-30");
  check_problem (refused->errors, 4, 7, "来源", "telepathy");
  check_problem (refused->errors, 5, 8, "", "");
  check_problem (refused->errors, 6, 9, "id", "1");
  check_problem (refused->errors, 7, 10, "金额", "-5");
  after = dump (fixture);
  assert_same_lines (after, before);

  skipped = run (fixture, "deals", bad_table, NULL, TRUE);
  g_assert_true (skipped->written);
  check_counts (skipped, 1, 0, 8, 8);
  g_assert_cmpuint (count_rows (fixture, &yb_deal_row_type), ==, 1);
  /* Nobody was made for the sake of a row that was left out. */
  g_assert_cmpuint (count_rows (fixture, &yb_customer_row_type), ==, 1);
}

static void
test_many_errors (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (GString) text = g_string_new ("id,account,close_value\n");
  g_autoptr (YbImportResult) result = NULL;

  for (guint i = 0; i < YB_IMPORT_MAX_PROBLEMS + 500; i++)
    g_string_append_printf (text, "%u,c,none\n", i);
  result = run (fixture, "deals", text->str, NULL, FALSE);
  g_assert_cmpuint (result->n_errors, ==, YB_IMPORT_MAX_PROBLEMS + 500);
  g_assert_cmpuint (result->errors->len, ==, YB_IMPORT_MAX_PROBLEMS);
}

static void
test_maps (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *column = NULL;
  g_autofree char *kind = NULL;
  g_autofree char *field = NULL;
  g_autofree char *nothing = NULL;

  column = failure (fixture, "deals", "a,b\n1,2\n", "[import]\nkind=deals\n[columns]\ncustomer=c\n");
  g_assert_nonnull (strstr (column, "c"));
  kind = failure (fixture, "deals", "a,b\n1,2\n", "[import]\nkind=customers\n[columns]\nname=a\n");
  g_assert_nonnull (strstr (kind, "customers"));
  field = failure (fixture, "customers", "a,b\n1,2\n",
                   "[import]\nkind=customers\n[columns]\nname=a\npassword=b\n");
  g_assert_nonnull (strstr (field, "password"));
  nothing = failure (fixture, "customers", "x1,x2\n1,2\n", NULL);
  g_assert_nonnull (strstr (nothing, "name"));
}

static void
test_standing (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) result = NULL;
  const struct
  {
    YbStage stage;
    YbOutcome outcome;
    gboolean on_board;
  } expected[] = {
      {YB_STAGE_LEAD, YB_OUTCOME_OPEN, TRUE},      {YB_STAGE_DRIVE, YB_OUTCOME_OPEN, TRUE},
      {YB_STAGE_CLOSE, YB_OUTCOME_WON, TRUE},      {YB_STAGE_FOLLOWUP, YB_OUTCOME_WON, TRUE},
      {YB_STAGE_FOLLOWUP, YB_OUTCOME_WON, FALSE},  {YB_STAGE_NEGOTIATE, YB_OUTCOME_LOST, FALSE},
      {YB_STAGE_RECEPTION, YB_OUTCOME_OPEN, TRUE},
  };

  result = run (
      fixture, "deals",
      "id,account,阶段,建档日期,close_date\n"
      "1,a,,2026-01-02,\n"
      "2,b,drive,2026-01-02,\n"
      "3,c,signed,2026-01-02,2026-01-20\n"
      "4,d,done,2026-01-02,2026-02-20\n"
      "5,e,done,2025-01-02,2025-02-20\n"
      "6,f,gone,2025-01-02,2025-02-20\n"
      "7,g,something,2026-01-02,\n",
      "[import]\nkind=deals\n[columns]\nexternal_id=id\ncustomer=account\nstage=阶段\n"
      "opened_on=建档日期\nclosed_on=close_date\n"
      "[values:stage]\nsigned=CLOSE,won\ndone=FOLLOWUP,won\ngone=NEGOTIATE,lost\ndrive=DRIVE\n*=RECEPTION\n",
      FALSE);
  check_counts (result, G_N_ELEMENTS (expected), 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autoptr (YbDeal) deal = fixture_deal (fixture, i + 1);
      g_autoptr (GPtrArray) history = fixture_history (fixture, i + 1);

      g_assert_cmpint (deal->stage, ==, expected[i].stage);
      g_assert_cmpint (deal->outcome, ==, expected[i].outcome);
      g_assert_cmpint (deal->on_board, ==, expected[i].on_board);
      g_assert_cmpint (deal->stage_since, ==,
                       yb_date_to_time (*deal->closed_on != '\0' ? deal->closed_on : deal->opened_on));
      g_assert_cmpuint (history->len, ==, 1);
    }
  check_house (fixture);
}

/* What people did here since is not taken back by an older file. */
static void
test_moved_since (void)
{
  static const char before[] =
      "id,account,phone,stage,金额\n1,张三,13800138000,LEAD,1000\n2,李四,13900139000,LEAD,1000\n";
  static const char after[] =
      "id,account,phone,stage,金额\n1,张三,13800138000,NEEDS,2000\n2,李四,13900139000,NEEDS,2000\n";
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) first = run (fixture, "deals", before, NULL, FALSE);
  g_autoptr (YbImportResult) second = NULL;
  g_autoptr (YbImportResult) third = NULL;
  g_autoptr (YbDeal) moved = NULL;
  g_autoptr (YbDeal) other = NULL;

  fixture_do (fixture, "sm", "deal.assign", "{'deal': 1, 'consultant': 'sc', 'reason': 'new here'}");
  fixture_supply_up_to (fixture, 1, YB_STAGE_RECEPTION);
  fixture_do (fixture, "sc", "deal.move", "{'deal': 1, 'stage': 'RECEPTION'}");
  second = run (fixture, "deals", after, NULL, FALSE);
  check_counts (second, 0, 2, 0, 0);
  g_assert_cmpuint (second->n_warnings, ==, 1);
  check_problem (second->warnings, 0, 2, "stage", "NEEDS");
  moved = fixture_deal (fixture, 1);
  other = fixture_deal (fixture, 2);
  g_assert_cmpint (moved->stage, ==, YB_STAGE_RECEPTION);
  g_assert_cmpint (moved->amount, ==, 200000);
  g_assert_cmpint (other->stage, ==, YB_STAGE_NEEDS);

  third = run (fixture, "deals", after, NULL, FALSE);
  check_counts (third, 0, 0, 2, 0);
  check_house (fixture);

  /* The second import can be taken back, but no longer the first one: its deals have changed since. */
  fixture_fails (fixture, "ad", YB_DESK_ERROR_REFUSED, "import.undo", "{'import': %" G_GINT64_FORMAT "}",
                 first->run);
  fixture_do (fixture, "ad", "import.undo", "{'import': %" G_GINT64_FORMAT "}", second->run);
  g_clear_object (&other);
  other = fixture_deal (fixture, 2);
  g_assert_cmpint (other->stage, ==, YB_STAGE_LEAD);
  g_assert_cmpint (other->amount, ==, 100000);
  check_house (fixture);
}

static void
test_undo_names_changes (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult) result = run (fixture, "deals", "id,account\n1,张三\n2,李四\n", NULL, FALSE);
  g_autofree char *message = NULL;

  fixture_do (fixture, "sm", "deal.update", "{'deal': 2, 'note': 'changed by hand'}");
  message = fixture_refused (fixture, "ad", YB_DESK_ERROR_REFUSED, "import.undo",
                             "{'import': %" G_GINT64_FORMAT "}", result->run);
  g_assert_nonnull (strstr (message, "1 record"));
  g_assert_nonnull (strstr (message, "2"));
  g_assert_cmpuint (count_rows (fixture, &yb_deal_row_type), ==, 2);
}

/* A deal that was opened for an imported customer would lose its customer. */
static void
test_undo_names_dependents (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImportResult)
      result = run (fixture, "customers", "name,phone\n张三,13800138000\n李四,13900139000\n", NULL, FALSE);
  g_autofree char *message = NULL;

  fixture_do (fixture, "rc", "deal.create", "{'customer': 2, 'source': 'walk_in', 'consultant': 'sc'}");
  message = fixture_refused (fixture, "ad", YB_DESK_ERROR_REFUSED, "import.undo",
                             "{'import': %" G_GINT64_FORMAT "}", result->run);
  g_assert_nonnull (strstr (message, "Deal 1"));
  g_assert_cmpuint (count_rows (fixture, &yb_customer_row_type), ==, 2);
}

/* ---- people ---- */

static void
test_consultants (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  static const char table[] = "id,account,sales_agent\n1,a,sc2\n2,b,Moses Frase\n3,c,Moses Frase\n";
  g_autoptr (YbImportResult) refused = run (fixture, "deals", table, NULL, FALSE);
  g_autoptr (YbImportResult) made = NULL;
  guint n_staff = count_rows (fixture, &yb_staff_row_type);
  g_autoptr (GPtrArray) staff = NULL;
  g_autoptr (YbDeal) second = NULL;
  g_autoptr (YbDeal) third = NULL;
  YbStaff *newest;

  g_assert_cmpuint (refused->n_errors, ==, 2);
  check_problem (refused->errors, 0, 3, "sales_agent", "Moses Frase");
  check_problem (refused->errors, 1, 4, "sales_agent", "Moses Frase");

  made = run (fixture, "deals", table,
              "[import]\nkind=deals\ncreate-staff=yes\n"
              "[columns]\nexternal_id=id\ncustomer=account\nconsultant=sales_agent\n",
              FALSE);
  check_counts (made, 3, 0, 0, 0);
  staff = list_rows (fixture, &yb_staff_row_type);
  g_assert_cmpuint (staff->len, ==, n_staff + 1);
  newest = staff->pdata[staff->len - 1];
  g_assert_cmpstr (newest->name, ==, "Moses Frase");
  g_assert_cmpint (newest->active, ==, 0);
  g_assert_cmpstr (newest->password, ==, "");
  second = fixture_deal (fixture, 2);
  third = fixture_deal (fixture, 3);
  g_assert_cmpint (second->consultant, ==, YB_ROW (newest)->id);
  g_assert_cmpint (third->consultant, ==, YB_ROW (newest)->id);
}

static void
test_customers (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  static const char table[] = "姓名,手机,车牌号,车架号,备注\n"
                              "张三,+86 138-0013-8000,沪A·12345,LSVAA2188E2000001,=1+1\n"
                              "张小三,13800138000,,,@cmd\n"
                              "李四,12345,沪AI2345,LSVAA2180E2000001,\n"
                              "王五,,,,第一\n";
  g_autoptr (YbImportResult) first = run (fixture, "customers", table, NULL, FALSE);
  g_autoptr (YbImportResult) again = run (fixture, "customers", table, NULL, FALSE);
  g_autoptr (YbImportResult) more = NULL;
  g_autoptr (YbCustomer) father = fixture_customer (fixture, 1);
  g_autoptr (YbCustomer) son = fixture_customer (fixture, 2);
  g_autoptr (GPtrArray) cars = list_rows (fixture, &yb_vehicle_row_type);

  check_counts (first, 4, 0, 0, 0);
  g_assert_cmpuint (first->n_warnings, ==, 3);
  check_problem (first->warnings, 0, 4, "手机", "12345");
  check_problem (first->warnings, 1, 4, "车牌号", "沪AI2345");
  check_problem (first->warnings, 2, 4, "车架号", "LSVAA2180E2000001");
  check_counts (again, 0, 0, 4, 0);
  g_assert_cmpstr (father->phone, ==, "13800138000");
  g_assert_cmpstr (father->pinyin, ==, "zhangsan");
  g_assert_cmpstr (father->note, ==, "=1+1");
  g_assert_cmpstr (son->phone, ==, "13800138000");
  g_assert_cmpstr (son->note, ==, "@cmd");
  g_assert_cmpuint (cars->len, ==, 2);
  g_assert_cmpstr (YB_VEHICLE (cars->pdata[0])->plate, ==, "沪A12345");

  /* A cell that is empty says nothing; the car stays with its owner. */
  more = run (fixture, "customers", "姓名,手机,车牌号,备注\n张三,13800138000,,\n王五,,沪A12345,第二\n", NULL,
              FALSE);
  check_counts (more, 0, 1, 1, 0);
  g_assert_cmpuint (more->n_warnings, ==, 1);
  g_assert_cmpuint (count_rows (fixture, &yb_vehicle_row_type), ==, 2);
  check_house (fixture);
}

/* Rows of a check find the customers that earlier rows would have made. */
static void
test_same_customer_twice (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  static const char table[] = "客户,手机,车型,建档日期,金额\n"
                              "张三,13800138000,E3,2026-01-20,100000\n"
                              "张三,13800138000,E5,2026-02-20,200000\n"
                              "张三,13800138000,E5,2026-02-20,200000\n";
  g_autoptr (YbImport) import = import_of (fixture, "ad", "deals", table, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) checked = yb_import_check (import, NULL, NULL, NULL, &error);
  g_autoptr (YbImportResult) done = NULL;
  g_autoptr (YbImportResult) again = NULL;

  g_assert_no_error (error);
  check_counts (checked, 2, 0, 1, 0);
  done = yb_import_run (import, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_counts (done, 2, 0, 1, 0);
  g_assert_cmpuint (count_rows (fixture, &yb_customer_row_type), ==, 1);
  again = yb_import_run (import, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_counts (again, 0, 0, 3, 0);
}

static void
test_staff (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  static const char table[] = "code,name,role,active\nn1,新人,\"sm,sc\",yes\nsc,陈立,sc,no\n";
  g_autoptr (YbImportResult) first = run (fixture, "staff", table, NULL, FALSE);
  g_autoptr (YbImportResult) again = run (fixture, "staff", table, NULL, FALSE);
  g_autoptr (YbImportResult) bad = NULL;
  g_autoptr (GPtrArray) staff = list_rows (fixture, &yb_staff_row_type);
  YbStaff *newest = staff->pdata[staff->len - 1];

  check_counts (first, 1, 1, 0, 0);
  check_counts (again, 0, 0, 2, 0);
  g_assert_cmpstr (newest->roles, ==, "sc sm");
  g_assert_cmpint (newest->active, ==, 1);

  bad = run (fixture, "staff", "code,name,role\nx,甲,pilot\nad,管理员,gm\nx y,乙,sc\n", NULL, FALSE);
  g_assert_cmpuint (bad->n_errors, ==, 3);
  check_problem (bad->errors, 0, 2, "role", "pilot");
  check_problem (bad->errors, 1, 3, "role", "gm");
  check_problem (bad->errors, 2, 4, "code", "x y");
}

static void
test_rights (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImport) deals = import_of (fixture, "sc", "deals", "id,account\n1,a\n", NULL);
  g_autoptr (YbImport) staff = import_of (fixture, "sm", "staff", "code,name,role\nsm,经理,ad\n", NULL);
  g_autoptr (YbImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  result = yb_import_run (deals, FALSE, NULL, NULL, NULL, &error);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_clear_error (&error);
  result = yb_import_check (deals, NULL, NULL, NULL, &error);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_clear_error (&error);
  /* Who may import deals may not make himself an administrator by a file. */
  result = yb_import_run (staff, FALSE, NULL, NULL, NULL, &error);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_assert_null (result);
  fixture_fails (fixture, "ad", YB_DESK_ERROR_INVALID, "import.deals", "{}");
}

/* ---- stopping, and not waiting ---- */

static void
cancel_cb (double fraction, gpointer data)
{
  if (fraction > 0.5)
    g_cancellable_cancel (data);
}

static char *
many_customers (guint n)
{
  GString *text = g_string_new ("name,phone\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "客户%u,138%08u\n", i, i);
  return g_string_free (text, FALSE);
}

static void
test_cancel (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *table = many_customers (2000);
  g_autoptr (YbImport) import = import_of (fixture, "ad", "customers", table, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) result = NULL;
  gint64 n_audit = fixture_n_audit (fixture);

  result = yb_import_run (import, FALSE, cancel_cb, cancellable, cancellable, &error);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (result);
  g_assert_cmpuint (count_rows (fixture, &yb_customer_row_type), ==, 0);
  g_assert_cmpint (fixture_n_audit (fixture), ==, n_audit);
}

typedef struct
{
  GMainLoop *loop;
  YbImportResult *result;
  GError *error;
  double fraction;
  guint n_reports;
} Waiting;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Waiting *waiting = data;

  waiting->result = yb_import_finish (result, &waiting->error);
  g_main_loop_quit (waiting->loop);
}

static void
progress_cb (double fraction, gpointer data)
{
  Waiting *waiting = data;

  g_assert_cmpfloat (fraction, >=, waiting->fraction);
  waiting->fraction = fraction;
  waiting->n_reports++;
}

static void
test_async (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *table = many_customers (3000);
  g_autoptr (YbImport) import = import_of (fixture, "ad", "customers", table, NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = {.loop = loop};

  yb_import_check_async (import, progress_cb, &waiting, NULL, done_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_no_error (waiting.error);
  check_counts (waiting.result, 3000, 0, 0, 0);
  g_clear_pointer (&waiting.result, yb_import_result_free);
  g_assert_cmpuint (count_rows (fixture, &yb_customer_row_type), ==, 0);

  waiting.fraction = 0;
  yb_import_run_async (import, FALSE, progress_cb, &waiting, NULL, done_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_no_error (waiting.error);
  check_counts (waiting.result, 3000, 0, 0, 0);
  g_assert_true (waiting.result->written);
  g_assert_cmpuint (waiting.n_reports, >=, 100);
  g_clear_pointer (&waiting.result, yb_import_result_free);
  g_assert_cmpuint (count_rows (fixture, &yb_customer_row_type), ==, 3000);
}

static void
test_async_refused (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbImport) import = import_of (fixture, "ad", "deals", "id,engage_date\n1,03/04/2025\n", NULL);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Waiting waiting = {.loop = loop};

  yb_import_run_async (import, FALSE, NULL, NULL, NULL, done_cb, &waiting);
  g_main_loop_run (loop);
  g_assert_null (waiting.result);
  g_assert_nonnull (waiting.error);
  g_clear_error (&waiting.error);
}

/* ---- foreign files ---- */

static YbTable *
read_foreign (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  YbTable *table = yb_table_read (file, NULL, NULL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static char *
import_foreign_customers (const char *path)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbTable) table = read_foreign (path);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (YbImport) import = yb_import_new (fixture_desk (fixture, "ad"), "customers", table, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) result = NULL;
  g_autoptr (YbImportResult) again = NULL;
  g_autoptr (GPtrArray) runs = NULL;

  yb_import_set_file (import, file);
  result = yb_import_run (import, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_counts (result, 1000, 0, 0, 0);
  again = yb_import_run (import, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  check_counts (again, 0, 0, 1000, 0);

  runs = list_rows (fixture, &yb_import_run_row_type);
  g_assert_cmpuint (runs->len, ==, 1);
  g_assert_cmpuint (strlen (YB_IMPORT_RUN (runs->pdata[0])->file_hash), ==, 64);
  g_assert_true (g_str_has_suffix (path, YB_IMPORT_RUN (runs->pdata[0])->file_name));
  g_assert_cmpuint (count_rows (fixture, &yb_vehicle_row_type), ==, 1000);
  return dump (fixture);
}

static void
test_encodings (void)
{
  g_autofree char *utf8 = foreign ("cn-customers-faker/customers_dev_utf8.csv");
  g_autofree char *gb18030 = foreign ("cn-customers-faker/customers_dev_gb18030.csv");
  g_autofree char *one = NULL;
  g_autofree char *other = NULL;

  if (utf8 == NULL || gb18030 == NULL)
    return;

  one = import_foreign_customers (utf8);
  other = import_foreign_customers (gb18030);
  assert_same_lines (one, other);
}

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *p);
    }
  g_string_append_c (text, '"');
}

static void
test_naughty_strings (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *path = foreign ("naughty-strings/blns.json");
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GString) text = g_string_new ("name,external_id\n");
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (YbImportResult) result = NULL;
  g_autoptr (GError) error = NULL;
  JsonArray *strings;

  if (path == NULL)
    return;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  strings = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (strings); i++)
    {
      char *name = g_strstrip (g_strdup (json_array_get_string_element (strings, i)));

      if (*name == '\0')
        {
          g_free (name);
          continue;
        }
      append_quoted (text, json_array_get_string_element (strings, i));
      g_string_append_printf (text, ",n%u\n", names->len);
      g_ptr_array_add (names, name);
    }

  result = run (fixture, "customers", text->str, NULL, FALSE);
  check_counts (result, names->len, 0, 0, 0);
  customers = list_rows (fixture, &yb_customer_row_type);
  g_assert_cmpuint (customers->len, ==, names->len);
  for (guint i = 0; i < names->len; i++)
    g_assert_cmpstr (YB_CUSTOMER (customers->pdata[i])->name, ==, names->pdata[i]);
  check_house (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/import/crm/iso", "crm-maven/sales_pipeline_iso.csv.gz", test_crm);
  g_test_add_data_func ("/import/crm/mdy", "crm-maven/sales_pipeline_mdy.csv.gz", test_crm);
  g_test_add_func ("/import/check", test_check);
  g_test_add_func ("/import/ambiguous-dates", test_ambiguous_dates);
  g_test_add_func ("/import/bad-values", test_bad_values);
  g_test_add_func ("/import/many-errors", test_many_errors);
  g_test_add_func ("/import/maps", test_maps);
  g_test_add_func ("/import/standing", test_standing);
  g_test_add_func ("/import/moved-since", test_moved_since);
  g_test_add_func ("/import/undo-names-changes", test_undo_names_changes);
  g_test_add_func ("/import/undo-names-dependents", test_undo_names_dependents);
  g_test_add_func ("/import/consultants", test_consultants);
  g_test_add_func ("/import/customers", test_customers);
  g_test_add_func ("/import/same-customer-twice", test_same_customer_twice);
  g_test_add_func ("/import/staff", test_staff);
  g_test_add_func ("/import/rights", test_rights);
  g_test_add_func ("/import/cancel", test_cancel);
  g_test_add_func ("/import/async", test_async);
  g_test_add_func ("/import/async-refused", test_async_refused);
  g_test_add_func ("/import/encodings", test_encodings);
  g_test_add_func ("/import/naughty-strings", test_naughty_strings);

  return g_test_run ();
}
