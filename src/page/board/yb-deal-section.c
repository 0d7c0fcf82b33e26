/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-section.h"

#include <glib/gi18n-lib.h>

#include "yb-deal-arguments.h"
#include "yb-deal-flow.h"
#include "yb-deal-lines.h"
#include "yb-glimpse.h"

/* More than this is for the figures, not for a panel. */
#define MAX_LINES 50

struct _YbDealSection
{
  GtkBox parent_instance;

  YbPage *page;
  const YbDealSectionInfo *info;
  GtkWidget *buttons;
  GtkWidget *content;
  YbDeal *deal;
  YbRowList *list;
  guint refresh_id;
  YbGlimpse *glimpse; /* of the number of a document */
};

G_DEFINE_FINAL_TYPE (YbDealSection, yb_deal_section, GTK_TYPE_BOX)

static const YbListQuery contacts = {&yb_contact_row_type, YB_SQL_PAGE_CONTACT_OF_DEAL,
                                     YB_SQL_PAGE_CONTACT_OF_DEAL_BEFORE};
static const YbListQuery objections = {&yb_objection_row_type, YB_SQL_PAGE_OBJECTION_OF_DEAL,
                                       YB_SQL_PAGE_OBJECTION_OF_DEAL_BEFORE};
static const YbListQuery payments = {&yb_payment_row_type, YB_SQL_PAGE_PAYMENT_OF_DEAL,
                                     YB_SQL_PAGE_PAYMENT_OF_DEAL_BEFORE};
static const YbListQuery history = {&yb_deal_history_row_type, YB_SQL_PAGE_DEAL_HISTORY_OF_DEAL,
                                    YB_SQL_PAGE_DEAL_HISTORY_OF_DEAL_BEFORE};

static const YbDealSectionInfo infos[] = {
    {N_ ("Contacts"), "deal.log-contact deal.plan-contact", NULL, &contacts},
    {N_ ("Deal"), "deal.update deal.assign", "source visit_purpose opened_on note", NULL},
    {N_ ("Customer"), "customer.consent", NULL, NULL},
    {N_ ("Needs"), "deal.needs",
     "needs_purpose needs_budget needs_use needs_planned_on needs_decision_maker needs_confirmed", NULL},
    {N_ ("Model"), "deal.choose-model", "model trim colour model_agreed", NULL},
    {NC_ ("section", "Test drive"), "deal.test-drive deal.waive-drive",
     "drive_state drive_on drive_waiver drive_score drive_feedback", NULL},
    {N_ ("Objections"), "deal.objection", NULL, &objections},
    {N_ ("Price demand"), "deal.demand", "demand_amount demand_terms demand_not_stated", NULL},
    {N_ ("Offer"), "deal.offer deal.accept-offer", "offer_amount offer_valid_until offer_accepted_at", NULL},
    {N_ ("Buyer and car"), "deal.buyer deal.allocate deal.reveal",
     "buyer_name buyer_id_kind buyer_id_number car_choice", NULL},
    {N_ ("Contract"), "deal.contract deal.cancel-contract",
     "contract_number contract_signed_on delivery_on first_payment", NULL},
    {N_ ("Payments"), "deal.payment", "paid", &payments},
    {NC_ ("section", "Delivery"), "deal.deliver", "delivered_on advisor_present contact_channel", NULL},
    {N_ ("Lost or dormant"), "deal.lose deal.dormant deal.confirm-loss deal.refuse-loss deal.reopen",
     "lost_reason lost_text lost_to dormant_until", NULL},
    {N_ ("History"), "", "back_moves cycle", &history},
};

static void
revealed_cb (YbDealSection *self, JsonObject *answer, YbVerbDialog *dialog)
{
  gint64 deal = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (dialog), "deal"));

  if (self->deal == NULL || self->page == NULL || YB_ROW (self->deal)->id != deal)
    return;

  yb_glimpse_show (self->glimpse, json_object_get_string_member (answer, "value"));
  yb_page_announce (self->page, _ ("The number is shown for ten seconds."));
}

