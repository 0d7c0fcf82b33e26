/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is wrong around the file stands above every page, also while nobody is signed in (reliability.md 2). */

#include "config.h"

#include "yb-window-private.h"

#include <glib/gi18n.h>

#include "yb-trouble.h"

#define SERIOUS                                                                                              \
  (YB_TROUBLE_MOVED | YB_TROUBLE_UNSYNCED | YB_TROUBLE_FULL | YB_TROUBLE_BUSY | YB_TROUBLE_OLD_VIEW)

static void
update_button (YbWindow *self, YbStore *store, YbTrouble troubles)
{
  g_autofree char *rescued = troubles & YB_TROUBLE_MOVED ? yb_store_dup_rescued_path (store) : NULL;

  if (rescued != NULL)
    yb_banner_set_button (self->banner, _ ("Open the _copy"), "win.open-copy");
  else if (troubles & YB_TROUBLE_OLD_VIEW)
    yb_banner_set_button (self->banner, _ ("Open _again"), "win.retry");
  else
    yb_banner_set_button (self->banner, NULL, NULL);
}

static void
update (YbWindow *self)
{
  YbStore *store = self->desk != NULL ? yb_desk_get_store (self->desk) : NULL;
  YbTrouble troubles = store != NULL ? yb_store_get_troubles (store) : YB_TROUBLE_NONE;
  g_autofree char *text = NULL;

  self->closed_troubles &= troubles; /* what comes again is told again */
  troubles &= ~self->closed_troubles;
  if (troubles != YB_TROUBLE_NONE)
    text = yb_store_dup_trouble_text (store, troubles);
  if (text == NULL)
    {
      yb_banner_hide (self->banner);
      return;
    }

  update_button (self, store, troubles);
  yb_banner_show (self->banner, text, (troubles & SERIOUS) != 0, (troubles & ~YB_TROUBLE_MAY_BE_CLOSED) == 0);
}

static void
closed_cb (YbWindow *self)
{
  if (self->desk != NULL)
    self->closed_troubles |= yb_store_get_troubles (yb_desk_get_store (self->desk));
}

void
_yb_window_watch_troubles (YbWindow *self)
{
  YbStore *store = yb_desk_get_store (self->desk);

  self->closed_troubles = YB_TROUBLE_NONE;
  g_signal_connect_object (store, "troubles-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  yb_store_look_after (store);
  update (self);
}

void
_yb_window_forget_troubles (YbWindow *self, YbStore *store)
{
  g_signal_handlers_disconnect_by_func (store, update, self);
  yb_banner_hide (self->banner);
}

void
_yb_window_init_troubles (YbWindow *self)
{
  g_signal_connect_object (self->banner, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);
}

void
_yb_window_open_copy (YbWindow *self)
{
  g_autofree char *path = self->desk != NULL ? yb_store_dup_rescued_path (yb_desk_get_store (self->desk))
                                             : NULL;

  if (path != NULL)
    yb_application_open (_yb_window_get_application (self), path);
}
