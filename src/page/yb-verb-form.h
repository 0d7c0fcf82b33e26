/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-deal.h"
#include "yb-desk.h"
#include "yb-field-form.h"

G_BEGIN_DECLS

/**
 * YbVerbForm:
 *
 * A form for the arguments of one verb, filled with what is known already.
 *
 * Signals: "activate": Enter in the last field; "changed": somebody typed or chose something.
 */
#define YB_TYPE_VERB_FORM (yb_verb_form_get_type ())
G_DECLARE_FINAL_TYPE (YbVerbForm, yb_verb_form, YB, VERB_FORM, GtkBox)

YbVerbForm *yb_verb_form_new (YbDesk *desk, const YbVerb *verb, const char *only, JsonObject *fixed);
const YbVerb *yb_verb_form_get_verb (YbVerbForm *self);
YbFieldForm *yb_verb_form_get_fields (YbVerbForm *self);
gboolean yb_verb_form_asks_for (YbVerbForm *self, const char *name);
void yb_verb_form_prefill (YbVerbForm *self, YbRow *row, const char *prefix);
void yb_verb_form_set_deal (YbVerbForm *self, YbDeal *deal);
void yb_verb_form_set_needed (YbVerbForm *self, const char *needed);
void yb_verb_form_set_unit (YbVerbForm *self, const char *name, const char *unit);
void yb_verb_form_set_label_group (YbVerbForm *self, GtkSizeGroup *group);
gboolean yb_verb_form_check (YbVerbForm *self, GError **error);
gboolean yb_verb_form_is_changed (YbVerbForm *self);
void yb_verb_form_run_async (YbVerbForm *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
JsonObject *
yb_verb_form_run_finish (YbVerbForm *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_verb_form_set_list (YbVerbForm *self, const char *name, JsonArray *list);
void yb_verb_form_set_text (YbVerbForm *self, const char *name, const char *value);
void yb_verb_form_set_number (YbVerbForm *self, const char *name, gint64 value);
void yb_verb_form_set_message (YbVerbForm *self, const char *message);

G_END_DECLS
