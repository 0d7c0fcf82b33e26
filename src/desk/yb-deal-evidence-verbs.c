/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-verbs-private.h"

#define BEST_SCORE 5

/* The two states that a person enters; "waived" is set by deal.waive-drive. */
static const YbEnumValue drive_state_values[] = {
    {"booked", NC_ ("drive_state", "Booked")},
    {"done", NC_ ("drive_state", "Done")},
};

static const YbEnum drive_state_enum = YB_ENUM ("drive_state", drive_state_values);

/* ---- contacts ---- */

static void
plan_after_contact (YbCall *call, YbDeal *deal, gboolean reached)
{
  if (yb_call_number (call, "next_at") != 0)
    deal->next_contact_at = yb_call_number (call, "next_at");
  else if (deal->outcome != YB_OUTCOME_OPEN && deal->outcome != YB_OUTCOME_WON)
    return; /* a closed deal has its own date */
  else if (reached)
    _yb_deal_plan_by_grade (call, deal);
  else
    deal->next_contact_at = yb_call_get_now (call) +
                            yb_call_rule_number (call, "deal.retry-hours") * YB_MS_PER_HOUR;
}

static gboolean
log_contact (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  g_autoptr (YbContact) contact = NULL;

  if (deal == NULL)
    return FALSE;
  if (yb_call_number (call, "at") > yb_call_get_now (call))
    return yb_call_refuse (error, _ ("A contact that lies in the future can only be planned."));

  if (yb_call_number (call, "channel") == YB_CHANNEL_VISIT && yb_call_has (call, "reached") &&
      !yb_call_number (call, "reached"))
    return yb_call_invalid (error, "reached", _ ("who visits is reached"));

  contact = YB_CONTACT (yb_row_new (&yb_contact_row_type));
  contact->deal = deal->parent_instance.id;
  contact->at = yb_call_number (call, "at") != 0 ? yb_call_number (call, "at") : yb_call_get_now (call);
  contact->channel = yb_call_number (call, "channel");
  /* Who visits is there. */
  contact->reached = contact->channel == YB_CHANNEL_VISIT || yb_call_number (call, "reached");
  yb_call_take (call, contact, "text", "text");
  if (!yb_call_insert (call, contact, error))
    return FALSE;

  if (contact->reached)
    {
      deal->two_way_contacts = MAX (deal->two_way_contacts, 0) + 1;
      deal->last_contact_at = MAX (deal->last_contact_at, contact->at);
    }
  plan_after_contact (call, deal, contact->reached);
  if (!yb_call_save (call, deal, error))
    return FALSE;

  json_object_set_int_member (yb_call_get_answer (call), "contact", contact->parent_instance.id);
  return TRUE;
}

static gboolean
plan_contact (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return FALSE;

  deal->next_contact_at = yb_call_number (call, "at");
  return yb_call_save (call, deal, error);
}

/* ---- needs, model, test drive ---- */

static gboolean
needs (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return FALSE;

  yb_call_take (call, deal, "needs_purpose", "purpose");
  yb_call_take (call, deal, "needs_budget", "budget");
  yb_call_take (call, deal, "needs_use", "use");
  yb_call_take (call, deal, "needs_planned_on", "planned_on");
  yb_call_take (call, deal, "needs_decision_maker", "decision_maker");
  yb_call_take (call, deal, "needs_confirmed", "confirmed");
  return yb_call_save (call, deal, error);
}

static gboolean
choose_model (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return FALSE;

  _yb_deal_take_all (call, deal);
  yb_call_take (call, deal, "model_agreed", "agreed");
  return yb_call_save (call, deal, error);
}

static gboolean
check_drive (YbCall *call, YbDeal *deal, GError **error)
{
  gint64 score = yb_call_number (call, "score");

  if (score != YB_NO_VALUE && (score < 1 || score > BEST_SCORE))
    return yb_call_invalid (error, "score", _ ("a whole number from 1 to 5 is expected"));
  if (deal->drive_state == YB_DRIVE_DONE && strcmp (deal->drive_on, yb_call_get_today (call)) > 0)
    return yb_call_refuse (error, _ ("A test drive that lies in the future can only be booked."));

  return TRUE;
}

