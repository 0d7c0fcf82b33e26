/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-verbs-private.h"

#define MIN_PASSWORD 4 /* characters */
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

static gboolean
set_password (YbStaff *staff, const char *password, GError **error)
{
  g_autofree char *hash = NULL;

  if (g_utf8_strlen (password, -1) < MIN_PASSWORD)
    return yb_call_invalid (error, "password", _ ("at least four characters are needed"));

  hash = yb_password_hash (password);
  yb_call_set_text (staff, "password", hash);
  return TRUE;
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
  if (yb_call_has (call, "password") && !set_password (staff, yb_call_text (call, "password"), error))
    return FALSE;

  yb_call_take (call, staff, "code", "code");
  yb_call_take (call, staff, "name", "name");
  yb_call_take (call, staff, "external_id", "external_id");
  staff->active = 1;
  if (!yb_call_insert (call, staff, error))
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

  return found || yb_call_refuse (
                      error, _ ("This is the last administrator. Make somebody else administrator first."));
}

static gboolean
change_roles (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = get_staff (call, error);

  return staff != NULL && set_roles (call, staff, error) && yb_call_save (call, staff, error) &&
         check_administrators (call, error);
}

/* Everybody may change their own password. */
static gboolean
change_password (YbCall *call, GError **error)
{
  g_autoptr (YbStaff) staff = NULL;
  gint64 id = yb_call_number (call, "staff") != 0 ? yb_call_number (call, "staff")
                                                  : yb_call_get_actor_id (call);

  if (id != yb_call_get_actor_id (call) && !yb_call_require (call, "staff.manage", error))
    return FALSE;

  staff = yb_call_get_row (call, &yb_staff_row_type, id, error);
  return staff != NULL && set_password (staff, yb_call_text (call, "password"), error) &&
         yb_call_save (call, staff, error);
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
  return yb_call_save (call, staff, error) && check_administrators (call, error);
}

/* Comes back with the roles and the password of before. */
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

static const YbField create_arguments[] = {
    YB_ARGUMENT ("name", TEXT, N_ ("Name"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("code", TEXT, N_ ("Code"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("roles", TEXT, N_ ("Roles")),
    YB_ARGUMENT ("password", SECRET, N_ ("Password")),
    YB_ARGUMENT ("external_id", TEXT, N_ ("External number")),
};

static const YbField set_roles_arguments[] = {
    STAFF_ARGUMENT (YB_FIELD_REQUIRED),
    YB_ARGUMENT ("roles", TEXT, N_ ("Roles")),
};

static const YbField set_password_arguments[] = {
    STAFF_ARGUMENT (YB_FIELD_NO_FLAGS),
    YB_ARGUMENT ("password", SECRET, N_ ("Password"), .flags = YB_FIELD_REQUIRED),
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
    {.name = "staff.set-password",
     .label = N_ ("Set password"),
     YB_VERB_ARGUMENTS (set_password_arguments),
     .flags = YB_VERB_KEEPS_QUIET,
     .run = change_password},
    {.name = "staff.deactivate",
     .label = N_ ("Close account"),
     YB_VERB_ARGUMENTS (account_arguments),
     .right = "staff.manage",
     .run = deactivate},
    {.name = "staff.activate",
     .label = N_ ("Open account again"),
     YB_VERB_ARGUMENTS (account_arguments),
     .right = "staff.manage",
     .run = activate},
};

const YbVerbTable _yb_staff_verbs = YB_VERB_TABLE (verbs);
