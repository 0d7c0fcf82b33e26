/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-identifier.h"
#include "yb-verbs-private.h"

/* Of an identity card: the region, and the birthday with its century. No other paper begins with as many digits. */
#define LEADING_DIGITS 14

/* For YbField.check: what an identifier looks like is worth a word, but never blocks (rules.md 2.7). */
const char *
_yb_check_phone (const char *text)
{
  g_autofree char *phone = yb_phone_normalise (text);

  return yb_phone_is_valid (phone) ? NULL : _ ("This does not look like a phone number.");
}

const char *
_yb_check_id_number (const char *text)
{
  g_autofree char *number = yb_id_card_normalise (text);

  if (yb_id_card_is_valid (number))
    return NULL;
  if (yb_id_card_guess_kind (number) == YB_ID_KIND_ID_CARD)
    return _ ("The check digit of this identity number is wrong.");
  if (strspn (number, "0123456789") >= LEADING_DIGITS)
    return _ ("The number of an identity card has 18 characters.");

  return NULL;
}

/* Whether somebody beside the actor has @right for more than their own; @sql: now, or also with a closed account. */
gboolean
_yb_call_others_have (YbCall *call, YbSql sql, const char *right, gboolean *found, GError **error)
{
  YbStatement *others = yb_connection_query (yb_call_get_connection (call), sql);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (others, 1, yb_call_get_actor_id (call));
  yb_statement_bind_text (others, 2, right);
  *found = yb_statement_step (others, &local_error);
  yb_statement_reset (others);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
