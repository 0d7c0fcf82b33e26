/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in (security.md, Login): failures that are remembered, the PIN within the shift, passwords that somebody else
 * set, and a manager who approves. */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "yb-calendar.h"
#include "yb-credential.h"
#include "yb-desk-attempt.h"
#include "yb-rights.h"

#define MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define PIN "4711"

/* A program that was just started: it remembers nothing by itself. */
static gboolean
sign_in_anew (Fixture *fixture, const char *code, const char *secret, char **why)
{
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (GError) error = NULL;
  gboolean ok = yb_desk_sign_in (desk, code, secret, &error);

  g_assert_true (ok == (error == NULL));
  g_assert_true (ok == (yb_desk_get_staff (desk) != NULL));
  if (why != NULL)
    *why = error != NULL ? g_strdup (error->message) : NULL;
  return ok;
}

static void
set_clock (gint64 after_start)
{
  yb_time_set_fixed_now (FIXTURE_NOW + after_start);
}

/* ---- what is fit ---- */

static void
test_fitness (void)
{
  static const char *const bad[] = {"", "short", "12345678", "87654321", "aaaaaaaa", "hgfedcba", "verylong"};
  static const char *const bad_pins[] = {"", "123", "1234567", "1234", "9876", "0000", "12a4", "１２３５"};

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_nonnull (yb_password_fault (bad[i], "VeryLong"));
  g_assert_null (yb_password_fault ("correct horse", "sc"));
  g_assert_null (yb_password_fault ("20480512", "sc"));
  g_assert_null (yb_password_fault ("迎宾车店销售前台", NULL));

  for (guint i = 0; i < G_N_ELEMENTS (bad_pins); i++)
    g_assert_nonnull (yb_pin_fault (bad_pins[i]));
  g_assert_null (yb_pin_fault (PIN));
  g_assert_null (yb_pin_fault ("136924"));
}

/* ---- delays ---- */

static void
test_delays (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  static const int waits[] = {30, 60, 120, 240, 480, 900, 900};
  gint64 now = 0;
  g_autofree char *why = NULL;

  for (guint i = 0; i < 4; i++)
    g_assert_false (sign_in_anew (fixture, "sc", "wrong", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (waits); i++)
    {
      g_autofree char *expected = g_strdup_printf (" %d second", waits[i]);
      g_autofree char *told = NULL;

      g_assert_false (sign_in_anew (fixture, "sc", "wrong", NULL));
      /* Even the right one has to wait, and what comes too early is no further failure. */
      g_assert_false (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, &told));
      g_assert_nonnull (strstr (told, expected));
      now += (waits[i] - 1) * 1000;
      set_clock (now);
      g_assert_false (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, NULL));
      now += 1000;
      set_clock (now);
    }
  /* Others are not kept waiting; a busy day in between hides nothing. */
  g_assert_true (sign_in_anew (fixture, "sm", FIXTURE_PASSWORD, NULL));
  g_assert_true (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, NULL));
  for (guint i = 0; i < 4; i++)
    g_assert_false (sign_in_anew (fixture, "sc", "wrong", NULL));
  g_assert_true (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, &why));
}

/* A clock that is set back does not lock anybody out for longer. */
static void
test_clock_set_back (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autofree char *why = NULL;

  for (guint i = 0; i < 5; i++)
    g_assert_false (sign_in_anew (fixture, "sc", "wrong", NULL));
  set_clock (-2 * FIXTURE_HOUR);
  g_assert_false (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, &why));
  g_assert_nonnull (strstr (why, " 30 second"));
}

/* ---- the PIN ---- */

static void
give_pin (Fixture *fixture, const char *code)
{
  fixture_do (fixture, code, "staff.set-pin", "{'password':'" FIXTURE_PASSWORD "','pin':'" PIN "'}");
}

