/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fault-disk-private.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>

#include "fault-vfs.h"

#define PAGE 4096
#define NEVER G_MAXUINT

/* An open file; SQLite knows it by its first member. */
typedef struct
{
  sqlite3_file base;
  FaultFile *file;
  int lock;
  guint index_shared; /* bits */
  gboolean removes;   /* at the end */
} Handle;

static struct
{
  FaultDiskModel model;
  guint n_events;
  guint cut;
  guint failing_sync; /* counts down to the sync that fails; 0: none does */
  gboolean fails_silently;
  gboolean is_dead;
} disk;

static GPtrArray *files;
static sqlite3_vfs *real;

/* ---- files ---- */

static void
operation_free (gpointer data)
{
  FaultOperation *operation = data;

  g_free (operation->data);
  g_free (operation);
}

static FaultFile *
file_new (const char *name)
{
  FaultFile *file = g_new0 (FaultFile, 1);

  file->name = g_strdup (name);
  file->current = g_byte_array_new ();
  file->synced = g_byte_array_new ();
  file->operations = g_ptr_array_new_with_free_func (operation_free);
  file->regions = g_ptr_array_new_with_free_func (g_free);
  file->is_linked = *name != '\0';
  g_ptr_array_add (files, file);
  return file;
}

static void
file_free (gpointer data)
{
  FaultFile *file = data;

  g_free (file->name);
  g_byte_array_unref (file->current);
  g_byte_array_unref (file->synced);
  g_ptr_array_unref (file->operations);
  g_ptr_array_unref (file->regions);
  g_free (file);
}

static FaultFile *
find (const char *name)
{
  for (guint i = 0; i < files->len; i++)
    {
      FaultFile *file = g_ptr_array_index (files, i);

      if (file->is_linked && g_str_equal (file->name, name))
        return file;
    }

  return NULL;
}

/* Each event may be the one that the power does not live to see. */
static gboolean
has_power (void)
{
  if (!disk.is_dead && disk.n_events == disk.cut)
    disk.is_dead = TRUE;
  if (!disk.is_dead)
    disk.n_events++;
  return !disk.is_dead;
}

void
_fault_disk_set_length (GByteArray *bytes, gsize length)
{
  gsize before = bytes->len;

  g_byte_array_set_size (bytes, length);
  if (length > before)
    memset (bytes->data + before, 0, length - before);
}

void
_fault_disk_apply (GByteArray *bytes, const FaultOperation *operation)
{
  if (operation->is_truncation)
    {
      _fault_disk_set_length (bytes, operation->offset);
      return;
    }

  if (bytes->len < operation->offset + operation->length)
    _fault_disk_set_length (bytes, operation->offset + operation->length);
  memcpy (bytes->data + operation->offset, operation->data, operation->length);
}

static void
run (FaultFile *file, gboolean is_truncation, gsize offset, const void *data, gsize length)
{
  FaultOperation *operation = g_new (FaultOperation, 1);

  *operation = (FaultOperation){is_truncation, offset, length, g_memdup2 (data, length)};
  g_ptr_array_add (file->operations, operation);
  _fault_disk_apply (file->current, operation);
}

static void
make_names_durable (FaultFile *synced)
{
  for (guint i = 0; i < files->len; i++)
    {
      FaultFile *file = g_ptr_array_index (files, i);

      if (disk.model == FAULT_DISK_JOURNALED || file == synced)
        file->is_durable = file->is_linked;
      else if (g_str_equal (file->name, synced->name))
        file->is_durable = FALSE; /* its name was taken over */
    }
}

/* ---- methods of an open file ---- */

static int close_file (sqlite3_file *base);

static int
read_file (sqlite3_file *base, void *buffer, int amount, sqlite3_int64 offset)
{
  GByteArray *bytes = ((Handle *) base)->file->current;
  gsize there = offset < bytes->len ? MIN ((gsize) amount, bytes->len - offset) : 0;

  if (disk.is_dead)
    return SQLITE_IOERR_READ;
  if (there > 0)
    memcpy (buffer, bytes->data + offset, there);
  memset ((guint8 *) buffer + there, 0, amount - there);
  return there < (gsize) amount ? SQLITE_IOERR_SHORT_READ : SQLITE_OK;
}

static int
write_file (sqlite3_file *base, const void *data, int amount, sqlite3_int64 offset)
{
  if (!has_power ())
    return SQLITE_IOERR_WRITE;

  run (((Handle *) base)->file, FALSE, offset, data, amount);
  return SQLITE_OK;
}

static int
truncate_file (sqlite3_file *base, sqlite3_int64 length)
{
  if (!has_power ())
    return SQLITE_IOERR_TRUNCATE;

  run (((Handle *) base)->file, TRUE, length, NULL, 0);
  return SQLITE_OK;
}

