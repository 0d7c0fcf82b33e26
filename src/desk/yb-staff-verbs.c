/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-credential.h"
#include "yb-verbs-private.h"

#define ADMINISTRATOR "ad"

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* In alphabetical order, each once, separated by " ". */
static char *
read_roles (const char *text, GError **error)
{
  g_auto (GStrv) words = g_strsplit_set (text, " ,;", -1);
  g_autoptr (GPtrArray) roles = g_ptr_array_new ();

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0' || g_ptr_array_find_with_equal_func (roles, words[i], g_str_equal, NULL))
        continue;
      if (yb_role_label (words[i]) == NULL)
        {
          g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("roles: there is no role “%s”."),
                       words[i]);
          return NULL;
        }
      g_ptr_array_add (roles, words[i]);
    }

  g_ptr_array_sort (roles, compare_texts);
  g_ptr_array_add (roles, NULL);
  return g_strjoinv (" ", (char **) roles->pdata);
}

static gboolean
set_roles (YbCall *call, YbStaff *staff, GError **error)
{
  g_autofree char *roles = read_roles (yb_call_text (call, "roles"), error);

  if (roles == NULL)
    return FALSE;

  yb_call_set_text (staff, "roles", roles);
  return TRUE;
}

/* While the house is set up one person makes all accounts. Once somebody confirms what that person asks for, nobody may
 * choose a password that works for the other. */
static gboolean
check_lasting (YbCall *call, GError **error)
{
  gboolean found;

  if (!_yb_call_others_have (call, YB_SQL_DESK_OTHERS_WITH_RIGHT_EVER, "right.confirm", &found, error))
    return FALSE;

  return !found ||
         yb_call_invalid (error, "temporary",
                          _ ("the person has to choose a password of their own at the first sign-in"));
}

static gboolean
set_password (YbCall *call, YbStaff *staff, const char *password, GError **error)
{
  g_autofree char *hash = NULL;
  gboolean is_own = YB_ROW (staff)->id != 0 && YB_ROW (staff)->id == yb_call_get_actor_id (call);

  gboolean is_temporary = !is_own && (!yb_call_has (call, "temporary") || yb_call_number (call, "temporary"));
  const char *fault = is_temporary ? NULL : yb_password_fault (password, staff->code);

  if (g_utf8_strlen (password, -1) < YB_PASSWORD_SET_LEAST)
    fault = _ ("at least four characters are needed");
  if (fault != NULL)
    return yb_call_invalid (error, "password", fault);
  if (!is_own && !is_temporary && !check_lasting (call, error))
    return FALSE;

  hash = yb_password_hash (password);
  if (hash == NULL)
    return yb_call_refuse (error,
                           _ ("There is not enough memory for it. Close other programs, then try again."));

  yb_call_set_text (staff, "password", hash);
  /* Whoever sets it knows it: the person chooses another one when signing in. The PIN was for the person's own. */
  staff->must_change = is_temporary;
  if (!is_own)
    yb_call_set_text (staff, "pin", "");
  return TRUE;
}

/* The stored person gets a copy of the keys that the password opens. */
static gboolean
give_key (YbCall *call, YbStaff *staff, const char *password, GError **error)
{
  g_autoptr (YbPassKey) pass = yb_pass_key_new (password, NULL);

  if (pass == NULL)
    return yb_call_refuse (error,
                           _ ("There is not enough memory for it. Close other programs, then try again."));

  return yb_key_wrap_set (yb_call_get_transaction (call), YB_ROW (staff)->id, pass, error);
}

/* Who stands at an open desk is not yet its owner. */
static gboolean
check_password (YbStaff *staff, const char *argument, const char *password, GError **error)
{
  return yb_password_verify (staff->password, password) ||
         yb_call_invalid (error, argument, _ ("this is not your password"));
}

static gboolean
check_code (YbCall *call, const char *code, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  gint64 other;

  for (const char *p = code; *p != '\0'; p = g_utf8_next_char (p))
    if (!g_unichar_isgraph (g_utf8_get_char (p)))
      return yb_call_invalid (error, "code", _ ("a short word without spaces is expected"));

  other = yb_connection_find (yb_call_get_connection (call), YB_SQL_DESK_STAFF_BY_CODE, code, &local_error);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (other != 0)
    return yb_call_refuse (error, _ ("This code is in use already. Choose another one."));

  return TRUE;
}

static gboolean
create (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = YB_STAFF (yb_row_new (&yb_staff_row_type));

  if (!check_code (call, yb_call_text (call, "code"), error) || !set_roles (call, staff, error))
    return FALSE;

  yb_call_take (call, staff, "code", "code");
  if (yb_call_has (call, "password") && !set_password (call, staff, yb_call_text (call, "password"), error))
    return FALSE;

  yb_call_take (call, staff, "name", "name");
  yb_call_take (call, staff, "external_id", "external_id");
  yb_call_take (call, staff, "team", "team");
  staff->active = 1;
  if (!yb_call_insert (call, staff, error))
    return FALSE;
  if (*staff->password != '\0' && !give_key (call, staff, yb_call_text (call, "password"), error))
    return FALSE;

  yb_call_answer_id (call, staff->parent_instance.id);
  return TRUE;
}

