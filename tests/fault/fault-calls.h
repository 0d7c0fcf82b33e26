/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FaultCalls:
 * @FAULT_CALLS_IO: the calls by which SQLite asks the disk for something
 * @FAULT_CALLS_MEMORY: the calls by which SQLite asks for memory
 *
 * Calls that can be made to fail.
 */
typedef enum
{
  FAULT_CALLS_IO,
  FAULT_CALLS_MEMORY,
} FaultCalls;

void fault_calls_init (void);
void fault_calls_arm (FaultCalls calls, guint nth, gboolean for_good);
gboolean fault_calls_disarm (void);
gint fault_calls_get_n_blocks (void);

G_END_DECLS
