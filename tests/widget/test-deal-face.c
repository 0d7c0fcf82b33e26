/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "yb-calendar.h"
#include "yb-deal-face.h"
#include "yb-deal.h"

#define HOUR G_GINT64_CONSTANT (3600000)
#define DAY (24 * HOUR)

static gint64 now;

static YbDealCard *
make_deal (gint64 next)
{
  YbDealCard *deal = YB_DEAL_CARD (yb_row_new (&yb_deal_card_row_type));

  deal->next_contact_at = next;
  deal->stage_since = now - 3 * DAY;
  deal->amount = YB_NO_VALUE;

  return deal;
}

static void
check_hint (gint64 next, YbCardUrgency urgency, const char *hint)
{
  g_autoptr (YbDealCard) deal = make_deal (next);
  YbCardFace face = {0};

  yb_deal_face_fill (deal, &face, NULL);
  g_assert_cmpint (face.urgency, ==, urgency);
  g_assert_cmpstr (face.hint, ==, hint);
  g_assert_nonnull (strstr (face.description, hint));
  yb_card_face_clear (&face);
}

static void
test_hint (void)
{
  check_hint (0, YB_CARD_URGENCY_MISSING, "No next contact");
  check_hint (now - 2 * DAY, YB_CARD_URGENCY_LATE, "2 days late");
  check_hint (now - DAY, YB_CARD_URGENCY_LATE, "1 day late");
  check_hint (now - HOUR, YB_CARD_URGENCY_LATE, "Late since 09:00");
  check_hint (now + 5 * HOUR, YB_CARD_URGENCY_TODAY, "Today 15:00");
  check_hint (now + DAY, YB_CARD_URGENCY_PLANNED, "Tomorrow 10:00");
  check_hint (now + 3 * DAY, YB_CARD_URGENCY_PLANNED, "11-25 10:00");
}

/* A day without an hour is not late before it is over. */
static void
test_whole_day (void)
{
  check_hint (yb_date_to_time ("2026-11-22"), YB_CARD_URGENCY_TODAY, "Today");
  check_hint (yb_date_to_time ("2026-11-21"), YB_CARD_URGENCY_LATE, "1 day late");
}

static void
test_marks (void)
{
  g_autoptr (YbDealCard) deal = make_deal (now + DAY);
  YbCardFace face = {0};

  deal->loss_requested_at = now;
  deal->open_blockers = 1;
  deal->grade = YB_GRADE_H;
  deal->amount = 15880000;
  deal->last_contact_at = now - 4 * DAY;
  yb_deal_face_fill (deal, &face, NULL);
  g_assert_cmpstr (face.hint, ==, "Loss to confirm");
  g_assert_true (face.needs_manager);
  g_assert_true (face.blocker);
  g_assert_cmpstr (face.badge, ==, "H");
  g_assert_cmpstr (face.details[YB_CARD_DETAIL_VALUE], ==, "158.8k");
  g_assert_cmpstr (face.details[YB_CARD_DETAIL_START], ==, "Spoken 4 days ago");
  g_assert_cmpstr (face.details[YB_CARD_DETAIL_END], ==, "3 days in stage");
  /* Nothing is said by icon or colour alone. */
  g_assert_nonnull (strstr (face.description, "manager"));
  g_assert_nonnull (strstr (face.description, "objection"));
  yb_card_face_clear (&face);
  g_assert_null (face.title);
}

static void
test_empty (void)
{
  g_autoptr (YbDealCard) deal = make_deal (0);
  YbCardFace face = {0};

  yb_deal_face_fill (deal, &face, NULL);
  g_assert_cmpstr (face.title, ==, "No name");
  g_assert_cmpstr (face.subtitle, ==, "");
  g_assert_null (face.badge);
  g_assert_null (face.details[YB_CARD_DETAIL_VALUE]);
  g_assert_cmpstr (face.details[YB_CARD_DETAIL_START], ==, "Not reached yet");
  yb_card_face_complete (&face);
  g_assert_cmpstr (face.label, ==, "No name");
  yb_card_face_clear (&face);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  yb_calendar_set_zone ("Asia/Shanghai");
  g_assert_true (yb_time_parse ("2026-11-22 10:00", &now, NULL));
  yb_time_set_fixed_now (now);

  g_test_add_func ("/deal-face/hint", test_hint);
  g_test_add_func ("/deal-face/whole-day", test_whole_day);
  g_test_add_func ("/deal-face/marks", test_marks);
  g_test_add_func ("/deal-face/empty", test_empty);

  return g_test_run ();
}
