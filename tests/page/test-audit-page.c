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

int
main (int argc, char **argv)
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/audit-page/live", test_live);
  g_test_add_func ("/audit-page/record", test_record);
  g_test_add_func ("/audit-page/own", test_own);
  return g_test_run ();
}
