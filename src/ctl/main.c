/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl.h"

static const YbCtlCommand commands[] = {
    {"init", "--admin NAME", N_ ("Make a new file with the shipped rules and one administrator"),
     yb_ctl_init},
    {"demo", "[--customers N] [--months M] [--seed S] [--until YYYY-MM-DD]",
     N_ ("Make a new file with a dealership to try things with"), yb_ctl_demo},
    {"import", "KIND FILE [--map FILE.ini] [--encoding E] [--dry-run] [--skip-bad]",
     N_ ("Take over a table (.csv, .xlsx) of customers, deals or staff"), yb_ctl_import},
    {"export", "WHAT --output FILE.xlsx|.csv [--month YYYY-MM | --from D --to D] [--by GROUP]",
     N_ ("Write deals, customers or kpi into a file"), yb_ctl_export},
    {"kpi", "--from D --to D [--by month|staff|source|model]", N_ ("Show the key figures of a period"),
     yb_ctl_kpi},
    {"list", "KIND [--filter FIELD=VALUE]… [--sort FIELD|-FIELD] [--limit N]", N_ ("List records"),
     yb_ctl_list},
    {"show", "KIND ID", N_ ("Show one record with its history"), yb_ctl_show},
    {"do", "[FILE|-]", N_ ("Run verbs: one JSON object a line, one answer a line"), yb_ctl_do},
    {"verbs", NULL, N_ ("Show every verb with its arguments and the right it needs"), yb_ctl_verbs},
    {"check", "[--full]", N_ ("Look for damage and contradictions in the file"), yb_ctl_check},
    {"backup", "[--output FILE] [--if-due]", N_ ("Make an encrypted, verified copy while others work"),
     yb_ctl_backup},
    {"backups", NULL, N_ ("List the copies that are there"), yb_ctl_backups},
    {"verify", "FILE [--quick]", N_ ("See whether a copy can be restored"), yb_ctl_verify},
    {"restore", "FILE", N_ ("Put a copy into the place of the file, which is kept"), yb_ctl_restore},
    {"key", "status | unlock | forget | change | recovery",
     N_ ("The key of the personal data: unlock it, change it, a new recovery key"), yb_ctl_key},
    {"salvage", "--output FILE", N_ ("Rescue what can be read of a damaged file into a new one"),
     yb_ctl_salvage},
};

static void
print_help (void)
{
  g_print ("%s\n  yingbinctl [--database FILE] [--as STAFF] [--approved-by STAFF] [--json] %s\n\n",
           _ ("Usage:"), _ ("COMMAND …"));
  g_print ("%s\n", _ ("Commands:"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_print ("  %-8s %s\n", commands[i].name, _ (commands[i].summary));
  g_print ("\n%s\n", _ ("Options, before or after the command:"));
  g_print ("  --database FILE  %s\n", _ ("the file; else YINGBIN_DATABASE, else that of the program"));
  g_print ("  --as STAFF       %s\n", _ ("staff code to sign in with; else YINGBIN_STAFF, else ad; the "
                                         "password comes from YINGBIN_PASSWORD or "
                                         "is asked for"));
  g_print ("  --approved-by STAFF\n                   %s\n",
           _ ("who lends a right that --as does not have, where a manager may; the password comes from "
              "YINGBIN_APPROVER_PASSWORD or is asked for"));
  g_print ("  --json           %s\n", _ ("answer with one JSON document"));
  g_print ("  --version        %s\n\n", _ ("show the version"));
  g_print ("%s\n", _ ("“yingbinctl COMMAND --help” tells more about a command."));
  g_print ("%s\n", _ ("Exit status: 0 done, 1 refused or failed, 2 wrong usage."));
}

/* Takes "--name VALUE" or "--name=VALUE" out of the arguments; %FALSE when the value is missing. */
static gboolean
take_option (GPtrArray *arguments, const char *name, char **value)
{
  for (guint i = 0; i < arguments->len && !g_str_equal (arguments->pdata[i], "--");)
    {
      const char *argument = arguments->pdata[i];
      const char *rest = g_str_has_prefix (argument, name) ? argument + strlen (name) : NULL;

      if (rest == NULL || (*rest != '\0' && *rest != '='))
        {
          i++;
          continue;
        }
      if (*rest == '\0' && i + 1 >= arguments->len)
        return FALSE;
      g_free (*value);
      *value = g_strdup (*rest == '=' ? rest + 1 : arguments->pdata[i + 1]);
      /* The unset variable of a script: nobody else signs in instead, and no other file is opened. */
      if (**value == '\0')
        return FALSE;
      g_ptr_array_remove_range (arguments, i, *rest == '=' ? 1 : 2);
    }

  return TRUE;
}

static gboolean
take_flag (GPtrArray *arguments, const char *name)
{
  gboolean found = FALSE;

  for (guint i = 0; i < arguments->len && !g_str_equal (arguments->pdata[i], "--");)
    if (g_str_equal (arguments->pdata[i], name))
      {
        g_ptr_array_remove_index (arguments, i);
        found = TRUE;
      }
    else
      i++;

  return found;
}

static const YbCtlCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];

  return NULL;
}

