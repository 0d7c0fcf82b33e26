/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-ctl.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-trouble.h"

/**
 * yb_ctl_warn:
 * @what: what it is about
 * @why: what is wrong
 *
 * One line of standard error: "yingbinctl: WHAT: WHY". Control characters of foreign files do not reach the
 * terminal.
 */
void
yb_ctl_warn (const char *what, const char *why)
{
  g_autofree char *text = g_strconcat (what, ": ", why, NULL);
  g_autofree char *line = g_utf8_make_valid (text, -1);

  for (char *p = line; *p != '\0'; p++)
    if ((guchar) *p < ' ' || *p == 127)
      *p = ' ';
  g_printerr ("yingbinctl: %s\n", line);
}

/**
 * yb_ctl_explain:
 * @ctl: the call
 * @error: why something is refused
 *
 * Somebody who did not say who it is has not thought of the person that lacks the right.
 *
 * Returns: (transfer full): the message of @error, with the person and the way out where that helps
 */
char *
yb_ctl_explain (YbCtl *ctl, const GError *error)
{
  if (ctl->staff == NULL || ctl->staff_is_given ||
      !g_error_matches (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN) ||
      strstr (error->message, "--as") != NULL)
    return g_strdup (error->message);

  /* Translators: why something is refused; staff code */
  return g_strdup_printf (
      _ ("%s (acting as “%s”, because --as was not given; name somebody who may with --as)"), error->message,
      ctl->staff);
}

/**
 * yb_ctl_fail:
 * @ctl: the call
 * @error: why
 *
 * Returns: the exit code
 */
int
yb_ctl_fail (YbCtl *ctl, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    yb_ctl_warn (ctl->command->name, _ ("stopped on request; what was not finished was taken back"));
  else
    {
      g_autofree char *why = yb_ctl_explain (ctl, error);

      yb_ctl_warn (ctl->command->name, why);
    }

  return YB_CTL_FAILED;
}

/**
 * yb_ctl_usage:
 * @ctl: the call
 * @format: what is wrong with the command line
 *
 * Returns: the exit code
 */
int
yb_ctl_usage (YbCtl *ctl, const char *format, ...)
{
  g_autofree char *why = NULL;
  g_autofree char *more = NULL;
  va_list arguments;

  va_start (arguments, format);
  why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* Some of these are whole sentences. */
  if (g_str_has_suffix (why, ".") || g_str_has_suffix (why, "。"))
    *g_utf8_prev_char (why + strlen (why)) = '\0';
  /* Translators: what is wrong, the name of the command */
  more = g_strdup_printf (_ ("%s; see “yingbinctl %s --help”"), why, ctl->command->name);
  yb_ctl_warn (ctl->command->name, more);
  return YB_CTL_USAGE;
}

static void
print_command_help (YbCtl *ctl, const GOptionEntry *entries)
{
  const YbCtlCommand *command = ctl->command;

  g_print ("%s\n  yingbinctl %s %s\n\n%s\n", _ ("Usage:"), command->name,
           command->usage != NULL ? command->usage : "", _ (command->summary));
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    {
      g_autofree char *option = g_strconcat (entry->long_name, entry->arg_description != NULL ? " " : "",
                                             entry->arg_description, NULL);

      g_print ("%s  --%-22s %s\n", entry == entries ? "\n" : "", option, _ (entry->description));
    }
}

/**
 * yb_ctl_parse:
 * @ctl: the call
 * @entries: (nullable): the options of the command
 * @n_least: least number of words behind the command
 * @n_most: most
 *
 * Reads the options of a command and leaves the other words in its arguments.
 *
 * Returns: #YB_CTL_GO_ON, or an exit code when there is nothing more to do
 */
int
yb_ctl_parse (YbCtl *ctl, const GOptionEntry *entries, guint n_least, guint n_most)
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  GStrv with_name;
  guint n;

  if (g_strv_contains ((const char *const *) ctl->arguments, "--help") ||
      g_strv_contains ((const char *const *) ctl->arguments, "-h"))
    {
      print_command_help (ctl, entries);
      return YB_CTL_DONE;
    }

  /* The parser leaves the name of the program in the first place alone. */
  g_ptr_array_add (words, g_strdup (ctl->command->name));
  for (guint i = 0; ctl->arguments[i] != NULL; i++)
    g_ptr_array_add (words, ctl->arguments[i]);
  g_ptr_array_add (words, NULL);
  g_free (ctl->arguments);
  with_name = (GStrv) g_ptr_array_steal (words, NULL);

  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, &with_name, &error))
    {
      ctl->arguments = with_name;
      return yb_ctl_usage (ctl, "%s", error->message);
    }

  g_free (with_name[0]);
  n = 0;
  for (guint i = 1; with_name[i] != NULL; i++)
    if (!g_str_equal (with_name[i], "--") || n > 0)
      with_name[n++] = with_name[i];
    else
      g_free (with_name[i]);
  with_name[n] = NULL;
  ctl->arguments = with_name;
  if (n < n_least)
    return yb_ctl_usage (ctl, "%s", _ ("something is missing behind the command"));
  if (n > n_most)
    return yb_ctl_usage (ctl, _ ("“%s” is too much"), ctl->arguments[n_most]);

  return YB_CTL_GO_ON;
}

