/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

/* The methods of an open file, for a disk that keeps their names. */
#define FAULT_IO_METHODS                                                                                     \
  {                                                                                                          \
    .iVersion = 2, .xClose = close_file, .xRead = read_file, .xWrite = write_file,                           \
    .xTruncate = truncate_file, .xSync = sync_file, .xFileSize = file_size, .xLock = lock_file,              \
    .xUnlock = unlock_file, .xCheckReservedLock = check_reserved_lock, .xFileControl = file_control,         \
    .xSectorSize = sector_size, .xDeviceCharacteristics = device_characteristics, .xShmMap = map_index,      \
    .xShmLock = lock_index, .xShmBarrier = index_barrier, .xShmUnmap = unmap_index,                          \
  }
