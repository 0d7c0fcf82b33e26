/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "table-testing.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#define MAIN "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\""
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

#define CONTENT_TYPES HEAD "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
#define ROOT_RELATIONS                                                                                       \
  HEAD "<Relationships " PACKAGE "><Relationship Id=\"rId1\" Type=\"" OFFICE                                 \
       "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
#define BOOK_RELATIONS                                                                                       \
  HEAD "<Relationships " PACKAGE ">"                                                                         \
       "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"          \
       "<Relationship Id=\"rId2\" Type=\"" OFFICE "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"      \
       "<Relationship Id=\"rId3\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"                        \
       "<Relationship Id=\"rId4\" Type=\"" OFFICE "/sharedStrings\" Target=\"sharedStrings.xml\"/>"          \
       "<Relationship Id=\"rId5\" Type=\"" OFFICE "/chartsheet\" Target=\"chartsheets/sheet1.xml\"/>"        \
       "</Relationships>"
#define BOOK(properties)                                                                                     \
  HEAD "<workbook " MAIN " xmlns:r=\"" OFFICE "\">" properties "<sheets>"                                    \
       "<sheet name=\"Chart\" sheetId=\"9\" r:id=\"rId5\"/>"                                                 \
       "<sheet name=\"Hidden\" sheetId=\"2\" state=\"hidden\" r:id=\"rId2\"/>"                               \
       "<sheet name=\"客户\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
/* Styles 1 … 9: a built-in date, custom ones, times, and formats that only look like dates. */
#define STYLES                                                                                               \
  HEAD "<styleSheet " MAIN "><numFmts count=\"6\">"                                                          \
       "<numFmt numFmtId=\"164\" formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@\"/>"     \
       "<numFmt numFmtId=\"165\" formatCode=\"[$-804]yyyy\\-mm\\-dd hh:mm:ss\"/>"                            \
       "<numFmt numFmtId=\"166\" formatCode=\"[hh]:mm\"/>"                                                   \
       "<numFmt numFmtId=\"167\" formatCode=\"#,##0.00&quot; yuan/day&quot;;[Red]\\-0.00\"/>"                \
       "<numFmt numFmtId=\"168\" formatCode=\"hh:mm\"/>"                                                     \
       "<numFmt numFmtId=\"169\" formatCode=\"General\"/></numFmts>"                                         \
       "<cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>"                                                  \
       "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"164\"/><xf numFmtId=\"165\"/>"      \
       "<xf numFmtId=\"166\"/><xf numFmtId=\"167\"/><xf numFmtId=\"168\"/><xf numFmtId=\"169\"/>"            \
       "<xf numFmtId=\"31\"/><xf numFmtId=\"22\"/></cellXfs></styleSheet>"
#define STRINGS                                                                                                \
  HEAD "<sst " MAIN "><si><t>name</t></si><si><t xml:space=\"preserve\"> note </t></si>"                       \
       "<si><r><rPr><b/></rPr><t>王</t></r><r><t>小明</t></r><rPh sb=\"0\" eb=\"1\"><t>wang</t></rPh></si>" \
       "<si><t>two_x000D_\nlines _x005F_x000D_ &lt;b&gt; _x0000_</t></si><si><t/></si></sst>"
#define SHEET(rows) HEAD "<worksheet " MAIN "><sheetData>" rows "</sheetData></worksheet>"

static GBytes *
pack (const char *const *parts)
{
  struct archive *archive = archive_write_new ();
  gsize size = 64 * 1024, used = 0;
  char *buffer;

  for (guint i = 0; parts[i] != NULL; i++)
    size += strlen (parts[i]) + 1024;
  buffer = g_malloc (size);
  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_memory (archive, buffer, size, &used), ==, ARCHIVE_OK);
  for (guint i = 0; parts[i] != NULL; i += 2)
    {
      struct archive_entry *entry = archive_entry_new ();
      gsize length = strlen (parts[i + 1]);

      archive_entry_set_pathname (entry, parts[i]);
      archive_entry_set_size (entry, (la_int64_t) length);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, parts[i + 1], length), ==, length);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
  return g_bytes_new_take (buffer, used);
}

