/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card-column-private.h"

double
_yb_card_column_get_value (YbCardColumn *self)
{
  return self->vadjustment != NULL ? gtk_adjustment_get_value (self->vadjustment) : 0.0;
}

double
_yb_card_column_get_page (YbCardColumn *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self));
}

/* The child that has the focus. The root is asked: it keeps the focus while another window is active. */
GtkWidget *
_yb_card_column_get_focus_card (YbCardColumn *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_get_parent (focus) == GTK_WIDGET (self) ? focus : NULL;
}

gboolean
_yb_card_column_holds_focus (YbCardColumn *self)
{
  return _yb_card_column_get_focus_card (self) != NULL;
}

static void
add_card (YbCardColumn *self)
{
  GtkWidget *card = yb_card_new (self->func, self->user_data);

  gtk_widget_set_parent (card, GTK_WIDGET (self));
  gtk_widget_set_child_visible (card, FALSE);
  g_ptr_array_add (self->cards, card);
}

void
_yb_card_column_measure_row (YbCardColumn *self)
{
  int height;

  if (self->cards->len == 0)
    add_card (self);
  gtk_widget_measure (self->cards->pdata[0], GTK_ORIENTATION_VERTICAL, -1, &height, NULL, NULL, NULL);
  self->row_height = height + YB_CARD_SPACING;
}

void
_yb_card_column_configure (YbCardColumn *self)
{
  double page = _yb_card_column_get_page (self), upper;

  if (self->vadjustment == NULL)
    return;

  upper = MAX ((double) self->n_items * self->row_height + 2 * YB_CARD_MARGIN - YB_CARD_SPACING + self->gap,
               page);
  gtk_adjustment_configure (self->vadjustment, CLAMP (_yb_card_column_get_value (self), 0, upper - page), 0,
                            upper, self->row_height, MAX (page - self->row_height, self->row_height), page);
}

static void
apply_marks (YbCardColumn *self, YbCard *card)
{
  gpointer item = yb_card_get_item (card);
  YbCardMark mark = GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, item));
  const struct
  {
    const char *class;
    gboolean on;
  } classes[] = {
      {"carried", (mark & YB_CARD_MARK_CARRIED) != 0},
      {"pending", (mark & YB_CARD_MARK_PENDING) != 0},
      {"selected", item != NULL && item == (gpointer) self->selected.item},
  };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    if (classes[i].on != gtk_widget_has_css_class (GTK_WIDGET (card), classes[i].class))
      {
        if (classes[i].on)
          gtk_widget_add_css_class (GTK_WIDGET (card), classes[i].class);
        else
          gtk_widget_remove_css_class (GTK_WIDGET (card), classes[i].class);
      }
}

void
_yb_card_column_apply_marks (YbCardColumn *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    apply_marks (self, self->cards->pdata[i]);
}

static void
bind_card (YbCardColumn *self, YbCard *card, gpointer item, guint position)
{
  gboolean fresh = yb_card_get_item (card) != item;

  yb_card_set_item (card, item);
  yb_card_set_place (card, position, self->n_items);
  if (fresh)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (card), "returned");
      apply_marks (self, card);
    }
  gtk_widget_set_child_visible (GTK_WIDGET (card), TRUE);
}

/* Which rows have to have a card now: those in view, one more at the end, and the focused one wherever it
   is, so that scrolling does not lose the focus. */
static guint
collect_rows (YbCardColumn *self, GArray *rows)
{
  double value = _yb_card_column_get_value (self), page = _yb_card_column_get_page (self);
  guint first, last;

  g_array_set_size (rows, 0);
  if (self->n_items == 0 || self->row_height <= 0)
    return 0;

  if (page > 0)
    {
      first = MIN ((guint) MAX ((value - YB_CARD_MARGIN - self->gap) / self->row_height, 0.0),
                   self->n_items - 1);
      last = MIN ((guint) ((value + page) / self->row_height) + 1, self->n_items - 1);
      for (guint i = first; i <= last; i++)
        g_array_append_val (rows, i);
    }
  if (self->focus.index < self->n_items && (self->pinned || _yb_card_column_holds_focus (self)) &&
      (rows->len == 0 || self->focus.index < g_array_index (rows, guint, 0) ||
       self->focus.index > g_array_index (rows, guint, rows->len - 1)))
    g_array_append_val (rows, self->focus.index);

  return rows->len;
}

/* A card for an item: its own if it has one, else NULL. Cards that are taken are moved to the front of the
   array. */
static YbCard *
take_own_card (YbCardColumn *self, guint n_taken, gpointer item)
{
  for (guint i = n_taken; i < self->cards->len; i++)
    if (yb_card_get_item (self->cards->pdata[i]) == item)
      {
        gpointer card = self->cards->pdata[i];

        self->cards->pdata[i] = self->cards->pdata[n_taken];
        self->cards->pdata[n_taken] = card;
        return card;
      }

  return NULL;
}

