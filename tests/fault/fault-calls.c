/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fault-calls.h"

#include <string.h>

#include "fault-vfs.h"

/* A write that fails has written this much of it. */
#define TORN_AT 64

static struct
{
  int is_armed; /* atomic: the store works on several threads */
  FaultCalls calls;
  int countdown; /* atomic */
  gboolean for_good;
  int has_failed; /* atomic */
  int n_blocks;   /* atomic: that SQLite holds */
} faults;

static sqlite3_mem_methods real_memory;
static sqlite3_vfs *real;

static gboolean
fails (FaultCalls calls)
{
  int left;

  if (!g_atomic_int_get (&faults.is_armed) || calls != faults.calls)
    return FALSE;

  left = g_atomic_int_add (&faults.countdown, -1);
  if (left != 1 && !(faults.for_good && left < 1))
    return FALSE;

  g_atomic_int_set (&faults.has_failed, 1);
  return TRUE;
}

/* ---- memory ---- */

static void *
allocate (int size)
{
  void *block = fails (FAULT_CALLS_MEMORY) ? NULL : real_memory.xMalloc (size);

  if (block != NULL)
    g_atomic_int_inc (&faults.n_blocks);
  return block;
}

static void *
reallocate (void *block, int size)
{
  return fails (FAULT_CALLS_MEMORY) ? NULL : real_memory.xRealloc (block, size);
}

static void
release (void *block)
{
  g_atomic_int_add (&faults.n_blocks, -1);
  real_memory.xFree (block);
}

/* ---- an open file, and the real one behind it ---- */

typedef struct
{
  sqlite3_file base;
  sqlite3_file *real;
} Handle;

#define REAL(base) (((Handle *) (base))->real)

static int
close_file (sqlite3_file *base)
{
  sqlite3_file *file = REAL (base);
  int code = file->pMethods->xClose (file);

  g_free (file);
  return code;
}

static int
read_file (sqlite3_file *base, void *buffer, int amount, sqlite3_int64 offset)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_READ
                                : REAL (base)->pMethods->xRead (REAL (base), buffer, amount, offset);
}

static int
write_file (sqlite3_file *base, const void *data, int amount, sqlite3_int64 offset)
{
  gboolean fault = fails (FAULT_CALLS_IO);
  int code;

  if (fault && amount > TORN_AT)
    amount = amount / 2 / TORN_AT * TORN_AT;
  code = REAL (base)->pMethods->xWrite (REAL (base), data, amount, offset);
  return fault ? SQLITE_IOERR_WRITE : code;
}

static int
truncate_file (sqlite3_file *base, sqlite3_int64 length)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_TRUNCATE
                                : REAL (base)->pMethods->xTruncate (REAL (base), length);
}

static int
sync_file (sqlite3_file *base, int flags)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_FSYNC : REAL (base)->pMethods->xSync (REAL (base), flags);
}

static int
file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_FSTAT : REAL (base)->pMethods->xFileSize (REAL (base), size);
}

static int
lock_file (sqlite3_file *base, int level)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_LOCK : REAL (base)->pMethods->xLock (REAL (base), level);
}

static int
unlock_file (sqlite3_file *base, int level)
{
  return REAL (base)->pMethods->xUnlock (REAL (base), level);
}

static int
check_reserved_lock (sqlite3_file *base, int *is_reserved)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_CHECKRESERVEDLOCK
                                : REAL (base)->pMethods->xCheckReservedLock (REAL (base), is_reserved);
}

static int
file_control (sqlite3_file *base, int operation, void *argument)
{
  return REAL (base)->pMethods->xFileControl (REAL (base), operation, argument);
}

static int
sector_size (sqlite3_file *base)
{
  return REAL (base)->pMethods->xSectorSize (REAL (base));
}

static int
device_characteristics (sqlite3_file *base)
{
  return REAL (base)->pMethods->xDeviceCharacteristics (REAL (base));
}

