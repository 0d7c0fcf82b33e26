/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Each fuzz-*.c is one of these: it gives the bytes to a parser and aborts when a promise does not hold. libFuzzer calls
 * it (./dev fault), or fuzz-main.c. The names are libFuzzer's. */
int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* As the program would have got it: UTF-8 without NUL. */
static inline char *
fuzz_text (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);

  return g_utf8_make_valid (text, -1);
}

/* The control: a fault planted where only somebody comes who really parses. A target that is built with FUZZ_CONTROL = @n has
 * to be found out. */
static inline void
fuzz_planted (int n, gboolean deep)
{
#ifdef FUZZ_CONTROL
  if (n == FUZZ_CONTROL && deep)
    g_error ("The planted fault");
#endif
}

G_END_DECLS
