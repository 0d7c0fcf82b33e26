/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The trace of an export: who takes what out of the house, and what for (security.md, Exports). The file itself is
 * written in between, see yb-desk-export.c. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-call-private.h"
#include "yb-verbs-private.h"

#define EXPORT_RIGHT "export"
#define PERSONAL_RIGHT "export.personal"
#define APPROVE_RIGHT "export.approve"
#define UNCAPPED_RIGHT "export.uncapped"

/* security.md: row cap of an export with personal data. */
#define MAX_PERSONAL_ROWS 200

typedef struct
{
  const char *name;
  const char *right;
} Kind;

/* Besides the right to export, one must be allowed to see it. */
static const Kind kinds[] = {
    {"deals", "deal.read"},
    {"customers", "customer.read"},
    {"kpi", "figure.read"},
};

static const Kind *
find_kind (YbCall *call, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, yb_call_text (call, "kind")))
      return &kinds[i];

  yb_call_invalid (error, "kind", _ ("deals, customers or kpi is expected"));
  return NULL;
}

/* Of deals one gets those within one's reach; of customers and figures there are only all. */
static gboolean
choose_reach (YbCall *call, const Kind *kind, GError **error)
{
  JsonObject *answer = yb_call_get_answer (call);
  YbScope scope = MIN (yb_call_get_scope (call, EXPORT_RIGHT), yb_call_get_scope (call, kind->right));
  YbScope least = g_str_equal (kind->name, "deals") ? YB_SCOPE_OWN : YB_SCOPE_ALL;

  if (scope < least)
    {
      g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
                   /* Translators: two names of rights */
                   _ ("This export needs the rights “%s” and “%s”, here for all records. Ask a manager."),
                   yb_right_label (EXPORT_RIGHT), yb_right_label (kind->right));
      return FALSE;
    }

  if (scope == YB_SCOPE_OWN)
    {
      json_object_set_int_member (answer, "person", yb_call_get_actor_id (call));
      json_object_set_int_member (answer, "handed_over_since", yb_reach_handed_over_since ());
    }
  else if (scope == YB_SCOPE_TEAM)
    json_object_set_string_member (answer, "team", yb_call_get_actor (call)->team);
  json_object_set_boolean_member (
      answer, "figures", scope == YB_SCOPE_ALL && yb_call_get_scope (call, "figure.read") == YB_SCOPE_ALL);
  return TRUE;
}

static gboolean
check_limit (YbCall *call, const char *right, gboolean personal, GError **error)
{
  YbStatement *statement;
  YbGrant grant;
  gint64 used;

  if (!yb_rights_get_grant (yb_call_get_connection (call), yb_call_get_actor (call), right, &grant, error))
    return FALSE;
  if (grant.per_day == 0)
    return TRUE;

  statement = yb_connection_query (yb_call_get_connection (call), YB_SQL_DESK_EXPORTS_SINCE);
  yb_statement_bind_number (statement, 1, yb_call_get_actor_id (call));
  yb_statement_bind_number (statement, 2, yb_date_to_time (yb_call_get_today (call)));
  yb_statement_bind_number (statement, 3, personal);
  used = yb_statement_step (statement, NULL) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  return used < grant.per_day ||
         yb_call_refuse (error, _ ("You have exported as often today as your role may. Ask a manager."));
}

static gboolean
has_second_person (YbCall *call)
{
  return call->approver != NULL && _yb_call_approver_scope (call, APPROVE_RIGHT) == YB_SCOPE_ALL;
}

static gboolean
is_uncapped (YbCall *call)
{
  YbGrant grant;

  return yb_call_get_scope (call, UNCAPPED_RIGHT) == YB_SCOPE_ALL ||
         (yb_rights_get_grant (call->connection, call->approver, UNCAPPED_RIGHT, &grant, NULL) &&
          grant.scope == YB_SCOPE_ALL);
}

/* Four eyes, a purpose, and a workbook, which carries its mark along. */
static gboolean
check_personal (YbCall *call, const Kind *kind, GError **error)
{
  g_autofree char *file = g_ascii_strdown (yb_call_text (call, "file"), -1);

  if (!yb_call_require (call, PERSONAL_RIGHT, error))
    return FALSE;
  if (g_str_equal (kind->name, "kpi"))
    return yb_call_invalid (error, "personal", _ ("figures hold no personal data"));
  if (!g_str_has_suffix (file, ".xlsx"))
    return yb_call_invalid (error, "file", _ ("personal data goes into a workbook (.xlsx), which is marked"));
  if (g_utf8_strlen (yb_call_text (call, "purpose"), -1) < 2)
    return yb_call_invalid (error, "purpose", _ ("say in words what it is for"));
  if (!check_limit (call, PERSONAL_RIGHT, TRUE, error))
    return FALSE;
  if (!has_second_person (call))
    return _yb_desk_error_set_lacking (error, APPROVE_RIGHT);

  if (!is_uncapped (call))
    json_object_set_int_member (yb_call_get_answer (call), "max_rows", MAX_PERSONAL_ROWS);
  return TRUE;
}

