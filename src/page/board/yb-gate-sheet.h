/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-dialog.h"

G_BEGIN_DECLS

/**
 * YbGateSheet:
 *
 * Asks for exactly what a move of a deal lacks, saves it, and moves the deal.
 *
 * Signals: "finished" (gboolean moved): the sheet closes; @moved tells whether the deal moved.
 */
#define YB_TYPE_GATE_SHEET (yb_gate_sheet_get_type ())
G_DECLARE_FINAL_TYPE (YbGateSheet, yb_gate_sheet, YB, GATE_SHEET, YbDialog)

YbGateSheet *yb_gate_sheet_new (YbPage *page, gint64 deal, YbStage to, YbMovePreview *preview);
void yb_gate_sheet_save (YbGateSheet *self);
guint yb_gate_sheet_get_n_groups (YbGateSheet *self);
GtkWidget *yb_gate_sheet_get_form (YbGateSheet *self, const char *verb);

G_END_DECLS
