/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>

#include "yb-first-start-private.h"

#define WIDTH 460

GtkWidget *
_yb_first_start_add_text (GtkWidget *step, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 60);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (step), label);

  return label;
}

/* A step of the assistant: heading, what it is about, and room for its fields. */
GtkWidget *
_yb_first_start_add_step (GtkStack *steps, const char *name, const char *title, const char *text)
{
  GtkWidget *step = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);

  gtk_widget_set_size_request (step, WIDTH, -1);
  gtk_widget_set_valign (step, GTK_ALIGN_START);
  _yb_first_start_add_text (step, title, "title-1");
  _yb_first_start_add_text (step, text, "dim-label");
  gtk_stack_add_named (steps, step, name);

  return step;
}

GtkWidget *
_yb_first_start_add_entry (GtkWidget *step, const char *label, const char *text, gboolean conceal)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *caption = gtk_label_new (label);
  GtkWidget *entry = conceal ? gtk_password_entry_new () : gtk_entry_new ();

  if (conceal)
    gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (step), box);

  return entry;
}

/* "8:30" is 830, as the rules write it. */
gboolean
_yb_first_start_read_clock (const char *text, gint64 *clock)
{
  int hours, minutes, end = 0;

  if (sscanf (text, " %2d:%2d %n", &hours, &minutes, &end) != 2 || text[end] != '\0' || hours < 0 ||
      hours > 24 || minutes < 0 || minutes > 59 || hours * 100 + minutes > 2400)
    return FALSE;

  *clock = hours * 100 + minutes;
  return TRUE;
}
