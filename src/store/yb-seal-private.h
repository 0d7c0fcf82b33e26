/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-keys-private.h"

G_BEGIN_DECLS

/* Where a sealed value belongs: it opens nowhere else. */
typedef struct
{
  const char *table;
  gint64 id;
  const char *column;
} YbCell;

guint8 *_yb_seal (YbConnection *connection,
                  const YbCell *cell,
                  const char *text,
                  gsize *length,
                  GError **error) G_GNUC_WARN_UNUSED_RESULT;
char *_yb_unseal (YbConnection *connection, const YbCell *cell, const guint8 *sealed, gsize length)
    G_GNUC_WARN_UNUSED_RESULT;
char *_yb_seal_base64 (YbConnection *connection, const YbCell *cell, const char *text, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/* Bytes under a key of one's own: a data key of before. */
guint8 *_yb_seal_bytes (YbKeys *keys, const YbCell *cell, const guint8 *bytes, gsize n_bytes, gsize *length)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_unseal_bytes (
    YbKeys *keys, const YbCell *cell, const guint8 *sealed, gsize length, guint8 *bytes, gsize n_bytes);

/* ---- look-up of telephone numbers ---- */

#define YB_PHONE_HASH_BYTES 16

gboolean _yb_phone_hash (YbKeys *keys, const char *phone, guint8 hash[YB_PHONE_HASH_BYTES]);
gboolean _yb_phone_tail (YbKeys *keys, const char *phone, gint64 *tail);

gboolean _yb_seal_add_functions (YbConnection *connection);
gboolean _yb_seal_check (YbConnection *connection,
                         void (*tell) (gpointer, const char *),
                         gpointer data,
                         GError **error);

G_END_DECLS
