/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Signing in while another program holds the file, as an import does. */

#include "config.h"

#include "desk-fixture.h"

/* Longer than the store itself waits (BUSY_DEADLINE_US of yb-connection.c): the second attempt counts. */
#define HELD_MS 12000

static gboolean
hold (YbTransaction *transaction, gpointer data, GError **error)
{
  g_atomic_int_set ((int *) data, 1);
  g_usleep (HELD_MS * 1000);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "held long enough");
  return FALSE;
}

typedef struct
{
  char *path;
  int holds;
} Other;

static gpointer
other_program (gpointer data)
{
  Other *other = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (other->path, YB_STORE_NO_FLAGS, &error);

  g_assert_no_error (error);
  g_assert_false (yb_store_write (store, hold, &other->holds, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  return NULL;
}

typedef struct
{
  guint n_told;
  gboolean done;
  gboolean granted;
} Waiter;

static void
waiting_cb (YbDesk *desk, const char *text, Waiter *waiter)
{
  g_assert_cmpuint (g_utf8_strlen (text, -1), >, 20);
  g_assert_false (waiter->done);
  waiter->n_told++;
}

static void
signed_in_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiter *waiter = user_data;
  g_autoptr (GError) error = NULL;

  waiter->granted = yb_desk_sign_in_finish (YB_DESK (source), result, &error);
  g_assert_no_error (error);
  waiter->done = TRUE;
}

static void
sign_in (YbDesk *desk, Waiter *waiter)
{
  yb_desk_sign_in_async (desk, "sc", FIXTURE_PASSWORD, NULL, signed_in_cb, waiter);
  while (!waiter->done)
    g_main_context_iteration (NULL, TRUE);
}

/* They wait, are told why, and are in when the other is done; nobody is told without need. */
static void
test_sign_in_waits (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbDesk) desk = yb_desk_new (fixture->store);
  g_autofree char *path = g_strdup (yb_store_get_path (fixture->store));
  Other other = {path, 0};
  Waiter held = {0};
  Waiter alone = {0};
  GThread *thread = g_thread_new ("other", other_program, &other);

  while (!g_atomic_int_get (&other.holds))
    g_usleep (1000);
  g_signal_connect (desk, "waiting", G_CALLBACK (waiting_cb), &held);
  sign_in (desk, &held);
  g_thread_join (thread);
  g_assert_true (held.granted);
  g_assert_cmpuint (held.n_told, ==, 1);

  sign_in (desk, &alone);
  g_assert_true (alone.granted);
  g_assert_cmpuint (held.n_told, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/waiting/sign-in", test_sign_in_waits);
  return g_test_run ();
}
