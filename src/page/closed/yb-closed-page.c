/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-closed-page.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal-arguments.h"
#include "yb-deal-flow.h"
#include "yb-deal-reach.h"
#include "yb-row-list.h"
#include "yb-table-view.h"

struct _YbClosedPage
{
  YbPage parent_instance;

  GtkDropDown *kind;
  GtkButton *confirm_button;
  GtkButton *refuse_button;
  GtkButton *reopen_button;
  YbTableView *table;

  YbRowList *list;
};

G_DEFINE_FINAL_TYPE (YbClosedPage, yb_closed_page, YB_TYPE_PAGE)

/* The choices of the page, and the queries behind them. */
static const struct
{
  const char *label;
  const char *when; /* heading of the column of times */
  YbListQuery query;
  YbOutcome outcome;
} kinds[] = {
    {N_ ("Losses to confirm"),
     N_ ("Requested"),
     {&yb_closed_deal_row_type, YB_SQL_PAGE_LOSS_REQUESTED, YB_SQL_PAGE_LOSS_REQUESTED_BEFORE},
     YB_OUTCOME_NONE},
    {N_ ("Lost deals"),
     N_ ("Ended on"),
     {&yb_closed_deal_row_type, YB_SQL_PAGE_OFF_BOARD, YB_SQL_PAGE_OFF_BOARD_BEFORE},
     YB_OUTCOME_LOST},
    {N_ ("Dormant deals"),
     N_ ("Wakes up on"),
     {&yb_closed_deal_row_type, YB_SQL_PAGE_DORMANT, YB_SQL_PAGE_DORMANT_BEFORE},
     YB_OUTCOME_NONE},
    {N_ ("Cancelled deals"),
     N_ ("Ended on"),
     {&yb_closed_deal_row_type, YB_SQL_PAGE_OFF_BOARD, YB_SQL_PAGE_OFF_BOARD_BEFORE},
     YB_OUTCOME_CANCELLED},
    {N_ ("Won and followed up"),
     N_ ("Won on"),
     {&yb_closed_deal_row_type, YB_SQL_PAGE_OFF_BOARD, YB_SQL_PAGE_OFF_BOARD_BEFORE},
     YB_OUTCOME_WON},
};

static char *
field_text (gpointer item, gpointer user_data)
{
  return yb_row_format (item, user_data);
}

/* When it ended, or is to wake up, or since when it waits. */
static char *
when_text (gpointer item, gpointer user_data)
{
  YbClosedDeal *card = item;

  if (card->loss_requested_at != 0)
    return yb_time_format (card->loss_requested_at);
  if (card->outcome == YB_OUTCOME_DORMANT)
    return yb_date_format (card->dormant_until);

  return yb_date_format (card->closed_on);
}

static void
update_button (YbClosedPage *self, GtkButton *button, const char *verb)
{
  YbClosedDeal *deal = yb_table_view_get_selected (self->table);

  gtk_widget_set_sensitive (
      GTK_WIDGET (button),
      deal != NULL && yb_deal_takes_verb (deal->stage, deal->outcome, deal->loss_requested_at != 0, verb) &&
          yb_deal_may_do (yb_page_get_desk (YB_PAGE (self)), verb, deal->consultant));
}

static void
update_buttons (YbClosedPage *self)
{
  update_button (self, self->confirm_button, "deal.confirm-loss");
  update_button (self, self->refuse_button, "deal.refuse-loss");
  update_button (self, self->reopen_button, "deal.reopen");
}

static void
add_column (YbClosedPage *self, const char *name, gboolean expand, gboolean at_end)
{
  const YbField *field = yb_row_type_find_field (&yb_closed_deal_row_type, name);

  yb_table_view_add_column (self->table, yb_field_label (field), field_text, (gpointer) field, expand,
                            at_end);
}

static void
set_columns (YbClosedPage *self, guint kind)
{
  yb_table_view_clear_columns (self->table);
  add_column (self, "customer_name", FALSE, FALSE);
  add_column (self, "model", FALSE, FALSE);
  add_column (self, "stage", FALSE, FALSE);
  add_column (self, "amount", FALSE, TRUE);
  add_column (self, "consultant_name", FALSE, FALSE);
  yb_table_view_add_column (self->table, _ (kinds[kind].when), when_text, NULL, FALSE, FALSE);
  add_column (self, "lost_reason", TRUE, FALSE);
}

