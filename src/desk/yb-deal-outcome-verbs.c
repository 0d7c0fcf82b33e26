/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal-flow.h"
#include "yb-desk-private.h"
#include "yb-verbs-private.h"

#define MIN_LOSS_TEXT 5 /* characters */

/* The stages at which a deal can begin again. */
static const YbEnumValue reopen_stage_values[] = {
    {"LEAD", NC_ ("stage", "Lead development")},
    {"RECEPTION", NC_ ("stage", "Reception")},
    {"NEEDS", NC_ ("stage", "Needs consultation")},
};

static const YbEnum reopen_stage_enum = YB_ENUM ("stage", reopen_stage_values);

/* ---- losses ---- */

/* flows.md 3.1: no money held, refund first. */
static gboolean
check_money (YbDeal *deal, GError **error)
{
  return deal->paid <= 0 || yb_call_refuse (error, _ ("The customer has paid. Record the refund first."));
}

static gboolean
check_loss (YbCall *call, YbDeal *deal, GError **error)
{
  YbStage first, last;

  if (deal->outcome == YB_OUTCOME_WON)
    return yb_call_refuse (error, _ ("The contract is effective. Cancel it first."));
  if (deal->outcome != YB_OUTCOME_OPEN)
    return yb_call_refuse (error, _ ("The deal is closed already."));
  if (deal->loss_requested_at != 0)
    return yb_call_refuse (error, _ ("A manager has to decide about the loss first."));
  if (!yb_deal_outcome_stages (YB_OUTCOME_LOST, &first, &last) || deal->stage > (gint64) last)
    return yb_call_refuse (error, _ ("A deal can only be lost up to closing. Move it back first."));
  if (!check_money (deal, error))
    return FALSE;
  if (g_utf8_strlen (yb_call_text (call, "text"), -1) < MIN_LOSS_TEXT)
    return yb_call_invalid (error, "text", _ ("say in at least five characters why the deal is lost"));

  return TRUE;
}

static gboolean
lose (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  YbHistoryEntry entry = {
      .kind = "loss_requested",
      .reason = yb_enum_code (&yb_lost_reason_enum, yb_call_number (call, "reason")),
      .note = yb_call_text (call, "text"),
  };

  if (deal == NULL || !check_loss (call, deal, error) || !yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  deal->loss_requested_at = yb_call_get_now (call);
  yb_call_take (call, deal, "lost_reason", "reason");
  yb_call_take (call, deal, "lost_text", "text");
  yb_call_set_text (deal, "lost_to", yb_call_text (call, "lost_to"));
  return yb_call_save (call, deal, error);
}

static YbDeal *
get_requested_deal (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);

  if (deal == NULL)
    return NULL;
  if (deal->loss_requested_at == 0)
    {
      yb_call_refuse (error, _ ("Nobody has asked to close this deal as lost."));
      return NULL;
    }

  return g_steal_pointer (&deal);
}

static gboolean
confirm_loss (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = get_requested_deal (call, error);
  gint64 days = yb_call_rule_number (call, "deal.recontact-days");
  YbHistoryEntry entry = {.kind = "lost", .to_outcome = YB_OUTCOME_LOST, .note = yb_call_text (call, "text")};

  /* Money may have come in since the loss was requested. */
  if (deal == NULL || !check_money (deal, error))
    return FALSE;
  entry.reason = yb_enum_code (&yb_lost_reason_enum, deal->lost_reason);
  if (!yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  deal->outcome = YB_OUTCOME_LOST;
  deal->on_board = 0;
  deal->loss_requested_at = 0;
  deal->next_contact_at = days > 0 ? yb_call_get_now (call) + days * YB_MS_PER_DAY : 0;
  yb_call_set_text (deal, "closed_on", yb_call_get_today (call));
  return yb_call_save (call, deal, error);
}

static void
forget_loss (YbDeal *deal)
{
  deal->loss_requested_at = 0;
  deal->lost_reason = 0;
  yb_call_set_text (deal, "lost_text", NULL);
  yb_call_set_text (deal, "lost_to", NULL);
}

static gboolean
refuse_loss (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = get_requested_deal (call, error);
  YbHistoryEntry entry = {.kind = "loss_refused", .note = yb_call_text (call, "text")};

  if (deal == NULL || !yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  forget_loss (deal);
  return yb_call_save (call, deal, error);
}

/* ---- dormant ---- */

static gboolean
check_dormant (YbCall *call, YbDeal *deal, GError **error)
{
  gint64 days = yb_call_rule_number (call, "deal.dormant-days");

  if (deal->outcome == YB_OUTCOME_WON || deal->stage > YB_STAGE_NEGOTIATE)
    return yb_call_refuse (error, _ ("A deal can only sleep up to negotiation. Move it back first."));
  if (deal->outcome != YB_OUTCOME_OPEN)
    return yb_call_refuse (error, _ ("The deal is closed already."));
  if (deal->loss_requested_at != 0)
    return yb_call_refuse (error, _ ("A manager has to decide about the loss first."));
  if (yb_date_days_between (yb_call_get_today (call), yb_call_text (call, "until")) <= days)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
                   _ ("A deal sleeps for more than %d days. For less, plan the next contact."), (int) days);
      return FALSE;
    }

  return TRUE;
}

