/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-desk-private.h"

#include <glib/gi18n-lib.h>

#include "yb-model-error.h"
#include "yb-rights.h"

typedef struct
{
  GPtrArray *unmet;
  JsonObject *details;
  char *approvable; /* the right that is missing and that a second person may lend */
  char *argument;   /* which one is wrong, and what is wrong with it */
  char *reason;
} YbDeskErrorPrivate;

static void
yb_desk_error_private_init (YbDeskErrorPrivate *priv)
{
  priv->unmet = NULL;
  priv->details = NULL;
  priv->approvable = NULL;
  priv->argument = NULL;
  priv->reason = NULL;
}

static void
yb_desk_error_private_copy (const YbDeskErrorPrivate *source, YbDeskErrorPrivate *target)
{
  target->unmet = source->unmet != NULL ? g_ptr_array_ref (source->unmet) : NULL;
  target->details = source->details != NULL ? json_object_ref (source->details) : NULL;
  target->approvable = g_strdup (source->approvable);
  target->argument = g_strdup (source->argument);
  target->reason = g_strdup (source->reason);
}

static void
yb_desk_error_private_clear (YbDeskErrorPrivate *priv)
{
  g_clear_pointer (&priv->unmet, g_ptr_array_unref);
  g_clear_pointer (&priv->details, json_object_unref);
  g_clear_pointer (&priv->approvable, g_free);
  g_clear_pointer (&priv->argument, g_free);
  g_clear_pointer (&priv->reason, g_free);
}

/* GLib's macro aligns the private part by itself, but casts in a way that clang warns of. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wcast-align"
G_DEFINE_EXTENDED_ERROR (YbDeskError, yb_desk_error)
#pragma GCC diagnostic pop

/**
 * yb_desk_error_code:
 * @error: an error of the desk, or of another part of the program
 *
 * Returns: the code of contract.md ("refused", "forbidden" …); "failed" for what is no error of the desk
 */
const char *
yb_desk_error_code (const GError *error)
{
  static const char *const codes[] = {"refused", "forbidden", "stale", "not-found",
                                      "invalid", "busy",      "failed"};

  g_return_val_if_fail (error != NULL, "failed");

  if (error->domain != YB_DESK_ERROR || error->code < 0 || error->code >= (int) G_N_ELEMENTS (codes))
    return "failed";

  return codes[error->code];
}

/**
 * yb_desk_error_get_unmet:
 * @error: any error
 *
 * Returns: (transfer none) (nullable) (element-type YbUnmet): the gates that hold a refused move, %NULL when
 *   it was not gates that refused
 */
GPtrArray *
yb_desk_error_get_unmet (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == YB_DESK_ERROR ? yb_desk_error_get_private (error)->unmet : NULL;
}

/**
 * yb_desk_error_get_details:
 * @error: any error
 *
 * Returns: (transfer none) (nullable): further members for the answer of contract.md, for instance
 *   "duplicates"
 */
JsonObject *
yb_desk_error_get_details (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == YB_DESK_ERROR ? yb_desk_error_get_private (error)->details : NULL;
}

/**
 * yb_desk_error_get_argument:
 * @error: any error
 * @reason: (out) (transfer none): what is wrong with it, translated
 *
 * Returns: (transfer none) (nullable): the argument that a verb could not take; %NULL when it was not one argument
 */
const char *
yb_desk_error_get_argument (const GError *error, const char **reason)
{
  YbDeskErrorPrivate *priv;

  g_return_val_if_fail (error != NULL && reason != NULL, NULL);

  if (error->domain != YB_DESK_ERROR)
    return NULL;

  priv = yb_desk_error_get_private (error);
  *reason = priv->reason;
  return priv->argument;
}

/**
 * yb_desk_error_get_approvable:
 * @error: any error
 *
 * Returns: (transfer none) (nullable): the right that was missing, if somebody who has it may approve the action
 *   (yb_desk_do_approved()); %NULL when nobody can
 */
const char *
yb_desk_error_get_approvable (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return error->domain == YB_DESK_ERROR ? yb_desk_error_get_private (error)->approvable : NULL;
}

/**
 * _yb_desk_error_set_lacking:
 * @error: return location
 * @right: name of the right that is missing
 *
 * Returns: %FALSE, with YB_DESK_ERROR_FORBIDDEN
 */
