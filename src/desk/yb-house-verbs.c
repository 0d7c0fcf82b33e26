/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-call-private.h"
#include "yb-desk-private.h"
#include "yb-house.h"
#include "yb-rules.h"
#include "yb-verbs-private.h"

/* ---- rule.set ---- */

static gboolean
check_rule (YbCall *call, GError **error)
{
  const char *key = yb_call_text (call, "key");
  const YbRuleInfo *info = yb_rule_info (key);
  gint64 value;

  if (info == NULL)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("key: there is no rule “%s”."), key);
      return FALSE;
    }
  if (!g_ascii_string_to_signed (yb_call_text (call, "value"), 10, info->minimum, info->maximum, &value,
                                 NULL))
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID,
                   /* Translators: label of a rule, smallest value, largest value, unit */
                   _ ("%s: a whole number from %d to %d is expected (%s)."), yb_rule_info_label (info),
                   (int) info->minimum, (int) info->maximum, yb_rule_info_unit (info));
      return FALSE;
    }

  return TRUE;
}

static gboolean
find_rule_row (YbCall *call, const char *valid_from, gint64 *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_RULE_ROW);

  yb_statement_bind_text (statement, 1, yb_call_text (call, "key"));
  yb_statement_bind_text (statement, 2, valid_from);
  *id = yb_statement_step (statement, &local_error) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
set_rule (YbCall *call, GError **error)
{
  g_autoptr (YbRule) rule = NULL;
  const char *valid_from = yb_call_text (call, "valid_from");
  gint64 id;

  if (*valid_from == '\0')
    valid_from = yb_call_get_today (call);
  if (!check_rule (call, error) || !find_rule_row (call, valid_from, &id, error))
    return FALSE;

  rule = id != 0 ? yb_call_get_row (call, &yb_rule_row_type, id, error)
                 : YB_RULE (yb_row_new (&yb_rule_row_type));
  if (rule == NULL)
    return FALSE;

  yb_call_set_text (rule, "key", yb_call_text (call, "key"));
  yb_call_set_text (rule, "value", yb_call_text (call, "value"));
  yb_call_set_text (rule, "valid_from", valid_from);
  if (id != 0)
    return yb_call_save (call, rule, error);
  if (!yb_call_insert (call, rule, error))
    return FALSE;

  yb_call_answer_id (call, rule->parent_instance.id);
  return TRUE;
}

/* ---- undo ---- */

/* The action that the person would take back now. */
typedef struct
{
  gint64 seq;
  const YbVerb *verb;
  JsonNode *arguments;
} Undoable;

static void
undoable_clear (Undoable *self)
{
  g_clear_pointer (&self->arguments, json_node_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Undoable, undoable_clear)

static gboolean
find_undoable (YbConnection *connection, gint64 staff, Undoable *found, GError **error)
{
  g_autofree char *today = yb_date_today ();
  gint64 minutes = yb_rules_number (connection, "undo.minutes", today, 0);
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (connection, YB_SQL_DESK_UNDOABLE);

  yb_statement_bind_number (statement, 1, staff);
  yb_statement_bind_number (statement, 2, yb_time_now () - minutes * YB_MS_PER_MINUTE);
  if (yb_statement_step (statement, &local_error))
    {
      found->seq = yb_statement_number (statement, 0);
      found->verb = yb_verb_find (yb_statement_text (statement, 1));
      found->arguments = json_from_string (yb_statement_text (statement, 2), NULL);
    }
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static YbRow *
load_subject (YbConnection *connection, JsonObject *arguments)
{
  static const YbRowType *const types[] = {&yb_deal_row_type, &yb_customer_row_type};

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      gint64 id = json_object_get_int_member_with_default (arguments, types[i]->kind, 0);

      if (id > 0)
        return yb_connection_get (connection, types[i], id, NULL);
    }

  return NULL;
}

static char *
verb_at (YbCall *call, gint64 after, YbRow *row)
{
  YbStatement *statement = yb_connection_query (call->connection, YB_SQL_DESK_CHANGED_BY);
  const YbVerb *verb = NULL;

  yb_statement_bind_number (statement, 1, after);
  yb_statement_bind_number (statement, 2, row->updated_at);
  yb_statement_bind_number (statement, 3, row->updated_by);
  if (yb_statement_step (statement, NULL))
    verb = yb_verb_find (yb_statement_text (statement, 0));
  yb_statement_reset (statement);
  return g_strdup (verb != NULL ? yb_verb_label (verb) : _ ("a change"));
}

/* Names who has done what since, so that the person knows whom to ask. */
static gboolean
explain_refusal (YbCall *call, const Undoable *undoable, GError **error)
{
  g_autoptr (YbRow) row = load_subject (call->connection, json_node_get_object (undoable->arguments));
  g_autoptr (YbStaff) other = NULL;
  g_autofree char *what = NULL;

  if (row != NULL && row->updated_by != 0 && row->updated_by != yb_call_get_actor_id (call))
    other = yb_connection_get (call->connection, &yb_staff_row_type, row->updated_by, NULL);
  if (other == NULL)
    return yb_call_refuse (error, _ ("This cannot be taken back: the record was changed since then."));

  what = verb_at (call, undoable->seq, row);
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
               /* Translators: name of a person, what they did, for instance "Move deal" */
               _ ("This cannot be taken back: %s has changed the record since then (%s)."), other->name,
               what);
  return FALSE;
}

