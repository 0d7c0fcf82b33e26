/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-role-checks.h"

#include <glib/gi18n-lib.h>

#include "yb-staff.h"

/* Tells the form which roles are ticked. */
static void
toggled_cb (GtkWidget *box)
{
  YbVerbForm *form = g_object_get_data (G_OBJECT (box), "form");
  g_autoptr (GString) roles = g_string_new (NULL);

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *check = GTK_IS_FLOW_BOX_CHILD (child)
                             ? gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (child))
                             : NULL;

      if (check != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_string_append_printf (roles, "%s%s", roles->len > 0 ? " " : "",
                                (const char *) g_object_get_data (G_OBJECT (check), "role"));
    }
  yb_verb_form_set_text (form, "roles", roles->str);
}

/**
 * yb_role_checks_new:
 * @form: the form whose argument "roles" they set; kept while they live
 * @roles: role codes that are ticked, separated by " "
 *
 * Returns: (transfer floating): a check box for every role
 */
GtkWidget *
yb_role_checks_new (YbVerbForm *form, const char *roles)
{
  GtkWidget *box = gtk_flow_box_new ();
  g_auto (GStrv) ticked = g_strsplit (roles, " ", -1);
  const YbRole *all;
  guint n_roles;

  all = yb_roles (&n_roles);
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (box), GTK_SELECTION_NONE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (box), 2);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (box), 2);
  gtk_widget_set_margin_top (box, 12);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Roles"), -1);
  g_object_set_data_full (G_OBJECT (box), "form", g_object_ref (form), g_object_unref);
  for (guint i = 0; i < n_roles; i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (yb_role_label (all[i].code));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   g_strv_contains ((const char *const *) ticked, all[i].code));
      g_object_set_data (G_OBJECT (check), "role", (gpointer) all[i].code);
      gtk_flow_box_append (GTK_FLOW_BOX (box), check);
      gtk_widget_set_focusable (gtk_widget_get_parent (check), FALSE);
      g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), box, G_CONNECT_SWAPPED);
    }
  toggled_cb (box);

  return box;
}
