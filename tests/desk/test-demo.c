/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "yb-calendar.h"
#include "yb-deal-flow.h"
#include "yb-demo.h"
#include "yb-desk.h"
#include "yb-house.h"

#define UNTIL "2026-03-02"
#define CUSTOMERS 300

static char *folder;

static char *
make (const char *name, guint customers, guint months, guint32 seed, const char *until)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  gboolean made = yb_demo_create (path, customers, months, seed, until, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (made);
  return path;
}

static YbStore *
open_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  YbStore *store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);

  g_assert_no_error (error);
  return store;
}

/* No row of a demo is ever deleted: the ids have no gap. */
static GPtrArray *
list_rows (YbStore *store, const YbRowType *type)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  YbConnection *reader = yb_store_get_reader (store);
  YbRow *row;

  for (gint64 id = 1; (row = yb_connection_get (reader, type, id, NULL)) != NULL; id++)
    g_ptr_array_add (rows, row);
  return rows;
}

static void
append_row (GString *text, const YbRowType *type, YbRow *row)
{
  g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, type->kind, row->id,
                          row->created_at);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const YbField *field = &type->fields[i];

      /* The salt of a password is chance, and shall be. */
      if (g_str_equal (field->name, "password"))
        continue;
      if (yb_field_is_text (field))
        g_string_append_printf (text, "|%s", yb_row_get_text (row, field));
      else
        g_string_append_printf (text, "|%" G_GINT64_FORMAT, yb_row_get_number (row, field));
    }
  g_string_append_c (text, '\n');
}

static char *
dump (const char *path)
{
  g_autoptr (YbStore) store = open_store (path);
  GString *text = g_string_new (NULL);
  guint n_types;
  const YbRowType *const *types = yb_row_types (&n_types);

  for (guint t = 0; t < n_types; t++)
    {
      g_autoptr (GPtrArray) rows = NULL;

      if (types[t] == &yb_deal_card_row_type)
        continue;
      rows = list_rows (store, types[t]);
      for (guint i = 0; i < rows->len; i++)
        append_row (text, types[t], rows->pdata[i]);
    }
  return g_string_free (text, FALSE);
}

/* Like g_assert_cmpstr() of long texts, but shows only the first line that differs. */
static void
assert_same_lines (const char *one, const char *other)
{
  g_auto (GStrv) lines = g_strsplit (one, "\n", -1);
  g_auto (GStrv) others = g_strsplit (other, "\n", -1);
  guint i = 0;

  while (lines[i] != NULL && others[i] != NULL && g_str_equal (lines[i], others[i]))
    i++;
  g_assert_cmpstr (lines[i], ==, others[i]);
}

static void
test_same_arguments (void)
{
  g_autofree char *one = make ("one", 60, 3, 7, UNTIL);
  g_autofree char *two = make ("two", 60, 3, 7, UNTIL);
  g_autofree char *three = make ("three", 60, 3, 8, UNTIL);
  g_autofree char *first = dump (one);
  g_autofree char *second = dump (two);
  g_autofree char *third = dump (three);

  assert_same_lines (first, second);
  g_assert_true (strcmp (first, third) != 0);
}

static void
check_deal (YbDeal *deal, YbCustomer *customer, const char *today)
{
  YbDealEvidence evidence = {.deal = deal, .customer = customer, .today = today};
  g_autoptr (GPtrArray) unmet = NULL;
  gint64 stage = deal->stage;

  /* As if it still stood before the first stage: all gates up to its own must hold. */
  deal->stage = YB_STAGE_LEAD;
  unmet = yb_deal_unmet_gates (&evidence, stage);
  deal->stage = stage;
  for (guint i = 0; i < unmet->len; i++)
    g_test_message ("deal %" G_GINT64_FORMAT " in %s: %s", YB_ROW (deal)->id,
                    yb_enum_code (&yb_stage_enum, stage), ((const YbGate *) unmet->pdata[i])->code);
  g_assert_cmpuint (unmet->len, ==, 0);
}