static int
sync_file (sqlite3_file *base, int flags)
{
  FaultFile *file = ((Handle *) base)->file;

  if (!has_power ())
    return SQLITE_IOERR_FSYNC;
  /* As Linux does: the pages stay in its memory, and are never written again unless somebody changes them. */
  if (disk.failing_sync > 0 && --disk.failing_sync == 0)
    {
      g_ptr_array_set_size (file->operations, 0);
      return disk.fails_silently ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }

  for (guint i = 0; i < file->operations->len; i++)
    _fault_disk_apply (file->synced, g_ptr_array_index (file->operations, i));
  g_ptr_array_set_size (file->operations, 0);
  make_names_durable (file);
  return SQLITE_OK;
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  *size = ((Handle *) base)->file->current->len;
  return SQLITE_OK;
}

static int
unlock_file (sqlite3_file *base, int level)
{
  Handle *self = (Handle *) base;
  FaultFile *file = self->file;

  if (file->exclusive == self)
    file->exclusive = NULL;
  if (file->reserved == self)
    file->reserved = NULL;
  if (level == SQLITE_LOCK_NONE && self->lock > SQLITE_LOCK_NONE)
    file->n_shared--;
  self->lock = level;
  return SQLITE_OK;
}

static int
lock_file (sqlite3_file *base, int level)
{
  Handle *self = (Handle *) base;
  FaultFile *file = self->file;

  if (level <= self->lock)
    return SQLITE_OK;
  if ((file->exclusive != NULL && file->exclusive != self) ||
      (level > SQLITE_LOCK_SHARED && file->reserved != NULL && file->reserved != self) ||
      (level == SQLITE_LOCK_EXCLUSIVE && file->n_shared > 1))
    return SQLITE_BUSY;

  if (self->lock == SQLITE_LOCK_NONE)
    file->n_shared++;
  if (level > SQLITE_LOCK_SHARED)
    file->reserved = self;
  if (level == SQLITE_LOCK_EXCLUSIVE)
    file->exclusive = self;
  self->lock = level;
  return SQLITE_OK;
}

static int
check_reserved_lock (sqlite3_file *base, int *is_reserved)
{
  *is_reserved = ((Handle *) base)->file->reserved != NULL;
  return SQLITE_OK;
}

