/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "store-fixture.h"
#include "yb-row-list.h"

#define N_DEALS 1000
#define DAY FIXTURE_DAY

/* The columns of the board, ordered by the planned contact. Deal no. i is planned for day i. */
static const YbListQuery column = {
    .type = &yb_deal_card_row_type,
    .ids = YB_SQL_BOARD_COLUMN_ALL,
    .before = YB_SQL_BOARD_COLUMN_ALL_BEFORE,
};

static const YbListQuery column_of_deals = {
    .type = &yb_deal_row_type,
    .ids = YB_SQL_BOARD_COLUMN_ALL,
    .before = YB_SQL_BOARD_COLUMN_ALL_BEFORE,
};

static const YbListParameter leads = {.text = "LEAD"};
static const YbListParameter receptions = {.text = "RECEPTION"};

typedef struct
{
  Fixture base;
  gint64 customer;
  YbRowList *leads;
  YbRowList *receptions;
  GString *log;
} Lists;

static void
items_changed_cb (GListModel *list, guint position, guint removed, guint added, Lists *f)
{
  g_string_append_printf (f->log, "%s(%u,%u,%u)", f->log->len > 0 ? " " : "", position, removed, added);
}

static gboolean
is_loaded (gpointer list)
{
  return !yb_row_list_get_loading (list);
}

static guint
length (YbRowList *list)
{
  return g_list_model_get_n_items (G_LIST_MODEL (list));
}

static YbDealCard *
get (YbRowList *list, guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (list), position);
}

static gint64
id_at (YbRowList *list, guint position)
{
  g_autoptr (YbRow) row = g_list_model_get_item (G_LIST_MODEL (list), position);

  return row->id;
}

typedef struct
{
  gint64 customer;
  guint n;
} Filling;

static gboolean
fill_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Filling *filling = data;

  fixture_audit (transaction, "test.fill");
  for (guint i = 1; i <= filling->n; i++)
    {
      g_autoptr (YbDeal) deal = fixture_new_deal (filling->customer, YB_STAGE_LEAD, i * DAY);

      if (!yb_transaction_insert (transaction, (YbRow *) deal, error))
        return FALSE;
    }

  return TRUE;
}

static void
set_up (Lists *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  Filling filling;

  fixture_set_up (&f->base, NULL);
  f->customer = fixture_add_customer (f->base.store, "Li Na");
  filling = (Filling){f->customer, data != NULL ? GPOINTER_TO_UINT (data) : N_DEALS};
  yb_store_write (f->base.store, fill_cb, &filling, &error);
  g_assert_no_error (error);

  f->leads = yb_row_list_new (f->base.store, &column, &leads, 1);
  f->receptions = yb_row_list_new (f->base.store, &column, &receptions, 1);
  fixture_wait (is_loaded, f->leads);
  fixture_wait (is_loaded, f->receptions);
  f->log = g_string_new (NULL);
  g_signal_connect (f->leads, "items-changed", G_CALLBACK (items_changed_cb), f);
}

static void
tear_down (Lists *f, gconstpointer data)
{
  g_assert_finalize_object (f->leads);
  g_assert_finalize_object (f->receptions);
  g_string_free (f->log, TRUE);
  fixture_tear_down (&f->base, NULL);
}

static gpointer
read_order_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  YbStatement *statement = yb_connection_query (connection, YB_SQL_BOARD_COLUMN_ALL);

  yb_statement_bind_number (statement, 1, -1);
  yb_statement_bind_text (statement, 3, data);
  while (yb_statement_step (statement, error))
    {
      gint64 id = yb_statement_number (statement, 0);

      g_array_append_val (ids, id);
    }

  return ids;
}

/* The list against the order that SQLite gives. */
static void
assert_in_order (Lists *f, YbRowList *list, const char *stage)
{
  g_autoptr (GArray) ids = yb_store_read (f->base.store, read_order_cb, (gpointer) stage, NULL);

  g_assert_cmpuint (length (list), ==, ids->len);
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (id_at (list, i), ==, g_array_index (ids, gint64, i));
}

