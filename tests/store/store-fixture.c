/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "store-fixture.h"

#include <glib/gstdio.h>

#define PATIENCE_US (30 * G_USEC_PER_SEC)

void
fixture_audit (YbTransaction *transaction, const char *verb)
{
  const YbAuditEntry entry = {
      .at = FIXTURE_NOW,
      .workstation = "test",
      .verb = verb,
      .arguments = "{}",
      .undoable = TRUE,
  };

  yb_transaction_set_audit (transaction, &entry);
}

typedef struct
{
  YbRow *row;
  const YbRowType *type;
  gint64 id;
  const char *field;
  gint64 number;
  const char *text;
} Change;

static gboolean
insert_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;

  fixture_audit (transaction, "test.insert");
  return yb_transaction_insert (transaction, change->row, error);
}

gboolean
fixture_try_insert (YbStore *store, YbRow *row, GError **error)
{
  Change change = {.row = row};

  return yb_store_write (store, insert_cb, &change, error);
}

static gint64
insert (YbStore *store, gpointer row)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbRow) owned = row;
  Change change = {.row = row};

  yb_store_write (store, insert_cb, &change, &error);
  g_assert_no_error (error);
  return owned->id;
}

static gboolean
set_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (YbRow)
      row = yb_connection_get (yb_transaction_get_connection (transaction), change->type, change->id, error);
  const YbField *field = yb_row_type_find_field (change->type, change->field);

  g_assert_nonnull (row);
  g_assert_nonnull (field);
  fixture_audit (transaction, "test.set");
  if (yb_field_is_text (field))
    yb_row_set_text (row, field, change->text);
  else
    yb_row_set_number (row, field, change->number);
  return yb_transaction_update (transaction, row, error);
}

static gboolean
delete_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Change *change = data;
  g_autoptr (YbRow)
      row = yb_connection_get (yb_transaction_get_connection (transaction), change->type, change->id, error);

  g_assert_nonnull (row);
  fixture_audit (transaction, "test.delete");
  return yb_transaction_delete (transaction, row, error);
}

static void
write_change (YbStore *store, YbWriteFunc func, Change *change)
{
  g_autoptr (GError) error = NULL;

  yb_store_write (store, func, change, &error);
  g_assert_no_error (error);
}

void
fixture_set_number (YbStore *store, const YbRowType *type, gint64 id, const char *field, gint64 value)
{
  Change change = {.type = type, .id = id, .field = field, .number = value};

  write_change (store, set_cb, &change);
}

void
fixture_set_text (YbStore *store, const YbRowType *type, gint64 id, const char *field, const char *value)
{
  Change change = {.type = type, .id = id, .field = field, .text = value};

  write_change (store, set_cb, &change);
}

void
fixture_delete (YbStore *store, const YbRowType *type, gint64 id)
{
  Change change = {.type = type, .id = id};

  write_change (store, delete_cb, &change);
}

gint64
fixture_add_customer (YbStore *store, const char *name)
{
  YbRow *row = yb_row_new (&yb_customer_row_type);

  yb_row_set_text (row, yb_row_type_find_field (&yb_customer_row_type, "name"), name);
  return insert (store, row);
}

YbDeal *
fixture_new_deal (gint64 customer, YbStage stage, gint64 next_contact_at)
{
  YbDeal *deal = YB_DEAL (yb_row_new (&yb_deal_row_type));

  deal->customer = customer;
  deal->stage = stage;
  deal->outcome = YB_OUTCOME_OPEN;
  deal->on_board = 1;
  deal->amount = 20000000;
  deal->stage_since = FIXTURE_NOW;
  deal->next_contact_at = next_contact_at;
  return deal;
}

gint64
fixture_add_deal (YbStore *store, gint64 customer, YbStage stage, gint64 next_contact_at)
{
  return insert (store, fixture_new_deal (customer, stage, next_contact_at));
}

void
fixture_assert_clean (YbStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = yb_store_check (store, TRUE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (problems, i));
  g_assert_cmpuint (problems->len, ==, 0);
}

static gboolean
out_of_patience_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

void
fixture_wait (gboolean (*condition) (gpointer data), gpointer data)
{
  gboolean late = FALSE;
  guint timer = g_timeout_add (PATIENCE_US / 1000, out_of_patience_cb, &late);

  while (!condition (data))
    {
      g_main_context_iteration (NULL, TRUE);
      g_assert_false (late);
    }
  g_source_remove (timer);
}

void
fixture_remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_unlink (path) != 0)
        fixture_remove_folder (path);
    }
  g_rmdir (folder);
}

void
fixture_set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  YbRow *staff;

  f->folder = g_dir_make_tmp ("yb-store-XXXXXX", &error);
  g_assert_no_error (error);
  f->path = g_build_filename (f->folder, "a.yingbin", NULL);
  f->store = yb_store_open (f->path, YB_STORE_CREATE, &error);
  g_assert_no_error (error);

  staff = yb_row_new (&yb_staff_row_type);
  yb_row_set_text (staff, yb_row_type_find_field (&yb_staff_row_type, "code"), "sc");
  yb_row_set_text (staff, yb_row_type_find_field (&yb_staff_row_type, "name"), "Chen Jie");
  f->staff = insert (f->store, staff);
}

void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  /* A reading worker may still hold the store for a moment. */
  for (int i = 0; f->store != NULL && G_OBJECT (f->store)->ref_count > 1 && i < 5000; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  if (f->store != NULL)
    g_assert_finalize_object (f->store);
  fixture_remove_folder (f->folder);
  g_free (f->folder);
  g_free (f->path);
}
