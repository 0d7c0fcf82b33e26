/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-house.h"
#include "yb-staff.h"

static const YbField *
field (const YbRowType *type, const char *name)
{
  const YbField *found = yb_row_type_find_field (type, name);

  g_assert_nonnull (found);
  return found;
}

static void
notified_cb (GObject *row, GParamSpec *pspec, GString *log)
{
  g_string_append_printf (log, "%s ", pspec->name);
}

/* Every type: unstated at birth, one readable property per field, a table and a plural of its own. */
static void
test_types (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) plurals = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  g_assert_cmpuint (n_types, >=, 12);
  for (guint t = 0; t < n_types; t++)
    {
      const YbRowType *type = types[t];
      g_autoptr (YbRow) row = yb_row_new (type);

      g_assert_true (g_hash_table_add (names, (gpointer) type->kind));
      g_assert_true (g_hash_table_add (plurals, (gpointer) type->plural));
      g_assert_true (yb_row_type_by_kind (type->kind) == type);
      g_assert_true (yb_row_type_by_plural (type->plural) == type);
      g_assert_true (yb_row_get_row_type (row) == type);
      g_assert_cmpint (row->id, ==, 0);
      for (guint i = 0; i < type->n_fields; i++)
        {
          const YbField *f = &type->fields[i];
          GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (row), f->name);
          g_autofree char *shown = yb_row_format (row, f);

          g_assert_nonnull (pspec);
          g_assert_cmpint (pspec->flags & G_PARAM_READWRITE, ==, G_PARAM_READABLE);
          g_assert_true (yb_row_type_find_field (type, f->name) == f);
          g_assert_false (yb_row_has_value (row, f));
          if (f->kind != YB_FIELD_FLAG)
            g_assert_cmpstr (shown, ==, "");
          if (f->kind == YB_FIELD_ENUM)
            g_assert_nonnull (f->enumeration);
          if (f->kind == YB_FIELD_REFERENCE)
            g_assert_nonnull (yb_row_type_by_kind (f->refers));
          /* no field of a type hides one of the base */
          for (guint j = 0; j < i; j++)
            g_assert_cmpstr (type->fields[j].name, !=, f->name);
        }
    }
  g_assert_null (yb_row_type_by_kind ("elephant"));
  g_assert_null (yb_row_type_find_field (&yb_deal_row_type, "elephant"));
}

/* Two fields over the same place in the struct would overwrite each other. */
static void
test_offsets (void)
{
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  for (guint t = 0; t < n_types; t++)
    {
      const YbRowType *type = types[t];
      g_autoptr (YbRow) row = yb_row_new (type);

      for (guint i = 0; i < type->n_fields; i++)
        {
          const YbField *f = &type->fields[i];

          if (yb_field_is_text (f))
            g_assert_true (yb_row_set_text (row, f, f->name));
          else
            g_assert_true (yb_row_set_number (row, f, i + 1));
        }
      for (guint i = 0; i < type->n_fields; i++)
        {
          const YbField *f = &type->fields[i];

          if (yb_field_is_text (f))
            g_assert_cmpstr (yb_row_get_text (row, f), ==, f->name);
          else
            g_assert_cmpint (yb_row_get_number (row, f), ==, i + 1);
        }
    }
}

static void
test_properties (void)
{
  g_autoptr (YbRow) row = yb_row_new (&yb_deal_row_type);
  g_autofree char *note = NULL;
  gint64 amount = 0, id = 0, contact = 1;

  yb_row_set_text (row, field (&yb_deal_row_type, "note"), "说明");
  yb_row_set_number (row, field (&yb_deal_row_type, "amount"), 19880000);
  row->id = 7;
  g_object_get (row, "note", &note, "amount", &amount, "id", &id, "next-contact-at", &contact, NULL);
  g_assert_cmpstr (note, ==, "说明");
  g_assert_cmpint (amount, ==, 19880000);
  g_assert_cmpint (id, ==, 7);
  g_assert_cmpint (contact, ==, 0);
  g_assert_true (field (&yb_deal_row_type, "next-contact-at") ==
                 field (&yb_deal_row_type, "next_contact_at"));
  g_assert_cmpstr (field (&yb_deal_row_type, "revision")->name, ==, "revision");
}

