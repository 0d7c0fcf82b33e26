/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-deal-enums.h"

#include <glib/gi18n-lib.h>

/* One value, one line. */
/* clang-format off */
static const YbEnumValue stage_values[] = {
  { "LEAD", NC_ ("stage", "Lead development") },
  { "RECEPTION", NC_ ("stage", "Reception") },
  { "NEEDS", NC_ ("stage", "Needs consultation") },
  { "PRESENT", NC_ ("stage", "Product presentation") },
  { "DRIVE", NC_ ("stage", "Test drive") },
  { "NEGOTIATE", NC_ ("stage", "Negotiation") },
  { "CLOSE", NC_ ("stage", "Closing") },
  { "DELIVERY", NC_ ("stage", "Delivery") },
  { "FOLLOWUP", NC_ ("stage", "Follow-up") },
};

static const YbEnumValue outcome_values[] = {
  { "open", NC_ ("outcome", "Open") },
  { "won", NC_ ("outcome", "Won") },
  { "lost", NC_ ("outcome", "Lost") },
  { "dormant", NC_ ("outcome", "Dormant") },
  { "cancelled", NC_ ("outcome", "Cancelled") },
};

static const YbEnumValue drive_state_values[] = {
  { "booked", NC_ ("drive_state", "Booked") },
  { "done", NC_ ("drive_state", "Done") },
  { "waived", NC_ ("drive_state", "Waived") },
};

static const YbEnumValue drive_waiver_values[] = {
  { "declined", NC_ ("drive_waiver", "Customer declined") },
  { "no_demo_car", NC_ ("drive_waiver", "No demo car") },
  { "no_licence", NC_ ("drive_waiver", "No driving licence") },
  { "driven_before", NC_ ("drive_waiver", "Has driven it before") },
  { "other", NC_ ("drive_waiver", "Other") },
};

static const YbEnumValue grade_values[] = {
  { "O", NC_ ("grade", "O") },
  { "H", NC_ ("grade", "H") },
  { "A", NC_ ("grade", "A") },
  { "B", NC_ ("grade", "B") },
  { "C", NC_ ("grade", "C") },
  { "N", NC_ ("grade", "N") },
  { "D", NC_ ("grade", "D") },
  { "T", NC_ ("grade", "T") },
};

static const YbEnumValue channel_values[] = {
  { "phone", NC_ ("channel", "Phone") },
  { "wechat", NC_ ("channel", "WeChat") },
  { "visit", NC_ ("channel", "Visit") },
  { "sms", NC_ ("channel", "Text message") },
  { "email", NC_ ("channel", "E-mail") },
  { "other", NC_ ("channel", "Other") },
};

static const YbEnumValue objection_kind_values[] = {
  { "concern", NC_ ("objection_kind", "Concern") },
  { "blocker", NC_ ("objection_kind", "Blocker") },
};

static const YbEnumValue payment_kind_values[] = {
  { "earnest", NC_ ("payment_kind", "Earnest money") },
  { "deposit", NC_ ("payment_kind", "Deposit") },
  { "first", NC_ ("payment_kind", "First payment") },
  { "instalment", NC_ ("payment_kind", "Instalment") },
  { "balance", NC_ ("payment_kind", "Balance") },
  { "refund", NC_ ("payment_kind", "Refund") },
};

static const YbEnumValue payment_method_values[] = {
  { "cash", NC_ ("payment_method", "Cash") },
  { "card", NC_ ("payment_method", "Bank card") },
  { "transfer", NC_ ("payment_method", "Bank transfer") },
  { "wechat", NC_ ("payment_method", "WeChat Pay") },
  { "alipay", NC_ ("payment_method", "Alipay") },
  { "loan", NC_ ("payment_method", "Loan paid out") },
  { "other", NC_ ("payment_method", "Other") },
};

static const YbEnumValue consent_state_values[] = {
  { "given", NC_ ("consent_state", "Given") },
  { "refused", NC_ ("consent_state", "Refused") },
  { "withdrawn", NC_ ("consent_state", "Withdrawn") },
};

static const YbEnumValue consent_purpose_values[] = {
  { "privacy_notice", NC_ ("consent_purpose", "Privacy notice") },
  { "marketing_sms", NC_ ("consent_purpose", "Marketing by text message") },
  { "marketing_call", NC_ ("consent_purpose", "Marketing by phone") },
  { "wechat", NC_ ("consent_purpose", "WeChat contact") },
  { "survey", NC_ ("consent_purpose", "Survey") },
};

