/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "widget-test.h"
#include "yb-card-drawing-private.h"

#define VALUE "987.6k"

/* Whether a text is drawn with exactly these glyphs. */
static gboolean
draws (GskRenderNode *node, PangoGlyphString *wanted)
{
  const PangoGlyphInfo *glyphs;

  switch (gsk_render_node_get_node_type (node))
    {
    case GSK_CONTAINER_NODE:
      for (guint i = 0; i < gsk_container_node_get_n_children (node); i++)
        if (draws (gsk_container_node_get_child (node, i), wanted))
          return TRUE;
      return FALSE;
    case GSK_TRANSFORM_NODE:
      return draws (gsk_transform_node_get_child (node), wanted);
    case GSK_TEXT_NODE:
      glyphs = gsk_text_node_get_glyphs (node, NULL);
      if (gsk_text_node_get_num_glyphs (node) != (guint) wanted->num_glyphs)
        return FALSE;
      for (int i = 0; i < wanted->num_glyphs; i++)
        if (glyphs[i].glyph != wanted->glyphs[i].glyph)
          return FALSE;
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
shows (GtkWidget *widget, YbCardDrawing *drawing, const char *text, gboolean bold, int width)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  PangoLayoutRun *run;
  GskRenderNode *node;
  gboolean found;

  pango_attr_list_insert (attributes, pango_attr_weight_new (bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL));
  pango_layout_set_attributes (layout, attributes);
  run = pango_layout_get_line_readonly (layout, 0)->runs->data;

  yb_card_drawing_snapshot (drawing, snapshot, width, yb_card_drawing_get_height (drawing));
  node = gtk_snapshot_free_to_node (snapshot);
  found = draws (node, run->glyphs);
  gsk_render_node_unref (node);

  return found;
}

/* However long the name is: it is cut, and the amount stays whole. */
static void
test_value_is_whole (void)
{
  static const char *const titles[] = {"Li", "Alexander",
                                       "The motor company of the harbour district, limited"};
  static const char *const starts[] = {NULL, "Spoken today", "Spoken one hundred and forty days ago"};
  GtkWidget *widget = gtk_label_new ("");
  GtkWidget *window = widget_test_show (widget, 300, 200);

  for (guint i = 0; i < G_N_ELEMENTS (titles) * G_N_ELEMENTS (starts); i++)
    {
      YbCardFace face = {0};
      YbCardDrawing *drawing = yb_card_drawing_new (widget);

      face.title = g_strdup (titles[i % G_N_ELEMENTS (titles)]);
      face.badge = g_strdup ("H");
      face.details[YB_CARD_DETAIL_VALUE] = g_strdup (VALUE);
      face.details[YB_CARD_DETAIL_START] = g_strdup (starts[i / G_N_ELEMENTS (titles)]);
      face.details[YB_CARD_DETAIL_END] = g_strdup ("20 days in stage");
      yb_card_drawing_set_face (drawing, &face);
      for (int width = yb_card_drawing_get_least_width (drawing); width < 400; width += 20)
        {
          g_test_message ("%s, %s, %d", face.title, face.details[YB_CARD_DETAIL_START], width);
          g_assert_true (shows (widget, drawing, VALUE, FALSE, width));
          g_assert_true (shows (widget, drawing, face.title, TRUE, width) ||
                         yb_card_drawing_is_cut (drawing));
        }
      yb_card_drawing_free (drawing);
      yb_card_face_clear (&face);
    }
  widget_test_close (window);
}

/* What is cut is told by the tooltip, and only that: a card that shows all has none. */
static void
test_cut (void)
{
  GtkWidget *widget = gtk_label_new ("");
  GtkWidget *window = widget_test_show (widget, 300, 200);
  YbCardFace face = {.title = (char *) "Alexander"};
  YbCardDrawing *drawing = yb_card_drawing_new (widget);

  yb_card_drawing_set_face (drawing, &face);
  g_assert_true (shows (widget, drawing, "Alexander", TRUE, 300));
  g_assert_false (yb_card_drawing_is_cut (drawing));
  g_assert_false (shows (widget, drawing, "Alexander", TRUE, 40));
  g_assert_true (yb_card_drawing_is_cut (drawing));
  g_assert_true (shows (widget, drawing, "Alexander", TRUE, 300));
  g_assert_false (yb_card_drawing_is_cut (drawing));
  yb_card_drawing_free (drawing);
  widget_test_close (window);
}

int
main (int argc, char **argv)
{
  if (!widget_test_init (&argc, &argv))
    return 0;

  g_test_add_func ("/card-drawing/value-is-whole", test_value_is_whole);
  g_test_add_func ("/card-drawing/cut", test_cut);

  return g_test_run ();
}
