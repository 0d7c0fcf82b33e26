/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-verb-form.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-approval.h"
#include "yb-choices.h"
#include "yb-field-form.h"
#include "yb-model-error.h"
#include "yb-rights.h"
#include "yb-widget.h"

struct _YbVerbForm
{
  GtkBox parent_instance;

  YbDesk *desk;
  const YbVerb *verb;
  JsonObject *fixed;
  GPtrArray *names;
  YbFieldForm *form;
  GtkWidget *message;
  YbApproval *approval; /* (nullable): once somebody else is needed */
  /* Who may be chosen, by id: shared by all fields that refer to staff. */
  GListStore *staff;
  YbDeal *deal;
  /* What the form was filled from, and what stood there then: argument -> Known. */
  YbRow *row;
  GHashTable *known;
  gboolean conflict_shown;
};

typedef struct
{
  const YbField *field;
  char *plain;
} Known;

enum
{
  ACTIVATE,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbVerbForm, yb_verb_form, GTK_TYPE_BOX)

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->plain);
  g_free (known);
}

static char *
row_plain (YbRow *row, const YbField *field)
{
  if (yb_field_is_text (field))
    return g_strdup (yb_row_get_text (row, field));

  return yb_field_to_plain (field, yb_row_get_number (row, field), NULL);
}

static void
activate_cb (YbVerbForm *self)
{
  g_signal_emit (self, signals[ACTIVATE], 0);
}

static void
changed_cb (YbVerbForm *self)
{
  yb_verb_form_set_message (self, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

/* Somebody who has the right may lend it (yb-desk-approve.c). */
static void
offer_approval (YbVerbForm *self, const char *right)
{
  if (self->approval != NULL)
    return;

  self->approval = YB_APPROVAL (yb_approval_new (self->desk, right));
  g_signal_connect_object (self->approval, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_box_insert_child_after (GTK_BOX (self), GTK_WIDGET (self->approval),
                              self->form != NULL ? GTK_WIDGET (self->form) : NULL);
}

static gboolean
is_asked_for (const YbField *field, JsonObject *fixed, const char *const *only)
{
  if (field->kind == YB_FIELD_LIST || (field->flags & YB_FIELD_INTERNAL) != 0)
    return FALSE;
  if (fixed != NULL && json_object_has_member (fixed, field->name))
    return FALSE;

  return only == NULL || g_strv_contains (only, field->name);
}

static void
choose_names (YbVerbForm *self, const char *only)
{
  g_auto (GStrv) wanted = only != NULL ? g_strsplit (only, " ", -1) : NULL;

  for (guint i = 0; i < self->verb->n_arguments; i++)
    if (is_asked_for (&self->verb->arguments[i], self->fixed, (const char *const *) wanted))
      g_ptr_array_add (self->names, (gpointer) self->verb->arguments[i].name);
  g_ptr_array_add (self->names, NULL);
}

static const YbField *
shown_field (YbVerbForm *self, const char *name)
{
  for (guint i = 0; i + 1 < self->names->len; i++)
    if (g_str_equal (g_ptr_array_index (self->names, i), name))
      return yb_field_find (self->verb->arguments, self->verb->n_arguments, name);

  return NULL;
}

static void
offer_choices (YbVerbForm *self, const char *refers)
{
  for (guint i = 0; i + 1 < self->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->names, i);
      const YbField *field = shown_field (self, name);
      g_autoptr (GListStore) choices = NULL;

      if (field->kind != YB_FIELD_REFERENCE || g_strcmp0 (field->refers, refers) != 0)
        continue;
      if (g_str_equal (refers, "staff"))
        choices = g_object_ref (self->staff);
      else
        choices = yb_choices_of_objections (self->desk, YB_ROW (self->deal)->id);
      yb_field_form_set_choices (self->form, name, G_LIST_MODEL (choices));
      if (g_str_equal (refers, "objection") && g_list_model_get_n_items (G_LIST_MODEL (choices)) > 0)
        {
          g_autoptr (YbChoice) first = g_list_model_get_item (G_LIST_MODEL (choices), 0);
          g_autofree char *plain = g_strdup_printf ("%" G_GINT64_FORMAT, yb_choice_get_id (first));

          yb_field_form_set_value (self->form, name, plain);
        }
    }
}

static void
yb_verb_form_dispose (GObject *object)
{
  YbVerbForm *self = YB_VERB_FORM (object);

  g_clear_object (&self->desk);
  g_clear_object (&self->staff);
  g_clear_object (&self->deal);
  g_clear_object (&self->row);

  G_OBJECT_CLASS (yb_verb_form_parent_class)->dispose (object);
}

static void
yb_verb_form_finalize (GObject *object)
{
  YbVerbForm *self = YB_VERB_FORM (object);

  json_object_unref (self->fixed);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->known);

  G_OBJECT_CLASS (yb_verb_form_parent_class)->finalize (object);
}

static gboolean
yb_verb_form_grab_focus (GtkWidget *widget)
{
  YbVerbForm *self = YB_VERB_FORM (widget);

  if (self->form == NULL && self->approval != NULL)
    {
      yb_approval_focus_password (self->approval);
      return TRUE;
    }

  return self->form != NULL && gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
yb_verb_form_class_init (YbVerbFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = yb_verb_form_dispose;
  object_class->finalize = yb_verb_form_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = yb_verb_form_grab_focus;

  signals[ACTIVATE] = g_signal_new ("activate", YB_TYPE_VERB_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
  signals[CHANGED] = g_signal_new ("changed", YB_TYPE_VERB_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
yb_verb_form_init (YbVerbForm *self)
{
  self->names = g_ptr_array_new ();
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, known_free);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  self->message = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->message), 0);
  gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
  gtk_widget_add_css_class (self->message, "error");
  gtk_widget_set_visible (self->message, FALSE);
}

static void
copy_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  json_object_set_member (user_data, name, json_node_copy (node));
}

/**
 * yb_verb_form_new:
 * @desk: where the verb runs
 * @verb: the verb
 * @only: (nullable): the arguments to ask for, separated by " "; %NULL for all
 * @fixed: (nullable): arguments that are settled; they are not asked for
 *
 * Returns: (transfer floating): the form
 */
YbVerbForm *
yb_verb_form_new (YbDesk *desk, const YbVerb *verb, const char *only, JsonObject *fixed)
{
  YbVerbForm *self;

  g_return_val_if_fail (YB_IS_DESK (desk), NULL);
  g_return_val_if_fail (verb != NULL, NULL);

  self = g_object_new (YB_TYPE_VERB_FORM, NULL);
  self->desk = g_object_ref (desk);
  self->verb = verb;
  self->fixed = json_object_new ();
  if (fixed != NULL)
    json_object_foreach_member (fixed, copy_member, self->fixed);
  choose_names (self, only);
  if (self->names->len > 1)
    {
      self->form = yb_field_form_new (verb->arguments, verb->n_arguments,
                                      (const char *const *) self->names->pdata);
      g_signal_connect_object (self->form, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->form, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->form));
      self->staff = yb_choices_of_consultants (self->desk);
      offer_choices (self, "staff");
    }
  gtk_box_append (GTK_BOX (self), self->message);
  if (verb->right != NULL && yb_desk_get_scope (desk, verb->right) == YB_SCOPE_NONE &&
      yb_right_is_approvable (verb->right))
    offer_approval (self, verb->right);

  return self;
}

