/* SPDX-License-Identifier: GPL-3.0-or-later */

/* kill -9 at any moment: a worker of its own, or yingbinctl, moves deals and acknowledges each move through a pipe; it is
 * killed, and the file must hold every move that was acknowledged. */

#include "config.h"

#include "fault-house.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <sys/wait.h>

#include "yb-sql.h"
#include "yb-store-private.h"

#define MAX_LIFE_MS 60
#define MIGRATION_MS 12
#define MIGRATION_OF_HOUSE_MS 15
/* The worker ends by itself, should nobody kill it. */
#define MAX_MOVES 100000
#define MAX_LINES 3000
/* Checking takes longer with every move. */
#define ROUNDS_PER_HOUSE 25
#define CHECKPOINT_EVERY 20

static const char *program;

/* A step that no version of the program has yet, so that a file with content is brought up to date: the linker gives these
 * two to the store instead of its own (--wrap in meson.build). */
#define STEP_TO_COME                                                                                         \
  "CREATE TABLE to_come (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;"                                \
  "INSERT INTO to_come SELECT id, name FROM customer;"                                                       \
  "ALTER TABLE deal ADD COLUMN to_come TEXT NOT NULL DEFAULT '';"                                            \
  "UPDATE deal SET to_come = model;"                                                                         \
  "CREATE INDEX deal_to_come ON deal (to_come);"

extern const char *__wrap_yb_sql_schema[];
extern unsigned int __wrap_yb_sql_n_schema;
extern const char *const __real_yb_sql_schema[];
extern const unsigned int __real_yb_sql_n_schema;

const char *__wrap_yb_sql_schema[100];
unsigned int __wrap_yb_sql_n_schema;

static void
take_steps (gboolean with_step_to_come)
{
  for (guint i = 0; i < __real_yb_sql_n_schema; i++)
    __wrap_yb_sql_schema[i] = __real_yb_sql_schema[i];
  __wrap_yb_sql_schema[__real_yb_sql_n_schema] = STEP_TO_COME;
  __wrap_yb_sql_n_schema = __real_yb_sql_n_schema + (with_step_to_come ? 1 : 0);
}

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

static void
kill_at_random (Worker worker, guint most_ms)
{
  g_usleep (g_test_rand_int_range (most_ms < MAX_LIFE_MS ? 0 : 1000, most_ms * 1000 + 1000));
  kill (worker.pid, SIGKILL);
}

static void
await_death (Worker worker)
{
  int status;

  close (worker.pipe);
  g_assert_cmpint (waitpid (worker.pid, &status, 0), ==, worker.pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  g_spawn_close_pid (worker.pid);
}

/* Returns the last move that was acknowledged, 0 for none. */
static guint
kill_worker (Worker worker, guint most_ms)
{
  guint number, last = 0;

  kill_at_random (worker, most_ms);
  while (read (worker.pipe, &number, sizeof number) == sizeof number)
    last = number;
  await_death (worker);
  return last;
}

typedef struct
{
  guint acknowledged;
  guint lost;
  guint bad;
  guint extra; /* committed, but killed before saying so: at most one a round */
} Score;

/* Starts somebody who makes moves from @first on, kills it, and returns the last move that it acknowledged, 0 for none. */
typedef guint (*RoundFunc) (const char *path, guint first);

static guint
round_of_worker (const char *path, guint first)
{
  return kill_worker (start_worker ("--work", path, first), MAX_LIFE_MS);
}

static guint
round_of_hasty_worker (const char *path, guint first)
{
  return kill_worker (start_worker ("--early", path, first), MAX_LIFE_MS);
}

/* The real program: it answers each line after its commit. */
static guint
round_of_yingbinctl (const char *path, guint first)
{
  g_autofree char *program_path = g_test_build_filename (G_TEST_BUILT, "..", "src", "ctl", "yingbinctl",
                                                         NULL);
  g_autofree char *lines_path = g_strconcat (path, ".jsonl", NULL);
  const char *arguments[] = {program_path, "--database", path, "--as", FAULT_STAFF, "do", lines_path, NULL};
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "YINGBIN_PASSWORD", FAULT_PASSWORD, TRUE);
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_answers = 0;
  Worker worker;
  char byte;

  for (guint number = first; number < first + MAX_LINES; number++)
    {
      g_autofree char *line = fault_move_line (number);

      g_string_append_printf (lines, "%s\n", line);
    }
  g_assert_true (g_file_set_contents (lines_path, lines->str, lines->len, NULL));
  g_spawn_async_with_pipes (NULL, (char **) arguments, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &worker.pid, NULL, &worker.pipe, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read (worker.pipe, &byte, 1), ==, 1); /* it is at it */
  kill_at_random (worker, MAX_LIFE_MS);
  while (read (worker.pipe, &byte, 1) == 1)
    n_answers += byte == '\n';
  await_death (worker);
  return n_answers > 0 ? first + n_answers - 1 : 0;
}

