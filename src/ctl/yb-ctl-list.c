/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl-kinds.h"
#include "yb-ctl-search.h"
#include "yb-customer.h"
#include "yb-rights.h"

#define PAGE_ROWS 512
#define NO_LIMIT G_MININT64

/* A condition "field=value"; not stated: the value is "". */
typedef struct
{
  const YbField *field;
  gint64 number;
  char *text;
} Condition;

/* What a row is sorted by. */
typedef struct
{
  gint64 id;
  gboolean is_stated;
  gint64 number;
  char *text;
} SortKey;

typedef struct
{
  YbCtl *ctl;
  const YbCtlKind *kind;
  GArray *conditions;
  YbCtlSearch *search;
  const YbField *sort;
  gboolean is_descending;
  gint64 limit;
  GArray *keys;
  GPtrArray *columns;
  YbCtlTable *table;
  gint64 n_printed;
} Listing;

static void
condition_clear (Condition *condition)
{
  g_free (condition->text);
}

static void
key_clear (SortKey *key)
{
  g_free (key->text);
}

static gboolean
unknown_field (Listing *self, const char *name, GError **error)
{
  const YbRowType *type = self->kind->type;
  g_autoptr (GString) names = g_string_new ("id, revision");

  for (guint i = 0; i < type->n_fields; i++)
    g_string_append_printf (names, ", %s", type->fields[i].name);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("there is no field “%s”; there are: %s"),
               name, names->str);
  return FALSE;
}

/* What every record has (contract.md) beside the fields of its table. */
static const YbField common_fields[] = {
    YB_FIELD (YbRow, id, INTEGER, NULL),
    YB_FIELD (YbRow, revision, INTEGER, NULL),
};

static const YbField *
find_field (Listing *self, const char *name)
{
  const YbField *field = yb_row_type_find_field (self->kind->type, name);

  return field != NULL ? field : yb_field_find (common_fields, G_N_ELEMENTS (common_fields), name);
}

static gboolean
is_hidden (const YbField *field)
{
  return g_str_equal (field->name, "password") || g_str_equal (field->name, "pin");
}

static gboolean
is_phone (const YbField *field)
{
  return g_str_has_prefix (field->name, "phone");
}

static gboolean
is_open (Listing *self)
{
  YbGrant grant = {YB_SCOPE_NONE};
  YbStaff *staff = yb_desk_get_staff (self->ctl->desk);

  return staff != NULL && !staff->must_change &&
         yb_rights_get_grant (yb_store_get_reader (self->ctl->store), staff, self->kind->type->right, &grant,
                              NULL) &&
         grant.open == YB_SCOPE_ALL;
}

static gboolean
hidden_from_you (const char *field, GError **error)
{
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN, _ ("“%s” is personal data and hidden from you"),
               field);
  return FALSE;
}

/* Phones may be looked up whole by those who have that right (security.md, permission matrix); of the rest, whom a mask
 * hides must not be found by guessing either. */
static gboolean
may_filter (Listing *self, const YbField *field, GError **error)
{
  if (!yb_field_is_personal (field) || is_open (self))
    return TRUE;
  if (is_phone (field) && yb_desk_get_scope (self->ctl->desk, "customer.look-up") != YB_SCOPE_NONE)
    return TRUE;

  return hidden_from_you (field->name, error);
}

/* A member of the staff is written by code, as in the output. */
static gboolean
read_value (Listing *self, const YbField *field, const char *value, Condition *condition, GError **error)
{
  if (field->kind == YB_FIELD_REFERENCE && g_strcmp0 (field->refers, "staff") == 0 && *value != '\0')
    {
      g_autoptr (GError) local_error = NULL;

      condition->number = yb_connection_find (yb_store_get_reader (self->ctl->store),
                                              YB_SQL_DESK_STAFF_BY_CODE, value, &local_error);
      if (condition->number != 0)
        return TRUE;
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("there is nobody with the code “%s”"),
                   value);
      return FALSE;
    }

  return yb_field_parse (field, value, &condition->number, &condition->text, error);
}

static gboolean
add_filter (Listing *self, const char *filter, GError **error)
{
  const char *equals = strchr (filter, '=');
  g_autofree char *name = equals != NULL ? g_strndup (filter, equals - filter) : NULL;
  Condition condition = {NULL};

  if (name == NULL || *name == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("“%s” is not a filter; write FIELD=VALUE"), filter);
      return FALSE;
    }
  if (g_str_equal (name, "search"))
    {
      g_clear_pointer (&self->search, yb_ctl_search_free);
      self->search = yb_ctl_search_new (equals + 1, yb_desk_get_scope (self->ctl->desk, "customer.look-up") !=
                                                        YB_SCOPE_NONE);
      return TRUE;
    }

  condition.field = find_field (self, name);
  if (condition.field == NULL || is_hidden (condition.field))
    return unknown_field (self, name, error);
  if (!may_filter (self, condition.field, error))
    return FALSE;
  if (!read_value (self, condition.field, equals + 1, &condition, error))
    return FALSE;

  g_array_append_val (self->conditions, condition);
  return TRUE;
}

