/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A disk in memory that can lose its power. SQLite writes to it through a VFS; what was not synced may be there
 * afterwards, in part, or not at all. Used by one thread. */

/**
 * FaultDiskModel:
 * @FAULT_DISK_JOURNALED: as ext4 and XFS: a sync of any file also makes earlier creations and removals durable
 * @FAULT_DISK_STRICT: as POSIX promises at least: only the name of the synced file, and removals with a sync of the
 *   folder
 */
typedef enum
{
  FAULT_DISK_JOURNALED,
  FAULT_DISK_STRICT,
} FaultDiskModel;

/**
 * FaultImage:
 * @FAULT_IMAGE_DROP: nothing that was not synced is there
 * @FAULT_IMAGE_PREFIX: the first ones of the writes to each file are there
 * @FAULT_IMAGE_SUBSET: any of them
 * @FAULT_IMAGE_TORN: any of their sectors
 * @FAULT_IMAGE_KEEP: everything is there
 *
 * What a disk may hold after the power came back.
 */
typedef enum
{
  FAULT_IMAGE_DROP,
  FAULT_IMAGE_PREFIX,
  FAULT_IMAGE_SUBSET,
  FAULT_IMAGE_TORN,
  FAULT_IMAGE_KEEP,
} FaultImage;

void fault_disk_use (void);
void fault_disk_rest (void);
void fault_disk_clear (FaultDiskModel model);
void fault_disk_load (const char *path, const char *content, gsize length);
guint fault_disk_get_n_events (void);
void fault_disk_cut_before (guint event);
void fault_disk_fail_sync (guint nth, gboolean silently);
void fault_disk_write_image (const char *folder, FaultImage image, GRand *random);

G_END_DECLS
