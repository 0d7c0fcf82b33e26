/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-map.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-import-map-private.h"

static void
free_entry (gpointer data)
{
  YbMapEntry *entry = data;

  g_free (entry->key);
  g_free (entry->value);
  g_free (entry);
}

YbMapSection *
_yb_map_section_new (const char *name, guint line)
{
  YbMapSection *self = g_new0 (YbMapSection, 1);

  self->name = g_strdup (name);
  self->line = line;
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->by_key = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
_yb_map_section_free (YbMapSection *self)
{
  g_hash_table_unref (self->by_key);
  g_ptr_array_unref (self->entries);
  g_free (self->name);
  g_free (self);
}

YbMapEntry *
_yb_map_section_find (YbMapSection *self, const char *key)
{
  return g_hash_table_lookup (self->by_key, key);
}

/* Sets, replaces or with a @value of %NULL removes. */
void
_yb_map_section_set (YbMapSection *self, const char *key, const char *value, guint line)
{
  YbMapEntry *entry = _yb_map_section_find (self, key);

  if (value == NULL)
    {
      if (entry != NULL)
        {
          g_hash_table_remove (self->by_key, key);
          g_ptr_array_remove (self->entries, entry);
        }
      return;
    }
  if (entry == NULL)
    {
      entry = g_new0 (YbMapEntry, 1);
      entry->key = g_strdup (key);
      g_ptr_array_add (self->entries, entry);
      g_hash_table_insert (self->by_key, entry->key, entry);
    }
  g_free (entry->value);
  entry->value = g_strdup (value);
  entry->line = line;
}

YbMapSection *
_yb_import_map_find_values (YbImportMap *self, const char *field)
{
  for (guint i = 0; i < self->values->len; i++)
    {
      YbMapSection *section = g_ptr_array_index (self->values, i);

      if (strcmp (section->name, field) == 0)
        return section;
    }
  return NULL;
}

static GStrv
list_keys (YbMapSection *section)
{
  GStrv keys = g_new0 (char *, (section != NULL ? section->entries->len : 0) + 1);

  for (guint i = 0; section != NULL && i < section->entries->len; i++)
    keys[i] = g_strdup (((YbMapEntry *) g_ptr_array_index (section->entries, i))->key);
  return keys;
}

/**
 * yb_import_map_new:
 * @kind: what is imported: "deals", "customers" …
 *
 * An empty mapping, as the assistant begins with.
 *
 * Returns: (transfer full): the mapping
 */
YbImportMap *
yb_import_map_new (const char *kind)
{
  YbImportMap *self;

  g_return_val_if_fail (kind != NULL, NULL);

  self = g_new0 (YbImportMap, 1);
  self->kind = g_strdup (kind);
  self->date_format = g_strdup ("auto");
  self->null = g_new0 (char *, 1);
  self->columns = _yb_map_section_new ("columns", 0);
  self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) _yb_map_section_free);
  return self;
}

/**
 * yb_import_map_free:
 * @self: (transfer full): a mapping
 */
void
yb_import_map_free (YbImportMap *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->kind);
  g_free (self->date_format);
  g_free (self->encoding);
  g_free (self->sheet);
  g_strfreev (self->null);
  _yb_map_section_free (self->columns);
  g_ptr_array_unref (self->values);
  g_free (self);
}

/**
 * yb_import_map_get_kind:
 * @self: a mapping
 *
 * Returns: (transfer none): what is imported; the table layer does not know the kinds
 */
const char *
yb_import_map_get_kind (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->kind;
}

/**
 * yb_import_map_get_date_format:
 * @self: a mapping
 *
 * Returns: (transfer none): "auto" or a format for yb_date_reader_new()
 */
const char *
yb_import_map_get_date_format (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->date_format;
}

/**
 * yb_import_map_get_encoding:
 * @self: a mapping
 *
 * Returns: (transfer none) (nullable): the encoding for yb_table_read(), %NULL to find out
 */
const char *
yb_import_map_get_encoding (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->encoding;
}

/**
 * yb_import_map_get_sheet:
 * @self: a mapping
 *
 * Returns: (transfer none) (nullable): the sheet of a workbook, %NULL for the first
 */
const char *
yb_import_map_get_sheet (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->sheet;
}

/**
 * yb_import_map_get_delimiter:
 * @self: a mapping
 *
 * Returns: the delimiter, 0 to find out
 */
char
yb_import_map_get_delimiter (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, '\0');

  return self->delimiter;
}

/**
 * yb_import_map_get_create_staff:
 * @self: a mapping
 *
 * Returns: whether unknown consultants are created as inactive staff
 */
gboolean
yb_import_map_get_create_staff (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->create_staff;
}

/**
 * yb_import_map_is_null:
 * @self: a mapping
 * @cell: a cell
 *
 * Returns: whether the cell says nothing: it is empty, or one of the spellings, blanks around it put aside
 */
