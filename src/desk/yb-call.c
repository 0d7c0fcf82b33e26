/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-call-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-rules.h"

YbCall *
_yb_call_new (const YbVerb *verb,
              JsonObject *object,
              YbTransaction *transaction,
              YbStaff *actor,
              const char *workstation,
              gpointer data)
{
  YbCall *self = g_new0 (YbCall, 1);

  self->verb = verb;
  self->object = json_object_ref (object);
  self->arguments = g_new0 (YbCallArgument, MAX (1, verb->n_arguments));
  self->transaction = transaction;
  self->connection = yb_transaction_get_connection (transaction);
  self->actor = actor != NULL ? g_object_ref (actor) : NULL;
  self->workstation = g_strdup (workstation);
  self->now = yb_time_now ();
  self->today = yb_time_to_date (self->now);
  self->data = data;
  self->answer = json_object_new ();
  return self;
}

void
_yb_call_free (YbCall *self)
{
  for (guint i = 0; i < self->verb->n_arguments; i++)
    {
      g_free (self->arguments[i].text);
      g_clear_pointer (&self->arguments[i].list, json_array_unref);
    }
  g_free (self->arguments);
  json_object_unref (self->object);
  g_clear_object (&self->actor);
  g_free (self->workstation);
  g_free (self->today);
  json_object_unref (self->answer);
  g_free (self);
}

/**
 * _yb_call_set_audit:
 * @self: a call whose object was given
 * @undo_of: audit number of what is taken back, or 0
 *
 * Tells the store who does what; needed before the first change.
 */
void
_yb_call_set_audit (YbCall *self, gint64 undo_of)
{
  g_autofree char *arguments = _yb_call_dup_audit_arguments (self);
  YbAuditEntry entry = {
      .at = self->now,
      .staff = yb_call_get_actor_id (self),
      .workstation = self->workstation,
      .verb = self->verb->name,
      .arguments = arguments,
      .undoable = (self->verb->flags & YB_VERB_UNDOABLE) != 0,
      .undo_of = undo_of,
  };

  yb_transaction_set_audit (self->transaction, &entry);
}

/**
 * yb_call_get_transaction:
 * @self: a call
 *
 * Returns: (transfer none): the open transaction
 */
YbTransaction *
yb_call_get_transaction (YbCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->transaction;
}

/**
 * yb_call_get_connection:
 * @self: a call
 *
 * Returns: (transfer none): for reading inside the transaction
 */
YbConnection *
yb_call_get_connection (YbCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->connection;
}

/**
 * yb_call_get_actor:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): who acts, as of this transaction; %NULL: the program
 */
YbStaff *
yb_call_get_actor (YbCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->actor;
}

/**
 * yb_call_get_actor_id:
 * @self: a call
 *
 * Returns: id of who acts, 0 for the program
 */
gint64
yb_call_get_actor_id (YbCall *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->actor != NULL ? self->actor->parent_instance.id : 0;
}

/**
 * yb_call_get_now:
 * @self: a call
 *
 * Returns: the time of the whole call, UTC ms
 */
gint64
yb_call_get_now (YbCall *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->now;
}

/**
 * yb_call_get_today:
 * @self: a call
 *
 * Returns: (transfer none): the store's local day of the call, "YYYY-MM-DD"
 */
const char *
yb_call_get_today (YbCall *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->today;
}

/**
 * yb_call_get_workstation:
 * @self: a call
 *
 * Returns: (transfer none): name of the computer
 */
const char *
yb_call_get_workstation (YbCall *self)
{
  g_return_val_if_fail (self != NULL, "");

  return self->workstation;
}

/**
 * yb_call_get_data:
 * @self: a call
 *
 * Returns: (transfer none) (nullable): what yb_desk_do_with() was given
 */
gpointer
yb_call_get_data (YbCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->data;
}

/* ---- arguments ---- */

static const YbCallArgument *
find_argument (YbCall *self, const char *name, const YbField **field)
{
  for (guint i = 0; i < self->verb->n_arguments; i++)
    if (g_str_equal (self->verb->arguments[i].name, name))
      {
        if (field != NULL)
          *field = &self->verb->arguments[i];
        return &self->arguments[i];
      }

  g_error ("%s has no argument %s in its table", self->verb->name, name);
}

