/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A manager's override: a second person allows with code and password what the first one may not (security.md, Login;
 * flows.md, rule d). The action stays that of the first person; the audit row and the history name both. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-call-private.h"
#include "yb-desk-attempt.h"

/* What a manager decides where the others stand: for these, the refusal offers to fetch one. */
static const char *const approvable[] = {
    "deal.confirm-loss", "deal.return-delivery", "deal.cancel-contract",
    "deal.refund",       "deal.reassign",        "export.approve",
};

/**
 * yb_right_is_approvable:
 * @right: name of a right
 *
 * Returns: whether somebody without it may act with the approval of somebody who has it for all
 */
gboolean
yb_right_is_approvable (const char *right)
{
  g_return_val_if_fail (right != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (approvable); i++)
    if (g_str_equal (approvable[i], right))
      return TRUE;

  return FALSE;
}

/**
 * yb_desk_may_ask_for:
 * @self: a desk
 * @right: name of a right
 *
 * For showing a button: who lacks an approvable right may still begin, and fetch a manager.
 *
 * Returns: whether the signed-in person has the right in any scope, or may act with an approval
 */
gboolean
yb_desk_may_ask_for (YbDesk *self, const char *right)
{
  YbStaff *staff;

  g_return_val_if_fail (YB_IS_DESK (self) && right != NULL, FALSE);

  staff = yb_desk_get_staff (self);
  return yb_desk_get_scope (self, right) != YB_SCOPE_NONE ||
         (staff != NULL && staff->active && yb_right_is_approvable (right) &&
          yb_desk_get_scope (self, "deal.work") != YB_SCOPE_NONE);
}

/**
 * _yb_call_approver_scope:
 * @self: a call
 * @right: a right that the actor does not have, or not for everything
 *
 * Asking for it means that it is needed: the trail then names the approver.
 *
 * Returns: how far the approver's right reaches, %YB_SCOPE_NONE without an approver and where none can approve
 */
YbScope
_yb_call_approver_scope (YbCall *self, const char *right)
{
  YbGrant grant;

  if (self->approver == NULL || !yb_right_is_approvable (right) ||
      !yb_rights_get_grant (self->connection, self->approver, right, &grant, NULL))
    return YB_SCOPE_NONE;

  self->approved = self->approved || grant.scope != YB_SCOPE_NONE;
  return grant.scope;
}

/**
 * _yb_call_load_approver:
 * @self: a call
 * @staff: who approves
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Read in the transaction, as the actor: a closed account approves nothing.
 *
 * Returns: whether this person may approve for the actor
 */
gboolean
_yb_call_load_approver (YbCall *self, gint64 staff, GError **error)
{
  const char *why = NULL;

  self->approver = yb_connection_get (self->connection, &yb_staff_row_type, staff, error);
  if (self->approver == NULL)
    return FALSE;

  if (staff == yb_call_get_actor_id (self))
    why = _ ("Somebody else has to approve it.");
  else if (!self->approver->active)
    why = _ ("This account was closed. Ask the administrator.");
  else if (self->approver->must_change)
    why = _ ("This person has to choose a password of their own first.");
  if (why == NULL)
    return TRUE;

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN, why);
  return FALSE;
}

/**
 * yb_desk_do_approved:
 * @self: a desk
 * @verb: AREA.VERB
 * @arguments: (nullable): an object of contract.md
 * @code: staff code of a second person
 * @password: their password; a PIN is not enough
 * @error: one of YB_DESK_ERROR; failures count as those of signing in
 *
 * Like yb_desk_do(); rights that may be approved count if the second person has them for all.
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when nothing was done
 */
JsonObject *
yb_desk_do_approved (YbDesk *self,
                     const char *verb,
                     JsonObject *arguments,
                     const char *code,
                     const char *password,
                     GError **error)
{
  g_autoptr (YbAttempt) attempt = NULL;

  g_return_val_if_fail (YB_IS_DESK (self) && verb != NULL && code != NULL && password != NULL, NULL);

  attempt = _yb_attempt_new (self, YB_ATTEMPT_APPROVE, code, password);
  if (!_yb_desk_try (self, attempt, NULL, error))
    return NULL;

  return _yb_desk_do_with_approver (self, verb, arguments, attempt->staff, error);
}

typedef struct
{
  char *verb;
  JsonObject *arguments;
} Approval;

static void
approval_free (gpointer data)
{
  Approval *approval = data;

  g_free (approval->verb);
  g_clear_pointer (&approval->arguments, json_object_unref);
  g_free (approval);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  JsonObject *answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (answer != NULL)
    g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
  else
    g_task_return_error (task, error);
}

static void
approved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbDesk *self = YB_DESK (source);
  Approval *approval = g_task_get_task_data (task);
  GError *error = NULL;
  gint64 staff;

  if (!_yb_desk_try_finish (self, result, &staff, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  _yb_desk_do_with_approver_async (self, approval->verb, approval->arguments, staff,
                                   g_task_get_cancellable (task), done_cb, g_object_ref (task));
}

/**
 * yb_desk_do_approved_async:
 * @self: a desk
 * @verb: AREA.VERB
 * @arguments: (nullable): an object of contract.md
 * @code: staff code of a second person
 * @password: their password; a PIN is not enough
 * @cancellable: (nullable): gives up while it waits for its turn
 * @callback: calls yb_desk_do_finish()
 * @user_data: for @callback
 *
 * Like yb_desk_do_approved(), on worker threads.
 */
void
yb_desk_do_approved_async (YbDesk *self,
                           const char *verb,
                           JsonObject *arguments,
                           const char *code,
                           const char *password,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Approval *approval;
  GTask *task;

  g_return_if_fail (YB_IS_DESK (self) && verb != NULL && code != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_do_approved_async);
  /* What was committed is reported even if the caller has lost interest. */
  g_task_set_check_cancellable (task, FALSE);
  approval = g_new0 (Approval, 1);
  approval->verb = g_strdup (verb);
  approval->arguments = arguments != NULL ? json_object_ref (arguments) : NULL;
  g_task_set_task_data (task, approval, approval_free);
  _yb_desk_try_async (self, _yb_attempt_new (self, YB_ATTEMPT_APPROVE, code, password), cancellable,
                      approved_cb, task);
}
