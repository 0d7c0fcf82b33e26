/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbImportsPage:
 *
 * Files that were taken over, with a way to take each of them back 导入.
 */
#define YB_TYPE_IMPORTS_PAGE (yb_imports_page_get_type ())
G_DECLARE_FINAL_TYPE (YbImportsPage, yb_imports_page, YB, IMPORTS_PAGE, YbPage)

G_END_DECLS
