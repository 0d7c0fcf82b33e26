/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-item-track-private.h"

/* Longer spans are not searched: a list that is read anew would load all its rows. */
#define LONGEST_SEARCH 256

void
_yb_item_track_set (YbItemTrack *self, gpointer item, guint index)
{
  g_set_object (&self->item, item);
  self->index = item != NULL ? index : YB_ITEM_TRACK_NOWHERE;
  self->last_index = item != NULL && index != YB_ITEM_TRACK_NOWHERE ? index : 0;
}

void
_yb_item_track_clear (YbItemTrack *self)
{
  _yb_item_track_set (self, NULL, YB_ITEM_TRACK_NOWHERE);
}

/* Looks for the item among @n items from @position on. */
static gboolean
search (YbItemTrack *self, GListModel *model, guint position, guint n)
{
  guint n_items = g_list_model_get_n_items (model);

  for (guint i = position; self->item != NULL && i < n_items && i - position < MIN (n, LONGEST_SEARCH); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (model, i);

      if (item == self->item)
        {
          self->index = self->last_index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/* To be called for each "items-changed". An item that is removed and added again in the next change, as in
   a move within a list, is found again. */
void
_yb_item_track_changed (YbItemTrack *self, GListModel *model, guint position, guint removed, guint added)
{
  if (self->item == NULL)
    return;

  if (self->index != YB_ITEM_TRACK_NOWHERE)
    {
      if (self->index < position)
        return;
      if (self->index >= position + removed)
        {
          self->index += added - removed;
          self->last_index = self->index;
          return;
        }
      self->last_index = self->index;
      self->index = YB_ITEM_TRACK_NOWHERE;
    }

  search (self, model, position, added);
}
