/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-window-private.h"

#include <glib/gi18n-lib.h>

#include "yb-import-preview.h"

#define PULSE_MS 120

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

const char *
_yb_import_window_get_kind (YbImportWindow *self)
{
  guint selected = gtk_drop_down_get_selected (self->kind);

  return kinds[selected < G_N_ELEMENTS (kinds) ? selected : 0].name;
}

/* The forms point into the mapping. */
static void
forget_map (YbImportWindow *self)
{
  adw_bin_set_child (self->columns_bin, NULL);
  adw_bin_set_child (self->values_bin, NULL);
  g_clear_pointer (&self->map, yb_import_map_free);
  self->map_loaded = FALSE;
}

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

static char *
describe_table (YbTable *table)
{
  guint n_rows = yb_table_get_n_rows (table);
  guint n_columns = yb_table_get_n_columns (table);
  guint n_odd = yb_table_get_n_problems (table) + yb_table_get_n_problems_left_out (table);
  const char *encoding = yb_table_get_encoding (table) != NULL ? yb_table_get_encoding (table) : "Excel";
  g_autofree char *rows = NULL;
  g_autofree char *columns = NULL;
  g_autofree char *odd = NULL;

  if (n_rows == 0)
    return g_strdup (_ ("The file has no rows below its header. There is nothing to import."));

  rows = g_strdup_printf (ngettext ("%u row", "%u rows", n_rows), n_rows);
  columns = g_strdup_printf (ngettext ("%u column", "%u columns", n_columns), n_columns);
  odd = g_strdup_printf (ngettext ("%u place looks odd", "%u places look odd", n_odd), n_odd);
  /* Translators: 5 rows, 8 columns, UTF-8, 0 places look odd */
  return g_strdup_printf (_ ("%s, %s, %s, %s"), rows, columns, encoding, odd);
}

static void
take_table (YbImportWindow *self, YbTable *table)
{
  g_autofree char *text = NULL;

  g_clear_pointer (&self->table, yb_table_unref);
  self->table = table;
  yb_import_preview_fill (self->preview, table);
  fill_sheets (self);
  text = describe_table (table);
  set_file_message (self, text, yb_table_get_n_rows (table) == 0);
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

/* The bar only moves: how long the file is in rows is known when it is read. */
static gboolean
pulse_cb (gpointer user_data)
{
  YbImportWindow *self = user_data;

  gtk_progress_bar_pulse (self->progress);

  return G_SOURCE_CONTINUE;
}

static void
set_reading (YbImportWindow *self, gboolean reading)
{
  self->reading = reading;
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  if (reading)
    self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);
  _yb_import_window_update_buttons (self);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbImportWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  YbTable *table = g_task_propagate_pointer (G_TASK (result), &error);

  /* Another encoding was chosen meanwhile, or the window is gone. */
  if (g_task_get_cancellable (G_TASK (result)) != self->read_cancellable)
    {
      g_clear_pointer (&table, yb_table_unref);
      return;
    }

  if (table != NULL)
    take_table (self, table);
  else
    {
      g_clear_pointer (&self->table, yb_table_unref);
      yb_import_preview_fill (self->preview, NULL);
      set_file_message (self, error->message, TRUE);
    }
  set_reading (self, FALSE);
}

static void
stop_reading (YbImportWindow *self)
{
  if (self->read_cancellable != NULL)
    g_cancellable_cancel (self->read_cancellable);
  g_clear_object (&self->read_cancellable);
  g_clear_handle_id (&self->pulse_id, g_source_remove);
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
  /* A mapping that was suggested for other columns is of no use; one that was loaded is. */
  if (!self->map_loaded)
    forget_map (self);
  stop_reading (self);
  self->read_cancellable = g_cancellable_new ();
  set_reading (self, TRUE);
  task = g_task_new (NULL, self->read_cancellable, read_cb, g_object_ref (self));
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
  self->map_loaded = TRUE;
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

void
_yb_import_window_fill_choices (YbImportWindow *self)
{
  g_autoptr (GtkStringList) kind_list = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) encoding_list = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (kind_list, yb_import_kind_label (kinds[i].name));
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    gtk_string_list_append (encoding_list, _ (encodings[i].label));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (kind_list));
  gtk_drop_down_set_model (self->encoding, G_LIST_MODEL (encoding_list));
}

void
_yb_import_window_class_init_file (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
  gtk_widget_class_bind_template_callback (widget_class, load_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, read_again_cb);
}

void
_yb_import_window_dispose_file (YbImportWindow *self)
{
  stop_reading (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->file);
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
