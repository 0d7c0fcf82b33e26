/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-identifier.h"
#include "yb-identifier-private.h"

#include <string.h>

#include "yb-calendar.h"

#define ID_CARD_LENGTH 18
/* The standard's own second example was born in 1880. */
#define FIRST_BIRTH_YEAR 1800

/* The first two digits: provinces, Taiwan, Hong Kong, Macau. */
static const char provinces[] =
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 "
    "61 62 63 64 65 71 81 82 83";

/* 17 digits and a digit or X. */
static gboolean
has_form (const char *text)
{
  if (text == NULL || strlen (text) != ID_CARD_LENGTH)
    return FALSE;
  for (int i = 0; i < ID_CARD_LENGTH - 1; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return g_ascii_isdigit (text[ID_CARD_LENGTH - 1]) || text[ID_CARD_LENGTH - 1] == 'X';
}

/* The permanent residence card of foreigners begins with 9 and then the place it was issued. */
static gboolean
region_is_known (const char *text)
{
  char region[3] = {text[0], text[1], '\0'};

  return text[0] == '9' || strstr (provinces, region) != NULL;
}

static gboolean
check_digit_ok (const char *text)
{
  static const int weights[ID_CARD_LENGTH - 1] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;

  for (int i = 0; i < ID_CARD_LENGTH - 1; i++)
    sum += weights[i] * (text[i] - '0');
  return text[ID_CARD_LENGTH - 1] == "10X98765432"[sum % 11];
}

/**
 * yb_id_card_normalise:
 * @text: (nullable): the number of an identity paper as typed
 *
 * Returns: (transfer full): half-width, upper case (x becomes X), without blanks and hyphens; "" for %NULL
 *   (rules.md 2.7)
 */
char *
yb_id_card_normalise (const char *text)
{
  return _yb_identifier_normalise (text);
}

/**
 * yb_id_card_birthday:
 * @normalised: (nullable): a result of yb_id_card_normalise()
 * @date: (out caller-allocates): the day of birth, "YYYY-MM-DD"; "" when there is none
 *
 * Returns: whether @normalised has the form of a resident identity card with a real day of birth that is not
 *   to come
 */
gboolean
yb_id_card_birthday (const char *normalised, char date[11])
{
  g_autofree char *today = NULL;
  int year, month, day;

  g_return_val_if_fail (date != NULL, FALSE);

  date[0] = '\0';
  if (!has_form (normalised))
    return FALSE;

  month = (normalised[10] - '0') * 10 + (normalised[11] - '0');
  day = (normalised[12] - '0') * 10 + (normalised[13] - '0');
  year = (normalised[6] - '0') * 1000 + (normalised[7] - '0') * 100 + (normalised[8] - '0') * 10 +
         (normalised[9] - '0');
  if (year < FIRST_BIRTH_YEAR || !g_date_valid_dmy (day, month, year))
    return FALSE;

  g_snprintf (date, 11, "%.4s-%.2s-%.2s", normalised + 6, normalised + 10, normalised + 12);
  today = yb_date_today ();
  if (strcmp (date, today) <= 0)
    return TRUE;
  date[0] = '\0';
  return FALSE;
}

/**
 * yb_id_card_is_valid:
 * @normalised: (nullable): a result of yb_id_card_normalise()
 *
 * Returns: whether it is a resident identity card number: known province, real birthday, right check digit
 *   (GB 11643, rules.md 2.7). The 15-digit cards, void since 2013, are not
 */
gboolean
yb_id_card_is_valid (const char *normalised)
{
  char birthday[11];

  return has_form (normalised) && region_is_known (normalised) &&
         yb_id_card_birthday (normalised, birthday) && check_digit_ok (normalised);
}

/**
 * yb_id_card_mask:
 * @normalised: (nullable): a result of yb_id_card_normalise()
 *
 * Hides the middle with the birthday: "110***********002X". Of shorter numbers at most half is shown (R280).
 *
 * Returns: (transfer full): the masked number, "" for %NULL
 */
char *
yb_id_card_mask (const char *normalised)
{
  return _yb_identifier_mask (normalised != NULL ? normalised : "", 3, 4);
}

/* @letters (zero to two of them) and then @n digits up to the end. */
static gboolean
has_digits_after (const char *text, gsize letters, gsize n)
{
  if (strlen (text) != letters + n)
    return FALSE;
  for (gsize i = letters; i < letters + n; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;
  return TRUE;
}

/**
 * yb_id_card_guess_kind:
 * @normalised: (nullable): a result of yb_id_card_normalise()
 *
 * Guesses the kind of an identity paper from the form of its number.
 *
 * Returns: the kind, %YB_ID_KIND_OTHER for an unknown form
 */
YbIdKind
yb_id_card_guess_kind (const char *normalised)
{
  if (normalised == NULL || *normalised == '\0')
    return YB_ID_KIND_NONE;
  if (has_form (normalised))
    return YB_ID_KIND_ID_CARD;
  if (strchr ("HM", normalised[0]) != NULL &&
      (has_digits_after (normalised, 1, 8) || has_digits_after (normalised, 1, 10)))
    return YB_ID_KIND_HK_MACAU;
  if (has_digits_after (normalised, 0, 8))
    return YB_ID_KIND_TAIWAN;
  /* E12345678, EA1234567, official G, D, S and P series */
  if (strchr ("EGDSP", normalised[0]) != NULL &&
      (has_digits_after (normalised, 1, 8) ||
       (g_ascii_isupper (normalised[1]) && has_digits_after (normalised, 2, 7))))
    return YB_ID_KIND_PASSPORT;
  return YB_ID_KIND_OTHER;
}
