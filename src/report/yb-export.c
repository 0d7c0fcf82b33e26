/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-export.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-sheet-private.h"
#include "yb-staff.h"

/* Between two looks at the cancellable. */
#define ROWS_PER_STEP 500

/* Longer ones would not fit into the margin of a page. */
#define MAX_PURPOSE 60

/* A column of an export; its place in the table is that of the column in the statement. title: (nullable)
 * instead of the label of the field */
typedef struct
{
  const YbRowType *type;
  const char *field;
  int width;
  const char *title;
} Column;

static const Column deal_columns[] = {
    {&yb_deal_row_type, "id", 8, N_ ("Number")},
    {&yb_deal_row_type, "external_id", 14},
    {&yb_deal_row_type, "customer", 20},
    {&yb_customer_row_type, "phone", 14},
    {&yb_deal_row_type, "consultant", 16},
    {&yb_deal_row_type, "source", 14},
    {&yb_deal_row_type, "grade", 7},
    {&yb_deal_row_type, "model", 20},
    {&yb_deal_row_type, "trim", 14},
    {&yb_deal_row_type, "colour", 10},
    {&yb_deal_row_type, "amount", 14},
    {&yb_deal_row_type, "stage", 20},
    {&yb_deal_row_type, "outcome", 10},
    {&yb_deal_row_type, "opened_on", 12},
    {&yb_deal_row_type, "closed_on", 12},
    {&yb_deal_row_type, "next_contact_at", 17},
    {&yb_deal_row_type, "last_contact_at", 17},
    {&yb_deal_row_type, "offer_amount", 14},
    {&yb_deal_row_type, "contract_number", 16},
    {&yb_deal_row_type, "contract_signed_on", 12},
    {&yb_deal_row_type, "delivery_on", 16},
    {&yb_deal_row_type, "paid", 14},
    {&yb_deal_row_type, "delivered_on", 12},
    {&yb_deal_row_type, "lost_reason", 22},
    {&yb_deal_row_type, "lost_text", 22},
    {&yb_deal_row_type, "note", 30},
};

static const Column customer_columns[] = {
    {&yb_customer_row_type, "id", 8, N_ ("Number")},
    {&yb_customer_row_type, "external_id", 14},
    {&yb_customer_row_type, "name", 20},
    {&yb_customer_row_type, "company", 24},
    {&yb_customer_row_type, "phone", 14},
    {&yb_customer_row_type, "phone2", 14},
    {&yb_customer_row_type, "wechat", 16},
    {&yb_customer_row_type, "email", 24},
    {&yb_customer_row_type, "sex", 8},
    {&yb_customer_row_type, "birthday", 12},
    {&yb_customer_row_type, "id_number", 20},
    {&yb_customer_row_type, "address", 30},
    {&yb_customer_row_type, "source", 14},
    {&yb_customer_row_type, "note", 30},
};

/* A list of records on its way into a file. */
typedef struct
{
  const YbExportOptions *options;
  GCancellable *cancellable;
  YbSheet *sheet;
  const Column *columns;
  guint n_columns;
  const YbField *fields[G_N_ELEMENTS (deal_columns)];
  gboolean wanted[G_N_ELEMENTS (deal_columns)];
  gint64 last_id;
  guint n_rows;
} Listing;

G_STATIC_ASSERT (G_N_ELEMENTS (customer_columns) <= G_N_ELEMENTS (deal_columns));

/* A reference is written as the name that the statement gives. */
static YbCellKind
cell_kind (const YbField *field)
{
  switch (field->kind)
    {
    case YB_FIELD_MONEY:
      return YB_CELL_MONEY;
    case YB_FIELD_INTEGER:
      return YB_CELL_NUMBER;
    case YB_FIELD_DATE:
      return YB_CELL_DATE;
    case YB_FIELD_TIME:
      return YB_CELL_TIME;
    case YB_FIELD_BASIS_POINTS:
    case YB_FIELD_TEXT:
    case YB_FIELD_SECRET:
    case YB_FIELD_ENUM:
    case YB_FIELD_FLAG:
    case YB_FIELD_REFERENCE:
    case YB_FIELD_LIST:
    default:
      return YB_CELL_TEXT;
    }
}

