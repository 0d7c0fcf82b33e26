/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal-flow.h"
#include "yb-desk-private.h"
#include "yb-identifier.h"
#include "yb-verbs-private.h"

static gboolean
is_future (YbCall *call, const char *day)
{
  return strcmp (day, yb_call_get_today (call)) > 0;
}

static gboolean
is_past (YbCall *call, const char *day)
{
  return *day != '\0' && strcmp (day, yb_call_get_today (call)) < 0;
}

/* ---- offers ---- */

static gboolean
take_offer (YbCall *call, YbDeal *deal, GError **error)
{
  if (yb_call_number (call, "amount") <= 0)
    return yb_call_invalid (error, "amount", _ ("an amount above zero is expected"));
  if (is_past (call, yb_call_text (call, "valid_until")))
    return yb_call_refuse (error, _ ("This offer would have expired already."));

  deal->offer_amount = yb_call_number (call, "amount");
  yb_call_set_text (deal, "offer_valid_until", yb_call_text (call, "valid_until"));
  deal->offer_accepted_at = 0; /* an accepted offer is superseded */
  return TRUE;
}

static YbDeal *
get_deal_without_contract (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return NULL;
  if (deal->outcome == YB_OUTCOME_WON)
    {
      yb_call_refuse (error, _ ("The contract is effective. Cancel it before changing the offer."));
      return NULL;
    }

  return g_steal_pointer (&deal);
}

static gboolean
offer (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = get_deal_without_contract (call, error);

  return deal != NULL && take_offer (call, deal, error) && yb_call_save (call, deal, error);
}

/* With an amount it records the offer in the same step, as a gate sheet asks for it. */
static gboolean
accept_offer (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = get_deal_without_contract (call, error);

  if (deal == NULL)
    return FALSE;
  if (yb_call_number (call, "amount") == YB_NO_VALUE && *yb_call_text (call, "valid_until") != '\0')
    return yb_call_invalid (error, "valid_until", _ ("it belongs to a new offer: give its amount, too"));
  if (yb_call_number (call, "amount") != YB_NO_VALUE && !take_offer (call, deal, error))
    return FALSE;
  if (deal->offer_amount == YB_NO_VALUE)
    return yb_call_refuse (error, _ ("There is no offer yet. Make one first."));
  if (is_past (call, deal->offer_valid_until))
    return yb_call_refuse (error, _ ("The offer has expired. Make a new one."));

  deal->offer_accepted_at = yb_call_get_now (call);
  deal->amount = deal->offer_amount;
  return yb_call_save (call, deal, error);
}

/* ---- buyer, car, contract ---- */

static gboolean
buyer (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);
  g_autofree char *number = NULL;

  if (deal == NULL)
    return FALSE;

  yb_call_take (call, deal, "buyer_name", "name");
  yb_call_take (call, deal, "buyer_id_kind", "id_kind");
  if (yb_call_has (call, "id_number"))
    {
      number = yb_id_card_normalise (yb_call_text (call, "id_number"));
      yb_call_set_text (deal, "buyer_id_number", number);
    }

  return yb_call_save (call, deal, error);
}

static gboolean
allocate (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return FALSE;

  deal->car_choice = yb_call_number (call, "choice");
  return yb_call_save (call, deal, error);
}

static gboolean
check_contract (YbCall *call, YbDeal *deal, GError **error)
{
  const char *signed_on = yb_call_text (call, "signed_on");

  if (deal->loss_requested_at != 0)
    return yb_call_refuse (error, _ ("A manager has to decide about the loss first."));
  /* Imported deals may still be told their contract; what stands is not dated anew when all is over. */
  if (*deal->delivered_on != '\0' && *deal->contract_signed_on != '\0')
    return yb_call_refuse (error, _ ("The car is delivered. The contract cannot be changed any more."));
  if (deal->stage < YB_STAGE_CLOSE)
    return yb_call_refuse (error, _ ("A contract is signed in closing. Move the deal there first."));
  if (is_future (call, signed_on))
    return yb_call_refuse (error, _ ("The contract cannot be signed in the future."));
  if (strcmp (yb_call_text (call, "delivery_on"), signed_on) < 0)
    return yb_call_refuse (error, _ ("The delivery cannot be promised for a day before the contract."));
  return TRUE;
}

/* Between closing and the contract an offer may have been replaced or an objection raised: what closing asked
 * for must stand on the day of the signature. */
