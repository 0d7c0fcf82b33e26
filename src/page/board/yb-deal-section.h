/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "yb-page.h"
#include "yb-row-list.h"

G_BEGIN_DECLS

/**
 * YbDealSectionInfo:
 * @title: English source string
 * @verbs: the verbs that change it, separated by " "
 * @fields: (nullable): fields of the deal that it shows, separated by " "
 * @query: (nullable): records that it lists
 *
 * A section of the panel of a deal.
 */
typedef struct
{
  const char *title;
  const char *verbs;
  const char *fields;
  const YbListQuery *query;
} YbDealSectionInfo;

const YbDealSectionInfo *yb_deal_section_infos (guint *n_infos);

#define YB_TYPE_DEAL_SECTION (yb_deal_section_get_type ())
G_DECLARE_FINAL_TYPE (YbDealSection, yb_deal_section, YB, DEAL_SECTION, GtkBox)

YbDealSection *yb_deal_section_new (YbPage *page, const YbDealSectionInfo *info);
void yb_deal_section_set_deal (YbDealSection *self, YbDeal *deal);
void yb_deal_section_refresh (YbDealSection *self);

G_END_DECLS
