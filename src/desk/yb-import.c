/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-backup-folder.h"
#include "yb-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HASH_CHUNK_BYTES (256 * 1024)
#define RIGHT "import.run"
#define STAFF_RIGHT "staff.manage"

static const char *const kind_names[] = {"customers", "deals", "staff", NULL};

const YbImportKind *
_yb_import_find_kind (const char *name)
{
  static const YbImportKind *const kinds[] = {&_yb_import_customers, &_yb_import_deals, &_yb_import_staff};

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i]->name, name) == 0)
      return kinds[i];

  return NULL;
}

/**
 * yb_import_kinds:
 *
 * Returns: (transfer none) (array zero-terminated=1): what can be imported, as in the mapping file
 */
const char *const *
yb_import_kinds (void)
{
  return kind_names;
}

/**
 * yb_import_kind_is_known:
 * @kind: (nullable): a kind
 *
 * Returns: whether it can be imported
 */
gboolean
yb_import_kind_is_known (const char *kind)
{
  return _yb_import_find_kind (kind) != NULL;
}

/**
 * yb_import_list_fields:
 * @kind: a kind of yb_import_kinds()
 *
 * Returns: (transfer container) (element-type YbField): what a column may feed, in the order of the forms
 */
GPtrArray *
yb_import_list_fields (const char *kind)
{
  const YbImportKind *known = _yb_import_find_kind (kind);
  GPtrArray *fields = g_ptr_array_new ();

  g_return_val_if_fail (known != NULL, fields);

  for (guint t = 0; known->types[t] != NULL; t++)
    for (guint i = 0; i < known->types[t]->n_fields; i++)
      if (known->types[t]->fields[i].flags & YB_FIELD_IMPORTED)
        g_ptr_array_add (fields, (gpointer) &known->types[t]->fields[i]);
  if (known->extra != NULL)
    g_ptr_array_add (fields, (gpointer) yb_row_type_find_field (&yb_customer_row_type, known->extra));

  return fields;
}

/* A label that is read in the other language suggests itself as well. */
static GStrv
list_aliases (const YbField *field)
{
  g_autofree char *all = g_strjoin (";", field->label, field->aliases, NULL);

  return g_strsplit (all, ";", -1);
}

/**
 * yb_import_suggest_map:
 * @table: the table to import
 * @kind: a kind of yb_import_kinds()
 *
 * Returns: (transfer full): a mapping of the columns whose headers are names, labels or aliases of our fields
 */
YbImportMap *
yb_import_suggest_map (YbTable *table, const char *kind)
{
  g_autoptr (YbImportMap) map = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GPtrArray) aliases = NULL;
  g_autofree YbImportField *names = NULL;

  g_return_val_if_fail (table != NULL && yb_import_kind_is_known (kind), NULL);

  map = yb_import_map_new (kind);
  fields = yb_import_list_fields (kind);
  aliases = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  names = g_new0 (YbImportField, fields->len);
  for (guint i = 0; i < fields->len; i++)
    {
      const YbField *field = g_ptr_array_index (fields, i);

      g_ptr_array_add (aliases, list_aliases (field));
      names[i] = (YbImportField){field->name, yb_field_label (field), g_ptr_array_index (aliases, i)};
    }
  yb_import_map_suggest (map, table, names, fields->len);

  return g_steal_pointer (&map);
}

/* The map of the caller may change later (the assistant keeps editing it). */
static YbImportMap *
copy_map (YbImportMap *map)
{
  g_autofree char *text = yb_import_map_to_data (map);

  return yb_import_map_load_from_data (text, -1, NULL);
}

/**
 * yb_import_new:
 * @desk: the desk whose signed-in person imports
 * @kind: a kind of yb_import_kinds()
 * @table: what was read
 * @map: (nullable): which column feeds which field; copied; %NULL: as suggested by the headers
 *
 * Returns: (transfer full): the import, for any number of checks and runs
 */
