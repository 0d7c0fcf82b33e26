/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A full disk: refused in words and at once, nothing lost, reading goes on, and so does the work when there is room
 * again, without opening the file anew. */

#include "config.h"

#include "fault-house.h"

#include <sched.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "yb-care-private.h"

#define MAX_MOVES 5000
#define N_RETRIES 20
#define N_MOVES_AFTER 40
#define DISK_OPTIONS "size=6m,mode=0700"
#define RESERVE_BYTES (3 * 1024 * 1024)
#define PATIENCE_US G_USEC_PER_SEC

/* Why there is no small disk to fill, NULL if there is. */
static const char *no_disk;

/* ---- a small disk ---- */

static gboolean
write_text (const char *path, const char *text)
{
  FILE *file = g_fopen (path, "we");
  gboolean ok = file != NULL && fputs (text, file) >= 0;

  if (file != NULL)
    ok = fclose (file) == 0 && ok;
  return ok;
}

/* A name space of our own, in which we may mount. Before any thread is started. */
static void
enter_name_space (void)
{
  g_autofree char *users = g_strdup_printf ("0 %d 1", (int) getuid ());
  g_autofree char *groups = g_strdup_printf ("0 %d 1", (int) getgid ());

  if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0)
    no_disk = "unprivileged user name spaces are off on this machine";
  else if (!write_text ("/proc/self/setgroups", "deny") || !write_text ("/proc/self/uid_map", users) ||
           !write_text ("/proc/self/gid_map", groups))
    no_disk = "the user name space cannot be set up on this machine";
}

/* ---- until it is full, and on ---- */

/* As long a line of customers as takes some pages. */
static gboolean
insert_many (YbTransaction *transaction, gpointer data, GError **error)
{
  for (guint i = 0; i < 1000; i++)
    if (!fault_insert_customer (transaction, data, error))
      return FALSE;

  return TRUE;
}

static void
assert_is_full (YbDesk *desk, guint number)
{
  YbStore *store = yb_desk_get_store (desk);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) store_error = NULL;

  g_assert_false (fault_move (desk, number, &error));
  g_assert_cmpint (g_get_monotonic_time () - start, <, PATIENCE_US);
  fault_assert_told (error);
  g_assert_nonnull (strstr (error->message, "full"));

  g_assert_false (yb_store_write (store, insert_many, NULL, &store_error));
  g_assert_error (store_error, YB_STORE_ERROR, YB_STORE_ERROR_FULL);
}

static void
assert_can_be_read (YbDesk *desk)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = yb_store_check (yb_desk_get_store (desk), TRUE, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (problems->len, ==, 0);
}

/* Returns the number of moves acknowledged in all, after the desk went on working. */
static guint
fill_and_go_on (YbDesk *desk, void (*make_room) (gpointer data), gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n = 0, n_before;

  while (n < MAX_MOVES && fault_move (desk, n + 1, NULL))
    n++;
  g_assert_cmpuint (n, <, MAX_MOVES);
  n_before = n;
  for (guint i = 0; i < N_RETRIES; i++)
    assert_is_full (desk, n + 1);
  assert_can_be_read (desk);

  make_room (data);
  for (guint i = 0; i < N_MOVES_AFTER; i++)
    {
      fault_move (desk, ++n, &error);
      g_assert_no_error (error);
    }
  yb_store_checkpoint (yb_desk_get_store (desk), &error);
  g_assert_no_error (error);
  g_test_message ("full after %u moves, %u more after there was room", n_before, n - n_before);
  return n;
}

static void
assert_holds (const char *path, guint n_moves)
{
  g_autofree char *problem = NULL;
  guint found;

  if (!fault_inspect (path, &found, &problem))
    g_error ("%s", problem);
  g_assert_cmpuint (found, ==, n_moves);
}

/* ---- the disk is full ---- */

typedef struct
{
  char *folder;
  char *path;
  char *reserve;
} Disk;

