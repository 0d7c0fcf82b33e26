/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-field-form.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-field-editor-private.h"
#include "yb-model-error.h"
#include "yb-widget.h"

/* A form made from a table of fields: labels in the first column, controls in the second. */
struct _YbFieldForm
{
  GtkWidget parent_instance;

  GtkWidget *grid;
  GPtrArray *editors;
  /* What stood in each control when its value was set, to know whether somebody changed it. */
  GPtrArray *states;
  /* The boxes of the labels, in the order of the editors. */
  GPtrArray *labels;
  /* Words of yb_field_form_set_needed() that are more than one required field. */
  GPtrArray *conditions;
  char used_keys[27];
};

/* Longer labels take a second line, so that the controls keep their width. */
#define LABEL_CHARS 22

enum
{
  ACTIVATE,
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbFieldForm, yb_field_form, GTK_TYPE_WIDGET)

static YbFieldEditor *
find_editor (YbFieldForm *self, const char *name, guint *index)
{
  for (guint i = 0; i < self->editors->len; i++)
    {
      const YbField *field = yb_field_editor_get_field (self->editors->pdata[i]);

      if (yb_field_find (field, 1, name) == NULL)
        continue;
      if (index != NULL)
        *index = i;
      return self->editors->pdata[i];
    }

  return NULL;
}

