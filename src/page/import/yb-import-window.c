/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-window.h"

#include <glib/gi18n-lib.h>

#include "yb-import-mapping.h"
#include "yb-import-preview.h"
#include "yb-import.h"
#include "yb-table-view.h"

typedef enum
{
  STEP_FILE,
  STEP_COLUMNS,
  STEP_VALUES,
  STEP_CHECK,
  STEP_RESULT,
} Step;

static const char *const step_names[] = {"file", "columns", "values", "check", "result"};
static const char *const step_titles[] = {N_ ("File"), N_ ("Columns"), N_ ("Values"), N_ ("Check"),
                                          N_ ("Result")};

struct _YbImportWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkButton *back_button;
  GtkButton *next_button;
  GtkProgressBar *progress;
  GtkStack *steps;
  GtkDropDown *kind;
  GtkButton *file_button;
  GtkDropDown *encoding;
  GtkDropDown *sheet;
  GtkLabel *file_message;
  YbTableView *preview;
  AdwBin *columns_bin;
  GtkDropDown *date_format;
  GtkCheckButton *create_staff;
  AdwBin *values_bin;
  GtkLabel *check_summary;
  GtkLabel *check_problem;
  GtkCheckButton *skip_bad;
  YbTableView *problems;
  AdwStatusPage *result_page;

  YbPage *page;
  GCancellable *cancellable;
  GtkFileChooserNative *chooser;
  GFile *file;
  YbTable *table;
  YbImportMap *map;
  Step step;
  gboolean running;
  gboolean filling;
  gboolean clean;
  guint reading;
};

G_DEFINE_FINAL_TYPE (YbImportWindow, yb_import_window, ADW_TYPE_WINDOW)

static const struct
{
  const char *name;
  const char *label;
} kinds[] = {
    {"deals", N_ ("Deals")},
    {"customers", N_ ("Customers")},
    {"staff", NC_ ("import", "Staff")},
};

static const struct
{
  const char *name;
  const char *label;
} encodings[] = {
    {NULL, N_ ("Find out")},
    {"UTF-8", "UTF-8"},
    {"GB18030", "GB18030 (GBK, GB2312)"},
    {"Big5", "Big5"},
    {"UTF-16LE", "UTF-16 LE"},
    {"UTF-16BE", "UTF-16 BE"},
    {"windows-1252", "Windows-1252"},
};

static const char *const date_formats[] = {"auto",     "%Y-%m-%d", "%Y/%m/%d", "%d-%m-%Y", "%d/%m/%Y",
                                           "%m-%d-%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y%m%d"};
static const char *const date_examples[] = {N_ ("Find out"), "2025-11-22", "2025/11/22",
                                            "22-11-2025",    "22/11/2025", "11-22-2025",
                                            "11/22/2025",    "22.11.2025", "20251122"};

static const char *
chosen_kind (YbImportWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->kind);

  return kinds[selected < G_N_ELEMENTS (kinds) ? selected : 0].name;
}

static void
update_buttons (YbImportWindow *self)
{
  gboolean more = self->step < STEP_RESULT;

  gtk_widget_set_sensitive (GTK_WIDGET (self->back_button),
                            !self->running && self->step > STEP_FILE && self->step < STEP_RESULT);
  gboolean may_go = self->step != STEP_CHECK || self->clean || gtk_check_button_get_active (self->skip_bad);

  gtk_widget_set_sensitive (GTK_WIDGET (self->next_button),
                            self->running || !more || (self->table != NULL && may_go));
  gtk_button_set_label (self->next_button, self->running               ? _ ("_Cancel")
                                           : self->step == STEP_CHECK  ? _ ("_Import")
                                           : self->step == STEP_RESULT ? _ ("_Close")
                                                                       : _ ("_Next"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), self->running);
}

