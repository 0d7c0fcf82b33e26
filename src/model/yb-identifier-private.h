/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *_yb_identifier_normalise (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *_yb_identifier_mask (const char *text, int front, int back) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
