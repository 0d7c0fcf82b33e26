/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the disk of fault-disk.c may hold after its power failed. */

#include "config.h"

#include "fault-disk-private.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#define SECTOR 512

static void
apply_torn (GByteArray *bytes, const FaultOperation *operation, GRand *random)
{
  gsize end = operation->offset + operation->length;

  if (operation->is_truncation)
    {
      _fault_disk_apply (bytes, operation);
      return;
    }

  for (gsize at = operation->offset; at < end; at += SECTOR)
    {
      gsize length = MIN (SECTOR, end - at);
      gboolean is_written = g_rand_boolean (random);

      if (at + length > bytes->len)
        {
          _fault_disk_set_length (bytes, at + length);
          /* The length grew before the data came: zeros, or what lay there before. */
          memset (bytes->data + at, g_rand_boolean (random) ? 0 : g_rand_int_range (random, 0, 256), length);
        }
      if (is_written)
        memcpy (bytes->data + at, operation->data + (at - operation->offset), length);
    }
}

static GByteArray *
content_after_cut (FaultFile *file, FaultImage image, GRand *random)
{
  GByteArray *bytes = g_byte_array_sized_new (file->synced->len);
  guint n = file->operations->len;

  g_byte_array_append (bytes, file->synced->data, file->synced->len);
  if (image == FAULT_IMAGE_DROP)
    n = 0;
  else if (image == FAULT_IMAGE_PREFIX)
    n = g_rand_int_range (random, 0, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const FaultOperation *operation = g_ptr_array_index (file->operations, i);

      if ((image == FAULT_IMAGE_SUBSET || image == FAULT_IMAGE_TORN) && g_rand_boolean (random))
        continue;
      if (image == FAULT_IMAGE_TORN)
        apply_torn (bytes, operation, random);
      else
        _fault_disk_apply (bytes, operation);
    }
  return bytes;
}

static gboolean
name_survives (FaultFile *file, FaultImage image, GRand *random)
{
  if (file->is_linked == file->is_durable)
    return file->is_linked;
  if (image == FAULT_IMAGE_DROP)
    return file->is_durable;
  return image == FAULT_IMAGE_KEEP ? file->is_linked : g_rand_boolean (random);
}

/**
 * fault_disk_write_image:
 * @folder: on the real disk, without files
 * @image: what kind of image
 * @random: for what chance decides
 *
 * Writes what the disk may hold after the power came back.
 */
void
fault_disk_write_image (const char *folder, FaultImage image, GRand *random)
{
  GPtrArray *files = _fault_disk_get_files ();

  /* Of two files with the same name the newer one wins. */
  for (guint i = files->len; i-- > 0;)
    {
      FaultFile *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_path_get_basename (file->name);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GByteArray) bytes = NULL;
      g_autoptr (GError) error = NULL;

      if (*file->name == '\0' || g_access (path, F_OK) == 0 || !name_survives (file, image, random))
        continue;
      bytes = content_after_cut (file, image, random);
      g_file_set_contents_full (path, (const char *) bytes->data, bytes->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                &error);
      g_assert_no_error (error);
    }
}
