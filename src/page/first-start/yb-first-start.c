/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-first-start-private.h"

#include <glib/gi18n-lib.h>

#include "yb-credential.h"
#include "yb-house-setup.h"

#define ADMINISTRATOR "ad"
#define N_CHECKED 2

/* In the order of the assistant. */
typedef enum
{
  STEP_CHOICE,
  STEP_STORE,
  STEP_ADMINISTRATOR,
  STEP_PLACE,
  STEP_KEY,
  STEP_CHECK,
  N_STEPS,
} Step;

static const char *const step_names[N_STEPS] = {"choice", "store", "administrator", "place", "key", "check"};

struct _YbFirstStart
{
  AdwBin parent_instance;

  GtkStack *steps;
  GtkWidget *own_choice;
  GtkWidget *store_name;
  GtkWidget *opens;
  GtkWidget *closes;
  GtkWidget *admin_name;
  GtkWidget *password;
  GtkWidget *repeated;
  GtkWidget *place;
  GtkWidget *key_step;
  GtkWidget *key_sheet; /* (nullable): once there is a key */
  GtkWidget *check_step;
  GtkWidget *checked_boxes[N_CHECKED];
  GtkWidget *message;
  GtkWidget *spinner;
  GtkWidget *back;
  GtkWidget *next;
  GtkFileChooserNative *chooser;

  Step step;
  char *begun; /* (nullable): the path whose file is made, under another name */
  char **groups;
  guint checked[N_CHECKED]; /* which groups are to be typed */
  gboolean can_leave;
  gboolean running;
  gboolean gone;
};

enum
{
  DEMO,
  FINISHED,
  LEFT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbFirstStart, yb_first_start, ADW_TYPE_BIN)

/* What the worker makes. */
typedef struct
{
  char *path;
  char *store_name;
  char *admin_name;
  char *password;
  YbHouseRule rules[2];
  char *recovery_key;
} Making;

static void
making_free (gpointer data)
{
  Making *making = data;

  g_free (making->path);
  g_free (making->store_name);
  g_free (making->admin_name);
  yb_recovery_key_free (making->password);
  yb_recovery_key_free (making->recovery_key);
  g_free (making);
}

static const char *
text_of (GtkWidget *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

static char *
stripped (GtkWidget *entry)
{
  return g_strstrip (g_strdup (text_of (entry)));
}

static gboolean
tell (YbFirstStart *self, const char *text, GtkWidget *where)
{
  gtk_label_set_text (GTK_LABEL (self->message), text != NULL ? text : "");
  gtk_widget_set_visible (self->message, text != NULL);
  if (where != NULL)
    gtk_widget_grab_focus (where);

  return FALSE;
}

static GtkWidget *
first_field (YbFirstStart *self)
{
  switch (self->step)
    {
    case STEP_STORE:
      return self->store_name;
    case STEP_ADMINISTRATOR:
      return self->admin_name;
    case STEP_PLACE:
      return self->place;
    case STEP_CHECK:
      return self->checked_boxes[0];
    case STEP_CHOICE:
    case STEP_KEY:
    case N_STEPS:
    default:
      return self->next;
    }
}

/* A field that goes away with the focus in it would go on blinking. */
static void
leave_field (YbFirstStart *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    gtk_window_set_focus (GTK_WINDOW (root), NULL);
}

static void
show_step (YbFirstStart *self, Step step)
{
  leave_field (self);
  self->step = step;
  gtk_stack_set_visible_child_name (self->steps, step_names[step]);
  gtk_widget_set_visible (self->back, step > STEP_CHOICE || self->can_leave);
  gtk_button_set_label (GTK_BUTTON (self->back), step > STEP_CHOICE ? _ ("_Back") : _ ("_Cancel"));
  gtk_button_set_label (GTK_BUTTON (self->next), step == STEP_CHECK ? _ ("_Finish") : _ ("_Next"));
  tell (self, NULL, first_field (self));
}

static void
set_running (YbFirstStart *self, gboolean running)
{
  self->running = running;
  if (running)
    leave_field (self);
  gtk_spinner_set_spinning (GTK_SPINNER (self->spinner), running);
  gtk_widget_set_sensitive (GTK_WIDGET (self->steps), !running);
  gtk_widget_set_sensitive (self->next, !running);
  gtk_widget_set_sensitive (self->back, !running);
}

/* The file that was made is not wanted any more. */
static void
discard (YbFirstStart *self)
{
  if (self->begun != NULL)
    yb_house_setup_discard (self->begun);
  g_clear_pointer (&self->begun, g_free);
  g_clear_pointer (&self->groups, g_strfreev);
}

/* ---- the key ---- */

static void
choose_groups (YbFirstStart *self)
{
  int n = (int) g_strv_length (self->groups);

  self->checked[0] = (guint) g_random_int_range (0, n / 2);
  self->checked[1] = (guint) g_random_int_range (n / 2, n);
  for (guint i = 0; i < N_CHECKED; i++)
    {
      g_autofree char *label = g_strdup_printf (_ ("Group %u"), self->checked[i] + 1);
      GtkWidget *box = gtk_widget_get_parent (self->checked_boxes[i]);

      gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (box)), label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->checked_boxes[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label, -1);
      gtk_editable_set_text (GTK_EDITABLE (self->checked_boxes[i]), "");
    }
}

