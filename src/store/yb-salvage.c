/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rescues from a damaged file what can be read, table by table and row by row, into a new one (reliability.md 2). Secret fields
 * stay sealed on the way: rows keep their numbers, so no key is needed. */

#include "config.h"

#include "yb-salvage-private.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define MAX_NOTES 1000
#define GAPS_PER_LINE 20

static void
table_free (gpointer data)
{
  YbSalvageTable *table = data;

  g_free (table->name);
  g_array_unref (table->gaps);
  g_free (table);
}

/**
 * yb_salvage_free:
 * @self: (transfer full): what came of a rescue
 */
void
yb_salvage_free (YbSalvage *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->tables);
  g_ptr_array_unref (self->notes);
  g_free (self);
}

void
_yb_salvage_note (YbRescue *self, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (self->result->notes->len < MAX_NOTES)
    g_ptr_array_add (self->result->notes, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Tables that triggers fill are filled by them. */
static gboolean
is_kept_by_triggers (YbConnection *connection, const char *table)
{
  YbStatement *triggers = _yb_connection_prepare_text (
      connection, "SELECT 1 FROM sqlite_schema WHERE type = 'trigger'"
                  " AND (instr (sql, 'INTO ' || ?1 || ' ') OR instr (sql, 'UPDATE ' || ?1 || ' '))");
  gboolean found;

  yb_statement_bind_text (triggers, 1, table);
  found = yb_statement_step (triggers, NULL);
  yb_statement_reset (triggers);
  return found;
}

static gboolean
take_all (YbRescue *self, GError **error)
{
  g_autoptr (GPtrArray) tables = _yb_connection_list_tables (self->fresh, error);

  if (tables == NULL || !_yb_connection_exec (self->fresh, "BEGIN", error))
    return FALSE;
  for (guint i = 0; i < tables->len; i++)
    {
      if (!is_kept_by_triggers (self->fresh, tables->pdata[i]) &&
          !_yb_salvage_take_table (self, tables->pdata[i], error))
        return FALSE;
      if (self->monitor.progress != NULL)
        self->monitor.progress (0.8 * (i + 1) / tables->len, self->monitor.data);
    }

  return _yb_salvage_mend (self, error) && _yb_connection_exec (self->fresh, "COMMIT", error);
}

static gboolean
check_fresh (YbRescue *self, GError **error)
{
  g_autoptr (GPtrArray) problems = g_ptr_array_new_with_free_func (g_free);
  gboolean chain_broken = FALSE;

  if (!_yb_connection_check (self->fresh,
                             YB_CHECK_INTEGRITY | YB_CHECK_FULL | YB_CHECK_REFERENCES | YB_CHECK_SUMS,
                             problems, error) ||
      !_yb_backup_refuse_problems (problems, error) ||
      !_yb_backup_check_trail (self->fresh, &chain_broken, error))
    return FALSE;

  if (chain_broken)
    _yb_salvage_note (
        self, "%s",
        _ ("The audit trail has gaps. Its check will report them until the administrator accepts "
           "them."));
  return TRUE;
}

/* In the mode in which every file of ours is, durable. */
static gboolean
finish (YbRescue *self, const char *path, GError **error)
{
  gboolean ok = _yb_connection_exec (self->fresh, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL",
                                     error);
  int descriptor;

  g_clear_pointer (&self->fresh, _yb_connection_close);
  descriptor = ok ? g_open (path, O_RDONLY | O_CLOEXEC, 0) : -1;
  ok = descriptor >= 0 && _yb_backup_sync (descriptor, path, error) && _yb_backup_sync_folder (path, error);
  if (descriptor >= 0)
    close (descriptor);
  return ok;
}

/* Nothing there at all is not a rescue. */
static gboolean
refuse_nothing (YbRescue *self, GError **error)
{
  if (self->result->n_taken > 0)
    return TRUE;

  g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                       _ ("Nothing of this file can be read any more. Restore the newest backup."));
  return FALSE;
}

static gint64
format_of (YbConnection *source)
{
  gint64 format = _yb_connection_pragma (source, "PRAGMA user_version");

  return format >= 1 && format <= yb_sql_n_schema ? format : yb_sql_n_schema;
}

static gboolean
rescue (YbRescue *self, const char *damaged, const char *fresh, const char *scratch, GError **error)
{
  YbConnection *plan = _yb_salvage_make_empty (fresh, yb_sql_n_schema, error);
  gint64 format;

  if (plan == NULL)
    return FALSE;

  _yb_connection_close (plan);
  self->source = _yb_salvage_open_source (damaged, scratch, fresh, &self->result->used_known_plan, error);
  if (self->source == NULL)
    return FALSE;

  format = self->result->used_known_plan ? yb_sql_n_schema : format_of (self->source);
  self->fresh = _yb_salvage_make_empty (fresh, format, error);
  if (self->fresh == NULL)
    return FALSE;
  if (self->result->used_known_plan)
    _yb_salvage_note (self, "%s", _ ("The list of its tables was damaged; that of a new file was used."));

  return take_all (self, error) && refuse_nothing (self, error) && check_fresh (self, error) &&
         finish (self, fresh, error);
}

/**
 * yb_salvage_run:
 * @damaged: (type filename): a damaged file; only read, also when its log stands beside it
 * @fresh: (type filename): the file to make; nothing may be there yet
 * @progress: (nullable): told how far it is
 * @progress_data: closure
 * @cancellable: (nullable): stops it
 * @error: YB_STORE_ERROR_DAMAGED when nothing can be read; _FULL; _OPEN when @fresh exists
 *
 * Rescues what can be read into a new file, which passes every check but that of the audit trail. On a worker.
 *
 * Returns: (transfer full) (nullable): what was taken over and what is missing
 */
YbSalvage *
yb_salvage_run (const char *damaged,
                const char *fresh,
                YbBackupProgress progress,
                gpointer progress_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (YbSalvage) result = g_new0 (YbSalvage, 1);
  g_autofree char *scratch = NULL;
  YbRescue self = {.result = result, .monitor = {progress, progress_data, cancellable}};
  gboolean ok;

  g_return_val_if_fail (damaged != NULL && fresh != NULL, NULL);

  result->tables = g_ptr_array_new_with_free_func (table_free);
  result->notes = g_ptr_array_new_with_free_func (g_free);
  if (g_file_test (fresh, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, YB_STORE_ERROR, YB_STORE_ERROR_OPEN,
                   _ ("“%s” exists already. Choose another name, or open it; it is never overwritten."),
                   fresh);
      return NULL;
    }

  scratch = g_strconcat (fresh, ".source", NULL);
  ok = rescue (&self, damaged, fresh, scratch, error);
  g_clear_pointer (&self.source, _yb_connection_close);
  g_clear_pointer (&self.fresh, _yb_connection_close);
  _yb_backup_remove_database (scratch);
  if (!ok)
    {
      _yb_backup_remove_database (fresh);
      return NULL;
    }

  if (progress != NULL)
    progress (1, progress_data);
  return g_steal_pointer (&result);
}

static gboolean
table_is_whole (const YbSalvageTable *table)
{
  return table->gaps->len == 0 && table->refused == 0 && !table->is_lost;
}

/**
 * yb_salvage_is_whole:
 * @self: what came of a rescue
 *
 * Returns: whether nothing is known to be missing
 */
gboolean
yb_salvage_is_whole (const YbSalvage *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; i < self->tables->len; i++)
    if (!table_is_whole (self->tables->pdata[i]))
      return FALSE;

  return self->notes->len == 0;
}