/**
 * yb_call_has:
 * @self: a call
 * @name: an argument of the verb
 *
 * Returns: whether the caller named it, be it to clear a value
 */
gboolean
yb_call_has (YbCall *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return find_argument (self, name, NULL)->given;
}

/**
 * yb_call_number:
 * @self: a call
 * @name: an argument that holds a number
 *
 * Returns: its value in the unit of its kind (fen, UTC ms, id …), "not stated" if it was not given
 */
gint64
yb_call_number (YbCall *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, 0);

  return find_argument (self, name, NULL)->number;
}

/**
 * yb_call_text:
 * @self: a call
 * @name: an argument that holds a text
 *
 * Returns: (transfer none): its value, "" if it was not given
 */
const char *
yb_call_text (YbCall *self, const char *name)
{
  const char *text;

  g_return_val_if_fail (self != NULL && name != NULL, "");

  text = find_argument (self, name, NULL)->text;
  return text != NULL ? text : "";
}

/**
 * yb_call_list:
 * @self: a call
 * @name: an argument that holds a list
 *
 * Returns: (transfer none) (nullable): its objects, %NULL if it was not given
 */
JsonArray *
yb_call_list (YbCall *self, const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  return find_argument (self, name, NULL)->list;
}

/* ---- rights and rules ---- */

/**
 * yb_call_get_scope:
 * @self: a call
 * @right: name of a right
 *
 * Returns: what the acting person may; the program may everything
 */
YbScope
yb_call_get_scope (YbCall *self, const char *right)
{
  g_return_val_if_fail (self != NULL && right != NULL, YB_SCOPE_NONE);

  if (self->actor == NULL)
    return YB_SCOPE_ALL;

  return yb_rights_scope (self->connection, self->actor->roles, right, NULL);
}

/**
 * yb_call_require:
 * @self: a call
 * @right: name of a right
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether the acting person has the right in any scope
 */
gboolean
yb_call_require (YbCall *self, const char *right, GError **error)
{
  g_return_val_if_fail (self != NULL && right != NULL, FALSE);

  if (yb_call_get_scope (self, right) != YB_SCOPE_NONE)
    return TRUE;

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
               /* Translators: name of a right, for instance "Change customers" */
               _ ("You do not have the right to do this: %s. Ask a manager."), yb_right_label (right));
  return FALSE;
}

/**
 * yb_call_rule_number:
 * @self: a call
 * @key: key of a rule of data/rules/rules.ini
 *
 * Returns: the value that holds today
 */
gint64
yb_call_rule_number (YbCall *self, const char *key)
{
  g_return_val_if_fail (self != NULL && key != NULL, 0);
  g_return_val_if_fail (yb_rule_info (key) != NULL, 0);

  return yb_rules_number (self->connection, key, self->today, yb_rule_info (key)->minimum);
}

/* ---- records ---- */

/**
 * yb_call_get_row:
 * @self: a call
 * @type: a record type
 * @id: an id, also 0
 * @error: YB_DESK_ERROR_NOT_FOUND
 *
 * Returns: (transfer full) (nullable): the record, to be changed and saved
 */
gpointer
yb_call_get_row (YbCall *self, const YbRowType *type, gint64 id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gpointer row;

  g_return_val_if_fail (self != NULL && type != NULL, NULL);

  row = id > 0 ? yb_connection_get (self->connection, type, id, &local_error) : NULL;
  if (row != NULL)
    return row;

  if (local_error == NULL || g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND))
    g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_NOT_FOUND,
                 /* Translators: kind of record, number */
                 _ ("There is no such record: %s no. %" G_GINT64_FORMAT "."),
                 g_dgettext (GETTEXT_PACKAGE, type->label), id);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/**
 * _yb_desk_not_own_text:
 * @deal: a deal of somebody else, or of nobody
 *
 * Returns: why a person who may only work on own deals may not touch it
 */
const char *
_yb_desk_not_own_text (YbDeal *deal)
{
  return deal->consultant != 0
             ? _ ("This deal belongs to somebody else. Ask its consultant or a manager.")
             : _ ("Nobody is responsible for this deal yet. Ask the reception to assign it to you.");
}

