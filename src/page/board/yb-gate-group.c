/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-gate-group.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal-arguments.h"

struct _YbGateGroup
{
  GtkBox parent_instance;

  YbDesk *desk;
  YbDeal *deal;
  const YbVerb *verb;
  GPtrArray *gates;
  GPtrArray *images;
  const YbEnum *waiver;
  gboolean saved;

  YbVerbForm *form;
  GtkWidget *waive_button;
  GtkWidget *waive_reason;
};

G_DEFINE_FINAL_TYPE (YbGateGroup, yb_gate_group, GTK_TYPE_BOX)

static gboolean
is_waived (YbGateGroup *self)
{
  return self->waive_button != NULL && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->waive_button));
}

static void
waive_toggled_cb (YbGateGroup *self)
{
  gboolean waived = is_waived (self);

  gtk_widget_set_visible (GTK_WIDGET (self->form), !waived);
  gtk_widget_set_visible (self->waive_reason, waived);
}

static void
add_waiver (YbGateGroup *self)
{
  GtkStringList *reasons = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  for (guint i = 1; i <= self->waiver->n_values; i++)
    gtk_string_list_append (reasons, yb_enum_label (self->waiver, i));

  self->waive_button = gtk_check_button_new_with_mnemonic (_ ("_Waive instead"));
  self->waive_reason = gtk_drop_down_new (G_LIST_MODEL (reasons), NULL);
  gtk_widget_set_hexpand (self->waive_reason, TRUE);
  gtk_widget_set_visible (self->waive_reason, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->waive_reason), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Reason for waiving"), -1);
  gtk_box_append (GTK_BOX (box), self->waive_button);
  gtk_box_append (GTK_BOX (box), self->waive_reason);
  gtk_box_append (GTK_BOX (self), box);
  g_signal_connect_swapped (self->waive_button, "toggled", G_CALLBACK (waive_toggled_cb), self);
}

static void
mark_saved (YbGateGroup *self)
{
  self->saved = TRUE;
  for (guint i = 0; i < self->images->len; i++)
    {
      GtkImage *image = g_ptr_array_index (self->images, i);

      gtk_image_set_from_icon_name (image, "emblem-ok-symbolic");
      gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Saved"), -1);
    }
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), FALSE);
  if (self->waive_button != NULL)
    gtk_widget_set_sensitive (self->waive_button, FALSE);
}

static void
yb_gate_group_dispose (GObject *object)
{
  YbGateGroup *self = YB_GATE_GROUP (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->deal);

  G_OBJECT_CLASS (yb_gate_group_parent_class)->dispose (object);
}

static void
yb_gate_group_finalize (GObject *object)
{
  g_ptr_array_unref (YB_GATE_GROUP (object)->gates);
  g_ptr_array_unref (YB_GATE_GROUP (object)->images);

  G_OBJECT_CLASS (yb_gate_group_parent_class)->finalize (object);
}

static void
yb_gate_group_class_init (YbGateGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yb_gate_group_dispose;
  object_class->finalize = yb_gate_group_finalize;
}

static void
yb_gate_group_init (YbGateGroup *self)
{
  self->gates = g_ptr_array_new ();
  self->images = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_add_css_class (GTK_WIDGET (self), "gate-group");
}

/**
 * yb_gate_group_new:
 * @desk: a desk
 * @deal: the deal that lacks something
 * @verb: the verb that supplies it
 *
 * Returns: (transfer floating): an empty group
 */
YbGateGroup *
yb_gate_group_new (YbDesk *desk, YbDeal *deal, const YbVerb *verb)
{
  YbGateGroup *self;

  g_return_val_if_fail (YB_IS_DESK (desk), NULL);
  g_return_val_if_fail (verb != NULL, NULL);

  self = g_object_new (YB_TYPE_GATE_GROUP, NULL);
  self->desk = g_object_ref (desk);
  self->deal = g_object_ref (deal);
  self->verb = verb;

  return self;
}

/**
 * yb_gate_group_add_gate:
 * @gate: a gate that does not hold and whose verb is that of the group
 */
void
yb_gate_group_add_gate (YbGateGroup *self, const YbGate *gate)
{
  g_return_if_fail (YB_IS_GATE_GROUP (self));
  g_return_if_fail (gate != NULL);

  g_ptr_array_add (self->gates, (gpointer) gate);
  if (gate->waiver != NULL)
    self->waiver = gate->waiver;
}

/* What is missing, with a mark that turns to a tick. */
static void
add_heading (YbGateGroup *self, const YbGate *gate)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("yb-missing-symbolic");
  GtkWidget *label = gtk_label_new (yb_gate_text (gate));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Missing"), -1);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (self), box);
  g_ptr_array_add (self->images, image);
}

static void
add_remark (YbGateGroup *self, const YbGate *gate)
{
  YbStore *store = yb_desk_get_store (self->desk);
  g_autoptr (YbCustomer) customer = yb_store_get_row (store, &yb_customer_row_type, self->deal->customer);
  g_autofree char *today = yb_date_today ();
  g_autofree char *remark = yb_gate_remark (gate, &(YbDealEvidence){self->deal, customer, today});
  GtkWidget *label;

  if (remark == NULL)
    return;

  label = gtk_label_new (remark);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (self), label);
}

/**
 * yb_gate_group_build:
 * @labels: makes the labels of all groups of a sheet equally wide
 *
 * Makes the form once all gates are known: it asks for the arguments of all of them.
 */
