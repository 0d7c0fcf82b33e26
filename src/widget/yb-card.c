/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card.h"

#include <math.h>

#include "yb-card-drawing-private.h"

#define TOOLTIP_REST_MS 700

/* One widget per card: the texts are drawn by the card itself (performance.md, section 5). */
struct _YbCard
{
  GtkWidget parent_instance;

  YbCardFaceFunc func;
  gpointer user_data;
  GObject *item;
  gulong notify_id;
  guint refresh_id;
  guint tooltip_id;
  gboolean rested;
  guint position;
  guint n_items;
  YbCardFace face;
  YbCardDrawing *drawing;
};

G_DEFINE_FINAL_TYPE (YbCard, yb_card, GTK_TYPE_WIDGET)

static const char *const urgency_classes[] = {NULL, "planned", "today", "late", "missing"};

static void
update_accessible (YbCard *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->face.label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->face.description, -1);
}

static void
fill_face (YbCard *self)
{
  YbCardUrgency before = self->face.urgency;
  g_autofree char *label = g_steal_pointer (&self->face.label);
  g_autofree char *description = g_steal_pointer (&self->face.description);

  yb_card_face_clear (&self->face);
  if (self->item != NULL && self->func != NULL)
    self->func (self->item, &self->face, self->user_data);
  yb_card_face_complete (&self->face);

  if (before != self->face.urgency)
    {
      if (urgency_classes[before] != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self), urgency_classes[before]);
      if (urgency_classes[self->face.urgency] != NULL)
        gtk_widget_add_css_class (GTK_WIDGET (self), urgency_classes[self->face.urgency]);
    }
  if (g_strcmp0 (label, self->face.label) != 0 || g_strcmp0 (description, self->face.description) != 0)
    update_accessible (self);
  yb_card_drawing_set_face (self->drawing, &self->face);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
refresh_cb (gpointer user_data)
{
  YbCard *self = user_data;

  self->refresh_id = 0;
  fill_face (self);

  return G_SOURCE_REMOVE;
}

/* A record that changes notifies once per field: the card is filled once, before the next frame. */
static void
notify_cb (YbCard *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (GTK_PRIORITY_RESIZE, refresh_cb, self, NULL);
}

static gboolean
tooltip_rest_cb (gpointer user_data)
{
  YbCard *self = user_data;

  self->tooltip_id = 0;
  self->rested = TRUE;
  gtk_widget_trigger_tooltip_query (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

/* GTK shows one tooltip after the other at once; on the board they would cover the cards that the pointer passes. */
static gboolean
has_rested (YbCard *self)
{
  if (self->rested)
    return TRUE;

  g_clear_handle_id (&self->tooltip_id, g_source_remove);
  self->tooltip_id = g_timeout_add (TOOLTIP_REST_MS, tooltip_rest_cb, self);

  return FALSE;
}

static void
yb_card_state_flags_changed (GtkWidget *widget, GtkStateFlags previous)
{
  YbCard *self = YB_CARD (widget);

  GTK_WIDGET_CLASS (yb_card_parent_class)->state_flags_changed (widget, previous);
  if ((gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_PRELIGHT) != 0)
    return;

  self->rested = FALSE;
  g_clear_handle_id (&self->tooltip_id, g_source_remove);
}

/* The marks of a card say less than words, and what is cut says too little. */
static gboolean
has_more_to_say (YbCard *self)
{
  return self->item != NULL &&
         (self->face.blocker || self->face.needs_manager || yb_card_drawing_is_cut (self->drawing));
}

/* A longer text, such as a "name" of 20,000 characters, would make a window that X cannot draw. */
#define TOOLTIP_CHARS 600

static gboolean
query_tooltip_cb (YbCard *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autofree char *text = NULL, *shown = NULL;

  if (!has_more_to_say (self) || (!keyboard && !has_rested (self)))
    return FALSE;

  text = g_strdup_printf ("%s\n%s", self->face.title != NULL ? self->face.title : "", self->face.description);
  shown = g_utf8_strlen (text, -1) > TOOLTIP_CHARS ? g_utf8_substring (text, 0, TOOLTIP_CHARS)
                                                   : g_strdup (text);
  gtk_tooltip_set_text (tooltip, shown);

  return TRUE;
}

static void
yb_card_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      /* Grows with the font: what does not fit scrolls, and the words stay whole. */
      *minimum = *natural = yb_card_drawing_get_least_width (YB_CARD (widget)->drawing);
    }
  else
    {
      *minimum = *natural = yb_card_drawing_get_height (YB_CARD (widget)->drawing);
    }
}

static void
yb_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  YbCard *self = YB_CARD (widget);

  if (self->item != NULL)
    yb_card_drawing_snapshot (self->drawing, snapshot, gtk_widget_get_width (widget),
                              gtk_widget_get_height (widget));
}

