/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-enum.h"

G_BEGIN_DECLS

/* The nine stages of flows.md 3.1, in the order of the board. */
typedef enum
{
  YB_STAGE_NONE,
  YB_STAGE_LEAD,
  YB_STAGE_RECEPTION,
  YB_STAGE_NEEDS,
  YB_STAGE_PRESENT,
  YB_STAGE_DRIVE,
  YB_STAGE_NEGOTIATE,
  YB_STAGE_CLOSE,
  YB_STAGE_DELIVERY,
  YB_STAGE_FOLLOWUP,
} YbStage;

#define YB_N_STAGES 9

typedef enum
{
  YB_OUTCOME_NONE,
  YB_OUTCOME_OPEN,
  YB_OUTCOME_WON,
  YB_OUTCOME_LOST,
  YB_OUTCOME_DORMANT,
  YB_OUTCOME_CANCELLED,
} YbOutcome;

/* State of the test drive as the deal sees it; the test drive as a document of its own feeds this later. */
typedef enum
{
  YB_DRIVE_NONE,
  YB_DRIVE_BOOKED,
  YB_DRIVE_DONE,
  YB_DRIVE_WAIVED,
} YbDriveState;

typedef enum
{
  YB_GRADE_NONE,
  YB_GRADE_O,
  YB_GRADE_H,
  YB_GRADE_A,
  YB_GRADE_B,
  YB_GRADE_C,
  YB_GRADE_N,
  YB_GRADE_D,
  YB_GRADE_T,
} YbGrade;

typedef enum
{
  YB_CHANNEL_NONE,
  YB_CHANNEL_PHONE,
  YB_CHANNEL_WECHAT,
  YB_CHANNEL_VISIT,
  YB_CHANNEL_SMS,
  YB_CHANNEL_EMAIL,
  YB_CHANNEL_OTHER,
} YbChannel;

typedef enum
{
  YB_OBJECTION_NONE,
  YB_OBJECTION_CONCERN,
  YB_OBJECTION_BLOCKER,
} YbObjectionKind;

typedef enum
{
  YB_PAYMENT_NONE,
  YB_PAYMENT_EARNEST,
  YB_PAYMENT_DEPOSIT,
  YB_PAYMENT_FIRST,
  YB_PAYMENT_INSTALMENT,
  YB_PAYMENT_BALANCE,
  YB_PAYMENT_REFUND,
} YbPaymentKind;

typedef enum
{
  YB_DECISION_NONE,
  YB_DECISION_GIVEN,
  YB_DECISION_REFUSED,
  YB_DECISION_WITHDRAWN,
} YbConsentState;

typedef enum
{
  YB_CONSENT_NONE,
  YB_CONSENT_PRIVACY_NOTICE,
  YB_CONSENT_MARKETING_SMS,
  YB_CONSENT_MARKETING_CALL,
  YB_CONSENT_WECHAT,
  YB_CONSENT_SURVEY,
} YbConsentPurpose;

extern const YbEnum yb_stage_enum;
extern const YbEnum yb_outcome_enum;
extern const YbEnum yb_drive_state_enum;
extern const YbEnum yb_drive_waiver_enum;
extern const YbEnum yb_grade_enum;
extern const YbEnum yb_channel_enum;
extern const YbEnum yb_objection_kind_enum;
extern const YbEnum yb_payment_kind_enum;
extern const YbEnum yb_payment_method_enum;
extern const YbEnum yb_consent_state_enum;
extern const YbEnum yb_consent_purpose_enum;
extern const YbEnum yb_source_enum;
extern const YbEnum yb_lost_reason_enum;
extern const YbEnum yb_back_reason_enum;
extern const YbEnum yb_visit_purpose_enum;
extern const YbEnum yb_needs_purpose_enum;
extern const YbEnum yb_needs_use_enum;
extern const YbEnum yb_decision_maker_enum;
extern const YbEnum yb_car_choice_enum;
extern const YbEnum yb_identity_kind_enum;
extern const YbEnum yb_sex_enum;
extern const YbEnum yb_history_kind_enum;

G_END_DECLS
