/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-customer.h"

#include <glib/gi18n-lib.h>

/* One field, one line. */
/* clang-format off */
static const YbField customer_fields[] = {
  YB_FIELD (YbCustomer, external_id, TEXT, N_ ("External number"), .flags = YB_FIELD_IMPORTED, .aliases = "id;customer_id;客户编号;编号"),
  YB_FIELD (YbCustomer, name, TEXT, N_ ("Name"), .flags = YB_FIELD_REQUIRED | YB_FIELD_IMPORTED, .aliases = "姓名;客户;客户姓名;account;full_name;客户名称;客户名;名称;联系人"),
  YB_FIELD (YbCustomer, company, TEXT, N_ ("Company"), .flags = YB_FIELD_IMPORTED, .aliases = "公司;单位;organisation;公司名称;单位名称"),
  YB_FIELD (YbCustomer, phone, SECRET, N_ ("Phone"), .flags = YB_FIELD_IMPORTED | YB_FIELD_LOOKED_UP, .aliases = "手机;电话;手机号;mobile;tel;手机号码;联系电话;移动电话;联系方式;客户电话;电话号码"),
  YB_FIELD (YbCustomer, phone2, SECRET, N_ ("Second phone"), .flags = YB_FIELD_IMPORTED | YB_FIELD_LOOKED_UP, .aliases = "备用电话;电话2;phone_2;备用手机;其他电话"),
  YB_FIELD (YbCustomer, wechat, SECRET, N_ ("WeChat"), .flags = YB_FIELD_IMPORTED, .aliases = "微信;微信号"),
  YB_FIELD (YbCustomer, email, SECRET, N_ ("E-mail"), .flags = YB_FIELD_IMPORTED, .aliases = "邮箱;mail;电子邮件"),
  YB_FIELD (YbCustomer, sex, ENUM, N_ ("Sex"), .enumeration = &yb_sex_enum, .flags = YB_FIELD_IMPORTED, .aliases = "性别;gender"),
  YB_FIELD (YbCustomer, birthday, DATE, N_ ("Birthday"), .flags = YB_FIELD_IMPORTED | YB_FIELD_PERSONAL, .aliases = "生日;出生日期;birthdate"),
  YB_FIELD (YbCustomer, id_number, SECRET, N_ ("Identity number"), .flags = YB_FIELD_IMPORTED, .aliases = "身份证;身份证号;证件号;ssn;身份证号码;证件号码"),
  YB_FIELD (YbCustomer, address, SECRET, N_ ("Address"), .flags = YB_FIELD_IMPORTED, .aliases = "地址;住址;联系地址;家庭住址"),
  YB_FIELD (YbCustomer, source, ENUM, N_ ("Source"), .enumeration = &yb_source_enum, .flags = YB_FIELD_IMPORTED, .aliases = "来源;渠道;客户来源;来源渠道;线索来源;信息来源;渠道来源"),
  YB_FIELD (YbCustomer, note, TEXT, N_ ("Note"), .flags = YB_FIELD_IMPORTED | YB_FIELD_MULTILINE, .aliases = "备注;remark;说明"),
  YB_FIELD (YbCustomer, privacy_notice, ENUM, N_ ("Privacy notice"), .enumeration = &yb_consent_state_enum, .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbCustomer, pinyin, TEXT, N_ ("Pinyin"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbCustomer, initials, TEXT, N_ ("Initials"), .flags = YB_FIELD_INTERNAL),
};
/* clang-format on */

const YbRowType yb_customer_row_type = {
    .kind = "customer",
    .plural = "customers",
    .label = N_ ("Customer"),
    .table = "customer",
    .source = "customer",
    .fields = customer_fields,
    .n_fields = G_N_ELEMENTS (customer_fields),
    .get_type = yb_customer_get_type,
    .right = "customer.read",
};

YB_DEFINE_ROW (YbCustomer, yb_customer)

/* One field, one line. */
/* clang-format off */
static const YbField vehicle_fields[] = {
  YB_FIELD (YbVehicle, customer, REFERENCE, N_ ("Customer"), .refers = "customer"),
  YB_FIELD (YbVehicle, plate, TEXT, N_ ("Plate"), .flags = YB_FIELD_IMPORTED, .aliases = "车牌;车牌号;license_plate;车牌号码"),
  YB_FIELD (YbVehicle, vin, TEXT, N_ ("VIN"), .flags = YB_FIELD_IMPORTED, .aliases = "车架号;车辆识别代号;车架号码;VIN码"),
  YB_FIELD (YbVehicle, model, TEXT, N_ ("Model"), .flags = YB_FIELD_IMPORTED, .aliases = "车型"),
};
/* clang-format on */

const YbRowType yb_vehicle_row_type = {
    .kind = "vehicle",
    .plural = "vehicles",
    .label = N_ ("Car"),
    .table = "vehicle",
    .source = "vehicle",
    .fields = vehicle_fields,
    .n_fields = G_N_ELEMENTS (vehicle_fields),
    .get_type = yb_vehicle_get_type,
    .right = "customer.read",
};

YB_DEFINE_ROW (YbVehicle, yb_vehicle)

/* One field, one line. */
/* clang-format off */
static const YbField consent_fields[] = {
  YB_FIELD (YbConsent, customer, REFERENCE, N_ ("Customer"), .refers = "customer"),
  YB_FIELD (YbConsent, purpose, ENUM, N_ ("Purpose"), .enumeration = &yb_consent_purpose_enum),
  YB_FIELD (YbConsent, channel, ENUM, N_ ("Channel"), .enumeration = &yb_channel_enum),
  YB_FIELD (YbConsent, state, ENUM, N_ ("Decision"), .enumeration = &yb_consent_state_enum),
  YB_FIELD (YbConsent, decided_at, TIME, N_ ("Decided")),
};
/* clang-format on */

const YbRowType yb_consent_row_type = {
    .kind = "consent",
    .plural = "consents",
    .label = N_ ("Consent"),
    .table = "consent",
    .source = "consent",
    .fields = consent_fields,
    .n_fields = G_N_ELEMENTS (consent_fields),
    .get_type = yb_consent_get_type,
    .right = "customer.read",
};

YB_DEFINE_ROW (YbConsent, yb_consent)
