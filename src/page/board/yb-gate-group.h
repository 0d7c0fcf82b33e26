/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-desk.h"
#include "yb-verb-form.h"

G_BEGIN_DECLS

/**
 * YbGateGroup:
 *
 * The part of a gate sheet for one verb: what is missing, the form that supplies it, and the waiver where
 * one exists.
 */
#define YB_TYPE_GATE_GROUP (yb_gate_group_get_type ())
G_DECLARE_FINAL_TYPE (YbGateGroup, yb_gate_group, YB, GATE_GROUP, GtkBox)

YbGateGroup *yb_gate_group_new (YbDesk *desk, YbDeal *deal, const YbVerb *verb);
void yb_gate_group_add_gate (YbGateGroup *self, const YbGate *gate);
void yb_gate_group_build (YbGateGroup *self, GtkSizeGroup *labels);
gboolean yb_gate_group_check (YbGateGroup *self);
const YbVerb *yb_gate_group_get_verb (YbGateGroup *self);
YbVerbForm *yb_gate_group_get_form (YbGateGroup *self);
gboolean yb_gate_group_is_settled (YbGateGroup *self);
gboolean yb_gate_group_is_saved (YbGateGroup *self);
gboolean yb_gate_group_is_needed (YbGateGroup *self, GPtrArray *unmet);
void yb_gate_group_add_waivers (YbGateGroup *self, JsonArray *waive);
void yb_gate_group_focus (YbGateGroup *self);
void yb_gate_group_save_async (YbGateGroup *self,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean yb_gate_group_save_finish (YbGateGroup *self, GAsyncResult *result, GError **error);

G_END_DECLS
