/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal-move-private.h"
#include "yb-desk-private.h"
#include "yb-identifier.h"
#include "yb-verbs-private.h"

/**
 * _yb_deal_must_be_open:
 * @deal: a deal
 * @error: YB_DESK_ERROR_REFUSED
 *
 * Returns: whether the deal runs, so that its facts may be changed
 */
gboolean
_yb_deal_must_be_open (YbDeal *deal, GError **error)
{
  if (deal->outcome != YB_OUTCOME_OPEN && deal->outcome != YB_OUTCOME_WON)
    return yb_call_refuse (error, _ ("The deal is closed. Re-activate it first."));

  return TRUE;
}

/**
 * _yb_call_get_open_deal:
 * @call: a call of a verb with the argument "deal"
 * @error: as yb_call_get_deal(), and YB_DESK_ERROR_REFUSED
 *
 * Returns: (transfer full) (nullable): the deal, which runs
 */
YbDeal *
_yb_call_get_open_deal (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);

  if (deal == NULL || !_yb_deal_must_be_open (deal, error))
    return NULL;

  return g_steal_pointer (&deal);
}

/**
 * _yb_deal_take_all:
 * @call: a call
 * @deal: a deal
 *
 * As yb_call_take_all(). Who agreed to a car, agreed to that car: another model or trim needs another agreement.
 */
void
_yb_deal_take_all (YbCall *call, YbDeal *deal)
{
  g_autofree char *model = g_strdup (deal->model);
  g_autofree char *trim = g_strdup (deal->trim);

  yb_call_take_all (call, deal);
  if (!g_str_equal (model, deal->model) || !g_str_equal (trim, deal->trim))
    deal->model_agreed = 0;
}

/**
 * _yb_deal_waive_drive:
 * @deal: a deal
 * @reason: a value of yb_drive_waiver_enum
 * @error: YB_DESK_ERROR_REFUSED when there is nothing left to waive
 *
 * Returns: whether the test drive counts as waived now
 */
gboolean
_yb_deal_waive_drive (YbDeal *deal, gint64 reason, GError **error)
{
  if (deal->drive_state == YB_DRIVE_DONE)
    return yb_call_refuse (error, _ ("The test drive has taken place already."));

  deal->drive_state = YB_DRIVE_WAIVED;
  deal->drive_waiver = reason;
  return TRUE;
}

/**
 * _yb_deal_plan_by_grade:
 * @call: a call
 * @deal: a deal
 *
 * Plans the next contact by the interval of the grade (rules.md 2.3), counted from now.
 */
void
_yb_deal_plan_by_grade (YbCall *call, YbDeal *deal)
{
  g_autofree char *key = NULL;

  if (deal->grade == YB_GRADE_NONE)
    return;

  key = g_strconcat ("deal.contact-days.", yb_enum_code (&yb_grade_enum, deal->grade), NULL);
  deal->next_contact_at = yb_call_get_now (call) + yb_call_rule_number (call, key) * YB_MS_PER_DAY;
}

/**
 * _yb_deal_after_undo:
 * @call: the call of the undo
 * @original_arguments: what the verb was called with
 * @error: from the store
 *
 * The history keeps what was taken back, and says that it was.
 *
 * Returns: whether the row was stored
 */
gboolean
_yb_deal_after_undo (YbCall *call, JsonObject *original_arguments, GError **error)
{
  g_autoptr (YbDeal) deal = NULL;
  YbHistoryEntry entry = {.kind = "undone"};
  YbStatement *last;
  gint64 id = json_object_get_int_member_with_default (original_arguments, "deal", 0);

  deal = yb_call_get_row (call, &yb_deal_row_type, id, error);
  if (deal == NULL)
    return FALSE;

  last = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_HISTORY_LAST);
  yb_statement_bind_number (last, 1, id);
  if (yb_statement_step (last, NULL))
    {
      entry.from_stage = MAX (0, yb_enum_from_code (&yb_stage_enum, yb_statement_text (last, 0)));
      entry.from_outcome = MAX (0, yb_enum_from_code (&yb_outcome_enum, yb_statement_text (last, 1)));
    }
  yb_statement_reset (last);
  return yb_call_add_history (call, deal, &entry, error);
}

