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
};

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
  return (self->field->flags & YB_FIELD_REQUIRED) != 0;
}

static void
changed_cb (YbFieldEditor *self)
{
  if (gtk_widget_has_css_class (self->message, "error"))
    yb_field_editor_set_message (self, NULL, FALSE);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
activate_cb (YbFieldEditor *self)
{
  g_signal_emit (self, signals[NEXT], 0);
}

static const char *
get_text (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

/* Writes a text only if it differs: the cursor stays, and nothing counts as changed. */
static void
put_text (GtkWidget *entry, const char *text)
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
      put_text (self->entry, g_str_has_prefix (shown, "¥") ? shown + strlen ("¥") : shown);
    }
  else if (self->field->kind == YB_FIELD_DATE)
    {
      put_text (self->entry, plain);
    }
}

static void
tidy_time (YbFieldEditor *self)
{
  g_autofree char *date = yb_date_words_parse (get_text (self->entry));
  g_autofree char *clock = yb_clock_words_parse (get_text (self->clock));

  if (date != NULL && *date != '\0')
    put_text (self->entry, date);
  if (clock != NULL && *clock != '\0')
    put_text (self->clock, clock);
}

/* On leaving the field: what was typed is shown as it was understood, or what is wrong with it. An empty
   field is no mistake before the form is sent. */
static void
check_cb (YbFieldEditor *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *plain = yb_field_editor_dup_plain (self, &error);
  g_autofree char *state = yb_field_editor_dup_state (self);
  const char *warning = NULL;

  if (plain == NULL)
    {
      if (*state != '\0')
        yb_field_editor_set_message (self, error->message, TRUE);
      return;
    }

  tidy_text (self, plain);
  if (self->clock != NULL)
    tidy_time (self);
  if (self->field->check != NULL && *plain != '\0')
    warning = self->field->check (plain);
  yb_field_editor_set_message (self, warning, FALSE);
}

static void
watch_focus (YbFieldEditor *self, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (check_cb), self);
  gtk_widget_add_controller (widget, focus);
}

static GtkWidget *
make_entry (YbFieldEditor *self, int width_chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width_chars);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (activate_cb), self);
  watch_focus (self, entry);

  return entry;
}

static void
build_entry (YbFieldEditor *self)
{
  self->entry = make_entry (self, 10);
  gtk_widget_set_hexpand (self->entry, TRUE);
  if (self->field->kind == YB_FIELD_MONEY)
    gtk_box_append (GTK_BOX (self->row), gtk_label_new ("¥"));
  gtk_box_append (GTK_BOX (self->row), self->entry);
  if (self->field->kind == YB_FIELD_BASIS_POINTS)
    gtk_box_append (GTK_BOX (self->row), gtk_label_new ("%"));
  if (self->field->kind != YB_FIELD_TEXT && self->field->kind != YB_FIELD_SECRET)
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
}

static void
day_selected_cb (YbFieldEditor *self, GtkCalendar *calendar)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  put_text (self->entry, text);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->calendar_button));
  gtk_widget_grab_focus (self->entry);
}

/* The calendar opens on the day that is typed in. */
static void
calendar_shown_cb (YbFieldEditor *self)
{
  g_autofree char *date = yb_date_words_parse (get_text (self->entry));
  g_autoptr (GDateTime) day = NULL;
  int year = 0, month = 0, dom = 0;

  if (date == NULL || sscanf (date, "%d-%d-%d", &year, &month, &dom) != 3)
    return;

  day = g_date_time_new_local (year, month, dom, 12, 0, 0);
  g_signal_handlers_block_by_func (self->calendar, day_selected_cb, self);
  if (day != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (self->calendar), day);
  g_signal_handlers_unblock_by_func (self->calendar, day_selected_cb, self);
}

static void
build_date (YbFieldEditor *self)
{
  GtkWidget *popover = gtk_popover_new ();
  g_autofree char *name = g_strdup_printf (_ ("%s: calendar"), yb_field_label (self->field));

  self->entry = make_entry (self, 11);
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("YYYY-MM-DD, today, +3"));
  self->calendar = gtk_calendar_new ();
  gtk_popover_set_child (GTK_POPOVER (popover), self->calendar);
  self->calendar_button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->calendar_button), "x-office-calendar-symbolic");
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->calendar_button), popover);
  gtk_widget_set_tooltip_text (self->calendar_button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->calendar_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (calendar_shown_cb), self);
  gtk_box_append (GTK_BOX (self->row), self->entry);
  gtk_box_append (GTK_BOX (self->row), self->calendar_button);
}

