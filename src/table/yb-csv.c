/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* How much text and how many records the delimiter is judged by. */
#define SNIFF_BYTES (64 * 1024)
#define SNIFF_RECORDS 100

typedef enum
{
  STATE_CELL_START,
  STATE_PLAIN,
  STATE_QUOTED,
  STATE_QUOTE_SEEN, /* a quotation mark inside a quoted cell: its end, or the first of two */
  STATE_AFTER_QUOTE,
} State;

/* RFC 4180 with the places kept: a push parser, because the text comes decoded piece by piece. */
typedef struct
{
  YbTableBuilder *builder;
  gsize length;  /* of the raw file */
  GString *head; /* the first text, until the delimiter is known */
  char delimiter;
  gboolean is_plain[256]; /* bytes that end nothing outside of quotes */

  State state;
  guint line;
  guint column;
  guint quote_line;
  guint n_spaces;
  gsize cell_start;
  gboolean in_record;
  gboolean after_cr;
} Parser;

/* Counts the cells of the next record and moves @at behind it. */
static guint
count_cells (const char *text, gsize length, gsize *at, char delimiter)
{
  gboolean quoted = FALSE;
  gboolean fresh = TRUE;
  guint n = 1;
  gsize i = *at;

  for (; i < length; i++)
    {
      char c = text[i];

      if (quoted)
        {
          if (c == '"' && i + 1 < length && text[i + 1] == '"')
            i++;
          else if (c == '"')
            quoted = FALSE;
          continue;
        }
      if (c == '\n' || c == '\r')
        break;
      if (c == delimiter)
        n++;
      else if (c == '"' && fresh)
        quoted = TRUE;
      fresh = c == delimiter;
    }
  while (i < length && (text[i] == '\n' || text[i] == '\r'))
    i++;
  *at = i;
  return n;
}

/* How well @delimiter divides the text: the header must have two names or more, and the other records should have as
 * many cells. 0 is not at all. */
static double
judge (const char *text, gsize length, gboolean complete, char delimiter, guint *width)
{
  guint n = 0, same = 0, divided = 0;
  gsize at = 0;

  while (at < length && (text[at] == '\n' || text[at] == '\r'))
    at++;
  *width = count_cells (text, length, &at, delimiter);
  if (*width < 2)
    return 0;
  while (at < length && n < SNIFF_RECORDS)
    {
      guint cells = count_cells (text, length, &at, delimiter);

      if (at >= length && !complete && n > 0)
        break;
      n++;
      same += cells == *width;
      divided += cells >= 2;
    }
  if (n == 0)
    return 1;
  if (divided * 2 < n)
    return 0;
  return (double) same / n + 0.5 * divided / n;
}

static char
sniff (const char *text, gsize length, gboolean complete)
{
  static const char candidates[] = {',', '\t', ';', '|'};
  char best = ',';
  double best_score = 0;
  guint best_width = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++)
    {
      guint width;
      double score = judge (text, length, complete, candidates[i], &width);

      if (score > best_score || (score > 0 && score == best_score && width > best_width))
        {
          best = candidates[i];
          best_score = score;
          best_width = width;
        }
    }
  return best;
}

static gboolean
refuse_long_cell (Parser *self, GError **error)
{
  if (self->state == STATE_QUOTED)
    g_set_error (
        error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
        _ ("The cell that begins in line %u, column %u is longer than %u KB. Perhaps the quotation mark in "
           "line %u is not closed."),
        self->quote_line, self->column + 1, (guint) (YB_TABLE_MAX_CELL_BYTES / 1024), self->quote_line);
  else
    g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
                 _ ("The cell in line %u, column %u is longer than %u KB. Shorten it, and import again."),
                 self->line, self->column + 1, (guint) (YB_TABLE_MAX_CELL_BYTES / 1024));
  return FALSE;
}

static gboolean
append (Parser *self, const char *text, gsize length, GError **error)
{
  if (G_UNLIKELY (self->builder->table->text_length - self->cell_start + length > YB_TABLE_MAX_CELL_BYTES))
    return refuse_long_cell (self, error);
  _yb_table_builder_append (self->builder, text, length);
  return TRUE;
}

static void
begin_cell (Parser *self)
{
  if (!self->in_record)
    {
      _yb_table_builder_begin_record (self->builder, self->line);
      self->in_record = TRUE;
      self->column = 0;
    }
  self->cell_start = self->builder->table->text_length;
}

