/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-choice.h"
#include "yb-desk.h"

G_BEGIN_DECLS

GListStore *yb_choices_of_consultants (YbDesk *desk) G_GNUC_WARN_UNUSED_RESULT;
void yb_choices_keep_person (GListStore *choices, YbDesk *desk, gint64 id);
GListStore *yb_choices_of_objections (YbDesk *desk, gint64 deal) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
