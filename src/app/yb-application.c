/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-application.h"

#include <glib/gi18n.h>

#include "yb-backup-clock.h"
#include "yb-backup-folder.h"
#include "yb-demo-maker.h"
#include "yb-idle.h"
#include "yb-page.h"
#include "yb-preferences.h"
#include "yb-recovery-window.h"
#include "yb-settings.h"
#include "yb-window.h"

#define FIRST_CLOCK_SECONDS 2
#define CLOCK_SECONDS 3600
#define CHECKPOINT_SECONDS 30
/* A file opens in some milliseconds: the first window then shows at once what it is about. A slow disk gets a window that
 * says so. */
#define PATIENCE_MS 150
#define HOUSE_FILE "yingbin.db"
#define DEMO_FILE "yingbin-demo.db"

struct _YbApplication
{
  AdwApplication parent_instance;

  GSettings *settings;
  YbStore *store;
  YbDesk *clock_desk;
  YbBackupClock *backup_clock;
  GCancellable *cancellable;
  YbIdle *idle;
  char *database;
  char *sign_in;
  char *first_page;
  guint clock_id;
  guint checkpoint_id;
  guint patience_id; /* the first window waits for the file */
  gboolean checkpoint_running;
  gboolean loading;
  gboolean wants_demo; /* instead of the assistant of the first start */
  gboolean setting_up; /* a window shows the assistant */
  gboolean can_leave;  /* and there is a file to go back to */
  char *problem;       /* (nullable): why the file cannot be opened */
  char *next;          /* (nullable): the file to open after the one that is being opened */
  gboolean is_damaged; /* the file, so that it can be recovered */
  gboolean only_look;  /* the file that is opened next may only be read */
  gboolean remember;   /* the file that is being opened, for the next start */
};

G_DEFINE_FINAL_TYPE (YbApplication, yb_application, ADW_TYPE_APPLICATION)

static void
for_windows (YbApplication *self, void (*func) (YbWindow *))
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (YB_IS_WINDOW (l->data))
      func (l->data);
}

static void
show_problem (YbApplication *self, const char *message)
{
  g_free (self->problem);
  self->problem = g_strdup (message);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (YB_IS_WINDOW (l->data))
      yb_window_show_problem (l->data, message);
}

static gboolean
clock_cb (gpointer user_data)
{
  YbApplication *self = user_data;

  yb_desk_run_clocks (self->clock_desk);

  return G_SOURCE_CONTINUE;
}

/* When the first page is on the screen. */
static gboolean
first_clock_cb (gpointer user_data)
{
  YbApplication *self = user_data;

  self->clock_id = g_timeout_add_seconds (CLOCK_SECONDS, clock_cb, self);
  yb_desk_run_clocks (self->clock_desk);

  return G_SOURCE_REMOVE;
}

static void
checkpoint_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  if (!yb_store_checkpoint (task_data, &error))
    g_debug ("Checkpoint: %s", error != NULL ? error->message : "busy");
  g_task_return_boolean (task, TRUE);
}

static void
checkpoint_done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbApplication) self = user_data;

  self->checkpoint_running = FALSE;
}

/* Never on the path of a drop (architecture.md, Store). */
static gboolean
checkpoint_cb (gpointer user_data)
{
  YbApplication *self = user_data;
  g_autoptr (GTask) task = NULL;

  if (self->checkpoint_running)
    return G_SOURCE_CONTINUE;

  self->checkpoint_running = TRUE;
  task = g_task_new (NULL, NULL, checkpoint_done_cb, g_object_ref (self));
  g_task_set_task_data (task, g_object_ref (self->store), g_object_unref);
  g_task_run_in_thread (task, checkpoint_thread);

  return G_SOURCE_CONTINUE;
}

static void
close_store (YbApplication *self)
{
  g_clear_handle_id (&self->clock_id, g_source_remove);
  g_clear_handle_id (&self->checkpoint_id, g_source_remove);
  g_clear_pointer (&self->backup_clock, yb_backup_clock_free);
  g_clear_object (&self->clock_desk);
  g_clear_object (&self->store);
}

static gboolean
has_window (YbApplication *self)
{
  return gtk_application_get_windows (GTK_APPLICATION (self)) != NULL;
}

