/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-page.h"

#include <glib/gi18n-lib.h>

#include "yb-ui-resources.h"
#include "yb-widget.h"

typedef struct
{
  YbDesk *desk;
  GCancellable *cancellable;
} YbPagePrivate;

enum
{
  PROP_DESK = 1,
  N_PROPS,
};

enum
{
  ANNOUNCE,
  TOAST,
  EXPORTED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (YbPage, yb_page, ADW_TYPE_BIN)

static void
yb_page_constructed (GObject *object)
{
  YbPage *self = YB_PAGE (object);

  G_OBJECT_CLASS (yb_page_parent_class)->constructed (object);

  if (YB_PAGE_GET_CLASS (self)->start != NULL)
    YB_PAGE_GET_CLASS (self)->start (self);
}

static void
yb_page_dispose (GObject *object)
{
  YbPagePrivate *priv = yb_page_get_instance_private (YB_PAGE (object));

  g_cancellable_cancel (priv->cancellable);

  G_OBJECT_CLASS (yb_page_parent_class)->dispose (object);
}

static void
yb_page_finalize (GObject *object)
{
  YbPagePrivate *priv = yb_page_get_instance_private (YB_PAGE (object));

  g_clear_object (&priv->cancellable);
  g_clear_object (&priv->desk);

  G_OBJECT_CLASS (yb_page_parent_class)->finalize (object);
}

static void
yb_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  YbPagePrivate *priv = yb_page_get_instance_private (YB_PAGE (object));

  switch (id)
    {
    case PROP_DESK:
      g_value_set_object (value, priv->desk);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yb_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  YbPagePrivate *priv = yb_page_get_instance_private (YB_PAGE (object));

  switch (id)
    {
    case PROP_DESK:
      priv->desk = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
yb_page_class_init (YbPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = yb_page_constructed;
  object_class->dispose = yb_page_dispose;
  object_class->finalize = yb_page_finalize;
  object_class->get_property = yb_page_get_property;
  object_class->set_property = yb_page_set_property;

  properties[PROP_DESK] = g_param_spec_object (
      "desk", NULL, NULL, YB_TYPE_DESK, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ANNOUNCE] = g_signal_new ("announce", YB_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[TOAST] = g_signal_new ("toast", YB_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[EXPORTED] = g_signal_new ("exported", YB_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
yb_page_init (YbPage *self)
{
  YbPagePrivate *priv = yb_page_get_instance_private (self);

  priv->cancellable = g_cancellable_new ();
}

/**
 * yb_page_get_desk:
 *
 * Returns: (transfer none): the desk that the page works at
 */
YbDesk *
yb_page_get_desk (YbPage *self)
{
  YbPagePrivate *priv = yb_page_get_instance_private (self);

  g_return_val_if_fail (YB_IS_PAGE (self), NULL);

  return priv->desk;
}

/**
 * yb_page_get_cancellable:
 *
 * Returns: (transfer none): cancelled when the page goes away
 */
GCancellable *
yb_page_get_cancellable (YbPage *self)
{
  YbPagePrivate *priv = yb_page_get_instance_private (self);

  g_return_val_if_fail (YB_IS_PAGE (self), NULL);

  return priv->cancellable;
}

/**
 * yb_page_announce:
 * @text: a sentence
 *
 * Shows @text in the status line, where screen readers look for it.
 */
void
yb_page_announce (YbPage *self, const char *text)
{
  g_return_if_fail (YB_IS_PAGE (self));

  g_signal_emit (self, signals[ANNOUNCE], 0, text);
}

/**
 * yb_page_toast:
 * @text: a sentence
 * @with_undo: whether the toast has an Undo button
 *
 * Tells what happened, in the status line as well.
 */
void
yb_page_toast (YbPage *self, const char *text, gboolean with_undo)
{
  g_return_if_fail (YB_IS_PAGE (self));

  g_signal_emit (self, signals[TOAST], 0, text, with_undo);
  yb_page_announce (self, text);
}

/**
 * yb_page_exported:
 * @text: a sentence
 * @path: path of the file that was written
 *
 * Tells that a file was written, with a way to its folder.
 */
void
yb_page_exported (YbPage *self, const char *text, const char *path)
{
  g_return_if_fail (YB_IS_PAGE (self));

  g_signal_emit (self, signals[EXPORTED], 0, text, path);
  yb_page_announce (self, text);
}

/**
 * yb_page_show_error:
 * @what: what was tried, "Li → Test drive"
 * @error: why it failed
 *
 * Tells that something failed. A cancelled operation is no failure.
 */
void
yb_page_show_error (YbPage *self, const char *what, const GError *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (YB_IS_PAGE (self));
  g_return_if_fail (error != NULL);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  /* Translators: what was tried, and why it failed */
  text = g_strdup_printf (_ ("%s: %s"), what, error->message);
  yb_page_toast (self, text, FALSE);
}

/**
 * yb_page_next_pane:
 *
 * Moves the focus to the next pane of the page (F6).
 *
 * Returns: %FALSE when the focus was in the last pane
 */
gboolean
yb_page_next_pane (YbPage *self)
{
  g_return_val_if_fail (YB_IS_PAGE (self), FALSE);

  if (YB_PAGE_GET_CLASS (self)->next_pane != NULL)
    return YB_PAGE_GET_CLASS (self)->next_pane (self);
  if (gtk_widget_get_focus_child (GTK_WIDGET (self)) == NULL)
    return gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);

  return FALSE;
}

/**
 * yb_page_init_library:
 *
 * Registers the layouts and the style sheet. Call it once after adw_init().
 */
void
yb_page_init_library (void)
{
  static gboolean done = FALSE;
  g_autoptr (GtkCssProvider) provider = NULL;

  if (done)
    return;

  done = TRUE;
  g_resources_register (yb_ui_get_resource ());
  yb_widget_init ();
  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (gdk_display_get_default ()),
                                    "/cn/yingbin/Yingbin/icons");
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/cn/yingbin/Yingbin/ui/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}
