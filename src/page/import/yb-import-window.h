/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbImportWindow:
 *
 * The assistant that takes over a file: file and kind, columns, values, check, and the import itself.
 */
#define YB_TYPE_IMPORT_WINDOW (yb_import_window_get_type ())
G_DECLARE_FINAL_TYPE (YbImportWindow, yb_import_window, YB, IMPORT_WINDOW, AdwWindow)

YbImportWindow *yb_import_window_new (YbPage *page);
const char *yb_import_kind_label (const char *kind);

G_END_DECLS