static void
next_cb (YbFieldForm *self, YbFieldEditor *editor)
{
  guint index;

  if (g_ptr_array_find (self->editors, editor, &index) && index + 1 < self->editors->len)
    gtk_widget_grab_focus (yb_field_editor_get_focus_widget (self->editors->pdata[index + 1]));
  else
    g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
changed_cb (YbFieldForm *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Save, Cancel, Waive, somebody else: the buttons around a form keep their keys (Alt+S saves). */
#define KEYS_OF_BUTTONS "scwe"

/* Gives a label in Latin letters the first letter as mnemonic that no other label of the form has. */
static char *
add_mnemonic (YbFieldForm *self, const char *label)
{
  for (const char *p = label; *p != '\0'; p++)
    {
      char key[2] = {g_ascii_tolower (*p), '\0'};

      if ((guchar) *p >= 0x80)
        break;
      if (!g_ascii_isalpha (*p) || strchr (KEYS_OF_BUTTONS, *key) != NULL ||
          strchr (self->used_keys, *key) != NULL)
        continue;
      g_strlcat (self->used_keys, key, sizeof self->used_keys);
      return g_strdup_printf ("%.*s_%s", (int) (p - label), label, p);
    }

  return g_strdup (label);
}

static void
add_star (GtkWidget *box)
{
  GtkWidget *star = gtk_label_new ("*");

  gtk_widget_set_tooltip_text (star, _ ("Required"));
  gtk_widget_set_valign (star, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (star), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Required"), -1);
  gtk_box_append (GTK_BOX (box), star);
}

/* Least and natural width are the same, so that the labels of several forms can be equally wide in any window. */
static void
set_label_width (GtkLabel *label, const char *text)
{
  int width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += g_unichar_iswide (g_utf8_get_char (p)) ? 2 : 1;
  if (width <= LABEL_CHARS)
    return;

  gtk_label_set_wrap (label, TRUE);
  gtk_label_set_width_chars (label, LABEL_CHARS);
  gtk_label_set_max_width_chars (label, LABEL_CHARS);
}

static GtkWidget *
make_label (YbFieldForm *self, const YbField *field, GtkWidget *control)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  g_autofree char *text = add_mnemonic (self, yb_field_label (field));
  GtkWidget *label = gtk_label_new_with_mnemonic (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  set_label_width (GTK_LABEL (label), text);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), control);
  gtk_widget_add_css_class (label, "field-label");
  gtk_box_append (GTK_BOX (box), label);
  if ((field->flags & YB_FIELD_REQUIRED) != 0)
    add_star (box);
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_widget_set_margin_top (box, 7);

  return box;
}

static void
add_field (YbFieldForm *self, const YbField *field)
{
  GtkWidget *editor = yb_field_editor_new (field);
  GtkWidget *control = yb_field_editor_get_focus_widget (YB_FIELD_EDITOR (editor));
  GtkWidget *label = make_label (self, field, control);
  int row = self->editors->len;

  gtk_widget_set_hexpand (editor, TRUE);
  gtk_grid_attach (GTK_GRID (self->grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), editor, 1, row, 1, 1);
  g_signal_connect_swapped (editor, "next", G_CALLBACK (next_cb), self);
  g_signal_connect_swapped (editor, "changed", G_CALLBACK (changed_cb), self);
  g_ptr_array_add (self->labels, label);
  g_ptr_array_add (self->editors, editor);
  g_ptr_array_add (self->states, yb_field_editor_dup_state (YB_FIELD_EDITOR (editor)));
}

/* The first field, or the first one with a mistake. */
static gboolean
yb_field_form_grab_focus (GtkWidget *widget)
{
  YbFieldForm *self = YB_FIELD_FORM (widget);
  guint index = 0;

  while (index < self->editors->len && !yb_field_editor_is_wrong (self->editors->pdata[index]))
    index++;
  if (index == self->editors->len)
    index = 0;

  return self->editors->len > 0 &&
         gtk_widget_grab_focus (yb_field_editor_get_focus_widget (self->editors->pdata[index]));
}

static void
yb_field_form_dispose (GObject *object)
{
  YbFieldForm *self = YB_FIELD_FORM (object);

  g_ptr_array_set_size (self->editors, 0);
  g_ptr_array_set_size (self->labels, 0);
  g_clear_pointer (&self->grid, gtk_widget_unparent);

  G_OBJECT_CLASS (yb_field_form_parent_class)->dispose (object);
}

static void
yb_field_form_finalize (GObject *object)
{
  YbFieldForm *self = YB_FIELD_FORM (object);

  g_ptr_array_unref (self->editors);
  g_ptr_array_unref (self->labels);
  g_ptr_array_unref (self->conditions);
  g_ptr_array_unref (self->states);

  G_OBJECT_CLASS (yb_field_form_parent_class)->finalize (object);
}

static void
yb_field_form_class_init (YbFieldFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = yb_field_form_dispose;
  object_class->finalize = yb_field_form_finalize;
  widget_class->grab_focus = yb_field_form_grab_focus;

  /**
   * YbFieldForm::activate:
   *
   * Enter was pressed in the last field.
   */
  signals[ACTIVATE] = g_signal_new ("activate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * YbFieldForm::changed:
   *
   * Somebody typed or chose something.
   */
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-form");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_FORM);
}

static void
yb_field_form_init (YbFieldForm *self)
{
  self->editors = g_ptr_array_new ();
  self->labels = g_ptr_array_new ();
  self->conditions = g_ptr_array_new_with_free_func (g_free);
  self->states = g_ptr_array_new_with_free_func (g_free);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
}

static gboolean
is_editable (const YbField *field)
{
  return field->kind != YB_FIELD_LIST && (field->flags & YB_FIELD_INTERNAL) == 0;
}

/**
 * yb_field_form_new:
 * @fields: (transfer none): a field table, which lives as long as the form: arguments of a verb or fields
 *   of a record
 * @n_fields: its length
 * @only_names: (nullable): the fields to show, in this order; %NULL: all but the internal ones
 *
 * Returns: (transfer floating): a form with empty controls
 */
YbFieldForm *
yb_field_form_new (const YbField *fields, guint n_fields, const char *const *only_names)
{
  YbFieldForm *self;

  g_return_val_if_fail (fields != NULL, NULL);

  self = g_object_new (YB_TYPE_FIELD_FORM, NULL);
  for (guint i = 0; only_names == NULL && i < n_fields; i++)
    if (is_editable (&fields[i]))
      add_field (self, &fields[i]);
  for (guint i = 0; only_names != NULL && only_names[i] != NULL; i++)
    {
      const YbField *field = yb_field_find (fields, n_fields, only_names[i]);

      g_return_val_if_fail (field != NULL && field->kind != YB_FIELD_LIST, self);
      add_field (self, field);
    }

  return self;
}

/**
 * yb_field_form_set_choices:
 * @name: a reference field of the form
 * @choices: a list of #YbChoice
 *
 * Sets what the drop-down of a reference offers. A value that was set before the choices came has to be set
 * again.
 */
void
yb_field_form_set_choices (YbFieldForm *self, const char *name, GListModel *choices)
{
  YbFieldEditor *editor;
  guint index;

  g_return_if_fail (YB_IS_FIELD_FORM (self));
  g_return_if_fail (name != NULL && G_IS_LIST_MODEL (choices));

  editor = find_editor (self, name, &index);
  g_return_if_fail (editor != NULL && yb_field_editor_get_field (editor)->kind == YB_FIELD_REFERENCE);

  yb_field_editor_set_choices (editor, choices);
}

/**
 * yb_field_form_set_value:
 * @name: a field of the form
 * @plain: a value as yb_field_to_plain() writes it; "" for none
 *
 * Fills a control. A value set here does not count as changed.
 */
void
yb_field_form_set_value (YbFieldForm *self, const char *name, const char *plain)
{
  YbFieldEditor *editor;
  guint index;

  g_return_if_fail (YB_IS_FIELD_FORM (self));
  g_return_if_fail (name != NULL && plain != NULL);

  editor = find_editor (self, name, &index);
  g_return_if_fail (editor != NULL);

  yb_field_editor_set_plain (editor, plain);
  g_free (self->states->pdata[index]);
  self->states->pdata[index] = yb_field_editor_dup_state (editor);
}

static void
require_field (YbFieldForm *self, const char *name)
{
  guint index;
  YbFieldEditor *editor = find_editor (self, name, &index);

  if (editor == NULL || editor->required)
    return;

  yb_field_editor_set_required (editor, TRUE);
  add_star (self->labels->pdata[index]);
}

/* "state=done": the field is filled in, but with something else. */
static YbFieldEditor *
check_value (YbFieldForm *self, const char *name, const char *value, JsonObject *object, GError **error)
{
  YbFieldEditor *editor = find_editor (self, name, NULL);
  const char *code = json_object_get_string_member_with_default (object, name, "");
  const YbEnum *type;

  if (editor == NULL || g_str_equal (code, value))
    return NULL;

  type = yb_field_editor_get_field (editor)->enumeration;
  g_assert (type != NULL);
  /* Translators: a choice of a drop-down */
  g_set_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, _ ("“%s” is needed here."),
               yb_enum_label (type, MAX (yb_enum_from_code (type, value), 0)));
  return editor;
}

/* "phone|wechat": one of them must be filled in, or ticked. */
static YbFieldEditor *
check_alternatives (YbFieldForm *self, const char *condition, JsonObject *object, GError **error)
{
  g_auto (GStrv) names = g_strsplit (condition, "|", -1);
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();
  g_autofree char *list = NULL;
  YbFieldEditor *first = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      YbFieldEditor *editor = find_editor (self, names[i], NULL);
      const char *plain = json_object_get_string_member_with_default (object, names[i], "");

      if (editor == NULL)
        continue;
      if (editor->hidden_value || (editor->check != NULL ? g_str_equal (plain, "1") : *plain != '\0'))
        return NULL;
      if (first == NULL)
        first = editor;
      g_ptr_array_add (labels, (gpointer) yb_field_label (yb_field_editor_get_field (editor)));
    }
  if (first == NULL)
    return NULL;

  g_ptr_array_add (labels, NULL);
  /* Translators: stands between the names of fields: "Phone, WeChat" */
  list = g_strjoinv (_ (", "), (char **) labels->pdata);
  g_set_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, _ ("One of these is needed: %s."), list);
  return first;
}

