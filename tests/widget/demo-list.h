/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal.h"

G_BEGIN_DECLS

/* A list of made-up deals that exist only while somebody holds them, as in the lists of the store. */
#define DEMO_TYPE_LIST (demo_list_get_type ())
G_DECLARE_FINAL_TYPE (DemoList, demo_list, DEMO, LIST, GObject)

DemoList *demo_list_new (guint stage, guint n);
YbDealCard *demo_deal (gint64 id);
void demo_set_text (YbDealCard *deal, const char *field, const char *text);
void demo_set_number (YbDealCard *deal, const char *field, gint64 number);
guint demo_list_find (DemoList *self, gint64 id);
void demo_list_insert (DemoList *self, guint position, gint64 id);
void demo_list_remove (DemoList *self, guint position);
guint demo_list_n_made (void);

G_END_DECLS
