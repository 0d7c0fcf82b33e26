/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Anchors of the audit trail, outside the file: in the Secret Service where one answers, else beside the cached keys. */

#include "config.h"

#include "yb-audit-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include <fcntl.h>
#include <sys/file.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-keys-private.h"

#define MARK "YBA1"
#define MARK_BYTES 4
#define ANCHOR_BYTES (MARK_BYTES + 3 * 8 + YB_AUDIT_HASH_BYTES)
#define MAX_FILE_BYTES 4096
#define LOCK_NAME "anchor.lock"
/* Stands in the file while the Secret Service has the anchor: that it does not answer is not taken for “none”. */
#define KEPT_IN_SERVICE "secret-service\n"
#define PATIENCE_US G_USEC_PER_SEC
#define POLL_US (20 * 1000)

/**
 * yb_audit_anchor_to_bytes:
 * @anchor: an anchor
 *
 * Returns: (transfer full): the same on every computer, for the header of a backup
 */
GBytes *
yb_audit_anchor_to_bytes (const YbAuditAnchor *anchor)
{
  guint8 packed[ANCHOR_BYTES];
  gint64 numbers[3];

  g_return_val_if_fail (anchor != NULL, NULL);

  numbers[0] = GINT64_TO_LE (anchor->seq);
  numbers[1] = GINT64_TO_LE (anchor->count);
  numbers[2] = GINT64_TO_LE (anchor->epoch);
  memcpy (packed, MARK, MARK_BYTES);
  memcpy (packed + MARK_BYTES, numbers, sizeof numbers);
  memcpy (packed + MARK_BYTES + sizeof numbers, anchor->hash, YB_AUDIT_HASH_BYTES);
  return g_bytes_new (packed, sizeof packed);
}

/**
 * yb_audit_anchor_from_bytes:
 * @bytes: as yb_audit_anchor_to_bytes() made them
 * @anchor: (out caller-allocates): the anchor
 * @error: YB_STORE_ERROR_DAMAGED when it is none
 *
 * Returns: whether it could be read
 */
gboolean
yb_audit_anchor_from_bytes (GBytes *bytes, YbAuditAnchor *anchor, GError **error)
{
  const guint8 *packed;
  gsize length;
  gint64 numbers[3];

  g_return_val_if_fail (bytes != NULL && anchor != NULL, FALSE);

  packed = g_bytes_get_data (bytes, &length);
  if (length != ANCHOR_BYTES || memcmp (packed, MARK, MARK_BYTES) != 0)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                           _ ("The anchor of the audit trail cannot be read."));
      return FALSE;
    }

  memcpy (numbers, packed + MARK_BYTES, sizeof numbers);
  anchor->seq = GINT64_FROM_LE (numbers[0]);
  anchor->count = GINT64_FROM_LE (numbers[1]);
  anchor->epoch = GINT64_FROM_LE (numbers[2]);
  memcpy (anchor->hash, packed + MARK_BYTES + sizeof numbers, YB_AUDIT_HASH_BYTES);
  return TRUE;
}

static char *
anchor_name (const char *uuid)
{
  return g_strconcat (uuid, ".anchor", NULL);
}

static char *
file_in_folder (const char *name)
{
  g_autofree char *folder = _yb_key_folder ();

  return folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

static gboolean
anchor_from_text (const char *text, YbAuditAnchor *anchor)
{
  gsize length = 0;
  guchar *packed = g_base64_decode (text, &length);
  g_autoptr (GBytes) bytes = g_bytes_new_take (packed, length);

  return yb_audit_anchor_from_bytes (bytes, anchor, NULL);
}

static gboolean
is_ahead (const YbAuditAnchor *anchor, const YbAuditAnchor *other)
{
  return anchor->epoch != other->epoch ? anchor->epoch > other->epoch : anchor->seq > other->seq;
}

/* What the file beside the keys says. */
static YbRecall
recall_file (const char *path, YbAuditAnchor *anchor)
{
  g_autofree char *text = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL) || strlen (text) > MAX_FILE_BYTES)
    return YB_RECALL_NONE;
  if (g_str_equal (text, KEPT_IN_SERVICE))
    return YB_RECALL_NO_ANSWER;

  return anchor_from_text (text, anchor) ? YB_RECALL_FOUND : YB_RECALL_NONE;
}

/* Whatever is remembered of the file; of two places the one that is ahead. May wait for the Secret Service. */
YbRecall
_yb_audit_recall (const char *uuid, YbAuditAnchor *anchor)
{
  g_autofree char *name = anchor_name (uuid);
  g_autofree char *path = file_in_folder (name);
  g_autofree char *kept = NULL;
  YbKeyRingAnswer answer = _yb_key_ring_ask (name, &kept);
  YbAuditAnchor other;
  YbRecall in_file = recall_file (path, &other);
  gboolean found = kept != NULL && anchor_from_text (kept, anchor);

  if (in_file == YB_RECALL_FOUND && (!found || is_ahead (&other, anchor)))
    *anchor = other;
  if (found || in_file == YB_RECALL_FOUND)
    return YB_RECALL_FOUND;

  /* A service that is not there now may have been there before. */
  return answer == YB_KEY_RING_SILENT || (answer == YB_KEY_RING_ABSENT && in_file == YB_RECALL_NO_ANSWER)
             ? YB_RECALL_NO_ANSWER
             : YB_RECALL_NONE;
}

/* Replaces what is remembered; whoever calls has compared it. Survives a power cut. */
gboolean
_yb_audit_remember (const char *uuid, const YbAuditAnchor *anchor)
{
  g_autoptr (GBytes) bytes = yb_audit_anchor_to_bytes (anchor);
  g_autofree char *text = g_base64_encode (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autofree char *name = anchor_name (uuid);
  g_autofree char *path = file_in_folder (name);
  g_autoptr (GError) error = NULL;

  /* One place is enough, and the Secret Service is the safer one. */
  if (_yb_key_ring_store (name, text))
    {
      if (path != NULL &&
          !g_file_set_contents_full (path, KEPT_IN_SERVICE, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
        g_info ("Anchor: %s", error->message);
      return TRUE;
    }
  if (path != NULL &&
      g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &error))
    return TRUE;

  g_info ("Anchor: %s", error != NULL ? error->message : "no folder");
  return FALSE;
}

/* Several programs of one person remember the same file: one after the other. Where there is no place for a lock it goes
 * without one (-1). Returns: whether it is one's turn; nobody waits long for another program, which remembers as well. */
gboolean
_yb_audit_memory_lock (int *lock)
{
  g_autofree char *path = file_in_folder (LOCK_NAME);
  gint64 deadline = g_get_monotonic_time () + PATIENCE_US;
  gboolean is_late = FALSE;

  *lock = path != NULL ? g_open (path, O_CREAT | O_RDWR | O_CLOEXEC, 0600) : -1;
  while (*lock >= 0 && flock (*lock, LOCK_EX | LOCK_NB) != 0)
    {
      is_late = g_get_monotonic_time () >= deadline;
      if ((errno == EWOULDBLOCK || errno == EINTR) && !is_late)
        g_usleep (POLL_US);
      else
        {
          close (*lock);
          *lock = -1;
        }
    }
  return !is_late;
}

void
_yb_audit_memory_unlock (int lock)
{
  if (lock >= 0)
    close (lock);
}
