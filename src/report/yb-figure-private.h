/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal-enums.h"
#include "yb-figure.h"

G_BEGIN_DECLS

/* Ageing of what is not paid: not yet due, then days after the promised delivery (rules.md K20). */
typedef enum
{
  YB_AGE_NOT_DUE,
  YB_AGE_30,
  YB_AGE_60,
  YB_AGE_90,
  YB_AGE_OLDER,
  YB_N_AGES,
} YbAge;

/* What was counted, for the whole period or for one group. Money in fen. */
typedef struct
{
  gint64 won;
  gint64 won_value;
  gint64 referred;
  gint64 lost;
  gint64 lost_valid;
  gint64 lost_reasons[32];
  gint64 cancelled;
  gint64 delivered;
  GArray *cycle_days;
  gint64 entered[YB_N_STAGES + 1];
  gint64 went_on[YB_N_STAGES + 1];
  gint64 due;
  gint64 received;
  gint64 contracted;
  gint64 unpaid[YB_N_AGES];
} YbTally;

/* by_group: key (text) -> YbTally; stages: "STAGE" or "STAGE:outcome" -> count */
typedef struct
{
  YbTally *whole;
  GHashTable *by_group;
  GArray *stage_counts;
} YbTallies;

typedef struct
{
  YbStage stage;
  YbOutcome outcome;
  gint64 deals;
} YbStageCount;

YbTallies *_yb_tallies_gather (
    YbConnection *connection, const char *from, const char *to, YbFigureGroup by, GError **error);
void _yb_tallies_free (YbTallies *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbTallies, _yb_tallies_free)

G_END_DECLS