/* ---- deal.create ---- */

static JsonObject *
duplicates_object (GArray *ids)
{
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_sized_new (ids->len);

  for (guint i = 0; i < ids->len; i++)
    json_array_add_int_element (array, g_array_index (ids, gint64, i));
  json_object_set_array_member (object, "duplicates", array);
  return object;
}

static gboolean
refuse_duplicates (GArray *ids, GError **error)
{
  g_autoptr (GError) refusal = NULL;

  refusal = g_error_new_literal (
      YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
      _ ("There is a customer with this phone number under another name. Choose that "
         "customer, or say that it is somebody else."));
  _yb_desk_error_add_details (refusal, duplicates_object (ids));
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

/* The customer with this phone: the one of the same name; 0 if there is none. */
static gboolean
find_known_customer (YbCall *call, gint64 *found, GError **error)
{
  g_autofree char *phone = yb_phone_normalise (yb_call_text (call, "phone"));
  g_autoptr (GArray) ids = _yb_customer_duplicates (call, phone, error);

  *found = 0;
  if (ids == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (YbCustomer) customer = NULL;

      customer = yb_call_get_row (call, &yb_customer_row_type, g_array_index (ids, gint64, i), error);
      if (customer == NULL)
        return FALSE;
      if (g_str_equal (customer->name, yb_call_text (call, "name")))
        {
          *found = customer->parent_instance.id;
          return TRUE;
        }
    }

  if (ids->len > 0 && yb_call_number (call, "duplicates_checked") != 1)
    return refuse_duplicates (ids, error);

  return TRUE;
}

static gboolean
make_customer (YbCall *call, gint64 *id, GError **error)
{
  g_autoptr (YbCustomer) customer = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));

  yb_call_take (call, customer, "name", "name");
  yb_call_take (call, customer, "company", "company");
  yb_call_take (call, customer, "phone", "phone");
  yb_call_take (call, customer, "wechat", "wechat");
  yb_call_take (call, customer, "source", "source");
  if (!_yb_customer_make (call, customer, error))
    return FALSE;

  *id = customer->parent_instance.id;
  return TRUE;
}

/* Facts of a new customer beside a known one would be dropped without a word. */
static gboolean
check_facts_of_known (YbCall *call, GError **error)
{
  static const char *const facts[] = {"name", "wechat", "company"};

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    if (*yb_call_text (call, facts[i]) != '\0')
      return yb_call_invalid (error, facts[i],
                              _ ("give either a customer who is here already, or the facts of a new one"));

  return TRUE;
}

/* The customer was found by name and phone: what else was given for a new one must agree. */
static gboolean
check_facts_of_found (YbCall *call, YbCustomer *customer, GError **error)
{
  const char *const pairs[][2] = {{"wechat", customer->wechat}, {"company", customer->company}};
  g_autoptr (GError) refusal = NULL;
  g_autoptr (GArray) ids = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (pairs) && refusal == NULL; i++)
    if (*yb_call_text (call, pairs[i][0]) != '\0' &&
        !g_str_equal (yb_call_text (call, pairs[i][0]), pairs[i][1]))
      refusal = g_error_new_literal (
          YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
          _ ("This customer is here already, but their WeChat name or company is not this one. "
             "Choose that customer, and change those facts in their record."));
  if (refusal == NULL)
    return TRUE;

  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ids, customer->parent_instance.id);
  _yb_desk_error_add_details (refusal, duplicates_object (ids));
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

static gboolean
phone_fits (YbCall *call, YbCustomer *customer)
{
  g_autofree char *phone = yb_phone_normalise (yb_call_text (call, "phone"));

  return phone != NULL && *phone != '\0' &&
         (g_str_equal (phone, customer->phone) || g_str_equal (phone, customer->phone2));
}

