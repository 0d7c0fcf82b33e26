/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card-drawing-private.h"

#include <math.h>
#include <adwaita.h>

#define SMALL_SCALE 0.86
#define N_LINES 4
#define GAP 5
#define BADGE_PADDING 4
#define STRIPE_WIDTH 3
#define LEAST_TEXT 24
/* Lines of text: about five Han characters of the title. */
#define LEAST_TITLE 4

typedef enum
{
  TEXT_TITLE,
  TEXT_VALUE,
  TEXT_BADGE,
  TEXT_SUBTITLE,
  TEXT_BESIDE,
  TEXT_HINT,
  TEXT_START,
  TEXT_END,
  N_TEXTS,
} TextId;

typedef enum
{
  COLOR_TEXT,
  COLOR_DIM,
  COLOR_LATE,
  COLOR_MISSING,
  COLOR_ACCENT,
  N_COLORS,
} ColorId;

typedef struct
{
  const char *text;
  PangoLayout *layout;
  int natural;
  int x;
  int width;
  int y;
} Text;

/* Draws the face of one card; keeps the layouts of its texts. */
struct _YbCardDrawing
{
  GtkWidget *widget;
  const YbCardFace *face;
  Text texts[N_TEXTS];
  GdkRGBA colors[N_COLORS];
  int big_height;
  int small_height;
  int big_baseline;
  int small_baseline;
  int icon_size;
  int width;
  gboolean styled;
  gboolean cut;
};

static const char *const urgency_icons[] = {
    NULL,
    "x-office-calendar-symbolic",
    "document-open-recent-symbolic",
    "dialog-warning-symbolic",
    "appointment-new-symbolic",
};

static gboolean
is_small (TextId id)
{
  return id != TEXT_TITLE;
}

static PangoAttrList *
make_attributes (gboolean small, gboolean bold)
{
  PangoAttrList *list = pango_attr_list_new ();

  if (small)
    pango_attr_list_insert (list, pango_attr_scale_new (SMALL_SCALE));
  if (bold)
    pango_attr_list_insert (list, pango_attr_weight_new (PANGO_WEIGHT_BOLD));

  return list;
}

/* The four sets of attributes that the texts of all cards share. */
static PangoAttrList *
shared_attributes (gboolean small, gboolean bold)
{
  static PangoAttrList *lists[2][2];

  if (lists[small][bold] == NULL)
    lists[small][bold] = make_attributes (small, bold);

  return lists[small][bold];
}

static gboolean
is_bold (YbCardDrawing *self, TextId id)
{
  if (id == TEXT_HINT)
    return self->face->urgency == YB_CARD_URGENCY_LATE || self->face->urgency == YB_CARD_URGENCY_TODAY ||
           self->face->urgency == YB_CARD_URGENCY_MISSING;

  return id == TEXT_TITLE || id == TEXT_BADGE;
}

/* Heights and baselines of a line in the font of the card, Han and Latin: every card is equally high
   whatever it shows. */
static void
measure_line (YbCardDrawing *self, gboolean small, int *height, int *baseline)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->widget, "国Ág");

  pango_layout_set_attributes (layout, shared_attributes (small, TRUE));
  pango_layout_get_pixel_size (layout, NULL, height);
  *baseline = pango_layout_get_baseline (layout) / PANGO_SCALE;
}

/* All cards of a display have the same font nearly always: what was measured for one serves the next. */
static void
measure_lines (YbCardDrawing *self)
{
  static PangoFontDescription *font;
  static double resolution;
  static int cached[4];
  PangoContext *context = gtk_widget_get_pango_context (self->widget);
  const PangoFontDescription *now = pango_context_get_font_description (context);
  double now_resolution = pango_cairo_context_get_resolution (context);

  if (font == NULL || resolution != now_resolution || !pango_font_description_equal (font, now))
    {
      g_clear_pointer (&font, pango_font_description_free);
      font = pango_font_description_copy (now);
      resolution = now_resolution;
      measure_line (self, FALSE, &cached[0], &cached[1]);
      measure_line (self, TRUE, &cached[2], &cached[3]);
    }

  self->big_height = cached[0];
  self->big_baseline = cached[1];
  self->small_height = cached[2];
  self->small_baseline = cached[3];
  self->icon_size = MAX (12, (int) (cached[2] * 0.72));
}

