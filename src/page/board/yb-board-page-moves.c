/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-page-private.h"

#include <glib/gi18n-lib.h>

/* A move under way: the card, where it goes, and the page if it is still there. */
typedef struct
{
  GWeakRef page;
  YbDealCard *card;
  YbStage to;
} Move;

static Move *
move_new (YbBoardPage *self, YbDealCard *card, YbStage to)
{
  Move *move = g_new0 (Move, 1);

  g_weak_ref_init (&move->page, self);
  move->card = g_object_ref (card);
  move->to = to;

  return move;
}

static void
move_free (Move *move)
{
  g_weak_ref_clear (&move->page);
  g_object_unref (move->card);
  g_free (move);
}

static char *
move_text (YbDealCard *card, YbStage to)
{
  /* Translators: a customer and a stage of the board */
  return g_strdup_printf (_ ("%s → %s"), card->customer_name, yb_enum_label (&yb_stage_enum, to));
}

static void
landing_cb (gpointer item, guint column, YbLanding *landing, gpointer user_data)
{
  YbBoardPage *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbMovePreview) preview = yb_desk_preview_move (yb_page_get_desk (YB_PAGE (self)),
                                                            YB_ROW (item)->id, column + 1, &error);

  if (preview == NULL)
    {
      landing->state = YB_LANDING_FORBIDDEN;
      landing->reason = g_strdup (error->message);
    }
  else if (preview->refusal != NULL)
    {
      landing->state = YB_LANDING_FORBIDDEN;
      landing->reason = g_strdup (preview->refusal);
    }
  else if (preview->unmet->len > 0 || preview->needs_reason)
    {
      landing->state = YB_LANDING_MISSING;
      landing->n_missing = preview->unmet->len + (preview->needs_reason ? 1 : 0);
    }
}

static void
finish (YbBoardPage *self, YbDealCard *card, YbStage to, gboolean moved)
{
  g_autofree char *text = NULL;

  yb_board_finish_move (self->board, card, moved);
  if (!moved)
    return;

  text = move_text (card, to);
  yb_page_toast (YB_PAGE (self), text, TRUE);
}

static void
moved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Move *move = user_data;
  g_autoptr (YbBoardPage) self = g_weak_ref_get (&move->page);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_desk_do_finish (YB_DESK (source), result, &error);

  if (self != NULL && self->board != NULL)
    {
      finish (self, move->card, move->to, answer != NULL);
      if (answer == NULL)
        {
          g_autofree char *text = move_text (move->card, move->to);

          yb_page_show_error (YB_PAGE (self), text, error);
        }
    }
  move_free (move);
}

static void
run_move (YbBoardPage *self, YbDealCard *card, YbStage to)
{
  g_autoptr (JsonObject) arguments = json_object_new ();

  json_object_set_int_member (arguments, "deal", YB_ROW (card)->id);
  json_object_set_string_member (arguments, "stage", yb_enum_code (&yb_stage_enum, to));
  yb_desk_do_async (yb_page_get_desk (YB_PAGE (self)), "deal.move", arguments,
                    yb_page_get_cancellable (YB_PAGE (self)), moved_cb, move_new (self, card, to));
}

static void
sheet_finished_cb (YbBoardPage *self, gboolean moved, YbGateSheet *sheet)
{
  g_autoptr (YbDealCard) card = YB_DEAL_CARD (g_steal_pointer (&self->carried));
  YbStage to = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (sheet), "to"));

  self->sheet = NULL;
  if (self->board == NULL)
    return;

  finish (self, card, to, moved);
  if (!moved)
    {
      g_autofree char *text = g_strdup_printf (_ ("%s stays where it was."), card->customer_name);

      yb_page_announce (YB_PAGE (self), text);
    }
}

static void
present_sheet (YbBoardPage *self, YbDealCard *card, YbStage to, YbMovePreview *preview)
{
  self->carried = G_OBJECT (g_object_ref (card));
  self->sheet = yb_gate_sheet_new (YB_PAGE (self), YB_ROW (card)->id, to, preview);
  g_object_set_data (G_OBJECT (self->sheet), "to", GUINT_TO_POINTER (to));
  g_signal_connect_object (self->sheet, "finished", G_CALLBACK (sheet_finished_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (self->sheet));
}

static void
refuse (YbBoardPage *self, YbDealCard *card, YbStage to, const char *why)
{
  g_autofree char *what = move_text (card, to);
  g_autofree char *text = g_strdup_printf (_ ("%s: %s"), what, why);

  yb_board_finish_move (self->board, card, FALSE);
  yb_page_toast (YB_PAGE (self), text, FALSE);
}

/* A drop asks the same questions as the form: the desk decides, the sheet asks for what it says. */
static void
card_moved_cb (YbBoardPage *self, YbDealCard *card, guint from, guint column, gboolean by_keyboard)
{
  YbStage to = column + 1;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbMovePreview) preview = NULL;

  if (self->sheet != NULL)
    {
      yb_board_finish_move (self->board, card, FALSE);
      return;
    }

  preview = yb_desk_preview_move (yb_page_get_desk (YB_PAGE (self)), YB_ROW (card)->id, to, &error);
  if (preview == NULL)
    refuse (self, card, to, error->message);
  else if (preview->refusal != NULL)
    refuse (self, card, to, preview->refusal);
  else if (preview->unmet->len > 0 || preview->needs_reason)
    present_sheet (self, card, to, preview);
  else
    run_move (self, card, to);
}

static void
card_refused_cb (YbBoardPage *self, YbDealCard *card, guint column, const char *reason)
{
  g_autofree char *what = move_text (card, column + 1);
  g_autofree char *text = reason != NULL ? g_strdup_printf (_ ("%s: %s"), what, reason) : g_strdup (what);

  yb_page_toast (YB_PAGE (self), text, FALSE);
}

void
_yb_board_page_move_to (YbBoardPage *self, YbDealCard *card, YbStage to)
{
  /* The deal of the panel may have no card in view. */
  if (yb_board_get_selected (self->board) == (gpointer) card)
    yb_board_move_item (self->board, card, to - 1);
  else
    card_moved_cb (self, card, card->stage - 1, to - 1, TRUE);
}

void
_yb_board_page_setup_moves (YbBoardPage *self)
{
  yb_board_set_landing_func (self->board, landing_cb, self, NULL);
  g_signal_connect_swapped (self->board, "card-moved", G_CALLBACK (card_moved_cb), self);
  g_signal_connect_swapped (self->board, "card-refused", G_CALLBACK (card_refused_cb), self);
}
