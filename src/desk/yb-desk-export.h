/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"
#include "yb-export.h"

G_BEGIN_DECLS

/**
 * YbExportRequest:
 * @kind: "deals", "customers" or "kpi"
 * @path: a name that ends in .xlsx or .csv; an existing file is replaced when the new one is complete
 * @from: (nullable): first day
 * @to: (nullable): last day
 * @by: (nullable): split the figures by month, staff, source or model
 * @is_personal: personal data in full: needs a purpose and a second person, and a workbook
 * @purpose: (nullable): what it is for, in words
 * @approver: (nullable): staff code of the second person
 * @approver_password: (nullable): their password
 *
 * What somebody wants to take out of the house.
 */
typedef struct
{
  const char *kind;
  const char *path;
  const char *from;
  const char *to;
  const char *by;
  gboolean is_personal;
  const char *purpose;
  const char *approver;
  const char *approver_password;
} YbExportRequest;

gboolean yb_desk_export (YbDesk *self,
                         const YbExportRequest *request,
                         YbExportProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         guint *n_rows,
                         GError **error);
void yb_desk_export_async (YbDesk *self,
                           const YbExportRequest *request,
                           YbExportProgress progress,
                           gpointer progress_data,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean yb_desk_export_finish (YbDesk *self, GAsyncResult *result, guint *n_rows, GError **error);

G_END_DECLS
