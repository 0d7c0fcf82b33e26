/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * YbStoreError:
 * @YB_STORE_ERROR_OPEN: the file cannot be opened or made
 * @YB_STORE_ERROR_NOT_OURS: the file is no database, or one of another program
 * @YB_STORE_ERROR_TOO_NEW: a newer version of the program wrote it
 * @YB_STORE_ERROR_READ_ONLY: the file or its folder may not be written
 * @YB_STORE_ERROR_REMOTE: the file lies on a network share or in a synchronised folder
 * @YB_STORE_ERROR_MOVED: the file was moved, replaced or deleted while it was open
 * @YB_STORE_ERROR_FULL: the disk is full
 * @YB_STORE_ERROR_BUSY: another program held the file for too long
 * @YB_STORE_ERROR_DAMAGED: the file is damaged
 * @YB_STORE_ERROR_SQL: any other trouble with the database
 * @YB_STORE_ERROR_CONSTRAINT: a row breaks a rule of the schema, for instance a second use of a unique number
 * @YB_STORE_ERROR_NOT_FOUND: there is no such row
 * @YB_STORE_ERROR_STALE: somebody changed the row since it was read
 * @YB_STORE_ERROR_UNSYNCED: the disk did not confirm what was written
 * @YB_STORE_ERROR_LOCKED: it needs the key of the personal data, and nobody has unlocked it
 *
 * The messages are whole sentences in the user's language, with the way out.
 */
typedef enum
{
  YB_STORE_ERROR_OPEN,
  YB_STORE_ERROR_NOT_OURS,
  YB_STORE_ERROR_TOO_NEW,
  YB_STORE_ERROR_READ_ONLY,
  YB_STORE_ERROR_REMOTE,
  YB_STORE_ERROR_MOVED,
  YB_STORE_ERROR_FULL,
  YB_STORE_ERROR_BUSY,
  YB_STORE_ERROR_DAMAGED,
  YB_STORE_ERROR_SQL,
  YB_STORE_ERROR_CONSTRAINT,
  YB_STORE_ERROR_NOT_FOUND,
  YB_STORE_ERROR_STALE,
  YB_STORE_ERROR_UNSYNCED,
  YB_STORE_ERROR_LOCKED,
} YbStoreError;

#define YB_STORE_ERROR (yb_store_error_quark ())
GQuark yb_store_error_quark (void);

G_END_DECLS
