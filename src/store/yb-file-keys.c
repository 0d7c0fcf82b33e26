/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a file says about its keys: its name, the version of the data key, and a value by which a data key is known to be
 * the right one. */

#include "config.h"

#include "yb-seal-private.h"

#include <string.h>
#include <sodium.h>
#include <glib/gi18n-lib.h>

#define META_UUID "uuid"
#define META_VERSION "key-version"
#define META_CHECK "key-check"

#define CHECK_BYTES 16

char *
_yb_file_dup_meta (YbConnection *connection, const char *key)
{
  YbStatement *get = yb_connection_query (connection, YB_SQL_STORE_META_GET);
  char *value = NULL;

  yb_statement_bind_text (get, 1, key);
  if (yb_statement_step (get, NULL))
    value = g_strdup (yb_statement_text (get, 0));
  yb_statement_reset (get);
  return value;
}

gboolean
_yb_file_set_meta (YbConnection *connection, const char *key, const char *value, GError **error)
{
  YbStatement *set = yb_connection_query (connection, YB_SQL_STORE_META_SET);

  yb_statement_bind_text (set, 1, key);
  yb_statement_bind_text (set, 2, value);
  return yb_statement_run (set, error);
}

static char *
check_value (const char *uuid, YbKeys *keys)
{
  guint8 hash[CHECK_BYTES];

  crypto_generichash (hash, sizeof hash, (const guint8 *) uuid, strlen (uuid),
                      yb_keys_get (keys, YB_KEY_CHECK), YB_KEY_BYTES);
  return g_base64_encode (hash, sizeof hash);
}

/* Whether these are the keys with which the file is written today. */
gboolean
_yb_file_has_keys (YbConnection *connection, YbKeys *keys)
{
  g_autofree char *uuid = _yb_file_dup_meta (connection, META_UUID);
  g_autofree char *check = _yb_file_dup_meta (connection, META_CHECK);
  g_autofree char *expected = uuid != NULL ? check_value (uuid, keys) : NULL;

  return expected != NULL && check != NULL && g_str_equal (check, expected);
}

gboolean
_yb_file_note_keys (YbConnection *connection, YbKeys *keys, GError **error)
{
  g_autofree char *uuid = _yb_file_dup_meta (connection, META_UUID);
  g_autofree char *check = check_value (uuid, keys);
  g_autofree char *version = g_strdup_printf ("%u", yb_keys_get_version (keys));

  return _yb_file_set_meta (connection, META_VERSION, version, error) &&
         _yb_file_set_meta (connection, META_CHECK, check, error);
}

/* In the transaction that makes the tables of a file: its name, its keys, its recovery key. The cache comes first: a file
 * never stands there whose key nobody has. Does nothing in a file that has keys. */
gboolean
_yb_file_begin_keys (YbConnection *writer, YbKeys **keys, char **recovery_key, GError **error)
{
  g_autofree char *before = _yb_file_dup_meta (writer, META_UUID);
  g_autofree char *uuid = g_uuid_string_random ();
  g_autoptr (YbKeys) made = NULL;

  if (before != NULL)
    return TRUE;

  made = yb_keys_new ();
  _yb_key_cache_store (uuid, made);
  if (!_yb_file_set_meta (writer, META_UUID, uuid, error) || !_yb_file_note_keys (writer, made, error) ||
      !_yb_file_set_recovery (writer, made, recovery_key, error))
    return FALSE;

  *keys = g_steal_pointer (&made);
  return TRUE;
}

/* (transfer full) (nullable): what this computer remembers, if it is the right one */
YbKeys *
_yb_file_find_cached_keys (YbConnection *connection)
{
  g_autofree char *uuid = _yb_file_dup_meta (connection, META_UUID);
  g_autoptr (YbKeys) keys = uuid != NULL && g_uuid_string_is_valid (uuid) ? _yb_key_cache_load (uuid) : NULL;

  return keys != NULL && _yb_file_has_keys (connection, keys) ? g_steal_pointer (&keys) : NULL;
}

/**
 * yb_keys_remember:
 * @connection: a connection to the file they belong to
 * @keys: its keys
 *
 * Lets this computer remember them, so that it can work without a person. Waits for the disk: not for the main thread
 * of a window.
 *
 * Returns: whether it remembers them
 */
