/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Power cuts: the program works on a disk in memory whose power fails at any event; then every kind of what may be
 * left is written out, opened on the real disk and looked at. */

#include "config.h"

#include "fault-disk.h"
#include "fault-house.h"
#include "yb-customer.h"
#include "yb-store-private.h"

#define N_MOVES 32
#define CHECKPOINT_EVERY 8
/* So many syncs there are at least in a stream of moves. */
#define N_SYNCS 30

static const FaultImage images[] = {
    FAULT_IMAGE_DROP,   FAULT_IMAGE_PREFIX, FAULT_IMAGE_PREFIX, FAULT_IMAGE_SUBSET,
    FAULT_IMAGE_SUBSET, FAULT_IMAGE_TORN,   FAULT_IMAGE_TORN,   FAULT_IMAGE_KEEP,
};

static const char *const model_names[] = {"ext4-like", "strict"};

/* What is done until the power fails, and what is checked afterwards. */
typedef struct Scene Scene;

struct Scene
{
  FaultDiskModel model;
  void (*spoil) (YbStore *store); /* of a control */
  guint (*work) (const Scene *self);
  gboolean (*inspect) (const char *path, guint acknowledged, guint *found, char **problem);
  gboolean is_new; /* the file is made by @work */
  gboolean sync_fails;
  gboolean disk_lies; /* a sync that fails says nothing */

  char *folder; /* the file stands here on the real disk, without content */
  char *path;
  char *image_folder;
  char *image_path;
};

typedef struct
{
  guint n_points;
  guint n_images;
  guint lost; /* images that lack something acknowledged */
  guint bad;
} Score;

/* ---- a stream of moves ---- */

/* Returns how many were acknowledged. */
static guint
move_deals (const Scene *self)
{
  g_autoptr (YbDesk) desk = fault_desk_open (self->path, NULL);
  YbStore *store = desk != NULL ? yb_desk_get_store (desk) : NULL;

  if (desk != NULL && self->spoil != NULL)
    self->spoil (store);
  for (guint i = 1; desk != NULL && i <= N_MOVES; i++)
    {
      if (!fault_move (desk, i, NULL))
        return i - 1;
      if (i % CHECKPOINT_EVERY == 0)
        yb_store_checkpoint (store, NULL);
    }

  return desk != NULL ? N_MOVES : 0;
}

/* As a person would who is told that the disk did not confirm: looks, and tries once more. */
static guint
insist_on_moves (const Scene *self)
{
  g_autoptr (YbDesk) desk = fault_desk_open (self->path, NULL);
  YbStore *store;

  if (desk == NULL)
    desk = fault_desk_open (self->path, NULL);
  store = desk != NULL ? yb_desk_get_store (desk) : NULL;
  for (guint i = 1; desk != NULL && i <= N_MOVES; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!fault_move (desk, i, NULL) && !fault_move (desk, i, &error) && !fault_was_moved (error))
        return i - 1;
      if (i % CHECKPOINT_EVERY == 0)
        yb_store_checkpoint (store, NULL);
    }

  return desk != NULL ? N_MOVES : 0;
}

static gboolean
inspect_moves (const char *path, guint acknowledged, guint *found, char **problem)
{
  gboolean ok = fault_inspect (path, found, problem);

  /* The last one may be in without being acknowledged; more cannot. */
  g_assert_cmpuint (*found, <=, acknowledged + 1);
  return ok;
}

/* ---- a new file ---- */

static guint
make_file (const Scene *self)
{
  g_autoptr (YbStore) store = NULL;

  fault_remove_house (self->path);
  store = yb_store_open (self->path, YB_STORE_CREATE, NULL);
  for (guint i = 0; store != NULL && i < 3; i++)
    if (!yb_store_write (store, fault_insert_customer, NULL, NULL))
      return i;

  return store != NULL ? 3 : 0;
}

