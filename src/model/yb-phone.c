/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-identifier.h"
#include "yb-identifier-private.h"

#include <string.h>

#include "yb-width.h"

#define MOBILE_LENGTH 11
#define EXTENSION_MAX 6

static gboolean
all_digits (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

/* ^1[3-9]\d{9} */
static gboolean
is_mobile (const char *text, gsize length)
{
  return length == MOBILE_LENGTH && all_digits (text, length) && text[0] == '1' && text[1] >= '3';
}

/* Area code and number, ^0\d{2,3}\d{7,8}; a second zero would be the prefix for abroad. */
static gboolean
is_landline (const char *text, gsize length)
{
  return length >= 10 && length <= 12 && all_digits (text, length) && text[0] == '0' && text[1] != '0';
}

/* 400 and 800 numbers of firms */
static gboolean
is_service (const char *text, gsize length)
{
  return length == 10 && all_digits (text, length) && (text[0] == '4' || text[0] == '8') && text[1] == '0' &&
         text[2] == '0';
}

static gboolean
is_complete (const char *text, gsize length)
{
  return is_mobile (text, length) || is_landline (text, length) || is_service (text, length);
}

/* Takes +86, 0086, 86 and the trunk 0 off, as long as there are any, so that normalising twice changes
 * nothing. */
static void
strip_country (GString *digits, gboolean international)
{
  for (;;)
    {
      if (digits->len > 4 && g_str_has_prefix (digits->str, "0086"))
        {
          g_string_erase (digits, 0, 4);
          international = TRUE;
        }
      else if (digits->len > 2 && international && g_str_has_prefix (digits->str, "86"))
        g_string_erase (digits, 0, 2);
      else if (g_str_has_prefix (digits->str, "86") && is_mobile (digits->str + 2, digits->len - 2))
        g_string_erase (digits, 0, 2);
      else if (digits->str[0] == '0' && is_mobile (digits->str + 1, digits->len - 1))
        g_string_erase (digits, 0, 1);
      else
        break;
    }
}

/* Where an extension begins: after the last hyphen, 转, 分机, # or x that stands between digits. */
static const char *
find_extension (const char *text)
{
  static const char *const marks[] = {"转", "分机", "#", "ext", "x", "-"};
  const char *best = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      const char *found = g_strrstr (text, marks[i]);

      if (found != NULL && found + strlen (marks[i]) > (best != NULL ? best : text))
        best = found + strlen (marks[i]);
    }
  return best;
}

static void
append_digits (GString *digits, const char *text, gssize length)
{
  for (const char *p = text; *p != '\0' && (length < 0 || p < text + length); p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
}

/* The digits of @text up to @length as one number of a country. */
static GString *
read_number (const char *text, gssize length)
{
  GString *digits = g_string_sized_new (24);
  const char *plus = strchr (text, '+');
  gboolean abroad = plus != NULL && (length < 0 || plus < text + length);
  gsize before;

  append_digits (digits, text, length);
  if (abroad && digits->len > 0 && !g_str_has_prefix (digits->str, "86"))
    /* Another country: keep that apart from a Chinese mobile, which +1 650… would look like. */
    g_string_prepend (digits, "00");
  else
    {
      before = digits->len;
      strip_country (digits, abroad);
      /* +86 21 … is 021 … at home. */
      if (digits->len < before && digits->len >= 9 && digits->str[0] != '0' &&
          !is_complete (digits->str, digits->len))
        g_string_prepend_c (digits, '0');
    }
  return digits;
}

/**
 * yb_phone_normalise:
 * @text: (nullable): a telephone number as typed
 *
 * Keeps the digits; +86, 0086 and 86 before a mobile go, as do blanks, hyphens and brackets; full width
 * becomes half width. An extension ("转801", "-801", "ext 801") after a complete number stays behind one
 * hyphen: "021-6234 5678-801" is "02162345678-801". A number of another country begins with 00.
 *
 * Returns: (transfer full) (nullable): the number, %NULL when @text has no digit (rules.md 2.7)
 */
char *
yb_phone_normalise (const char *text)
{
  g_autofree char *folded = yb_width_fold (text);
  g_autofree char *lower = g_ascii_strdown (folded, -1);
  const char *extension_text = find_extension (lower);
  GString *number;

  if (extension_text != NULL)
    {
      g_autoptr (GString) extension = g_string_new (NULL);

      append_digits (extension, extension_text, -1);
      number = read_number (lower, extension_text - lower);
      if (extension->len > 0 && extension->len <= EXTENSION_MAX && is_complete (number->str, number->len))
        {
          g_string_append_c (number, '-');
          g_string_append (number, extension->str);
          return g_string_free (number, FALSE);
        }
      g_string_free (number, TRUE);
    }

  number = read_number (lower, -1);
  return g_string_free (number, number->len == 0);
}

/**
 * yb_phone_is_valid:
 * @normalised: (nullable): a result of yb_phone_normalise()
 *
 * Returns: whether it is a Chinese mobile, a landline with its area code or a 400/800 number, each with or
 *   without extension (rules.md 2.7)
 */
gboolean
yb_phone_is_valid (const char *normalised)
{
  const char *hyphen;
  gsize extension_length;

  if (normalised == NULL)
    return FALSE;
  hyphen = strchr (normalised, '-');
  if (hyphen == NULL)
    return is_complete (normalised, strlen (normalised));

  extension_length = strlen (hyphen + 1);
  return is_complete (normalised, hyphen - normalised) && extension_length >= 1 &&
         extension_length <= EXTENSION_MAX && all_digits (hyphen + 1, extension_length);
}

/**
 * yb_phone_mask:
 * @normalised: (nullable): a result of yb_phone_normalise(); anything else is normalised first
 *
 * Hides the middle: "138****1234", "021****5678", an extension altogether. Of other numbers at most half the
 * digits are shown (R280, rules.md 2.7).
 *
 * Returns: (transfer full): the masked number, "" when there is none
 */
char *
yb_phone_mask (const char *normalised)
{
  g_autofree char *number = yb_phone_normalise (normalised);
  g_autofree char *main_part = NULL;
  g_autofree char *masked = NULL;
  const char *hyphen;
  gsize length;

  if (number == NULL)
    return g_strdup ("");

  hyphen = strchr (number, '-');
  length = hyphen != NULL ? (gsize) (hyphen - number) : strlen (number);
  main_part = g_strndup (number, length);
  if (is_mobile (main_part, length) || is_landline (main_part, length))
    {
      /* The area code (three digits in the largest cities, else four) is public. */
      gsize front = main_part[0] != '0' || main_part[1] <= '2' || length == 10 ? 3 : 4;

      masked = g_strdup_printf ("%.*s%.*s%s", (int) front, main_part, (int) (length - front - 4), "********",
                                main_part + length - 4);
    }
  else
    masked = _yb_identifier_mask (main_part, 3, 4);

  return hyphen != NULL ? g_strconcat (masked, "-***", NULL) : g_steal_pointer (&masked);
}
