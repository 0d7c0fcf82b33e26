/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-move-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-desk-private.h"
#include "yb-verbs-private.h"

/* A waiver that was asked for and is used. */
typedef struct
{
  const YbGate *gate;
  int reason;
} Waiver;

static gboolean
read_waiver (JsonObject *object, Waiver *waiver, GError **error)
{
  const char *gate = json_object_get_string_member_with_default (object, "gate", "");
  const char *reason = json_object_get_string_member_with_default (object, "reason", "");
  g_autofree char *codes = NULL;

  waiver->gate = yb_gate_find (gate);
  if (waiver->gate == NULL)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("waive: there is no gate “%s”."), gate);
      return FALSE;
    }
  if (waiver->gate->waiver == NULL)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
                   /* Translators: text of a gate */
                   _ ("This cannot be waived: %s."), yb_gate_text (waiver->gate));
      return FALSE;
    }

  waiver->reason = yb_enum_from_code (waiver->gate->waiver, reason);
  if (waiver->reason > 0)
    return TRUE;

  codes = yb_enum_list_codes (waiver->gate->waiver);
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID,
               /* Translators: a code, the codes that exist */
               _ ("waive: “%s” is no reason; expected: %s"), reason, codes);
  return FALSE;
}

/* A waiver is only used for a gate that really stands in the way: evidence is never overwritten by it. */
static gboolean
apply_waivers (YbCall *call, const YbDealEvidence *evidence, YbDeal *deal, GArray *used, GError **error)
{
  JsonArray *list = yb_call_list (call, "waive");
  YbStage to = yb_call_number (call, "stage");

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      Waiver waiver;

      if (!read_waiver (json_array_get_object_element (list, i), &waiver, error))
        return FALSE;
      if ((gint64) waiver.gate->stage <= deal->stage || waiver.gate->stage > to ||
          waiver.gate->holds (evidence))
        continue;

      if (!_yb_deal_waive_drive (deal, waiver.reason, error))
        return FALSE;
      g_array_append_val (used, waiver);
    }

  return TRUE;
}

static char *
waivers_of_stage (GArray *used, gint64 stage)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < used->len; i++)
    {
      const Waiver *waiver = &g_array_index (used, Waiver, i);

      if ((gint64) waiver->gate->stage == stage)
        g_string_append_printf (text, "%s%s:%s", text->len > 0 ? " " : "", waiver->gate->code,
                                yb_enum_code (waiver->gate->waiver, waiver->reason));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * _yb_deal_entered:
 * @call: a call
 * @deal: a deal whose stage was just set
 *
 * What flows.md 3.1 calls the automatic effect on entry, as far as it is a field of the deal.
 */
void
_yb_deal_entered (YbCall *call, YbDeal *deal)
{
  gint64 now = yb_call_get_now (call);

  deal->stage_since = now;
  if (deal->stage == YB_STAGE_RECEPTION && deal->next_contact_at <= now)
    deal->next_contact_at = now + yb_call_rule_number (call, "deal.thank-you-minutes") * YB_MS_PER_MINUTE;
  if (deal->stage == YB_STAGE_FOLLOWUP)
    {
      deal->grade = YB_GRADE_D;
      deal->next_contact_at = now + yb_call_rule_number (call, "deal.delivered-contact-days") * YB_MS_PER_DAY;
    }
}

static gboolean
move_forward (YbCall *call, YbDealEvidence *evidence, YbDeal *deal, GError **error)
{
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (Waiver));
  g_autoptr (GPtrArray) unmet = NULL;
  YbStage to = yb_call_number (call, "stage");

  if (!apply_waivers (call, evidence, deal, used, error))
    return FALSE;

  unmet = yb_deal_unmet_gates (evidence, to);
  if (unmet->len > 0)
    return _yb_desk_error_set_unmet (error, unmet);

  /* A jump passes the stages in between: one row of history for each. */
  while (deal->stage < (gint64) to)
    {
      g_autofree char *waived = waivers_of_stage (used, deal->stage + 1);
      YbHistoryEntry entry = {
          .kind = "moved",
          .to_stage = deal->stage + 1,
          .reason = yb_enum_code (&yb_back_reason_enum, yb_call_number (call, "reason")),
          .note = yb_call_text (call, "note"),
          .waived = waived,
      };

      if (!yb_call_add_history (call, deal, &entry, error))
        return FALSE;
      deal->stage++;
      _yb_deal_entered (call, deal);
    }

  return TRUE;
}

static void
go_back (YbCall *call, YbDeal *deal, YbStage to)
{
  gint64 from = deal->stage;

  deal->stage = to;
  deal->back_moves = MAX (deal->back_moves, 0) + 1;
  deal->stage_since = yb_call_get_now (call);
  if (to < YB_STAGE_NEGOTIATE)
    deal->offer_accepted_at = 0; /* superseded */
  if (from == YB_STAGE_CLOSE)
    deal->car_choice = 0; /* the allocation is released */
  if (from == YB_STAGE_DELIVERY)
    deal->advisor_present = 0;
}

static gboolean
move_back (YbCall *call, YbDeal *deal, GError **error)
{
  int reason = yb_call_number (call, "reason");
  YbStage to = yb_call_number (call, "stage");
  YbHistoryEntry entry = {
      .kind = "moved",
      .to_stage = to,
      .reason = yb_enum_code (&yb_back_reason_enum, reason),
      .note = yb_call_text (call, "note"),
  };

  if (reason == 0)
    return yb_call_refuse (error, _ ("A move back needs a reason."));
  if (!yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  go_back (call, deal, to);
  return TRUE;
}

/**
 * _yb_deal_move:
 * @call: a call of deal.move
 * @error: YB_DESK_ERROR_REFUSED, with the gates that do not hold
 *
 * Moves a deal to another stage (flows.md 3.1).
 *
 * Returns: whether it moved
 */
gboolean
_yb_deal_move (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  g_autoptr (YbCustomer) customer = NULL;
  const YbTransition *transition;
  YbDealEvidence evidence;
  const char *refusal;

  if (deal == NULL)
    return FALSE;
  customer = yb_call_get_row (call, &yb_customer_row_type, deal->customer, error);
  if (customer == NULL)
    return FALSE;

  evidence = (YbDealEvidence){deal, customer, yb_call_get_today (call)};
  refusal = yb_deal_refusal (&evidence, yb_call_number (call, "stage"));
  if (refusal != NULL)
    return yb_call_refuse (error, refusal);

  transition = yb_deal_find_transition (deal->stage, yb_call_number (call, "stage"));
  if (transition->right != NULL && !yb_call_require_for (call, transition->right, deal, error))
    return FALSE;
  if (!(transition->forward ? move_forward (call, &evidence, deal, error) : move_back (call, deal, error)))
    return FALSE;

  return yb_call_save (call, deal, error);
}
