/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk-private.h"

G_BEGIN_DECLS

/**
 * YbAttemptKind:
 * @YB_ATTEMPT_SIGN_IN: somebody signs in, by password or, within the shift, by PIN
 * @YB_ATTEMPT_APPROVE: a second person approves what the first one may not; never by PIN
 */
typedef enum
{
  YB_ATTEMPT_SIGN_IN,
  YB_ATTEMPT_APPROVE,
} YbAttemptKind;

/**
 * YbAttempt:
 * @kind: what for
 * @code: staff code, as typed
 * @secret: password or PIN
 * @workstation: where
 * @staff: whose code it is, 0: nobody's
 * @by: how it was checked: "password", "pin" or "approval"
 * @may_be_pin: whether the secret may be a PIN here
 * @granted: whether it fitted
 * @keys: (nullable): the keys of the file, when the password opened them, or this computer remembers them
 * @pass: (nullable): made from the password of somebody who has no copy of the keys yet
 * @deadline: monotonic time; until then the file may be busy
 * @quiet_id: tells the person why it takes long
 *
 * One attempt to show who one is.
 */
typedef struct
{
  YbAttemptKind kind;
  char *code;
  char *secret;
  char *workstation;
  gint64 staff;
  const char *by;
  gboolean may_be_pin;
  gboolean granted;
  YbKeys *keys;
  YbPassKey *pass;
  gint64 deadline;
  guint quiet_id;
} YbAttempt;

YbAttempt *_yb_attempt_new (YbDesk *desk, YbAttemptKind kind, const char *code, const char *secret);
void _yb_attempt_free (gpointer data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbAttempt, _yb_attempt_free)

gpointer
_yb_attempt_check (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error);
gboolean _yb_attempt_write (YbTransaction *transaction, gpointer data, GError **error);
gboolean _yb_attempt_refuse_to_wait (int seconds, GError **error);

/* yb-desk-sign-in.c */
gboolean _yb_desk_try (YbDesk *self, YbAttempt *attempt, GCancellable *cancellable, GError **error);
void _yb_desk_try_async (YbDesk *self,
                         YbAttempt *attempt,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean _yb_desk_try_finish (YbDesk *self, GAsyncResult *result, gint64 *staff, GError **error);

G_END_DECLS
