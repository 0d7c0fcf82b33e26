/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-field-editor-private.h"

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-choice.h"
#include "yb-date-words.h"
#include "yb-model-error.h"
#include "yb-money.h"
#include "yb-widget.h"

enum
{
  CHANGED,
  NEXT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbFieldEditor, yb_field_editor, GTK_TYPE_WIDGET)

static gboolean
is_required (YbFieldEditor *self)
{
  return self->required && !self->hidden_value;
}

/* After the last key: Save may be the next thing that is pressed, and a warning does not stop it. */
#define PAUSE_MS 600

static gboolean
pause_cb (gpointer user_data)
{
  YbFieldEditor *self = user_data;

  self->pause_id = 0;
  _yb_field_editor_check_cb (self);

  return G_SOURCE_REMOVE;
}

void
_yb_field_editor_changed_cb (YbFieldEditor *self)
{
  if (yb_field_editor_is_wrong (self))
    yb_field_editor_set_message (self, NULL, FALSE);
  if (self->field->check != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      g_clear_handle_id (&self->pause_id, g_source_remove);
      self->pause_id = g_timeout_add (PAUSE_MS, pause_cb, self);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

void
_yb_field_editor_activate_cb (YbFieldEditor *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* Writes a text only if it differs: the cursor stays, and nothing counts as changed. */
void
_yb_field_editor_put_text (GtkWidget *entry, const char *text)
{
  if (g_strcmp0 (get_text (entry), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

static void
tidy_text (YbFieldEditor *self, const char *plain)
{
  g_autofree char *shown = NULL;
  gint64 fen;

  if (*plain == '\0')
    return;
  if (self->field->kind == YB_FIELD_MONEY && yb_money_parse (plain, &fen, NULL))
    {
      shown = yb_money_format (fen);
      _yb_field_editor_put_text (self->entry, g_str_has_prefix (shown, "¥") ? shown + strlen ("¥") : shown);
    }
  else if (self->field->kind == YB_FIELD_DATE)
    {
      _yb_field_editor_put_text (self->entry, plain);
    }
}

static void
tidy_time (YbFieldEditor *self)
{
  g_autofree char *date = yb_date_words_parse (get_text (self->entry));
  g_autofree char *clock = yb_clock_words_parse (get_text (self->clock));

  if (date != NULL && *date != '\0')
    _yb_field_editor_put_text (self->entry, date);
  if (clock != NULL && *clock != '\0')
    _yb_field_editor_put_text (self->clock, clock);
}

/* The message moves the field that has the focus now: both stay in view. */
static void
show_on_leaving (YbFieldEditor *self, const char *text, gboolean is_error)
{
  yb_field_editor_set_message (self, text, is_error);
  if (text != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    yb_widget_scroll_to_both (GTK_WIDGET (self), NULL);
}

/* On leaving the field: what was typed is shown as it was understood, or what is wrong with it. An empty
   field is no mistake before the form is sent. */
void
_yb_field_editor_check_cb (YbFieldEditor *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = yb_field_editor_dup_plain (self, &error);
  g_autofree char *state = yb_field_editor_dup_state (self);
  const char *warning = NULL;

  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (plain == NULL)
    {
      if (*state != '\0')
        show_on_leaving (self, error->message, TRUE);
      return;
    }

  tidy_text (self, plain);
  if (self->clock != NULL)
    tidy_time (self);
  /* A mistake that was found when the form was sent stands until somebody mends it. */
  if (yb_field_editor_is_wrong (self))
    return;
  if (self->field->check != NULL && *plain != '\0')
    warning = self->field->check (plain);
  show_on_leaving (self, warning, FALSE);
}

static char *
dup_lines (YbFieldEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static char *
dup_choice (YbFieldEditor *self)
{
  YbChoice *choice = gtk_drop_down_get_selected_item (GTK_DROP_DOWN (self->drop_down));

  if (choice == NULL || yb_choice_get_id (choice) == 0)
    return g_strdup ("");
  if (self->field->kind != YB_FIELD_REFERENCE)
    return g_strdup (yb_choice_get_code (choice));

  return g_strdup_printf ("%" G_GINT64_FORMAT, yb_choice_get_id (choice));
}

/* The text that the model can read, or NULL when a day or an hour cannot be understood. */
static char *
dup_readable (YbFieldEditor *self)
{
  g_autofree char *date = NULL, *clock = NULL;

  if (self->text != NULL)
    return dup_lines (self);
  if (self->check != NULL)
    return g_strdup (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->check)) ? "1" : "0");
  if (self->drop_down != NULL)
    return dup_choice (self);
  if (self->calendar == NULL)
    return g_strdup (get_text (self->entry));

  date = yb_date_words_parse (get_text (self->entry));
  if (self->clock == NULL || date == NULL)
    return g_steal_pointer (&date);
  clock = yb_clock_words_parse (get_text (self->clock));
  if (clock == NULL)
    return NULL;
  if (*date == '\0')
    return *clock == '\0' ? g_strdup ("") : NULL;

  return g_strdup_printf ("%s %s", date, *clock != '\0' ? clock : "00:00");
}

static void
yb_field_editor_dispose (GObject *object)
{
  YbFieldEditor *self = YB_FIELD_EDITOR (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  g_clear_pointer (&self->row, gtk_widget_unparent);
  g_clear_pointer (&self->message, gtk_widget_unparent);
  g_clear_object (&self->choices);

  G_OBJECT_CLASS (yb_field_editor_parent_class)->dispose (object);
}

static void
yb_field_editor_class_init (YbFieldEditorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_field_editor_dispose;

  /**
   * YbFieldEditor::changed:
   *
   * Somebody typed or chose something.
   */
  signals[CHANGED] = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * YbFieldEditor::next:
   *
   * Enter was pressed.
   */
  signals[NEXT] = g_signal_new ("next", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "field-editor");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
yb_field_editor_init (YbFieldEditor *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->row, GTK_WIDGET (self));
  self->message = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->message), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_widget_add_css_class (self->message, "field-message");
  gtk_widget_set_visible (self->message, FALSE);
  gtk_widget_set_parent (self->message, GTK_WIDGET (self));
}

/*< private >
 * yb_field_editor_new:
 * @field: (transfer none): lives as long as the editor
 *
 * Returns: a control for the kind of @field
 */
GtkWidget *
yb_field_editor_new (const YbField *field)
{
  YbFieldEditor *self = g_object_new (YB_TYPE_FIELD_EDITOR, NULL);
  GtkAccessible *control;

  self->field = field;
  _yb_field_editor_build (self);
  control = GTK_ACCESSIBLE (yb_field_editor_get_focus_widget (self));
  yb_field_editor_set_required (self, (field->flags & YB_FIELD_REQUIRED) != 0);
  gtk_accessible_update_relation (control, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->message, NULL, -1);

  return GTK_WIDGET (self);
}

/*< private >
 * yb_field_editor_set_required:
 * @required: whether it must be filled in; a tick must be set
 */
void
yb_field_editor_set_required (YbFieldEditor *self, gboolean required)
{
  self->required = required;
  if (self->check == NULL && self->drop_down == NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (yb_field_editor_get_focus_widget (self)),
                                    GTK_ACCESSIBLE_PROPERTY_REQUIRED, required, -1);
}

/*< private >
 * yb_field_editor_set_hidden_value:
 *
 * The record has a value here that the person may not see.
 */
void
yb_field_editor_set_hidden_value (YbFieldEditor *self)
{
  self->hidden_value = TRUE;
  if (self->entry != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Known, but hidden"));
}

const YbField *
yb_field_editor_get_field (YbFieldEditor *self)
{
  return self->field;
}

GtkWidget *
yb_field_editor_get_focus_widget (YbFieldEditor *self)
{
  if (self->text != NULL)
    return self->text;
  if (self->check != NULL)
    return self->check;

  return self->drop_down != NULL ? self->drop_down : self->entry;
}

static gboolean
choose (YbFieldEditor *self, const char *plain)
{
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (self->drop_down));

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (YbChoice) choice = g_list_model_get_item (model, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, yb_choice_get_id (choice));
      gboolean is_none = yb_choice_get_id (choice) == 0;

      if (*plain == '\0' ? is_none
                         : !is_none && (g_str_equal (yb_choice_get_code (choice), plain) ||
                                        (self->field->kind == YB_FIELD_REFERENCE && g_str_equal (id, plain))))
        {
          gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), i);
          return TRUE;
        }
    }

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), GTK_INVALID_LIST_POSITION);

  return *plain == '\0';
}

static void
put_time (YbFieldEditor *self, gint64 ms)
{
  g_autofree char *date = yb_time_to_date (ms);
  g_autofree char *text = yb_time_to_rfc3339 (ms);
  g_autofree char *clock = strlen (text) >= 16 ? g_strndup (text + 11, 5) : g_strdup ("");

  _yb_field_editor_put_text (self->entry, date);
  _yb_field_editor_put_text (self->clock, clock);
}

/*< private >
 * yb_field_editor_set_plain:
 * @plain: a value as yb_field_to_plain() writes it; "" for none
 *
 * Returns: %FALSE if @plain is no value of the field or not among the choices
 */
gboolean
yb_field_editor_set_plain (YbFieldEditor *self, const char *plain)
{
  g_autofree char *string = NULL;
  gint64 number;

  if (self->drop_down != NULL)
    return choose (self, plain);
  if (!yb_field_parse (self->field, plain, &number, &string, NULL))
    return FALSE;

  if (self->check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->check), number == 1);
  else if (self->text != NULL)
    gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), plain, -1);
  else if (self->clock != NULL && *plain != '\0')
    put_time (self, number);
  else
    _yb_field_editor_put_text (self->entry, plain);
  if (self->clock != NULL && *plain == '\0')
    _yb_field_editor_put_text (self->clock, "");
  if (self->entry != NULL)
    tidy_text (self, plain);
  _yb_field_editor_check_cb (self);

  return TRUE;
}

