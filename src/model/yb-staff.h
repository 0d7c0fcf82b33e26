/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbStaff:
 * @code: short sign-in name ("sc")
 * @name: name for people
 * @roles: role codes in alphabetical order, separated by " " (rules of what they may do are rows of role_right)
 * @team: the team, "" for the one that everybody is in as long as there are no teams (rights of scope "team")
 * @password: (never shown or exported) Argon2id hash
 * @pin: (never shown or exported) Argon2id hash of the PIN with which they come back within the shift
 * @must_change: the password was set by somebody else: the person has to choose another one first
 * @active: may sign in
 *
 * Somebody who works here.
 */
typedef struct
{
  YbRow parent_instance;

  char *code;
  char *name;
  char *roles;
  char *team;
  char *password;
  char *pin;
  gint64 must_change;
  gint64 active;
  char *external_id;
} YbStaff;

YB_DECLARE_ROW (YbStaff, yb_staff, YB_STAFF)

gboolean yb_staff_has_role (YbStaff *self, const char *role);

/**
 * YbRole:
 * @code: as in flows.md and contract.md, lower case ("sc")
 * @label: English source string, context "role"
 */
typedef struct
{
  const char *code;
  const char *label;
} YbRole;

const YbRole *yb_roles (guint *n_roles);
const char *yb_role_label (const char *code);
char *yb_role_names (const char *codes) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
