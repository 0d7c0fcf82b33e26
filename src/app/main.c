/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <glib/gi18n.h>

#include "yb-application.h"
#include "yb-keys.h"

static gboolean
has_graphics_card (void)
{
  g_autoptr (GDir) folder = g_dir_open ("/dev/dri", 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;

  return FALSE;
}

/*
 * GTK loads OpenGL when it opens the display, also for windows that cairo draws: where the processor would
 * compute it,
 * that is a compiler of 20 MB and a third of the start for nothing.
 */
static void
leave_out_gl (void)
{
  if (gtk_get_minor_version () < 16)
    g_setenv ("GDK_DEBUG", "gl-disable", FALSE);
  else
    g_setenv ("GDK_DISABLE", "gl", FALSE);
}

/*
 * Where OpenGL would be computed by the processor, cairo draws 5 to 10 times faster and starts a second
 * earlier. A theme
 * forced from outside breaks libadwaita's rows. Both must be settled before GTK starts.
 */
static void
prepare_environment (void)
{
  if (g_getenv ("GSK_RENDERER") == NULL && !has_graphics_card ())
    {
      g_setenv ("GSK_RENDERER", "cairo", TRUE);
      leave_out_gl ();
    }
  g_unsetenv ("GTK_THEME");
}

int
main (int argc, char *argv[])
{
  g_autoptr (YbApplication) application = NULL;
  const char *locale_folder = g_getenv ("YINGBIN_LOCALEDIR");

  yb_memory_stays_here ();
  prepare_environment ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_folder != NULL ? locale_folder : YB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  application = yb_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
