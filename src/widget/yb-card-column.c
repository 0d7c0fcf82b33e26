/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card-column-private.h"

#include <math.h>

#define SCROLL_EDGE 40
#define SCROLL_STEP 9.0
#define FLASH_MS 450

enum
{
  PROP_0,
  PROP_HADJUSTMENT,
  PROP_VADJUSTMENT,
  PROP_HSCROLL_POLICY,
  PROP_VSCROLL_POLICY,
};


guint _yb_card_column_signals[YB_CARD_COLUMN_N_SIGNALS];

G_DEFINE_FINAL_TYPE_WITH_CODE (YbCardColumn,
                               yb_card_column,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

static void
value_changed_cb (YbCardColumn *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
set_adjustment (YbCardColumn *self, GtkAdjustment **place, GtkAdjustment *adjustment, gboolean listen)
{
  if (*place == adjustment)
    return;

  if (*place != NULL && listen)
    g_signal_handlers_disconnect_by_func (*place, value_changed_cb, self);
  g_clear_object (place);
  if (adjustment == NULL)
    return;
  *place = g_object_ref_sink (adjustment);
  if (listen)
    {
      g_signal_connect_swapped (adjustment, "value-changed", G_CALLBACK (value_changed_cb), self);
      _yb_card_column_configure (self);
    }
}

static gboolean
drag_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  double step = 0;

  if (self->drag_y < SCROLL_EDGE)
    step = -SCROLL_STEP;
  else if (self->drag_y > _yb_card_column_get_page (self) - SCROLL_EDGE)
    step = SCROLL_STEP;
  if (step != 0 && self->vadjustment != NULL)
    gtk_adjustment_set_value (self->vadjustment, _yb_card_column_get_value (self) + step);

  return G_SOURCE_CONTINUE;
}

static void
yb_card_column_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);

  _yb_card_column_measure_row (self);
  for (guint i = 0; i < self->cards->len; i++)
    gtk_widget_measure (self->cards->pdata[i], orientation, -1, minimum, natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += 2 * YB_CARD_MARGIN;
      *natural += 2 * YB_CARD_MARGIN;
    }
  else
    {
      *minimum = self->row_height + 2 * YB_CARD_MARGIN;
      *natural = MAX (MIN (self->n_items, 4) * self->row_height, *minimum);
    }
}

static void
yb_card_column_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  int card_width = MAX (width - 2 * YB_CARD_MARGIN, 1), least;
  double value;

  if (self->row_height <= 0)
    _yb_card_column_measure_row (self);
  _yb_card_column_configure (self);
  _yb_card_column_sync (self);

  value = round (_yb_card_column_get_value (self));
  for (guint i = 0; i < self->cards->len; i++)
    {
      GtkWidget *card = self->cards->pdata[i];
      guint position = yb_card_get_position (YB_CARD (card));
      double y = YB_CARD_MARGIN + self->gap + (double) position * self->row_height - value;

      if (position == YB_CARD_NO_POSITION)
        continue;
      gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      gtk_widget_size_allocate (
        card, &(GtkAllocation){ YB_CARD_MARGIN, (int) y, MAX (card_width, least), self->row_height - YB_CARD_SPACING }, -1);
    }
}

static void
yb_card_column_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  GdkRGBA edge, fill;
  GskRoundedRect slot;

  GTK_WIDGET_CLASS (yb_card_column_parent_class)->snapshot (widget, snapshot);
  if (self->gap == 0)
    return;

  if (!gtk_style_context_lookup_color (style, "accent_color", &edge))
    gtk_style_context_get_color (style, &edge);
  if (!gtk_style_context_lookup_color (style, "window_bg_color", &fill))
    fill = (GdkRGBA){ 0 };
  gsk_rounded_rect_init_from_rect (&slot,
                                   &GRAPHENE_RECT_INIT (YB_CARD_MARGIN, YB_CARD_MARGIN,
                                                        gtk_widget_get_width (widget) - 2 * YB_CARD_MARGIN,
                                                        self->gap - YB_CARD_SPACING),
                                   6);
  gtk_snapshot_push_rounded_clip (snapshot, &slot);
  gtk_snapshot_append_color (snapshot, &fill, &slot.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &slot, (float[4]){ 2, 2, 2, 2 }, (GdkRGBA[4]){ edge, edge, edge, edge });
}