gboolean
yb_keys_remember (YbConnection *connection, YbKeys *keys)
{
  g_autofree char *uuid = NULL;
  g_autoptr (YbKeys) known = NULL;

  g_return_val_if_fail (connection != NULL && keys != NULL, FALSE);

  known = _yb_file_find_cached_keys (connection);
  if (known != NULL)
    return TRUE;

  uuid = _yb_file_dup_meta (connection, META_UUID);
  return uuid != NULL && g_uuid_string_is_valid (uuid) && _yb_key_cache_store (uuid, keys);
}

/**
 * yb_keys_recall:
 * @connection: a connection
 *
 * May wait for the Secret Service: not for the main thread of a window, nor while a transaction writes.
 *
 * Returns: (transfer full) (nullable): the keys that the connection has, else those that this computer remembers of the
 *   file
 */
YbKeys *
yb_keys_recall (YbConnection *connection)
{
  g_return_val_if_fail (connection != NULL, NULL);

  return connection->keys != NULL && _yb_file_has_keys (connection, connection->keys)
             ? yb_keys_ref (connection->keys)
             : _yb_file_find_cached_keys (connection);
}

/**
 * _yb_connection_require_keys:
 * @self: a connection
 * @error: YB_STORE_ERROR_LOCKED
 *
 * Returns: whether it has the keys
 */
gboolean
_yb_connection_require_keys (YbConnection *self, GError **error)
{
  if (self->keys != NULL)
    return TRUE;

  g_set_error_literal (
      error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED,
      _ ("Personal data is locked. Sign in with a password, or unlock it with the recovery key."));
  return FALSE;
}

/* (transfer none) (nullable) keys; the connection takes a reference */
void
_yb_connection_set_keys (YbConnection *self, YbKeys *keys)
{
  YbKeys *before = self->keys;

  self->keys = keys != NULL ? yb_keys_ref (keys) : NULL;
  self->keys_are_checked = FALSE;
  g_clear_pointer (&self->old_keys, g_ptr_array_unref);
  if (before != NULL)
    yb_keys_unref (before);
}

/* Before something is sealed: another process may have changed the data key. Then this computer may remember the new
 * one. Inside a transaction, in which nobody else can change it. */
gboolean
_yb_connection_check_keys (YbConnection *self, GError **error)
{
  g_autoptr (YbKeys) newer = NULL;

  if (self->keys_are_checked || _yb_file_has_keys (self, self->keys))
    {
      self->keys_are_checked = TRUE;
      return TRUE;
    }

  newer = _yb_file_find_cached_keys (self);
  _yb_connection_set_keys (self, newer);
  self->keys_are_checked = newer != NULL;
  return _yb_connection_require_keys (self, error);
}

static YbKeys *
read_old_keys (YbConnection *self, guint version)
{
  const YbCell cell = {"key_old", version, "sealed"};
  YbStatement *row = yb_connection_query (self, YB_SQL_STORE_KEY_OLD);
  guint8 packed[YB_KEYS_PACKED_BYTES];
  YbKeys *keys = NULL;

  yb_statement_bind_number (row, 1, version);
  if (yb_statement_step (row, NULL) &&
      _yb_unseal_bytes (self->keys, &cell, sqlite3_column_blob (row->stmt, 0),
                        sqlite3_column_bytes (row->stmt, 0), packed, sizeof packed))
    keys = _yb_keys_unpack (packed);
  yb_statement_reset (row);
  sodium_memzero (packed, sizeof packed);
  return keys;
}

/* (transfer none) (nullable): those by which a value of this version opens: what stands in the audit trail keeps the key of
 * its time */
YbKeys *
_yb_connection_find_keys (YbConnection *self, guint version)
{
  YbKeys *keys;

  if (self->keys == NULL || version == 0 || version > yb_keys_get_version (self->keys))
    return NULL;
  if (version == yb_keys_get_version (self->keys))
    return self->keys;

  if (self->old_keys == NULL)
    self->old_keys = g_ptr_array_new_with_free_func ((GDestroyNotify) yb_keys_unref);
  for (guint i = 0; i < self->old_keys->len; i++)
    if (yb_keys_get_version (self->old_keys->pdata[i]) == version)
      return self->old_keys->pdata[i];

  keys = read_old_keys (self, version);
  if (keys != NULL)
    g_ptr_array_add (self->old_keys, keys);
  return keys;
}
