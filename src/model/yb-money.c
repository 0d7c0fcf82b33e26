/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-money.h"

#include <locale.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-model-error.h"
#include "yb-width.h"

#define FEN_PER_YUAN 100

__extension__ typedef __int128 Wide;

/* What may stand before and after the figure. The longer one of two that begin alike comes first. */
static const char *const signs[] = {"RMB", "CNY", "人民币", "¥"};
static const char *const yuan_words[] = {"元整", "元", "圆", "块"};

static const struct
{
  const char *word;
  int zeros; /* power of ten */
} multipliers[] = {
    {"万", 4}, {"萬", 4}, {"w", 4}, {"W", 4}, {"亿", 8}, {"億", 8},
};

static gboolean
fail (GError **error, const char *format, const char *text)
{
  g_set_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, format, text);
  return FALSE;
}

/* Takes one of @words off the front of @rest, and the blanks after it. */
static const char *
skip_word (const char *rest, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    if (g_ascii_strncasecmp (rest, words[i], strlen (words[i])) == 0)
      {
        rest += strlen (words[i]);
        break;
      }
  while (*rest == ' ')
    rest++;
  return rest;
}

static const char *
skip_multiplier (const char *rest, int *zeros)
{
  *zeros = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (multipliers); i++)
    if (g_str_has_prefix (rest, multipliers[i].word))
      {
        *zeros = multipliers[i].zeros;
        rest += strlen (multipliers[i].word);
        break;
      }
  while (*rest == ' ')
    rest++;
  return rest;
}

/* Reads the sign and the currency in either order: "-¥5", "¥-5", "¥ 5". */
static const char *
skip_front (const char *rest, gboolean *negative)
{
  gboolean signed_already = FALSE;

  *negative = FALSE;
  for (int turn = 0; turn < 2; turn++)
    {
      if (!signed_already && (*rest == '-' || *rest == '+'))
        {
          *negative = *rest == '-';
          signed_already = TRUE;
          rest++;
        }
      if (turn == 0)
        rest = skip_word (rest, signs, G_N_ELEMENTS (signs));
    }
  return rest;
}

/* Copies the digits before the decimal point without their commas. Commas must part groups of three, or one
 * could not tell 1,5 (one and a half for some) from 15. */
static const char *
read_whole (const char *rest, GString *digits, gboolean *grouping_ok)
{
  int in_group = 0;
  gboolean grouped = FALSE;

  *grouping_ok = TRUE;
  for (; g_ascii_isdigit (*rest) || *rest == ','; rest++)
    {
      if (*rest != ',')
        {
          g_string_append_c (digits, *rest);
          in_group++;
          continue;
        }
      if (in_group == 0 || in_group > 3 || (grouped && in_group != 3))
        *grouping_ok = FALSE;
      grouped = TRUE;
      in_group = 0;
    }
  if (grouped && in_group != 3)
    *grouping_ok = FALSE;
  return rest;
}

/* Turns "15" with decimals "8" and 4 zeros into fen. FALSE when it does not fit. */
static gboolean
digits_to_fen (const char *whole, const char *decimals, int zeros, gboolean negative, gint64 *fen)
{
  gsize wanted = zeros + 2;
  gsize n_decimals = strlen (decimals);
  Wide value = 0;
  const Wide limit = G_MAXINT64;

  for (const char *p = whole; *p != '\0'; p++)
    {
      value = value * 10 + (*p - '0');
      if (value > limit)
        return FALSE;
    }
  for (gsize i = 0; i < wanted; i++)
    {
      value = value * 10 + (i < n_decimals ? decimals[i] - '0' : 0);
      if (value > limit)
        return FALSE;
    }

  *fen = (gint64) (negative ? -value : value);
  return TRUE;
}

/**
 * yb_money_parse:
 * @text: (nullable): an amount in yuan as people write it
 * @fen: (out): the amount in fen
 * @error: return location of an error
 *
 * Reads "1234.5", "1,234.50", "¥1,234", "￥１２３４", "15.8万", "15.8w", "1.2亿", "158000元", with a sign or without.
 * More than two decimals of a yuan are refused and not rounded, as are commas that do not part thousands
 * (rules.md 2.6: amounts are whole fen).
 *
 * Returns: %FALSE with %YB_MODEL_ERROR_INVALID when @text is empty, no amount, ambiguous or too large
 */
