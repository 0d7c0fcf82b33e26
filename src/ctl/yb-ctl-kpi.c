/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "yb-ctl.h"
#include "yb-figure.h"

typedef struct
{
  const char *from;
  const char *to;
  YbFigureGroup by;
} Period;

static gpointer
compute (YbConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  const Period *period = data;

  return yb_figures_compute (connection, period->from, period->to, period->by, error);
}

/* Money in yuan, so that a figure is a number whatever its unit. */
static void
set_number (JsonObject *object, const char *name, gboolean has_value, double value, gboolean is_money)
{
  double number = is_money ? value / 100.0 : value;

  if (!has_value)
    json_object_set_null_member (object, name);
  else if (number == (double) (gint64) number)
    json_object_set_int_member (object, name, (gint64) number);
  else
    json_object_set_double_member (object, name, number);
}

static void
describe_part (JsonObject *object, const YbFigure *figure, const YbFigurePart *part)
{
  set_number (object, "value", part->has_value, part->value, figure->unit == YB_FIGURE_MONEY);
  set_number (object, "numerator", part->numerator != YB_NO_VALUE, (double) part->numerator,
              figure->money_terms);
  set_number (object, "denominator", part->denominator != YB_NO_VALUE, (double) part->denominator,
              figure->money_terms);
}

static JsonObject *
describe_parts (const YbFigure *figure, GPtrArray *parts)
{
  JsonObject *all = json_object_new ();

  for (guint i = 0; i < parts->len; i++)
    {
      const YbFigurePart *part = parts->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name", part->name);
      describe_part (object, figure, part);
      json_object_set_object_member (all, part->key, object);
    }

  return all;
}

static JsonObject *
describe_figure (const YbFigure *figure)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "id", figure->id);
  json_object_set_string_member (object, "name", figure->name);
  describe_part (object, figure, &figure->whole);
  json_object_set_string_member (object, "unit", yb_figure_unit_code (figure->unit));
  json_object_set_string_member (object, "formula", figure->formula);
  json_object_set_string_member (object, "note", figure->note);
  if (figure->parts->len > 0)
    json_object_set_object_member (object, "parts", describe_parts (figure, figure->parts));
  json_object_set_object_member (object, "by", describe_parts (figure, figure->groups));
  return object;
}

static void
print_json (GPtrArray *figures, const Period *period)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < figures->len; i++)
    json_array_add_object_element (array, describe_figure (figures->pdata[i]));
  json_object_set_string_member (object, "from", period->from);
  json_object_set_string_member (object, "to", period->to);
  json_object_set_array_member (object, "figures", array);
  yb_ctl_print_object (object);
}

static void
print_text (GPtrArray *figures)
{
  g_autoptr (YbCtlTable) table = yb_ctl_table_new (4);

  for (guint i = 0; i < figures->len; i++)
    {
      const YbFigure *figure = figures->pdata[i];
      g_autofree char *value = yb_figure_format (figure, &figure->whole);

      yb_ctl_table_add (table, figure->id);
      yb_ctl_table_add (table, figure->name);
      yb_ctl_table_add (table, value);
      yb_ctl_table_add (table, figure->note);
      for (guint pass = 0; pass < 2; pass++)
        {
          GPtrArray *parts = pass == 0 ? figure->parts : figure->groups;

          for (guint j = 0; j < parts->len; j++)
            {
              const YbFigurePart *part = parts->pdata[j];
              g_autofree char *name = g_strconcat ("  ", part->name, NULL);
              g_autofree char *part_value = yb_figure_format (figure, part);

              yb_ctl_table_add (table, "");
              yb_ctl_table_add (table, name);
              yb_ctl_table_add (table, part_value);
              yb_ctl_table_add (table, "");
            }
        }
    }
}

/**
 * yb_ctl_kpi:
 * @ctl: the call
 *
 * Shows the key figures of a period (contract.md, kpi; rules.md 2.1).
 *
 * Returns: the exit code
 */
int
yb_ctl_kpi (YbCtl *ctl)
{
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  g_autofree char *by = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) figures = NULL;
  Period period = {NULL};
  const GOptionEntry entries[] = {
      {"from", 0, 0, G_OPTION_ARG_STRING, &from, N_ ("first day"), "YYYY-MM-DD"},
      {"to", 0, 0, G_OPTION_ARG_STRING, &to, N_ ("last day, which counts in"), "YYYY-MM-DD"},
      {"by", 0, 0, G_OPTION_ARG_STRING, &by, N_ ("also split by month, staff, source or model"), "GROUP"},
      {NULL},
  };
  int code = yb_ctl_parse (ctl, entries, 0, 0);

  if (code != YB_CTL_GO_ON)
    return code;
  if (from == NULL || to == NULL)
    return yb_ctl_usage (ctl, "%s", _ ("--from and --to are missing"));
  if (!yb_ctl_read_period (ctl, NULL, &from, &to))
    return YB_CTL_USAGE;
  if (by != NULL && !yb_figure_group_from_code (by, &period.by))
    return yb_ctl_usage (ctl, _ ("--by takes month, staff, source or model, not “%s”"), by);

  period.from = from;
  period.to = to;
  if (!yb_ctl_sign_in (ctl, &error) || !yb_ctl_require_all (ctl, "figure.read", &error))
    return yb_ctl_fail (ctl, error);
  figures = yb_store_read (ctl->store, compute, &period, &error);
  if (figures == NULL)
    return yb_ctl_fail (ctl, error);

  if (ctl->json)
    print_json (figures, &period);
  else
    print_text (figures);
  return YB_CTL_DONE;
}
