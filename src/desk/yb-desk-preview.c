/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-private.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"

void
yb_move_preview_free (YbMovePreview *preview)
{
  g_return_if_fail (preview != NULL);

  g_free (preview->refusal);
  g_clear_pointer (&preview->unmet, g_ptr_array_unref);
  g_free (preview);
}

/* What the rights say about moving this deal, or NULL. */
static const char *
refusal_by_rights (YbDesk *self, YbDeal *deal, const YbTransition *transition)
{
  if (yb_store_is_read_only (yb_desk_get_store (self)))
    return _ ("View mode: nothing can be changed.");
  if (yb_desk_get_scope (self, "deal.work") == YB_SCOPE_NONE)
    return _ ("You do not have the right to move deals.");
  if (!yb_desk_may (self, "deal.work", YB_ROW (deal)))
    return _yb_desk_not_own_text (deal);
  if (transition != NULL && transition->right != NULL &&
      !yb_desk_may (self, transition->right, YB_ROW (deal)) && !yb_desk_may_ask_for (self, transition->right))
    return _ ("Only a manager may move this deal back.");

  return NULL;
}

/**
 * yb_desk_preview_move:
 * @self: a desk
 * @deal: id of a deal
 * @to: a stage
 * @error: YB_DESK_ERROR_NOT_FOUND
 *
 * What deal.move would say, for showing it while a card is carried. Reads only two records.
 *
 * Returns: (transfer full) (nullable): the preview, also when the move is not allowed
 */
YbMovePreview *
yb_desk_preview_move (YbDesk *self, gint64 deal, YbStage to, GError **error)
{
  YbConnection *reader;
  g_autoptr (YbDeal) row = NULL;
  g_autoptr (YbCustomer) customer = NULL;
  g_autofree char *today = NULL;
  YbMovePreview *preview;
  YbDealEvidence evidence;
  const char *refusal;

  g_return_val_if_fail (YB_IS_DESK (self), NULL);

  reader = yb_store_get_reader (yb_desk_get_store (self));
  row = yb_connection_get (reader, &yb_deal_row_type, deal, error);
  if (row != NULL)
    customer = yb_connection_get (reader, &yb_customer_row_type, row->customer, error);
  if (customer == NULL)
    {
      if (error != NULL)
        _yb_desk_error_translate (error);
      return NULL;
    }

  today = yb_date_today ();
  evidence = (YbDealEvidence){row, customer, today};
  preview = g_new0 (YbMovePreview, 1);
  refusal = yb_deal_refusal (&evidence, to);
  if (refusal == NULL)
    refusal = refusal_by_rights (self, row, yb_deal_find_transition (row->stage, to));
  preview->refusal = g_strdup (refusal);
  preview->unmet = refusal == NULL ? yb_deal_unmet_gates (&evidence, to) : g_ptr_array_new ();
  preview->needs_reason = refusal == NULL && (gint64) to < row->stage;
  return preview;
}
