/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbClosedPage:
 *
 * Deals that are not on the board, and losses that wait for a manager 战败与休眠.
 */
#define YB_TYPE_CLOSED_PAGE (yb_closed_page_get_type ())
G_DECLARE_FINAL_TYPE (YbClosedPage, yb_closed_page, YB, CLOSED_PAGE, YbPage)

gint64 yb_closed_page_count_waiting (YbDesk *desk);

G_END_DECLS