static void
test_set_pin (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");

  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-pin", "{'password':'wrong','pin':'4711'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-pin", "{'pin':'4711'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-pin",
                 "{'password':'" FIXTURE_PASSWORD "','pin':'1234'}");
  g_assert_cmpint (yb_desk_get_pin_state (desk, "sc"), ==, YB_PIN_NONE);
  give_pin (fixture, "sc");
  g_assert_true (g_str_has_prefix (yb_desk_get_staff (desk)->pin, "$argon2id$"));
  g_assert_cmpint (yb_desk_get_pin_state (desk, "sc"), ==, YB_PIN_READY);
  g_assert_cmpint (yb_desk_get_pin_state (desk, "nobody"), ==, YB_PIN_NONE);
  fixture_do (fixture, "sc", "staff.set-pin", "{'password':'" FIXTURE_PASSWORD "'}");
  g_assert_cmpstr (yb_desk_get_staff (desk)->pin, ==, "");
  g_assert_cmpint (yb_desk_get_pin_state (desk, "sc"), ==, YB_PIN_NONE);
}

/* After the lock, by another person at the same computer, and after a restart: as long as the shift lasts. */
static void
test_pin_within_shift (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");

  give_pin (fixture, "sc");
  yb_desk_lock (desk);
  g_assert_true (yb_desk_sign_in (desk, "sc", PIN, NULL));
  g_assert_false (yb_desk_is_locked (desk));
  yb_desk_lock (desk);
  g_assert_true (yb_desk_sign_in (desk, "sm", FIXTURE_PASSWORD, NULL));
  yb_desk_lock (desk);
  g_assert_true (yb_desk_sign_in (desk, "sc", PIN, NULL));
  g_assert_cmpstr (yb_desk_get_staff (desk)->code, ==, "sc");

  /* The fixture begins at ten: the day is longer than the rule's ten hours. */
  set_clock (10 * FIXTURE_HOUR);
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));
  set_clock (10 * FIXTURE_HOUR + MINUTE);
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
  g_assert_cmpint (yb_desk_get_pin_state (desk, "sc"), ==, YB_PIN_NEEDS_PASSWORD);
  g_assert_true (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, NULL));
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));

  /* A new day begins with the password, however late the evening was; coming back by PIN does not prolong the shift. */
  set_clock (13 * FIXTURE_HOUR + 30 * MINUTE);
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));
  set_clock (14 * FIXTURE_HOUR + MINUTE);
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
}

static void
test_pin_needs_the_password_here (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();

  give_pin (fixture, "sc");
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));
  fixture_do (fixture, "ad", "rule.set", "{'key':'sign-in.pin-hours','value':0}");
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
  fixture_do (fixture, "ad", "rule.set", "{'key':'sign-in.pin-hours','value':10}");
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));
  /* The PIN of one person is not that of another. */
  g_assert_true (sign_in_anew (fixture, "sm", FIXTURE_PASSWORD, NULL));
  g_assert_false (sign_in_anew (fixture, "sm", PIN, NULL));
}

/* Three wrong ones, in whatever process: then the password, and the failures count for it as well. */
static void
test_pin_failures (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  g_autofree char *why = NULL;

  give_pin (fixture, "sc");
  for (guint i = 0; i < 3; i++)
    g_assert_false (sign_in_anew (fixture, "sc", "1357", NULL));
  g_assert_cmpint (yb_desk_get_pin_state (desk, "sc"), ==, YB_PIN_NEEDS_PASSWORD);
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
  g_assert_false (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, &why));
  g_assert_nonnull (strstr (why, " 30 second"));

  set_clock (31 * 1000);
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
  set_clock (10 * MINUTE);
  g_assert_true (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, NULL));
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));
}

/* As many programs that all check before the first of them has written: who comes after the failures has failed. */
static void
test_at_once (void)
{
  static const struct
  {
    const char *secret;
    guint n_failures;
  } cases[] = {{FIXTURE_PASSWORD, 5}, {PIN, 3}};

  for (guint c = 0; c < G_N_ELEMENTS (cases); c++)
    {
      g_autoptr (Fixture) fixture = fixture_new ();
      YbDesk *desk = fixture_desk (fixture, "sc");
      g_autoptr (YbAttempt) attempt = NULL;
      g_autoptr (YbAttempt) in_time = NULL;
      g_autoptr (GError) error = NULL;

      give_pin (fixture, "sc");
      in_time = _yb_attempt_new (desk, YB_ATTEMPT_SIGN_IN, "sc", cases[c].secret);
      attempt = _yb_attempt_new (desk, YB_ATTEMPT_SIGN_IN, "sc", cases[c].secret);
      g_assert_nonnull (yb_store_read (fixture->store, _yb_attempt_check, in_time, &error));
      g_assert_nonnull (yb_store_read (fixture->store, _yb_attempt_check, attempt, &error));
      g_assert_true (attempt->granted);
      g_assert_true (yb_store_write (fixture->store, _yb_attempt_write, in_time, &error));
      g_assert_true (in_time->granted);
      for (guint i = 0; i < cases[c].n_failures; i++)
        g_assert_false (sign_in_anew (fixture, "sc", "1357", NULL));
      g_assert_true (yb_store_write (fixture->store, _yb_attempt_write, attempt, &error));
      g_assert_no_error (error);
      g_assert_false (attempt->granted);
      g_assert_null (attempt->keys);
    }
}

