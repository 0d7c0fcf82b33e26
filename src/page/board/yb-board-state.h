/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What this desk remembers about its board: which columns are collapsed. */

gboolean yb_board_state_is_collapsed (const char *stage);
void yb_board_state_set_collapsed (const char *stage, gboolean collapsed);

G_END_DECLS