static void
test_gates (void)
{
  g_autofree char *path = make ("gates", 2000, 6, YB_DEMO_SEED, UNTIL);
  g_autoptr (YbStore) store = open_store (path);
  g_autoptr (GPtrArray) deals = list_rows (store, &yb_deal_row_type);

  g_assert_cmpuint (deals->len, ==, 2000);
  for (guint i = 0; i < deals->len; i++)
    {
      YbDeal *deal = deals->pdata[i];
      g_autoptr (GError) error = NULL;
      g_autoptr (YbCustomer) customer = yb_connection_get (yb_store_get_reader (store), &yb_customer_row_type,
                                                           deal->customer, &error);

      g_assert_no_error (error);
      check_deal (deal, customer, UNTIL);
    }
}

/* As "yingbinctl check" has it: the newest row of the history says where the deal stands. */
static void
check_last_history (YbConnection *reader, YbDeal *deal)
{
  YbStatement *last = yb_connection_query (reader, YB_SQL_DESK_HISTORY_LAST);

  yb_statement_bind_number (last, 1, deal->parent_instance.id);
  g_assert_true (yb_statement_step (last, NULL));
  g_assert_cmpstr (yb_statement_text (last, 0), ==, yb_enum_code (&yb_stage_enum, deal->stage));
  g_assert_cmpstr (yb_statement_text (last, 1), ==, yb_enum_code (&yb_outcome_enum, deal->outcome));
  yb_statement_reset (last);
}

/* A lean file too: the rows that it leaves out are not those that the gates need. */
static void
test_lean (void)
{
  g_autofree char *path = make ("lean", 50000, 6, YB_DEMO_SEED, UNTIL);
  g_autoptr (YbStore) store = open_store (path);

  for (gint64 id = 1; id <= 50000; id += 37)
    {
      g_autoptr (GError) error = NULL;
      YbConnection *reader = yb_store_get_reader (store);
      g_autoptr (YbDeal) deal = yb_connection_get (reader, &yb_deal_row_type, id, &error);
      g_autoptr (YbCustomer) customer = yb_connection_get (reader, &yb_customer_row_type, id, &error);

      g_assert_no_error (error);
      g_assert_cmpint (deal->customer, ==, id);
      check_deal (deal, customer, UNTIL);
      check_last_history (reader, deal);
    }
}

static void
test_board (void)
{
  static const guint cards[YB_N_STAGES + 1] = {0, 18, 14, 12, 11, 9, 10, 6, 5, 9};
  g_autofree char *path = make ("board", CUSTOMERS, 6, YB_DEMO_SEED, UNTIL);
  g_autoptr (YbStore) store = open_store (path);
  g_autoptr (GPtrArray) deals = list_rows (store, &yb_deal_row_type);
  gint64 today = yb_date_to_time (UNTIL), tomorrow = yb_date_to_time ("2026-03-03");
  guint found[YB_N_STAGES + 1] = {0};
  guint late = 0, due = 0, without = 0, asked = 0, came_back = 0, blocked = 0;
  guint outcomes[YB_OUTCOME_CANCELLED + 1] = {0};

  for (guint i = 0; i < deals->len; i++)
    {
      YbDeal *deal = deals->pdata[i];

      outcomes[deal->outcome]++;
      if (!deal->on_board)
        continue;
      found[deal->stage]++;
      late += deal->next_contact_at != 0 && deal->next_contact_at < today;
      due += deal->next_contact_at >= today && deal->next_contact_at < tomorrow;
      without += deal->next_contact_at == 0;
      asked += deal->loss_requested_at != 0;
      came_back += deal->cycle > 1;
      blocked += deal->open_blockers > 0;
      g_assert_cmpint (deal->stage_since, <=, today + 9 * 60 * 60 * 1000);
      g_assert_cmpint (deal->loss_requested_at == 0, ==, deal->lost_reason == 0);
    }
  for (guint stage = 1; stage <= YB_N_STAGES; stage++)
    g_assert_cmpuint (found[stage], ==, cards[stage]);
  g_assert_cmpuint (late, >, 0);
  g_assert_cmpuint (due, >, 0);
  g_assert_cmpuint (without, >, 0);
  g_assert_cmpuint (asked, >, 0);
  g_assert_cmpuint (came_back, >, 0);
  g_assert_cmpuint (blocked, >, 0);
  g_assert_cmpuint (outcomes[YB_OUTCOME_LOST], >, 50);
  g_assert_cmpuint (outcomes[YB_OUTCOME_DORMANT], >, 5);
  g_assert_cmpuint (outcomes[YB_OUTCOME_WON], >, 50);
}

/* Counts and sums that the deals carry agree with the rows they are made of, and the house finds nothing
 * wrong. */
