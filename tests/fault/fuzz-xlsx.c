/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Any workbook is a table or an error in words. Compressed bytes would nearly never be a workbook, so the input is its
 * parts as text: what stands behind a line "@@ NAME" is the part NAME, what stands before the first one is the sheet. Bytes
 * that begin as a zip are taken as they are. */

#include "config.h"

#include "fuzz.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "yb-table.h"

#define MARK "\n@@ "
#define MAX_PARTS 40
#define BYTES_PER_HEAD 1024
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

/* What every workbook needs, unless the input brings it. */
static const char *const defaults[][2] = {
    {"[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"},
    {"xl/workbook.xml", "<workbook xmlns='" MAIN "' xmlns:r='" OFFICE
                        "'><sheets><sheet name='a' sheetId='1' r:id='rId1'/></sheets></workbook>"},
    {"xl/_rels/workbook.xml.rels",
     "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
     "<Relationship Id='rId1' Type='" OFFICE "/worksheet' Target='worksheets/sheet1.xml'/>"
     "<Relationship Id='rId3' Type='" OFFICE "/styles' Target='styles.xml'/>"
     "<Relationship Id='rId4' Type='" OFFICE "/sharedStrings' Target='sharedStrings.xml'/></Relationships>"},
};

static void
add_part (struct archive *archive, const char *name, const char *content)
{
  struct archive_entry *entry = archive_entry_new ();

  archive_entry_set_pathname (entry, name);
  archive_entry_set_size (entry, (la_int64_t) strlen (content));
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  if (archive_write_header (archive, entry) == ARCHIVE_OK)
    archive_write_data (archive, content, strlen (content));
  archive_entry_free (entry);
}

static GBytes *
pack (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, MARK, MAX_PARTS);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  struct archive *archive = archive_write_new ();
  gsize size = (2 * MAX_PARTS) * BYTES_PER_HEAD + 2 * strlen (text), used = 0;
  char *buffer = g_malloc (size);

  archive_write_set_format_zip (archive);
  archive_write_zip_set_compression_store (archive);
  g_assert_cmpint (archive_write_open_memory (archive, buffer, size, &used), ==, ARCHIVE_OK);
  if (parts[0] != NULL)
    add_part (archive, "xl/worksheets/sheet1.xml", parts[0]);
  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    {
      gsize length = MIN (strcspn (parts[i], "\n"), 100);
      char *name = g_strndup (parts[i], length);

      add_part (archive, name, parts[i] + length);
      g_hash_table_add (names, name);
    }
  for (guint i = 0; i < G_N_ELEMENTS (defaults); i++)
    if (!g_hash_table_contains (names, defaults[i][0]))
      add_part (archive, defaults[i][0], defaults[i][1]);
  archive_write_close (archive);
  archive_write_free (archive);
  return g_bytes_new_take (buffer, used);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  gboolean is_zip = size > 2 && data[0] == 'P' && data[1] == 'K';
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GBytes) bytes = is_zip ? g_bytes_new (data, size) : pack (text);
  g_autoptr (GError) error = NULL;
  g_autoptr (YbTable) table = yb_table_read_bytes (bytes, NULL, NULL, &error);

  g_assert_true ((table == NULL) == (error != NULL));
  g_assert_true (error == NULL || (error->domain == YB_TABLE_ERROR && *error->message != '\0'));
  for (guint row = 0; table != NULL && row < yb_table_get_n_rows (table); row++)
    for (guint column = 0; column < yb_table_get_n_columns (table); column++)
      {
        g_assert_true (g_utf8_validate (yb_table_get_header (table, column), -1, NULL));
        g_assert_true (g_utf8_validate (yb_table_get_cell (table, row, column), -1, NULL));
      }
  fuzz_planted (1, table != NULL);
  return 0;
}
