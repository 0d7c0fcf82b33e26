/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-rights.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-defaults.h"

#define RIGHTS_RESOURCE "/cn/yingbin/rules/rights.ini"

/* One right, two lines. */
/* clang-format off */
static const YbRight rights[] = {
  {"customer.read", N_ ("See customers"),
   N_ ("Lists and files of customers. Own ones are those one entered or has a deal with."),
   YB_RIGHT_SHOWS | YB_RIGHT_OPENS},
  {"customer.look-up", N_ ("Look up a customer by phone number"),
   N_ ("Finds out by a whole phone number whether a customer is here already."), YB_RIGHT_WHOLE},
  {"customer.write", N_ ("Change customers"),
   N_ ("Enter customers and their cars, and correct what is stored about them."), 0},
  {"customer.consent", N_ ("Record consent"),
   N_ ("Write down what a customer agrees to, refuses or withdraws."), 0},
  {"personal.reveal", N_ ("Reveal phone numbers and addresses"),
   N_ ("Shows a masked number for ten seconds. A reason is asked for, and every look is logged and counted."),
   YB_RIGHT_COUNTED},
  {"identity.reveal", N_ ("Reveal identity numbers"),
   N_ ("Shows the number of an identity card or licence for ten seconds, logged and counted."), YB_RIGHT_COUNTED},
  {"reveal.read", N_ ("See who looked at what"),
   N_ ("The list of revealed numbers and of exports. Own: what one looked at oneself."), 0},
  {"deal.read", N_ ("See deals"),
   N_ ("The board, its panel, the closed deals. Own ones are those one is responsible for, and for seven days those "
       "that were handed over."), YB_RIGHT_SHOWS | YB_RIGHT_OPENS},
  {"deal.create", N_ ("Open deals"),
   N_ ("Register a new deal, also for a new customer."), YB_RIGHT_WHOLE},
  {"deal.work", N_ ("Work on deals"),
   N_ ("Move deals, log contacts, offers and contracts. Only who has it can be responsible for a deal."), 0},
  {"deal.assign", N_ ("Give deals to a consultant"),
   N_ ("Choose who is responsible for a deal that nobody has yet."), 0},
  {"deal.reassign", N_ ("Change the consultant of a deal"),
   N_ ("Take a deal from one consultant and give it to another, with a reason."), 0},
  {"deal.payment", N_ ("Record payments"),
   N_ ("Write down money that was received for a deal."), 0},
  {"deal.refund", N_ ("Pay money back"),
   N_ ("Write down money that was paid back."), 0},
  {"payment.read", N_ ("See payments"),
   N_ ("The single payments of a deal."), YB_RIGHT_SHOWS},
  {"deal.confirm-loss", N_ ("Decide about losses"),
   N_ ("Confirm that a deal is lost, or send it back to its consultant."), 0},
  {"deal.return-delivery", N_ ("Move a deal back from delivery"),
   N_ ("When a delivery is refused or the car is exchanged."), 0},
  {"deal.cancel-contract", N_ ("Cancel contracts"),
   N_ ("Take back a contract that was effective."), 0},
  {"deal.clock", N_ ("Clocks of the program"),
   N_ ("What the program does by itself when its time has come."), YB_RIGHT_PROGRAM},
  {"figure.read", N_ ("See the figures"),
   N_ ("Key figures of the house. They need all deals: with several teams, a right for one team is not enough."),
   YB_RIGHT_SHOWS},
  {"export", N_ ("Export lists"),
   N_ ("Write lists into a file, personal data masked. Every export is logged."), YB_RIGHT_SHOWS | YB_RIGHT_COUNTED},
  {"export.personal", N_ ("Export personal data in full"),
   N_ ("Write whole phone numbers into a workbook, with a purpose and a second person who signs. At most 200 rows unless "
       "one may export without a limit."), YB_RIGHT_WHOLE | YB_RIGHT_COUNTED},
  {"export.approve", N_ ("Sign for an export of personal data"),
   N_ ("Be the second person who signs with a password of their own."), YB_RIGHT_WHOLE},
  {"export.uncapped", N_ ("Export personal data without a limit"),
   N_ ("More than 200 rows with whole phone numbers, as exporting or as signing person."), YB_RIGHT_WHOLE},
  {"import.run", N_ ("Import files"),
   N_ ("Take over customers and deals from a file, and take such an import back."), YB_RIGHT_WHOLE},
  {"right.read", N_ ("See the rights"),
   N_ ("Which role may do what, and who asked for changes."), YB_RIGHT_WHOLE},
  {"right.propose", N_ ("Ask for a change of rights"),
   N_ ("A change takes effect when somebody else has confirmed it."), YB_RIGHT_WHOLE},
  {"right.confirm", N_ ("Confirm a change of rights"),
   N_ ("Makes a change effective that somebody else asked for."), YB_RIGHT_WHOLE},
  {"staff.read", N_ ("See the staff"),
   N_ ("Names, roles and teams of those who work here."), YB_RIGHT_WHOLE},
  {"staff.manage", N_ ("Manage staff, roles and passwords"),
   N_ ("Open and close accounts, give roles and teams, set passwords."), YB_RIGHT_WHOLE},
  {"rule.read", N_ ("See the rules of the house"),
   N_ ("Deadlines, intervals and limits."), YB_RIGHT_WHOLE},
  {"backup.make", N_ ("Make and check backups"),
   N_ ("Back up at any time, see and check the copies, choose the second folder. What they hold stays encrypted."),
   YB_RIGHT_WHOLE},
  {"backup.restore", N_ ("Restore backups"),
   N_ ("Put a backup into the place of the file. What was done after it is lost."), YB_RIGHT_WHOLE},
  {"key.manage", N_ ("Manage the keys of the personal data"),
   N_ ("A new data key, and a new recovery key on paper. Opens no customer by itself."), YB_RIGHT_WHOLE},
  {"rule.set", N_ ("Change the rules of the house"),
   N_ ("Deadlines, intervals and limits."), YB_RIGHT_WHOLE},
  {"audit.read", N_ ("Read the audit trail"),
   N_ ("Who did what, when, and on which computer. Own: what one did oneself."), 0},
  {"audit.verify", N_ ("Accept the audit trail"),
   N_ ("Accept with a reason that the trail does not fit to what a computer remembers of it."), YB_RIGHT_WHOLE},
};
/* clang-format on */

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
 * yb_right_find:
 * @name: name of a right
 *
 * Returns: (transfer none) (nullable): the right
 */
