/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-board-column.h"

#include <glib/gi18n-lib.h>

#include "yb-money.h"
#include "yb-vertical-label.h"

/* With the margins that the style sheet puts beside it. */
#define COLUMN_WIDTH 134
#define COLUMN_MARGINS 4

struct _YbBoardColumn
{
  GtkWidget parent_instance;

  char *title;
  GtkWidget *header;
  GtkWidget *title_label;
  GtkWidget *count_label;
  GtkWidget *amount_label;
  GtkWidget *overdue_box;
  GtkWidget *overdue_label;
  GtkWidget *overlay;
  GtkWidget *list;
  GtkWidget *empty_label;
  GtkWidget *banner;
  GtkWidget *banner_icon;
  GtkWidget *banner_label;
  GtkWidget *strip;
  GtkWidget *strip_count;
  GtkWidget *strip_icon;
  GtkWidget *collapse_button;
  GtkWidget *expand_button;
  GListModel *model;
  gint64 count;
  gint64 amount;
  gint64 overdue;
  int width;
  gboolean empty;
  YbLanding landing;
  gboolean landing_shown;
  gboolean collapsed;
};

enum
{
  TOGGLE,
  EMPTY_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *class;
  const char *icon;
} landing_styles[] = {
    [YB_LANDING_FREE] = {"landing-free", "object-select-symbolic"},
    [YB_LANDING_MISSING] = {"landing-missing", "dialog-warning-symbolic"},
    [YB_LANDING_FORBIDDEN] = {"landing-forbidden", "action-unavailable-symbolic"},
};

G_DEFINE_FINAL_TYPE (YbBoardColumn, yb_board_column, GTK_TYPE_WIDGET)

static char *
make_landing_text (YbBoardColumn *self)
{
  switch (self->landing.state)
    {
    case YB_LANDING_MISSING:
      return g_strdup_printf (ngettext ("%u thing missing", "%u things missing", self->landing.n_missing),
                              self->landing.n_missing);
    case YB_LANDING_FORBIDDEN:
      return g_strdup (self->landing.reason != NULL ? self->landing.reason : _ ("Not possible"));
    case YB_LANDING_FREE:
    default:
      return g_strdup (_ ("Drop here"));
    }
}

static void
append_count (GString *text, const char *format, gint64 count)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, count);

  g_string_append_printf (text, format, number);
}

static void
update_accessible (YbBoardColumn *self)
{
  g_autoptr (GString) label = g_string_new (self->title);

  g_string_append (label, ", ");
  append_count (label, ngettext ("%s deal", "%s deals", self->count), self->count);
  if (self->amount != 0)
    {
      g_autofree char *amount = yb_money_format_short (self->amount);

      g_string_append_printf (label, ", %s", amount);
    }
  if (self->overdue > 0)
    {
      g_string_append (label, ", ");
      append_count (label, ngettext ("%s overdue", "%s overdue", self->overdue), self->overdue);
    }
  if (self->landing_shown)
    {
      g_autofree char *text = make_landing_text (self);

      g_string_append_printf (label, ", %s", text);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label->str, -1);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, !self->collapsed, -1);
}

static void
update_empty (YbBoardColumn *self)
{
  gboolean empty = yb_board_column_is_empty (self);

  if (self->empty == empty)
    return;

  self->empty = empty;
  g_signal_emit (self, signals[EMPTY_CHANGED], 0);
}

static void
toggle_cb (YbBoardColumn *self)
{
  g_signal_emit (self, signals[TOGGLE], 0, !self->collapsed);
}

static GtkWidget *
make_label (const char *text, const char *class, gboolean ellipsize)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (ellipsize)
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);

  return label;
}

static GtkWidget *
make_toggle (YbBoardColumn *self, const char *icon, const char *name)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf (name, self->title);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "column-toggle");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (toggle_cb), self);

  return button;
}

static void
build_header (YbBoardColumn *self)
{
  GtkWidget *first = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *second = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *title = self->title_label = make_label (self->title, "column-title", TRUE);

  self->header = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->header, "column-header");
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_tooltip_text (title, self->title);
  /* A long word does not make its column wider than the others. */
  gtk_label_set_max_width_chars (GTK_LABEL (title), 1);
  self->count_label = make_label ("", "column-count", FALSE);
  /* Translators: %s is the name of a column of the board */
  self->collapse_button = make_toggle (self, "pan-start-symbolic", _ ("Collapse %s"));
  gtk_box_append (GTK_BOX (first), title);
  gtk_box_append (GTK_BOX (first), self->count_label);
  gtk_box_append (GTK_BOX (first), self->collapse_button);

  self->amount_label = make_label ("", "column-amount", TRUE);
  gtk_widget_set_hexpand (self->amount_label, TRUE);
  self->overdue_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  self->overdue_label = make_label ("", NULL, TRUE);
  gtk_widget_add_css_class (self->overdue_box, "column-overdue");
  gtk_box_append (GTK_BOX (self->overdue_box), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_box_append (GTK_BOX (self->overdue_box), self->overdue_label);
  gtk_box_append (GTK_BOX (second), self->amount_label);
  gtk_box_append (GTK_BOX (second), self->overdue_box);

  gtk_box_append (GTK_BOX (self->header), first);
  gtk_box_append (GTK_BOX (self->header), second);
  gtk_widget_set_parent (self->header, GTK_WIDGET (self));
}

