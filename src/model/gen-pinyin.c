/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Writes the table of yb-pinyin.c (see yb-pinyin-table.h) to standard output: runs once, on the building
 * machine, so that the program needs no ICU call per name (35 to 57 µs each). Ordinary readings come from
 * ICU's Han-Latin, the readings of surnames from Han-Latin/Names, what ICU does not know or has wrong for
 * names from the lists below.
 */

#include <glib.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "yb-pinyin-table.h"

typedef struct
{
  const char *text;
  const char *reading; /* syllables parted by a blank */
} Given;

/* Ordinary readings of single characters: in names and places these are far more frequent than what ICU
 * gives. */
static const Given characters[] = {
    {"都", "du"},
    {"晟", "sheng"},
    {"地", "di"},
};

/* Surnames that Han-Latin/Names lacks, or reads differently from those who bear them. */
static const Given surnames[] = {
    {"朴", "piao"}, {"缪", "miao"}, {"覃", "qin"}, {"洗", "xian"},  {"佴", "nai"},       {"祭", "zhai"},
    {"郇", "xun"},  {"刀", "dao"},  {"尉", "wei"}, {"长", "chang"}, {"单于", "chan yu"},
};

/* Surnames of two characters, read by ICU as a whole. */
static const char compounds[] =
    "欧阳 百里 淳于 澹台 第五 东方 独孤 端木 段干 公孙 公西 公羊 公冶 公良 赫连 呼延 皇甫 乐正 令狐 闾丘 "
    "梁丘 慕容 纳兰 南宫 "
    "南门 濮阳 亓官 漆雕 壤驷 上官 申屠 司空 司寇 司马 司徒 太史 太叔 拓跋 完颜 万俟 尉迟 闻人 巫马 西门 "
    "夏侯 鲜于 轩辕 宇文 "
    "羊舌 长孙 钟离 仲孙 诸葛 颛孙 宗政 左丘 宰父 谷梁 夹谷 东郭 东门 微生 子车 单于";

/* Words in names of firms, places and cars that read differently from their characters. */
static const Given words[] = {
    {"长安", "chang an"},   {"长城", "chang cheng"}, {"长春", "chang chun"}, {"长丰", "chang feng"},
    {"长虹", "chang hong"}, {"长江", "chang jiang"}, {"长久", "chang jiu"},  {"长乐", "chang le"},
    {"长隆", "chang long"}, {"长宁", "chang ning"},  {"长期", "chang qi"},   {"长青", "chang qing"},
    {"长沙", "chang sha"},  {"长途", "chang tu"},    {"长兴", "chang xing"}, {"长远", "chang yuan"},
    {"长治", "chang zhi"},  {"重庆", "chong qing"},  {"银行", "yin hang"},   {"商行", "shang hang"},
    {"车行", "che hang"},   {"行业", "hang ye"},     {"厦门", "xia men"},    {"六安", "lu an"},
    {"六合", "lu he"},      {"蚌埠", "beng bu"},     {"音乐", "yin yue"},    {"乐器", "yue qi"},
    {"乐清", "yue qing"},   {"会计", "kuai ji"},     {"西藏", "xi zang"},    {"空调", "kong tiao"},
    {"东莞", "dong guan"},  {"番禺", "pan yu"},      {"句容", "ju rong"},    {"大埔", "da bu"},
    {"单县", "shan xian"},  {"莘县", "shen xian"},   {"涡阳", "guo yang"},   {"乐亭", "lao ting"},
    {"哪吒", "ne zha"},     {"佛山", "fo shan"},     {"洪洞", "hong tong"},  {"荥阳", "xing yang"},
};

static GPtrArray *syllables;     /* of char *, in order of first use */
static GHashTable *syllable_ids; /* char * to index */

static void
die (const char *what, const char *text)
{
  g_printerr ("gen-pinyin: %s: %s\n", what, text);
  exit (EXIT_FAILURE);
}

