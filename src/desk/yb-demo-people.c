/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The invented people, cars and sentences of the demonstration data. Nobody and no brand here is real: names
 * are put together by chance, phone numbers lie in ranges that are not given out, identity numbers in a
 * region that has none. */

#include "config.h"

#include "yb-demo-private.h"

#include <string.h>

#include "yb-identifier.h"
#include "yb-pinyin.h"

static const char *const surnames[] = {
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄",   "周",   "吴",   "徐",   "孙",   "胡", "朱", "高", "林",
    "何", "郭", "马", "罗", "梁", "宋", "郑", "谢",   "韩",   "唐",   "冯",   "于",   "董", "萧", "程", "曹",
    "袁", "邓", "许", "傅", "沈", "曾", "彭", "吕",   "苏",   "卢",   "蒋",   "蔡",   "贾", "丁", "魏", "薛",
    "叶", "阎", "余", "潘", "杜", "戴", "夏", "钟",   "汪",   "田",   "任",   "姜",   "范", "方", "石", "姚",
    "谭", "廖", "邹", "熊", "金", "陆", "郝", "孔",   "白",   "崔",   "康",   "毛",   "邱", "秦", "江", "史",
    "顾", "侯", "邵", "孟", "龙", "万", "段", "雷",   "钱",   "汤",   "尹",   "黎",   "易", "常", "武", "乔",
    "贺", "赖", "龚", "文", "单", "解", "仇", "欧阳", "上官", "诸葛", "尉迟", "司马",
};

static const char *const given_male[] = {
    "伟",   "强",   "磊",   "军",   "勇",   "杰",   "涛",   "明",   "超",   "刚",
    "平",   "辉",   "鹏",   "浩",   "宇",   "俊",   "博",   "凯",   "建国", "志强",
    "建华", "文博", "子轩", "浩然", "宇航", "家豪", "志远", "嘉诚", "天佑", "思源",
    "一鸣", "俊杰", "国栋", "海涛", "立新", "永康", "泽楷", "明哲", "晓东", "振华",
};

static const char *const given_female[] = {
    "芳",   "娜",   "敏",   "静",   "丽",   "艳",   "娟",   "霞",   "燕",   "玲",
    "婷",   "慧",   "莹",   "雪",   "琳",   "倩",   "秀英", "桂兰", "雨桐", "欣怡",
    "梓涵", "诗琪", "佳怡", "晓梅", "婉清", "若曦", "思雨", "梦洁", "雅琴", "淑华",
    "美玲", "红梅", "可欣", "语嫣", "静雯", "海燕", "春梅", "玉兰", "素芬", "丹丹",
};

static const char *const districts[] = {
    "上海市浦东新区", "上海市徐汇区", "上海市闵行区", "上海市嘉定区", "上海市松江区", "上海市宝山区",
    "上海市青浦区",   "江苏省昆山市", "江苏省苏州市", "江苏省太仓市", "浙江省嘉兴市", "浙江省平湖市",
};

static const char *const roads[] = {
    "春申路", "望江路", "碧波路", "青松路", "银杏路", "和风路",
    "云台路", "锦绣路", "明月路", "新桥路", "东湖路", "百花路",
};

static const char *const firms[] = {
    "恒远", "博瑞", "华诚", "天健", "新锐", "立信", "宏图", "嘉禾", "通达", "盛源", "远航", "金石",
};

static const char *const trades[] = {"贸易",     "科技", "物流",     "餐饮管理",
                                     "装饰工程", "电子", "文化传播", "医疗器械"};

static const YbDemoCar cars[] = {
    {"澄屿 E3", 10980000, TRUE},  {"澄屿 E5", 14980000, TRUE},  {"澄屿 X5", 16980000, FALSE},
    {"澄屿 X7", 22980000, FALSE}, {"澄屿 M8", 28980000, FALSE}, {"澄屿 GT", 39980000, TRUE},
};

static const char *const trims[] = {"标准版", "舒适版", "豪华版", "旗舰版"};
static const gint64 trim_prices[] = {0, 1200000, 2600000, 4500000};

static const char *const colours[] = {"云白", "曜黑", "海蓝", "岩灰", "朱红", "星银"};