YbImport *
yb_import_new (YbDesk *desk, const char *kind, YbTable *table, YbImportMap *map)
{
  YbImport *self;

  g_return_val_if_fail (YB_IS_DESK (desk) && table != NULL, NULL);
  g_return_val_if_fail (yb_import_kind_is_known (kind), NULL);

  self = g_new0 (YbImport, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->desk = g_object_ref (desk);
  self->kind = _yb_import_find_kind (kind);
  self->table = yb_table_ref (table);
  if (map != NULL)
    self->map = copy_map (map);
  if (self->map == NULL)
    self->map = yb_import_suggest_map (table, kind);
  return self;
}

YbImport *
yb_import_ref (YbImport *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
yb_import_unref (YbImport *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_object_unref (self->desk);
  yb_table_unref (self->table);
  yb_import_map_free (self->map);
  g_clear_object (&self->file);
  g_free (self);
}

/**
 * yb_import_set_file:
 * @self: an import
 * @file: (nullable): the file that the table was read from
 *
 * Its name and SHA-256 are noted with the import.
 */
void
yb_import_set_file (YbImport *self, GFile *file)
{
  g_return_if_fail (self != NULL);

  g_set_object (&self->file, file);
}

/* ---- the door ---- */

static char *
hash_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree guchar *buffer = g_malloc (HASH_CHUNK_BYTES);
  gssize n;

  if (stream == NULL)
    return NULL;
  while ((n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, HASH_CHUNK_BYTES, cancellable, error)) >
         0)
    g_checksum_update (checksum, buffer, n);

  return n == 0 ? g_strdup (g_checksum_get_string (checksum)) : NULL;
}

static JsonObject *
make_arguments (YbImport *self, gboolean skip_bad, GCancellable *cancellable, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autofree char *map = yb_import_map_to_data (self->map);
  g_autofree char *name = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  g_autofree char *utf8 = name != NULL ? g_filename_display_name (name) : NULL;

  if (self->file != NULL)
    {
      g_autofree char *hash = hash_file (self->file, cancellable, error);

      if (hash == NULL)
        return NULL;
      json_object_set_string_member (arguments, "file", utf8);
      json_object_set_string_member (arguments, "hash", hash);
    }
  json_object_set_int_member (arguments, "rows", yb_table_get_n_rows (self->table));
  json_object_set_string_member (arguments, "map", map);
  json_object_set_boolean_member (arguments, "skip_bad", skip_bad);
  return g_steal_pointer (&arguments);
}

static gboolean
require_rights (YbImport *self, GError **error)
{
  gboolean is_staff = self->kind == &_yb_import_staff;

  if (yb_desk_get_scope (self->desk, RIGHT) != YB_SCOPE_ALL ||
      (is_staff && yb_desk_get_scope (self->desk, STAFF_RIGHT) != YB_SCOPE_ALL))
    {
      g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                           is_staff ? _ ("You may not import staff.") : _ ("You may not import files."));
      return FALSE;
    }
  return TRUE;
}

/* Errors of the rows are a result, not a failure: the transaction was taken back all the same. */
static YbImportResult *
finish_pass (YbImportPass *pass, gboolean done, GError *failure, GError **error)
{
  if (!done &&
      (pass->result->n_errors == 0 || !g_error_matches (failure, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED)))
    {
      g_propagate_error (error, failure);
      return NULL;
    }

  g_clear_error (&failure);
  pass->result->written = done && pass->result->run != 0;
  return g_steal_pointer (&pass->result);
}

static gpointer
check_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  YbImportPass *pass = data;

  if (!_yb_import_pass_prepare (pass, error) || !_yb_import_pass_run (pass, connection, NULL, error))
    return NULL;

  return g_steal_pointer (&pass->result);
}

static YbImportPass *
new_pass (YbImport *self,
          gboolean skip_bad,
          YbImportProgress progress,
          gpointer progress_data,
          GCancellable *cancellable)
{
  YbImportPass *pass = _yb_import_pass_new (self, skip_bad);

  pass->progress = progress;
  pass->progress_data = progress_data;
  pass->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  return pass;
}

