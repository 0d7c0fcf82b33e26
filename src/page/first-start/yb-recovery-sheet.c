/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The recovery key, to be written down: shown in groups, copied, printed, or saved as a text. */

#include "config.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-first-start-private.h"
#include "yb-house-setup.h"

#define COLUMNS 7

typedef struct
{
  char *key;
  char *name;
  GtkFileChooserNative *chooser;
  GtkWidget *message;
} Sheet;

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  yb_recovery_key_free (sheet->key);
  g_free (sheet->name);
  g_clear_object (&sheet->chooser);
  g_free (sheet);
}

static char *
sheet_text (Sheet *sheet)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) groups = yb_recovery_groups (sheet->key);

  g_string_printf (text, _ ("Recovery key of %s"), *sheet->name != '\0' ? sheet->name : _ ("Yingbin"));
  g_string_append (text, "\n\n");
  for (guint i = 0; groups[i] != NULL; i++)
    g_string_append_printf (text, "%2u  %s\n", i + 1, groups[i]);
  g_string_append_printf (text, "\n%s\n",
                          _ ("Whoever has this key can read every customer. Keep it in the safe, not at the "
                             "computer. It is needed when "
                             "nobody remembers a password, or when the file moves to another computer."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
tell (Sheet *sheet, const char *text)
{
  gtk_label_set_text (GTK_LABEL (sheet->message), text);
  gtk_widget_set_visible (sheet->message, TRUE);
}

static void
copy_cb (GtkWidget *button, gpointer user_data)
{
  Sheet *sheet = user_data;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), sheet->key);
  tell (sheet, _ ("Copied. Paste it where only you can read it."));
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, gpointer user_data)
{
  g_autofree char *text = sheet_text (user_data);
  PangoLayout *layout = gtk_print_context_create_pango_layout (context);
  PangoFontDescription *font = pango_font_description_from_string ("Monospace 14");

  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (gtk_print_context_get_width (context) * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  pango_cairo_show_layout (gtk_print_context_get_cairo_context (context), layout);
  pango_font_description_free (font);
  g_object_unref (layout);
}

static void
print_cb (GtkWidget *button, gpointer user_data)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;

  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, _ ("Recovery key"));
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), user_data);
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
                           GTK_WINDOW (gtk_widget_get_root (button)), &error);
  if (error != NULL)
    tell (user_data, error->message);
}

static void
save_response_cb (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Sheet *sheet = user_data;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *text = sheet_text (sheet);
      g_autoptr (GError) error = NULL;

      if (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_PRIVATE, NULL, NULL,
                                   &error))
        tell (sheet, _ ("Saved. Put it on a USB stick in the safe, and delete it from this computer."));
      else
        tell (sheet, error->message);
    }
  g_clear_object (&sheet->chooser);
}

static void
save_cb (GtkWidget *button, gpointer user_data)
{
  Sheet *sheet = user_data;

  if (sheet->chooser != NULL)
    return;

  sheet->chooser = gtk_file_chooser_native_new (_ ("Save the recovery key"),
                                                GTK_WINDOW (gtk_widget_get_root (button)),
                                                GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (sheet->chooser), TRUE);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (sheet->chooser), _ ("recovery-key.txt"));
  g_signal_connect (sheet->chooser, "response", G_CALLBACK (save_response_cb), sheet);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (sheet->chooser));
}

static void
add_button (GtkWidget *box, const char *label, GCallback callback, Sheet *sheet)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  g_signal_connect (button, "clicked", callback, sheet);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_groups (const char *key)
{
  g_auto (GStrv) groups = yb_recovery_groups (key);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 14);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 10);
  gtk_widget_set_halign (grid, GTK_ALIGN_START);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *name = g_strdup_printf (_ ("Group %u: %s"), i + 1, groups[i]);
      GtkWidget *above = gtk_label_new (number);
      GtkWidget *group = gtk_label_new (groups[i]);

      gtk_widget_add_css_class (above, "dim-label");
      gtk_widget_add_css_class (above, "caption");
      gtk_widget_add_css_class (group, "monospace");
      gtk_widget_add_css_class (group, "title-3");
      gtk_label_set_selectable (GTK_LABEL (group), FALSE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (group), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      gtk_box_append (GTK_BOX (box), above);
      gtk_box_append (GTK_BOX (box), group);
      gtk_grid_attach (GTK_GRID (grid), box, (int) (i % COLUMNS), (int) (i / COLUMNS), 1, 1);
    }

  return grid;
}

/* The key as a widget; it is wiped together with it. */
GtkWidget *
_yb_recovery_sheet_new (const char *recovery_key, const char *store_name)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 14);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->key = g_strdup (recovery_key);
  sheet->name = g_strdup (store_name);
  gtk_box_append (GTK_BOX (box), make_groups (recovery_key));
  add_button (buttons, _ ("_Print…"), G_CALLBACK (print_cb), sheet);
  add_button (buttons, _ ("_Save as a text…"), G_CALLBACK (save_cb), sheet);
  add_button (buttons, _ ("_Copy"), G_CALLBACK (copy_cb), sheet);
  gtk_box_append (GTK_BOX (box), buttons);
  sheet->message = _yb_first_start_add_text (box, "", "dim-label");
  gtk_widget_set_visible (sheet->message, FALSE);
  g_object_set_data_full (G_OBJECT (box), "sheet", sheet, sheet_free);

  return box;
}