const YbRight *
yb_right_find (const char *name)
{
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rights); i++)
    if (g_str_equal (rights[i].name, name))
      return &rights[i];

  return NULL;
}

/**
 * yb_right_label:
 * @name: name of a right
 *
 * Returns: what it is called, in the language of the user; @name itself if there is no such right
 */
const char *
yb_right_label (const char *name)
{
  const YbRight *right;

  g_return_val_if_fail (name != NULL, "");

  right = yb_right_find (name);
  return right != NULL ? g_dgettext (GETTEXT_PACKAGE, right->label) : name;
}

/**
 * yb_right_text:
 * @name: name of a right
 *
 * Returns: what it allows, in a sentence, in the language of the user; "" if there is no such right
 */
const char *
yb_right_text (const char *name)
{
  const YbRight *right;

  g_return_val_if_fail (name != NULL, "");

  right = yb_right_find (name);
  return right != NULL ? g_dgettext (GETTEXT_PACKAGE, right->text) : "";
}

/* One row of role_right. */
typedef struct
{
  YbScope scope;
  int access;
  gint64 per_day;
} Line;

static gboolean
read_line (YbConnection *connection, const char *role, const char *right, Line *line, GError **error)
{
  YbStatement *statement = yb_connection_query (connection, YB_SQL_DESK_SCOPE);
  g_autoptr (GError) local_error = NULL;
  int scope = 0;

  yb_statement_bind_text (statement, 1, role);
  yb_statement_bind_text (statement, 2, right);
  if (yb_statement_step (statement, &local_error))
    {
      scope = yb_enum_from_code (&yb_scope_enum, yb_statement_text (statement, 0));
      line->access = yb_enum_from_code (&yb_access_enum, yb_statement_text (statement, 1));
      line->per_day = yb_statement_number (statement, 2);
    }
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  line->scope = scope == YB_SCOPE_VALUE_OWN    ? YB_SCOPE_OWN
                : scope == YB_SCOPE_VALUE_TEAM ? YB_SCOPE_TEAM
                : scope == YB_SCOPE_VALUE_ALL  ? YB_SCOPE_ALL
                                               : YB_SCOPE_NONE;
  return TRUE;
}

