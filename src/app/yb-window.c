/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-window-private.h"

#include <glib/gi18n.h>

#include "yb-new-password-page.h"
#include "yb-sign-in-page.h"

G_DEFINE_FINAL_TYPE (YbWindow, yb_window, ADW_TYPE_APPLICATION_WINDOW)

YbApplication *
_yb_window_get_application (YbWindow *self)
{
  return YB_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

/* And not gone away: what names customers is only shown then. */
gboolean
_yb_window_is_signed_in (YbWindow *self)
{
  return self->desk != NULL && yb_desk_get_staff (self->desk) != NULL && !yb_desk_is_locked (self->desk);
}

YbPage *
_yb_window_get_page (YbWindow *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->pages);

  return page != NULL ? YB_PAGE (page) : NULL;
}

void
_yb_window_announce (YbWindow *self, const char *text)
{
  gtk_label_set_text (self->status, text);
}

/* What happens now matters more than what happened before: one toast at a time. */
static void
show_toast (YbWindow *self, AdwToast *toast, guint seconds)
{
  if (self->toast != NULL)
    adw_toast_dismiss (self->toast);
  if (self->desk != NULL && yb_desk_is_locked (self->desk))
    {
      g_object_unref (toast); /* it would stand above the lock; the line of status tells it afterwards */
      return;
    }

  g_set_weak_pointer (&self->toast, toast);
  adw_toast_set_timeout (toast, seconds);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
_yb_window_toast (YbWindow *self, const char *text, gboolean with_undo)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  if (with_undo)
    {
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_action_name (toast, "win.undo");
    }
  show_toast (self, toast, 6);
}

static void
exported_cb (YbWindow *self, const char *text, const char *path)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  AdwToast *toast = adw_toast_new (escaped);

  adw_toast_set_button_label (toast, _ ("Open folder"));
  adw_toast_set_action_name (toast, "win.open-folder");
  adw_toast_set_action_target_value (toast, g_variant_new_string (path));
  show_toast (self, toast, 10);
}

static YbPage *
ensure_page (YbWindow *self, const YbPageInfo *info)
{
  GtkWidget *page = gtk_stack_get_child_by_name (self->pages, info->name);

  if (page == NULL)
    {
      page = g_object_new (info->get_type (), "desk", self->desk, NULL);
      g_signal_connect_object (page, "announce", G_CALLBACK (_yb_window_announce), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "toast", G_CALLBACK (_yb_window_toast), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (page, "exported", G_CALLBACK (exported_cb), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->pages, page, info->name);
    }

  return YB_PAGE (page);
}

gboolean
_yb_window_may_open (YbWindow *self, const YbPageInfo *info)
{
  return info->right == NULL || yb_desk_get_scope (self->desk, info->right) != YB_SCOPE_NONE;
}

YbPage *
_yb_window_show_page (YbWindow *self, const YbPageInfo *info)
{
  YbPage *page = ensure_page (self, info);

  self->info = info;
  gtk_stack_set_visible_child (self->pages, GTK_WIDGET (page));
  adw_window_title_set_title (self->title, yb_page_info_text (info->title));
  gtk_window_set_title (GTK_WINDOW (self), yb_page_info_text (info->title));
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->navigation)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    if (g_object_get_data (G_OBJECT (row), "info") == info)
      gtk_list_box_select_row (self->navigation, GTK_LIST_BOX_ROW (row));
  _yb_window_update_actions (self);

  return page;
}

static void
row_selected_cb (YbWindow *self, GtkListBoxRow *row)
{
  const YbPageInfo *info = row != NULL ? g_object_get_data (G_OBJECT (row), "info") : NULL;

  if (info != NULL && info != self->info)
    _yb_window_show_page (self, info);
}

static gboolean
query_title_cb (GtkLabel *label, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (label)))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return TRUE;
}

static void
add_row (YbWindow *self, const YbPageInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *image = gtk_image_new_from_icon_name (info->icon);
  GtkWidget *label = gtk_label_new (yb_page_info_text (info->title));
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "count");
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_set_valign (count, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (count, FALSE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  yb_page_info_text (info->title), -1);
  /* Only a title that is cut needs to be told. */
  gtk_widget_set_has_tooltip (label, TRUE);
  g_signal_connect (label, "query-tooltip", G_CALLBACK (query_title_cb), NULL);
  g_object_set_data (G_OBJECT (row), "info", (gpointer) info);
  g_object_set_data (G_OBJECT (row), "count", count);
  gtk_list_box_append (self->navigation, row);
}

