/* SPDX-License-Identifier: GPL-3.0-or-later */

/* kill -9 at any moment: a worker of its own moves deals and acknowledges each move through a pipe; it is killed, and
 * the file must hold every move that was acknowledged. */

#include "config.h"

#include "fault-house.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#define MAX_LIFE_MS 60
/* The worker ends by itself, should nobody kill it. */
#define MAX_MOVES 100000
/* Checking takes longer with every move. */
#define ROUNDS_PER_HOUSE 25
#define CHECKPOINT_EVERY 20

static const char *program;

/* ---- the worker ---- */

static void
acknowledge (guint number)
{
  if (write (STDOUT_FILENO, &number, sizeof number) != sizeof number)
    _exit (5);
}

/* The control: a program that says "done" before it is. */
static gboolean
acknowledge_early (YbTransaction *transaction, gpointer data, GError **error)
{
  const YbAuditEntry entry = {.at = 1, .workstation = "", .verb = "test.none", .arguments = "{}"};

  acknowledge (*(guint *) data);
  yb_transaction_set_audit (transaction, &entry);
  return TRUE;
}

/* 0 tells the parent that the worker is at it. */
static int
work (const char *path, guint first, gboolean early)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbDesk) desk = fault_desk_open (path, &error);

  g_assert_no_error (error);
  acknowledge (0);
  for (guint number = first; number < first + MAX_MOVES; number++)
    {
      if (early && !yb_store_write (yb_desk_get_store (desk), acknowledge_early, &number, &error))
        return 3;
      if (!fault_move (desk, number, &error))
        g_error ("%s", error->message);
      if (!early)
        acknowledge (number);
      if (number % CHECKPOINT_EVERY == 0)
        yb_store_checkpoint (yb_desk_get_store (desk), NULL);
    }
  return 0;
}

/* ---- the parent ---- */

typedef struct
{
  GPid pid;
  int pipe;
} Worker;

static Worker
start_worker (const char *path, guint first, gboolean early)
{
  g_autofree char *number = g_strdup_printf ("%u", first);
  const char *arguments[] = {program, early ? "--early" : "--work", path, number, NULL};
  g_autoptr (GError) error = NULL;
  Worker worker;
  guint ready = 1;

  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &worker.pid, NULL, &worker.pipe, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (worker.pipe, &ready, sizeof ready), ==, sizeof ready);
  g_assert_cmpuint (ready, ==, 0);
  return worker;
}

/* Returns the last move that was acknowledged, 0 for none. */
static guint
kill_worker (Worker worker)
{
  guint number, last = 0;
  int status;

  g_usleep (g_test_rand_int_range (1, MAX_LIFE_MS + 1) * 1000);
  kill (worker.pid, SIGKILL);
  while (read (worker.pipe, &number, sizeof number) == sizeof number)
    last = number;
  close (worker.pipe);
  g_assert_cmpint (waitpid (worker.pid, &status, 0), ==, worker.pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  g_spawn_close_pid (worker.pid);
  return last;
}

typedef struct
{
  guint acknowledged;
  guint lost;
  guint bad;
  guint extra; /* committed, but killed before saying so: at most one a round */
} Score;

static Score
run_rounds (guint n_rounds, gboolean early)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "kill.yingbin", NULL);
  Score score = {0};
  guint n_moves = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autofree char *problem = NULL;
      guint before, last;

      if (i % ROUNDS_PER_HOUSE == 0)
        {
          fault_copy_house (path);
          n_moves = 0;
        }
      before = n_moves;
      last = kill_worker (start_worker (path, n_moves + 1, early));
      if (!fault_inspect (path, &n_moves, &problem))
        {
          g_test_message ("round %u: %s", i, problem);
          score.bad++;
          break;
        }
      last = MAX (last, before);
      score.acknowledged += last - before;
      score.lost += last > n_moves ? last - n_moves : 0;
      score.extra += n_moves > last ? n_moves - last : 0;
      g_assert_cmpuint (n_moves, <=, last + 1);
    }

  fault_folder_free (folder);
  g_test_message ("%u rounds: %u acknowledged, %u lost, %u bad, %u committed but not acknowledged", n_rounds,
                  score.acknowledged, score.lost, score.bad, score.extra);
  return score;
}

static void
test_kill (void)
{
  Score score = run_rounds (g_test_slow () ? 1000 : 20, FALSE);

  g_assert_cmpuint (score.acknowledged, >, 0);
  g_assert_cmpuint (score.lost, ==, 0);
  g_assert_cmpuint (score.bad, ==, 0);
}

/* The harness must see a program that acknowledges too early. */
static void
test_control (void)
{
  guint lost = 0;

  for (guint i = 0; i < 20 && lost == 0; i++)
    lost += run_rounds (5, TRUE).lost;
  g_assert_cmpuint (lost, >, 0);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && (g_str_equal (argv[1], "--work") || g_str_equal (argv[1], "--early")))
    return work (argv[2], g_ascii_strtoull (argv[3], NULL, 10), g_str_equal (argv[1], "--early"));

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/fault/kill/every-acknowledged-move-is-there", test_kill);
  g_test_add_func ("/fault/kill/control-early-acknowledgement-is-seen", test_control);
  return g_test_run ();
}