static void
look_up_color (GtkStyleContext *context, const char *name, ColorId id, YbCardDrawing *self)
{
  if (!gtk_style_context_lookup_color (context, name, &self->colors[id]))
    self->colors[id] = self->colors[COLOR_TEXT];
}

static void
style (YbCardDrawing *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (self->widget);

  gtk_style_context_get_color (context, &self->colors[COLOR_TEXT]);
  self->colors[COLOR_DIM] = self->colors[COLOR_TEXT];
  if (adw_is_initialized () && !adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    self->colors[COLOR_DIM].alpha *= 0.72;
  look_up_color (context, "error_color", COLOR_LATE, self);
  look_up_color (context, "warning_color", COLOR_MISSING, self);
  look_up_color (context, "accent_color", COLOR_ACCENT, self);
  measure_lines (self);
  self->width = -1;
  self->styled = TRUE;
}

static void
prepare_text (YbCardDrawing *self, TextId id)
{
  Text *text = &self->texts[id];

  if (text->text == NULL || *text->text == '\0')
    {
      text->natural = 0;
      return;
    }
  if (text->layout == NULL)
    {
      text->layout = gtk_widget_create_pango_layout (self->widget, NULL);
      pango_layout_set_ellipsize (text->layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_single_paragraph_mode (text->layout, TRUE);
    }
  pango_layout_set_width (text->layout, -1);
  pango_layout_set_attributes (text->layout, shared_attributes (is_small (id), is_bold (self, id)));
  pango_layout_set_text (text->layout, text->text, -1);
  pango_layout_get_pixel_size (text->layout, &text->natural, NULL);
}

static void
place (YbCardDrawing *self, TextId id, int x, int width, int baseline)
{
  Text *text = &self->texts[id];

  text->x = x;
  text->width = MIN (width, text->natural);
  self->cut |= text->natural > width;
  text->y = baseline - (is_small (id) ? self->small_baseline : self->big_baseline);
  if (text->natural > width)
    pango_layout_set_width (text->layout, MAX (width, 1) * PANGO_SCALE);
}

/* Gives @end its natural width at the end of the line if @start keeps at least @least; else @end is left
   out, and the face is cut. */
static void
place_pair (YbCardDrawing *self, TextId start, TextId end, int x, int right, int baseline, int least)
{
  int end_width = self->texts[end].natural;

  if (end_width > 0 && right - x - end_width - GAP < least)
    {
      end_width = self->texts[end].natural = 0;
      self->cut = TRUE;
    }
  if (end_width > 0)
    {
      place (self, end, right - end_width, end_width, baseline);
      right -= end_width + GAP;
    }
  if (self->texts[start].natural > 0)
    place (self, start, x, right - x, baseline);
}

static int
marks_width (YbCardDrawing *self)
{
  return (self->face->blocker + self->face->needs_manager) * (self->icon_size + 2);
}

static void
lay_out (YbCardDrawing *self, int width)
{
  const char *const *details = (const char *const *) self->face->details;
  const char *const texts[N_TEXTS] = {
      self->face->title,
      details[YB_CARD_DETAIL_VALUE],
      self->face->badge,
      self->face->subtitle,
      details[YB_CARD_DETAIL_BESIDE],
      self->face->hint,
      details[YB_CARD_DETAIL_START],
      details[YB_CARD_DETAIL_END],
  };
  int small = self->small_height, baseline = self->big_baseline, right = width, icon;
  gboolean value_fits;

  self->cut = FALSE;
  for (TextId id = 0; id < N_TEXTS; id++)
    {
      self->texts[id].text = texts[id];
      prepare_text (self, id);
    }

  if (self->texts[TEXT_BADGE].natural > 0)
    {
      right -= self->texts[TEXT_BADGE].natural + 2 * BADGE_PADDING;
      place (self, TEXT_BADGE, right + BADGE_PADDING, self->texts[TEXT_BADGE].natural, baseline);
      right -= GAP;
    }
  /* Beside a name that fits, or of which enough is left to know the customer by. */
  value_fits = MIN (self->texts[TEXT_TITLE].natural, self->big_height * LEAST_TITLE) + GAP +
                   self->texts[TEXT_VALUE].natural <=
               right;
  if (value_fits)
    place_pair (self, TEXT_TITLE, TEXT_VALUE, 0, right, baseline, 0);
  else
    place (self, TEXT_TITLE, 0, right, baseline);

  baseline = self->big_height + self->small_baseline;
  place_pair (self, TEXT_SUBTITLE, TEXT_BESIDE, 0, width, baseline, self->texts[TEXT_SUBTITLE].natural);
  icon = urgency_icons[self->face->urgency] != NULL ? self->icon_size + 4 : 0;
  if (self->texts[TEXT_HINT].natural > 0)
    place (self, TEXT_HINT, icon, width - icon - marks_width (self), baseline + small);
  baseline += 2 * small;
  if (value_fits)
    {
      place_pair (self, TEXT_START, TEXT_END, 0, width, baseline,
                  MIN (self->texts[TEXT_START].natural, LEAST_TEXT * 3));
    }
  else
    {
      /* The value that found no room beside the title is worth more than the details, and never cut. */
      self->cut |= self->texts[TEXT_END].natural > 0;
      self->texts[TEXT_END].natural = 0;
      place_pair (self, TEXT_START, TEXT_VALUE, 0, width, baseline, 0);
    }
  self->width = width;
}

static void
draw_text (YbCardDrawing *self, GtkSnapshot *snapshot, TextId id, const GdkRGBA *color)
{
  Text *text = &self->texts[id];
  gboolean rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;

  if (text->natural == 0)
    return;

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (rtl ? self->width - text->x - text->width : text->x, text->y));
  gtk_snapshot_append_layout (snapshot, text->layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_icon (YbCardDrawing *self, GtkSnapshot *snapshot, const char *name, int x, int y, const GdkRGBA *color)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (self->widget));
  GtkTextDirection direction = gtk_widget_get_direction (self->widget);
  g_autoptr (GtkIconPaintable) icon = gtk_icon_theme_lookup_icon (theme, name, NULL, self->icon_size,
                                                                  gtk_widget_get_scale_factor (self->widget),
                                                                  direction, GTK_ICON_LOOKUP_FORCE_SYMBOLIC);
  GdkRGBA colors[4] = {*color, self->colors[COLOR_MISSING], self->colors[COLOR_LATE],
                       self->colors[COLOR_TEXT]};

  if (direction == GTK_TEXT_DIR_RTL)
    x = self->width - x - self->icon_size;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, self->icon_size,
                                            self->icon_size, colors, G_N_ELEMENTS (colors));
  gtk_snapshot_restore (snapshot);
}

