/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-import.h"

G_BEGIN_DECLS

/* The forms of the assistant that say which column feeds which field, and what their values mean. */

GtkWidget *yb_import_columns_new (const char *kind, YbTable *table, YbImportMap *map);
GtkWidget *yb_import_values_new (const char *kind, YbTable *table, YbImportMap *map, guint *n_values);

G_END_DECLS
