/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbNewPasswordPage:
 *
 * Asks who signed in with a password that somebody else set for one of their own, before anything else is shown.
 *
 * Signals: "chosen": it is set.
 */
#define YB_TYPE_NEW_PASSWORD_PAGE (yb_new_password_page_get_type ())
G_DECLARE_FINAL_TYPE (YbNewPasswordPage, yb_new_password_page, YB, NEW_PASSWORD_PAGE, AdwBin)

GtkWidget *yb_new_password_page_new (YbDesk *desk);

G_END_DECLS
