/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose deals they are: consultants and customers of the rows, found or made. */

#include "config.h"

#include "yb-import-deal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-identifier.h"

#define STAFF_ROLE "sc"
#define AMBIGUOUS G_MININT64
/* Customers that were looked up are remembered, up to this many. */
#define MEMORY 100000

static void
note_staff (YbImportDeals *deals, const char *what, const char *text, gint64 id)
{
  char *key;

  if (*text == '\0')
    return;

  key = g_strdup_printf ("%s %s", what, text);
  if (_yb_import_recall (deals->staff, key) != 0)
    id = AMBIGUOUS;
  g_hash_table_insert (deals->staff, key, _yb_import_boxed (id));
}

gboolean
_yb_import_deal_load_staff (YbImportPass *self, GError **error)
{
  YbImportDeals *deals = self->data;
  YbStatement *statement = yb_connection_query (self->connection, YB_SQL_IMPORT_STAFF_ALL);
  g_autoptr (GError) local_error = NULL;

  while (yb_statement_step (statement, &local_error))
    {
      gint64 id = yb_statement_number (statement, 0);

      note_staff (deals, "code", yb_statement_text (statement, 1), id);
      note_staff (deals, "name", yb_statement_text (statement, 2), id);
      note_staff (deals, "external", yb_statement_text (statement, 3), id);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static char *
free_code (YbImportDeals *deals)
{
  for (guint i = 1;; i++)
    {
      char *code = g_strdup_printf ("im%u", i);
      g_autofree char *key = g_strconcat ("code ", code, NULL);

      if (_yb_import_recall (deals->staff, key) == 0)
        return code;
      g_free (code);
    }
}

static gboolean
make_staff (YbImportPass *self, const char *name, gint64 *id, GError **error)
{
  YbImportDeals *deals = self->data;
  g_autoptr (YbStaff) staff = YB_STAFF (yb_row_new (&yb_staff_row_type));
  g_autofree char *code = free_code (deals);

  yb_row_set_text (YB_ROW (staff), yb_row_type_find_field (&yb_staff_row_type, "code"), code);
  yb_row_set_text (YB_ROW (staff), yb_row_type_find_field (&yb_staff_row_type, "name"), name);
  yb_row_set_text (YB_ROW (staff), yb_row_type_find_field (&yb_staff_row_type, "roles"), STAFF_ROLE);
  if (!_yb_import_pass_insert (self, YB_ROW (staff), error))
    return FALSE;

  *id = YB_ROW (staff)->id;
  note_staff (deals, "code", code, *id);
  note_staff (deals, "name", name, *id);
  return TRUE;
}

gboolean
_yb_import_deal_read_consultant (YbImportPass *self, YbDeal *deal, GError **error)
{
  static const char *const ways[] = {"code", "name", "external"};
  YbImportDeals *deals = self->data;
  const char *cell = _yb_import_pass_cell (self, deals->consultant);
  const char *ours = cell != NULL ? yb_import_map_map_value (self->import->map, "consultant", cell) : NULL;
  g_autofree char *text = g_strstrip (g_strdup (ours != NULL ? ours : cell != NULL ? cell : ""));
  gint64 id = 0;

  if (*text == '\0')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ways) && id == 0; i++)
    {
      g_autofree char *key = g_strdup_printf ("%s %s", ways[i], text);

      id = _yb_import_recall (deals->staff, key);
    }
  if (id == AMBIGUOUS)
    {
      _yb_import_pass_error (self, deals->consultant, _ ("Several people are called so; use the code."));
      return TRUE;
    }
  if (id == 0 && !yb_import_map_get_create_staff (self->import->map))
    {
      _yb_import_pass_error (
          self, deals->consultant,
          _ ("There is no such person. Create them first, or let the import create them."));
      return TRUE;
    }
  if (id == 0 && !make_staff (self, text, &id, error))
    return FALSE;

  deal->consultant = id;
  return TRUE;
}

/* ---- stage and outcome ---- */

