/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-flow.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-money.h"

static gboolean
stated (const char *text)
{
  return *text != '\0';
}

static gboolean
has_name_and_contact (const YbDealEvidence *evidence)
{
  const YbCustomer *customer = evidence->customer;

  return stated (customer->name) &&
         (stated (customer->phone) || stated (customer->phone2) || stated (customer->wechat));
}

static gboolean
has_source (const YbDealEvidence *evidence)
{
  return evidence->deal->source != 0;
}

static gboolean
has_consultant (const YbDealEvidence *evidence)
{
  return evidence->deal->consultant != 0;
}

static gboolean
has_met (const YbDealEvidence *evidence)
{
  return evidence->deal->two_way_contacts > 0;
}

static gboolean
has_visit_purpose (const YbDealEvidence *evidence)
{
  return evidence->deal->visit_purpose != 0;
}

static gboolean
has_heard_privacy_notice (const YbDealEvidence *evidence)
{
  return evidence->customer->privacy_notice != 0;
}

static gboolean
has_needs_survey (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return deal->needs_purpose != 0 && deal->needs_budget != YB_NO_VALUE && deal->needs_use != 0 &&
         stated (deal->needs_planned_on) && deal->needs_decision_maker != 0 && deal->needs_confirmed;
}

static gboolean
has_agreed_model (const YbDealEvidence *evidence)
{
  return stated (evidence->deal->model) && stated (evidence->deal->trim) && evidence->deal->model_agreed;
}

static gboolean
has_planned_drive (const YbDealEvidence *evidence)
{
  return evidence->deal->drive_state != YB_DRIVE_NONE;
}

static gboolean
has_driven (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return deal->drive_state == YB_DRIVE_WAIVED ||
         (deal->drive_state == YB_DRIVE_DONE &&
          (deal->drive_score != YB_NO_VALUE || stated (deal->drive_feedback)));
}

static gboolean
has_demand (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return deal->demand_not_stated || deal->demand_amount != YB_NO_VALUE || stated (deal->demand_terms);
}

/* Days compare as text. */
static gboolean
has_accepted_offer (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return deal->offer_amount != YB_NO_VALUE && deal->offer_accepted_at != 0 &&
         (!stated (deal->offer_valid_until) || strcmp (deal->offer_valid_until, evidence->today) >= 0 ||
          stated (deal->contract_signed_on));
}

static gboolean
has_no_blocker (const YbDealEvidence *evidence)
{
  return evidence->deal->open_blockers == 0;
}

static gboolean
has_buyer (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return stated (deal->buyer_name) && deal->buyer_id_kind != 0 && stated (deal->buyer_id_number);
}

static gboolean
has_car (const YbDealEvidence *evidence)
{
  return evidence->deal->car_choice != 0;
}

static gboolean
has_contract (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return stated (deal->contract_number) && stated (deal->contract_signed_on) && stated (deal->delivery_on);
}

/* fen */
static gint64
paid_so_far (const YbDeal *deal)
{
  return deal->paid == YB_NO_VALUE ? 0 : deal->paid;
}

static gboolean
has_first_payment (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;

  return paid_so_far (deal) > 0 &&
         (deal->first_payment == YB_NO_VALUE || paid_so_far (deal) >= deal->first_payment);
}

/* A part of the first payment that is booked already is not to be booked a second time. */
static char *
tell_part_payment (const YbDealEvidence *evidence)
{
  const YbDeal *deal = evidence->deal;
  g_autofree char *paid = NULL, *agreed = NULL, *rest = NULL;

  if (paid_so_far (deal) <= 0)
    return NULL;

  paid = yb_money_format (deal->paid);
  agreed = yb_money_format (deal->first_payment);
  rest = yb_money_format (deal->first_payment - deal->paid);
  /* Translators: three amounts of money */
  return g_strdup_printf (_ ("%s is booked already of the agreed first payment of %s. Still missing: %s."),
                          paid, agreed, rest);
}

