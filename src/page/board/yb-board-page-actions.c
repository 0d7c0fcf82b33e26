/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-page-private.h"

#include <glib/gi18n-lib.h>

#include "yb-deal-arguments.h"
#include "yb-deal-flow.h"
#include "yb-new-deal.h"

/* What the menu of a card offers beside opening and moving it; a section a line, as far as the person may. */
static const char *const menu_verbs[][5] = {
    {"deal.log-contact", "deal.plan-contact", NULL},
    {"deal.update", "deal.assign", NULL},
    {"deal.confirm-loss", "deal.refuse-loss", NULL},
    {"deal.lose", "deal.dormant", NULL},
};

static YbDealCard *
selected_card (YbBoardPage *self)
{
  return yb_board_get_selected (self->board);
}

static gboolean
is_offered (YbDesk *desk, const char *verb, YbDealCard *card)
{
  return yb_deal_takes_verb (card->stage, card->outcome, card->loss_requested_at != 0, verb) &&
         yb_deal_may_do (desk, verb, card->consultant);
}

static void
add_moves (GMenu *menu, YbDealCard *card)
{
  g_autoptr (GMenu) stages = g_menu_new ();

  for (guint i = 1; i <= yb_stage_enum.n_values; i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (yb_enum_label (&yb_stage_enum, i), NULL);

      if (i == card->stage)
        continue;
      g_menu_item_set_action_and_target (item, "deal.move-to", "s", yb_enum_code (&yb_stage_enum, i));
      g_menu_append_item (stages, item);
    }
  g_menu_append_submenu (menu, _ ("Move to"), G_MENU_MODEL (stages));
}

void
_yb_board_page_fill_menu (YbBoardPage *self, YbDealCard *card)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  g_autoptr (GMenu) first = g_menu_new ();

  g_menu_remove_all (self->card_menu);
  g_menu_append (first, _ ("Open"), "deal.open");
  if (yb_deal_may_do (desk, "deal.move", card->consultant))
    add_moves (first, card);
  g_menu_append_section (self->card_menu, NULL, G_MENU_MODEL (first));

  for (guint i = 0; i < G_N_ELEMENTS (menu_verbs); i++)
    {
      g_autoptr (GMenu) section = g_menu_new ();

      for (guint j = 0; menu_verbs[i][j] != NULL; j++)
        {
          g_autoptr (GMenuItem) item = NULL;
          g_autofree char *label = NULL;

          if (!is_offered (desk, menu_verbs[i][j], card))
            continue;
          label = g_strdup_printf (_ ("%s…"), yb_verb_label (yb_verb_find (menu_verbs[i][j])));
          item = g_menu_item_new (label, NULL);
          g_menu_item_set_action_and_target (item, "deal.verb", "s", menu_verbs[i][j]);
          g_menu_append_item (section, item);
        }
      if (g_menu_model_get_n_items (G_MENU_MODEL (section)) > 0)
        g_menu_append_section (self->card_menu, NULL, G_MENU_MODEL (section));
    }
}

static void
open_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbBoardPage *self = YB_BOARD_PAGE (widget);
  YbDealCard *card = selected_card (self);

  if (card == NULL)
    return;

  yb_board_page_open_deal (self, YB_ROW (card)->id);
  gtk_widget_grab_focus (GTK_WIDGET (self->panel));
}

static void
move_to_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbBoardPage *self = YB_BOARD_PAGE (widget);
  YbDealCard *card = selected_card (self);

  if (card != NULL)
    _yb_board_page_move_to (self, card,
                            yb_enum_from_code (&yb_stage_enum, g_variant_get_string (parameter, NULL)));
}

static void
verb_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbDealCard *card = selected_card (YB_BOARD_PAGE (widget));

  if (card != NULL)
    yb_deal_present_dialog (YB_PAGE (widget), YB_ROW (card)->id, g_variant_get_string (parameter, NULL),
                            NULL);
}

static void
created_cb (YbBoardPage *self, gint64 deal)
{
  yb_page_toast (YB_PAGE (self), _ ("The deal was opened."), TRUE);
  yb_board_page_open_deal (self, deal);
}

static void
new_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  YbNewDeal *dialog = yb_new_deal_new (YB_PAGE (widget));

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
filter_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (YB_BOARD_PAGE (widget)->text));
}

static void
export_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  _yb_board_page_export (YB_BOARD_PAGE (widget));
}

void
_yb_board_page_class_init_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "page.new", NULL, new_cb);
  gtk_widget_class_install_action (widget_class, "page.filter", NULL, filter_cb);
  gtk_widget_class_install_action (widget_class, "page.export", NULL, export_cb);
  gtk_widget_class_install_action (widget_class, "deal.open", NULL, open_cb);
  gtk_widget_class_install_action (widget_class, "deal.move-to", "s", move_to_cb);
  gtk_widget_class_install_action (widget_class, "deal.verb", "s", verb_cb);
}
