/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "yb-customer.h"
#include "yb-deal-enums.h"
#include "yb-field.h"
#include "yb-model-error.h"

static const YbField fields[] = {
    {.name = "text", .label = "Remark", .kind = YB_FIELD_TEXT},
    {.name = "secret", .label = "Phone", .kind = YB_FIELD_SECRET},
    {.name = "money", .label = "Amount", .kind = YB_FIELD_MONEY},
    {.name = "whole_number", .label = "Score", .kind = YB_FIELD_INTEGER},
    {.name = "share", .label = "Discount", .kind = YB_FIELD_BASIS_POINTS},
    {.name = "time", .label = "Next contact", .kind = YB_FIELD_TIME},
    {.name = "date", .label = "Signed on", .kind = YB_FIELD_DATE},
    {.name = "stage", .label = "Stage", .kind = YB_FIELD_ENUM, .enumeration = &yb_stage_enum},
    {.name = "flag", .label = "Agreed", .kind = YB_FIELD_FLAG},
    {.name = "deal", .label = "Deal", .kind = YB_FIELD_REFERENCE, .refers = "deal"},
};

static const YbField *
find (const char *name)
{
  const YbField *field = yb_field_find (fields, G_N_ELEMENTS (fields), name);

  g_assert_nonnull (field);
  return field;
}

static void
test_find (void)
{
  g_assert_true (find ("whole-number") == find ("whole_number"));
  g_assert_null (yb_field_find (fields, G_N_ELEMENTS (fields), "whole"));
  g_assert_null (yb_field_find (fields, G_N_ELEMENTS (fields), "whole_number_"));
  g_assert_null (yb_field_find (fields, G_N_ELEMENTS (fields), ""));
  g_assert_null (yb_field_find (NULL, 0, "text"));
  g_assert_cmpstr (yb_field_label (find ("money")), ==, "Amount");
}

/* security.md: what everybody may see of personal data; one rule for screen, JSON and export. */
static void
test_mask (void)
{
  static const struct
  {
    const char *field;
    const char *text;
    const char *masked;
  } cases[] = {
      {"phone", "13812345678", "138****5678"},
      {"phone2", "13812345678", "138****5678"},
      {"address", "桂林路 1 号", "•••"},
      {"birthday", "1980-01-31", "•••"},
      {"email", "", ""},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const YbField *field = yb_row_type_find_field (&yb_customer_row_type, cases[i].field);
      g_autofree char *masked = yb_field_mask (field, cases[i].text);

      g_assert_true (yb_field_is_personal (field));
      g_assert_cmpstr (masked, ==, cases[i].masked);
    }
  g_assert_false (yb_field_is_personal (yb_row_type_find_field (&yb_customer_row_type, "name")));
}

/* What goes in comes out again, in the spelling of files. */
static void
test_round_trip (void)
{
  static const struct
  {
    const char *field;
    const char *text;
    gint64 number;
    const char *plain; /* if it differs from text */
  } cases[] = {
      {"text", "two\nlines, 中文 \"x\"", 0, NULL},
      {"secret", "13800138000", 0, NULL},
      {"money", "198800", 19880000, "198800.00"},
      {"money", "0.01", 1, NULL},
      {"money", "0", 0, "0.00"},
      {"money", "-12.30", -1230, NULL},
      {"whole_number", "0", 0, NULL},
      {"whole_number", "-5", -5, NULL},
      {"whole_number", "9223372036854775807", G_MAXINT64, NULL},
      {"share", "3.5", 350, "3.50"},
      {"share", "3.5%", 350, "3.50"},
      {"share", "-0.25", -25, NULL},
      {"share", "0", 0, "0.00"},
      {"share", "99.99", 9999, NULL},
      {"time", "2026-01-01T00:00:00Z", G_GINT64_CONSTANT (1767225600000), NULL},
      {"date", "2024-02-29", 0, NULL},
      {"stage", "NEGOTIATE", YB_STAGE_NEGOTIATE, NULL},
      {"flag", "是", 1, "1"},
      {"flag", "YES", 1, "1"},
      {"flag", "0", 0, NULL},
      {"flag", "否", 0, "0"},
      {"deal", "4711", 4711, NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const YbField *field = find (cases[i].field);
      const char *expected = cases[i].plain != NULL ? cases[i].plain : cases[i].text;
      g_autoptr (GError) error = NULL;
      g_autofree char *string = NULL;
      g_autofree char *plain = NULL;
      g_autofree char *again_string = NULL;
      gint64 number = 42, again = 42;

      g_assert_true (yb_field_parse (field, cases[i].text, &number, &string, &error));
      g_assert_no_error (error);
      if (yb_field_is_text (field))
        g_assert_cmpstr (string, ==, cases[i].text);
      else
        g_assert_cmpint (number, ==, cases[i].number);
      plain = yb_field_to_plain (field, number, string);
      if (field->kind == YB_FIELD_TIME)
        g_assert_nonnull (strchr (plain, 'T')); /* in the store's time zone */
      else
        g_assert_cmpstr (plain, ==, expected);
      g_assert_true (yb_field_parse (field, plain, &again, &again_string, NULL));
      g_assert_cmpint (again, ==, number);
      g_assert_cmpstr (again_string, ==, string);
    }
}

static void
test_not_stated (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      const YbField *field = &fields[i];

      for (int blank = 0; blank <= 1; blank++)
        {
          g_autofree char *string = NULL;
          g_autofree char *shown = NULL;
          g_autofree char *plain = NULL;
          gint64 number = 42;

          g_assert_true (yb_field_parse (field, blank ? " \t\n" : "", &number, &string, NULL));
          if (yb_field_is_text (field))
            g_assert_cmpstr (string, ==, "");
          else
            g_assert_cmpint (number, ==, yb_field_no_value (field));
          shown = yb_field_format (field, number, string);
          plain = yb_field_to_plain (field, number, string);
          if (field->kind == YB_FIELD_FLAG)
            g_assert_cmpstr (plain, ==, "0");
          else
            {
              g_assert_cmpstr (shown, ==, "");
              g_assert_cmpstr (plain, ==, "");
            }
        }
    }
  g_assert_cmpint (yb_field_no_value (find ("money")), ==, YB_NO_VALUE);
  g_assert_cmpint (yb_field_no_value (find ("time")), ==, 0);
}