static gboolean
is_delivered (const YbDealEvidence *evidence)
{
  return stated (evidence->deal->delivered_on);
}

static gboolean
had_advisor_present (const YbDealEvidence *evidence)
{
  return evidence->deal->advisor_present != 0;
}

static gboolean
has_contact_channel (const YbDealEvidence *evidence)
{
  return evidence->deal->contact_channel != 0;
}

static const YbGate gates[] = {
    {"contact-data", YB_STAGE_RECEPTION, N_ ("A name and a phone number or WeChat"), "customer.update",
     "name phone phone2 wechat", "name phone|phone2|wechat", NULL, has_name_and_contact},
    {"source", YB_STAGE_RECEPTION, N_ ("Where the customer comes from"), "deal.update", "source", "source",
     NULL, has_source},
    {"consultant", YB_STAGE_RECEPTION, N_ ("A consultant who is responsible"), "deal.assign", "consultant",
     NULL, NULL, has_consultant},
    {"two-way-contact", YB_STAGE_RECEPTION, N_ ("A contact that reached the customer, or a visit"),
     "deal.log-contact", "channel reached text next_at", "reached", NULL, has_met},
    {"visit-purpose", YB_STAGE_NEEDS, N_ ("The purpose of the visit"), "deal.update", "visit_purpose",
     "visit_purpose", NULL, has_visit_purpose},
    {"privacy-notice", YB_STAGE_NEEDS, N_ ("The customer's answer to the privacy notice"), "customer.consent",
     "channel given", NULL, NULL, has_heard_privacy_notice},
    {"needs-survey", YB_STAGE_PRESENT, N_ ("The needs survey, confirmed with the customer"), "deal.needs",
     NULL, "purpose budget use planned_on decision_maker confirmed", NULL, has_needs_survey},
    {"model-chosen", YB_STAGE_DRIVE, N_ ("Model and trim, agreed by the customer"), "deal.choose-model", NULL,
     "model trim agreed", NULL, has_agreed_model},
    {"test-drive-planned", YB_STAGE_DRIVE, N_ ("A test drive booked, or waived with a reason"),
     "deal.test-drive", "state on", NULL, &yb_drive_waiver_enum, has_planned_drive},
    {"test-drive", YB_STAGE_NEGOTIATE, N_ ("The test drive with feedback, or waived with a reason"),
     "deal.test-drive", NULL, "state=done score|feedback", &yb_drive_waiver_enum, has_driven},
    {"price-demand", YB_STAGE_NEGOTIATE, N_ ("The customer's price or terms, or “not stated”"), "deal.demand",
     NULL, "amount|terms|not_stated", NULL, has_demand},
    {"offer-accepted", YB_STAGE_CLOSE, N_ ("An accepted offer that has not expired"), "deal.accept-offer",
     NULL, "amount", NULL, has_accepted_offer},
    {"no-blocker", YB_STAGE_CLOSE, N_ ("Every blocking objection resolved"), "deal.resolve-objection",
     "answer", NULL, NULL, has_no_blocker},
    {"buyer", YB_STAGE_CLOSE, N_ ("Legal name and identity document of the buyer"), "deal.buyer", NULL,
     "name id_kind id_number", NULL, has_buyer},
    {"car", YB_STAGE_CLOSE, N_ ("A car allocated, or to be ordered"), "deal.allocate", NULL, NULL, NULL,
     has_car},
    {"contract", YB_STAGE_DELIVERY, N_ ("Contract number, date and promised delivery"), "deal.contract", NULL,
     NULL, NULL, has_contract},
    {"first-payment", YB_STAGE_DELIVERY, N_ ("The first payment received"), "deal.payment",
     "kind amount method received_on", NULL, NULL, has_first_payment, tell_part_payment},
    {"delivery-signed", YB_STAGE_FOLLOWUP, N_ ("The delivery signed by the customer"), "deal.deliver",
     "delivered_on", "delivered_on", NULL, is_delivered},
    {"advisor-present", YB_STAGE_FOLLOWUP, N_ ("The service advisor present at the delivery"), "deal.deliver",
     "advisor_present", "advisor_present", NULL, had_advisor_present},
    {"contact-channel", YB_STAGE_FOLLOWUP, N_ ("The preferred channel, verified"), "deal.deliver",
     "contact_channel", "contact_channel", NULL, has_contact_channel},
};

