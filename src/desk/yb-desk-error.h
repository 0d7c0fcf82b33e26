/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YbDeskError:
 * @YB_DESK_ERROR_REFUSED: a guard does not hold; yb_desk_error_get_unmet() tells which
 * @YB_DESK_ERROR_FORBIDDEN: the signed-in person lacks the right
 * @YB_DESK_ERROR_STALE: somebody changed the record since it was read
 * @YB_DESK_ERROR_NOT_FOUND: there is no such record
 * @YB_DESK_ERROR_INVALID: an argument is missing, unknown or cannot be read
 * @YB_DESK_ERROR_BUSY: the file is held by another program
 * @YB_DESK_ERROR_FAILED: disk, file or program trouble
 *
 * The codes of contract.md, in its order. Messages are sentences for the person at the counter.
 */
typedef enum
{
  YB_DESK_ERROR_REFUSED,
  YB_DESK_ERROR_FORBIDDEN,
  YB_DESK_ERROR_STALE,
  YB_DESK_ERROR_NOT_FOUND,
  YB_DESK_ERROR_INVALID,
  YB_DESK_ERROR_BUSY,
  YB_DESK_ERROR_FAILED,
} YbDeskError;

#define YB_DESK_ERROR (yb_desk_error_quark ())
GQuark yb_desk_error_quark (void);

const char *yb_desk_error_code (const GError *error);

G_END_DECLS
