/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-staff.h"
#include "yb-store.h"

G_BEGIN_DECLS

/* A store in a folder of its own, with one member of the staff, for one test. */
typedef struct
{
  char *folder;
  char *path;
  YbStore *store;
  gint64 staff;
} Fixture;

/* Any moment will do, as long as it is the same. */
#define FIXTURE_NOW G_GINT64_CONSTANT (1767225600000)
#define FIXTURE_DAY G_GINT64_CONSTANT (86400000)

void fixture_set_up (Fixture *f, gconstpointer data);
void fixture_tear_down (Fixture *f, gconstpointer data);
void fixture_remove_folder (const char *folder);

void fixture_audit (YbTransaction *transaction, const char *verb);

/* One transaction each. */
gint64 fixture_add_customer (YbStore *store, const char *name);
gint64 fixture_add_deal (YbStore *store, gint64 customer, YbStage stage, gint64 next_contact_at);
void fixture_set_number (YbStore *store, const YbRowType *type, gint64 id, const char *field, gint64 value);
void
fixture_set_text (YbStore *store, const YbRowType *type, gint64 id, const char *field, const char *value);
gboolean fixture_try_insert (YbStore *store, YbRow *row, GError **error);
void fixture_delete (YbStore *store, const YbRowType *type, gint64 id);
void fixture_assert_clean (YbStore *store);

/* Runs the main loop until condition() says so; fails after some seconds. */
void fixture_wait (gboolean (*condition) (gpointer data), gpointer data);

/* A row of an open transaction. */
YbDeal *fixture_new_deal (gint64 customer, YbStage stage, gint64 next_contact_at) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
