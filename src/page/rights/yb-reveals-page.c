/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-reveals-page.h"

#include <glib/gi18n-lib.h>

#include "yb-calendar.h"
#include "yb-customer.h"
#include "yb-oversight.h"
#include "yb-row-list.h"
#include "yb-table-view.h"

/* How long a warning stays in the navigation list. */
#define WARNING_DAYS 7

struct _YbRevealsPage
{
  YbPage parent_instance;

  YbTableView *table;
  YbRowList *list;
};

G_DEFINE_FINAL_TYPE (YbRevealsPage, yb_reveals_page, YB_TYPE_PAGE)

static const YbListQuery query = {&yb_reveal_row_type, YB_SQL_PAGE_REVEALS, YB_SQL_PAGE_REVEALS_BEFORE};

static char *
at_text (gpointer item, gpointer user_data)
{
  return yb_time_format (((YbReveal *) item)->at);
}

static char *
staff_text (gpointer item, gpointer user_data)
{
  return yb_desk_format_field (yb_page_get_desk (user_data), YB_ROW (item),
                               yb_row_type_find_field (&yb_reveal_row_type, "staff"));
}

/* The name of somebody one may not see is not told here either. */
static char *
customer_text (gpointer item, gpointer user_data)
{
  YbDesk *desk = yb_page_get_desk (user_data);
  g_autoptr (YbCustomer) customer = yb_store_get_row (yb_desk_get_store (desk), &yb_customer_row_type,
                                                      ((YbReveal *) item)->customer);

  if (customer != NULL && yb_desk_may_see (desk, YB_ROW (customer)))
    return g_strdup (customer->name);

  /* Translators: number of a record */
  return g_strdup_printf (_ ("No. %d"), (int) ((YbReveal *) item)->customer);
}

static char *
field_text (gpointer item, gpointer user_data)
{
  const char *name = ((YbReveal *) item)->field;
  int field = yb_enum_from_code (&yb_reveal_field_enum,
                                 g_str_equal (name, "buyer_id_number") ? "id_number" : name);

  return g_strdup (field > 0 ? yb_enum_label (&yb_reveal_field_enum, field) : name);
}

static char *
reason_text (gpointer item, gpointer user_data)
{
  YbReveal *reveal = item;
  const char *reason = yb_enum_label (&yb_reveal_reason_enum, reveal->reason);

  return *reveal->text != '\0' ? g_strdup_printf ("%s · %s", reason, reveal->text) : g_strdup (reason);
}

static char *
unusual_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbReveal *) item)->is_unusual ? _ ("Unusually many") : "");
}

static void
yb_reveals_page_start (YbPage *page)
{
  YbRevealsPage *self = YB_REVEALS_PAGE (page);
  YbDesk *desk = yb_page_get_desk (page);
  YbScope scope = yb_desk_get_scope (desk, yb_reveal_row_type.right);
  YbStaff *staff = yb_desk_get_staff (desk);
  YbListParameter parameters[] = {{.is_null = TRUE}, {.is_null = TRUE}};

  if (scope == YB_SCOPE_TEAM)
    parameters[1] = (YbListParameter){.text = staff->team};
  else if (scope != YB_SCOPE_ALL)
    parameters[0] = (YbListParameter){.number = staff != NULL ? YB_ROW (staff)->id : -1};

  yb_table_view_set_label (self->table, _ ("Numbers shown"));
  yb_table_view_set_empty (
      self->table, "view-reveal-symbolic", _ ("Nobody has looked at a hidden number yet"),
      _ ("Phone numbers are masked. Who shows one gives a reason, and it is written down here."));
  yb_table_view_add_column (self->table, _ ("Time"), at_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("By"), staff_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Customer"), customer_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("What was shown"), field_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Warning"), unusual_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Reason"), reason_text, self, TRUE, FALSE);
  self->list = yb_row_list_new (yb_desk_get_store (desk), &query, parameters, G_N_ELEMENTS (parameters));
  yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
}

static void
yb_reveals_page_dispose (GObject *object)
{
  YbRevealsPage *self = YB_REVEALS_PAGE (object);

  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_REVEALS_PAGE);

  G_OBJECT_CLASS (yb_reveals_page_parent_class)->dispose (object);
}

static void
yb_reveals_page_class_init (YbRevealsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);

  G_OBJECT_CLASS (klass)->dispose = yb_reveals_page_dispose;
  YB_PAGE_CLASS (klass)->start = yb_reveals_page_start;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/page/yb-reveals-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbRevealsPage, table);
}

static void
yb_reveals_page_init (YbRevealsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_reveals_page_count_unusual:
 * @desk: a desk
 *
 * Returns: of how many people a manager is to be warned: they looked at more than three times as many numbers in a day
 *   as people of their role usually do (security.md, Screens); 0 for who is no manager
 */
gint64
yb_reveals_page_count_unusual (YbDesk *desk)
{
  YbScope scope = yb_desk_get_scope (desk, yb_reveal_row_type.right);
  YbStatement *statement;
  gint64 count;

  if (scope < YB_SCOPE_TEAM)
    return 0;

  statement = yb_connection_query (yb_store_get_reader (yb_desk_get_store (desk)),
                                   YB_SQL_PAGE_REVEALS_UNUSUAL_COUNT);
  yb_statement_bind_number (statement, 1, yb_time_now () - WARNING_DAYS * YB_MS_PER_DAY);
  if (scope == YB_SCOPE_TEAM)
    yb_statement_bind_text (statement, 2, yb_desk_get_staff (desk)->team);
  else
    yb_statement_bind_null (statement, 2);
  count = yb_statement_step (statement, NULL) ? yb_statement_number (statement, 0) : 0;
  yb_statement_reset (statement);
  return count;
}
