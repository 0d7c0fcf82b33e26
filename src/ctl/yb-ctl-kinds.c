/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-ctl-kinds.h"

#include <string.h>

#include "yb-audit-row.h"
#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-house.h"
#include "yb-staff.h"

static const YbCtlKind kinds[] = {
    {&yb_customer_row_type, YB_SQL_CTL_IDS_CUSTOMER, "id name company phone source note"},
    {&yb_deal_row_type, YB_SQL_CTL_IDS_DEAL,
     "id customer consultant stage outcome model amount opened_on closed_on"},
    {&yb_staff_row_type, YB_SQL_CTL_IDS_STAFF, "id code name roles active"},
    {&yb_vehicle_row_type, YB_SQL_CTL_IDS_VEHICLE, "id customer plate vin model"},
    {&yb_contact_row_type, YB_SQL_CTL_IDS_CONTACT, "id deal at channel reached text"},
    {&yb_objection_row_type, YB_SQL_CTL_IDS_OBJECTION, "id deal kind text resolved_at answer"},
    {&yb_payment_row_type, YB_SQL_CTL_IDS_PAYMENT, "id deal kind amount method received_on"},
    {&yb_deal_history_row_type, YB_SQL_CTL_IDS_DEAL_HISTORY,
     "id deal at staff kind from_stage to_stage reason note"},
    {&yb_consent_row_type, YB_SQL_CTL_IDS_CONSENT, "id customer purpose channel state decided_at"},
    {&yb_rule_row_type, YB_SQL_CTL_IDS_RULE, "id key value valid_from"},
    {&yb_role_right_row_type, YB_SQL_CTL_IDS_ROLE_RIGHT, "id role right scope access per_day"},
    {&yb_right_change_row_type, YB_SQL_CTL_IDS_RIGHT_CHANGE,
     "id role right scope access per_day reason state decided_by"},
    {&yb_reveal_row_type, YB_SQL_CTL_IDS_REVEAL, "id at staff customer field reason text is_unusual"},
    {&yb_export_run_row_type, YB_SQL_CTL_IDS_EXPORT_RUN,
     "id at staff kind filter is_personal purpose approved_by rows file_hash"},
    {&yb_import_run_row_type, YB_SQL_CTL_IDS_IMPORT_RUN,
     "id kind file_name rows imported updated skipped undone_at"},
    {&yb_audit_row_type, YB_SQL_CTL_IDS_AUDIT,
     "id at staff approver workstation verb subject subject_id undo_of"},
};

/**
 * yb_ctl_kind_find:
 * @name: a kind, in the singular or the plural, with "-" or "_"
 *
 * Returns: (nullable): the kind
 */
const YbCtlKind *
yb_ctl_kind_find (const char *name)
{
  g_autofree char *own = g_strdelimit (g_strdup (name), "-", '_');

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type->plural, own) || g_str_equal (kinds[i].type->kind, own))
      return &kinds[i];

  return NULL;
}

/**
 * yb_ctl_kind_list:
 *
 * Returns: (transfer full): the names of all kinds, for a message
 */
char *
yb_ctl_kind_list (void)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", kinds[i].type->plural);

  return g_strdup (names->str);
}

/**
 * yb_ctl_load:
 * @ctl: the call, signed in
 * @type: what it is
 * @id: its id
 * @error: YB_STORE_ERROR
 *
 * Returns: (transfer full) (nullable): the record as it is stored now
 */
YbRow *
yb_ctl_load (YbCtl *ctl, const YbRowType *type, gint64 id, GError **error)
{
  return yb_connection_get (yb_store_get_reader (ctl->store), type, id, error);
}

/**
 * yb_ctl_may_see:
 * @ctl: the call, signed in
 * @row: a record
 *
 * Returns: whether the person may see it: all of the kind, or it is one of the team's or the person's own
 */
gboolean
yb_ctl_may_see (YbCtl *ctl, YbRow *row)
{
  return yb_desk_may_see (ctl->desk, row);
}