static gboolean
mount_disk (Disk *disk, const char *options)
{
  *disk = (Disk){.folder = fault_folder_new ()};
  if (no_disk == NULL && mount ("tmpfs", disk->folder, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0)
    no_disk = "a file system in memory cannot be mounted on this machine";
  if (no_disk != NULL)
    {
      g_test_skip (no_disk);
      fault_folder_free (disk->folder);
      return FALSE;
    }

  disk->path = g_build_filename (disk->folder, "full.yingbin", NULL);
  disk->reserve = g_build_filename (disk->folder, "reserve", NULL);
  return TRUE;
}

static void
unmount_disk (Disk *disk)
{
  g_assert_cmpint (umount2 (disk->folder, MNT_DETACH), ==, 0);
  fault_folder_free (disk->folder);
  g_free (disk->path);
  g_free (disk->reserve);
}

/* As much as there is room for, at most so many bytes. */
static void
fill (const char *path, gsize n_bytes)
{
  static const char block[4096] = {1};
  FILE *file = g_fopen (path, "ae");

  g_assert_nonnull (file);
  setbuf (file, NULL);
  for (gsize i = 0; i < n_bytes && fwrite (block, sizeof block, 1, file) == 1; i += sizeof block)
    ;
  fclose (file);
}

static void
remove_reserve (gpointer data)
{
  g_assert_cmpint (g_unlink (data), ==, 0);
}

static void
test_full (void)
{
  g_autoptr (GError) error = NULL;
  YbDesk *desk;
  Disk disk;
  guint n_moves;

  fault_house ();
  if (!mount_disk (&disk, DISK_OPTIONS))
    return;

  fill (disk.reserve, RESERVE_BYTES);
  fault_copy_house (disk.path);
  desk = fault_desk_open (disk.path, &error);
  g_assert_no_error (error);
  n_moves = fill_and_go_on (desk, remove_reserve, disk.reserve);
  g_object_unref (desk);
  assert_holds (disk.path, n_moves);
  unmount_disk (&disk);
}

/* The reserve beside the file makes room for the work in hand: nobody is refused while there is one. */
static void
test_reserve (void)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  YbDesk *desk;
  Disk disk;

  fault_house ();
  if (!mount_disk (&disk, "size=40m,mode=0700"))
    return;

  fault_copy_house (disk.path);
  g_assert_true (_yb_reserve_make (disk.path));
  desk = fault_desk_open (disk.path, &error);
  g_assert_no_error (error);
  fill (disk.reserve, G_MAXSIZE);
  while (n < N_MOVES_AFTER)
    {
      fault_move (desk, ++n, &error);
      g_assert_no_error (error);
    }
  g_assert_false (_yb_reserve_exists (disk.path));
  g_assert_true (yb_store_look_after (yb_desk_get_store (desk)) & (YB_TROUBLE_FULL | YB_TROUBLE_LOW_SPACE));

  /* Now it is really full, until somebody makes room. */
  fill (disk.reserve, G_MAXSIZE);
  while (n < MAX_MOVES && fault_move (desk, n + 1, NULL))
    n++;
  assert_is_full (desk, n + 1);
  g_assert_true (yb_store_look_after (yb_desk_get_store (desk)) & YB_TROUBLE_FULL);
  remove_reserve (disk.reserve);
  fault_move (desk, ++n, &error);
  g_assert_no_error (error);
  g_assert_false (yb_store_look_after (yb_desk_get_store (desk)) & YB_TROUBLE_FULL);
  g_object_unref (desk);
  assert_holds (disk.path, n);
  unmount_disk (&disk);
}

/* Closed and opened again while nothing can be written. */
static void
test_open_when_full (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal = NULL;
  YbDesk *desk;
  Disk disk;

  fault_house ();
  if (!mount_disk (&disk, DISK_OPTIONS))
    return;

  fault_copy_house (disk.path);
  fill (disk.reserve, G_MAXSIZE);
  desk = fault_desk_open (disk.path, &refusal);
  g_assert_null (desk);
  fault_assert_told (refusal);
  g_assert_nonnull (strstr (refusal->message, "full"));

  remove_reserve (disk.reserve);
  desk = fault_desk_open (disk.path, &error);
  g_assert_no_error (error);
  g_assert_true (fault_move (desk, 1, &error));
  g_object_unref (desk);
  assert_holds (disk.path, 1);
  unmount_disk (&disk);
}

/* A file that cannot be finished leaves nothing behind. */
static void
test_new_when_full (void)
{
  g_autoptr (GError) error = NULL;
  Disk disk;

  if (!mount_disk (&disk, DISK_OPTIONS))
    return;

  fill (disk.reserve, G_MAXSIZE);
  g_assert_null (yb_store_open (disk.path, YB_STORE_CREATE, &error));
  g_assert_error (error, YB_STORE_ERROR, YB_STORE_ERROR_FULL);
  g_assert_cmpint (g_access (disk.path, F_OK), !=, 0);
  unmount_disk (&disk);
}

/* ---- the file may not grow ---- */

static void
limit_files (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = MIN (bytes, limit.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
lift_limit (gpointer data)
{
  limit_files (RLIM_INFINITY);
}

static void
test_limit (void)
{
  char *folder = fault_folder_new ();
  g_autofree char *path = g_build_filename (folder, "limit.yingbin", NULL);
  g_autoptr (GError) error = NULL;
  YbDesk *desk;
  guint n_moves;

  fault_copy_house (path);
  desk = fault_desk_open (path, &error);
  g_assert_no_error (error);
  limit_files (1024 * 1024);
  n_moves = fill_and_go_on (desk, lift_limit, NULL);
  g_object_unref (desk);
  assert_holds (path, n_moves);
  fault_folder_free (folder);
}

int
main (int argc, char *argv[])
{
  enter_name_space ();
  /* Writing beyond the limit then fails, instead of ending the program. */
  signal (SIGXFSZ, SIG_IGN);
  fault_init (&argc, &argv);
  g_test_add_func ("/fault/full/disk", test_full);
  g_test_add_func ("/fault/full/reserve", test_reserve);
  g_test_add_func ("/fault/full/open", test_open_when_full);
  g_test_add_func ("/fault/full/new-file", test_new_when_full);
  g_test_add_func ("/fault/full/limit", test_limit);
  return g_test_run ();
}
