/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-audit-row.h"

#include <glib/gi18n-lib.h>

/* One field, one line. */
/* clang-format off */
static const YbField audit_fields[] = {
  YB_FIELD (YbAudit, at, TIME, N_ ("Time")),
  YB_FIELD (YbAudit, staff, REFERENCE, N_ ("Person"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbAudit, staff_name, TEXT, N_ ("Name")),
  YB_FIELD (YbAudit, approver, REFERENCE, N_ ("Approved by"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbAudit, workstation, TEXT, N_ ("Computer")),
  YB_FIELD (YbAudit, verb, TEXT, N_ ("Action")),
  YB_FIELD (YbAudit, subject, TEXT, N_ ("Kind of record")),
  YB_FIELD (YbAudit, subject_id, INTEGER, N_ ("Record no.")),
  YB_FIELD (YbAudit, undo_of, INTEGER, N_ ("Undo of no.")),
};
/* clang-format on */

const YbRowType yb_audit_row_type = {
    .kind = "audit",
    .plural = "audit",
    .label = N_ ("Audit entry"),
    .table = "audit",
    .source = "audit_line",
    .fields = audit_fields,
    .n_fields = G_N_ELEMENTS (audit_fields),
    .get_type = yb_audit_get_type,
    .right = "audit.read",
};

YB_DEFINE_ROW (YbAudit, yb_audit)