static YbStaff *
get_staff (YbCall *call, GError **error)
{
  return yb_call_get_row (call, &yb_staff_row_type, yb_call_number (call, "staff"), error);
}

/* Somebody must be able to let people in. */
static gboolean
check_administrators (YbCall *call, GError **error)
{
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_STAFF_ACTIVE);
  g_autoptr (GError) local_error = NULL;
  gboolean found = FALSE;

  while (!found && yb_statement_step (statement, &local_error))
    {
      g_auto (GStrv) roles = g_strsplit (yb_statement_text (statement, 1), " ", -1);

      found = g_strv_contains ((const char *const *) roles, ADMINISTRATOR);
    }
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!found)
    return yb_call_refuse (error,
                           _ ("This is the last administrator. Make somebody else administrator first."));

  return yb_rights_can_be_kept (yb_call_get_connection (call), error);
}

/* Nobody widens what they may themselves, unless there is nobody else who could. */
static gboolean
check_own_roles (YbCall *call, YbStaff *staff, GError **error)
{
  g_auto (GStrv) held = g_strsplit (staff->roles, " ", -1);
  g_autofree char *text = read_roles (yb_call_text (call, "roles"), error);
  g_auto (GStrv) wanted = text != NULL ? g_strsplit (text, " ", -1) : NULL;
  gboolean more = FALSE, found;

  if (wanted == NULL)
    return FALSE;
  for (guint i = 0; wanted[i] != NULL; i++)
    more = more || !g_strv_contains ((const char *const *) held, wanted[i]);
  if (!more || YB_ROW (staff)->id != yb_call_get_actor_id (call))
    return TRUE;

  if (!_yb_call_others_have (call, YB_SQL_DESK_OTHERS_WITH_RIGHT, "staff.manage", &found, error))
    return FALSE;
  return !found ||
         yb_call_refuse (error, _ ("Nobody gives themselves another role. Somebody else has to do it."));
}

static gboolean
change_roles (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = get_staff (call, error);

  return staff != NULL && check_own_roles (call, staff, error) && set_roles (call, staff, error) &&
         yb_call_save (call, staff, error) && check_administrators (call, error);
}

/* Which records are "of the team" follows from it. */
static gboolean
set_team (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = get_staff (call, error);

  if (staff == NULL)
    return FALSE;

  yb_call_set_text (staff, "team", yb_call_text (call, "team"));
  return yb_call_save (call, staff, error);
}

/* Whoever came with a password that somebody gave changes that one, and no other. */
static gboolean
must_be_themselves (YbCall *call, GError **error)
{
  YbStaff *actor = yb_call_get_actor (call);

  if (actor == NULL || !actor->must_change)
    return TRUE;

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                       _ ("Choose a password of your own first."));
  return FALSE;
}

/* Everybody may change their own password. */
static gboolean
change_password (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = NULL;
  gint64 id = yb_call_number (call, "staff") != 0 ? yb_call_number (call, "staff")
                                                  : yb_call_get_actor_id (call);

  gboolean is_own = id == yb_call_get_actor_id (call);

  if (!is_own && (!must_be_themselves (call, error) || !yb_call_require (call, "staff.manage", error)))
    return FALSE;

  staff = yb_call_get_row (call, &yb_staff_row_type, id, error);
  if (staff == NULL)
    return FALSE;
  if (is_own && (yb_call_has (call, "current") || (!staff->must_change && !_yb_call_is_proven (call))) &&
      !check_password (staff, "current", yb_call_text (call, "current"), error))
    return FALSE;
  if (is_own && yb_password_verify (staff->password, yb_call_text (call, "password")))
    return yb_call_invalid (error, "password", _ ("this is the password of before"));

  if (!set_password (call, staff, yb_call_text (call, "password"), error) ||
      !yb_call_save (call, staff, error))
    return FALSE;

  /* An account that is closed gets its key when it is open again and the person signs in. */
  return !staff->active || give_key (call, staff, yb_call_text (call, "password"), error);
}

/* Only ever the own one, and only who knows the password. */
static gboolean
set_pin (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = yb_call_get_row (call, &yb_staff_row_type, yb_call_get_actor_id (call), error);
  const char *pin = yb_call_text (call, "pin");
  const char *fault = *pin != '\0' ? yb_pin_fault (pin) : NULL;
  g_autofree char *hash = NULL;

  if (staff == NULL || !check_password (staff, "password", yb_call_text (call, "password"), error))
    return FALSE;
  if (fault != NULL)
    return yb_call_invalid (error, "pin", fault);

  hash = *pin != '\0' ? yb_password_hash (pin) : g_strdup ("");
  if (hash == NULL)
    return yb_call_refuse (error,
                           _ ("There is not enough memory for it. Close other programs, then try again."));

  yb_call_set_text (staff, "pin", hash);
  return yb_call_save (call, staff, error);
}

