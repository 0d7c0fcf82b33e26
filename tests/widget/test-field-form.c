/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "widget-test.h"
#include "yb-calendar.h"
#include "yb-deal-enums.h"
#include "yb-field-form.h"
#include "yb-model-error.h"

static const char *
check_plate (const char *text)
{
  return strlen (text) < 7 ? "This does not look like a plate." : NULL;
}

static const YbField fields[] = {
    YB_ARGUMENT ("name", TEXT, "Name", .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("phone", SECRET, "Phone"),
    YB_ARGUMENT ("plate", TEXT, "Plate", .check = check_plate),
    YB_ARGUMENT ("amount", MONEY, "Amount"),
    YB_ARGUMENT ("score", INTEGER, "Score"),
    YB_ARGUMENT ("rate", BASIS_POINTS, "Rate"),
    YB_ARGUMENT ("day", DATE, "Day"),
    YB_ARGUMENT ("next_at", TIME, "Next contact"),
    YB_ARGUMENT ("grade", ENUM, "Grade", .enumeration = &yb_grade_enum),
    YB_ARGUMENT ("channel", ENUM, "Channel", .enumeration = &yb_channel_enum, .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("confirmed", FLAG, "Confirmed"),
    YB_ARGUMENT ("consultant", REFERENCE, "Consultant"),
    YB_ARGUMENT ("note", TEXT, "Note", .flags = YB_FIELD_MULTILINE),
    YB_ARGUMENT ("kept", TEXT, "Kept by the program", .flags = YB_FIELD_INTERNAL),
};

typedef struct
{
  GtkWidget *window;
  YbFieldForm *form;
  guint n_activated;
} Fixture;

static void
activated_cb (Fixture *f)
{
  f->n_activated++;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GListStore) staff = g_list_store_new (YB_TYPE_CHOICE);
  g_autoptr (YbChoice) first = yb_choice_new (7, "sc", "林晓"), second = yb_choice_new (8, "sc2", "马超");

  g_list_store_append (staff, first);
  g_list_store_append (staff, second);
  f->form = yb_field_form_new (fields, G_N_ELEMENTS (fields), data);
  if (data == NULL)
    yb_field_form_set_choices (f->form, "consultant", G_LIST_MODEL (staff));
  g_signal_connect_swapped (f->form, "activate", G_CALLBACK (activated_cb), f);
  f->window = widget_test_show (GTK_WIDGET (f->form), 420, 700);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_object_add_weak_pointer (G_OBJECT (f->form), (gpointer *) &f->form);
  widget_test_close (f->window);
  g_assert_null (f->form);
}

static GtkWidget *
control (Fixture *f, const char *name)
{
  GtkWidget *widget = yb_field_form_get_control (f->form, name);

  g_assert_nonnull (widget);

  return widget;
}

static void
type (Fixture *f, const char *name, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (control (f, name)), text);
}

static const char *
shown (Fixture *f, const char *name)
{
  return gtk_editable_get_text (GTK_EDITABLE (control (f, name)));
}

static const char *
message (Fixture *f, const char *name)
{
  GtkWidget *editor = gtk_widget_get_parent (gtk_widget_get_parent (control (f, name)));
  GtkWidget *label = gtk_widget_get_last_child (editor);

  g_assert_true (GTK_IS_LABEL (label));

  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

static void
wait_for_message (Fixture *f, const char *name, gboolean shown_there)
{
  gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while ((message (f, name) != NULL) != shown_there && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (message (f, name) != NULL, ==, shown_there);
}

static void
assert_member (JsonObject *object, const char *name, const char *value)
{
  g_assert_cmpstr (json_object_get_string_member_with_default (object, name, NULL), ==, value);
}

static void
test_all_kinds (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (control (f, "note")));

  type (f, "name", "王建国");
  type (f, "phone", "13800001111");
  type (f, "amount", "15.8万");
  type (f, "score", "8");
  type (f, "rate", "4.5");
  type (f, "day", "+3");
  type (f, "next-at", "today");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (control (f, "grade")), YB_GRADE_H);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (control (f, "channel")), YB_CHANNEL_WECHAT);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (control (f, "confirmed")), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (control (f, "consultant")), 2);
  gtk_text_buffer_set_text (buffer, "第一行\n第二行", -1);

  object = yb_field_form_collect (f->form, &error);
  g_assert_no_error (error);
  assert_member (object, "name", "王建国");
  assert_member (object, "phone", "13800001111");
  assert_member (object, "plate", NULL);
  assert_member (object, "amount", "158000.00");
  assert_member (object, "score", "8");
  assert_member (object, "rate", "4.50");
  assert_member (object, "day", "2026-11-25");
  assert_member (object, "next_at", "2026-11-22T00:00:00+08:00");
  assert_member (object, "grade", "H");
  assert_member (object, "channel", "wechat");
  assert_member (object, "confirmed", "1");
  assert_member (object, "consultant", "8");
  assert_member (object, "note", "第一行\n第二行");
  g_assert_false (json_object_has_member (object, "kept"));
}