static const YbEnumValue source_values[] = {
  { "walk_in", NC_ ("source", "Walk-in") },
  { "call", NC_ ("source", "Incoming call") },
  { "web", NC_ ("source", "Website") },
  { "autohome", NC_ ("source", "Autohome") },
  { "dongchedi", NC_ ("source", "Dongchedi") },
  { "yiche", NC_ ("source", "Yiche") },
  { "pcauto", NC_ ("source", "PCauto") },
  { "wechat", NC_ ("source", "WeChat") },
  { "douyin", NC_ ("source", "Douyin") },
  { "referral", NC_ ("source", "Referral") },
  { "friend", NC_ ("source", "Friend") },
  { "repeat", NC_ ("source", "Repeat customer") },
  { "auto_show", NC_ ("source", "Auto show") },
  { "campaign", NC_ ("source", "Campaign") },
  { "newspaper", NC_ ("source", "Newspaper") },
  { "radio", NC_ ("source", "Radio") },
  { "tv", NC_ ("source", "Television") },
  { "outdoor", NC_ ("source", "Outdoor advertising") },
  { "other", NC_ ("source", "Other") },
};

static const YbEnumValue lost_reason_values[] = {
  { "price", NC_ ("lost_reason", "Price too high") },
  { "other_brand", NC_ ("lost_reason", "Bought another brand") },
  { "same_brand", NC_ ("lost_reason", "Bought the same brand elsewhere") },
  { "no_stock", NC_ ("lost_reason", "No stock or long wait") },
  { "unsuitable", NC_ ("lost_reason", "Model or equipment unsuitable") },
  { "finance_refused", NC_ ("lost_reason", "Finance refused") },
  { "no_plate", NC_ ("lost_reason", "No plate or lottery not won") },
  { "postponed", NC_ ("lost_reason", "Plan postponed") },
  { "dropped", NC_ ("lost_reason", "Plan dropped") },
  { "used_car", NC_ ("lost_reason", "Bought a used car") },
  { "service", NC_ ("lost_reason", "Service attitude") },
  { "unreachable", NC_ ("lost_reason", "Cannot be reached") },
  { "invalid", NC_ ("lost_reason", "Duplicate or invalid") },
  { "other", NC_ ("lost_reason", "Other") },
};

static const YbEnumValue back_reason_values[] = {
  { "model_changed", NC_ ("back_reason", "Customer changed the model") },
  { "need_unclear", NC_ ("back_reason", "Need is unclear") },
  { "budget_changed", NC_ ("back_reason", "Budget changed") },
  { "wrong_move", NC_ ("back_reason", "Moved by mistake") },
  { "other", NC_ ("back_reason", "Other") },
};

static const YbEnumValue visit_purpose_values[] = {
  { "look", NC_ ("visit_purpose", "Looking at cars") },
  { "compare", NC_ ("visit_purpose", "Comparing models") },
  { "drive", NC_ ("visit_purpose", "Test drive") },
  { "price", NC_ ("visit_purpose", "Price talk") },
  { "sign", NC_ ("visit_purpose", "Signing") },
  { "deliver", NC_ ("visit_purpose", "Taking delivery") },
  { "call", NC_ ("visit_purpose", "Enquiry by phone or message") },
  { "other", NC_ ("visit_purpose", "Other") },
};

static const YbEnumValue needs_purpose_values[] = {
  { "first", NC_ ("needs_purpose", "First car") },
  { "additional", NC_ ("needs_purpose", "Additional car") },
  { "replace", NC_ ("needs_purpose", "Replacement") },
  { "business", NC_ ("needs_purpose", "Business car") },
  { "gift", NC_ ("needs_purpose", "For somebody else") },
};

static const YbEnumValue needs_use_values[] = {
  { "commute", NC_ ("needs_use", "Commuting") },
  { "family", NC_ ("needs_use", "Family") },
  { "business", NC_ ("needs_use", "Business") },
  { "long_trips", NC_ ("needs_use", "Long trips") },
  { "ride_hailing", NC_ ("needs_use", "Ride-hailing") },
  { "other", NC_ ("needs_use", "Other") },
};

