/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-oversight.h"
#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbRule:
 * @key: what it settles ("board.followup-days")
 * @value: its value as text; the meaning stands beside the key in data/rules/rules.ini
 * @valid_from: day from which it holds
 *
 * A rule that a store may change. The newest row with valid_from not in the future holds.
 */
typedef struct
{
  YbRow parent_instance;

  char *key;
  char *value;
  char *valid_from;
} YbRule;

YB_DECLARE_ROW (YbRule, yb_rule, YB_RULE)

/**
 * YbImportRun:
 * @audit: the audit row of the import, which also carries what is needed to undo it
 * @undone_at: UTC ms
 *
 * One import of a foreign file.
 */
typedef struct
{
  YbRow parent_instance;

  char *kind;
  char *file_name;
  char *file_hash;
  gint64 rows;
  gint64 imported;
  gint64 updated;
  gint64 skipped;
  gint64 audit;
  gint64 undone_at;
} YbImportRun;

YB_DECLARE_ROW (YbImportRun, yb_import_run, YB_IMPORT_RUN)

const YbRowType *const *yb_row_types (guint *n_types);
const YbRowType *yb_row_type_by_kind (const char *kind);
const YbRowType *yb_row_type_by_plural (const char *plural);

G_END_DECLS
