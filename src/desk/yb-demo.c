/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-demo.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-calendar.h"
#include "yb-demo-private.h"
#include "yb-desk-private.h"
#include "yb-staff.h"

#define HOUR ((gint64) 60 * 60 * 1000)
#define DAYS_AFTER 200
#define DAYS_A_MONTH 30
/* From here on only the rows that gates and figures need. */
#define LEAN_FROM 50000
#define CUSTOMERS_A_TRANSACTION 20000
#define CHECKPOINT_TRIES 2000
#define CHECKPOINT_PAUSE_US 5000

/* Cards by column, of 300 customers: as many as a lively showroom has. */
static const guint8 board_weights[YB_N_STAGES] = {18, 14, 12, 11, 9, 10, 6, 5, 9};
#define BOARD_WEIGHT 94

typedef struct
{
  YbDemo demo;
  YbStore *store;
  guint customers;
  guint months;
  guint32 seed;
  guint8 *places; /* of every customer, shuffled */
  guint first;    /* of this transaction */
  guint end;
  char *password;
  YbPassKey *pass; /* of all of them */
  YbDemoProgress progress;
  gpointer user_data;
  GCancellable *cancellable;
} Making;

/* Above some thousand customers a fifth has a card on the board. */
static guint
count_cards (guint customers)
{
  guint cards = (guint) ((guint64) customers * BOARD_WEIGHT / 300);

  return MIN (cards, MAX (313, customers / 5));
}

/* Whole cards with the given weights; what is left over goes to the first columns. */
static guint
fill_columns (guint8 *places, guint customers)
{
  guint cards = count_cards (customers);
  guint n = 0;

  for (guint stage = 0; stage < YB_N_STAGES; stage++)
    for (guint i = 0; i < cards * (guint64) board_weights[stage] / BOARD_WEIGHT; i++)
      places[n++] = stage + 1;
  for (guint stage = 0; n < cards; stage++)
    places[n++] = stage + 1;

  return n;
}

static guint8 *
plan_places (GRand *random, guint customers)
{
  guint8 *places = g_new (guint8, customers);
  guint n = fill_columns (places, customers);
  guint rest = customers - n;

  for (guint i = 0; i < rest; i++)
    places[n + i] = i < rest * (guint64) 38 / 100   ? YB_DEMO_PLACE_ARCHIVED
                    : i < rest * (guint64) 92 / 100 ? YB_DEMO_PLACE_LOST
                                                    : YB_DEMO_PLACE_DORMANT;
  for (guint i = customers - 1; i > 0; i--)
    {
      guint other = g_rand_int_range (random, 0, i + 1);
      guint8 place = places[i];

      places[i] = places[other];
      places[other] = place;
    }
  return places;
}

static void
plan_days (YbDemo *demo, guint months, const char *until)
{
  demo->last_day = months * DAYS_A_MONTH;
  demo->n_days = demo->last_day + 1 + DAYS_AFTER;
  demo->days = g_malloc0_n (demo->n_days, sizeof *demo->days);
  demo->day_starts = g_new (gint64, demo->n_days);
  for (guint i = 0; i < demo->n_days; i++)
    {
      g_autofree char *date = yb_date_add_days (until, (int) i - (int) demo->last_day);

      g_strlcpy (demo->days[i], date, sizeof *demo->days);
      demo->day_starts[i] = yb_date_to_time (date);
    }
  demo->now = demo->day_starts[demo->last_day] + 9 * HOUR;
}

static void
set_audit (Making *self, YbTransaction *transaction)
{
  g_autofree char *arguments = g_strdup_printf (
      "{\"customers\":%u,\"months\":%u,\"seed\":%u,\"until\":\"%s\",\"first\":%u}", self->customers,
      self->months, self->seed, self->demo.days[self->demo.last_day], self->first);
  YbAuditEntry entry = {
      .at = self->demo.now, .workstation = "demo", .verb = "demo.create", .arguments = arguments};

  yb_transaction_set_audit (transaction, &entry);
}

static gboolean
find_actor (YbTransaction *transaction, const char *code, gint64 *id, GError **error)
{
  *id = yb_connection_find (yb_transaction_get_connection (transaction), YB_SQL_DESK_STAFF_BY_CODE, code,
                            error);
  return *id > 0;
}

static gboolean
write_staff_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  static const char *const actors[YB_DEMO_N_ACTORS] = {"rc", "sc", "sc2", "sm"};
  Making *self = data;
  YbStatement *mark;

  set_audit (self, transaction);
  for (guint i = 0; i < _yb_demo_n_staff; i++)
    {
      const YbDemoStaff *person = &_yb_demo_staff[i];
      g_autoptr (YbStaff) staff = YB_STAFF (yb_row_new (&yb_staff_row_type));

      if (g_str_equal (person->code, "ad"))
        continue; /* made together with the file */
      _yb_demo_set_text (&staff->code, g_strdup (person->code));
      _yb_demo_set_text (&staff->name, g_strdup (person->name));
      _yb_demo_set_text (&staff->roles, g_strdup (person->role));
      _yb_demo_set_text (&staff->password, g_strdup (self->password));
      staff->active = 1;
      if (!yb_transaction_insert (transaction, YB_ROW (staff), error) ||
          !yb_key_wrap_set (transaction, YB_ROW (staff)->id, self->pass, error))
        return FALSE;
    }
  for (guint i = 0; i < YB_DEMO_N_ACTORS; i++)
    if (!find_actor (transaction, actors[i], &self->demo.actors[i], error))
      return FALSE;

  mark = yb_connection_query (yb_transaction_get_connection (transaction), YB_SQL_STORE_META_SET);
  yb_statement_bind_text (mark, 1, "demo");
  yb_statement_bind_text (mark, 2, "1");
  return yb_statement_run (mark, error);
}

