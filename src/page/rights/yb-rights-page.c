/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-rights-page.h"

#include <glib/gi18n-lib.h>

#include "yb-rights-table.h"
#include "yb-row-list.h"
#include "yb-table-view.h"
#include "yb-verb-dialog.h"

/* What a right is called must be read; a cell says "Team · 100/day". */
#define RIGHT_WIDTH 210
#define ROLE_WIDTH 128

struct _YbRightsPage
{
  YbPage parent_instance;

  GtkButton *change_button;
  GtkButton *confirm_button;
  GtkButton *refuse_button;
  GtkButton *withdraw_button;
  GtkLabel *explanation;
  YbTableView *table;
  YbTableView *changes;

  GListStore *lines;
  YbRowList *list;
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (YbRightsPage, yb_rights_page, YB_TYPE_PAGE)

static const YbListQuery query = {&yb_right_change_row_type, YB_SQL_PAGE_RIGHT_CHANGES,
                                  YB_SQL_PAGE_RIGHT_CHANGES_BEFORE};

static char *
right_text (gpointer item, gpointer user_data)
{
  return g_strdup (yb_right_label (yb_right_line_get_right (item)->name));
}

static char *
cell_text (gpointer item, gpointer user_data)
{
  YbRoleRight *row = yb_right_line_get_row (item, user_data);

  return row != NULL ? yb_rights_table_words (row->scope, row->access, row->per_day) : g_strdup ("–");
}

/* ---- the changes ---- */

static char *
change_what (gpointer item, gpointer user_data)
{
  YbRightChange *change = item;
  g_autofree char *words = yb_rights_table_words (change->scope, change->access, change->per_day);
  const char *role = yb_role_label (change->role);

  /* Translators: a role, a right, and how far it is to reach: "Receptionist, See the figures: All" */
  return g_strdup_printf (_ ("%s, %s: %s"), role != NULL ? role : change->role,
                          yb_right_label (change->right), words);
}

static char *
change_state (gpointer item, gpointer user_data)
{
  return g_strdup (yb_enum_label (&yb_change_state_enum, ((YbRightChange *) item)->state));
}

static char *
change_reason (gpointer item, gpointer user_data)
{
  return g_strdup (((YbRightChange *) item)->reason);
}

static char *
name_of_person (YbRightsPage *self, gint64 id)
{
  g_autoptr (YbStaff) person = id != 0
                                   ? yb_store_get_row (yb_desk_get_store (yb_page_get_desk (YB_PAGE (self))),
                                                       &yb_staff_row_type, id)
                                   : NULL;

  return g_strdup (person != NULL ? person->name : "");
}

static char *
change_by (gpointer item, gpointer user_data)
{
  return name_of_person (user_data, YB_ROW (item)->created_by);
}

static char *
change_decided_by (gpointer item, gpointer user_data)
{
  return name_of_person (user_data, ((YbRightChange *) item)->decided_by);
}

static void
update_buttons (YbRightsPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  YbStaff *staff = yb_desk_get_staff (desk);
  YbRightLine *line = yb_table_view_get_selected (self->table);
  YbRightChange *change = yb_table_view_get_selected (self->changes);
  gboolean waits = change != NULL && change->state == YB_CHANGE_REQUESTED;
  gboolean proposes = yb_desk_get_scope (desk, "right.propose") != YB_SCOPE_NONE;
  gboolean confirms = yb_desk_get_scope (desk, "right.confirm") != YB_SCOPE_NONE;
  gboolean is_own = waits && staff != NULL && YB_ROW (change)->created_by == YB_ROW (staff)->id;

  gtk_widget_set_visible (GTK_WIDGET (self->change_button), proposes);
  gtk_widget_set_visible (GTK_WIDGET (self->withdraw_button), proposes);
  gtk_widget_set_visible (GTK_WIDGET (self->confirm_button), confirms);
  gtk_widget_set_visible (GTK_WIDGET (self->refuse_button), confirms);
  gtk_widget_set_sensitive (GTK_WIDGET (self->change_button), line != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->withdraw_button), waits);
  gtk_widget_set_sensitive (GTK_WIDGET (self->confirm_button), waits && !is_own);
  gtk_widget_set_sensitive (GTK_WIDGET (self->refuse_button), waits);
  gtk_label_set_text (self->explanation, line != NULL ? yb_right_text (yb_right_line_get_right (line)->name)
                                                      : _ ("Choose a right to read what it allows."));
}

/* ---- asking for a change ---- */

