/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-page-private.h"

#include <glib/gi18n-lib.h>

#include "yb-board-state.h"
#include "yb-deal-face.h"

#define MINUTE_SECONDS 60

G_DEFINE_FINAL_TYPE (YbBoardPage, yb_board_page, YB_TYPE_PAGE)

static void
show_panel (YbBoardPage *self, gboolean show)
{
  gtk_revealer_set_reveal_child (self->panel_revealer, show);
  gtk_widget_set_visible (GTK_WIDGET (self->panel_revealer), show);
  if (!show)
    yb_deal_panel_set_deal (self->panel, 0);
}

static void
card_activated_cb (YbBoardPage *self, YbDealCard *card)
{
  yb_board_page_open_deal (self, YB_ROW (card)->id);
  gtk_widget_grab_focus (GTK_WIDGET (self->panel));
}

/* An open panel follows the selection. */
static void
card_selected_cb (YbBoardPage *self, YbDealCard *card)
{
  if (card != NULL && gtk_revealer_get_reveal_child (self->panel_revealer))
    yb_deal_panel_set_deal (self->panel, YB_ROW (card)->id);
}

static void
card_menu_cb (YbBoardPage *self, YbDealCard *card)
{
  _yb_board_page_fill_menu (self, card);
}

static void
column_collapsed_cb (YbBoardPage *self, guint column, gboolean collapsed)
{
  yb_board_state_set_collapsed (yb_enum_code (&yb_stage_enum, column + 1), collapsed);
}

static void
panel_close_cb (YbBoardPage *self)
{
  show_panel (self, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->board));
}

/* The focus may stand on a card while the panel is open. */
static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbBoardPage *self = YB_BOARD_PAGE (widget);

  if (!gtk_revealer_get_reveal_child (self->panel_revealer))
    return FALSE;

  panel_close_cb (self);

  return TRUE;
}

static void
panel_move_cb (YbBoardPage *self, guint stage)
{
  g_autoptr (YbDealCard)
      card = yb_store_get_row (yb_desk_get_store (yb_page_get_desk (YB_PAGE (self))), &yb_deal_card_row_type,
                               yb_deal_panel_get_deal (self->panel));

  if (card != NULL)
    _yb_board_page_move_to (self, card, stage);
}

static gboolean
minute_cb (gpointer user_data)
{
  YbBoardPage *self = user_data;

  yb_board_refresh (self->board);
  _yb_board_page_queue_heads (self);

  return G_SOURCE_CONTINUE;
}

/* The words of the heads, where those of the stages are too long for a column: what is meant, in its order. */
static const char *const short_titles[YB_N_STAGES] = {
    NC_ ("board column", "Leads"),   NC_ ("board column", "Reception"),  NC_ ("board column", "Needs"),
    NC_ ("board column", "Product"), NC_ ("board column", "Test drive"), NC_ ("board column", "Negotiation"),
    NC_ ("board column", "Closing"), NC_ ("board column", "Delivery"),   NC_ ("board column", "Follow-up"),
};

/* What stands over a board without cards. */
static GtkWidget *
make_empty (YbBoardPage *self)
{
  GtkWidget *image = gtk_image_new_from_icon_name ("yb-pipeline-symbolic");

  self->empty = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->empty_title = GTK_LABEL (gtk_label_new (NULL));
  self->empty_text = GTK_LABEL (gtk_label_new (NULL));
  gtk_image_set_pixel_size (GTK_IMAGE (image), 64);
  gtk_widget_add_css_class (image, "dim-label");
  gtk_widget_add_css_class (GTK_WIDGET (self->empty_title), "title-2");
  gtk_box_append (GTK_BOX (self->empty), image);
  gtk_box_append (GTK_BOX (self->empty), GTK_WIDGET (self->empty_title));
  gtk_box_append (GTK_BOX (self->empty), GTK_WIDGET (self->empty_text));
  gtk_widget_add_css_class (self->empty, "empty-board");
  gtk_widget_set_halign (self->empty, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (self->empty, GTK_ALIGN_CENTER);
  gtk_widget_set_can_target (self->empty, FALSE);
  gtk_widget_set_visible (self->empty, FALSE);

  return self->empty;
}

static void
make_board (YbBoardPage *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->board = YB_BOARD (yb_board_new ());
  yb_board_set_face_func (self->board, yb_deal_face_fill, NULL, NULL);
  for (guint i = 1; i <= yb_stage_enum.n_values; i++)
    {
      const char *code = yb_enum_code (&yb_stage_enum, i);

      yb_board_add_column (self->board, yb_enum_label (&yb_stage_enum, i));
      yb_board_column_set_short_title (yb_board_get_column (self->board, i - 1),
                                       g_dpgettext2 (GETTEXT_PACKAGE, "board column", short_titles[i - 1]));
      yb_board_set_column_collapsed (self->board, i - 1, yb_board_state_is_collapsed (code));
    }

  self->card_menu = g_menu_new ();
  yb_board_set_menu_model (self->board, G_MENU_MODEL (self->card_menu));
  g_signal_connect_swapped (self->board, "card-activated", G_CALLBACK (card_activated_cb), self);
  g_signal_connect_swapped (self->board, "card-selected", G_CALLBACK (card_selected_cb), self);
  g_signal_connect_swapped (self->board, "card-menu", G_CALLBACK (card_menu_cb), self);
  g_signal_connect_swapped (self->board, "column-collapsed", G_CALLBACK (column_collapsed_cb), self);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), GTK_WIDGET (self->board));
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_empty (self));
  adw_bin_set_child (self->board_bin, overlay);
}

