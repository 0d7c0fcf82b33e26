/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-new-deal.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-customer.h"
#include "yb-identifier.h"
#include "yb-verb-form.h"

#define NEW_CUSTOMER "name phone source consultant model amount grade visit_purpose next_contact_at note"
#define KNOWN_CUSTOMER "source consultant model amount grade visit_purpose next_contact_at note"
/* Shorter numbers are still being typed. */
#define MIN_PHONE_LENGTH 7

struct _YbNewDeal
{
  YbDialog parent_instance;

  GtkBox *body;
  GtkBox *known_box;
  GtkBox *known_list;
  GtkCheckButton *somebody_else;
  GtkBox *chosen_box;
  GtkLabel *chosen_text;
  GtkButton *save_button;
  GtkSpinner *spinner;

  YbVerbForm *form;
  char *looked_up;
  gboolean for_known;
};

enum
{
  CREATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbNewDeal, yb_new_deal, YB_TYPE_DIALOG)

static void set_form (YbNewDeal *self, gint64 customer, JsonObject *typed);

static YbDesk *
get_desk (YbNewDeal *self)
{
  return yb_page_get_desk (yb_dialog_get_page (YB_DIALOG (self)));
}

/* What was typed so far moves into the form for a known customer. */
static void
use_clicked_cb (YbNewDeal *self, GtkButton *button)
{
  const gint64 *customer = g_object_get_data (G_OBJECT (button), "customer");
  g_autoptr (JsonObject) typed = yb_field_form_collect (yb_verb_form_get_fields (self->form), NULL);

  set_form (self, *customer, typed);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
not_this_cb (YbNewDeal *self)
{
  set_form (self, 0, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

static void
add_known (YbNewDeal *self, gint64 id)
{
  YbDesk *desk = get_desk (self);
  g_autoptr (YbCustomer) customer = yb_store_get_row (yb_desk_get_store (desk), &yb_customer_row_type, id);
  g_autofree char *phone = NULL, *text = NULL, *name = NULL;
  GtkWidget *box, *label, *button;

  if (customer == NULL)
    return;

  phone = yb_desk_format_field (desk, YB_ROW (customer),
                                yb_row_type_find_field (&yb_customer_row_type, "phone"));
  text = g_strdup_printf ("%s · %s", customer->name, phone);
  name = g_strdup_printf (_ ("Use %s"), customer->name);
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  label = gtk_label_new (text);
  button = gtk_button_new_with_label (name);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  gtk_box_append (self->known_list, box);
  g_object_set_data_full (G_OBJECT (button), "customer", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (use_clicked_cb), self, G_CONNECT_SWAPPED);
}

static void
show_known (YbNewDeal *self, const gint64 *ids, guint n_ids)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->known_list))) != NULL)
    gtk_box_remove (self->known_list, child);
  for (guint i = 0; i < n_ids; i++)
    add_known (self, ids[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->known_box), n_ids > 0);
  if (n_ids == 0)
    gtk_check_button_set_active (self->somebody_else, FALSE);
}

static const char *
typed_phone (YbNewDeal *self)
{
  GtkWidget *control = yb_field_form_get_control (yb_verb_form_get_fields (self->form), "phone");

  return GTK_IS_EDITABLE (control) ? gtk_editable_get_text (GTK_EDITABLE (control)) : "";
}

static void
look_up (YbNewDeal *self)
{
  YbConnection *reader = yb_store_get_reader (yb_desk_get_store (get_desk (self)));
  YbStatement *statement;
  g_autofree char *phone = yb_phone_normalise (typed_phone (self));
  gint64 ids[5];
  guint n = 0;

  if (g_strcmp0 (phone, self->looked_up) == 0)
    return;

  g_free (self->looked_up);
  self->looked_up = g_strdup (phone);
  if (strlen (phone) >= MIN_PHONE_LENGTH)
    {
      statement = yb_connection_query (reader, YB_SQL_PAGE_CUSTOMERS_BY_PHONE);
      yb_statement_bind_text (statement, 1, phone);
      while (n < G_N_ELEMENTS (ids) && yb_statement_step (statement, NULL))
        ids[n++] = yb_statement_number (statement, 0);
      yb_statement_reset (statement);
    }
  show_known (self, ids, n);
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbNewDeal) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_verb_form_run_finish (YB_VERB_FORM (source), result, &error);

  if (self->form == NULL)
    return;

  yb_dialog_set_running (YB_DIALOG (self), FALSE);
  if (answer == NULL)
    {
      JsonObject *details = yb_desk_error_get_details (error);

      if (details != NULL && json_object_has_member (details, "duplicates"))
        {
          g_clear_pointer (&self->looked_up, g_free);
          look_up (self);
        }
      return;
    }

  g_signal_emit (self, signals[CREATED], 0, json_object_get_int_member_with_default (answer, "id", 0));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save_cb (YbNewDeal *self)
{
  if (yb_dialog_is_running (YB_DIALOG (self)))
    return;

  yb_verb_form_set_text (self->form, "duplicates_checked",
                         gtk_check_button_get_active (self->somebody_else) ? "1" : "0");
  yb_dialog_set_running (YB_DIALOG (self), TRUE);
  yb_verb_form_run_async (self->form, yb_dialog_get_cancellable (YB_DIALOG (self)), created_cb,
                          g_object_ref (self));
}

