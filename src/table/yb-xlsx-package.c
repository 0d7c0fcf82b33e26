/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-xlsx-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <expat.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define NAMESPACE_MARK '|'

typedef struct archive YbArchive;

static void
free_archive (YbArchive *archive)
{
  archive_read_free (archive);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbArchive, free_archive)

typedef struct
{
  XML_Parser parser;
  const YbXlsxHandlers *handlers;
  gpointer user_data;
  GError *error;
} Parsing;

gboolean
_yb_xlsx_refuse_damaged (const char *what, GError **error)
{
  g_set_error (
      error, YB_TABLE_ERROR, YB_TABLE_ERROR_MALFORMED,
      _ ("The workbook is damaged (%s). Open it in Excel or WPS, save it again as .xlsx, and import that."),
      what != NULL ? what : "zip");
  return FALSE;
}

static YbArchive *
open_zip (GBytes *bytes, GError **error)
{
  YbArchive *archive = archive_read_new ();
  gsize length;
  const void *data = g_bytes_get_data (bytes, &length);

  archive_read_support_format_zip_seekable (archive);
  if (archive_read_open_memory (archive, data, length) == ARCHIVE_OK)
    return archive;
  _yb_xlsx_refuse_damaged (archive_error_string (archive), error);
  archive_read_free (archive);
  return NULL;
}

/* The next part's name, %NULL at the proper end; any other end is an error. */
static const char *
next_part (YbArchive *archive, struct archive_entry **entry, gboolean *failed, GError **error)
{
  int result = archive_read_next_header (archive, entry);
  const char *name;

  *failed = FALSE;
  if (result == ARCHIVE_EOF)
    return NULL;
  /* A warning is about the name's encoding; such a part is not one of ours. */
  if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
    {
      *failed = TRUE;
      _yb_xlsx_refuse_damaged (archive_error_string (archive), error);
      return NULL;
    }
  name = archive_entry_pathname (*entry);
  return name != NULL && g_utf8_validate (name, -1, NULL) ? name : "";
}

static gboolean
list_parts (YbXlsxPackage *self, GError **error)
{
  g_autoptr (YbArchive) archive = open_zip (self->bytes, error);
  struct archive_entry *entry;
  gboolean failed;
  const char *name;

  if (archive == NULL)
    return FALSE;
  while ((name = next_part (archive, &entry, &failed, error)) != NULL)
    {
      g_hash_table_add (self->parts, g_ascii_strdown (name, -1));
      if (g_hash_table_size (self->parts) > YB_XLSX_MAX_PARTS)
        return _yb_xlsx_refuse_damaged (_ ("too many parts"), error);
    }
  return !failed;
}

/* Other things that are zip files within. */
static gboolean
check_parts (YbXlsxPackage *self, GError **error)
{
  const char *message;

  if (_yb_xlsx_package_has (self, "[Content_Types].xml") &&
      (_yb_xlsx_package_has (self, "xl/workbook.xml") || _yb_xlsx_package_has (self, "_rels/.rels")) &&
      !_yb_xlsx_package_has (self, "xl/workbook.bin") && !_yb_xlsx_package_has (self, "word/document.xml") &&
      !_yb_xlsx_package_has (self, "ppt/presentation.xml"))
    return TRUE;
  if (_yb_xlsx_package_has (self, "xl/workbook.bin"))
    message = _ ("This is a binary workbook (.xlsb). Open it in Excel, save as .xlsx, and import that.");
  else if (_yb_xlsx_package_has (self, "word/document.xml"))
    message = _ ("This is a Word document. Save the list as .xlsx or .csv, and import that.");
  else if (_yb_xlsx_package_has (self, "ppt/presentation.xml"))
    message = _ ("This is a presentation. Save the list as .xlsx or .csv, and import that.");
  else if (_yb_xlsx_package_has (self, "mimetype") && _yb_xlsx_package_has (self, "content.xml"))
    message = _ (
        "This is an OpenDocument file. Open it in LibreOffice or WPS, save as .xlsx, and import that.");
  else if (_yb_xlsx_package_has (self, "index/document.iwa") || _yb_xlsx_package_has (self, "index.zip"))
    message = _ ("This is a Numbers document. Open it in Numbers, export it as .xlsx, and import that.");
  else
    message = _ ("This is a ZIP archive and no workbook. Unpack it, and import what is in it.");
  g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_NOT_A_TABLE, message);
  return FALSE;
}

gboolean
_yb_xlsx_package_open (YbXlsxPackage *self, YbTableBuilder *builder, GBytes *bytes, GError **error)
{
  *self = (YbXlsxPackage){
      .bytes = g_bytes_ref (bytes),
      .builder = builder,
      .parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
  };
  return list_parts (self, error) && check_parts (self, error);
}

