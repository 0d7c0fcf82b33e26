/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking at a hidden number: with a reason, counted, and written down (security.md, Screens). */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-oversight.h"
#include "yb-verbs-private.h"

#define PERSONAL_RIGHT "personal.reveal"
#define IDENTITY_RIGHT "identity.reveal"

/* A manager is warned of who looks at more than three times of what the role usually does a day; the first few are
 * nothing to be warned of, however quiet the role is (security.md). */
#define USUAL_DAYS 30
#define UNUSUAL_TIMES 3
#define NEVER_UNUSUAL 9

static gint64
midnight (YbCall *call)
{
  return yb_date_to_time (yb_call_get_today (call));
}

static gboolean
count_today (YbCall *call, const char *right, gint64 *count, GError **error)
{
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_REVEALS_SINCE);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (statement, 1, yb_call_get_actor_id (call));
  yb_statement_bind_text (statement, 2, right);
  yb_statement_bind_number (statement, 3, midnight (call));
  *count = yb_statement_step (statement, &local_error) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_limit (YbCall *call, const char *right, gint64 used, GError **error)
{
  YbGrant grant;

  if (!yb_rights_get_grant (yb_call_get_connection (call), yb_call_get_actor (call), right, &grant, error))
    return FALSE;
  if (grant.per_day > 0)
    json_object_set_int_member (yb_call_get_answer (call), "left_today", MAX (grant.per_day - used - 1, 0));
  if (grant.per_day == 0 || used < grant.per_day)
    return TRUE;

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
               /* Translators: how often */
               g_dngettext (GETTEXT_PACKAGE,
                            "You have looked %d time today, which is the limit. Ask a manager.",
                            "You have looked %d times today, which is the limit. Ask a manager.", (int) used),
               (int) used);
  return FALSE;
}

/* The middle of what people of these roles did on the days of the last month on which they did it at all; 0: never. */
static gboolean
read_median (YbCall *call, gint64 *median, GError **error)
{
  YbStatement *counts = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_REVEALS_A_DAY);
  g_autoptr (GArray) sorted = NULL;

  yb_statement_bind_number (counts, 1, midnight (call) - USUAL_DAYS * YB_MS_PER_DAY);
  yb_statement_bind_number (counts, 2, midnight (call));
  yb_statement_bind_text (counts, 3, yb_call_get_actor (call)->roles);
  sorted = _yb_call_read_ids (counts, error);
  if (sorted == NULL)
    return FALSE;

  *median = sorted->len > 0 ? g_array_index (sorted, gint64, sorted->len / 2) : 0;
  return TRUE;
}

/* A reason that says nothing is none. */
static gboolean
check_reason (YbCall *call, GError **error)
{
  if (yb_call_number (call, "reason") == YB_REVEAL_OTHER &&
      g_utf8_strlen (yb_call_text (call, "text"), -1) < 2)
    return yb_call_invalid (error, "text", _ ("say in words what it is for"));

  return TRUE;
}

/* What is looked at, of whom. */
typedef struct
{
  const char *right;
  const YbField *field;
  YbRow *row;
  gint64 customer;
  gint64 deal;
} Look;

static gboolean
write_down (YbCall *call, const Look *look, gint64 used, GError **error)
{
  g_autoptr (YbReveal) reveal = YB_REVEAL (yb_row_new (&yb_reveal_row_type));
  gint64 median;

  if (!read_median (call, &median, error))
    return FALSE;

  reveal->at = yb_call_get_now (call);
  reveal->staff = yb_call_get_actor_id (call);
  reveal->customer = look->customer;
  reveal->deal = look->deal;
  reveal->reason = yb_call_number (call, "reason");
  reveal->is_unusual = used + 1 > MAX (UNUSUAL_TIMES * median, NEVER_UNUSUAL);
  yb_call_set_text (reveal, "field", look->field->name);
  yb_call_set_text (reveal, "text", yb_call_text (call, "text"));
  yb_call_set_text (reveal, "right", look->right);
  if (!yb_call_insert (call, reveal, error))
    return FALSE;

  yb_call_answer_id (call, YB_ROW (reveal)->id);
  return TRUE;
}

