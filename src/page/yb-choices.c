/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the fields that refer to another record offer. */

#include "config.h"

#include "yb-choices.h"

#include "yb-deal.h"
#include "yb-rights.h"

/**
 * yb_choices_of_consultants:
 * @desk: a desk
 *
 * People are chosen for deals: those who work here and whose roles may work on deals, as the desk insists on.
 *
 * Returns: (transfer full) (element-type YbChoice): the people
 */
GListStore *
yb_choices_of_consultants (YbDesk *desk)
{
  YbConnection *reader;
  YbStatement *staff;
  GListStore *choices = g_list_store_new (YB_TYPE_CHOICE);

  g_return_val_if_fail (YB_IS_DESK (desk), choices);

  reader = yb_store_get_reader (yb_desk_get_store (desk));
  staff = yb_connection_query (reader, YB_SQL_PAGE_STAFF_CHOICES);
  while (yb_statement_step (staff, NULL))
    {
      g_autoptr (YbChoice) choice = NULL;

      if (yb_rights_scope (reader, yb_statement_text (staff, 3), YB_DEAL_OWNER_RIGHT, NULL) == YB_SCOPE_NONE)
        continue;
      choice = yb_choice_new (yb_statement_number (staff, 0), yb_statement_text (staff, 1),
                              yb_statement_text (staff, 2));
      g_list_store_append (choices, choice);
    }
  yb_statement_reset (staff);

  return choices;
}

/**
 * yb_choices_keep_person:
 * @choices: (element-type YbChoice): people
 * @desk: a desk
 * @id: a member of the staff, 0 for nobody
 *
 * Who is responsible stays among the choices after a change of role or a closed account.
 */
void
yb_choices_keep_person (GListStore *choices, YbDesk *desk, gint64 id)
{
  g_autoptr (YbStaff) person = NULL;
  g_autoptr (YbChoice) choice = NULL;
  guint n;

  g_return_if_fail (G_IS_LIST_STORE (choices) && YB_IS_DESK (desk));

  n = g_list_model_get_n_items (G_LIST_MODEL (choices));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (YbChoice) known = g_list_model_get_item (G_LIST_MODEL (choices), i);

      if (yb_choice_get_id (known) == id)
        return;
    }

  person = yb_store_get_row (yb_desk_get_store (desk), &yb_staff_row_type, id);
  if (person == NULL)
    return;

  choice = yb_choice_new (id, person->code, person->name);
  g_list_store_append (choices, choice);
}

/**
 * yb_choices_of_objections:
 * @desk: a desk
 * @deal: a deal
 *
 * Returns: (transfer full) (element-type YbChoice): its objections that are not answered yet
 */
GListStore *
yb_choices_of_objections (YbDesk *desk, gint64 deal)
{
  YbStatement *open;
  GListStore *choices = g_list_store_new (YB_TYPE_CHOICE);

  g_return_val_if_fail (YB_IS_DESK (desk), choices);

  open = yb_connection_query (yb_store_get_reader (yb_desk_get_store (desk)),
                              YB_SQL_PAGE_OPEN_OBJECTIONS_OF_DEAL);
  yb_statement_bind_number (open, 1, deal);
  while (yb_statement_step (open, NULL))
    {
      int kind = yb_enum_from_code (&yb_objection_kind_enum, yb_statement_text (open, 1));
      g_autofree char *label = g_strdup_printf (
          "%s: %s", yb_enum_label (&yb_objection_kind_enum, MAX (kind, 0)), yb_statement_text (open, 2));
      g_autoptr (YbChoice) choice = yb_choice_new (yb_statement_number (open, 0), "", label);

      g_list_store_append (choices, choice);
    }
  yb_statement_reset (open);

  return choices;
}
