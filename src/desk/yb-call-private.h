/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-call.h"
#include "yb-desk-private.h"
#include "yb-verb.h"

G_BEGIN_DECLS

/* One argument of a call, as read. */
typedef struct
{
  gboolean given;
  gint64 number;
  char *text;
  JsonArray *list;
} YbCallArgument;

struct _YbCall
{
  const YbVerb *verb;
  JsonObject *object;        /* the arguments as given */
  YbCallArgument *arguments; /* verb->n_arguments */
  YbTransaction *transaction;
  YbConnection *connection;
  YbStaff *actor;    /* NULL: the program */
  YbStaff *approver; /* (nullable): a second person who allows what the actor may not */
  gboolean proven;   /* the actor gave the password a moment ago */
  gboolean approved; /* the approver was needed */
  char *workstation;
  gint64 now;
  char *today;
  gpointer data;
  JsonObject *answer;
};

YbCall *_yb_call_new (const YbVerb *verb,
                      JsonObject *object,
                      YbTransaction *transaction,
                      YbStaff *actor,
                      const char *workstation,
                      gpointer data);
void _yb_call_free (YbCall *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (YbCall, _yb_call_free)

const YbCallArgument *_yb_call_find_argument (YbCall *self, const char *name);
gboolean _yb_call_read_arguments (YbCall *self, GError **error);
gboolean _yb_call_check_revision (YbCall *self, GError **error);
char *_yb_call_dup_audit_arguments (YbCall *self);
void _yb_call_set_audit (YbCall *self, gint64 undo_of);

/* yb-desk-approve.c */
gboolean _yb_call_load_approver (YbCall *self, gint64 staff, GError **error);
YbScope _yb_call_approver_scope (YbCall *self, const char *right);

G_END_DECLS
