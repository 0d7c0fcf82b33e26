/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-figure-private.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-money.h"
#include "yb-staff.h"

typedef struct _Definition Definition;

/* measure: the figure from what was counted; parts: (nullable) what it consists of; stage: for K09; note: (nullable)
 * what a reader of the figure alone would get wrong */
struct _Definition
{
  const char *id;
  const char *name;
  const char *formula;
  YbFigureUnit unit;
  void (*measure) (const Definition *definition, const YbTally *tally, YbFigurePart *out);
  void (*parts) (const YbTallies *tallies, GPtrArray *parts);
  YbStage stage;
  gboolean money_terms;
  const char *note;
};

static void
set_ratio (YbFigurePart *out, gint64 numerator, gint64 denominator)
{
  out->numerator = numerator;
  out->denominator = denominator;
  out->has_value = denominator != 0;
  out->value = denominator != 0 ? (double) numerator / (double) denominator : 0.0;
}

static void
set_plain (YbFigurePart *out, gint64 value)
{
  out->numerator = YB_NO_VALUE;
  out->denominator = YB_NO_VALUE;
  out->has_value = TRUE;
  out->value = (double) value;
}

static void
measure_conversion (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_ratio (out, tally->went_on[definition->stage], tally->entered[definition->stage]);
}

static void
measure_win_rate (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_ratio (out, tally->won, tally->won + tally->lost_valid);
}

static void
measure_mean_cycle (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  gint64 days = 0;

  for (guint i = 0; i < tally->cycle_days->len; i++)
    days += g_array_index (tally->cycle_days, int, i);
  set_ratio (out, days, tally->cycle_days->len);
}

static int
compare_ints (gconstpointer a, gconstpointer b)
{
  return *(const int *) a - *(const int *) b;
}

static void
measure_median_cycle (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  GArray *days = tally->cycle_days;
  guint middle = days->len / 2;

  out->numerator = YB_NO_VALUE;
  out->denominator = days->len;
  out->has_value = days->len > 0;
  if (days->len == 0)
    return;

  g_array_sort (days, compare_ints);
  out->value = g_array_index (days, int, middle);
  if (days->len % 2 == 0)
    out->value = (out->value + g_array_index (days, int, middle - 1)) / 2.0;
}

static void
measure_lost_rate (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_ratio (out, tally->lost_valid, tally->won + tally->lost_valid);
}

static void
measure_sold (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_plain (out, tally->won);
}

static void
measure_delivered (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_plain (out, tally->delivered);
}

static void
measure_cancellation_rate (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_ratio (out, tally->cancelled, tally->won + tally->cancelled);
}

static void
measure_receivables (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  out->numerator = 0;
  for (guint age = 0; age < YB_N_AGES; age++)
    out->numerator += tally->unpaid[age];
  out->denominator = tally->contracted;
  out->has_value = tally->contracted != 0;
  out->value = (double) out->numerator;
}

static void
measure_collection_rate (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_ratio (out, tally->received, tally->due);
}

static void
measure_referral_share (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_ratio (out, tally->referred, tally->won);
}

static void
measure_lost (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_plain (out, tally->lost);
}

static void
measure_won_value (const Definition *definition, const YbTally *tally, YbFigurePart *out)
{
  set_plain (out, tally->won_value);
}

static YbFigurePart *
add_part (GPtrArray *parts, const char *key, const char *name)
{
  YbFigurePart *part = g_new0 (YbFigurePart, 1);

  part->key = g_strdup (key);
  part->name = g_strdup (name);
  g_ptr_array_add (parts, part);
  return part;
}

static int
compare_by_value (gconstpointer a, gconstpointer b)
{
  const YbFigurePart *first = *(const YbFigurePart *const *) a, *second = *(const YbFigurePart *const *) b;

  if (first->value != second->value)
    return first->value < second->value ? 1 : -1;
  return strcmp (first->key, second->key);
}

