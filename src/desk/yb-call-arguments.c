/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-call-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-house.h"

/* No text of a form is longer; security.md "Imports". */
#define MAX_TEXT_BYTES 65536

/* Members that are understood beside the arguments of the verb. */
#define REVISION_MEMBER "revision"
#define VERB_MEMBER "verb"

/* Instead of personal data in the audit trail. */
#define MASK "***"

static gboolean
refuse (const YbField *field, const char *message, GError **error)
{
  return _yb_desk_error_set_invalid (error, field->name, message);
}

/* An array of texts is taken for the words of one ("roles":["sc","sm"]). */
static char *
join_texts (JsonArray *array)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return NULL;
      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", json_node_get_string (node));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Yes and no are no texts, amounts or days: a script that mixes them up is told, not guessed at. */
static gboolean
has_fitting_type (const YbField *field, JsonNode *node)
{
  return !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN ||
         field->kind == YB_FIELD_FLAG;
}

static char *
node_to_text (JsonNode *node)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (JSON_NODE_HOLDS_ARRAY (node))
    return join_texts (json_node_get_array (node));
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;

  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return json_node_dup_string (node);
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "1" : "0");
    case G_TYPE_DOUBLE:
      /* 15 digits are what a double holds: 1234.1 stays 1234.1. */
      return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", json_node_get_double (node)));
    default:
      return NULL;
    }
}

static gint64
find_by_code (YbCall *self, const YbField *field, const char *code, GError **error)
{
  if (g_strcmp0 (field->refers, "staff") == 0 && field->code_field != NULL)
    return yb_connection_find (self->connection, YB_SQL_DESK_STAFF_BY_CODE, code, error);

  return 0;
}

/* A reference is an id or, where the other record has a code, its code. Codes win: they may be digits. */
static gboolean
read_reference (YbCall *self, const YbField *field, JsonNode *node, YbCallArgument *argument, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = node_to_text (node);

  if (text == NULL)
    return refuse (field, _ ("a number is expected"), error);
  if (*text == '\0')
    return TRUE;

  if (json_node_get_value_type (node) == G_TYPE_STRING)
    argument->number = find_by_code (self, field, text, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (argument->number == 0 && !g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &argument->number, NULL))
    {
      if (field->code_field == NULL)
        return refuse (field, _ ("a number is expected"), error);

      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_NOT_FOUND,
                   /* Translators: argument, code */
                   _ ("%s: there is nobody with the code “%s”."), yb_field_label (field), text);
      return FALSE;
    }

  return TRUE;
}

static gboolean
read_list (const YbField *field, JsonNode *node, YbCallArgument *argument, GError **error)
{
  JsonArray *array;

  if (JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse (field, _ ("a list of objects is expected"), error);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
      return refuse (field, _ ("a list of objects is expected"), error);

  argument->list = json_array_ref (array);
  return TRUE;
}

static gboolean
is_password (YbCall *self, const YbField *field)
{
  return (self->verb->flags & YB_VERB_KEEPS_QUIET) && field->kind == YB_FIELD_SECRET;
}

/* The field says "Label: why"; the label is said by whoever shows the error. */
static const char *
without_label (const YbField *field, const char *message)
{
  const char *label = yb_field_label (field);

  return g_str_has_prefix (message, label) && g_str_has_prefix (message + strlen (label), ": ")
             ? message + strlen (label) + 2
             : message;
}

static gboolean
read_value (YbCall *self, const YbField *field, JsonNode *node, YbCallArgument *argument, GError **error)
{
  g_autofree char *text = has_fitting_type (field, node) ? node_to_text (node) : NULL;
  g_autoptr (GError) local_error = NULL;

  if (text == NULL)
    return refuse (field, _ ("a text, a number, true or false is expected"), error);
  if (strlen (text) > MAX_TEXT_BYTES)
    return refuse (field, _ ("the text is too long"), error);
  if (is_password (self, field))
    {
      /* Every blank counts, as when signing in. */
      argument->text = g_steal_pointer (&text);
      return TRUE;
    }
  if (!yb_field_parse (field, text, &argument->number, &argument->text, &local_error))
    return refuse (field, without_label (field, local_error->message), error);
  /* A refund is a kind of payment, not a payment below zero. */
  if (field->kind == YB_FIELD_MONEY && argument->number != YB_NO_VALUE && argument->number < 0)
    return refuse (field, _ ("an amount below zero makes no sense"), error);

  return TRUE;
}

static gboolean
is_stated (const YbField *field, const YbCallArgument *argument)
{
  if (!argument->given)
    return FALSE;
  if (field->kind == YB_FIELD_LIST)
    return argument->list != NULL;
  if (yb_field_is_text (field))
    return argument->text != NULL && *argument->text != '\0';

  return field->kind == YB_FIELD_FLAG || argument->number != yb_field_no_value (field);
}

static gboolean
read_argument (YbCall *self, const YbField *field, YbCallArgument *argument, GError **error)
{
  JsonNode *node = json_object_get_member (self->object, field->name);

  if (!yb_field_is_text (field))
    argument->number = yb_field_no_value (field);
  if (node != NULL)
    {
      gboolean ok;

      argument->given = TRUE;
      if (field->kind == YB_FIELD_REFERENCE)
        ok = read_reference (self, field, node, argument, error);
      else if (field->kind == YB_FIELD_LIST)
        ok = read_list (field, node, argument, error);
      else
        ok = read_value (self, field, node, argument, error);
      if (!ok)
        return FALSE;
    }

  if ((field->flags & YB_FIELD_REQUIRED) && !is_stated (field, argument))
    return refuse (field, _ ("it is missing"), error);

  return TRUE;
}

static gboolean
check_members (YbCall *self, GError **error)
{
  g_autoptr (GList) members = json_object_get_members (self->object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *name = l->data;
      gboolean known = g_str_equal (name, REVISION_MEMBER) || g_str_equal (name, VERB_MEMBER);

      for (guint i = 0; i < self->verb->n_arguments && !known; i++)
        known = g_str_equal (name, self->verb->arguments[i].name);
      if (!known)
        {
          g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID,
                       /* Translators: verb, argument */
                       _ ("%s has no argument “%s”."), self->verb->name, name);
          return FALSE;
        }
    }

  return TRUE;
}