static void
draw_badge (YbCardDrawing *self, GtkSnapshot *snapshot)
{
  Text *text = &self->texts[TEXT_BADGE];
  gboolean strong = self->face->badge_style == YB_CARD_BADGE_STRONG;
  GdkRGBA color = strong ? self->colors[COLOR_ACCENT] : self->colors[COLOR_TEXT];
  GdkRGBA edge = color;
  GskRoundedRect box;
  int width = text->width + 2 * BADGE_PADDING, x = text->x - BADGE_PADDING;

  if (text->natural == 0)
    return;

  if (gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL)
    x = self->width - x - width;
  edge.alpha *= strong ? 0.9 : 0.35;
  gsk_rounded_rect_init_from_rect (&box, &GRAPHENE_RECT_INIT (x, text->y, width, self->small_height - 1), 4);
  gtk_snapshot_append_border (snapshot, &box, (float[4]){1, 1, 1, 1}, (GdkRGBA[4]){edge, edge, edge, edge});
  draw_text (self, snapshot, TEXT_BADGE, &color);
}

static const GdkRGBA *
hint_color (YbCardDrawing *self)
{
  switch (self->face->urgency)
    {
    case YB_CARD_URGENCY_LATE:
      return &self->colors[COLOR_LATE];
    case YB_CARD_URGENCY_MISSING:
      return &self->colors[COLOR_MISSING];
    case YB_CARD_URGENCY_TODAY:
      return &self->colors[COLOR_ACCENT];
    case YB_CARD_URGENCY_NONE:
    case YB_CARD_URGENCY_PLANNED:
    default:
      return &self->colors[COLOR_DIM];
    }
}