/**
 * yb_call_get_deal:
 * @self: a call of a verb with the argument "deal"
 * @error: YB_DESK_ERROR_NOT_FOUND, YB_DESK_ERROR_FORBIDDEN when it is somebody else's and the right reaches
 *   only own ones
 *
 * Returns: (transfer full) (nullable): the deal
 */
YbDeal *
yb_call_get_deal (YbCall *self, GError **error)
{
  g_autoptr (YbDeal) deal = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  deal = yb_call_get_row (self, &yb_deal_row_type, yb_call_number (self, "deal"), error);
  if (deal == NULL)
    return NULL;

  if (self->verb->right != NULL && deal->consultant != yb_call_get_actor_id (self) &&
      yb_call_get_scope (self, self->verb->right) != YB_SCOPE_ALL)
    {
      g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN, _yb_desk_not_own_text (deal));
      return NULL;
    }

  return g_steal_pointer (&deal);
}

/**
 * yb_call_may_change_customer:
 * @self: a call
 * @customer: a stored customer
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Whoever may change only own customers may change those that they entered or have a deal with.
 *
 * Returns: whether the verb's right reaches this customer
 */
gboolean
yb_call_may_change_customer (YbCall *self, YbCustomer *customer, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement;
  gboolean own;

  g_return_val_if_fail (self != NULL && customer != NULL, FALSE);

  if (self->verb->right == NULL || yb_call_get_scope (self, self->verb->right) == YB_SCOPE_ALL ||
      customer->parent_instance.created_by == yb_call_get_actor_id (self))
    return TRUE;

  statement = yb_connection_query (self->connection, YB_SQL_DESK_CUSTOMER_IS_OWN);
  yb_statement_bind_number (statement, 1, customer->parent_instance.id);
  yb_statement_bind_number (statement, 2, yb_call_get_actor_id (self));
  own = yb_statement_step (statement, &local_error);
  yb_statement_reset (statement);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (!own)
    g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                         _ ("This customer is served by somebody else. Ask their consultant or a manager."));

  return own;
}

/**
 * yb_call_set_text:
 * @row: a record
 * @field: name of a field of it that holds a text
 * @text: (nullable): the text
 */
void
yb_call_set_text (gpointer row, const char *field, const char *text)
{
  const YbField *target = yb_row_type_find_field (yb_row_get_row_type (row), field);

  g_return_if_fail (target != NULL);

  yb_row_set_text (row, target, text);
}

/**
 * yb_call_take:
 * @self: a call
 * @row: a record
 * @field: name of a field of it
 * @argument: name of an argument of the verb, of the same kind
 *
 * Copies the argument into the field if it was given.
 */
void
yb_call_take (YbCall *self, gpointer row, const char *field, const char *argument)
{
  const YbField *target;
  const YbCallArgument *value;

  g_return_if_fail (self != NULL && YB_IS_ROW (row));

  target = yb_row_type_find_field (yb_row_get_row_type (row), field);
  value = find_argument (self, argument, NULL);
  g_return_if_fail (target != NULL);

  if (!value->given)
    return;
  if (yb_field_is_text (target))
    yb_row_set_text (row, target, value->text);
  else
    yb_row_set_number (row, target, value->number);
}

/**
 * yb_call_take_all:
 * @self: a call
 * @row: a record
 *
 * Copies every given argument that is named like a field of @row.
 */
void
yb_call_take_all (YbCall *self, gpointer row)
{
  const YbRowType *type;

  g_return_if_fail (self != NULL && YB_IS_ROW (row));

  type = yb_row_get_row_type (row);
  for (guint i = 0; i < self->verb->n_arguments; i++)
    {
      const char *name = self->verb->arguments[i].name;

      if (yb_field_find (type->fields, type->n_fields, name) != NULL)
        yb_call_take (self, row, name, name);
    }
}

/**
 * yb_call_insert:
 * @self: a call
 * @row: a new record
 * @error: from the store
 *
 * Returns: whether it was stored
 */
gboolean
yb_call_insert (YbCall *self, gpointer row, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return yb_transaction_insert (self->transaction, row, error);
}

/**
 * yb_call_update:
 * @self: a call
 * @row: a changed record
 * @error: from the store
 *
 * Returns: whether it was stored
 */
gboolean
yb_call_update (YbCall *self, gpointer row, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return yb_transaction_update (self->transaction, row, error);
}

