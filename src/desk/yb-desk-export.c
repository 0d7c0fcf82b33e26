/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that leave the house. Three steps, so that no file is without a trace: it is written down who exports what before
 * the file is begun, then the file is written, then its length and checksum are added. A file whose trace cannot be
 * completed is removed. */

#include "config.h"

#include "yb-desk-export.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-desk-private.h"

#define HASH_CHUNK_BYTES (256 * 1024)

/* One export on its way. */
typedef struct
{
  char *kind;
  char *path;
  char *from;
  char *to;
  char *by;
  gboolean is_personal;
  char *purpose;
  char *approver;
  char *approver_password;

  YbExportProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;

  gint64 id; /* of its export_run */
  char *author;
  gint64 person;
  char *team;
  gint64 handed_over_since;
  gboolean with_figures;
  gint64 max_rows;

  guint n_rows;
  char *hash;
} Export;

static Export *
export_new (const YbExportRequest *request,
            YbExportProgress progress,
            gpointer data,
            GCancellable *cancellable)
{
  Export *self = g_new0 (Export, 1);

  self->kind = g_strdup (request->kind);
  self->path = g_strdup (request->path);
  self->from = g_strdup (request->from);
  self->to = g_strdup (request->to);
  self->by = g_strdup (request->by);
  self->is_personal = request->is_personal;
  self->purpose = g_strdup (request->purpose);
  self->approver = g_strdup (request->approver);
  self->approver_password = g_strdup (request->approver_password);
  self->progress = progress;
  self->progress_data = data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return self;
}

static void
export_free (gpointer data)
{
  Export *self = data;

  g_free (self->kind);
  g_free (self->path);
  g_free (self->from);
  g_free (self->to);
  g_free (self->by);
  g_free (self->purpose);
  g_free (self->approver);
  g_free (self->approver_password);
  g_clear_object (&self->cancellable);
  g_free (self->author);
  g_free (self->team);
  g_free (self->hash);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Export, export_free)

static void
set_text (JsonObject *object, const char *name, const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_string_member (object, name, text);
}

static JsonObject *
start_arguments (Export *self)
{
  JsonObject *arguments = json_object_new ();
  g_autofree char *base = g_path_get_basename (self->path);
  g_autofree char *name = g_filename_display_name (base);

  json_object_set_string_member (arguments, "kind", self->kind);
  json_object_set_string_member (arguments, "file", name);
  set_text (arguments, "from", self->from);
  set_text (arguments, "to", self->to);
  set_text (arguments, "by", self->by);
  set_text (arguments, "purpose", self->purpose);
  if (self->is_personal)
    json_object_set_boolean_member (arguments, "personal", TRUE);
  return arguments;
}

/* What may be in it was decided in the transaction that wrote it down. */
static void
take_answer (Export *self, JsonObject *answer)
{
  self->id = json_object_get_int_member (answer, "id");
  self->author = g_strdup (json_object_get_string_member (answer, "author"));
  self->person = json_object_get_int_member_with_default (answer, "person", 0);
  self->team = g_strdup (json_object_get_string_member_with_default (answer, "team", NULL));
  self->handed_over_since = json_object_get_int_member_with_default (answer, "handed_over_since", 0);
  self->with_figures = json_object_get_boolean_member_with_default (answer, "figures", FALSE);
  self->max_rows = json_object_get_int_member_with_default (answer, "max_rows", 0);
}

