/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The head of a backup, which is read before anything is known to be authentic: what is taken is written again as it was, and
 * the copies of the key in it may be anything. */

#include "config.h"

#include "fuzz.h"

#include "yb-backup-private.h"
#include "yb-key-wrap.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackup) backup = yb_backup_parse (data, size, &error);
  g_autoptr (YbBackup) again = NULL;
  g_autoptr (GByteArray) head = NULL;
  g_autoptr (GByteArray) head_again = NULL;
  YbKeys *keys;

  g_assert_true ((backup == NULL) == (error != NULL));
  if (backup == NULL)
    {
      g_assert_true (error->domain == YB_STORE_ERROR && *error->message != '\0');
      return 0;
    }

  head = _yb_backup_make_head (backup);
  again = yb_backup_parse (head->data, head->len, &error);
  g_assert_no_error (error);
  head_again = _yb_backup_make_head (again);
  g_assert_cmpmem (head->data, head->len, head_again->data, head_again->len);
  keys = backup->wraps != NULL ? yb_key_wraps_open (backup->wraps, "a password", NULL) : NULL;
  g_assert_null (keys);
  fuzz_planted (1, TRUE);
  return 0;
}