gboolean
yb_money_parse (const char *text, gint64 *fen, GError **error)
{
  g_autofree char *folded = yb_width_fold (text);
  g_autoptr (GString) whole = g_string_new (NULL);
  g_autoptr (GString) decimals = g_string_new (NULL);
  const char *rest;
  gboolean negative, grouping_ok;
  int zeros;

  g_return_val_if_fail (fen != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (*folded == '\0')
    {
      g_set_error_literal (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID,
                           _ ("The amount is missing. Type it in yuan, for example 1234.50."));
      return FALSE;
    }

  rest = skip_front (folded, &negative);
  rest = read_whole (rest, whole, &grouping_ok);
  if (*rest == '.')
    for (rest++; g_ascii_isdigit (*rest); rest++)
      g_string_append_c (decimals, *rest);
  if (*rest == ',' || *rest == '.')
    grouping_ok = FALSE;
  while (*rest == ' ')
    rest++;
  rest = skip_multiplier (rest, &zeros);
  rest = skip_word (rest, yuan_words, G_N_ELEMENTS (yuan_words));

  if (whole->len + decimals->len == 0)
    return fail (error, _ ("“%s” is not an amount. Type it in yuan, for example 1234.50."), folded);
  if (!grouping_ok)
    return fail (error,
                 _ ("“%s” can be read in two ways. Use a comma only between thousands and a point before "
                    "the decimals, for example 1,234.50."),
                 folded);
  if (*rest != '\0')
    return fail (error, _ ("“%s” is not an amount. Type it in yuan, for example 1234.50."), folded);
  if (decimals->len > (gsize) zeros + 2)
    return fail (error, _ ("“%s” is finer than one fen. Type at most two decimals of a yuan."), folded);
  if (!digits_to_fen (whole->str, decimals->str, zeros, negative, fen))
    return fail (error, _ ("“%s” is too large for an amount."), folded);
  return TRUE;
}

static guint64
magnitude (gint64 fen)
{
  return fen < 0 ? 0 - (guint64) fen : (guint64) fen;
}

/**
 * yb_money_to_plain:
 * @fen: an amount in fen, or %YB_NO_VALUE
 *
 * Writes an amount for JSON and CSV: always a point, always two decimals, no groups ("1234.50", "-0.05").
 *
 * Returns: (transfer full): the text, "" for %YB_NO_VALUE
 */
char *
yb_money_to_plain (gint64 fen)
{
  guint64 size = magnitude (fen);

  if (fen == YB_NO_VALUE)
    return g_strdup ("");
  return g_strdup_printf ("%s%" G_GUINT64_FORMAT ".%02d", fen < 0 ? "-" : "", size / FEN_PER_YUAN,
                          (int) (size % FEN_PER_YUAN));
}

static void
append_grouped (GString *out, guint64 yuan)
{
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, yuan);
  gsize n_digits = strlen (digits);

  for (gsize i = 0; i < n_digits; i++)
    {
      if (i > 0 && (n_digits - i) % 3 == 0)
        g_string_append_c (out, ',');
      g_string_append_c (out, digits[i]);
    }
}

/**
 * yb_money_format:
 * @fen: an amount in fen, or %YB_NO_VALUE
 *
 * Writes an amount for people: "¥1,234.50". Whole yuan from 1,000 on carry no decimals: "¥158,000".
 *
 * Returns: (transfer full): the text, "" for %YB_NO_VALUE
 */
char *
yb_money_format (gint64 fen)
{
  guint64 size = magnitude (fen);
  GString *out;

  if (fen == YB_NO_VALUE)
    return g_strdup ("");

  out = g_string_new (fen < 0 ? "-¥" : "¥");
  append_grouped (out, size / FEN_PER_YUAN);
  if (size % FEN_PER_YUAN != 0 || size < 1000 * FEN_PER_YUAN)
    g_string_append_printf (out, ".%02d", (int) (size % FEN_PER_YUAN));
  return g_string_free (out, FALSE);
}