/* Where failures cannot be counted, four digits are no secret. */
static void
test_no_pin_where_nothing_is_written (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbStore) store = NULL;
  g_autoptr (YbDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  give_pin (fixture, "sc");
  g_assert_true (sign_in_anew (fixture, "sc", PIN, NULL));
  store = yb_store_open (yb_store_get_path (fixture->store), YB_STORE_READ_ONLY, &error);
  g_assert_no_error (error);
  desk = yb_desk_new (store);
  g_assert_cmpint (yb_desk_get_pin_state (desk, "sc"), ==, YB_PIN_NEEDS_PASSWORD);
  g_assert_false (yb_desk_sign_in (desk, "sc", PIN, NULL));
  g_assert_true (yb_desk_sign_in (desk, "sc", FIXTURE_PASSWORD, &error));
  g_assert_no_error (error);
}

/* ---- passwords ---- */

static void
test_password_of_somebody_else (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);

  give_pin (fixture, "sc");
  fixture_do (fixture, "ad", "staff.set-password", "{'staff':'sc','password':'given'}");
  g_assert_true (yb_desk_sign_in (desk, "sc", "given", NULL));
  g_assert_cmpint (yb_desk_get_staff (desk)->must_change, ==, 1);
  g_assert_cmpstr (yb_desk_get_staff (desk)->pin, ==, "");
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.read"), ==, YB_SCOPE_NONE);
  g_assert_false (yb_desk_may_ask_for (desk, "deal.refund"));
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "deal.create", "{'name':'X'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_FORBIDDEN, "staff.set-pin",
                 "{'password':'given','pin':'2580'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-password",
                 "{'current':'wrong','password':'my own words'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-password",
                 "{'current':'given','password':'given'}");
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-password",
                 "{'current':'given','password':'short'}");
  fixture_do (fixture, "sc", "staff.set-password", "{'current':'given','password':'my own words'}");
  g_assert_cmpint (yb_desk_get_staff (desk)->must_change, ==, 0);
  g_assert_cmpint (yb_desk_get_scope (desk, "deal.read"), ==, YB_SCOPE_OWN);
  g_assert_false (sign_in_anew (fixture, "sc", "given", NULL));
  g_assert_true (sign_in_anew (fixture, "sc", "my own words", NULL));
}

/* An administrator too: somebody else's password is not chosen with one that was given. */
static void
test_given_password_of_administrator (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;

  fixture_do (fixture, "ad", "staff.create", "{'code':'ad2','name':'X','roles':'ad','password':'given'}");
  g_assert_true (yb_desk_sign_in (desk, "ad2", "given", NULL));
  json_object_set_string_member (arguments, "staff", "sm");
  json_object_set_string_member (arguments, "password", "mine alone");
  answer = yb_desk_do (desk, "staff.set-password", arguments, &error);
  g_assert_null (answer);
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
}

/* Who came back by PIN has not shown that they know the password. */
static void
test_change_needs_the_password (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");

  give_pin (fixture, "sc");
  yb_desk_lock (desk);
  g_assert_true (yb_desk_sign_in (desk, "sc", PIN, NULL));
  fixture_fails (fixture, "sc", YB_DESK_ERROR_INVALID, "staff.set-password", "{'password':'my own words'}");
  yb_desk_lock (desk);
  g_assert_true (yb_desk_sign_in (desk, "sc", FIXTURE_PASSWORD, NULL));
  fixture_do (fixture, "sc", "staff.set-password", "{'password':'my own words'}");
}

static void
test_closed_account_is_out (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");

  give_pin (fixture, "sc");
  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'sc'}");
  while (yb_desk_get_staff (desk) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, NULL));
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
  fixture_do (fixture, "ad", "staff.activate", "{'staff':'sc'}");
  g_assert_true (sign_in_anew (fixture, "sc", FIXTURE_PASSWORD, NULL));
  g_assert_false (sign_in_anew (fixture, "sc", PIN, NULL));
}

