/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The assistant of the first start: what it insists on, and that nothing is left of what is given up. */

#include "config.h"

#include <glib/gstdio.h>

#include "page-test.h"
#include "yb-first-start.h"

typedef struct
{
  char *folder;
  char *path;
  GtkWidget *window;
  GtkWidget *page;
  char *finished;
  guint n_demo;
  guint n_left;
} Setup;

static void
finished_cb (Setup *setup, const char *path)
{
  setup->finished = g_strdup (path);
}

static void
count_cb (guint *n)
{
  (*n)++;
}

static Setup *
setup_new (gboolean can_leave)
{
  Setup *setup = g_new0 (Setup, 1);

  setup->folder = g_dir_make_tmp ("yb-first-XXXXXX", NULL);
  setup->path = g_build_filename (setup->folder, "new", "house.db", NULL);
  setup->window = g_object_ref (gtk_window_new ());
  setup->page = yb_first_start_new (setup->path, can_leave);
  g_signal_connect_swapped (setup->page, "finished", G_CALLBACK (finished_cb), setup);
  g_signal_connect_swapped (setup->page, "demo", G_CALLBACK (count_cb), &setup->n_demo);
  g_signal_connect_swapped (setup->page, "left", G_CALLBACK (count_cb), &setup->n_left);
  gtk_window_set_child (GTK_WINDOW (setup->window), setup->page);
  gtk_window_present (GTK_WINDOW (setup->window));
  page_test_settle ();
  return setup;
}

static void
setup_free (Setup *setup)
{
  g_autofree char *folder = g_path_get_dirname (setup->path);

  gtk_window_destroy (GTK_WINDOW (setup->window));
  page_test_settle ();
  g_assert_finalize_object (setup->window);
  g_remove (setup->path);
  /* Both are empty then: whatever was begun is gone. */
  g_rmdir (folder);
  g_assert_cmpint (g_rmdir (setup->folder), ==, 0);
  g_free (setup->path);
  g_free (setup->folder);
  g_free (setup->finished);
  g_free (setup);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Setup, setup_free)

static GtkWidget *
entry (Setup *setup, const char *label)
{
  GtkWidget *caption;

  for (guint i = 0; (caption = page_test_find (setup->page, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (g_str_equal (gtk_label_get_text (GTK_LABEL (caption)), label) && gtk_widget_get_mapped (caption))
      return gtk_widget_get_next_sibling (caption);

  g_error ("There is no field “%s”", label);
}

static void
type (Setup *setup, const char *label, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry (setup, label)), text);
}

static void
press (Setup *setup, const char *label)
{
  g_signal_emit_by_name (page_test_find_button (setup->page, label), "clicked");
  page_test_settle ();
}

static void
go_to_place (Setup *setup)
{
  press (setup, "_Next");
  type (setup, "Name of the dealership", "Test House");
  press (setup, "_Next");
  type (setup, "Name of the administrator", "Ada");
  type (setup, "Password", "fuelled by tea");
  type (setup, "Password once more", "fuelled by tea");
  press (setup, "_Next");
  g_assert_true (page_test_shows (setup->page, "The file"));
}

static void
go_to_key (Setup *setup)
{
  press (setup, "_Next");
  page_test_wait (page_test_shows (setup->page, "The recovery key"));
}

static gboolean
is_there (const char *path, const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);

  return g_file_test (name, G_FILE_TEST_EXISTS);
}

static void
test_insists (void)
{
  g_autoptr (Setup) setup = setup_new (FALSE);

  press (setup, "_Next");
  press (setup, "_Next");
  g_assert_true (page_test_shows (setup->page, "name of the dealership is missing"));
  type (setup, "Name of the dealership", " x ");
  type (setup, "Opens at", "half past eight");
  press (setup, "_Next");
  g_assert_true (page_test_shows (setup->page, "A time such as 8:30"));
  type (setup, "Opens at", "19:00");
  press (setup, "_Next");
  g_assert_true (page_test_shows (setup->page, "closes before it opens"));
  type (setup, "Opens at", "8:05");
  press (setup, "_Next");
  type (setup, "Name of the administrator", "Ada");
  for (const char *const *p = (const char *const[]){"short", "12345678", "zzzzzzzz", NULL}; *p != NULL; p++)
    {
      type (setup, "Password", *p);
      type (setup, "Password once more", *p);
      press (setup, "_Next");
      g_assert_true (page_test_shows (setup->page, "The administrator"));
    }
  g_assert_false (is_there (setup->path, ""));
}

