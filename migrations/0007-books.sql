-- The books as double entry, in chapters that are sealed one after the other.

-- Books written before this migration named no category and no provider, and their roots stand in manifests that are out of the house: they cannot be rewritten.
DO $$
BEGIN
  IF EXISTS (SELECT FROM ledger_posting) THEN
    RAISE EXCEPTION 'the books of this database were begun by a version before double entry and cannot be carried over: keep it for reading with that version, and begin a new database with the payments as disbursements.csv';
  END IF;
END $$;
DROP VIEW ledger_entry;
DROP TABLE ledger_posting, ledger_block, ledger_event;
DROP FUNCTION only_approved_runs_post;

-- Which accounts an event moves. accrues: an issue that books the expense as well, because nothing of its month was booked before.
-- expense, transit and held stand for one account for each family and category, or for each provider.
CREATE TABLE ledger_leg (
  event text COLLATE "C" NOT NULL,
  accrues boolean NOT NULL DEFAULT false,
  leg smallint NOT NULL,
  debit_account text NOT NULL,
  credit_account text NOT NULL CHECK (credit_account <> debit_account),
  PRIMARY KEY (event, accrues, leg)
);
INSERT INTO ledger_leg (event, accrues, leg, debit_account, credit_account) VALUES
  ('accrue', false, 1, 'expense', 'liability:payable'),
  ('issue', false, 1, 'liability:payable', 'transit'),
  ('issue', true, 1, 'expense', 'liability:payable'),
  ('issue', true, 2, 'liability:payable', 'transit'),
  ('overpaid', false, 1, 'receivable:overpayment', 'liability:payable'),
  ('recovery', false, 1, 'transit', 'receivable:overpayment'),
  ('recovery_back', false, 1, 'receivable:overpayment', 'transit'),
  ('refund', false, 1, 'treasury', 'receivable:overpayment'),
  ('confirm', false, 1, 'transit', 'held'),
  ('return', false, 1, 'transit', 'liability:payable'),
  ('uncollect', false, 1, 'transit', 'liability:payable'),
  ('draw', false, 1, 'held', 'treasury'),
  ('hand_back', false, 1, 'treasury', 'held');

-- Money that a provider gave back to the treasury.
CREATE TABLE hand_back (
  hand_back_no integer PRIMARY KEY, -- given under the lock of the books: gapless
  reference text COLLATE "C" NOT NULL UNIQUE CHECK (btrim(reference) <> ''),
  month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  received_on date NOT NULL,
  actor text NOT NULL CHECK (btrim(actor) <> ''),
  at timestamptz NOT NULL DEFAULT now()
);

-- A chapter: what enters the books together. It is opened, filled, and closed for ever by its seal.
CREATE TABLE ledger_chapter (
  chapter_no integer PRIMARY KEY, -- given under the lock of the books
  kind text NOT NULL CHECK (kind IN ('run', 'files', 'settlement', 'correction', 'hand_back')),
  month year_month, -- of the run or of the money handed back; null: a file may speak of several
  run_no integer REFERENCES run,
  file_no integer REFERENCES settlement_file,
  event_no integer REFERENCES outcome_event,
  hand_back_no integer REFERENCES hand_back,
  opened_at timestamptz NOT NULL DEFAULT now(),
  CHECK (CASE kind WHEN 'settlement' THEN file_no IS NOT NULL WHEN 'correction' THEN event_no IS NOT NULL
    WHEN 'hand_back' THEN hand_back_no IS NOT NULL ELSE run_no IS NOT NULL END),
  UNIQUE (kind, run_no), UNIQUE (file_no), UNIQUE (event_no), UNIQUE (hand_back_no)
);

-- The rows of one kind of evidence, up to some thousand a block: leaves are their hashes, one after the other, 32 bytes each.
CREATE TABLE ledger_block (
  chapter_no integer NOT NULL REFERENCES ledger_chapter,
  kind text COLLATE "C" NOT NULL,
  block integer NOT NULL,
  first_key text COLLATE "C" NOT NULL,
  last_key text COLLATE "C" NOT NULL,
  rows integer NOT NULL,
  leaves bytea NOT NULL,
  root text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (chapter_no, kind, block),
  CHECK (length(leaves) = 32 * rows)
);
ALTER TABLE ledger_block ALTER leaves SET STORAGE EXTERNAL; -- hashes cannot be compressed

