/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "dealership.h"
#include "yb-calendar.h"
#include "yb-figure.h"

/* A row of the history that changes the outcome and not the stage. */
static void
add_change (YbTransaction *transaction,
            gint64 deal,
            const char *at,
            const char *kind,
            YbOutcome from,
            YbOutcome to,
            const char *reason)
{
  g_autoptr (YbDealHistory) row = g_object_new (yb_deal_history_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  yb_time_parse (at, &row->at, &error);
  row->deal = deal;
  row->kind = yb_enum_from_code (&yb_history_kind_enum, kind);
  row->from_stage = row->to_stage = YB_STAGE_NEGOTIATE;
  row->from_outcome = from;
  row->to_outcome = to;
  set_texts (row, "reason", reason, NULL);
  yb_transaction_insert (transaction, YB_ROW (row), &error);
  g_assert_no_error (error);
}

/* Everything is reckoned for 2026-03-01 … 2026-03-31. */
static void
fill (YbTransaction *transaction)
{
  gint64 wang = add_customer (transaction, "王伟", "13800001111");
  gint64 sc = add_staff (transaction, "sc", "Li Na");
  gint64 sc2 = add_staff (transaction, "sc2", "Zhao Lei");
  YbDeal *deal;
  gint64 id;

  /* Won, 10 days, referred, by sc; promised for 2026-03-20, 100,000 yuan, paid 30,000 in time and 20,000 in
   * April. */
  deal = new_deal (wang, YB_STAGE_DELIVERY, YB_OUTCOME_WON, "2026-02-27", "2026-03-09", 10000000);
  deal->consultant = sc;
  deal->source = yb_enum_from_code (&yb_source_enum, "referral");
  set_texts (deal, "delivery_on", "2026-03-20", "model", "A3", NULL);
  id = add_deal (transaction, deal);
  add_payment (transaction, id, "2026-03-10", 3000000);
  add_payment (transaction, id, "2026-04-02", 2000000);

  /* Won on the last day, 31 days, by sc2; delivered in the period; promised for 2025-12-01, 10,000 not paid.
   */
  deal = new_deal (wang, YB_STAGE_FOLLOWUP, YB_OUTCOME_WON, "2026-02-28", "2026-03-31", 5000000);
  deal->consultant = sc2;
  deal->source = yb_enum_from_code (&yb_source_enum, "walk_in");
  set_texts (deal, "delivery_on", "2025-12-01", "delivered_on", "2026-03-31", "model", "Q5", NULL);
  id = add_deal (transaction, deal);
  add_payment (transaction, id, "2026-03-30", 4000000);

  /* Won in the period but opened on an unknown day: no cycle. Nobody's. */
  add_deal (transaction, new_deal (wang, YB_STAGE_DELIVERY, YB_OUTCOME_WON, "", "2026-03-01", YB_NO_VALUE));
  /* Won the day before and the day after: not counted. */
  add_deal (transaction, new_deal (wang, YB_STAGE_DELIVERY, YB_OUTCOME_WON, "2026-01-01", "2026-02-28", 700));
  add_deal (transaction, new_deal (wang, YB_STAGE_DELIVERY, YB_OUTCOME_WON, "2026-01-01", "2026-04-01", 900));

  /* Lost: 2 by price, 1 without a reason, 1 duplicate. */
  for (guint i = 0; i < 4; i++)
    {
      static const char *const reasons[] = {"price", "price", "", "invalid"};

      deal = new_deal (wang, YB_STAGE_NEEDS, YB_OUTCOME_LOST, "2026-03-01", "2026-03-15", 100);
      deal->consultant = sc;
      deal->lost_reason = yb_enum_from_code (&yb_lost_reason_enum, reasons[i]);
      add_deal (transaction, deal);
    }

  /* A contract is cancelled in the period: the deal stands open in negotiation again. Another one was cancelled by
   * mistake and taken back, a third the day after the period. */
  for (guint i = 0; i < 3; i++)
    {
      id = add_deal (transaction,
                     new_deal (wang, YB_STAGE_NEGOTIATE, YB_OUTCOME_OPEN, "2026-03-01", "", 100));
      add_change (transaction, id, i < 2 ? "2026-03-31T23:59:59+08:00" : "2026-04-01T00:00:00+08:00",
                  "cancelled", YB_OUTCOME_WON, YB_OUTCOME_OPEN, "");
      if (i == 1)
        add_change (transaction, id, "2026-04-01T09:00:00+08:00", "undone", YB_OUTCOME_OPEN, YB_OUTCOME_WON,
                    "");
    }
  add_deal (transaction, new_deal (wang, YB_STAGE_LEAD, YB_OUTCOME_DORMANT, "2026-03-01", "", 100));
  /* Opened later than the period: not one of its stages. */
  add_deal (transaction, new_deal (wang, YB_STAGE_LEAD, YB_OUTCOME_OPEN, "2026-04-01", "", 100));
}

static GPtrArray *
compute (Dealership *house, YbFigureGroup by)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *figures = yb_figures_compute (yb_store_get_reader (house->store), "2026-03-01", "2026-03-31", by,
                                           &error);

  g_assert_no_error (error);
  return figures;
}

