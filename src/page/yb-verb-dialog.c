/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-verb-dialog.h"

#include <glib/gi18n-lib.h>

struct _YbVerbDialog
{
  YbDialog parent_instance;

  AdwWindowTitle *title;
  GtkBox *body;
  GtkButton *save_button;
  GtkSpinner *spinner;

  YbVerbForm *form;
};

enum
{
  DONE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbVerbDialog, yb_verb_dialog, YB_TYPE_DIALOG)

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbVerbDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_verb_form_run_finish (YB_VERB_FORM (source), result, &error);
  YbPage *page = yb_dialog_get_page (YB_DIALOG (self));
  g_autofree char *text = NULL;
  const YbVerb *verb = yb_verb_form_get_verb (YB_VERB_FORM (source));

  if (page == NULL)
    return;

  yb_dialog_set_running (YB_DIALOG (self), FALSE);
  if (answer == NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->form));
      return;
    }

  text = g_strdup_printf ((verb->flags & YB_VERB_DECISION) != 0 ? _ ("Done: %s") : _ ("Saved: %s"),
                          yb_verb_label (verb));
  yb_page_announce (page, text);
  g_signal_emit (self, signals[DONE], 0, answer);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (YbVerbDialog *self)
{
  yb_verb_dialog_save (self);
}

static gboolean
yb_verb_dialog_is_changed (YbDialog *dialog)
{
  return yb_verb_form_is_changed (YB_VERB_DIALOG (dialog)->form);
}

static void
yb_verb_dialog_dispose (GObject *object)
{
  YbVerbDialog *self = YB_VERB_DIALOG (object);

  self->form = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_VERB_DIALOG);

  G_OBJECT_CLASS (yb_verb_dialog_parent_class)->dispose (object);
}

static void
yb_verb_dialog_class_init (YbVerbDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_verb_dialog_dispose;
  YB_DIALOG_CLASS (klass)->is_changed = yb_verb_dialog_is_changed;

  signals[DONE] = g_signal_new ("done", YB_TYPE_VERB_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, JSON_TYPE_OBJECT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/dialog/yb-verb-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, YbVerbDialog, title);
  gtk_widget_class_bind_template_child (widget_class, YbVerbDialog, body);
  gtk_widget_class_bind_template_child (widget_class, YbVerbDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, YbVerbDialog, spinner);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, yb_dialog_cancel);
}

static void
yb_verb_dialog_init (YbVerbDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_verb_dialog_new:
 * @page: the page that asks; the dialog stands before its window
 * @verb: name of a verb, "deal.log-contact"
 * @only: (nullable): the arguments to ask for, separated by " "; %NULL for all
 * @fixed: (nullable): arguments that are settled, for instance "deal"
 *
 * Returns: (transfer none): a dialog, owned by GTK; to be presented
 */
YbVerbDialog *
yb_verb_dialog_new (YbPage *page, const char *verb, const char *only, JsonObject *fixed)
{
  const YbVerb *definition = yb_verb_find (verb);
  YbVerbDialog *self;

  g_return_val_if_fail (YB_IS_PAGE (page), NULL);
  g_return_val_if_fail (definition != NULL, NULL);

  self = g_object_new (YB_TYPE_VERB_DIALOG, "title", yb_verb_label (definition), NULL);
  yb_dialog_set_up (YB_DIALOG (self), page, GTK_WIDGET (self->body), GTK_WIDGET (self->save_button),
                    self->spinner);
  adw_window_title_set_title (self->title, yb_verb_label (definition));
  self->form = yb_verb_form_new (yb_page_get_desk (page), definition, only, fixed);
  gtk_box_append (self->body, GTK_WIDGET (self->form));
  if ((definition->flags & YB_VERB_DECISION) != 0)
    gtk_button_set_label (self->save_button, yb_verb_label (definition));
  g_signal_connect_object (self->form, "activate", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));

  return self;
}

/**
 * yb_verb_dialog_get_form:
 *
 * Returns: (transfer none): the form, for filling in what is known
 */
YbVerbForm *
yb_verb_dialog_get_form (YbVerbDialog *self)
{
  g_return_val_if_fail (YB_IS_VERB_DIALOG (self), NULL);

  return self->form;
}

/**
 * yb_verb_dialog_set_subject:
 * @subject: what it is about, for instance the customer's name
 */
void
yb_verb_dialog_set_subject (YbVerbDialog *self, const char *subject)
{
  g_return_if_fail (YB_IS_VERB_DIALOG (self));

  adw_window_title_set_subtitle (self->title, subject);
}

/**
 * yb_verb_dialog_save:
 *
 * Runs the verb, as the Save button does.
 */
void
yb_verb_dialog_save (YbVerbDialog *self)
{
  g_return_if_fail (YB_IS_VERB_DIALOG (self));

  if (yb_dialog_is_running (YB_DIALOG (self)))
    return;

  yb_dialog_set_running (YB_DIALOG (self), TRUE);
  yb_verb_form_run_async (self->form, yb_dialog_get_cancellable (YB_DIALOG (self)), run_cb,
                          g_object_ref (self));
}

/**
 * yb_verb_dialog_add:
 * @widget: what belongs to the same decision; it settles arguments of the form by itself
 *
 * Adds a widget below the form.
 */
void
yb_verb_dialog_add (YbVerbDialog *self, GtkWidget *widget)
{
  g_return_if_fail (YB_IS_VERB_DIALOG (self));

  gtk_box_append (self->body, widget);
}
