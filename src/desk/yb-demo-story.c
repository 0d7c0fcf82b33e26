/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The story of one customer of the demonstration data: what was said, agreed, signed and paid, and when. The
 * evidence is always that of the stage the deal has reached, so that every gate on the way holds (flows.md
 * 3.1). */

#include "config.h"

#include "yb-demo-private.h"

#include <string.h>

#include "yb-calendar.h"

#define MINUTE ((gint64) 60 * 1000)
#define HOUR (60 * MINUTE)
#define YUAN ((gint64) 100)

/* Days that deals usually stay in a stage. */
static const guint8 usual_days[YB_N_STAGES + 1] = {0, 3, 2, 3, 4, 4, 5, 4, 9, 4};

typedef struct
{
  YbDemo *demo;
  guint index;
  YbDemoPlace place;
  YbStage stage;
  YbOutcome outcome;
  gboolean contract; /* signed: the deal is won */
  gint64 entered[YB_N_STAGES + 1];
  gint64 end; /* loss, begin of dormancy; else when the story stops */
  gint64 consultant;
  const YbDemoCar *car;
  YbCustomer *customer;
  YbDeal *deal;
} Story;

static gint64
owner (Story *self)
{
  return self->consultant != 0 ? self->consultant : self->demo->actors[YB_DEMO_RC];
}

static void
set_copy (char **text, const char *value)
{
  _yb_demo_set_text (text, g_strdup (value));
}

static const char *
day_at (Story *self, int index)
{
  return self->demo->days[CLAMP (index, 0, (int) self->demo->n_days - 1)];
}

/* The day of a time: stories only know times of their own window. */
static int
day_of (Story *self, gint64 time)
{
  YbDemo *demo = self->demo;
  int low = 0, high = demo->n_days - 1;

  while (low < high)
    {
      int middle = (low + high + 1) / 2;

      if (demo->day_starts[middle] <= time)
        low = middle;
      else
        high = middle - 1;
    }
  return low;
}

static const char *
date_of (Story *self, gint64 time)
{
  return day_at (self, day_of (self, time));
}

/* ---- the course ---- */

static YbStage
pick_lost_stage (YbDemo *demo)
{
  static const guint8 stages[] = {1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 6};

  return stages[_yb_demo_pick (demo, G_N_ELEMENTS (stages))];
}

static int
pick_end_day (Story *self)
{
  YbDemo *demo = self->demo;
  int last = demo->last_day - 1;
  int age;

  switch (self->place)
    {
    case YB_DEMO_PLACE_ARCHIVED:
      /* Longer ago than follow-up lasts, where the window reaches that far. */
      age = 35 + (last > 36 ? (int) _yb_demo_pick (demo, last - 35) : 0);
      break;
    case YB_DEMO_PLACE_LOST:
      age = _yb_demo_pick (demo, MAX (1, last));
      break;
    case YB_DEMO_PLACE_DORMANT:
      age = _yb_demo_pick (demo, 40);
      break;
    default:
      /* Most cards are fresh, a few have been lying there for weeks. */
      age = _yb_demo_chance (demo, 15) ? _yb_demo_pick (demo, 25)
                                       : _yb_demo_pick (demo, 2 * usual_days[self->stage]);
      break;
    }

  return MAX (0, last - age);
}

/* Backwards from the last move, then forwards again so that times of one day keep their order. */
static void
plan_course (Story *self)
{
  YbDemo *demo = self->demo;
  int day = pick_end_day (self);
  int days[YB_N_STAGES + 1];
  gint64 time = 0;

  if (self->place == YB_DEMO_PLACE_LOST || self->place == YB_DEMO_PLACE_DORMANT)
    {
      self->end = demo->day_starts[day] + 18 * HOUR + _yb_demo_pick (demo, 60) * MINUTE;
      day -= (int) _yb_demo_pick (demo, 6);
      day = MAX (0, day);
    }
  for (int stage = self->stage; stage >= YB_STAGE_LEAD; stage--)
    {
      days[stage] = day;
      day -= (int) _yb_demo_pick (demo, 2 * usual_days[MAX (stage - 1, 1)]);
      day = MAX (0, day);
    }
  for (int stage = YB_STAGE_LEAD; stage <= (int) self->stage; stage++)
    {
      gint64 at = demo->day_starts[days[stage]] + 9 * HOUR + _yb_demo_pick (demo, 7 * 60) * MINUTE;

      time = MAX (at, time + 15 * MINUTE);
      self->entered[stage] = time;
    }
  self->end = self->end != 0 ? MAX (self->end, time + 15 * MINUTE) : demo->now;
}