static char *
hash_file (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guchar *chunk = g_malloc (HASH_CHUNK_BYTES);
  gssize n = stream != NULL ? 1 : -1;

  while (n > 0)
    {
      n = g_input_stream_read (G_INPUT_STREAM (stream), chunk, HASH_CHUNK_BYTES, NULL, error);
      if (n > 0)
        g_checksum_update (sum, chunk, n);
    }

  return n == 0 ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

static gboolean
write_file (Export *self, YbConnection *connection, GError **error)
{
  YbExportOptions options = {.from = self->from,
                             .to = self->to,
                             .show_secrets = self->is_personal,
                             .consultant = self->person,
                             .team = self->team,
                             .handed_over_since = self->handed_over_since,
                             .without_figures = !self->with_figures,
                             .max_rows = (guint) self->max_rows,
                             .author = self->author,
                             .purpose = self->purpose,
                             .id = self->id,
                             .progress = self->progress,
                             .user_data = self->progress_data};

  if (self->by != NULL)
    yb_figure_group_from_code (self->by, &options.by);
  if (g_str_equal (self->kind, "deals"))
    return yb_export_deals (connection, self->path, &options, self->cancellable, &self->n_rows, error);
  if (g_str_equal (self->kind, "customers"))
    return yb_export_customers (connection, self->path, &options, self->cancellable, &self->n_rows, error);

  return yb_export_figures (connection, self->path, &options, self->cancellable, &self->n_rows, error);
}

/* On a worker, in one snapshot. */
static gpointer
write_and_hash (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *self = data;

  if (!write_file (self, connection, error))
    return NULL;

  self->hash = hash_file (self->path, error);
  if (self->hash == NULL)
    g_unlink (self->path);
  return self->hash != NULL ? self : NULL;
}

static JsonObject *
finish_arguments (Export *self)
{
  JsonObject *arguments = json_object_new ();

  json_object_set_int_member (arguments, "export", self->id);
  json_object_set_int_member (arguments, "rows", self->n_rows);
  json_object_set_string_member (arguments, "hash", self->hash);
  return arguments;
}

/* Nobody takes a file along that is not in the books. */
static void
remove_untraced (Export *self, GError **error)
{
  g_unlink (self->path);
  g_prefix_error (error, "%s ", _ ("The export could not be written down, so the file was removed."));
}

/**
 * yb_desk_export:
 * @self: a desk
 * @request: what and where to
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): looked at every few hundred rows
 * @n_rows: (out) (optional): how many records
 * @error: one of YB_DESK_ERROR, G_IO_ERROR, G_FILE_ERROR or YB_STORE_ERROR; then @path is as it was
 *
 * Writes a list into a file and its trace into the audit (security.md, Exports), waiting for the disk: for yingbinctl
 * and tests. Who may only see own deals or those of a team gets only those.
 *
 * Returns: whether the file is there
 */
gboolean
yb_desk_export (YbDesk *self,
                const YbExportRequest *request,
                YbExportProgress progress,
                gpointer user_data,
                GCancellable *cancellable,
                guint *n_rows,
                GError **error)
{
  g_autoptr (Export) export = NULL;
  g_autoptr (JsonObject) start = NULL;
  g_autoptr (JsonObject) finish = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (JsonObject) done = NULL;

  g_return_val_if_fail (YB_IS_DESK (self) && request != NULL && request->path != NULL, FALSE);

  export = export_new (request, progress, user_data, cancellable);
  start = start_arguments (export);
  answer = export->approver != NULL
               ? yb_desk_do_approved (self, "export.start", start, export->approver,
                                      export->approver_password != NULL ? export->approver_password : "",
                                      error)
               : yb_desk_do (self, "export.start", start, error);
  if (answer == NULL)
    return FALSE;

  take_answer (export, answer);
  if (yb_store_read (yb_desk_get_store (self), write_and_hash, export, error) == NULL)
    return FALSE;

  finish = finish_arguments (export);
  done = _yb_desk_do_for_program (self, "export.finish", finish, error);
  if (done == NULL)
    {
      remove_untraced (export, error);
      return FALSE;
    }

  if (n_rows != NULL)
    *n_rows = export->n_rows;
  return TRUE;
}

static void
finished_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (answer != NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  remove_untraced (g_task_get_task_data (task), &error);
  g_task_return_error (task, error);
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  g_autoptr (JsonObject) arguments = NULL;
  GError *error = NULL;

  if (yb_store_read_finish (YB_STORE (source), result, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  arguments = finish_arguments (export);
  _yb_desk_do_for_program_async (g_task_get_source_object (task), "export.finish", arguments, finished_cb,
                                 g_object_ref (task));
}

static void
started_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Export *export = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_answer (export, answer);
  yb_store_read_async (yb_desk_get_store (YB_DESK (source)), write_and_hash, export, NULL, NULL,
                       export->cancellable, written_cb, g_object_ref (task));
}

/**
 * yb_desk_export_async:
 * @self: a desk
 * @request: what and where to
 * @progress: (nullable): told how far it is, in the thread that writes
 * @progress_data: for @progress; must live until the callback
 * @cancellable: (nullable): gives up
 * @callback: calls yb_desk_export_finish()
 * @user_data: for @callback
 *
 * Like yb_desk_export(), on worker threads.
 */
void
yb_desk_export_async (YbDesk *self,
                      const YbExportRequest *request,
                      YbExportProgress progress,
                      gpointer progress_data,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (JsonObject) arguments = NULL;
  Export *export;
  GTask *task;

  g_return_if_fail (YB_IS_DESK (self) && request != NULL && request->path != NULL);

  export = export_new (request, progress, progress_data, cancellable);
  arguments = start_arguments (export);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_desk_export_async);
  /* What was written is reported even if the caller has lost interest. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, export, export_free);
  if (export->approver != NULL)
    yb_desk_do_approved_async (self, "export.start", arguments, export->approver,
                               export->approver_password != NULL ? export->approver_password : "",
                               cancellable, started_cb, task);
  else
    yb_desk_do_async (self, "export.start", arguments, cancellable, started_cb, task);
}

/**
 * yb_desk_export_finish:
 * @self: a desk
 * @result: from the callback
 * @n_rows: (out) (optional): how many records
 * @error: as yb_desk_export()
 *
 * Returns: whether the file is there
 */
gboolean
yb_desk_export_finish (YbDesk *self, GAsyncResult *result, guint *n_rows, GError **error)
{
  Export *export;

  g_return_val_if_fail (YB_IS_DESK (self) && g_task_is_valid (result, self), FALSE);

  export = g_task_get_task_data (G_TASK (result));
  if (n_rows != NULL)
    *n_rows = export->n_rows;
  return g_task_propagate_boolean (G_TASK (result), error);
}