/* The trail gets who, whom, what and why, but never what it said: the value is in the answer only. */
static gboolean
reveal (YbCall *call, const Look *look, GError **error)
{
  const char *value = yb_row_get_text (look->row, look->field);
  gint64 used;

  if (!yb_call_require_for (call, look->right, look->row, error) || !check_reason (call, error) ||
      !count_today (call, look->right, &used, error) || !check_limit (call, look->right, used, error))
    return FALSE;
  if (*value == '\0')
    return yb_call_refuse (error, _ ("Nothing is stored here."));
  if (!write_down (call, look, used, error))
    return FALSE;

  json_object_set_string_member (yb_call_get_answer (call), "field", look->field->name);
  json_object_set_string_member (yb_call_get_answer (call), "value", value);
  return TRUE;
}

/* A consultant needs the papers until the car is handed over. */
static gboolean
check_papers (YbCall *call, gint64 customer, GError **error)
{
  YbStatement *deals;
  gboolean over;

  if (yb_call_get_scope (call, IDENTITY_RIGHT) != YB_SCOPE_OWN)
    return TRUE;

  deals = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_UNDELIVERED_DEALS);
  yb_statement_bind_number (deals, 1, customer);
  yb_statement_bind_number (deals, 2, yb_call_get_actor_id (call));
  over = yb_statement_step (deals, NULL) && yb_statement_number (deals, 0) > 0 &&
         yb_statement_number (deals, 1) == 0;
  yb_statement_reset (deals);
  return !over || yb_call_refuse (error, _ ("The car was handed over: the papers are closed for you. "
                                            "Ask a manager."));
}

static gboolean
reveal_customer (YbCall *call, GError **error)
{
  g_autoptr (YbCustomer)
      customer = yb_call_get_row (call, &yb_customer_row_type, yb_call_number (call, "customer"), error);
  int field = yb_call_number (call, "field");
  Look look = {.right = PERSONAL_RIGHT};

  if (customer == NULL)
    return FALSE;

  look.field = yb_row_type_find_field (&yb_customer_row_type,
                                       field != 0 ? yb_enum_code (&yb_reveal_field_enum, field) : "phone");
  g_assert (look.field != NULL);
  look.row = YB_ROW (customer);
  look.customer = look.row->id;
  if (g_str_equal (look.field->name, "id_number"))
    {
      look.right = IDENTITY_RIGHT;
      if (!check_papers (call, look.customer, error))
        return FALSE;
    }

  return reveal (call, &look, error);
}

static gboolean
reveal_deal (YbCall *call, GError **error)
{
  g_autoptr (YbDeal) deal = yb_call_get_deal (call, error);
  Look look = {.right = IDENTITY_RIGHT};

  if (deal == NULL || !check_papers (call, deal->customer, error))
    return FALSE;

  look.field = yb_row_type_find_field (&yb_deal_row_type, "buyer_id_number");
  look.row = YB_ROW (deal);
  look.customer = deal->customer;
  look.deal = look.row->id;
  return reveal (call, &look, error);
}

#define REASON_ARGUMENTS                                                                                     \
  YB_ARGUMENT ("reason", ENUM, N_ ("Reason"), .flags = YB_FIELD_REQUIRED,                                    \
               .enumeration = &yb_reveal_reason_enum),                                                       \
      YB_ARGUMENT ("text", TEXT, N_ ("In words"))

static const YbField customer_arguments[] = {
    YB_ARGUMENT ("customer", REFERENCE, N_ ("Customer"), .flags = YB_FIELD_REQUIRED, .refers = "customer"),
    YB_ARGUMENT ("field", ENUM, N_ ("What"), .enumeration = &yb_reveal_field_enum),
    REASON_ARGUMENTS,
};

static const YbField deal_arguments[] = {
    YB_DEAL_ARGUMENT,
    REASON_ARGUMENTS,
};

static const YbVerb verbs[] = {
    {.name = "customer.reveal",
     .label = N_ ("Show hidden number"),
     YB_VERB_ARGUMENTS (customer_arguments),
     .right = PERSONAL_RIGHT,
     .flags = YB_VERB_DECISION,
     .run = reveal_customer},
    {.name = "deal.reveal",
     .label = N_ ("Show number of the document"),
     YB_VERB_ARGUMENTS (deal_arguments),
     .right = IDENTITY_RIGHT,
     .flags = YB_VERB_DECISION,
     .run = reveal_deal},
};

const YbVerbTable _yb_reveal_verbs = YB_VERB_TABLE (verbs);
