/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the writer keeps from one transaction to the next: who acts and what they may is asked at every turn, and seldom
 * changes. It holds as long as nobody else has written, and none of the tables it follows from was changed here. */

#include "config.h"

#include "yb-connection-private.h"

#include "yb-house.h"

typedef struct
{
  gpointer value;
  GDestroyNotify destroy;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  if (kept->destroy != NULL)
    kept->destroy (kept->value);
  g_free (kept);
}

/* Changes with every commit of another connection, also of another process, that this one has come to see. */
guint32
_yb_connection_get_version (YbConnection *self)
{
  guint32 version = 0;

  sqlite3_file_control (self->db, "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

static void
forget (YbConnection *self)
{
  if (self->kept != NULL)
    g_hash_table_remove_all (self->kept);
  self->kept_is_stale = FALSE;
}

/* At the beginning of a transaction: from here on nobody else can write. */
void
_yb_connection_begin_memory (YbConnection *self)
{
  guint32 version = _yb_connection_get_version (self);

  if (self->kept_version != version)
    forget (self);
  self->kept_version = version;
  self->in_transaction = TRUE;
}

/* Inside sqlite3_step(): only remembers. */
void
_yb_connection_note_change (YbConnection *self, const char *table)
{
  const YbRowType *type = yb_row_type_by_kind (table);

  if (type != NULL && type->settled)
    self->kept_is_stale = TRUE;
}

void
_yb_connection_end_memory (YbConnection *self, gboolean committed)
{
  if (self->kept_is_stale || !committed)
    forget (self);
  self->kept_version = _yb_connection_get_version (self);
  self->in_transaction = FALSE;
}

/**
 * yb_connection_recall:
 * @self: a connection
 * @key: as given to yb_connection_keep()
 *
 * Returns: (transfer none) (nullable): what was kept, valid until the next call of yb_connection_keep(); %NULL when it
 *   has to be read, as always outside a transaction
 */
gconstpointer
yb_connection_recall (YbConnection *self, const char *key)
{
  const Kept *kept;

  g_return_val_if_fail (self != NULL && key != NULL, NULL);

  if (!self->in_transaction || self->kept_is_stale || self->kept == NULL)
    return NULL;

  kept = g_hash_table_lookup (self->kept, key);
  return kept != NULL ? kept->value : NULL;
}

/**
 * yb_connection_keep:
 * @self: a connection
 * @key: what it is
 * @value: (transfer full): follows from tables of #YbRowType.settled alone, as read in this transaction
 * @destroy: frees it
 *
 * Keeps it until one of these tables may have changed. Connections that only read keep nothing: they learn too late of
 * what others write.
 */
void
yb_connection_keep (YbConnection *self, const char *key, gpointer value, GDestroyNotify destroy)
{
  Kept *kept;

  g_return_if_fail (self != NULL && key != NULL && destroy != NULL);

  if (!self->in_transaction || self->kept_is_stale)
    {
      destroy (value);
      return;
    }

  if (self->kept == NULL)
    self->kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
  kept = g_new (Kept, 1);
  *kept = (Kept){value, destroy};
  g_hash_table_insert (self->kept, g_strdup (key), kept);
}
