/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-dialog.h"

G_BEGIN_DECLS

/**
 * YbNewDeal:
 *
 * Opens a deal: name and phone first. A customer who is known already shows up while the number is typed.
 *
 * Signals: "created" (gint64 deal): the deal was opened; the dialog closes itself.
 */
#define YB_TYPE_NEW_DEAL (yb_new_deal_get_type ())
G_DECLARE_FINAL_TYPE (YbNewDeal, yb_new_deal, YB, NEW_DEAL, YbDialog)

YbNewDeal *yb_new_deal_new (YbPage *page);

G_END_DECLS
