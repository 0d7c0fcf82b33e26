/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where a file lies. SQLite's locks and its log need a disk of this computer that no other program copies. */
typedef enum
{
  YB_PLACE_LOCAL,
  YB_PLACE_DOUBTFUL, /* a file system of some program: it may keep the promises of a disk, or not */
  YB_PLACE_NETWORK,
  YB_PLACE_SYNCHRONISED,
} YbPlace;

YbPlace _yb_place_judge (
    guint32 magic, const char *mount_type, gboolean is_remote, const char *path, const char **name);
YbPlace _yb_place_of (const char *path, const char **name);
gboolean _yb_place_check (const char *path, GError **error);
gint64 _yb_place_free_bytes (const char *path);
gboolean _yb_place_is_writable (const char *path, int *system_error);

G_END_DECLS
