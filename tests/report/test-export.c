/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gstdio.h>

#include "dealership.h"
#include "yb-calendar.h"
#include "yb-export.h"

static const YbExportOptions li_na = {.author = "Li Na"};

static void
fill (YbTransaction *transaction)
{
  gint64 sc = add_staff (transaction, "sc", "Li Na");
  gint64 wang = add_customer (transaction, "=1+1", "13800001111");
  gint64 formula = add_customer (transaction, "＝cmd", "13900002222");
  YbDeal *deal;

  deal = new_deal (wang, YB_STAGE_FOLLOWUP, YB_OUTCOME_WON, "2026-02-27", "2026-03-09", 15800050);
  deal->consultant = sc;
  set_texts (deal, "external_id", "0012", "model", "@SUM(A1)", "note", "a \"b\"\nc\x01 _x0041_", NULL);
  g_assert_true (yb_time_parse ("2026-03-08 09:30", &deal->last_contact_at, NULL));
  add_deal (transaction, deal);

  deal = new_deal (formula, YB_STAGE_NEEDS, YB_OUTCOME_OPEN, "1850-01-02", "", YB_NO_VALUE);
  set_texts (deal, "model", "-2+3", "note", "\t+1", NULL);
  add_deal (transaction, deal);

  add_deal (transaction, new_deal (wang, YB_STAGE_LEAD, YB_OUTCOME_LOST, "2025-01-01", "2025-01-02", 1));
}

static char *
export_to (Dealership *house, const char *name, const YbExportOptions *options, guint expected)
{
  char *path = g_build_filename (house->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  guint n_rows = 0;

  yb_export_deals (yb_store_get_reader (house->store), path, options, NULL, &n_rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_rows, ==, expected);
  return path;
}

static void
test_csv (void)
{
  static const char *const columns[] = {"id",    "external_id", "customer",        "phone", "model", "amount",
                                        "stage", "opened_on",   "last_contact_at", "note",  NULL};
  YbExportOptions options = {.author = "Li Na", .columns = columns};
  Dealership house = {NULL};
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;

  dealership_open (&house, fill);
  path = export_to (&house, "deals.csv", &options, 3);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (
      text, ==,
      "\xef\xbb\xbf"
      "\"Number\",\"External number\",\"Customer\",\"Phone\",\"Model\",\"Amount\",\"Stage\",\"Opened on\","
      "\"Last contact\",\"Note\"\r\n"
      "\"1\",\"0012\",\"'=1+1\",\"138****1111\",\"'@SUM(A1)\",\"158000.50\",\"Follow-up\",\"2026-02-27\","
      "\"2026-03-08 09:30\",\"a \"\"b\"\"\nc\x01 _x0041_\"\r\n"
      "\"2\",\"\",\"'＝cmd\",\"139****2222\",\"'-2+3\",\"\",\"Needs consultation\",\"1850-01-02\",\"\","
      "\"'\t+1\"\r\n"
      "\"3\",\"\",\"'=1+1\",\"138****1111\",\"\",\"0.01\",\"Lead development\",\"2025-01-01\",\"\",\"\"\r\n");
  dealership_close (&house);
}

/* The workbook as another program reads it; NULL without that program. */
static char *
dump (const char *path)
{
  const char *folder = g_getenv ("G_TEST_SRCDIR");
  g_autofree char *script = g_build_filename (folder, "report", "dump-workbook.py", NULL);
  const char *const arguments[] = {"/usr/bin/python3", script, path, NULL};
  char *output = NULL;
  g_autofree char *trouble = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) arguments, NULL, 0, NULL, NULL, &output, &trouble, &status, &error);
  if (error != NULL || strstr (trouble, "No module named 'openpyxl'") != NULL)
    {
      g_free (output);
      return NULL;
    }
  g_assert_cmpstr (trouble, ==, "");
  g_assert_cmpint (status, ==, 0);
  return output;
}

static void
assert_line (const char *text, const char *line)
{
  g_autofree char *whole = g_strconcat ("\n", line, "\n", NULL);
  g_autofree char *framed = g_strconcat ("\n", text, NULL);

  if (strstr (framed, whole) == NULL)
    g_test_message ("%s", text);
  g_assert_nonnull (strstr (framed, whole));
}

