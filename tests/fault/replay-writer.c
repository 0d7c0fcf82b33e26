/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For test-replay.py: writes a file in the way in which the window does, and says when it is done. */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <gio/gio.h>

#include "yb-import-map.h"

static const char map_text[] = "[import]\nkind=deal\n[columns]\nname=客户姓名\nstage=状态\n";

static int
save_map (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportMap) map = yb_import_map_load_from_data (map_text, -1, &error);

  if (map == NULL || !yb_import_map_save (map, file, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  return 0;
}

/* GLib's own file of settings, which is used where there is no dconf. */
static int
save_settings (void)
{
  g_autoptr (GSettings) settings = g_settings_new (YB_APPLICATION_ID);

  if (!g_settings_set_int (settings, "window-width", g_settings_get_int (settings, "window-width") + 1))
    return 1;
  g_settings_sync ();
  return 0;
}

int
main (int argc, char *argv[])
{
  int status = argc == 3 && strcmp (argv[1], "map") == 0 ? save_map (argv[2]) : save_settings ();

  if (status == 0 && (puts ("done") < 0 || fflush (stdout) != 0))
    return 1;
  return status;
}
