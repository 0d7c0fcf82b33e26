/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any text is a mapping or an error in words; a mapping that is saved is read back the same. */

#include "config.h"

#include "fuzz.h"

#include "yb-import-map.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportMap) map = yb_import_map_load_from_data ((const char *) data, size, &error);
  g_autoptr (YbImportMap) again = NULL;
  g_autofree char *text = NULL;
  g_autofree char *text_again = NULL;

  g_assert_true ((map == NULL) == (error != NULL));
  if (map == NULL)
    {
      g_assert_true (error->domain == YB_TABLE_ERROR && *error->message != '\0');
      return 0;
    }

  text = yb_import_map_to_data (map);
  again = yb_import_map_load_from_data (text, -1, &error);
  if (again == NULL)
    g_error ("%s in what was written:\n%s", error->message, text);
  text_again = yb_import_map_to_data (again);
  g_assert_cmpstr (text, ==, text_again);
  fuzz_planted (1, TRUE);
  return 0;
}