static UTransliterator *
open_transliterator (const char *id)
{
  UChar wide[64];
  UErrorCode status = U_ZERO_ERROR;
  UTransliterator *transliterator;

  u_uastrcpy (wide, id);
  transliterator = utrans_openU (wide, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
  if (U_FAILURE (status))
    die (id, u_errorName (status));
  return transliterator;
}

/* The index of a lower-case ASCII syllable. */
static guint16
intern_syllable (const char *syllable)
{
  gpointer id;

  if (g_hash_table_lookup_extended (syllable_ids, syllable, NULL, &id))
    return (guint16) GPOINTER_TO_UINT (id);
  g_ptr_array_add (syllables, g_strdup (syllable));
  g_hash_table_insert (syllable_ids, syllables->pdata[syllables->len - 1],
                       GUINT_TO_POINTER (syllables->len - 1));
  return (guint16) (syllables->len - 1);
}

/* "lǚ" to "lv": tones go, ü becomes v. NULL when something else than a Latin syllable is left. */
static char *
to_ascii (const char *syllable)
{
  g_autofree char *parts = g_utf8_normalize (syllable, -1, G_NORMALIZE_NFD);
  g_autoptr (GString) ascii = g_string_new (NULL);

  for (const char *p = parts; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_unichar_tolower (g_utf8_get_char (p));

      if (c == 0x0308 && ascii->len > 0 && ascii->str[ascii->len - 1] == 'u')
        ascii->str[ascii->len - 1] = 'v';
      else if (c >= 'a' && c <= 'z')
        g_string_append_c (ascii, (char) c);
      else if (!g_unichar_ismark (c))
        return NULL;
    }
  return ascii->len > 0 ? g_strdup (ascii->str) : NULL;
}

/* What @transliterator makes of @text, as syllable indices; FALSE when these are not @n. */
static gboolean
transliterate (UTransliterator *transliterator, const char *text, int n, guint16 *ids)
{
  UChar wide[64];
  int32_t length, limit;
  UErrorCode status = U_ZERO_ERROR;
  char narrow[256];
  g_auto (GStrv) parts = NULL;

  u_strFromUTF8 (wide, G_N_ELEMENTS (wide), &length, text, -1, &status);
  limit = length;
  utrans_transUChars (transliterator, wide, &length, G_N_ELEMENTS (wide), 0, &limit, &status);
  u_strToUTF8 (narrow, sizeof narrow, NULL, wide, length, &status);
  if (U_FAILURE (status))
    die (text, u_errorName (status));

  parts = g_strsplit (narrow, " ", -1);
  if ((int) g_strv_length (parts) != n)
    return FALSE;
  for (int i = 0; i < n; i++)
    {
      g_autofree char *ascii = to_ascii (parts[i]);

      if (ascii == NULL)
        return FALSE;
      ids[i] = intern_syllable (ascii);
    }
  return TRUE;
}

static guint16
ordinary_reading (UTransliterator *plain, gunichar c)
{
  char text[7] = {0};
  guint16 id = 0;

  g_unichar_to_utf8 (c, text);
  for (gsize i = 0; i < G_N_ELEMENTS (characters); i++)
    if (g_str_equal (characters[i].text, text))
      return intern_syllable (characters[i].reading);
  return transliterate (plain, text, 1, &id) ? id : 0;
}

static YbPinyinEntry
make_entry (const char *text, const guint16 *ids)
{
  const char *second = g_utf8_next_char (text);
  YbPinyinEntry entry = {(guint16) g_utf8_get_char (text), 0, {ids[0], 0}};

  if (*second != '\0')
    {
      entry.second = (guint16) g_utf8_get_char (second);
      entry.readings[1] = ids[1];
    }
  return entry;
}

static YbPinyinEntry
make_given (const Given *given)
{
  g_auto (GStrv) parts = g_strsplit (given->reading, " ", -1);
  guint16 ids[2] = {0, 0};

  if (g_strv_length (parts) != (guint) g_utf8_strlen (given->text, -1) || g_strv_length (parts) > 2)
    die ("characters and syllables differ in number", given->text);
  for (int i = 0; parts[i] != NULL; i++)
    ids[i] = intern_syllable (parts[i]);
  return make_entry (given->text, ids);
}

static int
compare_entries (gconstpointer a, gconstpointer b)
{
  const YbPinyinEntry *x = a, *y = b;

  if (x->first != y->first)
    return (int) x->first - (int) y->first;
  return (int) x->second - (int) y->second;
}

/* Appends @entry unless @entries has one for the same characters: the first one counts. */
static void
add_entry (GArray *entries, YbPinyinEntry entry)
{
  for (guint i = 0; i < entries->len; i++)
    if (compare_entries (&g_array_index (entries, YbPinyinEntry, i), &entry) == 0)
      return;
  g_array_append_val (entries, entry);
}

static GArray *
make_surnames (UTransliterator *plain, UTransliterator *names)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (YbPinyinEntry));
  g_auto (GStrv) pairs = g_strsplit (compounds, " ", -1);
  guint16 ids[2], plain_id;

  for (gsize i = 0; i < G_N_ELEMENTS (surnames); i++)
    add_entry (entries, make_given (&surnames[i]));
  for (gunichar c = YB_PINYIN_HAN_FIRST; c <= YB_PINYIN_HAN_LAST; c++)
    {
      char text[7] = {0};

      g_unichar_to_utf8 (c, text);
      if (transliterate (names, text, 1, ids) && transliterate (plain, text, 1, &plain_id) &&
          ids[0] != plain_id)
        add_entry (entries, make_entry (text, ids));
    }
  for (int i = 0; pairs[i] != NULL; i++)
    {
      if (!transliterate (names, pairs[i], 2, ids))
        die ("no reading", pairs[i]);
      add_entry (entries, make_entry (pairs[i], ids));
    }

  g_array_sort (entries, compare_entries);
  return entries;
}

