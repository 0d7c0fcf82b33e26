/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Phones, plates, VINs, identity numbers, money, times and names: a normalised value stays what it is, and what was
 * written is read back. */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "yb-calendar.h"
#include "yb-identifier.h"
#include "yb-money.h"
#include "yb-pinyin.h"

typedef struct
{
  char *(*normalise) (const char *text);
  gboolean (*is_valid) (const char *normalised);
  char *(*mask) (const char *normalised);
} Identifier;

static const Identifier identifiers[] = {
    {yb_phone_normalise, yb_phone_is_valid, yb_phone_mask},
    {yb_plate_normalise, yb_plate_is_valid, NULL},
    {yb_vin_normalise, yb_vin_check_digit_ok, NULL},
    {yb_id_card_normalise, yb_id_card_is_valid, yb_id_card_mask},
    {yb_uscc_normalise, yb_uscc_is_valid, NULL},
};

static void
try_identifier (guint number, const char *text)
{
  const Identifier *identifier = &identifiers[number];
  g_autofree char *normalised = identifier->normalise (text);
  g_autofree char *again = NULL;
  g_autofree char *masked = NULL;

  if (normalised == NULL)
    return;
  again = identifier->normalise (normalised);
  g_assert_cmpstr (again, ==, normalised);
  fuzz_planted (1 + number, identifier->is_valid (normalised));
  if (identifier->mask == NULL)
    return;

  masked = identifier->mask (normalised);
  g_assert_true (g_utf8_validate (masked, -1, NULL));
  /* A mask that shows everything hides nothing. (What was masked already may stay as it is.) */
  g_assert_true (*normalised == '\0' || strchr (normalised, '*') != NULL ||
                 !g_str_equal (masked, normalised));
}

static void
try_kinds (const char *text)
{
  g_autofree char *plate = yb_plate_normalise (text);
  g_autofree char *card = yb_id_card_normalise (text);
  g_autofree char *vin = yb_vin_normalise (text);
  char birthday[11];

  if (plate != NULL)
    {
      yb_plate_guess_kind (plate);
      g_assert_nonnull (yb_plate_without_province (plate));
    }
  if (card != NULL)
    {
      yb_id_card_guess_kind (card);
      if (yb_id_card_birthday (card, birthday))
        g_assert_true (yb_date_is_valid (birthday));
    }
  if (vin != NULL)
    yb_vin_is_well_formed (vin);
}

static void
try_money (const char *text)
{
  g_autofree char *plain = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *shown_short = NULL;
  gint64 fen, again;

  if (!yb_money_parse (text, &fen, NULL) || fen == YB_NO_VALUE)
    return;
  plain = yb_money_to_plain (fen);
  g_assert_true (yb_money_parse (plain, &again, NULL));
  g_assert_cmpint (again, ==, fen);
  shown = yb_money_format (fen);
  shown_short = yb_money_format_short (fen);
  g_assert_true (g_utf8_validate (shown, -1, NULL) && g_utf8_validate (shown_short, -1, NULL));
}

static void
try_time (const char *text)
{
  g_autofree char *written = NULL;
  g_autofree char *day = NULL;
  gint64 ms, again;

  if (!yb_time_parse (text, &ms, NULL))
    return;
  written = yb_time_to_rfc3339 (ms);
  g_assert_true (yb_time_parse (written, &again, NULL));
  g_assert_cmpint (again / 1000, ==, ms / 1000);
  day = yb_time_to_date (ms);
  g_assert_true (yb_date_is_valid (day));
}

static void
try_name (const char *text)
{
  char *(*const readings[]) (const char *text) = {yb_pinyin_full, yb_pinyin_initials, yb_pinyin_alternative};
  g_auto (GStrv) all = yb_pinyin_readings (text);

  for (guint i = 0; all != NULL && all[i] != NULL; i++)
    g_assert_true (g_utf8_validate (all[i], -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (readings); i++)
    {
      g_autofree char *reading = readings[i](text);

      g_assert_true (reading == NULL || g_utf8_validate (reading, -1, NULL));
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = fuzz_text (data, size);

  for (guint i = 0; i < G_N_ELEMENTS (identifiers); i++)
    try_identifier (i, text);
  try_kinds (text);
  try_money (text);
  try_time (text);
  try_name (text);
  if (yb_date_is_valid (text))
    {
      g_autofree char *next = yb_date_add_days (text, 1);

      g_assert_true (next == NULL || yb_date_days_between (text, next) == 1);
    }
  return 0;
}
