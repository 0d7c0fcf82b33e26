/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A verified, encrypted backup against a plain copy of the same file (read, write, sync) in the same run:
 *
 *   bench-backup FILE [ROUNDS]
 *
 * FILE's keys must be in the cache of this computer. Ends with 1 if a backup takes more than twice as long. */

#include "config.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "yb-backup.h"

#define GOAL 2.0
#define BLOCK (64 * 1024)

static double
now (void)
{
  return g_get_monotonic_time () / 1e3;
}

static double
copy_plainly (const char *from, const char *to)
{
  g_autofree guint8 *block = g_malloc (BLOCK);
  double start = now ();
  int source = g_open (from, O_RDONLY | O_CLOEXEC, 0);
  int target = g_open (to, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  gssize n;

  if (source < 0 || target < 0)
    g_error ("%s cannot be copied", from);
  while ((n = read (source, block, BLOCK)) > 0)
    if (write (target, block, n) != n)
      g_error ("%s cannot be written", to);
  if (fsync (target) != 0)
    g_error ("%s cannot be synced", to);
  close (source);
  close (target);
  return now () - start;
}

static double
back_up (YbStore *store, const char *to)
{
  g_autoptr (GError) error = NULL;
  double start = now ();
  g_autoptr (YbBackup) backup = yb_store_backup (store, to, YB_BACKUP_ON_DEMAND, NULL, NULL, NULL, &error);

  if (backup == NULL)
    g_error ("%s", error->message);
  return now () - start;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double *first = a, *second = b;

  return *first < *second ? -1 : *first > *second;
}

int
main (int argc, char **argv)
{
  guint n_rounds = argc > 2 ? (guint) atoi (argv[2]) : 5;
  g_autofree char *copy = argc > 1 ? g_strconcat (argv[1], ".bench-copy", NULL) : NULL;
  g_autofree char *target = argc > 1 ? g_strconcat (argv[1], ".bench-backup", NULL) : NULL;
  g_autofree double *plain = g_new (double, n_rounds);
  g_autofree double *backup = g_new (double, n_rounds);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = NULL;
  GStatBuf info;

  if (argc < 2 || g_stat (argv[1], &info) != 0)
    g_error ("bench-backup FILE [ROUNDS]");
  store = yb_store_open (argv[1], YB_STORE_NO_FLAGS, &error);
  if (store == NULL)
    g_error ("%s", error->message);

  /* In turn, so that both see the same machine. The plain one reads a backup: SQLite's own file must not be closed here. */
  back_up (store, target);
  for (guint i = 0; i < n_rounds; i++)
    {
      plain[i] = copy_plainly (target, copy);
      backup[i] = back_up (store, target);
    }
  g_unlink (copy);
  g_unlink (target);
  qsort (plain, n_rounds, sizeof *plain, compare);
  qsort (backup, n_rounds, sizeof *backup, compare);
  g_print ("backup %.0f MB: plain copy %.0f ms, verified backup %.0f ms (medians of %u) = %.2fx (goal <= "
           "%.1fx) %s\n",
           info.st_size / 1e6, plain[n_rounds / 2], backup[n_rounds / 2], n_rounds,
           backup[n_rounds / 2] / plain[n_rounds / 2], GOAL,
           backup[n_rounds / 2] <= GOAL * plain[n_rounds / 2] ? "ok" : "MISSED");
  return backup[n_rounds / 2] <= GOAL * plain[n_rounds / 2] ? 0 : 1;
}
