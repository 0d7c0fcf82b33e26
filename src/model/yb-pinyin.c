/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-pinyin.h"

#include <string.h>

#include "yb-pinyin-table.h"
#include "yb-width.h"

typedef enum
{
  READ_PLAIN = 0,
  READ_SURNAME = 1 << 0,  /* the text begins with a surname */
  READ_INITIALS = 1 << 1, /* first letters only */
  READ_U_AS_U = 1 << 2,   /* "lu" for 吕, as passports of old and many people write it; else "lv" */
} ReadFlags;

/* A character with two decompositions of two characters each would still fit. */
#define DECOMPOSITION_MAX 18

static guint16
find_reading (gunichar c)
{
  if (c >= YB_PINYIN_HAN_FIRST && c <= YB_PINYIN_HAN_LAST)
    return yb_pinyin_han[c - YB_PINYIN_HAN_FIRST];
  if (c >= YB_PINYIN_EXT_FIRST && c <= YB_PINYIN_EXT_LAST)
    return yb_pinyin_ext[c - YB_PINYIN_EXT_FIRST];
  /* 〇, the zero that is written like a letter */
  return c == 0x3007 ? yb_pinyin_han[0x96f6 - YB_PINYIN_HAN_FIRST] : 0;
}

static const YbPinyinEntry *
find_entry (const YbPinyinEntry *entries, gsize n_entries, gunichar first, gunichar second)
{
  gsize low = 0, high = n_entries;
  guint32 wanted;

  if (first > 0xffff || second > 0xffff)
    return NULL;

  wanted = first << 16 | second;
  while (low < high)
    {
      gsize middle = (low + high) / 2;
      guint32 here = (guint32) entries[middle].first << 16 | entries[middle].second;

      if (here == wanted)
        return &entries[middle];
      if (here < wanted)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

static void
append_syllable (GString *out, guint16 reading, ReadFlags flags)
{
  const char *syllable = yb_pinyin_syllables[reading];
  gsize from = out->len;

  if (flags & READ_INITIALS)
    g_string_append_c (out, syllable[0]);
  else
    g_string_append (out, syllable);

  if (flags & READ_U_AS_U)
    for (char *p = out->str + from; *p != '\0'; p++)
      if (*p == 'v')
        *p = 'u';
}

/* Letters without accents in lower case, digits as they are; blanks, dots and other marks go. */
static void
append_other (GString *out, gunichar c, ReadFlags flags)
{
  gunichar parts[DECOMPOSITION_MAX];
  gsize n_parts = g_unichar_fully_decompose (c, FALSE, parts, DECOMPOSITION_MAX);

  for (gsize i = 0; i < MIN (n_parts, DECOMPOSITION_MAX); i++)
    {
      guint16 reading = find_reading (parts[i]); /* of a compatibility ideograph */

      if (reading != 0)
        append_syllable (out, reading, flags);
      else if (g_unichar_isalnum (parts[i]))
        g_string_append_unichar (out, g_unichar_tolower (parts[i]));
    }
}

/* Appends the reading of the characters at @c and returns how many these were. */
static int
append_next (GString *out, const gunichar *c, gboolean at_front, ReadFlags flags)
{
  const YbPinyinEntry *entry = NULL;
  guint16 reading = find_reading (c[0]);

  if (reading == 0)
    {
      append_other (out, c[0], flags);
      return 1;
    }

  if (at_front && (flags & READ_SURNAME))
    {
      if (c[1] != 0)
        entry = find_entry (yb_pinyin_surnames, yb_pinyin_n_surnames, c[0], c[1]);
      if (entry == NULL)
        entry = find_entry (yb_pinyin_surnames, yb_pinyin_n_surnames, c[0], 0);
    }
  if (entry == NULL && c[1] != 0)
    entry = find_entry (yb_pinyin_words, yb_pinyin_n_words, c[0], c[1]);

  append_syllable (out, entry != NULL ? entry->readings[0] : reading, flags);
  if (entry == NULL || entry->second == 0)
    return 1;
  append_syllable (out, entry->readings[1], flags);
  return 2;
}

static char *
read_aloud (const char *text, ReadFlags flags)
{
  g_autofree char *folded = yb_width_fold (text);
  g_autofree gunichar *characters = g_utf8_to_ucs4_fast (folded, -1, NULL);
  GString *out = g_string_sized_new (32);

  for (const gunichar *c = characters; *c != 0;)
    c += append_next (out, c, out->len == 0, flags);

  return g_string_free (out, FALSE);
}

/**
 * yb_pinyin_full:
 * @text: (nullable): a name
 *
 * Spells Chinese in pinyin without tones and blanks: "zhangsan". A surname in front is read as a surname (单
 * "shan", 尉迟 "yuchi"), ü is v (吕 "lv"). Other letters become lower case without accents, marks go. To sort
 * and to search.
 *
 * Returns: (transfer full): the spelling, "" for %NULL (R281)
 */
char *
yb_pinyin_full (const char *text)
{
  return read_aloud (text, READ_SURNAME);
}

/**
 * yb_pinyin_initials:
 * @text: (nullable): a name
 *
 * Spells like yb_pinyin_full() but with the first letter of each Chinese character: "zs" for 张三. Words in
 * Latin letters stay whole: "hev" for 汉EV.
 *
 * Returns: (transfer full): the initials, "" for %NULL (R281)
 */
char *
yb_pinyin_initials (const char *text)
{
  return read_aloud (text, READ_SURNAME | READ_INITIALS);
}

/**
 * yb_pinyin_alternative:
 * @text: (nullable): a name
 *
 * Spells like yb_pinyin_full() but ü as u: many look for 吕 as "lu".
 *
 * Returns: (transfer full) (nullable): the spelling, %NULL when it is the same as yb_pinyin_full()
 */
char *
yb_pinyin_alternative (const char *text)
{
  g_autofree char *full = yb_pinyin_full (text);
  g_autofree char *alternative = read_aloud (text, READ_SURNAME | READ_U_AS_U);

  return strcmp (full, alternative) != 0 ? g_steal_pointer (&alternative) : NULL;
}

/**
 * yb_pinyin_readings:
 * @text: (nullable): a name of a person, firm, place or car
 *
 * All spellings under which a search should find @text: as a name and as ordinary words (解放 is "xiefang" for
 * a person and "jiefang" for a lorry), each with ü as v and as u, without repetition. The first is
 * yb_pinyin_full().
 *
 * Returns: (transfer full): one to four spellings; none when @text has nothing to spell
 */
char **
yb_pinyin_readings (const char *text)
{
  static const ReadFlags ways[] = {READ_SURNAME, READ_SURNAME | READ_U_AS_U, READ_PLAIN, READ_U_AS_U};
  char **spellings = g_new0 (char *, G_N_ELEMENTS (ways) + 1);
  gsize n_spellings = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree char *spelling = read_aloud (text, ways[i]);

      if (*spelling != '\0' && !g_strv_contains ((const char *const *) spellings, spelling))
        spellings[n_spellings++] = g_steal_pointer (&spelling);
    }
  return spellings;
}