static void
test_workbook (void)
{
  Dealership house = {NULL};
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  YbExportOptions options = {.author = "Li Na", .show_secrets = TRUE};
  gint64 now;

  dealership_open (&house, fill);
  g_assert_true (yb_time_parse ("2026-11-22T18:36:20+08:00", &now, NULL));
  yb_time_set_fixed_now (now);
  path = export_to (&house, "deals.xlsx", &options, 3);
  yb_time_set_fixed_now (0);
  text = dump (path);
  if (text == NULL)
    {
      g_test_skip ("python3-openpyxl is not there to read it back");
      dealership_close (&house);
      return;
    }

  assert_line (text, "Deals\t1\t1\ts\t\"Number\"");
  assert_line (text, "Deals\t2\t1\tn\t1");
  assert_line (text, "Deals\t2\t2\ts\t\"0012\"");
  assert_line (text, "Deals\t2\t3\ts\t\"=1+1\"");
  assert_line (text, "Deals\t2\t4\ts\t\"13800001111\"");
  assert_line (text, "Deals\t2\t5\ts\t\"Li Na\"");
  assert_line (text, "Deals\t2\t8\ts\t\"@SUM(A1)\"");
  assert_line (text, "Deals\t2\t11\tn\t158000.5");
  assert_line (text, "Deals\t2\t12\ts\t\"Follow-up\"");
  assert_line (text, "Deals\t2\t13\ts\t\"Won\"");
  assert_line (text, "Deals\t2\t14\td\t\"2026-02-27T00:00:00\"");
  assert_line (text, "Deals\t2\t17\td\t\"2026-03-08T09:30:00\"");
  /* As it stands in the file: the escapes of the format. */
  assert_line (text, "Deals\t2\t26\ts\t\"a \\\"b\\\"\\nc_x0001_ _x005F_x0041_\"");
  assert_line (text, "Deals\t3\t3\ts\t\"＝cmd\"");
  assert_line (text, "Deals\t3\t8\ts\t\"-2+3\"");
  assert_line (text, "Deals\t3\t14\ts\t\"1850-01-02\"");
  assert_line (text, "Deals\tfrozen\tA2\tfilter\tA1:Z4");
  assert_line (text, "Figures\t1\t1\ts\t\"Figure\"");
  assert_line (text, "author\tLi Na");
  g_assert_null (strstr (text, "\tf\t"));
  assert_line (text, "remark\tExported from Yingbin by Li Na at 2026-11-22 18:36, personal data in full");
  dealership_close (&house);
}

/* Figures tell about all deals: not for those who may only see their own, or no figures at all. */
static void
test_figures_are_for_some (void)
{
  const YbExportOptions options[] = {
      {.author = "Li Na"},
      {.author = "Li Na", .consultant = 1},
      {.author = "Li Na", .without_figures = TRUE},
  };
  static const guint rows[] = {3, 1, 3};
  Dealership house = {NULL};

  dealership_open (&house, fill);
  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    {
      g_autofree char *path = export_to (&house, "deals.xlsx", &options[i], rows[i]);
      g_autofree char *text = dump (path);

      if (text != NULL)
        g_assert_true ((strstr (text, "Figures\t") != NULL) == (i == 0));
    }
  dealership_close (&house);
}

static void
test_period (void)
{
  YbExportOptions march = {.author = "Li Na", .from = "2026-03-01", .to = "2026-03-31"};
  YbExportOptions old = {.author = "Li Na", .from = "2025-01-02", .to = "2025-01-02"};
  YbExportOptions of_sc = {.author = "Li Na", .consultant = 1};
  Dealership house = {NULL};

  dealership_open (&house, fill);
  /* Closed in March, and still open. */
  g_free (export_to (&house, "a.csv", &march, 2));
  /* Closed on that day; the one of 1850 is open all the time. */
  g_free (export_to (&house, "b.csv", &old, 2));
  g_free (export_to (&house, "c.csv", &of_sc, 1));
  dealership_close (&house);
}