static void
plan (Story *self)
{
  YbDemo *demo = self->demo;

  self->outcome = YB_OUTCOME_OPEN;
  if (self->place <= YB_N_STAGES)
    self->stage = (YbStage) self->place;
  else if (self->place == YB_DEMO_PLACE_ARCHIVED)
    self->stage = YB_STAGE_FOLLOWUP;
  else
    self->stage = pick_lost_stage (demo);

  self->contract = self->stage >= YB_STAGE_DELIVERY ||
                   (self->stage == YB_STAGE_CLOSE && _yb_demo_chance (demo, 33));
  if (self->place == YB_DEMO_PLACE_LOST)
    self->outcome = YB_OUTCOME_LOST;
  else if (self->place == YB_DEMO_PLACE_DORMANT)
    self->outcome = YB_OUTCOME_DORMANT;
  else if (self->contract)
    self->outcome = YB_OUTCOME_WON;

  self->car = _yb_demo_pick_car (demo);
  if (self->stage > YB_STAGE_LEAD || !_yb_demo_chance (demo, 25))
    self->consultant = demo->actors[_yb_demo_chance (demo, 55) ? YB_DEMO_SC : YB_DEMO_SC2];
  plan_course (self);
}

/* ---- evidence ---- */

static void
fill_needs (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;

  deal->needs_purpose = 1 + _yb_demo_pick (demo, yb_needs_purpose_enum.n_values);
  deal->needs_budget = self->car->price + (gint64) _yb_demo_pick (demo, 6) * 10000 * YUAN;
  deal->needs_use = 1 + _yb_demo_pick (demo, yb_needs_use_enum.n_values);
  deal->needs_decision_maker = 1 + _yb_demo_pick (demo, yb_decision_maker_enum.n_values);
  deal->needs_confirmed = 1;
  set_copy (&deal->needs_planned_on, day_at (self, day_of (self, self->entered[YB_STAGE_PRESENT]) + 14 +
                                                       (int) _yb_demo_pick (demo, 60)));
}

static void
fill_model (Story *self, gboolean agreed)
{
  YbDeal *deal = self->deal;

  set_copy (&deal->model, self->car->model);
  set_copy (&deal->trim, _yb_demo_words (self->demo, YB_DEMO_WORDS_TRIM));
  set_copy (&deal->colour, _yb_demo_words (self->demo, YB_DEMO_WORDS_COLOUR));
  deal->model_agreed = agreed;
  deal->amount = self->car->price + _yb_demo_trim_price (deal->trim);
}

static void
fill_drive (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;
  gboolean must_be_over = self->stage >= YB_STAGE_NEGOTIATE;
  int day = day_of (self, self->entered[YB_STAGE_DRIVE]);

  if (_yb_demo_chance (demo, 15))
    {
      deal->drive_state = YB_DRIVE_WAIVED;
      deal->drive_waiver = 1 + _yb_demo_pick (demo, yb_drive_waiver_enum.n_values);
      return;
    }
  if (!must_be_over && _yb_demo_chance (demo, 60))
    {
      deal->drive_state = YB_DRIVE_BOOKED;
      set_copy (&deal->drive_on, day_at (self, demo->last_day + (int) _yb_demo_pick (demo, 5)));
      return;
    }
  deal->drive_state = YB_DRIVE_DONE;
  deal->drive_score = 3 + _yb_demo_pick (demo, 3);
  set_copy (&deal->drive_on, day_at (self, day));
  set_copy (&deal->drive_feedback, _yb_demo_words (demo, YB_DEMO_WORDS_FEEDBACK));
}