/* A file in which nothing was acknowledged may be refused. */
static gboolean
inspect_new_file (const char *path, guint acknowledged, guint *found, char **problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_autoptr (GPtrArray) problems = NULL;
  YbRow *row = NULL;

  *found = 0;
  if (store == NULL && acknowledged == 0)
    return TRUE;
  if (store != NULL)
    problems = yb_store_check (store, TRUE, &error);
  if (problems == NULL || problems->len > 0)
    {
      *problem = g_strdup (problems == NULL ? error->message : g_ptr_array_index (problems, 0));
      return FALSE;
    }

  while ((row = yb_store_get_row (store, &yb_customer_row_type, *found + 1)) != NULL)
    {
      g_object_unref (row);
      ++*found;
    }
  return TRUE;
}

/* ---- points and images ---- */

/* Returns the number of events until the disk was cleared or died. */
static guint
play (const Scene *self, guint cut, guint *acknowledged)
{
  g_autofree char *content = NULL;
  gsize length;

  fault_disk_clear (self->model);
  if (!self->is_new)
    {
      g_assert_true (g_file_get_contents (fault_house (), &content, &length, NULL));
      fault_disk_load (self->path, content, length);
    }
  fault_disk_cut_before (cut);
  if (self->sync_fails)
    fault_disk_fail_sync (g_test_rand_int_range (1, N_SYNCS + 1), self->disk_lies);
  fault_disk_use ();
  *acknowledged = self->work (self);
  fault_disk_rest ();
  return fault_disk_get_n_events ();
}

static void
inspect_image (const Scene *self, guint point, FaultImage image, guint acknowledged, Score *score)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (score->n_images);
  g_autofree char *problem = NULL;
  guint found;

  fault_remove_house (self->image_path);
  fault_disk_write_image (self->image_folder, image, random);
  score->n_images++;
  if (!self->inspect (self->image_path, acknowledged, &found, &problem))
    score->bad++;
  else if (found < acknowledged)
    score->lost++;
  else
    return;

  if (self->spoil == NULL && !self->disk_lies)
    g_test_message ("cut before event %u, image %d: %u acknowledged, %u there: %s", point, image,
                    acknowledged, found, problem != NULL ? problem : "lost");
}

static Score
run_scene (Scene scene, guint n_points)
{
  gint64 start = g_get_monotonic_time ();
  Score score = {0};
  guint n_events, acknowledged;

  scene.folder = fault_folder_new ();
  scene.path = g_build_filename (scene.folder, "power.yingbin", NULL);
  scene.image_folder = fault_folder_new ();
  scene.image_path = g_build_filename (scene.image_folder, "power.yingbin", NULL);
  if (!scene.is_new)
    g_assert_true (g_file_set_contents (scene.path, "", 0, NULL));

  n_events = play (&scene, G_MAXUINT, &acknowledged);
  g_assert_cmpuint (n_events, >, 20);
  for (score.n_points = 0; score.n_points < n_points; score.n_points++)
    {
      guint point = g_test_rand_int_range (0, n_events + 1);

      play (&scene, point, &acknowledged);
      for (guint i = 0; i < G_N_ELEMENTS (images); i++)
        inspect_image (&scene, point, images[i], acknowledged, &score);
    }

  g_test_message ("%s: %u events, %u points, %u images: %u lost, %u bad, %.1f s", model_names[scene.model],
                  n_events, score.n_points, score.n_images, score.lost, score.bad,
                  (g_get_monotonic_time () - start) / 1e6);
  fault_disk_clear (scene.model);
  fault_folder_free (scene.folder);
  fault_folder_free (scene.image_folder);
  g_free (scene.path);
  g_free (scene.image_path);
  return score;
}

static void
assert_nothing_lost (Scene scene, guint n_quick, guint n_slow)
{
  Score score = run_scene (scene, g_test_slow () ? n_slow : n_quick);

  g_assert_cmpuint (score.lost, ==, 0);
  g_assert_cmpuint (score.bad, ==, 0);
}