static void
show_step (YbImportWindow *self, Step step)
{
  g_autofree char *subtitle = NULL;

  self->step = step;
  gtk_stack_set_visible_child_name (self->steps, step_names[step]);
  /* Translators: number and name of a step of the assistant */
  subtitle = g_strdup_printf (_ ("Step %d of %d: %s"), step + 1, (int) G_N_ELEMENTS (step_names),
                              _ (step_titles[step]));
  adw_window_title_set_subtitle (self->title, subtitle);
  update_buttons (self);
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
  update_buttons (self);
}

/* The forms point into the mapping. */
static void
forget_map (YbImportWindow *self)
{
  adw_bin_set_child (self->columns_bin, NULL);
  adw_bin_set_child (self->values_bin, NULL);
  g_clear_pointer (&self->map, yb_import_map_free);
}

/* ---- the file ---- */

static void
set_file_message (YbImportWindow *self, const char *text, gboolean error)
{
  gtk_label_set_text (self->file_message, text);
  if (error)
    gtk_widget_add_css_class (GTK_WIDGET (self->file_message), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->file_message), "error");
}

static void
fill_sheets (YbImportWindow *self)
{
  GStrv sheets = yb_table_get_sheets (self->table);
  g_autoptr (GtkStringList) list = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->sheet), sheets != NULL && g_strv_length (sheets) > 1);
  if (sheets == NULL)
    return;

  self->filling = TRUE;
  list = gtk_string_list_new ((const char *const *) sheets);
  gtk_drop_down_set_model (self->sheet, G_LIST_MODEL (list));
  for (guint i = 0; sheets[i] != NULL; i++)
    if (g_strcmp0 (sheets[i], yb_table_get_sheet (self->table)) == 0)
      gtk_drop_down_set_selected (self->sheet, i);
  self->filling = FALSE;
}

static void
take_table (YbImportWindow *self, YbTable *table)
{
  g_autofree char *text = NULL;
  guint rows = yb_table_get_n_rows (table);
  guint bad = yb_table_get_n_problems (table) + yb_table_get_n_problems_left_out (table);

  g_clear_pointer (&self->table, yb_table_unref);
  self->table = table;
  yb_import_preview_fill (self->preview, table);
  fill_sheets (self);
  text = g_strdup_printf (ngettext ("%u row, %u columns, %s, %u places look odd",
                                    "%u rows, %u columns, %s, %u places look odd", rows),
                          rows, yb_table_get_n_columns (table),
                          yb_table_get_encoding (table) != NULL ? yb_table_get_encoding (table) : "Excel",
                          bad);
  set_file_message (self, text, FALSE);
}

typedef struct
{
  GFile *file;
  const char *encoding;
  char *sheet;
} ReadJob;

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  g_object_unref (job->file);
  g_free (job->sheet);
  g_free (job);
}

