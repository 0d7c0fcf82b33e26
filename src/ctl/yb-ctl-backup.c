/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "yb-backup-folder.h"
#include "yb-calendar.h"
#include "yb-ctl.h"
#include "yb-restore.h"
#include "yb-salvage.h"

static const char *
trust_word (YbBackupTrust trust)
{
  switch (trust)
    {
    case YB_BACKUP_PROVED:
      return "proved";
    case YB_BACKUP_VERIFIED:
      return "verified";
    case YB_BACKUP_DAMAGED:
      return "damaged";
    case YB_BACKUP_UNREAD:
    default:
      return "unread";
    }
}

static JsonObject *
backup_to_json (const YbBackup *backup)
{
  JsonObject *object = json_object_new ();
  g_autofree char *at = yb_time_to_rfc3339 (backup->at);

  json_object_set_string_member (object, "file", backup->path);
  json_object_set_string_member (object, "at", at);
  json_object_set_int_member (object, "size", backup->size);
  json_object_set_int_member (object, "actions", backup->audit_count);
  json_object_set_int_member (object, "rows", backup->n_rows);
  json_object_set_string_member (object, "state", trust_word (backup->trust));
  json_object_set_boolean_member (object, "other_disk", backup->elsewhere);
  json_object_set_boolean_member (object, "trail_changed", backup->chain_broken);
  if (backup->problem != NULL)
    json_object_set_string_member (object, "problem", backup->problem);
  return object;
}

/* ---- backup ---- */

static gboolean
note_backup (YbCtl *ctl, const char *verb, const char *file, GError **error)
{
  g_autoptr (JsonObject) arguments = json_object_new ();
  g_autoptr (JsonObject) answer = NULL;
  g_autofree char *base = file != NULL ? g_path_get_basename (file) : g_strdup ("");

  json_object_set_string_member (arguments, "file", base);
  answer = yb_desk_do (ctl->desk, verb, arguments, error);
  return answer != NULL;
}

static void
print_backup (YbCtl *ctl, const YbBackupOutcome *outcome)
{
  g_autofree char *size = g_format_size (outcome->backup != NULL ? outcome->backup->size : 0);
  g_autoptr (JsonObject) object = NULL;

  if (outcome->second_error != NULL)
    yb_ctl_warn (ctl->command->name, outcome->second_error->message);
  if (!ctl->json)
    {
      if (outcome->backup != NULL)
        g_print (_ ("%s: %s, %d actions, verified.\n"), outcome->backup->path, size,
                 (int) outcome->backup->audit_count);
      else
        g_print ("%s\n", _ ("No new backup is due."));
      return;
    }

  object = outcome->backup != NULL ? backup_to_json (outcome->backup) : json_object_new ();
  json_object_set_boolean_member (object, "made", outcome->backup != NULL);
  yb_ctl_print_object (object);
}

static YbBackupOutcome *
make (YbCtl *ctl, const char *output, gboolean if_due, GError **error)
{
  g_autoptr (YbBackupOutcome) outcome = NULL;
  YbCtlProgress progress;

  yb_ctl_progress_start (&progress);
  if (output != NULL)
    {
      outcome = g_new0 (YbBackupOutcome, 1);
      outcome->backup = yb_store_backup (ctl->store, output, YB_BACKUP_ON_DEMAND, yb_ctl_progress, &progress,
                                         ctl->cancellable, error);
      if (outcome->backup == NULL)
        g_clear_pointer (&outcome, yb_backup_outcome_free);
    }
  else
    outcome = yb_store_back_up_if_due (ctl->store, if_due ? YB_BACKUP_SCHEDULED : YB_BACKUP_ON_DEMAND,
                                       yb_ctl_progress, &progress, ctl->cancellable, error);
  yb_ctl_progress_end (&progress);
  return g_steal_pointer (&outcome);
}

/**
 * yb_ctl_backup:
 * @ctl: the call
 *
 * Makes an encrypted, verified copy (contract.md, backup).
 *
 * Returns: the exit code; 1 also when the copy in the second folder failed
 */
