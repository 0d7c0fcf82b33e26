/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-arguments.h"

#include "yb-customer.h"

/*
 * The fields of a deal that the arguments of a verb are about share a prefix: "budget" of deal.needs is
 * "needs_budget".
 * Verbs that are not here add something new and start empty.
 */
static const struct
{
  const char *verb;
  const char *prefix;
} prefixes[] = {
    {"deal.update", ""},           {"deal.assign", ""},
    {"deal.needs", "needs"},       {"deal.choose-model", "model"},
    {"deal.test-drive", "drive"},  {"deal.demand", "demand"},
    {"deal.offer", "offer"},       {"deal.accept-offer", "offer"},
    {"deal.buyer", "buyer"},       {"deal.allocate", "car"},
    {"deal.contract", "contract"}, {"deal.deliver", ""},
};

/*
 * What is meant most of the time, so that nothing has to be typed for it. In a field that is shown it comes with the
 * first entry: an empty form answers nothing in somebody's name. A tick never belongs here: that a customer was
 * reached is said by whoever reached him.
 */
static const struct
{
  const char *verb;
  const char *argument;
  const char *value;
} usual[] = {
    {"customer.consent", "purpose", "privacy_notice"},
};

static const char *
find_prefix (const char *verb)
{
  for (guint i = 0; i < G_N_ELEMENTS (prefixes); i++)
    if (g_str_equal (prefixes[i].verb, verb))
      return prefixes[i].prefix;

  return NULL;
}

static gboolean
has_argument (const YbVerb *verb, const char *name)
{
  return yb_field_find (verb->arguments, verb->n_arguments, name) != NULL;
}

/**
 * yb_deal_arguments_fixed:
 * @verb: a verb
 * @deal: the deal it is about
 *
 * Returns: (transfer full): the arguments that the deal settles: itself, or its customer
 */
JsonObject *
yb_deal_arguments_fixed (const YbVerb *verb, YbDeal *deal)
{
  JsonObject *fixed = json_object_new ();

  g_return_val_if_fail (verb != NULL && deal != NULL, fixed);

  if (has_argument (verb, "deal"))
    json_object_set_int_member (fixed, "deal", YB_ROW (deal)->id);
  else if (has_argument (verb, "customer"))
    json_object_set_int_member (fixed, "customer", deal->customer);

  return fixed;
}

static void
first_entry_cb (YbVerbForm *form)
{
  const YbVerb *verb = yb_verb_form_get_verb (form);

  g_signal_handlers_disconnect_by_func (form, first_entry_cb, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (g_str_equal (usual[i].verb, verb->name))
      yb_verb_form_set_text (form, usual[i].argument, usual[i].value);
}

static void
fill_in_usual (YbVerbForm *form)
{
  const YbVerb *verb = yb_verb_form_get_verb (form);

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    {
      if (!g_str_equal (usual[i].verb, verb->name))
        continue;
      if (yb_verb_form_asks_for (form, usual[i].argument))
        g_signal_connect (form, "changed", G_CALLBACK (first_entry_cb), NULL);
      else
        yb_verb_form_set_text (form, usual[i].argument, usual[i].value);
    }
}

/**
 * yb_deal_arguments_prefill:
 * @form: the form of a verb
 * @desk: a desk
 * @deal: the deal it is about
 *
 * Fills in what is known already.
 */
void
yb_deal_arguments_prefill (YbVerbForm *form, YbDesk *desk, YbDeal *deal)
{
  const YbVerb *verb;
  const char *prefix;

  g_return_if_fail (YB_IS_VERB_FORM (form));

  verb = yb_verb_form_get_verb (form);
  prefix = find_prefix (verb->name);
  yb_verb_form_set_deal (form, deal);
  if (g_str_equal (verb->name, "customer.update"))
    {
      g_autoptr (YbCustomer)
          customer = yb_store_get_row (yb_desk_get_store (desk), &yb_customer_row_type, deal->customer);

      if (customer != NULL)
        yb_verb_form_prefill (form, YB_ROW (customer), "");
    }
  else if (prefix != NULL)
    {
      yb_verb_form_prefill (form, YB_ROW (deal), prefix);
    }
  fill_in_usual (form);
}

/* Rights about the house or a new record do not depend on who is responsible. */
static gboolean
may_begin (YbDesk *desk, const char *right, gint64 consultant)
{
  if (yb_desk_get_scope (desk, right) == YB_SCOPE_NONE)
    return yb_desk_may_ask_for (desk, right);

  return g_str_has_prefix (right, "deal.") || g_str_equal (right, "identity.reveal")
             ? yb_desk_may_for (desk, right, consultant)
             : TRUE;
}

/**
 * yb_deal_may_do:
 * @desk: a desk
 * @verb: name of a verb
 * @consultant: who is responsible for the deal (staff id), 0 for nobody
 *
 * Returns: whether the signed-in person has every right that the verb asks for; the verb itself may still refuse
 */
gboolean
yb_deal_may_do (YbDesk *desk, const char *verb, gint64 consultant)
{
  const YbVerb *definition = yb_verb_find (verb);
  const char *owned_right = yb_deal_owned_right (verb);

  g_return_val_if_fail (YB_IS_DESK (desk), FALSE);

  if (definition == NULL || yb_desk_get_staff (desk) == NULL)
    return FALSE;
  if (definition->right != NULL && !may_begin (desk, definition->right, consultant))
    return FALSE;

  return consultant == 0 || owned_right == NULL || yb_desk_may_for (desk, owned_right, consultant);
}

/**
 * yb_deal_present_dialog:
 * @page: the page that asks
 * @deal: id of a deal
 * @verb: name of a verb
 * @only: (nullable): the arguments to ask for, separated by " "
 *
 * Shows the dialog of a verb on a deal, filled with what is known.
 *
 * Returns: (transfer none) (nullable): the dialog; %NULL if the deal is gone
 */
YbVerbDialog *
yb_deal_present_dialog (YbPage *page, gint64 deal, const char *verb, const char *only)
{
  YbDesk *desk = yb_page_get_desk (page);
  YbStore *store = yb_desk_get_store (desk);
  g_autoptr (YbDeal) row = yb_store_get_row (store, &yb_deal_row_type, deal);
  g_autoptr (YbDealCard) card = yb_store_get_row (store, &yb_deal_card_row_type, deal);
  g_autoptr (JsonObject) fixed = NULL;
  YbVerbDialog *dialog;

  if (row == NULL || card == NULL || yb_verb_find (verb) == NULL || !yb_desk_may_see (desk, YB_ROW (row)))
    return NULL;

  fixed = yb_deal_arguments_fixed (yb_verb_find (verb), row);
  dialog = yb_verb_dialog_new (page, verb, only, fixed);
  yb_verb_dialog_set_subject (dialog, card->customer_name);
  yb_deal_arguments_prefill (yb_verb_dialog_get_form (dialog), desk, row);
  gtk_window_present (GTK_WINDOW (dialog));

  return dialog;
}