static void
show_key (YbFirstStart *self, const char *recovery_key)
{
  g_autofree char *name = stripped (self->store_name);

  if (self->key_sheet != NULL)
    gtk_box_remove (GTK_BOX (self->key_step), self->key_sheet);
  self->key_sheet = _yb_recovery_sheet_new (recovery_key, name);
  gtk_box_append (GTK_BOX (self->key_step), self->key_sheet);
  self->groups = yb_recovery_groups (recovery_key);
  choose_groups (self);
  show_step (self, STEP_KEY);
}

/* ---- making the file ---- */

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Making *making = task_data;
  const YbHousePlan plan = {
      .store_name = making->store_name,
      .admin_name = making->admin_name,
      .password = making->password,
      .rules = making->rules,
      .n_rules = G_N_ELEMENTS (making->rules),
  };
  GError *error = NULL;

  if (yb_house_setup_begin (making->path, &plan, &making->recovery_key, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  YbFirstStart *self = YB_FIRST_START (source);
  Making *making = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  gboolean made = g_task_propagate_boolean (G_TASK (result), &error);

  if (g_application_get_default () != NULL)
    g_application_release (g_application_get_default ());
  if (made)
    self->begun = g_strdup (making->path);
  if (self->gone)
    {
      discard (self);
      return;
    }

  set_running (self, FALSE);
  if (made && making->recovery_key != NULL)
    show_key (self, making->recovery_key);
  else
    tell (self, error != NULL ? error->message : _ ("The file has no recovery key."), self->place);
}

static void
make (YbFirstStart *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, made_cb, NULL);
  Making *making = g_new0 (Making, 1);

  discard (self);
  making->path = g_strdup (text_of (self->place));
  making->store_name = stripped (self->store_name);
  making->admin_name = stripped (self->admin_name);
  making->password = g_strdup (text_of (self->password));
  making->rules[0].key = "house.opens-at";
  making->rules[1].key = "house.closes-at";
  _yb_first_start_read_clock (text_of (self->opens), &making->rules[0].value);
  _yb_first_start_read_clock (text_of (self->closes), &making->rules[1].value);
  g_task_set_task_data (task, making, making_free);
  g_task_set_source_tag (task, make);
  set_running (self, TRUE);
  /* A window that is closed now does not end the program before the file is taken back. */
  if (g_application_get_default () != NULL)
    g_application_hold (g_application_get_default ());
  g_task_run_in_thread (task, make_in_thread);
}

static void
finish (YbFirstStart *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (!yb_house_setup_commit (self->begun, &error))
    {
      tell (self, error->message, NULL);
      return;
    }

  path = g_steal_pointer (&self->begun);
  g_signal_emit (self, signals[FINISHED], 0, path);
}

/* ---- the steps ---- */

static gboolean
check_store (YbFirstStart *self)
{
  g_autofree char *name = stripped (self->store_name);
  gint64 opens, closes;

  if (*name == '\0')
    return tell (self, _ ("The name of the dealership is missing."), self->store_name);
  if (!_yb_first_start_read_clock (text_of (self->opens), &opens))
    return tell (self, _ ("A time such as 8:30 is expected."), self->opens);
  if (!_yb_first_start_read_clock (text_of (self->closes), &closes))
    return tell (self, _ ("A time such as 18:00 is expected."), self->closes);

  return closes > opens || tell (self, _ ("The house closes before it opens."), self->closes);
}

static gboolean
check_administrator (YbFirstStart *self)
{
  g_autofree char *name = stripped (self->admin_name);
  const char *fault = yb_password_fault (text_of (self->password), ADMINISTRATOR);

  if (*name == '\0')
    return tell (self, _ ("The name of the administrator is missing."), self->admin_name);
  if (fault != NULL)
    return tell (self, fault, self->password);

  return g_str_equal (text_of (self->password), text_of (self->repeated)) ||
         tell (self, _ ("The two passwords differ."), self->repeated);
}

static gboolean
check_place (YbFirstStart *self)
{
  const char *path = text_of (self->place);

  if (!g_path_is_absolute (path))
    return tell (self, _ ("A whole path is expected, from the first “/” on."), self->place);

  return !g_file_test (path, G_FILE_TEST_EXISTS) ||
         tell (self, _ ("There is a file already. Choose another name."), self->place);
}

