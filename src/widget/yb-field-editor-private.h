/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-field.h"

G_BEGIN_DECLS

#define YB_TYPE_FIELD_EDITOR (yb_field_editor_get_type ())
G_DECLARE_FINAL_TYPE (YbFieldEditor, yb_field_editor, YB, FIELD_EDITOR, GtkWidget)

/* The control of one field with a line below it for what is wrong. */
struct _YbFieldEditor
{
  GtkWidget parent_instance;

  const YbField *field;
  GtkWidget *row;
  GtkWidget *message;
  /* Only those that the kind of the field needs. */
  GtkWidget *entry;
  GtkWidget *clock;
  GtkWidget *calendar;
  GtkWidget *calendar_button;
  GtkWidget *drop_down;
  GtkWidget *check;
  GtkWidget *text;
  GListModel *choices;
  gboolean required;
  /* Runs while somebody types into a field whose value can look wrong. */
  guint pause_id;
  /* The record has a value that the person may not see: leaving the field empty keeps it. */
  gboolean hidden_value;
};

GtkWidget *yb_field_editor_new (const YbField *field);

const YbField *yb_field_editor_get_field (YbFieldEditor *self);
GtkWidget *yb_field_editor_get_focus_widget (YbFieldEditor *self);
gboolean yb_field_editor_set_plain (YbFieldEditor *self, const char *plain);
char *yb_field_editor_dup_plain (YbFieldEditor *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *yb_field_editor_dup_state (YbFieldEditor *self) G_GNUC_WARN_UNUSED_RESULT;
void yb_field_editor_set_required (YbFieldEditor *self, gboolean required);
void yb_field_editor_set_hidden_value (YbFieldEditor *self);
void yb_field_editor_set_choices (YbFieldEditor *self, GListModel *choices);
gboolean yb_field_editor_is_wrong (YbFieldEditor *self);
void yb_field_editor_set_message (YbFieldEditor *self, const char *text, gboolean is_error);

/* yb-field-editor.c, for what is built */
void _yb_field_editor_changed_cb (YbFieldEditor *self);
void _yb_field_editor_activate_cb (YbFieldEditor *self);
void _yb_field_editor_check_cb (YbFieldEditor *self);
void _yb_field_editor_put_text (GtkWidget *entry, const char *text);

/* yb-field-editor-build.c */
void _yb_field_editor_build (YbFieldEditor *self);

G_END_DECLS
