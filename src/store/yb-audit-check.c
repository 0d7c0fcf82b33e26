/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is the audit trail what was written? The seals tell what was changed in it, the anchor what was cut off or put back. */

#include "config.h"

#include "yb-audit-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#define MAX_PROBLEMS 100

typedef struct
{
  YbConnection *connection;
  GPtrArray *problems;
  gint64 expected;
  gboolean knows_previous;
  guint8 previous[YB_AUDIT_HASH_BYTES];
} Walk;

static void add (GPtrArray *texts, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add (GPtrArray *texts, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (texts != NULL && texts->len < MAX_PROBLEMS)
    g_ptr_array_add (texts, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static gboolean
fail (GError **error, GError **local_error)
{
  if (*local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (local_error));
  return FALSE;
}

/* ---- the seals ---- */

static void
check_seal (Walk *self, const YbAuditLink *link)
{
  const guint8 *key = _yb_audit_get_key (self->connection);
  guint8 hash[YB_AUDIT_HASH_BYTES];

  if (key == NULL || !self->knows_previous)
    return;

  _yb_audit_seal (key, self->previous, link, hash);
  if (!link->is_whole || memcmp (link->hash, hash, YB_AUDIT_HASH_BYTES) != 0)
    add (self->problems, _ ("The audit trail was changed at no. %" PRId64 "."), link->seq);
}

/* unsealed: the newest row may be waiting for its seal, others may not */
static void
check_link (Walk *self, const YbAuditLink *link, gint64 *waiting)
{
  gboolean may_wait = _yb_audit_may_be_unsealed (&link->entry, link->changes) && link->is_whole;

  if (link->seq != self->expected)
    add (self->problems, _ ("The audit trail has a gap before no. %" PRId64 "."), link->seq);
  self->expected = link->seq + 1;

  if (!link->born_sealed && !may_wait)
    add (self->problems, _ ("Audit entry no. %" PRId64 " (%s) was written past the program: it had no seal."),
         link->seq, link->entry.verb);
  if (link->hash == NULL)
    {
      if (*waiting == 0)
        *waiting = link->seq;
      return;
    }

  if (*waiting != 0)
    add (self->problems, _ ("The audit trail was changed at no. %" PRId64 "."), *waiting);
  else
    check_seal (self, link);
  *waiting = 0;
  /* On from the stored seal, so that one change is told once and not at every row behind it. */
  memcpy (self->previous, link->hash, YB_AUDIT_HASH_BYTES);
  self->knows_previous = TRUE;
}

/* The row before the first that is looked at: what follows it has its number and its seal to stand on. */
static gboolean
begin_behind (Walk *self, gint64 after, gint64 *waiting, GError **error)
{
  YbStatement *row = yb_connection_query (self->connection, YB_SQL_STORE_AUDIT_LINK);
  g_autoptr (GError) local_error = NULL;
  YbAuditLink link;

  self->expected = after; /* a gap, if it is missing */
  yb_statement_bind_number (row, 1, after);
  if (yb_statement_step (row, &local_error))
    {
      _yb_audit_read_link (row, &link);
      self->expected = after + 1;
      self->knows_previous = link.hash != NULL;
      if (self->knows_previous)
        memcpy (self->previous, link.hash, YB_AUDIT_HASH_BYTES);
      else
        *waiting = after;
    }
  yb_statement_reset (row);
  return fail (error, &local_error);
}

static gboolean
walk (Walk *self, gint64 after, GError **error)
{
  YbStatement *rows = yb_connection_query (self->connection, YB_SQL_STORE_AUDIT_CHAIN);
  g_autoptr (GError) local_error = NULL;
  gint64 waiting = 0;

  if (after > 0 && !begin_behind (self, after, &waiting, error))
    return FALSE;

  yb_statement_bind_number (rows, 1, after);
  while (yb_statement_step (rows, &local_error))
    {
      YbAuditLink link;

      _yb_audit_read_link (rows, &link);
      check_link (self, &link, &waiting);
    }
  return fail (error, &local_error);
}

/* ---- the anchor ---- */

static gint64
epoch_of (const char *arguments)
{
  g_autoptr (JsonNode) node = json_from_string (arguments, NULL);

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return 0;
  return json_object_get_int_member_with_default (json_node_get_object (node), "epoch", 0);
}

/* Whether the row bears the seal of the program. Without a key it has to be believed. */
static gboolean
is_authentic (YbConnection *connection, gint64 seq)
{
  YbStatement *row = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LINK);
  guint8 previous[YB_AUDIT_HASH_BYTES] = {0}, hash[YB_AUDIT_HASH_BYTES];
  const guint8 *key;
  YbAuditLink link;
  gboolean ok = seq == 1;

  yb_statement_bind_number (row, 1, seq - 1);
  if (yb_statement_step (row, NULL))
    {
      _yb_audit_read_link (row, &link);
      ok = link.hash != NULL;
      if (ok)
        memcpy (previous, link.hash, sizeof previous);
    }
  yb_statement_reset (row);
  if (!ok)
    return FALSE;

  row = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LINK);
  yb_statement_bind_number (row, 1, seq);
  ok = yb_statement_step (row, NULL);
  if (ok)
    {
      _yb_audit_read_link (row, &link);
      key = _yb_audit_get_key (connection);
      ok = link.hash != NULL && link.is_whole;
      if (ok && key != NULL)
        {
          _yb_audit_seal (key, previous, &link, hash);
          ok = memcmp (hash, link.hash, sizeof hash) == 0;
        }
    }
  yb_statement_reset (row);
  return ok;
}

/* The newest new beginning that the trail itself gives a reason for, and its row; 0: none. */
static gboolean
read_epoch (YbConnection *connection, gint64 *epoch, gint64 *seq, GError **error)
{
  YbStatement *rows = yb_connection_query (connection, YB_SQL_STORE_AUDIT_EPOCHS);
  g_autoptr (GError) local_error = NULL;

  *epoch = *seq = 0;
  while (*epoch == 0 && yb_statement_step (rows, &local_error))
    {
      *seq = yb_statement_number (rows, 0);
      if (is_authentic (connection, *seq))
        *epoch = epoch_of (yb_statement_text (rows, 1));
    }
  if (*epoch == 0)
    *seq = 0;
  yb_statement_reset (rows);
  return fail (error, &local_error);
}

gboolean
_yb_audit_compare (YbConnection *connection,
                   const YbAuditAnchor *anchor,
                   YbAnchorState *state,
                   GError **error)
{
  YbStatement *row = yb_connection_query (connection, YB_SQL_STORE_AUDIT_LINK);
  g_autoptr (GError) local_error = NULL;
  YbAuditLink link;
  gint64 epoch, seq;

  if (!read_epoch (connection, &epoch, &seq, error))
    return FALSE;

  *state = YB_ANCHOR_CUT;
  yb_statement_bind_number (row, 1, anchor->seq);
  if (yb_statement_step (row, &local_error))
    {
      _yb_audit_read_link (row, &link);
      *state = link.hash != NULL && memcmp (link.hash, anchor->hash, YB_AUDIT_HASH_BYTES) == 0
                   ? YB_ANCHOR_FITS
                   : YB_ANCHOR_REWRITTEN;
    }
  yb_statement_reset (row);
  if (*state != YB_ANCHOR_FITS && epoch > anchor->epoch)
    *state = YB_ANCHOR_SUPERSEDED;
  return fail (error, &local_error);
}

static gboolean
count_rows (YbConnection *connection, gint64 after, gint64 up_to, gint64 *count, GError **error)
{
  YbStatement *row = yb_connection_query (connection, YB_SQL_STORE_AUDIT_COUNT);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (row, 1, after);
  yb_statement_bind_number (row, 2, up_to);
  if (yb_statement_step (row, &local_error))
    *count = yb_statement_number (row, 0);
  yb_statement_reset (row);
  return fail (error, &local_error);
}

/**
 * yb_audit_anchor_read:
 * @connection: best in a snapshot
 * @known: (nullable): an earlier anchor that fits to this file, so that not every row has to be counted again
 * @anchor: (out caller-allocates): where the audit trail ends now; seq 0 while it has no sealed row
 * @error: trouble of the database
 *
 * For the header of a backup, and for what is remembered outside the file.
 *
 * Returns: whether it could be read
 */
gboolean
yb_audit_anchor_read (YbConnection *connection,
                      const YbAuditAnchor *known,
                      YbAuditAnchor *anchor,
                      GError **error)
{
  YbStatement *sealed;
  g_autoptr (GError) local_error = NULL;
  gint64 after = known != NULL ? known->seq : 0, seq;

  g_return_val_if_fail (connection != NULL && anchor != NULL, FALSE);

  *anchor = (YbAuditAnchor){0};
  sealed = yb_connection_query (connection, YB_SQL_STORE_AUDIT_SEALED);
  if (yb_statement_step (sealed, &local_error))
    {
      anchor->seq = yb_statement_number (sealed, 0);
      if (sqlite3_column_bytes (sealed->stmt, 1) == YB_AUDIT_HASH_BYTES)
        memcpy (anchor->hash, sqlite3_column_blob (sealed->stmt, 1), YB_AUDIT_HASH_BYTES);
    }
  yb_statement_reset (sealed);
  if (!fail (error, &local_error) || !read_epoch (connection, &anchor->epoch, &seq, error) ||
      !count_rows (connection, after, anchor->seq, &anchor->count, error))
    return FALSE;

  anchor->count += known != NULL ? known->count : 0;
  return TRUE;
}

/**
 * yb_audit_new_epoch:
 * @restored: where the trail of the file that goes on ends
 * @lost: (nullable): where the trail ended that is given up; %NULL when nobody knows
 *
 * A backup that is restored brings an old trail back: anchors of the trail that is lost by it would alarm. The first
 * audit row of the restored file therefore has the verb %YB_AUDIT_RESTORED, and among its arguments "epoch" with this
 * number: anchors of an earlier epoch are then left behind instead of alarming, on whatever computer they lie.
 *
 * Returns: the number
 */
gint64
yb_audit_new_epoch (const YbAuditAnchor *restored, const YbAuditAnchor *lost)
{
  g_return_val_if_fail (restored != NULL, 1);

  return MIN (MAX (restored->epoch, lost != NULL ? lost->epoch : 0), G_MAXINT64 - 1) + 1;
}

/* counts: also whether rows before it are missing; reads every one of them */
gboolean
_yb_audit_check_anchor (YbConnection *connection,
                        const YbAuditAnchor *anchor,
                        gboolean counts,
                        GPtrArray *problems,
                        GError **error)
{
  YbAnchorState state;
  YbAuditHead head;
  gint64 count = anchor->count;

  if (!_yb_audit_compare (connection, anchor, &state, error) ||
      !_yb_audit_read_head (connection, &head, error) ||
      (counts && state == YB_ANCHOR_FITS && !count_rows (connection, 0, anchor->seq, &count, error)))
    return FALSE;

  if (state == YB_ANCHOR_CUT)
    add (problems,
         _ ("The audit trail ends at no. %" PRId64 ", but this computer has seen no. %" PRId64
            ": its end was cut off, or the file was replaced by an old copy."),
         head.seq, anchor->seq);
  else if (state == YB_ANCHOR_REWRITTEN)
    add (problems,
         _ ("Audit entry no. %" PRId64 " is not the one that this computer has seen: the trail was "
            "written anew, or the file was replaced by another copy."),
         anchor->seq);
  else if (count != anchor->count)
    add (problems,
         _ ("The audit trail has %" PRId64 " entries up to no. %" PRId64
            ", but this computer has seen %" PRId64 "."),
         count, anchor->seq, anchor->count);
  return TRUE;
}

/* n_rows: only the newest, and of these those since somebody accepted the trail as it was; 0 for all */
gboolean
_yb_audit_check (YbConnection *connection, gint64 n_rows, GPtrArray *problems, GError **error)
{
  Walk self = {.connection = connection, .problems = problems, .expected = 1};
  YbAuditHead head;
  gint64 after = 0, epoch, seq;

  if (n_rows > 0)
    {
      if (!_yb_audit_read_head (connection, &head, error) || !read_epoch (connection, &epoch, &seq, error))
        return FALSE;
      after = MAX (MAX (0, head.seq - n_rows), seq - 1);
    }
  self.knows_previous = after == 0;
  return walk (&self, after, error);
}