static void
plan (Lists *f, gint64 deal, gint64 next_contact_at)
{
  fixture_set_number (f->base.store, &yb_deal_row_type, deal, "next_contact_at", next_contact_at);
}

static void
move (Lists *f, gint64 deal, YbStage stage)
{
  fixture_set_number (f->base.store, &yb_deal_row_type, deal, "stage", stage);
}

static void
test_sorted (Lists *f, gconstpointer data)
{
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (f->leads)) == yb_deal_card_get_type ());
  g_assert_cmpuint (length (f->leads), ==, N_DEALS);
  g_assert_cmpuint (length (f->receptions), ==, 0);
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (f->leads), N_DEALS));
  assert_in_order (f, f->leads, "LEAD");
}

static void
count_cb (gpointer data, GObject *where_the_row_was)
{
  (*(guint *) data)--;
}

/* Only the rows of the last pages stay alive. */
static void
test_few_rows_alive (Lists *f, gconstpointer data)
{
  guint n_alive = 0;

  for (guint i = 0; i < length (f->leads); i++)
    {
      g_autoptr (YbDealCard) card = get (f->leads, i);

      n_alive++;
      g_object_weak_ref (G_OBJECT (card), count_cb, &n_alive);
    }
  g_assert_cmpuint (length (f->leads), ==, 3000);
  g_assert_cmpuint (n_alive, <=, 16 * 64);
  g_clear_object (&f->leads);
  g_assert_cmpuint (n_alive, ==, 0);
  f->leads = yb_row_list_new (f->base.store, &column, &leads, 1);
  fixture_wait (is_loaded, f->leads);
}

static void
test_shared_identity (Lists *f, gconstpointer data)
{
  g_autoptr (YbRowList) twin = yb_row_list_new (f->base.store, &column, &leads, 1);
  g_autoptr (YbRowList) deals = yb_row_list_new (f->base.store, &column_of_deals, &leads, 1);
  g_autoptr (YbDealCard) a = get (f->leads, 100);
  g_autoptr (YbDealCard) b = get (twin, 100);
  g_autoptr (YbDealCard) c = yb_store_get_row (f->base.store, &yb_deal_card_row_type, ((YbRow *) a)->id);
  g_autoptr (YbDeal) deal = g_list_model_get_item (G_LIST_MODEL (deals), 100);

  g_assert_true (a == b);
  g_assert_true (a == c);
  /* the same record seen through another type is another object */
  g_assert_cmpint (((YbRow *) deal)->id, ==, ((YbRow *) a)->id);
  g_assert_true ((gpointer) deal != (gpointer) a);
  fixture_wait (is_loaded, twin);
  fixture_wait (is_loaded, deals);
}

static void
notified_cb (GObject *row, GParamSpec *pspec, GString *log)
{
  g_string_append_printf (log, "%s ", pspec->name);
}

static void
test_update_in_place (Lists *f, gconstpointer data)
{
  g_autoptr (YbDealCard) card = get (f->leads, 500);
  g_autoptr (GString) notified = g_string_new (NULL);

  g_signal_connect (card, "notify::amount", G_CALLBACK (notified_cb), notified);
  g_signal_connect (card, "notify::stage", G_CALLBACK (notified_cb), notified);
  fixture_set_number (f->base.store, &yb_deal_row_type, ((YbRow *) card)->id, "amount", 12345);
  g_assert_cmpint (card->amount, ==, 12345);
  g_assert_cmpint (((YbRow *) card)->revision, ==, 2);
  g_assert_cmpstr (notified->str, ==, "amount ");
  g_assert_cmpstr (f->log->str, ==, "");
}

