/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-xlsx-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DEFAULT_WORKBOOK "xl/workbook.xml"

typedef struct
{
  char *name;
  char *relation;
  gboolean hidden;
} Sheet;

/* The parts and sheets as the workbook lists them. */
typedef struct
{
  YbXlsxPackage package;
  YbXlsxBook book;
  GHashTable *targets; /* relation id -> part */
  GHashTable *types;   /* relation id -> last word of its type */
  char *folder;        /* that relative targets start from */
  GArray *sheets;
} Workbook;

static void
clear_sheet (gpointer data)
{
  Sheet *sheet = data;

  g_free (sheet->name);
  g_free (sheet->relation);
}

/* "../media/x", "/xl/sheet.xml" and "worksheets/sheet1.xml" as the name of a part. */
static char *
resolve (const char *folder, const char *target)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autofree char *joined = *target == '/' ? g_strdup (target + 1) : g_strconcat (folder, "/", target, NULL);
  g_auto (GStrv) steps = g_strsplit (joined, "/", -1);

  for (guint i = 0; steps[i] != NULL; i++)
    if (strcmp (steps[i], "..") == 0)
      g_ptr_array_set_size (path, MAX ((int) path->len - 1, 0));
    else if (*steps[i] != '\0' && strcmp (steps[i], ".") != 0)
      g_ptr_array_add (path, steps[i]);
  g_ptr_array_add (path, NULL);
  return g_strjoinv ("/", (char **) path->pdata);
}

static gboolean
start_relation (gpointer user_data, const char *name, const char **attributes, GError **error)
{
  Workbook *self = user_data;
  const char *id, *type, *target, *word;

  if (strcmp (name, "Relationship") != 0)
    return TRUE;
  id = _yb_xlsx_attribute (attributes, "Id");
  type = _yb_xlsx_attribute (attributes, "Type");
  target = _yb_xlsx_attribute (attributes, "Target");
  if (id == NULL || type == NULL || target == NULL)
    return TRUE;
  word = strrchr (type, '/');
  g_hash_table_insert (self->targets, g_strdup (id), resolve (self->folder, target));
  g_hash_table_insert (self->types, g_strdup (id), g_strdup (word != NULL ? word + 1 : type));
  return TRUE;
}

static const YbXlsxHandlers relation_handlers = {.start = start_relation};

static const char *
find_target (Workbook *self, const char *type)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, self->types);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (strcmp (value, type) == 0)
      return g_hash_table_lookup (self->targets, id);
  return NULL;
}

static gboolean
is_true (const char *value)
{
  return g_strcmp0 (value, "1") == 0 || g_strcmp0 (value, "true") == 0;
}

static gboolean
start_workbook (gpointer user_data, const char *name, const char **attributes, GError **error)
{
  Workbook *self = user_data;

  if (strcmp (name, "workbookPr") == 0)
    self->book.since_1904 = is_true (_yb_xlsx_attribute (attributes, "date1904"));
  else if (strcmp (name, "sheet") == 0)
    {
      const char *state = _yb_xlsx_attribute (attributes, "state");
      Sheet sheet = {
          .name = g_strdup (_yb_xlsx_attribute (attributes, "name")),
          .relation = g_strdup (_yb_xlsx_attribute (attributes, "id")),
          .hidden = state != NULL && strcmp (state, "visible") != 0,
      };
      const char *type = sheet.relation != NULL ? g_hash_table_lookup (self->types, sheet.relation) : NULL;

      /* Sheets that are one chart hold no table. */
      if (sheet.name != NULL && g_strcmp0 (type, "worksheet") == 0)
        g_array_append_val (self->sheets, sheet);
      else
        clear_sheet (&sheet);
    }
  return TRUE;
}

static const YbXlsxHandlers workbook_handlers = {.start = start_workbook};

/* Reads the relations of the part @folder/@name, which stand in a folder "_rels" beside it. */
static gboolean
read_relations (Workbook *self, const char *folder, const char *name, GError **error)
{
  g_autofree char *part = g_strdup_printf ("%s%s_rels/%s.rels", folder, *folder != '\0' ? "/" : "", name);

  g_hash_table_remove_all (self->targets);
  g_hash_table_remove_all (self->types);
  g_free (self->folder);
  self->folder = g_strdup (folder);
  return !_yb_xlsx_package_has (&self->package, part) ||
         _yb_xlsx_package_parse (&self->package, part, &relation_handlers, self, error);
}

