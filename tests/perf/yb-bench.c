/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a receptionist waits for, without the window, against what the disk and the data allow:
 *
 *   yb-bench [--data FOLDER | FOLDER] [--customers N]… [--rounds N] [--only move|board]
 *
 * The demo files are made once and kept in FOLDER, by the hash of the schema. Ends with 1 if a goal is missed. */

#include "config.h"

#include <locale.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "yb-demo.h"
#include "yb-desk.h"
#include "yb-row-list.h"

#include "bench-limit.h"

#define TYPICAL_CUSTOMERS 20000
#define BIG_CUSTOMERS 1000000
#define MONTHS 24
#define SHOWN_CARDS 50
/* Faster than any person, but with the rest in which a checkpoint carries the log over, as in real work. */
#define DEFAULT_PACE_MS 4
#define DEFAULT_ROUNDS 300
#define MS_PER_DAY G_GINT64_CONSTANT (86400000)

static gboolean missed;

static void
report (
    const char *name, guint customers, const char *figures, double measured, double goal, const char *unit)
{
  gboolean ok = measured <= goal;

  missed = missed || !ok;
  g_print ("%-14s %9u customers  %s  = %.2f%s (goal <= %.2f%s) %s\n", name, customers, figures, measured,
           unit, goal, unit, ok ? "ok" : "MISSED");
}

/* ---- the files ---- */

static char *
schema_hash (void)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < yb_sql_n_schema; i++)
    g_checksum_update (checksum, (const guchar *) yb_sql_schema[i], -1);
  return g_strndup (g_checksum_get_string (checksum), 12);
}

static void
progress_cb (double fraction, gpointer data)
{
  if (isatty (STDERR_FILENO))
    g_printerr ("\rmaking %s: %3.0f %%", (const char *) data, fraction * 100);
}

static char *
demo_file (const char *folder, guint customers)
{
  g_autofree char *hash = schema_hash ();
  g_autofree char *name = g_strdup_printf ("demo-%u-%s.yingbin", customers, hash);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *unfinished = g_strconcat (path, ".part", NULL);
  g_autoptr (GError) error = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&path);

  if (!isatty (STDERR_FILENO))
    g_printerr ("making %s: some minutes for a million customers", name);
  g_unlink (unfinished);
  if (!yb_demo_create (unfinished, customers, MONTHS, 1, NULL, progress_cb, name, NULL, &error))
    g_error ("%s: %s", unfinished, error->message);
  g_printerr ("\n");
  if (g_rename (unfinished, path) != 0)
    g_error ("%s cannot be renamed", unfinished);
  return g_steal_pointer (&path);
}

/* ---- a durable move ---- */

static GArray *
deals_in (YbStore *store, const char *stage, guint limit)
{
  YbStatement *ids = yb_connection_query (yb_store_get_reader (store), YB_SQL_BOARD_COLUMN_ALL);
  GArray *deals = g_array_new (FALSE, FALSE, sizeof (gint64));

  yb_statement_bind_number (ids, 1, limit);
  yb_statement_bind_text (ids, 3, stage);
  while (yb_statement_step (ids, NULL))
    {
      gint64 id = yb_statement_number (ids, 0);
      g_autoptr (YbDealCard) card = yb_store_get_row (store, &yb_deal_card_row_type, id);

      /* a deal that waits for a manager's word about its loss does not move */
      if (card->loss_requested_at == 0)
        g_array_append_val (deals, id);
    }

  return deals;
}

static double
move (YbDesk *desk, gint64 deal, const char *stage, const char *reason)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  double start;

  json_object_set_int_member (arguments, "deal", deal);
  json_object_set_string_member (arguments, "stage", stage);
  if (reason != NULL)
    json_object_set_string_member (arguments, "reason", reason);
  start = bench_now ();
  answer = yb_desk_do (desk, "deal.move", arguments, &error);
  if (answer == NULL)
    g_error ("deal %" G_GINT64_FORMAT ": %s", deal, error->message);
  return bench_now () - start;
}

