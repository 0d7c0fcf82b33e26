/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-attempt.h"

#include <glib/gi18n-lib.h>

#define QUIET_MS 1500

static gboolean
may_wait (const YbAttempt *attempt, const GError *error)
{
  return g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_BUSY) &&
         g_get_monotonic_time () < attempt->deadline;
}

static gboolean
write_patiently (YbDesk *self, YbAttempt *attempt, GCancellable *cancellable, GError **error)
{
  YbStore *store = yb_desk_get_store (self);
  g_autoptr (GError) local_error = NULL;
  gboolean told = FALSE;

  while (!yb_store_write (store, _yb_attempt_write, attempt, &local_error))
    {
      if (!may_wait (attempt, local_error) || g_cancellable_is_cancelled (cancellable))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_clear_error (&local_error);
      if (!told)
        _yb_desk_tell_waiting (self);
      told = TRUE;
    }
  return TRUE;
}

static gboolean
check_wait (YbDesk *self, GError **error)
{
  int seconds = _yb_desk_get_wait (self);

  return seconds == 0 || _yb_attempt_refuse_to_wait (seconds, error);
}

/* The same sentence for every cause: it must not tell which codes exist. */
static gboolean
conclude (YbDesk *self, YbAttempt *attempt, GError **error)
{
  _yb_desk_note_attempt (self, attempt->granted);
  if (attempt->granted && attempt->kind == YB_ATTEMPT_SIGN_IN)
    _yb_desk_note_proof (self, g_str_equal (attempt->by, "password"));
  if (attempt->granted)
    {
      if (attempt->keys != NULL)
        yb_store_unlock_with_keys (yb_desk_get_store (self), attempt->keys);
      if (!g_str_equal (attempt->by, "pin") || !yb_store_is_locked (yb_desk_get_store (self)))
        return TRUE;

      g_set_error_literal (
          error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
          _ ("This computer does not remember the key of the file any more. Sign in with the "
             "password."));
      return FALSE;
    }

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                       _ ("Code and password do not fit. Try again, or ask the administrator."));
  return FALSE;
}

static gboolean
enter (YbDesk *self, gint64 staff, GError **error)
{
  _yb_desk_set_staff (self, staff);
  if (yb_desk_get_staff (self) != NULL)
    return TRUE;

  /* The file could be read a moment ago and cannot now: nobody may believe to be signed in. */
  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FAILED,
                       _ ("The database reports trouble; nothing was changed."));
  return FALSE;
}

/**
 * _yb_desk_try:
 * @self: a desk
 * @attempt: who, with which secret, what for
 * @cancellable: (nullable): ends the waiting
 * @error: YB_DESK_ERROR_FORBIDDEN, or trouble of the file
 *
 * Every attempt is written into the audit trail; while another program holds the file for long (an import), this waits
 * for up to three minutes and #YbDesk::waiting says so. A file that may only be read is opened without. After five
 * failures in a row one has to wait, 30 s at first, doubled each time, up to 15 minutes (security.md).
 *
 * Returns: whether it fits
 */
gboolean
_yb_desk_try (YbDesk *self, YbAttempt *attempt, GCancellable *cancellable, GError **error)
{
  YbStore *store = yb_desk_get_store (self);

  if (!check_wait (self, error))
    return FALSE;

  if (yb_store_read (store, _yb_attempt_check, attempt, error) == NULL ||
      (!yb_store_is_read_only (store) && !write_patiently (self, attempt, cancellable, error)))
    {
      if (error != NULL)
        _yb_desk_error_translate (error);
      return FALSE;
    }

  return conclude (self, attempt, error);
}

/**
 * yb_desk_sign_in_patiently:
 * @self: a desk
 * @code: staff code
 * @password: password, or the PIN within the shift
 * @cancellable: (nullable): ends the waiting
 * @error: YB_DESK_ERROR_FORBIDDEN, or trouble of the file
 *
 * See _yb_desk_try() for the waiting and the failures. By the PIN comes back who gave the password at this workstation
 * today, within the hours of the rule sign-in.pin-hours.
 *
 * Returns: whether the person is signed in; otherwise all is as before
 */
gboolean
yb_desk_sign_in_patiently (
    YbDesk *self, const char *code, const char *password, GCancellable *cancellable, GError **error)
{
  g_autoptr (YbAttempt) attempt = NULL;

  g_return_val_if_fail (YB_IS_DESK (self) && code != NULL && password != NULL, FALSE);

  attempt = _yb_attempt_new (self, YB_ATTEMPT_SIGN_IN, code, password);
  return _yb_desk_try (self, attempt, cancellable, error) && enter (self, attempt->staff, error);
}