int
yb_ctl_backup (YbCtl *ctl)
{
  g_autofree char *output = NULL;
  gboolean if_due = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackupOutcome) outcome = NULL;
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &output,
       N_ ("write this file; else one more in the folder of backups"), "FILE"},
      {"if-due", 0, 0, G_OPTION_ARG_NONE, &if_due,
       N_ ("only when an hour has passed and something was done since the last one"), NULL},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (!yb_ctl_sign_in (ctl, &error) || !yb_ctl_require (ctl, "backup.make", &error))
    return yb_ctl_fail (ctl, error);
  if (!if_due && !note_backup (ctl, "backup.make", output, &error))
    return yb_ctl_fail (ctl, error);

  outcome = make (ctl, output, if_due, &error);
  if (outcome == NULL)
    return yb_ctl_fail (ctl, error);
  print_backup (ctl, outcome);
  return outcome->second_error == NULL ? YB_CTL_DONE : YB_CTL_FAILED;
}

/**
 * yb_ctl_backups:
 * @ctl: the call
 *
 * Lists the copies in both folders, the newest first.
 *
 * Returns: the exit code
 */
int
yb_ctl_backups (YbCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) backups = NULL;
  g_autoptr (JsonArray) array = json_array_new ();
  int code = yb_ctl_parse (ctl, NULL, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (!yb_ctl_sign_in (ctl, &error) || !yb_ctl_require (ctl, "backup.make", &error))
    return yb_ctl_fail (ctl, error);

  backups = yb_store_list_backups (ctl->store);
  for (guint i = 0; i < backups->len; i++)
    {
      const YbBackup *backup = backups->pdata[i];
      g_autofree char *at = yb_time_format (backup->at);
      g_autofree char *size = g_format_size (backup->size);

      json_array_add_object_element (array, backup_to_json (backup));
      if (!ctl->json)
        g_print ("%s  %s  %s  %s  %s\n", at, size, trust_word (backup->trust),
                 yb_backup_reason_label (backup->reason), backup->path);
    }
  if (ctl->json)
    yb_ctl_print_array (array);
  return YB_CTL_DONE;
}

/* ---- opening one ---- */

/* The keys of the file, when they are there and fit; else a password of somebody who was in it, or its recovery key. */
static YbKeys *
unlock (YbCtl *ctl, YbBackup *backup, GError **error)
{
  const char *given = g_getenv ("YINGBIN_BACKUP_PASSWORD");
  g_autofree char *password = NULL;
  YbKeys *keys = ctl->store != NULL ? yb_store_dup_keys (ctl->store) : NULL;

  if (keys != NULL)
    {
      g_autoptr (YbBackup) proved = yb_backup_open (backup->path, keys, NULL);

      if (proved != NULL && proved->trust == YB_BACKUP_PROVED)
        return keys;
      yb_keys_unref (keys);
    }

  if (given == NULL)
    {
      g_free (ctl->staff);
      ctl->staff = g_path_get_basename (backup->path);
      password = yb_ctl_ask_password (ctl, FALSE, error);
      if (password == NULL)
        return NULL;
    }
  return yb_backup_unlock (backup, given != NULL ? given : password, error);
}

/* For the keys only: what is wrong with the file does not matter here. */
static void
try_store (YbCtl *ctl)
{
  if (g_file_test (ctl->database, G_FILE_TEST_EXISTS))
    ctl->store = yb_store_open (ctl->database, YB_STORE_NO_FLAGS, NULL);
}

static int
print_verdict (YbCtl *ctl, YbBackup *backup, const GError *problem)
{
  g_autoptr (JsonObject) object = NULL;

  if (problem != NULL && !ctl->json)
    yb_ctl_warn (backup->path, problem->message);
  else if (!ctl->json)
    g_print (_ ("%s: whole, %d actions, can be restored.\n"), backup->path, (int) backup->audit_count);
  else
    {
      JsonArray *problems = json_array_new ();

      object = backup_to_json (backup);
      json_object_set_boolean_member (object, "ok", problem == NULL);
      if (problem != NULL)
        json_array_add_string_element (problems, problem->message);
      json_object_set_array_member (object, "problems", problems);
      yb_ctl_print_object (object);
    }

  return problem == NULL ? YB_CTL_DONE : YB_CTL_FAILED;
}