static void
header_func (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const YbPageInfo *info = g_object_get_data (G_OBJECT (row), "info");
  const YbPageInfo *above = before != NULL ? g_object_get_data (G_OBJECT (before), "info") : NULL;
  GtkWidget *label;

  if (info == NULL || (above != NULL && g_str_equal (above->section, info->section)))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  label = gtk_label_new (yb_page_info_text (info->section));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "section");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
count_idle_cb (gpointer user_data)
{
  YbWindow *self = user_data;

  self->count_id = 0;
  for (GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->navigation)); row != NULL;
       row = gtk_widget_get_next_sibling (row))
    {
      const YbPageInfo *info = g_object_get_data (G_OBJECT (row), "info");
      GtkWidget *label = g_object_get_data (G_OBJECT (row), "count");
      g_autofree char *text = NULL, *name = NULL;
      gint64 count;

      if (info == NULL || info->count == NULL)
        continue;

      count = info->count (self->desk);
      text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
      gtk_label_set_text (GTK_LABEL (label), text);
      gtk_widget_set_visible (label, count > 0);
      /* Translators: a page, and how many things wait there */
      name = count > 0 ? g_strdup_printf (_ ("%s, %s waiting"), yb_page_info_text (info->title), text)
                       : g_strdup (yb_page_info_text (info->title));
      gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
    }

  return G_SOURCE_REMOVE;
}

static void
queue_count (YbWindow *self)
{
  if (self->count_id == 0)
    self->count_id = g_idle_add_full (G_PRIORITY_LOW, count_idle_cb, self, NULL);
}

static void
clear_main (YbWindow *self)
{
  GtkWidget *child;

  self->info = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->pages))) != NULL)
    gtk_stack_remove (self->pages, child);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->navigation))) != NULL)
    gtk_list_box_remove (self->navigation, child);
  gtk_label_set_text (self->status, "");
}

static void
show_main (YbWindow *self)
{
  YbStaff *staff = yb_desk_get_staff (self->desk);
  const YbPageInfo *first = yb_page_info_find (
      yb_application_get_first_page (_yb_window_get_application (self)));
  const YbPageInfo *infos;
  g_auto (GStrv) roles = NULL;
  g_autofree char *name = NULL, *role = NULL;
  guint n_infos;

  clear_main (self);
  infos = yb_page_infos (&n_infos);
  if (first != NULL && !_yb_window_may_open (self, first))
    first = NULL;
  for (guint i = 0; i < n_infos; i++)
    if (_yb_window_may_open (self, &infos[i]))
      {
        add_row (self, &infos[i]);
        if (first == NULL)
          first = &infos[i];
      }

  roles = g_strsplit (staff->roles, " ", 2);
  adw_avatar_set_text (self->person_avatar, staff->name);
  gtk_label_set_text (self->person_name, staff->name);
  role = yb_role_names (roles[0] != NULL ? roles[0] : "");
  gtk_label_set_text (self->person_role, role);
  name = g_strdup_printf (_ ("Signed in: %s"), staff->name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->person_button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  gtk_stack_set_visible_child_name (self->states, "main");
  if (first != NULL)
    _yb_window_show_page (self, first);
  else
    gtk_label_set_text (self->status, _ ("There is no page for your role yet."));
  _yb_window_update_actions (self);
  queue_count (self);
}

/* The pages stay as they are when the desk is locked only. */
void
_yb_window_show_sign_in (YbWindow *self)
{
  gtk_spinner_set_spinning (self->wait_spinner, FALSE);
  if (!yb_desk_is_locked (self->desk))
    clear_main (self);
  gtk_stack_set_visible_child_name (self->states, "sign-in");
  adw_bin_set_child (self->sign_in_bin, yb_sign_in_page_new (self->desk));
  adw_window_title_set_title (self->title, _ ("Yingbin"));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Yingbin"));
  _yb_window_update_actions (self);
}

static void signed_in_cb (YbWindow *self);

/* Before anything else: somebody else knows the password. */
void
_yb_window_show_new_password (YbWindow *self)
{
  GtkWidget *page = yb_new_password_page_new (self->desk);

  clear_main (self);
  g_signal_connect_object (page, "chosen", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (self->sign_in_bin, page);
  gtk_stack_set_visible_child_name (self->states, "sign-in");
  _yb_window_update_actions (self);
}

static void
signed_in_cb (YbWindow *self)
{
  gtk_spinner_set_spinning (self->wait_spinner, FALSE);
  _yb_window_forget_hidden (self);
  if (yb_desk_get_staff (self->desk) == NULL)
    {
      _yb_window_show_sign_in (self);
      return;
    }

  if (yb_desk_get_staff (self->desk)->must_change)
    {
      _yb_window_show_new_password (self);
      return;
    }

  adw_bin_set_child (self->sign_in_bin, NULL);
  show_main (self);
  _yb_window_check_audit (self);
}

/* A new version of the rights holds at once: what is not allowed any more goes, with its pages and dialogs. */
static void
rights_changed_cb (YbWindow *self)
{
  const YbPageInfo *info = self->info;

  show_main (self);
  if (info != NULL && info != self->info && _yb_window_may_open (self, info))
    _yb_window_show_page (self, info);
  _yb_window_toast (self, _ ("Your rights were changed. The pages were opened anew."), FALSE);
}

/* Another program writes: the sign-in page says it for itself. */
static void
waiting_cb (YbWindow *self, const char *text)
{
  gtk_label_set_text (self->wait_label, text);
  gtk_spinner_set_spinning (self->wait_spinner, TRUE);
}

static void
sign_in_at_once_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (yb_desk_sign_in_finish (YB_DESK (source), result, &error) || self->desk != YB_DESK (source))
    return;

  _yb_window_show_sign_in (self);
  _yb_window_toast (self, error->message, FALSE);
}

/* The menu names what would be undone, as it stands when the menu opens. */
static void
menu_shown_cb (YbWindow *self)
{
  g_autofree char *text = NULL, *label = NULL;

  if (_yb_window_is_signed_in (self))
    text = yb_desk_dup_undo_text (self->desk);
  label = text != NULL ? g_strdup_printf (_ ("Undo: %s"), text) : g_strdup (_ ("Undo"));
  g_menu_remove_all (self->undo_section);
  g_menu_append (self->undo_section, label, "win.undo");
}

static gboolean
save_place_cb (gpointer user_data)
{
  YbWindow *self = user_data;
  GSettings *settings;
  int width, height;

  self->place_id = 0;
  if (_yb_window_get_application (self) == NULL ||
      (settings = yb_application_get_settings (_yb_window_get_application (self))) == NULL)
    return G_SOURCE_REMOVE;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (width >= 640 && height >= 480)
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }

  return G_SOURCE_REMOVE;
}