/* Pareto: the most frequent reason first. */
static void
parts_lost_reasons (const YbTallies *tallies, GPtrArray *parts)
{
  const YbTally *tally = tallies->whole;

  for (guint reason = 0; reason < G_N_ELEMENTS (tally->lost_reasons); reason++)
    if (tally->lost_reasons[reason] > 0)
      {
        const char *code = reason > 0 ? yb_enum_code (&yb_lost_reason_enum, reason) : "";
        const char *label = reason > 0 ? yb_enum_label (&yb_lost_reason_enum, reason) : _ ("Not stated");

        set_ratio (add_part (parts, code, label), tally->lost_reasons[reason], tally->lost_valid);
      }
  g_ptr_array_sort (parts, compare_by_value);
}

static void
parts_ages (const YbTallies *tallies, GPtrArray *parts)
{
  static const char *const keys[YB_N_AGES] = {"not_due", "1-30", "31-60", "61-90", "over_90"};
  static const char *const names[YB_N_AGES] = {N_ ("Not due yet"), N_ ("1–30 days overdue"),
                                               N_ ("31–60 days overdue"), N_ ("61–90 days overdue"),
                                               N_ ("More than 90 days overdue")};

  if (tallies->whole->contracted == 0)
    return;
  for (guint age = 0; age < YB_N_AGES; age++)
    set_plain (add_part (parts, keys[age], _ (names[age])), tallies->whole->unpaid[age]);
}

static int
compare_stage_counts (gconstpointer a, gconstpointer b)
{
  const YbStageCount *first = a, *second = b;

  return first->stage != second->stage ? (int) first->stage - (int) second->stage
                                       : (int) first->outcome - (int) second->outcome;
}

static void
parts_stages (const YbTallies *tallies, GPtrArray *parts)
{
  g_array_sort (tallies->stage_counts, compare_stage_counts);
  for (guint i = 0; i < tallies->stage_counts->len; i++)
    {
      const YbStageCount *count = &g_array_index (tallies->stage_counts, YbStageCount, i);
      const char *stage_code = yb_enum_code (&yb_stage_enum, count->stage);
      gboolean is_open = count->outcome == YB_OUTCOME_OPEN;
      g_autofree char *key = is_open ? g_strdup (stage_code)
                                     : g_strconcat (stage_code, ":",
                                                    yb_enum_code (&yb_outcome_enum, count->outcome), NULL);
      /* Translators: a stage and how the deal ended, for example "Negotiation (lost)" */
      g_autofree char *name = is_open ? g_strdup (yb_enum_label (&yb_stage_enum, count->stage))
                                      : g_strdup_printf (_ ("%s (%s)"),
                                                         yb_enum_label (&yb_stage_enum, count->stage),
                                                         yb_enum_label (&yb_outcome_enum, count->outcome));

      set_plain (add_part (parts, key, name), count->deals);
    }
}

static const char conversion_formula[] = N_ (
    "of the deals opened in the period, followed to today (cohort basis): those that ever entered the next "
    "stage as well ÷ those that ever entered the stage; from the history; imported, duplicate and invalid "
    "records and undone moves left out");
static const char cohort_note[] = N_ ("cohort basis: deals opened in the period");
static const char valid_note[] = N_ ("without duplicate and invalid records");

#define CONVERSION(ID, STAGE)                                                                                \
  {                                                                                                          \
    .id = ID, .formula = conversion_formula, .unit = YB_FIGURE_SHARE, .measure = measure_conversion,         \
    .stage = STAGE, .note = cohort_note                                                                      \
  }

/* The figures of rules.md 2.1 that the sales pipeline can answer, on the event basis: an event counts on its
 * own day. A conversion is on the cohort basis: events of one period over other events of it could be more than all. */
