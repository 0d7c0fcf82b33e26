/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A file of 16 MiB beside the database that means nothing: when the disk is full it is given up, so that the work in hand
 * can be finished (reliability.md 2, "Disk full"). */

#include "config.h"

#include "yb-care-private.h"

#include <fcntl.h>
#include <unistd.h>
#include <glib/gstdio.h>

static char *
reserve_path (const char *path)
{
  return g_strconcat (path, "-reserve", NULL);
}

gboolean
_yb_reserve_exists (const char *path)
{
  g_autofree char *reserve = reserve_path (path);
  GStatBuf info;

  return g_stat (reserve, &info) == 0 && info.st_size >= YB_RESERVE_BYTES;
}

/* In blocks that the disk has given away. A file system that cannot do so gets no reserve: writing 16 MiB instead would
 * wear flash for nothing. */
gboolean
_yb_reserve_make (const char *path)
{
  g_autofree char *reserve = reserve_path (path);
  int descriptor = g_open (reserve, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean ok = descriptor >= 0 && fallocate (descriptor, 0, 0, YB_RESERVE_BYTES) == 0;

  if (descriptor >= 0)
    close (descriptor);
  if (descriptor >= 0 && !ok)
    g_unlink (reserve);
  return ok;
}

/* Returns whether there was one: then there is room again. */
gboolean
_yb_reserve_release (const char *path)
{
  g_autofree char *reserve = reserve_path (path);

  return g_unlink (reserve) == 0;
}
