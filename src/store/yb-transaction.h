/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"
#include "yb-keys.h"

G_BEGIN_DECLS

/**
 * YbTransaction:
 *
 * The writer while it works: everything it does is committed together with one audit row, or not at all.
 */
typedef struct _YbTransaction YbTransaction;

/**
 * YbAuditEntry:
 * @at: UTC ms
 * @staff: id of the acting person, 0 for the program
 * @approver: id of a second person who allowed it with their own password, or 0
 * @workstation: name of the computer
 * @verb: what was done
 * @arguments: JSON object
 * @undoable: whether the acting person may take it back
 * @undo_of: audit number of what this takes back, or 0
 *
 * Who did what. The rows that changed are added by the store.
 */
typedef struct
{
  gint64 at;
  gint64 staff;
  gint64 approver;
  const char *workstation;
  const char *verb;
  const char *arguments;
  gboolean undoable;
  gint64 undo_of;
} YbAuditEntry;

/**
 * YbWriteFunc:
 * @transaction: the open transaction
 * @data: closure
 * @error: set when it returns %FALSE
 *
 * Runs on the thread that writes. It must call yb_transaction_set_audit() if it changes anything.
 *
 * Returns: %TRUE to commit, %FALSE to take everything back
 */
typedef gboolean (*YbWriteFunc) (YbTransaction *transaction, gpointer data, GError **error);

YbConnection *yb_transaction_get_connection (YbTransaction *self);
void yb_transaction_set_audit (YbTransaction *self, const YbAuditEntry *entry);
void yb_transaction_set_approver (YbTransaction *self, gint64 staff);
void yb_transaction_unlock (YbTransaction *self, YbKeys *keys);
gint64 yb_transaction_get_audit_seq (YbTransaction *self);

gboolean yb_transaction_insert (YbTransaction *self, YbRow *row, GError **error);
gboolean yb_transaction_update (YbTransaction *self, YbRow *row, GError **error);
gboolean yb_transaction_delete (YbTransaction *self, YbRow *row, GError **error);
gboolean
yb_transaction_revert (YbTransaction *self, gint64 audit_seq, const char *const *kept_tables, GError **error);
gboolean yb_transaction_change_keys (YbTransaction *self, GError **error);
gboolean yb_transaction_renew_recovery_key (YbTransaction *self, char **recovery_key, GError **error);

G_END_DECLS
