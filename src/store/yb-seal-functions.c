/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Functions for the statements of data/sql that look for telephone numbers or have to show a sealed value. */

#include "config.h"

#include "yb-seal-private.h"

#include <inttypes.h>
#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-width.h"

#define TAIL_DIGITS 4

static const char *
text_of (sqlite3_value *value)
{
  const char *text = (const char *) sqlite3_value_text (value);

  return text != NULL ? text : "";
}

/* (transfer full) error: the statement fails with it */
static void
refuse (sqlite3_context *context, YbConnection *connection, GError *error)
{
  g_clear_error (&connection->refusal);
  connection->refusal = error;
  sqlite3_result_error (context, error->message, -1);
}

static void
result_hash (sqlite3_context *context, YbConnection *connection, const char *phone)
{
  guint8 hash[YB_PHONE_HASH_BYTES];

  if (connection->keys != NULL && _yb_phone_hash (connection->keys, phone, hash))
    sqlite3_result_blob (context, hash, sizeof hash, SQLITE_TRANSIENT);
}

/* phone_hash (TEXT): for columns NAME_hash; NULL for what has no digit. Fails while locked: a number that is not found must
 * not be entered a second time. */
static void
phone_hash (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  YbConnection *connection = sqlite3_user_data (context);
  const char *phone = text_of (values[0]);
  GError *error = NULL;

  if (*phone != '\0' && !_yb_connection_require_keys (connection, &error))
    refuse (context, connection, error);
  else
    result_hash (context, connection, phone);
}

/* search_hash (TEXT): as phone_hash(), for a search among other things: NULL while locked. */
static void
search_hash (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  result_hash (context, sqlite3_user_data (context), text_of (values[0]));
}

/* search_tail (TEXT): for columns NAME_tail; NULL for what is not just four digits. */
static void
search_tail (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  YbConnection *connection = sqlite3_user_data (context);
  g_autofree char *text = yb_width_fold (text_of (values[0]));
  gint64 tail;

  g_strstrip (text);
  if (strlen (text) == TAIL_DIGITS && strspn (text, "0123456789") == TAIL_DIGITS &&
      connection->keys != NULL && _yb_phone_tail (connection->keys, text, &tail))
    sqlite3_result_int64 (context, tail);
}

/* open_secret (table, id, column, value): the text of a sealed value. Fails while locked, and for a value that does not
 * belong there: a file that is written from it must not lack anything in silence. */
static void
open_secret (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  YbConnection *connection = sqlite3_user_data (context);
  const YbCell cell = {text_of (values[0]), sqlite3_value_int64 (values[1]), text_of (values[2])};
  const guint8 *sealed = sqlite3_value_blob (values[3]);
  GError *error = NULL;
  char *text;

  if (sealed == NULL)
    {
      sqlite3_result_text (context, "", 0, SQLITE_STATIC);
      return;
    }
  if (!_yb_connection_require_keys (connection, &error))
    {
      refuse (context, connection, error);
      return;
    }

  text = _yb_unseal (connection, &cell, sealed, sqlite3_value_bytes (values[3]));
  if (text != NULL)
    sqlite3_result_text (context, text, -1, g_free);
  else
    refuse (context, connection,
            g_error_new (YB_STORE_ERROR, YB_STORE_ERROR_DAMAGED,
                         /* Translators: table, number, column */
                         _ ("A sealed value does not open: %s no. %" PRId64 ", %s. It was damaged or "
                            "tampered with; “yingbinctl check” tells more."),
                         cell.table, cell.id, cell.column));
}

gboolean
_yb_seal_add_functions (YbConnection *connection)
{
  static const struct
  {
    const char *name;
    int n_values;
    void (*function) (sqlite3_context *, int, sqlite3_value **);
  } functions[] = {
      {"phone_hash", 1, phone_hash},
      {"search_hash", 1, search_hash},
      {"search_tail", 1, search_tail},
      {"open_secret", 4, open_secret},
  };

  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (sqlite3_create_function_v2 (connection->db, functions[i].name, functions[i].n_values,
                                    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, connection,
                                    functions[i].function, NULL, NULL, NULL) != SQLITE_OK)
      return FALSE;

  return TRUE;
}