/* Taking back needs the same right as doing; the rows themselves cannot have changed hands (revisions). */
static gboolean
may_undo (YbCall *call, const Undoable *undoable, GError **error)
{
  g_autoptr (YbRow) row = NULL;

  if (undoable->verb->right == NULL)
    return TRUE;
  if (!yb_call_require (call, undoable->verb->right, error))
    return FALSE;

  row = load_subject (call->connection, json_node_get_object (undoable->arguments));
  if (row == NULL || yb_call_reaches (call, undoable->verb->right, row))
    return TRUE;
  if (yb_row_get_row_type (row) == &yb_customer_row_type)
    return TRUE; /* a deal that it was undone with was the only reason why it was one's own */

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN, _yb_desk_not_own_text (YB_DEAL (row)));
  return FALSE;
}

static gboolean
undo (YbCall *call, GError **error)
{
  g_auto (Undoable) undoable = {0};
  g_autoptr (GError) local_error = NULL;
  JsonObject *arguments;

  if (!find_undoable (call->connection, yb_call_get_actor_id (call), &undoable, error))
    return FALSE;
  if (undoable.verb == NULL || undoable.arguments == NULL)
    return yb_call_refuse (error, _ ("There is nothing that you could take back."));
  if (!may_undo (call, &undoable, error))
    return FALSE;

  arguments = json_node_get_object (undoable.arguments);
  _yb_call_set_audit (call, undoable.seq);
  if (!yb_call_revert (call, undoable.seq, &local_error))
    {
      if (g_error_matches (local_error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED))
        return explain_refusal (call, &undoable, error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (undoable.verb->after_undo != NULL && !undoable.verb->after_undo (call, arguments, error))
    return FALSE;

  json_object_set_string_member (yb_call_get_answer (call), "undone", undoable.verb->name);
  if (json_object_has_member (arguments, "deal"))
    yb_call_answer_id (call, json_object_get_int_member_with_default (arguments, "deal", 0));
  return TRUE;
}

static char *
name_of (YbConnection *connection, YbRow *row)
{
  g_autoptr (YbCustomer) customer = NULL;

  if (yb_row_get_row_type (row) == &yb_deal_row_type)
    customer = yb_connection_get (connection, &yb_customer_row_type, YB_DEAL (row)->customer, NULL);
  else
    customer = YB_CUSTOMER (g_object_ref (row));

  return g_strdup (customer != NULL ? customer->name : "");
}

/**
 * yb_desk_dup_undo_text:
 * @self: a desk
 *
 * Returns: (transfer full) (nullable): what "undo" would take back, for the menu and the toast ("Move deal:
 *   张三"); %NULL when there is nothing
 */
char *
yb_desk_dup_undo_text (YbDesk *self)
{
  YbConnection *reader;
  g_auto (Undoable) undoable = {0};
  g_autoptr (YbRow) row = NULL;
  g_autofree char *name = NULL;

  g_return_val_if_fail (YB_IS_DESK (self), NULL);

  reader = yb_store_get_reader (yb_desk_get_store (self));
  if (_yb_desk_get_staff_id (self) == 0 ||
      !find_undoable (reader, _yb_desk_get_staff_id (self), &undoable, NULL) || undoable.verb == NULL ||
      undoable.arguments == NULL)
    return NULL;

  row = load_subject (reader, json_node_get_object (undoable.arguments));
  if (row == NULL)
    return g_strdup (yb_verb_label (undoable.verb));

  if (!yb_desk_may_see (self, row))
    return g_strdup (yb_verb_label (undoable.verb));

  name = name_of (reader, row);
  /* Translators: what was done, for instance "Move deal", and the name of the customer */
  return g_strdup_printf (C_ ("undo", "%s: %s"), yb_verb_label (undoable.verb), name);
}

static const YbField rule_arguments[] = {
    YB_ARGUMENT ("key", TEXT, N_ ("Rule"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("value", TEXT, N_ ("Value"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("valid_from", DATE, N_ ("Valid from")),
};

static const YbVerb verbs[] = {
    {.name = "rule.set",
     .label = N_ ("Change rule"),
     YB_VERB_ARGUMENTS (rule_arguments),
     .right = "rule.set",
     .flags = YB_VERB_UNDOABLE,
     .run = set_rule},
    {.name = "undo", .label = N_ ("Undo"), .run = undo},
};

const YbVerbTable _yb_house_verbs = YB_VERB_TABLE (verbs);
