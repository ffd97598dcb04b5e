-- What somebody sees who works on a few communes only. Sessions of the role chitra_commune have a right to nothing but the views of this schema, which
-- they find before the tables of the same names: the same questions, and only the rows of their communes. Which communes stands in chitra.communes.
-- A person belongs to a commune who lives there now, or was merged into somebody who does: with all that was ever paid to him, wherever he lived then.

RESET ROLE;
DO $$
DECLARE
  member text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'chitra_commune') THEN CREATE ROLE chitra_commune NOLOGIN; END IF;
  EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
  END;
  -- Whoever may work as the program may work as somebody who sees less.
  IF NOT pg_has_role('chitra_app', 'chitra_commune', member) THEN GRANT chitra_commune TO chitra_app; END IF;
END $$;
CREATE SCHEMA scoped AUTHORIZATION chitra_owner;
SET ROLE chitra_owner;

GRANT USAGE ON SCHEMA scoped, public TO chitra_commune;
ALTER DEFAULT PRIVILEGES FOR ROLE chitra_owner IN SCHEMA scoped GRANT SELECT ON TABLES TO chitra_commune;

CREATE FUNCTION scoped.communes() RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT string_to_array(coalesce(current_setting('chitra.communes', true), ''), ',')
$$;
GRANT EXECUTE ON FUNCTION scoped.communes() TO chitra_commune;

-- Who was merged into somebody of these communes: few, asked once a question.
CREATE VIEW scoped.merged_here AS SELECT m.person_id FROM public.person_merge m JOIN public.person p ON p.person_id = m.merged_into
  WHERE p.commune_code = ANY ((SELECT scoped.communes())::text[]);
-- Why not one list of all persons that are seen: PostgreSQL would gather it for every question; so it looks up the one row.
CREATE VIEW scoped.person AS SELECT * FROM public.person t
  WHERE t.commune_code = ANY ((SELECT scoped.communes())::text[]) OR t.person_id = ANY (ARRAY(SELECT m.person_id FROM scoped.merged_here m));

DO $$
DECLARE
  t text;
  here text := '(SELECT scoped.communes())::text[]';
BEGIN
  -- Rows of a commune.
  FOREACH t IN ARRAY ARRAY['run_bridge', 'run_change', 'run_draw', 'payout_file', 'ledger_total', 'live_commune', 'budget', 'payment_point', 'payment_point_history', 'hand_back', 'budget_use', 'paying_account', 'run_sum', 'run_recount', 'history_month'] LOOP
    EXECUTE format('CREATE VIEW scoped.%I AS SELECT * FROM public.%1$I WHERE commune_code = ANY (%s)', t, here);
  END LOOP;
  -- Rows of a person.
  FOREACH t IN ARRAY ARRAY['person_history', 'award', 'award_history', 'payee', 'payee_history', 'disbursement', 'disbursement_history', 'recovery', 'recovery_history',
    'refund', 'refund_history', 'stay', 'stay_history', 'person_merge', 'person_merge_history', 'run_overpayment', 'run_mark', 'control_block', 'outcome_event', 'ledger_posting', 'ledger_entry', 'payment_in_file'] LOOP
    EXECUTE format('CREATE VIEW scoped.%I AS SELECT t.* FROM public.%1$I t WHERE EXISTS (SELECT FROM scoped.person s WHERE s.person_id = t.person_id)', t);
  END LOOP;
  FOREACH t IN ARRAY ARRAY['suspension', 'suspension_history'] LOOP
    EXECUTE format('CREATE VIEW scoped.%I AS SELECT t.* FROM public.%1$I t WHERE EXISTS (SELECT FROM public.award a JOIN scoped.person s USING (person_id) WHERE a.award_id = t.award_id)', t);
  END LOOP;
  -- What is the same for everybody, and says nothing of persons.
  FOREACH t IN ARRAY ARRAY['installation', 'registry_batch', 'legal_basis', 'ledger_leg', 'ledger_chapter', 'ledger_seal', 'law_text', 'bank_form', 'closed_month', 'schema_migration', 'scheduled_month',
    'import_file', 'catalogue_amendment', 'catalogue_amendment_file', 'catalogue_activation', 'settlement_file', 'schedule_setting', 'worker'] LOOP
    EXECUTE format('CREATE VIEW scoped.%I AS SELECT * FROM public.%1$I', t);
  END LOOP;
