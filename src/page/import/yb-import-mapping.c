/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-mapping.h"

#include <glib/gi18n-lib.h>

/* A column with more different values than this holds no codes. */
#define MAX_VALUES 60
#define EXAMPLE_ROWS 200

static GtkWidget *
make_label (const char *text, gboolean dim)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  if (dim)
    gtk_widget_add_css_class (label, "dim-label");

  return label;
}

static GtkWidget *
make_grid (void)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);

  return grid;
}

/* ---- columns ---- */

static const char *
find_example (YbTable *table, guint column)
{
  for (guint row = 0; row < MIN (yb_table_get_n_rows (table), EXAMPLE_ROWS); row++)
    {
      const char *cell = yb_table_get_cell (table, row, column);

      if (cell != NULL && *cell != '\0')
        return cell;
    }

  return "";
}

static void
column_selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, YbImportMap *map)
{
  const char *field = g_object_get_data (G_OBJECT (drop_down), "field");
  YbTable *table = g_object_get_data (G_OBJECT (drop_down), "table");
  GtkLabel *example = g_object_get_data (G_OBJECT (drop_down), "example");
  guint selected = gtk_drop_down_get_selected (drop_down);
  gboolean chosen = selected > 0 && selected != GTK_INVALID_LIST_POSITION;

  yb_import_map_set_column (map, field, chosen ? yb_table_get_header (table, selected - 1) : NULL);
  gtk_label_set_text (example, chosen ? find_example (table, selected - 1) : "");
}

static void
add_column (
    GtkGrid *grid, guint line, const YbField *field, YbTable *table, GListModel *headers, YbImportMap *map)
{
  const char *column = yb_import_map_get_column (map, field->name);
  int found = column != NULL ? yb_table_find_column (table, column) : -1;
  GtkWidget *drop_down = gtk_drop_down_new (g_object_ref (headers), NULL);
  GtkWidget *example = make_label (found >= 0 ? find_example (table, found) : "", TRUE);
  g_autofree char *label = g_strdup_printf ("%s%s", yb_field_label (field),
                                            field->flags & YB_FIELD_REQUIRED ? " *" : "");

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), found + 1);
  gtk_widget_set_size_request (drop_down, 240, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  yb_field_label (field), -1);
  g_object_set_data (G_OBJECT (drop_down), "field", (gpointer) field->name);
  g_object_set_data_full (G_OBJECT (drop_down), "table", yb_table_ref (table),
                          (GDestroyNotify) yb_table_unref);
  g_object_set_data (G_OBJECT (drop_down), "example", example);
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (column_selected_cb), map);
  gtk_grid_attach (grid, make_label (label, FALSE), 0, line, 1, 1);
  gtk_grid_attach (grid, drop_down, 1, line, 1, 1);
  gtk_grid_attach (grid, example, 2, line, 1, 1);
}

/**
 * yb_import_columns_new:
 * @kind: what is imported
 * @table: the table
 * @map: the mapping, which must outlive the form; changed at once
 *
 * Returns: (transfer floating): a form that says which column feeds which field, with an example of each
 */
GtkWidget *
yb_import_columns_new (const char *kind, YbTable *table, YbImportMap *map)
{
  g_autoptr (GPtrArray) fields = yb_import_list_fields (kind);
  g_autoptr (GtkStringList) headers = gtk_string_list_new (NULL);
  GtkWidget *grid = make_grid ();

  gtk_string_list_append (headers, _ ("(not in the file)"));
  for (guint i = 0; i < yb_table_get_n_columns (table); i++)
    gtk_string_list_append (headers, yb_table_get_header (table, i));
  gtk_grid_attach (GTK_GRID (grid), make_label (_ ("Our field"), TRUE), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), make_label (_ ("Column of the file"), TRUE), 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), make_label (_ ("Example"), TRUE), 2, 0, 1, 1);
  for (guint i = 0; i < fields->len; i++)
    add_column (GTK_GRID (grid), i + 1, g_ptr_array_index (fields, i), table, G_LIST_MODEL (headers), map);

  return grid;
}

/* ---- values ---- */

