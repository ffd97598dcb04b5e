-- The registry: what the offices' files say about people, awards, payees and earlier payments.
-- Every row names the batch and the file row it came from. A row that is replaced moves, whole, to its _history table,
-- so the registry can be read as it stood after any batch: batch_no <= S and (still current or superseded_batch > S).

CREATE DOMAIN year_month AS integer CHECK (VALUE BETWEEN 190001 AND 299912 AND VALUE % 100 BETWEEN 1 AND 12);

-- One row: which installation this is (names the queue) and how far the registry has come.
CREATE TABLE installation (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  installation_id uuid NOT NULL DEFAULT gen_random_uuid(),
  last_batch_no integer NOT NULL DEFAULT 0
);
INSERT INTO installation DEFAULT VALUES;

CREATE TABLE import_file (
  import_file_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  table_name text NOT NULL,
  file_name text NOT NULL,
  sha256 text NOT NULL,
  actor text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  rows_read integer NOT NULL DEFAULT 0,
  rows_rejected integer NOT NULL DEFAULT 0
);

-- One row per committed batch; numbers are given under the lock of the installation row, so they are gapless and in commit order.
CREATE TABLE registry_batch (
  batch_no integer PRIMARY KEY,
  import_file_no integer NOT NULL REFERENCES import_file,
  committed_at timestamptz NOT NULL DEFAULT now(),
  rows_added integer NOT NULL,
  rows_replaced integer NOT NULL,
  first_month year_month
);

CREATE TABLE commune (
  code text COLLATE "C" PRIMARY KEY CHECK (code ~ '^[0-9]{5}$'),
  name text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('ward', 'commune')),
  province_code text NOT NULL,
  formed_from text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);

CREATE TABLE payment_point (
  code text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);

CREATE TABLE person (
  person_id text COLLATE "C" PRIMARY KEY,
  national_id text,
  full_name text NOT NULL,
  birth_date text NOT NULL, -- YYYY-MM-DD, YYYY-MM or YYYY: as precise as it is known
  sex text NOT NULL CHECK (sex IN ('M', 'F')),
  commune_code text COLLATE "C" NOT NULL,
  death_date date,
  pension_amount bigint NOT NULL CHECK (pension_amount >= 0),
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);

CREATE TABLE award (
  award_id text COLLATE "C" PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL,
  category text NOT NULL,
  decision_no text NOT NULL,
  decision_date date NOT NULL,
  start_month year_month NOT NULL,
  end_month year_month,
  quantity integer NOT NULL CHECK (quantity BETWEEN 1 AND 99),
  cared_birth_date text,
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);
CREATE INDEX award_of_person ON award (person_id);

CREATE TABLE suspension (
  award_id text COLLATE "C" NOT NULL,
  from_month year_month NOT NULL,
  to_month year_month,
  decision_no text NOT NULL,
  reason text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  PRIMARY KEY (award_id, from_month)
);

CREATE TABLE payee (
  person_id text COLLATE "C" NOT NULL,
  from_month year_month NOT NULL,
  channel text NOT NULL CHECK (channel IN ('bank', 'post')),
  bank_bin text,
  account_no text,
  account_name text,
  payment_point text COLLATE "C",
  collector_name text,
  collector_national_id text,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  PRIMARY KEY (person_id, from_month)
);

-- Payments from before the program. Read in order of person by every run, hence the covering index.
CREATE TABLE disbursement (
  reference text COLLATE "C" PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL CHECK (family IN ('MAIN', 'CARE', 'ONEOFF')),
  month year_month NOT NULL,
  amount bigint NOT NULL CHECK (amount > 0),
  paid_on date NOT NULL,
  channel text NOT NULL CHECK (channel IN ('bank', 'post')),
  status text NOT NULL CHECK (status IN ('paid', 'returned')),
  batch_no integer NOT NULL,
  row_no integer NOT NULL
);
CREATE INDEX disbursement_of_person ON disbursement (person_id)
  INCLUDE (family, month, amount, paid_on, status, batch_no);

CREATE TABLE recovery (
  person_id text COLLATE "C" NOT NULL,
  decision_no text COLLATE "C" NOT NULL,
  family text NOT NULL CHECK (family IN ('MAIN', 'CARE', 'ONEOFF')),
  total bigint NOT NULL CHECK (total > 0),
  monthly_amount bigint NOT NULL CHECK (monthly_amount > 0),
  from_month year_month NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  PRIMARY KEY (person_id, decision_no)
);

CREATE TABLE commune_history (LIKE commune, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON commune_history (code);
CREATE TABLE payment_point_history (LIKE payment_point, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON payment_point_history (code);
CREATE TABLE person_history (LIKE person, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON person_history (person_id);
CREATE TABLE award_history (LIKE award, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON award_history (person_id);
CREATE TABLE suspension_history (LIKE suspension, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON suspension_history (award_id);
CREATE TABLE payee_history (LIKE payee, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON payee_history (person_id);
CREATE TABLE disbursement_history (LIKE disbursement, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON disbursement_history (person_id);
CREATE TABLE recovery_history (LIKE recovery, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE INDEX ON recovery_history (person_id);

-- An officer's holds and releases: events, the latest of a person counts.
CREATE TABLE hold_event (
  hold_event_no integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  person_id text COLLATE "C" NOT NULL,
  action text NOT NULL CHECK (action IN ('hold', 'release')),
  reason text NOT NULL,
  actor text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX hold_event_of_person ON hold_event (person_id, hold_event_no);

-- Nobody rewrites the past: history, batches and hold events only grow, for whoever asks.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['registry_batch', 'hold_event', 'commune_history', 'payment_point_history', 'person_history',
    'award_history', 'suspension_history', 'payee_history', 'disbursement_history', 'recovery_history'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
  END LOOP;
END $$;

-- The program works as this role: it cannot change the schema, and it may delete and update only where named here.
DO $$
BEGIN
  CREATE ROLE chitra_app NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
GRANT chitra_app TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO chitra_app;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO chitra_app;
GRANT UPDATE (last_batch_no) ON installation TO chitra_app;
GRANT UPDATE (finished_at, rows_read, rows_rejected) ON import_file TO chitra_app;
GRANT UPDATE ON commune, payment_point, person, award, suspension, payee, disbursement, recovery TO chitra_app;
