/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail in words. */

#include "config.h"

#include "yb-audit-words.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-house.h"
#include "yb-rights.h"
#include "yb-rules.h"

/* What is written down without being a verb that people choose. */
static const struct
{
  const char *verb;
  const char *label;
} others[] = {
    {"demo.create", N_ ("Make the demo dealership")},
    {"house.create", N_ ("Make the file")},
    {"staff.sign-in", N_ ("Sign in")},
};

/**
 * yb_audit_verb_label:
 * @verb: as it stands in the audit trail
 *
 * Returns: what was done, in the language of the user; @verb itself when it is unknown
 */
const char *
yb_audit_verb_label (const char *verb)
{
  const YbVerb *found;

  g_return_val_if_fail (verb != NULL, "");

  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    if (g_str_equal (others[i].verb, verb))
      return g_dgettext (GETTEXT_PACKAGE, others[i].label);

  found = yb_verb_find (verb);
  return found != NULL ? yb_verb_label (found) : verb;
}

/**
 * yb_audit_dup_action:
 * @line: a line of the audit trail
 *
 * Returns: (transfer full): what was done: also whether somebody could not sign in, and what was taken back
 */
char *
yb_audit_dup_action (YbAudit *line)
{
  g_return_val_if_fail (line != NULL, NULL);

  if (g_str_equal (line->verb, "staff.sign-in") && line->staff == 0)
    return g_strdup (_ ("Sign-in failed"));
  if (line->undo_of > 0)
    return g_strdup_printf (_ ("Undo of no. %" PRId64), line->undo_of);

  return g_strdup (yb_audit_verb_label (line->verb));
}

/**
 * yb_audit_dup_person:
 * @desk: a desk
 * @line: a line of the audit trail
 *
 * Returns: (transfer full): who did it, and who allowed it
 */
char *
yb_audit_dup_person (YbDesk *desk, YbAudit *line)
{
  g_autoptr (YbStaff) approver = NULL;

  g_return_val_if_fail (YB_IS_DESK (desk) && line != NULL, NULL);

  if (line->staff == 0)
    return g_strdup (g_str_equal (line->verb, "staff.sign-in") ? "" : _ ("the program"));

  approver = yb_store_get_row (yb_desk_get_store (desk), &yb_staff_row_type, line->approver);
  if (approver == NULL)
    return g_strdup (line->staff_name);

  /* Translators: who did it, who allowed it with a password of their own */
  return g_strdup_printf (_ ("%s, allowed by %s"), line->staff_name, approver->name);
}

/* Under which name people know it. */
static char *
name_of (YbDesk *desk, YbRow *row)
{
  static const char *const names[] = {"name", "plate", "file_name"};
  const YbRowType *type = yb_row_get_row_type (row);

  if (type == &yb_rule_row_type && yb_rule_info (YB_RULE (row)->key) != NULL)
    return g_strdup (yb_rule_info_label (yb_rule_info (YB_RULE (row)->key)));
  if (type == &yb_role_right_row_type)
    return g_strdup (yb_right_label (YB_ROLE_RIGHT (row)->right));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const YbField *field = yb_row_type_find_field (type, names[i]);

      if (field != NULL)
        return yb_desk_format_field (desk, row, field);
    }

  return g_strdup ("");
}

/* A deal bears the name of its customer, and so does what hangs on it. */
static YbRow *
bearer_of (YbDesk *desk, YbRow *row)
{
  static const char *const owners[] = {"deal", "customer"};
  g_autoptr (YbRow) bearer = g_object_ref (row);

  for (guint i = 0; i < G_N_ELEMENTS (owners); i++)
    {
      const YbField *field = yb_row_type_find_field (yb_row_get_row_type (bearer), owners[i]);
      YbRow *owner;

      if (field == NULL || field->kind != YB_FIELD_REFERENCE)
        continue;
      owner = yb_store_get_row (yb_desk_get_store (desk), yb_row_type_by_kind (field->refers),
                                yb_row_get_number (bearer, field));
      if (owner == NULL)
        break;
      g_object_unref (bearer);
      bearer = owner;
    }

  return g_steal_pointer (&bearer);
}

/**
 * yb_audit_dup_record:
 * @desk: a desk
 * @kind: kind of a record
 * @id: its number
 *
 * Returns: (transfer full): "Deal no. 12 · Wang Wei"; the name only for those who may see such records. "" for no
 *   record.
 */
char *
yb_audit_dup_record (YbDesk *desk, const char *kind, gint64 id)
{
  const YbRowType *type;
  g_autoptr (YbRow) row = NULL;
  g_autoptr (YbRow) bearer = NULL;
  g_autofree char *name = NULL;
  const char *label;

  g_return_val_if_fail (YB_IS_DESK (desk) && kind != NULL, NULL);

  type = yb_row_type_by_kind (kind);
  if (type == NULL || id <= 0)
    return g_strdup ("");

  label = g_dgettext (GETTEXT_PACKAGE, type->label);
  row = yb_store_get_row (yb_desk_get_store (desk), type, id);
  if (row != NULL)
    bearer = bearer_of (desk, row);
  if (bearer != NULL && yb_desk_may (desk, type->right, row) &&
      yb_desk_may (desk, yb_row_get_row_type (bearer)->right, bearer))
    name = name_of (desk, bearer);
  if (name != NULL && *name != '\0')
    /* Translators: kind of record, its number, name */
    return g_strdup_printf (_ ("%s no. %" PRId64 " · %s"), label, id, name);

  /* Translators: kind of record, its number */
  return g_strdup_printf (row != NULL ? _ ("%s no. %" PRId64) : _ ("%s no. %" PRId64 " (gone)"), label, id);
}