static gboolean
end_cell (Parser *self, GError **error)
{
  guint32 offset = _yb_table_builder_close_text (self->builder, self->cell_start);

  if (!_yb_table_builder_add_cell (self->builder, self->column, offset, error))
    return FALSE;
  self->column++;
  self->state = STATE_CELL_START;
  self->cell_start = self->builder->table->text_length;
  return TRUE;
}

static gboolean
end_record (Parser *self, GError **error)
{
  if (!end_cell (self, error))
    return FALSE;
  self->in_record = FALSE;
  return _yb_table_builder_end_record (self->builder, error);
}

static gboolean
refuse_nul (Parser *self, GError **error)
{
  g_set_error (
      error, YB_TABLE_ERROR, YB_TABLE_ERROR_MALFORMED,
      _ ("There is a NUL character in line %u, column %u. The file is damaged or is no text; export it "
         "again."),
      self->line, self->column + 1);
  return FALSE;
}

/* Text between a closing quotation mark and the delimiter: kept, as Excel does, and noted. */
static gboolean
take_stray (Parser *self, const char *c, GError **error)
{
  _yb_table_builder_take_problem (self->builder, self->line, self->column + 1, YB_TABLE_PROBLEM_STRAY_QUOTE,
                                  g_strdup (_ ("Text follows a closing quotation mark. A quotation mark "
                                               "inside a quoted cell has to be doubled.")));
  for (; self->n_spaces > 0; self->n_spaces--)
    if (!append (self, " ", 1, error))
      return FALSE;
  self->state = STATE_PLAIN;
  return append (self, c, 1, error);
}

/* A byte that means something: delimiter, line end, quotation mark or NUL. */
static gboolean
take_mark (Parser *self, const char *c, GError **error)
{
  gboolean after_cr = self->after_cr;

  self->after_cr = *c == '\r';
  if (*c == '\n' && after_cr)
    return TRUE;
  if (*c == '\0')
    return refuse_nul (self, error);
  if (self->state == STATE_CELL_START)
    begin_cell (self);
  if (*c == self->delimiter)
    return end_cell (self, error);
  if (*c == '\n' || *c == '\r')
    {
      gboolean done = end_record (self, error);

      self->line++;
      return done;
    }
  if (self->state == STATE_CELL_START)
    {
      self->state = STATE_QUOTED;
      self->quote_line = self->line;
      return TRUE;
    }
  if (self->state == STATE_AFTER_QUOTE)
    return take_stray (self, c, error);
  return append (self, c, 1, error);
}

/* Takes as much of a quoted cell as there is. */
static gsize
take_quoted (Parser *self, const char *text, gsize length, GError **error)
{
  gsize n = 0;

  while (n < length && text[n] != '"' && text[n] != '\0')
    {
      if (text[n] == '\r' || (text[n] == '\n' && !self->after_cr))
        self->line++;
      self->after_cr = text[n] == '\r';
      n++;
    }
  if (n > 0 && !append (self, text, n, error))
    return 0;
  if (n < length && text[n] == '\0')
    {
      refuse_nul (self, error);
      return 0;
    }
  if (n < length)
    {
      self->state = STATE_QUOTE_SEEN;
      self->after_cr = FALSE;
      n++;
    }
  return n;
}

static gsize
take_plain (Parser *self, const char *text, gsize length, GError **error)
{
  gsize n = 0;

  while (n < length && self->is_plain[(guchar) text[n]])
    n++;
  if (n == 0)
    return take_mark (self, text, error) ? 1 : 0;
  if (self->state == STATE_CELL_START)
    begin_cell (self);
  self->state = STATE_PLAIN;
  self->after_cr = FALSE;
  return append (self, text, n, error) ? n : 0;
}

/* Behind a quotation mark in a quoted cell. */
static gsize
take_after_quote (Parser *self, const char *text, GError **error)
{
  gboolean done = TRUE;

  if (self->state == STATE_QUOTE_SEEN && *text == '"')
    {
      self->state = STATE_QUOTED;
      done = append (self, text, 1, error);
    }
  else
    {
      if (self->state == STATE_QUOTE_SEEN)
        self->n_spaces = 0;
      self->state = STATE_AFTER_QUOTE;
      if (*text == ' ' && self->delimiter != ' ')
        self->n_spaces++;
      else if (self->is_plain[(guchar) *text])
        done = take_stray (self, text, error);
      else
        done = take_mark (self, text, error);
    }
  return done ? 1 : 0;
}

