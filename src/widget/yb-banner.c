/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A strip across the window that says what is wrong as long as it is wrong. (libadwaita has one from 1.3 on.) */

#include "config.h"

#include "yb-banner.h"

#include <glib/gi18n-lib.h>

struct _YbBanner
{
  GtkWidget parent_instance;

  GtkWidget *revealer;
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *button;
  GtkWidget *close_button;
};

enum
{
  SIGNAL_CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbBanner, yb_banner, GTK_TYPE_WIDGET)

static void
close_cb (YbBanner *self)
{
  yb_banner_hide (self);
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0);
}

/* A revealer keeps its child in the order of the focus while it is hidden. */
static void
revealed_cb (YbBanner *self)
{
  GtkRevealer *revealer = GTK_REVEALER (self->revealer);

  gtk_widget_set_visible (GTK_WIDGET (self), gtk_revealer_get_reveal_child (revealer) ||
                                                 gtk_revealer_get_child_revealed (revealer));
}

static void
yb_banner_dispose (GObject *object)
{
  g_clear_pointer (&YB_BANNER (object)->revealer, gtk_widget_unparent);

  G_OBJECT_CLASS (yb_banner_parent_class)->dispose (object);
}

static void
yb_banner_class_init (YbBannerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_banner_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "yb-banner");

  /**
   * YbBanner::closed:
   * @self: a banner
   *
   * Somebody has read it and closed it.
   */
  signals[SIGNAL_CLOSED] = g_signal_new ("closed", YB_TYPE_BANNER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 0);
}

static void
add_image (YbBanner *self)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->box), image);
}

static void
add_label (YbBanner *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "xalign", 0.0,
                              "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "hexpand", TRUE, NULL);
  gtk_box_append (GTK_BOX (self->box), self->label);
}

static void
add_buttons (YbBanner *self)
{
  self->button = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->button), TRUE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->button, FALSE);
  gtk_box_append (GTK_BOX (self->box), self->button);

  self->close_button = gtk_button_new_from_icon_name ("window-close-symbolic");
  gtk_widget_set_tooltip_text (self->close_button, _ ("Close this message"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->close_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Close this message"), -1);
  gtk_widget_add_css_class (self->close_button, "flat");
  gtk_widget_set_valign (self->close_button, GTK_ALIGN_CENTER);
  g_signal_connect_object (self->close_button, "clicked", G_CALLBACK (close_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), self->close_button);
}

static void
yb_banner_init (YbBanner *self)
{
  self->revealer = gtk_revealer_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "banner");
  add_image (self);
  add_label (self);
  add_buttons (self);
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), self->box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
  g_signal_connect_object (self->revealer, "notify::child-revealed", G_CALLBACK (revealed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

/**
 * yb_banner_show:
 * @self: a banner
 * @text: what is wrong and what to do
 * @is_serious: whether something is refused because of it
 * @may_be_closed: whether people may close it
 */
void
yb_banner_show (YbBanner *self, const char *text, gboolean is_serious, gboolean may_be_closed)
{
  g_return_if_fail (YB_IS_BANNER (self) && text != NULL);

  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (self->label)), text))
    gtk_label_set_text (GTK_LABEL (self->label), text);
  if (is_serious)
    gtk_widget_add_css_class (self->box, "serious");
  else
    gtk_widget_remove_css_class (self->box, "serious");
  gtk_widget_set_visible (self->close_button, may_be_closed);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

/**
 * yb_banner_hide:
 * @self: a banner
 */
void
yb_banner_hide (YbBanner *self)
{
  g_return_if_fail (YB_IS_BANNER (self));

  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  revealed_cb (self);
}

/**
 * yb_banner_set_button:
 * @self: a banner
 * @label: (nullable): what the button does, with a mnemonic; %NULL for no button
 * @action: (nullable): its action
 */
void
yb_banner_set_button (YbBanner *self, const char *label, const char *action)
{
  g_return_if_fail (YB_IS_BANNER (self));

  gtk_widget_set_visible (self->button, label != NULL);
  if (label == NULL)
    return;

  gtk_button_set_label (GTK_BUTTON (self->button), label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), action);
}