static void
watch_reveal (YbDealSection *self, YbVerbDialog *dialog)
{
  yb_verb_form_set_text (yb_verb_dialog_get_form (dialog), "reason", "paper");
  g_object_set_data (G_OBJECT (dialog), "deal", GSIZE_TO_POINTER (YB_ROW (self->deal)->id));
  g_signal_connect_object (dialog, "done", G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
}

static void
verb_clicked_cb (YbDealSection *self, GtkButton *button)
{
  const char *verb = g_object_get_data (G_OBJECT (button), "verb");

  YbVerbDialog *dialog;

  if (self->deal == NULL || self->page == NULL)
    return;

  dialog = yb_deal_present_dialog (self->page, YB_ROW (self->deal)->id, verb, NULL);
  if (dialog != NULL && g_str_equal (verb, "deal.reveal"))
    watch_reveal (self, dialog);
}

static void
resolve_clicked_cb (YbDealSection *self, GtkButton *button)
{
  YbVerbDialog *dialog;

  if (self->deal == NULL || self->page == NULL)
    return;

  dialog = yb_deal_present_dialog (self->page, YB_ROW (self->deal)->id, "deal.resolve-objection", "answer");
  if (dialog != NULL)
    yb_verb_form_set_number (yb_verb_dialog_get_form (dialog), "objection",
                             *(const gint64 *) g_object_get_data (G_OBJECT (button), "objection"));
}

static void
add_buttons (YbDealSection *self)
{
  g_auto (GStrv) verbs = g_strsplit (self->info->verbs, " ", -1);

  for (guint i = 0; verbs[i] != NULL; i++)
    {
      const YbVerb *verb = *verbs[i] != '\0' ? yb_verb_find (verbs[i]) : NULL;
      GtkWidget *button;

      if (verb == NULL)
        continue;
      button = gtk_button_new_with_label (yb_verb_label (verb));
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "section-action");
      g_object_set_data_full (G_OBJECT (button), "verb", g_strdup (verbs[i]), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (verb_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (self->buttons), button);
    }
}

static void
update_buttons (YbDealSection *self)
{
  for (GtkWidget *button = gtk_widget_get_first_child (self->buttons); button != NULL;
       button = gtk_widget_get_next_sibling (button))
    {
      const char *verb = g_object_get_data (G_OBJECT (button), "verb");
      gboolean visible = yb_deal_takes_verb (self->deal->stage, self->deal->outcome,
                                             self->deal->loss_requested_at != 0, verb) &&
                         yb_deal_may_do (yb_page_get_desk (self->page), verb, self->deal->consultant) &&
                         (!g_str_equal (verb, "deal.reveal") || *self->deal->buyer_id_number != '\0');

      /* The focus must not vanish together with its button. */
      if (!visible && gtk_widget_is_focus (button))
        g_signal_emit_by_name (button, "move-focus", GTK_DIR_TAB_BACKWARD);
      gtk_widget_set_visible (button, visible);
    }
}

static GtkWidget *
make_label (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static guint
add_fields (YbDealSection *self)
{
  g_auto (GStrv) names = self->info->fields != NULL ? g_strsplit (self->info->fields, " ", -1) : NULL;
  GtkWidget *grid = gtk_grid_new ();
  guint n = 0;

  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 2);
  gtk_box_append (GTK_BOX (self->content), grid);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      const YbField *field = yb_row_type_find_field (&yb_deal_row_type, names[i]);
      g_autofree char *value = NULL;
      GtkWidget *name;

      if (field == NULL || !yb_row_has_value (YB_ROW (self->deal), field))
        continue;
      value = yb_field_is_personal (field) && yb_glimpse_get_value (self->glimpse) != NULL
                  ? g_strdup (yb_glimpse_get_value (self->glimpse))
                  : yb_desk_format_field (yb_page_get_desk (self->page), YB_ROW (self->deal), field);
      if (*value == '\0')
        continue;
      name = make_label (yb_field_label (field), TRUE);
      gtk_label_set_width_chars (GTK_LABEL (name), 12);
      gtk_label_set_max_width_chars (GTK_LABEL (name), 16);
      gtk_grid_attach (GTK_GRID (grid), name, 0, n, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), make_label (value, FALSE), 1, n, 1, 1);
      n++;
    }

  return n;
}

