/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "fault-disk.h"

G_BEGIN_DECLS

/* What was asked of a file since its last sync. */
typedef struct
{
  gboolean is_truncation;
  gsize offset; /* the new length, of a truncation */
  gsize length;
  guint8 *data;
} FaultOperation;

typedef struct
{
  char *name; /* "" for a file without a name */
  GByteArray *current;
  GByteArray *synced;
  GPtrArray *operations; /* what synced lacks */
  gboolean is_linked;
  gboolean is_durable; /* is its name there after a power cut? */

  GPtrArray *regions; /* of the shared index of the log */
  guint n_shared;     /* locks of the file */
  gpointer reserved;
  gpointer exclusive;
  guint n_index_shared[SQLITE_SHM_NLOCK];
  gpointer index_exclusive[SQLITE_SHM_NLOCK];
} FaultFile;

GPtrArray *_fault_disk_get_files (void);
void _fault_disk_apply (GByteArray *bytes, const FaultOperation *operation);
void _fault_disk_set_length (GByteArray *bytes, gsize length);

G_END_DECLS
