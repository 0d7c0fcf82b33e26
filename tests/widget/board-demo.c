/* SPDX-License-Identifier: GPL-3.0-or-later */

/* board-demo [CARDS [dark] [rtl] [big] [bench]]: a board of made-up deals, to look at and to drive from
   outside. The status line says what happened. */

#include "config.h"

#include <time.h>
#include <adwaita.h>

#include "demo-list.h"
#include "yb-board.h"
#include "yb-deal-face.h"
#include "yb-widget.h"

#define N 9

typedef struct
{
  GtkWidget *board;
  GtkWidget *status;
  DemoList *lists[N];
  guint n_cards;
  gboolean dark;
  gboolean bench;
  gboolean rtl;
  gboolean big;
  gint64 activated_at;
  gint64 activated_cpu;
  gint64 changed_at;
  guint round;
  gint64 frame_at;
  guint n_frames;
  gint64 moves[200];
  gint64 work[200];
} Demo;

typedef struct
{
  Demo *demo;
  GObject *item;
  guint from;
  guint to;
} Move;

static const char *const titles[N] = {"线索开发", "展厅接待", "需求咨询", "产品介绍", "试乘试驾",
                                      "异议协商", "成交",     "交车",     "跟踪回访"};

static void say (Demo *demo, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (Demo *demo, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  gtk_label_set_text (GTK_LABEL (demo->status), text);
}

static const char *
name_of (gpointer item)
{
  return item != NULL ? YB_DEAL_CARD (item)->customer_name : "nothing";
}

static void
summarise (Demo *demo, guint column)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (demo->lists[column]));

  yb_board_set_column_summary (YB_BOARD (demo->board), column, n, n * 15880000LL, n > 2 ? n / 3 : 0);
}

static void
move_now (Demo *demo, guint from, guint to, gint64 id)
{
  demo_list_remove (demo->lists[from], demo_list_find (demo->lists[from], id));
  demo_list_insert (demo->lists[to], MIN (1, g_list_model_get_n_items (G_LIST_MODEL (demo->lists[to]))), id);
  summarise (demo, from);
  summarise (demo, to);
}

/* The verb answers a little later, as the store does. The last column never takes anything. */
static gboolean
verb_cb (gpointer user_data)
{
  g_autofree Move *move = user_data;
  g_autoptr (GObject) item = move->item;
  Demo *demo = move->demo;
  gboolean moved = move->to != N - 2;

  if (moved)
    move_now (demo, move->from, move->to, YB_ROW (item)->id);
  say (demo, "%s %s %u -> %u", moved ? "moved" : "failed", name_of (item), move->from, move->to);
  yb_board_finish_move (YB_BOARD (demo->board), item, moved);

  return G_SOURCE_REMOVE;
}

static void
moved_cb (Demo *demo, GObject *item, guint from, guint to, gboolean by_keyboard)
{
  Move *move = g_new0 (Move, 1);

  *move = (Move){demo, g_object_ref (item), from, to};
  g_timeout_add (30, verb_cb, move);
}

static void
refused_cb (Demo *demo, GObject *item, guint column, const char *reason)
{
  say (demo, "refused %s %u: %s", name_of (item), column, reason);
}

static void
activated_cb (Demo *demo, GObject *item)
{
  say (demo, "activated %s", name_of (item));
}

static void
selected_cb (Demo *demo, GObject *item)
{
  if (!demo->bench)
    say (demo, "selected %s", name_of (item));
}

static void
collapsed_cb (Demo *demo, guint column, gboolean collapsed)
{
  say (demo, "column %u %s", column, collapsed ? "collapsed" : "expanded");
}

static void
landing_cb (gpointer item, guint column, YbLanding *landing, gpointer user_data)
{
  if (column == 4 || column == 5)
    {
      landing->state = YB_LANDING_MISSING;
      landing->n_missing = column - 3;
    }
  else if (column == 8)
    {
      landing->state = YB_LANDING_FORBIDDEN;
      landing->reason = g_strdup ("尚未交车，不能进入跟踪回访");
    }
}

static void
open_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Demo *demo = user_data;

  say (demo, "menu opened %s", name_of (yb_board_get_selected (YB_BOARD (demo->board))));
}

static void
advance_action (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  Demo *demo = user_data;

  yb_board_move_item (YB_BOARD (demo->board), yb_board_get_selected (YB_BOARD (demo->board)), 3);
}

static void
add_menu (Demo *demo)
{
  static const GActionEntry entries[] = {{"open", open_action, NULL, NULL, NULL, {0}},
                                         {"advance", advance_action, NULL, NULL, NULL, {0}}};
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GMenu) menu = g_menu_new (), sub = g_menu_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), demo);
  gtk_widget_insert_action_group (demo->board, "demo", G_ACTION_GROUP (group));
  g_menu_append (menu, "打开", "demo.open");
  g_menu_append (sub, "产品介绍", "demo.advance");
  g_menu_append_submenu (menu, "移到", G_MENU_MODEL (sub));
  yb_board_set_menu_model (YB_BOARD (demo->board), G_MENU_MODEL (menu));
}

/* CPU time of the program, microseconds: does not depend on what else the computer does. */
static gint64
cpu_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return x < y ? -1 : x > y;
}

static gboolean
bench_cb (gpointer user_data)
{
  Demo *demo = user_data;
  guint from = demo->round % N, to = (demo->round + 1) % N;
  g_autoptr (YbDealCard) deal = g_list_model_get_item (G_LIST_MODEL (demo->lists[from]), 0);

  demo->changed_at = g_get_monotonic_time ();
  if (demo->round < 100)
    move_now (demo, from, to, YB_ROW (deal)->id);
  else
    demo_set_number (deal, "amount", (gint64) demo->round * 1000000);

  return G_SOURCE_REMOVE;
}