/**
 * yb_verb_form_get_verb:
 *
 * Returns: (transfer none): the verb
 */
const YbVerb *
yb_verb_form_get_verb (YbVerbForm *self)
{
  g_return_val_if_fail (YB_IS_VERB_FORM (self), NULL);

  return self->verb;
}

/**
 * yb_verb_form_get_fields:
 *
 * Returns: (transfer none) (nullable): the form inside, %NULL if nothing is asked for
 */
YbFieldForm *
yb_verb_form_get_fields (YbVerbForm *self)
{
  g_return_val_if_fail (YB_IS_VERB_FORM (self), NULL);

  return self->form;
}

/**
 * yb_verb_form_asks_for:
 * @name: an argument
 *
 * Returns: whether the form shows a field for it
 */
gboolean
yb_verb_form_asks_for (YbVerbForm *self, const char *name)
{
  g_return_val_if_fail (YB_IS_VERB_FORM (self), FALSE);

  return shown_field (self, name) != NULL;
}

static const YbField *
find_source (const YbRowType *type, const char *prefix, const char *name)
{
  g_autofree char *full = g_strdup_printf ("%s_%s", prefix, name);
  const YbField *field = *prefix != '\0' ? yb_row_type_find_field (type, full) : NULL;

  return field != NULL ? field : yb_row_type_find_field (type, name);
}

/**
 * yb_verb_form_prefill:
 * @row: a record
 * @prefix: what the names of its fields begin with: "needs" for "needs_budget"; "" for none
 *
 * Fills in what the record says. If the record changes under the form, saving tells so once before it
 * overwrites.
 */