/**
 * yb_ctl_verify:
 * @ctl: the call
 *
 * Decrypts a copy and checks its content (contract.md, verify).
 *
 * Returns: the exit code; 1 if it is of no use
 */
int
yb_ctl_verify (YbCtl *ctl)
{
  gboolean quick = FALSE;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackup) backup = NULL;
  g_autoptr (YbKeys) keys = NULL;
  YbCtlProgress progress;
  const GOptionEntry entries[] = {
      {"quick", 0, 0, G_OPTION_ARG_NONE, &quick, N_ ("only whether the file is whole, not its content"),
       NULL},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 1, 1);

  if (code != YB_CTL_GO_ON)
    return code;
  try_store (ctl);
  backup = yb_backup_open (ctl->arguments[0], NULL, &error);
  keys = backup != NULL ? unlock (ctl, backup, &error) : NULL;
  if (keys == NULL)
    return yb_ctl_fail (ctl, error);

  yb_ctl_progress_start (&progress);
  yb_backup_verify (backup, keys, !quick, yb_ctl_progress, &progress, ctl->cancellable, &error);
  yb_ctl_progress_end (&progress);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return yb_ctl_fail (ctl, error);
  return print_verdict (ctl, backup, error);
}

/* ---- restore ---- */

/* Whoever may restore says so in the file that is there; where there is none, or none that can be read, the password of
 * somebody who was in the copy is what is asked for. */
static gboolean
prepare_restore (YbCtl *ctl, const char *file, YbRestore *restore, GPtrArray **copies, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (YbBackupOutcome) outcome = NULL;

  if (!g_file_test (ctl->database, G_FILE_TEST_EXISTS))
    return TRUE;

  if (yb_ctl_sign_in (ctl, &local_error))
    {
      if (!yb_ctl_require (ctl, "backup.restore", error) || !note_backup (ctl, "backup.restore", file, error))
        return FALSE;
      restore->staff = YB_ROW (yb_desk_get_staff (ctl->desk))->id;
      outcome = yb_store_back_up_if_due (ctl->store, YB_BACKUP_BEFORE_RESTORE, NULL, NULL, ctl->cancellable,
                                         &local_error);
      if (outcome != NULL)
        return TRUE;
    }
  /* What is broken cannot be copied, and perhaps nobody can sign in to it; its pieces are kept. */
  if (!g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED) &&
      !g_error_matches (local_error, YB_STORE_ERROR, YB_STORE_ERROR_NOT_OURS) &&
      (ctl->store == NULL || !yb_store_is_damaged (ctl->store)))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  g_clear_object (&ctl->desk);
  g_clear_object (&ctl->store);
  *copies = yb_damaged_keep_copy (ctl->database, error);
  restore->damaged_copy = *copies != NULL ? (*copies)->pdata[0] : NULL;
  return *copies != NULL;
}

static void
print_restore (YbCtl *ctl, const YbBackup *backup, const YbRestore *restore)
{
  g_autoptr (JsonObject) object = NULL;

  if (!ctl->json)
    {
      g_print (_ ("%s is what %s holds.\n"), ctl->database, backup->path);
      if (restore->lost >= 0)
        g_print (ngettext ("%d action after it is lost.\n", "%d actions after it are lost.\n",
                           (int) restore->lost),
                 (int) restore->lost);
      if (restore->kept != NULL)
        g_print (_ ("The file that was there is kept as %s.\n"), restore->kept);
      return;
    }

  object = backup_to_json (backup);
  if (restore->lost >= 0)
    json_object_set_int_member (object, "lost", restore->lost);
  else
    json_object_set_null_member (object, "lost");
  if (restore->kept != NULL)
    json_object_set_string_member (object, "kept", restore->kept);
  yb_ctl_print_object (object);
}

