/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The audit trail: who did what, when, and on which computer. */

#include "config.h"

#include "yb-audit-page.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-audit-detail.h"
#include "yb-audit-words.h"
#include "yb-calendar.h"
#include "yb-house.h"
#include "yb-row-list.h"
#include "yb-table-view.h"
#include "yb-trouble.h"

#define AUDIT_RIGHT "audit.read"
#define NO_END G_MAXINT64
#define N_PARAMETERS 11

struct _YbAuditPage
{
  YbPage parent_instance;

  GtkDropDown *person;
  GtkDropDown *kind;
  GtkDropDown *period;
  GtkBox *days;
  GtkEntry *from;
  GtkEntry *to;
  GtkButton *record_button;
  GtkBox *record_bar;
  GtkLabel *record_label;
  GtkButton *all_button;
  YbTableView *table;
  YbAuditDetail *detail;

  GArray *people; /* ids as in the drop-down; the first is 0: everybody */
  YbRowList *list;
  const YbRowType *record_type; /* NULL: all records */
  gint64 record;
  gboolean is_ready;
};

G_DEFINE_FINAL_TYPE (YbAuditPage, yb_audit_page, YB_TYPE_PAGE)

/* Reading on until a filter has found enough can take long. */
static const YbListQuery query = {&yb_audit_row_type, YB_SQL_PAGE_AUDIT, YB_SQL_PAGE_AUDIT_BEFORE};
static const YbListQuery scan = {&yb_audit_row_type, YB_SQL_PAGE_AUDIT, YB_SQL_PAGE_AUDIT_BEFORE,
                                 .scans = TRUE};

/* As verbs begin; with a dot, as they end. */
static const struct
{
  const char *label;
  const char *prefix;
} kinds[] = {
    {N_ ("All actions"), ""},
    {N_ ("Deals"), "deal."},
    {N_ ("Customers"), "customer."},
    {N_ ("Vehicles"), "vehicle."},
    {N_ ("Imports"), "import."},
    {N_ ("Exports"), "export"},
    {N_ ("Personal data shown"), ".reveal"},
    {N_ ("Sign-ins"), "staff.sign-in"},
    {N_ ("Staff"), "staff."},
    {N_ ("Rights"), "right."},
    {N_ ("Rules"), "rule."},
    {N_ ("Backups"), "backup."},
    {N_ ("Audit trail"), "audit."},
    {N_ ("Undo"), "undo"},
};

enum
{
  TODAY,
  SEVEN_DAYS,
  THIRTY_DAYS,
  ALL_DAYS,
  BETWEEN,
  N_PERIODS,
};

static const char *const periods[N_PERIODS] = {
    [TODAY] = N_ ("Today"),       [SEVEN_DAYS] = N_ ("7 days"), [THIRTY_DAYS] = N_ ("30 days"),
    [ALL_DAYS] = N_ ("All days"), [BETWEEN] = N_ ("From … to"),
};

/* ---- columns ---- */

static char *
time_text (gpointer item, gpointer user_data)
{
  YbAudit *line = item;
  YbStore *store = yb_desk_get_store (yb_page_get_desk (YB_PAGE (user_data)));
  g_autofree char *at = yb_time_format (line->at);

  if (!yb_store_has_late_clock (store, YB_ROW (line)->id, line->at))
    return g_steal_pointer (&at);

  /* Translators: a time that is not to be trusted, because the clock was behind the entries before */
  return g_strdup_printf (_ ("⚠ %s"), at);
}

static char *
person_text (gpointer item, gpointer user_data)
{
  return yb_audit_dup_person (yb_page_get_desk (YB_PAGE (user_data)), item);
}

static char *
workstation_text (gpointer item, gpointer user_data)
{
  return g_strdup (((YbAudit *) item)->workstation);
}

static char *
action_text (gpointer item, gpointer user_data)
{
  return yb_audit_dup_action (item);
}

static char *
record_text (gpointer item, gpointer user_data)
{
  YbAudit *line = item;

  return yb_audit_dup_record (yb_page_get_desk (YB_PAGE (user_data)), line->subject, line->subject_id);
}

/* ---- days ---- */

static gboolean
read_day (GtkEntry *entry, gint64 *time, gint64 otherwise)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  gboolean ok = *text == '\0' || yb_date_is_valid (text);

  *time = *text != '\0' && ok ? yb_date_to_time (text) : otherwise;
  if (ok)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  return ok;
}

