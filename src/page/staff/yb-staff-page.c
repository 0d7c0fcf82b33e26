/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-staff-page.h"

#include <glib/gi18n-lib.h>

#include "yb-role-checks.h"
#include "yb-row-list.h"
#include "yb-table-view.h"
#include "yb-verb-dialog.h"

struct _YbStaffPage
{
  YbPage parent_instance;

  GtkButton *roles_button;
  GtkButton *team_button;
  GtkButton *password_button;
  GtkButton *account_button;
  YbTableView *table;

  YbRowList *list;
  YbStaff *watched; /* the selected person, whose account may be closed meanwhile */
};

G_DEFINE_FINAL_TYPE (YbStaffPage, yb_staff_page, YB_TYPE_PAGE)

static const YbListQuery query = {&yb_staff_row_type, YB_SQL_PAGE_STAFF, YB_SQL_PAGE_STAFF_BEFORE};

static char *
code_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbStaff *) item)->code);
}

static char *
name_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbStaff *) item)->name);
}

static char *
roles_text (gpointer item, gpointer user_data)
{
  return yb_role_names (((YbStaff *) item)->roles);
}

static char *
team_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbStaff *) item)->team);
}

static char *
active_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbStaff *) item)->active ? _ ("works here") : _ ("account closed"));
}

static void
update_buttons (YbStaffPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  YbStaff *staff = yb_table_view_get_selected (self->table);
  gboolean may = staff != NULL && yb_desk_get_scope (desk, "staff.manage") != YB_SCOPE_NONE;

  gtk_widget_set_sensitive (GTK_WIDGET (self->roles_button), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->team_button), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->password_button), may);
  gtk_widget_set_sensitive (GTK_WIDGET (self->account_button), may);
  gtk_button_set_label (self->account_button,
                        staff == NULL || staff->active ? _ ("Close account…") : _ ("Open account again…"));
}

static void
selected_cb (YbStaffPage *self)
{
  YbStaff *staff = yb_table_view_get_selected (self->table);

  if (self->watched != NULL)
    g_signal_handlers_disconnect_by_func (self->watched, update_buttons, self);
  g_set_object (&self->watched, staff);
  if (staff != NULL)
    g_signal_connect_object (staff, "notify::active", G_CALLBACK (update_buttons), self, G_CONNECT_SWAPPED);
  update_buttons (self);
}

static YbVerbDialog *
make_dialog (YbStaffPage *self, const char *verb, const char *only)
{
  YbStaff *staff = yb_table_view_get_selected (self->table);
  g_autoptr (JsonObject) fixed = json_object_new ();
  YbVerbDialog *dialog;

  json_object_set_int_member (fixed, "staff", YB_ROW (staff)->id);
  dialog = yb_verb_dialog_new (YB_PAGE (self), verb, only, fixed);
  yb_verb_dialog_set_subject (dialog, staff->name);

  return dialog;
}

static void
roles_cb (YbStaffPage *self)
{
  YbStaff *staff = yb_table_view_get_selected (self->table);
  YbVerbDialog *dialog;

  if (staff == NULL)
    return;

  dialog = make_dialog (self, "staff.set-roles", "");
  yb_verb_dialog_add (dialog, yb_role_checks_new (yb_verb_dialog_get_form (dialog), staff->roles));
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Rights of the scope "team" follow it. */
static void
team_cb (YbStaffPage *self)
{
  YbStaff *staff = yb_table_view_get_selected (self->table);
  YbVerbDialog *dialog;

  if (staff == NULL)
    return;

  dialog = make_dialog (self, "staff.set-team", "team");
  yb_verb_form_set_text (yb_verb_dialog_get_form (dialog), "team", staff->team);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
password_cb (YbStaffPage *self)
{
  YbStaff *staff = yb_table_view_get_selected (self->table);
  YbStaff *own = yb_desk_get_staff (yb_page_get_desk (YB_PAGE (self)));

  if (staff == NULL)
    return;

  /* One's own is changed as everybody else's own: by who knows it. */
  gtk_window_present (GTK_WINDOW (
      make_dialog (self, "staff.set-password",
                   own != NULL && YB_ROW (own)->id == YB_ROW (staff)->id ? "current password" : "password")));
}

static void
account_cb (YbStaffPage *self)
{
  YbStaff *staff = yb_table_view_get_selected (self->table);
  YbVerbDialog *dialog;
  GtkWidget *label;

  if (staff == NULL)
    return;

  dialog = make_dialog (self, staff->active ? "staff.deactivate" : "staff.activate", "");
  label = gtk_label_new (
      staff->active ? _ ("This person can no longer sign in. Everything they did stays as it is.")
                    : _ ("This person can sign in again, with the password and the roles as before."));
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  yb_verb_dialog_add (dialog, label);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbVerbDialog *dialog = yb_verb_dialog_new (YB_PAGE (widget), "staff.create", "name code password", NULL);

  yb_verb_dialog_add (dialog, yb_role_checks_new (yb_verb_dialog_get_form (dialog), ""));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
yb_staff_page_start (YbPage *page)
{
  YbStaffPage *self = YB_STAFF_PAGE (page);

  yb_table_view_set_label (self->table, _ ("Staff"));
  yb_table_view_set_empty (self->table, "yb-staff-symbolic", _ ("Nobody here yet"), NULL);
  yb_table_view_add_column (self->table, _ ("Code"), code_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Name"), name_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Account"), active_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Team"), team_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Roles"), roles_text, NULL, TRUE, FALSE);
  self->list = yb_row_list_new (yb_desk_get_store (yb_page_get_desk (page)), &query, NULL, 0);
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
  update_buttons (self);
}

static void
yb_staff_page_dispose (GObject *object)
{
  YbStaffPage *self = YB_STAFF_PAGE (object);

  g_clear_object (&self->list);
  g_clear_object (&self->watched);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_STAFF_PAGE);

  G_OBJECT_CLASS (yb_staff_page_parent_class)->dispose (object);
}

static void
yb_staff_page_class_init (YbStaffPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_staff_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_staff_page_start;
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/page/yb-staff-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbStaffPage, roles_button);
  gtk_widget_class_bind_template_child (widget_class, YbStaffPage, team_button);
  gtk_widget_class_bind_template_child (widget_class, YbStaffPage, password_button);
  gtk_widget_class_bind_template_child (widget_class, YbStaffPage, account_button);
  gtk_widget_class_bind_template_child (widget_class, YbStaffPage, table);
  gtk_widget_class_bind_template_callback (widget_class, roles_cb);
  gtk_widget_class_bind_template_callback (widget_class, team_cb);
  gtk_widget_class_bind_template_callback (widget_class, password_cb);
  gtk_widget_class_bind_template_callback (widget_class, account_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
yb_staff_page_init (YbStaffPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
