/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * YbTableText:
 * @item: an item of the model
 * @user_data: closure
 *
 * Returns: (transfer full): what a cell shows
 */
typedef char *(*YbTableText) (gpointer item, gpointer user_data);

/**
 * YbTableView:
 *
 * A table of records with one line each. It keeps the selected record over changes of the list, and says
 * what will be
 * here when it is empty.
 *
 * Signals: "activated" (GObject *item): Enter or a double click; "selected" (GObject *item, nullable).
 */
#define YB_TYPE_TABLE_VIEW (yb_table_view_get_type ())
G_DECLARE_FINAL_TYPE (YbTableView, yb_table_view, YB, TABLE_VIEW, AdwBin)

void yb_table_view_set_label (YbTableView *self, const char *label);
void yb_table_view_set_empty (YbTableView *self, const char *icon, const char *title, const char *text);
void yb_table_view_add_column (YbTableView *self,
                               const char *title,
                               YbTableText func,
                               gpointer user_data,
                               gboolean expand,
                               gboolean at_end);
void yb_table_view_set_column_width (YbTableView *self, guint column, int width);
void yb_table_view_clear_columns (YbTableView *self);
void yb_table_view_set_model (YbTableView *self, GListModel *model);
gpointer yb_table_view_get_selected (YbTableView *self);

G_END_DECLS