static YbFieldEditor *
check_condition (YbFieldForm *self, const char *condition, JsonObject *object, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (condition, "=", 2);

  if (parts[1] != NULL)
    return check_value (self, parts[0], parts[1], object, error);

  return check_alternatives (self, condition, object, error);
}

/**
 * yb_field_form_set_needed:
 * @needed: what this form must supply beyond the required fields, words separated by " ": "name" a field, also a
 *   tick; "name=code" a field with that value; "name|other" one of several. Fields that the form does not show
 *   are left out.
 *
 * Marks what is needed, and lets yb_field_form_collect() insist on it.
 */
void
yb_field_form_set_needed (YbFieldForm *self, const char *needed)
{
  g_auto (GStrv) words = NULL;

  g_return_if_fail (YB_IS_FIELD_FORM (self));
  g_return_if_fail (needed != NULL);

  words = g_strsplit (needed, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (words[i], "=", 2);

      if (strchr (words[i], '|') == NULL)
        require_field (self, parts[0]);
      if (strpbrk (words[i], "|=") != NULL)
        g_ptr_array_add (self->conditions, g_strdup (words[i]));
    }
}

/**
 * yb_field_form_set_hidden_value:
 * @name: a field of the form
 *
 * The record has a value here that the person may not see: the empty field counts as filled.
 */
void
yb_field_form_set_hidden_value (YbFieldForm *self, const char *name)
{
  YbFieldEditor *editor;

  g_return_if_fail (YB_IS_FIELD_FORM (self));

  editor = find_editor (self, name, NULL);
  g_return_if_fail (editor != NULL);

  yb_field_editor_set_hidden_value (editor);
}

/**
 * yb_field_form_set_unit:
 * @name: a field of the form
 * @unit: what it counts, translated: "days"
 *
 * Shows the unit behind the control.
 */
