-- The first schema. Never edited after a release: changes are further files with the next number.
-- Texts, dates and codes that are not stated are '', numbers that are not stated are NULL.
-- BLOB columns of records are sealed values (src/store/yb-seal.c), x'' when not stated; _hash and _tail are keyed.
-- Times are UTC milliseconds, money is fen, days are YYYY-MM-DD.

CREATE TABLE staff (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  code TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  roles TEXT NOT NULL DEFAULT '',
  team TEXT NOT NULL DEFAULT '',
  password TEXT NOT NULL DEFAULT '',
  pin TEXT NOT NULL DEFAULT '',
  must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1)),
  active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1)),
  external_id TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE UNIQUE INDEX staff_code ON staff (code);
CREATE UNIQUE INDEX staff_external_id ON staff (external_id) WHERE external_id <> '';

CREATE TABLE customer (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  external_id TEXT NOT NULL DEFAULT '',
  name TEXT NOT NULL DEFAULT '',
  company TEXT NOT NULL DEFAULT '',
  phone BLOB NOT NULL DEFAULT x'',
  phone_hash BLOB,
  phone_tail INTEGER,
  phone2 BLOB NOT NULL DEFAULT x'',
  phone2_hash BLOB,
  phone2_tail INTEGER,
  wechat BLOB NOT NULL DEFAULT x'',
  email BLOB NOT NULL DEFAULT x'',
  sex TEXT NOT NULL DEFAULT '',
  birthday BLOB NOT NULL DEFAULT x'',
  id_number BLOB NOT NULL DEFAULT x'',
  address BLOB NOT NULL DEFAULT x'',
  source TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  privacy_notice TEXT NOT NULL DEFAULT '',
  pinyin TEXT NOT NULL DEFAULT '',
  initials TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE vehicle (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  customer INTEGER REFERENCES customer (id),
  plate TEXT NOT NULL DEFAULT '',
  vin TEXT NOT NULL DEFAULT '',
  model TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE consent (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  customer INTEGER REFERENCES customer (id),
  purpose TEXT NOT NULL DEFAULT '',
  channel TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  decided_at INTEGER
) STRICT;

-- What a card of the board shows stands first: SQLite reads a row from its head.
CREATE TABLE deal (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  customer INTEGER NOT NULL REFERENCES customer (id),
  consultant INTEGER REFERENCES staff (id),
  stage TEXT NOT NULL CHECK (stage <> ''),
  outcome TEXT NOT NULL CHECK (outcome <> ''),
  on_board INTEGER NOT NULL DEFAULT 0 CHECK (on_board IN (0, 1)),
  next_contact_at INTEGER,
  last_contact_at INTEGER,
  stage_since INTEGER,
  amount INTEGER,
  grade TEXT NOT NULL DEFAULT '',
  source TEXT NOT NULL DEFAULT '',
  model TEXT NOT NULL DEFAULT '',
  trim TEXT NOT NULL DEFAULT '',
  opened_on TEXT NOT NULL DEFAULT '',
  closed_on TEXT NOT NULL DEFAULT '',
  open_blockers INTEGER,
  loss_requested_at INTEGER,
  lost_reason TEXT NOT NULL DEFAULT '',
  dormant_until TEXT NOT NULL DEFAULT '',
  external_id TEXT NOT NULL DEFAULT '',
  two_way_contacts INTEGER,
  visit_purpose TEXT NOT NULL DEFAULT '',
  needs_purpose TEXT NOT NULL DEFAULT '',
  needs_budget INTEGER,
  needs_use TEXT NOT NULL DEFAULT '',
  needs_planned_on TEXT NOT NULL DEFAULT '',
  needs_decision_maker TEXT NOT NULL DEFAULT '',
  needs_confirmed INTEGER NOT NULL DEFAULT 0 CHECK (needs_confirmed IN (0, 1)),
  colour TEXT NOT NULL DEFAULT '',
  model_agreed INTEGER NOT NULL DEFAULT 0 CHECK (model_agreed IN (0, 1)),
  drive_state TEXT NOT NULL DEFAULT '',
  drive_on TEXT NOT NULL DEFAULT '',
  drive_waiver TEXT NOT NULL DEFAULT '',
  drive_score INTEGER,
  drive_feedback TEXT NOT NULL DEFAULT '',
  demand_amount INTEGER,
  demand_terms TEXT NOT NULL DEFAULT '',
  demand_not_stated INTEGER NOT NULL DEFAULT 0 CHECK (demand_not_stated IN (0, 1)),
  offer_amount INTEGER,
  offer_valid_until TEXT NOT NULL DEFAULT '',
  offer_accepted_at INTEGER,
  buyer_name TEXT NOT NULL DEFAULT '',
  buyer_id_kind TEXT NOT NULL DEFAULT '',
  buyer_id_number BLOB NOT NULL DEFAULT x'',
  car_choice TEXT NOT NULL DEFAULT '',
  contract_number TEXT NOT NULL DEFAULT '',
  contract_signed_on TEXT NOT NULL DEFAULT '',
  delivery_on TEXT NOT NULL DEFAULT '',
  first_payment INTEGER,
  paid INTEGER,
  delivered_on TEXT NOT NULL DEFAULT '',
  advisor_present INTEGER NOT NULL DEFAULT 0 CHECK (advisor_present IN (0, 1)),
  contact_channel TEXT NOT NULL DEFAULT '',
  back_moves INTEGER,
  cycle INTEGER,
  lost_text TEXT NOT NULL DEFAULT '',
  lost_to TEXT NOT NULL DEFAULT '',
  former_consultant INTEGER REFERENCES staff (id),
  handed_over_at INTEGER,
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE contact (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  deal INTEGER NOT NULL REFERENCES deal (id),
  at INTEGER,
  channel TEXT NOT NULL DEFAULT '',
  reached INTEGER NOT NULL DEFAULT 0 CHECK (reached IN (0, 1)),
  text TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE objection (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  deal INTEGER NOT NULL REFERENCES deal (id),
  kind TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  resolved_at INTEGER,
  answer TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE payment (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  deal INTEGER NOT NULL REFERENCES deal (id),
  kind TEXT NOT NULL DEFAULT '',
  amount INTEGER,
  method TEXT NOT NULL DEFAULT '',
  received_on TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE deal_history (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  deal INTEGER NOT NULL REFERENCES deal (id),
  at INTEGER,
  staff INTEGER REFERENCES staff (id),
  kind TEXT NOT NULL DEFAULT '',
  from_stage TEXT NOT NULL DEFAULT '',
  to_stage TEXT NOT NULL DEFAULT '',
  from_outcome TEXT NOT NULL DEFAULT '',
  to_outcome TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  note TEXT NOT NULL DEFAULT '',
  waived TEXT NOT NULL DEFAULT '',
  approver INTEGER REFERENCES staff (id),
  workstation TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE rule (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  key TEXT NOT NULL DEFAULT '',
  value TEXT NOT NULL DEFAULT '',
  valid_from TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE role_right (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  role TEXT NOT NULL DEFAULT '',
  right TEXT NOT NULL DEFAULT '',
  scope TEXT NOT NULL DEFAULT '',
  access TEXT NOT NULL DEFAULT '',
  per_day INTEGER
) STRICT;

-- A change of a right that waits for somebody else's approval, and what became of it.
CREATE TABLE right_change (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  role TEXT NOT NULL DEFAULT '',
  right TEXT NOT NULL DEFAULT '',
  scope TEXT NOT NULL DEFAULT '',
  access TEXT NOT NULL DEFAULT '',
  per_day INTEGER,
  reason TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT '',
  decided_by INTEGER REFERENCES staff (id),
  decided_at INTEGER,
  CHECK (decided_by IS NULL OR decided_by <> created_by OR state <> 'approved')
) STRICT;

-- Who looked at which hidden fact of a customer, and why. Never what it said.
CREATE TABLE reveal (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  at INTEGER,
  staff INTEGER REFERENCES staff (id),
  customer INTEGER REFERENCES customer (id),
  deal INTEGER REFERENCES deal (id),
  field TEXT NOT NULL DEFAULT '',
  reason TEXT NOT NULL DEFAULT '',
  text TEXT NOT NULL DEFAULT '',
  right TEXT NOT NULL DEFAULT '',
  is_unusual INTEGER NOT NULL DEFAULT 0 CHECK (is_unusual IN (0, 1))
) STRICT;

-- Every export: announced before the file is written, completed with its content's sum. Never a name of a customer.
CREATE TABLE export_run (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  at INTEGER,
  staff INTEGER REFERENCES staff (id),
  kind TEXT NOT NULL DEFAULT '',
  filter TEXT NOT NULL DEFAULT '',
  is_personal INTEGER NOT NULL DEFAULT 0 CHECK (is_personal IN (0, 1)),
  purpose TEXT NOT NULL DEFAULT '',
  approved_by INTEGER REFERENCES staff (id),
  file_name TEXT NOT NULL DEFAULT '',
  rows INTEGER,
  file_hash TEXT NOT NULL DEFAULT '',
  finished_at INTEGER
) STRICT;

CREATE TABLE import_run (
  id INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  created_by INTEGER REFERENCES staff (id),
  updated_at INTEGER NOT NULL,
  updated_by INTEGER REFERENCES staff (id),
  kind TEXT NOT NULL DEFAULT '',
  file_name TEXT NOT NULL DEFAULT '',
  file_hash TEXT NOT NULL DEFAULT '',
  rows INTEGER,
  imported INTEGER,
  updated INTEGER,
  skipped INTEGER,
  audit INTEGER,
  undone_at INTEGER
) STRICT;

CREATE UNIQUE INDEX customer_external_id ON customer (external_id) WHERE external_id <> '';
CREATE INDEX customer_phone ON customer (phone_hash) WHERE phone_hash IS NOT NULL;
CREATE INDEX customer_phone2 ON customer (phone2_hash) WHERE phone2_hash IS NOT NULL;
CREATE INDEX customer_name ON customer (name, id);

CREATE INDEX vehicle_customer ON vehicle (customer);
CREATE INDEX vehicle_plate ON vehicle (plate) WHERE plate <> '';
CREATE INDEX vehicle_vin ON vehicle (vin) WHERE vin <> '';
CREATE INDEX consent_customer ON consent (customer, purpose, id);

CREATE UNIQUE INDEX deal_external_id ON deal (external_id) WHERE external_id <> '';
CREATE INDEX deal_customer ON deal (customer, id);
-- The order of a column of the board: deals without a planned contact first, then the most overdue.
-- The consultant rides along, so that "mine" is read from the same index: one page less to write per move. on_board rides
-- along because SQLite reads the row to test a column that the index only has in its WHERE.
CREATE INDEX deal_board ON deal (stage, next_contact_at, id, consultant, on_board) WHERE on_board = 1;
CREATE INDEX deal_off_board ON deal (outcome, closed_on, id) WHERE on_board = 0;
CREATE INDEX deal_loss_requested ON deal (loss_requested_at, id) WHERE loss_requested_at IS NOT NULL;
CREATE INDEX deal_dormant ON deal (dormant_until, id) WHERE outcome = 'dormant';
CREATE INDEX deal_closed_on
  ON deal (closed_on, outcome, consultant, amount, opened_on, source, model, lost_reason) WHERE closed_on <> '';
CREATE INDEX deal_delivered_on ON deal (delivered_on, consultant, source, model) WHERE delivered_on <> '';
CREATE INDEX deal_delivery_on ON deal (delivery_on, outcome, closed_on, amount) WHERE delivery_on <> '';
CREATE INDEX deal_opened_on ON deal (opened_on);

CREATE INDEX contact_deal ON contact (deal, at, id);
CREATE INDEX objection_deal ON objection (deal, id);
CREATE INDEX payment_deal ON payment (deal, id);
CREATE INDEX payment_received_on ON payment (received_on, amount);
CREATE INDEX deal_history_deal ON deal_history (deal, id);
-- Only what the figures count by its day: a move of a card, the most frequent of all, writes a page less.
CREATE INDEX deal_history_created ON deal_history (at, deal) WHERE kind = 'created';
CREATE INDEX deal_history_cancelled ON deal_history (at, deal) WHERE kind = 'cancelled';
CREATE UNIQUE INDEX rule_key ON rule (key, valid_from);
CREATE UNIQUE INDEX role_right_unique ON role_right (role, right);
CREATE UNIQUE INDEX right_change_waiting ON right_change (role, right) WHERE state = 'requested';
CREATE INDEX reveal_staff_at ON reveal (staff, at, right);
CREATE INDEX reveal_at ON reveal (at, id);
CREATE INDEX reveal_unusual ON reveal (at) WHERE is_unusual = 1;
CREATE INDEX export_run_staff_at ON export_run (staff, at);
CREATE INDEX deal_former ON deal (former_consultant, handed_over_at) WHERE former_consultant IS NOT NULL;

CREATE TRIGGER deal_history_is_kept BEFORE UPDATE ON deal_history
BEGIN
  SELECT RAISE (ABORT, 'history is never changed');
END;

CREATE TRIGGER reveal_is_kept BEFORE UPDATE ON reveal
BEGIN
  SELECT RAISE (ABORT, 'the list of who saw what is never changed');
END;

CREATE TRIGGER reveal_is_not_deleted BEFORE DELETE ON reveal
BEGIN
  SELECT RAISE (ABORT, 'the list of who saw what is never deleted');
END;

CREATE TRIGGER export_run_is_not_deleted BEFORE DELETE ON export_run
BEGIN
  SELECT RAISE (ABORT, 'the list of exports is never deleted');
END;

-- One row per transaction: who did what, and everything that changed. Also the change signal for other processes and
-- the source of undo. changes and undo are JSON made by the store.
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  staff INTEGER REFERENCES staff (id),
  approver INTEGER REFERENCES staff (id),
  workstation TEXT NOT NULL,
  verb TEXT NOT NULL,
  arguments TEXT NOT NULL,
  changes TEXT NOT NULL,
  undoable INTEGER NOT NULL CHECK (undoable IN (0, 1)),
  undo_of INTEGER REFERENCES audit (seq),
  hash BLOB
) STRICT;

-- Seals of rows that were written while the store was locked and had no key: a sign-in that failed. The next
-- transaction with a key writes them, so that the rows themselves are never touched.
CREATE TABLE audit_seal (
  seq INTEGER PRIMARY KEY REFERENCES audit (seq),
  hash BLOB NOT NULL
) STRICT;

-- Who signed in here today, and what failed: costs the other actions nothing.
CREATE INDEX audit_sign_in ON audit (at, seq) WHERE verb = 'staff.sign-in';
-- Where the trail says itself that it begins anew: few rows, and none to write for the others.
CREATE INDEX audit_epoch ON audit (seq) WHERE verb IN ('backup.restore', 'audit.accept');
CREATE UNIQUE INDEX audit_undo_of ON audit (undo_of) WHERE undo_of IS NOT NULL;

CREATE TRIGGER audit_is_kept BEFORE UPDATE ON audit
BEGIN
  SELECT RAISE (ABORT, 'the audit trail is never changed');
END;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
BEGIN
  SELECT RAISE (ABORT, 'the audit trail is never deleted');
END;

-- INSERT OR REPLACE would delete without asking the trigger above.
CREATE TRIGGER audit_is_not_replaced BEFORE INSERT ON audit
  WHEN EXISTS (SELECT 1 FROM audit WHERE seq = new.seq)
BEGIN
  SELECT RAISE (ABORT, 'the audit trail is never changed');
END;

CREATE TRIGGER audit_seal_is_kept BEFORE UPDATE ON audit_seal
BEGIN
  SELECT RAISE (ABORT, 'a seal is never changed');
END;

CREATE TRIGGER audit_seal_is_not_deleted BEFORE DELETE ON audit_seal
BEGIN
  SELECT RAISE (ABORT, 'a seal is never deleted');
END;

CREATE TRIGGER audit_seal_is_missing BEFORE INSERT ON audit_seal
  WHEN EXISTS (SELECT 1 FROM audit_seal WHERE seq = new.seq)
    OR EXISTS (SELECT 1 FROM audit WHERE seq = new.seq AND hash IS NOT NULL)
BEGIN
  SELECT RAISE (ABORT, 'the row has its seal');
END;

-- What the store itself has to remember: its name, the time zone, whether it is a demo.
CREATE TABLE meta (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Copies of the data key, each locked to the key pair of a password (Argon2id) or of the recovery key (staff NULL).
CREATE TABLE key_wrap (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('password', 'recovery')),
  staff INTEGER REFERENCES staff (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  opslimit INTEGER NOT NULL,
  memlimit INTEGER NOT NULL,
  salt BLOB NOT NULL,
  public_key BLOB NOT NULL,
  wrapped BLOB NOT NULL,
  CHECK ((kind = 'recovery') = (staff IS NULL))
) STRICT;

CREATE UNIQUE INDEX key_wrap_staff ON key_wrap (coalesce (staff, 0));

-- Data keys of before a change, each sealed with the newest: values in the audit trail keep theirs.
CREATE TABLE key_old (
  version INTEGER PRIMARY KEY,
  sealed BLOB NOT NULL
) STRICT;

-- Heads of the board's columns, kept by the triggers below in the transaction of every change, so that they are read
-- in the same time at any size. consultant 0: nobody.
CREATE TABLE board_summary (
  stage TEXT NOT NULL,
  consultant INTEGER NOT NULL,
  deals INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (stage, consultant)
) STRICT, WITHOUT ROWID;

-- Deals per stage and hour (UTC) of the planned contact: overdue is the sum of the hours before plus a look into this one.
CREATE TABLE board_due (
  stage TEXT NOT NULL,
  hour INTEGER NOT NULL,
  deals INTEGER NOT NULL,
  PRIMARY KEY (stage, hour)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER deal_joins_summary AFTER INSERT ON deal WHEN new.on_board = 1
BEGIN
  INSERT INTO board_summary VALUES (new.stage, coalesce (new.consultant, 0), 1, coalesce (new.amount, 0))
    ON CONFLICT DO UPDATE SET deals = deals + 1, amount = amount + excluded.amount;
END;

CREATE TRIGGER deal_leaves_summary AFTER DELETE ON deal WHEN old.on_board = 1
BEGIN
  UPDATE board_summary SET deals = deals - 1, amount = amount - coalesce (old.amount, 0)
    WHERE stage = old.stage AND consultant = coalesce (old.consultant, 0);
END;

CREATE TRIGGER deal_changes_summary AFTER UPDATE OF stage, on_board, consultant, amount ON deal
  WHEN old.stage <> new.stage OR old.on_board <> new.on_board OR old.consultant IS NOT new.consultant
    OR old.amount IS NOT new.amount
BEGIN
  UPDATE board_summary SET deals = deals - 1, amount = amount - coalesce (old.amount, 0)
    WHERE old.on_board = 1 AND stage = old.stage AND consultant = coalesce (old.consultant, 0);
  INSERT INTO board_summary SELECT new.stage, coalesce (new.consultant, 0), 1, coalesce (new.amount, 0)
    WHERE new.on_board = 1
    ON CONFLICT DO UPDATE SET deals = deals + 1, amount = amount + excluded.amount;
END;

CREATE TRIGGER deal_joins_due AFTER INSERT ON deal WHEN new.on_board = 1 AND new.next_contact_at IS NOT NULL
BEGIN
  INSERT INTO board_due VALUES (new.stage, new.next_contact_at / 3600000, 1)
    ON CONFLICT DO UPDATE SET deals = deals + 1;
END;

CREATE TRIGGER deal_leaves_due AFTER DELETE ON deal WHEN old.on_board = 1 AND old.next_contact_at IS NOT NULL
BEGIN
  UPDATE board_due SET deals = deals - 1 WHERE stage = old.stage AND hour = old.next_contact_at / 3600000;
END;

CREATE TRIGGER deal_changes_due AFTER UPDATE OF stage, on_board, next_contact_at ON deal
  WHEN (old.stage <> new.stage OR old.on_board <> new.on_board OR old.next_contact_at IS NOT new.next_contact_at)
    AND (old.next_contact_at IS NOT NULL OR new.next_contact_at IS NOT NULL)
BEGIN
  UPDATE board_due SET deals = deals - 1
    WHERE old.on_board = 1 AND stage = old.stage AND hour = old.next_contact_at / 3600000;
  INSERT INTO board_due SELECT new.stage, new.next_contact_at / 3600000, 1
    WHERE new.on_board = 1 AND new.next_contact_at IS NOT NULL
    ON CONFLICT DO UPDATE SET deals = deals + 1;
END;

CREATE VIEW deal_card AS
  SELECT d.id, d.revision, d.customer, c.name AS customer_name, d.consultant,
         coalesce (s.name, '') AS consultant_name, d.grade, d.amount, d.stage, d.outcome, d.stage_since,
         d.next_contact_at, d.last_contact_at, d.model, d.trim, d.open_blockers, d.loss_requested_at
    FROM deal d
    JOIN customer c ON c.id = d.customer
    LEFT JOIN staff s ON s.id = d.consultant;

CREATE VIEW closed_deal AS
  SELECT d.id, d.revision, d.customer, c.name AS customer_name, d.consultant,
         coalesce (s.name, '') AS consultant_name, d.amount, d.stage, d.outcome, d.model, d.opened_on, d.closed_on,
         d.loss_requested_at, d.lost_reason, d.dormant_until
    FROM deal d
    JOIN customer c ON c.id = d.customer
    LEFT JOIN staff s ON s.id = d.consultant;

-- A line of the audit trail for people. Its subject is the record that the verb's area names, among the changed ones or
-- in the arguments; else the first that changed, unless they are many.
CREATE VIEW audit_line AS
  SELECT a.seq AS id, 0 AS revision, a.at, a.staff, coalesce (s.name, '') AS staff_name, a.approver, a.workstation,
         a.verb,
         CASE WHEN a.in_changes > 0 OR a.in_arguments > 0 THEN a.area
              WHEN a.changes LIKE '[{"table":"%' AND instr (a.changes, '"last":') = 0
                THEN substr (a.changes, 12, instr (substr (a.changes, 12), '"') - 1)
              ELSE '' END AS subject,
         CASE WHEN a.in_changes > 0 THEN CAST (substr (a.changes, a.in_changes + length (a.area) + 16, 20) AS INTEGER)
              WHEN a.in_arguments > 0
                THEN CAST (substr (a.arguments, a.in_arguments + length (a.area) + 3, 20) AS INTEGER)
              WHEN a.changes LIKE '[{"table":"%' AND instr (a.changes, '"last":') = 0
                THEN CAST (substr (a.changes, 18 + instr (substr (a.changes, 12), '"'), 20) AS INTEGER)
         END AS subject_id,
         a.undo_of
    FROM (SELECT *, substr (verb, 1, instr (verb, '.') - 1) AS area,
                 instr (changes, '"table":"' || substr (verb, 1, instr (verb, '.') - 1) || '","id":') AS in_changes,
                 instr (arguments, '"' || substr (verb, 1, instr (verb, '.') - 1) || '":') AS in_arguments
            FROM audit) a
    LEFT JOIN staff s ON s.id = a.staff;
