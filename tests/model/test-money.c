/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-money.h"

#include <locale.h>
#include <string.h>

#include "yb-model-error.h"

static void
test_parse_good (void)
{
  static const struct
  {
    const char *text;
    gint64 fen;
  } cases[] = {
      {"0", 0},
      {"1234.5", 123450},
      {"1234.50", 123450},
      {"1,234.50", 123450},
      {"1,234,567", 123456700},
      {"¥1,234", 123400},
      {"￥１２３４", 123400},
      {"￥１，２３４．５", 123450},
      {"¥ 1234", 123400},
      {"RMB 1234", 123400},
      {"cny1234", 123400},
      {"1234元", 123400},
      {"1234 元", 123400},
      {"1234元整", 123400},
      {" 1234 ", 123400},
      {"\xe3\x80\x80"
       "1234\xc2\xa0",
       123400},
      {"15.8万", 15800000},
      {"15.8 万元", 15800000},
      {"15.8w", 15800000},
      {"１５．８万", 15800000},
      {"15.888888万", 15888888},
      {"1.2亿", 12000000000},
      {"-0.05", -5},
      {"+5", 500},
      {"-¥5", -500},
      {"¥-5", -500},
      {"−5", -500},
      {".5", 50},
      {"92233720368547758.07", G_MAXINT64},
      {"-92233720368547758.07", -G_MAXINT64},
      {"000000000000000000000000001", 100},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 fen = 4711;

      if (!yb_money_parse (cases[i].text, &fen, &error))
        g_error ("%s refused: %s", cases[i].text, error->message);
      g_assert_no_error (error);
      g_assert_cmpint (fen, ==, cases[i].fen);
    }
}

static void
test_parse_bad (void)
{
  static const char *const texts[] = {
      NULL,
      "",
      "  ",
      "abc",
      "元",
      "¥",
      "-",
      ".",
      ",",
      "万",
      "1.234",
      "1.500",
      "0.001",
      "1.234,50",
      "1,5",
      "12,34",
      "1,2345",
      "1234,567",
      ",123",
      "1,,234",
      "1.2.3",
      "1,234,",
      "1 234",
      "--5",
      "-¥-5",
      "+-5",
      "12abc",
      "12元3",
      "1e5",
      "0x10",
      "1.2345678万",
      "5%",
      "五",
      "92233720368547758.08",
      "99999999999999999999",
      "92233720368548万",
      "9999999999亿",
      "\xff\xfe",
      "1\xff",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 fen = 4711;

      if (yb_money_parse (texts[i], &fen, &error))
        g_error ("%s taken as %" G_GINT64_FORMAT, texts[i], fen);
      g_assert_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID);
      g_assert_cmpint (strlen (error->message), >, 20);
      g_assert_cmpint (fen, ==, 4711);
      g_assert_false (yb_money_parse (texts[i], &fen, NULL));
    }
}

