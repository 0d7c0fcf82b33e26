/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-private.h"

#include <glib/gi18n-lib.h>

#include "yb-audit.h"
#include "yb-calendar.h"
#include "yb-call-private.h"
#include "yb-rights.h"
#include "yb-rules.h"

struct _YbDesk
{
  GObject parent_instance;

  YbStore *store;
  YbStaff *staff;  /* the shared row of the store */
  char *rights;    /* what the person may, as last told */
  guint rights_id; /* to be looked at again */
  char *workstation;
  gboolean locked;     /* the person is away: nothing is done until a password fits */
  guint n_failures;    /* sign-ins that failed in a row */
  gint64 locked_until; /* monotonic time */
  gint64 proven_at;    /* monotonic time when the person gave the password, 0: they came back by PIN */
};

/* security.md "Login": after so many failures one has to wait, ever longer. */
#define MAX_FAILURES 5
#define FIRST_WAIT_SECONDS 30
#define LONGEST_WAIT_SECONDS (15 * 60)
/* So long nobody has taken the chair of somebody who gave the password. */
#define PROVEN_SECONDS 60

enum
{
  SIGNAL_SIGNED_IN,
  SIGNAL_RIGHTS_CHANGED,
  SIGNAL_LOCKED,
  SIGNAL_WAITING,
  SIGNAL_DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbDesk, yb_desk, G_TYPE_OBJECT)

/* One verb on its way. The arguments are a copy: the caller goes on with its own on another thread. */
typedef struct
{
  const YbVerb *verb;
  JsonObject *arguments;
  gint64 staff;
  gint64 approver; /* a second person who lends a right, 0: nobody */
  gboolean proven;
  gboolean is_program;
  char *workstation;
  gpointer data;
  GDestroyNotify destroy;
  JsonObject *answer;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL)
    job->destroy (job->data);
  g_clear_pointer (&job->answer, json_object_unref);
  g_clear_pointer (&job->arguments, json_object_unref);
  g_free (job->workstation);
  g_free (job);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Job, job_free)

static Job *
job_new (YbDesk *self, const char *verb, JsonObject *arguments, GError **error)
{
  const YbVerb *found = yb_verb_find (verb);
  Job *job;

  if (found == NULL)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("There is no verb “%s”."), verb);
      return NULL;
    }

  job = g_new0 (Job, 1);
  job->verb = found;
  job->arguments = arguments != NULL ? _yb_json_copy_object (arguments) : json_object_new ();
  job->staff = self->locked ? 0 : _yb_desk_get_staff_id (self);
  job->proven = self->proven_at != 0 &&
                g_get_monotonic_time () - self->proven_at < PROVEN_SECONDS * G_USEC_PER_SEC;
  job->workstation = g_strdup (self->workstation);
  return job;
}

/* The person as of this transaction: a change of roles holds at once. Verbs do not change this object. */
static YbStaff *
get_person (YbConnection *connection, gint64 id, GError **error)
{
  char key[32];
  gconstpointer kept;
  YbStaff *person;

  g_snprintf (key, sizeof key, "staff %" G_GINT64_FORMAT, id);
  kept = yb_connection_recall (connection, key);
  if (kept != NULL)
    return g_object_ref ((YbStaff *) kept);

  person = yb_connection_get (connection, &yb_staff_row_type, id, error);
  if (person != NULL)
    yb_connection_keep (connection, key, g_object_ref (person), g_object_unref);
  return person;
}

static gboolean
load_actor (YbConnection *connection, Job *job, YbStaff **actor, GError **error)
{
  if (job->is_program)
    return TRUE;

  if (job->staff != 0)
    *actor = get_person (connection, job->staff, error);
  else
    g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN, _ ("Sign in first."));
  if (*actor == NULL)
    return FALSE;

  if (!(*actor)->active)
    {
      g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                           _ ("This account was closed. Ask the administrator."));
      return FALSE;
    }
  /* Whoever gave the password knows it: nothing is done in this person's name before it is their own. */
  if ((*actor)->must_change && !g_str_equal (job->verb->name, "staff.set-password"))
    {
      g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                           _ ("Choose a password of your own first."));
      return FALSE;
    }

  return TRUE;
}

