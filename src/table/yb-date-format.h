/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "YYYY-MM-DD" and the NUL. */
#define YB_DATE_READER_ISO_SIZE 11

typedef struct _YbDateReader YbDateReader;

YbDateReader *yb_date_reader_new (const char *format, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void yb_date_reader_free (YbDateReader *self);
void yb_date_reader_set_allow_serial (YbDateReader *self, gboolean allow_serial);
void yb_date_reader_look (YbDateReader *self, const char *cell);
gboolean yb_date_reader_settle (YbDateReader *self, GError **error);
gboolean
yb_date_reader_read (YbDateReader *self, const char *cell, char iso[YB_DATE_READER_ISO_SIZE], GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbDateReader, yb_date_reader_free)

G_END_DECLS
