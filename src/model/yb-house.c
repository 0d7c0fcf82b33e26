/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-house.h"

#include <glib/gi18n-lib.h>

#include "yb-audit-row.h"
#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-staff.h"

/* One field, one line. */
/* clang-format off */
static const YbField rule_fields[] = {
  YB_FIELD (YbRule, key, TEXT, N_ ("Rule")),
  YB_FIELD (YbRule, value, TEXT, N_ ("Value")),
  YB_FIELD (YbRule, valid_from, DATE, N_ ("Valid from")),
};
/* clang-format on */

const YbRowType yb_rule_row_type = {
    .kind = "rule",
    .plural = "rules",
    .label = N_ ("Rule"),
    .table = "rule",
    .source = "rule",
    .fields = rule_fields,
    .n_fields = G_N_ELEMENTS (rule_fields),
    .get_type = yb_rule_get_type,
    .right = "rule.read",
    .settled = TRUE,
};

YB_DEFINE_ROW (YbRule, yb_rule)

/* One field, one line. */
/* clang-format off */
static const YbField import_run_fields[] = {
  YB_FIELD (YbImportRun, kind, TEXT, N_ ("Kind")),
  YB_FIELD (YbImportRun, file_name, TEXT, N_ ("File")),
  YB_FIELD (YbImportRun, file_hash, TEXT, N_ ("Checksum")),
  YB_FIELD (YbImportRun, rows, INTEGER, N_ ("Rows")),
  YB_FIELD (YbImportRun, imported, INTEGER, N_ ("New")),
  YB_FIELD (YbImportRun, updated, INTEGER, N_ ("Changed")),
  YB_FIELD (YbImportRun, skipped, INTEGER, N_ ("Skipped")),
  YB_FIELD (YbImportRun, audit, INTEGER, N_ ("Audit number"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbImportRun, undone_at, TIME, N_ ("Undone")),
};
/* clang-format on */

const YbRowType yb_import_run_row_type = {
    .kind = "import_run",
    .plural = "import_runs",
    .label = N_ ("Import"),
    .table = "import_run",
    .source = "import_run",
    .fields = import_run_fields,
    .n_fields = G_N_ELEMENTS (import_run_fields),
    .get_type = yb_import_run_get_type,
    .right = "import.run",
};

YB_DEFINE_ROW (YbImportRun, yb_import_run)

static const YbRowType *const row_types[] = {
    &yb_staff_row_type,      &yb_customer_row_type,   &yb_vehicle_row_type,      &yb_consent_row_type,
    &yb_deal_row_type,       &yb_deal_card_row_type,  &yb_closed_deal_row_type,  &yb_contact_row_type,
    &yb_objection_row_type,  &yb_payment_row_type,    &yb_deal_history_row_type, &yb_rule_row_type,
    &yb_role_right_row_type, &yb_import_run_row_type, &yb_right_change_row_type, &yb_reveal_row_type,
    &yb_export_run_row_type, &yb_audit_row_type,
};

/**
 * yb_row_types:
 * @n_types: (out): how many
 *
 * Returns: (transfer none): all record types of the program
 */
const YbRowType *const *
yb_row_types (guint *n_types)
{
  g_return_val_if_fail (n_types != NULL, NULL);

  *n_types = G_N_ELEMENTS (row_types);
  return row_types;
}

/**
 * yb_row_type_by_kind:
 * @kind: a kind as in verbs ("deal")
 *
 * Returns: (transfer none) (nullable): the record type
 */
const YbRowType *
yb_row_type_by_kind (const char *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (row_types); i++)
    if (g_str_equal (row_types[i]->kind, kind))
      return row_types[i];

  return NULL;
}

/**
 * yb_row_type_by_plural:
 * @plural: a kind as in lists and imports ("deals")
 *
 * Returns: (transfer none) (nullable): the record type
 */
const YbRowType *
yb_row_type_by_plural (const char *plural)
{
  g_return_val_if_fail (plural != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (row_types); i++)
    if (g_str_equal (row_types[i]->plural, plural))
      return row_types[i];

  return NULL;
}