static int
file_control (sqlite3_file *base, int operation, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
sector_size (sqlite3_file *base)
{
  return PAGE;
}

/* As SQLite takes it of Linux. */
static int
device_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
map_index (sqlite3_file *base, int region, int size, int extend, void volatile **mapped)
{
  GPtrArray *regions = ((Handle *) base)->file->regions;

  while (extend && regions->len <= (guint) region)
    g_ptr_array_add (regions, g_malloc0 (size));
  *mapped = (guint) region < regions->len ? g_ptr_array_index (regions, region) : NULL;
  return SQLITE_OK;
}

static gboolean
index_is_free (Handle *self, int slot, gboolean exclusive)
{
  FaultFile *file = self->file;
  guint own = self->index_shared >> slot & 1;

  return (file->index_exclusive[slot] == NULL || file->index_exclusive[slot] == self) &&
         (!exclusive || file->n_index_shared[slot] == own);
}

static int
lock_index (sqlite3_file *base, int first, int n, int flags)
{
  Handle *self = (Handle *) base;
  FaultFile *file = self->file;

  for (int i = first; (flags & SQLITE_SHM_LOCK) && i < first + n; i++)
    if (!index_is_free (self, i, (flags & SQLITE_SHM_EXCLUSIVE) != 0))
      return SQLITE_BUSY;

  for (int i = first; i < first + n; i++)
    {
      guint bit = 1u << i;

      if (flags & SQLITE_SHM_EXCLUSIVE)
        file->index_exclusive[i] = flags & SQLITE_SHM_LOCK ? self : NULL;
      else if ((flags & SQLITE_SHM_LOCK) && !(self->index_shared & bit))
        {
          self->index_shared |= bit;
          file->n_index_shared[i]++;
        }
      else if ((flags & SQLITE_SHM_UNLOCK) && (self->index_shared & bit))
        {
          self->index_shared &= ~bit;
          file->n_index_shared[i]--;
        }
    }
  return SQLITE_OK;
}

static void
index_barrier (sqlite3_file *base)
{
}

static int
unmap_index (sqlite3_file *base, int is_removed)
{
  Handle *self = (Handle *) base;

  lock_index (base, 0, SQLITE_SHM_NLOCK, SQLITE_SHM_UNLOCK | SQLITE_SHM_SHARED);
  if (is_removed)
    g_ptr_array_set_size (self->file->regions, 0);
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = FAULT_IO_METHODS;

static int
close_file (sqlite3_file *base)
{
  Handle *self = (Handle *) base;

  unlock_file (base, SQLITE_LOCK_NONE);
  if (self->removes)
    self->file->is_linked = FALSE;
  return SQLITE_OK;
}

/* ---- methods of the disk ---- */

static int
open_file (sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
  Handle *self = (Handle *) base;
  FaultFile *file = name != NULL ? find (name) : NULL;
  gboolean may_create = name == NULL || (flags & SQLITE_OPEN_CREATE);

  memset (self, 0, sizeof *self);
  if (disk.is_dead)
    return SQLITE_CANTOPEN;
  /* The program makes a new file itself, on the real disk, before SQLite opens it. */
  if (file == NULL && !may_create && g_access (name, F_OK) != 0)
    return SQLITE_CANTOPEN;

  self->file = file != NULL ? file : file_new (name != NULL ? name : "");
  self->removes = (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  self->base.pMethods = &methods;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
delete_file (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  FaultFile *file = find (name);

  if (file == NULL)
    return SQLITE_IOERR_DELETE_NOENT;
  if (!has_power ())
    return SQLITE_IOERR_DELETE;

  file->is_linked = FALSE;
  if (sync_folder)
    make_names_durable (file);
  return SQLITE_OK;
}

static int
access_file (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  *result = find (name) != NULL;
  return SQLITE_OK;
}

static int
full_pathname (sqlite3_vfs *vfs, const char *name, int size, char *out)
{
  g_strlcpy (out, name, size);
  return SQLITE_OK;
}

static int
randomness (sqlite3_vfs *vfs, int n, char *out)
{
  return real->xRandomness (real, n, out);
}

static int
sleep_us (sqlite3_vfs *vfs, int us)
{
  return us;
}

static int
current_time (sqlite3_vfs *vfs, double *now)
{
  return real->xCurrentTime (real, now);
}

static int
last_error (sqlite3_vfs *vfs, int size, char *out)
{
  return 0;
}

static sqlite3_vfs disk_vfs = {
    .iVersion = 1,
    .szOsFile = sizeof (Handle),
    .mxPathname = 1024,
    .zName = "fault-disk",
    .xOpen = open_file,
    .xDelete = delete_file,
    .xAccess = access_file,
    .xFullPathname = full_pathname,
    .xRandomness = randomness,
    .xSleep = sleep_us,
    .xCurrentTime = current_time,
    .xGetLastError = last_error,
};

/* The files that ever were, the removed ones too. */
GPtrArray *
_fault_disk_get_files (void)
{
  return files;
}

/* ---- for the tests ---- */

/**
 * fault_disk_use:
 *
 * From now on SQLite opens files on the disk in memory. For each of them the real disk must hold one of the same name:
 * the program asks there whether it exists.
 */
void
fault_disk_use (void)
{
  if (real == NULL)
    real = sqlite3_vfs_find (NULL);
  sqlite3_vfs_register (&disk_vfs, 1);
}

/**
 * fault_disk_rest:
 *
 * From now on SQLite opens files on the real disk again.
 */
void
fault_disk_rest (void)
{
  sqlite3_vfs_register (real, 1);
}

/**
 * fault_disk_clear:
 * @model: how it behaves
 *
 * An empty disk with power. No file of it may be open.
 */
void
fault_disk_clear (FaultDiskModel model)
{
  g_clear_pointer (&files, g_ptr_array_unref);
  files = g_ptr_array_new_with_free_func (file_free);
  disk.model = model;
  disk.n_events = 0;
  disk.cut = NEVER;
  disk.is_dead = FALSE;
  disk.failing_sync = 0;
}

/**
 * fault_disk_load:
 * @path: name of a file
 * @content: (array length=length): becomes its durable content
 * @length: bytes
 */
void
fault_disk_load (const char *path, const char *content, gsize length)
{
  FaultFile *file = file_new (path);

  g_byte_array_append (file->current, (const guint8 *) content, length);
  g_byte_array_append (file->synced, (const guint8 *) content, length);
  file->is_durable = TRUE;
}

/**
 * fault_disk_get_n_events:
 *
 * Returns: how many writes, truncations, syncs and removals there were since it was cleared
 */
guint
fault_disk_get_n_events (void)
{
  return disk.n_events;
}

/**
 * fault_disk_cut_before:
 * @event: number of an event, from 0
 *
 * The power fails just before it. From then on every call fails.
 */
void
fault_disk_cut_before (guint event)
{
  disk.cut = event;
}

/**
 * fault_disk_fail_sync:
 * @nth: number of a sync, from 1
 * @silently: whether it says that all is well, as disks do that lie
 *
 * That sync fails, once, and what it was for never gets to the disk, though it can be read.
 */
void
fault_disk_fail_sync (guint nth, gboolean silently)
{
  disk.failing_sync = nth;
  disk.fails_silently = silently;
}
