/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The key of the personal data: a new one, and a new key on paper. Whoever asks gives the password. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-verbs-private.h"

static gboolean
check_password (YbCall *call, GError **error)
{
  YbStaff *actor = yb_call_get_actor (call);

  return (actor != NULL && yb_password_verify (actor->password, yb_call_text (call, "password"))) ||
         yb_call_invalid (error, "password", _ ("this is not your password"));
}

static gboolean
change (YbCall *call, GError **error)
{
  return check_password (call, error) && yb_transaction_change_keys (yb_call_get_transaction (call), error);
}

/* It is told in the answer, and nowhere else. */
static gboolean
renew_recovery (YbCall *call, GError **error)
{
  char *key = NULL;

  if (!check_password (call, error) ||
      !yb_transaction_renew_recovery_key (yb_call_get_transaction (call), &key, error))
    return FALSE;

  json_object_set_string_member (yb_call_get_answer (call), "recovery_key", key);
  yb_recovery_key_free (key);
  return TRUE;
}

static const YbField password_arguments[] = {
    YB_ARGUMENT ("password", SECRET, N_ ("Password"), .flags = YB_FIELD_REQUIRED),
};

static const YbVerb verbs[] = {
    {.name = "key.change",
     .label = N_ ("Change the key of the personal data"),
     YB_VERB_ARGUMENTS (password_arguments),
     .right = "key.manage",
     .flags = YB_VERB_KEEPS_QUIET,
     .run = change},
    {.name = "key.renew-recovery",
     .label = N_ ("Make a new recovery key"),
     YB_VERB_ARGUMENTS (password_arguments),
     .right = "key.manage",
     .flags = YB_VERB_KEEPS_QUIET,
     .run = renew_recovery},
};

const YbVerbTable _yb_key_verbs = YB_VERB_TABLE (verbs);