/* Rows that name nobody share one customer, which says so; nothing is invented about them. */
static gboolean
find_nobody (YbImportPass *self, gint64 *id, GError **error)
{
  YbImportDeals *deals = self->data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (YbCustomer) nobody = NULL;

  if (deals->nobody == 0)
    {
      deals->nobody = yb_connection_find (self->connection, YB_SQL_IMPORT_CUSTOMER_BY_EXTERNAL,
                                          YB_IMPORT_NOBODY, &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
    }
  if (deals->nobody == 0)
    {
      nobody = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));
      yb_row_set_text (YB_ROW (nobody), yb_row_type_find_field (&yb_customer_row_type, "external_id"),
                       YB_IMPORT_NOBODY);
      yb_row_set_text (YB_ROW (nobody), yb_row_type_find_field (&yb_customer_row_type, "name"),
                       _ ("(no name)"));
      yb_row_set_text (YB_ROW (nobody), yb_row_type_find_field (&yb_customer_row_type, "note"),
                       _ ("Stands for the customers that an imported file did not name."));
      if (!_yb_import_customer_make (self, nobody, error))
        return FALSE;
      deals->nobody = YB_ROW (nobody)->id;
    }
  *id = deals->nobody;
  return TRUE;
}

static gboolean
make_customer (YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error)
{
  g_autoptr (YbCustomer) customer = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));

  yb_row_set_text (YB_ROW (customer), yb_row_type_find_field (&yb_customer_row_type, "name"),
                   *name != '\0' ? name : _ ("(no name)"));
  yb_row_set_text (YB_ROW (customer), yb_row_type_find_field (&yb_customer_row_type, "phone"), phone);
  if (!_yb_import_customer_make (self, customer, error))
    return FALSE;
  *id = YB_ROW (customer)->id;
  return TRUE;
}

static gboolean
find_customer (YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *id = 0;
  if (*name != '\0')
    *id = yb_connection_find (self->connection, YB_SQL_IMPORT_CUSTOMER_BY_EXTERNAL, name, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return *id != 0 || _yb_import_customer_find (self, name, phone, id, error);
}

static char *
read_plain (YbImportPass *self, const YbImportColumn *column)
{
  const char *cell = _yb_import_pass_cell (self, column);

  return g_strstrip (g_strdup (cell != NULL ? cell : ""));
}

/* Only looks: customers are made when the row is known to be good. */
gboolean
_yb_import_deal_read_customer (YbImportPass *self, char **name, char **phone, gint64 *id, GError **error)
{
  YbImportDeals *deals = self->data;
  g_autofree char *raw = read_plain (self, deals->phone);
  g_autofree char *key = NULL;

  *name = read_plain (self, deals->customer);
  *phone = yb_phone_normalise (raw);
  if (*phone == NULL)
    *phone = g_strdup ("");
  *id = 0;
  if (*raw != '\0' && **phone == '\0')
    _yb_import_pass_warn (self, deals->phone, _ ("This says nothing; it is left out."));
  if (**phone != '\0' && !yb_phone_is_valid (*phone))
    _yb_import_pass_warn (self, deals->phone, _ ("This does not look like a phone number."));
  if (**name == '\0' && **phone == '\0')
    return TRUE;

  key = g_strdup_printf ("%s\n%s", *name, *phone);
  *id = _yb_import_recall (deals->customers, key);
  if (*id != 0)
    return TRUE;
  if (!find_customer (self, *name, *phone, id, error))
    return FALSE;
  if (*id != 0 && g_hash_table_size (deals->customers) < MEMORY)
    g_hash_table_insert (deals->customers, g_steal_pointer (&key), _yb_import_boxed (*id));
  return TRUE;
}

gboolean
_yb_import_deal_need_customer (
    YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error)
{
  YbImportDeals *deals = self->data;

  if (*id != 0)
    return TRUE;
  if (*name == '\0' && *phone == '\0')
    return find_nobody (self, id, error);
  if (!make_customer (self, name, phone, id, error))
    return FALSE;
  if (g_hash_table_size (deals->customers) < MEMORY)
    g_hash_table_insert (deals->customers, g_strdup_printf ("%s\n%s", name, phone), _yb_import_boxed (*id));
  return TRUE;
}

/* ---- the deal ---- */