static void
draw_hint_line (YbCardDrawing *self, GtkSnapshot *snapshot)
{
  const GdkRGBA *color = hint_color (self);
  const char *icon = urgency_icons[self->face->urgency];
  int y = self->big_height + self->small_height + (self->small_height - self->icon_size) / 2;
  int x = self->width - self->icon_size;

  if (icon != NULL)
    draw_icon (self, snapshot, icon, 0, y, color);
  draw_text (self, snapshot, TEXT_HINT, color);
  if (self->face->blocker)
    {
      draw_icon (self, snapshot, "changes-prevent-symbolic", x, y, &self->colors[COLOR_LATE]);
      x -= self->icon_size + 2;
    }
  if (self->face->needs_manager)
    draw_icon (self, snapshot, "avatar-default-symbolic", x, y, &self->colors[COLOR_LATE]);
}

static void
draw_stripe (YbCardDrawing *self, GtkSnapshot *snapshot, int width, int height)
{
  gboolean rtl = gtk_widget_get_direction (self->widget) == GTK_TEXT_DIR_RTL;

  if (self->face->urgency < YB_CARD_URGENCY_TODAY)
    return;

  gtk_snapshot_append_color (
      snapshot, hint_color (self),
      &GRAPHENE_RECT_INIT (rtl ? width + 3 : -3 - STRIPE_WIDTH, 0, STRIPE_WIDTH, height));
}

/*< private >
 * yb_card_drawing_new:
 * @widget: (transfer none): the card
 *
 * Returns: a drawing that shows nothing
 */
YbCardDrawing *
yb_card_drawing_new (GtkWidget *widget)
{
  YbCardDrawing *self = g_new0 (YbCardDrawing, 1);

  self->widget = widget;
  self->width = -1;

  return self;
}

void
yb_card_drawing_free (YbCardDrawing *self)
{
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->texts[i].layout);
  g_free (self);
}

/*< private >
 * yb_card_drawing_set_face:
 * @face: (transfer none): lives as long as the drawing
 *
 * The texts have changed; they are laid out again when they are drawn.
 */
void
yb_card_drawing_set_face (YbCardDrawing *self, const YbCardFace *face)
{
  self->face = face;
  self->width = -1;
}

/*< private >
 * yb_card_drawing_restyle:
 *
 * Font, colours or direction have changed.
 */
void
yb_card_drawing_restyle (YbCardDrawing *self)
{
  self->styled = FALSE;
  for (guint i = 0; i < N_TEXTS; i++)
    g_clear_object (&self->texts[i].layout);
  gtk_widget_queue_draw (self->widget);
}

/*< private >
 * yb_card_drawing_get_height:
 *
 * Returns: the height that every face has, in pixels
 */
int
yb_card_drawing_get_height (YbCardDrawing *self)
{
  if (!self->styled)
    style (self);

  return self->big_height + (N_LINES - 1) * self->small_height;
}

/*< private >
 * yb_card_drawing_get_least_width:
 *
 * Returns: the width below which too much would be cut off: about eight Han characters of the small font;
 * nine columns   of it fit on a screen of 1366 pixels
 */
int
yb_card_drawing_get_least_width (YbCardDrawing *self)
{
  if (!self->styled)
    style (self);

  return self->big_height * 5;
}

/*< private >
 * yb_card_drawing_is_cut:
 *
 * Returns: whether the card, as it was drawn last, does not show all of its texts whole
 */
gboolean
yb_card_drawing_is_cut (YbCardDrawing *self)
{
  return self->cut;
}

void
yb_card_drawing_snapshot (YbCardDrawing *self, GtkSnapshot *snapshot, int width, int height)
{
  const GdkRGBA *text = &self->colors[COLOR_TEXT], *dim = &self->colors[COLOR_DIM];

  if (self->face == NULL || width < LEAST_TEXT)
    return;
  if (!self->styled)
    style (self);
  if (self->width != width)
    lay_out (self, width);

  draw_stripe (self, snapshot, width, height);
  draw_text (self, snapshot, TEXT_TITLE, text);
  draw_text (self, snapshot, TEXT_VALUE, text);
  draw_badge (self, snapshot);
  draw_text (self, snapshot, TEXT_SUBTITLE, text);
  draw_text (self, snapshot, TEXT_BESIDE, dim);
  draw_hint_line (self, snapshot);
  draw_text (self, snapshot, TEXT_START, dim);
  draw_text (self, snapshot, TEXT_END, dim);
}