gboolean
yb_import_map_is_null (YbImportMap *self, const char *cell)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (cell != NULL, FALSE);

  if (*cell == '\0')
    return TRUE;
  text = g_strstrip (g_strdup (cell));
  return *text == '\0' || g_strv_contains ((const char *const *) self->null, text);
}

static void
replace (char **place, const char *text)
{
  char *copy = g_strdup (text);

  g_free (*place);
  *place = copy;
}

/**
 * yb_import_map_set_kind:
 * @self: a mapping
 * @kind: what is imported
 */
void
yb_import_map_set_kind (YbImportMap *self, const char *kind)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (kind != NULL);

  replace (&self->kind, kind);
}

/**
 * yb_import_map_set_date_format:
 * @self: a mapping
 * @date_format: (nullable): a format for yb_date_reader_new(); %NULL is "auto"
 */
void
yb_import_map_set_date_format (YbImportMap *self, const char *date_format)
{
  g_return_if_fail (self != NULL);

  replace (&self->date_format, date_format != NULL ? date_format : "auto");
}

/**
 * yb_import_map_set_encoding:
 * @self: a mapping
 * @encoding: (nullable): see yb_import_map_get_encoding()
 */
void
yb_import_map_set_encoding (YbImportMap *self, const char *encoding)
{
  g_return_if_fail (self != NULL);

  replace (&self->encoding, encoding);
}

/**
 * yb_import_map_set_sheet:
 * @self: a mapping
 * @sheet: (nullable): see yb_import_map_get_sheet()
 */
void
yb_import_map_set_sheet (YbImportMap *self, const char *sheet)
{
  g_return_if_fail (self != NULL);

  replace (&self->sheet, sheet);
}

/**
 * yb_import_map_set_delimiter:
 * @self: a mapping
 * @delimiter: see yb_import_map_get_delimiter()
 */
void
yb_import_map_set_delimiter (YbImportMap *self, char delimiter)
{
  g_return_if_fail (self != NULL);

  self->delimiter = delimiter;
}

/**
 * yb_import_map_set_create_staff:
 * @self: a mapping
 * @create_staff: see yb_import_map_get_create_staff()
 */
void
yb_import_map_set_create_staff (YbImportMap *self, gboolean create_staff)
{
  g_return_if_fail (self != NULL);

  self->create_staff = create_staff;
}

/**
 * yb_import_map_set_null:
 * @self: a mapping
 * @spellings: the spellings of an empty cell, ended by %NULL
 */
void
yb_import_map_set_null (YbImportMap *self, const char *const *spellings)
{
  GStrv copy;

  g_return_if_fail (self != NULL);
  g_return_if_fail (spellings != NULL);

  copy = g_strdupv ((char **) spellings);
  g_strfreev (self->null);
  self->null = copy;
}

/**
 * yb_import_map_get_column:
 * @self: a mapping
 * @field: one of our fields
 *
 * Returns: (transfer none) (nullable): the column it is read from, or %NULL
 */
const char *
yb_import_map_get_column (YbImportMap *self, const char *field)
{
  YbMapEntry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  entry = _yb_map_section_find (self->columns, field);
  return entry != NULL ? entry->value : NULL;
}

/**
 * yb_import_map_set_column:
 * @self: a mapping
 * @field: one of our fields
 * @column: (nullable): the name of a column; %NULL: the field is not imported
 */
void
yb_import_map_set_column (YbImportMap *self, const char *field, const char *column)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (field != NULL);

  _yb_map_section_set (self->columns, field, column, 0);
}

/**
 * yb_import_map_list_fields:
 * @self: a mapping
 *
 * Returns: (transfer full): the fields that have a column, in the order of the file
 */
GStrv
yb_import_map_list_fields (YbImportMap *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return list_keys (self->columns);
}

/**
 * yb_import_map_has_values:
 * @self: a mapping
 * @field: one of our fields
 *
 * Returns: whether values of the field are mapped; if not, they are taken as they stand
 */
gboolean
yb_import_map_has_values (YbImportMap *self, const char *field)
{
  YbMapSection *section;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (field != NULL, FALSE);

  section = _yb_import_map_find_values (self, field);
  return section != NULL && section->entries->len > 0;
}

/**
 * yb_import_map_map_value:
 * @self: a mapping
 * @field: one of our fields
 * @theirs: what stands in the cell; blanks around it do not matter
 *
 * Returns: (transfer none) (nullable): our value, perhaps with ",outcome" behind it; that of "*" if theirs is not
 *   listed, and %NULL if there is no "*" either
 */
