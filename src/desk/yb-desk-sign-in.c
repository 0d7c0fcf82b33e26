/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-private.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"

#define SIGN_IN_VERB "staff.sign-in"
/* Longer than anybody has to wait, and than a shift lasts. */
#define LOOK_BACK_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* An import holds the file from its first row to its last, because it is taken over wholly or not at all. Whoever
 * comes meanwhile waits; after a moment they are told why. */
#define PATIENCE_US (180 * G_USEC_PER_SEC)
#define QUIET_MS 1500

/* An unknown code must take as long as a wrong password: verified against this hash of nothing. */
#define NOBODYS_HASH                                                                                         \
  "$argon2id$v=19$m=65536,t=2,p=1$WWluZ2JpbllpbmdiaW4hIQ$MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"

/* One attempt. */
typedef struct
{
  char *code;
  char *password;
  char *workstation;
  gint64 staff; /* whose code it is, 0: nobody's */
  gboolean granted;
  gint64 deadline; /* monotonic time; until then the file may be busy */
  guint quiet_id;  /* tells the person why it takes long */
} Attempt;

static Attempt *
attempt_new (YbDesk *self, const char *code, const char *password)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  attempt->code = g_strstrip (g_strdup (code));
  attempt->password = g_strdup (password);
  attempt->workstation = g_strdup (_yb_desk_get_workstation (self));
  attempt->deadline = g_get_monotonic_time () + PATIENCE_US;
  return attempt;
}

static void
attempt_free (gpointer data)
{
  Attempt *attempt = data;

  g_clear_handle_id (&attempt->quiet_id, g_source_remove);
  g_free (attempt->code);
  g_free (attempt->password);
  g_free (attempt->workstation);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

static char *
audit_arguments (const char *code, gboolean granted)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "code", code);
  json_object_set_boolean_member (object, "granted", granted);
  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

static gboolean
refuse_to_wait (int seconds, GError **error)
{
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
               g_dngettext (GETTEXT_PACKAGE, "Too many attempts failed. Wait %d second, then try again.",
                            "Too many attempts failed. Wait %d seconds, then try again.", seconds),
               seconds);
  return FALSE;
}

/* Failures with this code since it last fitted, in whatever process: who starts yingbinctl anew for every guess has to
 * wait as well (security.md "Login"). */
static gboolean
check_recent_failures (YbConnection *connection, const char *code, GError **error)
{
  g_autofree char *failed = audit_arguments (code, FALSE);
  g_autofree char *granted = audit_arguments (code, TRUE);
  YbStatement *attempts = yb_connection_query (connection, YB_SQL_DESK_SIGN_INS);
  g_autoptr (GError) local_error = NULL;
  guint n_failures = 0;
  gint64 newest = 0, left;
  gboolean fitted = FALSE;

  yb_statement_bind_number (attempts, 1, yb_time_now () - LOOK_BACK_MS);
  while (!fitted && yb_statement_step (attempts, &local_error))
    {
      fitted = g_str_equal (yb_statement_text (attempts, 1), granted);
      if (!g_str_equal (yb_statement_text (attempts, 1), failed))
        continue;
      if (n_failures++ == 0)
        newest = yb_statement_number (attempts, 0);
    }
  yb_statement_reset (attempts);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  left = _yb_desk_wait_after (n_failures) - (yb_time_now () - newest) / 1000;
  /* A clock that was set back does not make anybody wait longer. */
  left = MIN (left, _yb_desk_wait_after (n_failures));
  return left <= 0 || refuse_to_wait ((int) left, error);
}

/* Argon2 takes its time: on a worker's reader, so that neither the window nor the writer waits. */
static gpointer
check_attempt (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Attempt *attempt = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (YbStaff) staff = NULL;
  gint64 id = yb_connection_find (connection, YB_SQL_DESK_STAFF_BY_CODE, attempt->code, &local_error);

  if (local_error == NULL && id != 0)
    staff = yb_connection_get (connection, &yb_staff_row_type, id, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  attempt->staff = id;
  /* Those without an account wait all together: it must not tell which codes exist. */
  if (!check_recent_failures (connection, id != 0 ? attempt->code : "", error))
    return NULL;
  if (staff != NULL && staff->active && *staff->password != '\0')
    attempt->granted = yb_password_verify (staff->password, attempt->password);
  else
    yb_password_verify (NOBODYS_HASH, attempt->password);

  return attempt;
}

static gboolean
write_attempt (YbTransaction *transaction, gpointer data, GError **error)
{
  Attempt *attempt = data;
  /* Some type their password where the code belongs: only codes that exist are written down. */
  g_autofree char *arguments = audit_arguments (attempt->staff != 0 ? attempt->code : "", attempt->granted);
  YbAuditEntry entry = {.at = yb_time_now (), .workstation = attempt->workstation, .verb = SIGN_IN_VERB};

  entry.arguments = arguments;
  entry.staff = attempt->granted ? attempt->staff : 0;
  yb_transaction_set_audit (transaction, &entry);
  return TRUE;
}

static gboolean
may_wait (const Attempt *attempt, const GError *error)
{
  return g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_BUSY) &&
         g_get_monotonic_time () < attempt->deadline;
}

