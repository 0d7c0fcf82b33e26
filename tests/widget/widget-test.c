/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "widget-test.h"

#include "yb-calendar.h"
#include "yb-widget.h"

/* Without a display the whole program is skipped, as TAP says it. */
gboolean
widget_test_init (int *argc, char ***argv)
{
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP no display\n");
      return FALSE;
    }

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  yb_widget_init ();
  yb_calendar_set_zone ("Asia/Shanghai");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  return TRUE;
}

/* Lets idle work and the next frames happen. */
void
widget_test_settle (void)
{
  gint64 start = g_get_monotonic_time (), quiet_since = start;

  /* Quiet for a while, so that a busy machine gets the time it needs. */
  while (g_get_monotonic_time () < quiet_since + 80000 && g_get_monotonic_time () < start + 2000000)
    if (g_main_context_iteration (NULL, FALSE))
      quiet_since = g_get_monotonic_time ();
    else
      g_usleep (1000);
}

GtkWidget *
widget_test_show (GtkWidget *child, int width, int height)
{
  GtkWidget *window = gtk_window_new ();

  g_object_ref (window);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  return window;
}

void
widget_test_close (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  widget_test_settle ();
  g_assert_finalize_object (window);
}

GtkEventController *
widget_test_controller (gpointer widget, GType type, guint button)
{
  g_autoptr (GListModel) model = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (model, i);

      if (G_TYPE_CHECK_INSTANCE_TYPE (controller, type) &&
          (button == 0 || gtk_gesture_single_get_button (GTK_GESTURE_SINGLE (controller)) == button))
        return controller;
    }
  g_assert_not_reached ();
}
