/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-audit-row.h"
#include "yb-desk.h"

G_BEGIN_DECLS

const char *yb_audit_verb_label (const char *verb);
char *yb_audit_dup_action (YbAudit *line) G_GNUC_WARN_UNUSED_RESULT;
char *yb_audit_dup_person (YbDesk *desk, YbAudit *line) G_GNUC_WARN_UNUSED_RESULT;
char *yb_audit_dup_record (YbDesk *desk, const char *kind, gint64 id) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
