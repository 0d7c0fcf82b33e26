/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The matrix of the rights as a list: a line per right with what each role has of it. */

#include "config.h"

#include "yb-rights-table.h"

#include <glib/gi18n-lib.h>

struct _YbRightLine
{
  GObject parent_instance;

  const YbRight *right;
  GHashTable *rows; /* role code -> YbRoleRight */
};

G_DEFINE_FINAL_TYPE (YbRightLine, yb_right_line, G_TYPE_OBJECT)

static void
yb_right_line_finalize (GObject *object)
{
  g_hash_table_unref (YB_RIGHT_LINE (object)->rows);

  G_OBJECT_CLASS (yb_right_line_parent_class)->finalize (object);
}

static void
yb_right_line_class_init (YbRightLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yb_right_line_finalize;
}

static void
yb_right_line_init (YbRightLine *self)
{
  self->rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

/**
 * yb_right_line_get_right:
 *
 * Returns: (transfer none): the right
 */
const YbRight *
yb_right_line_get_right (YbRightLine *self)
{
  g_return_val_if_fail (YB_IS_RIGHT_LINE (self), NULL);

  return self->right;
}

/**
 * yb_right_line_get_row:
 * @role: role code
 *
 * Returns: (transfer none) (nullable): what the role has of it, %NULL for nothing
 */
YbRoleRight *
yb_right_line_get_row (YbRightLine *self, const char *role)
{
  g_return_val_if_fail (YB_IS_RIGHT_LINE (self) && role != NULL, NULL);

  return g_hash_table_lookup (self->rows, role);
}

/**
 * yb_rights_table_new:
 *
 * Returns: (transfer full) (element-type YbRightLine): all rights that people can be given
 */
GListStore *
yb_rights_table_new (void)
{
  GListStore *table = g_list_store_new (YB_TYPE_RIGHT_LINE);
  guint n_rights;
  const YbRight *rights = yb_rights (&n_rights);

  for (guint i = 0; i < n_rights; i++)
    {
      g_autoptr (YbRightLine) line = NULL;

      if ((rights[i].flags & YB_RIGHT_PROGRAM) != 0)
        continue;
      line = g_object_new (YB_TYPE_RIGHT_LINE, NULL);
      line->right = &rights[i];
      g_list_store_append (table, line);
    }

  return table;
}

static void
read_row (YbRightLine *line, YbConnection *reader, const char *role)
{
  YbStatement *statement = yb_connection_query (reader, YB_SQL_DESK_ROLE_RIGHT_ROW);
  gint64 id;
  YbRoleRight *row;

  yb_statement_bind_text (statement, 1, role);
  yb_statement_bind_text (statement, 2, line->right->name);
  id = yb_statement_step (statement, NULL) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  row = id != 0 ? yb_connection_get (reader, &yb_role_right_row_type, id, NULL) : NULL;
  if (row != NULL)
    g_hash_table_replace (line->rows, g_strdup (role), row);
}

/**
 * yb_rights_table_read:
 * @table: (element-type YbRightLine): the matrix
 * @desk: a desk
 *
 * Reads what the roles may now. Its lines tell that they changed.
 */
void
yb_rights_table_read (GListStore *table, YbDesk *desk)
{
  YbConnection *reader;
  guint n_roles, n_lines;
  const YbRole *roles = yb_roles (&n_roles);

  g_return_if_fail (G_IS_LIST_STORE (table) && YB_IS_DESK (desk));

  reader = yb_store_get_reader (yb_desk_get_store (desk));
  n_lines = g_list_model_get_n_items (G_LIST_MODEL (table));
  for (guint i = 0; i < n_lines; i++)
    {
      g_autoptr (YbRightLine) line = g_list_model_get_item (G_LIST_MODEL (table), i);

      g_hash_table_remove_all (line->rows);
      for (guint r = 0; r < n_roles; r++)
        read_row (line, reader, roles[r].code);
    }
  g_list_model_items_changed (G_LIST_MODEL (table), 0, n_lines, n_lines);
}

/**
 * yb_rights_table_words:
 * @scope: a #YbScopeValue
 * @access: a #YbAccess or 0
 * @per_day: how often, #YB_NO_VALUE for no limit
 *
 * That data is masked is so everywhere and not said.
 *
 * Returns: (transfer full): "Team · 100 a day"
 */
char *
yb_rights_table_words (gint64 scope, gint64 access, gint64 per_day)
{
  GString *words = g_string_new (yb_enum_label (&yb_scope_enum, scope));

  if (access == YB_ACCESS_FULL)
    g_string_append_printf (words, " · %s", yb_enum_label (&yb_access_enum, access));
  else if (access == YB_ACCESS_SETUP)
    g_string_append_printf (words, " · %s", _ ("set-up"));
  if (per_day != YB_NO_VALUE)
    {
      g_autofree char *limit = g_strdup_printf (_ ("%d/day"), (int) per_day);

      g_string_append_printf (words, " · %s", limit);
    }

  return g_string_free (words, FALSE);
}
