/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-verb-form.h"

G_BEGIN_DECLS

GtkWidget *yb_role_checks_new (YbVerbForm *form, const char *roles);

G_END_DECLS
