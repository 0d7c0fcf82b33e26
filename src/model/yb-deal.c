/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal.h"

#include <glib/gi18n-lib.h>

/* One field, one line. */
/* clang-format off */
static const YbField deal_fields[] = {
  YB_FIELD (YbDeal, external_id, TEXT, N_ ("External number"), .flags = YB_FIELD_IMPORTED, .aliases = "id;opportunity_id;编号;单号;商机编号;线索编号;订单号;记录编号"),
  YB_FIELD (YbDeal, customer, REFERENCE, N_ ("Customer"), .refers = "customer", .flags = YB_FIELD_REQUIRED | YB_FIELD_IMPORTED, .aliases = "account;客户;客户姓名;客户名称;客户名;姓名"),
  YB_FIELD (YbDeal, consultant, REFERENCE, N_ ("Consultant"), .refers = "staff", .code_field = "code", .flags = YB_FIELD_IMPORTED, .aliases = "sales_agent;销售顾问;顾问;owner;销售顾问姓名;销售人员;业务员;负责人;跟进人;归属人"),
  YB_FIELD (YbDeal, source, ENUM, N_ ("Source"), .enumeration = &yb_source_enum, .flags = YB_FIELD_IMPORTED, .aliases = "来源;渠道;客户来源;来源渠道;线索来源;信息来源;渠道来源"),
  YB_FIELD (YbDeal, grade, ENUM, N_ ("Grade"), .enumeration = &yb_grade_enum, .flags = YB_FIELD_IMPORTED, .aliases = "级别;意向级别;客户级别;意向等级"),
  YB_FIELD (YbDeal, amount, MONEY, N_ ("Amount"), .flags = YB_FIELD_IMPORTED, .aliases = "close_value;金额;value;价格;price;成交价;成交价格;成交金额;合同金额;订单金额;预计金额"),
  YB_FIELD (YbDeal, stage, ENUM, N_ ("Stage"), .enumeration = &yb_stage_enum, .flags = YB_FIELD_IMPORTED, .aliases = "deal_stage;阶段;状态;销售阶段;商机阶段;跟进阶段;线索状态;跟进状态;商机状态"),
  YB_FIELD (YbDeal, outcome, ENUM, N_ ("Outcome"), .enumeration = &yb_outcome_enum, .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, on_board, FLAG, N_ ("On the board"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, stage_since, TIME, N_ ("In this stage since"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, opened_on, DATE, N_ ("Opened on"), .flags = YB_FIELD_IMPORTED, .aliases = "engage_date;建档日期;开始日期;created;创建日期;录入日期;创建时间;录入时间;登记日期;建卡日期;建档时间;created_at;create_date"),
  YB_FIELD (YbDeal, closed_on, DATE, N_ ("Closed on"), .flags = YB_FIELD_IMPORTED, .aliases = "close_date;成交日期;结束日期;成交时间;成单日期;签约日期;关闭日期;结案日期"),
  YB_FIELD (YbDeal, next_contact_at, TIME, N_ ("Next contact"), .flags = YB_FIELD_IMPORTED, .aliases = "下次联系;next_contact;下次联系时间;下次联系日期;下次跟进;下次跟进时间;下次跟进日期"),
  YB_FIELD (YbDeal, last_contact_at, TIME, N_ ("Last contact"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, two_way_contacts, INTEGER, N_ ("Contacts that reached the customer"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, visit_purpose, ENUM, N_ ("Purpose of the visit"), .enumeration = &yb_visit_purpose_enum),
  YB_FIELD (YbDeal, needs_purpose, ENUM, N_ ("Kind of purchase"), .enumeration = &yb_needs_purpose_enum),
  YB_FIELD (YbDeal, needs_budget, MONEY, N_ ("Budget"), .flags = YB_FIELD_IMPORTED, .aliases = "预算;购车预算;budget"),
  YB_FIELD (YbDeal, needs_use, ENUM, N_ ("Use"), .enumeration = &yb_needs_use_enum),
  YB_FIELD (YbDeal, needs_planned_on, DATE, N_ ("Planned purchase")),
  YB_FIELD (YbDeal, needs_decision_maker, ENUM, N_ ("Decision maker"), .enumeration = &yb_decision_maker_enum),
  YB_FIELD (YbDeal, needs_confirmed, FLAG, N_ ("Summary confirmed with the customer")),
  YB_FIELD (YbDeal, model, TEXT, N_ ("Model"), .flags = YB_FIELD_IMPORTED, .aliases = "product;车型;意向车型;意向车系;车系;购买车型;关注车型"),
  YB_FIELD (YbDeal, trim, TEXT, N_ ("Trim"), .flags = YB_FIELD_IMPORTED, .aliases = "配置;版本;车款"),
  YB_FIELD (YbDeal, colour, TEXT, N_ ("Colour"), .flags = YB_FIELD_IMPORTED, .aliases = "颜色;color;车身颜色;外观颜色;外观色"),
  YB_FIELD (YbDeal, model_agreed, FLAG, N_ ("Customer agrees")),
  YB_FIELD (YbDeal, drive_state, ENUM, N_ ("Test drive"), .enumeration = &yb_drive_state_enum),
  YB_FIELD (YbDeal, drive_on, DATE, N_ ("Test drive on")),
  YB_FIELD (YbDeal, drive_waiver, ENUM, N_ ("Waived because"), .enumeration = &yb_drive_waiver_enum),
  YB_FIELD (YbDeal, drive_score, INTEGER, N_ ("Overall score (1–5)")),
  YB_FIELD (YbDeal, drive_feedback, TEXT, N_ ("Feedback"), .flags = YB_FIELD_MULTILINE),
  YB_FIELD (YbDeal, demand_amount, MONEY, N_ ("Demanded price")),
  YB_FIELD (YbDeal, demand_terms, TEXT, N_ ("Demanded terms"), .flags = YB_FIELD_MULTILINE),
  YB_FIELD (YbDeal, demand_not_stated, FLAG, N_ ("Not stated")),
  YB_FIELD (YbDeal, open_blockers, INTEGER, N_ ("Open blockers"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, offer_amount, MONEY, N_ ("Offer")),
  YB_FIELD (YbDeal, offer_valid_until, DATE, N_ ("Valid until")),
  YB_FIELD (YbDeal, offer_accepted_at, TIME, N_ ("Offer accepted"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, buyer_name, TEXT, N_ ("Legal name of the buyer")),
  YB_FIELD (YbDeal, buyer_id_kind, ENUM, N_ ("Kind of identity document"), .enumeration = &yb_identity_kind_enum),
  YB_FIELD (YbDeal, buyer_id_number, SECRET, N_ ("Number of the document")),
  YB_FIELD (YbDeal, car_choice, ENUM, N_ ("Car"), .enumeration = &yb_car_choice_enum),
  YB_FIELD (YbDeal, contract_number, TEXT, N_ ("Contract number"), .flags = YB_FIELD_IMPORTED, .aliases = "合同号;合同编号"),
  YB_FIELD (YbDeal, contract_signed_on, DATE, N_ ("Signed on")),
  YB_FIELD (YbDeal, delivery_on, DATE, N_ ("Promised delivery")),
  YB_FIELD (YbDeal, first_payment, MONEY, N_ ("Agreed first payment")),
  YB_FIELD (YbDeal, paid, MONEY, N_ ("Received"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, delivered_on, DATE, N_ ("Delivered on")),
  YB_FIELD (YbDeal, advisor_present, FLAG, N_ ("Service advisor was present")),
  YB_FIELD (YbDeal, contact_channel, ENUM, N_ ("Preferred channel, verified"), .enumeration = &yb_channel_enum),
  YB_FIELD (YbDeal, back_moves, INTEGER, N_ ("Moves back"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, cycle, INTEGER, N_ ("Cycle"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, loss_requested_at, TIME, N_ ("Loss requested"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, lost_reason, ENUM, N_ ("Reason of the loss"), .enumeration = &yb_lost_reason_enum, .flags = YB_FIELD_IMPORTED, .aliases = "战败原因;reason;流失原因;输单原因"),
  YB_FIELD (YbDeal, lost_text, TEXT, N_ ("In words")),
  YB_FIELD (YbDeal, lost_to, TEXT, N_ ("Bought instead")),
  YB_FIELD (YbDeal, dormant_until, DATE, N_ ("Dormant until")),
  YB_FIELD (YbDeal, former_consultant, REFERENCE, N_ ("Consultant before"), .flags = YB_FIELD_INTERNAL, .refers = "staff", .code_field = "code"),
  YB_FIELD (YbDeal, handed_over_at, TIME, N_ ("Handed over"), .flags = YB_FIELD_INTERNAL),
  YB_FIELD (YbDeal, note, TEXT, N_ ("Note"), .flags = YB_FIELD_IMPORTED | YB_FIELD_MULTILINE, .aliases = "备注;remark;说明;跟进记录"),
};
/* clang-format on */

const YbRowType yb_deal_row_type = {
    .kind = "deal",
    .plural = "deals",
    .label = N_ ("Deal"),
    .table = "deal",
    .source = "deal",
    .fields = deal_fields,
    .n_fields = G_N_ELEMENTS (deal_fields),
    .get_type = yb_deal_get_type,
    .right = "deal.read",
};

YB_DEFINE_ROW (YbDeal, yb_deal)

/* One field, one line. */
/* clang-format off */
static const YbField deal_card_fields[] = {
  YB_FIELD (YbDealCard, customer, REFERENCE, N_ ("Customer"), .refers = "customer"),
  YB_FIELD (YbDealCard, customer_name, TEXT, N_ ("Customer name")),
  YB_FIELD (YbDealCard, consultant, REFERENCE, N_ ("Consultant"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbDealCard, consultant_name, TEXT, N_ ("Consultant name")),
  YB_FIELD (YbDealCard, grade, ENUM, N_ ("Grade"), .enumeration = &yb_grade_enum),
  YB_FIELD (YbDealCard, amount, MONEY, N_ ("Amount")),
  YB_FIELD (YbDealCard, stage, ENUM, N_ ("Stage"), .enumeration = &yb_stage_enum),
  YB_FIELD (YbDealCard, outcome, ENUM, N_ ("Outcome"), .enumeration = &yb_outcome_enum),
  YB_FIELD (YbDealCard, stage_since, TIME, N_ ("In this stage since")),
  YB_FIELD (YbDealCard, next_contact_at, TIME, N_ ("Next contact")),
  YB_FIELD (YbDealCard, last_contact_at, TIME, N_ ("Last contact")),
  YB_FIELD (YbDealCard, model, TEXT, N_ ("Model")),
  YB_FIELD (YbDealCard, trim, TEXT, N_ ("Trim")),
  YB_FIELD (YbDealCard, open_blockers, INTEGER, N_ ("Open blockers")),
  YB_FIELD (YbDealCard, loss_requested_at, TIME, N_ ("Loss requested")),
};
/* clang-format on */

/* Both views of a deal show the names of the customer and of the consultant. */
static const YbRowDependency shown_names[] = {
    {"customer", "customer"},
    {"staff", "consultant"},
    {NULL, NULL},
};

const YbRowType yb_deal_card_row_type = {
    .kind = "deal_card",
    .plural = "deal_cards",
    .label = N_ ("Deal"),
    .table = "deal",
    .source = "deal_card",
    .fields = deal_card_fields,
    .n_fields = G_N_ELEMENTS (deal_card_fields),
    .depends = shown_names,
    .get_type = yb_deal_card_get_type,
    .right = "deal.read",
};

YB_DEFINE_ROW (YbDealCard, yb_deal_card)

/* One field, one line. */
/* clang-format off */
static const YbField closed_deal_fields[] = {
  YB_FIELD (YbClosedDeal, customer, REFERENCE, N_ ("Customer"), .refers = "customer"),
  YB_FIELD (YbClosedDeal, customer_name, TEXT, N_ ("Customer name")),
  YB_FIELD (YbClosedDeal, consultant, REFERENCE, N_ ("Consultant"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbClosedDeal, consultant_name, TEXT, N_ ("Consultant name")),
  YB_FIELD (YbClosedDeal, amount, MONEY, N_ ("Amount")),
  YB_FIELD (YbClosedDeal, stage, ENUM, N_ ("Stage"), .enumeration = &yb_stage_enum),
  YB_FIELD (YbClosedDeal, outcome, ENUM, N_ ("Outcome"), .enumeration = &yb_outcome_enum),
  YB_FIELD (YbClosedDeal, model, TEXT, N_ ("Model")),
  YB_FIELD (YbClosedDeal, opened_on, DATE, N_ ("Opened on")),
  YB_FIELD (YbClosedDeal, closed_on, DATE, N_ ("Closed on")),
  YB_FIELD (YbClosedDeal, loss_requested_at, TIME, N_ ("Loss requested")),
  YB_FIELD (YbClosedDeal, lost_reason, ENUM, N_ ("Reason of the loss"), .enumeration = &yb_lost_reason_enum),
  YB_FIELD (YbClosedDeal, dormant_until, DATE, N_ ("Dormant until")),
};
/* clang-format on */

const YbRowType yb_closed_deal_row_type = {
    .kind = "closed_deal",
    .plural = "closed_deals",
    .label = N_ ("Deal"),
    .table = "deal",
    .source = "closed_deal",
    .fields = closed_deal_fields,
    .n_fields = G_N_ELEMENTS (closed_deal_fields),
    .depends = shown_names,
    .get_type = yb_closed_deal_get_type,
    .right = "deal.read",
};

YB_DEFINE_ROW (YbClosedDeal, yb_closed_deal)

/* One field, one line. */
/* clang-format off */
static const YbField contact_fields[] = {
  YB_FIELD (YbContact, deal, REFERENCE, N_ ("Deal"), .refers = "deal"),
  YB_FIELD (YbContact, at, TIME, N_ ("Time")),
  YB_FIELD (YbContact, channel, ENUM, N_ ("Channel"), .enumeration = &yb_channel_enum),
  YB_FIELD (YbContact, reached, FLAG, N_ ("Reached")),
  YB_FIELD (YbContact, text, TEXT, N_ ("What was said"), .flags = YB_FIELD_MULTILINE),
};
/* clang-format on */

const YbRowType yb_contact_row_type = {
    .kind = "contact",
    .plural = "contacts",
    .label = N_ ("Contact"),
    .table = "contact",
    .source = "contact",
    .fields = contact_fields,
    .n_fields = G_N_ELEMENTS (contact_fields),
    .get_type = yb_contact_get_type,
    .right = "deal.read",
};

YB_DEFINE_ROW (YbContact, yb_contact)

/* One field, one line. */
/* clang-format off */
static const YbField objection_fields[] = {
  YB_FIELD (YbObjection, deal, REFERENCE, N_ ("Deal"), .refers = "deal"),
  YB_FIELD (YbObjection, kind, ENUM, N_ ("Kind"), .enumeration = &yb_objection_kind_enum),
  YB_FIELD (YbObjection, text, TEXT, N_ ("Objection"), .flags = YB_FIELD_MULTILINE),
  YB_FIELD (YbObjection, resolved_at, TIME, N_ ("Resolved")),
  YB_FIELD (YbObjection, answer, TEXT, N_ ("Answer"), .flags = YB_FIELD_MULTILINE),
};
/* clang-format on */

const YbRowType yb_objection_row_type = {
    .kind = "objection",
    .plural = "objections",
    .label = N_ ("Objection"),
    .table = "objection",
    .source = "objection",
    .fields = objection_fields,
    .n_fields = G_N_ELEMENTS (objection_fields),
    .get_type = yb_objection_get_type,
    .right = "deal.read",
};

YB_DEFINE_ROW (YbObjection, yb_objection)

/* One field, one line. */
/* clang-format off */
static const YbField payment_fields[] = {
  YB_FIELD (YbPayment, deal, REFERENCE, N_ ("Deal"), .refers = "deal"),
  YB_FIELD (YbPayment, kind, ENUM, N_ ("Kind"), .enumeration = &yb_payment_kind_enum),
  YB_FIELD (YbPayment, amount, MONEY, N_ ("Amount")),
  YB_FIELD (YbPayment, method, ENUM, N_ ("Method"), .enumeration = &yb_payment_method_enum),
  YB_FIELD (YbPayment, received_on, DATE, N_ ("Received on")),
  YB_FIELD (YbPayment, note, TEXT, N_ ("Note")),
};
/* clang-format on */

const YbRowType yb_payment_row_type = {
    .kind = "payment",
    .plural = "payments",
    .label = N_ ("Payment"),
    .table = "payment",
    .source = "payment",
    .fields = payment_fields,
    .n_fields = G_N_ELEMENTS (payment_fields),
    .get_type = yb_payment_get_type,
    .right = "payment.read",
};

YB_DEFINE_ROW (YbPayment, yb_payment)

/* One field, one line. */
/* clang-format off */
static const YbField deal_history_fields[] = {
  YB_FIELD (YbDealHistory, deal, REFERENCE, N_ ("Deal"), .refers = "deal"),
  YB_FIELD (YbDealHistory, at, TIME, N_ ("Time")),
  YB_FIELD (YbDealHistory, staff, REFERENCE, N_ ("By"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbDealHistory, kind, ENUM, N_ ("What"), .enumeration = &yb_history_kind_enum),
  YB_FIELD (YbDealHistory, from_stage, ENUM, N_ ("From"), .enumeration = &yb_stage_enum),
  YB_FIELD (YbDealHistory, to_stage, ENUM, N_ ("To"), .enumeration = &yb_stage_enum),
  YB_FIELD (YbDealHistory, from_outcome, ENUM, N_ ("Outcome before"), .enumeration = &yb_outcome_enum),
  YB_FIELD (YbDealHistory, to_outcome, ENUM, N_ ("Outcome after"), .enumeration = &yb_outcome_enum),
  YB_FIELD (YbDealHistory, reason, TEXT, N_ ("Reason")),
  YB_FIELD (YbDealHistory, note, TEXT, N_ ("Note")),
  YB_FIELD (YbDealHistory, waived, TEXT, N_ ("Waived")),
  YB_FIELD (YbDealHistory, approver, REFERENCE, N_ ("Approved by"), .refers = "staff", .code_field = "code"),
  YB_FIELD (YbDealHistory, workstation, TEXT, N_ ("Workstation")),
};
/* clang-format on */

const YbRowType yb_deal_history_row_type = {
    .kind = "deal_history",
    .plural = "deal_histories",
    .label = N_ ("History"),
    .table = "deal_history",
    .source = "deal_history",
    .fields = deal_history_fields,
    .n_fields = G_N_ELEMENTS (deal_history_fields),
    .get_type = yb_deal_history_get_type,
    .right = "deal.read",
};

YB_DEFINE_ROW (YbDealHistory, yb_deal_history)
