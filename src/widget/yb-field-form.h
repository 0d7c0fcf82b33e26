/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <json-glib/json-glib.h>

#include "yb-choice.h"
#include "yb-field.h"

G_BEGIN_DECLS

#define YB_TYPE_FIELD_FORM (yb_field_form_get_type ())
G_DECLARE_FINAL_TYPE (YbFieldForm, yb_field_form, YB, FIELD_FORM, GtkWidget)

YbFieldForm *yb_field_form_new (const YbField *fields, guint n_fields, const char *const *only_names);

void yb_field_form_set_choices (YbFieldForm *self, const char *name, GListModel *choices);
void yb_field_form_set_value (YbFieldForm *self, const char *name, const char *plain);
JsonObject *yb_field_form_collect (YbFieldForm *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_field_form_set_needed (YbFieldForm *self, const char *needed);
void yb_field_form_set_hidden_value (YbFieldForm *self, const char *name);
void yb_field_form_set_unit (YbFieldForm *self, const char *name, const char *unit);
void yb_field_form_set_label_group (YbFieldForm *self, GtkSizeGroup *group);
void yb_field_form_set_error (YbFieldForm *self, const char *name, const char *text);
gboolean yb_field_form_is_changed (YbFieldForm *self);
GtkWidget *yb_field_form_get_control (YbFieldForm *self, const char *name);

G_END_DECLS
