/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"
#include "yb-desk.h"
#include "yb-house.h"

G_BEGIN_DECLS

/**
 * YbRightFlags:
 * @YB_RIGHT_WHOLE: only the scope "all" means something: it is about the house, or about no record at all
 * @YB_RIGHT_SHOWS: it shows records: its rows say how much of personal data (#YbAccess)
 * @YB_RIGHT_COUNTED: its use is logged and may be limited per day
 * @YB_RIGHT_OPENS: it may show personal data in full
 * @YB_RIGHT_PROGRAM: the program does it by itself; nobody can be given it
 */
typedef enum
{
  YB_RIGHT_NO_FLAGS = 0,
  YB_RIGHT_WHOLE = 1 << 0,
  YB_RIGHT_SHOWS = 1 << 1,
  YB_RIGHT_COUNTED = 1 << 2,
  YB_RIGHT_PROGRAM = 1 << 3,
  YB_RIGHT_OPENS = 1 << 4,
} YbRightFlags;

/**
 * YbRight:
 * @name: as in role_right and data/rules/rights.ini ("deal.work")
 * @label: English source string
 * @text: English source string: what it allows, in a sentence
 * @flags: see #YbRightFlags
 *
 * Something that a role may be allowed to do. What nobody is given is denied.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *text;
  YbRightFlags flags;
} YbRight;

const YbRight *yb_rights (guint *n_rights);
const YbRight *yb_right_find (const char *name);
const char *yb_right_label (const char *name);
gboolean yb_right_is_approvable (const char *right);
gboolean yb_right_is_for_looking (const char *name);
const char *yb_right_text (const char *name);

/**
 * YbGrant:
 * @scope: how far it reaches
 * @open: how far it reaches with personal data in full; never more than @scope
 * @per_day: how often a day, 0 for no limit
 *
 * What a person's roles together give of one right.
 */
typedef struct
{
  YbScope scope;
  YbScope open;
  gint64 per_day;
} YbGrant;

gboolean yb_rights_get_grant (
    YbConnection *connection, YbStaff *staff, const char *right, YbGrant *grant, GError **error);
YbScope yb_rights_scope (YbConnection *connection, const char *roles, const char *right, GError **error);
gboolean yb_rights_can_be_kept (YbConnection *connection, GError **error);

/* yb-reach.c */
gboolean
yb_reach_row (YbConnection *connection, YbStaff *staff, const char *right, YbScope scope, YbRow *row);
gboolean yb_reach_person (YbConnection *connection, YbStaff *staff, YbScope scope, gint64 person);
gint64 yb_reach_handed_over_since (void);

/**
 * YbRightDefault:
 * @role: role code
 * @right: right name
 * @scope: a #YbScopeValue
 * @access: a #YbAccess, 0 where the right shows nothing
 * @per_day: how often, #YB_NO_VALUE for no limit
 *
 * A line of data/rules/rights.ini.
 */
typedef struct
{
  char *role;
  char *right;
  gint64 scope;
  gint64 access;
  gint64 per_day;
} YbRightDefault;

GPtrArray *yb_right_defaults (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