static const YbEnumValue decision_maker_values[] = {
  { "self", NC_ ("decision_maker", "The customer") },
  { "spouse", NC_ ("decision_maker", "Spouse") },
  { "parents", NC_ ("decision_maker", "Parents") },
  { "family", NC_ ("decision_maker", "The family together") },
  { "company", NC_ ("decision_maker", "The company") },
  { "other", NC_ ("decision_maker", "Other") },
};

static const YbEnumValue car_choice_values[] = {
  { "allocated", NC_ ("car_choice", "Car allocated from stock") },
  { "to_order", NC_ ("car_choice", "To be ordered from the factory") },
};

static const YbEnumValue identity_kind_values[] = {
  { "id_card", NC_ ("identity_kind", "Identity card") },
  { "passport", NC_ ("identity_kind", "Passport") },
  { "permit", NC_ ("identity_kind", "Hong Kong, Macau or Taiwan permit") },
  { "uscc", NC_ ("identity_kind", "Unified social credit code") },
  { "other", NC_ ("identity_kind", "Other") },
};

static const YbEnumValue sex_values[] = {
  { "male", NC_ ("sex", "Male") },
  { "female", NC_ ("sex", "Female") },
};

static const YbEnumValue history_kind_values[] = {
  { "created", NC_ ("history_kind", "Created") },
  { "moved", NC_ ("history_kind", "Moved") },
  { "undone", NC_ ("history_kind", "Undone") },
  { "loss_requested", NC_ ("history_kind", "Loss requested") },
  { "loss_refused", NC_ ("history_kind", "Loss sent back") },
  { "lost", NC_ ("history_kind", "Lost") },
  { "dormant", NC_ ("history_kind", "Dormant") },
  { "reopened", NC_ ("history_kind", "Reopened") },
  { "assigned", NC_ ("history_kind", "Consultant changed") },
  { "won", NC_ ("history_kind", "Contract effective") },
  { "cancelled", NC_ ("history_kind", "Contract cancelled") },
  { "imported", NC_ ("history_kind", "Imported") },
  { "archived", NC_ ("history_kind", "Left the board") },
};
/* clang-format on */

const YbEnum yb_stage_enum = YB_ENUM ("stage", stage_values);
const YbEnum yb_outcome_enum = YB_ENUM ("outcome", outcome_values);
const YbEnum yb_drive_state_enum = YB_ENUM ("drive_state", drive_state_values);
const YbEnum yb_drive_waiver_enum = YB_ENUM ("drive_waiver", drive_waiver_values);
const YbEnum yb_grade_enum = YB_ENUM ("grade", grade_values);
const YbEnum yb_channel_enum = YB_ENUM ("channel", channel_values);
const YbEnum yb_objection_kind_enum = YB_ENUM ("objection_kind", objection_kind_values);
const YbEnum yb_payment_kind_enum = YB_ENUM ("payment_kind", payment_kind_values);
const YbEnum yb_payment_method_enum = YB_ENUM ("payment_method", payment_method_values);
const YbEnum yb_consent_state_enum = YB_ENUM ("consent_state", consent_state_values);
const YbEnum yb_consent_purpose_enum = YB_ENUM ("consent_purpose", consent_purpose_values);
const YbEnum yb_source_enum = YB_ENUM ("source", source_values);
const YbEnum yb_lost_reason_enum = YB_ENUM ("lost_reason", lost_reason_values);
const YbEnum yb_back_reason_enum = YB_ENUM ("back_reason", back_reason_values);
const YbEnum yb_visit_purpose_enum = YB_ENUM ("visit_purpose", visit_purpose_values);
const YbEnum yb_needs_purpose_enum = YB_ENUM ("needs_purpose", needs_purpose_values);
const YbEnum yb_needs_use_enum = YB_ENUM ("needs_use", needs_use_values);
const YbEnum yb_decision_maker_enum = YB_ENUM ("decision_maker", decision_maker_values);
const YbEnum yb_car_choice_enum = YB_ENUM ("car_choice", car_choice_values);
const YbEnum yb_identity_kind_enum = YB_ENUM ("identity_kind", identity_kind_values);
const YbEnum yb_sex_enum = YB_ENUM ("sex", sex_values);
const YbEnum yb_history_kind_enum = YB_ENUM ("history_kind", history_kind_values);
