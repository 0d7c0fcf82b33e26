/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-keys.h"
#include "yb-transaction.h"

G_BEGIN_DECLS

/**
 * YbPassKey:
 *
 * What a password locks: a key pair made from it. The data key can be given to the person again, after a change of
 * the data key, without knowing the password.
 */
typedef struct _YbPassKey YbPassKey;

YbPassKey *yb_pass_key_new (const char *password, const char *hash) G_GNUC_WARN_UNUSED_RESULT;
void yb_pass_key_free (YbPassKey *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbPassKey, yb_pass_key_free)

gboolean yb_key_wrap_set (YbTransaction *transaction, gint64 staff, const YbPassKey *pass, GError **error);
gboolean yb_key_wrap_drop (YbTransaction *transaction, gint64 staff, GError **error);
gboolean yb_key_wrap_exists (YbConnection *connection, gint64 staff, GError **error);
YbKeys *yb_key_wrap_open (YbConnection *connection, gint64 staff, const char *password, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

gboolean yb_keys_remember (YbConnection *connection, YbKeys *keys);
YbKeys *yb_keys_recall (YbConnection *connection) G_GNUC_WARN_UNUSED_RESULT;

GBytes *yb_key_wraps_export (YbConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;
YbKeys *
yb_key_wraps_open (GBytes *wraps, const char *password_or_recovery, GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