static gboolean
read_workbook (Workbook *self, GError **error)
{
  g_autofree char *part = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;

  if (!read_relations (self, "", "", error))
    return FALSE;
  part = g_strdup (find_target (self, "officeDocument"));
  if (part == NULL)
    part = g_strdup (DEFAULT_WORKBOOK);
  folder = g_path_get_dirname (part);
  name = g_path_get_basename (part);
  if (!read_relations (self, strcmp (folder, ".") == 0 ? "" : folder, name, error) ||
      !_yb_xlsx_package_parse (&self->package, part, &workbook_handlers, self, error))
    return FALSE;
  if (self->sheets->len > 0)
    return TRUE;
  g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_EMPTY,
                       _ ("The workbook has no sheet with cells."));
  return FALSE;
}

static void
list_sheets (Workbook *self, YbTable *table)
{
  table->sheets = g_new0 (char *, self->sheets->len + 1);
  for (guint i = 0; i < self->sheets->len; i++)
    table->sheets[i] = g_strdup (g_array_index (self->sheets, Sheet, i).name);
}

static const Sheet *
choose_sheet (Workbook *self, const char *wish, GError **error)
{
  g_autofree char *names = NULL;

  for (guint i = 0; i < self->sheets->len; i++)
    {
      const Sheet *sheet = &g_array_index (self->sheets, Sheet, i);

      if (wish != NULL ? strcmp (sheet->name, wish) == 0 : !sheet->hidden)
        return sheet;
    }
  if (wish == NULL)
    return &g_array_index (self->sheets, Sheet, 0);
  names = g_strjoinv (", ", self->package.builder->table->sheets);
  g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_SHEET,
               _ ("The workbook has no sheet “%s”. Its sheets are: %s."), wish, names);
  return NULL;
}

static gboolean
read_book (Workbook *self, YbTableBuilder *builder, GError **error)
{
  const char *strings, *styles, *part;
  const Sheet *sheet;

  if (!read_workbook (self, error))
    return FALSE;
  list_sheets (self, builder->table);
  sheet = choose_sheet (self, builder->options->sheet, error);
  if (sheet == NULL)
    return FALSE;
  builder->table->sheet = g_strdup (sheet->name);

  part = g_hash_table_lookup (self->targets, sheet->relation);
  strings = find_target (self, "sharedStrings");
  styles = find_target (self, "styles");
  if (styles != NULL && !_yb_xlsx_read_styles (&self->book, styles, error))
    return FALSE;
  self->package.to = 0.3;
  if (strings != NULL && !_yb_xlsx_read_strings (&self->book, strings, error))
    return FALSE;
  self->package.from = 0.3;
  self->package.to = 1;
  return _yb_xlsx_read_sheet (&self->book, part, error);
}

gboolean
_yb_xlsx_read (YbTableBuilder *builder, GBytes *bytes, GError **error)
{
  Workbook self = {
      .targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
      .types = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
      .sheets = g_array_new (FALSE, FALSE, sizeof (Sheet)),
  };
  gboolean done;

  g_array_set_clear_func (self.sheets, clear_sheet);
  self.book = (YbXlsxBook){
      .package = &self.package,
      .builder = builder,
      .strings = g_array_new (FALSE, FALSE, sizeof (guint32)),
      .formats = g_array_new (FALSE, FALSE, sizeof (guint8)),
  };
  builder->table->encoding = "UTF-8";
  builder->pads = TRUE;
  done = _yb_xlsx_package_open (&self.package, builder, bytes, error) && read_book (&self, builder, error);

  _yb_xlsx_package_clear (&self.package);
  g_array_unref (self.book.strings);
  g_array_unref (self.book.formats);
  g_array_unref (self.sheets);
  g_hash_table_unref (self.targets);
  g_hash_table_unref (self.types);
  g_free (self.folder);
  return done;
}
