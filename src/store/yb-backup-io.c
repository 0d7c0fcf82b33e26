/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What backup, restore and salvage do with files. */

#include "config.h"

#include "yb-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

gboolean
_yb_backup_set_file_error (GError **error, int system_errno, const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  if (system_errno == ENOSPC || system_errno == EDQUOT || system_errno == EFBIG)
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_FULL,
                 _ ("The disk of “%s” is full. Free some space, then try again; nothing was lost."), name);
  else
    g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN, "%s: %s", path, g_strerror (system_errno));
  return FALSE;
}

/* A new file for the owner alone. -1: error is set */
int
_yb_backup_make_file (const char *path, GError **error)
{
  int descriptor = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (descriptor < 0)
    _yb_backup_set_file_error (error, errno, path);
  return descriptor;
}

gboolean
_yb_backup_write_all (int descriptor, const guint8 *data, gsize size, GError **error)
{
  while (size > 0)
    {
      gssize n = write (descriptor, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return _yb_backup_set_file_error (error, errno, _ ("backup"));
      data += n;
      size -= n;
    }

  return TRUE;
}

gboolean
_yb_backup_sync (int descriptor, const char *path, GError **error)
{
  return fsync (descriptor) == 0 || _yb_backup_set_file_error (error, errno, path);
}

/* The folder of path: so that the name survives a power cut. */
gboolean
_yb_backup_sync_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int descriptor = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean ok = descriptor >= 0 && _yb_backup_sync (descriptor, folder, error);

  if (descriptor < 0)
    _yb_backup_set_file_error (error, errno, folder);
  else
    close (descriptor);
  return ok;
}

void
_yb_backup_remove_database (const char *path)
{
  static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
copy_content (int from, int to, const char *source, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (YB_BACKUP_CHUNK);

  for (;;)
    {
      gssize n = read (from, buffer, YB_BACKUP_CHUNK);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return _yb_backup_set_file_error (error, errno, source);
      if (n == 0)
        return TRUE;
      if (!_yb_backup_write_all (to, buffer, n, error))
        return FALSE;
    }
}

/* A plain copy; target must not be there yet. Never of a database that this process has open: closing its file
 * would drop SQLite's locks. */
gboolean
_yb_backup_copy_file (const char *source, const char *target, gboolean durable, GError **error)
{
  int from = g_open (source, O_RDONLY | O_CLOEXEC, 0);
  int to;
  gboolean ok;

  if (from < 0)
    return _yb_backup_set_file_error (error, errno, source);

  to = _yb_backup_make_file (target, error);
  ok = to >= 0 && copy_content (from, to, source, error) && (!durable || _yb_backup_sync (to, target, error));
  close (from);
  if (to >= 0)
    close (to);
  if (to >= 0 && !ok)
    g_unlink (target);
  return ok;
}

/* Decrypts all of source into a new file. %FALSE leaves none. */
gboolean
_yb_backup_read_content (YbBackupSource *source,
                         const char *path,
                         YbBackupProgress progress,
                         gpointer progress_data,
                         GCancellable *cancellable,
                         GError **error)
{
  gint64 total = MAX (1, _yb_backup_source_get_backup (source)->content_size);
  int descriptor = path != NULL ? _yb_backup_make_file (path, error) : -1;
  const guint8 *data;
  gint64 done = 0;
  gssize n;
  gboolean ok;

  if (path != NULL && descriptor < 0)
    return FALSE;

  while ((n = _yb_backup_source_read (source, &data, error)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (descriptor >= 0 && !_yb_backup_write_all (descriptor, data, n, error)))
        break;
      done += n;
      if (progress != NULL)
        progress ((double) done / total, progress_data);
    }
  ok = n == 0 && (descriptor < 0 || _yb_backup_sync (descriptor, path, error));
  if (descriptor >= 0)
    close (descriptor);
  if (ok && done != _yb_backup_source_get_backup (source)->content_size)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                           _ ("This backup is damaged or was cut off. Use another one."));
      ok = FALSE;
    }
  if (path != NULL && !ok)
    g_unlink (path);
  return ok;
}
