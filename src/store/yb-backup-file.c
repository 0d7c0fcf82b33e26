/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file of a copy:
 *
 *   "YBBACKUP"  32-bit format (1)  32-bit length of the head      little endian
 *   the head: a GVariant "a{sv}", little endian                   in clear: who it belongs to, and the wrapped keys
 *   24 bytes nonce, 48 bytes file key                             XChaCha20-Poly1305 under YB_KEY_BACKUP, bound to all before
 *   24 bytes start of the stream, chunks of 64 KiB + 17 bytes     secretstream XChaCha20-Poly1305; the last is marked
 *
 * A file that was cut off has no chunk with the mark and is refused. */

#include "config.h"

#include "yb-backup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sodium.h>

#define MAGIC "YBBACKUP"
#define MAGIC_BYTES 8
#define FORMAT 1
#define PREAMBLE_BYTES (MAGIC_BYTES + 8)
#define MAX_HEAD_BYTES (1024 * 1024)
#define NONCE_BYTES crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
#define FILE_KEY_BYTES crypto_secretstream_xchacha20poly1305_KEYBYTES
#define LOCK_BYTES (NONCE_BYTES + FILE_KEY_BYTES + crypto_aead_xchacha20poly1305_ietf_ABYTES)
#define STREAM_BYTES crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define SEALED_CHUNK (YB_BACKUP_CHUNK + crypto_secretstream_xchacha20poly1305_ABYTES)

/* ---- the object ---- */

G_DEFINE_FINAL_TYPE (YbBackup, yb_backup, G_TYPE_OBJECT)

static void
yb_backup_finalize (GObject *object)
{
  YbBackup *self = YB_BACKUP (object);

  g_free (self->path);
  g_free (self->problem);
  g_free (self->app_version);
  g_free (self->store);
  g_clear_pointer (&self->audit_hash, g_bytes_unref);
  g_clear_pointer (&self->wraps, g_bytes_unref);

  G_OBJECT_CLASS (yb_backup_parent_class)->finalize (object);
}

static void
yb_backup_class_init (YbBackupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = yb_backup_finalize;
}

static void
yb_backup_init (YbBackup *self)
{
  self->app_version = g_strdup ("");
  self->store = g_strdup ("");
}

/* ---- the head ---- */

static GVariant *
bytes_to_variant (GBytes *bytes)
{
  gsize size = 0;
  const void *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, data, size, 1);
}

/* The head as it stands in the file, with the preamble before it. (transfer full) */
GByteArray *
_yb_backup_make_head (YbBackup *self)
{
  GVariantDict dict;
  g_autoptr (GVariant) head = NULL;
  g_autoptr (GVariant) little = NULL;
  GByteArray *bytes = g_byte_array_new ();
  guint32 numbers[2];

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "app", "s", self->app_version);
  g_variant_dict_insert (&dict, "store", "s", self->store);
  g_variant_dict_insert (&dict, "at", "x", self->at);
  g_variant_dict_insert (&dict, "reason", "u", (guint32) self->reason);
  g_variant_dict_insert (&dict, "format", "x", self->format);
  g_variant_dict_insert (&dict, "audit-seq", "x", self->audit_seq);
  g_variant_dict_insert (&dict, "audit-count", "x", self->audit_count);
  g_variant_dict_insert_value (&dict, "audit-hash", bytes_to_variant (self->audit_hash));
  g_variant_dict_insert (&dict, "rows", "x", self->n_rows);
  g_variant_dict_insert (&dict, "size", "x", self->content_size);
  g_variant_dict_insert (&dict, "chain-broken", "b", self->chain_broken);
  g_variant_dict_insert_value (&dict, "wraps", bytes_to_variant (self->wraps));
  head = g_variant_ref_sink (g_variant_dict_end (&dict));
  little = G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (head) : g_variant_ref (head);

  numbers[0] = GUINT32_TO_LE (FORMAT);
  numbers[1] = GUINT32_TO_LE ((guint32) g_variant_get_size (little));
  g_byte_array_append (bytes, (const guint8 *) MAGIC, MAGIC_BYTES);
  g_byte_array_append (bytes, (const guint8 *) numbers, sizeof numbers);
  g_byte_array_append (bytes, g_variant_get_data (little), g_variant_get_size (little));
  return bytes;
}

static gboolean
set_damaged (GError **error)
{
  g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                       _ ("This backup is damaged or was cut off. Use another one."));
  return FALSE;
}

static gboolean
read_preamble (const guint8 *data, gsize size, gsize *head_size, GError **error)
{
  guint32 numbers[2];

  if (size < PREAMBLE_BYTES || memcmp (data, MAGIC, MAGIC_BYTES) != 0)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS,
                           _ ("This file is not a backup of Yingbin."));
      return FALSE;
    }

  memcpy (numbers, data + MAGIC_BYTES, sizeof numbers);
  *head_size = GUINT32_FROM_LE (numbers[1]);
  if (GUINT32_FROM_LE (numbers[0]) != FORMAT)
    {
      g_set_error_literal (error, YB_STORE_ERROR, YB_STORE_ERROR_TOO_NEW,
                           _ ("This backup was made by a newer version of Yingbin. Update this program."));
      return FALSE;
    }

  return *head_size <= MAX_HEAD_BYTES || set_damaged (error);
}

