/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-row.h"
#include "yb-sql.h"
#include "yb-store-error.h"

G_BEGIN_DECLS

/**
 * YbConnection:
 *
 * A connection to the database: the main thread's reader, a worker's reader, or the writer inside a transaction.
 * Used by one thread at a time.
 */
typedef struct _YbConnection YbConnection;

/**
 * YbStatement:
 *
 * A statement of data/sql/query, prepared once per connection. "?1" is index 1, the first column is 0.
 *
 * |[
 *   YbStatement *deals = yb_connection_query (connection, YB_SQL_DESK_DEALS_OF_CUSTOMER);
 *
 *   yb_statement_bind_number (deals, 1, customer_id);
 *   while (yb_statement_step (deals, error))
 *     use (yb_statement_number (deals, 0));
 * ]|
 */
typedef struct _YbStatement YbStatement;

YbStatement *yb_connection_query (YbConnection *self, YbSql sql);
gboolean yb_connection_load (YbConnection *self, YbRow *row, gint64 id, GError **error);
gpointer yb_connection_get (YbConnection *self, const YbRowType *type, gint64 id, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gint64 yb_connection_find (YbConnection *self, YbSql sql, const char *text, GError **error);

gconstpointer yb_connection_recall (YbConnection *self, const char *key);
void yb_connection_keep (YbConnection *self, const char *key, gpointer value, GDestroyNotify destroy);
char *yb_connection_open_sealed (YbConnection *self,
                                 const char *table,
                                 gint64 id,
                                 const char *column,
                                 const char *base64) G_GNUC_WARN_UNUSED_RESULT;

void yb_statement_bind_number (YbStatement *self, int index, gint64 value);
void yb_statement_bind_text (YbStatement *self, int index, const char *value);
void yb_statement_bind_null (YbStatement *self, int index);
gboolean yb_statement_step (YbStatement *self, GError **error);
gboolean yb_statement_run (YbStatement *self, GError **error);
void yb_statement_reset (YbStatement *self);
gint64 yb_statement_number (YbStatement *self, int column);
const char *yb_statement_text (YbStatement *self, int column);
gboolean yb_statement_is_null (YbStatement *self, int column);

G_END_DECLS
