/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The control of the fuzzers: reads one byte too far, but only behind "yb!". A fuzzer that sees nothing here sees nothing
 * anywhere. */

#include "config.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size);
  volatile guint8 beyond = 0;

  if (size >= 3 && copy[0] == 'y' && copy[1] == 'b' && copy[2] == '!')
    beyond = copy[size];
  (void) beyond;
  return 0;
}
