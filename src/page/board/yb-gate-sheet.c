/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-gate-sheet.h"

#include <glib/gi18n-lib.h>

#include "yb-gate-group.h"
#include "yb-verb-form.h"
#include "yb-widget.h"

struct _YbGateSheet
{
  YbDialog parent_instance;

  AdwWindowTitle *title;
  GtkBox *body;
  GtkLabel *intro;
  GtkLabel *problem;
  GtkBox *groups;
  GtkBox *reason_box;
  GtkButton *save_button;
  GtkSpinner *spinner;
  GtkSizeGroup *labels;

  gint64 deal;
  YbStage from;
  YbStage to;
  YbVerbForm *move_form;
  guint n_saved;
  gboolean moved;
  gboolean finished;
};

enum
{
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (YbGateSheet, yb_gate_sheet, YB_TYPE_DIALOG)

static void run_next (YbGateSheet *self);

/* Counted anew after each part that was saved. */
static void
show_intro (YbGateSheet *self, const YbMovePreview *preview)
{
  g_autofree char *intro = NULL;

  if (preview->needs_reason)
    intro = g_strdup (_ ("Why does the deal go back?"));
  else if (preview->unmet->len == 0 && self->n_saved > 0)
    intro = g_strdup (_ ("Nothing is missing for this stage any more."));
  else
    intro = g_strdup_printf (ngettext ("%u thing is missing for this stage.",
                                       "%u things are missing for this stage.", preview->unmet->len),
                             preview->unmet->len);
  gtk_label_set_text (self->intro, intro);
}

static void
count_anew (YbGateSheet *self)
{
  YbPage *page = yb_dialog_get_page (YB_DIALOG (self));
  g_autoptr (YbMovePreview)
      preview = page != NULL ? yb_desk_preview_move (yb_page_get_desk (page), self->deal, self->to, NULL)
                             : NULL;

  if (preview != NULL && preview->refusal == NULL)
    show_intro (self, preview);
}

/* What was saved stays saved: the sheet says so when it cannot go on. */
static void
stop (YbGateSheet *self, const char *message)
{
  g_autofree char *text = NULL;

  yb_dialog_set_running (YB_DIALOG (self), FALSE);
  count_anew (self);
  if (self->n_saved > 0)
    text = g_strdup_printf ("%s\n%s", message, _ ("What is ticked off is saved already."));
  else
    text = g_strdup (message);
  gtk_label_set_text (self->problem, text);
  gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
}

/* The group of a verb that is still open; a saved one stands before it when more was needed than was saved. */
static YbGateGroup *
find_group (YbGateSheet *self, const char *verb)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!yb_gate_group_is_saved (YB_GATE_GROUP (child)) &&
        g_str_equal (yb_gate_group_get_verb (YB_GATE_GROUP (child))->name, verb))
      return YB_GATE_GROUP (child);

  return NULL;
}

static void
add_gates (YbGateSheet *self, GPtrArray *unmet)
{
  YbDesk *desk = yb_page_get_desk (yb_dialog_get_page (YB_DIALOG (self)));
  g_autoptr (YbDeal) deal = yb_store_get_row (yb_desk_get_store (desk), &yb_deal_row_type, self->deal);

  for (guint i = 0; deal != NULL && i < unmet->len; i++)
    {
      const YbGate *gate = g_ptr_array_index (unmet, i);
      YbGateGroup *group = find_group (self, gate->verb);

      if (group == NULL)
        {
          group = yb_gate_group_new (desk, deal, yb_verb_find (gate->verb));
          gtk_box_append (self->groups, GTK_WIDGET (group));
        }
      yb_gate_group_add_gate (group, gate);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    yb_gate_group_build (YB_GATE_GROUP (child), self->labels);
}

/*
 * The evidence may lack more than was known when the sheet opened, for instance because a colleague
 * changed it, or because less was paid than was agreed. What was saved keeps its place, ticked off: an empty sheet
 * would invite to enter it twice.
 */
static void
ask_for_the_rest (YbGateSheet *self, GPtrArray *unmet)
{
  g_autoptr (GPtrArray) gates = g_ptr_array_new ();
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups));

  for (guint i = 0; unmet != NULL && i < unmet->len; i++)
    {
      const YbUnmet *item = g_ptr_array_index (unmet, i);

      if (item->definition != NULL)
        g_ptr_array_add (gates, (gpointer) item->definition);
    }

  if (gates->len == 0)
    return;

  while (child != NULL)
    {
      YbGateGroup *group = YB_GATE_GROUP (child);

      child = gtk_widget_get_next_sibling (child);
      if (!yb_gate_group_is_saved (group) &&
          (!yb_gate_group_is_settled (group) || yb_gate_group_is_needed (group, gates)))
        gtk_box_remove (self->groups, GTK_WIDGET (group));
    }
  add_gates (self, gates);
}

