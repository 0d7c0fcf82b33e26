/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the values of an enumeration may be called in a file and in a mapping: words, codes, labels, and for the stage
 * of a deal also its outcome. */

#include "config.h"

#include "yb-import-private.h"

#include <glib/gi18n-lib.h>

/* A file tells the stages of deals that run. Of the others it mostly tells only how they ended; what stands here for
 * each is where such deals stand at the most (flows.md 3.1), and for dormant ones where they begin again. */
static const YbImportStanding closed_standings[] = {
    {YB_STAGE_CLOSE, YB_OUTCOME_WON},    {YB_STAGE_DELIVERY, YB_OUTCOME_WON},
    {YB_STAGE_FOLLOWUP, YB_OUTCOME_WON}, {YB_STAGE_NEGOTIATE, YB_OUTCOME_LOST},
    {YB_STAGE_LEAD, YB_OUTCOME_DORMANT},
};

/* What to say when the stage does not go with the outcome. */
static const char *const misplaced[] = {
    /* Translators: two stages */
    [YB_OUTCOME_WON] = N_ ("A won deal stands between %s and %s."),
    [YB_OUTCOME_LOST] = N_ ("A lost deal stands between %s and %s."),
    [YB_OUTCOME_DORMANT] = N_ ("A dormant deal stands between %s and %s."),
};

static int
find_value (const YbEnum *enumeration, const char *text)
{
  const char *word = _yb_import_word (enumeration, text);
  g_auto (GStrv) parts = word != NULL ? g_strsplit (word, ",", 2) : NULL;
  int value = parts != NULL ? MAX (0, yb_enum_from_code (enumeration, parts[0])) : 0;

  for (guint i = 1; value == 0 && i <= enumeration->n_values; i++)
    if (g_str_equal (yb_enum_label (enumeration, i), text) ||
        g_str_equal (enumeration->values[i - 1].label, text))
      value = i;

  return value;
}

static gboolean
check_limits (const YbImportStanding *standing, const char *outcome, char **message)
{
  YbStage first, last;

  if (yb_deal_outcome_stages (standing->outcome, &first, &last))
    {
      if (standing->stage >= first && standing->stage <= last)
        return TRUE;
      *message = g_strdup_printf (_ (misplaced[standing->outcome]), yb_enum_label (&yb_stage_enum, first),
                                  yb_enum_label (&yb_stage_enum, last));
      return FALSE;
    }

  *message = g_strdup_printf (_ ("“%s” is no outcome; expected: open, won, lost or dormant."), outcome);
  return FALSE;
}

/**
 * _yb_import_parse_standing:
 * @text: "FOLLOWUP,won": a stage, and optionally one of the outcomes that a file may tell; or a word for both
 * @standing: (out): what it means
 * @message: (out) (transfer full) (nullable): what is wrong, translated; %NULL when the stage is not known
 *
 * Returns: whether it is known
 */
gboolean
_yb_import_parse_standing (const char *text, YbImportStanding *standing, char **message)
{
  const char *word = _yb_import_word (&yb_stage_enum, text);
  g_autofree char *value = NULL;
  g_autofree char *outcome = NULL;

  *message = NULL;
  yb_import_map_split_outcome (word != NULL ? word : text, &value, &outcome);
  standing->stage = find_value (&yb_stage_enum, value);
  standing->outcome = outcome != NULL ? MAX (0, yb_enum_from_code (&yb_outcome_enum, outcome))
                                      : YB_OUTCOME_OPEN;
  return standing->stage != YB_STAGE_NONE && check_limits (standing, outcome, message);
}

static char *
write_standing (const YbImportStanding *standing)
{
  const char *stage = yb_enum_code (&yb_stage_enum, standing->stage);

  return standing->outcome == YB_OUTCOME_OPEN
             ? g_strdup (stage)
             : g_strconcat (stage, ",", yb_enum_code (&yb_outcome_enum, standing->outcome), NULL);
}

