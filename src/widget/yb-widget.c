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

/* Frames until what has just appeared is laid out, and the window has got its new size. */
#define SCROLL_FRAMES 3
/* Room below what comes into view, in pixels. */
#define SCROLL_MARGIN 6

typedef struct
{
  GtkWidget *heading;
  GtkWidget *widget;
  guint n_frames;
} Scroll;

static void
scroll_free (gpointer data)
{
  Scroll *scroll = data;

  g_clear_weak_pointer (&scroll->heading);
  g_clear_weak_pointer (&scroll->widget);
  g_free (scroll);
}

static gboolean
find_place (GtkWidget *widget, GtkWidget *viewport, graphene_rect_t *place)
{
  return widget != NULL && gtk_widget_get_mapped (widget) && gtk_widget_is_ancestor (widget, viewport) &&
         gtk_widget_compute_bounds (widget, viewport, place);
}

static void
bring_into_view (GtkScrolledWindow *scroller, GtkWidget *heading, GtkWidget *widget)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (scroller);
  GtkWidget *viewport = gtk_scrolled_window_get_child (scroller);
  double page = gtk_adjustment_get_page_size (adjustment);
  double top, bottom, by = 0;
  graphene_rect_t place;

  if (viewport == NULL || !find_place (widget, viewport, &place))
    return;

  top = place.origin.y;
  bottom = top + place.size.height;
  if (find_place (heading, viewport, &place) && bottom - place.origin.y <= page)
    top = MIN (top, place.origin.y);
  if (bottom > page)
    by = MIN (bottom + SCROLL_MARGIN - page, top);
  else if (top < 0)
    by = top;
  /* Of what is higher than the window, the beginning is shown. */
  if (by != 0)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + by);
}

static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  Scroll *scroll = g_object_get_data (G_OBJECT (widget), "yb-scroll");
  GtkWidget *target = scroll->widget;
  GtkRoot *root = gtk_widget_get_root (widget);

  /* The first frame begins before the layout. */
  if (scroll->n_frames++ == 0)
    return G_SOURCE_CONTINUE;

  if (target == NULL && root != NULL)
    target = gtk_root_get_focus (root);
  if (target == NULL || !gtk_widget_is_ancestor (target, widget) ||
      (scroll->widget == NULL && scroll->heading != NULL && gtk_widget_is_ancestor (target, scroll->heading)))
    target = scroll->heading;
  bring_into_view (GTK_SCROLLED_WINDOW (widget), scroll->heading, target);
  if (scroll->n_frames <= SCROLL_FRAMES)
    return G_SOURCE_CONTINUE;

  g_object_set_data (G_OBJECT (widget), "yb-scroll", NULL);
  return G_SOURCE_REMOVE;
}

/**
 * yb_widget_scroll_to_both:
 * @heading: what comes into view with it, as far as there is room for both
 * @widget: (nullable): what comes into view; %NULL for what has the focus then
 *
 * Like yb_widget_scroll_to(), for something that its heading explains.
 */
void
yb_widget_scroll_to_both (GtkWidget *heading, GtkWidget *widget)
{
  GtkWidget *scroller;
  Scroll *scroll;

  g_return_if_fail (GTK_IS_WIDGET (heading));
  g_return_if_fail (widget == NULL || GTK_IS_WIDGET (widget));

  scroller = gtk_widget_get_ancestor (widget != NULL ? widget : heading, GTK_TYPE_SCROLLED_WINDOW);
  if (scroller == NULL)
    return;

  scroll = g_object_get_data (G_OBJECT (scroller), "yb-scroll");
  if (scroll == NULL)
    {
      scroll = g_new0 (Scroll, 1);
      g_object_set_data_full (G_OBJECT (scroller), "yb-scroll", scroll, scroll_free);
      gtk_widget_add_tick_callback (scroller, scroll_cb, NULL, NULL);
    }
  scroll->n_frames = 0;
  g_set_weak_pointer (&scroll->heading, heading);
  g_set_weak_pointer (&scroll->widget, widget);
}

/**
 * yb_widget_scroll_to:
 * @widget: what has just appeared or changed its size
 *
 * Scrolls the nearest scrolled window, once everything has its new place, until all of @widget is in view. A window
 * does not grow with its content: without this a message stands below the edge. The last call counts.
 */
void
yb_widget_scroll_to (GtkWidget *widget)
{
  yb_widget_scroll_to_both (widget, widget);
}
