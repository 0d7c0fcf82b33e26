/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal-enums.h"
#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbDeal:
 * @amount: what the deal is worth, fen
 * @stage: #YbStage
 * @outcome: #YbOutcome
 * @on_board: whether the board shows it; kept by the verbs: open deals, and won ones until their follow-up is over
 * @stage_since: UTC ms of the last change of stage
 * @next_contact_at: UTC ms of the planned contact, 0 for none
 * @last_contact_at: UTC ms of the last contact that reached the customer
 * @two_way_contacts: contacts that reached the customer
 * @loss_requested_at: UTC ms; not 0 while a manager has to confirm the loss
 * @first_payment: fen that must have come in before delivery, #YB_NO_VALUE while nothing is agreed
 * @paid: sum of the payments, fen
 * @cycle: 1, plus one for every re-activation
 *
 * A sales opportunity 销售机会 with the evidence that the gates of flows.md 3.1 ask for.
 */
typedef struct
{
  YbRow parent_instance;

  char *external_id;
  gint64 customer;
  gint64 consultant;
  gint64 source;
  gint64 grade;
  gint64 amount;
  gint64 stage;
  gint64 outcome;
  gint64 on_board;
  gint64 stage_since;
  char *opened_on;
  char *closed_on;
  gint64 next_contact_at;
  gint64 last_contact_at;
  gint64 two_way_contacts;
  gint64 visit_purpose;
  gint64 needs_purpose;
  gint64 needs_budget;
  gint64 needs_use;
  char *needs_planned_on;
  gint64 needs_decision_maker;
  gint64 needs_confirmed;
  char *model;
  char *trim;
  char *colour;
  gint64 model_agreed;
  gint64 drive_state;
  char *drive_on;
  gint64 drive_waiver;
  gint64 drive_score;
  char *drive_feedback;
  gint64 demand_amount;
  char *demand_terms;
  gint64 demand_not_stated;
  gint64 open_blockers;
  gint64 offer_amount;
  char *offer_valid_until;
  gint64 offer_accepted_at;
  char *buyer_name;
  gint64 buyer_id_kind;
  char *buyer_id_number;
  gint64 car_choice;
  char *contract_number;
  char *contract_signed_on;
  char *delivery_on;
  gint64 first_payment;
  gint64 paid;
  char *delivered_on;
  gint64 advisor_present;
  gint64 contact_channel;
  gint64 back_moves;
  gint64 cycle;
  gint64 loss_requested_at;
  gint64 lost_reason;
  char *lost_text;
  char *lost_to;
  char *dormant_until;
  gint64 former_consultant;
  gint64 handed_over_at;
  char *note;
} YbDeal;

YB_DECLARE_ROW (YbDeal, yb_deal, YB_DEAL)

/**
 * YbDealCard:
 *
 * What the board shows of a deal: the deal with the names of the customer and the consultant. Read only; the id is the
 * deal's.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 customer;
  char *customer_name;
  gint64 consultant;
  char *consultant_name;
  gint64 grade;
  gint64 amount;
  gint64 stage;
  gint64 outcome;
  gint64 stage_since;
  gint64 next_contact_at;
  gint64 last_contact_at;
  char *model;
  char *trim;
  gint64 open_blockers;
  gint64 loss_requested_at;
} YbDealCard;

YB_DECLARE_ROW (YbDealCard, yb_deal_card, YB_DEAL_CARD)

/**
 * YbClosedDeal:
 *
 * What the page of lost and dormant deals shows. Read only; the id is the deal's. Not the card of the board: every
 * column that a card does not need is time at the first frame.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 customer;
  char *customer_name;
  gint64 consultant;
  char *consultant_name;
  gint64 amount;
  gint64 stage;
  gint64 outcome;
  char *model;
  char *opened_on;
  char *closed_on;
  gint64 loss_requested_at;
  gint64 lost_reason;
  char *dormant_until;
} YbClosedDeal;

YB_DECLARE_ROW (YbClosedDeal, yb_closed_deal, YB_CLOSED_DEAL)

/**
 * YbContact:
 * @at: UTC ms
 * @channel: #YbChannel
 * @reached: whether the customer answered: a two-way contact
 *
 * A contact with the customer about a deal.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 deal;
  gint64 at;
  gint64 channel;
  gint64 reached;
  char *text;
} YbContact;

YB_DECLARE_ROW (YbContact, yb_contact, YB_CONTACT)

/**
 * YbObjection:
 * @kind: #YbObjectionKind; a blocker that is not resolved holds the deal before closing
 */
typedef struct
{
  YbRow parent_instance;

  gint64 deal;
  gint64 kind;
  char *text;
  gint64 resolved_at;
  char *answer;
} YbObjection;

YB_DECLARE_ROW (YbObjection, yb_objection, YB_OBJECTION)

/**
 * YbPayment:
 * @amount: fen, negative for a refund
 * @received_on: day
 *
 * Money received for a deal. Never changed: a mistake is undone or refunded.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 deal;
  gint64 kind;
  gint64 amount;
  gint64 method;
  char *received_on;
  char *note;
} YbPayment;

YB_DECLARE_ROW (YbPayment, yb_payment, YB_PAYMENT)

/**
 * YbDealHistory:
 * @kind: one of yb_history_kind_enum
 * @waived: gates passed by a waiver, "gate:reason" separated by " "
 * @approver: who allowed it to somebody without the right, or 0
 *
 * A change of stage, outcome or consultant. Only ever added to.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 deal;
  gint64 at;
  gint64 staff;
  gint64 kind;
  gint64 from_stage;
  gint64 to_stage;
  gint64 from_outcome;
  gint64 to_outcome;
  char *reason;
  char *note;
  char *waived;
  gint64 approver;
  char *workstation;
} YbDealHistory;

YB_DECLARE_ROW (YbDealHistory, yb_deal_history, YB_DEAL_HISTORY)

G_END_DECLS
