/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-settings.h"

/**
 * yb_settings_open:
 *
 * The program also runs where its schema is not installed, for instance from the build folder: it then
 * forgets.
 *
 * Returns: (transfer full) (nullable): what the program remembers, %NULL without a schema
 */
GSettings *
yb_settings_open (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, YB_APPLICATION_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}