static const Definition definitions[] = {
    CONVERSION ("K09-1", YB_STAGE_LEAD),
    CONVERSION ("K09-2", YB_STAGE_RECEPTION),
    CONVERSION ("K09-3", YB_STAGE_NEEDS),
    CONVERSION ("K09-4", YB_STAGE_PRESENT),
    CONVERSION ("K09-5", YB_STAGE_DRIVE),
    CONVERSION ("K09-6", YB_STAGE_NEGOTIATE),
    CONVERSION ("K09-7", YB_STAGE_CLOSE),
    CONVERSION ("K09-8", YB_STAGE_DELIVERY),
    {"K10", N_ ("Win rate"),
     N_ ("won ÷ (won + lost), closed in the period; duplicate and invalid records left out"), YB_FIGURE_SHARE,
     measure_win_rate, .note = valid_note},
    {"K11", N_ ("Average deal cycle"),
     N_ ("sum of the days from opening to the effective contract ÷ deals won in the period with both days"),
     YB_FIGURE_DAYS, measure_mean_cycle},
    {"K11-median", N_ ("Median deal cycle"),
     N_ ("median days from opening to the effective contract, deals won in the period"), YB_FIGURE_DAYS,
     measure_median_cycle},
    {"K12", N_ ("Lost rate"),
     N_ ("lost ÷ (won + lost), closed in the period; duplicate and invalid records left out"),
     YB_FIGURE_SHARE, measure_lost_rate, parts_lost_reasons, .note = valid_note},
    {"K13-sold", N_ ("Units sold"), N_ ("contracts that became effective in the period"), YB_FIGURE_COUNT,
     measure_sold},
    {"K13-delivered", N_ ("Units delivered"), N_ ("deliveries signed in the period"), YB_FIGURE_COUNT,
     measure_delivered},
    {"K17", N_ ("Order cancellation rate"),
     N_ ("cancelled contracts ÷ effective contracts (won or cancelled), closed in the period"),
     YB_FIGURE_SHARE, measure_cancellation_rate},
    {"K20", N_ ("Receivables by age"),
     N_ ("agreed amounts not received by the last day of the period, by days since the promised delivery; "
         "deals without a "
         "promised delivery left out"),
     YB_FIGURE_MONEY, measure_receivables, parts_ages, .money_terms = TRUE},
    {"K21", N_ ("Collection rate"),
     N_ ("received by the last day of the period ÷ agreed amounts, won deals whose promised delivery lies in "
         "the period"),
     YB_FIGURE_SHARE, measure_collection_rate, .money_terms = TRUE},
    {"K22", N_ ("Referral share"), N_ ("won deals that came by referral ÷ deals won in the period"),
     YB_FIGURE_SHARE, measure_referral_share},
    {"won", N_ ("Deals won"), N_ ("deals won and closed in the period"), YB_FIGURE_COUNT, measure_sold},
    {"lost", N_ ("Deals lost"),
     N_ ("deals lost and closed in the period; duplicate and invalid records count as well"), YB_FIGURE_COUNT,
     measure_lost, .note = N_ ("with duplicate and invalid records")},
    {"won_value", N_ ("Value won"), N_ ("sum of the amounts of the deals won in the period"), YB_FIGURE_MONEY,
     measure_won_value, .money_terms = TRUE},
    {"deals_by_stage", N_ ("Deals by stage"),
     N_ ("deals opened by the last day of the period, by their stage and outcome of now"), YB_FIGURE_COUNT,
     NULL, parts_stages},
};

static void
part_free (YbFigurePart *part)
{
  g_free (part->key);
  g_free (part->name);
  g_free (part);
}

static void
figure_free (YbFigure *figure)
{
  g_free (figure->name);
  g_ptr_array_unref (figure->parts);
  g_ptr_array_unref (figure->groups);
  g_free (figure);
}

typedef struct
{
  char *tally_key;
  char *key;
  char *name;
  const YbTally *tally;
} Group;

static void
group_clear (Group *group)
{
  g_free (group->key);
  g_free (group->name);
}

