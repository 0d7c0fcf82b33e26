/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-field-editor-private.h"

#include <stdio.h>
#include <glib/gi18n-lib.h>

#include "yb-choice.h"
#include "yb-date-words.h"

static void
watch_focus (YbFieldEditor *self, GtkWidget *widget)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_swapped (focus, "leave", G_CALLBACK (_yb_field_editor_check_cb), self);
  gtk_widget_add_controller (widget, focus);
}

static GtkWidget *
make_entry (YbFieldEditor *self, int width_chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), width_chars);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (_yb_field_editor_changed_cb), self);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (_yb_field_editor_activate_cb), self);
  watch_focus (self, entry);

  return entry;
}

static void
peek_cb (GtkEntry *entry)
{
  gtk_entry_set_visibility (entry, !gtk_entry_get_visibility (entry));
}

/* Passwords: whoever looks over the shoulder reads nothing, unless asked to. */
static void
conceal (GtkEntry *entry)
{
  gtk_entry_set_visibility (entry, FALSE);
  gtk_entry_set_input_purpose (entry, GTK_INPUT_PURPOSE_PASSWORD);
  gtk_entry_set_icon_from_icon_name (entry, GTK_ENTRY_ICON_SECONDARY, "view-reveal-symbolic");
  gtk_entry_set_icon_tooltip_text (entry, GTK_ENTRY_ICON_SECONDARY, _ ("Show or hide what is typed"));
  g_signal_connect (entry, "icon-press", G_CALLBACK (peek_cb), NULL);
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
  if ((self->field->flags & YB_FIELD_CONCEALED) != 0)
    conceal (GTK_ENTRY (self->entry));
  if (self->field->kind != YB_FIELD_TEXT && self->field->kind != YB_FIELD_SECRET)
    gtk_entry_set_input_purpose (GTK_ENTRY (self->entry), GTK_INPUT_PURPOSE_NUMBER);
}

static void
day_selected_cb (YbFieldEditor *self, GtkCalendar *calendar)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");

  _yb_field_editor_put_text (self->entry, text);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->calendar_button));
  gtk_widget_grab_focus (self->entry);
}

/* The calendar opens on the day that is typed in. */
static void
calendar_shown_cb (YbFieldEditor *self)
{
  g_autofree char *date = yb_date_words_parse (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
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

static void
add_choice (GListStore *store, gint64 id, const char *code, const char *label)
{
  g_autoptr (YbChoice) choice = yb_choice_new (id, code, label);

  g_list_store_append (store, choice);
}

static GListModel *
make_choices (YbFieldEditor *self)
{
  GListStore *store = g_list_store_new (YB_TYPE_CHOICE);
  const YbEnum *type = self->field->enumeration;

  for (guint i = 1; type != NULL && i <= type->n_values; i++)
    add_choice (store, i, yb_enum_code (type, i), yb_enum_label (type, i));
  if (self->field->kind == YB_FIELD_FLAG)
    {
      add_choice (store, 1, "1", _ ("Yes"));
      add_choice (store, 2, "0", _ ("No"));
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
  if (self->field->kind != YB_FIELD_REFERENCE)
    {
      g_autoptr (GListModel) choices = make_choices (self);

      yb_field_editor_set_choices (self, choices);
    }
  g_signal_connect_swapped (self->drop_down, "notify::selected", G_CALLBACK (_yb_field_editor_changed_cb),
                            self);
  watch_focus (self, self->drop_down);
}

static void
build_check (YbFieldEditor *self)
{
  self->check = gtk_check_button_new ();
  gtk_widget_set_halign (self->check, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->row), self->check);
  g_signal_connect_swapped (self->check, "notify::active", G_CALLBACK (_yb_field_editor_changed_cb), self);
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
                            G_CALLBACK (_yb_field_editor_changed_cb), self);
  watch_focus (self, self->text);
}

void
_yb_field_editor_build (YbFieldEditor *self)
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
      /* A yes or no that must be given is a choice: an untouched tick would answer "no" in somebody's name. */
      if ((self->field->flags & YB_FIELD_REQUIRED) != 0)
        build_drop_down (self);
      else
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
