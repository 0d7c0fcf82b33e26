/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"

G_BEGIN_DECLS

#define YB_PASSWORD_LEAST 8
/* Of one that somebody else sets, and that is changed at the first sign-in. */
#define YB_PASSWORD_SET_LEAST 4
#define YB_PIN_LEAST 4
#define YB_PIN_MOST 6

const char *yb_password_fault (const char *password, const char *code);
const char *yb_pin_fault (const char *pin);
gboolean yb_pin_looks_like (const char *text);

G_END_DECLS
