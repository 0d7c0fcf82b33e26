/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-ctl.h"
#include "yb-verb.h"

/* What a script writes for an argument of that kind. */
static const char *
kind_name (const YbField *argument)
{
  static const char *const names[] = {
      [YB_FIELD_TEXT] = "text",
      [YB_FIELD_SECRET] = "text",
      [YB_FIELD_MONEY] = "money",
      [YB_FIELD_INTEGER] = "integer",
      [YB_FIELD_BASIS_POINTS] = "percent",
      [YB_FIELD_TIME] = "time",
      [YB_FIELD_DATE] = "date",
      [YB_FIELD_ENUM] = "code",
      [YB_FIELD_FLAG] = "flag",
      [YB_FIELD_REFERENCE] = "reference",
      [YB_FIELD_LIST] = "list",
  };

  return names[argument->kind];
}

static JsonObject *
describe_argument (const YbField *argument)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "name", argument->name);
  json_object_set_string_member (object, "label", yb_field_label (argument));
  json_object_set_string_member (object, "type", kind_name (argument));
  json_object_set_boolean_member (object, "required", (argument->flags & YB_FIELD_REQUIRED) != 0);
  if (argument->refers != NULL)
    json_object_set_string_member (object, "refers", argument->refers);
  if (argument->enumeration != NULL)
    {
      JsonArray *values = json_array_new ();

      for (guint i = 0; i < argument->enumeration->n_values; i++)
        json_array_add_string_element (values, argument->enumeration->values[i].code);
      json_object_set_array_member (object, "values", values);
    }
  return object;
}

static JsonObject *
describe_verb (const YbVerb *verb)
{
  JsonObject *object = json_object_new ();
  JsonArray *arguments = json_array_new ();

  for (guint i = 0; i < verb->n_arguments; i++)
    json_array_add_object_element (arguments, describe_argument (&verb->arguments[i]));
  json_object_set_string_member (object, "verb", verb->name);
  json_object_set_string_member (object, "label", yb_verb_label (verb));
  json_object_set_string_member (object, "right", verb->right != NULL ? verb->right : "");
  json_object_set_boolean_member (object, "undoable", (verb->flags & YB_VERB_UNDOABLE) != 0);
  json_object_set_array_member (object, "arguments", arguments);
  return object;
}

static void
print_verb (const YbVerb *verb)
{
  g_print ("%-24s %s (%s)\n", verb->name, yb_verb_label (verb), verb->right != NULL ? verb->right : "–");
  for (guint i = 0; i < verb->n_arguments; i++)
    {
      const YbField *argument = &verb->arguments[i];
      g_autofree char *codes = argument->enumeration != NULL ? yb_enum_list_codes (argument->enumeration)
                                                             : NULL;

      g_print ("    %s%-22s %-10s %s%s%s\n", argument->flags & YB_FIELD_REQUIRED ? "*" : " ", argument->name,
               kind_name (argument), yb_field_label (argument), codes != NULL ? ": " : "",
               codes != NULL ? codes : "");
    }
}

/**
 * yb_ctl_verbs:
 * @ctl: the call
 *
 * Shows every verb with its arguments, their types and the right it needs (contract.md, verbs). Needs no
 * file.
 *
 * Returns: the exit code
 */
int
yb_ctl_verbs (YbCtl *ctl)
{
  g_autoptr (GPtrArray) verbs = NULL;
  g_autoptr (JsonArray) array = NULL;
  int code = yb_ctl_parse (ctl, NULL, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;

  verbs = yb_verbs_list ();
  if (!ctl->json)
    {
      for (guint i = 0; i < verbs->len; i++)
        print_verb (verbs->pdata[i]);
      return YB_CTL_DONE;
    }

  array = json_array_new ();
  for (guint i = 0; i < verbs->len; i++)
    json_array_add_object_element (array, describe_verb (verbs->pdata[i]));
  yb_ctl_print_array (array);
  return YB_CTL_DONE;
}
