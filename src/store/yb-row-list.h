/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-store.h"

G_BEGIN_DECLS

/**
 * YbListQuery:
 * @type: what the items are
 * @ids: the ids in order; ?1 is the largest number of rows or -1, ?3 and on are the parameters
 * @before: one row with 1 or 0: whether the row with id ?1 stands before the row with id ?2 in that order; no row if
 *   one of them is not in the list (then also for ?1 = ?2); ?3 and on are the parameters
 * @scans: @ids may look at many more rows than it finds: it is only read on a worker thread, and what was listed
 *   before stays until then
 *
 * A list. Both statements must order alike and by a unique key; the order needs a covering index.
 */
typedef struct
{
  const YbRowType *type;
  YbSql ids;
  YbSql before;
  gboolean scans;
} YbListQuery;

/**
 * YbListParameter:
 * @number: value of a parameter that is no text
 * @text: (nullable): value of a text parameter
 * @is_null: the parameter is NULL
 */
typedef struct
{
  gint64 number;
  const char *text;
  gboolean is_null;
} YbListParameter;

#define YB_TYPE_ROW_LIST (yb_row_list_get_type ())
G_DECLARE_FINAL_TYPE (YbRowList, yb_row_list, YB, ROW_LIST, GObject)

YbRowList *yb_row_list_new (YbStore *store,
                            const YbListQuery *query,
                            const YbListParameter *parameters,
                            guint n_parameters) G_GNUC_WARN_UNUSED_RESULT;
void yb_row_list_set_query (YbRowList *self,
                            const YbListQuery *query,
                            const YbListParameter *parameters,
                            guint n_parameters);
gboolean yb_row_list_get_loading (YbRowList *self);
gboolean yb_row_list_find (YbRowList *self, gint64 id, guint *position);

G_END_DECLS
