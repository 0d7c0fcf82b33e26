/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Canary numbers are looked for in every file of a house, whatever people did with them. */

#include "config.h"

#include <string.h>

#include "desk-fixture.h"
#include "yb-import.h"

#define TYPED "13899990000"
#define CORRECTED "13899990001"
#define IMPORTED "13899990002"
#define IDENTITY "11010119900307774X"

static guint
count_in_files (Fixture *fixture, const char *text)
{
  g_autofree char *folder = g_path_get_dirname (yb_store_get_path (fixture->store));
  g_autofree char *file = g_path_get_basename (yb_store_get_path (fixture->store));
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0, n_files = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (!g_str_has_prefix (name, file) || !g_file_get_contents (path, &content, &length, NULL))
        continue;
      n_files++;
      n += memmem (content, length, text, strlen (text)) != NULL;
    }
  g_assert_cmpuint (n_files, >=, 2);
  return n;
}

static void
assert_hidden (Fixture *fixture)
{
  static const char *const canaries[] = {TYPED, CORRECTED, IMPORTED, IDENTITY, "9999000"};

  for (guint round = 0; round < 2; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (canaries); i++)
        g_assert_cmpuint (count_in_files (fixture, canaries[i]), ==, 0);
      yb_store_checkpoint (fixture->store, NULL);
    }
}

static void
import (Fixture *fixture)
{
  const char *text = "姓名,手机,身份证,备注\n陈洁," IMPORTED "," IDENTITY ",来店\n";
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = yb_table_read_bytes (bytes, NULL, NULL, &error);
  g_autoptr (YbImport) taken = yb_import_new (fixture_desk (fixture, "ad"), "customers", table, NULL);
  g_autoptr (YbImportResult) result = yb_import_run (taken, FALSE, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (result);
}

static void
test_canaries (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  g_autoptr (YbCustomer) customer = NULL;
  g_autoptr (YbDeal) deal = NULL;
  gint64 id;

  id = fixture_do (fixture, "rc", "deal.create",
                   "{'name':'王伟','phone':'" TYPED
                   "','source':'walk_in','consultant':'sc','visit_purpose':'look'}");
  deal = fixture_deal (fixture, id);
  fixture_do (fixture, "sc", "customer.update",
              "{'customer':%d,'phone':'" CORRECTED "','id_number':'" IDENTITY "'}", (int) deal->customer);
  import (fixture);
  fixture_do (fixture, "sc", "undo", "{}");
  assert_hidden (fixture);
  customer = fixture_customer (fixture, deal->customer);
  g_assert_cmpstr (customer->phone, ==, TYPED);

  /* The control: what somebody types into a note is not looked through. */
  fixture_do (fixture, "sc", "customer.update", "{'customer':%d,'note':'" IMPORTED "'}",
              (int) deal->customer);
  g_assert_cmpuint (count_in_files (fixture, IMPORTED), >, 0);
}

/* The screen is locked, the person comes back: nothing can be read meanwhile, all of it afterwards. */
static void
test_lock (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  g_autoptr (GError) error = NULL;

  g_assert_false (yb_store_is_locked (fixture->store));
  yb_desk_lock (desk);
  g_assert_true (yb_store_is_locked (fixture->store));
  g_assert_false (yb_desk_sign_in (desk, "sc", "wrong", NULL));
  g_assert_true (yb_store_is_locked (fixture->store));
  g_assert_true (yb_desk_sign_in (desk, "sc", FIXTURE_PASSWORD, &error));
  g_assert_no_error (error);
  g_assert_false (yb_store_is_locked (fixture->store));
}

/* A computer that has forgotten the key: the password opens it; who has no copy of it yet cannot come in first. */
static void
test_first_sign_in (void)
{
  g_autoptr (Fixture) fixture = fixture_new ();
  YbDesk *desk = fixture_desk (fixture, "sc");
  g_autoptr (GError) error = NULL;

  fixture_do (fixture, "ad", "staff.deactivate", "{'staff':'sc2'}");
  fixture_do (fixture, "ad", "staff.activate", "{'staff':'sc2'}");
  yb_store_forget_keys (fixture->store);
  yb_store_lock (fixture->store);
  g_assert_false (yb_desk_sign_in (desk, "sc2", FIXTURE_PASSWORD, &error));
  g_assert_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN);
  g_clear_error (&error);
  g_assert_true (yb_desk_sign_in (desk, "sc", FIXTURE_PASSWORD, &error));
  g_assert_false (yb_store_is_locked (fixture->store));
  g_assert_true (yb_desk_sign_in (desk, "sc2", FIXTURE_PASSWORD, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/desk/personal/canaries", test_canaries);
  g_test_add_func ("/desk/personal/lock", test_lock);
  g_test_add_func ("/desk/personal/first-sign-in", test_first_sign_in);
  return g_test_run ();
}
