/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the audit trail knows of attempts to sign in, and whether this one fits. */

#include "config.h"

#include "yb-desk-attempt.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-credential.h"
#include "yb-rules.h"

#define SIGN_IN_VERB "staff.sign-in"
#define PIN_RULE "sign-in.pin-hours"
/* Longer than anybody has to wait, and than a shift lasts. */
#define LOOK_BACK_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define HOUR_MS (60 * 60 * G_GINT64_CONSTANT (1000))
/* Four digits are guessed in some thousand tries: whoever fails so often has to know the password. */
#define MAX_PIN_FAILURES 3

/* An import holds the file from its first row to its last, because it is taken over wholly or not at all. Whoever
 * comes meanwhile waits; after a moment they are told why. */
#define PATIENCE_US (180 * G_USEC_PER_SEC)

/* An unknown code must take as long as a wrong password: verified against this hash of nothing. */
#define NOBODYS_HASH                                                                                         \
  "$argon2id$v=19$m=65536,t=2,p=1$WWluZ2JpbllpbmdiaW4hIQ$MzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzM"

/* What happened with a code lately, in whatever process. */
typedef struct
{
  guint n_failures;         /* since something fitted */
  gint64 newest;            /* time of the newest of them */
  guint n_pin_failures;     /* of the PIN, since something fitted */
  gboolean is_within_shift; /* the password fitted at this workstation, today and not long ago */
} History;

YbAttempt *
_yb_attempt_new (YbDesk *desk, YbAttemptKind kind, const char *code, const char *secret)
{
  YbAttempt *attempt = g_new0 (YbAttempt, 1);

  attempt->kind = kind;
  attempt->code = g_strstrip (g_strdup (code));
  attempt->secret = g_strdup (secret);
  attempt->workstation = g_strdup (_yb_desk_get_workstation (desk));
  attempt->by = kind == YB_ATTEMPT_APPROVE ? "approval" : "password";
  /* Where nothing can be written down, failures are not counted: four digits would be guessed. */
  attempt->may_be_pin = kind == YB_ATTEMPT_SIGN_IN && !yb_store_is_read_only (yb_desk_get_store (desk));
  attempt->deadline = g_get_monotonic_time () + PATIENCE_US;
  return attempt;
}

void
_yb_attempt_free (gpointer data)
{
  YbAttempt *attempt = data;

  g_clear_handle_id (&attempt->quiet_id, g_source_remove);
  g_free (attempt->code);
  /* Not left behind in memory that somebody else gets. */
  explicit_bzero (attempt->secret, strlen (attempt->secret));
  g_free (attempt->secret);
  g_free (attempt->workstation);
  g_clear_pointer (&attempt->keys, yb_keys_unref);
  g_clear_pointer (&attempt->pass, yb_pass_key_free);
  g_free (attempt);
}

static char *
audit_arguments (const char *code, gboolean granted, const char *by)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "code", code);
  json_object_set_boolean_member (object, "granted", granted);
  json_object_set_string_member (object, "by", by);
  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

gboolean
_yb_attempt_refuse_to_wait (int seconds, GError **error)
{
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
               g_dngettext (GETTEXT_PACKAGE, "Too many attempts failed. Wait %d second, then try again.",
                            "Too many attempts failed. Wait %d seconds, then try again.", seconds),
               seconds);
  return FALSE;
}

/* A shift ends with the day, at the latest. */
static gint64
start_of_shift (YbConnection *connection)
{
  g_autofree char *today = yb_date_today ();
  gint64 hours = yb_rules_number (connection, PIN_RULE, today, 0);

  return hours > 0 ? MAX (yb_time_now () - hours * HOUR_MS, yb_date_to_time (today)) : G_MAXINT64;
}

/* Reads one attempt, from the newest to the oldest. @texts: failed, failed by PIN, granted, granted by password;
 * @fitted: something fitted after this attempt. */
static void
note_attempt (YbStatement *row,
              char *const *texts,
              const char *workstation,
              gint64 shift,
              gboolean *fitted,
              History *history)
{
  const char *text = yb_statement_text (row, 1);
  gint64 at = yb_statement_number (row, 0);

  if (g_str_has_prefix (text, texts[0]) && !*fitted)
    {
      if (history->n_failures++ == 0)
        history->newest = at;
      if (g_str_equal (text, texts[1]))
        history->n_pin_failures++;
    }
  else if (g_str_has_prefix (text, texts[2]))
    {
      *fitted = TRUE;
      if (g_str_equal (text, texts[3]) && at >= shift && at <= yb_time_now () &&
          g_str_equal (yb_statement_text (row, 2), workstation))
        history->is_within_shift = TRUE;
    }
}

