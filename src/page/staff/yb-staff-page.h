/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbStaffPage:
 *
 * Who works here, and in which roles 员工.
 */
#define YB_TYPE_STAFF_PAGE (yb_staff_page_get_type ())
G_DECLARE_FINAL_TYPE (YbStaffPage, yb_staff_page, YB, STAFF_PAGE, YbPage)

G_END_DECLS
