/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-page-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-deal-reach.h"
#include "yb-identifier.h"

#define TEXT_DELAY_MS 150

/* The fast lists: everything, and one consultant's. All other filters share a third statement. */
static const YbListQuery all_query = {&yb_deal_card_row_type, YB_SQL_BOARD_COLUMN_ALL,
                                      YB_SQL_BOARD_COLUMN_ALL_BEFORE};
static const YbListQuery mine_query = {&yb_deal_card_row_type, YB_SQL_BOARD_COLUMN_MINE,
                                       YB_SQL_BOARD_COLUMN_MINE_BEFORE};
static const YbListQuery filtered_query = {&yb_deal_card_row_type, YB_SQL_BOARD_COLUMN_FILTERED,
                                           YB_SQL_BOARD_COLUMN_FILTERED_BEFORE, TRUE};

/* What the filter bar says, free of widgets. */
typedef struct
{
  gint64 consultant;
  const char *grade;
  const char *source;
  gboolean overdue;
  char *text;
  gint64 now;
  gint64 midnight;
  YbDealReach reach;
} Filter;

static void
filter_clear (Filter *filter)
{
  g_clear_pointer (&filter->text, g_free);
  yb_deal_reach_clear (&filter->reach);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Filter, filter_clear)

static const char *
chosen_code (GtkDropDown *drop_down, const YbEnum *type)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  return selected == 0 || selected == GTK_INVALID_LIST_POSITION ? NULL : yb_enum_code (type, selected);
}

/* No name, no model and no number has it: finds nothing. */
#define FINDS_NOTHING "\x01"

/* Numbers are looked for as they are stored, by those who may; everything else in lower case. */
static char *
search_text (YbDesk *desk, GtkSearchEntry *entry)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));

  if (*text == '\0')
    return NULL;
  if (strspn (text, "0123456789 -+") == strlen (text))
    return yb_desk_get_scope (desk, "customer.look-up") != YB_SCOPE_NONE ? yb_phone_normalise (text)
                                                                         : g_strdup (FINDS_NOTHING);

  return g_ascii_strdown (text, -1);
}

static void
read_filter (YbBoardPage *self, Filter *filter)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  YbStaff *staff = yb_desk_get_staff (desk);
  g_autofree char *today = yb_date_today ();

  if (gtk_toggle_button_get_active (self->mine_button) && staff != NULL)
    filter->consultant = YB_ROW (staff)->id;
  filter->grade = chosen_code (self->grade, &yb_grade_enum);
  filter->source = chosen_code (self->source, &yb_source_enum);
  filter->overdue = gtk_toggle_button_get_active (self->overdue_button);
  filter->text = search_text (desk, self->text);
  yb_deal_reach_read (desk, &filter->reach);
  filter->now = yb_time_now ();
  filter->midnight = yb_date_to_time (today);
}

static gboolean
filter_is_simple (const Filter *filter)
{
  return filter->grade == NULL && filter->source == NULL && !filter->overdue && filter->text == NULL;
}

static gboolean
filter_is_empty (const Filter *filter)
{
  return filter->consultant == 0 && filter_is_simple (filter);
}

/* The lists and heads that are there at once are those of one's own deals, and of the whole house for who may see it. */
static gboolean
filter_is_fast (const Filter *filter)
{
  return filter_is_simple (filter) && (filter->reach.is_all || filter->consultant != 0);
}

static void
set_list (YbBoardPage *self,
          guint column,
          const YbListQuery *query,
          const YbListParameter *parameters,
          guint n_parameters)
{
  YbStore *store = yb_desk_get_store (yb_page_get_desk (YB_PAGE (self)));

  if (self->lists[column] != NULL)
    {
      yb_row_list_set_query (self->lists[column], query, parameters, n_parameters);
      return;
    }

  self->lists[column] = yb_row_list_new (store, query, parameters, n_parameters);
  yb_board_set_column_model (self->board, column, G_LIST_MODEL (self->lists[column]));
}

static void
apply_to_column (YbBoardPage *self, guint column, const Filter *filter)
{
  YbListParameter parameters[] = {
      {.text = yb_enum_code (&yb_stage_enum, column + 1)},
      {.number = filter->consultant, .is_null = filter->consultant == 0},
      {.text = filter->grade, .is_null = filter->grade == NULL},
      {.text = filter->source, .is_null = filter->source == NULL},
      {.number = filter->now, .is_null = !filter->overdue},
      {.number = filter->midnight},
      {.text = filter->text, .is_null = filter->text == NULL},
      {0}, /* yb_deal_reach_fill() */
      {0},
      {0},
  };

  yb_deal_reach_fill (&filter->reach, &parameters[G_N_ELEMENTS (parameters) - YB_DEAL_REACH_PARAMETERS]);

  if (!filter_is_fast (filter))
    set_list (self, column, &filtered_query, parameters, G_N_ELEMENTS (parameters));
  else if (filter_is_empty (filter))
    set_list (self, column, &all_query, parameters, 1);
  else
    set_list (self, column, &mine_query, parameters, 2);
}

