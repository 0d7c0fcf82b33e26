/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-import-map.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "yb-import-map-private.h"
#include "yb-table-private.h"

/* A mapping is a page or two. */
#define MAX_FILE_BYTES (1024 * 1024)
#define VALUES_PREFIX "values:"
#define BLANKS "\t\n\r\f"
#define BLANK_LETTERS "tnrf"
#define SECTIONS "[import], [columns], [values:FIELD]"
#define OPTIONS "kind, date-format, null, create-staff, encoding, sheet, delimiter"

/* Why not GKeyFile: the keys of [values:…] are what stands in other people's cells ("A=B", "[new]", "") and GKeyFile
 * refuses them; it also knows no comment behind a value, as the description of the file has (contract.md, "import").
 * The syntax is the same otherwise. A backslash makes the next character plain: \= \# \[ \; \\, while \s \t \n \r \f are
 * blank, tab, line ends and form feed, and \0 is nothing at all: the key of an empty cell. */

typedef enum
{
  SECTION_NONE,
  SECTION_IMPORT,
  SECTION_COLUMNS,
  SECTION_VALUES,
} SectionKind;

typedef struct
{
  YbImportMap *map;
  guint line;
  SectionKind kind;
  YbMapSection *values;
  GHashTable *seen; /* options and sections */
} Loader;

G_GNUC_PRINTF (3, 4)
static gboolean
refuse (Loader *self, GError **error, const char *sentence, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, sentence);
  text = g_strdup_vprintf (sentence, arguments);
  va_end (arguments);
  g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP, _ ("Line %u of the mapping file: %s"), self->line,
               text);
  return FALSE;
}

static char *
unescape (const char *text)
{
  GString *plain = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p != '\\' || p[1] == '\0')
        {
          g_string_append_c (plain, *p);
          continue;
        }
      p++;
      switch (*p)
        {
        case 's':
          g_string_append_c (plain, ' ');
          break;
        case 't':
          g_string_append_c (plain, '\t');
          break;
        case 'n':
          g_string_append_c (plain, '\n');
          break;
        case 'r':
          g_string_append_c (plain, '\r');
          break;
        case 'f':
          g_string_append_c (plain, '\f');
          break;
        case '0':
          break;
        default:
          /* Somebody's "C:\path" stays what it is. */
          if (g_ascii_isalnum (*p) || !g_ascii_isprint (*p))
            g_string_append_c (plain, '\\');
          g_string_append_c (plain, *p);
          break;
        }
    }
  return g_string_free (plain, FALSE);
}

/* The empty text becomes "\0". With @key also what would end or begin something there. */
static void
append_escaped (GString *out, const char *text, gboolean key, gboolean list)
{
  gsize length = strlen (text);

  if (length == 0 && (key || list))
    g_string_append (out, "\\0");
  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];
      gboolean outer = i == 0 || i == length - 1;
      const char *blank = strchr (BLANKS, c);

      if (blank != NULL)
        g_string_append_printf (out, "\\%c", BLANK_LETTERS[blank - BLANKS]);
      else if (c == ' ' && (outer || text[i + 1] == '#'))
        g_string_append (out, "\\s");
      else if (c == '\\' || c == '#' || (key && (c == '=' || (i == 0 && c == '['))) || (list && c == ';'))
        g_string_append_printf (out, "\\%c", c);
      else
        g_string_append_c (out, c);
    }
}

/* A comment begins with '#' at the beginning of the line, or with " # ". */
static void
cut_comment (char *line)
{
  for (char *p = line; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '#' && (p == line || (g_ascii_isspace (p[-1]) && g_ascii_isspace (p[1]))))
        {
          *p = '\0';
          return;
        }
    }
}

/* g_strsplit() at ';' that is not escaped; the parts are trimmed. */
static GStrv
split_list (const char *text)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *start = text;

  for (const char *p = text;; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        {
          p++;
          continue;
        }
      if (*p == ';' || *p == '\0')
        {
          g_autofree char *part = g_strstrip (g_strndup (start, (gsize) (p - start)));
          g_autofree char *plain = unescape (part);

          if (*part != '\0')
            g_strv_builder_add (builder, plain);
          start = p + 1;
        }
      if (*p == '\0')
        return g_strv_builder_end (builder);
    }
}

static gboolean
set_delimiter (Loader *self, const char *value, GError **error)
{
  static const struct
  {
    const char *name;
    char delimiter;
  } names[] = {
      {"auto", '\0'}, {"comma", ','}, {",", ','},   {"semicolon", ';'}, {";", ';'},
      {"tab", '\t'},  {"\t", '\t'},   {"bar", '|'}, {"pipe", '|'},      {"|", '|'},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (value, names[i].name) == 0)
      {
        self->map->delimiter = names[i].delimiter;
        return TRUE;
      }
  return refuse (self, error, _ ("“%s” is not a delimiter. Use auto, comma, semicolon, tab or bar."), value);
}

