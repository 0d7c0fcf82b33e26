/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-backup-private.h"
#include "yb-salvage.h"

G_BEGIN_DECLS

/* One rescue on its way. */
typedef struct
{
  YbSalvage *result;
  YbConnection *source; /* a copy of a copy: it may be changed */
  YbConnection *fresh;
  YbBackupMonitor monitor;
} YbRescue;

YbConnection *_yb_salvage_open_source (const char *damaged,
                                       const char *scratch,
                                       const char *plan,
                                       gboolean *used_plan,
                                       GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbConnection *
_yb_salvage_make_empty (const char *path, gint64 format, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_salvage_take_table (YbRescue *self, const char *table, GError **error);
gboolean _yb_salvage_mend (YbRescue *self, GError **error);
void _yb_salvage_note (YbRescue *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