static const char *
contract_is_effective (const YbDealEvidence *evidence)
{
  /* An imported deal may be won without telling its contract. */
  return evidence->deal->outcome == YB_OUTCOME_WON || has_contract (evidence)
             ? N_ ("The contract is effective. Cancel it before moving the deal back.")
             : NULL;
}

static const char *
delivery_is_signed (const YbDealEvidence *evidence)
{
  return is_delivered (evidence) ? N_ ("The delivery is signed. It cannot be moved back.") : NULL;
}

static const YbTransition transitions[] = {
    {YB_STAGE_LEAD, YB_STAGE_NEGOTIATE, YB_STAGE_RECEPTION, YB_STAGE_CLOSE, TRUE, NULL, NULL},
    {YB_STAGE_CLOSE, YB_STAGE_CLOSE, YB_STAGE_DELIVERY, YB_STAGE_DELIVERY, TRUE, NULL, NULL},
    {YB_STAGE_DELIVERY, YB_STAGE_DELIVERY, YB_STAGE_FOLLOWUP, YB_STAGE_FOLLOWUP, TRUE, NULL, NULL},
    {YB_STAGE_RECEPTION, YB_STAGE_NEGOTIATE, YB_STAGE_LEAD, YB_STAGE_DRIVE, FALSE, NULL,
     contract_is_effective},
    {YB_STAGE_CLOSE, YB_STAGE_CLOSE, YB_STAGE_LEAD, YB_STAGE_NEGOTIATE, FALSE, NULL, contract_is_effective},
    {YB_STAGE_DELIVERY, YB_STAGE_DELIVERY, YB_STAGE_CLOSE, YB_STAGE_CLOSE, FALSE, "deal.return-delivery",
     delivery_is_signed},
};

/**
 * yb_gates:
 * @n_gates: (out): how many
 *
 * Returns: (transfer none): all gates, in the order of the stages
 */
const YbGate *
yb_gates (guint *n_gates)
{
  g_return_val_if_fail (n_gates != NULL, NULL);

  *n_gates = G_N_ELEMENTS (gates);
  return gates;
}

/**
 * yb_gate_find:
 * @code: a gate's code
 *
 * Returns: (transfer none) (nullable): the gate
 */
const YbGate *
yb_gate_find (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (gates); i++)
    if (g_str_equal (gates[i].code, code))
      return &gates[i];

  return NULL;
}

/**
 * yb_gate_text:
 * @gate: a gate
 *
 * Returns: what is missing, in the language of the user
 */
const char *
yb_gate_text (const YbGate *gate)
{
  g_return_val_if_fail (gate != NULL, "");

  return g_dgettext (GETTEXT_PACKAGE, gate->text);
}

/**
 * yb_gate_remark:
 * @gate: a gate
 * @evidence: what is known of the deal
 *
 * Returns: (transfer full) (nullable): what has to be known before supplying what is missing, in the language of the
 *   user; %NULL when there is nothing to say, and when the gate holds
 */
char *
yb_gate_remark (const YbGate *gate, const YbDealEvidence *evidence)
{
  g_return_val_if_fail (gate != NULL && evidence != NULL, NULL);

  return gate->remark != NULL && !gate->holds (evidence) ? gate->remark (evidence) : NULL;
}

/**
 * yb_deal_find_transition:
 * @from: a stage
 * @to: another stage
 *
 * Returns: (transfer none) (nullable): the row of flows.md 3.1 that allows the move, %NULL if there is none
 */
const YbTransition *
yb_deal_find_transition (YbStage from, YbStage to)
{
  for (guint i = 0; i < G_N_ELEMENTS (transitions); i++)
    {
      const YbTransition *t = &transitions[i];

      if (from >= t->from_first && from <= t->from_last && to >= t->to_first && to <= t->to_last &&
          t->forward == (to > from))
        return t;
    }

  return NULL;
}