static void
yb_card_column_set_focus_child (GtkWidget *widget, GtkWidget *child)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  gpointer item;

  GTK_WIDGET_CLASS (yb_card_column_parent_class)->set_focus_child (widget, child);
  if (!YB_IS_CARD (child) || (item = yb_card_get_item (YB_CARD (child))) == NULL)
    return;

  _yb_item_track_set (&self->focus, item, yb_card_get_position (YB_CARD (child)));
  g_signal_emit (self, _yb_card_column_signals[YB_CARD_COLUMN_CARD_FOCUSED], 0, item);
}

/* Tab enters the column at the card that had the focus before, or at the first one in view, and leaves it again. */
static gboolean
yb_card_column_focus (GtkWidget *widget, GtkDirectionType direction)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  guint position = self->focus.index;

  if (_yb_card_column_holds_focus (self) || gtk_widget_is_focus (widget) || self->n_items == 0)
    return FALSE;

  if (position >= self->n_items)
    position = self->selected.index;
  if (position >= self->n_items)
    position = MIN ((guint) (_yb_card_column_get_value (self) / MAX (self->row_height, 1) + 0.9), self->n_items - 1);

  return yb_card_column_focus_position (self, position);
}

static gboolean
move_focus (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  guint page = MAX ((guint) (_yb_card_column_get_page (self) / MAX (self->row_height, 1)), 1), position = self->focus.index;
  gint64 to;

  if (self->n_items == 0 || position >= self->n_items)
    return FALSE;

  switch (g_variant_get_int32 (arguments))
    {
    case -1:
    case 1:
      to = (gint64) position + g_variant_get_int32 (arguments);
      break;
    case -2:
      to = (gint64) position - page;
      break;
    case 2:
      to = (gint64) position + page;
      break;
    case -3:
      to = 0;
      break;
    default:
      to = self->n_items - 1;
      break;
    }

  yb_card_column_focus_position (self, CLAMP (to, 0, (gint64) self->n_items - 1));

  return TRUE;
}