static gboolean
say_argument (Job *job, GError **error)
{
  if (error != NULL)
    _yb_desk_error_label_argument (*error, job->verb);
  return FALSE;
}

static gboolean
run_job (YbTransaction *transaction, gpointer data, GError **error)
{
  Job *job = data;
  YbConnection *connection = yb_transaction_get_connection (transaction);
  g_autoptr (YbStaff) actor = NULL;
  g_autoptr (YbCall) call = NULL;

  if (!_yb_json_can_be_kept (job->arguments))
    {
      g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID,
                           _ ("An argument cannot be read. Write numbers without an exponent."));
      return FALSE;
    }
  if (!load_actor (connection, job, &actor, error))
    return FALSE;

  call = _yb_call_new (job->verb, job->arguments, transaction, actor, job->workstation, job->data);
  call->proven = job->proven;
  if (job->approver != 0 && !_yb_call_load_approver (call, job->approver, error))
    return FALSE;
  if (job->verb->right != NULL && !yb_call_require (call, job->verb->right, error))
    return FALSE;
  if (!_yb_call_read_arguments (call, error) || !_yb_call_check_revision (call, error))
    return say_argument (job, error);

  _yb_call_set_audit (call, 0);
  if (!job->verb->run (call, error))
    return say_argument (job, error);
  if (call->approved)
    yb_transaction_set_approver (transaction, job->approver);

  g_clear_pointer (&job->answer, json_object_unref);
  job->answer = json_object_ref (call->answer);
  return TRUE;
}

static JsonObject *
finish_job (YbDesk *self, Job *job)
{
  g_signal_emit (self, signals[SIGNAL_DONE], 0, job->verb->name, job->answer);
  return g_steal_pointer (&job->answer);
}

static JsonObject *
write_job (YbDesk *self, Job *job, GError **error)
{
  if (yb_store_write (self->store, run_job, job, error))
    return finish_job (self, job);

  if (error != NULL)
    _yb_desk_error_translate (error);
  return NULL;
}

/* For yb-desk-approve.c: @approver has shown who they are. */
JsonObject *
_yb_desk_do_with_approver (
    YbDesk *self, const char *verb, JsonObject *arguments, gint64 approver, GError **error)
{
  g_autoptr (Job) job = job_new (self, verb, arguments, error);

  if (job == NULL)
    return NULL;

  job->approver = approver;
  return write_job (self, job, error);
}

/**
 * yb_desk_do_with:
 * @self: a desk
 * @verb: AREA.VERB
 * @arguments: (nullable): an object of contract.md
 * @data: (nullable): what the verb gets by yb_call_get_data(), for instance a file that was read
 * @error: one of YB_DESK_ERROR
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when nothing was done
 */
JsonObject *
yb_desk_do_with (YbDesk *self, const char *verb, JsonObject *arguments, gpointer data, GError **error)
{
  g_autoptr (Job) job = NULL;

  g_return_val_if_fail (YB_IS_DESK (self) && verb != NULL, NULL);

  job = job_new (self, verb, arguments, error);
  if (job == NULL)
    return NULL;

  job->data = data;
  return write_job (self, job, error);
}

/**
 * yb_desk_do:
 * @self: a desk
 * @verb: AREA.VERB
 * @arguments: (nullable): an object of contract.md
 * @error: one of YB_DESK_ERROR
 *
 * Does it, waiting for the disk: for tests, yingbinctl and short programs. The window calls
 * yb_desk_do_async().
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when nothing was done
 */
