/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-rights.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-defaults.h"

#define RIGHTS_RESOURCE "/cn/yingbin/rules/rights.ini"

static const YbRight rights[] = {
    {"customer.read", N_ ("See customers")},
    {"customer.write", N_ ("Change customers")},
    {"customer.consent", N_ ("Record consent")},
    {"personal.see", N_ ("See phone numbers and other personal data")},
    {"deal.read", N_ ("See deals")},
    {"deal.create", N_ ("Open deals")},
    {"deal.work", N_ ("Work on deals")},
    {"deal.assign", N_ ("Give deals to a consultant")},
    {"deal.reassign", N_ ("Change the consultant of a deal")},
    {"deal.payment", N_ ("Record payments")},
    {"deal.refund", N_ ("Pay money back")},
    {"deal.confirm-loss", N_ ("Decide about losses")},
    {"deal.return-delivery", N_ ("Move a deal back from delivery")},
    {"deal.cancel-contract", N_ ("Cancel contracts")},
    {"deal.clock", N_ ("Clocks of the program")},
    {"figure.read", N_ ("See the figures")},
    {"export", N_ ("Export lists")},
    {"import.run", N_ ("Import files")},
    {"staff.read", N_ ("See the staff")},
    {"staff.manage", N_ ("Manage staff, roles and passwords")},
    {"rule.read", N_ ("See the rules of the house")},
    {"rule.set", N_ ("Change the rules of the house")},
};

/**
 * yb_rights:
 * @n_rights: (out): how many
 *
 * Returns: (transfer none): all rights that the program knows (security.md, permission matrix)
 */
const YbRight *
yb_rights (guint *n_rights)
{
  g_return_val_if_fail (n_rights != NULL, NULL);

  *n_rights = G_N_ELEMENTS (rights);
  return rights;
}

/**
 * yb_right_label:
 * @name: name of a right
 *
 * Returns: what it allows, in the language of the user; @name itself if there is no such right
 */
const char *
yb_right_label (const char *name)
{
  g_return_val_if_fail (name != NULL, "");

  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    if (g_str_equal (rights[i].name, name))
      return g_dgettext (GETTEXT_PACKAGE, rights[i].label);

  return name;
}

/**
 * yb_right_is_for_looking:
 * @name: name of a right
 *
 * Returns: whether it changes nothing: it holds for a file that may only be read, too
 */
gboolean
yb_right_is_for_looking (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_str_has_suffix (name, ".read") || g_str_equal (name, "personal.see") ||
         g_str_equal (name, "export");
}

/**
 * yb_rights_scope:
 * @connection: where to look
 * @roles: role codes, separated by " "
 * @right: name of a right
 * @error: trouble of the database
 *
 * Returns: the widest scope that one of the roles gives; %YB_SCOPE_NONE also on error
 */
YbScope
yb_rights_scope (YbConnection *connection, const char *roles, const char *right, GError **error)
{
  g_auto (GStrv) held = NULL;
  YbScope widest = YB_SCOPE_NONE;

  g_return_val_if_fail (connection != NULL && roles != NULL && right != NULL, YB_SCOPE_NONE);

  held = g_strsplit (roles, " ", -1);
  for (guint i = 0; held[i] != NULL && widest != YB_SCOPE_ALL; i++)
    {
      YbStatement *statement = yb_connection_query (connection, YB_SQL_DESK_SCOPE);
      g_autoptr (GError) local_error = NULL;

      yb_statement_bind_text (statement, 1, held[i]);
      yb_statement_bind_text (statement, 2, right);
      if (yb_statement_step (statement, &local_error))
        widest = g_str_equal (yb_statement_text (statement, 0), "all") ? YB_SCOPE_ALL : YB_SCOPE_OWN;
      yb_statement_reset (statement);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return YB_SCOPE_NONE;
        }
    }

  return widest;
}

static void
right_default_free (gpointer data)
{
  YbRightDefault *item = data;

  g_free (item->role);
  g_free (item->right);
  g_free (item->scope);
  g_free (item);
}

/**
 * yb_right_defaults:
 *
 * Returns: (transfer full) (element-type YbRightDefault): what data/rules/rights.ini gives to each role
 */
GPtrArray *
yb_right_defaults (void)
{
  g_autoptr (GKeyFile) file = _yb_defaults_load (RIGHTS_RESOURCE);
  g_auto (GStrv) roles = g_key_file_get_groups (file, NULL);
  GPtrArray *list = g_ptr_array_new_with_free_func (right_default_free);

  for (guint r = 0; roles[r] != NULL; r++)
    {
      g_auto (GStrv) names = g_key_file_get_keys (file, roles[r], NULL, NULL);

      for (guint i = 0; names != NULL && names[i] != NULL; i++)
        {
          YbRightDefault *item = g_new0 (YbRightDefault, 1);

          item->role = g_strdup (roles[r]);
          item->right = g_strdup (names[i]);
          item->scope = g_key_file_get_string (file, roles[r], names[i], NULL);
          g_ptr_array_add (list, item);
        }
    }

  return list;
}
