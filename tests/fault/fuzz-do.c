/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of "yingbinctl do": each gets an answer, whatever it is, and what it changed passes the check. */

#include "config.h"

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "fault-house.h"
#include "yb-ctl-search.h"

/* After so many inputs the house is looked at, and a fresh one taken. */
#define INPUTS_PER_HOUSE 500

static YbCtl ctl;
static char *folder;
static char *path;

static void
leave (void)
{
  g_clear_object (&ctl.desk);
  if (folder != NULL)
    fault_folder_free (g_steal_pointer (&folder));
  g_clear_pointer (&path, g_free);
}

static void
enter (void)
{
  g_autoptr (GError) error = NULL;

  if (folder == NULL)
    {
      folder = fault_folder_new ();
      path = g_build_filename (folder, "fuzz.yingbin", NULL);
      fault_house ();
      atexit (leave);
    }
  fault_copy_house (path);
  ctl.desk = fault_desk_open (path, &error);
  g_assert_no_error (error);
  ctl.store = yb_desk_get_store (ctl.desk);
}

static void
look_at_house (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = yb_store_check (ctl.store, TRUE, &error);

  g_assert_no_error (error);
  if (problems->len > 0)
    g_error ("%s", (char *) g_ptr_array_index (problems, 0));
}

/* The same text as something to look for. */
static void
search (const char *text)
{
  YbCtlSearch *search = yb_ctl_search_new (text, TRUE);

  for (gint64 id = 1; search != NULL && id <= FAULT_DEALS; id++)
    {
      g_autoptr (YbRow) row = yb_store_get_row (ctl.store, &yb_deal_row_type, id);

      if (row != NULL)
        fuzz_planted (2, yb_ctl_search_finds (search, &ctl, row));
    }
  if (search != NULL)
    yb_ctl_search_free (search);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static guint n_inputs;
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (n_inputs++ % INPUTS_PER_HOUSE == 0)
    {
      if (ctl.desk != NULL)
        look_at_house ();
      g_clear_object (&ctl.desk);
      enter ();
    }
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (JsonObject) answer = yb_ctl_do_line (&ctl, lines[i], strlen (lines[i]));

      g_assert_true (json_object_has_member (answer, "ok"));
      fuzz_planted (1, json_object_get_boolean_member (answer, "ok"));
      if (g_utf8_validate (lines[i], -1, NULL))
        search (lines[i]);
    }
  return 0;
}