/**
 * yb_ctl_open:
 * @ctl: the call
 * @flags: how
 * @error: YB_STORE_ERROR
 *
 * Returns: whether the file is open
 */
gboolean
yb_ctl_open (YbCtl *ctl, YbStoreFlags flags, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  ctl->store = yb_store_open (ctl->database, flags, &local_error);
  if (ctl->store != NULL)
    return TRUE;

  if (strstr (local_error->message, ctl->database) == NULL)
    g_prefix_error (&local_error, "%s: ", ctl->database);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/* What does not keep anybody from working, but should be known. */
static void
warn_of_troubles (YbCtl *ctl)
{
  YbTrouble troubles = yb_store_look_after (ctl->store) & (YB_TROUBLE_FULL | YB_TROUBLE_MAY_BE_CLOSED);
  g_autofree char *text = yb_store_dup_trouble_text (ctl->store, troubles);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    yb_ctl_warn (_ ("warning"), lines[i]);
}

static void
waiting_cb (YbDesk *desk, const char *text, gpointer user_data)
{
  g_printerr ("%s\n", text);
}

/**
 * yb_ctl_sign_in:
 * @ctl: the call
 * @error: YB_STORE_ERROR or YB_DESK_ERROR
 *
 * Opens the file and signs the person of --as in.
 *
 * Returns: whether the desk is there
 */
gboolean
yb_ctl_sign_in (YbCtl *ctl, GError **error)
{
  g_autofree char *password = NULL;

  if (!yb_ctl_open (ctl, YB_STORE_NO_FLAGS, error))
    return FALSE;
  warn_of_troubles (ctl);
  if (ctl->staff == NULL)
    ctl->staff = g_strdup (g_getenv ("YINGBIN_STAFF"));
  if (ctl->staff == NULL)
    ctl->staff = g_strdup ("ad");

  password = yb_ctl_ask_password (ctl, FALSE, error);
  if (password == NULL)
    return FALSE;

  ctl->desk = yb_desk_new (ctl->store);
  g_signal_connect (ctl->desk, "waiting", G_CALLBACK (waiting_cb), NULL);
  if (yb_desk_sign_in_patiently (ctl->desk, ctl->staff, password, ctl->cancellable, error))
    return TRUE;

  g_prefix_error (error, "%s: ", ctl->staff);
  return FALSE;
}

/**
 * yb_ctl_require:
 * @ctl: the call, signed in
 * @right: name of a right
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether the person has the right, at least for own records
 */
gboolean
yb_ctl_require (YbCtl *ctl, const char *right, GError **error)
{
  if (yb_desk_get_scope (ctl->desk, right) != YB_SCOPE_NONE)
    return TRUE;

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
               /* Translators: staff code, name of a right */
               _ ("“%s” does not have the right “%s”; sign in as somebody who has it with --as"), ctl->staff,
               right);
  return FALSE;
}

/**
 * yb_ctl_require_all:
 * @ctl: the call, signed in
 * @right: name of a right
 * @error: YB_DESK_ERROR_FORBIDDEN
 *
 * Returns: whether the person has the right for all records, not only for own ones
 */
gboolean
yb_ctl_require_all (YbCtl *ctl, const char *right, GError **error)
{
  if (!yb_ctl_require (ctl, right, error))
    return FALSE;
  if (yb_desk_get_scope (ctl->desk, right) == YB_SCOPE_ALL)
    return TRUE;

  g_set_error (
      error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
      /* Translators: staff code, name of a right */
      _ ("“%s” has the right “%s” only for own records; sign in as somebody who has it for all with --as"),
      ctl->staff, right);
  return FALSE;
}

/**
 * yb_ctl_prepare_new_file:
 * @ctl: the call
 * @error: G_FILE_ERROR
 *
 * Makes the folder of the program's own file. An existing file is never overwritten.
 *
 * Returns: whether a new file may be made
 */
