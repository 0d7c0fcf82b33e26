/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal.h"
#include "yb-desk.h"

G_BEGIN_DECLS

/* The words for a contact, an objection, a payment or a step of the history in the panel of a deal. */

char *yb_deal_line_title (YbDesk *desk, YbRow *row, YbRow *newer) G_GNUC_WARN_UNUSED_RESULT;
char *yb_deal_line_text (YbRow *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
