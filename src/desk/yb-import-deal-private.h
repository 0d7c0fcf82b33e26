/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-import-private.h"

G_BEGIN_DECLS

/* What an import of deals knows of the file and of the store. */
typedef struct
{
  YbImportColumn *external;
  YbImportColumn *customer;
  YbImportColumn *phone;
  YbImportColumn *consultant;
  YbImportColumn *stage;
  GHashTable *staff;     /* "code X", "name X", "external X" -> id, AMBIGUOUS */
  GHashTable *customers; /* "name\nphone" -> id */
  GHashTable *standings; /* cell -> YbImportStanding */
  GHashTable *midnights; /* day -> UTC ms */
  GHashTable *alike;     /* "customer\nday\nmodel\namount" -> id, of deals without a number */
  GHashTable *alike_of;  /* customers whose deals are in @alike */
  gint64 nobody;
  gint64 followup_since; /* won deals closed before are off the board, UTC ms */
  char *dormant_until;   /* dormant deals whose next contact the file does not say come back on this day */
} YbImportDeals;

static inline gint64 *
_yb_import_boxed (gint64 value)
{
  return g_memdup2 (&value, sizeof value);
}

static inline gint64
_yb_import_recall (GHashTable *memory, const char *key)
{
  const gint64 *value = g_hash_table_lookup (memory, key);

  return value != NULL ? *value : 0;
}

gboolean _yb_import_deal_load_staff (YbImportPass *self, GError **error);
gboolean _yb_import_deal_read_consultant (YbImportPass *self, YbDeal *deal, GError **error);
gboolean
_yb_import_deal_read_customer (YbImportPass *self, char **name, char **phone, gint64 *id, GError **error);
gboolean _yb_import_deal_need_customer (
    YbImportPass *self, const char *name, const char *phone, gint64 *id, GError **error);

G_END_DECLS
