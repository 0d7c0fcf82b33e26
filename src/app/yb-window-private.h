/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-banner.h"
#include "yb-page-info.h"
#include "yb-page.h"
#include "yb-window.h"

G_BEGIN_DECLS

struct _YbWindow
{
  AdwApplicationWindow parent_instance;

  GtkStack *states;
  GtkSpinner *wait_spinner;
  GtkLabel *wait_label;
  GtkSpinner *start_spinner;
  GtkProgressBar *start_progress;
  AdwStatusPage *problem;
  GtkButton *recover_button;
  AdwBin *sign_in_bin;
  AdwWindowTitle *title;
  GtkButton *new_button;
  GtkLabel *new_label;
  GtkToggleButton *sidebar_button;
  GtkMenuButton *person_button;
  AdwAvatar *person_avatar;
  GtkLabel *person_name;
  GtkMenuButton *menu_button;
  GMenu *undo_section;
  GtkListBox *navigation;
  AdwToastOverlay *toasts;
  YbBanner *banner;
  YbBanner *audit_banner;
  GtkStack *pages;
  GtkLabel *status;
  GtkLabel *person_role;
  GtkLabel *database_label;

  YbDesk *desk;
  YbStaff *person; /* (nullable): who is signed in, or was last */
  GCancellable *cancellable;
  const YbPageInfo *info;
  gulong changed_id;
  guint count_id;
  guint place_id;
  guint lock_id;
  GPtrArray *hidden; /* dialogs that a lock has hidden */
  GtkFileChooserNative *chooser;
  AdwToast *toast;
  GPtrArray *audit_problems; /* NULL: not looked for */
  guint closed_troubles;     /* YbTrouble: what people have closed */
};

/* yb-window.c */
YbApplication *_yb_window_get_application (YbWindow *self);
gboolean _yb_window_is_signed_in (YbWindow *self);
YbPage *_yb_window_get_page (YbWindow *self);
YbPage *_yb_window_show_page (YbWindow *self, const YbPageInfo *info);
gboolean _yb_window_may_open (YbWindow *self, const YbPageInfo *info);
void _yb_window_announce (YbWindow *self, const char *text);
void _yb_window_toast (YbWindow *self, const char *text, gboolean with_undo);
void _yb_window_show_sign_in (YbWindow *self);
void _yb_window_show_new_password (YbWindow *self);

/* yb-window-lock.c */
void _yb_window_watch_lock (YbWindow *self);
void _yb_window_stop_lock (YbWindow *self);
void _yb_window_forget_hidden (YbWindow *self);

/* yb-window-audit.c */
void _yb_window_check_audit (YbWindow *self);
void _yb_window_forget_audit (YbWindow *self);
void _yb_window_show_audit_problems (YbWindow *self);

/* yb-window-trouble.c */
void _yb_window_init_troubles (YbWindow *self);
void _yb_window_watch_troubles (YbWindow *self);
void _yb_window_forget_troubles (YbWindow *self, YbStore *store);
void _yb_window_open_copy (YbWindow *self);

/* yb-window-actions.c */
void _yb_window_update_actions (YbWindow *self);
void _yb_window_class_init_actions (GtkWidgetClass *widget_class);

G_END_DECLS
