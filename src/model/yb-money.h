/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#ifndef YB_NO_VALUE
#define YB_NO_VALUE G_MININT64
#endif

gboolean yb_money_parse (const char *text, gint64 *fen, GError **error);
char *yb_money_to_plain (gint64 fen) G_GNUC_WARN_UNUSED_RESULT;
char *yb_money_format (gint64 fen) G_GNUC_WARN_UNUSED_RESULT;
char *yb_money_format_short (gint64 fen) G_GNUC_WARN_UNUSED_RESULT;
gint64 yb_money_mul_div (gint64 fen, gint64 numerator, gint64 denominator);

G_END_DECLS