static GBytes *
lookup_bytes (GVariantDict *dict, const char *key)
{
  g_autoptr (GVariant) value = g_variant_dict_lookup_value (dict, key, G_VARIANT_TYPE_BYTESTRING);
  gsize size = 0;
  gconstpointer data = value != NULL ? g_variant_get_fixed_array (value, &size, 1) : NULL;

  return g_bytes_new (data, size);
}

static void
take_text (GVariantDict *dict, const char *key, char **text)
{
  char *found;

  if (!g_variant_dict_lookup (dict, key, "s", &found))
    return;

  g_free (*text);
  *text = found;
}

/* What is missing stays at 0 or "": a later program may leave something out. */
static void
fill (YbBackup *self, GVariant *head)
{
  GVariantDict dict;
  guint32 reason = 0;

  g_variant_dict_init (&dict, head);
  take_text (&dict, "app", &self->app_version);
  take_text (&dict, "store", &self->store);
  g_variant_dict_lookup (&dict, "at", "x", &self->at);
  g_variant_dict_lookup (&dict, "reason", "u", &reason);
  g_variant_dict_lookup (&dict, "format", "x", &self->format);
  g_variant_dict_lookup (&dict, "audit-seq", "x", &self->audit_seq);
  g_variant_dict_lookup (&dict, "audit-count", "x", &self->audit_count);
  g_variant_dict_lookup (&dict, "rows", "x", &self->n_rows);
  g_variant_dict_lookup (&dict, "size", "x", &self->content_size);
  g_variant_dict_lookup (&dict, "chain-broken", "b", &self->chain_broken);
  self->audit_hash = lookup_bytes (&dict, "audit-hash");
  self->wraps = lookup_bytes (&dict, "wraps");
  self->reason = reason <= YB_BACKUP_BEFORE_RESTORE ? (YbBackupReason) reason : YB_BACKUP_ON_DEMAND;
  g_variant_dict_clear (&dict);
}

/**
 * yb_backup_parse:
 * @data: (array length=size): the beginning of a file
 * @size: how much there is of it
 * @error: YB_STORE_ERROR_NOT_OURS, _TOO_NEW or _DAMAGED
 *
 * Reads the head of a copy. What it says is not proved (see yb_backup_open()).
 *
 * Returns: (transfer full) (nullable): the copy, without a path
 */
YbBackup *
yb_backup_parse (const guint8 *data, gsize size, GError **error)
{
  g_autoptr (YbBackup) self = NULL;
  g_autoptr (GVariant) head = NULL;
  g_autoptr (GVariant) native = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize head_size;

  g_return_val_if_fail (data != NULL || size == 0, NULL);

  if (!read_preamble (data, size, &head_size, error))
    return NULL;
  if (size - PREAMBLE_BYTES < head_size)
    return set_damaged (error) ? NULL : NULL;

  bytes = g_bytes_new (data + PREAMBLE_BYTES, head_size);
  head = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, bytes, FALSE));
  if (!g_variant_is_normal_form (head))
    return set_damaged (error) ? NULL : NULL;
  native = G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap (head) : g_variant_ref (head);

  self = g_object_new (YB_TYPE_BACKUP, NULL);
  fill (self, native);
  return g_steal_pointer (&self);
}

/* ---- writing ---- */

struct _YbBackupSink
{
  int descriptor;
  crypto_secretstream_xchacha20poly1305_state stream;
  guint8 *sealed; /* SEALED_CHUNK */
};

void
_yb_backup_sink_free (YbBackupSink *self)
{
  sodium_memzero (&self->stream, sizeof self->stream);
  g_free (self->sealed);
  g_free (self);
}

