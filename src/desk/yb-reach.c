/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose record it is: what "own" and "team" mean for each kind of record. */

#include "config.h"

#include <string.h>

#include "yb-audit-row.h"
#include "yb-calendar.h"
#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-rights.h"

/* flows.md 3.1, change of the owner: who was responsible before may still look for a while. */
#define HANDED_OVER_DAYS 7

/**
 * yb_reach_handed_over_since:
 *
 * Returns: UTC ms; a deal that was handed over since then may still be read by who had it before (flows.md 3.1)
 */
gint64
yb_reach_handed_over_since (void)
{
  return yb_time_now () - HANDED_OVER_DAYS * YB_MS_PER_DAY;
}

static gboolean
is_true (YbStatement *statement)
{
  gboolean found = yb_statement_step (statement, NULL);

  yb_statement_reset (statement);
  return found;
}

/**
 * yb_reach_person:
 * @connection: where to look
 * @staff: who acts
 * @scope: how far the right reaches
 * @person: staff id of who is responsible for something, 0 for nobody
 *
 * What nobody is responsible for belongs to every team.
 *
 * Returns: whether the scope reaches what @person is responsible for
 */
gboolean
yb_reach_person (YbConnection *connection, YbStaff *staff, YbScope scope, gint64 person)
{
  YbStatement *statement;

  g_return_val_if_fail (connection != NULL && staff != NULL, FALSE);

  switch (scope)
    {
    case YB_SCOPE_ALL:
      return TRUE;
    case YB_SCOPE_TEAM:
      if (person == 0 || person == YB_ROW (staff)->id)
        return TRUE;
      statement = yb_connection_query (connection, YB_SQL_DESK_IS_IN_TEAM);
      yb_statement_bind_number (statement, 1, person);
      yb_statement_bind_text (statement, 2, staff->team);
      return is_true (statement);
    case YB_SCOPE_OWN:
      return person != 0 && person == YB_ROW (staff)->id;
    case YB_SCOPE_NONE:
    default:
      return FALSE;
    }
}

static gboolean
is_reading (const char *right)
{
  return g_str_has_suffix (right, ".read");
}

/* Reading reaches a little further than working: what one entered and nobody has taken yet, and what one has handed over. */
static gboolean
reaches_deal (YbConnection *connection, YbStaff *staff, const char *right, YbScope scope, YbDeal *deal)
{
  gint64 self = YB_ROW (staff)->id;

  if (yb_reach_person (connection, staff, scope, deal->consultant))
    return TRUE;
  if (!is_reading (right))
    return FALSE;
  if (deal->consultant == 0)
    return YB_ROW (deal)->created_by == self;

  return deal->former_consultant == self && deal->handed_over_at >= yb_reach_handed_over_since ();
}

static gboolean
reaches_deal_id (YbConnection *connection, YbStaff *staff, const char *right, YbScope scope, gint64 id)
{
  g_autoptr (YbDeal) deal = yb_connection_get (connection, &yb_deal_row_type, id, NULL);

  return deal != NULL && reaches_deal (connection, staff, right, scope, deal);
}

static gboolean
reaches_customer (
    YbConnection *connection, YbStaff *staff, const char *right, YbScope scope, gint64 id, gint64 created_by)
{
  YbStatement *statement;

  if (created_by != 0 && created_by == YB_ROW (staff)->id)
    return TRUE;
  if (scope == YB_SCOPE_TEAM)
    {
      statement = yb_connection_query (connection, YB_SQL_DESK_CUSTOMER_IS_OF_TEAM);
      yb_statement_bind_text (statement, 2, staff->team);
    }
  else
    {
      statement = yb_connection_query (connection, YB_SQL_DESK_CUSTOMER_IS_OWN);
      yb_statement_bind_number (statement, 2, YB_ROW (staff)->id);
      yb_statement_bind_number (statement, 3,
                                is_reading (right) ? yb_reach_handed_over_since () : G_MAXINT64);
    }
  yb_statement_bind_number (statement, 1, id);
  return is_true (statement);
}

static gboolean
reaches_customer_id (YbConnection *connection, YbStaff *staff, const char *right, YbScope scope, gint64 id)
{
  g_autoptr (YbCustomer) customer = yb_connection_get (connection, &yb_customer_row_type, id, NULL);

  return customer != NULL &&
         reaches_customer (connection, staff, right, scope, id, YB_ROW (customer)->created_by);
}

/* What people did themselves: theirs, whatever it was about. */
static gboolean
is_log (const YbRowType *type)
{
  return type == &yb_reveal_row_type || type == &yb_export_run_row_type || type == &yb_audit_row_type;
}

/**
 * yb_reach_row:
 * @connection: where to look
 * @staff: who acts
 * @right: name of the right; one that ends in ".read" reaches a little further
 * @scope: how far the right reaches
 * @row: a stored record
 *
 * Own are, of deals and every view of them and what hangs on them, those one is responsible for; of customers and what
 * hangs on them, those one entered or has a deal with; of everything else, what one entered.
 *
 * Returns: whether the scope reaches the record
 */
gboolean
yb_reach_row (YbConnection *connection, YbStaff *staff, const char *right, YbScope scope, YbRow *row)
{
  const YbRowType *type;
  const YbField *deal, *customer;

  g_return_val_if_fail (connection != NULL && staff != NULL && right != NULL && YB_IS_ROW (row), FALSE);

  if (scope == YB_SCOPE_NONE || scope == YB_SCOPE_ALL)
    return scope == YB_SCOPE_ALL;

  type = yb_row_get_row_type (row);
  deal = yb_row_type_find_field (type, "deal");
  customer = yb_row_type_find_field (type, "customer");
  if (is_log (type))
    return yb_reach_person (connection, staff, scope,
                            type == &yb_audit_row_type ? YB_AUDIT (row)->staff : row->created_by);
  if (type == &yb_deal_row_type)
    return reaches_deal (connection, staff, right, scope, YB_DEAL (row));
  if (yb_row_type_find_field (type, "consultant") != NULL)
    return reaches_deal_id (connection, staff, right, scope, row->id);
  if (deal != NULL)
    return reaches_deal_id (connection, staff, right, scope, yb_row_get_number (row, deal));
  if (type == &yb_customer_row_type)
    return reaches_customer (connection, staff, right, scope, row->id, row->created_by);
  if (customer != NULL)
    return reaches_customer_id (connection, staff, right, scope, yb_row_get_number (row, customer));

  return row->created_by != 0 && yb_reach_person (connection, staff, scope, row->created_by);
}