/**
 * yb_import_check:
 * @self: an import
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it
 * @error: the table as a whole cannot be imported: no right, a column is missing, dates can be read in two
 * ways
 *
 * A dry run: reads every row, looks for the records it belongs to, and counts. Writes nothing.
 *
 * Returns: (transfer full) (nullable): what a run would do
 */
YbImportResult *
yb_import_check (
    YbImport *self, YbImportProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (YbImportPass) pass = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!require_rights (self, error))
    return NULL;

  pass = new_pass (self, TRUE, progress, user_data, cancellable);
  return yb_store_read (yb_desk_get_store (self->desk), check_cb, pass, error);
}

/* No more than a person enters by hand in a morning, and taken back in one go: no backup of its own. */
#define TINY_ROWS 50

/* Always before an import; a copy that is ten minutes and fifty actions young will do (yb_store_back_up_if_due()). */
static gboolean
back_up_before (YbImport *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (YbBackupOutcome) outcome = NULL;

  if (yb_table_get_n_rows (self->table) <= TINY_ROWS)
    return TRUE;

  outcome = yb_store_back_up_if_due (yb_desk_get_store (self->desk), YB_BACKUP_BEFORE_IMPORT, NULL, NULL,
                                     cancellable, error);
  if (outcome == NULL)
    g_prefix_error (error, "%s ", _ ("Nothing was imported, because the backup before it failed."));
  return outcome != NULL;
}

/**
 * yb_import_run:
 * @self: an import
 * @skip_bad: take over the good rows even if others have errors
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it; nothing is written then
 * @error: as yb_import_check(), and trouble of the database
 *
 * Takes the table over, in one transaction with one audit row. With errors in rows nothing is written, unless
 * @skip_bad. Taking over the same file twice changes nothing (contract.md).
 *
 * Returns: (transfer full) (nullable): what was done; look at its @written
 */
YbImportResult *
yb_import_run (YbImport *self,
               gboolean skip_bad,
               YbImportProgress progress,
               gpointer user_data,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (YbImportPass) pass = NULL;
  g_autoptr (JsonObject) arguments = NULL;
  g_autoptr (JsonObject) answer = NULL;
  GError *failure = NULL;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!require_rights (self, error))
    return NULL;

  pass = new_pass (self, skip_bad, progress, user_data, cancellable);
  arguments = make_arguments (self, skip_bad, cancellable, error);
  if (arguments == NULL || !_yb_import_pass_prepare (pass, error) ||
      !back_up_before (self, cancellable, error))
    return NULL;

  answer = yb_desk_do_with (self->desk, self->kind->verb, arguments, pass, &failure);
  return finish_pass (pass, answer != NULL, failure, error);
}

/* ---- without waiting ---- */

typedef struct
{
  YbImportProgress progress;
  gpointer data;
  GMainContext *context;
} ProgressRelay;

typedef struct
{
  YbImportProgress progress;
  gpointer data;
  double fraction;
} ProgressReport;

static gboolean
report_cb (gpointer data)
{
  ProgressReport *report = data;

  report->progress (report->fraction, report->data);
  return G_SOURCE_REMOVE;
}

static void
relay_cb (double fraction, gpointer data)
{
  ProgressRelay *relay = data;
  ProgressReport *report = g_new (ProgressReport, 1);

  *report = (ProgressReport){relay->progress, relay->data, fraction};
  g_main_context_invoke_full (relay->context, G_PRIORITY_DEFAULT, report_cb, report, g_free);
}

static void
relay_free (ProgressRelay *relay)
{
  g_main_context_unref (relay->context);
  g_free (relay);
}

static void
free_pass_with_relay (gpointer data)
{
  YbImportPass *pass = data;

  g_clear_pointer ((ProgressRelay **) &pass->progress_data, relay_free);
  _yb_import_pass_free (pass);
}

static YbImportPass *
new_relayed_pass (YbImport *self,
                  gboolean skip_bad,
                  YbImportProgress progress,
                  gpointer progress_data,
                  GCancellable *cancellable)
{
  ProgressRelay *relay = NULL;

  if (progress != NULL)
    {
      relay = g_new (ProgressRelay, 1);
      *relay = (ProgressRelay){progress, progress_data, g_main_context_ref_thread_default ()};
    }
  return new_pass (self, skip_bad, relay != NULL ? relay_cb : NULL, relay, cancellable);
}

