/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"
#include "yb-house.h"
#include "yb-rights.h"

G_BEGIN_DECLS

/**
 * YbRightLine:
 *
 * A right, as a line of the matrix.
 */
#define YB_TYPE_RIGHT_LINE (yb_right_line_get_type ())
G_DECLARE_FINAL_TYPE (YbRightLine, yb_right_line, YB, RIGHT_LINE, GObject)

const YbRight *yb_right_line_get_right (YbRightLine *self);
YbRoleRight *yb_right_line_get_row (YbRightLine *self, const char *role);

GListStore *yb_rights_table_new (void) G_GNUC_WARN_UNUSED_RESULT;
void yb_rights_table_read (GListStore *table, YbDesk *desk);
char *yb_rights_table_words (gint64 scope, gint64 access, gint64 per_day) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
