/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Row by row out of a damaged table: forwards until it breaks, backwards until it breaks, and what lies between by halving. */

#include "config.h"

#include "yb-salvage-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* Of a table whose upper pages are lost, every look fails: at some point nothing more is to be expected. */
#define MAX_FAILED_LOOKS 100000
#define ROWS_PER_LOOK 1000

typedef struct
{
  YbRescue *rescue;
  YbSalvageTable *table;
  guint n_columns;
  sqlite3_stmt *forwards;
  sqlite3_stmt *backwards;
  sqlite3_stmt *insert;
  guint n_failed;
} TableRescue;

static void
table_rescue_clear (TableRescue *self)
{
  sqlite3_finalize (self->forwards);
  sqlite3_finalize (self->backwards);
  sqlite3_finalize (self->insert);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TableRescue, table_rescue_clear)

/* ---- the statements ---- */

/* Names of the columns that both have, quoted and separated by commas; NULL: the source has no such table. */
static char *
common_columns (YbRescue *self, const char *table, guint *n_columns)
{
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s') ORDER BY cid", table);
  g_autoptr (GHashTable) there = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) columns = g_string_new (NULL);
  YbStatement *names = _yb_connection_prepare_text (self->source, sql);

  while (yb_statement_step (names, NULL))
    g_hash_table_add (there, g_strdup (yb_statement_text (names, 0)));
  names = _yb_connection_prepare_text (self->fresh, sql);
  *n_columns = 0;
  while (yb_statement_step (names, NULL))
    if (g_hash_table_contains (there, yb_statement_text (names, 0)))
      {
        g_string_append_printf (columns, "%s\"%s\"", columns->len > 0 ? ", " : "",
                                yb_statement_text (names, 0));
        (*n_columns)++;
      }

  return *n_columns > 0 ? g_strdup (columns->str) : NULL;
}

static sqlite3_stmt *
prepare (YbConnection *connection, const char *format, ...)
{
  sqlite3_stmt *stmt = NULL;
  va_list arguments;
  g_autofree char *sql = NULL;

  va_start (arguments, format);
  sql = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  sqlite3_prepare_v2 (connection->db, sql, -1, &stmt, NULL);
  return stmt;
}

static gboolean
prepare_insert (TableRescue *self, const char *columns)
{
  g_autoptr (GString) marks = g_string_new ("?");

  for (guint i = 1; i < self->n_columns; i++)
    g_string_append (marks, ", ?");
  self->insert = prepare (self->rescue->fresh, "INSERT INTO \"%s\" (%s) VALUES (%s)", self->table->name,
                          columns, marks->str);
  return self->insert != NULL;
}

/* ---- rows ---- */

static void
take_row (TableRescue *self, sqlite3_stmt *row, guint first_column)
{
  sqlite3_reset (self->insert);
  for (guint i = 0; i < self->n_columns; i++)
    sqlite3_bind_value (self->insert, i + 1, sqlite3_column_value (row, first_column + i));
  if (sqlite3_step (self->insert) == SQLITE_DONE)
    self->table->taken++;
  else if (sqlite3_extended_errcode (self->rescue->fresh->db) != SQLITE_CONSTRAINT_PRIMARYKEY &&
           sqlite3_extended_errcode (self->rescue->fresh->db) != SQLITE_CONSTRAINT_ROWID)
    self->table->refused++;
}

/* The numbers from @from to @to. Returns the first one that was not reached (beyond @to: all were), or going backwards the
 * last one. */
static gint64
scan (TableRescue *self, sqlite3_stmt *rows, gint64 from, gint64 to, gboolean backwards)
{
  gint64 reached = backwards ? to : from;
  int code;

  sqlite3_reset (rows);
  sqlite3_bind_int64 (rows, 1, from);
  sqlite3_bind_int64 (rows, 2, to);
  while ((code = sqlite3_step (rows)) == SQLITE_ROW)
    {
      gint64 id = sqlite3_column_int64 (rows, 0);

      /* A page of another place: going on would not end. */
      if (id < from || id > to || (backwards ? id > reached : id < reached))
        break;
      take_row (self, rows, 1);
      reached = backwards ? id - 1 : id + 1;
      if (id == G_MAXINT64 || id == G_MININT64)
        break;
    }
  sqlite3_reset (rows);
  if (code == SQLITE_DONE)
    return backwards ? from - 1 : to == G_MAXINT64 ? to : to + 1;

  self->n_failed++;
  return reached;
}

static void
add_gap (TableRescue *self, gint64 from, gint64 to)
{
  GArray *gaps = self->table->gaps;
  YbSalvageGap gap = {from, to};

  if (gaps->len > 0 && g_array_index (gaps, YbSalvageGap, gaps->len - 1).to == from - 1)
    g_array_index (gaps, YbSalvageGap, gaps->len - 1).to = to;
  else
    g_array_append_val (gaps, gap);
}

