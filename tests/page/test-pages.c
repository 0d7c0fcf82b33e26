/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "page-test.h"
#include "yb-approval.h"
#include "yb-board-page.h"
#include "yb-closed-page.h"
#include "yb-import-window.h"
#include "yb-imports-page.h"
#include "yb-rules-page.h"
#include "yb-house.h"
#include "yb-rules.h"
#include "yb-settings.h"
#include "yb-sign-in-page.h"
#include "yb-staff-page.h"
#include "yb-table-view.h"
#include "yb-verb-dialog.h"

/* Every page dies with its window; page_test_free() looks. */
static void
test_finalize (void)
{
  GType types[] = {YB_TYPE_BOARD_PAGE, YB_TYPE_CLOSED_PAGE, YB_TYPE_IMPORTS_PAGE, YB_TYPE_RULES_PAGE,
                   YB_TYPE_STAFF_PAGE};
  g_autoptr (PageTest) test = page_test_new ("ad", G_TYPE_NONE);

  fixture_deal_in (test->house, YB_STAGE_NEEDS);
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      page_test_show (test, types[i]);
      page_test_settle ();
      page_test_close (test);
    }
}

static void
test_dialogs_finalize (void)
{
  g_autoptr (PageTest) test = page_test_new ("ad", YB_TYPE_STAFF_PAGE);
  YbVerbDialog *dialog;
  YbImportWindow *import;

  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.new", NULL);
  dialog = g_object_ref (page_test_wait_toplevel (YB_TYPE_VERB_DIALOG));
  page_test_settle ();
  gtk_window_destroy (GTK_WINDOW (dialog));
  page_test_settle ();
  g_assert_finalize_object (dialog);

  import = g_object_ref (yb_import_window_new (test->page));
  gtk_window_present (GTK_WINDOW (import));
  page_test_settle ();
  gtk_window_destroy (GTK_WINDOW (import));
  page_test_settle ();
  g_assert_finalize_object (import);
}

/* Signing out and opening another database take the page away under what it has asked. */
static void
test_dialogs_go_with_page (void)
{
  g_autoptr (PageTest) test = page_test_new ("ad", YB_TYPE_STAFF_PAGE);

  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.new", NULL);
  page_test_wait_toplevel (YB_TYPE_VERB_DIALOG);
  gtk_window_present (GTK_WINDOW (yb_import_window_new (test->page)));
  page_test_wait_toplevel (YB_TYPE_IMPORT_WINDOW);
  page_test_settle ();

  gtk_window_set_child (GTK_WINDOW (test->window), NULL);
  page_test_wait_gone (YB_TYPE_VERB_DIALOG);
  page_test_wait_gone (YB_TYPE_IMPORT_WINDOW);

  gtk_window_destroy (GTK_WINDOW (test->window));
  test->window = NULL;
  test->page = NULL;
}

