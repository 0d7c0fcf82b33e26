/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-staff.h"
#include "yb-store.h"

G_BEGIN_DECLS

/* A store in a folder of its own, filled by hand. */
typedef struct
{
  char *folder;
  YbStore *store;
} Dealership;

typedef void (*FillFunc) (YbTransaction *transaction);

void dealership_open (Dealership *self, FillFunc fill);
void dealership_close (Dealership *self);

void set_texts (gpointer row, const char *first, ...) G_GNUC_NULL_TERMINATED;
gint64 add_staff (YbTransaction *transaction, const char *code, const char *name);
gint64 add_customer (YbTransaction *transaction, const char *name, const char *phone);
YbDeal *new_deal (gint64 customer,
                  YbStage stage,
                  YbOutcome outcome,
                  const char *opened_on,
                  const char *closed_on,
                  gint64 amount);
gint64 add_deal (YbTransaction *transaction, YbDeal *deal);
void add_move (
    YbTransaction *transaction, gint64 deal, const char *at, const char *kind, YbStage from, YbStage to);
void add_payment (YbTransaction *transaction, gint64 deal, const char *received_on, gint64 amount);

G_END_DECLS