/* What collect gives can be set again and gives the same. */
static void
test_round_trip (Fixture *f, gconstpointer data)
{
  static const char *const values[][2] = {
      {"name", "李娜"},
      {"amount", "1234.50"},
      {"rate", "0.05"},
      {"day", "2026-12-31"},
      {"next_at", "2026-11-23T14:30:00+08:00"},
      {"grade", "O"},
      {"channel", "phone"},
      {"confirmed", "1"},
      {"consultant", "7"},
      {"note", "a\nb"},
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    yb_field_form_set_value (f->form, values[i][0], values[i][1]);
  g_assert_false (yb_field_form_is_changed (f->form));
  g_assert_cmpstr (shown (f, "amount"), ==, "1,234.50");
  object = yb_field_form_collect (f->form, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    assert_member (object, values[i][0], values[i][1]);
  g_assert_cmpuint (json_object_get_size (object), ==, G_N_ELEMENTS (values));

  /* A reference may be named by its code too. */
  yb_field_form_set_value (f->form, "consultant", "sc2");
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (control (f, "consultant"))), ==, 2);
  yb_field_form_set_value (f->form, "next_at", "");
  g_clear_pointer (&object, json_object_unref);
  object = yb_field_form_collect (f->form, &error);
  assert_member (object, "next_at", NULL);
}

static void
test_errors (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *amount = control (f, "amount");

  type (f, "amount", "a lot");
  type (f, "day", "someday");
  g_assert_null (yb_field_form_collect (f->form, &error));
  /* The required name is the first wrong field. */
  g_assert_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "Name is missing. Please fill it in.");
  g_assert_cmpstr (message (f, "name"), ==, error->message);
  g_assert_nonnull (message (f, "amount"));
  g_assert_nonnull (message (f, "day"));
  g_assert_nonnull (message (f, "channel"));
  g_assert_null (message (f, "phone"));
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), control (f, "name")));
  g_assert_true (gtk_widget_has_css_class (amount, "error"));
  gtk_test_accessible_assert_state (amount, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);

  /* Typing takes the message away. */
  type (f, "amount", "3");
  g_assert_null (message (f, "amount"));
  g_assert_false (gtk_widget_has_css_class (amount, "error"));
  gtk_test_accessible_assert_state (amount, GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_FALSE);

  yb_field_form_set_error (f->form, "phone", "This phone belongs to another customer.");
  g_assert_cmpstr (message (f, "phone"), ==, "This phone belongs to another customer.");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), control (f, "phone")));
}

/* A required choice is not made by the program. */
static void
test_required_choice (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  type (f, "name", "x");
  g_assert_null (yb_field_form_collect (f->form, &error));
  g_assert_cmpstr (error->message, ==, "Channel is missing. Please fill it in.");
}