static void
test_sums (void)
{
  g_autofree char *path = make ("sums", CUSTOMERS, 6, 3, UNTIL);
  g_autoptr (YbStore) store = open_store (path);
  g_autoptr (GPtrArray) deals = list_rows (store, &yb_deal_row_type);
  g_autoptr (GPtrArray) payments = list_rows (store, &yb_payment_row_type);
  g_autoptr (GPtrArray) contacts = list_rows (store, &yb_contact_row_type);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = yb_store_check (store, TRUE, &error);
  g_autofree char *demo = yb_store_dup_meta (store, "demo");

  g_assert_no_error (error);
  for (guint i = 0; i < problems->len; i++)
    g_test_message ("%s", (const char *) problems->pdata[i]);
  g_assert_cmpuint (problems->len, ==, 0);
  g_assert_cmpstr (demo, ==, "1");

  for (guint i = 0; i < payments->len; i++)
    ((YbDeal *) deals->pdata[YB_PAYMENT (payments->pdata[i])->deal - 1])->paid -=
        YB_PAYMENT (payments->pdata[i])->amount;
  for (guint i = 0; i < contacts->len; i++)
    ((YbDeal *) deals->pdata[YB_CONTACT (contacts->pdata[i])->deal - 1])->two_way_contacts -=
        YB_CONTACT (contacts->pdata[i])->reached;
  for (guint i = 0; i < deals->len; i++)
    {
      g_assert_cmpint (YB_DEAL (deals->pdata[i])->paid, ==, 0);
      g_assert_cmpint (YB_DEAL (deals->pdata[i])->two_way_contacts, ==, 0);
    }
}

static void
test_staff (void)
{
  static const char *const codes[] = {"rc", "sc", "sc2", "sm",  "sa", "sa2", "disp", "te",  "te2", "tl", "qc",
                                      "pk", "ca", "fin", "fvp", "cc", "cc2", "mkt",  "svm", "gm",  "ad"};
  g_autofree char *path = make ("staff", 10, 1, YB_DEMO_SEED, UNTIL);
  g_autoptr (YbStore) store = open_store (path);
  g_autoptr (YbDesk) desk = yb_desk_new (store);
  g_autoptr (GPtrArray) staff = list_rows (store, &yb_staff_row_type);

  g_assert_cmpuint (staff->len, ==, G_N_ELEMENTS (codes));
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean known = FALSE;

      for (guint s = 0; s < staff->len; s++)
        known |= g_str_equal (YB_STAFF (staff->pdata[s])->code, codes[i]);
      g_assert_true (known);
      /* One hash for all but the administrator: two sign-ins show both. */
      if (!g_str_equal (codes[i], "ad") && !g_str_equal (codes[i], "sc"))
        continue;
      yb_desk_sign_in (desk, codes[i], "demo", &error);
      g_assert_no_error (error);
    }
}

static void
cancel_cb (double fraction, gpointer data)
{
  if (fraction > 0.3)
    g_cancellable_cancel (data);
}

static void
test_refused (void)
{
  g_autofree char *path = make ("there", 5, 1, YB_DEMO_SEED, UNTIL);
  g_autofree char *stopped = g_build_filename (folder, "stopped", NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (yb_demo_create (path, 5, 1, 1, UNTIL, NULL, NULL, NULL, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_false (yb_demo_create (stopped, 0, 1, 1, UNTIL, NULL, NULL, NULL, &error));
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (yb_demo_create (stopped, 5, 1, 1, "2026-02-30", NULL, NULL, NULL, &error));
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (yb_demo_create (stopped, 500, 1, 1, UNTIL, cancel_cb, cancellable, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (stopped, G_FILE_TEST_EXISTS));
}

static void
remove_folder (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("yb-demo-XXXXXX", NULL);
  g_assert_nonnull (folder);

  g_test_add_func ("/demo/same-arguments", test_same_arguments);
  g_test_add_func ("/demo/gates", test_gates);
  g_test_add_func ("/demo/lean", test_lean);
  g_test_add_func ("/demo/board", test_board);
  g_test_add_func ("/demo/sums", test_sums);
  g_test_add_func ("/demo/staff", test_staff);
  g_test_add_func ("/demo/refused", test_refused);

  status = g_test_run ();
  remove_folder ();
  return status;
}