/* Between which stages a deal of an outcome stands. */
static const struct
{
  YbOutcome outcome;
  YbStage first;
  YbStage last;
} outcome_stages[] = {
    {YB_OUTCOME_OPEN, YB_STAGE_LEAD, YB_STAGE_FOLLOWUP},
    {YB_OUTCOME_WON, YB_STAGE_CLOSE, YB_STAGE_FOLLOWUP},
    {YB_OUTCOME_LOST, YB_STAGE_LEAD, YB_STAGE_CLOSE},
    {YB_OUTCOME_DORMANT, YB_STAGE_LEAD, YB_STAGE_NEGOTIATE},
};

/**
 * yb_deal_outcome_stages:
 * @outcome: an outcome
 * @first: (out): first stage in which a deal can have it
 * @last: (out): last one (flows.md 3.1)
 *
 * Returns: whether there is such an outcome
 */
gboolean
yb_deal_outcome_stages (YbOutcome outcome, YbStage *first, YbStage *last)
{
  g_return_val_if_fail (first != NULL && last != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (outcome_stages); i++)
    if (outcome_stages[i].outcome == outcome)
      {
        *first = outcome_stages[i].first;
        *last = outcome_stages[i].last;
        return TRUE;
      }

  return FALSE;
}

#define STATE(outcome) (1u << (outcome))

/* In which state of a deal a verb has a sense at all; those that are not here need a deal that is open or won. The stages
 * are those of the outcome that the verb is about, up to a last one. */
static const struct
{
  const char *verb;
  guint outcomes;
  gboolean loss_requested;
  YbOutcome about;
  YbStage last;
} verb_states[] = {
    {"deal.lose", STATE (YB_OUTCOME_OPEN), FALSE, YB_OUTCOME_LOST, YB_STAGE_FOLLOWUP},
    {"deal.dormant", STATE (YB_OUTCOME_OPEN), FALSE, YB_OUTCOME_DORMANT, YB_STAGE_FOLLOWUP},
    {"deal.confirm-loss", STATE (YB_OUTCOME_OPEN), TRUE, YB_OUTCOME_OPEN, YB_STAGE_FOLLOWUP},
    {"deal.refuse-loss", STATE (YB_OUTCOME_OPEN), TRUE, YB_OUTCOME_OPEN, YB_STAGE_FOLLOWUP},
    {"deal.reopen", STATE (YB_OUTCOME_LOST) | STATE (YB_OUTCOME_DORMANT), FALSE, YB_OUTCOME_OPEN,
     YB_STAGE_FOLLOWUP},
    {"deal.cancel-contract", STATE (YB_OUTCOME_WON), FALSE, YB_OUTCOME_WON, YB_STAGE_CLOSE},
};

/**
 * yb_deal_takes_verb:
 * @stage: the stage of a deal
 * @outcome: its outcome
 * @loss_requested: whether its loss waits for a manager
 * @verb: name of a verb
 *
 * What to offer for a deal (flows.md 3.1). The verb itself looks at more, and may still refuse.
 *
 * Returns: whether the verb has a sense for the deal as it stands
 */
gboolean
yb_deal_takes_verb (YbStage stage, YbOutcome outcome, gboolean loss_requested, const char *verb)
{
  YbStage first, last;

  g_return_val_if_fail (verb != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (verb_states); i++)
    if (g_str_equal (verb_states[i].verb, verb))
      return (verb_states[i].outcomes & STATE (outcome)) != 0 &&
             verb_states[i].loss_requested == (loss_requested != FALSE) &&
             yb_deal_outcome_stages (verb_states[i].about, &first, &last) && stage >= first &&
             stage <= MIN (last, verb_states[i].last);

  return outcome == YB_OUTCOME_OPEN || outcome == YB_OUTCOME_WON;
}