static void
place_changed_cb (YbWindow *self)
{
  if (self->place_id == 0)
    self->place_id = g_timeout_add (500, save_place_cb, self);
}

static void
disconnect_desk (YbWindow *self)
{
  g_clear_handle_id (&self->count_id, g_source_remove);
  if (self->desk == NULL)
    return;

  g_clear_signal_handler (&self->changed_id, yb_desk_get_store (self->desk));
  _yb_window_forget_troubles (self, yb_desk_get_store (self->desk));
  _yb_window_forget_audit (self);
  g_signal_handlers_disconnect_by_data (self->desk, self);
  g_clear_object (&self->desk);
}

static void
yb_window_dispose (GObject *object)
{
  YbWindow *self = YB_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->place_id, g_source_remove);
  _yb_window_stop_lock (self);
  disconnect_desk (self);
  g_clear_object (&self->chooser);
  g_clear_weak_pointer (&self->toast);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_WINDOW);

  G_OBJECT_CLASS (yb_window_parent_class)->dispose (object);
}

static void
yb_window_finalize (GObject *object)
{
  g_clear_object (&YB_WINDOW (object)->cancellable);
  g_ptr_array_unref (YB_WINDOW (object)->hidden);

  G_OBJECT_CLASS (yb_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, YbWindow, states);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, wait_spinner);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, wait_label);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, start_spinner);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, start_progress);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, problem);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, recover_button);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, sign_in_bin);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, title);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, new_label);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, sidebar_button);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, person_button);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, person_avatar);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, person_name);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, undo_section);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, navigation);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, audit_banner);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, status);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, person_role);
  gtk_widget_class_bind_template_child (widget_class, YbWindow, database_label);
}

static void
yb_window_class_init (YbWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_window_dispose;
  object_class->finalize = yb_window_finalize;

  _yb_window_class_init_actions (widget_class);

  g_type_ensure (YB_TYPE_BANNER);
  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, row_selected_cb);
}