static gboolean
test_drive (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  if (deal == NULL)
    return FALSE;

  deal->drive_state = yb_call_number (call, "state");
  deal->drive_waiver = 0;
  yb_call_take (call, deal, "drive_on", "on");
  yb_call_take (call, deal, "drive_score", "score");
  yb_call_take (call, deal, "drive_feedback", "feedback");
  if (*deal->drive_on == '\0' && deal->drive_state == YB_DRIVE_BOOKED)
    return yb_call_invalid (error, "on", _ ("the day of the booking is missing"));
  if (deal->drive_state == YB_DRIVE_DONE && !yb_call_has (call, "on") &&
      (*deal->drive_on == '\0' || strcmp (deal->drive_on, yb_call_get_today (call)) > 0))
    yb_call_set_text (deal, "drive_on", yb_call_get_today (call));

  return check_drive (call, deal, error) && yb_call_save (call, deal, error);
}

static gboolean
waive_drive (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);

  return deal != NULL && _yb_deal_waive_drive (deal, yb_call_number (call, "reason"), error) &&
         yb_call_save (call, deal, error);
}

/* ---- demand and objections ---- */

static gboolean
demand (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);
  gboolean stated = yb_call_number (call, "amount") != YB_NO_VALUE || *yb_call_text (call, "terms") != '\0';

  if (deal == NULL)
    return FALSE;
  if (!stated && !yb_call_number (call, "not_stated"))
    return yb_call_invalid (error, "amount",
                            _ ("give the price or the terms, or say that they were not stated"));
  if (stated && yb_call_number (call, "not_stated"))
    return yb_call_invalid (error, "not_stated", _ ("a price or terms were given"));

  yb_call_take (call, deal, "demand_amount", "amount");
  yb_call_take (call, deal, "demand_terms", "terms");
  deal->demand_not_stated = !stated;
  if (!stated)
    {
      deal->demand_amount = YB_NO_VALUE;
      yb_call_set_text (deal, "demand_terms", NULL);
    }

  return yb_call_save (call, deal, error);
}

static gboolean
objection (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);
  g_autoptr (YbObjection) row = NULL;

  if (deal == NULL)
    return FALSE;

  row = YB_OBJECTION (yb_row_new (&yb_objection_row_type));
  row->deal = deal->parent_instance.id;
  yb_call_take (call, row, "kind", "kind");
  yb_call_take (call, row, "text", "text");
  if (!yb_call_insert (call, row, error))
    return FALSE;

  if (row->kind == YB_OBJECTION_BLOCKER)
    deal->open_blockers = MAX (deal->open_blockers, 0) + 1;
  if (!yb_call_save (call, deal, error))
    return FALSE;

  json_object_set_int_member (yb_call_get_answer (call), "objection", row->parent_instance.id);
  return TRUE;
}

static gboolean
resolve_one (YbCall *call, YbDeal *deal, gint64 id, GError **error)
{
  g_autoptr (YbObjection) row = yb_call_get_row (call, &yb_objection_row_type, id, error);

  if (row == NULL)
    return FALSE;
  if (row->deal != deal->parent_instance.id)
    return yb_call_invalid (error, "objection", _ ("it belongs to another deal"));
  if (row->resolved_at != 0)
    return yb_call_refuse (error, _ ("This objection was resolved already."));

  row->resolved_at = yb_call_get_now (call);
  yb_call_take (call, row, "answer", "answer");
  if (row->kind == YB_OBJECTION_BLOCKER)
    deal->open_blockers = MAX (deal->open_blockers - 1, 0);
  return yb_call_update (call, row, error);
}

static GArray *
open_blockers (YbCall *call, YbDeal *deal, GError **error)
{
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_OPEN_BLOCKERS);

  yb_statement_bind_number (statement, 1, deal->parent_instance.id);
  return _yb_call_read_ids (statement, error);
}

