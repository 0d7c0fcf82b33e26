/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-model-error.h"

G_DEFINE_QUARK (yb - model - error - quark, yb_model_error)