static void
yb_window_init (YbWindow *self)
{
  self->cancellable = g_cancellable_new ();
  self->hidden = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_menu_button_get_popover (self->menu_button), "show",
                           G_CALLBACK (menu_shown_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_set_header_func (self->navigation, header_func, NULL, NULL);
  _yb_window_init_troubles (self);
  _yb_window_update_actions (self);
  g_signal_connect (self, "notify::default-width", G_CALLBACK (place_changed_cb), NULL);
  g_signal_connect (self, "notify::default-height", G_CALLBACK (place_changed_cb), NULL);
  g_signal_connect (self, "notify::maximized", G_CALLBACK (place_changed_cb), NULL);
}

/**
 * yb_window_new:
 * @application: the program
 *
 * Returns: (transfer none): a window, owned by GTK
 */
YbWindow *
yb_window_new (YbApplication *application)
{
  GSettings *settings = yb_application_get_settings (application);
  int width = 1366, height = 768;
  gboolean maximized = FALSE;
  YbWindow *self;

  if (settings != NULL)
    {
      width = g_settings_get_int (settings, "window-width");
      height = g_settings_get_int (settings, "window-height");
      maximized = g_settings_get_boolean (settings, "window-maximized");
    }

  self = g_object_new (YB_TYPE_WINDOW, "application", application, "default-width", width, "default-height",
                       height, NULL);
  if (maximized)
    gtk_window_maximize (GTK_WINDOW (self));

  return self;
}

/**
 * yb_window_show_wait:
 *
 * Shows that the file is being opened.
 */
void
yb_window_show_wait (YbWindow *self)
{
  g_return_if_fail (YB_IS_WINDOW (self));

  gtk_label_set_text (self->wait_label, _ ("The file is being opened"));
  gtk_stack_set_visible_child_name (self->states, "wait");
  gtk_spinner_set_spinning (self->wait_spinner, TRUE);
}

/**
 * yb_window_show_start:
 * @fraction: how far the demo file is, 0 to 1
 *
 * Shows that the demo file is being made.
 */
void
yb_window_show_start (YbWindow *self, double fraction)
{
  g_return_if_fail (YB_IS_WINDOW (self));

  adw_bin_set_child (self->sign_in_bin, NULL);
  gtk_stack_set_visible_child_name (self->states, "start");
  gtk_spinner_set_spinning (self->start_spinner, TRUE);
  gtk_progress_bar_set_fraction (self->start_progress, CLAMP (fraction, 0, 1));
}

/**
 * yb_window_show_problem:
 * @message: why the database cannot be opened, with the way out
 *
 * Shows why nothing can be shown.
 */
void
yb_window_show_problem (YbWindow *self, const char *message)
{
  g_autofree char *escaped = g_markup_escape_text (message, -1);

  g_return_if_fail (YB_IS_WINDOW (self));

  gtk_spinner_set_spinning (self->wait_spinner, FALSE);
  gtk_stack_set_visible_child_name (self->states, "problem");
  adw_status_page_set_description (self->problem, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->recover_button),
                          yb_application_is_damaged (_yb_window_get_application (self)));
}

/**
 * yb_window_show_store:
 *
 * The database is open: asks who is there.
 */
void
yb_window_show_store (YbWindow *self)
{
  YbApplication *application;
  g_autofree char *code = NULL, *demo = NULL, *name = NULL;
  const char *password = g_getenv ("YINGBIN_PASSWORD");
  YbStore *store;

  g_return_if_fail (YB_IS_WINDOW (self));

  application = _yb_window_get_application (self);
  store = yb_application_get_store (application);
  disconnect_desk (self);
  gtk_spinner_set_spinning (self->start_spinner, FALSE);
  self->desk = yb_desk_new (store);
  g_signal_connect_object (self->desk, "signed-in", G_CALLBACK (signed_in_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "rights-changed", G_CALLBACK (rights_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "waiting", G_CALLBACK (waiting_cb), self, G_CONNECT_SWAPPED);
  _yb_window_watch_lock (self);
  _yb_window_watch_troubles (self);
  self->changed_id = g_signal_connect_swapped (store, "changed::deal", G_CALLBACK (queue_count), self);
  g_signal_connect_object (store, "changed::reveal", G_CALLBACK (queue_count), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "changed::right_change", G_CALLBACK (queue_count), self, G_CONNECT_SWAPPED);

  demo = yb_store_dup_meta (store, "demo");
  name = yb_store_dup_meta (store, "name");
  if (name == NULL || *name == '\0')
    {
      g_free (name);
      name = g_path_get_basename (yb_store_get_path (store));
    }
  gtk_label_set_text (self->database_label, demo != NULL && *demo != '\0' ? _ ("Demo data") : name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->database_label), yb_store_get_path (store));

  code = yb_application_take_sign_in (application);
  if (code == NULL)
    signed_in_cb (self);
  else
    yb_desk_sign_in_async (self->desk, code, password != NULL ? password : "", self->cancellable,
                           sign_in_at_once_cb, g_object_ref (self));
}

/**
 * yb_window_forget_store:
 *
 * Lets go of the database, before another one is opened.
 */
void
yb_window_forget_store (YbWindow *self)
{
  g_return_if_fail (YB_IS_WINDOW (self));

  clear_main (self);
  adw_bin_set_child (self->sign_in_bin, NULL);
  disconnect_desk (self);
  _yb_window_update_actions (self);
  yb_window_show_wait (self);
}
