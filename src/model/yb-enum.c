/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-enum.h"

#include <glib/gi18n-lib.h>

/**
 * yb_enum_from_code:
 * @type: the enumeration
 * @code: (nullable): a code, compared exactly
 *
 * Returns: the number of the value, 0 when @code is empty, -1 when it is unknown
 */
int
yb_enum_from_code (const YbEnum *type, const char *code)
{
  g_return_val_if_fail (type != NULL, -1);

  if (code == NULL || *code == '\0')
    return 0;

  for (guint i = 0; i < type->n_values; i++)
    if (type->values[i].code[0] == code[0] && g_str_equal (type->values[i].code, code))
      return i + 1;

  return -1;
}

/**
 * yb_enum_code:
 * @type: the enumeration
 * @value: the number of a value, 0 for "not set"
 *
 * Returns: the code, "" for 0 and for numbers that do not exist
 */
const char *
yb_enum_code (const YbEnum *type, int value)
{
  g_return_val_if_fail (type != NULL, "");

  if (value < 1 || value > (int) type->n_values)
    return "";

  return type->values[value - 1].code;
}

/**
 * yb_enum_label:
 * @type: the enumeration
 * @value: the number of a value, 0 for "not set"
 *
 * Returns: the label in the language of the user, "" for 0
 */
const char *
yb_enum_label (const YbEnum *type, int value)
{
  g_return_val_if_fail (type != NULL, "");

  if (value < 1 || value > (int) type->n_values)
    return "";

  return g_dpgettext2 (GETTEXT_PACKAGE, type->name, type->values[value - 1].label);
}

/**
 * yb_enum_list_codes:
 * @type: the enumeration
 *
 * Returns: (transfer full): all codes, separated by ", ", for messages
 */
char *
yb_enum_list_codes (const YbEnum *type)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (type != NULL, NULL);

  for (guint i = 0; i < type->n_values; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", type->values[i].code);

  return g_string_free (g_steal_pointer (&text), FALSE);
}
