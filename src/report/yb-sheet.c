/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-sheet-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-calendar.h"

struct _YbSheet
{
  const YbSheetFormat *format;
  char *path;
  char *temporary;
  gpointer file;
  guint n_tables;
};

gboolean
_yb_sheet_set_write_error (const char *path, int code, GError **error)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (code), _ ("The file “%s” cannot be written: %s"),
               path, g_strerror (code));
  return FALSE;
}

static const YbSheetFormat *
format_of (const char *path, GError **error)
{
  static const YbSheetFormat *const formats[] = {&_yb_sheet_xlsx, &_yb_sheet_csv};
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i]->suffix))
      return formats[i];

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_FILENAME,
               _ ("The name “%s” must end in .xlsx or .csv, so that the kind of file is clear"), path);
  return NULL;
}

/* An unused name beside @path, readable by its owner only. */
static char *
make_temporary (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *pattern = g_strdup_printf ("%s/.%s.XXXXXX", folder, name);
  int fd = g_mkstemp (pattern);

  if (fd < 0)
    {
      _yb_sheet_set_write_error (path, errno, error);
      return NULL;
    }

  close (fd);
  return g_steal_pointer (&pattern);
}

YbSheet *
_yb_sheet_new (const char *path, const char *author, const char *remark, GError **error)
{
  const YbSheetFormat *format = format_of (path, error);
  g_autoptr (YbSheet) self = NULL;

  if (format == NULL)
    return NULL;

  self = g_new0 (YbSheet, 1);
  self->format = format;
  self->path = g_strdup (path);
  self->temporary = make_temporary (path, error);
  if (self->temporary == NULL)
    return NULL;
  self->file = format->open (self->temporary, author, remark, error);
  if (self->file == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

/* A CSV file holds one table: the first. */
static gboolean
is_silent (YbSheet *self)
{
  return self->format == &_yb_sheet_csv && self->n_tables > 1;
}

gboolean
_yb_sheet_begin (
    YbSheet *self, const char *title, const YbSheetColumn *columns, guint n_columns, GError **error)
{
  self->n_tables++;
  return is_silent (self) || self->format->begin (self->file, title, columns, n_columns, error);
}

void
_yb_sheet_text (YbSheet *self, guint column, const char *text)
{
  if (text != NULL && *text != '\0' && !is_silent (self))
    self->format->text (self->file, column, text);
}

void
_yb_sheet_number (YbSheet *self, guint column, gint64 value)
{
  if (!is_silent (self))
    self->format->number (self->file, column, value);
}

void
_yb_sheet_real (YbSheet *self, guint column, double value)
{
  if (!is_silent (self))
    self->format->real (self->file, column, value);
}

void
_yb_sheet_money (YbSheet *self, guint column, gint64 fen)
{
  if (!is_silent (self))
    self->format->money (self->file, column, fen);
}

void
_yb_sheet_date (YbSheet *self, guint column, const char *date)
{
  if (date != NULL && *date != '\0' && !is_silent (self))
    self->format->date (self->file, column, date);
}

/* A time for people, in the store's zone: "2026-11-22 18:36". Always with the year, since files are kept. What reads a
 * time without a zone takes it for one of the store (contract.md). */
char *
_yb_sheet_time_text (gint64 ms)
{
  char *text = yb_time_to_rfc3339 (ms);

  g_assert (strlen (text) > strlen ("YYYY-MM-DDTHH:MM"));
  text[strlen ("YYYY-MM-DD")] = ' ';
  text[strlen ("YYYY-MM-DDTHH:MM")] = '\0';
  return text;
}

void
_yb_sheet_time (YbSheet *self, guint column, gint64 ms)
{
  if (ms != 0 && !is_silent (self))
    self->format->time (self->file, column, ms);
}

gboolean
_yb_sheet_end_row (YbSheet *self, GError **error)
{
  return is_silent (self) || self->format->end_row (self->file, error);
}

void
_yb_sheet_note (YbSheet *self, const char *text)
{
  if (!is_silent (self))
    self->format->note (self->file, text);
}

static gboolean
sync_path (const char *path, int flags)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  int code = errno;

  if (fd >= 0)
    close (fd);
  errno = code;
  return done;
}

gboolean
_yb_sheet_finish (YbSheet *self, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  if (!self->format->close (g_steal_pointer (&self->file), error))
    return FALSE;
  if (!sync_path (self->temporary, O_RDONLY) || g_rename (self->temporary, self->path) != 0)
    return _yb_sheet_set_write_error (self->path, errno, error);

  g_clear_pointer (&self->temporary, g_free);
  if (!sync_path (folder, O_RDONLY | O_DIRECTORY))
    return _yb_sheet_set_write_error (self->path, errno, error);

  return TRUE;
}

void
_yb_sheet_free (YbSheet *self)
{
  if (self->file != NULL)
    self->format->drop (self->file);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self);
}
