/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "yb-table.h"

G_BEGIN_DECLS

YbTable *test_read_text (const char *text, gsize length, const YbTableOptions *options, GError **error);
char *test_flatten (YbTable *table);
void test_assert_refused (
    const char *data, gsize length, const YbTableOptions *options, int code, const char *part);

G_END_DECLS