static const char *const reached[] = {
    "电话里了解了用车需求，客户愿意来店看车。",
    "客户询问现车和优惠，已说明本月政策。",
    "微信发送了配置表，客户回复会和家人商量。",
    "客户对空间满意，想比较一下油耗。",
    "约好周末带家人一起来店。",
    "客户问置换补贴，已请评估师准备报价。",
    "已确认试驾时间，提醒带驾驶证。",
    "客户希望赠送脚垫和贴膜。",
    "客户关心提车时间，已答复大约三周。",
    "回访：客户对接待比较满意。",
    "介绍了金融方案，客户倾向分期。",
    "客户想再看看旗舰版的实车颜色。",
};

static const char *const missed[] = {"无人接听。", "电话关机，改天再联系。", "客户在开会，请稍后再拨。",
                                     "微信未回复。"};

static const char *const feedback[] = {
    "动力顺畅，座椅舒服。", "转向轻，停车很方便。", "隔音好，后排空间大。",
    "底盘偏硬，其他满意。", "辅助驾驶体验很好。",
};

static const char *const terms[] = {
    "希望送三年保养",         "要求赠送全车贴膜和脚垫", "旧车置换价再高两千",
    "希望首付两成、三年免息", "要求月底前提车",
};

static const char *const objections[] = {
    "觉得价格比隔壁品牌高", "担心冬天续航", "家人更喜欢白色，现车没有",
    "贷款额度还没批下来",   "担心保值率",   "嫌提车周期太长",
};

static const char *const answers[] = {
    "说明了配置差异，客户接受。",
    "提供了本地车主的实测数据。",
    "已从区域库存调车。",
    "换了一家合作银行，已通过。",
};

static const char *const lost_texts[] = {
    "客户表示预算不够，暂时不买。", "已在其他品牌店下订单。", "等待时间太长，客户不愿意再等。",
    "家里意见不统一，计划取消。",   "多次电话联系不上客户。", "号牌没有摇到，明年再看。",
};

static const char *const lost_to[] = {"同价位合资品牌", "邻市同品牌店", "某新势力品牌", "二手车市场"};

static const char *const notes[] = {"老客户介绍", "只方便晚上接电话", "喜欢深色内饰", "需要儿童座椅接口",
                                    "公司报销，要增值税发票"};

const YbDemoStaff _yb_demo_staff[] = {
    {"rc", "rc", "苏小雅"},     {"sc", "sc", "陈立"},     {"sc2", "sc", "周敏"},    {"sm", "sm", "高建军"},
    {"sa", "sa", "林晓东"},     {"sa2", "sa", "何静"},    {"disp", "disp", "郭强"}, {"te", "te", "马志刚"},
    {"te2", "te", "罗军"},      {"tl", "tl", "梁国栋"},   {"qc", "qc", "宋文"},     {"pk", "pk", "郑秀英"},
    {"ca", "ca", "谢婷"},       {"fin", "fin", "韩慧"},   {"fvp", "fvp", "唐明哲"}, {"cc", "cc", "冯倩"},
    {"cc2", "cc", "于思雨"},    {"mkt", "mkt", "董佳怡"}, {"svm", "svm", "程海涛"}, {"gm", "gm", "袁振华"},
    {"ad", "ad", "系统管理员"},
};
const guint _yb_demo_n_staff = G_N_ELEMENTS (_yb_demo_staff);

#define PICK(self, table) ((table)[_yb_demo_pick (self, G_N_ELEMENTS (table))])

/**
 * _yb_demo_pick:
 * @self: the demo
 * @n: at least 1
 *
 * Returns: a number from 0 to @n - 1
 */
guint
_yb_demo_pick (YbDemo *self, guint n)
{
  return g_rand_int_range (self->random, 0, n);
}

/**
 * _yb_demo_chance:
 * @self: the demo
 * @percent: how often of a hundred times
 *
 * Returns: whether it happens
 */
gboolean
_yb_demo_chance (YbDemo *self, guint percent)
{
  return _yb_demo_pick (self, 100) < percent;
}

