/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-staff.h"

#include <string.h>
#include <glib/gi18n-lib.h>

/* One field, one line. */
/* clang-format off */
static const YbField staff_fields[] = {
  YB_FIELD (YbStaff, code, TEXT, N_ ("Code"), .flags = YB_FIELD_REQUIRED | YB_FIELD_IMPORTED, .aliases = "login;工号;账号;员工编号"),
  YB_FIELD (YbStaff, name, TEXT, N_ ("Name"), .flags = YB_FIELD_REQUIRED | YB_FIELD_IMPORTED, .aliases = "姓名;sales_agent;employee;员工姓名"),
  YB_FIELD (YbStaff, roles, TEXT, N_ ("Roles"), .flags = YB_FIELD_IMPORTED, .aliases = "角色;岗位;role;position;职位;职务"),
  YB_FIELD (YbStaff, team, TEXT, N_ ("Team"), .flags = YB_FIELD_IMPORTED, .aliases = "团队;班组;小组;部门"),
  YB_FIELD (YbStaff, password, SECRET, N_ ("Password"), .flags = YB_FIELD_INTERNAL | YB_FIELD_HASHED),
  YB_FIELD (YbStaff, pin, SECRET, N_ ("PIN"), .flags = YB_FIELD_INTERNAL | YB_FIELD_HASHED),
  YB_FIELD (YbStaff, must_change, FLAG, N_ ("Has to change the password"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbStaff, active, FLAG, N_ ("Active"), .flags = YB_FIELD_IMPORTED, .aliases = "在职;enabled"),
  YB_FIELD (YbStaff, external_id, TEXT, N_ ("External number"), .flags = YB_FIELD_IMPORTED, .aliases = "id;编号"),
};
/* clang-format on */

const YbRowType yb_staff_row_type = {
    .kind = "staff",
    .plural = "staff",
    .label = N_ ("Staff"),
    .table = "staff",
    .source = "staff",
    .fields = staff_fields,
    .n_fields = G_N_ELEMENTS (staff_fields),
    .get_type = yb_staff_get_type,
    .right = "staff.read",
    .settled = TRUE,
};

YB_DEFINE_ROW (YbStaff, yb_staff)

static const YbRole roles[] = {
    {"rc", NC_ ("role", "Receptionist")},
    {"sc", NC_ ("role", "Sales consultant")},
    {"sm", NC_ ("role", "Sales manager")},
    {"sa", NC_ ("role", "Service advisor")},
    {"svm", NC_ ("role", "Service manager")},
    {"disp", NC_ ("role", "Dispatcher")},
    {"te", NC_ ("role", "Technician")},
    {"tl", NC_ ("role", "Team leader")},
    {"qc", NC_ ("role", "Quality inspector")},
    {"pk", NC_ ("role", "Parts keeper")},
    {"ca", NC_ ("role", "Cashier")},
    {"fin", NC_ ("role", "Finance")},
    {"fvp", NC_ ("role", "Vice president finance")},
    {"cc", NC_ ("role", "Customer care")},
    {"mkt", NC_ ("role", "Marketing")},
    {"gm", NC_ ("role", "General manager")},
    {"ad", NC_ ("role", "Administrator")},
};

/**
 * yb_roles:
 * @n_roles: (out): how many
 *
 * Returns: (transfer none): the roles of a dealership, as in flows.md
 */
const YbRole *
yb_roles (guint *n_roles)
{
  g_return_val_if_fail (n_roles != NULL, NULL);

  *n_roles = G_N_ELEMENTS (roles);
  return roles;
}

/**
 * yb_role_label:
 * @code: a role code
 *
 * Returns: (nullable): its name in the language of the user, %NULL if there is no such role
 */
const char *
yb_role_label (const char *code)
{
  g_return_val_if_fail (code != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i].code, code))
      return g_dpgettext2 (GETTEXT_PACKAGE, "role", roles[i].label);

  return NULL;
}

/**
 * yb_role_names:
 * @codes: role codes, separated by " "
 *
 * Returns: (transfer full): their names in one line; a code that is no role stands as it is
 */
char *
yb_role_names (const char *codes)
{
  g_auto (GStrv) list = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (codes != NULL, NULL);

  list = g_strsplit (codes, " ", -1);
  for (guint i = 0; list[i] != NULL; i++)
    {
      const char *label = yb_role_label (list[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", label != NULL ? label : list[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * yb_staff_has_role:
 * @self: a member of the staff
 * @role: a role code
 *
 * Returns: whether the person has the role
 */
gboolean
yb_staff_has_role (YbStaff *self, const char *role)
{
  g_auto (GStrv) held = NULL;

  g_return_val_if_fail (self != NULL && role != NULL, FALSE);

  held = g_strsplit (self->roles, " ", -1);
  return g_strv_contains ((const char *const *) held, role);
}
