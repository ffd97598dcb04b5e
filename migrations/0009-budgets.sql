-- What a commune may spend on a family in a year (dự toán), and what became of it. Nothing of its use is stored: it is read from the books.

CREATE TABLE budget (
  commune_code text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL CHECK (family IN ('MAIN', 'CARE', 'ONEOFF')),
  year integer NOT NULL CHECK (year BETWEEN 2000 AND 2999),
  amount bigint NOT NULL CHECK (amount >= 0),
  decision_no text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  PRIMARY KEY (commune_code, family, year)
);
CREATE TABLE budget_history (LIKE budget, superseded_batch integer NOT NULL, superseded_row integer NOT NULL);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON budget_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Money taken back from persons: few rows among very many.
CREATE INDEX ledger_posting_taken_back ON ledger_posting (run_no) WHERE event IN ('recovery', 'recovery_back', 'refund');

-- Use of budgets by the year of the run's month, gross of recoveries.
-- reserved: approved, or issued and on its way. It is released when the payment comes back. used: arrived, or set off by a recovery.
-- given_back: taken back from persons (recovery, refund) for a month of the same year. What is taken back for a month of an earlier year is
-- revenue of the budget and raises nobody's allowance.
CREATE VIEW budget_use AS
SELECT commune_code, family, year, sum(reserved)::bigint AS reserved, sum(used)::bigint AS used, sum(given_back)::bigint AS given_back FROM (
  SELECT p.commune_code, l.family, r.month / 100 AS year, CASE l.kind WHEN 'recovery' THEN 0 ELSE l.amount END AS reserved, 0 AS used,
    CASE WHEN l.kind = 'recovery' AND l.month / 100 = r.month / 100 THEN -l.amount ELSE 0 END AS given_back
  FROM run r JOIN run_line l USING (run_no) JOIN payment p USING (run_no, person_id) WHERE r.status = 'approved' AND l.hold_reason IS NULL
  UNION ALL
  SELECT t.commune_code, t.family, r.month / 100,
    CASE t.event WHEN 'issue' THEN t.amount WHEN 'recovery_back' THEN t.amount ELSE -t.amount END,
    CASE t.event WHEN 'confirm' THEN t.amount WHEN 'recovery' THEN t.amount WHEN 'recovery_back' THEN -t.amount ELSE 0 END, 0
  FROM ledger_total t JOIN run r USING (run_no) WHERE t.event IN ('issue', 'recovery', 'recovery_back', 'confirm', 'return', 'uncollect')
  UNION ALL
  SELECT p.commune_code, p.family, r.month / 100, 0, 0, CASE p.event WHEN 'recovery_back' THEN -p.amount ELSE p.amount END
  FROM ledger_posting p JOIN run r USING (run_no)
  WHERE p.event IN ('recovery', 'recovery_back', 'refund') AND p.month / 100 = r.month / 100 AND r.status <> 'approved') u
GROUP BY commune_code, family, year;

-- The database itself lets no approval overdraw a budget, whoever asks. The lock is that of the books: two approvals at once come one after the
-- other, and each statement of this function sees what the other left.
CREATE FUNCTION within_budgets() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM installation FOR UPDATE;
  IF EXISTS (SELECT FROM budget WHERE year = NEW.month / 100) AND EXISTS (
      SELECT FROM budget b JOIN budget_use u USING (commune_code, family, year)
      JOIN (SELECT DISTINCT p.commune_code, l.family FROM run_line l JOIN payment p USING (run_no, person_id)
        WHERE l.run_no = NEW.run_no AND l.hold_reason IS NULL AND l.kind <> 'recovery') n USING (commune_code, family)
      WHERE b.year = NEW.month / 100 AND u.year = NEW.month / 100 AND b.amount < u.reserved + u.used - u.given_back) THEN
    RAISE EXCEPTION 'run %: a budget would be overdrawn', NEW.run_id USING ERRCODE = 'check_violation', CONSTRAINT = 'within_budgets';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER within_budgets AFTER UPDATE ON run FOR EACH ROW WHEN (NEW.status = 'approved' AND OLD.status <> 'approved') EXECUTE FUNCTION within_budgets();

-- And no budget is set below what is reserved and used of it.
CREATE FUNCTION budget_covers_use() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  PERFORM FROM installation FOR UPDATE;
  IF EXISTS (SELECT FROM added a JOIN budget_use u USING (commune_code, family, year) WHERE a.amount < u.reserved + u.used - u.given_back) THEN
    RAISE EXCEPTION 'a budget would be below what is reserved and used of it' USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_covers_use';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER covers_use_when_added AFTER INSERT ON budget REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION budget_covers_use();
CREATE TRIGGER covers_use_when_changed AFTER UPDATE ON budget REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION budget_covers_use();

-- As all guards: they work also where a session says that it only repeats what another server did.
ALTER TABLE budget_history ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE run ENABLE ALWAYS TRIGGER within_budgets;
ALTER TABLE budget ENABLE ALWAYS TRIGGER covers_use_when_added;
ALTER TABLE budget ENABLE ALWAYS TRIGGER covers_use_when_changed;

GRANT SELECT, INSERT, UPDATE ON budget TO chitra_app;
GRANT SELECT, INSERT ON budget_history TO chitra_app;
GRANT SELECT ON budget_use TO chitra_app;
