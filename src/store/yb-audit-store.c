/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail of a store against what this computer remembers of it. */

#include "config.h"

#include "yb-audit-private.h"

#include <glib/gi18n-lib.h>

#include "yb-keys-private.h"
#include "yb-store-private.h"

/**
 * yb_audit_anchor_get:
 * @store: a store
 * @anchor: (out caller-allocates): what this computer remembers of its audit trail
 *
 * May wait for the Secret Service, for two seconds at most: not for the main thread of the window.
 *
 * Returns: whether it remembers anything
 */
gboolean
yb_audit_anchor_get (YbStore *store, YbAuditAnchor *anchor)
{
  g_return_val_if_fail (YB_IS_STORE (store) && anchor != NULL, FALSE);

  return store->uuid != NULL && _yb_audit_recall (store->uuid, anchor) == YB_RECALL_FOUND;
}

static gpointer
advance_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  YbStore *self = data;

  return _yb_audit_advance (connection, self->uuid, error) ? self : NULL;
}

/**
 * yb_audit_anchor_put:
 * @store: a store
 * @error: trouble of the database
 *
 * Remembers outside the file how far its audit trail has come, now and on this thread. What is remembered only ever
 * moves forward, and stays where it is when it does not fit to the file. The store does this by itself some seconds
 * after each commit and when it is closed; a backup and a restore do it when they are done. May wait for the Secret
 * Service: not for the main thread of the window.
 *
 * Returns: whether it was done
 */
gboolean
yb_audit_anchor_put (YbStore *store, GError **error)
{
  g_return_val_if_fail (YB_IS_STORE (store), FALSE);

  return store->uuid == NULL || yb_store_read (store, advance_cb, store, error) != NULL;
}

/**
 * yb_audit_anchor_soon:
 * @store: a store
 *
 * As yb_audit_anchor_put(), on a thread of its own and without waiting: when somebody signs out or goes away.
 */
void
yb_audit_anchor_soon (YbStore *store)
{
  g_return_if_fail (YB_IS_STORE (store));

  if (store->keeper != NULL)
    _yb_audit_keeper_note (store->keeper, TRUE);
}

/**
 * yb_audit_next_epoch:
 * @store: a store whose audit trail was looked at
 *
 * Returns: the number for the argument "epoch" of a row with the verb %YB_AUDIT_ACCEPTED; see yb_audit_new_epoch()
 */
gint64
yb_audit_next_epoch (YbStore *store)
{
  gint64 epoch;

  g_return_val_if_fail (YB_IS_STORE (store), 1);

  g_mutex_lock (&store->news_lock);
  epoch = store->next_epoch;
  g_mutex_unlock (&store->news_lock);
  return MAX (1, epoch);
}

static void
note_next_epoch (YbStore *self, YbConnection *connection, const YbAuditAnchor *known)
{
  YbAuditAnchor here;

  /* The number of rows does not matter here. */
  if (!yb_audit_anchor_read (connection, known, &here, NULL))
    return;

  g_mutex_lock (&self->news_lock);
  self->next_epoch = yb_audit_new_epoch (&here, known);
  g_mutex_unlock (&self->news_lock);
}

typedef struct
{
  YbStore *store; /* lives until the callback */
  gboolean counts;
  gint64 n_rows;
  gboolean remembers;
  GPtrArray *problems;
  GPtrArray *notes;
} Look;

static void
look_free (gpointer data)
{
  Look *look = data;

  g_clear_pointer (&look->problems, g_ptr_array_unref);
  g_free (look);
}

static gboolean
look_at_anchor (Look *look, YbConnection *connection, GError **error)
{
  YbAuditAnchor anchor;
  YbRecall recall = look->store->uuid != NULL ? _yb_audit_recall (look->store->uuid, &anchor)
                                              : YB_RECALL_NONE;

  if (recall != YB_RECALL_FOUND)
    {
      if (look->notes != NULL && recall == YB_RECALL_NO_ANSWER)
        g_ptr_array_add (look->notes,
                         g_strdup (_ ("The keyring of this computer does not answer: whether the end of the "
                                      "audit trail was cut off could not be checked.")));
      else if (look->notes != NULL)
        g_ptr_array_add (look->notes,
                         g_strdup (_ ("There is no anchor of the audit trail on this computer: that its "
                                      "end was cut off would not be noticed here.")));
      return TRUE;
    }

  note_next_epoch (look->store, connection, &anchor);
  return _yb_audit_check_anchor (connection, &anchor, look->counts, look->problems, error);
}

static gpointer
look_cb (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  Look *look = data;

  if (look->notes != NULL && _yb_audit_get_key (connection) == NULL)
    g_ptr_array_add (look->notes, g_strdup (_ ("The seals of the audit trail were not checked, because the "
                                               "file is locked on this computer.")));
  if ((look->n_rows > 0 && !_yb_audit_check (connection, look->n_rows, look->problems, error)) ||
      !look_at_anchor (look, connection, error))
    return NULL;

  if (look->remembers && look->problems->len == 0 && look->store->uuid != NULL)
    _yb_audit_advance (connection, look->store->uuid, NULL);
  return g_ptr_array_ref (look->problems);
}

/**
 * yb_store_check_anchor:
 * @self: a store
 * @problems: (element-type utf8): what was found is added here, translated
 * @notes: (element-type utf8): what could not be checked here, translated
 * @error: trouble that kept the check from running
 *
 * Whether the audit trail goes at least as far as this computer has seen it, and is the same one. The seals are looked
 * at by yb_store_check(). May wait for the Secret Service.
 *
 * Returns: whether the check ran
 */
gboolean
yb_store_check_anchor (YbStore *self, GPtrArray *problems, GPtrArray *notes, GError **error)
{
  Look look = {.store = self, .counts = TRUE, .problems = problems, .notes = notes};
  g_autoptr (GPtrArray) found = NULL;

  g_return_val_if_fail (YB_IS_STORE (self) && problems != NULL && notes != NULL, FALSE);

  found = yb_store_read (self, look_cb, &look, error);
  return found != NULL;
}

/**
 * yb_store_check_audit_async:
 * @self: a store
 * @n_rows: how many of the newest rows
 * @cancellable: (nullable): gives up
 * @callback: calls yb_store_check_audit_finish()
 * @user_data: for @callback
 *
 * Looks on a worker thread whether the newest rows of the audit trail bear their seals, and whether the trail goes at
 * least as far as this computer has seen it. What fits is remembered.
 */
void
yb_store_check_audit_async (
    YbStore *self, gint64 n_rows, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  Look *look;

  g_return_if_fail (YB_IS_STORE (self) && n_rows > 0);

  look = g_new0 (Look, 1);
  look->store = self; /* the job holds it */
  look->n_rows = n_rows;
  look->remembers = TRUE;
  look->problems = g_ptr_array_new_with_free_func (g_free);
  yb_store_read_async (self, look_cb, look, look_free, (GDestroyNotify) g_ptr_array_unref, cancellable,
                       callback, user_data);
}

/**
 * yb_store_check_audit_finish:
 * @self: a store
 * @result: given to the callback
 * @error: trouble that kept the check from running
 *
 * Returns: (transfer full) (element-type utf8) (nullable): the problems found, translated; empty when all is well
 */
GPtrArray *
yb_store_check_audit_finish (YbStore *self, GAsyncResult *result, GError **error)
{
  return yb_store_read_finish (self, result, error);
}
