/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "yb-field.h"
#include "yb-transaction.h"

G_BEGIN_DECLS

typedef struct _YbCall YbCall;

/**
 * YbVerbFlags:
 * @YB_VERB_UNDOABLE: the person who did it may take it back
 * @YB_VERB_DECISION: the button of its dialog says what is decided, not "Save"
 * @YB_VERB_KEEPS_QUIET: its arguments stay out of the audit row (passwords)
 */
typedef enum
{
  YB_VERB_NO_FLAGS = 0,
  YB_VERB_UNDOABLE = 1 << 0,
  YB_VERB_KEEPS_QUIET = 1 << 1,
  YB_VERB_DECISION = 1 << 2,
} YbVerbFlags;

/**
 * YbVerb:
 * @name: AREA.VERB as in contract.md
 * @label: English source string, imperative
 * @arguments: what it takes
 * @n_arguments: how many
 * @right: the right it needs (see yb-rights.h)
 * @flags: see #YbVerbFlags
 * @run: loads, checks guards, writes rows and history; the desk opens the transaction, checks the right,
 *   reads the arguments, writes the audit row and commits
 * @after_undo: (nullable): for undoable verbs: called inside the transaction of the undo, after the rows of
 *   this verb were put back; writes the compensating history row
 *
 * Something people do. The only way to change data.
 */
typedef struct
{
  const char *name;
  const char *label;
  const YbField *arguments;
  guint n_arguments;
  const char *right;
  YbVerbFlags flags;
  gboolean (*run) (YbCall *call, GError **error);
  gboolean (*after_undo) (YbCall *call, JsonObject *original_arguments, GError **error);
} YbVerb;

const YbVerb *yb_verb_find (const char *name);
GPtrArray *yb_verbs_list (void) G_GNUC_WARN_UNUSED_RESULT;
const char *yb_verb_label (const YbVerb *verb);

G_END_DECLS