YbBackupSink *
_yb_backup_sink_new (int descriptor, GByteArray *head, const guint8 *key, GError **error)
{
  g_autoptr (YbBackupSink) self = g_new0 (YbBackupSink, 1);
  guint8 file_key[FILE_KEY_BYTES], lock[LOCK_BYTES], start[STREAM_BYTES];

  self->descriptor = descriptor;
  self->sealed = g_malloc (SEALED_CHUNK);
  crypto_secretstream_xchacha20poly1305_keygen (file_key);
  randombytes_buf (lock, NONCE_BYTES);
  crypto_aead_xchacha20poly1305_ietf_encrypt (lock + NONCE_BYTES, NULL, file_key, sizeof file_key, head->data,
                                              head->len, NULL, lock, key);
  crypto_secretstream_xchacha20poly1305_init_push (&self->stream, start, file_key);
  sodium_memzero (file_key, sizeof file_key);

  if (!_yb_backup_write_all (descriptor, head->data, head->len, error) ||
      !_yb_backup_write_all (descriptor, lock, sizeof lock, error) ||
      !_yb_backup_write_all (descriptor, start, sizeof start, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* size: YB_BACKUP_CHUNK, or less for the last one */
gboolean
_yb_backup_sink_write (YbBackupSink *self, const guint8 *data, gsize size, gboolean is_last, GError **error)
{
  unsigned long long sealed_size = 0;

  g_assert (size <= YB_BACKUP_CHUNK);

  crypto_secretstream_xchacha20poly1305_push (&self->stream, self->sealed, &sealed_size, data, size, NULL, 0,
                                              is_last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL : 0);
  return _yb_backup_write_all (self->descriptor, self->sealed, sealed_size, error);
}

/* ---- reading ---- */

struct _YbBackupSource
{
  FILE *file;
  YbBackup *backup;
  crypto_secretstream_xchacha20poly1305_state stream;
  gboolean is_unlocked;
  gboolean at_end;
  guint8 *sealed;
  guint8 *open;
};

void
_yb_backup_source_free (YbBackupSource *self)
{
  sodium_memzero (&self->stream, sizeof self->stream);
  if (self->open != NULL)
    sodium_memzero (self->open, YB_BACKUP_CHUNK);
  g_clear_pointer (&self->file, fclose);
  g_clear_object (&self->backup);
  g_free (self->sealed);
  g_free (self->open);
  g_free (self);
}

YbBackup *
_yb_backup_source_get_backup (YbBackupSource *self)
{
  return self->backup;
}

static GByteArray *
read_head (FILE *file, GError **error)
{
  g_autoptr (GByteArray) head = g_byte_array_new ();
  gsize head_size;

  g_byte_array_set_size (head, PREAMBLE_BYTES);
  g_byte_array_set_size (head, fread (head->data, 1, PREAMBLE_BYTES, file));
  if (!read_preamble (head->data, head->len, &head_size, error))
    return NULL;

  g_byte_array_set_size (head, PREAMBLE_BYTES + head_size);
  g_byte_array_set_size (head, PREAMBLE_BYTES + fread (head->data + PREAMBLE_BYTES, 1, head_size, file));
  return g_steal_pointer (&head);
}

static gboolean
unlock (YbBackupSource *self, GByteArray *head, const guint8 *key, GError **error)
{
  guint8 file_key[FILE_KEY_BYTES], lock[LOCK_BYTES], start[STREAM_BYTES];

  if (fread (lock, 1, sizeof lock, self->file) != sizeof lock ||
      fread (start, 1, sizeof start, self->file) != sizeof start)
    return set_damaged (error);

  if (crypto_aead_xchacha20poly1305_ietf_decrypt (file_key, NULL, NULL, lock + NONCE_BYTES,
                                                  sizeof lock - NONCE_BYTES, head->data, head->len, lock,
                                                  key) != 0)
    {
      g_set_error_literal (
          error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS,
          _ ("This backup was made with other keys, or its head was changed. Open it with the "
             "password of somebody who was in it, or with its recovery key."));
      return FALSE;
    }

  self->is_unlocked = crypto_secretstream_xchacha20poly1305_init_pull (&self->stream, start, file_key) == 0;
  sodium_memzero (file_key, sizeof file_key);
  self->backup->trust = YB_BACKUP_PROVED;
  return self->is_unlocked || set_damaged (error);
}

/* key: NULL for the head alone */
YbBackupSource *
_yb_backup_source_new (const char *path, const guint8 *key, GError **error)
{
  g_autoptr (YbBackupSource) self = g_new0 (YbBackupSource, 1);
  g_autoptr (GByteArray) head = NULL;

  self->file = g_fopen (path, "rbe");
  if (self->file == NULL)
    {
      _yb_backup_set_file_error (error, errno, path);
      return NULL;
    }

  head = read_head (self->file, error);
  self->backup = head != NULL ? yb_backup_parse (head->data, head->len, error) : NULL;
  if (self->backup == NULL)
    return NULL;

  self->backup->path = g_strdup (path);
  self->sealed = g_malloc (SEALED_CHUNK);
  self->open = g_malloc (YB_BACKUP_CHUNK);
  if (key != NULL && !unlock (self, head, key, error))
    return NULL;

  return g_steal_pointer (&self);
}

/* Returns the bytes of the next chunk, 0 behind the last one, -1 for an error. */
gssize
_yb_backup_source_read (YbBackupSource *self, const guint8 **data, GError **error)
{
  unsigned long long size = 0;
  unsigned char tag = 0;
  gsize sealed_size;

  g_assert (self->is_unlocked);

  if (self->at_end)
    return 0;

  sealed_size = fread (self->sealed, 1, SEALED_CHUNK, self->file);
  if (ferror (self->file))
    {
      _yb_backup_set_file_error (error, errno, self->backup->path);
      return -1;
    }
  if (crypto_secretstream_xchacha20poly1305_pull (&self->stream, self->open, &size, &tag, self->sealed,
                                                  sealed_size, NULL, 0) != 0)
    return set_damaged (error) ? 0 : -1;

  self->at_end = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
  /* Nothing may stand behind the end. */
  if (self->at_end && fgetc (self->file) != EOF)
    return set_damaged (error) ? 0 : -1;

  *data = self->open;
  return (gssize) size;
}
