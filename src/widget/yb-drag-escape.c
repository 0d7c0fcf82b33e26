/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-drag-escape-private.h"

#if defined(GDK_WINDOWING_X11) && defined(YB_WITH_X11)

#include <gdk/x11/gdkx.h>
#include <X11/extensions/XInput2.h>
#include <X11/keysym.h>

/* While something is dragged on X11, GTK 4.8 grabs Escape on the root window and then drops the event, for
   it knows no surface there: Escape would not cancel the drag. So it is read from the raw event. Wayland's
   compositors do it. */
static gboolean
xevent_cb (GtkDragSource *source, gpointer data, GdkDisplay *display)
{
  const XEvent *event = data;
  const XIDeviceEvent *key = event->type == GenericEvent ? event->xcookie.data : NULL;

  if (key == NULL || event->xcookie.evtype != XI_KeyPress ||
      key->detail != XKeysymToKeycode (gdk_x11_display_get_xdisplay (display), XK_Escape))
    return FALSE;

  gtk_drag_source_drag_cancel (source);

  return TRUE;
}

/*< private >
 * _yb_drag_escape_watch:
 * @source: a drag source whose drag has begun
 *
 * Has Escape cancel the drag.
 */
void
_yb_drag_escape_watch (GtkDragSource *source)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  GdkDisplay *display = gtk_widget_get_display (widget);

  if (GDK_IS_X11_DISPLAY (display))
    g_signal_connect_object (display, "xevent", G_CALLBACK (xevent_cb), source, G_CONNECT_SWAPPED);
}

void
_yb_drag_escape_unwatch (GtkDragSource *source)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));

  if (widget != NULL)
    g_signal_handlers_disconnect_by_func (gtk_widget_get_display (widget), xevent_cb, source);
}

#else

void
_yb_drag_escape_watch (GtkDragSource *source)
{
}

void
_yb_drag_escape_unwatch (GtkDragSource *source)
{
}

#endif