/**
 * yb_call_save:
 * @self: a call
 * @row: a changed record
 * @error: from the store
 *
 * Stores it and answers with its id and its new revision: the last step of most verbs.
 *
 * Returns: whether it was stored
 */
gboolean
yb_call_save (YbCall *self, gpointer row, GError **error)
{
  if (!yb_call_update (self, row, error))
    return FALSE;

  yb_call_answer_id (self, ((YbRow *) row)->id);
  json_object_set_int_member (self->answer, "revision", ((YbRow *) row)->revision);
  return TRUE;
}

/* Taken back is what was changed; that it happened stays written. */
static const char *const kept_tables[] = {"deal_history", "audit", "import_run", NULL};

/**
 * yb_call_revert:
 * @self: a call
 * @audit_seq: number of the audit row of what is to be taken back
 * @error: YB_DESK_ERROR_REFUSED when somebody changed one of the rows since
 *
 * Puts all rows back as they were before, but for histories of records that stay.
 *
 * Returns: whether it was taken back
 */
gboolean
yb_call_revert (YbCall *self, gint64 audit_seq, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (self != NULL && audit_seq > 0, FALSE);

  if (yb_transaction_revert (self->transaction, audit_seq, kept_tables, &local_error))
    return TRUE;

  if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_STALE) ||
      g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_CONSTRAINT) ||
      g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND))
    return yb_call_refuse (error, local_error->message);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * yb_call_add_history:
 * @self: a call
 * @deal: a stored deal
 * @entry: what to say
 * @error: from the store
 *
 * Adds a row to the history of the deal (flows.md, rule a).
 *
 * Returns: whether it was stored
 */
gboolean
yb_call_add_history (YbCall *self, YbDeal *deal, const YbHistoryEntry *entry, GError **error)
{
  g_autoptr (YbDealHistory) row = NULL;
  int kind;

  g_return_val_if_fail (self != NULL && deal != NULL && entry != NULL, FALSE);

  kind = yb_enum_from_code (&yb_history_kind_enum, entry->kind);
  g_return_val_if_fail (kind > 0, FALSE);

  row = YB_DEAL_HISTORY (yb_row_new (&yb_deal_history_row_type));
  row->deal = deal->parent_instance.id;
  row->at = self->now;
  row->staff = yb_call_get_actor_id (self);
  row->kind = kind;
  row->from_stage = entry->from_stage != 0 ? entry->from_stage : deal->stage;
  row->to_stage = entry->to_stage != 0 ? entry->to_stage : deal->stage;
  row->from_outcome = entry->from_outcome != 0 ? entry->from_outcome : deal->outcome;
  row->to_outcome = entry->to_outcome != 0 ? entry->to_outcome : deal->outcome;
  yb_call_set_text (row, "reason", entry->reason);
  yb_call_set_text (row, "note", entry->note);
  yb_call_set_text (row, "waived", entry->waived);
  yb_call_set_text (row, "workstation", self->workstation);
  return yb_call_insert (self, row, error);
}

/* ---- answers ---- */

/**
 * yb_call_answer_id:
 * @self: a call
 * @id: the record that the verb made or changed
 */
void
yb_call_answer_id (YbCall *self, gint64 id)
{
  g_return_if_fail (self != NULL);

  json_object_set_int_member (self->answer, "id", id);
}

/**
 * yb_call_get_answer:
 * @self: a call
 *
 * Returns: (transfer none): the answer so far, to be added to
 */
JsonObject *
yb_call_get_answer (YbCall *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->answer;
}

/**
 * yb_call_refuse:
 * @error: return location
 * @message: a sentence, translated: what stands against it and what to do
 *
 * Returns: %FALSE, with YB_DESK_ERROR_REFUSED
 */
gboolean
yb_call_refuse (GError **error, const char *message)
{
  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED, message);
  return FALSE;
}

/**
 * yb_call_invalid:
 * @error: return location
 * @argument: name of an argument
 * @message: what is wrong with it, translated
 *
 * Returns: %FALSE, with YB_DESK_ERROR_INVALID
 */
gboolean
yb_call_invalid (GError **error, const char *argument, const char *message)
{
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, "%s: %s", argument, message);
  return FALSE;
}
