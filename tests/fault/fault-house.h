/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"

G_BEGIN_DECLS

/* A small house whose deals are moved back and forth, so that a file tells by itself which moves it holds: the moves
 * are numbered from 1, and each carries its number as the note of its history row. */

#define FAULT_DEALS 4
/* Who moves them. */
#define FAULT_STAFF "sc"
#define FAULT_PASSWORD "faults"

void fault_init (int *argc, char ***argv);

char *fault_folder_new (void) G_GNUC_WARN_UNUSED_RESULT;
void fault_folder_free (char *folder);

const char *fault_house (void);
void fault_copy_house (const char *path);
void fault_remove_house (const char *path);

YbDesk *fault_desk_open (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean fault_move (YbDesk *desk, guint number, GError **error);
char *fault_move_line (guint number) G_GNUC_WARN_UNUSED_RESULT;
gboolean fault_was_moved (const GError *error);

gboolean fault_insert_customer (YbTransaction *transaction, gpointer data, GError **error);
gboolean fault_inspect (const char *path, guint *n_moves, char **problem) G_GNUC_WARN_UNUSED_RESULT;
void fault_assert_told (const GError *error);

G_END_DECLS