static const char *
expectation (YbFieldEditor *self)
{
  return self->clock != NULL ? _ ("Enter a day such as 2026-11-22, today or +3, and a time such as 14:30.")
                             : _ ("Enter a day such as 2026-11-22, today or +3.");
}

/*< private >
 * yb_field_editor_dup_plain:
 * @error: YB_MODEL_ERROR_INVALID with a sentence for the person who typed
 *
 * Returns: (transfer full) (nullable): the value as yb_field_to_plain() writes it, "" for none
 */
char *
yb_field_editor_dup_plain (YbFieldEditor *self, GError **error)
{
  g_autofree char *text = dup_readable (self), *string = NULL, *plain = NULL;
  gint64 number;

  if (text == NULL)
    {
      g_set_error_literal (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, expectation (self));
      return NULL;
    }
  if (!yb_field_parse (self->field, text, &number, &string, error))
    return NULL;

  plain = yb_field_to_plain (self->field, number, string);
  if (self->check != NULL && self->required && number != 1)
    {
      g_set_error_literal (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, _ ("This has to be ticked."));
      return NULL;
    }
  /* A flag that nobody touched would read as "no": empty is looked for in what stands in the control, too. */
  if ((*text == '\0' || *plain == '\0') && is_required (self))
    {
      g_set_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID, _ ("%s is missing. Please fill it in."),
                   yb_field_label (self->field));
      return NULL;
    }

  return g_steal_pointer (&plain);
}