static void
yb_card_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (yb_card_parent_class)->css_changed (widget, change);
  yb_card_drawing_restyle (YB_CARD (widget)->drawing);
}

static void
yb_card_direction_changed (GtkWidget *widget, GtkTextDirection previous)
{
  GTK_WIDGET_CLASS (yb_card_parent_class)->direction_changed (widget, previous);
  yb_card_drawing_restyle (YB_CARD (widget)->drawing);
}

static void
yb_card_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (yb_card_parent_class)->system_setting_changed (widget, setting);
  yb_card_drawing_restyle (YB_CARD (widget)->drawing);
  gtk_widget_queue_resize (widget);
}

static void
unbind (YbCard *self)
{
  if (self->item != NULL)
    g_clear_signal_handler (&self->notify_id, self->item);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_handle_id (&self->tooltip_id, g_source_remove);
  g_clear_object (&self->item);
}

static void
yb_card_dispose (GObject *object)
{
  unbind (YB_CARD (object));

  G_OBJECT_CLASS (yb_card_parent_class)->dispose (object);
}

static void
yb_card_finalize (GObject *object)
{
  YbCard *self = YB_CARD (object);

  yb_card_face_clear (&self->face);
  yb_card_drawing_free (self->drawing);

  G_OBJECT_CLASS (yb_card_parent_class)->finalize (object);
}

static void
yb_card_class_init (YbCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_card_dispose;
  object_class->finalize = yb_card_finalize;

  widget_class->measure = yb_card_measure;
  widget_class->snapshot = yb_card_snapshot;
  widget_class->css_changed = yb_card_css_changed;
  widget_class->direction_changed = yb_card_direction_changed;
  widget_class->system_setting_changed = yb_card_system_setting_changed;
  widget_class->state_flags_changed = yb_card_state_flags_changed;

  gtk_widget_class_set_css_name (widget_class, "card-face");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
yb_card_init (YbCard *self)
{
  self->position = YB_CARD_NO_POSITION;
  self->drawing = yb_card_drawing_new (GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

/**
 * yb_card_new:
 * @func: makes the face of an item
 * @user_data: for @func; both must outlive the card
 *
 * Returns: a card that shows nothing yet
 */
GtkWidget *
yb_card_new (YbCardFaceFunc func, gpointer user_data)
{
  YbCard *self = g_object_new (YB_TYPE_CARD, NULL);

  self->func = func;
  self->user_data = user_data;

  return GTK_WIDGET (self);
}

/**
 * yb_card_set_item:
 * @item: (type GObject) (nullable): what to show
 *
 * Binds the card to an item. The card listens to "notify" of the item and redraws once for any number of
 * changes.
 */
void
yb_card_set_item (YbCard *self, gpointer item)
{
  g_return_if_fail (YB_IS_CARD (self));
  g_return_if_fail (item == NULL || G_IS_OBJECT (item));

  if (self->item == item)
    return;

  unbind (self);
  if (item != NULL)
    {
      self->item = g_object_ref (item);
      self->notify_id = g_signal_connect_swapped (item, "notify", G_CALLBACK (notify_cb), self);
      fill_face (self);
    }
  else
    {
      self->position = YB_CARD_NO_POSITION;
    }
}

/**
 * yb_card_get_item:
 *
 * Returns: (transfer none) (nullable): what the card shows
 */
gpointer
yb_card_get_item (YbCard *self)
{
  g_return_val_if_fail (YB_IS_CARD (self), NULL);

  return self->item;
}

/**
 * yb_card_get_face:
 *
 * Returns: (transfer none): what the card shows, in words
 */
const YbCardFace *
yb_card_get_face (YbCard *self)
{
  g_return_val_if_fail (YB_IS_CARD (self), NULL);

  return &self->face;
}

/**
 * yb_card_set_place:
 * @position: the index of the item in its list
 * @n_items: how long the list is
 *
 * Tells the card where it stands, for "3 of 12".
 */
void
yb_card_set_place (YbCard *self, guint position, guint n_items)
{
  g_return_if_fail (YB_IS_CARD (self));

  if (self->position == position && self->n_items == n_items)
    return;

  self->position = position;
  self->n_items = n_items;
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_POS_IN_SET,
                                  (int) position + 1, GTK_ACCESSIBLE_RELATION_SET_SIZE, (int) n_items, -1);
}

/**
 * yb_card_get_position:
 *
 * Returns: the index of the item in its list, #YB_CARD_NO_POSITION while the card shows nothing
 */
guint
yb_card_get_position (YbCard *self)
{
  g_return_val_if_fail (YB_IS_CARD (self), YB_CARD_NO_POSITION);

  return self->position;
}

/**
 * yb_card_refresh:
 *
 * Makes the face anew, for instance when a new day has made something late.
 */
void
yb_card_refresh (YbCard *self)
{
  g_return_if_fail (YB_IS_CARD (self));

  if (self->item != NULL)
    fill_face (self);
}