static void
show_first_window (YbApplication *self)
{
  if (self->patience_id != 0)
    g_application_release (G_APPLICATION (self));
  g_clear_handle_id (&self->patience_id, g_source_remove);
  if (has_window (self))
    return;

  yb_application_new_window (self);
}

static gboolean
patience_cb (gpointer user_data)
{
  show_first_window (user_data);

  return G_SOURCE_REMOVE;
}

/* Found while it is open: the file is closed, and the window says what can be done. */
static void
damaged_cb (gpointer user_data)
{
  YbApplication *self = user_data;

  for_windows (self, yb_window_forget_store);
  close_store (self);
  self->is_damaged = TRUE;
  show_problem (self, _ ("The file is damaged. It was closed, so that nothing gets worse."));
}

static void
use_store (YbApplication *self, YbStore *store)
{
  self->store = store;
  yb_store_watch (self->store, TRUE);
  self->clock_desk = yb_desk_new (self->store);
  self->clock_id = g_timeout_add_seconds (FIRST_CLOCK_SECONDS, first_clock_cb, self);
  self->checkpoint_id = g_timeout_add_seconds (CHECKPOINT_SECONDS, checkpoint_cb, self);
  self->backup_clock = yb_backup_clock_new (self->clock_desk, damaged_cb, self);
  if (self->remember && self->settings != NULL)
    g_settings_set_string (self->settings, "last-database", self->database);
  if (has_window (self))
    for_windows (self, yb_window_show_store);
  show_first_window (self);
}

/* Somebody chose another file meanwhile. */
static gboolean
open_next (YbApplication *self)
{
  g_autofree char *next = g_steal_pointer (&self->next);

  if (next == NULL)
    return FALSE;

  yb_application_open (self, next);
  return TRUE;
}

/* What is no database at all may be the torn head of one that has backups. */
static gboolean
can_be_recovered (YbApplication *self, const GError *error)
{
  g_autofree char *folder = yb_backup_folder_of (self->database);

  return g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED) ||
         (g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS) &&
          g_file_test (folder, G_FILE_TEST_IS_DIR));
}

static void
store_opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  YbStore *store = yb_store_open_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->loading = FALSE;
  if (open_next (self))
    {
      g_clear_object (&store);
      return;
    }
  if (store != NULL)
    {
      use_store (self, store);
      return;
    }

  self->is_damaged = can_be_recovered (self, error);
  show_first_window (self);
  show_problem (self, error->message);
}

static void
open_store (YbApplication *self)
{
  close_store (self);
  self->setting_up = FALSE;
  g_clear_pointer (&self->problem, g_free);
  self->loading = TRUE;
  self->is_damaged = FALSE;
  yb_store_open_async (self->database, self->only_look ? YB_STORE_READ_ONLY : YB_STORE_NO_FLAGS,
                       self->cancellable, store_opened_cb, g_object_ref (self));
}

static void
show_demo_progress (GObject *application, double fraction)
{
  YbApplication *self = YB_APPLICATION (application);

  if (!self->loading)
    return;

  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (YB_IS_WINDOW (l->data))
      yb_window_show_start (l->data, fraction);
}

static void
demo_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  self->loading = FALSE;
  if (yb_demo_make_finish (result, &error))
    open_store (self);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && open_next (self))
    return;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_problem (self, error->message);
}

static char *
default_database (const char *name)
{
  return g_build_filename (g_get_user_data_dir (), "yingbin", name, NULL);
}

/**
 * yb_application_start_demo:
 *
 * Opens the demo file; makes it in the background where there is none.
 */
void
yb_application_start_demo (YbApplication *self)
{
  g_return_if_fail (YB_IS_APPLICATION (self));

  if (self->loading)
    return;

  g_free (self->database);
  self->database = default_database (DEMO_FILE);
  if (g_file_test (self->database, G_FILE_TEST_EXISTS))
    {
      open_store (self);
      return;
    }

  self->setting_up = FALSE;
  self->loading = TRUE;
  show_first_window (self);
  show_demo_progress (G_OBJECT (self), 0);
  yb_demo_make_async (self->database, G_OBJECT (self), show_demo_progress, self->cancellable, demo_made_cb,
                      g_object_ref (self));
}

/* Where nothing is yet: a name that is free. */
static char *
free_database (void)
{
  char *path = default_database (HOUSE_FILE);

  for (guint n = 2; g_file_test (path, G_FILE_TEST_EXISTS); n++)
    {
      g_autofree char *name = g_strdup_printf ("yingbin-%u.db", n);

      g_free (path);
      path = default_database (name);
    }

  return path;
}

