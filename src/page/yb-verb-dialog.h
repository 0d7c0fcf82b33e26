/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-dialog.h"
#include "yb-verb-form.h"

G_BEGIN_DECLS

/**
 * YbVerbDialog:
 *
 * A window that asks for the arguments of one verb and runs it: the form of everything that has no form of
 * its own.
 *
 * Signals: "done" (JsonObject *answer): the verb was committed; the dialog closes itself.
 */
#define YB_TYPE_VERB_DIALOG (yb_verb_dialog_get_type ())
G_DECLARE_FINAL_TYPE (YbVerbDialog, yb_verb_dialog, YB, VERB_DIALOG, YbDialog)

YbVerbDialog *yb_verb_dialog_new (YbPage *page, const char *verb, const char *only, JsonObject *fixed);
YbVerbForm *yb_verb_dialog_get_form (YbVerbDialog *self);
void yb_verb_dialog_set_subject (YbVerbDialog *self, const char *subject);
void yb_verb_dialog_add (YbVerbDialog *self, GtkWidget *widget);
void yb_verb_dialog_save (YbVerbDialog *self);

G_END_DECLS