static void
fill_demand (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;

  if (_yb_demo_chance (demo, 20))
    deal->demand_not_stated = 1;
  else
    deal->demand_amount = deal->amount - (gint64) (5 + _yb_demo_pick (demo, 15)) * 1000 * YUAN;
  if (_yb_demo_chance (demo, 40))
    set_copy (&deal->demand_terms, _yb_demo_words (demo, YB_DEMO_WORDS_TERMS));
}

static void
fill_offer (Story *self, gboolean accepted)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;
  int made = day_of (self, self->entered[YB_STAGE_NEGOTIATE]);

  deal->offer_amount = deal->amount - (gint64) (2 + _yb_demo_pick (demo, 10)) * 1000 * YUAN;
  set_copy (&deal->offer_valid_until,
            day_at (self, accepted && self->contract
                              ? made + 14
                              : (int) demo->last_day + 2 + (int) _yb_demo_pick (demo, 10)));
  if (!accepted)
    return;
  deal->offer_accepted_at = self->entered[YB_STAGE_CLOSE] - 10 * MINUTE;
  deal->amount = deal->offer_amount;
}

static void
fill_buyer (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;

  set_copy (&deal->buyer_name, self->customer->name);
  deal->buyer_id_kind = yb_enum_from_code (&yb_identity_kind_enum, "id_card");
  _yb_demo_set_text (
      &deal->buyer_id_number,
      _yb_demo_id_number (demo, *self->customer->birthday != '\0' ? self->customer->birthday : "1985-06-15",
                          self->customer->sex == 2));
  deal->car_choice = _yb_demo_chance (demo, 65) ? 1 : 2;
}

static void
fill_contract (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;
  const char *signed_on = date_of (self, self->entered[YB_STAGE_CLOSE]);
  int delivery = self->stage == YB_STAGE_FOLLOWUP ? day_of (self, self->entered[YB_STAGE_FOLLOWUP])
                                                  : (int) demo->last_day - 2 + (int) _yb_demo_pick (demo, 14);

  _yb_demo_set_text (&deal->contract_number,
                     g_strdup_printf ("HT%.4s%.2s-%05u", signed_on, signed_on + 5, self->index + 1));
  set_copy (&deal->contract_signed_on, signed_on);
  set_copy (&deal->closed_on, signed_on);
  set_copy (&deal->delivery_on, day_at (self, delivery));
  deal->first_payment = deal->amount * 3 / 10 / (1000 * YUAN) * (1000 * YUAN);
}

static void
fill_delivery (Story *self)
{
  static const guint8 channels[] = {YB_CHANNEL_PHONE, YB_CHANNEL_WECHAT, YB_CHANNEL_WECHAT, YB_CHANNEL_SMS};
  YbDeal *deal = self->deal;

  set_copy (&deal->delivered_on, date_of (self, self->entered[YB_STAGE_FOLLOWUP]));
  deal->advisor_present = 1;
  deal->contact_channel = channels[_yb_demo_pick (self->demo, G_N_ELEMENTS (channels))];
}

static YbGrade
pick_grade (Story *self)
{
  static const guint8 grades[] = {YB_GRADE_H, YB_GRADE_A, YB_GRADE_A, YB_GRADE_B, YB_GRADE_B, YB_GRADE_C};

  if (self->stage == YB_STAGE_FOLLOWUP)
    return YB_GRADE_D;
  if (self->contract)
    return YB_GRADE_O;
  if (self->stage == YB_STAGE_LEAD)
    return YB_GRADE_N;
  return grades[_yb_demo_pick (self->demo, G_N_ELEMENTS (grades))];
}

