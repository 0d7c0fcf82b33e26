/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup.h"

G_BEGIN_DECLS

/**
 * YbSalvageTable:
 * @name: of the table
 * @taken: rows that were taken over
 * @refused: rows that could be read but make no sense
 * @gaps: (element-type YbSalvageGap): numbers of rows that could not be read
 * @is_lost: nothing of it could be read
 *
 * What came of one table.
 */
typedef struct
{
  char *name;
  gint64 taken;
  gint64 refused;
  GArray *gaps;
  gboolean is_lost;
} YbSalvageTable;

/* From and to, both among them. The last gap may reach beyond the last row there was. */
typedef struct
{
  gint64 from;
  gint64 to;
} YbSalvageGap;

/**
 * YbSalvage:
 * @tables: (element-type YbSalvageTable): what came of each table
 * @notes: (element-type utf8): what else was done, translated
 * @n_taken: rows that were taken over
 * @used_known_plan: the list of tables was damaged, and that of a new file was used
 *
 * What could be rescued from a damaged file.
 */
typedef struct
{
  GPtrArray *tables;
  GPtrArray *notes;
  gint64 n_taken;
  gboolean used_known_plan;
} YbSalvage;

YbSalvage *yb_salvage_run (const char *damaged,
                           const char *fresh,
                           YbBackupProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_salvage_is_whole (const YbSalvage *self);
char *yb_salvage_to_text (const YbSalvage *self) G_GNUC_WARN_UNUSED_RESULT;
void yb_salvage_free (YbSalvage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbSalvage, yb_salvage_free)

G_END_DECLS