END $$;

-- A finding that compares people names them; whoever lives elsewhere is not named here.
CREATE VIEW scoped.run_exception AS SELECT run_no, person_id, control, commune_code, severity, CASE control
    WHEN 'probable_duplicate' THEN 'Có thể trùng với người khác trong tỉnh; hỏi Sở. / May be the same person as another in the province; ask the province.'
    WHEN 'duplicate_person' THEN 'Trùng số định danh với người khác trong tỉnh; hỏi Sở. / Another person of the province has the same id number; ask the province.'
    ELSE message END AS message
  FROM public.run_exception WHERE commune_code = ANY ((SELECT scoped.communes())::text[]);
CREATE VIEW scoped.commune AS SELECT * FROM public.commune WHERE code = ANY ((SELECT scoped.communes())::text[]);
CREATE VIEW scoped.commune_history AS SELECT * FROM public.commune_history WHERE code = ANY ((SELECT scoped.communes())::text[]);
-- Runs that pay somebody of these communes. Where work stands is told without the persons between whom it is cut.
CREATE VIEW scoped.run AS SELECT * FROM public.run WHERE communes IS NULL OR communes && (SELECT scoped.communes())::text[];
CREATE VIEW scoped.work_item AS SELECT item_no, run_no, stage, ordinal, NULL::text COLLATE "C" AS first_key, NULL::text COLLATE "C" AS last_key, state, fence, lease_until,
  enqueued_at, enqueued_times, failures, last_error, done_at, jsonb_build_object('persons', totals->'persons') AS totals FROM public.work_item;
-- A payment belongs to the commune that paid it, and to the one where its person lives now.
CREATE VIEW scoped.payment AS SELECT t.* FROM public.payment t
  WHERE t.commune_code = ANY ((SELECT scoped.communes())::text[]) OR EXISTS (SELECT FROM scoped.person s WHERE s.person_id = t.person_id);
CREATE VIEW scoped.run_line AS SELECT t.* FROM public.run_line t WHERE EXISTS (SELECT FROM scoped.person s WHERE s.person_id = t.person_id)
  OR EXISTS (SELECT FROM public.payment p WHERE p.run_no = t.run_no AND p.person_id = t.person_id AND p.commune_code = ANY ((SELECT scoped.communes())::text[]));
CREATE VIEW scoped.settlement_row AS SELECT t.* FROM public.settlement_row t WHERE EXISTS (SELECT FROM scoped.payment p WHERE p.run_no = t.run_no AND p.person_id = t.person_id);
CREATE VIEW scoped.settlement_answer AS SELECT t.* FROM public.settlement_answer t WHERE EXISTS (SELECT FROM scoped.settlement_row s WHERE s.file_no = t.file_no AND s.row_no = t.row_no);
CREATE VIEW scoped.outcome_proposal AS SELECT t.* FROM public.outcome_proposal t WHERE EXISTS (SELECT FROM scoped.payment p WHERE p.run_no = t.run_no AND p.person_id = t.person_id)
  OR EXISTS (SELECT FROM scoped.payout_file f WHERE f.run_no = t.run_no AND f.path = t.path);
CREATE VIEW scoped.outcome_decision AS SELECT t.* FROM public.outcome_decision t WHERE EXISTS (SELECT FROM scoped.outcome_proposal p WHERE p.proposal_no = t.proposal_no);

-- What they write stays within their communes too.
CREATE VIEW scoped.hold_event AS SELECT t.* FROM public.hold_event t WHERE EXISTS (SELECT FROM scoped.person s WHERE s.person_id = t.person_id) WITH LOCAL CHECK OPTION;
CREATE VIEW scoped.case_event AS SELECT * FROM public.case_event WHERE commune_code = ANY ((SELECT scoped.communes())::text[]) WITH LOCAL CHECK OPTION;
CREATE VIEW scoped.reveal AS SELECT t.* FROM public.reveal t WHERE EXISTS (SELECT FROM scoped.person s WHERE s.person_id = t.person_id) WITH LOCAL CHECK OPTION;
GRANT INSERT ON scoped.hold_event, scoped.case_event, scoped.reveal TO chitra_commune;