/* In whatever process: who starts yingbinctl anew for every guess has to wait as well (security.md "Login"). */
static gboolean
read_history (
    YbConnection *connection, const char *code, const char *workstation, History *history, GError **error)
{
  g_autofree char *failed = audit_arguments (code, FALSE, "");
  g_autofree char *failed_by_pin = audit_arguments (code, FALSE, "pin");
  g_autofree char *granted = audit_arguments (code, TRUE, "");
  g_autofree char *granted_by_password = audit_arguments (code, TRUE, "password");
  char *const texts[] = {failed, failed_by_pin, granted, granted_by_password};
  gint64 shift = start_of_shift (connection);
  YbStatement *attempts = yb_connection_query (connection, YB_SQL_DESK_SIGN_INS);
  g_autoptr (GError) local_error = NULL;
  gboolean fitted = FALSE;

  *history = (History){0};
  /* Whatever way was tried: cut before the last quotation mark. */
  failed[strlen (failed) - strlen ("\"}")] = '\0';
  granted[strlen (granted) - strlen ("\"}")] = '\0';
  yb_statement_bind_number (attempts, 1, yb_time_now () - LOOK_BACK_MS);
  while (yb_statement_step (attempts, &local_error))
    note_attempt (attempts, texts, workstation, shift, &fitted, history);
  yb_statement_reset (attempts);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
check_wait (const History *history, GError **error)
{
  gint64 wait = _yb_desk_wait_after (history->n_failures);
  gint64 left = wait - (yb_time_now () - history->newest) / 1000;

  /* A clock that was set back does not make anybody wait longer. */
  left = MIN (left, wait);
  return left <= 0 || _yb_attempt_refuse_to_wait ((int) left, error);
}

static gboolean
may_use_pin (YbStaff *staff, const History *history)
{
  return *staff->pin != '\0' && !staff->must_change && history->is_within_shift &&
         history->n_pin_failures < MAX_PIN_FAILURES;
}

/* What opens the person's copy of the keys is the right password: that is Argon2 once. Who has no copy yet, or not any
 * more, is known by the hash, and gets one. Whatever is wrong takes equally long. */
static gboolean
verify_password (YbConnection *connection, YbAttempt *attempt, YbStaff *staff)
{
  const char *hash = staff != NULL ? staff->password : NOBODYS_HASH;
  gboolean fits;

  if (staff != NULL)
    attempt->keys = yb_key_wrap_open (connection, attempt->staff, attempt->secret, NULL);
  if (attempt->keys != NULL)
    {
      yb_keys_remember (connection, attempt->keys);
      return TRUE;
    }

  if (staff == NULL || !yb_key_wrap_exists (connection, attempt->staff, NULL))
    attempt->pass = yb_pass_key_new (attempt->secret, hash);
  fits = yb_password_verify (hash, attempt->secret);
  if (staff == NULL || !fits)
    g_clear_pointer (&attempt->pass, yb_pass_key_free);
  else if (attempt->pass == NULL)
    attempt->pass = yb_pass_key_new (attempt->secret, hash);
  return staff != NULL && fits;
}

static void
verify (YbConnection *connection, YbAttempt *attempt, YbStaff *staff, const History *history)
{
  if (staff == NULL || !staff->active || *staff->password == '\0')
    {
      verify_password (connection, attempt, NULL);
      return;
    }

  if (attempt->may_be_pin && yb_pin_looks_like (attempt->secret) && may_use_pin (staff, history))
    {
      attempt->by = "pin";
      attempt->granted = yb_password_verify (staff->pin, attempt->secret);
    }
  if (attempt->granted || !verify_password (connection, attempt, staff))
    return;

  attempt->granted = TRUE;
  if (attempt->kind == YB_ATTEMPT_SIGN_IN)
    attempt->by = "password";
}

static gboolean
find_staff (YbConnection *connection, const char *code, YbStaff **staff, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 id = yb_connection_find (connection, YB_SQL_DESK_STAFF_BY_CODE, code, &local_error);

  *staff = local_error == NULL && id != 0
               ? yb_connection_get (connection, &yb_staff_row_type, id, &local_error)
               : NULL;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * _yb_attempt_check:
 * @connection: a reader; Argon2 takes its time, so neither the window nor the writer must wait for it
 * @data: a #YbAttempt
 * @cancellable: (nullable): not looked at
 * @error: YB_DESK_ERROR_FORBIDDEN: it is too early to try again; trouble of the file
 *
 * Whether the secret fits the code (security.md "Login"): the PIN only within the shift at this workstation, and not
 * after it failed too often.
 *
 * Returns: (transfer none) (nullable): @data, its result filled in
 */
gpointer
_yb_attempt_check (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  YbAttempt *attempt = data;
  g_autoptr (YbStaff) staff = NULL;
  History history;

  if (!find_staff (connection, attempt->code, &staff, error))
    return NULL;

  attempt->staff = staff != NULL ? YB_ROW (staff)->id : 0;
  /* Those without an account wait all together: it must not tell which codes exist. */
  if (!read_history (connection, staff != NULL ? attempt->code : "", attempt->workstation, &history, error) ||
      !check_wait (&history, error))
    return NULL;

  verify (connection, attempt, staff, &history);
  /* Here, because neither the writer nor the window may wait for the Secret Service. Whoever comes by PIN has given the
   * password here today: this computer remembers the keys since then. */
  if (attempt->granted && attempt->keys == NULL)
    attempt->keys = yb_keys_recall (connection);
  return attempt;
}

static gboolean
give_key (YbTransaction *transaction, YbAttempt *attempt, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (yb_key_wrap_set (transaction, attempt->staff, attempt->pass, &local_error))
    return TRUE;

  if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED))
    g_set_error_literal (
        error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
        _ ("Personal data is locked, and this account has no key of its own yet. Let somebody else sign in "
           "first, or unlock it with the recovery key (yingbinctl key unlock)."));
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A hundred programs that check at once have all seen no failure. Here one comes after the other, and whoever comes after
 * too many failures has failed, even with the right secret: as if it had been tried too late. */
static gboolean
look_again (YbTransaction *transaction, YbAttempt *attempt, GError **error)
{
  History history;

  if (!attempt->granted)
    return TRUE;
  if (!read_history (yb_transaction_get_connection (transaction), attempt->code, attempt->workstation,
                     &history, error))
    return FALSE;
  if (check_wait (&history, NULL) &&
      (!g_str_equal (attempt->by, "pin") || history.n_pin_failures < MAX_PIN_FAILURES))
    return TRUE;

  attempt->granted = FALSE;
  g_clear_pointer (&attempt->keys, yb_keys_unref);
  g_clear_pointer (&attempt->pass, yb_pass_key_free);
  return TRUE;
}

static gboolean
write_attempt (YbTransaction *transaction, YbAttempt *attempt, GError **error)
{
  /* Some type their password where the code belongs: only codes that exist are written down. */
  g_autofree char *arguments = audit_arguments (attempt->staff != 0 ? attempt->code : "", attempt->granted,
                                                attempt->by);
  YbAuditEntry entry = {.at = yb_time_now (), .workstation = attempt->workstation, .verb = SIGN_IN_VERB};

  entry.arguments = arguments;
  entry.staff = attempt->granted ? attempt->staff : 0;
  yb_transaction_set_audit (transaction, &entry);
  if (attempt->granted)
    yb_transaction_unlock (transaction, attempt->keys);
  return attempt->pass == NULL || give_key (transaction, attempt, error);
}

/* @data: a #YbAttempt, checked */
gboolean
_yb_attempt_write (YbTransaction *transaction, gpointer data, GError **error)
{
  return look_again (transaction, data, error) && write_attempt (transaction, data, error);
}

/**
 * yb_desk_get_pin_state:
 * @self: a desk
 * @code: staff code
 *
 * For the page that asks: what would be accepted now is decided when it is tried.
 *
 * Returns: whether the person could sign in by PIN at this workstation
 */
YbPinState
yb_desk_get_pin_state (YbDesk *self, const char *code)
{
  YbConnection *reader;
  g_autoptr (YbStaff) staff = NULL;
  History history;

  g_return_val_if_fail (YB_IS_DESK (self) && code != NULL, YB_PIN_NONE);

  reader = yb_store_get_reader (yb_desk_get_store (self));
  if (!find_staff (reader, code, &staff, NULL) || staff == NULL || !staff->active || *staff->pin == '\0' ||
      !read_history (reader, code, _yb_desk_get_workstation (self), &history, NULL))
    return YB_PIN_NONE;

  return !yb_store_is_read_only (yb_desk_get_store (self)) && may_use_pin (staff, &history)
             ? YB_PIN_READY
             : YB_PIN_NEEDS_PASSWORD;
}
