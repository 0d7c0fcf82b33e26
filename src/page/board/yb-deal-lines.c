/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-lines.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-money.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define HOUR_MS (60 * 60 * G_GINT64_CONSTANT (1000))

static void
add (GString *line, const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", text);
}

static void
contact_title (GString *line, YbContact *contact)
{
  g_autofree char *at = yb_time_format (contact->at);

  add (line, at);
  add (line, yb_enum_label (&yb_channel_enum, contact->channel));
  add (line, contact->reached ? _ ("reached") : _ ("not reached"));
}

static void
objection_title (GString *line, YbObjection *objection)
{
  add (line, yb_enum_label (&yb_objection_kind_enum, objection->kind));
  add (line, objection->resolved_at != 0 ? _ ("resolved") : _ ("open"));
}

static void
payment_title (GString *line, YbPayment *payment)
{
  g_autofree char *day = yb_date_format (payment->received_on);
  g_autofree char *amount = yb_money_format (payment->amount);

  add (line, day);
  add (line, yb_enum_label (&yb_payment_kind_enum, payment->kind));
  add (line, amount);
  add (line, yb_enum_label (&yb_payment_method_enum, payment->method));
}

static char *
duration_text (gint64 from, gint64 to)
{
  gint64 length = MAX (to - from, 0);

  if (length < DAY_MS)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (int) (length / HOUR_MS)),
                            (int) (length / HOUR_MS));

  return g_strdup_printf (ngettext ("%d day", "%d days", (int) (length / DAY_MS)), (int) (length / DAY_MS));
}

static YbStaff *
find_person (YbDesk *desk, gint64 id)
{
  return id != 0 ? yb_store_get_row (yb_desk_get_store (desk), &yb_staff_row_type, id) : NULL;
}

/* How long the deal stayed where this step put it: until the next step, or until now. */
static void
history_title (GString *line, YbDesk *desk, YbDealHistory *step, YbDealHistory *newer)
{
  g_autoptr (YbStaff) staff = find_person (desk, step->staff);
  g_autofree char *at = yb_time_format (step->at);
  g_autofree char *stay = duration_text (step->at, newer != NULL ? newer->at : yb_time_now ());
  g_autofree char *stage = NULL, *approved = NULL;
  g_autoptr (YbStaff) approver = find_person (desk, step->approver);

  add (line, at);
  add (line, yb_enum_label (&yb_history_kind_enum, step->kind));
  add (line, staff != NULL ? staff->name : NULL);
  if (approver != NULL)
    {
      /* Translators: name of the manager who allowed it */
      approved = g_strdup_printf (_ ("approved by %s"), approver->name);
      add (line, approved);
    }
  if (step->to_stage == 0)
    return;

  /* Translators: a stage of the board, and how long the deal stood there */
  stage = g_strdup_printf (_ ("%s for %s"), yb_enum_label (&yb_stage_enum, step->to_stage), stay);
  add (line, stage);
}

/**
 * yb_deal_line_title:
 * @desk: a desk
 * @row: a #YbContact, #YbObjection, #YbPayment or #YbDealHistory
 * @newer: (nullable): the record after it in time
 *
 * Returns: (transfer full): when, what and who, in one line
 */
char *
yb_deal_line_title (YbDesk *desk, YbRow *row, YbRow *newer)
{
  const YbRowType *type = yb_row_get_row_type (row);
  GString *line = g_string_new (NULL);

  if (type == &yb_contact_row_type)
    contact_title (line, (YbContact *) row);
  else if (type == &yb_objection_row_type)
    objection_title (line, (YbObjection *) row);
  else if (type == &yb_payment_row_type)
    payment_title (line, (YbPayment *) row);
  else if (type == &yb_deal_history_row_type)
    history_title (line, desk, (YbDealHistory *) row, (YbDealHistory *) newer);

  return g_string_free (line, FALSE);
}

static char *
history_text (YbDealHistory *step)
{
  GString *line = g_string_new (NULL);
  const char *kind = yb_enum_code (&yb_history_kind_enum, step->kind);
  const YbEnum *reasons = g_str_equal (kind, "moved") ? &yb_back_reason_enum : &yb_lost_reason_enum;
  int reason = yb_enum_from_code (reasons, step->reason);

  if (*step->reason != '\0')
    add (line, reason > 0 ? yb_enum_label (reasons, reason) : step->reason);
  add (line, step->note);

  return g_string_free (line, FALSE);
}

/**
 * yb_deal_line_text:
 * @row: a #YbContact, #YbObjection, #YbPayment or #YbDealHistory
 *
 * Returns: (transfer full): what people wrote about it, "" if nothing
 */
char *
yb_deal_line_text (YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);

  if (type == &yb_contact_row_type)
    return g_strdup (((YbContact *) row)->text);
  if (type == &yb_payment_row_type)
    return g_strdup (((YbPayment *) row)->note);
  if (type == &yb_deal_history_row_type)
    return history_text ((YbDealHistory *) row);
  if (type == &yb_objection_row_type)
    {
      YbObjection *objection = (YbObjection *) row;

      return *objection->answer != '\0' ? g_strdup_printf ("%s\n→ %s", objection->text, objection->answer)
                                        : g_strdup (objection->text);
    }

  return g_strdup ("");
}
