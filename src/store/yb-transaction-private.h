/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "yb-connection-private.h"
#include "yb-transaction.h"

G_BEGIN_DECLS

/* Ids of changed rows by table: GHashTable of interned table name -> GArray of gint64. */
GHashTable *_yb_changes_new (void);
void _yb_changes_add (GHashTable *changes, const char *table, gint64 id);
void _yb_changes_add_all (GHashTable *changes, GHashTable *others);
gboolean _yb_changes_add_json (GHashTable *changes, const char *json, GError **error);

gboolean _yb_changes_read_values (YbConnection *connection, YbRow *row, JsonObject *values, GError **error);

YbTransaction *_yb_transaction_begin (YbConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_transaction_commit (YbTransaction *self, GError **error);
void _yb_transaction_rollback (YbTransaction *self);
GHashTable *_yb_transaction_steal_changes (YbTransaction *self);
gint64 _yb_transaction_get_written_audit (YbTransaction *self);
void _yb_transaction_free (YbTransaction *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbTransaction, _yb_transaction_free)

/* A deleted record comes back as it was, with a revision that nobody has seen yet. */
gboolean _yb_transaction_restore (YbTransaction *self, YbRow *row, GError **error);

G_END_DECLS
