/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-row.h"

G_BEGIN_DECLS

/* Who may what, who asked for more, and who saw or took what: the records that keep an eye on people. */

/* In the order of YbScope; "none" stands last because 0 means "not stated". */
typedef enum
{
  YB_SCOPE_VALUE_OWN = 1,
  YB_SCOPE_VALUE_TEAM,
  YB_SCOPE_VALUE_ALL,
  YB_SCOPE_VALUE_NONE,
} YbScopeValue;

/**
 * YbAccess:
 * @YB_ACCESS_FULL: everything as it is
 * @YB_ACCESS_MASKED: personal data is masked
 * @YB_ACCESS_SETUP: masked, and only as long as nobody else has the right for all: who sets up a house has to check
 *   what was imported, and sees no customer any more as soon as the house has its people
 */
typedef enum
{
  YB_ACCESS_FULL = 1,
  YB_ACCESS_MASKED,
  YB_ACCESS_SETUP,
} YbAccess;

typedef enum
{
  YB_CHANGE_REQUESTED = 1,
  YB_CHANGE_APPROVED,
  YB_CHANGE_REFUSED,
  YB_CHANGE_WITHDRAWN,
} YbChangeState;

typedef enum
{
  YB_REVEAL_CALL = 1,
  YB_REVEAL_MESSAGE,
  YB_REVEAL_VISIT,
  YB_REVEAL_PAPER,
  YB_REVEAL_COMPLAINT,
  YB_REVEAL_REQUEST,
  YB_REVEAL_OTHER,
} YbRevealReason;

extern const YbEnum yb_scope_enum;
extern const YbEnum yb_access_enum;
extern const YbEnum yb_change_state_enum;
extern const YbEnum yb_reveal_reason_enum;
extern const YbEnum yb_reveal_field_enum;

/**
 * YbRoleRight:
 * @role: role code
 * @right: right name, see yb-rights.h
 * @scope: a #YbScopeValue
 * @access: a #YbAccess, 0 where the right shows nothing
 * @per_day: how often a day and person, #YB_NO_VALUE for as often as they like
 *
 * What a role may do. What has no row is denied.
 */
typedef struct
{
  YbRow parent_instance;

  char *role;
  char *right;
  gint64 scope;
  gint64 access;
  gint64 per_day;
} YbRoleRight;

YB_DECLARE_ROW (YbRoleRight, yb_role_right, YB_ROLE_RIGHT)

/**
 * YbRightChange:
 * @role: role code
 * @right: right name
 * @scope: what it is to become
 * @access: what it is to become
 * @per_day: what it is to become
 * @reason: why, in words
 * @state: a #YbChangeState
 * @decided_by: who approved or refused it; never who asked for it
 * @decided_at: UTC ms
 *
 * A change of a right that somebody asked for (security.md: "W after A").
 */
typedef struct
{
  YbRow parent_instance;

  char *role;
  char *right;
  gint64 scope;
  gint64 access;
  gint64 per_day;
  char *reason;
  gint64 state;
  gint64 decided_by;
  gint64 decided_at;
} YbRightChange;

YB_DECLARE_ROW (YbRightChange, yb_right_change, YB_RIGHT_CHANGE)

/**
 * YbReveal:
 * @at: UTC ms
 * @staff: who looked
 * @customer: at whom
 * @deal: (optional): in which deal
 * @field: name of the field
 * @reason: a #YbRevealReason
 * @text: in words
 * @right: the right that it used up
 * @is_unusual: more than three times of what the role usually does a day
 *
 * Somebody saw personal data in full. What they saw is not in here.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 at;
  gint64 staff;
  gint64 customer;
  gint64 deal;
  char *field;
  gint64 reason;
  char *text;
  char *right;
  gint64 is_unusual;
} YbReveal;

YB_DECLARE_ROW (YbReveal, yb_reveal, YB_REVEAL)

/**
 * YbExportRun:
 * @at: UTC ms, before anything was written
 * @staff: who exported
 * @kind: what ("deals")
 * @filter: which, as a JSON object
 * @is_personal: personal data in full
 * @purpose: what for, in words
 * @approved_by: who signed for it, with @is_personal
 * @file_name: without its folder
 * @rows: how many records
 * @file_hash: SHA-256 of the file
 * @finished_at: UTC ms; 0: it was not completed, or the program ended meanwhile
 *
 * A file that left the house.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 at;
  gint64 staff;
  char *kind;
  char *filter;
  gint64 is_personal;
  char *purpose;
  gint64 approved_by;
  char *file_name;
  gint64 rows;
  char *file_hash;
  gint64 finished_at;
} YbExportRun;

YB_DECLARE_ROW (YbExportRun, yb_export_run, YB_EXPORT_RUN)

G_END_DECLS
