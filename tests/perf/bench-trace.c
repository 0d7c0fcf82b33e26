/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Preloaded into a program by bench-window.py, so that the program itself is measured as it is: tells when a window was
 * presented, when the board began to be made, each painted frame with the number of cards in it, and each change of a
 * deal that reached the lists.
 * The password hash is passed over: it is slow by intention (security.md), and a person types meanwhile.
 * Times are microseconds of CLOCK_MONOTONIC, as Python's time.monotonic(). */

#include <dlfcn.h>
#include <gtk/gtk.h>

static GType card_type;
static gboolean hooked;

static guint
count_cards (GtkWidget *widget)
{
  guint n = card_type != 0 && G_OBJECT_TYPE (widget) == card_type && gtk_widget_get_mapped (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child))
      n += count_cards (child);
  return n;
}

static gboolean
changed_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer data)
{
  if (g_strcmp0 (g_value_get_string (&values[1]), "deal") == 0)
    g_printerr ("trace changed %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  return TRUE;
}

static void
painted_cb (GdkFrameClock *clock, GtkWidget *window)
{
  gint64 now = g_get_monotonic_time ();
  GType store_type = g_type_from_name ("YbStore");

  if (card_type == 0)
    card_type = g_type_from_name ("YbCard");
  if (!hooked && store_type != 0)
    {
      g_signal_add_emission_hook (g_signal_lookup ("changed", store_type), 0, changed_cb, NULL, NULL);
      hooked = TRUE;
    }
  g_printerr ("trace frame %" G_GINT64_FORMAT " %u\n", now, count_cards (window));
}

void
gtk_window_present (GtkWindow *window)
{
  void (*present) (GtkWindow *) = (void (*) (GtkWindow *)) dlsym (RTLD_NEXT, "gtk_window_present");
  gboolean first = !gtk_widget_get_realized (GTK_WIDGET (window));

  present (window);
  if (!first)
    return;
  g_printerr ("trace present %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (window)), "after-paint", G_CALLBACK (painted_cb),
                    window);
}

void
gtk_widget_init_template (GtkWidget *widget)
{
  void (*init_template) (GtkWidget *) = (void (*) (GtkWidget *)) dlsym (RTLD_NEXT,
                                                                        "gtk_widget_init_template");

  if (g_str_equal (G_OBJECT_TYPE_NAME (widget), "YbBoardPage"))
    g_printerr ("trace board %" G_GINT64_FORMAT "\n", g_get_monotonic_time ());
  init_template (widget);
}

/* Of libsodium, whose headers are not needed for this. */
int crypto_pwhash_str_verify (const char *hash, const char *password, unsigned long long length);

int
crypto_pwhash_str_verify (const char *hash, const char *password, unsigned long long length)
{
  return 0;
}