static void
append_gaps (GString *text, GArray *gaps)
{
  for (guint i = 0; i < MIN (gaps->len, GAPS_PER_LINE); i++)
    {
      const YbSalvageGap *gap = &g_array_index (gaps, YbSalvageGap, i);

      g_string_append (text, i > 0 ? ", " : " ");
      if (gap->from == gap->to)
        g_string_append_printf (text, "%" G_GINT64_FORMAT, gap->from);
      else
        g_string_append_printf (text, "%" G_GINT64_FORMAT "–%" G_GINT64_FORMAT, gap->from, gap->to);
    }
  if (gaps->len > GAPS_PER_LINE)
    g_string_append (text, " …");
}

/**
 * yb_salvage_to_text:
 * @self: what came of a rescue
 *
 * Returns: (transfer full): the list of what was taken over and what is missing, translated, line by line
 */
char *
yb_salvage_to_text (const YbSalvage *self)
{
  GString *text = g_string_new (NULL);

  g_return_val_if_fail (self != NULL, g_string_free (text, FALSE));

  for (guint i = 0; i < self->tables->len; i++)
    {
      const YbSalvageTable *table = self->tables->pdata[i];

      /* Translators: name of a table, number of rows */
      g_string_append_printf (text, _ ("%s: %d rows taken over"), table->name, (int) table->taken);
      if (table->is_lost)
        g_string_append (text, _ ("; the rest cannot be read"));
      if (table->refused > 0)
        g_string_append_printf (text, _ ("; %d rows made no sense"), (int) table->refused);
      if (table->gaps->len > 0)
        {
          g_string_append (text, _ ("; missing, if they were there: no."));
          append_gaps (text, table->gaps);
        }
      g_string_append_c (text, '\n');
    }
  for (guint i = 0; i < self->notes->len; i++)
    g_string_append_printf (text, "%s\n", (char *) self->notes->pdata[i]);
  return g_string_free (text, FALSE);
}
