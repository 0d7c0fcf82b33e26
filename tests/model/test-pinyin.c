/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-pinyin.h"

#include <locale.h>
#include <string.h>

static void
check_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_names (void)
{
  static const char *const cases[][3] = {
      {"张三", "zhangsan", "zs"},
      {"李四", "lisi", "ls"},
      {"王小明", "wangxiaoming", "wxm"},
      {"欧阳娜娜", "ouyangnana", "oynn"},
      /* Surnames that read differently in front; the same characters behind read as usual. */
      {"单田芳", "shantianfang", "stf"},
      {"李单", "lidan", "ld"},
      {"仇英", "qiuying", "qy"},
      {"李仇", "lichou", "lc"},
      {"曾国藩", "zengguofan", "zgf"},
      {"李曾", "liceng", "lc"},
      {"解缙", "xiejin", "xj"},
      {"李解", "lijie", "lj"},
      {"查良镛", "zhaliangyong", "zly"},
      {"李查", "licha", "lc"},
      {"区文", "ouwen", "ow"},
      {"李区", "liqu", "lq"},
      {"翟天", "zhaitian", "zt"},
      {"尉迟恭", "yuchigong", "ycg"},
      {"尉文", "weiwen", "ww"},
      {"万俟卨", "moqixie", "mqx"},
      {"万里", "wanli", "wl"},
      {"单于信", "chanyuxin", "cyx"},
      {"长孙无忌", "zhangsunwuji", "zswj"},
      {"澹台明", "tantaiming", "ttm"},
      {"乐正", "yuezheng", "yz"},
      {"朴正", "piaozheng", "pz"},
      {"盖聂", "genie", "gn"},
      {"任贤", "renxian", "rx"},
      {"朱晟", "zhusheng", "zs"},
      /* ü */
      {"吕布", "lvbu", "lb"},
      {"王女", "wangnv", "wn"},
      {"略", "lve", "l"},
      /* traditional */
      {"張學友", "zhangxueyou", "zxy"},
      /* extension A, zero, compatibility ideograph (豈) */
      {"王㐀", "wangqiu", "wq"},
      {"二〇二六", "erlingerliu", "elel"},
      {"豈", "qi", "q"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      check_text (yb_pinyin_full (cases[i][0]), cases[i][1]);
      check_text (yb_pinyin_initials (cases[i][0]), cases[i][2]);
    }
}

static void
test_words (void)
{
  check_text (yb_pinyin_full ("长安汽车"), "changanqiche");
  check_text (yb_pinyin_full ("重庆长安"), "chongqingchangan");
  check_text (yb_pinyin_full ("东莞车行"), "dongguanchehang");
  check_text (yb_pinyin_full ("成都"), "chengdu");
  check_text (yb_pinyin_full ("工商银行"), "gongshangyinhang");
}

static void
test_other_letters (void)
{
  check_text (yb_pinyin_full ("Tom Smith"), "tomsmith");
  check_text (yb_pinyin_full ("  张 三 "), "zhangsan");
  check_text (yb_pinyin_full ("汉EV 2026"), "hanev2026");
  check_text (yb_pinyin_initials ("汉EV 2026"), "hev2026");
  check_text (yb_pinyin_full ("ＢＹＤ·海豹"), "bydhaibao");
  check_text (yb_pinyin_full ("José Ñandú"), "josenandu");
  check_text (yb_pinyin_full ("阿不都·热合曼"), "abudureheman");
  check_text (yb_pinyin_full ("😀张"), "zhang");
  check_text (yb_pinyin_full (""), "");
  check_text (yb_pinyin_full (NULL), "");
  check_text (yb_pinyin_initials (NULL), "");
  check_text (yb_pinyin_full ("·—，。"), "");
  check_text (yb_pinyin_full ("\xff\xfe"), "");
  /* A title before the name: no surname in front any more. */
  check_text (yb_pinyin_full ("Mr单"), "mrdan");
}

static void
check_readings (const char *text, const char *expected)
{
  g_auto (GStrv) readings = yb_pinyin_readings (text);
  g_autofree char *joined = g_strjoinv (" ", readings);

  g_assert_cmpstr (joined, ==, expected);
}

static void
test_readings (void)
{
  check_text (yb_pinyin_alternative ("吕布"), "lubu");
  check_text (yb_pinyin_alternative ("李女略"), "linulue");
  g_assert_null (yb_pinyin_alternative ("张三"));
  g_assert_null (yb_pinyin_alternative ("Volvo"));
  g_assert_null (yb_pinyin_alternative (NULL));

  check_readings ("张三", "zhangsan");
  check_readings ("吕布", "lvbu lubu");
  check_readings ("解放", "xiefang jiefang");
  check_readings ("曾吕", "zenglv zenglu cenglv cenglu");
  check_readings ("Volvo", "volvo");
  check_readings ("", "");
  check_readings (NULL, "");
}

/* Every character of the block has a reading but for the few that ICU does not know, and every reading is
 * letters. */
static void
test_whole_block (void)
{
  int n_read = 0;

  for (gunichar c = 0x4e00; c <= 0x9fff; c++)
    {
      char text[7] = {0};
      g_autofree char *full = NULL;
      g_autofree char *initials = NULL;

      g_unichar_to_utf8 (c, text);
      full = yb_pinyin_full (text);
      initials = yb_pinyin_initials (text);
      if (strcmp (full, text) == 0 || *full == '\0')
        continue;
      n_read++;
      g_assert_cmpint (strlen (full), <=, 6);
      g_assert_cmpint (strspn (full, "abcdefghijklmnopqrstuvwxyz"), ==, strlen (full));
      g_assert_cmpint (strlen (initials), ==, 1);
      g_assert_cmpint (initials[0], ==, full[0]);
    }
  g_test_message ("%d characters have a reading", n_read);
  g_assert_cmpint (n_read, >, 20900);
}

static void
test_random (void)
{
  for (int i = 0; i < 10000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *full = NULL;
      g_autofree char *again = NULL;
      g_autofree char *initials = NULL;
      g_auto (GStrv) readings = NULL;
      int n = g_test_rand_int_range (0, 12);

      for (int k = 0; k < n; k++)
        if (i % 2 == 0)
          g_string_append_c (text, (char) g_test_rand_int_range (1, 256));
        else
          g_string_append_unichar (text, g_test_rand_int_range (0x3300, 0xa000));

      full = yb_pinyin_full (text->str);
      initials = yb_pinyin_initials (text->str);
      readings = yb_pinyin_readings (text->str);
      g_assert_true (g_utf8_validate (full, -1, NULL));
      g_assert_null (strchr (full, ' '));
      g_assert_cmpint (strlen (initials), <=, strlen (full));
      g_assert_cmpstr (readings[0], ==, *full != '\0' ? full : NULL);
      g_assert_cmpint (g_strv_length (readings), <=, 4);
      /* A spelling spells itself: what one types to search goes through the same function. */
      again = yb_pinyin_full (full);
      g_assert_cmpstr (again, ==, full);
    }
}

/* A microsecond a character at most (platform.md: ICU takes 35 to 57 µs a name); ten times that is allowed
 * here for sanitizers and busy machines. */
static void
test_speed (void)
{
  const int n_rounds = 20000;
  double seconds;

  g_test_timer_start ();
  for (int i = 0; i < n_rounds; i++)
    g_free (yb_pinyin_full ("尉迟长安重庆张学友曾国藩"));
  seconds = g_test_timer_elapsed ();
  g_test_message ("%.0f ns a character", seconds * 1e9 / n_rounds / 12);
  g_assert_cmpfloat (seconds / n_rounds / 12, <, 10e-6);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pinyin/names", test_names);
  g_test_add_func ("/pinyin/words", test_words);
  g_test_add_func ("/pinyin/other-letters", test_other_letters);
  g_test_add_func ("/pinyin/readings", test_readings);
  g_test_add_func ("/pinyin/whole-block", test_whole_block);
  g_test_add_func ("/pinyin/random", test_random);
  g_test_add_func ("/pinyin/speed", test_speed);

  return g_test_run ();
}
