/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"

G_BEGIN_DECLS

/* The days of the model (yb-calendar.h): a period without limits. */
#define YB_FIGURE_FIRST_DAY "1900-01-01"
#define YB_FIGURE_LAST_DAY "2199-12-31"

/**
 * YbFigureGroup:
 * @YB_FIGURE_GROUP_NONE: the whole only
 * @YB_FIGURE_GROUP_MONTH: month of the event
 * @YB_FIGURE_GROUP_STAFF: consultant of the deal
 * @YB_FIGURE_GROUP_SOURCE: where the deal came from
 * @YB_FIGURE_GROUP_MODEL: model of the car
 *
 * By what the figures are split. The numbers are bound into data/sql/query/report.
 */
typedef enum
{
  YB_FIGURE_GROUP_NONE,
  YB_FIGURE_GROUP_MONTH,
  YB_FIGURE_GROUP_STAFF,
  YB_FIGURE_GROUP_SOURCE,
  YB_FIGURE_GROUP_MODEL,
} YbFigureGroup;

/**
 * YbFigureUnit:
 * @YB_FIGURE_SHARE: a share, 1.0 is the whole
 * @YB_FIGURE_DAYS: days
 * @YB_FIGURE_COUNT: a number of records
 * @YB_FIGURE_MONEY: fen
 */
typedef enum
{
  YB_FIGURE_SHARE,
  YB_FIGURE_DAYS,
  YB_FIGURE_COUNT,
  YB_FIGURE_MONEY,
} YbFigureUnit;

/**
 * YbFigurePart:
 * @key: stable text in scripts: a month, a staff code, the code of a source, a model, a reason, a bucket; ""
 * for records where it is not stated; of a whole figure: %NULL
 * @name: @key for people
 * @has_value: %FALSE when the denominator is 0: people see a dash, never 0 %
 * @value: in the unit of the figure
 * @numerator: or #YB_NO_VALUE; fen where it is money
 * @denominator: or #YB_NO_VALUE; fen where it is money
 *
 * One number with where it comes from.
 */
typedef struct
{
  char *key;
  char *name;
  gboolean has_value;
  double value;
  gint64 numerator;
  gint64 denominator;
} YbFigurePart;

/**
 * YbFigure:
 * @id: of rules.md 2.1 ("K10"), with "-…" where one rule has several figures, or a plain word ("won")
 * @name: translated
 * @formula: what is divided by what, translated
 * @note: the basis in a few words where it is not the usual one, or who is left out; translated, often ""
 * @unit: see #YbFigureUnit
 * @money_terms: whether numerator and denominator are fen
 * @whole: the figure for the period
 * @parts: (element-type YbFigurePart): what it consists of (reasons, ageing buckets, stages); often empty
 * @groups: (element-type YbFigurePart): the same figure for every group; empty without one
 *
 * A key figure of a period.
 */
typedef struct
{
  const char *id;
  char *name;
  const char *formula;
  const char *note;
  YbFigureUnit unit;
  gboolean money_terms;
  YbFigurePart whole;
  GPtrArray *parts;
  GPtrArray *groups;
} YbFigure;

GPtrArray *yb_figures_compute (YbConnection *connection,
                               const char *from,
                               const char *to,
                               YbFigureGroup by,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
const YbFigure *yb_figures_find (GPtrArray *figures, const char *id);
const char *yb_figure_unit_code (YbFigureUnit unit);
char *yb_figure_format (const YbFigure *figure, const YbFigurePart *part) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_figure_group_from_code (const char *code, YbFigureGroup *by);

G_END_DECLS
