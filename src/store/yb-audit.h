/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-store.h"

G_BEGIN_DECLS

#define YB_AUDIT_HASH_BYTES 32

/**
 * YbAuditAnchor:
 * @seq: number of the newest sealed row of the audit trail, 0: there is none yet
 * @count: how many rows there are up to it
 * @epoch: how often the trail was begun anew with a reason that stands in it (a restored backup), see
 *   yb_audit_new_epoch()
 * @hash: the seal of that row
 *
 * What is remembered about an audit trail outside its file: a trail cannot tell itself that its end was cut off or that
 * the whole file was put back to an old copy (reliability.md 0.10). The seals are keyed, so an anchor can be copied but
 * not made up.
 */
typedef struct
{
  gint64 seq;
  gint64 count;
  gint64 epoch;
  guint8 hash[YB_AUDIT_HASH_BYTES];
} YbAuditAnchor;

GBytes *yb_audit_anchor_to_bytes (const YbAuditAnchor *anchor) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_audit_anchor_from_bytes (GBytes *bytes, YbAuditAnchor *anchor, GError **error);
gboolean yb_audit_anchor_read (YbConnection *connection,
                               const YbAuditAnchor *known,
                               YbAuditAnchor *anchor,
                               GError **error);

gboolean yb_audit_anchor_get (YbStore *store, YbAuditAnchor *anchor);
gboolean yb_audit_anchor_put (YbStore *store, GError **error);
void yb_audit_anchor_soon (YbStore *store);

/**
 * YB_AUDIT_RESTORED:
 *
 * Verb of the audit row that a restored backup begins with; its arguments are those of yb_audit_new_epoch().
 */
#define YB_AUDIT_RESTORED "backup.restore"

/**
 * YB_AUDIT_ACCEPTED:
 *
 * Verb of the audit row by which somebody with the right to do so accepts a trail that does not fit to its anchor.
 */
#define YB_AUDIT_ACCEPTED "audit.accept"

gint64 yb_audit_new_epoch (const YbAuditAnchor *restored, const YbAuditAnchor *lost);
gint64 yb_audit_next_epoch (YbStore *store);

/* Rows that are looked at when the program starts: some milliseconds. */
#define YB_AUDIT_ROWS_AT_START 1000

gboolean yb_store_check_anchor (YbStore *self, GPtrArray *problems, GPtrArray *notes, GError **error);
void yb_store_check_audit_async (YbStore *self,
                                 gint64 n_rows,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
GPtrArray *
yb_store_check_audit_finish (YbStore *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
