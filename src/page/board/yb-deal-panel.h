/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbDealPanel:
 *
 * Everything about one deal: what to do next, the evidence that the gates ask for, money, and its history.
 * It changes
 * with the deal, whoever changes it.
 *
 * Signals: "close"; "move" (guint stage): the deal is to go there.
 */
#define YB_TYPE_DEAL_PANEL (yb_deal_panel_get_type ())
G_DECLARE_FINAL_TYPE (YbDealPanel, yb_deal_panel, YB, DEAL_PANEL, AdwBin)

void yb_deal_panel_set_page (YbDealPanel *self, YbPage *page);
void yb_deal_panel_set_deal (YbDealPanel *self, gint64 deal);
gint64 yb_deal_panel_get_deal (YbDealPanel *self);

G_END_DECLS
