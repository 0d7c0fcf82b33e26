/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-xlsx-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A workbook keeps 15 digits of a number. */
#define EXACT_LIMIT 1e15
#define EXACT_DIGITS 15
#define KEPT_BYTES (YB_TABLE_MAX_CELL_BYTES + 8)
#define MAX_SHEET_COLUMNS 16384
#define MAX_SHEET_ROWS 1048576

/* Collects the text of <t> elements: the runs of rich text joined, readings (<rPh>) left out. */
typedef struct
{
  GString *text;
  guint phonetic;
  gboolean open;
} Runs;

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED,
  CELL_TEXT,
  CELL_BOOLEAN,
  CELL_ERROR,
  CELL_DATE,
} CellType;

typedef struct
{
  YbXlsxBook *book;
  Runs runs;
  guint row;
  guint column; /* from 0 */
  guint next_column;
  CellType type;
  guint style;
  gboolean in_cell;
  gboolean has_formula;
  gboolean has_value;
} SheetReader;

typedef struct
{
  YbXlsxBook *book;
  Runs runs;
} StringReader;

typedef struct
{
  YbXlsxBook *book;
  GHashTable *codes; /* id -> format code */
  gboolean in_cell_formats;
} StyleReader;

static guint
parse_number (const char *text, guint fallback)
{
  guint64 number;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT32, &number, NULL) ? (guint) number
                                                                                             : fallback;
}

static void
runs_start (Runs *self, const char *name)
{
  if (strcmp (name, "rPh") == 0)
    self->phonetic++;
  else if (strcmp (name, "t") == 0)
    self->open = self->phonetic == 0;
}

static void
runs_end (Runs *self, const char *name)
{
  if (strcmp (name, "rPh") == 0)
    self->phonetic--;
  else if (strcmp (name, "t") == 0)
    self->open = FALSE;
}

/* A little beyond the limit is kept: enough to refuse the cell where it is used, even if a character is cut there. */
static void
runs_text (Runs *self, const char *text, gsize length)
{
  gsize room = KEPT_BYTES - MIN (self->text->len, KEPT_BYTES);

  g_string_append_len (self->text, text, (gssize) MIN (length, room));
}

/* Workbooks write control characters as "_x000D_", and an underscore before such a text as "_x005F_". */
static void
decode_escapes (GString *text)
{
  char *from = text->str;
  char *to = text->str;

  if (strstr (text->str, "_x") == NULL)
    return;
  while (*from != '\0')
    {
      gunichar c = 0;
      gboolean escape = from[0] == '_' && from[1] == 'x';

      for (int i = 2; escape && i < 6; i++)
        {
          escape = g_ascii_isxdigit (from[i]);
          c = c * 16 + (gunichar) (escape ? g_ascii_xdigit_value (from[i]) : 0);
        }
      if (escape && from[6] == '_' && c != 0 && g_unichar_validate (c))
        {
          to += g_unichar_to_utf8 (c, to);
          from += 7;
        }
      else
        *to++ = *from++;
    }
  g_string_truncate (text, (gsize) (to - text->str));
}

static guint32
store_text (YbTableBuilder *builder, GString *text)
{
  gsize start = builder->table->text_length;
  const char *end;

  g_utf8_validate_len (text->str, text->len, &end);
  g_string_truncate (text, (gsize) (end - text->str));
  decode_escapes (text);
  _yb_table_builder_append (builder, text->str, text->len);
  return _yb_table_builder_close_text (builder, start);
}

static gboolean
start_string (gpointer user_data, const char *name, const char **attributes, GError **error)
{
  StringReader *self = user_data;

  if (strcmp (name, "si") == 0)
    {
      g_string_truncate (self->runs.text, 0);
      self->runs.phonetic = 0;
    }
  runs_start (&self->runs, name);
  return TRUE;
}

static gboolean
end_string (gpointer user_data, const char *name, GError **error)
{
  StringReader *self = user_data;
  guint32 offset;

  runs_end (&self->runs, name);
  if (strcmp (name, "si") != 0)
    return TRUE;
  if (self->book->strings->len >= YB_XLSX_MAX_STRINGS)
    {
      g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
                           _ ("The workbook holds too many texts. Divide it into smaller files."));
      return FALSE;
    }
  offset = store_text (self->book->builder, self->runs.text);
  g_array_append_val (self->book->strings, offset);
  return TRUE;
}