typedef struct
{
  gint64 deals;
  gint64 amount;
  gint64 overdue;
} Head;

/* Said once for the whole board, and why. */
static void
show_empty (YbBoardPage *self, gint64 n_deals)
{
  g_auto (Filter) filter = {0};
  const char *title = _ ("No deal matches the filters");
  const char *text = _ ("“Clear filters” shows all deals again.");

  gtk_widget_set_visible (self->empty, n_deals == 0);
  if (n_deals > 0)
    return;

  read_filter (self, &filter);
  if (filter_is_empty (&filter))
    {
      title = _ ("No deals yet");
      text = _ ("Open a new deal, or import those of the old system.");
    }
  else if (filter_is_simple (&filter)) /* a consultant starts with this */
    {
      title = _ ("No deals of yours yet");
      text = filter.reach.person == 0
                 ? _ ("Open a new deal, or clear the filters to see those of your colleagues.")
                 : _ ("Open a new deal.");
    }
  gtk_label_set_text (self->empty_title, title);
  gtk_label_set_text (self->empty_text, text);
}

static void
show_heads (YbBoardPage *self, const Head *heads)
{
  gint64 n_deals = 0;

  for (guint i = 0; i < YB_N_STAGES; i++)
    {
      yb_board_set_column_summary (self->board, i, heads[i].deals, heads[i].amount, heads[i].overdue);
      n_deals += heads[i].deals;
    }
  show_empty (self, n_deals);
}

/* From the summary rows: the same time at any number of deals. */
static void
update_simple_heads (YbBoardPage *self, const Filter *filter)
{
  YbConnection *reader = yb_store_get_reader (yb_desk_get_store (yb_page_get_desk (YB_PAGE (self))));
  gboolean mine = filter->consultant != 0;
  YbStatement *rows = yb_connection_query (reader, mine ? YB_SQL_BOARD_HEADS_MINE : YB_SQL_BOARD_HEADS_ALL);
  g_autoptr (GError) error = NULL;
  Head heads[YB_N_STAGES] = {{0}};

  yb_statement_bind_number (rows, 1, filter->now);
  yb_statement_bind_number (rows, 2, filter->midnight);
  if (mine)
    yb_statement_bind_number (rows, 3, filter->consultant);
  while (yb_statement_step (rows, &error))
    {
      int stage = yb_enum_from_code (&yb_stage_enum, yb_statement_text (rows, 0));

      if (stage > 0)
        heads[stage - 1] = (Head){yb_statement_number (rows, 1), yb_statement_number (rows, 2),
                                  yb_statement_number (rows, 3)};
    }
  if (error != NULL)
    g_info ("Heads of the board: %s", error->message); /* those on the screen stay */
  else
    show_heads (self, heads);
}

static Filter *
filter_copy (const Filter *filter)
{
  Filter *copy = g_memdup2 (filter, sizeof *filter);

  copy->text = g_strdup (filter->text);
  copy->reach.team = g_strdup (filter->reach.team);
  return copy;
}

static void
filter_free (gpointer data)
{
  filter_clear (data);
  g_free (data);
}

static gboolean
read_filtered_head (
    YbConnection *connection, const char *stage, const Filter *filter, Head *head, GError **error)
{
  YbStatement *statement = yb_connection_query (connection, YB_SQL_BOARD_HEAD_FILTERED);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (statement, 1, filter->now);
  yb_statement_bind_number (statement, 2, filter->midnight);
  yb_statement_bind_text (statement, 3, stage);
  if (filter->consultant != 0)
    yb_statement_bind_number (statement, 4, filter->consultant);
  else
    yb_statement_bind_null (statement, 4);
  if (filter->grade != NULL)
    yb_statement_bind_text (statement, 5, filter->grade);
  else
    yb_statement_bind_null (statement, 5);
  if (filter->source != NULL)
    yb_statement_bind_text (statement, 6, filter->source);
  else
    yb_statement_bind_null (statement, 6);
  if (filter->overdue)
    yb_statement_bind_number (statement, 7, filter->now);
  else
    yb_statement_bind_null (statement, 7);
  yb_statement_bind_number (statement, 8, filter->midnight);
  if (filter->text != NULL)
    yb_statement_bind_text (statement, 9, filter->text);
  else
    yb_statement_bind_null (statement, 9);
  yb_deal_reach_bind (&filter->reach, statement, 10);

  if (yb_statement_step (statement, &local_error))
    *head = (Head){yb_statement_number (statement, 0), yb_statement_number (statement, 1),
                   yb_statement_number (statement, 2)};
  yb_statement_reset (statement);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gpointer
read_filtered_heads (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree Head *heads = g_new0 (Head, YB_N_STAGES);

  for (guint i = 0; i < YB_N_STAGES; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      if (!read_filtered_head (connection, yb_enum_code (&yb_stage_enum, i + 1), data, &heads[i], error))
        return NULL;
    }

  return g_steal_pointer (&heads);
}

typedef struct
{
  GWeakRef page;
  guint generation;
} HeadsJob;

static void
heads_read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HeadsJob *job = user_data;
  g_autoptr (YbBoardPage) self = g_weak_ref_get (&job->page);
  g_autoptr (GError) error = NULL;
  g_autofree Head *heads = yb_store_read_finish (YB_STORE (source), result, &error);
  /* A later filter is on its way: its figures count. */
  if (heads != NULL && self != NULL && self->board != NULL && self->heads_generation == job->generation)
    show_heads (self, heads);

  g_weak_ref_clear (&job->page);
  g_free (job);
}

