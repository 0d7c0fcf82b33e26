/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-import.h"
#include "yb-table-view.h"

G_BEGIN_DECLS

/* The two tables of the assistant: the first rows of the file, and what is wrong with it. */

void yb_import_preview_setup (YbTableView *preview, YbTableView *problems);
void yb_import_preview_fill (YbTableView *preview, YbTable *table);
void yb_import_preview_fill_problems (YbTableView *problems, YbImportResult *result);

G_END_DECLS
