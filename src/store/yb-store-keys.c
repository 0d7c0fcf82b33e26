/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an open store has its keys: locked, it shows what is no personal data, and refuses to write any. */

#include "config.h"

#include <sodium.h>
#include <glib/gi18n-lib.h>

#include "yb-keys-private.h"
#include "yb-store-private.h"

/**
 * yb_store_dup_keys:
 * @self: a store
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): its keys; %NULL while it is locked
 */
YbKeys *
yb_store_dup_keys (YbStore *self)
{
  YbKeys *keys;

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  g_mutex_lock (&self->keys_lock);
  keys = self->keys != NULL ? yb_keys_ref (self->keys) : NULL;
  g_mutex_unlock (&self->keys_lock);
  return keys;
}

/**
 * yb_store_is_locked:
 * @self: a store
 *
 * Returns: whether personal data can neither be read nor written; "notify::locked" tells when it changes
 */
gboolean
yb_store_is_locked (YbStore *self)
{
  g_autoptr (YbKeys) keys = yb_store_dup_keys (self);

  return keys == NULL;
}

/* (transfer none) (nullable) keys */
void
_yb_store_set_keys (YbStore *self, YbKeys *keys)
{
  YbKeys *before;

  g_mutex_lock (&self->keys_lock);
  before = self->keys;
  self->keys = keys != NULL ? yb_keys_ref (keys) : NULL;
  g_mutex_unlock (&self->keys_lock);

  _yb_connection_set_keys (self->reader, keys);
  if (keys != NULL && before != keys)
    _yb_row_cache_refresh_secrets (self->cache, self->reader);
  if ((before == NULL) != (keys == NULL))
    g_object_notify (G_OBJECT (self), "locked");
  g_clear_pointer (&before, yb_keys_unref);
}

/* A job has the data key of now; any thread. The thread of the lists takes it over with the next news. */
void
_yb_store_adopt_keys (YbStore *self, YbKeys *keys)
{
  g_mutex_lock (&self->keys_lock);
  if (self->keys != NULL && self->keys != keys)
    {
      yb_keys_unref (self->keys);
      self->keys = yb_keys_ref (keys);
    }
  g_mutex_unlock (&self->keys_lock);
}

void
_yb_store_follow_keys (YbStore *self)
{
  g_autoptr (YbKeys) keys = yb_store_dup_keys (self);

  if (keys == self->reader->keys)
    return;

  _yb_connection_set_keys (self->reader, keys);
  _yb_row_cache_refresh_secrets (self->cache, self->reader);
}

/* Another process may have changed the data key. */
void
_yb_store_check_keys (YbStore *self)
{
  g_autoptr (YbKeys) newer = NULL;

  if (yb_store_is_locked (self) || _yb_file_has_keys (self->reader, self->keys))
    return;

  newer = _yb_file_find_cached_keys (self->reader);
  _yb_store_set_keys (self, newer);
}

/**
 * yb_store_find_keys:
 * @self: a store
 *
 * For what the program does without a person, a backup for instance: it may go on while the desk is locked, with what this
 * computer remembers. Any thread.
 *
 * Returns: (transfer full) (nullable): its keys
 */
YbKeys *
yb_store_find_keys (YbStore *self)
{
  YbKeys *keys;
  YbConnection *reader;

  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  keys = yb_store_dup_keys (self);
  reader = keys == NULL ? _yb_store_borrow_reader (self, NULL) : NULL;
  if (reader == NULL)
    return keys;

  keys = _yb_file_find_cached_keys (reader);
  _yb_store_return_reader (self, reader);
  return keys;
}

/**
 * yb_store_unlock_with_keys:
 * @self: a store
 * @keys: keys that yb_key_wrap_open() gave for this file
 *
 * Rows that are shown get their personal data back. Only on the thread that made the store.
 */
void
yb_store_unlock_with_keys (YbStore *self, YbKeys *keys)
{
  g_return_if_fail (YB_IS_STORE (self) && keys != NULL);
  g_return_if_fail (g_thread_self () == self->thread);

  if (self->keys == NULL || yb_keys_get_version (self->keys) != yb_keys_get_version (keys))
    _yb_store_set_keys (self, keys);
}

/**
 * yb_store_lock:
 * @self: a store
 *
 * Forgets the keys; they are wiped as soon as what runs already, an import for instance, is done. Only on the thread that
 * made the store.
 */
void
yb_store_lock (YbStore *self)
{
  g_return_if_fail (YB_IS_STORE (self));
  g_return_if_fail (g_thread_self () == self->thread);

  _yb_store_set_keys (self, NULL);
}