/* The card shows the customer's name, which is a column of another table. */
static void
test_dependency (Lists *f, gconstpointer data)
{
  g_autoptr (YbDealCard) card = get (f->leads, 3);
  g_autoptr (GString) notified = g_string_new (NULL);

  g_assert_cmpstr (card->customer_name, ==, "Li Na");
  g_signal_connect (card, "notify", G_CALLBACK (notified_cb), notified);
  fixture_set_text (f->base.store, &yb_customer_row_type, f->customer, "name", "Wang Fang");
  g_assert_cmpstr (card->customer_name, ==, "Wang Fang");
  g_assert_cmpstr (notified->str, ==, "customer-name ");
  g_assert_cmpstr (f->log->str, ==, "");

  /* and the consultant's of a third */
  fixture_set_number (f->base.store, &yb_deal_row_type, ((YbRow *) card)->id, "consultant", f->base.staff);
  g_assert_cmpstr (card->consultant_name, ==, "Chen Jie");
  fixture_set_text (f->base.store, &yb_staff_row_type, f->base.staff, "name", "Chen Jie B");
  g_assert_cmpstr (card->consultant_name, ==, "Chen Jie B");
}

static void
test_move_insert_remove (Lists *f, gconstpointer data)
{
  g_autoptr (YbDealCard) card = get (f->leads, 500);
  g_autoptr (YbDealCard) first = NULL;
  g_autoptr (YbDealCard) moved = NULL;
  gint64 id;

  plan (f, ((YbRow *) card)->id, 1);
  g_assert_cmpstr (f->log->str, ==, "(500,1,0) (0,0,1)");
  first = get (f->leads, 0);
  g_assert_true (first == card);

  g_string_truncate (f->log, 0);
  id = fixture_add_deal (f->base.store, f->customer, YB_STAGE_LEAD, 2000 * DAY);
  g_assert_cmpstr (f->log->str, ==, "(1000,0,1)");

  g_string_truncate (f->log, 0);
  fixture_delete (f->base.store, &yb_deal_row_type, id);
  g_assert_cmpstr (f->log->str, ==, "(1000,1,0)");

  /* between columns: the same object leaves here and comes up there */
  g_string_truncate (f->log, 0);
  move (f, ((YbRow *) card)->id, YB_STAGE_RECEPTION);
  g_assert_cmpstr (f->log->str, ==, "(0,1,0)");
  g_assert_cmpuint (length (f->receptions), ==, 1);
  moved = get (f->receptions, 0);
  g_assert_true (moved == card);
  g_assert_false (yb_row_list_find (f->leads, ((YbRow *) card)->id, NULL));

  /* off the board */
  fixture_set_number (f->base.store, &yb_deal_row_type, ((YbRow *) card)->id, "on_board", 0);
  g_assert_cmpuint (length (f->receptions), ==, 0);
}

static void
test_near_move_is_one_span (Lists *f, gconstpointer data)
{
  g_autoptr (YbDealCard) card = get (f->leads, 500);
  g_autoptr (YbDealCard) moved = NULL;

  plan (f, ((YbRow *) card)->id, 504 * DAY + 1);
  g_assert_cmpstr (f->log->str, ==, "(500,4,4)");
  moved = get (f->leads, 503);
  g_assert_true (moved == card);
}

static void
test_far_move (Lists *f, gconstpointer data)
{
  gint64 id = id_at (f->leads, 10);

  plan (f, id, 900 * DAY + 1);
  g_assert_cmpstr (f->log->str, ==, "(10,1,0) (899,0,1)");
  assert_in_order (f, f->leads, "LEAD");
}

/* Deals without a plan stand first, by number. */
static void
test_null_order (Lists *f, gconstpointer data)
{
  plan (f, id_at (f->leads, 700), 0);
  plan (f, id_at (f->leads, 300), 0);
  g_assert_cmpint (id_at (f->leads, 0), ==, 300);
  assert_in_order (f, f->leads, "LEAD");
}

