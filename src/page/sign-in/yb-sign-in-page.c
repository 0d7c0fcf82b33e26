/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-sign-in-page.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-pinyin.h"
#include "yb-settings.h"
#include "yb-widget.h"

/* Who pauses for so long begins another name. */
#define TYPING_US G_USEC_PER_SEC

struct _YbSignInPage
{
  AdwBin parent_instance;

  GtkListBox *list;
  AdwAvatar *avatar;
  GtkLabel *name;
  GtkLabel *role;
  GtkPasswordEntry *password;
  GtkButton *button;
  GtkSpinner *spinner;
  GtkLabel *message;
  GtkLabel *hint;
  GtkLabel *pin_hint;

  YbDesk *desk;
  GSettings *settings; /* (nullable) */
  GString *typed;      /* of a name, while the list has the focus */
  gint64 typed_at;     /* monotonic time */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (YbSignInPage, yb_sign_in_page, ADW_TYPE_BIN)

typedef struct
{
  char *code;
  char *name;
  char *role;
} Person;

static void
person_free (gpointer data)
{
  Person *person = data;

  g_free (person->code);
  g_free (person->name);
  g_free (person->role);
  g_free (person);
}

static void
add_person (YbSignInPage *self, Person *person)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (person->name);
  GtkWidget *role = gtk_label_new (person->role);
  g_autofree char *label = g_strdup_printf ("%s, %s", person->name, person->role);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (role), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize (GTK_LABEL (role), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (role, "dim-label");
  gtk_widget_add_css_class (role, "caption");
  gtk_box_append (GTK_BOX (texts), name);
  gtk_box_append (GTK_BOX (texts), role);
  gtk_box_append (GTK_BOX (box), adw_avatar_new (32, person->name, TRUE));
  gtk_box_append (GTK_BOX (box), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (row), "person", person, person_free);
  gtk_list_box_append (self->list, row);
}

static void
fill_list (YbSignInPage *self)
{
  YbConnection *reader = yb_store_get_reader (yb_desk_get_store (self->desk));
  YbStatement *staff = yb_connection_query (reader, YB_SQL_PAGE_STAFF_CHOICES);
  g_autoptr (GError) error = NULL;

  while (yb_statement_step (staff, &error))
    {
      Person *person = g_new0 (Person, 1);

      person->code = g_strdup (yb_statement_text (staff, 1));
      person->name = g_strdup (yb_statement_text (staff, 2));
      person->role = yb_role_names (yb_statement_text (staff, 3));
      add_person (self, person);
    }
  yb_statement_reset (staff);
  if (error != NULL)
    {
      gtk_label_set_text (self->message, error->message);
      gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

/* Who was here last comes back most likely: of this window, else of this computer. */
static void
select_code (YbSignInPage *self, const char *code)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      Person *person = g_object_get_data (G_OBJECT (row), "person");

      if (g_str_equal (person->code, code))
        {
          gtk_list_box_select_row (self->list, row);
          return;
        }
    }
}

static Person *
selected_person (YbSignInPage *self)
{
  GtkListBoxRow *row = self->list != NULL ? gtk_list_box_get_selected_row (self->list) : NULL;

  return row != NULL ? g_object_get_data (G_OBJECT (row), "person") : NULL;
}

static void
set_running (YbSignInPage *self, gboolean running)
{
  gtk_spinner_set_spinning (self->spinner, running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), !running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->list), !running);
}

/* Says what would be enough now. */
static void
show_pin_state (YbSignInPage *self, const char *code)
{
  YbPinState state = yb_desk_get_pin_state (self->desk, code);
  const char *text = state == YB_PIN_READY ? _ ("PIN or password") : _ ("Password");

  g_object_set (self->password, "placeholder-text", text, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->password), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (GTK_WIDGET (self->pin_hint), state == YB_PIN_NEEDS_PASSWORD);
}

static void
selected_cb (YbSignInPage *self)
{
  Person *person = selected_person (self);

  if (person == NULL)
    return;

  adw_avatar_set_text (self->avatar, person->name);
  gtk_label_set_text (self->name, person->name);
  gtk_label_set_text (self->role, person->role);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  show_pin_state (self, person->code);
}

static void
activated_cb (YbSignInPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

static void
sign_in_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = yb_desk_sign_in_finish (YB_DESK (source), result, &error);
  YbStaff *staff = yb_desk_get_staff (YB_DESK (source));

  if (done && staff != NULL && self->settings != NULL)
    g_settings_set_string (self->settings, "last-person", staff->code);

  if (self->list == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  set_running (self, FALSE);
  if (done)
    return;

  if (selected_person (self) != NULL)
    show_pin_state (self, selected_person (self)->code);
  gtk_label_set_text (self->message, error->message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->password));
  gtk_editable_select_region (GTK_EDITABLE (self->password), 0, -1);
}