/* Esc asks before it loses what was typed; Cancel is an answer. */
static void
test_discard (void)
{
  g_autoptr (PageTest) test = page_test_new ("ad", YB_TYPE_STAFF_PAGE);
  YbVerbDialog *dialog;
  YbFieldForm *fields;

  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.new", NULL);
  dialog = page_test_wait_toplevel (YB_TYPE_VERB_DIALOG);
  fields = yb_verb_form_get_fields (yb_verb_dialog_get_form (dialog));
  gtk_editable_set_text (GTK_EDITABLE (yb_field_form_get_control (fields, "name")), "Zhao");
  gtk_window_close (GTK_WINDOW (dialog));
  gtk_window_destroy (page_test_wait_toplevel (ADW_TYPE_MESSAGE_DIALOG));
  page_test_wait_gone (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_true (page_test_toplevel (YB_TYPE_VERB_DIALOG) == dialog);

  g_signal_emit_by_name (page_test_find_button (dialog, "_Cancel"), "clicked");
  page_test_wait_gone (YB_TYPE_VERB_DIALOG);
}

static void
test_staff (void)
{
  g_autoptr (PageTest) test = page_test_new ("ad", YB_TYPE_STAFF_PAGE);
  YbVerbDialog *dialog;
  YbVerbForm *form;
  GtkCheckButton *check;
  g_autoptr (GError) error = NULL;

  gtk_widget_activate_action (GTK_WIDGET (test->page), "page.new", NULL);
  dialog = page_test_wait_toplevel (YB_TYPE_VERB_DIALOG);
  form = yb_verb_dialog_get_form (dialog);
  yb_verb_form_set_text (form, "name", "Zhao");
  yb_verb_form_set_text (form, "code", "zhao");
  yb_verb_form_set_text (form, "password", "a long password");
  for (guint i = 0; (check = page_test_find (dialog, GTK_TYPE_CHECK_BUTTON, i)) != NULL; i++)
    if (g_strcmp0 (gtk_check_button_get_label (check), yb_role_label ("sc")) == 0)
      gtk_check_button_set_active (check, TRUE);
  yb_verb_dialog_save (dialog);
  page_test_wait_gone (YB_TYPE_VERB_DIALOG);

  g_assert_true (yb_desk_sign_in (test->desk, "zhao", "a long password", &error));
  g_assert_no_error (error);
  g_assert_true (yb_staff_has_role (yb_desk_get_staff (test->desk), "sc"));
}

/* The button says what it would do, also when somebody else did it meanwhile. */
static void
test_account (void)
{
  g_autoptr (PageTest) test = page_test_new ("ad", YB_TYPE_STAFF_PAGE);
  GtkColumnView *view = page_test_find (test->page, GTK_TYPE_COLUMN_VIEW, 0);
  GtkSelectionModel *people = gtk_column_view_get_model (view);
  GtkButton *button = GTK_BUTTON (page_test_find_button (test->page, "Close account…"));

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (people)); i++)
    {
      g_autoptr (YbStaff) staff = g_list_model_get_item (G_LIST_MODEL (people), i);

      if (g_str_equal (staff->code, "sc2"))
        gtk_selection_model_select_item (people, i, TRUE);
    }
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (button)));
  fixture_do (test->house, "ad", "staff.deactivate", "{'staff':'sc2'}");
  page_test_wait (g_str_equal (gtk_button_get_label (button), "Open account again…"));
  fixture_do (test->house, "ad", "staff.activate", "{'staff':'sc2'}");
  page_test_wait (g_str_equal (gtk_button_get_label (button), "Close account…"));
}

/* A loss waits for a manager, is counted, and leaves the list when it is confirmed. */
static void
test_loss (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", YB_TYPE_CLOSED_PAGE);
  gint64 deal = fixture_deal_in (test->house, YB_STAGE_RECEPTION);
  g_autoptr (YbDeal) row = NULL;

  g_assert_cmpint (yb_closed_page_count_waiting (test->desk), ==, 0);
  fixture_do (test->house, "sm", "deal.lose", "{'deal':%d,'reason':'price','text':'bought elsewhere'}",
              (int) deal);
  g_assert_cmpint (yb_closed_page_count_waiting (test->desk), ==, 1);
  fixture_do (test->house, "sm", "deal.confirm-loss", "{'deal':%d}", (int) deal);
  g_assert_cmpint (yb_closed_page_count_waiting (test->desk), ==, 0);
  row = fixture_deal (test->house, deal);
  g_assert_cmpint (row->outcome, ==, YB_OUTCOME_LOST);
}