static void
read_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  ReadJob *job = task_data;
  GError *error = NULL;
  YbTable *table = yb_table_read (job->file, job->encoding, job->sheet, NULL, NULL, cancellable, &error);

  if (table != NULL)
    g_task_return_pointer (task, table, (GDestroyNotify) yb_table_unref);
  else
    g_task_return_error (task, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  YbTable *table = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another encoding was chosen meanwhile, or the window is gone. */
  if (self->page == NULL || --self->reading > 0)
    {
      if (table != NULL)
        yb_table_unref (table);
      return;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (table != NULL)
    take_table (self, table);
  else
    {
      g_clear_pointer (&self->table, yb_table_unref);
      yb_import_preview_fill (self->preview, NULL);
      set_file_message (self, error->message, TRUE);
    }
  update_buttons (self);
}

static void
read_file (YbImportWindow *self)
{
  guint encoding = gtk_drop_down_get_selected (self->encoding);
  g_autoptr (GTask) task = NULL;
  ReadJob *job;

  if (self->file == NULL || self->filling)
    return;

  job = g_new0 (ReadJob, 1);
  job->file = g_object_ref (self->file);
  job->encoding = encodings[encoding < G_N_ELEMENTS (encodings) ? encoding : 0].name;
  if (gtk_widget_get_visible (GTK_WIDGET (self->sheet)))
    {
      GtkStringObject *sheet = gtk_drop_down_get_selected_item (self->sheet);

      job->sheet = sheet != NULL ? g_strdup (gtk_string_object_get_string (sheet)) : NULL;
    }
  self->reading++;
  task = g_task_new (NULL, self->cancellable, read_cb, g_object_ref (self));
  g_task_set_task_data (task, job, read_job_free);
  g_task_run_in_thread (task, read_thread);
}

static void
read_again_cb (YbImportWindow *self)
{
  read_file (self);
}

static void
kind_changed_cb (YbImportWindow *self)
{
  forget_map (self);
}

static void
set_file (YbImportWindow *self, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  g_set_object (&self->file, file);
  forget_map (self);
  gtk_widget_set_visible (GTK_WIDGET (self->sheet), FALSE);
  gtk_button_set_label (self->file_button, name);
  read_file (self);
}

/* A mapping file was saved by this assistant, or written for yingbinctl. */
static void
load_map (YbImportWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  YbImportMap *map = yb_import_map_load (file, NULL, &error);

  if (map == NULL)
    {
      set_file_message (self, error->message, TRUE);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].name, yb_import_map_get_kind (map)) == 0)
      gtk_drop_down_set_selected (self->kind, i);
  forget_map (self);
  self->map = map;
  set_file_message (self, _ ("The mapping was loaded."), FALSE);
}

static void
save_map (YbImportWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;

  if (yb_import_map_save (self->map, file, &error))
    yb_page_announce (self->page, _ ("The mapping was saved."));
  else
    yb_page_show_error (self->page, _ ("The mapping"), error);
}

static void
response_cb (GtkNativeDialog *dialog, int response, YbImportWindow *self)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);
  void (*func) (YbImportWindow *, GFile *) = g_object_get_data (G_OBJECT (dialog), "func");
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;

  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  if (file != NULL)
    func (self, file);
}

static void
choose (YbImportWindow *self,
        const char *title,
        GtkFileChooserAction action,
        void (*func) (YbImportWindow *, GFile *))
{
  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (
      title, GTK_WINDOW (self), action, action == GTK_FILE_CHOOSER_ACTION_SAVE ? _ ("_Save") : _ ("_Open"),
      _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (action == GTK_FILE_CHOOSER_ACTION_SAVE)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "mapping.ini");
  g_object_set_data (G_OBJECT (self->chooser), "func", (gpointer) func);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
file_cb (YbImportWindow *self)
{
  choose (self, _ ("File to import"), GTK_FILE_CHOOSER_ACTION_OPEN, set_file);
}

static void
load_cb (YbImportWindow *self)
{
  choose (self, _ ("Mapping file"), GTK_FILE_CHOOSER_ACTION_OPEN, load_map);
}

static void
save_cb (YbImportWindow *self)
{
  choose (self, _ ("Mapping file"), GTK_FILE_CHOOSER_ACTION_SAVE, save_map);
}

/* ---- columns and values ---- */

static void
show_columns (YbImportWindow *self)
{
  const char *format;

  if (self->map == NULL)
    self->map = yb_import_suggest_map (self->table, chosen_kind (self));
  yb_import_map_set_kind (self->map, chosen_kind (self));
  adw_bin_set_child (self->columns_bin, yb_import_columns_new (chosen_kind (self), self->table, self->map));

  format = yb_import_map_get_date_format (self->map);
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (date_formats); i++)
    if (g_strcmp0 (date_formats[i], format) == 0)
      gtk_drop_down_set_selected (self->date_format, i);
  gtk_check_button_set_active (self->create_staff, yb_import_map_get_create_staff (self->map));
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->create_staff), g_str_equal (chosen_kind (self), "deals"));
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
  YbImport *import = yb_import_new (yb_page_get_desk (self->page), chosen_kind (self), self->table,
                                    self->map);

  yb_import_set_file (import, self->file);

  return import;
}

