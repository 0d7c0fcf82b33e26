/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-call.h"

G_BEGIN_DECLS

gboolean _yb_deal_move (YbCall *call, GError **error);
void _yb_deal_entered (YbCall *call, YbDeal *deal);

G_END_DECLS
