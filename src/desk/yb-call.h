/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-desk.h"
#include "yb-rights.h"
#include "yb-staff.h"
#include "yb-transaction.h"

G_BEGIN_DECLS

/*
 * YbCall: one run of a verb, inside the store's transaction and on its writing thread. Everything that a
 * verb's run function may know and do goes through it.
 */

YbTransaction *yb_call_get_transaction (YbCall *self);
YbConnection *yb_call_get_connection (YbCall *self);
YbStaff *yb_call_get_actor (YbCall *self);
gint64 yb_call_get_actor_id (YbCall *self);
gint64 yb_call_get_now (YbCall *self);
const char *yb_call_get_today (YbCall *self);
const char *yb_call_get_workstation (YbCall *self);
gpointer yb_call_get_data (YbCall *self);

gboolean yb_call_has (YbCall *self, const char *name);
gint64 yb_call_number (YbCall *self, const char *name);
const char *yb_call_text (YbCall *self, const char *name);
JsonArray *yb_call_list (YbCall *self, const char *name);

YbScope yb_call_get_scope (YbCall *self, const char *right);
gboolean yb_call_require (YbCall *self, const char *right, GError **error);
gboolean yb_call_reaches (YbCall *self, const char *right, gpointer row);
gboolean yb_call_require_for (YbCall *self, const char *right, gpointer row, GError **error);
gboolean yb_call_require_person (YbCall *self, const char *right, gint64 person, GError **error);
gint64 yb_call_rule_number (YbCall *self, const char *key);

gpointer
yb_call_get_row (YbCall *self, const YbRowType *type, gint64 id, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbDeal *yb_call_get_deal (YbCall *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_call_may_change_customer (YbCall *self, YbCustomer *customer, GError **error);

void yb_call_take (YbCall *self, gpointer row, const char *field, const char *argument);
void yb_call_set_text (gpointer row, const char *field, const char *text);
void yb_call_take_all (YbCall *self, gpointer row);
gboolean yb_call_insert (YbCall *self, gpointer row, GError **error);
gboolean yb_call_update (YbCall *self, gpointer row, GError **error);
gboolean yb_call_save (YbCall *self, gpointer row, GError **error);
gboolean yb_call_revert (YbCall *self, gint64 audit_seq, GError **error);

/**
 * YbHistoryEntry:
 * @kind: number of a value of yb_history_kind_enum
 * @from_stage: stage before; 0 is taken for the stage of the deal
 * @to_stage: stage after; 0 is taken for the stage of the deal
 * @from_outcome: outcome before; 0 is taken for the outcome of the deal
 * @to_outcome: outcome after; 0 is taken for the outcome of the deal
 * @reason: (nullable): a code
 * @note: (nullable): a text
 * @waived: (nullable): gates passed by a waiver, "gate:reason" separated by " "
 *
 * What a row of the history of a deal says beside who, when and where.
 */
typedef struct
{
  const char *kind;
  gint64 from_stage;
  gint64 to_stage;
  gint64 from_outcome;
  gint64 to_outcome;
  const char *reason;
  const char *note;
  const char *waived;
} YbHistoryEntry;

gboolean yb_call_add_history (YbCall *self, YbDeal *deal, const YbHistoryEntry *entry, GError **error);

void yb_call_answer_id (YbCall *self, gint64 id);
JsonObject *yb_call_get_answer (YbCall *self);

gboolean yb_call_refuse (GError **error, const char *message);
gboolean yb_call_invalid (GError **error, const char *argument, const char *message);

G_END_DECLS