static Score
run_rounds (guint n_rounds, RoundFunc run_round)
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
      last = run_round (path, n_moves + 1);
      last = MAX (last, before);
      if (!fault_inspect (path, &n_moves, &problem))
        {
          g_test_message ("round %u: %s", i, problem);
          score.bad++;
          break;
        }
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
assert_nothing_lost (guint n_quick, guint n_slow, RoundFunc run_round)
{
  Score score = run_rounds (g_test_slow () ? n_slow : n_quick, run_round);

  g_assert_cmpuint (score.acknowledged, >, 0);
  g_assert_cmpuint (score.lost, ==, 0);
  g_assert_cmpuint (score.bad, ==, 0);
}

static void
test_kill (void)
{
  assert_nothing_lost (20, 1000, round_of_worker);
}

static void
test_yingbinctl (void)
{
  assert_nothing_lost (10, 1000, round_of_yingbinctl);
}

/* The harness must see a program that acknowledges too early. */
static void
test_control (void)
{
  guint lost = 0;

  for (guint i = 0; i < 20 && lost == 0; i++)
    lost += run_rounds (5, round_of_hasty_worker).lost;
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

static gboolean
has_step_to_come (const char *path)
{
  sqlite3 *db = NULL;
  gboolean has;

  g_assert_cmpint (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  has = sqlite3_exec (db, "SELECT to_come FROM deal; SELECT id, name FROM to_come", NULL, NULL, NULL) ==
        SQLITE_OK;
  sqlite3_close (db);
  return has;
}

/* The same with a house in the file. */
static void
test_migration_of_house (void)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "format.yingbin", NULL);
  g_autofree char *copy = g_strdup_printf ("%s.format-%u-backup", path, __real_yb_sql_n_schema);
  guint n_rounds = g_test_slow () ? 200 : 10;
  guint n_old = 0, n_new = 0;

  for (guint i = 0; i < n_rounds; i++)
    {
      g_autofree char *problem = NULL;
      guint acknowledged, n_moves;
      gint64 format;

      fault_copy_house (path);
      g_unlink (copy);
      acknowledged = kill_worker (start_worker ("--migrate", path, 0), MIGRATION_OF_HOUSE_MS);
      format = read_format (path);
      g_assert_true (format == __real_yb_sql_n_schema || format == __real_yb_sql_n_schema + 1);
      g_assert_true (has_step_to_come (path) == (format > __real_yb_sql_n_schema));
      g_assert_true (acknowledged == 0 || format > __real_yb_sql_n_schema);
      n_old += format == __real_yb_sql_n_schema;
      n_new += format > __real_yb_sql_n_schema;

      take_steps (TRUE);
      if (!fault_inspect (path, &n_moves, &problem))
        g_error ("%s", problem);
      take_steps (FALSE);
      g_assert_true (has_step_to_come (path));
      /* The copy from before is whole, and the version before can go on with it. */
      if (!fault_inspect (copy, &n_moves, &problem))
        g_error ("%s", problem);
    }
  fault_folder_free (folder);
  g_test_message ("a house from format %u: %u rounds, %u as before, %u done, 0 between",
                  __real_yb_sql_n_schema, n_rounds, n_old, n_new);
}

int
main (int argc, char *argv[])
{
  program = argv[0];
  take_steps (argc == 4 && g_str_equal (argv[1], "--migrate"));
  if (argc == 4 && (g_str_equal (argv[1], "--open") || g_str_equal (argv[1], "--migrate")))
    return open_file (argv[2]);
  if (argc == 4 && (g_str_equal (argv[1], "--work") || g_str_equal (argv[1], "--early")))
    return work (argv[2], g_ascii_strtoull (argv[3], NULL, 10), g_str_equal (argv[1], "--early"));

  fault_init (&argc, &argv);
  g_test_add_func ("/fault/kill/every-acknowledged-move-is-there", test_kill);
  g_test_add_func ("/fault/kill/yingbinctl", test_yingbinctl);
  g_test_add_func ("/fault/kill/control-early-acknowledgement-is-seen", test_control);
  for (guint i = 0; i < yb_sql_n_schema; i++)
    {
      g_autofree char *name = g_strdup_printf ("/fault/kill/migration/from-%u", i);

      g_test_add_data_func (name, GUINT_TO_POINTER (i), test_migration);
    }
  g_test_add_func ("/fault/kill/migration/house", test_migration_of_house);
  return g_test_run ();
}
