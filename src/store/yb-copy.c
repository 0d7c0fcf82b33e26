/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-care-private.h"

#include <fcntl.h>
#include <unistd.h>
#include <glib/gstdio.h>

#define PAGES_PER_STEP (-1)

static gboolean
sync_path (const char *path, int flags)
{
  int descriptor = g_open (path, flags | O_CLOEXEC, 0);
  gboolean ok = descriptor >= 0 && fsync (descriptor) == 0;

  if (descriptor >= 0)
    close (descriptor);
  return ok;
}

/**
 * _yb_connection_copy:
 * @source: an open connection; what it sees is copied, wherever its file lies by now
 * @path: (type filename): the copy, for its owner alone
 *
 * Returns: whether the whole copy is on the disk
 */
gboolean
_yb_connection_copy (YbConnection *source, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int descriptor = g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  sqlite3 *target = NULL;
  sqlite3_backup *backup;
  gboolean ok = FALSE;

  /* Closed before SQLite opens it: closing it later would drop its locks. */
  if (descriptor >= 0)
    close (descriptor);
  if (sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK &&
      (backup = sqlite3_backup_init (target, "main", source->db, "main")) != NULL)
    {
      ok = sqlite3_backup_step (backup, PAGES_PER_STEP) == SQLITE_DONE;
      ok = sqlite3_backup_finish (backup) == SQLITE_OK && ok;
    }
  sqlite3_close (target);
  return ok && sync_path (path, O_RDONLY) && sync_path (folder, O_RDONLY | O_DIRECTORY);
}
