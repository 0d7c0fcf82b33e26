/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-store.h"

#include <string.h>
#include <sodium.h>

/**
 * yb_password_hash:
 * @password: what the person chose
 *
 * Argon2id with interactive limits (security.md): about 130 ms, so not on the main thread.
 *
 * Returns: (transfer full) (nullable): the hash with its salt and parameters; %NULL when there is no memory for it
 */
char *
yb_password_hash (const char *password)
{
  char hash[crypto_pwhash_STRBYTES];

  g_return_val_if_fail (password != NULL, NULL);

  if (sodium_init () < 0 ||
      crypto_pwhash_str (hash, password, strlen (password), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                         crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
    return NULL;

  return g_strdup (hash);
}

/**
 * yb_password_verify:
 * @hash: a hash of yb_password_hash()
 * @password: what somebody typed
 *
 * As slow as yb_password_hash().
 *
 * Returns: whether they belong together
 */
gboolean
yb_password_verify (const char *hash, const char *password)
{
  g_return_val_if_fail (hash != NULL && password != NULL, FALSE);

  return sodium_init () >= 0 && crypto_pwhash_str_verify (hash, password, strlen (password)) == 0;
}
