/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lengths of time, as times are counted: milliseconds. */
#define YB_MS_PER_MINUTE (G_GINT64_CONSTANT (60) * 1000)
#define YB_MS_PER_HOUR (60 * YB_MS_PER_MINUTE)
#define YB_MS_PER_DAY (24 * YB_MS_PER_HOUR)

gint64 yb_time_now (void);
void yb_time_set_fixed_now (gint64 ms);

const char *yb_calendar_get_zone (void);
void yb_calendar_set_zone (const char *identifier);
gboolean yb_calendar_zone_is_known (const char *identifier);

gboolean yb_time_parse (const char *text, gint64 *ms, GError **error);
char *yb_time_to_rfc3339 (gint64 ms) G_GNUC_WARN_UNUSED_RESULT;
char *yb_time_to_date (gint64 ms) G_GNUC_WARN_UNUSED_RESULT;
char *yb_time_format (gint64 ms) G_GNUC_WARN_UNUSED_RESULT;
int yb_time_days_since (gint64 ms);

gboolean yb_date_is_valid (const char *date);
gint64 yb_date_to_time (const char *date);
int yb_date_days_between (const char *from, const char *to);
char *yb_date_add_days (const char *date, int days) G_GNUC_WARN_UNUSED_RESULT;
char *yb_date_today (void) G_GNUC_WARN_UNUSED_RESULT;
char *yb_date_format (const char *date) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
