/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-table-view.h"

/* What a column asks for at most; longer texts are cut, and whole in the tooltip. */
#define COLUMN_CHARS 48

struct _YbTableView
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *empty;

  GListModel *model;
  GtkSingleSelection *selection;
  GObject *selected;
};

enum
{
  ACTIVATED,
  SELECTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbTableView, yb_table_view, ADW_TYPE_BIN)

typedef struct
{
  YbTableText func;
  gpointer user_data;
  gboolean at_end;
} Column;

static void
fill_cell (GtkListItem *list_item)
{
  Column *column = g_object_get_data (G_OBJECT (list_item), "column");
  gpointer item = gtk_list_item_get_item (list_item);
  GtkWidget *label = gtk_list_item_get_child (list_item);
  g_autofree char *text = item != NULL ? column->func (item, column->user_data) : NULL;

  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_tooltip_text (label, text);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Column *column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), column->at_end ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), COLUMN_CHARS);
  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  if (column->at_end)
    gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
  g_object_set_data (G_OBJECT (list_item), "column", column);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Column *column)
{
  GObject *item = gtk_list_item_get_item (list_item);
  gulong id = g_signal_connect_swapped (item, "notify", G_CALLBACK (fill_cell), list_item);

  g_object_set_data (G_OBJECT (list_item), "handler", GSIZE_TO_POINTER (id));
  fill_cell (list_item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, Column *column)
{
  gulong id = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (list_item), "handler"));

  g_signal_handler_disconnect (gtk_list_item_get_item (list_item), id);
}

static void
update_empty (YbTableView *self)
{
  gboolean empty = self->model == NULL || g_list_model_get_n_items (self->model) == 0;

  gtk_stack_set_visible_child_name (self->stack, empty ? "empty" : "table");
}

static void
selection_cb (YbTableView *self)
{
  if (g_set_object (&self->selected, gtk_single_selection_get_selected_item (self->selection)))
    g_signal_emit (self, signals[SELECTED], 0, self->selected);
}

static void
activate_cb (YbTableView *self, guint position)
{
  g_autoptr (GObject) item = g_list_model_get_item (self->model, position);

  if (item != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0, item);
}

static void
yb_table_view_dispose (GObject *object)
{
  YbTableView *self = YB_TABLE_VIEW (object);

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->selected);
  /* AdwBin would let go of its child a second time. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (yb_table_view_parent_class)->dispose (object);
}

static void
yb_table_view_class_init (YbTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_table_view_dispose;

  signals[ACTIVATED] = g_signal_new ("activated", YB_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_OBJECT);
  signals[SELECTED] = g_signal_new ("selected", YB_TYPE_TABLE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_OBJECT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/widget/yb-table-view.ui");
  gtk_widget_class_bind_template_child (widget_class, YbTableView, stack);
  gtk_widget_class_bind_template_child (widget_class, YbTableView, view);
  gtk_widget_class_bind_template_child (widget_class, YbTableView, empty);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
yb_table_view_init (YbTableView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_table_view_set_label:
 * @label: accessible name of the table, translated
 */
void
yb_table_view_set_label (YbTableView *self, const char *label)
{
  g_return_if_fail (YB_IS_TABLE_VIEW (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

/**
 * yb_table_view_set_empty:
 * @icon: name of an icon
 * @title: what is not here, translated
 * @text: (nullable): what will be here, translated
 *
 * Sets what stands there while there are no records.
 */
void
yb_table_view_set_empty (YbTableView *self, const char *icon, const char *title, const char *text)
{
  g_return_if_fail (YB_IS_TABLE_VIEW (self));

  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, title);
  adw_status_page_set_description (self->empty, text);
}

/**
 * yb_table_view_add_column:
 * @title: head, translated
 * @func: makes the text of a cell
 * @user_data: for @func; must outlive the table
 * @expand: whether the column takes the room that is left: the last one, so that the others stand together
 * @at_end: whether it holds figures, which stand at the end
 */
void
yb_table_view_add_column (YbTableView *self,
                          const char *title,
                          YbTableText func,
                          gpointer user_data,
                          gboolean expand,
                          gboolean at_end)
{
  g_autoptr (GtkColumnViewColumn) column = NULL;
  GtkListItemFactory *factory;
  Column *data;

  g_return_if_fail (YB_IS_TABLE_VIEW (self));
  g_return_if_fail (func != NULL);

  data = g_new0 (Column, 1);
  data->func = func;
  data->user_data = user_data;
  data->at_end = at_end;
  factory = gtk_signal_list_item_factory_new ();
  g_object_set_data_full (G_OBJECT (factory), "column", data, g_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), data);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), data);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), data);
  column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_expand (column, expand);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_append_column (self->view, column);
}

/**
 * yb_table_view_set_column_width:
 * @column: number of a column that was added, from 0
 * @width: in pixels
 *
 * For a table that is wider than the window: its columns would otherwise be squeezed to nothing.
 */
void
yb_table_view_set_column_width (YbTableView *self, guint column, int width)
{
  g_autoptr (GtkColumnViewColumn) found = NULL;

  g_return_if_fail (YB_IS_TABLE_VIEW (self));

  found = g_list_model_get_item (gtk_column_view_get_columns (self->view), column);
  g_return_if_fail (found != NULL);

  gtk_column_view_column_set_fixed_width (found, width);
}

/**
 * yb_table_view_clear_columns:
 *
 * Takes all columns away.
 */
void
yb_table_view_clear_columns (YbTableView *self)
{
  GListModel *columns;

  g_return_if_fail (YB_IS_TABLE_VIEW (self));

  columns = gtk_column_view_get_columns (self->view);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
}

/**
 * yb_table_view_set_model:
 * @model: (nullable): the records
 */
void
yb_table_view_set_model (YbTableView *self, GListModel *model)
{
  g_return_if_fail (YB_IS_TABLE_VIEW (self));

  if (self->model != NULL)
    g_signal_handlers_disconnect_by_data (self->model, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  gtk_column_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_set_object (&self->model, model);
  g_clear_object (&self->selected);
  if (model != NULL)
    {
      self->selection = g_object_new (GTK_TYPE_SINGLE_SELECTION, "autoselect", FALSE, "can-unselect", TRUE,
                                      NULL);
      gtk_single_selection_set_model (self->selection, model);
      gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
      g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selection_cb), self);
      g_signal_connect_swapped (model, "items-changed", G_CALLBACK (update_empty), self);
    }
  g_signal_emit (self, signals[SELECTED], 0, NULL);
  update_empty (self);
}

/**
 * yb_table_view_get_selected:
 *
 * Returns: (transfer none) (nullable): the selected record
 */
gpointer
yb_table_view_get_selected (YbTableView *self)
{
  g_return_val_if_fail (YB_IS_TABLE_VIEW (self), NULL);

  return self->selected;
}
