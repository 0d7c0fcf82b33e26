/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-page-info.h"

#include <glib/gi18n.h>

#include "yb-audit-page.h"
#include "yb-backups-page.h"
#include "yb-board-page.h"
#include "yb-closed-page.h"
#include "yb-imports-page.h"
#include "yb-reveals-page.h"
#include "yb-rights-page.h"
#include "yb-rules-page.h"
#include "yb-staff-page.h"

static const YbPageInfo infos[] = {
    {"pipeline", N_ ("Pipeline"), N_ ("Showroom"), "yb-pipeline-symbolic", "deal.read", N_ ("New deal"),
     "deal.create", yb_board_page_get_type, NULL},
    {"lost", N_ ("Inactive"), N_ ("Showroom"), "yb-lost-symbolic", "deal.read", NULL, NULL,
     yb_closed_page_get_type, yb_closed_page_count_waiting},
    {"imports", N_ ("Imports"), N_ ("House"), "yb-import-symbolic", "import.run", N_ ("Import…"),
     "import.run", yb_imports_page_get_type, NULL},
    {"staff", N_ ("Staff"), N_ ("House"), "yb-staff-symbolic", "staff.manage", N_ ("New staff member"),
     "staff.manage", yb_staff_page_get_type, NULL},
    {"rights", N_ ("Rights"), N_ ("House"), "yb-rights-symbolic", "right.read", NULL, NULL,
     yb_rights_page_get_type, yb_rights_page_count_waiting},
    {"reveals", N_ ("Numbers shown"), N_ ("House"), "yb-reveals-symbolic", "reveal.read", NULL, NULL,
     yb_reveals_page_get_type, yb_reveals_page_count_unusual},
    {"rules", N_ ("Rules"), N_ ("House"), "yb-rules-symbolic", "rule.read", NULL, NULL,
     yb_rules_page_get_type, NULL},
    {"audit", N_ ("Audit trail"), N_ ("House"), "yb-audit-symbolic", "audit.read", NULL, NULL,
     yb_audit_page_get_type, NULL},
    {"backups", N_ ("Backups"), N_ ("House"), "yb-backup-symbolic", "backup.make", N_ ("Back up now"),
     "backup.make", yb_backups_page_get_type, NULL},
};

/**
 * yb_page_infos:
 * @n_infos: (out): how many
 *
 * Returns: (transfer none): the pages, in the order of the navigation list
 */
const YbPageInfo *
yb_page_infos (guint *n_infos)
{
  g_return_val_if_fail (n_infos != NULL, NULL);

  *n_infos = G_N_ELEMENTS (infos);
  return infos;
}

/**
 * yb_page_info_find:
 * @name: (nullable): name of a page
 *
 * Returns: (transfer none) (nullable): the page
 */
const YbPageInfo *
yb_page_info_find (const char *name)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (infos); i++)
    if (g_str_equal (infos[i].name, name))
      return &infos[i];

  return NULL;
}

/**
 * yb_page_info_text:
 * @text: a title, section or label
 *
 * Returns: @text in the language of the user
 */
const char *
yb_page_info_text (const char *text)
{
  return g_dgettext (GETTEXT_PACKAGE, text);
}
