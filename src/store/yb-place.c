/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-place.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <gio/gio.h>
#include <gio/gunixmounts.h>
#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include "yb-store-error.h"

#define FUSE_MAGIC 0x65735546

/* File systems over a network (reliability.md 2). */
static const struct
{
  guint32 magic;
  const char *name;
} network_systems[] = {
    {0x6969, "NFS"},    {0x517b, "SMB"},     {0xff534d42, "CIFS"}, {0xfe534d42, "SMB2"},
    {0x01021997, "9P"}, {0x5346414f, "AFS"}, {0x00c36400, "Ceph"}, {0x73757245, "Coda"},
};

/* Programs that show a network as a folder. */
static const char *const network_mounts[] = {"fuse.sshfs",     "fuse.gvfsd-fuse", "fuse.rclone",
                                             "fuse.davfs",     "fuse.davfs2",     "fuse.s3fs",
                                             "fuse.curlftpfs", "fuse.glusterfs",  "fuse.smbnetfs"};

/* Programs that copy files behind the back of whoever writes them, by the folders that they keep. */
static const char *const synchronised_folders[] = {"Dropbox",      "OneDrive",  "坚果云",      "我的坚果云",
                                                   "Nutstore",     "iCloud",    "iCloudDrive", "百度网盘",
                                                   "BaiduNetdisk", "Nextcloud", "ownCloud",    "Google Drive",
                                                   "GoogleDrive",  "WPS云盘",   "WPSDrive",    "Syncthing"};

/* What some of them leave in the folder that they copy, whatever its name is. */
static const char *const synchronised_marks[] = {".dropbox.cache", ".stfolder"};

/* "OneDrive - Firm" and "Dropbox (Personal)" too, but not "Dropboxes". */
static gboolean
is_folder_of (const char *part, const char *folder)
{
  gsize length = strlen (folder);

  return g_ascii_strncasecmp (part, folder, length) == 0 &&
         (part[length] == '\0' || strchr (" -(_", part[length]) != NULL);
}

static const char *
find_synchronised (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_auto (GStrv) parts = g_strsplit (folder, G_DIR_SEPARATOR_S, -1);

  for (guint i = 0; parts[i] != NULL; i++)
    for (guint k = 0; k < G_N_ELEMENTS (synchronised_folders); k++)
      if (is_folder_of (parts[i], synchronised_folders[k]))
        return synchronised_folders[k];

  return NULL;
}

static const char *
find_mark (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  while (strlen (folder) > 1)
    {
      char *parent = g_path_get_dirname (folder);

      for (guint i = 0; i < G_N_ELEMENTS (synchronised_marks); i++)
        {
          g_autofree char *mark = g_build_filename (folder, synchronised_marks[i], NULL);

          if (g_file_test (mark, G_FILE_TEST_EXISTS))
            {
              g_free (parent);
              return i == 0 ? "Dropbox" : "Syncthing";
            }
        }
      g_free (folder);
      folder = parent;
      if (g_str_equal (folder, "."))
        break;
    }

  return NULL;
}

/**
 * _yb_place_judge:
 * @magic: of statfs()
 * @mount_type: (nullable): as the table of mounts calls it, for instance "fuse.sshfs"
 * @is_remote: what GIO says
 * @path: (type filename): the file
 * @name: (out) (transfer none): what is in the way, for people
 *
 * Looks at nothing but its arguments (reliability.md 2, "Network share").
 *
 * Returns: what such a place is
 */
YbPlace
_yb_place_judge (
    guint32 magic, const char *mount_type, gboolean is_remote, const char *path, const char **name)
{
  for (guint i = 0; i < G_N_ELEMENTS (network_systems); i++)
    if (magic == network_systems[i].magic)
      {
        *name = network_systems[i].name;
        return YB_PLACE_NETWORK;
      }
  for (guint i = 0; mount_type != NULL && i < G_N_ELEMENTS (network_mounts); i++)
    if (g_str_equal (mount_type, network_mounts[i]))
      {
        *name = network_mounts[i] + strlen ("fuse.");
        return YB_PLACE_NETWORK;
      }

  *name = "FUSE";
  if (is_remote)
    return YB_PLACE_NETWORK;
  if ((*name = find_synchronised (path)) != NULL)
    return YB_PLACE_SYNCHRONISED;

  *name = "FUSE";
  return magic == FUSE_MAGIC ? YB_PLACE_DOUBTFUL : YB_PLACE_LOCAL;
}

/* What statfs() cannot tell. Only asked where it says FUSE: it takes a millisecond of the start. */
static gboolean
ask_gio (const char *folder, char **mount_type)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileInfo)
      info = g_file_query_filesystem_info (file, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE, NULL, NULL);
  g_autoptr (GUnixMountEntry) mount = g_unix_mount_for (folder, NULL);

  *mount_type = mount != NULL ? g_strdup (g_unix_mount_get_fs_type (mount)) : NULL;
  return info != NULL && g_file_info_get_attribute_boolean (info, G_FILE_ATTRIBUTE_FILESYSTEM_REMOTE);
}

/**
 * _yb_place_of:
 * @path: (type filename): a file that need not exist
 * @name: (out) (transfer none): what is in the way, for people
 *
 * Returns: what the place of it is
 */
YbPlace
_yb_place_of (const char *path, const char **name)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *mount_type = NULL;
  gboolean is_remote = FALSE;
  struct statfs info;
  guint32 magic = 0;
  YbPlace place;

  if (statfs (folder, &info) == 0)
    magic = (guint32) info.f_type;
  if (magic == FUSE_MAGIC)
    is_remote = ask_gio (folder, &mount_type);
  place = _yb_place_judge (magic, mount_type, is_remote, path, name);
  if (place > YB_PLACE_DOUBTFUL)
    return place;

  *name = find_mark (path);
  return *name != NULL ? YB_PLACE_SYNCHRONISED : place;
}

/* Refuses where the file could not be kept safe. */
gboolean
_yb_place_check (const char *path, GError **error)
{
  const char *name;

  switch (_yb_place_of (path, &name))
    {
    case YB_PLACE_NETWORK:
      g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_REMOTE,
                   _ ("“%s” lies on a network share (%s). Keep the file on a disk of this computer."), path,
                   name);
      return FALSE;
    case YB_PLACE_SYNCHRONISED:
      g_set_error (
          error, YB_STORE_ERROR, YB_STORE_ERROR_REMOTE,
          _ ("“%s” lies in a synchronised folder (%s). Keep the file in a folder that no other program "
             "copies."),
          path, name);
      return FALSE;
    case YB_PLACE_LOCAL:
    case YB_PLACE_DOUBTFUL:
    default:
      return TRUE;
    }
}

/* For those who are no administrators; -1 when nobody can tell. */
gint64
_yb_place_free_bytes (const char *path)
{
  struct statvfs info;

  return statvfs (path, &info) == 0 ? (gint64) info.f_bavail * (gint64) info.f_frsize : -1;
}

/* With the rights that the program has now. */
gboolean
_yb_place_is_writable (const char *path, int *system_error)
{
  gboolean ok = faccessat (AT_FDCWD, path, W_OK, AT_EACCESS) == 0;

  *system_error = ok ? 0 : errno;
  return ok;
}