static void
put_cell (Listing *self, guint column, const YbField *field, YbStatement *row, int index)
{
  YbSheet *sheet = self->sheet;
  const char *text;

  if (yb_statement_is_null (row, index))
    return;
  if (yb_field_is_personal (field) && !self->options->show_secrets)
    {
      g_autofree char *masked = yb_field_mask (field, yb_statement_text (row, index));

      _yb_sheet_text (sheet, column, masked);
      return;
    }

  switch (cell_kind (field))
    {
    case YB_CELL_MONEY:
      _yb_sheet_money (sheet, column, yb_statement_number (row, index));
      return;
    case YB_CELL_NUMBER:
      _yb_sheet_number (sheet, column, yb_statement_number (row, index));
      return;
    case YB_CELL_TIME:
      _yb_sheet_time (sheet, column, yb_statement_number (row, index));
      return;
    case YB_CELL_DATE:
      _yb_sheet_date (sheet, column, yb_statement_text (row, index));
      return;
    case YB_CELL_REAL:
    case YB_CELL_TEXT:
    default:
      break;
    }

  text = yb_statement_text (row, index);
  if (field->kind == YB_FIELD_ENUM)
    {
      int value = yb_enum_from_code (field->enumeration, text);

      _yb_sheet_text (sheet, column, value > 0 ? yb_enum_label (field->enumeration, value) : text);
    }
  else
    _yb_sheet_text (sheet, column, text);
}

/* Who exported what and when: in the properties of the file, on every printed page, and below the figures. */
static char *
make_remark (const YbExportOptions *options)
{
  g_autofree char *when = _yb_sheet_time_text (yb_time_now ());
  const char *secrets = options->show_secrets ? _ ("personal data in full") : _ ("personal data masked");

  /* Translators: name, time, "personal data masked" */
  g_autofree char *who = g_strdup_printf (_ ("Exported from Yingbin by %s at %s, %s"), options->author, when,
                                          secrets);
  g_autofree char *number = NULL, *purpose = NULL;

  if (options->id == 0)
    return g_steal_pointer (&who);

  number = g_strdup_printf (_ ("export no. %" PRId64), options->id);
  purpose = g_utf8_substring (
      options->purpose != NULL ? options->purpose : "", 0,
      MIN (MAX_PURPOSE, g_utf8_strlen (options->purpose != NULL ? options->purpose : "", -1)));
  return *purpose != '\0' ? g_strjoin (" · ", who, number, purpose, NULL)
                          : g_strjoin (" · ", who, number, NULL);
}

/* A page of its own: whoever gets the file reads where it comes from, and the table stays nothing but a table. */
static gboolean
put_mark (YbSheet *sheet, const YbExportOptions *options, const char *remark, GError **error)
{
  const YbSheetColumn columns[] = {{_ ("About this file"), YB_CELL_TEXT, 90}};

  if (options->id == 0)
    return TRUE;
  if (!_yb_sheet_begin (sheet, _ ("About this file"), columns, G_N_ELEMENTS (columns), error))
    return FALSE;

  _yb_sheet_text (sheet, 0, remark);
  if (!_yb_sheet_end_row (sheet, error))
    return FALSE;
  _yb_sheet_text (sheet, 0, _ ("Personal data of customers. Every export is logged. Do not pass it on."));
  return _yb_sheet_end_row (sheet, error);
}