/* The pages of a file that was just made are full to the brim: the first deal that comes to each of them splits it. And
 * its log is still short, and growing a file syncs in twice the time of overwriting it. A file in use has left both
 * behind. */
static void
wear_in (YbDesk *desk, GArray *deals)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < deals->len; i++)
    move (desk, g_array_index (deals, gint64, i), "PRESENT", "wrong_move");
  for (guint i = 0; i < deals->len; i++)
    move (desk, g_array_index (deals, gint64, i), "DRIVE", NULL);
  if (!yb_store_checkpoint (yb_desk_get_store (desk), &error))
    g_error ("%s", error->message);
}

typedef struct
{
  YbDesk *desk;
  GArray *deals;
  BenchDisk *disk;
  guint pace;
  BenchSeries limit;
  BenchSeries moves;
  GMainLoop *loop;
} MoveBench;

/* Every one of them after a rest, as at the desk: caches are cold and the disk sleeps. */
static void
add_pair (MoveBench *bench, gint64 deal, const char *stage, const char *reason)
{
  g_usleep (bench->pace * 1000);
  bench_series_add (&bench->limit, bench_disk_synced_write (bench->disk));
  g_usleep (bench->pace * 1000);
  bench_series_add (&bench->moves, move (bench->desk, deal, stage, reason));
}

/* Back and forth again, through right, gates, history, audit, sums and the disk. */
static gpointer
move_thread (gpointer data)
{
  MoveBench *bench = data;

  wear_in (bench->desk, bench->deals);
  for (guint i = 0; i < bench->deals->len; i++)
    {
      gint64 deal = g_array_index (bench->deals, gint64, (i * 7919) % bench->deals->len);

      add_pair (bench, deal, "PRESENT", "wrong_move");
      add_pair (bench, deal, "DRIVE", NULL);
    }
  g_main_loop_quit (bench->loop);
  return NULL;
}

/* As in the program: one thread writes, and the thread of the window hears of it. */
static void
bench_move (const char *path, guint customers, guint rounds, guint pace, double goal)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_autoptr (YbDesk) desk = NULL;
  g_autoptr (GArray) deals = NULL;
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (BenchDisk) disk = bench_disk_open (folder);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autofree char *figures = NULL;
  MoveBench bench = {0};

  if (store == NULL)
    g_error ("%s: %s", path, error->message);
  desk = yb_desk_new (store);
  if (!yb_desk_sign_in (desk, "sm", YB_DEMO_PASSWORD, &error))
    g_error ("%s", error->message);

  deals = deals_in (store, "DRIVE", rounds);
  bench = (MoveBench){.desk = desk, .deals = deals, .disk = disk, .pace = pace, .loop = loop};
  bench_series_init (&bench.limit);
  bench_series_init (&bench.moves);
  g_thread_unref (g_thread_new ("writer", move_thread, &bench));
  g_main_loop_run (loop);

  figures = g_strdup_printf (
      "p50 %.0f us, min %.0f, p99 %.0f; synced write p50 %.0f, min %.0f",
      bench_series_quantile (&bench.moves, 0.5), bench_series_quantile (&bench.moves, 0),
      bench_series_quantile (&bench.moves, 0.99), bench_series_quantile (&bench.limit, 0.5),
      bench_series_quantile (&bench.limit, 0));
  report ("durable move", customers, figures,
          bench_series_quantile (&bench.moves, 0.5) / bench_series_quantile (&bench.limit, 0.5), goal, "x");
  bench_series_clear (&bench.limit);
  bench_series_clear (&bench.moves);
}

/* ---- the data of the board ---- */

static gint64
read_heads (YbConnection *reader, gint64 now)
{
  YbStatement *heads = yb_connection_query (reader, YB_SQL_BOARD_HEADS_ALL);
  gint64 sum = 0;

  yb_statement_bind_number (heads, 1, now);
  yb_statement_bind_number (heads, 2, now / MS_PER_DAY * MS_PER_DAY);
  while (yb_statement_step (heads, NULL))
    sum += yb_statement_number (heads, 1) + yb_statement_number (heads, 2) + yb_statement_number (heads, 3);
  return sum;
}

