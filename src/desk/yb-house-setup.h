/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-desk.h"

G_BEGIN_DECLS

gboolean yb_house_setup_begin (const char *path, const YbHousePlan *plan, char **recovery_key, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_house_setup_commit (const char *path, GError **error);
void yb_house_setup_discard (const char *path);

char **yb_recovery_groups (const char *recovery_key) G_GNUC_WARN_UNUSED_RESULT;
gboolean yb_recovery_group_fits (const char *group, const char *typed);

G_END_DECLS
