/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "yb-ctl-search.h"

#include <string.h>

#include "yb-ctl-kinds.h"
#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-identifier.h"
#include "yb-width.h"

#define LAST_DIGITS 4

struct _YbCtlSearch
{
  char *folded;
  char *phone;
};

static char *
fold (const char *text)
{
  g_autofree char *narrow = yb_width_fold (text);

  return g_utf8_casefold (narrow, -1);
}

/**
 * yb_ctl_search_new:
 * @text: what is looked for
 * @may_look_up: whether phone numbers are looked at
 *
 * Returns: (transfer full): the search
 */
YbCtlSearch *
yb_ctl_search_new (const char *text, gboolean may_look_up)
{
  YbCtlSearch *self = g_new0 (YbCtlSearch, 1);
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (text, -1));

  self->folded = fold (valid);
  self->phone = may_look_up ? yb_phone_normalise (valid) : NULL;
  if (self->phone == NULL)
    self->phone = g_strdup ("");
  return self;
}

static gboolean
is_in (YbCtlSearch *self, const char *text)
{
  g_autofree char *folded = *text != '\0' ? fold (text) : NULL;

  return folded != NULL && strstr (folded, self->folded) != NULL;
}

/* Only the whole number or its last four digits: who may not see it shall not find it out digit by digit. */
static gboolean
is_phone (YbCtlSearch *self, const char *phone)
{
  gsize asked = strlen (self->phone), given = strlen (phone);

  if (asked == 0 || given < asked)
    return FALSE;
  return g_str_equal (phone, self->phone) ||
         (asked == LAST_DIGITS && g_str_equal (phone + given - LAST_DIGITS, self->phone));
}

static gboolean
finds_customer (YbCtlSearch *self, const YbCustomer *customer)
{
  return is_in (self, customer->name) || is_in (self, customer->company) || is_in (self, customer->pinyin) ||
         is_in (self, customer->initials) || is_phone (self, customer->phone) ||
         is_phone (self, customer->phone2);
}

static gboolean
finds_deal (YbCtlSearch *self, YbCtl *ctl, const YbDeal *deal)
{
  g_autoptr (YbRow) customer = NULL;

  if (is_in (self, deal->model) || is_in (self, deal->external_id) || is_in (self, deal->contract_number))
    return TRUE;

  customer = yb_ctl_load (ctl, &yb_customer_row_type, deal->customer, NULL);
  return customer != NULL && finds_customer (self, YB_CUSTOMER (customer));
}

static gboolean
finds_text (YbCtlSearch *self, YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);

  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == YB_FIELD_TEXT && is_in (self, yb_row_get_text (row, &type->fields[i])))
      return TRUE;

  return FALSE;
}

/**
 * yb_ctl_search_finds:
 * @self: a search
 * @ctl: the call, signed in
 * @row: a record
 *
 * Returns: whether the text is in the record: a customer's name, company, pinyin, initials or phone; a deal's
 * model, numbers or customer; any text of other records
 */
gboolean
yb_ctl_search_finds (YbCtlSearch *self, YbCtl *ctl, YbRow *row)
{
  const YbRowType *type = yb_row_get_row_type (row);

  if (*self->folded == '\0')
    return TRUE;
  if (type == &yb_customer_row_type)
    return finds_customer (self, YB_CUSTOMER (row));
  if (type == &yb_deal_row_type)
    return finds_deal (self, ctl, YB_DEAL (row));

  return finds_text (self, row);
}

/**
 * yb_ctl_search_free:
 * @self: a search
 */
void
yb_ctl_search_free (YbCtlSearch *self)
{
  g_free (self->folded);
  g_free (self->phone);
  g_free (self);
}