static void
fill_evidence (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;

  deal->consultant = self->consultant;
  deal->source = self->customer->source;
  deal->grade = pick_grade (self);
  deal->cycle = 1;
  deal->back_moves = 0;
  deal->open_blockers = 0;
  deal->two_way_contacts = 0;
  deal->paid = 0;
  set_copy (&deal->opened_on, date_of (self, self->entered[YB_STAGE_LEAD]));
  if (self->stage < YB_STAGE_DRIVE && _yb_demo_chance (demo, 75))
    {
      set_copy (&deal->model, self->car->model);
      deal->amount = self->car->price;
    }
  if (self->stage >= YB_STAGE_NEEDS)
    deal->visit_purpose = 1 + _yb_demo_pick (demo, 4);
  if (self->stage >= YB_STAGE_PRESENT)
    fill_needs (self);
  if (self->stage >= YB_STAGE_DRIVE)
    {
      fill_model (self, TRUE);
      fill_drive (self);
    }
  if (self->stage >= YB_STAGE_NEGOTIATE)
    {
      fill_demand (self);
      if (self->stage >= YB_STAGE_CLOSE || _yb_demo_chance (demo, 50))
        fill_offer (self, self->stage >= YB_STAGE_CLOSE);
    }
  if (self->stage >= YB_STAGE_CLOSE)
    fill_buyer (self);
  if (self->contract)
    fill_contract (self);
  if (self->stage >= YB_STAGE_FOLLOWUP)
    fill_delivery (self);
}

/* ---- where it stands ---- */

static void
plan_next_contact (Story *self)
{
  YbDemo *demo = self->demo;
  guint chance = _yb_demo_pick (demo, 100);
  guint day = demo->last_day;

  if (self->deal->loss_requested_at != 0 || self->outcome == YB_OUTCOME_LOST ||
      self->place == YB_DEMO_PLACE_ARCHIVED || chance < 12)
    return;
  if (chance < 36)
    day -= 1 + _yb_demo_pick (demo, MIN (6, day));
  else if (chance >= 58)
    day += 1 + _yb_demo_pick (demo, 14);

  /* Midnight stands for a day without a time. */
  self->deal->next_contact_at = demo->day_starts[day];
  if (!_yb_demo_chance (demo, 30))
    self->deal->next_contact_at += 10 * HOUR + _yb_demo_pick (demo, 17) * 30 * MINUTE;
}

static void
fill_state (Story *self)
{
  YbDemo *demo = self->demo;
  YbDeal *deal = self->deal;

  deal->stage = self->stage;
  deal->outcome = self->outcome;
  deal->on_board = self->place <= YB_N_STAGES;
  deal->stage_since = self->entered[self->stage];
  if (self->place == YB_DEMO_PLACE_LOST || (deal->on_board && self->stage > YB_STAGE_LEAD &&
                                            self->stage < YB_STAGE_CLOSE && _yb_demo_chance (demo, 6)))
    {
      deal->lost_reason = 1 + _yb_demo_pick (demo, yb_lost_reason_enum.n_values);
      set_copy (&deal->lost_text, _yb_demo_words (demo, YB_DEMO_WORDS_LOST));
      if (g_str_has_suffix (yb_enum_code (&yb_lost_reason_enum, deal->lost_reason), "_brand"))
        set_copy (&deal->lost_to, _yb_demo_words (demo, YB_DEMO_WORDS_LOST_TO));
      if (deal->on_board)
        deal->loss_requested_at = MIN (deal->stage_since + 2 * HOUR, demo->now - HOUR);
      else
        set_copy (&deal->closed_on, date_of (self, self->end));
    }
  else if (self->place == YB_DEMO_PLACE_DORMANT)
    {
      int wake = day_of (self, self->end) + 91 + (int) _yb_demo_pick (demo, 80);

      set_copy (&deal->dormant_until, day_at (self, wake));
      deal->next_contact_at = demo->day_starts[MIN (wake, (int) demo->n_days - 1)];
      return;
    }
  else if (_yb_demo_chance (demo, 12))
    set_copy (&deal->note, _yb_demo_words (demo, YB_DEMO_WORDS_NOTE));
  plan_next_contact (self);
}

