/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl.h"
#include "yb-export.h"
#include "yb-staff.h"

typedef gboolean (*ExportFunc) (YbConnection *connection,
                                const char *path,
                                const YbExportOptions *options,
                                GCancellable *cancellable,
                                guint *n_rows,
                                GError **error);

/* Besides the right to export, one must be allowed to see it. */
typedef struct
{
  const char *name;
  const char *right;
  ExportFunc run;
  gboolean has_period;
  gboolean has_groups;
} Subject;

static const Subject subjects[] = {
    {"deals", "deal.read", yb_export_deals, TRUE, FALSE},
    {"customers", "customer.read", yb_export_customers, FALSE, FALSE},
    {"kpi", "figure.read", yb_export_figures, TRUE, TRUE},
};

typedef struct
{
  YbCtl *ctl;
  const Subject *subject;
  const char *path;
  YbExportOptions options;
  guint n_rows;
} Job;

static const Subject *
find_subject (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (g_str_equal (subjects[i].name, name))
      return &subjects[i];

  return NULL;
}

static gpointer
run_export (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Job *job = data;

  return job->subject->run (connection, job->path, &job->options, job->ctl->cancellable, &job->n_rows, error)
             ? job
             : NULL;
}

/* Who may only see own deals gets only those; of customers and figures there are no own ones. */
static gboolean
limit_to_rights (Job *job, GError **error)
{
  YbCtl *ctl = job->ctl;

  if (job->subject->run != yb_export_deals)
    return yb_ctl_require_all (ctl, "export", error) && yb_ctl_require_all (ctl, job->subject->right, error);
  if (!yb_ctl_require (ctl, "export", error) || !yb_ctl_require (ctl, job->subject->right, error))
    return FALSE;

  if (yb_desk_get_scope (ctl->desk, "export") != YB_SCOPE_ALL ||
      yb_desk_get_scope (ctl->desk, job->subject->right) != YB_SCOPE_ALL)
    job->options.consultant = YB_ROW (yb_desk_get_staff (ctl->desk))->id;
  job->options.without_figures = yb_desk_get_scope (ctl->desk, "figure.read") != YB_SCOPE_ALL;
  return TRUE;
}

static int
write_file (Job *job)
{
  YbCtl *ctl = job->ctl;
  g_autoptr (GError) error = NULL;
  YbCtlProgress progress;
  g_autoptr (JsonObject) object = NULL;
  gboolean done;

  if (!yb_ctl_sign_in (ctl, &error) || !limit_to_rights (job, &error))
    return yb_ctl_fail (ctl, error);

  job->options.author = yb_desk_get_staff (ctl->desk)->name;
  job->options.progress = yb_ctl_progress;
  job->options.user_data = &progress;
  yb_ctl_progress_start (&progress);
  done = yb_store_read (ctl->store, run_export, job, &error) != NULL;
  yb_ctl_progress_end (&progress);
  if (!done)
    return yb_ctl_fail (ctl, error);

  if (!ctl->json)
    {
      g_print (g_dngettext (GETTEXT_PACKAGE, "%s: %u row was written.\n", "%s: %u rows were written.\n",
                            job->n_rows),
               job->path, job->n_rows);
      return YB_CTL_DONE;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "output", job->path);
  json_object_set_int_member (object, "rows", job->n_rows);
  yb_ctl_print_object (object);
  return YB_CTL_DONE;
}

/**
 * yb_ctl_export:
 * @ctl: the call
 *
 * Writes a table or workbook (contract.md, export): the same as the window's. Personal data is masked.
 *
 * Returns: the exit code
 */
int
yb_ctl_export (YbCtl *ctl)
{
  g_autofree char *output = NULL;
  g_autofree char *month = NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *by = NULL;
  g_autofree char *lower = NULL;
  Job job = {.ctl = ctl};
  const GOptionEntry entries[] = {
      {"output", 0, 0, G_OPTION_ARG_STRING, &output, N_ ("the file to write; an existing one is replaced"),
       "FILE.xlsx|.csv"},
      {"month", 0, 0, G_OPTION_ARG_STRING, &month, N_ ("a period of one month"), "YYYY-MM"},
      {"from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("first day; of deals: those not closed before"),
       "YYYY-MM-DD"},
      {"to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("last day; of deals: those opened until then"),
       "YYYY-MM-DD"},
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("split the figures by month, staff, source or model"),
       "GROUP"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 1, 1);

  if (code != YB_CTL_GO_ON)
    return code;
  job.subject = find_subject (ctl->arguments[0]);
  if (job.subject == NULL)
    return yb_ctl_usage (ctl, _ ("“%s” cannot be exported; there are: deals, customers, kpi"),
                         ctl->arguments[0]);
  if (output == NULL)
    return yb_ctl_usage (ctl, "%s", _ ("--output FILE is missing"));
  lower = g_ascii_strdown (output, -1);
  if (!g_str_has_suffix (lower, ".xlsx") && !g_str_has_suffix (lower, ".csv"))
    return yb_ctl_usage (ctl, _ ("the name “%s” must end in .xlsx or .csv"), output);
  if (!job.subject->has_period && (month != NULL || from != NULL || to != NULL))
    return yb_ctl_usage (ctl, _ ("“%s” are exported all together, not for a period"), job.subject->name);
  if (!job.subject->has_groups && by != NULL)
    return yb_ctl_usage (ctl, _ ("--by splits figures; “%s” has none"), job.subject->name);
  if (!yb_ctl_read_period (ctl, month, &from, &to))
    return YB_CTL_USAGE;
  if (by != NULL && !yb_figure_group_from_code (by, &job.options.by))
    return yb_ctl_usage (ctl, _ ("--by takes month, staff, source or model, not “%s”"), by);

  job.path = output;
  job.options.from = from;
  job.options.to = to;
  return write_file (&job);
}
