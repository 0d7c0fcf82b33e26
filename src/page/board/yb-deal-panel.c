/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-panel.h"

#include <string.h>
#include <glib/gi18n-lib.h>

#include "yb-audit-page.h"
#include "yb-calendar.h"
#include "yb-customer.h"
#include "yb-deal-arguments.h"
#include "yb-deal-section.h"
#include "yb-glimpse.h"

struct _YbDealPanel
{
  AdwBin parent_instance;

  GtkLabel *name;
  GtkLabel *grade;
  GtkLabel *stage;
  GtkLabel *phone;
  GtkButton *copy_button;
  GtkButton *reveal_button;
  GtkLabel *facts;
  GtkLabel *next_contact;
  GtkLabel *next_heading;
  GtkBox *next_box;
  GtkButton *log_button;
  GtkButton *move_button;
  GtkLabel *move_label;
  GtkBox *sections;
  GtkButton *changes_button;
  GtkScrolledWindow *scroller;

  YbPage *page;
  gint64 id;
  YbDeal *deal;
  YbDealCard *card;
  YbCustomer *customer;
  gulong deal_id;
  gulong card_id;
  gulong customer_id;
  guint refresh_id;
  YbGlimpse *glimpse;
};

enum
{
  CLOSE,
  MOVE,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbDealPanel, yb_deal_panel, ADW_TYPE_BIN)

static YbDesk *
get_desk (YbDealPanel *self)
{
  return yb_page_get_desk (self->page);
}

static char *
format_field (YbDealPanel *self, gpointer row, const YbRowType *type, const char *name)
{
  return yb_desk_format_field (get_desk (self), YB_ROW (row), yb_row_type_find_field (type, name));
}

/* What two lines can hold, and more. Wrapping is slow: a file may hold a "name" of 20,000 characters. */
#define HEAD_CHARS 120

static char *
shorten (const char *text)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= HEAD_CHARS)
    return g_strdup (text);

  start = g_utf8_substring (text, 0, HEAD_CHARS);
  return g_strconcat (start, "…", NULL);
}

static void
add_fact (GString *facts, const char *text)
{
  g_autofree char *fact = shorten (text);

  if (*fact != '\0')
    g_string_append_printf (facts, "%s%s", facts->len > 0 ? " · " : "", fact);
}

static void
changes_cb (YbDealPanel *self)
{
  yb_audit_present_record (self->page, "deal", self->id);
}

static void
show_next_contact (YbDealPanel *self)
{
  g_autofree char *at = format_field (self, self->deal, &yb_deal_row_type, "next_contact_at");
  /* Midnight stands for the day as a whole. */
  char *clock = g_str_has_suffix (at, " 00:00") ? strrchr (at, ' ') : NULL;
  gboolean late = self->deal->next_contact_at != 0 && yb_time_days_since (self->deal->next_contact_at) > 0;
  g_autofree char *text = NULL;

  if (clock != NULL)
    *clock = '\0';
  if (self->deal->next_contact_at == 0)
    text = g_strdup (_ ("No next contact planned"));
  else if (late)
    text = g_strdup_printf (_ ("Next contact: %s, overdue"), at);
  else
    text = g_strdup_printf (_ ("Next contact: %s"), at);
  gtk_label_set_text (self->next_contact, text);
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self->next_contact), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->next_contact), "error");
}

