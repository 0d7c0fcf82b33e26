/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-new-password-page.h"

#include <glib/gi18n-lib.h>

#include "yb-credential.h"

struct _YbNewPasswordPage
{
  AdwBin parent_instance;

  GtkWidget *first;
  GtkWidget *second;
  GtkWidget *message;
  GtkWidget *button;

  YbDesk *desk;
};

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbNewPasswordPage, yb_new_password_page, ADW_TYPE_BIN)

static void
tell (YbNewPasswordPage *self, const char *text, GtkWidget *where)
{
  gtk_label_set_text (GTK_LABEL (self->message), text);
  gtk_widget_set_visible (self->message, text != NULL);
  if (where != NULL)
    gtk_widget_grab_focus (where);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbNewPasswordPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (self->button == NULL)
    return;

  gtk_widget_set_sensitive (self->button, TRUE);
  if (answer != NULL)
    g_signal_emit (self, signals[CHOSEN], 0);
  else
    tell (self, error->message, self->first);
}

static void
choose_cb (YbNewPasswordPage *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->first));
  YbStaff *staff = yb_desk_get_staff (self->desk);
  const char *fault = yb_password_fault (password, staff != NULL ? staff->code : NULL);
  g_autoptr (JsonObject) arguments = json_object_new ();

  if (!gtk_widget_get_sensitive (self->button))
    return;
  if (fault != NULL)
    {
      tell (self, fault, self->first);
      return;
    }
  if (!g_str_equal (password, gtk_editable_get_text (GTK_EDITABLE (self->second))))
    {
      tell (self, _ ("The two passwords differ."), self->second);
      return;
    }

  tell (self, NULL, NULL);
  gtk_widget_set_sensitive (self->button, FALSE);
  json_object_set_string_member (arguments, "password", password);
  yb_desk_do_async (self->desk, "staff.set-password", arguments, NULL, done_cb, g_object_ref (self));
}

static GtkWidget *
add_entry (YbNewPasswordPage *self, GtkWidget *box, const char *label)
{
  GtkWidget *entry = gtk_password_entry_new ();

  g_object_set (entry, "show-peek-icon", TRUE, "placeholder-text", label, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (entry, "activate", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), entry);

  return entry;
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);

  return label;
}

static void
yb_new_password_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (yb_new_password_page_parent_class)->map (widget);

  gtk_widget_grab_focus (YB_NEW_PASSWORD_PAGE (widget)->first);
}

static void
yb_new_password_page_dispose (GObject *object)
{
  YbNewPasswordPage *self = YB_NEW_PASSWORD_PAGE (object);

  self->button = NULL;
  g_clear_object (&self->desk);

  G_OBJECT_CLASS (yb_new_password_page_parent_class)->dispose (object);
}

static void
yb_new_password_page_class_init (YbNewPasswordPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yb_new_password_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = yb_new_password_page_map;
  signals[CHOSEN] = g_signal_new ("chosen", YB_TYPE_NEW_PASSWORD_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 0);
}

static void
yb_new_password_page_init (YbNewPasswordPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (box, 320, -1);
  add_label (box, _ ("Choose a password of your own"), "title-1");
  add_label (
      box,
      _ ("Yours was set by somebody else, who knows it. Nobody but you will know the new one: at least eight "
         "characters, no row such as 12345678."),
      "dim-label");
  self->first = add_entry (self, box, _ ("New password"));
  self->second = add_entry (self, box, _ ("Once more"));
  self->message = add_label (box, NULL, "error");
  gtk_widget_set_visible (self->message, FALSE);
  self->button = gtk_button_new_with_mnemonic (_ ("_Set password"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->button, "suggested-action");
  gtk_widget_add_css_class (self->button, "pill");
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (choose_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
}

/**
 * yb_new_password_page_new:
 * @desk: where somebody is signed in
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
yb_new_password_page_new (YbDesk *desk)
{
  YbNewPasswordPage *self = g_object_new (YB_TYPE_NEW_PASSWORD_PAGE, NULL);

  self->desk = g_object_ref (desk);
  return GTK_WIDGET (self);
}