static void
assert_ratio (GPtrArray *figures, const char *id, gint64 numerator, gint64 denominator)
{
  const YbFigure *figure = yb_figures_find (figures, id);

  g_test_message ("%s", id);
  g_assert_nonnull (figure);
  g_assert_cmpint (figure->whole.numerator, ==, numerator);
  g_assert_cmpint (figure->whole.denominator, ==, denominator);
  g_assert_true (figure->whole.has_value == (denominator != 0));
  if (denominator != 0 && figure->unit == YB_FIGURE_SHARE)
    g_assert_cmpfloat_with_epsilon (figure->whole.value, (double) numerator / denominator, 1e-12);
}

static const YbFigurePart *
find_part (GPtrArray *parts, const char *key)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const YbFigurePart *part = g_ptr_array_index (parts, i);

      if (g_str_equal (part->key, key))
        return part;
    }

  return NULL;
}

static void
test_period (void)
{
  Dealership house = {NULL};
  g_autoptr (GPtrArray) figures = NULL;

  dealership_open (&house, fill);
  figures = compute (&house, YB_FIGURE_GROUP_NONE);

  assert_ratio (figures, "K10", 3, 6);
  assert_ratio (figures, "K11", 10 + 31, 2);
  g_assert_cmpfloat (yb_figures_find (figures, "K11")->whole.value, ==, 20.5);
  g_assert_cmpfloat (yb_figures_find (figures, "K11-median")->whole.value, ==, 20.5);
  assert_ratio (figures, "K12", 3, 6);
  g_assert_cmpfloat (yb_figures_find (figures, "K13-sold")->whole.value, ==, 3);
  g_assert_cmpfloat (yb_figures_find (figures, "K13-delivered")->whole.value, ==, 1);
  assert_ratio (figures, "K17", 1, 4);
  assert_ratio (figures, "K21", 3000000, 10000000);
  assert_ratio (figures, "K22", 1, 3);
  g_assert_cmpfloat (yb_figures_find (figures, "won")->whole.value, ==, 3);
  g_assert_cmpfloat (yb_figures_find (figures, "lost")->whole.value, ==, 4);
  g_assert_cmpfloat (yb_figures_find (figures, "won_value")->whole.value, ==, 15000000);
  g_assert_cmpuint (yb_figures_find (figures, "K10")->groups->len, ==, 0);

  g_clear_pointer (&figures, g_ptr_array_unref);
  dealership_close (&house);
}

