/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-table-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ustring.h>

#define DECODE_BLOCK (128 * 1024)

/* The encodings offered, in the order in which a hint names them. ICU knows all by these names. */
static const char *const encodings[] = {"UTF-8", "GB18030", "UTF-16LE", "UTF-16BE", "Big5", "windows-1252"};

static const struct
{
  const char *alias;
  const char *name;
} aliases[] = {
    {"UTF8", "UTF-8"},      {"GBK", "GB18030"}, {"GB2312", "GB18030"},      {"CP936", "GB18030"},
    {"UTF-16", "UTF-16LE"}, {"CP950", "Big5"},  {"CP1252", "windows-1252"}, {"ISO-8859-1", "windows-1252"},
};

static const struct
{
  const char *bytes;
  gsize length;
  const char *encoding;
} boms[] = {
    {"\xef\xbb\xbf", 3, "UTF-8"},
    {"\xff\xfe", 2, "UTF-16LE"},
    {"\xfe\xff", 2, "UTF-16BE"},
    {"\x84\x31\x95\x33", 4, "GB18030"},
};

static const char *
find_name (const char *wish)
{
  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_ascii_strcasecmp (wish, encodings[i]) == 0)
      return encodings[i];
  for (gsize i = 0; i < G_N_ELEMENTS (aliases); i++)
    if (g_ascii_strcasecmp (wish, aliases[i].alias) == 0)
      return aliases[i].name;
  return NULL;
}

static gboolean
is_wide (const char *encoding)
{
  return strncmp (encoding, "UTF-16", 6) == 0;
}

/* The byte of the @unit'th character unit if it is ASCII, else 0xff. */
static guchar
ascii_at (const guchar *data, gsize unit, const char *encoding)
{
  gboolean little;

  if (!is_wide (encoding))
    return data[unit];
  little = strcmp (encoding, "UTF-16LE") == 0;
  return data[unit * 2 + (little ? 1 : 0)] == 0 ? data[unit * 2 + (little ? 0 : 1)] : 0xff;
}

/* The line, from 1, on which the byte at @position lies. No encoding here uses CR or LF inside a character. */
static guint
line_of (const guchar *data, gsize position, const char *encoding)
{
  gsize n_units = is_wide (encoding) ? position / 2 : position;
  guchar before = 0;
  guint line = 1;

  for (gsize i = 0; i < n_units; i++)
    {
      guchar byte = ascii_at (data, i, encoding);

      if (byte == '\r' || (byte == '\n' && before != '\r'))
        line++;
      before = byte;
    }
  return line;
}

static void
refuse_nul (const guchar *data, gsize position, const char *encoding, GError **error)
{
  g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_MALFORMED,
               _ ("There is a NUL byte in line %u (byte %zu"
                  " of the file). The file is damaged or is no text; export it again."),
               line_of (data, position, encoding), position + 1);
}

/* Decodes strictly with ICU. On a fault @bad is the position of the first byte that does not fit. */
static gboolean
decode_icu (const guchar *data,
            gsize length,
            gsize start,
            const char *encoding,
            YbTextSink sink,
            gpointer user_data,
            gssize *bad,
            GError **error)
{
  UErrorCode code = U_ZERO_ERROR;
  UConverter *converter = ucnv_open (encoding, &code);
  g_autofree UChar *wide = g_new (UChar, DECODE_BLOCK);
  g_autofree char *narrow = g_malloc (DECODE_BLOCK * 3 + 1);
  const char *source = (const char *) data + start;
  const char *end = (const char *) data + length;
  gboolean going = TRUE;
  UChar waiting = 0;
  int carried = 0;

  *bad = -1;
  if (U_FAILURE (code))
    {
      g_set_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_ENCODING,
                   _ ("The encoding %s is not available on this computer."), encoding);
      return FALSE;
    }
  ucnv_setToUCallBack (converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &code);
  while (going)
    {
      UChar *target = wide + carried;
      UErrorCode narrowing = U_ZERO_ERROR;
      int32_t n_bytes = 0;

      code = U_ZERO_ERROR;
      wide[0] = waiting;
      ucnv_toUnicode (converter, &target, wide + DECODE_BLOCK, &source, end, NULL, TRUE, &code);
      going = code == U_BUFFER_OVERFLOW_ERROR;
      if (U_FAILURE (code) && !going)
        {
          char invalid[32];
          int8_t n_invalid = sizeof (invalid);
          UErrorCode asking = U_ZERO_ERROR;

          ucnv_getInvalidChars (converter, invalid, &n_invalid, &asking);
          *bad = (gssize) (source - (const char *) data) - (U_SUCCESS (asking) ? n_invalid : 0);
          break;
        }
      /* A block may end between two surrogates: the first one waits for the next block. */
      carried = going && target > wide && U16_IS_LEAD (target[-1]) ? 1 : 0;
      waiting = carried ? *--target : 0;
      u_strToUTF8 (narrow, DECODE_BLOCK * 3 + 1, &n_bytes, wide, (int32_t) (target - wide), &narrowing);
      if (U_FAILURE (narrowing))
        {
          *bad = (gssize) (source - (const char *) data) - 1;
          break;
        }
      if (sink != NULL &&
          !sink (narrow, (gsize) n_bytes, (gsize) (source - (const char *) data), user_data, error))
        {
          ucnv_close (converter);
          return FALSE;
        }
    }
  ucnv_close (converter);
  return *bad < 0;
}

