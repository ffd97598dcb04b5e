-- A run: one month's payroll from opening to payout files, and the work it is cut into.

CREATE TABLE run (
  run_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id text COLLATE "C" NOT NULL UNIQUE,
  month year_month NOT NULL,
  sequence integer NOT NULL, -- which run of the month this is: part of run_id and of payment ids
  kind text NOT NULL CHECK (kind IN ('regular', 'supplementary')),
  status text NOT NULL CHECK (status IN ('queued', 'computing', 'draft', 'approved', 'issued', 'settled', 'closed', 'rejected', 'failed')),
  -- frozen at opening: what the run was computed from
  province text NOT NULL,
  communes text[], -- null: the whole province
  known_at date NOT NULL,
  window_from year_month NOT NULL,
  catalogue_sha256 text NOT NULL,
  registry_batch integer NOT NULL,
  last_hold_event integer NOT NULL,
  issued_runs integer NOT NULL, -- how many runs had been issued: payments of later ones are unknown to this one
  maker text NOT NULL CHECK (maker <> ''),
  opened_at timestamptz NOT NULL DEFAULT now(),
  attempt integer NOT NULL DEFAULT 1,
  -- control totals in VND, written by the check
  persons integer, payments integer, amount bigint,
  current_amount bigint, arrears_amount bigint, carried_amount bigint,
  held_persons integer, held_amount bigint, overpaid_amount bigint, exceptions integer,
  content_sha256 text,
  failure text,
  -- what the approver signed: never the maker
  approver text, approved_at timestamptz, signed_payments integer, signed_amount bigint, signed_sha256 text,
  rejected_by text, reject_reason text,
  -- the books
  issue_no integer UNIQUE, ledger_root text, previous_ledger_root text, issued_at timestamptz,
  manifest_sha256 text,
  UNIQUE (month, sequence),
  CONSTRAINT approver_is_not_the_maker CHECK (approver <> maker),
  CONSTRAINT approval_is_whole CHECK (status NOT IN ('approved', 'issued', 'settled')
    OR (approver IS NOT NULL AND signed_payments = payments AND signed_amount = amount AND signed_sha256 = content_sha256)),
  CONSTRAINT issue_is_whole CHECK (status NOT IN ('issued', 'settled') OR (issue_no IS NOT NULL AND ledger_root IS NOT NULL))
);

-- What a person may do with a run and in which order; totals and signatures are fixed once they are approved.
CREATE FUNCTION run_moves_forward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> NEW.status AND NOT (OLD.status || '>' || NEW.status = ANY (ARRAY[
    'queued>computing', 'queued>failed', 'computing>draft', 'computing>closed', 'computing>failed', 'draft>queued', 'failed>queued',
    'draft>approved', 'draft>rejected', 'failed>rejected', 'queued>rejected', 'computing>rejected', 'computing>queued',
    'approved>issued', 'issued>settled', 'settled>issued', 'settled>closed'])) THEN
    RAISE EXCEPTION 'run %: a run that is % cannot become %', OLD.run_id, OLD.status, NEW.status USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.status IN ('approved', 'issued', 'settled', 'closed', 'rejected') AND
     (OLD.month, OLD.maker, OLD.known_at, OLD.registry_batch, OLD.persons, OLD.payments, OLD.amount, OLD.content_sha256, OLD.approver, OLD.approved_at,
      OLD.signed_payments, OLD.signed_amount, OLD.signed_sha256)
     IS DISTINCT FROM
     (NEW.month, NEW.maker, NEW.known_at, NEW.registry_batch, NEW.persons, NEW.payments, NEW.amount, NEW.content_sha256, NEW.approver, NEW.approved_at,
      NEW.signed_payments, NEW.signed_amount, NEW.signed_sha256) THEN
    RAISE EXCEPTION 'run %: what was approved cannot be altered', OLD.run_id USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.issue_no IS NOT NULL AND (OLD.issue_no, OLD.ledger_root, OLD.issued_at) IS DISTINCT FROM (NEW.issue_no, NEW.ledger_root, NEW.issued_at) THEN
    RAISE EXCEPTION 'run %: what was issued cannot be altered', OLD.run_id USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves_forward BEFORE UPDATE ON run FOR EACH ROW EXECUTE FUNCTION run_moves_forward();

-- One live run at most for a commune: two drafts of the same people would each find the same money missing.
CREATE TABLE live_commune (
  commune_code text COLLATE "C" PRIMARY KEY,
  run_no integer NOT NULL
);

-- The work of a run, and the outbox of the queue: what is not done here is put into the queue again, however often.
-- Every claim raises the fence; every write transaction checks it, so a worker that wakes up late writes nothing.
CREATE TABLE work_item (
  item_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_no integer NOT NULL REFERENCES run,
  stage text NOT NULL CHECK (stage IN ('compute', 'check', 'issue', 'files', 'seal')),
  ordinal integer NOT NULL,
  first_key text COLLATE "C", -- persons from first_key (included) up to last_key (included), or one commune code in both
  last_key text COLLATE "C",
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done')),
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz,
  enqueued_at timestamptz,
  enqueued_times integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  last_error text,
  done_at timestamptz,
  totals jsonb,
  UNIQUE (run_no, stage, ordinal)
);
CREATE INDEX work_to_do ON work_item (item_no) WHERE state <> 'done';

CREATE TABLE legal_basis (
  basis_no smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  wording text NOT NULL UNIQUE
);

-- Persons whose national id another active person has too, as found at opening.
CREATE TABLE run_duplicate (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (run_no, person_id)
);

