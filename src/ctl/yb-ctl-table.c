/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "yb-ctl.h"

#define PAGE_LINES 500
#define MAX_CELL_WIDTH 48

struct _YbCtlTable
{
  guint n_columns;
  GPtrArray *cells;
  guint *widths;
  gboolean has_widths;
};

/**
 * yb_ctl_table_new:
 * @n_columns: how many
 *
 * Returns: (transfer full): a table; its first line is the head
 */
YbCtlTable *
yb_ctl_table_new (guint n_columns)
{
  YbCtlTable *self = g_new0 (YbCtlTable, 1);

  self->n_columns = n_columns;
  self->cells = g_ptr_array_new_with_free_func (g_free);
  self->widths = g_new0 (guint, n_columns);
  return self;
}

static guint
character_width (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  return g_unichar_iswide (c) ? 2 : 1;
}

static guint
text_width (const char *text)
{
  guint width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += character_width (g_utf8_get_char (p));
  return width;
}

/* One line, not too wide, and nothing that a terminal would obey. */
static char *
tidy (const char *text)
{
  GString *tidied = g_string_new (NULL);
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  guint width = 0;

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (width + character_width (c) >= MAX_CELL_WIDTH)
        {
          g_string_append (tidied, "…");
          break;
        }
      width += character_width (c);
      g_string_append_unichar (tidied, g_unichar_iscntrl (c) ? ' ' : c);
    }

  return g_string_free (tidied, FALSE);
}

static void
print_page (YbCtlTable *self)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; i < self->cells->len && !self->has_widths; i++)
    {
      guint *width = &self->widths[i % self->n_columns];

      *width = MAX (*width, text_width (self->cells->pdata[i]));
    }
  self->has_widths = TRUE;

  for (guint i = 0; i < self->cells->len; i++)
    {
      const char *text = self->cells->pdata[i];
      guint column = i % self->n_columns;
      int padding = (int) self->widths[column] - (int) text_width (text);

      g_string_append_printf (line, "%s%*s  ", text, MAX (padding, 0), "");
      if (column + 1 == self->n_columns)
        {
          g_print ("%s\n", g_strchomp (line->str));
          g_string_truncate (line, 0);
        }
    }
  g_ptr_array_set_size (self->cells, 0);
}

/**
 * yb_ctl_table_add:
 * @self: a table
 * @cell: the next cell of the line, or the first of the next line
 */
void
yb_ctl_table_add (YbCtlTable *self, const char *cell)
{
  g_ptr_array_add (self->cells, tidy (cell));
  if (self->cells->len >= self->n_columns * PAGE_LINES)
    print_page (self);
}

/**
 * yb_ctl_table_free:
 * @self: a table
 *
 * Prints what was not printed yet.
 */
void
yb_ctl_table_free (YbCtlTable *self)
{
  print_page (self);
  g_ptr_array_unref (self->cells);
  g_free (self->widths);
  g_free (self);
}
