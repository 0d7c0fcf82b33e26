/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the signed-in person may do and see: for hiding the rest. The verbs check again themselves. */

#include "config.h"

#include "yb-calendar.h"
#include "yb-desk-private.h"
#include "yb-rights.h"

static YbConnection *
reader_of (YbDesk *self)
{
  return yb_store_get_reader (yb_desk_get_store (self));
}

/* Nothing for nobody, for a closed account, before the own password is chosen, and where it cannot be read. In a file that may only be read nobody may do
 * anything but look: nothing is offered that could only fail (reliability.md 2, "Read-only"). */
static YbStaff *
read_grant (YbDesk *self, const char *right, YbGrant *grant)
{
  YbStaff *staff = yb_desk_get_staff (self);

  *grant = (YbGrant){YB_SCOPE_NONE, YB_SCOPE_NONE, 0};
  if (staff == NULL || !staff->active ||
      (yb_store_is_read_only (yb_desk_get_store (self)) && !yb_right_is_for_looking (right)))
    return NULL;

  yb_rights_get_grant (reader_of (self), staff, right, grant, NULL);
  return staff;
}

static YbStaff *
get_grant (YbDesk *self, const char *right, YbGrant *grant)
{
  YbStaff *staff = read_grant (self, right, grant);

  if (staff == NULL || !staff->must_change)
    return staff;

  *grant = (YbGrant){YB_SCOPE_NONE, YB_SCOPE_NONE, 0};
  return NULL;
}

/**
 * yb_desk_get_scope:
 * @self: a desk
 * @right: name of a right (yb-rights.h)
 *
 * Returns: what the signed-in person may
 */
YbScope
yb_desk_get_scope (YbDesk *self, const char *right)
{
  YbGrant grant;

  g_return_val_if_fail (YB_IS_DESK (self) && right != NULL, YB_SCOPE_NONE);

  get_grant (self, right, &grant);
  return grant.scope;
}

/**
 * yb_desk_may:
 * @self: a desk
 * @right: name of a right (yb-rights.h)
 * @row: a stored record
 *
 * Returns: whether the signed-in person's right reaches this record: all of them, those of the team, or the person's
 *   own
 */
gboolean
yb_desk_may (YbDesk *self, const char *right, YbRow *row)
{
  YbGrant grant;
  YbStaff *staff;

  g_return_val_if_fail (YB_IS_DESK (self) && right != NULL && YB_IS_ROW (row), FALSE);

  staff = get_grant (self, right, &grant);
  return staff != NULL && yb_reach_row (reader_of (self), staff, right, grant.scope, row);
}

/**
 * yb_desk_may_for:
 * @self: a desk
 * @right: name of a right (yb-rights.h)
 * @person: staff id of who is responsible, 0 for nobody
 *
 * As yb_desk_may(), where only the person who is responsible is known.
 *
 * Returns: whether the signed-in person's right reaches what @person is responsible for
 */
gboolean
yb_desk_may_for (YbDesk *self, const char *right, gint64 person)
{
  YbGrant grant;
  YbStaff *staff;

  g_return_val_if_fail (YB_IS_DESK (self) && right != NULL, FALSE);

  staff = get_grant (self, right, &grant);
  return staff != NULL && yb_reach_person (reader_of (self), staff, grant.scope, person);
}

/**
 * yb_desk_may_see:
 * @self: a desk
 * @row: a stored record
 *
 * Returns: whether the signed-in person may see the record at all, be it masked
 */
gboolean
yb_desk_may_see (YbDesk *self, YbRow *row)
{
  const char *right;

  g_return_val_if_fail (YB_IS_DESK (self) && YB_IS_ROW (row), FALSE);

  right = yb_row_get_row_type (row)->right;
  return right != NULL && yb_desk_may (self, right, row);
}

/**
 * yb_desk_sees_personal:
 * @self: a desk
 * @row: a stored record
 *
 * Returns: whether personal data of the record is shown to the signed-in person as it is; otherwise it is masked, and
 *   can perhaps be revealed (security.md)
 */
gboolean
yb_desk_sees_personal (YbDesk *self, YbRow *row)
{
  const char *right;
  YbGrant grant;
  YbStaff *staff;

  g_return_val_if_fail (YB_IS_DESK (self) && YB_IS_ROW (row), FALSE);

  right = yb_row_get_row_type (row)->right;
  staff = right != NULL ? get_grant (self, right, &grant) : NULL;
  return staff != NULL && yb_reach_row (reader_of (self), staff, right, grant.open, row);
}

/* All rights of the person in one text, to be compared. Choosing a password changes none of them. */
char *
_yb_desk_dup_rights (YbDesk *self)
{
  GString *text = g_string_new (NULL);
  guint n_rights;
  const YbRight *rights = yb_rights (&n_rights);

  for (guint i = 0; i < n_rights; i++)
    {
      YbGrant grant;

      read_grant (self, rights[i].name, &grant);
      g_string_append_printf (text, "%d%d,", grant.scope, grant.open);
    }

  return g_string_free (text, FALSE);
}