static gboolean
set_sort (Listing *self, const char *sort, GError **error)
{
  self->is_descending = *sort == '-';
  self->sort = find_field (self, sort + (self->is_descending ? 1 : 0));
  if (self->sort == NULL || is_hidden (self->sort))
    return unknown_field (self, sort, error);
  /* An order would tell what the mask hides. */
  if (yb_field_is_personal (self->sort) && !is_open (self))
    return hidden_from_you (sort, error);

  return TRUE;
}

static gboolean
holds (const Condition *condition, YbRow *row)
{
  if (!yb_field_is_text (condition->field))
    return yb_row_get_number (row, condition->field) == condition->number;

  return g_strcmp0 (yb_row_get_text (row, condition->field), condition->text) == 0;
}

static gboolean
is_wanted (Listing *self, YbRow *row)
{
  for (guint i = 0; i < self->conditions->len; i++)
    if (!holds (&g_array_index (self->conditions, Condition, i), row))
      return FALSE;

  return yb_ctl_may_see (self->ctl, row) &&
         (self->search == NULL || yb_ctl_search_finds (self->search, self->ctl, row));
}

static void
begin_output (Listing *self)
{
  g_auto (GStrv) names = g_strsplit (self->kind->columns, " ", -1);

  if (self->ctl->json)
    {
      putchar ('[');
      return;
    }

  self->columns = g_ptr_array_new ();
  self->table = yb_ctl_table_new (g_strv_length (names));
  for (guint i = 0; names[i] != NULL; i++)
    {
      const YbField *field = yb_row_type_find_field (self->kind->type, names[i]);

      g_assert (field != NULL);
      g_ptr_array_add (self->columns, (gpointer) field);
      yb_ctl_table_add (self->table, yb_field_label (field));
    }
}

static char *
customer_name (Listing *self, gint64 id)
{
  g_autoptr (YbRow) row = yb_ctl_load (self->ctl, &yb_customer_row_type, id, NULL);

  return g_strdup (row != NULL ? YB_CUSTOMER (row)->name : "");
}

static void
print_row (Listing *self, YbRow *row)
{
  if (self->ctl->json)
    {
      g_autoptr (JsonObject) object = yb_desk_row_to_json (self->ctl->desk, row);
      g_autofree char *text = yb_ctl_object_text (object);

      fputs (self->n_printed > 0 ? ",\n" : "", stdout);
      fputs (text, stdout);
    }
  else
    for (guint i = 0; i < self->columns->len; i++)
      {
        const YbField *field = self->columns->pdata[i];
        g_autofree char *text = g_strcmp0 (field->refers, "customer") == 0
                                    ? customer_name (self, yb_row_get_number (row, field))
                                    : yb_desk_format_field (self->ctl->desk, row, field);

        yb_ctl_table_add (self->table, text);
      }
  self->n_printed++;
}

static void
end_output (Listing *self)
{
  if (self->ctl->json)
    fputs ("]\n", stdout);
  g_clear_pointer (&self->table, yb_ctl_table_free);
}

static gboolean
is_full (Listing *self)
{
  return self->limit != NO_LIMIT && self->n_printed >= self->limit;
}

static void
keep_key (Listing *self, YbRow *row)
{
  SortKey key = {.id = row->id, .is_stated = yb_row_has_value (row, self->sort)};

  if (yb_field_is_text (self->sort))
    key.text = g_strdup (yb_row_get_text (row, self->sort));
  else
    key.number = yb_row_get_number (row, self->sort);
  g_array_append_val (self->keys, key);
}

/* What is not stated comes last, equals in the order of their ids. */
static int
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  const Listing *self = data;
  const SortKey *first = a, *second = b;
  int order;

  if (first->is_stated != second->is_stated)
    return first->is_stated ? -1 : 1;
  order = first->text != NULL ? strcmp (first->text, second->text)
                              : (first->number > second->number) - (first->number < second->number);
  if (order != 0)
    return self->is_descending ? -order : order;

  return (first->id > second->id) - (first->id < second->id);
}

static gboolean
print_sorted (Listing *self, GError **error)
{
  g_array_sort_with_data (self->keys, compare_keys, self);
  for (guint i = 0; i < self->keys->len && !is_full (self); i++)
    {
      g_autoptr (YbRow)
          row = yb_ctl_load (self->ctl, self->kind->type, g_array_index (self->keys, SortKey, i).id, error);

      if (row == NULL || g_cancellable_set_error_if_cancelled (self->ctl->cancellable, error))
        return FALSE;
      print_row (self, row);
    }

  return TRUE;
}