static void
test_format (void)
{
  g_autofree char *money = yb_field_format (find ("money"), 123456789, NULL);
  g_autofree char *share = yb_field_format (find ("share"), 6279, NULL);
  g_autofree char *stage = yb_field_format (find ("stage"), YB_STAGE_LEAD, NULL);
  g_autofree char *beyond = yb_field_format (find ("stage"), 99, NULL);
  g_autofree char *yes = yb_field_format (find ("flag"), 1, NULL);
  g_autofree char *no = yb_field_format (find ("flag"), 0, NULL);
  g_autofree char *none = yb_field_format (find ("text"), 0, NULL);
  g_autofree char *zero = yb_field_format (find ("money"), 0, NULL);

  g_assert_nonnull (strstr (money, "1,234,567.89"));
  g_assert_cmpstr (share, ==, "62.79 %");
  g_assert_cmpstr (stage, ==, yb_enum_label (&yb_stage_enum, YB_STAGE_LEAD));
  g_assert_cmpstr (stage, !=, "");
  g_assert_cmpstr (beyond, ==, "");
  g_assert_cmpstr (yes, ==, "Yes");
  g_assert_cmpstr (no, ==, "No");
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (zero, !=, "");
}

/* A refusal names the field and repeats what stood there. */
static void
test_refusals (void)
{
  static const char *const cases[][2] = {
      {"money", "12a"},        {"money", "1e5"},        {"money", "--1"},
      {"whole_number", "1.5"}, {"whole_number", "ten"}, {"whole_number", "9223372036854775808"},
      {"share", "x"},          {"share", "nan"},        {"share", "inf"},
      {"share", "5 of 10"},    {"time", "yesterday"},   {"date", "2023-02-29"},
      {"date", "2024-13-01"},  {"date", "01.02.2024"},  {"stage", "lead"},
      {"stage", "WHATEVER"},   {"flag", "perhaps"},     {"flag", "2"},
      {"deal", "abc"},         {"text", "\xff\xfe"},    {"money", "10,000,000,001"},
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const YbField *field = find (cases[i][0]);
      g_autoptr (GError) error = NULL;
      g_autofree char *string = NULL;
      gint64 number = 42;

      if (yb_field_parse (field, cases[i][1], &number, &string, &error))
        g_error ("%s took “%s”", field->name, cases[i][1]);
      g_assert_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID);
      g_assert_true (g_str_has_prefix (error->message, field->label));
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      g_assert_null (string);
    }
}

static void
test_enums (void)
{
  g_autofree char *codes = yb_enum_list_codes (&yb_outcome_enum);

  g_assert_cmpstr (codes, ==, "open, won, lost, dormant, cancelled");
  for (guint i = 1; i <= yb_stage_enum.n_values; i++)
    g_assert_cmpint (yb_enum_from_code (&yb_stage_enum, yb_enum_code (&yb_stage_enum, i)), ==, i);
  g_assert_cmpuint (yb_stage_enum.n_values, ==, YB_N_STAGES);
  g_assert_cmpint (yb_enum_from_code (&yb_stage_enum, NULL), ==, 0);
  g_assert_cmpint (yb_enum_from_code (&yb_stage_enum, ""), ==, 0);
  g_assert_cmpint (yb_enum_from_code (&yb_stage_enum, "LEADS"), ==, -1);
  g_assert_cmpstr (yb_enum_code (&yb_stage_enum, 0), ==, "");
  g_assert_cmpstr (yb_enum_code (&yb_stage_enum, -1), ==, "");
  g_assert_cmpstr (yb_enum_code (&yb_stage_enum, YB_N_STAGES + 1), ==, "");
  /* a person may write the label instead */
  {
    g_autofree char *string = NULL;
    gint64 number = 0;

    g_assert_true (yb_field_parse (find ("stage"), yb_enum_label (&yb_stage_enum, YB_STAGE_DRIVE), &number,
                                   &string, NULL));
    g_assert_cmpint (number, ==, YB_STAGE_DRIVE);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/field/find", test_find);
  g_test_add_func ("/field/mask", test_mask);
  g_test_add_func ("/field/round-trip", test_round_trip);
  g_test_add_func ("/field/not-stated", test_not_stated);
  g_test_add_func ("/field/format", test_format);
  g_test_add_func ("/field/refusals", test_refusals);
  g_test_add_func ("/field/enums", test_enums);
  return g_test_run ();
}
