/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-keys-private.h"

#include <string.h>
#include <sys/resource.h>
#include <sodium.h>

#include "yb-width.h"

#define MARK "YBK1"
#define MARK_BYTES 4
#define N_PURPOSES YB_KEY_CHECK

/* For crypto_kdf: eight characters, never changed. */
#define KDF_CONTEXT "YingbinK"

/* Digits and letters that cannot be taken for each other (Crockford). 32 bytes are 52 of them, and four check them. */
#define ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
#define RECOVERY_SYMBOLS 52
#define CHECK_SYMBOLS 4
#define GROUP_SYMBOLS 4

typedef struct
{
  guint8 data[YB_KEY_BYTES];
  guint8 audit[YB_KEY_BYTES];
  guint8 subkeys[N_PURPOSES][YB_KEY_BYTES];
} Secrets;

struct _YbKeys
{
  gatomicrefcount references;
  guint32 version;
  Secrets *secrets; /* from sodium_malloc() */
};

G_STATIC_ASSERT (crypto_kdf_KEYBYTES == YB_KEY_BYTES);
G_STATIC_ASSERT (sizeof KDF_CONTEXT == crypto_kdf_CONTEXTBYTES + 1);

static YbKeys *
keys_alloc (guint32 version)
{
  YbKeys *self = g_new0 (YbKeys, 1);

  /* Without random numbers and memory there is no secrecy to be had. */
  if (sodium_init () < 0)
    g_error ("libsodium cannot start");
  g_atomic_ref_count_init (&self->references);
  self->version = version;
  self->secrets = sodium_malloc (sizeof (Secrets));
  if (self->secrets == NULL)
    g_error ("There is no memory for keys");
  return self;
}

/* The audit trail is one chain from the first row of a file to its last: its key outlives a change of the data key. */
static YbKeys *
finish (YbKeys *self)
{
  for (guint i = 1; i <= N_PURPOSES; i++)
    crypto_kdf_derive_from_key (self->secrets->subkeys[i - 1], YB_KEY_BYTES, i, KDF_CONTEXT,
                                i == YB_KEY_AUDIT ? self->secrets->audit : self->secrets->data);
  sodium_mprotect_readonly (self->secrets);
  return self;
}

/**
 * yb_keys_new:
 *
 * Returns: (transfer full): the keys of a new file, by chance
 */
YbKeys *
yb_keys_new (void)
{
  YbKeys *self = keys_alloc (1);

  randombytes_buf (self->secrets->data, YB_KEY_BYTES);
  randombytes_buf (self->secrets->audit, YB_KEY_BYTES);
  return finish (self);
}

/* (transfer full): new keys for the same file */
YbKeys *
_yb_keys_new_version (YbKeys *self)
{
  YbKeys *next = keys_alloc (self->version + 1);

  randombytes_buf (next->secrets->data, YB_KEY_BYTES);
  memcpy (next->secrets->audit, self->secrets->audit, YB_KEY_BYTES);
  return finish (next);
}

/**
 * yb_keys_ref:
 * @self: keys
 *
 * Returns: (transfer full): @self; any thread
 */
YbKeys *
yb_keys_ref (YbKeys *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->references);
  return self;
}

/**
 * yb_keys_unref:
 * @self: (transfer full): keys
 *
 * Wipes them with the last reference; any thread.
 */
void
yb_keys_unref (YbKeys *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->references))
    return;

  sodium_free (self->secrets);
  g_free (self);
}

/**
 * yb_keys_get:
 * @self: keys
 * @purpose: what for
 *
 * Returns: (transfer none): the key for it, #YB_KEY_BYTES
 */
const guint8 *
yb_keys_get (YbKeys *self, YbKeyPurpose purpose)
{
  g_return_val_if_fail (self != NULL && purpose >= 1 && purpose <= N_PURPOSES, NULL);

  return self->secrets->subkeys[purpose - 1];
}

/**
 * yb_keys_get_version:
 * @self: keys
 *
 * Returns: 1 for the first data key of a file, one more after each change
 */
guint
yb_keys_get_version (YbKeys *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->version;
}

/* Wipe it after use. */
void
_yb_keys_pack (YbKeys *self, guint8 packed[YB_KEYS_PACKED_BYTES])
{
  guint32 version = GUINT32_TO_LE (self->version);

  memcpy (packed, MARK, MARK_BYTES);
  memcpy (packed + MARK_BYTES, &version, sizeof version);
  memcpy (packed + 8, self->secrets->data, YB_KEY_BYTES);
  memcpy (packed + 8 + YB_KEY_BYTES, self->secrets->audit, YB_KEY_BYTES);
}

