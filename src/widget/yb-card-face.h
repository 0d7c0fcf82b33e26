/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * YbCardBadge:
 * @YB_CARD_BADGE_PLAIN: a quiet outline
 * @YB_CARD_BADGE_STRONG: filled, for what matters most
 *
 * How the badge of a card looks. The text of the badge carries the meaning.
 */
typedef enum
{
  YB_CARD_BADGE_PLAIN,
  YB_CARD_BADGE_STRONG,
} YbCardBadge;

/**
 * YbCardUrgency:
 * @YB_CARD_URGENCY_NONE: nothing is to be done
 * @YB_CARD_URGENCY_PLANNED: planned for another day
 * @YB_CARD_URGENCY_TODAY: to be done today
 * @YB_CARD_URGENCY_LATE: should have been done
 * @YB_CARD_URGENCY_MISSING: nothing is planned though something should be
 *
 * How much the hint of a card presses. It chooses icon and colour; the words stand in the hint.
 */
typedef enum
{
  YB_CARD_URGENCY_NONE,
  YB_CARD_URGENCY_PLANNED,
  YB_CARD_URGENCY_TODAY,
  YB_CARD_URGENCY_LATE,
  YB_CARD_URGENCY_MISSING,
} YbCardUrgency;

/**
 * YbCardDetail:
 * @YB_CARD_DETAIL_VALUE: at the end of the line of the title (an amount)
 * @YB_CARD_DETAIL_BESIDE: at the end of the second line; dropped when there is no room
 * @YB_CARD_DETAIL_START: at the start of the last line
 * @YB_CARD_DETAIL_END: at the end of the last line; dropped when there is no room
 *
 * Where a detail stands. What is dropped stands in the tooltip and in the accessible description.
 */
typedef enum
{
  YB_CARD_DETAIL_VALUE,
  YB_CARD_DETAIL_BESIDE,
  YB_CARD_DETAIL_START,
  YB_CARD_DETAIL_END,
  YB_CARD_N_DETAILS,
} YbCardDetail;

/**
 * YbCardFace:
 * @title: first line
 * @subtitle: second line
 * @badge: one or two characters
 * @hint: third line: what to do next
 * @urgency: how much @hint presses
 * @needs_manager: whether a manager has to decide something
 * @blocker: whether something holds the card
 * @label: accessible name; %NULL: made from title and badge
 * @description: accessible description and tooltip; %NULL: made from the rest
 *
 * What a card shows. All texts are owned, translated and may be %NULL.
 */
typedef struct
{
  char *title;
  char *subtitle;
  char *badge;
  YbCardBadge badge_style;
  char *details[YB_CARD_N_DETAILS];
  char *hint;
  YbCardUrgency urgency;
  gboolean needs_manager;
  gboolean blocker;
  char *label;
  char *description;
} YbCardFace;

/**
 * YbCardFaceFunc:
 * @item: an item of the model
 * @face: (inout): an empty face to be filled with newly allocated texts
 *
 * Makes the face of an item. Called for visible cards only, and again when the item notifies.
 */
typedef void (*YbCardFaceFunc) (gpointer item, YbCardFace *face, gpointer user_data);

void yb_card_face_clear (YbCardFace *face);
void yb_card_face_complete (YbCardFace *face);

G_END_DECLS