-- The seal of a chapter. head = SHA-256(previous head || root); the signature is over the text that stands in manifests.
CREATE TABLE ledger_seal (
  seal_no integer PRIMARY KEY,
  chapter_no integer NOT NULL UNIQUE REFERENCES ledger_chapter,
  root text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  previous_head text NOT NULL CHECK (previous_head = '' OR previous_head ~ '^[0-9a-f]{64}$'),
  head text NOT NULL UNIQUE CHECK (head ~ '^[0-9a-f]{64}$'),
  key_id text NOT NULL,
  signature text NOT NULL,
  sealed_at timestamptz NOT NULL DEFAULT now()
);

-- Keys that ever sealed; the public half, so that old seals can be checked after a new key came.
CREATE TABLE signing_key (
  key_id text PRIMARY KEY,
  public_key text NOT NULL,
  first_used_at timestamptz NOT NULL DEFAULT now()
);

-- The books. amount may be negative: a red entry, that takes back. The primary key is the last line against paying twice: two runs
-- computed from the same books carry the same issue. cause: 0 for what is issued; the run, outcome or hand-back of anything else.
CREATE TABLE ledger_posting (
  person_id text COLLATE "C" NOT NULL, -- empty: money between office, treasury and provider
  family text COLLATE "C" NOT NULL,
  month year_month NOT NULL,
  issue smallint NOT NULL,
  event text COLLATE "C" NOT NULL,
  part smallint NOT NULL,
  cause integer NOT NULL,
  run_no integer, -- null: money handed back belongs to none
  chapter_no integer NOT NULL,
  block integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL, -- empty where none has to do with it
  category text COLLATE "C" NOT NULL,
  accrues boolean NOT NULL,
  amount bigint NOT NULL CHECK (amount <> 0),
  PRIMARY KEY (person_id, family, month, issue, event, part, cause),
  CHECK (amount > 0 OR event NOT IN ('issue', 'recovery', 'draw', 'hand_back'))
);
CREATE INDEX ledger_posting_of_block ON ledger_posting (chapter_no, block);

-- Postings enter only an open chapter, by events that are known, and what they put on one side they put on the other. A chapter of a
-- run is open while the run is approved and not yet issued. Once per statement, COPY included.
CREATE FUNCTION postings_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT chapter_no FROM added) a LEFT JOIN ledger_chapter c USING (chapter_no) LEFT JOIN run r ON r.run_no = c.run_no AND c.kind = 'run'
             WHERE c.chapter_no IS NULL OR EXISTS (SELECT FROM ledger_seal s WHERE s.chapter_no = a.chapter_no)
               OR (c.kind = 'run' AND (r.status IS DISTINCT FROM 'approved' OR r.approver IS NULL))) THEN
    RAISE EXCEPTION 'the ledger takes postings of open chapters and approved runs only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF (SELECT coalesce(sum(g.amount) FILTER (WHERE s.is_debit), 0) <> coalesce(sum(g.amount) FILTER (WHERE NOT s.is_debit), 0) OR count(*) FILTER (WHERE s.account IS NULL) > 0
      FROM (SELECT event, accrues, sum(amount) AS amount FROM added GROUP BY 1, 2) g LEFT JOIN ledger_leg l USING (event, accrues)
      LEFT JOIN LATERAL (VALUES (l.debit_account, true), (l.credit_account, false)) s (account, is_debit) ON true) THEN
    RAISE EXCEPTION 'debit and credit of these postings differ, or an event is unknown' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER balances AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION postings_balance();

CREATE FUNCTION chapter_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ledger_seal WHERE chapter_no = NEW.chapter_no) THEN
    RAISE EXCEPTION 'chapter % is sealed', NEW.chapter_no USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER only_open BEFORE INSERT ON ledger_block FOR EACH ROW EXECUTE FUNCTION chapter_is_open();

CREATE FUNCTION seal_continues() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.seal_no <> 1 + coalesce((SELECT max(seal_no) FROM ledger_seal), 0)
     OR NEW.previous_head <> coalesce((SELECT head FROM ledger_seal ORDER BY seal_no DESC LIMIT 1), '') THEN
    RAISE EXCEPTION 'seal % does not follow the last one', NEW.seal_no USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER continues BEFORE INSERT ON ledger_seal FOR EACH ROW EXECUTE FUNCTION seal_continues();