-- What is missing, line by line. issue: how often this person, family and month was issued before, plus one.
CREATE TABLE run_line (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  issue smallint NOT NULL,
  part smallint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('current', 'arrears', 'carried')),
  category text NOT NULL,
  award_id text COLLATE "C" NOT NULL,
  standard integer NOT NULL,
  coefficient_tenths integer NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  basis_no smallint NOT NULL,
  hold_reason text,
  PRIMARY KEY (run_no, person_id, family, month, part)
);

-- One per person and run: the sum of the lines without a hold; held: only lines with a hold, and their sum.
CREATE TABLE payment (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  ordinal integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  channel text,
  provider text COLLATE "C",
  payment_point text COLLATE "C",
  amount bigint NOT NULL CHECK (amount > 0),
  current_amount bigint NOT NULL,
  arrears_amount bigint NOT NULL,
  carried_amount bigint NOT NULL,
  arrears_months smallint NOT NULL,
  hold_reason text,
  PRIMARY KEY (run_no, person_id),
  CHECK (amount = current_amount + arrears_amount + carried_amount),
  CHECK (hold_reason IS NOT NULL OR (channel IS NOT NULL AND provider IS NOT NULL))
);
CREATE INDEX payment_of_commune ON payment (run_no, commune_code);

CREATE TABLE run_exception (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  control text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  severity text NOT NULL CHECK (severity IN ('block', 'warn')),
  message text NOT NULL,
  PRIMARY KEY (run_no, person_id, control)
);

-- The overpayment register as a run found it: paid more than is due, month by month. Never netted.
CREATE TABLE run_overpayment (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (run_no, person_id, family, month)
);

-- What was computed is thrown away only while nobody has approved it.
CREATE FUNCTION refuse_delete_of_approved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_no FROM gone) g JOIN run r USING (run_no)
             WHERE r.status NOT IN ('queued', 'computing', 'draft', 'failed')) THEN
    RAISE EXCEPTION '%: rows of a run that left the draft stay', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER keep_approved AFTER DELETE ON run_line REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER keep_approved AFTER DELETE ON payment REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();

-- The books. A posting moves its amount from the credit account to the debit account of its event, so it balances by itself.
-- The primary key is the last line against paying twice: two runs computed from the same books carry the same issue.
CREATE TABLE ledger_event (
  event text PRIMARY KEY,
  debit_account text NOT NULL,
  credit_account text NOT NULL CHECK (credit_account <> debit_account)
);
INSERT INTO ledger_event VALUES ('issue', 'expense:assistance', 'liability:payable');

CREATE TABLE ledger_block (
  run_no integer NOT NULL,
  block integer NOT NULL,
  first_person text COLLATE "C" NOT NULL,
  last_person text COLLATE "C" NOT NULL,
  postings integer NOT NULL,
  amount bigint NOT NULL,
  root text NOT NULL,
  PRIMARY KEY (run_no, block)
);

CREATE TABLE ledger_posting (
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  issue smallint NOT NULL,
  event text NOT NULL,
  part smallint NOT NULL,
  run_no integer NOT NULL,
  block integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  PRIMARY KEY (person_id, family, month, issue, event, part)
);

-- Postings enter only while an approved run is being issued (COPY included: one look per statement).
CREATE FUNCTION only_approved_runs_post() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_no, event FROM added) a LEFT JOIN run r USING (run_no)
             LEFT JOIN ledger_event e ON e.event = a.event
             WHERE e.event IS NULL OR r.status IS DISTINCT FROM 'approved' OR r.approver IS NULL) THEN
    RAISE EXCEPTION 'the ledger takes postings of approved runs and known events only' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER only_approved AFTER INSERT ON ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION only_approved_runs_post();

CREATE VIEW ledger_entry AS
SELECT p.run_no, p.block, p.person_id, p.family, p.month, p.issue, p.event, p.part, p.commune_code,
  a.account, CASE WHEN a.is_debit THEN p.amount ELSE 0 END AS debit, CASE WHEN a.is_debit THEN 0 ELSE p.amount END AS credit
FROM ledger_posting p JOIN ledger_event e USING (event)
CROSS JOIN LATERAL (VALUES (e.debit_account, true), (e.credit_account, false)) a (account, is_debit);

CREATE TABLE payout_file (
  run_no integer NOT NULL,
  path text COLLATE "C" NOT NULL,
  sha256 text NOT NULL,
  bytes bigint NOT NULL,
  kind text NOT NULL,
  provider text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  payments integer NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (run_no, path)
);

-- The scheduler opens a month once; whoever comes second finds the row.
CREATE TABLE scheduled_month (
  month year_month PRIMARY KEY,
  due_on date NOT NULL,
  run_no integer NOT NULL REFERENCES run,
  opened_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE worker (
  worker_id text PRIMARY KEY,
  host text NOT NULL,
  pid integer NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now()
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ledger_posting', 'ledger_block', 'ledger_event', 'payout_file', 'legal_basis', 'scheduled_month'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['run_line', 'payment'] LOOP
    EXECUTE format('CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

GRANT SELECT, INSERT, UPDATE ON run TO chitra_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON work_item, worker TO chitra_app;
GRANT SELECT, INSERT, DELETE ON live_commune, run_duplicate, run_line, payment, run_exception, run_overpayment TO chitra_app;
GRANT SELECT, INSERT ON legal_basis, ledger_posting, ledger_block, payout_file, scheduled_month TO chitra_app;
GRANT SELECT ON ledger_event, ledger_entry TO chitra_app;