static gboolean
set_create_staff (Loader *self, const char *value, GError **error)
{
  gboolean yes = strcmp (value, "yes") == 0 || strcmp (value, "true") == 0;

  if (!yes && strcmp (value, "no") != 0 && strcmp (value, "false") != 0)
    return refuse (self, error, _ ("create-staff is yes or no, not “%s”."), value);
  self->map->create_staff = yes;
  return TRUE;
}

/* @raw is the right-hand side with its escapes, @value without. */
static gboolean
take_option (Loader *self, const char *key, const char *raw, const char *value, GError **error)
{
  const char *given = *value != '\0' ? value : NULL;

  if (g_hash_table_contains (self->seen, key))
    return refuse (self, error, _ ("“%s” is set twice."), key);
  g_hash_table_add (self->seen, g_strdup (key));

  if (strcmp (key, "kind") == 0)
    {
      if (given == NULL)
        return refuse (self, error, _ ("kind is empty."));
      yb_import_map_set_kind (self->map, value);
    }
  else if (strcmp (key, "date-format") == 0)
    yb_import_map_set_date_format (self->map, given);
  else if (strcmp (key, "null") == 0)
    {
      g_strfreev (self->map->null);
      self->map->null = split_list (raw);
    }
  else if (strcmp (key, "encoding") == 0)
    yb_import_map_set_encoding (self->map, g_strcmp0 (given, "auto") == 0 ? NULL : given);
  else if (strcmp (key, "sheet") == 0)
    yb_import_map_set_sheet (self->map, given);
  else if (strcmp (key, "delimiter") == 0)
    return set_delimiter (self, value, error);
  else if (strcmp (key, "create-staff") == 0)
    return set_create_staff (self, value, error);
  else
    return refuse (self, error, _ ("“%s” is not known. Known in [import]: %s."), key, OPTIONS);
  return TRUE;
}

static gboolean
take_section (Loader *self, const char *line, GError **error)
{
  const char *end = strchr (line, ']');
  g_autofree char *name = NULL;
  g_autofree char *plain = NULL;

  if (end == NULL || end[1] != '\0')
    return refuse (self, error, _ ("a section has to be closed by “]”: %s"), line);
  name = g_strstrip (g_strndup (line + 1, (gsize) (end - line - 1)));
  plain = g_strdup_printf ("[%s]", name);
  if (g_hash_table_contains (self->seen, plain))
    return refuse (self, error, _ ("the section [%s] stands there twice."), name);
  g_hash_table_add (self->seen, g_steal_pointer (&plain));

  if (strcmp (name, "import") == 0)
    self->kind = SECTION_IMPORT;
  else if (strcmp (name, "columns") == 0)
    self->kind = SECTION_COLUMNS;
  else if (g_str_has_prefix (name, VALUES_PREFIX) && name[strlen (VALUES_PREFIX)] != '\0')
    {
      self->kind = SECTION_VALUES;
      self->values = _yb_map_section_new (name + strlen (VALUES_PREFIX), self->line);
      g_ptr_array_add (self->map->values, self->values);
    }
  else
    return refuse (self, error, _ ("the section [%s] is not known. Known ones: %s."), name, SECTIONS);
  return TRUE;
}

static gboolean
take_entry (Loader *self, YbMapSection *section, const char *key, const char *value, GError **error)
{
  if (_yb_map_section_find (section, key) != NULL)
    return refuse (self, error, _ ("“%s” is set twice."), key);
  /* "phone=" with nothing behind it: the field is not imported. */
  if (section == self->map->columns && *value == '\0')
    return TRUE;
  if (section == self->map->columns && *key == '\0')
    return refuse (self, error, _ ("the name of the field is missing before “=”."));
  _yb_map_section_set (section, key, value, self->line);
  return TRUE;
}

static gboolean
take_pair (Loader *self, char *line, GError **error)
{
  char *equals = line;
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  while (*equals != '\0' && *equals != '=')
    equals += *equals == '\\' && equals[1] != '\0' ? 2 : 1;
  if (*equals == '\0')
    return refuse (self, error, _ ("“name=value” is expected here: %s"), line);
  *equals = '\0';
  g_strchomp (line);
  g_strchug (equals + 1);
  key = unescape (line);
  value = unescape (equals + 1);

  switch (self->kind)
    {
    case SECTION_IMPORT:
      return take_option (self, key, equals + 1, value, error);
    case SECTION_COLUMNS:
      return take_entry (self, self->map->columns, key, value, error);
    case SECTION_VALUES:
      return take_entry (self, self->values, key, value, error);
    case SECTION_NONE:
    default:
      return refuse (self, error, _ ("a section has to come first. Known ones: %s."), SECTIONS);
    }
}

static gboolean
take_line (Loader *self, char *line, GError **error)
{
  g_strstrip (line);
  cut_comment (line);
  g_strchomp (line);
  if (*line == '\0')
    return TRUE;
  return *line == '[' ? take_section (self, line, error) : take_pair (self, line, error);
}

static gboolean
take_lines (Loader *self, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      self->line = i + 1;
      if (!take_line (self, lines[i], error))
        return FALSE;
    }
  if (g_hash_table_contains (self->seen, "kind"))
    return TRUE;
  g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP,
                       _ ("The mapping file does not say what is imported: “kind=” is missing in [import]."));
  return FALSE;
}

