/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbApproval:
 *
 * "Approve by a manager": who, and the password of that person. It stands in the form of a verb that the signed-in person
 * may not run alone.
 *
 * Signals: "activate": Enter in the password.
 */
#define YB_TYPE_APPROVAL (yb_approval_get_type ())
G_DECLARE_FINAL_TYPE (YbApproval, yb_approval, YB, APPROVAL, GtkBox)

GtkWidget *yb_approval_new (YbDesk *desk, const char *right);
const char *yb_approval_get_code (YbApproval *self);
const char *yb_approval_get_password (YbApproval *self);
void yb_approval_focus_password (YbApproval *self);

G_END_DECLS
