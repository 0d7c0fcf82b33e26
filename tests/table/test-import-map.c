/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-map.h"

#include <glib/gstdio.h>
#include <string.h>

/* The example of contract.md, word for word. */
static const char example[] =
    "[import]\n"
    "kind=deals\n"
    "date-format=auto            # or %d-%m-%y …; auto refuses a file whose dates can be read "
    "in two ways, and says so\n"
    "null=null;N/A;-             # spellings of an empty cell\n"
    "[columns]                   # our field = their column\n"
    "external_id=opportunity_id\n"
    "customer=account\n"
    "consultant=sales_agent\n"
    "opened_on=engage_date\n"
    "closed_on=close_date\n"
    "amount=close_value\n"
    "stage=deal_stage\n"
    "[values:stage]              # their value = ours, optionally with an outcome\n"
    "Prospecting=LEAD\n"
    "Engaging=NEEDS\n"
    "Won=FOLLOWUP,won\n"
    "Lost=NEGOTIATE,lost\n";

static YbImportMap *
load (const char *text)
{
  g_autoptr (GError) error = NULL;
  YbImportMap *map = yb_import_map_load_from_data (text, -1, &error);

  g_assert_no_error (error);
  return map;
}

static void
check_example (YbImportMap *map)
{
  g_auto (GStrv) fields = yb_import_map_list_fields (map);
  g_auto (GStrv) values = yb_import_map_list_values (map, "stage");
  g_autofree char *all_fields = g_strjoinv (" ", fields);
  g_autofree char *all_values = g_strjoinv (" ", values);

  g_assert_cmpstr (yb_import_map_get_kind (map), ==, "deals");
  g_assert_cmpstr (yb_import_map_get_date_format (map), ==, "auto");
  g_assert_null (yb_import_map_get_encoding (map));
  g_assert_null (yb_import_map_get_sheet (map));
  g_assert_cmpint (yb_import_map_get_delimiter (map), ==, 0);
  g_assert_false (yb_import_map_get_create_staff (map));
  g_assert_cmpstr (all_fields, ==, "external_id customer consultant opened_on closed_on amount stage");
  g_assert_cmpstr (all_values, ==, "Prospecting Engaging Won Lost");
  g_assert_cmpstr (yb_import_map_get_column (map, "amount"), ==, "close_value");
  g_assert_null (yb_import_map_get_column (map, "phone"));
  g_assert_cmpstr (yb_import_map_map_value (map, "stage", " Won "), ==, "FOLLOWUP,won");
  g_assert_null (yb_import_map_map_value (map, "stage", "won"));
  g_assert_null (yb_import_map_map_value (map, "source", "Web"));
  g_assert_true (yb_import_map_has_values (map, "stage"));
  g_assert_false (yb_import_map_has_values (map, "source"));
  g_assert_true (yb_import_map_is_null (map, ""));
  g_assert_true (yb_import_map_is_null (map, " - "));
  g_assert_true (yb_import_map_is_null (map, "N/A"));
  g_assert_true (yb_import_map_is_null (map, "null"));
  g_assert_false (yb_import_map_is_null (map, "NULL"));
  g_assert_false (yb_import_map_is_null (map, "--"));
}

static void
test_example (void)
{
  g_autoptr (YbImportMap) map = load (example);
  g_autofree char *text = NULL;
  g_autoptr (YbImportMap) again = NULL;

  check_example (map);
  text = yb_import_map_to_data (map);
  again = load (text);
  check_example (again);
}

static void
test_options (void)
{
  g_autoptr (YbImportMap)
      map = load ("\xef\xbb\xbf# saved by hand\r\n\r\n[ import ]\r\nkind = customers\r\n"
                  "encoding=GB18030\r\nsheet=客户 表\r\ndelimiter=tab\r\ncreate-staff=yes\r\n"
                  "date-format=%d/%m/%Y\r\n[columns]\r\nphone=Phone #\r\nname =\r\n");

  g_assert_cmpstr (yb_import_map_get_kind (map), ==, "customers");
  g_assert_cmpstr (yb_import_map_get_encoding (map), ==, "GB18030");
  g_assert_cmpstr (yb_import_map_get_sheet (map), ==, "客户 表");
  g_assert_cmpint (yb_import_map_get_delimiter (map), ==, '\t');
  g_assert_true (yb_import_map_get_create_staff (map));
  g_assert_cmpstr (yb_import_map_get_date_format (map), ==, "%d/%m/%Y");
  g_assert_cmpstr (yb_import_map_get_column (map, "phone"), ==, "Phone #");
  g_assert_null (yb_import_map_get_column (map, "name"));
}

