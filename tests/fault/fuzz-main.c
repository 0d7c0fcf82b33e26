/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gives a fuzz target its seeds and changed ones, for compilers without libFuzzer. */

#include "config.h"

#include "fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define QUICK_US (G_USEC_PER_SEC / 2)
#define SLOW_US (60 * G_USEC_PER_SEC)
#define MAX_BYTES 20000

static GPtrArray *seeds; /* GByteArray */
static const char *target;
static const GByteArray *current;
static char *finding; /* where the input is kept that broke something */

static void
keep_finding (int signal_number)
{
  int descriptor = open (finding, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);

  if (descriptor >= 0 && current != NULL && write (descriptor, current->data, current->len) >= 0)
    close (descriptor);
  raise (signal_number); /* the handler is for one signal */
}

static void
watch_for_findings (const char *name)
{
  static const int signals[] = {SIGABRT, SIGSEGV, SIGTRAP, SIGBUS, SIGFPE};
  struct sigaction action = {.sa_handler = keep_finding, .sa_flags = SA_RESETHAND};
  g_autofree char *base = g_strdup_printf ("yb-finding-%s", name);

  finding = g_build_filename (g_get_tmp_dir (), base, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    sigaction (signals[i], &action, NULL);
}

static void
run (const GByteArray *input)
{
  current = input;
  LLVMFuzzerTestOneInput (input->data, input->len);
  current = NULL;
}

static void
load_seeds (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_DIST, "fault", "seeds", target, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;

  g_assert_no_error (error);
  seeds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_byte_array_unref);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *content;
      gsize length;

      g_file_get_contents (path, &content, &length, &error);
      g_assert_no_error (error);
      g_ptr_array_add (seeds, g_byte_array_new_take ((guint8 *) content, length));
    }
  g_assert_cmpuint (seeds->len, >, 0);
}

static GByteArray *
random_seed (void)
{
  return g_ptr_array_index (seeds, g_test_rand_int_range (0, seeds->len));
}

static void
insert (GByteArray *bytes, gsize at, const guint8 *data, gsize length)
{
  gsize behind = bytes->len - at;

  g_byte_array_set_size (bytes, bytes->len + length);
  memmove (bytes->data + at + length, bytes->data + at, behind);
  memcpy (bytes->data + at, data, length);
}

static void
change (GByteArray *bytes)
{
  GByteArray *other = random_seed ();
  gsize at = g_test_rand_int_range (0, bytes->len + 1);
  gsize from = g_test_rand_int_range (0, other->len + 1);
  guint8 byte = g_test_rand_int_range (0, 256);

  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      if (at < bytes->len)
        bytes->data[at] = byte;
      break;
    case 1:
      insert (bytes, at, &byte, 1);
      break;
    case 2:
      g_byte_array_remove_range (bytes, at, g_test_rand_int_range (0, bytes->len - at + 1));
      break;
    default:
      insert (bytes, at, other->data + from, g_test_rand_int_range (0, other->len - from + 1));
      break;
    }
  if (bytes->len > MAX_BYTES)
    g_byte_array_set_size (bytes, MAX_BYTES);
}

static void
test_seeds (void)
{
  for (guint i = 0; i < seeds->len; i++)
    run (g_ptr_array_index (seeds, i));
}

static void
test_changed_seeds (void)
{
  gint64 end = g_get_monotonic_time () + (g_test_slow () ? SLOW_US : QUICK_US);
  guint n = 0;

  for (; g_get_monotonic_time () < end; n++)
    {
      GByteArray *seed = random_seed ();
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, seed->data, seed->len);
      for (int i = g_test_rand_int_range (1, 6); i > 0; i--)
        change (bytes);
      run (bytes);
    }
  g_test_message ("%u inputs", n);
}

int
main (int argc, char *argv[])
{
  g_autofree char *name = g_path_get_basename (argv[0]);
  int status;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (g_str_has_prefix (name, "fuzz-"));
  target = name + strlen ("fuzz-");
#ifdef FUZZ_CONTROL
  target = FUZZ_TARGET;
#endif
  watch_for_findings (name);
  load_seeds ();
  g_test_add_func ("/fault/fuzz/seeds", test_seeds);
  g_test_add_func ("/fault/fuzz/changed-seeds", test_changed_seeds);
  status = g_test_run ();
  g_ptr_array_unref (seeds);
  g_free (finding);
  return status;
}
