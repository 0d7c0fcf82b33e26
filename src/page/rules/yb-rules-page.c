/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-rules-page.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-row-list.h"
#include "yb-rules.h"
#include "yb-table-view.h"
#include "yb-verb-dialog.h"

struct _YbRulesPage
{
  YbPage parent_instance;

  GtkButton *change_button;
  YbTableView *table;

  YbRowList *list;
};

G_DEFINE_FINAL_TYPE (YbRulesPage, yb_rules_page, YB_TYPE_PAGE)

static const YbListQuery query = {&yb_rule_row_type, YB_SQL_PAGE_RULES, YB_SQL_PAGE_RULES_BEFORE};

static char *
label_text (gpointer item, gpointer user_data)
{
  const YbRuleInfo *info = yb_rule_info (((YbRule *) item)->key);

  return g_strdup (info != NULL ? yb_rule_info_label (info) : ((YbRule *) item)->key);
}

static char *
value_text (gpointer item, gpointer user_data)
{
  YbRule *rule = item;
  const YbRuleInfo *info = yb_rule_info (rule->key);

  return g_strdup_printf ("%s %s", rule->value, info != NULL ? yb_rule_info_unit (info) : "");
}

static char *
from_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbRule *) item)->valid_from);
}

static void
update_buttons (YbRulesPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));

  gtk_widget_set_sensitive (GTK_WIDGET (self->change_button),
                            yb_table_view_get_selected (self->table) != NULL &&
                                yb_desk_get_scope (desk, "rule.set") != YB_SCOPE_NONE);
}

static void
change_cb (YbRulesPage *self)
{
  YbRule *rule = yb_table_view_get_selected (self->table);
  g_autoptr (JsonObject) fixed = json_object_new ();
  g_autofree char *label = NULL, *today = yb_date_today ();
  const YbRuleInfo *info = rule != NULL ? yb_rule_info (rule->key) : NULL;
  YbVerbDialog *dialog;

  if (rule == NULL)
    return;

  label = label_text (rule, NULL);
  json_object_set_string_member (fixed, "key", rule->key);
  dialog = yb_verb_dialog_new (YB_PAGE (self), "rule.set", "value valid_from", fixed);
  yb_verb_dialog_set_subject (dialog, label);
  yb_verb_form_set_text (yb_verb_dialog_get_form (dialog), "value", rule->value);
  if (info != NULL)
    yb_verb_form_set_unit (yb_verb_dialog_get_form (dialog), "value", yb_rule_info_unit (info));
  yb_verb_form_set_text (yb_verb_dialog_get_form (dialog), "valid_from", today);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
activated_cb (YbRulesPage *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->change_button)))
    change_cb (self);
}

static void
yb_rules_page_start (YbPage *page)
{
  YbRulesPage *self = YB_RULES_PAGE (page);

  yb_table_view_set_label (self->table, _ ("Rules"));
  yb_table_view_set_empty (self->table, "yb-rules-symbolic", _ ("No rules"), NULL);
  yb_table_view_add_column (self->table, _ ("Rule"), label_text, NULL, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Value"), value_text, NULL, FALSE, TRUE);
  yb_table_view_add_column (self->table, _ ("Valid from"), from_text, NULL, TRUE, FALSE);
  self->list = yb_row_list_new (yb_desk_get_store (yb_page_get_desk (page)), &query, NULL, 0);
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
  update_buttons (self);
}

static void
yb_rules_page_dispose (GObject *object)
{
  YbRulesPage *self = YB_RULES_PAGE (object);

  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_RULES_PAGE);

  G_OBJECT_CLASS (yb_rules_page_parent_class)->dispose (object);
}

static void
yb_rules_page_class_init (YbRulesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_rules_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_rules_page_start;

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/page/yb-rules-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbRulesPage, change_button);
  gtk_widget_class_bind_template_child (widget_class, YbRulesPage, table);
  gtk_widget_class_bind_template_callback (widget_class, change_cb);
  gtk_widget_class_bind_template_callback (widget_class, activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_buttons);
}

static void
yb_rules_page_init (YbRulesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