/* ---- the rows around the deal ---- */

static gboolean
add_contact (Story *self, gint64 at, gboolean reached, GError **error)
{
  static const guint8 channels[] = {YB_CHANNEL_PHONE,  YB_CHANNEL_PHONE,  YB_CHANNEL_PHONE,
                                    YB_CHANNEL_WECHAT, YB_CHANNEL_WECHAT, YB_CHANNEL_VISIT};
  g_autoptr (YbContact) contact = YB_CONTACT (yb_row_new (&yb_contact_row_type));

  contact->deal = YB_ROW (self->deal)->id;
  contact->at = at;
  contact->channel = channels[_yb_demo_pick (self->demo, reached ? G_N_ELEMENTS (channels) : 5)];
  contact->reached = reached;
  set_copy (&contact->text,
            _yb_demo_words (self->demo, reached ? YB_DEMO_WORDS_REACHED : YB_DEMO_WORDS_MISSED));
  return yb_transaction_insert (self->demo->transaction, YB_ROW (contact), error);
}

/* The times are needed before the deal is stored, the rows can only come after it. */
static GArray *
plan_contacts (Story *self)
{
  GArray *times = g_array_new (FALSE, FALSE, sizeof (gint64));
  YbDemo *demo = self->demo;

  for (int stage = YB_STAGE_RECEPTION; stage <= (int) self->stage; stage++)
    {
      gint64 at = self->entered[stage] - 5 * MINUTE;

      if (stage == YB_STAGE_RECEPTION || (!demo->lean && _yb_demo_chance (demo, 55)))
        g_array_append_val (times, at);
    }
  if (times->len > 0)
    self->deal->last_contact_at = g_array_index (times, gint64, times->len - 1);
  self->deal->two_way_contacts = times->len;
  return times;
}

static gboolean
add_contacts (Story *self, GArray *times, GError **error)
{
  gboolean missed = !self->demo->lean && (self->stage == YB_STAGE_LEAD || _yb_demo_chance (self->demo, 25));

  if (missed && self->entered[YB_STAGE_LEAD] + 4 * MINUTE < self->demo->now &&
      !add_contact (self, self->entered[YB_STAGE_LEAD] + 4 * MINUTE, FALSE, error))
    return FALSE;
  for (guint i = 0; i < times->len; i++)
    if (!add_contact (self, g_array_index (times, gint64, i), TRUE, error))
      return FALSE;

  return TRUE;
}

typedef struct
{
  YbObjectionKind kind;
  gboolean resolved;
} PlannedObjection;

static PlannedObjection
plan_objection (Story *self)
{
  PlannedObjection objection = {YB_OBJECTION_NONE, TRUE};
  YbDemo *demo = self->demo;

  if (self->stage < YB_STAGE_DRIVE || demo->lean || !_yb_demo_chance (demo, 50))
    return objection;

  objection.kind = _yb_demo_chance (demo, 40) ? YB_OBJECTION_BLOCKER : YB_OBJECTION_CONCERN;
  objection.resolved = self->stage >= YB_STAGE_CLOSE || _yb_demo_chance (demo, 35);
  self->deal->open_blockers = objection.kind == YB_OBJECTION_BLOCKER && !objection.resolved;
  return objection;
}

static gboolean
add_objection (Story *self, const PlannedObjection *planned, GError **error)
{
  g_autoptr (YbObjection) objection = NULL;

  if (planned->kind == YB_OBJECTION_NONE)
    return TRUE;

  objection = YB_OBJECTION (yb_row_new (&yb_objection_row_type));
  objection->deal = YB_ROW (self->deal)->id;
  objection->kind = planned->kind;
  set_copy (&objection->text, _yb_demo_words (self->demo, YB_DEMO_WORDS_OBJECTION));
  if (planned->resolved)
    {
      objection->resolved_at = MIN (self->entered[self->stage] + 10 * MINUTE, self->demo->now);
      set_copy (&objection->answer, _yb_demo_words (self->demo, YB_DEMO_WORDS_ANSWER));
    }
  return yb_transaction_insert (self->demo->transaction, YB_ROW (objection), error);
}

