/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-ctl.h"
#include "yb-demo.h"

static void
print_result (YbCtl *ctl, int customers)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!ctl->json)
    {
      g_print (_ ("%s was made. Everybody's password is “%s”, for example of sc, sm, rc or ad.\n"),
               ctl->database, YB_DEMO_PASSWORD);
      return;
    }
  json_object_set_string_member (object, "database", ctl->database);
  json_object_set_int_member (object, "customers", customers);
  yb_ctl_print_object (object);
}

/**
 * yb_ctl_demo:
 * @ctl: the call
 *
 * Makes a new file with a living dealership (contract.md, demo). The same arguments give the same content.
 *
 * Returns: the exit code
 */
int
yb_ctl_demo (YbCtl *ctl)
{
  int customers = YB_DEMO_CUSTOMERS, months = YB_DEMO_MONTHS;
  gint64 seed = YB_DEMO_SEED;
  g_autofree char *until = NULL;
  g_autoptr (GError) error = NULL;
  YbCtlProgress progress;
  gboolean done;
  const GOptionEntry entries[] = {
      {"customers", 0, 0, G_OPTION_ARG_INT, &customers, N_ ("how many customers"), "N"},
      {"months", 0, 0, G_OPTION_ARG_INT, &months, N_ ("how many months of work"), "M"},
      {"seed", 0, 0, G_OPTION_ARG_INT64, &seed, N_ ("another number gives another dealership"), "S"},
      {"until", 0, 0, G_OPTION_ARG_STRING, &until, N_ ("the last day of the story; else today"),
       "YYYY-MM-DD"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (customers < 1 || customers > YB_DEMO_MAX_CUSTOMERS)
    return yb_ctl_usage (ctl, _ ("--customers must be from 1 to %d"), YB_DEMO_MAX_CUSTOMERS);
  if (months < 1 || months > YB_DEMO_MAX_MONTHS)
    return yb_ctl_usage (ctl, _ ("--months must be from 1 to %d"), YB_DEMO_MAX_MONTHS);
  if (seed < 0 || seed > G_MAXUINT32)
    return yb_ctl_usage (ctl, "%s", _ ("--seed must be from 0 to 4294967295"));
  if (until != NULL && !yb_date_is_valid (until))
    return yb_ctl_usage (ctl, _ ("“%s” is not a day; write it as YYYY-MM-DD"), until);
  if (!yb_ctl_prepare_new_file (ctl, &error))
    return yb_ctl_fail (ctl, error);

  yb_ctl_progress_start (&progress);
  done = yb_demo_create (ctl->database, customers, months, (guint32) seed, until, yb_ctl_progress, &progress,
                         ctl->cancellable, &error);
  yb_ctl_progress_end (&progress);
  if (!done)
    return yb_ctl_fail (ctl, error);

  print_result (ctl, customers);
  return YB_CTL_DONE;
}
