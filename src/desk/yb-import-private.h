/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-call.h"
#include "yb-date-format.h"
#include "yb-import.h"

G_BEGIN_DECLS

/* The one customer that stands for "not stated": our number of it, as if another system had given it. */
#define YB_IMPORT_NOBODY "import:no-name"

/* Where a deal stands. */
typedef struct
{
  YbStage stage;
  YbOutcome outcome;
} YbImportStanding;

typedef struct _YbImportKind YbImportKind;
typedef struct _YbImportPass YbImportPass;

/**
 * YbImportColumn:
 * @field: our field
 * @column: index of their column
 * @reader: (nullable): reads the dates, for days and times
 * @codes: (nullable): what the cells met so far mean, for enumerations: cell -> number + 1
 *
 * A mapped column.
 */
typedef struct
{
  const YbField *field;
  guint column;
  YbDateReader *reader;
  GHashTable *codes;
} YbImportColumn;

/**
 * YbImportKind:
 * @name: as in the mapping file ("deals")
 * @verb: the verb that writes it
 * @types: the record types whose imported fields it takes, ended by %NULL
 * @extra: (nullable): one more field of another record
 * @required: fields that must have a column, ended by %NULL
 * @begin: prepares @data of the pass
 * @row: takes over the row that the pass stands on; problems of the row are told by _yb_import_pass_error()
 * @end: frees @data of the pass
 *
 * Something that can be imported.
 */
struct _YbImportKind
{
  const char *name;
  const char *verb;
  const YbRowType *types[3];
  const char *required[3];
  const char *extra;
  gboolean (*begin) (YbImportPass *pass, GError **error);
  gboolean (*row) (YbImportPass *pass, GError **error);
  void (*end) (YbImportPass *pass);
};

struct _YbImport
{
  gatomicrefcount ref_count;
  YbDesk *desk;
  const YbImportKind *kind;
  YbTable *table;
  YbImportMap *map;
  GFile *file;
};

/**
 * YbImportPass:
 * @call: (nullable): the verb that writes; %NULL for a check
 * @dry: nothing is written (any more): a check, or there was an error
 * @today: the store's local day
 * @row: index of the row it stands on
 * @bad: whether the row has an error
 * @columns: (element-type YbImportColumn): the mapped columns
 * @readers: (element-type YbDateReader): the date readers of the columns
 * @made: keys of records that a dry pass would have made -> their negative ids
 * @lines: numbers of other systems that stood in the file -> line
 * @data: of the kind
 *
 * One reading of the table, row by row, with or without writing.
 */
struct _YbImportPass
{
  YbImport *import;
  YbImportResult *result;
  gboolean skip_bad;
  YbImportProgress progress;
  gpointer progress_data;
  GCancellable *cancellable;

  YbCall *call;
  YbConnection *connection;
  gboolean dry;
  char *today;
  guint row;
  gboolean bad;
  GPtrArray *columns;
  GPtrArray *readers;
  GHashTable *made;
  GHashTable *lines;
  gint64 n_made;
  gpointer data;
};

extern const YbImportKind _yb_import_customers;
extern const YbImportKind _yb_import_deals;
extern const YbImportKind _yb_import_staff;

const YbImportKind *_yb_import_find_kind (const char *name);

YbImportResult *_yb_import_result_new (guint n_rows);

YbImportPass *_yb_import_pass_new (YbImport *import, gboolean skip_bad);
void _yb_import_pass_free (YbImportPass *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbImportPass, _yb_import_pass_free)
gboolean _yb_import_pass_prepare (YbImportPass *self, GError **error);
gboolean _yb_import_pass_run (YbImportPass *self, YbConnection *connection, YbCall *call, GError **error);

void _yb_import_pass_add_table_problems (YbImportPass *self);
void _yb_import_pass_error (YbImportPass *self, const YbImportColumn *column, const char *message);
void _yb_import_pass_unknown_value (YbImportPass *self, const YbImportColumn *column);
void _yb_import_pass_warn (YbImportPass *self, const YbImportColumn *column, const char *message);
YbImportColumn *_yb_import_pass_find (YbImportPass *self, const char *field);
const char *_yb_import_pass_cell (YbImportPass *self, const YbImportColumn *column);
const char *_yb_import_word (const YbEnum *enumeration, const char *text);
int _yb_import_read_enum (const YbEnum *enumeration, const char *text);
gboolean _yb_import_parse_standing (const char *text, YbImportStanding *standing, char **message);
void _yb_import_pass_read (YbImportPass *self, const YbImportColumn *column, YbRow *row);
gboolean _yb_import_pass_is_repeated (YbImportPass *self, const YbImportColumn *column, const char *number);
gboolean _yb_import_pass_insert (YbImportPass *self, YbRow *row, GError **error);
gboolean
_yb_import_pass_change (YbImportPass *self, YbRow *stored, YbRow *read, gboolean *changed, GError **error);
gint64 _yb_import_pass_made (YbImportPass *self, const char *key);
void _yb_import_pass_note_made (YbImportPass *self, char *key, gint64 id);

gboolean _yb_import_customer_find (
    YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error);
gboolean _yb_import_customer_make (YbImportPass *self, YbCustomer *customer, GError **error);

G_END_DECLS
