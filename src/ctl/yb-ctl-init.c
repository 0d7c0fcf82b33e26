/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-ctl.h"

static void
print_result (YbCtl *ctl, const char *recovery_key)
{
  g_autoptr (JsonObject) object = json_object_new ();

  if (!ctl->json)
    {
      g_print (_ ("%s was made. The administrator signs in as “ad”.\n"), ctl->database);
      g_print (_ ("The recovery key opens the personal data when every password is forgotten. Print it and "
                  "lock it away; "
                  "it is not shown again:\n"));
      g_print ("  %s\n", recovery_key);
      return;
    }
  json_object_set_string_member (object, "database", ctl->database);
  json_object_set_string_member (object, "admin", "ad");
  json_object_set_string_member (object, "recovery_key", recovery_key);
  yb_ctl_print_object (object);
}

/**
 * yb_ctl_init:
 * @ctl: the call
 *
 * Makes a new file with the shipped rules and one administrator (contract.md, init).
 *
 * Returns: the exit code
 */
int
yb_ctl_init (YbCtl *ctl)
{
  g_autofree char *admin = NULL;
  g_autofree char *password = NULL;
  char *recovery_key = NULL;
  YbHousePlan plan;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
      {"admin", 0, 0, G_OPTION_ARG_STRING, &admin, N_ ("name of the administrator"), "NAME"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (admin == NULL || *g_strstrip (admin) == '\0')
    return yb_ctl_usage (ctl, "%s", _ ("--admin NAME is missing"));

  if (!yb_ctl_prepare_new_file (ctl, &error))
    return yb_ctl_fail (ctl, error);
  password = yb_ctl_ask_password (ctl, TRUE, &error);
  plan = (YbHousePlan){.admin_name = admin, .password = password};
  if (password == NULL || !yb_desk_make_house (ctl->database, &plan, &recovery_key, &error))
    return yb_ctl_fail (ctl, error);

  print_result (ctl, recovery_key);
  yb_recovery_key_free (recovery_key);
  return YB_CTL_DONE;
}
