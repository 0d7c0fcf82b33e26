/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-vertical-label.h"

/* A text from top to bottom: Han characters stand upright below each other, other texts are turned. */
struct _YbVerticalLabel
{
  GtkWidget parent_instance;

  char *text;
  gboolean upright;
  PangoLayout *layout;
};

G_DEFINE_FINAL_TYPE (YbVerticalLabel, yb_vertical_label, GTK_TYPE_WIDGET)

static gboolean
is_upright (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_iswide (g_utf8_get_char (p)))
      return FALSE;

  return TRUE;
}

static char *
stack_characters (const char *text)
{
  g_autoptr (GString) stacked = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (stacked->len > 0)
        g_string_append_c (stacked, '\n');
      g_string_append_unichar (stacked, g_utf8_get_char (p));
    }

  return g_string_free (g_steal_pointer (&stacked), FALSE);
}

static PangoLayout *
get_layout (YbVerticalLabel *self)
{
  if (self->layout == NULL)
    {
      g_autofree char *text = self->upright ? stack_characters (self->text) : g_strdup (self->text);

      self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
      pango_layout_set_alignment (self->layout, PANGO_ALIGN_CENTER);
    }

  return self->layout;
}

static void
yb_vertical_label_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  YbVerticalLabel *self = YB_VERTICAL_LABEL (widget);
  int width, height;

  pango_layout_get_pixel_size (get_layout (self), &width, &height);
  *natural = (orientation == GTK_ORIENTATION_HORIZONTAL) == self->upright ? width : height;
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural : 0;
}

static void
yb_vertical_label_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YbVerticalLabel *self = YB_VERTICAL_LABEL (widget);
  GdkRGBA color;
  int width, height, room = gtk_widget_get_width (widget);

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_get_pixel_size (get_layout (self), &width, &height);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, room, gtk_widget_get_height (widget)));
  gtk_snapshot_save (snapshot);
  if (self->upright)
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((room - width) / 2, 0));
    }
  else
    {
      gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (room - (room - height) / 2, 0));
      gtk_snapshot_rotate (snapshot, 90);
    }
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
}

static void
yb_vertical_label_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (yb_vertical_label_parent_class)->css_changed (widget, change);
  g_clear_object (&YB_VERTICAL_LABEL (widget)->layout);
  gtk_widget_queue_resize (widget);
}

static void
yb_vertical_label_finalize (GObject *object)
{
  YbVerticalLabel *self = YB_VERTICAL_LABEL (object);

  g_clear_object (&self->layout);
  g_free (self->text);

  G_OBJECT_CLASS (yb_vertical_label_parent_class)->finalize (object);
}

static void
yb_vertical_label_class_init (YbVerticalLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = yb_vertical_label_finalize;
  widget_class->measure = yb_vertical_label_measure;
  widget_class->snapshot = yb_vertical_label_snapshot;
  widget_class->css_changed = yb_vertical_label_css_changed;

  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
yb_vertical_label_init (YbVerticalLabel *self)
{
}

/**
 * yb_vertical_label_new:
 * @text: what it says
 *
 * Returns: a label whose text runs downwards
 */
GtkWidget *
yb_vertical_label_new (const char *text)
{
  YbVerticalLabel *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_object_new (YB_TYPE_VERTICAL_LABEL, NULL);
  self->text = g_strdup (text);
  self->upright = is_upright (text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  return GTK_WIDGET (self);
}
