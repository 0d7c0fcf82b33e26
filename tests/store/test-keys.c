/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The data key of a file: who opens it, what this computer remembers, and what happens when it does not. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>
#include <glib/gstdio.h>

#include "store-fixture.h"
#include "yb-key-wrap.h"
#include "yb-keys.h"
#include "yb-staff.h"

#define PASSWORD "迎宾 password"

typedef struct
{
  gint64 staff;
  const char *password; /* NULL: take the copy away */
} Give;

static gboolean
give_cb (YbTransaction *transaction, gpointer data, GError **error)
{
  const Give *give = data;
  g_autoptr (YbPassKey) pass = give->password != NULL ? yb_pass_key_new (give->password, NULL) : NULL;

  fixture_audit (transaction, "test.key");
  return pass != NULL ? yb_key_wrap_set (transaction, give->staff, pass, error)
                      : yb_key_wrap_drop (transaction, give->staff, error);
}

static void
give (YbStore *store, gint64 staff, const char *password)
{
  Give data = {staff, password};
  g_autoptr (GError) error = NULL;

  yb_store_write (store, give_cb, &data, &error);
  g_assert_no_error (error);
}

static char *
cache_path (YbStore *store)
{
  g_autofree char *uuid = yb_store_dup_meta (store, "uuid");
  g_autofree char *name = g_strconcat (uuid, ".key", NULL);

  return g_build_filename (g_get_user_state_dir (), "yingbin", "keys", name, NULL);
}

static void
lose_cache (YbStore *store)
{
  g_autofree char *path = cache_path (store);

  g_assert_cmpint (g_unlink (path), ==, 0);
}

static YbStore *
open_again (const char *path)
{
  g_autoptr (GError) error = NULL;
  YbStore *store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);

  g_assert_no_error (error);
  return store;
}

static gboolean
are_same (YbKeys *a, YbKeys *b)
{
  for (YbKeyPurpose purpose = YB_KEY_FIELDS; purpose <= YB_KEY_CHECK; purpose++)
    if (memcmp (yb_keys_get (a, purpose), yb_keys_get (b, purpose), YB_KEY_BYTES) != 0)
      return FALSE;

  return yb_keys_get_version (a) == yb_keys_get_version (b);
}

static void
test_purposes (void)
{
  g_autoptr (YbKeys) keys = yb_keys_new ();
  g_autoptr (YbKeys) others = yb_keys_new ();

  for (YbKeyPurpose a = YB_KEY_FIELDS; a <= YB_KEY_CHECK; a++)
    {
      g_assert_cmpint (memcmp (yb_keys_get (keys, a), yb_keys_get (others, a), YB_KEY_BYTES), !=, 0);
      for (YbKeyPurpose b = a + 1; b <= YB_KEY_CHECK; b++)
        g_assert_cmpint (memcmp (yb_keys_get (keys, a), yb_keys_get (keys, b), YB_KEY_BYTES), !=, 0);
    }
}

static void
test_cache (Fixture *f, gconstpointer data)
{
  g_autofree char *path = cache_path (f->store);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (YbKeys) first = yb_store_dup_keys (f->store);
  g_autoptr (YbStore) second = open_again (f->path);
  g_autoptr (YbKeys) again = yb_store_dup_keys (second);
  struct stat info;

  g_assert_true (are_same (first, again));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
}