static gboolean
text_of_string (gpointer user_data, const char *text, gsize length, GError **error)
{
  StringReader *self = user_data;

  if (self->runs.open)
    runs_text (&self->runs, text, length);
  return TRUE;
}

/* Shared strings go into the table's text once, however many cells show them. */
gboolean
_yb_xlsx_read_strings (YbXlsxBook *book, const char *part, GError **error)
{
  static const YbXlsxHandlers handlers = {start_string, end_string, text_of_string};
  StringReader reader = {.book = book, .runs = {.text = g_string_new (NULL)}};
  gboolean done = _yb_xlsx_package_parse (book->package, part, &handlers, &reader, error);

  g_string_free (reader.runs.text, TRUE);
  return done;
}

static gboolean
start_style (gpointer user_data, const char *name, const char **attributes, GError **error)
{
  StyleReader *self = user_data;

  if (strcmp (name, "numFmt") == 0)
    {
      guint id = parse_number (_yb_xlsx_attribute (attributes, "numFmtId"), 0);
      const char *code = _yb_xlsx_attribute (attributes, "formatCode");

      if (code != NULL)
        g_hash_table_insert (self->codes, GUINT_TO_POINTER (id), g_strdup (code));
    }
  else if (strcmp (name, "cellXfs") == 0)
    self->in_cell_formats = TRUE;
  else if (strcmp (name, "xf") == 0 && self->in_cell_formats)
    {
      guint id = parse_number (_yb_xlsx_attribute (attributes, "numFmtId"), 0);
      guint8 format = (guint8) _yb_xlsx_find_format (
          id, g_hash_table_lookup (self->codes, GUINT_TO_POINTER (id)));

      g_array_append_val (self->book->formats, format);
    }
  return TRUE;
}

static gboolean
end_style (gpointer user_data, const char *name, GError **error)
{
  StyleReader *self = user_data;

  if (strcmp (name, "cellXfs") == 0)
    self->in_cell_formats = FALSE;
  return TRUE;
}

/* Finds out which cell styles show numbers as dates. */
gboolean
_yb_xlsx_read_styles (YbXlsxBook *book, const char *part, GError **error)
{
  static const YbXlsxHandlers handlers = {start_style, end_style, NULL};
  StyleReader reader = {.book = book, .codes = g_hash_table_new_full (NULL, NULL, NULL, g_free)};
  gboolean done = _yb_xlsx_package_parse (book->package, part, &handlers, &reader, error);

  g_hash_table_unref (reader.codes);
  return done;
}

/* "BC23" as column 54 and row 23. */
static gboolean
parse_reference (const char *text, guint *column, guint *row)
{
  guint n = 0;
  const char *p = text;

  for (; g_ascii_isalpha (*p) && n <= MAX_SHEET_COLUMNS; p++)
    n = n * 26 + (guint) (g_ascii_toupper (*p) - 'A' + 1);
  *row = parse_number (p, 0);
  *column = n - 1;
  return n > 0 && n <= MAX_SHEET_COLUMNS && *row > 0 && *row <= MAX_SHEET_ROWS;
}

static char *
name_cell (SheetReader *self)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (guint n = self->column + 1; n > 0; n = (n - 1) / 26)
    g_string_prepend_c (name, (char) ('A' + (n - 1) % 26));
  g_string_append_printf (name, "%u", self->row);
  return g_string_free (g_steal_pointer (&name), FALSE);
}

static void
note_problem (SheetReader *self, YbTableProblemCode code, const char *sentence, const char *detail)
{
  g_autofree char *cell = name_cell (self);

  _yb_table_builder_take_problem (self->book->builder, self->row, self->column + 1, code,
                                  detail != NULL ? g_strdup_printf (sentence, cell, detail)
                                                 : g_strdup_printf (sentence, cell));
}