/* What is more than a verb's own right allows once somebody is responsible for the deal. */
static const struct
{
  const char *verb;
  const char *right;
} owned_rights[] = {
    /* The reception gives deals out; taking one away from a consultant is up to the manager. */
    {"deal.assign", "deal.reassign"},
};

/**
 * yb_deal_owned_right:
 * @verb: name of a verb
 *
 * Returns: (transfer none) (nullable): the right that the verb asks for beyond its own when the deal has a consultant
 *   (flows.md 3.1, owner change)
 */
const char *
yb_deal_owned_right (const char *verb)
{
  g_return_val_if_fail (verb != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (owned_rights); i++)
    if (g_str_equal (owned_rights[i].verb, verb))
      return owned_rights[i].right;

  return NULL;
}

/**
 * yb_deal_refusal:
 * @evidence: the deal as it stands
 * @to: a stage
 *
 * Returns: (transfer none) (nullable): why the deal can never go to @to as it stands, whatever is filled in,
 *   translated; %NULL if only gates may be missing
 */
const char *
yb_deal_refusal (const YbDealEvidence *evidence, YbStage to)
{
  const YbTransition *transition;
  const char *refusal;
  YbStage from;

  g_return_val_if_fail (evidence != NULL, NULL);

  from = evidence->deal->stage;
  if (from == to)
    return _ ("The deal is in this stage already.");
  if (evidence->deal->outcome != YB_OUTCOME_OPEN && evidence->deal->outcome != YB_OUTCOME_WON)
    return _ ("The deal is closed. Re-activate it first.");
  if (evidence->deal->loss_requested_at != 0)
    return _ ("A manager has to decide about the loss first.");
  if (from == YB_STAGE_FOLLOWUP)
    return _ ("The car is delivered. There is no way back from follow-up.");

  transition = yb_deal_find_transition (from, to);
  if (transition == NULL && to > from)
    return to > YB_STAGE_CLOSE
               ? _ ("Delivery and follow-up come one after the other: closing, delivery, follow-up.")
               : _ ("This move is not possible.");
  if (transition == NULL)
    return _ ("From delivery a deal can only go back to closing.");

  refusal = transition->refusal != NULL ? transition->refusal (evidence) : NULL;
  return refusal != NULL ? g_dgettext (GETTEXT_PACKAGE, refusal) : NULL;
}

/**
 * yb_deal_unmet_gates:
 * @evidence: the deal as it stands
 * @to: a later stage
 *
 * A jump over several stages passes the gates of all of them (flows.md 3.1).
 *
 * Returns: (transfer container) (element-type YbGate): the gates between the deal's stage and @to that do not hold,
 *   in the order of the stages; empty for a move back
 */
GPtrArray *
yb_deal_unmet_gates (const YbDealEvidence *evidence, YbStage to)
{
  GPtrArray *unmet = g_ptr_array_new ();

  g_return_val_if_fail (evidence != NULL, unmet);

  for (guint i = 0; i < G_N_ELEMENTS (gates); i++)
    if (gates[i].stage > evidence->deal->stage && gates[i].stage <= to && !gates[i].holds (evidence))
      g_ptr_array_add (unmet, (gpointer) &gates[i]);

  return unmet;
}

/**
 * yb_deal_unmet_gates_of:
 * @evidence: the deal as it stands
 * @stage: a stage, also the one where the deal stands
 *
 * Evidence may be withdrawn after a gate was passed (a new offer, another objection); what rests on it asks again.
 *
 * Returns: (transfer container) (element-type YbGate): the gates of @stage alone that do not hold
 */
GPtrArray *
yb_deal_unmet_gates_of (const YbDealEvidence *evidence, YbStage stage)
{
  GPtrArray *unmet = g_ptr_array_new ();

  g_return_val_if_fail (evidence != NULL, unmet);

  for (guint i = 0; i < G_N_ELEMENTS (gates); i++)
    if (gates[i].stage == stage && !gates[i].holds (evidence))
      g_ptr_array_add (unmet, (gpointer) &gates[i]);

  return unmet;
}
