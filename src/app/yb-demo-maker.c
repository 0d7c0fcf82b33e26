/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-demo-maker.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "yb-demo.h"

typedef struct
{
  char *path;
  YbDemoMakerProgress progress;
  GWeakRef listener;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_weak_ref_clear (&job->listener);
  g_free (job->path);
  g_free (job);
}

typedef struct
{
  double fraction;
  YbDemoMakerProgress progress;
  GWeakRef listener;
} Step;

static gboolean
step_cb (gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GObject) listener = g_weak_ref_get (&step->listener);

  if (listener != NULL)
    step->progress (listener, step->fraction);
  return G_SOURCE_REMOVE;
}

static void
step_free (gpointer data)
{
  Step *step = data;

  g_weak_ref_clear (&step->listener);
  g_free (step);
}

/* On the worker. */
static void
progress_cb (double fraction, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (GObject) listener = g_weak_ref_get (&job->listener);
  Step *step = g_new0 (Step, 1);

  step->fraction = fraction;
  step->progress = job->progress;
  g_weak_ref_init (&step->listener, listener);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, step_cb, step, step_free);
}

static void
make_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;
  g_autofree char *folder = g_path_get_dirname (job->path);
  GError *error = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                               _ ("The folder “%s” cannot be made. Check the rights of your data folder."),
                               folder);
      return;
    }

  if (yb_demo_create (job->path, YB_DEMO_CUSTOMERS, YB_DEMO_MONTHS, YB_DEMO_SEED, NULL, progress_cb, job,
                      cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * yb_demo_make_async:
 * @path: (type filename): the file to make; its folder is made too
 * @listener: told how far it is, as long as it lives
 * @progress: called with @listener on the main thread
 * @cancellable: (nullable): gives up
 * @callback: calls yb_demo_make_finish()
 * @user_data: for @callback
 *
 * Makes the demo dealership on a worker thread.
 */
void
yb_demo_make_async (const char *path,
                    GObject *listener,
                    YbDemoMakerProgress progress,
                    GCancellable *cancellable,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (path);
  job->progress = progress;
  g_weak_ref_init (&job->listener, listener);
  g_task_set_source_tag (task, yb_demo_make_async);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, make_in_thread);
}

/**
 * yb_demo_make_finish:
 * @result: given to the callback
 * @error: trouble of the disk, G_IO_ERROR_CANCELLED
 *
 * Returns: whether the file is there
 */
gboolean
yb_demo_make_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