static void
yb_card_column_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  YbCardColumn *self = YB_CARD_COLUMN (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      g_value_set_object (value, self->hadjustment);
      break;
    case PROP_VADJUSTMENT:
      g_value_set_object (value, self->vadjustment);
      break;
    case PROP_HSCROLL_POLICY:
      g_value_set_enum (value, self->hscroll_policy);
      break;
    case PROP_VSCROLL_POLICY:
      g_value_set_enum (value, self->vscroll_policy);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
yb_card_column_set_property (GObject *object, guint property_id, const GValue *value, GParamSpec *pspec)
{
  YbCardColumn *self = YB_CARD_COLUMN (object);

  switch (property_id)
    {
    case PROP_HADJUSTMENT:
      set_adjustment (self, &self->hadjustment, g_value_get_object (value), FALSE);
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &self->vadjustment, g_value_get_object (value), TRUE);
      break;
    case PROP_HSCROLL_POLICY:
      self->hscroll_policy = g_value_get_enum (value);
      break;
    case PROP_VSCROLL_POLICY:
      self->vscroll_policy = g_value_get_enum (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
yb_card_column_dispose (GObject *object)
{
  YbCardColumn *self = YB_CARD_COLUMN (object);
  GtkWidget *child;

  yb_card_column_set_model (self, NULL);
  g_clear_handle_id (&self->settle_id, g_source_remove);
  g_clear_handle_id (&self->flash_id, g_source_remove);
  g_clear_object (&self->flash_card);
  set_adjustment (self, &self->hadjustment, NULL, FALSE);
  set_adjustment (self, &self->vadjustment, NULL, TRUE);
  g_ptr_array_set_size (self->cards, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  _yb_item_track_clear (&self->focus);
  _yb_item_track_clear (&self->selected);
  g_hash_table_remove_all (self->marks);

  G_OBJECT_CLASS (yb_card_column_parent_class)->dispose (object);
}

static void
yb_card_column_finalize (GObject *object)
{
  YbCardColumn *self = YB_CARD_COLUMN (object);

  g_ptr_array_unref (self->cards);
  g_hash_table_unref (self->marks);

  G_OBJECT_CLASS (yb_card_column_parent_class)->finalize (object);
}

static void
install_signals (GType type)
{
  /**
   * YbCardColumn::card-focused:
   * @item: the item of the card that has got the focus
   */
  _yb_card_column_signals[YB_CARD_COLUMN_CARD_FOCUSED] =
    g_signal_new ("card-focused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  /**
   * YbCardColumn::focus-lost:
   * @item: the item that had the focus and is no longer in the list
   *
   * Returns: %TRUE if the focus was put elsewhere; else the card that took its slot gets it
   */
  _yb_card_column_signals[YB_CARD_COLUMN_FOCUS_LOST] = g_signal_new ("focus-lost", type, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled,
                                      NULL, NULL, G_TYPE_BOOLEAN, 1, G_TYPE_OBJECT);
  /**
   * YbCardColumn::selected-changed:
   *
   * The list changed while an item is selected, which may have come or gone with it.
   */
  _yb_card_column_signals[YB_CARD_COLUMN_SELECTED_CHANGED] =
    g_signal_new ("selected-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
install_bindings (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint key;
    guint keypad;
    int move;
  } bindings[] = {
    { GDK_KEY_Up, GDK_KEY_KP_Up, -1 },          { GDK_KEY_Down, GDK_KEY_KP_Down, 1 },
    { GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -2 }, { GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 2 },
    { GDK_KEY_Home, GDK_KEY_KP_Home, -3 },       { GDK_KEY_End, GDK_KEY_KP_End, 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (bindings); i++)
    {
      gtk_widget_class_add_binding (widget_class, bindings[i].key, 0, move_focus, "i", bindings[i].move);
      gtk_widget_class_add_binding (widget_class, bindings[i].keypad, 0, move_focus, "i", bindings[i].move);
    }
}

static void
yb_card_column_class_init (YbCardColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = yb_card_column_get_property;
  object_class->set_property = yb_card_column_set_property;
  object_class->dispose = yb_card_column_dispose;
  object_class->finalize = yb_card_column_finalize;

  widget_class->measure = yb_card_column_measure;
  widget_class->size_allocate = yb_card_column_size_allocate;
  widget_class->snapshot = yb_card_column_snapshot;
  widget_class->set_focus_child = yb_card_column_set_focus_child;
  widget_class->focus = yb_card_column_focus;

  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");
  install_signals (G_TYPE_FROM_CLASS (klass));
  install_bindings (widget_class);

  gtk_widget_class_set_css_name (widget_class, "card-column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
yb_card_column_init (YbCardColumn *self)
{
  self->cards = g_ptr_array_new ();
  self->marks = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->focus.index = self->selected.index = YB_ITEM_TRACK_NOWHERE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/**
 * yb_card_column_new:
 *
 * Returns: a column without a list; it belongs into a #GtkScrolledWindow
 */
GtkWidget *
yb_card_column_new (void)
{
  return g_object_new (YB_TYPE_CARD_COLUMN, NULL);
}

/**
 * yb_card_column_set_model:
 * @model: (nullable): a list of objects. An item keeps its object while anything holds it
 *
 * Shows another list. Changes of the list are shown with the work that the visible cards need.
 */
void
yb_card_column_set_model (YbCardColumn *self, GListModel *model)
{
  guint before;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));
  g_return_if_fail (model == NULL || G_IS_LIST_MODEL (model));

  if (self->model == model)
    return;

  before = self->n_items;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, _yb_card_column_items_changed_cb, self);
  g_set_object (&self->model, model);
  self->n_items = 0;
  if (model == NULL)
    {
      self->focus.index = self->selected.index = YB_ITEM_TRACK_NOWHERE;
      _yb_card_column_queue_settle (self);
      return;
    }

  g_signal_connect_swapped (model, "items-changed", G_CALLBACK (_yb_card_column_items_changed_cb), self);
  _yb_card_column_items_changed_cb (self, 0, before, g_list_model_get_n_items (model), model);
}

/**
 * yb_card_column_get_model:
 *
 * Returns: (transfer none) (nullable): the list
 */
GListModel *
yb_card_column_get_model (YbCardColumn *self)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  return self->model;
}

/**
 * yb_card_column_set_face_func:
 * @func: makes the face of an item
 * @user_data: for @func; must live as long as the column or until another function is set
 *
 * Sets what the cards show.
 */
void
yb_card_column_set_face_func (YbCardColumn *self, YbCardFaceFunc func, gpointer user_data)
{
  GtkWidget *child;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  self->func = func;
  self->user_data = user_data;
  g_ptr_array_set_size (self->cards, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/**
 * yb_card_column_refresh:
 *
 * Makes the faces of the visible cards anew.
 */
void
yb_card_column_refresh (YbCardColumn *self)
{
  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  for (guint i = 0; i < self->cards->len; i++)
    yb_card_refresh (self->cards->pdata[i]);
}

/**
 * yb_card_column_scroll_to:
 * @position: an index in the list
 *
 * Scrolls as little as needed to have a card in view.
 */
void
yb_card_column_scroll_to (YbCardColumn *self, guint position)
{
  double page, top;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  page = _yb_card_column_get_page (self);
  if (self->vadjustment == NULL || page <= 0)
    return;

  top = (double) position * self->row_height;
  _yb_card_column_configure (self);
  gtk_adjustment_clamp_page (self->vadjustment, top, top + self->row_height + YB_CARD_MARGIN);
}

/**
 * yb_card_column_focus_position:
 * @position: an index in the list
 *
 * Gives the focus to a card, scrolling there if needed.
 *
 * Returns: whether there is such a card
 */
gboolean
yb_card_column_focus_position (YbCardColumn *self, guint position)
{
  g_autoptr (GObject) item = NULL;
  YbCard *card;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), FALSE);

  if (position >= self->n_items)
    return FALSE;

  item = g_list_model_get_item (self->model, position);
  _yb_item_track_set (&self->focus, item, position);
  yb_card_column_scroll_to (self, position);
  self->pinned = TRUE;
  _yb_card_column_sync (self);
  self->pinned = FALSE;
  gtk_widget_queue_allocate (GTK_WIDGET (self));

  card = yb_card_column_get_card (self, item);
  g_assert (card != NULL);
  if (!gtk_widget_is_focus (GTK_WIDGET (card)))
    return gtk_widget_grab_focus (GTK_WIDGET (card));

  g_signal_emit (self, _yb_card_column_signals[YB_CARD_COLUMN_CARD_FOCUSED], 0, item);

  return TRUE;
}

/**
 * yb_card_column_focus_item:
 * @item: (type GObject): an item that has been selected, focused or visible before
 *
 * Gives the focus to the card of an item, wherever it stands now.
 *
 * Returns: %FALSE if the item is not in the list
 */
gboolean
yb_card_column_focus_item (YbCardColumn *self, gpointer item)
{
  YbCard *card;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), FALSE);

  if (item == NULL)
    return FALSE;
  if (item == (gpointer) self->selected.item && self->selected.index < self->n_items)
    return yb_card_column_focus_position (self, self->selected.index);
  if (item == (gpointer) self->focus.item && self->focus.index < self->n_items)
    return yb_card_column_focus_position (self, self->focus.index);

  _yb_card_column_sync (self);
  card = yb_card_column_get_card (self, item);
  if (card != NULL)
    return yb_card_column_focus_position (self, yb_card_get_position (card));

  return FALSE;
}

/**
 * yb_card_column_get_focus_item:
 *
 * Returns: (transfer none) (nullable): the item of the card that has the focus
 */
gpointer
yb_card_column_get_focus_item (YbCardColumn *self)
{
  GtkWidget *child;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  child = gtk_widget_get_focus_child (GTK_WIDGET (self));

  return YB_IS_CARD (child) ? yb_card_get_item (YB_CARD (child)) : NULL;
}

/**
 * yb_card_column_set_selected:
 * @item: (type GObject) (nullable): the selected item of the board, which may stand in another column
 *
 * Shows the card of @item as selected, and follows @item through the changes of the list.
 */
void
yb_card_column_set_selected (YbCardColumn *self, gpointer item)
{
  YbCard *card;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  if (item == (gpointer) self->selected.item)
    return;

  card = item != NULL ? yb_card_column_get_card (self, item) : NULL;
  _yb_item_track_set (&self->selected, item, card != NULL ? yb_card_get_position (card) : YB_ITEM_TRACK_NOWHERE);
  _yb_card_column_apply_marks (self);
}

/**
 * yb_card_column_has_selected:
 *
 * Returns: whether the selected item is known to stand in this list
 */
gboolean
yb_card_column_has_selected (YbCardColumn *self)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), FALSE);

  return self->selected.item != NULL && self->selected.index < self->n_items;
}

/**
 * yb_card_column_set_mark:
 * @item: (type GObject): an item
 * @mark: why its card is dimmed
 * @on: whether it is
 *
 * Dims the card of an item as long as the mark is on.
 */
void
yb_card_column_set_mark (YbCardColumn *self, gpointer item, YbCardMark mark, gboolean on)
{
  guint marks;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));
  g_return_if_fail (G_IS_OBJECT (item));

  marks = GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, item));
  marks = on ? marks | mark : marks & ~mark;
  if (marks != 0)
    g_hash_table_insert (self->marks, g_object_ref (item), GUINT_TO_POINTER (marks));
  else
    g_hash_table_remove (self->marks, item);
  _yb_card_column_apply_marks (self);
}

