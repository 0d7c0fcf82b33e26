/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card-column-private.h"

#include <math.h>

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
      gtk_widget_size_allocate (card,
                                &(GtkAllocation){YB_CARD_MARGIN, (int) y, MAX (card_width, least),
                                                 self->row_height - YB_CARD_SPACING},
                                -1);
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
    fill = (GdkRGBA){0};
  gsk_rounded_rect_init_from_rect (&slot,
                                   &GRAPHENE_RECT_INIT (YB_CARD_MARGIN, YB_CARD_MARGIN,
                                                        gtk_widget_get_width (widget) - 2 * YB_CARD_MARGIN,
                                                        self->gap - YB_CARD_SPACING),
                                   6);
  gtk_snapshot_push_rounded_clip (snapshot, &slot);
  gtk_snapshot_append_color (snapshot, &fill, &slot.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &slot, (float[4]){2, 2, 2, 2}, (GdkRGBA[4]){edge, edge, edge, edge});
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

/* Tab enters the column at the card that had the focus before, or at the first one in view, and leaves it
   again. */
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
    position = MIN ((guint) (_yb_card_column_get_value (self) / MAX (self->row_height, 1) + 0.9),
                    self->n_items - 1);

  return yb_card_column_focus_position (self, position);
}

static gboolean
move_focus (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  YbCardColumn *self = YB_CARD_COLUMN (widget);
  guint page = MAX ((guint) (_yb_card_column_get_page (self) / MAX (self->row_height, 1)), 1),
        position = self->focus.index;
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
  _yb_card_column_signals[YB_CARD_COLUMN_CARD_FOCUSED] = g_signal_new (
      "card-focused", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_OBJECT);
  /**
   * YbCardColumn::focus-lost:
   * @item: the item that had the focus and is no longer in the list
   *
   * Returns: %TRUE if the focus was put elsewhere; else the card that took its slot gets it
   */
  _yb_card_column_signals[YB_CARD_COLUMN_FOCUS_LOST] = g_signal_new ("focus-lost", type, G_SIGNAL_RUN_LAST, 0,
                                                                     g_signal_accumulator_true_handled, NULL,
                                                                     NULL, G_TYPE_BOOLEAN, 1, G_TYPE_OBJECT);
  /**
   * YbCardColumn::selected-changed:
   *
   * The list changed while an item is selected, which may have come or gone with it.
   */
  _yb_card_column_signals[YB_CARD_COLUMN_SELECTED_CHANGED] = g_signal_new (
      "selected-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
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
      {GDK_KEY_Up, GDK_KEY_KP_Up, -1},           {GDK_KEY_Down, GDK_KEY_KP_Down, 1},
      {GDK_KEY_Page_Up, GDK_KEY_KP_Page_Up, -2}, {GDK_KEY_Page_Down, GDK_KEY_KP_Page_Down, 2},
      {GDK_KEY_Home, GDK_KEY_KP_Home, -3},       {GDK_KEY_End, GDK_KEY_KP_End, 3},
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
