/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-field.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-identifier.h"
#include "yb-model-error.h"
#include "yb-money.h"

/* Ten thousand million yuan: more is a slip of the hand, and would let the sums of a column overflow. */
#define MAX_FEN (G_GINT64_CONSTANT (1000) * 1000 * 1000 * 1000)

#define HIDDEN "•••"

/**
 * yb_field_find:
 * @fields: a field table
 * @n_fields: its length
 * @name: a field name; "-" is taken for "_"
 *
 * Returns: (transfer none) (nullable): the field
 */
const YbField *
yb_field_find (const YbField *fields, guint n_fields, const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < n_fields; i++)
    {
      const char *a = fields[i].name, *b = name;

      while (*a != '\0' && (*a == *b || (*a == '_' && *b == '-')))
        {
          a++;
          b++;
        }
      if (*a == '\0' && *b == '\0')
        return &fields[i];
    }

  return NULL;
}

/**
 * yb_field_label:
 * @field: a field
 *
 * Returns: its label in the language of the user
 */
const char *
yb_field_label (const YbField *field)
{
  g_return_val_if_fail (field != NULL, "");

  return field->label != NULL ? g_dgettext (GETTEXT_PACKAGE, field->label) : field->name;
}

/**
 * yb_field_no_value:
 * @field: a field that holds a number
 *
 * Returns: the number that means "not stated"
 */
gint64
yb_field_no_value (const YbField *field)
{
  g_return_val_if_fail (field != NULL, 0);

  return field->kind == YB_FIELD_MONEY || field->kind == YB_FIELD_INTEGER ||
                 field->kind == YB_FIELD_BASIS_POINTS
             ? YB_NO_VALUE
             : 0;
}

static gboolean
refuse (const YbField *field, const char *text, const char *expected, GError **error)
{
  g_set_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID,
               /* Translators: field, the text found there, what is expected */
               _ ("%s: “%s” cannot be read; expected: %s"), yb_field_label (field), text, expected);
  return FALSE;
}

static gboolean
parse_integer (const YbField *field, const char *text, gint64 *number, GError **error)
{
  if (g_ascii_string_to_signed (text, 10, -G_MAXINT64, G_MAXINT64, number, NULL))
    return TRUE;

  return refuse (field, text, _ ("a whole number"), error);
}

static gboolean
parse_flag (const YbField *field, const char *text, gint64 *number, GError **error)
{
  static const char *const yes[] = {"1", "true", "yes", "y", "是", NULL};
  static const char *const no[] = {"0", "false", "no", "n", "否", NULL};
  g_autofree char *folded = g_utf8_strdown (text, -1);

  *number = g_strv_contains (yes, folded);
  if (*number || g_strv_contains (no, folded))
    return TRUE;

  return refuse (field, text, _ ("yes or no"), error);
}

static gboolean
parse_enum (const YbField *field, const char *text, gint64 *number, GError **error)
{
  g_autofree char *codes = NULL;

  *number = yb_enum_from_code (field->enumeration, text);
  if (*number >= 0)
    return TRUE;

  for (guint i = 1; i <= field->enumeration->n_values; i++)
    if (g_str_equal (yb_enum_label (field->enumeration, i), text))
      {
        *number = i;
        return TRUE;
      }

  codes = yb_enum_list_codes (field->enumeration);
  return refuse (field, text, codes, error);
}

static gboolean
parse_basis_points (const YbField *field, const char *text, gint64 *number, GError **error)
{
  char *end = NULL;
  double percent = g_ascii_strtod (text, &end);

  if (end == text || (*end != '\0' && !g_str_equal (end, "%")) || !(percent > -1e12 && percent < 1e12))
    return refuse (field, text, _ ("a percentage"), error);

  *number = (gint64) (percent * 100.0 + (percent < 0 ? -0.5 : 0.5));
  return TRUE;
}

static gboolean
parse_number (const YbField *field, const char *text, gint64 *number, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  switch (field->kind)
    {
    case YB_FIELD_MONEY:
      if (yb_money_parse (text, number, &local_error))
        return ABS (*number) <= MAX_FEN ||
               refuse (field, text, _ ("an amount below 10,000,000,000 yuan"), error);
      break;
    case YB_FIELD_TIME:
      if (yb_time_parse (text, number, &local_error))
        return TRUE;
      break;
    case YB_FIELD_INTEGER:
    case YB_FIELD_REFERENCE:
      return parse_integer (field, text, number, error);
    case YB_FIELD_BASIS_POINTS:
      return parse_basis_points (field, text, number, error);
    case YB_FIELD_FLAG:
      return parse_flag (field, text, number, error);
    case YB_FIELD_ENUM:
      return parse_enum (field, text, number, error);
    case YB_FIELD_TEXT:
    case YB_FIELD_SECRET:
    case YB_FIELD_DATE:
    case YB_FIELD_LIST:
    default:
      g_assert_not_reached ();
    }

  g_set_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, "%s: %s", yb_field_label (field),
               local_error->message);
  return FALSE;
}

