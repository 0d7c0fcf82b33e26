/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-map.h"

#include <string.h>

/* Scores of yb_import_map_suggest(): how sure it is that a column is a field. */
#define SCORE_NAME 100
#define SCORE_LABEL 95
#define SCORE_ALIAS 90
#define SCORE_PART 40 /* one contains the other; the closer in length, the more */
#define SCORE_LEAST 55

/* Letters and digits only, in small letters: "Close_Date" and "close date" are the same. */
static char *
simplify (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_NFKC);
  g_autofree char *folded = g_utf8_casefold (normal != NULL ? normal : "", -1);
  GString *simple = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_isalnum (g_utf8_get_char (p)))
      g_string_append_unichar (simple, g_utf8_get_char (p));
  return g_string_free (simple, FALSE);
}

/* A part counts from two Chinese or four Latin characters on, which is four bytes or more of either. */
static double
compare (const char *header, const char *name, int exact)
{
  g_autofree char *simple = simplify (name);
  glong header_length = g_utf8_strlen (header, -1);
  glong length = g_utf8_strlen (simple, -1);

  if (*simple == '\0' || *header == '\0')
    return 0;
  if (strcmp (header, simple) == 0)
    return exact;
  if (MIN (strlen (header), strlen (simple)) < 4 ||
      (strstr (header, simple) == NULL && strstr (simple, header) == NULL))
    return 0;
  return SCORE_PART +
         (double) SCORE_PART * (double) MIN (length, header_length) / (double) MAX (length, header_length);
}

static double
score_field (const char *header, const YbImportField *field)
{
  double score = compare (header, field->name, SCORE_NAME);

  if (field->label != NULL)
    score = MAX (score, compare (header, field->label, SCORE_LABEL));
  for (guint i = 0; field->aliases != NULL && field->aliases[i] != NULL; i++)
    score = MAX (score, compare (header, field->aliases[i], SCORE_ALIAS));
  return score;
}

/* The best pair of a free field and a free column; FALSE if none is good enough. */
static gboolean
find_best (const double *scores,
           const gboolean *field_taken,
           const gboolean *column_taken,
           guint n_fields,
           guint n_columns,
           guint *field,
           guint *column)
{
  double best = SCORE_LEAST;
  gboolean found = FALSE;

  for (guint i = 0; i < n_fields; i++)
    for (guint j = 0; j < n_columns; j++)
      if (!field_taken[i] && !column_taken[j] && scores[i * n_columns + j] > best)
        {
          best = scores[i * n_columns + j];
          *field = i;
          *column = j;
          found = TRUE;
        }
  return found;
}

/**
 * yb_import_map_suggest:
 * @self: a mapping; what it maps already stays
 * @table: the table to import
 * @fields: (array length=n_fields): our fields with what columns for them may be called
 * @n_fields: how many
 *
 * Maps the other fields to the columns whose names are most like theirs, each column to one field only.
 *
 * Returns: how many fields got a column
 */
guint
yb_import_map_suggest (YbImportMap *self, YbTable *table, const YbImportField *fields, guint n_fields)
{
  guint n_columns, field, column, n = 0;
  g_autofree double *scores = NULL;
  g_autofree gboolean *field_taken = NULL;
  g_autofree gboolean *column_taken = NULL;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail (table != NULL, 0);
  g_return_val_if_fail (fields != NULL || n_fields == 0, 0);

  n_columns = yb_table_get_n_columns (table);
  scores = g_new0 (double, (gsize) n_fields *n_columns);
  field_taken = g_new0 (gboolean, n_fields);
  column_taken = g_new0 (gboolean, n_columns);
  for (guint i = 0; i < n_fields; i++)
    {
      const char *mapped = yb_import_map_get_column (self, fields[i].name);
      int taken = mapped != NULL ? yb_table_find_column (table, mapped) : -1;

      field_taken[i] = mapped != NULL;
      if (taken >= 0)
        column_taken[taken] = TRUE;
    }
  for (guint j = 0; j < n_columns; j++)
    {
      g_autofree char *header = simplify (yb_table_get_header (table, j));

      for (guint i = 0; i < n_fields; i++)
        scores[i * n_columns + j] = score_field (header, &fields[i]);
    }
  while (find_best (scores, field_taken, column_taken, n_fields, n_columns, &field, &column))
    {
      yb_import_map_set_column (self, fields[field].name, yb_table_get_header (table, column));
      field_taken[field] = column_taken[column] = TRUE;
      n++;
    }
  return n;
}