static GPtrArray *
list_distinct (YbTable *table, guint column, YbImportMap *map)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *values = g_ptr_array_new ();

  for (guint row = 0; row < yb_table_get_n_rows (table); row++)
    {
      const char *cell = yb_table_get_cell (table, row, column);

      if (cell == NULL || *cell == '\0' || yb_import_map_is_null (map, cell) ||
          !g_hash_table_add (seen, (gpointer) cell))
        continue;
      g_ptr_array_add (values, (gpointer) cell);
      if (values->len > MAX_VALUES)
        break;
    }

  return values;
}

static guint
find_choice (GPtrArray *choices, const char *code)
{
  for (guint i = 0; code != NULL && i < choices->len; i++)
    if (g_str_equal (((YbImportChoice *) g_ptr_array_index (choices, i))->code, code))
      return i + 1;

  return 0;
}

static void
value_selected_cb (GtkDropDown *drop_down, GParamSpec *pspec, YbImportMap *map)
{
  const char *field = g_object_get_data (G_OBJECT (drop_down), "field");
  const char *theirs = g_object_get_data (G_OBJECT (drop_down), "theirs");
  GPtrArray *choices = g_object_get_data (G_OBJECT (drop_down), "choices");
  guint selected = gtk_drop_down_get_selected (drop_down);
  YbImportChoice *choice = NULL;

  if (selected > 0 && selected <= choices->len)
    choice = g_ptr_array_index (choices, selected - 1);
  yb_import_map_set_value (map, field, theirs, choice != NULL ? choice->code : NULL);
}

static void
add_value (GtkGrid *grid,
           guint line,
           const YbField *field,
           const char *theirs,
           GListModel *labels,
           GPtrArray *choices,
           YbImportMap *map)
{
  GtkWidget *drop_down = gtk_drop_down_new (g_object_ref (labels), NULL);
  g_autofree char *code = yb_import_guess_value (field, map, theirs);
  guint guessed = find_choice (choices, code);
  g_autofree char *name = g_strdup_printf ("%s: %s", yb_field_label (field), theirs);

  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), guessed);
  gtk_widget_set_size_request (drop_down, 280, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (drop_down), "field", (gpointer) field->name);
  g_object_set_data_full (G_OBJECT (drop_down), "theirs", g_strdup (theirs), g_free);
  g_object_set_data_full (G_OBJECT (drop_down), "choices", g_ptr_array_ref (choices),
                          (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (value_selected_cb), map);
  if (guessed > 0)
    yb_import_map_set_value (map, field->name, theirs, code);
  gtk_grid_attach (grid, make_label (theirs, FALSE), 0, line, 1, 1);
  gtk_grid_attach (grid, drop_down, 1, line, 1, 1);
}

static guint
add_field_values (GtkBox *box, const YbField *field, YbTable *table, guint column, YbImportMap *map)
{
  g_autoptr (GPtrArray) theirs = list_distinct (table, column, map);
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *heading, *grid;

  if (theirs->len == 0 || theirs->len > MAX_VALUES)
    return 0;

  gtk_string_list_append (labels, _ ("(as it stands)"));
  choices = yb_import_list_choices (field, map);
  for (guint i = 0; i < choices->len; i++)
    gtk_string_list_append (labels, ((YbImportChoice *) g_ptr_array_index (choices, i))->label);
  heading = make_label (yb_field_label (field), FALSE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_box_append (box, heading);
  grid = make_grid ();
  for (guint i = 0; i < theirs->len; i++)
    add_value (GTK_GRID (grid), i, field, g_ptr_array_index (theirs, i), G_LIST_MODEL (labels), choices, map);
  gtk_box_append (box, grid);

  return theirs->len;
}

/**
 * yb_import_values_new:
 * @kind: what is imported
 * @table: the table
 * @map: the mapping, which must outlive the form; changed at once
 * @n_values: (out): how many values there are to map
 *
 * Returns: (transfer floating): a form that says what the values of the file mean
 */
GtkWidget *
yb_import_values_new (const char *kind, YbTable *table, YbImportMap *map, guint *n_values)
{
  g_autoptr (GPtrArray) fields = yb_import_list_fields (kind);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  *n_values = 0;
  for (guint i = 0; i < fields->len; i++)
    {
      const YbField *field = g_ptr_array_index (fields, i);
      const char *column = field->kind == YB_FIELD_ENUM ? yb_import_map_get_column (map, field->name) : NULL;
      int index = column != NULL ? yb_table_find_column (table, column) : -1;

      if (index >= 0)
        *n_values += add_field_values (GTK_BOX (box), field, table, index, map);
    }

  return box;
}