/* The words of a group say what its fields are for: they come into view with the field and its message. */
static void
show_gap (YbGateSheet *self)
{
  GtkWidget *cell = gtk_window_get_focus (GTK_WINDOW (self));
  GtkWidget *group = cell != NULL ? gtk_widget_get_ancestor (cell, YB_TYPE_GATE_GROUP) : NULL;

  while (cell != NULL && !GTK_IS_GRID (gtk_widget_get_parent (cell)))
    cell = gtk_widget_get_parent (cell);
  if (group != NULL && cell != NULL)
    yb_widget_scroll_to_both (group, cell);
}

/* After a refusal the eyes go to what is asked for now. */
static void
show_open_group (YbGateSheet *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!yb_gate_group_is_settled (YB_GATE_GROUP (child)))
      {
        yb_gate_group_focus (YB_GATE_GROUP (child));
        show_gap (self);
        return;
      }
}

static void
move_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbGateSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) answer = yb_verb_form_run_finish (YB_VERB_FORM (source), result, &error);

  if (self->finished)
    return;

  if (answer != NULL)
    {
      self->moved = TRUE;
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }

  if (g_error_matches (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED))
    ask_for_the_rest (self, yb_desk_error_get_unmet (error));
  yb_verb_form_set_message (self->move_form, NULL);
  stop (self, error->message);
  show_open_group (self);
}

static void
run_move (YbGateSheet *self)
{
  g_autoptr (JsonArray) waive = json_array_new ();

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    yb_gate_group_add_waivers (YB_GATE_GROUP (child), waive);

  yb_verb_form_set_list (self->move_form, "waive", json_array_get_length (waive) > 0 ? waive : NULL);
  yb_verb_form_run_async (self->move_form, yb_dialog_get_cancellable (YB_DIALOG (self)), move_cb,
                          g_object_ref (self));
}

static void
group_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (YbGateSheet) self = user_data;
  g_autoptr (GError) error = NULL;
  YbGateGroup *group = YB_GATE_GROUP (source);
  gboolean saved = yb_gate_group_save_finish (group, result, &error);

  if (self->finished)
    return;

  if (!saved)
    {
      stop (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                      ? error->message
                      : _ ("Something is still missing."));
      yb_gate_group_focus (group);
      return;
    }

  self->n_saved++;
  count_anew (self);
  run_next (self);
}

/* One verb after the other: each is a fact of its own and stays when a later one fails. */
static void
run_next (YbGateSheet *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      YbGateGroup *group = YB_GATE_GROUP (child);

      if (!yb_gate_group_is_settled (group))
        {
          yb_gate_group_save_async (group, yb_dialog_get_cancellable (YB_DIALOG (self)), group_cb,
                                    g_object_ref (self));
          return;
        }
    }

  run_move (self);
}

/* A colleague may have supplied some of it while this sheet was open: that is not written a second time. */
static gboolean
drop_what_is_there (YbGateSheet *self, GPtrArray *unmet)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups));
  gboolean dropped = FALSE;

  while (child != NULL)
    {
      YbGateGroup *group = YB_GATE_GROUP (child);

      child = gtk_widget_get_next_sibling (child);
      if (!yb_gate_group_is_settled (group) && !yb_gate_group_is_needed (group, unmet))
        {
          gtk_box_remove (self->groups, GTK_WIDGET (group));
          dropped = TRUE;
        }
    }

  return dropped;
}