static gboolean
deactivate (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = get_staff (call, error);

  if (staff == NULL)
    return FALSE;
  if (staff->parent_instance.id == yb_call_get_actor_id (call))
    return yb_call_refuse (error, _ ("Nobody can close their own account."));
  if (!staff->active)
    return yb_call_refuse (error, _ ("This account is closed already."));

  staff->active = 0;
  yb_call_set_text (staff, "pin", "");
  return yb_call_save (call, staff, error) &&
         yb_key_wrap_drop (yb_call_get_transaction (call), YB_ROW (staff)->id, error) &&
         check_administrators (call, error);
}

/* Comes back with the roles and the password of before; the key is given again when the person signs in. */
static gboolean
activate (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = get_staff (call, error);

  if (staff == NULL)
    return FALSE;
  if (staff->active)
    return yb_call_refuse (error, _ ("This account is open already."));

  staff->active = 1;
  return yb_call_save (call, staff, error);
}

#define STAFF_ARGUMENT(FLAGS)                                                                                \
  YB_ARGUMENT ("staff", REFERENCE, N_ ("Staff"), .flags = FLAGS, .refers = "staff", .code_field = "code")

/* Not asked in the window: there it always has to be changed. Scripts that make many accounts say it. */
#define TEMPORARY_ARGUMENT YB_ARGUMENT ("temporary", FLAG, N_ ("To be changed at the first sign-in"))

static const YbField create_arguments[] = {
    YB_ARGUMENT ("name", TEXT, N_ ("Name"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("code", TEXT, N_ ("Code"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("roles", TEXT, N_ ("Roles")),
    YB_ARGUMENT ("password", SECRET, N_ ("Password"), .flags = YB_FIELD_CONCEALED),
    YB_ARGUMENT ("external_id", TEXT, N_ ("External number")),
    TEMPORARY_ARGUMENT,
    YB_ARGUMENT ("team", TEXT, N_ ("Team")),
};

static const YbField set_team_arguments[] = {
    STAFF_ARGUMENT (YB_FIELD_REQUIRED),
    YB_ARGUMENT ("team", TEXT, N_ ("Team")),
};

static const YbField set_roles_arguments[] = {
    STAFF_ARGUMENT (YB_FIELD_REQUIRED),
    YB_ARGUMENT ("roles", TEXT, N_ ("Roles")),
};

static const YbField set_password_arguments[] = {
    STAFF_ARGUMENT (YB_FIELD_NO_FLAGS),
    YB_ARGUMENT ("current", SECRET, N_ ("Password so far"), .flags = YB_FIELD_CONCEALED),
    YB_ARGUMENT ("password", SECRET, N_ ("New password"), .flags = YB_FIELD_REQUIRED | YB_FIELD_CONCEALED),
    TEMPORARY_ARGUMENT,
};

static const YbField set_pin_arguments[] = {
    YB_ARGUMENT ("password", SECRET, N_ ("Password"), .flags = YB_FIELD_REQUIRED | YB_FIELD_CONCEALED),
    YB_ARGUMENT ("pin", SECRET, N_ ("PIN (4 to 6 digits)"), .flags = YB_FIELD_CONCEALED),
};

static const YbField account_arguments[] = {
    STAFF_ARGUMENT (YB_FIELD_REQUIRED),
};

static const YbVerb verbs[] = {
    {.name = "staff.create",
     .label = N_ ("Enter staff member"),
     YB_VERB_ARGUMENTS (create_arguments),
     .right = "staff.manage",
     .flags = YB_VERB_KEEPS_QUIET,
     .run = create},
    {.name = "staff.set-roles",
     .label = N_ ("Change roles"),
     YB_VERB_ARGUMENTS (set_roles_arguments),
     .right = "staff.manage",
     .run = change_roles},
    {.name = "staff.set-team",
     .label = N_ ("Change team"),
     YB_VERB_ARGUMENTS (set_team_arguments),
     .right = "staff.manage",
     .run = set_team},
    {.name = "staff.set-password",
     .label = N_ ("Set password"),
     YB_VERB_ARGUMENTS (set_password_arguments),
     .flags = YB_VERB_KEEPS_QUIET,
     .run = change_password},
    {.name = "staff.set-pin",
     .label = N_ ("Set PIN"),
     YB_VERB_ARGUMENTS (set_pin_arguments),
     .flags = YB_VERB_KEEPS_QUIET,
     .run = set_pin},
    {.name = "staff.deactivate",
     .label = N_ ("Close account"),
     YB_VERB_ARGUMENTS (account_arguments),
     .right = "staff.manage",
     .flags = YB_VERB_DECISION,
     .run = deactivate},
    {.name = "staff.activate",
     .label = N_ ("Open account again"),
     YB_VERB_ARGUMENTS (account_arguments),
     .right = "staff.manage",
     .flags = YB_VERB_DECISION,
     .run = activate},
};

const YbVerbTable _yb_staff_verbs = YB_VERB_TABLE (verbs);
