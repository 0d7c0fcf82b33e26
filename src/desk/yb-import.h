/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "yb-desk.h"
#include "yb-import-map.h"
#include "yb-table.h"

G_BEGIN_DECLS

/* Only so many errors and warnings are kept with their text; all are counted. */
#define YB_IMPORT_MAX_PROBLEMS 1000

/**
 * YbImport:
 *
 * A table that is to be taken over: what is in it (kind), and which of its columns feeds which field (map).
 */
typedef struct _YbImport YbImport;

/**
 * YbImportProblem:
 * @line: line of the file (CSV) or row of the sheet, from 1; 0: the file as a whole
 * @column: name of the column, "" for the whole row
 * @value: what stands there, shortened
 * @message: what is wrong, translated, for people
 * @field: name of our field when the value stands for none of ours, else ""
 * @codes: what a mapping file may write for it then, separated by ", ", else ""
 */
typedef struct
{
  guint line;
  char *column;
  char *value;
  char *message;
  const char *field;
  char *codes;
} YbImportProblem;

/**
 * YbImportResult:
 * @rows: rows of the table, without its header
 * @imported: rows that made (or would make) a new record
 * @updated: rows that changed a record
 * @skipped: rows whose record says the same already, and rows with errors
 * @n_bad: rows with errors
 * @n_errors: rows' errors in all
 * @n_warnings: values that look wrong but were taken over
 * @errors: (element-type YbImportProblem): the first #YB_IMPORT_MAX_PROBLEMS
 * @warnings: (element-type YbImportProblem): the first #YB_IMPORT_MAX_PROBLEMS
 * @written: whether the database was changed; %FALSE for a check, and when there were errors
 * @run: id of the row of import_run, 0 if nothing was written
 *
 * What an import did, or would do.
 */
typedef struct
{
  guint rows;
  guint imported;
  guint updated;
  guint skipped;
  guint n_bad;
  guint n_errors;
  guint n_warnings;
  GPtrArray *errors;
  GPtrArray *warnings;
  gboolean written;
  gint64 run;
} YbImportResult;

/**
 * YbImportChoice:
 * @code: as a mapping file writes it: a code, for stages perhaps with an outcome ("FOLLOWUP,won")
 * @label: what people read
 *
 * What a value of a file can be said to mean.
 */
typedef struct
{
  char *code;
  char *label;
} YbImportChoice;

/**
 * YbImportProgress:
 * @fraction: from 0 to 1, never falling
 * @user_data: as given
 *
 * Told at most about a hundred times: by the plain functions in the thread that works, by the async ones in
 * the main context of the caller.
 */
typedef void (*YbImportProgress) (double fraction, gpointer user_data);

gboolean yb_import_kind_is_known (const char *kind);
const char *const *yb_import_kinds (void);
GPtrArray *yb_import_list_fields (const char *kind) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *yb_import_list_choices (const YbField *field, YbImportMap *map) G_GNUC_WARN_UNUSED_RESULT;
char *
yb_import_guess_value (const YbField *field, YbImportMap *map, const char *theirs) G_GNUC_WARN_UNUSED_RESULT;
YbImportMap *yb_import_suggest_map (YbTable *table, const char *kind) G_GNUC_WARN_UNUSED_RESULT;

YbImport *
yb_import_new (YbDesk *desk, const char *kind, YbTable *table, YbImportMap *map) G_GNUC_WARN_UNUSED_RESULT;
YbImport *yb_import_ref (YbImport *self);
void yb_import_unref (YbImport *self);
void yb_import_set_file (YbImport *self, GFile *file);

YbImportResult *yb_import_check (YbImport *self,
                                 YbImportProgress progress,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbImportResult *yb_import_run (YbImport *self,
                               gboolean skip_bad,
                               YbImportProgress progress,
                               gpointer user_data,
                               GCancellable *cancellable,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_import_check_async (YbImport *self,
                            YbImportProgress progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
void yb_import_run_async (YbImport *self,
                          gboolean skip_bad,
                          YbImportProgress progress,
                          gpointer progress_data,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
YbImportResult *yb_import_finish (GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *yb_import_result_summarise (const YbImportResult *result) G_GNUC_WARN_UNUSED_RESULT;
void yb_import_result_free (YbImportResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbImport, yb_import_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbImportResult, yb_import_result_free)

G_END_DECLS
