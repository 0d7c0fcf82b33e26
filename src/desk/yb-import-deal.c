/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-deal-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-calendar.h"
#include "yb-rules.h"
#include "yb-verbs-private.h"

#define FOLLOWUP_RULE "board.followup-days"
#define FOLLOWUP_FALLBACK 30
#define DORMANT_RULE "deal.dormant-days"
#define DORMANT_FALLBACK 90

static GHashTable *
new_memory (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

static gint64
midnight (YbImportDeals *deals, const char *day)
{
  gint64 time = _yb_import_recall (deals->midnights, day);

  if (time == 0)
    {
      time = yb_date_to_time (day);
      g_hash_table_insert (deals->midnights, g_strdup (day), _yb_import_boxed (time));
    }
  return time;
}

/* ---- consultants ---- */

static void
read_standing (YbImportPass *self, YbImportStanding *standing)
{
  YbImportDeals *deals = self->data;
  const char *cell = _yb_import_pass_cell (self, deals->stage);
  g_autofree char *message = NULL;
  const char *ours;
  YbImportStanding *known;

  *standing = (YbImportStanding){YB_STAGE_LEAD, YB_OUTCOME_OPEN};
  if (cell == NULL)
    return;

  known = g_hash_table_lookup (deals->standings, cell);
  if (known == NULL)
    {
      ours = yb_import_map_map_value (self->import->map, "stage", cell);
      if (!_yb_import_parse_standing (ours != NULL ? ours : cell, standing, &message))
        {
          if (message != NULL)
            _yb_import_pass_error (self, deals->stage, message);
          else
            _yb_import_pass_unknown_value (self, deals->stage);
          return;
        }
      known = g_memdup2 (standing, sizeof *standing);
      g_hash_table_insert (deals->standings, g_strdup (cell), known);
    }
  *standing = *known;
}

static gboolean
belongs_on_board (YbImportDeals *deals, YbDeal *deal)
{
  if (deal->outcome == YB_OUTCOME_OPEN)
    return TRUE;
  if (deal->outcome != YB_OUTCOME_WON)
    return FALSE;
  return deal->stage < YB_STAGE_FOLLOWUP || deal->stage_since >= deals->followup_since;
}

/* A dormant deal comes back by itself (flows.md 3.1): at the next contact, if that is still to come. */
static void
let_sleep (YbImportPass *self, YbDeal *deal)
{
  YbImportDeals *deals = self->data;
  const YbField *until = yb_row_type_find_field (&yb_deal_row_type, "dormant_until");
  g_autofree char *day = deal->next_contact_at != 0 ? yb_time_to_date (deal->next_contact_at) : NULL;

  yb_row_set_text (YB_ROW (deal), until,
                   day != NULL && strcmp (day, self->today) > 0 ? day : deals->dormant_until);
  if (deal->next_contact_at == 0)
    deal->next_contact_at = midnight (deals, deal->dormant_until);
}

static void
apply_standing (YbImportPass *self, YbDeal *deal, const YbImportStanding *standing)
{
  YbImportDeals *deals = self->data;

  deal->stage = standing->stage;
  deal->outcome = standing->outcome;
  deal->stage_since = *deal->closed_on != '\0'   ? midnight (deals, deal->closed_on)
                      : *deal->opened_on != '\0' ? midnight (deals, deal->opened_on)
                                                 : yb_time_now ();
  deal->on_board = belongs_on_board (deals, deal);
  if (deal->outcome == YB_OUTCOME_DORMANT)
    let_sleep (self, deal);
  else
    yb_row_set_text (YB_ROW (deal), yb_row_type_find_field (&yb_deal_row_type, "dormant_until"), NULL);
}

/* ---- the customer ---- */

static char *
key_alike (gint64 customer, const char *opened_on, const char *model, gint64 amount)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%s\n%s\n%" G_GINT64_FORMAT, customer, opened_on, model,
                          amount);
}