static void
test_moves (gconstpointer model)
{
  assert_nothing_lost (
      (Scene){.model = GPOINTER_TO_INT (model), .work = move_deals, .inspect = inspect_moves}, 40, 12500);
}

static void
test_new_file (gconstpointer model)
{
  assert_nothing_lost (
      (Scene){
          .model = GPOINTER_TO_INT (model), .work = make_file, .inspect = inspect_new_file, .is_new = TRUE},
      15, 1500);
}

/* A sync fails at any moment, and the power some time later: what was acknowledged after it is there all the same. */
static void
test_failing_sync (gconstpointer model)
{
  assert_nothing_lost ((Scene){.model = GPOINTER_TO_INT (model),
                               .work = insist_on_moves,
                               .inspect = inspect_moves,
                               .sync_fails = TRUE},
                       15, 1500);
}

static void
test_lying_disk (void)
{
  Scene scene = {.work = insist_on_moves, .inspect = inspect_moves, .sync_fails = TRUE, .disk_lies = TRUE};
  guint n_found = 0;

  for (guint i = 0; i < 10 && n_found == 0; i++)
    {
      Score score = run_scene (scene, g_test_slow () ? 300 : 20);

      n_found = score.lost + score.bad;
    }
  g_assert_cmpuint (n_found, >, 0);
}

/* ---- controls: settings that are known to lose something ---- */

static void
set_normal (YbStore *store)
{
  _yb_connection_exec (store->writer, "PRAGMA synchronous = NORMAL", NULL);
}

static void
set_off (YbStore *store)
{
  _yb_connection_exec (store->writer, "PRAGMA synchronous = OFF", NULL);
}

/* What SQLite does unless it is told otherwise. */
static void
set_rollback_journal (YbStore *store)
{
  g_clear_pointer (&store->reader, _yb_connection_close);
  g_queue_clear_full (&store->idle_readers, (GDestroyNotify) _yb_connection_close);
  _yb_connection_exec (store->writer, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", NULL);
  store->reader = _yb_store_open_reader (store->path, NULL);
}

static void
test_control (gconstpointer spoil)
{
  static void (*const spoilers[]) (YbStore * store) = {set_normal, set_off, set_rollback_journal};
  Scene scene = {.work = move_deals, .inspect = inspect_moves, .spoil = spoilers[GPOINTER_TO_INT (spoil)]};
  guint n_found = 0;

  /* By chance all points of a short run may be harmless ones. */
  for (guint i = 0; i < 10 && n_found == 0; i++)
    {
      Score score = run_scene (scene, g_test_slow () ? 300 : 10);

      n_found = score.lost + score.bad;
    }
  g_assert_cmpuint (n_found, >, 0);
}

int
main (int argc, char *argv[])
{
  static const char *const controls[] = {"synchronous-normal", "synchronous-off", "rollback-journal"};

  fault_init (&argc, &argv);
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *moves = g_strdup_printf ("/fault/power/moves/%s", model_names[i]);
      g_autofree char *sync = g_strdup_printf ("/fault/power/failing-sync/%s", model_names[i]);
      g_autofree char *new_file = g_strdup_printf ("/fault/power/new-file/%s", model_names[i]);

      g_test_add_data_func (moves, GINT_TO_POINTER (i), test_moves);
      g_test_add_data_func (new_file, GINT_TO_POINTER (i), test_new_file);
      g_test_add_data_func (sync, GINT_TO_POINTER (i), test_failing_sync);
    }
  g_test_add_func ("/fault/power/control-loses/lying-disk", test_lying_disk);
  for (int i = 0; i < 3; i++)
    {
      g_autofree char *path = g_strdup_printf ("/fault/power/control-loses/%s", controls[i]);

      g_test_add_data_func (path, GINT_TO_POINTER (i), test_control);
    }
  return g_test_run ();
}
