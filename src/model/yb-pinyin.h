/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *yb_pinyin_full (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *yb_pinyin_initials (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char *yb_pinyin_alternative (const char *text) G_GNUC_WARN_UNUSED_RESULT;
char **yb_pinyin_readings (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