static int
run_command (YbCtl *ctl, GPtrArray *arguments)
{
  const char *name = arguments->pdata[0];

  ctl->command = find_command (name);
  if (ctl->command == NULL)
    {
      yb_ctl_warn (name, _ ("there is no such command; see “yingbinctl --help”"));
      return YB_CTL_USAGE;
    }

  g_ptr_array_remove_index (arguments, 0);
  g_ptr_array_add (arguments, NULL);
  ctl->arguments = (GStrv) g_ptr_array_steal (arguments, NULL);
  return ctl->command->run (ctl);
}

static void
choose_database (YbCtl *ctl)
{
  const char *environment = g_getenv ("YINGBIN_DATABASE");

  if (ctl->database == NULL && environment != NULL && *environment != '\0')
    ctl->database = g_strdup (environment);
  if (ctl->database == NULL)
    ctl->database = g_build_filename (g_get_user_data_dir (), "yingbin", "yingbin.db", NULL);
}

static int
run (YbCtl *ctl, int argc, char **argv)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const struct
  {
    const char *name;
    char **value;
  } options[] = {{"--database", &ctl->database}, {"--as", &ctl->staff}, {"--approved-by", &ctl->approver}};

  for (int i = 1; i < argc; i++)
    g_ptr_array_add (arguments, g_strdup (argv[i]));

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (!take_option (arguments, options[i].name, options[i].value))
      {
        yb_ctl_warn (options[i].name, _ ("a value is missing behind it"));
        return YB_CTL_USAGE;
      }
  ctl->json = take_flag (arguments, "--json");
  if (arguments->len > 0 && g_str_equal (arguments->pdata[0], "--version"))
    {
      g_print ("yingbinctl %s\n", YB_VERSION);
      return YB_CTL_DONE;
    }
  if (arguments->len > 0 &&
      (g_str_equal (arguments->pdata[0], "--help") || g_str_equal (arguments->pdata[0], "-h")))
    {
      print_help ();
      return YB_CTL_DONE;
    }
  if (arguments->len == 0)
    {
      yb_ctl_warn (_ ("usage"), _ ("a command is missing; see “yingbinctl --help”"));
      return YB_CTL_USAGE;
    }

  ctl->staff_is_given = ctl->staff != NULL;
  choose_database (ctl);
  return run_command (ctl, arguments);
}

/* The first Ctrl+C asks the work to stop at the next safe point, the second ends the program; SQLite takes an
 * open transaction back either way. */
static gpointer
wait_for_signals (gpointer cancellable)
{
  sigset_t signals;
  int number;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  sigwait (&signals, &number);
  g_cancellable_cancel (cancellable);
  sigwait (&signals, &number);
  _exit (128 + number);
}

static void
watch_signals (GCancellable *cancellable)
{
  sigset_t signals;

  sigemptyset (&signals);
  sigaddset (&signals, SIGINT);
  sigaddset (&signals, SIGTERM);
  pthread_sigmask (SIG_BLOCK, &signals, NULL);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, cancellable));
}

static void
print_cb (const char *text)
{
  fputs (text, stdout);
}

static void
printerr_cb (const char *text)
{
  fputs (text, stderr);
  fflush (stderr);
}

/* Scheduled jobs mostly run without a locale. What goes in and out is UTF-8 nevertheless (contract.md): GLib would turn
 * every Chinese character into a question mark, and refuse it in an argument. */
static void
speak_utf8 (void)
{
  setlocale (LC_ALL, "");
  if (!g_get_charset (NULL))
    setlocale (LC_CTYPE, "C.UTF-8");
  g_set_print_handler (print_cb);
  g_set_printerr_handler (printerr_cb);
}

int
main (int argc, char **argv)
{
  YbCtl ctl = {.cancellable = g_cancellable_new ()};
  const char *locale_folder = g_getenv ("YINGBIN_LOCALEDIR");
  int code;

  speak_utf8 ();
  bindtextdomain (GETTEXT_PACKAGE, locale_folder != NULL ? locale_folder : YB_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  g_set_prgname ("yingbinctl");
  yb_memory_stays_here ();
  watch_signals (ctl.cancellable);

  code = run (&ctl, argc, argv);
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      yb_ctl_warn (_ ("output"), _ ("it could not be written completely"));
      code = YB_CTL_FAILED;
    }

  g_clear_object (&ctl.desk);
  g_clear_object (&ctl.store);
  g_strfreev (ctl.arguments);
  g_free (ctl.database);
  g_free (ctl.staff);
  g_free (ctl.approver);
  g_free (ctl.approver_password);
  /* The cancellable belongs to the thread that waits for signals until the process ends. */
  return code;
}