static void
test_parts (void)
{
  Dealership house = {NULL};
  g_autoptr (GPtrArray) figures = NULL;
  GPtrArray *parts;

  dealership_open (&house, fill);
  figures = compute (&house, YB_FIGURE_GROUP_NONE);

  /* The most frequent reason first; duplicates are no reason. */
  parts = yb_figures_find (figures, "K12")->parts;
  g_assert_cmpuint (parts->len, ==, 2);
  g_assert_cmpstr (((YbFigurePart *) parts->pdata[0])->key, ==, "price");
  g_assert_cmpint (((YbFigurePart *) parts->pdata[0])->numerator, ==, 2);
  g_assert_cmpstr (((YbFigurePart *) parts->pdata[1])->key, ==, "");

  /* On 2026-03-31: 70,000 open since 11 days, 10,000 since 120 days. What came in April is not known yet. */
  parts = yb_figures_find (figures, "K20")->parts;
  g_assert_cmpfloat (yb_figures_find (figures, "K20")->whole.value, ==, 8000000);
  g_assert_cmpfloat (find_part (parts, "not_due")->value, ==, 0);
  g_assert_cmpfloat (find_part (parts, "1-30")->value, ==, 7000000);
  g_assert_cmpfloat (find_part (parts, "over_90")->value, ==, 1000000);

  parts = yb_figures_find (figures, "deals_by_stage")->parts;
  g_assert_cmpfloat (find_part (parts, "NEEDS:lost")->value, ==, 4);
  g_assert_cmpfloat (find_part (parts, "DELIVERY:won")->value, ==, 4);
  g_assert_cmpfloat (find_part (parts, "FOLLOWUP:won")->value, ==, 1);
  g_assert_cmpfloat (find_part (parts, "NEGOTIATE")->value, ==, 3);
  g_assert_cmpfloat (find_part (parts, "LEAD:dormant")->value, ==, 1);
  g_assert_null (find_part (parts, "LEAD"));

  g_clear_pointer (&figures, g_ptr_array_unref);
  dealership_close (&house);
}

static void
assert_group (GPtrArray *figures, const char *id, const char *key, gint64 numerator, gint64 denominator)
{
  const YbFigurePart *part = find_part (yb_figures_find (figures, id)->groups, key);

  g_test_message ("%s %s", id, key);
  g_assert_nonnull (part);
  g_assert_cmpint (part->numerator, ==, numerator);
  g_assert_cmpint (part->denominator, ==, denominator);
  g_assert_true (part->has_value == (denominator != 0));
}

static void
test_groups (void)
{
  Dealership house = {NULL};
  g_autoptr (GPtrArray) by_staff = NULL;
  g_autoptr (GPtrArray) by_source = NULL;
  g_autoptr (GPtrArray) by_model = NULL;
  g_autoptr (GPtrArray) by_month = NULL;
  GPtrArray *groups;

  dealership_open (&house, fill);
  by_staff = compute (&house, YB_FIGURE_GROUP_STAFF);
  by_source = compute (&house, YB_FIGURE_GROUP_SOURCE);
  by_model = compute (&house, YB_FIGURE_GROUP_MODEL);
  by_month = compute (&house, YB_FIGURE_GROUP_MONTH);

  assert_group (by_staff, "K10", "sc", 1, 4);
  assert_group (by_staff, "K10", "sc2", 1, 1);
  assert_group (by_staff, "K10", "", 1, 1);
  assert_group (by_staff, "K21", "sc2", 0, 0);
  assert_group (by_source, "K22", "referral", 1, 1);
  assert_group (by_source, "K22", "walk_in", 0, 1);
  assert_group (by_model, "K11", "Q5", 31, 1);
  assert_group (by_month, "K10", "2026-03", 3, 6);
  assert_group (by_month, "K20", "2025-12", 1000000, 5000000);

  /* Sorted, with the unknown last; the name is for people. */
  groups = yb_figures_find (by_staff, "K10")->groups;
  g_assert_cmpuint (groups->len, ==, 3);
  g_assert_cmpstr (((YbFigurePart *) groups->pdata[0])->name, ==, "Li Na");
  g_assert_cmpstr (((YbFigurePart *) groups->pdata[2])->key, ==, "");

  g_clear_pointer (&by_staff, g_ptr_array_unref);
  g_clear_pointer (&by_source, g_ptr_array_unref);
  g_clear_pointer (&by_model, g_ptr_array_unref);
  g_clear_pointer (&by_month, g_ptr_array_unref);
  dealership_close (&house);
}

