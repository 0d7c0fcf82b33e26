/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "page-test.h"
#include "yb-audit-page.h"
#include "yb-audit-row.h"
#include "yb-table-view.h"

static guint
n_lines (PageTest *test)
{
  GtkColumnView *view = page_test_find (test->page, GTK_TYPE_COLUMN_VIEW, 0);
  GtkSelectionModel *model = gtk_column_view_get_model (view);

  return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
}

static YbAudit *
get_line (PageTest *test, guint position)
{
  GtkColumnView *view = page_test_find (test->page, GTK_TYPE_COLUMN_VIEW, 0);

  return g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), position);
}

static void
choose (PageTest *test, guint position)
{
  GtkColumnView *view = page_test_find (test->page, GTK_TYPE_COLUMN_VIEW, 0);

  gtk_selection_model_select_item (gtk_column_view_get_model (view), position, TRUE);
  page_test_settle ();
}

/* What others do shows at once; a line tells what it changed, and personal data stays masked. */
static void
test_live (void)
{
  g_autoptr (PageTest) test = page_test_new ("gm", G_TYPE_NONE);
  gint64 deal = fixture_new_deal (test->house);
  g_autoptr (YbAudit) newest = NULL;
  guint before;

  page_test_show (test, YB_TYPE_AUDIT_PAGE);
  page_test_wait (n_lines (test) > 0);
  page_test_settle ();
  before = n_lines (test);
  fixture_do (test->house, "sc", "deal.update", "{'deal':%d,'model':'星河 L'}", (int) deal);
  page_test_wait (n_lines (test) > before);
  newest = get_line (test, 0);
  g_assert_cmpstr (newest->verb, ==, "deal.update");
  g_assert_cmpstr (newest->subject, ==, "deal");
  g_assert_cmpint (newest->subject_id, ==, deal);

  choose (test, 0);
  g_assert_true (page_test_shows (test->page, "→ 星河 L"));
  page_test_close (test);
}

static gboolean
shows_only (PageTest *test, gint64 deal, gint64 other)
{
  guint n_own = 0;

  for (guint i = 0; i < n_lines (test); i++)
    {
      g_autoptr (YbAudit) line = get_line (test, i);

      if (line->subject_id == other)
        return FALSE;
      n_own += line->subject_id == deal;
    }
  return n_own >= 2;
}

/* The history of one record has its lines and no others. */
static void
test_record (void)
{
  g_autoptr (PageTest) test = page_test_new ("gm", G_TYPE_NONE);
  gint64 one = fixture_new_deal (test->house);
  gint64 other = fixture_new_deal (test->house);

  fixture_do (test->house, "sc", "deal.update", "{'deal':%d,'model':'星河 L'}", (int) one);
  fixture_do (test->house, "sc", "deal.update", "{'deal':%d,'model':'星河 S'}", (int) other);
  page_test_show (test, YB_TYPE_AUDIT_PAGE);
  yb_audit_page_show_record (YB_AUDIT_PAGE (test->page), "deal", one);
  page_test_wait (shows_only (test, one, other));
  page_test_close (test);
}

/* Who may only see their own part sees nothing else. */
static void
test_own (void)
{
  g_autoptr (PageTest) test = page_test_new ("sc", G_TYPE_NONE);
  gint64 self = ((YbRow *) yb_desk_get_staff (test->desk))->id;

  fixture_new_deal (test->house);
  page_test_show (test, YB_TYPE_AUDIT_PAGE);
  page_test_wait (n_lines (test) > 0);
  page_test_settle ();
  for (guint i = 0; i < n_lines (test); i++)
    {
      g_autoptr (YbAudit) line = get_line (test, i);

      g_assert_cmpint (line->staff, ==, self);
    }
  page_test_close (test);
}

/* Signing in is no verb that anybody could call. */
static gboolean
has_verb (const char *kind)
{
  g_autoptr (GPtrArray) verbs = yb_verbs_list ();

  for (guint i = 0; i < verbs->len; i++)
    {
      const char *name = ((const YbVerb *) verbs->pdata[i])->name;

      if (g_str_has_prefix (name, kind) || (*kind == '.' && g_str_has_suffix (name, kind)))
        return TRUE;
    }
  return g_str_equal (kind, "staff.sign-in");
}

/* Every kind that is offered finds something; who looked at a number is found among all the rest. */
static void
test_kinds (void)
{
  g_autoptr (PageTest) test = page_test_new ("gm", G_TYPE_NONE);
  gint64 customer = fixture_do (test->house, "rc", "customer.create",
                                "{'name':'王五','phone':'13800000001'}");
  GtkDropDown *drop_down = NULL;
  g_autoptr (YbAudit) line = NULL;
  guint shown = 0, n = 0;

  for (; yb_audit_page_get_kind (n) != NULL; n++)
    {
      g_assert_true (has_verb (yb_audit_page_get_kind (n)));
      if (g_str_equal (yb_audit_page_get_kind (n), ".reveal"))
        shown = n;
    }
  g_assert_cmpuint (shown, !=, 0);

  fixture_do (test->house, "gm", "customer.reveal", "{'customer':%d,'reason':'call'}", (int) customer);
  page_test_show (test, YB_TYPE_AUDIT_PAGE);
  page_test_wait (n_lines (test) > 2);
  for (guint i = 0; drop_down == NULL; i++)
    {
      GtkDropDown *next = page_test_find (test->page, GTK_TYPE_DROP_DOWN, i);

      g_assert_nonnull (next);
      if (g_list_model_get_n_items (gtk_drop_down_get_model (next)) == n)
        drop_down = next;
    }
  gtk_drop_down_set_selected (drop_down, shown);
  page_test_wait (n_lines (test) == 1);
  line = get_line (test, 0);
  g_assert_cmpstr (line->verb, ==, "customer.reveal");
  page_test_close (test);
}

/* What somebody did stays theirs; what the record says does not, once they may not see it any more. */
static void
test_values_of_hidden_record (void)
{
  g_autoptr (PageTest) test = page_test_new ("sc", G_TYPE_NONE);
  gint64 deal = fixture_new_deal (test->house);

  fixture_do (test->house, "sc", "deal.update", "{'deal':%d,'model':'星河 L'}", (int) deal);
  fixture_grant (test->house, "sc", "deal.read", "none", NULL);
  page_test_show (test, YB_TYPE_AUDIT_PAGE);
  page_test_wait (n_lines (test) > 0);
  page_test_settle ();
  for (guint i = 0; i < n_lines (test); i++)
    {
      g_autoptr (YbAudit) line = get_line (test, i);

      if (g_str_equal (line->verb, "deal.update"))
        choose (test, i);
    }
  g_assert_true (page_test_shows (test->page, "You may not see this record."));
  g_assert_false (page_test_shows (test->page, "→ 星河 L"));
  page_test_close (test);
}

int
main (int argc, char **argv)
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/audit-page/live", test_live);
  g_test_add_func ("/audit-page/record", test_record);
  g_test_add_func ("/audit-page/own", test_own);
  g_test_add_func ("/audit-page/kinds", test_kinds);
  g_test_add_func ("/audit-page/values-of-hidden-record", test_values_of_hidden_record);
  return g_test_run ();
}