void
yb_gate_group_build (YbGateGroup *self, GtkSizeGroup *labels)
{
  g_autoptr (GString) only = g_string_new (NULL);
  g_autoptr (JsonObject) fixed = NULL;
  gboolean all = FALSE;

  g_return_if_fail (YB_IS_GATE_GROUP (self));

  if (self->form != NULL)
    return;

  for (guint i = 0; i < self->gates->len; i++)
    {
      const YbGate *gate = g_ptr_array_index (self->gates, i);

      add_heading (self, gate);
      add_remark (self, gate);
      all |= gate->arguments == NULL;
      if (gate->arguments != NULL)
        g_string_append_printf (only, "%s%s", only->len > 0 ? " " : "", gate->arguments);
    }

  fixed = yb_deal_arguments_fixed (self->verb, self->deal);
  self->form = yb_verb_form_new (self->desk, self->verb, all ? NULL : only->str, fixed);
  yb_deal_arguments_prefill (self->form, self->desk, self->deal);
  yb_verb_form_set_label_group (self->form, labels);
  for (guint i = 0; i < self->gates->len; i++)
    {
      const YbGate *gate = g_ptr_array_index (self->gates, i);

      if (gate->needed != NULL)
        yb_verb_form_set_needed (self->form, gate->needed);
    }
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->form));
  if (self->waiver != NULL)
    add_waiver (self);
}

/**
 * yb_gate_group_get_verb:
 *
 * Returns: (transfer none): the verb of the group
 */
const YbVerb *
yb_gate_group_get_verb (YbGateGroup *self)
{
  g_return_val_if_fail (YB_IS_GATE_GROUP (self), NULL);

  return self->verb;
}

/**
 * yb_gate_group_get_form:
 *
 * Returns: (transfer none): the form of the group
 */
YbVerbForm *
yb_gate_group_get_form (YbGateGroup *self)
{
  g_return_val_if_fail (YB_IS_GATE_GROUP (self), NULL);

  return self->form;
}

/**
 * yb_gate_group_is_settled:
 *
 * Returns: whether nothing is left to save: it is saved, or waived
 */
gboolean
yb_gate_group_is_settled (YbGateGroup *self)
{
  g_return_val_if_fail (YB_IS_GATE_GROUP (self), FALSE);

  return self->saved || is_waived (self);
}

/**
 * yb_gate_group_is_saved:
 *
 * Returns: whether its form was saved; it stands there ticked off and cannot be saved again
 */
gboolean
yb_gate_group_is_saved (YbGateGroup *self)
{
  g_return_val_if_fail (YB_IS_GATE_GROUP (self), FALSE);

  return self->saved;
}

/**
 * yb_gate_group_check:
 *
 * Shows at the form what is still missing for the gates.
 *
 * Returns: whether the group is settled or can be saved
 */
gboolean
yb_gate_group_check (YbGateGroup *self)
{
  g_return_val_if_fail (YB_IS_GATE_GROUP (self), FALSE);

  return yb_gate_group_is_settled (self) || yb_verb_form_check (self->form, NULL);
}

/**
 * yb_gate_group_is_needed:
 * @unmet: (element-type YbGate): what the deal lacks at this moment
 *
 * Returns: whether one of the group's gates is among them
 */
gboolean
yb_gate_group_is_needed (YbGateGroup *self, GPtrArray *unmet)
{
  g_return_val_if_fail (YB_IS_GATE_GROUP (self) && unmet != NULL, FALSE);

  for (guint i = 0; i < self->gates->len; i++)
    if (g_ptr_array_find (unmet, g_ptr_array_index (self->gates, i), NULL))
      return TRUE;

  return FALSE;
}

/**
 * yb_gate_group_add_waivers:
 * @waive: where the waivers of this group go, as deal.move takes them
 */
void
yb_gate_group_add_waivers (YbGateGroup *self, JsonArray *waive)
{
  guint reason;

  g_return_if_fail (YB_IS_GATE_GROUP (self));

  if (!is_waived (self))
    return;

  reason = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->waive_reason));
  for (guint i = 0; i < self->gates->len; i++)
    {
      const YbGate *gate = g_ptr_array_index (self->gates, i);
      JsonObject *object;

      if (gate->waiver == NULL)
        continue;
      object = json_object_new ();
      json_object_set_string_member (object, "gate", gate->code);
      json_object_set_string_member (object, "reason", yb_enum_code (gate->waiver, reason + 1));
      json_array_add_object_element (waive, object);
    }
}

/**
 * yb_gate_group_focus:
 *
 * Brings the form to the person's eyes.
 */
void
yb_gate_group_focus (YbGateGroup *self)
{
  g_return_if_fail (YB_IS_GATE_GROUP (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_verb_form_run_finish (YB_VERB_FORM (source), result, &error);

  if (answer == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  mark_saved (g_task_get_source_object (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * yb_gate_group_save_async:
 *
 * Runs the verb with what the form holds; a failure is shown at the form.
 */
void
yb_gate_group_save_async (YbGateGroup *self,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *task;

  g_return_if_fail (YB_IS_GATE_GROUP (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_gate_group_save_async);
  g_task_set_check_cancellable (task, FALSE);
  yb_verb_form_run_async (self->form, cancellable, saved_cb, task);
}

/**
 * yb_gate_group_save_finish:
 *
 * Returns: whether it was saved
 */
gboolean
yb_gate_group_save_finish (YbGateGroup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