static void
sync_order (YbCardColumn *self, guint n_used)
{
  GtkWidget *previous = NULL;

  for (guint i = 0; i < n_used; i++)
    {
      GtkWidget *card = self->cards->pdata[i];

      if (gtk_widget_get_prev_sibling (card) != previous)
        gtk_widget_insert_after (card, GTK_WIDGET (self), previous);
      previous = card;
    }
}

static int
compare_cards (gconstpointer a, gconstpointer b)
{
  guint first = yb_card_get_position (*(YbCard *const *) a),
        second = yb_card_get_position (*(YbCard *const *) b);

  return first < second ? -1 : first > second;
}

static void
release_cards (YbCardColumn *self, guint n_taken)
{
  for (guint i = n_taken; i < self->cards->len; i++)
    {
      yb_card_set_item (self->cards->pdata[i], NULL);
      gtk_widget_set_child_visible (self->cards->pdata[i], FALSE);
    }
}

void
_yb_card_column_sync (YbCardColumn *self)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_taken = 0, n_rows = collect_rows (self, rows);
  g_autofree gboolean *bound = g_new0 (gboolean, n_rows + 1);

  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (items, g_list_model_get_item (self->model, g_array_index (rows, guint, i)));
  for (guint i = 0; i < n_rows; i++)
    {
      YbCard *card = take_own_card (self, n_taken, items->pdata[i]);

      if (card == NULL)
        continue;
      bind_card (self, card, items->pdata[i], g_array_index (rows, guint, i));
      bound[i] = TRUE;
      n_taken++;
    }
  for (guint i = 0; i < n_rows; i++)
    {
      if (bound[i])
        continue;
      if (n_taken == self->cards->len)
        add_card (self);
      bind_card (self, self->cards->pdata[n_taken++], items->pdata[i], g_array_index (rows, guint, i));
    }
  release_cards (self, n_taken);
  g_ptr_array_sort (self->cards, compare_cards);
  sync_order (self, n_taken);
}

static void
settle_focus (YbCardColumn *self)
{
  gboolean handled = FALSE;

  if (self->focus.item == NULL || self->focus.index != YB_ITEM_TRACK_NOWHERE)
    return;

  if (!_yb_card_column_holds_focus (self))
    {
      _yb_item_track_clear (&self->focus);
      return;
    }

  g_signal_emit (self, _yb_card_column_signals[YB_CARD_COLUMN_FOCUS_LOST], 0, self->focus.item, &handled);
  if (handled || !_yb_card_column_holds_focus (self))
    _yb_item_track_clear (&self->focus);
  else if (self->n_items > 0)
    yb_card_column_focus_position (self, MIN (self->focus.last_index, self->n_items - 1));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* What a change of the list needs is done once, before the next frame. */
static gboolean
settle_cb (gpointer user_data)
{
  YbCardColumn *self = user_data;

  self->settle_id = 0;
  _yb_card_column_configure (self);
  settle_focus (self);
  _yb_card_column_sync (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  if (self->selected.item != NULL)
    g_signal_emit (self, _yb_card_column_signals[YB_CARD_COLUMN_SELECTED_CHANGED], 0);

  return G_SOURCE_REMOVE;
}

void
_yb_card_column_queue_settle (YbCardColumn *self)
{
  if (self->settle_id == 0)
    self->settle_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, settle_cb, self, NULL);
}

/* Cards in view stay where they are when something changes above them, unless the list stands at its head. */
static void
anchor (YbCardColumn *self, guint position, guint removed, guint added)
{
  double value = _yb_card_column_get_value (self), page = _yb_card_column_get_page (self), delta;

  if (value < 1.0 || self->vadjustment == NULL || self->row_height <= 0 ||
      position + removed > (guint) MAX ((value - YB_CARD_MARGIN) / self->row_height, 0))
    return;

  delta = ((double) added - (double) removed) * self->row_height;
  gtk_adjustment_configure (self->vadjustment, MAX (value + delta, 0), 0,
                            MAX (gtk_adjustment_get_upper (self->vadjustment) + delta, page),
                            self->row_height, page, page);
}

void
_yb_card_column_items_changed_cb (
    YbCardColumn *self, guint position, guint removed, guint added, GListModel *model)
{
  self->n_items = g_list_model_get_n_items (model);
  _yb_item_track_changed (&self->focus, model, position, removed, added);
  _yb_item_track_changed (&self->selected, model, position, removed, added);
  anchor (self, position, removed, added);
  _yb_card_column_queue_settle (self);
}