void
yb_field_form_set_unit (YbFieldForm *self, const char *name, const char *unit)
{
  YbFieldEditor *editor;

  g_return_if_fail (YB_IS_FIELD_FORM (self));

  editor = find_editor (self, name, NULL);
  g_return_if_fail (editor != NULL);

  gtk_box_append (GTK_BOX (editor->row), gtk_label_new (unit));
}

/**
 * yb_field_form_set_label_group:
 * @group: shared by the forms that stand in one sheet
 *
 * Makes the labels of several forms equally wide, so that their controls stand in one line.
 */
void
yb_field_form_set_label_group (YbFieldForm *self, GtkSizeGroup *group)
{
  g_return_if_fail (YB_IS_FIELD_FORM (self));
  g_return_if_fail (GTK_IS_SIZE_GROUP (group));

  for (guint i = 0; i < self->labels->len; i++)
    gtk_size_group_add_widget (group, self->labels->pdata[i]);
}

/* The control gets the focus, and the line below it comes into view as well. */
static void
show_editor (YbFieldEditor *editor)
{
  gtk_widget_grab_focus (yb_field_editor_get_focus_widget (editor));
  yb_widget_scroll_to (GTK_WIDGET (editor));
}

/**
 * yb_field_form_collect:
 * @error: YB_MODEL_ERROR_INVALID with the sentence that stands at the first wrong field
 *
 * Reads the form. Every mistake is shown at its field, and the first wrong field gets the focus (ux.md,
 * Forms).
 *
 * Returns: (transfer full) (nullable): all values as strings, as yb_field_to_plain() writes them, without
 * empty ones
 */
JsonObject *
yb_field_form_collect (YbFieldForm *self, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (GError) first_error = NULL;

  g_return_val_if_fail (YB_IS_FIELD_FORM (self), NULL);

  for (guint i = 0; i < self->editors->len; i++)
    {
      YbFieldEditor *editor = self->editors->pdata[i];
      g_autoptr (GError) local_error = NULL;
      g_autofree char *plain = yb_field_editor_dup_plain (editor, &local_error);

      if (plain != NULL)
        {
          if (*plain != '\0')
            json_object_set_string_member (object, yb_field_editor_get_field (editor)->name, plain);
          continue;
        }
      yb_field_editor_set_message (editor, local_error->message, TRUE);
      if (first_error == NULL)
        {
          show_editor (editor);
          first_error = g_steal_pointer (&local_error);
        }
    }

  for (guint i = 0; first_error == NULL && i < self->conditions->len; i++)
    {
      YbFieldEditor *editor = check_condition (self, self->conditions->pdata[i], object, &first_error);

      if (editor == NULL)
        continue;
      yb_field_editor_set_message (editor, first_error->message, TRUE);
      show_editor (editor);
    }

  if (first_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return NULL;
    }

  return g_steal_pointer (&object);
}

/**
 * yb_field_form_set_error:
 * @name: a field of the form
 * @text: (nullable): what is wrong and what to do, as a sentence; %NULL takes it away
 *
 * Shows at a field what a verb found wrong with it.
 */
void
yb_field_form_set_error (YbFieldForm *self, const char *name, const char *text)
{
  YbFieldEditor *editor;

  g_return_if_fail (YB_IS_FIELD_FORM (self));
  g_return_if_fail (name != NULL);

  editor = find_editor (self, name, NULL);
  g_return_if_fail (editor != NULL);

  yb_field_editor_set_message (editor, text, TRUE);
  if (text != NULL)
    show_editor (editor);
}

/**
 * yb_field_form_is_changed:
 *
 * Returns: whether something stands in the form that was not set by yb_field_form_set_value()
 */
gboolean
yb_field_form_is_changed (YbFieldForm *self)
{
  g_return_val_if_fail (YB_IS_FIELD_FORM (self), FALSE);

  for (guint i = 0; i < self->editors->len; i++)
    {
      g_autofree char *state = yb_field_editor_dup_state (self->editors->pdata[i]);

      if (g_strcmp0 (state, self->states->pdata[i]) != 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * yb_field_form_get_control:
 * @name: a field of the form
 *
 * Returns: (transfer none) (nullable): what takes the focus for the field: entry, drop-down, check button
 * or text view
 */
GtkWidget *
yb_field_form_get_control (YbFieldForm *self, const char *name)
{
  YbFieldEditor *editor;

  g_return_val_if_fail (YB_IS_FIELD_FORM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  editor = find_editor (self, name, NULL);

  return editor != NULL ? yb_field_editor_get_focus_widget (editor) : NULL;
}