static gboolean
check_closing (YbCall *call, YbDeal *deal, GError **error)
{
  g_autoptr (YbCustomer) customer = NULL;
  g_autoptr (GPtrArray) unmet = NULL;

  if (deal->outcome == YB_OUTCOME_WON)
    return TRUE;

  customer = yb_call_get_row (call, &yb_customer_row_type, deal->customer, error);
  if (customer == NULL)
    return FALSE;

  unmet = yb_deal_unmet_gates_of (&(YbDealEvidence){deal, customer, yb_call_text (call, "signed_on")},
                                  YB_STAGE_CLOSE);
  return unmet->len == 0 || _yb_desk_error_set_unmet (error, unmet);
}

/* A contract that has become effective makes the deal won, counted once (flows.md 3.1). */
static gboolean
contract (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);
  YbHistoryEntry entry = {.kind = "won", .to_outcome = YB_OUTCOME_WON};

  if (deal == NULL || !check_contract (call, deal, error) || !check_closing (call, deal, error))
    return FALSE;

  entry.note = yb_call_text (call, "number");
  if (deal->outcome != YB_OUTCOME_WON && !yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  yb_call_take (call, deal, "contract_number", "number");
  yb_call_take (call, deal, "contract_signed_on", "signed_on");
  yb_call_take (call, deal, "delivery_on", "delivery_on");
  yb_call_take (call, deal, "first_payment", "first_payment");
  yb_call_take (call, deal, "closed_on", "signed_on");
  deal->outcome = YB_OUTCOME_WON;
  if (deal->stage < YB_STAGE_FOLLOWUP)
    deal->grade = YB_GRADE_O;
  return yb_call_save (call, deal, error);
}

static gboolean
check_cancellation (YbDeal *deal, GError **error)
{
  if (deal->outcome != YB_OUTCOME_WON)
    return yb_call_refuse (error, _ ("There is no effective contract."));
  if (deal->stage == YB_STAGE_FOLLOWUP || *deal->delivered_on != '\0')
    return yb_call_refuse (error, _ ("The car is delivered. The contract cannot be cancelled any more."));
  if (deal->stage != YB_STAGE_CLOSE)
    return yb_call_refuse (error, _ ("Move the deal back to closing first."));
  if (deal->paid > 0)
    return yb_call_refuse (error, _ ("The customer has paid. Record the refund first."));

  return TRUE;
}

/* flows.md 3.1: from closing back to negotiation; the outcome is open again. */
static gboolean
cancel_contract (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  YbHistoryEntry entry = {
      .kind = "cancelled",
      .to_stage = YB_STAGE_NEGOTIATE,
      .to_outcome = YB_OUTCOME_OPEN,
      .note = yb_call_text (call, "reason"),
  };

  if (deal == NULL || !check_cancellation (deal, error) || !yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  deal->outcome = YB_OUTCOME_OPEN;
  deal->stage = YB_STAGE_NEGOTIATE;
  deal->stage_since = yb_call_get_now (call);
  deal->grade = YB_GRADE_T;
  deal->next_contact_at = yb_call_get_now (call) +
                          yb_call_rule_number (call, "deal.cancelled-contact-days") * YB_MS_PER_DAY;
  deal->car_choice = 0;
  deal->first_payment = YB_NO_VALUE;
  yb_call_set_text (deal, "closed_on", NULL);
  yb_call_set_text (deal, "contract_number", NULL);
  yb_call_set_text (deal, "contract_signed_on", NULL);
  yb_call_set_text (deal, "delivery_on", NULL);
  return yb_call_save (call, deal, error);
}

/* ---- money and delivery ---- */

static gboolean
check_payment (YbCall *call, YbDeal *deal, GError **error)
{
  gint64 amount = yb_call_number (call, "amount");

  if (amount <= 0)
    return yb_call_invalid (error, "amount", _ ("an amount above zero is expected, also for a refund"));
  if (is_future (call, yb_call_text (call, "received_on")))
    return yb_call_refuse (error, _ ("Money cannot be received in the future."));
  if (yb_call_number (call, "kind") != YB_PAYMENT_REFUND)
    return _yb_deal_must_be_open (deal, error);
  if (amount > deal->paid)
    return yb_call_refuse (error, _ ("More cannot be paid back than was received."));

  return yb_call_require_for (call, "deal.refund", deal, error);
}

static gboolean
payment (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  g_autoptr (YbPayment) row = NULL;

  if (deal == NULL || !check_payment (call, deal, error))
    return FALSE;

  row = YB_PAYMENT (yb_row_new (&yb_payment_row_type));
  row->deal = deal->parent_instance.id;
  yb_call_take_all (call, row);
  if (row->kind == YB_PAYMENT_REFUND)
    row->amount = -row->amount;
  if (*row->received_on == '\0')
    yb_call_set_text (row, "received_on", yb_call_get_today (call));
  row->deal = deal->parent_instance.id;
  if (!yb_call_insert (call, row, error))
    return FALSE;

  deal->paid = MAX (deal->paid, 0) + row->amount;
  if (!yb_call_save (call, deal, error))
    return FALSE;

  json_object_set_int_member (yb_call_get_answer (call), "payment", row->parent_instance.id);
  return TRUE;
}

static gboolean
deliver (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return FALSE;
  if (deal->stage != YB_STAGE_DELIVERY)
    return yb_call_refuse (error, _ ("Only a deal in delivery can be delivered."));
  if (is_future (call, yb_call_text (call, "delivered_on")))
    return yb_call_refuse (error, _ ("The car cannot be delivered in the future."));
  if (*yb_call_text (call, "delivered_on") != '\0' &&
      strcmp (yb_call_text (call, "delivered_on"), deal->contract_signed_on) < 0)
    return yb_call_refuse (error, _ ("The car cannot be delivered before the contract was signed."));

  yb_call_take_all (call, deal);
  return yb_call_save (call, deal, error);
}

static const YbField offer_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("amount", MONEY, N_ ("Offer"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("valid_until", DATE, N_ ("Valid until")),
};

static const YbField accept_offer_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("amount", MONEY, N_ ("Offer")),
    YB_ARGUMENT ("valid_until", DATE, N_ ("Valid until")),
};

static const YbField buyer_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("name", TEXT, N_ ("Legal name of the buyer")),
    YB_ARGUMENT ("id_kind", ENUM, N_ ("Kind of identity document"), .enumeration = &yb_identity_kind_enum),
    YB_ARGUMENT ("id_number", SECRET, N_ ("Number of the document"), .check = _yb_check_id_number),
};

