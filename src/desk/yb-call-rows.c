/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The part of YbCall that reads and writes records. */

#include "config.h"

#include "yb-call-private.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-verbs-private.h"

/**
 * _yb_call_read_ids:
 * @statement: bound; its first column is an id
 * @error: trouble of the database
 *
 * Reads all of it, so that what is done with the ids may run the statement again.
 *
 * Returns: (transfer full) (element-type gint64) (nullable): the ids; %NULL on error
 */
GArray *
_yb_call_read_ids (YbStatement *statement, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local_error = NULL;

  while (yb_statement_step (statement, &local_error))
    {
      gint64 id = yb_statement_number (statement, 0);

      g_array_append_val (ids, id);
    }
  yb_statement_reset (statement);
  if (local_error == NULL)
    return g_steal_pointer (&ids);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

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
                 _ ("There is no such record: %s no. %" PRId64 "."),
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

  if (self->verb->right != NULL && !yb_call_reaches (self, self->verb->right, deal))
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
  g_return_val_if_fail (self != NULL && customer != NULL, FALSE);

  if (self->verb->right == NULL || yb_call_reaches (self, self->verb->right, customer))
    return TRUE;

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                       _ ("This customer is served by somebody else. Ask their consultant or a manager."));
  return FALSE;
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
  value = _yb_call_find_argument (self, argument);
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
static const char *const kept_tables[] = {"deal_history", "audit",        "import_run", "reveal",
                                          "export_run",   "right_change", NULL};

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
  row->approver = self->approved ? YB_ROW (self->approver)->id : 0;
  yb_call_set_text (row, "workstation", self->workstation);
  return yb_call_insert (self, row, error);
}
