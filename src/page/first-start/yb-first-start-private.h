/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-first-start.h"

G_BEGIN_DECLS

/* The parts of a step, as yb-first-start-parts.c makes them. */
GtkWidget *_yb_first_start_add_step (GtkStack *steps, const char *name, const char *title, const char *text);
GtkWidget *_yb_first_start_add_entry (GtkWidget *step, const char *label, const char *text, gboolean conceal);
GtkWidget *_yb_first_start_add_text (GtkWidget *step, const char *text, const char *css_class);

gboolean _yb_first_start_read_clock (const char *text, gint64 *clock);

/* yb-recovery-sheet.c */
GtkWidget *_yb_recovery_sheet_new (const char *recovery_key, const char *store_name);

G_END_DECLS