static void
end_flash (gpointer user_data)
{
  g_autoptr (YbCard) card = user_data;

  gtk_widget_remove_css_class (GTK_WIDGET (card), "returned");
}

static gboolean
flash_cb (gpointer user_data)
{
  YbCardColumn *self = user_data;

  self->flash_id = 0;
  g_clear_pointer (&self->flash_card, end_flash);

  return G_SOURCE_REMOVE;
}

/**
 * yb_card_column_flash_item:
 * @item: (type GObject): an item
 *
 * Shakes the card of an item shortly, unless the user has switched animations off.
 */
void
yb_card_column_flash_item (YbCardColumn *self, gpointer item)
{
  YbCard *card;
  gboolean animate;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  card = yb_card_column_get_card (self, item);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &animate, NULL);
  if (card == NULL || !animate)
    return;

  g_clear_handle_id (&self->flash_id, g_source_remove);
  g_clear_pointer (&self->flash_card, end_flash);
  self->flash_card = g_object_ref (card);
  gtk_widget_add_css_class (GTK_WIDGET (card), "returned");
  self->flash_id = g_timeout_add (FLASH_MS, flash_cb, self);
}

/**
 * yb_card_column_get_card_at:
 * @x: in coordinates of the column
 * @y: likewise
 *
 * Returns: (transfer none) (nullable): the card at a point
 */
