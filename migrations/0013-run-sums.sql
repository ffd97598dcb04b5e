-- What pages read instead of adding up lines and payments: sums of runs and of imported months, and indexes to find people and outcomes.

-- The sums of a run by commune. `what`: total (code: register, eligible, paid, offset, held, overpaid, current, arrears, carried, recovered),
-- category (code: category, kind: of line; free lines only), provider, month (code: yyyymm, kind: of line; free lines only), hold (code: why),
-- control (code: control, kind: severity). `items`: lines, payments or months. Amounts in VND; what orders take back is below 0.
CREATE TABLE run_sum (
  run_no integer NOT NULL,
  what text COLLATE "C" NOT NULL CHECK (what IN ('total', 'category', 'provider', 'month', 'hold', 'control')),
  commune_code text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  people integer NOT NULL,
  items integer NOT NULL,
  amount bigint NOT NULL,
  PRIMARY KEY (run_no, what, commune_code, code, kind)
);
CREATE TRIGGER keep_approved AFTER DELETE ON run_sum REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON run_sum FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE run_sum ENABLE ALWAYS TRIGGER keep_approved;
ALTER TABLE run_sum ENABLE ALWAYS TRIGGER no_update;
GRANT SELECT, INSERT ON run_sum TO chitra_app;

-- The sums as a shard reports them, until the check has added them up. A column of its own: beside `totals` each look at one total would read them all.
ALTER TABLE work_item ADD COLUMN sums text;

-- The same sums added up from lines and payments: for runs whose shards reported none. The register is not among the rows.
CREATE VIEW run_recount AS
  WITH free AS NOT MATERIALIZED (SELECT l.run_no, p.commune_code, l.person_id, l.category, l.month, l.kind, l.amount
      FROM run_line l JOIN payment p USING (run_no, person_id) WHERE l.hold_reason IS NULL)
  SELECT run_no, 'category' AS what, commune_code, category AS code, kind, count(DISTINCT person_id)::int AS people, count(*)::int AS items, sum(amount)::bigint AS amount
    FROM free GROUP BY run_no, commune_code, category, kind
  UNION ALL SELECT run_no, 'month', commune_code, month::text, kind, count(DISTINCT person_id)::int, count(*)::int, sum(amount)::bigint
    FROM free GROUP BY run_no, commune_code, month, kind
  UNION ALL SELECT run_no, 'provider', commune_code, provider, '', count(*)::int, count(*)::int, sum(amount)::bigint
    FROM payment WHERE hold_reason IS NULL AND amount > 0 GROUP BY run_no, commune_code, provider
  UNION ALL SELECT l.run_no, 'hold', p.commune_code, l.hold_reason, '', count(DISTINCT l.person_id)::int, count(*)::int, sum(l.amount)::bigint
    FROM run_line l JOIN payment p USING (run_no, person_id) WHERE l.hold_reason IS NOT NULL GROUP BY l.run_no, p.commune_code, l.hold_reason
  UNION ALL SELECT l.run_no, 'total', p.commune_code, 'held', '', count(DISTINCT l.person_id)::int, count(*)::int, sum(l.amount)::bigint
    FROM run_line l JOIN payment p USING (run_no, person_id) WHERE l.hold_reason IS NOT NULL GROUP BY l.run_no, p.commune_code
  UNION ALL SELECT p.run_no, 'total', p.commune_code, s.code, '', count(*)::int, count(*)::int, sum(s.amount)::bigint
    FROM payment p CROSS JOIN LATERAL (VALUES ('eligible', 0::bigint, true), ('paid', p.amount, p.hold_reason IS NULL AND p.amount > 0),
      ('offset', 0::bigint, p.hold_reason IS NULL AND p.amount = 0), ('current', p.current_amount, p.hold_reason IS NULL AND p.current_amount > 0),
      ('arrears', p.arrears_amount, p.hold_reason IS NULL AND p.arrears_amount > 0), ('carried', p.carried_amount, p.hold_reason IS NULL AND p.carried_amount > 0),
      ('recovered', p.recovered_amount, p.hold_reason IS NULL AND p.recovered_amount > 0)) s (code, amount, counts)
    WHERE s.counts GROUP BY p.run_no, p.commune_code, s.code
  UNION ALL SELECT run_no, 'total', commune_code, 'overpaid', '', count(DISTINCT person_id)::int, count(*)::int, sum(amount)::bigint
    FROM run_overpayment GROUP BY run_no, commune_code
  UNION ALL SELECT run_no, 'control', commune_code, control, severity, count(*)::int, count(*)::int, 0::bigint
    FROM run_exception GROUP BY run_no, commune_code, control, severity;
GRANT SELECT ON run_recount TO chitra_app;

-- Runs from before this migration.
INSERT INTO run_sum SELECT c.run_no, c.what, c.commune_code, c.code, c.kind, c.people, c.items, c.amount FROM run_recount c JOIN run r USING (run_no)
  WHERE r.status NOT IN ('queued', 'computing', 'failed') AND r.persons IS NOT NULL;

CREATE OR REPLACE FUNCTION discard_draft(draft integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM run WHERE run_no = draft AND status IN ('queued', 'computing', 'draft', 'failed') FOR UPDATE;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'run % is no draft: what was computed for it stays', draft USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  DELETE FROM run_line WHERE run_no = draft;
  DELETE FROM payment WHERE run_no = draft;
  DELETE FROM run_block WHERE run_no = draft;
  DELETE FROM run_exception WHERE run_no = draft;
  DELETE FROM run_overpayment WHERE run_no = draft;
  DELETE FROM run_change WHERE run_no = draft;
  DELETE FROM run_bridge WHERE run_no = draft;
  DELETE FROM run_mark WHERE run_no = draft;
  DELETE FROM run_sum WHERE run_no = draft;
END $$;

-- What was paid before the program, by month and commune of today: people and payments that were kept, and what came back. Replaced after an import
-- that brought other payments; `batch_no`: the last of these. A copy, never evidence.
CREATE TABLE history_month (
  month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  people integer NOT NULL,
  payments integer NOT NULL,
  amount bigint NOT NULL,
  returned integer NOT NULL,
  returned_amount bigint NOT NULL,
  batch_no integer NOT NULL,
  PRIMARY KEY (month, commune_code)
);
GRANT SELECT, INSERT, DELETE ON history_month TO chitra_app;

-- What came back or was corrected, by run: one look at a few rows instead of all outcomes of a month.
CREATE INDEX outcome_to_count ON outcome_event (run_no, person_id, event_no) INCLUDE (status_after) WHERE status <> 'paid' OR is_correction;

-- People by their name from its last letter, as the given name stands last. Why how long that is goes first: else who looks for An reads every Lan, Hoàn and
-- Tuấn. Why no key with the spaces in it: to work it out takes ten times as long as all the rest of storing a person.
CREATE INDEX person_by_name ON person ((position(' ' IN reverse(full_name))), (reverse(name_key)), commune_code, (left(birth_date, 4)));
CREATE INDEX person_by_national_id ON person (national_id) WHERE national_id IS NOT NULL;

-- Entries of the audit log that name a run.
CREATE INDEX audit_of_run ON audit_entry ((what::jsonb ->> 'run'), entry_no) WHERE what::jsonb ->> 'run' IS NOT NULL;
-- What the books say of a run.
CREATE INDEX ledger_total_of_run ON ledger_total (run_no);