static gboolean
check_key (YbFirstStart *self)
{
  for (guint i = 0; i < N_CHECKED; i++)
    if (!yb_recovery_group_fits (self->groups[self->checked[i]], text_of (self->checked_boxes[i])))
      return tell (self, _ ("That is not what stands on your paper. Look there, or go back to the key."),
                   self->checked_boxes[i]);

  return TRUE;
}

static void
next_cb (YbFirstStart *self)
{
  if (self->running)
    return;

  switch (self->step)
    {
    case STEP_CHOICE:
      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->own_choice)))
        show_step (self, STEP_STORE);
      else
        g_signal_emit (self, signals[DEMO], 0);
      break;
    case STEP_STORE:
      if (check_store (self))
        show_step (self, STEP_ADMINISTRATOR);
      break;
    case STEP_ADMINISTRATOR:
      if (check_administrator (self))
        show_step (self, STEP_PLACE);
      break;
    case STEP_PLACE:
      if (check_place (self))
        make (self);
      break;
    case STEP_KEY:
      show_step (self, STEP_CHECK);
      break;
    case STEP_CHECK:
      if (check_key (self))
        finish (self);
      break;
    case N_STEPS:
    default:
      break;
    }
}

static void
back_cb (YbFirstStart *self)
{
  if (self->running || (self->step == STEP_CHOICE && !self->can_leave))
    return;
  if (self->step == STEP_CHOICE)
    {
      g_signal_emit (self, signals[LEFT], 0);
      return;
    }

  /* A key that was shown belongs to one file: another one comes with another key. */
  if (self->step == STEP_KEY)
    discard (self);
  show_step (self, self->step - 1);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  back_cb (YB_FIRST_START (widget));
  return TRUE;
}

/* ---- building ---- */

/* What a choice means, below it. */
static void
add_caption (GtkWidget *step, const char *text)
{
  gtk_widget_set_margin_start (_yb_first_start_add_text (step, text, "caption"), 28);
}

static void
add_choice (YbFirstStart *self)
{
  GtkWidget *step = _yb_first_start_add_step (
      self->steps, step_names[STEP_CHOICE], _ ("Welcome to Yingbin"),
      _ ("What do you want to begin with? Nothing is written before the last step."));
  GtkWidget *demo = gtk_check_button_new_with_label (_ ("A demo dealership, to look around"));
  GtkWidget *open = gtk_button_new_with_mnemonic (_ ("_Open an existing file…"));

  self->own_choice = gtk_check_button_new_with_label (_ ("Our own dealership, with an empty file"));
  gtk_check_button_set_group (GTK_CHECK_BUTTON (demo), GTK_CHECK_BUTTON (self->own_choice));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->own_choice), TRUE);
  gtk_box_append (GTK_BOX (step), self->own_choice);
  add_caption (step, _ ("Takes three minutes. Have a printer, or pen and paper, at hand."));
  gtk_box_append (GTK_BOX (step), demo);
  add_caption (
      step,
      _ ("300 customers, deals in every stage, everybody's password is “demo”. Can be left at any time."));
  gtk_widget_set_halign (open, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (open), "win.open");
  gtk_box_append (GTK_BOX (step), open);
}

static void
add_store (YbFirstStart *self)
{
  GtkWidget *step = _yb_first_start_add_step (
      self->steps, step_names[STEP_STORE], _ ("The dealership"),
      _ ("The hours can be changed later, on the page of the rules."));

  self->store_name = _yb_first_start_add_entry (step, _ ("Name of the dealership"), "", FALSE);
  self->opens = _yb_first_start_add_entry (step, _ ("Opens at"), "8:30", FALSE);
  self->closes = _yb_first_start_add_entry (step, _ ("Closes at"), "18:00", FALSE);
}

static void
add_administrator (YbFirstStart *self)
{
  GtkWidget *step = _yb_first_start_add_step (self->steps, step_names[STEP_ADMINISTRATOR],
                                              _ ("The administrator"),
                                              _ ("Lets the others in, and sees no customers. Signs in with "
                                                 "the code “ad”. The password has at least eight "
                                                 "characters and is no row such as 12345678."));

  self->admin_name = _yb_first_start_add_entry (step, _ ("Name of the administrator"), "", FALSE);
  self->password = _yb_first_start_add_entry (step, _ ("Password"), "", TRUE);
  self->repeated = _yb_first_start_add_entry (step, _ ("Password once more"), "", TRUE);
}

