/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-import-window.h"
#include "yb-import.h"
#include "yb-table-view.h"

G_BEGIN_DECLS

typedef enum
{
  STEP_FILE,
  STEP_COLUMNS,
  STEP_VALUES,
  STEP_CHECK,
  STEP_RESULT,
} Step;

struct _YbImportWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *title;
  GtkButton *back_button;
  GtkButton *next_button;
  GtkButton *cancel_button;
  GtkProgressBar *progress;
  GtkStack *steps;
  GtkDropDown *kind;
  GtkButton *file_button;
  GtkDropDown *encoding;
  GtkDropDown *sheet;
  GtkLabel *file_message;
  YbTableView *preview;
  AdwBin *columns_bin;
  GtkDropDown *date_format;
  GtkCheckButton *create_staff;
  AdwBin *values_bin;
  GtkLabel *check_summary;
  GtkLabel *check_problem;
  GtkCheckButton *skip_bad;
  YbTableView *problems;
  AdwStatusPage *result_page;

  YbPage *page;
  GCancellable *cancellable;
  GCancellable *read_cancellable;
  GtkFileChooserNative *chooser;
  GFile *file;
  YbTable *table;
  YbImportMap *map;
  Step step;
  gboolean running;
  guint settle_id;        /* the button for what follows waits for the end of a double click */
  gboolean check_stopped; /* cancelled by the person: it can be started again */
  gboolean filling;
  guint n_rows;  /* of the last check */
  guint n_bad;   /* of those: rows with errors */
  guint n_taken; /* of those: rows that an import would take over */
  gboolean reading;
  guint pulse_id;
  gboolean map_loaded;
};

/* yb-import-window.c */
void _yb_import_window_update_buttons (YbImportWindow *self);

/* yb-import-window-file.c */
const char *_yb_import_window_get_kind (YbImportWindow *self);
void _yb_import_window_fill_choices (YbImportWindow *self);
void _yb_import_window_class_init_file (GtkWidgetClass *widget_class);
void _yb_import_window_dispose_file (YbImportWindow *self);

G_END_DECLS
