/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Making the file of a house in two steps. The recovery key exists only with the file, and the file must not be there
 * before somebody has written the key down: so it is made under another name beside its place, and gets its own at the
 * end. What is given up is deleted, what a crash left behind as well. */

#include "config.h"

#include "yb-house-setup.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-desk-private.h"

#define SUFFIX ".setup"

static char *
temporary_path (const char *path)
{
  return g_strconcat (path, SUFFIX, NULL);
}

static gboolean
check_place (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
                   _ ("There is a file already: %s. Choose another name, or open it."), path);
      return FALSE;
    }
  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FAILED,
               /* Translators: a folder, why not */
               _ ("The folder “%s” cannot be made: %s."), folder, g_strerror (errno));
  return FALSE;
}

/**
 * yb_house_setup_begin:
 * @path: where the file is to be; nothing may be there yet. Its folder is made
 * @plan: what it is made from
 * @recovery_key: (out) (transfer full): the key to write down; free it with yb_recovery_key_free()
 * @error: one of YB_DESK_ERROR
 *
 * Makes the file under another name. It takes some seconds at most: for a worker thread.
 *
 * Returns: whether it is made; follow with yb_house_setup_commit() or yb_house_setup_discard()
 */
gboolean
yb_house_setup_begin (const char *path, const YbHousePlan *plan, char **recovery_key, GError **error)
{
  g_autofree char *temporary = NULL;

  g_return_val_if_fail (path != NULL && plan != NULL && recovery_key != NULL, FALSE);

  *recovery_key = NULL;
  if (!check_place (path, error))
    return FALSE;

  temporary = temporary_path (path);
  yb_house_setup_discard (path);
  return yb_desk_make_house (temporary, plan, recovery_key, error);
}

/* The new name has to be on the disk, too. */
static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;

  if (fsync (fd) != 0)
    g_info ("%s: %s", folder, g_strerror (errno));
  close (fd);
}

/**
 * yb_house_setup_commit:
 * @path: as given to yb_house_setup_begin()
 * @error: YB_DESK_ERROR_FAILED
 *
 * Gives the file its name.
 *
 * Returns: whether it is there
 */
gboolean
yb_house_setup_commit (const char *path, GError **error)
{
  g_autofree char *temporary = NULL;
  g_autoptr (GFile) from = NULL;
  g_autoptr (GFile) to = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (path != NULL, FALSE);

  temporary = temporary_path (path);
  from = g_file_new_for_path (temporary);
  to = g_file_new_for_path (path);
  if (g_file_move (from, to, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, NULL, NULL, NULL, &local_error))
    {
      sync_folder (path);
      return TRUE;
    }

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FAILED, _ ("The file cannot be put in its place: %s."),
               local_error->message);
  return FALSE;
}

/**
 * yb_house_setup_discard:
 * @path: as given to yb_house_setup_begin()
 *
 * Nothing is left of what was begun, here or where keys are remembered.
 */
void
yb_house_setup_discard (const char *path)
{
  g_autofree char *temporary = NULL;
  g_autoptr (YbStore) store = NULL;

  g_return_if_fail (path != NULL);

  temporary = temporary_path (path);
  store = g_file_test (temporary, G_FILE_TEST_EXISTS) ? yb_store_open (temporary, YB_STORE_NO_FLAGS, NULL)
                                                      : NULL;
  if (store != NULL)
    yb_store_forget_keys (store);
  g_clear_object (&store);
  _yb_desk_remove_file (temporary);
}

/**
 * yb_recovery_groups:
 * @recovery_key: a recovery key
 *
 * Returns: (transfer full): its groups, as they are read aloud
 */
char **
yb_recovery_groups (const char *recovery_key)
{
  g_return_val_if_fail (recovery_key != NULL, NULL);

  return g_strsplit (recovery_key, "-", -1);
}

/**
 * yb_recovery_group_fits:
 * @group: a group of the key
 * @typed: what somebody read from paper
 *
 * Returns: whether they are the same, whatever the case and blanks around
 */
gboolean
yb_recovery_group_fits (const char *group, const char *typed)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (group != NULL && typed != NULL, FALSE);

  stripped = g_strstrip (g_strdup (typed));
  return g_ascii_strcasecmp (group, stripped) == 0;
}
