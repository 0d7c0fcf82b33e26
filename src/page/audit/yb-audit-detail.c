/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the audit trail: who did what, and every field before and after, in words. */

#include "config.h"

#include "yb-audit-detail.h"

#include <inttypes.h>
#include <glib/gi18n-lib.h>

#include "yb-audit-changes.h"
#include "yb-audit-words.h"
#include "yb-calendar.h"
#include "yb-trouble.h"

/* An import changes thousands: the first tell what it was. */
#define MAX_CHANGES 40
#define MAX_VALUE_CHARS 200

struct _YbAuditDetail
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkLabel *action;
  GtkLabel *facts;
  GtkBox *changes;
};

G_DEFINE_FINAL_TYPE (YbAuditDetail, yb_audit_detail, ADW_TYPE_BIN)

static GtkWidget *
add_label (GtkWidget *box, const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* In words, masked for those without the right to see it. */
static char *
format_value (YbDesk *desk, YbRow *row, const YbField *field)
{
  g_autofree char *text = row != NULL ? yb_desk_format_field (desk, row, field) : NULL;

  if (text == NULL || *text == '\0')
    return g_strdup (_ ("(empty)"));
  if (g_utf8_strlen (text, -1) > MAX_VALUE_CHARS)
    {
      g_autofree char *start = g_utf8_substring (text, 0, MAX_VALUE_CHARS);

      return g_strconcat (start, "…", NULL);
    }

  return g_steal_pointer (&text);
}

static void
add_field (YbAuditDetail *self, YbDesk *desk, const YbAuditChange *change, const YbField *field)
{
  g_autofree char *before = format_value (desk, change->before, field);
  g_autofree char *after = format_value (desk, change->after, field);
  g_autofree char *text = NULL;

  if (change->after != NULL)
    /* Translators: field, its value before, its value now */
    text = g_strdup_printf (_ ("%s: %s → %s"), yb_field_label (field), before, after);
  else
    /* Translators: field, its value */
    text = g_strdup_printf (_ ("%s: %s"), yb_field_label (field), before);
  add_label (GTK_WIDGET (self->changes), text, NULL);
}

static char *
heading_of (YbDesk *desk, const YbAuditChange *change)
{
  g_autofree char *record = yb_audit_dup_record (desk, change->type->kind, change->first);
  const char *label = g_dgettext (GETTEXT_PACKAGE, change->type->label);

  if (change->before != NULL && change->after != NULL)
    return g_strdup_printf (_ ("Changed: %s"), record);
  if (change->before != NULL)
    return g_strdup_printf (_ ("Deleted: %s"), record);
  if (change->last != change->first)
    return g_strdup_printf (_ ("New: %s no. %" PRId64 " to %" PRId64), label, change->first, change->last);

  return g_strdup_printf (_ ("New: %s"), record);
}

/* Whose record it is now decides; of a deleted one nobody knows any more. */
static gboolean
may_see (YbDesk *desk, const YbAuditChange *change)
{
  g_autoptr (YbRow) row = yb_store_get_row (yb_desk_get_store (desk), change->type, change->first);

  if (row != NULL)
    return yb_desk_may_see (desk, row);
  return change->type->right != NULL && yb_desk_get_scope (desk, change->type->right) == YB_SCOPE_ALL;
}

static void
add_change (YbAuditDetail *self, YbDesk *desk, const YbAuditChange *change)
{
  g_autofree char *heading = heading_of (desk, change);

  gtk_widget_set_margin_top (add_label (GTK_WIDGET (self->changes), heading, "heading"), 6);
  if (change->fields->len > 0 && !may_see (desk, change))
    {
      add_label (GTK_WIDGET (self->changes), _ ("You may not see this record."), "dim-label");
      return;
    }

  for (guint i = 0; i < change->fields->len; i++)
    {
      const YbField *field = change->fields->pdata[i];
      gboolean empty = change->after == NULL && !yb_row_has_value (change->before, field);

      if (!empty && (field->flags & YB_FIELD_INTERNAL) == 0)
        add_field (self, desk, change, field);
    }
}

static void
show_head (YbAuditDetail *self, YbDesk *desk, YbAudit *line)
{
  g_autofree char *action = yb_audit_dup_action (line);
  g_autofree char *person = yb_audit_dup_person (desk, line);
  g_autofree char *record = yb_audit_dup_record (desk, line->subject, line->subject_id);
  g_autofree char *at = yb_time_format (line->at);
  g_autoptr (GString) facts = g_string_new (NULL);
  const char *parts[] = {person, line->workstation, record};

  /* Translators: number of an entry of the audit trail, time */
  g_string_append_printf (facts, _ ("No. %" PRId64 " · %s"), YB_ROW (line)->id, at);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0')
      g_string_append_printf (facts, "\n%s", parts[i]);
  if (yb_store_has_late_clock (yb_desk_get_store (desk), YB_ROW (line)->id, line->at))
    g_string_append_printf (facts, "\n%s",
                            _ ("⚠ The clock of the computer was behind the entries before this one."));
  gtk_label_set_text (self->action, action);
  gtk_label_set_text (self->facts, facts->str);
}

/**
 * yb_audit_detail_show:
 * @self: a detail
 * @desk: a desk
 * @line: (nullable): a line of the audit trail
 *
 * Shows the line; without one it says what will be here.
 */
void
yb_audit_detail_show (YbAuditDetail *self, YbDesk *desk, YbAudit *line)
{
  g_autoptr (GPtrArray) changes = NULL;
  GtkWidget *child;

  g_return_if_fail (YB_IS_AUDIT_DETAIL (self) && YB_IS_DESK (desk));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->changes))) != NULL)
    gtk_box_remove (self->changes, child);
  gtk_stack_set_visible_child_name (self->stack, line != NULL ? "line" : "nothing");
  if (line == NULL)
    return;

  show_head (self, desk, line);
  changes = yb_audit_changes_read (yb_store_get_reader (yb_desk_get_store (desk)), YB_ROW (line)->id,
                                   MAX_CHANGES + 1, NULL);
  if (changes == NULL || changes->len == 0)
    add_label (GTK_WIDGET (self->changes), _ ("No record was changed."), "dim-label");
  for (guint i = 0; changes != NULL && i < MIN (changes->len, MAX_CHANGES); i++)
    add_change (self, desk, changes->pdata[i]);
  if (changes != NULL && changes->len > MAX_CHANGES)
    add_label (GTK_WIDGET (self->changes), _ ("There are more; only the first are shown."), "dim-label");
}

static void
yb_audit_detail_dispose (GObject *object)
{
  /* AdwBin would let go of its child a second time. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), YB_TYPE_AUDIT_DETAIL);

  G_OBJECT_CLASS (yb_audit_detail_parent_class)->dispose (object);
}

static void
yb_audit_detail_class_init (YbAuditDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_audit_detail_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/widget/yb-audit-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, YbAuditDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, YbAuditDetail, action);
  gtk_widget_class_bind_template_child (widget_class, YbAuditDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, YbAuditDetail, changes);
}

static void
yb_audit_detail_init (YbAuditDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
