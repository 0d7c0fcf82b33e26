/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-store-error.h"

G_DEFINE_QUARK (yb - store - error - quark, yb_store_error)
