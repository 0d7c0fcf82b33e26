/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-verbs-private.h"

#include <glib/gi18n-lib.h>

static const YbVerbTable *const tables[] = {
    &_yb_staff_verbs,         &_yb_customer_verbs,     &_yb_deal_verbs,   &_yb_deal_evidence_verbs,
    &_yb_deal_contract_verbs, &_yb_deal_outcome_verbs, &_yb_house_verbs,  &_yb_import_verbs,
    &_yb_right_verbs,         &_yb_reveal_verbs,       &_yb_backup_verbs, &_yb_key_verbs,
    &_yb_audit_verbs,         &_yb_export_verbs,
};

/**
 * yb_verb_find:
 * @name: AREA.VERB
 *
 * Returns: (transfer none) (nullable): the verb
 */
const YbVerb *
yb_verb_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (guint i = 0; i < tables[t]->n_verbs; i++)
      if (g_str_equal (tables[t]->verbs[i].name, name))
        return &tables[t]->verbs[i];

  return NULL;
}

/**
 * yb_verbs_list:
 *
 * Returns: (transfer container) (element-type YbVerb): all verbs, area by area
 */
GPtrArray *
yb_verbs_list (void)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint t = 0; t < G_N_ELEMENTS (tables); t++)
    for (guint i = 0; i < tables[t]->n_verbs; i++)
      g_ptr_array_add (list, (gpointer) &tables[t]->verbs[i]);

  return list;
}

/**
 * yb_verb_label:
 * @verb: a verb
 *
 * Returns: what it does, in the language of the user ("Move deal")
 */
const char *
yb_verb_label (const YbVerb *verb)
{
  g_return_val_if_fail (verb != NULL, "");

  return g_dgettext (GETTEXT_PACKAGE, verb->label);
}
