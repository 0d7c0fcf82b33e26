/* SPDX-License-Identifier: GPL-3.0-or-later */

/* kill -9 at any moment: a worker of its own moves deals and acknowledges each move through a pipe; it is killed, and
 * the file must hold every move that was acknowledged. */

#include "config.h"

#include "fault-house.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <sys/wait.h>

#include "yb-sql.h"
#include "yb-store-private.h"

#define MAX_LIFE_MS 60
#define MIGRATION_MS 12
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

/* Makes a file, or brings it up to date. */
static int
open_file (const char *path)
{
  YbStoreFlags flags = access (path, F_OK) == 0 ? YB_STORE_NO_FLAGS : YB_STORE_CREATE;
  g_autoptr (YbStore) store = NULL;

  acknowledge (0);
  store = yb_store_open (path, flags, NULL);
  if (store == NULL)
    return 3;
  acknowledge (1);
  pause ();
  return 0;
}

/* ---- the parent ---- */

typedef struct
{
  GPid pid;
  int pipe;
} Worker;

static Worker
start_worker (const char *task, const char *path, guint first)
{
  g_autofree char *number = g_strdup_printf ("%u", first);
  const char *arguments[] = {program, task, path, number, NULL};
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
kill_worker (Worker worker, guint most_ms)
{
  guint number, last = 0;
  int status;

  g_usleep (g_test_rand_int_range (most_ms < MAX_LIFE_MS ? 0 : 1000, most_ms * 1000 + 1000));
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
      last = kill_worker (start_worker (early ? "--early" : "--work", path, n_moves + 1), MAX_LIFE_MS);
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

/* ---- a file that is being made or brought up to date ---- */

/* A file as the version of the program wrote it that knew so many steps; 0 for none. */
static void
write_old_file (const char *path, guint n_steps)
{
  g_autofree char *stamp = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u",
                                            YB_APPLICATION_ID_NUMBER, n_steps);
  sqlite3 *db = NULL;

  fault_remove_house (path);
  if (n_steps == 0)
    return;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  for (guint i = 0; i < n_steps; i++)
    g_assert_cmpint (sqlite3_exec (db, yb_sql_schema[i], NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, stamp, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static gint64
read_format (const char *path)
{
  g_autoptr (YbConnection) connection = _yb_connection_open (path, SQLITE_OPEN_READWRITE, NULL);

  return connection != NULL ? _yb_connection_pragma (connection, "PRAGMA user_version") : -1;
}

/* Killed in the middle, the file has the old format or the new one, and can be opened. */
static void
test_migration (gconstpointer data)
{
  guint from = GPOINTER_TO_UINT (data);
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "format.yingbin", NULL);
  guint n_rounds = g_test_slow () ? 200 : 20;
  guint n_old = 0, n_new = 0, n_none = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (YbStore) store = NULL;
      guint acknowledged;
      gint64 format;

      write_old_file (path, from);
      acknowledged = kill_worker (start_worker ("--open", path, 0), MIGRATION_MS);
      if (access (path, F_OK) != 0 && acknowledged == 0)
        {
          n_none++;
          continue;
        }
      format = read_format (path);
      g_assert_true (format == from || format == yb_sql_n_schema);
      g_assert_true (acknowledged == 0 || format == yb_sql_n_schema);
      n_old += format == from;
      n_new += format == yb_sql_n_schema;
      /* Before it was ours it was nobody's. */
      store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
      if (store == NULL && from == 0 && format == 0)
        continue;
      g_assert_no_error (error);
      g_assert_cmpint (read_format (path), ==, yb_sql_n_schema);
    }
  fault_folder_free (folder);
  g_test_message ("from format %u: %u rounds, %u not begun, %u as before, %u done, 0 between", from, n_rounds,
                  n_none, n_old, n_new);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  if (argc == 4 && g_str_equal (argv[1], "--open"))
    return open_file (argv[2]);
  if (argc == 4 && (g_str_equal (argv[1], "--work") || g_str_equal (argv[1], "--early")))
    return work (argv[2], g_ascii_strtoull (argv[3], NULL, 10), g_str_equal (argv[1], "--early"));

  fault_init (&argc, &argv);
  g_test_add_func ("/fault/kill/every-acknowledged-move-is-there", test_kill);
  g_test_add_func ("/fault/kill/control-early-acknowledgement-is-seen", test_control);
  for (guint i = 0; i < yb_sql_n_schema; i++)
    {
      g_autofree char *name = g_strdup_printf ("/fault/kill/migration/from-%u", i);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_migration);
    }
  return g_test_run ();
}
