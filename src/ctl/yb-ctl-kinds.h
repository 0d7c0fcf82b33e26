/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-ctl.h"
#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbCtlKind:
 * @type: the records
 * @ids: a page of ids after ?1, at most ?2
 * @columns: the fields that a list for people shows, separated by " "
 *
 * A kind of record that list and show know.
 */
typedef struct
{
  const YbRowType *type;
  YbSql ids;
  const char *columns;
} YbCtlKind;

const YbCtlKind *yb_ctl_kind_find (const char *name);
char *yb_ctl_kind_list (void) G_GNUC_WARN_UNUSED_RESULT;
YbRow *yb_ctl_load (YbCtl *ctl, const YbRowType *type, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_ctl_may_see (YbCtl *ctl, YbRow *row);

G_END_DECLS