/* Back from the key, and away from it: nothing stays. */
static void
test_given_up (void)
{
  g_autoptr (Setup) setup = setup_new (FALSE);

  go_to_place (setup);
  go_to_key (setup);
  g_assert_true (is_there (setup->path, ".setup"));
  g_assert_false (is_there (setup->path, ""));
  press (setup, "_Back");
  g_assert_false (is_there (setup->path, ".setup"));
  go_to_key (setup);
  g_assert_true (is_there (setup->path, ".setup"));
}

/* Closed while the worker makes the file: it is taken back when it is done. */
static void
test_closed_meanwhile (void)
{
  g_autoptr (Setup) setup = setup_new (FALSE);
  GtkWidget *page = setup->page;

  go_to_place (setup);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  g_signal_emit_by_name (page_test_find_button (setup->page, "_Next"), "clicked");
  gtk_window_set_child (GTK_WINDOW (setup->window), NULL);
  page_test_wait (page == NULL);
  g_assert_false (is_there (setup->path, ".setup"));
}

static void
test_checked (void)
{
  g_autoptr (Setup) setup = setup_new (FALSE);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (YbStore) store = NULL;
  g_autoptr (YbDesk) desk = NULL;
  g_autofree char *name = NULL;
  GtkWidget *label;

  go_to_place (setup);
  go_to_key (setup);
  for (guint i = 0; (label = page_test_find (setup->page, GTK_TYPE_LABEL, i)) != NULL; i++)
    if (gtk_widget_has_css_class (label, "monospace"))
      g_ptr_array_add (groups, g_strdup (gtk_label_get_text (GTK_LABEL (label))));
  g_assert_cmpuint (groups->len, ==, 14);
  press (setup, "_Next");
  press (setup, "_Finish");
  g_assert_true (page_test_shows (setup->page, "not what stands on your paper"));
  g_assert_false (is_there (setup->path, ""));
  for (guint i = 0; i < groups->len; i++)
    {
      g_autofree char *group = g_strdup_printf ("Group %u", i + 1);

      for (guint n = 0; (label = page_test_find (setup->page, GTK_TYPE_LABEL, n)) != NULL; n++)
        if (g_str_equal (gtk_label_get_text (GTK_LABEL (label)), group))
          type (setup, group, g_ptr_array_index (groups, i));
    }
  press (setup, "_Finish");
  g_assert_cmpstr (setup->finished, ==, setup->path);
  g_assert_false (is_there (setup->path, ".setup"));

  store = yb_store_open (setup->path, YB_STORE_NO_FLAGS, NULL);
  g_assert_nonnull (store);
  name = yb_store_dup_meta (store, "name");
  g_assert_cmpstr (name, ==, "Test House");
  desk = yb_desk_new (store);
  g_assert_true (yb_desk_sign_in (desk, "ad", "fuelled by tea", NULL));
  g_assert_cmpint (yb_desk_get_rule_number (desk, "house.opens-at", 0), ==, 830);
  g_clear_object (&desk);
  yb_store_forget_keys (store);
}

static void
test_other_ways (void)
{
  g_autoptr (Setup) setup = setup_new (TRUE);

  press (setup, "_Cancel");
  g_assert_cmpuint (setup->n_left, ==, 1);
  gtk_check_button_set_active (page_test_find (setup->page, GTK_TYPE_CHECK_BUTTON, 1), TRUE);
  press (setup, "_Next");
  g_assert_cmpuint (setup->n_demo, ==, 1);
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/first-start/insists", test_insists);
  g_test_add_func ("/first-start/given-up", test_given_up);
  g_test_add_func ("/first-start/closed-meanwhile", test_closed_meanwhile);
  g_test_add_func ("/first-start/checked", test_checked);
  g_test_add_func ("/first-start/other-ways", test_other_ways);

  return g_test_run ();
}
