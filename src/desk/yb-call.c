/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-call-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-rules.h"
#include "yb-verbs-private.h"

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
  g_clear_object (&self->approver);
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

/* Who has just given the password does not have to give it again. */
gboolean
_yb_call_is_proven (YbCall *self)
{
  return self->proven;
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

/* The argument of that name; asking for one that the verb does not have is a mistake in the program. */
const YbCallArgument *
_yb_call_find_argument (YbCall *self, const char *name)
{
  for (guint i = 0; i < self->verb->n_arguments; i++)
    if (g_str_equal (self->verb->arguments[i].name, name))
      return &self->arguments[i];

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

  return _yb_call_find_argument (self, name)->given;
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

  return _yb_call_find_argument (self, name)->number;
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

  text = _yb_call_find_argument (self, name)->text;
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

  return _yb_call_find_argument (self, name)->list;
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
  YbGrant grant;

  g_return_val_if_fail (self != NULL && right != NULL, YB_SCOPE_NONE);

  if (self->actor == NULL)
    return YB_SCOPE_ALL;

  if (!yb_rights_get_grant (self->connection, self->actor, right, &grant, NULL))
    return YB_SCOPE_NONE;
  return grant.scope != YB_SCOPE_ALL && _yb_call_approver_scope (self, right) == YB_SCOPE_ALL ? YB_SCOPE_ALL
                                                                                              : grant.scope;
}

static gboolean
lacks_right (YbCall *self, const char *right, GError **error)
{
  if (self->approver == NULL)
    return _yb_desk_error_set_lacking (error, right);

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
               /* Translators: name of a person, name of a right */
               _ ("%s cannot approve this either: %s."), self->approver->name, yb_right_label (right));
  return FALSE;
}

/**
 * yb_call_require:
 * @self: a call
 * @right: name of a right
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * A right about the house is had for all or not at all.
 *
 * Returns: whether the acting person has the right in any scope
 */
gboolean
yb_call_require (YbCall *self, const char *right, GError **error)
{
  const YbRight *definition;
  YbScope least;

  g_return_val_if_fail (self != NULL && right != NULL, FALSE);

  definition = yb_right_find (right);
  least = definition == NULL || (definition->flags & YB_RIGHT_WHOLE) != 0 ? YB_SCOPE_ALL : YB_SCOPE_OWN;
  return yb_call_get_scope (self, right) >= least || _yb_call_approver_scope (self, right) >= least ||
         lacks_right (self, right, error);
}

/**
 * yb_call_reaches:
 * @self: a call
 * @right: name of a right
 * @row: a stored record, as this transaction reads it
 *
 * Returns: whether the acting person's right reaches this record
 */
gboolean
yb_call_reaches (YbCall *self, const char *right, gpointer row)
{
  g_return_val_if_fail (self != NULL && right != NULL && YB_IS_ROW (row), FALSE);

  return self->actor == NULL ||
         yb_reach_row (self->connection, self->actor, right, yb_call_get_scope (self, right), row) ||
         (self->approver != NULL &&
          yb_reach_row (self->connection, self->approver, right, _yb_call_approver_scope (self, right), row));
}

/**
 * yb_call_require_for:
 * @self: a call
 * @right: name of a right
 * @row: a stored record, as this transaction reads it
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether the acting person's right reaches this record
 */
gboolean
yb_call_require_for (YbCall *self, const char *right, gpointer row, GError **error)
{
  return yb_call_reaches (self, right, row) || lacks_right (self, right, error);
}

/**
 * yb_call_require_person:
 * @self: a call
 * @right: name of a right
 * @person: staff id of who is, or is to be, responsible
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether the acting person's right reaches what @person is responsible for
 */
gboolean
yb_call_require_person (YbCall *self, const char *right, gint64 person, GError **error)
{
  g_return_val_if_fail (self != NULL && right != NULL, FALSE);

  return self->actor == NULL ||
         yb_reach_person (self->connection, self->actor, yb_call_get_scope (self, right), person) ||
         lacks_right (self, right, error);
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
  return _yb_desk_error_set_invalid (error, argument, message);
}
