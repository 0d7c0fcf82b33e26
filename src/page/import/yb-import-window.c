/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-window-private.h"

#include <glib/gi18n-lib.h>

#include "yb-import-mapping.h"
#include "yb-import-preview.h"

static const char *const step_names[] = {"file", "columns", "values", "check", "result"};
static const char *const step_titles[] = {N_ ("File"), N_ ("Columns"), N_ ("Values"), N_ ("Check"),
                                          N_ ("Result")};

G_DEFINE_FINAL_TYPE (YbImportWindow, yb_import_window, ADW_TYPE_WINDOW)

static const char *const date_formats[] = {"auto",     "%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y",
                                           "%m-%d-%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d"};
static const char *const date_examples[] = {N_ ("Find out"), "2025-11-22", "2025/11/22",
                                            "22-11-2025",    "22/11/2025", "11-22-2025",
                                            "11/22/2025",    "22.11.2025", "20251122"};

static gboolean
may_go_on (YbImportWindow *self)
{
  if (self->table == NULL || self->reading || yb_table_get_n_rows (self->table) == 0)
    return FALSE;
  return self->step != STEP_CHECK ||
         (self->n_taken > 0 && (self->n_bad == 0 || gtk_check_button_get_active (self->skip_bad)));
}

void
_yb_import_window_update_buttons (YbImportWindow *self)
{
  gboolean more = self->step < STEP_RESULT;

  gtk_widget_set_sensitive (GTK_WIDGET (self->back_button),
                            !self->running && self->step > STEP_FILE && self->step < STEP_RESULT);
  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button),
                            !self->running && self->settle_id == 0 &&
                                (!more || self->check_stopped || may_go_on (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), self->running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button),
                            !g_cancellable_is_cancelled (self->cancellable));
  gtk_button_set_label (self->next_button, self->check_stopped         ? _ ("_Check Again")
                                           : self->step == STEP_CHECK  ? _ ("_Import")
                                           : self->step == STEP_RESULT ? _ ("_Close")
                                                                       : _ ("_Next"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), self->running || self->reading);
}

static void
show_step (YbImportWindow *self, Step step)
{
  g_autofree char *subtitle = NULL;

  self->step = step;
  self->check_stopped = FALSE;
  gtk_stack_set_visible_child_name (self->steps, step_names[step]);
  /* Translators: number and name of a step of the assistant */
  subtitle = g_strdup_printf (_ ("Step %d of %d: %s"), step + 1, (int) G_N_ELEMENTS (step_names),
                              _ (step_titles[step]));
  adw_window_title_set_subtitle (self->title, subtitle);
  _yb_import_window_update_buttons (self);
}

static gboolean
settled_cb (gpointer user_data)
{
  YbImportWindow *self = user_data;

  self->settle_id = 0;
  _yb_import_window_update_buttons (self);
  if (gtk_window_get_focus (GTK_WINDOW (self)) == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->next_button));

  return G_SOURCE_REMOVE;
}

/* The work may end between the two presses of a double click: the second one must not fall on what the button has
 * become by then. */
static void
settle (YbImportWindow *self)
{
  int double_click_ms;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-double-click-time", &double_click_ms, NULL);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  self->settle_id = g_timeout_add (double_click_ms, settled_cb, self);
}

static void
set_running (YbImportWindow *self, gboolean running)
{
  self->running = running;
  gtk_progress_bar_set_fraction (self->progress, 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->steps), !running);
  if (running)
    {
      g_clear_object (&self->cancellable);
      self->cancellable = g_cancellable_new ();
    }
  else
    settle (self);
  _yb_import_window_update_buttons (self);
}

/* ---- columns and values ---- */

static void
show_columns (YbImportWindow *self)
{
  const char *format;

  if (self->map == NULL)
    self->map = yb_import_suggest_map (self->table, _yb_import_window_get_kind (self));
  yb_import_map_set_kind (self->map, _yb_import_window_get_kind (self));
  adw_bin_set_child (self->columns_bin,
                     yb_import_columns_new (_yb_import_window_get_kind (self), self->table, self->map));

  format = yb_import_map_get_date_format (self->map);
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (date_formats); i++)
    if (g_strcmp0 (date_formats[i], format) == 0)
      gtk_drop_down_set_selected (self->date_format, i);
  gtk_check_button_set_active (self->create_staff, yb_import_map_get_create_staff (self->map));
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->create_staff),
                          g_str_equal (_yb_import_window_get_kind (self), "deals"));
  show_step (self, STEP_COLUMNS);
}

