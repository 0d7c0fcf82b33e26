/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What other systems write for our codes. Codes and the labels of the language in use are known without this
 * table; it is for files in the other language. */

#include "config.h"

#include "yb-import-private.h"

#include <string.h>

typedef struct
{
  const YbEnum *enumeration;
  const char *text; /* in small letters */
  const char *code;
} Word;

static const Word words[] = {
    {&yb_sex_enum, "男", "male"},
    {&yb_sex_enum, "男性", "male"},
    {&yb_sex_enum, "先生", "male"},
    {&yb_sex_enum, "m", "male"},
    {&yb_sex_enum, "女", "female"},
    {&yb_sex_enum, "女性", "female"},
    {&yb_sex_enum, "女士", "female"},
    {&yb_sex_enum, "f", "female"},
    {&yb_source_enum, "自然到店", "walk_in"},
    {&yb_source_enum, "来店", "walk_in"},
    {&yb_source_enum, "展厅", "walk_in"},
    {&yb_source_enum, "来电", "call"},
    {&yb_source_enum, "官网", "web"},
    {&yb_source_enum, "网络", "web"},
    {&yb_source_enum, "汽车之家", "autohome"},
    {&yb_source_enum, "懂车帝", "dongchedi"},
    {&yb_source_enum, "易车", "yiche"},
    {&yb_source_enum, "太平洋汽车", "pcauto"},
    {&yb_source_enum, "微信", "wechat"},
    {&yb_source_enum, "抖音", "douyin"},
    {&yb_source_enum, "转介绍", "referral"},
    {&yb_source_enum, "朋友介绍", "friend"},
    {&yb_source_enum, "保有客户", "repeat"},
    {&yb_source_enum, "车展", "auto_show"},
    {&yb_source_enum, "活动", "campaign"},
    {&yb_source_enum, "报纸", "newspaper"},
    {&yb_source_enum, "广播", "radio"},
    {&yb_source_enum, "电视", "tv"},
    {&yb_source_enum, "户外", "outdoor"},
    {&yb_source_enum, "其他", "other"},
    {&yb_stage_enum, "客户开发", "LEAD"},
    {&yb_stage_enum, "线索", "LEAD"},
    {&yb_stage_enum, "接待", "RECEPTION"},
    {&yb_stage_enum, "需求咨询", "NEEDS"},
    {&yb_stage_enum, "产品介绍", "PRESENT"},
    {&yb_stage_enum, "试乘试驾", "DRIVE"},
    {&yb_stage_enum, "试驾", "DRIVE"},
    {&yb_stage_enum, "协商", "NEGOTIATE"},
    {&yb_stage_enum, "异议处理", "NEGOTIATE"},
    {&yb_stage_enum, "成交签约", "CLOSE"},
    {&yb_stage_enum, "签约", "CLOSE"},
    {&yb_stage_enum, "交车", "DELIVERY"},
    {&yb_stage_enum, "跟踪", "FOLLOWUP"},
};

/**
 * _yb_import_word:
 * @enumeration: an enumeration
 * @text: what a file says
 *
 * Returns: number of the value that it commonly stands for, 0 when that is not known; codes count in any
 * case of letters
 */
int
_yb_import_word (const YbEnum *enumeration, const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  g_autofree char *small = g_utf8_strdown (plain, -1);

  for (guint i = 0; i < enumeration->n_values; i++)
    if (g_ascii_strcasecmp (enumeration->values[i].code, plain) == 0)
      return i + 1;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].enumeration == enumeration && g_str_equal (words[i].text, small))
      return yb_enum_from_code (enumeration, words[i].code);

  return 0;
}
