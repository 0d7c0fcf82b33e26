/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-customer.h"
#include "yb-deal-flow.h"
#include "yb-desk.h"

G_BEGIN_DECLS

#define FIXTURE_PASSWORD "correct horse"
#define FIXTURE_NOW G_GINT64_CONSTANT (1772416800000) /* 2026-03-02 10:00 +08:00 */
#define FIXTURE_TODAY "2026-03-02"
#define FIXTURE_HOUR (G_GINT64_CONSTANT (60) * 60 * 1000)
#define FIXTURE_DAY (24 * FIXTURE_HOUR)

/* A house in a file of its own; the code of its people is their role ("sc2" is a second consultant). */
typedef struct
{
  char *folder;
  YbStore *store;
  GHashTable *desks; /* code -> YbDesk, signed in at first use */
} Fixture;

Fixture *fixture_new (void);
void fixture_free (Fixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

YbDesk *fixture_desk (Fixture *self, const char *code);

/* Arguments are JSON with ' in place of ". */
JsonObject *
fixture_try (Fixture *self, const char *code, GError **error, const char *verb, const char *format, ...)
    G_GNUC_PRINTF (5, 6) G_GNUC_WARN_UNUSED_RESULT;
gint64 fixture_do (Fixture *self, const char *code, const char *verb, const char *format, ...)
    G_GNUC_PRINTF (4, 5);
char *
fixture_refused (Fixture *self, const char *code, int error_code, const char *verb, const char *format, ...)
    G_GNUC_PRINTF (5, 6) G_GNUC_WARN_UNUSED_RESULT;
#define fixture_fails(...) g_free (fixture_refused (__VA_ARGS__))

YbDeal *fixture_deal (Fixture *self, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
YbCustomer *fixture_customer (Fixture *self, gint64 id) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *fixture_history (Fixture *self, gint64 deal) G_GNUC_WARN_UNUSED_RESULT;
gint64 fixture_n_audit (Fixture *self);

/* Changes a right as two people would. */
void fixture_employ (Fixture *self, const char *code);
void
fixture_grant (Fixture *self, const char *role, const char *right, const char *scope, const char *access);

gint64 fixture_new_deal (Fixture *self);

/* What makes one gate hold. */
typedef struct
{
  const char *gate;
  const char *staff;
  const char *verb;
  const char *arguments; /* %d: the deal, or its customer */
} FixtureEvidence;

const FixtureEvidence *fixture_evidence (const char *gate);
JsonObject *fixture_evidence_arguments (Fixture *self,
                                        gint64 deal,
                                        const FixtureEvidence *evidence) G_GNUC_WARN_UNUSED_RESULT;
gboolean fixture_gate_holds (Fixture *self, gint64 deal, const YbGate *gate);
void fixture_supply (Fixture *self, gint64 deal, const char *gate);
void fixture_supply_up_to (Fixture *self, gint64 deal, YbStage stage);
gint64 fixture_deal_in (Fixture *self, YbStage stage);

G_END_DECLS
