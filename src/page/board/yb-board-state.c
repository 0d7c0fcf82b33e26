/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-state.h"

#include <gio/gio.h>

/* Where the schema is not installed (a run from the build folder), nothing is remembered. */
static GSettings *
find_settings (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, YB_APPLICATION_ID, TRUE);

  return schema != NULL ? g_settings_new_full (schema, NULL, NULL) : NULL;
}

/**
 * yb_board_state_is_collapsed:
 * @stage: code of a stage
 *
 * Returns: whether its column was collapsed when the board was used last
 */
gboolean
yb_board_state_is_collapsed (const char *stage)
{
  g_autoptr (GSettings) settings = find_settings ();
  g_auto (GStrv) stages = NULL;

  g_return_val_if_fail (stage != NULL, FALSE);

  if (settings == NULL)
    return FALSE;

  stages = g_settings_get_strv (settings, "collapsed-stages");
  return g_strv_contains ((const char *const *) stages, stage);
}

/**
 * yb_board_state_set_collapsed:
 * @stage: code of a stage
 * @collapsed: whether its column is collapsed
 */
void
yb_board_state_set_collapsed (const char *stage, gboolean collapsed)
{
  g_autoptr (GSettings) settings = find_settings ();
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) stages = NULL, left = NULL;

  g_return_if_fail (stage != NULL);

  if (settings == NULL)
    return;

  stages = g_settings_get_strv (settings, "collapsed-stages");
  for (guint i = 0; stages[i] != NULL; i++)
    if (!g_str_equal (stages[i], stage))
      g_strv_builder_add (builder, stages[i]);
  if (collapsed)
    g_strv_builder_add (builder, stage);
  left = g_strv_builder_end (builder);
  g_settings_set_strv (settings, "collapsed-stages", (const char *const *) left);
}
