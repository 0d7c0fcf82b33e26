/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-store-private.h"
#include "yb-trouble.h"

G_BEGIN_DECLS

/* What a store knows about the trouble around its file. Shared by the thread that writes and the one that looks. */
typedef struct _YbCare YbCare;

struct _YbCare
{
  GMutex lock;
  YbTrouble troubles; /* as the last look found them */
  gboolean is_doubtful;
  gboolean is_full;        /* the last change found no room */
  gboolean is_unsynced;    /* nothing is written until the file was opened anew and checked */
  gint64 unsynced_at;      /* UTC ms, 0: never */
  gint64 clock_checked_at; /* number of the audit row up to which newest_at is known */
  gint64 newest_at;        /* UTC ms: the newest of the last entries */
  gboolean is_unlocked;    /* read without locks, because nobody could write it when it was opened */
  gint64 viewed_mtime;     /* of such a file */
  gboolean has_moved;
  gboolean rescue_tried;
  char *rescued;        /* where a copy of a file lies that was taken away */
  char *holder;         /* who holds the file */
  char *backup_warning; /* (nullable): of the thread that made the store */
  gint64 reserve_next;  /* monotonic: when to make the reserve again */
  gboolean is_working;  /* a worker makes the reserve or the copy */
};

YbCare *_yb_care_new (const char *path, gboolean read_only);
void _yb_care_free (YbCare *self);

/* yb-care.c: around every change, while the writer's lock is held */
gboolean _yb_store_prepare_write (YbStore *self, GError **error);
void _yb_store_explain_failure (YbStore *self, GError **error);
void _yb_store_note_written (YbStore *self);

/* Clocks of two computers may differ by as much. */
#define YB_CLOCK_TOLERANCE_MS (G_GINT64_CONSTANT (2) * 60 * 1000)

/* yb-recover.c */
gboolean _yb_store_recover (YbStore *self, GError **error);
void _yb_store_rescue (YbStore *self);

/* yb-reserve.c */
#define YB_RESERVE_BYTES (G_GINT64_CONSTANT (16) * 1024 * 1024)
#define YB_LOW_SPACE_BYTES (G_GINT64_CONSTANT (500) * 1024 * 1024)
gboolean _yb_reserve_exists (const char *path);
gboolean _yb_reserve_make (const char *path);
gboolean _yb_reserve_release (const char *path);

/* yb-lock-holder.c */
char *_yb_lock_holder (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* yb-copy.c */
gboolean _yb_connection_copy (YbConnection *source, const char *path);

G_END_DECLS
