/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-figure-private.h"

#include <string.h>

#include "yb-calendar.h"

static YbTally *
tally_new (void)
{
  YbTally *self = g_new0 (YbTally, 1);

  self->cycle_days = g_array_new (FALSE, FALSE, sizeof (int));
  return self;
}

static void
tally_free (YbTally *self)
{
  g_array_unref (self->cycle_days);
  g_free (self);
}

void
_yb_tallies_free (YbTallies *self)
{
  tally_free (self->whole);
  g_hash_table_unref (self->by_group);
  g_array_unref (self->stage_counts);
  g_free (self);
}

typedef struct
{
  YbConnection *connection;
  const char *from;
  const char *to;
  YbFigureGroup by;
  YbTallies *tallies;
} Gathering;

static YbTally *
group_tally (Gathering *self, const char *key)
{
  YbTally *tally = g_hash_table_lookup (self->tallies->by_group, key);

  if (tally == NULL)
    {
      tally = tally_new ();
      g_hash_table_insert (self->tallies->by_group, g_strdup (key), tally);
    }

  return tally;
}

typedef void (*AddFunc) (YbTally *tally, YbStatement *row, gpointer data);

/* Runs a statement whose first column is the group and adds each row to the whole and to its group. */
static gboolean
gather (Gathering *self, YbSql sql, AddFunc add, GError **error)
{
  YbStatement *rows = yb_connection_query (self->connection, sql);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_text (rows, 1, self->from);
  yb_statement_bind_text (rows, 2, self->to);
  yb_statement_bind_number (rows, 3, self->by);
  while (yb_statement_step (rows, &local_error))
    {
      add (self->tallies->whole, rows, self);
      if (self->by != YB_FIGURE_GROUP_NONE)
        add (group_tally (self, yb_statement_text (rows, 0)), rows, self);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
add_closed (YbTally *tally, YbStatement *row, gpointer data)
{
  int outcome = yb_enum_from_code (&yb_outcome_enum, yb_statement_text (row, 1));
  const char *reason_code = yb_statement_text (row, 2);
  gint64 deals = yb_statement_number (row, 4);

  if (outcome == YB_OUTCOME_WON)
    {
      tally->won += deals;
      tally->won_value += yb_statement_number (row, 5);
      tally->referred += yb_statement_number (row, 3) ? deals : 0;
    }
  else if (outcome == YB_OUTCOME_LOST)
    {
      int reason = yb_enum_from_code (&yb_lost_reason_enum, reason_code);

      tally->lost += deals;
      /* Duplicate and invalid records are left out of the shares (rules.md 2.1). */
      if (g_str_equal (reason_code, "invalid"))
        return;
      tally->lost_valid += deals;
      if (reason >= 0 && reason < (int) G_N_ELEMENTS (tally->lost_reasons))
        tally->lost_reasons[reason] += deals;
    }
}

static void
add_cycle (YbTally *tally, YbStatement *row, gpointer data)
{
  int days = yb_date_days_between (yb_statement_text (row, 1), yb_statement_text (row, 2));

  g_array_append_val (tally->cycle_days, days);
}

static void
add_delivered (YbTally *tally, YbStatement *row, gpointer data)
{
  tally->delivered += yb_statement_number (row, 1);
}

static void
add_due (YbTally *tally, YbStatement *row, gpointer data)
{
  gint64 amount = yb_statement_number (row, 2);

  tally->due += amount;
  tally->received += CLAMP (yb_statement_number (row, 3), 0, amount);
}

static YbAge
age_of (int days_overdue)
{
  if (days_overdue <= 0)
    return YB_AGE_NOT_DUE;
  if (days_overdue <= 30)
    return YB_AGE_30;
  if (days_overdue <= 60)
    return YB_AGE_60;
  return days_overdue <= 90 ? YB_AGE_90 : YB_AGE_OLDER;
}

static void
add_receivable (YbTally *tally, YbStatement *row, gpointer data)
{
  const Gathering *self = data;
  gint64 amount = yb_statement_number (row, 2);
  gint64 rest = amount - MAX (yb_statement_number (row, 3), 0);

  tally->contracted += amount;
  if (rest > 0)
    tally->unpaid[age_of (yb_date_days_between (yb_statement_text (row, 1), self->to))] += rest;
}

/* How often a deal entered each stage; an undone move takes its entries back. */
typedef struct
{
  char *group;
  guint16 entries[YB_N_STAGES + 1];
} DealPath;

static void
path_free (gpointer data)
{
  DealPath *path = data;

  g_free (path->group);
  g_free (path);
}

/* Moves a deal forward or back. Passed stages count as entered: their gates held. */
static void
follow_move (DealPath *path, const char *kind, int from, int to)
{
  gboolean is_undone = g_str_equal (kind, "undone");

  if (is_undone)
    for (int stage = to + 1; stage <= from; stage++)
      path->entries[stage] -= path->entries[stage] > 0 ? 1 : 0;
  else if (g_str_equal (kind, "created") || g_str_equal (kind, "reopened") || from == 0)
    path->entries[to]++;
  else
    for (int stage = from + 1; stage <= to; stage++)
      path->entries[stage]++;
}

static char *
month_of (gint64 ms)
{
  char *day = yb_time_to_date (ms);

  day[7] = '\0';
  return day;
}

/* A deal that began in a later stage is no conversion of the ones before: both parts of the ratio are of the same
 * deals. */
static void
count_path (YbTally *tally, const DealPath *path)
{
  for (int stage = 1; stage <= YB_N_STAGES; stage++)
    {
      tally->entered[stage] += path->entries[stage] > 0;
      if (stage < YB_N_STAGES)
        tally->went_on[stage] += path->entries[stage] > 0 && path->entries[stage + 1] > 0;
    }
}

static DealPath *
path_of (GHashTable *paths, gint64 deal)
{
  DealPath *path = g_hash_table_lookup (paths, &deal);

  if (path == NULL)
    {
      path = g_new0 (DealPath, 1);
      g_hash_table_insert (paths, g_memdup2 (&deal, sizeof deal), path);
    }

  return path;
}

static void
follow_row (Gathering *self, GHashTable *paths, YbStatement *row)
{
  int from = yb_enum_from_code (&yb_stage_enum, yb_statement_text (row, 4));
  int to = yb_enum_from_code (&yb_stage_enum, yb_statement_text (row, 5));
  DealPath *path;

  if (to <= 0 || from < 0)
    return;

  path = path_of (paths, yb_statement_number (row, 2));
  follow_move (path, yb_statement_text (row, 3), from, to);
  if (path->group == NULL)
    path->group = self->by == YB_FIGURE_GROUP_MONTH ? month_of (yb_statement_number (row, 1))
                                                    : g_strdup (yb_statement_text (row, 0));
}

/* The period as the history knows it: from the first millisecond to before the day after. */
static void
bind_times (Gathering *self, YbStatement *rows)
{
  g_autofree char *day_after = yb_date_add_days (self->to, 1);

  yb_statement_bind_number (rows, 1, yb_date_to_time (self->from));
  yb_statement_bind_number (rows, 2, *day_after != '\0' ? yb_date_to_time (day_after) : G_MAXINT64);
  yb_statement_bind_number (rows, 3, self->by);
}

static gboolean
gather_moves (Gathering *self, GError **error)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, path_free);
  YbStatement *rows = yb_connection_query (self->connection, YB_SQL_REPORT_MOVES);
  g_autoptr (GError) local_error = NULL;
  GHashTableIter iter;
  gpointer value;

  bind_times (self, rows);
  while (yb_statement_step (rows, &local_error))
    follow_row (self, paths, rows);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_hash_table_iter_init (&iter, paths);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const DealPath *path = value;

      count_path (self->tallies->whole, path);
      if (self->by != YB_FIGURE_GROUP_NONE)
        count_path (group_tally (self, path->group), path);
    }

  return TRUE;
}

