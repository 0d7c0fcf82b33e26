/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "yb-deal-enums.h"
#include "yb-row.h"

G_BEGIN_DECLS

/**
 * YbCustomer:
 * @pinyin: (internal) reading of the name, made at write
 * @initials: (internal) first letters of @pinyin
 * @privacy_notice: #YbConsentState of the newest consent row for the privacy notice
 *
 * A person or company. Members are the fields of contract.md "customers".
 */
typedef struct
{
  YbRow parent_instance;

  char *external_id;
  char *name;
  char *company;
  char *phone;
  char *phone2;
  char *wechat;
  char *email;
  gint64 sex;
  char *birthday;
  char *id_number;
  char *address;
  gint64 source;
  char *note;
  gint64 privacy_notice;
  char *pinyin;
  char *initials;
} YbCustomer;

YB_DECLARE_ROW (YbCustomer, yb_customer, YB_CUSTOMER)

/**
 * YbVehicle:
 *
 * A customer's car.
 */
typedef struct
{
  YbRow parent_instance;

  gint64 customer;
  char *plate;
  char *vin;
  char *model;
} YbVehicle;

YB_DECLARE_ROW (YbVehicle, yb_vehicle, YB_VEHICLE)

/**
 * YbConsent:
 * @state: #YbConsentState
 * @purpose: #YbConsentPurpose
 *
 * What a customer decided about the use of their data; never changed, a new decision is a new row (flows.md 3.16).
 */
typedef struct
{
  YbRow parent_instance;

  gint64 customer;
  gint64 purpose;
  gint64 channel;
  gint64 state;
  gint64 decided_at;
} YbConsent;

YB_DECLARE_ROW (YbConsent, yb_consent, YB_CONSENT)

G_END_DECLS