void
_yb_xlsx_package_clear (YbXlsxPackage *self)
{
  g_clear_pointer (&self->parts, g_hash_table_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
}

/* Names of parts do not depend on case. */
gboolean
_yb_xlsx_package_has (YbXlsxPackage *self, const char *part)
{
  g_autofree char *lower = g_ascii_strdown (part, -1);

  return g_hash_table_contains (self->parts, lower);
}

static const char *
local_name (const char *name)
{
  const char *mark = strrchr (name, NAMESPACE_MARK);

  return mark != NULL ? mark + 1 : name;
}

/* The value of an attribute, whatever its namespace. */
const char *
_yb_xlsx_attribute (const char **attributes, const char *name)
{
  for (; *attributes != NULL; attributes += 2)
    if (strcmp (local_name (attributes[0]), name) == 0)
      return attributes[1];
  return NULL;
}

static void
start_cb (void *user_data, const char *name, const char **attributes)
{
  Parsing *self = user_data;

  if (self->error == NULL &&
      !self->handlers->start (self->user_data, local_name (name), attributes, &self->error))
    XML_StopParser (self->parser, XML_FALSE);
}

static void
end_cb (void *user_data, const char *name)
{
  Parsing *self = user_data;

  if (self->error == NULL && self->handlers->end != NULL &&
      !self->handlers->end (self->user_data, local_name (name), &self->error))
    XML_StopParser (self->parser, XML_FALSE);
}

static void
text_cb (void *user_data, const char *text, int length)
{
  Parsing *self = user_data;

  if (self->error == NULL && self->handlers->text != NULL &&
      !self->handlers->text (self->user_data, text, (gsize) length, &self->error))
    XML_StopParser (self->parser, XML_FALSE);
}

/* A workbook has no document type; one that brings one wants to declare entities, which could grow without end. */
static void
doctype_cb (void *user_data, const char *name, const char *system, const char *public_id, int has_subset)
{
  Parsing *self = user_data;

  if (self->error == NULL)
    _yb_xlsx_refuse_damaged (_ ("it declares a document type"), &self->error);
  XML_StopParser (self->parser, XML_FALSE);
}

static gboolean
feed (Parsing *self, const void *data, gsize length, gboolean last, GError **error)
{
  /* Pieces of libarchive are at most 256 KiB, far below the limit of int. */
  enum XML_Status status = XML_Parse (self->parser, data, (int) length, last);

  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (status != XML_STATUS_OK)
    return _yb_xlsx_refuse_damaged (XML_ErrorString (XML_GetErrorCode (self->parser)), error);
  return TRUE;
}

static gboolean
check_growth (YbXlsxPackage *self, gsize length, GError **error)
{
  self->n_unpacked += length;
  if (self->n_unpacked <= YB_XLSX_FREE_BYTES ||
      (self->n_unpacked <= YB_XLSX_MAX_BYTES &&
       self->n_unpacked / YB_XLSX_MAX_RATIO <= g_bytes_get_size (self->bytes)))
    return TRUE;
  g_set_error_literal (
      error, YB_TABLE_ERROR, YB_TABLE_ERROR_TOO_LARGE,
      _ ("Unpacked, the workbook is too large. Delete what is not needed, or divide it into smaller "
         "files."));
  return FALSE;
}

static gboolean
feed_part (
    YbXlsxPackage *self, YbArchive *archive, struct archive_entry *entry, Parsing *parsing, GError **error)
{
  gint64 size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : 0;
  guint64 done = 0;

  if (archive_entry_is_encrypted (entry))
    return _yb_xlsx_refuse_damaged (_ ("it is encrypted"), error);
  for (;;)
    {
      const void *block;
      size_t length;
      la_int64_t offset;
      int result = archive_read_data_block (archive, &block, &length, &offset);

      if (result == ARCHIVE_EOF)
        return feed (parsing, NULL, 0, TRUE, error);
      if (result != ARCHIVE_OK)
        return _yb_xlsx_refuse_damaged (archive_error_string (archive), error);
      if (!check_growth (self, length, error) || !feed (parsing, block, length, FALSE, error))
        return FALSE;
      done += length;
      if (!_yb_table_builder_tick (self->builder,
                                   self->from + (self->to - self->from) *
                                                    (size > 0 ? MIN (1.0, (double) done / (double) size) : 0),
                                   error))
        return FALSE;
    }
}

/* Unpacks the part and hands its elements to @handlers. */
gboolean
_yb_xlsx_package_parse (
    YbXlsxPackage *self, const char *part, const YbXlsxHandlers *handlers, gpointer user_data, GError **error)
{
  g_autoptr (YbArchive) archive = open_zip (self->bytes, error);
  Parsing parsing = {.handlers = handlers, .user_data = user_data};
  struct archive_entry *entry;
  gboolean done = FALSE, failed;
  const char *name;

  if (archive == NULL)
    return FALSE;
  while ((name = next_part (archive, &entry, &failed, error)) != NULL)
    if (g_ascii_strcasecmp (name, part) == 0)
      break;
  if (name == NULL)
    return failed ? FALSE : _yb_xlsx_refuse_damaged (part, error);

  parsing.parser = XML_ParserCreateNS (NULL, NAMESPACE_MARK);
  XML_SetUserData (parsing.parser, &parsing);
  XML_SetElementHandler (parsing.parser, start_cb, end_cb);
  XML_SetCharacterDataHandler (parsing.parser, text_cb);
  XML_SetStartDoctypeDeclHandler (parsing.parser, doctype_cb);
  done = feed_part (self, archive, entry, &parsing, error);
  XML_ParserFree (parsing.parser);
  g_clear_error (&parsing.error);
  return done;
}