/* All deals of the customer at once: the shared customer may have very many. */
static gboolean
load_alike (YbImportPass *self, gint64 customer, GError **error)
{
  YbImportDeals *deals = self->data;
  YbStatement *statement;
  g_autoptr (GError) local_error = NULL;
  g_autofree gint64 *known = _yb_import_boxed (customer);

  if (customer <= 0 || g_hash_table_contains (deals->alike_of, known))
    return TRUE;

  statement = yb_connection_query (self->connection, YB_SQL_IMPORT_DEALS_ALIKE);
  yb_statement_bind_number (statement, 1, customer);
  while (yb_statement_step (statement, &local_error))
    {
      gint64 amount = yb_statement_is_null (statement, 3) ? YB_NO_VALUE : yb_statement_number (statement, 3);

      g_hash_table_insert (
          deals->alike,
          key_alike (customer, yb_statement_text (statement, 1), yb_statement_text (statement, 2), amount),
          _yb_import_boxed (yb_statement_number (statement, 0)));
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  g_hash_table_add (deals->alike_of, g_steal_pointer (&known));
  return TRUE;
}

static gboolean
find_deal (YbImportPass *self, YbDeal *deal, gint64 *id, GError **error)
{
  YbImportDeals *deals = self->data;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *key = NULL;

  if (*deal->external_id != '\0')
    {
      *id = yb_connection_find (self->connection, YB_SQL_IMPORT_DEAL_BY_EXTERNAL, deal->external_id,
                                &local_error);
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      return TRUE;
    }

  if (!load_alike (self, deal->customer, error))
    return FALSE;
  key = key_alike (deal->customer, deal->opened_on, deal->model, deal->amount);
  *id = _yb_import_recall (deals->alike, key);
  return TRUE;
}

static gboolean
add_history (YbImportPass *self, YbDeal *deal, const YbImportStanding *before, GError **error)
{
  g_autoptr (YbDealHistory) history = NULL;

  if (self->dry)
    return TRUE;

  history = YB_DEAL_HISTORY (yb_row_new (&yb_deal_history_row_type));
  history->deal = YB_ROW (deal)->id;
  history->at = yb_call_get_now (self->call);
  history->staff = yb_call_get_actor_id (self->call);
  history->kind = yb_enum_from_code (&yb_history_kind_enum, "imported");
  history->from_stage = before->stage;
  history->from_outcome = before->outcome;
  history->to_stage = deal->stage;
  history->to_outcome = deal->outcome;
  yb_row_set_text (YB_ROW (history), yb_row_type_find_field (&yb_deal_history_row_type, "workstation"),
                   yb_call_get_workstation (self->call));
  return yb_transaction_insert (yb_call_get_transaction (self->call), YB_ROW (history), error);
}

static gboolean
make_deal (YbImportPass *self, YbDeal *deal, const YbImportStanding *standing, GError **error)
{
  YbImportDeals *deals = self->data;
  const YbImportStanding nothing = {YB_STAGE_NONE, YB_OUTCOME_NONE};

  apply_standing (self, deal, standing);
  deal->cycle = 1;
  deal->back_moves = 0;
  deal->two_way_contacts = 0;
  deal->open_blockers = 0;
  deal->paid = 0;
  self->result->imported++;
  if (!_yb_import_pass_insert (self, YB_ROW (deal), error))
    return FALSE;
  if (*deal->external_id == '\0')
    g_hash_table_insert (deals->alike, key_alike (deal->customer, deal->opened_on, deal->model, deal->amount),
                         _yb_import_boxed (YB_ROW (deal)->id));
  return add_history (self, deal, &nothing, error);
}

static gboolean
was_moved (YbImportPass *self, gint64 id, gboolean *moved, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  YbStatement *statement = yb_connection_query (self->connection, YB_SQL_IMPORT_DEAL_WAS_MOVED);

  yb_statement_bind_number (statement, 1, id);
  *moved = yb_statement_step (statement, &local_error);
  yb_statement_reset (statement);
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return TRUE;
}

/* What people did on the board since weighs more than what the old system says. */
static gboolean
change_standing (
    YbImportPass *self, YbDeal *stored, const YbImportStanding *standing, gboolean *changed, GError **error)
{
  YbImportStanding before = {stored->stage, stored->outcome};
  gboolean moved;

  if (_yb_import_pass_cell (self, ((YbImportDeals *) self->data)->stage) == NULL ||
      (before.stage == standing->stage && before.outcome == standing->outcome))
    return TRUE;
  if (!was_moved (self, YB_ROW (stored)->id, &moved, error))
    return FALSE;
  if (moved)
    {
      _yb_import_pass_warn (self, ((YbImportDeals *) self->data)->stage,
                            _ ("The deal was moved here since; its stage stays as it is."));
      return TRUE;
    }

  *changed = TRUE;
  apply_standing (self, stored, standing);
  return self->dry || (yb_transaction_update (yb_call_get_transaction (self->call), YB_ROW (stored), error) &&
                       add_history (self, stored, &before, error));
}

/* The terms of a contract that was signed here are those of the contract, whatever an older file says. */
static void
keep_contract (YbImportPass *self, YbDeal *stored, YbDeal *deal)
{
  static const char *const terms[] = {"amount", "closed_on", "contract_number"};

  if (*stored->contract_signed_on == '\0')
    return;

  for (guint i = 0; i < G_N_ELEMENTS (terms); i++)
    {
      const YbField *field = yb_row_type_find_field (&yb_deal_row_type, terms[i]);

      if (!yb_row_has_value (YB_ROW (deal), field) ||
          yb_row_field_equal (YB_ROW (deal), YB_ROW (stored), field))
        continue;
      _yb_import_pass_warn (self, _yb_import_pass_find (self, terms[i]),
                            _ ("The contract was signed here; what it says stays as it is."));
      if (yb_field_is_text (field))
        yb_row_set_text (YB_ROW (deal), field, NULL);
      else
        yb_row_set_number (YB_ROW (deal), field, yb_field_no_value (field));
    }
}

static gboolean
change_deal (YbImportPass *self, YbDeal *deal, gint64 id, const YbImportStanding *standing, GError **error)
{
  g_autoptr (YbDeal) stored = NULL;
  gboolean changed = FALSE, moved = FALSE;

  if (id < 0) /* the same as an earlier row of a check */
    {
      self->result->skipped++;
      return TRUE;
    }

  stored = yb_connection_get (self->connection, &yb_deal_row_type, id, error);
  if (stored == NULL)
    return FALSE;
  keep_contract (self, stored, deal);
  if (!_yb_import_pass_change (self, YB_ROW (stored), YB_ROW (deal), &changed, error) ||
      !change_standing (self, stored, standing, &moved, error))
    return FALSE;

  self->result->updated += changed || moved;
  self->result->skipped += !changed && !moved;
  return TRUE;
}

static void
read_row (YbImportPass *self, YbDeal *deal, YbImportStanding *standing)
{
  YbImportDeals *deals = self->data;

  for (guint i = 0; i < self->columns->len; i++)
    {
      const YbImportColumn *column = g_ptr_array_index (self->columns, i);

      if (column != deals->customer && column != deals->phone && column != deals->consultant &&
          column != deals->stage)
        _yb_import_pass_read (self, column, YB_ROW (deal));
    }
  read_standing (self, standing);
  if (*deal->external_id != '\0')
    _yb_import_pass_is_repeated (self, deals->external, deal->external_id);
  if (deal->amount != YB_NO_VALUE && deal->amount < 0)
    _yb_import_pass_error (self, _yb_import_pass_find (self, "amount"), _ ("An amount is not negative."));
}

static void
warn_about (YbImportPass *self, YbDeal *deal, const YbImportStanding *standing)
{
  if (*deal->opened_on != '\0' && *deal->closed_on != '\0' && strcmp (deal->closed_on, deal->opened_on) < 0)
    _yb_import_pass_warn (self, _yb_import_pass_find (self, "closed_on"),
                          _ ("The deal closed before it was opened."));
  if (standing->outcome != YB_OUTCOME_OPEN && standing->outcome != YB_OUTCOME_DORMANT &&
      *deal->closed_on == '\0')
    _yb_import_pass_warn (self, _yb_import_pass_find (self, "closed_on"),
                          _ ("A closed deal without its day is missing in the figures."));
}

static gboolean
take_row (YbImportPass *self, GError **error)
{
  g_autoptr (YbDeal) deal = YB_DEAL (yb_row_new (&yb_deal_row_type));
  g_autofree char *name = NULL;
  g_autofree char *phone = NULL;
  gboolean says_customer;
  YbImportStanding standing;
  gint64 id = 0;

  read_row (self, deal, &standing);
  if (!_yb_import_deal_read_customer (self, &name, &phone, &deal->customer, error) ||
      !_yb_import_deal_read_consultant (self, deal, error))
    return FALSE;
  if (self->bad)
    return TRUE;

  warn_about (self, deal, &standing);
  says_customer = *name != '\0' || *phone != '\0';
  if (*deal->external_id != '\0')
    {
      if (!find_deal (self, deal, &id, error))
        return FALSE;
      if (id != 0 && !says_customer)
        return change_deal (self, deal, id, &standing, error);
    }
  if (!_yb_import_deal_need_customer (self, name, phone, &deal->customer, error))
    return FALSE;
  if (*deal->external_id == '\0' && !find_deal (self, deal, &id, error))
    return FALSE;

  return id != 0 ? change_deal (self, deal, id, &standing, error) : make_deal (self, deal, &standing, error);
}

static char *
read_dormant_until (YbImportPass *self)
{
  gint64 days = yb_rules_number (self->connection, DORMANT_RULE, self->today, DORMANT_FALLBACK);

  return yb_date_add_days (self->today, (int) days + 1);
}

static gint64
read_followup_since (YbImportPass *self)
{
  gint64 days = yb_rules_number (self->connection, FOLLOWUP_RULE, self->today, FOLLOWUP_FALLBACK);
  g_autofree char *day = yb_date_add_days (self->today, -(int) days);

  return yb_date_to_time (day);
}

static gboolean
begin (YbImportPass *self, GError **error)
{
  YbImportDeals *deals = g_new0 (YbImportDeals, 1);

  self->data = deals;
  deals->external = _yb_import_pass_find (self, "external_id");
  deals->customer = _yb_import_pass_find (self, "customer");
  deals->phone = _yb_import_pass_find (self, "phone");
  deals->consultant = _yb_import_pass_find (self, "consultant");
  deals->stage = _yb_import_pass_find (self, "stage");
  deals->staff = new_memory ();
  deals->customers = new_memory ();
  deals->standings = new_memory ();
  deals->midnights = new_memory ();
  deals->alike = new_memory ();
  deals->alike_of = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  deals->followup_since = read_followup_since (self);
  deals->dormant_until = read_dormant_until (self);
  return _yb_import_deal_load_staff (self, error);
}

static void
end (YbImportPass *self)
{
  YbImportDeals *deals = self->data;

  g_hash_table_unref (deals->staff);
  g_hash_table_unref (deals->customers);
  g_hash_table_unref (deals->standings);
  g_hash_table_unref (deals->midnights);
  g_hash_table_unref (deals->alike);
  g_hash_table_unref (deals->alike_of);
  g_free (deals->dormant_until);
  g_clear_pointer (&self->data, g_free);
}

const YbImportKind _yb_import_deals = {
    .name = "deals",
    .verb = "import.deals",
    .types = {&yb_deal_row_type, NULL},
    .required = {NULL},
    .extra = "phone",
    .begin = begin,
    .row = take_row,
    .end = end,
};