static char *
label_standing (const YbImportStanding *standing)
{
  const char *stage = yb_enum_label (&yb_stage_enum, standing->stage);

  return standing->outcome == YB_OUTCOME_OPEN
             ? g_strdup (stage)
             /* Translators: outcome and stage of a deal: "Won (Delivery)" */
             : g_strdup_printf (_ ("%s (%s)"), yb_enum_label (&yb_outcome_enum, standing->outcome), stage);
}

/* ---- choices ---- */

static void
choice_free (gpointer data)
{
  YbImportChoice *choice = data;

  g_free (choice->code);
  g_free (choice->label);
  g_free (choice);
}

static gboolean
has_choice (GPtrArray *choices, const char *code)
{
  for (guint i = 0; i < choices->len; i++)
    if (g_str_equal (((YbImportChoice *) g_ptr_array_index (choices, i))->code, code))
      return TRUE;

  return FALSE;
}

/* Takes both texts. */
static void
add_choice (GPtrArray *choices, char *code, char *label)
{
  YbImportChoice *choice = g_new (YbImportChoice, 1);

  *choice = (YbImportChoice){code, label};
  if (has_choice (choices, code))
    choice_free (choice);
  else
    g_ptr_array_add (choices, choice);
}

/* What a mapping file says already can be chosen again. */
static void
add_mapped (GPtrArray *choices, const YbField *field, YbImportMap *map)
{
  g_auto (GStrv) values = yb_import_map_list_values (map, field->name);

  for (guint i = 0; values[i] != NULL; i++)
    {
      g_autofree char *message = NULL;
      YbImportStanding standing;

      if (_yb_import_parse_standing (yb_import_map_map_value (map, field->name, values[i]), &standing,
                                     &message))
        add_choice (choices, write_standing (&standing), label_standing (&standing));
    }
}

/**
 * yb_import_list_choices:
 * @field: a field of kind enum
 * @map: a mapping
 *
 * Returns: (transfer full) (element-type YbImportChoice): what a value of the file can be said to mean
 */
GPtrArray *
yb_import_list_choices (const YbField *field, YbImportMap *map)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (choice_free);

  g_return_val_if_fail (field != NULL && field->enumeration != NULL && map != NULL, choices);

  for (guint i = 1; i <= field->enumeration->n_values; i++)
    add_choice (choices, g_strdup (yb_enum_code (field->enumeration, i)),
                g_strdup (yb_enum_label (field->enumeration, i)));
  if (field->enumeration != &yb_stage_enum)
    return choices;

  for (guint i = 0; i < G_N_ELEMENTS (closed_standings); i++)
    add_choice (choices, write_standing (&closed_standings[i]), label_standing (&closed_standings[i]));
  add_mapped (choices, field, map);
  return choices;
}

static char *
read_value (const YbField *field, const char *text)
{
  g_autofree char *message = NULL;
  YbImportStanding standing;
  int value;

  if (field->enumeration == &yb_stage_enum)
    return _yb_import_parse_standing (text, &standing, &message) ? write_standing (&standing) : NULL;

  value = find_value (field->enumeration, text);
  return value != 0 ? g_strdup (yb_enum_code (field->enumeration, value)) : NULL;
}

/**
 * yb_import_guess_value:
 * @field: a field of kind enum
 * @map: a mapping; what it says goes before
 * @theirs: a value of the file
 *
 * Returns: (transfer full) (nullable): the code of the choice that it most likely means
 */
char *
yb_import_guess_value (const YbField *field, YbImportMap *map, const char *theirs)
{
  const char *ours;

  g_return_val_if_fail (field != NULL && field->enumeration != NULL, NULL);
  g_return_val_if_fail (map != NULL && theirs != NULL, NULL);

  ours = yb_import_map_has_values (map, field->name) ? yb_import_map_map_value (map, field->name, theirs)
                                                     : NULL;
  return read_value (field, ours != NULL ? ours : theirs);
}

/**
 * _yb_import_read_enum:
 * @enumeration: an enumeration
 * @text: a word, code or label
 *
 * Returns: the number of the value, 0 when it is not known
 */
int
_yb_import_read_enum (const YbEnum *enumeration, const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));

  return find_value (enumeration, plain);
}