YbCard *
yb_card_column_get_card_at (YbCardColumn *self, double x, double y)
{
  GtkWidget *picked;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return YB_IS_CARD (picked) && yb_card_get_item (YB_CARD (picked)) != NULL ? YB_CARD (picked) : NULL;
}

/**
 * yb_card_column_get_card:
 * @item: (type GObject): an item
 *
 * Returns: (transfer none) (nullable): the card that shows @item, if it has one now
 */
YbCard *
yb_card_column_get_card (YbCardColumn *self, gpointer item)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), NULL);

  for (guint i = 0; item != NULL && i < self->cards->len; i++)
    if (yb_card_get_item (self->cards->pdata[i]) == item)
      return self->cards->pdata[i];

  return NULL;
}

/**
 * yb_card_column_get_row_at:
 * @y: in coordinates of the column
 *
 * Returns: the index of the card nearest to @y, -1 in an empty list
 */
int
yb_card_column_get_row_at (YbCardColumn *self, double y)
{
  double row;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), -1);

  if (self->n_items == 0)
    return -1;

  row = (y + _yb_card_column_get_value (self) - YB_CARD_MARGIN - self->gap) / MAX (self->row_height, 1);

  return (int) CLAMP (row, 0, (double) self->n_items - 1);
}

/**
 * yb_card_column_get_middle:
 * @card: a card of this column
 *
 * Returns: the vertical middle of the card in coordinates of the column, kept inside what is visible
 */
double
yb_card_column_get_middle (YbCardColumn *self, YbCard *card)
{
  double y;

  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), 0);
  g_return_val_if_fail (YB_IS_CARD (card), 0);

  y = YB_CARD_MARGIN + self->gap + (yb_card_get_position (card) + 0.5) * self->row_height
      - _yb_card_column_get_value (self);

  return CLAMP (y, 0, MAX (_yb_card_column_get_page (self), 0));
}

/**
 * yb_card_column_get_n_cards:
 *
 * Returns: how many card widgets exist, for tests
 */
guint
yb_card_column_get_n_cards (YbCardColumn *self)
{
  g_return_val_if_fail (YB_IS_CARD_COLUMN (self), 0);

  return self->cards->len;
}

/**
 * yb_card_column_set_gap:
 * @open: whether a card is held over the list
 *
 * Opens a gap at the head of the list: the order is by urgency and a card dropped here does not stay where it is put.
 */
void
yb_card_column_set_gap (YbCardColumn *self, gboolean open)
{
  int height;

  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  height = open ? self->row_height : 0;
  if (self->gap == height)
    return;

  self->gap = height;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * yb_card_column_set_drag_position:
 * @y: where a drag hovers, in coordinates of the column; -1 when it has left
 *
 * Scrolls while a drag is near an edge.
 */
void
yb_card_column_set_drag_position (YbCardColumn *self, double y)
{
  g_return_if_fail (YB_IS_CARD_COLUMN (self));

  self->drag_y = y;
  if (y >= 0 && self->tick_id == 0)
    {
      self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), drag_tick_cb, NULL, NULL);
    }
  else if (y < 0 && self->tick_id != 0)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
    }
}