static char *
filter_text (YbCall *call)
{
  static const char *const names[] = {"from", "to", "by"};
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *answer = yb_call_get_answer (call);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (*yb_call_text (call, names[i]) != '\0')
      json_object_set_string_member (object, names[i], yb_call_text (call, names[i]));
  if (json_object_has_member (answer, "person"))
    json_object_set_string_member (object, "consultant", yb_call_get_actor (call)->code);
  if (json_object_has_member (answer, "team"))
    json_object_set_string_member (object, "team", json_object_get_string_member (answer, "team"));
  json_node_set_object (node, object);
  return json_to_string (node, FALSE);
}

static gboolean
start (YbCall *call, GError **error)
{
  g_autoptr (YbExportRun) run = YB_EXPORT_RUN (yb_row_new (&yb_export_run_row_type));
  const Kind *kind = find_kind (call, error);
  gboolean personal = yb_call_number (call, "personal") == 1;
  g_autofree char *filter = NULL;

  if (kind == NULL || !choose_reach (call, kind, error) || !check_limit (call, EXPORT_RIGHT, FALSE, error) ||
      (personal && !check_personal (call, kind, error)))
    return FALSE;

  filter = filter_text (call);
  run->at = yb_call_get_now (call);
  run->staff = yb_call_get_actor_id (call);
  run->is_personal = personal;
  run->approved_by = personal ? YB_ROW (call->approver)->id : 0;
  yb_call_set_text (run, "kind", kind->name);
  yb_call_set_text (run, "filter", filter);
  yb_call_set_text (run, "purpose", yb_call_text (call, "purpose"));
  yb_call_set_text (run, "file_name", yb_call_text (call, "file"));
  if (!yb_call_insert (call, run, error))
    return FALSE;

  yb_call_answer_id (call, YB_ROW (run)->id);
  json_object_set_string_member (yb_call_get_answer (call), "author", yb_call_get_actor (call)->name);
  return TRUE;
}

static gboolean
finish (YbCall *call, GError **error)
{
  g_autoptr (YbExportRun)
      run = yb_call_get_row (call, &yb_export_run_row_type, yb_call_number (call, "export"), error);

  if (run == NULL)
    return FALSE;
  if (run->finished_at != 0)
    return yb_call_refuse (error, _ ("This was decided already."));

  run->rows = yb_call_number (call, "rows");
  run->finished_at = yb_call_get_now (call);
  yb_call_set_text (run, "file_hash", yb_call_text (call, "hash"));
  return yb_call_save (call, run, error);
}

static const YbField start_arguments[] = {
    YB_ARGUMENT ("kind", TEXT, N_ ("Kind"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("file", TEXT, N_ ("File"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("from", DATE, N_ ("First day")),
    YB_ARGUMENT ("to", DATE, N_ ("Last day")),
    YB_ARGUMENT ("by", TEXT, N_ ("Split by")),
    YB_ARGUMENT ("personal", FLAG, N_ ("Personal data in full")),
    YB_ARGUMENT ("purpose", TEXT, N_ ("Purpose")),
};

static const YbField finish_arguments[] = {
    YB_ARGUMENT ("export", REFERENCE, N_ ("Export"), .flags = YB_FIELD_REQUIRED, .refers = "export_run"),
    YB_ARGUMENT ("rows", INTEGER, N_ ("Rows"), .flags = YB_FIELD_REQUIRED),
    YB_ARGUMENT ("hash", TEXT, N_ ("Checksum"), .flags = YB_FIELD_REQUIRED),
};

static const YbVerb verbs[] = {
    {.name = "export.start",
     .label = N_ ("Export"),
     YB_VERB_ARGUMENTS (start_arguments),
     .right = EXPORT_RIGHT,
     .run = start},
    {.name = "export.finish",
     .label = N_ ("Export completed"),
     YB_VERB_ARGUMENTS (finish_arguments),
     .right = "deal.clock",
     .run = finish},
};

const YbVerbTable _yb_export_verbs = YB_VERB_TABLE (verbs);