static void
date_format_cb (YbImportWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->date_format);

  if (!self->filling && self->map != NULL && selected < G_N_ELEMENTS (date_formats))
    yb_import_map_set_date_format (self->map, date_formats[selected]);
}

static void
create_staff_cb (YbImportWindow *self)
{
  if (!self->filling && self->map != NULL)
    yb_import_map_set_create_staff (self->map, gtk_check_button_get_active (self->create_staff));
}

/* ---- check and import ---- */

static void
progress_cb (double fraction, gpointer user_data)
{
  YbImportWindow *self = user_data;

  if (self->progress != NULL)
    gtk_progress_bar_set_fraction (self->progress, fraction);
}

static YbImport *
make_import (YbImportWindow *self)
{
  YbImport *import = yb_import_new (yb_page_get_desk (self->page), _yb_import_window_get_kind (self),
                                    self->table, self->map);

  yb_import_set_file (import, self->file);

  return import;
}

static void
show_problem (YbImportWindow *self, const char *text, gboolean in_the_way)
{
  gtk_label_set_text (self->check_problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->check_problem), text != NULL);
  if (in_the_way)
    gtk_widget_add_css_class (GTK_WIDGET (self->check_problem), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->check_problem), "error");
}

/* Why the rows of the last check are not imported, or not all of them. */
static void
update_problem (YbImportWindow *self)
{
  g_autofree char *text = NULL;

  if (self->n_rows > 0 && self->n_taken == 0)
    show_problem (
        self,
        self->n_bad == self->n_rows
            ? _ ("There is nothing to import: every row has an error. Mend the file or the mapping.")
        : self->n_bad > 0 ? _ ("There is nothing to import: the rows without an error are here already.")
                          : _ ("There is nothing to import: all rows are here already."),
        self->n_bad > 0);
  else if (self->n_bad > 0 && !gtk_check_button_get_active (self->skip_bad))
    show_problem (self,
                  _ ("Nothing is written while there are errors: "
                     "mend the file or the mapping, or skip those rows."),
                  TRUE);
  else if (self->n_bad > 0)
    {
      text = g_strdup_printf (ngettext ("%u row with errors will be left out.",
                                        "%u rows with errors will be left out.", self->n_bad),
                              self->n_bad);
      show_problem (self, text, FALSE);
    }
  else
    show_problem (self, NULL, FALSE);
}

static void
skip_bad_cb (YbImportWindow *self)
{
  if (self->step == STEP_CHECK && !self->running && self->n_rows > 0)
    update_problem (self);
  _yb_import_window_update_buttons (self);
}

static void
forget_check (YbImportWindow *self)
{
  self->n_rows = self->n_bad = self->n_taken = 0;
  show_problem (self, NULL, FALSE);
}

static void
show_check (YbImportWindow *self, YbImportResult *result, const GError *error)
{
  g_autofree char *summary = result != NULL ? yb_import_result_summarise (result) : NULL;

  gtk_label_set_text (self->check_summary, summary != NULL ? summary : "");
  forget_check (self);
  if (result != NULL)
    {
      self->n_rows = result->rows;
      self->n_bad = result->n_bad;
      self->n_taken = result->imported + result->updated;
      update_problem (self);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      self->check_stopped = TRUE;
      show_problem (self, _ ("Cancelled. Nothing was written."), FALSE);
    }
  else
    show_problem (self, error->message, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_bad), self->n_bad > 0 && self->n_taken > 0);
  yb_import_preview_fill_problems (self->problems, result);
  gtk_widget_set_visible (GTK_WIDGET (self->problems), result != NULL);
  _yb_import_window_update_buttons (self);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) found = yb_import_finish (result, &error);

  if (self->page == NULL)
    return;

  set_running (self, FALSE);
  show_check (self, found, error);
}

static void
check (YbImportWindow *self)
{
  g_autoptr (YbImport) import = make_import (self);

  gtk_check_button_set_active (self->skip_bad, FALSE);
  forget_check (self);
  show_step (self, STEP_CHECK);
  gtk_label_set_text (self->check_summary, _ ("The file is being checked; nothing is written."));
  /* The empty table says “No errors”, which is not known yet. */
  gtk_widget_set_visible (GTK_WIDGET (self->problems), FALSE);
  set_running (self, TRUE);
  yb_import_check_async (import, progress_cb, self, self->cancellable, checked_cb, g_object_ref (self));
}

/* The file is as it was: what the check found stands, and the import can be started again. */
static void
show_stopped (YbImportWindow *self, const GError *error)
{
  gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  show_problem (self, cancelled ? _ ("Cancelled. Nothing was written.") : error->message, !cancelled);
  _yb_import_window_update_buttons (self);
}

