/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
compare_codes (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static const char *
role_of (const char *text)
{
  guint n_roles;
  const YbRole *roles = yb_roles (&n_roles);

  for (guint i = 0; i < n_roles; i++)
    if (g_ascii_strcasecmp (roles[i].code, text) == 0 || g_str_equal (roles[i].label, text) ||
        g_strcmp0 (yb_role_label (roles[i].code), text) == 0)
      return roles[i].code;

  return NULL;
}

/* "销售顾问、sm" and "sm sc" alike: codes or labels, stored as codes in alphabetical order. */
static char *
read_roles (YbImportPass *self, const YbImportColumn *column, const char *text)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  const char *whole = role_of (text); /* "Sales consultant" */
  g_autoptr (GString) plain = g_string_new (text);
  g_auto (GStrv) parts = NULL;

  if (whole != NULL)
    return g_strdup (whole);

  g_string_replace (plain, "，", " ", 0);
  g_string_replace (plain, "；", " ", 0);
  g_string_replace (plain, "、", " ", 0);
  parts = g_strsplit_set (plain->str, " ,;/+", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *code = *parts[i] != '\0' ? role_of (parts[i]) : NULL;

      if (*parts[i] == '\0' || (code != NULL && g_ptr_array_find (codes, code, NULL)))
        continue;
      if (code == NULL)
        {
          g_autofree char *message = g_strdup_printf (_ ("There is no role “%s”."), parts[i]);

          _yb_import_pass_error (self, column, message);
          return NULL;
        }
      g_ptr_array_add (codes, (gpointer) code);
    }
  qsort (codes->pdata, codes->len, sizeof (gpointer), compare_codes);
  g_ptr_array_add (codes, NULL);
  return g_strjoinv (" ", (char **) codes->pdata);
}

static gboolean
code_is_well_formed (const char *code)
{
  return strlen (code) <= 32 && strpbrk (code, " \t\r\n\"'") == NULL;
}

static void
read_row (YbImportPass *self, YbStaff *staff)
{
  const YbImportColumn *roles = _yb_import_pass_find (self, "roles");

  for (guint i = 0; i < self->columns->len; i++)
    {
      const YbImportColumn *column = g_ptr_array_index (self->columns, i);

      if (column != roles)
        _yb_import_pass_read (self, column, YB_ROW (staff));
    }
  if (_yb_import_pass_cell (self, roles) != NULL)
    {
      g_autofree char *codes = read_roles (self, roles, _yb_import_pass_cell (self, roles));

      if (codes != NULL)
        yb_row_set_text (YB_ROW (staff), roles->field, codes);
    }

  if (*staff->code == '\0')
    _yb_import_pass_error (self, _yb_import_pass_find (self, "code"), _ ("The code is missing."));
  else if (!code_is_well_formed (staff->code))
    _yb_import_pass_error (self, _yb_import_pass_find (self, "code"),
                           _ ("A code has at most 32 characters and no blanks."));
  else
    _yb_import_pass_is_repeated (self, _yb_import_pass_find (self, "code"), staff->code);
  if (*staff->name == '\0')
    _yb_import_pass_error (self, _yb_import_pass_find (self, "name"), _ ("The name is missing."));
}

static gboolean
find_staff (YbImportPass *self, YbStaff *staff, gint64 *id, GError **error)
{
  YbStatement *statement = yb_connection_query (self->connection, YB_SQL_IMPORT_STAFF_ALL);
  g_autoptr (GError) local_error = NULL;
  gint64 by_code = 0;

  *id = 0;
  while (yb_statement_step (statement, &local_error))
    {
      if (*staff->external_id != '\0' && g_str_equal (yb_statement_text (statement, 3), staff->external_id))
        *id = yb_statement_number (statement, 0);
      if (g_str_equal (yb_statement_text (statement, 1), staff->code))
        by_code = yb_statement_number (statement, 0);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (*id != 0 && by_code != 0 && by_code != *id)
    _yb_import_pass_error (self, _yb_import_pass_find (self, "code"), _ ("Somebody else has this code."));
  if (*id == 0)
    *id = by_code;
  return TRUE;
}

/* "Not active" and "not stated" are the same number in a row; the cell knows better. */
static void
take_over_activity (YbImportPass *self, YbStaff *stored, YbStaff *staff, gboolean *changed)
{
  const YbImportColumn *column = _yb_import_pass_find (self, "active");

  if (_yb_import_pass_cell (self, column) == NULL || stored->active == staff->active)
    return;
  stored->active = staff->active;
  *changed = TRUE;
}

static gboolean
change_staff (YbImportPass *self, YbStaff *staff, gint64 id, GError **error)
{
  g_autoptr (YbStaff) stored = yb_connection_get (self->connection, &yb_staff_row_type, id, error);
  gboolean changed = FALSE, deactivated = FALSE;

  if (stored == NULL)
    return FALSE;

  if (self->call != NULL && YB_ROW (stored)->id == yb_call_get_actor_id (self->call) &&
      *staff->roles != '\0' && !g_str_equal (stored->roles, staff->roles))
    {
      _yb_import_pass_error (self, _yb_import_pass_find (self, "roles"),
                             _ ("You may not change your own roles."));
      return TRUE;
    }
  take_over_activity (self, stored, staff, &deactivated);
  if (self->call != NULL && YB_ROW (stored)->id == yb_call_get_actor_id (self->call) && deactivated)
    {
      _yb_import_pass_error (self, _yb_import_pass_find (self, "active"),
                             _ ("Nobody can close their own account."));
      return TRUE;
    }
  if (!_yb_import_pass_change (self, YB_ROW (stored), YB_ROW (staff), &changed, error))
    return FALSE;
  if (deactivated && !changed && !self->dry &&
      !yb_transaction_update (yb_call_get_transaction (self->call), YB_ROW (stored), error))
    return FALSE;

  self->result->updated += changed || deactivated;
  self->result->skipped += !changed && !deactivated;
  return TRUE;
}

static gboolean
take_row (YbImportPass *self, GError **error)
{
  g_autoptr (YbStaff) staff = YB_STAFF (yb_row_new (&yb_staff_row_type));
  gint64 id = 0;

  read_row (self, staff);
  if (self->bad)
    return TRUE;
  if (!find_staff (self, staff, &id, error))
    return FALSE;
  if (self->bad)
    return TRUE;
  if (id != 0)
    return change_staff (self, staff, id, error);

  if (_yb_import_pass_cell (self, _yb_import_pass_find (self, "active")) == NULL)
    staff->active = 1;
  self->result->imported++;
  return _yb_import_pass_insert (self, YB_ROW (staff), error);
}

static gboolean
begin (YbImportPass *self, GError **error)
{
  return TRUE;
}

const YbImportKind _yb_import_staff = {
    .name = "staff",
    .verb = "import.staff",
    .types = {&yb_staff_row_type, NULL},
    .required = {"code", "name", NULL},
    .begin = begin,
    .row = take_row,
};