static void
test_notify (void)
{
  g_autoptr (YbRow) row = yb_row_new (&yb_deal_row_type);
  const YbField *note = field (&yb_deal_row_type, "note"), *amount = field (&yb_deal_row_type, "amount");
  g_autoptr (GString) log = g_string_new (NULL);

  g_signal_connect (row, "notify", G_CALLBACK (notified_cb), log);
  g_assert_true (yb_row_set_text (row, note, "a"));
  g_assert_false (yb_row_set_text (row, note, "a"));
  g_assert_true (yb_row_set_number (row, amount, 0)); /* nothing and not stated are two things */
  g_assert_false (yb_row_set_number (row, amount, 0));
  g_assert_true (yb_row_set_number (row, field (&yb_deal_row_type, "revision"), 3));
  g_assert_cmpstr (log->str, ==, "note amount revision ");

  g_string_truncate (log, 0);
  g_assert_true (yb_row_set_text (row, note, NULL));
  g_assert_false (yb_row_set_text (row, note, ""));
  g_assert_cmpstr (log->str, ==, "note ");
  g_assert_cmpstr (yb_row_get_text (row, note), ==, "");
  g_assert_false (yb_row_has_value (row, note));
  g_assert_true (yb_row_has_value (row, amount));

  g_string_truncate (log, 0);
  yb_row_put_text (row, note, "quiet");
  yb_row_put_text (row, note, "quieter");
  yb_row_put_number (row, amount, 5);
  g_assert_cmpstr (log->str, ==, "");
  g_assert_cmpstr (yb_row_get_text (row, note), ==, "quieter");
  g_assert_cmpint (yb_row_get_number (row, amount), ==, 5);
}

static void
test_copy (void)
{
  g_autoptr (YbRow) a = yb_row_new (&yb_customer_row_type);
  g_autoptr (YbRow) b = yb_row_new (&yb_customer_row_type);
  g_autoptr (GString) log = g_string_new (NULL);

  a->id = 5;
  a->revision = 2;
  a->updated_at = 99;
  yb_row_set_text (a, field (&yb_customer_row_type, "name"), "李娜");
  yb_row_set_text (a, field (&yb_customer_row_type, "phone"), "138");
  yb_row_set_text (b, field (&yb_customer_row_type, "phone"), "138");
  yb_row_set_text (b, field (&yb_customer_row_type, "note"), "old");
  g_assert_true (yb_row_field_equal (a, b, field (&yb_customer_row_type, "phone")));
  g_assert_false (yb_row_field_equal (a, b, field (&yb_customer_row_type, "name")));
  g_assert_false (yb_row_field_equal (a, b, field (&yb_customer_row_type, "id")));

  g_signal_connect (b, "notify", G_CALLBACK (notified_cb), log);
  yb_row_copy_from (b, a);
  g_assert_cmpint (b->id, ==, 5);
  g_assert_cmpint (b->revision, ==, 2);
  g_assert_cmpint (b->updated_at, ==, 99);
  for (guint i = 0; i < yb_customer_row_type.n_fields; i++)
    g_assert_true (yb_row_field_equal (a, b, &yb_customer_row_type.fields[i]));
  g_assert_null (strstr (log->str, "phone"));
  g_assert_nonnull (strstr (log->str, "name "));
  g_assert_nonnull (strstr (log->str, "note "));
  g_assert_nonnull (strstr (log->str, "updated-at "));
  g_assert_null (strstr (log->str, "created-at"));

  /* the copy owns its texts */
  g_clear_object (&a);
  g_assert_cmpstr (YB_CUSTOMER (b)->name, ==, "李娜");
  g_string_truncate (log, 0);
  yb_row_copy_from (b, b);
  g_assert_cmpstr (log->str, ==, "");
}

static void
test_life (void)
{
  YbRow *row = yb_row_new (&yb_staff_row_type);

  yb_row_set_text (row, field (&yb_staff_row_type, "name"), "Chen Jie");
  g_assert_finalize_object (row);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row/types", test_types);
  g_test_add_func ("/row/offsets", test_offsets);
  g_test_add_func ("/row/properties", test_properties);
  g_test_add_func ("/row/notify", test_notify);
  g_test_add_func ("/row/copy", test_copy);
  g_test_add_func ("/row/life", test_life);
  return g_test_run ();
}