static void
frame_cb (Demo *demo, GdkFrameClock *clock)
{
  demo->frame_at = g_get_monotonic_time ();
}

static void
painted_cb (Demo *demo, GdkFrameClock *clock)
{
  gint64 now = g_get_monotonic_time ();

  gboolean first = demo->activated_at != 0;

  demo->n_frames++;
  if (first)
    g_print ("activate -> first frame painted: %.1f ms (CPU %.1f ms), items made %u\n",
             (now - demo->activated_at) / 1000.0, (cpu_time () - demo->activated_cpu) / 1000.0,
             demo_list_n_made ());
  demo->activated_at = 0;
  if (!demo->bench || (!first && demo->changed_at == 0))
    return;

  if (!first)
    {
      demo->work[demo->round] = now - demo->frame_at;
      demo->moves[demo->round++] = now - demo->changed_at;
    }
  demo->changed_at = 0;
  if (demo->round < 200)
    {
      g_timeout_add (30, bench_cb, demo);
      return;
    }
  g_print ("%u frames\n", demo->n_frames);
  for (guint i = 0; i < 2; i++)
    {
      gint64 *times = demo->moves + 100 * i, *work = demo->work + 100 * i;

      qsort (times, 100, sizeof (gint64), compare_times);
      qsort (work, 100, sizeof (gint64), compare_times);
      g_print (
          "%s -> painted: min %.1f ms, p50 %.1f ms, p95 %.1f ms, max %.1f ms; in the frame p50 %.1f ms\n",
          i == 0 ? "move" : "change", times[0] / 1000.0, times[50] / 1000.0, times[95] / 1000.0,
          times[99] / 1000.0, work[50] / 1000.0);
    }
  g_application_quit (g_application_get_default ());
}

static GtkWidget *
make_content (Demo *demo)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0),
            *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *sidebar = gtk_label_new ("今日前台\n\n销售看板\n\n客户\n\n预约");

  demo->board = yb_board_new ();
  demo->status = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, NULL);
  gtk_widget_set_size_request (sidebar, 110, -1);
  gtk_widget_set_vexpand (demo->board, TRUE);
  gtk_widget_set_hexpand (demo->board, TRUE);
  yb_board_set_face_func (YB_BOARD (demo->board), yb_deal_face_fill, NULL, NULL);
  yb_board_set_landing_func (YB_BOARD (demo->board), landing_cb, NULL, NULL);
  for (guint i = 0; i < N; i++)
    {
      guint n = demo->n_cards > 100 || demo->n_cards == 0 ? demo->n_cards : (demo->n_cards * (N - i)) / N;

      yb_board_add_column (YB_BOARD (demo->board), titles[i]);
      demo->lists[i] = demo_list_new (i, i == 3 && !demo->bench ? 0 : n);
      yb_board_set_column_model (YB_BOARD (demo->board), i, G_LIST_MODEL (demo->lists[i]));
      summarise (demo, i);
    }
  if (!demo->bench)
    yb_board_set_column_collapsed (YB_BOARD (demo->board), 6, TRUE);
  add_menu (demo);
  g_signal_connect_swapped (demo->board, "card-moved", G_CALLBACK (moved_cb), demo);
  g_signal_connect_swapped (demo->board, "card-refused", G_CALLBACK (refused_cb), demo);
  g_signal_connect_swapped (demo->board, "card-activated", G_CALLBACK (activated_cb), demo);
  g_signal_connect_swapped (demo->board, "card-selected", G_CALLBACK (selected_cb), demo);
  g_signal_connect_swapped (demo->board, "column-collapsed", G_CALLBACK (collapsed_cb), demo);
  gtk_box_append (GTK_BOX (row), sidebar);
  gtk_box_append (GTK_BOX (row), demo->board);
  gtk_box_append (GTK_BOX (box), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (box), row);
  gtk_box_append (GTK_BOX (box), demo->status);

  return box;
}

static void
activate_cb (GtkApplication *application, gpointer user_data)
{
  Demo *demo = user_data;
  GtkWidget *window;

  demo->activated_at = g_get_monotonic_time ();
  demo->activated_cpu = cpu_time ();
  yb_widget_init ();
  if (demo->bench)
    g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (demo->rtl)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  if (demo->big)
    g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 144 * 1024, NULL);
  if (demo->dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  window = adw_application_window_new (application);
  gtk_window_set_title (GTK_WINDOW (window), "Yingbin board demo");
  gtk_window_set_default_size (GTK_WINDOW (window), 1366, 768);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (window), make_content (demo));
  gtk_widget_realize (window);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "before-paint", G_CALLBACK (frame_cb), demo);
  g_signal_connect_swapped (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (painted_cb),
                            demo);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication)
      application = adw_application_new ("cn.yingbin.BoardDemo", G_APPLICATION_NON_UNIQUE);
  Demo demo = {.n_cards = argc > 1 ? (guint) atoi (argv[1]) : 24};
  int status;

  for (int i = 2; i < argc; i++)
    {
      demo.dark |= g_str_equal (argv[i], "dark");
      demo.bench |= g_str_equal (argv[i], "bench");
      demo.rtl |= g_str_equal (argv[i], "rtl");
      demo.big |= g_str_equal (argv[i], "big");
    }
  g_signal_connect (application, "activate", G_CALLBACK (activate_cb), &demo);
  status = g_application_run (G_APPLICATION (application), 1, argv);
  for (guint i = 0; i < N; i++)
    g_clear_object (&demo.lists[i]);

  return status;
}
