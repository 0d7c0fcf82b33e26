/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbBoardPage:
 *
 * The pipeline of the showroom 销售看板: nine columns of deals and the panel of one deal.
 */
#define YB_TYPE_BOARD_PAGE (yb_board_page_get_type ())
G_DECLARE_FINAL_TYPE (YbBoardPage, yb_board_page, YB, BOARD_PAGE, YbPage)

void yb_board_page_open_deal (YbBoardPage *self, gint64 deal);

G_END_DECLS