/* A key that is lost is never replaced by another one. */
static void
test_lost_cache (Fixture *f, gconstpointer data)
{
  g_autoptr (YbKeys) first = yb_store_dup_keys (f->store);
  g_autoptr (GError) wrong = NULL;
  g_autoptr (GError) error = NULL;
  gint64 staff = f->staff;

  give (f->store, staff, PASSWORD);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (YbStore) store = NULL;
      g_autoptr (YbKeys) keys = NULL;

      lose_cache (f->store);
      store = open_again (f->path);
      g_assert_true (yb_store_is_locked (store));
      g_assert_false (yb_store_unlock_from_cache (store));
      g_assert_false (yb_store_unlock_with_password (store, staff, "wrong", &wrong));
      g_assert_error (wrong, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
      g_clear_error (&wrong);
      g_assert_true (yb_store_is_locked (store));
      g_assert_true (yb_store_unlock_with_password (store, staff, PASSWORD, &error));
      g_assert_no_error (error);
      keys = yb_store_dup_keys (store);
      g_assert_true (are_same (first, keys));

      /* Remembered again. */
      yb_store_lock (store);
      g_assert_true (yb_store_is_locked (store));
      g_assert_true (yb_store_unlock_from_cache (store));
    }
}

static void
test_damaged_cache (Fixture *f, gconstpointer data)
{
  g_autofree char *path = cache_path (f->store);
  g_autofree char *content = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &content, &length, NULL));
  for (gsize i = 0; i < length; i += 7)
    {
      g_autoptr (YbStore) store = NULL;
      g_autofree char *damaged = g_strndup (content, length);

      damaged[i] = damaged[i] == 'A' ? 'B' : 'A';
      g_assert_true (g_file_set_contents (path, damaged, length, NULL));
      store = open_again (f->path);
      g_assert_true (yb_store_is_locked (store));
    }
  for (gsize cut = 0; cut < length; cut += 13)
    {
      g_autoptr (YbStore) store = NULL;

      g_assert_true (g_file_set_contents (path, content, cut, NULL));
      store = open_again (f->path);
      g_assert_true (yb_store_is_locked (store));
    }
}