gboolean
yb_ctl_prepare_new_file (YbCtl *ctl, GError **error)
{
  g_autofree char *own_folder = g_build_filename (g_get_user_data_dir (), "yingbin", NULL);
  g_autofree char *folder = g_path_get_dirname (ctl->database);

  if (g_file_test (ctl->database, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST,
                   _ ("%s: the file exists already and is not overwritten; choose another name"),
                   ctl->database);
      return FALSE;
    }
  if (g_str_equal (folder, own_folder) && g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", folder,
                   g_strerror (errno));
      return FALSE;
    }

  return TRUE;
}

/**
 * yb_ctl_object_text:
 * @object: a JSON object
 *
 * Returns: (transfer full): it as one line
 */
char *
yb_ctl_object_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);

  return json_to_string (node, FALSE);
}

/**
 * yb_ctl_print_object:
 * @object: a JSON document
 *
 * Writes it as one line to standard output: UTF-8, whatever the locale.
 */
void
yb_ctl_print_object (JsonObject *object)
{
  g_autofree char *text = yb_ctl_object_text (object);

  fputs (text, stdout);
  putc ('\n', stdout);
}

/**
 * yb_ctl_print_array:
 * @array: a JSON document
 *
 * Writes it as one line to standard output.
 */
void
yb_ctl_print_array (JsonArray *array)
{
  g_autoptr (JsonNode) node = json_node_init_array (json_node_alloc (), array);
  g_autofree char *text = json_to_string (node, FALSE);

  fputs (text, stdout);
  putc ('\n', stdout);
}

/**
 * yb_ctl_progress_start:
 * @progress: to be begun
 */
void
yb_ctl_progress_start (YbCtlProgress *progress)
{
  progress->started = g_get_monotonic_time ();
  progress->shown = -1;
}

/**
 * yb_ctl_progress:
 * @fraction: from 0 to 1
 * @progress: a #YbCtlProgress
 *
 * Shows it on standard error when that is a terminal and the work has lasted for more than a second.
 */
void
yb_ctl_progress (double fraction, gpointer progress)
{
  YbCtlProgress *self = progress;
  int percent = (int) (CLAMP (fraction, 0.0, 1.0) * 100.0);

  if (percent == self->shown || !isatty (STDERR_FILENO) ||
      g_get_monotonic_time () - self->started < G_USEC_PER_SEC)
    return;

  self->shown = percent;
  fprintf (stderr, "\r%3d %%", percent);
  fflush (stderr);
}

/**
 * yb_ctl_progress_end:
 * @progress: to be wiped away
 */
void
yb_ctl_progress_end (YbCtlProgress *progress)
{
  if (progress->shown >= 0)
    fputs ("\r     \r", stderr);
  progress->shown = -1;
}

/**
 * yb_ctl_read_period:
 * @ctl: the call
 * @month: (nullable): "YYYY-MM", instead of @from and @to
 * @from: (inout) (nullable): first day
 * @to: (inout) (nullable): last day
 *
 * Checks a period; tells what is wrong on standard error.
 *
 * Returns: whether it is one
 */
gboolean
yb_ctl_read_period (YbCtl *ctl, const char *month, char **from, char **to)
{
  if (month != NULL)
    {
      g_autofree char *first = g_strconcat (month, "-01", NULL);
      g_autofree char *next = yb_date_is_valid (first) ? yb_date_add_days (first, 31) : NULL;

      if (next == NULL || *from != NULL || *to != NULL)
        {
          yb_ctl_usage (ctl,
                        next == NULL ? _ ("“%s” is not a month; write it as YYYY-MM")
                                     : _ ("--month %s and --from or --to exclude each other"),
                        month);
          return FALSE;
        }
      memcpy (next + 8, "01", 2);
      *from = g_steal_pointer (&first);
      *to = yb_date_add_days (next, -1);
      return TRUE;
    }

  for (guint i = 0; i < 2; i++)
    {
      const char *day = i == 0 ? *from : *to;

      if (day != NULL && !yb_date_is_valid (day))
        {
          yb_ctl_usage (ctl, _ ("“%s” is not a day; write it as YYYY-MM-DD"), day);
          return FALSE;
        }
    }
  if (*from != NULL && *to != NULL && strcmp (*from, *to) > 0)
    {
      yb_ctl_usage (ctl, _ ("the period ends on %s, before it begins"), *to);
      return FALSE;
    }

  return TRUE;
}
