/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal.h"
#include "yb-page.h"
#include "yb-verb-dialog.h"

G_BEGIN_DECLS

/* How the forms of the verbs on a deal are filled with what is known about it. */

JsonObject *yb_deal_arguments_fixed (const YbVerb *verb, YbDeal *deal) G_GNUC_WARN_UNUSED_RESULT;
void yb_deal_arguments_prefill (YbVerbForm *form, YbDesk *desk, YbDeal *deal);
gboolean yb_deal_may_do (YbDesk *desk, const char *verb, gint64 consultant);
YbVerbDialog *yb_deal_present_dialog (YbPage *page, gint64 deal, const char *verb, const char *only);

G_END_DECLS
