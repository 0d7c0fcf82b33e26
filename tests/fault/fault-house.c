/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "fault-house.h"

#include <string.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "yb-customer.h"
#include "yb-deal.h"

/* Of FAULT_PASSWORD, with the least work that Argon2 allows: thousands sign in here, and signing in is not what is tested. */
#define CHEAP_HASH                                                                                           \
  "$argon2id$v=19$m=8,t=1,p=1$tIjyiC8UJksV5hnHBCG9MA$tea7CBtk4Bv6/ebGmRDdqpg6eAbdNgmylQJXJ6DqU0k"
#define MEMORY_DISK "/dev/shm"

/* Removed at the end of the program, together with the house in it. */
static char *house_folder;
static char *house_path;
static char *house_texts;

static void
drop_message (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
}

/**
 * fault_init:
 * @argc: of main()
 * @argv: of main()
 *
 * As g_test_init(). What the store says about each of thousands of faults for whoever debugs it is left out.
 */
void
fault_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, NULL);
  g_log_set_handler (NULL, G_LOG_LEVEL_DEBUG, drop_message, NULL);
}

/* ---- files ---- */

/**
 * fault_folder_new:
 *
 * Returns: (transfer full): a new folder; in memory where there is such a disk: thousands of images are written, and
 *   what a disk does to them is imitated, not tried
 */