/*< private >
 * yb_field_editor_dup_state:
 *
 * Returns: (transfer full): what stands in the control, whether it can be read or not; "" when it is empty
 */
char *
yb_field_editor_dup_state (YbFieldEditor *self)
{
  if (self->entry == NULL)
    return dup_readable (self);
  if (self->clock != NULL && *get_text (self->clock) != '\0')
    return g_strconcat (get_text (self->entry), " ", get_text (self->clock), NULL);

  return g_strdup (get_text (self->entry));
}

/*< private >
 * yb_field_editor_set_choices:
 * @choices: a list of #YbChoice
 *
 * Sets what a drop-down offers. What was chosen stays chosen if it is still there.
 */
void
yb_field_editor_set_choices (YbFieldEditor *self, GListModel *choices)
{
  g_autofree char *chosen = dup_choice (self);
  g_autoptr (GListStore) none = g_list_store_new (YB_TYPE_CHOICE);
  g_autoptr (YbChoice) empty = yb_choice_new (0, NULL, "—");
  g_autoptr (GListStore) parts = g_list_store_new (G_TYPE_LIST_MODEL);
  g_autoptr (GtkFlattenListModel) all = NULL;

  g_list_store_append (none, empty);
  g_list_store_append (parts, none);
  g_list_store_append (parts, choices);
  g_set_object (&self->choices, choices);
  all = gtk_flatten_list_model_new (G_LIST_MODEL (g_steal_pointer (&parts)));
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (all));
  choose (self, chosen);
}

/*< private >
 * yb_field_editor_set_message:
 * @text: (nullable): a sentence, %NULL for none
 * @is_error: whether it blocks, else it is a warning
 *
 * Shows what is wrong below the control.
 */
void
yb_field_editor_set_message (YbFieldEditor *self, const char *text, gboolean is_error)
{
  GtkWidget *control = yb_field_editor_get_focus_widget (self);
  static const char *const classes[] = {"warning", "error"};

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      gtk_widget_remove_css_class (self->message, classes[i]);
      gtk_widget_remove_css_class (control, classes[i]);
    }
  gtk_label_set_text (GTK_LABEL (self->message), text);
  gtk_widget_set_visible (self->message, text != NULL);
  if (text != NULL)
    {
      gtk_widget_add_css_class (self->message, classes[is_error]);
      gtk_widget_add_css_class (control, classes[is_error]);
    }
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (control), GTK_ACCESSIBLE_STATE_INVALID,
      text != NULL && is_error ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
}

/*< private >
 * yb_field_editor_is_wrong:
 *
 * Returns: whether a mistake is shown that blocks
 */
gboolean
yb_field_editor_is_wrong (YbFieldEditor *self)
{
  return gtk_widget_has_css_class (self->message, "error");
}