/* On leaving a field its value is shown as it was understood; a warning lets it through. */
static void
test_leave (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) object = NULL;

  gtk_widget_grab_focus (control (f, "amount"));
  type (f, "amount", "15.8w");
  gtk_widget_grab_focus (control (f, "day"));
  g_assert_cmpstr (shown (f, "amount"), ==, "158,000");
  type (f, "day", "明天");
  gtk_widget_grab_focus (control (f, "plate"));
  g_assert_cmpstr (shown (f, "day"), ==, "2026-11-23");
  type (f, "plate", "京A1");
  gtk_widget_grab_focus (control (f, "name"));
  g_assert_cmpstr (message (f, "plate"), ==, "This does not look like a plate.");
  g_assert_true (gtk_widget_has_css_class (control (f, "plate"), "warning"));
  /* It goes, and comes, also while the field keeps the focus. */
  gtk_widget_grab_focus (control (f, "plate"));
  type (f, "plate", "");
  wait_for_message (f, "plate", FALSE);
  type (f, "plate", "京A1");
  wait_for_message (f, "plate", TRUE);
  gtk_widget_grab_focus (control (f, "name"));
  /* An empty required field is left alone until the form is sent. */
  gtk_widget_grab_focus (control (f, "phone"));
  g_assert_null (message (f, "name"));

  type (f, "name", "x");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (control (f, "channel")), YB_CHANNEL_PHONE);
  object = yb_field_form_collect (f->form, &error);
  g_assert_no_error (error);
  assert_member (object, "plate", "京A1");
  assert_member (object, "amount", "158000.00");
}

/* Whether all of the editor of a field can be seen in the scrolled window around the form. */
static gboolean
in_view (YbFieldForm *form, GtkWidget *window, const char *name)
{
  GtkWidget *editor = gtk_widget_get_parent (gtk_widget_get_parent (yb_field_form_get_control (form, name)));
  graphene_rect_t place;

  g_assert_true (gtk_widget_compute_bounds (editor, gtk_window_get_child (GTK_WINDOW (window)), &place));

  return place.origin.y >= 0 && place.origin.y + place.size.height <=
                                    gtk_widget_get_height (gtk_window_get_child (GTK_WINDOW (window)));
}

/* A message that appears below the visible edge is brought into view, with its field. */
static void
test_scroll (void)
{
  YbFieldForm *form = yb_field_form_new (fields, G_N_ELEMENTS (fields), NULL);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *window;

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (form));
  window = widget_test_show (scroller, 420, 150);
  g_assert_false (in_view (form, window, "note"));
  yb_field_form_set_error (form, "note",
                           "This is a long sentence about what is wrong, and what to do about it now.");
  widget_test_settle ();
  g_assert_true (in_view (form, window, "note"));
  yb_field_form_set_error (form, "day", "Enter a day such as 2026-11-22, today or +3.");
  widget_test_settle ();
  g_assert_true (in_view (form, window, "day"));

  /* On leaving a field with a mistake the next one is pushed down: the eyes are there. */
  gtk_editable_set_text (GTK_EDITABLE (yb_field_form_get_control (form, "score")), "lots");
  gtk_widget_grab_focus (yb_field_form_get_control (form, "score"));
  widget_test_settle ();
  gtk_widget_grab_focus (yb_field_form_get_control (form, "rate"));
  widget_test_settle ();
  g_assert_true (in_view (form, window, "score"));
  g_assert_true (in_view (form, window, "rate"));
  widget_test_close (window);
}

static void
test_changed (Fixture *f, gconstpointer data)
{
  yb_field_form_set_value (f->form, "name", "x");
  g_assert_false (yb_field_form_is_changed (f->form));
  type (f, "day", "nonsense");
  g_assert_true (yb_field_form_is_changed (f->form));
  type (f, "day", "");
  g_assert_false (yb_field_form_is_changed (f->form));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (control (f, "confirmed")), TRUE);
  g_assert_true (yb_field_form_is_changed (f->form));
}

static void
test_enter (Fixture *f, gconstpointer data)
{
  GtkWidget *name = control (f, "name"), *phone = control (f, "phone");

  gtk_widget_grab_focus (phone);
  g_signal_emit_by_name (phone, "activate");
  g_assert_true (gtk_widget_is_ancestor (gtk_root_get_focus (GTK_ROOT (f->window)), name));
  g_assert_cmpuint (f->n_activated, ==, 0);
  g_signal_emit_by_name (name, "activate");
  g_assert_cmpuint (f->n_activated, ==, 1);
  g_assert_null (yb_field_form_get_control (f->form, "plate"));
}

static void
test_accessible (Fixture *f, gconstpointer data)
{
  static const char *const names[] = {"name",  "amount",    "day",        "next_at",
                                      "grade", "confirmed", "consultant", "note"};

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_true (gtk_test_accessible_has_relation (GTK_ACCESSIBLE (control (f, names[i])),
                                                     GTK_ACCESSIBLE_RELATION_LABELLED_BY));
  gtk_test_accessible_assert_property (control (f, "name"), GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE);
}

