/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"
#include "yb-deal-arguments.h"
#include "yb-verb-form.h"

typedef struct
{
  gboolean done;
  JsonObject *answer;
  GError *error;
} Outcome;

static void
run_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Outcome *outcome = user_data;

  outcome->answer = yb_verb_form_run_finish (YB_VERB_FORM (source), result, &outcome->error);
  outcome->done = TRUE;
}

static gboolean
run (YbVerbForm *form, GError **error)
{
  Outcome outcome = {0};

  yb_verb_form_run_async (form, NULL, run_cb, &outcome);
  page_test_wait (outcome.done);
  if (outcome.error != NULL)
    g_propagate_error (error, outcome.error);
  if (outcome.answer == NULL)
    return FALSE;

  json_object_unref (outcome.answer);
  return TRUE;
}

static YbVerbForm *
make_form (PageTest *test, const char *verb, gint64 deal)
{
  g_autoptr (YbDeal) row = yb_store_get_row (test->house->store, &yb_deal_row_type, deal);
  g_autoptr (JsonObject) fixed = yb_deal_arguments_fixed (yb_verb_find (verb), row);
  YbVerbForm *form = g_object_ref_sink (yb_verb_form_new (test->desk, yb_verb_find (verb), NULL, fixed));

  yb_deal_arguments_prefill (form, test->desk, row);

  return form;
}

/* "budget" of deal.needs is filled from needs_budget, and an emptied field is emptied in the record. */
static void
test_prefill_and_empty (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = fixture_new_deal (test->house);
  g_autoptr (YbVerbForm) form = NULL;
  g_autoptr (YbDeal) row = NULL;
  GtkWidget *budget;

  fixture_do (test->house, "sm", "deal.needs", "{'deal':%d,'budget':'180000','use':'family'}", (int) deal);
  page_test_settle ();
  form = make_form (test, "deal.needs", deal);
  g_assert_false (yb_verb_form_is_changed (form));
  budget = yb_field_form_get_control (yb_verb_form_get_fields (form), "budget");
  g_assert_nonnull (strstr (gtk_editable_get_text (GTK_EDITABLE (budget)), "180"));

  gtk_editable_set_text (GTK_EDITABLE (budget), "");
  g_assert_true (yb_verb_form_is_changed (form));
  g_assert_true (run (form, NULL));
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->needs_budget, ==, YB_NO_VALUE);
  g_assert_cmpint (row->needs_use, !=, 0);
}

/* The second writer sees both versions before one is lost. */
static void
test_conflict (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = fixture_new_deal (test->house);
  g_autoptr (YbVerbForm) form = make_form (test, "deal.update", deal);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbDeal) row = NULL;

  fixture_do (test->house, "sm", "deal.update", "{'deal':%d,'model':'theirs'}", (int) deal);
  page_test_settle ();
  gtk_editable_set_text (GTK_EDITABLE (yb_field_form_get_control (yb_verb_form_get_fields (form), "model")),
                         "mine");
  g_assert_false (run (form, &error));
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_STALE);
  g_assert_nonnull (strstr (error->message, "theirs"));
  row = fixture_deal (test->house, deal);
  g_assert_cmpstr (row->model, ==, "theirs");

  g_assert_true (run (form, NULL));
  g_clear_object (&row);
  row = fixture_deal (test->house, deal);
  g_assert_cmpstr (row->model, ==, "mine");
}

static void
test_wrong_value (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = fixture_new_deal (test->house);
  g_autoptr (YbVerbForm) form = make_form (test, "deal.update", deal);
  g_autoptr (GError) error = NULL;
  guint n_audit = fixture_n_audit (test->house);

  gtk_editable_set_text (GTK_EDITABLE (yb_field_form_get_control (yb_verb_form_get_fields (form), "amount")),
                         "a lot");
  g_assert_false (run (form, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (fixture_n_audit (test->house), ==, n_audit);
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/verb-form/prefill-and-empty", test_prefill_and_empty);
  g_test_add_func ("/verb-form/conflict", test_conflict);
  g_test_add_func ("/verb-form/wrong-value", test_wrong_value);

  return g_test_run ();
}
