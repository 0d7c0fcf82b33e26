/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-dialog.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  YbPage *page;
  GtkWidget *body;
  GtkWidget *save_button;
  GtkSpinner *spinner;
  GCancellable *cancellable;
  gboolean running;
} YbDialogPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (YbDialog, yb_dialog, ADW_TYPE_WINDOW)

/* What the frame of a dialog and a margin around it take of the window behind it, in pixels. */
#define FRAME_HEIGHT 112
#define LEAST_HEIGHT 240
#define GREATEST_HEIGHT 640

/* Long forms scroll inside: the buttons above them stay on the screen, whatever its size. */
static void
limit_height (GtkWidget *body, GtkWidget *root)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (body, GTK_TYPE_SCROLLED_WINDOW);
  int height = root != NULL ? gtk_widget_get_height (root) : 0;

  if (scroller != NULL && height > 0)
    gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller),
                                                CLAMP (height - FRAME_HEIGHT, LEAST_HEIGHT, GREATEST_HEIGHT));
}

static gboolean
destroy_cb (gpointer self)
{
  gtk_window_destroy (self);
  return G_SOURCE_REMOVE;
}

/* Not at once: GTK is still handing the click to the question, and the question holds on to the dialog before it. */
static void
discard_response_cb (YbDialog *self, const char *response)
{
  if (g_str_equal (response, "discard"))
    g_idle_add_full (G_PRIORITY_DEFAULT, destroy_cb, g_object_ref (self), g_object_unref);
}

/* What was typed is not lost by a stray Esc (ux.md, Forms). */
static gboolean
yb_dialog_close_request (GtkWindow *window)
{
  YbDialog *self = YB_DIALOG (window);
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);
  GtkWidget *question;

  if (priv->running)
    return TRUE;
  if (priv->page == NULL || YB_DIALOG_GET_CLASS (self)->is_changed == NULL ||
      !YB_DIALOG_GET_CLASS (self)->is_changed (self))
    return GTK_WINDOW_CLASS (yb_dialog_parent_class)->close_request (window);

  question = adw_message_dialog_new (window, _ ("Discard what was entered?"), NULL);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (question), "keep", _ ("_Keep editing"), "discard",
                                    _ ("_Discard"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (question), "discard",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (question), "keep");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (question), "keep");
  g_signal_connect_object (question, "response", G_CALLBACK (discard_response_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (question));

  return TRUE;
}

/* The keys of the application do not reach a dialog by themselves; whoever is called away in the middle of a form has to
 * lock all the same. */
static gboolean
lock_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (YB_DIALOG (widget));

  return priv->page != NULL && gtk_widget_activate_action (GTK_WIDGET (priv->page), "app.lock", NULL);
}

static void
yb_dialog_dispose (GObject *object)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (YB_DIALOG (object));

  g_cancellable_cancel (priv->cancellable);
  g_clear_weak_pointer (&priv->page);

  G_OBJECT_CLASS (yb_dialog_parent_class)->dispose (object);
}

static void
yb_dialog_finalize (GObject *object)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (YB_DIALOG (object));

  g_clear_object (&priv->cancellable);

  G_OBJECT_CLASS (yb_dialog_parent_class)->finalize (object);
}

static void
yb_dialog_class_init (YbDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yb_dialog_dispose;
  object_class->finalize = yb_dialog_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = yb_dialog_close_request;

  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_add_binding (GTK_WIDGET_CLASS (klass), GDK_KEY_l, GDK_CONTROL_MASK, lock_cb, NULL);
}

static void
yb_dialog_init (YbDialog *self)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
}

/**
 * yb_dialog_set_up:
 * @page: the page that asks; the dialog stands before its window and goes with it
 * @body: what rests while a verb runs
 * @save_button: likewise
 * @spinner: turns while a verb runs
 *
 * To be called once, by the constructor of a subclass.
 */
void
yb_dialog_set_up (YbDialog *self, YbPage *page, GtkWidget *body, GtkWidget *save_button, GtkSpinner *spinner)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);
  GtkRoot *root;

  g_return_if_fail (YB_IS_DIALOG (self));
  g_return_if_fail (YB_IS_PAGE (page));

  priv->body = body;
  priv->save_button = save_button;
  priv->spinner = spinner;
  g_set_weak_pointer (&priv->page, page);
  root = gtk_widget_get_root (GTK_WIDGET (page));
  gtk_window_set_transient_for (GTK_WINDOW (self), root != NULL ? GTK_WINDOW (root) : NULL);
  limit_height (body, GTK_WIDGET (root));
  /* Signing out and opening another database take the pages away under an open dialog. */
  g_signal_connect_object (page, "destroy", G_CALLBACK (gtk_window_destroy), self, G_CONNECT_SWAPPED);
}

/**
 * yb_dialog_get_page:
 *
 * Returns: (transfer none) (nullable): the page that asks, %NULL once the dialog is closed
 */
YbPage *
yb_dialog_get_page (YbDialog *self)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);

  g_return_val_if_fail (YB_IS_DIALOG (self), NULL);

  return priv->page;
}

/**
 * yb_dialog_get_cancellable:
 *
 * Returns: (transfer none): cancelled by Cancel and when the dialog goes away; a new one for each run
 */
GCancellable *
yb_dialog_get_cancellable (YbDialog *self)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);

  g_return_val_if_fail (YB_IS_DIALOG (self), NULL);

  return priv->cancellable;
}

/**
 * yb_dialog_set_running:
 * @running: whether a verb runs
 */
void
yb_dialog_set_running (YbDialog *self, gboolean running)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);

  g_return_if_fail (YB_IS_DIALOG (self));

  priv->running = running;
  if (running)
    {
      g_clear_object (&priv->cancellable);
      priv->cancellable = g_cancellable_new ();
      /* A field that goes insensitive with the focus in it would go on blinking. */
      gtk_window_set_focus (GTK_WINDOW (self), NULL);
    }
  gtk_widget_set_sensitive (priv->body, !running);
  gtk_widget_set_sensitive (priv->save_button, !running);
  gtk_spinner_set_spinning (priv->spinner, running);
}

/**
 * yb_dialog_is_running:
 *
 * Returns: whether a verb runs
 */
gboolean
yb_dialog_is_running (YbDialog *self)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);

  g_return_val_if_fail (YB_IS_DIALOG (self), FALSE);

  return priv->running;
}

/**
 * yb_dialog_cancel:
 *
 * What the Cancel button does: closes without a question. While a verb waits for its turn, it gives the verb
 * up and the dialog stays; a verb that has begun runs to its end.
 */
void
yb_dialog_cancel (YbDialog *self)
{
  YbDialogPrivate *priv = yb_dialog_get_instance_private (self);

  g_return_if_fail (YB_IS_DIALOG (self));

  if (priv->running)
    g_cancellable_cancel (priv->cancellable);
  else
    gtk_window_destroy (GTK_WINDOW (self));
}
