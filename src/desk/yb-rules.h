/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection.h"

G_BEGIN_DECLS

/**
 * YbRuleInfo:
 * @key: as in the table of rules and data/rules/rules.ini
 * @label: English source string
 * @unit: English source string
 * @minimum: smallest value
 * @maximum: largest value
 *
 * A rule that a store may change (rule.set). All of this issue are whole numbers.
 */
typedef struct
{
  const char *key;
  const char *label;
  const char *unit;
  gint64 minimum;
  gint64 maximum;
} YbRuleInfo;

const YbRuleInfo *yb_rules (guint *n_rules);
const YbRuleInfo *yb_rule_info (const char *key);
const char *yb_rule_info_label (const YbRuleInfo *info);
const char *yb_rule_info_unit (const YbRuleInfo *info);
char *yb_rule_default (const char *key) G_GNUC_WARN_UNUSED_RESULT;

char *yb_rules_value (YbConnection *connection, const char *key, const char *day, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gint64 yb_rules_number (YbConnection *connection, const char *key, const char *day, gint64 fallback);

G_END_DECLS
