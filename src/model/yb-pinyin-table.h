/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * The table that gen-pinyin writes at build time. A reading is an index into yb_pinyin_syllables; 0 is ""
 * (none). ü is written v.
 */

#define YB_PINYIN_EXT_FIRST 0x3400
#define YB_PINYIN_EXT_LAST 0x4dbf
#define YB_PINYIN_HAN_FIRST 0x4e00
#define YB_PINYIN_HAN_LAST 0x9fff

/* A surname of one character (second is 0) whose reading at the front of a name differs, or a pair of
 * characters whose readings differ from those of its characters. */
typedef struct
{
  guint16 first;
  guint16 second;
  guint16 readings[2];
} YbPinyinEntry;

extern const char *const yb_pinyin_syllables[];
extern const guint16 yb_pinyin_ext[YB_PINYIN_EXT_LAST - YB_PINYIN_EXT_FIRST + 1];
extern const guint16 yb_pinyin_han[YB_PINYIN_HAN_LAST - YB_PINYIN_HAN_FIRST + 1];

/* Both sorted by first, second. */
extern const YbPinyinEntry yb_pinyin_surnames[];
extern const gsize yb_pinyin_n_surnames;
extern const YbPinyinEntry yb_pinyin_words[];
extern const gsize yb_pinyin_n_words;

G_END_DECLS
