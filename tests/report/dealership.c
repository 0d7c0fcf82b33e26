/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dealership.h"

#include <glib/gstdio.h>

#include "yb-calendar.h"

static gboolean
fill_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  const YbAuditEntry entry = {.at = yb_time_now (), .workstation = "test", .verb = "test", .arguments = "{}"};
  FillFunc fill = *(FillFunc *) data;

  yb_transaction_set_audit (transaction, &entry);
  fill (transaction);
  return TRUE;
}

void
dealership_open (Dealership *self, FillFunc fill)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  self->folder = g_dir_make_tmp ("yb-report-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (self->folder, "test.db", NULL);
  self->store = yb_store_open (path, YB_STORE_CREATE, &error);
  g_assert_no_error (error);
  yb_store_write (self->store, fill_cb, &fill, &error);
  g_assert_no_error (error);
}

void
dealership_close (Dealership *self)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_assert_finalize_object (self->store);
  folder = g_dir_open (self->folder, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_clear_pointer (&self->folder, g_free);
}

static gint64
add_row (YbTransaction *transaction, gpointer row)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  yb_transaction_insert (transaction, YB_ROW (row), &error);
  g_assert_no_error (error);
  id = YB_ROW (row)->id;
  g_object_unref (row);
  return id;
}

/* Pairs of field name and text, ended by %NULL. */
void
set_texts (gpointer row, const char *first, ...)
{
  va_list arguments;

  va_start (arguments, first);
  for (const char *name = first; name != NULL; name = va_arg (arguments, const char *))
    {
      const YbField *field = yb_row_type_find_field (yb_row_get_row_type (row), name);

      g_assert_nonnull (field);
      yb_row_set_text (row, field, va_arg (arguments, const char *));
    }
  va_end (arguments);
}

gint64
add_staff (YbTransaction *transaction, const char *code, const char *name)
{
  YbStaff *staff = g_object_new (yb_staff_get_type (), NULL);

  set_texts (staff, "code", code, "name", name, NULL);
  return add_row (transaction, staff);
}

gint64
add_customer (YbTransaction *transaction, const char *name, const char *phone)
{
  YbCustomer *customer = g_object_new (yb_customer_get_type (), NULL);

  set_texts (customer, "name", name, "phone", phone, NULL);
  return add_row (transaction, customer);
}

YbDeal *
new_deal (gint64 customer,
          YbStage stage,
          YbOutcome outcome,
          const char *opened_on,
          const char *closed_on,
          gint64 amount)
{
  YbDeal *deal = g_object_new (yb_deal_get_type (), NULL);

  set_texts (deal, "opened_on", opened_on, "closed_on", closed_on, NULL);
  deal->customer = customer;
  deal->stage = stage;
  deal->outcome = outcome;
  deal->amount = amount;
  return deal;
}

gint64
add_deal (YbTransaction *transaction, YbDeal *deal)
{
  return add_row (transaction, deal);
}

void
add_move (YbTransaction *transaction, gint64 deal, const char *at, const char *kind, YbStage from, YbStage to)
{
  YbDealHistory *row = g_object_new (yb_deal_history_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  yb_time_parse (at, &row->at, &error);
  g_assert_no_error (error);
  row->deal = deal;
  row->kind = yb_enum_from_code (&yb_history_kind_enum, kind);
  row->from_stage = from;
  row->to_stage = to;
  add_row (transaction, row);
}

void
add_payment (YbTransaction *transaction, gint64 deal, const char *received_on, gint64 amount)
{
  YbPayment *row = g_object_new (yb_payment_get_type (), NULL);

  set_texts (row, "received_on", received_on, NULL);
  row->deal = deal;
  row->amount = amount;
  add_row (transaction, row);
}
