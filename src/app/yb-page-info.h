/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "yb-desk.h"

G_BEGIN_DECLS

/**
 * YbPageInfo:
 * @name: name of --page
 * @title: English source string
 * @section: English source string: where it stands in the navigation list
 * @icon: icon name
 * @right: what opens it
 * @new_label: (nullable): English source string: its main action, which makes something new
 * @new_right: (nullable): what the main action needs
 * @get_type: its type, a YbPage
 * @count: (nullable): how many things wait there for somebody
 *
 * A page of the window.
 */
typedef struct
{
  const char *name;
  const char *title;
  const char *section;
  const char *icon;
  const char *right;
  const char *new_label;
  const char *new_right;
  GType (*get_type) (void);
  gint64 (*count) (YbDesk *desk);
} YbPageInfo;

const YbPageInfo *yb_page_infos (guint *n_infos);
const YbPageInfo *yb_page_info_find (const char *name);
const char *yb_page_info_text (const char *text);

G_END_DECLS
