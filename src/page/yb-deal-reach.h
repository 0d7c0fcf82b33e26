/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"
#include "yb-row-list.h"

G_BEGIN_DECLS

/**
 * YbDealReach:
 * @is_all: the person may see all deals; nothing below is set
 * @person: only own deals of this member of the staff, 0 for no such limit
 * @team: (nullable): only deals of this team
 * @handed_over_since: UTC ms; own are also deals that were handed over since then
 *
 * Which deals the signed-in person may see, as the queries of lists and heads take it.
 */
typedef struct
{
  gboolean is_all;
  gint64 person;
  char *team;
  gint64 handed_over_since;
} YbDealReach;

/* How many parameters of a query it takes. */
#define YB_DEAL_REACH_PARAMETERS 3

void yb_deal_reach_read (YbDesk *desk, YbDealReach *reach);
void yb_deal_reach_fill (const YbDealReach *reach, YbListParameter *parameters);
void yb_deal_reach_bind (const YbDealReach *reach, YbStatement *statement, int first);
void yb_deal_reach_clear (YbDealReach *reach);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YbDealReach, yb_deal_reach_clear)

G_END_DECLS
