/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The data key of a file, kept for work without a person: in the Secret Service where one answers, else in a file for
 * the owner alone. It lies outside the folder of the data, so that a copied data folder gives nothing away. */

#include "config.h"

#include "yb-keys-private.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <glib/gstdio.h>
#include <sodium.h>

#define CHECK_BYTES 8
#define CACHED_BYTES (YB_KEYS_PACKED_BYTES + CHECK_BYTES)
#define MAX_FILE_BYTES 4096

/**
 * _yb_key_folder:
 *
 * The folder for what belongs to the files of this person and must not lie beside them: keys, and the anchors of the
 * audit trail. It is made for the owner alone.
 *
 * Returns: (transfer full) (nullable): its path; %NULL when it cannot be made
 */
char *
_yb_key_folder (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_state_dir (), "yingbin", "keys", NULL);
  struct stat info;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_stat (folder, &info) != 0)
    {
      g_info ("%s: %s", folder, g_strerror (errno));
      return NULL;
    }
  if ((info.st_mode & 0077) != 0)
    (void) g_chmod (folder, 0700);
  return g_steal_pointer (&folder);
}

static char *
cache_file (const char *uuid)
{
  g_autofree char *folder = _yb_key_folder ();
  g_autofree char *name = g_strconcat (uuid, ".key", NULL);

  return folder != NULL ? g_build_filename (folder, name, NULL) : NULL;
}

static char *
keys_to_text (YbKeys *keys)
{
  guint8 cached[CACHED_BYTES];
  guint8 hash[crypto_generichash_BYTES_MIN];
  char *text;

  _yb_keys_pack (keys, cached);
  crypto_generichash (hash, sizeof hash, cached, YB_KEYS_PACKED_BYTES, NULL, 0);
  memcpy (cached + YB_KEYS_PACKED_BYTES, hash, CHECK_BYTES);
  text = g_base64_encode (cached, sizeof cached);
  sodium_memzero (cached, sizeof cached);
  return text;
}

static YbKeys *
keys_from_text (const char *text)
{
  guint8 hash[crypto_generichash_BYTES_MIN];
  gsize length = 0;
  g_autofree guint8 *cached = g_base64_decode (text, &length);
  YbKeys *keys = NULL;

  if (length == CACHED_BYTES)
    {
      crypto_generichash (hash, sizeof hash, cached, YB_KEYS_PACKED_BYTES, NULL, 0);
      if (sodium_memcmp (hash, cached + YB_KEYS_PACKED_BYTES, CHECK_BYTES) == 0)
        keys = _yb_keys_unpack (cached);
    }
  sodium_memzero (cached, length);
  return keys;
}

/* Survives a power cut: what follows may rely on it. */
static gboolean
write_file (const char *path, const char *text)
{
  g_autoptr (GError) error = NULL;

  if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &error))
    return TRUE;

  g_info ("%s", error->message);
  return FALSE;
}

static YbKeys *
load_file (const char *path)
{
  g_autofree char *text = NULL;
  gsize length = 0;
  YbKeys *keys = NULL;

  if (!g_file_get_contents (path, &text, &length, NULL))
    return NULL;

  if (length <= MAX_FILE_BYTES)
    keys = keys_from_text (text);
  sodium_memzero (text, length);
  return keys;
}

/* Returns: whether this computer remembers them now. Not for the main thread of a window. */
gboolean
_yb_key_cache_store (const char *uuid, YbKeys *keys)
{
  g_autofree char *path = cache_file (uuid);
  char *text = keys_to_text (keys);
  gboolean stored = _yb_key_ring_store (uuid, text);

  /* One place is enough, and the Secret Service is the safer one. */
  if (stored && path != NULL)
    g_unlink (path);
  else if (!stored && path != NULL)
    stored = write_file (path, text);
  _yb_free_secret_text (text);
  return stored;
}

/* (transfer full) (nullable): whatever is cached; whether the file takes it is for the caller to look at */
YbKeys *
_yb_key_cache_load (const char *uuid)
{
  g_autofree char *path = cache_file (uuid);
  YbKeys *keys = path != NULL ? load_file (path) : NULL;
  char *text;

  if (keys != NULL)
    return keys;

  text = _yb_key_ring_load (uuid);
  if (text != NULL)
    keys = keys_from_text (text);
  _yb_free_secret_text (text);
  return keys;
}

void
_yb_key_cache_forget (const char *uuid)
{
  g_autofree char *path = cache_file (uuid);

  if (path != NULL)
    g_unlink (path);
  _yb_key_ring_forget (uuid);
}