static CellType
find_type (const char *type)
{
  static const struct
  {
    const char *name;
    CellType type;
  } types[] = {
      {"n", CELL_NUMBER},  {"s", CELL_SHARED}, {"str", CELL_TEXT}, {"inlineStr", CELL_TEXT},
      {"b", CELL_BOOLEAN}, {"e", CELL_ERROR},  {"d", CELL_DATE},
  };

  for (gsize i = 0; type != NULL && i < G_N_ELEMENTS (types); i++)
    if (strcmp (type, types[i].name) == 0)
      return types[i].type;
  return CELL_NUMBER;
}

static gboolean
start_row (SheetReader *self, const char **attributes, GError **error)
{
  guint row = parse_number (_yb_xlsx_attribute (attributes, "r"), self->row + 1);

  if (row == 0 || row > MAX_SHEET_ROWS)
    return _yb_xlsx_refuse_damaged (_ ("a row number is wrong"), error);
  self->row = row;
  self->next_column = 0;
  _yb_table_builder_begin_record (self->book->builder, row);
  return TRUE;
}

static gboolean
start_cell (SheetReader *self, const char **attributes, GError **error)
{
  const char *reference = _yb_xlsx_attribute (attributes, "r");
  guint row;

  self->column = self->next_column;
  if (reference != NULL && !parse_reference (reference, &self->column, &row))
    return _yb_xlsx_refuse_damaged (_ ("a cell reference is wrong"), error);
  self->next_column = self->column + 1;
  self->type = find_type (_yb_xlsx_attribute (attributes, "t"));
  self->style = parse_number (_yb_xlsx_attribute (attributes, "s"), 0);
  self->in_cell = TRUE;
  self->has_formula = self->has_value = FALSE;
  self->runs.phonetic = 0;
  g_string_truncate (self->runs.text, 0);
  return TRUE;
}

static gboolean
start_in_sheet (gpointer user_data, const char *name, const char **attributes, GError **error)
{
  SheetReader *self = user_data;

  if (strcmp (name, "row") == 0)
    return start_row (self, attributes, error);
  if (strcmp (name, "c") == 0)
    return start_cell (self, attributes, error);
  if (!self->in_cell)
    return TRUE;
  if (strcmp (name, "v") == 0)
    self->runs.open = self->has_value = TRUE;
  else if (strcmp (name, "f") == 0)
    self->has_formula = TRUE;
  else
    {
      self->has_value = self->has_value || strcmp (name, "is") == 0;
      runs_start (&self->runs, name);
    }
  return TRUE;
}

static gboolean
text_in_sheet (gpointer user_data, const char *text, gsize length, GError **error)
{
  SheetReader *self = user_data;

  if (self->in_cell && self->runs.open)
    runs_text (&self->runs, text, length);
  return TRUE;
}

/* Whether the file's own text is the shortest already, which spares the greater part of the work on a long sheet. */
static gboolean
is_plain_number (const char *text)
{
  const char *p = text + (*text == '-');
  gsize before = strspn (p, "0123456789");
  gsize after = p[before] == '.' ? strspn (p + before + 1, "0123456789") : 0;

  if (before == 0 || before + after > EXACT_DIGITS || (before > 1 && *p == '0'))
    return FALSE;
  if (after == 0)
    return p[before] == '\0' && (*text != '-' || *p != '0');
  return p[before + 1 + after] == '\0' && p[before + after] != '0';
}

/* Replaces a number by the text that the cell shows: a date where its style says so, else the plain number. */
static void
format_number (SheetReader *self)
{
  YbXlsxBook *book = self->book;
  YbXlsxFormat format = self->style < book->formats->len ? g_array_index (book->formats, guint8, self->style)
                                                         : YB_XLSX_FORMAT_NUMBER;
  char text[YB_XLSX_NUMBER_SIZE];
  char *end;
  double value;

  if (format == YB_XLSX_FORMAT_NUMBER && is_plain_number (self->runs.text->str))
    return;
  value = g_ascii_strtod (self->runs.text->str, &end);

  /* Not a number at all, or one in hexadecimal: it stays as it is, and whoever wants a number there will say so. */
  if (self->runs.text->len == 0 || *end != '\0' || !isfinite (value) ||
      strpbrk (self->runs.text->str, "xX") != NULL)
    return;
  if (format == YB_XLSX_FORMAT_NUMBER || !_yb_xlsx_format_serial (value, format, book->since_1904, text))
    {
      _yb_xlsx_format_number (value, text);
      if (fabs (value) >= EXACT_LIMIT && value == floor (value))
        note_problem (
            self, YB_TABLE_PROBLEM_CUT_NUMBER,
            _ ("Cell %s holds a number of more than 15 digits, of which a workbook loses the last ones. "
               "Format the column as text and type the number again."),
            NULL);
    }
  g_string_assign (self->runs.text, text);
}

