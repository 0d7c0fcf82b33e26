/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-card-face.h"

#include <glib/gi18n-lib.h>

/**
 * yb_card_face_clear:
 * @face: a face
 *
 * Frees the texts; the face is empty afterwards.
 */
void
yb_card_face_clear (YbCardFace *face)
{
  g_return_if_fail (face != NULL);

  g_free (face->title);
  g_free (face->subtitle);
  g_free (face->badge);
  g_free (face->hint);
  g_free (face->label);
  g_free (face->description);
  for (guint i = 0; i < YB_CARD_N_DETAILS; i++)
    g_free (face->details[i]);
  *face = (YbCardFace){0};
}

static void
add_line (GString *text, const char *line)
{
  if (line == NULL || *line == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

/**
 * yb_card_face_complete:
 * @face: a filled face
 *
 * Makes the accessible name and description from the other texts where the face function left them out, so
 * that nothing is said by colour or icon alone (ux.md, Access).
 */
void
yb_card_face_complete (YbCardFace *face)
{
  g_return_if_fail (face != NULL);

  if (face->label == NULL)
    {
      const char *title = face->title != NULL ? face->title : "";

      face->label = face->badge != NULL && *face->badge != '\0'
                        ? g_strdup_printf ("%s, %s", title, face->badge)
                        : g_strdup (title);
    }

  if (face->description == NULL)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      add_line (text, face->hint);
      if (face->needs_manager)
        add_line (text, _ ("A manager has to decide"));
      if (face->blocker)
        add_line (text, _ ("An open objection holds it"));
      add_line (text, face->subtitle);
      for (guint i = 0; i < YB_CARD_N_DETAILS; i++)
        add_line (text, face->details[i]);
      face->description = g_string_free (g_steal_pointer (&text), FALSE);
    }
}
