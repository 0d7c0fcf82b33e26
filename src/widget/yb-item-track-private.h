/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* An item followed through the changes of a list by identity, without searching the list.
 * @index: where it stands, YB_ITEM_TRACK_NOWHERE when it is not there
 * @last_index: where it stood when it went */
typedef struct
{
  GObject *item;
  guint index;
  guint last_index;
} YbItemTrack;

#define YB_ITEM_TRACK_NOWHERE G_MAXUINT

void _yb_item_track_set (YbItemTrack *self, gpointer item, guint index);
void _yb_item_track_clear (YbItemTrack *self);
void
_yb_item_track_changed (YbItemTrack *self, GListModel *model, guint position, guint removed, guint added);

G_END_DECLS
