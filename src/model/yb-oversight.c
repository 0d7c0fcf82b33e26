/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-oversight.h"

#include <glib/gi18n-lib.h>

/* One value, one line. */
/* clang-format off */
static const YbEnumValue scope_values[] = {
  { "own", NC_ ("scope", "Own") },
  { "team", NC_ ("scope", "Team") },
  { "all", NC_ ("scope", "All") },
  { "none", NC_ ("scope", "Not allowed") },
};

static const YbEnumValue access_values[] = {
  { "full", NC_ ("access", "In full") },
  { "masked", NC_ ("access", "Masked") },
  { "setup", NC_ ("access", "Masked, while setting up") },
};

static const YbEnumValue change_state_values[] = {
  { "requested", NC_ ("change_state", "Waits for approval") },
  { "approved", NC_ ("change_state", "Approved") },
  { "refused", NC_ ("change_state", "Refused") },
  { "withdrawn", NC_ ("change_state", "Withdrawn") },
};

static const YbEnumValue reveal_reason_values[] = {
  { "call", NC_ ("reveal_reason", "Call the customer") },
  { "message", NC_ ("reveal_reason", "Write to the customer") },
  { "visit", NC_ ("reveal_reason", "The customer is here") },
  { "paper", NC_ ("reveal_reason", "Contract, insurance or registration") },
  { "complaint", NC_ ("reveal_reason", "Complaint") },
  { "request", NC_ ("reveal_reason", "The customer asks what is stored") },
  { "other", NC_ ("reveal_reason", "Something else") },
};

static const YbEnumValue reveal_field_values[] = {
  { "phone", NC_ ("reveal_field", "Phone") },
  { "phone2", NC_ ("reveal_field", "Second phone") },
  { "wechat", NC_ ("reveal_field", "WeChat") },
  { "email", NC_ ("reveal_field", "E-mail") },
  { "address", NC_ ("reveal_field", "Address") },
  { "birthday", NC_ ("reveal_field", "Birthday") },
  { "id_number", NC_ ("reveal_field", "Identity number") },
};
/* clang-format on */

const YbEnum yb_scope_enum = YB_ENUM ("scope", scope_values);
const YbEnum yb_access_enum = YB_ENUM ("access", access_values);
const YbEnum yb_change_state_enum = YB_ENUM ("change_state", change_state_values);
const YbEnum yb_reveal_reason_enum = YB_ENUM ("reveal_reason", reveal_reason_values);
const YbEnum yb_reveal_field_enum = YB_ENUM ("reveal_field", reveal_field_values);

/* One field, one line. */
/* clang-format off */
static const YbField role_right_fields[] = {
  YB_FIELD (YbRoleRight, role, TEXT, N_ ("Role")),
  YB_FIELD (YbRoleRight, right, TEXT, N_ ("Right")),
  YB_FIELD (YbRoleRight, scope, ENUM, N_ ("Scope"), .enumeration = &yb_scope_enum),
  YB_FIELD (YbRoleRight, access, ENUM, N_ ("Personal data"), .enumeration = &yb_access_enum),
  YB_FIELD (YbRoleRight, per_day, INTEGER, N_ ("Times a day")),
};

