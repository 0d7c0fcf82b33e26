/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Opens a damaged file for reading what can be read: as it is; else with the head of a new file; else with the whole list of
 * tables of a new file, which is the same in every file of the same format that was never rebuilt. */

#include "config.h"

#include "yb-salvage-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#define PAGE 4096
#define HEAD_BYTES 100
/* Places in the head of a file of SQLite (its file format, 1.3). */
#define AT_CHANGE_COUNTER 24
#define AT_PAGE_COUNT 28
#define AT_FREE_LIST 32
#define AT_VALID_FOR 92

/* An empty file of a format, in which triggers and rules of the schema hold but nothing is durable yet. */
YbConnection *
_yb_salvage_make_empty (const char *path, gint64 format, GError **error)
{
  g_autoptr (YbConnection) connection = NULL;
  g_autofree char *stamp = g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %d",
                                            YB_APPLICATION_ID_NUMBER, (int) format);
  int descriptor;

  _yb_backup_remove_database (path);
  descriptor = _yb_backup_make_file (path, error);
  if (descriptor < 0)
    return NULL;

  close (descriptor);
  connection = _yb_connection_open (path, SQLITE_OPEN_READWRITE, error);
  if (connection == NULL ||
      !_yb_connection_exec (connection, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN",
                            error))
    return NULL;
  for (gint64 i = 0; i < format; i++)
    if (!_yb_connection_exec (connection, yb_sql_schema[i], error))
      return NULL;
  /* References are looked at when everything is there. */
  if (!_yb_connection_exec (connection, stamp, error) ||
      !_yb_connection_exec (connection, "COMMIT; PRAGMA foreign_keys = OFF", error))
    return NULL;

  return g_steal_pointer (&connection);
}

/* ---- a plan from a new file ---- */

static gboolean
read_page (int descriptor, gint64 number, guint8 *page)
{
  return pread (descriptor, page, PAGE, (number - 1) * PAGE) == PAGE;
}

static gboolean
write_page (int descriptor, gint64 number, const guint8 *page)
{
  return pwrite (descriptor, page, PAGE, (number - 1) * PAGE) == PAGE;
}

static void
put_number (guint8 *page, gsize at, guint32 number)
{
  number = GUINT32_TO_BE (number);
  memcpy (page + at, &number, sizeof number);
}

/* The head of a new file, with the size of this one and no free pages: nothing is written here any more. What was cut off is
 * there again, empty, as far as the list of tables reaches. */
static gboolean
lay_head (int plan, int scratch)
{
  guint8 from[PAGE], page[PAGE];
  struct stat info, plan_info;
  gint64 n_pages;

  if (fstat (scratch, &info) != 0 || fstat (plan, &plan_info) != 0)
    return FALSE;
  n_pages = MAX ((info.st_size + PAGE - 1) / PAGE, plan_info.st_size / PAGE);
  if (ftruncate (scratch, n_pages * PAGE) != 0 || !read_page (plan, 1, from) || !read_page (scratch, 1, page))
    return FALSE;

  memcpy (page, from, HEAD_BYTES);
  put_number (page, AT_PAGE_COUNT, n_pages);
  put_number (page, AT_CHANGE_COUNTER, 1);
  put_number (page, AT_VALID_FOR, 1);
  memset (page + AT_FREE_LIST, 0, 2 * sizeof (guint32));
  return write_page (scratch, 1, page);
}

/* The pages on which the list of tables stands. */
static gboolean
lay_tables (YbConnection *plan_connection, int plan, int scratch)
{
  YbStatement *pages = _yb_connection_prepare_text (
      plan_connection, "SELECT pageno FROM dbstat WHERE name = 'sqlite_schema' OR name = 'sqlite_master'");
  gboolean ok = TRUE;
  guint8 page[PAGE];

  while (ok && yb_statement_step (pages, NULL))
    {
      gint64 number = yb_statement_number (pages, 0);

      if (number == 1)
        {
          guint8 head[PAGE];

          ok = read_page (plan, 1, page) && read_page (scratch, 1, head);
          memcpy (page, head, HEAD_BYTES);
        }
      else
        ok = read_page (plan, number, page);
      ok = ok && write_page (scratch, number, page);
    }
  yb_statement_reset (pages);
  return ok;
}

/* ---- opening ---- */

static YbConnection *
try_source (const char *scratch, GError **error)
{
  g_autoptr (YbConnection) connection = _yb_connection_open (scratch, SQLITE_OPEN_READWRITE, error);
  g_autoptr (GPtrArray) tables = NULL;

  if (connection == NULL)
    return NULL;

  /* A list of tables that contradicts itself is read as far as it goes. */
  sqlite3_db_config (connection->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  if (!_yb_connection_exec (connection,
                            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA writable_schema = ON;"
                            "PRAGMA query_only = ON; BEGIN",
                            error))
    return NULL;
  tables = _yb_connection_list_tables (connection, error);
  if (tables != NULL && tables->len > 0 &&
      g_ptr_array_find_with_equal_func (tables, "audit", g_str_equal, NULL))
    return g_steal_pointer (&connection);

  if (error != NULL && *error == NULL)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                         _ ("The list of its tables is lost."));
  return NULL;
}

static gboolean
copy_database (const char *from, const char *to, GError **error)
{
  static const char *const suffixes[] = {"", "-wal"};

  _yb_backup_remove_database (to);
  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *source = g_strconcat (from, suffixes[i], NULL);
      g_autofree char *target = g_strconcat (to, suffixes[i], NULL);

      if (i > 0 && !g_file_test (source, G_FILE_TEST_EXISTS))
        continue;
      if (!_yb_backup_copy_file (source, target, FALSE, error))
        return FALSE;
    }

  return TRUE;
}

static YbConnection *
try_with_plan (const char *scratch, const char *plan, GError **error)
{
  g_autoptr (YbConnection) plan_connection = NULL;
  g_autoptr (YbConnection) source = NULL;
  int from = g_open (plan, O_RDONLY | O_CLOEXEC, 0);
  int to = g_open (scratch, O_RDWR | O_CLOEXEC, 0);
  gboolean ok = from >= 0 && to >= 0 && lay_head (from, to);

  if (ok)
    source = try_source (scratch, NULL);
  if (ok && source == NULL)
    {
      plan_connection = _yb_connection_open (plan, SQLITE_OPEN_READONLY, NULL);
      if (plan_connection != NULL && lay_tables (plan_connection, from, to))
        source = try_source (scratch, NULL);
    }
  if (from >= 0)
    close (from);
  if (to >= 0)
    close (to);
  if (source == NULL)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                         _ ("Nothing of this file can be read any more. Restore the newest backup."));
  return g_steal_pointer (&source);
}

/* damaged is only read. scratch: a name for the copy that is opened. plan: an empty file of the newest format. */
YbConnection *
_yb_salvage_open_source (
    const char *damaged, const char *scratch, const char *plan, gboolean *used_plan, GError **error)
{
  YbConnection *source;

  if (!copy_database (damaged, scratch, error))
    return NULL;

  *used_plan = FALSE;
  source = try_source (scratch, NULL);
  if (source != NULL)
    return source;

  /* What SQLite may have done to it in trying. */
  if (!copy_database (damaged, scratch, error))
    return NULL;
  *used_plan = TRUE;
  return try_with_plan (scratch, plan, error);
}