/**
 * _yb_demo_words:
 * @self: the demo
 * @kind: what about
 *
 * Returns: a sentence or a word
 */
const char *
_yb_demo_words (YbDemo *self, YbDemoWords kind)
{
  switch (kind)
    {
    case YB_DEMO_WORDS_TRIM:
      return PICK (self, trims);
    case YB_DEMO_WORDS_COLOUR:
      return PICK (self, colours);
    case YB_DEMO_WORDS_REACHED:
      return PICK (self, reached);
    case YB_DEMO_WORDS_MISSED:
      return PICK (self, missed);
    case YB_DEMO_WORDS_FEEDBACK:
      return PICK (self, feedback);
    case YB_DEMO_WORDS_TERMS:
      return PICK (self, terms);
    case YB_DEMO_WORDS_OBJECTION:
      return PICK (self, objections);
    case YB_DEMO_WORDS_ANSWER:
      return PICK (self, answers);
    case YB_DEMO_WORDS_LOST:
      return PICK (self, lost_texts);
    case YB_DEMO_WORDS_LOST_TO:
      return PICK (self, lost_to);
    case YB_DEMO_WORDS_NOTE:
      return PICK (self, notes);
    default:
      g_assert_not_reached ();
    }
}

/**
 * _yb_demo_pick_car:
 * @self: the demo
 *
 * Returns: a model; the smaller ones sell better
 */
const YbDemoCar *
_yb_demo_pick_car (YbDemo *self)
{
  static const guint8 weights[] = {0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5};

  return &cars[PICK (self, weights)];
}

/**
 * _yb_demo_trim_price:
 * @trim: a trim of the demo
 *
 * Returns: what it costs above the simplest one, fen
 */
gint64
_yb_demo_trim_price (const char *trim)
{
  for (guint i = 0; i < G_N_ELEMENTS (trims); i++)
    if (g_str_equal (trims[i], trim))
      return trim_prices[i];

  return 0;
}

/**
 * _yb_demo_set_text:
 * @text: a text of a row
 * @value: (transfer full): its new value
 *
 * The empty text that new rows share stays where it is.
 */
void
_yb_demo_set_text (char **text, char *value)
{
  if (**text != '\0')
    g_free (*text);
  *text = value;
}

static char *
person_name (YbDemo *self, gboolean female)
{
  const char *surname;

  /* The first surnames of the list are by far the most frequent ones. */
  if (_yb_demo_chance (self, 60))
    surname = surnames[_yb_demo_pick (self, 24)];
  else
    surname = PICK (self, surnames);

  return g_strconcat (surname, female ? PICK (self, given_female) : PICK (self, given_male), NULL);
}

/* Numbers that do not follow one another. 7919 has no common factor with a power of ten: none comes twice.
 * In a very large file they do follow, because an index is filled ten times as fast at its end as
 * everywhere. */
static guint64
scatter (YbDemo *self, guint index)
{
  return self->lean ? index : (guint64) index * 7919;
}

/* Ranges that no network uses for telephones, so that nobody is called by mistake. */
static char *
phone_number (YbDemo *self, guint index)
{
  static const char *const prefixes[] = {"160", "161", "163", "164", "168", "169"};
  guint64 rest = (scatter (self, index / G_N_ELEMENTS (prefixes)) + 20260317) % 100000000;

  return g_strdup_printf ("%s%08u", prefixes[index % G_N_ELEMENTS (prefixes)], (guint) rest);
}

/**
 * _yb_demo_id_number:
 * @self: the demo
 * @birthday: a day
 * @female: whether the serial number is even
 *
 * Returns: (transfer full): a well-formed identity number of a region that gives out none (GB 11643)
 */
char *
_yb_demo_id_number (YbDemo *self, const char *birthday, gboolean female)
{
  static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  guint serial = _yb_demo_pick (self, 499) * 2 + (female ? 0 : 1);
  char number[19];
  int sum = 0;

  g_snprintf (number, sizeof number, "310000%.4s%.2s%.2s%03uX", birthday, birthday + 5, birthday + 8, serial);
  for (guint i = 0; i < G_N_ELEMENTS (weights); i++)
    sum += (number[i] - '0') * weights[i];
  number[17] = "10X98765432"[sum % 11];
  return g_strdup (number);
}