/**
 * yb_desk_sign_in:
 * @self: a desk
 * @code: staff code
 * @password: password
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * As yb_desk_sign_in_patiently(), for tests and short programs.
 *
 * Returns: whether the person is signed in; otherwise all is as before
 */
gboolean
yb_desk_sign_in (YbDesk *self, const char *code, const char *password, GError **error)
{
  return yb_desk_sign_in_patiently (self, code, password, NULL, error);
}

static YbStore *
store_of_task (GTask *task)
{
  return yb_desk_get_store (g_task_get_source_object (task));
}

static void
return_conclusion (GTask *task)
{
  GError *error = NULL;

  if (conclude (g_task_get_source_object (task), g_task_get_task_data (task), &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
return_trouble (GTask *task, GError *error)
{
  _yb_desk_error_translate (&error);
  g_task_return_error (task, error);
}

static gboolean
quiet_cb (gpointer user_data)
{
  GTask *task = user_data;

  ((YbAttempt *) g_task_get_task_data (task))->quiet_id = 0;
  _yb_desk_tell_waiting (g_task_get_source_object (task));
  return G_SOURCE_REMOVE;
}

static void
attempt_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbAttempt *attempt = g_task_get_task_data (task);
  YbStore *store = store_of_task (task);
  GError *error = NULL;

  if (!yb_store_write_finish (store, result, &error) && may_wait (attempt, error) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_clear_error (&error);
      yb_store_write_async (store, _yb_attempt_write, attempt, NULL, NULL, attempt_written_cb,
                            g_steal_pointer (&task));
      return;
    }

  g_clear_handle_id (&attempt->quiet_id, g_source_remove);
  if (error == NULL)
    return_conclusion (task);
  else
    return_trouble (task, error);
}

static void
attempt_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbStore *store = store_of_task (task);
  GError *error = NULL;

  if (yb_store_read_finish (store, result, &error) == NULL)
    return_trouble (task, error);
  else if (yb_store_is_read_only (store))
    return_conclusion (task);
  else
    {
      YbAttempt *attempt = g_task_get_task_data (task);

      attempt->quiet_id = g_timeout_add (QUIET_MS, quiet_cb, task);
      yb_store_write_async (store, _yb_attempt_write, attempt, NULL, NULL, attempt_written_cb,
                            g_steal_pointer (&task));
    }
}

/**
 * _yb_desk_try_async:
 * @self: a desk
 * @attempt: (transfer full): who, with which secret, what for
 * @cancellable: (nullable): gives up
 * @callback: calls _yb_desk_try_finish()
 * @user_data: for @callback
 *
 * Like _yb_desk_try(), on worker threads.
 */
void
_yb_desk_try_async (YbDesk *self,
                    YbAttempt *attempt,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GError *error = NULL;
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, _yb_desk_try_async);
  g_task_set_task_data (task, attempt, _yb_attempt_free);
  if (!check_wait (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  yb_store_read_async (yb_desk_get_store (self), _yb_attempt_check, attempt, NULL, NULL, cancellable,
                       attempt_checked_cb, task);
}

/**
 * _yb_desk_try_finish:
 * @self: a desk
 * @result: from the callback
 * @staff: (out): who it is
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether it fits
 */
gboolean
_yb_desk_try_finish (YbDesk *self, GAsyncResult *result, gint64 *staff, GError **error)
{
  *staff = ((YbAttempt *) g_task_get_task_data (G_TASK (result)))->staff;
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
tried_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbDesk *self = YB_DESK (source);
  GError *error = NULL;
  gint64 staff;

  if (_yb_desk_try_finish (self, result, &staff, &error) && enter (self, staff, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * yb_desk_sign_in_async:
 * @self: a desk
 * @code: staff code
 * @password: password, or the PIN within the shift
 * @cancellable: (nullable): gives up
 * @callback: calls yb_desk_sign_in_finish()
 * @user_data: for @callback
 *
 * Like yb_desk_sign_in_patiently(), on worker threads.
 */
void
yb_desk_sign_in_async (YbDesk *self,
                       const char *code,
                       const char *password,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;

  g_return_if_fail (YB_IS_DESK (self) && code != NULL && password != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, yb_desk_sign_in_async);
  _yb_desk_try_async (self, _yb_attempt_new (self, YB_ATTEMPT_SIGN_IN, code, password), cancellable, tried_cb,
                      task);
}

/**
 * yb_desk_sign_in_finish:
 * @self: a desk
 * @result: from the callback
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether the person is signed in
 */
gboolean
yb_desk_sign_in_finish (YbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
