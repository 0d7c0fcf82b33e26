/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YbModelError:
 * @YB_MODEL_ERROR_INVALID: a text or value breaks a rule; the message is a sentence for people
 */
typedef enum
{
  YB_MODEL_ERROR_INVALID,
} YbModelError;

#define YB_MODEL_ERROR (yb_model_error_quark ())
GQuark yb_model_error_quark (void);

G_END_DECLS