/* From the first moment of a day to before the first of another one. */
static gboolean
read_period (YbAuditPage *self, gint64 *from, gint64 *to)
{
  static const int days[N_PERIODS] = {[SEVEN_DAYS] = -6, [THIRTY_DAYS] = -29};
  guint period = gtk_drop_down_get_selected (self->period);
  g_autofree char *today = yb_date_today ();
  g_autofree char *first = NULL;

  *from = 0;
  *to = NO_END;
  if (period == ALL_DAYS)
    return TRUE;
  if (period == BETWEEN)
    {
      if (!read_day (self->from, from, 0) || !read_day (self->to, to, NO_END))
        return FALSE;
      if (*to != NO_END)
        *to += YB_MS_PER_DAY;
      return TRUE;
    }

  first = yb_date_add_days (today, days[MIN (period, N_PERIODS - 1)]);
  *from = yb_date_to_time (first);
  return TRUE;
}

static gint64
time_at (YbConnection *reader, gint64 seq)
{
  YbStatement *row = yb_connection_query (reader, YB_SQL_PAGE_AUDIT_AT);
  gint64 at;

  yb_statement_bind_number (row, 1, seq);
  at = yb_statement_step (row, NULL) ? yb_statement_number (row, 0) : NO_END;
  yb_statement_reset (row);
  return at;
}

/* The trail grows with the time, apart from clocks that were set: the first number that may be so late is found in
 * twenty steps instead of reading every row. A day of tolerance is for the clocks. */
static gint64
first_since (YbConnection *reader, gint64 since, gint64 last)
{
  gint64 low = 1, high = last + 1;

  while (low < high)
    {
      gint64 middle = low + (high - low) / 2;

      if (time_at (reader, middle) < since - YB_MS_PER_DAY)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gint64
last_seq (YbConnection *reader)
{
  YbStatement *last = yb_connection_query (reader, YB_SQL_STORE_AUDIT_LAST);
  gint64 seq = yb_statement_step (last, NULL) ? yb_statement_number (last, 0) : 0;

  yb_statement_reset (last);
  return seq;
}

/* ---- the list ---- */

/* Whose actions: of those with the right for their own only, theirs. */
static gint64
chosen_person (YbAuditPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  guint position = gtk_drop_down_get_selected (self->person);

  if (yb_desk_get_scope (desk, AUDIT_RIGHT) < YB_SCOPE_TEAM)
    return yb_desk_get_staff (desk) != NULL ? YB_ROW (yb_desk_get_staff (desk))->id : -1;

  return position < self->people->len ? g_array_index (self->people, gint64, position) : 0;
}

/* Of those with the right for their team: "" for everybody. */
static const char *
own_team (YbAuditPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));

  return yb_desk_get_scope (desk, AUDIT_RIGHT) == YB_SCOPE_TEAM ? yb_desk_get_staff (desk)->team : "";
}

static gint64
made_at (YbAuditPage *self)
{
  g_autoptr (YbRow) row = yb_store_get_row (yb_desk_get_store (yb_page_get_desk (YB_PAGE (self))),
                                            self->record_type, self->record);

  return row != NULL ? row->created_at : 0;
}

static void
update_list (YbAuditPage *self)
{
  YbStore *store = yb_desk_get_store (yb_page_get_desk (YB_PAGE (self)));
  YbConnection *reader = yb_store_get_reader (store);
  guint kind = gtk_drop_down_get_selected (self->kind);
  g_autofree char *change = NULL, *argument = NULL, *run = NULL;
  YbListParameter parameters[N_PARAMETERS] = {0};
  gint64 from, to, last, person = chosen_person (self);
  gboolean is_filtered;

  if (!self->is_ready || !read_period (self, &from, &to))
    return;

  last = last_seq (reader);
  parameters[0].number = from > 0 ? first_since (reader, from, last) - 1 : 0;
  parameters[1].number = to != NO_END ? first_since (reader, to + 2 * YB_MS_PER_DAY, last) : NO_END;
  parameters[2].number = from;
  parameters[3].number = to;
  parameters[4].number = person;
  parameters[5].text = kind < G_N_ELEMENTS (kinds) ? kinds[kind].prefix : "";
  parameters[6].text = parameters[7].text = parameters[9].text = "";
  parameters[10].text = own_team (self);
  if (self->record_type != NULL)
    {
      /* As the store and the desk write them; the store numbers the records that one transaction makes by runs. */
      change = g_strdup_printf ("\"table\":\"%s\",\"id\":%" PRId64 ",", self->record_type->table,
                                self->record);
      argument = g_strdup_printf ("\"%s\":%" PRId64, self->record_type->kind, self->record);
      run = g_strdup_printf ("\"table\":\"%s\",", self->record_type->table);
      parameters[6].text = change;
      parameters[7].text = argument;
      parameters[8].number = made_at (self);
      parameters[9].text = run;
    }
  is_filtered = person != 0 || *parameters[5].text != '\0' || *parameters[10].text != '\0' ||
                self->record_type != NULL;

  if (self->list == NULL)
    {
      self->list = yb_row_list_new (store, is_filtered ? &scan : &query, parameters, N_PARAMETERS);
      yb_table_view_set_model (self->table, G_LIST_MODEL (self->list));
    }
  else
    yb_row_list_set_query (self->list, is_filtered ? &scan : &query, parameters, N_PARAMETERS);
}

