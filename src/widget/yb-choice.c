/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-choice.h"

/* One entry of a drop-down: a record or a value of an enumeration. */
struct _YbChoice
{
  GObject parent_instance;

  gint64 id;
  char *code;
  char *label;
};

enum
{
  PROP_0,
  PROP_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (YbChoice, yb_choice, G_TYPE_OBJECT)

static void
yb_choice_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  if (property_id == PROP_LABEL)
    g_value_set_string (value, YB_CHOICE (object)->label);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

static void
yb_choice_finalize (GObject *object)
{
  YbChoice *self = YB_CHOICE (object);

  g_free (self->code);
  g_free (self->label);

  G_OBJECT_CLASS (yb_choice_parent_class)->finalize (object);
}

static void
yb_choice_class_init (YbChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = yb_choice_get_property;
  object_class->finalize = yb_choice_finalize;

  /**
   * YbChoice:label:
   *
   * What people read.
   */
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
yb_choice_init (YbChoice *self)
{
}

/**
 * yb_choice_new:
 * @id: the id of a record or the number of a value; 0: nothing is chosen
 * @code: (nullable): its stable text
 * @label: what people read
 *
 * Returns: (transfer full): a choice
 */
YbChoice *
yb_choice_new (gint64 id, const char *code, const char *label)
{
  YbChoice *self;

  g_return_val_if_fail (label != NULL, NULL);

  self = g_object_new (YB_TYPE_CHOICE, NULL);
  self->id = id;
  self->code = g_strdup (code != NULL ? code : "");
  self->label = g_strdup (label);

  return self;
}

/**
 * yb_choice_get_id:
 *
 * Returns: the id or number
 */
gint64
yb_choice_get_id (YbChoice *self)
{
  g_return_val_if_fail (YB_IS_CHOICE (self), 0);

  return self->id;
}

/**
 * yb_choice_get_code:
 *
 * Returns: (transfer none): the stable text, "" if it has none
 */
const char *
yb_choice_get_code (YbChoice *self)
{
  g_return_val_if_fail (YB_IS_CHOICE (self), "");

  return self->code;
}