static void
yb_board_page_start (YbPage *page)
{
  YbBoardPage *self = YB_BOARD_PAGE (page);
  YbStore *store = yb_desk_get_store (yb_page_get_desk (page));

  yb_deal_panel_set_page (self->panel, page);
  _yb_board_page_setup_filters (self);
  _yb_board_page_setup_moves (self);
  _yb_board_page_apply_filters (self);
  self->changed_id = g_signal_connect_swapped (store, "changed::deal",
                                               G_CALLBACK (_yb_board_page_queue_heads), self);
  self->minute_id = g_timeout_add_seconds (MINUTE_SECONDS, minute_cb, self);
}

static gboolean
yb_board_page_next_pane (YbPage *page)
{
  YbBoardPage *self = YB_BOARD_PAGE (page);

  if (gtk_widget_get_focus_child (GTK_WIDGET (self->panel)) != NULL)
    return FALSE;
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->board_bin)) != NULL)
    return gtk_widget_get_visible (GTK_WIDGET (self->panel_revealer)) &&
           gtk_widget_grab_focus (GTK_WIDGET (self->panel));
  if (gtk_widget_get_focus_child (GTK_WIDGET (self->filter_bar)) != NULL)
    return gtk_widget_grab_focus (GTK_WIDGET (self->board));

  return gtk_widget_child_focus (GTK_WIDGET (self->filter_bar), GTK_DIR_TAB_FORWARD);
}

static gboolean
yb_board_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (YB_BOARD_PAGE (widget)->board));
}

static void
yb_board_page_dispose (GObject *object)
{
  YbBoardPage *self = YB_BOARD_PAGE (object);
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));

  if (desk != NULL)
    g_clear_signal_handler (&self->changed_id, yb_desk_get_store (desk));
  g_clear_handle_id (&self->heads_id, g_source_remove);
  g_clear_handle_id (&self->text_id, g_source_remove);
  g_clear_handle_id (&self->minute_id, g_source_remove);
  _yb_board_page_stop_export (self);
  if (self->sheet != NULL)
    gtk_window_destroy (GTK_WINDOW (self->sheet));
  g_clear_object (&self->carried);
  g_clear_object (&self->card_menu);
  for (guint i = 0; i < YB_N_STAGES; i++)
    g_clear_object (&self->lists[i]);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_BOARD_PAGE);
  self->board = NULL;
  self->empty = NULL;

  G_OBJECT_CLASS (yb_board_page_parent_class)->dispose (object);
}

static void
yb_board_page_class_init (YbBoardPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_DEAL_PANEL);

  G_OBJECT_CLASS (klass)->dispose = yb_board_page_dispose;
  widget_class->grab_focus = yb_board_page_grab_focus;
  YB_PAGE_CLASS (klass)->start = yb_board_page_start;
  YB_PAGE_CLASS (klass)->next_pane = yb_board_page_next_pane;

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/page/yb-board-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, mine_button);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, grade);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, source);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, overdue_button);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, text);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, clear_button);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, board_bin);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, panel_revealer);
  gtk_widget_class_bind_template_child (widget_class, YbBoardPage, panel);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_bind_template_callback (widget_class, panel_close_cb);
  gtk_widget_class_bind_template_callback (widget_class, panel_move_cb);
  _yb_board_page_class_init_filters (widget_class);
  _yb_board_page_class_init_actions (widget_class);
}

static void
yb_board_page_init (YbBoardPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_board (self);
  show_panel (self, FALSE);
}

/**
 * yb_board_page_open_deal:
 * @deal: id of a deal
 *
 * Opens the panel of a deal.
 */
void
yb_board_page_open_deal (YbBoardPage *self, gint64 deal)
{
  g_return_if_fail (YB_IS_BOARD_PAGE (self));

  yb_deal_panel_set_deal (self->panel, deal);
  show_panel (self, TRUE);
}