static void
show_first_start (YbApplication *self, YbWindow *window)
{
  g_autofree char *path = free_database ();

  yb_window_show_first_start (window, path, self->can_leave);
}

/* --database, else the file opened last, else the house's own file, else the demo. Where nothing is yet, the assistant
 * asks what to begin with. */
static void
choose_database (YbApplication *self)
{
  g_autofree char *last = NULL;
  const char *environment = g_getenv ("YINGBIN_DATABASE");

  if (self->database == NULL && environment != NULL && *environment != '\0')
    self->database = g_strdup (environment);
  if (self->database == NULL && self->settings != NULL)
    {
      last = g_settings_get_string (self->settings, "last-database");
      if (g_file_test (last, G_FILE_TEST_EXISTS))
        self->database = g_steal_pointer (&last);
    }
  if (self->database == NULL)
    {
      self->database = default_database (HOUSE_FILE);
      if (!g_file_test (self->database, G_FILE_TEST_EXISTS))
        {
          g_free (self->database);
          self->database = default_database (DEMO_FILE);
        }
    }
}

static void
start (YbApplication *self)
{
  g_autofree char *demo = default_database (DEMO_FILE);

  choose_database (self);
  if (!g_str_equal (self->database, demo) || g_file_test (demo, G_FILE_TEST_EXISTS))
    {
      open_store (self);
      return;
    }
  if (self->wants_demo)
    {
      yb_application_start_demo (self);
      return;
    }

  self->setting_up = TRUE;
  self->can_leave = FALSE;
  if (has_window (self))
    show_first_start (self, YB_WINDOW (gtk_application_get_windows (GTK_APPLICATION (self))->data));
  show_first_window (self);
}

static void
yb_application_activate (GApplication *application)
{
  YbApplication *self = YB_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }

  if (self->loading)
    {
      show_first_window (self); /* started a second time */
      return;
    }

  g_application_hold (application);
  self->patience_id = g_timeout_add (PATIENCE_MS, patience_cb, self);
  start (self);
}

static int
yb_application_handle_local_options (GApplication *application, GVariantDict *options)
{
  YbApplication *self = YB_APPLICATION (application);
  g_autofree char *database = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("yingbin %s\n", YB_VERSION);
      return 0;
    }

  if (g_variant_dict_lookup (options, "database", "^ay", &database))
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (database);

      self->database = g_file_get_path (file);
      /* One file, one program: a second file is a program of its own. */
      g_application_set_flags (application, g_application_get_flags (application) | G_APPLICATION_NON_UNIQUE);
    }
  self->wants_demo = g_variant_dict_contains (options, "demo");
  g_variant_dict_lookup (options, "as", "s", &self->sign_in);
  g_variant_dict_lookup (options, "page", "s", &self->first_page);

  return -1;
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  for_windows (user_data, (void (*) (YbWindow *)) gtk_window_close);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  yb_application_new_window (user_data);
}

static gboolean
is_used (YbApplication *self)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    if (YB_IS_WINDOW (l->data) && yb_window_is_used (l->data))
      return TRUE;

  return FALSE;
}

/**
 * yb_application_leave_keys:
 *
 * When nobody is signed in at any window any more, the keys of the personal data leave the memory; signing in brings them
 * back.
 */
void
yb_application_leave_keys (YbApplication *self)
{
  g_return_if_fail (YB_IS_APPLICATION (self));

  if (self->store != NULL && !is_used (self))
    yb_store_lock (self->store);
}

/* All windows of this workstation, also from a dialog. */
static void
lock_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  for_windows (user_data, yb_window_lock);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YbApplication *self = user_data;

  yb_preferences_present (gtk_application_get_active_window (GTK_APPLICATION (self)), self->settings);
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_show_about_window (gtk_application_get_active_window (user_data), "application-name", _ ("Yingbin"),
                         "application-icon", YB_APPLICATION_ID, "version", YB_VERSION, "developer-name",
                         "Yingbin", "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("The two receptions of a car dealership"), NULL);
}

/* ---- for the recovery of a file (yb-recovery-window.h) ---- */