static void
build_banner (YbBoardColumn *self)
{
  self->banner = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->banner_icon = gtk_image_new ();
  self->banner_label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->banner_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->banner_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->banner_label), 0);
  gtk_label_set_width_chars (GTK_LABEL (self->banner_label), 4);
  gtk_widget_set_hexpand (self->banner_label, TRUE);
  gtk_widget_set_valign (self->banner_icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->banner), self->banner_icon);
  gtk_box_append (GTK_BOX (self->banner), self->banner_label);
  gtk_widget_add_css_class (self->banner, "landing-banner");
  gtk_widget_set_valign (self->banner, GTK_ALIGN_START);
  gtk_widget_set_can_target (self->banner, FALSE);
  gtk_widget_set_visible (self->banner, FALSE);
}

static void
build_body (YbBoardColumn *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->list = yb_card_column_new ();
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title,
                                  -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->list);

  self->empty_label = gtk_label_new (_ ("Nothing here. Drag a card here or press its number."));
  gtk_label_set_wrap (GTK_LABEL (self->empty_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->empty_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (self->empty_label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->empty_label, "column-empty");
  gtk_widget_set_visible (self->empty_label, FALSE);
  gtk_widget_set_can_target (self->empty_label, FALSE);
  gtk_widget_set_valign (self->empty_label, GTK_ALIGN_START);

  build_banner (self);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), scroller);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->empty_label);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->banner);
  gtk_widget_set_vexpand (self->overlay, TRUE);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
}

static void
build_strip (YbBoardColumn *self)
{
  GtkWidget *title = yb_vertical_label_new (self->title);

  self->strip = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  /* Translators: %s is the name of a column of the board */
  self->expand_button = make_toggle (self, "pan-end-symbolic", _ ("Expand %s"));
  self->strip_count = gtk_label_new ("");
  self->strip_icon = gtk_image_new ();
  gtk_widget_add_css_class (self->strip, "column-strip");
  gtk_widget_add_css_class (self->strip_count, "column-count");
  gtk_widget_add_css_class (title, "column-title");
  gtk_widget_set_visible (self->strip_icon, FALSE);
  gtk_widget_set_visible (self->strip, FALSE);
  gtk_widget_set_vexpand (self->strip, TRUE);
  gtk_box_append (GTK_BOX (self->strip), self->expand_button);
  gtk_box_append (GTK_BOX (self->strip), self->strip_count);
  gtk_box_append (GTK_BOX (self->strip), self->strip_icon);
  gtk_box_append (GTK_BOX (self->strip), title);
  gtk_widget_set_parent (self->strip, GTK_WIDGET (self));
}

static void
yb_board_column_dispose (GObject *object)
{
  YbBoardColumn *self = YB_BOARD_COLUMN (object);

  yb_board_column_set_model (self, NULL);
  g_clear_pointer (&self->header, gtk_widget_unparent);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  g_clear_pointer (&self->strip, gtk_widget_unparent);
  self->list = NULL;
  self->empty_label = NULL;

  G_OBJECT_CLASS (yb_board_column_parent_class)->dispose (object);
}

static void
yb_board_column_finalize (GObject *object)
{
  YbBoardColumn *self = YB_BOARD_COLUMN (object);

  yb_landing_clear (&self->landing);
  g_free (self->title);

  G_OBJECT_CLASS (yb_board_column_parent_class)->finalize (object);
}