/* The deal itself is open again, or was lost or won since: only the history knows of a cancelled contract. */
static gboolean
gather_cancelled (Gathering *self, GError **error)
{
  YbStatement *rows = yb_connection_query (self->connection, YB_SQL_REPORT_CANCELLED);
  g_autoptr (GError) local_error = NULL;

  bind_times (self, rows);
  while (yb_statement_step (rows, &local_error))
    {
      g_autofree char *month = self->by == YB_FIGURE_GROUP_MONTH ? month_of (yb_statement_number (rows, 1))
                                                                 : NULL;

      self->tallies->whole->cancelled++;
      if (self->by != YB_FIGURE_GROUP_NONE)
        group_tally (self, month != NULL ? month : yb_statement_text (rows, 0))->cancelled++;
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
gather_stages (Gathering *self, GError **error)
{
  YbStatement *rows = yb_connection_query (self->connection, YB_SQL_REPORT_STAGES);
  g_autoptr (GError) local_error = NULL;

  yb_statement_bind_text (rows, 1, self->to);
  while (yb_statement_step (rows, &local_error))
    {
      YbStageCount count = {
          .stage = yb_enum_from_code (&yb_stage_enum, yb_statement_text (rows, 0)),
          .outcome = yb_enum_from_code (&yb_outcome_enum, yb_statement_text (rows, 1)),
          .deals = yb_statement_number (rows, 2),
      };

      g_array_append_val (self->tallies->stage_counts, count);
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

YbTallies *
_yb_tallies_gather (
    YbConnection *connection, const char *from, const char *to, YbFigureGroup by, GError **error)
{
  g_autoptr (YbTallies) tallies = g_new0 (YbTallies, 1);
  Gathering self = {.connection = connection, .from = from, .to = to, .by = by, .tallies = tallies};

  tallies->whole = tally_new ();
  tallies->by_group = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) tally_free);
  tallies->stage_counts = g_array_new (FALSE, FALSE, sizeof (YbStageCount));

  if (!gather (&self, YB_SQL_REPORT_CLOSED, add_closed, error) ||
      !gather (&self, YB_SQL_REPORT_CYCLES, add_cycle, error) ||
      !gather (&self, YB_SQL_REPORT_DELIVERED, add_delivered, error) ||
      !gather (&self, YB_SQL_REPORT_DUE, add_due, error) ||
      !gather (&self, YB_SQL_REPORT_RECEIVABLES, add_receivable, error) || !gather_moves (&self, error) ||
      !gather_cancelled (&self, error) || !gather_stages (&self, error))
    return NULL;

  return g_steal_pointer (&tallies);
}