static void
scan_range (TableRescue *self, gint64 from, gint64 to)
{
  gint64 low, high, middle;

  if (from > to)
    return;
  low = self->n_failed < MAX_FAILED_LOOKS ? scan (self, self->forwards, from, to, FALSE) : from;
  if (low > to)
    return;
  high = self->n_failed < MAX_FAILED_LOOKS ? scan (self, self->backwards, low, to, TRUE) : to;
  if (high < low)
    return;
  if (low == high || self->n_failed >= MAX_FAILED_LOOKS)
    {
      add_gap (self, low, high);
      return;
    }

  middle = low + (high - low) / 2;
  scan_range (self, low, middle);
  scan_range (self, middle + 1, high);
}

/* A guess from the end: where the last row can be read, nothing lies behind it. */
static gint64
last_number (TableRescue *self)
{
  sqlite3_stmt *last = prepare (self->rescue->source,
                                "SELECT rowid FROM \"%s\" NOT INDEXED ORDER BY rowid DESC LIMIT 1",
                                self->table->name);
  gint64 number = last != NULL && sqlite3_step (last) == SQLITE_ROW ? sqlite3_column_int64 (last, 0)
                                                                    : G_MAXINT64;

  sqlite3_finalize (last);
  return number;
}

/* Where the last row cannot be read: the next power of two above the highest number from which anything can. */
static gint64
last_number_by_trial (TableRescue *self, gint64 known)
{
  sqlite3_stmt *next = prepare (
      self->rescue->source, "SELECT rowid FROM \"%s\" NOT INDEXED WHERE rowid >= ?1 ORDER BY rowid LIMIT 1",
      self->table->name);
  gint64 found = 0;

  for (int power = 40; next != NULL && power >= 0 && found == 0; power--)
    {
      sqlite3_bind_int64 (next, 1, G_GINT64_CONSTANT (1) << power);
      if (sqlite3_step (next) == SQLITE_ROW)
        found = G_GINT64_CONSTANT (2) << power;
      sqlite3_reset (next);
    }
  sqlite3_finalize (next);
  return MAX (found, known + 65536);
}

static gboolean
take_numbered (TableRescue *self, const char *columns)
{
  gint64 last, low;

  self->forwards = prepare (
      self->rescue->source,
      "SELECT rowid, %s FROM \"%s\" NOT INDEXED WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid", columns,
      self->table->name);
  self->backwards = prepare (
      self->rescue->source,
      "SELECT rowid, %s FROM \"%s\" NOT INDEXED WHERE rowid >= ?1 AND rowid <= ?2 ORDER BY rowid DESC",
      columns, self->table->name);
  if (self->forwards == NULL || self->backwards == NULL)
    return FALSE;

  low = scan (self, self->forwards, 1, G_MAXINT64, FALSE);
  if (low == G_MAXINT64)
    return TRUE;
  last = last_number (self);
  if (last == G_MAXINT64)
    last = last_number_by_trial (self, low);
  scan_range (self, low, last);
  return TRUE;
}

/* WITHOUT ROWID: small tables. */
static gboolean
take_keyed (TableRescue *self, const char *columns)
{
  self->forwards = prepare (self->rescue->source, "SELECT %s FROM \"%s\"", columns, self->table->name);
  self->backwards = prepare (self->rescue->source, "SELECT %s FROM \"%s\" ORDER BY 1 DESC", columns,
                             self->table->name);
  if (self->forwards == NULL || self->backwards == NULL)
    return FALSE;

  for (guint i = 0; i < 2; i++)
    {
      sqlite3_stmt *rows = i == 0 ? self->forwards : self->backwards;
      int code;

      while ((code = sqlite3_step (rows)) == SQLITE_ROW)
        take_row (self, rows, 0);
      sqlite3_reset (rows);
      if (code == SQLITE_DONE)
        return TRUE;
    }

  add_gap (self, 0, 0);
  return TRUE;
}

static gboolean
has_numbers (YbConnection *connection, const char *table)
{
  sqlite3_stmt *stmt = prepare (connection, "SELECT rowid FROM \"%s\" LIMIT 0", table);
  gboolean ok = stmt != NULL;

  sqlite3_finalize (stmt);
  return ok;
}

/* Adds what came of it to the result. %FALSE: the new file cannot be written. */
gboolean
_yb_salvage_take_table (YbRescue *self, const char *table, GError **error)
{
  YbSalvageTable *result = g_new0 (YbSalvageTable, 1);
  g_auto (TableRescue) rescue = {.rescue = self, .table = result};
  g_autofree char *columns = common_columns (self, table, &rescue.n_columns);
  int code;

  result->name = g_strdup (table);
  result->gaps = g_array_new (FALSE, FALSE, sizeof (YbSalvageGap));
  g_ptr_array_add (self->result->tables, result);
  result->is_lost = columns == NULL || !prepare_insert (&rescue, columns) ||
                    !(has_numbers (self->fresh, table) ? take_numbered (&rescue, columns)
                                                       : take_keyed (&rescue, columns));
  self->result->n_taken += result->taken;

  code = sqlite3_errcode (self->fresh->db) & 0xff;
  if (code == SQLITE_FULL || code == SQLITE_IOERR)
    return _yb_connection_set_error (self->fresh, error);
  return !g_cancellable_set_error_if_cancelled (self->monitor.cancellable, error);
}
