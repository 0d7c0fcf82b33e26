/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"

G_BEGIN_DECLS

/**
 * YbAuditChange:
 * @type: what it is
 * @first: the record, or the first of several that were made at once
 * @last: the last of them
 * @before: (nullable): holds the values of @fields before; %NULL for new records
 * @after: (nullable): holds the values of @fields afterwards; %NULL for deleted records, and for new ones, whose values
 *   stand in themselves
 * @fields: (element-type YbField): what changed
 *
 * One record that a transaction changed. @before and @after are no records of the store: they only hold what changed.
 */
typedef struct
{
  const YbRowType *type;
  gint64 first;
  gint64 last;
  YbRow *before;
  YbRow *after;
  GPtrArray *fields;
} YbAuditChange;

GPtrArray *yb_audit_changes_read (YbConnection *connection, gint64 seq, guint limit, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