/* Whatever stands in other people's cells comes back after saving. */
static void
test_round_trip (void)
{
  static const char *const texts[] = {
      "Closed Won", "已成交",     "A=B", "[new]", "#1",       "x # y",   "Phone #", "C:\\path\\new",
      "a\tb",       "two\nlines", "",    " ",     " padded ", "\\",      "\\s",     "=",
      ";",          "a;b",        "é",   "🚗",     "x,y",      "key[zh]", "\f\f",    "-0",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportMap) map = yb_import_map_new ("deals");
  g_autoptr (YbImportMap) again = NULL;
  g_autoptr (GFile) file = NULL;
  g_autofree char *path = NULL;
  const char *null[] = {"a;b", "#", "—", "\\", NULL};
  int fd = g_file_open_tmp ("yb-map-XXXXXX.ini", &path, &error);

  g_assert_no_error (error);
  g_close (fd, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *field = g_strdup_printf ("field%u", (guint) i);

      if (*texts[i] != '\0')
        yb_import_map_set_column (map, field, texts[i]);
      yb_import_map_set_value (map, "stage", texts[i], texts[G_N_ELEMENTS (texts) - 1 - i]);
    }
  yb_import_map_set_value (map, "source", YB_IMPORT_MAP_ANY, "OTHER");
  yb_import_map_set_null (map, null);
  yb_import_map_set_sheet (map, " sheet # 1 ");
  yb_import_map_set_delimiter (map, '|');

  file = g_file_new_for_path (path);
  g_assert_true (yb_import_map_save (map, file, &error));
  g_assert_no_error (error);
  again = yb_import_map_load (file, NULL, &error);
  g_assert_no_error (error);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *field = g_strdup_printf ("field%u", (guint) i);

      g_assert_cmpstr (yb_import_map_get_column (again, field), ==, *texts[i] != '\0' ? texts[i] : NULL);
      g_assert_cmpstr (yb_import_map_map_value (again, "stage", texts[i]), ==,
                       texts[G_N_ELEMENTS (texts) - 1 - i]);
    }
  g_assert_cmpstr (yb_import_map_map_value (again, "source", "anything"), ==, "OTHER");
  g_assert_true (yb_import_map_is_null (again, "a;b"));
  g_assert_true (yb_import_map_is_null (again, "\\"));
  g_assert_cmpstr (yb_import_map_get_sheet (again), ==, " sheet # 1 ");
  g_assert_cmpint (yb_import_map_get_delimiter (again), ==, '|');
  g_unlink (path);
}

static void
test_refusals (void)
{
  static const struct
  {
    const char *text;
    const char *message;
  } cases[] = {
      {"", "kind="},
      {"[import]\nkind=\n", "Line 2"},
      {"kind=deals\n", "Line 1 of the mapping file: a section has to come first"},
      {"[import]\nkind=deals\ndateformat=auto\n", "Line 3 of the mapping file: “dateformat” is not known"},
      {"[import]\nkind=deals\n[colums]\n", "Line 3 of the mapping file: the section [colums] is not known"},
      {"[import]\nkind=deals\n[values:]\n", "Line 3"},
      {"[import]\nkind=deals\n[columns]\na=b\n\na=c\n", "Line 6 of the mapping file: “a” is set twice"},
      {"[import]\nkind=deals\nkind=parts\n", "Line 3 of the mapping file: “kind” is set twice"},
      {"[import]\nkind=deals\n[import]\n",
       "Line 3 of the mapping file: the section [import] stands there twice"},
      {"[import]\nkind=deals\n[values:stage]\n[ values:stage\t]\n",
       "Line 4 of the mapping file: the section [values:stage] stands there twice"},
      {"[import]\nkind=deals\n[columns\n", "Line 3"},
      {"[import]\nkind=deals\n[columns] x\n", "Line 3"},
      {"[import]\nkind=deals\n[columns]\nphone\n", "Line 4"},
      {"[import]\nkind=deals\n[columns]\n=x\n", "Line 4"},
      {"[import]\nkind=deals\ncreate-staff=maybe\n", "Line 3"},
      {"[import]\nkind=deals\ndelimiter=xx\n", "Line 3"},
      {"[import]\nkind=\xff\n", "UTF-8"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (yb_import_map_load_from_data (cases[i].text, -1, &error));
      g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP);
      if (strstr (error->message, cases[i].message) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].message);
    }
}

