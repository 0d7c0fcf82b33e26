/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

/**
 * YbBackupsPage:
 *
 * The copies of the file: where they are, whether they are whole; making, checking and restoring one.
 */
#define YB_TYPE_BACKUPS_PAGE (yb_backups_page_get_type ())
G_DECLARE_FINAL_TYPE (YbBackupsPage, yb_backups_page, YB, BACKUPS_PAGE, YbPage)

G_END_DECLS
