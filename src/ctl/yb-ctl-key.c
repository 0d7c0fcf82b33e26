/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-ctl.h"

static void
print_state (YbCtl *ctl)
{
  gboolean locked = yb_store_is_locked (ctl->store);
  g_autofree char *version = yb_store_dup_meta (ctl->store, "key-version");
  g_autoptr (JsonObject) object = NULL;

  if (!ctl->json)
    {
      g_print (locked ? _ ("%s: personal data is locked; this computer does not remember the key.\n")
                      : _ ("%s: this computer remembers the key of the personal data.\n"),
               ctl->database);
      return;
    }

  object = json_object_new ();
  json_object_set_boolean_member (object, "locked", locked);
  json_object_set_int_member (object, "version", version != NULL ? g_ascii_strtoll (version, NULL, 10) : 0);
  yb_ctl_print_object (object);
}

static int
show_state (YbCtl *ctl, GError **error)
{
  if (!yb_ctl_open (ctl, YB_STORE_NO_FLAGS, error))
    return YB_CTL_FAILED;

  print_state (ctl);
  return YB_CTL_DONE;
}

static int
unlock (YbCtl *ctl, GError **error)
{
  g_autofree char *key = NULL;

  if (!yb_ctl_open (ctl, YB_STORE_NO_FLAGS, error))
    return YB_CTL_FAILED;

  key = yb_ctl_ask_recovery_key (ctl, error);
  if (key == NULL || !yb_store_unlock_with_recovery (ctl->store, key, error))
    return YB_CTL_FAILED;

  print_state (ctl);
  return YB_CTL_DONE;
}

static int
forget (YbCtl *ctl, GError **error)
{
  if (!yb_ctl_open (ctl, YB_STORE_NO_FLAGS, error))
    return YB_CTL_FAILED;

  yb_store_forget_keys (ctl->store);
  yb_store_lock (ctl->store);
  print_state (ctl);
  return YB_CTL_DONE;
}

static JsonObject *
do_with_password (YbCtl *ctl, const char *verb, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autofree char *password = NULL;

  if (!yb_ctl_sign_in (ctl, error))
    return NULL;

  password = yb_ctl_ask_password (ctl, FALSE, error);
  if (password == NULL)
    return NULL;

  json_object_set_string_member (arguments, "password", password);
  return yb_desk_do (ctl->desk, verb, arguments, error);
}

static int
change (YbCtl *ctl, GError **error)
{
  g_autoptr (JsonObject) answer = do_with_password (ctl, "key.change", error);

  if (answer == NULL)
    return YB_CTL_FAILED;

  print_state (ctl);
  return YB_CTL_DONE;
}

static int
renew_recovery (YbCtl *ctl, GError **error)
{
  g_autoptr (JsonObject) answer = do_with_password (ctl, "key.renew-recovery", error);

  if (answer == NULL)
    return YB_CTL_FAILED;
  if (ctl->json)
    yb_ctl_print_object (answer);
  else
    {
      g_print (
          "%s\n",
          _ ("The new recovery key. Print it and lock it away; it is not shown again, and the one before "
             "opens nothing any more:"));
      g_print ("  %s\n", json_object_get_string_member (answer, "recovery_key"));
    }
  return YB_CTL_DONE;
}

/**
 * yb_ctl_key:
 * @ctl: the call
 *
 * The key of the personal data: whether this computer remembers it, unlocking with the recovery key, forgetting, a new data
 * key, a new recovery key.
 *
 * Returns: the exit code
 */
int
yb_ctl_key (YbCtl *ctl)
{
  static const struct
  {
    const char *word;
    int (*run) (YbCtl *, GError **);
  } words[] = {
      {"status", show_state}, {"unlock", unlock},           {"forget", forget},
      {"change", change},     {"recovery", renew_recovery},
  };
  g_autoptr (GError) error = NULL;
  int code = yb_ctl_parse (ctl, NULL, 1, 1);

  if (code != YB_CTL_GO_ON)
    return code;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].word, ctl->arguments[0]))
      {
        code = words[i].run (ctl, &error);
        return code == YB_CTL_FAILED ? yb_ctl_fail (ctl, error) : code;
      }

  return yb_ctl_usage (ctl, _ ("“%s” is none of status, unlock, forget, change, recovery"),
                       ctl->arguments[0]);
}
