/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"

G_BEGIN_DECLS

/* Exit codes of contract.md. */
#define YB_CTL_DONE 0
#define YB_CTL_FAILED 1
#define YB_CTL_USAGE 2

typedef struct _YbCtlCommand YbCtlCommand;

/**
 * YbCtl:
 * @database: path of the file
 * @staff: (nullable): --as
 * @approver: (nullable): --approved-by
 * @approver_password: (nullable): asked for when it is needed first
 * @staff_is_given: whether it came from the command line
 * @json: --json
 * @command: the command that runs
 * @arguments: what stands behind the command; after yb_ctl_parse() without its options
 * @cancellable: cancelled by Ctrl+C
 * @store: (nullable): after yb_ctl_open()
 * @desk: (nullable): after yb_ctl_sign_in()
 *
 * One call of yingbinctl.
 */
typedef struct
{
  char *database;
  char *staff;
  char *approver;
  char *approver_password;
  gboolean staff_is_given;
  gboolean json;
  const YbCtlCommand *command;
  GStrv arguments;
  GCancellable *cancellable;
  YbStore *store;
  YbDesk *desk;
} YbCtl;

/**
 * YbCtlCommand:
 * @name: the word
 * @usage: (nullable): what stands behind it
 * @summary: English source string
 * @run: does it; returns an exit code
 */
struct _YbCtlCommand
{
  const char *name;
  const char *usage;
  const char *summary;
  int (*run) (YbCtl *ctl);
};

/* yb_ctl_parse() wants the command to go on. */
#define YB_CTL_GO_ON (-1)

int yb_ctl_parse (YbCtl *ctl, const GOptionEntry *entries, guint n_least, guint n_most);
int yb_ctl_fail (YbCtl *ctl, const GError *error);
int yb_ctl_usage (YbCtl *ctl, const char *format, ...) G_GNUC_PRINTF (2, 3);
char *yb_ctl_explain (YbCtl *ctl, const GError *error) G_GNUC_WARN_UNUSED_RESULT;
void yb_ctl_warn (const char *what, const char *why);

gboolean yb_ctl_open (YbCtl *ctl, YbStoreFlags flags, GError **error);
gboolean yb_ctl_sign_in (YbCtl *ctl, GError **error);
gboolean yb_ctl_require (YbCtl *ctl, const char *right, GError **error);
gboolean yb_ctl_require_all (YbCtl *ctl, const char *right, GError **error);
gboolean yb_ctl_prepare_new_file (YbCtl *ctl, GError **error);
char *yb_ctl_ask_recovery_key (YbCtl *ctl, GError **error);
char *yb_ctl_ask_password (YbCtl *ctl, gboolean is_new, GError **error);
const char *yb_ctl_ask_approver (YbCtl *ctl, GError **error);

void yb_ctl_print_object (JsonObject *object);
void yb_ctl_print_array (JsonArray *array);
char *yb_ctl_object_text (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;

/**
 * YbCtlTable:
 *
 * Lines for people: columns of equal width, also of wide characters. The widths are those of the first page.
 */
typedef struct _YbCtlTable YbCtlTable;

YbCtlTable *yb_ctl_table_new (guint n_columns) G_GNUC_WARN_UNUSED_RESULT;
void yb_ctl_table_add (YbCtlTable *self, const char *cell);
void yb_ctl_table_free (YbCtlTable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbCtlTable, yb_ctl_table_free)

/**
 * YbCtlProgress:
 * @started: monotonic time, microseconds
 * @shown: last percentage on the screen, -1 for none
 */
typedef struct
{
  gint64 started;
  int shown;
} YbCtlProgress;

void yb_ctl_progress_start (YbCtlProgress *progress);
void yb_ctl_progress (double fraction, gpointer progress);
void yb_ctl_progress_end (YbCtlProgress *progress);

gboolean yb_ctl_read_period (YbCtl *ctl, const char *month, char **from, char **to);

JsonObject *yb_ctl_do_line (YbCtl *ctl, const char *line, gsize length) G_GNUC_WARN_UNUSED_RESULT;

int yb_ctl_backup (YbCtl *ctl);
int yb_ctl_backups (YbCtl *ctl);
int yb_ctl_check (YbCtl *ctl);
int yb_ctl_demo (YbCtl *ctl);
int yb_ctl_do (YbCtl *ctl);
int yb_ctl_export (YbCtl *ctl);
int yb_ctl_import (YbCtl *ctl);
int yb_ctl_init (YbCtl *ctl);
int yb_ctl_key (YbCtl *ctl);
int yb_ctl_kpi (YbCtl *ctl);
int yb_ctl_list (YbCtl *ctl);
int yb_ctl_restore (YbCtl *ctl);
int yb_ctl_salvage (YbCtl *ctl);
int yb_ctl_show (YbCtl *ctl);
int yb_ctl_verbs (YbCtl *ctl);
int yb_ctl_verify (YbCtl *ctl);

G_END_DECLS