static void
update_filtered_heads (YbBoardPage *self, const Filter *filter)
{
  YbStore *store = yb_desk_get_store (yb_page_get_desk (YB_PAGE (self)));
  HeadsJob *job = g_new0 (HeadsJob, 1);

  g_weak_ref_init (&job->page, self);
  job->generation = self->heads_generation;
  yb_store_read_async (store, read_filtered_heads, filter_copy (filter), filter_free, g_free,
                       yb_page_get_cancellable (YB_PAGE (self)), heads_read_cb, job);
}

static void
update_heads (YbBoardPage *self)
{
  g_auto (Filter) filter = {0};

  self->heads_generation++;
  read_filter (self, &filter);
  if (filter_is_fast (&filter))
    update_simple_heads (self, &filter);
  else
    update_filtered_heads (self, &filter);
}

static gboolean
heads_idle_cb (gpointer user_data)
{
  YbBoardPage *self = user_data;

  self->heads_id = 0;
  update_heads (self);

  return G_SOURCE_REMOVE;
}

/* One reading for any number of changes that come together. */
void
_yb_board_page_queue_heads (YbBoardPage *self)
{
  if (self->heads_id == 0)
    self->heads_id = g_idle_add (heads_idle_cb, self);
}

void
_yb_board_page_apply_filters (YbBoardPage *self)
{
  YbStore *store = yb_desk_get_store (yb_page_get_desk (YB_PAGE (self)));
  g_auto (Filter) filter = {0};

  g_clear_handle_id (&self->text_id, g_source_remove);
  read_filter (self, &filter);
  yb_store_begin_snapshot (store);
  for (guint i = 0; i < YB_N_STAGES; i++)
    apply_to_column (self, i, &filter);
  update_heads (self);
  yb_store_end_snapshot (store);
  gtk_widget_set_sensitive (GTK_WIDGET (self->clear_button), !filter_is_empty (&filter));
}

static void
filter_changed_cb (YbBoardPage *self)
{
  if (self->lists[0] != NULL)
    _yb_board_page_apply_filters (self);
}

static gboolean
text_timeout_cb (gpointer user_data)
{
  YbBoardPage *self = user_data;

  self->text_id = 0;
  _yb_board_page_apply_filters (self);

  return G_SOURCE_REMOVE;
}

static void
text_changed_cb (YbBoardPage *self)
{
  g_clear_handle_id (&self->text_id, g_source_remove);
  if (self->lists[0] != NULL)
    self->text_id = g_timeout_add (TEXT_DELAY_MS, text_timeout_cb, self);
}

static void
text_stopped_cb (YbBoardPage *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->text)) != '\0')
    gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->board));
}

/* Enter or Down in the text goes to the cards that were found. */
static void
text_activate_cb (YbBoardPage *self)
{
  if (self->text_id != 0)
    _yb_board_page_apply_filters (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->board));
}

static void
clear_cb (YbBoardPage *self)
{
  g_autoptr (YbRowList) held = self->lists[0];

  /* The widgets below report each change; the lists are set once at the end. */
  self->lists[0] = NULL;
  gtk_toggle_button_set_active (self->all_button, TRUE);
  gtk_toggle_button_set_active (self->overdue_button, FALSE);
  gtk_drop_down_set_selected (self->grade, 0);
  gtk_drop_down_set_selected (self->source, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->text), "");
  self->lists[0] = g_steal_pointer (&held);
  _yb_board_page_apply_filters (self);
  yb_page_announce (YB_PAGE (self), _ ("All deals are shown."));
}

static void
fill_drop_down (GtkDropDown *drop_down, const char *all, const YbEnum *type)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);

  gtk_string_list_append (list, all);
  for (guint i = 1; i <= type->n_values; i++)
    gtk_string_list_append (list, yb_enum_label (type, i));
  gtk_drop_down_set_model (drop_down, G_LIST_MODEL (list));
}

/* Who works on own deals only starts with them. */
void
_yb_board_page_setup_filters (YbBoardPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));

  fill_drop_down (self->grade, _ ("All grades"), &yb_grade_enum);
  fill_drop_down (self->source, _ ("All sources"), &yb_source_enum);
  gtk_toggle_button_set_active (self->mine_button, yb_desk_get_scope (desk, "deal.work") == YB_SCOPE_OWN);
}

void
_yb_board_page_class_init_filters (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_stopped_cb);
  gtk_widget_class_bind_template_callback (widget_class, text_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}
