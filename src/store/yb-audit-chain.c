/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chain of the audit trail: every row carries a keyed hash over itself and the seal of the row before. Without the
 * key of the store nobody can make a seal that fits. */

#include "config.h"

#include "yb-audit-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>

/* Until somebody has signed in there may be no key. Only this may happen before, and it changes nothing. */
#define UNSEALED_VERB "staff.sign-in"
#define NO_CHANGES "[]"

/* ---- links ---- */

static const char *
read_text (YbStatement *row, int column, gboolean *is_whole)
{
  const char *text = yb_statement_text (row, column);

  *is_whole = *is_whole && (gsize) sqlite3_column_bytes (row->stmt, column) == strlen (text);
  return text;
}

/* The statement must stand on a row of store/audit-chain.sql or store/audit-link.sql. */
void
_yb_audit_read_link (YbStatement *row, YbAuditLink *link)
{
  gboolean is_whole = TRUE;

  *link = (YbAuditLink){
      .seq = yb_statement_number (row, 0),
      .entry = {.at = yb_statement_number (row, 1),
                .staff = yb_statement_number (row, 2),
                .approver = yb_statement_number (row, 3),
                .workstation = read_text (row, 4, &is_whole),
                .verb = read_text (row, 5, &is_whole),
                .arguments = read_text (row, 6, &is_whole),
                .undoable = yb_statement_number (row, 8) != 0,
                .undo_of = yb_statement_number (row, 9)},
      .changes = read_text (row, 7, &is_whole),
      .born_sealed = yb_statement_number (row, 11) != 0,
  };
  link->is_whole = is_whole;
  if (sqlite3_column_bytes (row->stmt, 10) == YB_AUDIT_HASH_BYTES)
    link->hash = sqlite3_column_blob (row->stmt, 10);
}

/* An attempt to sign in that failed: whose row bears nobody's name and changes nothing. */
gboolean
_yb_audit_may_be_unsealed (const YbAuditEntry *entry, const char *changes)
{
  return g_str_equal (entry->verb, UNSEALED_VERB) && entry->staff == 0 && entry->approver == 0 &&
         g_str_equal (changes, NO_CHANGES);
}

/* (nullable): the store is locked */
const guint8 *
_yb_audit_get_key (YbConnection *connection)
{
  return connection->keys != NULL ? yb_keys_get (connection->keys, YB_KEY_AUDIT) : NULL;
}

void
_yb_audit_seal (const guint8 *key,
                const guint8 previous[YB_AUDIT_HASH_BYTES],
                const YbAuditLink *link,
                guint8 hash[YB_AUDIT_HASH_BYTES])
{
  const YbAuditEntry *entry = &link->entry;
  const char *texts[] = {entry->workstation, entry->verb, entry->arguments, link->changes};
  char numbers[160];
  crypto_generichash_state state;

  g_snprintf (numbers, sizeof numbers,
              "%" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
              " %d %" G_GINT64_FORMAT,
              link->seq, entry->at, entry->staff, entry->approver, entry->undoable ? 1 : 0, entry->undo_of);
  crypto_generichash_init (&state, key, YB_KEY_BYTES, YB_AUDIT_HASH_BYTES);
  crypto_generichash_update (&state, previous, YB_AUDIT_HASH_BYTES);
  crypto_generichash_update (&state, (const guint8 *) numbers, strlen (numbers) + 1);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    crypto_generichash_update (&state, (const guint8 *) texts[i], strlen (texts[i]) + 1);
  crypto_generichash_final (&state, hash, YB_AUDIT_HASH_BYTES);
}

/* ---- the end of the chain ---- */

