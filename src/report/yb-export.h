/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "yb-figure.h"

G_BEGIN_DECLS

/**
 * YbExportProgress:
 * @fraction: from 0 to 1
 * @user_data: as given
 *
 * Called in the thread that writes, now and then.
 */
typedef void (*YbExportProgress) (double fraction, gpointer user_data);

/**
 * YbExportOptions:
 * @from: (nullable): first day, "YYYY-MM-DD"; %NULL for no limit
 * @to: (nullable): last day; %NULL for no limit
 * @columns: (nullable) (array zero-terminated=1): names of the wanted columns; %NULL for all
 * @show_secrets: whether personal data is written in full; otherwise it is masked
 * @consultant: only the deals of this person (staff id), 0 for all
 * @handed_over_since: with @consultant: also those that were handed over since then (UTC ms), 0 for none
 * @team: (nullable): only the deals of this team, and those that nobody is responsible for
 * @without_figures: leaves out the second sheet of a workbook of deals, the figures of the period. They tell
 *   about all deals: for persons without the right "figure.read". Also left out with @consultant and @team
 * @max_rows: more records than this are refused, 0 for no limit
 * @by: split the figures by this group
 * @author: who exports, for the watermark
 * @purpose: (nullable): what for, for the watermark
 * @id: number of the export, for the watermark; 0 for none
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 */
typedef struct
{
  const char *from;
  const char *to;
  const char *const *columns;
  gboolean show_secrets;
  gint64 consultant;
  gint64 handed_over_since;
  const char *team;
  gboolean without_figures;
  guint max_rows;
  YbFigureGroup by;
  const char *author;
  const char *purpose;
  gint64 id;
  YbExportProgress progress;
  gpointer user_data;
} YbExportOptions;

gboolean yb_export_deals (YbConnection *connection,
                          const char *path,
                          const YbExportOptions *options,
                          GCancellable *cancellable,
                          guint *n_rows,
                          GError **error);
gboolean yb_export_customers (YbConnection *connection,
                              const char *path,
                              const YbExportOptions *options,
                              GCancellable *cancellable,
                              guint *n_rows,
                              GError **error);
gboolean yb_export_figures (YbConnection *connection,
                            const char *path,
                            const YbExportOptions *options,
                            GCancellable *cancellable,
                            guint *n_rows,
                            GError **error);

G_END_DECLS