/* (transfer full) (nullable) */
YbKeys *
_yb_keys_unpack (const guint8 packed[YB_KEYS_PACKED_BYTES])
{
  guint32 version;
  YbKeys *self;

  memcpy (&version, packed + MARK_BYTES, sizeof version);
  version = GUINT32_FROM_LE (version);
  if (memcmp (packed, MARK, MARK_BYTES) != 0 || version < 1 || version > G_MAXUINT16)
    return NULL;

  self = keys_alloc (version);
  memcpy (self->secrets->data, packed + 8, YB_KEY_BYTES);
  memcpy (self->secrets->audit, packed + 8 + YB_KEY_BYTES, YB_KEY_BYTES);
  return finish (self);
}

/**
 * yb_memory_stays_here:
 *
 * For the beginning of main(): no core dump of this process is written. The memory of the keys is left out of dumps
 * anyway; this is about what was opened with them.
 */
void
yb_memory_stays_here (void)
{
  const struct rlimit none = {0, 0};

  setrlimit (RLIMIT_CORE, &none);
}

/* ---- the recovery key ---- */

/* Writes the bits of data, five at a time; bits behind the end are 0. */
static void
append_symbols (GString *text, const guint8 *data, gsize n_bytes, guint n_symbols)
{
  for (guint i = 0; i < n_symbols; i++)
    {
      guint value = 0;

      for (guint bit = i * 5; bit < i * 5 + 5; bit++)
        value = value << 1 | (bit / 8 < n_bytes ? data[bit / 8] >> (7 - bit % 8) & 1 : 0);
      g_string_append_c (text, ALPHABET[value]);
    }
}

static void
append_check (GString *text, const guint8 key[YB_KEY_BYTES])
{
  guint8 hash[crypto_generichash_BYTES_MIN];

  crypto_generichash (hash, sizeof hash, key, YB_KEY_BYTES, NULL, 0);
  append_symbols (text, hash, sizeof hash, CHECK_SYMBOLS);
}

/* (transfer full): in groups of four, "7KQ2-…"; free it with _yb_free_secret_text() */
char *
_yb_recovery_to_text (const guint8 key[YB_KEY_BYTES])
{
  g_autoptr (GString) symbols = g_string_sized_new (RECOVERY_SYMBOLS + CHECK_SYMBOLS + 1);
  GString *text = g_string_sized_new (2 * (RECOVERY_SYMBOLS + CHECK_SYMBOLS));

  append_symbols (symbols, key, YB_KEY_BYTES, RECOVERY_SYMBOLS);
  append_check (symbols, key);
  for (guint i = 0; i < symbols->len; i++)
    {
      if (i > 0 && i % GROUP_SYMBOLS == 0)
        g_string_append_c (text, '-');
      g_string_append_c (text, symbols->str[i]);
    }
  sodium_memzero (symbols->str, symbols->len);
  return g_string_free (text, FALSE);
}

/* -1: no symbol, to be passed over; letters that people mistake are taken for what they look like. */
static int
symbol_value (char symbol)
{
  const char *place;
  char upper = g_ascii_toupper (symbol);

  if (!g_ascii_isalnum (symbol))
    return -1;
  if (upper == 'O')
    upper = '0';
  else if (upper == 'I' || upper == 'L')
    upper = '1';
  else if (upper == 'U')
    upper = 'V';
  place = strchr (ALPHABET, upper);
  return place != NULL ? (int) (place - ALPHABET) : -1;
}

/* As it was typed from paper. %FALSE when something is missing or mistyped. */
gboolean
_yb_recovery_from_text (const char *text, guint8 key[YB_KEY_BYTES])
{
  g_autofree char *folded = yb_width_fold (text);
  g_autoptr (GString) symbols = g_string_sized_new (RECOVERY_SYMBOLS + CHECK_SYMBOLS + 1);
  g_autoptr (GString) expected = g_string_sized_new (RECOVERY_SYMBOLS + CHECK_SYMBOLS + 1);
  gboolean fits;

  memset (key, 0, YB_KEY_BYTES);
  for (const char *p = folded; *p != '\0'; p++)
    {
      int value = symbol_value (*p);

      if (value < 0)
        continue;
      for (guint i = 0; i < 5; i++)
        {
          gsize bit = symbols->len * 5 + i;

          if (bit / 8 < YB_KEY_BYTES)
            key[bit / 8] |= (value >> (4 - i) & 1) << (7 - bit % 8);
        }
      g_string_append_c (symbols, ALPHABET[value]);
    }

  append_symbols (expected, key, YB_KEY_BYTES, RECOVERY_SYMBOLS);
  append_check (expected, key);
  fits = g_string_equal (symbols, expected);
  sodium_memzero (symbols->str, symbols->len);
  sodium_memzero (expected->str, expected->len);
  sodium_memzero (folded, strlen (folded));
  if (!fits)
    sodium_memzero (key, YB_KEY_BYTES);
  return fits;
}

void
_yb_free_secret_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}
