/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sealed values: XChaCha20-Poly1305, bound to table, row, column and key version, so that a cell that is moved elsewhere
 * does not open. A value is: version of the key (2 bytes, little-endian), nonce, cipher text with its tag. What is empty
 * stays empty. */

#include "config.h"

#include "yb-seal-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "yb-identifier.h"

#define VERSION_BYTES 2
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define TAG_BYTES crypto_aead_xchacha20poly1305_ietf_ABYTES
#define HEAD_BYTES (VERSION_BYTES + NONCE_BYTES)
#define PLACE_BYTES 160

#define TAIL_DIGITS 4

/* ---- one value ---- */

static gsize
write_place (char place[PLACE_BYTES], const YbCell *cell, guint version)
{
  int length = g_snprintf (place, PLACE_BYTES, "%s|%" PRId64 "|%s|%u", cell->table, cell->id, cell->column,
                           version);

  g_assert (length > 0 && length < PLACE_BYTES);
  return length;
}

/* (transfer full) */
guint8 *
_yb_seal_bytes (YbKeys *keys, const YbCell *cell, const guint8 *bytes, gsize n_bytes, gsize *length)
{
  guint version = yb_keys_get_version (keys);
  guint8 *sealed = g_malloc (HEAD_BYTES + n_bytes + TAG_BYTES);
  char place[PLACE_BYTES];
  gsize place_length = write_place (place, cell, version);

  sealed[0] = version & 0xff;
  sealed[1] = version >> 8;
  randombytes_buf (sealed + VERSION_BYTES, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (sealed + HEAD_BYTES, NULL, bytes, n_bytes,
                                              (const guint8 *) place, place_length, NULL,
                                              sealed + VERSION_BYTES, yb_keys_get (keys, YB_KEY_FIELDS));
  *length = HEAD_BYTES + n_bytes + TAG_BYTES;
  return sealed;
}

static guint
version_of (const guint8 *sealed, gsize length)
{
  return length >= HEAD_BYTES + TAG_BYTES ? sealed[0] | (guint) sealed[1] << 8 : 0;
}

/* n_bytes has to fit exactly. */
gboolean
_yb_unseal_bytes (
    YbKeys *keys, const YbCell *cell, const guint8 *sealed, gsize length, guint8 *bytes, gsize n_bytes)
{
  guint version = version_of (sealed, length);
  char place[PLACE_BYTES];
  gsize place_length = write_place (place, cell, version);

  return version == yb_keys_get_version (keys) && length == HEAD_BYTES + n_bytes + TAG_BYTES &&
         crypto_aead_xchacha20poly1305_ietf_decrypt (
             bytes, NULL, NULL, sealed + HEAD_BYTES, length - HEAD_BYTES, (const guint8 *) place,
             place_length, sealed + VERSION_BYTES, yb_keys_get (keys, YB_KEY_FIELDS)) == 0;
}

/**
 * _yb_seal:
 * @connection: a connection
 * @cell: where it goes
 * @text: a text that is not empty
 * @length: (out): of the sealed value
 * @error: YB_STORE_ERROR_LOCKED
 *
 * Returns: (transfer full) (nullable): the sealed value; %NULL without the keys that the file has now
 */
guint8 *
_yb_seal (YbConnection *connection, const YbCell *cell, const char *text, gsize *length, GError **error)
{
  if (!_yb_connection_require_keys (connection, error) || !_yb_connection_check_keys (connection, error))
    return NULL;

  return _yb_seal_bytes (connection->keys, cell, (const guint8 *) text, strlen (text), length);
}

/* Returns: (transfer full) (nullable): the text; %NULL when there is no key for it, or it does not belong here */
char *
_yb_unseal (YbConnection *connection, const YbCell *cell, const guint8 *sealed, gsize length)
{
  YbKeys *keys = _yb_connection_find_keys (connection, version_of (sealed, length));
  gsize n_bytes = keys != NULL ? length - HEAD_BYTES - TAG_BYTES : 0;
  g_autofree char *text = keys != NULL ? g_malloc (n_bytes + 1) : NULL;

  if (keys == NULL || !_yb_unseal_bytes (keys, cell, sealed, length, (guint8 *) text, n_bytes))
    return NULL;

  text[n_bytes] = '\0';
  return g_steal_pointer (&text);
}

/* For texts such as the audit trail. */
char *
_yb_seal_base64 (YbConnection *connection, const YbCell *cell, const char *text, GError **error)
{
  gsize length;
  g_autofree guint8 *sealed = _yb_seal (connection, cell, text, &length, error);

  return sealed != NULL ? g_base64_encode (sealed, length) : NULL;
}

/**
 * yb_connection_open_sealed:
 * @self: a connection
 * @table: table of the record
 * @id: its id
 * @column: name of a sealed field
 * @base64: the value as it stands in the changes of an audit row
 *
 * Returns: (transfer full) (nullable): the text; "" for an empty one; %NULL when it is locked or was tampered with
 */
char *
yb_connection_open_sealed (
    YbConnection *self, const char *table, gint64 id, const char *column, const char *base64)
{
  const YbCell cell = {table, id, column};
  g_autofree guint8 *sealed = NULL;
  gsize length;

  g_return_val_if_fail (self != NULL && table != NULL && column != NULL && base64 != NULL, NULL);

  if (*base64 == '\0')
    return g_strdup ("");

  sealed = g_base64_decode (base64, &length);
  return _yb_unseal (self, &cell, sealed, length);
}

/* ---- look-up ---- */

/* %FALSE when there is no digit. */
gboolean
_yb_phone_hash (YbKeys *keys, const char *phone, guint8 hash[YB_PHONE_HASH_BYTES])
{
  g_autofree char *number = yb_phone_normalise (phone);

  if (number == NULL)
    return FALSE;

  crypto_generichash (hash, YB_PHONE_HASH_BYTES, (const guint8 *) number, strlen (number),
                      yb_keys_get (keys, YB_KEY_PHONES), YB_KEY_BYTES);
  return TRUE;
}

/* Of the last four digits, before an extension; %FALSE when there are fewer. Ten thousand ends are no secret to whoever has
 * the key, and 32 bits tell them apart. */
gboolean
_yb_phone_tail (YbKeys *keys, const char *phone, gint64 *tail)
{
  g_autofree char *number = yb_phone_normalise (phone);
  guint8 hash[crypto_generichash_BYTES_MIN];
  guint32 value;
  gsize length;

  if (number == NULL)
    return FALSE;
  length = strcspn (number, "-");
  if (length < TAIL_DIGITS)
    return FALSE;

  crypto_generichash (hash, sizeof hash, (const guint8 *) number + length - TAIL_DIGITS, TAIL_DIGITS,
                      yb_keys_get (keys, YB_KEY_TAILS), YB_KEY_BYTES);
  memcpy (&value, hash, sizeof value);
  *tail = GUINT32_FROM_LE (value);
  return TRUE;
}