typedef struct
{
  YbPaymentKind kind;
  gint64 amount;
  YbStage stage; /* received when it was entered */
} PlannedPayment;

static guint
plan_payments (Story *self, PlannedPayment payments[3])
{
  YbDeal *deal = self->deal;
  guint n = 0;

  if (self->stage >= YB_STAGE_CLOSE && _yb_demo_chance (self->demo, 50))
    payments[n++] = (PlannedPayment){YB_PAYMENT_DEPOSIT, 5000 * YUAN, YB_STAGE_CLOSE};
  if (self->stage >= YB_STAGE_DELIVERY)
    payments[n++] = (PlannedPayment){YB_PAYMENT_FIRST, deal->first_payment, YB_STAGE_DELIVERY};
  for (guint i = 0; i < n; i++)
    deal->paid += payments[i].amount;
  if (self->stage >= YB_STAGE_FOLLOWUP)
    {
      payments[n++] = (PlannedPayment){YB_PAYMENT_BALANCE, deal->amount - deal->paid, YB_STAGE_FOLLOWUP};
      deal->paid = deal->amount;
    }
  return n;
}

static gboolean
add_payment (Story *self, const PlannedPayment *planned, GError **error)
{
  g_autoptr (YbPayment) payment = YB_PAYMENT (yb_row_new (&yb_payment_row_type));

  payment->deal = YB_ROW (self->deal)->id;
  payment->kind = planned->kind;
  payment->amount = planned->amount;
  payment->method = 1 + _yb_demo_pick (self->demo, 5);
  set_copy (&payment->received_on, date_of (self, self->entered[planned->stage]));
  return yb_transaction_insert (self->demo->transaction, YB_ROW (payment), error);
}

/* ---- history ---- */

static YbDealHistory *
new_history (Story *self, gint64 at, gint64 staff, const char *kind)
{
  YbDealHistory *history = YB_DEAL_HISTORY (yb_row_new (&yb_deal_history_row_type));

  history->deal = YB_ROW (self->deal)->id;
  history->at = at;
  history->staff = staff;
  history->kind = yb_enum_from_code (&yb_history_kind_enum, kind);
  set_copy (&history->workstation, staff == self->demo->actors[YB_DEMO_RC] ? "reception" : "showroom");
  return history;
}

static gboolean
add_history (Story *self,
             gint64 at,
             gint64 staff,
             const char *kind,
             YbStage from,
             YbStage to,
             YbOutcome before,
             YbOutcome after,
             GError **error)
{
  g_autoptr (YbDealHistory) history = new_history (self, at, staff, kind);
  gboolean is_loss = g_str_has_prefix (kind, "lo");

  history->from_stage = from;
  history->to_stage = to;
  history->from_outcome = before;
  history->to_outcome = after;
  if (is_loss)
    {
      set_copy (&history->reason, yb_enum_code (&yb_lost_reason_enum, MAX (1, self->deal->lost_reason)));
      set_copy (&history->note, self->deal->lost_text);
    }
  if (to == YB_STAGE_DRIVE && from < to && self->deal->drive_state == YB_DRIVE_WAIVED)
    _yb_demo_set_text (&history->waived,
                       g_strconcat ("test-drive-planned:",
                                    yb_enum_code (&yb_drive_waiver_enum, self->deal->drive_waiver), NULL));
  return yb_transaction_insert (self->demo->transaction, YB_ROW (history), error);
}