static gboolean
dormant (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  YbHistoryEntry entry = {.kind = "dormant", .to_outcome = YB_OUTCOME_DORMANT};

  if (deal == NULL || !check_dormant (call, deal, error))
    return FALSE;
  entry.reason = yb_call_text (call, "until");
  entry.note = yb_call_text (call, "text");
  if (!yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  deal->outcome = YB_OUTCOME_DORMANT;
  deal->on_board = 0;
  deal->next_contact_at = yb_date_to_time (yb_call_text (call, "until"));
  yb_call_take (call, deal, "dormant_until", "until");
  return yb_call_save (call, deal, error);
}

/* ---- re-activation ---- */

/* A deal that was lost early cannot come back further on than it had got: the gates in between are asked. */
static gboolean
check_gates (YbCall *call, YbDeal *deal, YbStage to, GError **error)
{
  g_autoptr (YbCustomer) customer = yb_call_get_row (call, &yb_customer_row_type, deal->customer, error);
  g_autoptr (GPtrArray) unmet = NULL;

  if (customer == NULL)
    return FALSE;

  unmet = yb_deal_unmet_gates (&(YbDealEvidence){deal, customer, yb_call_get_today (call)}, to);
  return unmet->len == 0 || _yb_desk_error_set_unmet (error, unmet);
}

static gboolean
reopen (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  YbHistoryEntry entry = {
      .kind = "reopened",
      .to_stage = yb_call_number (call, "stage"),
      .to_outcome = YB_OUTCOME_OPEN,
      .note = yb_call_text (call, "text"),
  };

  if (deal == NULL)
    return FALSE;
  if (deal->outcome != YB_OUTCOME_LOST && deal->outcome != YB_OUTCOME_DORMANT)
    return yb_call_refuse (error, _ ("Only a lost or dormant deal can be re-activated."));
  if (!check_gates (call, deal, entry.to_stage, error))
    return FALSE;
  if (!yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  deal->outcome = YB_OUTCOME_OPEN;
  deal->stage = yb_call_number (call, "stage");
  deal->stage_since = yb_call_get_now (call);
  deal->on_board = 1;
  deal->cycle = MAX (deal->cycle, 1) + 1;
  deal->offer_accepted_at = 0;
  deal->car_choice = 0;
  forget_loss (deal);
  yb_call_set_text (deal, "closed_on", NULL);
  yb_call_set_text (deal, "dormant_until", NULL);
  _yb_deal_plan_by_grade (call, deal);
  return yb_call_save (call, deal, error);
}

/* ---- the clocks ---- */

typedef gboolean (*DealFunc) (YbCall *call, YbDeal *deal, GError **error);

static gboolean
for_each_due (YbCall *call, YbStatement *statement, DealFunc func, GError **error)
{
  g_autoptr (GArray) ids = _yb_call_read_ids (statement, error);
  JsonArray *done;

  if (ids == NULL)
    return FALSE;

  done = json_array_sized_new (ids->len);
  json_object_set_array_member (yb_call_get_answer (call), "deals", done);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (YbDeal) deal = yb_call_get_row (call, &yb_deal_row_type, id, error);

      if (deal == NULL || !func (call, deal, error) || !yb_call_update (call, deal, error))
        return FALSE;
      json_array_add_int_element (done, id);
    }

  return TRUE;
}

static gboolean
wake_deal (YbCall *call, YbDeal *deal, GError **error)
{
  YbHistoryEntry entry = {.kind = "reopened", .to_outcome = YB_OUTCOME_OPEN, .reason = deal->dormant_until};

  if (!yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  deal->outcome = YB_OUTCOME_OPEN;
  deal->on_board = 1;
  yb_call_set_text (deal, "dormant_until", NULL);
  return TRUE;
}

/* Dormant deals come back by themselves at their day, to the stage where they were. */
static gboolean
wake (YbCall *call, GError **error)
{
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_DORMANT_DUE);

  yb_statement_bind_text (statement, 1, yb_call_get_today (call));
  return for_each_due (call, statement, wake_deal, error);
}

static gboolean
archive_deal (YbCall *call, YbDeal *deal, GError **error)
{
  YbHistoryEntry entry = {.kind = "archived"};

  deal->on_board = 0;
  return yb_call_add_history (call, deal, &entry, error);
}

/* A delivered deal leaves the board when its follow-up is over. */
static gboolean
archive (YbCall *call, GError **error)
{
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_FOLLOWUP_OVER);
  gint64 days = yb_call_rule_number (call, "board.followup-days");

  yb_statement_bind_number (statement, 1, yb_call_get_now (call) - days * YB_MS_PER_DAY);
  return for_each_due (call, statement, archive_deal, error);
}

