-- What banks and post offices answer: statements of accounts, and what two people decide where nobody answers.

-- A statement or notification that was loaded. The same one is never loaded twice; the balances of one account go on from statement to statement.
CREATE TABLE bank_statement (
  statement_no integer PRIMARY KEY, -- given under the lock of the books
  file_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL CHECK (kind IN ('camt.052', 'camt.053', 'camt.054')),
  account text COLLATE "C" NOT NULL,
  statement_id text COLLATE "C" NOT NULL,
  sequence text COLLATE "C" NOT NULL, -- empty: not said
  page integer NOT NULL, -- of a statement in several pages, from 1; 0: it is whole
  from_day date,
  to_day date,
  opening bigint,
  closing bigint,
  credits bigint NOT NULL,
  debits bigint NOT NULL,
  entries integer NOT NULL,
  UNIQUE (kind, account, statement_id, sequence, page),
  CHECK (page > 0 OR opening + credits - debits = closing)
);
CREATE INDEX bank_statement_of_account ON bank_statement (account, to_day) WHERE kind = 'camt.053';

-- A word that money did not arrive, where no bank and no post office says so: proposed by one person. Money goes out again only when another confirms.
CREATE TABLE outcome_proposal (
  proposal_no integer PRIMARY KEY, -- given under the lock of the books
  run_no integer NOT NULL,
  person_id text COLLATE "C", -- NULL: all payments of the file that nobody answered
  path text COLLATE "C",
  status text NOT NULL CHECK (status IN ('returned', 'uncollected')),
  outcome_date date NOT NULL,
  reason text NOT NULL CHECK (reason <> ''),
  actor text NOT NULL CHECK (actor <> ''),
  at timestamptz NOT NULL DEFAULT now(),
  CHECK ((person_id IS NULL) <> (path IS NULL))
);

-- Which proposal an outcome follows from, and whose second word it is; on grounds of a statement it needs no second person.
CREATE TABLE outcome_decision (
  proposal_no integer PRIMARY KEY REFERENCES outcome_proposal,
  actor text NOT NULL CHECK (actor <> ''),
  statement_no integer REFERENCES bank_statement, -- the statement past its date in which the payment does not stand
  at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE outcome_event ADD COLUMN proposal_no integer CHECK (proposal_no IS NULL OR is_correction);

-- The second word is another person's, unless a statement speaks.
CREATE FUNCTION decided_by_two() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  names text[] := ARRAY[(SELECT actor FROM outcome_proposal WHERE proposal_no = NEW.proposal_no), NEW.actor];
BEGIN
  -- Without regard to case, spaces, invisible signs and the way in which letters with marks are put together.
  SELECT array_agg(lower(btrim(regexp_replace(regexp_replace(normalize(n, NFKC), '[\u00AD\u200B-\u200F\u2060\uFEFF]', '', 'g'), '\s+', ' ', 'g')))) INTO names FROM unnest(names) n;
  IF NEW.statement_no IS NULL AND names[1] = names[2] THEN
    RAISE EXCEPTION 'proposal %: proposed and confirmed by the same person', NEW.proposal_no USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_two';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER decided_by_two BEFORE INSERT ON outcome_decision FOR EACH ROW EXECUTE FUNCTION decided_by_two();

-- A person's word alone never opens the balance of a payment: a file said before that it came back, or it follows from a decision.
CREATE FUNCTION correction_has_grounds() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE a.is_correction AND a.status <> 'paid'
      AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = a.run_no AND e.person_id = a.person_id AND NOT e.is_correction AND e.status <> 'paid'
        AND NOT EXISTS (SELECT FROM outcome_event c WHERE c.run_no = e.run_no AND c.person_id = e.person_id AND c.is_correction AND c.status = 'paid' AND c.event_no > e.event_no))
      AND NOT EXISTS (SELECT FROM outcome_proposal p JOIN outcome_decision d USING (proposal_no)
        WHERE p.proposal_no = a.proposal_no AND p.run_no = a.run_no AND p.status = a.status AND coalesce(p.person_id, a.person_id) = a.person_id)) THEN
    RAISE EXCEPTION 'a payment that nobody said came back is issued again by decision of two persons only' USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_has_grounds';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER has_grounds AFTER INSERT ON outcome_event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION correction_has_grounds();

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['bank_statement', 'outcome_proposal', 'outcome_decision'] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', t);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only', t);
  END LOOP;
END $$;
ALTER TABLE outcome_decision ENABLE ALWAYS TRIGGER decided_by_two;
ALTER TABLE outcome_event ENABLE ALWAYS TRIGGER has_grounds;

GRANT SELECT, INSERT ON bank_statement, outcome_proposal, outcome_decision TO chitra_app;
