/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-progress-window.h"

#include <glib/gi18n-lib.h>

/* Work that is done sooner needs no window. */
#define SHOW_AFTER_MS 400
#define POLL_MS 100

struct _YbProgressWindow
{
  AdwWindow parent_instance;

  GtkLabel *heading;
  GtkProgressBar *bar;
  GtkButton *cancel_button;

  GCancellable *cancellable;
  guint poll_id;
  gint64 started;
  gboolean shown;
  gboolean finished;
  /* In thousandths: written by the worker, read by the window. */
  int fraction;
};

G_DEFINE_FINAL_TYPE (YbProgressWindow, yb_progress_window, ADW_TYPE_WINDOW)

static gboolean
poll_cb (gpointer user_data)
{
  YbProgressWindow *self = user_data;

  gtk_progress_bar_set_fraction (self->bar, g_atomic_int_get (&self->fraction) / 1000.0);
  if (!self->shown && g_get_monotonic_time () - self->started > SHOW_AFTER_MS * 1000)
    {
      self->shown = TRUE;
      gtk_window_present (GTK_WINDOW (self));
    }

  return G_SOURCE_CONTINUE;
}

static void
cancel_cb (YbProgressWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), FALSE);
}

static gboolean
close_request_cb (YbProgressWindow *self)
{
  cancel_cb (self);

  return TRUE;
}

static void
yb_progress_window_dispose (GObject *object)
{
  YbProgressWindow *self = YB_PROGRESS_WINDOW (object);

  g_clear_handle_id (&self->poll_id, g_source_remove);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_PROGRESS_WINDOW);

  G_OBJECT_CLASS (yb_progress_window_parent_class)->dispose (object);
}

static void
yb_progress_window_class_init (YbProgressWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_progress_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/dialog/yb-progress-window.ui");
  gtk_widget_class_bind_template_child (widget_class, YbProgressWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, YbProgressWindow, bar);
  gtk_widget_class_bind_template_child (widget_class, YbProgressWindow, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
}

static void
yb_progress_window_init (YbProgressWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->started = g_get_monotonic_time ();
  self->poll_id = g_timeout_add (POLL_MS, poll_cb, self);
}

/**
 * yb_progress_window_new:
 * @before: the widget before whose window it stands
 * @title: what is being done
 * @cancellable: what Cancel cancels
 *
 * Returns: (transfer full): a window that shows itself if the work lasts; end it by
 * yb_progress_window_finish()
 */
YbProgressWindow *
yb_progress_window_new (GtkWidget *before, const char *title, GCancellable *cancellable)
{
  YbProgressWindow *self = g_object_new (YB_TYPE_PROGRESS_WINDOW, "title", title, "transient-for",
                                         gtk_widget_get_root (before), NULL);

  gtk_label_set_text (self->heading, title);
  self->cancellable = g_object_ref (cancellable);

  return g_object_ref (self);
}

/**
 * yb_progress_window_step:
 * @fraction: from 0 to 1
 * @self: a #YbProgressWindow
 *
 * Tells how far the work is, from any thread.
 */
void
yb_progress_window_step (double fraction, gpointer self)
{
  g_atomic_int_set (&YB_PROGRESS_WINDOW (self)->fraction, (int) (CLAMP (fraction, 0, 1) * 1000));
}

/**
 * yb_progress_window_finish:
 *
 * The work is over.
 */
void
yb_progress_window_finish (YbProgressWindow *self)
{
  g_return_if_fail (YB_IS_PROGRESS_WINDOW (self));

  if (self->finished)
    return;

  self->finished = TRUE;
  gtk_window_destroy (GTK_WINDOW (self));
}
