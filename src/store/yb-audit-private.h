/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-audit.h"
#include "yb-connection-private.h"

G_BEGIN_DECLS

/* ---- the chain (yb-audit-chain.c) ---- */

gboolean _yb_audit_read_head (YbConnection *connection, YbAuditHead *head, GError **error);
gboolean _yb_audit_append (YbConnection *connection,
                           YbAuditHead *head,
                           const YbAuditEntry *entry,
                           const char *changes,
                           GError **error);

/* A row as stored, as long as the statement stands on it. The columns are those of store/audit-chain.sql. */
typedef struct
{
  gint64 seq;
  YbAuditEntry entry;
  const char *changes;
  const guint8 *hash;   /* NULL: not sealed */
  gboolean born_sealed; /* with the row itself, not afterwards */
  gboolean is_whole;    /* no text goes on behind a NUL */
} YbAuditLink;

void _yb_audit_read_link (YbStatement *row, YbAuditLink *link);
gboolean _yb_audit_may_be_unsealed (const YbAuditEntry *entry, const char *changes);
const guint8 *_yb_audit_get_key (YbConnection *connection);
void _yb_audit_seal (const guint8 *key,
                     const guint8 previous[YB_AUDIT_HASH_BYTES],
                     const YbAuditLink *link,
                     guint8 hash[YB_AUDIT_HASH_BYTES]);

/* ---- the check (yb-audit-check.c) ---- */

/* How what is remembered fits to the file. */
typedef enum
{
  YB_ANCHOR_FITS,
  YB_ANCHOR_SUPERSEDED, /* the file says itself why it began anew */
  YB_ANCHOR_CUT,        /* the file ends before it */
  YB_ANCHOR_REWRITTEN,  /* the row is another one */
} YbAnchorState;

gboolean _yb_audit_compare (YbConnection *connection,
                            const YbAuditAnchor *anchor,
                            YbAnchorState *state,
                            GError **error);
gboolean _yb_audit_check (YbConnection *connection, gint64 n_rows, GPtrArray *problems, GError **error);
gboolean _yb_audit_check_anchor (YbConnection *connection,
                                 const YbAuditAnchor *anchor,
                                 gboolean counts,
                                 GPtrArray *problems,
                                 GError **error);

/* ---- what is remembered outside the file (yb-audit-memory.c), by the name of the file ---- */

typedef enum
{
  YB_RECALL_NONE, /* nothing is remembered */
  YB_RECALL_FOUND,
  YB_RECALL_NO_ANSWER, /* what is remembered cannot be read now: nothing may take its place */
} YbRecall;

gboolean _yb_audit_remember (const char *uuid, const YbAuditAnchor *anchor);
YbRecall _yb_audit_recall (const char *uuid, YbAuditAnchor *anchor);
gboolean _yb_audit_memory_lock (int *lock);
void _yb_audit_memory_unlock (int lock);

/* ---- who remembers (yb-audit-keeper.c) ---- */

typedef struct _YbAuditKeeper YbAuditKeeper;
struct _YbWal;

YbAuditKeeper *
_yb_audit_keeper_new (const char *path, const char *uuid, struct _YbWal *wal) G_GNUC_WARN_UNUSED_RESULT;
void _yb_audit_keeper_free (YbAuditKeeper *self);
void _yb_audit_keeper_note (YbAuditKeeper *self, gboolean at_once);
gint64 _yb_audit_epoch_after_restore (YbConnection *connection);
gboolean _yb_audit_advance (YbConnection *connection, const char *uuid, GError **error);

G_END_DECLS