/* A customer who was lost once and came back (flows.md 3.1, re-activate). */
static gboolean
add_first_cycle (Story *self, GError **error)
{
  YbDemo *demo = self->demo;
  gint64 back = self->entered[YB_STAGE_LEAD];
  gint64 opened = MAX (demo->day_starts[0], back - (gint64) 50 * 24 * HOUR);
  gint64 lost = opened + (back - opened) / 2;

  return add_history (self, opened, owner (self), "created", 0, YB_STAGE_LEAD, 0, YB_OUTCOME_OPEN, error) &&
         add_history (self, lost - HOUR, owner (self), "loss_requested", YB_STAGE_LEAD, YB_STAGE_LEAD,
                      YB_OUTCOME_OPEN, YB_OUTCOME_OPEN, error) &&
         add_history (self, lost, demo->actors[YB_DEMO_SM], "lost", YB_STAGE_LEAD, YB_STAGE_LEAD,
                      YB_OUTCOME_OPEN, YB_OUTCOME_LOST, error) &&
         add_history (self, back, owner (self), "reopened", YB_STAGE_LEAD, YB_STAGE_LEAD, YB_OUTCOME_LOST,
                      YB_OUTCOME_OPEN, error);
}

/* Whether add_end() tells the stage in any case. */
static gboolean
has_end (Story *self)
{
  return self->deal->loss_requested_at != 0 || self->outcome == YB_OUTCOME_LOST ||
         self->outcome == YB_OUTCOME_DORMANT;
}

static gboolean
add_end (Story *self, GError **error)
{
  YbDemo *demo = self->demo;
  YbStage stage = self->stage;

  if (self->deal->loss_requested_at != 0)
    return add_history (self, self->deal->loss_requested_at, owner (self), "loss_requested", stage, stage,
                        YB_OUTCOME_OPEN, YB_OUTCOME_OPEN, error);
  if (self->outcome == YB_OUTCOME_LOST)
    return (demo->lean || add_history (self, self->end - 10 * MINUTE, owner (self), "loss_requested", stage,
                                       stage, YB_OUTCOME_OPEN, YB_OUTCOME_OPEN, error)) &&
           add_history (self, self->end, demo->actors[YB_DEMO_SM], "lost", stage, stage, YB_OUTCOME_OPEN,
                        YB_OUTCOME_LOST, error);
  if (self->outcome == YB_OUTCOME_DORMANT)
    return add_history (self, self->end, owner (self), "dormant", stage, stage, YB_OUTCOME_OPEN,
                        YB_OUTCOME_DORMANT, error);
  if (self->place == YB_DEMO_PLACE_ARCHIVED && !demo->lean)
    return add_history (self, MIN (self->entered[stage] + (gint64) 30 * 24 * HOUR, demo->now), owner (self),
                        "archived", stage, stage, YB_OUTCOME_WON, YB_OUTCOME_WON, error);
  return TRUE;
}

static gboolean
add_histories (Story *self, gboolean came_back, GError **error)
{
  YbOutcome outcome = YB_OUTCOME_OPEN;

  if (came_back ? !add_first_cycle (self, error)
                : !add_history (self, self->entered[YB_STAGE_LEAD], owner (self), "created", 0, YB_STAGE_LEAD,
                                0, YB_OUTCOME_OPEN, error))
    return FALSE;

  for (int stage = YB_STAGE_RECEPTION; stage <= (int) self->stage; stage++)
    {
      /* Of a very large file at least the last row says where the deal stands. */
      gboolean is_told = !self->demo->lean || (stage == (int) self->stage && !has_end (self));

      if (is_told && !add_history (self, self->entered[stage], owner (self), "moved", stage - 1, stage,
                                   outcome, outcome, error))
        return FALSE;
      if (stage == YB_STAGE_CLOSE && self->contract)
        {
          if (!add_history (self, self->entered[stage] + 10 * MINUTE, owner (self), "won", stage, stage,
                            YB_OUTCOME_OPEN, YB_OUTCOME_WON, error))
            return FALSE;
          outcome = YB_OUTCOME_WON;
        }
    }

  return add_end (self, error);
}

/* ---- the customer ---- */