static gboolean
choose_columns (Listing *self, GError **error)
{
  for (guint i = 0; self->options->columns != NULL && self->options->columns[i] != NULL; i++)
    {
      gboolean is_known = FALSE;

      for (guint j = 0; j < self->n_columns; j++)
        is_known = is_known || g_str_equal (self->columns[j].field, self->options->columns[i]);
      if (!is_known)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                       _ ("There is no column “%s” to export"), self->options->columns[i]);
          return FALSE;
        }
    }

  for (guint i = 0; i < self->n_columns; i++)
    {
      self->fields[i] = yb_row_type_find_field (self->columns[i].type, self->columns[i].field);
      g_assert (self->fields[i] != NULL);
      self->wanted[i] = self->options->columns == NULL ||
                        g_strv_contains (self->options->columns, self->columns[i].field);
    }
  return TRUE;
}

static gboolean
begin_listing (Listing *self, const char *title, GError **error)
{
  YbSheetColumn columns[G_N_ELEMENTS (deal_columns)];
  guint n = 0;

  if (!choose_columns (self, error))
    return FALSE;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->wanted[i])
      {
        columns[n].title = self->columns[i].title != NULL ? _ (self->columns[i].title)
                                                          : yb_field_label (self->fields[i]);
        columns[n].kind = cell_kind (self->fields[i]);
        columns[n].width = self->columns[i].width;
        n++;
      }

  return _yb_sheet_begin (self->sheet, title, columns, n, error);
}

static gboolean
put_row (Listing *self, YbStatement *row, GError **error)
{
  guint column = 0;

  for (guint i = 0; i < self->n_columns; i++)
    if (self->wanted[i])
      put_cell (self, column++, self->fields[i], row, i);
  if (!_yb_sheet_end_row (self->sheet, error))
    return FALSE;

  self->n_rows++;
  if (self->options->max_rows > 0 && self->n_rows > self->options->max_rows)
    {
      g_set_error (
          error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
          _ ("More than %u rows with personal data need the general manager. Choose a shorter period."),
          self->options->max_rows);
      return FALSE;
    }
  if (self->n_rows % ROWS_PER_STEP != 0)
    return TRUE;
  if (self->options->progress != NULL)
    self->options->progress ((double) yb_statement_number (row, 0) / (double) MAX (self->last_id, 1),
                             self->options->user_data);
  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}

