/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "bench-limit.h"

#include <fcntl.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <glib/gstdio.h>

/* One small commit of SQLite's write-ahead log: six pages. */
#define WRITE_SIZE (24 * 1024)

struct _BenchDisk
{
  char *path;
  int descriptor;
  guint8 buffer[WRITE_SIZE];
};

BenchDisk *
bench_disk_open (const char *folder)
{
  BenchDisk *self = g_new0 (BenchDisk, 1);

  self->path = g_build_filename (folder, "synced-write", NULL);
  self->descriptor = g_open (self->path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  g_assert (self->descriptor >= 0);
  /* The file has its size before it is measured: overwriting is the cheapest durable write there is. */
  for (int i = 0; i < 20; i++)
    bench_disk_synced_write (self);
  return self;
}

double
bench_disk_synced_write (BenchDisk *self)
{
  double start;

  memset (self->buffer, self->buffer[0] + 1, sizeof self->buffer);
  start = bench_now ();
  if (pwrite (self->descriptor, self->buffer, sizeof self->buffer, 0) != sizeof self->buffer ||
      fdatasync (self->descriptor) != 0)
    g_error ("%s cannot be written", self->path);
  return bench_now () - start;
}

void
bench_disk_close (BenchDisk *self)
{
  close (self->descriptor);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self);
}

double
bench_now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

void
bench_series_init (BenchSeries *self)
{
  self->values = g_array_new (FALSE, FALSE, sizeof (double));
}

void
bench_series_add (BenchSeries *self, double us)
{
  g_array_append_val (self->values, us);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return x < y ? -1 : x > y;
}

double
bench_series_quantile (BenchSeries *self, double share)
{
  g_assert (self->values->len > 0);
  g_array_sort (self->values, compare);
  return g_array_index (self->values, double, (guint) (share * (self->values->len - 1)));
}

void
bench_series_clear (BenchSeries *self)
{
  g_clear_pointer (&self->values, g_array_unref);
}
