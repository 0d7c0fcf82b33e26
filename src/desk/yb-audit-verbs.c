/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The way out when the audit trail does not fit to what a computer remembers of it. */

#include "config.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-audit.h"
#include "yb-verbs-private.h"

/* Changes nothing: its row in the trail is what counts. From there on anchors of before are left behind, and everybody
 * can read who has taken that upon themselves, and why. */
static gboolean
accept (YbCall *call, GError **error)
{
  YbAuditAnchor here;
  gint64 epoch = yb_call_number (call, "epoch");

  if (!yb_audit_anchor_read (yb_call_get_connection (call), NULL, &here, error))
    return FALSE;
  if (epoch > here.epoch)
    return TRUE;

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID,
               _ ("epoch: the trail was begun anew %" PRId64 " times; a number above is expected."),
               here.epoch);
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
