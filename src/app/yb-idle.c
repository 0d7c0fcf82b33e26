/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How long nobody has touched the program: every window and dialog of it counts. */

#include "config.h"

#include "yb-idle.h"

struct _YbIdle
{
  GObject parent_instance;

  GListModel *toplevels;
  gint64 touched_at; /* monotonic time */
};

G_DEFINE_FINAL_TYPE (YbIdle, yb_idle, G_TYPE_OBJECT)

static gboolean
event_cb (YbIdle *self, GdkEvent *event)
{
  switch (gdk_event_get_event_type (event))
    {
    case GDK_KEY_PRESS:
    case GDK_BUTTON_PRESS:
    case GDK_MOTION_NOTIFY:
    case GDK_SCROLL:
    case GDK_TOUCH_BEGIN:
    case GDK_DRAG_MOTION:
      self->touched_at = g_get_monotonic_time ();
      break;
    default:
      break;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
watch (YbIdle *self, GtkWidget *toplevel)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (event_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (toplevel, controller);
}

static void
toplevels_changed_cb (YbIdle *self, guint position, guint removed, guint added)
{
  for (guint i = 0; i < added; i++)
    {
      g_autoptr (GtkWidget) toplevel = g_list_model_get_item (self->toplevels, position + i);

      watch (self, toplevel);
    }
}

static void
yb_idle_class_init (YbIdleClass *klass)
{
}

static void
yb_idle_init (YbIdle *self)
{
  self->touched_at = g_get_monotonic_time ();
  self->toplevels = gtk_window_get_toplevels ();
  toplevels_changed_cb (self, 0, 0, g_list_model_get_n_items (self->toplevels));
  g_signal_connect_object (self->toplevels, "items-changed", G_CALLBACK (toplevels_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * yb_idle_new:
 *
 * Returns: (transfer full): a watch over all windows, those to come included
 */
YbIdle *
yb_idle_new (void)
{
  return g_object_new (YB_TYPE_IDLE, NULL);
}

/**
 * yb_idle_get_seconds:
 * @self: a watch
 *
 * Returns: how long ago somebody touched keyboard, mouse or screen
 */
gint64
yb_idle_get_seconds (YbIdle *self)
{
  g_return_val_if_fail (YB_IS_IDLE (self), 0);

  return (g_get_monotonic_time () - self->touched_at) / G_USEC_PER_SEC;
}