JsonObject *
yb_desk_do (YbDesk *self, const char *verb, JsonObject *arguments, GError **error)
{
  return yb_desk_do_with (self, verb, arguments, NULL, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbDesk *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (yb_store_write_finish (self->store, result, &error))
    g_task_return_pointer (task, finish_job (self, g_task_get_task_data (task)),
                           (GDestroyNotify) json_object_unref);
  else
    {
      _yb_desk_error_translate (&error);
      g_task_return_error (task, error);
    }
}

static void
start_job (YbDesk *self, Job *job, GTask *task, GCancellable *cancellable)
{
  g_task_set_task_data (task, job, job_free);
  yb_store_write_async (self->store, run_job, job, NULL, cancellable, written_cb, task);
}

static GTask *
new_task (YbDesk *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, yb_desk_do_async);
  /* What was committed is reported even if the caller has lost interest. */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

void
_yb_desk_do_with_approver_async (YbDesk *self,
                                 const char *verb,
                                 JsonObject *arguments,
                                 gint64 approver,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  GTask *task = new_task (self, cancellable, callback, user_data);
  GError *error = NULL;
  Job *job = job_new (self, verb, arguments, &error);

  if (job == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  job->approver = approver;
  start_job (self, job, task, cancellable);
}

/**
 * yb_desk_do_with_async:
 * @self: a desk
 * @verb: AREA.VERB
 * @arguments: (nullable): an object of contract.md
 * @data: (nullable) (transfer full): what the verb gets by yb_call_get_data()
 * @destroy: (nullable): frees @data
 * @cancellable: (nullable): gives up while it waits for its turn
 * @callback: calls yb_desk_do_finish()
 * @user_data: for @callback
 *
 * Like yb_desk_do_with(), on the thread that writes.
 */
void
yb_desk_do_with_async (YbDesk *self,
                       const char *verb,
                       JsonObject *arguments,
                       gpointer data,
                       GDestroyNotify destroy,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  GError *error = NULL;
  Job *job;

  g_return_if_fail (YB_IS_DESK (self) && verb != NULL);

  task = new_task (self, cancellable, callback, user_data);
  job = job_new (self, verb, arguments, &error);
  if (job == NULL)
    {
      if (destroy != NULL)
        destroy (data);
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  job->data = data;
  job->destroy = destroy;
  start_job (self, job, task, cancellable);
}

/**
 * yb_desk_do_async:
 * @self: a desk
 * @verb: AREA.VERB
 * @arguments: (nullable): an object of contract.md
 * @cancellable: (nullable): gives up while it waits for its turn
 * @callback: calls yb_desk_do_finish()
 * @user_data: for @callback
 *
 * Like yb_desk_do(), on the thread that writes: a slow disk never freezes the window.
 */
void
yb_desk_do_async (YbDesk *self,
                  const char *verb,
                  JsonObject *arguments,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
  yb_desk_do_with_async (self, verb, arguments, NULL, NULL, cancellable, callback, user_data);
}

/**
 * yb_desk_do_finish:
 * @self: a desk
 * @result: from the callback
 * @error: one of YB_DESK_ERROR
 *
 * Returns: (transfer full) (nullable): the answer, %NULL when nothing was done
 */
JsonObject *
yb_desk_do_finish (YbDesk *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
program_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  /* Tried again at the next tick of the clocks. */
  if (answer == NULL)
    g_info ("%s: %s", (const char *) user_data, error->message);
}

static Job *
job_of_program (YbDesk *self, const char *verb, JsonObject *arguments)
{
  Job *job = job_new (self, verb, arguments, NULL);

  g_assert (job != NULL);

  job->staff = 0;
  job->is_program = TRUE;
  return job;
}

/* The program itself completes what a person has begun, for instance the trace of a file. */
JsonObject *
_yb_desk_do_for_program (YbDesk *self, const char *verb, JsonObject *arguments, GError **error)
{
  g_autoptr (Job) job = job_of_program (self, verb, arguments);

  return write_job (self, job, error);
}

void
_yb_desk_do_for_program_async (
    YbDesk *self, const char *verb, JsonObject *arguments, GAsyncReadyCallback callback, gpointer user_data)
{
  start_job (self, job_of_program (self, verb, arguments), new_task (self, NULL, callback, user_data), NULL);
}

/* Lets the program itself do something, in its own name. */
void
_yb_desk_do_as_program (YbDesk *self, const char *verb)
{
  Job *job = job_of_program (self, verb, NULL);
  GTask *task;

  task = g_task_new (self, NULL, program_done_cb, (gpointer) job->verb->name);
  g_task_set_source_tag (task, yb_desk_do_async);
  start_job (self, job, task, NULL);
}

/* ---- the person ---- */

gint64
_yb_desk_get_staff_id (YbDesk *self)
{
  return self->staff != NULL ? self->staff->parent_instance.id : 0;
}

static void
set_locked (YbDesk *self, gboolean locked)
{
  self->locked = locked;
  g_signal_emit (self, signals[SIGNAL_LOCKED], 0, locked);
}

const char *
_yb_desk_get_workstation (YbDesk *self)
{
  return self->workstation;
}

/* The account was closed, here or by another program: out at once. Or somebody else set the password: what is shown goes,
 * until the person has chosen another one. */
static void
account_changed_cb (YbDesk *self)
{
  if (self->staff != NULL && !self->staff->active)
    _yb_desk_set_staff (self, 0);
  else if (self->staff != NULL && self->staff->must_change && !self->locked)
    g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0);
}

void
_yb_desk_set_staff (YbDesk *self, gint64 staff)
{
  if (self->locked && staff != 0 && staff == _yb_desk_get_staff_id (self))
    {
      set_locked (self, FALSE);
      return;
    }

  self->locked = FALSE;
  if (self->staff != NULL)
    g_signal_handlers_disconnect_by_func (self->staff, account_changed_cb, self);
  g_clear_object (&self->staff);
  if (staff != 0)
    self->staff = yb_store_get_row (self->store, &yb_staff_row_type, staff);
  if (self->staff != NULL)
    {
      g_signal_connect_object (self->staff, "notify::active", G_CALLBACK (account_changed_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->staff, "notify::must-change", G_CALLBACK (account_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }
  g_free (self->rights);
  self->rights = _yb_desk_dup_rights (self);
  g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0);
}

static gboolean
rights_idle_cb (gpointer user_data)
{
  YbDesk *self = user_data;
  g_autofree char *rights = _yb_desk_dup_rights (self);

  self->rights_id = 0;
  if (self->staff == NULL || g_strcmp0 (rights, self->rights) == 0)
    return G_SOURCE_REMOVE;

  g_free (self->rights);
  self->rights = g_steal_pointer (&rights);
  /* What waits behind the lock may not be theirs any more. */
  if (self->locked)
    _yb_desk_set_staff (self, 0);
  else
    g_signal_emit (self, signals[SIGNAL_RIGHTS_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

/* Once for all changes that come together, and not while the lists still take them in. */
static void
queue_rights (YbDesk *self)
{
  if (self->staff != NULL && self->rights_id == 0)
    self->rights_id = g_idle_add (rights_idle_cb, self);
}

/* How many seconds nobody may try to sign in, 0 when everybody may. */
int
_yb_desk_get_wait (YbDesk *self)
{
  gint64 left = self->locked_until - g_get_monotonic_time ();

  return left > 0 ? (int) (left / G_USEC_PER_SEC) + 1 : 0;
}

/* How many seconds one has to wait after so many failures in a row. */
int
_yb_desk_wait_after (guint n_failures)
{
  int wait = FIRST_WAIT_SECONDS;

  if (n_failures < MAX_FAILURES)
    return 0;

  for (guint i = MAX_FAILURES; i < n_failures && wait < LONGEST_WAIT_SECONDS; i++)
    wait *= 2;
  return MIN (wait, LONGEST_WAIT_SECONDS);
}

void
_yb_desk_note_proof (YbDesk *self, gboolean by_password)
{
  self->proven_at = by_password ? g_get_monotonic_time () : 0;
}

void
_yb_desk_note_attempt (YbDesk *self, gboolean granted)
{
  int wait;

  self->n_failures = granted ? 0 : self->n_failures + 1;
  wait = _yb_desk_wait_after (self->n_failures);
  if (wait > 0)
    self->locked_until = g_get_monotonic_time () + wait * G_USEC_PER_SEC;
}

/* Somebody who signs in has to wait for another program. */
void
_yb_desk_tell_waiting (YbDesk *self)
{
  g_signal_emit (self, signals[SIGNAL_WAITING], 0,
                 _ ("Another program is writing much into the file, for instance an import. "
                    "Signing in waits until it is done…"));
}

/**
 * yb_desk_sign_out:
 * @self: a desk
 *
 * From now on nobody is signed in.
 */
void
yb_desk_sign_out (YbDesk *self)
{
  g_return_if_fail (YB_IS_DESK (self));

  if (self->staff != NULL)
    _yb_desk_set_staff (self, 0);
  yb_audit_anchor_soon (self->store);
}

/**
 * yb_desk_lock:
 * @self: a desk
 *
 * The person went away: nothing is done in their name until they sign in again, with yb_desk_sign_in_async(). Somebody
 * else may sign in instead. #YbDesk::locked tells (security.md "Login").
 */
void
yb_desk_lock (YbDesk *self)
{
  g_return_if_fail (YB_IS_DESK (self));

  if (self->staff != NULL && !self->locked)
    {
      yb_audit_anchor_soon (self->store);
      /* What runs already keeps the keys until it is done. */
      yb_store_lock (self->store);
      set_locked (self, TRUE);
    }
}

/**
 * yb_desk_is_locked:
 * @self: a desk
 *
 * Returns: whether the person has to sign in again
 */
gboolean
yb_desk_is_locked (YbDesk *self)
{
  g_return_val_if_fail (YB_IS_DESK (self), FALSE);

  return self->locked;
}

/**
 * yb_desk_get_staff:
 * @self: a desk
 *
 * Returns: (transfer none) (nullable): who is signed in
 */
YbStaff *
yb_desk_get_staff (YbDesk *self)
{
  g_return_val_if_fail (YB_IS_DESK (self), NULL);

  return self->staff;
}

/**
 * yb_desk_get_store:
 * @self: a desk
 *
 * Returns: (transfer none): its store
 */
YbStore *
yb_desk_get_store (YbDesk *self)
{
  g_return_val_if_fail (YB_IS_DESK (self), NULL);

  return self->store;
}

/**
 * yb_desk_dup_rule:
 * @self: a desk
 * @key: key of a rule of data/rules/rules.ini
 *
 * Returns: (transfer full) (nullable): its value today
 */
char *
yb_desk_dup_rule (YbDesk *self, const char *key)
{
  g_autofree char *today = NULL;

  g_return_val_if_fail (YB_IS_DESK (self) && key != NULL, NULL);

  today = yb_date_today ();
  return yb_rules_value (yb_store_get_reader (self->store), key, today, NULL);
}

/**
 * yb_desk_get_rule_number:
 * @self: a desk
 * @key: key of a rule of data/rules/rules.ini
 * @fallback: what to take when there is no such rule
 *
 * Returns: its value today
 */
gint64
yb_desk_get_rule_number (YbDesk *self, const char *key, gint64 fallback)
{
  g_autofree char *today = NULL;

  g_return_val_if_fail (YB_IS_DESK (self) && key != NULL, fallback);

  today = yb_date_today ();
  return yb_rules_number (yb_store_get_reader (self->store), key, today, fallback);
}

/* ---- the object ---- */

static void
yb_desk_dispose (GObject *object)
{
  YbDesk *self = YB_DESK (object);

  g_clear_handle_id (&self->rights_id, g_source_remove);
  g_clear_object (&self->staff);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (yb_desk_parent_class)->dispose (object);
}

static void
yb_desk_finalize (GObject *object)
{
  YbDesk *self = YB_DESK (object);

  g_free (self->rights);
  g_free (self->workstation);

  G_OBJECT_CLASS (yb_desk_parent_class)->finalize (object);
}

static void
yb_desk_class_init (YbDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yb_desk_dispose;
  object_class->finalize = yb_desk_finalize;

  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RIGHTS_CHANGED] = g_signal_new ("rights-changed", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LOCKED] = g_signal_new ("locked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_WAITING] = g_signal_new ("waiting", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 2, G_TYPE_STRING, JSON_TYPE_OBJECT);
}

static void
yb_desk_init (YbDesk *self)
{
  self->workstation = g_strdup (g_get_host_name ());
}

/**
 * yb_desk_new:
 * @store: an open store
 *
 * Returns: (transfer full): a desk where nobody is signed in
 */
YbDesk *
yb_desk_new (YbStore *store)
{
  YbDesk *self;

  g_return_val_if_fail (YB_IS_STORE (store), NULL);

  self = g_object_new (YB_TYPE_DESK, NULL);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed::role_right", G_CALLBACK (queue_rights), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "changed::staff", G_CALLBACK (queue_rights), self, G_CONNECT_SWAPPED);
  return self;
}
