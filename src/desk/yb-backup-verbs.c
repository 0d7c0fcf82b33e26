/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who took a copy, who brought one back, where copies go. Copies themselves are made by the store; these verbs check the right
 * and leave the row in the audit trail. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-backup-folder.h"
#include "yb-call-private.h"
#include "yb-verbs-private.h"

/* The audit row is all of it. */
static gboolean
note (YbCall *call, GError **error)
{
  return TRUE;
}

/* An empty one: none any more. Its mark is made here, so that a folder that cannot be written is told at once. */
static gboolean
set_folder (YbCall *call, GError **error)
{
  const char *folder = yb_call_text (call, "folder");
  YbStatement *set = yb_connection_query (yb_call_get_connection (call), YB_SQL_STORE_META_SET);

  if (*folder != '\0' && !g_path_is_absolute (folder))
    return yb_call_invalid (error, "folder", _ ("the whole path is needed"));
  if (*folder != '\0' && !yb_backup_mark_folder (folder, error))
    return FALSE;

  yb_statement_bind_text (set, 1, YB_BACKUP_SECOND_FOLDER);
  yb_statement_bind_text (set, 2, folder);
  return yb_statement_run (set, error);
}

static const YbField make_arguments[] = {
    YB_ARGUMENT ("file", TEXT, N_ ("File")),
};

static const YbField restore_arguments[] = {
    YB_ARGUMENT ("file", TEXT, N_ ("File"), .flags = YB_FIELD_REQUIRED),
};

static const YbField folder_arguments[] = {
    YB_ARGUMENT ("folder", TEXT, N_ ("Folder on another disk")),
};

static const YbVerb verbs[] = {
    {.name = "backup.make",
     .label = N_ ("Back up"),
     YB_VERB_ARGUMENTS (make_arguments),
     .right = "backup.make",
     .run = note},
    {.name = "backup.restore",
     .label = N_ ("Restore a backup"),
     YB_VERB_ARGUMENTS (restore_arguments),
     .right = "backup.restore",
     .run = note},
    {.name = "backup.set-folder",
     .label = N_ ("Choose the second folder for backups"),
     YB_VERB_ARGUMENTS (folder_arguments),
     .right = "backup.make",
     .run = set_folder},
};

const YbVerbTable _yb_backup_verbs = YB_VERB_TABLE (verbs);