static gboolean
write_customers_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  Making *self = data;
  guint step = MAX (1, self->customers / 100);

  set_audit (self, transaction);
  self->demo.transaction = transaction;
  for (guint i = self->first; i < self->end; i++)
    {
      if (i % step == 0)
        {
          if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
            return FALSE;
          if (self->progress != NULL)
            self->progress ((double) i / self->customers, self->user_data);
        }
      if (!_yb_demo_tell (&self->demo, i, self->places[i], error))
        return FALSE;
    }

  return TRUE;
}

/* The log would grow larger than the file. The store carries it over by itself, too; while it does, one
 * waits. */
static gboolean
empty_log (YbStore *store, GError **error)
{
  for (guint i = 0; i < CHECKPOINT_TRIES; i++)
    {
      g_autoptr (GError) local_error = NULL;

      if (yb_store_checkpoint (store, &local_error))
        return TRUE;
      if (!g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_BUSY))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      g_usleep (CHECKPOINT_PAUSE_US);
    }

  return TRUE; /* everything is safe in the log */
}

static gboolean
fill (Making *self, GError **error)
{
  if (!yb_store_write (self->store, write_staff_cb, self, error))
    return FALSE;

  for (self->first = 0; self->first < self->customers; self->first = self->end)
    {
      self->end = MIN (self->customers, self->first + CUSTOMERS_A_TRANSACTION);
      if (!yb_store_write (self->store, write_customers_cb, self, error) || !empty_log (self->store, error))
        return FALSE;
    }
  if (self->progress != NULL)
    self->progress (1.0, self->user_data);

  return TRUE;
}

static const char *
admin_name (void)
{
  return _yb_demo_staff[_yb_demo_n_staff - 1].name;
}

static gboolean
make (Making *self, const char *path, const char *until, GError **error)
{
  const YbHousePlan plan = {.admin_name = admin_name (), .password = YB_DEMO_PASSWORD};
  gboolean made = FALSE;

  self->demo.random = g_rand_new_with_seed (self->seed);
  self->demo.lean = self->customers >= LEAN_FROM;
  plan_days (&self->demo, self->months, until);
  self->places = plan_places (self->demo.random, self->customers);

  /* Every row says the same times, whenever the demo is made. */
  yb_time_set_fixed_now (self->demo.now);
  if (yb_desk_make_house (path, &plan, NULL, error))
    {
      self->store = yb_store_open (path, YB_STORE_NO_FLAGS, error);
      self->password = yb_password_hash (YB_DEMO_PASSWORD);
      self->pass = yb_pass_key_new (YB_DEMO_PASSWORD, NULL);
      made = self->store != NULL && fill (self, error);
      if (self->store != NULL)
        yb_store_close (g_steal_pointer (&self->store));
      if (!made)
        _yb_desk_remove_file (path);
    }
  yb_time_set_fixed_now (0);

  g_clear_pointer (&self->pass, yb_pass_key_free);
  g_free (self->password);
  g_free (self->places);
  g_free (self->demo.days);
  g_free (self->demo.day_starts);
  g_rand_free (self->demo.random);
  return made;
}

static gboolean
check_arguments (guint customers, guint months, const char *until, GError **error)
{
  if (customers < 1 || customers > YB_DEMO_MAX_CUSTOMERS)
    g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("A demonstration has 1 to %d customers."),
                 YB_DEMO_MAX_CUSTOMERS);
  else if (months < 1 || months > YB_DEMO_MAX_MONTHS)
    g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("A demonstration covers 1 to %d months."),
                 YB_DEMO_MAX_MONTHS);
  else if (until != NULL && !yb_date_is_valid (until))
    g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, _ ("“%s” is no day as YYYY-MM-DD."), until);
  else
    return TRUE;

  return FALSE;
}

/**
 * yb_demo_create:
 * @path: where the new file goes; an existing one is refused
 * @customers: how many customers, each with a deal
 * @months: how far back the stories reach
 * @seed: same arguments, same content
 * @until: (nullable): the last day, "YYYY-MM-DD"; %NULL is today
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 * @cancellable: (nullable): stops it; the file is removed then
 * @error: why it failed; nothing is left behind then
 *
 * Makes a file with a living dealership (contract.md, "demo"): staff of every role with the password "demo",
 * customers, deals in every stage whose evidence satisfies the gates of flows.md 3.1.
 *
 * The program's clock stands still meanwhile (yb_time_set_fixed_now()).
 *
 * Returns: whether the file was made
 */
gboolean
yb_demo_create (const char *path,
                guint customers,
                guint months,
                guint32 seed,
                const char *until,
                YbDemoProgress progress,
                gpointer user_data,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *today = NULL;
  Making making = {.customers = customers, .months = months, .seed = seed};

  g_return_val_if_fail (path != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  if (!check_arguments (customers, months, until, error))
    return FALSE;

  today = until != NULL ? g_strdup (until) : yb_date_today ();
  making.progress = progress;
  making.user_data = user_data;
  making.cancellable = cancellable;
  return make (&making, path, today, error);
}
