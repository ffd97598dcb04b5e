-- What became of payments, what was handed back, who was entered twice, and what a run needs to know of it.

-- A person whose file belongs to another's: entered twice, or under a new number. Null: it does no longer.
CREATE TABLE person_merge (
  person_id text COLLATE "C" PRIMARY KEY,
  merged_into text COLLATE "C" CHECK (merged_into <> person_id),
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);
CREATE TABLE person_merge_history (LIKE person_merge, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);

-- Where a person lived and what pension there was up to and including a month; the person's own row says what holds after that.
CREATE TABLE stay (
  person_id text COLLATE "C" NOT NULL,
  until_month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  pension_amount bigint NOT NULL CHECK (pension_amount >= 0),
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  PRIMARY KEY (person_id, until_month)
);
CREATE TABLE stay_history (LIKE stay, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON stay_history (person_id);

-- Money that a person handed back for one month.
CREATE TABLE refund (
  reference text COLLATE "C" PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL CHECK (family IN ('MAIN', 'CARE', 'ONEOFF')),
  month year_month NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  received_on date NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);
CREATE INDEX refund_of_person ON refund (person_id);
CREATE TABLE refund_history (LIKE refund, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON refund_history (person_id);

-- Files that banks and post offices sent back, and every row of them as it was read: the evidence.
CREATE TABLE settlement_file (
  file_no integer PRIMARY KEY, -- given under the lock of the books: gapless, in the order of loading
  sha256 text NOT NULL UNIQUE,
  file_name text NOT NULL,
  format text NOT NULL,
  actor text NOT NULL CHECK (actor <> ''),
  loaded_at timestamptz NOT NULL DEFAULT now(),
  summary jsonb NOT NULL
);

-- finding: null where the row became an outcome; otherwise why it did not, or what an officer must look at.
CREATE TABLE settlement_row (
  file_no integer NOT NULL,
  row_no integer NOT NULL,
  end_to_end_id text NOT NULL,
  status text NOT NULL,
  outcome_date date,
  amount bigint,
  reason text NOT NULL,
  run_no integer,
  person_id text COLLATE "C",
  finding text,
  PRIMARY KEY (file_no, row_no)
);
CREATE INDEX settlement_row_to_look_at ON settlement_row (file_no, row_no) WHERE finding IS NOT NULL;

-- An officer's answer to a row that could not be taken as it was: looked at, and why nothing more is to be done.
CREATE TABLE settlement_answer (
  file_no integer NOT NULL,
  row_no integer NOT NULL,
  actor text NOT NULL CHECK (actor <> ''),
  reason text NOT NULL CHECK (reason <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (file_no, row_no)
);

-- What became of a payment: events, never overwritten. status_after: what the payment is after this event.
CREATE TABLE outcome_event (
  event_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  status text NOT NULL CHECK (status IN ('paid', 'returned', 'uncollected')),
  outcome_date date, -- null: the file does not say
  reason text NOT NULL,
  is_correction boolean NOT NULL,
  status_after text NOT NULL CHECK (status_after IN ('paid', 'returned', 'uncollected')),
  file_no integer, -- the evidence; null: a correction by a person
  row_no integer,
  actor text NOT NULL CHECK (actor <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  CHECK (is_correction = (file_no IS NULL)),
  CHECK (NOT is_correction OR (reason <> '' AND status_after = status))
);
CREATE UNIQUE INDEX outcome_once ON outcome_event (run_no, person_id, status, coalesce(outcome_date, '-infinity')) WHERE NOT is_correction;
CREATE INDEX outcome_of_person ON outcome_event (person_id, run_no, event_no) WHERE status <> 'paid' OR is_correction;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['refund_history', 'person_merge_history', 'stay_history', 'settlement_file', 'settlement_row', 'settlement_answer', 'outcome_event'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- A closed month takes no new run; what comes back later is owed by the next month's run.
CREATE TABLE closed_month (
  month year_month PRIMARY KEY,
  actor text NOT NULL CHECK (actor <> ''),
  closed_at timestamptz NOT NULL DEFAULT now(),
  last_outcome_event integer NOT NULL
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_month FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a run freezes besides: outcomes, and from which earlier run it goes on instead of computing the past of everybody.
ALTER TABLE run
  ADD COLUMN last_outcome_event integer NOT NULL DEFAULT 0,
  ADD COLUMN is_full boolean NOT NULL DEFAULT false,
  ADD COLUMN baseline_run_no integer,
  ADD COLUMN recompute_from year_month, -- first month computed for persons without a mark 'recompute'
  ADD COLUMN law_months jsonb NOT NULL DEFAULT '{}', -- month -> hash of the law of that month as the run knew it
  ADD COLUMN recovered_amount bigint;

-- What set queries found out about persons when a run was opened.
DROP TABLE run_duplicate;
CREATE TABLE run_mark (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  mark text COLLATE "C" NOT NULL,
  detail text COLLATE "C" NOT NULL DEFAULT '', -- the other person of a merge
  PRIMARY KEY (run_no, person_id, mark)
);
CREATE INDEX run_mark_detail ON run_mark (run_no, detail) WHERE detail <> '';

-- Lines of kind recovery take money back: their amount is negative, and decision_no says by which order.
ALTER TABLE run_line
  ADD COLUMN decision_no text,
  DROP CONSTRAINT run_line_amount_check,
  DROP CONSTRAINT run_line_kind_check,
  ADD CONSTRAINT run_line_kind_check CHECK (kind IN ('current', 'arrears', 'carried', 'recovery')),
  ADD CONSTRAINT run_line_amount_check CHECK (CASE WHEN kind = 'recovery' THEN amount < 0 AND decision_no IS NOT NULL AND hold_reason IS NULL ELSE amount > 0 END);
CREATE INDEX run_line_recovery ON run_line (person_id, run_no) WHERE kind = 'recovery';
CREATE INDEX run_line_held ON run_line (run_no, person_id) WHERE hold_reason IS NOT NULL;

-- A payment whose recoveries take all of it is 0: nothing goes out, but its lines are settled.
ALTER TABLE payment
  ADD COLUMN recovered_amount bigint NOT NULL DEFAULT 0 CHECK (recovered_amount >= 0),
  DROP CONSTRAINT payment_amount_check,
  DROP CONSTRAINT payment_check,
  ADD CONSTRAINT payment_amount_check CHECK (amount > 0 OR (amount = 0 AND recovered_amount > 0)),
  ADD CONSTRAINT payment_adds_up CHECK (amount = current_amount + arrears_amount + carried_amount - recovered_amount);
CREATE UNIQUE INDEX payment_number ON payment (run_no, ordinal);

INSERT INTO ledger_event VALUES ('recovery', 'liability:payable', 'receivable:overpayment');

-- The bridge of a run: last month's list + every change by its reason = this month's list. people and amount may be negative.
CREATE TABLE run_bridge (
  run_no integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  step text COLLATE "C" NOT NULL,
  people integer NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (run_no, commune_code, step)
);

-- The last month of a batch of payments from before the program: whether they reach up to the month before a run.
ALTER TABLE registry_batch ADD COLUMN last_month year_month;

-- Whose amount changed and why; a standard raised for everybody stands in the bridge only.
CREATE TABLE run_change (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  step text COLLATE "C" NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  people smallint NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (run_no, person_id, step, commune_code)
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['run_mark', 'run_bridge', 'run_change'] LOOP
    EXECUTE format('CREATE TRIGGER keep_approved AFTER DELETE ON %I REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved()', t);
  END LOOP;
END $$;

-- Findings about a commune have no person.
ALTER TABLE run_exception DROP CONSTRAINT run_exception_pkey, ADD PRIMARY KEY (run_no, person_id, control, commune_code);

GRANT SELECT, INSERT ON refund, refund_history, person_merge, person_merge_history, stay, stay_history, settlement_file, settlement_row, settlement_answer, outcome_event, closed_month TO chitra_app;
GRANT UPDATE ON refund, person_merge, stay TO chitra_app;
GRANT SELECT, INSERT, DELETE ON run_mark, run_bridge, run_change TO chitra_app;
