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

/* In a small window the message at the end of the form comes into view: both lines of it. */
static void
test_message_in_view (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  GtkWidget *window = gtk_window_new (), *scroller = gtk_scrolled_window_new (), *message;
  YbVerbForm *form = yb_verb_form_new (test->desk, yb_verb_find ("customer.update"), NULL, NULL);
  graphene_rect_t place;

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (form));
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 400, 200);
  gtk_window_present (GTK_WINDOW (window));
  page_test_settle ();
  yb_verb_form_set_message (form,
                            "A colleague has changed this meanwhile. The name is now “theirs”. Save again to "
                            "keep what you entered.");
  gtk_widget_grab_focus (GTK_WIDGET (form));
  page_test_settle ();
  message = gtk_widget_get_last_child (GTK_WIDGET (form));
  g_assert_true (GTK_IS_LABEL (message));
  g_assert_true (gtk_widget_compute_bounds (message, scroller, &place));
  g_assert_cmpfloat (place.size.height, >, 20);
  g_assert_cmpfloat (place.origin.y, >=, 0);
  g_assert_cmpfloat (place.origin.y + place.size.height, <=, gtk_widget_get_height (scroller));
  gtk_window_destroy (GTK_WINDOW (window));
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

static gboolean
offers (YbVerbForm *form, const char *name, const char *code)
{
  GtkWidget *control = yb_field_form_get_control (yb_verb_form_get_fields (form), name);
  GListModel *model = gtk_drop_down_get_model (GTK_DROP_DOWN (control));

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (YbChoice) choice = g_list_model_get_item (model, i);

      if (g_str_equal (yb_choice_get_code (choice), code))
        return TRUE;
    }

  return FALSE;
}

/* Only those whom the desk accepts, and whoever has the deal already. */
static void
test_who_may_be_responsible (void)
{
  static const char *const codes[] = {"rc", "sc", "sm", "sa", "ca", "fin", "cc", "gm", "mkt", "te"};
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 deal = fixture_new_deal (test->house);
  g_autoptr (YbDeal) row = fixture_deal (test->house, deal);
  gint64 owner = row->consultant;
  guint n_offered = 0;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (YbVerbForm) form = make_form (test, "deal.assign", deal);
      gboolean offered = offers (form, "consultant", codes[i]);
      g_autoptr (GError) error = NULL;

      if (g_str_equal (codes[i], "sc"))
        continue;
      g_test_message ("%s", codes[i]);
      yb_verb_form_set_text (form, "reason", "test");
      if (offered)
        yb_verb_form_set_text (form, "consultant", codes[i]);
      n_offered += offered;
      if (offered)
        g_assert_true (run (form, &error));
      else
        fixture_fails (test->house, "sm", YB_DESK_ERROR_REFUSED, "deal.assign",
                       "{'deal':%d,'consultant':'%s','reason':'test'}", (int) deal, codes[i]);
      g_assert_no_error (error);
    }
  g_assert_cmpuint (n_offered, >, 0);

  fixture_do (test->house, "sm", "deal.assign", "{'deal':%d,'consultant':'sc','reason':'back'}", (int) deal);
  fixture_do (test->house, "ad", "staff.deactivate", "{'staff':%d}", (int) owner);
  page_test_settle ();
  {
    g_autoptr (YbVerbForm) form = make_form (test, "deal.assign", deal);
    g_autoptr (YbVerbForm)
        fresh = g_object_ref_sink (yb_verb_form_new (test->desk, yb_verb_find ("deal.create"), NULL, NULL));

    g_assert_true (offers (form, "consultant", "sc"));
    g_assert_false (yb_verb_form_is_changed (form));
    g_assert_false (offers (fresh, "consultant", "sc"));
  }
}

/* What is offered is what the desk allows: the reception gives deals out, but takes none away. */
static void
test_right_beyond_the_verb (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  gint64 free_deal = fixture_do (test->house, "rc", "deal.create", "{'name':'李四'}");
  gint64 owned = fixture_new_deal (test->house);
  g_autoptr (YbDeal) row = fixture_deal (test->house, owned);
  YbDesk *reception = fixture_desk (test->house, "rc");

  g_assert_cmpint (row->consultant, !=, 0);
  g_assert_true (yb_deal_may_do (test->desk, "deal.assign", row->consultant));
  g_assert_false (yb_deal_may_do (reception, "deal.assign", row->consultant));
  fixture_fails (test->house, "rc", YB_DESK_ERROR_FORBIDDEN, "deal.assign",
                 "{'deal':%d,'consultant':'sm','reason':'test'}", (int) owned);
  g_assert_true (yb_deal_may_do (reception, "deal.assign", 0));
  fixture_do (test->house, "rc", "deal.assign", "{'deal':%d,'consultant':'sc'}", (int) free_deal);
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/verb-form/prefill-and-empty", test_prefill_and_empty);
  g_test_add_func ("/verb-form/conflict", test_conflict);
  g_test_add_func ("/verb-form/message-in-view", test_message_in_view);
  g_test_add_func ("/verb-form/wrong-value", test_wrong_value);
  g_test_add_func ("/verb-form/who-may-be-responsible", test_who_may_be_responsible);
  g_test_add_func ("/verb-form/right-beyond-the-verb", test_right_beyond_the_verb);

  return g_test_run ();
}
