/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies of the data key, each locked to a key pair that is made from a password (Argon2id) or from the recovery key. The
 * public half stands beside it in the file: when the data key changes, everybody gets the new one without being asked
 * for the password. */

#include "config.h"

#include "yb-keys-private.h"

#include <stdio.h>
#include <string.h>
#include <glib/gi18n-lib.h>
#include <sodium.h>

#include "yb-transaction-private.h"

#define KIND_PASSWORD "password"
#define KIND_RECOVERY "recovery"

#define WRAPPED_BYTES (YB_KEYS_PACKED_BYTES + crypto_box_SEALBYTES)

/* As for the password itself: 0.15 s (security.md). */
#define OPSLIMIT crypto_pwhash_OPSLIMIT_INTERACTIVE
#define MEMLIMIT crypto_pwhash_MEMLIMIT_INTERACTIVE

/* A foreign header of a backup must not make this program run for hours. */
#define MOST_OPSLIMIT 16
#define MOST_MEMLIMIT (1024 * 1024 * 1024)
#define MOST_WRAPS 10000

#define EXPORT_MARK "YBW1"
#define EXPORT_MARK_BYTES 4

struct _YbPassKey
{
  guint64 opslimit;
  guint64 memlimit;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
};

/* A row of key_wrap; in a backup's header exactly these bytes, numbers little-endian. */
typedef struct
{
  gint64 staff; /* 0: the recovery key */
  guint64 version;
  guint64 opslimit;
  guint64 memlimit;
  guint8 salt[crypto_pwhash_SALTBYTES];
  guint8 public_key[crypto_box_PUBLICKEYBYTES];
  guint8 wrapped[WRAPPED_BYTES];
} Wrap;

G_STATIC_ASSERT (sizeof (Wrap) == 32 + crypto_pwhash_SALTBYTES + crypto_box_PUBLICKEYBYTES + WRAPPED_BYTES);

/* ---- key pairs ---- */

static gboolean
pair_from_password (Wrap *wrap, const char *password, guint8 secret_key[crypto_box_SECRETKEYBYTES])
{
  guint8 seed[crypto_box_SEEDBYTES];
  gboolean ok = wrap->opslimit <= MOST_OPSLIMIT && wrap->memlimit <= MOST_MEMLIMIT &&
                crypto_pwhash (seed, sizeof seed, password, strlen (password), wrap->salt, wrap->opslimit,
                               wrap->memlimit, crypto_pwhash_ALG_ARGON2ID13) == 0;

  if (ok)
    crypto_box_seed_keypair (wrap->public_key, secret_key, seed);
  sodium_memzero (seed, sizeof seed);
  return ok;
}

/* It is as long as a key: nothing has to be made slow. */
static void
pair_from_recovery (Wrap *wrap,
                    const guint8 recovery[YB_KEY_BYTES],
                    guint8 secret_key[crypto_box_SECRETKEYBYTES])
{
  guint8 seed[crypto_box_SEEDBYTES];

  crypto_generichash (seed, sizeof seed, wrap->salt, sizeof wrap->salt, recovery, YB_KEY_BYTES);
  crypto_box_seed_keypair (wrap->public_key, secret_key, seed);
  sodium_memzero (seed, sizeof seed);
}

static void
take_limits (Wrap *wrap, const char *hash)
{
  guint64 kib = 0, passes = 0;

  if (hash != NULL)
    sscanf (hash, "$argon2id$v=%*d$m=%" G_GUINT64_FORMAT ",t=%" G_GUINT64_FORMAT, &kib, &passes);
  wrap->opslimit = passes > 0 && passes <= MOST_OPSLIMIT ? passes : OPSLIMIT;
  wrap->memlimit = kib > 0 && kib <= MOST_MEMLIMIT / 1024 ? kib * 1024 : MEMLIMIT;
}