/**
 * _yb_call_read_arguments:
 * @self: a new call
 * @error: YB_DESK_ERROR_INVALID, with the name of the argument
 *
 * Reads the JSON object by the table of the verb.
 *
 * Returns: whether all of them can be understood
 */
gboolean
_yb_call_read_arguments (YbCall *self, GError **error)
{
  if (!check_members (self, error))
    return FALSE;

  for (guint i = 0; i < self->verb->n_arguments; i++)
    if (!read_argument (self, &self->verb->arguments[i], &self->arguments[i], error))
      return FALSE;

  return TRUE;
}

/* The record a verb works on is its first reference. */
static const YbField *
record_argument (YbCall *self, gint64 *id)
{
  for (guint i = 0; i < self->verb->n_arguments; i++)
    if (self->verb->arguments[i].kind == YB_FIELD_REFERENCE)
      {
        *id = self->arguments[i].number;
        return &self->verb->arguments[i];
      }

  return NULL;
}

/**
 * _yb_call_check_revision:
 * @self: a call whose arguments were read
 * @error: YB_DESK_ERROR_STALE
 *
 * Compares the member "revision", if it is given, with the record that the verb works on (flows.md, rule e).
 *
 * Returns: whether nobody changed the record since the caller read it
 */
gboolean
_yb_call_check_revision (YbCall *self, GError **error)
{
  JsonNode *node = json_object_get_member (self->object, REVISION_MEMBER);
  const YbField *field;
  const YbRowType *type;
  g_autoptr (YbRow) row = NULL;
  gint64 id = 0;

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  field = record_argument (self, &id);
  type = field != NULL && field->refers != NULL ? yb_row_type_by_kind (field->refers) : NULL;
  if (type == NULL || id == 0 || json_node_get_value_type (node) != G_TYPE_INT64)
    return yb_call_invalid (error, REVISION_MEMBER,
                            _ ("a whole number is expected, beside the record it belongs to"));

  row = yb_call_get_row (self, type, id, error);
  if (row == NULL)
    return FALSE;
  if (row->revision != json_node_get_int (node))
    {
      g_set_error_literal (
          error, YB_DESK_ERROR, YB_DESK_ERROR_STALE,
          _ ("Somebody else has changed this record since you opened it. Look at it again."));
      return FALSE;
    }

  return TRUE;
}

/* References are written as ids, however the caller wrote them ("12" for 12): undo looks for its records there. */
static JsonNode *
audit_node (YbCall *self, const YbField *field)
{
  const YbCallArgument *argument = &self->arguments[field - self->verb->arguments];

  if (field->kind == YB_FIELD_REFERENCE && field->code_field == NULL)
    {
      gint64 id = argument->number;

      return id != 0 ? json_node_init_int (json_node_alloc (), id) : json_node_new (JSON_NODE_NULL);
    }

  /* That it was stated; what was stored stands sealed among the changes. */
  if (yb_field_is_personal (field))
    return json_node_init_string (json_node_alloc (), is_stated (field, argument) ? MASK : "");

  return json_node_copy (json_object_get_member (self->object, field->name));
}

/**
 * _yb_call_dup_audit_arguments:
 * @self: a call whose arguments were read
 *
 * Returns: (transfer full): the arguments for the audit row, without what a quiet verb keeps for itself
 */
char *
_yb_call_dup_audit_arguments (YbCall *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) copy = json_object_new ();

  for (guint i = 0; i < self->verb->n_arguments; i++)
    {
      const YbField *field = &self->verb->arguments[i];

      if (self->arguments[i].given && !is_password (self, field))
        json_object_set_member (copy, field->name, audit_node (self, field));
    }
  if (json_object_has_member (self->object, REVISION_MEMBER))
    json_object_set_member (copy, REVISION_MEMBER,
                            json_node_copy (json_object_get_member (self->object, REVISION_MEMBER)));

  json_node_set_object (node, copy);
  return json_to_string (node, FALSE);
}