static void
yb_board_column_class_init (YbBoardColumnClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_board_column_dispose;
  object_class->finalize = yb_board_column_finalize;

  /**
   * YbBoardColumn::toggle:
   * @collapsed: what the user wants
   */
  signals[TOGGLE] = g_signal_new ("toggle", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  /**
   * YbBoardColumn::empty-changed:
   *
   * The last card has gone, or the first has come.
   */
  signals[EMPTY_CHANGED] = g_signal_new ("empty-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "board-column");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void
yb_board_column_init (YbBoardColumn *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  self->empty = TRUE;
  self->width = COLUMN_WIDTH;
  gtk_widget_set_size_request (GTK_WIDGET (self), COLUMN_WIDTH, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
}

/**
 * yb_board_column_new:
 * @title: what people call it, translated
 *
 * Returns: a column with header, cards and landing banner
 */
GtkWidget *
yb_board_column_new (const char *title)
{
  YbBoardColumn *self;

  g_return_val_if_fail (title != NULL, NULL);

  self = g_object_new (YB_TYPE_BOARD_COLUMN, NULL);
  self->title = g_strdup (title);
  build_header (self);
  build_body (self);
  build_strip (self);
  yb_board_column_set_summary (self, 0, 0, 0);

  return GTK_WIDGET (self);
}

/**
 * yb_board_column_get_list:
 *
 * Returns: (transfer none): the cards
 */
YbCardColumn *
yb_board_column_get_list (YbBoardColumn *self)
{
  g_return_val_if_fail (YB_IS_BOARD_COLUMN (self), NULL);

  return self->list != NULL ? YB_CARD_COLUMN (self->list) : NULL;
}

/**
 * yb_board_column_set_model:
 * @model: (nullable): the items of the column
 *
 * Shows another list.
 */
void
yb_board_column_set_model (YbBoardColumn *self, GListModel *model)
{
  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, update_empty, self);
  g_set_object (&self->model, model);
  if (model != NULL)
    g_signal_connect_swapped (model, "items-changed", G_CALLBACK (update_empty), self);
  if (self->list != NULL)
    {
      yb_card_column_set_model (YB_CARD_COLUMN (self->list), model);
      update_empty (self);
    }
}

/**
 * yb_board_column_set_short_title:
 * @title: a shorter word for the head of the column, translated
 *
 * What the column is called stays its name for screen readers and in the tooltip.
 */
void
yb_board_column_set_short_title (YbBoardColumn *self, const char *title)
{
  g_return_if_fail (YB_IS_BOARD_COLUMN (self));
  g_return_if_fail (title != NULL);

  gtk_label_set_text (GTK_LABEL (self->title_label), title);
}

/**
 * yb_board_column_is_empty:
 *
 * Returns: whether it has no cards
 */
gboolean
yb_board_column_is_empty (YbBoardColumn *self)
{
  g_return_val_if_fail (YB_IS_BOARD_COLUMN (self), TRUE);

  return self->model == NULL || g_list_model_get_n_items (self->model) == 0;
}

/**
 * yb_board_column_set_hint_visible:
 * @visible: whether the column says how cards come here
 */
void
yb_board_column_set_hint_visible (YbBoardColumn *self, gboolean visible)
{
  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  gtk_widget_set_visible (self->empty_label, visible);
}

/**
 * yb_board_column_get_least_width:
 *
 * Returns: the width below which its cards cannot be read, in pixels
 */
int
yb_board_column_get_least_width (YbBoardColumn *self)
{
  int header, list;

  g_return_val_if_fail (YB_IS_BOARD_COLUMN (self), COLUMN_WIDTH);

  gtk_widget_measure (self->header, GTK_ORIENTATION_HORIZONTAL, -1, &header, NULL, NULL, NULL);
  gtk_widget_measure (self->overlay, GTK_ORIENTATION_HORIZONTAL, -1, &list, NULL, NULL, NULL);

  return MAX (COLUMN_WIDTH, MAX (header, list) + COLUMN_MARGINS);
}

/**
 * yb_board_column_set_width:
 * @width: in pixels; what a collapsed column takes when it is expanded
 */
void
yb_board_column_set_width (YbBoardColumn *self, int width)
{
  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  self->width = width;
  if (!self->collapsed)
    gtk_widget_set_size_request (GTK_WIDGET (self), width, -1);
}

/**
 * yb_board_column_set_summary:
 * @count: how many cards
 * @amount: their sum, fen
 * @overdue: how many are late
 *
 * Sets the figures of the header. They come from the caller, who has them for the whole column in one query.
 */
void
yb_board_column_set_summary (YbBoardColumn *self, gint64 count, gint64 amount, gint64 overdue)
{
  g_autofree char *count_text = NULL, *amount_text = NULL, *overdue_number = NULL, *overdue_text = NULL;

  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  self->count = count;
  self->amount = amount;
  self->overdue = overdue;
  count_text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  amount_text = amount != 0 ? yb_money_format_short (amount) : g_strdup ("");
  overdue_number = g_strdup_printf ("%" G_GINT64_FORMAT, overdue);
  overdue_text = g_strdup_printf (ngettext ("%s overdue", "%s overdue", overdue), overdue_number);
  gtk_label_set_text (GTK_LABEL (self->count_label), count_text);
  gtk_label_set_text (GTK_LABEL (self->strip_count), count_text);
  gtk_label_set_text (GTK_LABEL (self->amount_label), amount_text);
  /* From ten on the words do not fit beside the sum, and a number cut in two would lie: “1…” of 154. */
  gtk_label_set_text (GTK_LABEL (self->overdue_label), overdue < 10 ? overdue_text : overdue_number);
  gtk_widget_set_tooltip_text (self->overdue_box, overdue_text);
  gtk_widget_set_visible (self->overdue_box, overdue > 0);
  update_accessible (self);
}

/**
 * yb_board_column_set_collapsed:
 * @collapsed: whether it is a narrow strip
 *
 * A collapsed column still takes cards (ux.md, Drag and drop).
 */
void
yb_board_column_set_collapsed (YbBoardColumn *self, gboolean collapsed)
{
  gboolean had_focus;

  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  if (self->collapsed == collapsed)
    return;

  had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  self->collapsed = collapsed;
  gtk_widget_set_visible (self->header, !collapsed);
  gtk_widget_set_visible (self->overlay, !collapsed);
  gtk_widget_set_visible (self->strip, collapsed);
  gtk_widget_set_size_request (GTK_WIDGET (self), collapsed ? -1 : self->width, -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self), !collapsed);
  if (collapsed)
    gtk_widget_add_css_class (GTK_WIDGET (self), "collapsed");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "collapsed");
  if (had_focus)
    gtk_widget_grab_focus (collapsed ? self->expand_button : self->collapse_button);
  update_accessible (self);
}

/**
 * yb_board_column_get_collapsed:
 *
 * Returns: whether it is a narrow strip
 */
gboolean
yb_board_column_get_collapsed (YbBoardColumn *self)
{
  g_return_val_if_fail (YB_IS_BOARD_COLUMN (self), FALSE);

  return self->collapsed;
}

/**
 * yb_board_column_set_landing:
 * @landing: (nullable): what the column says about the carried card; %NULL when nothing is carried
 *
 * Shows in words, by icon and by class whether the carried card may land here.
 */
void
yb_board_column_set_landing (YbBoardColumn *self, const YbLanding *landing)
{
  g_autofree char *text = NULL;

  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  if (self->landing_shown)
    gtk_widget_remove_css_class (GTK_WIDGET (self), landing_styles[self->landing.state].class);
  yb_landing_clear (&self->landing);
  self->landing_shown = landing != NULL;
  if (landing != NULL)
    {
      const char *icon = landing_styles[landing->state].icon;

      self->landing = (YbLanding){landing->state, landing->n_missing, g_strdup (landing->reason)};
      text = make_landing_text (self);
      gtk_widget_add_css_class (GTK_WIDGET (self), landing_styles[landing->state].class);
      gtk_label_set_text (GTK_LABEL (self->banner_label), text);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->banner_icon), icon);
      gtk_image_set_from_icon_name (GTK_IMAGE (self->strip_icon), icon);
    }
  gtk_widget_set_visible (self->banner, landing != NULL);
  gtk_widget_set_visible (self->strip_icon, landing != NULL);
  gtk_widget_set_tooltip_text (self->strip, text);
  update_accessible (self);
}

