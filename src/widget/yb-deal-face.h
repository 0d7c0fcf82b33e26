/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-card-face.h"

G_BEGIN_DECLS

void yb_deal_face_fill (gpointer item, YbCardFace *face, gpointer user_data);

G_END_DECLS
