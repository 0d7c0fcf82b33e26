/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-glimpse.h"

#include <string.h>

struct _YbGlimpse
{
  GObject parent_instance;

  GtkWidget *widget; /* weak */
  GtkRoot *window;   /* weak; watched while something is shown */
  char *value;
  guint timeout_id;
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbGlimpse, yb_glimpse, G_TYPE_OBJECT)

/* Whoever goes to another window, or away from the desk, leaves nothing on the screen. */
static void
active_changed_cb (YbGlimpse *self)
{
  if (!gtk_window_is_active (GTK_WINDOW (self->window)))
    yb_glimpse_hide (self);
}

static void
stop_watching (YbGlimpse *self)
{
  if (self->window != NULL)
    g_signal_handlers_disconnect_by_func (self->window, active_changed_cb, self);
  g_clear_weak_pointer (&self->window);
  g_clear_handle_id (&self->timeout_id, g_source_remove);
}

static void
forget (YbGlimpse *self)
{
  if (self->value != NULL)
    explicit_bzero (self->value, strlen (self->value));
  g_clear_pointer (&self->value, g_free);
}

static gboolean
timeout_cb (gpointer user_data)
{
  YbGlimpse *self = user_data;

  self->timeout_id = 0;
  yb_glimpse_hide (self);

  return G_SOURCE_REMOVE;
}

static void
yb_glimpse_dispose (GObject *object)
{
  YbGlimpse *self = YB_GLIMPSE (object);

  stop_watching (self);
  forget (self);
  g_clear_weak_pointer (&self->widget);

  G_OBJECT_CLASS (yb_glimpse_parent_class)->dispose (object);
}

static void
yb_glimpse_class_init (YbGlimpseClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yb_glimpse_dispose;

  signals[CHANGED] = g_signal_new ("changed", YB_TYPE_GLIMPSE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
yb_glimpse_init (YbGlimpse *self)
{
}

/**
 * yb_glimpse_new:
 * @widget: where it is shown
 *
 * Returns: (transfer full): a glimpse of nothing yet
 */
YbGlimpse *
yb_glimpse_new (GtkWidget *widget)
{
  YbGlimpse *self = g_object_new (YB_TYPE_GLIMPSE, NULL);

  g_return_val_if_fail (GTK_IS_WIDGET (widget), self);

  g_set_weak_pointer (&self->widget, widget);
  g_signal_connect_object (widget, "unmap", G_CALLBACK (yb_glimpse_hide), self, G_CONNECT_SWAPPED);
  return self;
}

/**
 * yb_glimpse_show:
 * @value: what was revealed
 *
 * Shows it from now on for #YB_GLIMPSE_SECONDS.
 */
void
yb_glimpse_show (YbGlimpse *self, const char *value)
{
  g_return_if_fail (YB_IS_GLIMPSE (self) && value != NULL);

  if (self->widget == NULL)
    return;

  stop_watching (self);
  forget (self);
  self->value = g_strdup (value);
  g_set_weak_pointer (&self->window, gtk_widget_get_root (self->widget));
  /* The window is not active yet when the dialog that asked for the reason closes. */
  if (GTK_IS_WINDOW (self->window))
    g_signal_connect_object (self->window, "notify::is-active", G_CALLBACK (active_changed_cb), self,
                             G_CONNECT_SWAPPED);
  self->timeout_id = g_timeout_add_seconds (YB_GLIMPSE_SECONDS, timeout_cb, self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * yb_glimpse_hide:
 *
 * Forgets it.
 */
void
yb_glimpse_hide (YbGlimpse *self)
{
  g_return_if_fail (YB_IS_GLIMPSE (self));

  stop_watching (self);
  if (self->value == NULL)
    return;

  forget (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * yb_glimpse_get_value:
 *
 * Returns: (transfer none) (nullable): what is shown now
 */
const char *
yb_glimpse_get_value (YbGlimpse *self)
{
  g_return_val_if_fail (YB_IS_GLIMPSE (self), NULL);

  return self->value;
}