static void
fill_member (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  YbNewDeal *self = user_data;

  if (yb_field_form_get_control (yb_verb_form_get_fields (self->form), name) != NULL)
    yb_field_form_set_value (yb_verb_form_get_fields (self->form), name, json_node_get_string (node));
}

/* Who may open deals but works on own ones opens them for themselves. */
static void
suggest_consultant (YbNewDeal *self)
{
  YbDesk *desk = get_desk (self);
  YbStaff *staff = yb_desk_get_staff (desk);
  g_autofree char *plain = NULL;

  if (staff == NULL || yb_desk_get_scope (desk, "deal.work") != YB_SCOPE_OWN)
    return;

  plain = g_strdup_printf ("%" G_GINT64_FORMAT, YB_ROW (staff)->id);
  yb_field_form_set_value (yb_verb_form_get_fields (self->form), "consultant", plain);
}

static void
show_chosen (YbNewDeal *self, gint64 id)
{
  YbStore *store = yb_desk_get_store (get_desk (self));
  g_autoptr (YbCustomer) customer = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->chosen_box), id != 0);
  if (id == 0)
    return;

  customer = yb_store_get_row (store, &yb_customer_row_type, id);
  text = g_strdup_printf (_ ("For the known customer %s"), customer != NULL ? customer->name : "");
  gtk_label_set_text (self->chosen_text, text);
}

static void
set_form (YbNewDeal *self, gint64 customer, JsonObject *typed)
{
  g_autoptr (JsonObject) fixed = json_object_new ();

  if (customer != 0)
    json_object_set_int_member (fixed, "customer", customer);
  /* Somebody else's customer is opened for whoever knows the number that they were found by. */
  if (customer != 0 && typed != NULL && json_object_has_member (typed, "phone"))
    json_object_set_string_member (fixed, "phone", json_object_get_string_member (typed, "phone"));
  if (self->form != NULL)
    gtk_box_remove (self->body, GTK_WIDGET (self->form));
  self->form = yb_verb_form_new (get_desk (self), yb_verb_find ("deal.create"),
                                 customer != 0 ? KNOWN_CUSTOMER : NEW_CUSTOMER, fixed);
  yb_verb_form_set_needed (self->form, customer != 0 ? "" : "name");
  gtk_box_append (self->body, GTK_WIDGET (self->form));
  suggest_consultant (self);
  if (typed != NULL)
    json_object_foreach_member (typed, fill_member, self);
  g_signal_connect_object (self->form, "activate", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
  if (customer == 0)
    g_signal_connect_object (self->form, "changed", G_CALLBACK (look_up), self, G_CONNECT_SWAPPED);
  show_known (self, NULL, 0);
  show_chosen (self, customer);
  g_clear_pointer (&self->looked_up, g_free);
  self->for_known = customer != 0;
}

/* What was typed before a known customer was chosen stands in the form as if it had been there. */
static gboolean
yb_new_deal_is_changed (YbDialog *dialog)
{
  YbNewDeal *self = YB_NEW_DEAL (dialog);

  return self->for_known || yb_verb_form_is_changed (self->form);
}

static void
yb_new_deal_dispose (GObject *object)
{
  YbNewDeal *self = YB_NEW_DEAL (object);

  self->form = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_NEW_DEAL);

  G_OBJECT_CLASS (yb_new_deal_parent_class)->dispose (object);
}

static void
yb_new_deal_finalize (GObject *object)
{
  g_free (YB_NEW_DEAL (object)->looked_up);

  G_OBJECT_CLASS (yb_new_deal_parent_class)->finalize (object);
}

static void
yb_new_deal_class_init (YbNewDealClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_new_deal_dispose;
  object_class->finalize = yb_new_deal_finalize;
  YB_DIALOG_CLASS (klass)->is_changed = yb_new_deal_is_changed;

  signals[CREATED] = g_signal_new ("created", YB_TYPE_NEW_DEAL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/dialog/yb-new-deal.ui");
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, body);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, known_box);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, known_list);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, somebody_else);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, chosen_box);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, chosen_text);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, save_button);
  gtk_widget_class_bind_template_child (widget_class, YbNewDeal, spinner);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, yb_dialog_cancel);
  gtk_widget_class_bind_template_callback (widget_class, not_this_cb);
}

static void
yb_new_deal_init (YbNewDeal *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_new_deal_new:
 * @page: the page that asks
 *
 * Returns: (transfer none): the dialog, owned by GTK; to be presented
 */
YbNewDeal *
yb_new_deal_new (YbPage *page)
{
  YbNewDeal *self;

  g_return_val_if_fail (YB_IS_PAGE (page), NULL);

  self = g_object_new (YB_TYPE_NEW_DEAL, NULL);
  yb_dialog_set_up (YB_DIALOG (self), page, GTK_WIDGET (self->body), GTK_WIDGET (self->save_button),
                    self->spinner);
  set_form (self, 0, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->form));

  return self;
}
