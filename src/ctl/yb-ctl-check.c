/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-audit.h"
#include "yb-ctl.h"

#define MAX_PROBLEMS 100

/* What must hold of every deal beyond what the store looks after: one statement, which gives the deals that
 * break it. */
static const struct
{
  YbSql sql;
  const char *sentence;
} invariants[] = {
    {YB_SQL_CTL_CHECK_STAGES, N_ ("Deal %s stands on %s, its history says %s.")},
    {YB_SQL_CTL_CHECK_OUTCOMES, N_ ("Deal %s is “%s”, which does not fit to its place on the board (%s).")},
    {YB_SQL_CTL_CHECK_CONTACTS, N_ ("Deal %s counts %s contacts that reached the customer, there are %s.")},
};

static gpointer
check_deals (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *problems = data;

  for (guint i = 0; i < G_N_ELEMENTS (invariants); i++)
    {
      YbStatement *rows = yb_connection_query (connection, invariants[i].sql);
      g_autoptr (GError) local_error = NULL;

      yb_statement_bind_number (rows, 1, 0);
      while (problems->len < MAX_PROBLEMS && yb_statement_step (rows, &local_error))
        g_ptr_array_add (problems,
                         g_strdup_printf (_ (invariants[i].sentence), yb_statement_text (rows, 0),
                                          yb_statement_text (rows, 1), yb_statement_text (rows, 2)));
      yb_statement_reset (rows);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return NULL;
        }
    }
  if (problems->len >= MAX_PROBLEMS)
    g_ptr_array_add (problems, g_strdup (_ ("There may be more; only the first are told.")));

  return problems;
}

static JsonArray *
array_of (GPtrArray *texts)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < texts->len; i++)
    json_array_add_string_element (array, texts->pdata[i]);
  return array;
}

/* Notes say what could not be looked at here: they are no problems. */
static void
print_problems (YbCtl *ctl, GPtrArray *problems, GPtrArray *notes)
{
  g_autoptr (JsonObject) object = NULL;

  if (!ctl->json)
    {
      for (guint i = 0; i < problems->len; i++)
        yb_ctl_warn ("check", problems->pdata[i]);
      for (guint i = 0; i < notes->len; i++)
        g_print (_ ("Note: %s\n"), (const char *) notes->pdata[i]);
      if (problems->len == 0)
        g_print (_ ("%s: no problem was found.\n"), ctl->database);
      return;
    }

  object = json_object_new ();
  json_object_set_boolean_member (object, "ok", problems->len == 0);
  json_object_set_array_member (object, "problems", array_of (problems));
  if (notes->len > 0)
    json_object_set_array_member (object, "notes", array_of (notes));
  yb_ctl_print_object (object);
}

/**
 * yb_ctl_check:
 * @ctl: the call
 *
 * Looks for damage, broken references, an audit trail that was changed or ends before what this computer has seen of
 * it, kept sums that differ from the records, and deals that contradict themselves (contract.md, check). Needs no sign-in: it tells nothing but what is
 * wrong.
 *
 * Returns: the exit code; 1 if there are problems
 */
int
yb_ctl_check (YbCtl *ctl)
{
  gboolean full = FALSE;
  guint n_sound;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (g_free);
  const GOptionEntry entries[] = {
      {"full", 0, 0, G_OPTION_ARG_NONE, &full, N_ ("also every index; takes longer"), NULL},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (!yb_ctl_open (ctl, YB_STORE_NO_FLAGS, &error))
    return yb_ctl_fail (ctl, error);
  problems = yb_store_check (ctl->store, full, &error);
  if (problems == NULL)
    return yb_ctl_fail (ctl, error);
  /* Of a damaged file nothing more can be said. */
  n_sound = problems->len;
  if (!yb_store_check_anchor (ctl->store, problems, notes, problems->len == 0 ? &error : NULL) &&
      problems->len == 0)
    return yb_ctl_fail (ctl, error);
  if (problems->len > n_sound)
    g_ptr_array_add (notes,
                     g_strdup_printf (_ ("Whoever has found out why and may accept it writes that down with "
                                         "“audit.accept” (epoch %d)."),
                                      (int) yb_audit_next_epoch (ctl->store)));
  if (problems->len == 0 && yb_store_read (ctl->store, check_deals, problems, &error) == NULL)
    return yb_ctl_fail (ctl, error);
  if (problems->len == 0)
    yb_audit_anchor_put (ctl->store, NULL);

  print_problems (ctl, problems, notes);
  return problems->len == 0 ? YB_CTL_DONE : YB_CTL_FAILED;
}