static void
add_line (YbDealSection *self, YbRow *row, YbRow *newer)
{
  YbDesk *desk = yb_page_get_desk (self->page);
  g_autofree char *title = yb_deal_line_title (desk, row, newer);
  g_autofree char *text = yb_deal_line_text (row);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = make_label (title, *text != '\0');

  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (box), line);
  if (*text != '\0')
    gtk_box_append (GTK_BOX (box), make_label (text, FALSE));

  if (yb_row_get_row_type (row) == &yb_objection_row_type && ((YbObjection *) row)->resolved_at == 0 &&
      yb_deal_may_do (desk, "deal.resolve-objection", self->deal->consultant))
    {
      GtkWidget *button = gtk_button_new_with_label (_ ("Resolve"));

      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_valign (button, GTK_ALIGN_START);
      g_object_set_data_full (G_OBJECT (button), "objection", g_memdup2 (&row->id, sizeof row->id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (resolve_clicked_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (line), button);
    }
  gtk_box_append (GTK_BOX (self->content), box);
}

static guint
add_lines (YbDealSection *self)
{
  g_autoptr (YbRow) newer = NULL;
  guint n = 0;

  if (self->list == NULL)
    return 0;

  if (!yb_desk_may (yb_page_get_desk (self->page), self->info->query->type->right, YB_ROW (self->deal)))
    return 0;

  n = g_list_model_get_n_items (G_LIST_MODEL (self->list));
  for (guint i = 0; i < MIN (n, MAX_LINES); i++)
    {
      g_autoptr (YbRow) row = g_list_model_get_item (G_LIST_MODEL (self->list), i);

      if (row == NULL)
        continue;
      add_line (self, row, newer);
      g_set_object (&newer, row);
    }
  if (n > MAX_LINES)
    {
      g_autofree char *more = g_strdup_printf (
          ngettext ("and %u older one", "and %u older ones", n - MAX_LINES), n - MAX_LINES);

      gtk_box_append (GTK_BOX (self->content), make_label (more, TRUE));
    }

  return n;
}

static guint
add_consents (YbDealSection *self)
{
  YbStore *store = yb_desk_get_store (yb_page_get_desk (self->page));
  g_autoptr (YbCustomer) customer = NULL;
  g_autofree char *text = NULL;

  if (!g_str_equal (self->info->verbs, "customer.consent"))
    return 0;

  customer = yb_store_get_row (store, &yb_customer_row_type, self->deal->customer);
  if (customer == NULL || customer->privacy_notice == 0)
    return 0;

  /* Translators: a purpose and the customer's answer */
  text = g_strdup_printf (_ ("%s: %s"), yb_enum_label (&yb_consent_purpose_enum, YB_CONSENT_PRIVACY_NOTICE),
                          yb_enum_label (&yb_consent_state_enum, customer->privacy_notice));
  gtk_box_append (GTK_BOX (self->content), make_label (text, FALSE));

  return 1;
}

static gboolean
refresh_cb (gpointer user_data)
{
  YbDealSection *self = user_data;
  GtkWidget *child;
  guint n;

  self->refresh_id = 0;
  while ((child = gtk_widget_get_first_child (self->content)) != NULL)
    gtk_box_remove (GTK_BOX (self->content), child);
  if (self->deal == NULL || self->page == NULL)
    return G_SOURCE_REMOVE;

  update_buttons (self);
  n = add_fields (self);
  n += add_lines (self);
  n += add_consents (self);
  if (n == 0)
    gtk_box_append (GTK_BOX (self->content), make_label (_ ("Nothing recorded yet"), TRUE));

  return G_SOURCE_REMOVE;
}

static void
yb_deal_section_dispose (GObject *object)
{
  YbDealSection *self = YB_DEAL_SECTION (object);

  if (self->glimpse != NULL)
    g_signal_handlers_disconnect_by_data (self->glimpse, self);
  g_clear_object (&self->glimpse);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_weak_pointer (&self->page);
  g_clear_object (&self->deal);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (yb_deal_section_parent_class)->dispose (object);
}

static void
yb_deal_section_class_init (YbDealSectionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = yb_deal_section_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
yb_deal_section_init (YbDealSection *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "deal-section");
  self->glimpse = yb_glimpse_new (GTK_WIDGET (self));
  g_signal_connect_swapped (self->glimpse, "changed", G_CALLBACK (yb_deal_section_refresh), self);
}

/**
 * yb_deal_section_infos:
 * @n_infos: (out): how many
 *
 * Returns: (transfer none): the sections of the panel, in their order
 */
const YbDealSectionInfo *
yb_deal_section_infos (guint *n_infos)
{
  g_return_val_if_fail (n_infos != NULL, NULL);

  *n_infos = G_N_ELEMENTS (infos);
  return infos;
}

/**
 * yb_deal_section_new:
 * @page: the page that dialogs belong to
 * @info: what the section is about
 *
 * Returns: (transfer floating): a section without a deal
 */
YbDealSection *
yb_deal_section_new (YbPage *page, const YbDealSectionInfo *info)
{
  YbDealSection *self = g_object_new (YB_TYPE_DEAL_SECTION, NULL);
  const char *title = g_dgettext (GETTEXT_PACKAGE, info->title);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label;

  if (g_str_has_prefix (info->verbs, "deal.test-drive") || g_str_has_prefix (info->verbs, "deal.deliver"))
    title = g_dpgettext2 (GETTEXT_PACKAGE, "section", info->title);
  g_set_weak_pointer (&self->page, page);
  self->info = info;
  label = gtk_label_new (title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_box_append (GTK_BOX (head), label);
  gtk_box_append (GTK_BOX (head), self->buttons);
  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self), head);
  gtk_box_append (GTK_BOX (self), self->content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  add_buttons (self);

  return self;
}

/**
 * yb_deal_section_set_deal:
 * @deal: (nullable): the deal to show
 */
void
yb_deal_section_set_deal (YbDealSection *self, YbDeal *deal)
{
  YbListParameter parameter = {0};

  g_return_if_fail (YB_IS_DEAL_SECTION (self));

  yb_glimpse_hide (self->glimpse);
  g_set_object (&self->deal, deal);
  g_clear_object (&self->list);
  if (deal != NULL && self->info->query != NULL)
    {
      parameter.number = YB_ROW (deal)->id;
      self->list = yb_row_list_new (yb_desk_get_store (yb_page_get_desk (self->page)), self->info->query,
                                    &parameter, 1);
      g_signal_connect_object (self->list, "items-changed", G_CALLBACK (yb_deal_section_refresh), self,
                               G_CONNECT_SWAPPED);
    }
  yb_deal_section_refresh (self);
}

/**
 * yb_deal_section_refresh:
 *
 * Shows what the deal says now, once for any number of changes that come together.
 */
void
yb_deal_section_refresh (YbDealSection *self)
{
  g_return_if_fail (YB_IS_DEAL_SECTION (self));

  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, refresh_cb, self, NULL);
}