/* U+FFFE and U+FFFF are valid text and no XML: one in one name must not make the workbook unreadable. */
static void
fill_nonchars (YbTransaction *transaction)
{
  add_customer (transaction,
                "a\xef\xbf\xbe"
                "b\xef\xbf\xbf"
                "c\x01",
                "13800001111");
}

static void
test_nonchars (void)
{
  YbExportOptions options = {.author = "Li\x01Na\xef\xbf\xbe"};
  Dealership house = {NULL};
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  dealership_open (&house, fill_nonchars);
  path = g_build_filename (house.folder, "c.xlsx", NULL);
  g_assert_true (yb_export_customers (yb_store_get_reader (house.store), path, &options, NULL, NULL, &error));
  g_assert_no_error (error);
  text = dump (path);
  if (text == NULL)
    g_test_skip ("python3-openpyxl is not there to read it back");
  else
    assert_line (text, "Customers\t2\t3\ts\t\"a\xef\xbf\xbd"
                       "b\xef\xbf\xbd"
                       "c_x0001_\"");
  dealership_close (&house);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir) != NULL)
    n++;
  return n;
}

/* Nothing half-written: the old file stays, and no other one is left. */
static void
test_refusals (void)
{
  Dealership house = {NULL};
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  YbConnection *reader;
  guint n_files;

  dealership_open (&house, fill);
  reader = yb_store_get_reader (house.store);
  g_cancellable_cancel (cancelled);
  n_files = count_files (house.folder);

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *path = g_build_filename (house.folder, i == 0 ? "old.xlsx" : "old.csv", NULL);
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (path, "mine", -1, NULL));
      n_files++;
      g_assert_false (yb_export_deals (reader, path, &li_na, cancelled, NULL, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_assert_cmpstr (text, ==, "mine");
      g_assert_cmpuint (count_files (house.folder), ==, n_files);
    }

  {
    static const char *const columns[] = {"id", "password", NULL};
    YbExportOptions options = {.author = "Li Na", .columns = columns};
    g_autofree char *path = g_build_filename (house.folder, "x.csv", NULL);
    g_autofree char *nowhere = g_build_filename (house.folder, "no", "x.csv", NULL);
    g_autofree char *odd = g_build_filename (house.folder, "x.pdf", NULL);
    g_autoptr (GError) no_column = NULL;
    g_autoptr (GError) no_folder = NULL;
    g_autoptr (GError) no_kind = NULL;

    g_assert_false (yb_export_deals (reader, path, &options, NULL, NULL, &no_column));
    g_assert_error (no_column, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    g_assert_false (yb_export_customers (reader, nowhere, &li_na, NULL, NULL, &no_folder));
    g_assert_error (no_folder, G_FILE_ERROR, G_FILE_ERROR_NOENT);
    g_assert_false (yb_export_figures (reader, odd, &li_na, NULL, NULL, &no_kind));
    g_assert_error (no_kind, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME);
    g_assert_cmpuint (count_files (house.folder), ==, n_files);
  }
  dealership_close (&house);
}

static void
test_customers (void)
{
  Dealership house = {NULL};
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rows = 0;

  dealership_open (&house, fill);
  path = g_build_filename (house.folder, "customers.csv", NULL);
  yb_export_customers (yb_store_get_reader (house.store), path, &li_na, NULL, &n_rows, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_rows, ==, 2);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "\"1\",\"\",\"'=1+1\",\"\",\"138****1111\","));
  g_assert_null (strstr (text, "13800001111"));
  dealership_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  yb_calendar_set_zone ("Asia/Shanghai");

  g_test_add_func ("/export/nonchars", test_nonchars);
  g_test_add_func ("/export/csv", test_csv);
  g_test_add_func ("/export/workbook", test_workbook);
  g_test_add_func ("/export/figures-are-for-some", test_figures_are_for_some);
  g_test_add_func ("/export/period", test_period);
  g_test_add_func ("/export/refusals", test_refusals);
  g_test_add_func ("/export/customers", test_customers);

  return g_test_run ();
}
