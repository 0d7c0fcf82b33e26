/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbRulesPage:
 *
 * The rules of the house 规则, each with the day from which it holds.
 */
#define YB_TYPE_RULES_PAGE (yb_rules_page_get_type ())
G_DECLARE_FINAL_TYPE (YbRulesPage, yb_rules_page, YB, RULES_PAGE, YbPage)

G_END_DECLS
