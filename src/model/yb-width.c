/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-width.h"

/* Half-width twin of @c, or 0 when the character is invisible and must go. */
static gunichar
fold_character (gunichar c)
{
  if (c >= 0xff01 && c <= 0xff5e)
    return c - 0xfee0;

  switch (c)
    {
    case 0x00a0: /* no-break space */
    case 0x202f:
    case 0x3000: /* ideographic space */
      return ' ';
    case 0xffe5: /* full-width yen sign, what a Chinese keyboard gives */
      return 0x00a5;
    case 0x2212: /* minus sign */
      return '-';
    case 0x2060: /* word joiner */
    case 0xfeff: /* byte order mark */
      return 0;
    default:
      break;
    }

  if (c >= 0x2000 && c <= 0x200a)
    return ' ';
  /* Zero-width characters and direction marks come along when numbers are copied from chat programs. */
  if ((c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069))
    return 0;
  return c;
}

/**
 * yb_width_fold:
 * @text: (nullable): any bytes
 *
 * Makes what people type with a Chinese input method comparable: full-width letters, digits and punctuation
 * become half-width, all blanks become spaces, invisible characters go, blanks at both ends go (rules.md
 * 2.7). Bytes that are not UTF-8 become U+FFFD.
 *
 * Returns: (transfer full): valid UTF-8, "" for %NULL
 */
char *
yb_width_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);
  GString *folded = g_string_sized_new (32);

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = fold_character (g_utf8_get_char (p));

      if (c != 0)
        g_string_append_unichar (folded, c);
    }

  return g_strstrip (g_string_free (folded, FALSE));
}