static const YbField lose_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("reason",
                 ENUM,
                 N_ ("Reason of the loss"),
                 .flags = YB_FIELD_REQUIRED,
                 .enumeration = &yb_lost_reason_enum),
    YB_ARGUMENT ("text", TEXT, N_ ("In words"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
    YB_ARGUMENT ("lost_to", TEXT, N_ ("Bought instead")),
};

static const YbField confirm_loss_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("text", TEXT, N_ ("Note"), .flags = YB_FIELD_MULTILINE),
};

static const YbField refuse_loss_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("text", TEXT, N_ ("What to do"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
};

static const YbField dormant_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("until", DATE, N_ ("Dormant until"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("text", TEXT, N_ ("Note"), .flags = YB_FIELD_MULTILINE),
};

static const YbField reopen_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("stage", ENUM, N_ ("Stage"), .flags = YB_FIELD_REQUIRED, .enumeration = &reopen_stage_enum),
    YB_ARGUMENT ("text", TEXT, N_ ("What happened"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
};

#define OUTCOME_VERB(NAME, LABEL, ARGUMENTS, RIGHT, FLAGS, RUN)                                              \
  {                                                                                                          \
    .name = NAME, .label = LABEL, YB_VERB_ARGUMENTS (ARGUMENTS), .right = RIGHT,                             \
    .flags = YB_VERB_UNDOABLE | FLAGS, .run = RUN, .after_undo = _yb_deal_after_undo                         \
  }

static const YbVerb verbs[] = {
    OUTCOME_VERB (
        "deal.lose", N_ ("Close deal as lost"), lose_arguments, "deal.work", YB_VERB_NO_FLAGS, lose),
    OUTCOME_VERB ("deal.confirm-loss",
                  N_ ("Confirm loss"),
                  confirm_loss_arguments,
                  "deal.confirm-loss",
                  YB_VERB_DECISION,
                  confirm_loss),
    OUTCOME_VERB ("deal.refuse-loss",
                  N_ ("Send loss back"),
                  refuse_loss_arguments,
                  "deal.confirm-loss",
                  YB_VERB_DECISION,
                  refuse_loss),
    OUTCOME_VERB (
        "deal.dormant", N_ ("Let deal sleep"), dormant_arguments, "deal.work", YB_VERB_NO_FLAGS, dormant),
    OUTCOME_VERB (
        "deal.reopen", N_ ("Re-activate deal"), reopen_arguments, "deal.work", YB_VERB_NO_FLAGS, reopen),
    {.name = "deal.wake", .label = N_ ("Wake dormant deals"), .right = "deal.clock", .run = wake},
    {.name = "deal.archive",
     .label = N_ ("Take finished deals from the board"),
     .right = "deal.clock",
     .run = archive},
};

const YbVerbTable _yb_deal_outcome_verbs = YB_VERB_TABLE (verbs);
