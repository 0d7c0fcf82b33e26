/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * YbLandingState:
 * @YB_LANDING_FREE: the card may land
 * @YB_LANDING_MISSING: it may land once something is supplied
 * @YB_LANDING_FORBIDDEN: it may not land
 *
 * Whether a carried card may land in a column (ux.md, Drag and drop).
 */
typedef enum
{
  YB_LANDING_FREE,
  YB_LANDING_MISSING,
  YB_LANDING_FORBIDDEN,
} YbLandingState;

/**
 * YbLanding:
 * @n_missing: how many things are missing, for #YB_LANDING_MISSING
 * @reason: (nullable) (transfer full): why not, as a sentence, for #YB_LANDING_FORBIDDEN
 *
 * What a column says about a carried card.
 */
typedef struct
{
  YbLandingState state;
  guint n_missing;
  char *reason;
} YbLanding;

/**
 * YbLandingFunc:
 * @item: (type GObject): the item of the carried card
 * @column: index of the column
 * @landing: (inout): an empty landing, that is a free one, to be filled
 *
 * Tells whether a card may land. Asked for all columns when a drag begins: it must be fast.
 */
typedef void (*YbLandingFunc) (gpointer item, guint column, YbLanding *landing, gpointer user_data);

static inline void
yb_landing_clear (YbLanding *landing)
{
  g_free (landing->reason);
  *landing = (YbLanding){YB_LANDING_FREE, 0, NULL};
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (YbLanding, yb_landing_clear)

G_END_DECLS
