/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbRevealsPage:
 *
 * Who looked at which hidden number, and why; who looked at unusually many stands out.
 */
#define YB_TYPE_REVEALS_PAGE (yb_reveals_page_get_type ())
G_DECLARE_FINAL_TYPE (YbRevealsPage, yb_reveals_page, YB, REVEALS_PAGE, YbPage)

gint64 yb_reveals_page_count_unusual (YbDesk *desk);

G_END_DECLS