void
yb_verb_form_prefill (YbVerbForm *self, YbRow *row, const char *prefix)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));
  g_return_if_fail (YB_IS_ROW (row));

  g_set_object (&self->row, row);
  for (guint i = 0; i + 1 < self->names->len; i++)
    {
      const char *name = g_ptr_array_index (self->names, i);
      const YbField *field = find_source (yb_row_get_row_type (row), prefix, name);
      Known *known;

      /* Personal data that the person may not see is not shown in a form either. */
      if (field == NULL)
        continue;
      if (field->kind == YB_FIELD_SECRET && !g_str_has_prefix (self->verb->name, "customer."))
        {
          if (yb_row_has_value (row, field))
            yb_field_form_set_hidden_value (self->form, name);
          continue;
        }
      known = g_new0 (Known, 1);
      known->field = field;
      known->plain = row_plain (row, field);
      if (yb_field_is_personal (field) && !yb_desk_sees_personal (self->desk, row))
        {
          if (yb_row_has_value (row, field))
            yb_field_form_set_hidden_value (self->form, name);
          known_free (known);
          continue;
        }
      if (field->kind == YB_FIELD_REFERENCE && g_strcmp0 (field->refers, "staff") == 0)
        yb_choices_keep_person (self->staff, self->desk, yb_row_get_number (row, field));
      yb_field_form_set_value (self->form, name, known->plain);
      g_hash_table_replace (self->known, (gpointer) name, known);
    }
}

/**
 * yb_verb_form_set_deal:
 * @deal: the deal that the verb is about
 *
 * Lets the form offer what belongs to the deal: its open objections.
 */
void
yb_verb_form_set_deal (YbVerbForm *self, YbDeal *deal)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  g_set_object (&self->deal, deal);
  if (deal != NULL)
    offer_choices (self, "objection");
}

/**
 * yb_verb_form_set_list:
 * @name: an argument that is a list
 * @list: (nullable): its value, %NULL to leave it out
 */
void
yb_verb_form_set_list (YbVerbForm *self, const char *name, JsonArray *list)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  json_object_remove_member (self->fixed, name);
  if (list != NULL)
    json_object_set_array_member (self->fixed, name, json_array_ref (list));
}

/**
 * yb_verb_form_set_text:
 * @name: an argument
 * @value: its value, as in contract.md
 *
 * Fills in a field of the form, or settles an argument that is not asked for.
 */
void
yb_verb_form_set_text (YbVerbForm *self, const char *name, const char *value)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  if (shown_field (self, name) != NULL)
    yb_field_form_set_value (self->form, name, value);
  else
    json_object_set_string_member (self->fixed, name, value);
}

/**
 * yb_verb_form_set_number:
 * @name: an argument that is not asked for
 * @value: its value
 */
void
yb_verb_form_set_number (YbVerbForm *self, const char *name, gint64 value)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  json_object_set_int_member (self->fixed, name, value);
}

/**
 * yb_verb_form_set_needed:
 * @needed: what the form must supply, as yb_field_form_set_needed() takes it
 */
void
yb_verb_form_set_needed (YbVerbForm *self, const char *needed)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  if (self->form != NULL)
    yb_field_form_set_needed (self->form, needed);
}

/**
 * yb_verb_form_set_unit:
 * @name: an argument that is asked for
 * @unit: what it counts, translated
 *
 * Shows the unit behind the field.
 */
void
yb_verb_form_set_unit (YbVerbForm *self, const char *name, const char *unit)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));
  g_return_if_fail (yb_verb_form_asks_for (self, name));

  yb_field_form_set_unit (self->form, name, unit);
}

/**
 * yb_verb_form_set_label_group:
 * @group: shared by the forms of one sheet
 *
 * Makes the labels of several forms equally wide.
 */
void
yb_verb_form_set_label_group (YbVerbForm *self, GtkSizeGroup *group)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  if (self->form != NULL)
    yb_field_form_set_label_group (self->form, group);
}

/**
 * yb_verb_form_check:
 * @error: YB_MODEL_ERROR_INVALID with the sentence at the first wrong field
 *
 * Looks at what stands in the form and shows what is missing or wrong, without running the verb.
 *
 * Returns: whether the verb can be run
 */
gboolean
yb_verb_form_check (YbVerbForm *self, GError **error)
{
  g_autoptr (JsonObject) values = NULL;

  g_return_val_if_fail (YB_IS_VERB_FORM (self), FALSE);

  if (self->form == NULL)
    return TRUE;

  values = yb_field_form_collect (self->form, error);
  return values != NULL;
}

/**
 * yb_verb_form_is_changed:
 *
 * Returns: whether somebody typed something that is not saved
 */
gboolean
yb_verb_form_is_changed (YbVerbForm *self)
{
  g_return_val_if_fail (YB_IS_VERB_FORM (self), FALSE);

  return self->form != NULL && yb_field_form_is_changed (self->form);
}

