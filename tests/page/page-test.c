/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"

#include "yb-calendar.h"

/* Without a display the whole program is skipped, as TAP says it. */
gboolean
page_test_init (int *argc, char ***argv)
{
  if (g_getenv ("DISPLAY") == NULL && g_getenv ("WAYLAND_DISPLAY") == NULL)
    {
      g_print ("1..0 # SKIP no display\n");
      return FALSE;
    }

  gtk_test_init (argc, argv, NULL);
  adw_init ();
  yb_page_init_library ();
  yb_calendar_set_zone ("Asia/Shanghai");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);

  return TRUE;
}

static void
toast_cb (PageTest *self, const char *text, gboolean with_undo)
{
  g_ptr_array_add (self->toasts, g_strdup (text));
  self->with_undo = with_undo;
}

static void
announce_cb (PageTest *self, const char *text)
{
  g_free (self->announced);
  self->announced = g_strdup (text);
}

void
page_test_show (PageTest *self, GType type)
{
  self->page = g_object_new (type, "desk", self->desk, NULL);
  g_signal_connect_swapped (self->page, "toast", G_CALLBACK (toast_cb), self);
  g_signal_connect_swapped (self->page, "announce", G_CALLBACK (announce_cb), self);
  self->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (self->window), 1366, 700);
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->page));
  gtk_window_present (GTK_WINDOW (self->window));
  gtk_test_widget_wait_for_draw (self->window);
}

PageTest *
page_test_new (const char *code, GType type)
{
  PageTest *self = g_new0 (PageTest, 1);

  self->house = fixture_new ();
  self->desk = fixture_desk (self->house, code);
  self->toasts = g_ptr_array_new_with_free_func (g_free);
  if (type != G_TYPE_NONE)
    page_test_show (self, type);

  return self;
}

/* The page must die with its window: nothing may hold it. */
void
page_test_close (PageTest *self)
{
  YbPage *page = g_object_ref (self->page);

  gtk_window_destroy (GTK_WINDOW (self->window));
  self->window = NULL;
  self->page = NULL;
  page_test_settle ();
  g_assert_finalize_object (page);
}

void
page_test_free (PageTest *self)
{
  if (self->window != NULL)
    page_test_close (self);
  g_ptr_array_unref (self->toasts);
  g_free (self->announced);
  fixture_free (self->house);
  g_free (self);
}

/* Lets idle work, workers and the next frames happen. */
void
page_test_settle (void)
{
  gint64 start = g_get_monotonic_time (), quiet_since = start;

  /* Quiet for a while, so that a busy machine gets the time it needs. */
  while (g_get_monotonic_time () < quiet_since + 250000 && g_get_monotonic_time () < start + 4000000)
    if (g_main_context_iteration (NULL, FALSE))
      quiet_since = g_get_monotonic_time ();
    else
      g_usleep (1000);
}

const char *
page_test_last_toast (PageTest *self)
{
  return self->toasts->len > 0 ? g_ptr_array_index (self->toasts, self->toasts->len - 1) : "";
}

static gpointer
find (GtkWidget *widget, GType type, guint *nth)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*nth)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = find (child, type, nth);

      if (found != NULL)
        return found;
    }

  return NULL;
}

gpointer
page_test_find (gpointer widget, GType type, guint nth)
{
  return find (widget, type, &nth);
}

gpointer
page_test_toplevel (GType type)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type))
      return l->data;

  return NULL;
}

gpointer
page_test_wait_toplevel (GType type)
{
  page_test_wait (page_test_toplevel (type) != NULL);

  return page_test_toplevel (type);
}

void
page_test_wait_gone (GType type)
{
  gint64 end = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  GtkWidget *label;

  while (page_test_toplevel (type) != NULL && g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);

  if (page_test_toplevel (type) == NULL)
    return;

  for (guint i = 0; (label = page_test_find (page_test_toplevel (type), GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_get_mapped (label))
      g_test_message ("it says: %s", gtk_label_get_text (GTK_LABEL (label)));
  g_error ("The %s does not close", g_type_name (type));
}

GtkWidget *
page_test_find_button (gpointer widget, const char *label)
{
  GtkWidget *button;

  for (guint i = 0; (button = page_test_find (widget, GTK_TYPE_BUTTON, i)) != NULL; i++)
    if (g_strcmp0 (gtk_button_get_label (GTK_BUTTON (button)), label) == 0)
      return button;

  g_error ("There is no button “%s”", label);
}

/* Whether a label that is on the screen has these words in it. */
gboolean
page_test_shows (gpointer widget, const char *part)
{
  GtkWidget *label;

  for (guint i = 0; (label = page_test_find (widget, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_get_mapped (label) && strstr (gtk_label_get_text (GTK_LABEL (label)), part) != NULL)
      return TRUE;

  return FALSE;
}
