/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-identifier.h"
#include "yb-identifier-private.h"

#include <string.h>

#include "yb-width.h"

/* VIN and USCC live here; phone, plate and identity card have files of their own. */

#define VIN_LENGTH 17
#define USCC_LENGTH 18

static gboolean
is_separator (gunichar c)
{
  if (g_unichar_isspace (c))
    return TRUE;

  switch (c)
    {
    case '-':
    case '_':
    case '.':
    case 0x00b7: /* middle dot, the one on plates */
    case 0x2010: /* hyphens and dashes */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2022: /* bullet */
    case 0x2027: /* hyphenation point */
    case 0x2219: /* bullet operator */
    case 0x22c5: /* dot operator */
    case 0x30fb: /* katakana middle dot, what some input methods give */
    case 0xff65:
    case 0x3002: /* ideographic full stop */
      return TRUE;
    default:
      return FALSE;
    }
}

/* Half-width, upper case (ASCII only: "ß" must not become "SS"), no blanks, dots or hyphens. */
char *
_yb_identifier_normalise (const char *text)
{
  g_autofree char *folded = yb_width_fold (text);
  GString *kept = g_string_sized_new (24);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!is_separator (c))
        g_string_append_unichar (kept, c < 0x80 ? (gunichar) g_ascii_toupper ((char) c) : c);
    }

  return g_string_free (kept, FALSE);
}

/* Keeps @front characters at the start and @back at the end and puts a star for each between. Of a short
 * text it shows less: at least half is always hidden. */
char *
_yb_identifier_mask (const char *text, int front, int back)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  int length = (int) g_utf8_strlen (valid, -1);
  int at = 0;
  GString *masked = g_string_sized_new (24);

  while (front + back > length / 2)
    {
      if (front > back)
        front--;
      else
        back--;
    }
  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p), at++)
    g_string_append_unichar (masked, at < front || at >= length - back ? g_utf8_get_char (p) : '*');

  return g_string_free (masked, FALSE);
}

/**
 * yb_vin_normalise:
 * @text: (nullable): a vehicle identification number as typed
 *
 * Returns: (transfer full): half-width, upper case, without blanks and hyphens; "" for %NULL (rules.md 2.7)
 */
char *
yb_vin_normalise (const char *text)
{
  return _yb_identifier_normalise (text);
}

/**
 * yb_vin_is_well_formed:
 * @normalised: (nullable): a result of yb_vin_normalise()
 *
 * Returns: whether it has 17 characters of the VIN alphabet, which has no I, O and Q (GB 16735, rules.md 2.7)
 */
gboolean
yb_vin_is_well_formed (const char *normalised)
{
  if (normalised == NULL || strlen (normalised) != VIN_LENGTH)
    return FALSE;
  for (const char *p = normalised; *p != '\0'; p++)
    if (!(g_ascii_isdigit (*p) || g_ascii_isupper (*p)) || strchr ("IOQ", *p) != NULL)
      return FALSE;
  return TRUE;
}

/**
 * yb_vin_check_digit_ok:
 * @normalised: (nullable): a result of yb_vin_normalise()
 *
 * Checks position 9. Cars made in China and North America must pass; imports from Europe may fail, so a
 * failure is a reason to look again and no more (rules.md 2.7).
 *
 * Returns: whether @normalised is well formed and its check digit is right
 */
gboolean
yb_vin_check_digit_ok (const char *normalised)
{
  static const int weights[VIN_LENGTH] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  /* A to Z; I, O and Q never occur. */
  static const char values[] = "12345678012345070923456789";
  int sum = 0;

  G_STATIC_ASSERT (sizeof values == 27);

  if (!yb_vin_is_well_formed (normalised))
    return FALSE;
  for (int i = 0; i < VIN_LENGTH; i++)
    {
      char c = normalised[i];

      sum += weights[i] * (g_ascii_isdigit (c) ? c - '0' : values[c - 'A'] - '0');
    }
  return normalised[8] == "0123456789X"[sum % 11];
}

/**
 * yb_uscc_normalise:
 * @text: (nullable): a unified social credit code (统一社会信用代码) as typed
 *
 * Returns: (transfer full): half-width, upper case, without blanks and hyphens; "" for %NULL
 */
char *
yb_uscc_normalise (const char *text)
{
  return _yb_identifier_normalise (text);
}

/**
 * yb_uscc_is_valid:
 * @normalised: (nullable): a result of yb_uscc_normalise()
 *
 * Returns: whether the form and the check character are right (GB 32100, rules.md 2.7)
 */
gboolean
yb_uscc_is_valid (const char *normalised)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
  int weight = 1, sum = 0;

  if (normalised == NULL || strlen (normalised) != USCC_LENGTH)
    return FALSE;
  for (int i = 0; i < USCC_LENGTH; i++)
    {
      const char *at = strchr (alphabet, normalised[i]);

      /* Places 3 to 8 are the administrative division. */
      if (at == NULL || (i >= 2 && i < 8 && !g_ascii_isdigit (normalised[i])))
        return FALSE;
      if (i < USCC_LENGTH - 1)
        {
          sum += weight * (int) (at - alphabet);
          weight = weight * 3 % 31;
        }
    }
  return normalised[USCC_LENGTH - 1] == alphabet[(31 - sum % 31) % 31];
}
