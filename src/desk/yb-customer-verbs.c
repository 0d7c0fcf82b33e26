/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-identifier.h"
#include "yb-pinyin.h"
#include "yb-verbs-private.h"

static void
normalise (YbCustomer *customer, const char *field, char *(*func) (const char *text))
{
  const YbField *target = yb_row_type_find_field (&yb_customer_row_type, field);
  g_autofree char *text = func (yb_row_get_text (YB_ROW (customer), target));

  yb_row_set_text (YB_ROW (customer), target, text);
}

/**
 * _yb_customer_fill:
 * @customer: a customer about to be stored
 *
 * Brings phones and the identity number into the form in which they are compared (rules.md 2.7), and fills
 * in what follows from the name.
 */
void
_yb_customer_fill (YbCustomer *customer)
{
  g_autofree char *pinyin = yb_pinyin_full (customer->name);
  g_autofree char *initials = yb_pinyin_initials (customer->name);

  normalise (customer, "phone", yb_phone_normalise);
  normalise (customer, "phone2", yb_phone_normalise);
  normalise (customer, "id_number", yb_id_card_normalise);
  yb_call_set_text (customer, "pinyin", pinyin);
  yb_call_set_text (customer, "initials", initials);
}

/**
 * _yb_customer_duplicates:
 * @call: a call
 * @phone: (nullable): a normalised phone
 * @error: from the store
 *
 * Returns: (transfer full) (element-type gint64) (nullable): customers with this phone; %NULL on error
 */
GArray *
_yb_customer_duplicates (YbCall *call, const char *phone, GError **error)
{
  YbStatement *statement;

  if (phone == NULL || *phone == '\0')
    return g_array_new (FALSE, FALSE, sizeof (gint64));

  statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_CUSTOMERS_BY_PHONE);
  yb_statement_bind_text (statement, 1, phone);
  return _yb_call_read_ids (statement, error);
}

/* What has no digit would vanish when it is normalised. */
static gboolean
check_facts (YbCustomer *customer, GError **error)
{
  g_autofree char *phone = yb_phone_normalise (customer->phone);
  g_autofree char *phone2 = yb_phone_normalise (customer->phone2);

  if (*customer->name == '\0')
    return yb_call_invalid (error, "name", _ ("it is missing"));
  if (*customer->phone != '\0' && phone == NULL)
    return yb_call_invalid (error, "phone", _ ("a phone number is expected"));
  if (*customer->phone2 != '\0' && phone2 == NULL)
    return yb_call_invalid (error, "phone2", _ ("a phone number is expected"));

  return TRUE;
}

/**
 * _yb_customer_make:
 * @call: a call
 * @customer: (inout): a new customer with its facts
 * @error: YB_DESK_ERROR_INVALID without a name, or from the store
 *
 * Returns: whether it was stored
 */
gboolean
_yb_customer_make (YbCall *call, YbCustomer *customer, GError **error)
{
  if (!check_facts (customer, error))
    return FALSE;

  _yb_customer_fill (customer);
  return yb_call_insert (call, customer, error);
}

/* The same phone in another file is told, not forbidden: families share phones (rules.md 2.7). */
static gboolean
tell_duplicates (YbCall *call, YbCustomer *customer, GError **error)
{
  g_autoptr (GArray) ids = _yb_customer_duplicates (call, customer->phone, error);
  JsonArray *array;

  if (ids == NULL)
    return FALSE;

  array = json_array_new ();
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) != customer->parent_instance.id)
      json_array_add_int_element (array, g_array_index (ids, gint64, i));
  if (json_array_get_length (array) > 0)
    json_object_set_array_member (yb_call_get_answer (call), "duplicates", array);
  else
    json_array_unref (array);

  return TRUE;
}

static gboolean
create (YbCall *call, GError **error)
{
  g_autoptr (YbCustomer) customer = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));

  yb_call_take_all (call, customer);
  if (!_yb_customer_make (call, customer, error))
    return FALSE;

  yb_call_answer_id (call, customer->parent_instance.id);
  return tell_duplicates (call, customer, error);
}

static YbCustomer *
get_customer (YbCall *call, GError **error)
{
  g_autoptr (YbCustomer) customer = NULL;

  customer = yb_call_get_row (call, &yb_customer_row_type, yb_call_number (call, "customer"), error);
  if (customer == NULL || !yb_call_may_change_customer (call, customer, error))
    return NULL;

  return g_steal_pointer (&customer);
}