static const YbField right_change_fields[] = {
  YB_FIELD (YbRightChange, role, TEXT, N_ ("Role")),
  YB_FIELD (YbRightChange, right, TEXT, N_ ("Right")),
  YB_FIELD (YbRightChange, scope, ENUM, N_ ("Scope"), .enumeration = &yb_scope_enum),
  YB_FIELD (YbRightChange, access, ENUM, N_ ("Personal data"), .enumeration = &yb_access_enum),
  YB_FIELD (YbRightChange, per_day, INTEGER, N_ ("Times a day")),
  YB_FIELD (YbRightChange, reason, TEXT, N_ ("Reason")),
  YB_FIELD (YbRightChange, state, ENUM, N_ ("State"), .enumeration = &yb_change_state_enum),
  YB_FIELD (YbRightChange, decided_by, REFERENCE, N_ ("Decided by"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbRightChange, decided_at, TIME, N_ ("Decided")),
};

static const YbField reveal_fields[] = {
  YB_FIELD (YbReveal, at, TIME, N_ ("Time")),
  YB_FIELD (YbReveal, staff, REFERENCE, N_ ("By"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbReveal, customer, REFERENCE, N_ ("Customer"), .refers = "customer"),
  YB_FIELD (YbReveal, deal, REFERENCE, N_ ("Deal"), .refers = "deal"),
  YB_FIELD (YbReveal, field, TEXT, N_ ("What was shown")),
  YB_FIELD (YbReveal, reason, ENUM, N_ ("Reason"), .enumeration = &yb_reveal_reason_enum),
  YB_FIELD (YbReveal, text, TEXT, N_ ("In words")),
  YB_FIELD (YbReveal, right, TEXT, N_ ("Right")),
  YB_FIELD (YbReveal, is_unusual, FLAG, N_ ("Unusually many")),
};

static const YbField export_run_fields[] = {
  YB_FIELD (YbExportRun, at, TIME, N_ ("Time")),
  YB_FIELD (YbExportRun, staff, REFERENCE, N_ ("By"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbExportRun, kind, TEXT, N_ ("Kind")),
  YB_FIELD (YbExportRun, filter, TEXT, N_ ("Filter")),
  YB_FIELD (YbExportRun, is_personal, FLAG, N_ ("Personal data in full")),
  YB_FIELD (YbExportRun, purpose, TEXT, N_ ("Purpose")),
  YB_FIELD (YbExportRun, approved_by, REFERENCE, N_ ("Signed by"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbExportRun, file_name, TEXT, N_ ("File")),
  YB_FIELD (YbExportRun, rows, INTEGER, N_ ("Rows")),
  YB_FIELD (YbExportRun, file_hash, TEXT, N_ ("Checksum")),
  YB_FIELD (YbExportRun, finished_at, TIME, N_ ("Completed")),
};
/* clang-format on */

const YbRowType yb_role_right_row_type = {
    .kind = "role_right",
    .plural = "role_rights",
    .label = N_ ("Right"),
    .table = "role_right",
    .source = "role_right",
    .fields = role_right_fields,
    .n_fields = G_N_ELEMENTS (role_right_fields),
    .get_type = yb_role_right_get_type,
    .right = "right.read",
    .settled = TRUE,
};

const YbRowType yb_right_change_row_type = {
    .kind = "right_change",
    .plural = "right_changes",
    .label = N_ ("Change of a right"),
    .table = "right_change",
    .source = "right_change",
    .fields = right_change_fields,
    .n_fields = G_N_ELEMENTS (right_change_fields),
    .get_type = yb_right_change_get_type,
    .right = "right.read",
};

const YbRowType yb_reveal_row_type = {
    .kind = "reveal",
    .plural = "reveals",
    .label = N_ ("Number shown"),
    .table = "reveal",
    .source = "reveal",
    .fields = reveal_fields,
    .n_fields = G_N_ELEMENTS (reveal_fields),
    .get_type = yb_reveal_get_type,
    .right = "reveal.read",
};

const YbRowType yb_export_run_row_type = {
    .kind = "export_run",
    .plural = "export_runs",
    .label = N_ ("Export"),
    .table = "export_run",
    .source = "export_run",
    .fields = export_run_fields,
    .n_fields = G_N_ELEMENTS (export_run_fields),
    .get_type = yb_export_run_get_type,
    .right = "reveal.read",
};

YB_DEFINE_ROW (YbRoleRight, yb_role_right)
YB_DEFINE_ROW (YbRightChange, yb_right_change)
YB_DEFINE_ROW (YbReveal, yb_reveal)
YB_DEFINE_ROW (YbExportRun, yb_export_run)
