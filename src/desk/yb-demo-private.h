/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "yb-customer.h"
#include "yb-deal.h"
#include "yb-store.h"

G_BEGIN_DECLS

/* Where a deal of the demo stands: one of the nine columns of the board, or off it. */
typedef enum
{
  YB_DEMO_PLACE_BOARD = 1, /* and on up to YB_N_STAGES: the stage */
  YB_DEMO_PLACE_ARCHIVED = YB_N_STAGES + 1,
  YB_DEMO_PLACE_LOST,
  YB_DEMO_PLACE_DORMANT,
  YB_DEMO_N_PLACES,
} YbDemoPlace;

/* Members of the staff that act in the stories. */
typedef enum
{
  YB_DEMO_RC,
  YB_DEMO_SC,
  YB_DEMO_SC2,
  YB_DEMO_SM,
  YB_DEMO_N_ACTORS,
} YbDemoActor;

/**
 * YbDemo:
 * @random: the only source of chance
 * @lean: a very large file: only the rows that the gates and the figures need
 * @now: UTC ms at which the stories stop: 09:00 of the last day, so that nothing lies in the future of the
 * reader
 * @days: texts of the days, "YYYY-MM-DD"
 * @day_starts: their midnights, UTC ms
 * @n_days: how many, those after the last day included
 * @last_day: index of the last day of the stories
 * @actors: staff ids
 * @transaction: the open transaction
 *
 * What the parts of the demo share while it is made.
 */
typedef struct
{
  GRand *random;
  gboolean lean;
  gint64 now;
  char (*days)[11];
  gint64 *day_starts;
  guint n_days;
  guint last_day;
  gint64 actors[YB_DEMO_N_ACTORS];
  YbTransaction *transaction;
} YbDemo;

/**
 * YbDemoCar:
 * @model: name of the model
 * @price: fen, of the simplest trim
 * @electric: gets a green plate
 */
typedef struct
{
  const char *model;
  gint64 price;
  gboolean electric;
} YbDemoCar;

/**
 * YbDemoStaff:
 * @code: the fixed point of contract.md
 * @role: role code
 * @name: an invented name
 */
typedef struct
{
  const char *code;
  const char *role;
  const char *name;
} YbDemoStaff;

typedef enum
{
  YB_DEMO_WORDS_TRIM,
  YB_DEMO_WORDS_COLOUR,
  YB_DEMO_WORDS_REACHED,
  YB_DEMO_WORDS_MISSED,
  YB_DEMO_WORDS_FEEDBACK,
  YB_DEMO_WORDS_TERMS,
  YB_DEMO_WORDS_OBJECTION,
  YB_DEMO_WORDS_ANSWER,
  YB_DEMO_WORDS_LOST,
  YB_DEMO_WORDS_LOST_TO,
  YB_DEMO_WORDS_NOTE,
} YbDemoWords;

extern const YbDemoStaff _yb_demo_staff[];
extern const guint _yb_demo_n_staff;

guint _yb_demo_pick (YbDemo *self, guint n);
gboolean _yb_demo_chance (YbDemo *self, guint percent);
const char *_yb_demo_words (YbDemo *self, YbDemoWords kind);
const YbDemoCar *_yb_demo_pick_car (YbDemo *self);
gint64 _yb_demo_trim_price (const char *trim);
void _yb_demo_set_text (char **text, char *value);
void _yb_demo_fill_customer (YbDemo *self, YbCustomer *customer, guint index, YbDemoPlace place);
void _yb_demo_fill_vehicle (YbDemo *self, YbVehicle *vehicle, guint index, const YbDemoCar *car);
char *_yb_demo_id_number (YbDemo *self, const char *birthday, gboolean female);

gboolean _yb_demo_tell (YbDemo *self, guint index, YbDemoPlace place, GError **error);

G_END_DECLS