static void
build_time (YbFieldEditor *self)
{
  g_autofree char *name = g_strdup_printf (_ ("%s: time of day"), yb_field_label (self->field));

  build_date (self);
  self->clock = make_entry (self, 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (self->clock), 6);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->clock), _ ("HH:MM"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->clock), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (self->row), self->clock);
}

static GListModel *
make_enum_choices (YbFieldEditor *self)
{
  GListStore *store = g_list_store_new (YB_TYPE_CHOICE);
  const YbEnum *type = self->field->enumeration;

  for (guint i = 1; i <= type->n_values; i++)
    {
      g_autoptr (YbChoice) choice = yb_choice_new (i, yb_enum_code (type, i), yb_enum_label (type, i));

      g_list_store_append (store, choice);
    }

  return G_LIST_MODEL (store);
}

static void
build_drop_down (YbFieldEditor *self)
{
  GtkExpression *label = gtk_property_expression_new (YB_TYPE_CHOICE, NULL, "label");

  self->drop_down = gtk_drop_down_new (NULL, label);
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (self->drop_down), TRUE);
  gtk_widget_set_hexpand (self->drop_down, TRUE);
  gtk_box_append (GTK_BOX (self->row), self->drop_down);
  if (self->field->kind == YB_FIELD_ENUM)
    {
      g_autoptr (GListModel) choices = make_enum_choices (self);

      yb_field_editor_set_choices (self, choices);
    }
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (changed_cb), self);
  watch_focus (self, self->drop_down);
}

static void
build_check (YbFieldEditor *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_halign (self->check, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->row), self->check);
  g_signal_connect_swapped (self->check, "notify::active", G_CALLBACK (changed_cb), self);
}

static void
build_text (YbFieldEditor *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->text = gtk_text_view_new ();
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->text), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text), GTK_WRAP_WORD_CHAR);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 64);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->text);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_widget_add_css_class (scroller, "field-lines");
  gtk_box_append (GTK_BOX (self->row), scroller);
  g_signal_connect_swapped (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), "changed",
                            G_CALLBACK (changed_cb), self);
  watch_focus (self, self->text);
}

static void
build (YbFieldEditor *self)
{
  switch (self->field->kind)
    {
    case YB_FIELD_DATE:
      build_date (self);
      break;
    case YB_FIELD_TIME:
      build_time (self);
      break;
    case YB_FIELD_ENUM:
    case YB_FIELD_REFERENCE:
      build_drop_down (self);
      break;
    case YB_FIELD_FLAG:
      build_check (self);
      break;
    case YB_FIELD_TEXT:
      if ((self->field->flags & YB_FIELD_MULTILINE) != 0)
        build_text (self);
      else
        build_entry (self);
      break;
    case YB_FIELD_SECRET:
    case YB_FIELD_MONEY:
    case YB_FIELD_INTEGER:
    case YB_FIELD_BASIS_POINTS:
    case YB_FIELD_LIST:
    default:
      build_entry (self);
      break;
    }
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
  if (self->field->kind == YB_FIELD_ENUM)
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
  build (self);
  control = GTK_ACCESSIBLE (yb_field_editor_get_focus_widget (self));
  if (self->check == NULL && self->drop_down == NULL)
    gtk_accessible_update_property (control, GTK_ACCESSIBLE_PROPERTY_REQUIRED, is_required (self), -1);
  gtk_accessible_update_relation (control, GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->message, NULL, -1);

  return GTK_WIDGET (self);
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

  put_text (self->entry, date);
  put_text (self->clock, clock);
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
    put_text (self->entry, plain);
  if (self->clock != NULL && *plain == '\0')
    put_text (self->clock, "");
  if (self->entry != NULL)
    tidy_text (self, plain);
  check_cb (self);

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
  if (*plain == '\0' && is_required (self))
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

  if (!is_required (self))
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