/* What the role has now is where the change begins. */
static void
fill_in (GtkDropDown *roles, YbVerbForm *form, YbRightLine *line)
{
  guint n_roles, chosen = gtk_drop_down_get_selected (roles);
  const YbRole *all = yb_roles (&n_roles);
  YbRoleRight *row;
  g_autofree char *per_day = NULL;

  if (chosen >= n_roles)
    return;

  row = yb_right_line_get_row (line, all[chosen].code);
  per_day = row != NULL && row->per_day != YB_NO_VALUE ? g_strdup_printf ("%" G_GINT64_FORMAT, row->per_day)
                                                       : g_strdup ("");
  yb_verb_form_set_text (form, "role", all[chosen].code);
  yb_verb_form_set_text (form, "scope",
                         yb_enum_code (&yb_scope_enum, row != NULL ? row->scope : YB_SCOPE_VALUE_NONE));
  if (yb_verb_form_asks_for (form, "access"))
    yb_verb_form_set_text (
        form, "access",
        yb_enum_code (&yb_access_enum, row != NULL && row->access != 0 ? row->access : YB_ACCESS_MASKED));
  if (yb_verb_form_asks_for (form, "per_day"))
    yb_verb_form_set_text (form, "per_day", per_day);
}

static void
role_chosen_cb (GtkDropDown *roles)
{
  fill_in (roles, g_object_get_data (G_OBJECT (roles), "form"), g_object_get_data (G_OBJECT (roles), "line"));
}

static GtkWidget *
make_role_choice (YbVerbForm *form, YbRightLine *line)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic (_ ("R_ole"));
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *choice;
  guint n_roles;
  const YbRole *roles = yb_roles (&n_roles);

  for (guint i = 0; i < n_roles; i++)
    gtk_string_list_append (names, yb_role_label (roles[i].code));
  choice = gtk_drop_down_new (G_LIST_MODEL (g_object_ref (names)), NULL);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), choice);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Role"), -1);
  gtk_widget_set_hexpand (choice, TRUE);
  gtk_widget_set_margin_bottom (box, 12);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), choice);
  g_object_set_data_full (G_OBJECT (choice), "form", g_object_ref (form), g_object_unref);
  g_object_set_data_full (G_OBJECT (choice), "line", g_object_ref (line), g_object_unref);
  g_signal_connect (choice, "notify::selected", G_CALLBACK (role_chosen_cb), NULL);
  fill_in (GTK_DROP_DOWN (choice), form, line);

  return box;
}

static void
asked_cb (YbRightsPage *self, JsonObject *answer)
{
  gboolean effective = json_object_get_boolean_member_with_default (answer, "effective", FALSE);

  yb_page_toast (YB_PAGE (self),
                 effective ? _ ("Changed. It holds at once.")
                           : _ ("Asked for. It holds as soon as somebody else has confirmed it."),
                 FALSE);
}

static void
change_cb (YbRightsPage *self)
{
  YbRightLine *line = yb_table_view_get_selected (self->table);
  g_autoptr (JsonObject) fixed = NULL;
  g_autoptr (GString) only = g_string_new ("scope");
  const YbRight *right;
  YbVerbDialog *dialog;
  GtkWidget *choice;

  if (line == NULL)
    return;

  right = yb_right_line_get_right (line);
  if ((right->flags & YB_RIGHT_SHOWS) != 0)
    g_string_append (only, " access");
  if ((right->flags & YB_RIGHT_COUNTED) != 0)
    g_string_append (only, " per_day");
  g_string_append (only, " reason");
  fixed = json_object_new ();
  json_object_set_string_member (fixed, "right", right->name);
  dialog = yb_verb_dialog_new (YB_PAGE (self), "right.propose", only->str, fixed);
  yb_verb_dialog_set_subject (dialog, yb_right_label (right->name));
  choice = make_role_choice (yb_verb_dialog_get_form (dialog), line);
  yb_verb_dialog_add (dialog, choice);
  /* Whom it is about comes first. */
  gtk_box_reorder_child_after (GTK_BOX (gtk_widget_get_parent (choice)), choice, NULL);
  g_signal_connect_object (dialog, "done", G_CALLBACK (asked_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activated_cb (YbRightsPage *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->change_button)))
    change_cb (self);
}

static void
decided_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbRightsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (answer == NULL)
    yb_page_show_error (YB_PAGE (self), _ ("Rights"), error);
}

static void
decide (YbRightsPage *self, const char *verb)
{
  YbRightChange *change = yb_table_view_get_selected (self->changes);
  g_autoptr (JsonObject) arguments = NULL;

  if (change == NULL)
    return;

  arguments = json_object_new ();
  json_object_set_int_member (arguments, "change", YB_ROW (change)->id);
  yb_desk_do_async (yb_page_get_desk (YB_PAGE (self)), verb, arguments, NULL, decided_cb,
                    g_object_ref (self));
}