gboolean
_yb_audit_read_head (YbConnection *connection, YbAuditHead *head, GError **error)
{
  YbStatement *last = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LAST);
  g_autoptr (GError) local_error = NULL;

  *head = (YbAuditHead){0};
  if (yb_statement_step (last, &local_error))
    {
      head->seq = yb_statement_number (last, 0);
      head->sealed = sqlite3_column_bytes (last->stmt, 1) == YB_AUDIT_HASH_BYTES;
      if (head->sealed)
        memcpy (head->hash, sqlite3_column_blob (last->stmt, 1), YB_AUDIT_HASH_BYTES);
      yb_statement_reset (last);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
insert_seal (YbConnection *connection, const YbAuditLink *link, const guint8 *hash, GError **error)
{
  YbStatement *insert = yb_connection_query (connection, YB_SQL_STORE_AUDIT_SEAL_INSERT);

  yb_statement_bind_number (insert, 1, link->seq);
  if (insert->stmt != NULL)
    sqlite3_bind_blob (insert->stmt, 2, hash, YB_AUDIT_HASH_BYTES, SQLITE_TRANSIENT);
  return yb_statement_run (insert, error);
}

/* Seals the rows behind the last sealed one. What somebody may have put there past the program is sealed as well, so
 * that it stays where it is, and found by the check for its verb. */
static gboolean
seal_tail (YbConnection *connection, YbAuditHead *head, const guint8 *key, GError **error)
{
  YbStatement *sealed = yb_connection_query (connection, YB_SQL_STORE_AUDIT_SEALED);
  YbStatement *tail = yb_connection_query (connection, YB_SQL_STORE_AUDIT_CHAIN);
  g_autoptr (GError) local_error = NULL;
  gint64 after = 0;

  memset (head->hash, 0, sizeof head->hash);
  if (yb_statement_step (sealed, &local_error))
    {
      after = yb_statement_number (sealed, 0);
      if (sqlite3_column_bytes (sealed->stmt, 1) == YB_AUDIT_HASH_BYTES)
        memcpy (head->hash, sqlite3_column_blob (sealed->stmt, 1), YB_AUDIT_HASH_BYTES);
    }
  yb_statement_reset (sealed);

  yb_statement_bind_number (tail, 1, after);
  while (local_error == NULL && yb_statement_step (tail, &local_error))
    {
      YbAuditLink link;

      _yb_audit_read_link (tail, &link);
      _yb_audit_seal (key, head->hash, &link, head->hash);
      insert_seal (connection, &link, head->hash, &local_error);
    }
  yb_statement_reset (tail);

  head->sealed = local_error == NULL;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return head->sealed;
}

/* ---- a new row ---- */

static gboolean
insert_row (YbConnection *connection, const YbAuditLink *link, GError **error)
{
  const YbAuditEntry *entry = &link->entry;
  YbStatement *insert = yb_connection_query (connection, YB_SQL_STORE_AUDIT_INSERT);

  yb_statement_bind_number (insert, 1, link->seq);
  yb_statement_bind_number (insert, 2, entry->at);
  if (entry->staff != 0)
    yb_statement_bind_number (insert, 3, entry->staff);
  yb_statement_bind_text (insert, 4, entry->workstation);
  yb_statement_bind_text (insert, 5, entry->verb);
  yb_statement_bind_text (insert, 6, entry->arguments);
  yb_statement_bind_text (insert, 7, link->changes);
  yb_statement_bind_number (insert, 8, entry->undoable ? 1 : 0);
  if (entry->undo_of != 0)
    yb_statement_bind_number (insert, 9, entry->undo_of);
  if (insert->stmt != NULL && link->hash != NULL)
    sqlite3_bind_blob (insert->stmt, 10, link->hash, YB_AUDIT_HASH_BYTES, SQLITE_TRANSIENT);
  if (entry->approver != 0)
    yb_statement_bind_number (insert, 11, entry->approver);
  return yb_statement_run (insert, error);
}

/* As Fossil does before every commit: what the file gives back must be what was to be written. */
static gboolean
check_written (YbConnection *connection,
               gint64 seq,
               const guint8 *key,
               const guint8 *previous,
               const guint8 *hash,
               GError **error)
{
  YbStatement *row = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LINK);
  g_autoptr (GError) local_error = NULL;
  YbAuditLink link;
  guint8 found[YB_AUDIT_HASH_BYTES];
  gboolean ok = FALSE;

  yb_statement_bind_number (row, 1, seq);
  if (yb_statement_step (row, &local_error))
    {
      _yb_audit_read_link (row, &link);
      _yb_audit_seal (key, previous, &link, found);
      ok = link.is_whole && link.hash != NULL && memcmp (link.hash, hash, YB_AUDIT_HASH_BYTES) == 0 &&
           memcmp (found, hash, YB_AUDIT_HASH_BYTES) == 0;
      yb_statement_reset (row);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!ok)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                         _ ("The file gives back something else than was written into it, so nothing was "
                            "changed. Have the disk and the memory of this computer checked, and look at "
                            "the file with “yingbinctl check”."));
  return ok;
}

/* (inout) head: the row before; then the new one */
gboolean
_yb_audit_append (YbConnection *connection,
                  YbAuditHead *head,
                  const YbAuditEntry *entry,
                  const char *changes,
                  GError **error)
{
  const guint8 *key = _yb_audit_get_key (connection);
  YbAuditLink link = {.entry = *entry, .changes = changes};
  guint8 hash[YB_AUDIT_HASH_BYTES];

  if (key == NULL && !_yb_audit_may_be_unsealed (entry, changes))
    return _yb_connection_require_keys (connection, error);
  if (key != NULL && head->seq > 0 && !head->sealed && !seal_tail (connection, head, key, error))
    return FALSE;

  link.seq = head->seq + 1;
  if (key != NULL)
    {
      _yb_audit_seal (key, head->hash, &link, hash);
      link.hash = hash;
    }
  if (!insert_row (connection, &link, error) ||
      (key != NULL && !check_written (connection, link.seq, key, head->hash, hash, error)))
    return FALSE;

  head->seq = link.seq;
  head->sealed = key != NULL;
  if (head->sealed)
    memcpy (head->hash, hash, sizeof hash);
  return TRUE;
}