char *
fault_folder_new (void)
{
  const char *parent = g_access (MEMORY_DISK, W_OK | X_OK) == 0 ? MEMORY_DISK : g_get_tmp_dir ();
  char *folder = g_build_filename (parent, "yb-fault-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (folder));
  return folder;
}

/**
 * fault_folder_free:
 * @folder: (transfer full): a folder of fault_folder_new(); removed with its files
 */
void
fault_folder_free (char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_free (folder);
}

/**
 * fault_remove_house:
 * @path: a file that nobody has open
 *
 * Removes it and what lies beside it.
 */
void
fault_remove_house (const char *path)
{
  static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

/**
 * fault_copy_house:
 * @path: becomes a fresh copy of fault_house()
 */
void
fault_copy_house (const char *path)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  fault_remove_house (path);
  g_file_get_contents (fault_house (), &content, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (path, content, length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* ---- the house ---- */

static gboolean
insert_staff (YbTransaction *transaction, gpointer data, GError **error)
{
  const YbAuditEntry entry = {
      .at = 1, .workstation = "fault", .verb = "test.staff", .arguments = "{}", .undoable = FALSE};
  static const char *const values[][2] = {
      {"code", FAULT_STAFF}, {"name", "陈洁"}, {"roles", "sc sm"}, {"password", CHEAP_HASH}};
  g_autoptr (YbRow) staff = yb_row_new (&yb_staff_row_type);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    yb_row_set_text (staff, yb_row_type_find_field (&yb_staff_row_type, values[i][0]), values[i][1]);
  yb_row_set_number (staff, yb_row_type_find_field (&yb_staff_row_type, "active"), 1);
  yb_transaction_set_audit (transaction, &entry);
  return yb_transaction_insert (transaction, staff, error);
}

static gint64 do_verb (YbDesk *desk, const char *verb, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gint64
do_verb (YbDesk *desk, const char *verb, const char *format, ...)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (JsonObject) answer = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  va_list list;

  va_start (list, format);
  text = g_strdup_vprintf (format, list);
  va_end (list);
  node = json_from_string (g_strdelimit (text, "'", '"'), &error);
  g_assert_no_error (error);
  answer = yb_desk_do (desk, verb, json_node_get_object (node), &error);
  g_assert_no_error (error);
  return json_object_get_int_member_with_default (answer, "id", 0);
}

/* Has all that reception and needs ask for: nothing stands in the way of moving between them. */
static void
add_deal (YbDesk *desk, guint number)
{
  g_autoptr (YbDeal) row = NULL;
  int deal = do_verb (
      desk, "deal.create",
      "{'name':'客户 %u','phone':'1380013%04u','source':'walk_in','consultant':'sc','visit_purpose':'look',"
      "'model':'星途 %u','amount':'19%04u','note':'a note of some length, so that a row fills a part of a "
      "page'}",
      number, number, number, number);

  row = yb_store_get_row (yb_desk_get_store (desk), &yb_deal_row_type, deal);
  do_verb (desk, "deal.log-contact", "{'deal':%d,'channel':'phone','reached':true}", deal);
  do_verb (desk, "customer.consent", "{'customer':%d,'channel':'visit','given':false}", (int) row->customer);
  do_verb (desk, "deal.needs",
           "{'deal':%d,'purpose':'first','budget':'200000','use':'family','planned_on':'2030-04-01',"
           "'decision_maker':'self','confirmed':true}",
           deal);
  do_verb (desk, "deal.move", "{'deal':%d,'stage':'RECEPTION','note':'0'}", deal);
}

static void
append_texts (GString *texts, YbConnection *reader, const YbRowType *type)
{
  for (gint64 id = 1;; id++)
    {
      g_autoptr (YbRow) row = yb_connection_get (reader, type, id, NULL);

      if (row == NULL)
        return;
      for (guint i = 0; i < type->n_fields; i++)
        if (yb_field_is_text (&type->fields[i]))
          g_string_append_printf (texts, "%s %d %s=%s\n", type->table, (int) id, type->fields[i].name,
                                  yb_row_get_text (row, &type->fields[i]));
    }
}

/* What fault-cheap.c really did when it made these, so that yingbinctl finds its way, as fast. */
static void
admit_cheapness (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "UPDATE key_wrap SET opslimit = 1, memlimit = 8192", NULL, NULL, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

/* What no move changes. */
static char *
read_texts (YbStore *store)
{
  GString *texts = g_string_new (NULL);
  YbConnection *reader = yb_store_get_reader (store);

  append_texts (texts, reader, &yb_staff_row_type);
  append_texts (texts, reader, &yb_customer_row_type);
  append_texts (texts, reader, &yb_deal_row_type);
  return g_string_free (texts, FALSE);
}

static void
remove_house (void)
{
  fault_folder_free (house_folder);
  g_free (house_path);
  g_free (house_texts);
}

/**
 * fault_house:
 *
 * Returns: (transfer none): the file that everything here begins with: closed, all in one file. Made at the first call
 */
const char *
fault_house (void)
{
  g_autoptr (YbStore) store = NULL;
  g_autoptr (YbDesk) desk = NULL;
  g_autoptr (GError) error = NULL;

  if (house_path != NULL)
    return house_path;

  house_folder = fault_folder_new ();
  house_path = g_build_filename (house_folder, "house.yingbin", NULL);
  atexit (remove_house);
  yb_desk_create_house (house_path, "管理员", "correct horse", &error);
  g_assert_no_error (error);
  store = yb_store_open (house_path, YB_STORE_NO_FLAGS, &error);
  g_assert_no_error (error);
  yb_store_write (store, insert_staff, NULL, &error);
  g_assert_no_error (error);

  desk = yb_desk_new (store);
  yb_desk_sign_in (desk, FAULT_STAFF, FAULT_PASSWORD, &error);
  g_assert_no_error (error);
  for (guint i = 1; i <= FAULT_DEALS; i++)
    add_deal (desk, i);
  house_texts = read_texts (store);
  g_clear_object (&desk);
  g_clear_object (&store);
  admit_cheapness (house_path);
  return house_path;
}

/**
 * fault_desk_open:
 * @path: a copy of the house
 * @error: why not
 *
 * Returns: (transfer full) (nullable): a desk with a store of its own, signed in as the consultant of the deals
 */
YbDesk *
fault_desk_open (const char *path, GError **error)
{
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, error);
  g_autoptr (YbDesk) desk = store != NULL ? yb_desk_new (store) : NULL;

  return desk != NULL && yb_desk_sign_in (desk, FAULT_STAFF, FAULT_PASSWORD, error) ? g_steal_pointer (&desk)
                                                                                    : NULL;
}

static YbStage
stage_after (guint number)
{
  return ((number - 1) / FAULT_DEALS) % 2 == 0 ? YB_STAGE_NEEDS : YB_STAGE_RECEPTION;
}

static JsonObject *
move_arguments (guint number)
{
  JsonObject *arguments = json_object_new ();
  g_autofree char *note = g_strdup_printf ("%u", number);

  json_object_set_int_member (arguments, "deal", 1 + (number - 1) % FAULT_DEALS);
  json_object_set_string_member (arguments, "stage", yb_enum_code (&yb_stage_enum, stage_after (number)));
  json_object_set_string_member (arguments, "note", note);
  if (stage_after (number) == YB_STAGE_RECEPTION)
    json_object_set_string_member (arguments, "reason", yb_enum_code (&yb_back_reason_enum, 1));
  return arguments;
}

/**
 * fault_move:
 * @desk: of fault_desk_open()
 * @number: of the move; those before it were made
 * @error: why not
 *
 * Returns: whether it is acknowledged
 */
gboolean
fault_move (YbDesk *desk, guint number, GError **error)
{
  g_autoptr (JsonObject) arguments = move_arguments (number);
  g_autoptr (JsonObject) answer = yb_desk_do (desk, "deal.move", arguments, error);

  return answer != NULL;
}

/**
 * fault_move_line:
 * @number: of the move
 *
 * Returns: (transfer full): the same move as a line for "yingbinctl do"
 */
char *
fault_move_line (guint number)
{
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), NULL);

  json_node_take_object (node, move_arguments (number));
  json_object_set_string_member (json_node_get_object (node), "verb", "deal.move");
  return json_to_string (node, FALSE);
}

/**
 * fault_was_moved:
 * @error: of fault_move(), tried again after it failed
 *
 * Returns: whether it says that the deal stands there already: the first try was committed, though not acknowledged
 */
gboolean
fault_was_moved (const GError *error)
{
  return g_error_matches (error, YB_DESK_ERROR, YB_DESK_ERROR_REFUSED);
}

/**
 * fault_assert_told:
 * @error: what the product said about a fault
 *
 * It must be an error of the product, in words.
 */
void
fault_assert_told (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == YB_STORE_ERROR || error->domain == YB_DESK_ERROR);
  g_assert_cmpuint (strlen (error->message), >, 10);
}

/* ---- looking at what is left ---- */

/* The history alone says where every deal stands and which moves were made. */
static char *
compare_board_with_history (YbConnection *reader, guint *n_moves)
{
  gint64 stages[FAULT_DEALS] = {0};
  guint n_rows = 0;

  *n_moves = 0;
  for (gint64 id = 1;; id++)
    {
      g_autoptr (YbDealHistory) row = yb_connection_get (reader, &yb_deal_history_row_type, id, NULL);

      if (row == NULL)
        break;
      n_rows++;
      if (row->to_stage == 0 || row->deal < 1 || row->deal > FAULT_DEALS)
        continue;
      stages[row->deal - 1] = row->to_stage;
      if (*row->note == '\0' || g_str_equal (row->note, "0"))
        continue;
      if (g_ascii_strtoull (row->note, NULL, 10) != *n_moves + 1)
        return g_strdup_printf ("after move %u comes move %s", *n_moves, row->note);
      ++*n_moves;
    }

  for (gint64 id = 1; id <= FAULT_DEALS; id++)
    {
      g_autoptr (YbDeal) deal = yb_connection_get (reader, &yb_deal_row_type, id, NULL);

      if (deal == NULL || deal->stage != stages[id - 1])
        return g_strdup_printf ("deal %d does not stand where the history of %u rows says", (int) id, n_rows);
    }
  return NULL;
}

/**
 * fault_inspect:
 * @path: a house that nobody has open
 * @n_moves: (out): how many moves it holds
 * @problem: (out) (optional): what is wrong
 *
 * Opens the file as the program does, and looks at everything: integrity, references, audit chain, kept sums, board
 * against history, moves without a gap, and the texts that no move may change.
 *
 * Returns: whether all of it is as it should be
 */
gboolean
fault_inspect (const char *path, guint *n_moves, char **problem)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (YbStore) store = yb_store_open (path, YB_STORE_NO_FLAGS, &error);
  g_autofree char *found = NULL;
  g_autofree char *texts = NULL;

  *n_moves = 0;
  if (store != NULL)
    problems = yb_store_check (store, TRUE, &error);
  if (problems == NULL)
    found = g_strdup (error->message);
  else if (problems->len > 0)
    found = g_strdup (g_ptr_array_index (problems, 0));
  else
    found = compare_board_with_history (yb_store_get_reader (store), n_moves);
  if (found == NULL)
    texts = read_texts (store);
  if (texts != NULL && !g_str_equal (texts, house_texts))
    found = g_strdup ("a text was changed that no move changes");

  if (found == NULL)
    return TRUE;
  if (problem != NULL)
    *problem = g_steal_pointer (&found);
  return FALSE;
}

/* A #YbWriteFunc: one row and nothing else. */
gboolean
fault_insert_customer (YbTransaction *transaction, gpointer data, GError **error)
{
  const YbAuditEntry entry = {.at = 1, .workstation = "", .verb = "test.insert", .arguments = "{}"};
  g_autoptr (YbRow) row = yb_row_new (&yb_customer_row_type);

  yb_row_set_text (row, yb_row_type_find_field (&yb_customer_row_type, "name"), "张三");
  yb_transaction_set_audit (transaction, &entry);
  return yb_transaction_insert (transaction, row, error);
}