/* Whether the sheet still fits the deal as it stands; otherwise it says so, or closes. */
static gboolean
still_fits (YbGateSheet *self)
{
  YbPage *page = yb_dialog_get_page (YB_DIALOG (self));
  YbDesk *desk = yb_page_get_desk (page);
  g_autoptr (YbDeal) deal = yb_store_get_row (yb_desk_get_store (desk), &yb_deal_row_type, self->deal);
  g_autoptr (YbMovePreview) preview = NULL;

  if (deal == NULL || deal->stage != self->from)
    {
      yb_page_toast (page, _ ("A colleague has moved this deal meanwhile; nothing was written."), FALSE);
      gtk_window_destroy (GTK_WINDOW (self));
      return FALSE;
    }

  preview = yb_desk_preview_move (desk, self->deal, self->to, NULL);
  if (preview != NULL && drop_what_is_there (self, preview->unmet))
    {
      stop (self, _ ("A colleague has just supplied some of this. Look at what is left, then save again."));
      return FALSE;
    }

  return TRUE;
}

/*
 * Nothing is written before everything that is needed stands in the sheet. From the last to the first: the focus
 * ends at the first gap.
 */
static gboolean
is_complete (YbGateSheet *self)
{
  gboolean complete = yb_verb_form_check (self->move_form, NULL);

  for (GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_prev_sibling (child))
    complete &= yb_gate_group_check (YB_GATE_GROUP (child));

  return complete;
}

static void
save_cb (YbGateSheet *self)
{
  yb_gate_sheet_save (self);
}

static gboolean
yb_gate_sheet_is_changed (YbDialog *dialog)
{
  YbGateSheet *self = YB_GATE_SHEET (dialog);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!yb_gate_group_is_settled (YB_GATE_GROUP (child)) &&
        yb_verb_form_is_changed (yb_gate_group_get_form (YB_GATE_GROUP (child))))
      return TRUE;

  return yb_verb_form_is_changed (self->move_form);
}

static void
yb_gate_sheet_dispose (GObject *object)
{
  YbGateSheet *self = YB_GATE_SHEET (object);

  if (!self->finished)
    g_signal_emit (self, signals[FINISHED], 0, self->moved);
  self->finished = TRUE;
  g_clear_object (&self->labels);
  gtk_widget_dispose_template (GTK_WIDGET (self), YB_TYPE_GATE_SHEET);

  G_OBJECT_CLASS (yb_gate_sheet_parent_class)->dispose (object);
}

static void
yb_gate_sheet_class_init (YbGateSheetClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = yb_gate_sheet_dispose;
  YB_DIALOG_CLASS (klass)->is_changed = yb_gate_sheet_is_changed;

  signals[FINISHED] = g_signal_new ("finished", YB_TYPE_GATE_SHEET, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/cn/yingbin/Yingbin/ui/dialog/yb-gate-sheet.ui");
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, title);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, body);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, intro);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, problem);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, groups);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, reason_box);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, save_button);
  gtk_widget_class_bind_template_child (widget_class, YbGateSheet, spinner);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, yb_dialog_cancel);
}

