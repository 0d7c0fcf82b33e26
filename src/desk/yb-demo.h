/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What `yingbinctl demo` makes without arguments. */
#define YB_DEMO_CUSTOMERS 300
#define YB_DEMO_MONTHS 6
#define YB_DEMO_SEED 1
#define YB_DEMO_PASSWORD "demo"

#define YB_DEMO_MAX_CUSTOMERS 5000000
#define YB_DEMO_MAX_MONTHS 120

/**
 * YbDemoProgress:
 * @fraction: from 0 to 1, never falling
 * @user_data: as given
 *
 * Called in the thread that runs yb_demo_create(), at most about a hundred times.
 */
typedef void (*YbDemoProgress) (double fraction, gpointer user_data);

gboolean yb_demo_create (const char *path,
                         guint customers,
                         guint months,
                         guint32 seed,
                         const char *until,
                         YbDemoProgress progress,
                         gpointer user_data,
                         GCancellable *cancellable,
                         GError **error);

G_END_DECLS