/* Another program holds the file, for instance for an import. */
static void
waiting_cb (YbSignInPage *self, const char *text)
{
  if (self->message == NULL)
    return;

  gtk_label_set_text (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static void
sign_in_cb (YbSignInPage *self)
{
  Person *person = selected_person (self);

  if (person == NULL || !gtk_widget_get_sensitive (GTK_WIDGET (self->button)))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  set_running (self, TRUE);
  yb_desk_sign_in_async (self->desk, person->code, gtk_editable_get_text (GTK_EDITABLE (self->password)),
                         self->cancellable, sign_in_done_cb, g_object_ref (self));
}

/* Arrows choose the person, Enter goes on to the password: no hand needs the mouse. */
static void
yb_sign_in_page_map (GtkWidget *widget)
{
  YbSignInPage *self = YB_SIGN_IN_PAGE (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  GTK_WIDGET_CLASS (yb_sign_in_page_parent_class)->map (widget);

  if (row != NULL)
    yb_widget_scroll_to (GTK_WIDGET (row));
  if (yb_desk_is_locked (self->desk))
    gtk_widget_grab_focus (GTK_WIDGET (self->password));
  else if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
yb_sign_in_page_dispose (GObject *object)
{
  YbSignInPage *self = YB_SIGN_IN_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->desk);
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_SIGN_IN_PAGE);

  G_OBJECT_CLASS (yb_sign_in_page_parent_class)->dispose (object);
}

static void
yb_sign_in_page_finalize (GObject *object)
{
  g_clear_object (&YB_SIGN_IN_PAGE (object)->cancellable);
  g_string_free (YB_SIGN_IN_PAGE (object)->typed, TRUE);

  G_OBJECT_CLASS (yb_sign_in_page_parent_class)->finalize (object);
}

static void
yb_sign_in_page_class_init (YbSignInPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_sign_in_page_dispose;
  object_class->finalize = yb_sign_in_page_finalize;
  widget_class->map = yb_sign_in_page_map;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/page/yb-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, list);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, avatar);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, name);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, role);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, password);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, button);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, message);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, hint);
  gtk_widget_class_bind_template_child (widget_class, YbSignInPage, pin_hint);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_in_cb);
}

static gboolean
begins_with (const char *text, const char *typed)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);

  return g_str_has_prefix (folded, typed);
}

/* By code, name, or how the name is spoken: "wm" and "wangmin" find the same person. */
static gboolean
is_called (const Person *person, const char *typed)
{
  g_autofree char *full = yb_pinyin_full (person->name);
  g_autofree char *initials = yb_pinyin_initials (person->name);

  return begins_with (person->code, typed) || begins_with (person->name, typed) ||
         begins_with (full, typed) || begins_with (initials, typed);
}

static void
find_typed (YbSignInPage *self)
{
  g_autofree char *typed = g_utf8_casefold (self->typed->str, -1);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (is_called (g_object_get_data (G_OBJECT (row), "person"), typed))
      {
        gtk_list_box_select_row (self->list, row);
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
}

/* With twenty colleagues a few letters are quicker than the arrows. */
static gboolean
type_ahead (YbSignInPage *self, guint key, GdkModifierType state)
{
  gunichar c = gdk_keyval_to_unicode (key);
  gint64 now = g_get_monotonic_time ();

  if (!g_unichar_isgraph (c) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;

  if (now - self->typed_at > TYPING_US)
    g_string_truncate (self->typed, 0);
  self->typed_at = now;
  g_string_append_unichar (self->typed, c);
  find_typed (self);
  return TRUE;
}

/* A GtkListBox of GTK 4.8 takes Tab to its next row: with twenty colleagues, twenty presses before the password. */
static gboolean
list_key_cb (YbSignInPage *self, guint key, guint code, GdkModifierType state)
{
  if (key != GDK_KEY_Tab || (state & GDK_SHIFT_MASK) != 0)
    return type_ahead (self, key, state);

  return gtk_widget_grab_focus (GTK_WIDGET (self->password));
}

/* The next person has come: no need to leave the password for it. */
static gboolean
password_key_cb (YbSignInPage *self, guint key, guint code, GdkModifierType state)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  int step = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;

  if (step == 0 || row == NULL)
    return FALSE;

  row = gtk_list_box_get_row_at_index (self->list, gtk_list_box_row_get_index (row) + step);
  if (row != NULL)
    {
      gtk_list_box_select_row (self->list, row);
      yb_widget_scroll_to (GTK_WIDGET (row));
    }
  return TRUE;
}

static void
yb_sign_in_page_init (YbSignInPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *password_keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  self->settings = yb_settings_open ();
  self->typed = g_string_new (NULL);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (list_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  gtk_event_controller_set_propagation_phase (password_keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (password_keys, "key-pressed", G_CALLBACK (password_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->password), password_keys);
}

/**
 * yb_sign_in_page_new:
 * @desk: the desk to sign in at
 *
 * Returns: (transfer floating): the page
 */
GtkWidget *
yb_sign_in_page_new (YbDesk *desk)
{
  YbSignInPage *self = g_object_new (YB_TYPE_SIGN_IN_PAGE, NULL);
  g_autofree char *demo = NULL;

  self->desk = g_object_ref (desk);
  demo = yb_store_dup_meta (yb_desk_get_store (desk), "demo");
  gtk_widget_set_visible (GTK_WIDGET (self->hint), demo != NULL && *demo != '\0');
  g_signal_connect_object (desk, "waiting", G_CALLBACK (waiting_cb), self, G_CONNECT_SWAPPED);
  fill_list (self);
  if (yb_desk_get_staff (desk) != NULL)
    select_code (self, yb_desk_get_staff (desk)->code);
  else if (self->settings != NULL)
    {
      g_autofree char *last = g_settings_get_string (self->settings, "last-person");

      select_code (self, last);
    }

  return GTK_WIDGET (self);
}