static gboolean
parse (Parser *self, const char *text, gsize length, GError **error)
{
  gsize at = 0;

  while (at < length)
    {
      gsize n;

      switch (self->state)
        {
        case STATE_QUOTED:
          n = take_quoted (self, text + at, length - at, error);
          break;
        case STATE_QUOTE_SEEN:
        case STATE_AFTER_QUOTE:
          n = take_after_quote (self, text + at, error);
          break;
        case STATE_CELL_START:
        case STATE_PLAIN:
        default:
          n = take_plain (self, text + at, length - at, error);
          break;
        }
      if (n == 0)
        return FALSE;
      at += n;
    }
  return TRUE;
}

/* Excel's own way of naming the delimiter is a first line such as "sep=;". */
static gsize
find_sep_line (Parser *self)
{
  const char *text = self->head->str;

  if (self->head->len < 6 || g_ascii_strncasecmp (text, "sep=", 4) != 0 ||
      strchr (",;|\t", text[4]) == NULL || (text[5] != '\r' && text[5] != '\n'))
    return 0;
  if (self->delimiter == '\0')
    self->delimiter = text[4];
  return 5;
}

/* Settles the delimiter and parses what was held back for that. */
static gboolean
parse_head (Parser *self, gboolean complete, GError **error)
{
  g_autoptr (GString) head = NULL;
  gsize skip = find_sep_line (self);

  if (self->delimiter == '\0')
    self->delimiter = sniff (self->head->str, self->head->len, complete);
  for (guint i = 0; i < 256; i++)
    self->is_plain[i] = i != '\n' && i != '\r' && i != '"' && i != '\0' && i != (guchar) self->delimiter;
  head = g_steal_pointer (&self->head);
  return parse (self, head->str + skip, head->len - skip, error);
}

static gboolean
take_text_cb (const char *text, gsize length, gsize raw_position, gpointer user_data, GError **error)
{
  Parser *self = user_data;

  if (!_yb_table_builder_tick (self->builder, (double) raw_position / (double) self->length, error))
    return FALSE;
  if (self->head == NULL)
    return parse (self, text, length, error);
  g_string_append_len (self->head, text, (gssize) length);
  return self->head->len < SNIFF_BYTES || parse_head (self, FALSE, error);
}

static gboolean
finish (Parser *self, GError **error)
{
  if (self->head != NULL && !parse_head (self, TRUE, error))
    return FALSE;
  if (self->state == STATE_QUOTED)
    {
      g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MALFORMED,
                   _ ("The quotation mark that opens a cell in line %u, column %u is never closed. Close or "
                      "remove it, "
                      "and import again."),
                   self->quote_line, self->column + 1);
      return FALSE;
    }
  /* The last line may lack its end. */
  return !self->in_record || end_record (self, error);
}

static gboolean
check_delimiter (char delimiter, GError **error)
{
  if (delimiter == '\0' || strchr (",;|\t", delimiter) != NULL)
    return TRUE;
  g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MALFORMED,
                       _ ("The delimiter has to be a comma, a semicolon, a bar or a tab."));
  return FALSE;
}

/* Reads delimited text. libcsv was looked at and not taken: it cannot say where a cell stood, and a stray quotation
 * mark makes it swallow the lines that follow without a word. */
gboolean
_yb_csv_read (YbTableBuilder *builder, GBytes *bytes, GError **error)
{
  const YbTableOptions *options = builder->options;
  gsize length, bom;
  const guchar *data = g_bytes_get_data (bytes, &length);
  const char *encoding;
  Parser parser = {.builder = builder, .length = length, .delimiter = options->delimiter, .line = 1};
  gboolean done;

  if (!check_delimiter (options->delimiter, error))
    return FALSE;
  encoding = _yb_encoding_find (data, length, options->encoding, &bom, error);
  if (encoding == NULL)
    return FALSE;

  parser.head = g_string_new (NULL);
  done = _yb_encoding_decode (data, length, bom, encoding, take_text_cb, &parser, error) &&
         finish (&parser, error);
  if (parser.head != NULL)
    g_string_free (parser.head, TRUE);
  builder->table->encoding = encoding;
  builder->table->delimiter[0] = parser.delimiter;
  return done;
}