static gboolean
decode_utf8 (const guchar *data,
             gsize length,
             gsize start,
             YbTextSink sink,
             gpointer user_data,
             gssize *bad,
             GError **error)
{
  const char *end;

  *bad = -1;
  if (!g_utf8_validate_len ((const char *) data + start, length - start, &end))
    {
      *bad = (gssize) (end - (const char *) data);
      return FALSE;
    }
  /* In pieces, so that the reader can be called off. */
  for (gsize at = start; sink != NULL && at < length;)
    {
      gsize n = MIN ((gsize) DECODE_BLOCK, length - at);

      if (!sink ((const char *) data + at, n, at + n, user_data, error))
        return FALSE;
      at += n;
    }
  return TRUE;
}

/* In windows-1252 five bytes mean nothing; ICU makes control characters of them. */
static gboolean
fits_windows (const guchar *data, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (data[i] == 0x81 || data[i] == 0x8d || data[i] == 0x8f || data[i] == 0x90 || data[i] == 0x9d ||
        data[i] == 0)
      return FALSE;
  return TRUE;
}

/* A file that really is UTF-16 has ASCII line ends or delimiters, and no NUL characters. */
static gboolean
looks_wide (const guchar *data, gsize length, const char *encoding)
{
  gboolean has_mark = FALSE;

  if (length % 2 != 0)
    return FALSE;
  for (gsize i = 0; i < length / 2; i++)
    {
      guchar byte = ascii_at (data, i, encoding);

      if (byte == 0)
        return FALSE;
      has_mark = has_mark || byte == '\n' || byte == '\r';
    }
  return has_mark;
}

static gboolean
fits (const guchar *data, gsize length, const char *encoding)
{
  gssize bad;

  if (strcmp (encoding, "UTF-8") == 0)
    return decode_utf8 (data, length, 0, NULL, NULL, &bad, NULL);
  if (is_wide (encoding) && !looks_wide (data, length, encoding))
    return FALSE;
  if (strcmp (encoding, "windows-1252") == 0)
    return fits_windows (data, length);
  return decode_icu (data, length, 0, encoding, NULL, NULL, &bad, NULL);
}

static char *
list_fitting (const guchar *data, gsize length, const char *except)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_strcmp0 (encodings[i], except) != 0 && fits (data, length, encodings[i]))
      g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", encodings[i]);
  return list->len > 0 ? g_string_free (g_steal_pointer (&list), FALSE) : NULL;
}

/* Says where the text stops being @encoding, and which encodings would fit the whole file. */
static void
refuse_encoding (const guchar *data, gsize length, gsize position, const char *encoding, GError **error)
{
  g_autofree char *fitting = list_fitting (data, length, encoding);
  guint line = line_of (data, position, encoding);

  if (fitting != NULL)
    g_set_error (
        error, YB_TABLE_ERROR, YB_TABLE_ERROR_ENCODING,
        _ ("The text in line %u (byte %zu"
           " of the file) is not %s. Encodings that would fit: %s. Choose one and look at the preview."),
        line, position + 1, encoding, fitting);
  else
    g_set_error (
        error, YB_TABLE_ERROR, YB_TABLE_ERROR_ENCODING,
        _ ("The text in line %u (byte %zu"
           " of the file) is not %s, and no other known encoding fits either. The file is damaged or mixes "
           "encodings; export it again."),
        line, position + 1, encoding);
}

