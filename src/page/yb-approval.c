/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-approval.h"

#include <glib/gi18n-lib.h>

#include "yb-rights.h"

struct _YbApproval
{
  GtkBox parent_instance;

  GtkWidget *people;
  GtkWidget *password;
  GPtrArray *codes;
};

enum
{
  ACTIVATE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbApproval, yb_approval, GTK_TYPE_BOX)

static void
activate_cb (YbApproval *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
yb_approval_finalize (GObject *object)
{
  g_ptr_array_unref (YB_APPROVAL (object)->codes);

  G_OBJECT_CLASS (yb_approval_parent_class)->finalize (object);
}

static void
yb_approval_class_init (YbApprovalClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yb_approval_finalize;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[ACTIVATE] = g_signal_new ("activate", YB_TYPE_APPROVAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
yb_approval_init (YbApproval *self)
{
  self->codes = g_ptr_array_new_with_free_func (g_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_margin_top (GTK_WIDGET (self), 12);
}

/* Who may lend the right: those who have it, and are somebody else. */
static GtkStringList *
list_people (YbApproval *self, YbDesk *desk, const char *right)
{
  YbConnection *reader = yb_store_get_reader (yb_desk_get_store (desk));
  YbStatement *staff = yb_connection_query (reader, YB_SQL_PAGE_STAFF_CHOICES);
  YbStaff *own = yb_desk_get_staff (desk);
  GtkStringList *names = gtk_string_list_new (NULL);

  while (yb_statement_step (staff, NULL))
    {
      const char *roles = yb_statement_text (staff, 3);
      g_autofree char *role = NULL, *text = NULL;

      /* How far it reaches depends on the record; the desk looks at that. */
      if (yb_rights_scope (reader, roles, right, NULL) == YB_SCOPE_NONE ||
          (own != NULL && yb_statement_number (staff, 0) == YB_ROW (own)->id))
        continue;
      role = yb_role_names (roles);
      text = g_strdup_printf ("%s · %s", yb_statement_text (staff, 2), role);
      gtk_string_list_append (names, text);
      g_ptr_array_add (self->codes, g_strdup (yb_statement_text (staff, 1)));
    }
  yb_statement_reset (staff);

  return names;
}

static GtkWidget *
add_label (YbApproval *self, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (self), label);

  return label;
}

/**
 * yb_approval_new:
 * @desk: the desk of the person who asks
 * @right: name of the right that is missing
 *
 * Returns: (transfer floating): the widget
 */
GtkWidget *
yb_approval_new (YbDesk *desk, const char *right)
{
  YbApproval *self = g_object_new (YB_TYPE_APPROVAL, NULL);
  g_autofree char *why = NULL;
  GtkStringList *names;

  g_return_val_if_fail (YB_IS_DESK (desk) && right != NULL, NULL);

  /* Translators: name of a right, for instance "Decide about losses" */
  why = g_strdup_printf (_ ("You may not do this alone (%s). Somebody who may can approve it here."),
                         yb_right_label (right));
  add_label (self, _ ("Approve by a manager"), "heading");
  add_label (self, why, "dim-label");
  names = list_people (self, desk, right);
  self->people = gtk_drop_down_new (G_LIST_MODEL (names), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->people), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Manager"),
                                  -1);
  gtk_box_append (GTK_BOX (self), self->people);
  self->password = gtk_password_entry_new ();
  g_object_set (self->password, "show-peek-icon", TRUE, "placeholder-text", _ ("Password of the manager"),
                NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->password), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Password of the manager"), -1);
  g_signal_connect_object (self->password, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self), self->password);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Approve by a manager"), -1);

  return GTK_WIDGET (self);
}

/**
 * yb_approval_get_code:
 *
 * Returns: (transfer none) (nullable): the code of who is to approve, %NULL when nobody can
 */
const char *
yb_approval_get_code (YbApproval *self)
{
  guint selected;

  g_return_val_if_fail (YB_IS_APPROVAL (self), NULL);

  selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->people));
  return selected < self->codes->len ? g_ptr_array_index (self->codes, selected) : NULL;
}

/**
 * yb_approval_get_password:
 *
 * Returns: (transfer none): what was typed
 */
const char *
yb_approval_get_password (YbApproval *self)
{
  g_return_val_if_fail (YB_IS_APPROVAL (self), "");

  return gtk_editable_get_text (GTK_EDITABLE (self->password));
}

/**
 * yb_approval_focus_password:
 *
 * To be typed, or typed again.
 */
void
yb_approval_focus_password (YbApproval *self)
{
  g_return_if_fail (YB_IS_APPROVAL (self));

  gtk_widget_grab_focus (self->password);
  gtk_editable_select_region (GTK_EDITABLE (self->password), 0, -1);
}