/* Whom one may see; and whoever has found somebody by the phone number knows that number (security.md, look-up): numbers of
 * records alone can be counted up. */
static gboolean
may_open_for (YbCall *call, YbCustomer *customer, GError **error)
{
  gboolean fits = phone_fits (call, customer);

  if (yb_call_reaches (call, "customer.read", customer))
    return fits || *yb_call_text (call, "phone") == '\0' ||
           yb_call_invalid (error, "phone",
                            _ ("give either a customer who is here already, or the facts of a new one"));
  if (fits && yb_call_get_scope (call, "customer.look-up") != YB_SCOPE_NONE)
    return TRUE;

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                       _ ("This customer is served by somebody else. Ask their consultant or a manager."));
  return FALSE;
}

static gboolean
choose_customer (YbCall *call, gint64 *id, GError **error)
{
  g_autoptr (YbCustomer) customer = NULL;

  *id = yb_call_number (call, "customer");
  if (*id != 0)
    {
      if (!check_facts_of_known (call, error))
        return FALSE;
      customer = yb_call_get_row (call, &yb_customer_row_type, *id, error);
      return customer != NULL && may_open_for (call, customer, error);
    }

  if (*yb_call_text (call, "name") == '\0')
    return yb_call_invalid (error, "customer",
                            _ ("choose a customer, or give the name and phone of a new one"));
  if (!find_known_customer (call, id, error))
    return FALSE;
  if (*id == 0)
    return make_customer (call, id, error);

  customer = yb_call_get_row (call, &yb_customer_row_type, *id, error);
  return customer != NULL && check_facts_of_found (call, customer, error);
}

/* The person who is to be responsible must be one who works on deals: whose roles have that right (rights.ini). */
static YbStaff *
check_consultant (YbCall *call, gint64 staff, GError **error)
{
  g_autoptr (YbStaff) person = yb_call_get_row (call, &yb_staff_row_type, staff, error);

  if (person == NULL)
    return NULL;
  if (!person->active)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
                   /* Translators: name of a person */
                   _ ("%s does not work here any more. Choose a sales consultant."), person->name);
      return NULL;
    }
  if (yb_rights_scope (yb_call_get_connection (call), person->roles, YB_DEAL_OWNER_RIGHT, NULL) ==
      YB_SCOPE_NONE)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
                   /* Translators: name of a person */
                   _ ("%s does not work on deals. Choose a sales consultant."), person->name);
      return NULL;
    }

  return g_steal_pointer (&person);
}

static gboolean
choose_consultant (YbCall *call, gint64 *id, GError **error)
{
  g_autoptr (YbStaff) person = NULL;

  *id = yb_call_number (call, "consultant");
  if (*id == 0)
    {
      YbStaff *actor = yb_call_get_actor (call);

      if (actor != NULL && yb_staff_has_role (actor, "sc"))
        *id = yb_call_get_actor_id (call);
      return TRUE;
    }
  if (*id != yb_call_get_actor_id (call) && !yb_call_require_person (call, "deal.assign", *id, error))
    return FALSE;

  person = check_consultant (call, *id, error);
  return person != NULL;
}

static gboolean
is_from_the_web (gint64 source)
{
  static const char *const web[] = {"web", "autohome", "dongchedi", "yiche", "pcauto", "douyin", NULL};

  return g_strv_contains (web, yb_enum_code (&yb_source_enum, source));
}

static void
begin_deal (YbCall *call, YbDeal *deal)
{
  gint64 now = yb_call_get_now (call);
  const char *rule = is_from_the_web (deal->source) ? "deal.first-contact-minutes.web"
                                                    : "deal.first-contact-minutes.other";

  deal->stage = YB_STAGE_LEAD;
  deal->outcome = YB_OUTCOME_OPEN;
  deal->on_board = 1;
  deal->stage_since = now;
  deal->two_way_contacts = 0;
  deal->open_blockers = 0;
  deal->back_moves = 0;
  deal->paid = 0;
  deal->cycle = 1;
  if (deal->grade == YB_GRADE_NONE)
    deal->grade = YB_GRADE_N;
  if (deal->next_contact_at == 0)
    deal->next_contact_at = now + yb_call_rule_number (call, rule) * YB_MS_PER_MINUTE;
  if (*deal->opened_on == '\0')
    yb_call_set_text (deal, "opened_on", yb_call_get_today (call));
}