/* Masked, in full for who may see it so, or revealed for a moment. */
static void
show_phone (YbDealPanel *self)
{
  const char *revealed = yb_glimpse_get_value (self->glimpse);
  g_autofree char *phone = NULL;
  gboolean masked, may;

  if (self->customer == NULL)
    return;

  phone = format_field (self, self->customer, &yb_customer_row_type, "phone");
  masked = *phone != '\0' && !yb_desk_sees_personal (get_desk (self), YB_ROW (self->customer));
  may = masked &&
        yb_desk_may (get_desk (self), yb_verb_find ("customer.reveal")->right, YB_ROW (self->customer));
  if (revealed != NULL)
    gtk_label_set_text (self->phone, revealed);
  else
    gtk_label_set_text (self->phone, *phone != '\0' ? phone : _ ("No phone number"));
  gtk_widget_set_visible (GTK_WIDGET (self->copy_button), *phone != '\0' && !masked);
  gtk_widget_set_visible (GTK_WIDGET (self->reveal_button), may);
  gtk_button_set_icon_name (self->reveal_button,
                            revealed != NULL ? "view-conceal-symbolic" : "view-reveal-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->reveal_button), revealed != NULL
                                                                     ? _ ("Hide the phone number (Ctrl+R)")
                                                                     : _ ("Show the phone number (Ctrl+R)"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->reveal_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
      revealed != NULL ? _ ("Hide the phone number") : _ ("Show the phone number"), -1);
}

static void
show_head (YbDealPanel *self)
{
  g_autofree char *amount = format_field (self, self->deal, &yb_deal_row_type, "amount");
  g_autofree char *name = shorten (self->card->customer_name);
  g_autofree char *stage = NULL;
  g_autoptr (GString) facts = g_string_new (NULL);
  int days = self->deal->stage_since != 0 ? MAX (yb_time_days_since (self->deal->stage_since), 0) : 0;

  gtk_label_set_text (self->name, name);
  gtk_label_set_text (self->grade, yb_enum_label (&yb_grade_enum, self->deal->grade));
  gtk_widget_set_visible (GTK_WIDGET (self->grade), self->deal->grade != 0);
  if (self->deal->outcome == YB_OUTCOME_OPEN)
    stage = g_strdup_printf (ngettext ("%s for %d day", "%s for %d days", days),
                             yb_enum_label (&yb_stage_enum, self->deal->stage), days);
  else
    stage = g_strdup_printf ("%s · %s", yb_enum_label (&yb_stage_enum, self->deal->stage),
                             yb_enum_label (&yb_outcome_enum, self->deal->outcome));
  gtk_label_set_text (self->stage, stage);
  show_phone (self);

  add_fact (facts, self->deal->model);
  add_fact (facts, self->deal->trim);
  add_fact (facts, amount);
  add_fact (facts, self->card->consultant_name);
  gtk_label_set_text (self->facts, facts->str);
  gtk_widget_set_sensitive (GTK_WIDGET (self->log_button),
                            yb_deal_may_do (get_desk (self), "deal.log-contact", self->deal->consultant));
  gtk_widget_set_visible (GTK_WIDGET (self->changes_button),
                          yb_desk_get_scope (get_desk (self), "audit.read") != YB_SCOPE_NONE);
  show_next_contact (self);
}

static void
gate_clicked_cb (YbDealPanel *self, GtkButton *button)
{
  const YbGate *gate = g_object_get_data (G_OBJECT (button), "gate");

  yb_deal_present_dialog (self->page, self->id, gate->verb, gate->arguments);
}

static void
add_gate (YbDealPanel *self, const YbGate *gate)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *image = gtk_image_new_from_icon_name ("yb-missing-symbolic");
  GtkWidget *label = gtk_label_new (yb_gate_text (gate));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "gate");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, yb_gate_text (gate),
                                  -1);
  g_object_set_data (G_OBJECT (button), "gate", (gpointer) gate);
  gtk_widget_set_sensitive (button, yb_deal_may_do (get_desk (self), gate->verb, self->deal->consultant));
  g_signal_connect_object (button, "clicked", G_CALLBACK (gate_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (self->next_box, button);
}

static void
show_next_steps (YbDealPanel *self)
{
  YbStage next = self->deal->stage + 1;
  g_autoptr (YbMovePreview) preview = NULL;
  g_autofree char *heading = NULL, *move = NULL;
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->next_box)) != NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->next_box))) != NULL)
    gtk_box_remove (self->next_box, child);

  if (next <= YB_N_STAGES)
    preview = yb_desk_preview_move (get_desk (self), self->id, next, NULL);
  /* A button that goes with the focus in it would leave the window without keys: Esc would not close the panel. */
  if ((preview == NULL || preview->refusal != NULL) && gtk_widget_is_focus (GTK_WIDGET (self->move_button)))
    g_signal_emit_by_name (self->move_button, "move-focus", GTK_DIR_TAB_BACKWARD);
  gtk_widget_set_visible (GTK_WIDGET (self->move_button), preview != NULL && preview->refusal == NULL);
  if (preview == NULL || preview->refusal != NULL)
    {
      gtk_label_set_text (self->next_heading,
                          preview != NULL ? preview->refusal : _ ("Nothing is left to do on the board."));
      return;
    }

  heading = preview->unmet->len > 0
                ? g_strdup_printf (_ ("To do before “%s”"), yb_enum_label (&yb_stage_enum, next))
                : g_strdup_printf (_ ("Ready for “%s”"), yb_enum_label (&yb_stage_enum, next));
  move = g_strdup_printf (_ ("Move to “%s”"), yb_enum_label (&yb_stage_enum, next));
  gtk_label_set_text (self->next_heading, heading);
  gtk_label_set_text (self->move_label, move);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->move_button), move);
  gtk_widget_set_sensitive (GTK_WIDGET (self->move_button),
                            yb_deal_may_do (get_desk (self), "deal.move", self->deal->consultant));
  for (guint i = 0; i < preview->unmet->len; i++)
    add_gate (self, g_ptr_array_index (preview->unmet, i));
  if (had_focus && !gtk_widget_child_focus (GTK_WIDGET (self->next_box), GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (GTK_WIDGET (self->move_button));
}

static gboolean
refresh_cb (gpointer user_data)
{
  YbDealPanel *self = user_data;

  self->refresh_id = 0;
  if (self->deal == NULL || self->page == NULL)
    return G_SOURCE_REMOVE;
  /* It was handed over, or the right was taken away. */
  if (!yb_desk_may_see (get_desk (self), YB_ROW (self->deal)))
    {
      g_signal_emit (self, signals[CLOSE], 0);
      return G_SOURCE_REMOVE;
    }

  show_head (self);
  show_next_steps (self);
  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->sections)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    yb_deal_section_refresh (YB_DEAL_SECTION (section));

  return G_SOURCE_REMOVE;
}

