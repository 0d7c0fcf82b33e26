/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl.h"

/* Reads a line from the terminal; Ctrl+C ends the wait. */
static char *
read_line (int terminal, GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);
  GPollFD waits[2] = {{.fd = terminal, .events = G_IO_IN}};
  guint n_waits = g_cancellable_make_pollfd (cancellable, &waits[1]) ? 2 : 1;
  gboolean is_whole = FALSE;
  char c;

  while (!is_whole && !g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      g_poll (waits, n_waits, -1);
      if (waits[0].revents == 0)
        continue;
      if (read (terminal, &c, 1) != 1)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("no password was given"));
          break;
        }
      if (c == '\n')
        is_whole = TRUE;
      else
        g_string_append_c (line, c);
    }
  g_cancellable_release_fd (cancellable);

  return is_whole ? g_strdup (line->str) : NULL;
}

static char *
prompt (int terminal, const char *text, GCancellable *cancellable, GError **error)
{
  struct termios before, silent;
  char *line;

  if (tcgetattr (terminal, &before) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
      return NULL;
    }
  silent = before;
  silent.c_lflag &= ~(tcflag_t) ECHO;
  dprintf (terminal, "%s ", text);
  tcsetattr (terminal, TCSAFLUSH, &silent);
  line = read_line (terminal, cancellable, error);
  tcsetattr (terminal, TCSAFLUSH, &before);
  dprintf (terminal, "\n");
  return line;
}

static char *
ask_twice (int terminal, GCancellable *cancellable, GError **error)
{
  g_autofree char *first = prompt (terminal, _ ("New password:"), cancellable, error);
  g_autofree char *second = first != NULL ? prompt (terminal, _ ("Once more:"), cancellable, error) : NULL;

  if (second == NULL)
    return NULL;
  if (g_str_equal (first, second))
    return g_steal_pointer (&first);

  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("the two passwords differ"));
  return NULL;
}

static int
open_terminal (const char *variable, GError **error)
{
  int terminal = open ("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

  if (terminal < 0)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("there is no terminal to ask for the password; set %s"), variable);
  return terminal;
}

static char *
ask_for (YbCtl *ctl, const char *staff, int terminal, GError **error)
{
  g_autofree char *text = g_strdup_printf (_ ("Password of %s:"), staff);

  return prompt (terminal, text, ctl->cancellable, error);
}

/**
 * yb_ctl_ask_password:
 * @ctl: the call
 * @is_new: a new password, asked for twice
 * @error: G_IO_ERROR
 *
 * From YINGBIN_PASSWORD, else from the terminal without showing it.
 *
 * Returns: (transfer full) (nullable): the password
 */
char *
yb_ctl_ask_password (YbCtl *ctl, gboolean is_new, GError **error)
{
  const char *given = g_getenv ("YINGBIN_PASSWORD");
  char *password;
  int terminal;

  if (given != NULL)
    return g_strdup (given);

  terminal = open_terminal ("YINGBIN_PASSWORD", error);
  if (terminal < 0)
    return NULL;

  password = is_new ? ask_twice (terminal, ctl->cancellable, error)
                    : ask_for (ctl, ctl->staff, terminal, error);
  close (terminal);
  return password;
}

/**
 * yb_ctl_ask_approver:
 * @ctl: a call with --approved-by
 * @error: G_IO_ERROR
 *
 * From YINGBIN_APPROVER_PASSWORD, else from the terminal; asked for once.
 *
 * Returns: (transfer none) (nullable): the password of who approves
 */
const char *
yb_ctl_ask_approver (YbCtl *ctl, GError **error)
{
  const char *given = g_getenv ("YINGBIN_APPROVER_PASSWORD");
  int terminal;

  if (ctl->approver_password != NULL)
    return ctl->approver_password;
  if (given != NULL)
    return ctl->approver_password = g_strdup (given);

  terminal = open_terminal ("YINGBIN_APPROVER_PASSWORD", error);
  if (terminal < 0)
    return NULL;

  ctl->approver_password = ask_for (ctl, ctl->approver, terminal, error);
  close (terminal);
  return ctl->approver_password;
}

/**
 * yb_ctl_ask_recovery_key:
 * @ctl: the call
 * @error: G_IO_ERROR
 *
 * From YINGBIN_RECOVERY_KEY, else from the terminal without showing it.
 *
 * Returns: (transfer full) (nullable): what was typed
 */
char *
yb_ctl_ask_recovery_key (YbCtl *ctl, GError **error)
{
  const char *given = g_getenv ("YINGBIN_RECOVERY_KEY");
  int terminal;
  char *key;

  if (given != NULL)
    return g_strdup (given);

  terminal = open_terminal ("YINGBIN_RECOVERY_KEY", error);
  if (terminal < 0)
    return NULL;

  key = prompt (terminal, _ ("Recovery key:"), ctl->cancellable, error);
  close (terminal);
  return key;
}
