/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal-flow.h"
#include "yb-desk-error.h"
#include "yb-staff.h"
#include "yb-store.h"
#include "yb-verb.h"

G_BEGIN_DECLS

/**
 * YbDesk:
 *
 * A store, a signed-in person and a workstation: the one door for every change.
 *
 * Signals: "rights-changed" (what the signed-in person may do has changed: what is shown has to be made anew), "signed-in" (the person changed; yb_desk_get_staff() is %NULL when nobody is), "locked" (gboolean locked: the
 * person has to sign in again, or has done so and goes on), "done" (char *verb, JsonObject *answer): a verb of this desk was committed, in the main thread; "waiting" (char *text, translated):
 * signing in takes long because another program writes, for instance an import. It goes on by itself.
 */
#define YB_TYPE_DESK (yb_desk_get_type ())
G_DECLARE_FINAL_TYPE (YbDesk, yb_desk, YB, DESK, GObject)

YbDesk *yb_desk_new (YbStore *store) G_GNUC_WARN_UNUSED_RESULT;
YbStore *yb_desk_get_store (YbDesk *self);

gboolean yb_desk_sign_in (YbDesk *self, const char *code, const char *password, GError **error);
gboolean yb_desk_sign_in_patiently (
    YbDesk *self, const char *code, const char *password, GCancellable *cancellable, GError **error);
void yb_desk_sign_in_async (YbDesk *self,
                            const char *code,
                            const char *password,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean yb_desk_sign_in_finish (YbDesk *self, GAsyncResult *result, GError **error);

/**
 * YbPinState:
 * @YB_PIN_NONE: the person has no PIN
 * @YB_PIN_READY: the PIN is enough now
 * @YB_PIN_NEEDS_PASSWORD: there is a PIN, but the password has to be given first: today, here, or after failures
 */
typedef enum
{
  YB_PIN_NONE,
  YB_PIN_READY,
  YB_PIN_NEEDS_PASSWORD,
} YbPinState;

YbPinState yb_desk_get_pin_state (YbDesk *self, const char *code);

void yb_desk_sign_out (YbDesk *self);
void yb_desk_lock (YbDesk *self);
gboolean yb_desk_is_locked (YbDesk *self);
YbStaff *yb_desk_get_staff (YbDesk *self);

/**
 * YbScope:
 * @YB_SCOPE_NONE: not allowed
 * @YB_SCOPE_OWN: only for records that one is responsible for
 * @YB_SCOPE_TEAM: for records that one's team is responsible for, or nobody
 * @YB_SCOPE_ALL: for all; also where one's team is the whole house
 */
typedef enum
{
  YB_SCOPE_NONE,
  YB_SCOPE_OWN,
  YB_SCOPE_TEAM,
  YB_SCOPE_ALL,
} YbScope;

YbScope yb_desk_get_scope (YbDesk *self, const char *right);
gboolean yb_desk_may (YbDesk *self, const char *right, YbRow *row);
gboolean yb_desk_may_for (YbDesk *self, const char *right, gint64 person);
gboolean yb_desk_may_see (YbDesk *self, YbRow *row);
gboolean yb_desk_sees_personal (YbDesk *self, YbRow *row);

JsonObject *
yb_desk_do (YbDesk *self, const char *verb, JsonObject *arguments, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_desk_do_async (YbDesk *self,
                       const char *verb,
                       JsonObject *arguments,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
JsonObject *yb_desk_do_finish (YbDesk *self, GAsyncResult *result, GError **error) G_GNUC_WARN_UNUSED_RESULT;

JsonObject *yb_desk_do_approved (YbDesk *self,
                                 const char *verb,
                                 JsonObject *arguments,
                                 const char *code,
                                 const char *password,
                                 GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_desk_do_approved_async (YbDesk *self,
                                const char *verb,
                                JsonObject *arguments,
                                const char *code,
                                const char *password,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean yb_desk_may_ask_for (YbDesk *self, const char *right);
const char *yb_desk_error_get_approvable (const GError *error);

JsonObject *yb_desk_do_with (YbDesk *self,
                             const char *verb,
                             JsonObject *arguments,
                             gpointer data,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_desk_do_with_async (YbDesk *self,
                            const char *verb,
                            JsonObject *arguments,
                            gpointer data,
                            GDestroyNotify destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/**
 * YbUnmet:
 * @gate: the gate's code
 * @text: what is missing, translated
 * @definition: the gate
 */
typedef struct
{
  const char *gate;
  const char *text;
  const YbGate *definition;
} YbUnmet;

GPtrArray *yb_desk_error_get_unmet (const GError *error);
JsonObject *yb_desk_error_get_details (const GError *error);
const char *yb_desk_error_get_argument (const GError *error, const char **reason);

/**
 * YbMovePreview:
 * @refusal: (nullable): why the deal can never go there as it stands, translated
 * @unmet: (element-type YbGate): what is missing
 * @needs_reason: a move back, which needs a reason
 */
typedef struct
{
  char *refusal;
  GPtrArray *unmet;
  gboolean needs_reason;
} YbMovePreview;

YbMovePreview *
yb_desk_preview_move (YbDesk *self, gint64 deal, YbStage to, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_move_preview_free (YbMovePreview *preview);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbMovePreview, yb_move_preview_free)

char *yb_desk_dup_undo_text (YbDesk *self);
char *yb_desk_dup_rule (YbDesk *self, const char *key);
gint64 yb_desk_get_rule_number (YbDesk *self, const char *key, gint64 fallback);

JsonObject *yb_desk_row_to_json (YbDesk *self, YbRow *row) G_GNUC_WARN_UNUSED_RESULT;
char *yb_desk_format_field (YbDesk *self, YbRow *row, const YbField *field) G_GNUC_WARN_UNUSED_RESULT;

void yb_desk_run_clocks (YbDesk *self);

gboolean
yb_desk_create_house (const char *path, const char *admin_name, const char *password, GError **error);

/**
 * YbHouseRule:
 * @key: key of a rule
 * @value: its value from the first day
 */
typedef struct
{
  const char *key;
  gint64 value;
} YbHouseRule;

/**
 * YbHousePlan:
 * @store_name: (nullable): name of the dealership
 * @admin_name: name of the administrator
 * @password: their password
 * @rules: (nullable): rules that differ from the shipped ones
 * @n_rules: how many
 *
 * What a new file is made from.
 */
typedef struct
{
  const char *store_name;
  const char *admin_name;
  const char *password;
  const YbHouseRule *rules;
  guint n_rules;
} YbHousePlan;

gboolean yb_desk_make_house (const char *path, const YbHousePlan *plan, char **recovery_key, GError **error);

G_END_DECLS
