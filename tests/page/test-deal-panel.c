/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"
#include "yb-board-page.h"
#include "yb-deal-panel.h"
#include "yb-deal-section.h"

/* A colleague's change shows up without being asked for. */
static void
test_live (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_LEAD);
  YbDealPanel *panel = page_test_find (test->page, YB_TYPE_DEAL_PANEL, 0);
  const char *gate = yb_gate_text (yb_gate_find ("two-way-contact"));

  yb_board_page_open_deal (YB_BOARD_PAGE (test->page), deal);
  g_assert_cmpint (yb_deal_panel_get_deal (panel), ==, deal);
  page_test_wait (page_test_shows (panel, gate));

  fixture_do (test->house, "sm", "deal.log-contact",
              "{'deal':%d,'channel':'phone','reached':true,'text':'called back'}", (int) deal);
  page_test_wait (!page_test_shows (panel, gate));
  page_test_wait (page_test_shows (panel, "called back"));

  fixture_do (test->house, "sm", "deal.update", "{'deal':%d,'model':'Panorama 5'}", (int) deal);
  page_test_wait (page_test_shows (panel, "Panorama 5"));
}

/* An objection is answered in place: the list keeps its rows, the words change. */
static void
test_objection (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_LEAD);
  YbDealPanel *panel = page_test_find (test->page, YB_TYPE_DEAL_PANEL, 0);

  fixture_do (test->house, "sm", "deal.objection", "{'deal':%d,'kind':'blocker','text':'too dear'}",
              (int) deal);
  yb_board_page_open_deal (YB_BOARD_PAGE (test->page), deal);
  page_test_wait (page_test_shows (panel, "too dear"));
  g_assert_nonnull (page_test_find_button (panel, "Resolve"));
  fixture_do (test->house, "sm", "deal.resolve-objection", "{'deal':%d,'answer':'a gift card'}", (int) deal);
  page_test_wait (page_test_shows (panel, "a gift card"));
}

/* Who may not see personal data finds it masked, and cannot copy it. */
static void
test_masked (void)
{
  g_autoptr (PageTest) test = page_test_new ("rc", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_do (test->house, "sm", "deal.create",
                            "{'name':'欧阳海燕','phone':'13912345678','source':'web'}");
  YbDealPanel *panel = page_test_find (test->page, YB_TYPE_DEAL_PANEL, 0);

  yb_board_page_open_deal (YB_BOARD_PAGE (test->page), deal);
  page_test_wait (page_test_shows (panel, "5678"));
  g_assert_false (page_test_shows (panel, "13912345678"));
}

/* What was just made and undone is not offered for work any more. */
static void
test_undone (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  YbDealPanel *panel = page_test_find (test->page, YB_TYPE_DEAL_PANEL, 0);
  gint64 deal = fixture_do (test->house, "sm", "deal.create", "{'name':'王五'}");

  yb_board_page_open_deal (YB_BOARD_PAGE (test->page), deal);
  page_test_wait (page_test_shows (panel, "王五"));
  fixture_do (test->house, "sm", "undo", "{}");
  page_test_wait (yb_deal_panel_get_deal (panel) == 0);
}

/* Who may not log a contact finds the button at rest. */
static void
test_rights (void)
{
  g_autoptr (PageTest) test = page_test_new ("rc", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_LEAD);
  YbDealPanel *panel = page_test_find (test->page, YB_TYPE_DEAL_PANEL, 0);

  yb_board_page_open_deal (YB_BOARD_PAGE (test->page), deal);
  page_test_settle ();
  g_assert_false (gtk_widget_get_sensitive (page_test_find_button (panel, "Log a contact…")));
}

/* Whatever stands in a file, the board keeps its room. */
static void
test_long_name (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_BOARD_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_LEAD);
  YbDealPanel *panel = page_test_find (test->page, YB_TYPE_DEAL_PANEL, 0);
  g_autoptr (YbDeal) row = fixture_deal (test->house, deal);
  g_autoptr (GString) name = g_string_new (NULL);
  int width;

  for (guint i = 0; i < 20000; i++)
    g_string_append (name, "长");
  yb_board_page_open_deal (YB_BOARD_PAGE (test->page), deal);
  page_test_settle ();
  width = gtk_widget_get_width (GTK_WIDGET (panel));
  g_assert_cmpint (width, >, 0);
  fixture_do (test->house, "sm", "customer.update", "{'customer':%d,'name':'%s','phone':'13900139000'}",
              (int) row->customer, name->str);
  page_test_wait (page_test_shows (panel, "长长长"));
  page_test_settle ();
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (panel)), ==, width);
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/deal-panel/live", test_live);
  g_test_add_func ("/deal-panel/objection", test_objection);
  g_test_add_func ("/deal-panel/long-name", test_long_name);
  g_test_add_func ("/deal-panel/masked", test_masked);
  g_test_add_func ("/deal-panel/undone", test_undone);
  g_test_add_func ("/deal-panel/rights", test_rights);

  return g_test_run ();
}
