/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-field.h"

G_BEGIN_DECLS

#define YB_TYPE_FIELD_EDITOR (yb_field_editor_get_type ())
G_DECLARE_FINAL_TYPE (YbFieldEditor, yb_field_editor, YB, FIELD_EDITOR, GtkWidget)

GtkWidget *yb_field_editor_new (const YbField *field);

const YbField *yb_field_editor_get_field (YbFieldEditor *self);
GtkWidget *yb_field_editor_get_focus_widget (YbFieldEditor *self);
gboolean yb_field_editor_set_plain (YbFieldEditor *self, const char *plain);
char *yb_field_editor_dup_plain (YbFieldEditor *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *yb_field_editor_dup_state (YbFieldEditor *self) G_GNUC_WARN_UNUSED_RESULT;
void yb_field_editor_set_choices (YbFieldEditor *self, GListModel *choices);
void yb_field_editor_set_message (YbFieldEditor *self, const char *text, gboolean is_error);

G_END_DECLS
