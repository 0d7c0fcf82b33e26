/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "yb-ctl.h"
#include "yb-table.h"

#define MAX_DEPTH 16
#define MAX_DIGITS 18

static JsonArray *
describe_unmet (GPtrArray *unmet)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < unmet->len; i++)
    {
      const YbUnmet *item = unmet->pdata[i];
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "gate", item->gate);
      json_object_set_string_member (object, "text", item->text);
      json_array_add_object_element (array, object);
    }

  return array;
}

static void
copy_member_cb (JsonObject *source, const char *name, JsonNode *node, gpointer target)
{
  json_object_set_member (target, name, json_node_copy (node));
}

/* The answer of a command that was refused (contract.md, do). */
static JsonObject *
refuse (YbCtl *ctl, const GError *error)
{
  JsonObject *answer = json_object_new ();
  GPtrArray *unmet = yb_desk_error_get_unmet (error);
  JsonObject *details = yb_desk_error_get_details (error);
  g_autofree char *message = yb_ctl_explain (ctl, error);

  json_object_set_boolean_member (answer, "ok", FALSE);
  json_object_set_string_member (answer, "error", yb_desk_error_code (error));
  json_object_set_string_member (answer, "message", message);
  if (unmet != NULL)
    json_object_set_array_member (answer, "unmet", describe_unmet (unmet));
  if (details != NULL)
    json_object_foreach_member (details, copy_member_cb, answer);
  return answer;
}

static JsonObject *
accept (JsonObject *result)
{
  JsonObject *answer = json_object_new ();

  json_object_set_boolean_member (answer, "ok", TRUE);
  json_object_foreach_member (result, copy_member_cb, answer);
  return answer;
}

static JsonObject *
invalid (YbCtl *ctl, const char *message)
{
  g_autoptr (GError) error = g_error_new_literal (YB_DESK_ERROR, YB_DESK_ERROR_INVALID, message);

  return refuse (ctl, error);
}

/* The parser of json-glib calls itself for every bracket, cuts texts at \u0000 and turns whole numbers of more than
 * 63 bits into others without a word. */
static const char *
find_trap (const char *line)
{
  gboolean in_text = FALSE;
  guint depth = 0, n_digits = 0;

  for (const char *p = line; *p != '\0'; p++)
    {
      if (in_text && *p == '\\')
        {
          if (g_str_has_prefix (p, "\\u0000"))
            return _ ("The line holds the character NUL.");
          p += p[1] != '\0';
          continue;
        }
      if (*p == '"')
        in_text = !in_text;
      if (in_text)
        continue;

      n_digits = g_ascii_isdigit (*p) ? n_digits + 1 : 0;
      if (n_digits > MAX_DIGITS)
        return _ ("The line holds a number that is too large.");
      depth += *p == '{' || *p == '[';
      depth -= depth > 0 && (*p == '}' || *p == ']');
      if (depth > MAX_DEPTH)
        return _ ("The line is nested too deeply.");
    }

  return NULL;
}

/* A right that is missing is lent by --approved-by, where a manager may; what needs nobody is not written on them. */
static JsonObject *
run_verb (YbCtl *ctl, const char *verb, JsonObject *arguments, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  JsonObject *result = yb_desk_do (ctl->desk, verb, arguments, &local_error);
  const char *password;

  if (result != NULL)
    return result;
  if (ctl->approver == NULL || yb_desk_error_get_approvable (local_error) == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  password = yb_ctl_ask_approver (ctl, error);
  return password != NULL ? yb_desk_do_approved (ctl->desk, verb, arguments, ctl->approver, password, error)
                          : NULL;
}

/**
 * yb_ctl_do_line:
 * @ctl: the call, signed in
 * @line: a command of contract.md, do
 * @length: bytes of it; @line is ended by a NUL behind them
 *
 * Runs one line; whatever it is, there is an answer.
 *
 * Returns: (transfer full): the answer
 */
JsonObject *
yb_ctl_do_line (YbCtl *ctl, const char *line, gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) result = NULL;
  g_autofree char *verb = NULL;
  JsonObject *arguments;
  JsonNode *name;
  const char *trap;

  if (!g_utf8_validate (line, length, NULL)) /* also refuses NUL */
    return invalid (ctl, _ ("The line is not UTF-8 text."));
  trap = find_trap (line);
  if (trap != NULL)
    return invalid (ctl, trap);

  node = json_from_string (line, &error);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return invalid (ctl, _ ("The line is not a JSON object such as "
                            "{\"verb\":\"deal.move\",\"deal\":12,\"stage\":\"NEEDS\"}."));

  arguments = json_node_get_object (node);
  name = json_object_get_member (arguments, "verb");
  if (name == NULL || !JSON_NODE_HOLDS_VALUE (name) || json_node_get_value_type (name) != G_TYPE_STRING)
    return invalid (ctl, _ ("The line does not say the verb; see “yingbinctl verbs”."));

  verb = json_node_dup_string (name);
  json_object_remove_member (arguments, "verb");
  result = run_verb (ctl, verb, arguments, &error);
  return result != NULL ? accept (result) : refuse (ctl, error);
}

static GInputStream *
open_commands (YbCtl *ctl, GError **error)
{
  const char *path = ctl->arguments[0] != NULL ? ctl->arguments[0] : "-";
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) local_error = NULL;
  GInputStream *stream;

  if (g_str_equal (path, "-"))
    return g_unix_input_stream_new (STDIN_FILENO, FALSE);

  file = g_file_new_for_commandline_arg (path);
  stream = (GInputStream *) g_file_read (file, ctl->cancellable, &local_error);
  if (stream != NULL)
    return stream;

  yb_table_explain_file_error (&local_error);
  g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "%s: ", path);
  return NULL;
}

/* Answers are sent line by line, each after its commit, so that a script knows what is done. */
static gboolean
run_lines (YbCtl *ctl, GDataInputStream *lines, gboolean *all_done, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *line;
  gsize length;

  while ((line = g_data_input_stream_read_line (lines, &length, ctl->cancellable, &local_error)) != NULL)
    {
      g_autofree char *owned = line;
      g_autoptr (JsonObject) answer = NULL;

      if (strspn (line, " \t\r") == length)
        continue;
      answer = yb_ctl_do_line (ctl, owned, length);
      *all_done = *all_done && json_object_get_boolean_member (answer, "ok");
      yb_ctl_print_object (answer);
      if (fflush (stdout) != 0)
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE,
                               _ ("nobody reads the answers any more"));
          return FALSE;
        }
    }
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * yb_ctl_do:
 * @ctl: the call
 *
 * Runs verbs from JSON lines (contract.md, do). A line that fails does not stop the next ones.
 *
 * Returns: the exit code; 1 if any line failed
 */
int
yb_ctl_do (YbCtl *ctl)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GDataInputStream) lines = NULL;
  gboolean all_done = TRUE;
  int code = yb_ctl_parse (ctl, NULL, 0, 1);

  if (code != YB_CTL_GO_ON)
    return code;
  if (!yb_ctl_sign_in (ctl, &error) || (stream = open_commands (ctl, &error)) == NULL)
    return yb_ctl_fail (ctl, error);

  /* Told by the write that fails, so that the work ends between two commands. */
  signal (SIGPIPE, SIG_IGN);
  lines = g_data_input_stream_new (stream);
  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_LF);
  if (!run_lines (ctl, lines, &all_done, &error))
    return yb_ctl_fail (ctl, error);

  return all_done ? YB_CTL_DONE : YB_CTL_FAILED;
}
