/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every call by which SQLite asks for the disk or for memory fails, once or from then on, while a house is opened and
 * deals are moved. What was acknowledged is there, nothing is damaged, and the trouble is told in words. */

#include "config.h"

#include "fault-calls.h"
#include "fault-house.h"

#define N_MOVES 5
#define CHECKPOINT_AFTER 3
#define MAX_CALLS 100000
/* Of the calls for memory, of which there are thousands, and of those for the disk that fail for good, a short run takes
 * only these, other ones each time. */
#define STEP 127
#define DISK_STEP 3
#define CONTROL_STEP 20

typedef struct
{
  guint n_points;
  guint n_silent; /* nobody was told, and nothing was missing */
  guint bad;
  guint lost;
  guint leaks;
} Score;

typedef struct
{
  guint acknowledged;
  guint n_told;
  gboolean is_deaf; /* takes a refusal for done */
} Run;

/* Tries twice, as a person would. */
static YbDesk *
open_twice (const char *path, Run *run)
{
  g_autoptr (GError) error = NULL;
  YbDesk *desk = fault_desk_open (path, &error);

  if (desk != NULL)
    return desk;
  fault_assert_told (error);
  run->n_told++;
  g_clear_error (&error);
  desk = fault_desk_open (path, &error);
  if (desk == NULL)
    fault_assert_told (error);
  return desk;
}

static gboolean
move_twice (YbDesk *desk, guint number, Run *run)
{
  g_autoptr (GError) error = NULL;

  if (fault_move (desk, number, &error))
    return TRUE;
  fault_assert_told (error);
  run->n_told++;
  g_clear_error (&error);
  if (fault_move (desk, number, &error) || fault_was_moved (error))
    return TRUE;
  fault_assert_told (error);
  return FALSE;
}

static void
work (const char *path, Run *run)
{
  g_autoptr (YbDesk) desk = open_twice (path, run);

  for (guint i = 1; desk != NULL && i <= N_MOVES; i++)
    {
      if (!move_twice (desk, i, run) && !run->is_deaf)
        return;
      run->acknowledged = i;
      if (i == CHECKPOINT_AFTER)
        yb_store_checkpoint (yb_desk_get_store (desk), NULL);
    }
}

/* Returns whether the call was reached. */
static gboolean
run_point (const char *path,
           FaultCalls calls,
           guint nth,
           gboolean for_good,
           gint n_blocks,
           gboolean is_deaf,
           Score *score)
{
  Run run = {.is_deaf = is_deaf};
  g_autofree char *problem = NULL;
  gboolean has_failed;
  guint found;

  fault_copy_house (path);
  fault_calls_arm (calls, nth, for_good);
  work (path, &run);
  has_failed = fault_calls_disarm ();

  score->n_points++;
  score->leaks += fault_calls_get_n_blocks () > n_blocks;
  score->n_silent += has_failed && run.n_told == 0;
  /* One failing call must not keep anybody from working on. */
  if (!for_good && run.acknowledged != N_MOVES)
    {
      g_test_message ("call %u: stopped", nth);
      score->lost++;
    }
  if (!fault_inspect (path, &found, &problem))
    score->bad++;
  else if (found < run.acknowledged || found > run.acknowledged + 1)
    score->lost++;
  else
    return has_failed;

  if (!is_deaf)
    g_test_message ("call %u%s: %u acknowledged, %u there: %s", nth, for_good ? " and all after it" : "",
                    run.acknowledged, found, problem != NULL ? problem : "lost");
  return has_failed;
}

static void
run_all (FaultCalls calls, gboolean for_good, guint step)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "calls.yingbin", NULL);
  gint64 start = g_get_monotonic_time ();
  Score score = {0};
  guint nth = g_test_rand_int_range (1, step + 1);
  gint n_blocks;

  /* What SQLite keeps for good. */
  run_point (path, calls, MAX_CALLS, for_good, G_MAXINT, FALSE, &score);
  n_blocks = fault_calls_get_n_blocks ();
  while (run_point (path, calls, nth, for_good, n_blocks, FALSE, &score) && nth < MAX_CALLS)
    nth += step;
  fault_folder_free (folder);

  g_test_message ("%s, %s: %u points up to call %u, %u lost, %u bad, %u leaks, %u without a word; %.1f s",
                  calls == FAULT_CALLS_IO ? "disk" : "memory", for_good ? "for good" : "once", score.n_points,
                  nth, score.lost, score.bad, score.leaks, score.n_silent,
                  (g_get_monotonic_time () - start) / 1e6);
  g_assert_cmpuint (nth, >, step);
  g_assert_cmpuint (score.lost, ==, 0);
  g_assert_cmpuint (score.bad, ==, 0);
  g_assert_cmpuint (score.leaks, ==, 0);
}

static void
test_disk (gconstpointer for_good)
{
  gboolean all = g_test_slow () || !GPOINTER_TO_INT (for_good);

  run_all (FAULT_CALLS_IO, GPOINTER_TO_INT (for_good), all ? 1 : DISK_STEP);
}

static void
test_memory (gconstpointer for_good)
{
  run_all (FAULT_CALLS_MEMORY, GPOINTER_TO_INT (for_good), g_test_slow () ? 1 : STEP);
}

/* The control: who takes a refusal for done loses something, and the harness sees it. */
static void
test_control (void)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "calls.yingbin", NULL);
  Score score = {0};
  guint nth = 1;

  while (run_point (path, FAULT_CALLS_IO, nth, TRUE, G_MAXINT, TRUE, &score))
    nth += CONTROL_STEP;
  fault_folder_free (folder);
  g_test_message ("control: %u points, %u lost", score.n_points, score.lost);
  g_assert_cmpuint (score.lost, >, 0);
}

int
main (int argc, char *argv[])
{
  fault_init (&argc, &argv);
  fault_calls_init ();
  g_test_add_data_func ("/fault/calls/disk/once", GINT_TO_POINTER (FALSE), test_disk);
  g_test_add_data_func ("/fault/calls/disk/for-good", GINT_TO_POINTER (TRUE), test_disk);
  g_test_add_data_func ("/fault/calls/memory/once", GINT_TO_POINTER (FALSE), test_memory);
  g_test_add_data_func ("/fault/calls/memory/for-good", GINT_TO_POINTER (TRUE), test_memory);
  g_test_add_func ("/fault/calls/control-a-refusal-taken-for-done", test_control);
  return g_test_run ();
}