/**
 * yb_import_map_load_from_data:
 * @text: the mapping file (contract.md, "import")
 * @length: its length in bytes, or -1
 * @error: %YB_TABLE_ERROR_MAP; the message names the line
 *
 * Returns: (transfer full) (nullable): the mapping
 */
YbImportMap *
yb_import_map_load_from_data (const char *text, gssize length, GError **error)
{
  g_autoptr (YbImportMap) map = NULL;
  g_autofree char *copy = NULL;
  Loader loader = {0};
  gboolean done;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!g_utf8_validate (text, length, NULL))
    {
      g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP,
                           _ ("The mapping file is not UTF-8 text. Save it as UTF-8."));
      return NULL;
    }
  copy = length < 0 ? g_strdup (text) : g_strndup (text, (gsize) length);
  map = yb_import_map_new ("");
  loader.map = map;
  loader.seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = take_lines (&loader, g_str_has_prefix (copy, "\xef\xbb\xbf") ? copy + 3 : copy, error);
  g_hash_table_unref (loader.seen);
  return done ? g_steal_pointer (&map) : NULL;
}

/**
 * yb_import_map_load:
 * @file: a mapping file
 * @cancellable: (nullable): to call it off
 * @error: %YB_TABLE_ERROR_MAP or a file error
 *
 * Returns: (transfer full) (nullable): the mapping
 */
YbImportMap *
yb_import_map_load (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = NULL;
  g_autofree char *text = NULL;
  goffset size;
  gsize length;

  g_return_val_if_fail (G_IS_FILE (file), NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  stream = _yb_table_open (file, _ ("This is a folder, not a mapping file."),
                           _ ("This is no ordinary file. Choose a mapping file."), &size, cancellable, error);
  if (stream == NULL)
    return NULL;
  text = g_malloc (MAX_FILE_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), text, MAX_FILE_BYTES + 1, &length, cancellable,
                                error))
    return NULL;
  if (length > MAX_FILE_BYTES)
    {
      g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MAP,
                           _ ("This is not a mapping file: it is larger than 1 MB."));
      return NULL;
    }
  return yb_import_map_load_from_data (text, (gssize) length, error);
}

static void
append_pair (GString *out, const char *key, const char *value)
{
  append_escaped (out, key, TRUE, FALSE);
  g_string_append_c (out, '=');
  append_escaped (out, value, FALSE, FALSE);
  g_string_append_c (out, '\n');
}

static void
append_section (GString *out, const char *name, YbMapSection *section)
{
  g_string_append_printf (out, "\n[%s]\n", name);
  for (guint i = 0; i < section->entries->len; i++)
    {
      YbMapEntry *entry = g_ptr_array_index (section->entries, i);

      append_pair (out, entry->key, entry->value);
    }
}

static const char *
name_delimiter (char delimiter)
{
  switch (delimiter)
    {
    case ',':
      return "comma";
    case ';':
      return "semicolon";
    case '\t':
      return "tab";
    default:
      return "bar";
    }
}

/**
 * yb_import_map_to_data:
 * @self: a mapping
 *
 * Returns: (transfer full): the mapping file's text; loading it gives the same mapping
 */
char *
yb_import_map_to_data (YbImportMap *self)
{
  GString *out;

  g_return_val_if_fail (self != NULL, NULL);

  out = g_string_new ("[import]\n");
  append_pair (out, "kind", self->kind);
  append_pair (out, "date-format", self->date_format);
  if (self->null[0] != NULL)
    {
      g_string_append (out, "null=");
      for (guint i = 0; self->null[i] != NULL; i++)
        {
          g_string_append (out, i > 0 ? ";" : "");
          append_escaped (out, self->null[i], FALSE, TRUE);
        }
      g_string_append_c (out, '\n');
    }
  if (self->encoding != NULL)
    append_pair (out, "encoding", self->encoding);
  if (self->sheet != NULL)
    append_pair (out, "sheet", self->sheet);
  if (self->delimiter != '\0')
    append_pair (out, "delimiter", name_delimiter (self->delimiter));
  if (self->create_staff)
    append_pair (out, "create-staff", "yes");

  append_section (out, "columns", self->columns);
  for (guint i = 0; i < self->values->len; i++)
    {
      YbMapSection *section = g_ptr_array_index (self->values, i);
      g_autofree char *name = g_strconcat (VALUES_PREFIX, section->name, NULL);

      append_section (out, name, section);
    }
  return g_string_free (out, FALSE);
}

/**
 * yb_import_map_save:
 * @self: a mapping
 * @file: where to; a local file
 * @error: why not
 *
 * Writes the mapping file beside, syncs it and renames it: it is there wholly or not at all.
 *
 * Returns: whether it was saved
 */
gboolean
yb_import_map_save (YbImportMap *self, GFile *file, GError **error)
{
  g_autofree char *text = NULL;
  const char *path;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  path = g_file_peek_path (file);
  if (path == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _ ("The mapping can only be saved on this computer."));
      return FALSE;
    }
  text = yb_import_map_to_data (self);
  return g_file_set_contents_full (path, text, -1,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644, error);
}
