/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that people name: what they are, and why they cannot be read. */

#include "config.h"

#include "yb-table-private.h"

#include <glib/gi18n-lib.h>

/**
 * yb_table_explain_file_error:
 * @error: (inout): an error of GIO
 *
 * GIO tells the path once more and the name of a system call; people need to know what to look at.
 */
void
yb_table_explain_file_error (GError **error)
{
  static const struct
  {
    GIOErrorEnum code;
    const char *message;
  } sentences[] = {
      {G_IO_ERROR_NOT_FOUND, N_ ("There is no such file. Check the name.")},
      {G_IO_ERROR_NOT_DIRECTORY, N_ ("There is no such file. Check the name.")},
      {G_IO_ERROR_PERMISSION_DENIED, N_ ("You may not read this file.")},
      {G_IO_ERROR_IS_DIRECTORY, N_ ("This is a folder, not a file.")},
  };

  g_return_if_fail (error != NULL && *error != NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    if (g_error_matches (*error, G_IO_ERROR, (int) sentences[i].code))
      {
        g_clear_error (error);
        g_set_error_literal (error, G_IO_ERROR, (int) sentences[i].code, _ (sentences[i].message));
        return;
      }
}

static gboolean
refuse (const char *message, GError **error)
{
  g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_NOT_A_TABLE, message);
  return FALSE;
}

/**
 * _yb_table_open:
 * @file: a file
 * @folder: what to say of a folder
 * @odd: what to say of a pipe or a device: reading one would wait for ever
 * @size: (out): its size in bytes
 * @cancellable: (nullable): to call it off
 * @error: why not, in words
 *
 * Returns: (transfer full) (nullable): its content
 */
GFileInputStream *
_yb_table_open (GFile *file,
                const char *folder,
                const char *odd,
                goffset *size,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GFileInfo)
      info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                                G_FILE_QUERY_INFO_NONE, cancellable, &local_error);
  GFileInputStream *stream = NULL;

  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      refuse (folder, error);
      return NULL;
    }
  /* Of what stands in a folder that nobody may enter the kind is not known; opening it tells why. */
  if (info != NULL && g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR &&
      g_file_info_get_file_type (info) != G_FILE_TYPE_UNKNOWN)
    {
      refuse (odd, error);
      return NULL;
    }
  if (info != NULL)
    stream = g_file_read (file, cancellable, &local_error);
  if (stream == NULL)
    {
      yb_table_explain_file_error (&local_error);
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  *size = g_file_info_get_size (info);
  return stream;
}
