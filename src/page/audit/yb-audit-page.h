/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-page.h"

G_BEGIN_DECLS

#define YB_TYPE_AUDIT_PAGE (yb_audit_page_get_type ())
G_DECLARE_FINAL_TYPE (YbAuditPage, yb_audit_page, YB, AUDIT_PAGE, YbPage)

const char *yb_audit_page_get_kind (guint kind);
void yb_audit_page_show_record (YbAuditPage *self, const char *kind, gint64 id);
void yb_audit_present_record (YbPage *page, const char *kind, gint64 id);

G_END_DECLS