const char *
yb_import_map_map_value (YbImportMap *self, const char *field, const char *theirs)
{
  YbMapSection *section;
  YbMapEntry *entry;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (theirs != NULL, NULL);

  section = _yb_import_map_find_values (self, field);
  if (section == NULL)
    return NULL;
  entry = _yb_map_section_find (section, theirs);
  if (entry == NULL)
    {
      g_autofree char *text = g_strstrip (g_strdup (theirs));

      entry = _yb_map_section_find (section, text);
    }
  if (entry == NULL)
    entry = _yb_map_section_find (section, YB_IMPORT_MAP_ANY);
  return entry != NULL ? entry->value : NULL;
}

/**
 * yb_import_map_set_value:
 * @self: a mapping
 * @field: one of our fields
 * @theirs: a value of their column, or %YB_IMPORT_MAP_ANY
 * @ours: (nullable): our value, perhaps with ",outcome" behind it; %NULL takes the mapping away
 */
void
yb_import_map_set_value (YbImportMap *self, const char *field, const char *theirs, const char *ours)
{
  YbMapSection *section;

  g_return_if_fail (self != NULL);
  g_return_if_fail (field != NULL);
  g_return_if_fail (theirs != NULL);

  section = _yb_import_map_find_values (self, field);
  if (section == NULL)
    {
      section = _yb_map_section_new (field, 0);
      g_ptr_array_add (self->values, section);
    }
  _yb_map_section_set (section, theirs, ours, 0);
}

/**
 * yb_import_map_list_values:
 * @self: a mapping
 * @field: one of our fields
 *
 * Returns: (transfer full): their values that are mapped, in the order of the file
 */
GStrv
yb_import_map_list_values (YbImportMap *self, const char *field)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (field != NULL, NULL);

  return list_keys (_yb_import_map_find_values (self, field));
}

/**
 * yb_import_map_split_outcome:
 * @ours: the right-hand side of a value mapping, such as "FOLLOWUP,won"
 * @value: (out) (transfer full): what stands before the comma
 * @outcome: (out) (transfer full) (nullable): what stands behind it, or %NULL
 */
void
yb_import_map_split_outcome (const char *ours, char **value, char **outcome)
{
  const char *comma;

  g_return_if_fail (ours != NULL);
  g_return_if_fail (value != NULL);
  g_return_if_fail (outcome != NULL);

  comma = strchr (ours, ',');
  *value = g_strstrip (comma != NULL ? g_strndup (ours, (gsize) (comma - ours)) : g_strdup (ours));
  *outcome = comma != NULL ? g_strstrip (g_strdup (comma + 1)) : NULL;
}

static gboolean
refuse_entry (guint line, const char *sentence, const char *what, const char *known, GError **error)
{
  g_autofree char *text = g_strdup_printf (sentence, what, known);

  if (line > 0)
    g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP, _ ("Line %u of the mapping file: %s"), line,
                 text);
  else
    g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP, text);
  return FALSE;
}

/**
 * yb_import_map_check_fields:
 * @self: a mapping
 * @fields: all fields that this kind of import knows, ended by %NULL
 * @error: names the line and the known fields
 *
 * Returns: whether the mapping names no other field
 */
gboolean
yb_import_map_check_fields (YbImportMap *self, const char *const *fields, GError **error)
{
  g_autofree char *known = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (fields != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  known = g_strjoinv (", ", (char **) fields);
  for (guint i = 0; i < self->columns->entries->len; i++)
    {
      YbMapEntry *entry = g_ptr_array_index (self->columns->entries, i);

      if (!g_strv_contains (fields, entry->key))
        return refuse_entry (entry->line, _ ("there is no field “%s”. Known fields: %s."), entry->key, known,
                             error);
    }
  for (guint i = 0; i < self->values->len; i++)
    {
      YbMapSection *section = g_ptr_array_index (self->values, i);

      if (!g_strv_contains (fields, section->name))
        return refuse_entry (section->line, _ ("there is no field “%s”. Known fields: %s."), section->name,
                             known, error);
    }
  return TRUE;
}

/**
 * yb_import_map_check_columns:
 * @self: a mapping
 * @table: the table to import
 * @error: names the line and the columns that there are
 *
 * Returns: whether the table has every column that the mapping names
 */
gboolean
yb_import_map_check_columns (YbImportMap *self, YbTable *table, GError **error)
{
  g_autoptr (GString) known = NULL;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (table != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  for (guint i = 0; i < self->columns->entries->len; i++)
    {
      YbMapEntry *entry = g_ptr_array_index (self->columns->entries, i);

      if (yb_table_find_column (table, entry->value) >= 0)
        continue;
      known = g_string_new (yb_table_get_header (table, 0));
      for (guint column = 1; column < yb_table_get_n_columns (table); column++)
        g_string_append_printf (known, ", %s", yb_table_get_header (table, column));
      return refuse_entry (entry->line, _ ("the table has no column “%s”. Its columns: %s."), entry->value,
                           known->str, error);
    }
  return TRUE;
}
