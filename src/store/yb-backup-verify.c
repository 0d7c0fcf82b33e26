/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking at copies that are there. */

#include "config.h"

#include "yb-backup-folder.h"
#include "yb-backup-private.h"

#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define SHARE_OF_READING 0.6

/**
 * yb_backup_reason_label:
 * @reason: why a copy was made
 *
 * Returns: it, translated
 */
const char *
yb_backup_reason_label (YbBackupReason reason)
{
  switch (reason)
    {
    case YB_BACKUP_SCHEDULED:
      return _ ("hourly");
    case YB_BACKUP_BEFORE_IMPORT:
      return _ ("before an import");
    case YB_BACKUP_BEFORE_RESTORE:
      return _ ("before a restore");
    case YB_BACKUP_ON_DEMAND:
    default:
      return _ ("by hand");
    }
}

/**
 * yb_backup_open:
 * @path: (type filename): a file
 * @keys: (nullable): of the store; they prove the head
 * @error: YB_STORE_ERROR_NOT_OURS, _TOO_NEW, _DAMAGED or _OPEN
 *
 * Reads the head of a copy. One that was made with other keys stays YB_BACKUP_UNREAD.
 *
 * Returns: (transfer full) (nullable): the copy
 */
YbBackup *
yb_backup_open (const char *path, YbKeys *keys, GError **error)
{
  g_autoptr (YbBackupSource) source = NULL;
  YbBackup *backup;
  GStatBuf info;

  g_return_val_if_fail (path != NULL, NULL);

  if (keys != NULL)
    source = _yb_backup_source_new (path, yb_keys_get (keys, YB_KEY_BACKUP), NULL);
  if (source == NULL)
    source = _yb_backup_source_new (path, NULL, error);
  if (source == NULL)
    return NULL;

  backup = g_object_ref (_yb_backup_source_get_backup (source));
  if (g_stat (path, &info) == 0)
    backup->size = info.st_size;
  return backup;
}

/**
 * yb_backup_unlock:
 * @self: a copy
 * @secret: the password of anybody who was in it, or its recovery key
 * @error: why it does not open it
 *
 * Takes as long as a sign-in: call it on a worker.
 *
 * Returns: (transfer full) (nullable): its keys
 */
YbKeys *
yb_backup_unlock (YbBackup *self, const char *secret, GError **error)
{
  g_return_val_if_fail (YB_IS_BACKUP (self) && secret != NULL, NULL);

  return yb_key_wraps_open (self->wraps, secret, error);
}

typedef struct
{
  YbBackupProgress func;
  gpointer data;
  double share;
} Share;

static void
share_cb (double fraction, gpointer data)
{
  Share *share = data;

  if (share->func != NULL)
    share->func (fraction * share->share, share->data);
}

/* What is not encrypted does not get onto another disk than this person's own: a copy may lie on a stick. */
static char *
temporary_name (const char *path)
{
  g_autofree char *beside = g_path_get_dirname (path);
  g_autofree char *home = g_build_filename (g_get_user_data_dir (), "yingbin", NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf (".%s.%d.content", base, (int) getpid ());
  gboolean has_home = g_mkdir_with_parents (home, 0700) == 0 && g_access (home, W_OK) == 0;

  if (has_home && yb_backup_same_disk (beside, home) && g_access (beside, W_OK) == 0)
    return g_build_filename (beside, name, NULL);
  return g_build_filename (has_home ? home : g_get_tmp_dir (), name, NULL);
}

static gboolean
facts_fit (const YbBackup *self, const YbBackupFacts *facts)
{
  gsize size = 0;
  const void *hash = g_bytes_get_data (self->audit_hash, &size);

  return self->format == facts->format && self->audit_seq == facts->audit_seq &&
         self->audit_count == facts->audit_count && self->n_rows == facts->n_rows &&
         size == YB_AUDIT_HASH_BYTES && memcmp (hash, facts->audit_hash, size) == 0;
}

/* The decrypted content has a name only until it is open. */
static gboolean
check_deeply (YbBackup *self,
              YbBackupSource *source,
              YbKeys *keys,
              Share *share,
              GCancellable *cancellable,
              GError **error)
{
  g_autofree char *path = temporary_name (self->path);
  g_autoptr (YbConnection) connection = NULL;
  YbBackupFacts facts;
  gboolean chain_broken;

  _yb_backup_remove_database (path);
  if (!_yb_backup_read_content (source, path, share_cb, share, cancellable, error))
    return FALSE;

  connection = _yb_backup_open_content (path, keys, error);
  _yb_backup_remove_database (path);
  if (connection == NULL || !_yb_backup_check_content (connection, &facts, &chain_broken, error))
    return FALSE;
  if (facts_fit (self, &facts) && chain_broken == self->chain_broken)
    return TRUE;

  g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                       _ ("The content of this backup is not what its head says. Use another one."));
  return FALSE;
}

/**
 * yb_backup_verify:
 * @self: a copy
 * @keys: its keys
 * @deep: also whether the content is whole and is what the head says; else only whether the file is
 * @progress: (nullable): told how far it is
 * @progress_data: closure
 * @cancellable: (nullable): stops it
 * @error: YB_STORE_ERROR_DAMAGED, _NOT_OURS (other keys), _FULL; G_IO_ERROR_CANCELLED
 *
 * Decrypts the whole file. On a worker.
 *
 * Returns: whether it can be restored
 */
gboolean
yb_backup_verify (YbBackup *self,
                  YbKeys *keys,
                  gboolean deep,
                  YbBackupProgress progress,
                  gpointer progress_data,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (YbBackupSource) source = NULL;
  g_autoptr (GError) local_error = NULL;
  Share share = {progress, progress_data, deep ? SHARE_OF_READING : 1};
  gboolean ok;

  g_return_val_if_fail (YB_IS_BACKUP (self) && self->path != NULL && keys != NULL, FALSE);

  source = _yb_backup_source_new (self->path, yb_keys_get (keys, YB_KEY_BACKUP), &local_error);
  ok = source != NULL &&
       (deep ? check_deeply (self, source, keys, &share, cancellable, &local_error)
             : _yb_backup_read_content (source, NULL, share_cb, &share, cancellable, &local_error));
  if (ok)
    {
      self->trust = YB_BACKUP_VERIFIED;
      return TRUE;
    }

  if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED))
    {
      self->trust = YB_BACKUP_DAMAGED;
      g_free (self->problem);
      self->problem = g_strdup (local_error->message);
    }
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