/* Without a number: one answer to everything that blocks the deal, as a gate sheet asks for it. */
static gboolean
resolve_blockers (YbCall *call, YbDeal *deal, GError **error)
{
  g_autoptr (GArray) ids = open_blockers (call, deal, error);

  if (ids == NULL)
    return FALSE;
  if (ids->len == 0)
    return yb_call_refuse (error, _ ("No objection blocks this deal."));

  for (guint i = 0; i < ids->len; i++)
    if (!resolve_one (call, deal, g_array_index (ids, gint64, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
resolve_objection (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = _yb_call_get_open_deal (call, error);
  gint64 id = yb_call_number (call, "objection");

  if (deal == NULL)
    return FALSE;
  if (!(id != 0 ? resolve_one (call, deal, id, error) : resolve_blockers (call, deal, error)))
    return FALSE;

  return yb_call_save (call, deal, error);
}

static const YbField log_contact_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT (
        "channel", ENUM, N_ ("Channel"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_channel_enum),
    YB_ARGUMENT ("reached", FLAG, N_ ("Reached")),
    YB_ARGUMENT ("text", TEXT, N_ ("What was said"), .flags = YB_FIELD_MULTILINE),
    YB_ARGUMENT ("at", TIME, N_ ("Time")),
    YB_ARGUMENT ("next_at", TIME, N_ ("Next contact")),
};

static const YbField plan_contact_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("at", TIME, N_ ("Next contact"), .flags = YB_FIELD_REQUIRED),
};

static const YbField needs_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("purpose", ENUM, N_ ("Kind of purchase"), .enumeration = &yb_needs_purpose_enum),
    YB_ARGUMENT ("budget", MONEY, N_ ("Budget")),
    YB_ARGUMENT ("use", ENUM, N_ ("Use"), .enumeration = &yb_needs_use_enum),
    YB_ARGUMENT ("planned_on", DATE, N_ ("Planned purchase")),
    YB_ARGUMENT ("decision_maker", ENUM, N_ ("Decision maker"), .enumeration = &yb_decision_maker_enum),
    YB_ARGUMENT ("confirmed", FLAG, N_ ("Summary confirmed with the customer")),
};

static const YbField choose_model_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("model", TEXT, N_ ("Model")),
    YB_ARGUMENT ("trim", TEXT, N_ ("Trim")),
    YB_ARGUMENT ("colour", TEXT, N_ ("Colour")),
    YB_ARGUMENT ("agreed", FLAG, N_ ("Customer agrees")),
};

static const YbField test_drive_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT (
        "state", ENUM, N_ ("Test drive"), .flags = YB_FIELD_REQUIRED, .enumeration = &drive_state_enum),
    YB_ARGUMENT ("on", DATE, N_ ("Test drive on")),
    YB_ARGUMENT ("score", INTEGER, N_ ("Overall score (1–5)")),
    YB_ARGUMENT ("feedback", TEXT, N_ ("Feedback"), .flags = YB_FIELD_MULTILINE),
};

static const YbField waive_drive_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("reason",
                 ENUM,
                 N_ ("Waived because"),
                 .flags = YB_FIELD_REQUIRED,
                 .enumeration = &yb_drive_waiver_enum),
};

static const YbField demand_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("amount", MONEY, N_ ("Demanded price")),
    YB_ARGUMENT ("terms", TEXT, N_ ("Demanded terms"), .flags = YB_FIELD_MULTILINE),
    YB_ARGUMENT ("not_stated", FLAG, N_ ("Not stated")),
};

static const YbField objection_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT (
        "kind", ENUM, N_ ("Kind"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_objection_kind_enum),
    YB_ARGUMENT ("text", TEXT, N_ ("Objection"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
};

static const YbField resolve_objection_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("objection", REFERENCE, N_ ("Objection"), .refers = "objection"),
    YB_ARGUMENT ("answer", TEXT, N_ ("Answer"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
};

#define EVIDENCE_VERB(NAME, LABEL, ARGUMENTS, RUN)                                                           \
  {                                                                                                          \
    .name = NAME, .label = LABEL, YB_VERB_ARGUMENTS (ARGUMENTS), .right = "deal.work",                       \
    .flags = YB_VERB_UNDOABLE, .run = RUN                                                                    \
  }

static const YbVerb verbs[] = {
    EVIDENCE_VERB ("deal.log-contact", N_ ("Log contact"), log_contact_arguments, log_contact),
    EVIDENCE_VERB ("deal.plan-contact", N_ ("Plan contact"), plan_contact_arguments, plan_contact),
    EVIDENCE_VERB ("deal.needs", N_ ("Record needs"), needs_arguments, needs),
    EVIDENCE_VERB ("deal.choose-model", N_ ("Choose model"), choose_model_arguments, choose_model),
    EVIDENCE_VERB ("deal.test-drive", N_ ("Record test drive"), test_drive_arguments, test_drive),
    EVIDENCE_VERB ("deal.waive-drive", N_ ("Waive test drive"), waive_drive_arguments, waive_drive),
    EVIDENCE_VERB ("deal.demand", N_ ("Record demand"), demand_arguments, demand),
    EVIDENCE_VERB ("deal.objection", N_ ("Record objection"), objection_arguments, objection),
    EVIDENCE_VERB (
        "deal.resolve-objection", N_ ("Resolve objection"), resolve_objection_arguments, resolve_objection),
};

const YbVerbTable _yb_deal_evidence_verbs = YB_VERB_TABLE (verbs);