static gboolean
insert_and_refuse_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Lists *f = data;
  g_autoptr (YbDeal) deal = fixture_new_deal (f->customer, YB_STAGE_LEAD, 1);

  fixture_audit (transaction, "test.refused");
  g_assert_true (yb_transaction_insert (transaction, (YbRow *) deal, NULL));
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "changed my mind");
  return FALSE;
}

static gboolean
insert_two_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Lists *f = data;
  g_autoptr (YbDeal) first = fixture_new_deal (f->customer, YB_STAGE_LEAD, 1);
  g_autoptr (YbDeal) second = fixture_new_deal (f->customer, YB_STAGE_LEAD, 2);

  fixture_audit (transaction, "test.two");
  g_assert_true (yb_transaction_insert (transaction, (YbRow *) first, NULL));
  g_assert_true (yb_transaction_insert (transaction, (YbRow *) second, NULL));
  g_assert_cmpstr (f->log->str, ==, "");
  return TRUE;
}

static void
test_rollback_is_silent (Lists *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (yb_store_write (f->base.store, insert_and_refuse_cb, f, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (f->log->str, ==, "");
  g_assert_true (yb_store_write (f->base.store, insert_two_cb, f, NULL));
  g_assert_cmpstr (f->log->str, ==, "(0,0,1) (1,0,1)");
}

/* Neighbours that all change in one commit: each would be misled by the old places of the others. */
static gboolean
turn_round_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  const guint n = GPOINTER_TO_UINT (data);

  fixture_audit (transaction, "test.turn-round");
  for (guint i = 1; i <= n; i++)
    {
      g_autoptr (YbDeal)
          deal = yb_connection_get (yb_transaction_get_connection (transaction), &yb_deal_row_type, i, error);

      yb_row_set_number ((YbRow *) deal, yb_row_type_find_field (&yb_deal_row_type, "next_contact_at"),
                         (n + 1 - i) * DAY);
      if (!yb_transaction_update (transaction, (YbRow *) deal, error))
        return FALSE;
    }

  return TRUE;
}

static void
test_many_moves_in_one_commit (Lists *f, gconstpointer data)
{
  g_assert_true (yb_store_write (f->base.store, turn_round_cb, GUINT_TO_POINTER (60), NULL));
  g_assert_false (yb_row_list_get_loading (f->leads));
  g_assert_cmpint (id_at (f->leads, 0), ==, 60);
  assert_in_order (f, f->leads, "LEAD");
}

static void
test_burst_reloads (Lists *f, gconstpointer data)
{
  g_assert_true (yb_store_write (f->base.store, turn_round_cb, GUINT_TO_POINTER (200), NULL));
  g_assert_true (yb_row_list_get_loading (f->leads));
  fixture_wait (is_loaded, f->leads);
  fixture_wait (is_loaded, f->receptions);
  /* only the span that differs; a removal first, because both numbers are large */
  g_assert_cmpstr (f->log->str, ==, "(0,200,0) (0,0,200)");
  assert_in_order (f, f->leads, "LEAD");
}

/* A commit during a load: the list notices that its ids may be old, and loads once more. */
static void
test_commit_during_load (Lists *f, gconstpointer data)
{
  yb_row_list_set_query (f->leads, &column, &leads, 1);
  g_assert_true (yb_row_list_get_loading (f->leads));
  fixture_add_deal (f->base.store, f->customer, YB_STAGE_LEAD, 1);
  plan (f, id_at (f->leads, 5), 5000 * DAY);
  fixture_wait (is_loaded, f->leads);
  g_assert_cmpuint (length (f->leads), ==, N_DEALS + 1);
  assert_in_order (f, f->leads, "LEAD");
}

/* Between begin and end nothing changes under the reader's feet, whoever writes; the news come after the end. */
static void
test_snapshot (Lists *f, gconstpointer data)
{
  guint before = length (f->leads);
  gint64 first = id_at (f->leads, 0);

  g_string_truncate (f->log, 0);
  yb_store_begin_snapshot (f->base.store);
  yb_store_begin_snapshot (f->base.store);
  fixture_set_number (f->base.store, &yb_deal_row_type, first, "stage", YB_STAGE_RECEPTION);
  yb_store_end_snapshot (f->base.store);
  g_assert_cmpuint (length (f->leads), ==, before);
  g_assert_cmpstr (f->log->str, ==, "");
  yb_store_end_snapshot (f->base.store);
  g_assert_cmpuint (length (f->leads), ==, before - 1);
  g_assert_cmpint (id_at (f->leads, 0), !=, first);
}

/* A query that scans is left to the worker; what was listed before stays until then. */
static void
test_scanning_query (Lists *f, gconstpointer data)
{
  static const YbListQuery scanning = {&yb_deal_card_row_type, YB_SQL_BOARD_COLUMN_ALL,
                                       YB_SQL_BOARD_COLUMN_ALL_BEFORE, TRUE};

  move (f, id_at (f->leads, 0), YB_STAGE_RECEPTION);
  yb_row_list_set_query (f->leads, &scanning, &receptions, 1);
  g_assert_true (yb_row_list_get_loading (f->leads));
  g_assert_cmpuint (length (f->leads), ==, N_DEALS - 1);
  fixture_wait (is_loaded, f->leads);
  g_assert_cmpuint (length (f->leads), ==, 1);
  /* the quick query does not wait for the slow one */
  yb_row_list_set_query (f->leads, &scanning, &leads, 1);
  yb_row_list_set_query (f->leads, &column, &receptions, 1);
  g_assert_false (yb_row_list_get_loading (f->leads));
  g_assert_cmpuint (length (f->leads), ==, 1);
}

static void
test_other_query (Lists *f, gconstpointer data)
{
  move (f, id_at (f->leads, 0), YB_STAGE_RECEPTION);
  yb_row_list_set_query (f->leads, &column, &receptions, 1);
  g_assert_false (yb_row_list_get_loading (f->leads));
  g_assert_cmpuint (length (f->leads), ==, 1);
  yb_row_list_set_query (f->leads, &column, &leads, 1);
  /* the first rows are there before the worker has read the rest */
  g_assert_cmpuint (length (f->leads), ==, 256);
  fixture_wait (is_loaded, f->leads);
  assert_in_order (f, f->leads, "LEAD");
}

/* A list that is dropped while its worker reads, and a store right behind it. */
static void
test_dropped_while_loading (Lists *f, gconstpointer data)
{
  for (int i = 0; i < 20; i++)
    {
      YbRowList *list = yb_row_list_new (f->base.store, &column, &leads, 1);

      g_assert_true (yb_row_list_get_loading (list));
      g_assert_finalize_object (list);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
  yb_row_list_set_query (f->leads, &column, &leads, 1);
  fixture_wait (is_loaded, f->leads);
}

static gboolean
all_written (gpointer data)
{
  return *(guint *) data == 0;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  guint *n_left = user_data;

  yb_store_write_finish (YB_STORE (source), result, &error);
  g_assert_no_error (error);
  (*n_left)--;
}

typedef struct
{
  gint64 deal;
  gint64 at;
} Plan;

static gboolean
plan_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Plan *p = data;
  g_autoptr (YbDeal) deal = yb_connection_get (yb_transaction_get_connection (transaction), &yb_deal_row_type,
                                               p->deal, error);

  fixture_audit (transaction, "test.plan");
  yb_row_set_number ((YbRow *) deal, yb_row_type_find_field (&yb_deal_row_type, "next_contact_at"), p->at);
  return yb_transaction_update (transaction, (YbRow *) deal, error);
}

/* Commits of the writer thread run ahead of what the lists were told; they must not be misled by that. */
static void
test_writer_runs_ahead (Lists *f, gconstpointer data)
{
  guint n_left = 0;

  for (int i = 0; i < 300; i++)
    {
      Plan *p = g_new (Plan, 1);

      p->deal = g_test_rand_int_range (1, 101);
      p->at = g_test_rand_int_range (0, 100) * DAY;
      n_left++;
      yb_store_write_async (f->base.store, plan_cb, p, g_free, NULL, written_cb, &n_left);
      if (i % 7 == 0)
        g_main_context_iteration (NULL, FALSE);
    }
  fixture_wait (all_written, &n_left);
  fixture_wait (is_loaded, f->leads);
  assert_in_order (f, f->leads, "LEAD");
}

/* Whatever is done, the lists hold what SQLite would give, in its order. */
static void
test_random_moves (Lists *f, gconstpointer data)
{
  const guint n = GPOINTER_TO_UINT (data);

  for (int step = 0; step < 2000; step++)
    {
      gint64 deal = g_test_rand_int_range (1, n + 1);

      if (g_test_rand_bit ())
        plan (f, deal, g_test_rand_int_range (0, 20) * DAY);
      else
        move (f, deal, g_test_rand_bit () ? YB_STAGE_LEAD : YB_STAGE_RECEPTION);
      assert_in_order (f, f->leads, "LEAD");
      assert_in_order (f, f->receptions, "RECEPTION");
    }
  g_assert_false (yb_row_list_get_loading (f->leads));
}

static void
test_live_row (Lists *f, gconstpointer data)
{
  g_autoptr (YbDealCard) card = get (f->leads, 0);
  gint64 id = ((YbRow *) card)->id;

  g_assert_null (yb_store_get_row (f->base.store, &yb_deal_row_type, 0));
  g_assert_null (yb_store_get_row (f->base.store, &yb_deal_row_type, 123456789));
  /* what is gone keeps its last content while somebody shows it */
  fixture_delete (f->base.store, &yb_deal_row_type, id);
  g_assert_cmpstr (card->customer_name, ==, "Li Na");
  g_assert_cmpuint (length (f->leads), ==, N_DEALS - 1);
  g_assert_null (yb_store_get_row (f->base.store, &yb_deal_row_type, id));
}

int
main (int argc, char **argv)
{
  static const struct
  {
    const char *path;
    void (*func) (Lists *f, gconstpointer data);
    guint n_deals;
  } tests[] = {
      {"/row-list/sorted", test_sorted, 0},
      {"/row-list/few-rows-alive", test_few_rows_alive, 3000},
      {"/row-list/shared-identity", test_shared_identity, 0},
      {"/row-list/update-in-place", test_update_in_place, 0},
      {"/row-list/dependency", test_dependency, 0},
      {"/row-list/move-insert-remove", test_move_insert_remove, 0},
      {"/row-list/near-move-is-one-span", test_near_move_is_one_span, 0},
      {"/row-list/far-move", test_far_move, 0},
      {"/row-list/null-order", test_null_order, 0},
      {"/row-list/rollback-is-silent", test_rollback_is_silent, 0},
      {"/row-list/many-moves-in-one-commit", test_many_moves_in_one_commit, 0},
      {"/row-list/burst-reloads", test_burst_reloads, 0},
      {"/row-list/commit-during-load", test_commit_during_load, 0},
      {"/row-list/snapshot", test_snapshot, 0},
      {"/row-list/scanning-query", test_scanning_query, 0},
      {"/row-list/other-query", test_other_query, 0},
      {"/row-list/dropped-while-loading", test_dropped_while_loading, 0},
      {"/row-list/writer-runs-ahead", test_writer_runs_ahead, 0},
      {"/row-list/live-row", test_live_row, 0},
      {"/row-list/random-moves", test_random_moves, 40},
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    g_test_add (tests[i].path, Lists, GUINT_TO_POINTER (tests[i].n_deals), set_up, tests[i].func, tear_down);
  return g_test_run ();
}