/* Ids of the next page; empty at the end. */
static GArray *
read_page (Listing *self, gint64 after, GError **error)
{
  YbStatement *ids = yb_connection_query (yb_store_get_reader (self->ctl->store), self->kind->ids);
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_number (ids, 1, after);
  yb_statement_bind_number (ids, 2, PAGE_ROWS);
  while (yb_statement_step (ids, &local_error))
    {
      gint64 id = yb_statement_number (ids, 0);

      g_array_append_val (page, id);
    }
  if (local_error == NULL)
    return g_steal_pointer (&page);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static gboolean
walk_page (Listing *self, GArray *page, GError **error)
{
  for (guint i = 0; i < page->len && !is_full (self); i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (YbRow)
          row = yb_ctl_load (self->ctl, self->kind->type, g_array_index (page, gint64, i), &local_error);

      /* Taken away by somebody else in between. */
      if (g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_FOUND))
        continue;
      if (row == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (is_wanted (self, row))
        self->sort != NULL ? keep_key (self, row) : print_row (self, row);
    }

  return !g_cancellable_set_error_if_cancelled (self->ctl->cancellable, error);
}

static gboolean
walk (Listing *self, GError **error)
{
  gint64 after = 0;

  while (!is_full (self))
    {
      g_autoptr (GArray) page = read_page (self, after, error);

      if (page == NULL || !walk_page (self, page, error))
        return FALSE;
      if (page->len == 0)
        break;
      after = g_array_index (page, gint64, page->len - 1);
    }

  return self->sort == NULL || print_sorted (self, error);
}

static int
fail_or_usage (YbCtl *ctl, const GError *error)
{
  return error->domain == YB_DESK_ERROR ? yb_ctl_fail (ctl, error) : yb_ctl_usage (ctl, "%s", error->message);
}

static int
list (Listing *self, char **filters, const char *sort)
{
  YbCtl *ctl = self->ctl;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (!yb_ctl_sign_in (ctl, &error) || !yb_ctl_require (ctl, self->kind->type->right, &error))
    return yb_ctl_fail (ctl, error);
  for (guint i = 0; filters != NULL && filters[i] != NULL; i++)
    if (!add_filter (self, filters[i], &error))
      return fail_or_usage (ctl, error);
  if (sort != NULL && !set_sort (self, sort, &error))
    return fail_or_usage (ctl, error);

  begin_output (self);
  done = walk (self, &error);
  end_output (self);
  return done ? YB_CTL_DONE : yb_ctl_fail (ctl, error);
}

/**
 * yb_ctl_list:
 * @ctl: the call
 *
 * Lists records in the order of their ids or of a field (contract.md, list). Personal data is masked unless
 * the right says otherwise.
 *
 * Returns: the exit code
 */
int
yb_ctl_list (YbCtl *ctl)
{
  g_auto (GStrv) filters = NULL;
  g_autofree char *sort = NULL;
  Listing listing = {.ctl = ctl, .limit = NO_LIMIT};
  const GOptionEntry entries[] = {
      {"filter", 0, 0, G_OPTION_ARG_STRING_ARRAY, &filters,
       N_ ("only records with that value; several must all hold; search=TEXT looks into names, phones and "
           "models"),
       "FIELD=VALUE"},
      {"sort", 0, 0, G_OPTION_ARG_STRING, &sort, N_ ("order by that field; with - the largest first"),
       "FIELD"},
      {"limit", 0, 0, G_OPTION_ARG_INT64, &listing.limit, N_ ("at most so many"), "N"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 1, 1);

  if (code != YB_CTL_GO_ON)
    return code;
  listing.kind = yb_ctl_kind_find (ctl->arguments[0]);
  if (listing.kind == NULL)
    {
      g_autofree char *kinds = yb_ctl_kind_list ();

      return yb_ctl_usage (ctl, _ ("there is no kind “%s”; there are: %s"), ctl->arguments[0], kinds);
    }
  if (listing.limit < 0 && listing.limit != NO_LIMIT)
    return yb_ctl_usage (ctl, "%s", _ ("--limit must not be negative"));

  listing.conditions = g_array_new (FALSE, FALSE, sizeof (Condition));
  g_array_set_clear_func (listing.conditions, (GDestroyNotify) condition_clear);
  listing.keys = g_array_new (FALSE, FALSE, sizeof (SortKey));
  g_array_set_clear_func (listing.keys, (GDestroyNotify) key_clear);
  code = list (&listing, filters, sort);
  g_array_unref (listing.conditions);
  g_array_unref (listing.keys);
  g_clear_pointer (&listing.columns, g_ptr_array_unref);
  g_clear_pointer (&listing.search, yb_ctl_search_free);
  return code;
}