/* The key of another file is no key of this one, wherever it lies. */
static void
test_foreign_key (Fixture *f, gconstpointer data)
{
  g_autofree char *path = cache_path (f->store);
  g_autofree char *other_name = g_strconcat (f->path, ".other", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) other = yb_store_open (other_name, YB_STORE_CREATE, &error);
  g_autofree char *other_path = NULL;
  g_autofree char *content = NULL;
  g_autoptr (YbStore) store = NULL;
  char *recovery;
  gsize length;

  g_assert_no_error (error);
  other_path = cache_path (other);
  g_assert_true (g_file_get_contents (other_path, &content, &length, NULL));
  g_assert_true (g_file_set_contents (path, content, length, NULL));
  store = open_again (f->path);
  g_assert_true (yb_store_is_locked (store));

  recovery = yb_store_take_recovery_key (other);
  g_assert_false (yb_store_unlock_with_recovery (store, recovery, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  yb_recovery_key_free (recovery);
}

static void
test_recovery (Fixture *f, gconstpointer data)
{
  char *recovery = yb_store_take_recovery_key (f->store);
  g_autofree char *typed = NULL;
  g_autofree char *mistyped = NULL;
  g_autofree char *lower = g_ascii_strdown (recovery, -1);
  g_auto (GStrv) groups = g_strsplit (recovery, "-", -1);
  g_autoptr (YbStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (g_strv_length (groups), ==, 14);
  for (guint i = 0; groups[i] != NULL; i++)
    g_assert_cmpuint (strlen (groups[i]), ==, 4);
  g_assert_null (yb_store_take_recovery_key (f->store));

  lose_cache (f->store);
  store = open_again (f->path);
  g_assert_true (yb_store_is_locked (store));
  for (guint i = 0; recovery[i] != '\0'; i += 3)
    {
      if (recovery[i] == '-')
        continue;
      mistyped = g_strdup (recovery);
      mistyped[i] = mistyped[i] == '7' ? '8' : '7';
      g_assert_false (yb_recovery_key_is_complete (mistyped));
      g_assert_false (yb_store_unlock_with_recovery (store, mistyped, NULL));
      g_clear_pointer (&mistyped, g_free);
    }
  g_assert_false (yb_store_unlock_with_recovery (store, "", NULL));
  g_assert_false (yb_recovery_key_is_complete (groups[0]));

  /* As people type it: small letters, blanks, and letters for digits that look alike. */
  typed = g_strjoinv ("  ", groups);
  g_strdelimit (typed, "0", 'o');
  g_strdelimit (typed, "1", 'l');
  g_assert_true (yb_recovery_key_is_complete (lower));
  g_assert_true (yb_store_unlock_with_recovery (store, typed, &error));
  g_assert_no_error (error);
  g_assert_false (yb_store_is_locked (store));
  yb_recovery_key_free (recovery);
}

static void
count_cb (GObject *object, GParamSpec *pspec, gpointer data)
{
  ++*(guint *) data;
}

static void
test_notify (Fixture *f, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (f->store, "notify::locked", G_CALLBACK (count_cb), &n);
  yb_store_lock (f->store);
  yb_store_lock (f->store);
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (yb_store_unlock_from_cache (f->store));
  g_assert_true (yb_store_unlock_from_cache (f->store));
  g_assert_cmpuint (n, ==, 2);
  g_signal_handlers_disconnect_by_data (f->store, &n);
}

static void
test_change_of_password (Fixture *f, gconstpointer data)
{
  gint64 staff = f->staff;
  YbConnection *reader = yb_store_get_reader (f->store);
  g_autoptr (YbKeys) keys = NULL;
  Give late = {staff, "late"};
  g_autoptr (GError) error = NULL;

  give (f->store, staff, "first one");
  give (f->store, staff, "second one");
  g_assert_null (yb_key_wrap_open (reader, staff, "first one", NULL));
  keys = yb_key_wrap_open (reader, staff, "second one", NULL);
  g_assert_nonnull (keys);
  g_assert_true (yb_key_wrap_exists (reader, staff, NULL));

  give (f->store, staff, NULL);
  g_assert_false (yb_key_wrap_exists (reader, staff, NULL));
  g_assert_null (yb_key_wrap_open (reader, staff, "second one", NULL));

  /* What is locked cannot be given away. */
  yb_store_lock (f->store);
  g_assert_false (yb_store_write (f->store, give_cb, &late, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
}

static void
test_export (Fixture *f, gconstpointer data)
{
  gint64 staff = f->staff;
  char *recovery = yb_store_take_recovery_key (f->store);
  g_autoptr (YbKeys) keys = yb_store_dup_keys (f->store);
  g_autoptr (GBytes) wraps = NULL;
  g_autoptr (GError) error = NULL;
  const guint8 *bytes;
  gsize size;

  give (f->store, staff, PASSWORD);
  wraps = yb_key_wraps_export (yb_store_get_reader (f->store), &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (YbKeys) opened = yb_key_wraps_open (wraps, i == 0 ? PASSWORD : recovery, &error);

      g_assert_no_error (error);
      g_assert_true (are_same (keys, opened));
    }
  g_assert_null (yb_key_wraps_open (wraps, "wrong", &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_LOCKED);
  g_clear_error (&error);

  bytes = g_bytes_get_data (wraps, &size);
  for (gsize cut = 0; cut < size; cut += 11)
    {
      g_autoptr (GBytes) part = g_bytes_new (bytes, cut);

      g_assert_null (yb_key_wraps_open (part, recovery, &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
    }
  yb_recovery_key_free (recovery);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keys/purposes", test_purposes);
#define ADD(NAME, FUNCTION)                                                                                  \
  g_test_add ("/keys/" NAME, Fixture, NULL, fixture_set_up, FUNCTION, fixture_tear_down)
  ADD ("cache", test_cache);
  ADD ("lost-cache", test_lost_cache);
  ADD ("damaged-cache", test_damaged_cache);
  ADD ("foreign-key", test_foreign_key);
  ADD ("recovery", test_recovery);
  ADD ("notify", test_notify);
  ADD ("change-of-password", test_change_of_password);
  ADD ("export", test_export);
  return g_test_run ();
}
