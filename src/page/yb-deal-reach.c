/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which deals the lists of the pages may hold: what the desk says of one record, as conditions of a query. */

#include "config.h"

#include "yb-deal-reach.h"

#include "yb-rights.h"

/* No record has it. */
#define NOBODY (-1)

/**
 * yb_deal_reach_read:
 * @desk: a desk
 * @reach: (out): what the signed-in person may see; to be cleared
 */
void
yb_deal_reach_read (YbDesk *desk, YbDealReach *reach)
{
  YbStaff *staff;

  g_return_if_fail (YB_IS_DESK (desk) && reach != NULL);

  staff = yb_desk_get_staff (desk);
  *reach = (YbDealReach){.person = NOBODY, .handed_over_since = yb_reach_handed_over_since ()};
  switch (yb_desk_get_scope (desk, yb_deal_row_type.right))
    {
    case YB_SCOPE_ALL:
      *reach = (YbDealReach){.is_all = TRUE};
      break;
    case YB_SCOPE_TEAM:
      reach->person = 0;
      reach->team = g_strdup (staff->team);
      break;
    case YB_SCOPE_OWN:
      reach->person = YB_ROW (staff)->id;
      break;
    case YB_SCOPE_NONE:
    default:
      break;
    }
}

/**
 * yb_deal_reach_fill:
 * @reach: who may see what
 * @parameters: (out): #YB_DEAL_REACH_PARAMETERS of them; @reach keeps its texts
 */
void
yb_deal_reach_fill (const YbDealReach *reach, YbListParameter *parameters)
{
  parameters[0] = (YbListParameter){.number = reach->person, .is_null = reach->person == 0};
  parameters[1] = (YbListParameter){.text = reach->team, .is_null = reach->team == NULL};
  parameters[2] = (YbListParameter){.number = reach->handed_over_since};
}

/**
 * yb_deal_reach_bind:
 * @reach: who may see what
 * @statement: a query
 * @first: index of the first of its #YB_DEAL_REACH_PARAMETERS
 */
void
yb_deal_reach_bind (const YbDealReach *reach, YbStatement *statement, int first)
{
  if (reach->person != 0)
    yb_statement_bind_number (statement, first, reach->person);
  else
    yb_statement_bind_null (statement, first);
  if (reach->team != NULL)
    yb_statement_bind_text (statement, first + 1, reach->team);
  else
    yb_statement_bind_null (statement, first + 1);
  yb_statement_bind_number (statement, first + 2, reach->handed_over_since);
}

/**
 * yb_deal_reach_clear:
 * @reach: what was read
 */
void
yb_deal_reach_clear (YbDealReach *reach)
{
  g_clear_pointer (&reach->team, g_free);
}
