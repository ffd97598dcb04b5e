-- The schema after all migrations, read back from PostgreSQL's catalogues: to look things up and to compare, never to run.
-- Written by: node scripts/dump-schema.ts. A test compares it with a freshly migrated database.

CREATE DOMAIN year_month AS integer CHECK ((((VALUE >= 190001) AND (VALUE <= 299912)) AND (((VALUE % 100) >= 1) AND ((VALUE % 100) <= 12))));

CREATE OR REPLACE FUNCTION public.acts_by_role()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  actor text := to_jsonb(NEW)->>TG_ARGV[0];
  has text := (SELECT role FROM user_grant WHERE user_name = lower(btrim(actor)) ORDER BY grant_no DESC LIMIT 1);
BEGIN
  IF has <> TG_ARGV[1] THEN
    RAISE EXCEPTION 'run %: its % is %, not %', NEW.run_id, TG_ARGV[0], has, TG_ARGV[1] USING ERRCODE = 'check_violation', CONSTRAINT = 'acts_by_role';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.audit_continues()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE last audit_entry;
BEGIN
  PERFORM pg_advisory_xact_lock(726431004);
  SELECT * INTO last FROM audit_entry ORDER BY entry_no DESC LIMIT 1;
  IF NEW.entry_no IS DISTINCT FROM coalesce(last.entry_no, 0) + 1 OR NEW.previous_hash IS DISTINCT FROM coalesce(last.hash, '')
     OR NEW.login IS DISTINCT FROM session_user::text OR NEW.at NOT BETWEEN clock_timestamp() - interval '1 minute' AND greatest(clock_timestamp(), last.at)
     OR NEW.hash IS DISTINCT FROM encode(sha256(convert_to(audit_text(NEW), 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'audit entry % does not follow the last one, or is not what its hash says', NEW.entry_no USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION public.audit_text(e audit_entry)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  SELECT 'chitra audit 1' || string_agg(coalesce(octet_length(v) || ':' || v, '-'), '' ORDER BY place)
  FROM unnest(ARRAY[e.entry_no::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.login, e.actor, e.origin, e.kind, e.command,
    e.what, e.outcome, e.begun_no::text, e.exit_code::text, e.code, e.before_hash, e.after_hash, e.previous_hash]) WITH ORDINALITY AS t (v, place)
$function$;

CREATE OR REPLACE FUNCTION public.budget_covers_use()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  PERFORM FROM installation FOR UPDATE;
  IF EXISTS (SELECT FROM added a JOIN budget_use u USING (commune_code, family, year) WHERE a.amount < u.reserved + u.used - u.given_back) THEN
    RAISE EXCEPTION 'a budget would be below what is reserved and used of it' USING ERRCODE = 'check_violation', CONSTRAINT = 'budget_covers_use';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.chapter_is_open()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM ledger_seal WHERE chapter_no = NEW.chapter_no) THEN
    RAISE EXCEPTION 'chapter % is sealed', NEW.chapter_no USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION scoped.communes()
 RETURNS text[]
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  SELECT string_to_array(coalesce(current_setting('chitra.communes', true), ''), ',')
$function$;

CREATE OR REPLACE FUNCTION public.correction_has_grounds()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM added a WHERE a.is_correction AND a.status <> 'paid'
      AND NOT EXISTS (SELECT FROM outcome_event e WHERE e.run_no = a.run_no AND e.person_id = a.person_id AND NOT e.is_correction AND e.status <> 'paid'
        AND NOT EXISTS (SELECT FROM outcome_event c WHERE c.run_no = e.run_no AND c.person_id = e.person_id AND c.is_correction AND c.status = 'paid' AND c.event_no > e.event_no))
      AND NOT EXISTS (SELECT FROM outcome_proposal p JOIN outcome_decision d USING (proposal_no)
        WHERE p.proposal_no = a.proposal_no AND p.run_no = a.run_no AND p.status = a.status AND coalesce(p.person_id, a.person_id) = a.person_id)) THEN
    RAISE EXCEPTION 'a payment that nobody said came back is issued again by decision of two persons only' USING ERRCODE = 'check_violation', CONSTRAINT = 'correction_has_grounds';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.decided_by_two()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE
  names text[] := ARRAY[(SELECT actor FROM outcome_proposal WHERE proposal_no = NEW.proposal_no), NEW.actor];
BEGIN
  -- Without regard to case, spaces, invisible signs and the way in which letters with marks are put together.
  SELECT array_agg(lower(btrim(regexp_replace(regexp_replace(normalize(n, NFKC), '[\u00AD\u200B-\u200F\u2060\uFEFF]', '', 'g'), '\s+', ' ', 'g')))) INTO names FROM unnest(names) n;
  IF NEW.statement_no IS NULL AND names[1] = names[2] THEN
    RAISE EXCEPTION 'proposal %: proposed and confirmed by the same person', NEW.proposal_no USING ERRCODE = 'check_violation', CONSTRAINT = 'decided_by_two';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION public.discard_draft(draft integer)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.next_audit_entry(OUT entry_no bigint, OUT at text, OUT login text, OUT previous_hash text)
 RETURNS record
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
DECLARE last audit_entry;
BEGIN
  PERFORM pg_advisory_xact_lock(726431004);
  SELECT * INTO last FROM audit_entry e ORDER BY e.entry_no DESC LIMIT 1;
  entry_no := coalesce(last.entry_no, 0) + 1;
  previous_hash := coalesce(last.hash, '');
  at := to_char(greatest(clock_timestamp(), last.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  login := session_user;
END $function$;

CREATE OR REPLACE FUNCTION public.postings_balance()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $function$;

CREATE OR REPLACE FUNCTION public.refuse_delete_of_approved()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT run_no FROM gone) g JOIN run r USING (run_no)
             WHERE r.status NOT IN ('queued', 'computing', 'draft', 'failed')) THEN
    RAISE EXCEPTION '%: rows of a run that left the draft stay', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION public.run_keeps_forms()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  RAISE EXCEPTION 'run %: the forms of the banks with which it was approved cannot be altered', OLD.run_id USING ERRCODE = 'check_violation';
END $function$;

CREATE OR REPLACE FUNCTION public.run_moves_forward()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.seal_continues()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
BEGIN
  IF NEW.seal_no <> 1 + coalesce((SELECT max(seal_no) FROM ledger_seal), 0)
     OR NEW.previous_head <> coalesce((SELECT head FROM ledger_seal ORDER BY seal_no DESC LIMIT 1), '') THEN
    RAISE EXCEPTION 'seal % does not follow the last one', NEW.seal_no USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $function$;

CREATE OR REPLACE FUNCTION public.within_budgets()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
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
END $function$;

CREATE OR REPLACE FUNCTION public.write_audit_entry(entry jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public', 'pg_temp'
AS $function$
  INSERT INTO audit_entry SELECT * FROM jsonb_populate_record(NULL::audit_entry, entry)
$function$;

CREATE TABLE api_token (
  token_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  token_sha256 text NOT NULL,
  user_name text COLLATE "C" NOT NULL,
  label text NOT NULL,
  can_write boolean NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  ends_on date NOT NULL,
  revoked_at timestamp with time zone,
  CONSTRAINT api_token_pkey PRIMARY KEY (token_no),
  CONSTRAINT api_token_label_check CHECK ((btrim(label) <> ''::text)),
  CONSTRAINT api_token_token_sha256_check CHECK ((token_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT api_token_token_sha256_key UNIQUE (token_sha256),
  CONSTRAINT api_token_user_name_fkey FOREIGN KEY (user_name) REFERENCES web_user(user_name)
);

CREATE TABLE audit_entry (
  entry_no bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  login text NOT NULL,
  actor text NOT NULL,
  origin text NOT NULL,
  kind text NOT NULL,
  command text NOT NULL,
  what text NOT NULL,
  outcome text NOT NULL,
  begun_no bigint,
  exit_code smallint,
  code text,
  before_hash text NOT NULL,
  after_hash text NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  CONSTRAINT audit_entry_pkey PRIMARY KEY (entry_no),
  CONSTRAINT audit_entry_actor_check CHECK ((btrim(actor) <> ''::text)),
  CONSTRAINT audit_entry_after_hash_check CHECK ((after_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT audit_entry_before_hash_check CHECK ((before_hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT audit_entry_begun_no_fkey FOREIGN KEY (begun_no) REFERENCES audit_entry(entry_no),
  CONSTRAINT audit_entry_check CHECK (((outcome <> 'begun'::text) OR ((begun_no IS NULL) AND (before_hash = after_hash)))),
  CONSTRAINT audit_entry_command_check CHECK ((command <> ''::text)),
  CONSTRAINT audit_entry_entry_no_check CHECK ((entry_no > 0)),
  CONSTRAINT audit_entry_hash_check CHECK ((hash ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT audit_entry_hash_key UNIQUE (hash),
  CONSTRAINT audit_entry_kind_check CHECK ((kind = ANY (ARRAY['read'::text, 'change'::text, 'service'::text, 'step'::text, 'migration'::text]))),
  CONSTRAINT audit_entry_origin_check CHECK ((jsonb_typeof((origin)::jsonb) = 'object'::text)),
  CONSTRAINT audit_entry_outcome_check CHECK ((outcome = ANY (ARRAY['begun'::text, 'done'::text, 'refused'::text, 'failed'::text, 'cut_off'::text]))),
  CONSTRAINT audit_entry_previous_hash_check CHECK (((previous_hash = ''::text) OR (previous_hash ~ '^[0-9a-f]{64}$'::text))),
  CONSTRAINT audit_entry_what_check CHECK ((jsonb_typeof((what)::jsonb) = 'object'::text))
);
CREATE INDEX audit_end_of ON public.audit_entry USING btree (begun_no) WHERE (begun_no IS NOT NULL);
CREATE INDEX audit_of_run ON public.audit_entry USING btree ((((what)::jsonb ->> 'run'::text)), entry_no) WHERE (((what)::jsonb ->> 'run'::text) IS NOT NULL);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER continues BEFORE INSERT ON public.audit_entry FOR EACH ROW EXECUTE FUNCTION audit_continues();

CREATE TABLE award (
  award_id text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  category text NOT NULL,
  decision_no text NOT NULL,
  decision_date date NOT NULL,
  start_month year_month NOT NULL,
  end_month year_month,
  quantity integer NOT NULL,
  cared_birth_date text,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT award_pkey PRIMARY KEY (award_id),
  CONSTRAINT award_quantity_check CHECK (((quantity >= 1) AND (quantity <= 99)))
);
CREATE INDEX award_of_person ON public.award USING btree (person_id);

CREATE TABLE award_history (
  award_id text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  category text NOT NULL,
  decision_no text NOT NULL,
  decision_date date NOT NULL,
  start_month year_month NOT NULL,
  end_month year_month,
  quantity integer NOT NULL,
  cared_birth_date text,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX award_history_person_id_idx ON public.award_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.award_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE bank_form (
  forms_sha256 text NOT NULL,
  "position" smallint NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  CONSTRAINT bank_form_pkey PRIMARY KEY (forms_sha256, "position"),
  CONSTRAINT bank_form_forms_sha256_check CHECK ((forms_sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bank_form FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE bank_statement (
  statement_no integer NOT NULL,
  file_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  account text COLLATE "C" NOT NULL,
  statement_id text COLLATE "C" NOT NULL,
  sequence text COLLATE "C" NOT NULL,
  page integer NOT NULL,
  from_day date,
  to_day date,
  opening bigint,
  closing bigint,
  credits bigint NOT NULL,
  debits bigint NOT NULL,
  entries integer NOT NULL,
  CONSTRAINT bank_statement_pkey PRIMARY KEY (statement_no),
  CONSTRAINT bank_statement_check CHECK (((page > 0) OR (((opening + credits) - debits) = closing))),
  CONSTRAINT bank_statement_kind_account_statement_id_sequence_page_key UNIQUE (kind, account, statement_id, sequence, page),
  CONSTRAINT bank_statement_kind_check CHECK ((kind = ANY (ARRAY['camt.052'::text, 'camt.053'::text, 'camt.054'::text])))
);
CREATE INDEX bank_statement_of_account ON public.bank_statement USING btree (account, to_day) WHERE (kind = 'camt.053'::text);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.bank_statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE budget (
  commune_code text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  year integer NOT NULL,
  amount bigint NOT NULL,
  decision_no text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT budget_pkey PRIMARY KEY (commune_code, family, year),
  CONSTRAINT budget_amount_check CHECK ((amount >= 0)),
  CONSTRAINT budget_family_check CHECK ((family = ANY (ARRAY['MAIN'::text, 'CARE'::text, 'ONEOFF'::text]))),
  CONSTRAINT budget_year_check CHECK (((year >= 2000) AND (year <= 2999)))
);
CREATE TRIGGER covers_use_when_added AFTER INSERT ON public.budget REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION budget_covers_use();
CREATE TRIGGER covers_use_when_changed AFTER UPDATE ON public.budget REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION budget_covers_use();

CREATE TABLE budget_history (
  commune_code text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  year integer NOT NULL,
  amount bigint NOT NULL,
  decision_no text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.budget_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE case_event (
  event_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  person_id text COLLATE "C" NOT NULL,
  control text COLLATE "C" NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  action text NOT NULL,
  note text NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT case_event_pkey PRIMARY KEY (event_no),
  CONSTRAINT case_event_action_check CHECK ((action = ANY (ARRAY['take'::text, 'comment'::text, 'resolve'::text, 'reopen'::text]))),
  CONSTRAINT case_event_actor_check CHECK ((btrim(actor) <> ''::text)),
  CONSTRAINT case_event_check CHECK (((action = ANY (ARRAY['take'::text, 'reopen'::text])) OR (btrim(note) <> ''::text)))
);
CREATE INDEX case_of ON public.case_event USING btree (control, person_id, commune_code, event_no);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.case_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE catalogue_activation (
  activation_no integer NOT NULL,
  amendment_no integer NOT NULL,
  proposed_by text NOT NULL,
  activated_by text NOT NULL,
  activated_at timestamp with time zone NOT NULL DEFAULT now(),
  catalogue_sha256 text NOT NULL,
  CONSTRAINT catalogue_activation_pkey PRIMARY KEY (activation_no),
  CONSTRAINT activator_is_not_the_proposer CHECK ((lower(btrim(activated_by)) <> lower(btrim(proposed_by)))),
  CONSTRAINT catalogue_activation_activated_by_check CHECK ((btrim(activated_by) <> ''::text)),
  CONSTRAINT catalogue_activation_amendment_no_key UNIQUE (amendment_no),
  CONSTRAINT catalogue_activation_amendment_no_proposed_by_fkey FOREIGN KEY (amendment_no, proposed_by) REFERENCES catalogue_amendment(amendment_no, proposed_by),
  CONSTRAINT catalogue_activation_catalogue_sha256_check CHECK ((catalogue_sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_activation FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE catalogue_amendment (
  amendment_no integer NOT NULL,
  sha256 text NOT NULL,
  proposed_by text NOT NULL,
  proposed_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT catalogue_amendment_pkey PRIMARY KEY (amendment_no),
  CONSTRAINT catalogue_amendment_amendment_no_proposed_by_key UNIQUE (amendment_no, proposed_by),
  CONSTRAINT catalogue_amendment_proposed_by_check CHECK ((btrim(proposed_by) <> ''::text)),
  CONSTRAINT catalogue_amendment_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT catalogue_amendment_sha256_key UNIQUE (sha256)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_amendment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE catalogue_amendment_file (
  amendment_no integer NOT NULL,
  "position" smallint NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  CONSTRAINT catalogue_amendment_file_pkey PRIMARY KEY (amendment_no, "position"),
  CONSTRAINT catalogue_amendment_file_amendment_no_fkey FOREIGN KEY (amendment_no) REFERENCES catalogue_amendment(amendment_no),
  CONSTRAINT catalogue_amendment_file_name_check CHECK (((name !~ '[/\\]'::text) AND (name <> ''::text)))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.catalogue_amendment_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE closed_month (
  month year_month NOT NULL,
  actor text NOT NULL,
  closed_at timestamp with time zone NOT NULL DEFAULT now(),
  last_outcome_event integer NOT NULL,
  CONSTRAINT closed_month_pkey PRIMARY KEY (month),
  CONSTRAINT closed_month_actor_check CHECK ((actor <> ''::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.closed_month FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE commune (
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  province_code text NOT NULL,
  formed_from text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT commune_pkey PRIMARY KEY (code),
  CONSTRAINT commune_code_check CHECK ((code ~ '^[0-9]{5}$'::text)),
  CONSTRAINT commune_kind_check CHECK ((kind = ANY (ARRAY['ward'::text, 'commune'::text])))
);

CREATE TABLE commune_history (
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  province_code text NOT NULL,
  formed_from text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX commune_history_code_idx ON public.commune_history USING btree (code);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.commune_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE control_block (
  person_id text COLLATE "C" NOT NULL,
  control text COLLATE "C" NOT NULL,
  since_hold_event integer NOT NULL,
  CONSTRAINT control_block_pkey PRIMARY KEY (person_id, control)
);

CREATE TABLE disbursement (
  reference text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  amount bigint NOT NULL,
  paid_on date NOT NULL,
  channel text NOT NULL,
  status text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT disbursement_pkey PRIMARY KEY (reference),
  CONSTRAINT disbursement_amount_check CHECK ((amount > 0)),
  CONSTRAINT disbursement_channel_check CHECK ((channel = ANY (ARRAY['bank'::text, 'post'::text]))),
  CONSTRAINT disbursement_family_check CHECK ((family = ANY (ARRAY['MAIN'::text, 'CARE'::text, 'ONEOFF'::text]))),
  CONSTRAINT disbursement_status_check CHECK ((status = ANY (ARRAY['paid'::text, 'returned'::text])))
);
CREATE INDEX disbursement_of_person ON public.disbursement USING btree (person_id) INCLUDE (family, month, amount, paid_on, status, batch_no);
CREATE INDEX disbursement_returned ON public.disbursement USING btree (month, person_id) WHERE (status = 'returned'::text);

CREATE TABLE disbursement_history (
  reference text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  amount bigint NOT NULL,
  paid_on date NOT NULL,
  channel text NOT NULL,
  status text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX disbursement_history_person_id_idx ON public.disbursement_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.disbursement_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE done_once (
  user_name text COLLATE "C" NOT NULL,
  key text NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  place text,
  document text,
  CONSTRAINT done_once_pkey PRIMARY KEY (user_name, key)
);

CREATE TABLE hand_back (
  hand_back_no integer NOT NULL,
  reference text COLLATE "C" NOT NULL,
  month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  received_on date NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT hand_back_pkey PRIMARY KEY (hand_back_no),
  CONSTRAINT hand_back_actor_check CHECK ((btrim(actor) <> ''::text)),
  CONSTRAINT hand_back_amount_check CHECK ((amount > 0)),
  CONSTRAINT hand_back_reference_check CHECK ((btrim(reference) <> ''::text)),
  CONSTRAINT hand_back_reference_key UNIQUE (reference)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.hand_back FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE history_month (
  month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  people integer NOT NULL,
  payments integer NOT NULL,
  amount bigint NOT NULL,
  returned integer NOT NULL,
  returned_amount bigint NOT NULL,
  batch_no integer NOT NULL,
  CONSTRAINT history_month_pkey PRIMARY KEY (month, commune_code)
);

CREATE TABLE hold_event (
  hold_event_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  person_id text COLLATE "C" NOT NULL,
  action text NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT hold_event_pkey PRIMARY KEY (hold_event_no),
  CONSTRAINT hold_event_action_check CHECK ((action = ANY (ARRAY['hold'::text, 'release'::text])))
);
CREATE INDEX hold_event_of_person ON public.hold_event USING btree (person_id, hold_event_no);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.hold_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE import_file (
  import_file_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  table_name text NOT NULL,
  file_name text NOT NULL,
  sha256 text NOT NULL,
  actor text NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  finished_at timestamp with time zone,
  rows_read integer NOT NULL DEFAULT 0,
  rows_rejected integer NOT NULL DEFAULT 0,
  CONSTRAINT import_file_pkey PRIMARY KEY (import_file_no)
);

CREATE TABLE installation (
  only_one boolean NOT NULL DEFAULT true,
  installation_id uuid NOT NULL DEFAULT gen_random_uuid(),
  last_batch_no integer NOT NULL DEFAULT 0,
  CONSTRAINT installation_pkey PRIMARY KEY (only_one),
  CONSTRAINT installation_only_one_check CHECK (only_one)
);

CREATE TABLE law_text (
  catalogue_sha256 text NOT NULL,
  amendment smallint NOT NULL,
  "position" smallint NOT NULL,
  name text NOT NULL,
  content text NOT NULL,
  CONSTRAINT law_text_pkey PRIMARY KEY (catalogue_sha256, amendment, "position"),
  CONSTRAINT law_text_catalogue_sha256_check CHECK ((catalogue_sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.law_text FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE ledger_block (
  chapter_no integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  block integer NOT NULL,
  first_key text COLLATE "C" NOT NULL,
  last_key text COLLATE "C" NOT NULL,
  rows integer NOT NULL,
  leaves bytea NOT NULL,
  root text NOT NULL,
  CONSTRAINT ledger_block_pkey PRIMARY KEY (chapter_no, kind, block),
  CONSTRAINT ledger_block_chapter_no_fkey FOREIGN KEY (chapter_no) REFERENCES ledger_chapter(chapter_no),
  CONSTRAINT ledger_block_check CHECK ((length(leaves) = (32 * rows))),
  CONSTRAINT ledger_block_root_check CHECK ((root ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_block FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_open BEFORE INSERT ON public.ledger_block FOR EACH ROW EXECUTE FUNCTION chapter_is_open();

CREATE TABLE ledger_chapter (
  chapter_no integer NOT NULL,
  kind text NOT NULL,
  month year_month,
  run_no integer,
  file_no integer,
  event_no integer,
  hand_back_no integer,
  opened_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT ledger_chapter_pkey PRIMARY KEY (chapter_no),
  CONSTRAINT ledger_chapter_check CHECK (
CASE kind
    WHEN 'settlement'::text THEN (file_no IS NOT NULL)
    WHEN 'correction'::text THEN (event_no IS NOT NULL)
    WHEN 'hand_back'::text THEN (hand_back_no IS NOT NULL)
    ELSE (run_no IS NOT NULL)
END),
  CONSTRAINT ledger_chapter_event_no_fkey FOREIGN KEY (event_no) REFERENCES outcome_event(event_no),
  CONSTRAINT ledger_chapter_event_no_key UNIQUE (event_no),
  CONSTRAINT ledger_chapter_file_no_fkey FOREIGN KEY (file_no) REFERENCES settlement_file(file_no),
  CONSTRAINT ledger_chapter_file_no_key UNIQUE (file_no),
  CONSTRAINT ledger_chapter_hand_back_no_fkey FOREIGN KEY (hand_back_no) REFERENCES hand_back(hand_back_no),
  CONSTRAINT ledger_chapter_hand_back_no_key UNIQUE (hand_back_no),
  CONSTRAINT ledger_chapter_kind_check CHECK ((kind = ANY (ARRAY['run'::text, 'files'::text, 'settlement'::text, 'correction'::text, 'hand_back'::text]))),
  CONSTRAINT ledger_chapter_kind_run_no_key UNIQUE (kind, run_no),
  CONSTRAINT ledger_chapter_run_no_fkey FOREIGN KEY (run_no) REFERENCES run(run_no)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_chapter FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE ledger_leg (
  event text COLLATE "C" NOT NULL,
  accrues boolean NOT NULL DEFAULT false,
  leg smallint NOT NULL,
  debit_account text NOT NULL,
  credit_account text NOT NULL,
  CONSTRAINT ledger_leg_pkey PRIMARY KEY (event, accrues, leg),
  CONSTRAINT ledger_leg_check CHECK ((credit_account <> debit_account))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_leg FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE ledger_posting (
  person_id text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  month year_month NOT NULL,
  issue smallint NOT NULL,
  event text COLLATE "C" NOT NULL,
  part smallint NOT NULL,
  cause integer NOT NULL,
  run_no integer,
  chapter_no integer NOT NULL,
  block integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  accrues boolean NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT ledger_posting_pkey PRIMARY KEY (person_id, family, month, issue, event, part, cause),
  CONSTRAINT ledger_posting_amount_check CHECK ((amount <> 0)),
  CONSTRAINT ledger_posting_check CHECK (((amount > 0) OR (event <> ALL (ARRAY['issue'::text, 'recovery'::text, 'draw'::text, 'hand_back'::text]))))
);
CREATE INDEX ledger_posting_of_block ON public.ledger_posting USING brin (chapter_no, block) WITH (pages_per_range='32');
CREATE INDEX ledger_posting_taken_back ON public.ledger_posting USING btree (run_no) WHERE (event = ANY (ARRAY['recovery'::text, 'recovery_back'::text, 'refund'::text]));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_posting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER balances AFTER INSERT ON public.ledger_posting REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION postings_balance();

CREATE TABLE ledger_seal (
  seal_no integer NOT NULL,
  chapter_no integer NOT NULL,
  root text NOT NULL,
  previous_head text NOT NULL,
  head text NOT NULL,
  key_id text NOT NULL,
  signature text NOT NULL,
  sealed_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT ledger_seal_pkey PRIMARY KEY (seal_no),
  CONSTRAINT ledger_seal_chapter_no_fkey FOREIGN KEY (chapter_no) REFERENCES ledger_chapter(chapter_no),
  CONSTRAINT ledger_seal_chapter_no_key UNIQUE (chapter_no),
  CONSTRAINT ledger_seal_head_check CHECK ((head ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT ledger_seal_head_key UNIQUE (head),
  CONSTRAINT ledger_seal_previous_head_check CHECK (((previous_head = ''::text) OR (previous_head ~ '^[0-9a-f]{64}$'::text))),
  CONSTRAINT ledger_seal_root_check CHECK ((root ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_seal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER continues BEFORE INSERT ON public.ledger_seal FOR EACH ROW EXECUTE FUNCTION seal_continues();

CREATE TABLE ledger_total (
  chapter_no integer NOT NULL,
  run_no integer,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  category text COLLATE "C" NOT NULL,
  event text COLLATE "C" NOT NULL,
  accrues boolean NOT NULL,
  postings integer NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT ledger_total_chapter_no_fkey FOREIGN KEY (chapter_no) REFERENCES ledger_chapter(chapter_no)
);
CREATE INDEX ledger_total_of_run ON public.ledger_total USING btree (run_no);
CREATE UNIQUE INDEX ledger_total_once ON public.ledger_total USING btree (chapter_no, COALESCE(run_no, 0), commune_code, provider, family, category, event, accrues);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.ledger_total FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER only_open BEFORE INSERT ON public.ledger_total FOR EACH ROW EXECUTE FUNCTION chapter_is_open();

CREATE TABLE legal_basis (
  basis_no smallint NOT NULL GENERATED ALWAYS AS IDENTITY,
  wording text NOT NULL,
  CONSTRAINT legal_basis_pkey PRIMARY KEY (basis_no),
  CONSTRAINT legal_basis_wording_key UNIQUE (wording)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.legal_basis FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE live_commune (
  commune_code text COLLATE "C" NOT NULL,
  run_no integer NOT NULL,
  CONSTRAINT live_commune_pkey PRIMARY KEY (commune_code)
);

CREATE TABLE outcome_decision (
  proposal_no integer NOT NULL,
  actor text NOT NULL,
  statement_no integer,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT outcome_decision_pkey PRIMARY KEY (proposal_no),
  CONSTRAINT outcome_decision_actor_check CHECK ((actor <> ''::text)),
  CONSTRAINT outcome_decision_proposal_no_fkey FOREIGN KEY (proposal_no) REFERENCES outcome_proposal(proposal_no),
  CONSTRAINT outcome_decision_statement_no_fkey FOREIGN KEY (statement_no) REFERENCES bank_statement(statement_no)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.outcome_decision FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER decided_by_two BEFORE INSERT ON public.outcome_decision FOR EACH ROW EXECUTE FUNCTION decided_by_two();

CREATE TABLE outcome_event (
  event_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  status text NOT NULL,
  outcome_date date,
  reason text NOT NULL,
  is_correction boolean NOT NULL,
  status_after text NOT NULL,
  file_no integer,
  row_no integer,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  proposal_no integer,
  CONSTRAINT outcome_event_pkey PRIMARY KEY (event_no),
  CONSTRAINT outcome_event_actor_check CHECK ((actor <> ''::text)),
  CONSTRAINT outcome_event_check CHECK ((is_correction = (file_no IS NULL))),
  CONSTRAINT outcome_event_check1 CHECK (((NOT is_correction) OR ((reason <> ''::text) AND (status_after = status)))),
  CONSTRAINT outcome_event_check2 CHECK (((proposal_no IS NULL) OR is_correction)),
  CONSTRAINT outcome_event_status_after_check CHECK ((status_after = ANY (ARRAY['paid'::text, 'returned'::text, 'uncollected'::text]))),
  CONSTRAINT outcome_event_status_check CHECK ((status = ANY (ARRAY['paid'::text, 'returned'::text, 'uncollected'::text])))
);
CREATE INDEX outcome_of_person ON public.outcome_event USING btree (person_id, run_no, event_no) WHERE ((status <> 'paid'::text) OR is_correction);
CREATE UNIQUE INDEX outcome_once ON public.outcome_event USING btree (run_no, person_id, status, COALESCE(outcome_date, '-infinity'::date)) WHERE (NOT is_correction);
CREATE INDEX outcome_to_count ON public.outcome_event USING btree (run_no, person_id, event_no) INCLUDE (status_after) WHERE ((status <> 'paid'::text) OR is_correction);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.outcome_event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER has_grounds AFTER INSERT ON public.outcome_event REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION correction_has_grounds();

CREATE TABLE outcome_proposal (
  proposal_no integer NOT NULL,
  run_no integer NOT NULL,
  person_id text COLLATE "C",
  path text COLLATE "C",
  status text NOT NULL,
  outcome_date date NOT NULL,
  reason text NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT outcome_proposal_pkey PRIMARY KEY (proposal_no),
  CONSTRAINT outcome_proposal_actor_check CHECK ((actor <> ''::text)),
  CONSTRAINT outcome_proposal_check CHECK (((person_id IS NULL) <> (path IS NULL))),
  CONSTRAINT outcome_proposal_reason_check CHECK ((reason <> ''::text)),
  CONSTRAINT outcome_proposal_status_check CHECK ((status = ANY (ARRAY['returned'::text, 'uncollected'::text])))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.outcome_proposal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE payee (
  person_id text COLLATE "C" NOT NULL,
  from_month year_month NOT NULL,
  channel text NOT NULL,
  bank_bin text,
  account_no text,
  account_name text,
  payment_point text COLLATE "C",
  collector_name text,
  collector_national_id text,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT payee_pkey PRIMARY KEY (person_id, from_month),
  CONSTRAINT payee_channel_check CHECK ((channel = ANY (ARRAY['bank'::text, 'post'::text])))
);

CREATE TABLE payee_history (
  person_id text COLLATE "C" NOT NULL,
  from_month year_month NOT NULL,
  channel text NOT NULL,
  bank_bin text,
  account_no text,
  account_name text,
  payment_point text COLLATE "C",
  collector_name text,
  collector_national_id text,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX payee_history_person_id_idx ON public.payee_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payee_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE paying_account (
  commune_code text COLLATE "C" NOT NULL,
  bank_bin text COLLATE "C" NOT NULL,
  account_no text NOT NULL,
  account_name text NOT NULL,
  unit_code text,
  is_main text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT paying_account_pkey PRIMARY KEY (commune_code, bank_bin),
  CONSTRAINT paying_account_is_main_check CHECK ((is_main = ANY (ARRAY['yes'::text, 'no'::text])))
);

CREATE TABLE paying_account_history (
  commune_code text COLLATE "C" NOT NULL,
  bank_bin text COLLATE "C" NOT NULL,
  account_no text NOT NULL,
  account_name text NOT NULL,
  unit_code text,
  is_main text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.paying_account_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE payment (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  ordinal integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  channel text,
  provider text COLLATE "C",
  payment_point text COLLATE "C",
  amount bigint NOT NULL,
  current_amount bigint NOT NULL,
  arrears_amount bigint NOT NULL,
  carried_amount bigint NOT NULL,
  arrears_months smallint NOT NULL,
  hold_reason text,
  recovered_amount bigint NOT NULL DEFAULT 0,
  CONSTRAINT payment_pkey PRIMARY KEY (run_no, person_id),
  CONSTRAINT payment_adds_up CHECK ((amount = (((current_amount + arrears_amount) + carried_amount) - recovered_amount))),
  CONSTRAINT payment_amount_check CHECK (((amount > 0) OR ((amount = 0) AND (recovered_amount > 0)))),
  CONSTRAINT payment_check1 CHECK (((hold_reason IS NOT NULL) OR ((channel IS NOT NULL) AND (provider IS NOT NULL)))),
  CONSTRAINT payment_recovered_amount_check CHECK ((recovered_amount >= 0))
);
CREATE UNIQUE INDEX payment_number ON public.payment USING btree (run_no, ordinal);
CREATE INDEX payment_of_commune ON public.payment USING btree (run_no, commune_code);
CREATE TRIGGER keep_approved AFTER DELETE ON public.payment REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON public.payment FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE payment_point (
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT payment_point_pkey PRIMARY KEY (code)
);

CREATE TABLE payment_point_history (
  code text COLLATE "C" NOT NULL,
  name text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX payment_point_history_code_idx ON public.payment_point_history USING btree (code);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payment_point_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
  message_id text,
  first_ordinal integer,
  last_ordinal integer,
  debtor_bank text,
  debtor_account text,
  executes_on date,
  signature text,
  copy_of text,
  by_hand integer[],
  CONSTRAINT payout_file_pkey PRIMARY KEY (run_no, path),
  CONSTRAINT payout_file_check CHECK (((copy_of IS NULL) OR ((payments = 0) AND (amount = 0))))
);
CREATE INDEX payout_file_by_hand ON public.payout_file USING btree (run_no, commune_code, provider) WHERE (by_hand IS NOT NULL);
CREATE UNIQUE INDEX payout_file_message ON public.payout_file USING btree (message_id) WHERE (message_id IS NOT NULL);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.payout_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE person (
  person_id text COLLATE "C" NOT NULL,
  national_id text,
  full_name text NOT NULL,
  birth_date text NOT NULL,
  sex text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  death_date date,
  pension_amount bigint NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  name_key text COLLATE "C" DEFAULT lower(translate(full_name, 'ÀÁÂÃĂẠẢẤẦẨẪẬẮẰẲẴẶàáâãăạảấầẩẫậắằẳẵặÈÉÊẸẺẼẾỀỂỄỆèéêẹẻẽếềểễệÌÍĨỈỊìíĩỉịÒÓÔÕƠỌỎỐỒỔỖỘỚỜỞỠỢòóôõơọỏốồổỗộớờởỡợÙÚŨƯỤỦỨỪỬỮỰùúũưụủứừửữựỲÝỴỶỸỳýỵỷỹĐÐđ'' -.'::text, 'AAAAAAAAAAAAAAAAAaaaaaaaaaaaaaaaaaEEEEEEEEEEEeeeeeeeeeeeIIIIIiiiiiOOOOOOOOOOOOOOOOOoooooooooooooooooUUUUUUUUUUUuuuuuuuuuuuYYYYYyyyyyDDd'::text)),
  CONSTRAINT person_pkey PRIMARY KEY (person_id),
  CONSTRAINT person_pension_amount_check CHECK ((pension_amount >= 0)),
  CONSTRAINT person_sex_check CHECK ((sex = ANY (ARRAY['M'::text, 'F'::text])))
);
CREATE INDEX person_by_name ON public.person USING btree (POSITION((' '::text) IN (reverse(full_name))), reverse(name_key), commune_code, "left"(birth_date, 4));
CREATE INDEX person_by_national_id ON public.person USING btree (national_id) WHERE (national_id IS NOT NULL);

CREATE TABLE person_history (
  person_id text COLLATE "C" NOT NULL,
  national_id text,
  full_name text NOT NULL,
  birth_date text NOT NULL,
  sex text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  death_date date,
  pension_amount bigint NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX person_history_person_id_idx ON public.person_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.person_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE person_merge (
  person_id text COLLATE "C" NOT NULL,
  merged_into text COLLATE "C",
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT person_merge_pkey PRIMARY KEY (person_id),
  CONSTRAINT person_merge_check CHECK ((merged_into <> person_id))
);

CREATE TABLE person_merge_history (
  person_id text COLLATE "C" NOT NULL,
  merged_into text COLLATE "C",
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.person_merge_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE recovery (
  person_id text COLLATE "C" NOT NULL,
  decision_no text COLLATE "C" NOT NULL,
  family text NOT NULL,
  total bigint NOT NULL,
  monthly_amount bigint NOT NULL,
  from_month year_month NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT recovery_pkey PRIMARY KEY (person_id, decision_no),
  CONSTRAINT recovery_family_check CHECK ((family = ANY (ARRAY['MAIN'::text, 'CARE'::text, 'ONEOFF'::text]))),
  CONSTRAINT recovery_monthly_amount_check CHECK ((monthly_amount > 0)),
  CONSTRAINT recovery_total_check CHECK ((total > 0))
);

CREATE TABLE recovery_history (
  person_id text COLLATE "C" NOT NULL,
  decision_no text COLLATE "C" NOT NULL,
  family text NOT NULL,
  total bigint NOT NULL,
  monthly_amount bigint NOT NULL,
  from_month year_month NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX recovery_history_person_id_idx ON public.recovery_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.recovery_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE refund (
  reference text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  month year_month NOT NULL,
  amount bigint NOT NULL,
  received_on date NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT refund_pkey PRIMARY KEY (reference),
  CONSTRAINT refund_amount_check CHECK ((amount > 0)),
  CONSTRAINT refund_family_check CHECK ((family = ANY (ARRAY['MAIN'::text, 'CARE'::text, 'ONEOFF'::text])))
);
CREATE INDEX refund_of_person ON public.refund USING btree (person_id);

CREATE TABLE refund_history (
  reference text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  month year_month NOT NULL,
  amount bigint NOT NULL,
  received_on date NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX refund_history_person_id_idx ON public.refund_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.refund_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE registry_batch (
  batch_no integer NOT NULL,
  import_file_no integer NOT NULL,
  committed_at timestamp with time zone NOT NULL DEFAULT now(),
  rows_added integer NOT NULL,
  rows_replaced integer NOT NULL,
  first_month year_month,
  last_month year_month,
  CONSTRAINT registry_batch_pkey PRIMARY KEY (batch_no),
  CONSTRAINT registry_batch_import_file_no_fkey FOREIGN KEY (import_file_no) REFERENCES import_file(import_file_no)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.registry_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE reveal (
  reveal_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  user_name text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  ends_at timestamp with time zone NOT NULL,
  CONSTRAINT reveal_pkey PRIMARY KEY (reveal_no),
  CONSTRAINT reveal_reason_check CHECK ((length(btrim(reason)) >= 10)),
  CONSTRAINT reveal_user_name_fkey FOREIGN KEY (user_name) REFERENCES web_user(user_name)
);
CREATE INDEX reveal_by ON public.reveal USING btree (user_name, person_id, ends_at);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.reveal FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE run (
  run_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_id text COLLATE "C" NOT NULL,
  month year_month NOT NULL,
  sequence integer NOT NULL,
  kind text NOT NULL,
  status text NOT NULL,
  province text NOT NULL,
  communes text[],
  known_at date NOT NULL,
  window_from year_month NOT NULL,
  catalogue_sha256 text NOT NULL,
  registry_batch integer NOT NULL,
  last_hold_event integer NOT NULL,
  issued_runs integer NOT NULL,
  maker text NOT NULL,
  opened_at timestamp with time zone NOT NULL DEFAULT now(),
  attempt integer NOT NULL DEFAULT 1,
  persons integer,
  payments integer,
  amount bigint,
  current_amount bigint,
  arrears_amount bigint,
  carried_amount bigint,
  held_persons integer,
  held_amount bigint,
  overpaid_amount bigint,
  exceptions integer,
  content_sha256 text,
  failure text,
  approver text,
  approved_at timestamp with time zone,
  signed_payments integer,
  signed_amount bigint,
  signed_sha256 text,
  rejected_by text,
  reject_reason text,
  issue_no integer,
  ledger_root text,
  previous_ledger_root text,
  issued_at timestamp with time zone,
  manifest_sha256 text,
  last_outcome_event integer NOT NULL DEFAULT 0,
  is_full boolean NOT NULL DEFAULT false,
  baseline_run_no integer,
  recompute_from year_month,
  law_months jsonb NOT NULL DEFAULT '{}'::jsonb,
  recovered_amount bigint,
  controls_sha256 text NOT NULL DEFAULT ''::text,
  bank_forms_sha256 text,
  CONSTRAINT run_pkey PRIMARY KEY (run_no),
  CONSTRAINT approval_is_whole CHECK (((status <> ALL (ARRAY['approved'::text, 'issued'::text, 'settled'::text])) OR ((approver IS NOT NULL) AND (signed_payments = payments) AND (signed_amount = amount) AND (signed_sha256 = content_sha256)))),
  CONSTRAINT approver_is_not_the_maker CHECK ((approver <> maker)),
  CONSTRAINT issue_is_whole CHECK (((status <> ALL (ARRAY['issued'::text, 'settled'::text])) OR ((issue_no IS NOT NULL) AND (ledger_root IS NOT NULL)))),
  CONSTRAINT run_bank_forms_sha256_check CHECK ((bank_forms_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT run_issue_no_key UNIQUE (issue_no),
  CONSTRAINT run_kind_check CHECK ((kind = ANY (ARRAY['regular'::text, 'supplementary'::text]))),
  CONSTRAINT run_maker_check CHECK ((maker <> ''::text)),
  CONSTRAINT run_month_sequence_key UNIQUE (month, sequence),
  CONSTRAINT run_run_id_key UNIQUE (run_id),
  CONSTRAINT run_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'computing'::text, 'draft'::text, 'approved'::text, 'issued'::text, 'settled'::text, 'closed'::text, 'rejected'::text, 'failed'::text])))
);
CREATE TRIGGER approved_by_approver AFTER UPDATE ON public.run FOR EACH ROW WHEN (((new.status = 'approved'::text) AND (old.status <> 'approved'::text))) EXECUTE FUNCTION acts_by_role('approver', 'approver');
CREATE TRIGGER keeps_forms BEFORE UPDATE ON public.run FOR EACH ROW WHEN (((old.status = ANY (ARRAY['approved'::text, 'issued'::text, 'settled'::text, 'closed'::text, 'rejected'::text])) AND (old.bank_forms_sha256 IS DISTINCT FROM new.bank_forms_sha256))) EXECUTE FUNCTION run_keeps_forms();
CREATE TRIGGER made_by_officer AFTER INSERT ON public.run FOR EACH ROW EXECUTE FUNCTION acts_by_role('maker', 'officer');
CREATE TRIGGER moves_forward BEFORE UPDATE ON public.run FOR EACH ROW EXECUTE FUNCTION run_moves_forward();
CREATE TRIGGER remade_by_officer AFTER UPDATE ON public.run FOR EACH ROW WHEN ((new.maker <> old.maker)) EXECUTE FUNCTION acts_by_role('maker', 'officer');
CREATE TRIGGER within_budgets AFTER UPDATE ON public.run FOR EACH ROW WHEN (((new.status = 'approved'::text) AND (old.status <> 'approved'::text))) EXECUTE FUNCTION within_budgets();

CREATE TABLE run_block (
  run_no integer NOT NULL,
  ordinal integer NOT NULL,
  first_key text COLLATE "C" NOT NULL,
  last_key text COLLATE "C" NOT NULL,
  lines integer NOT NULL,
  payments integer NOT NULL,
  leaves bytea NOT NULL,
  root text NOT NULL,
  CONSTRAINT run_block_pkey PRIMARY KEY (run_no, ordinal),
  CONSTRAINT run_block_check CHECK ((length(leaves) = (32 * (lines + payments)))),
  CONSTRAINT run_block_root_check CHECK ((root ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_block REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON public.run_block FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE run_bridge (
  run_no integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  step text COLLATE "C" NOT NULL,
  people integer NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT run_bridge_pkey PRIMARY KEY (run_no, commune_code, step)
);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_bridge REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();

CREATE TABLE run_change (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  step text COLLATE "C" NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  people smallint NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT run_change_pkey PRIMARY KEY (run_no, person_id, step, commune_code)
);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_change REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();

CREATE TABLE run_draw (
  run_no integer NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  provider text COLLATE "C" NOT NULL,
  payments bigint NOT NULL,
  held bigint NOT NULL,
  draw bigint NOT NULL,
  CONSTRAINT run_draw_pkey PRIMARY KEY (run_no, commune_code, provider),
  CONSTRAINT run_draw_check CHECK ((draw = GREATEST((0)::bigint, (payments - held)))),
  CONSTRAINT run_draw_payments_check CHECK ((payments >= 0))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.run_draw FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE run_exception (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  control text NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  severity text NOT NULL,
  message text NOT NULL,
  CONSTRAINT run_exception_pkey PRIMARY KEY (run_no, person_id, control, commune_code),
  CONSTRAINT run_exception_severity_check CHECK ((severity = ANY (ARRAY['block'::text, 'warn'::text])))
);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_exception REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();

CREATE TABLE run_line (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  issue smallint NOT NULL,
  part smallint NOT NULL,
  kind text NOT NULL,
  category text NOT NULL,
  award_id text COLLATE "C" NOT NULL,
  standard integer NOT NULL,
  coefficient_tenths integer NOT NULL,
  amount bigint NOT NULL,
  basis_no smallint NOT NULL,
  hold_reason text,
  decision_no text,
  CONSTRAINT run_line_pkey PRIMARY KEY (run_no, person_id, family, month, part),
  CONSTRAINT run_line_amount_check CHECK (
CASE
    WHEN (kind = 'recovery'::text) THEN ((amount < 0) AND (decision_no IS NOT NULL) AND (hold_reason IS NULL))
    ELSE (amount > 0)
END),
  CONSTRAINT run_line_kind_check CHECK ((kind = ANY (ARRAY['current'::text, 'arrears'::text, 'carried'::text, 'recovery'::text])))
);
CREATE INDEX run_line_held ON public.run_line USING btree (run_no, person_id) WHERE (hold_reason IS NOT NULL);
CREATE INDEX run_line_recovery ON public.run_line USING btree (person_id, run_no) WHERE (kind = 'recovery'::text);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_line REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON public.run_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE run_mark (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  mark text COLLATE "C" NOT NULL,
  detail text COLLATE "C" NOT NULL DEFAULT ''::text,
  CONSTRAINT run_mark_pkey PRIMARY KEY (run_no, person_id, mark)
);
CREATE INDEX run_mark_detail ON public.run_mark USING btree (run_no, detail) WHERE (detail <> ''::text);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_mark REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();

CREATE TABLE run_overpayment (
  run_no integer NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  family text NOT NULL,
  month year_month NOT NULL,
  amount bigint NOT NULL,
  category text COLLATE "C" NOT NULL DEFAULT ''::text,
  commune_code text COLLATE "C" NOT NULL DEFAULT ''::text,
  CONSTRAINT run_overpayment_pkey PRIMARY KEY (run_no, person_id, family, month),
  CONSTRAINT run_overpayment_amount_check CHECK ((amount > 0))
);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_overpayment REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();

CREATE TABLE run_sum (
  run_no integer NOT NULL,
  what text COLLATE "C" NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  code text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  people integer NOT NULL,
  items integer NOT NULL,
  amount bigint NOT NULL,
  CONSTRAINT run_sum_pkey PRIMARY KEY (run_no, what, commune_code, code, kind),
  CONSTRAINT run_sum_what_check CHECK ((what = ANY (ARRAY['total'::text, 'category'::text, 'provider'::text, 'month'::text, 'hold'::text, 'control'::text])))
);
CREATE TRIGGER keep_approved AFTER DELETE ON public.run_sum REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_delete_of_approved();
CREATE TRIGGER no_update BEFORE UPDATE OR TRUNCATE ON public.run_sum FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE schedule_setting (
  setting_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  is_on boolean NOT NULL,
  day smallint NOT NULL,
  hour smallint NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT schedule_setting_pkey PRIMARY KEY (setting_no),
  CONSTRAINT schedule_setting_actor_check CHECK ((btrim(actor) <> ''::text)),
  CONSTRAINT schedule_setting_day_check CHECK (((day >= 1) AND (day <= 28))),
  CONSTRAINT schedule_setting_hour_check CHECK (((hour >= 0) AND (hour <= 23)))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.schedule_setting FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE scheduled_month (
  month year_month NOT NULL,
  due_on date NOT NULL,
  run_no integer NOT NULL,
  opened_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT scheduled_month_pkey PRIMARY KEY (month),
  CONSTRAINT scheduled_month_run_no_fkey FOREIGN KEY (run_no) REFERENCES run(run_no)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.scheduled_month FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE schema_migration (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT schema_migration_pkey PRIMARY KEY (name)
);

CREATE TABLE settlement_answer (
  file_no integer NOT NULL,
  row_no integer NOT NULL,
  actor text NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT settlement_answer_pkey PRIMARY KEY (file_no, row_no),
  CONSTRAINT settlement_answer_actor_check CHECK ((actor <> ''::text)),
  CONSTRAINT settlement_answer_reason_check CHECK ((reason <> ''::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_answer FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE settlement_file (
  file_no integer NOT NULL,
  sha256 text NOT NULL,
  file_name text NOT NULL,
  format text NOT NULL,
  actor text NOT NULL,
  loaded_at timestamp with time zone NOT NULL DEFAULT now(),
  summary jsonb NOT NULL,
  CONSTRAINT settlement_file_pkey PRIMARY KEY (file_no),
  CONSTRAINT settlement_file_actor_check CHECK ((actor <> ''::text)),
  CONSTRAINT settlement_file_sha256_key UNIQUE (sha256)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_file FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

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
  CONSTRAINT settlement_row_pkey PRIMARY KEY (file_no, row_no)
);
CREATE INDEX settlement_row_to_look_at ON public.settlement_row USING btree (file_no, row_no) WHERE (finding IS NOT NULL);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.settlement_row FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE sign_in_failure (
  address text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now()
);
CREATE INDEX failure_from ON public.sign_in_failure USING btree (address, at);

CREATE TABLE signing_key (
  key_id text NOT NULL,
  public_key text NOT NULL,
  first_used_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT signing_key_pkey PRIMARY KEY (key_id)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.signing_key FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE stay (
  person_id text COLLATE "C" NOT NULL,
  until_month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  pension_amount bigint NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT stay_pkey PRIMARY KEY (person_id, until_month),
  CONSTRAINT stay_pension_amount_check CHECK ((pension_amount >= 0))
);

CREATE TABLE stay_history (
  person_id text COLLATE "C" NOT NULL,
  until_month year_month NOT NULL,
  commune_code text COLLATE "C" NOT NULL,
  pension_amount bigint NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX stay_history_person_id_idx ON public.stay_history USING btree (person_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.stay_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE suspension (
  award_id text COLLATE "C" NOT NULL,
  from_month year_month NOT NULL,
  to_month year_month,
  decision_no text NOT NULL,
  reason text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  CONSTRAINT suspension_pkey PRIMARY KEY (award_id, from_month)
);

CREATE TABLE suspension_history (
  award_id text COLLATE "C" NOT NULL,
  from_month year_month NOT NULL,
  to_month year_month,
  decision_no text NOT NULL,
  reason text NOT NULL,
  batch_no integer NOT NULL,
  row_no integer NOT NULL,
  superseded_batch integer NOT NULL,
  superseded_row integer NOT NULL
);
CREATE INDEX suspension_history_award_id_idx ON public.suspension_history USING btree (award_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.suspension_history FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE upload (
  upload_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  file_name text NOT NULL,
  sha256 text NOT NULL,
  bytes bigint NOT NULL,
  actor text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT upload_pkey PRIMARY KEY (upload_no),
  CONSTRAINT upload_actor_check CHECK ((btrim(actor) <> ''::text)),
  CONSTRAINT upload_kind_check CHECK ((kind = ANY (ARRAY['registry'::text, 'settlement'::text]))),
  CONSTRAINT upload_sha256_check CHECK ((sha256 ~ '^[0-9a-f]{64}$'::text))
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.upload FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE user_grant (
  grant_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  user_name text COLLATE "C" NOT NULL,
  role text NOT NULL,
  communes text[],
  granted_by text NOT NULL,
  at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT user_grant_pkey PRIMARY KEY (grant_no),
  CONSTRAINT nobody_grants_himself CHECK ((granted_by <> user_name)),
  CONSTRAINT user_grant_communes_check CHECK (((communes IS NULL) OR (cardinality(communes) > 0))),
  CONSTRAINT user_grant_granted_by_check CHECK ((btrim(granted_by) <> ''::text)),
  CONSTRAINT user_grant_role_check CHECK ((role = ANY (ARRAY['officer'::text, 'approver'::text, 'auditor'::text, 'admin'::text]))),
  CONSTRAINT user_grant_user_name_fkey FOREIGN KEY (user_name) REFERENCES web_user(user_name)
);
CREATE INDEX grant_of_user ON public.user_grant USING btree (user_name, grant_no);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON public.user_grant FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE web_session (
  token_sha256 text NOT NULL,
  user_name text COLLATE "C" NOT NULL,
  form_key text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  notice text,
  CONSTRAINT web_session_pkey PRIMARY KEY (token_sha256),
  CONSTRAINT web_session_token_sha256_check CHECK ((token_sha256 ~ '^[0-9a-f]{64}$'::text)),
  CONSTRAINT web_session_user_name_fkey FOREIGN KEY (user_name) REFERENCES web_user(user_name)
);
CREATE INDEX session_of_user ON public.web_session USING btree (user_name);

CREATE TABLE web_task (
  task_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  command text NOT NULL,
  subject text NOT NULL,
  words text[] NOT NULL,
  upload_no integer,
  folder text,
  actor text NOT NULL,
  origin text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  progress text NOT NULL DEFAULT ''::text,
  answer text NOT NULL DEFAULT ''::text,
  message text NOT NULL DEFAULT ''::text,
  exit_code smallint,
  asked_at timestamp with time zone NOT NULL DEFAULT now(),
  started_at timestamp with time zone,
  seen_at timestamp with time zone,
  ended_at timestamp with time zone,
  CONSTRAINT web_task_pkey PRIMARY KEY (task_no),
  CONSTRAINT web_task_actor_check CHECK ((btrim(actor) <> ''::text)),
  CONSTRAINT web_task_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text]))),
  CONSTRAINT web_task_upload_no_fkey FOREIGN KEY (upload_no) REFERENCES upload(upload_no)
);
CREATE UNIQUE INDEX loaded_once ON public.web_task USING btree (upload_no, command) WHERE ((command ~~ '%-load'::text) AND (state <> 'failed'::text));
CREATE INDEX task_by_subject ON public.web_task USING btree (command, subject, task_no);

CREATE TABLE web_user (
  user_name text COLLATE "C" NOT NULL,
  full_name text NOT NULL,
  password_hash text,
  must_change boolean NOT NULL DEFAULT true,
  subject text,
  is_active boolean NOT NULL DEFAULT true,
  failures integer NOT NULL DEFAULT 0,
  locked_until timestamp with time zone,
  created_by text NOT NULL,
  created_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT web_user_pkey PRIMARY KEY (user_name),
  CONSTRAINT web_user_created_by_check CHECK ((btrim(created_by) <> ''::text)),
  CONSTRAINT web_user_full_name_check CHECK ((btrim(full_name) <> ''::text)),
  CONSTRAINT web_user_subject_key UNIQUE (subject),
  CONSTRAINT web_user_user_name_check CHECK ((user_name ~ '^[a-z][a-z0-9._-]{1,39}$'::text))
);

CREATE TABLE work_item (
  item_no integer NOT NULL GENERATED ALWAYS AS IDENTITY,
  run_no integer NOT NULL,
  stage text NOT NULL,
  ordinal integer NOT NULL,
  first_key text COLLATE "C",
  last_key text COLLATE "C",
  state text NOT NULL DEFAULT 'waiting'::text,
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamp with time zone,
  enqueued_at timestamp with time zone,
  enqueued_times integer NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  last_error text,
  done_at timestamp with time zone,
  totals jsonb,
  sums text,
  persons bigint DEFAULT ((totals ->> 'persons'::text))::bigint,
  CONSTRAINT work_item_pkey PRIMARY KEY (item_no),
  CONSTRAINT work_item_run_no_fkey FOREIGN KEY (run_no) REFERENCES run(run_no),
  CONSTRAINT work_item_run_no_stage_ordinal_key UNIQUE (run_no, stage, ordinal),
  CONSTRAINT work_item_stage_check CHECK ((stage = ANY (ARRAY['compute'::text, 'check'::text, 'issue'::text, 'files'::text, 'seal'::text]))),
  CONSTRAINT work_item_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text])))
);
CREATE INDEX work_to_do ON public.work_item USING btree (item_no) WHERE (state <> 'done'::text);

CREATE TABLE worker (
  worker_id text NOT NULL,
  host text NOT NULL,
  pid integer NOT NULL,
  started_at timestamp with time zone NOT NULL DEFAULT now(),
  seen_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT worker_pkey PRIMARY KEY (worker_id)
);

CREATE VIEW budget_use (commune_code, family, year, reserved, used, given_back) AS
 SELECT u.commune_code,
    u.family,
    u.year,
    (sum(u.reserved))::bigint AS reserved,
    (sum(u.used))::bigint AS used,
    (sum(u.given_back))::bigint AS given_back
   FROM ( SELECT p.commune_code,
            l.family,
            ((r.month)::integer / 100) AS year,
                CASE l.kind
                    WHEN 'recovery'::text THEN (0)::bigint
                    ELSE l.amount
                END AS reserved,
            0 AS used,
                CASE
                    WHEN ((l.kind = 'recovery'::text) AND (((l.month)::integer / 100) = ((r.month)::integer / 100))) THEN (- l.amount)
                    ELSE (0)::bigint
                END AS given_back
           FROM ((run r
             JOIN run_line l USING (run_no))
             JOIN payment p USING (run_no, person_id))
          WHERE ((r.status = 'approved'::text) AND (l.hold_reason IS NULL))
        UNION ALL
         SELECT t.commune_code,
            t.family,
            ((r.month)::integer / 100),
                CASE t.event
                    WHEN 'issue'::text THEN t.amount
                    WHEN 'recovery_back'::text THEN t.amount
                    ELSE (- t.amount)
                END AS "case",
                CASE t.event
                    WHEN 'confirm'::text THEN t.amount
                    WHEN 'recovery'::text THEN t.amount
                    WHEN 'recovery_back'::text THEN (- t.amount)
                    ELSE (0)::bigint
                END AS "case",
            0
           FROM (ledger_total t
             JOIN run r USING (run_no))
          WHERE (t.event = ANY (ARRAY['issue'::text, 'recovery'::text, 'recovery_back'::text, 'confirm'::text, 'return'::text, 'uncollect'::text]))
        UNION ALL
         SELECT p.commune_code,
            p.family,
            ((r.month)::integer / 100),
            0,
            0,
                CASE p.event
                    WHEN 'recovery_back'::text THEN (- p.amount)
                    ELSE p.amount
                END AS amount
           FROM (ledger_posting p
             JOIN run r USING (run_no))
          WHERE ((p.event = ANY (ARRAY['recovery'::text, 'recovery_back'::text, 'refund'::text])) AND (((p.month)::integer / 100) = ((r.month)::integer / 100)) AND (r.status <> 'approved'::text))) u
  GROUP BY u.commune_code, u.family, u.year;

CREATE VIEW ledger_balance (month, commune_code, provider, account, debit, credit) AS
 SELECT COALESCE(r.month, c.month) AS month,
    t.commune_code,
    t.provider,
        CASE s.account
            WHEN 'expense'::text THEN ((('expense:'::text || t.family) || ':'::text) || COALESCE(NULLIF(t.category, ''::text), 'other'::text))
            WHEN 'transit'::text THEN ('transit:'::text || t.provider)
            WHEN 'held'::text THEN ('held:'::text || t.provider)
            ELSE s.account
        END AS account,
    sum(
        CASE
            WHEN s.is_debit THEN t.amount
            ELSE (0)::bigint
        END) AS debit,
    sum(
        CASE
            WHEN s.is_debit THEN (0)::bigint
            ELSE t.amount
        END) AS credit
   FROM ((((ledger_total t
     JOIN ledger_chapter c USING (chapter_no))
     LEFT JOIN run r ON ((r.run_no = t.run_no)))
     JOIN ledger_leg l USING (event, accrues))
     CROSS JOIN LATERAL ( VALUES (l.debit_account,true), (l.credit_account,false)) s(account, is_debit))
  GROUP BY COALESCE(r.month, c.month), t.commune_code, t.provider,
        CASE s.account
            WHEN 'expense'::text THEN ((('expense:'::text || t.family) || ':'::text) || COALESCE(NULLIF(t.category, ''::text), 'other'::text))
            WHEN 'transit'::text THEN ('transit:'::text || t.provider)
            WHEN 'held'::text THEN ('held:'::text || t.provider)
            ELSE s.account
        END;

CREATE VIEW ledger_entry (chapter_no, block, run_no, person_id, family, month, issue, event, part, cause, commune_code, provider, category, leg, is_debit, account, debit, credit) AS
 SELECT p.chapter_no,
    p.block,
    p.run_no,
    p.person_id,
    p.family,
    p.month,
    p.issue,
    p.event,
    p.part,
    p.cause,
    p.commune_code,
    p.provider,
    p.category,
    l.leg,
    s.is_debit,
        CASE s.account
            WHEN 'expense'::text THEN ((('expense:'::text || p.family) || ':'::text) || COALESCE(NULLIF(p.category, ''::text), 'other'::text))
            WHEN 'transit'::text THEN ('transit:'::text || p.provider)
            WHEN 'held'::text THEN ('held:'::text || p.provider)
            ELSE s.account
        END AS account,
        CASE
            WHEN (s.is_debit = (p.amount > 0)) THEN abs(p.amount)
            ELSE (0)::bigint
        END AS debit,
        CASE
            WHEN (s.is_debit = (p.amount > 0)) THEN (0)::bigint
            ELSE abs(p.amount)
        END AS credit
   FROM ((ledger_posting p
     JOIN ledger_leg l USING (event, accrues))
     CROSS JOIN LATERAL ( VALUES (l.debit_account,true), (l.credit_account,false)) s(account, is_debit));

CREATE VIEW payment_in_file (run_no, person_id, ordinal, path, kind, message_id, debtor_bank) AS
 SELECT p.run_no,
    p.person_id,
    p.ordinal,
    f.path,
    f.kind,
    f.message_id,
    f.debtor_bank
   FROM (payment p
     JOIN payout_file f ON (((f.run_no = p.run_no) AND (f.commune_code = p.commune_code) AND (f.provider = p.provider))))
  WHERE ((p.channel = 'bank'::text) AND (p.hold_reason IS NULL) AND (p.amount > 0) AND (f.copy_of IS NULL) AND (f.by_hand IS NULL) AND ((f.first_ordinal IS NULL) OR ((p.ordinal >= f.first_ordinal) AND (p.ordinal <= f.last_ordinal))) AND (NOT (EXISTS ( SELECT
           FROM payout_file h
          WHERE ((h.by_hand IS NOT NULL) AND (h.run_no = p.run_no) AND (h.commune_code = p.commune_code) AND (h.provider = p.provider) AND (p.ordinal = ANY (h.by_hand)))))))
UNION ALL
 SELECT p.run_no,
    p.person_id,
    p.ordinal,
    f.path,
    f.kind,
    f.message_id,
    f.debtor_bank
   FROM (payout_file f
     JOIN payment p ON (((p.run_no = f.run_no) AND (p.commune_code = f.commune_code) AND (p.provider = f.provider) AND (p.ordinal = ANY (f.by_hand)))))
  WHERE ((p.channel = 'bank'::text) AND (p.hold_reason IS NULL) AND (p.amount > 0) AND (f.copy_of IS NULL) AND (f.by_hand IS NOT NULL));

CREATE VIEW run_recount (run_no, what, commune_code, code, kind, people, items, amount) AS
 WITH free AS NOT MATERIALIZED (
         SELECT l.run_no,
            p.commune_code,
            l.person_id,
            l.category,
            l.month,
            l.kind,
            l.amount
           FROM (run_line l
             JOIN payment p USING (run_no, person_id))
          WHERE (l.hold_reason IS NULL)
        )
 SELECT free.run_no,
    'category'::text AS what,
    free.commune_code,
    free.category AS code,
    free.kind,
    (count(DISTINCT free.person_id))::integer AS people,
    (count(*))::integer AS items,
    (sum(free.amount))::bigint AS amount
   FROM free
  GROUP BY free.run_no, free.commune_code, free.category, free.kind
UNION ALL
 SELECT free.run_no,
    'month'::text AS what,
    free.commune_code,
    (free.month)::text AS code,
    free.kind,
    (count(DISTINCT free.person_id))::integer AS people,
    (count(*))::integer AS items,
    (sum(free.amount))::bigint AS amount
   FROM free
  GROUP BY free.run_no, free.commune_code, free.month, free.kind
UNION ALL
 SELECT payment.run_no,
    'provider'::text AS what,
    payment.commune_code,
    payment.provider AS code,
    ''::text AS kind,
    (count(*))::integer AS people,
    (count(*))::integer AS items,
    (sum(payment.amount))::bigint AS amount
   FROM payment
  WHERE ((payment.hold_reason IS NULL) AND (payment.amount > 0))
  GROUP BY payment.run_no, payment.commune_code, payment.provider
UNION ALL
 SELECT l.run_no,
    'hold'::text AS what,
    p.commune_code,
    l.hold_reason AS code,
    ''::text AS kind,
    (count(DISTINCT l.person_id))::integer AS people,
    (count(*))::integer AS items,
    (sum(l.amount))::bigint AS amount
   FROM (run_line l
     JOIN payment p USING (run_no, person_id))
  WHERE (l.hold_reason IS NOT NULL)
  GROUP BY l.run_no, p.commune_code, l.hold_reason
UNION ALL
 SELECT l.run_no,
    'total'::text AS what,
    p.commune_code,
    'held'::text AS code,
    ''::text AS kind,
    (count(DISTINCT l.person_id))::integer AS people,
    (count(*))::integer AS items,
    (sum(l.amount))::bigint AS amount
   FROM (run_line l
     JOIN payment p USING (run_no, person_id))
  WHERE (l.hold_reason IS NOT NULL)
  GROUP BY l.run_no, p.commune_code
UNION ALL
 SELECT p.run_no,
    'total'::text AS what,
    p.commune_code,
    s.code,
    ''::text AS kind,
    (count(*))::integer AS people,
    (count(*))::integer AS items,
    (sum(s.amount))::bigint AS amount
   FROM (payment p
     CROSS JOIN LATERAL ( VALUES ('eligible'::text,(0)::bigint,true), ('paid'::text,p.amount,((p.hold_reason IS NULL) AND (p.amount > 0))), ('offset'::text,(0)::bigint,((p.hold_reason IS NULL) AND (p.amount = 0))), ('current'::text,p.current_amount,((p.hold_reason IS NULL) AND (p.current_amount > 0))), ('arrears'::text,p.arrears_amount,((p.hold_reason IS NULL) AND (p.arrears_amount > 0))), ('carried'::text,p.carried_amount,((p.hold_reason IS NULL) AND (p.carried_amount > 0))), ('recovered'::text,p.recovered_amount,((p.hold_reason IS NULL) AND (p.recovered_amount > 0)))) s(code, amount, counts))
  WHERE s.counts
  GROUP BY p.run_no, p.commune_code, s.code
UNION ALL
 SELECT run_overpayment.run_no,
    'total'::text AS what,
    run_overpayment.commune_code,
    'overpaid'::text AS code,
    ''::text AS kind,
    (count(DISTINCT run_overpayment.person_id))::integer AS people,
    (count(*))::integer AS items,
    (sum(run_overpayment.amount))::bigint AS amount
   FROM run_overpayment
  GROUP BY run_overpayment.run_no, run_overpayment.commune_code
UNION ALL
 SELECT run_exception.run_no,
    'control'::text AS what,
    run_exception.commune_code,
    run_exception.control AS code,
    run_exception.severity AS kind,
    (count(*))::integer AS people,
    (count(*))::integer AS items,
    (0)::bigint AS amount
   FROM run_exception
  GROUP BY run_exception.run_no, run_exception.commune_code, run_exception.control, run_exception.severity;

CREATE VIEW scoped.award (award_id, person_id, category, decision_no, decision_date, start_month, end_month, quantity, cared_birth_date, batch_no, row_no) AS
 SELECT t.award_id,
    t.person_id,
    t.category,
    t.decision_no,
    t.decision_date,
    t.start_month,
    t.end_month,
    t.quantity,
    t.cared_birth_date,
    t.batch_no,
    t.row_no
   FROM award t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.award_history (award_id, person_id, category, decision_no, decision_date, start_month, end_month, quantity, cared_birth_date, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.award_id,
    t.person_id,
    t.category,
    t.decision_no,
    t.decision_date,
    t.start_month,
    t.end_month,
    t.quantity,
    t.cared_birth_date,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM award_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.bank_form (forms_sha256, "position", name, content) AS
 SELECT bank_form.forms_sha256,
    bank_form."position",
    bank_form.name,
    bank_form.content
   FROM bank_form;

CREATE VIEW scoped.budget (commune_code, family, year, amount, decision_no, batch_no, row_no) AS
 SELECT budget.commune_code,
    budget.family,
    budget.year,
    budget.amount,
    budget.decision_no,
    budget.batch_no,
    budget.row_no
   FROM budget
  WHERE (budget.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.budget_use (commune_code, family, year, reserved, used, given_back) AS
 SELECT budget_use.commune_code,
    budget_use.family,
    budget_use.year,
    budget_use.reserved,
    budget_use.used,
    budget_use.given_back
   FROM budget_use
  WHERE (budget_use.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.case_event (event_no, person_id, control, commune_code, action, note, actor, at) AS
 SELECT case_event.event_no,
    case_event.person_id,
    case_event.control,
    case_event.commune_code,
    case_event.action,
    case_event.note,
    case_event.actor,
    case_event.at
   FROM case_event
  WHERE (case_event.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.catalogue_activation (activation_no, amendment_no, proposed_by, activated_by, activated_at, catalogue_sha256) AS
 SELECT catalogue_activation.activation_no,
    catalogue_activation.amendment_no,
    catalogue_activation.proposed_by,
    catalogue_activation.activated_by,
    catalogue_activation.activated_at,
    catalogue_activation.catalogue_sha256
   FROM catalogue_activation;

CREATE VIEW scoped.catalogue_amendment (amendment_no, sha256, proposed_by, proposed_at) AS
 SELECT catalogue_amendment.amendment_no,
    catalogue_amendment.sha256,
    catalogue_amendment.proposed_by,
    catalogue_amendment.proposed_at
   FROM catalogue_amendment;

CREATE VIEW scoped.catalogue_amendment_file (amendment_no, "position", name, content) AS
 SELECT catalogue_amendment_file.amendment_no,
    catalogue_amendment_file."position",
    catalogue_amendment_file.name,
    catalogue_amendment_file.content
   FROM catalogue_amendment_file;

CREATE VIEW scoped.closed_month (month, actor, closed_at, last_outcome_event) AS
 SELECT closed_month.month,
    closed_month.actor,
    closed_month.closed_at,
    closed_month.last_outcome_event
   FROM closed_month;

CREATE VIEW scoped.commune (code, name, kind, province_code, formed_from, batch_no, row_no) AS
 SELECT commune.code,
    commune.name,
    commune.kind,
    commune.province_code,
    commune.formed_from,
    commune.batch_no,
    commune.row_no
   FROM commune
  WHERE (commune.code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.commune_history (code, name, kind, province_code, formed_from, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT commune_history.code,
    commune_history.name,
    commune_history.kind,
    commune_history.province_code,
    commune_history.formed_from,
    commune_history.batch_no,
    commune_history.row_no,
    commune_history.superseded_batch,
    commune_history.superseded_row
   FROM commune_history
  WHERE (commune_history.code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.control_block (person_id, control, since_hold_event) AS
 SELECT t.person_id,
    t.control,
    t.since_hold_event
   FROM control_block t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.disbursement (reference, person_id, family, month, amount, paid_on, channel, status, batch_no, row_no) AS
 SELECT t.reference,
    t.person_id,
    t.family,
    t.month,
    t.amount,
    t.paid_on,
    t.channel,
    t.status,
    t.batch_no,
    t.row_no
   FROM disbursement t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.disbursement_history (reference, person_id, family, month, amount, paid_on, channel, status, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.reference,
    t.person_id,
    t.family,
    t.month,
    t.amount,
    t.paid_on,
    t.channel,
    t.status,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM disbursement_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.hand_back (hand_back_no, reference, month, commune_code, provider, amount, received_on, actor, at) AS
 SELECT hand_back.hand_back_no,
    hand_back.reference,
    hand_back.month,
    hand_back.commune_code,
    hand_back.provider,
    hand_back.amount,
    hand_back.received_on,
    hand_back.actor,
    hand_back.at
   FROM hand_back
  WHERE (hand_back.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.history_month (month, commune_code, people, payments, amount, returned, returned_amount, batch_no) AS
 SELECT history_month.month,
    history_month.commune_code,
    history_month.people,
    history_month.payments,
    history_month.amount,
    history_month.returned,
    history_month.returned_amount,
    history_month.batch_no
   FROM history_month
  WHERE (history_month.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.hold_event (hold_event_no, person_id, action, reason, actor, at) AS
 SELECT t.hold_event_no,
    t.person_id,
    t.action,
    t.reason,
    t.actor,
    t.at
   FROM hold_event t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.import_file (import_file_no, table_name, file_name, sha256, actor, started_at, finished_at, rows_read, rows_rejected) AS
 SELECT import_file.import_file_no,
    import_file.table_name,
    import_file.file_name,
    import_file.sha256,
    import_file.actor,
    import_file.started_at,
    import_file.finished_at,
    import_file.rows_read,
    import_file.rows_rejected
   FROM import_file;

CREATE VIEW scoped.installation (only_one, installation_id, last_batch_no) AS
 SELECT installation.only_one,
    installation.installation_id,
    installation.last_batch_no
   FROM installation;

CREATE VIEW scoped.law_text (catalogue_sha256, amendment, "position", name, content) AS
 SELECT law_text.catalogue_sha256,
    law_text.amendment,
    law_text."position",
    law_text.name,
    law_text.content
   FROM law_text;

CREATE VIEW scoped.ledger_chapter (chapter_no, kind, month, run_no, file_no, event_no, hand_back_no, opened_at) AS
 SELECT ledger_chapter.chapter_no,
    ledger_chapter.kind,
    ledger_chapter.month,
    ledger_chapter.run_no,
    ledger_chapter.file_no,
    ledger_chapter.event_no,
    ledger_chapter.hand_back_no,
    ledger_chapter.opened_at
   FROM ledger_chapter;

CREATE VIEW scoped.ledger_entry (chapter_no, block, run_no, person_id, family, month, issue, event, part, cause, commune_code, provider, category, leg, is_debit, account, debit, credit) AS
 SELECT t.chapter_no,
    t.block,
    t.run_no,
    t.person_id,
    t.family,
    t.month,
    t.issue,
    t.event,
    t.part,
    t.cause,
    t.commune_code,
    t.provider,
    t.category,
    t.leg,
    t.is_debit,
    t.account,
    t.debit,
    t.credit
   FROM ledger_entry t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.ledger_leg (event, accrues, leg, debit_account, credit_account) AS
 SELECT ledger_leg.event,
    ledger_leg.accrues,
    ledger_leg.leg,
    ledger_leg.debit_account,
    ledger_leg.credit_account
   FROM ledger_leg;

CREATE VIEW scoped.ledger_posting (person_id, family, month, issue, event, part, cause, run_no, chapter_no, block, commune_code, provider, category, accrues, amount) AS
 SELECT t.person_id,
    t.family,
    t.month,
    t.issue,
    t.event,
    t.part,
    t.cause,
    t.run_no,
    t.chapter_no,
    t.block,
    t.commune_code,
    t.provider,
    t.category,
    t.accrues,
    t.amount
   FROM ledger_posting t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.ledger_seal (seal_no, chapter_no, root, previous_head, head, key_id, signature, sealed_at) AS
 SELECT ledger_seal.seal_no,
    ledger_seal.chapter_no,
    ledger_seal.root,
    ledger_seal.previous_head,
    ledger_seal.head,
    ledger_seal.key_id,
    ledger_seal.signature,
    ledger_seal.sealed_at
   FROM ledger_seal;

CREATE VIEW scoped.ledger_total (chapter_no, run_no, commune_code, provider, family, category, event, accrues, postings, amount) AS
 SELECT ledger_total.chapter_no,
    ledger_total.run_no,
    ledger_total.commune_code,
    ledger_total.provider,
    ledger_total.family,
    ledger_total.category,
    ledger_total.event,
    ledger_total.accrues,
    ledger_total.postings,
    ledger_total.amount
   FROM ledger_total
  WHERE (ledger_total.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.legal_basis (basis_no, wording) AS
 SELECT legal_basis.basis_no,
    legal_basis.wording
   FROM legal_basis;

CREATE VIEW scoped.live_commune (commune_code, run_no) AS
 SELECT live_commune.commune_code,
    live_commune.run_no
   FROM live_commune
  WHERE (live_commune.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.merged_here (person_id) AS
 SELECT m.person_id
   FROM (person_merge m
     JOIN person p ON ((p.person_id = m.merged_into)))
  WHERE (p.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.outcome_decision (proposal_no, actor, statement_no, at) AS
 SELECT t.proposal_no,
    t.actor,
    t.statement_no,
    t.at
   FROM outcome_decision t
  WHERE (EXISTS ( SELECT
           FROM scoped.outcome_proposal p
          WHERE (p.proposal_no = t.proposal_no)));

CREATE VIEW scoped.outcome_event (event_no, run_no, person_id, status, outcome_date, reason, is_correction, status_after, file_no, row_no, actor, at, proposal_no) AS
 SELECT t.event_no,
    t.run_no,
    t.person_id,
    t.status,
    t.outcome_date,
    t.reason,
    t.is_correction,
    t.status_after,
    t.file_no,
    t.row_no,
    t.actor,
    t.at,
    t.proposal_no
   FROM outcome_event t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.outcome_proposal (proposal_no, run_no, person_id, path, status, outcome_date, reason, actor, at) AS
 SELECT t.proposal_no,
    t.run_no,
    t.person_id,
    t.path,
    t.status,
    t.outcome_date,
    t.reason,
    t.actor,
    t.at
   FROM outcome_proposal t
  WHERE ((EXISTS ( SELECT
           FROM scoped.payment p
          WHERE ((p.run_no = t.run_no) AND (p.person_id = t.person_id)))) OR (EXISTS ( SELECT
           FROM scoped.payout_file f
          WHERE ((f.run_no = t.run_no) AND (f.path = t.path)))));

CREATE VIEW scoped.payee (person_id, from_month, channel, bank_bin, account_no, account_name, payment_point, collector_name, collector_national_id, batch_no, row_no) AS
 SELECT t.person_id,
    t.from_month,
    t.channel,
    t.bank_bin,
    t.account_no,
    t.account_name,
    t.payment_point,
    t.collector_name,
    t.collector_national_id,
    t.batch_no,
    t.row_no
   FROM payee t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.payee_history (person_id, from_month, channel, bank_bin, account_no, account_name, payment_point, collector_name, collector_national_id, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.person_id,
    t.from_month,
    t.channel,
    t.bank_bin,
    t.account_no,
    t.account_name,
    t.payment_point,
    t.collector_name,
    t.collector_national_id,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM payee_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.paying_account (commune_code, bank_bin, account_no, account_name, unit_code, is_main, batch_no, row_no) AS
 SELECT paying_account.commune_code,
    paying_account.bank_bin,
    paying_account.account_no,
    paying_account.account_name,
    paying_account.unit_code,
    paying_account.is_main,
    paying_account.batch_no,
    paying_account.row_no
   FROM paying_account
  WHERE (paying_account.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.payment (run_no, person_id, ordinal, commune_code, channel, provider, payment_point, amount, current_amount, arrears_amount, carried_amount, arrears_months, hold_reason, recovered_amount) AS
 SELECT t.run_no,
    t.person_id,
    t.ordinal,
    t.commune_code,
    t.channel,
    t.provider,
    t.payment_point,
    t.amount,
    t.current_amount,
    t.arrears_amount,
    t.carried_amount,
    t.arrears_months,
    t.hold_reason,
    t.recovered_amount
   FROM payment t
  WHERE ((t.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[])) OR (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id))));

CREATE VIEW scoped.payment_in_file (run_no, person_id, ordinal, path, kind, message_id, debtor_bank) AS
 SELECT t.run_no,
    t.person_id,
    t.ordinal,
    t.path,
    t.kind,
    t.message_id,
    t.debtor_bank
   FROM payment_in_file t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.payment_point (code, name, commune_code, provider, batch_no, row_no) AS
 SELECT payment_point.code,
    payment_point.name,
    payment_point.commune_code,
    payment_point.provider,
    payment_point.batch_no,
    payment_point.row_no
   FROM payment_point
  WHERE (payment_point.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.payment_point_history (code, name, commune_code, provider, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT payment_point_history.code,
    payment_point_history.name,
    payment_point_history.commune_code,
    payment_point_history.provider,
    payment_point_history.batch_no,
    payment_point_history.row_no,
    payment_point_history.superseded_batch,
    payment_point_history.superseded_row
   FROM payment_point_history
  WHERE (payment_point_history.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.payout_file (run_no, path, sha256, bytes, kind, provider, commune_code, payments, amount, message_id, first_ordinal, last_ordinal, debtor_bank, debtor_account, executes_on, signature, copy_of, by_hand) AS
 SELECT payout_file.run_no,
    payout_file.path,
    payout_file.sha256,
    payout_file.bytes,
    payout_file.kind,
    payout_file.provider,
    payout_file.commune_code,
    payout_file.payments,
    payout_file.amount,
    payout_file.message_id,
    payout_file.first_ordinal,
    payout_file.last_ordinal,
    payout_file.debtor_bank,
    payout_file.debtor_account,
    payout_file.executes_on,
    payout_file.signature,
    payout_file.copy_of,
    payout_file.by_hand
   FROM payout_file
  WHERE (payout_file.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.person (person_id, national_id, full_name, birth_date, sex, commune_code, death_date, pension_amount, batch_no, row_no, name_key) AS
 SELECT t.person_id,
    t.national_id,
    t.full_name,
    t.birth_date,
    t.sex,
    t.commune_code,
    t.death_date,
    t.pension_amount,
    t.batch_no,
    t.row_no,
    t.name_key
   FROM person t
  WHERE ((t.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[])) OR (t.person_id = ANY (ARRAY( SELECT m.person_id
           FROM scoped.merged_here m))));

CREATE VIEW scoped.person_history (person_id, national_id, full_name, birth_date, sex, commune_code, death_date, pension_amount, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.person_id,
    t.national_id,
    t.full_name,
    t.birth_date,
    t.sex,
    t.commune_code,
    t.death_date,
    t.pension_amount,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM person_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.person_merge (person_id, merged_into, batch_no, row_no) AS
 SELECT t.person_id,
    t.merged_into,
    t.batch_no,
    t.row_no
   FROM person_merge t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.person_merge_history (person_id, merged_into, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.person_id,
    t.merged_into,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM person_merge_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.recovery (person_id, decision_no, family, total, monthly_amount, from_month, batch_no, row_no) AS
 SELECT t.person_id,
    t.decision_no,
    t.family,
    t.total,
    t.monthly_amount,
    t.from_month,
    t.batch_no,
    t.row_no
   FROM recovery t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.recovery_history (person_id, decision_no, family, total, monthly_amount, from_month, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.person_id,
    t.decision_no,
    t.family,
    t.total,
    t.monthly_amount,
    t.from_month,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM recovery_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.refund (reference, person_id, family, month, amount, received_on, batch_no, row_no) AS
 SELECT t.reference,
    t.person_id,
    t.family,
    t.month,
    t.amount,
    t.received_on,
    t.batch_no,
    t.row_no
   FROM refund t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.refund_history (reference, person_id, family, month, amount, received_on, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.reference,
    t.person_id,
    t.family,
    t.month,
    t.amount,
    t.received_on,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM refund_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.registry_batch (batch_no, import_file_no, committed_at, rows_added, rows_replaced, first_month, last_month) AS
 SELECT registry_batch.batch_no,
    registry_batch.import_file_no,
    registry_batch.committed_at,
    registry_batch.rows_added,
    registry_batch.rows_replaced,
    registry_batch.first_month,
    registry_batch.last_month
   FROM registry_batch;

CREATE VIEW scoped.reveal (reveal_no, user_name, person_id, reason, at, ends_at) AS
 SELECT t.reveal_no,
    t.user_name,
    t.person_id,
    t.reason,
    t.at,
    t.ends_at
   FROM reveal t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.run (run_no, run_id, month, sequence, kind, status, province, communes, known_at, window_from, catalogue_sha256, registry_batch, last_hold_event, issued_runs, maker, opened_at, attempt, persons, payments, amount, current_amount, arrears_amount, carried_amount, held_persons, held_amount, overpaid_amount, exceptions, content_sha256, failure, approver, approved_at, signed_payments, signed_amount, signed_sha256, rejected_by, reject_reason, issue_no, ledger_root, previous_ledger_root, issued_at, manifest_sha256, last_outcome_event, is_full, baseline_run_no, recompute_from, law_months, recovered_amount, controls_sha256, bank_forms_sha256) AS
 SELECT run.run_no,
    run.run_id,
    run.month,
    run.sequence,
    run.kind,
    run.status,
    run.province,
    run.communes,
    run.known_at,
    run.window_from,
    run.catalogue_sha256,
    run.registry_batch,
    run.last_hold_event,
    run.issued_runs,
    run.maker,
    run.opened_at,
    run.attempt,
    run.persons,
    run.payments,
    run.amount,
    run.current_amount,
    run.arrears_amount,
    run.carried_amount,
    run.held_persons,
    run.held_amount,
    run.overpaid_amount,
    run.exceptions,
    run.content_sha256,
    run.failure,
    run.approver,
    run.approved_at,
    run.signed_payments,
    run.signed_amount,
    run.signed_sha256,
    run.rejected_by,
    run.reject_reason,
    run.issue_no,
    run.ledger_root,
    run.previous_ledger_root,
    run.issued_at,
    run.manifest_sha256,
    run.last_outcome_event,
    run.is_full,
    run.baseline_run_no,
    run.recompute_from,
    run.law_months,
    run.recovered_amount,
    run.controls_sha256,
    run.bank_forms_sha256
   FROM run
  WHERE ((run.communes IS NULL) OR (run.communes && ( SELECT scoped.communes() AS communes)));

CREATE VIEW scoped.run_bridge (run_no, commune_code, step, people, amount) AS
 SELECT run_bridge.run_no,
    run_bridge.commune_code,
    run_bridge.step,
    run_bridge.people,
    run_bridge.amount
   FROM run_bridge
  WHERE (run_bridge.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.run_change (run_no, person_id, step, commune_code, people, amount) AS
 SELECT run_change.run_no,
    run_change.person_id,
    run_change.step,
    run_change.commune_code,
    run_change.people,
    run_change.amount
   FROM run_change
  WHERE (run_change.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.run_draw (run_no, commune_code, provider, payments, held, draw) AS
 SELECT run_draw.run_no,
    run_draw.commune_code,
    run_draw.provider,
    run_draw.payments,
    run_draw.held,
    run_draw.draw
   FROM run_draw
  WHERE (run_draw.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.run_exception (run_no, person_id, control, commune_code, severity, message) AS
 SELECT run_exception.run_no,
    run_exception.person_id,
    run_exception.control,
    run_exception.commune_code,
    run_exception.severity,
        CASE run_exception.control
            WHEN 'probable_duplicate'::text THEN 'Có thể trùng với người khác trong tỉnh; hỏi Sở. / May be the same person as another in the province; ask the province.'::text
            WHEN 'duplicate_person'::text THEN 'Trùng số định danh với người khác trong tỉnh; hỏi Sở. / Another person of the province has the same id number; ask the province.'::text
            ELSE run_exception.message
        END AS message
   FROM run_exception
  WHERE (run_exception.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.run_line (run_no, person_id, family, month, issue, part, kind, category, award_id, standard, coefficient_tenths, amount, basis_no, hold_reason, decision_no) AS
 SELECT t.run_no,
    t.person_id,
    t.family,
    t.month,
    t.issue,
    t.part,
    t.kind,
    t.category,
    t.award_id,
    t.standard,
    t.coefficient_tenths,
    t.amount,
    t.basis_no,
    t.hold_reason,
    t.decision_no
   FROM run_line t
  WHERE ((EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id))) OR (EXISTS ( SELECT
           FROM payment p
          WHERE ((p.run_no = t.run_no) AND (p.person_id = t.person_id) AND (p.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]))))));

CREATE VIEW scoped.run_mark (run_no, person_id, mark, detail) AS
 SELECT t.run_no,
    t.person_id,
    t.mark,
    t.detail
   FROM run_mark t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.run_overpayment (run_no, person_id, family, month, amount, category, commune_code) AS
 SELECT t.run_no,
    t.person_id,
    t.family,
    t.month,
    t.amount,
    t.category,
    t.commune_code
   FROM run_overpayment t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.run_recount (run_no, what, commune_code, code, kind, people, items, amount) AS
 SELECT run_recount.run_no,
    run_recount.what,
    run_recount.commune_code,
    run_recount.code,
    run_recount.kind,
    run_recount.people,
    run_recount.items,
    run_recount.amount
   FROM run_recount
  WHERE (run_recount.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.run_sum (run_no, what, commune_code, code, kind, people, items, amount) AS
 SELECT run_sum.run_no,
    run_sum.what,
    run_sum.commune_code,
    run_sum.code,
    run_sum.kind,
    run_sum.people,
    run_sum.items,
    run_sum.amount
   FROM run_sum
  WHERE (run_sum.commune_code = ANY (( SELECT scoped.communes() AS communes)::text[]));

CREATE VIEW scoped.schedule_setting (setting_no, is_on, day, hour, actor, at) AS
 SELECT schedule_setting.setting_no,
    schedule_setting.is_on,
    schedule_setting.day,
    schedule_setting.hour,
    schedule_setting.actor,
    schedule_setting.at
   FROM schedule_setting;

CREATE VIEW scoped.scheduled_month (month, due_on, run_no, opened_at) AS
 SELECT scheduled_month.month,
    scheduled_month.due_on,
    scheduled_month.run_no,
    scheduled_month.opened_at
   FROM scheduled_month;

CREATE VIEW scoped.schema_migration (name, sha256, applied_at) AS
 SELECT schema_migration.name,
    schema_migration.sha256,
    schema_migration.applied_at
   FROM schema_migration;

CREATE VIEW scoped.settlement_answer (file_no, row_no, actor, reason, at) AS
 SELECT t.file_no,
    t.row_no,
    t.actor,
    t.reason,
    t.at
   FROM settlement_answer t
  WHERE (EXISTS ( SELECT
           FROM scoped.settlement_row s
          WHERE ((s.file_no = t.file_no) AND (s.row_no = t.row_no))));

CREATE VIEW scoped.settlement_file (file_no, sha256, file_name, format, actor, loaded_at, summary) AS
 SELECT settlement_file.file_no,
    settlement_file.sha256,
    settlement_file.file_name,
    settlement_file.format,
    settlement_file.actor,
    settlement_file.loaded_at,
    settlement_file.summary
   FROM settlement_file;

CREATE VIEW scoped.settlement_row (file_no, row_no, end_to_end_id, status, outcome_date, amount, reason, run_no, person_id, finding) AS
 SELECT t.file_no,
    t.row_no,
    t.end_to_end_id,
    t.status,
    t.outcome_date,
    t.amount,
    t.reason,
    t.run_no,
    t.person_id,
    t.finding
   FROM settlement_row t
  WHERE (EXISTS ( SELECT
           FROM scoped.payment p
          WHERE ((p.run_no = t.run_no) AND (p.person_id = t.person_id))));

CREATE VIEW scoped.stay (person_id, until_month, commune_code, pension_amount, batch_no, row_no) AS
 SELECT t.person_id,
    t.until_month,
    t.commune_code,
    t.pension_amount,
    t.batch_no,
    t.row_no
   FROM stay t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.stay_history (person_id, until_month, commune_code, pension_amount, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.person_id,
    t.until_month,
    t.commune_code,
    t.pension_amount,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM stay_history t
  WHERE (EXISTS ( SELECT
           FROM scoped.person s
          WHERE (s.person_id = t.person_id)));

CREATE VIEW scoped.suspension (award_id, from_month, to_month, decision_no, reason, batch_no, row_no) AS
 SELECT t.award_id,
    t.from_month,
    t.to_month,
    t.decision_no,
    t.reason,
    t.batch_no,
    t.row_no
   FROM suspension t
  WHERE (EXISTS ( SELECT
           FROM (award a
             JOIN scoped.person s USING (person_id))
          WHERE (a.award_id = t.award_id)));

CREATE VIEW scoped.suspension_history (award_id, from_month, to_month, decision_no, reason, batch_no, row_no, superseded_batch, superseded_row) AS
 SELECT t.award_id,
    t.from_month,
    t.to_month,
    t.decision_no,
    t.reason,
    t.batch_no,
    t.row_no,
    t.superseded_batch,
    t.superseded_row
   FROM suspension_history t
  WHERE (EXISTS ( SELECT
           FROM (award a
             JOIN scoped.person s USING (person_id))
          WHERE (a.award_id = t.award_id)));

CREATE VIEW scoped.work_item (item_no, run_no, stage, ordinal, first_key, last_key, state, fence, lease_until, enqueued_at, enqueued_times, failures, last_error, done_at, totals, persons) AS
 SELECT work_item.item_no,
    work_item.run_no,
    work_item.stage,
    work_item.ordinal,
    (NULL::text COLLATE "C") AS first_key,
    (NULL::text COLLATE "C") AS last_key,
    work_item.state,
    work_item.fence,
    work_item.lease_until,
    work_item.enqueued_at,
    work_item.enqueued_times,
    work_item.failures,
    work_item.last_error,
    work_item.done_at,
    jsonb_build_object('persons', (work_item.totals -> 'persons'::text)) AS totals,
    work_item.persons
   FROM work_item;

CREATE VIEW scoped.worker (worker_id, host, pid, started_at, seen_at) AS
 SELECT worker.worker_id,
    worker.host,
    worker.pid,
    worker.started_at,
    worker.seen_at
   FROM worker;

-- Rights of everybody but the owner.
GRANT EXECUTE ON FUNCTION discard_draft(integer) TO chitra_app;
GRANT EXECUTE ON FUNCTION next_audit_entry() TO chitra_app;
GRANT EXECUTE ON FUNCTION next_audit_entry() TO chitra_auditor;
GRANT EXECUTE ON FUNCTION scoped.communes() TO chitra_commune;
GRANT EXECUTE ON FUNCTION write_audit_entry(jsonb) TO chitra_app;
GRANT EXECUTE ON FUNCTION write_audit_entry(jsonb) TO chitra_auditor;
GRANT USAGE ON SCHEMA public TO chitra_app;
GRANT USAGE ON SCHEMA public TO chitra_auditor;
GRANT CREATE, USAGE ON SCHEMA public TO chitra_owner;
GRANT USAGE ON SCHEMA scoped TO chitra_commune;
GRANT INSERT, SELECT, UPDATE (revoked_at) ON api_token TO chitra_app;
GRANT SELECT ON audit_entry TO chitra_app;
GRANT SELECT ON audit_entry TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON award TO chitra_app;
GRANT SELECT ON award TO chitra_auditor;
GRANT INSERT, SELECT ON award_history TO chitra_app;
GRANT SELECT ON award_history TO chitra_auditor;
GRANT INSERT, SELECT ON bank_form TO chitra_app;
GRANT SELECT ON bank_form TO chitra_auditor;
GRANT INSERT, SELECT ON bank_statement TO chitra_app;
GRANT SELECT ON bank_statement TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON budget TO chitra_app;
GRANT SELECT ON budget TO chitra_auditor;
GRANT INSERT, SELECT ON budget_history TO chitra_app;
GRANT SELECT ON budget_history TO chitra_auditor;
GRANT SELECT ON budget_use TO chitra_app;
GRANT SELECT ON budget_use TO chitra_auditor;
GRANT INSERT, SELECT ON case_event TO chitra_app;
GRANT SELECT ON case_event TO chitra_auditor;
GRANT INSERT, SELECT ON catalogue_activation TO chitra_app;
GRANT SELECT ON catalogue_activation TO chitra_auditor;
GRANT INSERT, SELECT ON catalogue_amendment TO chitra_app;
GRANT SELECT ON catalogue_amendment TO chitra_auditor;
GRANT INSERT, SELECT ON catalogue_amendment_file TO chitra_app;
GRANT SELECT ON catalogue_amendment_file TO chitra_auditor;
GRANT INSERT, SELECT ON closed_month TO chitra_app;
GRANT SELECT ON closed_month TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON commune TO chitra_app;
GRANT SELECT ON commune TO chitra_auditor;
GRANT INSERT, SELECT ON commune_history TO chitra_app;
GRANT SELECT ON commune_history TO chitra_auditor;
GRANT DELETE, INSERT, SELECT ON control_block TO chitra_app;
GRANT SELECT ON control_block TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON disbursement TO chitra_app;
GRANT SELECT ON disbursement TO chitra_auditor;
GRANT INSERT, SELECT ON disbursement_history TO chitra_app;
GRANT SELECT ON disbursement_history TO chitra_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON done_once TO chitra_app;
GRANT INSERT, SELECT ON hand_back TO chitra_app;
GRANT SELECT ON hand_back TO chitra_auditor;
GRANT DELETE, INSERT, SELECT ON history_month TO chitra_app;
GRANT SELECT ON history_month TO chitra_auditor;
GRANT INSERT, SELECT ON hold_event TO chitra_app;
GRANT SELECT ON hold_event TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE (finished_at, rows_read, rows_rejected) ON import_file TO chitra_app;
GRANT SELECT ON import_file TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE (last_batch_no) ON installation TO chitra_app;
GRANT SELECT ON installation TO chitra_auditor;
GRANT INSERT, SELECT ON law_text TO chitra_app;
GRANT SELECT ON law_text TO chitra_auditor;
GRANT SELECT ON ledger_balance TO chitra_app;
GRANT SELECT ON ledger_balance TO chitra_auditor;
GRANT INSERT, SELECT ON ledger_block TO chitra_app;
GRANT SELECT ON ledger_block TO chitra_auditor;
GRANT INSERT, SELECT ON ledger_chapter TO chitra_app;
GRANT SELECT ON ledger_chapter TO chitra_auditor;
GRANT SELECT ON ledger_entry TO chitra_app;
GRANT SELECT ON ledger_entry TO chitra_auditor;
GRANT SELECT ON ledger_leg TO chitra_app;
GRANT SELECT ON ledger_leg TO chitra_auditor;
GRANT INSERT, SELECT ON ledger_posting TO chitra_app;
GRANT SELECT ON ledger_posting TO chitra_auditor;
GRANT INSERT, SELECT ON ledger_seal TO chitra_app;
GRANT SELECT ON ledger_seal TO chitra_auditor;
GRANT INSERT, SELECT ON ledger_total TO chitra_app;
GRANT SELECT ON ledger_total TO chitra_auditor;
GRANT INSERT, SELECT ON legal_basis TO chitra_app;
GRANT SELECT ON legal_basis TO chitra_auditor;
GRANT DELETE, INSERT, SELECT ON live_commune TO chitra_app;
GRANT SELECT ON live_commune TO chitra_auditor;
GRANT INSERT, SELECT ON outcome_decision TO chitra_app;
GRANT SELECT ON outcome_decision TO chitra_auditor;
GRANT INSERT, SELECT ON outcome_event TO chitra_app;
GRANT SELECT ON outcome_event TO chitra_auditor;
GRANT INSERT, SELECT ON outcome_proposal TO chitra_app;
GRANT SELECT ON outcome_proposal TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON payee TO chitra_app;
GRANT SELECT ON payee TO chitra_auditor;
GRANT INSERT, SELECT ON payee_history TO chitra_app;
GRANT SELECT ON payee_history TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON paying_account TO chitra_app;
GRANT SELECT ON paying_account TO chitra_auditor;
GRANT INSERT, SELECT ON paying_account_history TO chitra_app;
GRANT SELECT ON paying_account_history TO chitra_auditor;
GRANT INSERT, SELECT ON payment TO chitra_app;
GRANT SELECT ON payment TO chitra_auditor;
GRANT SELECT ON payment_in_file TO chitra_app;
GRANT SELECT ON payment_in_file TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON payment_point TO chitra_app;
GRANT SELECT ON payment_point TO chitra_auditor;
GRANT INSERT, SELECT ON payment_point_history TO chitra_app;
GRANT SELECT ON payment_point_history TO chitra_auditor;
GRANT INSERT, SELECT ON payout_file TO chitra_app;
GRANT SELECT ON payout_file TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON person TO chitra_app;
GRANT SELECT ON person TO chitra_auditor;
GRANT INSERT, SELECT ON person_history TO chitra_app;
GRANT SELECT ON person_history TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON person_merge TO chitra_app;
GRANT SELECT ON person_merge TO chitra_auditor;
GRANT INSERT, SELECT ON person_merge_history TO chitra_app;
GRANT SELECT ON person_merge_history TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON recovery TO chitra_app;
GRANT SELECT ON recovery TO chitra_auditor;
GRANT INSERT, SELECT ON recovery_history TO chitra_app;
GRANT SELECT ON recovery_history TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON refund TO chitra_app;
GRANT SELECT ON refund TO chitra_auditor;
GRANT INSERT, SELECT ON refund_history TO chitra_app;
GRANT SELECT ON refund_history TO chitra_auditor;
GRANT INSERT, SELECT ON registry_batch TO chitra_app;
GRANT SELECT ON registry_batch TO chitra_auditor;
GRANT INSERT, SELECT ON reveal TO chitra_app;
GRANT SELECT ON reveal TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON run TO chitra_app;
GRANT SELECT ON run TO chitra_auditor;
GRANT INSERT, SELECT ON run_block TO chitra_app;
GRANT SELECT ON run_block TO chitra_auditor;
GRANT INSERT, SELECT ON run_bridge TO chitra_app;
GRANT SELECT ON run_bridge TO chitra_auditor;
GRANT INSERT, SELECT ON run_change TO chitra_app;
GRANT SELECT ON run_change TO chitra_auditor;
GRANT INSERT, SELECT ON run_draw TO chitra_app;
GRANT SELECT ON run_draw TO chitra_auditor;
GRANT INSERT, SELECT ON run_exception TO chitra_app;
GRANT SELECT ON run_exception TO chitra_auditor;
GRANT INSERT, SELECT ON run_line TO chitra_app;
GRANT SELECT ON run_line TO chitra_auditor;
GRANT INSERT, SELECT ON run_mark TO chitra_app;
GRANT SELECT ON run_mark TO chitra_auditor;
GRANT INSERT, SELECT ON run_overpayment TO chitra_app;
GRANT SELECT ON run_overpayment TO chitra_auditor;
GRANT SELECT ON run_recount TO chitra_app;
GRANT SELECT ON run_recount TO chitra_auditor;
GRANT INSERT, SELECT ON run_sum TO chitra_app;
GRANT SELECT ON run_sum TO chitra_auditor;
GRANT INSERT, SELECT ON schedule_setting TO chitra_app;
GRANT SELECT ON schedule_setting TO chitra_auditor;
GRANT INSERT, SELECT ON scheduled_month TO chitra_app;
GRANT SELECT ON scheduled_month TO chitra_auditor;
GRANT SELECT ON schema_migration TO chitra_app;
GRANT SELECT ON schema_migration TO chitra_auditor;
GRANT SELECT ON scoped.award TO chitra_commune;
GRANT SELECT ON scoped.award_history TO chitra_commune;
GRANT SELECT ON scoped.bank_form TO chitra_commune;
GRANT SELECT ON scoped.budget TO chitra_commune;
GRANT SELECT ON scoped.budget_use TO chitra_commune;
GRANT INSERT, SELECT ON scoped.case_event TO chitra_commune;
GRANT SELECT ON scoped.catalogue_activation TO chitra_commune;
GRANT SELECT ON scoped.catalogue_amendment TO chitra_commune;
GRANT SELECT ON scoped.catalogue_amendment_file TO chitra_commune;
GRANT SELECT ON scoped.closed_month TO chitra_commune;
GRANT SELECT ON scoped.commune TO chitra_commune;
GRANT SELECT ON scoped.commune_history TO chitra_commune;
GRANT SELECT ON scoped.control_block TO chitra_commune;
GRANT SELECT ON scoped.disbursement TO chitra_commune;
GRANT SELECT ON scoped.disbursement_history TO chitra_commune;
GRANT SELECT ON scoped.hand_back TO chitra_commune;
GRANT SELECT ON scoped.history_month TO chitra_commune;
GRANT INSERT, SELECT ON scoped.hold_event TO chitra_commune;
GRANT SELECT ON scoped.import_file TO chitra_commune;
GRANT SELECT ON scoped.installation TO chitra_commune;
GRANT SELECT ON scoped.law_text TO chitra_commune;
GRANT SELECT ON scoped.ledger_chapter TO chitra_commune;
GRANT SELECT ON scoped.ledger_entry TO chitra_commune;
GRANT SELECT ON scoped.ledger_leg TO chitra_commune;
GRANT SELECT ON scoped.ledger_posting TO chitra_commune;
GRANT SELECT ON scoped.ledger_seal TO chitra_commune;
GRANT SELECT ON scoped.ledger_total TO chitra_commune;
GRANT SELECT ON scoped.legal_basis TO chitra_commune;
GRANT SELECT ON scoped.live_commune TO chitra_commune;
GRANT SELECT ON scoped.merged_here TO chitra_commune;
GRANT SELECT ON scoped.outcome_decision TO chitra_commune;
GRANT SELECT ON scoped.outcome_event TO chitra_commune;
GRANT SELECT ON scoped.outcome_proposal TO chitra_commune;
GRANT SELECT ON scoped.payee TO chitra_commune;
GRANT SELECT ON scoped.payee_history TO chitra_commune;
GRANT SELECT ON scoped.paying_account TO chitra_commune;
GRANT SELECT ON scoped.payment TO chitra_commune;
GRANT SELECT ON scoped.payment_in_file TO chitra_commune;
GRANT SELECT ON scoped.payment_point TO chitra_commune;
GRANT SELECT ON scoped.payment_point_history TO chitra_commune;
GRANT SELECT ON scoped.payout_file TO chitra_commune;
GRANT SELECT ON scoped.person TO chitra_commune;
GRANT SELECT ON scoped.person_history TO chitra_commune;
GRANT SELECT ON scoped.person_merge TO chitra_commune;
GRANT SELECT ON scoped.person_merge_history TO chitra_commune;
GRANT SELECT ON scoped.recovery TO chitra_commune;
GRANT SELECT ON scoped.recovery_history TO chitra_commune;
GRANT SELECT ON scoped.refund TO chitra_commune;
GRANT SELECT ON scoped.refund_history TO chitra_commune;
GRANT SELECT ON scoped.registry_batch TO chitra_commune;
GRANT INSERT, SELECT ON scoped.reveal TO chitra_commune;
GRANT SELECT ON scoped.run TO chitra_commune;
GRANT SELECT ON scoped.run_bridge TO chitra_commune;
GRANT SELECT ON scoped.run_change TO chitra_commune;
GRANT SELECT ON scoped.run_draw TO chitra_commune;
GRANT SELECT ON scoped.run_exception TO chitra_commune;
GRANT SELECT ON scoped.run_line TO chitra_commune;
GRANT SELECT ON scoped.run_mark TO chitra_commune;
GRANT SELECT ON scoped.run_overpayment TO chitra_commune;
GRANT SELECT ON scoped.run_recount TO chitra_commune;
GRANT SELECT ON scoped.run_sum TO chitra_commune;
GRANT SELECT ON scoped.schedule_setting TO chitra_commune;
GRANT SELECT ON scoped.scheduled_month TO chitra_commune;
GRANT SELECT ON scoped.schema_migration TO chitra_commune;
GRANT SELECT ON scoped.settlement_answer TO chitra_commune;
GRANT SELECT ON scoped.settlement_file TO chitra_commune;
GRANT SELECT ON scoped.settlement_row TO chitra_commune;
GRANT SELECT ON scoped.stay TO chitra_commune;
GRANT SELECT ON scoped.stay_history TO chitra_commune;
GRANT SELECT ON scoped.suspension TO chitra_commune;
GRANT SELECT ON scoped.suspension_history TO chitra_commune;
GRANT SELECT ON scoped.work_item TO chitra_commune;
GRANT SELECT ON scoped.worker TO chitra_commune;
GRANT INSERT, SELECT ON settlement_answer TO chitra_app;
GRANT SELECT ON settlement_answer TO chitra_auditor;
GRANT INSERT, SELECT ON settlement_file TO chitra_app;
GRANT SELECT ON settlement_file TO chitra_auditor;
GRANT INSERT, SELECT ON settlement_row TO chitra_app;
GRANT SELECT ON settlement_row TO chitra_auditor;
GRANT DELETE, INSERT, SELECT ON sign_in_failure TO chitra_app;
GRANT SELECT ON sign_in_failure TO chitra_auditor;
GRANT INSERT, SELECT ON signing_key TO chitra_app;
GRANT SELECT ON signing_key TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON stay TO chitra_app;
GRANT SELECT ON stay TO chitra_auditor;
GRANT INSERT, SELECT ON stay_history TO chitra_app;
GRANT SELECT ON stay_history TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE ON suspension TO chitra_app;
GRANT SELECT ON suspension TO chitra_auditor;
GRANT INSERT, SELECT ON suspension_history TO chitra_app;
GRANT SELECT ON suspension_history TO chitra_auditor;
GRANT INSERT, SELECT ON upload TO chitra_app;
GRANT SELECT ON upload TO chitra_auditor;
GRANT INSERT, SELECT ON user_grant TO chitra_app;
GRANT SELECT ON user_grant TO chitra_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON web_session TO chitra_app;
GRANT INSERT, SELECT, UPDATE ON web_task TO chitra_app;
GRANT SELECT ON web_task TO chitra_auditor;
GRANT INSERT, SELECT, UPDATE (failures, full_name, is_active, locked_until, must_change, password_hash, subject) ON web_user TO chitra_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON work_item TO chitra_app;
GRANT SELECT ON work_item TO chitra_auditor;
GRANT DELETE, INSERT, SELECT, UPDATE ON worker TO chitra_app;
GRANT SELECT ON worker TO chitra_auditor;