static gboolean
add_consent (Story *self, GError **error)
{
  g_autoptr (YbConsent) consent = NULL;

  if (self->customer->privacy_notice == 0)
    return TRUE;

  consent = YB_CONSENT (yb_row_new (&yb_consent_row_type));
  consent->customer = YB_ROW (self->customer)->id;
  consent->purpose = YB_CONSENT_PRIVACY_NOTICE;
  consent->channel = YB_CHANNEL_VISIT;
  consent->state = self->customer->privacy_notice;
  consent->decided_at = self->entered[YB_STAGE_NEEDS] - 4 * MINUTE;
  return yb_transaction_insert (self->demo->transaction, YB_ROW (consent), error);
}

static gboolean
add_vehicle (Story *self, GError **error)
{
  g_autoptr (YbVehicle) vehicle = NULL;
  gboolean bought = self->stage == YB_STAGE_FOLLOWUP;

  if (!bought && (self->demo->lean || !_yb_demo_chance (self->demo, 20)))
    return TRUE;

  vehicle = YB_VEHICLE (yb_row_new (&yb_vehicle_row_type));
  vehicle->customer = YB_ROW (self->customer)->id;
  _yb_demo_fill_vehicle (self->demo, vehicle, self->index,
                         bought ? self->car : _yb_demo_pick_car (self->demo));
  return yb_transaction_insert (self->demo->transaction, YB_ROW (vehicle), error);
}

static gboolean
add_customer (Story *self, GError **error)
{
  _yb_demo_fill_customer (self->demo, self->customer, self->index, self->place);
  if (self->stage >= YB_STAGE_NEEDS)
    self->customer->privacy_notice = _yb_demo_chance (self->demo, 92) ? YB_DECISION_GIVEN
                                                                      : YB_DECISION_REFUSED;

  return yb_transaction_insert (self->demo->transaction, YB_ROW (self->customer), error) &&
         add_consent (self, error) && add_vehicle (self, error);
}

static gboolean
add_deal (Story *self, GError **error)
{
  YbDeal *deal = self->deal;
  PlannedPayment payments[3];
  PlannedObjection objection;
  g_autoptr (GArray) contacts = NULL;
  gboolean came_back;
  guint n_payments;

  deal->customer = YB_ROW (self->customer)->id;
  fill_evidence (self);
  fill_state (self);
  contacts = plan_contacts (self);
  objection = plan_objection (self);
  n_payments = plan_payments (self, payments);
  came_back = !self->demo->lean && deal->on_board && self->stage < YB_STAGE_CLOSE &&
              day_of (self, self->entered[YB_STAGE_LEAD]) > 10 && _yb_demo_chance (self->demo, 6);
  if (came_back)
    {
      deal->cycle = 2;
      set_copy (&deal->opened_on, day_at (self, MAX (0, day_of (self, self->entered[YB_STAGE_LEAD]) - 50)));
    }

  if (!yb_transaction_insert (self->demo->transaction, YB_ROW (deal), error) ||
      !add_contacts (self, contacts, error) || !add_objection (self, &objection, error))
    return FALSE;
  for (guint i = 0; i < n_payments; i++)
    if (!add_payment (self, &payments[i], error))
      return FALSE;

  return add_histories (self, came_back, error);
}

/**
 * _yb_demo_tell:
 * @self: the demo, in a transaction
 * @index: number of the customer, from 0
 * @place: where the deal stands
 * @error: trouble of the database
 *
 * Makes one customer with everything around.
 *
 * Returns: whether it was stored
 */
gboolean
_yb_demo_tell (YbDemo *self, guint index, YbDemoPlace place, GError **error)
{
  g_autoptr (YbCustomer) customer = YB_CUSTOMER (yb_row_new (&yb_customer_row_type));
  g_autoptr (YbDeal) deal = YB_DEAL (yb_row_new (&yb_deal_row_type));
  Story story = {.demo = self, .index = index, .place = place, .customer = customer, .deal = deal};

  plan (&story);
  return add_customer (&story, error) && add_deal (&story, error);
}