static void
test_sign_in (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  g_autoptr (YbDesk) desk = yb_desk_new (test->house->store);
  GtkWidget *window = g_object_ref (gtk_window_new ());
  GtkWidget *page = yb_sign_in_page_new (desk);
  GtkEditable *password;

  gtk_window_set_child (GTK_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  password = page_test_find (page, GTK_TYPE_PASSWORD_ENTRY, 0);
  gtk_editable_set_text (password, "wrong");
  g_signal_emit_by_name (page_test_find_button (page, "Sign _in"), "clicked");
  page_test_wait (gtk_widget_get_sensitive (page_test_find_button (page, "Sign _in")));
  g_assert_null (yb_desk_get_staff (desk));

  gtk_editable_set_text (password, FIXTURE_PASSWORD);
  g_signal_emit_by_name (page_test_find_button (page, "Sign _in"), "clicked");
  page_test_wait (yb_desk_get_staff (desk) != NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  page_test_settle ();
  g_assert_finalize_object (window);
}

static GtkListBoxRow *
selected_person (GtkWidget *page)
{
  return gtk_list_box_get_selected_row (page_test_find (page, GTK_TYPE_LIST_BOX, 0));
}

/* Who was here last on this computer is offered first; whose PIN would be enough is told so. */
static void
test_last_person (void)
{
  g_autoptr (PageTest) test = page_test_new ("sm", G_TYPE_NONE);
  g_autoptr (GSettings) settings = yb_settings_open ();
  g_autoptr (YbDesk) desk = yb_desk_new (test->house->store);
  g_autoptr (GtkWidget) first = g_object_ref_sink (yb_sign_in_page_new (desk));
  g_autoptr (GtkWidget) second = NULL;
  g_autofree char *placeholder = NULL, *before = NULL;

  g_assert_nonnull (settings);
  g_object_get (page_test_find (first, GTK_TYPE_PASSWORD_ENTRY, 0), "placeholder-text", &before, NULL);
  g_assert_cmpstr (before, ==, "Password");
  fixture_do (test->house, "sm", "staff.set-pin", "{'password':'" FIXTURE_PASSWORD "','pin':'4711'}");
  g_settings_set_string (settings, "last-person", "sm");
  second = g_object_ref_sink (yb_sign_in_page_new (desk));
  g_assert_true (page_test_find (GTK_WIDGET (selected_person (second)), GTK_TYPE_LABEL, 0) != NULL);
  g_assert_cmpint (gtk_list_box_row_get_index (selected_person (second)), !=,
                   gtk_list_box_row_get_index (selected_person (first)));
  g_object_get (page_test_find (second, GTK_TYPE_PASSWORD_ENTRY, 0), "placeholder-text", &placeholder, NULL);
  g_assert_cmpstr (placeholder, ==, "PIN or password");
  g_settings_reset (settings, "last-person");
}

/* Who lacks a right that a manager may lend is offered one in the form; who has it is not. */
static void
test_approval (void)
{
  g_autoptr (PageTest) test = page_test_new ("sc", G_TYPE_NONE);
  const YbVerb *verb = yb_verb_find ("deal.confirm-loss");
  g_autoptr (GtkWidget)
      asked = g_object_ref_sink (GTK_WIDGET (yb_verb_form_new (test->desk, verb, "text", NULL)));
  g_autoptr (GtkWidget) alone = g_object_ref_sink (
      GTK_WIDGET (yb_verb_form_new (fixture_desk (test->house, "sm"), verb, "text", NULL)));
  YbApproval *approval = page_test_find (asked, YB_TYPE_APPROVAL, 0);

  g_assert_nonnull (approval);
  g_assert_nonnull (yb_approval_get_code (approval));
  g_assert_cmpstr (yb_approval_get_code (approval), !=, "sc");
  g_assert_null (page_test_find (alone, YB_TYPE_APPROVAL, 0));
}

/* The form of a rule says what its number counts. */
static void
test_rule_unit (void)
{
  g_autoptr (PageTest) test = page_test_new ("ad", YB_TYPE_RULES_PAGE);
  GtkWidget *table = page_test_find (test->page, GTK_TYPE_COLUMN_VIEW, 0), *dialog, *label;
  GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (table));
  g_autoptr (YbRule) rule = NULL;
  const char *unit;
  gboolean shown = FALSE;

  page_test_wait (g_list_model_get_n_items (G_LIST_MODEL (model)) > 0);
  rule = g_list_model_get_item (G_LIST_MODEL (model), 0);
  unit = yb_rule_info_unit (yb_rule_info (rule->key));
  gtk_selection_model_select_item (model, 0, TRUE);
  gtk_widget_activate (page_test_find_button (test->page, "Change…"));
  dialog = page_test_wait_toplevel (YB_TYPE_VERB_DIALOG);
  for (guint i = 0; (label = page_test_find (dialog, GTK_TYPE_LABEL, i)) != NULL; i++)
    shown |= g_str_equal (gtk_label_get_text (GTK_LABEL (label)), unit);
  g_assert_true (shown);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

int
main (int argc, char *argv[])
{
  if (!page_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/pages/finalize", test_finalize);
  g_test_add_func ("/pages/dialogs-finalize", test_dialogs_finalize);
  g_test_add_func ("/pages/dialogs-go-with-page", test_dialogs_go_with_page);
  g_test_add_func ("/pages/discard", test_discard);
  g_test_add_func ("/pages/staff", test_staff);
  g_test_add_func ("/pages/account", test_account);
  g_test_add_func ("/pages/loss", test_loss);
  g_test_add_func ("/pages/sign-in", test_sign_in);
  g_test_add_func ("/pages/last-person", test_last_person);
  g_test_add_func ("/pages/approval", test_approval);
  g_test_add_func ("/pages/rule-unit", test_rule_unit);

  return g_test_run ();
}