/* Nine columns of fifty live cards and their heads, as the page asks for them. */
static double
read_board (YbStore *store, guint *n_cards)
{
  gint64 now = g_get_real_time () / 1000;
  double start = bench_now ();
  YbConnection *reader = yb_store_get_reader (store);
  GPtrArray *columns[YB_N_STAGES + 1] = {NULL};
  double us;

  yb_store_begin_snapshot (store);
  for (int stage = 1; stage <= YB_N_STAGES; stage++)
    {
      const char *code = yb_enum_code (&yb_stage_enum, stage);
      YbStatement *ids = yb_connection_query (reader, YB_SQL_BOARD_COLUMN_ALL);
      gint64 shown[SHOWN_CARDS];
      guint n = 0;

      yb_statement_bind_number (ids, 1, SHOWN_CARDS);
      yb_statement_bind_text (ids, 3, code);
      while (yb_statement_step (ids, NULL))
        shown[n++] = yb_statement_number (ids, 0);
      columns[stage] = yb_store_get_rows (store, &yb_deal_card_row_type, shown, n);
    }
  read_heads (reader, now);
  yb_store_end_snapshot (store);
  us = bench_now () - start;

  *n_cards = 0;
  for (int stage = 1; stage <= YB_N_STAGES; stage++)
    {
      *n_cards += columns[stage]->len;
      g_ptr_array_unref (columns[stage]);
    }
  return us;
}

static void
bench_board (const char *path, guint customers, guint rounds)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_auto (BenchSeries) series = {NULL};
  g_autofree char *figures = NULL;
  guint n_cards = 0;

  if (store == NULL)
    g_error ("%s: %s", path, error->message);

  bench_series_init (&series);
  for (guint i = 0; i < rounds + 5; i++)
    {
      double us = read_board (store, &n_cards);

      if (i >= 5)
        bench_series_add (&series, us);
    }
  figures = g_strdup_printf ("%u cards and 9 heads: p50 %.0f us, min %.0f, p99 %.0f", n_cards,
                             bench_series_quantile (&series, 0.5), bench_series_quantile (&series, 0),
                             bench_series_quantile (&series, 0.99));
  report ("board data", customers, figures, bench_series_quantile (&series, 0.5) / 1000, 0.8, " ms");
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autofree char *only = NULL;
  int customers = 0, rounds = DEFAULT_ROUNDS, pace = DEFAULT_PACE_MS;
  const GOptionEntry entries[] = {
      {"data", 0, 0, G_OPTION_ARG_FILENAME, &folder, "Where the demo files are kept", "FOLDER"},
      {"customers", 0, 0, G_OPTION_ARG_INT, &customers, "One size instead of both", "N"},
      {"rounds", 0, 0, G_OPTION_ARG_INT, &rounds, "Moves and boards to measure", "N"},
      {"pace", 0, 0, G_OPTION_ARG_INT, &pace, "Rest between two moves", "MS"},
      {"only", 0, 0, G_OPTION_ARG_STRING, &only, "One measurement instead of all", "move|board"},
      {NULL},
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  const guint sizes[] = {TYPICAL_CUSTOMERS, BIG_CUSTOMERS};
  const double goals[] = {2.0, 2.5};

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (folder == NULL && argc > 1)
    folder = g_strdup (argv[1]);
  if (folder == NULL)
    folder = g_build_filename (g_get_user_cache_dir (), "yingbin-bench", NULL);
  g_mkdir_with_parents (folder, 0700);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (customers == 0 || (guint) customers == sizes[i])
      {
        g_autofree char *path = demo_file (folder, sizes[i]);

        if (only == NULL || g_str_equal (only, "move"))
          bench_move (path, sizes[i], rounds, pace, goals[i]);
        if (only == NULL || g_str_equal (only, "board"))
          bench_board (path, sizes[i], rounds);
      }

  return missed ? 1 : 0;
}
