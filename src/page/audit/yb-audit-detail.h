/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "yb-audit-row.h"
#include "yb-desk.h"

G_BEGIN_DECLS

#define YB_TYPE_AUDIT_DETAIL (yb_audit_detail_get_type ())
G_DECLARE_FINAL_TYPE (YbAuditDetail, yb_audit_detail, YB, AUDIT_DETAIL, AdwBin)

void yb_audit_detail_show (YbAuditDetail *self, YbDesk *desk, YbAudit *line);

G_END_DECLS