static int
map_index (sqlite3_file *base, int region, int size, int extend, void volatile **mapped)
{
  *mapped = NULL;
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_SHMMAP
                                : REAL (base)->pMethods->xShmMap (REAL (base), region, size, extend, mapped);
}

/* Giving a lock back never fails on Linux. */
static int
lock_index (sqlite3_file *base, int first, int n, int flags)
{
  return (flags & SQLITE_SHM_LOCK) && fails (FAULT_CALLS_IO)
             ? SQLITE_IOERR_SHMLOCK
             : REAL (base)->pMethods->xShmLock (REAL (base), first, n, flags);
}

static void
index_barrier (sqlite3_file *base)
{
  REAL (base)->pMethods->xShmBarrier (REAL (base));
}

static int
unmap_index (sqlite3_file *base, int is_removed)
{
  return REAL (base)->pMethods->xShmUnmap (REAL (base), is_removed);
}

static const sqlite3_io_methods methods = FAULT_IO_METHODS;

/* ---- the disk ---- */

static int
open_file (sqlite3_vfs *vfs, const char *name, sqlite3_file *base, int flags, int *out_flags)
{
  Handle *self = (Handle *) base;
  int code;

  self->base.pMethods = NULL;
  if (fails (FAULT_CALLS_IO))
    return SQLITE_CANTOPEN;

  self->real = g_malloc0 (real->szOsFile);
  code = real->xOpen (real, name, self->real, flags, out_flags);
  if (self->real->pMethods != NULL)
    self->base.pMethods = &methods;
  else
    g_clear_pointer (&self->real, g_free);
  return code;
}

static int
delete_file (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_DELETE : real->xDelete (real, name, sync_folder);
}

static int
access_file (sqlite3_vfs *vfs, const char *name, int flags, int *result)
{
  return fails (FAULT_CALLS_IO) ? SQLITE_IOERR_ACCESS : real->xAccess (real, name, flags, result);
}

/* SQLite would wait for minutes in all. */
static int
sleep_us (sqlite3_vfs *vfs, int us)
{
  return us;
}

/**
 * fault_calls_init:
 *
 * To be called before SQLite is used.
 */
void
fault_calls_init (void)
{
  static sqlite3_mem_methods memory;
  static sqlite3_vfs vfs;

  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0), ==, SQLITE_OK); /* as the store does */
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &real_memory), ==, SQLITE_OK);
  memory = real_memory;
  memory.xMalloc = allocate;
  memory.xRealloc = reallocate;
  memory.xFree = release;
  g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &memory), ==, SQLITE_OK);

  real = sqlite3_vfs_find (NULL);
  vfs = *real;
  vfs.pNext = NULL;
  vfs.zName = "fault-calls";
  vfs.szOsFile = sizeof (Handle);
  vfs.xOpen = open_file;
  vfs.xDelete = delete_file;
  vfs.xAccess = access_file;
  vfs.xSleep = sleep_us;
  sqlite3_vfs_register (&vfs, 1);
}

/**
 * fault_calls_arm:
 * @calls: which calls
 * @nth: the number of the call that fails, from 1
 * @for_good: whether all after it fail as well
 */
void
fault_calls_arm (FaultCalls calls, guint nth, gboolean for_good)
{
  faults.calls = calls;
  faults.for_good = for_good;
  g_atomic_int_set (&faults.countdown, nth);
  g_atomic_int_set (&faults.has_failed, 0);
  g_atomic_int_set (&faults.is_armed, 1);
}

/**
 * fault_calls_disarm:
 *
 * Returns: whether there were so many calls that one has failed
 */
gboolean
fault_calls_disarm (void)
{
  g_atomic_int_set (&faults.is_armed, 0);
  return g_atomic_int_get (&faults.has_failed);
}

/**
 * fault_calls_get_n_blocks:
 *
 * Returns: how many blocks of memory SQLite holds
 */
gint
fault_calls_get_n_blocks (void)
{
  return g_atomic_int_get (&faults.n_blocks);
}