/**
 * yb_pass_key_new:
 * @password: what the person chose
 * @hash: (nullable): hash of a password
 *
 * As slow as verifying @hash, or as yb_password_hash(): not on the main thread of a window. It stands beside the hash and
 * need not be harder to guess from.
 *
 * Returns: (transfer full) (nullable): what yb_key_wrap_set() takes; %NULL when there is no memory for it
 */
YbPassKey *
yb_pass_key_new (const char *password, const char *hash)
{
  Wrap wrap = {0};
  guint8 secret_key[crypto_box_SECRETKEYBYTES];
  YbPassKey *self;

  g_return_val_if_fail (password != NULL, NULL);

  if (sodium_init () < 0)
    return NULL;
  take_limits (&wrap, hash);
  randombytes_buf (wrap.salt, sizeof wrap.salt);
  if (!pair_from_password (&wrap, password, secret_key))
    return NULL;

  sodium_memzero (secret_key, sizeof secret_key);
  self = g_new (YbPassKey, 1);
  self->opslimit = wrap.opslimit;
  self->memlimit = wrap.memlimit;
  memcpy (self->salt, wrap.salt, sizeof self->salt);
  memcpy (self->public_key, wrap.public_key, sizeof self->public_key);
  return self;
}

/**
 * yb_pass_key_free:
 * @self: (nullable): a pass key
 */
void
yb_pass_key_free (YbPassKey *self)
{
  g_free (self);
}

static void
lock_keys (Wrap *wrap, YbKeys *keys)
{
  guint8 packed[YB_KEYS_PACKED_BYTES];

  _yb_keys_pack (keys, packed);
  crypto_box_seal (wrap->wrapped, packed, sizeof packed, wrap->public_key);
  wrap->version = yb_keys_get_version (keys);
  sodium_memzero (packed, sizeof packed);
}

static YbKeys *
unlock_keys (const Wrap *wrap, const guint8 *public_key, const guint8 *secret_key)
{
  guint8 packed[YB_KEYS_PACKED_BYTES];
  YbKeys *keys = NULL;

  if (crypto_box_seal_open (packed, wrap->wrapped, sizeof wrap->wrapped, public_key, secret_key) == 0)
    keys = _yb_keys_unpack (packed);
  sodium_memzero (packed, sizeof packed);
  return keys;
}

static YbKeys *
open_with_password (const Wrap *wrap, const char *password)
{
  Wrap made = *wrap;
  guint8 secret_key[crypto_box_SECRETKEYBYTES];
  YbKeys *keys = NULL;

  if (sodium_init () >= 0 && pair_from_password (&made, password, secret_key))
    keys = unlock_keys (wrap, made.public_key, secret_key);
  sodium_memzero (secret_key, sizeof secret_key);
  return keys;
}

static YbKeys *
open_with_recovery (const Wrap *wrap, const guint8 recovery[YB_KEY_BYTES])
{
  Wrap made = *wrap;
  guint8 secret_key[crypto_box_SECRETKEYBYTES];
  YbKeys *keys;

  pair_from_recovery (&made, recovery, secret_key);
  keys = unlock_keys (wrap, made.public_key, secret_key);
  sodium_memzero (secret_key, sizeof secret_key);
  return keys;
}

/* ---- the table ---- */

static gboolean
take_bytes (YbStatement *row, int column, guint8 *bytes, int length)
{
  if (sqlite3_column_bytes (row->stmt, column) != length)
    return FALSE;

  memcpy (bytes, sqlite3_column_blob (row->stmt, column), length);
  return TRUE;
}

static gboolean
read_wrap (YbStatement *row, Wrap *wrap)
{
  wrap->staff = yb_statement_number (row, 0);
  wrap->version = yb_statement_number (row, 1);
  wrap->opslimit = yb_statement_number (row, 2);
  wrap->memlimit = yb_statement_number (row, 3);
  return take_bytes (row, 4, wrap->salt, sizeof wrap->salt) &&
         take_bytes (row, 5, wrap->public_key, sizeof wrap->public_key) &&
         take_bytes (row, 6, wrap->wrapped, sizeof wrap->wrapped);
}