static void
confirm_cb (YbRightsPage *self)
{
  decide (self, "right.confirm");
}

static void
refuse_cb (YbRightsPage *self)
{
  decide (self, "right.refuse");
}

static void
withdraw_cb (YbRightsPage *self)
{
  decide (self, "right.withdraw");
}

static void
rights_changed_cb (YbRightsPage *self)
{
  yb_rights_table_read (self->lines, yb_page_get_desk (YB_PAGE (self)));
}

/* ---- the page ---- */

static void
set_up_matrix (YbRightsPage *self, YbDesk *desk)
{
  guint n_roles;
  const YbRole *roles = yb_roles (&n_roles);

  yb_table_view_set_label (self->table, _ ("Rights"));
  yb_table_view_set_empty (self->table, "yb-rights-symbolic", _ ("No rights"), NULL);
  yb_table_view_add_column (self->table, _ ("Right"), right_text, NULL, FALSE, FALSE);
  for (guint i = 0; i < n_roles; i++)
    yb_table_view_add_column (self->table, yb_role_label (roles[i].code), cell_text, (gpointer) roles[i].code,
                              FALSE, FALSE);
  yb_table_view_set_column_width (self->table, 0, RIGHT_WIDTH);
  for (guint i = 1; i <= n_roles; i++)
    yb_table_view_set_column_width (self->table, i, ROLE_WIDTH);
  self->lines = yb_rights_table_new ();
  yb_rights_table_read (self->lines, desk);
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->lines));
}

static void
set_up_changes (YbRightsPage *self, YbDesk *desk)
{
  yb_table_view_set_label (self->changes, _ ("Changes of rights"));
  yb_table_view_set_empty (self->changes, "emblem-ok-symbolic", _ ("No changes so far"), NULL);
  yb_table_view_add_column (self->changes, _ ("Change"), change_what, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->changes, _ ("State"), change_state, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->changes, _ ("Asked by"), change_by, self, FALSE, FALSE);
  yb_table_view_add_column (self->changes, _ ("Decided by"), change_decided_by, self, FALSE, FALSE);
  yb_table_view_add_column (self->changes, _ ("Reason"), change_reason, NULL, TRUE, FALSE);
  self->list = yb_row_list_new (yb_desk_get_store (desk), &query, NULL, 0);
  yb_table_view_set_model (self->changes, G_LIST_MODEL (self->list));
  g_signal_connect_object (yb_desk_get_store (desk), "changed::right_change", G_CALLBACK (update_buttons),
                           self, G_CONNECT_SWAPPED);
}

static void
yb_rights_page_start (YbPage *page)
{
  YbRightsPage *self = YB_RIGHTS_PAGE (page);
  YbDesk *desk = yb_page_get_desk (page);

  set_up_matrix (self, desk);
  set_up_changes (self, desk);
  self->changed_id = g_signal_connect_swapped (yb_desk_get_store (desk), "changed::role_right",
                                               G_CALLBACK (rights_changed_cb), self);
  update_buttons (self);
}

static void
yb_rights_page_dispose (GObject *object)
{
  YbRightsPage *self = YB_RIGHTS_PAGE (object);
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));

  if (desk != NULL)
    g_clear_signal_handler (&self->changed_id, yb_desk_get_store (desk));
  g_clear_object (&self->list);
  g_clear_object (&self->lines);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_RIGHTS_PAGE);

  G_OBJECT_CLASS (yb_rights_page_parent_class)->dispose (object);
}

static void
yb_rights_page_class_init (YbRightsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_rights_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_rights_page_start;

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/page/yb-rights-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, change_button);
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, refuse_button);
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, withdraw_button);
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, explanation);
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, table);
  gtk_widget_class_bind_template_child (widget_class, YbRightsPage, changes);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
  gtk_widget_class_bind_template_callback (widget_class, withdraw_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
yb_rights_page_init (YbRightsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_rights_page_count_waiting:
 * @desk: a desk
 *
 * Returns: how many changes wait for the decision of who is signed in; 0 for those who do not decide
 */
gint64
yb_rights_page_count_waiting (YbDesk *desk)
{
  YbStatement *statement;
  gint64 count;

  g_return_val_if_fail (YB_IS_DESK (desk), 0);

  if (yb_desk_get_scope (desk, "right.confirm") == YB_SCOPE_NONE)
    return 0;

  statement = yb_connection_query (yb_store_get_reader (yb_desk_get_store (desk)),
                                   YB_SQL_PAGE_RIGHT_CHANGES_WAITING_COUNT);
  count = yb_statement_step (statement, NULL) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  return count;
}