static void
place_response_cb (GtkNativeDialog *dialog, int response, YbFirstStart *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = g_file_get_path (file);

      if (path != NULL)
        gtk_editable_set_text (GTK_EDITABLE (self->place), path);
    }
  g_clear_object (&self->chooser);
}

static void
choose_place_cb (YbFirstStart *self)
{
  if (self->chooser != NULL)
    return;

  self->chooser = gtk_file_chooser_native_new (_ ("Where the file lies"),
                                               GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Choose"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), "yingbin.db");
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (place_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
add_place (YbFirstStart *self, const char *path)
{
  GtkWidget *step = _yb_first_start_add_step (
      self->steps, step_names[STEP_PLACE], _ ("The file"),
      _ ("Everything is kept in one file on this computer. Phone numbers and other personal data in it are "
         "encrypted."));
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Another place…"));

  self->place = _yb_first_start_add_entry (step, _ ("Where the file lies"), path, FALSE);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (choose_place_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (step), button);
}

static void
add_key (YbFirstStart *self)
{
  self->key_step = _yb_first_start_add_step (
      self->steps, step_names[STEP_KEY], _ ("The recovery key"),
      _ ("It opens the personal data when nobody remembers a password, or on another computer after a loss. "
         "It is "
         "shown now and never again: print it or write it down, and put it into the safe."));
}

static void
add_check (YbFirstStart *self)
{
  self->check_step = _yb_first_start_add_step (
      self->steps, step_names[STEP_CHECK], _ ("Is the key on paper?"),
      _ ("Type two of its groups from the paper. Without the key, lost passwords mean lost customers."));
  for (guint i = 0; i < N_CHECKED; i++)
    self->checked_boxes[i] = _yb_first_start_add_entry (self->check_step, _ ("Group"), "", FALSE);
}

static void
add_buttons (YbFirstStart *self, GtkWidget *box)
{
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->back = gtk_button_new_with_mnemonic (_ ("_Back"));
  self->next = gtk_button_new_with_mnemonic (_ ("_Next"));
  self->spinner = gtk_spinner_new ();
  gtk_widget_add_css_class (self->back, "pill");
  gtk_widget_add_css_class (self->next, "pill");
  gtk_widget_add_css_class (self->next, "suggested-action");
  gtk_widget_set_hexpand (self->spinner, TRUE);
  g_signal_connect_object (self->back, "clicked", G_CALLBACK (back_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->next, "clicked", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (buttons), self->back);
  gtk_box_append (GTK_BOX (buttons), self->spinner);
  gtk_box_append (GTK_BOX (buttons), self->next);
  gtk_box_append (GTK_BOX (box), buttons);
}

/* Enter in a field goes on. */
static void
connect_entries (YbFirstStart *self)
{
  GtkWidget *const entries[] = {self->store_name,      self->opens,    self->closes, self->admin_name,
                                self->password,        self->repeated, self->place,  self->checked_boxes[0],
                                self->checked_boxes[1]};

  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_signal_connect_object (entries[i], "activate", G_CALLBACK (next_cb), self, G_CONNECT_SWAPPED);
}

static void
yb_first_start_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (yb_first_start_parent_class)->map (widget);

  gtk_widget_grab_focus (first_field (YB_FIRST_START (widget)));
}

static void
yb_first_start_dispose (GObject *object)
{
  YbFirstStart *self = YB_FIRST_START (object);

  self->gone = TRUE;
  g_clear_object (&self->chooser);
  discard (self);

  G_OBJECT_CLASS (yb_first_start_parent_class)->dispose (object);
}

static void
yb_first_start_class_init (YbFirstStartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_first_start_dispose;
  widget_class->map = yb_first_start_map;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  signals[DEMO] = g_signal_new ("demo", YB_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", YB_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[LEFT] = g_signal_new ("left", YB_TYPE_FIRST_START, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
yb_first_start_init (YbFirstStart *self)
{
}

/**
 * yb_first_start_new:
 * @path: where the file is to lie, if nobody chooses another place
 * @can_leave: whether there is something to go back to
 *
 * Returns: (transfer floating): the assistant, at its first step
 */
GtkWidget *
yb_first_start_new (const char *path, gboolean can_leave)
{
  YbFirstStart *self = g_object_new (YB_TYPE_FIRST_START, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  g_return_val_if_fail (path != NULL, NULL);

  self->can_leave = can_leave;
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  self->steps = GTK_STACK (gtk_stack_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->steps));
  add_choice (self);
  add_store (self);
  add_administrator (self);
  add_place (self, path);
  add_key (self);
  add_check (self);
  self->message = _yb_first_start_add_text (box, "", "error");
  add_buttons (self, box);
  connect_entries (self);
  adw_bin_set_child (ADW_BIN (self), box);
  show_step (self, STEP_CHOICE);

  return GTK_WIDGET (self);
}