static gboolean
name_staff (YbConnection *connection, const char *id, Group *group, GError **error)
{
  g_autoptr (YbStaff)
      staff = yb_connection_get (connection, &yb_staff_row_type, g_ascii_strtoll (id, NULL, 10), error);

  if (staff == NULL)
    return FALSE;
  group->key = g_strdup (staff->code);
  group->name = g_strdup (staff->name);
  return TRUE;
}

static gboolean
name_group (YbConnection *connection, YbFigureGroup by, const char *tally_key, Group *group, GError **error)
{
  if (*tally_key == '\0')
    {
      group->key = g_strdup ("");
      group->name = g_strdup (_ ("Not stated"));
      return TRUE;
    }
  if (by == YB_FIGURE_GROUP_STAFF)
    return name_staff (connection, tally_key, group, error);

  group->key = g_strdup (tally_key);
  group->name = NULL;
  if (by == YB_FIGURE_GROUP_SOURCE)
    {
      int source = yb_enum_from_code (&yb_source_enum, tally_key);

      group->name = source > 0 ? g_strdup (yb_enum_label (&yb_source_enum, source)) : NULL;
    }
  if (group->name == NULL)
    group->name = g_strdup (tally_key);
  return TRUE;
}

/* In the order of the keys; what is not stated last. */
static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Group *first = a, *second = b;
  gboolean first_is_empty = *first->key == '\0', second_is_empty = *second->key == '\0';

  return first_is_empty != second_is_empty ? first_is_empty - second_is_empty
                                           : strcmp (first->key, second->key);
}

static GArray *
name_groups (YbConnection *connection, YbFigureGroup by, YbTallies *tallies, GError **error)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, TRUE, sizeof (Group));
  GHashTableIter iter;
  gpointer key, tally;

  g_array_set_clear_func (groups, (GDestroyNotify) group_clear);
  g_hash_table_iter_init (&iter, tallies->by_group);
  while (g_hash_table_iter_next (&iter, &key, &tally))
    {
      Group group = {.tally = tally};

      if (!name_group (connection, by, key, &group, error))
        return NULL;
      g_array_append_val (groups, group);
    }
  g_array_sort (groups, compare_groups);

  return g_steal_pointer (&groups);
}

static char *
dup_name (const Definition *definition)
{
  if (definition->name != NULL)
    return g_strdup (_ (definition->name));

  /* Translators: from one stage to the next */
  return g_strdup_printf (_ ("Stage conversion %s → %s"), yb_enum_label (&yb_stage_enum, definition->stage),
                          yb_enum_label (&yb_stage_enum, definition->stage + 1));
}

static YbFigure *
figure_new (const Definition *definition, YbTallies *tallies, GArray *groups)
{
  YbFigure *figure = g_new0 (YbFigure, 1);

  figure->id = definition->id;
  figure->name = dup_name (definition);
  figure->formula = _ (definition->formula);
  figure->note = definition->note != NULL ? _ (definition->note) : "";
  figure->unit = definition->unit;
  figure->money_terms = definition->money_terms;
  figure->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  figure->groups = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);

  if (definition->parts != NULL)
    definition->parts (tallies, figure->parts);
  if (definition->measure == NULL)
    {
      gint64 sum = 0;

      for (guint i = 0; i < tallies->stage_counts->len; i++)
        sum += g_array_index (tallies->stage_counts, YbStageCount, i).deals;
      set_plain (&figure->whole, sum);
      return figure;
    }

  definition->measure (definition, tallies->whole, &figure->whole);
  for (guint i = 0; i < groups->len; i++)
    {
      const Group *group = &g_array_index (groups, Group, i);

      definition->measure (definition, group->tally, add_part (figure->groups, group->key, group->name));
    }
  return figure;
}