/* Nobody's answer is made up: a yes or no that must be given is missing until somebody chooses. */
static void
test_required_flag (void)
{
  static const YbField consent[] = {
      YB_ARGUMENT ("given", FLAG, "The customer agrees", .flags = YB_FIELD_REQUIRED),
  };
  static const char *const answers[] = {"1", "0"};
  g_autoptr (GError) error = NULL;
  YbFieldForm *form = yb_field_form_new (consent, G_N_ELEMENTS (consent), NULL);
  GtkWidget *window = widget_test_show (GTK_WIDGET (form), 420, 200);

  g_assert_null (yb_field_form_collect (form, &error));
  g_assert_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (JsonObject) object = NULL;

      yb_field_form_set_value (form, "given", answers[i]);
      object = yb_field_form_collect (form, NULL);
      g_assert_nonnull (object);
      g_assert_cmpstr (json_object_get_string_member (object, "given"), ==, answers[i]);
    }
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What a sheet needs beyond the table: marked, insisted on, and satisfied by what the person may not see. */
static void
test_needed (void)
{
  static const char *const states[] = {"booked", "done"};
  static const YbEnumValue values[] = {{"booked", "Booked"}, {"done", "Done"}};
  static const YbEnum state = YB_ENUM ("state", values);
  static const YbField proof[] = {
      YB_ARGUMENT ("state", ENUM, "State", .enumeration = &state),
      YB_ARGUMENT ("score", INTEGER, "Score"),
      YB_ARGUMENT ("note", TEXT, "Note"),
      YB_ARGUMENT ("number", SECRET, "Number"),
      YB_ARGUMENT ("confirmed", FLAG, "Confirmed"),
  };
  YbFieldForm *form = yb_field_form_new (proof, G_N_ELEMENTS (proof), NULL);
  GtkWidget *window = widget_test_show (GTK_WIDGET (form), 420, 300);
  g_autoptr (JsonObject) object = NULL;

  object = yb_field_form_collect (form, NULL);
  g_assert_nonnull (object);
  g_clear_pointer (&object, json_object_unref);

  yb_field_form_set_needed (form, "state=done score|note number confirmed elephant|mouse");
  g_assert_null (yb_field_form_collect (form, NULL));
  yb_field_form_set_value (form, "confirmed", "1");
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      yb_field_form_set_value (form, "state", states[i]);
      g_assert_null (yb_field_form_collect (form, NULL));
    }
  yb_field_form_set_hidden_value (form, "number");
  g_assert_null (yb_field_form_collect (form, NULL));
  yb_field_form_set_value (form, "note", "x");
  object = yb_field_form_collect (form, NULL);
  g_assert_nonnull (object);
  g_assert_false (json_object_has_member (object, "number"));

  yb_field_form_set_value (form, "state", "booked");
  g_assert_null (yb_field_form_collect (form, NULL));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const char *const two[] = {"phone", "name", NULL};
  gint64 now;

  if (!widget_test_init (&argc, &argv))
    return 0;

  g_assert_true (yb_time_parse ("2026-11-22 10:00", &now, NULL));
  yb_time_set_fixed_now (now);
  g_test_add ("/field-form/all-kinds", Fixture, NULL, set_up, test_all_kinds, tear_down);
  g_test_add ("/field-form/round-trip", Fixture, NULL, set_up, test_round_trip, tear_down);
  g_test_add ("/field-form/errors", Fixture, NULL, set_up, test_errors, tear_down);
  g_test_add ("/field-form/required-choice", Fixture, NULL, set_up, test_required_choice, tear_down);
  g_test_add_func ("/field-form/required-flag", test_required_flag);
  g_test_add_func ("/field-form/needed", test_needed);
  g_test_add ("/field-form/leave", Fixture, NULL, set_up, test_leave, tear_down);
  g_test_add_func ("/field-form/scroll", test_scroll);
  g_test_add ("/field-form/changed", Fixture, NULL, set_up, test_changed, tear_down);
  g_test_add ("/field-form/enter", Fixture, two, set_up, test_enter, tear_down);
  g_test_add ("/field-form/accessible", Fixture, NULL, set_up, test_accessible, tear_down);

  return g_test_run ();
}
