/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-widget.h"

#include "yb-widget-resources.h"

/**
 * yb_widget_init:
 *
 * Loads the style sheet of the widgets for the default display. To be called once GTK is initialised;
 * further calls do nothing.
 */
void
yb_widget_init (void)
{
  static gboolean done;
  g_autoptr (GtkCssProvider) provider = NULL;
  GdkDisplay *display = gdk_display_get_default ();

  if (done || display == NULL)
    return;

  g_resources_register (yb_widget_get_resource ());
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/cn/yingbin/Yingbin/widget/widget.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  done = TRUE;
}