static gboolean
create (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = YB_DEAL (yb_row_new (&yb_deal_row_type));
  YbHistoryEntry entry = {.kind = "created"};

  if (!choose_consultant (call, &deal->consultant, error) || !choose_customer (call, &deal->customer, error))
    return FALSE;

  yb_call_take (call, deal, "source", "source");
  yb_call_take (call, deal, "grade", "grade");
  yb_call_take (call, deal, "amount", "amount");
  yb_call_take (call, deal, "model", "model");
  yb_call_take (call, deal, "visit_purpose", "visit_purpose");
  yb_call_take (call, deal, "opened_on", "opened_on");
  yb_call_take (call, deal, "next_contact_at", "next_contact_at");
  yb_call_take (call, deal, "external_id", "external_id");
  yb_call_take (call, deal, "note", "note");
  if (strcmp (deal->opened_on, yb_call_get_today (call)) > 0)
    return yb_call_refuse (error, _ ("A deal cannot be opened in the future."));

  begin_deal (call, deal);
  if (!yb_call_insert (call, deal, error) || !yb_call_add_history (call, deal, &entry, error))
    return FALSE;

  yb_call_answer_id (call, deal->parent_instance.id);
  json_object_set_int_member (yb_call_get_answer (call), "customer", deal->customer);
  return TRUE;
}

/* ---- deal.update, deal.assign, contacts ---- */

static gboolean
update (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);

  if (deal == NULL)
    return FALSE;
  if (deal->outcome == YB_OUTCOME_WON && yb_call_has (call, "amount") &&
      yb_call_number (call, "amount") != deal->amount)
    return yb_call_refuse (error, _ ("The contract is effective. Cancel it before changing the amount."));

  _yb_deal_take_all (call, deal);
  return yb_call_save (call, deal, error);
}

static gboolean
assign (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  g_autoptr (YbStaff) person = NULL;
  YbHistoryEntry entry = {.kind = "assigned", .note = yb_call_text (call, "reason")};

  if (deal == NULL)
    return FALSE;
  if (deal->consultant != 0 && !yb_call_require_for (call, yb_deal_owned_right ("deal.assign"), deal, error))
    return FALSE;
  person = check_consultant (call, yb_call_number (call, "consultant"), error);
  if (person == NULL)
    return FALSE;
  if (deal->consultant == person->parent_instance.id)
    return yb_call_refuse (error, _ ("This person is responsible for the deal already."));
  if (deal->consultant != 0 && *yb_call_text (call, "reason") == '\0')
    return yb_call_refuse (error, _ ("A change of the consultant needs a reason."));

  if (!yb_call_require_person (call, "deal.assign", YB_ROW (person)->id, error))
    return FALSE;

  deal->former_consultant = deal->consultant;
  deal->handed_over_at = deal->consultant != 0 ? yb_call_get_now (call) : 0;
  deal->consultant = person->parent_instance.id;
  entry.reason = person->code;
  return yb_call_add_history (call, deal, &entry, error) && yb_call_save (call, deal, error);
}

