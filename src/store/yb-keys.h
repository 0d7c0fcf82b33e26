/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YbKeys:
 *
 * The keys of one store file, all made from one random data key: where they are, personal data can be read. They never
 * change, lie in memory that is kept out of swap and core dumps, and are wiped when the last reference goes.
 */
typedef struct _YbKeys YbKeys;

/**
 * YbKeyPurpose:
 * @YB_KEY_FIELDS: seals the secret fields of records
 * @YB_KEY_PHONES: look-up of whole phone numbers
 * @YB_KEY_TAILS: look-up of the last four digits
 * @YB_KEY_AUDIT: the chain of the audit trail; the same for the whole life of a file
 * @YB_KEY_BACKUP: backups
 * @YB_KEY_CHECK: tells whether a data key belongs to a file
 *
 * Numbers of subkeys: never given anew.
 */
typedef enum
{
  YB_KEY_FIELDS = 1,
  YB_KEY_PHONES,
  YB_KEY_TAILS,
  YB_KEY_AUDIT,
  YB_KEY_BACKUP,
  YB_KEY_CHECK,
} YbKeyPurpose;

#define YB_KEY_BYTES 32

YbKeys *yb_keys_new (void) G_GNUC_WARN_UNUSED_RESULT;
YbKeys *yb_keys_ref (YbKeys *self);
void yb_keys_unref (YbKeys *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbKeys, yb_keys_unref)

const guint8 *yb_keys_get (YbKeys *self, YbKeyPurpose purpose);
guint yb_keys_get_version (YbKeys *self);

void yb_memory_stays_here (void);

G_END_DECLS