/* Nearly every byte pair is some character of GB18030, but Chinese text keeps to the common ones of GB2312. Umlauts
 * and Big5 fall outside of them. */
static gboolean
is_plausible_gb18030 (const guchar *data, gsize length)
{
  gsize common = 0, rare = 0;

  for (gsize i = 0; i + 1 < length;)
    {
      if (data[i] < 0x80)
        {
          i++;
          continue;
        }
      if (data[i + 1] >= 0x30 && data[i + 1] <= 0x39)
        {
          rare++;
          i += 4;
          continue;
        }
      if (data[i] >= 0xa1 && data[i] <= 0xf7 && data[i + 1] >= 0xa1)
        common++;
      else
        rare++;
      i += 2;
    }
  return rare * 3 <= common;
}

static const char *
find_out (const guchar *data, gsize length, GError **error)
{
  const guchar *nul = memchr (data, 0, length);
  const char *end;
  gssize bad;

  if (nul != NULL)
    {
      /* A NUL byte before the character is the high byte of an ASCII character in UTF-16BE, after it in UTF-16LE. */
      const char *wide = (nul - data) % 2 == 0 ? "UTF-16BE" : "UTF-16LE";

      if (looks_wide (data, length, wide))
        return wide;
      refuse_nul (data, (gsize) (nul - data), "UTF-8", error);
      return NULL;
    }
  if (g_utf8_validate_len ((const char *) data, length, &end))
    return "UTF-8";
  if (decode_icu (data, length, 0, "GB18030", NULL, NULL, &bad, NULL) && is_plausible_gb18030 (data, length))
    return "GB18030";
  refuse_encoding (data, length, (gsize) ((const guchar *) end - data), "UTF-8", error);
  return NULL;
}

/* The encoding of the text: the wished one, or by its byte order mark, or found out in the order UTF-16 by its NUL
 * pattern, valid UTF-8, strict GB18030 (platform.md). Big5 and windows-1252 are only taken when wished, because their
 * texts are valid GB18030 more often than not. */
const char *
_yb_encoding_find (const guchar *data, gsize length, const char *wish, gsize *bom_length, GError **error)
{
  const char *name = NULL;

  *bom_length = 0;
  if (wish != NULL)
    {
      name = find_name (wish);
      if (name == NULL)
        {
          g_set_error (
              error, YB_TABLE_ERROR, YB_TABLE_ERROR_ENCODING,
              _ ("The encoding “%s” is not known. Known ones: UTF-8, GB18030, UTF-16LE, UTF-16BE, Big5, "
                 "windows-1252."),
              wish);
          return NULL;
        }
    }
  if (length >= 4 && (memcmp (data, "\xff\xfe\0\0", 4) == 0 || memcmp (data, "\0\0\xfe\xff", 4) == 0))
    {
      g_set_error_literal (error, YB_TABLE_ERROR, YB_TABLE_ERROR_ENCODING,
                           _ ("The file is UTF-32, which hardly any program uses. Export it as UTF-8."));
      return NULL;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (boms); i++)
    if (length >= boms[i].length && memcmp (data, boms[i].bytes, boms[i].length) == 0 &&
        (name == NULL || strcmp (name, boms[i].encoding) == 0))
      {
        *bom_length = boms[i].length;
        return boms[i].encoding;
      }
  return name != NULL ? name : find_out (data, length, error);
}

/* Hands the text from @start on to @sink as UTF-8, piece by piece; a piece of UTF-8 input may end inside a character.
 * Refuses what is not text in @encoding, with the place. */
gboolean
_yb_encoding_decode (const guchar *data,
                     gsize length,
                     gsize start,
                     const char *encoding,
                     YbTextSink sink,
                     gpointer user_data,
                     GError **error)
{
  gboolean utf8 = strcmp (encoding, "UTF-8") == 0;
  gssize bad;

  if (!is_wide (encoding))
    {
      const guchar *nul = memchr (data + start, 0, length - start);

      if (nul != NULL)
        {
          refuse_nul (data, (gsize) (nul - data), encoding, error);
          return FALSE;
        }
    }
  if (utf8 ? decode_utf8 (data, length, start, sink, user_data, &bad, error)
           : decode_icu (data, length, start, encoding, sink, user_data, &bad, error))
    return TRUE;
  if (bad >= 0)
    refuse_encoding (data, length, (gsize) bad, encoding, error);
  return FALSE;
}