/**
 * yb_field_parse:
 * @field: a field of any kind but list
 * @text: what a person, a file or a script wrote
 * @number: (out): the value of a field that holds a number (fen, UTC ms, number of the enumeration value …)
 * @string: (out) (transfer full): the value of a field that holds a text
 * @error: YB_MODEL_ERROR_INVALID with a sentence that names the field and says what is expected
 *
 * Reads a value. Empty text is "not stated".
 *
 * Returns: whether @text is a value of @field
 */
gboolean
yb_field_parse (const YbField *field, const char *text, gint64 *number, char **string, GError **error)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (field != NULL && field->kind != YB_FIELD_LIST, FALSE);
  g_return_val_if_fail (text != NULL && number != NULL && string != NULL, FALSE);

  *string = NULL;
  *number = yb_field_no_value (field);
  if (!g_utf8_validate (text, -1, NULL))
    return refuse (field, "?", _ ("UTF-8 text"), error);

  stripped = g_strstrip (g_strdup (text));
  if (yb_field_is_text (field))
    {
      if (field->kind == YB_FIELD_DATE && *stripped != '\0' && !yb_date_is_valid (stripped))
        return refuse (field, stripped, _ ("a day as YYYY-MM-DD, from 1900 to 2199"), error);
      *string = g_steal_pointer (&stripped);
      return TRUE;
    }

  return *stripped == '\0' || parse_number (field, stripped, number, error);
}

static char *
format_basis_points (gint64 value)
{
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", value < 0 ? "-" : "", ABS (value) / 100,
                          (int) (ABS (value) % 100));
}

/**
 * yb_field_format:
 * @field: a field
 * @number: its value if it holds a number
 * @string: (nullable): its value if it holds a text
 *
 * Returns: (transfer full): the value for people, in their language; "" when not stated
 */
char *
yb_field_format (const YbField *field, gint64 number, const char *string)
{
  g_autofree char *share = NULL;

  g_return_val_if_fail (field != NULL, NULL);

  if (!yb_field_is_text (field) && number == yb_field_no_value (field) && field->kind != YB_FIELD_FLAG)
    return g_strdup ("");

  switch (field->kind)
    {
    case YB_FIELD_MONEY:
      return yb_money_format (number);
    case YB_FIELD_TIME:
      return yb_time_format (number);
    case YB_FIELD_DATE:
      return string != NULL && *string != '\0' ? yb_date_format (string) : g_strdup ("");
    case YB_FIELD_ENUM:
      return g_strdup (yb_enum_label (field->enumeration, number));
    case YB_FIELD_FLAG:
      return g_strdup (number ? _ ("Yes") : _ ("No"));
    case YB_FIELD_BASIS_POINTS:
      share = format_basis_points (number);
      return g_strconcat (share, " %", NULL);
    case YB_FIELD_TEXT:
    case YB_FIELD_SECRET:
    case YB_FIELD_INTEGER:
    case YB_FIELD_REFERENCE:
    case YB_FIELD_LIST:
    default:
      return yb_field_to_plain (field, number, string);
    }
}

/**
 * yb_field_to_plain:
 * @field: a field
 * @number: its value if it holds a number
 * @string: (nullable): its value if it holds a text
 *
 * Returns: (transfer full): the value for files and scripts (contract.md): money as decimal yuan, time as RFC 3339,
 *   enumerations as codes; "" when not stated. yb_field_parse() reads it back.
 */
char *
yb_field_to_plain (const YbField *field, gint64 number, const char *string)
{
  g_return_val_if_fail (field != NULL, NULL);

  if (yb_field_is_text (field))
    return g_strdup (string != NULL ? string : "");
  if (field->kind == YB_FIELD_FLAG)
    return g_strdup (number ? "1" : "0");
  if (number == yb_field_no_value (field))
    return g_strdup ("");

  switch (field->kind)
    {
    case YB_FIELD_MONEY:
      return yb_money_to_plain (number);
    case YB_FIELD_TIME:
      return yb_time_to_rfc3339 (number);
    case YB_FIELD_ENUM:
      return g_strdup (yb_enum_code (field->enumeration, number));
    case YB_FIELD_BASIS_POINTS:
      return format_basis_points (number);
    case YB_FIELD_INTEGER:
    case YB_FIELD_REFERENCE:
    case YB_FIELD_TEXT:
    case YB_FIELD_SECRET:
    case YB_FIELD_DATE:
    case YB_FIELD_FLAG:
    case YB_FIELD_LIST:
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }
}

/**
 * yb_field_mask:
 * @field: a field that is personal
 * @text: its value as a text
 *
 * Returns: (transfer full): what may be shown of it to everybody: the ends of phones and identity numbers,
 *   nothing of the rest; "" when not stated (security.md)
 */
char *
yb_field_mask (const YbField *field, const char *text)
{
  g_return_val_if_fail (field != NULL && text != NULL, NULL);

  if (*text == '\0')
    return g_strdup ("");
  if (g_str_has_suffix (field->name, "phone") || g_str_equal (field->name, "phone2"))
    return yb_phone_mask (text);
  if (g_str_has_suffix (field->name, "id_number"))
    return yb_id_card_mask (text);

  return g_strdup (HIDDEN);
}
