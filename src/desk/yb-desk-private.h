/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-call.h"
#include "yb-desk.h"

G_BEGIN_DECLS

gboolean _yb_desk_error_set_unmet (GError **error, GPtrArray *gates);
void _yb_desk_error_add_details (GError *error, JsonObject *details);
gboolean _yb_desk_error_set_invalid (GError **error, const char *argument, const char *reason);
void _yb_desk_error_label_argument (GError *error, const YbVerb *verb);
void _yb_desk_error_translate (GError **error);
gboolean _yb_desk_error_set_lacking (GError **error, const char *right);

char *_yb_desk_dup_rights (YbDesk *self);
gint64 _yb_desk_get_staff_id (YbDesk *self);
void _yb_desk_set_staff (YbDesk *self, gint64 staff);
const char *_yb_desk_get_workstation (YbDesk *self);
int _yb_desk_get_wait (YbDesk *self);
int _yb_desk_wait_after (guint n_failures);
void _yb_desk_tell_waiting (YbDesk *self);
void _yb_desk_note_proof (YbDesk *self, gboolean by_password);
void _yb_desk_note_attempt (YbDesk *self, gboolean granted);

const char *_yb_desk_not_own_text (YbDeal *deal);
void _yb_desk_do_as_program (YbDesk *self, const char *verb);
JsonObject *_yb_desk_do_for_program (YbDesk *self, const char *verb, JsonObject *arguments, GError **error);
void _yb_desk_do_for_program_async (
    YbDesk *self, const char *verb, JsonObject *arguments, GAsyncReadyCallback callback, gpointer user_data);
JsonObject *_yb_desk_do_with_approver (
    YbDesk *self, const char *verb, JsonObject *arguments, gint64 approver, GError **error);
void _yb_desk_do_with_approver_async (YbDesk *self,
                                      const char *verb,
                                      JsonObject *arguments,
                                      gint64 approver,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
void _yb_desk_remove_file (const char *path);

JsonObject *_yb_json_copy_object (JsonObject *object) G_GNUC_WARN_UNUSED_RESULT;
gboolean _yb_json_can_be_kept (JsonObject *object);

G_END_DECLS
