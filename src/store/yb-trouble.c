/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said about the trouble around a file. */

#include "config.h"

#include "yb-care-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-place.h"

/**
 * yb_store_get_troubles:
 * @self: a store
 *
 * Returns: what the last look found
 */
YbTrouble
yb_store_get_troubles (YbStore *self)
{
  YbTrouble troubles;

  g_return_val_if_fail (YB_IS_STORE (self), YB_TROUBLE_NONE);

  g_mutex_lock (&self->care->lock);
  troubles = self->care->troubles;
  g_mutex_unlock (&self->care->lock);
  return troubles;
}

/**
 * yb_store_dup_rescued_path:
 * @self: a store
 *
 * Returns: (transfer full) (nullable) (type filename): the copy of a file that was taken away
 */
char *
yb_store_dup_rescued_path (YbStore *self)
{
  char *path;

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  g_mutex_lock (&self->care->lock);
  path = g_strdup (self->care->rescued);
  g_mutex_unlock (&self->care->lock);
  return path;
}

/**
 * yb_store_set_backup_warning:
 * @self: a store
 * @text: (nullable): what is to be worried about, translated; %NULL for nothing
 *
 * What whoever looks after the backups found. Only on the thread that made the store.
 */
void
yb_store_set_backup_warning (YbStore *self, const char *text)
{
  g_return_if_fail (YB_IS_STORE (self));
  g_return_if_fail (g_thread_self () == self->thread);

  if (g_strcmp0 (self->care->backup_warning, text) == 0)
    return;

  g_free (self->care->backup_warning);
  self->care->backup_warning = g_strdup (text);
  yb_store_look_after (self);
  g_signal_emit_by_name (self, "troubles-changed");
}

static char *
say_moved (YbStore *self)
{
  g_autofree char *rescued = yb_store_dup_rescued_path (self);

  if (rescued == NULL)
    return g_strdup (
        _ ("The file was moved, replaced or deleted while it is open. Nothing is saved any more. "
           "Put it back."));

  return g_strdup_printf (_ ("The file was moved, replaced or deleted while it is open. Nothing is saved any "
                             "more. Put it back, or work on with the copy of all that was saved: %s"),
                          rescued);
}

static char *
say_busy (YbStore *self)
{
  g_autofree char *holder = NULL;

  g_mutex_lock (&self->care->lock);
  holder = g_strdup (self->care->holder);
  g_mutex_unlock (&self->care->lock);
  if (holder == NULL)
    return g_strdup (_ ("Another program holds the file. Your change waits for it."));

  return g_strdup_printf (_ ("Another program holds the file: %s. Your change waits for it."), holder);
}

static char *
say_space (YbStore *self, const char *format)
{
  g_autofree char *size = g_format_size (MAX (0, _yb_place_free_bytes (self->path)));

  return g_strdup_printf (format, size);
}

static char *
say_read_only (YbStore *self)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  int file_error, folder_error;
  gboolean may_file = _yb_place_is_writable (self->path, &file_error);
  gboolean may_folder = _yb_place_is_writable (folder, &folder_error);

  if (file_error == EROFS || folder_error == EROFS)
    return g_strdup (
        _ ("View mode: the disk is write-protected. Everything can be looked at, nothing changed."));
  if (!may_file)
    return g_strdup (
        _ ("View mode: you may not write this file. Everything can be looked at, nothing changed. "
           "Ask the administrator for the right to write it."));
  if (!may_folder)
    return g_strdup (_ ("View mode: you may not write the folder of this file. Everything can be looked at, "
                        "nothing changed. Ask the administrator for the right to write it."));

  return g_strdup (_ ("View mode: everything can be looked at, nothing changed."));
}

static char *
say_clock (YbStore *self)
{
  g_autofree char *newest = yb_time_format (self->care->newest_at);

  return g_strdup_printf (_ ("The clock of this computer is behind the last entry (%s). Set it right: new "
                             "entries would stand before old ones."),
                          newest);
}

static char *
say_was_unsynced (YbStore *self)
{
  g_autofree char *at = NULL;

  g_mutex_lock (&self->care->lock);
  at = yb_time_format (self->care->unsynced_at);
  g_mutex_unlock (&self->care->lock);
  return g_strdup_printf (
      _ ("%s: the disk did not confirm what was written. The file was opened anew and checked: "
         "it is sound. Look whether your last change is there, make a backup, and have the "
         "disk examined."),
      at);
}

static char *
say (YbStore *self, YbTrouble trouble)
{
  switch (trouble)
    {
    case YB_TROUBLE_MOVED:
      return say_moved (self);
    case YB_TROUBLE_UNSYNCED:
      return g_strdup (
          _ ("The disk does not confirm what is written. Nothing is saved. Have the disk examined "
             "before you go on working."));
    case YB_TROUBLE_FULL:
      return say_space (self, _ ("The disk is full: %s are left. Free some space now; work goes on by itself "
                                 "then, and nothing that was saved is lost."));
    case YB_TROUBLE_BUSY:
      return say_busy (self);
    case YB_TROUBLE_READ_ONLY:
      return say_read_only (self);
    case YB_TROUBLE_OLD_VIEW:
      return g_strdup (_ ("Somebody is writing the file now: what you see is old. Open it again."));
    case YB_TROUBLE_CLOCK:
      return say_clock (self);
    case YB_TROUBLE_LOW_SPACE:
      return say_space (self, _ ("Only %s are left on the disk of the file. Free some space soon."));
    case YB_TROUBLE_WAS_UNSYNCED:
      return say_was_unsynced (self);
    case YB_TROUBLE_DOUBTFUL:
      return g_strdup (
          _ ("The file lies on a disk that a program imitates (FUSE). Whether it keeps what is saved "
             "cannot be known: keep the file on a disk of this computer."));
    case YB_TROUBLE_BACKUP:
      return g_strdup (self->care->backup_warning);
    case YB_TROUBLE_NONE:
    default:
      return NULL;
    }
}

/**
 * yb_store_dup_trouble_text:
 * @self: a store
 * @troubles: what to tell, for instance all that yb_store_get_troubles() found
 *
 * Returns: (transfer full) (nullable): a sentence for each, the worst first, on lines of their own; %NULL for none
 */
char *
yb_store_dup_trouble_text (YbStore *self, YbTrouble troubles)
{
  GString *text;

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  text = g_string_new (NULL);
  for (guint bit = 1; bit <= YB_TROUBLE_BACKUP; bit <<= 1)
    {
      g_autofree char *sentence = troubles & bit ? say (self, bit) : NULL;

      if (sentence != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", sentence);
    }

  return g_string_free (text, text->len == 0);
}

/**
 * yb_store_has_late_clock:
 * @self: a store
 * @seq: number of an entry of the audit trail
 * @at: its time, UTC milliseconds
 *
 * The trail is ordered by number; its times are what the clocks said.
 *
 * Returns: whether the clock stood more than two minutes behind the entries before it
 */
gboolean
yb_store_has_late_clock (YbStore *self, gint64 seq, gint64 at)
{
  YbStatement *newest;
  gboolean is_late;

  g_return_val_if_fail (YB_IS_STORE (self), FALSE);
  g_return_val_if_fail (g_thread_self () == self->thread, FALSE);

  newest = yb_connection_query (self->reader, YB_SQL_STORE_AUDIT_NEWEST_BEFORE);
  yb_statement_bind_number (newest, 1, seq);
  is_late = yb_statement_step (newest, NULL) && at < yb_statement_number (newest, 0) - YB_CLOCK_TOLERANCE_MS;
  yb_statement_reset (newest);
  return is_late;
}
