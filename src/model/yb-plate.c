/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-identifier.h"
#include "yb-identifier-private.h"

#include <string.h>

#define PROVINCES "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
#define MISSIONS "使领"
#define LAST_WORDS "挂学警港澳" MISSIONS
#define ENERGY_LETTERS "DABCEFGHJK"
/* Eight characters of new-energy plates are the most a plate has. */
#define PLATE_MAX 8

static gboolean
is_one_of (gunichar c, const char *set)
{
  return c != 0 && g_utf8_strchr (set, -1, c) != NULL;
}

static gboolean
is_letter (gunichar c)
{
  return c >= 'A' && c <= 'Z';
}

static gboolean
is_digit (gunichar c)
{
  return c >= '0' && c <= '9';
}

/* Serial characters: no I and O, which look like 1 and 0. */
static gboolean
is_serial (gunichar c)
{
  return is_digit (c) || (is_letter (c) && c != 'I' && c != 'O');
}

static gboolean
are_digits (const gunichar *c, int n)
{
  for (int i = 0; i < n; i++)
    if (!is_digit (c[i]))
      return FALSE;
  return TRUE;
}

/* The characters of @plate; 0 when it is longer than any plate. */
static int
explode (const char *plate, gunichar *c)
{
  int n = 0;

  if (!g_utf8_validate (plate, -1, NULL))
    return 0;
  for (const char *p = plate; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (n == PLATE_MAX)
        return 0;
      c[n++] = g_utf8_get_char (p);
    }
  return n;
}

static gboolean
is_ordinary (const gunichar *c, int n)
{
  if (n != 7 || !is_one_of (c[0], PROVINCES MISSIONS) || !is_letter (c[1]))
    return FALSE;
  for (int i = 2; i < 6; i++)
    if (!is_serial (c[i]))
      return FALSE;
  return is_serial (c[6]) || is_one_of (c[6], LAST_WORDS);
}

static gboolean
is_energy_small (const gunichar *c, int n)
{
  return n == 8 && is_one_of (c[0], PROVINCES) && is_letter (c[1]) && is_one_of (c[2], ENERGY_LETTERS) &&
         is_serial (c[3]) && are_digits (c + 4, 4);
}

static gboolean
is_energy_large (const gunichar *c, int n)
{
  return n == 8 && is_one_of (c[0], PROVINCES) && is_letter (c[1]) && are_digits (c + 2, 5) &&
         is_one_of (c[7], ENERGY_LETTERS);
}

/**
 * yb_plate_normalise:
 * @text: (nullable): a licence plate as typed
 *
 * Returns: (transfer full): half-width, upper case, without blanks, dots and hyphens; "" for %NULL
 *   (rules.md 2.7)
 */
char *
yb_plate_normalise (const char *text)
{
  return _yb_identifier_normalise (text);
}

/**
 * yb_plate_guess_kind:
 * @normalised: (nullable): a result of yb_plate_normalise()
 *
 * Guesses the colour of a plate from its form. What the form cannot tell (a yellow plate of a bus) is blue.
 *
 * Returns: the kind, %YB_PLATE_KIND_OTHER for forms that GA 36 does not know (rules.md 2.7)
 */
YbPlateKind
yb_plate_guess_kind (const char *normalised)
{
  gunichar c[PLATE_MAX];
  int n;

  if (normalised == NULL || *normalised == '\0')
    return YB_PLATE_KIND_NONE;
  if (strstr (normalised, "临") != NULL)
    return YB_PLATE_KIND_TEMP;

  n = explode (normalised, c);
  if (is_energy_small (c, n))
    return YB_PLATE_KIND_GREEN_SMALL;
  if (is_energy_large (c, n))
    return YB_PLATE_KIND_GREEN_LARGE;
  if (!is_ordinary (c, n))
    return YB_PLATE_KIND_OTHER;
  if (is_one_of (c[6], "挂学"))
    return YB_PLATE_KIND_YELLOW;
  if (is_one_of (c[6], "警"))
    return YB_PLATE_KIND_WHITE;
  if (is_one_of (c[6], "港澳" MISSIONS) || is_one_of (c[0], MISSIONS))
    return YB_PLATE_KIND_BLACK;
  return YB_PLATE_KIND_BLUE;
}

/**
 * yb_plate_is_valid:
 * @normalised: (nullable): a result of yb_plate_normalise()
 *
 * Returns: whether it has the form of an ordinary or a new-energy plate (GA 36, rules.md 2.7). Embassy,
 *   military and temporary plates have not, and are stored all the same
 */
gboolean
yb_plate_is_valid (const char *normalised)
{
  gunichar c[PLATE_MAX];
  int n;

  if (normalised == NULL)
    return FALSE;
  n = explode (normalised, c);
  return is_ordinary (c, n) || is_energy_small (c, n) || is_energy_large (c, n);
}

/**
 * yb_plate_without_province:
 * @normalised: a result of yb_plate_normalise()
 *
 * People say and type a plate without its province; search must find it that way (rules.md 2.7).
 *
 * Returns: (transfer none): the part of @normalised behind the province character, or all of it
 */
const char *
yb_plate_without_province (const char *normalised)
{
  g_return_val_if_fail (normalised != NULL, NULL);

  if (!g_utf8_validate (normalised, -1, NULL) || !is_one_of (g_utf8_get_char (normalised), PROVINCES))
    return normalised;
  return g_utf8_next_char (normalised);
}