static const YbField allocate_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("choice", ENUM, N_ ("Car"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_car_choice_enum),
};

static const YbField contract_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("number", TEXT, N_ ("Contract number"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("signed_on", DATE, N_ ("Signed on"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("delivery_on", DATE, N_ ("Promised delivery"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("first_payment", MONEY, N_ ("Agreed first payment")),
};

static const YbField cancel_contract_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("reason", TEXT, N_ ("Reason"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
};

static const YbField payment_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("kind", ENUM, N_ ("Kind"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_payment_kind_enum),
    YB_ARGUMENT ("amount", MONEY, N_ ("Amount"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT (
        "method", ENUM, N_ ("Method"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_payment_method_enum),
    YB_ARGUMENT ("received_on", DATE, N_ ("Received on")),
    YB_ARGUMENT ("note", TEXT, N_ ("Note")),
};

static const YbField deliver_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("delivered_on", DATE, N_ ("Delivered on")),
    YB_ARGUMENT ("advisor_present", FLAG, N_ ("Service advisor was present")),
    YB_ARGUMENT (
        "contact_channel", ENUM, N_ ("Preferred channel, verified"), .enumeration = &yb_channel_enum),
};

#define CONTRACT_VERB(NAME, LABEL, ARGUMENTS, RIGHT, RUN, ...)                                               \
  {                                                                                                          \
    .name = NAME, .label = LABEL, YB_VERB_ARGUMENTS (ARGUMENTS), .right = RIGHT, .flags = YB_VERB_UNDOABLE,  \
    .run = RUN, __VA_ARGS__                                                                                  \
  }

static const YbVerb verbs[] = {
    CONTRACT_VERB ("deal.offer", N_ ("Make offer"), offer_arguments, "deal.work", offer),
    CONTRACT_VERB (
        "deal.accept-offer", N_ ("Accept offer"), accept_offer_arguments, "deal.work", accept_offer),
    CONTRACT_VERB ("deal.buyer", N_ ("Record buyer"), buyer_arguments, "deal.work", buyer),
    CONTRACT_VERB ("deal.allocate", N_ ("Choose car"), allocate_arguments, "deal.work", allocate),
    CONTRACT_VERB ("deal.contract",
                   N_ ("Record contract"),
                   contract_arguments,
                   "deal.work",
                   contract,
                   .after_undo = _yb_deal_after_undo),
    {.name = "deal.cancel-contract",
     .label = N_ ("Cancel contract"),
     YB_VERB_ARGUMENTS (cancel_contract_arguments),
     .right = "deal.cancel-contract",
     .flags = YB_VERB_UNDOABLE | YB_VERB_DECISION,
     .run = cancel_contract,
     .after_undo = _yb_deal_after_undo},
    CONTRACT_VERB ("deal.payment", N_ ("Record payment"), payment_arguments, "deal.payment", payment),
    CONTRACT_VERB ("deal.deliver", N_ ("Record delivery"), deliver_arguments, "deal.work", deliver),
};

const YbVerbTable _yb_deal_contract_verbs = YB_VERB_TABLE (verbs);
