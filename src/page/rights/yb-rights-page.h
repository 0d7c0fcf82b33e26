/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbRightsPage:
 *
 * Which role may do what: a line per right, a column per role; below, the changes that were asked for.
 */
#define YB_TYPE_RIGHTS_PAGE (yb_rights_page_get_type ())
G_DECLARE_FINAL_TYPE (YbRightsPage, yb_rights_page, YB, RIGHTS_PAGE, YbPage)

gint64 yb_rights_page_count_waiting (YbDesk *desk);

G_END_DECLS