/* What the message says must fit what is wrong. */
static void
test_parse_messages (void)
{
  static const struct
  {
    const char *text;
    const char *part;
  } cases[] = {
      {"", "missing"},          {"abc", "not an amount"},  {"1,5", "two ways"},
      {"1.234,50", "two ways"}, {"1.234", "two decimals"}, {"99999999999999999999", "too large"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 fen;

      g_assert_false (yb_money_parse (cases[i].text, &fen, &error));
      g_assert_nonnull (strstr (error->message, cases[i].part));
      g_assert_true (*cases[i].text == '\0' || strstr (error->message, cases[i].text) != NULL);
    }
}

static void
check_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_plain (void)
{
  check_text (yb_money_to_plain (0), "0.00");
  check_text (yb_money_to_plain (5), "0.05");
  check_text (yb_money_to_plain (-5), "-0.05");
  check_text (yb_money_to_plain (123450), "1234.50");
  check_text (yb_money_to_plain (-123456), "-1234.56");
  check_text (yb_money_to_plain (G_MAXINT64), "92233720368547758.07");
  check_text (yb_money_to_plain (-G_MAXINT64), "-92233720368547758.07");
  check_text (yb_money_to_plain (YB_NO_VALUE), "");
}

static void
test_format (void)
{
  check_text (yb_money_format (0), "¥0.00");
  check_text (yb_money_format (50000), "¥500.00");
  check_text (yb_money_format (99999), "¥999.99");
  check_text (yb_money_format (100000), "¥1,000");
  check_text (yb_money_format (123450), "¥1,234.50");
  check_text (yb_money_format (15800000), "¥158,000");
  check_text (yb_money_format (-15800000), "-¥158,000");
  check_text (yb_money_format (-5), "-¥0.05");
  check_text (yb_money_format (123456789012), "¥1,234,567,890.12");
  check_text (yb_money_format (G_MAXINT64), "¥92,233,720,368,547,758.07");
  check_text (yb_money_format (YB_NO_VALUE), "");
}

static void
set_language (const char *locale, const char *language)
{
  g_setenv ("LANGUAGE", language, TRUE);
  g_assert_nonnull (setlocale (LC_ALL, locale));
}

static void
test_format_short (void)
{
  set_language ("C.UTF-8", "zh_CN");
  check_text (yb_money_format_short (15800000), "15.8万");
  check_text (yb_money_format_short (15840000), "15.8万");
  check_text (yb_money_format_short (15850000), "15.9万");
  check_text (yb_money_format_short (16000000), "16万");
  check_text (yb_money_format_short (-15800000), "-15.8万");
  check_text (yb_money_format_short (12000000000), "1.2亿");
  check_text (yb_money_format_short (999996000000), "100亿");
  check_text (yb_money_format_short (9999960000), "1亿");
  check_text (yb_money_format_short (9999440000), "9,999.4万");
  check_text (yb_money_format_short (999949), "9,999");
  check_text (yb_money_format_short (999950), "1万");
  check_text (yb_money_format_short (9950), "99.50");
  check_text (yb_money_format_short (50000), "500");
  check_text (yb_money_format_short (0), "0");
  check_text (yb_money_format_short (G_MAXINT64), "922,337,203.7亿");
  check_text (yb_money_format_short (YB_NO_VALUE), "");

  set_language ("C.UTF-8", "en_GB:zh_CN");
  check_text (yb_money_format_short (15800000), "158k");
  check_text (yb_money_format_short (15840000), "158.4k");
  check_text (yb_money_format_short (12000000000), "120M");
  check_text (yb_money_format_short (99996000), "1M");
  check_text (yb_money_format_short (99950), "999.50");
  check_text (yb_money_format_short (100000), "1k");
  check_text (yb_money_format_short (-100000), "-1k");

  /* No messages are translated in the C locale, whatever LANGUAGE says. */
  set_language ("C", "zh_CN");
  check_text (yb_money_format_short (15800000), "158k");
  set_language ("C.UTF-8", "");
}

static void
test_mul_div (void)
{
  /* rules.md 2.6, purchase tax = price / 11.3 */
  g_assert_cmpint (yb_money_mul_div (15000000, 10, 113), ==, 1327434);
  g_assert_cmpint (yb_money_mul_div (20000000, 10, 113), ==, 1769912);
  g_assert_cmpint (yb_money_mul_div (20000000, 5, 113), ==, 884956);
  g_assert_cmpint (yb_money_mul_div (33900000, 5, 113), ==, 1500000);
  g_assert_cmpint (yb_money_mul_div (40000000, 10, 113), ==, 3539823);
  g_assert_cmpint (yb_money_mul_div (40000000, 10, 113) - 1500000, ==, 2039823);
  g_assert_cmpint (yb_money_mul_div (40000000, 10, 113) - 3000000, ==, 539823);
  /* rules.md 2.6, loan without interest */
  g_assert_cmpint (yb_money_mul_div (8400000, 1, 24), ==, 350000);

  g_assert_cmpint (yb_money_mul_div (1, 1, 2), ==, 1);
  g_assert_cmpint (yb_money_mul_div (-1, 1, 2), ==, -1);
  g_assert_cmpint (yb_money_mul_div (1, -1, 2), ==, -1);
  g_assert_cmpint (yb_money_mul_div (1, 1, -2), ==, -1);
  g_assert_cmpint (yb_money_mul_div (-1, 1, -2), ==, 1);
  g_assert_cmpint (yb_money_mul_div (1, 1, 3), ==, 0);
  g_assert_cmpint (yb_money_mul_div (5, 1, 3), ==, 2);
  g_assert_cmpint (yb_money_mul_div (-5, 1, 3), ==, -2);
  g_assert_cmpint (yb_money_mul_div (0, 7, 3), ==, 0);

  g_assert_cmpint (yb_money_mul_div (G_MAXINT64, G_MAXINT64, G_MAXINT64), ==, G_MAXINT64);
  g_assert_cmpint (yb_money_mul_div (G_MAXINT64, 2, 2), ==, G_MAXINT64);
  g_assert_cmpint (yb_money_mul_div (G_MAXINT64, 2, 1), ==, YB_NO_VALUE);
  g_assert_cmpint (yb_money_mul_div (-G_MAXINT64, 2, 1), ==, YB_NO_VALUE);
  g_assert_cmpint (yb_money_mul_div (G_MAXINT64, G_MININT64, G_MININT64), ==, G_MAXINT64);
  g_assert_cmpint (yb_money_mul_div (YB_NO_VALUE, 1, 2), ==, YB_NO_VALUE);
}

/* Rounding is never off by more than half, and symmetric. */
static void
test_mul_div_random (void)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 fen = g_test_rand_int_range (-1000000000, 1000000000);
      gint64 numerator = g_test_rand_int_range (-10000, 10000);
      gint64 denominator = g_test_rand_int_range (1, 10000);
      gint64 result = yb_money_mul_div (fen, numerator, denominator);
      gint64 rest = fen * numerator - result * denominator;

      g_assert_cmpint (ABS (rest) * 2, <=, denominator);
      g_assert_cmpint (yb_money_mul_div (-fen, numerator, denominator), ==, -result);
    }
}

