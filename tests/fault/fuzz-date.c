/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The first line is the format of a column ("" finds out), the others are its cells: each is a day or an error in words. */

#include "config.h"

#include "fuzz.h"

#include <string.h>

#include "yb-calendar.h"
#include "yb-date-format.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = fuzz_text (data, size);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  const char *format = lines[0] != NULL && *lines[0] != '\0' ? lines[0] : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (YbDateReader) reader = yb_date_reader_new (format, &error);

  g_assert_true ((reader == NULL) == (error != NULL));
  if (reader == NULL || lines[0] == NULL)
    return 0;

  yb_date_reader_set_allow_serial (reader, size % 2 == 0);
  for (guint i = 1; lines[i] != NULL; i++)
    yb_date_reader_look (reader, lines[i]);
  if (!yb_date_reader_settle (reader, &error))
    g_assert_true (*error->message != '\0');
  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_autoptr (GError) refusal = NULL;
      char iso[YB_DATE_READER_ISO_SIZE];

      if (yb_date_reader_read (reader, lines[i], iso, &refusal))
        {
          if (strlen (iso) != 10 || !yb_date_is_valid (iso))
            g_error ("“%s” was read as %s", lines[i], iso);
          fuzz_planted (1, !g_str_equal (iso, lines[i]));
        }
      else
        g_assert_true (refusal != NULL && *refusal->message != '\0');
    }
  return 0;
}
