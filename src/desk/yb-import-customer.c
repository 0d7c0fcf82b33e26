/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-identifier.h"
#include "yb-verbs-private.h"

/* ---- finding ---- */

static char *
key_of_phone (const char *phone, const char *name)
{
  return g_strdup_printf ("phone %s %s", phone, name);
}

static char *
key_of_name (const char *name)
{
  return g_strconcat ("name ", name, NULL);
}

static gboolean
find_by_phone (YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (self->connection, YB_SQL_IMPORT_CUSTOMERS_BY_PHONE);

  yb_statement_bind_text (statement, 1, phone);
  while (*id == 0 && yb_statement_step (statement, &local_error))
    if (*name == '\0' || g_str_equal (yb_statement_text (statement, 1), name))
      *id = yb_statement_number (statement, 0);
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
find_by_name (YbImportPass *self, const char *name, gboolean only_without_phone, gint64 *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (self->connection, YB_SQL_IMPORT_CUSTOMERS_BY_NAME);

  yb_statement_bind_text (statement, 1, name);
  while (*id == 0 && yb_statement_step (statement, &local_error))
    if (!only_without_phone || *yb_statement_text (statement, 1) == '\0')
      *id = yb_statement_number (statement, 0);
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/**
 * _yb_import_customer_find:
 * @self: the pass
 * @name: a name, or ""
 * @phone: a normalised phone number, or ""
 * @id: (out): the customer, 0 when there is none
 * @error: trouble of the database
 *
 * The same person is: the same phone and the same name (families share phones); the same phone when no name
 * is known; the same name when one of the two has no phone (rules.md 2.7).
 *
 * Returns: whether the database could be asked
 */
gboolean
_yb_import_customer_find (YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error)
{
  *id = 0;
  if (*phone != '\0')
    {
      g_autofree char *key = key_of_phone (phone, name);

      *id = _yb_import_pass_made (self, key);
      if (*id == 0 && !find_by_phone (self, name, phone, id, error))
        return FALSE;
    }
  if (*id == 0 && *name != '\0')
    {
      g_autofree char *key = key_of_name (name);

      if (*phone == '\0')
        *id = _yb_import_pass_made (self, key);
      if (*id == 0 && !find_by_name (self, name, *phone != '\0', id, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * _yb_import_customer_make:
 * @self: the pass
 * @customer: a new record
 * @error: trouble of the database
 *
 * Returns: whether it was stored, or would be; later rows of the file find it
 */
gboolean
_yb_import_customer_make (YbImportPass *self, YbCustomer *customer, GError **error)
{
  _yb_customer_fill (customer);
  if (!_yb_import_pass_insert (self, YB_ROW (customer), error))
    return FALSE;

  /* What was really written the queries find. */
  if (!self->dry)
    return TRUE;
  if (*customer->phone != '\0')
    {
      _yb_import_pass_note_made (self, key_of_phone (customer->phone, customer->name), YB_ROW (customer)->id);
      _yb_import_pass_note_made (self, key_of_phone (customer->phone, ""), YB_ROW (customer)->id);
    }
  if (*customer->name != '\0')
    _yb_import_pass_note_made (self, key_of_name (customer->name), YB_ROW (customer)->id);
  return TRUE;
}

/* ---- a row ---- */

static gboolean
is_of_vehicle (const YbImportColumn *column)
{
  const YbField *first = yb_vehicle_row_type.fields;

  return column->field >= first && column->field < first + yb_vehicle_row_type.n_fields;
}

static void
normalise (YbImportPass *self, YbRow *row, const char *name, char *(*function) (const char *text))
{
  const YbField *field = yb_row_type_find_field (yb_row_get_row_type (row), name);
  g_autofree char *normal = NULL;

  if (!yb_row_has_value (row, field))
    return;
  normal = function (yb_row_get_text (row, field));
  if (normal == NULL || *normal == '\0')
    _yb_import_pass_warn (self, _yb_import_pass_find (self, name), _ ("This says nothing; it is left out."));
  yb_row_set_text (row, field, normal);
}

static void
warn_if (YbImportPass *self, gboolean wrong, const char *field, const char *message)
{
  if (wrong)
    _yb_import_pass_warn (self, _yb_import_pass_find (self, field), message);
}

static void
warn_about_customer (YbImportPass *self, YbCustomer *customer)
{
  const char *text = customer->id_number;

  warn_if (self, *customer->phone != '\0' && !yb_phone_is_valid (customer->phone), "phone",
           _ ("This does not look like a phone number."));
  warn_if (self, *customer->phone2 != '\0' && !yb_phone_is_valid (customer->phone2), "phone2",
           _ ("This does not look like a phone number."));
  warn_if (self,
           *text != '\0' && !yb_id_card_is_valid (text) && yb_id_card_guess_kind (text) == YB_ID_KIND_ID_CARD,
           "id_number", _ ("The check digit of this identity number is wrong."));
}

static void
warn_about_vehicle (YbImportPass *self, YbVehicle *vehicle)
{
  warn_if (self, *vehicle->plate != '\0' && !yb_plate_is_valid (vehicle->plate), "plate",
           _ ("This does not look like a licence plate."));
  warn_if (self, *vehicle->vin != '\0' && !yb_vin_check_digit_ok (vehicle->vin), "vin",
           _ ("This VIN has a wrong length or check digit."));
}

static void
read_row (YbImportPass *self, YbCustomer *customer, YbVehicle *vehicle)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      const YbImportColumn *column = g_ptr_array_index (self->columns, i);

      _yb_import_pass_read (self, column, is_of_vehicle (column) ? YB_ROW (vehicle) : YB_ROW (customer));
    }
  normalise (self, YB_ROW (customer), "phone", yb_phone_normalise);
  normalise (self, YB_ROW (customer), "phone2", yb_phone_normalise);
  normalise (self, YB_ROW (customer), "id_number", yb_id_card_normalise);
  normalise (self, YB_ROW (vehicle), "plate", yb_plate_normalise);
  normalise (self, YB_ROW (vehicle), "vin", yb_vin_normalise);
}

static gboolean
find_vehicle (YbImportPass *self, YbVehicle *vehicle, gint64 *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement;

  *id = 0;
  if (*vehicle->vin != '\0')
    *id = yb_connection_find (self->connection, YB_SQL_IMPORT_VEHICLE_BY_VIN, vehicle->vin, &local_error);
  if (*id == 0 && local_error == NULL && *vehicle->plate != '\0')
    *id = yb_connection_find (self->connection, YB_SQL_IMPORT_VEHICLE_BY_PLATE, vehicle->plate, &local_error);
  if (*id == 0 && local_error == NULL && *vehicle->vin == '\0' && *vehicle->plate == '\0')
    {
      statement = yb_connection_query (self->connection, YB_SQL_IMPORT_VEHICLES_OF_CUSTOMER);
      yb_statement_bind_number (statement, 1, vehicle->customer);
      yb_statement_bind_text (statement, 2, vehicle->model);
      if (yb_statement_step (statement, &local_error))
        *id = yb_statement_number (statement, 0);
      yb_statement_reset (statement);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_vehicle (YbImportPass *self, YbVehicle *vehicle, gint64 customer, gboolean *changed, GError **error)
{
  g_autoptr (YbVehicle) stored = NULL;
  gint64 id;

  if (*vehicle->plate == '\0' && *vehicle->vin == '\0' && *vehicle->model == '\0')
    return TRUE;

  vehicle->customer = customer;
  if (!find_vehicle (self, vehicle, &id, error))
    return FALSE;
  if (id == 0)
    {
      *changed = TRUE;
      return _yb_import_pass_insert (self, YB_ROW (vehicle), error);
    }

  stored = yb_connection_get (self->connection, &yb_vehicle_row_type, id, error);
  if (stored == NULL)
    return FALSE;
  if (stored->customer != customer)
    {
      _yb_import_pass_warn (self, _yb_import_pass_find (self, *vehicle->vin != '\0' ? "vin" : "plate"),
                            _ ("This car belongs to another customer; it stays there."));
      return TRUE;
    }
  return _yb_import_pass_change (self, YB_ROW (stored), YB_ROW (vehicle), changed, error);
}

static gboolean
find_customer (YbImportPass *self, YbCustomer *customer, gint64 *id, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *id = 0;
  if (*customer->external_id == '\0')
    return _yb_import_customer_find (self, customer->name, customer->phone, id, error);

  *id = yb_connection_find (self->connection, YB_SQL_IMPORT_CUSTOMER_BY_EXTERNAL, customer->external_id,
                            &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

static gboolean
take_customer (
    YbImportPass *self, YbCustomer *customer, gint64 *id, gboolean *made, gboolean *changed, GError **error)
{
  g_autoptr (YbCustomer) stored = NULL;

  if (!find_customer (self, customer, id, error))
    return FALSE;
  if (*id == 0)
    {
      *made = TRUE;
      if (!_yb_import_customer_make (self, customer, error))
        return FALSE;
      *id = YB_ROW (customer)->id;
      return TRUE;
    }
  if (*id < 0) /* an earlier row of a dry pass would make it */
    return TRUE;

  stored = yb_connection_get (self->connection, &yb_customer_row_type, *id, error);
  if (stored == NULL)
    return FALSE;
  _yb_customer_fill (customer);
  if (*customer->name != '\0' && !g_str_equal (stored->name, customer->name))
    {
      yb_row_set_text (YB_ROW (stored), yb_row_type_find_field (&yb_customer_row_type, "pinyin"),
                       customer->pinyin);
      yb_row_set_text (YB_ROW (stored), yb_row_type_find_field (&yb_customer_row_type, "initials"),
                       customer->initials);
    }
  return _yb_import_pass_change (self, YB_ROW (stored), YB_ROW (customer), changed, error);
}

static gboolean
take_row (YbImportPass *self, GError **error)
{
  g_autoptr (YbCustomer) customer = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));
  g_autoptr (YbVehicle) vehicle = YB_VEHICLE (yb_row_new (&yb_vehicle_row_type));
  const YbImportColumn *external = _yb_import_pass_find (self, "external_id");
  gboolean made = FALSE, changed = FALSE;
  gint64 id = 0;

  read_row (self, customer, vehicle);
  if (*customer->name == '\0')
    _yb_import_pass_error (self, _yb_import_pass_find (self, "name"), _ ("The name is missing."));
  if (*customer->external_id != '\0')
    _yb_import_pass_is_repeated (self, external, customer->external_id);
  if (self->bad)
    return TRUE;

  warn_about_customer (self, customer);
  warn_about_vehicle (self, vehicle);
  if (!take_customer (self, customer, &id, &made, &changed, error) ||
      !take_vehicle (self, vehicle, id, &changed, error))
    return FALSE;

  self->result->imported += made;
  self->result->updated += !made && changed;
  self->result->skipped += !made && !changed;
  return TRUE;
}

static gboolean
begin (YbImportPass *self, GError **error)
{
  return TRUE;
}

const YbImportKind _yb_import_customers = {
    .name = "customers",
    .verb = "import.customers",
    .types = {&yb_customer_row_type, &yb_vehicle_row_type, NULL},
    .required = {"name", NULL},
    .begin = begin,
    .row = take_row,
};