static void
fill_moves (YbTransaction *transaction)
{
  gint64 wang = add_customer (transaction, "王伟", "");
  gint64 ids[10];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      YbDeal *deal = new_deal (wang, YB_STAGE_LEAD, i == 8 ? YB_OUTCOME_LOST : YB_OUTCOME_OPEN, "2026-03-01",
                               i == 8 ? "2026-03-09" : "", 100);

      deal->lost_reason = i == 8 ? yb_enum_from_code (&yb_lost_reason_enum, "invalid") : 0;
      set_texts (deal, "model", i == 1 || i == 6 ? "A3" : "Q5", NULL);
      ids[i] = add_deal (transaction, deal);
    }

  /* 0: step by step to NEEDS. 1: jumps from LEAD to NEEDS, passing RECEPTION. */
  add_move (transaction, ids[0], "2026-03-01 00:00", "created", YB_STAGE_LEAD, YB_STAGE_LEAD);
  add_move (transaction, ids[0], "2026-03-02 10:00", "moved", YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  add_move (transaction, ids[0], "2026-03-03 10:00", "moved", YB_STAGE_RECEPTION, YB_STAGE_NEEDS);
  add_move (transaction, ids[1], "2026-03-01 10:00", "created", 0, YB_STAGE_LEAD);
  add_move (transaction, ids[1], "2026-03-02 10:00", "moved", YB_STAGE_LEAD, YB_STAGE_NEEDS);
  /* 2: moved and taken back. 3: back and forward again counts once. */
  add_move (transaction, ids[2], "2026-03-01 10:00", "created", 0, YB_STAGE_LEAD);
  add_move (transaction, ids[2], "2026-03-02 10:00", "moved", YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  add_move (transaction, ids[2], "2026-03-02 10:01", "undone", YB_STAGE_RECEPTION, YB_STAGE_LEAD);
  add_move (transaction, ids[3], "2026-03-31 23:59", "created", 0, YB_STAGE_LEAD);
  add_move (transaction, ids[3], "2026-03-31 23:59", "moved", YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  add_move (transaction, ids[3], "2026-03-31 23:59", "moved", YB_STAGE_RECEPTION, YB_STAGE_LEAD);
  add_move (transaction, ids[3], "2026-03-31 23:59", "moved", YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  /* 4: came in by import, and went on in the period. */
  add_move (transaction, ids[4], "2026-03-05 10:00", "imported", 0, YB_STAGE_NEEDS);
  add_move (transaction, ids[4], "2026-03-06 10:00", "moved", YB_STAGE_NEEDS, YB_STAGE_PRESENT);
  /* 5 and 7: opened at the midnights outside of the period; 7 would be a conversion without a lead. */
  add_move (transaction, ids[5], "2026-04-01 00:00", "created", 0, YB_STAGE_LEAD);
  add_move (transaction, ids[7], "2026-02-28 23:59", "created", 0, YB_STAGE_LEAD);
  add_move (transaction, ids[7], "2026-03-02 10:00", "moved", YB_STAGE_LEAD, YB_STAGE_NEEDS);
  /* 6: goes on after the period, and is followed to today. 8: an invalid record. */
  add_move (transaction, ids[6], "2026-03-31 10:00", "created", 0, YB_STAGE_LEAD);
  add_move (transaction, ids[6], "2026-04-05 10:00", "moved", YB_STAGE_LEAD, YB_STAGE_RECEPTION);
  add_move (transaction, ids[8], "2026-03-01 10:00", "created", 0, YB_STAGE_LEAD);
  /* 9: began in NEEDS without a lead before; it slept and woke by itself, which is no entry into NEGOTIATE. */
  add_move (transaction, ids[9], "2026-03-01 10:00", "created", 0, YB_STAGE_NEEDS);
  add_move (transaction, ids[9], "2026-03-02 10:00", "moved", YB_STAGE_NEEDS, YB_STAGE_PRESENT);
  add_change (transaction, ids[9], "2026-03-20T00:00:00+08:00", "reopened", YB_OUTCOME_DORMANT,
              YB_OUTCOME_OPEN, "2026-03-20");
}

/* K09: ever entered n+1 ÷ ever entered n. Worked out by hand: opened in March and valid are 0 1 2 3 6 9.
 *   LEAD       0 1 2 3 6
 *   RECEPTION  0 1   3 6    of those in LEAD: 0 1 3 6   4 ÷ 5 = 80 %
 *   NEEDS      0 1       9  of those in RECEPTION: 0 1  2 ÷ 4 = 50 %
 *   PRESENT              9  of those in NEEDS: 9        1 ÷ 3
 *   DRIVE      nobody       of those in PRESENT: none   0 ÷ 1
 * By model: A3 is 1 6, with LEAD 1 6, RECEPTION 1 6, NEEDS 1; so 2 ÷ 2 and 1 ÷ 2. */
static void
test_conversion (void)
{
  Dealership house = {NULL};
  g_autoptr (GPtrArray) figures = NULL;
  g_autoptr (GPtrArray) by_month = NULL;
  g_autoptr (GPtrArray) by_model = NULL;

  dealership_open (&house, fill_moves);
  figures = compute (&house, YB_FIGURE_GROUP_NONE);
  by_month = compute (&house, YB_FIGURE_GROUP_MONTH);
  by_model = compute (&house, YB_FIGURE_GROUP_MODEL);

  assert_ratio (figures, "K09-1", 4, 5);
  assert_ratio (figures, "K09-2", 2, 4);
  assert_ratio (figures, "K09-3", 1, 3);
  assert_ratio (figures, "K09-4", 0, 1);
  assert_ratio (figures, "K09-5", 0, 0);
  assert_ratio (figures, "K09-6", 0, 0);
  g_assert_cmpuint (yb_figures_find (by_month, "K09-1")->groups->len, ==, 1);
  assert_group (by_month, "K09-1", "2026-03", 4, 5);
  assert_group (by_model, "K09-1", "A3", 2, 2);
  assert_group (by_model, "K09-2", "A3", 1, 2);
  assert_group (by_model, "K09-1", "Q5", 2, 3);
  g_assert_cmpstr (yb_figures_find (figures, "K09-1")->note, !=, "");

  g_clear_pointer (&figures, g_ptr_array_unref);
  g_clear_pointer (&by_month, g_ptr_array_unref);
  g_clear_pointer (&by_model, g_ptr_array_unref);
  dealership_close (&house);
}

static void
fill_nothing (YbTransaction *transaction)
{
  add_staff (transaction, "sc", "Li Na");
}

static void
test_empty (void)
{
  Dealership house = {NULL};
  g_autoptr (GPtrArray) figures = NULL;

  dealership_open (&house, fill_nothing);
  figures = compute (&house, YB_FIGURE_GROUP_STAFF);

  for (guint i = 0; i < figures->len; i++)
    {
      const YbFigure *figure = figures->pdata[i];
      g_autofree char *text = yb_figure_format (figure, &figure->whole);

      /* Never 0 %: there is nothing to divide by. */
      if (figure->unit == YB_FIGURE_SHARE || figure->unit == YB_FIGURE_DAYS ||
          g_str_equal (figure->id, "K20"))
        {
          g_assert_false (figure->whole.has_value);
          g_assert_cmpstr (text, ==, "–");
        }
      else
        g_assert_cmpfloat (figure->whole.value, ==, 0);
    }

  g_clear_pointer (&figures, g_ptr_array_unref);
  dealership_close (&house);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  yb_calendar_set_zone ("Asia/Shanghai");

  g_test_add_func ("/figures/period", test_period);
  g_test_add_func ("/figures/parts", test_parts);
  g_test_add_func ("/figures/groups", test_groups);
  g_test_add_func ("/figures/conversion", test_conversion);
  g_test_add_func ("/figures/empty", test_empty);

  return g_test_run ();
}