static void
fill_firm (YbDemo *self, YbCustomer *customer)
{
  _yb_demo_set_text (&customer->company,
                     g_strconcat ("上海", PICK (self, firms), PICK (self, trades), "有限公司", NULL));
}

/**
 * _yb_demo_fill_customer:
 * @self: the demo
 * @customer: a new row
 * @index: number of the customer, from 0
 * @place: where the deal stands: little is known of a fresh lead
 */
void
_yb_demo_fill_customer (YbDemo *self, YbCustomer *customer, guint index, YbDemoPlace place)
{
  /* walk_in, call, web, autohome … as in yb_source_enum, by how often they occur */
  static const guint8 sources[] = {1, 1, 1, 1, 1, 1, 2, 2,  3,  3,  4,  4,  4, 5,
                                   5, 5, 6, 8, 8, 9, 9, 10, 10, 11, 12, 13, 14};
  gboolean female = _yb_demo_chance (self, 42);
  gboolean known = place != YB_DEMO_PLACE_BOARD;
  char birthday[11];

  _yb_demo_set_text (&customer->name, person_name (self, female));
  _yb_demo_set_text (&customer->pinyin, yb_pinyin_full (customer->name));
  _yb_demo_set_text (&customer->initials, yb_pinyin_initials (customer->name));
  _yb_demo_set_text (&customer->phone, phone_number (self, index));
  customer->source = PICK (self, sources);
  customer->sex = female ? 2 : 1;
  if (_yb_demo_chance (self, 8))
    fill_firm (self, customer);
  if (_yb_demo_chance (self, 30))
    _yb_demo_set_text (&customer->wechat, g_strdup_printf ("cy_%06u", index));
  if (!known)
    return;

  g_snprintf (birthday, sizeof birthday, "%04u-%02u-%02u", 1962 + _yb_demo_pick (self, 42),
              1 + _yb_demo_pick (self, 12), 1 + _yb_demo_pick (self, 28));
  if (_yb_demo_chance (self, 60))
    _yb_demo_set_text (&customer->birthday, g_strdup (birthday));
  if (_yb_demo_chance (self, 50))
    _yb_demo_set_text (&customer->address,
                       g_strdup_printf ("%s%s%u号", PICK (self, districts), PICK (self, roads),
                                        1 + _yb_demo_pick (self, 900)));
  if (_yb_demo_chance (self, 20))
    _yb_demo_set_text (&customer->email, g_strdup_printf ("%s%u@example.com", customer->pinyin, index));
  if (_yb_demo_chance (self, 15))
    _yb_demo_set_text (&customer->note, g_strdup (_yb_demo_words (self, YB_DEMO_WORDS_NOTE)));
}

static char *
vin (guint index)
{
  char text[18];

  /* LZ0: China, a maker that does not exist. The ninth place is the check digit (GB 16735). */
  g_snprintf (text, sizeof text, "LZ0AE5B0%cR%c%06u", '0', 'A' + (index / 1000000) % 8, index % 1000000);
  for (const char *digit = "0123456789X"; *digit != '\0'; digit++)
    {
      text[8] = *digit;
      if (yb_vin_check_digit_ok (text))
        break;
    }
  return g_strdup (text);
}

/**
 * _yb_demo_fill_vehicle:
 * @self: the demo
 * @vehicle: a new row
 * @index: number of the customer
 * @car: the model
 */
void
_yb_demo_fill_vehicle (YbDemo *self, YbVehicle *vehicle, guint index, const YbDemoCar *car)
{
  static const char letters[] = "ABCEFGHJKLM";
  guint serial = (guint) ((scatter (self, index) + 137) % 100000);
  char letter = letters[(index / 100000) % (sizeof letters - 1)];

  _yb_demo_set_text (&vehicle->plate, car->electric ? g_strdup_printf ("沪%cD%05u", letter, serial)
                                                    : g_strdup_printf ("沪%c%05u", letter, serial));
  _yb_demo_set_text (&vehicle->vin, vin (index));
  _yb_demo_set_text (&vehicle->model, g_strdup (car->model));
}
