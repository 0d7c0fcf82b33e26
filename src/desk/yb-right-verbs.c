/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes of rights: one person asks, another one confirms (security.md, permission matrix: "W after A"). */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-rights.h"
#include "yb-verbs-private.h"

/* What a role is to be able to do. */
typedef struct
{
  const YbRight *right;
  gint64 scope;
  gint64 access;
  gint64 per_day;
} Wish;

static gboolean
check_scope (const Wish *wish, GError **error)
{
  if ((wish->right->flags & YB_RIGHT_WHOLE) != 0 && wish->scope != YB_SCOPE_VALUE_ALL &&
      wish->scope != YB_SCOPE_VALUE_NONE)
    return yb_call_invalid (error, "scope", _ ("this right is given for all or not at all"));

  return TRUE;
}

/* Where nothing is said, what is shown is masked. */
static gboolean
choose_access (YbCall *call, Wish *wish, GError **error)
{
  gboolean shows = (wish->right->flags & YB_RIGHT_SHOWS) != 0;

  wish->access = yb_call_number (call, "access");
  if (!shows && wish->access != 0)
    return yb_call_invalid (error, "access", _ ("this right shows no records"));
  if (shows && wish->access == 0)
    wish->access = YB_ACCESS_MASKED;
  if (wish->access == YB_ACCESS_FULL && (wish->right->flags & YB_RIGHT_OPENS) == 0)
    return yb_call_invalid (error, "access", _ ("personal data stays masked here"));

  return TRUE;
}

static gboolean
choose_limit (YbCall *call, Wish *wish, GError **error)
{
  wish->per_day = yb_call_has (call, "per_day") ? yb_call_number (call, "per_day") : YB_NO_VALUE;
  if (wish->per_day == YB_NO_VALUE)
    return TRUE;
  if ((wish->right->flags & YB_RIGHT_COUNTED) == 0)
    return yb_call_invalid (error, "per_day", _ ("the use of this right is not counted"));
  if (wish->per_day <= 0)
    return yb_call_invalid (error, "per_day", _ ("a number above zero is expected, or nothing for no limit"));

  return TRUE;
}

static gboolean
read_wish (YbCall *call, Wish *wish, GError **error)
{
  const char *name = yb_call_text (call, "right");

  wish->right = yb_right_find (name);
  wish->scope = yb_call_number (call, "scope");
  if (yb_role_label (yb_call_text (call, "role")) == NULL)
    return yb_call_invalid (error, "role", _ ("there is no such role"));
  if (wish->right == NULL || (wish->right->flags & YB_RIGHT_PROGRAM) != 0)
    return yb_call_invalid (error, "right", _ ("there is no such right"));

  return check_scope (wish, error) && choose_access (call, wish, error) && choose_limit (call, wish, error);
}