static void
kind_changed_cb (YbClosedPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  guint kind = gtk_drop_down_get_selected (self->kind);
  YbListParameter parameters[1 + YB_DEAL_REACH_PARAMETERS] = {{0}};
  g_auto (YbDealReach) reach = {0};

  if (kind >= G_N_ELEMENTS (kinds) || desk == NULL)
    return;

  set_columns (self, kind);
  yb_deal_reach_read (desk, &reach);
  parameters[0].text = kinds[kind].outcome != 0 ? yb_enum_code (&yb_outcome_enum, kinds[kind].outcome) : "";
  yb_deal_reach_fill (&reach, &parameters[1]);
  g_clear_object (&self->list);
  self->list = yb_row_list_new (yb_desk_get_store (desk), &kinds[kind].query, parameters,
                                G_N_ELEMENTS (parameters));
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
  update_buttons (self);
}

static void
open_dialog (YbClosedPage *self, const char *verb)
{
  YbClosedDeal *card = yb_table_view_get_selected (self->table);

  if (card != NULL)
    yb_deal_present_dialog (YB_PAGE (self), YB_ROW (card)->id, verb, NULL);
}

static void
confirm_cb (YbClosedPage *self)
{
  open_dialog (self, "deal.confirm-loss");
}

static void
refuse_cb (YbClosedPage *self)
{
  open_dialog (self, "deal.refuse-loss");
}

static void
reopen_cb (YbClosedPage *self)
{
  open_dialog (self, "deal.reopen");
}

static void
activated_cb (YbClosedPage *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->confirm_button)))
    confirm_cb (self);
  else if (gtk_widget_get_sensitive (GTK_WIDGET (self->reopen_button)))
    reopen_cb (self);
}

static void
yb_closed_page_start (YbPage *page)
{
  YbClosedPage *self = YB_CLOSED_PAGE (page);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  yb_table_view_set_label (self->table, _ ("Deals"));
  yb_table_view_set_empty (
      self->table, "yb-lost-symbolic", _ ("Nothing here"),
      _ ("Deals that are lost, dormant or over show up here. Lost ones wait for a manager first."));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (names, _ (kinds[i].label));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (names));
  kind_changed_cb (self);
}

static void
yb_closed_page_dispose (GObject *object)
{
  YbClosedPage *self = YB_CLOSED_PAGE (object);

  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_CLOSED_PAGE);

  G_OBJECT_CLASS (yb_closed_page_parent_class)->dispose (object);
}

static void
yb_closed_page_class_init (YbClosedPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_closed_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_closed_page_start;

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/page/yb-closed-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbClosedPage, kind);
  gtk_widget_class_bind_template_child (widget_class, YbClosedPage, confirm_button);
  gtk_widget_class_bind_template_child (widget_class, YbClosedPage, refuse_button);
  gtk_widget_class_bind_template_child (widget_class, YbClosedPage, reopen_button);
  gtk_widget_class_bind_template_child (widget_class, YbClosedPage, table);
  gtk_widget_class_bind_template_callback (widget_class, kind_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, confirm_cb);
  gtk_widget_class_bind_template_callback (widget_class, refuse_cb);
  gtk_widget_class_bind_template_callback (widget_class, reopen_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
}

static void
yb_closed_page_init (YbClosedPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_closed_page_count_waiting:
 * @desk: a desk
 *
 * Returns: how many losses wait for the decision of who is signed in; 0 for those who do not decide
 */
gint64
yb_closed_page_count_waiting (YbDesk *desk)
{
  YbConnection *reader = yb_store_get_reader (yb_desk_get_store (desk));
  YbStatement *statement = yb_connection_query (reader, YB_SQL_PAGE_LOSS_REQUESTED_COUNT);
  g_auto (YbDealReach) reach = {0};
  gint64 count;

  if (yb_desk_get_scope (desk, yb_verb_find ("deal.confirm-loss")->right) == YB_SCOPE_NONE)
    return 0;

  yb_deal_reach_read (desk, &reach);
  yb_deal_reach_bind (&reach, statement, 1);
  count = yb_statement_step (statement, NULL) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);

  return count;
}
