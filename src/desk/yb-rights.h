/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"
#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbRight:
 * @name: as in role_right and data/rules/rights.ini ("deal.work")
 * @label: English source string
 *
 * Something that a role may be allowed to do. What nobody is given is denied.
 */
typedef struct
{
  const char *name;
  const char *label;
} YbRight;

const YbRight *yb_rights (guint *n_rights);
const char *yb_right_label (const char *name);
gboolean yb_right_is_approvable (const char *right);
gboolean yb_right_is_for_looking (const char *name);

YbScope yb_rights_scope (YbConnection *connection, const char *roles, const char *right, GError **error);

/**
 * YbRightDefault:
 * @role: role code
 * @right: right name
 * @scope: "own" or "all"
 *
 * A line of data/rules/rights.ini.
 */
typedef struct
{
  char *role;
  char *right;
  char *scope;
} YbRightDefault;

GPtrArray *yb_right_defaults (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
