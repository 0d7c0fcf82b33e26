/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-preferences.h"

#include <glib/gi18n.h>

static const AdwColorScheme schemes[] = {ADW_COLOR_SCHEME_DEFAULT, ADW_COLOR_SCHEME_FORCE_LIGHT,
                                         ADW_COLOR_SCHEME_FORCE_DARK};

static void
choose_scheme (guint choice)
{
  if (choice < G_N_ELEMENTS (schemes))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), schemes[choice]);
}

static guint
current_choice (void)
{
  AdwColorScheme scheme = adw_style_manager_get_color_scheme (adw_style_manager_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    if (schemes[i] == scheme)
      return i;

  return 0;
}

static void
selected_cb (AdwComboRow *row, GParamSpec *pspec, GSettings *settings)
{
  guint choice = adw_combo_row_get_selected (row);

  choose_scheme (choice);
  if (settings != NULL && choice < G_N_ELEMENTS (schemes))
    g_settings_set_enum (settings, "color-scheme", choice);
}

/**
 * yb_preferences_apply:
 * @settings: (nullable): the settings
 *
 * Makes the program look as the settings say. Desktops without a settings portal stay light on "System".
 */
void
yb_preferences_apply (GSettings *settings)
{
  if (settings != NULL)
    choose_scheme (g_settings_get_enum (settings, "color-scheme"));
}

/**
 * yb_preferences_present:
 * @parent: the window it stands before
 * @settings: (nullable): where the choice is kept
 *
 * Shows the preferences.
 */
void
yb_preferences_present (GtkWindow *parent, GSettings *settings)
{
  const char *const names[] = {_ ("System"), _ ("Light"), _ ("Dark"), NULL};
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);
  GtkWidget *window = adw_preferences_window_new ();
  GtkWidget *page = adw_preferences_page_new ();
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_combo_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Appearance"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), current_choice ());
  if (settings != NULL)
    g_signal_connect_data (row, "notify::selected", G_CALLBACK (selected_cb), g_object_ref (settings),
                           (GClosureNotify) (void (*) (void)) g_object_unref, 0);
  else
    g_signal_connect (row, "notify::selected", G_CALLBACK (selected_cb), NULL);

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (window), ADW_PREFERENCES_PAGE (page));
  adw_preferences_window_set_search_enabled (ADW_PREFERENCES_WINDOW (window), FALSE);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Preferences"));
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_modal (GTK_WINDOW (window), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 240);
  gtk_window_present (GTK_WINDOW (window));
}