/* Whether the user reads Chinese: amounts are then counted in 万 and 亿. The "C" locale has no messages at all,
 * whatever LANGUAGE says, as in gettext. */
static gboolean
counts_in_wan (void)
{
  const char *locale = setlocale (LC_MESSAGES, NULL);

  if (locale == NULL || g_str_equal (locale, "C") || g_str_equal (locale, "POSIX"))
    return FALSE;
  return g_str_has_prefix (g_get_language_names ()[0], "zh");
}

/**
 * yb_money_format_short:
 * @fen: an amount in fen, or %YB_NO_VALUE
 *
 * Writes a rounded amount without the currency, for cards and column heads: "15.8万", "1.2亿" when the messages
 * are in Chinese, else "158k", "120M". One decimal at most; amounts below the first unit are written out.
 *
 * Returns: (transfer full): the text, "" for %YB_NO_VALUE
 */
char *
yb_money_format_short (gint64 fen)
{
  static const struct
  {
    guint64 yuan;
    const char *word;
  } chinese[] = {{10000, "万"}, {100000000, "亿"}},
    western[] = {{1000, "k"}, {1000000, "M"}, {1000000000, "B"}}, *units;
  gsize n_units, unit = 0;
  guint64 size = magnitude (fen), tenths;
  GString *out;

  if (fen == YB_NO_VALUE)
    return g_strdup ("");

  units = counts_in_wan () ? chinese : western;
  n_units = units == chinese ? G_N_ELEMENTS (chinese) : G_N_ELEMENTS (western);
  out = g_string_new (fen < 0 ? "-" : "");

  /* Rounded to whole yuan the figure must still be below the unit, or 9999.60 would read 10,000. */
  if (size < 1000 * FEN_PER_YUAN || (size + FEN_PER_YUAN / 2) / FEN_PER_YUAN < units[0].yuan)
    {
      if (size < 1000 * FEN_PER_YUAN && size % FEN_PER_YUAN != 0)
        g_string_append_printf (out, "%d.%02d", (int) (size / FEN_PER_YUAN), (int) (size % FEN_PER_YUAN));
      else
        append_grouped (out, (size + FEN_PER_YUAN / 2) / FEN_PER_YUAN);
      return g_string_free (out, FALSE);
    }

  /* The next unit also when rounding carries into it: 9999.96万 is 1亿. */
  for (;; unit++)
    {
      guint64 tenth = units[unit].yuan * FEN_PER_YUAN / 10;

      tenths = (size + tenth / 2) / tenth;
      if (unit + 1 == n_units || tenths * (units[unit].yuan / 10) < units[unit + 1].yuan)
        break;
    }
  append_grouped (out, tenths / 10);
  if (tenths % 10 != 0)
    g_string_append_printf (out, ".%d", (int) (tenths % 10));
  g_string_append (out, units[unit].word);
  return g_string_free (out, FALSE);
}

/**
 * yb_money_mul_div:
 * @fen: an amount in fen, or %YB_NO_VALUE
 * @numerator: what to multiply with
 * @denominator: what to divide by, not 0
 *
 * Computes @fen × @numerator ÷ @denominator with 128 bits inside, rounded half away from zero to whole fen
 * (rules.md 2.6: round half up to 0.01). A rate in basis points is (rate, 10000); purchase tax is (10, 113).
 *
 * Returns: fen; %YB_NO_VALUE when @fen is that or the result does not fit
 */
gint64
yb_money_mul_div (gint64 fen, gint64 numerator, gint64 denominator)
{
  Wide product, divisor, result;

  g_return_val_if_fail (denominator != 0, YB_NO_VALUE);

  if (fen == YB_NO_VALUE)
    return YB_NO_VALUE;

  product = (Wide) fen * numerator;
  divisor = denominator;
  if (divisor < 0)
    {
      product = -product;
      divisor = -divisor;
    }
  result = product >= 0 ? (product + divisor / 2) / divisor : -((-product + divisor / 2) / divisor);

  return result > G_MAXINT64 || result <= G_MININT64 ? YB_NO_VALUE : (gint64) result;
}
