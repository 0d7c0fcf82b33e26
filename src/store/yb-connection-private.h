/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "yb-audit.h"
#include "yb-connection.h"
#include "yb-keys.h"

G_BEGIN_DECLS

/* The newest row of the audit trail. seq 0: the file has none. */
typedef struct
{
  gint64 seq;
  gboolean sealed;
  guint8 hash[YB_AUDIT_HASH_BYTES]; /* zeros in a new file */
} YbAuditHead;

struct _YbConnection
{
  sqlite3 *db;
  gint64 *waiting_since;     /* (nullable): when it began to wait for another program, monotonic */
  YbKeys *keys;              /* (nullable): while a job runs; without them personal data stays closed */
  gboolean keys_are_checked; /* the file still has these keys; for the job */
  GPtrArray *old_keys;       /* (nullable): those of before a change, as far as they were needed */
  GError *refusal;           /* (nullable): why a function of ours let a statement fail */
  YbStatement *queries[YB_N_SQL];
  GHashTable *row_statements; /* text made from a field table -> YbStatement */
  /* YbRowType -> YbStatement of row_statements: making the text costs as much as reading */
  GHashTable *selects;
  GHashTable *page_selects;
  GHashTable *inserts;
  /* What the writer keeps between transactions (yb-connection-memory.c): key -> Kept */
  GHashTable *kept;
  guint32 kept_version; /* of the file */
  gboolean in_transaction;
  gboolean kept_is_stale; /* this transaction has changed a settled table */
  GPtrArray *stepped;     /* statements that gave a row since all were reset */

  /* The writer's last audit row. It is the last of all as long as the file has this version: nobody else wrote. */
  guint32 audit_version;
  YbAuditHead audit_head; /* seq 0: not known */
};

/* Rows that one statement of _yb_row_sql_select_page() reads at most. */
#define YB_ROWS_PER_PAGE 64

struct _YbStatement
{
  YbConnection *connection;
  sqlite3_stmt *stmt;
  gboolean stepped; /* stands in the connection's list */
  GError *error;    /* why it could not be prepared; told at the first step */
};

YbConnection *_yb_connection_open (const char *path, int flags, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void _yb_connection_close (YbConnection *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbConnection, _yb_connection_close)

gboolean _yb_connection_require_keys (YbConnection *self, GError **error);
gboolean _yb_connection_check_keys (YbConnection *self, GError **error);
YbKeys *_yb_connection_find_keys (YbConnection *self, guint version);
void _yb_connection_set_keys (YbConnection *self, YbKeys *keys);
guint32 _yb_connection_get_version (YbConnection *self);
void _yb_connection_begin_memory (YbConnection *self);
void _yb_connection_note_change (YbConnection *self, const char *table);
void _yb_connection_end_memory (YbConnection *self, gboolean committed);
void _yb_connection_reset_all (YbConnection *self);
gboolean _yb_connection_has_moved (YbConnection *self);
gboolean _yb_connection_exec (YbConnection *self, const char *sql, GError **error);
YbStatement *_yb_connection_ready (YbStatement *statement);
YbStatement *_yb_connection_prepare_text (YbConnection *self, const char *sql);
gboolean _yb_connection_run (YbConnection *self, YbSql sql, GError **error);
gint64 _yb_connection_pragma (YbConnection *self, const char *sql);
gboolean _yb_connection_set_error (YbConnection *self, GError **error);
gboolean _yb_row_sql_next_id (YbConnection *self, const YbRowType *type, gint64 *id, GError **error);
gboolean _yb_row_sql_bind_insert (YbStatement *insert, YbRow *row, GError **error);
gboolean _yb_row_sql_bind_update (
    YbStatement *update, YbRow *row, const YbField *const *changed, guint n_changed, GError **error);
void _yb_connection_fill_new_row (YbStatement *statement, YbRow *row);
void _yb_connection_fill_row (YbStatement *statement, YbRow *row);
YbStatement *_yb_row_sql_select (YbConnection *self, const YbRowType *type);
YbStatement *_yb_row_sql_select_page (YbConnection *self, const YbRowType *type);
YbStatement *_yb_row_sql_insert (YbConnection *self, const YbRowType *type);
YbStatement *_yb_row_sql_update (YbConnection *self,
                                 const YbRowType *type,
                                 const YbField *const *changed,
                                 guint n_changed);
YbStatement *_yb_row_sql_delete (YbConnection *self, const YbRowType *type);

G_END_DECLS
