/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who holds a file. Asked of /proc/locks: to open the file and ask fcntl() would drop SQLite's own locks when it is closed
 * again. */

#include "config.h"

#include "yb-care-private.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/sysmacros.h>

#define MAX_ENTRY 1024

static char *
read_line (int pid, const char *what)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/%s", pid, what);
  g_autofree char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return NULL;

  return g_utf8_make_valid (g_strchomp (text), -1);
}

static char *
user_name (uid_t user)
{
  char buffer[MAX_ENTRY];
  struct passwd entry, *found = NULL;

  if (getpwuid_r (user, &entry, buffer, sizeof buffer, &found) == 0 && found != NULL)
    return g_strdup (entry.pw_name);

  return g_strdup_printf ("%u", (guint) user);
}

static char *
describe (int pid)
{
  g_autofree char *name = read_line (pid, "comm");
  g_autofree char *folder = g_strdup_printf ("/proc/%d", pid);
  g_autofree char *user = NULL;
  GStatBuf info;

  if (name == NULL || g_stat (folder, &info) != 0)
    return NULL;

  user = user_name (info.st_uid);
  /* Translators: name of a program, number of its process, name of the user who started it */
  return g_strdup_printf (_ ("%s (process %d of %s)"), name, pid, user);
}

/* "1: POSIX  ADVISORY  WRITE 1234 fd:01:5678 120 120"; waiting ones have "->" after the number. */
static int
holder_of_line (const char *line, const GStatBuf *file)
{
  guint major_number, minor_number;
  gulong inode;
  int pid;

  if (sscanf (line, "%*d: %*s %*s WRITE %d %x:%x:%lu", &pid, &major_number, &minor_number, &inode) != 4 ||
      pid <= 0 || pid == getpid () || inode != file->st_ino || major_number != major (file->st_dev) ||
      minor_number != minor (file->st_dev))
    return 0;

  return pid;
}

/**
 * _yb_lock_holder:
 * @path: (type filename): a file of SQLite
 *
 * Returns: (transfer full) (nullable): the other program that may write it now, for people; %NULL when nobody can tell
 */
char *
_yb_lock_holder (const char *path)
{
  static const char *const suffixes[] = {"-shm", ""};
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!g_file_get_contents ("/proc/locks", &text, NULL, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  for (guint s = 0; s < G_N_ELEMENTS (suffixes); s++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[s], NULL);
      GStatBuf file;

      if (g_stat (name, &file) != 0)
        continue;
      for (guint i = 0; lines[i] != NULL; i++)
        {
          int pid = holder_of_line (lines[i], &file);
          char *holder = pid != 0 ? describe (pid) : NULL;

          if (holder != NULL)
            return holder;
        }
    }

  return NULL;
}