-- What a chapter moved, added up when it is sealed: trial balances and draws need not read every posting there ever was.
CREATE TABLE ledger_total (
  chapter_no integer NOT NULL REFERENCES ledger_chapter,
  run_no integer, -- null: money handed back
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  event text COLLATE "C" NOT NULL,
  accrues boolean NOT NULL,
  postings integer NOT NULL,
  amount bigint NOT NULL
);
CREATE UNIQUE INDEX ledger_total_once ON ledger_total (chapter_no, coalesce(run_no, 0), commune_code, provider, family, category, event, accrues);
CREATE TRIGGER only_open BEFORE INSERT ON ledger_total FOR EACH ROW EXECUTE FUNCTION chapter_is_open();

-- What a run draws at the treasury for each commune and provider: its payments less what the provider still had and owed nobody.
CREATE TABLE run_draw (
  run_no integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  payments bigint NOT NULL CHECK (payments >= 0),
  held bigint NOT NULL, -- below 0: the provider paid out more than it was given
  draw bigint NOT NULL CHECK (draw = greatest(0, payments - held)),
  PRIMARY KEY (run_no, commune_code, provider)
);

-- Hashes of the lines and payments of a shard, lines first; the content hash that an approver signs covers their roots.
CREATE TABLE run_block (
  run_no integer NOT NULL,
  ordinal integer NOT NULL,
  first_key text COLLATE "C" NOT NULL, -- persons from first_key up to and including last_key
  last_key text COLLATE "C" NOT NULL,
  lines integer NOT NULL,
  payments integer NOT NULL,
  leaves bytea NOT NULL,
  root text NOT NULL CHECK (root ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY (run_no, ordinal),
  CHECK (length(leaves) = 32 * (lines + payments))
);
ALTER TABLE run_block ALTER leaves SET STORAGE EXTERNAL;
CREATE TRIGGER keep_approved AFTER DELETE ON run_block REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON run_block FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- An overpayment is booked for a category and a commune.
ALTER TABLE run_overpayment
  ADD COLUMN category text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN commune_code text COLLATE "C" NOT NULL DEFAULT '';

-- One row for each side of each account that a posting moves; a red entry stands on the other side.
CREATE VIEW ledger_entry AS
SELECT p.chapter_no, p.block, p.run_no, p.person_id, p.family, p.month, p.issue, p.event, p.part, p.cause, p.commune_code, p.provider, p.category, l.leg, s.is_debit,
  CASE s.account WHEN 'expense' THEN 'expense:' || p.family || ':' || coalesce(nullif(p.category, ''), 'other')
    WHEN 'transit' THEN 'transit:' || p.provider WHEN 'held' THEN 'held:' || p.provider ELSE s.account END AS account,
  CASE WHEN s.is_debit = (p.amount > 0) THEN abs(p.amount) ELSE 0 END AS debit,
  CASE WHEN s.is_debit = (p.amount > 0) THEN 0 ELSE abs(p.amount) END AS credit
FROM ledger_posting p JOIN ledger_leg l USING (event, accrues)
CROSS JOIN LATERAL (VALUES (l.debit_account, true), (l.credit_account, false)) s (account, is_debit);

-- The trial balance: what went to each side of each account, by the month of the run (or of the money handed back), commune and provider.
CREATE VIEW ledger_balance AS
SELECT coalesce(r.month, c.month) AS month, t.commune_code, t.provider,
  CASE s.account WHEN 'expense' THEN 'expense:' || t.family || ':' || coalesce(nullif(t.category, ''), 'other')
    WHEN 'transit' THEN 'transit:' || t.provider WHEN 'held' THEN 'held:' || t.provider ELSE s.account END AS account,
  sum(CASE WHEN s.is_debit THEN t.amount ELSE 0 END) AS debit,
  sum(CASE WHEN s.is_debit THEN 0 ELSE t.amount END) AS credit
FROM ledger_total t JOIN ledger_chapter c USING (chapter_no) LEFT JOIN run r ON r.run_no = t.run_no JOIN ledger_leg l USING (event, accrues)
CROSS JOIN LATERAL (VALUES (l.debit_account, true), (l.credit_account, false)) s (account, is_debit)
GROUP BY 1, 2, 3, 4;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_leg', 'hand_back', 'ledger_chapter', 'ledger_block', 'ledger_seal', 'signing_key', 'ledger_posting', 'ledger_total', 'run_draw'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

GRANT SELECT ON ledger_leg, ledger_entry, ledger_balance TO chitra_app;
GRANT SELECT, INSERT ON hand_back, ledger_chapter, ledger_block, ledger_seal, signing_key, ledger_posting, ledger_total, run_draw TO chitra_app;
GRANT SELECT, INSERT, DELETE ON run_block TO chitra_app;
