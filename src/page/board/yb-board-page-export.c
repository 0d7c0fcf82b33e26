/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-page-private.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-desk-export.h"
#include "yb-progress-window.h"

typedef struct
{
  YbProgressWindow *progress;
  char *path;
  GWeakRef page;
} ExportJob;

static void
job_free (gpointer data)
{
  ExportJob *job = data;

  g_weak_ref_clear (&job->page);
  g_object_unref (job->progress);
  g_free (job->path);
  g_free (job);
}

static void
export_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ExportJob *job = user_data;
  g_autoptr (YbBoardPage) self = g_weak_ref_get (&job->page);
  g_autoptr (GError) error = NULL;
  guint n_rows = 0;
  gboolean done = yb_desk_export_finish (YB_DESK (source), result, &n_rows, &error);

  yb_progress_window_finish (job->progress);
  if (self != NULL && self->board != NULL)
    {
      g_clear_object (&self->export_cancellable);
      if (done)
        {
          g_autofree char *text = g_strdup_printf (
              ngettext ("%u deal was written to “%s”.", "%u deals were written to “%s”.", n_rows), n_rows,
              job->path);

          yb_page_exported (YB_PAGE (self), text, job->path);
        }
      else
        {
          yb_page_show_error (YB_PAGE (self), _ ("Export"), error);
          if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
            yb_page_announce (YB_PAGE (self), _ ("The export was cancelled. No file was written."));
        }
    }
  job_free (job);
}

static void
run_export (YbBoardPage *self, const char *path)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  YbExportRequest request = {.kind = "deals", .path = path};
  ExportJob *job = g_new0 (ExportJob, 1);

  _yb_board_page_stop_export (self);
  self->export_cancellable = g_cancellable_new ();
  g_weak_ref_init (&job->page, self);
  job->path = g_strdup (path);
  job->progress = yb_progress_window_new (GTK_WIDGET (self), _ ("Export to Excel"), self->export_cancellable);
  yb_desk_export_async (desk, &request, yb_progress_window_step, job->progress, self->export_cancellable,
                        export_done_cb, job);
}

/* The chooser has asked about the name that was typed, not about the one with the ending: no file is
   replaced that nobody was asked about. */
static char *
add_ending (const char *path)
{
  char *full;

  if (g_str_has_suffix (path, ".xlsx") || g_str_has_suffix (path, ".csv"))
    return g_strdup (path);

  full = g_strconcat (path, ".xlsx", NULL);
  for (guint i = 2; g_file_test (full, G_FILE_TEST_EXISTS); i++)
    {
      g_free (full);
      full = g_strdup_printf ("%s %u.xlsx", path, i);
    }

  return full;
}

static void
response_cb (GtkNativeDialog *dialog, int response, YbBoardPage *self)
{
  g_autoptr (GtkFileChooserNative) chooser = g_steal_pointer (&self->chooser);

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      g_autofree char *chosen = g_file_get_path (file);
      g_autofree char *path = chosen != NULL ? add_ending (chosen) : NULL;

      if (path != NULL)
        run_export (self, path);
    }
}

void
_yb_board_page_export (YbBoardPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autofree char *today = yb_date_today ();
  g_autofree char *name = NULL;

  if (self->chooser != NULL || root == NULL)
    return;

  /* Translators: name of a file; %s is a day */
  name = g_strdup_printf (_ ("Deals %s.xlsx"), today);
  self->chooser = gtk_file_chooser_native_new (_ ("Export to Excel"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

void
_yb_board_page_stop_export (YbBoardPage *self)
{
  if (self->export_cancellable != NULL)
    g_cancellable_cancel (self->export_cancellable);
  g_clear_object (&self->export_cancellable);
  g_clear_object (&self->chooser);
}