gboolean
_yb_desk_error_set_lacking (GError **error, const char *right)
{
  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_FORBIDDEN,
               /* Translators: name of a right, for instance "Change customers" */
               _ ("You do not have the right to do this: %s. Ask a manager."), yb_right_label (right));
  if (error != NULL && yb_right_is_approvable (right))
    yb_desk_error_get_private (*error)->approvable = g_strdup (right);
  return FALSE;
}

/**
 * _yb_desk_error_set_invalid:
 * @error: return location
 * @argument: name of an argument
 * @reason: what is wrong with it, translated
 *
 * Returns: %FALSE, with YB_DESK_ERROR_INVALID
 */
gboolean
_yb_desk_error_set_invalid (GError **error, const char *argument, const char *reason)
{
  YbDeskErrorPrivate *priv;

  if (error == NULL)
    return FALSE;

  g_set_error (error, YB_DESK_ERROR, YB_DESK_ERROR_INVALID, "%s: %s", argument, reason);
  priv = yb_desk_error_get_private (*error);
  priv->argument = g_strdup (argument);
  priv->reason = g_strdup (reason);
  return FALSE;
}

/**
 * _yb_desk_error_label_argument:
 * @error: (nullable): an error that a call of @verb ended with
 * @verb: the verb
 *
 * People read the label of the argument, scripts its name: both stand in the message.
 */
void
_yb_desk_error_label_argument (GError *error, const YbVerb *verb)
{
  const char *reason;
  const char *argument = error != NULL ? yb_desk_error_get_argument (error, &reason) : NULL;

  for (guint i = 0; argument != NULL && i < verb->n_arguments; i++)
    if (g_str_equal (verb->arguments[i].name, argument))
      {
        g_free (error->message);
        error->message = g_strdup_printf ("%s (%s): %s", yb_field_label (&verb->arguments[i]), argument,
                                          reason);
      }
}

/**
 * _yb_desk_error_set_unmet:
 * @error: return location
 * @gates: (element-type YbGate): the gates that do not hold
 *
 * Refuses because of gates.
 *
 * Returns: %FALSE
 */
gboolean
_yb_desk_error_set_unmet (GError **error, GPtrArray *gates)
{
  g_autoptr (GString) text = g_string_new (_ ("Something is missing:"));
  GPtrArray *unmet = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < gates->len; i++)
    {
      const YbGate *gate = g_ptr_array_index (gates, i);
      YbUnmet *item = g_new (YbUnmet, 1);

      *item = (YbUnmet){gate->code, yb_gate_text (gate), gate};
      g_ptr_array_add (unmet, item);
      g_string_append_printf (text, "%s %s", i > 0 ? ";" : "", item->text);
    }

  g_set_error_literal (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED, text->str);
  if (error != NULL)
    yb_desk_error_get_private (*error)->unmet = unmet;
  else
    g_ptr_array_unref (unmet);
  return FALSE;
}

/**
 * _yb_desk_error_add_details:
 * @error: an error of the desk
 * @details: (transfer full): further members for the answer
 */
void
_yb_desk_error_add_details (GError *error, JsonObject *details)
{
  YbDeskErrorPrivate *priv = yb_desk_error_get_private (error);

  g_clear_pointer (&priv->details, json_object_unref);
  priv->details = details;
}

static YbDeskError
code_of_store_error (int code)
{
  switch (code)
    {
    case YB_STORE_ERROR_BUSY:
      return YB_DESK_ERROR_BUSY;
    case YB_STORE_ERROR_STALE:
      return YB_DESK_ERROR_STALE;
    case YB_STORE_ERROR_NOT_FOUND:
      return YB_DESK_ERROR_NOT_FOUND;
    case YB_STORE_ERROR_CONSTRAINT:
      return YB_DESK_ERROR_REFUSED;
    default:
      return YB_DESK_ERROR_FAILED;
    }
}

/**
 * _yb_desk_error_translate:
 * @error: (inout): an error of any layer
 *
 * Turns it into one of the desk; a cancellation stays what it is.
 */
void
_yb_desk_error_translate (GError **error)
{
  GError *original = *error;
  YbDeskError code = YB_DESK_ERROR_FAILED;

  if (original == NULL || original->domain == YB_DESK_ERROR ||
      g_error_matches (original, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (original->domain == YB_STORE_ERROR)
    code = code_of_store_error (original->code);
  else if (original->domain == YB_MODEL_ERROR)
    code = YB_DESK_ERROR_INVALID;

  *error = g_error_new_literal (YB_DESK_ERROR, code, original->message);
  g_error_free (original);
}