static GBytes *
pack_book (const char *book, const char *sheet, const char *strings)
{
  const char *const parts[] = {
      /* The sheet comes before what it needs: the order in the file must not matter. */
      "xl/worksheets/sheet1.xml",
      sheet,
      "xl/worksheets/sheet2.xml",
      SHEET ("<row><c t=\"inlineStr\"><is><t>other</t></is></c></row>"),
      "[Content_Types].xml",
      CONTENT_TYPES,
      "_rels/.rels",
      ROOT_RELATIONS,
      "xl/workbook.xml",
      book,
      "xl/_rels/workbook.xml.rels",
      BOOK_RELATIONS,
      "xl/styles.xml",
      STYLES,
      "xl/sharedStrings.xml",
      strings,
      NULL,
  };

  return pack (parts);
}

static YbTable *
read_sheet (const char *book, const char *sheet)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pack_book (book, sheet, STRINGS);
  YbTable *table = yb_table_read_bytes (bytes, NULL, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static void
assert_sheet (const char *book, const char *sheet, const char *expected)
{
  g_autoptr (YbTable) table = read_sheet (book, sheet);
  g_autofree char *flat = test_flatten (table);

  g_assert_cmpstr (flat, ==, expected);
}

static void
assert_refused (GBytes *bytes, int code, const char *part)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  test_assert_refused (data, length, NULL, code, part);
}

static void
refuse_sheet (const char *sheet, const char *strings, int code, const char *part)
{
  g_autoptr (GBytes) bytes = pack_book (BOOK (""), sheet, strings);

  assert_refused (bytes, code, part);
}

#define HEADER "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row>"

static void
test_strings (void)
{
  assert_sheet (BOOK (""),
                SHEET (HEADER
                       "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" t=\"s\"><v>3</v></c></row>"
                       "<row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><r><t>in</t></r><r><t>line</t></r>"
                       "<rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></is></c>"
                       "<c r=\"B3\" t=\"str\"><f>A1&amp;\"x\"</f><v>shown</v></c></row>"),
                "name|note/王小明|two\r\nlines _x000D_ <b> _x0000_/inline|shown");
}

/* Cells and rows may be absent, and may stand without a reference. */
static void
test_places (void)
{
  g_autoptr (YbTable) table = read_sheet (
      BOOK (""), SHEET ("<row r=\"3\"><c r=\"B3\" t=\"str\"><v>a</v></c><c t=\"str\"><v>b</v></c></row>"
                        "<row r=\"4\"/><row r=\"7\"><c r=\"C7\" t=\"str\"><v>x</v></c></row>"
                        "<row><c t=\"b\"><v>1</v></c><c s=\"1\"/><c t=\"b\"><v>0</v></c></row>"));
  g_autofree char *flat = test_flatten (table);

  g_assert_cmpstr (flat, ==, "#1|a|b/||x/TRUE||FALSE");
  g_assert_cmpuint (yb_table_get_line (table, 0), ==, 7);
  g_assert_cmpuint (yb_table_get_line (table, 1), ==, 8);
  g_assert_false (yb_table_row_is_ragged (table, 0));
}

static void
test_numbers (void)
{
  assert_sheet (BOOK (""),
                SHEET (HEADER "<row><c><v>13812345678</v></c><c><v>1.1000000000000001</v></c></row>"
                              "<row><c><v>1.3812345678E10</v></c><c><v>-0.05</v></c></row>"
                              "<row><c><v>0</v></c><c><v>1E-5</v></c></row>"
                              "<row><c><v>123456.789</v></c><c><v>100</v></c></row>"
                              "<row><c><v>0.1</v></c><c><v>-1200.5</v></c></row>"
                              "<row><c><v>1E+300</v></c><c><v>99999999999999.9</v></c></row>"
                              "<row><c s=\"5\"><v>45292</v></c><c s=\"7\"><v>45292.5</v></c></row>"
                              "<row><c s=\"999\"><v>5</v></c><c><v>about 5</v></c></row>"),
                "name|note/13812345678|1.1/13812345678|-0.05/0|0.00001/123456.789|100/0.1|-1200.5/"
                "1.0000000000000001e+300|99999999999999.9/45292|45292.5/5|about 5");
}