static gboolean
write_patiently (YbDesk *self, Attempt *attempt, GCancellable *cancellable, GError **error)
{
  YbStore *store = yb_desk_get_store (self);
  g_autoptr (GError) local_error = NULL;
  gboolean told = FALSE;

  while (!yb_store_write (store, write_attempt, attempt, &local_error))
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

  return seconds == 0 || refuse_to_wait (seconds, error);
}

/* The same sentence for every cause: it must not tell which codes exist. */
static gboolean
conclude (YbDesk *self, Attempt *attempt, GError **error)
{
  _yb_desk_note_attempt (self, attempt->granted);
  if (!attempt->granted)
    {
      g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                           _ ("Code and password do not fit. Try again, or ask the administrator."));
      return FALSE;
    }

  _yb_desk_set_staff (self, attempt->staff);
  if (yb_desk_get_staff (self) != NULL)
    return TRUE;

  /* The file could be read a moment ago and cannot now: nobody may believe to be signed in. */
  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FAILED,
                       _ ("The database reports trouble; nothing was changed."));
  return FALSE;
}

/**
 * yb_desk_sign_in_patiently:
 * @self: a desk
 * @code: staff code
 * @password: password
 * @cancellable: (nullable): ends the waiting
 * @error: YB_DESK_ERROR_FORBIDDEN, or trouble of the file
 *
 * Every attempt is written into the audit trail; while another program holds the file for long (an import), this waits
 * for up to three minutes and #YbDesk::waiting says so. A file that may only be read is opened without. After five
 * failures in a row one has to wait, 30 s at first, doubled each time, up to 15 minutes (security.md).
 *
 * Returns: whether the person is signed in; otherwise all is as before
 */
gboolean
yb_desk_sign_in_patiently (
    YbDesk *self, const char *code, const char *password, GCancellable *cancellable, GError **error)
{
  g_autoptr (Attempt) attempt = NULL;
  YbStore *store;

  g_return_val_if_fail (YB_IS_DESK (self) && code != NULL && password != NULL, FALSE);

  if (!check_wait (self, error))
    return FALSE;

  store = yb_desk_get_store (self);
  attempt = attempt_new (self, code, password);
  if (yb_store_read (store, check_attempt, attempt, error) == NULL ||
      (!yb_store_is_read_only (store) && !write_patiently (self, attempt, cancellable, error)))
    {
      if (error != NULL)
        _yb_desk_error_translate (error);
      return FALSE;
    }

  return conclude (self, attempt, error);
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

  ((Attempt *) g_task_get_task_data (task))->quiet_id = 0;
  _yb_desk_tell_waiting (g_task_get_source_object (task));
  return G_SOURCE_REMOVE;
}

static void
attempt_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Attempt *attempt = g_task_get_task_data (task);
  YbStore *store = store_of_task (task);
  GError *error = NULL;

  if (!yb_store_write_finish (store, result, &error) && may_wait (attempt, error) &&
      !g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_clear_error (&error);
      yb_store_write_async (store, write_attempt, attempt, NULL, NULL, attempt_written_cb,
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
      Attempt *attempt = g_task_get_task_data (task);

      attempt->quiet_id = g_timeout_add (QUIET_MS, quiet_cb, task);
      yb_store_write_async (store, write_attempt, attempt, NULL, NULL, attempt_written_cb,
                            g_steal_pointer (&task));
    }
}

/**
 * yb_desk_sign_in_async:
 * @self: a desk
 * @code: staff code
 * @password: password
 * @cancellable: (nullable): gives up
 * @callback: calls yb_desk_sign_in_finish()
 * @user_data: for @callback
 *
 * Like yb_desk_sign_in(), on worker threads.
 */
void
yb_desk_sign_in_async (YbDesk *self,
                       const char *code,
                       const char *password,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  Attempt *attempt;
  GError *error = NULL;
  GTask *task;

  g_return_if_fail (YB_IS_DESK (self) && code != NULL && password != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_sign_in_async);
  if (!check_wait (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  attempt = attempt_new (self, code, password);
  g_task_set_task_data (task, attempt, attempt_free);
  yb_store_read_async (yb_desk_get_store (self), check_attempt, attempt, NULL, NULL, cancellable,
                       attempt_checked_cb, task);
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
