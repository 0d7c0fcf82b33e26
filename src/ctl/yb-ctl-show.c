/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-ctl-kinds.h"
#include "yb-customer.h"
#include "yb-deal.h"

/* Records that are shown with another one: member name in JSON, heading, their ids for ?1. */
typedef struct
{
  const YbRowType *of;
  const char *member;
  const YbRowType *type;
  YbSql ids;
} Section;

static const Section sections[] = {
    {&yb_deal_row_type, "history", &yb_deal_history_row_type, YB_SQL_CTL_HISTORY_OF_DEAL},
    {&yb_deal_row_type, "contacts", &yb_contact_row_type, YB_SQL_CTL_CONTACTS_OF_DEAL},
    {&yb_deal_row_type, "objections", &yb_objection_row_type, YB_SQL_CTL_OBJECTIONS_OF_DEAL},
    {&yb_deal_row_type, "payments", &yb_payment_row_type, YB_SQL_CTL_PAYMENTS_OF_DEAL},
    {&yb_customer_row_type, "vehicles", &yb_vehicle_row_type, YB_SQL_CTL_VEHICLES_OF_CUSTOMER},
    {&yb_customer_row_type, "consents", &yb_consent_row_type, YB_SQL_CTL_CONSENTS_OF_CUSTOMER},
    {&yb_customer_row_type, "deals", &yb_deal_row_type, YB_SQL_CTL_DEALS_OF_CUSTOMER},
};

static GPtrArray *
load_section (YbCtl *ctl, const Section *section, gint64 of, GError **error)
{
  YbStatement *ids = yb_connection_query (yb_store_get_reader (ctl->store), section->ids);
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (ids, 1, of);
  while (yb_statement_step (ids, &local_error))
    {
      gint64 id = yb_statement_number (ids, 0);

      g_array_append_val (found, id);
    }
  for (guint i = 0; i < found->len && local_error == NULL; i++)
    {
      g_autoptr (YbRow)
          row = yb_ctl_load (ctl, section->type, g_array_index (found, gint64, i), &local_error);

      if (row != NULL && yb_ctl_may_see (ctl, row))
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }
  if (local_error == NULL)
    return g_steal_pointer (&rows);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static char *
dup_customer_name (YbCtl *ctl, YbRow *row)
{
  g_autoptr (YbRow) customer = NULL;

  if (yb_row_get_row_type (row) != &yb_deal_row_type)
    return NULL;
  customer = yb_ctl_load (ctl, &yb_customer_row_type, YB_DEAL (row)->customer, NULL);
  return customer != NULL ? g_strdup (YB_CUSTOMER (customer)->name) : NULL;
}

static void
print_fields (YbCtl *ctl, YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);
  g_autoptr (YbCtlTable) table = yb_ctl_table_new (2);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);
  g_autofree char *customer = dup_customer_name (ctl, row);

  yb_ctl_table_add (table, g_dgettext (GETTEXT_PACKAGE, type->label));
  yb_ctl_table_add (table, id);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];
      g_autofree char *text = yb_desk_format_field (ctl->desk, row, field);

      if (!yb_row_has_value (row, field) || *text == '\0')
        continue;
      yb_ctl_table_add (table, yb_field_label (field));
      yb_ctl_table_add (table, customer != NULL && g_str_equal (field->name, "customer") ? customer : text);
    }
}

static void
print_section (YbCtl *ctl, const Section *section, GPtrArray *rows)
{
  const YbCtlKind *kind = yb_ctl_kind_find (section->type->kind);
  g_auto (GStrv) names = g_strsplit (kind->columns, " ", -1);
  g_autoptr (YbCtlTable) table = NULL;

  if (rows->len == 0)
    return;

  g_print ("\n%s\n", g_dgettext (GETTEXT_PACKAGE, section->type->label));
  table = yb_ctl_table_new (g_strv_length (names));
  for (guint line = 0; line <= rows->len; line++)
    for (guint i = 0; names[i] != NULL; i++)
      {
        const YbField *field = yb_row_type_find_field (section->type, names[i]);
        g_autofree char *text = line > 0 ? yb_desk_format_field (ctl->desk, rows->pdata[line - 1], field)
                                         : g_strdup (yb_field_label (field));

        yb_ctl_table_add (table, text);
      }
}

static JsonArray *
describe_section (YbCtl *ctl, GPtrArray *rows)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < rows->len; i++)
    json_array_add_object_element (array, yb_desk_row_to_json (ctl->desk, rows->pdata[i]));
  return array;
}

static gboolean
show_row (YbCtl *ctl, YbRow *row, GError **error)
{
  g_autoptr (JsonObject) object = NULL;

  if (ctl->json)
    object = yb_desk_row_to_json (ctl->desk, row);
  else
    print_fields (ctl, row);

  for (guint i = 0; i < G_N_ELEMENTS (sections); i++)
    {
      g_autoptr (GPtrArray) rows = NULL;

      if (sections[i].of != yb_row_get_row_type (row))
        continue;
      rows = load_section (ctl, &sections[i], row->id, error);
      if (rows == NULL)
        return FALSE;
      if (object != NULL)
        json_object_set_array_member (object, sections[i].member, describe_section (ctl, rows));
      else
        print_section (ctl, &sections[i], rows);
    }

  if (object != NULL)
    yb_ctl_print_object (object);
  return TRUE;
}

static int
show (YbCtl *ctl, const YbCtlKind *kind, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbRow) row = NULL;

  if (!yb_ctl_sign_in (ctl, &error) || !yb_ctl_require (ctl, kind->type->right, &error))
    return yb_ctl_fail (ctl, error);

  row = yb_ctl_load (ctl, kind->type, id, &error);
  /* What one may not see is not there. */
  if ((row == NULL && g_error_matches (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND)) ||
      (row != NULL && !yb_ctl_may_see (ctl, row)))
    {
      g_autofree char *label = g_utf8_strdown (g_dgettext (GETTEXT_PACKAGE, kind->type->label), -1);

      g_clear_error (&error);
      /* Translators: what kind of record, for instance "deal", and its number */
      g_set_error (&error, YB_DESK_ERROR, YB_DESK_ERROR_NOT_FOUND, _ ("there is no %s with the number %s"),
                   label, ctl->arguments[1]);
      return yb_ctl_fail (ctl, error);
    }
  if (row == NULL || !show_row (ctl, row, &error))
    return yb_ctl_fail (ctl, error);

  return YB_CTL_DONE;
}

/**
 * yb_ctl_show:
 * @ctl: the call
 *
 * Shows one record with its history (contract.md, show).
 *
 * Returns: the exit code
 */
int
yb_ctl_show (YbCtl *ctl)
{
  const YbCtlKind *kind;
  gint64 id;
  int code = yb_ctl_parse (ctl, NULL, 2, 2);

  if (code != YB_CTL_GO_ON)
    return code;
  kind = yb_ctl_kind_find (ctl->arguments[0]);
  if (kind == NULL)
    {
      g_autofree char *kinds = yb_ctl_kind_list ();

      return yb_ctl_usage (ctl, _ ("there is no kind “%s”; there are: %s"), ctl->arguments[0], kinds);
    }
  if (!g_ascii_string_to_signed (ctl->arguments[1], 10, 1, G_MAXINT64, &id, NULL))
    return yb_ctl_usage (ctl, _ ("“%s” is not the number of a record"), ctl->arguments[1]);

  return show (ctl, kind, id);
}
