/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several processes write the same records as fast as they can: no change is lost, nobody is told that the file is
 * busy, nobody waits for long, and everybody gets a fair share. */

#include "config.h"

#include "fault-house.h"

#include <unistd.h>
#include <sys/wait.h>

#include "yb-deal.h"

#define N_WRITERS 6
/* Until all are at the line. */
#define START_US (G_USEC_PER_SEC / 2)

static const char *program;

typedef struct
{
  gint64 n_commits;
  gint64 n_refused;
  gint64 longest_us;
} Result;

/* ---- a writer ---- */

/* The control reads before its turn has come. */
typedef struct
{
  gint64 deal;
  gboolean is_careless;
  gint64 amount;
} Turn;

static gpointer
read_amount (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Turn *turn = data;
  g_autoptr (YbDeal) deal = yb_connection_get (connection, &yb_deal_row_type, turn->deal, error);

  if (deal == NULL)
    return NULL;
  turn->amount = deal->amount;
  return turn;
}

/* Reads, counts on and writes: what another one wrote in between would be lost. */
static gboolean
count_on (YbTransaction *transaction, gpointer data, GError **error)
{
  const YbAuditEntry entry = {.at = 1, .workstation = "", .verb = "test.count", .arguments = "{}"};
  const Turn *turn = data;
  g_autoptr (YbDeal) deal = yb_connection_get (yb_transaction_get_connection (transaction), &yb_deal_row_type,
                                               turn->deal, error);

  if (deal == NULL)
    return FALSE;
  deal->amount = (turn->is_careless ? turn->amount : deal->amount) + 1;
  yb_transaction_set_audit (transaction, &entry);
  return yb_transaction_update (transaction, YB_ROW (deal), error);
}

static int
count (const char *path, gint64 start, gint64 end, gboolean is_careless)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  Result result = {0};
  gint64 before = start;

  g_assert_no_error (error);
  g_usleep (MAX (0, start - g_get_monotonic_time ()));
  while (before < end)
    {
      Turn turn = {.deal = g_random_int_range (1, FAULT_DEALS + 1), .is_careless = is_careless};

      before = g_get_monotonic_time ();
      if (is_careless)
        yb_store_read (store, read_amount, &turn, NULL);
      if (yb_store_write (store, count_on, &turn, NULL))
        result.n_commits++;
      else
        result.n_refused++;
      result.longest_us = MAX (result.longest_us, g_get_monotonic_time () - before);
    }
  return write (STDOUT_FILENO, &result, sizeof result) == sizeof result ? 0 : 5;
}

/* ---- the parent ---- */

static gint64
read_sum (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_autoptr (GPtrArray) problems = NULL;
  gint64 sum = 0;

  g_assert_no_error (error);
  problems = yb_store_check (store, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 0);
  for (gint64 id = 1; id <= FAULT_DEALS; id++)
    {
      g_autoptr (YbDeal) deal = yb_store_get_row (store, &yb_deal_row_type, id);

      sum += deal->amount;
    }
  return sum;
}

static void
start_writer (const char *path, gint64 start, gint64 end, gboolean is_careless, GPid *pid, int *pipe)
{
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, start);
  g_autofree char *to = g_strdup_printf ("%" G_GINT64_FORMAT, end);
  const char *arguments[] = {program, is_careless ? "--careless" : "--count", path, from, to, NULL};
  g_autoptr (GError) error = NULL;

  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, pid, NULL,
                            pipe, NULL, &error);
  g_assert_no_error (error);
}

static Result
await_writer (GPid pid, int pipe)
{
  Result result;
  int status;

  g_assert_cmpint (read (pipe, &result, sizeof result), ==, sizeof result);
  close (pipe);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
  g_spawn_close_pid (pid);
  return result;
}

typedef struct
{
  Result all;
  gint64 least;
  gint64 n_lost;
} Score;

static Score
run_writers (gint64 seconds, gboolean is_careless)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "writers.yingbin", NULL);
  Score score = {.least = G_MAXINT64};
  GPid pids[N_WRITERS];
  int pipes[N_WRITERS];
  gint64 start, before;

  fault_copy_house (path);
  before = read_sum (path);
  start = g_get_monotonic_time () + START_US;
  for (guint i = 0; i < N_WRITERS; i++)
    start_writer (path, start, start + seconds * G_USEC_PER_SEC, is_careless, &pids[i], &pipes[i]);
  for (guint i = 0; i < N_WRITERS; i++)
    {
      Result one = await_writer (pids[i], pipes[i]);

      score.all.n_commits += one.n_commits;
      score.all.n_refused += one.n_refused;
      score.all.longest_us = MAX (score.all.longest_us, one.longest_us);
      score.least = MIN (score.least, one.n_commits);
    }
  score.n_lost = score.all.n_commits - (read_sum (path) - before);
  fault_folder_free (folder);

  g_test_message (
      "%d processes, %d s: %d commits, %d lost, %d refused, longest wait %.3f s, least share %.1f %%",
      N_WRITERS, (int) seconds, (int) score.all.n_commits, (int) score.n_lost, (int) score.all.n_refused,
      score.all.longest_us / 1e6, 100.0 * score.least / score.all.n_commits);
  return score;
}

static void
test_writers (void)
{
  Score score = run_writers (g_test_slow () ? 60 : 3, FALSE);

  g_assert_cmpint (score.n_lost, ==, 0);
  g_assert_cmpint (score.all.n_refused, ==, 0);
  /* In a short run, on a machine that does other things, chance has its share. */
  g_assert_cmpint (score.all.longest_us, <, (g_test_slow () ? 1 : 5) * G_USEC_PER_SEC);
  g_assert_cmpint (score.least * (g_test_slow () ? 10 : 25), >=, score.all.n_commits);
}

static void
test_control (void)
{
  g_assert_cmpint (run_writers (1, TRUE).n_lost, >, 0);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 5 && (g_str_equal (argv[1], "--count") || g_str_equal (argv[1], "--careless")))
    return count (argv[2], g_ascii_strtoll (argv[3], NULL, 10), g_ascii_strtoll (argv[4], NULL, 10),
                  g_str_equal (argv[1], "--careless"));

  fault_init (&argc, &argv);
  g_test_add_func ("/fault/writers/nobody-loses", test_writers);
  g_test_add_func ("/fault/writers/control-careless-writers-lose", test_control);
  return g_test_run ();
}
