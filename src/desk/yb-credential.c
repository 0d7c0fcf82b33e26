/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-credential.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* "12345678", "87654321", "aaaaaaaa": every character is as far from the one before it. */
static gboolean
is_run (const char *text)
{
  int step = strlen (text) > 1 ? text[1] - text[0] : 0;

  if (ABS (step) > 1)
    return FALSE;
  for (const char *p = text; p[0] != '\0' && p[1] != '\0'; p++)
    if (p[1] - p[0] != step)
      return FALSE;

  return TRUE;
}

/**
 * yb_password_fault:
 * @password: what somebody wants to sign in with
 * @code: (nullable): the code of that person
 *
 * What a guess of the first minute would find (security.md, Login): length, runs, the code itself.
 *
 * Returns: (transfer none) (nullable): what is wrong with it, translated; %NULL when it is fit
 */
const char *
yb_password_fault (const char *password, const char *code)
{
  g_autofree char *folded = NULL, *folded_code = NULL;

  g_return_val_if_fail (password != NULL, NULL);

  if (g_utf8_strlen (password, -1) < YB_PASSWORD_LEAST)
    return _ ("at least eight characters are needed");
  if (is_run (password))
    return _ ("a row of following or equal characters is guessed at once");

  folded = g_utf8_casefold (password, -1);
  folded_code = g_utf8_casefold (code != NULL ? code : "", -1);
  if (g_str_equal (folded, folded_code))
    return _ ("the code of the person is guessed at once");

  return NULL;
}

/**
 * yb_pin_looks_like:
 * @text: what somebody typed
 *
 * Returns: whether it is four to six digits
 */
gboolean
yb_pin_looks_like (const char *text)
{
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);

  length = strlen (text);
  return length >= YB_PIN_LEAST && length <= YB_PIN_MOST && strspn (text, "0123456789") == length;
}

/**
 * yb_pin_fault:
 * @pin: what somebody wants to come back with
 *
 * Returns: (transfer none) (nullable): what is wrong with it, translated; %NULL when it is fit
 */
const char *
yb_pin_fault (const char *pin)
{
  g_return_val_if_fail (pin != NULL, NULL);

  if (!yb_pin_looks_like (pin))
    return _ ("four to six digits are needed");
  if (is_run (pin))
    return _ ("a row of following or equal characters is guessed at once");

  return NULL;
}