static void
test_round_trip (void)
{
  for (int i = 0; i < 20000; i++)
    {
      gint64 fen = ((gint64) g_test_rand_int () * (G_GINT64_CONSTANT (1) << 31)) ^ g_test_rand_int ();
      g_autofree char *plain = NULL;
      g_autofree char *shown = NULL;
      gint64 again;

      fen >>= g_test_rand_int_range (0, 60);
      plain = yb_money_to_plain (fen);
      shown = yb_money_format (fen);
      g_assert_true (yb_money_parse (plain, &again, NULL));
      g_assert_cmpint (again, ==, fen);
      g_assert_true (yb_money_parse (shown, &again, NULL));
      g_assert_cmpint (again, ==, fen);
    }
}

static void
test_random_bytes (void)
{
  static const char *const pieces[] = {"1",  "9",  "0",  ",", ".",  "-",  "¥",
                                       "万", "亿", "元", " ", "￥", "１", "\xff"};

  for (int i = 0; i < 20000; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GError) error = NULL;
      gint64 fen = YB_NO_VALUE;
      int n = g_test_rand_int_range (0, 24);

      for (int k = 0; k < n; k++)
        if (i % 2 == 0)
          g_string_append_c (text, (char) g_test_rand_int_range (1, 256));
        else
          g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

      if (yb_money_parse (text->str, &fen, &error))
        {
          g_assert_no_error (error);
          g_assert_cmpint (fen, !=, YB_NO_VALUE);
        }
      else
        {
          g_assert_error (error, YB_MODEL_ERROR, YB_MODEL_ERROR_INVALID);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          g_assert_cmpint (fen, ==, YB_NO_VALUE);
        }
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/parse/good", test_parse_good);
  g_test_add_func ("/money/parse/bad", test_parse_bad);
  g_test_add_func ("/money/parse/messages", test_parse_messages);
  g_test_add_func ("/money/parse/random", test_random_bytes);
  g_test_add_func ("/money/plain", test_plain);
  g_test_add_func ("/money/format", test_format);
  g_test_add_func ("/money/format-short", test_format_short);
  g_test_add_func ("/money/mul-div", test_mul_div);
  g_test_add_func ("/money/mul-div/random", test_mul_div_random);
  g_test_add_func ("/money/round-trip", test_round_trip);

  return g_test_run ();
}
