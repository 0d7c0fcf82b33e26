/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-customer.h"
#include "yb-deal.h"

G_BEGIN_DECLS

/**
 * YbDealEvidence:
 * @deal: the deal
 * @customer: its customer
 * @today: the store's local day, "YYYY-MM-DD"
 *
 * Everything the gates look at.
 */
typedef struct
{
  const YbDeal *deal;
  const YbCustomer *customer;
  const char *today;
} YbDealEvidence;

/**
 * YbGate:
 * @code: stable name in scripts ("needs-survey")
 * @stage: the stage whose entry it guards
 * @text: what is missing, English source string
 * @verb: the verb that supplies it
 * @arguments: (nullable): the arguments of that verb that a sheet asks for, separated by " "; %NULL for all
 * @needed: (nullable): what a sheet insists on, so that the gate holds afterwards: the words of
 *   yb_field_form_set_needed(); %NULL when the verb itself insists on enough
 * @waiver: (nullable): the reasons for which it may be waived
 * @holds: whether the evidence satisfies it
 * @remark: (nullable): while it does not hold: what a person has to know before supplying it, as a sentence
 *   (transfer full), or %NULL
 *
 * One condition for entering a stage (flows.md 3.1).
 */
typedef struct
{
  const char *code;
  YbStage stage;
  const char *text;
  const char *verb;
  const char *arguments;
  const char *needed;
  const YbEnum *waiver;
  gboolean (*holds) (const YbDealEvidence *evidence);
  char *(*remark) (const YbDealEvidence *evidence);
} YbGate;

/**
 * YbTransition:
 * @from_first: first stage it may start from
 * @from_last: last stage it may start from
 * @to_first: first stage it may lead to
 * @to_last: last stage it may lead to
 * @forward: whether the gates of all stages up to the target must hold; otherwise it is a move back, which needs a
 *   reason
 * @right: right it needs beyond the right to work on the deal, or %NULL
 * @refusal: (nullable): an extra condition: returns what stands against it (English source string) or %NULL
 *
 * A row of the table of moves in flows.md 3.1.
 */
typedef struct
{
  YbStage from_first;
  YbStage from_last;
  YbStage to_first;
  YbStage to_last;
  gboolean forward;
  const char *right;
  const char *(*refusal) (const YbDealEvidence *evidence);
} YbTransition;

const YbGate *yb_gates (guint *n_gates);
const YbGate *yb_gate_find (const char *code);
const char *yb_gate_text (const YbGate *gate);
char *yb_gate_remark (const YbGate *gate, const YbDealEvidence *evidence) G_GNUC_WARN_UNUSED_RESULT;
const YbTransition *yb_deal_find_transition (YbStage from, YbStage to);
gboolean yb_deal_outcome_stages (YbOutcome outcome, YbStage *first, YbStage *last);
gboolean yb_deal_takes_verb (YbStage stage, YbOutcome outcome, gboolean loss_requested, const char *verb);
/* Whose roles have this right may be responsible for a deal (flows.md 3.1, owner change). */
#define YB_DEAL_OWNER_RIGHT "deal.work"

const char *yb_deal_owned_right (const char *verb);
const char *yb_deal_refusal (const YbDealEvidence *evidence, YbStage to);
GPtrArray *yb_deal_unmet_gates (const YbDealEvidence *evidence, YbStage to) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *yb_deal_unmet_gates_of (const YbDealEvidence *evidence, YbStage stage) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
