/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the machine itself can do, measured between the runs of what is compared with it, so that both see the same
 * minute of the same disk. */
typedef struct _BenchDisk BenchDisk;

BenchDisk *bench_disk_open (const char *folder) G_GNUC_WARN_UNUSED_RESULT;
double bench_disk_synced_write (BenchDisk *self);
void bench_disk_close (BenchDisk *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BenchDisk, bench_disk_close)

/* Microseconds on a clock that only goes forward. */
double bench_now (void);

/* Measurements of one thing. */
typedef struct
{
  GArray *values; /* double, us */
} BenchSeries;

void bench_series_init (BenchSeries *self);
void bench_series_add (BenchSeries *self, double us);
/* share: 0 is the smallest, 0.5 the median */
double bench_series_quantile (BenchSeries *self, double share);
void bench_series_clear (BenchSeries *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BenchSeries, bench_series_clear)

G_END_DECLS