static void
test_check (void)
{
  static const char *const fields[] = {"external_id", "customer", "consultant", "opened_on",
                                       "closed_on",   "amount",   "stage",      NULL};
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportMap) map = load (example);
  g_autoptr (YbImportMap) wrong = load ("[import]\nkind=deals\n[values:stge]\nx=y\n");
  g_autoptr (GBytes) bytes = g_bytes_new_static ("opportunity_id,account\n1,2\n", 26);
  g_autoptr (YbTable) table = yb_table_read_bytes (bytes, NULL, NULL, NULL);

  g_assert_true (yb_import_map_check_fields (map, fields, &error));
  g_assert_no_error (error);
  g_assert_false (yb_import_map_check_fields (map, fields + 1, &error));
  g_assert_cmpstr (
      error->message, ==,
      "Line 6 of the mapping file: there is no field “external_id”. Known fields: customer, consultant, "
      "opened_on, closed_on, amount, stage.");
  g_clear_error (&error);
  g_assert_false (yb_import_map_check_fields (wrong, fields, &error));
  g_assert_nonnull (strstr (error->message, "Line 3"));
  g_clear_error (&error);
  g_assert_false (yb_import_map_check_columns (map, table, &error));
  g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP);
  g_assert_cmpstr (
      error->message, ==,
      "Line 8 of the mapping file: the table has no column “sales_agent”. Its columns: opportunity_id, "
      "account.");
}

static void
test_outcome (void)
{
  g_autofree char *value = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *other = NULL;
  g_autofree char *none = NULL;

  yb_import_map_split_outcome ("FOLLOWUP , won", &value, &outcome);
  g_assert_cmpstr (value, ==, "FOLLOWUP");
  g_assert_cmpstr (outcome, ==, "won");
  yb_import_map_split_outcome ("LEAD", &other, &none);
  g_assert_cmpstr (other, ==, "LEAD");
  g_assert_null (none);
}

static void
test_suggest (void)
{
  static const char *const customer[] = {"account", "client", NULL};
  static const char *const opened[] = {"engage date", "created", NULL};
  static const YbImportField fields[] = {
      {"name", "姓名", NULL},    {"customer", "客户", customer},
      {"phone", "手机", NULL},   {"opened_on", "开始日期", opened},
      {"stage", "阶段", NULL},   {"amount", "金额", NULL},
      {"address", "地址", NULL},
  };
  static const char csv[] = "Account,Engage_Date,deal_stage,客户手机,成交金额,ＮＡＭＥ,x,Deal-Stage-Note\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportMap) map = yb_import_map_new ("deals");
  g_autoptr (GBytes) bytes = g_bytes_new_static (csv, strlen (csv));
  g_autoptr (YbTable) table = yb_table_read_bytes (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  yb_import_map_set_column (map, "address", "x");
  g_assert_cmpuint (yb_import_map_suggest (map, table, fields, G_N_ELEMENTS (fields)), ==, 6);
  g_assert_cmpstr (yb_import_map_get_column (map, "customer"), ==, "Account");
  g_assert_cmpstr (yb_import_map_get_column (map, "opened_on"), ==, "Engage_Date");
  g_assert_cmpstr (yb_import_map_get_column (map, "stage"), ==, "deal_stage");
  g_assert_cmpstr (yb_import_map_get_column (map, "phone"), ==, "客户手机");
  g_assert_cmpstr (yb_import_map_get_column (map, "amount"), ==, "成交金额");
  g_assert_cmpstr (yb_import_map_get_column (map, "name"), ==, "ＮＡＭＥ");
  g_assert_cmpstr (yb_import_map_get_column (map, "address"), ==, "x");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/import-map/example", test_example);
  g_test_add_func ("/table/import-map/options", test_options);
  g_test_add_func ("/table/import-map/round-trip", test_round_trip);
  g_test_add_func ("/table/import-map/refusals", test_refusals);
  g_test_add_func ("/table/import-map/check", test_check);
  g_test_add_func ("/table/import-map/outcome", test_outcome);
  g_test_add_func ("/table/import-map/suggest", test_suggest);
  return g_test_run ();
}