static void
yb_gate_sheet_init (YbGateSheet *self)
{
  self->labels = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_move_form (YbGateSheet *self, gboolean needs_reason)
{
  YbDesk *desk = yb_page_get_desk (yb_dialog_get_page (YB_DIALOG (self)));
  g_autoptr (JsonObject) fixed = json_object_new ();

  json_object_set_int_member (fixed, "deal", self->deal);
  json_object_set_string_member (fixed, "stage", yb_enum_code (&yb_stage_enum, self->to));
  self->move_form = yb_verb_form_new (desk, yb_verb_find ("deal.move"), needs_reason ? "reason note" : "",
                                      fixed);
  if (needs_reason)
    yb_verb_form_set_needed (self->move_form, "reason");
  yb_verb_form_set_label_group (self->move_form, self->labels);
  gtk_box_append (self->reason_box, GTK_WIDGET (self->move_form));
  gtk_widget_set_visible (GTK_WIDGET (self->reason_box), needs_reason);
  g_signal_connect_object (self->move_form, "activate", G_CALLBACK (save_cb), self, G_CONNECT_SWAPPED);
}

/**
 * yb_gate_sheet_new:
 * @page: the page that asks
 * @deal: id of the deal
 * @to: where it is to go
 * @preview: what is missing for that
 *
 * Several gates that one verb supplies share one form. A move back asks for its reason only (flows.md 3.1).
 *
 * Returns: (transfer none): a sheet, owned by GTK; to be presented
 */
YbGateSheet *
yb_gate_sheet_new (YbPage *page, gint64 deal, YbStage to, YbMovePreview *preview)
{
  g_autoptr (YbDealCard) card = NULL;
  g_autofree char *title = NULL;
  YbGateSheet *self;

  g_return_val_if_fail (YB_IS_PAGE (page), NULL);
  g_return_val_if_fail (preview != NULL, NULL);

  self = g_object_new (YB_TYPE_GATE_SHEET, NULL);
  yb_dialog_set_up (YB_DIALOG (self), page, GTK_WIDGET (self->body), GTK_WIDGET (self->save_button),
                    self->spinner);
  self->deal = deal;
  self->to = to;

  card = yb_store_get_row (yb_desk_get_store (yb_page_get_desk (page)), &yb_deal_card_row_type, deal);
  self->from = card != NULL ? card->stage : YB_STAGE_NONE;
  /* Translators: a customer and a stage of the board */
  title = g_strdup_printf (_ ("%s → %s"), card != NULL ? card->customer_name : "",
                           yb_enum_label (&yb_stage_enum, to));
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  show_intro (self, preview);

  add_gates (self, preview->unmet);
  add_move_form (self, preview->needs_reason);
  if (preview->needs_reason || yb_gate_sheet_get_n_groups (self) == 0)
    gtk_widget_grab_focus (GTK_WIDGET (self->move_form));
  else
    yb_gate_group_focus (YB_GATE_GROUP (gtk_widget_get_first_child (GTK_WIDGET (self->groups))));

  return self;
}

/**
 * yb_gate_sheet_save:
 *
 * Saves what was filled in and moves the deal, as the Save button does.
 */
void
yb_gate_sheet_save (YbGateSheet *self)
{
  g_return_if_fail (YB_IS_GATE_SHEET (self));

  if (yb_dialog_is_running (YB_DIALOG (self)))
    return;

  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  if (!still_fits (self))
    return;
  if (!is_complete (self))
    {
      stop (self, _ ("Something is still missing."));
      show_gap (self);
      return;
    }

  yb_dialog_set_running (YB_DIALOG (self), TRUE);
  run_next (self);
}

/**
 * yb_gate_sheet_get_n_groups:
 *
 * Returns: how many verbs the sheet asks for
 */
guint
yb_gate_sheet_get_n_groups (YbGateSheet *self)
{
  guint n = 0;

  g_return_val_if_fail (YB_IS_GATE_SHEET (self), 0);

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;

  return n;
}

/**
 * yb_gate_sheet_get_form:
 * @verb: name of a verb
 *
 * Returns: (transfer none) (nullable): the #YbVerbForm of that verb in the sheet that is not saved yet
 */
GtkWidget *
yb_gate_sheet_get_form (YbGateSheet *self, const char *verb)
{
  YbGateGroup *group;

  g_return_val_if_fail (YB_IS_GATE_SHEET (self), NULL);

  if (g_str_equal (verb, "deal.move"))
    return GTK_WIDGET (self->move_form);

  group = find_group (self, verb);
  return group != NULL ? GTK_WIDGET (yb_gate_group_get_form (group)) : NULL;
}
