/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-state.h"

#include "yb-settings.h"

/**
 * yb_board_state_is_collapsed:
 * @stage: code of a stage
 *
 * Returns: whether its column was collapsed when the board was used last
 */
gboolean
yb_board_state_is_collapsed (const char *stage)
{
  g_autoptr (GSettings) settings = yb_settings_open ();
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
  g_autoptr (GSettings) settings = yb_settings_open ();
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
