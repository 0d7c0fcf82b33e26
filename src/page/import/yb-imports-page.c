/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-imports-page.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-import-window.h"
#include "yb-row-list.h"
#include "yb-table-view.h"

struct _YbImportsPage
{
  YbPage parent_instance;

  GtkButton *undo_button;
  YbTableView *table;

  YbRowList *list;
};

G_DEFINE_FINAL_TYPE (YbImportsPage, yb_imports_page, YB_TYPE_PAGE)

static const YbListQuery query = {&yb_import_run_row_type, YB_SQL_PAGE_IMPORT_RUNS,
                                  YB_SQL_PAGE_IMPORT_RUNS_BEFORE};

static char *
field_text (gpointer item, gpointer user_data)
{
  return yb_row_format (item, user_data);
}

static char *
kind_text (gpointer item, gpointer user_data)
{
  return g_strdup (yb_import_kind_label (((YbImportRun *) item)->kind));
}

static char *
at_text (gpointer item, gpointer user_data)
{
  return yb_time_format (YB_ROW (item)->created_at);
}

static char *
state_text (gpointer item, gpointer user_data)
{
  YbImportRun *run = item;
  g_autofree char *at = run->undone_at != 0 ? yb_time_format (run->undone_at) : NULL;

  return at != NULL ? g_strdup_printf (_ ("taken back %s"), at) : g_strdup (_ ("in force"));
}

static void
update_buttons (YbImportsPage *self)
{
  YbImportRun *run = yb_table_view_get_selected (self->table);

  gtk_widget_set_sensitive (GTK_WIDGET (self->undo_button), run != NULL && run->undone_at == 0);
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbImportsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (self->list == NULL)
    return;

  if (answer != NULL)
    yb_page_toast (YB_PAGE (self), _ ("The import was taken back."), FALSE);
  else
    yb_page_show_error (YB_PAGE (self), _ ("The import stays"), error);
  update_buttons (self);
}

static void
response_cb (YbImportsPage *self, const char *response, AdwMessageDialog *dialog)
{
  gint64 *run = g_object_get_data (G_OBJECT (dialog), "run");
  g_autoptr (JsonObject) arguments = json_object_new ();

  if (!g_str_equal (response, "undo"))
    return;

  json_object_set_int_member (arguments, "import", *run);
  yb_desk_do_async (yb_page_get_desk (YB_PAGE (self)), "import.undo", arguments,
                    yb_page_get_cancellable (YB_PAGE (self)), undone_cb, g_object_ref (self));
}

/* It may touch thousands of records: the one question of the program. */
static void
undo_cb (YbImportsPage *self)
{
  YbImportRun *run = yb_table_view_get_selected (self->table);
  g_autofree char *new_ones = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  if (run == NULL)
    return;

  new_ones = g_strdup_printf (
      ngettext ("%u new record disappears.", "%u new records disappear.", (guint) run->imported),
      (guint) run->imported);
  changed = g_strdup_printf (ngettext ("%u changed record becomes what it was.",
                                       "%u changed records become what they were.", (guint) run->updated),
                             (guint) run->updated);
  /* Translators: two sentences with counts */
  text = g_strdup_printf (_ ("%s %s What was changed by hand since then holds the import."), new_ones,
                          changed);
  dialog = adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                   _ ("Take back this import?"), text);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"), "undo",
                                    _ ("_Take back"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "undo", ADW_RESPONSE_DESTRUCTIVE);
  g_object_set_data_full (G_OBJECT (dialog), "run", g_memdup2 (&YB_ROW (run)->id, sizeof (gint64)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_window_destroy), dialog, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_window_present (GTK_WINDOW (yb_import_window_new (YB_PAGE (widget))));
}

static void
add_field (YbImportsPage *self, const char *name, gboolean expand, gboolean at_end)
{
  const YbField *field = yb_row_type_find_field (&yb_import_run_row_type, name);

  yb_table_view_add_column (self->table, yb_field_label (field), field_text, (gpointer) field, expand,
                            at_end);
}

static void
yb_imports_page_start (YbPage *page)
{
  YbImportsPage *self = YB_IMPORTS_PAGE (page);

  yb_table_view_set_label (self->table, _ ("Imports"));
  yb_table_view_set_empty (
      self->table, "yb-import-symbolic", _ ("Nothing imported yet"),
      _ ("Take over customers, deals and staff from the old system: CSV or Excel. Every import "
         "can be taken back as a whole."));
  yb_table_view_add_column (self->table, _ ("When"), at_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Kind"), kind_text, NULL, FALSE, FALSE);
  add_field (self, "file_name", TRUE, FALSE);
  add_field (self, "rows", FALSE, TRUE);
  add_field (self, "imported", FALSE, TRUE);
  add_field (self, "updated", FALSE, TRUE);
  add_field (self, "skipped", FALSE, TRUE);
  yb_table_view_add_column (self->table, _ ("State"), state_text, NULL, FALSE, FALSE);
  self->list = yb_row_list_new (yb_desk_get_store (yb_page_get_desk (page)), &query, NULL, 0);
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
  update_buttons (self);
}

static void
yb_imports_page_dispose (GObject *object)
{
  YbImportsPage *self = YB_IMPORTS_PAGE (object);

  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_IMPORTS_PAGE);

  G_OBJECT_CLASS (yb_imports_page_parent_class)->dispose (object);
}

static void
yb_imports_page_class_init (YbImportsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_imports_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_imports_page_start;
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/page/yb-imports-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbImportsPage, undo_button);
  gtk_widget_class_bind_template_child (widget_class, YbImportsPage, table);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
yb_imports_page_init (YbImportsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
