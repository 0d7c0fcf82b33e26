/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-defaults.h"

#include "yb-defaults-resource.h"

/**
 * _yb_defaults_load:
 * @resource_path: a file of data/rules, compiled in
 *
 * Returns: (transfer full): its content
 */
GKeyFile *
_yb_defaults_load (const char *resource_path)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  GKeyFile *file = g_key_file_new ();

  bytes = g_resource_lookup_data (yb_defaults_get_resource (), resource_path, G_RESOURCE_LOOKUP_FLAGS_NONE,
                                  &error);
  g_assert_no_error (error);
  g_key_file_load_from_bytes (file, bytes, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);

  return file;
}