static void
filter_changed_cb (YbAuditPage *self)
{
  update_list (self);
}

static void
days_changed_cb (YbAuditPage *self)
{
  update_list (self);
}

static void
period_changed_cb (YbAuditPage *self)
{
  gboolean between = gtk_drop_down_get_selected (self->period) == BETWEEN;

  gtk_widget_set_visible (GTK_WIDGET (self->days), between);
  if (between)
    gtk_widget_grab_focus (GTK_WIDGET (self->from));
  update_list (self);
}

static void
selected_cb (YbAuditPage *self)
{
  YbAudit *line = yb_table_view_get_selected (self->table);

  yb_audit_detail_show (self->detail, yb_page_get_desk (YB_PAGE (self)), line);
  gtk_widget_set_sensitive (GTK_WIDGET (self->record_button),
                            line != NULL && line->subject_id > 0 && self->record_type == NULL &&
                                yb_row_type_by_kind (line->subject) != NULL);
}

static void
record_cb (YbAuditPage *self)
{
  YbAudit *line = yb_table_view_get_selected (self->table);

  if (line != NULL)
    yb_audit_page_show_record (self, line->subject, line->subject_id);
}

static void
all_records_cb (YbAuditPage *self)
{
  yb_audit_page_show_record (self, NULL, 0);
}

/* ---- life ---- */

static void
fill_people (YbAuditPage *self)
{
  YbDesk *desk = yb_page_get_desk (YB_PAGE (self));
  YbStatement *staff = yb_connection_query (yb_store_get_reader (yb_desk_get_store (desk)),
                                            YB_SQL_PAGE_STAFF);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 id = 0;

  gtk_string_list_append (names, _ ("Everybody"));
  g_array_append_val (self->people, id);
  yb_statement_bind_number (staff, 1, -1);
  while (yb_statement_step (staff, NULL))
    {
      id = yb_statement_number (staff, 0);
      g_array_append_val (ids, id);
    }
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (YbStaff) person = yb_store_get_row (yb_desk_get_store (desk), &yb_staff_row_type,
                                                     g_array_index (ids, gint64, i));

      if (person == NULL)
        continue;
      gtk_string_list_append (names, person->name);
      g_array_append_val (self->people, YB_ROW (person)->id);
    }
  gtk_drop_down_set_model (self->person, G_LIST_MODEL (names));
  gtk_widget_set_visible (GTK_WIDGET (self->person), yb_desk_get_scope (desk, AUDIT_RIGHT) >= YB_SCOPE_TEAM);
}

static void
fill_choices (YbAuditPage *self)
{
  g_autoptr (GtkStringList) kind_names = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) period_names = gtk_string_list_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    gtk_string_list_append (kind_names, _ (kinds[i].label));
  for (guint i = 0; i < N_PERIODS; i++)
    gtk_string_list_append (period_names, _ (periods[i]));
  gtk_drop_down_set_model (self->kind, G_LIST_MODEL (kind_names));
  gtk_drop_down_set_model (self->period, G_LIST_MODEL (period_names));
  gtk_drop_down_set_selected (self->period, SEVEN_DAYS);
}

static void
yb_audit_page_start (YbPage *page)
{
  YbAuditPage *self = YB_AUDIT_PAGE (page);

  yb_table_view_set_label (self->table, _ ("Audit trail"));
  yb_table_view_set_empty (self->table, "yb-audit-symbolic", _ ("Nothing here"),
                           _ ("Nothing was done in these days that fits to the choice above."));
  yb_table_view_add_column (self->table, _ ("Time"), time_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Person"), person_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Action"), action_text, self, FALSE, FALSE);
  yb_table_view_add_column (self->table, _ ("Record"), record_text, self, TRUE, FALSE);
  yb_table_view_add_column (self->table, _ ("Computer"), workstation_text, self, FALSE, FALSE);
  fill_people (self);
  fill_choices (self);
  self->is_ready = TRUE;
  update_list (self);
  selected_cb (self);
}

