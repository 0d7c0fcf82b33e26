/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-ctl.h"
#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbCtlSearch:
 *
 * A text that is looked for in names, pinyin, initials, phones and models.
 */
typedef struct _YbCtlSearch YbCtlSearch;

YbCtlSearch *yb_ctl_search_new (const char *text, gboolean may_look_up) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_ctl_search_finds (YbCtlSearch *self, YbCtl *ctl, YbRow *row);
void yb_ctl_search_free (YbCtlSearch *self);

G_END_DECLS