static gboolean
find_row (YbCall *call, YbSql sql, const char *role, const char *right, gint64 *id, GError **error)
{
  YbStatement *statement = yb_connection_query (yb_call_get_connection (call), sql);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_text (statement, 1, role);
  yb_statement_bind_text (statement, 2, right);
  *id = yb_statement_step (statement, &local_error) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
is_so_already (YbCall *call, const char *role, const Wish *wish, gboolean *same, GError **error)
{
  g_autoptr (YbRoleRight) row = NULL;
  gint64 id;

  if (!find_row (call, YB_SQL_DESK_ROLE_RIGHT_ROW, role, wish->right->name, &id, error))
    return FALSE;
  if (id == 0)
    {
      *same = wish->scope == YB_SCOPE_VALUE_NONE;
      return TRUE;
    }

  row = yb_call_get_row (call, &yb_role_right_row_type, id, error);
  if (row == NULL)
    return FALSE;
  *same = row->scope == wish->scope && row->access == wish->access && row->per_day == wish->per_day;
  return TRUE;
}

static gboolean
delete_row (YbCall *call, gint64 id, GError **error)
{
  g_autoptr (YbRoleRight) row = NULL;

  if (id == 0)
    return TRUE;

  row = yb_call_get_row (call, &yb_role_right_row_type, id, error);
  return row != NULL && yb_transaction_delete (yb_call_get_transaction (call), YB_ROW (row), error);
}

/* From now on it is so: every transaction and every list reads the rows anew. */
static gboolean
apply (YbCall *call, YbRightChange *change, GError **error)
{
  g_autoptr (YbRoleRight) row = NULL;
  gint64 id;

  if (!find_row (call, YB_SQL_DESK_ROLE_RIGHT_ROW, change->role, change->right, &id, error))
    return FALSE;
  if (change->scope == YB_SCOPE_VALUE_NONE)
    return delete_row (call, id, error) && yb_rights_can_be_kept (yb_call_get_connection (call), error);

  row = id != 0 ? yb_call_get_row (call, &yb_role_right_row_type, id, error)
                : YB_ROLE_RIGHT (yb_row_new (&yb_role_right_row_type));
  if (row == NULL)
    return FALSE;

  yb_call_set_text (row, "role", change->role);
  yb_call_set_text (row, "right", change->right);
  row->scope = change->scope;
  row->access = change->access;
  row->per_day = change->per_day;
  return (id != 0 ? yb_call_update (call, row, error) : yb_call_insert (call, row, error)) &&
         yb_rights_can_be_kept (yb_call_get_connection (call), error);
}

static gboolean
decide (YbCall *call, YbRightChange *change, YbChangeState state, gint64 by, GError **error)
{
  change->state = state;
  change->decided_by = by;
  change->decided_at = yb_call_get_now (call);
  return yb_call_save (call, change, error);
}

/* A later wish takes the place of an earlier one. */
static gboolean
withdraw_waiting (YbCall *call, const char *role, const char *right, GError **error)
{
  g_autoptr (YbRightChange) change = NULL;
  gint64 id;

  if (!find_row (call, YB_SQL_DESK_RIGHT_CHANGE_WAITING, role, right, &id, error))
    return FALSE;
  if (id == 0)
    return TRUE;

  change = yb_call_get_row (call, &yb_right_change_row_type, id, error);
  return change != NULL && decide (call, change, YB_CHANGE_WITHDRAWN, yb_call_get_actor_id (call), error);
}

static YbRightChange *
make_change (YbCall *call, const char *role, const Wish *wish)
{
  YbRightChange *change = YB_RIGHT_CHANGE (yb_row_new (&yb_right_change_row_type));

  yb_call_set_text (change, "role", role);
  yb_call_set_text (change, "right", wish->right->name);
  yb_call_set_text (change, "reason", yb_call_text (call, "reason"));
  change->scope = wish->scope;
  change->access = wish->scope != YB_SCOPE_VALUE_NONE ? wish->access : 0;
  change->per_day = wish->scope != YB_SCOPE_VALUE_NONE ? wish->per_day : YB_NO_VALUE;
  change->state = YB_CHANGE_REQUESTED;
  return change;
}

/* A new house has nobody yet who could confirm: until then the administrator decides alone, and the trail shows it. */
static gboolean
propose (YbCall *call, GError **error)
{
  const char *role = yb_call_text (call, "role");
  g_autoptr (YbRightChange) change = NULL;
  gboolean same, waits;
  Wish wish = {NULL};

  if (!read_wish (call, &wish, error) || !is_so_already (call, role, &wish, &same, error))
    return FALSE;
  if (same)
    return yb_call_refuse (error, _ ("It is so already."));
  if (!withdraw_waiting (call, role, wish.right->name, error) ||
      !_yb_call_others_have (call, YB_SQL_DESK_OTHERS_WITH_RIGHT_EVER, "right.confirm", &waits, error))
    return FALSE;

  change = make_change (call, role, &wish);
  if (!yb_call_insert (call, change, error))
    return FALSE;
  if (!waits && (!apply (call, change, error) || !decide (call, change, YB_CHANGE_APPROVED, 0, error)))
    return FALSE;

  yb_call_answer_id (call, YB_ROW (change)->id);
  json_object_set_boolean_member (yb_call_get_answer (call), "effective", !waits);
  return TRUE;
}

static YbRightChange *
get_waiting (YbCall *call, GError **error)
{
  g_autoptr (YbRightChange)
      change = yb_call_get_row (call, &yb_right_change_row_type, yb_call_number (call, "change"), error);

  if (change == NULL)
    return NULL;
  if (change->state != YB_CHANGE_REQUESTED)
    {
      yb_call_refuse (error, _ ("This was decided already."));
      return NULL;
    }

  return g_steal_pointer (&change);
}

static gboolean
confirm (YbCall *call, GError **error)
{
  g_autoptr (YbRightChange) change = get_waiting (call, error);

  if (change == NULL)
    return FALSE;
  if (YB_ROW (change)->created_by == yb_call_get_actor_id (call))
    return yb_call_refuse (error, _ ("Somebody else has to confirm what you asked for."));

  return apply (call, change, error) &&
         decide (call, change, YB_CHANGE_APPROVED, yb_call_get_actor_id (call), error);
}

static gboolean
refuse (YbCall *call, GError **error)
{
  g_autoptr (YbRightChange) change = get_waiting (call, error);

  return change != NULL && decide (call, change, YB_CHANGE_REFUSED, yb_call_get_actor_id (call), error);
}

static gboolean
withdraw (YbCall *call, GError **error)
{
  g_autoptr (YbRightChange) change = get_waiting (call, error);

  return change != NULL && decide (call, change, YB_CHANGE_WITHDRAWN, yb_call_get_actor_id (call), error);
}

static const YbField propose_arguments[] = {
    YB_ARGUMENT ("right", TEXT, N_ ("Right"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("role", TEXT, N_ ("Role"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("scope", ENUM, N_ ("Scope"), .flags = YB_FIELD_REQUIRED, .enumeration = &yb_scope_enum),
    YB_ARGUMENT ("access", ENUM, N_ ("Personal data"), .enumeration = &yb_access_enum),
    YB_ARGUMENT ("per_day", INTEGER, N_ ("Times a day")),
    YB_ARGUMENT ("reason", TEXT, N_ ("Reason")),
};

static const YbField change_arguments[] = {
    YB_ARGUMENT ("change", REFERENCE, N_ ("Change"), .flags = YB_FIELD_REQUIRED, .refers = "right_change"),
};

#define CHANGE_VERB(NAME, LABEL, ARGUMENTS, RIGHT, RUN)                                                      \
  {                                                                                                          \
    .name = NAME, .label = LABEL, YB_VERB_ARGUMENTS (ARGUMENTS), .right = RIGHT, .flags = YB_VERB_DECISION,  \
    .run = RUN                                                                                               \
  }

static const YbVerb verbs[] = {
    CHANGE_VERB ("right.propose", N_ ("Ask for a change"), propose_arguments, "right.propose", propose),
    CHANGE_VERB ("right.confirm", N_ ("Confirm change"), change_arguments, "right.confirm", confirm),
    CHANGE_VERB ("right.refuse", N_ ("Refuse change"), change_arguments, "right.confirm", refuse),
    CHANGE_VERB ("right.withdraw", N_ ("Withdraw change"), change_arguments, "right.propose", withdraw),
};

const YbVerbTable _yb_right_verbs = YB_VERB_TABLE (verbs);