static gboolean
update (YbCall *call, GError **error)
{
  g_autoptr (YbCustomer) customer = get_customer (call, error);

  if (customer == NULL)
    return FALSE;

  yb_call_take_all (call, customer);
  if (!check_facts (customer, error))
    return FALSE;

  _yb_customer_fill (customer);
  return yb_call_save (call, customer, error) && tell_duplicates (call, customer, error);
}

static gboolean
read_last_decision (YbCall *call, gint64 customer, YbConsentPurpose purpose, int *state, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_CONSENT_LAST);

  *state = YB_DECISION_NONE;
  yb_statement_bind_number (statement, 1, customer);
  yb_statement_bind_text (statement, 2, yb_enum_code (&yb_consent_purpose_enum, purpose));
  if (yb_statement_step (statement, &local_error))
    *state = yb_enum_from_code (&yb_consent_state_enum, yb_statement_text (statement, 0));
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* flows.md 3.16: given or refused; what was given can be withdrawn; a new decision is a new row. */
static gboolean
consent (YbCall *call, GError **error)
{
  g_autoptr (YbCustomer) customer = get_customer (call, error);
  g_autoptr (YbConsent) row = NULL;
  int last;

  if (customer == NULL)
    return FALSE;

  row = YB_CONSENT (yb_row_new (&yb_consent_row_type));
  row->customer = customer->parent_instance.id;
  row->purpose = yb_call_number (call, "purpose");
  if (row->purpose == YB_CONSENT_NONE)
    row->purpose = YB_CONSENT_PRIVACY_NOTICE;
  row->channel = yb_call_number (call, "channel");
  row->decided_at = yb_call_get_now (call);
  if (!read_last_decision (call, row->customer, row->purpose, &last, error))
    return FALSE;

  if (yb_call_number (call, "given"))
    row->state = YB_DECISION_GIVEN;
  else
    row->state = last == YB_DECISION_GIVEN ? YB_DECISION_WITHDRAWN : YB_DECISION_REFUSED;
  if (!yb_call_insert (call, row, error))
    return FALSE;

  if (row->purpose == YB_CONSENT_PRIVACY_NOTICE)
    customer->privacy_notice = row->state;
  if (!yb_call_save (call, customer, error))
    return FALSE;

  json_object_set_int_member (yb_call_get_answer (call), "consent", row->parent_instance.id);
  return TRUE;
}

/* ---- cars ---- */

static void
fill_vehicle (YbVehicle *vehicle)
{
  g_autofree char *plate = yb_plate_normalise (vehicle->plate);
  g_autofree char *vin = yb_vin_normalise (vehicle->vin);

  yb_call_set_text (vehicle, "plate", plate);
  yb_call_set_text (vehicle, "vin", vin);
}

static gboolean
check_vehicle (YbVehicle *vehicle, GError **error)
{
  if (*vehicle->plate == '\0' && *vehicle->vin == '\0' && *vehicle->model == '\0')
    return yb_call_invalid (error, "plate", _ ("give the plate, the VIN or the model"));

  return TRUE;
}

static gboolean
create_vehicle (YbCall *call, GError **error)
{
  g_autoptr (YbCustomer) customer = get_customer (call, error);
  g_autoptr (YbVehicle) vehicle = NULL;

  if (customer == NULL)
    return FALSE;

  vehicle = YB_VEHICLE (yb_row_new (&yb_vehicle_row_type));
  yb_call_take_all (call, vehicle);
  fill_vehicle (vehicle);
  if (!check_vehicle (vehicle, error) || !yb_call_insert (call, vehicle, error))
    return FALSE;

  yb_call_answer_id (call, vehicle->parent_instance.id);
  return TRUE;
}

static gboolean
update_vehicle (YbCall *call, GError **error)
{
  g_autoptr (YbVehicle) vehicle = NULL;
  g_autoptr (YbCustomer) customer = NULL;

  vehicle = yb_call_get_row (call, &yb_vehicle_row_type, yb_call_number (call, "vehicle"), error);
  if (vehicle == NULL)
    return FALSE;
  if (vehicle->customer != 0)
    {
      customer = yb_call_get_row (call, &yb_customer_row_type, vehicle->customer, error);
      if (customer == NULL || !yb_call_may_change_customer (call, customer, error))
        return FALSE;
    }

  yb_call_take_all (call, vehicle);
  fill_vehicle (vehicle);
  return check_vehicle (vehicle, error) && yb_call_save (call, vehicle, error);
}