/**
 * yb_figures_compute:
 * @connection: where to read; the caller holds one snapshot
 * @from: first day, "YYYY-MM-DD"
 * @to: last day, which counts in
 * @by: by what each figure is split besides
 * @error: YB_STORE_ERROR when the database reports trouble
 *
 * The key figures of sales, rules.md 2.1: K09 (one per step), K10, K11 (mean and median), K12 with the
 * reasons, K13 (two figures), K17, K20 with the buckets, K21, K22, and the plain counts "won", "lost",
 * "won_value", "deals_by_stage".
 *
 * Returns: (transfer full) (element-type YbFigure) (nullable): the figures, in that order
 */
GPtrArray *
yb_figures_compute (
    YbConnection *connection, const char *from, const char *to, YbFigureGroup by, GError **error)
{
  g_autoptr (YbTallies) tallies = NULL;
  g_autoptr (GArray) groups = NULL;
  g_autoptr (GPtrArray) figures = NULL;

  g_return_val_if_fail (connection != NULL, NULL);
  g_return_val_if_fail (from != NULL && yb_date_is_valid (from), NULL);
  g_return_val_if_fail (to != NULL && yb_date_is_valid (to), NULL);

  tallies = _yb_tallies_gather (connection, from, to, by, error);
  if (tallies == NULL)
    return NULL;
  groups = name_groups (connection, by, tallies, error);
  if (groups == NULL)
    return NULL;

  figures = g_ptr_array_new_with_free_func ((GDestroyNotify) figure_free);
  for (guint i = 0; i < G_N_ELEMENTS (definitions); i++)
    g_ptr_array_add (figures, figure_new (&definitions[i], tallies, groups));

  return g_steal_pointer (&figures);
}

/**
 * yb_figures_find:
 * @figures: (element-type YbFigure): figures
 * @id: of one
 *
 * Returns: (transfer none) (nullable): the figure
 */
const YbFigure *
yb_figures_find (GPtrArray *figures, const char *id)
{
  g_return_val_if_fail (figures != NULL && id != NULL, NULL);

  for (guint i = 0; i < figures->len; i++)
    {
      const YbFigure *figure = g_ptr_array_index (figures, i);

      if (g_str_equal (figure->id, id))
        return figure;
    }

  return NULL;
}

/**
 * yb_figure_unit_code:
 * @unit: a unit
 *
 * Returns: its name in scripts
 */
const char *
yb_figure_unit_code (YbFigureUnit unit)
{
  static const char *const codes[] = {"share", "days", "count", "money"};

  g_return_val_if_fail (unit < G_N_ELEMENTS (codes), "");

  return codes[unit];
}

/**
 * yb_figure_format:
 * @figure: a figure
 * @part: its whole, or one of its parts or groups
 *
 * Returns: (transfer full): the value for people; a dash where there is none
 */
char *
yb_figure_format (const YbFigure *figure, const YbFigurePart *part)
{
  g_return_val_if_fail (figure != NULL && part != NULL, NULL);

  if (!part->has_value)
    return g_strdup ("–");

  switch (figure->unit)
    {
    case YB_FIGURE_SHARE:
      return g_strdup_printf ("%.2f %%", part->value * 100.0);
    case YB_FIGURE_DAYS:
      return g_strdup_printf ("%.1f", part->value);
    case YB_FIGURE_MONEY:
      return yb_money_format ((gint64) part->value);
    case YB_FIGURE_COUNT:
    default:
      return g_strdup_printf ("%.0f", part->value);
    }
}

static const char *const group_codes[] = {"", "month", "staff", "source", "model"};

/**
 * yb_figure_group_from_code:
 * @code: "month", "staff", "source" or "model"
 * @by: (out): the group
 *
 * Returns: whether there is such a group
 */
gboolean
yb_figure_group_from_code (const char *code, YbFigureGroup *by)
{
  g_return_val_if_fail (code != NULL && by != NULL, FALSE);

  for (guint i = 1; i < G_N_ELEMENTS (group_codes); i++)
    if (g_str_equal (group_codes[i], code))
      {
        *by = i;
        return TRUE;
      }

  return FALSE;
}
