/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "demo-list.h"

#include "yb-calendar.h"

#define DAY G_GINT64_CONSTANT (86400000)

struct _DemoList
{
  GObject parent_instance;

  GArray *ids;
};

static guint n_made;
static GHashTable *live;

static const char *const names[] = {"王建国",   "李娜", "张伟",   "刘芳",   "陈静怡", "杨洋",
                                    "欧阳明远", "赵强", "周海涛", "吴秀兰", "徐磊",   "孙丽萍"};
static const char *const models[] = {"汉兰达", "凯美瑞", "RAV4荣放", "卡罗拉", "亚洲龙", "赛那"};
static const char *const trims[] = {"2.5L 豪华版", "双擎 尊贵版", "2.0G 先锋版", "两驱 精英版",
                                    "四驱 旗舰版"};
static const char *const consultants[] = {"林晓", "何志远", "马超"};

static GType
demo_list_get_item_type (GListModel *model)
{
  return yb_deal_card_get_type ();
}

static guint
demo_list_get_n_items (GListModel *model)
{
  return DEMO_LIST (model)->ids->len;
}

static gpointer
demo_list_get_item (GListModel *model, guint position)
{
  DemoList *self = DEMO_LIST (model);

  if (position >= self->ids->len)
    return NULL;

  return demo_deal (g_array_index (self->ids, gint64, position));
}

static void
demo_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = demo_list_get_item_type;
  iface->get_n_items = demo_list_get_n_items;
  iface->get_item = demo_list_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (DemoList,
                               demo_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, demo_list_model_init))

static void
demo_list_finalize (GObject *object)
{
  g_array_unref (DEMO_LIST (object)->ids);

  G_OBJECT_CLASS (demo_list_parent_class)->finalize (object);
}

static void
demo_list_class_init (DemoListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = demo_list_finalize;
}

static void
demo_list_init (DemoList *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
gone_cb (gpointer id, GObject *object)
{
  g_hash_table_remove (live, id);
}

static void
fill_times (YbDealCard *deal, gint64 number)
{
  static const gint64 next[] = {-3 * DAY, -DAY, 3600000, 0, DAY, 5 * DAY, 12 * DAY, -9 * DAY};
  gint64 now = yb_time_now (), place = number % 10000;

  /* Ordered by urgency as the store does it: what is late comes first. */
  if (place < 8)
    deal->next_contact_at = next[(place + number / 10000) % 8] == 0
                                ? 0
                                : now + next[(place + number / 10000) % 8];
  else
    deal->next_contact_at = now + (place % 20) * DAY;
  deal->last_contact_at = number % 6 == 0 ? 0 : now - (number % 17) * DAY;
  deal->stage_since = now - (number % 41) * DAY;
}

void
demo_set_text (YbDealCard *deal, const char *field, const char *text)
{
  yb_row_set_text (YB_ROW (deal), yb_row_type_find_field (&yb_deal_card_row_type, field), text);
}

void
demo_set_number (YbDealCard *deal, const char *field, gint64 number)
{
  yb_row_set_number (YB_ROW (deal), yb_row_type_find_field (&yb_deal_card_row_type, field), number);
}

/* The deal of an id; the same object as long as anybody holds it. */
YbDealCard *
demo_deal (gint64 id)
{
  gpointer key = GSIZE_TO_POINTER ((gsize) id);
  YbDealCard *deal;

  if (live == NULL)
    live = g_hash_table_new (NULL, NULL);
  deal = g_hash_table_lookup (live, key);
  if (deal != NULL)
    return g_object_ref (deal);

  deal = g_object_new (yb_deal_card_get_type (), NULL);
  deal->parent_instance.id = id;
  demo_set_text (deal, "customer_name", names[id % G_N_ELEMENTS (names)]);
  demo_set_text (deal, "model", models[id % G_N_ELEMENTS (models)]);
  demo_set_text (deal, "trim", trims[id % G_N_ELEMENTS (trims)]);
  demo_set_text (deal, "consultant_name", consultants[id % G_N_ELEMENTS (consultants)]);
  deal->grade = id % 5 + 1;
  deal->amount = (12 + id % 30) * 1000000 + 880000;
  deal->open_blockers = id % 7 == 2;
  fill_times (deal, id);
  if (id % 11 == 3)
    deal->loss_requested_at = yb_time_now ();
  g_object_weak_ref (G_OBJECT (deal), gone_cb, key);
  g_hash_table_insert (live, key, deal);
  n_made++;

  return deal;
}

DemoList *
demo_list_new (guint stage, guint n)
{
  DemoList *self = g_object_new (DEMO_TYPE_LIST, NULL);

  for (guint i = 0; i < n; i++)
    {
      gint64 id = (gint64) (stage + 1) * 10000 + i;

      g_array_append_val (self->ids, id);
    }

  return self;
}

guint
demo_list_find (DemoList *self, gint64 id)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (g_array_index (self->ids, gint64, i) == id)
      return i;

  return G_MAXUINT;
}

void
demo_list_insert (DemoList *self, guint position, gint64 id)
{
  g_array_insert_val (self->ids, position, id);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

void
demo_list_remove (DemoList *self, guint position)
{
  g_array_remove_index (self->ids, position);
  g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
}

guint
demo_list_n_made (void)
{
  return n_made;
}