static void
test_dates (void)
{
  assert_sheet (BOOK (""),
                SHEET (HEADER
                       "<row><c s=\"1\"><v>45720</v></c><c s=\"2\"><v>45720</v></c></row>"
                       "<row><c s=\"3\"><v>45720.604166666664</v></c><c s=\"3\"><v>45720</v></c></row>"
                       "<row><c s=\"4\"><v>1.5</v></c><c s=\"6\"><v>0.75</v></c></row>"
                       "<row><c s=\"1\"><v>1</v></c><c s=\"1\"><v>59</v></c></row>"
                       "<row><c s=\"1\"><v>60</v></c><c s=\"1\"><v>61</v></c></row>"
                       "<row><c s=\"1\"><v>-1</v></c><c s=\"1\"><v>2958465</v></c></row>"
                       "<row><c s=\"8\"><v>45720</v></c><c s=\"9\"><v>45720.999999999</v></c></row>"
                       "<row><c t=\"d\"><v>2025-03-04T00:00:00</v></c><c t=\"d\"><v>2025-03-04T14:30:00Z</v>"
                       "</c></row>"),
                "name|note/2025-03-04|2025-03-04/2025-03-04 14:30:00|2025-03-04 00:00:00/36:00:00|18:00:00/"
                "1900-01-01|1900-02-28/60|1900-03-01/-1|9999-12-31/2025-03-04|2025-03-05 00:00:00/"
                "2025-03-04|2025-03-04 14:30:00");
  assert_sheet (BOOK ("<workbookPr date1904=\"1\"/>"),
                SHEET (HEADER "<row><c s=\"1\"><v>0</v></c><c s=\"1\"><v>44258</v></c></row>"),
                "name|note/1904-01-01|2025-03-04");
}

static void
test_problems (void)
{
  g_autoptr (YbTable) table = read_sheet (
      BOOK (""), SHEET (HEADER "<row r=\"2\"><c r=\"A2\" t=\"e\"><f>NA()</f><v>#N/A</v></c>"
                               "<c r=\"B2\"><f>1+1</f></c></row>"
                               "<row r=\"3\"><c r=\"A3\"><v>450102199003078000</v></c>"
                               "<c r=\"B3\" t=\"str\"><f>\"\"</f><v></v></c></row>"));
  const YbTableProblem *problem;

  g_assert_cmpuint (yb_table_get_n_problems (table), ==, 3);
  problem = yb_table_get_problem (table, 0);
  g_assert_cmpint (problem->code, ==, YB_TABLE_PROBLEM_CELL_ERROR);
  g_assert_cmpstr (problem->message, ==, "Cell A2 shows the error #N/A. Correct it in the workbook.");
  problem = yb_table_get_problem (table, 1);
  g_assert_cmpint (problem->code, ==, YB_TABLE_PROBLEM_NO_RESULT);
  g_assert_cmpuint (problem->line, ==, 2);
  g_assert_cmpuint (problem->column, ==, 2);
  problem = yb_table_get_problem (table, 2);
  g_assert_cmpint (problem->code, ==, YB_TABLE_PROBLEM_CUT_NUMBER);
  g_assert_cmpstr (yb_table_get_cell (table, 1, 0), ==, "450102199003078000");
}

