/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct
{
  const char *magic;
  gsize length;
  const char *message;
} Magic;

#define MAGIC(bytes, message)                                                                                \
  {                                                                                                          \
    bytes, sizeof (bytes) - 1, message                                                                       \
  }

/* What people choose by mistake, told by the first bytes. */
static const Magic magics[] = {
    MAGIC ("%PDF-",
           N_ ("This is a PDF document. Save the list as .xlsx or .csv in the program it comes from, "
               "and import that.")),
    MAGIC ("\x89PNG\r\n\x1a\n", N_ ("This is a picture. Save the list as .xlsx or .csv, and import that.")),
    MAGIC ("\xff\xd8\xff", N_ ("This is a picture. Save the list as .xlsx or .csv, and import that.")),
    MAGIC ("GIF8", N_ ("This is a picture. Save the list as .xlsx or .csv, and import that.")),
    MAGIC ("SQLite format 3\0",
           N_ ("This is a database file. Open it in the program it belongs to, export the list as .csv, and "
               "import "
               "that.")),
    MAGIC ("\x1f\x8b", N_ ("This is a compressed file. Unpack it, and import what is in it.")),
    MAGIC ("BZh", N_ ("This is a compressed file. Unpack it, and import what is in it.")),
    MAGIC ("\xfd"
           "7zXZ\0",
           N_ ("This is a compressed file. Unpack it, and import what is in it.")),
    MAGIC ("\x28\xb5\x2f\xfd", N_ ("This is a compressed file. Unpack it, and import what is in it.")),
    MAGIC ("7z\xbc\xaf\x27\x1c", N_ ("This is a compressed file. Unpack it, and import what is in it.")),
    MAGIC ("Rar!\x1a\x07", N_ ("This is a compressed file. Unpack it, and import what is in it.")),
    MAGIC ("{\\rtf", N_ ("This is a text document. Save the list as .xlsx or .csv, and import that.")),
    MAGIC ("\x7f"
           "ELF",
           N_ ("This is a program. Choose a CSV or Excel file.")),
    MAGIC ("\x00\x01\x00\x00Standard ",
           N_ ("This is an Access database. Open it in Access, export the table as .xlsx, and import that.")),
};

/* Old systems hand out web pages and XML under the name .xls; Excel opens them with a warning. */
static const char *const markups[] = {"<!doctype", "<html", "<head",  "<meta",
                                      "<table",    "<?xml", "<style", "<script"};

/* The stream names of a compound file are UTF-16. */
static gboolean
contains_utf16 (const guchar *data, gsize length, const char *name)
{
  gsize n = strlen (name);
  g_autofree char *wide = g_malloc0 (n * 2);

  for (gsize i = 0; i < n; i++)
    wide[i * 2] = name[i];
  return memmem (data, length, wide, n * 2) != NULL;
}

static void
refuse_compound (const guchar *data, gsize length, GError **error)
{
  const char *message;

  if (contains_utf16 (data, length, "EncryptedPackage"))
    message = _ (
        "This workbook is protected by a password. Open it in Excel or WPS, remove the password, save it, "
        "and import that.");
  else if (contains_utf16 (data, length, "WordDocument"))
    message = _ ("This is an old Word document. Save the list as .xlsx or .csv, and import that.");
  else
    message = _ ("This is an old Excel 97 file. Open it in Excel or WPS, save as .xlsx, and import that.");
  g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_NOT_A_TABLE, message);
}

static gboolean
is_markup (const guchar *data, gsize length)
{
  gsize at = 0;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    at = 3;
  while (at < length && g_ascii_isspace (data[at]))
    at++;
  for (gsize i = 0; i < G_N_ELEMENTS (markups); i++)
    {
      gsize n = strlen (markups[i]);

      if (length - at >= n && g_ascii_strncasecmp ((const char *) data + at, markups[i], n) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Tells text from a zip file, and refuses what is neither in words that say what it is and what to do. */
gboolean
_yb_table_find_kind (const guchar *data, gsize length, YbTableKind *kind, GError **error)
{
  if (length >= 4 && (memcmp (data, "PK\3\4", 4) == 0 || memcmp (data, "PK\5\6", 4) == 0))
    {
      *kind = YB_TABLE_KIND_ZIP;
      return TRUE;
    }
  if (length >= 8 && memcmp (data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
    {
      refuse_compound (data, length, error);
      return FALSE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (magics); i++)
    if (length >= magics[i].length && memcmp (data, magics[i].magic, magics[i].length) == 0)
      {
        g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_NOT_A_TABLE, _ (magics[i].message));
        return FALSE;
      }
  if (is_markup (data, length))
    {
      g_set_error_literal (
          error, YB_TABLE_ERROR, YB_TABLE_ERROR_NOT_A_TABLE,
          _ ("This is a web page or XML file, whatever its name says. Open it in Excel or WPS, save "
             "as .xlsx, and import that."));
      return FALSE;
    }
  *kind = YB_TABLE_KIND_TEXT;
  return TRUE;
}
