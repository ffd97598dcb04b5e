-- Who may do what, and the log of what was done.

-- The audit log: one entry when a command begins and one when it ends, one for every step of a worker that changes the books. Each
-- carries the hash of the entry before it. Texts that are hashed are text: jsonb would be written in another way than it was given.
CREATE TABLE audit_entry (
  entry_no bigint PRIMARY KEY CHECK (entry_no > 0), -- 1, 2, 3 ...: given under a lock
  at timestamptz NOT NULL,
  login text NOT NULL, -- the user of the database: PostgreSQL says it, not the program
  actor text NOT NULL CHECK (btrim(actor) <> ''),
  origin text NOT NULL CHECK (jsonb_typeof(origin::jsonb) = 'object'), -- host, process, user of the machine, address
  kind text NOT NULL CHECK (kind IN ('read', 'change', 'service', 'step', 'migration')),
  command text NOT NULL CHECK (command <> ''),
  what text NOT NULL CHECK (jsonb_typeof(what::jsonb) = 'object'), -- arguments, without secrets and free texts
  outcome text NOT NULL CHECK (outcome IN ('begun', 'done', 'refused', 'failed', 'cut_off')),
  begun_no bigint REFERENCES audit_entry, -- of an end: the entry of its beginning
  exit_code smallint,
  code text, -- of the refusal or error
  before_hash text NOT NULL CHECK (before_hash ~ '^[0-9a-f]{64}$'), -- the state of the books: store/audit-state.ts
  after_hash text NOT NULL CHECK (after_hash ~ '^[0-9a-f]{64}$'),
  previous_hash text NOT NULL CHECK (previous_hash = '' OR previous_hash ~ '^[0-9a-f]{64}$'),
  hash text NOT NULL UNIQUE CHECK (hash ~ '^[0-9a-f]{64}$'),
  CHECK (outcome <> 'begun' OR (begun_no IS NULL AND before_hash = after_hash))
);
CREATE INDEX audit_end_of ON audit_entry (begun_no) WHERE begun_no IS NOT NULL;

-- The bytes of an entry that are hashed: every value with its length in front, - for none. domain/audit.ts makes the same.
CREATE FUNCTION audit_text(e audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'chitra audit 1' || string_agg(coalesce(octet_length(v) || ':' || v, '-'), '' ORDER BY place)
  FROM unnest(ARRAY[e.entry_no::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.login, e.actor, e.origin, e.kind, e.command,
    e.what, e.outcome, e.begun_no::text, e.exit_code::text, e.code, e.before_hash, e.after_hash, e.previous_hash]) WITH ORDINALITY AS t (v, place)
$$;

-- The place of the next entry; nobody else gets one until this transaction ends.
-- Time in the log never goes back: where the clock was set back, it stands until it is reached again.
CREATE FUNCTION next_audit_entry(OUT entry_no bigint, OUT at text, OUT login text, OUT previous_hash text) LANGUAGE plpgsql AS $$
DECLARE last audit_entry;
BEGIN
  PERFORM pg_advisory_xact_lock(726431004);
  SELECT * INTO last FROM audit_entry e ORDER BY e.entry_no DESC LIMIT 1;
  entry_no := coalesce(last.entry_no, 0) + 1;
  previous_hash := coalesce(last.hash, '');
  at := to_char(greatest(clock_timestamp(), last.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  login := session_user;
END $$;

-- An entry stands behind the last one, says who is connected and what time it is, and carries the hash of itself.
CREATE FUNCTION audit_continues() RETURNS trigger LANGUAGE plpgsql AS $$
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
END $$;
CREATE TRIGGER continues BEFORE INSERT ON audit_entry FOR EACH ROW EXECUTE FUNCTION audit_continues();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The only way into the log, for those who may otherwise only read, too: who looks at people leaves an entry.
CREATE FUNCTION write_audit_entry(entry jsonb) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  INSERT INTO audit_entry SELECT * FROM jsonb_populate_record(NULL::audit_entry, entry)
$$;
GRANT SELECT ON audit_entry TO chitra_app;

-- What was computed for a draft is thrown away here and nowhere else: the program itself deletes no line, payment or finding.
CREATE FUNCTION discard_draft(draft integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
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
END $$;
REVOKE DELETE ON run_line, payment, run_block, run_exception, run_overpayment, run_change, run_bridge, run_mark FROM chitra_app;

-- Three roles that nobody logs in as: chitra_owner has the tables, chitra_app works with them, chitra_auditor reads them. A server has
-- them once for all its databases, so another migration may be making them now.
DO $$
DECLARE
  r text;
  member text := CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  FOREACH r IN ARRAY ARRAY['chitra_owner', 'chitra_auditor'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = r) THEN EXECUTE format('CREATE ROLE %I NOLOGIN', r); END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
  END LOOP;
  FOREACH r IN ARRAY ARRAY['chitra_owner', 'chitra_app', 'chitra_auditor'] LOOP
    IF NOT pg_has_role(r, member) THEN EXECUTE format('GRANT %I TO CURRENT_USER', r); END IF;
  END LOOP;
END $$;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO chitra_owner;
GRANT USAGE ON SCHEMA public TO chitra_auditor;

-- Everything belongs to chitra_owner. Functions look names up in this schema and never in a temporary one first, where a session may
-- put a table of the same name. Triggers fire even where a session says that it only repeats what another server did.
DO $$
DECLARE statement text;
BEGIN
  FOR statement IN
    SELECT format('ALTER %s %s OWNER TO chitra_owner', CASE c.relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, c.oid::regclass)
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v')
    UNION ALL SELECT format('ALTER DOMAIN %s OWNER TO chitra_owner', t.oid::regtype) FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype = 'd'
    UNION ALL SELECT format('ALTER FUNCTION %s SET search_path = pg_catalog, public, pg_temp', p.oid::regprocedure) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('ALTER FUNCTION %s OWNER TO chitra_owner', p.oid::regprocedure) FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
    UNION ALL SELECT format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', g.tgrelid::regclass, g.tgname)
      FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid WHERE c.relnamespace = 'public'::regnamespace AND NOT g.tgisinternal
  LOOP
    EXECUTE statement;
  END LOOP;
END $$;

-- From here on migrations run as chitra_owner (store/migrate.ts): what they make is theirs, can be read by auditors and called by nobody.
-- A table that auditors must not read (a secret) takes the right away again, and stands in test/store/rights.test.ts.
ALTER DEFAULT PRIVILEGES FOR ROLE chitra_owner IN SCHEMA public GRANT SELECT ON TABLES TO chitra_auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE chitra_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO chitra_auditor;
GRANT EXECUTE ON FUNCTION next_audit_entry(), write_audit_entry(jsonb) TO chitra_app, chitra_auditor;
GRANT EXECUTE ON FUNCTION discard_draft(integer) TO chitra_app;