#define CUSTOMER_ARGUMENT(FLAGS)                                                                             \
  YB_ARGUMENT ("customer", REFERENCE, N_ ("Customer"), .flags = FLAGS, .refers = "customer")

#define CUSTOMER_FACTS(NAME_FLAGS)                                                                           \
  YB_ARGUMENT ("name", TEXT, N_ ("Name"), .flags = NAME_FLAGS),                                              \
      YB_ARGUMENT ("phone", SECRET, N_ ("Phone"), .check = _yb_check_phone),                                 \
      YB_ARGUMENT ("wechat", SECRET, N_ ("WeChat")),                                                         \
      YB_ARGUMENT ("phone2", SECRET, N_ ("Second phone"), .check = _yb_check_phone),                         \
      YB_ARGUMENT ("company", TEXT, N_ ("Company")), YB_ARGUMENT ("email", SECRET, N_ ("E-mail")),           \
      YB_ARGUMENT ("sex", ENUM, N_ ("Sex"), .enumeration = &yb_sex_enum),                                    \
      YB_ARGUMENT ("birthday", DATE, N_ ("Birthday"), .flags = YB_FIELD_PERSONAL),                           \
      YB_ARGUMENT ("id_number", SECRET, N_ ("Identity number"), .check = _yb_check_id_number),               \
      YB_ARGUMENT ("address", SECRET, N_ ("Address")),                                                       \
      YB_ARGUMENT ("source", ENUM, N_ ("Source"), .enumeration = &yb_source_enum),                           \
      YB_ARGUMENT ("external_id", TEXT, N_ ("External number")),                                             \
      YB_ARGUMENT ("note", TEXT, N_ ("Note"), .flags = YB_FIELD_MULTILINE)

static const YbField create_arguments[] = {
    CUSTOMER_FACTS (YB_FIELD_REQUIRED),
};

static const YbField update_arguments[] = {
    CUSTOMER_ARGUMENT (YB_FIELD_REQUIRED),
    CUSTOMER_FACTS (YB_FIELD_NO_FLAGS),
};

static const YbField consent_arguments[] = {
    CUSTOMER_ARGUMENT (YB_FIELD_REQUIRED),
    YB_ARGUMENT ("purpose", ENUM, N_ ("Purpose"), .enumeration = &yb_consent_purpose_enum),
    YB_ARGUMENT ("channel", ENUM, N_ ("Channel"), .enumeration = &yb_channel_enum),
    YB_ARGUMENT ("given", FLAG, N_ ("The customer agrees"), .flags = YB_FIELD_REQUIRED),
};

static const YbField create_vehicle_arguments[] = {
    CUSTOMER_ARGUMENT (YB_FIELD_REQUIRED),
    YB_ARGUMENT ("plate", TEXT, N_ ("Plate")),
    YB_ARGUMENT ("vin", TEXT, N_ ("VIN")),
    YB_ARGUMENT ("model", TEXT, N_ ("Model")),
};

static const YbField update_vehicle_arguments[] = {
    YB_ARGUMENT ("vehicle", REFERENCE, N_ ("Car"), .flags = YB_FIELD_REQUIRED, .refers = "vehicle"),
    YB_ARGUMENT ("plate", TEXT, N_ ("Plate")),
    YB_ARGUMENT ("vin", TEXT, N_ ("VIN")),
    YB_ARGUMENT ("model", TEXT, N_ ("Model")),
};

#define CUSTOMER_VERB(NAME, LABEL, ARGUMENTS, RIGHT, RUN)                                                    \
  {                                                                                                          \
    .name = NAME, .label = LABEL, YB_VERB_ARGUMENTS (ARGUMENTS), .right = RIGHT, .flags = YB_VERB_UNDOABLE,  \
    .run = RUN                                                                                               \
  }

static const YbVerb verbs[] = {
    CUSTOMER_VERB ("customer.create", N_ ("Enter customer"), create_arguments, "customer.write", create),
    CUSTOMER_VERB ("customer.update", N_ ("Change customer"), update_arguments, "customer.write", update),
    CUSTOMER_VERB ("customer.consent", N_ ("Record consent"), consent_arguments, "customer.consent", consent),
    CUSTOMER_VERB (
        "vehicle.create", N_ ("Enter car"), create_vehicle_arguments, "customer.write", create_vehicle),
    CUSTOMER_VERB (
        "vehicle.update", N_ ("Change car"), update_vehicle_arguments, "customer.write", update_vehicle),
};

const YbVerbTable _yb_customer_verbs = YB_VERB_TABLE (verbs);