/**
 * yb_ctl_restore:
 * @ctl: the call
 *
 * Puts a copy into the place of the file, which is kept beside it (contract.md, restore).
 *
 * Returns: the exit code
 */
int
yb_ctl_restore (YbCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (YbBackup) backup = NULL;
  g_autoptr (YbKeys) keys = NULL;
  g_autoptr (GPtrArray) copies = NULL;
  g_auto (YbRestore) restore = {.workstation = g_get_host_name ()};
  YbCtlProgress progress;
  gboolean ok;
  int code = yb_ctl_parse (ctl, NULL, 1, 1);

  if (code != YB_CTL_GO_ON)
    return code;
  backup = yb_backup_open (ctl->arguments[0], NULL, &error);
  if (backup == NULL || !prepare_restore (ctl, ctl->arguments[0], &restore, &copies, &error))
    return yb_ctl_fail (ctl, error);
  keys = unlock (ctl, backup, &error);
  if (keys == NULL)
    return yb_ctl_fail (ctl, error);

  g_clear_object (&ctl->desk);
  g_clear_object (&ctl->store);
  yb_ctl_progress_start (&progress);
  ok = yb_restore_run (&restore, backup, keys, ctl->database, yb_ctl_progress, &progress, ctl->cancellable,
                       &error);
  yb_ctl_progress_end (&progress);
  if (!ok)
    return yb_ctl_fail (ctl, error);

  print_restore (ctl, backup, &restore);
  return YB_CTL_DONE;
}

/* ---- salvage ---- */

static void
print_salvage (YbCtl *ctl, const YbSalvage *salvage, const char *output, const char *list)
{
  g_autofree char *text = yb_salvage_to_text (salvage);
  g_autoptr (JsonObject) object = NULL;
  JsonArray *tables;

  if (!ctl->json)
    {
      g_print (_ ("%s%s was made; the list is in %s.\n"), text, output, list);
      return;
    }

  object = json_object_new ();
  tables = json_array_new ();
  for (guint i = 0; i < salvage->tables->len; i++)
    {
      const YbSalvageTable *table = salvage->tables->pdata[i];
      JsonObject *item = json_object_new ();

      json_object_set_string_member (item, "table", table->name);
      json_object_set_int_member (item, "rows", table->taken);
      json_object_set_int_member (item, "refused", table->refused);
      json_object_set_int_member (item, "gaps", table->gaps->len);
      json_object_set_boolean_member (item, "lost", table->is_lost);
      json_array_add_object_element (tables, item);
    }
  json_object_set_string_member (object, "file", output);
  json_object_set_string_member (object, "list", list);
  json_object_set_boolean_member (object, "whole", yb_salvage_is_whole (salvage));
  json_object_set_array_member (object, "tables", tables);
  yb_ctl_print_object (object);
}

/**
 * yb_ctl_salvage:
 * @ctl: the call
 *
 * Rescues what can be read of a damaged file into a new one, and writes the list of what is missing beside it. Needs no
 * sign-in: it shows nothing, and what is sealed stays sealed.
 *
 * Returns: the exit code; 0 also when something is missing (it is in the list)
 */
int
yb_ctl_salvage (YbCtl *ctl)
{
  g_autofree char *output = NULL;
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbSalvage) salvage = NULL;
  YbCtlProgress progress;
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_FILENAME, &output, N_ ("the file to make"), "FILE"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (output == NULL)
    return yb_ctl_usage (ctl, "%s", _ ("--output FILE is missing"));

  yb_ctl_progress_start (&progress);
  salvage = yb_salvage_run (ctl->database, output, yb_ctl_progress, &progress, ctl->cancellable, &error);
  yb_ctl_progress_end (&progress);
  if (salvage == NULL)
    return yb_ctl_fail (ctl, error);

  list = g_strconcat (output, ".list.txt", NULL);
  text = yb_salvage_to_text (salvage);
  if (!g_file_set_contents_full (list, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &error))
    return yb_ctl_fail (ctl, error);
  print_salvage (ctl, salvage, output, list);
  return YB_CTL_DONE;
}
