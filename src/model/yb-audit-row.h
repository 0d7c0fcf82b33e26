/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbAudit:
 * @at: when, UTC ms
 * @staff: who, 0: the program, or nobody who was signed in
 * @staff_name: their name
 * @approver: who allowed it with their own password, or 0
 * @workstation: name of the computer
 * @verb: what was done
 * @subject: kind of the record it was done to, "" for none
 * @subject_id: that record, %YB_NO_VALUE for none
 * @undo_of: number of what it takes back, %YB_NO_VALUE for nothing
 *
 * A line of the audit trail, as people read it. What changed is read when somebody asks for it.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 at;
  gint64 staff;
  char *staff_name;
  gint64 approver;
  char *workstation;
  char *verb;
  char *subject;
  gint64 subject_id;
  gint64 undo_of;
} YbAudit;

YB_DECLARE_ROW (YbAudit, yb_audit, YB_AUDIT)

G_END_DECLS