static void
test_sheets (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = pack_book (BOOK (""), SHEET (HEADER), STRINGS);
  YbTableOptions options = {.sheet = "Hidden"};
  g_autoptr (YbTable) first = yb_table_read_bytes (bytes, NULL, NULL, &error);
  g_autoptr (YbTable) hidden = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (yb_table_get_sheet (first), ==, "客户");
  g_assert_cmpuint (g_strv_length (yb_table_get_sheets (first)), ==, 2);
  g_assert_cmpuint (yb_table_get_n_rows (first), ==, 0);
  hidden = yb_table_read_bytes (bytes, &options, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (yb_table_get_header (hidden, 0), ==, "other");
  options.sheet = "Sheet9";
  g_assert_null (yb_table_read_bytes (bytes, &options, NULL, &error));
  g_assert_error (error, YB_TABLE_ERROR, YB_TABLE_ERROR_SHEET);
  g_assert_nonnull (strstr (error->message, "Hidden, 客户"));
}

/* Other programs write all elements with a prefix. */
static void
test_prefixes (void)
{
  assert_sheet (BOOK (""),
                HEAD
                "<x:worksheet xmlns:x=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"><x:sheetData><x:row>"
                "<x:c t=\"s\"><x:v>0</x:v></x:c></x:row><x:row><x:c><x:v>7</x:v></x:c></x:row></x:sheetData>"
                "</x:worksheet>",
                "name/7");
}

static void
test_hostile (void)
{
  g_autofree char *long_cell = g_strnfill (YB_TABLE_MAX_CELL_BYTES - 1, 'x');
  g_autofree char *long_strings = g_strdup_printf (HEAD "<sst " MAIN "><si><t>%s王</t></si></sst>",
                                                   long_cell);

  refuse_sheet (HEAD "<!DOCTYPE lolz [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><worksheet " MAIN
                     "><sheetData><row>"
                     "<c t=\"str\"><v>&b;</v></c></row></sheetData></worksheet>",
                STRINGS, YB_TABLE_ERROR_MALFORMED, "document type");
  refuse_sheet (SHEET (HEADER), HEAD "<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><sst " MAIN "/>",
                YB_TABLE_ERROR_MALFORMED, "document type");
  refuse_sheet (SHEET ("<row><c t=\"s\"><v>5</v></c></row>"), STRINGS, YB_TABLE_ERROR_MALFORMED, "damaged");
  refuse_sheet (SHEET ("<row><c t=\"s\"><v>-1</v></c></row>"), STRINGS, YB_TABLE_ERROR_MALFORMED, "damaged");
  refuse_sheet (SHEET ("<row r=\"0\"/>"), STRINGS, YB_TABLE_ERROR_MALFORMED, "damaged");
  refuse_sheet (SHEET ("<row r=\"99999999999999999999\"/>"), STRINGS, YB_TABLE_ERROR_EMPTY, "nothing");
  refuse_sheet (SHEET ("<row><c r=\"ZZZZZZZZZZZZZZ1\"/></row>"), STRINGS, YB_TABLE_ERROR_MALFORMED,
                "damaged");
  refuse_sheet (SHEET ("<row><c r=\"7\"/></row>"), STRINGS, YB_TABLE_ERROR_MALFORMED, "damaged");
  refuse_sheet (SHEET (HEADER "<row r=\"2\"><c r=\"IW2\"><v>1</v></c></row>"), STRINGS,
                YB_TABLE_ERROR_TOO_LARGE, "Line 2 has more than 256 columns");
  refuse_sheet (SHEET ("<row><c t=\"s\"><v>0</v></c></row>"), long_strings, YB_TABLE_ERROR_TOO_LARGE,
                "Cell A1");
  refuse_sheet ("<worksheet><sheetData><row>", STRINGS, YB_TABLE_ERROR_MALFORMED, "damaged");
  refuse_sheet (SHEET (""), STRINGS, YB_TABLE_ERROR_EMPTY, "nothing");
}

/* A million equal rows pack to less than a hundredth: refused while unpacking, not after. */
static void
test_bomb (void)
{
  g_autoptr (GString) sheet = g_string_new (HEAD "<worksheet " MAIN "><sheetData>");
  g_autoptr (GBytes) bytes = NULL;

  while (sheet->len < 80 * 1024 * 1024)
    g_string_append (
        sheet, "<row>                                                                            </row>");
  g_string_append (sheet, "</sheetData></worksheet>");
  bytes = pack_book (BOOK (""), sheet->str, STRINGS);
  g_test_message ("%" G_GSIZE_FORMAT " bytes packed", g_bytes_get_size (bytes));
  assert_refused (bytes, YB_TABLE_ERROR_TOO_LARGE, "Unpacked");
}

static void
test_other_zips (void)
{
  static const char *const ods[] = {"mimetype", "application/vnd.oasis.opendocument.spreadsheet",
                                    "content.xml", "<x/>", NULL};
  static const char *const word[] = {"[Content_Types].xml", CONTENT_TYPES, "_rels/.rels", ROOT_RELATIONS,
                                     "word/document.xml",   "<x/>",        NULL};
  static const char *const binary[] = {"[Content_Types].xml", CONTENT_TYPES, "_rels/.rels", ROOT_RELATIONS,
                                       "xl/workbook.bin",     "x",           NULL};
  static const char *const plain[] = {"list.csv", "a,b\n", NULL};
  static const char *const no_sheet[] = {"[Content_Types].xml", CONTENT_TYPES, "xl/workbook.xml", BOOK (""),
                                         NULL};
  static const struct
  {
    const char *const *parts;
    int code;
    const char *message;
  } cases[] = {
      {ods, YB_TABLE_ERROR_NOT_A_TABLE, "OpenDocument"}, {word, YB_TABLE_ERROR_NOT_A_TABLE, "Word"},
      {binary, YB_TABLE_ERROR_NOT_A_TABLE, ".xlsb"},     {plain, YB_TABLE_ERROR_NOT_A_TABLE, "ZIP"},
      {no_sheet, YB_TABLE_ERROR_EMPTY, "no sheet"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GBytes) bytes = pack (cases[i].parts);

      assert_refused (bytes, cases[i].code, cases[i].message);
    }
}

/* Cut at every place, and with every byte changed once: refused, or read right if the byte did not matter. */
static void
test_damaged (void)
{
  g_autoptr (GBytes) whole = pack_book (
      BOOK (""), SHEET (HEADER "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c></row>"), STRINGS);
  gsize length;
  const char *data = g_bytes_get_data (whole, &length);
  guint n_refused = 0;

  for (gsize i = 4; i < length; i++)
    {
      g_autoptr (GError) cut_error = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *copy = g_memdup2 (data, length);
      g_autoptr (GBytes) cut = g_bytes_new (data, i);
      g_autoptr (GBytes) changed = NULL;
      g_autoptr (YbTable) cut_table = yb_table_read_bytes (cut, NULL, NULL, &cut_error);
      g_autoptr (YbTable) table = NULL;

      /* The list of the parts stands at the end. */
      g_assert_null (cut_table);
      g_assert_nonnull (cut_error);
      copy[i] ^= 0x21;
      changed = g_bytes_new (copy, length);
      table = yb_table_read_bytes (changed, NULL, NULL, &error);
      g_assert_true ((table == NULL) == (error != NULL));
      n_refused += table == NULL;
      if (table != NULL)
        {
          g_autofree char *flat = test_flatten (table);

          g_assert_cmpstr (flat, ==, "name|note/王小明|");
        }
    }
  g_test_message ("%u of %" G_GSIZE_FORMAT " changed files refused", n_refused, length - 4);
  g_assert_cmpuint (n_refused, >, length / 4);
}

static void
test_foreign (void)
{
  g_autoptr (GError) error = NULL;
  const char *folder = g_getenv ("YB_FOREIGN_DATA");
  g_autofree char *path = g_build_filename (folder != NULL ? folder : "", "chinese-names",
                                            "family_names.xlsx", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (YbTable) table = NULL;

  if (!g_file_query_exists (file, NULL))
    {
      g_test_message ("no foreign data %s: case left out", path);
      return;
    }
  table = yb_table_read (file, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (yb_table_get_sheet (table), ==, "中文姓氏1074个");
  g_assert_cmpuint (yb_table_get_n_rows (table), ==, 1074);
  g_assert_cmpstr (yb_table_get_header (table, 0), ==, "NameB");
  g_assert_cmpstr (yb_table_get_cell (table, 0, 0), ==, "王");
  g_assert_cmpstr (yb_table_get_cell (table, 0, 1), ==, "9520");
  g_assert_cmpuint (yb_table_get_n_problems (table), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/table/xlsx/strings", test_strings);
  g_test_add_func ("/table/xlsx/places", test_places);
  g_test_add_func ("/table/xlsx/numbers", test_numbers);
  g_test_add_func ("/table/xlsx/dates", test_dates);
  g_test_add_func ("/table/xlsx/problems", test_problems);
  g_test_add_func ("/table/xlsx/sheets", test_sheets);
  g_test_add_func ("/table/xlsx/prefixes", test_prefixes);
  g_test_add_func ("/table/xlsx/hostile", test_hostile);
  g_test_add_func ("/table/xlsx/bomb", test_bomb);
  g_test_add_func ("/table/xlsx/other-zips", test_other_zips);
  g_test_add_func ("/table/xlsx/damaged", test_damaged);
  g_test_add_func ("/table/xlsx/foreign", test_foreign);
  return g_test_run ();
}