/* ---- approval ---- */

static gint64
ask_for_loss (Fixture *fixture)
{
  gint64 deal = fixture_new_deal (fixture);

  fixture_do (fixture, "sc", "deal.lose", "{'deal':%d,'reason':'dropped','text':'bought nothing at all'}",
              (int) deal);
  return deal;
}

static JsonObject *
confirm_loss (Fixture *fixture, gint64 deal, const char *code, const char *password, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  json_object_set_int_member (arguments, "deal", deal);
  return yb_desk_do_approved (fixture_desk (fixture, "sc"), "deal.confirm-loss", arguments, code, password,
                              error);
}

static void
assert_not_approved (Fixture *fixture, gint64 deal, const char *code, const char *password)
{
  g_autoptr (GError) error = NULL;
  gint64 before = fixture_n_audit (fixture);
  g_autoptr (YbDeal) row = NULL;

  g_assert_null (confirm_loss (fixture, deal, code, password, &error));
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  row = fixture_deal (fixture, deal);
  g_assert_cmpint (row->outcome, ==, YB_OUTCOME_OPEN);
  g_assert_cmpint (fixture_n_audit (fixture), >=, before);
}

static void
test_approval (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  gint64 deal = ask_for_loss (fixture);
  gint64 manager = YB_ROW (yb_desk_get_staff (fixture_desk (fixture, "sm")))->id;
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) history = NULL;
  const YbDealHistory *step;

  json_object_set_int_member (arguments, "deal", deal);
  g_assert_null (yb_desk_do (desk, "deal.confirm-loss", arguments, &error));
  g_assert_cmpstr (yb_desk_error_get_approvable (error), ==, "deal.confirm-loss");
  g_assert_true (yb_desk_may_ask_for (desk, "deal.confirm-loss"));
  g_assert_false (yb_desk_may_ask_for (desk, "staff.manage"));
  g_assert_false (yb_desk_may_ask_for (fixture_desk (fixture, "ad"), "deal.confirm-loss"));
  g_clear_error (&error);

  assert_not_approved (fixture, deal, "sm", "wrong");
  assert_not_approved (fixture, deal, "sc2", FIXTURE_PASSWORD); /* has not the right either */
  assert_not_approved (fixture, deal, "sc", FIXTURE_PASSWORD);  /* nobody approves their own */
  assert_not_approved (fixture, deal, "nobody", FIXTURE_PASSWORD);

  answer = confirm_loss (fixture, deal, "sm", FIXTURE_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
  /* It is still the first person's doing, with the second one's name. */
  g_assert_cmpstr (yb_desk_get_staff (desk)->code, ==, "sc");
  history = fixture_history (fixture, deal);
  step = g_ptr_array_index (history, history->len - 1);
  g_assert_cmpint (step->staff, ==, YB_ROW (yb_desk_get_staff (desk))->id);
  g_assert_cmpint (step->approver, ==, manager);
}