static void
recover_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YbApplication *self = user_data;

  if (self->is_damaged)
    gtk_window_present (GTK_WINDOW (yb_recovery_window_new_damaged (
        gtk_application_get_active_window (GTK_APPLICATION (self)), self->database)));
}

static void
release_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YbApplication *self = user_data;

  for_windows (self, yb_window_forget_store);
  close_store (self);
}

static void
reopen_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YbApplication *self = user_data;

  if (self->store == NULL && !self->loading)
    {
      for_windows (self, yb_window_show_wait);
      open_store (self);
    }
}

static void
view_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  YbApplication *self = user_data;

  self->only_look = TRUE;
  yb_application_open (self, g_variant_get_string (parameter, NULL));
  self->remember = FALSE;
  self->only_look = FALSE;
}

static const GActionEntry actions[] = {
    {"recover", recover_cb},
    {"release-database", release_cb},
    {"reopen-database", reopen_cb},
    {"view-database", view_cb, "s"},
    {"quit", quit_cb},
    {"new-window", new_window_cb},
    {"lock", lock_cb},
    {"preferences", preferences_cb},
    {"about", about_cb},
};

/* All keys of the program; the keys inside a page are those of its widgets. */
static const struct
{
  const char *action;
  const char *keys[3];
} accels[] = {
    {"app.quit", {"<Control>q", NULL}},
    {"app.new-window", {"<Control><Shift>n", NULL}},
    {"app.preferences", {"<Control>comma", NULL}},
    {"win.new", {"<Control>n", NULL}},
    {"win.export", {"<Control>e", NULL}},
    {"win.import", {"<Control>i", NULL}},
    {"win.undo", {"<Control>z", NULL}},
    {"win.filter", {"<Control>f", NULL}},
    {"win.menu", {"F10", NULL}},
    {"win.next-pane", {"F6", NULL}},
    {"win.toggle-sidebar", {"F9", NULL}},
    {"win.shortcuts", {"<Control>question", "F1", NULL}},
    {"app.lock", {"<Control>l", NULL}},
    {"win.sign-out", {"<Control><Shift>l", NULL}},
    {"window.close", {"<Control>w", NULL}},
};

static void
yb_application_startup (GApplication *application)
{
  YbApplication *self = YB_APPLICATION (application);

  G_APPLICATION_CLASS (yb_application_parent_class)->startup (application);

  yb_page_init_library ();
  self->settings = yb_settings_open ();
  self->idle = yb_idle_new ();
  yb_preferences_apply (self->settings);
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action, accels[i].keys);
  gtk_window_set_default_icon_name (YB_APPLICATION_ID);
}

static void
yb_application_shutdown (GApplication *application)
{
  YbApplication *self = YB_APPLICATION (application);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->patience_id, g_source_remove);
  close_store (self);

  G_APPLICATION_CLASS (yb_application_parent_class)->shutdown (application);
}

static void
yb_application_finalize (GObject *object)
{
  YbApplication *self = YB_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->idle);
  g_free (self->database);
  g_free (self->sign_in);
  g_free (self->first_page);
  g_free (self->problem);
  g_free (self->next);

  G_OBJECT_CLASS (yb_application_parent_class)->finalize (object);
}

static void
yb_application_class_init (YbApplicationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  object_class->finalize = yb_application_finalize;
  application_class->activate = yb_application_activate;
  application_class->handle_local_options = yb_application_handle_local_options;
  application_class->shutdown = yb_application_shutdown;
  application_class->startup = yb_application_startup;
}

static const GOptionEntry options[] = {
    {"database", 'd', 0, G_OPTION_ARG_FILENAME, NULL, N_ ("Open this database"), N_ ("FILE")},
    {"as", 'a', 0, G_OPTION_ARG_STRING, NULL,
     N_ ("Sign in as this person; the password comes from YINGBIN_PASSWORD"), N_ ("STAFF")},
    {"demo", 0, 0, G_OPTION_ARG_NONE, NULL,
     N_ ("At the first start, begin with a demo dealership without asking"), NULL},
    {"page", 'p', 0, G_OPTION_ARG_STRING, NULL, N_ ("Show this page first"), N_ ("NAME")},
    {"version", 'v', 0, G_OPTION_ARG_NONE, NULL, N_ ("Print the version"), NULL},
    {NULL},
};

static void
yb_application_init (YbApplication *self)
{
  self->cancellable = g_cancellable_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
}

