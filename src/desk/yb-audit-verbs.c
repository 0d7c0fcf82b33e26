/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way out when the audit trail does not fit to what a computer remembers of it. */

#include "config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-audit.h"
#include "yb-verbs-private.h"

/* Other computers may remember some more beginnings than this file has. A number far above would leave no room for those
 * to come, and every later anchor behind. */
#define MAX_AHEAD 100

/* Changes nothing: its row in the trail is what counts. From there on anchors of before are left behind, and everybody
 * can read who has taken that upon themselves, and why. */
static gboolean
accept (YbCall *call, GError **error)
{
  YbAuditAnchor here;
  gint64 epoch = yb_call_number (call, "epoch"), first, last;

  if (!yb_audit_anchor_read (yb_call_get_connection (call), NULL, &here, error))
    return FALSE;
  first = yb_audit_new_epoch (&here, NULL);
  last = first + MIN (MAX_AHEAD, G_MAXINT64 - first);
  if (epoch > here.epoch && epoch <= last)
    return TRUE;

  g_set_error (
      error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID,
      _ ("epoch: the next new beginning of the trail is expected, a number from %" PRId64 " to %" PRId64 "."),
      first, last);
  return FALSE;
}

static const YbField accept_arguments[] = {
    YB_ARGUMENT ("reason", TEXT, N_ ("What was found out"), .flags = YB_FIELD_REQUIRED | YB_FIELD_MULTILINE),
    YB_ARGUMENT ("epoch", INTEGER, N_ ("New beginning no."), .flags = YB_FIELD_REQUIRED),
};

static const YbVerb verbs[] = {
    {.name = YB_AUDIT_ACCEPTED,
     .label = N_ ("Accept the audit trail"),
     YB_VERB_ARGUMENTS (accept_arguments),
     .right = "audit.verify",
     .run = accept},
};

const YbVerbTable _yb_audit_verbs = YB_VERB_TABLE (verbs);