/**
 * yb_board_column_get_landing:
 *
 * Returns: (transfer none) (nullable): what the column says about the carried card
 */
const YbLanding *
yb_board_column_get_landing (YbBoardColumn *self)
{
  g_return_val_if_fail (YB_IS_BOARD_COLUMN (self), NULL);

  return self->landing_shown ? &self->landing : NULL;
}

/**
 * yb_board_column_set_hovered:
 * @hovered: whether the carried card is over this column
 * @x: where, in coordinates of the column
 * @y: likewise
 *
 * Opens the gap and scrolls near the edges.
 */
void
yb_board_column_set_hovered (YbBoardColumn *self, gboolean hovered, double x, double y)
{
  double list_x, list_y;

  g_return_if_fail (YB_IS_BOARD_COLUMN (self));

  if (self->list == NULL)
    return;
  if (hovered)
    gtk_widget_add_css_class (GTK_WIDGET (self), "hovered");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "hovered");

  yb_card_column_set_gap (YB_CARD_COLUMN (self->list),
                          hovered && self->landing_shown && self->landing.state != YB_LANDING_FORBIDDEN);
  if (!hovered || self->collapsed ||
      !gtk_widget_translate_coordinates (GTK_WIDGET (self), self->list, x, y, &list_x, &list_y))
    list_y = -1;
  else
    list_y = MAX (list_y, 0);
  yb_card_column_set_drag_position (YB_CARD_COLUMN (self->list), list_y);
}
