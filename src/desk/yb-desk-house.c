/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-private.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-credential.h"
#include "yb-house.h"
#include "yb-rules.h"

#define ADMINISTRATOR "ad"

/* The shipped rules hold from before any record. */
#define DEFAULTS_VALID_FROM "2000-01-01"

typedef struct
{
  const YbHousePlan *plan;
  char *password_hash;
  YbPassKey *pass;
} House;

static char *
rule_value (const YbHousePlan *plan, const char *key)
{
  for (guint i = 0; i < plan->n_rules; i++)
    if (g_str_equal (plan->rules[i].key, key))
      return g_strdup_printf ("%" G_GINT64_FORMAT, plan->rules[i].value);

  return yb_rule_default (key);
}

static gboolean
insert_rules (YbTransaction *transaction, const YbHousePlan *plan, GError **error)
{
  guint n_rules;
  const YbRuleInfo *rules = yb_rules (&n_rules);

  for (guint i = 0; i < n_rules; i++)
    {
      g_autoptr (YbRule) rule = YB_RULE (yb_row_new (&yb_rule_row_type));
      g_autofree char *value = rule_value (plan, rules[i].key);

      yb_call_set_text (rule, "key", rules[i].key);
      yb_call_set_text (rule, "value", value);
      yb_call_set_text (rule, "valid_from", DEFAULTS_VALID_FROM);
      if (!yb_transaction_insert (transaction, YB_ROW (rule), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert_rights (YbTransaction *transaction, GError **error)
{
  g_autoptr (GPtrArray) rights = yb_right_defaults ();

  for (guint i = 0; i < rights->len; i++)
    {
      const YbRightDefault *item = g_ptr_array_index (rights, i);
      g_autoptr (YbRoleRight) row = YB_ROLE_RIGHT (yb_row_new (&yb_role_right_row_type));

      yb_call_set_text (row, "role", item->role);
      yb_call_set_text (row, "right", item->right);
      row->scope = item->scope;
      row->access = item->access;
      row->per_day = item->per_day;
      if (!yb_transaction_insert (transaction, YB_ROW (row), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
insert_administrator (YbTransaction *transaction, const House *house, GError **error)
{
  g_autoptr (YbStaff) staff = YB_STAFF (yb_row_new (&yb_staff_row_type));

  yb_call_set_text (staff, "code", ADMINISTRATOR);
  yb_call_set_text (staff, "name", house->plan->admin_name);
  yb_call_set_text (staff, "roles", ADMINISTRATOR);
  yb_call_set_text (staff, "password", house->password_hash);
  staff->active = 1;
  return yb_transaction_insert (transaction, YB_ROW (staff), error) &&
         yb_key_wrap_set (transaction, YB_ROW (staff)->id, house->pass, error);
}

static gboolean
write_store_name (YbTransaction *transaction, const char *name, GError **error)
{
  YbStatement *statement;

  if (name == NULL || *name == '\0')
    return TRUE;

  statement = yb_connection_query (yb_transaction_get_connection (transaction), YB_SQL_STORE_META_SET);
  yb_statement_bind_text (statement, 1, "name");
  yb_statement_bind_text (statement, 2, name);
  return yb_statement_run (statement, error);
}

static gboolean
write_house (YbTransaction *transaction, gpointer data, GError **error)
{
  const House *house = data;
  YbAuditEntry entry = {
      .at = yb_time_now (), .workstation = g_get_host_name (), .verb = "house.create", .arguments = "{}"};

  yb_transaction_set_audit (transaction, &entry);
  return write_store_name (transaction, house->plan->store_name, error) &&
         insert_rules (transaction, house->plan, error) && insert_rights (transaction, error) &&
         insert_administrator (transaction, house, error);
}

/**
 * _yb_desk_remove_file:
 * @path: a file that was just begun and is not open any more
 *
 * A half-made file is of no use to anybody.
 */
void
_yb_desk_remove_file (const char *path)
{
  static const char *const suffixes[] = {"", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
      g_autoptr (GFile) file = g_file_new_for_path (name);

      g_file_delete (file, NULL, NULL);
    }
}

static gboolean
check_plan (const YbHousePlan *plan, GError **error)
{
  if (*plan->admin_name == '\0')
    return yb_call_invalid (error, "name", _ ("the name of the administrator is missing"));
  if (g_utf8_strlen (plan->password, -1) < YB_PASSWORD_SET_LEAST)
    return yb_call_invalid (error, "password", _ ("at least four characters are needed"));

  return TRUE;
}

/**
 * yb_desk_make_house:
 * @path: where the file is to be; nothing may be there yet
 * @plan: what it is made from
 * @recovery_key: (out) (optional) (transfer full) (nullable): the key that opens the personal data when every password
 *   is lost; there is no second chance to read it. Free it with yb_recovery_key_free()
 * @error: YB_DESK_ERROR_INVALID, or trouble of file and disk
 *
 * Makes a new file with the shipped rules and rights and one administrator, who signs in as "ad".
 *
 * Returns: whether it was made
 */
gboolean
yb_desk_make_house (const char *path, const YbHousePlan *plan, char **recovery_key, GError **error)
{
  g_autoptr (YbStore) store = NULL;
  House house = {.plan = plan};
  gboolean ok;

  g_return_val_if_fail (path != NULL && plan != NULL, FALSE);
  g_return_val_if_fail (plan->admin_name != NULL && plan->password != NULL, FALSE);

  if (recovery_key != NULL)
    *recovery_key = NULL;
  if (!check_plan (plan, error))
    return FALSE;

  store = yb_store_open (path, YB_STORE_CREATE, error);
  if (store != NULL)
    {
      house.password_hash = yb_password_hash (plan->password);
      house.pass = yb_pass_key_new (plan->password, NULL);
      if (house.password_hash == NULL || house.pass == NULL)
        yb_call_refuse (error,
                        _ ("There is not enough memory for it. Close other programs, then try again."));
    }
  ok = house.password_hash != NULL && house.pass != NULL &&
       yb_store_write (store, write_house, &house, error);
  if (ok && recovery_key != NULL)
    *recovery_key = yb_store_take_recovery_key (store);
  if (store != NULL && !ok)
    {
      g_clear_object (&store);
      _yb_desk_remove_file (path);
    }
  if (!ok && error != NULL)
    _yb_desk_error_translate (error);
  g_clear_pointer (&house.pass, yb_pass_key_free);
  g_free (house.password_hash);
  return ok;
}

/**
 * yb_desk_create_house:
 * @path: where the file is to be; nothing may be there yet
 * @admin_name: name of the administrator
 * @password: their password
 * @error: YB_DESK_ERROR_INVALID, or trouble of file and disk
 *
 * As yb_desk_make_house(), for tests and short programs.
 *
 * Returns: whether it was made
 */
gboolean
yb_desk_create_house (const char *path, const char *admin_name, const char *password, GError **error)
{
  const YbHousePlan plan = {.admin_name = admin_name, .password = password};

  g_return_val_if_fail (path != NULL && admin_name != NULL && password != NULL, FALSE);

  return yb_desk_make_house (path, &plan, NULL, error);
}

static gboolean
is_due (YbStatement *statement)
{
  gboolean due = yb_statement_step (statement, NULL);

  yb_statement_reset (statement);
  return due;
}

/**
 * yb_desk_run_clocks:
 * @self: a desk
 *
 * Does what is due by the clock: dormant deals whose day has come return to the board, delivered deals whose
 * follow-up is over leave it (flows.md 3.1). Call it at the start and now and then; nothing is lost while
 * the program is closed, and what is done is not done again. The work itself runs on the thread that writes.
 */
void
yb_desk_run_clocks (YbDesk *self)
{
  YbConnection *reader;
  YbStatement *statement;
  g_autofree char *today = NULL;
  gint64 days;

  g_return_if_fail (YB_IS_DESK (self));

  if (yb_store_is_read_only (yb_desk_get_store (self)))
    return;

  reader = yb_store_get_reader (yb_desk_get_store (self));
  today = yb_date_today ();
  statement = yb_connection_query (reader, YB_SQL_DESK_DORMANT_DUE);
  yb_statement_bind_text (statement, 1, today);
  if (is_due (statement))
    _yb_desk_do_as_program (self, "deal.wake");

  days = yb_desk_get_rule_number (self, "board.followup-days", 0);
  statement = yb_connection_query (reader, YB_SQL_DESK_FOLLOWUP_OVER);
  yb_statement_bind_number (statement, 1, yb_time_now () - days * YB_MS_PER_DAY);
  if (is_due (statement))
    _yb_desk_do_as_program (self, "deal.archive");
}