static void
imported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbImportResult) done = yb_import_finish (result, &error);
  g_autofree char *text = NULL;

  if (self->page == NULL)
    return;

  set_running (self, FALSE);
  if (done == NULL)
    {
      show_stopped (self, error);
      return;
    }
  if (!done->written && done->n_errors > 0)
    {
      show_check (self, done, error);
      return;
    }
  /* The same file once more: nothing to do is a result, too. */
  if (!done->written)
    adw_status_page_set_title (self->result_page, _ ("Nothing new in the file"));

  text = yb_import_result_summarise (done);
  adw_status_page_set_description (self->result_page, text);
  show_step (self, STEP_RESULT);
  yb_page_announce (self->page, text);
}

static void
run (YbImportWindow *self)
{
  g_autoptr (YbImport) import = make_import (self);

  show_problem (self, NULL, FALSE);
  set_running (self, TRUE);
  yb_import_run_async (import, gtk_check_button_get_active (self->skip_bad), progress_cb, self,
                       self->cancellable, imported_cb, g_object_ref (self));
}

/* ---- steps ---- */

static void
leave_columns (YbImportWindow *self)
{
  guint n_values;
  GtkWidget *values = yb_import_values_new (_yb_import_window_get_kind (self), self->table, self->map,
                                            &n_values);

  adw_bin_set_child (self->values_bin, values);
  if (n_values > 0)
    show_step (self, STEP_VALUES);
  else
    check (self);
}

static void
cancel_cb (YbImportWindow *self)
{
  g_cancellable_cancel (self->cancellable);
  _yb_import_window_update_buttons (self);
}

static void
next_cb (YbImportWindow *self)
{
  if (self->running)
    return;

  switch (self->step)
    {
    case STEP_FILE:
      show_columns (self);
      break;
    case STEP_COLUMNS:
      leave_columns (self);
      break;
    case STEP_VALUES:
      check (self);
      break;
    case STEP_CHECK:
      if (self->check_stopped)
        check (self);
      else
        run (self);
      break;
    case STEP_RESULT:
    default:
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

static void
back_cb (YbImportWindow *self)
{
  if (self->step == STEP_CHECK || self->step == STEP_VALUES)
    show_columns (self);
  else
    show_step (self, STEP_FILE);
}

static gboolean
close_request_cb (YbImportWindow *self)
{
  if (self->running)
    cancel_cb (self);

  return self->running;
}

static void
yb_import_window_dispose (GObject *object)
{
  YbImportWindow *self = YB_IMPORT_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  _yb_import_window_dispose_file (self);
  g_clear_weak_pointer (&self->page);
  /* The forms point into the mapping. */
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_IMPORT_WINDOW);
  self->progress = NULL;
  g_clear_pointer (&self->map, yb_import_map_free);
  g_clear_pointer (&self->table, yb_table_unref);

  G_OBJECT_CLASS (yb_import_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, title);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, next_button);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, steps);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, kind);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, file_button);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, encoding);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, sheet);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, file_message);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, preview);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, columns_bin);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, date_format);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, create_staff);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, values_bin);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, check_summary);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, check_problem);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, skip_bad);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, problems);
  gtk_widget_class_bind_template_child (widget_class, YbImportWindow, result_page);
}

static void
yb_import_window_class_init (YbImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_import_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/dialog/yb-import-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  _yb_import_window_class_init_file (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, date_format_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_staff_cb);
  gtk_widget_class_bind_template_callback (widget_class, skip_bad_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yb_import_window_init (YbImportWindow *self)
{
  g_autoptr (GtkStringList) format_list = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  _yb_import_window_fill_choices (self);
  for (guint i = 0; i < G_N_ELEMENTS (date_examples); i++)
    gtk_string_list_append (format_list, _ (date_examples[i]));
  gtk_drop_down_set_model (self->date_format, G_LIST_MODEL (format_list));
  yb_import_preview_setup (self->preview, self->problems);
  show_step (self, STEP_FILE);
}

/**
 * yb_import_window_new:
 * @page: the page that asks
 *
 * Returns: (transfer none): the assistant, owned by GTK; to be presented
 */
YbImportWindow *
yb_import_window_new (YbPage *page)
{
  YbImportWindow *self;

  g_return_val_if_fail (YB_IS_PAGE (page), NULL);

  self = g_object_new (YB_TYPE_IMPORT_WINDOW, "transient-for", gtk_widget_get_root (GTK_WIDGET (page)), NULL);
  g_set_weak_pointer (&self->page, page);
  /* Signing out and opening another database take the page away under an open assistant. */
  g_signal_connect_object (page, "destroy", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);

  return self;
}