/**
 * yb_application_new:
 *
 * Returns: (transfer full): the program
 */
YbApplication *
yb_application_new (void)
{
  return g_object_new (YB_TYPE_APPLICATION, "application-id", YB_APPLICATION_ID, "flags",
                       G_APPLICATION_DEFAULT_FLAGS, "resource-base-path", "/cn/yingbin/Yingbin", NULL);
}

/**
 * yb_application_get_store:
 *
 * Returns: (transfer none) (nullable): the open database
 */
YbStore *
yb_application_get_store (YbApplication *self)
{
  g_return_val_if_fail (YB_IS_APPLICATION (self), NULL);

  return self->store;
}

/**
 * yb_application_get_settings:
 *
 * Returns: (transfer none) (nullable): what the program remembers, %NULL where its schema is not installed
 */
GSettings *
yb_application_get_settings (YbApplication *self)
{
  g_return_val_if_fail (YB_IS_APPLICATION (self), NULL);

  return self->settings;
}

/**
 * yb_application_open:
 * @path: path of a database
 *
 * Opens another database in all windows.
 */
void
yb_application_open (YbApplication *self, const char *path)
{
  g_return_if_fail (YB_IS_APPLICATION (self));

  if (self->loading)
    {
      g_free (self->next);
      self->next = g_strdup (path);
      return;
    }

  for_windows (self, yb_window_forget_store);
  g_free (self->database);
  self->database = g_strdup (path);
  self->remember = TRUE;
  open_store (self);
}

/**
 * yb_application_set_up:
 * @window: where the assistant is to be
 *
 * Leaves the open file and asks what to begin with; what is open now stays where it is.
 */
void
yb_application_set_up (YbApplication *self, YbWindow *window)
{
  g_return_if_fail (YB_IS_APPLICATION (self) && YB_IS_WINDOW (window));

  if (self->loading || self->setting_up)
    return;

  for_windows (self, yb_window_forget_store);
  close_store (self);
  self->setting_up = TRUE;
  self->can_leave = TRUE;
  show_first_start (self, window);
}

/**
 * yb_application_is_damaged:
 *
 * Returns: whether the file cannot be used because it is damaged, and can be recovered (app.recover)
 */
gboolean
yb_application_is_damaged (YbApplication *self)
{
  g_return_val_if_fail (YB_IS_APPLICATION (self), FALSE);

  return self->is_damaged;
}

/**
 * yb_application_retry:
 *
 * Tries to open the database once more.
 */
void
yb_application_retry (YbApplication *self)
{
  g_return_if_fail (YB_IS_APPLICATION (self));

  if (self->loading)
    return;

  for_windows (self, yb_window_forget_store);
  start (self);
}

/**
 * yb_application_take_sign_in:
 *
 * Returns: (transfer full) (nullable): the staff code of --as, once
 */
char *
yb_application_take_sign_in (YbApplication *self)
{
  g_return_val_if_fail (YB_IS_APPLICATION (self), NULL);

  return g_steal_pointer (&self->sign_in);
}

/**
 * yb_application_get_first_page:
 *
 * Returns: (transfer none) (nullable): name of the page of --page
 */
const char *
yb_application_get_first_page (YbApplication *self)
{
  g_return_val_if_fail (YB_IS_APPLICATION (self), NULL);

  return self->first_page;
}

/**
 * yb_application_get_idle_seconds:
 *
 * Returns: how long nobody has touched any window
 */
gint64
yb_application_get_idle_seconds (YbApplication *self)
{
  g_return_val_if_fail (YB_IS_APPLICATION (self), 0);

  return self->idle != NULL ? yb_idle_get_seconds (self->idle) : 0;
}

/**
 * yb_application_new_window:
 *
 * Opens a further window on the same database; both see each other's changes.
 */
void
yb_application_new_window (YbApplication *self)
{
  YbWindow *window;

  g_return_if_fail (YB_IS_APPLICATION (self));

  /* One asks, another one has nothing to show. */
  if (self->setting_up && has_window (self))
    return;

  window = yb_window_new (self);
  if (self->store != NULL)
    yb_window_show_store (window);
  else if (!self->loading && self->problem != NULL)
    yb_window_show_problem (window, self->problem);
  else if (self->setting_up)
    show_first_start (self, window);
  else
    yb_window_show_wait (window);
  gtk_window_present (GTK_WINDOW (window));
}
