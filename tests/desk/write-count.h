/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void write_count_begin (const char *path);
void write_count_check (const char *path);

G_END_DECLS
