/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-connection-private.h"
#include "yb-key-wrap.h"
#include "yb-keys.h"

G_BEGIN_DECLS

/* What is wrapped and cached: mark, version, data key, the secret of the audit trail. */
#define YB_KEYS_PACKED_BYTES (4 + 4 + YB_KEY_BYTES + YB_KEY_BYTES)

void _yb_keys_pack (YbKeys *self, guint8 packed[YB_KEYS_PACKED_BYTES]);
YbKeys *_yb_keys_unpack (const guint8 packed[YB_KEYS_PACKED_BYTES]) G_GNUC_WARN_UNUSED_RESULT;
YbKeys *_yb_keys_new_version (YbKeys *self) G_GNUC_WARN_UNUSED_RESULT;

/* ---- the recovery key: random bytes as text for paper ---- */

char *_yb_recovery_to_text (const guint8 key[YB_KEY_BYTES]) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_recovery_from_text (const char *text, guint8 key[YB_KEY_BYTES]);
void _yb_free_secret_text (char *text);

/* ---- the cache: outside the data folder, per file ---- */

char *_yb_key_folder (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_key_cache_store (const char *uuid, YbKeys *keys);
YbKeys *_yb_key_cache_load (const char *uuid) G_GNUC_WARN_UNUSED_RESULT;
void _yb_key_cache_forget (const char *uuid);

/* What came of a question to the Secret Service. */
typedef enum
{
  YB_KEY_RING_ABSENT,    /* no service runs here */
  YB_KEY_RING_SILENT,    /* it did not answer, is closed, or failed */
  YB_KEY_RING_KNOWS_NOT, /* it has no such secret */
  YB_KEY_RING_GIVES,
} YbKeyRingAnswer;

gboolean _yb_key_ring_store (const char *uuid, const char *text);
YbKeyRingAnswer _yb_key_ring_ask (const char *uuid, char **text);
char *_yb_key_ring_load (const char *uuid) G_GNUC_WARN_UNUSED_RESULT;
void _yb_key_ring_forget (const char *uuid);

/* ---- what a file says about its keys ---- */

char *_yb_file_dup_meta (YbConnection *connection, const char *key) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_file_set_meta (YbConnection *connection, const char *key, const char *value, GError **error);
gboolean _yb_file_has_keys (YbConnection *connection, YbKeys *keys);
gboolean _yb_file_note_keys (YbConnection *connection, YbKeys *keys, GError **error);
gboolean _yb_file_begin_keys (YbConnection *writer, YbKeys **keys, char **recovery_key, GError **error);
YbKeys *_yb_file_find_cached_keys (YbConnection *connection) G_GNUC_WARN_UNUSED_RESULT;
YbKeys *_yb_key_wrap_open_recovery (YbConnection *connection,
                                    const guint8 recovery[YB_KEY_BYTES],
                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_file_wrap_again (YbConnection *connection, YbKeys *keys, GError **error);
gboolean _yb_file_set_recovery (YbConnection *connection, YbKeys *keys, char **recovery_key, GError **error);

G_END_DECLS
