/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * YbDemoMakerProgress:
 * @listener: who listens
 * @fraction: 0 to 1
 */
typedef void (*YbDemoMakerProgress) (GObject *listener, double fraction);

void yb_demo_make_async (const char *path,
                         GObject *listener,
                         YbDemoMakerProgress progress,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
gboolean yb_demo_make_finish (GAsyncResult *result, GError **error);

G_END_DECLS
