/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl.h"
#include "yb-desk-export.h"

typedef struct
{
  const char *name;
  gboolean has_period;
  gboolean has_groups;
} Subject;

static const Subject subjects[] = {
    {"deals", TRUE, FALSE},
    {"customers", FALSE, FALSE},
    {"kpi", TRUE, TRUE},
};

typedef struct
{
  YbCtl *ctl;
  YbExportRequest request;
} Job;

static const Subject *
find_subject (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (g_str_equal (subjects[i].name, name))
      return &subjects[i];

  return NULL;
}

static int
write_file (Job *job)
{
  YbCtl *ctl = job->ctl;
  g_autoptr (GError) error = NULL;
  YbCtlProgress progress;
  g_autoptr (JsonObject) object = NULL;
  gboolean done;
  guint n_rows = 0;

  if (!yb_ctl_sign_in (ctl, &error))
    return yb_ctl_fail (ctl, error);
  if (job->request.is_personal && ctl->approver != NULL)
    {
      job->request.approver = ctl->approver;
      job->request.approver_password = yb_ctl_ask_approver (ctl, &error);
      if (job->request.approver_password == NULL)
        return yb_ctl_fail (ctl, error);
    }

  yb_ctl_progress_start (&progress);
  done = yb_desk_export (ctl->desk, &job->request, yb_ctl_progress, &progress, ctl->cancellable, &n_rows,
                         &error);
  yb_ctl_progress_end (&progress);
  if (!done)
    return yb_ctl_fail (ctl, error);

  if (!ctl->json)
    {
      g_print (
          g_dngettext (GETTEXT_PACKAGE, "%s: %u row was written.\n", "%s: %u rows were written.\n", n_rows),
          job->request.path, n_rows);
      return YB_CTL_DONE;
    }
  object = json_object_new ();
  json_object_set_string_member (object, "output", job->request.path);
  json_object_set_int_member (object, "rows", n_rows);
  yb_ctl_print_object (object);
  return YB_CTL_DONE;
}

/**
 * yb_ctl_export:
 * @ctl: the call
 *
 * Writes a table or workbook (contract.md, export): the same as the window's. Personal data is masked, unless a second
 * person signs for it.
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
  g_autofree char *purpose = NULL;
  gboolean personal = FALSE;
  const Subject *subject;
  YbFigureGroup group;
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
      {"personal", 0, 0, G_OPTION_ARG_NONE, &personal,
       N_ ("personal data in full, in a workbook; needs --purpose, and --approved-by before the command"),
       NULL},
      {"purpose", 0, 0, G_OPTION_ARG_STRING, &purpose, N_ ("what the file is for"), "TEXT"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 1, 1);

  if (code != YB_CTL_GO_ON)
    return code;
  subject = find_subject (ctl->arguments[0]);
  if (subject == NULL)
    return yb_ctl_usage (ctl, _ ("“%s” cannot be exported; there are: deals, customers, kpi"),
                         ctl->arguments[0]);
  if (output == NULL)
    return yb_ctl_usage (ctl, "%s", _ ("--output FILE is missing"));
  lower = g_ascii_strdown (output, -1);
  if (!g_str_has_suffix (lower, ".xlsx") && !g_str_has_suffix (lower, ".csv"))
    return yb_ctl_usage (ctl, _ ("the name “%s” must end in .xlsx or .csv"), output);
  if (!subject->has_period && (month != NULL || from != NULL || to != NULL))
    return yb_ctl_usage (ctl, _ ("“%s” are exported all together, not for a period"), subject->name);
  if (!subject->has_groups && by != NULL)
    return yb_ctl_usage (ctl, _ ("--by splits figures; “%s” has none"), subject->name);
  if (!yb_ctl_read_period (ctl, month, &from, &to))
    return YB_CTL_USAGE;
  if (by != NULL && !yb_figure_group_from_code (by, &group))
    return yb_ctl_usage (ctl, _ ("--by takes month, staff, source or model, not “%s”"), by);

  job.request = (YbExportRequest){.kind = subject->name,
                                  .path = output,
                                  .from = from,
                                  .to = to,
                                  .by = by,
                                  .is_personal = personal,
                                  .purpose = purpose};
  return write_file (&job);
}
