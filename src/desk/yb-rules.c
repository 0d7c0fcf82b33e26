/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-rules.h"

#include <glib/gi18n-lib.h>

#include "yb-defaults.h"

#define RULES_RESOURCE "/cn/yingbin/rules/rules.ini"
#define RULES_GROUP "rules"

#define N_DAYS N_ ("days")
#define N_HOURS N_ ("hours")
#define N_CLOCK N_ ("hours and minutes")
#define N_MINUTES N_ ("minutes")

static const YbRuleInfo rules[] = {
    {"board.followup-days", N_ ("A delivered deal leaves the board after"), N_DAYS, 0, 3650},
    {"deal.dormant-days", N_ ("A dormant deal sleeps for more than"), N_DAYS, 0, 3650},
    {"deal.recontact-days", N_ ("A lost customer is contacted again after (0: never)"), N_DAYS, 0, 3650},
    {"deal.cancelled-contact-days", N_ ("Contact after a cancelled contract"), N_DAYS, 0, 365},
    {"deal.delivered-contact-days", N_ ("First contact after the delivery"), N_DAYS, 0, 365},
    {"deal.first-contact-minutes.web", N_ ("First contact of a lead from the web"), N_MINUTES, 1, 100000},
    {"deal.first-contact-minutes.other", N_ ("First contact of any other lead"), N_MINUTES, 1, 100000},
    {"deal.thank-you-minutes", N_ ("Thank-you message after the first visit"), N_MINUTES, 1, 100000},
    {"deal.retry-hours", N_ ("Next attempt when the customer was not reached"), N_HOURS, 1, 1000},
    {"deal.contact-days.O", N_ ("Contact interval of grade O"), N_DAYS, 1, 365},
    {"deal.contact-days.H", N_ ("Contact interval of grade H"), N_DAYS, 1, 365},
    {"deal.contact-days.A", N_ ("Contact interval of grade A"), N_DAYS, 1, 365},
    {"deal.contact-days.B", N_ ("Contact interval of grade B"), N_DAYS, 1, 365},
    {"deal.contact-days.C", N_ ("Contact interval of grade C"), N_DAYS, 1, 365},
    {"deal.contact-days.N", N_ ("Contact interval of grade N"), N_DAYS, 1, 365},
    {"deal.contact-days.D", N_ ("Contact interval of grade D"), N_DAYS, 1, 365},
    {"deal.contact-days.T", N_ ("Contact interval of grade T"), N_DAYS, 1, 365},
    {"undo.minutes", N_ ("An action can be undone for"), N_MINUTES, 0, 100000},
    {"sign-in.lock-minutes", N_ ("The window is locked when nobody touched it for (0: never)"), N_MINUTES, 0,
     480},
    {"house.opens-at", N_ ("The house opens at (830: half past eight)"), N_CLOCK, 0, 2400},
    {"house.closes-at", N_ ("The house closes at (1800: six in the evening)"), N_CLOCK, 0, 2400},
    {"sign-in.pin-hours", N_ ("The PIN is enough after the password for (0: never)"), N_HOURS, 0, 24},
};

/**
 * yb_rules:
 * @n_rules: (out): how many
 *
 * Returns: (transfer none): all rules that a store may change
 */
const YbRuleInfo *
yb_rules (guint *n_rules)
{
  g_return_val_if_fail (n_rules != NULL, NULL);

  *n_rules = G_N_ELEMENTS (rules);
  return rules;
}

/**
 * yb_rule_info:
 * @key: key of a rule
 *
 * Returns: (transfer none) (nullable): the rule
 */
const YbRuleInfo *
yb_rule_info (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].key, key))
      return &rules[i];

  return NULL;
}

/**
 * yb_rule_info_label:
 * @info: a rule
 *
 * Returns: what it settles, in the language of the user
 */
const char *
yb_rule_info_label (const YbRuleInfo *info)
{
  g_return_val_if_fail (info != NULL, "");

  return g_dgettext (GETTEXT_PACKAGE, info->label);
}

/**
 * yb_rule_info_unit:
 * @info: a rule
 *
 * Returns: the unit of its value, in the language of the user
 */
const char *
yb_rule_info_unit (const YbRuleInfo *info)
{
  g_return_val_if_fail (info != NULL, "");

  return g_dgettext (GETTEXT_PACKAGE, info->unit);
}

/**
 * yb_rule_default:
 * @key: key of a rule
 *
 * Returns: (transfer full) (nullable): the value in data/rules/rules.ini, for files that have no row for it
 */
char *
yb_rule_default (const char *key)
{
  static gsize loaded;
  static GKeyFile *defaults;

  g_return_val_if_fail (key != NULL, NULL);

  if (g_once_init_enter (&loaded))
    {
      defaults = _yb_defaults_load (RULES_RESOURCE);
      g_once_init_leave (&loaded, 1);
    }

  return g_key_file_get_string (defaults, RULES_GROUP, key, NULL);
}

/**
 * yb_rules_value:
 * @connection: where to look
 * @key: key of a rule
 * @day: the day for which it is asked, "YYYY-MM-DD"
 * @error: trouble of the database
 *
 * Returns: (transfer full) (nullable): the value that holds on that day, from the newest row whose day has
 *   come or else the default; %NULL on error and for an unknown rule
 */
char *
yb_rules_value (YbConnection *connection, const char *key, const char *day, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *value = NULL;
  YbStatement *statement;

  g_return_val_if_fail (connection != NULL && key != NULL && day != NULL, NULL);

  statement = yb_connection_query (connection, YB_SQL_DESK_RULE);
  yb_statement_bind_text (statement, 1, key);
  yb_statement_bind_text (statement, 2, day);
  if (yb_statement_step (statement, &local_error))
    value = g_strdup (yb_statement_text (statement, 0));
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  return value != NULL ? g_steal_pointer (&value) : yb_rule_default (key);
}

/**
 * yb_rules_number:
 * @connection: where to look
 * @key: key of a rule
 * @day: the day for which it is asked, "YYYY-MM-DD"
 * @fallback: what to take when there is no such rule, or its value is no number
 *
 * Returns: the value that holds on that day
 */
gint64
yb_rules_number (YbConnection *connection, const char *key, const char *day, gint64 fallback)
{
  g_autofree char *value = yb_rules_value (connection, key, day, NULL);
  gint64 number;

  if (value != NULL && g_ascii_string_to_signed (value, 10, G_MININT64 + 1, G_MAXINT64, &number, NULL))
    return number;

  return fallback;
}