static const YbField create_arguments[] = {
    YB_ARGUMENT ("customer", REFERENCE, N_ ("Customer"), .refers = "customer"),
    YB_ARGUMENT ("name", TEXT, N_ ("Name")),
    YB_ARGUMENT ("phone", SECRET, N_ ("Phone"), .check = _yb_check_phone),
    YB_ARGUMENT ("wechat", SECRET, N_ ("WeChat")),
    YB_ARGUMENT ("company", TEXT, N_ ("Company")),
    YB_ARGUMENT ("source", ENUM, N_ ("Source"), .enumeration = &yb_source_enum),
    YB_ARGUMENT ("consultant", REFERENCE, N_ ("Consultant"), .refers = "staff", .code_field = "code"),
    YB_ARGUMENT ("model", TEXT, N_ ("Model")),
    YB_ARGUMENT ("amount", MONEY, N_ ("Amount")),
    YB_ARGUMENT ("grade", ENUM, N_ ("Grade"), .enumeration = &yb_grade_enum),
    YB_ARGUMENT ("visit_purpose", ENUM, N_ ("Purpose of the visit"), .enumeration = &yb_visit_purpose_enum),
    YB_ARGUMENT ("next_contact_at", TIME, N_ ("Next contact")),
    YB_ARGUMENT ("opened_on", DATE, N_ ("Opened on")),
    YB_ARGUMENT ("external_id", TEXT, N_ ("External number")),
    YB_ARGUMENT ("note", TEXT, N_ ("Note"), .flags = YB_FIELD_MULTILINE),
    YB_ARGUMENT ("duplicates_checked", FLAG, N_ ("It is somebody else")),
};

static const YbField update_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("source", ENUM, N_ ("Source"), .enumeration = &yb_source_enum),
    YB_ARGUMENT ("visit_purpose", ENUM, N_ ("Purpose of the visit"), .enumeration = &yb_visit_purpose_enum),
    YB_ARGUMENT ("grade", ENUM, N_ ("Grade"), .enumeration = &yb_grade_enum),
    YB_ARGUMENT ("amount", MONEY, N_ ("Amount")),
    YB_ARGUMENT ("model", TEXT, N_ ("Model")),
    YB_ARGUMENT ("trim", TEXT, N_ ("Trim")),
    YB_ARGUMENT ("colour", TEXT, N_ ("Colour")),
    YB_ARGUMENT ("external_id", TEXT, N_ ("External number")),
    YB_ARGUMENT ("note", TEXT, N_ ("Note"), .flags = YB_FIELD_MULTILINE),
};

static const YbField move_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("stage", ENUM, N_ ("Stage"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_stage_enum),
    YB_ARGUMENT ("waive", LIST, N_ ("Waive")),
    YB_ARGUMENT ("reason", ENUM, N_ ("Reason"), .enumeration = &yb_back_reason_enum),
    YB_ARGUMENT ("note", TEXT, N_ ("Note"), .flags = YB_FIELD_MULTILINE),
};

static const YbField assign_arguments[] = {
    YB_DEAL_ARGUMENT,
    YB_ARGUMENT ("consultant",
                 REFERENCE,
                 N_ ("Consultant"),
                 .flags = YB_FIELD_REQUIRED,
                 .refers = "staff",
                 .code_field = "code"),
    YB_ARGUMENT ("reason", TEXT, N_ ("Reason")),
};

static const YbVerb verbs[] = {
    {.name = "deal.create",
     .label = N_ ("Open deal"),
     YB_VERB_ARGUMENTS (create_arguments),
     .right = "deal.create",
     .flags = YB_VERB_UNDOABLE,
     .run = create},
    {.name = "deal.update",
     .label = N_ ("Change deal"),
     YB_VERB_ARGUMENTS (update_arguments),
     .right = "deal.work",
     .flags = YB_VERB_UNDOABLE,
     .run = update},
    {.name = "deal.move",
     .label = N_ ("Move deal"),
     YB_VERB_ARGUMENTS (move_arguments),
     .right = "deal.work",
     .flags = YB_VERB_UNDOABLE,
     .run = _yb_deal_move,
     .after_undo = _yb_deal_after_undo},
    {.name = "deal.assign",
     .label = N_ ("Change consultant"),
     YB_VERB_ARGUMENTS (assign_arguments),
     .right = "deal.assign",
     .flags = YB_VERB_UNDOABLE,
     .run = assign,
     .after_undo = _yb_deal_after_undo},
};

const YbVerbTable _yb_deal_verbs = YB_VERB_TABLE (verbs);
