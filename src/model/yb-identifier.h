/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Numbers that tell people, cars and firms apart (rules.md 2.7). Store and compare the normalised form. The
 * checks are for warnings: real plates, old VINs and foreign papers break the rules and must still be stored.
 */

/**
 * YbPlateKind:
 * @YB_PLATE_KIND_NONE: no plate yet
 * @YB_PLATE_KIND_BLUE: ordinary small car
 * @YB_PLATE_KIND_GREEN_SMALL: new-energy car, small
 * @YB_PLATE_KIND_GREEN_LARGE: new-energy car, large
 * @YB_PLATE_KIND_YELLOW: large car, trailer, driving school
 * @YB_PLATE_KIND_BLACK: foreign missions, Hong Kong, Macau
 * @YB_PLATE_KIND_WHITE: police
 * @YB_PLATE_KIND_TEMP: temporary
 * @YB_PLATE_KIND_OTHER: anything else, for example military
 *
 * The colour and class of a licence plate (GA 36).
 */
typedef enum
{
  YB_PLATE_KIND_NONE,
  YB_PLATE_KIND_BLUE,
  YB_PLATE_KIND_GREEN_SMALL,
  YB_PLATE_KIND_GREEN_LARGE,
  YB_PLATE_KIND_YELLOW,
  YB_PLATE_KIND_BLACK,
  YB_PLATE_KIND_WHITE,
  YB_PLATE_KIND_TEMP,
  YB_PLATE_KIND_OTHER,
} YbPlateKind;

/**
 * YbIdKind:
 * @YB_ID_KIND_NONE: nothing stated
 * @YB_ID_KIND_ID_CARD: resident identity card, also the residence permits that use its form
 * @YB_ID_KIND_PASSPORT: Chinese passport
 * @YB_ID_KIND_HK_MACAU: mainland travel permit for Hong Kong and Macau residents
 * @YB_ID_KIND_TAIWAN: mainland travel permit for Taiwan residents
 * @YB_ID_KIND_OTHER: anything else, for example a foreign passport
 *
 * The kind of an identity paper.
 */
typedef enum
{
  YB_ID_KIND_NONE,
  YB_ID_KIND_ID_CARD,
  YB_ID_KIND_PASSPORT,
  YB_ID_KIND_HK_MACAU,
  YB_ID_KIND_TAIWAN,
  YB_ID_KIND_OTHER,
} YbIdKind;

char *yb_phone_normalise (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_phone_is_valid (const char *normalised);
char *yb_phone_mask (const char *normalised) G_GNUC_WARN_UNUSED_RESULT;

char *yb_plate_normalise (const char *text) G_GNUC_WARN_UNUSED_RESULT;
YbPlateKind yb_plate_guess_kind (const char *normalised);
gboolean yb_plate_is_valid (const char *normalised);
const char *yb_plate_without_province (const char *normalised);

char *yb_vin_normalise (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_vin_is_well_formed (const char *normalised);
gboolean yb_vin_check_digit_ok (const char *normalised);

char *yb_id_card_normalise (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_id_card_is_valid (const char *normalised);
char *yb_id_card_mask (const char *normalised) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_id_card_birthday (const char *normalised, char date[11]);
YbIdKind yb_id_card_guess_kind (const char *normalised);

char *yb_uscc_normalise (const char *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_uscc_is_valid (const char *normalised);

G_END_DECLS