/**
 * yb_verb_form_set_message:
 * @message: (nullable): what is wrong, or %NULL
 */
void
yb_verb_form_set_message (YbVerbForm *self, const char *message)
{
  g_return_if_fail (YB_IS_VERB_FORM (self));

  gtk_label_set_text (GTK_LABEL (self->message), message != NULL ? message : "");
  gtk_widget_set_visible (self->message, message != NULL);
  if (message != NULL)
    yb_widget_scroll_to (self->message);
}

/* The desk names the argument that is wrong; the form may show it or not. */
static void
show_error (YbVerbForm *self, const GError *error)
{
  gboolean by_approver = self->approval != NULL &&
                         g_error_matches (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  const char *reason;
  const char *name = yb_desk_error_get_argument (error, &reason);
  GtkWidget *control = name != NULL && self->form != NULL ? yb_field_form_get_control (self->form, name)
                                                          : NULL;

  if (control == NULL)
    {
      if (yb_desk_error_get_approvable (error) != NULL)
        offer_approval (self, yb_desk_error_get_approvable (error));
      yb_verb_form_set_message (self, error->message);
      if (by_approver)
        yb_approval_focus_password (self->approval);
      return;
    }

  yb_field_form_set_error (self->form, name, reason);
  gtk_widget_grab_focus (control);
}

/* A colleague may have changed what the form was filled with: both versions are shown before one is lost. */
static char *
find_conflict (YbVerbForm *self, JsonObject *values)
{
  GHashTableIter iter;
  gpointer name, value;

  if (self->row == NULL || self->conflict_shown)
    return NULL;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      Known *known = value;
      g_autofree char *now = row_plain (self->row, known->field);
      const char *typed = json_object_get_string_member_with_default (values, name, "");
      g_autofree char *shown = NULL;

      if (g_str_equal (now, known->plain) || g_str_equal (now, typed))
        continue;
      self->conflict_shown = TRUE;
      shown = yb_desk_format_field (self->desk, self->row, known->field);
      return g_strdup_printf (
          _ ("A colleague has changed this meanwhile. %s is now “%s”. Save again to keep what "
             "you entered."),
          yb_field_label (known->field), shown);
    }

  return NULL;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  YbVerbForm *self = g_task_get_source_object (task);
  GError *error = NULL;
  JsonObject *answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (answer == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->desk != NULL)
        show_error (self, error);
      g_task_return_error (task, error);
      return;
    }

  g_task_return_pointer (task, answer, (GDestroyNotify) json_object_unref);
}

/* A field that was filled and is empty now is to be emptied; empty ones that were empty say nothing. */
static void
add_emptied (YbVerbForm *self, JsonObject *values)
{
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (*((Known *) value)->plain != '\0' && !json_object_has_member (values, name))
      json_object_set_string_member (values, name, "");
}

static void
run (YbVerbForm *self, JsonObject *values, GCancellable *cancellable, GTask *task)
{
  const char *code = self->approval != NULL ? yb_approval_get_code (self->approval) : NULL;

  if (code != NULL && *yb_approval_get_password (self->approval) != '\0')
    yb_desk_do_approved_async (self->desk, self->verb->name, values, code,
                               yb_approval_get_password (self->approval), cancellable, done_cb, task);
  else
    yb_desk_do_async (self->desk, self->verb->name, values, cancellable, done_cb, task);
}

/**
 * yb_verb_form_run_async:
 * @cancellable: (nullable): cancels the wait
 *
 * Runs the verb with what the form says. What is wrong is shown at the form.
 */
void
yb_verb_form_run_async (YbVerbForm *self,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (JsonObject) values = NULL;
  g_autofree char *conflict = NULL;
  GError *error = NULL;

  g_return_if_fail (YB_IS_VERB_FORM (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, yb_verb_form_run_async);
  /* What was committed is done, also if Cancel came a moment later. */
  g_task_set_check_cancellable (task, FALSE);
  yb_verb_form_set_message (self, NULL);
  values = self->form != NULL ? yb_field_form_collect (self->form, &error) : json_object_new ();
  if (values == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  conflict = find_conflict (self, values);
  if (conflict != NULL)
    {
      yb_verb_form_set_message (self, conflict);
      g_task_return_new_error (task, YB_DESK_ERROR, YB_DESK_ERROR_STALE, "%s", conflict);
      return;
    }

  add_emptied (self, values);
  json_object_foreach_member (self->fixed, copy_member, values);
  run (self, values, cancellable, g_steal_pointer (&task));
}

/**
 * yb_verb_form_run_finish:
 *
 * Returns: (transfer full) (nullable): the answer of the verb
 */
JsonObject *
yb_verb_form_run_finish (YbVerbForm *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