static void
show_problem (YbImportWindow *self, const char *text)
{
  gtk_label_set_text (self->check_problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->check_problem), text != NULL);
}

static char *
summarise (YbImportResult *result)
{
  return g_strdup_printf (_ ("%u rows: %u new, %u changed, %u skipped. %u errors, %u warnings."),
                          result->rows, result->imported, result->updated, result->skipped, result->n_errors,
                          result->n_warnings);
}

static void
show_check (YbImportWindow *self, YbImportResult *result, const GError *error)
{
  g_autofree char *summary = result != NULL ? summarise (result) : NULL;

  gtk_label_set_text (self->check_summary, summary != NULL ? summary : "");
  show_problem (self, result == NULL ? error->message
                      : result->n_errors > 0 && !result->written
                          ? _ ("Nothing is written while there are errors: "
                               "mend the file or the mapping, or skip those rows.")
                          : NULL);
  self->clean = result != NULL && result->n_errors == 0;
  gtk_widget_set_visible (GTK_WIDGET (self->skip_bad), result != NULL && result->n_errors > 0);
  yb_import_preview_fill_problems (self->problems, result);
  update_buttons (self);
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
  show_step (self, STEP_CHECK);
  show_problem (self, NULL);
  gtk_label_set_text (self->check_summary, _ ("The file is being checked; nothing is written."));
  set_running (self, TRUE);
  yb_import_check_async (import, progress_cb, self, self->cancellable, checked_cb, g_object_ref (self));
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
  if (done == NULL || !done->written)
    {
      show_check (self, done, error);
      return;
    }

  text = summarise (done);
  adw_status_page_set_description (self->result_page, text);
  show_step (self, STEP_RESULT);
  yb_page_announce (self->page, text);
}

static void
run (YbImportWindow *self)
{
  g_autoptr (YbImport) import = make_import (self);

  show_problem (self, NULL);
  set_running (self, TRUE);
  yb_import_run_async (import, gtk_check_button_get_active (self->skip_bad), progress_cb, self,
                       self->cancellable, imported_cb, g_object_ref (self));
}

/* ---- steps ---- */

static void
leave_columns (YbImportWindow *self)
{
  guint n_values;
  GtkWidget *values = yb_import_values_new (chosen_kind (self), self->table, self->map, &n_values);

  adw_bin_set_child (self->values_bin, values);
  if (n_values > 0)
    show_step (self, STEP_VALUES);
  else
    check (self);
}

static void
next_cb (YbImportWindow *self)
{
  if (self->running)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }

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
    g_cancellable_cancel (self->cancellable);

  return self->running;
}

static void
yb_import_window_dispose (GObject *object)
{
  YbImportWindow *self = YB_IMPORT_WINDOW (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_object (&self->file);
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
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
  gtk_widget_class_bind_template_callback (widget_class, load_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, date_format_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_staff_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, close_request_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
yb_import_window_init (YbImportWindow *self)
{
  g_autoptr (GtkStringList) kind_list = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) encoding_list = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) format_list = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (kind_list, yb_import_kind_label (kinds[i].name));
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    gtk_string_list_append (encoding_list, _ (encodings[i].label));
  for (guint i = 0; i < G_N_ELEMENTS (date_examples); i++)
    gtk_string_list_append (format_list, _ (date_examples[i]));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (kind_list));
  gtk_drop_down_set_model (self->encoding, G_LIST_MODEL (encoding_list));
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

  return self;
}

/**
 * yb_import_kind_label:
 * @kind: a kind of yb_import_kinds()
 *
 * Returns: what people call it
 */
const char *
yb_import_kind_label (const char *kind)
{
  if (g_strcmp0 (kind, "staff") == 0)
    return C_ ("import", "Staff");
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].name, kind) == 0)
      return _ (kinds[i].label);

  return kind;
}