/* Of somebody, or all of them with staff -1; whoever has a wrap that cannot be read has none. */
static GArray *
read_wraps (YbConnection *connection, gint64 staff, GError **error)
{
  g_autoptr (GArray) wraps = g_array_new (FALSE, TRUE, sizeof (Wrap));
  g_autoptr (GError) local_error = NULL;
  YbStatement *rows = yb_connection_query (connection,
                                           staff < 0 ? YB_SQL_STORE_KEY_WRAPS : YB_SQL_STORE_KEY_WRAPS_OF);

  if (staff >= 0)
    yb_statement_bind_number (rows, 1, staff);
  while (yb_statement_step (rows, &local_error))
    {
      Wrap wrap = {0};

      if (read_wrap (rows, &wrap))
        g_array_append_val (wraps, wrap);
    }
  if (local_error == NULL)
    return g_steal_pointer (&wraps);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

static void
bind_bytes (YbStatement *statement, int index, const guint8 *bytes, int length)
{
  if (statement->stmt != NULL)
    sqlite3_bind_blob (statement->stmt, index, bytes, length, SQLITE_TRANSIENT);
}

static gboolean
drop_wrap (YbConnection *connection, gint64 staff, GError **error)
{
  YbStatement *drop = yb_connection_query (connection, YB_SQL_STORE_KEY_WRAP_DROP);

  yb_statement_bind_number (drop, 1, staff);
  return yb_statement_run (drop, error);
}

static gboolean
write_wrap (YbConnection *connection, const Wrap *wrap, GError **error)
{
  YbStatement *insert;

  if (!drop_wrap (connection, wrap->staff, error))
    return FALSE;

  insert = yb_connection_query (connection, YB_SQL_STORE_KEY_WRAP_INSERT);
  yb_statement_bind_text (insert, 1, wrap->staff == 0 ? KIND_RECOVERY : KIND_PASSWORD);
  if (wrap->staff != 0)
    yb_statement_bind_number (insert, 2, wrap->staff);
  yb_statement_bind_number (insert, 3, wrap->version);
  yb_statement_bind_number (insert, 4, wrap->opslimit);
  yb_statement_bind_number (insert, 5, wrap->memlimit);
  bind_bytes (insert, 6, wrap->salt, sizeof wrap->salt);
  bind_bytes (insert, 7, wrap->public_key, sizeof wrap->public_key);
  bind_bytes (insert, 8, wrap->wrapped, sizeof wrap->wrapped);
  return yb_statement_run (insert, error);
}

/**
 * yb_key_wrap_set:
 * @transaction: the open transaction
 * @staff: whose password it is
 * @pass: made from the new password
 * @error: YB_STORE_ERROR_LOCKED, or trouble of the database
 *
 * Gives the person a copy of the data key, instead of the one of the password before. Belongs into the transaction that
 * writes the password's hash.
 *
 * Returns: whether it was written
 */
gboolean
yb_key_wrap_set (YbTransaction *transaction, gint64 staff, const YbPassKey *pass, GError **error)
{
  YbConnection *connection;
  Wrap wrap = {.staff = staff};

  g_return_val_if_fail (transaction != NULL && staff > 0 && pass != NULL, FALSE);

  connection = yb_transaction_get_connection (transaction);
  if (!_yb_connection_require_keys (connection, error))
    return FALSE;

  wrap.opslimit = pass->opslimit;
  wrap.memlimit = pass->memlimit;
  memcpy (wrap.salt, pass->salt, sizeof wrap.salt);
  memcpy (wrap.public_key, pass->public_key, sizeof wrap.public_key);
  lock_keys (&wrap, connection->keys);
  return write_wrap (connection, &wrap, error);
}

/**
 * yb_key_wrap_drop:
 * @transaction: the open transaction
 * @staff: somebody whose account is closed
 * @error: trouble of the database
 *
 * Takes the person's copy of the data key away.
 *
 * Returns: whether there is none any more
 */
gboolean
yb_key_wrap_drop (YbTransaction *transaction, gint64 staff, GError **error)
{
  g_return_val_if_fail (transaction != NULL && staff > 0, FALSE);

  return drop_wrap (yb_transaction_get_connection (transaction), staff, error);
}

/**
 * yb_key_wrap_exists:
 * @connection: a connection
 * @staff: somebody
 * @error: trouble of the database
 *
 * Returns: whether the person has a copy of the data key of today
 */
gboolean
yb_key_wrap_exists (YbConnection *connection, gint64 staff, GError **error)
{
  g_autoptr (GArray) wraps = NULL;

  g_return_val_if_fail (connection != NULL && staff > 0, FALSE);

  wraps = read_wraps (connection, staff, error);
  return wraps != NULL && wraps->len > 0;
}

/**
 * yb_key_wrap_open:
 * @connection: a connection
 * @staff: somebody
 * @password: what they typed
 * @error: trouble of the database
 *
 * As slow as yb_password_verify(), and as good a proof: what opens belongs to this file.
 *
 * Returns: (transfer full) (nullable): the keys; %NULL without an error when the person has no copy or the password is
 *   a wrong one
 */
YbKeys *
yb_key_wrap_open (YbConnection *connection, gint64 staff, const char *password, GError **error)
{
  g_autoptr (GArray) wraps = NULL;
  g_autoptr (YbKeys) keys = NULL;

  g_return_val_if_fail (connection != NULL && staff > 0 && password != NULL, NULL);

  wraps = read_wraps (connection, staff, error);
  if (wraps == NULL || wraps->len == 0)
    return NULL;

  keys = open_with_password (&g_array_index (wraps, Wrap, 0), password);
  return keys != NULL && _yb_file_has_keys (connection, keys) ? g_steal_pointer (&keys) : NULL;
}

/* (transfer full) (nullable): as yb_key_wrap_open(), for the key on paper */
YbKeys *
_yb_key_wrap_open_recovery (YbConnection *connection, const guint8 recovery[YB_KEY_BYTES], GError **error)
{
  g_autoptr (GArray) wraps = read_wraps (connection, 0, error);
  g_autoptr (YbKeys) keys = NULL;

  if (wraps == NULL || wraps->len == 0)
    return NULL;

  keys = open_with_recovery (&g_array_index (wraps, Wrap, 0), recovery);
  return keys != NULL && _yb_file_has_keys (connection, keys) ? g_steal_pointer (&keys) : NULL;
}

/* A new recovery key takes the place of the one before. */
gboolean
_yb_file_set_recovery (YbConnection *connection, YbKeys *keys, char **recovery_key, GError **error)
{
  Wrap wrap = {0};
  guint8 recovery[YB_KEY_BYTES];
  guint8 secret_key[crypto_box_SECRETKEYBYTES];
  gboolean ok;

  randombytes_buf (recovery, sizeof recovery);
  randombytes_buf (wrap.salt, sizeof wrap.salt);
  pair_from_recovery (&wrap, recovery, secret_key);
  sodium_memzero (secret_key, sizeof secret_key);
  lock_keys (&wrap, keys);
  ok = write_wrap (connection, &wrap, error);
  if (ok)
    *recovery_key = _yb_recovery_to_text (recovery);
  sodium_memzero (recovery, sizeof recovery);
  return ok;
}

/* After a change of the data key: the new one for everybody who had the old one. */
gboolean
_yb_file_wrap_again (YbConnection *connection, YbKeys *keys, GError **error)
{
  g_autoptr (GArray) wraps = read_wraps (connection, -1, error);

  if (wraps == NULL)
    return FALSE;

  for (guint i = 0; i < wraps->len; i++)
    {
      Wrap *wrap = &g_array_index (wraps, Wrap, i);

      lock_keys (wrap, keys);
      if (!write_wrap (connection, wrap, error))
        return FALSE;
    }

  return TRUE;
}

/* ---- for backups ---- */

static void
swap_numbers (Wrap *wrap)
{
  wrap->staff = GINT64_TO_LE (wrap->staff);
  wrap->version = GUINT64_TO_LE (wrap->version);
  wrap->opslimit = GUINT64_TO_LE (wrap->opslimit);
  wrap->memlimit = GUINT64_TO_LE (wrap->memlimit);
}

/**
 * yb_key_wraps_export:
 * @connection: a connection
 * @error: trouble of the database
 *
 * Returns: (transfer full) (nullable): every copy of the data key, still locked, for the header of a backup
 */
GBytes *
yb_key_wraps_export (YbConnection *connection, GError **error)
{
  g_autoptr (GArray) wraps = NULL;
  GByteArray *bytes;

  g_return_val_if_fail (connection != NULL, NULL);

  wraps = read_wraps (connection, -1, error);
  if (wraps == NULL)
    return NULL;

  bytes = g_byte_array_new ();
  g_byte_array_append (bytes, (const guint8 *) EXPORT_MARK, EXPORT_MARK_BYTES);
  for (guint i = 0; i < wraps->len; i++)
    {
      Wrap *wrap = &g_array_index (wraps, Wrap, i);

      swap_numbers (wrap);
      g_byte_array_append (bytes, (const guint8 *) wrap, sizeof *wrap);
    }
  return g_byte_array_free_to_bytes (bytes);
}

static GArray *
parse_export (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gsize n_wraps = size >= EXPORT_MARK_BYTES ? (size - EXPORT_MARK_BYTES) / sizeof (Wrap) : 0;
  GArray *wraps;

  if (size != EXPORT_MARK_BYTES + n_wraps * sizeof (Wrap) || n_wraps > MOST_WRAPS ||
      memcmp (data, EXPORT_MARK, EXPORT_MARK_BYTES) != 0)
    return NULL;

  wraps = g_array_sized_new (FALSE, TRUE, sizeof (Wrap), n_wraps);
  g_array_append_vals (wraps, data + EXPORT_MARK_BYTES, n_wraps);
  for (guint i = 0; i < wraps->len; i++)
    swap_numbers (&g_array_index (wraps, Wrap, i));
  return wraps;
}

/**
 * yb_key_wraps_open:
 * @wraps: a result of yb_key_wraps_export(), perhaps damaged
 * @password_or_recovery: anybody's password, or the recovery key as text
 * @error: YB_STORE_ERROR_LOCKED when it opens none of them, YB_STORE_ERROR_DAMAGED
 *
 * Slow: 0.15 s per member of the staff.
 *
 * Returns: (transfer full) (nullable): the keys
 */
YbKeys *
yb_key_wraps_open (GBytes *wraps, const char *password_or_recovery, GError **error)
{
  g_autoptr (GArray) array = NULL;
  guint8 recovery[YB_KEY_BYTES];
  gboolean is_recovery;
  YbKeys *keys = NULL;

  g_return_val_if_fail (wraps != NULL && password_or_recovery != NULL, NULL);

  array = parse_export (wraps);
  if (array == NULL)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                           _ ("The keys in the head of this file cannot be read; it is damaged."));
      return NULL;
    }

  is_recovery = _yb_recovery_from_text (password_or_recovery, recovery);
  for (guint i = 0; i < array->len && keys == NULL; i++)
    {
      const Wrap *wrap = &g_array_index (array, Wrap, i);

      if (is_recovery && wrap->staff == 0)
        keys = open_with_recovery (wrap, recovery);
      else if (!is_recovery && wrap->staff != 0)
        keys = open_with_password (wrap, password_or_recovery);
    }
  sodium_memzero (recovery, sizeof recovery);
  if (keys == NULL)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED,
                         is_recovery
                             ? _ ("This recovery key belongs to another file, or a newer one took its place.")
                             : _ ("This password does not open it. Use that of somebody who had an account "
                                  "then, or the recovery key."));
  return keys;
}