/* The audit row names who approved; whoever has the right alone needs nobody, whatever was typed. */
static void
test_approval_in_the_audit (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = ask_for_loss (fixture);
  gint64 manager = YB_ROW (yb_desk_get_staff (fixture_desk (fixture, "sm")))->id;
  g_autoptr (JsonObject) answer = confirm_loss (fixture, deal, "sm", FIXTURE_PASSWORD, NULL);
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (JsonObject) own = json_object_new ();
  g_autoptr (JsonObject) done = NULL;
  YbStatement *all = yb_connection_query (yb_store_get_reader (fixture->store), YB_SQL_STORE_AUDIT_CHAIN);
  guint n_approved = 0;

  g_assert_nonnull (answer);
  json_object_set_int_member (own, "deal", fixture_new_deal (fixture));
  json_object_set_string_member (own, "source", "web");
  done = yb_desk_do_approved (fixture_desk (fixture, "sc"), "deal.update", own, "sm", FIXTURE_PASSWORD, NULL);
  g_assert_nonnull (done);

  yb_statement_bind_number (all, 1, 0);
  while (yb_statement_step (all, NULL))
    if (yb_statement_number (all, 3) != 0)
      {
        n_approved++;
        g_assert_cmpstr (yb_statement_text (all, 5), ==, "deal.confirm-loss");
        g_assert_cmpint (yb_statement_number (all, 3), ==, manager);
      }
  yb_statement_reset (all);
  g_assert_cmpuint (n_approved, ==, 1);
  problems = yb_store_check (fixture->store, TRUE, NULL);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* A PIN is never enough to approve, guesses are counted, and a lock ends it. */
static void
test_approval_needs_the_password (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  gint64 deal = ask_for_loss (fixture);
  YbDesk *other = fixture_desk (fixture, "sm");

  give_pin (fixture, "sm");
  g_assert_cmpint (yb_desk_get_pin_state (other, "sm"), ==, YB_PIN_READY);
  for (guint i = 0; i < 5; i++)
    assert_not_approved (fixture, deal, "sm", PIN);
  assert_not_approved (fixture, deal, "sm", FIXTURE_PASSWORD);
  g_assert_false (sign_in_anew (fixture, "sm", FIXTURE_PASSWORD, NULL));
}

typedef struct
{
  gboolean done;
  JsonObject *answer;
} Waiter;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (GError) error = NULL;

  waiter->answer = yb_desk_do_finish (YB_DESK (source), result, &error);
  g_assert_true ((waiter->answer == NULL) == (error != NULL));
  waiter->done = TRUE;
}

static void
test_approval_async (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  gint64 deal = ask_for_loss (fixture);
  const char *const passwords[] = {"wrong", FIXTURE_PASSWORD};

  for (guint i = 0; i < G_N_ELEMENTS (passwords); i++)
    {
      g_autoptr (JsonObject) arguments = json_object_new ();
      Waiter waiter = {0};

      json_object_set_int_member (arguments, "deal", deal);
      yb_desk_do_approved_async (desk, "deal.confirm-loss", arguments, "sm", passwords[i], NULL, done_cb,
                                 &waiter);
      while (!waiter.done)
        g_main_context_iteration (NULL, TRUE);
      g_assert_true ((waiter.answer != NULL) == (i == 1));
      g_clear_pointer (&waiter.answer, json_object_unref);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  (*(guint *) user_data)++;
  return G_SOURCE_CONTINUE;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_assert_true (yb_desk_sign_in_finish (YB_DESK (source), result, NULL));
  *(gboolean *) user_data = TRUE;
}

/* Argon2 takes a tenth of a second and more: the window goes on drawing meanwhile. */
static void
test_window_goes_on (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  guint n_ticks = 0, id = g_timeout_add (5, tick_cb, &n_ticks);
  gboolean done = FALSE;

  yb_desk_sign_in_async (desk, "sc", FIXTURE_PASSWORD, NULL, signed_in_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_cmpuint (n_ticks, >=, 3);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sign-in/fitness", test_fitness);
  g_test_add_func ("/sign-in/delays", test_delays);
  g_test_add_func ("/sign-in/clock-set-back", test_clock_set_back);
  g_test_add_func ("/sign-in/set-pin", test_set_pin);
  g_test_add_func ("/sign-in/pin-within-shift", test_pin_within_shift);
  g_test_add_func ("/sign-in/pin-needs-the-password-here", test_pin_needs_the_password_here);
  g_test_add_func ("/sign-in/pin-failures", test_pin_failures);
  g_test_add_func ("/sign-in/at-once", test_at_once);
  g_test_add_func ("/sign-in/no-pin-where-nothing-is-written", test_no_pin_where_nothing_is_written);
  g_test_add_func ("/sign-in/password-of-somebody-else", test_password_of_somebody_else);
  g_test_add_func ("/sign-in/given-password-of-administrator", test_given_password_of_administrator);
  g_test_add_func ("/sign-in/change-needs-the-password", test_change_needs_the_password);
  g_test_add_func ("/sign-in/closed-account-is-out", test_closed_account_is_out);
  g_test_add_func ("/sign-in/approval", test_approval);
  g_test_add_func ("/sign-in/approval-in-the-audit", test_approval_in_the_audit);
  g_test_add_func ("/sign-in/approval-needs-the-password", test_approval_needs_the_password);
  g_test_add_func ("/sign-in/approval-async", test_approval_async);
  g_test_add_func ("/sign-in/window-goes-on", test_window_goes_on);

  return g_test_run ();
}
