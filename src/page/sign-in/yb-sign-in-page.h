/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbSignInPage:
 *
 * Asks who is there. The desk tells by "signed-in", or by "locked" when the person of a locked desk is back.
 */
#define YB_TYPE_SIGN_IN_PAGE (yb_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (YbSignInPage, yb_sign_in_page, YB, SIGN_IN_PAGE, AdwBin)

GtkWidget *yb_sign_in_page_new (YbDesk *desk);

G_END_DECLS
