/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-face.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal.h"
#include "yb-money.h"

/* The hour and minute of a time in the store's zone, or NULL when it is midnight, which stands for "that
   day". */
static char *
clock_text (gint64 ms)
{
  g_autofree char *text = yb_time_format (ms);
  gsize length = strlen (text);

  if (length < 5 || g_str_has_suffix (text, " 00:00"))
    return NULL;

  return g_strdup (text + length - 5);
}

static char *
with_clock (const char *day, gint64 ms)
{
  g_autofree char *hour = clock_text (ms);

  return hour != NULL ? g_strdup_printf ("%s %s", day, hour) : g_strdup (day);
}

static void
fill_late (YbDealCard *deal, YbCardFace *face, int days)
{
  g_autofree char *hour = NULL;

  face->urgency = YB_CARD_URGENCY_LATE;
  if (days > 0)
    {
      face->hint = g_strdup_printf (ngettext ("%d day late", "%d days late", days), days);
      return;
    }

  hour = clock_text (deal->next_contact_at);
  face->hint = g_strdup_printf (_ ("Late since %s"), hour);
}

static void
fill_planned (YbDealCard *deal, YbCardFace *face, int days)
{
  g_autofree char *date = NULL, *day = NULL;

  face->urgency = days == 0 ? YB_CARD_URGENCY_TODAY : YB_CARD_URGENCY_PLANNED;
  if (days == 0)
    {
      face->hint = with_clock (_ ("Today"), deal->next_contact_at);
    }
  else if (days == -1)
    {
      face->hint = with_clock (_ ("Tomorrow"), deal->next_contact_at);
    }
  else
    {
      date = yb_time_to_date (deal->next_contact_at);
      day = yb_date_format (date);
      face->hint = with_clock (day, deal->next_contact_at);
    }
}

static void
fill_hint (YbDealCard *deal, YbCardFace *face)
{
  g_autofree char *hour = NULL;
  int days;

  if (deal->loss_requested_at != 0)
    {
      face->hint = g_strdup (_ ("Loss to confirm"));
      face->urgency = YB_CARD_URGENCY_LATE;
      face->needs_manager = TRUE;
      return;
    }
  if (deal->next_contact_at == 0)
    {
      face->hint = g_strdup (_ ("No next contact"));
      face->urgency = YB_CARD_URGENCY_MISSING;
      return;
    }

  days = yb_time_days_since (deal->next_contact_at);
  hour = clock_text (deal->next_contact_at);
  if (days > 0 || (days == 0 && hour != NULL && deal->next_contact_at < yb_time_now ()))
    fill_late (deal, face, days);
  else
    fill_planned (deal, face, days);
}

static char *
last_contact_text (YbDealCard *deal)
{
  int days;

  if (deal->last_contact_at == 0)
    return g_strdup (_ ("Not reached yet"));

  days = yb_time_days_since (deal->last_contact_at);
  if (days <= 0)
    return g_strdup (_ ("Spoken today"));

  return g_strdup_printf (ngettext ("Spoken %d day ago", "Spoken %d days ago", days), days);
}

static void
describe (YbDealCard *deal, YbCardFace *face)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();
  g_autofree char *amount = NULL, *grade = NULL, *consultant = NULL, *model = NULL;

  g_ptr_array_add (lines, face->hint);
  if (face->needs_manager)
    g_ptr_array_add (lines, (gpointer) _ ("A manager has to confirm that the deal is lost"));
  if (face->blocker)
    g_ptr_array_add (lines, (gpointer) _ ("An open objection holds it"));
  if (*face->subtitle != '\0')
    g_ptr_array_add (lines, (gpointer) (model = g_strdup_printf (_ ("Model: %s"), face->subtitle)));
  if (face->badge != NULL)
    g_ptr_array_add (lines, (gpointer) (grade = g_strdup_printf (_ ("Grade: %s"), face->badge)));
  if (face->details[YB_CARD_DETAIL_VALUE] != NULL)
    {
      amount = yb_money_format (deal->amount);
      g_ptr_array_add (lines, amount);
    }
  g_ptr_array_add (lines, face->details[YB_CARD_DETAIL_START]);
  g_ptr_array_add (lines, face->details[YB_CARD_DETAIL_END]);
  if (face->details[YB_CARD_DETAIL_BESIDE] != NULL)
    g_ptr_array_add (lines, (gpointer) (consultant = g_strdup_printf (_ ("Consultant: %s"),
                                                                      face->details[YB_CARD_DETAIL_BESIDE])));
  g_ptr_array_add (lines, NULL);
  face->description = g_strjoinv ("\n", (char **) lines->pdata);
}

/**
 * yb_deal_face_fill:
 * @item: a #YbDealCard
 * @face: an empty face
 * @user_data: unused
 *
 * Makes the face of a deal: who, what, how much, and what is to be done next with how late it is (ux.md,
 * Pipeline). The next contact is never left out: a deal without one says so (flows.md 3.1, the rhythm of
 * contacts).
 */
void
yb_deal_face_fill (gpointer item, YbCardFace *face, gpointer user_data)
{
  YbDealCard *deal = YB_DEAL_CARD (item);
  const char *grade = yb_enum_label (&yb_grade_enum, deal->grade);
  const char *name = deal->customer_name;
  int days;

  g_return_if_fail (face != NULL);

  face->title = g_strdup (name != NULL && *name != '\0' ? name : _ ("No name"));
  face->subtitle = g_strstrip (g_strdup_printf ("%s %s", deal->model != NULL ? deal->model : "",
                                                deal->trim != NULL ? deal->trim : ""));
  if (*grade != '\0')
    face->badge = g_strdup (grade);
  face->badge_style = deal->grade == YB_GRADE_O || deal->grade == YB_GRADE_H ? YB_CARD_BADGE_STRONG
                                                                             : YB_CARD_BADGE_PLAIN;
  if (deal->amount != YB_NO_VALUE && deal->amount != 0)
    face->details[YB_CARD_DETAIL_VALUE] = yb_money_format_short (deal->amount);
  if (deal->consultant_name != NULL && *deal->consultant_name != '\0')
    face->details[YB_CARD_DETAIL_BESIDE] = g_strdup (deal->consultant_name);
  face->details[YB_CARD_DETAIL_START] = last_contact_text (deal);
  days = deal->stage_since != 0 ? MAX (yb_time_days_since (deal->stage_since), 0) : 0;
  face->details[YB_CARD_DETAIL_END] = g_strdup_printf (ngettext ("%d day in stage", "%d days in stage", days),
                                                       days);
  face->blocker = deal->open_blockers > 0;
  fill_hint (deal, face);
  describe (deal, face);
}