static GArray *
make_words (void)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (YbPinyinEntry));

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    add_entry (entries, make_given (&words[i]));
  g_array_sort (entries, compare_entries);
  return entries;
}

static void
print_readings (const char *name, const char *first, const char *last, const guint16 *ids, gsize n)
{
  g_print ("\nconst guint16 %s[%s - %s + 1] = {", name, last, first);
  for (gsize i = 0; i < n; i++)
    g_print ("%s%u,", i % 20 == 0 ? "\n  " : " ", ids[i]);
  g_print ("\n};\n");
}

static void
print_entries (const char *name, GArray *entries)
{
  g_print ("\nconst YbPinyinEntry yb_pinyin_%s[] = {\n", name);
  for (guint i = 0; i < entries->len; i++)
    {
      YbPinyinEntry *entry = &g_array_index (entries, YbPinyinEntry, i);

      g_print ("  { 0x%04x, 0x%04x, { %u, %u } },\n", entry->first, entry->second, entry->readings[0],
               entry->readings[1]);
    }
  g_print ("};\nconst gsize yb_pinyin_n_%s = G_N_ELEMENTS (yb_pinyin_%s);\n", name, name);
}

int
main (void)
{
  static guint16 ext[YB_PINYIN_EXT_LAST - YB_PINYIN_EXT_FIRST + 1];
  static guint16 han[YB_PINYIN_HAN_LAST - YB_PINYIN_HAN_FIRST + 1];
  UTransliterator *plain = open_transliterator ("Han-Latin");
  UTransliterator *names = open_transliterator ("Han-Latin/Names");
  g_autoptr (GArray) surname_entries = NULL;
  g_autoptr (GArray) word_entries = NULL;
  gsize n_read = 0;

  syllables = g_ptr_array_new_with_free_func (g_free);
  syllable_ids = g_hash_table_new (g_str_hash, g_str_equal);
  intern_syllable ("");

  for (gsize i = 0; i < G_N_ELEMENTS (ext); i++)
    ext[i] = ordinary_reading (plain, YB_PINYIN_EXT_FIRST + i);
  for (gsize i = 0; i < G_N_ELEMENTS (han); i++)
    {
      han[i] = ordinary_reading (plain, YB_PINYIN_HAN_FIRST + i);
      n_read += han[i] != 0;
    }
  /* An ICU without its transliteration data would give an empty table and a search that silently finds
   * nothing. */
  if (n_read < 20000)
    die ("ICU has no pinyin data", "Han-Latin");
  surname_entries = make_surnames (plain, names);
  word_entries = make_words ();

  g_print ("/* Made by gen-pinyin. SPDX-License-Identifier: GPL-3.0-or-later */\n\n");
  g_print ("#include \"yb-pinyin-table.h\"\n\nconst char *const yb_pinyin_syllables[] = {");
  for (guint i = 0; i < syllables->len; i++)
    g_print ("%s\"%s\",", i % 12 == 0 ? "\n  " : " ", (const char *) syllables->pdata[i]);
  g_print ("\n};\n");
  print_readings ("yb_pinyin_ext", "YB_PINYIN_EXT_FIRST", "YB_PINYIN_EXT_LAST", ext, G_N_ELEMENTS (ext));
  print_readings ("yb_pinyin_han", "YB_PINYIN_HAN_FIRST", "YB_PINYIN_HAN_LAST", han, G_N_ELEMENTS (han));
  print_entries ("surnames", surname_entries);
  print_entries ("words", word_entries);

  utrans_close (plain);
  utrans_close (names);
  g_hash_table_unref (syllable_ids);
  g_ptr_array_unref (syllables);
  return EXIT_SUCCESS;
}