static gboolean
exists (YbStatement *statement, gboolean *found, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *found = yb_statement_step (statement, &local_error);
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* A team that everybody is in is the house: lists and figures of the house are theirs. */
static gboolean
widen_team (YbConnection *connection, YbStaff *staff, YbScope *scope, GError **error)
{
  YbStatement *other;
  gboolean found;

  if (*scope != YB_SCOPE_TEAM)
    return TRUE;

  other = yb_connection_query (connection, YB_SQL_DESK_OTHER_TEAM);
  yb_statement_bind_text (other, 1, staff->team);
  if (!exists (other, &found, error))
    return FALSE;
  if (!found)
    *scope = YB_SCOPE_ALL;
  return TRUE;
}

/* Only until somebody else is there who may (YB_ACCESS_SETUP). */
static gboolean
is_setting_up (
    YbConnection *connection, YbStaff *staff, const char *right, gboolean *setting_up, GError **error)
{
  YbStatement *others = yb_connection_query (connection, YB_SQL_DESK_OTHERS_WITH_RIGHT);
  gboolean found;

  yb_statement_bind_number (others, 1, YB_ROW (staff)->id);
  yb_statement_bind_text (others, 2, right);
  if (!exists (others, &found, error))
    return FALSE;

  *setting_up = !found;
  return TRUE;
}

static gboolean
add_line (YbConnection *connection,
          YbStaff *staff,
          const char *role,
          const char *right,
          YbGrant *grant,
          gboolean *limited,
          GError **error)
{
  Line line = {YB_SCOPE_NONE};
  gboolean setting_up = TRUE;

  if (!read_line (connection, role, right, &line, error))
    return FALSE;
  if (line.scope == YB_SCOPE_NONE)
    return TRUE;
  if (line.access == YB_ACCESS_SETUP && !is_setting_up (connection, staff, right, &setting_up, error))
    return FALSE;
  if (!setting_up)
    return TRUE;
  if (!widen_team (connection, staff, &line.scope, error))
    return FALSE;

  grant->scope = MAX (grant->scope, line.scope);
  if (line.access == YB_ACCESS_FULL)
    grant->open = MAX (grant->open, line.scope);
  *limited = *limited && line.per_day > 0;
  grant->per_day = MAX (grant->per_day, line.per_day);
  return TRUE;
}

static gboolean
read_grant (YbConnection *connection, YbStaff *staff, const char *right, YbGrant *grant, GError **error)
{
  g_auto (GStrv) held = g_strsplit (staff->roles, " ", -1);
  gboolean limited = TRUE;

  for (guint i = 0; held[i] != NULL; i++)
    if (!add_line (connection, staff, held[i], right, grant, &limited, error))
      {
        *grant = (YbGrant){YB_SCOPE_NONE, YB_SCOPE_NONE, 0};
        return FALSE;
      }
  if (!limited)
    grant->per_day = 0;

  return TRUE;
}

/**
 * yb_rights_get_grant:
 * @connection: where to look
 * @staff: a person
 * @right: name of a right
 * @grant: (out): what their roles together give; nothing on error
 * @error: trouble of the database
 *
 * Scope "team" comes out as "all" as long as everybody is in the same team.
 *
 * Returns: whether it could be read
 */
gboolean
yb_rights_get_grant (
    YbConnection *connection, YbStaff *staff, const char *right, YbGrant *grant, GError **error)
{
  g_autofree char *key = NULL;
  const YbGrant *kept;

  g_return_val_if_fail (connection != NULL && staff != NULL && right != NULL && grant != NULL, FALSE);

  /* The roles are part of the key: the person may be a changed one that is not written yet. */
  key = g_strdup_printf ("grant %" G_GINT64_FORMAT " %s %s %s", YB_ROW (staff)->id, right, staff->roles,
                         staff->team);
  kept = yb_connection_recall (connection, key);
  *grant = kept != NULL ? *kept : (YbGrant){YB_SCOPE_NONE, YB_SCOPE_NONE, 0};
  if (kept != NULL)
    return TRUE;

  if (!read_grant (connection, staff, right, grant, error))
    return FALSE;
  yb_connection_keep (connection, key, g_memdup2 (grant, sizeof *grant), g_free);
  return TRUE;
}

/**
 * yb_right_is_for_looking:
 * @name: name of a right
 *
 * An export leaves a trace, so it is none.
 *
 * Returns: whether it changes nothing: it holds for a file that may only be read, too
 */
gboolean
yb_right_is_for_looking (const char *name)
{
  g_return_val_if_fail (name != NULL, FALSE);

  return g_str_has_suffix (name, ".read") || g_str_equal (name, "customer.look-up");
}

/**
 * yb_rights_scope:
 * @connection: where to look
 * @roles: role codes, separated by " "
 * @right: name of a right
 * @error: trouble of the database
 *
 * For finding out what somebody is there for, for instance who can be responsible for a deal. What a person may is
 * yb_rights_get_grant().
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
      Line line = {YB_SCOPE_NONE};

      if (!read_line (connection, held[i], right, &line, error))
        return YB_SCOPE_NONE;
      widest = MAX (widest, line.scope);
    }

  return widest;
}

static gboolean
somebody_may (YbConnection *connection, const char *right, gboolean *found, GError **error)
{
  YbStatement *others = yb_connection_query (connection, YB_SQL_DESK_OTHERS_WITH_RIGHT);

  yb_statement_bind_number (others, 1, 0);
  yb_statement_bind_text (others, 2, right);
  return exists (others, found, error);
}

/**
 * yb_rights_can_be_kept:
 * @connection: inside the transaction that changes staff or rights
 * @error: YB_DESK_ERROR_REFUSED, or trouble of the database
 *
 * Somebody must be able to sign in, let people in and change rights; otherwise the house has locked itself out.
 *
 * Returns: whether it is so
 */
gboolean
yb_rights_can_be_kept (YbConnection *connection, GError **error)
{
  static const char *const needed[] = {"staff.manage", "right.propose", "right.read"};

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      gboolean found;

      if (!somebody_may (connection, needed[i], &found, error))
        return FALSE;
      if (!found)
        {
          g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED,
                       /* Translators: name of a right */
                       _ ("Nobody would be left who may do this: %s. Give it to somebody else first."),
                       yb_right_label (needed[i]));
          return FALSE;
        }
    }

  return TRUE;
}

static void
right_default_free (gpointer data)
{
  YbRightDefault *item = data;

  g_free (item->role);
  g_free (item->right);
  g_free (item);
}

/* "team masked 60": words in any order. Where nothing else is said, what is shown is masked. */
static void
read_words (YbRightDefault *item, const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  const YbRight *right = yb_right_find (item->right);

  g_assert (right != NULL);

  item->per_day = YB_NO_VALUE;
  item->access = (right->flags & YB_RIGHT_SHOWS) != 0 ? YB_ACCESS_MASKED : 0;
  for (guint i = 0; words[i] != NULL; i++)
    {
      int scope = yb_enum_from_code (&yb_scope_enum, words[i]);
      int access = yb_enum_from_code (&yb_access_enum, words[i]);

      if (scope > 0)
        item->scope = scope;
      else if (access > 0)
        item->access = access;
      else
        item->per_day = g_ascii_strtoll (words[i], NULL, 10);
    }

  g_assert (item->scope != 0);
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
          g_autofree char *words = g_key_file_get_string (file, roles[r], names[i], NULL);

          item->role = g_strdup (roles[r]);
          item->right = g_strdup (names[i]);
          read_words (item, words);
          g_ptr_array_add (list, item);
        }
    }

  return list;
}