static void
yb_audit_page_dispose (GObject *object)
{
  YbAuditPage *self = YB_AUDIT_PAGE (object);

  self->is_ready = FALSE;
  g_clear_object (&self->list);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_AUDIT_PAGE);

  G_OBJECT_CLASS (yb_audit_page_parent_class)->dispose (object);
}

static void
yb_audit_page_finalize (GObject *object)
{
  g_array_unref (YB_AUDIT_PAGE (object)->people);

  G_OBJECT_CLASS (yb_audit_page_parent_class)->finalize (object);
}

static void
yb_audit_page_class_init (YbAuditPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (YB_TYPE_TABLE_VIEW);
  g_type_ensure (YB_TYPE_AUDIT_DETAIL);

  G_OBJECT_CLASS (klass)->dispose = yb_audit_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = yb_audit_page_finalize;
  YB_PAGE_CLASS (klass)->start = yb_audit_page_start;

  gtk_widget_class_set_template_from_resource (widget_class, "/cn/yingbin/Yingbin/ui/page/yb-audit-page.ui");
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, person);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, kind);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, period);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, days);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, from);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, to);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, record_button);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, record_bar);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, record_label);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, all_button);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, table);
  gtk_widget_class_bind_template_child (widget_class, YbAuditPage, detail);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, period_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, days_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, record_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_records_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
yb_audit_page_init (YbAuditPage *self)
{
  self->people = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * yb_audit_page_get_kind:
 * @kind: position in the list of kinds of actions
 *
 * Returns: (nullable): how verbs of this kind begin, or, with a dot, how they end; %NULL after the last kind
 */
const char *
yb_audit_page_get_kind (guint kind)
{
  return kind < G_N_ELEMENTS (kinds) ? kinds[kind].prefix : NULL;
}

/**
 * yb_audit_page_show_record:
 * @self: a page
 * @kind: (nullable): kind of a record, %NULL for all records
 * @id: its number
 *
 * Shows what was done to that record, from its first day on.
 */
void
yb_audit_page_show_record (YbAuditPage *self, const char *kind, gint64 id)
{
  g_autofree char *record = NULL, *text = NULL;

  g_return_if_fail (YB_IS_AUDIT_PAGE (self));

  self->record_type = kind != NULL ? yb_row_type_by_kind (kind) : NULL;
  self->record = id;
  if (self->record_type != NULL)
    {
      record = yb_audit_dup_record (yb_page_get_desk (YB_PAGE (self)), kind, id);
      /* Translators: a record */
      text = g_strdup_printf (_ ("All that was done to: %s"), record);
      gtk_label_set_text (self->record_label, text);
      if (gtk_drop_down_get_selected (self->period) != ALL_DAYS)
        gtk_drop_down_set_selected (self->period, ALL_DAYS);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->record_bar), self->record_type != NULL);
  update_list (self);
  selected_cb (self);
}

/**
 * yb_audit_present_record:
 * @page: the page that asks
 * @kind: kind of a record
 * @id: its number
 *
 * Shows the history of a record in a window of its own.
 */
void
yb_audit_present_record (YbPage *page, const char *kind, gint64 id)
{
  GtkWidget *window, *box, *content;

  g_return_if_fail (YB_IS_PAGE (page) && kind != NULL);

  content = g_object_new (YB_TYPE_AUDIT_PAGE, "desk", yb_page_get_desk (page), NULL);
  window = adw_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_widget_set_vexpand (content, TRUE);
  gtk_box_append (GTK_BOX (box), content);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _ ("History"));
  gtk_window_set_default_size (GTK_WINDOW (window), 1000, 560);
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (page))));
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  /* It goes with the page: with the person who may see it. */
  g_signal_connect_object (page, "destroy", G_CALLBACK (gtk_window_destroy), window, G_CONNECT_SWAPPED);
  yb_audit_page_show_record (YB_AUDIT_PAGE (content), kind, id);
  gtk_widget_set_visible (GTK_WIDGET (YB_AUDIT_PAGE (content)->all_button), FALSE);
  gtk_window_present (GTK_WINDOW (window));
}