static void
queue_refresh (YbDealPanel *self)
{
  if (self->refresh_id == 0)
    self->refresh_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, refresh_cb, self, NULL);
}

static void
close_cb (YbDealPanel *self)
{
  g_signal_emit (self, signals[CLOSE], 0);
}

/* A deal that was just made and undone is gone; the row object keeps its last content. */
static void
deals_changed_cb (YbDealPanel *self, const char *table, GArray *ids)
{
  YbConnection *reader = yb_store_get_reader (yb_desk_get_store (get_desk (self)));

  for (guint i = 0; self->id != 0 && i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == self->id)
      {
        g_autoptr (YbDeal) deal = yb_connection_get (reader, &yb_deal_row_type, self->id, NULL);

        if (deal == NULL)
          close_cb (self);
        return;
      }
}

static void
move_cb (YbDealPanel *self)
{
  if (self->deal != NULL)
    g_signal_emit (self, signals[MOVE], 0, (guint) self->deal->stage + 1);
}

static void
log_cb (YbDealPanel *self)
{
  if (self->deal != NULL)
    yb_deal_present_dialog (self->page, self->id, "deal.log-contact", NULL);
}

static void
copy_cb (YbDealPanel *self)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), gtk_label_get_text (self->phone));
  yb_page_announce (self->page, _ ("The phone number was copied."));
}

static void
revealed_cb (YbDealPanel *self, JsonObject *answer, YbVerbDialog *dialog)
{
  gint64 customer = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (dialog), "customer"));

  /* The panel shows somebody else by now. */
  if (self->customer == NULL || YB_ROW (self->customer)->id != customer)
    return;

  yb_glimpse_show (self->glimpse, json_object_get_string_member (answer, "value"));
  yb_page_announce (self->page, _ ("The number is shown for ten seconds."));
}

/* Asks for the reason; what is shown can be hidden again at once. */
static void
reveal_cb (YbDealPanel *self)
{
  g_autoptr (JsonObject) fixed = NULL;
  YbVerbDialog *dialog;

  if (self->customer == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->reveal_button)))
    return;
  if (yb_glimpse_get_value (self->glimpse) != NULL)
    {
      yb_glimpse_hide (self->glimpse);
      return;
    }

  fixed = json_object_new ();
  json_object_set_int_member (fixed, "customer", YB_ROW (self->customer)->id);
  json_object_set_string_member (fixed, "field", "phone");
  dialog = yb_verb_dialog_new (self->page, "customer.reveal", "reason text", fixed);
  yb_verb_dialog_set_subject (dialog, self->card->customer_name);
  yb_verb_form_set_text (yb_verb_dialog_get_form (dialog), "reason", "call");
  g_object_set_data (G_OBJECT (dialog), "customer", GSIZE_TO_POINTER (YB_ROW (self->customer)->id));
  g_signal_connect_object (dialog, "done", G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
reveal_key_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  reveal_cb (YB_DEAL_PANEL (widget));

  return TRUE;
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  close_cb (YB_DEAL_PANEL (widget));

  return TRUE;
}

static void
let_go (YbDealPanel *self)
{
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  if (self->glimpse != NULL)
    yb_glimpse_hide (self->glimpse);
  if (self->deal != NULL)
    g_clear_signal_handler (&self->deal_id, self->deal);
  if (self->card != NULL)
    g_clear_signal_handler (&self->card_id, self->card);
  if (self->customer != NULL)
    g_clear_signal_handler (&self->customer_id, self->customer);
  g_clear_object (&self->deal);
  g_clear_object (&self->card);
  g_clear_object (&self->customer);
}

static gboolean
yb_deal_panel_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (YB_DEAL_PANEL (widget)->log_button));
}