static gboolean
put_rows (Listing *self, YbStatement *rows, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (g_cancellable_set_error_if_cancelled (self->cancellable, error))
    return FALSE;
  while (yb_statement_step (rows, &local_error))
    if (!put_row (self, rows, &local_error))
      break;
  yb_statement_reset (rows);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
read_last_id (Listing *self, YbConnection *connection, YbSql sql, GError **error)
{
  YbStatement *last = yb_connection_query (connection, sql);
  g_autoptr (GError) local_error = NULL;

  if (yb_statement_step (last, &local_error))
    self->last_id = yb_statement_number (last, 0);
  yb_statement_reset (last);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
put_figure_row (YbSheet *sheet, const YbFigure *figure, const YbFigurePart *part)
{
  double scale = figure->unit == YB_FIGURE_MONEY ? 100.0 : 1.0;

  _yb_sheet_text (sheet, 0, figure->id);
  _yb_sheet_text (sheet, 1, figure->name);
  _yb_sheet_text (sheet, 2, part->name);
  if (part->has_value)
    _yb_sheet_real (sheet, 3, part->value / scale);
  _yb_sheet_text (sheet, 4, yb_figure_unit_code (figure->unit));
  if (part->numerator != YB_NO_VALUE)
    (figure->money_terms ? _yb_sheet_money : _yb_sheet_number) (sheet, 5, part->numerator);
  if (part->denominator != YB_NO_VALUE)
    (figure->money_terms ? _yb_sheet_money : _yb_sheet_number) (sheet, 6, part->denominator);
  _yb_sheet_text (sheet, 7, figure->formula);
}

static gboolean
put_figure (YbSheet *sheet, const YbFigure *figure, guint *n_rows, GError **error)
{
  put_figure_row (sheet, figure, &figure->whole);
  if (!_yb_sheet_end_row (sheet, error))
    return FALSE;
  (*n_rows)++;

  for (guint pass = 0; pass < 2; pass++)
    {
      GPtrArray *parts = pass == 0 ? figure->parts : figure->groups;

      for (guint i = 0; i < parts->len; i++)
        {
          put_figure_row (sheet, figure, g_ptr_array_index (parts, i));
          if (!_yb_sheet_end_row (sheet, error))
            return FALSE;
          (*n_rows)++;
        }
    }

  return TRUE;
}

/* The figures of the period; without limits, of all time. The same code as kpi. */
static gboolean
put_figures (YbSheet *sheet,
             YbConnection *connection,
             const YbExportOptions *options,
             const char *remark,
             guint *n_rows,
             GError **error)
{
  const YbSheetColumn columns[] = {
      {_ ("Figure"), YB_CELL_TEXT, 15},        {C_ ("figure", "Name"), YB_CELL_TEXT, 44},
      {_ ("Part"), YB_CELL_TEXT, 28},          {_ ("Value"), YB_CELL_REAL, 14},
      {_ ("Unit"), YB_CELL_TEXT, 8},           {_ ("Numerator"), YB_CELL_NUMBER, 14},
      {_ ("Denominator"), YB_CELL_NUMBER, 14}, {_ ("How it is reckoned"), YB_CELL_TEXT, 90},
  };
  const char *from = options->from != NULL ? options->from : YB_FIGURE_FIRST_DAY;
  const char *to = options->to != NULL ? options->to : YB_FIGURE_LAST_DAY;
  g_autoptr (GPtrArray) figures = yb_figures_compute (connection, from, to, options->by, error);
  g_autofree char *period = NULL;

  if (figures == NULL || !_yb_sheet_begin (sheet, _ ("Figures"), columns, G_N_ELEMENTS (columns), error))
    return FALSE;

  for (guint i = 0; i < figures->len; i++)
    if (!put_figure (sheet, g_ptr_array_index (figures, i), n_rows, error))
      return FALSE;

  /* Translators: first and last day */
  period = options->from != NULL || options->to != NULL ? g_strdup_printf (_ ("Period: %s to %s"), from, to)
                                                        : g_strdup (_ ("Period: all"));
  _yb_sheet_note (sheet, period);
  _yb_sheet_note (sheet, remark);
  return TRUE;
}

/**
 * yb_export_deals:
 * @connection: where to read; the caller holds one snapshot
 * @path: a name that ends in .xlsx or .csv; an existing file is replaced when the new one is complete
 * @options: what and for whom
 * @cancellable: (nullable): looked at every few hundred rows
 * @n_rows: (out) (optional): number of deals
 * @error: G_IO_ERROR, G_FILE_ERROR or YB_STORE_ERROR; then @path is as it was
 *
 * Writes the deals that were open on some day of the period (opened by its last day and not closed before its
 * first), and in a workbook a second sheet with the figures of the period. security.md, exports.
 *
 * Returns: whether the file was written
 */
gboolean
yb_export_deals (YbConnection *connection,
                 const char *path,
                 const YbExportOptions *options,
                 GCancellable *cancellable,
                 guint *n_rows,
                 GError **error)
{
  g_autofree char *remark = NULL;
  g_autoptr (YbSheet) sheet = NULL;
  Listing listing = {.options = options,
                     .cancellable = cancellable,
                     .columns = deal_columns,
                     .n_columns = G_N_ELEMENTS (deal_columns)};
  YbStatement *rows;
  gboolean with_figures;
  guint n_figures = 0;

  g_return_val_if_fail (connection != NULL && path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->author != NULL, FALSE);

  remark = make_remark (options);
  listing.sheet = sheet = _yb_sheet_new (path, options->author, remark, error);
  if (sheet == NULL || !begin_listing (&listing, _ ("Deals"), error) ||
      !read_last_id (&listing, connection, YB_SQL_REPORT_LAST_DEAL, error))
    return FALSE;

  rows = yb_connection_query (connection, YB_SQL_REPORT_DEALS);
  yb_statement_bind_number (rows, 1, 0);
  yb_statement_bind_text (rows, 2, options->from != NULL ? options->from : "");
  yb_statement_bind_text (rows, 3, options->to != NULL ? options->to : YB_FIGURE_LAST_DAY);
  yb_statement_bind_number (rows, 4, options->consultant);
  yb_statement_bind_number (rows, 5,
                            options->handed_over_since > 0 ? options->handed_over_since : G_MAXINT64);
  if (options->team != NULL)
    yb_statement_bind_text (rows, 6, options->team);
  else
    yb_statement_bind_null (rows, 6);
  with_figures = !options->without_figures && options->consultant == 0 && options->team == NULL;
  if (!put_rows (&listing, rows, error) ||
      (with_figures && !put_figures (sheet, connection, options, remark, &n_figures, error)) ||
      !put_mark (sheet, options, remark, error) || !_yb_sheet_finish (sheet, error))
    return FALSE;

  if (n_rows != NULL)
    *n_rows = listing.n_rows;
  return TRUE;
}

/**
 * yb_export_customers:
 * @connection: where to read; the caller holds one snapshot
 * @path: as for yb_export_deals()
 * @options: for whom; the period does not matter
 * @cancellable: (nullable): looked at every few hundred rows
 * @n_rows: (out) (optional): number of customers
 * @error: as for yb_export_deals()
 *
 * Writes the customers. security.md, exports.
 *
 * Returns: whether the file was written
 */
gboolean
yb_export_customers (YbConnection *connection,
                     const char *path,
                     const YbExportOptions *options,
                     GCancellable *cancellable,
                     guint *n_rows,
                     GError **error)
{
  g_autofree char *remark = NULL;
  g_autoptr (YbSheet) sheet = NULL;
  Listing listing = {.options = options,
                     .cancellable = cancellable,
                     .columns = customer_columns,
                     .n_columns = G_N_ELEMENTS (customer_columns)};
  YbStatement *rows;

  g_return_val_if_fail (connection != NULL && path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->author != NULL, FALSE);

  remark = make_remark (options);
  listing.sheet = sheet = _yb_sheet_new (path, options->author, remark, error);
  if (sheet == NULL || !begin_listing (&listing, _ ("Customers"), error) ||
      !read_last_id (&listing, connection, YB_SQL_REPORT_LAST_CUSTOMER, error))
    return FALSE;

  rows = yb_connection_query (connection, YB_SQL_REPORT_CUSTOMERS);
  yb_statement_bind_number (rows, 1, 0);
  if (!put_rows (&listing, rows, error) || !put_mark (sheet, options, remark, error) ||
      !_yb_sheet_finish (sheet, error))
    return FALSE;

  if (n_rows != NULL)
    *n_rows = listing.n_rows;
  return TRUE;
}

/**
 * yb_export_figures:
 * @connection: where to read; the caller holds one snapshot
 * @path: as for yb_export_deals()
 * @options: the period, and by what the figures are split
 * @cancellable: (nullable): looked at before it starts
 * @n_rows: (out) (optional): number of lines
 * @error: as for yb_export_deals()
 *
 * Writes the figures of yb_figures_compute(), each with its formula.
 *
 * Returns: whether the file was written
 */
gboolean
yb_export_figures (YbConnection *connection,
                   const char *path,
                   const YbExportOptions *options,
                   GCancellable *cancellable,
                   guint *n_rows,
                   GError **error)
{
  g_autofree char *remark = NULL;
  g_autoptr (YbSheet) sheet = NULL;
  guint n_lines = 0;

  g_return_val_if_fail (connection != NULL && path != NULL, FALSE);
  g_return_val_if_fail (options != NULL && options->author != NULL, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  remark = make_remark (options);
  sheet = _yb_sheet_new (path, options->author, remark, error);
  if (sheet == NULL || !put_figures (sheet, connection, options, remark, &n_lines, error) ||
      !_yb_sheet_finish (sheet, error))
    return FALSE;

  if (n_rows != NULL)
    *n_rows = n_lines;
  return TRUE;
}
