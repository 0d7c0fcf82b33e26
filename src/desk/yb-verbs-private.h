/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-call.h"
#include "yb-verb.h"

G_BEGIN_DECLS

/* A table of verbs; each file of verbs exports one, and yb-verb.c lists them all. */
typedef struct
{
  const YbVerb *verbs;
  guint n_verbs;
} YbVerbTable;

#define YB_VERB_TABLE(VERBS)                                                                                 \
  {                                                                                                          \
    .verbs = VERBS, .n_verbs = G_N_ELEMENTS (VERBS)                                                          \
  }

/* Arguments of a verb, for a row of a verb table. */
#define YB_VERB_ARGUMENTS(ARGUMENTS) .arguments = ARGUMENTS, .n_arguments = G_N_ELEMENTS (ARGUMENTS)

extern const YbVerbTable _yb_audit_verbs;
extern const YbVerbTable _yb_backup_verbs;
extern const YbVerbTable _yb_key_verbs;
extern const YbVerbTable _yb_customer_verbs;
extern const YbVerbTable _yb_deal_contract_verbs;
extern const YbVerbTable _yb_deal_evidence_verbs;
extern const YbVerbTable _yb_deal_outcome_verbs;
extern const YbVerbTable _yb_deal_verbs;
extern const YbVerbTable _yb_export_verbs;
extern const YbVerbTable _yb_house_verbs;
extern const YbVerbTable _yb_import_verbs; /* yb-import*.c */
extern const YbVerbTable _yb_reveal_verbs;
extern const YbVerbTable _yb_right_verbs;
extern const YbVerbTable _yb_staff_verbs;

/* What every verb on a deal takes first. */
#define YB_DEAL_ARGUMENT                                                                                     \
  YB_ARGUMENT ("deal", REFERENCE, N_ ("Deal"), .flags = YB_FIELD_REQUIRED, .refers = "deal")

/* yb-verb-checks.c */
const char *_yb_check_phone (const char *text);
const char *_yb_check_id_number (const char *text);

gboolean _yb_call_is_proven (YbCall *call);
gboolean _yb_call_others_have (YbCall *call, YbSql sql, const char *right, gboolean *found, GError **error);
gboolean _yb_deal_after_undo (YbCall *call, JsonObject *original_arguments, GError **error);

gboolean _yb_customer_make (YbCall *call, YbCustomer *customer, GError **error);
void _yb_customer_fill (YbCustomer *customer);
GArray *_yb_customer_duplicates (YbCall *call, const char *phone, GError **error);

void _yb_deal_plan_by_grade (YbCall *call, YbDeal *deal);
gboolean _yb_deal_must_be_open (YbDeal *deal, GError **error);
gboolean _yb_deal_waive_drive (YbDeal *deal, gint64 reason, GError **error);
void _yb_deal_take_all (YbCall *call, YbDeal *deal);
GArray *_yb_call_read_ids (YbStatement *statement, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbDeal *_yb_call_get_open_deal (YbCall *call, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