static void
yb_deal_panel_dispose (GObject *object)
{
  YbDealPanel *self = YB_DEAL_PANEL (object);

  if (self->glimpse != NULL)
    g_signal_handlers_disconnect_by_func (self->glimpse, show_phone, self);
  let_go (self);
  g_clear_object (&self->glimpse);
  g_clear_weak_pointer (&self->page);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_DEAL_PANEL);

  G_OBJECT_CLASS (yb_deal_panel_parent_class)->dispose (object);
}

static void
yb_deal_panel_class_init (YbDealPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = yb_deal_panel_dispose;
  widget_class->grab_focus = yb_deal_panel_grab_focus;

  signals[CLOSE] = g_signal_new ("close", YB_TYPE_DEAL_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[MOVE] = g_signal_new ("move", YB_TYPE_DEAL_PANEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/widget/yb-deal-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, name);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, grade);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, stage);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, phone);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, copy_button);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, reveal_button);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, facts);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, next_contact);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, next_heading);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, next_box);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, move_button);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, move_label);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, log_button);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, sections);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, changes_button);
  gtk_widget_class_bind_template_child (widget_class, YbDealPanel, scroller);
  gtk_widget_class_bind_template_callback (widget_class, changes_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
  gtk_widget_class_bind_template_callback (widget_class, log_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, reveal_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, reveal_key_cb, NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
yb_deal_panel_init (YbDealPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->glimpse = yb_glimpse_new (GTK_WIDGET (self->phone));
  g_signal_connect_swapped (self->glimpse, "changed", G_CALLBACK (show_phone), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Deal"), -1);
}

/**
 * yb_deal_panel_set_page:
 * @page: the page the panel stands on
 *
 * To be called once, when the page has its desk.
 */
void
yb_deal_panel_set_page (YbDealPanel *self, YbPage *page)
{
  const YbDealSectionInfo *infos;
  guint n_infos;

  g_return_if_fail (YB_IS_DEAL_PANEL (self));
  g_return_if_fail (self->page == NULL);

  g_set_weak_pointer (&self->page, page);
  infos = yb_deal_section_infos (&n_infos);
  for (guint i = 0; i < n_infos; i++)
    gtk_box_append (self->sections, GTK_WIDGET (yb_deal_section_new (page, &infos[i])));
  /* An objection is answered in place: its list does not change. */
  g_signal_connect_object (yb_desk_get_store (get_desk (self)), "changed::objection",
                           G_CALLBACK (queue_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (yb_desk_get_store (get_desk (self)), "changed::deal",
                           G_CALLBACK (deals_changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * yb_deal_panel_set_deal:
 * @deal: id of a deal, 0 for none
 *
 * Shows a deal.
 */
void
yb_deal_panel_set_deal (YbDealPanel *self, gint64 deal)
{
  YbStore *store;

  g_return_if_fail (YB_IS_DEAL_PANEL (self));

  if (self->id == deal)
    return;

  let_go (self);
  self->id = deal;
  if (deal != 0)
    {
      store = yb_desk_get_store (get_desk (self));
      self->deal = yb_store_get_row (store, &yb_deal_row_type, deal);
      self->card = yb_store_get_row (store, &yb_deal_card_row_type, deal);
      /* What one may not see is not there. */
      if (self->deal != NULL && !yb_desk_may_see (get_desk (self), YB_ROW (self->deal)))
        g_clear_object (&self->deal);
      if (self->deal != NULL)
        self->customer = yb_store_get_row (store, &yb_customer_row_type, self->deal->customer);
      if (self->customer == NULL || self->card == NULL)
        {
          let_go (self);
          self->id = 0;
        }
    }

  for (GtkWidget *section = gtk_widget_get_first_child (GTK_WIDGET (self->sections)); section != NULL;
       section = gtk_widget_get_next_sibling (section))
    yb_deal_section_set_deal (YB_DEAL_SECTION (section), self->deal);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  if (self->deal == NULL)
    return;

  self->deal_id = g_signal_connect_swapped (self->deal, "notify", G_CALLBACK (queue_refresh), self);
  self->card_id = g_signal_connect_swapped (self->card, "notify", G_CALLBACK (queue_refresh), self);
  self->customer_id = g_signal_connect_swapped (self->customer, "notify", G_CALLBACK (queue_refresh), self);
  queue_refresh (self);
}

/**
 * yb_deal_panel_get_deal:
 *
 * Returns: id of the deal that is shown, 0 for none
 */
gint64
yb_deal_panel_get_deal (YbDealPanel *self)
{
  g_return_val_if_fail (YB_IS_DEAL_PANEL (self), 0);

  return self->id;
}