static void
check_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  YbImportResult *checked = yb_store_read_finish (YB_STORE (source), result, &error);

  if (checked != NULL)
    g_task_return_pointer (task, checked, (GDestroyNotify) yb_import_result_free);
  else
    g_task_return_error (task, error);
}

/**
 * yb_import_check_async:
 * @self: an import
 * @progress: (nullable): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it
 * @callback: called when done; use yb_import_finish()
 * @user_data: for @callback
 *
 * yb_import_check() on a worker thread.
 */
void
yb_import_check_async (YbImport *self,
                       YbImportProgress progress,
                       gpointer progress_data,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  GTask *task;
  YbImportPass *pass;
  GError *error = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_import_check_async);
  if (!require_rights (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  /* The pass holds the desk: it is dropped with the task, in this thread, and not by the worker. */
  pass = new_relayed_pass (self, TRUE, progress, progress_data, cancellable);
  g_task_set_task_data (task, pass, free_pass_with_relay);
  yb_store_read_async (yb_desk_get_store (self->desk), check_cb, pass, NULL,
                       (GDestroyNotify) yb_import_result_free, cancellable, check_done_cb, task);
}

static void
run_done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  YbImportPass *pass = g_task_get_task_data (task);
  GError *failure = NULL;
  GError *error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &failure);
  YbImportResult *done = finish_pass (pass, answer != NULL, failure, &error);

  if (done != NULL)
    g_task_return_pointer (task, done, (GDestroyNotify) yb_import_result_free);
  else
    g_task_return_error (task, error);
}

/* Reading dates and the checksum takes a while for large files; the desk must be entered from its own
 * thread. */
static void
prepare_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  YbImportPass *pass = data;
  GError *error = NULL;
  JsonObject *arguments = make_arguments (pass->import, pass->skip_bad, cancellable, &error);

  if (arguments == NULL || !_yb_import_pass_prepare (pass, &error) ||
      !back_up_before (pass->import, cancellable, &error))
    {
      g_clear_pointer (&arguments, json_object_unref);
      g_task_return_error (task, error);
      return;
    }
  g_task_return_pointer (task, arguments, (GDestroyNotify) json_object_unref);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GTask *task = data;
  YbImportPass *pass = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (JsonObject) arguments = g_task_propagate_pointer (G_TASK (result), &error);

  if (arguments == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  /* The pass belongs to the task, which outlives the call. */
  yb_desk_do_with_async (pass->import->desk, pass->import->kind->verb, arguments, pass, NULL,
                         pass->cancellable, run_done_cb, task);
}

/**
 * yb_import_run_async:
 * @self: an import
 * @skip_bad: take over the good rows even if others have errors
 * @progress: (nullable): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): stops it; nothing is written then
 * @callback: called when done; use yb_import_finish()
 * @user_data: for @callback
 *
 * yb_import_run() on the thread that writes.
 */
void
yb_import_run_async (YbImport *self,
                     gboolean skip_bad,
                     YbImportProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_autoptr (GTask) preparing = NULL;
  GTask *task;
  YbImportPass *pass;
  GError *error = NULL;

  g_return_if_fail (self != NULL);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_import_run_async);
  /* Once it is committed it is done, even if somebody asks to stop in that moment. */
  g_task_set_check_cancellable (task, FALSE);
  if (!require_rights (self, &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }

  pass = new_relayed_pass (self, skip_bad, progress, progress_data, cancellable);
  g_task_set_task_data (task, pass, free_pass_with_relay);
  preparing = g_task_new (NULL, cancellable, prepared_cb, task);
  g_task_set_task_data (preparing, pass, NULL);
  g_task_run_in_thread (preparing, prepare_thread);
}

/**
 * yb_import_finish:
 * @result: what the callback of yb_import_check_async() or yb_import_run_async() got
 * @error: as in yb_import_run()
 *
 * Returns: (transfer full) (nullable): what was done, or would be done
 */
YbImportResult *
yb_import_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