/**
 * yb_store_unlock_with_password:
 * @self: a store
 * @staff: somebody
 * @password: their password
 * @error: YB_STORE_ERROR_LOCKED when it is a wrong one
 *
 * Slow: the desk does this as part of signing in. Only on the thread that made the store.
 *
 * Returns: whether the store is open
 */
gboolean
yb_store_unlock_with_password (YbStore *self, gint64 staff, const char *password, GError **error)
{
  g_autoptr (YbKeys) keys = NULL;
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (YB_IS_STORE (self) && staff > 0 && password != NULL, FALSE);
  g_return_val_if_fail (g_thread_self () == self->thread, FALSE);

  keys = yb_key_wrap_open (self->reader, staff, password, &local_error);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (keys == NULL)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED,
                         _ ("This password does not unlock the personal data of this file."));
  if (keys == NULL)
    return FALSE;

  yb_keys_remember (self->reader, keys);
  _yb_store_set_keys (self, keys);
  return TRUE;
}

/**
 * yb_store_unlock_with_recovery:
 * @self: a store
 * @text: the recovery key, as it was typed from paper
 * @error: YB_STORE_ERROR_LOCKED, with a sentence that tells a typing error from a wrong key
 *
 * Only on the thread that made the store.
 *
 * Returns: whether the store is open
 */
gboolean
yb_store_unlock_with_recovery (YbStore *self, const char *text, GError **error)
{
  g_autoptr (YbKeys) keys = NULL;
  g_autoptr (GError) local_error = NULL;
  guint8 recovery[YB_KEY_BYTES];

  g_return_val_if_fail (YB_IS_STORE (self) && text != NULL, FALSE);
  g_return_val_if_fail (g_thread_self () == self->thread, FALSE);

  if (!_yb_recovery_from_text (text, recovery))
    {
      g_set_error_literal (
          error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED,
          _ ("This is no recovery key: it has 14 groups of four letters and digits, and a mistyped one "
             "is noticed. Compare it with the paper."));
      return FALSE;
    }

  keys = _yb_key_wrap_open_recovery (self->reader, recovery, &local_error);
  sodium_memzero (recovery, sizeof recovery);
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (keys == NULL)
    g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED,
                         _ ("This recovery key belongs to another file, or a newer one took its place."));
  if (keys == NULL)
    return FALSE;

  yb_keys_remember (self->reader, keys);
  _yb_store_set_keys (self, keys);
  return TRUE;
}

/**
 * yb_store_unlock_from_cache:
 * @self: a store
 *
 * With what this computer remembers. Only on the thread that made the store.
 *
 * Returns: whether the store is open
 */
gboolean
yb_store_unlock_from_cache (YbStore *self)
{
  g_autoptr (YbKeys) keys = NULL;

  g_return_val_if_fail (YB_IS_STORE (self), FALSE);
  g_return_val_if_fail (g_thread_self () == self->thread, FALSE);

  keys = _yb_file_find_cached_keys (self->reader);
  if (keys != NULL)
    _yb_store_set_keys (self, keys);
  return keys != NULL;
}

/**
 * yb_store_forget_keys:
 * @self: a store
 *
 * This computer does not remember the keys of the file any more, until somebody signs in again. For a file that is given up,
 * and for a computer that shall not open it by itself.
 */
void
yb_store_forget_keys (YbStore *self)
{
  g_autofree char *uuid = NULL;

  g_return_if_fail (YB_IS_STORE (self));

  uuid = yb_store_dup_meta (self, "uuid");
  if (uuid != NULL)
    _yb_key_cache_forget (uuid);
}

/**
 * yb_store_take_recovery_key:
 * @self: a store
 *
 * The recovery key of a file that was just made, to be printed and put away. It is told once; the program keeps no
 * copy. Free it with yb_recovery_key_free().
 *
 * Returns: (transfer full) (nullable): 14 groups of four symbols, separated by "-"; %NULL when it was told already
 */
char *
yb_store_take_recovery_key (YbStore *self)
{
  g_return_val_if_fail (YB_IS_STORE (self), NULL);

  return g_steal_pointer (&self->recovery_key);
}

/**
 * yb_recovery_key_free:
 * @text: (nullable): a recovery key
 *
 * Wipes it.
 */
void
yb_recovery_key_free (char *text)
{
  _yb_free_secret_text (text);
}

/**
 * yb_recovery_key_is_complete:
 * @text: what somebody typed
 *
 * Returns: whether it is a recovery key without a typing error, of whatever file
 */
gboolean
yb_recovery_key_is_complete (const char *text)
{
  guint8 key[YB_KEY_BYTES];
  gboolean complete;

  g_return_val_if_fail (text != NULL, FALSE);

  complete = _yb_recovery_from_text (text, key);
  sodium_memzero (key, sizeof key);
  return complete;
}