/* "2025-03-04T00:00:00Z" in the form of the other dates. */
static void
format_date (GString *text)
{
  char *mark = strchr (text->str, 'T');

  if (mark == NULL)
    return;
  *mark = ' ';
  if (g_str_has_prefix (mark, " 00:00:00"))
    g_string_truncate (text, (gsize) (mark - text->str));
  else if (g_str_has_suffix (text->str, "Z"))
    g_string_truncate (text, text->len - 1);
}

static void
format_cell (SheetReader *self)
{
  GString *text = self->runs.text;

  switch (self->type)
    {
    case CELL_NUMBER:
      format_number (self);
      break;
    case CELL_BOOLEAN:
      g_string_assign (text,
                       strcmp (text->str, "1") == 0 || strcmp (text->str, "true") == 0 ? "TRUE" : "FALSE");
      break;
    case CELL_ERROR:
      note_problem (self, YB_TABLE_PROBLEM_CELL_ERROR,
                    _ ("Cell %s shows the error %s. Correct it in the workbook."), text->str);
      break;
    case CELL_DATE:
      format_date (text);
      break;
    case CELL_SHARED:
    case CELL_TEXT:
    default:
      break;
    }
}

static gboolean
add_cell (SheetReader *self, guint32 offset, GError **error)
{
  YbTableBuilder *builder = self->book->builder;

  if (offset == 0)
    return TRUE;
  if (strlen (builder->table->text + offset) > YB_TABLE_MAX_CELL_BYTES)
    {
      g_autofree char *cell = name_cell (self);

      g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
                   _ ("Cell %s is longer than %u KB. Shorten it, and import again."), cell,
                   (guint) (YB_TABLE_MAX_CELL_BYTES / 1024));
      return FALSE;
    }
  return _yb_table_builder_add_cell (builder, self->column, offset, error);
}

static gboolean
end_cell (SheetReader *self, GError **error)
{
  GArray *strings = self->book->strings;

  self->in_cell = FALSE;
  self->runs.open = FALSE;
  if (self->has_formula && !self->has_value)
    {
      note_problem (
          self, YB_TABLE_PROBLEM_NO_RESULT,
          _ ("Cell %s holds a formula without a result. Open the file in Excel or WPS, save it, and import "
             "that."),
          NULL);
      return TRUE;
    }
  if (!self->has_value)
    return TRUE;
  if (self->type == CELL_SHARED)
    {
      guint index = parse_number (self->runs.text->str, G_MAXUINT);

      if (index >= strings->len)
        return _yb_xlsx_refuse_damaged (_ ("a cell refers to a text that is not there"), error);
      return add_cell (self, g_array_index (strings, guint32, index), error);
    }
  format_cell (self);
  return add_cell (self, store_text (self->book->builder, self->runs.text), error);
}

static gboolean
end_in_sheet (gpointer user_data, const char *name, GError **error)
{
  SheetReader *self = user_data;

  if (strcmp (name, "row") == 0)
    return _yb_table_builder_end_record (self->book->builder, error);
  if (!self->in_cell)
    return TRUE;
  if (strcmp (name, "c") == 0)
    return end_cell (self, error);
  if (strcmp (name, "v") == 0)
    self->runs.open = FALSE;
  else
    runs_end (&self->runs, name);
  return TRUE;
}

/* Reads the cells of one sheet; the first row that holds anything is the header. */
gboolean
_yb_xlsx_read_sheet (YbXlsxBook *book, const char *part, GError **error)
{
  static const YbXlsxHandlers handlers = {start_in_sheet, end_in_sheet, text_in_sheet};
  SheetReader reader = {.book = book, .runs = {.text = g_string_new (NULL)}};
  gboolean done = _yb_xlsx_package_parse (book->package, part, &handlers, &reader, error);

  g_string_free (reader.runs.text, TRUE);
  return done;
}
